"""Reads one cell as people write it: dates, yes and no, addresses, digits of several scripts."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from email.utils import parseaddr
from typing import Self

import jdatetime
from email_validator import EmailNotValidError, validate_email

BLANKS = frozenset({"", "-", "–", "—", "n/a", "na", "none", "null", "unknown"})
EXCEL_ERRORS = frozenset({"#n/a", "#ref!", "#value!", "#name?", "#div/0!", "#null!", "#num!"})
EXCEL_EPOCH = date(1899, 12, 30)
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip

_INVISIBLE = "\ufeff\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069"
_LETTERS = str.maketrans({"ي": "ی", "ك": "ک", "ى": "ی", **dict.fromkeys(_INVISIBLE)})
#: The usual form of an address, valid beyond doubt; all others go to the library, which is slow.
_USUAL_EMAIL = re.compile(
    r"[a-z0-9](?:[a-z0-9_+-]|\.(?=[a-z0-9])){0,63}@"
    r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,4}[a-z]{2,20}"
)
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[t ][\d:.+]+z?)?")
#: Day and month in either order, then the year.
YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})[-/.](\d{4})(?: [\d:.]+)?")
_DAY_MONTH = re.compile(r"(\d{1,2})\.?[ -]([a-z]{3,9})\.?,?[ -](\d{4})")
_MONTH_DAY = re.compile(r"([a-z]{3,9})\.? (\d{1,2}),? (\d{4})")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a table, in one sentence; row 0 means the whole column or file."""

    message: str
    params: Mapping[str, object] = field(default_factory=dict)
    row: int = 0
    column: str = ""

    def at(self, row: int, column: str) -> Self:
        """Return the same problem, placed in a row and a column."""
        return replace(self, row=row, column=column)

    def __str__(self) -> str:
        sentence = self.message % self.params if self.params else self.message
        places = [f"Row {self.row}"] if self.row else []
        places += [f"column “{self.column}”"] if self.column else []
        return f"{', '.join(places)}: {sentence}" if places else sentence


def folded(text: str) -> str:
    """Return the text for comparison: NFKC, one case, one space, no invisible characters."""
    # ASCII is its own NFKC and holds none of the letters; most of a long list is ASCII.
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text).translate(_LETTERS)
    return " ".join(plain.casefold().split())


def word_key(text: str) -> str:
    """Return a header or a word folded further: punctuation counts as a space."""
    spaced = "".join(
        " " if unicodedata.category(letter)[0] in "PZS" else letter for letter in folded(text)
    )
    return " ".join(spaced.split())


def plain_digits(text: str) -> str:
    """Write the digits of every script (Persian, Arabic, Thai ...) as ASCII digits."""
    if text.isascii():
        return text
    return "".join(
        str(unicodedata.digit(letter)) if unicodedata.category(letter) == "Nd" else letter
        for letter in text
    )


def tidy(text: str) -> str:
    """Trim the cell, make spaces single, and drop what only stands for an empty cell."""
    clean = " ".join(text.split()).strip(_INVISIBLE + " ")
    return "" if clean.lower() in BLANKS else clean


def read_email(text: str) -> str | Problem:
    """Return the address in lower case; takes `Name <name@firm.com>` and `mailto:` as well."""
    bare = plain_digits(text).removeprefix("mailto:")
    address = parseaddr(bare)[1] if "<" in bare else bare
    if _USUAL_EMAIL.fullmatch(address.lower()) and "--" not in address:
        return address.lower()
    try:
        # No look-up: a list is read without touching the network.
        valid = validate_email(address, check_deliverability=False, globally_deliverable=False)
    except EmailNotValidError:
        return Problem("“%(value)s” is not an email address.", {"value": shown(text)})
    if "." not in valid.domain:
        return Problem("“%(value)s” is not an email address.", {"value": shown(text)})
    return valid.normalized.lower()


def date_order(texts: Iterable[str]) -> str:
    """Say whether a column's dates begin with the day or the month; empty when nothing tells."""
    orders = set()
    for text in texts:
        found = YEAR_LAST.fullmatch(plain_digits(tidy(text)))
        if found and found[2] != ".":
            orders |= {"day"} if int(found[1]) > 12 else set()
            orders |= {"month"} if int(found[3]) > 12 else set()
    return orders.pop() if len(orders) == 1 else ""


def read_date(text: str, order: str = "") -> date | Problem:
    """Read a date; `order` (`day` or `month`) settles what 03/04/2026 means.

    Takes ISO dates, day.month.year, day/month/year, English month names, Excel's day numbers, and
    years of the Thai (Buddhist) and Persian (Solar Hijri) calendars.
    """
    plain = plain_digits(text).strip().lower()
    if re.fullmatch(r"[2-5][0-9]{4}", plain):
        return EXCEL_EPOCH + timedelta(days=int(plain))
    parts = _parts(plain, order)
    if isinstance(parts, Problem):
        return parts
    found = calendar_date(*parts) if parts else None
    return found or Problem(
        "“%(value)s” is not a date: write it as 2026-03-04.", {"value": shown(text)}
    )


def _parts(plain: str, order: str) -> tuple[int, int, int] | Problem | None:
    """Return year, month and day as written."""
    if found := _YEAR_FIRST.fullmatch(plain):
        return int(found[1]), int(found[2]), int(found[3])
    if found := YEAR_LAST.fullmatch(plain):
        first, second = int(found[1]), int(found[3])
        return _ordered(plain, (int(found[4]), first, second), "day" if found[2] == "." else order)
    if found := _DAY_MONTH.fullmatch(plain):
        return int(found[3]), month_number(found[2]), int(found[1])
    if found := _MONTH_DAY.fullmatch(plain):
        return int(found[3]), month_number(found[1]), int(found[2])
    return None


def _ordered(
    plain: str, numbers: tuple[int, int, int], order: str
) -> tuple[int, int, int] | Problem:
    year, first, second = numbers
    if order == "day" or first > 12 or first == second:
        return year, second, first
    if order == "month" or second > 12:
        return year, first, second
    return Problem(
        "“%(value)s” may be %(one)s or %(other)s: write the year first.",
        {
            "value": plain,
            "one": f"{year}-{second:02}-{first:02}",
            "other": f"{year}-{first:02}-{second:02}",
        },
    )


def month_number(name: str) -> int:
    """Return the number of an English month, whole or cut short; 0 for any other word."""
    return next((n for n, whole in enumerate(MONTHS, 1) if whole.startswith(name)), 0)


def calendar_date(year: int, month: int, day: int) -> date | None:
    """Return the day, the year being Gregorian, Thai (Buddhist) or Persian (Solar Hijri)."""
    try:
        if 1250 <= year <= 1500:
            solar = jdatetime.date(year, month, day).togregorian()
            return date(solar.year, solar.month, solar.day)
        return date(year - 543 if 2400 <= year <= 2700 else year, month, day)
    except ValueError:
        return None


def shown(text: str) -> str:
    """Return a cell as a message shows it: one line, not too long."""
    line = " ".join(text.split())
    return line if len(line) <= 60 else line[:59] + "…"
