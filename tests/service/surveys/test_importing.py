"""Answers another tool collected: all of a file or nothing, and nothing twice."""

import io
import zipfile

import pytest
from sqlalchemy import func, select

from foundation.files.spreadsheets import write_csv
from foundation.files.tables import TableError, read_table
from research.models.organisation import Contact
from surveys.answer_sheet import AnswerMap, Taking
from surveys.models.response import Answer, Response
from surveys.question_types import AnswerValue
from surveys.services import exporting, importing, tallying, trying
from tests.factories.surveys import (
    make_contact,
    make_questionnaire,
    make_response,
    make_study,
)
from tests.unit.surveys.definitions import NPS, WHY, questionnaire, shown_if

QUESTIONS = {"nps": Taking("Score"), "why": Taking("Why")}
MAP = AnswerMap("current", "Email", id="No", questions=QUESTIONS)
FILE = "No,Email,Score,Why,Region\n1,Ann@firm.com,9,Quick,North\n2,bob@firm.com,3,Slow,South\n"


@pytest.fixture
def study(session):
    study = make_study(session)
    make_questionnaire(session, study)
    make_contact(session, study, "ann@firm.com")
    make_contact(session, study, "bob@firm.com")
    return study


def table(text=FILE):
    return read_table(text.encode(), "answers.csv")


def run(session, study, text=FILE, answer_map=MAP):
    return importing.import_answers(session, study, table=table(text), answer_map=answer_map)


def responses(session):
    return list(session.scalars(select(Response).order_by(Response.source_ref)))


def count(session, model):
    return session.scalar(select(func.count()).select_from(model))


def test_every_row_becomes_a_response_of_its_person(session, study):
    run(session, study)
    assert [(each.contact.email, each.source_ref) for each in responses(session)] == [
        ("ann@firm.com", "current:1"),
        ("bob@firm.com", "current:2"),
    ]
    assert responses(session)[0].attributes == {"Region": "North"}


def test_words_stay_verbatim_and_may_not_be_quoted(session, study):
    run(session, study)
    answer = session.scalar(select(Answer).where(Answer.text == "Slow"))
    assert (answer.question_id, answer.quote, answer.value) == ("why", "", None)


def test_a_second_import_adds_nothing_twice(session, study):
    run(session, study)
    plan = run(session, study)
    assert (plan.already, len(plan.new), count(session, Response)) == (2, 0, 2)


def test_a_second_import_without_ids_adds_nothing_twice(session, study):
    unnamed = AnswerMap("current", "Email", questions=QUESTIONS)
    run(session, study, answer_map=unnamed)
    grown = FILE + "3,ann@firm.com,10,Later,West\n"
    plan = run(session, study, grown, unnamed)
    assert (plan.already, len(plan.new)) == (2, 1)


def test_a_dry_run_changes_nothing(session, study):
    plan = importing.plan_import(session, study, table=table(), answer_map=MAP)
    assert (len(plan.new), count(session, Response)) == (2, 0)


def test_one_bad_row_stops_the_whole_file(session, study):
    with pytest.raises(importing.ImportRefused, match="Row 3, column “Score”") as caught:
        run(session, study, FILE.replace(",3,Slow", ",30,Slow"))
    assert (len(caught.value.problems), count(session, Response)) == (1, 0)


def test_an_unknown_person_is_told_by_row(session, study):
    with pytest.raises(importing.ImportRefused, match="Nobody in the client list has the address"):
        run(session, study, FILE.replace("bob@", "eve@"))


def test_an_unknown_person_is_added_to_the_firm_the_map_names(session, study):
    answer_map = AnswerMap("current", "Email", organisation="Region", questions=QUESTIONS)
    plan = run(session, study, FILE.replace("bob@", "eve@"), answer_map)
    eve = session.scalar(select(Contact).where(Contact.email == "eve@firm.com"))
    assert [each.email for each in plan.newcomers] == ["eve@firm.com"]
    assert (eve.organisation.name, eve.segment, eve.lawful_basis) == ("South", "current", "")


def test_an_added_person_needs_a_segment_where_the_questionnaire_has_two(session, study):
    both = questionnaire(NPS, WHY, segments=("current", "lost"))
    make_questionnaire(session, study, both, key="both")
    answer_map = AnswerMap("both", "Email", organisation="Region", questions=QUESTIONS)
    with pytest.raises(importing.ImportRefused, match="needs a segment"):
        run(session, study, FILE.replace("bob@", "eve@"), answer_map)


def test_an_address_in_two_firms_needs_the_organisation(session, study):
    make_contact(session, study, "ann@firm.com", firm="North")
    with pytest.raises(importing.ImportRefused, match="stands in several organisations"):
        run(session, study)
    named = AnswerMap("current", "Email", organisation="Region", questions=QUESTIONS)
    run(session, study, named and FILE, named)
    assert {each.contact.organisation.name for each in responses(session)} == {"Firm", "North"}


def test_an_id_of_another_person_is_a_clash_of_two_files(session, study):
    run(session, study)
    swapped = FILE.replace("Ann@", "x@").replace("bob@", "ann@").replace("x@", "bob@")
    with pytest.raises(importing.ImportRefused, match="imported before for another person"):
        run(session, study, swapped)


def test_an_unpublished_questionnaire_takes_no_answers(session, study):
    make_questionnaire(session, study, key="draft", published=False)
    answer_map = AnswerMap("draft", "Email", questions=QUESTIONS)
    with pytest.raises(importing.ImportRefused, match="no published questionnaire “draft”"):
        run(session, study, answer_map=answer_map)


def test_answers_the_questionnaire_would_not_have_asked_for_are_told(session, study):
    asked = questionnaire(NPS, shown_if(WHY, "nps <= 6"), segments=("current",))
    make_questionnaire(session, study, asked, key="if")
    answer_map = AnswerMap("if", "Email", questions=QUESTIONS)
    plan = run(session, study, answer_map=answer_map)
    assert str(plan.remarks[0]).startswith("1 answers to “why” stand where")
    figures = tallying.tally(session, study, plan.version.questionnaire).questions
    assert [(each.asked, each.summary.answered) for each in figures] == [(2, 2), (1, 1)]
    export = exporting.export_answers(session, study, with_names=True)
    at = export.header.index("if/why")
    assert sorted(row[at] for row in export.rows) == ["Quick", "Slow"]


def test_people_of_another_study_are_unknown(session, study):
    other = make_study(session, "other")
    make_questionnaire(session, other)
    with pytest.raises(importing.ImportRefused, match="Nobody in the client list"):
        run(session, other)


def test_our_own_export_comes_back_whole(session, study):
    contact = session.scalar(select(Contact).where(Contact.email == "ann@firm.com"))
    version = importing.find_version(session, study, "current")
    given = {"nps": AnswerValue(7), "why": AnswerValue(text="=1+1", quote="anonymous")}
    make_response(session, contact, version, **given)
    export = exporting.export_answers(session, study, with_names=True)
    back = read_table(write_csv(export.header, export.rows), "export.csv")
    questions = {name: Taking(name) for name in ("nps", "why", "why.quote")}
    answer_map = AnswerMap("current", "email", id="response_id", questions=questions)
    plan = importing.plan_import(session, study, table=back, answer_map=answer_map)
    assert dict(plan.new[0][0].answers) == given


def test_a_broken_map_is_refused_with_the_line(session):
    with pytest.raises(importing.ImportRefused, match="not YAML: line 2"):
        importing.parse_map("questions:\n  - [")


BAD_FILES = {
    "empty": (b"", "a.csv", "The file is empty."),
    "wrong ending": (b"a,b\n1,2", "a.pdf", "A table is read from"),
    "workbook in name only": (b"Email,Score\na@b.co,9", "a.xlsx", "does not fit"),
    "open quote": (b'Email,Score\n"a@b.co,9\n', "a.csv", "never closed"),
    "wrong encoding": (b"\xff\xfeE\x00m", "a.csv", "is not valid UTF-16|no header|header"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_file_that_is_no_table_gets_a_sentence(name):
    data, filename, sentence = BAD_FILES[name]
    with pytest.raises(TableError, match=sentence):
        read_table(data, filename)


def test_a_bomb_of_a_workbook_is_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", "0" * 150_000_000)
    with pytest.raises(TableError, match="refused as unsafe"):
        read_table(file.getvalue(), "answers.xlsx")


def test_answers_are_never_taken_for_a_draft_that_is_tried_out(session):
    study = make_study(session)
    drafted = make_questionnaire(session, study, published=False)
    wish = {"version": "0", "segment": "current", "language": "en"}
    trying.make(session, drafted, secret="tests only", wish=wish, by="")
    make_contact(session, study, "ann@firm.com")
    plan = importing.plan_import(session, study, table=table(), answer_map=MAP)
    assert "publish it first" in plan.problems[0].message
