"""More themes or fewer, in a real browser: by keyboard, with axe, and back again."""

import pytest
from playwright.sync_api import expect

from accounts import services
from accounts.permissions import Role
from foundation.db import db
from tests.browser.conftest import HOME, axe_findings, inside, keep_picture
from tests.service.findings.hierarchies import fill
from tests.service.findings.world import World

pytestmark = pytest.mark.browser

PASSWORD = "seven grey herons wade"


def prepare():
    services.add_colleague(
        db.session, email="o@example.com", name="Owner", role=Role.OWNER, password=PASSWORD
    )
    fill(World(db.session))
    db.session.commit()


@pytest.fixture(scope="module")
def filled(server):
    """A product with a study after its first run."""
    inside(server, prepare)
    return server


@pytest.fixture
def enter(filled, open_page):
    """Open the board as an owner."""

    def sign_in(**options):
        page = open_page(**options)
        page.goto(f"{HOME}/account/sign-in?next=/studies/study/themes")
        page.locator("#email").fill("o@example.com")
        page.locator("#password").fill(PASSWORD)
        page.locator("#password").press("Enter")
        page.wait_for_url(f"{HOME}/studies/study/themes")
        return page

    return sign_in


@pytest.mark.parametrize(("locale", "width"), [("en", 1280), ("fa", 360)])
def test_more_or_fewer_is_looked_at_by_keyboard_and_taken(enter, locale, width):
    page = enter(width=width, locale=locale)
    page.locator("summary:has(+ .grains-menu)").click()
    slider = page.locator("#grain-position")
    slider.focus()
    page.keyboard.press("ArrowRight" if locale == "en" else "ArrowLeft")
    expect(page.locator("#grain-preview button")).to_be_visible()
    expect(slider).to_have_attribute("aria-valuetext", page.locator(".grains output").inner_text())
    expect(page.locator(".grains output")).to_contain_text(
        ["Step 3: 3 themes", "۳"][locale == "fa"]
    )
    expect(slider).to_be_focused()
    keep_picture(page, f"grains-menu-{width}-{locale}")
    assert axe_findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator("#grain-preview button").click()
    expect(page.locator("#theme-bills")).to_be_visible()
    keep_picture(page, f"grains-after-{width}-{locale}")
    page.locator("input[name=position][type=hidden] ~ button").click()
    expect(page.locator("#theme-bills")).to_have_count(0)
