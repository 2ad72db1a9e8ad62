"""The pure core: anatomy, questions and scheduling; no clock, no chance, no input or output."""
