"""Answers another tool collected, read as answers to our questions."""

from datetime import UTC, datetime

import pytest

from surveys.answer_sheet import Taking, read_answers, strange_words
from surveys.question_types import AnswerValue
from tests.unit.surveys.definitions import READ, UNSURE, questionnaire
from tests.unit.surveys.scored import SCORED
from tests.unit.surveys.sheets import SURVEY, cells, mapped, only, read, told


@pytest.mark.parametrize(
    ("cell", "score"),
    [("9", 9), ("10 - extremely likely", 10), ("۷", 7), ("7.0", 7), ("N/A", "na"), ("0", 0)],
)
def test_a_score_is_read_as_people_export_it(cell, score):
    assert only(f"Email|Score\na@firm.com|{cell}", "nps") == AnswerValue(score)


def test_a_score_outside_the_scale_is_told_by_row_and_column():
    assert told("Email|Score\na@firm.com|11") == [
        "Row 2, column “Score”: “11” is not a score from 0 to 10; say under “values” which."
    ]


def test_their_words_become_our_scores_by_the_map():
    taking = Taking("Score", {"Very likely": "10"})
    assert only("Email|Score\na@firm.com|VERY LIKELY", "nps", questions={"nps": taking}).value == 10


def test_the_rows_of_a_grid_come_from_columns_of_their_own():
    questions = {"work.time": "Time", "work.budget": "Budget"}
    answer = only("Email|Time|Budget\na@firm.com|Good|2", "work", questions=questions)
    assert answer.value == {"time": 4, "budget": 2}


@pytest.mark.parametrize(
    ("cell", "chosen"),
    [
        ("A peer; Search", ["peer", "search"]),
        ("search,peer", ["peer", "search"]),
        ("A peer", ["peer"]),
    ],
)
def test_several_choices_in_one_cell_are_parted(cell, chosen):
    answer = only(f"Email|Found\na@firm.com|{cell}", "found", questions={"found": "Found"})
    assert answer.value == chosen


def test_columns_of_ticks_become_one_answer():
    questions = {"found.peer": "Peer", "found.search": "Search", "found.other": "Other"}
    answer = only("Email|Peer|Search|Other\na@firm.com|yes|0|A fair", "found", questions=questions)
    assert answer == AnswerValue(["peer", "other"], "A fair")


def test_an_unknown_option_is_told_with_the_ones_there_are():
    problems = told("Email|Left\na@firm.com|Moved", questions={"left": "Left"})
    place, sentence = problems[0].split(": ", 1)
    assert place == "Row 2, column “Left”"
    assert sentence.startswith("“Moved” is none of the options price, other;")


def test_the_star_takes_every_other_word_and_keeps_it():
    taking = Taking("Left", {"*": "other"})
    answer = only("Email|Left\na@firm.com|Moved", "left", questions={"left": taking})
    assert answer == AnswerValue("other", "Moved")


def test_a_word_can_stand_for_no_answer():
    taking = Taking("Left", {"Rather not say": ""})
    text = "Email|Left|Score\na@firm.com|rather not say|9"
    response = read(text, questions={"left": taking, "nps": "Score"}).responses[0]
    assert list(response.answers) == ["nps"]


def test_strange_words_are_listed_once_each():
    text = "Email|Found\na@b.co|A peer; Moon\nc@b.co|Moon; Mars\nd@b.co|Search"
    found = strange_words(cells(text), SURVEY, mapped(questions={"found": "Found"}))
    assert found == {"found": ("Moon", "Mars")}


def test_strange_scores_are_listed():
    text = "Email|Score\na@b.co|Likely\nc@b.co|9"
    assert strange_words(cells(text), SURVEY, mapped()) == {"nps": ("Likely",)}


def test_words_are_kept_as_written_without_permission_to_quote():
    answer = only("Email|Why\na@firm.com|It = fine, 100%", "why", questions={"why": "Why"})
    assert (answer.text, answer.quote) == ("It = fine, 100%", None)


def test_a_permission_can_be_given_for_a_whole_column():
    taking = Taking("Why", quote="anonymous")
    answer = only("Email|Why\na@firm.com|Slow", "why", questions={"why": taking})
    assert answer.quote == "anonymous"


def test_a_permission_can_come_from_a_column_of_its_own():
    questions = {"why": "Why", "why.quote": "May we quote?"}
    text = "Email|Why|May we quote?\na@firm.com|Slow|Yes\nb@firm.com|Late|"
    quotes = [each.answers["why"].quote for each in read(text, questions=questions).responses]
    assert quotes == ["anonymous", None]


def test_an_apostrophe_against_formulas_is_taken_off_again():
    answer = only("Email|Why\na@firm.com|'=1+1", "why", questions={"why": "Why"})
    assert answer.text == "=1+1"


@pytest.mark.parametrize(("cell", "value"), [("2025-03", "2025-03"), ("14 Mar 2025", "2025-03")])
def test_a_month_is_read_from_a_month_or_a_day(cell, value):
    assert (
        only(f"Email|When\na@firm.com|{cell}", "month", questions={"month": "When"}).value == value
    )


def test_a_number_outside_its_bounds_is_told():
    assert told("Email|Years\na@firm.com|99", questions={"years": "Years"}) == [
        "Row 2, column “Years”: Enter 60 or less"
    ]


def test_moments_are_read_with_and_without_a_time():
    text = "Email|Score|At\na@firm.com|9|2025-03-04 10:20:30\nb@firm.com|9|13/03/2025"
    moments = [each.submitted_at for each in read(text, submitted_at="At").responses]
    assert moments == [
        datetime(2025, 3, 4, 10, 20, 30, tzinfo=UTC),
        datetime(2025, 3, 13, tzinfo=UTC),
    ]


def test_other_columns_are_kept_beside_the_answers():
    response = read("Email|Score|Region\na@firm.com|9|North").responses[0]
    assert response.attributes == {"Region": "North"}


def test_other_columns_can_be_left_out():
    assert (
        read("Email|Score|Region\na@firm.com|9|North", keep="nothing").responses[0].attributes == {}
    )


def test_a_language_may_be_written_in_words():
    assert (
        read("Email|Score|Lang\na@firm.com|9|Thai", language="Lang").responses[0].language == "th"
    )


def test_a_segment_may_be_one_word_for_all():
    assert read("Email|Score\na@firm.com|9", segment="former").responses[0].segment == "former"


def test_a_row_without_an_answer_is_left_out_and_told():
    sheet = read("Email|Score\na@firm.com|\nb@firm.com|4")
    assert [each.email for each in sheet.responses] == ["b@firm.com"]
    assert str(sheet.remarks[0]) == "Row 2: The row answers nothing and is left out."


def test_a_repeated_row_without_an_id_counts_once():
    sheet = read("Email|Score\na@firm.com|4\na@firm.com|4")
    assert (len(sheet.responses), len(sheet.remarks)) == (1, 1)


def test_the_same_content_has_the_same_reference():
    refs = {read("Email|Score\na@firm.com|4").responses[0].ref for _ in range(2)}
    assert len(refs) == 1


BAD_FILES = {
    "no email column": ("Mail|Score\na@firm.com|9", {}, "The file has no column “Email”"),
    "no such column": ("Email|Mark\na@firm.com|9", {}, "The file has no column “Score”"),
    "column twice": ("Email|Score|Score\na@b.co|9|8", {}, "Two columns have this name"),
    "unknown question": (
        "Email|Score\na@firm.com|9", {"questions": {"csat": "Score"}}, "no question “csat”",
    ),
    "grid as a whole": (
        "Email|Score\na@firm.com|9", {"questions": {"work": "Score"}}, "Name the rows of “work”",
    ),
    "word for no option": (
        "Email|Left\na@firm.com|x", {"questions": {"left": Taking("Left", {"x": "fee"})}},
        "“fee” is none of: price, other",
    ),
    "no row": ("Email|Score", {}, "There is no row below the header."),
    "bad email": ("Email|Score\nnobody|9", {}, "“nobody” is not an email address"),
    "no email": ("Email|Score\n|9", {}, "Row 2, column “Email”: The email is missing."),
    "bad date": ("Email|Score|At\na@b.co|9|soon", {"submitted_at": "At"}, "“soon” is not a date"),
    "unknown language": (
        "Email|Score|L\na@b.co|9|Klingon", {"language": "L"}, "“Klingon” is not a known language",
    ),
    "unknown segment": (
        "Email|Score\na@b.co|9", {"segment": "rich"}, "neither a column of the file nor a segment",
    ),
    "id missing": ("Email|Score|N\na@b.co|9|", {"id": "N"}, "The id is missing."),
    "id twice": ("Email|Score|N\na@b.co|9|1\nc@b.co|8|1", {"id": "N"}, "“1” is already in row 2"),
    "overfull row": ("Email|Score\na@b.co|9|8", {}, "more cells than the header"),
    "spreadsheet error": ("Email|Score\na@b.co|#REF!", {}, "The cell holds the error #REF!."),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_gets_a_sentence(name):
    text, properties, sentence = BAD_FILES[name]
    sheet = read(text, **properties)
    assert any(sentence in str(problem) for problem in sheet.problems), sheet.problems


FIELDS = questionnaire(UNSURE, *READ)


def only_field(question, cell):
    sheet = read_answers(cells(f"Email|Field\na@firm.com|{cell}"), FIELDS,
                         mapped(questions={question: "Field"}))  # fmt: skip
    assert [str(problem) for problem in sheet.problems] == []
    return sheet.responses[0].answers.get(question.partition(".")[0])


@pytest.mark.parametrize(
    ("question", "cell", "answer"),
    [
        ("country", "Country 2", AnswerValue("c2")),
        ("email_me", "Ann@FIRM.com", AnswerValue(text="Ann@firm.com")),
        ("call_me", "'+66 2 123 4567", AnswerValue(text="+66 2 123 4567")),
        ("agree", "1", AnswerValue(value=True)),
        ("left.decline", "dk", AnswerValue("dk")),
        ("hour", "2:30 pm", AnswerValue("14:30")),
        ("fees.tax", "Too high", AnswerValue({"tax": "high"})),
        ("uses.tax.phone", "yes", AnswerValue({"tax": ["phone"]})),
        ("wishes.tax", "Speed", AnswerValue({"tax": {"": "Speed"}})),
        ("notes.tax.now", "A call", AnswerValue({"tax": {"now": "A call"}})),
        ("spent.tax.now", "2,5", AnswerValue({"tax": {"now": 2.5}})),
    ],
)
def test_a_cell_of_each_kind_of_field_is_read(question, cell, answer):
    assert only_field(question, cell) == answer


def test_the_ends_of_a_span_come_from_columns_of_their_own():
    sheet = read_answers(cells("Email|Start|End\na@firm.com|2025-01-31|2026-02-28"), FIELDS,
                         mapped(questions={"stay.from": "Start", "stay.to": "End"}))  # fmt: skip
    answer = sheet.responses[0].answers["stay"]
    assert answer == AnswerValue({"from": "2025-01-31", "to": "2026-02-28"})


def test_a_wrong_address_is_told_by_row_and_column():
    sheet = read_answers(cells("Email|Field\na@firm.com|nobody"), FIELDS,
                         mapped(questions={"email_me": "Field"}))  # fmt: skip
    assert [str(problem) for problem in sheet.problems] == [
        "Row 2, column “Field”: Enter an email address, for example name@firm.com"
    ]


def scored(header: str, row: str):
    """Read one row of a file whose headings are the names of our own export."""
    names = header.split("|")[1:]
    answer_map = mapped(questions={name: name for name in names})
    return read_answers(cells(f"{header}\n{row}"), questionnaire(*SCORED), answer_map)


@pytest.mark.parametrize(
    ("header", "row", "question", "answer"),
    [
        ("happy", "Satisfied", "happy", AnswerValue(4)),
        ("easy", "7", "easy", AnswerValue(7)),
        ("line", "۳۵", "line", AnswerValue(35)),
        ("top.people|top.price", "1|2", "top", AnswerValue(["people", "price"])),
        ("sum.price|sum.people", "60|40", "sum",
         AnswerValue({"price": 60, "speed": 0, "people": 40, "advice": 0, "reports": 0})),
        ("sets.1.best|sets.1.worst", "The price|people", "sets",
         AnswerValue({"1": ["price", "people"]})),
        ("rec|rec.why|rec.quote", "3|Slow|no", "rec", AnswerValue(3, "Slow", "no")),
        ("touch.site|touch.call", "Poor|N/A", "touch", AnswerValue({"site": 2, "call": "na"})),
        ("known.audit", "Knew it", "known", AnswerValue({"audit": 2})),
    ],
)  # fmt: skip
def test_scores_orders_and_shares_come_back_from_our_own_columns(header, row, question, answer):
    sheet = scored(f"Email|{header}", f"a@firm.com|{row}")
    assert [str(problem) for problem in sheet.problems] == []
    assert sheet.responses[0].answers[question] == answer


def test_imported_shares_add_up_too():
    sheet = scored("Email|sum.price", "a@firm.com|60")
    assert [str(each) for each in sheet.problems] == [
        "Row 2, column “sum.price”: The numbers must add up to 100; yours make 60"
    ]
