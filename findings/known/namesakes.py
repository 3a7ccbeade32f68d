"""Who else bears a name: two pains of one name could not be told apart, on a page or by a file."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from analysis.library import load_library
from findings.known.own_themes import OwnTheme, Problem, recognised


@dataclass(frozen=True)
class Namesake:
    """What bears a name already: its kind (own, pain, praise), its key, and the name as written.

    `language` is the one under which the name was given anew.
    """

    kind: str
    key: str
    there: str
    language: str = ""

    @property
    def where(self) -> str:
        """The path of its page."""
        return f"/library/{self.key}"

    def problem(self, row: int = 0) -> Problem:
        """Return what to do about it, as a problem of the name."""
        if self.kind == "own":
            told = (
                "There is a pain of your own called “%(there)s” already, at %(where)s: change that "
                "one, or choose another name."
            )
        elif self.kind == "pain":
            told = (
                "The library has a pain called “%(there)s” already, at %(where)s: choose another "
                "name."
            )
        else:
            told = (
                "The library has praise called “%(there)s” already, at %(where)s: choose another "
                "name."
            )
        params = {"there": self.there, "where": self.where}
        return Problem(told, params, f"name_{self.language}", row)


def namesakes(names: Mapping[str, str], others: Iterable[OwnTheme]) -> list[Namesake]:
    """Return what bears one of the names: of the library that ships, or one of the others.

    `names` go by language, and are compared with those of all languages.
    """
    by_name = {**_own(others), **_shipped()}
    found: dict[str, Namesake] = {}
    for language, name in names.items():
        there = by_name.get(recognised(name))
        if there and there.key not in found:
            found[there.key] = replace(there, language=language)
    return list(found.values())


def _own(others: Iterable[OwnTheme]) -> dict[str, Namesake]:
    return dict(_named(("own", each.key, each.names.values()) for each in others))


@cache
def _shipped() -> dict[str, Namesake]:
    known = load_library()
    pains = (("pain", each.id, each.labels.values()) for each in known.pains)
    praise = (
        ("praise", each.id, each.labels.values()) for each in known.topics if each.kind == "praise"
    )
    return dict(_named([*pains, *praise]))


def _named(
    entries: Iterable[tuple[str, str, Iterable[str]]],
) -> Iterator[tuple[str, Namesake]]:
    for kind, key, names in entries:
        for name in names:
            yield recognised(name), Namesake(kind, key, name)
