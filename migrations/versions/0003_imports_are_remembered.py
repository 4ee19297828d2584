"""Applied imports are remembered, row by row, so that they can be taken back

Revision: 0003, after 0002, 2026-11-22
"""

import sqlalchemy as sa
from alembic import op
import app.database

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('import_batch',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('at', app.database.UtcDateTime(), nullable=False),
    sa.Column('file_name', sa.String(length=200), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('source', sa.String(length=100), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('read', sa.Integer(), nullable=False),
    sa.Column('created', sa.Integer(), nullable=False),
    sa.Column('changed', sa.Integer(), nullable=False),
    sa.Column('same', sa.Integer(), nullable=False),
    sa.Column('refused', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('applied', 'undone', name='importstate', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('undone_at', app.database.UtcDateTime(), nullable=True),
    sa.Column('undone_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('read = created + changed + same + refused', name=op.f('ck_import_batch_adds_up')),
    sa.CheckConstraint("(state = 'undone') = (undone_at IS NOT NULL)", name=op.f('ck_import_batch_undone_at')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_import_batch_person_id_person')),
    sa.ForeignKeyConstraint(['undone_by_id'], ['person.id'], name=op.f('fk_import_batch_undone_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import_batch'))
    )
    op.create_table('import_change',
    sa.Column('batch_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('what', sa.Enum('calendar', 'site', 'building', 'floor', 'room', 'model', 'unit', name='what', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('row_id', sa.Integer(), nullable=False),
    sa.Column('action', sa.Enum('created', 'changed', name='action', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('name', sa.String(length=403), nullable=False),
    sa.Column('place', sa.String(length=403), nullable=False),
    sa.Column('before', sa.JSON(), nullable=False),
    sa.Column('after', sa.JSON(), nullable=False),
    sa.Column('left', sa.Enum('checked', 'fault', 'tag', 'later', 'retired', 'edited', 'gone', 'used', 'name_taken', 'no_way_back', name='left', native_enum=False, create_constraint=True, length=20), nullable=True),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_import_change_batch_id_import_batch')),
    sa.PrimaryKeyConstraint('batch_id', 'number', name=op.f('pk_import_change'))
    )


def downgrade() -> None:
    raise NotImplementedError('Go back by restoring the backup that was taken before.')
