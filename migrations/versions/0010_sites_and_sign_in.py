"""People belong to sites; second factors, passkeys, other doors, sessions

Revision: 0010, after 0009, 2026-11-23
"""

import sqlalchemy as sa
from alembic import op
import app.database

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None

PROOFS = ('password', 'code', 'recovery', 'passkey', 'elsewhere')


def upgrade() -> None:
    _people_of_sites()
    _sign_in()
    _other_doors()


def _other_doors() -> None:
    op.create_table(
        'identity',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('issuer', sa.String(length=400), nullable=False),
        sa.Column('subject', sa.String(length=255), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.Column('linked_at', app.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column('last_used_at', app.database.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ['person_id'], ['person.id'], name=op.f('fk_identity_person_id_person')
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_identity')),
        sa.UniqueConstraint('issuer', 'subject', name=op.f('uq_identity_issuer_subject')),
    )
    op.create_index(op.f('ix_identity_person_id'), 'identity', ['person_id'])
    with op.batch_alter_table('person') as table:
        table.add_column(
            sa.Column('invited_at', app.database.UtcDateTime(timezone=True), nullable=True)
        )


def _sign_in() -> None:
    op.create_table(
        'sign_in',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('secret_hash', sa.String(64), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.Column('bound_to', sa.String(64), nullable=False),
        sa.Column('began_at', app.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column('seen_at', app.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column('proved_at', app.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column('proof', sa.Enum(*PROOFS, name='proof', native_enum=False, create_constraint=True, length=20), nullable=False),
        sa.Column('stays', sa.Boolean(), nullable=False),
        sa.Column('browser', sa.String(40), nullable=False),
        sa.Column('system', sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_sign_in_person_id_person')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_in')),
        sa.UniqueConstraint('secret_hash', name=op.f('uq_sign_in_secret_hash')),
    )
    op.create_index(op.f('ix_sign_in_began_at'), 'sign_in', ['began_at'])
    op.create_index(op.f('ix_sign_in_person_id'), 'sign_in', ['person_id'])
    _second_factors()


def _second_factors() -> None:
    op.create_table(
        'second_factor',
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.Column('secret', sa.Text(), nullable=False),
        sa.Column('begun_at', app.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column('confirmed_at', app.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column('last_counter', sa.Integer(), nullable=False),
        sa.Column('misses', sa.Integer(), nullable=False),
        sa.Column('shut_until', app.database.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint('misses >= 0', name=op.f('ck_second_factor_misses')),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_second_factor_person_id_person')),
        sa.PrimaryKeyConstraint('person_id', name=op.f('pk_second_factor')),
    )
    op.create_table(
        'recovery_code',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.Column('code_hash', sa.String(64), nullable=False),
        sa.Column('used_at', app.database.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_recovery_code_person_id_person')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_recovery_code')),
        sa.UniqueConstraint('code_hash', name=op.f('uq_recovery_code_code_hash')),
    )
    op.create_index(op.f('ix_recovery_code_person_id'), 'recovery_code', ['person_id'])
    op.create_table(
        'passkey',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(200), nullable=False),
        sa.Column('credential_id', sa.LargeBinary(1023), nullable=False),
        sa.Column('public_key', sa.LargeBinary(), nullable=False),
        sa.Column('handle', sa.LargeBinary(64), nullable=False),
        sa.Column('sign_count', sa.Integer(), nullable=False),
        sa.Column('asked_at', app.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column('created_at', app.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column('used_at', app.database.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_passkey_person_id_person')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_passkey')),
        sa.UniqueConstraint('credential_id', name=op.f('uq_passkey_credential_id')),
    )
    op.create_index(op.f('ix_passkey_person_id'), 'passkey', ['person_id'])


def _people_of_sites() -> None:
    op.create_table(
        'person_site',
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.Column('site_id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ['person_id'], ['person.id'], name=op.f('fk_person_site_person_id_person')
        ),
        sa.ForeignKeyConstraint(
            ['site_id'], ['site.id'], name=op.f('fk_person_site_site_id_site')
        ),
        sa.PrimaryKeyConstraint('person_id', 'site_id', name=op.f('pk_person_site')),
    )
    with op.batch_alter_table('person_site') as table:
        table.create_index(op.f('ix_person_site_site_id'), ['site_id'])
    op.create_index(op.f('ix_check_photo_photo_id'), 'check_photo', ['photo_id'])
    for name in ('tag', 'timeline_entry'):
        where = sa.text('photo_id IS NOT NULL')
        op.create_index(
            f'ix_{name}_photo', name, ['photo_id'], sqlite_where=where, postgresql_where=where
        )
    with op.batch_alter_table('person') as table:
        table.add_column(
            sa.Column('limited', sa.Boolean(), server_default=sa.false(), nullable=False)
        )
    with op.batch_alter_table('person') as table:
        table.alter_column('limited', server_default=None)


def downgrade() -> None:
    raise NotImplementedError('Go back by restoring the backup that was taken before.')
