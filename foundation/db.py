"""The database: one session per request, the base of every table, and both engines' habits."""

import sqlite3
import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from inspect import iscoroutinefunction
from pathlib import Path
from typing import Any, ClassVar, cast

from flask.sansio.app import App
from flask_sqlalchemy_lite import SQLAlchemy
from sqlalchemy import (
    JSON,
    CursorResult,
    DateTime,
    Dialect,
    Engine,
    MetaData,
    Table,
    TypeDecorator,
    UpdateBase,
    Uuid,
    event,
    func,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.pool import ConnectionPoolEntry

from foundation.clock import now
from foundation.files.private import keep_private

__all__ = [
    "SAFE_WAL",
    "Base",
    "Entity",
    "Json",
    "UtcDateTime",
    "begin_write",
    "count_changed",
    "db",
    "engine_options",
    "is_busy",
    "sqlite_driver",
    "upsert",
]

try:
    from pysqlite3 import dbapi2 as sqlite_driver
except ImportError:  # no wheel for this machine: the interpreter's own SQLite serves
    import sqlite3 as sqlite_driver

#: Engines older than this can lose acknowledged writes in WAL mode (sqlite.org, "WAL-reset bug").
SAFE_WAL = (3, 51, 3)
#: PostgreSQL: serialization failure, deadlock, lock not available.
BUSY_STATES = {"40001", "40P01", "55P03"}

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant, stored in UTC; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  SQLAlchemy's signature
        """Store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"A time without a zone cannot be stored: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  SQLAlchemy's signature
        """Return an aware instant: SQLite forgets the zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


#: JSON in both engines; binary in PostgreSQL.
Json = JSON().with_variant(postgresql.JSONB(), "postgresql")


class Base(DeclarativeBase):
    """The base of every table."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcDateTime,
        dict[str, Any]: Json,
        list[Any]: Json,
    }

    @property
    def called(self) -> str:
        """What people call the row, by its title or name; empty where it has neither."""
        return str(getattr(self, "title", "") or getattr(self, "name", ""))


class Entity:
    """What every table has: a random identity and the times of its making and last change."""

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=uuid.uuid4)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, onupdate=now)


class Database(SQLAlchemy):
    """The extension without its asynchronous half, which nobody here uses."""

    def init_app(self, app: App) -> None:
        """Register on the application.

        Closing asynchronous sessions would start and end an event loop at every request: some six
        milliseconds, half of what a respondent's page takes.
        """
        super().init_app(app)
        closing = app.teardown_appcontext_funcs
        closing[:] = [function for function in closing if not iscoroutinefunction(function)]


db = Database()


def engine_options(url: str) -> dict[str, Any]:
    """Return the options of `create_engine` for this address.

    Parameters stay out of the log: a failed statement's are what people said and who they are.
    """
    if url.startswith("sqlite"):
        return {"url": url, "module": sqlite_driver, "hide_parameters": True}
    return {"url": url, "pool_pre_ping": True, "hide_parameters": True}


@event.listens_for(Engine, "do_connect")
def _close_to_others(
    dialect: Dialect, _record: ConnectionPoolEntry, address: Sequence[Any], _options: dict[str, Any]
) -> None:
    """Before SQLite makes its file for everybody to read, make it for its owner only."""
    name = str(address[0]) if dialect.name == "sqlite" and address else ""
    if name and name != ":memory:" and not name.startswith("file:"):
        keep_private(Path(name))


@event.listens_for(Engine, "connect")
def _set_pragmas(connection: Any, _record: ConnectionPoolEntry) -> None:
    if not isinstance(connection, (sqlite3.Connection, sqlite_driver.Connection)):
        return
    wal = sqlite_driver.sqlite_version_info >= SAFE_WAL
    cursor = connection.cursor()
    for pragma in (
        "foreign_keys=ON",
        f"journal_mode={'WAL' if wal else 'DELETE'}",
        "synchronous=FULL",
        "busy_timeout=10000",
        "trusted_schema=OFF",
        "secure_delete=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def begin_write(session: Session, turn: str = "") -> None:
    """Be the only writer from here to the end of the transaction, so that looking before adding
    is safe: what another adds at the same moment is either seen or comes later.

    SQLite has one writer at a time: its lock is taken now, for a transaction that reads first and
    writes later fails at once when another writer came between, whatever its busy timeout.
    PostgreSQL has many: there only those who name the same `turn` wait for one another.
    """
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        if turn:
            session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(turn, 0))))
    elif not getattr(connection.connection.dbapi_connection, "in_transaction", False):
        # SQLAlchemy's own begin tells the driver nothing: up to here, it has only read.
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def is_busy(error: DBAPIError) -> bool:
    """Say whether the statement failed only because somebody else is writing."""
    state = getattr(error.orig, "sqlstate", None)
    return state in BUSY_STATES or "database is locked" in str(error.orig)


def count_changed(session: Session, statement: UpdateBase) -> int:
    """Carry the change out and return how many rows it met."""
    return cast("CursorResult[Any]", session.execute(statement)).rowcount


def insert_for(session: Session, table: type[Base]) -> "sqlite.Insert | postgresql.Insert":
    """Return an INSERT that knows `ON CONFLICT` in the dialect at hand."""
    target: Table = table.__table__  # type: ignore[assignment]  # a model is mapped to a table, not to a query
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(target)
    return sqlite.insert(target)


def upsert(
    session: Session, table: type[Base], rows: Sequence[Mapping[str, Any]], *, key: Sequence[str]
) -> None:
    """Insert the rows, or update those whose `key` columns exist already; both engines."""
    if not rows:
        return
    statement = insert_for(session, table).values(list(rows))
    changed = {name: statement.excluded[name] for name in rows[0] if name not in {*key, "id"}}
    session.execute(statement.on_conflict_do_update(index_elements=list(key), set_=changed))
