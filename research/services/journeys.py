"""The journey a study stands on: edited until it is in force, then only copied."""

import re
import unicodedata
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from foundation.clock import now
from foundation.errors import Conflict, Invalid, NotFound
from foundation.texts import Phrase, msgid, one_line
from research.journey_presets import PLACES, PRESETS, STAGES_MOST, Model
from research.models.journey import JourneyModel, Stage, Touchpoint
from research.models.study import Study
from research.services.steps import Step, StepState, overview_step

STAGE_TEXTS = {"name": 120, "description": 2_000, "decision": 200}
TOUCHPOINT_TEXTS = {
    "name": 120, "channel": 80, "owner_team": 80, "desired_outcome": 200, "metric": 120,
}  # fmt: skip

Placed = TypeVar("Placed", Stage, Touchpoint)


def newest(session: Session, study: Study) -> JourneyModel:
    """Return the study's newest journey, which may still be in the making."""
    statement = (
        select(JourneyModel)
        .where(JourneyModel.study_id == study.id)
        .order_by(JourneyModel.version.desc())
        .limit(1)
    )
    journey = session.scalar(statement)
    if journey is None:
        raise NotFound("The study has no journey model.")
    return journey


def in_force(session: Session, study: Study) -> JourneyModel:
    """Return the journey that results stand on: the newest published one, else the newest."""
    statement = (
        select(JourneyModel)
        .where(JourneyModel.study_id == study.id, JourneyModel.published_at.is_not(None))
        .order_by(JourneyModel.version.desc())
        .limit(1)
    )
    return session.scalar(statement) or newest(session, study)


def list_versions(session: Session, study: Study) -> Sequence[JourneyModel]:
    """Return every version of the study's journey, newest first."""
    statement = (
        select(JourneyModel)
        .where(JourneyModel.study_id == study.id)
        .order_by(JourneyModel.version.desc())
    )
    return session.scalars(statement).all()


def from_eight(journey: JourneyModel) -> Mapping[str, str]:
    """Where each of the eight standard stages falls in this journey; those it lost are left out."""
    keys = {stage.key for stage in journey.stages}
    table = PRESETS[journey.preset].from_eight if journey.preset in PRESETS else {}
    own = {key: key for key in keys if key in PRESETS["eight-stage"].from_eight}
    return own | {eighth: key for eighth, key in table.items() if key in keys}


def install(session: Session, study: Study, model: Model) -> JourneyModel:
    """Give the study a journey made from a model value, in place of one not yet in force."""
    versions = list_versions(session, study)
    number = versions[0].version if versions else 1
    if versions:
        _check_editable(versions[0])
        session.delete(versions[0])
        session.flush()
    preset = model.key if model.key in PRESETS else ""
    name = one_line(model.name)
    journey = JourneyModel(study_id=study.id, version=number, name=name, preset=preset)
    journey.stages = [_stage(position, each) for position, each in enumerate(model.stages)]
    session.add(journey)
    session.flush()
    return journey


def _stage(position: int, stage: Any) -> Stage:
    made = Stage(
        position=position,
        key=stage.key,
        name=one_line(stage.name),
        names={code: one_line(name) for code, name in stage.names.items()},
        description=stage.description,
        seeds=list(stage.seed_words),
        outcomes=[
            {**asdict(outcome), "name": one_line(outcome.name)} for outcome in stage.outcomes
        ],
        decision_point=bool(stage.decision_point),
        decision=stage.decision_point[:200],
    )
    made.touchpoints = [
        Touchpoint(
            position=place,
            name=one_line(each.name),
            channel=one_line(each.channel),
            place=each.place,
            owner_team=one_line(each.owner),
            desired_outcome=one_line(each.desired_outcome),
            metric=one_line(each.metric),
            moves_kpi=each.moves_kpi,
        )
        for place, each in enumerate(stage.touchpoints)
    ]
    return made


def publish(session: Session, study: Study) -> JourneyModel:
    """Put the newest version in force; from then on it never changes."""
    journey = newest(session, study)
    if journey.published_at is None:
        if len(journey.stages) < 2:
            raise Conflict("A journey needs at least two stages.")
        journey.published_at = now()
        session.flush()
    return journey


def new_version(session: Session, study: Study) -> JourneyModel:
    """Copy the newest journey into a next version that may be edited."""
    old = newest(session, study)
    if old.published_at is None:
        raise Conflict(
            "Version %(version)s is not in force yet: edit that one.", version=old.version
        )
    return copy(session, old, study, version=old.version + 1)


def copy(session: Session, old: JourneyModel, study: Study, *, version: int) -> JourneyModel:
    """Copy a journey with its stages and touchpoints into a study."""
    journey = JourneyModel(study_id=study.id, version=version, name=old.name, preset=old.preset)
    journey.stages = [_copied_stage(stage) for stage in old.stages]
    session.add(journey)
    session.flush()
    return journey


def _copied_stage(stage: Stage) -> Stage:
    names = ("position", "key", "name", "description", "decision_point", "decision")
    made = Stage(**{name: getattr(stage, name) for name in names})
    made.names, made.seeds = dict(stage.names), list(stage.seeds)
    made.outcomes = [dict(outcome) for outcome in stage.outcomes]
    kept = ("position", "place", "moves_kpi", *TOUCHPOINT_TEXTS)
    made.touchpoints = [
        Touchpoint(**{name: getattr(point, name) for name in kept}) for point in stage.touchpoints
    ]
    return made


def find_stage(journey: JourneyModel, key: str) -> Stage:
    """Return the journey's stage of that key."""
    for stage in journey.stages:
        if stage.key == key:
            return stage
    raise NotFound("There is no stage “%(key)s”.", key=key)


def add_stage(session: Session, journey: JourneyModel, **values: Any) -> Stage:
    """Add a stage at the end; its key is made from its name and never changes."""
    _check_editable(journey)
    if len(journey.stages) >= STAGES_MOST:
        raise Conflict("A journey has at most %(most)s stages.", most=STAGES_MOST)
    taken = {stage.key for stage in journey.stages}
    clean = _texts(values, STAGE_TEXTS)
    stage = Stage(
        key=_key(clean["name"], taken), position=len(journey.stages), seeds=[], outcomes=[]
    )
    journey.stages.append(stage)
    _fill_stage(stage, clean, values)
    session.flush()
    return stage


def change_stage(session: Session, stage: Stage, **values: Any) -> None:
    """Change a stage's name, description, decision, names in other languages, seeds, outcomes."""
    _check_editable(stage.journey)
    _fill_stage(stage, _texts(values, STAGE_TEXTS), values)
    session.flush()


def _fill_stage(stage: Stage, clean: Mapping[str, str], values: Mapping[str, Any]) -> None:
    for name, text in clean.items():
        setattr(stage, name, text)
    if "decision" in clean:
        stage.decision_point = bool(clean["decision"])
    if "names" in values:
        stage.names = {code: one_line(name)[:120] for code, name in values["names"].items() if name}
    if "seeds" in values:
        seeds = (one_line(seed)[:200] for seed in values["seeds"])
        stage.seeds = list(dict.fromkeys(seed for seed in seeds if seed))
    if "outcomes" in values:
        stage.outcomes = _outcomes(values["outcomes"], stage.outcomes)


def _outcomes(names: Sequence[str], present: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Keep the outcomes still named, in the new order, and make those that are new."""
    known = {outcome["name"]: dict(outcome) for outcome in present}
    made: list[dict[str, Any]] = []
    for name in dict.fromkeys(one_line(name)[:120] for name in names if name.strip()):
        key = _key(name, {outcome["key"] for outcome in made})
        new = {"key": key, "name": name, "description": "", "leads_to": ""}
        made.append(known.get(name, new))
    return made


def remove_stage(session: Session, stage: Stage) -> None:
    """Remove a stage with its touchpoints; two stages at least remain."""
    journey = stage.journey
    _check_editable(journey)
    if len(journey.stages) <= 2:
        raise Conflict("A journey needs at least two stages.")
    journey.stages.remove(stage)
    _number(journey.stages)
    session.flush()


def move_stage(session: Session, stage: Stage, position: int) -> None:
    """Put a stage at a position from 0; positions outside are the nearest inside."""
    _check_editable(stage.journey)
    _move(stage.journey.stages, stage, position)
    session.flush()
    session.expire(stage.journey, ["stages"])


def order_stages(session: Session, journey: JourneyModel, keys: Sequence[str]) -> None:
    """Put all stages in the order of these keys."""
    _check_editable(journey)
    by_key = {stage.key: stage for stage in journey.stages}
    if sorted(keys) != sorted(by_key):
        raise Conflict("The stages have changed meanwhile: load the page again.")
    for position, key in enumerate(keys):
        by_key[key].position = position
    session.flush()
    session.expire(journey, ["stages"])


def find_touchpoint(stage: Stage, touchpoint_id: uuid.UUID) -> Touchpoint:
    """Return the stage's touchpoint of that id."""
    for point in stage.touchpoints:
        if point.id == touchpoint_id:
            return point
    raise NotFound("There is no such touchpoint.")


def add_touchpoint(session: Session, stage: Stage, **values: Any) -> Touchpoint:
    """Add a touchpoint at the end of its stage."""
    _check_editable(stage.journey)
    point = Touchpoint(position=len(stage.touchpoints))
    _fill_touchpoint(point, values)
    stage.touchpoints.append(point)
    session.flush()
    return point


def change_touchpoint(session: Session, point: Touchpoint, **values: Any) -> None:
    """Change a touchpoint's texts, its place, and whether it moves a key figure."""
    _check_editable(point.stage.journey)
    _fill_touchpoint(point, values)
    session.flush()


def _fill_touchpoint(point: Touchpoint, values: Mapping[str, Any]) -> None:
    for name, text in _texts(values, TOUCHPOINT_TEXTS).items():
        setattr(point, name, text)
    if values.get("place", "both") not in PLACES:
        raise Invalid("place", "Choose online, offline or both.")
    point.place = values.get("place", point.place or "both")
    point.moves_kpi = bool(values.get("moves_kpi", point.moves_kpi))


def remove_touchpoint(session: Session, point: Touchpoint) -> None:
    """Remove a touchpoint."""
    stage = point.stage
    _check_editable(stage.journey)
    stage.touchpoints.remove(point)
    _number(stage.touchpoints)
    session.flush()


def move_touchpoint(session: Session, point: Touchpoint, position: int) -> None:
    """Put a touchpoint at a position from 0 within its stage."""
    _check_editable(point.stage.journey)
    _move(point.stage.touchpoints, point, position)
    session.flush()
    session.expire(point.stage, ["touchpoints"])


def _check_editable(journey: JourneyModel) -> None:
    if journey.published_at is not None:
        raise Conflict("This journey is in force and no longer changes: make a new version first.")


def _move(siblings: list[Placed], moved: Placed, position: int) -> None:
    others = [each for each in siblings if each is not moved]
    others.insert(max(0, min(position, len(others))), moved)
    _number(others)


def _number(siblings: Sequence[Placed]) -> None:
    for position, each in enumerate(siblings):
        each.position = position


def _texts(values: Mapping[str, Any], longest: Mapping[str, int]) -> dict[str, str]:
    clean = {name: one_line(values[name]) for name in longest if name in values}
    if "name" in clean and not clean["name"]:
        raise Invalid("name", "Give it a name.")
    for name, text in clean.items():
        if len(text) > longest[name]:
            raise Invalid(name, "Use at most %(most)s characters.", most=longest[name])
    return clean


def _key(name: str, taken: set[str]) -> str:
    """Make a key from a name: small Latin letters, digits, underscores, unlike those taken."""
    latin = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "_", latin).strip("_")[:32]
    stem = stem if stem and stem[0].isalpha() else f"stage_{stem}".strip("_")
    key, number = stem, 2
    while key in taken:
        key, number = f"{stem}_{number}", number + 1
    return key


@overview_step(10)
def journey_step(session: Session, study: Study) -> Step:
    """Say where the work on the journey stands."""
    journey = newest(session, study)
    points = sum(len(stage.touchpoints) for stage in journey.stages)
    counts = {
        "stages": Phrase.counted("%(n)s stage", "%(n)s stages", len(journey.stages)),
        "points": Phrase.counted("%(n)s touchpoint", "%(n)s touchpoints", points),
    }
    detail = Phrase("%(stages)s with %(points)s", counts)
    return Step(msgid("Describe the journey"), StepState.DONE, detail, "journey.show")
