"""The theme board: what each role sees, and what a click changes."""

import pytest
from sqlalchemy import select

from findings.models import AnalysisRun, Theme
from foundation.clock import now
from foundation.jobs import Job
from tests.support.pages import read_page, text_of
from tests.web.findings.conftest import BOARD, card, drawer, follow


def test_an_empty_board_says_what_to_do(researcher, world):
    page = researcher.get(BOARD)
    assert "Run the analysis" in page.text
    assert "No themes yet" in page.text


def test_a_card_counts_clients_first(researcher, heard):
    assert "5 clients · 5 excerpts" in card(researcher.get(BOARD), "late")


@pytest.mark.parametrize(("languages", "is_told"), [(0, False), (1, False), (2, True)])
def test_the_board_says_when_no_theme_can_cross_a_language(
    researcher, world, heard, languages, is_told
):
    moment, metrics = now(), {"languages_apart": languages}
    run = AnalysisRun(study_id=world.study.id, corpus_hash="", started_at=moment, ended_at=moment)
    run.metrics = metrics
    world.session.add(run)
    world.session.commit()
    assert ("no theme crosses a language" in researcher.get(BOARD).text) == is_told


def test_a_card_stands_under_its_stage(researcher, heard):
    tree = read_page(researcher.get(BOARD))
    column = tree.find(".//section[@data-column='usage']")
    assert column.find(".//li[@id='theme-late']") is not None
    assert text_of(column.find("h2")) == "Usage 1"


def test_what_is_in_no_theme_waits_in_the_first_column(researcher, world, heard):
    world.evidence(world.answer("Nobody calls back"), kind="suggestion")
    column = read_page(researcher.get(BOARD)).find(".//section[@data-column='']")
    assert "Nobody calls back" in text_of(column)
    assert "Sort 1 excerpt" in text_of(column)


@pytest.mark.parametrize(
    ("query", "shown"),
    [("kind=praise", False), ("kind=pain", True), ("segment=lost", True),
     ("segment=former", False), ("status=dropped", False), ("status=odd", False)],
)  # fmt: skip
def test_the_board_is_filtered(researcher, heard, query, shown):
    assert ('id="theme-late"' in researcher.get(f"{BOARD}?{query}").text) is shown


def test_the_drawer_shows_the_figures_with_their_base_and_the_words_in_their_script(
    researcher, heard
):
    page = researcher.get(f"{BOARD}/late")
    assert "5 of 5 asked" in drawer(page)
    assert 'lang="th" dir="auto">ใบแจ้งหนี้ช้า Acme' in page.text
    assert "Financial gatekeeper" in drawer(page)
    assert "May be quoted" in drawer(page)


def test_a_new_name_is_saved_and_told_of_in_the_history(researcher, heard):
    change = {"label": "Bills come late", "rev": 1}
    page = follow(researcher, researcher.post(f"{BOARD}/late/name", data=change))
    assert "The name is saved." in page.text
    assert "Renamed Late invoices → Bills come late" in drawer(page)
    assert "Robin Researcher" in drawer(page)


def test_the_name_field_holds_the_readers_own_language_and_says_what_stays(
    researcher, session, heard
):
    theme = session.scalar(select(Theme))
    theme.labels, theme.library_id = {"en": "Late invoices", "fa": "صورت‌حساب دیر"}, "late"
    session.commit()
    in_persian = {"Accept-Language": "fa"}
    tree = read_page(researcher.get(f"{BOARD}/late", headers=in_persian))
    assert text_of(tree.find(".//textarea")) == "صورت‌حساب دیر"
    assert "Late invoices" in text_of(tree.find(".//form[@class='board-name']"))
    change = {"label": "فاکتور دیر", "rev": 1}
    researcher.post(f"{BOARD}/late/name", data=change, headers=in_persian)
    assert "فاکتور دیر" in card(researcher.get(BOARD, headers=in_persian), "late")
    assert "Late invoices" in card(researcher.get(BOARD), "late")


def test_of_two_names_at_once_the_second_person_sees_both(researcher, heard):
    researcher.post(f"{BOARD}/late/name", data={"label": "Bills", "rev": 1})
    page = researcher.post(f"{BOARD}/late/name", data={"label": "Fees", "rev": 1})
    assert page.status_code == 422
    assert "it is now called “Bills”" in page.text
    assert text_of(read_page(page).find(".//textarea")) == "Fees"
    again = researcher.post(f"{BOARD}/late/name", data={"label": "Fees", "rev": 2})
    assert again.status_code == 303


def test_an_empty_name_is_refused_beside_the_field(researcher, heard):
    page = researcher.post(f"{BOARD}/late/name", data={"label": " ", "rev": 1})
    assert (page.status_code, "A theme needs a name." in page.text) == (422, True)


def test_a_card_moves_to_another_stage(researcher, heard):
    change = {"stage": "advocacy", "rev": 1, "next": BOARD}
    page = follow(researcher, researcher.post(f"{BOARD}/late/stage", data=change))
    column = read_page(page).find(".//section[@data-column='advocacy']")
    assert column.find(".//li[@id='theme-late']") is not None


def test_a_move_based_on_an_old_page_is_refused_with_a_sentence(researcher, heard):
    page = researcher.post(f"{BOARD}/late/stage", data={"stage": "advocacy", "rev": 9})
    assert page.status_code == 409
    assert "Somebody else changed the theme “Late invoices”" in page.text


@pytest.mark.parametrize("data", [{}, {"rev": "x"}, {"rev": "9" * 30}, {"rev": "-1"}])
@pytest.mark.parametrize("part", ["stage", "name"])
def test_an_incomplete_change_is_refused_with_a_sentence(researcher, heard, part, data):
    page = researcher.post(f"{BOARD}/late/{part}", data=data | {"label": "Bills"})
    assert (page.status_code, "form is incomplete" in page.text) == (422, True)


@pytest.mark.parametrize(
    ("verb", "status"), [("approve", "approved"), ("drop", "dropped"), ("revive", "approved")]
)
def test_a_theme_is_judged(researcher, session, heard, verb, status):
    researcher.post(f"{BOARD}/late/judge", data={"verb": verb, "rev": 1})
    assert session.scalar(select(Theme.status)) == status


def test_an_unknown_verdict_is_refused(researcher, heard):
    page = researcher.post(f"{BOARD}/late/judge", data={"verb": "burn", "rev": 1})
    assert page.status_code == 422


def test_a_redirect_never_leaves_the_server(researcher, heard):
    change = {"verb": "approve", "rev": 1, "next": "https://elsewhere.example/"}
    page = researcher.post(f"{BOARD}/late/judge", data=change)
    assert page.headers["Location"] == f"{BOARD}/late"


def test_only_an_owner_takes_a_lock_off(researcher, owner, heard):
    researcher.post(f"{BOARD}/late/judge", data={"verb": "lock", "rev": 1})
    assert researcher.post(f"{BOARD}/late/unlock", data={"rev": 2}).status_code == 403
    assert owner.post(f"{BOARD}/late/unlock", data={"rev": 2}).status_code == 303


def test_a_locked_theme_offers_no_change(researcher, world, heard):
    heard.locked = True
    page = researcher.get(f"{BOARD}/late")
    assert "Locked: nobody renames" in drawer(page)
    assert read_page(page).find(".//aside//input[@name='units']") is None


def test_a_merge_goes_over_and_comes_back(researcher, world, heard, signal):
    change = {"into": "late", "rev": 1}
    page = follow(researcher, researcher.post(f"{BOARD}/rude/merge", data=change))
    assert "They shout" in drawer(page)
    assert "Undo the merge" in researcher.get(f"{BOARD}/rude").text
    back = follow(researcher, researcher.post(f"{BOARD}/rude/unmerge", data={"rev": 2}))
    assert "They shout" in drawer(back)


def units(page):
    return [box.get("value") for box in read_page(page).iterfind(".//input[@name='units']")]


def test_quotes_are_split_off_to_a_theme_of_their_own(researcher, heard):
    chosen = units(researcher.get(f"{BOARD}/late"))[:2]
    change = {"units": chosen, "verb": "split", "label": "Wrong amounts"}
    page = follow(researcher, researcher.post(f"{BOARD}/late/quotes", data=change))
    assert page.request.path == f"{BOARD}/wrong-amounts"
    assert sorted(units(page)) == sorted(chosen)


def test_quotes_are_moved_to_another_theme(researcher, heard, signal):
    chosen = units(researcher.get(f"{BOARD}/late"))[:1]
    change = {"units": chosen, "verb": "move", "target": "rude"}
    researcher.post(f"{BOARD}/late/quotes", data=change)
    assert chosen[0] in units(researcher.get(f"{BOARD}/rude"))


def test_quotes_are_taken_out(researcher, heard):
    chosen = units(researcher.get(f"{BOARD}/late"))[:1]
    researcher.post(f"{BOARD}/late/quotes", data={"units": chosen, "verb": "reject"})
    assert chosen[0] not in units(researcher.get(f"{BOARD}/late"))


@pytest.mark.parametrize("chosen", [[], ["x"], ["00000000-0000-0000-0000-000000000000"]])
def test_no_or_unknown_quotes_are_one_sentence(researcher, heard, chosen):
    page = researcher.post(f"{BOARD}/late/quotes", data={"units": chosen, "verb": "reject"})
    assert page.status_code in {404, 422}


def test_a_person_adds_a_theme(researcher, world):
    given = {"label": "No single contact", "kind": "pain", "stage": "onboarding"}
    page = follow(researcher, researcher.post(f"{BOARD}/new", data=given))
    assert page.request.path == f"{BOARD}/no-single-contact"


def test_a_theme_without_a_name_is_asked_for_again(researcher, world):
    page = researcher.post(f"{BOARD}/new", data={"label": "", "kind": "pain", "stage": ""})
    assert (page.status_code, "A theme needs a name." in page.text) == (422, True)


def test_the_new_page_is_there(researcher, world):
    assert researcher.get(f"{BOARD}/new").status_code == 200


def test_an_unknown_theme_or_study_is_a_404(researcher, world):
    assert researcher.get(f"{BOARD}/none").status_code == 404
    assert researcher.get("/studies/none/themes").status_code == 404


def test_a_running_analysis_shows_how_far_it_is(researcher, session, world):
    session.add(Job(kind="analyse", subject=world.study.id, state="running", done=3, total=4,
                    phase="Reading"))  # fmt: skip
    page = researcher.get(BOARD)
    assert "Reading" in page.text
    assert "Run the analysis" not in page.text


def test_a_failed_analysis_says_why(researcher, session, world, heard):
    session.add(Job(kind="analyse", subject=world.study.id, state="failed", error="Out of memory."))
    assert "The last analysis stopped: Out of memory." in researcher.get(BOARD).text
