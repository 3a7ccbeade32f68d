"""Questionnaires, links, answers and imports in a real browser, with axe on every page."""

import pytest
from playwright.sync_api import expect

from accounts import services
from accounts.permissions import Role
from foundation.db import db
from research.journey_presets import preset
from research.models.study import Upload
from research.services import journeys
from surveys.question_types import AnswerValue
from surveys.services import answering, designing, inviting, trying
from tests.browser.conftest import HOME, axe_findings, inside, keep_picture
from tests.factories.surveys import make_contact, make_response, make_study

pytestmark = pytest.mark.browser

PASSWORD = "seven grey herons wade"
FILE = "Id,Email,How likely are you to recommend us?,Why\n1,p1@firm.com,Likely,=1+1\n"


def build(app):
    """A study in collection; returns the addresses of its pages that need an id."""
    services.add_colleague(
        db.session, email="r@example.com", name="Rob Lee", role=Role.RESEARCHER, password=PASSWORD
    )
    study = make_study(db.session, languages=["en", "fa"], segments=["current"])
    journeys.install(db.session, study, preset("eight-stage"))
    whole = designing.create_from_shipped(db.session, study, "current")
    version = designing.publish(db.session, study, whole)
    for n in range(12):
        make_contact(db.session, study, f"p{n}@firm.com", language="fa" if n % 2 else "en")
    make_contact(db.session, study, "no@firm.com", do_not_contact=True)
    inviting.make_links(db.session, study, secret=app.config["SECRET_KEY"])
    people = inviting.list_people(db.session, study)
    given = {"cu_nps": AnswerValue(9), "cu_nps_why": AnswerValue(text="پاسخ کند است")}
    for person in people[:10]:
        response = make_response(
            db.session, person.contact, version, invitation=person.invitation, **given
        )
    upload = Upload(
        study_id=study.id, purpose="answers", filename="a.csv", data=FILE.encode(),
        choices={"questionnaire": "current"},
    )  # fmt: skip
    db.session.add(upload)
    trial = try_out(app, whole)
    db.session.commit()
    return {
        "test link": f"questionnaires/current/trials/{trial.id}",
        "test answers": "answers/responses/?state=test",
        "person": f"invitations/{people[-1].invitation.id}",
        "response": f"answers/responses/{response.id}",
        "mapping": f"answers/imports/{upload.id}",
    }


def try_out(app, whole):
    """A test link, and a response begun by it."""
    secret = app.config["SECRET_KEY"]
    wish = {"version": "1", "segment": "current", "language": "fa"}
    trial = trying.make(db.session, whole, secret=secret, wish=wish, by="Rob Lee")
    token = trying.link(trial, secret=secret, public_url="").split("/")[2]
    visit = trying.open_to_write(db.session, token, {})
    answering.begin(db.session, visit, language="fa")
    return trial


@pytest.fixture(scope="module")
def made(server):
    return inside(server, lambda: build(server))


@pytest.fixture
def enter(made, open_page):
    """Open a page of the study as its researcher."""

    def sign_in(path, **options):
        page = open_page(**options)
        page.goto(f"{HOME}/account/sign-in")
        page.locator("#email").fill("r@example.com")
        page.locator("#password").fill(PASSWORD)
        page.locator("#password").press("Enter")
        page.wait_for_url(lambda url: "sign-in" not in url)
        page.goto(f"{HOME}/studies/survey/{made.get(path, path)}")
        return page

    return sign_in


PAGES = [
    "questionnaires/", "questionnaires/current/", "questionnaires/current/document",
    "questionnaires/current/builder/edit/cu_work", "questionnaires/current/publish",
    "invitations/", "invitations/codes", "person", "answers/", "answers/words/current/cu_nps_why",
    "answers/responses/", "response", "answers/imports/", "mapping",
    "test link", "test answers",
]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("locale", "width"), [("en", 1280), ("fa", 360)])
def test_axe_finds_nothing_and_nothing_overflows(enter, path, locale, width):
    page = enter(path, width=width, locale=locale)
    keep_picture(page, f"{path.strip('/').replace('/', '-')}-{locale}-{width}")
    assert axe_findings(page) == []
    root = "document.documentElement"
    assert page.evaluate(f"{root}.scrollWidth <= {root}.clientWidth")


@pytest.mark.parametrize("width", [360, 1280])
def test_a_test_says_so_on_every_page(enter, width):
    page = enter("test link", width=width, locale="en")
    page.goto(page.locator("#link").input_value())
    expect(page.locator("html")).to_have_attribute("lang", "fa")
    for _ in range(2):
        expect(page.locator(".preview")).to_be_visible()
        keep_picture(page, f"test-{page.url.rpartition('/')[2] or 'start'}-fa-{width}")
        assert axe_findings(page) == []
        page.locator(".go button").first.click()


def test_a_file_is_mapped_and_imported(enter):
    page = enter("mapping")
    expect(page.get_by_text("guesses by the headings")).to_be_visible()
    page.get_by_label("What the column Why is").select_option("cu_nps_why")
    page.get_by_role("button", name="Confirm the columns").click()
    expect(page.get_by_text("1 problem keeps the file")).to_be_visible()
    page.get_by_label("“Likely” means").select_option("8")
    page.get_by_role("button", name="Confirm the columns").click()
    page.get_by_role("button", name="Import 1 response").click()
    expect(page.get_by_text("1 response is imported.")).to_be_visible()


def test_a_question_is_reworded_and_published(enter):
    page = enter("questionnaires/current/builder/edit/cu_nps?language=fa")
    page.locator("[name='hint.target']").fill("به همهٔ رابطه فکر کنید")
    page.locator("#saved").filter(has_text="Saved").wait_for()
    page.goto(f"{HOME}/studies/survey/questionnaires/current/publish")
    expect(page.get_by_text("Only words differ")).to_be_visible()
    page.get_by_role("button", name="Publish version 2").click()
    expect(page.get_by_text("Live: version 2")).to_be_visible()
