"""Tables: what each row takes, says when it is wrong, and adds up to."""

from dataclasses import replace

import pytest

from surveys.question_types import QUESTION_TYPES, AnswerValue, Choice, Row, kind
from surveys.rules import Rule
from tests.unit.surveys import definitions as d


def parse(question, **form):
    posted = {name.replace("__", "."): values for name, values in form.items()}
    return kind(question).parse(question, posted)


def told(question, answer):
    return [(each.sentence, each.part) for each in kind(question).validate(question, answer)]


def test_a_row_left_out_is_told_at_its_first_option():
    must = replace(d.FEES, required=True)
    answer = parse(must, fees__audit=["fair"], fees__tax=["nonsense"])
    assert answer == AnswerValue({"audit": "fair"})
    assert told(must, answer) == [
        ("Choose an answer for “Tax advice for your company”", "fees.tax-low")
    ]
    assert told(d.FEES, answer) == []


def test_several_options_come_in_their_order_and_an_exclusive_one_alone():
    answer = parse(d.USES, uses__audit=["nothing", "phone"])
    assert answer == AnswerValue({"audit": ["phone", "nothing"]})
    assert told(d.USES, answer) == [
        (
            "Choose “None of them” alone for “The yearly audit”, or take it back",
            "uses.audit-nothing",
        )
    ]


def test_words_are_kept_by_row_and_column():
    assert parse(d.NOTES, notes__tax__now=[" A call "]) == AnswerValue({"tax": {"now": "A call"}})
    assert parse(d.WISHES, wishes__tax=["Speed"]) == AnswerValue({"tax": {"": "Speed"}})
    assert kind(d.NOTES).said(d.NOTES, AnswerValue({"tax": {"now": "A call"}})) == (
        "Tax advice for your company, This year: A call"
    )


def test_words_of_a_cell_are_short():
    answer = AnswerValue({"tax": {"": "x" * 201}})
    assert told(d.WISHES, answer) == [
        (
            "Shorten “Tax advice for your company” to 200 characters; it has 201",
            "wishes.tax",
        )
    ]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("many", "Enter a number for “The yearly audit, This year”, for example 3"),
        ("-1", "Enter 0 or more for “The yearly audit, This year”"),
        ("1001", "Enter 1000 or less for “The yearly audit, This year”"),
    ],
)
def test_a_wrong_number_is_told_at_its_cell_and_shown_again(typed, sentence):
    answer = parse(d.SPENT, spent__audit__now=[typed])
    assert told(d.SPENT, answer) == [(sentence, "spent.audit.now")]
    assert kind(d.SPENT).show(d.SPENT, answer, "en")["given"] == {"spent.audit.now": typed}


def test_numbers_are_read_in_any_digits():
    assert parse(d.SPENT, spent__tax__last=["۱٫۵"]) == AnswerValue({"tax": {"last": 1.5}})


def test_each_row_has_a_base_of_its_own():
    given = [AnswerValue({"audit": "fair", "tax": "high"}), AnswerValue({"audit": "fair"})]
    summary = kind(d.FEES).summarise(d.FEES, given)
    assert (summary.answered, summary.parts["audit"].answered, summary.parts["tax"].answered) == (
        2,
        2,
        1,
    )
    assert summary.parts["audit"].counts == {"low": 0, "fair": 2, "high": 0}
    assert summary.counts["tax.high"] == 1


def test_each_cell_of_numbers_is_summed_up_by_itself():
    given = [AnswerValue({"tax": {"now": 3}}), AnswerValue({"tax": {"now": 1.5, "last": 0}})]
    parts = kind(d.SPENT).summarise(d.SPENT, given).parts
    assert (parts["tax.now"].numbers, parts["tax.last"].numbers) == ((1.5, 3), (0,))
    assert parts["audit.now"].answered == 0


def test_words_are_counted_by_cell():
    given = [AnswerValue({"tax": {"now": "A call"}})]
    counts = kind(d.NOTES).summarise(d.NOTES, given).counts
    assert counts == {"audit.last": 0, "audit.now": 0, "tax.last": 0, "tax.now": 1}


@pytest.mark.parametrize(
    ("rule", "answer", "question", "holds"),
    [
        ('fees.tax == "high"', AnswerValue({"tax": "high"}), d.FEES, True),
        ('fees.tax == "high"', AnswerValue({"audit": "high"}), d.FEES, False),
        ('"phone" in uses.tax', AnswerValue({"tax": ["phone"]}), d.USES, True),
        ("answered(wishes.tax)", AnswerValue({"tax": {"": "Speed"}}), d.WISHES, True),
        ("spent.tax > 2", AnswerValue({"tax": {"now": 3}}), d.SPENT, False),
    ],
)
def test_a_rule_looks_at_a_row(rule, answer, question, holds):
    def lookup(_name, row):
        return kind(question).operand(question, answer, row)

    assert Rule.from_text(rule).holds(lookup) is holds


@pytest.mark.parametrize(
    ("question", "flaw"),
    [
        (replace(d.FEES, rows=()), "rows: A table needs at least one row"),
        (
            replace(d.FEES, rows=tuple(Row(f"r{n}", "Row") for n in range(7))),
            "rows: A table has at most 6 rows, this one has 7: split it in two",
        ),
        (
            replace(d.USES, choices=tuple(Choice(f"c{n}", "Option") for n in range(7))),
            "choices: A table has at most 6 columns, this one has 7: split it in two",
        ),
        (replace(d.FEES, choices=()), "choices: A choice needs at least two options"),
        (
            replace(d.FEES, choices=(Choice("tax", "Tax"), Choice("b", "B"))),
            "rows: The id “tax” is a row's and an option's, choose another for one",
        ),
        (
            replace(d.NOTES, choices=(Choice("x", "Else", other=True),)),
            "choices: An option of a table can't ask for other words",
        ),
        (
            replace(d.WISHES, required=True),
            "required: Nobody should be forced to write: drop required",
        ),
        (replace(d.SPENT, minimum=2000), "minimum: The minimum is above the maximum"),
    ],
)  # fmt: skip
def test_a_table_that_would_not_work_is_told(question, flaw):
    assert [str(each) for each in QUESTION_TYPES[question.type].flaws(question)] == [flaw]


def test_columns_of_an_export_keep_their_names():
    assert kind(d.SPENT).columns(d.SPENT) == [
        "spent.audit.last", "spent.audit.now", "spent.tax.last", "spent.tax.now",
    ]  # fmt: skip
    assert kind(d.WISHES).columns(d.WISHES) == ["wishes.audit", "wishes.tax"]
