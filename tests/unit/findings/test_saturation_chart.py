"""The saturation curve: an image that tells its text, within its frame, whatever it draws."""

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st

from findings.charts.saturation import saturation_curve, ticks

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize(
    ("most", "expected"),
    [(1, [0, 1]), (5, [0, 1, 2, 3, 4, 5]), (9, [0, 2, 4, 6, 8]), (48, [0, 10, 20, 30, 40])],
)
def test_ticks_are_round_and_few(most, expected):
    assert ticks(most) == expected


@given(st.integers(1, 10**6))
def test_there_are_never_more_than_six_ticks(most):
    assert len(ticks(most)) <= 6


def test_a_curve_shows_its_band_its_dots_and_its_stops():
    drawn = fromstring(
        saturation_curve(
            [2, 3, 3.5], ([1, 2, 3], [3, 4, 4]), "3 & more", heard=[1, 3, 4], stops=[("5%", 2)]
        )
    )
    assert drawn.find(f"{SVG}title").text == "3 & more"
    assert len(drawn.findall(f"{SVG}circle")) == 3
    assert len(drawn.findall(f"{SVG}path")) == 2
    assert "5%" in [each.text for each in drawn.findall(f"{SVG}text")]


def test_nobody_heard_is_an_empty_picture():
    drawn = fromstring(saturation_curve([], ([], []), "Nobody"))
    assert drawn.findall(f"{SVG}path") == []


@given(st.lists(st.floats(0, 300), min_size=1, max_size=40).map(sorted))
def test_every_label_stands_inside_the_frame(mean):
    drawn = fromstring(saturation_curve(mean, (mean, mean), "", stops=[("0%", len(mean))]))
    _, _, width, height = map(float, drawn.get("viewBox").split())
    for label in drawn.findall(f"{SVG}text"):
        assert 0 <= float(label.get("x")) <= width
        assert 0 <= float(label.get("y")) <= height
