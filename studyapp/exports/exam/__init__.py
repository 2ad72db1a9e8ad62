"""Exams as files: for print, for learning platforms, for spreadsheets."""
