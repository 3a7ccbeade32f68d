"""The list of reports in a real browser: what is being made is watched, the buttons are level."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from accounts import services as colleagues
from accounts.permissions import Role
from foundation.clock import now
from foundation.db import db
from foundation.jobs import JobState
from reports import services
from tests.browser.conftest import HOME, axe_findings, inside, keep_picture
from tests.service.reports.clients import Clients

pytestmark = pytest.mark.browser

PASSWORD = "seven grey herons wade"
LIST = f"{HOME}/studies/study/reports/"


def fill():
    colleagues.add_colleague(
        db.session, email="owner@example.com", name="Ann", role=Role.OWNER, password=PASSWORD
    )
    clients = Clients(db.session)
    clients.said(clients.theme("Late invoices"), 6)
    for title in ("Spring", "Autumn, with a title that takes more than one line of the table"):
        report = services.order(db.session, clients.study, title=title, actor=None)
        services.draw_up(db.session, report)
        services.finish(db.session, report, pdf=b"%PDF-made", pages=21)
    job = services.commission(db.session, clients.study, title="Now", language="en", actor=None)
    job.state, job.phase, job.done, job.total = JobState.RUNNING, "Drawing the pages", 1, 3
    job.lease_until = now() + timedelta(hours=1)  # somebody else is at work on it
    db.session.commit()


@pytest.fixture(scope="module")
def filled(server):
    """A product with two reports and a third on its way."""
    inside(server, fill)
    return server


@pytest.mark.parametrize("width", [360, 1280])
def test_the_list_is_level_sound_and_watches_what_is_being_made(filled, open_page, width):
    page = open_page(width=width)
    page.goto(f"{HOME}/account/sign-in?next=/studies/study/reports/")
    page.locator("#email").fill("owner@example.com")
    page.locator("#password").fill(PASSWORD)
    page.locator("#password").press("Enter")
    page.wait_for_url(LIST)
    row = page.locator("tr", has=page.locator("details.confirm"))
    boxes = [row.locator(part).bounding_box() for part in ("a.btn", "summary.btn")]
    assert len({(round(box["y"]), round(box["height"])) for box in boxes}) == 1
    expect(page.locator("[data-job] progress")).to_have_count(1)
    bar, cell = (page.locator(part).bounding_box() for part in ("progress", ".data-wrap"))
    assert bar["x"] + bar["width"] <= cell["x"] + cell["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert axe_findings(page) == []
    keep_picture(page, f"reports-{width}")
