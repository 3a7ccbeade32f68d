"""The library of known pains as it is read: by stage, with examples, searchable."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from analysis.library import STAGES, Example, Library, Pain, Topic, load_library
from findings.known.own_themes import PREFIX

#: Letters that are no letter with a mark, though a keyboard without them writes them as one.
PLAIN = str.maketrans("đĐيك", "dDیک", "\u200c\u200d")
#: Thai writes no spaces, and its vowels and tones are marks that part words.
THAI = "\u0e00-\u0e7f"
IS_THAI = re.compile(f"[{THAI}]")
#: Where a word begins: after no letter and no digit, or after a Thai one.
START = rf"(?<![^\W{THAI}])"


@dataclass(frozen=True)
class Entry:
    """A known pain, or a topic of praise, with what clients say of it by language."""

    about: Pain | Topic
    examples: Mapping[str, tuple[Example, ...]]
    sought: str

    @property
    def id(self) -> str:
        """Its key in the library."""
        return self.about.id

    @property
    def is_own(self) -> bool:
        """Say whether it is the firm's own."""
        return self.id.startswith(PREFIX)

    def name(self, language: str) -> str:
        """Return its name in this language, else in English, else in any it has."""
        labels = self.about.labels
        return labels.get(language) or labels.get("en") or next(iter(labels.values()))

    def told(self, language: str) -> tuple[Example, ...]:
        """Return the examples in this language, else in the one that has most."""
        most = max(self.examples.values(), key=len, default=())
        return self.examples.get(language) or most


@dataclass(frozen=True)
class Chapter:
    """One stage of the journey with its pains and its praise; the stage is empty for none."""

    stage: str
    pains: tuple[Entry, ...]
    praise: tuple[Entry, ...]

    @property
    def is_filled(self) -> bool:
        """Say whether it has anything to read."""
        return bool(self.pains or self.praise)


@dataclass(frozen=True)
class Catalogue:
    """The whole library, ready to be read."""

    chapters: tuple[Chapter, ...]

    @property
    def entries(self) -> dict[str, Entry]:
        """Every pain and topic of praise by its key."""
        return {e.id: e for chapter in self.chapters for e in (*chapter.pains, *chapter.praise)}

    def search(self, words: str) -> "Catalogue":
        """Return what holds every one of the words, in any language, with or without accents.

        A word is found where another one begins with it, in Thai anywhere; a sign stands for
        itself.
        """
        wanted = [_sought(word) for word in plain(words).split()]
        return Catalogue(
            tuple(
                Chapter(each.stage, _holding(each.pains, wanted), _holding(each.praise, wanted))
                for each in self.chapters
                if _holding((*each.pains, *each.praise), wanted)
            )
        )


@cache
def shipped_catalogue() -> Catalogue:
    """Return the library that ships."""
    return catalogue(load_library())


def catalogue(library: Library) -> Catalogue:
    """Return a library's pains and topics of praise, by stage in the order of the journey."""
    known: list[Pain | Topic] = [*library.pains, *library.topics]
    labels = {each.id: each.labels for each in known}
    examples: dict[str, dict[str, list[Example]]] = {}
    for each in library.examples:
        key = each.pain or each.topic
        # A name is an example too, for the head; a reader has it already.
        if key and each.text != labels[key].get(each.language):
            examples.setdefault(key, {}).setdefault(each.language, []).append(each)
    praise = [topic for topic in library.topics if topic.kind == "praise" and topic.labels]
    return Catalogue(
        tuple(
            Chapter(
                stage,
                tuple(_entry(p, examples) for p in library.pains if p.stage == stage),
                tuple(_entry(t, examples) for t in praise if t.stage == stage),
            )
            for stage in (*STAGES, "")
        )
    )


def plain(text: str) -> str:
    """Return a text as it is searched: without case, accents and joiners."""
    apart = unicodedata.normalize("NFKD", text.translate(PLAIN)).casefold()
    return "".join(
        char for char in apart if unicodedata.category(char) != "Mn" or IS_THAI.match(char)
    )


def _entry(about: Pain | Topic, examples: Mapping[str, Mapping[str, list[Example]]]) -> Entry:
    said = {language: tuple(told) for language, told in examples.get(about.id, {}).items()}
    texts = [each.text for told in said.values() for each in told]
    more = (
        [about.definition, about.difference, *about.neighbours.values()]
        if isinstance(about, Pain)
        else []
    )
    return Entry(about, said, plain("\n".join([*about.labels.values(), *more, *texts])))


def _sought(word: str) -> re.Pattern[str]:
    return re.compile(("" if IS_THAI.search(word) else START) + re.escape(word))


def _holding(entries: Iterable[Entry], wanted: Sequence[re.Pattern[str]]) -> tuple[Entry, ...]:
    return tuple(each for each in entries if all(word.search(each.sought) for word in wanted))
