import re

import pytest
from sqlalchemy import func, select

from accounts.models import User
from accounts.passwords import is_password


@pytest.fixture
def run(app):
    """Run a command of the `flask` command line."""
    return lambda *words, **options: app.test_cli_runner().invoke(
        args=["accounts", *words], **options
    )


OWNER = ("create-owner", "--email", "Anna@Example.com", "--name", "Anna Marsh")


def test_the_first_owner_gets_a_password_printed_once(run, session):
    output = run(*OWNER).output
    password = re.search(r"shown only now\): (\S+)", output)[1]
    user = session.scalars(select(User)).one()
    assert (user.email, user.role) == ("anna@example.com", "owner")
    assert is_password(user.password_hash, password)


def test_the_password_can_come_from_standard_input(run, session):
    result = run(*OWNER, "--password-stdin", input="seven grey herons wade\n")
    assert "Password" not in result.output
    assert is_password(session.scalars(select(User.password_hash)).one(), "seven grey herons wade")


def test_an_address_taken_is_one_sentence_and_changes_nothing(run, session):
    run(*OWNER)
    again = run(*OWNER)
    assert again.exit_code == 1
    assert again.output == "Error: There is already an account for anna@example.com.\n"
    assert session.scalar(select(func.count()).select_from(User)) == 1


def test_a_weak_password_is_refused(run, session):
    result = run(*OWNER, "--password-stdin", input="Password1234567\n")
    assert result.exit_code == 1
    assert "among the first that attackers try" in result.output
    assert session.scalar(select(func.count()).select_from(User)) == 0


@pytest.mark.parametrize("email", ["anna", "anna@", "a b@example.com"])
def test_an_owner_needs_a_real_address(run, session, email):
    result = run("create-owner", "--email", email, "--name", "Anna")
    assert result.exit_code == 1
    assert session.scalar(select(func.count()).select_from(User)) == 0


def test_accounts_are_listed(run):
    run(*OWNER)
    assert run("list").output == "anna@example.com\towner\topen\tAnna Marsh\n"


def test_a_lost_password_is_made_anew(run, session):
    run(*OWNER)
    password = re.search(
        r"shown only now\): (\S+)", run("reset-password", "anna@example.com").output
    )[1]
    assert is_password(session.scalars(select(User.password_hash)).one(), password)


def test_an_unknown_account_is_one_sentence(run):
    result = run("reset-password", "nobody@example.com")
    assert (result.exit_code, result.output) == (
        1,
        "Error: There is no account for nobody@example.com.\n",
    )
