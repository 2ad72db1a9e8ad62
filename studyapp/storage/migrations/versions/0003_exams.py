"""Exams that were made, and sittings of them with every answer given."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Three new tables, empty."""
    _personal(
        "exams",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("deck", sa.String(160), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("content", sa.JSON, nullable=False),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.Column("frozen_at", sa.BigInteger),
        key=["id"],
    )
    _personal(
        "sittings",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("exam_id", sa.Uuid, nullable=False),
        sa.Column("form", sa.String(1), nullable=False),
        sa.Column("minutes", sa.Integer),
        sa.Column("started_at", sa.BigInteger, nullable=False),
        sa.Column("submitted_at", sa.BigInteger),
        sa.ForeignKeyConstraint(
            ["user_id", "exam_id"], ["exams.user_id", "exams.id"], name="fk_sittings_exams", ondelete="CASCADE"
        ),
        key=["id"],
    )
    _personal(
        "sitting_answers",
        sa.Column("sitting_id", sa.Uuid, nullable=False),
        sa.Column("item", sa.String(40), nullable=False),
        sa.Column("given", sa.JSON, nullable=False),
        sa.Column("answered_at", sa.BigInteger, nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id", "sitting_id"],
            ["sittings.user_id", "sittings.id"],
            name="fk_sitting_answers_sittings",
            ondelete="CASCADE",
        ),
        key=["sitting_id", "item"],
    )


def _personal(name: str, *columns: sa.schema.SchemaItem, key: list[str]) -> None:
    op.create_table(
        name,
        sa.Column("user_id", sa.Integer, nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("user_id", *key, name=f"pk_{name}"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=f"fk_{name}_users", ondelete="CASCADE"),
    )
