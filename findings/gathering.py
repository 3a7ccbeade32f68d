"""From the database to a corpus: what people wrote and said, ready for the analysis."""

import hashlib
import json
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import NamedTuple

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from analysis.corpus import Corpus, Passage, StageSpec
from research.models.interview import Consent, Interview, Note
from research.models.journey import JourneyModel
from research.models.organisation import Contact
from research.models.study import Study
from research.services import journeys
from surveys.definition import Definition
from surveys.models.response import Answer, Response, stands_in_results
from surveys.question_types import AnswerValue, Question, kind
from surveys.routing import path
from surveys.walking.piping import called


class Speaker(NamedTuple):
    """A person who had the chance to speak; `client` is None where nobody knows their firm."""

    segment: str
    role: str
    client: uuid.UUID | None
    person: uuid.UUID


@dataclass(frozen=True)
class Gathered:
    """The texts of a study and who had the chance to speak.

    `asked` holds, for each open question that feeds the themes, the people it was put to;
    `interviewed` the people talked to, `questions` the wording of those questions.
    """

    corpus: Corpus
    asked: Mapping[str, frozenset[Speaker]] = field(default_factory=dict)
    interviewed: frozenset[Speaker] = frozenset()
    questions: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of all that the analysis reads; ids made at random are left out."""
        random = {"id", "client", "respondent"}
        rows = [
            {name: value for name, value in asdict(passage).items() if name not in random}
            for passage in self.corpus.passages
        ]
        text = json.dumps(rows, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


def gather(session: Session, study: Study) -> Gathered:
    """Return the study's texts in an order that depends on them alone.

    Left out are test responses, erased people, answers off the respondent's way through the
    questionnaire, and interviews whose consent was withdrawn.
    """
    stages = StageNames(journeys.in_force(session, study))
    ways, talks = find_ways(session, study), find_talks(session, study)
    written = [passage for way in ways for passage in _written(way, stages)]
    spoken = [passage for talk in talks for passage in _spoken(talk, stages)]
    return Gathered(
        corpus=Corpus(tuple(passage for _, passage in sorted(written + spoken, key=_order))),
        asked=_asked(ways),
        interviewed=frozenset(map(_talker, talks)),
        questions=_wordings(ways),
    )


def _wordings(ways: Iterable["Way"]) -> dict[str, str]:
    """The text of each question that feeds the themes, by its id."""
    asked = ((way.definition, each) for way in ways for each in way.questions)
    return {each.id: called(definition, each) for definition, each in asked if each.theme_source}


def find_ways(session: Session, study: Study) -> list["Way"]:
    """Return each usable response with the questions it came past and its answers."""
    responses = list(session.scalars(_responses(study)))
    return list(_ways(responses, _answers_by_response(session, study)))


def find_talks(session: Session, study: Study) -> list[Interview]:
    """Return the interviews whose consent stands."""
    return list(session.scalars(_interviews(study)))


def stage_specs(journey: JourneyModel) -> tuple[StageSpec, ...]:
    """Return the journey's stages as the analysis reads them."""
    eight = journeys.from_eight(journey)
    return tuple(
        StageSpec(
            key=stage.key,
            name=stage.name,
            description=stage.description,
            seeds=tuple(map(str, stage.seeds)),
            from_eight=tuple(sorted(key for key, own in eight.items() if own == stage.key)),
        )
        for stage in journey.stages
    )


class StageNames:
    """Translates the stage keys of questionnaires to those of a study's journey.

    Shipped questionnaires name the eight standard stages; a journey begun from another preset
    says where each of them falls.
    """

    def __init__(self, journey: JourneyModel) -> None:
        self._keys = {stage.key for stage in journey.stages}
        self._from_eight = journeys.from_eight(journey)

    def own(self, key: str) -> str | None:
        """Return the journey's own key for this one; None where it has no such stage."""
        if key in self._keys:
            return key
        translated = self._from_eight.get(key)
        return translated if translated in self._keys else None


class Way:
    """One response: the questions it came past, and what it says to them."""

    def __init__(
        self, response: Response, rows: Mapping[str, Answer], definition: Definition
    ) -> None:
        self.response = response
        self.rows = rows
        self.definition = definition
        values = {key: _value(row) for key, row in rows.items()}
        questions = path(definition, values, response.respondent)
        self.questions = questions if response.submitted_at else _until_last(questions, rows)

    @property
    def speaker(self) -> Speaker:
        """Who answers: the contact, or the response itself where nobody knows whose it is."""
        response, contact = self.response, self.response.contact
        role, client = (contact.role, contact.organisation_id) if contact else ("", None)
        return Speaker(response.segment, role, client, response.contact_id or response.id)

    def ratings(self, stage: str) -> tuple[float, ...]:
        """The person's own points on the same stage, from 0 (worst) to 1 (best)."""
        answered = (q for q in self.questions if q.id in self.rows)
        given = (pair for q in answered for pair in points(q, self.rows[q.id].value))
        return tuple(point for of_stage, point in given if of_stage == stage)


def _responses(study: Study) -> Select[Response]:
    return (
        select(Response)
        .outerjoin(Contact, Response.contact_id == Contact.id)
        .where(Response.study_id == study.id, stands_in_results())
        .where(Contact.erased_at.is_(None))
        .options(
            joinedload(Response.contact).joinedload(Contact.organisation),
            joinedload(Response.version),
        )
        .order_by(Response.id)
    )


def _answers_by_response(session: Session, study: Study) -> dict[uuid.UUID, dict[str, Answer]]:
    found: dict[uuid.UUID, dict[str, Answer]] = {}
    own = and_(Response.study_id == study.id, stands_in_results())
    statement = select(Answer).join(Response).where(own)
    for answer in session.scalars(statement.order_by(Answer.id)):
        found.setdefault(answer.response_id, {})[answer.question_id] = answer
    return found


def _interviews(study: Study) -> Select[Interview]:
    return (
        select(Interview)
        .join(Contact)
        .outerjoin(Consent)
        .where(Interview.study_id == study.id, Contact.erased_at.is_(None))
        .where(or_(Consent.id.is_(None), Consent.withdrawn_on.is_(None)))
        .options(
            joinedload(Interview.contact).joinedload(Contact.organisation),
            selectinload(Interview.notes).selectinload(Note.excerpts),
        )
        .order_by(Interview.id)
    )


def _ways(
    responses: Iterable[Response], answers: Mapping[uuid.UUID, Mapping[str, Answer]]
) -> Iterator[Way]:
    read: dict[uuid.UUID, Definition] = {}
    for response in responses:
        if response.version_id not in read:
            read[response.version_id] = response.version.read()
        yield Way(response, answers.get(response.id, {}), read[response.version_id])


def _value(row: Answer) -> AnswerValue:
    return AnswerValue.kept(row.value, row.text, row.quote)


def _until_last(
    questions: tuple[Question, ...], rows: Mapping[str, Answer]
) -> tuple[Question, ...]:
    """The questions an unfinished response has come past: up to the last one answered."""
    answered = [place for place, question in enumerate(questions) if question.id in rows]
    return questions[: answered[-1] + 1] if answered else ()


def points(question: Question, value: object) -> Iterator[tuple[str, float]]:
    """Yield the points of a rating, 0 (worst) to 1 (best), each with the stage it is about.

    A declined one is none.
    """
    stages = {row.id: row.stage for row in question.rows}
    for point in kind(question).points(question, value):
        yield stages.get(point.row) or question.stage, point.share


def _written(way: Way, stages: StageNames) -> Iterator[tuple[tuple[str, ...], Passage]]:
    response, contact = way.response, way.response.contact
    fallback = response.language or (contact.language if contact else "")
    who = (contact.organisation.name_key, contact.email) if contact else ("", response.source_ref)
    for question in way.questions:
        row = way.rows.get(question.id)
        if not question.theme_source or row is None or not row.text.strip():
            continue
        yield (
            ("answer", *who, question.id),
            Passage(
                id=f"answer:{row.id}",
                text=row.text,
                language=fallback or None,
                client=str(way.speaker.client) if way.speaker.client else None,
                respondent=str(way.speaker.person),
                segment=response.segment,
                question=question.id,
                stage_hint=stages.own(question.stage),
                kind_hint=kind(question).invites(question, row.value) or None,
                ratings=way.ratings(question.stage) if question.stage else (),
            ),
        )


def _spoken(talk: Interview, stages: StageNames) -> Iterator[tuple[tuple[str, ...], Passage]]:
    contact = talk.contact
    who = (contact.organisation.name_key, contact.email, talk.held_on.isoformat())
    for note in talk.notes:
        for excerpt in note.excerpts:
            place = (f"{note.position:06d}", f"{excerpt.start:09d}", f"{excerpt.end:09d}")
            yield (
                ("excerpt", *who, *place),
                Passage(
                    id=f"excerpt:{excerpt.id}",
                    text=excerpt.quote,
                    language=talk.language or contact.language or None,
                    client=str(contact.organisation_id),
                    respondent=str(contact.id),
                    segment=talk.segment,
                    stage_hint=stages.own(excerpt.stage or note.stage),
                    kind_hint=excerpt.kind or None,
                    severity=excerpt.severity,
                ),
            )


def _order(pair: tuple[tuple[str, ...], Passage]) -> tuple[tuple[str, ...], str, str]:
    place, passage = pair
    return place, passage.text, passage.id


def _talker(talk: Interview) -> Speaker:
    contact = talk.contact
    return Speaker(talk.segment, contact.role, contact.organisation_id, contact.id)


def _asked(ways: Iterable[Way]) -> dict[str, frozenset[Speaker]]:
    people: dict[str, set[Speaker]] = {}
    for way in ways:
        for question in way.questions:
            if question.theme_source:
                people.setdefault(question.id, set()).add(way.speaker)
    return {question: frozenset(speakers) for question, speakers in people.items()}
