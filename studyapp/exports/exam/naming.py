"""Names of files: by the title of the exam, in letters that every system takes."""

import re

from studyapp.domain.exam.exam import Exam
from studyapp.domain.folding import fold

LONGEST = 60


def file_name(exam: Exam, ending: str) -> str:
    """A name such as `final-form-A.docx`: the title, and what the file is."""
    title = re.sub(r"[^a-z0-9]+", "-", fold(exam.blueprint.title))[:LONGEST].strip("-")
    return f"{title or 'exam'}-{ending}"
