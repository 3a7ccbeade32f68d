from types import SimpleNamespace

import pytest
from flask import Blueprint, g

from accounts import navigation
from accounts.guards import requires
from accounts.permissions import Action, Role
from app import create_app
from foundation.settings import Settings

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
