"""What colleagues see of fields: the answers, their figures, and the pictures of options."""

import re

import pytest

from accounts import services
from accounts.permissions import Role
from foundation.db import db
from research.journey_presets import preset
from research.services import journeys
from surveys.services.files import pictures
from tests.browser.conftest import HOME, axe_findings, inside, keep_picture
from tests.factories.surveys import make_contact, make_questionnaire, make_response, make_study
from tests.support.files import picture
from tests.unit.surveys.definitions import LOOK, questionnaire
from tests.web.surveys.test_fields import DEFINITION, GIVEN

pytestmark = pytest.mark.browser

PASSWORD = "seven grey herons wade"
EMAIL = "reader@example.com"


@pytest.fixture(scope="module")
def response(server):
    """A response to every kind of field; its id."""

    def fill():
        study = make_study(db.session, languages=["en", "th", "ko", "vi", "fa"])
        journeys.install(db.session, study, preset("eight-stage"))
        services.add_colleague(
            db.session, email=EMAIL, name="Robin", role=Role.RESEARCHER, password=PASSWORD
        )
        whole = make_questionnaire(db.session, study, DEFINITION)
        contact = make_contact(db.session, study, "bo@firm.com")
        given = make_response(db.session, contact, whole.versions[0], **GIVEN)
        drafted = questionnaire(LOOK)
        make_questionnaire(db.session, study, drafted, key=drafted.id, published=False)
        kept = pictures.keep(db.session, study, picture("JPEG", 300, 400))
        kept.content_hash = LOOK.choices[0].image
        db.session.commit()
        return str(given.id)

    return inside(server, fill)


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", ["en", "fa"])
def test_axe_finds_nothing_on_the_pages_of_colleagues(open_page, response, language, width):
    page = open_page(width, 900, locale=language)
    page.goto(f"{HOME}/account/sign-in")
    page.fill("input[name=email]", EMAIL)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url(re.compile("studies"))
    for name, path in (
        ("figures", "answers/"),
        ("answers", f"answers/responses/{response}"),
        ("pictures", "questionnaires/test/builder/edit/look"),
    ):
        page.goto(f"{HOME}/studies/survey/{path}")
        keep_picture(page, f"given_{name}_{language}_{width}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert axe_findings(page) == []
