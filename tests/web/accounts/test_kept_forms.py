"""What is sent while signed out, or with a page of an earlier session, is kept and sent again."""

from unittest.mock import patch

import pytest

from tests.support.pages import follow, read_page, text_of
from tests.web.conftest import PASSWORD

WRITTEN = {"name": "Anna of\r\n“the” <team>", "language": ["", "th"]}
SAME = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def guarded(app):
    with patch.dict(app.config, WTF_CSRF_ENABLED=True):
        yield


def form_of(page):
    """Where the page's own form leads to, and every field it would send."""
    form = next(each for each in read_page(page).iter("form") if each.find(".//p") is not None)
    inputs = [each for each in form.iter("input") if each.get("name")]
    return form.get("action"), [(each.get("name"), each.get("value") or "") for each in inputs]


def send(browser, page, **typed):
    path, fields = form_of(page)
    data = {}
    for name, value in fields:
        data.setdefault(name, []).append(typed.get(name, value))
    return browser.post(path, data=data, headers=SAME, content_type="multipart/form-data")


def sign_in(browser, page, password=PASSWORD):
    return send(browser, page, email="owner@example.com", password=password)


def end_sessions(browser):
    """End the session as a quiet half hour does: the cookie and its token stay."""
    with browser.session_transaction() as cookie:
        cookie["sid"] = "over"


def token(page):
    return read_page(page).find(".//input[@name='csrf_token']").get("value")


def test_what_is_sent_signed_out_is_sent_again_after_signing_in(guarded, owner, owner_user):
    data = {"csrf_token": token(owner.get("/account/")), "name": "Anna of the team"}
    end_sessions(owner)
    asked = owner.post("/account/", data=data | {"language": "th"}, headers=SAME)
    assert asked.status_code == 401
    assert "kept on this page" in text_of(read_page(asked))
    wrong = sign_in(owner, asked, "wrong horse")
    assert wrong.status_code == 422
    offered = sign_in(owner, wrong)
    assert "Anna of the team" in text_of(read_page(offered).find(".//details"))
    assert follow(owner, send(owner, offered)).status_code == 200
    assert owner_user.name == "Anna of the team"


def test_every_field_comes_through_as_it_was_sent(client, owner_user):
    asked = client.post("/studies/new?from=x", data=WRITTEN | {"csrf_token": "old"})
    path, fields = form_of(sign_in(client, asked))
    assert path == "/studies/new?from=x"
    assert [(name, text.split()) for name, text in fields if name != "csrf_token"] == [
        ("name", ["Anna", "of", "“the”", "<team>"]), ("language", []), ("language", ["th"]),
    ]  # fmt: skip


def test_a_page_of_an_earlier_session_can_be_sent_again(guarded, owner, owner_user):
    data = {"csrf_token": "of another session", "name": "Anna", "language": "th"}
    refused = owner.post("/account/", data=data, headers=SAME)
    assert (refused.status_code, owner_user.name) == (400, "Robin Owner")
    assert follow(owner, send(owner, refused)).status_code == 200
    assert owner_user.name == "Anna"


def test_a_sign_in_page_that_is_too_old_still_carries_what_it_carries(guarded, owner, owner_user):
    data = {"csrf_token": token(owner.get("/account/")), "name": "Anna", "language": "th"}
    with owner.session_transaction() as cookie:
        sid, cookie["sid"] = cookie["sid"], "over"
    asked = owner.post("/account/", data=data, headers=SAME)
    with owner.session_transaction() as cookie:  # signed in meanwhile in another tab
        cookie.clear()
        cookie["sid"] = sid
    assert follow(owner, send(owner, sign_in(owner, asked))).status_code == 200
    assert owner_user.name == "Anna"


def test_another_sites_form_is_not_offered_again(guarded, owner):
    answer = owner.post("/account/", data={"name": "Evil"})
    assert answer.status_code == 400
    assert "Evil" not in answer.text


@pytest.mark.parametrize(
    ("path", "data", "to"),
    [
        ("/account/password", {"present": "old secret", "password": "new"}, "/account/sign-in"),
        ("/account/", {}, "/account/sign-in?next=/account/"),
        ("/account/", {"name": "x" * 200_001}, "/account/sign-in?next=/account/"),
    ],
)
def test_secrets_empty_and_huge_forms_are_not_kept(client, path, data, to):
    asked = client.post(path, data=data)
    assert (asked.status_code, asked.headers["Location"]) == (303, to)
    assert "what you sent last is not saved" in text_of(read_page(client.get(to)))


@pytest.mark.parametrize("kept", ["", "[", "[1, 2]", '["//evil.test", []]', '["/x", [["a"]]]'])
def test_what_carries_no_form_leads_on_as_ever(client, owner_user, kept):
    data = {"email": "owner@example.com", "password": PASSWORD, "kept": kept}
    assert client.post("/account/sign-in", data=data).status_code == 303
