"""Canvas quizzes: what the package of one holds beside its questions."""

from studyapp.domain.exam.exam import Exam
from studyapp.domain.exam.forms import ExamForm
from studyapp.exports.exam.markup import add, document, paragraph, root
from studyapp.exports.exam.platforms import title_of

MANIFEST = "imsmanifest.xml"
META = "assessment_meta.xml"
PACKAGE = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
PACKAGE_PLACE = "http://www.imsglobal.org/xsd/imscp_v1p1.xsd"
CANVAS = "http://canvas.instructure.com/xsd/cccv1p0"
CANVAS_PLACE = "https://canvas.instructure.com/xsd/cccv1p0.xsd"
META_TYPE = "associatedcontent/imscc_xmlv1p1/learning-application-resource"
SETTINGS = {
    "shuffle_answers": "false",  # forms are frozen
    "scoring_policy": "keep_highest",
    "hide_results": "always",  # until the teacher shows them
    "quiz_type": "assignment",
    "show_correct_answers": "false",
    "allowed_attempts": "1",
    "one_question_at_a_time": "false",
    "cant_go_back": "false",
    "available": "false",
}


def manifest(quiz: str, questions: str, pictures: tuple[str, ...]) -> bytes:
    """What lies in the package, and what needs what."""
    outermost = root("manifest", PACKAGE, PACKAGE_PLACE, identifier=f"{quiz}-package")
    metadata = add(outermost, "metadata")
    add(metadata, "schema", "IMS Content")
    add(metadata, "schemaversion", "1.1.3")
    add(outermost, "organizations")
    resources = add(outermost, "resources")
    resource = add(resources, "resource", identifier=quiz, type="imsqti_xmlv1p2")
    add(resource, "file", href=questions)
    needed = {f"{quiz}-meta": (META_TYPE, f"{quiz}/{META}")}
    needed |= {f"{quiz}-picture-{n}": ("webcontent", name) for n, name in enumerate(pictures, start=1)}
    for ident, (kind, name) in needed.items():
        add(resource, "dependency", identifierref=ident)
        add(add(resources, "resource", identifier=ident, type=kind, href=name), "file", href=name)
    return document(outermost)


def quiz_meta(exam: Exam, form: ExamForm, quiz: str, points: int) -> bytes:
    """The settings of the quiz: unpublished, one attempt, no results until the teacher shows them."""
    outermost = root("quiz", CANVAS, CANVAS_PLACE, identifier=quiz)
    instructions = exam.blueprint.instructions
    add(outermost, "title", title_of(exam, form))
    add(outermost, "description", paragraph(instructions) if instructions else "")
    for setting, value in SETTINGS.items():
        add(outermost, setting, value)
    add(outermost, "points_possible", str(points))
    if exam.blueprint.minutes:
        add(outermost, "time_limit", str(exam.blueprint.minutes))
    return document(outermost)
