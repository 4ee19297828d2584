"""Lists bring zones, vendors, spares, systems, planned and past work; words are remembered

Revision: 0004, after 0003, 2026-11-22
"""

import sqlalchemy as sa
from alembic import op
import app.database

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

KINDS = (
    "what IN ('calendar', 'site', 'building', 'floor', 'room', 'zone', 'vendor', 'model', 'unit',"
    " 'system', 'spare', 'job', 'past')"
)
OF_A_TYPE = sa.text('model_id IS NULL AND equipment_id IS NULL AND room_id IS NULL')


def upgrade() -> None:
    op.create_table('vendor',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('email', sa.String(length=200), nullable=False),
    sa.Column('phone', sa.String(length=60), nullable=False),
    sa.Column('address', sa.String(length=500), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_vendor')),
    sa.UniqueConstraint('name', name=op.f('uq_vendor_name'))
    )
    op.create_table('import_profile',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('header', sa.JSON(), nullable=False),
    sa.Column('choices', sa.JSON(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('at', app.database.UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_import_profile_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import_profile')),
    sa.UniqueConstraint('name', name=op.f('uq_import_profile_name'))
    )
    op.create_table('spelling',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('spelt', sa.Enum('maker', 'model', 'type', name='spelt', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('within', sa.String(length=200), nullable=False),
    sa.Column('said', sa.String(length=200), nullable=False),
    sa.Column('meant', sa.String(length=200), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('at', app.database.UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_spelling_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_spelling')),
    sa.UniqueConstraint('spelt', 'within', 'said', name=op.f('uq_spelling_spelt_within_said'))
    )
    op.create_table('spare',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('model_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('part_number', sa.String(length=100), nullable=False),
    sa.Column('set_number', sa.String(length=100), nullable=False),
    sa.Column('category', sa.String(length=200), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('vendor_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['model_id'], ['equipment_model.id'], name=op.f('fk_spare_model_id_equipment_model')),
    sa.ForeignKeyConstraint(['vendor_id'], ['vendor.id'], name=op.f('fk_spare_vendor_id_vendor')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_spare')),
    sa.UniqueConstraint('model_id', 'name', name=op.f('uq_spare_model_id_name'))
    )
    with op.batch_alter_table('spare', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_spare_vendor_id'), ['vendor_id'], unique=False)

    op.create_table('system',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('building_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('category', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['building_id'], ['building.id'], name=op.f('fk_system_building_id_building')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_system')),
    sa.UniqueConstraint('building_id', 'name', name=op.f('uq_system_building_id_name'))
    )
    op.create_table('zone',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('building_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('category', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['building_id'], ['building.id'], name=op.f('fk_zone_building_id_building')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_zone')),
    sa.UniqueConstraint('building_id', 'name', name=op.f('uq_zone_building_id_name'))
    )
    op.create_table('zone_room',
    sa.Column('zone_id', sa.Integer(), nullable=False),
    sa.Column('room_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['room_id'], ['room.id'], name=op.f('fk_zone_room_room_id_room')),
    sa.ForeignKeyConstraint(['zone_id'], ['zone.id'], name=op.f('fk_zone_room_zone_id_zone')),
    sa.PrimaryKeyConstraint('zone_id', 'room_id', name=op.f('pk_zone_room'))
    )
    with op.batch_alter_table('zone_room', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_zone_room_room_id'), ['room_id'], unique=False)

    op.create_table('past_work',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('room_id', sa.Integer(), nullable=False),
    sa.Column('equipment_id', sa.Integer(), nullable=True),
    sa.Column('kind', sa.Enum('check', 'work', name='pastkind', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('done_on', sa.Date(), nullable=False),
    sa.Column('result', sa.Enum('pass', 'fail', 'not_applicable', 'not_checked', name='result', native_enum=False, create_constraint=True, length=20), nullable=True),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('who', sa.String(length=200), nullable=False),
    sa.Column('readings', sa.JSON(), nullable=False),
    sa.Column('source', sa.String(length=200), nullable=False),
    sa.Column('external_id', sa.String(length=200), nullable=True),
    sa.Column('created_at', app.database.UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['equipment_id'], ['equipment.id'], name=op.f('fk_past_work_equipment_id_equipment')),
    sa.ForeignKeyConstraint(['room_id'], ['room.id'], name=op.f('fk_past_work_room_id_room')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_past_work')),
    sa.UniqueConstraint('source', 'external_id', name=op.f('uq_past_work_source_external_id'))
    )
    with op.batch_alter_table('past_work', schema=None) as batch_op:
        batch_op.create_index('ix_past_work_room_time', ['room_id', 'done_on', 'id'], unique=False)
        batch_op.create_index('ix_past_work_unit_time', ['equipment_id', 'done_on', 'id'], unique=False)

    op.create_table('system_unit',
    sa.Column('system_id', sa.Integer(), nullable=False),
    sa.Column('equipment_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['equipment_id'], ['equipment.id'], name=op.f('fk_system_unit_equipment_id_equipment')),
    sa.ForeignKeyConstraint(['system_id'], ['system.id'], name=op.f('fk_system_unit_system_id_system')),
    sa.PrimaryKeyConstraint('system_id', 'equipment_id', name=op.f('pk_system_unit'))
    )
    with op.batch_alter_table('system_unit', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_system_unit_equipment_id'), ['equipment_id'], unique=False)

    # One by one, as the whole table can't be copied: SQLite computes its column `searched` itself.
    op.add_column('equipment', sa.Column('purchased_on', sa.Date(), nullable=True))
    op.add_column('equipment', sa.Column('warranty_until', sa.Date(), nullable=True))
    op.execute(
        'ALTER TABLE equipment ADD COLUMN vendor_id INTEGER'
        ' CONSTRAINT fk_equipment_vendor_id_vendor REFERENCES vendor (id)'
    )
    op.create_index(op.f('ix_equipment_vendor_id'), 'equipment', ['vendor_id'])

    with op.batch_alter_table('import_batch', schema=None) as batch_op:
        batch_op.add_column(sa.Column('token', sa.String(length=40), nullable=True))
        batch_op.create_unique_constraint(batch_op.f('uq_import_batch_token'), ['token'])

    with op.batch_alter_table('job_plan', schema=None) as batch_op:
        batch_op.add_column(sa.Column('model_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('equipment_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('room_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('description', sa.Text(), nullable=False, server_default=''))
        batch_op.drop_constraint(batch_op.f('uq_job_plan_type_id_name'), type_='unique')
        batch_op.create_unique_constraint(batch_op.f('uq_job_plan_equipment_id_name'), ['equipment_id', 'name'])
        batch_op.create_unique_constraint(batch_op.f('uq_job_plan_model_id_name'), ['model_id', 'name'])
        batch_op.create_index('uq_job_plan_of_type', ['type_id', 'name'], unique=True, sqlite_where=OF_A_TYPE, postgresql_where=OF_A_TYPE)
        batch_op.create_unique_constraint(batch_op.f('uq_job_plan_room_id_name'), ['room_id', 'name'])
        batch_op.create_foreign_key(batch_op.f('fk_job_plan_room_id_room'), 'room', ['room_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_job_plan_equipment_id_equipment'), 'equipment', ['equipment_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_job_plan_model_id_equipment_model'), 'equipment_model', ['model_id'], ['id'])
    with op.batch_alter_table('job_plan', schema=None) as batch_op:
        batch_op.alter_column('description', existing_type=sa.Text(), server_default=None)

    with op.batch_alter_table('import_change', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_import_change_what'), type_='check')
        batch_op.create_check_constraint(op.f('ck_import_change_what'), KINDS)


def downgrade() -> None:
    raise NotImplementedError('Go back by restoring the backup that was taken before.')
