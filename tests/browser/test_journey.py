"""The whole line in the browser: from an empty database to the downloaded PDF, no command between.

Only the first owner is made on the command line, as the README says. Axe looks at every page that
is passed, at 360 and at 1280 pixels, once in English and once in Persian.
"""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Locator, Page, Route

from examples.respondent import Respondent, read_sittings
from foundation.clock import now
from tests.browser.conftest import HOME, axe_findings, inside, keep_picture, serve

pytestmark = pytest.mark.browser

SAMPLE = Path(__file__).resolve().parents[2] / "examples" / "halden-marsh"
PASSWORD = "nine lanterns cross a river"
#: Enough people and firms for figures to be shown.
PEOPLE = 9
#: How long work in the background may take where others use the machine too, in milliseconds.
PATIENCE = 240_000
#: What the one respondent who answers by hand says, and what the client says in the interview.
COMPLAINT = {
    "en": "The invoice was much higher than the quote.",
    "fa": "مبلغ صورت‌حساب بسیار بیشتر از پیش‌فاکتور بود.",
}
TOLD = {
    "en": "The invoice was far above the quote. Nobody had called us before.",
    "fa": "صورت‌حساب خیلی بیشتر از پیش‌فاکتور بود. هیچ‌کس پیش از آن با ما تماس نگرفت.",
}


@pytest.fixture
def server(tmp_path, compiled_templates) -> Iterator[Flask]:
    """The product on a database of this walk's own: each begins with nothing."""
    with serve(tmp_path, compiled_templates) as app:
        yield app


class Walk:
    """A colleague at work: goes from page to page, with axe looking at each."""

    def __init__(self, page: Page, language: str) -> None:
        self.page = page
        self.language = language
        self.findings: list[str] = []
        self.steps = 0
        self.is_looking = False
        page.route("**/jobs/*", self._watch_job)

    def _watch_job(self, route: Route) -> None:
        """Keep a page that watches work from going on by itself while axe looks at it."""
        if self.is_looking and route.request.resource_type == "fetch":
            route.abort()
        else:
            route.continue_()

    def look(self) -> None:
        """Let axe look at the page on a phone and on a desk, once its styles are there."""
        self.page.wait_for_load_state("load")
        self.is_looking = True
        for width in (360, 1280):
            self.page.set_viewport_size({"width": width, "height": 800})
            if self.page.evaluate("document.documentElement.scrollWidth") > width:
                self.findings.append(f"{self.page.url} runs over the side at {width}")
            self.findings += axe_findings(self.page)
            keep_picture(self.page, f"journey-{self.language}-{self.steps:02}-{width}")
        self.is_looking = False
        self.steps += 1

    def go(self, path: str) -> None:
        """Open an address and look at its page."""
        response = self.page.goto(HOME + path)
        assert response is not None
        assert response.ok, f"{path} answered {response.status}"
        self.look()

    def send(self, form: str, **values: str) -> None:
        """Fill in the form whose address ends so, send it, and look at what comes."""
        for name, value in values.items():
            self.page.fill(f'{form} [name="{name}"]', value)
        self.press(self.page.locator(f"{form} .form-actions [type=submit]").first)

    def press(self, button: Locator) -> None:
        """Press a button and look at what comes."""
        with self.page.expect_navigation():
            button.click()
        self.look()


def add_owner(server: Flask) -> str:
    """Make the first owner on the command line."""
    email = "owner@firm.example"
    words = ["accounts", "create-owner", "--email", email, "--name", "Sam", "--password-stdin"]
    result = inside(server, lambda: server.test_cli_runner().invoke(args=words, input=PASSWORD))
    assert result.exit_code == 0, result.output
    return email


def clients_of_today() -> bytes:
    """Return a client list as a colleague would have it: the sample's first current clients."""
    text = (SAMPLE / "clients.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    wanted = {sitting.contact for sitting in sittings()}
    out = io.StringIO()
    csv.writer(out).writerows([rows[0], *(row for row in rows if row[2] in wanted)])
    return out.getvalue().encode("utf-8-sig")


def sittings():
    """Return the first finished answers of current clients."""
    finished = [each for each in read_sittings(SAMPLE / "answers") if each.is_finished]
    return [each for each in finished if "cu_nps" in each.answers][:PEOPLE]


def make_study(walk: Walk) -> str:
    walk.go("/studies/new")
    page = walk.page
    page.fill("[name=title]", f"Clients of today {walk.language}")
    page.fill("[name=firm]", "Halden & Marsh")
    page.fill("[name=goal]", "Find what to put right first.")
    for other in ("lost", "former", "prospect"):
        page.locator(f"[name=segments][value={other}]").uncheck()
    page.locator("[name=segments][value=current]").check()
    page.locator("[name=journey][value=eight-stage]").check()
    page.locator("main form [type=submit]").last.click()
    page.wait_for_url(re.compile(r"/studies/(?!new)."))
    walk.look()
    return page.url.rstrip("/").rsplit("/studies/", 1)[1].partition("/")[0]


def import_clients(walk: Walk, study: str) -> None:
    walk.go(f"/studies/{study}/journey")
    walk.go(f"/studies/{study}/clients/")
    walk.press(walk.page.locator('a[href$="/clients/import"]').first)
    file = {"name": "clients.csv", "mimeType": "text/csv", "buffer": clients_of_today()}
    walk.page.set_input_files("[type=file]", files=file)
    walk.press(walk.page.locator("main form [type=submit]").first)
    carry_out = 'form[action*="/clients/import/"]:not([action$="/discard"]) button'
    walk.press(walk.page.locator(carry_out))


def ask(walk: Walk, study: str) -> dict[str, str]:
    """Publish the shipped questionnaire, open the study, make links; return them by address."""
    page = walk.page
    walk.go(f"/studies/{study}/questionnaires/")
    walk.press(page.locator('form[action$="/shipped/current"] button'))
    walk.go(f"/studies/{study}/questionnaires/current/")
    walk.press(page.locator('a[href$="/publish"]').first)
    walk.press(page.locator('form[action$="/publish"] button'))
    walk.go(f"/studies/{study}/")
    walk.press(page.locator('form[action$="/open"] button'))
    walk.go(f"/studies/{study}/invitations/")
    walk.press(page.locator(f'form[action$="/{study}/invitations/"] button').first)
    with page.expect_download() as download:
        page.click('a[href$="/invitations/links.csv"]')
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    return {row["email"]: row["link"] for row in csv.DictReader(io.StringIO(text))}


def answer_in_the_browser(walk: Walk, link: str, words: str) -> None:
    """Answer one questionnaire by hand: tick the first of everything, and write."""
    page = walk.page
    page.goto(link)
    walk.look()
    walk.press(page.locator("form#q .btn"))
    while "/q/" in page.url:
        fill_page(page, words)
        walk.press(page.locator("form#q .btn"))
    assert page.url.endswith("/done")


def fill_page(page: Page, words: str) -> None:
    """Choose something in each group of choices, and write into each text."""
    names = {each.get_attribute("name") for each in page.locator("form#q [type=radio]").all()}
    for name in sorted(filter(None, names)):
        page.locator(f'form#q [type=radio][name="{name}"]').first.check(force=True)
    for box in page.locator("form#q [type=checkbox]").all()[:1]:
        box.locator("xpath=ancestor::label").click()
    for area in page.locator("form#q textarea").all():
        area.fill(words)


def answer_the_rest(server: Flask, links: dict[str, str]) -> None:
    """Let the others answer through the same pages, without a picture of each."""
    for sitting in sittings()[1:]:
        path = links[sitting.contact].removeprefix(HOME)
        Respondent(server.test_client(), path).answer(sitting)


def log_interview(walk: Walk, study: str, contact: str) -> None:
    page = walk.page
    walk.go(f"/studies/{study}/interviews/new")
    page.fill("[name=contact]", contact)
    page.fill("[name=held_on]", f"{now():%Y-%m-%d}")
    page.fill("[name=interviewer]", "Priya")
    page.locator("[name=scope][value=external_anonymous_quote]").check(force=True)
    walk.press(page.locator("main form [type=submit]").last)
    page.fill("main [name=text]", TOLD[walk.language])
    send = 'form[action$="/notes"] [type=submit], main .form-actions [type=submit]'
    with page.expect_navigation():
        page.locator(send).first.click()
    walk.press(page.locator(".talk-mark").first)
    page.locator("[name=kind][value=pain]").check(force=True)
    walk.press(page.locator("main form [type=submit]").last)


def find_themes(walk: Walk, study: str) -> None:
    page = walk.page
    walk.go(f"/studies/{study}/themes/")
    walk.press(page.locator('form[action$="/analyse"] button').first)
    page.wait_for_selector(".board-card", timeout=PATIENCE)
    walk.look()
    walk.press(page.locator(".board-card h3 a").first)
    walk.press(page.locator("#drawer button[value=approve]"))
    walk.go(f"/studies/{study}/evidence/")
    walk.go(f"/studies/{study}/map/")


def make_report(walk: Walk, study: str) -> bytes:
    page = walk.page
    walk.go(f"/studies/{study}/reports/")
    walk.press(page.locator('form[action$="/reports/"] [type=submit]'))
    page.wait_for_selector('a[href$=".pdf"]', timeout=PATIENCE)
    walk.look()
    with page.expect_download() as download:
        page.locator('a[href$=".pdf"]').first.click()
    return Path(download.value.path()).read_bytes()


@pytest.mark.parametrize("language", ["en", "fa"])
def test_the_whole_line_is_walked_in_the_browser(server, open_page, language):
    email = add_owner(server)
    # Without motion: a click during a view transition would be lost.
    walk = Walk(open_page(locale=language, reduced_motion="reduce"), language)
    walk.go("/account/sign-in")
    # Without compiled catalogues the Persian walk would be an English one from right to left.
    assert walk.page.locator("h1").inner_text().isascii() == (language == "en")
    walk.send("main form", email=email, password=PASSWORD)
    study = make_study(walk)
    import_clients(walk, study)
    links = ask(walk, study)
    first = sittings()[0].contact
    answer_in_the_browser(walk, links[first], COMPLAINT[language])
    answer_the_rest(server, links)
    log_interview(walk, study, first)
    find_themes(walk, study)
    assert make_report(walk, study).startswith(b"%PDF-")
    assert walk.findings == []
