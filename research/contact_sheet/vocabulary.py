"""Words of client lists: which heading names which field, which cell says which fixed word."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from foundation.languages import find_language, is_language
from research.cells import Problem, shown, tidy, word_key


@dataclass(frozen=True, slots=True)
class Hint:
    """What a heading may name: `field` where the cells use its words, else `otherwise`.

    `is_strict` asks that every filled cell does; else one is enough.
    """

    field: str
    is_strict: bool
    otherwise: str

    def fits(self, cells: Sequence[str]) -> bool:
        """Say whether the cells use the words of the field."""
        known = [is_word(self.field, cell) for cell in cells]
        return any(known) and (all(known) or not self.is_strict)


def heading_key(text: str) -> str:
    """Return the form in which headings are compared: e-mail is email."""
    return re.sub(r"\be mail", "email", word_key(text))


_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_PRESET = Path(__file__).parents[1] / "presets" / "client-list.yaml"
_DATA = yaml.safe_load(_PRESET.read_text(encoding="utf-8"))

COLUMNS: Mapping[str, str] = {
    heading_key(word): name for name, words in _DATA["columns"].items() for word in words
}
HINTS: Mapping[str, Hint] = {
    heading_key(word): Hint(name, told["cells"] == "all", told["else"])
    for name, told in _DATA["by_cells"].items()
    for word in told["words"]
}
VALUES: Mapping[str, Mapping[str, str]] = {
    name: {word_key(word) or word: value for value, words in table.items() for word in words}
    for name, table in _DATA["values"].items()
}
#: Words of a firm's name that tell no firm from another.
LEGAL_FORMS = frozenset(map(word_key, _DATA["legal_forms"]))
#: Those written onto the name, by the side of it they stand on.
ATTACHED_FORMS: Mapping[str, Sequence[str]] = {
    side: tuple(map(word_key, words)) for side, words in _DATA["attached_forms"].items()
}


def is_word(name: str, text: str) -> bool:
    """Say whether a cell is one of the field's fixed words."""
    return (word_key(text) or text) in VALUES[name]


def read_word(name: str, text: str) -> str | Problem:
    """Return the fixed word of the field that the text says."""
    value = VALUES[name].get(word_key(text) or text)
    if value is not None:
        return value
    if name == "language" and is_language(find_language(text)):
        return find_language(text)
    known = ", ".join(dict.fromkeys(VALUES[name].values()))
    params: dict[str, Any] = {"value": shown(text), "field": name.replace("_", " "), "known": known}
    return Problem("“%(value)s” is not a known %(field)s; write one of: %(known)s.", params)


def name_fields(
    header: Sequence[str], rows: Sequence[Sequence[str]]
) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """Return the field each heading names, empty for none, and say where the cells spoke against.

    “Role” may head parts in the buying group or job titles, “Status” how a client stands to the
    firm or anything: there the cells decide, and a field named plainly elsewhere goes before.
    """
    fields = _plain_fields(header)
    remarks: list[Problem] = []
    for place, heading in enumerate(header):
        hint = HINTS.get(heading_key(_BRACKETS.sub(" ", heading)))
        if hint is None:
            continue
        cells = tuple(filter(None, dict.fromkeys(tidy(row[place]) for row in rows)))
        is_open = hint.field not in fields
        if is_open and hint.fits(cells):
            fields[place] = hint.field
            continue
        if hint.otherwise not in fields:
            fields[place] = hint.otherwise
        remark = _told_apart(hint, cells, fields[place]) if is_open else None
        remarks += [remark.at(0, heading)] if remark else []
    return tuple(fields), tuple(remarks)


def _plain_fields(header: Sequence[str]) -> list[str]:
    """Name what the headings say as they stand, then without what brackets add: (dd/mm/yyyy)."""
    fields = [COLUMNS.get(heading_key(heading), "") for heading in header]
    for place, heading in enumerate(header):
        bare = COLUMNS.get(heading_key(_BRACKETS.sub(" ", heading)), "")
        if bare not in fields:
            fields[place] = bare
    return fields


def _told_apart(hint: Hint, cells: Sequence[str], name: str) -> Problem | None:
    """Say which cell kept a column from being the field it may be, where that is not plain."""
    strange = [cell for cell in cells if not is_word(hint.field, cell)]
    if not strange or (hint.otherwise and len(strange) == len(cells)):
        return None
    params = {"value": shown(strange[0])}
    if hint.field == "segment":
        return Problem(
            "“%(value)s” does not say how the client stands to the firm: the column is kept as it"
            " is.",
            params,
        )
    return Problem(
        "“%(value)s” is no part in buying: the column is read as job titles."
        if name
        else "“%(value)s” is no part in buying: the column is kept as it is.",
        params,
    )
