"""What a run would change about themes that people have judged: offered, never done."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from accounts.models import User
from findings.models import AnalysisRun, Evidence, Proposal, Theme
from findings.services import evidence as units
from findings.services.merging import merge
from findings.services.parting import part
from findings.services.themes import move_stage
from foundation.errors import Conflict, NotFound

Payload = dict[str, object]


@dataclass(frozen=True)
class Move:
    """A unit that the run would take from one theme to another, or to none."""

    origin: Theme
    target: Theme | None
    evidence: Evidence


def close_open(session: Session, study_id: uuid.UUID) -> None:
    """Take back the proposals nobody has decided on: a newer run speaks."""
    session.execute(delete(Proposal).where(Proposal.study_id == study_id, Proposal.state == "open"))


def propose_stage(session: Session, run: AnalysisRun, theme: Theme, stage: str) -> None:
    """Offer another home stage, unless a person chose the present one or declined this before."""
    if theme.stage_locked or theme.locked or theme.status == "dropped":
        return
    if stage not in {each.payload["to"] for each in _declined(session, theme, "stage")}:
        _add(session, run, theme, "stage", {"from": theme.stage, "to": stage})


def propose_moves(session: Session, run: AnalysisRun, moves: Iterable[Move]) -> int:
    """Offer moves, together for each pair of themes; return the number of proposals.

    A move that was declined before, and one out of a locked theme, is not offered.
    """
    pairs: dict[tuple[uuid.UUID, uuid.UUID | None], list[Move]] = {}
    for move in moves:
        if not move.origin.locked:
            key = (move.origin.id, move.target.id if move.target else None)
            pairs.setdefault(key, []).append(move)
    return sum(_propose_pair(session, run, of) for of in pairs.values())


def offer(session: Session, run: AnalysisRun, theme: Theme, kind: str, payload: Payload) -> None:
    """Offer a change of the hierarchy, unless the same was declined before.

    `join` lets the theme of the id `to` take this one in; `part` lets the texts of the grain
    `grain` stand by themselves.
    """
    if payload not in [each.payload for each in _declined(session, theme, kind)]:
        _add(session, run, theme, kind, payload)


def take_back(session: Session, study_id: uuid.UUID, kinds: Collection[str]) -> None:
    """Take back the open proposals of these kinds."""
    session.execute(
        delete(Proposal).where(
            Proposal.study_id == study_id, Proposal.state == "open", Proposal.kind.in_(kinds)
        )
    )


def list_open(session: Session, study_id: uuid.UUID) -> list[tuple[Proposal, Theme, Theme | None]]:
    """Return the open proposals, each with its theme and the theme it moves to, if any."""
    statement = (
        select(Proposal, Theme)
        .join(Theme, Proposal.theme_id == Theme.id)
        .where(Proposal.study_id == study_id, Proposal.state == "open")
        .order_by(Theme.label, Proposal.kind, Proposal.id)
    )
    return [
        (proposal, theme, _target(session, proposal))
        for proposal, theme in session.execute(statement)
    ]


def find_proposal(session: Session, study_id: uuid.UUID, proposal_id: uuid.UUID) -> Proposal:
    """Return an open proposal; raises `NotFound`, or `Conflict` when it is decided already."""
    proposal = session.get(Proposal, proposal_id)
    if proposal is None or proposal.study_id != study_id:
        raise NotFound("This proposal is gone: a newer run has taken its place.")
    if proposal.state != "open":
        raise Conflict("This proposal is decided already.")
    return proposal


def accept(session: Session, proposal: Proposal, *, actor: User | None) -> None:
    """Do what the proposal offers."""
    theme = session.get_one(Theme, proposal.theme_id)
    if proposal.kind == "stage":
        move_stage(session, theme, stage=proposal.payload["to"], rev=theme.rev, actor=actor)
    elif proposal.kind == "join":
        _do_join(session, proposal, theme, actor)
    elif proposal.kind == "part":
        part(session, theme, proposal.payload["grain"], actor=actor)
    else:
        _do_move(session, proposal, theme, actor)
    proposal.state = "accepted"


def decline(proposal: Proposal) -> None:
    """Leave everything as it is; the same is not offered again."""
    proposal.state = "declined"


def _do_join(session: Session, proposal: Proposal, theme: Theme, actor: User | None) -> None:
    target = _target(session, proposal)
    if target is None:
        raise NotFound("The theme to join is not there any more. Run the analysis again.")
    merge(session, theme, into=target, rev=theme.rev, actor=actor)


def _do_move(session: Session, proposal: Proposal, theme: Theme, actor: User | None) -> None:
    ids = [uuid.UUID(key) for key in proposal.payload["evidence"]]
    chosen = units.find_units(session, theme.study_id, ids)
    target = _target(session, proposal)
    if target:
        units.move(session, chosen, theme, target, actor=actor)
    else:
        units.reject(session, chosen, theme, actor=actor)


def _propose_pair(session: Session, run: AnalysisRun, moves: list[Move]) -> int:
    first = moves[0]
    to = str(first.target.id) if first.target else None
    declined = {
        key
        for each in _declined(session, first.origin, "move")
        if each.payload["to"] == to
        for key in each.payload["evidence"]
    }
    offered = [str(move.evidence.id) for move in moves if str(move.evidence.id) not in declined]
    if offered:
        _add(session, run, first.origin, "move", {"to": to, "evidence": offered})
    return bool(offered)


def _add(session: Session, run: AnalysisRun, theme: Theme, kind: str, payload: Payload) -> None:
    session.add(
        Proposal(
            study_id=run.study_id, run_id=run.id, theme_id=theme.id, kind=kind, payload=payload
        )
    )


def _declined(session: Session, theme: Theme, kind: str) -> list[Proposal]:
    statement = select(Proposal).where(
        Proposal.theme_id == theme.id, Proposal.kind == kind, Proposal.state == "declined"
    )
    return list(session.scalars(statement))


def _target(session: Session, proposal: Proposal) -> Theme | None:
    to = proposal.payload.get("to") if proposal.kind in {"move", "join"} else None
    return session.get(Theme, uuid.UUID(to)) if to else None
