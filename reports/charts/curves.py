"""How clients feel along the journey, as a curve."""

from collections.abc import Sequence
from itertools import pairwise

from findings.charts import marks
from findings.charts.marks import Point
from reports.estimates import Mean

Placed = tuple[float, Mean | None]


def emotion_curve(
    means: Sequence[Mean | None],
    title: str,
    *,
    width: float = 720,
    height: float = 176,
    mirrored: bool = False,
) -> str:
    """Return the mean feeling of each stage, -3 to +3, at the middle of equal columns.

    A stage without a mean breaks the line, and dashes lead over it; the band is the 95 % interval.
    *mirrored* puts the first stage on the right, for pages that read from the right.
    """
    column = width / max(1, len(means))
    places = [column * (index + 0.5) for index in range(len(means))]
    if mirrored:
        places.reverse()
    placed = list(zip(places, means, strict=True))
    body = _scale_lines(width, height)
    body += "".join(_stretch(run, height) for run in _runs(placed)) + _bridges(placed, height)
    body += "".join(_feeling(x, mean, height) for x, mean in placed if mean is not None)
    return marks.frame(width, height, title, body)


def cover_art(
    means: Sequence[Mean | None], title: str, *, width: float = 595, height: float = 330
) -> str:
    """Return the cover's picture: the study's own emotion curve among its echoes."""
    values = _filled(means) if len(means) > 1 else [0.0, 0.0]
    step, middle, unit = width / (len(values) - 1), height * 0.5, height * 0.11
    body = ""
    for echo in (*range(-7, 0), *range(1, 8), 0):
        lean = [echo * (8 if index % 2 else 3) for index in range(len(values))]
        points = [(i * step, middle - v * unit + lean[i]) for i, v in enumerate(values)]
        body += _echo(marks.smooth(points), abs(echo))
    for index, mean in enumerate(means):
        if mean and len(means) > 1:
            at = (min(max(index * step, 8), width - 8), middle - mean.value * unit)
            body += marks.disc(at, 5, fill=marks.DEEP, stroke=marks.MARK, width=2.4)
    return marks.frame(width, height, title, body)


def _filled(means: Sequence[Mean | None]) -> list[float]:
    """Return every stage's value, an unknown one between its known neighbours."""
    known = [(place, mean.value) for place, mean in enumerate(means) if mean] or [(0, 0.0)]
    filled = []
    for place in range(len(means)):
        left = max((one for one in known if one[0] <= place), default=known[0])
        right = min((one for one in known if one[0] >= place), default=known[-1])
        share = (place - left[0]) / ((right[0] - left[0]) or 1)
        filled.append(left[1] + (right[1] - left[1]) * share)
    return filled


def _echo(way: str, distance: int) -> str:
    if not distance:
        return marks.path(way, colour=marks.MARK, width=2.6)
    return marks.path(way, colour="#fff", width=0.8, opacity=0.06 + 0.035 * (7 - distance))


def _scale_lines(width: float, height: float) -> str:
    middle = _level(0, height)
    body = marks.line((0, middle), (width, middle), colour="#aab6bb", width=0.7)
    for feeling in (-2.0, 2.0):
        y = _level(feeling, height)
        body += marks.line((0, y), (width, y), dash="2 3")
    for feeling, told in ((2.0, "+2"), (0.0, "0"), (-2.0, "−2")):
        at = (0.0, _level(feeling, height) - 2.5)
        body += marks.text(at, told, size=6.5, fill=marks.META)
    return body


def _runs(placed: Sequence[Placed]) -> list[list[tuple[float, Mean]]]:
    runs: list[list[tuple[float, Mean]]] = [[]]
    for x, mean in placed:
        if mean is None:
            runs.append([])
        else:
            runs[-1].append((x, mean))
    return [run for run in runs if len(run) > 1]


def _bridges(placed: Sequence[Placed], height: float) -> str:
    """Return a dashed line over each stretch of stages whose feeling nobody knows."""
    known = [(place, x, mean) for place, (x, mean) in enumerate(placed) if mean is not None]
    return "".join(
        marks.line(
            (x1, _level(one.value, height)),
            (x2, _level(two.value, height)),
            colour=marks.META,
            width=0.8,
            dash="2 4",
        )
        for (place, x1, one), (after, x2, two) in pairwise(known)
        if after > place + 1
    )


def _stretch(run: Sequence[tuple[float, Mean]], height: float) -> str:
    upper: list[Point] = [(x, _level(mean.high, height)) for x, mean in run]
    lower: list[Point] = [(x, _level(mean.low, height)) for x, mean in reversed(run)]
    band = f"{marks.smooth(upper)} L{marks.smooth(lower)[1:]} Z"
    curve = marks.smooth([(x, _level(mean.value, height)) for x, mean in run])
    shade = f'<path d="{band}" fill="{marks.BRAND}" fill-opacity="0.11"/>'
    return shade + marks.path(curve, colour=marks.BRAND, width=2.4)


def _feeling(x: float, mean: Mean, height: float) -> str:
    y = _level(mean.value, height)
    colour = _tone(mean.value)
    whisker = marks.line(
        (x, _level(mean.high, height)), (x, _level(mean.low, height)), colour=colour, width=0.8
    )
    dot = marks.disc((x, y), 5.2, fill="#fff", stroke=colour, width=2.4)
    above = mean.value >= 0 or y > height - 24
    label = (x + 9, y - 6 if above else y + 13)
    return (
        whisker
        + dot
        + marks.text(label, marks.signed(mean.value), size=11, fill=colour, weight=700)
    )


def _tone(feeling: float) -> str:
    if abs(feeling) <= 0.25:
        return marks.BRAND
    return marks.PAIN if feeling < 0 else marks.GOOD


def _level(feeling: float, height: float) -> float:
    return 12 + (height - 24) * (1 - (feeling + 3) / 6)
