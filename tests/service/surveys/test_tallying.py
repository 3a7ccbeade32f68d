"""Scores, orders and shares on a real database: summed up over versions, and exported."""

from dataclasses import replace

import pytest

from surveys.question_types import AnswerValue
from surveys.services.exporting import FIXED, export_answers
from surveys.services.tallying import tally
from tests.factories.surveys import (
    make_contact,
    make_questionnaire,
    make_response,
    make_study,
    publish_version,
)
from tests.unit.surveys import scored as s
from tests.unit.surveys.definitions import WHY, questionnaire

ALL = questionnaire(*s.SCORED, segments=("current",))


@pytest.fixture
def study(session):
    study = make_study(session)
    whole = make_questionnaire(session, study, ALL)
    make_response(session, make_contact(session, study), whole.versions[0], **s.GIVEN)
    later = publish_version(session, whole, replace(ALL, title="Second"))
    other = {"happy": AnswerValue(5), "order": AnswerValue(["price", "speed"]),
             "sum": AnswerValue({"price": 100, "speed": 0}), "rec": AnswerValue(10)}  # fmt: skip
    make_response(session, make_contact(session, study, "b@firm.com"), later, **other)
    return study, whole


def one(session, study, question):
    found = tally(session, *study).questions
    return next(each for each in found if each.question.id == question.id)


def test_every_type_is_summed_up_over_the_versions(session, study):
    satisfied = one(session, study, s.SATISFIED)
    assert (satisfied.whole.top, satisfied.whole.n, satisfied.whole.mean) == (2, 2, 4.5)
    order = one(session, study, s.ORDER)
    assert [choice.id for choice in order.by_mean()][:3] == ["price", "speed", "people"]
    assert order.given("price", 1).mean == 1.5
    assert one(session, study, s.SUM).given("price").mean == 75
    sets = one(session, study, s.SETS)
    assert (sets.by_score()[0].id, sets.score("price"), sets.score("advice")) == ("price", 3, -2)


@pytest.mark.parametrize(
    ("question", "changes", "apart"),
    [
        (s.EASY, {"scale": s.EASY.scale[:5]}, 1),
        (s.SUM, {"total": 10.0}, 1),
        (s.SUM, {"total": 100.0}, 0),
        (s.SETS, {"per_set": 4}, 1),
        (s.ORDER, {"choices": s.OPTIONS[:3]}, 1),
        (s.ORDER, {"text": "In which order?", "choices": s.OPTIONS[::-1]}, 0),
    ],
)
def test_what_was_measured_otherwise_is_not_set_beside(session, study, question, changes, apart):
    changed = replace(question, **changes)
    publish_version(session, study[1], questionnaire(changed, segments=("current",)))
    before = one(session, study, question)
    assert before.apart >= apart
    assert (before.apart == 0) == (apart == 0)
    assert (before.summary.answered == 0) == (apart == 1)


def test_a_score_with_its_reason_is_a_recommendation_score(session, study):
    found = one(session, study, s.REASON)
    assert (found.net_promoter.promoters, found.net_promoter.detractors) == (1, 1)
    assert [each.answer.text for each in found.words] == ["Slow answers"]


def test_one_value_has_no_interval(session, study):
    assert one(session, study, s.LINE).mean.interval is None


def test_numbers_are_exported_as_numbers_and_choices_as_their_ids(session, study):
    table = export_answers(session, study[0], with_names=False)
    rows = (dict(zip(table.header, row, strict=True)) for row in table.rows)
    first, second = sorted(rows, key=lambda row: row["happy"])
    assert (first["sum.price"], first["order.people"], first["touch.site"]) == (50, 3, 2)
    assert (first["sets.1.best"], first["touch.call"], first["rec.quote"]) == (
        "price", "na", "anonymous",
    )  # fmt: skip
    assert (second["order.people"], second["rec.why"], second["rec"]) == ("", "", 10)


def test_no_column_is_named_twice(session, study):
    header = export_answers(session, study[0], with_names=False).header
    assert len(set(header)) == len(header)
    assert header[len(FIXED)] == "happy"


def test_who_declined_stands_apart_from_what_was_answered(session):
    study = make_study(session)
    why = replace(WHY, declines=("dont_know", "not_applicable"))
    whole = make_questionnaire(session, study, questionnaire(why, s.REASON, segments=("current",)))
    for n, said in enumerate(("dk", "dk", "na")):
        person = make_contact(session, study, f"{n}@firm.com")
        given = {"why": AnswerValue(said), "rec": AnswerValue("na")}
        make_response(session, person, whole.versions[0], **given)
    found = one(session, (study, whole), why)
    assert (found.declined, found.counts) == ({"dk": 2, "na": 1}, {})
    assert one(session, (study, whole), s.REASON).declined == {"pn": 3}
