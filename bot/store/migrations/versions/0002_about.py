"""What was answered last in a conversation, for questions that lean on it.

Revision ID: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the column; conversations of before lean on nothing."""
    about = sa.Column("about", sa.Text(), nullable=False, server_default="")
    op.add_column("conversations", about)
