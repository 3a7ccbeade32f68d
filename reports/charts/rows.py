"""Charts of one table row each: the words stand in the row's other cells."""

from collections.abc import Collection, Sequence

from findings.charts import marks
from reports.estimates import Score, Share


def interval_axis(title: str, *, width: float = 164, top: float = 1.0) -> str:
    """Return the head of a column of ``interval_row``: percent from 0 to *top*."""
    labels = "".join(
        marks.text(
            (_across(step, top, width), 9),
            f"{step:.0%}",
            size=6.8,
            fill=marks.META,
            anchor=_anchor(step, top),
        )
        for step in _steps(top)
    )
    return marks.frame(width, 13, title, labels)


def interval_row(
    share: Share, title: str, *, width: float = 164, top: float = 1.0, weight: float = 2.0
) -> str:
    """Return one share as a dot on its 95 % interval; *weight* 1 to 4 is the size of the dot."""
    low, high = (_across(end, top, width) for end in share.interval)
    body = "".join(
        marks.line((x, 0), (x, 14)) for x in (_across(s, top, width) for s in _steps(top))
    )
    body += marks.line((low, 7), (high, 7), colour=marks.PAIN_SOFT, width=3)
    at = (_across(share.value, top, width), 7.0)
    body += marks.disc(at, 1.8 + weight * 0.7, fill=marks.PAIN, stroke="#fff")
    return marks.frame(width, 14, title, body)


def interval_top(shares: Sequence[Share]) -> float:
    """Return where the axis of *shares* ends: the widest interval, rounded up to a gridline."""
    highest = max((share.interval[1] for share in shares), default=1.0)
    return next(top for top in (0.25, 0.3, 0.4, 0.5, 0.6, 0.75, 1.0) if highest <= top + 1e-9)


def bar(
    value: float, top: float, title: str, *, colour: str = marks.PAIN, width: float = 120
) -> str:
    """Return one bar of *value* out of *top*."""
    length = width * min(1.0, value / top) if top else 0.0
    return marks.frame(width, 9, title, marks.box((0, 1), length, 7, fill=colour, corner=1))


def severity_bars(level: float, title: str) -> str:
    """Return four bars of which *level*, 1 to 4, are filled; a half fills half a bar."""
    body = ""
    for index in range(4):
        filled = 10 * max(0.0, min(1.0, level - index))
        body += marks.box((index * 5.0, 0), 3.6, 10, fill="#ecd3cc", corner=0.8)
        if filled:
            at = (index * 5.0, 10 - filled)
            body += marks.box(at, 3.6, filled, fill=marks.PAIN, corner=0.8)
    return marks.frame(18.6, 10, title, body)


def likert_row(counts: Sequence[int], title: str, *, width: float = 228) -> str:
    """Return answers on a scale, lowest first, laid out around the middle of the scale."""
    unit, middle = width / 2 / (sum(counts) or 1), len(counts) / 2
    below = sum(c * max(0.0, min(1.0, middle - index)) for index, c in enumerate(counts))
    x, body = width / 2 - below * unit, ""
    for count, colour in zip(counts, _diverging(len(counts)), strict=True):
        body += marks.box((x, 1), count * unit - 0.7, 14, fill=colour)
        body += _inside(x + count * unit / 2, count, colour) if count * unit >= 10 else ""
        x += count * unit
    for edge in (0.0, 13.2):  # no stroke through the number that stands in the middle
        ends = (width / 2, edge), (width / 2, edge + 2.8)
        body += marks.line(*ends, colour=marks.INK, width=0.8)
    return marks.frame(width, 16, title, body)


def score_row(score: Score, title: str, *, width: float = 164) -> str:
    """Return a net promoter score as a bar from zero with its 95 % interval, -100 to 100."""
    ends = (float(score.value), *score.interval)
    value, low, high = ((points + 100) / 200 * width for points in ends)
    zero = width / 2
    body = "".join(marks.line((width * q, 0), (width * q, 15)) for q in (0, 0.25, 0.75, 1))
    body += marks.box((min(zero, value), 3), abs(value - zero), 9, fill=_side(score), corner=1)
    body += marks.line((zero, 0), (zero, 15), colour=marks.INK, width=0.8)
    body += marks.line((low, 7.5), (high, 7.5), colour=marks.INK, width=1.1)
    body += "".join(
        marks.line((x, 4.5), (x, 10.5), colour=marks.INK, width=1.1) for x in (low, high)
    )
    return marks.frame(width, 15, title, body)


def score_axis(title: str, *, width: float = 164) -> str:
    """Return the head of a column of ``score_row``."""
    ends = {0: "start", 4: "end"}
    labels = "".join(
        marks.text(
            (width * index / 4, 9),
            label,
            size=6.8,
            fill=marks.META,
            anchor=ends.get(index, "middle"),
        )
        for index, label in enumerate(("−100", "−50", "0", "+50", "+100"))
    )
    return marks.frame(width, 13, title, labels)


def segment_bars(
    shares: Sequence[tuple[str, Share | None]], title: str, *, unasked: Collection[str] = ()
) -> str:
    """Return a small bar for each segment's share; a withheld one leaves a dash.

    Segments that are *unasked* have no share: they are hatched. Zero of many is told as such.
    """
    body = "".join(
        _unasked(i, segment) if segment in unasked else _segment_bar(i, segment, share)
        for i, (segment, share) in enumerate(shares)
    )
    return marks.frame(104, 7 * len(shares) + 1, title, body)


def _segment_bar(index: int, segment: str, share: Share | None) -> str:
    y, colour = 1.0 + index * 7, marks.SEGMENT_COLOURS.get(segment, marks.META)
    body = _sign(y, segment)
    if share is None:
        return body + marks.line((11, y + 2.5), (17, y + 2.5), colour=marks.META, width=0.8)
    length = share.value * 58
    if share.count:
        body += marks.box((11, y), length, 5, fill=colour, corner=0.5)
    told = f"{share.count}/{share.base}"
    return body + marks.text((14 + length, y + 4.9), told, size=6.4, fill=marks.SOFT)


def _unasked(index: int, segment: str) -> str:
    y = 1.0 + index * 7
    strokes = (marks.line((x, y + 5), (x + 4, y), colour=marks.META, width=0.6)
               for x in (11.0, 15.0, 19.0))  # fmt: skip
    return _sign(y, segment) + "".join(strokes)


def _sign(y: float, segment: str) -> str:
    sign = marks.segment_shape(segment)
    return f'<g transform="translate(0 {marks.n(y - 1)}) scale(.7)">{sign}</g>'


def _inside(x: float, count: int, colour: str) -> str:
    fill = "#fff" if colour in {marks.PAIN, marks.GOOD} else marks.INK
    return marks.text((x, 11), str(count), size=6.8, fill=fill, anchor="middle", weight=600)


def _side(score: Score) -> str:
    low, high = score.interval
    return marks.PAIN if high < 0 else marks.GOOD if low > 0 else marks.BRAND


def _diverging(points: int) -> list[str]:
    side = points // 2
    low = [marks.PAIN] + [marks.PAIN_SOFT] * (side - 1)
    high = [marks.GOOD_SOFT] * (side - 1) + [marks.GOOD]
    return low[:side] + [marks.NEUTRAL] * (points % 2) + high[-side:] if side else [marks.NEUTRAL]


def _steps(top: float) -> list[float]:
    step = 0.25 if top > 0.6 else 0.1 if top > 0.25 else 0.05
    return [step * index for index in range(int(top / step + 0.001) + 1)]


def _across(value: float, top: float, width: float) -> float:
    return min(1.0, value / top) * width


def _anchor(step: float, top: float) -> str:
    if step == 0:
        return "start"
    return "end" if step >= top - 0.001 else "middle"
