"""Browsers for the web tests: nobody, an owner, a researcher, a reader."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from accounts import services
from accounts.models import User
from accounts.passwords import hash_password
from accounts.permissions import Role
from tests.support.pages import StrictClient

PASSWORD = "seven grey herons wade"
_HASH = hash_password(PASSWORD)

SignIn = Callable[[User], StrictClient]


@pytest.fixture
def client(app: Flask) -> StrictClient:
    """A browser without JavaScript, signed in to nothing, that reads pages strictly."""
    return StrictClient(app, use_cookies=True)


@pytest.fixture
def sign_in(app: Flask, session: Session) -> SignIn:
    """Return a browser in which this colleague is signed in."""

    def open_browser(user: User) -> StrictClient:
        secret = services.open_session(session, user)
        session.commit()
        browser = StrictClient(app, use_cookies=True)
        with browser.session_transaction() as cookie:
            cookie["sid"] = secret
        return browser

    return open_browser


def _make_user(session: Session, role: Role) -> User:
    user = User(
        email=f"{role}@example.com", name=f"Robin {role.title()}", role=role, password_hash=_HASH
    )
    session.add(user)
    session.commit()
    return user


@pytest.fixture
def owner_user(session: Session) -> User:
    """The first owner."""
    return _make_user(session, Role.OWNER)


@pytest.fixture
def researcher_user(session: Session) -> User:
    """A researcher."""
    return _make_user(session, Role.RESEARCHER)


@pytest.fixture
def reader_user(session: Session) -> User:
    """A reader."""
    return _make_user(session, Role.READER)


@pytest.fixture
def owner(owner_user: User, sign_in: SignIn) -> StrictClient:
    """A browser in which an owner is signed in."""
    return sign_in(owner_user)


@pytest.fixture
def researcher(researcher_user: User, sign_in: SignIn) -> StrictClient:
    """A browser in which a researcher is signed in."""
    return sign_in(researcher_user)


@pytest.fixture
def reader(reader_user: User, sign_in: SignIn) -> StrictClient:
    """A browser in which a reader is signed in."""
    return sign_in(reader_user)
