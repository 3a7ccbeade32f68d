"""Themes at every grain: the hierarchy of the last run, and the grain of each unit.

Columns are added and dropped as they are, without SQLite's copying of tables, which would lose
the tables' checks.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

import foundation.db

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")


def upgrade() -> None:
    """Add the table and the columns; what was found before has no hierarchy until the next run."""
    op.create_table(
        "grains",
        sa.Column("study_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("part_of", sa.String(length=80), nullable=False),
        sa.Column("stands_from", sa.Integer(), nullable=False),
        sa.Column("is_clear", sa.Boolean(), nullable=False),
        sa.Column("theme_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("labels", JSON, nullable=False),
        sa.Column("keywords", JSON, nullable=False),
        sa.Column("stage", sa.String(length=60), nullable=False),
        sa.Column("stage_scores", JSON, nullable=False),
        sa.Column("library_id", sa.String(length=80), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", foundation.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", foundation.db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["study_id"], ["studies.id"], op.f("fk_grains_study_id_studies"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["themes.id"], op.f("fk_grains_theme_id_themes"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grains")),
        sa.UniqueConstraint("study_id", "key", name=op.f("uq_grains_study_id_key")),
    )
    op.add_column("analysis_runs", sa.Column("cut", sa.Integer(), nullable=True))
    op.add_column(
        "evidence", sa.Column("grain", sa.String(length=80), nullable=False, server_default="")
    )


def downgrade() -> None:
    """Take them away again."""
    op.drop_column("evidence", "grain")
    op.drop_column("analysis_runs", "cut")
    op.drop_table("grains")
