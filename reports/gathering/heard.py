"""Who was approached and who was heard, on what stage, and how they felt about it."""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy.orm import Session

from findings.gathering import StageNames, Way, find_talks, find_ways, points
from research.models.interview import Interview
from research.models.organisation import Contact
from research.models.study import Study
from research.services import journeys
from research.small_groups import Group
from surveys.question_types import Question
from surveys.services import inviting
from surveys.services.inviting import PersonState, SegmentResponse

FEELING = (-3.0, 3.0)


@dataclass(frozen=True)
class Person:
    """Somebody approached; ``firm`` is None where nobody knows whose answers these are."""

    id: uuid.UUID
    firm: uuid.UUID | None
    segment: str
    role: str
    language: str


@dataclass(frozen=True)
class Reply:
    """One response: the questions come past, and the values given by question id.

    ``moment`` tells the newer of two replies of one person.
    """

    person: Person
    questions: tuple[Question, ...]
    values: Mapping[str, object]
    texts: frozenset[str]
    version: uuid.UUID
    submitted: date | None
    moment: datetime
    is_imported: bool = False

    def answered(self) -> Iterator[Question]:
        """Yield the questions on the way that have an answer."""
        yield from (q for q in self.questions if q.id in self.values or q.id in self.texts)

    def stages(self) -> Iterator[str]:
        """Yield the stages the answers are about; a line of a grid may have a stage of its own."""
        for question in self.answered():
            given = self.values.get(question.id)
            lines = given if isinstance(given, dict) else {}
            yield from (row.stage or question.stage for row in question.rows if row.id in lines)
            if not question.rows:
                yield question.stage


@dataclass(frozen=True)
class Talk:
    """One interview: the stages it touched, and the feelings noted there, -3 to +3."""

    person: Person
    held_on: date
    stages: frozenset[str]
    feelings: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Heard:
    """Everything people said in closed form, and everyone who was approached.

    ``replies`` stand oldest first. ``links`` says how the personal links were answered; imported
    answers came by none of them.
    """

    replies: tuple[Reply, ...]
    talks: tuple[Talk, ...]
    links: SegmentResponse
    approached: tuple[Person, ...]
    names: StageNames
    mentions: Mapping[str, frozenset[uuid.UUID]] = field(default_factory=dict)

    @property
    def people(self) -> tuple[Person, ...]:
        """Everyone who answered a question or was interviewed, once."""
        spoke = [reply.person for reply in self.replies if any(reply.answered())]
        found = {person.id: person for person in (*spoke, *(talk.person for talk in self.talks))}
        return tuple(found.values())

    def on_stage(self, key: str) -> tuple[Person, ...]:
        """Return who answered a question about a stage or spoke of it of their own accord."""
        found = {
            reply.person.id: reply.person
            for reply in self.replies
            if any(self.names.own(stage) == key for stage in reply.stages())
        }
        talked = {talk.person.id: talk.person for talk in self.talks if key in talk.stages}
        named = self.mentions.get(key, frozenset())
        spoke = {person.id: person for person in self.people if person.id in named}
        return tuple((found | talked | spoke).values())

    def feelings(self, key: str) -> list[tuple[Person, float]]:
        """Return every feeling about a stage, -3 to +3, with whose it is."""
        rated = [
            (reply.person, FEELING[0] + point * (FEELING[1] - FEELING[0]))
            for reply in self.replies
            for question in reply.answered()
            for stage, point in points(question, reply.values.get(question.id))
            if self.names.own(stage) == key
        ]
        noted = [
            (talk.person, float(feeling))
            for talk in self.talks
            for named, feeling in talk.feelings
            if named == key
        ]
        return rated + noted


def hear(
    session: Session, study: Study, *, mentions: Mapping[str, frozenset[uuid.UUID]] | None = None
) -> Heard:
    """Read the responses, interviews and invitations of *study*.

    *mentions* are the people whose own words were found to be about a stage. Left out are test
    responses, erased people and interviews whose consent was withdrawn.
    """
    names = StageNames(journeys.in_force(session, study))
    replies = tuple(sorted(map(_reply, find_ways(session, study)), key=lambda r: r.moment))
    talks = tuple(_talk(talk, names) for talk in find_talks(session, study))
    invited = inviting.list_people(session, study)
    links = inviting.in_all(inviting.response_by_segment(invited))
    spoke = {p.id: p for p in (*(r.person for r in replies), *(t.person for t in talks))}
    asked = {
        each.contact.id: _person(each.contact, each.contact.segment, "")
        for each in invited
        if each.state != PersonState.REVOKED
    }
    return Heard(replies, talks, links, tuple((asked | spoke).values()), names, mentions or {})


def group(people: Iterable[Person]) -> Group:
    """Return *people* and their organisations as a group of the small-group rule."""
    known = list(people)
    firms = frozenset(person.firm for person in known if person.firm)
    return Group(frozenset(person.id for person in known), firms)


def _reply(way: Way) -> Reply:
    response = way.response
    contact = response.contact
    person = (
        _person(contact, response.segment, response.language)
        if contact
        else Person(response.id, None, response.segment, "", response.language)
    )
    values = {key: row.value for key, row in way.rows.items() if row.value is not None}
    return Reply(
        person=person,
        questions=way.questions,
        values=values,
        texts=frozenset(key for key, row in way.rows.items() if row.text.strip()),
        version=response.version_id,
        submitted=response.submitted_at.date() if response.submitted_at else None,
        moment=response.submitted_at or response.started_at,
        is_imported=response.source == "import",
    )


def _talk(talk: Interview, names: StageNames) -> Talk:
    stages: set[str] = set()
    feelings: list[tuple[str, int]] = []
    for note in talk.notes:
        stages |= {key for key in [names.own(note.stage)] if key}
        for excerpt in note.excerpts:
            key = names.own(excerpt.stage or note.stage)
            stages |= {key} if key else set()
            if key and excerpt.emotion is not None:
                feelings.append((key, excerpt.emotion))
    person = _person(talk.contact, talk.segment, talk.language)
    return Talk(person, talk.held_on, frozenset(stages), tuple(feelings))


def _person(contact: Contact, segment: str, language: str) -> Person:
    spoken = language or contact.language
    return Person(contact.id, contact.organisation_id, segment, contact.role, spoken)
