"""Links by which a questionnaire is tried out."""

import sqlalchemy as sa
from alembic import op

import foundation.db

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "trials",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("segment", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("expires_at", foundation.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", foundation.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", foundation.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", foundation.db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["questionnaire_versions.id"],
            op.f("fk_trials_version_id_questionnaire_versions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trials")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_trials_token_hash")),
    )
    op.create_index(op.f("ix_trials_version_id"), "trials", ["version_id"])


def downgrade() -> None:
    """Take it away again; drafts frozen for a test go with what was answered by them."""
    op.drop_table("trials")
    op.execute("DELETE FROM questionnaire_versions WHERE number < 1")
