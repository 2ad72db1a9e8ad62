"""Exams as files: every format that there is, together in one folder or one zip, with what was left out."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import import_module

from studyapp.domain.exam.exam import Exam
from studyapp.domain.vocabulary import Vocabulary
from studyapp.errors import ExamError
from studyapp.exports.exam.naming import file_name
from studyapp.exports.exam.output import Output
from studyapp.packed import packed
from studyapp.services.exam_charts import ExamCharts
from studyapp.steps import Steps, leaving_one, untold


class PaperFormat(StrEnum):
    """A format in which an exam can be had."""

    PDF = "pdf"
    HTML = "html"
    WORD = "docx"
    MOODLE = "moodle"
    GIFT = "gift"
    QTI12 = "qti12"
    QTI21 = "qti21"
    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"

    @property
    def label(self) -> str:
        """What it is called on a page."""
        return _LABELS[self]


_LABELS = {
    PaperFormat.PDF: "PDF: papers, answer sheets, key",
    PaperFormat.HTML: "Print-ready pages (HTML)",
    PaperFormat.WORD: "Word",
    PaperFormat.MOODLE: "Moodle XML",
    PaperFormat.GIFT: "GIFT (Moodle and others)",
    PaperFormat.QTI12: "Canvas (QTI 1.2)",
    PaperFormat.QTI21: "TAO and others (QTI 2.1)",
    PaperFormat.CSV: "Table (CSV)",
    PaperFormat.XLSX: "Spreadsheet (Excel)",
    PaperFormat.JSON: "The exam as data (JSON)",
}

_MODULES = {
    PaperFormat.PDF: "pdf.pdf",
    PaperFormat.HTML: "page.page",
    PaperFormat.WORD: "word.word",
    PaperFormat.MOODLE: "moodle_xml.moodle_xml",
    PaperFormat.GIFT: "gift.gift",
    PaperFormat.QTI12: "qti12.qti12",
    PaperFormat.QTI21: "qti21.qti21",
    PaperFormat.CSV: "table.csv_table",
    PaperFormat.XLSX: "table.xlsx_table",
    PaperFormat.JSON: "as_json.json_file",
}
"""What writes each; loaded when first asked for, as typst, lxml, python-docx and openpyxl are slow to load."""

LEFT_OUT = "left-out.txt"


@dataclass(frozen=True, slots=True)
class Papers:
    """The files of an exam, and by format what could not go along."""

    files: Mapping[str, bytes]
    left_out: Mapping[PaperFormat, tuple[str, ...]]

    @property
    def told(self) -> str:
        """What was left out, a line each; empty when everything went along."""
        return "".join(f"{one.label}: {line}\n" for one, lines in self.left_out.items() for line in lines)


class ExamPapers:
    """Writes exams in every format."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Paint charts whose zones are in the vocabulary."""
        self.charts = ExamCharts(vocabulary)

    def write(self, exam: Exam, formats: Iterable[PaperFormat], steps: Steps = untold) -> Papers:
        """The files of these formats; raises ExamError for none, ExportError for what cannot be written."""
        chosen = tuple(dict.fromkeys(formats))
        if not chosen:
            raise ExamError("Choose at least one format.")
        files: dict[str, bytes] = {}
        left_out: dict[PaperFormat, tuple[str, ...]] = {}
        for done, one in enumerate(chosen):
            steps(done, len(chosen))
            output = _writer(one)(exam, self.charts)
            files |= output.files
            left_out |= {one: output.left_out} if output.left_out else {}
        steps(len(chosen), len(chosen))
        papers = Papers(files, left_out)
        return Papers({**files, LEFT_OUT: papers.told.encode()}, left_out) if papers.told else papers

    def zip(self, exam: Exam, formats: Iterable[PaperFormat], steps: Steps = untold) -> tuple[str, bytes]:
        """The same as one zip, with its name."""
        with leaving_one(steps) as but_one:
            return file_name(exam, "exam.zip"), packed(self.write(exam, formats, but_one).files)


def formats_named(names: Iterable[str]) -> tuple[PaperFormat, ...]:
    """The formats of these names, "all" for every one; raises ExamError for a name that is none."""
    told = [name.strip() for name in names if name.strip()]
    if "all" in told:
        return tuple(PaperFormat)
    known = {str(one): one for one in PaperFormat}
    wrong = [name for name in told if name not in known]
    if wrong:
        raise ExamError(f"There is no format “{wrong[0]}”: choose of {', '.join(known)}, or all.")
    return tuple(known[name] for name in told)


@cache
def _writer(one: PaperFormat) -> Callable[[Exam, ExamCharts], Output]:
    module, _, name = _MODULES[one].partition(".")
    writer: Callable[[Exam, ExamCharts], Output] = getattr(import_module(f"studyapp.exports.exam.{module}"), name)
    return writer
