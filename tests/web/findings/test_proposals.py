"""What a run offers about judged themes."""

from tests.support.pages import read_page
from tests.web.findings.conftest import offer

PAGE = "/studies/study/proposals"


def test_the_board_tells_of_offers_and_the_page_shows_them(researcher, world, heard):
    offer(world, heard, "stage", {"from": "usage", "to": "advocacy"})
    assert "offers 1 change" in researcher.get("/studies/study/themes").text
    assert "Advocacy" in researcher.get(PAGE).text


def test_an_accepted_offer_is_done(researcher, world, heard):
    proposal = offer(world, heard, "stage", {"from": "usage", "to": "advocacy"})
    researcher.post(f"{PAGE}/{proposal.id}", data={"verb": "accept"})
    column = read_page(researcher.get("/studies/study/themes")).find(
        ".//section[@data-column='advocacy']"
    )
    assert column.find(".//li[@id='theme-late']") is not None


def test_a_declined_offer_is_gone_and_changes_nothing(researcher, world, heard):
    proposal = offer(world, heard, "move", {"to": None, "evidence": []})
    researcher.post(f"{PAGE}/{proposal.id}", data={"verb": "decline"})
    assert "Nothing is offered" in researcher.get(PAGE).text


def test_moves_name_where_to(researcher, world, heard, signal):
    offer(world, heard, "move", {"to": str(signal.id), "evidence": ["x", "y"]})
    assert "Move 2 excerpts to" in researcher.get(PAGE).text
