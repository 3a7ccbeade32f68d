import pytest

from surveys.results import column_places, net_promoter
from tests.unit.surveys import definitions as d


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


def test_a_new_version_and_another_questionnaire_only_add_columns():
    first, second = d.questionnaire(d.NPS, d.LEFT), d.questionnaire(d.YEARS, d.NPS)
    one = column_places([("lost", first)])
    both = column_places([("lost", first), ("former", first), ("lost", second)], ["left"])
    assert list(one.values()) == ["nps", "left", "left.other.text"]
    assert list(both.values()) == [
        "nps", "lost/left", "left.other.text",
        "former/nps", "former/left", "former/left.other.text", "years",
    ]  # fmt: skip
