"""Scores, shares, orders: what people post, what is refused and what it adds up to."""

from collections import Counter
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.changes import Weight, changes
from surveys.problems import problems
from surveys.question_types import AnswerValue, Choice, Question, Row, kind
from surveys.question_types.weighing.maxdiff import MaxDiff, balanced_sets
from tests.unit.surveys import scored as s
from tests.unit.surveys.definitions import NPS, WHY, questionnaire


def parse(question, **form):
    posted = {name.replace("__", "."): [value] for name, value in form.items()}
    return kind(question).parse(question, posted)


def problem(question, answer):
    """The one problem of an answer: its sentence, and the field it leads to."""
    found = kind(question).validate(question, answer)
    assert len(found) <= 1
    return (found[0].sentence, found[0].part) if found else None


def summary(question, *values):
    return kind(question).summarise(question, [AnswerValue(value) for value in values])


@pytest.mark.parametrize("question", s.SCORED, ids=lambda question: question.type)
def test_a_whole_answer_is_taken_and_reads_back(question):
    answer, known = s.GIVEN[question.id], kind(question)
    assert known.validate(question, answer) == []
    assert known.parse(question, known.post(question, answer)) == answer
    assert known.seconds(question) > 0


def test_the_examples_have_no_flaw():
    asked = questionnaire(*s.SCORED)
    assert [str(each) for each in problems(asked)] == []


@pytest.mark.parametrize(
    ("question", "form", "value"),
    [
        (s.SATISFIED, {"happy": "۴"}, 4),
        (s.SATISFIED, {"happy": "๔"}, 4),
        (s.EASY, {"easy": "7"}, 7),
        (s.LINE, {"line": "۳۵"}, 35),
        (s.LINE, {"line": "2,5"}, 2.5),
        (s.TOP, {"top__people": "۱", "top__price": "۲"}, ["people", "price"]),
        (s.TOP, {"top__people": "1"}, ["people"]),
        (s.SUM, {"sum__price": "۶۰", "sum__speed": "40"},
         {"price": 60, "speed": 40, "people": 0, "advice": 0, "reports": 0}),
        (s.TOUCHED, {"touch__site": "۵", "touch__call": "na"}, {"site": 5, "call": "na"}),
        (s.KNOWN, {"known__audit": "๓", "known__tax": "na"}, {"audit": 3}),
        (s.REASON, {"rec": "۱۰"}, 10),
    ],
)  # fmt: skip
def test_answers_are_read_in_any_digits(question, form, value):
    assert parse(question, **form).value == value


@pytest.mark.parametrize(
    ("question", "form"),
    [
        (s.SATISFIED, {"happy": "6"}),
        (s.SATISFIED, {"happy": "na"}),
        (s.SATISFIED, {"happy": ""}),
        (s.EASY, {"easy": "0"}),
        (s.ORDER, {"order__price": "6"}),
        (s.SUM, {"sum__price": " "}),
        (s.SETS, {"sets__1__best": "speed"}),  # which stands in another set
        (s.SETS, {"sets__9__best": "price"}),
        (s.KNOWN, {"known__audit": "4"}),
        (s.REASON, {"rec": "11", "rec__why": " "}),
    ],
)
def test_what_is_no_answer_is_left_out(question, form):
    assert parse(question, **form) is None


@pytest.mark.parametrize(
    ("question", "form", "wanted"),
    [
        (s.SATISFIED, {}, ("Choose one of the answers from 1 to 5", "happy-1")),
        (s.LINE, {"line": "7"}, ("Enter a number in steps of 5 from 0 on", "line")),
        (s.LINE, {"line": "105"}, ("Enter 100 or less", "line")),
        (s.LINE, {"line": "half"}, ("Enter a number, for example 3", "line")),
        (s.ORDER, {"order__price": "2", "order__speed": "2", "order__people": "1"},
         ("Place 2 stands 2 times: give it once", "order.price")),
        (s.ORDER, {"order__price": "1", "order__speed": "3"},
         ("Give place 2 to an option", "order.people")),
        (s.SUM, {"sum__price": "60", "sum__people": "30"},
         ("The numbers must add up to 100; yours make 90", "sum.price")),
        (s.SUM, {"sum__price": "110", "sum__people": "-10"},
         ("Enter 0 or more for “The people”", "sum.people")),
        (s.SUM, {"sum__price": "all"},
         ("Enter a number for “The price”, for example 20", "sum.price")),
        (s.SETS, {}, ("Choose the best in set 1", "sets.1.best-price")),
        (s.SETS, {"sets__1__best": "price"}, ("Choose the worst in set 1", "sets.1.worst-price")),
        (s.SETS, {"sets__1__best": "price", "sets__1__worst": "price"},
         ("In set 1, “The price” can’t be both the best and the worst", "sets.1.best-price")),
        (s.REASON, {"rec__why": "Slow"},
         ("Choose a score from 0 to 10, or “Prefer not to answer”", "rec-0")),
        (s.REASON, {"rec": "3", "rec__why": "x" * 4001},
         ("Shorten your answer to 4000 characters; it has 4001", "rec.why")),
        (s.TOUCHED, {"touch__site": "3"},
         ("Rate “The first call”, or choose “Did not use it”", "touch.call-1")),
        (s.KNOWN, {"known__audit": "1", "known__tax": "1"},
         ("Say whether you know “Legal advice”", "known.law-1")),
    ],
    ids=lambda value: getattr(value, "type", None),
)  # fmt: skip
def test_what_is_wrong_is_said_once_with_the_field_to_go_to(question, form, wanted):
    assert problem(question, parse(question, **form)) == wanted


@pytest.mark.parametrize(
    ("question", "form", "sentence"),
    [
        (s.ORDER, {}, "Give every option a place, 1 for the best"),
        (s.ORDER, {"order__price": "1"}, "Give every option a place, 1 for the best"),
        (s.TOP, {"top__price": "1"}, "Give the places 1 to 2"),
        (s.SUM, {}, "Share out 100 among the options"),
        (s.EASY, {}, "Choose one of the answers from 1 to 7"),
    ],
)
def test_a_required_question_is_answered_in_full(question, form, sentence):
    asked = replace(question, required=True)
    assert problem(asked, parse(asked, **form))[0] == sentence


@pytest.mark.parametrize("question", [s.LINE, s.ORDER, s.TOP, s.SUM, s.EASY], ids=lambda q: q.id)
def test_an_optional_question_may_be_left_out(question):
    assert kind(question).validate(question, None) == []


@pytest.mark.parametrize("question", [s.SUM, s.SETS, s.ORDER], ids=lambda question: question.type)
def test_an_answer_under_way_can_be_kept_before_it_is_whole(question):
    form = {"sum__price": "60", "sets__1__best": "price", "order__price": "1"}
    answer = parse(question, **form)
    assert kind(question).check(question, answer) == []


def test_an_order_that_is_none_is_shown_again_as_it_was_given():
    answer = parse(s.ORDER, order__price="2", order__speed="2")
    assert kind(s.ORDER).show(s.ORDER, answer, "en")["given"] == {"price": 2, "speed": 2}


def test_wrong_shares_are_shown_again_as_typed():
    answer = parse(s.SUM, sum__price="all", sum__speed="12,5")
    shown = kind(s.SUM).show(s.SUM, answer, "en")
    assert (shown["given"]["price"], shown["given"]["speed"]) == ("all", "12.5")


@pytest.mark.parametrize(
    ("point", "asks"), [(0, "pain"), (6, "pain"), (7, ""), (8, ""), (9, "praise"), (10, "praise"),
                        ("na", ""), (None, "")],
)  # fmt: skip
def test_the_words_beside_a_score_are_what_its_follow_up_asked_for(point, asks):
    assert kind(s.REASON).invites(s.REASON, point) == asks


def test_words_are_kept_without_a_score_but_are_no_score():
    optional = replace(s.REASON, required=False)
    answer = parse(optional, rec__why="Slow")
    assert answer == AnswerValue(text="Slow")
    assert problem(optional, answer) is None
    assert kind(optional).operand(optional, answer) is None
    assert kind(optional).summarise(optional, [answer]).answered == 0


@pytest.mark.parametrize(
    ("question", "value", "shares"),
    [
        (s.SATISFIED, 5, [("", 1.0)]),
        (s.EASY, 4, [("", 0.5)]),
        (s.REASON, 3, [("", 0.3)]),
        (s.REASON, "na", []),
        (s.TOUCHED, {"site": 2, "call": "na"}, [("site", 0.25)]),
        (s.KNOWN, {"audit": 3}, []),
        (s.LINE, 50, []),
        (replace(s.SATISFIED, declines=("dont_know",)), "dk", []),
    ],
    ids=lambda value: getattr(value, "type", None),
)
def test_points_say_how_content_somebody_is(question, value, shares):
    assert [(p.row, p.share) for p in kind(question).points(question, value)] == shares


def test_named_points_are_counted():
    assert summary(s.SATISFIED, 5, 5, 2).counts == {"1": 0, "2": 1, "3": 0, "4": 0, "5": 2}


def test_places_are_summed_up_by_option():
    found = summary(s.TOP, ["people", "price"], ["price"])
    assert (found.answered, found.counts["price"], found.given["price"]) == (2, 1, (2, 1))
    assert found.given["advice"] == ()


def test_shares_are_summed_up_by_option():
    found = summary(s.SUM, {"price": 70, "speed": 30}, {"price": 100})
    assert (found.given["price"], found.given["speed"]) == ((70, 100), (30,))


def test_the_best_and_the_worst_are_counted():
    found = summary(s.SETS, s.GIVEN["sets"].value, {"1": ["reports", "price"], "2": ["price", ""]})
    assert found.answered == 2
    assert (found.counts["price.best"], found.counts["price.worst"]) == (4, 1)
    assert (found.counts["advice.best"], found.counts["advice.worst"]) == (0, 2)


@pytest.mark.parametrize(
    ("question", "cells"),
    [
        (s.SATISFIED, {"happy": "4"}),
        (s.TOP, {"top.people": "1", "top.price": "2"}),
        (s.REASON, {"rec": "3", "rec.why": "Slow answers", "rec.quote": "anonymous"}),
        (s.TOUCHED, {"touch.site": "2", "touch.call": "na"}),
    ],
    ids=lambda value: getattr(value, "type", None),
)
def test_an_answer_fills_its_cells(question, cells):
    assert kind(question).export(question, s.GIVEN[question.id]) == cells


def test_a_draft_of_endless_sets_can_be_looked_at():
    many = replace(s.SETS, sets=9999)
    assert len(kind(many).show(many, None, "en")["sets"]) == 8
    assert "It takes 9999 sets" in " ".join(map(str, MaxDiff().flaws(many)))


def test_the_columns_of_sets_and_shares():
    assert kind(s.SETS).columns(s.SETS)[:3] == ["sets.1.best", "sets.1.worst", "sets.2.best"]
    assert kind(s.SETS).export(s.SETS, s.GIVEN["sets"])["sets.5.worst"] == "speed"
    assert kind(s.SUM).export(s.SUM, s.GIVEN["sum"])["sum.advice"] == "0"
    assert kind(s.SUM).numeric(s.SUM) == set(kind(s.SUM).columns(s.SUM))


@given(
    st.integers(4, 14).flatmap(
        lambda n: st.tuples(st.just(n), st.integers(3, min(5, n - 1)), st.integers(1, 15))
    )
)
def test_sets_are_balanced(sizes):
    n, per_set, sets = sizes
    options = tuple(f"o{place}" for place in range(n))
    made = balanced_sets(options, per_set, sets)
    seen = Counter(dict.fromkeys(options, 0))
    seen.update(option for of in made for option in of)
    assert [len(set(of)) for of in made] == [per_set] * sets
    assert max(seen.values()) - min(seen.values()) <= 1
    met = Counter(frozenset(pair) for of in made for pair in combinations(of, 2))
    even = sets * per_set * (per_set - 1) / (n * (n - 1))
    assert max(met.values()) <= even + 2.5


@pytest.mark.parametrize(("n", "per_set", "sets", "times"), [(7, 3, 7, 1), (4, 3, 4, 2)])
def test_pairs_meet_equally_often_where_that_can_be(n, per_set, sets, times):
    options = tuple(f"o{place}" for place in range(n))
    made = balanced_sets(options, per_set, sets)
    met = Counter(frozenset(pair) for of in made for pair in combinations(of, 2))
    assert {met[frozenset(pair)] for pair in combinations(options, 2)} == {times}


def test_each_option_is_seen_three_times_unless_the_question_says_otherwise():
    known = kind(s.SETS)
    assert Counter(o for of in known.design(s.SETS) for o in of) == {c.id: 3 for c in s.OPTIONS}
    assert len(known.design(replace(s.SETS, sets=2))) == 2


def test_the_sets_are_the_same_in_every_language():
    spoken = replace(s.SETS, choices=tuple(Choice(c.id, c.text[::-1]) for c in s.OPTIONS))
    assert kind(spoken).design(spoken) == kind(s.SETS).design(s.SETS)


MANY = tuple(Choice(f"o{n}", f"Option {n}") for n in range(12))


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (replace(s.SATISFIED, scale=("Bad", "Good")),
         "Satisfaction names its five points, the worst first"),
        (replace(s.EASY, scale=("Hard", "Fair", "Easy")),
         "Effort names its seven or five points, the hardest first"),
        (replace(s.LINE, maximum=None), "A line needs a minimum and a maximum above it"),
        (replace(s.LINE, step=101), "A step is above 0 and no longer than the line"),
        (replace(s.LINE, step=-1), "A step is above 0 and no longer than the line"),
        (replace(s.LINE, scale=("None",)),
         "A line names both its ends, the lower first, or neither"),
        (replace(s.ORDER, choices=s.OPTIONS[:1]), "A choice needs at least two options"),
        (replace(s.ORDER, choices=MANY),
         "Nobody can put more than 10 options in order, these are 12"),
        (replace(s.ORDER, max_choices=6), "Rank at least one option and no more than there are"),
        (replace(s.SUM, total=-5), "The sum to share out is above 0"),
        (replace(s.SUM, choices=(Choice("a", "A"), Choice("b", "B", other=True))),
         "Options that are weighed are neither other nor exclusive"),
        (replace(s.SETS, per_set=2), "A set holds 3 to 5 options, fewer than there are"),
        (replace(s.SETS, per_set=5), "A set holds 3 to 5 options, fewer than there are"),
        (replace(s.SETS, sets=9),
         "It takes 9 sets, 8 are the limit: leave options out or show each less often"),
        (replace(s.REASON, bands=("Why?",)),
         "Write three follow-ups in bands: to a score of 0-6, of 7-8 and of 9-10"),
        (replace(s.REASON, quote=False),
         "Words that feed themes need the permission to quote: add quote: true"),
        (replace(s.TOUCHED, rows=(Row("site", "The website"),)),
         "Write the stage that the touchpoint “site” belongs to"),
        (replace(s.KNOWN, rows=()), "List the services to ask about as rows"),
        (replace(s.KNOWN, scale=("No", "Yes")),
         "Awareness names three points: did not know, knew, uses or used"),
        (replace(s.KNOWN, rows=tuple(Row(c.id, c.text) for c in MANY)),
         "At most 10 services are asked about at once, these are 12: split them in two"),
    ],
    ids=lambda value: getattr(value, "type", None),
)  # fmt: skip
def test_a_flaw_of_the_design_is_named(question, sentence):
    assert sentence in [each.sentence for each in kind(question).flaws(question)]


def test_the_recommendation_is_asked_only_once_whatever_its_type():
    found = problems(questionnaire(NPS, s.REASON))
    assert "Ask for the recommendation score only once" in [each.sentence for each in found]


@pytest.mark.parametrize("question", [s.ORDER, s.SUM, s.SETS], ids=lambda question: question.type)
def test_another_option_changes_what_earlier_weights_mean(question):
    wider = replace(question, choices=(*s.OPTIONS, Choice("new", "Something new")))
    found = changes(questionnaire(question), questionnaire(wider))
    assert found[0].weight == Weight.BREAKING


def test_a_way_out_of_a_ranking_is_no_order():
    asked = Question("order", "ranking", "What?", choices=s.OPTIONS, declines=("dont_know",))
    answer = parse(asked, order__decline="dk", order__price="1")
    assert answer == AnswerValue("dk")
    assert kind(asked).summarise(asked, [answer, s.GIVEN["order"]]).answered == 1


def test_a_question_says_whether_its_words_are_an_open_answer():
    assert kind(WHY).invites(replace(WHY, asks="praise"), None) == "praise"
