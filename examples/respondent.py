"""A respondent of the sample study: opens a personal link and answers page by page, as people do.

Knows only what a browser knows: the link, and what stands on each page.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from werkzeug.test import Client, TestResponse


@dataclass(frozen=True)
class Sitting:
    """One person's answering: who, when, in which language, and what to each question."""

    contact: str
    language: str
    started: datetime
    is_finished: bool
    answers: Mapping[str, Mapping[str, Any]]


def read_sittings(folder: Path) -> list[Sitting]:
    """Read the answers of the sample's people, in the order in which they came."""
    found = []
    for path in sorted(folder.glob("*.yaml")):
        for row in yaml.safe_load(path.read_text(encoding="utf-8"))["responses"]:
            started = datetime.fromisoformat(row["started"])
            done = bool(row["submitted"])
            found.append(
                Sitting(row["contact"], row["language"], started, done, row["answers"])
            )  # fmt: skip
    return sorted(found, key=lambda sitting: sitting.started)


def read_links(path: Path) -> dict[str, str]:
    """Read the file of `flask invite --links`: the path of each person's link, by address."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["email"]: urlsplit(row["link"]).path for row in csv.DictReader(file)}


class Inputs(HTMLParser):
    """What the page's form would send untouched, and the names of all its inputs."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.hidden: dict[str, str] = {}
        self.names: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an input."""
        found = dict(attrs)
        name = found.get("name")
        if tag not in {"input", "textarea", "select"} or not name:
            return
        self.names.add(name)
        if found.get("type") == "hidden":
            self.hidden[name] = found.get("value") or ""


class Respondent:
    """A person with a browser and a personal link."""

    def __init__(self, browser: Client, link: str) -> None:
        self.browser = browser
        self.link = link

    def answer(self, sitting: Sitting) -> None:
        """Open the link, choose the language, and answer until done or until giving up."""
        page = self._get(self.link)
        self._post(self.link, page, {"language": sitting.language})
        page = self._get(self.link)
        reply = self._post(self.link, page, {"go": "1"})
        left = len(sitting.answers)
        while "/q/" in reply.location:
            if left == 0 and not sitting.is_finished:
                return
            question = reply.location.rsplit("/", 1)[1].partition("?")[0]
            left -= question in sitting.answers
            reply = self._answer_page(reply.location, question, sitting.answers.get(question, {}))

    def opt_out(self) -> None:
        """Say: no more, please."""
        page = self._get(self.link + "stop")
        self._post(self.link + "stop", page, {})

    def _answer_page(self, path: str, question: str, answer: Mapping[str, Any]) -> TestResponse:
        page = self._get(path)
        values = dict(fill_in(question, answer, page.names))
        return self._post(path, page, {**values, "go": "1"})

    def _get(self, path: str) -> Inputs:
        response = self.browser.get(path)
        if response.status_code != 200:
            raise RuntimeError(f"{path} answered {response.status}")
        return Inputs(response.text)

    def _post(self, path: str, page: Inputs, values: Mapping[str, Any]) -> TestResponse:
        hidden = {name: value for name, value in page.hidden.items() if name != "language"}
        response = self.browser.post(path, data={**hidden, **values})
        if response.status_code != 303:
            raise RuntimeError(f"{path} did not take {dict(values)}: {response.status}")
        return response


def fill_in(
    question: str, answer: Mapping[str, Any], names: set[str]
) -> Iterator[tuple[str, Any]]:  # fmt: skip
    """Turn an answer of the sample into the inputs of the page that asks for it."""
    value, text = answer.get("value"), answer.get("text", "")
    if isinstance(value, Mapping):
        yield from ((f"{question}.{row}", str(point)) for row, point in value.items())
    elif f"{question}.month" in names and value:
        parts = zip(("year", "month", "day"), str(value).split("-"), strict=False)
        yield from ((f"{question}.{part}", str(int(number))) for part, number in parts)
    elif value is not None:
        yield question, value if isinstance(value, list) else str(value)
    if text:
        own_words = (name for name in names if name.startswith(f"{question}.") and ".text" in name)
        yield next(own_words, question), text
    if answer.get("quote"):
        yield f"{question}.quote", answer["quote"]
