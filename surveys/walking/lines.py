"""Who is who in a list of names: a line keeps its number when others come, go, or change places.

A repetition goes through the lines of a text, and answers are kept by a line's place. So that they
stay with the person they are about, each line also has a number that never means another one, and
answers move with it. What was said of a line that is gone is parked under its number and comes back
with its words.
"""

import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from surveys.definition import Definition, Section
from surveys.question_types import AnswerValue
from surveys.walking.plan import names_in

#: What a list said before, and what it says now.
Change = tuple[AnswerValue | None, AnswerValue | None]
#: A word this long is the same one with a letter more, less, or another.
SPELT = 5


@dataclass(frozen=True)
class Lines:
    """The numbers of the present lines, in order; the words that each number stands for.

    The words are those of the time when something was last said of the line: an answer never
    drifts to another person over many small changes. `following` has never been given away.
    """

    present: tuple[int, ...] = ()
    words: Mapping[int, str] = field(default_factory=dict)
    following: int = 1

    @classmethod
    def of(cls, names: list[str]) -> Self:
        """Lines of which nothing else is known: numbered by their places."""
        numbered = range(1, len(names) + 1)
        return cls(tuple(numbered), dict(zip(numbered, names, strict=True)), len(names) + 1)

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Self:
        """The lines as they were kept with the response."""
        words = {int(number): text for number, text in stored["words"].items()}
        return cls(tuple(stored["present"]), words, stored["following"])

    @property
    def plain(self) -> dict[str, Any]:
        """The lines as plain JSON values."""
        words = {str(number): text for number, text in self.words.items()}
        return {"present": list(self.present), "words": words, "following": self.following}

    def changed(self, before: list[str], names: list[str], answered: Collection[int]) -> "Lines":
        """The lines after a change of the text; `answered` are those of which something was said.

        A line is the one that it was before; else one that had its words, now or earlier; else the
        only one whose words were mended into its.
        """
        seen = dict(zip(self.present, before, strict=False))
        said = {n: text for n, text in self.words.items() if n in answered or n in self.present}
        found: dict[int, int] = {}
        for match, known in ((_same, seen), (_same, said), (_mended, said)):
            lines = {k: each for k, each in enumerate(names) if k not in found}
            found |= match(lines, {n: t for n, t in known.items() if n not in found.values()})
        fresh = iter(range(self.following, self.following + len(names)))
        present = tuple(found[k] if k in found else next(fresh) for k in range(len(names)))
        kept = {n: text for n, text in said.items() if n in answered}
        words = dict(zip(present, names, strict=True)) | kept
        return Lines(present, words, max([self.following, *(n + 1 for n in present)]))

    def said_of(self, number: int, name: str) -> "Lines":
        """The lines once something was said of one that has these words."""
        return Lines(self.present, {**self.words, number: name}, self.following)

    def item(self, number: int, section: Section, definition: Definition) -> str:
        """Under which item a section keeps what was said of a line: its place, or parked."""
        place = self.present.index(number) + 1 if number in self.present else 0
        return str(place) if 0 < place <= len(definition.items(section)) else f"x{number}"


def is_list(definition: Definition, question_id: str) -> bool:
    """Say whether sections go through the lines of this question's answer."""
    return bool(_sections(definition, question_id))


def _sections(definition: Definition, driver: str) -> list[Section]:
    question = definition.question(driver)
    if question is None or question.type != "long_text":
        return []
    return [each for each in definition.sections if each.loop == driver]


def lines_in(definition: Definition, driver: str, answer: AnswerValue | None) -> list[str]:
    """The lines of an answer that are gone through."""
    most = max((len(definition.items(each)) for each in _sections(definition, driver)), default=0)
    return names_in(answer.text)[:most] if answer else []


def followed(
    definition: Definition, driver: str, old: Lines, change: Change, given: Collection[str]
) -> tuple[Lines, dict[str, str]]:
    """The lines after a change of a list, and where each answer goes, by its old id and its new.

    `given` are the ids of all answers there are.
    """
    before, after = (lines_in(definition, driver, each) for each in change)
    stood = {n: list(_ids(definition, driver, old, n)) for n in old.words}
    answered = {n for n, ids in stood.items() if any(each in given for each in ids)}
    new = old.changed(before, after, answered)
    moves = {
        one: other
        for n in answered
        for one, other in zip(stood[n], _ids(definition, driver, new, n), strict=True)
        if one != other and one in given
    }
    return new, moves


def _ids(definition: Definition, driver: str, lines: Lines, number: int) -> Iterator[str]:
    """Under which ids the answers about a line are kept."""
    for section in _sections(definition, driver):
        item = lines.item(number, section, definition)
        yield from (f"{question.id}@{item}" for question in section.questions)


def _same(names: Mapping[int, str], old: Mapping[int, str]) -> dict[int, int]:
    """The number of each line whose words are known, by its place; of equal ones in their order."""
    free: dict[str, list[int]] = {}
    for number, text in old.items():
        free.setdefault(_plainly(text), []).append(number)
    pairs = ((place, free.get(_plainly(name))) for place, name in names.items())
    return {place: numbers.pop(0) for place, numbers in pairs if numbers}


def _plainly(text: str) -> str:
    """The words without case and punctuation, where anything is left then."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    words = "".join(" " if unicodedata.category(each)[0] == "P" else each for each in plain)
    return " ".join(words.split()) or plain


def _mended(names: Mapping[int, str], left: Mapping[int, str]) -> dict[int, int]:
    """Lines and numbers that can only be one another's."""
    pairs = [(k, n) for k, name in names.items() for n in left if _is_mended(left[n], name)]
    lines, numbers = Counter(k for k, _ in pairs), Counter(n for _, n in pairs)
    return {k: n for k, n in pairs if lines[k] == numbers[n] == 1}


def _is_mended(old: str, new: str) -> bool:
    """Say whether words were only added behind a name or left out there, or one spelt anew."""
    one, other = _plainly(old).split(), _plainly(new).split()
    short, long = sorted((one, other), key=len)
    if len(short) < len(long):
        return long[: len(short)] == short
    changed = [pair for pair in zip(one, other, strict=True) if pair[0] != pair[1]]
    return len(changed) == 1 and _is_respelt(*changed[0])


def _is_respelt(old: str, new: str) -> bool:
    """Say whether a long word differs in one letter; another figure is another thing."""
    if min(len(old), len(new)) < SPELT or any(each.isdigit() for each in old + new):
        return False
    same = sum(1 for _ in _alike(old, new)) + sum(1 for _ in _alike(old[::-1], new[::-1]))
    return abs(len(old) - len(new)) <= 1 and same >= max(len(old), len(new)) - 1


def _alike(old: str, new: str) -> Iterator[str]:
    """The letters with which both words begin."""
    for one, other in zip(old, new, strict=False):
        if one != other:
            return
        yield one
