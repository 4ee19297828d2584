"""How long what is kept, and who was forgotten

Revision: 0012, after 0011, 2026-11-23
"""

import sqlalchemy as sa
from alembic import op
import app.database

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    raise NotImplementedError('Go back by restoring the backup that was taken before.')
