"""A draft in its languages: which words each translation was made from, and what is still to do."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from surveys.definition import Definition, Translations, question_texts
from surveys.question_types import Question


class State(StrEnum):
    """How far the translation of a text is."""

    MISSING = "missing"
    OUTDATED = "outdated"
    MACHINE = "machine"
    DRAFT = "draft"
    REVIEWED = "reviewed"


def traced(definition: Definition, before: Definition | None) -> Definition:
    """The draft, knowing which translations were made from other words than it has now.

    A translation that stands unchanged while its source changes was made from the words of
    `before`; one that is written anew is made from the present ones. What the draft itself says of
    a translation counts, and what it no longer says is settled.
    """
    if before and before.language != definition.language:
        before = None
    found = {
        language: dict(_of_language(definition, before, language))
        for language in definition.translations
    }
    return replace(definition, made_from={key: own for key, own in found.items() if own})


def _of_language(
    definition: Definition, before: Definition | None, language: str
) -> Iterator[tuple[str, str]]:
    texts, said = definition.texts, definition.made_from.get(language, {})
    old_words = before.translations.get(language, {}) if before else {}
    old_said = before.made_from.get(language, {}) if before else {}
    for key, text in definition.translations[language].items():
        source, origin = texts.get(key), said.get(key)
        if source is None or not text.strip():
            continue
        if old_words.get(key) not in {None, text}:
            # Other words than before: what was said of the old ones does not hold for these.
            origin = None if origin == old_said.get(key) else origin
        elif before and key in old_words and origin is None and key not in old_said:
            origin = before.texts.get(key)
        if origin not in {None, source}:
            yield key, str(origin)


def rekeyed(
    definition: Definition, change: Callable[[Mapping[str, str]], dict[str, str]]
) -> Definition:
    """The definition with its translations, and what each was made from, changed alike."""

    def all_of(given: Translations) -> Translations:
        return {language: change(words) for language, words in given.items()}

    return replace(
        definition,
        translations=all_of(definition.translations),
        made_from=all_of(definition.made_from),
    )


def confirmed(definition: Definition, language: str, keys: set[str]) -> Definition:
    """The draft whose translations of these texts fit the present words, as somebody says."""
    own = definition.made_from.get(language, {})
    left = {key: earlier for key, earlier in own.items() if key not in keys}
    return replace(definition, made_from={**definition.made_from, language: left})


def worded(definition: Definition, language: str, words: Mapping[str, str]) -> Definition:
    """The draft with other words in a language; empty ones are taken away."""
    together = {**definition.translations.get(language, {}), **words}
    filled = {key: text for key, text in together.items() if text.strip()}
    translations = {**definition.translations, language: filled}
    return replace(definition, translations={key: own for key, own in translations.items() if own})


def digest(text: str) -> str:
    """A short fingerprint of a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Line:
    """One text with its translation: whose it is, what it says, and how far it is.

    `part` is the rest of the key behind the question's or section's id. `earlier` are the words an
    outdated translation was made from. `by` and `at` tell of a review.
    """

    key: str
    source: str
    text: str
    state: State
    question: Question | None = None
    number: int = 0
    earlier: str = ""
    by: str = ""
    at: object = None

    @property
    def part(self) -> str:
        """What of the question, section or questionnaire it is."""
        return self.key.partition(".")[2] or self.key

    @property
    def base(self) -> str:
        """The fingerprint a page is made from: source and translation, each by itself."""
        return f"{digest(self.source)}.{digest(self.text)}"

    @property
    def seal(self) -> str:
        """What a review is of: these words as the translation of those, in this place."""
        return digest("\n".join((self.key, self.source, self.text)))


def lines(definition: Definition, language: str) -> list[Line]:
    """All texts in the order of the document; a translation that is there is a draft."""
    owners = {
        key: (number, question)
        for number, question in enumerate(definition.questions, 1)
        for key, _ in question_texts(question)
    }
    words, outdated = definition.translations.get(language, {}), definition.outdated(language)

    def line(key: str, source: str) -> Line:
        text, (number, question) = words.get(key, ""), owners.get(key, (0, None))
        state = State.OUTDATED if key in outdated else State.DRAFT
        state = state if text.strip() else State.MISSING
        return Line(key, source, text, state, question, number, outdated.get(key, ""))

    return [line(key, source) for key, source in definition.texts.items()]
