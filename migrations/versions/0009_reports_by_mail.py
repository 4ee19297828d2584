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


EVENTS_BEFORE_MAIL = (
    "event IN ('taken', 'found_again', 'effect_set', 'works_again', 'still_broken',"
    " 'promise_moved', 'priority_set', 'arrived', 'merged', 'split', 'swapped', 'part_used',"
    " 'vendor_asked', 'rated', 'warned', 'may_slip', 'by_time')"
)
IMPORTED = (
    "what IN ('calendar', 'site', 'building', 'floor', 'room', 'zone', 'vendor', 'model', 'unit',"
    " 'system', 'spare', 'stock', 'move', 'job', 'past')"
)
EVENTS = EVENTS_BEFORE_MAIL.replace("'by_time')", "'by_time', 'mailed')")


def upgrade() -> None:
    _mail_comes_in()
    _notices_answer()
    _parts_of_checks_say_their_units()
    _words_of_reports_are_shown()
    _lists_bring_stock()


def _lists_bring_stock() -> None:
    with op.batch_alter_table('import_change', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_import_change_what'), type_='check')
        batch_op.create_check_constraint(op.f('ck_import_change_what'), IMPORTED)


def _words_of_reports_are_shown() -> None:
    with op.batch_alter_table('report', schema=None) as batch_op:
        batch_op.add_column(sa.Column('shown_at', app.database.UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column('shown_by_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_report_shown_by_id_person'), 'person', ['shown_by_id'], ['id'])


def _parts_of_checks_say_their_units() -> None:
    """The table is empty: no version wrote into it."""
    with op.batch_alter_table('check_part', schema=None) as batch_op:
        batch_op.add_column(sa.Column('equipment_id', sa.Integer(), nullable=False))
        batch_op.create_foreign_key(batch_op.f('fk_check_part_equipment_id_equipment'), 'equipment', ['equipment_id'], ['id'])
        batch_op.create_index(batch_op.f('ix_check_part_equipment_id'), ['equipment_id'], unique=False)


def _mail_comes_in() -> None:
    op.create_table('post',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('read_at', app.database.UtcDateTime(), nullable=True),
    sa.Column('shut_since', app.database.UtcDateTime(), nullable=True),
    sa.Column('try_at', app.database.UtcDateTime(), nullable=True),
    sa.Column('problem', sa.String(length=300), nullable=False),
    sa.CheckConstraint('id = 1', name=op.f('ck_post_one')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_post'))
    )
    op.create_table('mail',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('state', sa.Enum('waits', 'report', 'note', 'left', 'aside', name='mailstate', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('sender', sa.String(length=254), nullable=False),
    sa.Column('subject', sa.String(length=300), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('files', sa.Text(), nullable=False),
    sa.Column('language', sa.String(length=20), nullable=False),
    sa.Column('why', sa.String(length=300), nullable=False),
    sa.Column('answers', sa.Boolean(), nullable=False),
    sa.Column('arrived_at', app.database.UtcDateTime(), nullable=False),
    sa.Column('fault_id', sa.Integer(), nullable=True),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_mail_by_id_person')),
    sa.ForeignKeyConstraint(['fault_id'], ['fault.id'], name=op.f('fk_mail_fault_id_fault')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mail')),
    sa.UniqueConstraint('key', name=op.f('uq_mail_key'))
    )
    with op.batch_alter_table('mail', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_mail_fault_id'), ['fault_id'], unique=False)
        batch_op.create_index('ix_mail_sender', ['sender', 'arrived_at'], unique=False)
        batch_op.create_index('ix_mail_waits', ['id'], unique=False, sqlite_where=sa.text("state = 'waits'"), postgresql_where=sa.text("state = 'waits'"))

    op.create_table('mail_photo',
    sa.Column('photo_id', sa.Integer(), nullable=False),
    sa.Column('mail_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['mail_id'], ['mail.id'], name=op.f('fk_mail_photo_mail_id_mail')),
    sa.ForeignKeyConstraint(['photo_id'], ['photo.id'], name=op.f('fk_mail_photo_photo_id_photo')),
    sa.PrimaryKeyConstraint('photo_id', name=op.f('pk_mail_photo'))
    )
    with op.batch_alter_table('mail_photo', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_mail_photo_mail_id'), ['mail_id'], unique=False)

    with op.batch_alter_table('timeline_entry', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_timeline_entry_event'), type_='check')
        batch_op.create_check_constraint(op.f('ck_timeline_entry_event'), EVENTS)


def _notices_answer() -> None:
    with op.batch_alter_table('notice', schema=None) as batch_op:
        batch_op.add_column(sa.Column('answers', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.create_index('ix_notice_link', ['link'], unique=False)
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.add_column(sa.Column('language', sa.String(length=20), nullable=False, server_default=''))


def downgrade() -> None:
    raise NotImplementedError('Go back by restoring the backup that was taken before.')
