"""A check without a tag says why there was none; work is moved by hand, people have a calendar;
checks are audited by people who do nothing else; plans for a room have items

Revision: 0007, after 0006, 2026-11-22
"""

import sqlalchemy as sa
from alembic import op
import app.database

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None

ROLES = "role IN ('technician', 'manager', 'auditor', 'admin')"


def upgrade() -> None:
    with op.batch_alter_table('check', schema=None) as batch_op:
        batch_op.add_column(sa.Column('no_tag', sa.Enum('torn_off', 'none_yet', 'from_paper', name='notag', native_enum=False, create_constraint=True, length=20), nullable=True))
        batch_op.create_check_constraint(op.f('ck_check_recorded'), 'no_tag IS NULL OR grade = 0')
    moved_by_hand()
    bookings_are_read()
    audited()
    rooms_have_items()


def rooms_have_items() -> None:
    """What is found on an item may be found on the room itself."""
    with op.batch_alter_table('finding', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_finding_item_of_a_unit'), type_='check')


def audited() -> None:
    """Auditors; when the tag of a check was scanned; the audits that end next are found quickly."""
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_person_role'), type_='check')
        batch_op.create_check_constraint(op.f('ck_person_role'), ROLES)
    with op.batch_alter_table('check', schema=None) as batch_op:
        batch_op.add_column(sa.Column('scanned_at', app.database.UtcDateTime(), nullable=True))
        batch_op.create_index('ix_check_scanned_at', ['scanned_at'], unique=False, sqlite_where=sa.text('scanned_at IS NOT NULL'), postgresql_where=sa.text('scanned_at IS NOT NULL'))
    with op.batch_alter_table('spot_audit', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_spot_audit_due_by'), ['due_by'], unique=False)


def moved_by_hand() -> None:
    """Due work moved by hand; what a person is qualified for, and their calendar."""
    op.create_table('moved_work',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('plan_id', sa.Integer(), nullable=False),
    sa.Column('equipment_id', sa.Integer(), nullable=True),
    sa.Column('room_id', sa.Integer(), nullable=True),
    sa.Column('occurrence', sa.Date(), nullable=False),
    sa.Column('moved_to', sa.Date(), nullable=False),
    sa.Column('moved_by_id', sa.Integer(), nullable=False),
    sa.Column('moved_at', app.database.UtcDateTime(), nullable=False),
    sa.Column('key', sa.String(length=36), nullable=False),
    sa.CheckConstraint('(equipment_id IS NULL) <> (room_id IS NULL)', name=op.f('ck_moved_work_one_target')),
    sa.ForeignKeyConstraint(['equipment_id'], ['equipment.id'], name=op.f('fk_moved_work_equipment_id_equipment')),
    sa.ForeignKeyConstraint(['moved_by_id'], ['person.id'], name=op.f('fk_moved_work_moved_by_id_person')),
    sa.ForeignKeyConstraint(['plan_id'], ['job_plan.id'], name=op.f('fk_moved_work_plan_id_job_plan')),
    sa.ForeignKeyConstraint(['room_id'], ['room.id'], name=op.f('fk_moved_work_room_id_room')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_moved_work'))
    )
    with op.batch_alter_table('moved_work', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_moved_work_key'), ['key'], unique=False)
        batch_op.create_index(batch_op.f('ix_moved_work_plan_id'), ['plan_id'], unique=False)
        batch_op.create_index('uq_moved_work_of_room', ['room_id', 'plan_id', 'occurrence'], unique=True)
        batch_op.create_index('uq_moved_work_of_unit', ['equipment_id', 'plan_id', 'occurrence'], unique=True)

    with op.batch_alter_table('due_work', schema=None) as batch_op:
        batch_op.add_column(sa.Column('occurrence', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('moved_from', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('changed_at', app.database.UtcDateTime(), nullable=False, server_default=sa.func.now()))

    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.add_column(sa.Column('calendar_secret', sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column('qualifications', sa.Text(), nullable=False, server_default=''))
        batch_op.create_unique_constraint(batch_op.f('uq_person_calendar_secret'), ['calendar_secret'])
    # What was there has its values now; new rows get theirs from the program.
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.alter_column('qualifications', existing_type=sa.Text(), server_default=None)


def bookings_are_read() -> None:
    """Since when a room's calendar can't be read, and when it is read next."""
    with op.batch_alter_table('calendar_feed', schema=None) as batch_op:
        batch_op.add_column(sa.Column('failing_since', app.database.UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column('next_at', app.database.UtcDateTime(), nullable=True))


def downgrade() -> None:
    raise NotImplementedError('Go back by restoring the backup that was taken before.')
