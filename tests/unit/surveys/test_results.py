import pytest

from surveys.question_types import AnswerValue
from surveys.results import (
    Completion,
    Given,
    export_columns,
    export_row,
    net_promoter,
    question_results,
)
from tests.unit.surveys import definitions as d

LOW = d.shown_if(d.WHY, "nps <= 6")
ASKED = d.questionnaire(d.NPS, LOW, d.LEFT)


@pytest.mark.parametrize(
    ("promoters", "detractors", "n", "score", "centre", "half"),
    [(12, 3, 25, 36, 32, 26), (60, 15, 125, 36, 35, 12), (240, 60, 500, 36, 36, 6)],
)
def test_the_score_has_an_interval(promoters, detractors, n, score, centre, half):
    result = net_promoter({"9": promoters, "0": detractors, "7": n - promoters - detractors})
    assert (result.n, result.score) == (n, score)
    assert round((result.low + result.high) / 2) == centre
    assert round((result.high - result.low) / 2) == half


def test_five_promoters_of_five_are_not_certain():
    result = net_promoter({"10": 5})
    assert result.score == 100
    assert result.low == pytest.approx(17.5, abs=0.1)
    assert result.high == 100


def test_points_fall_into_three_groups():
    result = net_promoter({"0": 1, "6": 1, "7": 1, "8": 1, "9": 1, "10": 1})
    assert (result.detractors, result.passives, result.promoters) == (2, 2, 2)


def test_no_score_is_no_base():
    assert net_promoter({}).n == 0


def test_the_base_is_the_people_who_were_asked():
    given = [
        Given("lost", d.answers(nps=3, why="Slow")),
        Given("lost", d.answers(nps=9, why="Off the path")),
        Given("lost", d.answers(nps=2)),
    ]
    _, why, _ = question_results(ASKED, given)
    assert (why.asked, why.summary.answered) == (2, 1)


def test_an_export_leaves_out_what_is_off_the_path():
    assert export_row(ASKED, d.answers(nps=9, why="Off"), "lost") == {"nps": "9"}


def test_an_export_row_holds_value_and_permission():
    given = {"nps": AnswerValue(3), "why": AnswerValue(text="Slow", quote="anonymous")}
    assert export_row(ASKED, given, "lost") == {
        "nps": "3", "why": "Slow", "why.quote": "anonymous",
    }  # fmt: skip


def test_removing_an_option_or_a_question_never_moves_a_column():
    second = d.questionnaire(d.YEARS, d.NPS)
    columns = export_columns([ASKED, second])
    assert columns[: len(export_columns([ASKED]))] == export_columns([ASKED])
    assert columns[-1] == "years"


def test_completion_has_its_bases():
    completion = Completion(invited=40, started=20, submitted=15)
    assert (completion.completion_rate, completion.response_rate) == (0.75, 0.375)


def test_rates_of_nothing_are_unknown():
    assert Completion(0, 0, 0).completion_rate is None
    assert Completion(0, 0, 0).response_rate is None
