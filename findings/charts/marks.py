"""The elements of every chart, and the colours they share with the interface.

Styles are presentation attributes, since neither the PDF nor a page's content policy takes any
other. Lengths are user units of the view box; every element is a string.
"""

from collections.abc import Sequence
from html import escape
from itertools import pairwise

from surveys.results import half_up

INK, SOFT, META, LINE = "#15222b", "#46545d", "#5d6b74", "#dce3e5"
BRAND, DEEP = "#0b5563", "#083f4a"
PAIN, GOOD, MOMENT, WARN, MARK = "#a8341b", "#2b6a3c", "#6a3d78", "#8a5a00", "#ffc94d"
PAIN_SOFT, GOOD_SOFT, NEUTRAL = "#dd9c8b", "#93bd9e", "#e3e6e4"
SEGMENT_COLOURS = {"current": BRAND, "lost": PAIN, "former": MOMENT, "prospect": WARN}
FACE = "Inter, 'IBM Plex Sans Arabic', 'Segoe UI', Roboto, sans-serif"

Point = tuple[float, float]


def frame(width: float, height: float, title: str, body: str) -> str:
    """Return an image of *width* by *height* that says *title*; decoration when it is empty.

    Its labels are numbers, which run from the left on pages of either direction.

    The title is the first child: the only place both a PDF and a page read it from.
    """
    told = f"<title>{escape(title)}</title>" if title else ""
    role = 'role="img"' if title else 'aria-hidden="true"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {n(width)} {n(height)}" '
        f'width="100%" direction="ltr" {role}>{told}{body}</svg>'
    )


def text(
    at: Point, words: str, *, size: float, fill: str, anchor: str = "start", weight: int = 400
) -> str:
    """Return a short label; digits, signs and Latin letters only, since none is shaped in a PDF."""
    return (
        f'<text x="{n(at[0])}" y="{n(at[1])}" font-size="{n(size)}" fill="{fill}" '
        f'text-anchor="{anchor}" font-weight="{weight}" font-family="{FACE}">{escape(words)}</text>'
    )


def line(
    start: Point, end: Point, *, colour: str = LINE, width: float = 0.6, dash: str = ""
) -> str:
    """Return a straight line, dashed where *dash* says how."""
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    ends = f'x1="{n(start[0])}" y1="{n(start[1])}" x2="{n(end[0])}" y2="{n(end[1])}"'
    return f'<line {ends} stroke="{colour}" stroke-width="{n(width)}"{dashed}/>'


def box(at: Point, width: float, height: float, *, fill: str, corner: float = 0) -> str:
    """Return a filled rectangle with its top left corner *at* a point."""
    corners = f' rx="{n(corner)}"' if corner else ""
    size = f'width="{n(max(0.0, width))}" height="{n(height)}"'
    return f'<rect x="{n(at[0])}" y="{n(at[1])}" {size} fill="{fill}"{corners}/>'


def disc(at: Point, radius: float, *, fill: str, stroke: str, width: float = 0.9) -> str:
    """Return a circle with its outline."""
    return (
        f'<circle cx="{n(at[0])}" cy="{n(at[1])}" r="{n(radius)}" fill="{fill}" '
        f'stroke="{stroke}" stroke-width="{n(width)}"/>'
    )


def path(way: str, *, colour: str, width: float, opacity: float = 1.0) -> str:
    """Return an open line along *way*."""
    faint = f' stroke-opacity="{opacity:.2f}"' if opacity < 1 else ""
    return f'<path d="{way}" fill="none" stroke="{colour}" stroke-width="{n(width)}"{faint}/>'


def smooth(points: Sequence[Point], bend: float = 0.42) -> str:
    """Return a way through *points* that leaves and meets each of them level."""
    way = f"M{n(points[0][0])},{n(points[0][1])}"
    for (x1, y1), (x2, y2) in pairwise(points):
        pull = (x2 - x1) * bend
        way += f"C{n(x1 + pull)},{n(y1)} {n(x2 - pull)},{n(y2)} {n(x2)},{n(y2)}"
    return way


def segment_shape(segment: str) -> str:
    """Return a segment's sign in a 10 by 10 field: disc, ring, square, hollow square."""
    colour = SEGMENT_COLOURS.get(segment, META)
    shapes = {
        "current": f'<circle cx="5" cy="5" r="4" fill="{colour}"/>',
        "lost": f'<circle cx="5" cy="5" r="3.2" fill="#fff" stroke="{colour}" stroke-width="1.7"/>',
        "former": f'<rect x="1.4" y="1.4" width="7.2" height="7.2" fill="{colour}"/>',
    }
    hollow = f'<rect x="2" y="2" width="6" height="6" fill="#fff" stroke="{colour}"'
    return shapes.get(segment, f'{hollow} stroke-width="1.6"/>')


def n(value: float) -> str:
    """Return a coordinate with one decimal at most."""
    return f"{value:.1f}".removesuffix(".0")


def signed(value: float) -> str:
    """Return *value* with one decimal, its sign and a true minus."""
    rounded = half_up(value, 1)
    return "0.0" if rounded == 0 else f"{rounded:+.1f}".replace("-", "−")
