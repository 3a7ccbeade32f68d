"""A reader by endpoint: its switch, its replies, and what it leaves on runs, units and themes.

Columns are added and dropped as they are, without SQLite's copying of tables, which would lose
the tables' checks; what there is already was the engine's.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql')


def upgrade() -> None:
    op.create_table('reader_consents',
    sa.Column('study_id', sa.Uuid(), nullable=False),
    sa.Column('url', sa.String(length=300), nullable=False),
    sa.Column('given_by_id', sa.Uuid(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['given_by_id'], ['users.id'], name=op.f('fk_reader_consents_given_by_id_users'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['study_id'], ['studies.id'], name=op.f('fk_reader_consents_study_id_studies'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reader_consents')),
    sa.UniqueConstraint('study_id', name=op.f('uq_reader_consents_study_id'))
    )
    op.create_table('reader_replies',
    sa.Column('study_id', sa.Uuid(), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('reply', sa.Text(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['study_id'], ['studies.id'], name=op.f('fk_reader_replies_study_id_studies'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reader_replies')),
    sa.UniqueConstraint('study_id', 'key', name=op.f('uq_reader_replies_study_id_key'))
    )
    op.add_column('analysis_runs', sa.Column('reader', JSON, nullable=False, server_default='{}'))
    op.add_column('evidence', sa.Column('coder', sa.String(length=10), nullable=False, server_default='engine'))
    op.add_column('evidence', sa.Column('shown_by', JSON, nullable=False, server_default='[]'))
    op.add_column('themes', sa.Column('agreement', sa.Double(), nullable=True))


def downgrade() -> None:
    op.drop_column('themes', 'agreement')
    op.drop_column('evidence', 'shown_by')
    op.drop_column('evidence', 'coder')
    op.drop_column('analysis_runs', 'reader')
    op.drop_table('reader_replies')
    op.drop_table('reader_consents')
