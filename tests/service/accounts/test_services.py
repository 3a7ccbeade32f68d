import uuid
from datetime import timedelta

import pytest

from accounts import services
from accounts.permissions import Role
from foundation.clock import now
from foundation.errors import Conflict, Invalid, NotFound, TooMany

PASSWORD = "seven grey herons wade"
IDLE = timedelta(minutes=30)
HERE = "192.0.2.1"


@pytest.fixture
def owner(session):
    """The only owner."""
    user, _ = services.add_colleague(
        session, email="owner@example.com", name="Anna Marsh", role=Role.OWNER, password=PASSWORD
    )
    return user


@pytest.fixture
def noise(session):
    """Another colleague, whom no query should touch."""
    user, _ = services.add_colleague(
        session, email="noise@example.com", name="Noise", role=Role.READER
    )
    services.open_session(session, user)
    return user


def living(session, user):
    return services.list_sessions(session, user, idle=IDLE)


def test_a_session_is_found_by_its_secret_alone(session, owner, noise):
    _, secret = services.sign_in(session, email="owner@example.com", password=PASSWORD, client=HERE)
    found = services.find_session(session, secret, moment=now(), idle=IDLE)
    assert found.user == owner
    assert services.find_session(session, secret + "x", moment=now(), idle=IDLE) is None


@pytest.mark.parametrize("later", [IDLE, timedelta(hours=12)])
def test_a_session_ends_by_idleness_and_by_age(session, owner, later):
    secret = services.open_session(session, owner)
    row = services.find_session(session, secret, moment=now(), idle=IDLE)
    busy = IDLE if later == IDLE else timedelta(days=9)
    assert services.find_session(session, secret, moment=row.seen_at + later, idle=busy) is None


def test_ending_sessions_spares_the_one_named_and_other_people(session, owner, noise):
    for _ in range(3):
        services.open_session(session, owner)
    kept = living(session, owner)[0]
    services.end_sessions(session, owner, but=kept.id)
    session.expire_all()
    assert (living(session, owner), len(living(session, noise))) == ([kept], 1)


def test_the_right_password_is_refused_after_too_many_tries_and_taken_later(
    session, owner, monkeypatch
):
    for _ in range(services.TRIES_A_WINDOW):
        services.admit_try(session, email="owner@example.com", client=HERE)
    with pytest.raises(TooMany):
        services.admit_try(session, email=" OWNER@example.com", client=HERE)
    later = now() + timedelta(seconds=services.WINDOW_SECONDS)
    monkeypatch.setattr("foundation.limits.now", lambda: later)
    services.admit_try(session, email="owner@example.com", client=HERE)


def test_a_successful_try_gives_the_others_back(session, owner):
    for _ in range(3 * services.TRIES_A_WINDOW):
        services.admit_try(session, email=owner.email, client=HERE)
        services.sign_in(session, email=owner.email, password=PASSWORD, client=HERE)


def test_a_stranger_elsewhere_locks_nobody_out(session, owner):
    for _ in range(services.TRIES_A_WINDOW):
        services.admit_try(session, email=owner.email, client="198.51.100.7")
    services.admit_try(session, email=owner.email, client=HERE)


def test_many_strangers_slow_an_account_down_and_still_leave_its_owner_a_try(session, owner):
    for number in range(services.TRIES_AN_HOUR):
        services.admit_try(session, email=owner.email, client=f"198.51.100.{number}")
    services.admit_try(session, email=owner.email, client=HERE)
    with pytest.raises(TooMany):
        services.admit_try(session, email=owner.email, client=HERE)


def test_no_five_minutes_see_more_than_ten_tries():
    assert 2 * services.TRIES_A_WINDOW <= 10
    assert services.WINDOW_SECONDS >= 300


def test_the_last_owner_can_neither_step_down_nor_leave(session, owner, noise):
    for step in (
        lambda: services.change_role(session, owner, Role.READER, actor=owner),
        lambda: services.disable(session, owner, actor=owner),
    ):
        with pytest.raises(Conflict, match="Somebody must stay owner"):
            step()
    assert (owner.role, owner.disabled_at) == ("owner", None)


def test_a_second_owner_frees_the_first(session, owner, noise):
    services.change_role(session, noise, Role.OWNER, actor=owner)
    services.change_role(session, owner, Role.READER, actor=noise)
    assert owner.role == "reader"


def test_a_closed_owner_does_not_count_as_one(session, owner, noise):
    services.change_role(session, noise, Role.OWNER, actor=owner)
    services.disable(session, noise, actor=owner)
    with pytest.raises(Conflict):
        services.disable(session, owner, actor=owner)


def test_an_outdated_hash_is_renewed_when_signing_in(session, owner, monkeypatch):
    before = owner.password_hash
    monkeypatch.setattr(services, "is_outdated", lambda stored: stored == before)
    services.sign_in(session, email=owner.email, password=PASSWORD, client=HERE)
    assert owner.password_hash != before


def test_a_language_we_do_not_ship_is_refused(owner):
    with pytest.raises(Invalid):
        services.set_language(owner, "xx")


def test_an_unknown_colleague_is_not_found(session):
    with pytest.raises(NotFound):
        services.find_colleague(session, uuid.uuid4())
