"""Reports come by mail, and reporters by web push; people have a language

Revision: 0009, after 0008, 2026-11-23
"""

import sqlalchemy as sa
from alembic import op
import app.database

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    _parts_of_checks_say_their_units()


def _parts_of_checks_say_their_units() -> None:
    """The table is empty: no version wrote into it."""
    with op.batch_alter_table('check_part', schema=None) as batch_op:
        batch_op.add_column(sa.Column('equipment_id', sa.Integer(), nullable=False))
        batch_op.create_foreign_key(batch_op.f('fk_check_part_equipment_id_equipment'), 'equipment', ['equipment_id'], ['id'])
        batch_op.create_index(batch_op.f('ix_check_part_equipment_id'), ['equipment_id'], unique=False)


def downgrade() -> None:
    raise NotImplementedError('Go back by restoring the backup that was taken before.')
