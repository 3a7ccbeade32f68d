"""Charts: well-formed, told in a title, right in their marks."""

import pytest
from defusedxml.ElementTree import fromstring

from findings.charts import marks
from reports.charts import curves, rows
from reports.estimates import Mean, Score, Share

SVG = "{http://www.w3.org/2000/svg}"


def mean(value: float) -> Mean:
    return Mean(value, value - 0.5, value + 0.5, 12, 15)


TITLE = "Feeling <by> stage & more"
DRAWN = {
    "curve": curves.emotion_curve([mean(1), None, mean(-2)], TITLE),
    "cover": curves.cover_art([mean(1), mean(0)], TITLE),
    "axis": rows.interval_axis(TITLE, top=0.5),
    "interval": rows.interval_row(Share(3, 9), TITLE),
    "bar": rows.bar(1, 3, TITLE),
    "severity": rows.severity_bars(2.5, TITLE),
    "likert": rows.likert_row((1, 2, 3, 4, 5), TITLE),
    "score": rows.score_row(Score(5, 3, 2), TITLE),
    "score axis": rows.score_axis(TITLE),
    "segments": rows.segment_bars(
        [("lost", Share(1, 5)), ("former", None), ("current", None)], TITLE, unasked=["current"]
    ),
}


@pytest.mark.parametrize("name", DRAWN)
def test_a_chart_tells_its_title_first_and_whole(name):
    root = fromstring(DRAWN[name])
    assert root[0].tag == f"{SVG}title"
    assert root[0].text == TITLE


@pytest.mark.parametrize("name", DRAWN)
def test_a_chart_uses_presentation_attributes_only(name):
    assert " style=" not in DRAWN[name]
    assert " class=" not in DRAWN[name]


@pytest.mark.parametrize("name", DRAWN)
def test_labels_are_digits_signs_and_nothing_to_shape(name):
    words = "".join(t.text or "" for t in fromstring(DRAWN[name]).iter(f"{SVG}text"))
    assert set(words) <= set("0123456789+−.%/")


def circles(svg: str) -> list[float]:
    return [float(c.get("cx", "")) for c in fromstring(svg).iter(f"{SVG}circle")]


def test_the_curve_breaks_where_a_stage_is_unknown():
    broken = curves.emotion_curve([mean(1), mean(1), None, mean(0), mean(1)], "t")
    assert broken.count('fill="none"') == 2


def test_a_single_known_stage_has_a_point_and_no_curve():
    drawn = curves.emotion_curve([None, mean(1), None], "t")
    assert (len(circles(drawn)), drawn.count("<path")) == (1, 0)


def test_stages_stand_in_the_middle_of_equal_columns():
    drawn = curves.emotion_curve([mean(1), mean(2)], "t", width=100)
    assert circles(drawn) == [25.0, 75.0]


def test_the_curve_turns_round_for_pages_read_from_the_right():
    drawn = curves.emotion_curve([mean(1), mean(2)], "t", width=100, mirrored=True)
    assert circles(drawn) == [75.0, 25.0]


def test_a_share_stands_at_its_place_on_the_scale():
    assert circles(rows.interval_row(Share(5, 10), "t", width=200)) == [100.0]


def test_the_axis_ends_where_the_widest_interval_does():
    assert rows.interval_top([Share(2, 30)]) == 0.25
    assert rows.interval_top([Share(2, 30), Share(20, 30)]) == 1.0


def test_answers_on_a_scale_fill_a_quarter_on_each_side_when_even():
    root = fromstring(rows.likert_row((5, 5), "t", width=100))
    assert [box.get("x") for box in root.iter(f"{SVG}rect")] == ["25", "50"]


@pytest.mark.parametrize("points", range(1, 12))
def test_every_scale_has_a_colour_for_each_point(points):
    drawn = rows.likert_row((1,) * points, "t")
    assert drawn.count("<rect") == points


def test_signed_uses_a_true_minus_and_no_sign_for_nothing():
    assert [marks.signed(v) for v in (1.26, -1.26, 0.04, -0.04)] == ["+1.3", "−1.3", "0.0", "0.0"]


def test_segments_differ_in_shape():
    shapes = {key: marks.segment_shape(key) for key in ("current", "lost", "former", "prospect")}
    kinds = {("circle" in s, "stroke" in s) for s in shapes.values()}
    assert len(kinds) == 4


def test_zero_of_many_withheld_and_unasked_segments_look_different():
    zero, withheld, unasked = (
        rows.segment_bars([("lost", share)], "t", unasked=of)
        for share, of in ((Share(0, 12), ()), (None, ()), (None, ("lost",)))
    )
    assert "0/12" in zero
    assert 'fill="#a8341b"' not in zero.split("</g>")[1]
    assert [drawn.split("</g>")[1].count("<line") for drawn in (withheld, unasked)] == [1, 3]
