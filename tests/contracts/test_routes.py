"""Every address declares who may open it, and the check heeds the declaration."""

from pathlib import Path

import pytest
from flask import Flask

from accounts.guards import public, requires, rule_of
from accounts.permissions import Action
from app import create_app
from foundation.settings import Settings

#: Pages anybody may open; a new one is added here on purpose, never by accident.
PUBLIC = {
    "front.index",
    "account.sign_in", "account.do_sign_in", "account.sign_out", "account.language", "static",
}  # fmt: skip
#: Blueprints whose pages are all for people without an account.
PUBLIC_BLUEPRINTS = {"respond"}


@pytest.fixture(scope="module")
def application(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The whole product, not yet asked anything."""
    return build(tmp_path_factory.mktemp("routes"))


def build(instance: Path) -> Flask:
    return create_app(
        Settings(instance=instance, queue_url="immediate:", secret_key="tests only", testing=True)
    )


def endpoints(application: Flask) -> set[str]:
    return {rule.endpoint for rule in application.url_map.iter_rules()}


def test_every_endpoint_declares_its_rule(application):
    assert {name for name in endpoints(application) if rule_of(application, name) is None} == set()


def test_only_the_listed_endpoints_are_public(application):
    found = {
        name
        for name in endpoints(application)
        if (rule := rule_of(application, name)) and rule.is_public
    }
    assert {name for name in found if name.split(".")[0] not in PUBLIC_BLUEPRINTS} == PUBLIC


def test_an_endpoint_without_a_rule_is_refused(tmp_path):
    application = build(tmp_path)
    application.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    assert application.test_client().get("/forgotten").status_code == 403


def test_a_declared_rule_can_be_read_back():
    assert rule_of_view(requires(Action.SEE_MAP)) == Action.SEE_MAP
    assert rule_of_view(public) is None


def rule_of_view(decorator):
    app = Flask(__name__)
    app.add_url_rule("/x", "x", decorator(lambda: ""))
    return rule_of(app, "x").action


def test_an_address_bears_its_blueprints_name(application):
    strangers = {
        rule.endpoint
        for rule in application.url_map.iter_rules()
        if "." in rule.endpoint
        and rule.endpoint.split(".")[0] not in rule.rule.split("/")
        and rule.endpoint.split(".")[0] not in PUBLIC_BLUEPRINTS | {"studies", "front"}
    }
    assert strangers == set()


@pytest.mark.parametrize("path", ["/nothing", "/static/../app.py", "/.git/config", "/debug"])
def test_an_unknown_address_is_a_plain_404(application, path):
    assert application.test_client().get(path).status_code == 404


def test_views_and_templates_stand_in_folders_of_one_name(application):
    root = Path(application.root_path)
    rooms = ("accounts", "research", "surveys", "findings", "reports")
    views = [path for room in rooms for path in root.glob(f"{room}/views/**/*.py")]
    names = {path.stem for path in views if path.stem != "__init__"}
    assert {name.split(".")[0] for name in endpoints(application) if "." in name} <= names
