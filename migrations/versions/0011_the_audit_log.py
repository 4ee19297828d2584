"""What was done is written down, chained, and stays

Revision: 0011, after 0010, 2026-11-23
"""

import sqlalchemy as sa
from alembic import op
import app.database

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None

FUNCTION = """
CREATE OR REPLACE FUNCTION history_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'TRUNCATE' AND EXISTS (SELECT 1 FROM history_pass WHERE of = TG_TABLE_NAME) THEN
        IF TG_OP = 'UPDATE' THEN RETURN NEW; END IF;
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'what stands in % stays as it is', TG_TABLE_NAME USING ERRCODE = '23001';
END $$
"""

HISTORY = {'check': {'scanned_at'}, 'finding': set(), 'timeline_entry': {'photo_id'}}


def _keep(table, columns=()):
    """Triggers that let the rows of a table stay; as app/audit/staying.py made them on this day."""
    update = 'UPDATE OF ' + ', '.join(f'"{each}"' for each in columns) if columns else 'UPDATE'
    if op.get_bind().dialect.name == 'postgresql':
        run = 'EXECUTE FUNCTION history_stays()'
        for name, what in (
            ('unchanged', f'{update} ON "{table}" FOR EACH ROW'),
            ('not_removed', f'DELETE ON "{table}" FOR EACH ROW'),
            ('not_emptied', f'TRUNCATE ON "{table}"'),
        ):
            op.execute(f'CREATE TRIGGER {table}_{name} BEFORE {what} {run}')
        return
    unless = f"WHEN NOT EXISTS (SELECT 1 FROM history_pass WHERE of = '{table}')"
    refuse = f"BEGIN SELECT RAISE(ABORT, 'what stands in {table} stays as it is'); END"
    for name, what in (('unchanged', update), ('not_removed', 'DELETE')):
        op.execute(f'CREATE TRIGGER {table}_{name} BEFORE {what} ON "{table}" {unless} {refuse}')


def upgrade() -> None:
    op.create_table('audit_entry',
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('at', app.database.UtcDateTime(), nullable=False),
    sa.Column('who', sa.Enum('person', 'worker', 'command', 'visitor', name='who', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('act', sa.String(length=40), nullable=False),
    sa.Column('about', sa.String(length=63), nullable=False),
    sa.Column('about_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('changes', sa.Text(), nullable=False),
    sa.Column('site_id', sa.Integer(), nullable=True),
    sa.Column('way', sa.String(length=100), nullable=False),
    sa.Column('previous', sa.String(length=64), nullable=False),
    sa.Column('marks', sa.String(length=80), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_audit_entry'))
    )
    with op.batch_alter_table('audit_entry', schema=None) as batch_op:
        batch_op.create_index('ix_audit_entry_about', ['about', 'about_id', 'number'], unique=False)
        batch_op.create_index('ix_audit_entry_act', ['act', 'number'], unique=False)
        batch_op.create_index('ix_audit_entry_at', ['at', 'number'], unique=False)
        batch_op.create_index('ix_audit_entry_person', ['person_id', 'number'], unique=False)
        batch_op.create_index('ix_audit_entry_site', ['site_id', 'number'], unique=False)

    op.create_table('seal',
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('at', app.database.UtcDateTime(), nullable=False),
    sa.Column('of', sa.String(length=63), nullable=False),
    sa.Column('after_id', sa.Integer(), nullable=True),
    sa.Column('last_id', sa.Integer(), nullable=False),
    sa.Column('ids', sa.Text(), nullable=False),
    sa.Column('columns', sa.Text(), nullable=False),
    sa.Column('rows_hash', sa.String(length=64), nullable=False),
    sa.Column('row_marks', sa.LargeBinary(), nullable=False),
    sa.Column('column_marks', sa.Text(), nullable=False),
    sa.Column('log_number', sa.Integer(), nullable=False),
    sa.Column('log_hash', sa.String(length=64), nullable=False),
    sa.Column('replaces', sa.Integer(), nullable=True),
    sa.Column('why', sa.String(length=200), nullable=False),
    sa.Column('previous', sa.String(length=64), nullable=False),
    sa.Column('marks', sa.String(length=80), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_seal'))
    )
    with op.batch_alter_table('seal', schema=None) as batch_op:
        batch_op.create_index('ix_seal_of', ['of', 'last_id'], unique=False)
        batch_op.create_index('ix_seal_replaces', ['replaces'], unique=False, sqlite_where=sa.text('replaces IS NOT NULL'), postgresql_where=sa.text('replaces IS NOT NULL'))

    op.create_table('history_pass',
    sa.Column('of', sa.String(length=63), nullable=False),
    sa.PrimaryKeyConstraint('of', name=op.f('pk_history_pass'))
    )
    if op.get_bind().dialect.name == 'postgresql':
        op.execute(FUNCTION)
    _keep('audit_entry')
    _keep('seal')
    for table, free in HISTORY.items():
        there = sa.inspect(op.get_bind()).get_columns(table)
        _keep(table, [each['name'] for each in there if each['name'] not in free])


def downgrade() -> None:
    raise NotImplementedError('Go back by restoring the backup that was taken before.')
