"""Takes out of a text who is named in it, and finds the way back to the text as it was."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property

PERSON, FIRM = "[person]", "[organisation]"
#: What is known by its form alone, the first that fits: addresses, links, telephone numbers.
FORMS = (
    ("[email]", re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")),
    ("[link]", re.compile(r"(?:https?://|www\.)[^\s<>\"“”]+", re.IGNORECASE)),
    ("[phone]", re.compile(r"(?<![\w.,])(?:\+|\(?0)\d?(?:[\s().\-–]{0,2}\d){6,14}(?!\w)")),
    ("[phone]", re.compile(r"(?<![\w.,])\d(?:[\s().\-–]{0,2}\d){8,14}(?![\w,])")),
)
#: Written without spaces between words: a name may stand anywhere, or have endings (Korean).
_UNSPACED = re.compile(r"[\u0E00-\u0E7F]")
_HANGUL = re.compile(r"[\uAC00-\uD7A3]")
#: Letters written in two ways, and marks that are left out as often as written.
_ALIKE = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "đ": "d", "Đ": "d", "\u200c": " "})
_MARKS = re.compile(r"[\u0300-\u036F\u064B-\u0652]")
_WORDS = re.compile(r"\w+")


@dataclass(frozen=True)
class Redacted:
    """A text without names. `cuts` are (start, end, original start, original end), in order."""

    text: str
    cuts: tuple[tuple[int, int, int, int], ...]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the text as it was behind a span of this one, whole placeholders."""
        return self._place(start, 0), self._place(end - 1, 1)

    def _place(self, at: int, side: int) -> int:
        number = bisect_right(self.cuts, at, key=lambda cut: cut[0]) - 1
        if number < 0:
            return at + side
        _, end, first, last = self.cuts[number]
        if at < end:
            return (first, last)[side]
        return last + at - end + side


@dataclass(frozen=True)
class Redactor:
    """Replaces names by `[person]` and `[organisation]`.

    `words` are those of everyday language. A name is found whole in any spelling. A part of a
    person's name is found as it is written, and in other spellings unless that is an everyday
    word: Ms Price is no price. So is the first word of a firm's name; another word of it only where
    it is no everyday word.
    """

    people: tuple[str, ...] = ()
    firms: tuple[str, ...] = ()
    words: frozenset[str] = frozenset()

    def __call__(self, text: str) -> Redacted:
        """Return `text` without what identifies anybody."""
        pieces, cuts, at, length = [], [], 0, 0
        for start, end, placeholder in self._found(text):
            pieces += [text[at:start], placeholder]
            length += start - at
            cuts.append((length, length + len(placeholder), start, end))
            length, at = length + len(placeholder), end
        return Redacted("".join([*pieces, text[at:]]), tuple(cuts))

    def _found(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield what is to go, without overlaps: the longest of what begins first."""
        found = [*_by_form(text), *self._by_name(text)]
        at = 0
        for start, end, placeholder in sorted(found, key=lambda each: (each[0], -each[1])):
            if start >= at:
                yield start, end, placeholder
                at = end

    def _by_name(self, text: str) -> Iterator[tuple[int, int, str]]:
        folded, places = _spread(text)
        for at in range(len(folded)):
            for name in self._index.get(folded[at : at + 2], ()):
                if not folded.startswith(name.folded, at):
                    continue
                start, end = places[at], places[at + len(name.folded) - 1] + 1
                if _stands_alone(text, start, end) and self._is_meant(name, text[start:end]):
                    yield start, _past_marks(text, end), name.placeholder
                    break

    def _is_meant(self, name: "_Name", said: str) -> bool:
        if name.is_whole:
            return True
        is_everyday = name.folded in self.words
        is_exact = unicodedata.normalize("NFC", said) == name.text
        is_telling = name.placeholder == PERSON or name.is_first
        return not is_everyday or (is_telling and is_exact and said != said.lower())

    @cached_property
    def _index(self) -> dict[str, list["_Name"]]:
        """The names by their first two letters, the longest first."""
        index: dict[str, dict[str, _Name]] = {}
        for placeholder, names in ((PERSON, self.people), (FIRM, self.firms)):
            for name in sorted(_parts(names, placeholder), key=lambda each: not each.is_whole):
                index.setdefault(name.folded[:2], {}).setdefault(name.text, name)
        return {
            key: sorted(found.values(), key=lambda each: -len(each.folded))
            for key, found in index.items()
        }


@dataclass(frozen=True)
class _Name:
    """A name or a part of it, as it is written and as it is looked for."""

    text: str
    folded: str
    placeholder: str
    is_whole: bool
    is_first: bool


def everyday(texts: Iterable[str]) -> frozenset[str]:
    """Return the words that texts hold in small letters, in the form names are looked for."""
    found = {word for text in texts for word in _WORDS.findall(text) if word == word.lower()}
    return frozenset(fold(stem) for word in found for stem in _stems(word))


def _stems(word: str) -> list[str]:
    """Return the word, and where endings are written onto it (Korean) what stands before them."""
    return [word[:end] for end in range(2, len(word) + 1)] if _HANGUL.match(word) else [word]


def fold(text: str) -> str:
    """Return `text` as two spellings of one name agree in it: small letters, no marks."""
    return _spread(text)[0]


def _spread(text: str) -> tuple[str, list[int]]:
    """Return the folded text, and for each of its letters the place it comes from."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        plain = _plain(letter)
        if plain.isspace() and letters and letters[-1] == " ":
            continue
        plain = " " if plain.isspace() else plain
        letters += plain
        places += [place] * len(plain)
    return "".join(letters), places


@cache
def _plain(letter: str) -> str:
    plain = unicodedata.normalize("NFKD", letter) if not _HANGUL.match(letter) else letter
    return _MARKS.sub("", plain).translate(_ALIKE).casefold()


def _by_form(text: str) -> Iterator[tuple[int, int, str]]:
    for placeholder, form in FORMS:
        for found in form.finditer(text):
            yield found.start(), found.end(), placeholder


def _parts(names: Iterable[str], placeholder: str) -> Iterator[_Name]:
    """Yield each name whole, and its parts that alone still tell who is meant."""
    for name in names:
        whole = " ".join(unicodedata.normalize("NFC", name).split())
        parts = re.findall(r"[^\s,.()\"“”]+", whole)
        given = [part[1:] for part in parts if len(part) == 3 and _HANGUL.match(part)]
        for text in (whole, *parts, *given):
            folded = fold(text)
            if len(folded) > 1:
                is_whole = text == whole and len(parts) > 1
                yield _Name(text, folded, placeholder, is_whole, text == parts[0])


def _past_marks(text: str, end: int) -> int:
    """Return the place behind the marks that belong to the last letter."""
    while end < len(text) and _MARKS.match(text[end]):
        end += 1
    return end


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Say whether a name is no part of a longer word."""
    first, last = text[start], text[end - 1]
    if _UNSPACED.match(first):
        return True
    if start and text[start - 1].isalnum() and first.isalnum():
        return False
    is_open = end < len(text) and text[end].isalnum() and last.isalnum()
    return not is_open or bool(_HANGUL.match(last) and _HANGUL.match(text[end]))
