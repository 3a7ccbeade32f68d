"""Why a statement is where it is: read again among the theme's other statements."""

import uuid

import pytest
from sqlalchemy import select

from analysis.vectors import Vectors, WordCounts
from findings.known.own_themes import read_own
from findings.models import AnalysisRun, Evidence
from findings.services import evidence, explaining
from findings.services.library import own_pains
from foundation.clock import now
from foundation.errors import NotFound, Unavailable
from tests.support.vectors import cheap_vectors
from tests.unit.findings.test_own_themes import raw

VECTORS = cheap_vectors()


@pytest.fixture
def late(world):
    """A theme of three statements."""
    theme = world.theme("Late invoices", slug="late")
    for firm in ("Acme", "Beta", "Cay"):
        response = world.response(world.contact(firm))
        world.rate(response, time=1, budget=3)
        world.evidence(world.answer(f"Invoices come late, {firm}", response=response), theme)
    return theme


def unit(world, text="Invoices come late, Acme"):
    return world.session.scalars(select(Evidence).where(Evidence.text == text)).one()


def why(world, found=None, **values):
    return explaining.explain(
        world.session, world.study, (found or unit(world)).id, vectors=VECTORS, **values
    )


def test_the_theme_s_other_statements_are_compared(world, late):
    told = why(world)
    assert {each.text[-4:] for each in told.others} == {"Beta", " Cay"}
    assert (told.members, told.place.theme_id) == (2, late.id)
    assert told.told.theme.phrases == {"invoices": 2, "late": 2}


def test_what_was_asked_and_rated_is_told(world, late):
    told = why(world)
    assert told.question == "What is hard?"
    assert (told.told.kind.asked, told.told.kind.ratings) == ("pain", (0.0, 0.5))
    assert (told.told.stage.asked, told.told.stage.trust) == ("usage", None)


def test_the_last_run_says_how_far_the_question_is_trusted(world, late):
    world.add(
        AnalysisRun(
            study_id=world.study.id, corpus_hash="0", started_at=now(), ended_at=now(),
            metrics={"trust": {"hard": {"usage": 0.7}}},
        )
    )  # fmt: skip
    assert why(world).told.stage.trust == 0.7


def test_a_pain_of_the_firm_s_own_is_read_as_well(world, late):
    own_pains.save_own(world.session, [read_own(raw())[0]], actor=None)
    late.library_id = "own_parking"
    run = AnalysisRun(study_id=world.study.id, corpus_hash="0", started_at=now(), ended_at=now())
    world.add(run)
    told = why(world)
    assert {each.text for each in told.told.theme.known} < {*raw()["examples"], "No place to park"}
    assert told.told.theme.examples == 3
    assert not told.is_by_newer_library
    run.versions = {"library": "2026.3"}
    assert why(world).is_by_newer_library


def test_of_several_themes_the_one_asked_for_is_explained(world, late):
    other = world.theme("Money", slug="money")
    world.assign(unit(world), other, score=0.1)
    assert why(world).place.theme_id == late.id
    assert why(world, theme="money").place.theme_id == other.id


def test_a_statement_taken_out_stands_in_no_theme(world, late):
    evidence.reject(world.session, [unit(world)], late, actor=None)
    told = why(world)
    assert (told.place, told.others, told.told.theme.nearest) == (None, (), ())


def test_erased_people_s_words_are_not_compared(world, late):
    unit(world, "Invoices come late, Beta").answer.response.contact.erased_at = now()
    world.session.flush()
    assert [each.text[-3:] for each in why(world).others] == ["Cay"]


def test_words_that_changed_since_are_not_explained(world, late):
    unit(world).answer.text = "Something else"
    world.session.flush()
    with pytest.raises(NotFound, match="have changed"):
        why(world)


def test_a_statement_of_another_study_is_not_found(world, late):
    with pytest.raises(NotFound):
        explaining.explain(world.session, world.study, uuid.uuid4(), vectors=VECTORS)


def test_word_counts_cannot_explain_one_statement(world, late):
    with pytest.raises(Unavailable, match="sentence model"):
        explaining.explain(
            world.session, world.study, unit(world).id, vectors=Vectors(WordCounts())
        )
