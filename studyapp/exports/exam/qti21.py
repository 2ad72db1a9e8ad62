"""QTI 2.1 for TAO and others: each form as a zip with a test and its items.

Marks are told in full, without templates, so that feedback can be told too. Feedback stays hidden while students
write: the test shows none, and its items hold it for a platform that is told to.
"""

from functools import partial

from studyapp.domain.exam.exam import Exam
from studyapp.domain.exam.forms import ExamForm, FormItem
from studyapp.domain.exam.item import ItemType
from studyapp.exports.exam.lack import lack_of
from studyapp.exports.exam.markup import Element, add, document, root, write
from studyapp.exports.exam.naming import file_name
from studyapp.exports.exam.output import ExamCharts, Output
from studyapp.exports.exam.platforms import identifier, kept, remarks, title_of
from studyapp.exports.exam.qti21_item import PICTURE, QTI, QTI_PLACE, assessment_item
from studyapp.packed import packed

CARRIES = frozenset(ItemType)
LACK = partial(lack_of, carries=CARRIES, format_name="QTI 2.1")
PACKAGE = "http://www.imsglobal.org/xsd/imscp_v1p1"
PACKAGE_PLACE = "http://www.imsglobal.org/xsd/qti/qtiv2p1/qtiv2p1_imscpv1p2_v1p0.xsd"
SECONDS = 60


def qti21(exam: Exam, charts: ExamCharts) -> Output:
    """Each form as a zip."""
    files = {
        file_name(exam, f"form-{form.letter}-qti21.zip"): packed(_package(exam, form, charts)) for form in exam.forms
    }
    return Output(files=files, left_out=remarks(exam, LACK))


def _package(exam: Exam, form: ExamForm, charts: ExamCharts) -> dict[str, bytes]:
    files = {"test.xml": document(_test(exam, form))}
    for one in kept(form, LACK):
        folder = _folder(one)
        if one.item.picture:
            files[f"{folder}/{PICTURE}"] = charts.picture(one.item)
        files[f"{folder}/item.xml"] = document(assessment_item(one, identifier("item", one.item.id), charts))
    return {"imsmanifest.xml": document(_manifest(exam, form, files)), **files}


def _folder(one: FormItem) -> str:
    return f"items/{identifier('item', one.item.id)}"


def _manifest(exam: Exam, form: ExamForm, files: dict[str, bytes]) -> Element:
    test = identifier("test", exam.id, form.letter)
    manifest = root("manifest", PACKAGE, PACKAGE_PLACE, identifier=f"{test}-package")
    metadata = add(manifest, "metadata")
    add(metadata, "schema", "QTIv2.1 Package")
    add(metadata, "schemaversion", "1.0.0")
    add(manifest, "organizations")
    resources = add(manifest, "resources")
    resource = add(resources, "resource", identifier=test, type="imsqti_test_xmlv2p1", href="test.xml")
    add(resource, "file", href="test.xml")
    for one in kept(form, LACK):
        ident, folder = identifier("item", one.item.id), _folder(one)
        add(resource, "dependency", identifierref=ident)
        described = add(resources, "resource", identifier=ident, type="imsqti_item_xmlv2p1", href=f"{folder}/item.xml")
        for name in (f"{folder}/item.xml", f"{folder}/{PICTURE}"):
            if name in files:
                add(described, "file", href=name)
    return manifest


def _test(exam: Exam, form: ExamForm) -> Element:
    ident = identifier("test", exam.id, form.letter)
    test = root("assessmentTest", QTI, QTI_PLACE, identifier=ident, title=title_of(exam, form))
    _sum_declared(test)
    if exam.blueprint.minutes:
        add(test, "timeLimits", maxTime=str(exam.blueprint.minutes * SECONDS))
    part = add(test, "testPart", identifier="part", navigationMode="nonlinear", submissionMode="individual")
    # As on paper, answers may be changed until the end: attempts without number, of which none tells anything.
    add(part, "itemSessionControl", maxAttempts="0", showFeedback="false", allowReview="true")
    _section(part, exam, form)
    processing = add(test, "outcomeProcessing")
    total = add(add(processing, "setOutcomeValue", identifier="SCORE"), "sum")
    add(total, "testVariables", variableIdentifier="SCORE")
    return test


def _sum_declared(test: Element) -> None:
    score = add(test, "outcomeDeclaration", identifier="SCORE", cardinality="single", baseType="float")
    add(add(score, "defaultValue"), "value", "0")


def _section(part: Element, exam: Exam, form: ExamForm) -> None:
    section = add(part, "assessmentSection", identifier="section", title=f"Form {form.letter}", visible="true")
    if exam.blueprint.instructions:
        write(add(section, "rubricBlock", view="candidate"), "p", exam.blueprint.instructions)
    for one in kept(form, LACK):
        ident = identifier("item", one.item.id)
        add(section, "assessmentItemRef", identifier=ident, href=f"{_folder(one)}/item.xml")
