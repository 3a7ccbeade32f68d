"""Another tool's questionnaire by hand: chosen, read about, taken in; narrow and wide."""

import json

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
EMAIL = "exchange@example.com"
LONG = "A very long property of a tool that says much about how a question looks there " * 3
SURVEY = {
    "title": {"default": "Your view of our work", "fa": "نظر شما دربارهٔ کار ما"},
    "pages": [
        {
            "name": "first_page_with_a_long_name",
            "title": "The work",
            "elements": [
                {"type": "radiogroup", "name": "Office-We-Know-Best", "choices": ["A-1", "B-2"]},
                {"type": "comment", "name": "why", "visibleIf": "{Office-We-Know-Best} = 'A-1'"},
                {"type": "text", "name": "n", "placeholder": LONG, "visibleIf": "age({x}) > 3"},
                {"type": "geopoint", "name": "where"},
            ],
        }
    ],
}


@pytest.fixture(scope="module")
def study(server):
    def fill():
        made = make_study(db.session, languages=["en", "fa"])
        journeys.install(db.session, made, preset("eight-stage"))
        services.add_colleague(
            db.session, email=EMAIL, name="Exchange", role=Role.RESEARCHER, password=PASSWORD
        )
        db.session.commit()
        return f"{HOME}/studies/{made.slug}/questionnaires/"

    return inside(server, fill)


def shown(page, study):
    """Sign in and hand the file in; the page says what it becomes."""
    page.goto(f"{HOME}/account/sign-in")
    page.fill("input[name=email]", EMAIL)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.goto(study)
    content = json.dumps(SURVEY).encode()
    page.set_input_files(
        "input[type=file]", {"name": "v.json", "mimeType": "application/json", "buffer": content}
    )
    page.click("form[enctype] button[type=submit]")
    page.wait_for_url("**/exchange/**")


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", ["en", "fa"])
def test_what_a_file_becomes_fits_and_is_accessible(open_page, study, width, language):
    page = open_page(width, 800, locale=language, reduced_motion="reduce")
    shown(page, study)
    keep_picture(page, f"exchange-{language}-{width}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert axe_findings(page) == []


def test_it_is_taken_in_with_the_keyboard_alone(open_page, study):
    page = open_page(reduced_motion="reduce")
    shown(page, study)
    page.locator("form[action$='/take'] button").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/questionnaires/**")
    assert "imported as a draft" in page.inner_text("body")
    keep_picture(page, "exchange-taken")
    assert axe_findings(page) == []
