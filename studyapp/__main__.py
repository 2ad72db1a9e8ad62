"""`python -m studyapp` is `studyapp`."""

from studyapp.cli import main

main()
