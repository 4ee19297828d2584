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


def upgrade() -> None:
    pass


def downgrade() -> None:
    raise NotImplementedError('Go back by restoring the backup that was taken before.')
