"""Measures drawing exams, and writing them: 40 items in 3 forms in every format.

Target: drawn and written in every format within 3 s, and a paper without pictures within 300 kB as PDF. Exams by other
seeds take turns, each drawn anew; pictures that were painted are not kept from one to the next.
"""

from dataclasses import replace
from statistics import median
from time import perf_counter

from program import machine

from studyapp.content.loader import load_catalog
from studyapp.domain.catalog import Catalog
from studyapp.domain.exam.blueprint import Cell, ExamBlueprint
from studyapp.domain.exam.item import ItemType
from studyapp.services.exam_papers import ExamPapers, PaperFormat
from studyapp.services.examiner import Examiner

ROUNDS = 5
CELLS = {
    ItemType.SINGLE: 16,
    ItemType.VIGNETTE: 2,
    ItemType.MULTIPLE: 5,
    ItemType.TRUE_FALSE: 5,
    ItemType.MATCHING: 1,
    ItemType.EXTENDED: 1,
    ItemType.SHORT: 4,
    ItemType.CLOZE: 3,
    ItemType.ORDERING: 1,
    ItemType.HOTSPOT: 2,
}
FINAL = ExamBlueprint(
    title="Final", forms=3, cells=tuple(Cell(type=kind, count=number) for kind, number in CELLS.items())
)
WORDS_ALONE = replace(FINAL, cells=tuple(cell for cell in FINAL.cells if cell.type is not ItemType.HOTSPOT))


def main() -> None:
    """Print what an exam costs."""
    catalog = load_catalog()
    drawing: list[float] = []
    writing: dict[PaperFormat, list[float]] = {one: [] for one in PaperFormat}
    whole: list[float] = []
    for seed in range(ROUNDS):
        papers, begun = ExamPapers(catalog.words.vocabulary), perf_counter()
        exam = Examiner(catalog).draw(replace(FINAL, seed=seed)).exam
        drawing.append(perf_counter() - begun)
        for one in PaperFormat:
            started = perf_counter()
            papers.write(exam, [one])
            writing[one].append(perf_counter() - started)
        whole.append(perf_counter() - begun)
    print(f"{machine()}\n40 items in 3 forms, {ROUNDS} seeds; seconds, median (most)")
    print(f"  {'draw':8} {median(drawing):6.2f} ({max(drawing):.2f})")
    for one, times in writing.items():
        print(f"  {one:8} {median(times):6.2f} ({max(times):.2f})")
    print(f"  {'all':8} {median(whole):6.2f} ({max(whole):.2f})   target 3")
    print(f"  a paper without pictures: {_size_kb(catalog)} kB of PDF   target 300")


def _size_kb(catalog: Catalog) -> int:
    exam = Examiner(catalog).draw(WORDS_ALONE).exam
    without = tuple(one for one in exam.forms[0].items if one.item.picture is None)
    exam = replace(exam, forms=(replace(exam.forms[0], items=without),))
    files = ExamPapers(catalog.words.vocabulary).write(exam, [PaperFormat.PDF]).files
    return max(len(content) for content in files.values()) // 1000


if __name__ == "__main__":
    main()
