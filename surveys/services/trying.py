"""Trying a questionnaire out by a test link: the respondent's whole way, which counts nowhere.

A test link asks nobody in particular, so it is no invitation. Whoever opens it needs no account;
each browser gets a response of its own. A draft is frozen for its link, so that what somebody tries
never changes under their hands.
"""

import uuid
from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, Select, and_, delete, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from foundation.clock import now
from foundation.db import begin_write
from foundation.errors import Invalid, NotFound
from foundation.tokens import derive_token, hash_token, is_token
from research.models.organisation import Contact, Organisation
from research.models.study import Study
from research.words import Segment
from surveys.models.invitation import Invitation
from surveys.models.questionnaire import Questionnaire, QuestionnaireVersion
from surveys.models.response import Response
from surveys.models.trial import Trial
from surveys.services import designing
from surveys.services.answering import Door, Shut, Visit, kept

#: So long a test link opens.
GOOD_FOR = timedelta(days=7)
#: Instead of a version's number: the draft as it is now.
DRAFT = 0


def make(
    session: Session, questionnaire: Questionnaire, *, secret: str, wish: Mapping[str, str], by: str
) -> Trial:
    """Make a test link. `wish` says the version's number (0: the draft), segment and language.

    Raises Invalid for a version, segment or language the questionnaire does not have.
    """
    begin_write(session, f"questionnaires:{questionnaire.study_id}")
    version = _version(session, questionnaire, wish.get("version", ""))
    definition = version.read()
    if not definition.questions:
        raise Invalid("version", "The questionnaire has no question to try out yet.")
    if wish.get("segment") not in (definition.segments or tuple(Segment)):
        raise Invalid("segment", "Choose whom the questionnaire asks.")
    if wish.get("language") not in definition.languages:
        raise Invalid("language", "That version does not speak the language.")
    trial = Trial(
        id=uuid.uuid4(),
        version=version,
        segment=wish["segment"],
        language=wish["language"],
        expires_at=now() + GOOD_FOR,
        by=by[:200],
    )
    trial.token_hash = hash_token(_token(trial, secret))
    session.add(trial)
    session.flush()
    return trial


def _version(session: Session, questionnaire: Questionnaire, number: str) -> QuestionnaireVersion:
    if number == str(DRAFT):
        return _frozen(session, questionnaire)
    found = (each for each in questionnaire.versions if str(each.number) == number)
    version = next(found, None)
    if version is None:
        raise Invalid("version", "Choose the draft or a published version.")
    return version


def _frozen(session: Session, questionnaire: Questionnaire) -> QuestionnaireVersion:
    """The draft as it is now; the same draft is frozen once."""
    draft = designing.draft_of(questionnaire)
    own = select(QuestionnaireVersion).where(
        QuestionnaireVersion.questionnaire_id == questionnaire.id, QuestionnaireVersion.number < 1
    )
    frozen = session.scalars(own.order_by(QuestionnaireVersion.number)).all()
    same = next((each for each in frozen if each.content_hash == draft.content_hash), None)
    if same is not None:
        return same
    version = QuestionnaireVersion(
        questionnaire_id=questionnaire.id,
        number=frozen[0].number - 1 if frozen else DRAFT,
        definition=draft.plain(),
        content_hash=draft.content_hash,
        published_at=now(),
    )
    session.add(version)
    session.flush()
    return version


def _token(trial: Trial, secret: str) -> str:
    return derive_token(secret, f"trial:{trial.id}")


def link(trial: Trial, *, secret: str, public_url: str) -> str:
    """The address to try the questionnaire at."""
    return f"{public_url.rstrip('/')}/r/{_token(trial, secret)}/"


def list_live(session: Session, questionnaire: Questionnaire) -> Sequence[Trial]:
    """The test links that open now, the newest first."""
    statement = (
        select(Trial)
        .join(Trial.version)
        .where(QuestionnaireVersion.questionnaire_id == questionnaire.id)
        .where(Trial.revoked_at.is_(None), Trial.expires_at > now())
        .options(contains_eager(Trial.version))
        .order_by(Trial.created_at.desc(), Trial.id)
    )
    return session.scalars(statement).all()


def find(session: Session, questionnaire: Questionnaire, trial_id: uuid.UUID) -> Trial:
    """The test link of this questionnaire that opens now, or NotFound."""
    found = (each for each in list_live(session, questionnaire) if each.id == trial_id)
    trial = next(found, None)
    if trial is None:
        raise NotFound("There is no such test link, or it has run out.")
    return trial


def take_back(session: Session, trial: Trial) -> None:
    """Let the link open no longer; what was answered by it stays among the test answers."""
    trial.revoked_at = now()
    session.flush()


def open(session: Session, token: str, mine: Mapping[str, str]) -> Visit:  # noqa: A001  the verb of the trade
    """Look behind a test link; `mine` are the browser's own responses, by test link.

    The person and the company of the visit have no names. Raises NotFound for a link that is
    unknown or taken back, and Shut for one that has run out.
    """
    return _enter(session, _behind(token), token, mine)


def open_to_write(session: Session, token: str, mine: Mapping[str, str]) -> Visit:
    """Open a test link and hold its lock until the transaction ends."""
    begin_write(session)
    return _enter(session, _behind(token).with_for_update(of=Trial), token, mine)


def _behind(token: str) -> Select[Trial]:
    version = joinedload(Trial.version, innerjoin=True)
    return (
        select(Trial)
        .where(Trial.token_hash == hash_token(token), Trial.revoked_at.is_(None))
        .options(version.joinedload(QuestionnaireVersion.questionnaire, innerjoin=True))
        .execution_options(populate_existing=True)
    )


def _enter(
    session: Session, statement: Select[Trial], token: str, mine: Mapping[str, str]
) -> Visit:
    trial = session.scalar(statement) if is_token(token) else None
    if trial is None:
        raise NotFound("This link is not known here.")
    study = session.get_one(Study, trial.version.questionnaire.study_id)
    response = _mine(session, trial, mine.get(str(trial.id), ""))
    rows = kept(session, response) if response else {}
    visit = Visit(_nobody(trial), study, trial.version, response, rows, trial)
    if now() >= trial.expires_at:
        raise Shut(Door.EXPIRED, visit)
    return visit


def _mine(session: Session, trial: Trial, response_id: str) -> Response | None:
    """The browser's own response by this link; none where it was deleted since."""
    try:
        found = session.get(Response, uuid.UUID(response_id))
    except ValueError:
        return None
    is_own = found is not None and found.is_test and found.version_id == trial.version_id
    return found if is_own else None


def _nobody(trial: Trial) -> Invitation:
    """An invitation of nobody; no session knows it."""
    person = Contact(
        name="",
        segment=trial.segment,
        language=trial.language,
        organisation=Organisation(name=""),
        do_not_contact=False,
    )
    return Invitation(contact=person, expires_on=trial.expires_at.date())


def list_tests(session: Session, study: Study) -> Sequence[Response]:
    """The study's test answers, the newest first."""
    version = joinedload(Response.version, innerjoin=True)
    statement = (
        select(Response)
        .where(_is_test(study))
        .options(version.joinedload(QuestionnaireVersion.questionnaire, innerjoin=True))
        .order_by(Response.started_at.desc(), Response.id)
    )
    return session.scalars(statement).all()


def count_tests(session: Session, study: Study) -> int:
    """How many test answers there are, begun ones among them."""
    return session.scalar(select(func.count(Response.id)).where(_is_test(study))) or 0


def _is_test(study: Study) -> ColumnElement[bool]:
    return and_(Response.study_id == study.id, Response.is_test)


def delete_tests(session: Session, study: Study) -> int:
    """Delete the test answers for good, with drafts that no open link leads to; say how many."""
    begin_write(session, f"questionnaires:{study.id}")
    count = count_tests(session, study)
    session.execute(delete(Response).where(_is_test(study)))
    live = select(Trial.version_id).where(Trial.revoked_at.is_(None), Trial.expires_at > now())
    own = select(Questionnaire.id).where(Questionnaire.study_id == study.id)
    session.execute(
        delete(QuestionnaireVersion).where(
            QuestionnaireVersion.questionnaire_id.in_(own),
            QuestionnaireVersion.number < 1,
            QuestionnaireVersion.id.not_in(live),
        )
    )
    return count
