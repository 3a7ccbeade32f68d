"""Goes to another cut: what nobody has judged changes, what somebody has is offered a change."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from accounts.models import User
from findings.models import AnalysisRun, Assignment, Evidence, Grain, Theme
from findings.services.grains.changes import Change, changes, offers
from findings.services.grains.standing import Hierarchy, load
from findings.services.latest import last_run
from findings.services.proposals import offer, take_back
from findings.services.themes import free_slug, note
from foundation.db import begin_write
from foundation.errors import Conflict, Invalid
from foundation.languages import DEFAULT
from research.models.study import Study

OFFERED = ("join", "part")


class _Place(NamedTuple):
    """The hierarchy, and the run it comes from."""

    hierarchy: Hierarchy
    run: AnalysisRun


def go_to(session: Session, study: Study, position: int, *, actor: User | None) -> list[Change]:
    """Go to a cut; return what changed and what is offered.

    Texts that the analysis put into a theme nobody has judged move with their grain, under the
    same score; what a person placed, took out or judged stays. Going back puts all back.
    """
    begin_write(session, f"themes:{study.id}")
    hierarchy, run = _found(session, study, position)
    told = changes(hierarchy, position)
    themes = _Themes(session, hierarchy, actor)
    _move(session, study, hierarchy, hierarchy.owners(position), themes)
    run.cut = None if position == hierarchy.found else position
    for change in told:
        if not change.offered:
            themes.tell(change)
    _offer(session, run, offers(hierarchy, position), themes.made)
    session.flush()
    return told


def _found(session: Session, study: Study, position: int) -> _Place:
    hierarchy, run = load(session, study.id), last_run(session, study.id)
    if hierarchy is None or run is None:
        raise Conflict("Run the analysis first: only then there are themes to join or to part.")
    fewest, most = hierarchy.ends
    if not fewest <= position <= most:
        raise Invalid(
            "position",
            "Choose a step from %(fewest)s to %(most)s.",
            fewest=fewest,
            most=most,
        )
    return _Place(hierarchy, run)


def _move(
    session: Session,
    study: Study,
    hierarchy: Hierarchy,
    own: Mapping[str, str],
    themes: "_Themes",
) -> None:
    taken = _taken(session, study)
    free = {theme.id for key, theme in hierarchy.themes.items() if key not in hierarchy.kept}
    statement = (
        select(Assignment)
        .join(Evidence)
        .where(Evidence.study_id == study.id, Assignment.state == "suggested")
        .options(joinedload(Assignment.evidence))
        .order_by(Evidence.source_key, Evidence.start)
    )
    for each in session.scalars(statement).all():
        key = own.get(each.evidence.grain)
        if key is None or key in hierarchy.kept or each.theme_id not in free:
            continue
        target = themes.of(key)
        if target.id != each.theme_id and (each.evidence_id, target.id) not in taken:
            each.theme = target


def _taken(session: Session, study: Study) -> set[tuple[UUID, UUID]]:
    """Return which units have been in which theme, or were taken out of it by a person."""
    statement = (
        select(Assignment.evidence_id, Assignment.theme_id)
        .join(Evidence)
        .where(Evidence.study_id == study.id)
    )
    return {(evidence_id, theme_id) for evidence_id, theme_id in session.execute(statement)}


class _Themes:
    """The themes of grains, made when they are first needed."""

    def __init__(self, session: Session, hierarchy: Hierarchy, actor: User | None) -> None:
        self.session, self.hierarchy, self.actor = session, hierarchy, actor
        self.made = dict(hierarchy.themes)

    def of(self, key: str) -> Theme:
        if key not in self.made:
            self.made[key] = self._make(self.hierarchy.rows[key])
        return self.made[key]

    def tell(self, change: Change) -> None:
        """Leave an event on both themes."""
        part, whole = self.of(change.part), self.of(change.whole)
        ours, theirs = ("parted", "gave") if change.is_finer else ("joined", "took")
        note(self.session, part, ours, self.actor, _about(whole, change))
        note(self.session, whole, theirs, self.actor, _about(part, change))

    def _make(self, grain: Grain) -> Theme:
        label = str(grain.labels.get(DEFAULT) or next(iter(grain.labels.values()), grain.key))[:200]
        # Addresses are seen by everybody: words that somebody said do not belong there.
        address = label if grain.library_id else grain.kind
        theme = Theme(
            study_id=grain.study_id,
            slug=free_slug(self.session, grain.study_id, address),
            label=label,
            labels=dict(grain.labels),
            kind=grain.kind,
            keywords=dict(grain.keywords),
            stage=grain.stage,
            stage_scores=dict(grain.stage_scores),
            library_id=grain.library_id,
        )
        self.session.add(theme)
        self.session.flush()
        grain.theme_id = theme.id
        note(self.session, theme, "created", None, {"label": [None, label]})
        return theme


def _about(theme: Theme, change: Change) -> dict[str, object]:
    return {"theme": str(theme.id), "label": theme.label, "count": change.count}


def _offer(
    session: Session, run: AnalysisRun, offered: Iterable[Change], themes: Mapping[str, Theme]
) -> None:
    take_back(session, run.study_id, OFFERED)
    for change in offered:
        whole = themes[change.whole]
        if change.is_finer:
            offer(session, run, whole, "part", {"grain": change.part, "count": change.count})
        else:
            offer(session, run, themes[change.part], "join", {"to": str(whole.id)})
