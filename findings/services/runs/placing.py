"""Puts units into the themes a run found for them, and never touches a person's placing."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from analysis.corpus import Unit
from findings.models import AnalysisRun, Assignment, Evidence, Theme
from findings.services.counting import is_settled
from findings.services.proposals import Move, propose_moves


def place(
    session: Session,
    run: AnalysisRun,
    units: Sequence[tuple[Evidence, Unit]],
    themes: Mapping[str, Theme],
) -> int:
    """Assign each unit to its theme; return how many proposals the rest became.

    - A unit that a person has placed stays; one that a person has taken out of a theme, and one
      whose theme is locked, is not put there.
    - A unit that stands nowhere joins its themes as a suggestion.
    - A suggestion of an earlier run gives way, unless a person has judged the theme it is in:
      then the move is only proposed.
    """
    current = _current(session, run.study_id)
    moves = []
    for evidence, unit in units:
        placer = _Placer(session, run, evidence, current.get(evidence.id, []))
        keys = (unit.theme_id or "", *unit.further_themes)
        found = [themes[key] for key in keys if key in themes]
        move = placer.settle(found, unit.theme_score)
        if move:
            moves.append(move)
    session.flush()
    return propose_moves(session, run, moves)


class _Placer:
    """Decides on one unit."""

    def __init__(
        self, session: Session, run: AnalysisRun, evidence: Evidence, current: list[Assignment]
    ) -> None:
        self.session, self.run, self.evidence = session, run, evidence
        self.suggested = [each for each in current if each.state == "suggested"]
        self.is_decided = any(each.state in {"accepted", "locked"} for each in current)
        self.refused = {each.theme_id for each in current if each.state == "rejected"}

    def settle(self, found: Sequence[Theme], score: float) -> Move | None:
        """Put the unit into the themes found for it, the one that fits best first."""
        if self.is_decided:
            return None
        targets = list(dict.fromkeys(theme for theme in found if self.may_join(theme)))
        held = [each for each in self.suggested if _holds(each.theme)]
        if held and not any(each.theme in targets for each in self.suggested):
            return Move(held[0].theme, targets[0] if targets else None, self.evidence)
        for each in self.suggested:
            if each.theme not in targets and each not in held:
                self.session.delete(each)
        for theme in targets:
            self.suggest(theme, score)
        return None

    def may_join(self, theme: Theme) -> bool:
        stays = any(each.theme_id == theme.id for each in self.suggested)
        return theme.id not in self.refused and (stays or not theme.locked)

    def suggest(self, theme: Theme, score: float) -> None:
        """Renew the suggestion that stands already, or make it."""
        same = next((each for each in self.suggested if each.theme_id == theme.id), None)
        if same:
            same.score, same.run_id = round(score, 4), self.run.id
            return
        self.session.add(
            Assignment(
                evidence=self.evidence,
                theme=theme,
                origin="machine",
                state="suggested",
                score=round(score, 4),
                run_id=self.run.id,
            )
        )


def _holds(theme: Theme) -> bool:
    """Say whether the theme keeps its evidence until a person lets it go."""
    return is_settled(theme) and theme.status != "dropped"


def _current(session: Session, study_id: UUID) -> dict[UUID, list[Assignment]]:
    statement = (
        select(Assignment)
        .join(Evidence)
        .where(Evidence.study_id == study_id)
        .options(joinedload(Assignment.theme))
    )
    found: dict[UUID, list[Assignment]] = {}
    for each in session.scalars(statement):
        found.setdefault(each.evidence_id, []).append(each)
    return found
