from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.question_types import QUESTION_TYPES, AnswerValue, Question, kind
from tests.unit.surveys import definitions as d
from tests.unit.surveys import scored as s
from tests.unit.surveys.scored import SCORED, SUM

ALL = [
    d.NPS, d.GRID, d.WHY, d.FOUND, d.LEFT, d.YEARS, d.MONTH, d.DAY, d.UNSURE,
    d.COUNTRY, d.EMAIL, d.PHONE, d.AGREE, d.STAY, d.TERM, d.HOUR,
    d.FEES, d.USES, d.WISHES, d.NOTES, d.SPENT, *SCORED,
    d.SIGN, d.PROOF, d.LOOK,
]  # fmt: skip


def parse(question, **form):
    posted = {name.replace("__", "."): [value] for name, value in form.items()}
    return kind(question).parse(question, posted)


def sentences(question, answer):
    return [problem.sentence for problem in kind(question).validate(question, answer)]


@pytest.mark.parametrize(("typed", "score"), [("7", 7), ("۷", 7), ("๗", 7), ("٧", 7), (" 10 ", 10)])
def test_a_score_is_read_in_any_digits(typed, score):
    assert parse(d.NPS, nps=typed) == AnswerValue(score)


@pytest.mark.parametrize("typed", ["", "11", "-1", "7.5", "seven", "²"])
def test_what_is_no_score_is_no_answer(typed):
    assert parse(d.NPS, nps=typed) is None


def test_a_declined_score_is_an_answer():
    assert sentences(d.NPS, parse(d.NPS, nps="na")) == []


def test_a_missing_score_says_what_to_choose():
    assert sentences(d.NPS, None) == ["Choose a score from 0 to 10, or “Prefer not to answer”"]


def test_a_grid_names_each_row_left_out():
    assert sentences(d.GRID, parse(d.GRID, work__time="4")) == ["Rate “On budget”, or choose N/A"]


def test_a_grid_takes_not_applicable():
    answer = parse(d.GRID, work__time="5", work__budget="na")
    assert answer == AnswerValue({"time": 5, "budget": "na"})
    assert sentences(d.GRID, answer) == []


def test_a_grid_ignores_points_off_its_scale():
    assert parse(d.GRID, work__time="6", work__budget="0") is None


def test_a_problem_names_the_field_to_go_to():
    problem = kind(d.GRID).validate(d.GRID, None)[0]
    assert problem.part == "work.time-1"


def test_a_single_choice_keeps_the_words_beside_other():
    answer = parse(d.LEFT, left="other", left__other__text="Moved away")
    assert answer == AnswerValue("other", "Moved away")


@pytest.mark.parametrize(
    ("question", "posted", "answer"),
    [
        (d.LEFT, {}, AnswerValue("other", "A book")),
        (d.COUNTRY, {"country": [""]}, AnswerValue("other", "A book")),
        (d.FOUND, {}, AnswerValue(["other"], "A book")),
        (d.FOUND, {"found": ["peer"]}, AnswerValue(["peer", "other"], "A book")),
        (d.FOUND, {"found": ["none"]}, AnswerValue(["none"])),
    ],
)
def test_whoever_writes_beside_other_has_chosen_it(question, posted, answer):
    field = {f"{question.id}.other.text": ["A book"]}
    assert kind(question).parse(question, posted | field) == answer


def test_words_beside_other_go_when_another_option_is_chosen():
    assert parse(d.LEFT, left="price", left__other__text="Moved away") == AnswerValue("price")


def test_an_unknown_option_is_no_answer():
    assert parse(d.LEFT, left="nonsense") is None


def test_several_choices_come_in_the_order_of_the_options():
    posted = {"found": ["search", "peer", "nonsense"]}
    assert kind(d.FOUND).parse(d.FOUND, posted) == AnswerValue(["peer", "search"])


def test_an_exclusive_option_stands_alone():
    assert sentences(d.FOUND, AnswerValue(["peer", "none"])) == [
        "Choose “None” alone, or take it back"
    ]


def test_no_more_choices_than_allowed():
    most_one = Question("few", "multiple", "Which?", choices=d.FOUND.choices, max_choices=1)
    assert sentences(most_one, AnswerValue(["peer", "search"])) == ["Choose at most 1"]


def test_words_beside_other_are_short():
    assert sentences(d.LEFT, AnswerValue("other", "x" * 201)) == [
        "Shorten your own words to 200 characters"
    ]


def test_a_way_out_answers_a_required_question():
    declined = parse(d.UNSURE, left__decline="dk")
    assert declined == AnswerValue("dk")
    assert sentences(d.UNSURE, declined) == []
    assert sentences(d.UNSURE, None) == ["Choose an answer"]


def test_a_way_out_that_is_not_offered_is_no_answer():
    assert parse(d.UNSURE, left__decline="pn") is None


def test_a_ticked_way_out_counts_before_an_option_that_cannot_be_taken_back():
    assert parse(d.UNSURE, left="price", left__decline="dk") == AnswerValue("dk")


def test_words_somebody_wrote_count_before_a_way_out():
    words = parse(d.UNSURE, left="other", left__other__text="Moved", left__decline="dk")
    assert words == AnswerValue("other", "Moved")


@pytest.mark.parametrize(
    ("question", "field"),
    [(d.WISHES, "wishes.tax"), (d.NOTES, "notes.tax.now"), (d.SIGN, "sign")],
    ids=lambda each: getattr(each, "id", ""),
)
def test_a_way_out_throws_no_written_words_away(question, field):
    asked = replace(question, declines=("dont_know",))
    answer = kind(asked).parse(asked, {field: ["Speed"], f"{asked.id}.decline": ["dk"]})
    assert kind(asked).post(asked, answer) == {field: ["Speed"]}


@pytest.mark.parametrize(
    ("question", "field", "posted"),
    [(d.FEES, "fees.tax", "high"), (d.USES, "uses.tax", "phone"), (d.YEARS, "years", "3")],
    ids=lambda each: getattr(each, "id", ""),
)
def test_a_way_out_counts_against_what_was_only_chosen(question, field, posted):
    asked = replace(question, declines=("dont_know",))
    form = {field: [posted], f"{asked.id}.decline": ["dk"]}
    assert kind(asked).parse(asked, form) == AnswerValue("dk")


def test_a_declined_question_meets_no_condition_and_is_counted_apart():
    known = kind(d.UNSURE)
    assert known.operand(d.UNSURE, AnswerValue("dk")) is None
    summary = known.summarise(d.UNSURE, [AnswerValue("dk"), AnswerValue("price")])
    assert (summary.answered, summary.declined) == (1, 1)
    assert summary.counts == {"price": 1, "other": 0, "decline.dk": 1, "decline.na": 0}


def test_a_way_out_has_a_column_of_its_own():
    known = kind(d.UNSURE)
    assert known.columns(d.UNSURE) == ["left", "left.other.text", "left.decline"]
    assert known.export(d.UNSURE, AnswerValue("dk")) == {"left.decline": "dk"}


def test_a_text_is_kept_as_written_with_plain_line_ends():
    assert parse(d.WHY, why=" One\r\ntwo  three ") == AnswerValue(text="One\ntwo  three")


@pytest.mark.parametrize(
    ("posted", "kept"), [("anonymous", "anonymous"), ("no", "no"), ("", None), ("yes", None)]
)
def test_permission_to_quote_is_what_was_chosen_or_nothing(posted, kept):
    assert parse(d.WHY, why="Slow", why__quote=posted).quote == kept


def test_permission_without_words_is_no_answer():
    assert parse(d.WHY, why=" ", why__quote="anonymous") is None


def test_a_text_has_a_longest_length():
    assert sentences(d.WHY, AnswerValue(text="x" * 4001)) == [
        "Shorten your answer to 4000 characters; it has 4001"
    ]


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("12", 12), ("۱۲", 12), ("๑๒", 12), ("1,5", 1.5), ("۱٫۵", 1.5), ("1 000", 1000), ("0", 0),
        ("1,234.5", 1234.5), ("1.234,5", 1234.5), ("1,234,567", 1234567), ("1.234.567", 1234567),
        ("12\u202f500", 12500), ("12’500", 12500), ("۱۲٬۵۰۰", 12500), ("۱٫۲۵۰", 1.25),
        ("\u22125", -5), ("2.125", 2.125), ("0,500", 0.5),
    ],
)  # fmt: skip
def test_a_number_is_read_as_people_type_it(typed, value):
    assert parse(d.YEARS, years=typed) == AnswerValue(value)


@pytest.mark.parametrize("typed", ["1,200", "1.200", "۱،۲۰۰"])
@pytest.mark.parametrize("question", [d.YEARS, d.SPENT, SUM], ids=lambda each: each.type)
def test_a_mark_that_half_the_world_reads_otherwise_is_asked_about(typed, question):
    posted = {kind(question).fields(question)[0]: [typed]}
    found = sentences(question, kind(question).parse(question, posted))
    assert found == ["Enter 1200, or 1.2 if a fraction is meant"]


@pytest.mark.parametrize("value", [1234567, 12.3456789, 123456789012345, 1e-7, 98765432.125])
@pytest.mark.parametrize("question", [d.YEARS, s.LINE, d.SPENT, SUM], ids=lambda each: each.type)
def test_a_number_keeps_every_digit_on_a_page_and_in_a_table(question, value):
    name = kind(question).fields(question)[0]
    answer = kind(question).parse(question, {name: [repr(value)]})
    shown = kind(question).show(question, answer, "en")
    given = shown["text"] if "text" in shown else next(iter(shown["given"].values()))
    assert kind(question).parse(question, {name: [given]}) == answer
    assert float(kind(question).export(question, answer)[name]) == value


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("many", "Enter a number, for example 3"),
        ("nan", "Enter a number, for example 3"),
        ("1e99", "Enter a number, for example 3"),
        ("-1", "Enter 0 or more"),
        ("61", "Enter 60 or less"),
    ],
)
def test_a_number_out_of_bounds_says_what_to_enter(typed, sentence):
    assert sentences(d.YEARS, parse(d.YEARS, years=typed)) == [sentence]


def test_a_wrong_number_is_shown_again_as_typed():
    shown = kind(d.YEARS).show(d.YEARS, parse(d.YEARS, years="many"), "en")
    assert shown["text"] == "many"


@pytest.mark.parametrize(
    ("day", "month", "year", "stored"),
    [
        ("31", "5", "2026", "2026-05-31"),
        ("۱۰", "۳", "۱۴۰۵", "2026-05-31"),
        ("๓๑", "๕", "๒๕๖๙", "2026-05-31"),
    ],
)
def test_a_day_is_read_in_any_calendar(day, month, year, stored):
    posted = {"day__day": day, "day__month": month, "day__year": year}
    assert parse(d.DAY, **posted) == AnswerValue(stored)


@pytest.mark.parametrize(
    "typed",
    [
        ("30", "2", "2026"),
        ("1", "13", "2026"),
        ("1", "1", "26"),
        ("", "1", "2026"),
        ("x", "1", "2026"),
        ("-5", "1", "2026"),
    ],
)
def test_a_day_that_does_not_exist_is_refused_and_shown_again(typed):
    answer = parse(d.DAY, **dict(zip(("day__day", "day__month", "day__year"), typed, strict=True)))
    assert sentences(d.DAY, answer) == ["Enter a day, a month and a year that exist"]
    shown = kind(d.DAY).show(d.DAY, answer, "en")["written"]
    assert (shown["month"], shown["year"]) == typed[1:]


@pytest.mark.parametrize("language", ["en", "th", "ko", "vi", "fa"])
@pytest.mark.parametrize("month", [f"2026-{month:02}" for month in range(1, 13)])
def test_a_month_survives_being_shown_and_posted_again(language, month):
    shown = kind(d.MONTH).show(d.MONTH, AnswerValue(month), language)["written"]
    posted = {"month__month": shown["month"], "month__year": shown["year"]}
    assert parse(d.MONTH, **posted) == AnswerValue(month)


def test_months_are_named_in_the_reader_s_calendar():
    assert kind(d.MONTH).show(d.MONTH, None, "fa")["months"][0] == "فروردین"
    assert kind(d.MONTH).show(d.MONTH, None, "th")["months"][0] == "มกราคม"


@pytest.mark.parametrize("question", ALL, ids=lambda question: question.id)
@given(data=st.data())
def test_any_posted_form_is_read_judged_shown_and_exported(question, data):
    known = kind(question)
    fields = st.dictionaries(
        st.sampled_from(known.fields(question)), st.lists(st.text(), max_size=3)
    )
    answer = known.parse(question, data.draw(fields))
    assert isinstance(known.validate(question, answer), list)
    assert known.show(question, answer, "fa")
    if answer and not known.validate(question, answer):
        assert set(known.export(question, answer)) <= set(known.columns(question))
        assert known.parse(question, known.post(question, answer)) == answer
        assert known.summarise(question, [answer]).answered in {0, 1}


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (d.NPS, AnswerValue(9)),
        (d.UNSURE, AnswerValue("na")),
        (d.NPS, AnswerValue("na")),
        (d.GRID, AnswerValue({"time": 4, "budget": "na"})),
        (d.WHY, AnswerValue(text="Slow", quote="no")),
        (d.WHY, AnswerValue(text="Slow")),
        (d.FOUND, AnswerValue(["peer", "other"], "A book")),
        (d.LEFT, AnswerValue("price")),
        (d.COUNTRY, AnswerValue("other", "Peru")),
        (d.EMAIL, AnswerValue(text="ann@firm.com")),
        (d.PHONE, AnswerValue(text="+66 2 123 4567 ext 8")),
        (d.AGREE, AnswerValue(value=True)),
        (d.STAY, AnswerValue({"from": "2025-01-31", "to": "2026-02-28"})),
        (d.TERM, AnswerValue({"from": "2025-01", "to": "2026-02"})),
        (d.HOUR, AnswerValue("14:30")),
        (d.SIGN, AnswerValue({"typed": "Ann Lee"})),
        (d.SIGN, AnswerValue({"typed": "Ann Lee", "strokes": [[[0, 0], [1000, 300]]]})),
        (d.PROOF, AnswerValue({"name": "a.csv", "size": 3, "key": "f" * 64})),
        (d.LOOK, AnswerValue(["new"])),
        (d.FEES, AnswerValue({"audit": "fair", "tax": "high"})),
        (d.USES, AnswerValue({"audit": ["portal", "phone"]})),
        (d.WISHES, AnswerValue({"tax": {"": "Speed"}})),
        (d.NOTES, AnswerValue({"tax": {"now": "A call"}})),
        (d.SPENT, AnswerValue({"tax": {"last": 0, "now": 2.5}})),
        (d.LEFT, AnswerValue("other", "Moved")),
        (d.YEARS, AnswerValue(1.5)),
        (d.MONTH, AnswerValue("2026-05")),
        (d.DAY, AnswerValue("2026-05-31")),
    ],
)
def test_what_is_posted_for_an_answer_reads_back(question, answer):
    assert kind(question).parse(question, kind(question).post(question, answer)) == answer


@pytest.mark.parametrize(
    ("question", "values", "counts"),
    [
        (d.LEFT, ["price", "price", "other"], {"price": 2, "other": 1}),
        (d.FOUND, [["peer", "search"], ["peer"]], {"peer": 2, "search": 1, "other": 0, "none": 0}),
        (d.MONTH, ["2025-03", "2025-11", "2026-01"], {"2025": 2, "2026": 1}),
    ],
    ids=lambda value: getattr(value, "id", ""),
)
def test_choices_are_counted(question, values, counts):
    summary = kind(question).summarise(question, [AnswerValue(value) for value in values])
    assert (summary.answered, summary.counts) == (len(values), counts)


def test_declined_scores_are_not_in_the_base():
    summary = kind(d.NPS).summarise(d.NPS, [AnswerValue(9), AnswerValue("na")])
    assert (summary.answered, summary.declined, summary.counts["9"]) == (1, 1, 1)


def test_a_grid_is_counted_by_row_and_point():
    rated = [AnswerValue({"time": 4, "budget": "na"}), AnswerValue({"time": "na", "budget": "na"})]
    summary = kind(d.GRID).summarise(d.GRID, rated)
    assert (summary.answered, summary.declined) == (1, 1)
    assert (summary.counts["time.4"], summary.counts["budget.na"]) == (1, 2)


def test_numbers_are_given_in_order():
    summary = kind(d.YEARS).summarise(d.YEARS, [AnswerValue(3), AnswerValue(1.5)])
    assert summary.numbers == (1.5, 3)


@pytest.mark.parametrize(
    ("question", "answer", "cells"),
    [
        (d.NPS, AnswerValue(9), {"nps": "9"}),
        (d.GRID, AnswerValue({"time": 4}), {"work.time": "4"}),
        (d.WHY, AnswerValue(text="Slow", quote="no"), {"why": "Slow", "why.quote": "no"}),
        (d.LEFT, AnswerValue("other", "Moved"), {"left": "other", "left.other.text": "Moved"}),
        (d.YEARS, AnswerValue(1.5), {"years": "1.5"}),
        (d.COUNTRY, AnswerValue("c2"), {"country": "c2"}),
        (d.EMAIL, AnswerValue(text="ann@firm.com"), {"email_me": "ann@firm.com"}),
        (d.AGREE, AnswerValue(value=True), {"agree": "1"}),
        (d.HOUR, AnswerValue("14:30"), {"hour": "14:30"}),
        (d.SIGN, AnswerValue({"typed": "Ann Lee"}), {"sign": "Ann Lee"}),
        (d.PROOF, AnswerValue({"name": "a.csv", "size": 3, "key": "f"}), {"proof": "a.csv"}),
        (d.LOOK, AnswerValue(["new"]), {"look.old": "0", "look.new": "1"}),
        (
            d.STAY,
            AnswerValue({"from": "2025-01-31", "to": "2026-02-28"}),
            {"stay.from": "2025-01-31", "stay.to": "2026-02-28"},
        ),
        (d.FEES, AnswerValue({"tax": "high"}), {"fees.tax": "high"}),
        (
            d.USES,
            AnswerValue({"tax": ["phone"]}),
            {"uses.tax.portal": "0", "uses.tax.phone": "1", "uses.tax.nothing": "0"},
        ),
        (d.WISHES, AnswerValue({"tax": {"": "Speed"}}), {"wishes.tax": "Speed"}),
        (d.SPENT, AnswerValue({"tax": {"now": 2.5}}), {"spent.tax.now": "2.5"}),
        (d.MONTH, AnswerValue("2026-05"), {"month": "2026-05"}),
    ],
    ids=lambda value: getattr(value, "id", ""),
)
def test_an_answer_fills_its_cells(question, answer, cells):
    assert kind(question).export(question, answer) == cells


def test_each_option_of_several_has_its_own_column():
    cells = kind(d.FOUND).export(d.FOUND, AnswerValue(["peer", "other"], "A book"))
    assert cells["found.peer"] == "1"
    assert cells["found.search"] == "0"
    assert cells["found.other.text"] == "A book"


def test_information_asks_and_exports_nothing():
    page = Question("hello", "information", "Welcome back")
    known = QUESTION_TYPES["information"]
    assert known.parse(page, {"hello": ["x"]}) is None
    assert (known.columns(page), known.validate(page, None)) == ([], [])
    assert known.post(page, AnswerValue()) == {}


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (d.LEFT, "Choose an answer"),
        (d.YEARS, "Answer this question"),
        (d.COUNTRY, "Choose an answer"),
        (d.EMAIL, "Enter an email address, for example name@firm.com"),
        (d.SIGN, "Write your name to sign"),
        (d.PROOF, "Choose a file"),
        (d.HOUR, "Enter hours and minutes, for example 14:30"),
        (d.AGREE, "Tick the box to agree"),
        (d.MONTH, "Enter a month and a year, for example 3 and 2025"),
    ],
    ids=lambda value: getattr(value, "id", ""),
)
def test_a_required_question_says_what_is_missing(question, sentence):
    assert sentences(replace(question, required=True), None) == [sentence]


def test_an_optional_grid_may_be_left_out():
    assert sentences(replace(d.GRID, required=False), None) == []


def test_a_stored_grid_of_another_shape_asks_for_its_rows():
    assert len(sentences(d.GRID, AnswerValue("5"))) == 2
