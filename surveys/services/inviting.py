"""Personal links: who gets one, who is left out and why, who has answered.

A link is derived from the server's secret (foundation.tokens); the database holds only a hash.
Making links again adds links for new people and changes nothing for the others.
"""

import uuid
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, selectinload

from foundation.clock import is_over, now
from foundation.errors import Conflict, NotFound
from foundation.tokens import derive_token, hash_token
from research.cells import Problem, read_email
from research.models.organisation import Contact, Organisation
from research.models.study import Study
from research.words import Segment
from surveys.models.invitation import Invitation
from surveys.models.questionnaire import Questionnaire
from surveys.models.response import Response
from surveys.results import rate_interval


class PersonState(StrEnum):
    """Where an invited person stands."""

    INVITED = "invited"
    STARTED = "started"
    ANSWERED = "answered"
    OPTED_OUT = "opted_out"
    FULL = "full"
    REVOKED = "revoked"
    EXPIRED = "expired"


#: Those who can still answer by their link.
LIVE = frozenset({PersonState.INVITED, PersonState.STARTED})


@dataclass(frozen=True)
class Skipped:
    """A person who gets no link, and the sentence that says why."""

    contact: Contact
    reason: Problem


#: A segment, and the key of a questionnaire that asks it.
Pair = tuple[str, str]


@dataclass(frozen=True)
class Offer:
    """A questionnaire for a segment: how many people have no link to it yet, how many have one.

    Of those that ask the same segment one `is_usual`: it gets its links unless others are chosen.
    """

    segment: str
    questionnaire: Questionnaire
    without: int
    invited: int
    is_usual: bool


@dataclass(frozen=True)
class Plan:
    """Whom making links concerns. `new` are pairs of a person and a questionnaire."""

    new: tuple[tuple[Contact, Questionnaire], ...]
    kept: int
    skipped: tuple[Skipped, ...]
    offers: tuple[Offer, ...] = ()

    @property
    def rivals(self) -> dict[str, list[Offer]]:
        """Segments that several questionnaires ask, where somebody could still get a link."""
        found = {segment: [one for one in self.offers if one.segment == segment]
                 for segment in dict.fromkeys(each.segment for each in self.offers)}  # fmt: skip
        return {segment: own for segment, own in found.items()
                if len(own) > 1 and any(one.without for one in own)}  # fmt: skip


@dataclass(frozen=True)
class Person:
    """An invited person with the response they have begun, if any."""

    invitation: Invitation
    response: Response | None
    state: PersonState

    @property
    def contact(self) -> Contact:
        """The person."""
        return self.invitation.contact

    @property
    def segment(self) -> str:
        """The segment at the time of answering, else the present one."""
        return self.response.segment if self.response else self.contact.segment


@dataclass(frozen=True)
class SegmentResponse:
    """How one segment answers. Nobody's opening of a link is tracked.

    Left out are links taken back, and people for whom a quota had no room.
    """

    segment: str
    invited: int
    started: int
    submitted: int

    @property
    def rate(self) -> float | None:
        """Submitted of all invited (AAPOR RR1, every invitee being eligible)."""
        return self.submitted / self.invited if self.invited else None

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval of the rate."""
        return rate_interval(self.submitted, self.invited)


def plan_links(session: Session, study: Study, chosen: Collection[Pair] | None = None) -> Plan:
    """Say who would get a link now; nothing is changed.

    A person gets one for each questionnaire `chosen` for their segment: without a choice for the
    usual one, so that nobody is asked twice because a second questionnaire was published.
    """
    contacts = _contacts(session, study)
    asking = _published(session, study)
    invitations = _invitations(session, study)
    have = {(each.contact_id, each.questionnaire_id) for each in invitations}
    opted_out = {each.contact_id for each in invitations if each.opted_out_at}
    possible: list[tuple[Contact, Questionnaire]] = []
    skipped: list[Skipped] = []
    for contact in contacts:
        asked_by = [each for each in asking if contact.segment in asks(each)]
        reason = _reason(contact, asked_by, is_out=contact.id in opted_out)
        if reason:
            skipped.append(Skipped(contact, reason))
        else:
            possible += [(contact, each) for each in asked_by if (contact.id, each.id) not in have]
    offers = _offers(asking, invitations, possible)
    wanted = {(one.segment, one.questionnaire.key) for one in offers if one.is_usual}
    wanted = wanted if chosen is None else set(chosen)
    new = tuple(each for each in possible if (each[0].segment, each[1].key) in wanted)
    return Plan(new, len(invitations), tuple(skipped), offers)


def asks(questionnaire: Questionnaire) -> tuple[str, ...]:
    """The segments the newest version asks; what the draft says holds once it is published."""
    return questionnaire.versions[-1].read().segments or tuple(questionnaire.audience)


def _offers(
    asking: Iterable[Questionnaire],
    invitations: Iterable[Invitation],
    possible: Iterable[tuple[Contact, Questionnaire]],
) -> tuple[Offer, ...]:
    """Every questionnaire by the segments it asks, the usual one of a segment first.

    That is the one most of the segment have a link to, else the one published first.
    """
    invited = Counter((each.contact.segment, each.questionnaire_id) for each in invitations)
    without = Counter((contact.segment, each.id) for contact, each in possible)

    def rank(segment: str, one: Questionnaire) -> tuple[int, datetime, str]:
        return -invited[segment, one.id], one.versions[0].published_at, one.key

    found: list[Offer] = []
    for segment in map(str, Segment):
        own = [each for each in asking if segment in asks(each)]
        own.sort(key=partial(rank, segment))
        found += [
            Offer(segment, one, without[segment, one.id], invited[segment, one.id], one is own[0])
            for one in own
        ]
    return tuple(found)


def _reason(
    contact: Contact, asked_by: Collection[Questionnaire], *, is_out: bool
) -> Problem | None:
    """Why this person gets no link: the first reason that holds."""
    if contact.do_not_contact:
        return Problem("Must not be contacted.")
    if is_out:
        return Problem("Has opted out.")
    if not contact.lawful_basis:
        return Problem("No lawful basis for asking is recorded.")
    if not asked_by:
        params = {"segment": contact.segment}
        return Problem("No published questionnaire asks the segment %(segment)s.", params)
    address = read_email(contact.email)
    return address if isinstance(address, Problem) else None


def make_links(
    session: Session, study: Study, *, secret: str, chosen: Collection[Pair] | None = None
) -> Plan:
    """Make a link for everyone who should have one and has none; raises Conflict once closed.

    `chosen` is as in `plan_links`.
    """
    if study.closed_at or study.archived_at:
        raise Conflict("The study is closed: nobody can be asked any more.")
    session.execute(select(Study.id).where(Study.id == study.id).with_for_update())
    plan = plan_links(session, study, chosen)
    for contact, questionnaire in plan.new:
        invitation = Invitation(id=uuid.uuid4(), contact=contact, questionnaire=questionnaire)
        invitation.generation = 1
        _set_token(invitation, secret)
        session.add(invitation)
    session.flush()
    return plan


def personal_link(invitation: Invitation, *, secret: str, public_url: str) -> str:
    """The address a person answers at. It is a secret: show it to those who may invite only."""
    token = derive_token(secret, str(invitation.id), invitation.generation)
    return f"{public_url.rstrip('/')}/r/{token}/"


def renew_link(invitation: Invitation, *, secret: str) -> None:
    """Make another link; the one before is dead at once."""
    invitation.generation += 1
    invitation.revoked_at = None
    _set_token(invitation, secret)


def revoke_link(invitation: Invitation, *, secret: str) -> None:
    """Take the link back; answers already given stay."""
    renew_link(invitation, secret=secret)
    invitation.revoked_at = now()


def _set_token(invitation: Invitation, secret: str) -> None:
    token = derive_token(secret, str(invitation.id), invitation.generation)
    invitation.token_hash = hash_token(token)


def find_invitation(session: Session, study: Study, invitation_id: uuid.UUID) -> Invitation:
    """The invitation of this study, or NotFound."""
    invitation = session.get(Invitation, invitation_id)
    is_here = invitation is not None and invitation.contact.erased_at is None
    if invitation is None or not is_here or invitation.questionnaire.study_id != study.id:
        raise NotFound("There is no such invitation in this study.")
    return invitation


def list_people(session: Session, study: Study) -> list[Person]:
    """Everyone who has a link, by organisation and address."""
    invitations = _invitations(session, study)
    responses = {each.invitation_id: each for each in _responses(session, study)}
    return [
        Person(each, found, _state(each, found, _last_day(study, each)))
        for each in invitations
        for found in [responses.get(each.id)]
    ]


def _last_day(study: Study, invitation: Invitation) -> date | None:
    return invitation.expires_on or study.closes_on


def _state(invitation: Invitation, response: Response | None, last: date | None) -> PersonState:
    if response and response.submitted_at and not response.full_quota:
        return PersonState.ANSWERED
    if response and response.full_quota:
        return PersonState.FULL
    if invitation.opted_out_at:
        return PersonState.OPTED_OUT
    if invitation.revoked_at:
        return PersonState.REVOKED
    if last and is_over(last):
        return PersonState.EXPIRED
    return PersonState.STARTED if response else PersonState.INVITED


def response_by_segment(people: Iterable[Person]) -> list[SegmentResponse]:
    """The figures of each segment that was asked, in the order of the segments."""
    out = {PersonState.REVOKED, PersonState.FULL}
    asked = [each for each in people if each.state not in out]
    return [
        SegmentResponse(
            segment,
            len(mine),
            sum(each.response is not None for each in mine),
            sum(each.state == PersonState.ANSWERED for each in mine),
        )
        for segment in Segment
        for mine in [[each for each in asked if each.segment == segment]]
        if mine
    ]


def in_all(rows: Collection[SegmentResponse]) -> SegmentResponse:
    """The sum of all segments."""
    return SegmentResponse(
        "",
        sum(each.invited for each in rows),
        sum(each.started for each in rows),
        sum(each.submitted for each in rows),
    )


def link_rows(
    people: Iterable[Person], study: Study, *, secret: str, public_url: str
) -> list[tuple[str, ...]]:
    """A row for everyone who can still answer, under LINK_COLUMNS."""
    return [
        (
            person.contact.organisation.name,
            person.contact.name,
            person.contact.email,
            person.segment,
            spoken_language(person.contact, study),
            person.invitation.questionnaire.key,
            personal_link(person.invitation, secret=secret, public_url=public_url),
        )
        for person in people
        if person.state in LIVE
    ]


LINK_COLUMNS = ("organisation", "contact", "email", "segment", "language", "questionnaire", "link")


def spoken_language(contact: Contact, study: Study) -> str:
    """The language a person is addressed in: their own, else the study's first."""
    return contact.language or next(iter(study.languages), "en")


def _contacts(session: Session, study: Study) -> list[Contact]:
    statement = (
        select(Contact)
        .join(Contact.organisation)
        .where(Organisation.study_id == study.id, Contact.erased_at.is_(None))
        .options(contains_eager(Contact.organisation))
        .order_by(Organisation.name_key, Contact.email, Contact.id)
    )
    return list(session.scalars(statement))


def _published(session: Session, study: Study) -> list[Questionnaire]:
    statement = (
        select(Questionnaire)
        .where(Questionnaire.study_id == study.id, Questionnaire.versions.any())
        .options(selectinload(Questionnaire.versions))
        .order_by(Questionnaire.key)
    )
    return list(session.scalars(statement))


def _invitations(session: Session, study: Study) -> list[Invitation]:
    statement = (
        select(Invitation)
        .join(Invitation.contact)
        .join(Contact.organisation)
        .where(Organisation.study_id == study.id, Contact.erased_at.is_(None))
        .options(
            contains_eager(Invitation.contact).contains_eager(Contact.organisation),
            # Apart, for a join would read the whole draft again in every row.
            selectinload(Invitation.questionnaire),
        )
        .order_by(Organisation.name_key, Contact.email, Invitation.id)
    )
    return list(session.scalars(statement))


def _responses(session: Session, study: Study) -> list[Response]:
    statement = select(Response).where(
        Response.study_id == study.id,
        Response.invitation_id.is_not(None),
        Response.is_test.is_(False),
    )
    return list(session.scalars(statement))
