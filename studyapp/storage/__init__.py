"""What a student did, kept in SQLite: the review log, and the schedules that follow from it."""
