"""The migrations make exactly the tables the models declare, on both databases."""

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from foundation import schema
from foundation.db import Base, db


def test_there_is_one_head():
    assert len(ScriptDirectory.from_config(schema.make_config()).get_heads()) == 1


def test_models_and_migrations_agree(app):
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_the_schema_goes_down_and_up_again(app):
    config = schema.make_config()
    with db.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    assert schema.current_revision(db.engine) is None
    assert schema.upgrade(db.engine) == schema.head_revision()
