"""Earlier answers within later texts: `{left|that reason}`, by fixed substitution alone.

`{id}` is the answer in words, `{id|fallback}` says what to write where there is none, `{item}` is
what a section is repeated for; a brace of its own is doubled. Whatever is put in is plain text,
fenced off so that it can't turn the direction of the sentence round it.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.lists import format_list

from surveys.definition import Definition, Section
from surveys.question_types import AnswerValue, Question
from surveys.question_types.moments.calendars import month_in_words
from surveys.question_types.moments.days import as_date
from surveys.question_types.values import DECLINES
from surveys.rules import ITEM, LANGUAGE, SEGMENT
from surveys.walking.orders import arranged
from surveys.walking.plan import names_in, words_of
from surveys.walking.walk import Walk

MISSING = "…"
LONGEST = 200
FIRST_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"
#: Marks that turn the direction of a text; within words put in they would leak out.
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_PLACE = re.compile(
    r"\{\{|\}\}|\{(?P<name>[a-z][a-z0-9_]*(?:@[a-z0-9][a-z0-9_]*)?)"
    r"(?:\.(?P<row>[a-z0-9][a-z0-9_]*))?(?:\|(?P<fallback>[^{}|]*))?\}"
)
#: From so many names a scale names its points, not its two ends.
POINTS_NAMED = 3


@dataclass(frozen=True)
class Place:
    """A place of a text where an answer goes in."""

    name: str
    row: str | None
    fallback: str | None


@dataclass(frozen=True)
class Speech:
    """How a language writes numbers and days."""

    language: str
    number: Callable[[Any], str] = str
    day: Callable[[dt.date], str] = str


def places(text: str) -> Iterator[Place]:
    """The places of a text, in order."""
    for match in _PLACE.finditer(text):
        if match["name"]:
            yield Place(match["name"], match["row"], match["fallback"])


def filled(text: str, put: Callable[[Place], str | None]) -> str:
    """The text with its places filled; a place that `put` does not know stays as it is written."""

    def one(match: re.Match[str]) -> str:
        if not match["name"]:
            return match[0][0]
        words = put(Place(match["name"], match["row"], match["fallback"]))
        return match[0] if words is None else words

    if "{" not in text and "}" not in text:
        return text
    found = _PLACE.sub(one, text)
    own = _direction(_PLACE.sub("", text))
    # A page takes a text's direction from its first letter, which may have been put in.
    return f"{_MARKS[own]}{found}" if own and own != _direction(found) else found


_MARKS = {"L": "\u200e", "R": "\u200f"}


def _direction(text: str) -> str:
    """The direction of the first letter; empty where there is none."""
    kinds = (unicodedata.bidirectional(letter) for letter in text)
    return next((_STRONG[each] for each in kinds if each in _STRONG), "")


_STRONG = {"L": "L", "R": "R", "AL": "R"}


def fenced(words: str) -> str:
    """The words on one line, cut to a length that fits a sentence, and isolated."""
    plain = " ".join(_TURNS.sub("", words).split())
    short = plain if len(plain) <= LONGEST else f"{plain[: LONGEST - 1].rstrip()}…"
    return f"{FIRST_ISOLATE}{short}{POP_ISOLATE}"


class Piping:
    """Fills the texts that one person reads, in one language."""

    def __init__(self, walk: Walk, speech: Speech) -> None:
        self.walk = walk
        self.speech = speech
        self.spoken = walk.definition.localised(speech.language)

    def question(self, question: Question) -> Question:
        """A question of the way as it is read: in the language, its places filled, its options
        in this person's order."""
        spoken = self.spoken.question(question.id) or question
        item = question.id.partition("@")[2]
        return arranged(
            replace(
                spoken,
                text=self.text(spoken.text, item, question),
                hint=self.text(spoken.hint, item, question),
                checks=tuple(
                    replace(each, say=self.text(each.say, item, question)) for each in spoken.checks
                ),
            ),
            self.walk.who.seed,
        )

    def title(self, section: Section, item: str = "") -> str:
        """A section's title."""
        spoken = next((s.title for s in self.spoken.sections if s.id == section.id), section.title)
        return filled(spoken, lambda place: self._words(place, section, item))

    def text(self, text: str, item: str, question: Question) -> str:
        """A text of a question."""
        if "{" not in text and "}" not in text:
            return text
        section = self.walk.definition.section_of(question)
        return filled(text, lambda place: self._words(place, section, item))

    def _words(self, place: Place, section: Section, item: str) -> str | None:
        fallback = MISSING if place.fallback is None else place.fallback
        if place.name == ITEM and section.loop:
            words = self._item(section, item)
        elif place.name in self.walk.plan.values:
            words = self._value(self.walk.value(place.name))
        elif place.name in {SEGMENT, LANGUAGE}:
            words = None
        else:
            known = self._asked(place.name, section, item)
            if known is None:
                return None
            words = self._answer(known, place.row)
        return fenced(words) if words else fallback

    def _asked(self, name: str, section: Section, item: str) -> Question | None:
        """The question a place names; a sibling in the same repetition comes first."""
        sibling = self.spoken.question(f"{name}@{item}") if item and section.loop else None
        return sibling or self.spoken.question(name)

    def _item(self, section: Section, item: str) -> str:
        answer = self.walk.known.get(section.loop)
        return item_words(self.spoken, section, item, answer)

    def _answer(self, question: Question, row: str | None) -> str:
        answer = self.walk.known.get(question.id)
        if answer is None or (question.declines and answer.value in DECLINES.values()):
            return ""
        value = answer.text if answer.value is None else answer.value
        if row is not None:
            value = value.get(row) if isinstance(value, dict) else None
        return self._said(question, value, answer)

    def _said(self, question: Question, value: Any, answer: AnswerValue) -> str:
        if isinstance(value, list):
            words = [said for each in value if (said := self._said(question, each, answer))]
            return _in_a_row(words, self.speech.language) if words else ""
        if isinstance(value, dict) or value in (None, "na"):
            return ""
        option = next((each for each in question.choices if each.id == value), None)
        if option is not None:
            return (answer.text if option.other else "") or option.text
        return self._value(value, question)

    def _value(self, value: Any, question: Question | None = None) -> str:
        if value is None or isinstance(value, bool | list | dict):
            return ""
        scale = question.scale if question else ()
        if isinstance(value, int) and len(scale) >= POINTS_NAMED and 0 < value <= len(scale):
            return scale[value - 1]
        if isinstance(value, str):
            return self._date(value) if question and question.type.startswith("date") else value
        return self.speech.number(round(value, 2))

    def _date(self, text: str) -> str:
        try:
            return self.speech.day(dt.date.fromisoformat(text))
        except ValueError:  # a month
            return self.speech.number(month_in_words(as_date(text), self.speech.language))


def _in_a_row(words: list[str], language: str) -> str:
    try:
        locale = Locale.parse(language, sep="-")
    except (ValueError, UnknownLocaleError):
        locale = Locale("en")
    return format_list(words, locale=locale)


def item_words(spoken: Definition, section: Section, item: str, answer: AnswerValue | None) -> str:
    """What an item is called: an option's text, or the name that was written."""
    driver = spoken.question(section.loop)
    if driver is None:
        return item
    option = next((each for each in driver.choices if each.id == item), None)
    if not driver.rows and option is not None:
        return (answer.text if answer and option.other else "") or option.text
    if driver.rows:
        cells = answer.value.get(item) if answer and isinstance(answer.value, dict) else None
        row = next((each.text for each in driver.rows if each.id == item), item)
        return ", ".join(words_of(cells)) or row
    names = names_in(answer.text) if answer else []
    return names[int(item) - 1] if item.isdigit() and int(item) <= len(names) else item


def called(definition: Definition, question: Question) -> str:
    """A question's text for those who read results: the item, and the fallback or “…” elsewhere."""
    item = question.id.partition("@")[2]
    values = {each.id for each in definition.values}

    def put(place: Place) -> str | None:
        if place.name == ITEM and item:
            return item_words(definition, definition.section_of(question), item, None)
        is_known = place.name in values or definition.question(place.name) is not None
        return (place.fallback or MISSING) if is_known else None

    return filled(question.text, put)
