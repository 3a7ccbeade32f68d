"""The database's schema: upgraded by a command, checked at start, backed up before a change."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

from foundation.clock import now
from foundation.files.private import keep_private
from foundation.settings import ROOT

#: Any number: it only has to be ours, so that two upgrades wait for each other.
ADVISORY_LOCK = 7_420_113


@dataclass(frozen=True)
class SchemaState:
    """Where the database stands against this version of the code."""

    sentence: str
    is_current: bool = False


def make_config() -> Config:
    """Return Alembic's configuration."""
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    return config


def is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """Say whether Alembic should look at a name: the queue may keep its tables in our database."""
    return not (kind == "table" and (name or "").startswith("huey_"))


def current_revision(engine: Engine) -> str | None:
    """Return the revision the database is at, None for an empty one."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def head_revision() -> str:
    """Return the revision this version of the code needs."""
    return ScriptDirectory.from_config(make_config()).get_current_head() or ""


def is_behind(engine: Engine) -> bool:
    """Say whether the database exists and needs an upgrade."""
    return current_revision(engine) not in {None, head_revision()}


def describe(engine: Engine) -> SchemaState:
    """Say whether the schema fits."""
    revision, head = current_revision(engine), head_revision()
    if revision == head:
        return SchemaState(f"The database is at {head}, as this version needs.", is_current=True)
    if revision is None:
        return SchemaState("The database is empty. Run: flask db upgrade")
    known = {
        script.revision for script in ScriptDirectory.from_config(make_config()).walk_revisions()
    }
    if revision not in known:
        return SchemaState(f"The database is at {revision}, of a newer version: install it.")
    return SchemaState(f"The database is at {revision}, not {head}. Run: flask db upgrade")


def upgrade(engine: Engine) -> str:
    """Bring the schema to the head under a lock, and return its revision."""
    config = make_config()
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK})
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return head_revision()


def back_up(database: Path) -> Path | None:
    """Copy an existing SQLite file beside itself and return the copy's path."""
    if not database.exists():
        return None
    target = database.with_name(f"{database.stem}-{now():%Y%m%d-%H%M%S}.backup.db")
    copy_sqlite(database, target)
    return target


def copy_sqlite(database: Path, target: Path) -> None:
    """Copy by SQLite's online backup, which also sees what is still in the write-ahead log."""
    partial = target.with_name(target.name + ".partial")
    keep_private(partial)  # before anything is in it
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(partial)) as copy:
        source.backup(copy)
    partial.replace(target)
