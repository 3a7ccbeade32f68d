"""How far the evidence carries: grades, segments compared, saturation, and what readers see."""

import pytest

from tests.support.pages import read_page, text_of
from tests.web.findings.conftest import BOARD, drawer

STRENGTH = "/studies/study/strength"


@pytest.fixture
def divided(world):
    """A pain that most lost clients name and few current ones, among ten of each."""
    theme = world.theme("Late invoices", slug="late")
    other = world.theme("Slow start", slug="slow")
    for segment, told in (("lost", 9), ("current", 1)):
        for number in range(10):
            response = world.response(world.contact(f"{segment} {number}", segment))
            answer = world.answer("Words", response=response, quote="anonymous")
            world.evidence(answer, theme if number < told else other, severity=3)
    return theme


def words(response, key):
    return text_of(read_page(response).find(f".//*[@aria-labelledby='{key}']"))


def test_the_theme_tells_which_segment_names_it_more(researcher, divided):
    said = drawer(researcher.get(f"{BOARD}/late"))
    assert "9 of 10 clients, the others 1 of 10" in said
    assert "Clear difference" in said


def test_the_board_grades_each_theme(researcher, divided):
    assert "Strong evidence" in researcher.get(BOARD).text


def test_a_share_of_ten_clients_or_more_bears_its_interval(researcher, divided):
    assert "30–70% (95% interval)" in drawer(researcher.get(f"{BOARD}/late"))


def test_clear_differences_are_listed_with_their_intervals(researcher, divided):
    said = words(researcher.get(STRENGTH), "compared")
    assert "2 comparisons of a segment with all others were made." in said
    assert "Late invoices" in said
    assert "+80 +37 to +92 points" in said


def test_each_segment_has_its_curve(researcher, divided):
    page = researcher.get(STRENGTH)
    said = words(page, "saturation")
    assert "20 people" in said
    assert "In the order they were heard: after 6." in said
    titles = [title.text for title in read_page(page).iter("{http://www.w3.org/2000/svg}title")]
    assert any(title.startswith("Lost: 10 people bring 2 themes") for title in titles)


def test_readers_see_no_single_order_and_no_lonely_theme(reader, researcher, world, divided):
    lonely = world.theme("They left with our data", slug="data")
    answer = world.answer("Gone", response=world.response(world.contact("Zed", "lost")))
    world.evidence(answer, lonely, severity=4)
    assert "They left with our data" in researcher.get(STRENGTH).text
    page = reader.get(STRENGTH)
    assert "They left with our data" not in page.text
    assert "In the order they were heard" not in page.text
    assert "<circle" not in page.text
    assert "Lost: 11 people" in page.text


def test_readers_see_no_curve_of_a_small_segment(reader, world, divided):
    for number in range(2):
        response = world.response(world.contact(f"Few {number}", "former"))
        world.evidence(world.answer("Words", response=response), divided)
    said = words(reader.get(STRENGTH), "saturation")
    assert "Former" not in said
    assert "Everybody" in said


def test_a_study_without_themes_says_so(reader, world):
    assert "No themes yet" in reader.get(STRENGTH).text
