"""What leaves the program as files for paper and other programs."""
