"""A tour of every page that needs only a study: axe finds nothing, nothing runs over the side.

The list of pages is the product's own, so a page is on the tour from the day it exists. Language
and width are those the product promises: English and Persian, a phone and a desk.
"""

from pathlib import Path

import pytest
from flask import Flask

from accounts import services
from accounts.guards import rule_of
from accounts.permissions import Action, Role, may
from foundation.db import db
from tests.browser.conftest import HOME, axe_findings, inside, keep_picture

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "examples" / "halden-marsh"
STUDY = "halden-marsh-2026"
PASSWORD = "seven grey herons wade"
#: Addresses that hand out a file, or sign out.
NO_PAGE = (".csv", ".jsonl", ".xlsx", ".yaml", ".pdf", "/links", "/export", "/document.yaml")


def commands():
    yield ("study", "create", str(SAMPLE / "study.yaml"))
    yield ("contacts", "import", STUDY, str(SAMPLE / "clients.csv"))
    for segment in ("current", "lost", "former", "prospect"):
        shipped = str(ROOT / "surveys" / "shipped" / f"{segment}.yaml")
        yield ("questionnaire", "import", STUDY, shipped, "--publish")
    yield ("study", "open", STUDY)
    yield ("invite", STUDY)
    yield ("answers", "import", STUDY, str(SAMPLE / "earlier-survey.csv"),
           "--map", str(SAMPLE / "earlier-survey-map.yaml"))  # fmt: skip
    yield ("interviews", "import", STUDY, str(SAMPLE / "interviews"))


@pytest.fixture(scope="module")
def colleagues(server: Flask) -> dict[str, str]:
    """Three colleagues of a firm that has collected its answers: role -> address."""

    def run(words: tuple[str, ...], **options: str) -> None:
        result = server.test_cli_runner().invoke(args=list(words), **options)
        assert result.exit_code == 0, result.output

    def fill() -> None:
        for words in commands():
            run(words)

    inside(server, fill)
    return inside(server, add_colleagues)


def add_colleagues() -> dict[str, str]:
    for role in Role:
        services.add_colleague(
            db.session, email=f"{role}@example.com", name=role.title(), role=role, password=PASSWORD
        )
    db.session.commit()
    return {str(role): f"{role}@example.com" for role in Role}


def addresses(app: Flask, role: str) -> list[str]:
    """Return every page this role may open that needs no more than a study's slug."""
    found = set()
    for rule in app.url_map.iter_rules():
        access = rule_of(app, rule.endpoint)
        is_page = "GET" in (rule.methods or ()) and rule.endpoint != "static"
        if not is_page or rule.arguments - {"slug"} or rule.rule.endswith(NO_PAGE):
            continue
        if access and may(role, access.action or Action.OWN_ACCOUNT):
            found.add(rule.rule.replace("<slug>", STUDY))
    return sorted(found)


@pytest.mark.parametrize(
    ("role", "locale", "width"),
    [
        ("owner", "en", 360), ("owner", "en", 1280), ("owner", "fa", 360), ("owner", "fa", 1280),
        ("reader", "en", 1280), ("reader", "fa", 360),
    ],
)  # fmt: skip
def test_every_page_is_sound(server, colleagues, open_page, role, locale, width):
    page, faults = open_page(width=width, locale=locale), []
    page.on(
        "console",
        lambda message: (
            faults.append(f"{page.url} {message.text}") if message.type == "error" else None
        ),
    )
    page.goto(f"{HOME}/account/sign-in")
    page.locator("#email").fill(colleagues[role])
    page.locator("#password").fill(PASSWORD)
    page.locator("#password").press("Enter")
    page.wait_for_load_state()
    for address in addresses(server, role):
        answer = page.goto(HOME + address)
        if answer.status != 200:
            faults.append(f"{address} {answer.status}")
        if page.evaluate("document.documentElement.scrollWidth - innerWidth") > 0:
            faults.append(f"{address} runs over the side")
        faults += axe_findings(page)
        keep_picture(page, f"{role}-{locale}-{width}{address.replace('/', '_')}")
    assert faults == []
