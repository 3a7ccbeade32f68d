"""Draft a migration from the models: `python scripts/draft_migration.py "what changes"`.

It is made against a database of its own that holds what the migrations make so far. A draft is to
be read: Alembic sees tables, columns and constraints, not the rows that have to be moved.
"""

import sys
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from foundation.machine.schema import make_config


def draft(config: Config, change: str) -> None:
    """Write the next migration, numbered on from the newest; Alembic prints its path."""
    written = len(list(ScriptDirectory.from_config(config).walk_revisions()))
    with create_engine("sqlite://").connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        command.revision(config, change, autogenerate=True, rev_id=f"{written + 1:04}")


if __name__ == "__main__":
    draft(make_config(), sys.argv[1])
