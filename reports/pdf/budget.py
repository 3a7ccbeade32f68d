"""What fits on a stage's page: how many quotes, and whether its touchpoints get a table.

A page that runs over leaves a second one almost empty, so the parts are measured first, in
millimetres as the style sheet sets them. What does not fit is not lost: touchpoints shrink to a
line, further quotes stand in the register.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from reports.document.report import Quote, Stage, Theme
from reports.journey_map import lines

PAGE = 270.0
"""Height of a chapter's first page from its upper edge to the foot, with a line to spare."""
BAND = 70.0
TABLE_HEAD = 20.0
QUOTE_LETTERS = 52
LETTERS = 900
MOST_QUOTES = 6


@dataclass(frozen=True)
class Plan:
    """The quotes a stage's page shows, and whether it has room for the table of touchpoints."""

    quotes: tuple[Quote, ...]
    has_table: bool


def budget(stage: Stage) -> Plan:
    """Return what the page of *stage* holds; two quotes at least, where there are two."""
    used = BAND + 14 + _pains(stage) + _ratings(stage) + _box(stage.strengths)
    used += _box(stage.suggestions)
    room = PAGE - used
    quotes = chosen(in_turn(stage.pains) or in_turn(stage.strengths), LETTERS)
    while len(quotes) > 2 and height(quotes) > room:
        quotes = quotes[:-1]
    room -= height(quotes)
    table = TABLE_HEAD + 7.5 * len(stage.touchpoints)
    return Plan(tuple(quotes), has_table=bool(stage.touchpoints) and table <= room)


def chosen(quotes: Sequence[Quote], letters: int) -> list[Quote]:
    """Return the first quotes that stay within *letters* in all; one at least, six at most."""
    kept: list[Quote] = []
    for quote in quotes[:MOST_QUOTES]:
        letters -= len(quote.text) + len(quote.translation)
        if letters < 0 and kept:
            break
        kept.append(quote)
    return kept


def in_turn(themes: Sequence[Theme]) -> list[Quote]:
    """Return the themes' quotes, one of each theme in turn."""
    longest = max((len(theme.quotes) for theme in themes), default=0)
    return [theme.quotes[i] for i in range(longest) for theme in themes if i < len(theme.quotes)]


def height(quotes: Sequence[Quote]) -> float:
    """Return how much height quotes take in two columns, with their heading."""
    if not quotes:
        return 0.0
    each = [8.0 + 4.9 * lines(q.text, QUOTE_LETTERS) + 3.9 * _translation(q) for q in quotes]
    return 12.0 + max(sum(each) / 2, *each)


def _translation(quote: Quote) -> int:
    return lines(quote.translation, 66) if quote.translation else 0


def _pains(stage: Stage) -> float:
    if not stage.pains:
        return 0.0
    rows = sum(max(13.0, 9.0 + 4.0 * lines(pain.label, 46)) for pain in stage.pains)
    return TABLE_HEAD + 8.0 + rows


def _ratings(stage: Stage) -> float:
    if not stage.ratings:
        return 0.0
    return 17.0 + sum(4.0 + 3.8 * lines(rating.text, 42) for rating in stage.ratings)


def _box(themes: Sequence[Theme]) -> float:
    return 12.5 + sum(5.4 * lines(theme.label, 95) for theme in themes) if themes else 0.0
