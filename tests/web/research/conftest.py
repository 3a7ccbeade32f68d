"""A study with one contact and one interview, as pages show it."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from research.interview_file import Agreement, Mark
from research.journey_presets import PRESETS
from research.models.interview import Interview
from research.models.organisation import Contact
from research.models.study import Study
from research.services import contacts, interviews, studies
from research.services.interviews import Talk
from research.study_file import StudyPlan


@pytest.fixture
def study(session: Session) -> Study:
    """A draft study of four stages; a title that is markup must be read as text."""
    plan = StudyPlan(title="Why <b>clients</b> stay", firm="Halden & Marsh", slug="stay")
    return studies.create(session, plan, PRESETS["four-stage"])


@pytest.fixture
def ann(session: Session, study: Study) -> Contact:
    """A contact whose organisation is named in Thai."""
    values = {"email": "ann@orrin.example", "name": "Ann <i>Lee</i>", "segment": "lost"}
    return contacts.add(session, study, "บริษัท พลอยธารา", values)


@pytest.fixture
def interview(session: Session, study: Study, ann: Contact) -> Interview:
    """An interview with one note and one marked passage."""
    consent = Agreement("internal_quote", date(2026, 10, 7))
    made = interviews.log(session, study, ann, Talk(date(2026, 10, 7), "Maren", "th"), consent)
    text = "She waited. 🙂 ช้ามาก\n\nThen she left."
    note = interviews.add_note(session, study, made, stage="client_experience", text=text)
    passage = Mark(14, 20, "client_experience", "pain", severity=3, emotion=-2)
    interviews.mark(session, study, note, passage)
    return made
