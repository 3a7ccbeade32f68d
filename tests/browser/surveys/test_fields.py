"""Every kind of field on a real phone and screen: axe, one-way scrolling, targets, islands."""

import re
from itertools import count

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from foundation.db import db
from surveys.services.files import pictures
from tests.browser.conftest import HOME, axe_findings, inside, keep_picture
from tests.factories.respondents import LANGUAGES, make_link
from tests.factories.surveys import make_study
from tests.support.files import picture
from tests.unit.surveys.definitions import FIELDS, LOOK, in_every_language, questionnaire

pytestmark = pytest.mark.browser

ASKED = (*FIELDS, LOOK)
DEFINITION = in_every_language(questionnaire(*ASKED))
TARGETS = ".opt, .btn, .back, summary, .answers input:not([type=radio], [type=checkbox]), select"
numbers = count()


@pytest.fixture
def begin(server: Flask):
    """Begin as a new person of this language; gives the address of the link."""

    def make(language: str) -> str:
        slug = f"fields-{next(numbers)}"
        study = make_study(db.session, slug=slug, languages=list(LANGUAGES))
        for choice, size in zip(LOOK.choices, ((400, 300), (300, 400)), strict=True):
            kept = pictures.keep(db.session, study, picture("JPEG", *size))
            kept.content_hash = choice.image
        token = make_link(db.session, study=study, definition=DEFINITION, language=language)
        db.session.commit()
        return f"{HOME}/r/{token}/"

    def start(page: Page, language: str = "en") -> str:
        address = inside(server, lambda: make(language))
        page.goto(address)
        page.locator(".go button").click()
        page.wait_for_url(re.compile("/q/"))
        return address

    return start


def small_targets(page: Page) -> list[str]:
    """Inputs and links that a thumb could miss."""
    return page.evaluate(
        "targets => [...document.querySelectorAll(targets)].filter(e => e.checkVisibility())"
        ".filter(e => e.getBoundingClientRect().height < 44).map(e => e.outerHTML.slice(0, 80))",
        TARGETS,
    )


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", ["en", "fa"])
def test_axe_finds_nothing_and_every_target_is_large(open_page, begin, language, width):
    page = open_page(width, 800)
    address = begin(page, language)
    for question in ASKED:
        for state in ("", "?check=1"):
            page.goto(f"{address}q/{question.id}{state}")
            expect(page.locator("html")).to_have_attribute("lang", language)
            keep_picture(page, f"field_{question.id}{state[1:6]}_{language}_{width}")
            assert axe_findings(page) == []
            assert small_targets(page) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_narrow_phones_scroll_one_way_only(open_page, begin, language):
    page = open_page(320, 640)
    address = begin(page, language)
    for question in ASKED:
        page.goto(f"{address}q/{question.id}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("javascript", [True, False], ids=["js", "no-js"])
def test_a_list_an_address_and_a_consent_are_given_by_keyboard(open_page, begin, javascript):
    page = open_page(360, 740, java_script_enabled=javascript)
    address = begin(page)
    page.locator("#country").select_option("c3")
    page.locator(".go button").press("Enter")
    page.wait_for_url("**/q/email_me")
    page.locator("#email_me").fill("ann@firm.com")
    page.locator("#email_me").press("Enter")
    page.wait_for_url("**/q/call_me")
    page.locator("#call_me").fill("12")
    page.locator("#call_me").press("Enter")
    expect(page.locator(".errors a")).to_have_attribute("href", "#call_me")
    page.locator("#call_me").fill("+66 2 123 4567")
    page.locator("#call_me").press("Enter")
    page.wait_for_url("**/q/agree")
    page.locator("#agree").press("Space")
    page.locator(".go button").press("Enter")
    page.wait_for_url("**/q/hour")
    page.goto(f"{address}q/country")
    expect(page.locator("#country")).to_have_value("c3")


@pytest.mark.parametrize("javascript", [True, False], ids=["js", "no-js"])
def test_a_time_and_a_span_are_given_by_keyboard(open_page, begin, javascript):
    page = open_page(360, 740, java_script_enabled=javascript)
    address = begin(page)
    page.goto(f"{address}q/hour")
    page.locator("#hour").fill("2:30 pm")
    page.locator("#hour").press("Enter")
    page.wait_for_url("**/q/stay")
    for end, year in (("from", "2026"), ("to", "2025")):
        page.locator(f"[id='stay.{end}.day']").fill("1")
        page.locator(f"[id='stay.{end}.month']").select_option("5")
        page.locator(f"[id='stay.{end}.year']").fill(year)
    page.locator("[id='stay.to.year']").press("Enter")
    expect(page.locator(".errors")).to_contain_text("The end is before the beginning")
    page.locator("[id='stay.to.year']").fill("2026")
    page.locator("[id='stay.to.year']").press("Enter")
    page.wait_for_url("**/q/fees")
    page.goto(f"{address}q/hour")
    expect(page.locator("#hour")).to_have_value("14:30")


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("javascript", [True, False], ids=["js", "no-js"])
def test_tables_of_options_are_answered_by_keyboard(open_page, begin, javascript, width):
    page = open_page(width, 740, java_script_enabled=javascript)
    address = begin(page)
    page.goto(f"{address}q/fees")
    page.get_by_role("radiogroup", name="The yearly audit").get_by_label("Fair").press("Space")
    page.locator(".go button").press("Enter")
    page.wait_for_url("**/q/uses")
    row = page.get_by_role("group", name="The yearly audit")
    row.get_by_label("The portal").press("Space")
    page.get_by_role("group", name="Tax advice").get_by_label("None of them").press("Space")
    expect(row.get_by_label("The portal")).to_be_checked()  # alone in its own row only
    page.locator(".go button").press("Enter")
    page.wait_for_url("**/q/wishes")
    page.goto(f"{address}q/fees")
    expect(page.locator("[name='fees.audit'][value=fair]")).to_be_checked()


@pytest.mark.parametrize("javascript", [True, False], ids=["js", "no-js"])
def test_tables_to_fill_in_are_filled_by_keyboard(open_page, begin, javascript):
    page = open_page(360, 740, java_script_enabled=javascript)
    address = begin(page)
    page.goto(f"{address}q/wishes")
    page.get_by_label("The yearly audit").fill("Speed")
    page.keyboard.press("Enter")
    page.wait_for_url("**/q/notes")
    page.locator(".go button").press("Enter")
    page.wait_for_url("**/q/spent")
    page.get_by_role("group", name="Tax advice").get_by_label("This year").fill("many")
    page.keyboard.press("Enter")
    expect(page.locator(".errors a")).to_have_attribute("href", "#spent.tax.now")
    page.locator("[id='spent.tax.now']").fill("2.5")
    page.keyboard.press("Enter")
    page.wait_for_url("**/q/largest")
    page.goto(f"{address}q/wishes")
    expect(page.get_by_label("The yearly audit")).to_have_value("Speed")


def test_searching_a_long_list_narrows_it_and_says_how_much_is_left(open_page, begin):
    page = open_page(360, 740)
    begin(page)
    for words in ("country 1", "nowhere", ""):
        page.get_by_label("Search the list").fill(words)
        expect(page.locator("#country")).to_have_value("")  # nobody has chosen anything
    page.locator("#country").select_option("c2")
    page.get_by_label("Search the list").fill("country 1")
    expect(page.locator(".found")).to_have_text("3 found")
    assert page.locator("#country option").count() == 5  # the empty one and the chosen one stay
    expect(page.locator("#country")).to_have_value("c2")
    page.get_by_label("Search the list").press("Enter")
    expect(page.locator("#country")).to_be_focused()
    assert page.url.endswith("/q/country")


def test_own_words_are_asked_for_only_beside_the_option_they_belong_to(open_page, begin):
    page = open_page(360, 740)
    begin(page)
    words = page.locator("[id='country.other.text']")
    expect(words).to_be_hidden()
    page.locator("#country").select_option("other")
    words.fill("Peru")
    expect(page.locator("#saved")).to_have_text("✓ Saved")


@pytest.mark.parametrize("javascript", [True, False], ids=["js", "no-js"])
def test_a_name_signs_and_a_file_is_handed_in(open_page, begin, javascript):
    page = open_page(360, 740, java_script_enabled=javascript)
    address = begin(page)
    page.goto(f"{address}q/sign")
    page.get_by_label("Type your full name to sign").fill("Ann Lee")
    page.keyboard.press("Enter")
    page.wait_for_url("**/q/proof")
    sheet = {"name": "fees.csv", "mimeType": "text/csv", "buffer": b"a;b"}
    page.locator("#proof").set_input_files(sheet)
    page.locator(".go button").press("Enter")
    page.wait_for_url("**/q/look")
    page.get_by_role("radio", name=LOOK.choices[1].text).check()
    page.locator(".go button").press("Enter")
    page.wait_for_url("**/done")
    page.goto(f"{address}q/proof")
    expect(page.locator(".kept")).to_contain_text("fees.csv")
    keep_picture(page, f"field_kept_{javascript}")
    if javascript:  # axe waits by timers, which stand still without scripts
        assert axe_findings(page) == []


def test_a_signature_can_be_drawn_and_cleared(open_page, begin):
    page = open_page(360, 740)
    address = begin(page)
    page.goto(f"{address}q/sign")
    page.locator("#sign").fill("Ann Lee")
    board = page.locator("canvas").bounding_box()
    page.mouse.move(board["x"] + 20, board["y"] + 20)
    page.mouse.down()
    page.mouse.move(board["x"] + 200, board["y"] + 60, steps=5)
    page.mouse.up()
    expect(page.locator("#saved")).to_have_text("✓ Saved")
    page.reload()
    drawn = page.locator("[name='sign.strokes']")
    expect(drawn).not_to_have_value("")
    keep_picture(page, "field_drawn")
    page.get_by_role("button", name="Clear the drawing").press("Enter")
    expect(drawn).to_have_value("")
