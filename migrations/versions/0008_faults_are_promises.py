"""A fault is a promise: more states, promises with a clock, reporters who follow, notices, guides

Revision: 0008, after 0007, 2026-11-22
"""

import sqlalchemy as sa
from alembic import op
import app.database

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None

STATES = (
    "state IN ('reported', 'seen', 'attended', 'waiting', 'reopened', 'restored', 'resolved',"
    " 'closed', 'rejected', 'duplicate')"
)
STATES_BEFORE = (
    "state IN ('reported', 'seen', 'attended', 'waiting', 'restored', 'resolved', 'rejected')"
)
EVENTS_BEFORE = "event IN ('taken', 'found_again', 'effect_set', 'works_again', 'still_broken')"
EVENTS = (
    "event IN ('taken', 'found_again', 'effect_set', 'works_again', 'still_broken',"
    " 'promise_moved', 'priority_set', 'arrived', 'merged', 'split', 'swapped', 'part_used',"
    " 'vendor_asked', 'rated', 'warned', 'may_slip', 'by_time')"
)
CHANNELS_BEFORE = "channel IN ('tag', 'check', 'staff')"
CHANNELS = "channel IN ('tag', 'check', 'staff', 'phone', 'walk_in', 'email')"
KINDS = "kind IN ('broken', 'question', 'suggestion')"
PRIORITIES = "priority IN ('P1', 'P2', 'P3', 'P4')"
RESTORATIONS = "restoration IN ('workaround', 'repair')"
OPEN_BEFORE = "state IN ('reported', 'seen', 'attended', 'waiting')"
OPEN = "state IN ('reported', 'seen', 'attended', 'waiting', 'reopened')"

GUIDE_WORDS = {
    'sqlite': (
        "CREATE VIRTUAL TABLE guide_words USING fts5(title, body, content='guide',"
        " content_rowid='id', tokenize='unicode61 remove_diacritics 2')",
        "CREATE TRIGGER guide_words_come AFTER INSERT ON guide BEGIN"
        " INSERT INTO guide_words(rowid, title, body) VALUES (new.id, new.title, new.body); END",
        "CREATE TRIGGER guide_words_go AFTER DELETE ON guide BEGIN"
        " INSERT INTO guide_words(guide_words, rowid, title, body)"
        " VALUES ('delete', old.id, old.title, old.body); END",
        "CREATE TRIGGER guide_words_change AFTER UPDATE OF title, body ON guide BEGIN"
        " INSERT INTO guide_words(guide_words, rowid, title, body)"
        " VALUES ('delete', old.id, old.title, old.body);"
        " INSERT INTO guide_words(rowid, title, body) VALUES (new.id, new.title, new.body); END",
    ),
    'postgresql': (
        "CREATE INDEX guide_words ON guide"
        " USING gin (to_tsvector('simple', title || ' ' || body))",
    ),
}

PRIORITY = """
    UPDATE fault SET priority = CASE
      WHEN symptom_id IN (SELECT id FROM symptom WHERE danger) THEN 'P1'
      WHEN effect = 'room_down'
        OR room_id IN (SELECT id FROM room WHERE criticality IN ('A', 'S')) THEN 'P2'
      WHEN effect = 'unit_down' THEN 'P3'
      ELSE 'P4' END
"""
PROMISES = f"""
    INSERT INTO promise
      (fault_id, stage, turn, minutes, began_at, first_due_at, due_at, warn_at)
    SELECT id, 'restored', 0,
      CASE priority WHEN 'P1' THEN 240 WHEN 'P2' THEN 480 WHEN 'P3' THEN 1440 ELSE 4800 END,
      reported_at, restore_by, restore_by, restore_by
    FROM fault WHERE {OPEN}
"""
"""What was promised before is kept: that an open fault is restored by its moment."""


def _open_index(batch_op, where):
    batch_op.drop_index('ix_fault_open_in_room')
    batch_op.create_index(
        'ix_fault_open_in_room', ['room_id'], unique=False,
        sqlite_where=sa.text(where), postgresql_where=sa.text(where),
    )


def upgrade() -> None:
    op.create_table('channel',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('via', sa.Enum('email', 'push', 'chat', 'webhook', name='via', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('address', sa.Text(), nullable=False),
    sa.Column('secret', sa.String(length=100), nullable=False),
    sa.Column('topics', sa.String(length=200), nullable=False),
    sa.Column('created_at', app.database.UtcDateTime(), nullable=False),
    sa.Column('stopped_at', app.database.UtcDateTime(), nullable=True),
    sa.Column('last_sent_at', app.database.UtcDateTime(), nullable=True),
    sa.Column('problem', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_channel')),
    sa.UniqueConstraint('name', name=op.f('uq_channel_name'))
    )
    op.create_table('duty',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('calendar_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('starts_at', app.database.UtcDateTime(), nullable=False),
    sa.Column('ends_at', app.database.UtcDateTime(), nullable=False),
    sa.Column('step', sa.Integer(), nullable=False),
    sa.CheckConstraint('starts_at < ends_at', name=op.f('ck_duty_starts_before_its_end')),
    sa.CheckConstraint('step >= 1', name=op.f('ck_duty_step')),
    sa.ForeignKeyConstraint(['calendar_id'], ['support_calendar.id'], name=op.f('fk_duty_calendar_id_support_calendar')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_duty_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_duty'))
    )
    with op.batch_alter_table('duty', schema=None) as batch_op:
        batch_op.create_index('ix_duty_calendar_time', ['calendar_id', 'starts_at', 'ends_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_duty_person_id'), ['person_id'], unique=False)

    op.create_table('notice',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=36), nullable=False),
    sa.Column('via', sa.Enum('email', 'push', 'chat', 'webhook', name='via', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('topic', sa.Enum('new_fault', 'mine', 'warning', 'escalation', 'work', 'system', 'reporter', name='topic', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('address', sa.Text(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('subject', sa.String(length=200), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('link', sa.String(length=500), nullable=False),
    sa.Column('stop_link', sa.String(length=500), nullable=False),
    sa.Column('about', sa.String(length=60), nullable=False),
    sa.Column('language', sa.String(length=20), nullable=False),
    sa.Column('urgent', sa.Boolean(), nullable=False),
    sa.Column('letter', sa.String(length=36), nullable=False),
    sa.Column('created_at', app.database.UtcDateTime(), nullable=False),
    sa.Column('try_at', app.database.UtcDateTime(), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('sent_at', app.database.UtcDateTime(), nullable=True),
    sa.Column('dead_at', app.database.UtcDateTime(), nullable=True),
    sa.Column('problem', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_notice_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notice')),
    sa.UniqueConstraint('key', name=op.f('uq_notice_key'))
    )
    with op.batch_alter_table('notice', schema=None) as batch_op:
        batch_op.create_index('ix_notice_address', ['address', 'created_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_notice_letter'), ['letter'], unique=False)
        batch_op.create_index(batch_op.f('ix_notice_person_id'), ['person_id'], unique=False)
        batch_op.create_index('ix_notice_waits', ['try_at'], unique=False, sqlite_where=sa.text('sent_at IS NULL AND dead_at IS NULL'), postgresql_where=sa.text('sent_at IS NULL AND dead_at IS NULL'))

    op.create_table('promise_target',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('calendar_id', sa.Integer(), nullable=False),
    sa.Column('priority', sa.Enum('P1', 'P2', 'P3', 'P4', name='priority', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('stage', sa.Enum('seen', 'attended', 'workaround', 'restored', name='stage', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=True),
    sa.CheckConstraint('minutes > 0', name=op.f('ck_promise_target_minutes')),
    sa.ForeignKeyConstraint(['calendar_id'], ['support_calendar.id'], name=op.f('fk_promise_target_calendar_id_support_calendar')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_promise_target')),
    sa.UniqueConstraint('calendar_id', 'priority', 'stage', name=op.f('uq_promise_target_calendar_id_priority_stage'))
    )
    op.create_table('push_device',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('subscription', sa.Text(), nullable=False),
    sa.Column('endpoint', sa.String(length=500), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('added_at', app.database.UtcDateTime(), nullable=False),
    sa.Column('gone_at', app.database.UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_push_device_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_push_device')),
    sa.UniqueConstraint('endpoint', name=op.f('uq_push_device_endpoint'))
    )
    with op.batch_alter_table('push_device', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_push_device_person_id'), ['person_id'], unique=False)

    op.create_table('quiet',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('timezone', sa.String(length=64), nullable=False),
    sa.Column('starts', sa.Time(), nullable=True),
    sa.Column('ends', sa.Time(), nullable=True),
    sa.Column('gather_minutes', sa.Integer(), nullable=False),
    sa.Column('urgent_anyway', sa.Boolean(), nullable=False),
    sa.CheckConstraint('gather_minutes >= 0', name=op.f('ck_quiet_gather_minutes')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_quiet_person_id_person')),
    sa.PrimaryKeyConstraint('person_id', name=op.f('pk_quiet'))
    )
    op.create_table('wish',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('topic', sa.Enum('new_fault', 'mine', 'warning', 'escalation', 'work', 'system', 'reporter', name='topic', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('by_email', sa.Boolean(), nullable=False),
    sa.Column('by_push', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_wish_person_id_person')),
    sa.PrimaryKeyConstraint('person_id', 'topic', name=op.f('pk_wish'))
    )
    op.create_table('spare_stock',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('spare_id', sa.Integer(), nullable=False),
    sa.Column('site_id', sa.Integer(), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.Column('minimum', sa.Integer(), nullable=False),
    sa.Column('place', sa.String(length=200), nullable=False),
    sa.Column('ordered_at', app.database.UtcDateTime(), nullable=True),
    sa.CheckConstraint('count >= 0', name=op.f('ck_spare_stock_count')),
    sa.CheckConstraint('minimum >= 0', name=op.f('ck_spare_stock_minimum')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_spare_stock_site_id_site')),
    sa.ForeignKeyConstraint(['spare_id'], ['spare.id'], name=op.f('fk_spare_stock_spare_id_spare')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_spare_stock')),
    sa.UniqueConstraint('spare_id', 'site_id', name=op.f('uq_spare_stock_spare_id_site_id'))
    )
    with op.batch_alter_table('spare_stock', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_spare_stock_site_id'), ['site_id'], unique=False)

    op.create_table('stock_move',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('stock_id', sa.Integer(), nullable=False),
    sa.Column('change', sa.Integer(), nullable=False),
    sa.Column('at', app.database.UtcDateTime(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('note', sa.String(length=200), nullable=False),
    sa.Column('key', sa.String(length=36), nullable=True),
    sa.CheckConstraint('change <> 0', name=op.f('ck_stock_move_change')),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_stock_move_by_id_person')),
    sa.ForeignKeyConstraint(['stock_id'], ['spare_stock.id'], name=op.f('fk_stock_move_stock_id_spare_stock')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stock_move')),
    sa.UniqueConstraint('key', name=op.f('uq_stock_move_key'))
    )
    with op.batch_alter_table('stock_move', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_stock_move_stock_id'), ['stock_id'], unique=False)

    op.create_table('contingency',
    sa.Column('room_id', sa.Integer(), nullable=False),
    sa.Column('loan_kit', sa.String(length=500), nullable=False),
    sa.Column('call', sa.String(length=500), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['room_id'], ['room.id'], name=op.f('fk_contingency_room_id_room')),
    sa.PrimaryKeyConstraint('room_id', name=op.f('pk_contingency'))
    )
    op.create_table('room_alternative',
    sa.Column('room_id', sa.Integer(), nullable=False),
    sa.Column('other_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.CheckConstraint('room_id <> other_id', name=op.f('ck_room_alternative_another')),
    sa.ForeignKeyConstraint(['other_id'], ['room.id'], name=op.f('fk_room_alternative_other_id_room')),
    sa.ForeignKeyConstraint(['room_id'], ['room.id'], name=op.f('fk_room_alternative_room_id_room')),
    sa.PrimaryKeyConstraint('room_id', 'other_id', name=op.f('pk_room_alternative'))
    )
    with op.batch_alter_table('room_alternative', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_room_alternative_other_id'), ['other_id'], unique=False)

    op.create_table('check_part',
    sa.Column('move_id', sa.Integer(), nullable=False),
    sa.Column('check_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['check_id'], ['check.id'], name=op.f('fk_check_part_check_id_check')),
    sa.ForeignKeyConstraint(['move_id'], ['stock_move.id'], name=op.f('fk_check_part_move_id_stock_move')),
    sa.PrimaryKeyConstraint('move_id', name=op.f('pk_check_part'))
    )
    with op.batch_alter_table('check_part', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_check_part_check_id'), ['check_id'], unique=False)

    op.create_table('guide',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('self_help', 'procedure', 'known_error', name='guidekind', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('type_id', sa.Integer(), nullable=True),
    sa.Column('model_id', sa.Integer(), nullable=True),
    sa.Column('equipment_id', sa.Integer(), nullable=True),
    sa.Column('symptom_id', sa.Integer(), nullable=True),
    sa.Column('confirmed_at', app.database.UtcDateTime(), nullable=False),
    sa.Column('confirmed_by_id', sa.Integer(), nullable=True),
    sa.Column('created_at', app.database.UtcDateTime(), nullable=False),
    sa.Column('retired_at', app.database.UtcDateTime(), nullable=True),
    sa.CheckConstraint('(type_id IS NOT NULL AND model_id IS NULL AND equipment_id IS NULL) OR (type_id IS NULL AND model_id IS NOT NULL AND equipment_id IS NULL) OR (type_id IS NULL AND model_id IS NULL AND equipment_id IS NOT NULL)', name=op.f('ck_guide_of_one')),
    sa.ForeignKeyConstraint(['confirmed_by_id'], ['person.id'], name=op.f('fk_guide_confirmed_by_id_person')),
    sa.ForeignKeyConstraint(['equipment_id'], ['equipment.id'], name=op.f('fk_guide_equipment_id_equipment')),
    sa.ForeignKeyConstraint(['model_id'], ['equipment_model.id'], name=op.f('fk_guide_model_id_equipment_model')),
    sa.ForeignKeyConstraint(['symptom_id'], ['symptom.id'], name=op.f('fk_guide_symptom_id_symptom')),
    sa.ForeignKeyConstraint(['type_id'], ['equipment_type.id'], name=op.f('fk_guide_type_id_equipment_type')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_guide'))
    )
    with op.batch_alter_table('guide', schema=None) as batch_op:
        batch_op.create_index('ix_guide_equipment', ['equipment_id'], unique=False)
        batch_op.create_index('ix_guide_model', ['model_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_guide_symptom_id'), ['symptom_id'], unique=False)
        batch_op.create_index('ix_guide_type', ['type_id'], unique=False)

    for statement in GUIDE_WORDS[op.get_bind().dialect.name]:
        op.execute(statement)

    op.create_table('diagnosis',
    sa.Column('fault_id', sa.Integer(), nullable=False),
    sa.Column('mode', sa.String(length=10), nullable=False),
    sa.Column('mechanism', sa.Enum('mechanical', 'material', 'control', 'software', 'electrical', 'connection', 'external', 'none', 'unknown', name='mechanism', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('cause', sa.Enum('design', 'installation', 'operation', 'maintenance', 'wear', 'external', 'unknown', name='cause', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('remedy', sa.Enum('replace', 'repair', 'adjust', 'reset', 'clean', 'modify', 'explain', 'none', name='remedy', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('at', app.database.UtcDateTime(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('minutes >= 0', name=op.f('ck_diagnosis_minutes')),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_diagnosis_by_id_person')),
    sa.ForeignKeyConstraint(['fault_id'], ['fault.id'], name=op.f('fk_diagnosis_fault_id_fault')),
    sa.PrimaryKeyConstraint('fault_id', name=op.f('pk_diagnosis'))
    )
    op.create_table('guide_version',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('guide_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('at', app.database.UtcDateTime(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_guide_version_by_id_person')),
    sa.ForeignKeyConstraint(['guide_id'], ['guide.id'], name=op.f('fk_guide_version_guide_id_guide')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_guide_version')),
    sa.UniqueConstraint('guide_id', 'number', name=op.f('uq_guide_version_guide_id_number'))
    )
    op.create_table('part_used',
    sa.Column('move_id', sa.Integer(), nullable=False),
    sa.Column('fault_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['fault_id'], ['fault.id'], name=op.f('fk_part_used_fault_id_fault')),
    sa.ForeignKeyConstraint(['move_id'], ['stock_move.id'], name=op.f('fk_part_used_move_id_stock_move')),
    sa.PrimaryKeyConstraint('move_id', name=op.f('pk_part_used'))
    )
    with op.batch_alter_table('part_used', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_part_used_fault_id'), ['fault_id'], unique=False)

    op.create_table('pause',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('fault_id', sa.Integer(), nullable=False),
    sa.Column('awaiting', sa.Enum('part', 'vendor', 'access', 'user', name='awaiting', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('next_on', sa.Date(), nullable=False),
    sa.Column('began_at', app.database.UtcDateTime(), nullable=False),
    sa.Column('ended_at', app.database.UtcDateTime(), nullable=True),
    sa.Column('reminded_at', app.database.UtcDateTime(), nullable=True),
    sa.CheckConstraint('began_at <= ended_at', name=op.f('ck_pause_begins_before_its_end')),
    sa.ForeignKeyConstraint(['fault_id'], ['fault.id'], name=op.f('fk_pause_fault_id_fault')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pause'))
    )
    with op.batch_alter_table('pause', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_pause_fault_id'), ['fault_id'], unique=False)
        batch_op.create_index('uq_pause_open', ['fault_id'], unique=True, sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))

    op.create_table('promise',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('fault_id', sa.Integer(), nullable=False),
    sa.Column('stage', sa.Enum('seen', 'attended', 'workaround', 'restored', name='stage', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('turn', sa.Integer(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('began_at', app.database.UtcDateTime(), nullable=False),
    sa.Column('first_due_at', app.database.UtcDateTime(), nullable=False),
    sa.Column('due_at', app.database.UtcDateTime(), nullable=False),
    sa.Column('warn_at', app.database.UtcDateTime(), nullable=False),
    sa.Column('warned_at', app.database.UtcDateTime(), nullable=True),
    sa.Column('escalated_at', app.database.UtcDateTime(), nullable=True),
    sa.Column('told_at', app.database.UtcDateTime(), nullable=True),
    sa.Column('met_at', app.database.UtcDateTime(), nullable=True),
    sa.Column('void_at', app.database.UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['fault_id'], ['fault.id'], name=op.f('fk_promise_fault_id_fault')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_promise')),
    sa.UniqueConstraint('fault_id', 'stage', 'turn', name=op.f('uq_promise_fault_id_stage_turn'))
    )
    with op.batch_alter_table('promise', schema=None) as batch_op:
        batch_op.create_index('ix_promise_to_warn', ['warn_at'], unique=False, sqlite_where=sa.text('met_at IS NULL AND void_at IS NULL AND warned_at IS NULL'), postgresql_where=sa.text('met_at IS NULL AND void_at IS NULL AND warned_at IS NULL'))
        batch_op.create_index('ix_promise_unmet', ['due_at'], unique=False, sqlite_where=sa.text('met_at IS NULL AND void_at IS NULL'), postgresql_where=sa.text('met_at IS NULL AND void_at IS NULL'))

    op.create_table('solved',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=40), nullable=False),
    sa.Column('room_id', sa.Integer(), nullable=False),
    sa.Column('equipment_id', sa.Integer(), nullable=True),
    sa.Column('symptom_id', sa.Integer(), nullable=False),
    sa.Column('guide_id', sa.Integer(), nullable=True),
    sa.Column('at', app.database.UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['equipment_id'], ['equipment.id'], name=op.f('fk_solved_equipment_id_equipment')),
    sa.ForeignKeyConstraint(['guide_id'], ['guide.id'], name=op.f('fk_solved_guide_id_guide')),
    sa.ForeignKeyConstraint(['room_id'], ['room.id'], name=op.f('fk_solved_room_id_room')),
    sa.ForeignKeyConstraint(['symptom_id'], ['symptom.id'], name=op.f('fk_solved_symptom_id_symptom')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_solved')),
    sa.UniqueConstraint('key', name=op.f('uq_solved_key'))
    )
    with op.batch_alter_table('solved', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_solved_equipment_id'), ['equipment_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_solved_guide_id'), ['guide_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_solved_room_id'), ['room_id'], unique=False)

    op.create_table('follower',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('report_id', sa.Integer(), nullable=False),
    sa.Column('via', sa.Enum('email', 'push', name='followvia', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('address', sa.Text(), nullable=False),
    sa.Column('secret', sa.String(length=40), nullable=False),
    sa.Column('asked_at', app.database.UtcDateTime(), nullable=False),
    sa.Column('confirmed_at', app.database.UtcDateTime(), nullable=True),
    sa.Column('stopped_at', app.database.UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['report_id'], ['report.id'], name=op.f('fk_follower_report_id_report')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_follower')),
    sa.UniqueConstraint('secret', name=op.f('uq_follower_secret'))
    )
    with op.batch_alter_table('follower', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_follower_report_id'), ['report_id'], unique=False)

    op.create_table('promise_move',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('promise_id', sa.Integer(), nullable=False),
    sa.Column('at', app.database.UtcDateTime(), nullable=False),
    sa.Column('due_before', app.database.UtcDateTime(), nullable=False),
    sa.Column('due_after', app.database.UtcDateTime(), nullable=False),
    sa.Column('told_at', app.database.UtcDateTime(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_promise_move_by_id_person')),
    sa.ForeignKeyConstraint(['promise_id'], ['promise.id'], name=op.f('fk_promise_move_promise_id_promise')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_promise_move'))
    )
    with op.batch_alter_table('promise_move', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_promise_move_promise_id'), ['promise_id'], unique=False)

    op.create_table('report_photo',
    sa.Column('photo_id', sa.Integer(), nullable=False),
    sa.Column('report_id', sa.Integer(), nullable=False),
    sa.Column('approved_at', app.database.UtcDateTime(), nullable=True),
    sa.Column('approved_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['approved_by_id'], ['person.id'], name=op.f('fk_report_photo_approved_by_id_person')),
    sa.ForeignKeyConstraint(['photo_id'], ['photo.id'], name=op.f('fk_report_photo_photo_id_photo')),
    sa.ForeignKeyConstraint(['report_id'], ['report.id'], name=op.f('fk_report_photo_report_id_report')),
    sa.PrimaryKeyConstraint('photo_id', name=op.f('pk_report_photo'))
    )
    with op.batch_alter_table('report_photo', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_report_photo_report_id'), ['report_id'], unique=False)

    with op.batch_alter_table('fault', schema=None) as batch_op:
        batch_op.add_column(sa.Column('kind', sa.String(length=20), nullable=False, server_default='broken'))
        batch_op.add_column(sa.Column('priority', sa.String(length=20), nullable=False, server_default='P4'))
        batch_op.add_column(sa.Column('restoration', sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column('closed_at', app.database.UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column('times_reopened', sa.Integer(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('merged_into_id', sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f('ix_fault_merged_into_id'), ['merged_into_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_fault_merged_into_id_fault'), 'fault', ['merged_into_id'], ['id'])
        batch_op.drop_constraint(op.f('ck_fault_faultstate'), type_='check')
        batch_op.create_check_constraint(op.f('ck_fault_faultstate'), STATES)
        batch_op.drop_constraint(op.f('ck_fault_channel'), type_='check')
        batch_op.create_check_constraint(op.f('ck_fault_channel'), CHANNELS)
        batch_op.create_check_constraint(op.f('ck_fault_kind'), KINDS)
        batch_op.create_check_constraint(op.f('ck_fault_priority'), PRIORITIES)
        batch_op.create_check_constraint(op.f('ck_fault_restoration'), RESTORATIONS)
        _open_index(batch_op, OPEN)

    with op.batch_alter_table('report', schema=None) as batch_op:
        batch_op.add_column(sa.Column('channel', sa.String(length=20), nullable=False, server_default='tag'))
        batch_op.add_column(sa.Column('taken_by_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('language', sa.String(length=20), nullable=False, server_default='en'))
        batch_op.add_column(sa.Column('rating', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('rating_note', sa.Text(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('rated_at', app.database.UtcDateTime(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_report_taken_by_id_person'), 'person', ['taken_by_id'], ['id'])
        batch_op.create_check_constraint(op.f('ck_report_channel'), CHANNELS)
        batch_op.create_check_constraint(op.f('ck_report_rating'), 'rating BETWEEN 1 AND 5')

    with op.batch_alter_table('timeline_entry', schema=None) as batch_op:
        batch_op.add_column(sa.Column('photo_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_timeline_entry_photo_id_photo'), 'photo', ['photo_id'], ['id'])
        batch_op.drop_constraint(op.f('ck_timeline_entry_faultstate'), type_='check')
        batch_op.create_check_constraint(op.f('ck_timeline_entry_faultstate'), STATES)
        batch_op.drop_constraint(op.f('ck_timeline_entry_event'), type_='check')
        batch_op.create_check_constraint(op.f('ck_timeline_entry_event'), EVENTS)

    with op.batch_alter_table('vendor', schema=None) as batch_op:
        batch_op.add_column(sa.Column('hours', sa.String(length=200), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('contract', sa.String(length=500), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('contract_until', sa.Date(), nullable=True))

    op.execute(PRIORITY)
    op.execute(PROMISES)
    # What was there has its values now; new rows get theirs from the program.
    for table, columns in (
        ('fault', ('kind', 'priority', 'times_reopened')),
        ('report', ('channel', 'language', 'rating_note')),
        ('vendor', ('hours', 'contract')),
    ):
        with op.batch_alter_table(table, schema=None) as batch_op:
            for column in columns:
                batch_op.alter_column(column, server_default=None)


def downgrade() -> None:
    for table in ('fault', 'timeline_entry'):
        op.execute(f"UPDATE {table} SET state = 'seen' WHERE state = 'reopened'")
        op.execute(f"UPDATE {table} SET state = 'resolved' WHERE state = 'closed'")
        op.execute(f"UPDATE {table} SET state = 'rejected' WHERE state = 'duplicate'")
    op.execute(f"DELETE FROM timeline_entry WHERE event IS NOT NULL AND NOT ({EVENTS_BEFORE})")
    op.execute(f"UPDATE fault SET channel = 'staff' WHERE NOT ({CHANNELS_BEFORE})")
    with op.batch_alter_table('vendor', schema=None) as batch_op:
        batch_op.drop_column('contract_until')
        batch_op.drop_column('contract')
        batch_op.drop_column('hours')

    with op.batch_alter_table('timeline_entry', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_timeline_entry_event'), type_='check')
        batch_op.create_check_constraint(op.f('ck_timeline_entry_event'), EVENTS_BEFORE)
        batch_op.drop_constraint(op.f('ck_timeline_entry_faultstate'), type_='check')
        batch_op.create_check_constraint(op.f('ck_timeline_entry_faultstate'), STATES_BEFORE)
        batch_op.drop_constraint(batch_op.f('fk_timeline_entry_photo_id_photo'), type_='foreignkey')
        batch_op.drop_column('photo_id')

    with op.batch_alter_table('report', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_report_rating'), type_='check')
        batch_op.drop_constraint(op.f('ck_report_channel'), type_='check')
        batch_op.drop_constraint(batch_op.f('fk_report_taken_by_id_person'), type_='foreignkey')
        batch_op.drop_column('rated_at')
        batch_op.drop_column('rating_note')
        batch_op.drop_column('rating')
        batch_op.drop_column('language')
        batch_op.drop_column('taken_by_id')
        batch_op.drop_column('channel')

    with op.batch_alter_table('fault', schema=None) as batch_op:
        _open_index(batch_op, OPEN_BEFORE)
        for name in ('restoration', 'priority', 'kind'):
            batch_op.drop_constraint(op.f(f'ck_fault_{name}'), type_='check')
        batch_op.drop_constraint(op.f('ck_fault_channel'), type_='check')
        batch_op.create_check_constraint(op.f('ck_fault_channel'), CHANNELS_BEFORE)
        batch_op.drop_constraint(op.f('ck_fault_faultstate'), type_='check')
        batch_op.create_check_constraint(op.f('ck_fault_faultstate'), STATES_BEFORE)
        batch_op.drop_constraint(batch_op.f('fk_fault_merged_into_id_fault'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_fault_merged_into_id'))
        batch_op.drop_column('merged_into_id')
        batch_op.drop_column('times_reopened')
        batch_op.drop_column('closed_at')
        batch_op.drop_column('restoration')
        batch_op.drop_column('priority')
        batch_op.drop_column('kind')

    with op.batch_alter_table('report_photo', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_report_photo_report_id'))

    op.drop_table('report_photo')
    with op.batch_alter_table('promise_move', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_promise_move_promise_id'))

    op.drop_table('promise_move')
    with op.batch_alter_table('follower', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_follower_report_id'))

    op.drop_table('follower')
    with op.batch_alter_table('solved', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_solved_room_id'))
        batch_op.drop_index(batch_op.f('ix_solved_guide_id'))
        batch_op.drop_index(batch_op.f('ix_solved_equipment_id'))

    op.drop_table('solved')
    with op.batch_alter_table('promise', schema=None) as batch_op:
        batch_op.drop_index('ix_promise_unmet', sqlite_where=sa.text('met_at IS NULL AND void_at IS NULL'), postgresql_where=sa.text('met_at IS NULL AND void_at IS NULL'))
        batch_op.drop_index('ix_promise_to_warn', sqlite_where=sa.text('met_at IS NULL AND void_at IS NULL AND warned_at IS NULL'), postgresql_where=sa.text('met_at IS NULL AND void_at IS NULL AND warned_at IS NULL'))

    op.drop_table('promise')
    with op.batch_alter_table('pause', schema=None) as batch_op:
        batch_op.drop_index('uq_pause_open', sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_pause_fault_id'))

    op.drop_table('pause')
    with op.batch_alter_table('part_used', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_part_used_fault_id'))

    op.drop_table('part_used')
    op.drop_table('guide_version')
    op.drop_table('diagnosis')
    with op.batch_alter_table('guide', schema=None) as batch_op:
        batch_op.drop_index('ix_guide_type')
        batch_op.drop_index(batch_op.f('ix_guide_symptom_id'))
        batch_op.drop_index('ix_guide_model')
        batch_op.drop_index('ix_guide_equipment')

    op.drop_table('guide')
    if op.get_bind().dialect.name == 'sqlite':
        op.execute('DROP TABLE guide_words')
    with op.batch_alter_table('check_part', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_check_part_check_id'))

    op.drop_table('check_part')
    with op.batch_alter_table('room_alternative', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_room_alternative_other_id'))

    op.drop_table('room_alternative')
    op.drop_table('contingency')
    with op.batch_alter_table('stock_move', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_stock_move_stock_id'))

    op.drop_table('stock_move')
    with op.batch_alter_table('spare_stock', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_spare_stock_site_id'))

    op.drop_table('spare_stock')
    op.drop_table('wish')
    op.drop_table('quiet')
    with op.batch_alter_table('push_device', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_push_device_person_id'))

    op.drop_table('push_device')
    op.drop_table('promise_target')
    with op.batch_alter_table('notice', schema=None) as batch_op:
        batch_op.drop_index('ix_notice_waits', sqlite_where=sa.text('sent_at IS NULL AND dead_at IS NULL'), postgresql_where=sa.text('sent_at IS NULL AND dead_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_notice_person_id'))
        batch_op.drop_index(batch_op.f('ix_notice_letter'))
        batch_op.drop_index('ix_notice_address')

    op.drop_table('notice')
    with op.batch_alter_table('duty', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_duty_person_id'))
        batch_op.drop_index('ix_duty_calendar_time')

    op.drop_table('duty')
    op.drop_table('channel')
