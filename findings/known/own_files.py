"""A file of a firm's own known pains, read row by row and written out again.

A file is JSON: Lines of one object a theme, or an array of such, with `id`, `names`, `definition`,
`difference`, `stage`, `severity` and `examples`; or a table (CSV, XLSX) with the columns `id`,
`name_en` and so on, `definition`, `difference`, `stage`, `severity` and any number of columns
`example…`.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from findings.known.namesakes import namesakes
from findings.known.own_themes import FIELDS, OwnTheme, Problem, doubts, read_own

#: A row's number and its fields, or why it has none.
Row = tuple[int, Mapping[str, Any] | Problem]


@dataclass(frozen=True)
class Reading:
    """What a file holds: its themes, every problem, and notices of what is to be known.

    Where there is a problem, nothing of the file may be used.
    """

    themes: tuple[OwnTheme, ...] = ()
    problems: tuple[Problem, ...] = ()
    notices: tuple[Problem, ...] = ()


def read_rows(rows: Iterable[Row]) -> Reading:
    """Return what the rows of a file hold."""
    themes: list[OwnTheme] = []
    problems: list[Problem] = []
    strangers: dict[str, int] = {}
    names: dict[str, int] = {}
    for row, raw in rows:
        if isinstance(raw, Problem):
            problems.append(replace(raw, row=row))
            continue
        for stranger in raw.keys() - set(FIELDS):
            strangers.setdefault(stranger, row)
        theme, found = read_own({key: raw[key] for key in FIELDS if key in raw}, row)
        if theme:
            found = list(_repeated(theme, themes, names))
            themes.append(theme)
            names |= {name: row for _, name in theme.called if name not in names}
        problems += found
    notices = [*_left_out(strangers), *(each for theme in themes for each in doubts(theme))]
    return Reading(tuple(themes), tuple(problems), tuple(notices))


def _left_out(strangers: Mapping[str, int]) -> Iterator[Problem]:
    if strangers:
        fields = ", ".join(f"“{name}”" for name in sorted(strangers))
        yield Problem("Not read, for a pain has no such field: %(fields)s.", {"fields": fields})


def _repeated(
    theme: OwnTheme, earlier: Iterable[OwnTheme], names: Mapping[str, int]
) -> Iterator[Problem]:
    """Yield what an earlier row has said, or the library that ships: an id, or a name."""
    for each in earlier:
        if theme.key and theme.key == each.key:
            told = {"id": theme.key, "earlier": each.row}
            yield Problem("The id “%(id)s” stands in row %(earlier)s.", told, "id", theme.row)
            return
    for language, name in theme.called:
        if name in names:
            told = {"name": theme.names[language], "earlier": names[name]}
            yield Problem(
                "The name “%(name)s” stands in row %(earlier)s: name them apart.",
                told,
                "names",
                theme.row,
            )
            return
    for there in namesakes(theme.names, ()):
        yield there.problem(theme.row)


def raw_json(text: str) -> Iterator[Row]:
    """Yield the entries of an array by their place, or the lines of JSON Lines by their number."""
    try:
        told = json.loads(text)
    except RecursionError:
        yield from _raw_lines(text)
        return
    except ValueError as error:
        if _is_of_many_lines(text):
            place = {"line": getattr(error, "lineno", 1), "column": getattr(error, "colno", 1)}
            yield (
                0,
                Problem("The file is no JSON: mend line %(line)s, character %(column)s.", place),
            )
        else:
            yield from _raw_lines(text)
        return
    for row, each in enumerate(told if isinstance(told, list) else [told], 1):
        yield row, _object(each)


def _is_of_many_lines(text: str) -> bool:
    """Say whether the text begins an array, or an object that goes on below."""
    first = text.strip().split("\n", 1)[0].rstrip()
    return first.startswith("[") or first == "{"


def _raw_lines(text: str) -> Iterator[Row]:
    """Yield the rows of JSON Lines; a line that cannot be read is told once."""
    # Only "\n" ends a line: other separators may stand within a string.
    for row, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield row, _read_line(line)


def _read_line(line: str) -> Mapping[str, Any] | Problem:
    try:
        return _object(json.loads(line))
    except RecursionError:
        return _object(None)
    except ValueError as error:
        place = {"column": getattr(error, "colno", 1)}
        return Problem("This line is no JSON: mend it at character %(column)s.", place)


def _object(told: object) -> Mapping[str, Any] | Problem:
    if isinstance(told, dict):
        return told
    told = {"fields": ", ".join(FIELDS)}
    return Problem("This is no pain: write an object in braces, with %(fields)s.", told)


def raw_cells(cells: Mapping[str, str]) -> dict[str, Any]:
    """Return one row of a table as a theme's fields."""
    plain = {name.strip().casefold(): text.strip() for name, text in cells.items()}
    names = {name[5:]: text for name, text in plain.items() if name.startswith("name_") and text}
    examples = [text for name, text in plain.items() if name.startswith("example") and text]
    told = {name: text for name, text in plain.items() if not name.startswith(("name_", "example"))}
    known = {name: text for name, text in told.items() if text or name in FIELDS}
    return {**known, "names": names, "examples": examples}


def written(themes: Iterable[OwnTheme]) -> str:
    """Return a JSON Lines file that `read_rows` reads to the same themes."""
    return "".join(json.dumps(_plain(each), ensure_ascii=False) + "\n" for each in themes)


def _plain(theme: OwnTheme) -> dict[str, Any]:
    return {
        "id": theme.key,
        "names": dict(theme.names),
        "definition": theme.definition,
        "difference": theme.difference,
        "stage": theme.stage,
        "severity": theme.severity,
        "examples": [{"text": each.text, "language": each.language} for each in theme.examples],
    }
