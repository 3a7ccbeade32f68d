"""Studies: made, opened, closed, duplicated for the next wave, put away."""

import re
import unicodedata
import uuid
from collections.abc import Callable, Iterable
from dataclasses import asdict, replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from foundation.clock import now
from foundation.db import begin_write
from foundation.errors import Conflict, Invalid, NotFound
from foundation.texts import msgid, one_line
from research.cells import Problem, read_email
from research.journey_presets import Model
from research.models.organisation import Contact, Organisation
from research.models.study import Study
from research.services import journeys
from research.services.languages import known_language
from research.services.steps import Step, StepState, overview_step
from research.study_file import SEGMENTS, StudyPlan
from research.words import LANGUAGES, StudyState

LONGEST = {"title": 200, "firm": 200, "goal": 2_000, "wave": 60, "contact_name": 200}

Carrier = Callable[[Session, Study, Study], None]
_carriers: list[Carrier] = []


def carries_over(carrier: Carrier) -> Carrier:
    """Register what a room above takes along when a study is duplicated: (session, old, new)."""
    _carriers.append(carrier)
    return carrier


def find(session: Session, slug: str) -> Study:
    """Return the study of that slug."""
    study = session.scalar(select(Study).where(Study.slug == slug))
    if study is None:
        raise NotFound("There is no study “%(slug)s”.", slug=slug[:80])
    return study


def list_studies(session: Session, *, archived: bool = False) -> list[tuple[Study, int, int]]:
    """Return studies with their numbers of organisations and of contacts, newest first."""
    firms = func.count(func.distinct(Organisation.id))
    people = func.count(func.distinct(Contact.id))
    wanted = Study.archived_at.is_not(None) if archived else Study.archived_at.is_(None)
    statement = (
        select(Study, firms, people)
        .outerjoin(Organisation, Organisation.study_id == Study.id)
        .outerjoin(Contact, Contact.organisation_id == Organisation.id)
        .where(wanted)
        .group_by(Study.id)
        .order_by(Study.created_at.desc(), Study.id)
    )
    return [(study, firms, people) for study, firms, people in session.execute(statement)]


def create(
    session: Session, plan: StudyPlan, model: Model, *, owner_id: uuid.UUID | None = None
) -> Study:
    """Make a study from a plan, standing on a copy of the journey model."""
    plan = _checked(plan)
    slug = _free_slug(session, plan)
    study = Study(slug=slug, owner_id=owner_id, **_columns(plan))
    session.add(study)
    session.flush()
    journeys.install(session, study, model)
    return study


def change(session: Session, study: Study, plan: StudyPlan) -> None:
    """Change what a study is to be; the smallest group is fixed once it has been opened."""
    plan = _checked(plan)
    group = (plan.min_people, plan.min_firms)
    if study.opened_at is not None and group != (study.min_people, study.min_firms):
        raise Invalid("min_people", "The smallest group is fixed since the study was opened.")
    for name, value in _columns(plan).items():
        setattr(study, name, value)
    session.flush()


def open_study(session: Session, study: Study) -> None:
    """Take answers from now on; the first time, the journey comes into force."""
    begin_write(session, f"study:{study.id}")
    session.refresh(study)  # somebody else may have opened it at this moment
    if study.archived_at is not None:
        raise Conflict("The study is archived: take it out of the archive first.")
    if study.is_open:
        raise Conflict("The study is open already.")
    if study.opened_at is None:
        journeys.publish(session, study)
        study.opened_at = now()
    study.state, study.closed_at = StudyState.OPEN, None
    session.flush()


def close(session: Session, study: Study) -> None:
    """Take no more answers."""
    if not study.is_open:
        raise Conflict("Only an open study can be closed.")
    study.state, study.closed_at = StudyState.CLOSED, now()
    session.flush()


def archive(session: Session, study: Study) -> None:
    """Put a study away: it leaves the list. One that takes answers is closed first, on purpose."""
    if study.archived_at is not None:
        raise Conflict("The study is archived already.")
    if study.is_open:
        raise Conflict("The study is taking answers: close it first, then put it into the archive.")
    study.archived_at = now()
    session.flush()


def unarchive(session: Session, study: Study) -> None:
    """Take a study out of the archive; it stays closed until somebody opens it."""
    if study.archived_at is None:
        raise Conflict("The study is not archived.")
    study.archived_at = None
    session.flush()


def duplicate(
    session: Session, old: Study, *, wave: str, owner_id: uuid.UUID | None = None
) -> Study:
    """Make the study of the next wave: same goal, journey, clients and questionnaires, no answers.

    People who asked not to be contacted stay so; erased people are left behind.
    """
    wave = one_line(wave)
    if not wave:
        raise Invalid("wave", "Name the next wave, for instance “Spring 2027”.")
    plan = replace(plan_of(old), wave=wave, slug="", opens_on=None, closes_on=None)
    plan = _checked(plan)
    slug = _free_slug(session, plan)
    study = Study(slug=slug, owner_id=owner_id, previous_id=old.id, **_columns(plan))
    session.add(study)
    session.flush()
    journeys.copy(session, journeys.in_force(session, old), study, version=1)
    _copy_clients(session, old, study)
    for carry in _carriers:
        carry(session, old, study)
    session.flush()
    return study


def plan_of(study: Study) -> StudyPlan:
    """Return the plan a study stands for."""
    values = {name: getattr(study, name) for name in StudyPlan.__slots__}
    values["segments"], values["languages"] = tuple(study.segments), tuple(study.languages)
    return StudyPlan(**values)


def _copy_clients(session: Session, old: Study, new: Study) -> None:
    copies: dict[uuid.UUID, Organisation] = {}
    for firm in session.scalars(select(Organisation).where(Organisation.study_id == old.id)):
        copies[firm.id] = Organisation(**_row(firm, Organisation, "study_id"), study_id=new.id)
    session.add_all(copies.values())
    session.flush()
    people = (
        select(Contact)
        .join(Contact.organisation)
        .where(Organisation.study_id == old.id, Contact.erased_at.is_(None))
    )
    for person in session.scalars(people):
        values = _row(person, Contact, "organisation_id")
        session.add(Contact(**values, organisation_id=copies[person.organisation_id].id))


def _row(
    source: object, table: type[Organisation] | type[Contact], parent: str
) -> dict[str, object]:
    left_out = {"id", "created_at", "updated_at", parent}
    names = (column.key for column in table.__mapper__.column_attrs)
    return {name: getattr(source, name) for name in names if name not in left_out}


def _columns(plan: StudyPlan) -> dict[str, object]:
    values = asdict(plan)
    del values["slug"]
    return {**values, "segments": list(plan.segments), "languages": list(plan.languages)}


def _checked(plan: StudyPlan) -> StudyPlan:
    """Return the plan with single spaces, or raise Invalid for its first unusable value."""
    lines = {name: one_line(getattr(plan, name)) for name in LONGEST}
    plan = replace(plan, **lines)  # type: ignore[arg-type]  # the names are of text fields
    if not plan.title:
        raise Invalid("title", "Give the study a title.")
    if not plan.firm:
        raise Invalid("firm", "Name the firm whose clients are asked.")
    for name, most in LONGEST.items():
        if len(lines[name]) > most:
            raise Invalid(name, "Use at most %(most)s characters.", most=most)
    plan = replace(plan, languages=_in_order(plan.languages))
    _check_choices(plan)
    _check_numbers(plan)
    plan = replace(plan, segments=tuple(each for each in SEGMENTS if each in plan.segments))
    if not plan.contact_email:
        return plan
    email = read_email(plan.contact_email)
    if isinstance(email, Problem):
        raise Invalid("contact_email", email.message, **dict(email.params))
    return replace(plan, contact_email=email)


def _in_order(written: Iterable[str]) -> tuple[str, ...]:
    """The codes of languages, each once: those pages come in first, then as they were written."""
    codes = dict.fromkeys(known_language(each, "further") for each in written)
    shipped = [code for code in LANGUAGES if code in codes]
    return (*shipped, *(code for code in codes if code and code not in LANGUAGES))


def _check_choices(plan: StudyPlan) -> None:
    if not plan.segments or set(plan.segments) - set(SEGMENTS):
        raise Invalid("segments", "Choose at least one segment.")
    if not plan.languages:
        raise Invalid("languages", "Choose at least one language.")


def _check_numbers(plan: StudyPlan) -> None:
    if not 5 <= plan.min_people <= 1_000:
        raise Invalid("min_people", "The smallest group is at least 5 people.")
    if not 3 <= plan.min_firms <= 1_000:
        raise Invalid("min_firms", "The smallest group is at least 3 firms.")
    if plan.opens_on and plan.closes_on and plan.closes_on < plan.opens_on:
        raise Invalid("closes_on", "The last day is before the first.")


def _free_slug(session: Session, plan: StudyPlan) -> str:
    begin_write(session, "studies")
    if plan.slug:
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", plan.slug) or len(plan.slug) > 80:
            raise Invalid("slug", "A short name holds small letters, digits and hyphens.")
        if _is_taken(session, plan.slug):
            raise Conflict("There is a study “%(slug)s” already.", slug=plan.slug)
        return plan.slug
    stem = _latin(f"{plan.title} {plan.wave}")[:60].strip("-") or "study"
    slug, number = stem, 2
    while _is_taken(session, slug):
        slug, number = f"{stem}-{number}", number + 1
    return slug


def _latin(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _is_taken(session: Session, slug: str) -> bool:
    return session.scalar(select(Study.id).where(Study.slug == slug)) is not None


@overview_step(40)
def opening_step(_session: Session, study: Study) -> Step:
    """Say whether the study takes answers."""
    if study.is_open:
        return Step(
            msgid("Open the study"), StepState.DONE, msgid("Answers are taken"), "studies.overview"
        )
    if study.opened_at is not None:
        return Step(
            msgid("Open the study"), StepState.DONE, msgid("Closed again"), "studies.overview"
        )
    detail = msgid("Opening fixes the journey and the smallest group")
    return Step(msgid("Open the study"), StepState.READY, detail, "studies.overview")
