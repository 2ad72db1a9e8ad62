"""Exams: blueprints, items that can be defended, the rules for them, and forms that are frozen."""
