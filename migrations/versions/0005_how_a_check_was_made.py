"""A check says how it was made: by which scan, of which evidence grade

What was checked before was logged under the address of a tag: grade 1, and no more is claimed.

Revision: 0005, after 0004, 2026-11-22
"""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('check', schema=None) as batch_op:
        batch_op.add_column(
            sa.Column('grade', sa.Integer(), nullable=False, server_default='1')
        )
        batch_op.add_column(sa.Column('scan', sa.String(length=40), nullable=True))
        batch_op.create_unique_constraint(batch_op.f('uq_check_scan'), ['scan'])
        batch_op.create_check_constraint(op.f('ck_check_grade'), 'grade BETWEEN 0 AND 4')
        batch_op.create_check_constraint(
            op.f('ck_check_scanned'), 'grade < 2 OR scan IS NOT NULL'
        )
    with op.batch_alter_table('check', schema=None) as batch_op:
        batch_op.alter_column('grade', existing_type=sa.Integer(), server_default=None)

    # Not as a batch: the whole table can't be copied, SQLite computes its column `searched` itself.
    op.add_column('room', sa.Column('last_checked_grade', sa.Integer(), nullable=True))
    op.execute('UPDATE room SET last_checked_grade = 1 WHERE last_checked_at IS NOT NULL')


def downgrade() -> None:
    raise NotImplementedError('Go back by restoring the backup that was taken before.')
