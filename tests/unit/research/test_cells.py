from datetime import date

import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import given
from hypothesis import strategies as st

from research.cells import Problem, date_order, folded, read_date, read_email, tidy, word_key


@pytest.mark.parametrize(
    "text",
    [
        "2026-04-13",
        "2026/4/13",
        "2026.04.13",
        "2026-04-13 00:00:00",
        "2026-04-13T09:30:00Z",
        "13/04/2026",
        "04/13/2026",
        "13-4-2026",
        "13.04.2026",
        "13 April 2026",
        "13 Apr. 2026",
        "13-Apr-2026",
        "April 13, 2026",
        "46125",
        "13/04/2569",
        "۱۳/۰۴/۲۰۲۶",
        "1405/01/24",
        "๑๓/๐๔/๒๕๖๙",
    ],
)
def test_a_date_is_read_as_people_write_it(text):
    assert read_date(text) == date(2026, 4, 13)


def test_a_date_that_may_be_two_is_named_with_both():
    problem = read_date("03/04/2026")
    assert isinstance(problem, Problem)
    assert str(problem) == "“03/04/2026” may be 2026-04-03 or 2026-03-04: write the year first."


@pytest.mark.parametrize(
    ("order", "expected"), [("day", date(2026, 4, 3)), ("month", date(2026, 3, 4))]
)
def test_the_order_of_the_column_settles_a_date(order, expected):
    assert read_date("03/04/2026", order) == expected


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["03/04/2026", "25/04/2026"], "day"),
        (["03/04/2026", "04/25/2026"], "month"),
        (["25/04/2026", "04/25/2026"], ""),
        (["03/04/2026", ""], ""),
        (["25.04.2026"], ""),
    ],
)
def test_one_clear_date_tells_the_order_of_its_column(texts, order):
    assert date_order(texts) == order


@pytest.mark.parametrize(
    "text",
    ["soon", "2026", "2026-02-30", "31/31/2026", "5 Foo 2026", "1404/13/1", "²", "9" * 5_000],
)
def test_what_is_no_date_is_a_problem(text):
    assert "is not a date" in str(read_date(text))


@pytest.mark.parametrize(
    "text",
    [
        "Ann@Halden.Example",
        "mailto:ann@halden.example",
        "Ann Lee <ann@halden.example>",
    ],
)
def test_an_address_is_read_in_lower_case(text):
    assert read_email(text) == "ann@halden.example"


@pytest.mark.parametrize(
    "text", ["ann", "ann@", "a b@c.example", "ann@halden", "a@b@c.example", "@"]
)
def test_what_is_no_address_is_a_problem(text):
    assert str(read_email(text)) == f"“{text}” is not an email address."


def test_two_spellings_of_a_name_fold_to_one():
    assert folded("  ＡＢＣ\u200b  Ltd ") == folded("abc ltd")
    assert folded("شركة ك") == folded("شرکة ک")


def test_punctuation_in_a_heading_does_not_matter():
    assert word_key("E-mail_address:") == word_key("e mail address")


@pytest.mark.parametrize("text", [" ", "-", "N/A", "None", "\ufeff"])
def test_a_cell_that_only_stands_for_nothing_is_empty(text):
    assert tidy(text) == ""


@given(st.text(max_size=40))
def test_no_text_breaks_a_reader_of_cells(text):
    assert isinstance(read_date(text), date | Problem)
    assert isinstance(read_email(text), str | Problem)
    assert isinstance(str(read_date(text)), str)


@given(st.from_regex(r"[a-z0-9._+-]{1,12}@[a-z0-9.-]{1,12}\.[a-z]{1,3}", fullmatch=True))
def test_the_short_way_admits_nothing_the_library_refuses(text):
    try:
        validate_email(text, check_deliverability=False, globally_deliverable=False)
        expected = text
    except EmailNotValidError:
        expected = Problem("“%(value)s” is not an email address.", {"value": text})
    assert read_email(text) == expected
