"""Pictures of options, and files that respondents hand in."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the two tables, empty."""
    op.create_table(
        "pictures",
        sa.Column("study_id", sa.Uuid(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(length=20), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        *_of_every_table(),
        sa.CheckConstraint("width > 0 AND height > 0", name=op.f("ck_pictures_size")),
        sa.ForeignKeyConstraint(
            ["study_id"], ["studies.id"],
            name=op.f("fk_pictures_study_id_studies"), ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pictures")),
        sa.UniqueConstraint(
            "study_id", "content_hash", name=op.f("uq_pictures_study_id_content_hash")
        ),
    )  # fmt: skip
    op.create_table(
        "answer_files",
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=True),
        sa.Column("question_id", sa.String(length=80), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("media_type", sa.String(length=80), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        *_of_every_table(),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"],
            name=op.f("fk_answer_files_contact_id_contacts"), ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["response_id"], ["responses.id"],
            name=op.f("fk_answer_files_response_id_responses"), ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_files")),
        sa.UniqueConstraint(
            "response_id", "question_id", name=op.f("uq_answer_files_response_id_question_id")
        ),
    )  # fmt: skip
    op.create_index(op.f("ix_answer_files_contact_id"), "answer_files", ["contact_id"])


def _of_every_table() -> list[sa.Column]:
    moment = sa.DateTime(timezone=True)
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("updated_at", moment, nullable=False),
    ]


def downgrade() -> None:
    """Take them away again, with whatever they hold."""
    op.drop_table("answer_files")
    op.drop_table("pictures")
