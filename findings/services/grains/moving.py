"""Goes to another cut: what nobody has judged changes, what somebody has is offered a change."""

from collections.abc import Iterable, Mapping, Sequence
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
    # What was read before the lock may have been changed by whoever held it.
    session.flush()
    session.expire_all()
    hierarchy, run = _found(session, study, position)
    told = changes(hierarchy, position)
    themes = _Themes(session, hierarchy, actor)
    _move(session, run.study_id, hierarchy, position, themes=themes)
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
    session: Session, study_id: UUID, hierarchy: Hierarchy, position: int, *, themes: "_Themes"
) -> None:
    """Let each text the analysis placed go where its grain goes.

    A text in several themes goes with its own grain from one of them; its place in another goes
    with that one. Two of its places never become one.
    """
    now, then = hierarchy.everywhere(hierarchy.position), hierarchy.everywhere(position)
    free = {
        theme.id: key
        for key, theme in hierarchy.themes.items()
        if key not in hierarchy.kept and now[key] == key
    }
    places = _places(session, study_id)
    taken = {(each.evidence_id, each.theme_id) for each in places}
    for each in places:
        standing = free.get(each.theme_id)
        if standing is None or each.state != "suggested":
            continue
        own = each.evidence.grain
        target = then[own if now.get(own) == standing else standing]
        if target in hierarchy.kept:
            continue
        theme = themes.of(target)
        if theme.id != each.theme_id and (each.evidence_id, theme.id) not in taken:
            taken.add((each.evidence_id, theme.id))
            each.theme = theme


def _places(session: Session, study_id: UUID) -> Sequence[Assignment]:
    statement = (
        select(Assignment)
        .join(Evidence)
        .where(Evidence.study_id == study_id)
        .options(joinedload(Assignment.evidence))
        .order_by(Evidence.source_key, Evidence.start, Assignment.id)
    )
    return session.scalars(statement).all()


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
