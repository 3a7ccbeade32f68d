"""A small study with themes, seen in the browser."""

import pytest

from findings.models import Proposal
from tests.service.findings.world import World
from tests.support.pages import read_page, text_of

BOARD = "/studies/study/themes"
FIRMS = ("Acme", "Beta", "Cay", "Dune", "Elm")


@pytest.fixture
def world(session):
    return World(session)


@pytest.fixture
def heard(world):
    """A pain that five clients speak of, in two languages, quoted with permission."""
    theme = world.theme("Late invoices", slug="late")
    for number, firm in enumerate(FIRMS):
        contact = world.contact(firm, "current" if number else "lost", role="finance")
        answer = world.answer(
            f"ใบแจ้งหนี้ช้า {firm}", response=world.response(contact), quote="anonymous"
        )
        world.evidence(answer, theme, language="th", severity=3, kind_score=0.8)
    return theme


@pytest.fixture
def signal(world):
    """A pain that one client speaks of."""
    theme = world.theme("Rude calls", slug="rude")
    answer = world.answer("They shout", quote="anonymous")
    world.evidence(answer, theme)
    return theme


def offer(world, theme, kind, payload):
    """Something a run would change about a theme."""
    return world.add(
        Proposal(study_id=world.study.id, theme_id=theme.id, kind=kind, payload=payload)
    )


def card(response, slug):
    """The words on a theme's card."""
    return text_of(read_page(response).find(f".//li[@id='theme-{slug}']"))


def drawer(response):
    """The words about the theme beside the board."""
    return text_of(read_page(response).find(".//aside"))


def follow(browser, response):
    """The page a browser lands on."""
    assert response.status_code == 303
    return browser.get(response.headers["Location"])
