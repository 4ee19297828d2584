"""The life of a tag, and what it is printed on

A code that was issued is now a blank tag; a tag may stand for a unit, or for nothing yet.

Revision: 0002, after 0001, 2026-11-22
"""

import sqlalchemy as sa
from alembic import op
import app.database

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

STATES = "state IN ('blank', 'printed', 'placed', 'worn', 'replaced', 'void')"
LIVE = sa.text("state NOT IN ('replaced', 'void')")


def upgrade() -> None:
    op.create_table('own_stock',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('page_width', sa.Double(), nullable=False),
    sa.Column('page_height', sa.Double(), nullable=False),
    sa.Column('columns', sa.Integer(), nullable=False),
    sa.Column('rows', sa.Integer(), nullable=False),
    sa.Column('label_width', sa.Double(), nullable=False),
    sa.Column('label_height', sa.Double(), nullable=False),
    sa.Column('left', sa.Double(), nullable=False),
    sa.Column('top', sa.Double(), nullable=False),
    sa.Column('pitch_x', sa.Double(), nullable=False),
    sa.Column('pitch_y', sa.Double(), nullable=False),
    sa.Column('note', sa.String(length=200), nullable=False),
    sa.Column('made_at', app.database.UtcDateTime(), nullable=False),
    sa.Column('retired_at', app.database.UtcDateTime(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_own_stock')),
    sa.UniqueConstraint('name', name=op.f('uq_own_stock_name'))
    )
    op.create_table('photo',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=40), nullable=False),
    sa.Column('media_type', sa.String(length=40), nullable=False),
    sa.Column('width', sa.Integer(), nullable=False),
    sa.Column('height', sa.Integer(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('taken_in_at', app.database.UtcDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_photo')),
    sa.UniqueConstraint('key', name=op.f('uq_photo_key'))
    )
    op.create_table('printer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('offset_x', sa.Double(), nullable=False),
    sa.Column('offset_y', sa.Double(), nullable=False),
    sa.Column('scale_x', sa.Double(), nullable=False),
    sa.Column('scale_y', sa.Double(), nullable=False),
    sa.Column('measured_at', app.database.UtcDateTime(), nullable=True),
    sa.Column('retired_at', app.database.UtcDateTime(), nullable=True),
    sa.CheckConstraint('abs(offset_x) <= 20.0 AND abs(offset_y) <= 20.0', name=op.f('ck_printer_shift')),
    sa.CheckConstraint('abs(scale_x - 1) <= 0.1 AND abs(scale_y - 1) <= 0.1', name=op.f('ck_printer_stretch')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_printer')),
    sa.UniqueConstraint('name', name=op.f('uq_printer_name'))
    )
    op.create_table('batch',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('ordered_at', app.database.UtcDateTime(), nullable=False),
    sa.Column('kind', sa.Enum('pdf', 'zip', 'zpl', 'csv', name='kind', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('stock_id', sa.String(length=60), nullable=False),
    sa.Column('design_id', sa.String(length=40), nullable=False),
    sa.Column('printer_id', sa.Integer(), nullable=True),
    sa.Column('used', sa.Text(), nullable=False),
    sa.Column('address', sa.String(length=200), nullable=False),
    sa.Column('trial', sa.Boolean(), nullable=False),
    sa.Column('locale', sa.String(length=20), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.Column('done', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('waiting', 'printing', 'ready', 'failed', name='batchstate', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('taken_until', app.database.UtcDateTime(), nullable=True),
    sa.Column('finished_at', app.database.UtcDateTime(), nullable=True),
    sa.Column('pages', sa.Integer(), nullable=True),
    sa.Column('checked', sa.Integer(), nullable=True),
    sa.Column('problem', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_batch_person_id_person')),
    sa.ForeignKeyConstraint(['printer_id'], ['printer.id'], name=op.f('fk_batch_printer_id_printer')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_batch'))
    )
    with op.batch_alter_table('batch', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_batch_person_id'), ['person_id'], unique=False)
        batch_op.create_index('ix_batch_waiting', ['state', 'id'], unique=False)

    op.create_table('begun_sheet',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('stock_id', sa.String(length=60), nullable=False),
    sa.Column('used', sa.Text(), nullable=False),
    sa.Column('at', app.database.UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_begun_sheet_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_begun_sheet')),
    sa.UniqueConstraint('person_id', 'stock_id', name=op.f('uq_begun_sheet_person_id_stock_id'))
    )
    op.create_table('house_style',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('organisation', sa.String(length=80), nullable=False),
    sa.Column('accent', sa.String(length=7), nullable=False),
    sa.Column('logo_id', sa.Integer(), nullable=True),
    sa.Column('verb', sa.String(length=80), nullable=False),
    sa.Column('detail', sa.String(length=120), nullable=False),
    sa.Column('help_line', sa.String(length=80), nullable=False),
    sa.Column('second_verb', sa.String(length=80), nullable=False),
    sa.Column('second_detail', sa.String(length=120), nullable=False),
    sa.Column('second_statement', sa.String(length=160), nullable=False),
    sa.CheckConstraint('id = 1', name=op.f('ck_house_style_one')),
    sa.ForeignKeyConstraint(['logo_id'], ['photo.id'], name=op.f('fk_house_style_logo_id_photo')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_house_style'))
    )
    op.create_table('batch_tag',
    sa.Column('batch_id', sa.Integer(), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('tag_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['batch_id'], ['batch.id'], name=op.f('fk_batch_tag_batch_id_batch')),
    sa.ForeignKeyConstraint(['tag_id'], ['tag.id'], name=op.f('fk_batch_tag_tag_id_tag')),
    sa.PrimaryKeyConstraint('batch_id', 'place', name=op.f('pk_batch_tag'))
    )
    with op.batch_alter_table('batch_tag', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_batch_tag_tag_id'), ['tag_id'], unique=False)

    _open_states()
    op.drop_index('uq_tag_room_live', 'tag')
    op.execute("UPDATE tag SET state = 'blank' WHERE state = 'issued'")
    with op.batch_alter_table('tag') as batch_op:
        batch_op.add_column(sa.Column('equipment_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('address', sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column('fresh_address', sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column('placed_at', app.database.UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column('placed_by_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('photo_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('worn_at', app.database.UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column('replaced_at', app.database.UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column('replaced_by_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('scanned_on', sa.Date(), nullable=True))
        batch_op.alter_column('room_id', existing_type=sa.INTEGER(), nullable=True)
        batch_op.create_foreign_key(op.f('fk_tag_photo_id_photo'), 'photo', ['photo_id'], ['id'])
        batch_op.create_foreign_key(
            op.f('fk_tag_placed_by_id_person'), 'person', ['placed_by_id'], ['id']
        )
        batch_op.create_foreign_key(
            op.f('fk_tag_equipment_id_equipment'), 'equipment', ['equipment_id'], ['id']
        )
        batch_op.create_foreign_key(
            op.f('fk_tag_replaced_by_id_tag'), 'tag', ['replaced_by_id'], ['id']
        )
        batch_op.create_check_constraint(op.f('ck_tag_tagstate'), STATES)
        batch_op.create_check_constraint(
            op.f('ck_tag_one_home'), 'room_id IS NULL OR equipment_id IS NULL'
        )
        batch_op.create_check_constraint(
            op.f('ck_tag_another'), 'replaced_by_id IS NULL OR replaced_by_id <> id'
        )
    op.create_index(op.f('ix_tag_equipment_id'), 'tag', ['equipment_id'])
    op.create_index('ix_tag_listed', 'tag', ['state', 'printed_at', 'id'])
    for home in ('room', 'equipment'):
        op.create_index(
            f'uq_tag_{home}_live',
            'tag',
            [f'{home}_id'],
            unique=True,
            sqlite_where=LIVE,
            postgresql_where=LIVE,
        )


def _open_states() -> None:
    """Let a tag be in a state that only the new table of states, or only the old one, knows."""
    with op.batch_alter_table('tag') as batch_op:
        batch_op.drop_constraint(op.f('ck_tag_tagstate'), type_='check')


def downgrade() -> None:
    raise NotImplementedError('Go back by restoring the backup that was taken before.')
