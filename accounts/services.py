"""What can be done about colleagues, their sessions, and the trail of what they did."""

import re
import secrets
import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from accounts.models import AuditEvent, User, UserSession
from accounts.passwords import (
    find_weakness,
    hash_password,
    is_outdated,
    is_password,
    make_password,
)
from accounts.permissions import Role
from foundation.clock import now
from foundation.db import Base, begin_write
from foundation.errors import Conflict, Invalid, NotFound, TooMany
from foundation.languages import LANGUAGES
from foundation.limits import count_attempt, forget_attempts
from foundation.texts import one_line
from foundation.tokens import hash_token

#: A session ends at the latest after this long, however busy.
LONGEST_SESSION = timedelta(hours=12)
#: `seen_at` is written at most once in this long.
SEEN_STEP = timedelta(minutes=1)
#: In any five minutes one address tries at most twice this many passwords on one account.
TRIES_A_WINDOW = 5
WINDOW_SECONDS = 300
#: From this many tries an hour on, wherever they come from, an account takes them slowly.
TRIES_AN_HOUR = 50
HOUR_SECONDS = 3600
#: One @ and no spaces: whether it reaches anybody, only mail can tell.
_ADDRESS = re.compile(r"[^@\s<>,;\"]+@[^@\s<>,;\"]+")


# The trail


def record(
    session: Session,
    actor: User | None,
    verb: str,
    subject: Base,
    change: dict[str, object] | None = None,
) -> AuditEvent:
    """Add to the trail that `actor` (None: the command line) did `verb` to `subject`."""
    event = AuditEvent(
        actor_id=actor.id if actor else None,
        actor_name=actor.name if actor else "",
        verb=verb,
        subject_type=subject.__tablename__,
        subject_id=getattr(subject, "id", None),
        change=change or {},
    )
    session.add(event)
    return event


def list_events(session: Session, *, offset: int, limit: int) -> tuple[list[AuditEvent], int]:
    """Return a stretch of the trail, newest first, and how many events there are in all."""
    newest = select(AuditEvent).order_by(AuditEvent.created_at.desc(), AuditEvent.id)
    events = list(session.scalars(newest.offset(offset).limit(limit)))
    return events, session.scalar(select(func.count()).select_from(AuditEvent)) or 0


def name_subjects(session: Session, events: Iterable[AuditEvent]) -> dict[uuid.UUID, str]:
    """Return, by the event's id, what people call the thing it is about, if that still exists."""
    tables = {mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers}
    names: dict[uuid.UUID, str] = {}
    for event in events:
        table = tables.get(event.subject_type)
        # A thing met before comes from the session, without asking the database again.
        thing = session.get(table, event.subject_id) if table and event.subject_id else None
        if thing is not None:
            names[event.id] = thing.called
    return names


# Signing in and out


def admit_try(session: Session, *, email: str, client: str) -> None:
    """Count one try at this account from `client`, a network address; commit at once, then check
    the password.

    Raises `TooMany` when this address has had its tries for now. Who guesses from elsewhere uses
    up tries of their own: an account tried very often gives each address one try a window, which
    is enough for whoever knows the password. A refused try is not counted.
    """
    tries = count_attempt(session, _try_key(email), seconds=HOUR_SECONDS)
    most = TRIES_A_WINDOW if tries <= TRIES_AN_HOUR else 1
    if count_attempt(session, _try_key(email, client), seconds=WINDOW_SECONDS) > most:
        raise TooMany("Too many tries. Wait five minutes, then try again.")


def sign_in(session: Session, *, email: str, password: str, client: str) -> tuple[User, str]:
    """Open a session for the account and return it with the secret its cookie carries.

    Raises `Invalid` with one sentence whether the account is unknown, disabled or the password
    wrong.
    """
    user = session.scalar(select(User).where(User.email == _address(email)))
    usable = user is not None and user.disabled_at is None
    matches = is_password(user.password_hash if user and usable else None, password)
    if user is None or not matches:
        raise Invalid("password", "This address and password do not belong together.")
    if is_outdated(user.password_hash):
        user.password_hash = hash_password(password)
    forget_attempts(session, _try_key(email, client))
    record(session, user, "sign_in", user)
    return user, open_session(session, user)


def open_session(session: Session, user: User) -> str:
    """Add a session row for the user and return its secret, which is stored nowhere else."""
    secret = secrets.token_urlsafe(32)
    moment = now()
    row = UserSession(
        user=user,
        token_hash=hash_token(secret),
        seen_at=moment,
        expires_at=moment + LONGEST_SESSION,
    )
    session.add(row)
    session.flush()
    return secret


def find_session(
    session: Session, secret: str, *, moment: datetime, idle: timedelta
) -> UserSession | None:
    """Return the session of this secret while it lives; a closed account has no living one."""
    row = session.scalar(select(UserSession).where(UserSession.token_hash == hash_token(secret)))
    if row is None or row.revoked_at is not None or row.user.disabled_at is not None:
        return None
    return row if moment < min(row.expires_at, row.seen_at + idle) else None


def mark_seen(session: Session, row_id: uuid.UUID, *, moment: datetime) -> None:
    """Note that the session is in use."""
    session.execute(update(UserSession).where(UserSession.id == row_id).values(seen_at=moment))


def sign_out(session: Session, row: UserSession) -> None:
    """End this session; its cookie is worthless from now on."""
    row.revoked_at = now()
    record(session, row.user, "sign_out", row.user)


def list_sessions(session: Session, user: User, *, idle: timedelta) -> list[UserSession]:
    """Return the user's living sessions, the one used last first."""
    moment = now()
    statement = (
        select(UserSession)
        .where(UserSession.user_id == user.id, UserSession.revoked_at.is_(None))
        .where(UserSession.expires_at > moment, UserSession.seen_at > moment - idle)
        .order_by(UserSession.seen_at.desc(), UserSession.id)
    )
    return list(session.scalars(statement))


def end_sessions(session: Session, user: User, *, but: uuid.UUID | None = None) -> None:
    """End every session of the user, except the one whose id is `but`."""
    statement = update(UserSession).where(
        UserSession.user_id == user.id, UserSession.revoked_at.is_(None)
    )
    if but is not None:
        statement = statement.where(UserSession.id != but)
    session.execute(statement.values(revoked_at=now()))


# Colleagues


def list_colleagues(session: Session) -> list[User]:
    """Return everyone, by name; those disabled last."""
    return list(session.scalars(select(User).order_by(User.disabled_at.is_not(None), User.name)))


def find_colleague(session: Session, user_id: uuid.UUID) -> User:
    """Return this colleague, or raise `NotFound`."""
    user = session.get(User, user_id)
    if user is None:
        raise NotFound("There is no such colleague.")
    return user


def add_colleague(
    session: Session,
    *,
    email: str,
    name: str,
    role: Role,
    password: str | None = None,
    actor: User | None = None,
) -> tuple[User, str]:
    """Add an account and return it with its password; one is made up when none is given.

    Raises `Conflict` when the address has an account, `Invalid` for an unusable address or
    password.
    """
    address = _address(email)
    if not _ADDRESS.fullmatch(address) or len(address) > 320:
        raise Invalid("email", "Write the address like name@example.com.")
    secret = password if password is not None else make_password()
    _check_password(secret, name, address)
    hashed = hash_password(secret)
    begin_write(session, "users")  # hashing took its time, and nobody waited for it
    if session.scalar(select(User.id).where(User.email == address)):
        raise Conflict("There is already an account for %(email)s.", email=address)
    user = User(email=address, name=one_line(name), role=role, password_hash=hashed)
    session.add(user)
    session.flush()
    record(session, actor, "add_colleague", user, {"role": [None, str(role)]})
    return user, secret


def change_role(session: Session, user: User, role: Role, *, actor: User | None) -> None:
    """Give the colleague another role and end their sessions; the last owner keeps theirs."""
    if user.role == role:
        return
    if user.role == Role.OWNER:
        _check_other_owner(session, user)
    before, user.role = user.role, role
    end_sessions(session, user)
    record(session, actor, "change_role", user, {"role": [before, str(role)]})


def disable(session: Session, user: User, *, actor: User | None) -> None:
    """Close the account and end its sessions; the last owner cannot be disabled."""
    if user.role == Role.OWNER:
        _check_other_owner(session, user)
    user.disabled_at = now()
    end_sessions(session, user)
    record(session, actor, "disable", user)


def enable(session: Session, user: User, *, actor: User | None) -> None:
    """Open a closed account again."""
    user.disabled_at = None
    record(session, actor, "enable", user)


def change_password(
    session: Session, user: User, *, present: str, new: str, keep: uuid.UUID | None
) -> None:
    """Set the user's own new password and end every other session than `keep`."""
    if not is_password(user.password_hash, present):
        raise Invalid("present", "This is not your present password.")
    _check_password(new, user.name, user.email)
    user.password_hash = hash_password(new)
    end_sessions(session, user, but=keep)
    record(session, user, "change_password", user)


def reset_password(session: Session, user: User, *, actor: User | None) -> str:
    """Give the colleague a made-up password, end their sessions, and return the password."""
    secret = make_password()
    user.password_hash = hash_password(secret)
    end_sessions(session, user)
    record(session, actor, "reset_password", user)
    return secret


def set_language(user: User, language: str) -> None:
    """Choose the language of the user's pages; empty follows the browser."""
    if language and language not in LANGUAGES:
        raise Invalid("language", "Choose one of the languages offered.")
    user.language = language


def _address(email: str) -> str:
    return email.strip().lower()


def _try_key(email: str, client: str = "") -> str:
    return f"sign-in:{hash_token(f'{_address(email)} {client}'.strip())}"


def _check_password(password: str, name: str, email: str) -> None:
    weakness = find_weakness(password, personal=(name, email))
    if weakness:
        raise Invalid("password", weakness)


def _check_other_owner(session: Session, user: User) -> None:
    others = select(func.count()).where(
        User.role == Role.OWNER, User.disabled_at.is_(None), User.id != user.id
    )
    if not session.scalar(others):
        raise Conflict("Somebody must stay owner. Make another colleague owner first.")
