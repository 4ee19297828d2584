"""Checks are planned: schedules, terms, bookings, due work, rounds, audits; more kinds of answers

Revision: 0006, after 0005, 2026-11-22
"""

import sqlalchemy as sa
from alembic import op
import app.database

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

KINDS = "kind IN ('pass_fail', 'number', 'date', 'choice', 'text', 'photo')"
LEFT = (
    "\"left\" IN ('checked', 'fault', 'tag', 'planned', 'later', 'retired', 'edited', 'gone', 'used',"
    " 'name_taken', 'no_way_back')"
)
RULES = (
    ('every_days', "(basis = 'after') = (every_days IS NOT NULL)"),
    ('days_ahead', 'every_days > 0'),
    ('reading', '(reading_code IS NULL) = (reading_every IS NULL) AND reading_every > 0'),
)


def upgrade() -> None:
    op.create_table('round',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('scope', sa.Enum('room_check', 'service', name='scope', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('planned_on', sa.Date(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('made_by_id', sa.Integer(), nullable=True),
    sa.Column('made_at', app.database.UtcDateTime(), nullable=False),
    sa.Column('started_at', app.database.UtcDateTime(), nullable=True),
    sa.Column('ended_at', app.database.UtcDateTime(), nullable=True),
    sa.Column('key', sa.String(length=36), nullable=True),
    sa.ForeignKeyConstraint(['made_by_id'], ['person.id'], name=op.f('fk_round_made_by_id_person')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_round_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_round')),
    sa.UniqueConstraint('key', name=op.f('uq_round_key'))
    )
    with op.batch_alter_table('round', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_round_person_id'), ['person_id'], unique=False)
        batch_op.create_index('ix_round_planned', ['planned_on', 'id'], unique=False)

    op.create_table('holiday',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('site_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_holiday_site_id_site')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_holiday')),
    sa.UniqueConstraint('site_id', 'day', name=op.f('uq_holiday_site_id_day'))
    )
    op.create_table('term',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('site_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.CheckConstraint('starts_on <= ends_on', name=op.f('ck_term_begins_before_its_end')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_term_site_id_site')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_term'))
    )
    with op.batch_alter_table('term', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_term_site_id'), ['site_id'], unique=False)

    op.create_table('booking',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('room_id', sa.Integer(), nullable=False),
    sa.Column('starts_at', app.database.UtcDateTime(), nullable=False),
    sa.Column('ends_at', app.database.UtcDateTime(), nullable=False),
    sa.CheckConstraint('starts_at < ends_at', name=op.f('ck_booking_starts_before_its_end')),
    sa.ForeignKeyConstraint(['room_id'], ['room.id'], name=op.f('fk_booking_room_id_room')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_booking'))
    )
    with op.batch_alter_table('booking', schema=None) as batch_op:
        batch_op.create_index('ix_booking_room_time', ['room_id', 'starts_at', 'ends_at'], unique=False)

    op.create_table('calendar_feed',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('room_id', sa.Integer(), nullable=False),
    sa.Column('address', sa.String(length=500), nullable=False),
    sa.Column('read_at', app.database.UtcDateTime(), nullable=True),
    sa.Column('problem', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['room_id'], ['room.id'], name=op.f('fk_calendar_feed_room_id_room')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_calendar_feed')),
    sa.UniqueConstraint('room_id', name=op.f('uq_calendar_feed_room_id'))
    )
    op.create_table('round_stop',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('room_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('open', 'done', 'skipped', name='stopstate', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('reason', sa.Enum('in_use', 'locked', 'not_found', 'no_time', name='reason', native_enum=False, create_constraint=True, length=20), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('check_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("(state = 'done') = (check_id IS NOT NULL)", name=op.f('ck_round_stop_check_when_done')),
    sa.CheckConstraint("(state = 'skipped') = (reason IS NOT NULL)", name=op.f('ck_round_stop_reason_when_skipped')),
    sa.ForeignKeyConstraint(['check_id'], ['check.id'], name=op.f('fk_round_stop_check_id_check')),
    sa.ForeignKeyConstraint(['room_id'], ['room.id'], name=op.f('fk_round_stop_room_id_room')),
    sa.ForeignKeyConstraint(['round_id'], ['round.id'], name=op.f('fk_round_stop_round_id_round')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_round_stop')),
    sa.UniqueConstraint('round_id', 'room_id', name=op.f('uq_round_stop_round_id_room_id'))
    )
    with op.batch_alter_table('round_stop', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_round_stop_room_id'), ['room_id'], unique=False)

    op.create_table('seeded_fault',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('room_id', sa.Integer(), nullable=False),
    sa.Column('equipment_id', sa.Integer(), nullable=True),
    sa.Column('what', sa.Text(), nullable=False),
    sa.Column('seeded_at', app.database.UtcDateTime(), nullable=False),
    sa.Column('seeded_by_id', sa.Integer(), nullable=False),
    sa.Column('found_id', sa.Integer(), nullable=True),
    sa.Column('ended_at', app.database.UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['equipment_id'], ['equipment.id'], name=op.f('fk_seeded_fault_equipment_id_equipment')),
    sa.ForeignKeyConstraint(['found_id'], ['check.id'], name=op.f('fk_seeded_fault_found_id_check')),
    sa.ForeignKeyConstraint(['room_id'], ['room.id'], name=op.f('fk_seeded_fault_room_id_room')),
    sa.ForeignKeyConstraint(['seeded_by_id'], ['person.id'], name=op.f('fk_seeded_fault_seeded_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_seeded_fault'))
    )
    with op.batch_alter_table('seeded_fault', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_seeded_fault_equipment_id'), ['equipment_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_seeded_fault_room_id'), ['room_id'], unique=False)

    op.create_table('spot_audit',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('check_id', sa.Integer(), nullable=False),
    sa.Column('drawn_at', app.database.UtcDateTime(), nullable=False),
    sa.Column('due_by', app.database.UtcDateTime(), nullable=False),
    sa.Column('again_id', sa.Integer(), nullable=True),
    sa.Column('agreed', sa.Integer(), nullable=True),
    sa.Column('compared', sa.Integer(), nullable=True),
    sa.CheckConstraint('(again_id IS NULL) = (agreed IS NULL)', name=op.f('ck_spot_audit_agreed_when_done')),
    sa.ForeignKeyConstraint(['again_id'], ['check.id'], name=op.f('fk_spot_audit_again_id_check')),
    sa.ForeignKeyConstraint(['check_id'], ['check.id'], name=op.f('fk_spot_audit_check_id_check')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_spot_audit')),
    sa.UniqueConstraint('again_id', name=op.f('uq_spot_audit_again_id')),
    sa.UniqueConstraint('check_id', name=op.f('uq_spot_audit_check_id'))
    )
    op.create_table('due_work',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('room_id', sa.Integer(), nullable=False),
    sa.Column('plan_id', sa.Integer(), nullable=True),
    sa.Column('equipment_id', sa.Integer(), nullable=True),
    sa.Column('scope', sa.Enum('room_check', 'service', name='scope', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('late_from', sa.Date(), nullable=False),
    sa.Column('last_done_on', sa.Date(), nullable=True),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('statutory', sa.Boolean(), nullable=False),
    sa.Column('room_version', sa.Integer(), nullable=True),
    sa.Column('made_from', sa.String(length=64), nullable=True),
    sa.CheckConstraint('late_from > due_on', name=op.f('ck_due_work_grace')),
    sa.ForeignKeyConstraint(['equipment_id'], ['equipment.id'], name=op.f('fk_due_work_equipment_id_equipment')),
    sa.ForeignKeyConstraint(['plan_id'], ['job_plan.id'], name=op.f('fk_due_work_plan_id_job_plan')),
    sa.ForeignKeyConstraint(['room_id'], ['room.id'], name=op.f('fk_due_work_room_id_room')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_due_work'))
    )
    with op.batch_alter_table('due_work', schema=None) as batch_op:
        batch_op.create_index('ix_due_work_due', ['due_on', 'room_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_due_work_equipment_id'), ['equipment_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_due_work_plan_id'), ['plan_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_due_work_room_id'), ['room_id'], unique=False)
        batch_op.create_index('uq_due_work_room_check', ['room_id'], unique=True, sqlite_where=sa.text('plan_id IS NULL'), postgresql_where=sa.text('plan_id IS NULL'))

    op.create_table('check_photo',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('check_id', sa.Integer(), nullable=False),
    sa.Column('finding_id', sa.Integer(), nullable=True),
    sa.Column('photo_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['check_id'], ['check.id'], name=op.f('fk_check_photo_check_id_check')),
    sa.ForeignKeyConstraint(['finding_id'], ['finding.id'], name=op.f('fk_check_photo_finding_id_finding')),
    sa.ForeignKeyConstraint(['photo_id'], ['photo.id'], name=op.f('fk_check_photo_photo_id_photo')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_check_photo'))
    )
    with op.batch_alter_table('check_photo', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_check_photo_check_id'), ['check_id'], unique=False)

    with op.batch_alter_table('check', schema=None) as batch_op:
        batch_op.add_column(sa.Column('is_offline', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('clock_off', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('corrects_id', sa.Integer(), nullable=True))
        batch_op.create_unique_constraint(batch_op.f('uq_check_corrects_id'), ['corrects_id'])
        batch_op.create_foreign_key(batch_op.f('fk_check_corrects_id_check'), 'check', ['corrects_id'], ['id'])

    with op.batch_alter_table('check_item', schema=None) as batch_op:
        batch_op.add_column(sa.Column('choices', sa.Text(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('picture_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('since_version', sa.Integer(), nullable=False, server_default='1'))
        batch_op.add_column(sa.Column('until_version', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_check_item_picture_id_photo'), 'photo', ['picture_id'], ['id'])

    with op.batch_alter_table('finding', schema=None) as batch_op:
        batch_op.add_column(sa.Column('answer', sa.Text(), nullable=False, server_default=''))

    with op.batch_alter_table('job_plan', schema=None) as batch_op:
        batch_op.add_column(sa.Column('statutory', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('basis', sa.Enum('grid', 'after', name='basis', native_enum=False, create_constraint=True, length=20), nullable=False, server_default='grid'))
        batch_op.add_column(sa.Column('every_days', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('starts_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('shift', sa.Enum('stay', 'before', 'after', 'skip', name='shift', native_enum=False, create_constraint=True, length=20), nullable=False, server_default='after'))
        batch_op.add_column(sa.Column('in_term', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('reading_code', sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column('reading_every', sa.Double(), nullable=True))
        batch_op.add_column(sa.Column('version', sa.Integer(), nullable=False, server_default='1'))
        batch_op.add_column(sa.Column('retired_at', app.database.UtcDateTime(), nullable=True))
    with op.batch_alter_table('check_item', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_check_item_itemkind'), type_='check')
        batch_op.create_check_constraint(op.f('ck_check_item_itemkind'), KINDS)
    with op.batch_alter_table('job_plan', schema=None) as batch_op:
        for name, rule in RULES:
            batch_op.create_check_constraint(op.f(f'ck_job_plan_{name}'), rule)
    with op.batch_alter_table('import_change', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_import_change_left'), type_='check')
        batch_op.create_check_constraint(op.f('ck_import_change_left'), LEFT)
    op.execute(
        'UPDATE job_plan SET statutory = TRUE WHERE type_id IN'
        ' (SELECT id FROM equipment_type WHERE statutory)'
    )
    # What was there has its values now; new rows get theirs from the program.
    with op.batch_alter_table('check', schema=None) as batch_op:
        batch_op.alter_column('is_offline', existing_type=sa.Boolean(), server_default=None)
    with op.batch_alter_table('check_item', schema=None) as batch_op:
        batch_op.alter_column('choices', existing_type=sa.Text(), server_default=None)
        batch_op.alter_column('since_version', existing_type=sa.Integer(), server_default=None)
    with op.batch_alter_table('finding', schema=None) as batch_op:
        batch_op.alter_column('answer', existing_type=sa.Text(), server_default=None)
    with op.batch_alter_table('job_plan', schema=None) as batch_op:
        batch_op.alter_column('statutory', existing_type=sa.Boolean(), server_default=None)
        batch_op.alter_column('basis', existing_type=sa.String(length=20), server_default=None)
        batch_op.alter_column('shift', existing_type=sa.String(length=20), server_default=None)
        batch_op.alter_column('in_term', existing_type=sa.Boolean(), server_default=None)
        batch_op.alter_column('version', existing_type=sa.Integer(), server_default=None)


def downgrade() -> None:
    raise NotImplementedError('Go back by restoring the backup that was taken before.')
