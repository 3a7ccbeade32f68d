import pytest
from sqlalchemy import select

from accounts.models import UserSession
from accounts.passwords import is_password
from foundation.languages import LANGUAGES
from tests.support.pages import read_page, text_of
from tests.web.conftest import PASSWORD

NEW = "nine brown otters swim"


def post_password(browser, present=PASSWORD, password=NEW, again=NEW):
    data = {"present": present, "password": password, "again": again}
    return browser.post("/account/password", data=data)


def test_a_new_password_works_and_signs_other_browsers_out(owner, owner_user, sign_in, session):
    other = sign_in(owner_user)
    assert post_password(owner).status_code == 303
    session.refresh(owner_user)
    assert is_password(owner_user.password_hash, NEW)
    assert owner.get("/account/").status_code == 200
    assert other.get("/account/").status_code == 303


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"present": "wrong horse"}, "This is not your present password."),
        ({"password": "short", "again": "short"}, "Use at least 12 characters"),
        ({"again": "nine brown otters swam"}, "The two new passwords differ."),
        ({"password": "Password1234567", "again": "Password1234567"}, "among the first"),
        ({"password": "x" * 129, "again": "x" * 129}, "Use at most 128 characters."),
    ],
)
def test_a_refused_password_says_why_and_changes_nothing(
    owner, owner_user, session, values, sentence
):
    answer = post_password(owner, **values)
    assert answer.status_code == 422
    assert sentence in text_of(read_page(answer).find(".//div[@class='errors']"))
    session.refresh(owner_user)
    assert is_password(owner_user.password_hash, PASSWORD)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_account_speaks_every_language(owner, language):
    owner.post("/account/language", data={"locale": language, "next": "/account/"})
    page = read_page(owner.get("/account/"))
    assert (page.get("lang"), page.get("dir")) == (language, "rtl" if language == "fa" else "ltr")


def test_an_unknown_language_is_refused(owner):
    assert owner.post("/account/language", data={"locale": "xx"}).status_code == 400


def test_a_stranger_may_choose_a_language_before_signing_in(client):
    answer = client.post("/account/language", data={"locale": "th", "next": "/account/sign-in"})
    assert answer.headers["Location"] == "/account/sign-in"
    assert read_page(client.get("/account/sign-in")).get("lang") == "th"


def test_the_browsers_own_language_is_heard(client):
    page = client.get("/account/sign-in", headers={"Accept-Language": "fa-IR,fa;q=0.9,en;q=0.5"})
    assert read_page(page).get("lang") == "fa"


def test_a_name_can_be_changed(owner, owner_user, session):
    owner.post("/account/", data={"name": "Robin Marsh", "language": ""})
    session.refresh(owner_user)
    assert owner_user.name == "Robin Marsh"


def test_a_role_posted_to_ones_own_account_is_not_heard(reader, reader_user, session):
    reader.post("/account/", data={"name": "Robin", "language": "", "role": "owner"})
    session.refresh(reader_user)
    assert reader_user.role == "reader"


def test_other_browsers_can_be_signed_out(owner, owner_user, sign_in, session):
    sign_in(owner_user)
    owner.post("/account/sessions/end")
    revoked = session.scalars(select(UserSession.revoked_at)).all()
    assert sorted(moment is None for moment in revoked) == [False, True]


def test_a_language_chosen_in_the_menu_is_kept_with_the_account(owner, owner_user, session):
    owner.post("/account/language", data={"locale": "ko"})
    session.refresh(owner_user)
    assert owner_user.language == "ko"


def test_the_accounts_language_beats_the_browsers(owner):
    owner.post("/account/", data={"name": "Anna", "language": "vi"})
    page = owner.get("/account/", headers={"Accept-Language": "fa"})
    assert read_page(page).get("lang") == "vi"


def test_an_account_needs_a_name(owner):
    answer = owner.post("/account/", data={"name": " ", "language": ""})
    assert answer.status_code == 422
    assert "Enter your name." in text_of(read_page(answer).find(".//div[@class='errors']"))


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("th", "ยาวได้ไม่เกิน 200 ตัวอักษร"),
        ("ko", "200자를 넘을 수 없습니다."),
        ("vi", "Không được dài quá 200 ký tự."),
        ("fa", "حداکثر 200 نویسه بنویسید."),
    ],
)
def test_a_field_says_in_every_language_what_is_wrong(owner, language, sentence):
    data = {"name": "x" * 201, "locale": language, "language": language}
    owner.post("/account/language", data={"locale": language})
    answer = owner.post("/account/", data=data)
    assert sentence in text_of(read_page(answer).find("body"))
