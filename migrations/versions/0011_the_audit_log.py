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


def upgrade() -> None:
    pass


def downgrade() -> None:
    raise NotImplementedError('Go back by restoring the backup that was taken before.')
