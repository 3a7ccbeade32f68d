"""The firm's own known pains, as they are kept and read as a library."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
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
from foundation.errors import Conflict, Invalid, NotFound
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


def find_own(session: Session, key: str) -> OwnTheme | None:
    """Return one pain of the firm's own as it stands now; None where it was removed."""
    row = _row(session, key)
    return _theme(row) if row else None


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


def add_own(session: Session, theme: OwnTheme, *, actor: User | None) -> OwnTheme:
    """Add a pain under a key of its own; raises `Invalid` where there is one of its name."""
    there = _locked(session)
    taken = _keys_by_name(there.values())
    for language, name in theme.called:
        if (language, name) in taken:
            raise Invalid(
                f"name_{language}",
                "There is a pain called “%(name)s” already: change that one, or choose another "
                "name.",
                name=theme.names[language],
            )
    return _write(session, replace(theme, key=_free_key(theme.name, there)), None, actor)


def change_own(session: Session, theme: OwnTheme, *, rev: int, actor: User | None) -> OwnTheme:
    """Change a pain that is still at the revision `rev`.

    Raises `Conflict` where somebody else changed it since, and `NotFound` where it was removed.
    """
    row = _locked(session).get(theme.key)
    if row is None:
        raise NotFound(
            "Somebody removed this pain since you opened it, so your change is not saved. "
            "Save again to add it anew."
        )
    if _theme(row) == theme:
        return theme
    if row.rev != rev:
        raise Conflict(
            "Somebody else changed this pain since you opened it, so your change is not saved. "
            "Look below at how it stands now; save again to put yours in its place."
        )
    return _write(session, theme, row, actor)


def save_own(session: Session, themes: Sequence[OwnTheme], *, actor: User | None) -> Imported:
    """Add the themes of a file, or change those that are there.

    A theme is there by its key, or without one by a name in common, the English one first. Raises
    `Invalid` where several bear that name.
    """
    there = _locked(session)
    by_name = _keys_by_name(there.values())
    taken = {theme.key for theme in themes}
    added: list[str] = []
    changed: list[str] = []
    unchanged = 0
    for theme in themes:
        key = theme.key or _key_by_name(theme, by_name, taken)
        named = replace(theme, key=key or _free_key(theme.name, there.keys() | taken))
        taken.add(named.key)
        row = there.get(named.key)
        if row and _theme(row) == named:
            unchanged += 1
            continue
        (changed if row else added).append(named.key)
        _write(session, named, row, actor)
    return Imported(tuple(added), tuple(changed), unchanged)


def remove_own(session: Session, key: str, *, actor: User | None) -> None:
    """Forget one pain of the firm's own; themes named after it keep their names."""
    row = _locked(session).get(key)
    if row is None:
        raise NotFound("There is no pain of the firm's own of this name any more.")
    record(session, actor, "remove_own_pain", row, {"pain": _theme(row).name})
    session.delete(row)
    session.flush()


def _row(session: Session, key: str) -> OwnPain | None:
    return session.scalar(select(OwnPain).where(OwnPain.key == key))


def _locked(session: Session) -> dict[str, OwnPain]:
    """Return every row by its key, as they stand when nobody else writes."""
    begin_write(session, "own_pains")
    statement = select(OwnPain).order_by(OwnPain.key).execution_options(populate_existing=True)
    return {row.key: row for row in session.scalars(statement)}


def _keys_by_name(rows: Iterable[OwnPain]) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        for called in _theme(row).called:
            found.setdefault(called, []).append(row.key)
    return found


def _key_by_name(
    theme: OwnTheme, by_name: Mapping[tuple[str, str], Sequence[str]], taken: Collection[str]
) -> str:
    """Return the key of the pain that bears a name of the theme; empty where none does."""
    for language, name in theme.called:
        keys = [key for key in by_name.get((language, name), ()) if key not in taken]
        if len(keys) > 1:
            raise Invalid(
                "file",
                "Several pains are called “%(name)s”: give the id of the one you mean.",
                name=theme.names[language],
            )
        if keys:
            return keys[0]
    return ""


def _write(session: Session, theme: OwnTheme, row: OwnPain | None, actor: User | None) -> OwnTheme:
    verb = "change_own_pain" if row else "add_own_pain"
    if row is None:
        row = OwnPain(key=theme.key, rev=0)
        session.add(row)
    _fill(row, theme)
    row.rev += 1
    session.flush()
    record(session, actor, verb, row, {"pain": theme.name})
    return theme


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
        rev=row.rev,
    )


def _free_key(name: str, taken: Collection[str]) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:50].rstrip("_") or "pain"
    key, number = PREFIX + words, 2
    while key in taken:
        key, number = f"{PREFIX}{words}_{number}", number + 1
    return key
