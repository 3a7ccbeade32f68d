"""The table of translations on a phone, and what reads from right to left really does."""

import re
from dataclasses import replace

import pytest

from accounts import services
from accounts.permissions import Role
from foundation.db import db
from research.journey_presets import preset
from research.services import journeys
from surveys.building import editing
from surveys.services import designing
from tests.browser.conftest import HOME, axe_findings, inside, keep_picture
from tests.factories.respondents import LANGUAGES, make_link, shipped
from tests.factories.surveys import make_questionnaire, make_study
from tests.unit.surveys.definitions import FOUND, GRID, NPS, in_every_language, questionnaire

pytestmark = pytest.mark.browser

PASSWORD = "seven grey herons wade"
EMAIL = "translator@example.com"
ASKED = in_every_language(questionnaire(NPS, GRID, FOUND))


@pytest.fixture(scope="module")
def table(server):
    """The address of a table with every state in it."""

    def fill():
        study = make_study(db.session, slug="spoken", languages=list(LANGUAGES))
        journeys.install(db.session, study, preset("eight-stage"))
        made = make_questionnaire(db.session, study, shipped("current"), published=False)
        draft = shipped("current")
        first = replace(draft.questions[0], text="Would you recommend us?")
        designing.edit(db.session, made, editing.changed(draft, first))
        services.add_colleague(
            db.session, email=EMAIL, name="Translator", role=Role.RESEARCHER, password=PASSWORD
        )
        db.session.commit()
        return f"{HOME}/studies/spoken/questionnaires/current/translations/?language=fa"

    return inside(server, fill)


def signed_in(page):
    page.goto(f"{HOME}/account/sign-in")
    page.fill("input[name=email]", EMAIL)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url(re.compile("studies"))
    return page


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", ["fa", "en"])
def test_the_table_is_sound_on_a_phone_and_a_screen(open_page, table, width, language):
    page = signed_in(open_page(width, 800, language))
    page.goto(f"{table}&show=outdated")
    keep_picture(page, f"translations_outdated_{language}_{width}")
    assert axe_findings(page) == []
    page.goto(table)
    keep_picture(page, f"translations_{language}_{width}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for address in ("translators/", "builder/edit/cu_nps?language=fa"):
        page.goto(table.replace("translations/?language=fa", address))
        keep_picture(page, f"{address[:10].replace('/', '')}_{language}_{width}")
        assert axe_findings(page) == []


def test_a_text_is_saved_and_reviewed_without_scripts(open_page, table):
    page = signed_in(open_page(360, 740, java_script_enabled=False))
    page.goto(table)
    page.locator("textarea").first.fill("نام تازه")
    page.locator("main .form-actions button").click()
    assert page.get_by_text("1 text is saved.").is_visible()
    page.locator("#line-1 button[name=right]").click()
    assert page.locator("#line-1").get_by_text("Reviewed by Translator").is_visible()


@pytest.fixture
def asked(server, open_page):
    """Begin on a phone as a person of this language; gives the page and the link's address."""

    def begin(language):
        def make():
            study = make_study(db.session, slug=f"way-{language}", languages=list(LANGUAGES))
            token = make_link(db.session, definition=ASKED, study=study, language=language)
            db.session.commit()
            return f"{HOME}/r/{token}/"

        address = inside(server, make)
        page = open_page(360, 740)
        page.goto(address)
        page.locator(".go button").click()
        page.wait_for_url(re.compile("/q/"))
        return page, address

    return begin


def lines(page, selector):
    """The elements' numbers in the document, line by line, from left to right as the eye goes."""
    boxes = [each.bounding_box() for each in page.locator(selector).all()]
    middles = [box["y"] + box["height"] / 2 for box in boxes]
    found, last = [], None
    for number in sorted(range(len(boxes)), key=lambda n: (round(middles[n]), boxes[n]["x"])):
        if last is None or middles[number] - last > 15:
            found.append([])
            last = middles[number]
        found[-1].append(number)
    return [sorted(line, key=lambda n: boxes[n]["x"]) for line in found]


def test_scores_and_the_way_back_run_from_right_to_left_and_ticks_stand_at_the_right(asked):
    """The worst score, Back and an option's box are where a reader of Persian begins."""
    here, link = asked("en")
    there, other = asked("fa")
    for question, tiles in (("nps", ".scale label"), ("work", ".mrow .scale label")):
        here.goto(f"{link}q/{question}")
        there.goto(f"{other}q/{question}")
        for selector in (tiles, ".step > *"):
            ahead = lines(here, selector)
            assert len(ahead[0]) > 1
            assert ahead[0] == sorted(ahead[0])
            assert lines(there, selector) == [line[::-1] for line in ahead]
    for page, address, is_right in ((here, link, False), (there, other, True)):
        page.goto(f"{address}q/found")
        whole = page.locator(".opt").last.bounding_box()
        box = page.locator(".opt input").last.bounding_box()
        assert (box["x"] > whole["x"] + whole["width"] / 2) == is_right
    assert not re.search(r"[0-9]", there.locator(".step").inner_text())


@pytest.mark.parametrize("code", ["qps", "qpr"])
def test_longer_and_turned_texts_fit_a_narrow_phone(open_page, table, code):
    """What the made-up languages are for: nothing is cut off, nothing scrolls sideways."""
    page = signed_in(open_page(320, 640))
    start = table.replace("translations/?language=fa", "preview/")
    for question in shipped("current").questions:
        page.goto(f"{start}{question.id}?language={code}")
        keep_picture(page, f"{code}_{question.id}")
        assert page.locator("h1").inner_text().endswith("]")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
