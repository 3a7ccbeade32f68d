"""Answers another tool collected become responses of the study: all of a file, or nothing of it.

A dry run and the import go through the same plan, so what the page showed is what happens. A
response is known by the other tool's id, or by what it holds; a second import adds nothing twice.
"""

import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session, contains_eager

from foundation.clock import now
from foundation.errors import DomainError, NotFound
from foundation.files.tables import Table
from foundation.texts import Phrase, msgid
from research.cells import Problem
from research.contact_sheet import organisation_key
from research.models.organisation import Contact, Organisation
from research.models.study import Study
from research.words import Segment
from surveys.answer_sheet import (
    AnswerMap,
    AnswerSheet,
    Cells,
    MapError,
    SheetResponse,
    read_answers,
    read_map,
)
from surveys.definition import Definition
from surveys.models.questionnaire import Questionnaire, QuestionnaireVersion, is_published
from surveys.models.response import Answer, Response
from surveys.routing import path
from surveys.services import quotas

LONGEST_NAME = 200


class ImportRefused(DomainError):
    """The file or the map cannot be used as it is; `problems` says all that is wrong."""

    status = 422

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        first, more = _placed(self.problems[0]), len(self.problems) - 1
        if more:
            super().__init__(_FIRST_AND_MORE, first=first, more=more)
        else:
            super().__init__(_ONLY_ONE, first=first)


_ONLY_ONE = msgid("Nothing was imported: %(first)s")
_FIRST_AND_MORE = msgid("Nothing was imported: %(first)s (and %(more)s more)")


def _placed(problem: Problem) -> Phrase:
    """The problem with its row and column, as far as it has them."""
    places = {"row": problem.row, "column": problem.column}
    params = {**places, "what": Phrase(problem.message, problem.params)}
    if problem.row and problem.column:
        return Phrase("Row %(row)s, column “%(column)s”: %(what)s", params)
    if problem.row:
        return Phrase("Row %(row)s: %(what)s", params)
    if problem.column:
        return Phrase("Column “%(column)s”: %(what)s", params)
    return Phrase(problem.message, problem.params)


@dataclass(frozen=True)
class Newcomer:
    """A person the study did not know, to be added to the named organisation."""

    organisation: str
    name: str
    email: str
    segment: str


@dataclass(frozen=True)
class ImportPlan:
    """What importing a file would do. With a problem it does nothing."""

    version: QuestionnaireVersion | None
    new: tuple[tuple[SheetResponse, Contact | Newcomer], ...] = ()
    already: int = 0
    problems: tuple[Problem, ...] = ()
    remarks: tuple[Problem, ...] = ()

    @property
    def newcomers(self) -> tuple[Newcomer, ...]:
        """People who would be added, each once."""
        return tuple(dict.fromkeys(each for _, each in self.new if isinstance(each, Newcomer)))


def parse_map(text: str) -> AnswerMap:
    """Read a map; raises ImportRefused with every problem."""
    try:
        return read_map(text)
    except MapError as error:
        raise ImportRefused(error.problems) from error


def find_version(session: Session, study: Study, key: str) -> QuestionnaireVersion:
    """The newest published version of the study's questionnaire; raises NotFound."""
    statement = (
        select(QuestionnaireVersion)
        .join(QuestionnaireVersion.questionnaire)
        .where(Questionnaire.study_id == study.id, Questionnaire.key == key, is_published())
        .options(contains_eager(QuestionnaireVersion.questionnaire))
        .order_by(QuestionnaireVersion.number.desc())
        .limit(1)
    )
    version = session.scalar(statement)
    if version is None:
        raise NotFound(
            "The study has no published questionnaire “%(key)s”: publish it first.", key=key[:60]
        )
    return version


def as_cells(table: Table) -> Cells:
    """The table as the pure reader takes it."""
    return Cells(table.header, table.rows, table.numbers, table.overfull)


def plan_import(
    session: Session, study: Study, *, table: Table, answer_map: AnswerMap
) -> ImportPlan:
    """Say what importing the file by this map would do; nothing is changed."""
    try:
        version = find_version(session, study, answer_map.questionnaire)
    except NotFound as error:
        return ImportPlan(None, problems=(Problem(error.message, error.params),))
    definition = version.read()
    sheet = read_answers(as_cells(table), definition, answer_map)
    if sheet.problems:
        return ImportPlan(version, problems=sheet.problems, remarks=sheet.remarks)
    return _Planner(session, study, version, answer_map).plan(sheet, definition)


def import_answers(
    session: Session, study: Study, *, table: Table, answer_map: AnswerMap
) -> ImportPlan:
    """Do what the plan says; raises ImportRefused, having changed nothing, at any problem."""
    session.execute(select(Study.id).where(Study.id == study.id).with_for_update())
    plan = plan_import(session, study, table=table, answer_map=answer_map)
    if plan.problems or plan.version is None:
        raise ImportRefused(plan.problems)
    added = _add_newcomers(session, study, plan.newcomers)
    responses = [
        _response(plan.version, row, added[person] if isinstance(person, Newcomer) else person)
        for row, person in plan.new
    ]
    pairs = zip(responses, (row for row, _ in plan.new), strict=True)
    answers = [each for response, row in pairs for each in _answers(response["id"], row)]
    if responses:  # in bulk: a file may hold many thousands
        session.execute(insert(Response), responses)
        session.execute(insert(Answer), answers)
        if (definition := plan.version.read()).quotas:
            quotas.recount(session, plan.version.questionnaire, definition)
    return plan


class _Planner:
    """Matches people and sets apart what was imported before."""

    def __init__(
        self,
        session: Session,
        study: Study,
        version: QuestionnaireVersion,
        answer_map: AnswerMap,
    ) -> None:
        self.map = answer_map
        self.key = version.questionnaire.key
        self.version = version
        self.audience = [str(each) for each in version.questionnaire.audience]
        self.people = _people(session, study)
        self.before = _imported(session, study)
        self.problems: list[Problem] = []
        self.remarks: list[Problem] = []

    def plan(self, sheet: AnswerSheet, definition: Definition) -> ImportPlan:
        """The whole plan."""
        self.remarks += sheet.remarks
        new: list[tuple[SheetResponse, Contact | Newcomer]] = []
        already = 0
        for row in sheet.responses:
            known = replace(row, ref=f"{self.key}:{row.ref}")
            person = self._person(known)
            if person is None:
                continue
            if known.ref in self.before:
                already += 1
                self._compare(known, person)
            else:
                new.append((known, person))
        self._remark_off_path(new, definition)
        problems = tuple(self.problems)
        return ImportPlan(self.version, tuple(new), already, problems, tuple(self.remarks))

    def _person(self, row: SheetResponse) -> Contact | Newcomer | None:
        found = self.people.get(row.email, [])
        if row.organisation and len(found) != 1:
            key = organisation_key(row.organisation)
            found = [each for each in found if each.organisation.name_key == key]
        if len(found) == 1:
            return found[0]
        if row.organisation:
            return self._newcomer(row)
        if found:
            self._say(
                "%(email)s stands in several organisations: map a column for them.",
                row,
                email=row.email,
            )
        else:
            self._say(
                "Nobody in the client list has the address %(email)s: add the person to the list,"
                " or map a column for the organisation.",
                row,
                email=row.email,
            )
        return None

    def _newcomer(self, row: SheetResponse) -> Newcomer | None:
        segment = row.segment or (self.audience[0] if len(self.audience) == 1 else "")
        if segment not in set(Segment):
            self._say(
                "%(email)s is new and needs a segment: map a column for it, or name one.",
                row,
                email=row.email,
            )
            return None
        if max(len(row.organisation), len(row.name)) > LONGEST_NAME:
            self._say("A name is longer than %(most)s characters.", row, most=LONGEST_NAME)
            return None
        return Newcomer(row.organisation, row.name, row.email, segment)

    def _say(self, message: str, row: SheetResponse, **params: object) -> None:
        self.problems.append(Problem(message, params, row.row, self.map.email))

    def _compare(self, row: SheetResponse, person: Contact | Newcomer) -> None:
        """An id seen before must be the same person's; else two files have used it twice."""
        before = self.before[row.ref]
        if before is not None and (isinstance(person, Newcomer) or person.id != before):
            self.problems.append(
                Problem(
                    "The id was imported before for another person: make the files' ids differ.",
                    {},
                    row.row,
                    self.map.id,
                )
            )

    def _remark_off_path(
        self, new: Iterable[tuple[SheetResponse, object]], definition: Definition
    ) -> None:
        """Tell how many answers stand where the questionnaire would not have asked."""
        off: Counter[str] = Counter()
        for row, person in new:
            segment = person.segment if isinstance(person, Contact | Newcomer) else row.segment
            way = {each.id for each in path(definition, row.answers, segment)}
            off.update(name for name in row.answers if name not in way)
        for name, times in off.items():
            message = (
                "%(n)s answers to “%(question)s” stand where the questionnaire would not have"
                " asked: they are kept and exported, but count in no figure."
            )
            self.remarks.append(Problem(message, {"n": times, "question": name}))


def _people(session: Session, study: Study) -> dict[str, list[Contact]]:
    statement = (
        select(Contact)
        .join(Contact.organisation)
        .where(Organisation.study_id == study.id, Contact.erased_at.is_(None))
        .options(contains_eager(Contact.organisation))
        .order_by(Contact.id)
    )
    people: dict[str, list[Contact]] = {}
    for contact in session.scalars(statement):
        people.setdefault(contact.email, []).append(contact)
    return people


def _imported(session: Session, study: Study) -> dict[str, uuid.UUID | None]:
    statement = select(Response.source_ref, Response.contact_id).where(
        Response.study_id == study.id, Response.source == "import"
    )
    return {row.source_ref: row.contact_id for row in session.execute(statement)}


def _add_newcomers(
    session: Session, study: Study, newcomers: Iterable[Newcomer]
) -> Mapping[Newcomer, Contact]:
    """Add people, and firms not known yet. No basis for asking them is recorded."""
    known = select(Organisation).where(Organisation.study_id == study.id)
    firms = {each.name_key: each for each in session.scalars(known)}
    people: dict[tuple[str, str], Contact] = {}
    added: dict[Newcomer, Contact] = {}
    for one in newcomers:
        key = organisation_key(one.organisation)
        if key not in firms:
            firms[key] = Organisation(study_id=study.id, name=one.organisation, name_key=key)
        if (key, one.email) not in people:
            people[key, one.email] = Contact(
                organisation=firms[key], name=one.name, email=one.email, segment=one.segment
            )
            session.add(people[key, one.email])
        added[one] = people[key, one.email]
    session.flush()
    return added


def _response(
    version: QuestionnaireVersion, row: SheetResponse, contact: Contact
) -> dict[str, Any]:
    when = row.submitted_at or now()
    return {
        "id": uuid.uuid4(),
        "study_id": version.questionnaire.study_id,
        "version_id": version.id,
        "contact_id": contact.id,
        "segment": row.segment or contact.segment,
        "language": row.language or contact.language,
        "started_at": when,
        "submitted_at": when,
        "source": "import",
        "source_ref": row.ref,
        "attributes": dict(row.attributes),
    }


def _answers(response_id: uuid.UUID, row: SheetResponse) -> Iterator[dict[str, Any]]:
    for name, value in row.answers.items():
        yield {
            "response_id": response_id,
            "question_id": name,
            "value": value.value,
            "text": value.text,
            "quote": value.quote or "",
        }
