"""A respondent's visit by personal link: enter, begin, record, submit, leave.

Whoever looks changes nothing: a mail scanner may open every link. All writing begins with
`open_to_write`, which makes two writers of one link wait for each other.
"""

import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from foundation.clock import is_over, now, today
from foundation.db import begin_write
from foundation.errors import Conflict, Invalid, NotFound
from foundation.tokens import hash_token, is_token
from research.models.organisation import Contact
from research.models.study import Study
from surveys import routing
from surveys.definition import Definition
from surveys.models.invitation import Invitation
from surveys.models.questionnaire import QuestionnaireVersion, is_published
from surveys.models.response import Answer, Response
from surveys.models.trial import Trial
from surveys.question_types import AnswerValue, Problem, Question
from surveys.routing import Respondent, Walk, walk
from surveys.services import quotas
from surveys.services.answers import following

#: Signs that nobody mistakes for one another when read out on the telephone.
RECEIPT_SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


class Door(StrEnum):
    """Why a link does not open, besides being unknown."""

    NOT_YET = "not_yet"
    CLOSED = "closed"
    EXPIRED = "expired"
    OPTED_OUT = "opted_out"


class Kept(NamedTuple):
    """A stored answer."""

    value: Any
    text: str
    quote: str
    rev: int


@dataclass(frozen=True)
class Visit:
    """A link that is known: whom it belongs to, what it asks, and what was answered so far.

    Where `trial` is given it is a test, and the invitation is of nobody: no session knows it.
    """

    invitation: Invitation
    study: Study
    version: QuestionnaireVersion | None
    response: Response | None
    rows: Mapping[str, "Kept"] = field(default_factory=dict)
    trial: Trial | None = None

    @property
    def contact(self) -> Contact:
        """The person the link belongs to."""
        return self.invitation.contact

    @property
    def segment(self) -> str:
        """The segment at the time the person began, before that the present one."""
        return self.response.segment if self.response else self.contact.segment

    @property
    def respondent(self) -> Respondent:
        """What of the person decides the way."""
        return self.response.respondent if self.response else Respondent(self.segment)

    @property
    def definition(self) -> Definition:
        """The questionnaire in its source language; raises NotFound where none is published."""
        if self.version is None:
            raise NotFound("The questionnaire is not published yet.")
        return self.version.read()

    @cached_property
    def answers(self) -> dict[str, AnswerValue]:
        """What was answered, whether or not it is still on the path."""
        return {name: value_of(row) for name, row in self.rows.items()}

    @cached_property
    def way(self) -> Walk:
        """The person's way by these answers."""
        return walk(self.definition, self.answers, self.respondent)

    @property
    def is_full(self) -> bool:
        """Say whether there is no room for this response any more."""
        return self.response is not None and self.response.full_quota != ""

    @property
    def is_submitted(self) -> bool:
        """Say whether the answers were handed in."""
        return self.response is not None and self.response.submitted_at is not None


class Shut(Conflict):
    """The link is known but does not open now; `door` says why."""

    def __init__(self, door: Door, visit: Visit) -> None:
        super().__init__(_SENTENCES[door].message)
        self.door = door
        self.visit = visit


_SENTENCES = {
    Door.NOT_YET: Problem("The study has not begun yet."),
    Door.CLOSED: Problem("The study is closed."),
    Door.EXPIRED: Problem("The link has expired."),
    Door.OPTED_OUT: Problem("You asked not to take part."),
}


_CHANGED = Problem("This answer was changed on another page or device.")


class Stale(Conflict):
    """The answer was changed elsewhere since the page was opened; `rev` is the present one."""

    def __init__(self, stored: AnswerValue | None, rev: int) -> None:
        super().__init__(_CHANGED.message)
        self.stored = stored
        self.rev = rev


@dataclass(frozen=True)
class Receipt:
    """What a person gets for their answers; `is_first` is false for a repeated hand-in."""

    reference: str
    submitted_at: datetime
    is_first: bool


def open(session: Session, token: str) -> Visit:  # noqa: A001  the verb of the trade
    """Look behind a link without changing anything.

    Raises NotFound for a link that is unknown, malformed or taken back, alike in all three cases,
    and Shut for one that does not open now.
    """
    return _enter(session, session.scalar(_behind(token)), token)


def open_to_write(session: Session, token: str) -> Visit:
    """Open a link and hold its lock until the transaction ends."""
    begin_write(session)
    statement = _behind(token).with_for_update(of=Invitation)
    return _enter(session, session.scalar(statement), token)


def _behind(token: str) -> Select[Invitation]:
    """Select the invitation with whatever every page needs of it, in one query."""
    person = joinedload(Invitation.contact, innerjoin=True)
    return (
        select(Invitation)
        .where(Invitation.token_hash == hash_token(token))
        .options(person.joinedload(Contact.organisation, innerjoin=True))
        .options(joinedload(Invitation.questionnaire, innerjoin=True))
        .execution_options(populate_existing=True)
    )


def _enter(session: Session, invitation: Invitation | None, token: str) -> Visit:
    if invitation is None or not is_token(token) or invitation.revoked_at is not None:
        raise NotFound("This link is not known here.")
    if invitation.contact.erased_at is not None:
        raise NotFound("This link is not known here.")
    visit = _visit(session, invitation)
    if door := _door(visit, today()):
        raise Shut(door, visit)
    return visit


def _visit(session: Session, invitation: Invitation) -> Visit:
    study = session.get_one(Study, invitation.contact.organisation.study_id)
    begun = select(Response).where(Response.invitation_id == invitation.id)
    response = session.scalar(begun.options(joinedload(Response.version, innerjoin=True)))
    if response is None:
        return Visit(invitation, study, _newest(session, invitation), None)
    return Visit(invitation, study, response.version, response, kept(session, response))


def kept(session: Session, response: Response) -> dict[str, Kept]:
    """What is stored, as plain values: every page reads all of it, and changes one at most."""
    statement = select(
        Answer.question_id, Answer.value, Answer.text, Answer.quote, Answer.rev
    ).where(Answer.response_id == response.id)
    return {row[0]: Kept(*row[1:]) for row in session.execute(statement)}


def _newest(session: Session, invitation: Invitation) -> QuestionnaireVersion | None:
    statement = (
        select(QuestionnaireVersion)
        .where(QuestionnaireVersion.questionnaire_id == invitation.questionnaire_id)
        .where(is_published())
        .order_by(QuestionnaireVersion.number.desc())
        .limit(1)
    )
    return session.scalar(statement)


def _door(visit: Visit, day: date) -> Door | None:
    study, invitation = visit.study, visit.invitation
    if invitation.opted_out_at is not None or visit.contact.do_not_contact:
        return Door.OPTED_OUT
    if study.is_draft or visit.version is None or (study.opens_on and day < study.opens_on):
        return Door.NOT_YET
    if not study.is_open or (study.closes_on and is_over(study.closes_on)):
        return Door.CLOSED
    if invitation.expires_on and is_over(invitation.expires_on):
        return Door.EXPIRED
    return None


def languages(visit: Visit) -> list[str]:
    """The languages this person may answer in, the study's order first."""
    spoken = visit.definition.languages
    return [each for each in visit.study.languages or spoken if each in spoken] or list(spoken)


def begin(session: Session, visit: Visit, *, language: str) -> Visit:
    """Start a response on the newest version; a response already begun is kept as it is."""
    if visit.response is not None:
        return visit
    if visit.version is None:
        raise NotFound("The questionnaire is not published yet.")
    response = Response(
        study_id=visit.study.id,
        version=visit.version,
        segment=visit.contact.segment,
        language=language,
        started_at=now(),
        seed=secrets.randbelow(2**31),
        source="link",
        **_whose(visit),
    )
    session.add(response)
    session.flush()
    begun = replace(visit, response=response)
    quotas.judge(session, response, begun.way)
    return begun


def _whose(visit: Visit) -> dict[str, Any]:
    """Whose response it is; a test is nobody's."""
    if visit.trial is not None:
        return {"is_test": True, "source_ref": f"test:{uuid.uuid4()}"}
    invitation = visit.invitation
    return {"invitation": invitation, "contact": visit.contact, "source_ref": str(invitation.id)}


def choose_language(session: Session, visit: Visit, language: str) -> None:
    """Go on in another language; an unknown one is ignored."""
    if visit.response is not None and language in languages(visit):
        visit.response.language = language
        # A new visit, for the way may differ by language.
        quotas.judge(session, visit.response, replace(visit).way)
        session.flush()


def record(
    session: Session, visit: Visit, question: Question, answer: AnswerValue | None, *, rev: int
) -> Visit:
    """Store what was answered to one question; None takes the answer back.

    `rev` is the revision the page was made from, 0 for none. Raises Stale where the answer has
    changed since; the same answer again is no change.
    """
    if visit.response is None:
        raise Conflict("Press Start first.")
    row = visit.rows.get(question.id)
    stored, present = (value_of(row), row.rev) if row else (None, 0)
    if stored == answer:
        return visit
    if rev != present:
        raise Stale(stored, present)
    rows = {name: each for name, each in visit.rows.items() if name != question.id}
    stored_row = _row(session, visit.response, question) if row else None
    if answer is None:
        session.delete(stored_row)
        visit.response.taken_back = max(visit.response.taken_back, present)
    else:
        rows[question.id] = _store(session, visit.response, question, stored_row, answer)
    session.flush()
    following.keep_words(visit.response, visit.definition, question.id, visit.answers)
    change = (stored, answer)
    moves = following.follow(
        session, visit.response, visit.definition, question.id, change=change, given=rows
    )
    fresh = replace(visit, rows={moves.get(name, name): row for name, row in rows.items()})
    if not moves:  # all but one are read already
        same = {name: said for name, said in visit.answers.items() if name in rows}
        fresh.__dict__["answers"] = same | {
            name: value_of(row) for name, row in rows.items() if row is not visit.rows.get(name)
        }
    quotas.judge(session, visit.response, fresh.way)
    return fresh


def _row(session: Session, response: Response, question: Question) -> Answer:
    statement = select(Answer).where(
        Answer.response_id == response.id, Answer.question_id == question.id
    )
    return session.scalars(statement).one()


def _store(
    session: Session,
    response: Response,
    question: Question,
    row: Answer | None,
    answer: AnswerValue,
) -> Kept:
    row = row or Answer(response=response, question_id=question.id, rev=response.taken_back)
    row.value, row.text, row.quote = answer.value, answer.text, answer.quote or ""
    row.redacted_text = ""  # made from the old words
    row.rev += 1
    session.add(row)
    return Kept(row.value, row.text, row.quote, row.rev)


def value_of(row: Kept) -> AnswerValue:
    """The answer as the engine knows it."""
    return AnswerValue.kept(row.value, row.text, row.quote)


def line_of(visit: Visit, question_id: str) -> int:
    """The number of the line that a repetition is about, which stays when the list changes."""
    if visit.response is None:
        return 0
    return following.number_of(visit.response, visit.definition, question_id, visit.answers)


def present_id(visit: Visit, question_id: str, line: int) -> str:
    """Where the question of a page made for this line stands now; empty where the line is gone."""
    if visit.response is None or not line:
        return question_id
    return following.present_id(
        visit.response, visit.definition, question_id, visit.answers, number=line
    )


def open_problems(visit: Visit) -> list[Problem]:
    """What keeps the answers from being handed in, in the order of the path."""
    return routing.open_problems(visit.way)


def submit(session: Session, visit: Visit) -> Receipt | None:
    """Hand the answers in. Again, also from another device, it gives the same receipt.

    None where a quota was filled meanwhile: the response is kept, and stands in no result.
    """
    response = visit.response
    if response is None:
        raise Conflict("Press Start first.")
    if response.submitted_at is not None:
        return Receipt(response.receipt, response.submitted_at, is_first=False)
    if problems := open_problems(visit):
        raise Invalid(problems[0].question, problems[0].message, **problems[0].params)
    if not quotas.take_places(session, response, visit.way):
        return None
    response.submitted_at = now()
    response.receipt = _reference()
    session.flush()
    return Receipt(response.receipt, response.submitted_at, is_first=True)


def _reference() -> str:
    signs = "".join(secrets.choice(RECEIPT_SIGNS) for _ in range(7))
    return f"{signs[:3]}-{signs[3:]}"


def opt_out(session: Session, visit: Visit) -> None:
    """Take the person out of this study: no reminder, no further link. A test takes out nobody."""
    if visit.trial is not None:
        raise Shut(Door.OPTED_OUT, visit)
    visit.invitation.opted_out_at = now()
    visit.contact.do_not_contact = True
    session.flush()
