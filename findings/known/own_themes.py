"""A firm's own known pains: what one is, read from a form or a file and written out again.

A file is JSON Lines, one object a theme with `id`, `names`, `definition`, `difference`, `stage`,
`severity` and `examples`; or a table (CSV, XLSX) with the columns `id`, `name_en` and so on,
`definition`, `difference`, `stage`, `severity` and any number of columns `example…`.
"""

import json
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from analysis.corpus import LANGUAGES
from analysis.language import detect
from analysis.library import STAGES, Example, Library, Pain, load_library

PREFIX = "own_"
# No character at all, or half a surrogate pair.
UNREADABLE = re.compile("[\\0\\ud800-\\udfff]")
FEWEST_EXAMPLES = 3
MOST_EXAMPLES = 200
LONGEST_NAME, LONGEST_TELLING, LONGEST_EXAMPLE = 200, 1000, 500
#: Of a file's problems so many are listed.
MOST_LISTED = 20
FIELDS = ("id", "names", "definition", "difference", "stage", "severity", "examples")


#: A row's number and its fields.
Row = tuple[int, Mapping[str, Any]]


@dataclass(frozen=True)
class Said:
    """What a client says of it, and in which language."""

    text: str
    language: str


@dataclass(frozen=True)
class OwnTheme:
    """A known pain of the firm's own; `key` is empty until it is given one.

    `rev` is its revision as it was read, 0 for what was never saved; it makes no difference.
    """

    key: str
    names: Mapping[str, str]
    definition: str
    difference: str
    stage: str
    severity: int
    examples: tuple[Said, ...]
    rev: int = field(default=0, compare=False)

    @property
    def name(self) -> str:
        """Its English name, else the first it has."""
        return self.names.get("en") or next(iter(self.names.values()))

    @property
    def called(self) -> list[tuple[str, str]]:
        """Its names by which it is recognised, as (language, name), the English one first."""
        ordered = sorted(self.names.items(), key=lambda each: (each[0] != "en", each[0]))
        return [(code, unicodedata.normalize("NFKC", name).casefold()) for code, name in ordered]


@dataclass(frozen=True)
class Problem:
    """What is wrong with a theme, as a sentence; `row` is its place in the file, 0 in a form."""

    message: str
    params: Mapping[str, Any] = field(default_factory=dict)
    place: str = ""
    row: int = 0

    def __str__(self) -> str:
        """Return the English sentence with its row."""
        said = self.message % self.params if self.params else self.message
        return f"row {self.row}: {said}" if self.row else said


def read_own(raw: Mapping[str, Any], row: int = 0) -> tuple[OwnTheme | None, list[Problem]]:
    """Return the theme that `raw` tells, or every problem it has."""
    problems = [replace(problem, row=row) for problem in _problems(raw)]
    if problems:
        return None, problems
    names = {key: _line(name) for key, name in _names(raw).items() if _line(name)}
    theme = OwnTheme(
        key=str(raw.get("id") or ""),
        names={key: names[key] for key in LANGUAGES if key in names},
        definition=_line(raw.get("definition")),
        difference=_line(raw.get("difference")),
        stage=_stage(raw),
        severity=int(raw["severity"]),
        examples=tuple(_examples(raw)),
    )
    return theme, []


def _problems(raw: Mapping[str, Any]) -> Iterator[Problem]:
    yield from _shape_problems(raw)
    names = {key: _line(name) for key, name in _names(raw).items()}
    if not any(names.values()):
        yield Problem("Give it a name in one language at least.", {}, "names")
    for key in names.keys() - set(LANGUAGES):
        yield Problem("“%(language)s” is no language of the product.", {"language": key}, "names")
    if any(len(name) > LONGEST_NAME for name in names.values()):
        yield Problem("A name has at most %(most)s characters.", {"most": LONGEST_NAME}, "names")
    yield from _telling_problems(raw)
    if _stage(raw) not in STAGES:
        yield Problem("Give it a home stage: %(stages)s.", {"stages": ", ".join(STAGES)}, "stage")
    if str(raw.get("severity")) not in {"1", "2", "3", "4"}:
        yield Problem("Give it a typical severity from 1 to 4.", {}, "severity")
    yield from _example_problems(list(_examples(raw)))


def _telling_problems(raw: Mapping[str, Any]) -> Iterator[Problem]:
    most = {"most": LONGEST_TELLING}
    if not _line(raw.get("definition")):
        yield Problem("Say in a sentence what it is.", {}, "definition")
    if len(_line(raw.get("definition"))) > LONGEST_TELLING:
        yield Problem("Say what it is in %(most)s characters at most.", most, "definition")
    if len(_line(raw.get("difference"))) > LONGEST_TELLING:
        yield Problem("Say what it is not in %(most)s characters at most.", most, "difference")


def _shape_problems(raw: Mapping[str, Any]) -> Iterator[Problem]:
    key = str(raw.get("id") or "")
    if key and not re.fullmatch(rf"{PREFIX}[a-z0-9_]{{1,60}}", key):
        yield Problem(
            "An id begins with own_ and has small letters, digits and underscores.", {}, "id"
        )
    for stranger in sorted(raw.keys() - set(FIELDS)):
        yield Problem("“%(field)s” is no field of a theme.", {"field": stranger}, "")


def _example_problems(examples: Sequence[Said]) -> Iterator[Problem]:
    if len(examples) < FEWEST_EXAMPLES:
        need = {"fewest": FEWEST_EXAMPLES, "count": len(examples)}
        yield Problem("Write %(fewest)s examples at least; there are %(count)s.", need, "examples")
    if len(examples) > MOST_EXAMPLES:
        yield Problem("Write %(most)s examples at most.", {"most": MOST_EXAMPLES}, "examples")
    seen: set[str] = set()
    for each in examples:
        letters = _letters(each.text)
        if letters in seen:
            yield Problem("The example “%(text)s” stands twice.", {"text": each.text}, "examples")
        if each.language not in LANGUAGES:
            wrong = {"language": each.language}
            yield Problem("“%(language)s” is no language of the product.", wrong, "examples")
        if len(each.text) > LONGEST_EXAMPLE:
            told = {"start": each.text[:40], "most": LONGEST_EXAMPLE}
            yield Problem(
                "The example “%(start)s…” has more than %(most)s characters.", told, "examples"
            )
        seen.add(letters)


def _stage(raw: Mapping[str, Any]) -> str:
    return _line(raw.get("stage")).lower()


def _names(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    names = raw.get("names")
    return names if isinstance(names, Mapping) else {}


def _examples(raw: Mapping[str, Any]) -> Iterator[Said]:
    """Yield the examples; a text alone has the language it seems to be in."""
    told = raw.get("examples")
    for each in told if isinstance(told, list) else []:
        if isinstance(each, Mapping):
            text, language = _line(each.get("text")), str(each.get("language") or "")
        else:
            text, language = _line(each), ""
        if text:
            yield Said(text, language or detect(text))


def _line(text: object) -> str:
    """Return one line; what no file and no database can hold is marked as unreadable."""
    return UNREADABLE.sub("\ufffd", " ".join(text.split())) if isinstance(text, str) else ""


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in plain if char.isalnum())


def read_rows(rows: Iterable[Row]) -> tuple[list[OwnTheme], list[Problem]]:
    """Return the themes of a file's rows, and every problem row by row."""
    themes: list[OwnTheme] = []
    problems: list[Problem] = []
    ids: set[str] = set()
    names: dict[tuple[str, str], bool] = {}
    for row, raw in rows:
        theme, found = read_own(raw, row)
        if theme:
            found = [replace(each, row=row) for each in _repeated(theme, ids, names)]
        problems += found
        if theme and not found:
            themes.append(theme)
            ids.add(theme.key)
            names |= {name: bool(theme.key) for name in theme.called}
    return themes, problems


def _repeated(
    theme: OwnTheme, ids: Collection[str], names: Mapping[tuple[str, str], bool]
) -> Iterator[Problem]:
    """Yield what an earlier row has said: the same id, or the same name where one has no id.

    `names` tells of each name so far whether the last row that bears it has an id.
    """
    if theme.key and theme.key in ids:
        yield Problem("The id “%(id)s” stands in an earlier row.", {"id": theme.key}, "id")
        return
    for language, name in theme.called:
        if (language, name) in names and not (theme.key and names[language, name]):
            told = {"name": theme.names[language]}
            yield Problem("The name “%(name)s” stands in an earlier row.", told, "names")
            return


def raw_lines(text: str) -> Iterator[Row]:
    """Yield the rows of a JSON Lines file; what is no object has no fields."""
    for row, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                told = json.loads(line)
            except (ValueError, RecursionError):
                told = {"?": line}
            yield row, told if isinstance(told, dict) else {"?": line}


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


def with_own(own: Sequence[OwnTheme]) -> Library:
    """Return the library that ships, with the firm's own pains; the very one where there are none.

    The same themes in whatever order give the same library.
    """
    shipped = load_library()
    if not own:
        return shipped
    ordered = sorted(own, key=lambda theme: theme.key)
    return Library(
        (*shipped.pains, *map(_pain, ordered)),
        shipped.topics,
        (*shipped.examples, *(each for theme in ordered for each in _said(theme))),
        shipped.moments,
        shipped.models,
    )


def _pain(theme: OwnTheme) -> Pain:
    return Pain(
        id=theme.key,
        labels=theme.names,
        stage=theme.stage,
        definition=theme.definition,
        neighbours={},
        severity=theme.severity,
        difference=theme.difference,
    )


def _said(theme: OwnTheme) -> Iterator[Example]:
    for each in theme.examples:
        yield Example(each.text, each.language, "pain", theme.key, theme.stage, theme.severity)
    for language, name in theme.names.items():
        yield Example(name, language, "pain", theme.key, theme.stage)
