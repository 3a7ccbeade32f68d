"""Recognises the themes a run found among those that stand, so that ids and names last."""

import uuid
from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from analysis.corpus import ThemeFound, Unit
from findings.models import Assignment, Evidence, Theme
from findings.services.counting import is_settled
from findings.services.voices import LIVING

Units = Sequence[tuple[Evidence, Unit]]


def recognise(
    session: Session, study_id: uuid.UUID, found: Sequence[ThemeFound], units: Units
) -> dict[str, Theme]:
    """Return the standing theme of each theme found, by the id the analysis gave it.

    A theme that the analysis knew keeps its id; one that is the same known pain of the library is
    the same theme, dropped or not; and of those nobody has judged, one that shares at least half
    of the smaller one's evidence, the closest pair first (Jaccard 1912), each theme once. What
    was merged is the theme it was merged into. New themes are left out.
    """
    there = list(session.scalars(select(Theme).where(Theme.study_id == study_id)))
    by_id = {str(theme.id): theme for theme in there}
    by_pain = {(theme.library_id, theme.kind): theme for theme in there if theme.library_id}
    known = {
        each.id: _survivor(theme, by_id)
        for each in found
        if (theme := by_id.get(each.id) or by_pain.get((each.library_id or "", each.kind)))
    }
    taken = {theme.id for theme in known.values()}
    free = [t for t in there if not (t.id in taken or is_settled(t) or t.merged_into_id)]
    strangers = [each for each in found if each.id not in known]
    return known | _by_evidence(strangers, free, units, _placed(session, study_id))


def _survivor(theme: Theme, by_id: dict[str, Theme]) -> Theme:
    """Follow merges to the theme that stands."""
    while theme.merged_into_id:
        theme = by_id[str(theme.merged_into_id)]
    return theme


def _by_evidence(
    found: Iterable[ThemeFound],
    free: Iterable[Theme],
    units: Units,
    placed: dict[uuid.UUID, set[uuid.UUID]],
) -> dict[str, Theme]:
    members: dict[str, set[uuid.UUID]] = {}
    for evidence, unit in units:
        for key in (unit.theme_id or "", *unit.further_themes):
            members.setdefault(key, set()).add(evidence.id)
    pairs = [
        (-len(shared) / len(members[each.id] | placed[theme.id]), each.id, theme.slug, theme)
        for each in found
        for theme in free
        if theme.kind == each.kind
        and (shared := members.get(each.id, set()) & placed.get(theme.id, set()))
        and 2 * len(shared) >= min(len(members[each.id]), len(placed[theme.id]))
    ]
    recognised: dict[str, Theme] = {}
    for _, key, _, theme in sorted(pairs, key=lambda pair: pair[:3]):
        if key not in recognised and theme not in recognised.values():
            recognised[key] = theme
    return recognised


def _placed(session: Session, study_id: uuid.UUID) -> dict[uuid.UUID, set[uuid.UUID]]:
    """Return the units of each theme as they stand."""
    statement = (
        select(Assignment.theme_id, Assignment.evidence_id)
        .join(Theme, Assignment.theme_id == Theme.id)
        .where(Theme.study_id == study_id, Assignment.state.in_(LIVING))
    )
    found: dict[uuid.UUID, set[uuid.UUID]] = {}
    for theme_id, evidence_id in session.execute(statement):
        found.setdefault(theme_id, set()).add(evidence_id)
    return found
