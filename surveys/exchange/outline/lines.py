"""The lines of an outline, each told by how it begins."""

import re
from dataclasses import dataclass

from surveys.exchange.outline.marks import Mark, mark_of
from surveys.exchange.report import line_place
from surveys.question_types import Problem

LINES_MOST = 20_000
_HEADING = re.compile(r"(#{1,6})\s+(?P<text>.+)")
_RULER = re.compile(r"[-=*_]{3,}|[-=*]{3,}")
_TABLE = re.compile(r"\|.*\|")
_TABLE_RULE = re.compile(r"\|?[\s:|-]+\|?")
_EMPHASIS = re.compile(r"(?<![\w*])(\*{1,2}|__)(?=[^\W_])([^*]*?[^\s*_])\1(?![\w*])")


@dataclass(frozen=True)
class Raw:
    """A line before it is decided what it is.

    `kind` is title or heading where that is known; `indent` how far it stands in; `gap`: an empty
    line stands before it; `is_bold`: all of it is.
    """

    text: str
    place: Problem
    mark: Mark | None = None
    kind: str = ""
    indent: int = 0
    gap: bool = False
    is_bold: bool = False


@dataclass(frozen=True)
class Line:
    """A line: its `kind` is title, heading, question, option or text.

    `mark` is a question's number or an option's mark; `is_tick`: the option is a box to tick;
    `gap`: an empty line stands before it.
    """

    kind: str
    text: str
    place: Problem
    mark: str = ""
    is_tick: bool = False
    gap: bool = False


def text_lines(text: str) -> list[Raw]:
    """The lines of a plain text, empty ones as gaps."""
    found: list[Raw] = []
    gap = False
    rows: list[tuple[str, Problem]] = []
    for number, written in enumerate(text.split("\n")[:LINES_MOST], 1):
        place = line_place(number)
        line = written.strip()
        if _TABLE.fullmatch(line):
            rows.append((line, place))
            continue
        found += _table(rows)
        rows = []
        is_ruler = bool(_RULER.fullmatch(line)) and "_" not in line
        if line and not is_ruler:
            found.append(_raw(written, place, gap=gap))
        gap = not line or is_ruler
    return found + _table(rows)


def _raw(written: str, place: Problem, *, gap: bool) -> Raw:
    opened = written.expandtabs(4)
    indent = len(opened) - len(opened.lstrip())
    line = _EMPHASIS.sub(r"\2", written.strip())
    if heading := _HEADING.fullmatch(line):
        kind = "title" if len(heading[1]) == 1 else "heading"
        return Raw(heading["text"].strip(" #"), place, kind=kind, gap=gap)
    return Raw(line, place, mark_of(line), indent=indent, gap=gap)


def _table(rows: list[tuple[str, Problem]]) -> list[Raw]:
    """A table drawn with bars, as in Markdown."""
    if not rows:
        return []
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line, _place in rows
        if not _TABLE_RULE.fullmatch(line)
    ]
    return grid(cells, rows[0][1])


def grid(cells: list[list[str]], place: Problem) -> list[Raw]:
    """A table as the rows and columns of the question above it."""

    def option(text: str) -> Raw:
        return Raw(text, place, Mark("bullet", "bullet", "", text))

    return [
        Raw("Rows:", place),
        *(option(row[0]) for row in cells[1:] if row and row[0]),
        Raw("Columns:", place),
        *(option(text) for text in (cells[0][1:] if cells else []) if text),
    ]
