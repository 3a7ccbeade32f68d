"""A study with people, questionnaires and responses, made with one line each."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from research.contact_sheet import organisation_key
from research.models.organisation import Contact, Organisation
from research.models.study import Study
from surveys.definition import Definition
from surveys.models.invitation import Invitation
from surveys.models.questionnaire import Questionnaire, QuestionnaireVersion
from surveys.models.response import Answer, Response
from surveys.question_types import AnswerValue
from tests.unit.surveys.definitions import NPS, WHY, questionnaire

EPOCH = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
SIMPLE = questionnaire(NPS, WHY, segments=("current",))


def make_study(session: Session, slug: str = "survey", **properties) -> Study:
    """An open study."""
    values = {"title": "Client survey", "firm": "Halden & Marsh", "state": "open",
              "segments": ["current", "lost"], "languages": ["en", "th"]}  # fmt: skip
    study = Study(slug=slug, **values | properties)
    session.add(study)
    session.flush()
    return study


def make_contact(
    session: Session, study: Study, email: str = "ann@firm.com", **properties
) -> Contact:
    """A person we may ask, of an organisation named `firm`."""
    name = properties.pop("firm", "Firm")
    key = organisation_key(name)
    firm = session.query(Organisation).filter_by(
        study_id=study.id, name_key=key
    ).one_or_none() or Organisation(study_id=study.id, name=name, name_key=key)
    values = {
        "segment": "current",
        "lawful_basis": "consent",
        "name": email.partition("@")[0].title(),
    }
    contact = Contact(organisation=firm, email=email, **values | properties)
    session.add(contact)
    session.flush()
    return contact


def make_questionnaire(
    session: Session,
    study: Study,
    *versions: Definition,
    key: str = "current",
    published: bool = True,
) -> Questionnaire:
    """A questionnaire; every definition given is a published version, the last one the draft."""
    given = versions or (SIMPLE,)
    asked = list(given[-1].segments) or ["current"]
    whole = Questionnaire(study_id=study.id, key=key, title=given[-1].title, audience=asked,
                          draft=given[-1].plain())  # fmt: skip
    session.add(whole)
    session.flush()
    for definition in given if published else ():
        publish_version(session, whole, definition)
    return whole


def publish_version(
    session: Session, whole: Questionnaire, definition: Definition, at=None
) -> QuestionnaireVersion:
    """One more version, a day after the one before."""
    number = len(whole.versions) + 1
    when = at or EPOCH.replace(day=EPOCH.day + number)
    version = QuestionnaireVersion(
        questionnaire=whole, number=number, definition=definition.plain(),
        content_hash=definition.content_hash, published_at=when,
    )  # fmt: skip
    session.add(version)
    session.flush()
    return version


def make_response(
    session: Session, contact: Contact, version: QuestionnaireVersion, *, submitted: bool = True,
    invitation: Invitation | None = None, source: str = "link", **given: AnswerValue,
) -> Response:  # fmt: skip
    """A response with answers by question id."""
    response = Response(
        study_id=version.questionnaire.study_id, version=version, contact=contact,
        segment=contact.segment, language="en", started_at=EPOCH, invitation=invitation,
        submitted_at=EPOCH if submitted else None, source=source, source_ref=f"ref-{contact.email}",
    )  # fmt: skip
    session.add(response)
    for name, value in given.items():
        session.add(
            Answer(response=response, question_id=name, value=value.value, text=value.text,
                   quote=value.quote or "")
        )  # fmt: skip
    session.flush()
    return response
