"""How an answer was given; marks on cards, remarks for authors, preferences, paired devices."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Reviews of before were revealed, and nothing was given; the new tables are empty."""
    op.add_column("reviews", sa.Column("way", sa.String(10), nullable=False, server_default="reveal"))
    op.add_column("reviews", sa.Column("given", sa.JSON, nullable=False, server_default="[]"))
    op.add_column("reviews", sa.Column("mistaken", sa.JSON, nullable=False, server_default="[]"))
    _personal(
        "card_marks",
        sa.Column("deck", sa.String(160), nullable=False),
        sa.Column("card", sa.String(160), nullable=False),
        sa.Column("suspended", sa.Boolean, nullable=False),
        sa.Column("buried_on", sa.Date),
        sa.Column("forgiven_lapses", sa.Integer, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        key=["deck", "card"],
    )
    _personal(
        "remarks",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("deck", sa.String(160), nullable=False),
        sa.Column("card", sa.String(160), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("sources", sa.JSON, nullable=False),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        key=["id"],
    )
    _personal(
        "preferences",
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("value", sa.JSON, nullable=False),
        key=["name"],
    )
    _personal(
        "devices",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("paired_at", sa.BigInteger, nullable=False),
        sa.Column("seen_at", sa.BigInteger, nullable=False),
        sa.UniqueConstraint("token_hash", name="uq_devices_token_hash"),
        key=["id"],
    )


def _personal(name: str, *columns: sa.schema.SchemaItem, key: list[str]) -> None:
    op.create_table(
        name,
        sa.Column("user_id", sa.Integer, nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("user_id", *key, name=f"pk_{name}"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=f"fk_{name}_users", ondelete="CASCADE"),
    )
