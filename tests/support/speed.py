"""What makes the tests cheap and takes nothing from what they prove.

Only filled tables are emptied, templates are compiled once, nobody waits for the disk, and no
rubbish is looked for among what stays to the end.
"""

import gc
from functools import cache
from pathlib import Path

from flask import Flask
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import (
    Dialect,
    Engine,
    Select,
    String,
    Table,
    event,
    exists,
    literal_column,
    select,
    union_all,
)

from foundation.db import Base

#: New objects between two searches for rubbish; at Python's own 700 a tenth of all time goes there.
OBJECTS = 50_000


def spare_the_collector() -> None:
    """Leave out of every later search what is there by now: modules, tests, the application."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS, 20, 20)


def share_templates(app: Flask, folder: Path) -> None:
    """Compile each template once for all applications of all workers."""
    folder.mkdir(exist_ok=True)
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(folder))


def forgo_the_disk(engine: Engine) -> None:
    """Let SQLite answer before the disk has it: no test cuts the power."""

    @event.listens_for(engine, "connect")
    def forgo(connection, _record) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA synchronous=OFF")
        cursor.close()


def empty(engine: Engine) -> None:
    """Empty every table, looking first at all of them at once."""
    with engine.begin() as connection:
        filled = {name for (name,) in connection.exec_driver_sql(_filled_tables(engine.dialect))}
        for table in reversed(Base.metadata.sorted_tables):
            if table.name in filled:
                connection.execute(table.delete())


@cache
def _filled_tables(dialect: Dialect) -> str:
    return str(
        union_all(*map(_name_if_filled, Base.metadata.sorted_tables)).compile(dialect=dialect)
    )


def _name_if_filled(table: Table) -> Select[tuple[str]]:
    row = select(literal_column("1")).select_from(table)
    return select(literal_column(f"'{table.name}'", String)).where(exists(row))
