"""A firm's own known pains: what one is, what is wrong with one, and how the library holds it."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from analysis.corpus import LANGUAGES
from analysis.language import detect
from analysis.library import STAGES, Example, Library, Pain, load_library
from analysis.library.foreign import SURELY, foreign

PREFIX = "own_"
# No character at all, or half a surrogate pair.
UNREADABLE = re.compile("[\\0\\ud800-\\udfff]")
FEWEST_EXAMPLES = 3
MOST_EXAMPLES = 200
LONGEST_NAME, LONGEST_TELLING, LONGEST_EXAMPLE = 200, 1000, 500
#: Of a file's problems so many are listed.
MOST_LISTED = 20
FIELDS = ("id", "names", "definition", "difference", "stage", "severity", "examples")
#: An example says a thing: so many words and letters, or in Thai and Korean so many letters.
FEWEST_WORDS, FEWEST_LETTERS = 3, 8
FEWEST_OF = {"th": 6, "ko": 5}
#: Of examples that share a fault so many are quoted, each so far.
MOST_QUOTED, LONGEST_QUOTED = 5, 60
WORD = re.compile(r"[^\W_]+")
#: Excel writes a whole number as 2.0, with the comma of its language.
WHOLE = re.compile(r"\s*(\d)(?:[.,٫][0۰]+)?\s*")


@dataclass(frozen=True)
class Said:
    """What a client says of it, and in which language."""

    text: str
    language: str


@dataclass(frozen=True)
class OwnTheme:
    """A known pain of the firm's own; `key` is empty until it is given one.

    `rev` is its revision as it was read, 0 for what was never saved, and `row` its place in a file,
    0 where it is from none; neither makes a difference.
    """

    key: str
    names: Mapping[str, str]
    definition: str
    difference: str
    stage: str
    severity: int
    examples: tuple[Said, ...]
    rev: int = field(default=0, compare=False)
    row: int = field(default=0, compare=False)

    @property
    def name(self) -> str:
        """Its English name, else the first it has."""
        return self.names.get("en") or next(iter(self.names.values()))

    @property
    def called(self) -> list[tuple[str, str]]:
        """Its names by which it is recognised, as (language, name), the English one first."""
        ordered = sorted(self.names.items(), key=lambda each: (each[0] != "en", each[0]))
        return [(code, recognised(name)) for code, name in ordered]


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


def recognised(name: str) -> str:
    """Return a name as it is compared: in one form of its accents, without case and spaces."""
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    return "".join(char for char in plain if not char.isspace() and char not in "\u200c\u200d")


def free_key(name: str, taken: Collection[str]) -> str:
    """Return a key made of a name that is not yet taken."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:50].rstrip("_") or "pain"
    key, number = PREFIX + words, 2
    while key in taken:
        key, number = f"{PREFIX}{words}_{number}", number + 1
    return key


def with_keys(themes: Iterable[OwnTheme]) -> list[OwnTheme]:
    """Return the themes of a file, each with a key: its own, or a free one made of its name."""
    given = list(themes)
    taken = {theme.key for theme in given}
    keyed = []
    for theme in given:
        key = theme.key or free_key(theme.name, taken)
        taken.add(key)
        keyed.append(replace(theme, key=key))
    return keyed


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
        severity=_severity(raw),
        examples=tuple(Said(text, given or detect(text)) for text, given in _examples(raw)),
        row=row,
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
    if not 1 <= _severity(raw) <= 4:
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


def _example_problems(examples: Sequence[tuple[str, str]]) -> Iterator[Problem]:
    if len(examples) < FEWEST_EXAMPLES:
        need = {"fewest": FEWEST_EXAMPLES, "count": len(examples)}
        yield Problem("Write %(fewest)s examples at least; there are %(count)s.", need, "examples")
    if len(examples) > MOST_EXAMPLES:
        yield Problem("Write %(most)s examples at most.", {"most": MOST_EXAMPLES}, "examples")
    seen: set[str] = set()
    for text, given in examples:
        letters = _letters(text)
        if letters in seen:
            yield Problem("The example “%(text)s” stands twice.", {"text": text}, "examples")
        if given and given not in LANGUAGES:
            wrong = {"language": given}
            yield Problem("“%(language)s” is no language of the product.", wrong, "examples")
        if len(text) > LONGEST_EXAMPLE:
            told = {"start": text[:40], "most": LONGEST_EXAMPLE}
            yield Problem(
                "The example “%(start)s…” has more than %(most)s characters.", told, "examples"
            )
        seen.add(letters)
    yield from _telling_nothing(examples[:MOST_EXAMPLES])


def _telling_nothing(examples: Sequence[tuple[str, str]]) -> Iterator[Problem]:
    """Yield which examples are too short, and which the library cannot read."""
    short = [text for text, given in examples if _is_short(text, given or detect(text))]
    if short:
        yield Problem(
            "Too short to learn from: %(texts)s. Say each as a client would: in three words at "
            "least, in Thai in six letters, in Korean in five.",
            {"texts": quoted(short)},
            "examples",
        )
    strange = [text for text, given in examples if not given and foreign(text) == SURELY]
    if strange:
        yield Problem(
            "In a language the library does not know: %(texts)s. Write it in English, Thai, "
            "Korean, Vietnamese or Persian, or take it out.",
            {"texts": quoted(strange)},
            "examples",
        )


def doubts(theme: OwnTheme) -> list[Problem]:
    """Return what is to be looked at though it may be right: examples in a language unknown.

    Of a text in few words the language is never sure, and whoever names one may know better.
    """
    texts = [each.text for each in theme.examples if foreign(each.text)]
    if not texts:
        return []
    told = (
        "Perhaps in a language the library does not know: %(texts)s. Leave it if it is in one of "
        "the five; else write it in one of them, for nothing can be learnt from it."
    )
    return [Problem(told, {"texts": quoted(texts)}, "examples", theme.row)]


def quoted(texts: Sequence[str]) -> str:
    """Return the texts between quote marks, the first few and each by its beginning."""
    starts = [
        text if len(text) <= LONGEST_QUOTED else text[:LONGEST_QUOTED].rstrip() + "…"
        for text in texts[:MOST_QUOTED]
    ]
    more = " …" if len(texts) > MOST_QUOTED else ""
    return " ".join(f"“{start}”" for start in starts) + more


def _is_short(text: str, language: str) -> bool:
    plain = text.replace("\u200c", "")
    letters = sum(char.isalnum() for char in plain)
    if language in FEWEST_OF:
        return letters < FEWEST_OF[language]
    return letters < FEWEST_LETTERS or len(WORD.findall(plain)) < FEWEST_WORDS


def _stage(raw: Mapping[str, Any]) -> str:
    return _line(raw.get("stage")).lower()


def _names(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    names = raw.get("names")
    return names if isinstance(names, Mapping) else {}


def _severity(raw: Mapping[str, Any]) -> int:
    """Return the severity as a whole number; 0 where there is none."""
    found = WHOLE.fullmatch(str(raw.get("severity")))
    return int(found[1]) if found else 0


def _examples(raw: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield each example with the language it is said to be in, empty where none is said."""
    told = raw.get("examples")
    for each in told if isinstance(told, list) else []:
        if isinstance(each, Mapping):
            text, language = _line(each.get("text")), str(each.get("language") or "")
        else:
            text, language = _line(each), ""
        if text:
            yield text, language


def _line(text: object) -> str:
    """Return one line; what no file and no database can hold is marked as unreadable."""
    return UNREADABLE.sub("\ufffd", " ".join(text.split())) if isinstance(text, str) else ""


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in plain if char.isalnum())


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
