"""The review log, its retractions, and the schedule cache."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

LOCAL_USER = {"id": 1, "name": "local"}


def upgrade() -> None:
    """Make the tables, and the one user of local mode."""
    users = op.create_table(
        "users",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_users"),
    )
    op.bulk_insert(users, [LOCAL_USER])
    op.create_table(
        "reviews",
        sa.Column("user_id", sa.Integer, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("deck", sa.String(160), nullable=False),
        sa.Column("card", sa.String(160), nullable=False),
        sa.Column("grade", sa.SmallInteger, nullable=False),
        sa.Column("answered_at", sa.BigInteger, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("elapsed_ms", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "id", name="pk_reviews"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_reviews_users", ondelete="CASCADE"),
        sa.UniqueConstraint("user_id", "answered_at", name="uq_reviews_user_id_answered_at"),
    )
    op.create_index("ix_reviews_user_id_deck_card_answered_at", "reviews", ["user_id", "deck", "card", "answered_at"])
    op.create_index("ix_reviews_user_id_day_answered_at", "reviews", ["user_id", "day", "answered_at"])
    op.create_table(
        "retractions",
        sa.Column("user_id", sa.Integer, nullable=False),
        sa.Column("review_id", sa.Uuid, nullable=False),
        sa.Column("retracted_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("user_id", "review_id", name="pk_retractions"),
        sa.ForeignKeyConstraint(
            ["user_id", "review_id"],
            ["reviews.user_id", "reviews.id"],
            name="fk_retractions_reviews",
            ondelete="CASCADE",
        ),
    )
    op.create_table(
        "schedules",
        sa.Column("user_id", sa.Integer, nullable=False),
        sa.Column("deck", sa.String(160), nullable=False),
        sa.Column("card", sa.String(160), nullable=False),
        sa.Column("due", sa.Date, nullable=False),
        sa.Column("repetition", sa.Integer, nullable=False),
        sa.Column("interval_days", sa.Integer, nullable=False),
        sa.Column("e_factor", sa.Integer, nullable=False),
        sa.Column("lapses", sa.Integer, nullable=False),
        sa.Column("first_day", sa.Date, nullable=False),
        sa.Column("last_day", sa.Date, nullable=False),
        sa.Column("last_answered_at", sa.BigInteger, nullable=False),
        sa.Column("drill_open", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("user_id", "deck", "card", name="pk_schedules"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_schedules_users", ondelete="CASCADE"),
    )
    op.create_index("ix_schedules_user_id_due", "schedules", ["user_id", "due"])
    op.create_index("ix_schedules_user_id_last_day", "schedules", ["user_id", "last_day"])
