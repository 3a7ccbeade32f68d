"""Who is who in the lists of names of a response."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")


def upgrade() -> None:
    """Add it; lists of before go by their lines' places until they are changed."""
    op.add_column("responses", sa.Column("lines", JSON, nullable=False, server_default="{}"))


def downgrade() -> None:
    """Take it away again: the answers stand where they stand."""
    op.drop_column("responses", "lines")
