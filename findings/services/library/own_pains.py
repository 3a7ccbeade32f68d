"""The firm's own known pains, as they are kept and read as a library."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.models import User
from accounts.services import record
from analysis.library import Library
from findings.known.own_themes import (
    PREFIX,
    OwnTheme,
    Problem,
    Said,
    raw_cells,
    raw_lines,
    read_rows,
    with_own,
)
from findings.models import OwnPain
from foundation.db import begin_write
from foundation.errors import Invalid, NotFound
from foundation.files.tables import read_table


@dataclass(frozen=True)
class Imported:
    """What a file changes: keys added and changed, and how many themes stay as they are."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: int


def list_own(session: Session) -> list[OwnTheme]:
    """Return every pain of the firm's own, by its key."""
    return [_theme(row) for row in session.scalars(select(OwnPain).order_by(OwnPain.key))]


def library_of(session: Session) -> Library:
    """Return the library the next analysis reads: what ships, and the firm's own."""
    return with_own(list_own(session))


def find_own(session: Session, key: str) -> OwnTheme:
    """Return one pain of the firm's own."""
    return _theme(_row(session, key))


def read_file(data: bytes, filename: str) -> tuple[list[OwnTheme], list[Problem]]:
    """Return the themes of a file, JSON Lines or a table, and every problem row by row.

    Raises TableError where it is no such file, and `Invalid` where it holds nothing.
    """
    if PurePath(filename).suffix.lower() == ".jsonl":
        try:
            rows = list(raw_lines(data.decode("utf-8-sig")))
        except UnicodeDecodeError as error:
            raise Invalid("file", "The file is no text in UTF-8.") from error
    else:
        table = read_table(data, filename)
        numbers = table.numbers or range(2, len(table.rows) + 2)
        rows = [(n, raw_cells(cells)) for n, cells in zip(numbers, table.records(), strict=True)]
    if not rows:
        raise Invalid("file", "The file holds no theme.")
    return read_rows(rows)


def save_own(session: Session, themes: Sequence[OwnTheme], *, actor: User | None) -> Imported:
    """Add the themes, or change those whose key is known; one without a key is given one."""
    begin_write(session, "own_pains")
    there = {row.key: row for row in session.scalars(select(OwnPain))}
    added, changed, unchanged = [], [], 0
    for theme in themes:
        named = theme if theme.key else replace(theme, key=_free_key(theme.name, there))
        row = there.get(named.key)
        if row is None:
            row = there[named.key] = OwnPain(key=named.key)
            session.add(row)
            added.append(named.key)
        elif _theme(row) == named:
            unchanged += 1
            continue
        else:
            changed.append(named.key)
        _fill(row, named)
    session.flush()
    for verb, keys in (("add_own_pain", added), ("change_own_pain", changed)):
        for key in keys:
            record(session, actor, verb, there[key], {"pain": _theme(there[key]).name})
    return Imported(tuple(added), tuple(changed), unchanged)


def remove_own(session: Session, key: str, *, actor: User | None) -> None:
    """Forget one pain of the firm's own; themes named after it keep their names."""
    row = _row(session, key)
    record(session, actor, "remove_own_pain", row, {"pain": _theme(row).name})
    session.delete(row)
    session.flush()


def _row(session: Session, key: str) -> OwnPain:
    row = session.scalar(select(OwnPain).where(OwnPain.key == key))
    if row is None:
        raise NotFound("There is no pain of the firm's own of this name any more.")
    return row


def _fill(row: OwnPain, theme: OwnTheme) -> None:
    row.names, row.definition, row.difference = (
        dict(theme.names),
        theme.definition,
        theme.difference,
    )
    row.stage, row.severity = theme.stage, theme.severity
    row.examples = [{"text": each.text, "language": each.language} for each in theme.examples]


def _theme(row: OwnPain) -> OwnTheme:
    return OwnTheme(
        key=row.key,
        names=dict(row.names),
        definition=row.definition,
        difference=row.difference,
        stage=row.stage,
        severity=row.severity,
        examples=tuple(Said(each["text"], each["language"]) for each in row.examples),
    )


def _free_key(name: str, taken: Collection[str]) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:50].rstrip("_") or "pain"
    key, number = PREFIX + words, 2
    while key in taken:
        key, number = f"{PREFIX}{words}_{number}", number + 1
    return key
