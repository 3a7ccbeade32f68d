"""Respondents' pages in a real browser: keyboard, no JavaScript, autosave, narrow phones, axe."""

import re
from itertools import count

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from foundation.db import db
from tests.browser.conftest import HOME as ROOT
from tests.browser.conftest import axe_findings, inside, keep_picture
from tests.factories.respondents import LANGUAGES, make_link
from tests.factories.surveys import make_study
from tests.unit.surveys.definitions import DAY, FOUND, GRID, NPS, WHY, YEARS, questionnaire

pytestmark = pytest.mark.browser

EVERY_TYPE = questionnaire(NPS, GRID, FOUND, WHY, YEARS, DAY)


numbers = count()


@pytest.fixture
def link(server: Flask):
    """Make the address of a new person's link, in a study of its own."""

    def make(key: str = "current", *, state: str = "open", **values) -> str:
        study = make_study(
            db.session, slug=f"respond-{next(numbers)}", languages=list(LANGUAGES), state=state,
            contact_name="Maren Tollefsen", contact_email="m@firm.example",
        )  # fmt: skip
        token = make_link(db.session, key=key, study=study, **values)
        db.session.commit()
        return f"{ROOT}/r/{token}/"

    return lambda *args, **values: inside(server, lambda: make(*args, **values))


def start(page: Page, address: str) -> None:
    page.goto(address)
    page.locator(".go button").click()
    page.wait_for_url(re.compile("/q/"))


@pytest.mark.parametrize("javascript", [True, False], ids=["js", "no-js"])
def test_the_whole_way_by_keyboard(open_page, link, javascript):
    page = open_page(360, 740, java_script_enabled=javascript)
    page.goto(link(definition=EVERY_TYPE))
    page.locator(".go button").press("Enter")
    page.wait_for_url("**/q/nps")
    page.locator("#nps-0").focus()
    for _ in range(8):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")  # continues, and never switches the language
    page.wait_for_url("**/q/work")
    for row in ("time", "budget"):
        page.locator(f"[name='work.{row}'][value='3']").focus()
        page.keyboard.press("Space")
    page.locator(".go button").press("Enter")
    page.wait_for_url("**/q/found")
    page.locator("#found-peer").press("Space")
    page.locator(".go button").press("Enter")
    page.wait_for_url("**/q/why")
    page.locator("#why").fill("Slow answers")
    page.locator(".go button").press("Enter")
    page.wait_for_url("**/q/years")
    page.locator("#years").press("Enter")
    page.wait_for_url("**/q/day")
    page.locator("[id='day.year']").press("Enter")
    page.wait_for_url("**/done")
    page.locator("main a", has_text="Change your answers").click()
    expect(page.locator("#nps-8")).to_be_checked()


def test_what_is_typed_is_kept_before_continue(open_page, link):
    page = open_page(360, 740)
    address = link(definition=EVERY_TYPE)
    start(page, address)
    page.goto(f"{address}q/why")
    page.locator("#why").fill("Slow")
    expect(page.locator("#saved")).to_have_text("✓ Saved")
    page.locator("#why").fill("Slow answers")
    expect(page.locator("[name=rev]")).to_have_value("2")
    page.reload()
    expect(page.locator("#why")).to_have_value("Slow answers")


def test_what_was_just_typed_outlives_leaving_the_page(open_page, link):
    page = open_page(360, 740)
    address = link(definition=EVERY_TYPE)
    start(page, address)
    page.goto(f"{address}q/why")
    page.locator("#why").fill("Slow")
    page.locator(".back").click()
    page.wait_for_url("**/q/found")
    page.goto(f"{address}q/why")
    expect(page.locator("#why")).to_have_value("Slow")
    page.locator("#why").fill("Slow answers")
    expect(page.locator("#saved")).to_have_text("Saving…")
    page.goto("about:blank")
    page.wait_for_timeout(300)  # the page is gone while its last words are still on their way
    page.goto(f"{address}q/why")
    expect(page.locator("#why")).to_have_value("Slow answers")
    page.locator("#why").fill("Slow answers,")
    page.wait_for_timeout(900)  # a save is under way now, or just was
    page.locator("#why").fill("Slow answers, always")
    page.goto("about:blank")
    page.wait_for_timeout(300)
    page.goto(f"{address}q/why")
    expect(page.locator("#why")).to_have_value("Slow answers, always")


def test_continue_right_after_typing_is_no_conflict(open_page, link):
    page = open_page(360, 740)
    address = link(definition=EVERY_TYPE)
    start(page, address)
    page.locator("label:has(#nps-7)").click()
    page.wait_for_timeout(160)  # the save is under way now
    page.locator(".go button").click()
    page.wait_for_url("**/q/work")


def test_continue_without_a_network_stays_and_goes_on_when_it_is_back(open_page, link):
    page = open_page(360, 740)
    start(page, link(definition=EVERY_TYPE))
    page.locator("label:has(#nps-7)").click()
    expect(page.locator("#saved")).to_have_text("✓ Saved")
    page.context.set_offline(True)
    page.locator(".go button").click()
    expect(page.locator("#saved")).to_contain_text("No connection")
    expect(page.locator("#nps-7")).to_be_checked()
    page.context.set_offline(False)
    page.wait_for_url("**/q/work")


def test_a_save_that_hangs_holds_nobody_up(open_page, link):
    page = open_page(360, 740)
    start(page, link(definition=EVERY_TYPE))
    page.route("**/save", lambda _: None)  # taken, and never answered
    page.locator("label:has(#nps-7)").click()
    expect(page.locator("#saved")).to_have_text("Saving…")
    page.wait_for_timeout(200)
    page.locator(".go button").click()
    page.wait_for_url("**/q/work", timeout=4000)


def test_a_language_button_keeps_the_answer(open_page, link):
    page = open_page(360, 740)
    start(page, link())
    page.locator("label:has(#cu_nps-7)").click()
    page.locator("details.lang summary").click()
    page.get_by_role("button", name="فارسی").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("#cu_nps-7")).to_be_checked()


def test_none_of_these_clears_the_rest(open_page, link):
    page = open_page(360, 740)
    address = link(definition=EVERY_TYPE)
    start(page, address)
    page.goto(f"{address}q/found")
    page.locator("#found-peer").check()
    page.locator("#found-none").check()
    expect(page.locator("#found-peer")).not_to_be_checked()
    page.locator("#found-other").check()
    words = page.locator("[id='found.other.text']")
    words.fill("A book")
    page.locator("#found-none").check()  # words alone would choose their option again
    expect(words).to_have_value("")
    page.locator("#found-other").check()
    expect(words).to_have_value("A book")
    expect(page.locator("#found-none")).not_to_be_checked()


@pytest.mark.parametrize("language", LANGUAGES)
def test_narrow_phones_scroll_one_way_only_and_tiles_are_large(open_page, link, language):
    page = open_page(320, 740)
    address = link(language=language)
    start(page, address)
    for question in ("cu_nps", "cu_work", "cu_found", "cu_start_hard"):
        page.goto(f"{address}q/{question}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        small = page.evaluate(
            "[...document.querySelectorAll('.scale label,.opt,.btn,.back,summary')]"
            ".map(e => e.getBoundingClientRect()).filter(r => r.width < 40 || r.height < 44).length"
        )
        assert small == 0


PAGES = {
    "current": ("", "stop", "q/cu_nps", "q/cu_work", "q/cu_found", "q/cu_start_hard",
                "q/cu_project", "q/cu_nps?check=1", "q/cu_work?check=1"),
    "former": ("q/fo_last", "q/fo_referred"),
}  # fmt: skip


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", ["en", "fa"])
@pytest.mark.parametrize("key", PAGES)
def test_axe_finds_nothing(open_page, link, key, language, width):
    page = open_page(width, 800)
    address = link(key=key, language=language)
    start(page, address)
    for path in PAGES[key]:
        page.goto(f"{address}{path}")
        expect(page.locator("html")).to_have_attribute("lang", language)
        name = re.sub(r"\W", "_", path)
        keep_picture(page, f"respond_{name}_{language}_{width}")
        assert axe_findings(page) == []


@pytest.mark.parametrize("language", ["en", "fa"])
def test_axe_finds_nothing_on_shut_doors_and_thanks(open_page, link, language):
    page = open_page(360, 740)
    page.goto(link(language=language, state="closed"))
    assert axe_findings(page) == []
    page.goto(f"{ROOT}/r/{'x' * 22}/")
    assert axe_findings(page) == []
    words = {"fa": {"nps.text": "ما را توصیه می‌کنید؟"}}
    address = link(language=language, definition=questionnaire(NPS, translations=words))
    start(page, address)
    page.locator("label:has(#nps-9)").click()
    page.locator(".go button").click()
    page.wait_for_url("**/done")
    keep_picture(page, f"respond_done_{language}_360")
    assert axe_findings(page) == []
