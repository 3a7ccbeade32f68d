"""A browser for tests that reads every page strictly.

Each HTML answer must be a valid HTML5 document with what every page owes its reader: language,
direction, title, exactly one h1, a way past the frame, no id twice, no inline style or script, and
a label for every input.
"""

from collections import Counter
from contextvars import Context
from functools import lru_cache
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from foundation.db import db


class StrictClient(FlaskClient):
    """A Flask client that fails the test on a page with a fault.

    What the test has put into its database session is committed first. The request runs in a
    context of its own, as in a real server: nothing of `g` or of the session is shared.
    """

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        db.session.commit()
        response = Context().run(super().open, *args, **kwargs)
        if response.mimetype == "text/html" and not 300 <= response.status_code < 400:
            text = response.get_data(as_text=True)
            faults = find_faults(text)
            assert faults == [], f"{response.request.path}: {faults}"
        return response


def find_faults(html: str) -> list[str]:
    """Return what is wrong with the page; a fragment only owes valid inner HTML."""
    if not _is_whole(html):
        html5lib.HTMLParser(strict=True).parseFragment(html, container="main")
        return []
    try:
        root = _parse_strictly(html)
    except html5lib.html5parser.ParseError as error:
        return [f"not valid HTML5: {error}"]
    return [*_frame_faults(root), *_inline_faults(root), *_label_faults(root)]


def read_page(response: TestResponse) -> Element:
    """Return the page as a tree without namespaces, to look things up by path, not to change."""
    html = response.get_data(as_text=True)
    if _is_whole(html):
        return _parse_strictly(html)
    tree: Element = html5lib.parse(html, treebuilder="etree", namespaceHTMLElements=False)
    return tree


def _is_whole(html: str) -> bool:
    return html.lstrip().lower().startswith("<!doctype")


@lru_cache(maxsize=8)
def _parse_strictly(html: str) -> Element:
    """Parse the page, once for the judging of it and the reading by its test."""
    root: Element = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)
    return root


def follow(browser: FlaskClient, response: TestResponse) -> TestResponse:
    """Go where the answer to a form sends the browser; fails where it sends it nowhere."""
    assert response.status_code == 303, response.get_data(as_text=True)
    return browser.get(response.headers["Location"])


def text_of(element: Element | None) -> str:
    """Return the words inside, spaces collapsed."""
    assert element is not None
    return " ".join("".join(element.itertext()).split())


def _frame_faults(root: Element) -> list[str]:
    faults = [f"no {name} on <html>" for name in ("lang", "dir") if not root.get(name)]
    if not text_of(root.find("head/title")):
        faults.append("empty title")
    headings = root.findall(".//h1")
    if len(headings) != 1 or not text_of(headings[0]):
        faults.append(f"{len(headings)} h1")
    targets = {element.get("id") for element in root.iter() if element.get("id")}
    first_link = root.find("body//a")
    if first_link is None or first_link.get("href", "").removeprefix("#") not in targets:
        faults.append("the first link does not skip to the content")
    ids = Counter(element.get("id") for element in root.iter() if element.get("id"))
    return [*faults, *(f"id {name} stands {n} times" for name, n in ids.items() if n > 1)]


def _inline_faults(root: Element) -> list[str]:
    faults = []
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag == "style" or (
            element.tag == "script"
            and not element.get("src")
            and element.get("type") != "application/json"
        ):
            faults.append(f"inline <{element.tag}>")
        faults += [
            f"{name} on <{element.tag}>"
            for name in element.attrib
            if name == "style" or name.startswith("on")
        ]
    return faults


def _label_faults(root: Element) -> list[str]:
    ids = {element.get("id") for element in root.iter()}
    targets = {label.get("for") for label in root.iter("label")}
    inside = {child for label in root.iter("label") for child in label.iter()}
    faults = [f"label for missing {name}" for name in targets - ids - {None}]
    for element in root.iter():
        hidden = element.get("type") in {"hidden", "submit", "button"}
        if element.tag not in {"input", "select", "textarea"} or hidden:
            continue
        named = element.get("aria-label") or element.get("aria-labelledby")
        if not named and element.get("id") not in targets and element not in inside:
            faults.append(f"no label for {element.get('name')}")
    return faults
