from types import SimpleNamespace

import pytest
from flask import Blueprint, g

from accounts import navigation
from accounts.guards import requires
from accounts.permissions import Action, Role
from app import create_app
from foundation.settings import Settings
from research.journey_presets import PRESETS
from research.services import studies
from research.study_file import StudyPlan
from tests.support.pages import read_page, text_of

STUDY = SimpleNamespace(slug="halden")
#: Part of the address -> what it asks; `journey` is left out, it does not exist.
PARTS = {
    "": Action.SEE_STUDY, "clients": Action.SEE_CONTACTS, "themes": Action.SEE_THEMES,
    "map": Action.SEE_MAP, "reports": Action.SEE_REPORTS,
}  # fmt: skip


@pytest.fixture(scope="module")
def application(tmp_path_factory):
    """The product with a few study pages and nothing else of a study."""
    settings = Settings(
        instance=tmp_path_factory.mktemp("tabs"), queue_url="immediate:", secret_key="tests only",
        testing=True,
    )  # fmt: skip
    application = create_app(settings)
    application.extensions["study_pages"] = {}
    blueprint = Blueprint("tabs", __name__)
    for part, action in PARTS.items():
        name = part or "overview"
        blueprint.add_url_rule(f"/tabs/<name>/{part}", name, requires(action)(lambda **_: ""))
        page = navigation.StudyPage(f"tabs.{name}", "name")
        application.extensions["study_pages"][part] = page
    application.register_blueprint(blueprint)
    return application


def tabs_for(application, role, path="/studies/halden/map/awareness"):
    with application.test_request_context(path):
        g.signed_in = SimpleNamespace(user=SimpleNamespace(role=role, language=""))
        return navigation.tab_groups(STUDY)


def names(groups):
    return [[tab.name for tab in group.tabs] for group in groups]


def test_a_researcher_sees_every_tab_that_exists(application):
    expected = [["Overview", "Clients"], ["Themes", "Map", "Reports"]]
    assert names(tabs_for(application, Role.RESEARCHER)) == expected


def test_a_reader_sees_no_tab_that_would_be_refused(application):
    expected = [["Overview"], ["Themes", "Map", "Reports"]]
    assert names(tabs_for(application, Role.READER)) == expected


@pytest.mark.parametrize(
    ("page", "tab"), [("map/awareness", "Map"), ("proposals", "Themes"), ("", "Overview")]
)
def test_the_tab_of_a_page_below_it_is_the_present_one(application, page, tab):
    groups = tabs_for(application, Role.READER, f"/studies/halden/{page}")
    assert [each.name for group in groups for each in group.tabs if each.here] == [tab]


@pytest.mark.parametrize("path", ["/account/", "/studies/haldenmap/", "/studies/"])
def test_elsewhere_no_tab_is_the_present_one(application, path):
    groups = tabs_for(application, Role.READER, path)
    assert not any(tab.here for group in groups for tab in group.tabs)


def test_a_tab_leads_into_its_study(application):
    groups = tabs_for(application, Role.RESEARCHER)
    assert groups[0].tabs[1].url == "/tabs/halden/clients"


@pytest.fixture
def study(session):
    """A real study, for the product's own tabs."""
    plan = StudyPlan(title="Why clients stay", firm="Halden & Marsh", slug="halden")
    return studies.create(session, plan, PRESETS["four-stage"])


def tab_names(browser, path):
    page = read_page(browser.get(path))
    return [text_of(link) for link in page.findall(".//nav[@class='tabs']//a")]


def test_the_products_own_tabs_stand_in_the_order_of_the_work(researcher, study):
    assert tab_names(researcher, "/studies/halden/") == [
        "Overview", "Journey", "Clients", "Questionnaires", "Invitations", "Interviews", "Answers",
        "Evidence", "Themes", "Map", "Reports",
    ]  # fmt: skip


def test_a_reader_gets_four_tabs_and_is_refused_everything_else(reader, researcher, study):
    assert tab_names(reader, "/studies/halden/") == ["Overview", "Themes", "Map", "Reports"]
    page = read_page(researcher.get("/studies/halden/"))
    links = [link.get("href") for link in page.findall(".//nav[@class='tabs']//a")]
    answers = {link: reader.get(link).status_code for link in links}
    assert [link for link, status in answers.items() if status == 403] == [
        f"/studies/halden/{part}"
        for part in ("journey", "clients", "questionnaires/", "invitations/", "interviews",
                     "answers/", "evidence")
    ]  # fmt: skip


def test_the_breadcrumb_leads_to_the_study_and_to_all_studies(researcher, study):
    page = read_page(researcher.get("/studies/halden/clients"))
    links = page.findall(".//nav[@class='top-path']//a")
    assert [link.get("href") for link in links] == ["/studies/", "/studies/halden/"]
