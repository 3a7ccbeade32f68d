"""The same form sent several times at once: nothing is made twice, and nothing breaks."""

import pytest

from accounts import services as accounts
from accounts.permissions import Role
from findings.services import themes
from foundation import jobs
from foundation.db import db
from foundation.errors import Conflict, Invalid
from research.journey_presets import PRESETS
from research.models.study import Study
from research.services import contacts, studies
from research.study_file import StudyPlan
from surveys.services import designing
from tests.support.crowd import together

PLAN = StudyPlan(title="What clients say", firm="Halden & Marsh")


@pytest.fixture
def study_id(session):
    made = studies.create(session, PLAN, PRESETS["eight-stage"])
    session.commit()
    return made.id


def kinds_of(results, *, refused):
    """How many went through, how many were refused in words; whatever else stopped one fails."""
    strange = [each for each in results if isinstance(each, Exception)]
    assert [each for each in strange if not isinstance(each, refused)] == []
    return len(results) - len(strange), len(strange)


def test_studies_of_one_title_get_short_names_of_their_own(app):
    made = together(db.engine, lambda own: studies.create(own, PLAN, PRESETS["four-stage"]).slug)
    names = ["what-clients-say", *(f"what-clients-say-{number}" for number in (2, 3, 4))]
    assert sorted(made, key=str) == names


def test_one_new_firm_takes_in_everybody_added_with_it(session, study_id):
    def add(own):
        study = own.get_one(Study, study_id)
        values = {"email": f"p{id(own)}@orrin.example", "segment": "current"}
        return contacts.add(own, study, "Orrin Ltd", values).organisation_id

    assert len(set(together(db.engine, add))) == 1


def test_the_same_person_is_added_once(session, study_id):
    def add(own):
        values = {"email": "ann@orrin.example", "segment": "current"}
        return contacts.add(own, own.get_one(Study, study_id), "Orrin Ltd", values)

    assert kinds_of(together(db.engine, add), refused=Invalid) == (1, 3)


def test_one_job_answers_all_who_ask_for_it(app):
    got = together(db.engine, lambda own: jobs.enqueue(own, "count", key="count:1").id)
    assert len(set(got)) == 1


def test_a_shipped_questionnaire_is_added_once(session, study_id):
    def add(own):
        return designing.create_from_shipped(own, own.get_one(Study, study_id), "current")

    assert kinds_of(together(db.engine, add), refused=Conflict) == (1, 3)


def test_a_study_is_opened_once(session, study_id):
    results = together(db.engine, lambda own: studies.open_study(own, own.get_one(Study, study_id)))
    assert kinds_of(results, refused=Conflict) == (1, 3)


def test_a_colleague_is_added_once(app):
    def add(own):
        return accounts.add_colleague(own, email="k@example.com", name="Kim", role=Role.READER)

    assert kinds_of(together(db.engine, add), refused=Conflict) == (1, 3)


def test_themes_of_one_name_get_addresses_of_their_own(session, study_id):
    def create(own):
        study = own.get_one(Study, study_id)
        return themes.create(
            own, study, label="Late invoices", kind="pain", stage="", actor=None
        ).slug

    assert len(set(together(db.engine, create))) == 4
