"""Each person's own order of options and sections, and the places of quotas."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them; responses of before keep the order of the document and stand in every result."""
    op.add_column(
        "responses", sa.Column("seed", sa.Integer(), nullable=False, server_default="0")
    )
    op.add_column(
        "responses",
        sa.Column("full_quota", sa.String(length=60), nullable=False, server_default=""),
    )
    op.create_table(
        "quota_places",
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("questionnaire_id", sa.Uuid(), nullable=False),
        sa.Column("quota", sa.String(length=60), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["questionnaire_id"],
            ["questionnaires.id"],
            name=op.f("fk_quota_places_questionnaire_id_questionnaires"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["response_id"],
            ["responses.id"],
            name=op.f("fk_quota_places_response_id_responses"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quota_places")),
        sa.UniqueConstraint(
            "response_id", "quota", name=op.f("uq_quota_places_response_id_quota")
        ),
    )
    op.create_index(
        op.f("ix_quota_places_questionnaire_id"), "quota_places", ["questionnaire_id"]
    )


def downgrade() -> None:
    """Take them away again."""
    op.drop_table("quota_places")
    op.drop_column("responses", "full_quota")
    op.drop_column("responses", "seed")
