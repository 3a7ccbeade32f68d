"""What people complain of in other survey tools and must not meet here, by docs/complaints.md.

Those that another test already shows stand there under that test's name.
"""

from dataclasses import replace

from sqlalchemy import select

from research.journey_presets import preset
from research.services import journeys, studies
from surveys.models.response import Answer, Response
from surveys.question_types import AnswerValue, Choice
from surveys.services import tallying
from surveys.services.exporting import FIXED, export_answers
from tests.factories.surveys import (
    make_contact,
    make_questionnaire,
    make_response,
    make_study,
    publish_version,
)
from tests.unit.surveys.definitions import FOUND, NPS, WHY, YEARS, questionnaire

FIRST = questionnaire(NPS, FOUND, WHY, segments=("current",))
FEWER = replace(FOUND, choices=(Choice("peer", "A colleague"), FOUND.choices[3]))


def rows(session, study):
    table = export_answers(session, study, with_names=True)
    return [dict(zip(table.header, row, strict=True)) for row in table.rows]


def answered_in_two_versions(session):
    """One person chose an option that the second version no longer offers."""
    study = make_study(session)
    whole = make_questionnaire(session, study, FIRST)
    old = make_contact(session, study, "old@firm.com")
    make_response(session, old, whole.versions[0], found=AnswerValue(["search"]))
    publish_version(session, whole, questionnaire(NPS, FEWER, segments=("current",)))
    new = make_contact(session, study, "new@firm.com")
    make_response(session, new, whole.versions[1], found=AnswerValue(["peer"]), nps=AnswerValue(9))
    return study, whole


def test_answers_to_an_option_taken_away_stay_in_figures_and_export(session):
    study, whole = answered_in_two_versions(session)
    found = next(
        one for one in tallying.tally(session, study, whole).questions if one.question.id == "found"
    )
    assert (found.summary.answered, found.summary.counts["search"]) == (2, 1)
    cells = {row["email"]: row["found.search"] for row in rows(session, study)}
    assert cells == {"old@firm.com": 1, "new@firm.com": ""}


def test_old_and_new_answers_are_told_apart_by_their_version(session):
    study, _ = answered_in_two_versions(session)
    by_person = {row["email"]: row["version"] for row in rows(session, study)}
    assert by_person == {"old@firm.com": 1, "new@firm.com": 2}


def test_columns_are_those_of_the_versions_whoever_answers_last(session):
    study = make_study(session)
    whole = make_questionnaire(session, study, questionnaire(YEARS, NPS, segments=("current",)))
    nobody = export_answers(session, study, with_names=True).header
    make_response(session, make_contact(session, study), whole.versions[0], nps=AnswerValue(3))
    assert export_answers(session, study, with_names=True).header == nobody
    assert nobody[len(FIXED) :] == ("years", "nps")


def test_closing_and_opening_a_study_again_loses_no_answer(session):
    study, _ = answered_in_two_versions(session)
    before = rows(session, study)
    journeys.install(session, study, preset("four-stage"))
    studies.close(session, study)
    assert rows(session, study) == before
    studies.open_study(session, study)
    session.expire_all()
    assert rows(session, study) == before
    assert len(session.scalars(select(Answer)).all()) == 3
    assert all(each.version_id for each in session.scalars(select(Response)))


def test_what_was_published_can_be_edited_without_touching_a_given_answer(session):
    study, whole = answered_in_two_versions(session)
    before = rows(session, study)
    changed = replace(FEWER, choices=(*FEWER.choices, Choice("fair", "A fair")))
    whole.draft = questionnaire(changed, segments=("current",)).plain()
    assert rows(session, study) == before
    publish_version(session, whole, questionnaire(changed, segments=("current",)))
    after = rows(session, study)
    kept = [{name: row[name] for name in before[0]} for row in after]
    assert kept == before
