"""Reads a client list: headings as people write them, every row checked, every problem named."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from research.cells import (
    EXCEL_ERRORS,
    Problem,
    folded,
    plain_digits,
    read_email,
    shown,
    tidy,
    word_key,
)
from research.contact_sheet.dates import read_day, settle_orders
from research.contact_sheet.firm_names import organisation_key
from research.contact_sheet.vocabulary import COLUMNS, VALUES, name_fields, read_word

NEEDED = ("organisation", "email")
LONGEST = {
    "organisation": 200, "name": 200, "email": 320, "job_title": 120, "industry": 120,
    "country": 80, "size": 60, "revenue_band": 60, "tier": 60, "use_case": 200,
}  # fmt: skip
DATES = ("engaged_from", "engaged_until", "left_at")
NUMBERED = ("size", "revenue_band")
#: Facts about the firm, not the person; the first filled cell of a firm speaks for it.
OF_THE_FIRM = (
    "country", "industry", "size", "revenue_band", "tier", "use_case", "services", "notes",
    "engaged_from", "engaged_until",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SheetContact:
    """One row, read: `values` holds the filled fields by name, `attributes` the other columns."""

    row: int
    organisation: str
    email: str
    segment: str
    values: Mapping[str, Any]
    attributes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ContactSheet:
    """What a client list says: contacts, what stops it, what is worth a look, how it was read.

    `columns` maps each heading to the field it was read as, empty for one kept as an attribute.
    """

    contacts: tuple[SheetContact, ...] = ()
    problems: tuple[Problem, ...] = ()
    remarks: tuple[Problem, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)


def read_contacts(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    numbers: Sequence[int] = (),
    *,
    segment: str = "",
    overfull: Sequence[int] = (),
) -> ContactSheet:
    """Read a client list from a header and rows of text.

    `numbers` are the rows' numbers in the sheet (2, 3 ... when not given); `segment` is taken for
    rows that name none; `overfull` lists rows with more cells than the header.
    """
    reader = _Reader(header, rows, segment)
    reader.check_columns()
    if not reader.problems:
        reader.set_date_orders(rows)
        too_full = frozenset(overfull)
        for number, row in zip(numbers or range(2, len(rows) + 2), rows, strict=True):
            reader.read(number, row, is_overfull=number in too_full)
    if not rows:
        reader.problems.append(Problem("There is no row below the header."))
    return reader.sheet()


class _Reader:
    """Reads row after row and gathers contacts, problems and remarks."""

    def __init__(self, header: Sequence[str], rows: Sequence[Sequence[str]], segment: str) -> None:
        self.header = tuple(header)
        self.segment = segment
        self.fields, remarks = name_fields(header, rows)
        self.problems: list[Problem] = []
        self.remarks: list[Problem] = list(remarks)
        self.contacts: list[SheetContact] = []
        self.orders: dict[str, str] = {}
        self.people: dict[tuple[str, str], int] = {}
        self.firms: dict[str, dict[str, tuple[Any, int]]] = {}
        #: Cells read before, by field: in a long list most words and dates come again.
        self.before: dict[tuple[str, str], Any] = {}

    def sheet(self) -> ContactSheet:
        columns = dict(zip(self.header, self.fields, strict=True))
        return ContactSheet(
            tuple(self.contacts), tuple(self.problems), tuple(self.remarks), columns
        )

    def check_columns(self) -> None:
        for name in sorted({name for name in self.header if name and self._times(name) > 1}):
            self._say(Problem("Two columns have this name: rename or remove one."), 0, name)
        for field_name in sorted({name for name in self.fields if self.fields.count(name) > 1}):
            self._check_clash(field_name)
        needed = NEEDED if self.segment else (*NEEDED, "segment")
        for name in needed:
            if name not in self.fields:
                examples = ", ".join(f"“{word.capitalize()}”" for word in _headings(name)[:3])
                self._say(
                    Problem(
                        "There is no column for the %(field)s; name one, such as %(examples)s.",
                        {"field": name, "examples": examples},
                    )
                )

    def _times(self, name: str) -> int:
        return [word_key(each) for each in self.header].count(word_key(name))

    def _check_clash(self, name: str) -> None:
        alike = [
            each for each, found in zip(self.header, self.fields, strict=True) if found == name
        ]
        if name and len({word_key(each) for each in alike}) > 1:
            listed = ", ".join(f"“{each}”" for each in alike)
            self._say(
                Problem(
                    "The columns %(columns)s all name the %(field)s: keep one of them.",
                    {"columns": listed, "field": name.replace("_", " ")},
                )
            )

    def set_date_orders(self, rows: Sequence[Sequence[str]]) -> None:
        places = {name: self.fields.index(name) for name in DATES if name in self.fields}
        columns = {self.header[place]: [row[place] for row in rows] for place in places.values()}
        orders, remarks = settle_orders(columns)
        self.orders = {name: orders[self.header[place]] for name, place in places.items()}
        self.remarks += remarks

    def read(self, number: int, row: Sequence[str], *, is_overfull: bool) -> None:
        before = len(self.problems)
        if is_overfull:
            self._say(
                Problem(
                    "The row has more cells than the header: put a cell with a comma in quotes."
                ),
                number,
            )
        values, attributes = self._values(number, row)
        self._check_needed(number, values, told={p.column for p in self.problems[before:]})
        if len(self.problems) == before:
            self._keep(number, values, attributes)

    def _values(self, number: int, row: Sequence[str]) -> tuple[dict[str, Any], dict[str, str]]:
        values: dict[str, Any] = {}
        attributes: dict[str, str] = {}
        for heading, name, cell in zip(self.header, self.fields, row, strict=True):
            text = tidy(cell)
            if text.lower() in EXCEL_ERRORS:
                self._say(
                    Problem("The cell holds the error %(value)s.", {"value": text}), number, heading
                )
            elif text and name:
                self._take(values, name, self._value(name, text, cell), (number, heading))
            elif text and heading:
                attributes[heading] = text
        return values, attributes

    def _take(self, values: dict[str, Any], name: str, value: Any, place: tuple[int, str]) -> None:
        if isinstance(value, Problem):
            self._say(value, *place)
        else:
            values[name] = value

    def _value(self, name: str, text: str, cell: str) -> Any:
        if name in VALUES or name in DATES:
            if (name, text) not in self.before:
                self.before[name, text] = self._word_or_date(name, text)
            return self.before[name, text]
        if name == "email":
            return read_email(text)
        if name == "services":
            return _services(cell)
        clean = plain_digits(text) if name in NUMBERED else text
        return _not_too_long(name, clean)

    def _word_or_date(self, name: str, text: str) -> Any:
        if name in VALUES:
            return _fixed_word(name, text)
        return read_day(text, self.orders[name])

    def _check_needed(self, number: int, values: dict[str, Any], told: set[str]) -> None:
        if not values.get("segment") and self.segment:
            values["segment"] = self.segment
        for name in (*NEEDED, "segment"):
            heading = self._heading(name)
            if name not in values and heading not in told:
                self._say(Problem("The %(field)s is missing.", {"field": name}), number, heading)

    def _keep(self, number: int, values: dict[str, Any], attributes: dict[str, str]) -> None:
        whole = " ".join(filter(None, (values.pop("first_name", ""), values.pop("last_name", ""))))
        if whole:
            values.setdefault("name", whole)
        firm, email = values.pop("organisation"), values.pop("email")
        key = organisation_key(firm)
        first = self.people.setdefault((key, email), number)
        if first != number:
            self._say(
                Problem(
                    "%(email)s of this organisation is already in row %(row)s.",
                    {"email": email, "row": first},
                ),
                number,
                self._heading("email"),
            )
            return
        self._compare_firm(number, key, values)
        segment = values.pop("segment")
        self.contacts.append(SheetContact(number, firm, email, segment, values, attributes))

    def _compare_firm(self, number: int, key: str, values: dict[str, Any]) -> None:
        """Let the first filled cell speak for the firm, and remark on a later one that differs."""
        facts = self.firms.setdefault(key, {})
        for name in OF_THE_FIRM:
            if name not in values:
                continue
            value, row = facts.setdefault(name, (values[name], number))
            if value != values[name]:
                params = {"row": row, "value": shown(_said(value))}
                self.remarks.append(
                    Problem(
                        "Row %(row)s says “%(value)s” for the same organisation; that is kept.",
                        params,
                        number,
                        self._heading(name),
                    )
                )
                values[name] = value

    def _heading(self, name: str) -> str:
        return self.header[self.fields.index(name)] if name in self.fields else ""

    def _say(self, problem: Problem, row: int = 0, column: str = "") -> None:
        self.problems.append(problem.at(row, column))


def _headings(name: str) -> list[str]:
    return [word for word, found in COLUMNS.items() if found == name]


def _fixed_word(name: str, text: str) -> str | bool | Problem:
    value = read_word(name, text)
    return value == "yes" if name == "do_not_contact" and isinstance(value, str) else value


def _services(cell: str) -> tuple[str, ...] | Problem:
    for mark in (";", "|", "\n", "、", "،", ","):
        if mark in cell:
            parts = (tidy(part) for part in cell.split(mark))
            return tuple(dict.fromkeys(part for part in parts if part))
    return (tidy(cell),)


def _not_too_long(name: str, text: str) -> str | Problem:
    most = LONGEST.get(name)
    if most is None or (text.isascii() and len(text) <= most):
        return text
    if max(len(text), len(folded(text))) > most:
        return Problem("The text is longer than %(most)s characters.", {"most": most})
    return text


def _said(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return ", ".join(value) if isinstance(value, tuple) else str(value)
