"""Migrations of the database, one file a step; Alembic runs them in order."""
