"""The frame of staff pages in a real browser: signing in, menus, languages, watched work."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import update

from accounts import services
from accounts.permissions import Role
from foundation.db import db
from foundation.jobs import Job, JobState
from tests.browser.conftest import HOME, axe_findings, inside

pytestmark = pytest.mark.browser

PASSWORD = "seven grey herons wade"


@pytest.fixture(scope="module")
def owner(server):
    """An owner of the running product."""

    def add() -> str:
        user, _ = services.add_colleague(
            db.session, email="o@example.com", name="Anna Marsh", role=Role.OWNER, password=PASSWORD
        )
        db.session.commit()
        return user.email

    return inside(server, add)


@pytest.fixture
def enter(owner, open_page):
    """Open a page as the owner."""

    def sign_in(path="/account/", **options):
        page = open_page(**options)
        page.goto(f"{HOME}/account/sign-in?next={path}")
        page.locator("#email").fill(owner)
        page.locator("#password").fill(PASSWORD)
        page.locator("#password").press("Enter")
        page.wait_for_url(f"{HOME}{path}")
        return page

    return sign_in


def make_job(server, **values):
    def make():
        job = Job(kind="test", state=JobState.RUNNING, phase="Reading", **values)
        db.session.add(job)
        db.session.commit()
        return job.id

    return inside(server, make)


def change_job(server, job_id, **values):
    def change():
        db.session.execute(update(Job).where(Job.id == job_id).values(**values))
        db.session.commit()

    inside(server, change)


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("locale", ["en", "fa"])
def test_nothing_is_wrong_with_the_pages_of_the_frame(enter, width, locale):
    page = enter(width=width, locale=locale)
    for path in ("/account/", "/colleagues/", "/colleagues/new", "/audit/", "/nothing"):
        page.goto(HOME + path)
        page.wait_for_load_state()
        assert axe_findings(page) == []
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.parametrize("locale", ["en", "fa"])
def test_nothing_is_wrong_with_an_error_on_the_sign_in_page(server, open_page, locale):
    page = open_page(width=360, locale=locale)
    page.goto(f"{HOME}/account/sign-in")
    page.locator("main .btn").click()
    expect(page.locator(".errors")).to_be_focused()
    assert axe_findings(page) == []


def test_axe_does_find_what_is_wrong(server, open_page):
    page = open_page()
    page.goto(f"{HOME}/account/sign-in")
    page.evaluate("document.querySelector('label[for=email]').remove()")
    assert any(" label: " in found for found in axe_findings(page))


def test_the_language_menu_works_without_scripts(server, open_page):
    page = open_page(java_script_enabled=False)
    page.goto(f"{HOME}/account/sign-in")
    page.locator("button[value=fa]").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")


def test_escape_closes_the_account_menu_and_gives_the_focus_back(enter):
    page = enter()
    page.locator(".menu summary").click()
    page.keyboard.press("Escape")
    expect(page.locator(".menu-box")).to_be_hidden()
    expect(page.locator(".menu summary")).to_be_focused()


def test_the_skip_link_is_the_first_stop_of_the_keyboard(enter):
    page = enter()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_watched_work_follows_its_result(server, enter):
    job_id = make_job(server, done=1, total=4)
    page = enter(path=f"/jobs/{job_id}?next=/audit/")
    expect(page.locator("progress")).to_have_attribute("value", "1")
    change_job(server, job_id, done=3)
    expect(page.locator("progress")).to_have_attribute("value", "3")
    change_job(server, job_id, state=JobState.DONE)
    page.wait_for_url(f"{HOME}/audit/")


def test_failed_work_says_why_and_is_asked_no_more(server, enter):
    job_id = make_job(server)
    page = enter(path=f"/jobs/{job_id}?next=/audit/")
    change_job(server, job_id, state=JobState.FAILED, error="The file is empty.")
    expect(page.get_by_text("The file is empty.").first).to_be_visible()
