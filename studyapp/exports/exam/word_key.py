"""The key for Word: for each form what is right, then once for each item why, with the works behind it."""

from collections.abc import Iterable

from studyapp.domain.exam.exam import Exam
from studyapp.domain.exam.forms import ExamForm
from studyapp.domain.exam.item import MATCHED, TYPED, Item, ItemType, Rationale
from studyapp.exports.exam.answer_key import also_right, key_of
from studyapp.exports.exam.output import ExamCharts, letter
from studyapp.exports.exam.word_document import WordDocument

PREDICTED = (
    "Difficulty is predicted from how near the wrong options come to the key and from the type of item; nobody has"
    " measured it yet."
)
HEADER = ("Item", "Type", "Key", "Points", "Predicted difficulty")
WIDTHS = (0.08, 0.25, 0.37, 0.1, 0.2)


def word_key(exam: Exam, charts: ExamCharts) -> bytes:
    """The instructors' .docx."""
    title = f"{exam.blueprint.title}: key"
    document = WordDocument(title, f"{title} · for instructors only")
    document.text(f"For instructors only. Deck {exam.deck}, version {exam.deck_version}.", "Subtitle")
    document.text(PREDICTED)
    for form in exam.forms:
        _write_form(document, form)
    document.heading("Reasons and sources", 1)
    document.text("Each item once, with the letters of the form that its heading names.")
    for item in _each_once(exam):
        _write_reasons(document, exam, item, charts)
    return document.as_bytes()


def _each_once(exam: Exam) -> Iterable[Item]:
    items: dict[str, Item] = {}
    for form in exam.forms:
        for one in form.items:
            items.setdefault(one.item.id, one.item)
    return items.values()


def _write_form(document: WordDocument, form: ExamForm) -> None:
    document.heading(f"Form {form.letter}", 1)
    rows = [
        (str(one.number), one.item.type.label, key_of(one.item), str(one.item.points), one.item.difficulty.value)
        for one in form.items
    ]
    document.table(f"Key of form {form.letter}", HEADER, rows, WIDTHS)


def _write_reasons(document: WordDocument, exam: Exam, item: Item, charts: ExamCharts) -> None:
    places = [(form.letter, one) for form in exam.forms for one in form.items if one.item.id == item.id]
    document.heading(f"Form {places[0][0]}, item {places[0][1].number}: {item.type.label}", 2)
    document.text(item.stem)
    if item.picture is not None:
        document.picture(charts.picture(item), charts.alt(item))
    keys = "; ".join(f"form {form}, item {one.number}: {key_of(one.item)}" for form, one in places)
    document.text(keys, label="Key: ")
    if also := also_right(item):
        document.text("; ".join(also), label="Also right: ")
    document.text(item.difficulty.value, label="Predicted difficulty: ")
    if item.why.text or item.why.sources:
        document.text(_told(item.why), label="Why: ")
    _write_options(document, item)
    _write_premises(document, item)
    document.text(", ".join(item.facts), label="Facts: ")


def _write_options(document: WordDocument, item: Item) -> None:
    judged = item.type not in {*MATCHED, *TYPED, ItemType.ORDERING}
    for place, option in enumerate(item.options):
        verdict = (", right" if option.is_key else ", wrong") if judged else ""
        text = " – ".join(filter(None, (option.text, _told(option.why))))
        document.text(text, "List Continue", label=f"{letter(place)}{verdict}: ")


def _write_premises(document: WordDocument, item: Item) -> None:
    texts = {option.id: f"{letter(place)}, {option.text}" for place, option in enumerate(item.options)}
    for number, premise in enumerate(item.premises, start=1):
        text = " – ".join(filter(None, (f"{premise.text} → {texts[premise.key]}", _told(premise.why))))
        document.text(text, "List Continue", label=f"{number}: ")


def _told(why: Rationale) -> str:
    sources = f"[{'; '.join(why.sources)}]" if why.sources else ""
    return " ".join(filter(None, (why.text, sources)))
