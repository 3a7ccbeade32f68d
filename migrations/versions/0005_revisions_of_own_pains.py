"""The revision of a firm's own pain, so that two people do not overwrite one another."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; what is there already is at its first revision."""
    op.add_column(
        "own_pains", sa.Column("rev", sa.Integer(), nullable=False, server_default="1")
    )


def downgrade() -> None:
    """Take it away again."""
    op.drop_column("own_pains", "rev")
