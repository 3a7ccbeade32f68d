"""Why a statement is where it is, as a page and from where it is opened."""

import pytest

from findings.models import Evidence
from tests.support.pages import read_page, text_of
from tests.support.vectors import cheap_vectors
from tests.web.findings.conftest import BOARD

PAGE = "/studies/study/evidence"


@pytest.fixture(autouse=True)
def cheap(app, monkeypatch):
    monkeypatch.setitem(app.extensions, "vectors", cheap_vectors())


@pytest.fixture
def unit(world, heard):
    """One more statement of the theme, in English."""
    return world.evidence(world.answer("The invoice came late"), heard, kind_score=0.9)


def words(page, part):
    [section] = [
        each for each in read_page(page).iter("section") if each.get("aria-labelledby") == part
    ]
    return text_of(section)


def test_the_page_tells_why_this_theme(researcher, unit):
    told = words(researcher.get(f"{PAGE}/{unit.id}/why"), "why-theme")
    assert "Late invoices" in told
    assert "3 of the theme's 5 other statements" in told


def test_the_page_tells_why_this_stage_and_kind(researcher, unit):
    page = researcher.get(f"{PAGE}/{unit.id}/why")
    assert "The question is about Usage." in words(page, "why-stage")
    assert "The question asks for this: Pain point." in words(page, "why-kind")
    assert "invoice" in words(page, "why-kind")


def test_what_a_colleague_said_comes_first(researcher, session, world, heard, unit):
    unit.kind_origin = unit.stage_origin = "person"
    told = researcher.get(f"{PAGE}/{unit.id}/why").text
    assert "A colleague set the stage" in told
    assert "A colleague said what it is" in told


def test_a_statement_without_a_theme_says_so(researcher, world, heard):
    alone = world.evidence(world.answer("By train"), kind="neutral")
    told = words(researcher.get(f"{PAGE}/{alone.id}/why"), "why-theme")
    assert told == "Why this theme It stands in no theme. Neutral statements are not grouped."


def test_the_only_statement_of_a_theme_says_so(researcher, world, signal):
    [alone] = world.session.query(Evidence)
    told = words(researcher.get(f"{PAGE}/{alone.id}/why"), "why-theme")
    assert "the only statement of this theme" in told


def test_quotes_and_statements_lead_to_it(researcher, unit):
    for page in (researcher.get(f"{BOARD}/late"), researcher.get(PAGE)):
        links = [a for a in read_page(page).iter("a") if "data-why" in a.attrib]
        assert len(links) == 6
        assert researcher.get(links[0].get("href")).status_code == 200


def test_it_is_told_in_the_reader_s_language(researcher, researcher_user, unit):
    for language in ("th", "ko", "vi", "fa"):
        researcher_user.language = language
        page = researcher.get(f"{PAGE}/{unit.id}/why")
        assert read_page(page).get("lang") == language
        assert "Why this" not in page.text


def test_readers_see_no_explanations(reader, unit):
    assert reader.get(f"{PAGE}/{unit.id}/why").status_code == 403


def test_an_unknown_statement_is_not_found(researcher, world):
    assert researcher.get(f"{PAGE}/{world.study.id}/why").status_code == 404


def test_the_page_tells_of_the_words_a_reader_by_endpoint_went_by(researcher, world, unit):
    page = f"{PAGE}/{unit.id}/why"
    assert "A reader by endpoint" not in researcher.get(page).text
    unit.coder, unit.shown_by = "reader", [[4, 11], [17, 21]]
    told = read_page(researcher.get(page))
    assert [text_of(each) for each in told.iter("q")] == ["invoice", "late"]
