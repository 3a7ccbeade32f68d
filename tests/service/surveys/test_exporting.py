"""The export's columns never move; who may not see names gets none."""

from dataclasses import replace

from surveys.question_types import AnswerValue, Choice, Row
from surveys.services.exporting import FIXED, export_answers
from tests.factories.surveys import (
    EPOCH,
    make_contact,
    make_questionnaire,
    make_response,
    make_study,
    publish_version,
)
from tests.unit.surveys.definitions import FOUND, GRID, NPS, WHY, YEARS, questionnaire, shown_if

FIRST = questionnaire(NPS, FOUND, WHY, segments=("current",))


def export(session, study, *, with_names=True):
    table = export_answers(session, study, with_names=with_names)
    return table.header, list(table.rows)


def columns(session, study):
    return export(session, study)[0][len(FIXED) :]


def only_row(session, study, **options):
    header, (row,) = export(session, study, **options)
    return dict(zip(header, row, strict=True))


def test_the_fixed_columns_lead(session):
    study = make_study(session)
    make_questionnaire(session, study, FIRST)
    assert export(session, study)[0][: len(FIXED)] == FIXED


def test_removing_an_option_never_moves_an_export_column(session):
    study = make_study(session)
    whole = make_questionnaire(session, study, FIRST)
    before = columns(session, study)
    fewer = replace(FOUND, choices=(FOUND.choices[0], Choice("fair", "A fair"), FOUND.choices[3]))
    publish_version(session, whole, questionnaire(fewer, NPS, WHY))
    after = columns(session, study)
    assert after[: len(before)] == before
    assert after[len(before) :] == ("found.fair",)


def test_a_deleted_question_keeps_its_column_and_its_answers(session):
    study = make_study(session)
    whole = make_questionnaire(session, study, FIRST)
    response = make_response(
        session, make_contact(session, study), whole.versions[0], nps=AnswerValue(9)
    )
    publish_version(session, whole, questionnaire(WHY))
    row = only_row(session, study)
    assert (row["response_id"], row["nps"], row["version"]) == (str(response.id), 9, 1)


def test_a_new_question_and_a_new_row_are_appended(session):
    study = make_study(session)
    whole = make_questionnaire(session, study, questionnaire(GRID, NPS))
    before = columns(session, study)
    wider = replace(GRID, rows=(Row("first", "First"), *GRID.rows))
    publish_version(session, whole, questionnaire(YEARS, wider, NPS))
    assert columns(session, study) == (*before, "years", "work.first")


def test_another_questionnaire_adds_behind_and_keeps_names_apart(session):
    study = make_study(session)
    make_questionnaire(session, study, FIRST)
    before = columns(session, study)
    lost = make_questionnaire(session, study, key="lost", published=False)
    publish_version(session, lost, questionnaire(NPS, YEARS), at=EPOCH.replace(month=9))
    assert columns(session, study) == (*before, "lost/nps", "years")


def test_numbers_are_numbers_and_texts_are_texts(session):
    study = make_study(session)
    whole = make_questionnaire(session, study, FIRST)
    given = {
        "nps": AnswerValue(0), "why": AnswerValue(text="-5.2", quote="no"),
        "found": AnswerValue(["peer", "other"], "=1+1"),
    }  # fmt: skip
    make_response(session, make_contact(session, study), whole.versions[0], **given)
    row = only_row(session, study)
    assert (row["nps"], row["why"], row["why.quote"]) == (0, "-5.2", "no")
    assert (row["found.peer"], row["found.search"], row["found.other.text"]) == (1, 0, "=1+1")


def test_an_answer_off_the_path_is_left_out(session):
    study = make_study(session)
    asked = questionnaire(NPS, shown_if(WHY, "nps <= 6"))
    whole = make_questionnaire(session, study, asked)
    given = {"nps": AnswerValue(9), "why": AnswerValue(text="Old words")}
    make_response(session, make_contact(session, study), whole.versions[0], **given)
    assert only_row(session, study)["why"] == ""


def test_an_imported_answer_is_kept_wherever_it_stands(session):
    study = make_study(session)
    asked = questionnaire(NPS, shown_if(WHY, "nps <= 6"))
    whole = make_questionnaire(session, study, asked)
    given = {"why": AnswerValue(text="Held already")}
    contact = make_contact(session, study)
    make_response(session, contact, whole.versions[0], source="import", **given)
    assert only_row(session, study)["why"] == "Held already"


def test_names_stay_away_but_their_columns_stay(session):
    study = make_study(session)
    whole = make_questionnaire(session, study, FIRST)
    response = make_response(session, make_contact(session, study), whole.versions[0])
    response.attributes = {"Boss": "Eve"}
    row = only_row(session, study, with_names=False)
    assert [row[name] for name in ("organisation", "contact", "email", "other_columns")] == [""] * 4


def test_pilots_and_other_studies_are_left_out(session):
    study, other = make_study(session), make_study(session, "other")
    for each in (study, other):
        whole = make_questionnaire(session, each, FIRST)
        make_response(session, make_contact(session, each), whole.versions[0]).is_test = (
            each is study
        )
    assert export(session, study)[1] == []


def test_a_half_finished_response_has_no_submission_time(session):
    study = make_study(session)
    whole = make_questionnaire(session, study, FIRST)
    make_response(session, make_contact(session, study), whole.versions[0], submitted=False)
    row = only_row(session, study)
    assert (row["started_at"], row["submitted_at"]) == ("2026-03-04T10:00:00+00:00", "")
