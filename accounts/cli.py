"""Accounts from the command line: the first owner, and help for those locked out."""

import sys

import click
from flask.cli import AppGroup
from sqlalchemy import select

from accounts import services
from accounts.models import User
from accounts.permissions import Role
from foundation.db import db
from foundation.errors import NotFound
from foundation.machine.terminal import in_words

accounts = AppGroup("accounts", help="Colleagues who work here.")


@accounts.command("create-owner")
@click.option("--email", required=True, help="Address the owner signs in with.")
@click.option("--name", required=True, help="Name colleagues see.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def create_owner(email: str, name: str, password_stdin: bool) -> None:
    """Add an owner. Without --password-stdin a password is made up and printed this once."""
    given = sys.stdin.readline().rstrip("\r\n") if password_stdin else None
    _, secret = services.add_colleague(
        db.session, email=email, name=name, role=Role.OWNER, password=given
    )
    db.session.commit()
    click.echo(f"Owner {email.strip().lower()} is ready.")
    if given is None:
        click.echo(f"Password (shown only now): {secret}")


@accounts.command("list")
def list_accounts() -> None:
    """Print every account: address, role, state, name."""
    for user in services.list_colleagues(db.session):
        state = "closed" if user.disabled_at else "open"
        click.echo(f"{user.email}\t{user.role}\t{state}\t{user.name}")


@accounts.command("reset-password")
@click.argument("email")
def reset_password(email: str) -> None:
    """Make up a password for an account. It is printed this once; sessions end."""
    user = db.session.scalar(select(User).where(User.email == email.strip().lower()))
    if user is None:
        raise NotFound("There is no account for %(email)s.", email=email)
    secret = services.reset_password(db.session, user, actor=None)
    db.session.commit()
    click.echo(f"Password (shown only now): {secret}")


commands = in_words(accounts)
