"""studyapp: learn muscles, trigger points and the pseudo-sciatica differential."""

__version__ = "0.7.0"
