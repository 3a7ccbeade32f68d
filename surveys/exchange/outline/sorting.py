"""Which lines of an outline are questions, options, headings: by their numbering, as people write.

Questions are numbered one way and options another, or options stand further in, or begin again at
one. Where a number may be either, a question mark decides.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from surveys.exchange.outline.lines import Line, Raw
from surveys.exchange.outline.marks import number_in
from surveys.exchange.outline.tags import instruction, is_other

ASKS = re.compile(
    r"[?？؟]\s*(?:\*|[(（\[].{0,60}[)）\]])?\s*\*?\s*$|[?？؟]\s{2,}\S|[?？؟]\s+\S+\s*/\s*\S+"
)
_SECTION = re.compile(
    r"(?:section|part|block|teil|abschnitt|partie|sección|parte|ส่วนที่|ตอนที่|หมวด|phần|بخش|قسمت|파트|제\s*\d+\s*부)"
    r"(?=[\s\d:.–-]|$).{0,90}",
    re.IGNORECASE,
)
SHORTEST_CAPS = 4
LONGEST_HEADING = 90
LONGEST_OPTION = 60
#: Lines that say something about the question above them, and are no options.
_SAID = re.compile(
    r".*[:.;!?？؟。]\s*$|[\[(（].*[\])）]|\d+(?:\s*=|\s+[–—-])\s*\S.*|.*(?:_{3,}|\.{4,}|…).*|if\b.*",
    re.IGNORECASE | re.DOTALL,
)
FIELD = re.compile(
    r"(?P<label>\S.{0,80}?)\s*[:：]?\s*(?:_{2,}[/.\s-]*_{2,}|_{3,}|\.{5,}|…{2,})[\s_./…-]*"
)
BLANKS = re.compile(r"[\s_.…·/-]*(?:_{3,}|\.{5,}|…{2,})[\s_.…·/-]*")


def sort(raws: list[Raw]) -> list[Line]:
    """The lines with their kinds."""
    sorter = _Sorter(raws)
    return _with_plain_options([sorter.line(place, raw) for place, raw in enumerate(raws)])


@dataclass
class _State:
    """The question that is being written: its number and how far in; the last numbered option."""

    number: int = 0
    label: str = ""
    indent: int = 0
    is_open: bool = False
    run: int | None = None
    has_options: bool = False
    section: int = 0
    style: str = ""


class _Sorter:
    """Goes through the lines with what it knows of the whole."""

    def __init__(self, raws: list[Raw]) -> None:
        self.raws = raws
        self.state = _State()
        styles = [each.mark.style for each in raws if each.mark and each.mark.kind == "number"]
        self.is_dotted = "dotted" in styles and "word" not in styles
        plain = [each for each in styles if each != "bare"]
        words = styles.count("word")
        others = [each for each in plain if each != "word"]
        first = "dotted" if self.is_dotted else next(iter(others), "")
        self.style = "word" if words > 1 or words > len(others) else first

    def line(self, place: int, raw: Raw) -> Line:
        kind = raw.kind or self.kind(place, raw)
        if kind in {"title", "heading"}:
            self.state = _State(section=self.state.section)
        elif kind == "question":
            self.at_question(raw)
        elif kind == "option":
            self.state.has_options = True
            self.state.run = number_in(raw.mark.label) if raw.mark else None
        mark = raw.mark
        if mark is None or kind == "text":
            return Line(kind, raw.text, raw.place, gap=raw.gap)
        label = mark.label
        if kind == "question" and mark.kind == "letter":
            label = f"{self.state.label}{mark.label}"
        return Line(kind, mark.text, raw.place, label, mark.is_tick, raw.gap)

    def at_question(self, raw: Raw) -> None:
        if raw.mark and raw.mark.kind == "letter":
            return
        number = number_in(raw.mark.label) if raw.mark else self.state.number
        label = raw.mark.label if raw.mark else self.state.label
        self.state = _State(number, label, raw.indent, is_open=True, section=self.state.section)

    def kind(self, place: int, raw: Raw) -> str:
        mark = raw.mark
        if mark is None:
            return self.unmarked(place, raw)
        if mark.kind == "section":
            return self.of_section(raw)
        if mark.kind == "number":
            return self.numbered(place, raw)
        if mark.kind == "letter":
            asks = bool(ASKS.search(raw.text)) and not self.state.has_options
            is_sub = asks and self.state.is_open and mark.style == "letter"
            return "question" if is_sub else "option"
        return "option"

    def unmarked(self, place: int, raw: Raw) -> str:
        if ASKS.search(raw.text) and not _is_rule(raw.text):
            return "question"
        is_field = FIELD.fullmatch(raw.text) and not is_other(raw.text)
        if is_field and not BLANKS.fullmatch(raw.text):
            return "question"
        following = self.raws[place + 1] if place + 1 < len(self.raws) else None
        is_label = raw.text.endswith((":", "：")) and len(raw.text) <= LONGEST_OPTION
        if is_label and following and not following.mark and BLANKS.fullmatch(following.text):
            return "question"
        return "heading" if place > 0 and self.is_heading(raw) else "text"

    def is_heading(self, raw: Raw) -> bool:
        """Say whether an unmarked line names a section."""
        if len(raw.text) > LONGEST_HEADING or raw.text.endswith((".", ":", ",", "!")):
            return False
        if _SECTION.fullmatch(raw.text) or raw.is_bold:
            return True
        letters = [each for each in raw.text if each.isalpha()]
        is_caps = len(letters) >= SHORTEST_CAPS and all(each.isupper() for each in letters)
        return is_caps and not raw.text.startswith(("[", "(")) and not _is_rule(raw.text)

    def of_section(self, raw: Raw) -> str:
        """A Roman or a Chinese numeral: a section, where it is the next one."""
        number = number_in(raw.mark.label) if raw.mark else 0
        if ASKS.search(raw.text):
            return "question"
        if number and number != self.state.section + 1:
            return "option"
        self.state.section = number
        return "heading"

    # Numbers

    def numbered(self, place: int, raw: Raw) -> str:
        mark = raw.mark
        style = mark.style if mark else ""
        if style == "bare":
            is_above = self.is_dotted and self.is_above_dotted(place)
            return "heading" if is_above else self.unmarked(place, raw)
        if self.is_dotted and style != "dotted" and self.is_above_dotted(place):
            return "heading"
        if style != self.style:
            is_question = style == "word" or not self.state.is_open or ASKS.search(raw.text)
            return "question" if is_question else "option"
        return self.of_questions(raw)

    def is_above_dotted(self, place: int) -> bool:
        """Say whether the next number is a part of this one."""
        mine = self.raws[place].mark
        after = (each.mark for each in self.raws[place + 1 :] if each.mark)
        following = next((mark for mark in after if mark.kind == "number"), None)
        return bool(mine and following and following.label.startswith(f"{mine.label}."))

    def of_questions(self, raw: Raw) -> str:
        """A number in the way of questions: one, or an option numbered alike."""
        state = self.state
        number = number_in(raw.mark.label) if raw.mark else 0
        if not state.is_open or ASKS.search(raw.text) or self.style in {"word", "dotted"}:
            return "question"
        if raw.indent > state.indent + 1:
            return "option"
        if state.run is not None and number == state.run + 1:
            return "option"
        if number == 1 and state.number and not state.has_options:
            return "option"
        return "question"


def _is_rule(text: str) -> bool:
    return bool(re.match(r"[\[(]?\s*(?:ask|show|if)\b", text, re.IGNORECASE))


def _with_plain_options(lines: list[Line]) -> list[Line]:
    """Short lines below a question that no marked options follow are its options."""
    found = list(lines)
    for place, line in enumerate(lines):
        if line.kind != "question":
            continue
        told, run = _plain_run(lines[place + 1 :])
        for at in range(place + 1 + told, place + 1 + told + run):
            found[at] = replace(lines[at], kind="option", mark="plain")
    return found


def _plain_run(after: Iterable[Line]) -> tuple[int, int]:
    """How many lines say how to answer, and how many behind them are options without marks."""
    told = count = 0
    for line in after:
        if line.kind == "option" and line.mark != "plain":
            return 0, 0
        if not count and line.kind == "text" and instruction(line.text):
            told += 1
            continue
        is_one = line.kind == "text" and len(line.text) <= LONGEST_OPTION
        is_said = bool(_SAID.fullmatch(line.text)) and not is_other(line.text)
        if not is_one or is_said or (count and line.gap):
            break
        count += 1
    return told, count if count > 1 else 0
