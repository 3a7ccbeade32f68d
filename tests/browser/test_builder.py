"""Building a questionnaire with the keyboard alone, and what the builder shows while one types."""

import re

import pytest

from accounts import services
from accounts.permissions import Role
from foundation.db import db
from research.journey_presets import preset
from research.services import journeys
from tests.browser.conftest import HOME, axe_findings, inside, keep_picture
from tests.factories.surveys import make_study

pytestmark = pytest.mark.browser

PASSWORD = "seven grey herons wade"
EMAIL = "builder@example.com"
MOST_TABS = 400
WRITTEN = (
    ("nps", "Would you recommend us?", "คุณจะแนะนำเราไหม", "ما را توصیه می‌کنید؟"),
    ("long_text", "What held you back?", "อะไรทำให้คุณลังเล", "چه چیزی مانع شد؟"),
    ("single", "Who decided?", "ใครเป็นผู้ตัดสินใจ", "چه کسی تصمیم گرفت؟"),
    ("short_text", "What do you do?", "คุณทำงานอะไร", "کار شما چیست؟"),
    ("number", "How many firms did you ask?", "คุณถามกี่บริษัท", "از چند شرکت پرسیدید؟"),
)
FROM_THE_BANK, COPIES = 3, 12


@pytest.fixture(scope="module")
def study(server):
    def fill():
        made = make_study(db.session, languages=["en", "th", "fa"])
        journeys.install(db.session, made, preset("eight-stage"))
        services.add_colleague(
            db.session, email=EMAIL, name="Builder", role=Role.RESEARCHER, password=PASSWORD
        )
        db.session.commit()
        return f"{HOME}/studies/{made.slug}/questionnaires"

    return inside(server, fill)


@pytest.fixture
def page(open_page, study):
    opened = open_page(1280, 900)
    opened.goto(f"{HOME}/account/sign-in")
    opened.fill("input[name=email]", EMAIL)
    opened.fill("input[name=password]", PASSWORD)
    opened.click("main button[type=submit]")
    opened.wait_for_url(re.compile("studies"))
    return opened


def tab_to(page, selector):
    """Press Tab until the focus is on the element, as somebody without a mouse does."""
    for _ in range(MOST_TABS):
        if page.evaluate("s => document.activeElement?.matches(s)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached by Tab on {page.url}")


def write(page, selector, text):
    tab_to(page, selector)
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(text)


def press(page, selector, key="Enter"):
    """Press a button or link that leads to another page."""
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press(key)


def pick(page, selector, value):
    """Choose an option by the arrow keys."""
    tab_to(page, selector)
    at = page.evaluate(
        "([s, v]) => { const o = [...document.querySelector(s).options];"
        " return o.findIndex((e) => e.value === v) - document.querySelector(s).selectedIndex; }",
        [selector, value],
    )
    for _ in range(abs(at)):
        page.keyboard.press("ArrowDown" if at > 0 else "ArrowUp")


def saved(page):
    page.locator("#saved").filter(has_text=re.compile("^Saved$")).wait_for()


def test_a_questionnaire_is_built_and_published_with_the_keyboard_alone(page, study):
    page.goto(f"{study}/")
    write(page, "#title", "How we work together")
    press(page, "form[action$='/new'] button[type=submit]")
    build_the_written(page)
    branch(page)
    translate(page, "fa")
    take_from_the_bank(page)
    copy_the_choice(page)
    assert page.locator("#order .build-line:not(.build-part)").count() == 20
    keep_picture(page, "builder")
    assert axe_findings(page) == []
    press(page, "#gate a[href$='/publish']")
    press(page, "main form button[type=submit]")
    assert page.get_by_text("Version 1 is published").is_visible()


def build_the_written(page):
    for kind, text, thai, _ in WRITTEN:
        pick(page, "#new-kind", kind)
        press(page, ".build-add button")
        write(page, "[name='text.source']", text)
        write(page, "[name='text.target']", thai)
        saved(page)
        translate_parts(page)
    press(page, ".build-part a")
    write(page, "[name='title.source']", "About us")
    write(page, "[name='title.target']", "เกี่ยวกับเรา")
    saved(page)
    press(page, ".build-line a[href*='/edit/intro']")
    write(page, "[name='title.target']", "เราทำงานร่วมกันอย่างไร")
    saved(page)


def translate_parts(page):
    """Give the options of a new question a translation each."""
    for field in page.locator("[name^='choices.'][name$='.target']").all():
        name = field.get_attribute("name")
        write(page, f"[name='{name}']", f"{name} –")
    saved(page)


def branch(page):
    """Ask what held them back only of those who would not recommend."""
    press(page, ".build-line a[href*='/edit/q2']")
    pick(page, "#look", "q1")
    page.locator("#operator").wait_for()
    write(page, "#value", "6")
    press(page, ".build-rule:last-of-type button.btn")
    assert page.get_by_text("is at most 6").is_visible()


def translate(page, language):
    for number, (_, _, _, words) in enumerate(WRITTEN, 1):
        press(page, f".build-line a[href*='/edit/q{number}']")
        press(page, f".build-languages a[lang={language}]")
        write(page, "[name='text.target']", words)
        saved(page)
        translate_parts(page)
    press(page, ".build-part a")
    write(page, "[name='title.target']", "درباره ما")
    saved(page)
    press(page, ".build-line a[href*='/edit/intro']")
    write(page, "[name='title.target']", "چگونه با هم کار می‌کنیم")
    saved(page)


def take_from_the_bank(page):
    press(page, ".build-add a")
    ours = "details:has([value^='shipped:current'])"
    tab_to(page, f"{ours} > summary")
    if not page.locator(f"{ours}[open]").count():
        page.keyboard.press("Enter")
    for place in range(FROM_THE_BANK):
        tab_to(page, f"{ours} li:nth-child({place + 2}) input")
        page.keyboard.press("Space")
    press(page, "main form button[type=submit]")


def copy_the_choice(page):
    press(page, ".build-line a[href*='/edit/q3']")
    for _ in range(COPIES):
        press(page, "#do-copy")


def test_what_is_typed_is_saved_and_stands_on_the_phone_beside(page, study):
    start(page, study, "Typed")
    write(page, "[name='text.source']", "How long did we take?")
    saved(page)
    heading = page.frame_locator("#screen iframe").locator("h1")
    heading.filter(has_text="How long did we take?").wait_for()
    page.reload()
    assert page.input_value("[name='text.source']") == "How long did we take?"


def start(page, study, title):
    page.goto(f"{study}/")
    page.fill("#title", title)
    page.click("form[action$='/new'] button[type=submit]")
    page.select_option("#new-kind", "nps")
    page.click(".build-add button")
    page.wait_for_url(re.compile("/q1"))


def test_a_step_right_after_typing_loses_nothing(page, study):
    start(page, study, "Quick")
    page.fill("[name='text.source']", "Typed just now")
    page.click("#do-copy")
    page.wait_for_url(re.compile("q1_1"))
    assert page.locator(".build-line", has_text="Typed just now").count() == 2


def test_two_tabs_never_overwrite_each_other_silently(page, study, open_page):
    start(page, study, "Together")
    other = page.context.new_page()
    other.goto(page.url)
    write(page, "[name='text.source']", "Mine")
    saved(page)
    other.fill("[name='text.source']", "Theirs")
    other.locator("#editor .errors").wait_for()
    assert "Somebody changed this meanwhile" in other.inner_text("#editor .errors")
    assert other.input_value("[name='text.source']") == "Theirs"


def test_what_two_tabs_change_is_put_together_while_one_types_and_a_clash_is_chosen(page, study):
    start(page, study, "Side by side")
    other = page.context.new_page()
    other.goto(page.url)
    page.fill("[name='hint.source']", "Her hint")
    saved(page)
    other.fill("[name='text.source']", "Their question")
    other.locator("#flashes").filter(has_text="That and yours are both kept").wait_for()
    assert other.input_value("[name='hint.source']") == "Her hint"
    assert other.evaluate("document.activeElement.name") == "text.source"
    other.keyboard.type("?")
    saved(other)
    page.fill("[name='text.source']", "Her question")
    page.locator("#editor .errors").wait_for()
    assert "Their question?" in page.inner_text("#editor .errors")
    page.check("[name='keep:text'][value^='theirs']")
    page.click("#editor .errors button")
    page.locator("#editor .errors").wait_for(state="detached")
    page.reload()
    assert page.input_value("[name='text.source']") == "Their question?"
    assert page.input_value("[name='hint.source']") == "Her hint"


def test_arrow_keys_choose_a_type_and_only_its_button_changes_it(page, study):
    start(page, study, "Types")
    pick(page, "#kind", "single")
    page.wait_for_timeout(300)
    assert page.locator("[name='choices.0.source']").count() == 0
    press(page, "form[action*='/type'] button")
    assert page.evaluate("document.activeElement.id") == "kind"
    page.fill("[name='choices.0.source']", "Price")
    saved(page)
    pick(page, "#kind", "long_text")
    press(page, "form[action*='/type'] button")
    assert "Price" in page.inner_text("#ask")
    assert page.evaluate("document.activeElement.id") == "ask"
    assert axe_findings(page) == []
    press(page, "#ask button")
    assert page.locator("#ask, [name='choices.0.source']").count() == 0


def test_questions_are_moved_by_the_arrow_keys(page, study):
    start(page, study, "Moving")
    page.select_option("#new-kind", "number")
    page.click(".build-add button")
    tab_to(page, "#grip-q2")
    page.keyboard.press("ArrowUp")
    page.locator("#live").filter(has_text="Moved to place").wait_for()
    page.locator("#order > [data-key]:nth-child(2)[data-key=q2]").wait_for()


@pytest.mark.parametrize("locale", ["en", "fa"])
def test_the_builder_fits_a_phone_and_axe_finds_nothing(open_page, study, locale):
    page = open_page(360, 740, locale)
    page.goto(f"{HOME}/account/sign-in")
    page.fill("input[name=email]", EMAIL)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url(re.compile("studies"))
    start(page, study, f"Small {locale}")
    page.locator(".build-screen iframe").wait_for()
    keep_picture(page, f"builder-360-{locale}")
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert axe_findings(page) == []


def text_in_another_tab(page):
    other = page.context.new_page()
    other.goto(page.url)
    text = other.locator("[name='text.source']").input_value()
    other.close()
    return text


def test_what_is_typed_while_a_slow_save_runs_is_not_lost_by_leaving(page, study):
    start(page, study, "Slow")
    held = []

    def hold(route):
        held.append(route)

    page.route("**/builder/edit/q1*", hold, times=1)
    page.fill("[name='text.source']", "First")
    page.locator("#saved").filter(has_text="Saving").wait_for()
    page.fill("[name='text.source']", "First and second")
    page.click(".build-part a")
    with page.expect_navigation(url=re.compile("part1")):
        held[0].continue_()
    page.goto(page.url.replace("part1", "q1"))
    assert text_in_another_tab(page) == "First and second"


def test_what_is_typed_without_a_connection_is_saved_once_there_is_one(page, study):
    start(page, study, "Offline")
    page.context.set_offline(True)
    page.fill("[name='text.source']", "Typed offline")
    page.locator("#saved").filter(has_text="no connection").wait_for()
    page.context.set_offline(False)
    saved(page)
    assert text_in_another_tab(page) == "Typed offline"


def test_what_is_typed_into_a_question_taken_away_is_saved_once_it_is_back(page, study):
    start(page, study, "Taken away")
    other = page.context.new_page()
    other.goto(page.url)
    with other.expect_navigation():
        other.click("#do-remove")
    page.fill("[name='text.source']", "Typed too late")
    page.locator("#saved").filter(has_text="taken away meanwhile").wait_for()
    with other.expect_navigation():
        other.click("form[action*='/undo'] button")
    saved(page)
    assert text_in_another_tab(page) == "Typed too late"


def test_what_is_typed_signed_out_is_saved_after_signing_in(page, study):
    start(page, study, "Signed out")
    cookies = page.context.cookies()
    page.context.clear_cookies()
    page.fill("[name='text.source']", "Typed signed out")
    page.locator("#saved").filter(has_text="you are signed out").wait_for()
    assert page.locator("#sign-in-again").is_visible()
    page.context.add_cookies(cookies)
    page.click("#words .form-actions button")
    page.locator("#saved").filter(has_text="signed out").wait_for(state="detached")
    assert text_in_another_tab(page) == "Typed signed out"


def test_a_half_written_line_is_judged_once_it_is_left(page, study):
    start(page, study, "Half a line")
    page.goto(page.url.replace("/q1", "/intro"))
    page.fill("[name='quotas.0.id']", "many")
    page.wait_for_timeout(1200)  # longer than saving waits after a key
    assert page.locator("#editor .errors").count() == 0
    page.locator("[name='thanks.source']").focus()
    page.locator("#editor .errors").filter(has_text="A quota needs a rule and a limit").wait_for()
    page.fill("[name='quotas.0.when']", "q1 > 8")
    page.fill("[name='quotas.0.limit']", "20")
    page.locator("[name='thanks.source']").focus()
    saved(page)
    assert page.locator("[name='quotas.1.id']").count() == 1


def box(page, selector):
    return page.locator(selector).bounding_box()


def test_in_a_long_outline_the_line_and_adding_are_in_view(page, study, open_page):
    page.goto(f"{study}/")
    page.click("form[action$='/shipped/current'] button")
    page.wait_for_url(re.compile("/current/"))
    for has_scripts in (True, False):
        plain = open_page(1280, 700, java_script_enabled=has_scripts)
        plain.context.add_cookies(page.context.cookies())
        plain.goto(f"{page.url}builder/edit/cu_nps")
        plain.click("#outline [data-key=cu_refer_hard] a")
        plain.wait_for_url(re.compile("cu_refer_hard"))
        here, adding = box(plain, ".build-here"), box(plain, ".build-add button")
        assert box(plain, "#outline")["y"] < here["y"] < adding["y"] < 700
        assert box(plain, "#editor")["y"] < 250
