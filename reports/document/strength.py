"""How far the evidence carries, as the report tells it: segments compared, saturation.

Whoever fills it has applied the small-group rule: a segment that may not be shown is not here.
"""

from dataclasses import dataclass

from reports.estimates import Share

ALL = "all"
"""The key of everybody together beside those of the segments."""


@dataclass(frozen=True)
class Contrast:
    """A theme that one segment names clearly more, or less, than all others do.

    ``theme`` is the theme's key ("5.1"); ``low`` and ``high`` bound the difference of the two
    shares, -1 to 1.
    """

    theme: str
    segment: str
    here: Share
    there: Share
    low: float
    high: float

    @property
    def value(self) -> float:
        """The difference of the two shares."""
        return self.here.value - self.there.value


@dataclass(frozen=True)
class Stop:
    """After how many ``people`` further ones bring little (None: never), by a threshold of new
    themes; ``found`` is the mean number of themes by then."""

    threshold: float
    people: int | None
    found: float


@dataclass(frozen=True)
class Filling:
    """Themes after 1, 2, … people of a segment: mean and band over many shuffled orders."""

    segment: str
    people: int
    themes: int
    mean: tuple[float, ...]
    low: tuple[int, ...]
    high: tuple[int, ...]
    stops: tuple[Stop, ...]


@dataclass(frozen=True)
class Strength:
    """Both; ``compared`` is the number of comparisons the chances were corrected for.

    ``base`` and ``run`` are the numbers of people saturation was judged by.
    """

    compared: int = 0
    contrasts: tuple[Contrast, ...] = ()
    fillings: tuple[Filling, ...] = ()
    base: int = 0
    run: int = 0


UNKNOWN = Strength()
"""What a report frozen before these figures knows of them."""
