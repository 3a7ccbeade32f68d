"""How full the picture is, as a curve: themes found by the number of people heard."""

from collections.abc import Sequence

from findings.charts import marks
from findings.charts.marks import Point

WIDTH, HEIGHT = 330.0, 168.0
#: Room for the numbers beside the axes.
INSET, FOOT, TOP = 26.0, 18.0, 9.0
STEPS = (1, 2, 5)
MOST_TICKS = 5


def saturation_curve(
    mean: Sequence[float],
    band: tuple[Sequence[float], Sequence[float]],
    title: str,
    *,
    heard: Sequence[int] = (),
    stops: Sequence[tuple[str, int]] = (),
) -> str:
    """Return the themes found after 1, 2, … people: their mean with its band over many orders.

    `heard` adds the order they were really heard in, as dots. `stops` are upright lines, each with
    its label and a number of people. Numbers run from the left in every language.
    """
    plot = _Plot(len(mean), max([1.0, *mean, *band[1], *heard]))
    body = plot.grid() + plot.band(*band) + plot.curve(mean)
    body += "".join(plot.dot(place, found) for place, found in enumerate(heard, 1))
    sides = ("end", "start") if len(stops) == 2 else ("middle",) * len(stops)
    body += "".join(
        plot.stop(label, place, side)
        for side, (label, place) in zip(sides, sorted(stops, key=lambda s: s[1]), strict=True)
    )
    return marks.frame(WIDTH, HEIGHT, title, body)


def ticks(most: float) -> list[int]:
    """Return round numbers from 0 up to `most`, six of them at the most."""
    step = next(
        size * 10**power
        for power in range(12)
        for size in STEPS
        if most / (size * 10**power) <= MOST_TICKS
    )
    return list(range(0, int(most) + 1, step))


class _Plot:
    """Places numbers of people and themes on the picture."""

    def __init__(self, people: int, themes: float) -> None:
        self.people, self.themes = people, themes

    def at(self, people: float, themes: float) -> Point:
        x = INSET + (WIDTH - INSET - 10) * people / max(1, self.people)
        return x, HEIGHT - FOOT - (HEIGHT - FOOT - TOP) * themes / self.themes

    def grid(self) -> str:
        body = ""
        for themes in ticks(self.themes):
            left, y = self.at(0, themes)
            body += marks.line((left, y), (WIDTH, y))
            body += marks.text(
                (left - 5, y + 3), str(themes), size=8.5, fill=marks.META, anchor="end"
            )
        for people in ticks(self.people)[1:]:
            at = (self.at(people, 0)[0], HEIGHT - 4)
            body += marks.text(at, str(people), size=8.5, fill=marks.META, anchor="middle")
        return body

    def band(self, low: Sequence[float], high: Sequence[float]) -> str:
        upper = [self.at(place, value) for place, value in enumerate(high, 1)]
        lower = [self.at(place, value) for place, value in enumerate(low, 1)]
        way = _way([*upper, *reversed(lower)])
        return f'<path d="{way} Z" fill="{marks.BRAND}" fill-opacity="0.14"/>' if way else ""

    def curve(self, mean: Sequence[float]) -> str:
        way = _way([self.at(place, value) for place, value in enumerate(mean, 1)])
        return marks.path(way, colour=marks.BRAND, width=2) if way else ""

    def dot(self, people: int, themes: int) -> str:
        return marks.disc(self.at(people, themes), 2, fill="#fff", stroke=marks.PAIN, width=1.2)

    def stop(self, label: str, people: int, side: str) -> str:
        x, foot = self.at(people, 0)
        line = marks.line((x, TOP + 4), (x, foot), colour=marks.SOFT, width=0.9, dash="3 3")
        return line + marks.text((x, TOP), label, size=8.5, fill=marks.SOFT, anchor=side)


def _way(points: Sequence[Point]) -> str:
    steps = (f"{marks.n(x)},{marks.n(y)}" for x, y in points)
    return "M" + "L".join(steps) if points else ""
