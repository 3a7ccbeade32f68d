"""How far the evidence of the invented study carries."""

from analysis.saturating import BASE, RUN, saturate
from reports.document.strength import Contrast, Filling, Stop, Strength
from reports.estimates import Share

#: Segment, people heard and themes there are: each person speaks of three of them.
HEARD = (("all", 60, 30), ("current", 24, 26), ("lost", 14, 20), ("former", 12, 18))


def strength(keys: tuple[str, ...]) -> Strength:
    """A clear difference for each of the themes, and saturation of everybody and three segments."""
    contrasts = tuple(
        Contrast(key, "lost", Share(7 + number, 10), Share(4, 30), 0.2, 0.8)
        for number, key in enumerate(keys)
    )
    return Strength(40, contrasts, tuple(_filling(*line) for line in HEARD), BASE, RUN)


def _filling(segment: str, people: int, themes: int) -> Filling:
    told = [
        frozenset((person * step) % (themes - step) for step in (1, 2, 3))
        for person in range(people)
    ]
    whole = saturate(told)
    stops = tuple(
        Stop(stop.threshold, stop.typical, whole.found(stop.typical) if stop.typical else 0.0)
        for stop in whole.stops
    )
    return Filling(segment, people, whole.themes, whole.mean, whole.low, whole.high, stops)
