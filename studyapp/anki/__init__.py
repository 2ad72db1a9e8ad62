"""Anki: decks as packages that a student imports, and imports again, without losing anything."""
