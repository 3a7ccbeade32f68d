"""What undoing a change of a draft goes back to."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

import foundation.db

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "draft_steps",
        sa.Column("questionnaire_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("about", sa.String(length=80), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("before", JSON, nullable=False),
        sa.Column("is_undone", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", foundation.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", foundation.db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["questionnaire_id"],
            ["questionnaires.id"],
            op.f("fk_draft_steps_questionnaire_id_questionnaires"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_steps")),
        sa.UniqueConstraint(
            "questionnaire_id", "number", name=op.f("uq_draft_steps_questionnaire_id_number")
        ),
    )


def downgrade() -> None:
    """Take it away again."""
    op.drop_table("draft_steps")
