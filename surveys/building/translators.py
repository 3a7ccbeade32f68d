"""Files for translators: PO for their tools, and rows for a spreadsheet; out and back in.

In PO each text is a message of its own: `msgctxt` is its key, so that the same words in two places
may be translated in two ways. A translation that is out of date, or a machine's that nobody has
read, is `fuzzy`, as gettext calls it; the words an outdated one was made from stand beside it.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po, write_po

from surveys.building.languages import Line, State
from surveys.checking.places import place_names
from surveys.definition import LONGEST_TEXT, Definition
from surveys.question_types import Problem

COLUMNS = ("key", "question", "source", "translation", "state")
LONGEST_FILE = 4_000_000
#: Flags that Babel guesses from signs such as `%`; our texts hold no formats of a program.
_GUESSED = ("python-format", "python-brace-format")


@dataclass(frozen=True)
class Brought:
    """One text as a file brings it. `is_settled` is true where the file says it is not fuzzy, or
    reviewed; `is_machine` where it says a machine made it. `row` is where it stands."""

    key: str
    source: str
    text: str
    row: int = 0
    is_settled: bool = False
    is_machine: bool = False


@dataclass(frozen=True)
class Sheet:
    """What a file brings for one language; empty where it names none."""

    language: str
    texts: tuple[Brought, ...]


@dataclass
class Intake:
    """What taking a sheet in would do, as keys: `new` and `changed` words, the `same` as before,
    `confirmed` ones that were out of date and still fit, `left` ones without a translation;
    `refused` says what can't be taken, and where."""

    language: str
    new: dict[str, Brought] = field(default_factory=dict)
    changed: dict[str, Brought] = field(default_factory=dict)
    confirmed: dict[str, Brought] = field(default_factory=dict)
    same: int = 0
    left: int = 0
    refused: list[tuple[Brought, Problem]] = field(default_factory=list)

    @property
    def words(self) -> dict[str, str]:
        """What would be written, by key."""
        return {key: each.text for key, each in (self.new | self.changed).items()}


def po_file(definition: Definition, language: str, lines: Iterable[Line], at: datetime) -> bytes:
    """The texts of a draft as a PO file in one language, made at a time."""
    catalog = Catalog(
        locale=_locale(language),
        project=one_line(definition.title),
        version=definition.id,
        charset="utf-8",
        header_comment=f"# Questionnaire {definition.id}, {definition.language} -> {language}.",
        creation_date=at,
        revision_date=at,
        last_translator="",
        language_team="",
        msgid_bugs_address="",
        fuzzy=False,
    )
    for line in lines:
        message = catalog.add(
            line.source,
            line.text,
            context=line.key,
            auto_comments=list(_remarks(line)),
            flags={"fuzzy"} if line.state in {State.OUTDATED, State.MACHINE} else (),
            previous_id=[line.earlier] if line.earlier else (),
        )
        message.flags.difference_update(_GUESSED)
    file = io.BytesIO()
    write_po(file, catalog, width=0, include_previous=True, sort_output=False)
    return file.getvalue()


def _locale(language: str) -> Locale | None:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return None


def one_line(text: str) -> str:
    """The text without line ends, as comments must be."""
    return " ".join(text.split())


def _remarks(line: Line) -> Iterator[str]:
    """What a translator needs to know of a text's place."""
    if line.question:
        yield f"Question {line.number} ({line.question.type}): {one_line(line.question.text)[:200]}"
    yield f"Place: {place_of(line)}"
    if named := place_names(line.source):
        yield f"Keep these places for answers as they are: {' '.join(sorted(named))}"
    if line.state in {State.MACHINE, State.REVIEWED}:
        yield f"State: {line.state}"


def place_of(line: Line) -> str:
    """What of the questionnaire a text is, in English: a translator reads it."""
    if line.question is None:
        if line.part != "title" or line.key == "title":
            return {"title": "title", "intro": "start page", "thanks": "last page"}[line.key]
        return f"title of part {line.key.partition('.')[0]}"
    kinds = {"choices": "option", "rows": "row"}
    for name, word in kinds.items():
        for part in getattr(line.question, name):
            if part.id == line.part:
                return f"{word} {part.id}"
    return line.part.replace(".", " ")


def sheet_rows(lines: Iterable[Line]) -> Iterator[tuple[str, ...]]:
    """The texts of a draft as rows under `COLUMNS`."""
    for line in lines:
        of = f"{line.number}. {line.question.text}" if line.question else place_of(line)
        yield line.key, of, line.source, line.text, str(line.state)


def read_po_text(text: str) -> Sheet | None:
    """Read a PO file; None where it is none. Runs in a child process: the reader may do anything
    with what it is given."""
    try:
        catalog = read_po(io.StringIO(text), ignore_obsolete=True, abort_invalid=True)
    except (PoFileError, ValueError, LookupError, TypeError, AttributeError):
        return None
    found = [
        Brought(
            str(message.context or ""),
            _words(message.id),
            _words(message.string),
            message.lineno or 0,
            is_settled=not message.fuzzy,
        )
        for message in catalog
        if message.id
    ]
    language = catalog.locale_identifier or ""
    return Sheet(language.replace("_", "-"), tuple(found)) if found else None


def _words(text: str | Sequence[str] | None) -> str:
    return text if isinstance(text, str) else next(iter(text or ()), "")


def read_rows(language: str, records: Iterable[tuple[int, dict[str, str]]]) -> Sheet:
    """Read the rows of a spreadsheet, each with its number."""
    return Sheet(
        language,
        tuple(
            Brought(
                record["key"].strip(),
                record["source"],
                record["translation"],
                row,
                is_settled=record.get("state", "").strip() == State.REVIEWED,
                is_machine=record.get("state", "").strip() == State.MACHINE,
            )
            for row, record in records
            if record["key"].strip() or record["translation"].strip()
        ),
    )


def intake(definition: Definition, sheet: Sheet) -> Intake:
    """Say what taking the sheet in would do to the draft."""
    found = Intake(sheet.language)
    words = definition.translations.get(sheet.language, {})
    outdated, seen = definition.outdated(sheet.language), set[str]()
    for brought in sheet.texts:
        problem = _refusal(definition, brought, words.get(brought.key, ""), seen)
        seen.add(brought.key)
        if problem:
            found.refused.append((brought, problem))
        elif not brought.text.strip():
            found.left += 1
        elif not words.get(brought.key, "").strip():
            found.new[brought.key] = brought
        elif _same(words[brought.key], brought.text):
            fits = brought.key in outdated and brought.is_settled
            fits = fits and _same(definition.texts[brought.key], brought.source)
            found.same += not fits
            found.confirmed |= {brought.key: brought} if fits else {}
        else:
            found.changed[brought.key] = brought
    return found


def _refusal(
    definition: Definition, brought: Brought, present: str, seen: set[str]
) -> Problem | None:
    source = definition.texts.get(brought.key)
    if source is None:
        params = {"key": brought.key[:80] or "–"}
        return Problem("There is no text with the key “%(key)s” in the draft.", params=params)
    if brought.key in seen:
        params = {"key": brought.key}
        return Problem("The key “%(key)s” stands twice in the file.", params=params)
    if not brought.text.strip() or _same(present, brought.text):
        return None  # nothing of it would be taken
    return _misfit(source, brought)


def _misfit(source: str, brought: Brought) -> Problem | None:
    """Why the words can't be the translation of the source."""
    if not _same(source, brought.source):
        params = {"now": _short(source), "file": _short(brought.source)}
        return Problem(
            "The source has changed since the file was made. It is now “%(now)s”; the file has"
            " “%(file)s”. Export the texts again for it.",
            params=params,
        )
    if place_names(brought.text) != place_names(source):
        params = {"places": " ".join(sorted(place_names(source))) or "–"}
        return Problem(
            "The translation must have the same places as the text: %(places)s", params=params
        )
    if len(brought.text) > LONGEST_TEXT:
        params = {"most": str(LONGEST_TEXT)}
        return Problem("The text is longer than %(most)s characters", params=params)
    return None


def _same(one: str, other: str) -> bool:
    """Whether two texts are the same, whatever a tool did to their line ends and outer blanks."""
    return _plain(one) == _plain(other)


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _short(text: str) -> str:
    flat = one_line(text)
    return flat if len(flat) <= 80 else f"{flat[:79]}…"
