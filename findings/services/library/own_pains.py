"""The firm's own known pains, as they are kept and read as a library."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.models import User
from accounts.services import record
from analysis.library import Library
from findings.known.namesakes import Namesake, namesakes
from findings.known.own_files import Reading, Row, raw_cells, raw_json, read_rows
from findings.known.own_themes import OwnTheme, Problem, Said, free_key, with_own
from findings.models import OwnPain
from foundation.db import begin_write
from foundation.errors import Conflict, Invalid, NotFound
from foundation.files.tables import Table, read_table

JSON_SUFFIXES = {".json", ".jsonl", ".ndjson"}


@dataclass(frozen=True)
class Imported:
    """What a file changes: keys added and changed, and how many themes stay as they are.

    Where there are problems, nothing of it is saved.
    """

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: int = 0
    problems: tuple[Problem, ...] = ()


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


def read_file(data: bytes, filename: str) -> Reading:
    """Return what a file of themes holds, JSON, JSON Lines or a table, row by row.

    Raises TableError where it is no such file, and `Invalid` where it holds nothing.
    """
    is_json = PurePath(filename).suffix.lower() in JSON_SUFFIXES
    rows = list(_json_rows(data) if is_json else _table_rows(read_table(data, filename)))
    if not rows:
        raise Invalid("file", "The file holds no theme.")
    return read_rows(rows)


def _json_rows(data: bytes) -> Iterable[Row]:
    try:
        return raw_json(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Invalid("file", "The file is no text in UTF-8.") from error


def _table_rows(table: Table) -> Iterator[Row]:
    numbers = table.numbers or range(2, len(table.rows) + 2)
    for number, cells in zip(numbers, table.records(), strict=True):
        if number in table.overfull:
            yield (
                number,
                Problem(
                    "This row has more cells than the header has names: put a text with commas "
                    "between quote marks."
                ),
            )
        else:
            yield number, raw_cells(cells)


def find_namesakes(session: Session, names: Mapping[str, str], key: str = "") -> list[Namesake]:
    """Return what bears one of the names, of the library that ships or of the firm's own.

    `names` go by language; the pain with this key is left out.
    """
    return namesakes(names, [each for each in list_own(session) if each.key != key])


def add_own(session: Session, theme: OwnTheme, *, actor: User | None) -> OwnTheme:
    """Add a pain under a key of its own; raises `Invalid` where there is one of its name."""
    there = _locked(session)
    _refuse_namesakes(session, theme)
    return _write(session, replace(theme, key=free_key(theme.name, there)), None, actor)


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
    _refuse_namesakes(session, theme)
    return _write(session, theme, row, actor)


def save_own(session: Session, themes: Sequence[OwnTheme], *, actor: User | None) -> Imported:
    """Add the themes of a file, or change those that are there; all of them or, told why, none.

    A theme is there by its key, or without one by a name in common, the English one first. Raises
    `Invalid` where several bear that name.
    """
    there = _locked(session)
    named = _with_keys(themes, there)
    changed = [each for each in named if not _is_the_same(each, there)]
    kept = [_theme(row) for key, row in there.items() if key not in {each.key for each in named}]
    problems = [
        namesake.problem(each.row) for each in changed for namesake in namesakes(each.names, kept)
    ]
    if problems:
        return Imported(problems=tuple(problems))
    for each in changed:
        _write(session, each, there.get(each.key), actor)
    return Imported(
        added=tuple(each.key for each in changed if each.key not in there),
        changed=tuple(each.key for each in changed if each.key in there),
        unchanged=len(named) - len(changed),
    )


def remove_own(session: Session, key: str, *, rev: int, actor: User | None) -> None:
    """Forget one pain of the firm's own; themes named after it keep their names.

    Raises `Conflict` where it is no longer at the revision `rev`, and `NotFound` where it is gone.
    """
    row = _locked(session).get(key)
    if row is None:
        raise NotFound("There is no pain of the firm's own of this name any more.")
    if row.rev != rev:
        raise Conflict(
            "Somebody else changed this pain since you opened it, so it is not removed. It stands "
            "here as it is now; remove it again if it should still go."
        )
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


def _refuse_namesakes(session: Session, theme: OwnTheme) -> None:
    for namesake in find_namesakes(session, theme.names, theme.key):
        problem = namesake.problem()
        raise Invalid(problem.place, problem.message, **problem.params)


def _is_the_same(theme: OwnTheme, there: Mapping[str, OwnPain]) -> bool:
    return theme.key in there and _theme(there[theme.key]) == theme


def _with_keys(themes: Sequence[OwnTheme], there: Mapping[str, OwnPain]) -> list[OwnTheme]:
    """Return the themes, each with a key: its own, that of the pain of its name, or a free one."""
    by_name = _keys_by_name(there.values())
    taken = {theme.key for theme in themes}
    named = []
    for theme in themes:
        key = theme.key or _key_by_name(theme, by_name, taken)
        key = key or free_key(theme.name, there.keys() | taken)
        taken.add(key)
        named.append(replace(theme, key=key))
    return named


def _keys_by_name(rows: Iterable[OwnPain]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in rows:
        for name in dict.fromkeys(name for _, name in _theme(row).called):
            found.setdefault(name, []).append(row.key)
    return found


def _key_by_name(
    theme: OwnTheme, by_name: Mapping[str, Sequence[str]], taken: Collection[str]
) -> str:
    """Return the key of the pain that bears a name of the theme; empty where none does."""
    for language, name in theme.called:
        keys = [key for key in by_name.get(name, ()) if key not in taken]
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
