from unittest.mock import patch

import pytest

from app import create_app
from foundation.db import db
from foundation.machine import schema
from foundation.settings import Settings
from tests.support.pages import StrictClient, read_page

PATHS = ["/account/sign-in", "/account/", "/nothing", "/static/css/admin.css"]


@pytest.mark.parametrize("path", PATHS)
def test_every_kind_of_answer_carries_the_headers(client, path):
    with client.get(path) as answer:
        headers = answer.headers
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize("path", PATHS[:-1])
def test_no_page_is_kept_by_a_browser_or_proxy(client, path):
    assert client.get(path).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.test"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "null"},
    ],
)
def test_a_change_asked_for_by_another_site_is_refused(owner, headers):
    answer = owner.post("/account/", data={"name": "Evil", "language": ""}, headers=headers)
    assert answer.status_code == 403
    assert "Evil" not in owner.get("/account/").text


@pytest.mark.parametrize(
    "headers",
    [{}, {"Sec-Fetch-Site": "same-origin", "Origin": "null"}, {"Origin": "http://localhost"}],
)
def test_our_own_pages_may_change_things(owner, headers):
    answer = owner.post("/account/", data={"name": "Anna", "language": ""}, headers=headers)
    assert answer.status_code == 303


def test_a_form_of_another_session_is_refused(app, owner, reader):
    with patch.dict(app.config, WTF_CSRF_ENABLED=True):
        page = read_page(reader.get("/account/"))
        token = page.find(".//input[@name='csrf_token']").get("value")
        assert (
            owner.post("/account/", data={"csrf_token": token, "name": "Evil"}).status_code == 400
        )


def test_a_file_beyond_the_limit_is_one_sentence(owner, app):
    with patch.dict(app.config, MAX_CONTENT_LENGTH=100):
        assert owner.post("/account/", data={"name": "x" * 200}).status_code == 413


@pytest.fixture
def https(tmp_path):
    """A browser of an installation reached over HTTPS."""
    app = create_app(
        Settings(
            instance=tmp_path, queue_url="immediate:", secret_key="tests only", testing=True,
            public_url="https://survey.example.com",
        )
    )  # fmt: skip
    with app.app_context():
        schema.upgrade(db.engine)
        yield StrictClient(app, use_cookies=True)
        db.engine.dispose()


def test_over_https_a_form_works_without_a_referer_and_cookies_are_locked(https):
    base = "https://survey.example.com"
    page = read_page(https.get("/account/sign-in", base_url=base))
    token = page.find(".//input[@name='csrf_token']").get("value")
    data = {"csrf_token": token, "locale": "th"}
    answer = https.post("/account/language", data=data, base_url=base)
    assert answer.status_code == 303
    assert answer.headers["Set-Cookie"].startswith("__Host-throughline=")
    assert "Secure" in answer.headers["Set-Cookie"]
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


@pytest.mark.parametrize("host", ["evil.test", "localhost.evil.test"])
def test_a_strange_host_name_is_refused(app, host):
    answer = app.test_client().get("/account/sign-in", headers={"Host": host})
    assert (answer.status_code, "evil" in answer.text) == (400, False)


@pytest.mark.parametrize(("proxies", "scheme"), [(0, "http"), (1, "https")])
def test_a_forwarded_scheme_is_believed_only_behind_a_named_proxy(tmp_path, proxies, scheme):
    app = create_app(
        Settings(
            instance=tmp_path, queue_url="immediate:", secret_key="x", testing=True, proxies=proxies
        )
    )
    answer = app.test_client().get("/nothing", headers={"X-Forwarded-Proto": "https"})
    assert answer.request.scheme == "http"
    assert ("Strict-Transport-Security" in answer.headers) == (scheme == "https")
