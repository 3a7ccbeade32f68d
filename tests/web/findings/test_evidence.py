"""The evidence page: every statement, filtered, and many judged at once."""

import pytest
from sqlalchemy import select

from findings.models import Assignment, Evidence
from tests.support.pages import read_page
from tests.web.findings.conftest import follow

PAGE = "/studies/study/evidence"


@pytest.fixture
def said(world, heard):
    """Four statements besides the theme's own, each of another sort."""
    texts = {
        "Great team": {"kind": "praise", "kind_score": 0.3},
        "Call us": {"kind": "suggestion", "stage": "", "kind_score": 0.9},
        "서비스": {"language": "ko", "stage": "advocacy", "stage_score": 0.1},
        "Much too dear": {"severity": 4, "stage_score": 0.8},
    }
    return {text: world.evidence(world.answer(text), **values) for text, values in texts.items()}


def words(page):
    rows = read_page(page).iterfind(".//p[@class='evidence-words']")
    return [row.text for row in rows]


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("kind=praise", ["Great team"]),
        ("stage=-", ["Call us"]),
        ("stage=advocacy", ["서비스"]),
        ("language=ko", ["서비스"]),
        ("segment=prospect", []),
        ("kind=odd&page=-3", []),
        ("page=999999999999999999999999", []),
    ],
)
def test_statements_are_filtered(researcher, said, query, shown):
    assert words(researcher.get(f"{PAGE}?{query}")) == shown


def test_statements_of_a_theme_and_of_none(researcher, said):
    assert len(words(researcher.get(f"{PAGE}?theme=late"))) == 5
    assert sorted(words(researcher.get(f"{PAGE}?theme=-"))) == sorted(said)


def test_statements_of_a_question(researcher, world, said):
    world.evidence(world.answer("Lost at first", "start"))
    assert words(researcher.get(f"{PAGE}?question=start")) == ["Lost at first"]


@pytest.mark.parametrize(
    ("order", "first"),
    [("unsure-kind", "Great team"), ("severe", "Much too dear"), ("unsure-stage", "Call us")],
)
def test_the_least_certain_and_the_worst_come_first(researcher, world, said, order, first):
    for unit in said.values():
        unit.kind_score = unit.kind_score or 0.5
        unit.stage_score = unit.stage_score or (0.0 if unit.text == "Call us" else 0.5)
    assert words(researcher.get(f"{PAGE}?theme=-&order={order}"))[0] == first


def test_ticked_statements_go_to_a_theme(researcher, session, said, heard):
    ticked = [str(said[text].id) for text in ("Call us", "서비스")]
    data = {"units": ticked, "verb": "theme", "theme": "late"}
    page = follow(researcher, researcher.post(PAGE, data=data))
    assert "Statements changed: 2." in page.text
    states = session.scalars(select(Assignment.state).where(Assignment.origin == "person"))
    assert list(states) == ["accepted", "accepted"]


def test_ticked_statements_get_another_kind(researcher, session, said):
    ticked = [str(said["Great team"].id)]
    researcher.post(PAGE, data={"units": ticked, "verb": "kind", "kind": "neutral"})
    unit = session.scalar(select(Evidence).where(Evidence.text == "Great team"))
    assert (unit.kind, unit.kind_origin) == ("neutral", "person")


def test_ticked_statements_get_a_stage_and_are_the_least_doubtful_then(researcher, session, said):
    ticked = [str(said["서비스"].id)]
    researcher.post(PAGE, data={"units": ticked, "verb": "stage", "stage": "onboarding"})
    unit = session.scalar(select(Evidence).where(Evidence.text == "서비스"))
    assert (unit.stage, unit.stage_origin, unit.stage_score) == ("onboarding", "person", 1.0)
    assert "서비스" in words(researcher.get(f"{PAGE}?order=unsure-stage"))[-1]


def test_ticked_pains_get_a_severity(researcher, session, said):
    ticked = [str(said["서비스"].id)]
    researcher.post(PAGE, data={"units": ticked, "verb": "severity", "severity": "4"})
    unit = session.scalar(select(Evidence).where(Evidence.text == "서비스"))
    assert (unit.severity, unit.severity_source) == (4, "person")


@pytest.mark.parametrize(
    "data",
    [
        {"verb": "theme", "theme": "none"},
        {"verb": "kind", "kind": "odd"},
        {"verb": "stage", "stage": "odd"},
        {"verb": "stage"},
        {"verb": "severity", "severity": "9"},
        {"verb": "severity", "severity": "x"},
        {"verb": "burn"},
        {},
    ],
)
def test_what_makes_no_sense_is_one_sentence_and_changes_nothing(researcher, session, said, data):
    unit = said["Much too dear"]
    page = researcher.post(PAGE, data={"units": [str(unit.id)], **data})
    assert page.status_code in {404, 422}
    session.expire_all()
    assert (unit.kind, unit.severity) == ("pain", 4)


def test_one_unfit_statement_stops_them_all(researcher, session, said):
    ticked = [str(said[text].id) for text in ("Much too dear", "Great team")]
    researcher.post(PAGE, data={"units": ticked, "verb": "severity", "severity": "1"})
    session.expire_all()
    assert said["Much too dear"].severity == 4


def test_a_hundred_statements_come_in_pages(researcher, world, heard):
    answer = world.answer("x" * 60)
    for place in range(60):
        world.evidence(answer, start=place, end=place + 1, text="x")
    assert len(words(researcher.get(f"{PAGE}?page=1"))) == 50
    assert len(words(researcher.get(f"{PAGE}?page=2"))) == 15
