"""A question of an outline as it is read, line by line."""

from dataclasses import dataclass, field

from surveys.exchange.drafting.draft import Item, Part
from surveys.exchange.outline.lines import Line


@dataclass
class Asked:
    """A question with what was met below it.

    `options` finds an option by its words, letter or number; `blanks` counts lines to write on;
    `points` are named points of its `scale`; `is_wordy`: its options bear no marks.
    """

    item: Item
    number: str = ""
    part: str = "choices"
    rows: list[Part] = field(default_factory=list)
    options: dict[str, str] = field(default_factory=dict)
    is_tick: bool = False
    blanks: int = 0
    rules: list[Line] = field(default_factory=list)
    points: dict[int, str] = field(default_factory=dict)
    scale: tuple[int, int] | None = None
    jumps: list[tuple[str, str, Line]] = field(default_factory=list)
    is_wordy: bool = False

    @property
    def is_many(self) -> bool:
        """Whether several options may be chosen."""
        return self.item.type in {"multiple", "ranking"}

    def is_above(self, other: "Asked") -> bool:
        """Whether the other is a part of this, which itself asks nothing."""
        is_part = bool(self.number) and other.number[: len(self.number)] == self.number
        is_bare = not (self.item.type or self.item.choices or self.rows or self.blanks)
        return is_part and is_bare and other.number[len(self.number) :].isalpha()
