"""How long what is kept, and who was forgotten

Revision: 0012, after 0011, 2026-11-23
"""

import sqlalchemy as sa
from alembic import op
import app.database

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'erasure',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('at', app.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=True),
        sa.Column('address_mark', sa.String(length=64), nullable=True),
        sa.CheckConstraint(
            '(person_id IS NULL) <> (address_mark IS NULL)', name=op.f('ck_erasure_one_of_them')
        ),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_erasure_person_id_person')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_erasure')),
        sa.UniqueConstraint('person_id', name=op.f('uq_erasure_person_id')),
    )
    op.create_index(op.f('ix_erasure_address_mark'), 'erasure', ['address_mark'])
    with op.batch_alter_table('person') as batch_op:
        batch_op.add_column(sa.Column('public_name', sa.String(length=60), nullable=False, server_default=''))
    with op.batch_alter_table('person') as batch_op:
        batch_op.alter_column('public_name', existing_type=sa.String(length=60), server_default=None)


def downgrade() -> None:
    raise NotImplementedError('Go back by restoring the backup that was taken before.')
