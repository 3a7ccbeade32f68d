"""The theme board in a real browser: by keyboard, by mouse, without JavaScript, and with axe."""

import pytest
from playwright.sync_api import expect

from accounts import services
from accounts.permissions import Role
from foundation.db import db
from tests.browser.conftest import HOME, axe_findings, inside, keep_picture
from tests.service.findings.world import World
from tests.support.vectors import cheap_vectors

pytestmark = pytest.mark.browser

PASSWORD = "seven grey herons wade"
BOARD = f"{HOME}/studies/study/themes"
WORDS = {
    "en": "Invoices arrive three months after the work.",
    "th": "ใบแจ้งหนี้มาช้าและไม่ตรงกับใบเสนอราคา",
    "fa": "صورت‌حساب‌ها دیر می‌رسند و با پیشنهاد قیمت نمی‌خوانند.",
}


def fill():
    for role in (Role.OWNER, Role.READER):
        services.add_colleague(
            db.session, email=f"{role}@example.com", name=role.title(), role=role, password=PASSWORD
        )
    world = World(db.session)
    for slug, stage, kind in (("late", "usage", "pain"), ("kind", "onboarding", "praise")):
        theme = world.theme(f"About {slug} things", slug=slug, stage=stage, kind=kind)
        for number, (language, text) in enumerate([*WORDS.items()] * 2):
            contact = world.contact(f"Firm {number}", role="finance")
            answer = world.answer(text, response=world.response(contact), quote="anonymous")
            world.evidence(answer, theme, language=language, kind=kind, severity=None)
    world.evidence(world.answer("Nobody calls us back."), kind="suggestion")
    db.session.commit()


@pytest.fixture(scope="module")
def filled(server):
    """A product with a study, its themes, an owner and a reader."""
    inside(server, fill)
    return server


@pytest.fixture
def enter(filled, open_page):
    """Open a page of the study as a colleague."""

    def sign_in(path="", role="owner", **options):
        page = open_page(**options)
        page.goto(f"{HOME}/account/sign-in?next=/studies/study/themes{path}")
        page.locator("#email").fill(f"{role}@example.com")
        page.locator("#password").fill(PASSWORD)
        page.locator("#password").press("Enter")
        page.wait_for_url(f"{BOARD}{path}")
        return page

    return sign_in


def column(page, key):
    return page.locator(f"section[data-column='{key}']")


def test_a_card_moves_by_keyboard_and_keeps_the_focus(enter):
    page = enter()
    page.locator("#menu-late").focus()
    page.keyboard.press("Enter")
    button = page.locator("#theme-late button", has_text="Advocacy")
    button.focus()
    page.keyboard.press("Enter")
    expect(column(page, "advocacy").locator("#theme-late")).to_be_visible()
    expect(page.locator("#menu-late")).to_be_focused()
    expect(page.locator("#flashes")).to_contain_text("is moved")


def test_a_card_moves_by_dragging(enter):
    page = enter()
    page.locator("#theme-kind").drag_to(column(page, "usage"))
    expect(column(page, "usage").locator("#theme-kind")).to_be_visible()


def test_a_name_is_given_without_javascript(enter):
    page = enter("/late", java_script_enabled=False)
    page.locator("#label").fill("Bills come late")
    page.get_by_role("button", name="Save the name").click()
    expect(page.locator("#flashes")).to_contain_text("The name is saved.")
    assert page.locator("#label").input_value() == "Bills come late"


@pytest.mark.parametrize("locale", ["en", "fa"])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize(
    ("path", "role"),
    [("", "owner"), ("/late", "owner"), ("/new", "owner"), ("", "reader"), ("/kind", "reader")],
)
def test_axe_finds_nothing_and_nothing_runs_over_the_side(enter, path, role, width, locale):
    page = enter(path, role, width=width, locale=locale)
    for menu in page.locator(".board-history summary").all():
        menu.click()
    keep_picture(page, f"themes{path.replace('/', '-')}-{role}-{width}-{locale}")
    assert axe_findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("locale", ["en", "fa"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_evidence_page_is_sound(enter, width, locale):
    page = enter(width=width, locale=locale)
    page.goto(f"{HOME}/studies/study/evidence")
    keep_picture(page, f"evidence-{width}-{locale}")
    assert axe_findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("locale", ["en", "fa"])
def test_the_filter_opens_within_a_phone_s_width(enter, locale):
    page = enter(width=360, locale=locale)
    page.goto(BOARD)
    page.locator("details.menu:has(form.board-filter) > summary").click()
    box = page.locator("form.board-filter").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360


@pytest.fixture
def cheap(filled, monkeypatch):
    monkeypatch.setitem(filled.extensions, "vectors", cheap_vectors())


@pytest.mark.parametrize(("locale", "width"), [("en", 1280), ("fa", 360)])
def test_why_here_opens_in_place_and_gives_the_focus_back(enter, cheap, locale, width):
    page = enter("/late", width=width, locale=locale)
    link = page.locator("a[data-why]").first
    link.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#why-dialog #why-kind")).to_be_visible()
    keep_picture(page, f"why-dialog-{width}-{locale}")
    assert axe_findings(page) == []
    page.keyboard.press("Escape")
    expect(link).to_be_focused()
    page.goto(f"{HOME}{link.get_attribute('href')}")
    keep_picture(page, f"why-{width}-{locale}")
    assert axe_findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
