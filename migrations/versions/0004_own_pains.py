"""The firm's own known pains."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql')


def upgrade() -> None:
    op.create_table('own_pains',
    sa.Column('key', sa.String(length=80), nullable=False),
    sa.Column('names', JSON, nullable=False),
    sa.Column('definition', sa.Text(), nullable=False),
    sa.Column('difference', sa.Text(), nullable=False),
    sa.Column('stage', sa.String(length=60), nullable=False),
    sa.Column('severity', sa.Integer(), nullable=False),
    sa.Column('examples', JSON, nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('severity BETWEEN 1 AND 4', name=op.f('ck_own_pains_severity')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_own_pains')),
    sa.UniqueConstraint('key', name=op.f('uq_own_pains_key'))
    )


def downgrade() -> None:
    op.drop_table('own_pains')
