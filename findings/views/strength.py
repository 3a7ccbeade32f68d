"""How far a study's evidence carries: grades, segments compared, how full the picture is."""

import re
from collections.abc import Iterable

from flask import Blueprint
from flask_babel import gettext
from markupsafe import Markup

from accounts.guards import allowed, requires
from accounts.permissions import Action
from analysis.saturating import BASE, RUN, Saturation
from findings.board import Card, Eyes, card
from findings.charts.saturation import saturation_curve
from findings.contrasts import clear, compared
from findings.services.strength import weigh
from findings.tallies import Grade
from foundation.db import db
from foundation.web.display import digits, num, percent
from foundation.web.pages import page
from research.services import studies
from research.small_groups import Minimum

blueprint = Blueprint("strength", __name__, url_prefix="/studies/<slug>/strength")

#: The words of a chart's label, between its tags: numbers only.
LABEL = re.compile(r"(?<=>)[^<>]+(?=</text>)")


@blueprint.get("")
@requires(Action.SEE_THEMES)
def index(slug: str) -> str:
    """Show how far the evidence carries."""
    study = studies.find(db.session, slug)
    is_reader = not allowed(Action.EDIT_THEMES)
    minimum = Minimum(study.min_people, study.min_firms)
    strength = weigh(db.session, study, is_reader=is_reader)
    eyes = Eyes(minimum) if is_reader else Eyes()
    cards = {each.theme.id: card(each, eyes) for each in strength.counted}
    return page(
        "findings/strength/index.html",
        study=study,
        strength=strength,
        cards=cards,
        grades=_graded(cards.values()),
        clear=clear(strength.contrasts),
        compared=compared(strength.contrasts),
        is_reader=is_reader,
        draw=draw,
        run=RUN,
        base=BASE,
    )


def draw(saturation: Saturation, name: str, *, is_reader: bool) -> Markup:
    """Return the curve of a segment; readers see no single order, which tells of single people."""
    half = saturation.found((saturation.people + 1) // 2)
    title = gettext(
        "%(name)s: %(people)s people bring %(themes)s themes, half of them %(half)s on average",
        name=name,
        people=num(saturation.people),
        themes=num(saturation.themes),
        half=num(half, 1),
    )
    drawn = saturation_curve(
        saturation.mean,
        (saturation.low, saturation.high),
        title,
        heard=() if is_reader else saturation.heard,
        stops=_labelled(saturation),
    )
    return Markup(LABEL.sub(lambda label: digits(label[0]), drawn))  # noqa: S704  charts escape words


def _labelled(saturation: Saturation) -> list[tuple[str, int]]:
    """Return the stops with their thresholds; those at one place share a line."""
    labels: dict[int, str] = {}
    for stop in saturation.stops:
        if stop.typical:
            told = percent(stop.threshold).striptags()
            known = labels.get(stop.typical)
            labels[stop.typical] = f"{known}, {told}" if known else told
    return [(label, people) for people, label in labels.items()]


def _graded(cards: Iterable[Card]) -> dict[Grade, int]:
    counts = dict.fromkeys(Grade, 0)
    for each in cards:
        counts[Grade.THIN if each.is_signal else each.grade] += 1
    return counts
