"""Dates of one column of a client list: which order they are in, and which name no day."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from research.cells import (
    YEAR_LAST,
    Problem,
    calendar_date,
    month_number,
    plain_digits,
    read_date,
    tidy,
)

YEARS = range(1900, 2101)

_YEAR_AND_MONTH = re.compile(r"(?P<year>\d{4})(?:[-/.](?P<month>\d{1,2}))?")
_MONTH_AND_YEAR = re.compile(r"(?P<month>\d{1,2})[-/.](?P<year>\d{4})")
_NAMED_MONTH = re.compile(r"(?P<name>[a-z]{3,9})\.?,?[ -](?P<year>\d{4})")
_NAMED_LAST = re.compile(r"(?P<year>\d{4})[ -](?P<name>[a-z]{3,9})\.?")


def read_rough_date(text: str) -> date | None:
    """Read a year or a month, of any calendar `read_date` knows, as its first day."""
    plain = plain_digits(text).strip().lower()
    for form in (_YEAR_AND_MONTH, _MONTH_AND_YEAR, _NAMED_MONTH, _NAMED_LAST):
        if found := form.fullmatch(plain):
            parts = found.groupdict()
            named = parts.get("name")
            month = month_number(named) if named else int(parts.get("month") or 1)
            first = calendar_date(int(parts["year"]), month, 1)
            return first if first and first.year in YEARS else None
    return None


def read_day(text: str, order: str) -> date | Problem:
    """Read a date of a column in that order; where no day is known, the first day counts."""
    found = read_date(text, order)
    return (read_rough_date(text) or found) if isinstance(found, Problem) else found


@dataclass(frozen=True, slots=True)
class _Signs:
    """What a column holds: a date by which each order shows, one that may be two, rough ones."""

    day: str = ""
    month: str = ""
    unclear: str = ""
    rough: tuple[str, ...] = ()

    @property
    def order(self) -> str:
        """The order that shows, empty where none does or both do."""
        if bool(self.day) == bool(self.month):
            return ""
        return "day" if self.day else "month"

    @property
    def is_mixed(self) -> bool:
        """Say whether dates of both orders stand in the column: then nothing can be assumed."""
        return bool(self.day and self.month)


def settle_orders(
    columns: Mapping[str, Sequence[str]],
) -> tuple[dict[str, str], tuple[Problem, ...]]:
    """Return the order of each column of dates, by heading, and say what was settled and how.

    A day above twelve settles its column, else the other columns of the list, which come from the
    same hand; where none tells, the day is taken to come first.
    """
    signs = {heading: _signs(cells) for heading, cells in columns.items()}
    orders: dict[str, str] = {}
    remarks: list[Problem] = []
    for heading, sign in signs.items():
        orders[heading], remark = _settled(sign, signs)
        found = [remark] if remark else []
        found += [_say_rough(sign.rough)] if sign.rough else []
        remarks += [each.at(0, heading) for each in found]
    return orders, tuple(remarks)


def _signs(cells: Sequence[str]) -> _Signs:
    counts = Counter(map(tidy, cells))
    day = month = unclear = ""
    rough: list[str] = []
    for text, times in counts.items():
        found = YEAR_LAST.fullmatch(plain_digits(text))
        if found and found[2] != ".":
            first, second = int(found[1]), int(found[3])
            day = day or (text if first > 12 >= second else "")
            month = month or (text if second > 12 >= first else "")
            unclear = unclear or (text if first != second and max(first, second) <= 12 else "")
        elif read_rough_date(text):
            rough += [text] * times
    return _Signs(day, month, unclear, tuple(rough))


def _settled(sign: _Signs, signs: Mapping[str, _Signs]) -> tuple[str, Problem | None]:
    """Return the order of a column, with the sentence that says so where it matters."""
    if not sign.unclear or sign.is_mixed:
        return sign.order, None
    if sign.order:
        proof = sign.day or sign.month
        return sign.order, _say_order(_SHOWN, sign, sign.order, {"proof": proof})
    others = {each.order: heading for heading, each in signs.items() if each.order}
    if len(others) == 1:
        ((order, column),) = others.items()
        return order, _say_order(_AS_ELSEWHERE, sign, order, {"column": column})
    return "day", _say_order(_ASSUMED, sign, "day", {})


def _say_order(
    sentences: Mapping[str, Problem], sign: _Signs, order: str, params: Mapping[str, str]
) -> Problem:
    read = read_date(sign.unclear, order)
    values = {**params, "example": sign.unclear, "read": str(read)}
    return Problem(sentences[order].message, values)


_SHOWN = {
    "day": Problem(
        "The day comes first in this column, as %(proof)s shows: %(example)s is read as %(read)s."
    ),
    "month": Problem(
        "The month comes first in this column, as %(proof)s shows: %(example)s is read as %(read)s."
    ),
}
_AS_ELSEWHERE = {
    "day": Problem(
        "The day is taken to come first, as in the column “%(column)s”: %(example)s is read as"
        " %(read)s."
    ),
    "month": Problem(
        "The month is taken to come first, as in the column “%(column)s”: %(example)s is read as"
        " %(read)s."
    ),
}
_ASSUMED = {
    "day": Problem(
        "Nothing in the list tells whether the day or the month comes first. The day is taken to:"
        " %(example)s is read as %(read)s. Where that is wrong, write the year first."
    ),
}


def _say_rough(texts: Sequence[str]) -> Problem:
    return Problem(
        "“%(example)s” names no day: the first day is taken, %(read)s."
        if len(texts) == 1
        else "%(count)s dates name no day, such as “%(example)s”: the first day is taken,"
        " here %(read)s.",
        {"example": texts[0], "read": str(read_rough_date(texts[0])), "count": len(texts)},
    )
