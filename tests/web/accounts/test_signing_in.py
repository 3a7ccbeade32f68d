from datetime import timedelta
from unittest.mock import patch

import pytest
from sqlalchemy import select

from accounts.models import AuditEvent, UserSession
from tests.support.pages import read_page, text_of
from tests.web.conftest import PASSWORD


def post_sign_in(browser, email="owner@example.com", password=PASSWORD, **query):
    return browser.post(
        "/account/sign-in", data={"email": email, "password": password}, query_string=query
    )


def test_a_stranger_is_sent_to_sign_in_and_back_afterwards(client, owner_user):
    asked = client.get("/colleagues/")
    assert asked.headers["Location"] == "/account/sign-in?next=/colleagues/"
    signed_in = post_sign_in(client, next="/colleagues/")
    assert (signed_in.status_code, signed_in.headers["Location"]) == (303, "/colleagues/")


@pytest.mark.parametrize(
    "target", ["//evil.test", "/\\evil.test", "https:evil.test", "https://evil.test", "/\tevil"]
)
def test_signing_in_never_leads_to_another_server(client, owner_user, target):
    assert "evil" not in post_sign_in(client, next=target).headers["Location"]


def test_the_address_may_be_written_in_capitals_and_with_spaces(client, owner_user):
    assert post_sign_in(client, email=" Owner@Example.COM ").status_code == 303


@pytest.mark.parametrize(
    ("email", "password"),
    [("owner@example.com", "wrong horse"), ("nobody@example.com", PASSWORD)],
)
def test_a_wrong_password_and_an_unknown_address_read_the_same(client, owner_user, email, password):
    answer = post_sign_in(client, email, password)
    assert answer.status_code == 422
    errors = read_page(answer).find(".//div[@class='errors']")
    assert "This address and password do not belong together." in text_of(errors)


def test_an_empty_form_names_both_fields(client):
    page = read_page(post_sign_in(client, "", ""))
    links = [link.get("href") for link in page.findall(".//div[@class='errors']//a")]
    assert links == ["#email", "#password"]
    assert text_of(page.find("head/title")).startswith("Error:")


def test_a_closed_account_cannot_sign_in(client, owner_user, session):
    owner_user.disabled_at = owner_user.created_at
    session.commit()
    assert post_sign_in(client).status_code == 422


def test_after_too_many_wrong_tries_even_the_right_password_must_wait(client, owner_user):
    answers = [post_sign_in(client, password="wrong horse").status_code for _ in range(12)]
    assert 5 <= answers.count(422) <= 10
    assert post_sign_in(client).status_code == 429


def test_a_forged_forwarded_address_changes_nothing_about_the_limit(client, owner_user):
    for n in range(12):
        answer = client.post(
            "/account/sign-in",
            data={"email": "owner@example.com", "password": "wrong horse"},
            headers={"X-Forwarded-For": f"10.0.0.{n}"},
        )
    assert answer.status_code == 429


def test_a_stranger_at_another_address_does_not_lock_the_owner_out(client, owner_user):
    for _ in range(6):
        client.post(
            "/account/sign-in",
            data={"email": "owner@example.com", "password": "wrong horse"},
            environ_overrides={"REMOTE_ADDR": "2001:db8::1"},
        )
    assert post_sign_in(client).status_code == 303


def test_the_addresses_of_one_ipv6_network_count_as_one(client, owner_user):
    answers = [
        client.post(
            "/account/sign-in",
            data={"email": "owner@example.com", "password": "wrong horse"},
            environ_overrides={"REMOTE_ADDR": f"2001:db8::{number}"},
        ).status_code
        for number in range(1, 12)
    ]
    assert answers[-1] == 429


def test_the_bare_address_leads_on(client, owner):
    assert client.get("/").location == "/account/sign-in"
    assert owner.get("/").location == "/studies/"


def test_a_copied_cookie_is_dead_after_signing_out(owner, app):
    copy = app.test_client()
    with owner.session_transaction() as cookie, copy.session_transaction() as stolen:
        stolen.update(cookie)
    owner.post("/account/sign-out")
    assert copy.get("/account/").headers["Location"].startswith("/account/sign-in")


def test_the_session_changes_when_signing_in_again(owner, owner_user):
    with owner.session_transaction() as cookie:
        before = cookie["sid"]
    post_sign_in(owner)
    with owner.session_transaction() as cookie:
        assert cookie["sid"] != before


def test_the_database_holds_no_usable_session_secret(owner, session):
    with owner.session_transaction() as cookie:
        secret = cookie["sid"]
    assert secret not in session.scalars(select(UserSession.token_hash)).all()


@pytest.mark.parametrize("column", ["seen_at", "expires_at"])
def test_an_idle_or_expired_session_ends(owner, session, column):
    row = session.scalars(select(UserSession)).one()
    setattr(row, column, row.created_at - timedelta(minutes=31))
    session.commit()
    assert owner.get("/account/").status_code == 303


def test_using_the_product_keeps_the_session_awake(owner, session):
    row = session.scalars(select(UserSession)).one()
    row.seen_at -= timedelta(minutes=20)
    session.commit()
    before = row.seen_at
    owner.get("/account/")
    session.expire_all()
    assert session.scalars(select(UserSession.seen_at)).one() > before


def test_signing_in_and_out_stand_in_the_trail(client, owner_user, session):
    post_sign_in(client)
    client.post("/account/sign-out")
    assert set(session.scalars(select(AuditEvent.verb))) == {"sign_in", "sign_out"}


def test_the_cookie_is_closed_to_scripts_and_other_sites(client, owner_user):
    cookie = post_sign_in(client).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/" in cookie


def test_a_page_cannot_be_posted_without_the_forms_token(app, owner):
    with patch.dict(app.config, WTF_CSRF_ENABLED=True):
        assert owner.post("/account/sessions/end").status_code == 400


def test_who_is_signed_in_is_not_asked_again(owner):
    assert owner.get("/account/sign-in").headers["Location"] == "/studies/"
