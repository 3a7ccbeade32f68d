"""What readers see of the themes: only what the small-group rule allows."""

import pytest

from tests.web.findings.conftest import BOARD, card, drawer


def test_readers_see_counts_that_stand_on_enough_people(reader, heard):
    page = reader.get(f"{BOARD}/late")
    assert "5 clients · 5 excerpts" in card(page, "late")
    assert "5 of 5 asked" in drawer(page)


def test_readers_see_an_early_signal_without_count_or_quote(reader, heard, signal):
    page = reader.get(f"{BOARD}/rude")
    assert "Early signal" in card(page, "rude")
    assert "client" not in card(page, "rude")
    assert "They shout" not in page.text


def test_readers_see_no_segment_that_would_give_a_person_away(reader, heard):
    assert "Lost" not in card(reader.get(BOARD), "late")


def test_readers_see_only_words_that_may_be_shown(reader, world, heard):
    world.evidence(world.answer("Keep this to yourself", quote="no"), heard)
    page = reader.get(f"{BOARD}/late")
    assert "Keep this to yourself" not in page.text
    assert "ใบแจ้งหนี้ช้า Acme" in page.text


def test_readers_see_neither_role_nor_segment_of_a_few(reader, heard):
    words = drawer(reader.get(f"{BOARD}/late"))
    assert "A client" in words
    assert "Financial gatekeeper" not in words


def test_readers_see_what_the_board_holds_but_not_its_tools(reader, world, heard):
    world.evidence(world.answer("Nobody calls back"))
    page = reader.get(f"{BOARD}/late")
    for hidden in ("Nobody calls back", "Approve", "History", "Merge", "Run the analysis"):
        assert hidden not in page.text


def test_readers_filter_by_kind_alone(reader, heard):
    assert 'id="theme-late"' in reader.get(f"{BOARD}?segment=former&status=dropped").text


@pytest.mark.parametrize("verb", ["name", "stage", "judge", "merge", "quotes"])
def test_readers_change_nothing(reader, heard, verb):
    assert reader.post(f"{BOARD}/late/{verb}", data={"rev": 1}).status_code == 403


def test_readers_start_no_analysis_and_see_no_evidence_page(reader, heard):
    assert reader.post(f"{BOARD}/analyse").status_code == 403
    assert reader.get("/studies/study/evidence").status_code == 403


def test_readers_never_read_unquotable_words_as_a_theme_s_name(reader, world, heard):
    heard.label = "Keep this to yourself, please"
    world.evidence(world.answer("Keep this to yourself, please", quote="no"), heard)
    page = reader.get(f"{BOARD}/late")
    assert "Keep this" not in page.text
    assert "Pain point not yet named" in card(page, "late")
    assert "Pain point not yet named" in drawer(page)
