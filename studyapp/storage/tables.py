"""The tables. Everything personal is keyed by the user first; types are portable to PostgreSQL.

Instants are whole milliseconds since 1970 in UTC. Review rows are never changed or deleted; an undo adds a
retraction. `schedules` is a cache of what replaying the log yields and may be dropped and rebuilt.
"""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)

LONGEST_ID = 160
"""Characters of a stored id; the decks' own limit is 120, the rest is to spare."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

users = Table(
    "users",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(100), nullable=False),
)

LOCAL_USER_ID = 1
LOCAL_USER = {"id": LOCAL_USER_ID, "name": "local"}
"""The one user of local mode."""


def _user() -> Column[int]:
    return Column("user_id", ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)


reviews = Table(
    "reviews",
    metadata,
    _user(),
    Column("id", Uuid, primary_key=True),
    Column("deck", String(LONGEST_ID), nullable=False),
    Column("card", String(LONGEST_ID), nullable=False),
    Column("grade", SmallInteger, nullable=False),
    Column("answered_at", BigInteger, nullable=False),
    Column("day", Date, nullable=False),
    Column("elapsed_ms", Integer, nullable=False),
    Column("kind", String(10), nullable=False),
    Column("way", String(10), nullable=False, server_default="reveal"),
    Column("given", JSON, nullable=False, server_default="[]"),
    Column("mistaken", JSON, nullable=False, server_default="[]"),
    UniqueConstraint("user_id", "answered_at"),
    Index(None, "user_id", "deck", "card", "answered_at"),
    Index(None, "user_id", "day", "answered_at"),
)

retractions = Table(
    "retractions",
    metadata,
    Column("user_id", Integer, primary_key=True),
    Column("review_id", Uuid, primary_key=True),
    Column("retracted_at", BigInteger, nullable=False),
    ForeignKeyConstraint(["user_id", "review_id"], ["reviews.user_id", "reviews.id"], ondelete="CASCADE"),
)

schedules = Table(
    "schedules",
    metadata,
    _user(),
    Column("deck", String(LONGEST_ID), primary_key=True),
    Column("card", String(LONGEST_ID), primary_key=True),
    Column("due", Date, nullable=False),
    Column("repetition", Integer, nullable=False),
    Column("interval_days", Integer, nullable=False),
    Column("e_factor", Integer, nullable=False),
    Column("lapses", Integer, nullable=False),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("last_answered_at", BigInteger, nullable=False),
    Column("drill_open", Boolean, nullable=False),
    Index(None, "user_id", "due"),
    Index(None, "user_id", "last_day"),
)

card_marks = Table(
    "card_marks",
    metadata,
    _user(),
    Column("deck", String(LONGEST_ID), primary_key=True),
    Column("card", String(LONGEST_ID), primary_key=True),
    Column("suspended", Boolean, nullable=False),
    Column("buried_on", Date),
    Column("forgiven_lapses", Integer, nullable=False),
    Column("note", Text, nullable=False),
)
"""What a student does to a card that is no review."""

remarks = Table(
    "remarks",
    metadata,
    _user(),
    Column("id", Uuid, primary_key=True),
    Column("deck", String(LONGEST_ID), nullable=False),
    Column("card", String(LONGEST_ID), nullable=False),
    Column("text", Text, nullable=False),
    Column("sources", JSON, nullable=False),
    Column("made_at", BigInteger, nullable=False),
)
"""What a student holds to be wrong in a card, for the author of its deck."""

preferences = Table(
    "preferences",
    metadata,
    _user(),
    Column("name", String(40), primary_key=True),
    Column("value", JSON, nullable=False),
)
"""What a student has set; what is not there is at its default."""

devices = Table(
    "devices",
    metadata,
    _user(),
    Column("id", Uuid, primary_key=True),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("name", String(100), nullable=False),
    Column("paired_at", BigInteger, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
)
"""Phones that may study here over the local network; of their token only the SHA-256 is kept."""

exams = Table(
    "exams",
    metadata,
    _user(),
    Column("id", Uuid, primary_key=True),
    Column("deck", String(LONGEST_ID), nullable=False),
    Column("title", String(200), nullable=False),
    Column("content", JSON, nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("frozen_at", BigInteger),
)
"""Exams as they were made, whole; from `frozen_at` on their content stays as it is."""

sittings = Table(
    "sittings",
    metadata,
    _user(),
    Column("id", Uuid, primary_key=True),
    Column("exam_id", Uuid, nullable=False),
    Column("form", String(1), nullable=False),
    Column("minutes", Integer),
    Column("started_at", BigInteger, nullable=False),
    Column("submitted_at", BigInteger),
    ForeignKeyConstraint(["user_id", "exam_id"], ["exams.user_id", "exams.id"], ondelete="CASCADE"),
)
"""A form of an exam that is, or was, sat for practice."""

sitting_answers = Table(
    "sitting_answers",
    metadata,
    _user(),
    Column("sitting_id", Uuid, primary_key=True),
    Column("item", String(40), primary_key=True),
    Column("given", JSON, nullable=False),
    Column("answered_at", BigInteger, nullable=False),
    ForeignKeyConstraint(["user_id", "sitting_id"], ["sittings.user_id", "sittings.id"], ondelete="CASCADE"),
)
"""What was last given for an item of a sitting."""
