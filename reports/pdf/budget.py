"""What fits on a stage's page, so that a stage is one page and no second one stands half empty.

The parts are measured before they are drawn, in millimetres as the style sheet sets them. What
does not fit is not lost: the ranking has every pain point, the register every quote, the tables
every rating, and touchpoints shrink to a line.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypedDict

from reports.document import answer, headlines
from reports.document.report import Document, Quote, Rating, Stage, Theme, settled_first
from reports.journey_map import lines

PAGE = 280.0
"""What the parts of a chapter's first page may take together, by the measures below.

They are on the safe side: a page of this sum ends a line before its foot.
"""
TALL_PAGE = 260.0
"""The same where a language's lines stand higher."""
ONE_PAGE = 248.0
"""Height between the margins of a page in portrait."""
BAND = 71.0
INTENT = 16.0
KEY_LETTERS = 79
"""Letters below the key number of the widest pain point, besides its name."""
NOTE = 11.5
"""Height of the four lines that say what the counts of the summary stand on, and leave out."""
LINK_LETTERS = 32
"""Letters of the words that lead to the page of strengths."""
TABLE_HEAD = 20.0
TOUCH_HEAD = 18.0
LINE = 4.7
TALL = {"th": 1.35, "fa": 1.35}
"""How much higher the lines of a language stand, by the style sheet."""
QUOTE_LETTERS = 52
LETTERS = 900
COUNT_LETTERS = 20
"""Letters behind a strength or request: of how many clients it is, and that it is proposed."""
MOST = 6
MOST_IN_BOX = 4
SHAPES = (
    (6, 6, 6), (6, 6, 4), (6, 4, 6), (6, 4, 4), (6, 4, 3), (5, 5, 5), (5, 4, 4), (5, 4, 3),
    (5, 3, 3), (4, 4, 4), (4, 4, 3), (4, 3, 3), (4, 2, 3),
)  # fmt: skip
"""Pains, quotes and ratings a page may hold, the fullest first."""
LEAN_BOX = 2
LEAN_SHAPES = (
    (5, 4, 3), (4, 4, 3), (4, 4, 2), (4, 3, 2), (4, 2, 2), (4, 4, 1), (4, 3, 1), (4, 2, 1),
    (3, 2, 2), (3, 2, 1), (4, 4, 0), (4, 2, 0), (3, 2, 0), (2, 2, 0),
)  # fmt: skip
"""The same where the boxes of strengths and requests give up entries for pains and quotes.

The most answered rating, from which the stage's feeling comes, stays before a third quote.
"""


@dataclass(frozen=True)
class Plan:
    """What a page shows, and whether its touchpoints get a table.

    Of strengths and requests, which stand in boxes beside each other, some are left out of a box
    that *is_cut*.
    """

    pains: tuple[Theme, ...]
    quotes: tuple[Quote, ...]
    ratings: tuple[Rating, ...]
    strengths: tuple[Theme, ...]
    suggestions: tuple[Theme, ...]
    has_table: bool = False
    is_cut: bool = False


class Boxes(TypedDict):
    """The part of a plan that stands in its boxes, and whether it leaves out some of it."""

    strengths: tuple[Theme, ...]
    suggestions: tuple[Theme, ...]
    is_cut: bool


def budget(stage: Stage, language: str = "en") -> Plan:
    """Return what the page of *stage* holds in *language*: the fullest of the plans that fit."""
    room = TALL_PAGE if language in TALL else PAGE
    plans = list(_plans(stage))
    plan = next((one for one in plans if used(one) <= room), plans[-1])
    longer = [replace(plan, **_boxes(stage, box)) for box in range(MOST, LEAN_BOX, -1)]
    plan = next((one for one in longer if used(one) <= room), plan)
    table = TOUCH_HEAD + sum(3.0 + 3.8 * _touchpoint_lines(stage, i) for i in _points(stage))
    table -= LINE  # which names the touchpoints where there is no table
    return replace(plan, has_table=bool(stage.touchpoints) and used(plan) + table <= room)


def used(plan: Plan) -> float:
    """Return the height a plan takes, in millimetres from the page's upper edge."""
    parts = _pains(plan.pains), height(plan.quotes), _ratings(plan.ratings)
    return BAND + INTENT + sum(parts) + _both(plan)


def chosen(quotes: Sequence[Quote], letters: int) -> list[Quote]:
    """Return the first quotes that stay within *letters* in all; one at least, six at most."""
    kept: list[Quote] = []
    for quote in quotes[:MOST]:
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
    return 12.0 + max(sum(each) / 2 + max(each) / 4, *each)


def praise(document: Document) -> list[Quote]:
    """Return the quotes of praise that the page of strengths has room for; none is the least."""
    lists = _listed(document, document.strengths) + _listed(document, document.suggestions)
    told = 5.9 * len(answer.praise_untold(document))
    room = ONE_PAGE - 21 - told - 9.4 * lines(str(headlines.strengths(document)), 48) - lists
    quotes = chosen(in_turn(document.strengths), LETTERS)
    tall = 0.8 * TALL.get(document.language, 1.0)  # nothing but the foot stands below them
    fewer = (quotes[:n] for n in range(len(quotes), 0, -1))
    return next((some for some in fewer if tall * height(some) <= room), [])


def _listed(document: Document, themes: Sequence[Theme]) -> float:
    names = {stage.number: stage.name for stage in document.stages}
    rows = [max(lines(_marked(theme), 66), lines(names[theme.stage], 14)) for theme in themes]
    return 25.9 + sum(1.3 + 3.8 * row for row in rows) if rows else 0.0


def _marked(theme: Theme) -> str:
    marks = (not theme.approved) * " proposed" + (not theme.is_settled) * ", uncertain"
    return theme.label + marks


@dataclass(frozen=True)
class Summary:
    """How many pains, strengths and wishes the summary lists, and how high its curve is drawn."""

    pains: int
    others: int
    curve: int = 150


def summary(document: Document) -> Summary:
    """Return what the one-page answer of *document* holds, however long its headings are."""
    is_tall = document.language in TALL
    curve, room = (110, ONE_PAGE / 1.05) if is_tall else (150, ONE_PAGE + 1)
    counts = ((5, 3), (5, 2), (4, 3), (4, 2), (3, 2), (3, 1), (2, 1))
    shapes = [Summary(*shape, curve) for shape in counts]
    return next((s for s in shapes if _summary(document, s) <= room), shapes[-1])


def _summary(document: Document, shape: Summary) -> float:
    title = lines(str(headlines.summary(document)), 48)
    lead = lines(" ".join(map(str, headlines.summary_lead(document))), 84)
    pains = answer.named(document.pains)
    widest = max(pains, key=lambda pain: pain.reach.value, default=None)
    key = lines("x" * KEY_LETTERS + widest.label, 28) if widest else 3
    ranked = sum(8.6 + 3.8 * (lines(t.label, 48) - 1) for t in pains[: shape.pains])
    boxes = max(
        (sum(5.6 * lines(t.label, 38) for t in answer.named(themes)[: shape.others])
         for themes in (document.kept, document.suggestions)), default=0.0,
    )  # fmt: skip
    kept = 5.6 * len(answer.named(document.kept)[: shape.others])
    boxes = max(
        boxes,
        *(4.8 * lines(str(each), 40) for each in answer.wishes_untold(document)),
        *(
            kept + 4.8 * lines(str(each) + LINK_LETTERS * "x", 40)
            for each in answer.praise_untold(document)
        ),
        0.0,
    )
    curve = 24.4 + 0.2375 * shape.curve if document.felt else 0.0
    head = 6 + 9.4 * title + 5.9 * lead + 19.6 + 3.85 * key
    return head + curve + 20 + ranked + 17 + boxes + NOTE


def _plans(stage: Stage) -> Iterator[Plan]:
    """Yield ever leaner plans; a page keeps some of each kind before more of one."""
    for shape in SHAPES:
        yield _plan(stage, shape, MOST_IN_BOX)
    for shape in LEAN_SHAPES:
        yield _plan(stage, shape, LEAN_BOX)


def _plan(stage: Stage, shape: tuple[int, int, int], box: int) -> Plan:
    pains, most_quotes, most_ratings = shape
    shown = stage.pains[:pains]
    quotes = chosen(in_turn(shown) or in_turn(stage.strengths), LETTERS)
    return Plan(
        pains=shown,
        quotes=tuple(quotes[:most_quotes]),
        ratings=stage.ratings[:most_ratings],
        **_boxes(stage, box),
    )


def _boxes(stage: Stage, most: int) -> Boxes:
    praised = settled_first(stage.strengths)
    return {
        "strengths": praised[:most],
        "suggestions": stage.suggestions[:most],
        "is_cut": most < max(len(praised), len(stage.suggestions)),
    }


def _points(stage: Stage) -> range:
    return range(len(stage.touchpoints))


def _touchpoint_lines(stage: Stage, index: int) -> int:
    point = stage.touchpoints[index]
    cells = ((point.name, 24), (point.channel, 14), (point.outcome, 44), (point.metric, 40))
    return max(lines(text, letters) for text, letters in cells)


def _translation(quote: Quote) -> int:
    return lines(quote.translation, 66) if quote.translation else 0


def _pains(pains: Sequence[Theme]) -> float:
    if not pains:
        return 0.0
    rows = sum(max(12.9, 9.0 + 4.0 * lines(pain.label, 46)) for pain in pains)
    return TABLE_HEAD + 15.0 + rows


def _ratings(ratings: Sequence[Rating]) -> float:
    if not ratings:
        return 0.0
    ends = sum(1.6 for rating in ratings if rating.ends)  # partly beside the bars' own height
    return 20.5 + ends + sum(5.2 + 3.8 * lines(rating.text, 42) for rating in ratings)


def _both(plan: Plan) -> float:
    """Return the height of the boxes: beside each other where there are two."""
    letters = 38 if plan.strengths and plan.suggestions else 95
    boxes = (_box(themes, letters) for themes in (plan.strengths, plan.suggestions))
    return max(boxes) + 4.8 * plan.is_cut


def _box(themes: Sequence[Theme], letters: int) -> float:
    told = (theme.label + COUNT_LETTERS * "x" for theme in themes)
    return 12.5 + sum(0.8 + 4.7 * lines(text, letters) for text in told) if themes else 0.0
