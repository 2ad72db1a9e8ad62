"""An instructor's exams: kept whole, changed item by item, frozen; what was asked is known."""

from dataclasses import replace

import pytest

from studyapp.content.loader import load_catalog
from studyapp.domain.exam.blueprint import Cell, ExamBlueprint
from studyapp.domain.exam.item import ItemType
from studyapp.errors import ExamError, NotFoundError
from studyapp.services.backups import Backups
from studyapp.services.everything import Everything
from studyapp.services.examiner import Examiner
from studyapp.services.exams import Edited, Exams
from studyapp.storage.database import Database
from studyapp.storage.migrate import migrate

QUIZ = ExamBlueprint(
    title="Quiz",
    forms=2,
    cells=(
        Cell(type=ItemType.SINGLE, count=4, muscles=("gluteus-minimus", "gluteus-medius", "gluteus-maximus")),
        Cell(type=ItemType.TRUE_FALSE, count=2),
    ),
)


@pytest.fixture(scope="module")
def examiner():
    return Examiner(load_catalog())


@pytest.fixture
def database(tmp_path):
    database = Database(tmp_path / "data")
    migrate(database)
    yield database
    database.engine.dispose()


@pytest.fixture
def exams(database, examiner, clock):
    return Exams(database, examiner, clock)


def ids(made):
    return [item.id for item in made.exam.items]


def test_an_exam_is_kept_as_it_was_made(exams):
    made = exams.make(QUIZ)
    assert exams.find(made.id) == made
    assert [one.id for one in exams.all()] == [made.id]


def test_an_item_is_swapped_for_another_of_its_cell_and_all_others_stay(exams):
    made = exams.make(QUIZ)
    away = made.exam.forms[0].items[0].item
    after = exams.swap(made.id, away.id)
    assert set(ids(made)) - set(ids(after)) == {away.id}
    (new,) = (item for item in after.exam.items if item.id not in ids(made))
    assert new.type is away.type
    assert {item.id for item in after.exam.forms[1].items for item in [item.item]} == set(ids(after))
    again = exams.swap(made.id, new.id)
    assert away.id not in ids(again), "what was swapped away does not come back"


def test_a_locked_item_stays_when_the_others_are_drawn_anew(exams):
    made = exams.make(QUIZ)
    kept = ids(made)[1]
    exams.lock(made.id, kept, locked=True)
    with pytest.raises(ExamError, match="locked"):
        exams.swap(made.id, kept)
    after = exams.redraw(made.id)
    assert set(ids(made)) & set(ids(after)) == {kept}
    exams.lock(made.id, kept, locked=False)
    assert kept not in ids(exams.redraw(made.id))


def test_an_item_has_new_words_in_every_form_and_stays_itself(exams):
    made = exams.make(QUIZ)
    item = next(one for one in made.exam.items if one.type is ItemType.SINGLE)
    wrong = next(option for option in item.options if not option.is_key)
    after = exams.edit(
        made.id, item.id, Edited(stem="Which of these, then?", options={wrong.id: "no such place"}, why="So.")
    )
    for form in after.exam.forms:
        (changed,) = (one.item for one in form.items if one.item.id == item.id)
        assert (changed.stem, changed.why.text, changed.is_own) == ("Which of these, then?", "So.", True)
        assert "no such place" in [option.text for option in changed.options]
        assert [option.id for option in changed.options if option.is_key] == [
            option.id for option in item.options if option.is_key
        ]
    assert item.id in after.locked


def test_words_that_break_a_rule_are_refused_and_change_nothing(exams):
    made = exams.make(QUIZ)
    item = next(one for one in made.exam.items if one.type is ItemType.SINGLE)
    key, wrong = item.keys[0], next(option for option in item.options if not option.is_key)
    with pytest.raises(ExamError, match=r"twice|right too"):
        exams.edit(made.id, item.id, Edited(options={wrong.id: key.text}))
    assert exams.find(made.id) == made


def test_a_warning_may_stay_for_a_reason_that_is_kept(exams):
    made = exams.make(QUIZ)
    item = next(one for one in made.exam.items if one.type is ItemType.SINGLE)
    after = exams.edit(made.id, item.id, Edited(stem="Which one is always right?"))
    assert [(one.rule, one.item) for one in after.exam.findings] == [("S4", item.id)]
    with pytest.raises(ExamError, match="why"):
        exams.waive(made.id, "S4", item.id, "  ")
    with pytest.raises(NotFoundError):
        exams.waive(made.id, "S1", item.id, "It is meant so.")
    waived = exams.waive(made.id, "S4", item.id, "It is meant so.")
    assert exams.find(made.id).exam.waived == waived.exam.waived == {f"S4 {item.id}": "It is meant so."}


def test_a_frozen_exam_stays_as_it_is_and_its_facts_are_avoided(exams, clock):
    wanted = replace(QUIZ, avoid_last=1)
    made = exams.make(wanted)
    assert exams.wishes(wanted).avoid == frozenset(), "a draft was asked of nobody"
    clock.pass_time(hours=1)
    frozen = exams.freeze(made.id)
    assert frozen.frozen_at == clock()
    item = ids(made)[0]
    for change in (
        lambda: exams.swap(made.id, item),
        lambda: exams.lock(made.id, item, locked=True),
        lambda: exams.redraw(made.id),
        lambda: exams.edit(made.id, item, Edited(stem="Other?")),
        lambda: exams.waive(made.id, "S4", item, "It is meant so."),
        lambda: exams.freeze(made.id),
    ):
        with pytest.raises(ExamError, match="frozen"):
            change()
    assert exams.find(made.id) == frozen
    assert exams.make(wanted).exam.decided.isdisjoint(frozen.exam.decided)


def test_the_exams_that_rest_on_a_fact_are_known_with_the_numbers_of_their_items(exams):
    made = exams.make(QUIZ)
    fact = made.exam.items[2].decided[0]
    ((found, numbers),) = exams.uses(fact)
    assert found.id == made.id
    assert 3 in numbers
    assert exams.uses("no.such.fact") == []


def test_facts_that_left_the_deck_make_an_exam_stale(exams, examiner, database, clock):
    made = exams.make(QUIZ)
    gone = made.exam.items[0].decided[0]
    facts = tuple(fact for fact in examiner.catalog.facts if fact.id != gone)
    later = Exams(database, Examiner(replace(examiner.catalog, facts=facts)), clock)
    assert exams.stale(made) == frozenset()
    assert later.stale(made) == {gone}


def told_otherwise(examiner: Examiner, fact: str) -> Examiner:
    """The examiner of a deck that says something else of a fact."""
    facts = (replace(f, statement="Quite another") if f.id == fact else f for f in examiner.catalog.facts)
    return Examiner(replace(examiner.catalog, facts=tuple(facts)))


def test_facts_that_the_deck_tells_otherwise_make_an_exam_stale_until_their_item_is_drawn_anew(
    exams, examiner, database, clock
):
    made = exams.make(QUIZ)
    first, second = made.exam.items[:2]
    changed = next(fact for fact in first.decided if fact not in second.facts)
    later = Exams(database, told_otherwise(examiner, changed), clock)
    assert exams.stale(made) == frozenset()
    assert later.stale(made) == {changed}
    assert later.stale(later.swap(made.id, second.id)) == {changed}, "an item that stays is as stale as before"
    assert changed not in later.stale(later.swap(made.id, first.id))


def test_exams_belong_to_everything_that_is_taken_along_and_deleted(exams, database, clock, tmp_path):
    exams.make(QUIZ)
    everything = Everything(database, Backups(tmp_path / "data", clock), clock)
    assert everything.numbers()["exams"] == 1
    everything.delete()
    assert exams.all() == []


def test_what_is_not_there_is_told(exams):
    made = exams.make(QUIZ)
    exams.delete(made.id)
    for ask in (lambda: exams.find(made.id), lambda: exams.swap(made.id, "x")):
        with pytest.raises(NotFoundError):
            ask()
