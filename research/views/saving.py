"""What every page that saves does alike: all of it, or the refusal on the form and nothing."""

from collections.abc import Callable

from flask import flash
from flask_wtf import FlaskForm

from accounts import services as accounts
from accounts.guards import current_user
from foundation.db import Base, db
from foundation.errors import DomainError
from foundation.web.display import explain
from foundation.web.pages import blame


def save(form: FlaskForm, act: Callable[[], object]) -> bool:
    """Validate, act and commit; False when the form has errors, and then nothing has changed."""
    if not form.validate_on_submit():
        return False
    try:
        act()
    except DomainError as error:
        db.session.rollback()
        blame(form, error)
        return False
    db.session.commit()
    return True


def commit_or_tell(act: Callable[[], object], said: str = "") -> bool:
    """Act and commit, or tell at the top of the next page why not."""
    try:
        act()
    except DomainError as error:
        db.session.rollback()
        flash(explain(error), "pain")
        return False
    db.session.commit()
    if said:
        flash(said)
    return True


def note(verb: str, subject: Base, **change: object) -> None:
    """Add to the audit trail that the signed-in colleague did this."""
    accounts.record(db.session, current_user(), verb, subject, change)


def status(form: FlaskForm) -> int:
    """Return the answer's code for a page with this form: 422 when it has errors."""
    return 422 if form.errors else 200
