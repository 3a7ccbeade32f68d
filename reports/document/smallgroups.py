"""The small-group rule: which groups of people may be shown, so that none can be worked out.

A group may be shown from a minimum of people of a minimum of firms. Where one part of a shown
whole may not be shown, subtracting the shown parts would reveal it, so further parts are withheld
until what is withheld is itself large enough (complementary suppression).
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Group:
    """The people behind a figure and the client organisations they belong to, by id."""

    people: frozenset[Hashable] = frozenset()
    firms: frozenset[Hashable] = frozenset()

    @classmethod
    def of(cls, pairs: Iterable[tuple[Hashable, Hashable]]) -> "Group":
        """Return the group of (person, firm) *pairs*."""
        known = list(pairs)
        return cls(frozenset(p for p, _ in known), frozenset(f for _, f in known))

    def __or__(self, other: "Group") -> "Group":
        """Return everyone of both groups."""
        return Group(self.people | other.people, self.firms | other.firms)

    def __bool__(self) -> bool:
        """Say whether anyone is in the group."""
        return bool(self.people)


@dataclass(frozen=True)
class Minimum:
    """The smallest group a figure or a quote may stand on."""

    people: int = 5
    firms: int = 3

    def allows(self, group: Group) -> bool:
        """Say whether *group* is large enough."""
        return len(group.people) >= self.people and len(group.firms) >= self.firms

    def withheld(self, parts: Mapping[str, Group]) -> frozenset[str]:
        """Return which *parts* of a shown whole must not be shown; empty parts hide nothing."""
        filled = {key: group for key, group in parts.items() if group}
        hidden = {key for key, group in filled.items() if not self.allows(group)}
        while hidden and not self.allows(_union(filled[key] for key in hidden)):
            left = [key for key in filled if key not in hidden]
            if not left:
                break
            hidden.add(min(left, key=lambda key: (len(filled[key].people), key)))
        return frozenset(hidden)


def _union(groups: Iterable[Group]) -> Group:
    whole = Group()
    for group in groups:
        whole |= group
    return whole
