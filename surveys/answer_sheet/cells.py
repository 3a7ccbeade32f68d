"""One cell of another tool's file, read as what a respondent would have posted."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from research.cells import EXCEL_ERRORS, Problem, plain_digits, read_date, shown, word_key
from research.contact_sheet import VALUES
from surveys.answer_sheet.targets import Target
from surveys.definition import Definition
from surveys.question_types import kind
from surveys.question_types.values import DECLINES

Posted = dict[str, list[str]]
DECLINED = "na"
ANY_OTHER = "*"
NO_ANSWER = ""
_YES_NO = VALUES["do_not_contact"]
_POINT = re.compile(r"(-?\d+)(?:\.0+)?(?:\s*(?:[-–—:=(/.].*|[^\d\s.,].*))?", re.DOTALL)
_NOT_APPLICABLE = frozenset(
    {"na", "n a", "not applicable", "does not apply", "prefer not to answer", "prefer not to say",
     "don t know", "ไม่มี", "ไม่เกี่ยวข้อง", "해당 없음", "không áp dụng", "نامرتبط"}
)  # fmt: skip
_SEPARATORS = (";", "|", "\n", ",", "،", "、")
_NEUTRALISED = re.compile(r"'(?=[\s\"']*[=+\-@＝＋－＠\t\r])")


@dataclass(frozen=True, slots=True)
class Column:
    """A mapped column: its place in a row, its heading, what it answers and the words it knows."""

    place: int
    heading: str
    target: Target
    words: Mapping[str, str] = field(default_factory=dict)
    any_other: str = ""
    quote: str = ""
    date_order: str = ""


def known_words(definition: Definition, target: Target) -> dict[str, str]:
    """Their word -> our id, for the texts of the options and points in every language."""
    words: dict[str, str] = {}
    for language in definition.languages:
        question = definition.localised(language).question(target.question.id) or target.question
        for choice in question.choices:
            words.setdefault(word_key(choice.text), choice.id)
        for point, name in enumerate(question.scale, 1):
            words.setdefault(word_key(name), str(point))
    return words | {word_key(choice.id): choice.id for choice in target.question.choices}


def our_words(target: Target) -> tuple[str, ...]:
    """What a word can stand for here: option ids, points, yes or no; empty where words are kept."""
    question, part = target.question, target.part
    options = tuple(choice.id for choice in question.choices)
    points = tuple(str(n) for n in range(1, len(question.scale) + 1))
    of_parts = {
        "ranking.option": (),
        "constant_sum.option": (),
        "maxdiff.option": options,
        "quote": ("anonymous", "no"),
        "option": ("yes", "no"),
        "decline": tuple(DECLINES[each] for each in question.declines if each in DECLINES),
        "end": (),
    }
    for name in (f"{question.type}.{part}", part):
        if name in of_parts:
            return of_parts[name]
    if question.type == "consent" or target.is_tick:
        return ("yes", "no")
    if part == "row" and question.scale:
        return (*points, DECLINED)
    if kind(question).recommends:
        return (*(str(n) for n in range(11)), DECLINED)
    return points if question.type in {"csat", "ces"} else options


def read_cell(column: Column, cell: str) -> Posted | Problem:
    """What this cell would have posted; an empty cell posts nothing."""
    text = _NEUTRALISED.sub("", cell, count=1) if cell.startswith("'") else cell
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not text:
        return {}
    if text.lower() in EXCEL_ERRORS:
        return Problem("The cell holds the error %(value)s.", {"value": text})
    if column.words.get(word_key(text)) == NO_ANSWER:
        return {}
    return _reader(column.target)(column, text)


def _reader(target: Target) -> "Reader":
    """The reader of a part of this type, of such a part of any, or of what is kept as it is."""
    kind, part = target.question.type, target.part
    names = (kind,) if part == "whole" else (f"{kind}.{part}", part)
    return next((_READERS[name] for name in names if name in _READERS), _as_written)


def _scored(column: Column, text: str, least: int, most: int) -> Posted | Problem:
    name = column.target.name
    word = column.words.get(word_key(text))
    if word is None and word_key(text) in _NOT_APPLICABLE:
        word = DECLINED
    found = _POINT.fullmatch(plain_digits(text))
    value = word if word is not None else (found[1] if found else "")
    if value == DECLINED or (value.lstrip("-").isdigit() and least <= int(value) <= most):
        return {name: [value]}
    return Problem(
        "“%(value)s” is not a score from %(least)s to %(most)s; say under “values” which.",
        {"value": shown(text), "least": least, "most": most},
    )


def _score(column: Column, text: str) -> Posted | Problem:
    return _scored(column, text, 0, 10)


def _row(column: Column, text: str) -> Posted | Problem:
    return _scored(column, text, 1, len(column.target.question.scale))


def _single(column: Column, text: str) -> Posted | Problem:
    known = column.words.get(word_key(text))
    if known:
        return {column.target.name: [known]}
    return _unknown(column, text)


def _unknown(column: Column, text: str) -> Posted | Problem:
    """Their word is none of ours: the option named for all others takes it, else it is told."""
    question = column.target.question
    if column.any_other:
        words = {f"{question.id}.{each.id}.text": [text] for each in question.choices if each.other}
        kept = words if f"{question.id}.{column.any_other}.text" in words else {}
        return {column.target.name: [column.any_other], **kept}
    options = ", ".join(choice.id for choice in question.choices)
    return Problem(
        "“%(value)s” is none of the options %(options)s; say under “values” which it is.",
        {"value": shown(text), "options": options},
    )


def _multiple(column: Column, text: str) -> Posted | Problem:
    parts = _parts(column, text)
    known = [column.words[word_key(part)] for part in parts if word_key(part) in column.words]
    chosen = [each for each in known if each != NO_ANSWER]
    strange = strange_parts(column, text)
    if not strange:
        return {column.target.name: chosen} if chosen else {}
    rest = _unknown(column, "; ".join(strange))
    if isinstance(rest, Problem):
        return rest
    return {**rest, column.target.name: [*chosen, *rest[column.target.name]]}


def _parts(column: Column, text: str) -> list[str]:
    """The cell's several answers: parted by the first mark that leaves only known words."""
    ways = [[text], *(_split(text, mark) for mark in _SEPARATORS if mark in text)]
    sound = (way for way in ways if all(word_key(part) in column.words for part in way))
    return next(sound, ways[min(1, len(ways) - 1)])


def _split(text: str, mark: str) -> list[str]:
    return [part.strip() for part in text.split(mark) if part.strip()]


def strange_parts(column: Column, text: str) -> list[str]:
    """The words of a cell of choices or scores that are none of ours; empty where all are known."""
    if _reader(column.target) is _multiple:
        return [part for part in _parts(column, text) if word_key(part) not in column.words]
    if column.target.part in {"words", "quote"} or not our_words(column.target):
        return []
    return [text] if isinstance(read_cell(column, text), Problem) else []


def _option(column: Column, text: str) -> Posted | Problem:
    """A column of ticks: yes or no, or the option's own text."""
    question, key = column.target.question, column.target.key
    said = column.words.get(word_key(text)) or _YES_NO.get(word_key(text) or text)
    if said in {"yes", key}:
        return {question.id: [key]}
    if said == "no":
        return {}
    choice = next(each for each in question.choices if each.id == key)
    if choice.other:
        return {question.id: [key], f"{question.id}.{key}.text": [text]}
    return Problem(
        "“%(value)s” is neither yes nor no; say under “values” which.", {"value": shown(text)}
    )


def _words(column: Column, text: str) -> Posted:
    return {column.target.name: [text], column.target.question.id: [column.target.key]}


def _quote(column: Column, text: str) -> Posted | Problem:
    said = column.words.get(word_key(text)) or _YES_NO.get(word_key(text) or text, text)
    answer = {"yes": "anonymous", "anonymous": "anonymous", "no": "no"}.get(said)
    if answer is None:
        return Problem(
            "“%(value)s” does not say whether the words may be quoted: yes or no.",
            {"value": shown(text)},
        )
    return {column.target.name: [answer]}


def _text(column: Column, text: str) -> Posted:
    quote = {f"{column.target.name}.quote": [column.quote]} if column.quote else {}
    return {column.target.name: [text], **quote}


def _as_written(column: Column, text: str) -> Posted:
    """What the question's type reads as people write it."""
    return {column.target.name: [text]}


def _decline(column: Column, text: str) -> Posted | Problem:
    known = column.words.get(word_key(text), text.lower())
    ours = our_words(column.target)
    if known in ours:
        return {column.target.name: [known]}
    return Problem(
        "“%(value)s” is none of the options %(options)s; say under “values” which it is.",
        {"value": shown(text), "options": ", ".join(ours)},
    )


def _agreed(column: Column, text: str) -> Posted | Problem:
    said = column.words.get(word_key(text)) or _YES_NO.get(word_key(text) or text)
    if said in {"yes", "no"}:
        return {column.target.name: ["yes"]} if said == "yes" else {}
    return Problem(
        "“%(value)s” is neither yes nor no; say under “values” which.", {"value": shown(text)}
    )


def _row_option(column: Column, text: str) -> Posted | Problem:
    """A tick of one option in one row of a table."""
    row, _, option = column.target.key.partition(".")
    said = _agreed(column, text)
    name = f"{column.target.question.id}.{row}"
    return said if isinstance(said, Problem) else {name: [option]} if said else {}


def _end(column: Column, text: str) -> Posted | Problem:
    """One end of a span: a date of its own."""
    return _dated(column, text, column.target.name)


def _date(column: Column, text: str) -> Posted | Problem:
    return _dated(column, text, column.target.question.id)


def _dated(column: Column, text: str, name: str) -> Posted | Problem:
    question = column.target.question
    found = _month(text) if question.precision == "month" else None
    day = found or read_date(text, column.date_order)
    if isinstance(day, Problem):
        return day
    parts = {"day": day.day, "month": day.month, "year": day.year}
    if question.precision == "month":
        parts.pop("day")
    return {f"{name}.{part}": [str(value)] for part, value in parts.items()}


def _month(text: str) -> date | None:
    found = re.fullmatch(r"(\d{4})-(\d{1,2})", plain_digits(text))
    return date(int(found[1]), int(found[2]), 15) if found and 1 <= int(found[2]) <= 12 else None


Reader = Callable[[Column, str], Posted | Problem]

#: By type, by type and part, or by the part of any type; all else is kept as it is written.
_READERS: Mapping[str, Reader] = {
    "nps": _score,
    "nps_why": _score,
    "csat": _row,
    "ces": _row,
    "rating.row": _row,
    "touchpoint.row": _row,
    "awareness.row": _row,
    "maxdiff.option": _single,
    "ranking.option": _as_written,
    "constant_sum.option": _as_written,
    "single": _single,
    "dropdown": _single,
    "multiple": _multiple,
    "picture": _multiple,
    "consent": _agreed,
    "matrix_single.row": _single,
    "matrix_multiple.row": _row_option,
    "nps_why.end": _text,
    "end": _end,
    "option": _option,
    "decline": _decline,
    "words": _words,
    "quote": _quote,
    "short_text": _text,
    "long_text": _text,
    "date": _date,
}
