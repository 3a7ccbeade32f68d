"""Times and spans of dates as people of each language write them."""

from dataclasses import replace

import pytest

from surveys.question_types import AnswerValue, kind
from surveys.question_types.moments.hours import hours_and_minutes
from tests.unit.surveys import definitions as d


@pytest.mark.parametrize(
    ("typed", "time"),
    [
        ("14:30", "14:30"), ("9", "09:00"), ("9.05", "09:05"), ("930", "09:30"), ("1430", "14:30"),
        ("2:30 pm", "14:30"), ("12 a.m.", "00:00"), ("12:15PM", "12:15"), ("14h30", "14:30"),
        ("۱۴:۳۰", "14:30"), ("۲٫۳۰ ب.ظ", "14:30"), ("۲:۳۰ بعد از ظهر", "14:30"),
        ("๑๔.๓๐ น.", "14:30"), ("14 นาฬิกา", "14:00"), ("오후 2시 30분", "14:30"),
        ("오전 9시", "09:00"),
        ("9 giờ sáng", "09:00"), ("2 giờ 30 chiều", "14:30"), ("3h", "03:00"),
    ],
)  # fmt: skip
def test_a_time_is_read_as_people_write_it(typed, time):
    assert hours_and_minutes(typed) == time


@pytest.mark.parametrize(
    "typed", ["24:00", "14:60", "noon", "13 pm", "0 am", "1:2:3", "99999", "-1"]
)
def test_what_is_no_time_is_refused_and_shown_again(typed):
    answer = kind(d.HOUR).parse(d.HOUR, {"hour": [typed]})
    problem = kind(d.HOUR).validate(d.HOUR, answer)[0]
    assert (problem.sentence, problem.part) == (
        "Enter hours and minutes, for example 14:30",
        "hour",
    )
    assert kind(d.HOUR).show(d.HOUR, answer, "en")["text"] == typed


def test_times_are_counted_by_the_hour():
    summary = kind(d.HOUR).summarise(d.HOUR, map(AnswerValue, ["14:30", "09:00", "14:05"]))
    assert (summary.answered, summary.counts) == (3, {"09:00": 1, "14:00": 2})


def span(start, end, question=d.STAY):
    parts = ["day", "month", "year"][-len(start) :]
    ends = {"from": start, "to": end}
    posted = {
        f"{question.id}.{name}.{part}": [typed]
        for name, typed_parts in ends.items()
        for part, typed in zip(parts, typed_parts, strict=True)
    }
    return kind(question).parse(question, posted)


def told(answer, question=d.STAY):
    return [(each.sentence, each.part) for each in kind(question).validate(question, answer)]


def test_a_span_is_read_in_any_calendar():
    answer = span(("۱۰", "۳", "۱۴۰۵"), ("1", "6", "2026"))
    assert answer == AnswerValue({"from": "2026-05-31", "to": "2026-06-01"})
    assert told(answer) == []


def test_the_end_of_a_span_is_not_before_its_beginning():
    assert told(span(("2", "6", "2026"), ("1", "6", "2026"))) == [
        ("The end is before the beginning", "stay.to.day")
    ]


def test_each_end_that_does_not_exist_is_told_at_its_field_and_shown_again():
    answer = span(("31", "2", "2026"), ("1", "6", "2026"))
    assert told(answer) == [("Enter a day, a month and a year that exist", "stay.from.day")]
    shown = kind(d.STAY).show(d.STAY, answer, "en")["ends"]
    assert shown["from"] == {"day": "31", "month": "2", "year": "2026"}
    assert shown["to"] == {"day": "1", "month": "6", "year": "2026"}


def test_half_a_span_asks_for_the_other_end():
    answer = span(("1", "6", "2026"), ("", "", ""))
    assert told(answer) == [("Enter a day, a month and a year that exist", "stay.to.day")]


def test_a_required_span_says_what_is_missing():
    must = replace(d.TERM, required=True)
    assert told(None, must) == [
        ("Enter a month and a year, for example 3 and 2025", "term.from.month")
    ]


@pytest.mark.parametrize(
    ("question", "answer", "length"),
    [
        (d.STAY, {"from": "2026-01-31", "to": "2026-02-01"}, 2),
        (d.TERM, {"from": "2025-11", "to": "2026-02"}, 4),
    ],
    ids=["days", "months"],
)
def test_spans_are_summed_up_by_their_length(question, answer, length):
    assert kind(question).summarise(question, [AnswerValue(answer)]).numbers == (length,)


@pytest.mark.parametrize("language", ["en", "th", "fa"])
def test_a_span_survives_being_shown_and_posted_again(language):
    answer = AnswerValue({"from": "2025-03-20", "to": "2026-12-31"})
    shown = kind(d.STAY).show(d.STAY, answer, language)["ends"]
    again = [tuple(shown[end][part] for part in ("day", "month", "year")) for end in ("from", "to")]
    assert span(*again) == answer
