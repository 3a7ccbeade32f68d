import re

import pytest
from sqlalchemy import func, select

from accounts.models import AuditEvent, User
from tests.support.pages import read_page, text_of

NEWCOMER = {"name": "Ji-won Han", "email": "Jiwon@Example.com", "role": "researcher"}


def test_a_newcomer_can_sign_in_with_the_password_shown_once(owner, client):
    shown = text_of(read_page(owner.post("/colleagues/new", data=NEWCOMER)).find(".//dl"))
    password = re.search(r"[a-z2-9]{5}(-[a-z2-9]{5}){3}\S*", shown)[0]
    data = {"email": "jiwon@example.com", "password": password}
    assert client.post("/account/sign-in", data=data).status_code == 303


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": ""}, "Enter the colleague's name."),
        ({"email": "no address"}, "Write the address like name@example.com."),
        ({"email": "owner@example.com"}, "There is already an account for owner@example.com."),
        ({"role": "emperor"}, "Not a valid choice"),
    ],
)
def test_a_faulty_newcomer_is_refused_with_one_sentence(owner, session, change, sentence):
    answer = owner.post("/colleagues/new", data=NEWCOMER | change)
    assert answer.status_code == 422
    assert sentence in text_of(read_page(answer).find(".//div[@class='errors']"))
    assert session.scalar(select(func.count()).select_from(User)) == 1


def test_a_role_is_changed_and_the_colleague_signs_in_again(
    owner, researcher, researcher_user, session
):
    owner.post(f"/colleagues/{researcher_user.id}", data={"role": "reader"})
    session.refresh(researcher_user)
    assert researcher_user.role == "reader"
    assert researcher.get("/account/").status_code == 303


def test_the_last_owner_stays_owner(owner, owner_user, session):
    answer = owner.post(f"/colleagues/{owner_user.id}", data={"role": "reader"})
    assert answer.status_code == 422
    assert "Somebody must stay owner" in text_of(read_page(answer).find(".//div[@class='errors']"))
    session.refresh(owner_user)
    assert owner_user.role == "owner"


def test_the_last_owner_cannot_be_closed(owner, owner_user, session):
    assert owner.post(f"/colleagues/{owner_user.id}/disable").status_code == 409
    session.refresh(owner_user)
    assert owner_user.disabled_at is None


def test_a_closed_colleague_is_out_at_once_and_can_come_back(owner, reader, reader_user, sign_in):
    owner.post(f"/colleagues/{reader_user.id}/disable")
    assert reader.get("/account/").status_code == 303
    assert "is closed since" in owner.get(f"/colleagues/{reader_user.id}").text
    owner.post(f"/colleagues/{reader_user.id}/enable")
    assert sign_in(reader_user).get("/account/").status_code == 200


def test_a_reset_password_is_shown_once_and_ends_sessions(owner, reader, reader_user):
    shown = owner.post(f"/colleagues/{reader_user.id}/password")
    assert "shown only now" in shown.text
    assert reader.get("/account/").status_code == 303


@pytest.mark.parametrize("path", ["/colleagues/", "/colleagues/new", "/audit/"])
def test_only_owners_manage_colleagues(researcher, reader, owner, path):
    assert [who.get(path).status_code for who in (researcher, reader, owner)] == [403, 403, 200]


def test_an_unknown_colleague_is_a_404_page(owner):
    assert owner.get("/colleagues/00000000-0000-4000-8000-000000000000").status_code == 404


def test_the_trail_shows_who_did_what(owner, owner_user, reader_user, session):
    owner.post(f"/colleagues/{reader_user.id}", data={"role": "researcher"})
    event = session.scalars(select(AuditEvent)).one()
    assert (event.actor_id, event.verb) == (owner_user.id, "change_role")
    assert event.change == {"role": ["reader", "researcher"]}
    said = "Changed the role of Robin Reader from Reader to Researcher."
    assert said in text_of(read_page(owner.get("/audit/")).find(".//tbody/tr"))


def test_the_trail_speaks_the_owners_language(owner, reader_user):
    owner.post(f"/colleagues/{reader_user.id}", data={"role": "researcher"})
    page = read_page(owner.get("/audit/", headers={"Accept-Language": "fa"}))
    assert "نقش Robin Reader از خواننده به پژوهشگر" in text_of(page.find(".//tbody/tr"))


def test_a_long_trail_has_pages(owner, owner_user, session):
    session.add_all(
        AuditEvent(actor_name="x", verb=f"did-{n}", subject_type="users") for n in range(120)
    )
    session.commit()
    page = read_page(owner.get("/audit/?page=2"))
    assert len(page.findall(".//tbody/tr")) == 50
    assert [a.get("rel") for a in page.findall(".//nav[@class='pager']//a")] == ["prev", "next"]
