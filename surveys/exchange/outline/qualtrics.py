"""Qualtrics' advanced text format: a tag in double brackets before each part of a question."""

import re

from surveys.exchange.markup import plain_text
from surveys.exchange.outline.lines import LINES_MOST, Raw
from surveys.exchange.outline.marks import Mark
from surveys.exchange.report import Losses, line_place
from surveys.question_types import Problem

_TAG = re.compile(r"\[\[(?P<name>\w+)(?::(?P<more>[^\]]*))?\]\]")
_TYPES = {
    "MC": "single", "TE": "text", "DB": "info", "Matrix": "grid", "RankOrder": "ranking",
    "FileUpload": "file", "NPS": "nps", "Slider": "number", "Signature": "signature",
}  # fmt: skip
_QUIET = {"AdvancedFormat", "PageBreak", "Choice", "ED"}


def is_qualtrics(text: str) -> bool:
    """Say whether a text is in this format."""
    return "[[AdvancedFormat]]" in text[:2000] or bool(
        re.search(r"^\[\[Question:", text, re.MULTILINE)
    )


def qualtrics_lines(text: str, losses: Losses) -> list[Raw]:
    """The lines of an outline that say the same."""
    reader = _Reader(losses)
    for number, line in enumerate(text.split("\n")[:LINES_MOST], 1):
        if line.strip():
            reader.line(line.strip(), number)
    return reader.found


class _Reader:
    """Goes through the lines; knows which part of which question it is in."""

    def __init__(self, losses: Losses) -> None:
        self.losses = losses
        self.found: list[Raw] = []
        self.part = ""
        self.tag = ""
        self.label = ""
        self.is_grid = False

    def line(self, line: str, number: int) -> None:
        place = line_place(number)
        tag = _TAG.fullmatch(line)
        if tag:
            self.at_tag(tag["name"], tag["more"] or "", place)
            return
        words, _tags = plain_text(line)
        if self.part == "text":
            mark = Mark("number", "word", self.label, f"{words} [{self.tag}]")
            self.found.append(Raw(mark.text, place, mark, "question"))
            self.part = "more"
        elif self.part in {"choices", "answers"}:
            self.found.append(Raw(words, place, Mark("bullet", "bullet", "", words), "option"))
        else:
            self.found.append(Raw(words, place))

    def at_tag(self, name: str, more: str, place: Problem) -> None:
        if name == "Question":
            self.part, self.label = "text", ""
            self.tag = _type(more)
            self.is_grid = more.startswith("Matrix")
        elif name == "ID" and self.part == "text":
            self.label = "".join(re.findall(r"\d+[a-z]?", more.lower())[:1])
        elif name in {"Choices", "AdvancedChoices", "Answers", "AdvancedAnswers"}:
            is_rows = name.endswith("Choices")
            self.part = "choices" if is_rows else "answers"
            if self.is_grid:
                self.found.append(Raw("Rows:" if is_rows else "Columns:", place))
        elif name == "Block":
            self.part = ""
            if more:
                self.found.append(Raw(more, place, kind="heading"))
        elif name not in _QUIET:
            self.losses.left_out(Problem("Nobody here knows this tag"), name, place)


def _type(more: str) -> str:
    kind, _, shape = more.partition(":")
    if kind == "MC" and "Multiple" in shape:
        return "multiple"
    if kind == "MC" and shape.startswith(("Dropdown", "SingleAnswer:Dropdown", "DL")):
        return "dropdown"
    if kind == "TE" and shape.startswith(("Essay", "EssayTextBox", "ESTB", "ML")):
        return "long"
    return _TYPES.get(kind, "open")
