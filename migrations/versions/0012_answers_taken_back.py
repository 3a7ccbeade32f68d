"""Which revisions answers had that were taken back."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; of what was taken back before, nothing is known."""
    op.add_column(
        "responses", sa.Column("taken_back", sa.Integer(), nullable=False, server_default="0")
    )


def downgrade() -> None:
    """Take it away again."""
    op.drop_column("responses", "taken_back")
