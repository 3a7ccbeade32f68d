"""Files of one questionnaire in several languages, with the same names, as one draft."""

from collections.abc import Iterator, Mapping

from surveys.exchange.drafting.draft import Draft, Item, Stretch, Words
from surveys.exchange.report import Losses, path_place
from surveys.question_types import Problem


def merge(first: Draft, other: Draft, losses: Losses) -> None:
    """Take the words of another language's draft into the first."""
    if other.language == first.language:
        losses.left_out(
            Problem(
                "A second file in the language %(language)s is left out",
                params={"language": other.language},
            ),
            other.name,
            path_place(""),
        )
        return
    for name in ("title", "intro", "thanks"):
        _take(getattr(first, name), getattr(other, name))
    _stretches(first.stretches, other.stretches)
    theirs = dict(_numbered(other.items))
    for key, item in _numbered(first.items):
        if key in theirs:
            _item(item, theirs.pop(key))
    for item in theirs.values():
        losses.left_out(
            Problem(
                "It stands only in the file in the language %(language)s, and is left out",
                params={"language": other.language},
            ),
            item.name,
            item.place,
        )


def _numbered(items: Iterator[Item]) -> Iterator[tuple[tuple[str, int], Item]]:
    """Items by their name and how often it was met: variants share a name."""
    met: dict[str, int] = {}
    for item in items:
        met[item.name] = met.get(item.name, 0) + 1
        yield (item.name, met[item.name]), item


def _stretches(ours: list[Stretch], theirs: list[Stretch]) -> None:
    titles = {stretch.name: stretch.title for stretch in theirs}
    for stretch in ours:
        _take(stretch.title, titles.get(stretch.name, {}))


def _item(item: Item, other: Item) -> None:
    for name in ("text", "hint", "unit"):
        _take(getattr(item, name), getattr(other, name))
    for ours, theirs in ((item.choices, other.choices), (item.rows, other.rows)):
        # Values may be translated too; the order stays.
        for part, twin in zip(ours, theirs, strict=False):
            _take(part.words, twin.words)


def _take(words: Words, more: Mapping[str, str]) -> None:
    for language, text in more.items():
        words.setdefault(language, text)
