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


def upgrade() -> None:
    _people_of_sites()


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
    with op.batch_alter_table('person') as table:
        table.add_column(
            sa.Column('limited', sa.Boolean(), server_default=sa.false(), nullable=False)
        )
    with op.batch_alter_table('person') as table:
        table.alter_column('limited', server_default=None)


def downgrade() -> None:
    raise NotImplementedError('Go back by restoring the backup that was taken before.')
