"""An interview as it was written down, and as a YAML document."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from research.words import ConsentScope, Kind
from research.yaml_reader import Problem, Raw, Reader, load

KINDS = tuple(str(kind) for kind in Kind)
SCOPES = tuple(str(scope) for scope in ConsentScope)
FIELDS = (
    "contact", "date", "interviewer", "language", "summary", "consent", "notes", "excerpts",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Agreement:
    """What the person allowed us to do with their words; `scope` is a ConsentScope."""

    scope: str
    given_on: date
    wording: str = ""
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A passage of a note: code points `start` to `end` (exclusive), and what it is."""

    start: int
    end: int
    stage: str = ""
    kind: str = ""
    severity: int | None = None
    emotion: int | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """Notes of one part of the talk, with the passages marked in them."""

    stage: str
    text: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class InterviewRecord:
    """One talk with one person, known by their email address."""

    contact: str
    held_on: date
    interviewer: str
    language: str = ""
    summary: str = ""
    consent: Agreement | None = None
    sections: tuple[Section, ...] = ()


def read_interview(yaml_text: str) -> InterviewRecord | tuple[Problem, ...]:
    """Read an interview from YAML, or give every problem found.

    Each excerpt names its `section` (the note's place, from 0) and its `quote`, the words as they
    stand in that note; a quote found nowhere, or in two places, is a problem.
    """
    loaded = load(yaml_text)
    if isinstance(loaded, Problem):
        return (loaded,)
    reader = _Reader()
    record = reader.record(reader.mapping(loaded, ""))
    return tuple(reader.problems) or record


class _Reader(Reader):
    """Turns a loaded document into an interview."""

    def record(self, raw: Raw) -> InterviewRecord:
        self.known(raw, FIELDS, "")
        held_on = self._needed_day(raw, "date", "")
        notes = self.each(raw, "notes", "", self._note)
        if not notes:
            self.say("An interview needs at least one note.", "notes")
        marks = self.each(raw, "excerpts", "", lambda each, where: self._mark(each, where, notes))
        sections = tuple(
            Section(note.stage, note.text, tuple(m[1] for m in marks if m and m[0] == place))
            for place, note in enumerate(notes)
        )
        return InterviewRecord(
            contact=self.needed_text(raw, "contact", "").lower(),
            held_on=held_on or date.min,
            interviewer=self.needed_text(raw, "interviewer", ""),
            language=self.language(raw, "language", ""),
            summary=self.text(raw, "summary", ""),
            consent=self._consent(raw.get("consent")),
            sections=sections,
        )

    def _needed_day(self, raw: Raw, name: str, where: str) -> date | None:
        found = self.day(raw, name, where)
        if raw.get(name) is None:
            self.say("`%(name)s` is missing.", where, name=name)
        return found

    def _consent(self, raw: Any) -> Agreement | None:
        if raw is None:
            return None
        raw = self.mapping(raw, "consent")
        self.known(raw, ("scope", "given", "expires", "wording"), "consent")
        self.needed_text(raw, "scope", "consent")
        scope = self.one_of(raw, "scope", "consent", SCOPES)
        given = self._needed_day(raw, "given", "consent")
        wording = self.text(raw, "wording", "consent")
        expires = self.day(raw, "expires", "consent")
        return Agreement(scope, given, wording, expires) if given else None

    def _note(self, raw: Any, where: str) -> Section:
        raw = self.mapping(raw, where)
        self.known(raw, ("stage", "text"), where)
        text = self.long_text(raw, "text", where).strip()
        if not text:
            self.say("A note needs its text.", where)
        return Section(self.text(raw, "stage", where), text)

    def _mark(self, raw: Any, where: str, notes: tuple[Section, ...]) -> tuple[int, Mark] | None:
        raw = self.mapping(raw, where)
        names = ("section", "quote", "stage", "kind", "severity", "emotion")
        self.known(raw, names, where)
        place = self.whole(raw, "section", where) or 0
        if not 0 <= place < len(notes):
            self.say("There is no note number %(place)s (the first is 0).", where, place=place)
            return None
        span = self._span(self.long_text(raw, "quote", where).strip(), notes[place].text, where)
        stage = self.text(raw, "stage", where) or notes[place].stage
        kind = self.one_of(raw, "kind", where, KINDS)
        severity = self._between(raw, "severity", where, 1, 4)
        emotion = self._between(raw, "emotion", where, -3, 3)
        return (place, Mark(*span, stage, kind, severity, emotion)) if span else None

    def _span(self, quote: str, text: str, where: str) -> tuple[int, int] | None:
        start = text.find(quote) if quote else -1
        if start < 0:
            self.say("The quote does not stand in its note.", where)
            return None
        if text.find(quote, start + 1) >= 0:
            self.say("The quote stands in its note more than once: take more words.", where)
        return start, start + len(quote)

    def _between(self, raw: Raw, name: str, where: str, *bounds: int) -> int | None:
        value = self.whole(raw, name, where)
        low, high = bounds
        if value is not None and not low <= value <= high:
            message = "`%(name)s` is a whole number from %(low)s to %(high)s."
            self.say(message, where, name=name, low=low, high=high)
        return value
