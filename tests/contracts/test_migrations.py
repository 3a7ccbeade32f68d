"""The migrations make exactly the tables the models declare, on both databases."""

import shutil
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from foundation.db import Base, db
from foundation.machine import schema
from scripts.draft_migration import draft


def test_there_is_one_head():
    assert len(ScriptDirectory.from_config(schema.make_config()).get_heads()) == 1


def test_models_and_migrations_agree(app):
    with db.engine.connect() as connection:
        options = {"compare_type": True, "include_name": schema.is_ours}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, Base.metadata) == []


def test_a_queue_in_the_same_database_is_left_alone(app):
    with db.engine.begin() as connection:
        connection.execute(text("CREATE TABLE huey_of_a_test (id INTEGER)"))
    try:
        test_models_and_migrations_agree(app)
    finally:
        with db.engine.begin() as connection:
            connection.execute(text("DROP TABLE huey_of_a_test"))


def test_the_schema_goes_down_and_up_again(app):
    config = schema.make_config()
    with db.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    assert schema.current_revision(db.engine) is None
    assert schema.upgrade(db.engine) == schema.head_revision()


def test_a_draft_follows_the_newest_migration_and_finds_nothing_left_to_do(tmp_path):
    shutil.copytree(schema.ROOT / "migrations", tmp_path / "migrations")
    config = schema.make_config()
    config.set_main_option("script_location", str(tmp_path / "migrations"))
    draft(config, "Nothing at all")
    scripts = ScriptDirectory.from_config(config)
    newest = scripts.get_revision(scripts.get_current_head())
    assert (newest.down_revision, newest.doc) == (schema.head_revision(), "Nothing at all.")
    assert "op." not in Path(newest.path).read_text(encoding="utf-8").split("def upgrade")[1]
