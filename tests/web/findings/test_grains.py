"""More themes or fewer, without a script: look first, then change, then go back."""

import pytest

from findings.models import Grain, Proposal, Theme
from tests.service.findings.hierarchies import fill
from tests.support.pages import read_page, text_of
from tests.web.findings.conftest import BOARD, card, drawer, follow

PAGE = "/studies/study/grains"
EVIDENCE = "/studies/study/evidence"


@pytest.fixture
def cut(world):
    fill(world)
    return world


def preview(page):
    return text_of(read_page(page).find(".//div[@id='grain-preview']"))


def cards(page):
    return {each.get("data-card") for each in read_page(page).iter("li") if each.get("data-card")}


def test_the_board_holds_a_number_with_its_words_at_each_step(researcher, cut):
    [slider] = [
        each for each in read_page(researcher.get(BOARD)).iter("input") if each.get("data-words")
    ]
    assert (slider.get("min"), slider.get("max"), slider.get("value")) == ("1", "4", "2")
    assert slider.get("data-words").split("|") == [
        "Step 1: 1 theme", "Step 2: 2 themes, as it is now", "Step 3: 3 themes", "Step 4: 4 themes",
    ]  # fmt: skip


def test_a_step_is_looked_at_before_it_is_taken(researcher, cut):
    page = researcher.get(f"{PAGE}?position=3")
    assert "Bills (4 excerpts) comes out of Late" in preview(page)
    assert cards(researcher.get(BOARD)) == {"Late", "Fees"}


@pytest.fixture
def said(session, cut):
    """One part and one theme that are called by what somebody said."""
    for key, words in (("bills", "Bills Acme"), ("fees", "Fees Acme…")):
        session.query(Grain).filter_by(key=key).update({"labels": {"en": words}})
    session.query(Theme).filter_by(slug="fees").update({"label": "Fees Acme…", "labels": {}})
    session.commit()


def test_a_quote_in_place_of_a_name_is_marked_on_slider_and_board(researcher, said):
    told = preview(researcher.get(f"{PAGE}?position=3"))
    assert "“Bills Acme” not yet named (4 excerpts) comes out of Late" in told
    page = researcher.get(BOARD)
    assert "“Bills Acme” not yet named 4 excerpts" in card(page, "late")
    assert "“Fees Acme…” not yet named" in card(page, "fees")
    assert "“Fees Acme…” not yet named" in text_of(read_page(researcher.get(EVIDENCE)))
    assert "“Fees Acme…”" in drawer(researcher.get(f"{BOARD}/late"))


def test_a_name_a_person_gave_is_no_quote(researcher, session, said):
    session.query(Theme).filter_by(slug="fees").update({"name_locked": True})
    session.commit()
    for address in (BOARD, EVIDENCE, f"{PAGE}?position=1"):
        assert "“Fees Acme…”" not in researcher.get(address).text


def test_a_step_is_taken_and_undone(researcher, cut):
    page = follow(researcher, researcher.post(PAGE, data={"position": 1}))
    assert "1 theme changed" in page.text
    assert cards(page) == {"Late"}
    [back] = [each for each in read_page(page).iter("input") if each.get("name") == "position"
              and each.get("type") == "hidden"]  # fmt: skip
    page = follow(researcher, researcher.post(PAGE, data={"position": back.get("value")}))
    assert cards(page) == {"Late", "Fees"}


def test_what_people_judged_is_only_offered(researcher, cut):
    researcher.post(f"{BOARD}/fees/judge", data={"rev": 1, "verb": "approve"})
    page = researcher.get(f"{PAGE}?position=1")
    assert "No theme changes" in preview(page)
    assert "1 change is only offered" in preview(page)
    researcher.post(PAGE, data={"position": 1})
    offered = researcher.get("/studies/study/proposals")
    assert "Let it become part of Late" in text_of(read_page(offered).find(".//section"))


def test_an_offered_part_is_named_and_split_off(researcher, session, cut):
    researcher.post(f"{BOARD}/late/judge", data={"rev": 1, "verb": "approve"})
    researcher.post(PAGE, data={"position": 3})
    offered = researcher.get("/studies/study/proposals")
    told = text_of(read_page(offered).find(".//section"))
    assert "Let 4 excerpts stand by themselves as Bills" in told
    proposal = session.query(Proposal).one()
    researcher.post(f"/studies/study/proposals/{proposal.id}", data={"verb": "accept"})
    assert "Bills" in cards(researcher.get(BOARD))


def test_sub_themes_fold_out_of_a_card_and_stand_in_the_theme_s_page(researcher, cut):
    page = researcher.get(f"{BOARD}/late")
    assert "2 sub-themes Bills 4 excerpts Bank 2 excerpts" in card(page, "late")
    assert "Sub-themes Bills 4 of 6 excerpts" in drawer(page)
    assert "sub-theme" not in card(page, "fees")
    assert "part of Late" in drawer(researcher.get(f"{BOARD}/fees"))


def test_a_cut_that_is_only_the_best_place_is_no_sub_theme(researcher, session, cut):
    session.query(Grain).update({"is_clear": False})
    assert "sub-theme" not in researcher.get(BOARD).text


def test_a_sub_theme_is_split_off_from_the_theme_s_page(researcher, cut):
    page = follow(
        researcher, researcher.post(f"{PAGE}/part", data={"theme": "late", "grain": "bank"})
    )
    assert "Bank" in drawer(page)
    assert cards(page) == {"Late", "Fees", "Bank"}


def test_the_history_tells_what_came_and_went(researcher, cut):
    researcher.post(PAGE, data={"position": 3})
    assert "Gave up Bills" in drawer(researcher.get(f"{BOARD}/late"))
    assert "Came out of Late" in drawer(researcher.get(f"{BOARD}/bills"))


@pytest.mark.parametrize("data", [{"position": 9}, {"position": "x"}, {}])
def test_what_makes_no_sense_is_one_sentence_and_changes_nothing(researcher, cut, data):
    assert researcher.post(PAGE, data=data).status_code == 422
    assert cards(researcher.get(BOARD)) == {"Late", "Fees"}


def test_before_the_first_run_there_is_no_slider(researcher, heard):
    assert "More or fewer" not in researcher.get(BOARD).text
    assert researcher.get(PAGE).location == "/studies/study/themes"


def test_it_is_told_in_the_reader_s_language(researcher, researcher_user, cut):
    for language in ("th", "ko", "vi", "fa"):
        researcher_user.language = language
        page = researcher.get(f"{PAGE}?position=4")
        assert read_page(page).get("lang") == language
        assert "comes out of" not in page.text


def test_readers_see_and_move_nothing_of_it(reader, cut):
    assert "More or fewer" not in reader.get(BOARD).text
    assert "sub-theme" not in reader.get(BOARD).text
    assert reader.get(PAGE).status_code == 403
    assert reader.post(PAGE, data={"position": 1}).status_code == 403
    assert reader.post(f"{PAGE}/part", data={}).status_code == 403
