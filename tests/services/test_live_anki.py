"""Live sync with a real collection of Anki, through a server that speaks as AnkiConnect does."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from anki.cards_pb2 import FsrsMemoryState as FSRSMemoryState
from anki.collection import Collection
from anki_connect_server import RunningAnki, listening
from made_catalog import Clock, catalog_of, deck, free_card, free_cards, key_of, muscle

from studyapp.anki.connect import AnkiConnect
from studyapp.anki.shape import Shape
from studyapp.anki.wanted import EVERYTHING, Wanted
from studyapp.domain.catalog import Catalog
from studyapp.domain.deck import CardKey
from studyapp.domain.instant import from_ms, to_ms
from studyapp.domain.mark import LEECH_LAPSES
from studyapp.domain.review import Review
from studyapp.domain.schedule import Schedule
from studyapp.domain.scheduler import Grade
from studyapp.domain.selection import Selection
from studyapp.errors import RefusedError
from studyapp.services.anki import AnkiExport
from studyapp.services.live_anki import LiveAnki, Outlook, Sent
from studyapp.services.live_progress import LiveProgress, ProgressSent
from studyapp.services.marks import Marks
from studyapp.services.study import Study
from studyapp.storage.schedules import all_schedules
from studyapp.storage.tables import LOCAL_USER_ID

PROGRESS = Wanted(with_progress=True)
OTHER = {"id": "other", "title": "Other deck"}
NOTHING = ProgressSent(cards=0, reviews=0, newer=0, filtered=0)
Start = Callable[..., Study]


@pytest.fixture
def clock() -> Clock:
    """Years ago, so that whatever is done in Anki is newer."""
    return Clock(datetime(2021, 3, 1, 9, tzinfo=UTC))


@pytest.fixture
def anki(tmp_path: Path) -> Iterator[RunningAnki]:
    """A running Anki with an empty collection."""
    collection = Collection(str(tmp_path / "collection.anki2"))
    with listening(RunningAnki(collection)) as running:
        yield running
    collection.close()


@pytest.fixture
def live(start: Start, anki: RunningAnki, tmp_path: Path, clock: Clock) -> Callable[..., LiveAnki]:
    """Live sync of a catalog with that Anki."""

    def _live(catalog: Catalog) -> LiveAnki:
        study = start(catalog)
        export = AnkiExport(catalog, tmp_path / "data", clock)
        return LiveAnki(export, LiveProgress(study.database, catalog), AnkiConnect(anki.url, anki.key or ""))

    return _live


def small(number: int = 3, **texts: str) -> Catalog:
    """So many free cards, some with other answers."""
    return catalog_of(
        deck([free_card(one.id, "", texts[one.id]) if one.id in texts else one for one in free_cards(number)])
    )


def day(clock: Clock):
    return clock().date()


def notes(anki: RunningAnki) -> dict[str, Any]:
    found = [anki.open.get_note(ident) for ident in anki.open.find_notes('"note:studyapp question"')]
    return {note["Id"].removeprefix("card."): note for note in sorted(found, key=lambda note: note["Id"])}


def card_of(anki: RunningAnki, ident: str) -> Any:
    return notes(anki)[ident].cards()[0]


def log_of(anki: RunningAnki, ident: str) -> list[tuple[int, int]]:
    assert anki.open.db
    card = card_of(anki, ident).id
    rows = anki.open.db.all("SELECT id, ease FROM revlog WHERE cid = ? AND ease > 0 ORDER BY id", card)
    return [(int(row[0]), int(row[1])) for row in rows]


def schedules(sync: LiveAnki) -> dict[CardKey, Schedule]:
    with sync.progress.database.read() as connection:
        return all_schedules(connection, LOCAL_USER_ID)


def everything(anki: RunningAnki) -> list[object]:
    """All that the collection holds of notes, cards and reviews."""
    assert anki.open.db
    return [anki.open.db.all(f"SELECT * FROM {table} ORDER BY id") for table in ("notes", "cards", "revlog")]  # noqa: S608


class TestNotes:
    """New and changed notes, and nothing else."""

    def test_an_empty_collection_gets_everything_and_the_second_time_nothing(self, live, anki, clock):
        sync = live(small())
        assert sync.look(day(clock)) == Outlook(new=3, changed=0, held=0)
        assert not notes(anki), "to look does nothing"
        assert not sync.export.data.joinpath("ledgers").exists(), "nor here"
        assert sync.push(day(clock)) == Sent(new=3, changed=0, not_taken=0)
        before = everything(anki)
        anki.asked.clear()
        assert sync.look(day(clock)) == Outlook(new=0, changed=0, held=3)
        assert sync.push(day(clock)) == Sent(new=0, changed=0, not_taken=0)
        assert "importPackage" not in anki.asked
        assert everything(anki) == before
        assert list(notes(anki)) == ["c00", "c01", "c02"]

    def test_so_many_changed_facts_send_so_many_notes(self, live, anki, clock):
        live(small(5)).push(day(clock))
        clock.pass_time(days=1)
        sync = live(small(5, c01="another", c03="a third"))
        assert sync.look(day(clock)) == Outlook(new=0, changed=2, held=5)
        assert sync.push(day(clock)) == Sent(new=0, changed=2, not_taken=0)
        assert anki.imported == [5, 2]
        answers = [note["Forward Answer"] for note in notes(anki).values()]
        assert answers == ["the c00", "another", "the c02", "a third", "the c04"]

    def test_what_the_student_changed_and_tagged_elsewhere_stays(self, live, anki, clock):
        live(small()).push(day(clock))
        mine = notes(anki)["c00"]
        mine["Remarks"] = "My own mnemonic"
        mine.tags.append("exam-on-monday")
        anki.open.update_note(mine)
        clock.pass_time(days=1)
        assert live(small(c01="another")).push(day(clock)) == Sent(new=0, changed=1, not_taken=0, newer=1)
        kept = notes(anki)["c00"]
        assert (kept["Remarks"], kept.has_tag("exam-on-monday")) == ("My own mnemonic", True)

    def test_scheduling_in_anki_is_kept(self, live, anki, clock):
        live(small()).push(day(clock))
        anki.open.sched.set_due_date([card_of(anki, "c01").id], "7", config_key=None)
        before = card_of(anki, "c01")
        clock.pass_time(days=1)
        live(small(c01="another")).push(day(clock))
        after = card_of(anki, "c01")
        assert (after.due, after.ivl, after.type) == (before.due, before.ivl, before.type)

    def test_every_shape_that_anki_holds_is_kept_up_to_date(self, live, anki, clock):
        live(small()).push(day(clock), Wanted(shapes=(Shape.QUESTION, Shape.TYPE_IN)))
        assert len(anki.open.find_notes('"note:studyapp type-in"')) == 3
        clock.pass_time(days=1)
        assert live(small(c01="another")).push(day(clock)) == Sent(new=0, changed=2, not_taken=0)

    def test_what_a_deck_has_no_more_is_tagged_retired_once_and_nothing_else_of_it_changes(self, live, anki, clock):
        live(small(3)).push(day(clock))
        mine = notes(anki)["c02"]
        mine.tags.append("exam-on-monday")
        anki.open.update_note(mine)
        clock.pass_time(days=1)
        assert live(small(2)).look(day(clock)) == Outlook(new=0, changed=0, held=2, retired=1)
        assert live(small(2)).push(day(clock)) == Sent(new=0, changed=0, not_taken=0, retired=1)
        tagged = notes(anki)["c02"]
        assert tagged.has_tag("studyapp::status::retired")
        assert tagged.has_tag("exam-on-monday")
        assert tagged["Forward Answer"] == "the c02"
        assert not notes(anki)["c01"].has_tag("studyapp::status::retired")
        assert live(small(2)).push(day(clock)) == Sent(new=0, changed=0, not_taken=0)

    def test_what_a_deck_has_again_is_tagged_retired_no_more(self, live, anki, clock):
        live(small(3)).push(day(clock))
        live(small(2)).push(day(clock))
        clock.pass_time(days=1)
        assert live(small(3)).look(day(clock)) == Outlook(new=0, changed=0, held=3, returned=1)
        assert live(small(3)).push(day(clock)) == Sent(new=0, changed=0, not_taken=0, returned=1)
        assert not notes(anki)["c02"].has_tag("studyapp::status::retired")
        assert live(small(3)).push(day(clock)) == Sent(new=0, changed=0, not_taken=0)

    def test_of_two_decks_with_notes_of_one_name_only_that_is_retired_which_has_it_no_more(self, live, anki, clock):
        first, second = deck(free_cards(2)), deck(free_cards(2), **OTHER)
        live(catalog_of(first, second)).push(day(clock))
        clock.pass_time(days=1)
        sync = live(catalog_of(first, deck(free_cards(1), **OTHER)))
        assert sync.look(day(clock)) == Outlook(new=0, changed=0, held=3, retired=1)
        assert sync.push(day(clock)) == Sent(new=0, changed=0, not_taken=0, retired=1)
        (retired,) = anki.open.find_cards("tag:studyapp::status::retired")
        assert anki.open.decks.name(anki.open.get_card(retired).did).startswith("Other deck::")

    def test_whose_note_it_is_nobody_can_tell_it_is_not_tagged(self, live, anki, clock):
        first, second = deck(free_cards(2)), deck(free_cards(2), **OTHER)
        live(catalog_of(first, second)).push(day(clock))
        anki.open.set_deck(anki.open.find_cards("Id:card.c01"), anki.open.decks.id("My own deck"))
        sync = live(catalog_of(first, deck(free_cards(1), **OTHER)))
        assert sync.push(day(clock)).retired == 0

    def test_a_note_of_another_deck_is_not_taken_for_one_that_was_retired_there(self, live, anki, clock):
        live(catalog_of(deck(free_cards(2), **OTHER))).push(day(clock))
        sync = live(catalog_of(deck(free_cards(2)), deck(free_cards(1), **OTHER)))
        assert sync.push(day(clock)) == Sent(new=2, changed=0, not_taken=0, retired=1)

    def test_what_was_retired_does_not_come_to_who_never_had_it(self, live, anki, clock):
        first, second = free_cards(2)
        live(small(2)).export.package()  # a release, which this Anki never saw
        gone = replace(second, retired="It was a mistake.")
        assert live(catalog_of(deck([first, gone]))).push(day(clock)) == Sent(new=1, changed=0, not_taken=0)
        assert list(notes(anki)) == ["c00"]

    def test_a_renamed_note_that_could_not_be_updated_is_not_retired(self, live, anki, clock):
        live(small()).push(day(clock))
        mine = notes(anki)["c01"]
        mine["Remarks"] = "My own mnemonic"
        anki.open.update_note(mine)
        clock.pass_time(days=1)
        renamed = [free_card("c09", formerly=("c01",)), *(one for one in free_cards(3) if one.id != "c01")]
        sync = live(catalog_of(deck(renamed)))
        assert sync.push(day(clock)) == Sent(new=0, changed=0, not_taken=0, newer=1)
        assert not notes(anki)["c01"].has_tag("studyapp::status::retired")
        assert not sync.export.ended(), "nor is it in a package of which it is no part"

    def test_a_note_that_anki_itself_tagged_later_is_left_alone_and_counted(self, live, anki, clock):
        live(small()).push(day(clock))
        anki.open.tags.bulk_add([notes(anki)["c01"].id], "leech")
        clock.pass_time(days=1)
        assert live(small()).look(day(clock)) == Outlook(new=0, changed=0, held=3), "it says what it says here"
        sync = live(small(c01="another"))
        assert sync.look(day(clock)) == Outlook(new=0, changed=0, held=3, newer=1)
        assert sync.push(day(clock)) == Sent(new=0, changed=0, not_taken=0, newer=1)

    def test_a_note_type_that_was_renamed_in_anki_is_known_by_its_fields(self, live, anki, clock):
        live(small()).push(day(clock))
        kind = anki.open.models.by_name("studyapp question")
        kind["name"] = "Muscles"
        anki.open.models.update_dict(kind)
        clock.pass_time(days=1)
        sync = live(small(c01="another"))
        assert sync.look(day(clock)) == Outlook(new=0, changed=1, held=3)
        assert sync.push(day(clock)) == Sent(new=0, changed=1, not_taken=0)
        assert sync.push(day(clock)) == Sent(new=0, changed=0, not_taken=0)

    def test_a_copy_that_was_made_in_anki_is_counted_and_gets_no_progress(self, live, start, answer, anki, clock):
        sync = live(small())
        sync.push(day(clock))
        first = notes(anki)["c01"]
        copy = anki.open.new_note(first.note_type())
        copy.fields, copy.tags = first.fields, first.tags
        anki.open.add_note(copy, first.cards()[0].did)
        answer(start(sync.export.catalog), key_of("c01"), Grade.GOOD)
        assert sync.look(day(clock), PROGRESS) == Outlook(new=0, changed=0, held=3, doubled=1, progress=NOTHING)
        assert sync.push(day(clock), PROGRESS) == Sent(new=0, changed=0, not_taken=0, doubled=1, progress=NOTHING)

    def test_what_is_retired_in_its_file_arrives_with_the_reason_where_it_is_held(self, live, anki, clock):
        live(small(2)).push(day(clock))
        clock.pass_time(days=1)
        first, second = free_cards(2)
        gone = replace(second, retired="It was a mistake.")
        never_there = replace(free_card("c09"), retired="It was one too.")
        sync = live(catalog_of(deck([first, gone, never_there])))
        assert sync.push(day(clock)) == Sent(new=0, changed=1, not_taken=0)
        assert "It was a mistake." in notes(anki)["c01"]["Remarks"]
        assert notes(anki)["c01"].has_tag("studyapp::status::retired")
        assert list(notes(anki)) == ["c00", "c01"]

    def test_a_later_package_doubles_nothing(self, live, anki, clock, tmp_path):
        sync = live(small())
        sync.push(day(clock))
        sync.export.write(tmp_path / "later.apkg")
        anki.do_importPackage(str(tmp_path / "later.apkg"))
        assert len(notes(anki)) == 3

    def test_a_note_that_was_renamed_is_known_again(self, live, anki, clock):
        live(small()).push(day(clock))
        clock.pass_time(days=1)
        renamed = [
            free_card("c09", "What is c01?", "the c01", formerly=("c01",)),
            *(one for one in free_cards(3) if one.id != "c01"),
        ]
        sync = live(catalog_of(deck(renamed)))
        assert sync.look(day(clock)) == Outlook(new=0, changed=1, held=3)
        sync.push(day(clock))
        assert set(notes(anki)) == {"c00", "c09", "c02"}

    def test_notes_of_one_name_in_two_decks_are_told_apart(self, live, anki, clock):
        first, second = deck(free_cards(2)), deck(free_cards(2), **OTHER)
        live(catalog_of(first)).push(day(clock))
        sync = live(catalog_of(first, second))
        assert sync.look(day(clock)) == Outlook(new=2, changed=0, held=2)
        assert sync.push(day(clock)) == Sent(new=2, changed=0, not_taken=0)
        assert sync.look(day(clock)) == Outlook(new=0, changed=0, held=4)

    def test_only_what_is_wanted_is_sent(self, live, anki, clock):
        sync = live(catalog_of(deck(free_cards(3), muscles=[muscle("soleus", "Soleus")])))
        assert sync.push(day(clock), Wanted(selection=Selection(muscle="soleus"))).not_taken == 0
        assert all(ident.startswith("soleus.") for ident in notes(anki))
        assert notes(anki)

    def test_an_anki_connect_that_tells_no_times_compares_what_the_notes_say(self, live, anki, clock):
        anki.tells_note_times = False
        live(small()).push(day(clock))
        clock.pass_time(days=1)
        sync = live(small(c01="another"))
        assert sync.look(day(clock)) == Outlook(new=0, changed=1, held=3)
        assert sync.push(day(clock)) == Sent(new=0, changed=1, not_taken=0)

    def test_what_anki_does_not_take_is_told(self, live, anki, clock, monkeypatch):
        monkeypatch.setattr(anki, "do_importPackage", lambda path: True)
        assert live(small()).push(day(clock)) == Sent(new=0, changed=0, not_taken=3)

    def test_a_failed_import_is_a_sentence_and_leaves_no_file_behind(self, live, anki, clock):
        anki.broken = {"importPackage"}
        sync = live(small())
        with pytest.raises(RefusedError, match="it is broken"):
            sync.push(day(clock))
        assert not list(sync.export.data.glob("to-anki-*"))


@pytest.fixture
def studied(start, live, anki, clock, answer):
    """Two cards that Anki holds already were answered here: the first thrice, the second once and wrong."""
    sync = live(small())
    sync.push(day(clock))
    study = start(sync.export.catalog)
    answer(study, key_of("c00"), Grade.GOOD)
    answer(study, key_of("c01"), Grade.WRONG)
    for days in (1, 6):
        clock.pass_time(days=days)
        answer(study, key_of("c00"), Grade.EASY)
    clock.pass_time(days=2)
    return sync


class TestProgress:
    """Schedules and reviews for cards that an import would leave as they are."""

    def test_progress_arrives_for_cards_that_anki_holds(self, studied, anki, clock):
        assert studied.look(day(clock), PROGRESS).progress == ProgressSent(2, 4, 0, 0)
        assert log_of(anki, "c00") == []
        assert studied.push(day(clock), PROGRESS).progress == ProgressSent(cards=2, reviews=4, newer=0, filtered=0)
        assert [ease for _, ease in log_of(anki, "c00")] == [3, 4, 4]
        assert [ease for _, ease in log_of(anki, "c01")] == [1]
        schedule = schedules(studied)[key_of("c00")]
        card = card_of(anki, "c00")
        assert card.due == anki.open.sched.today + (schedule.due - day(clock)).days
        assert (card.type, card.queue, card.ivl, card.reps) == (2, 2, schedule.memory.interval_days, 3)
        assert card.factor == schedule.memory.e_factor * 10
        assert card.last_review_time == to_ms(schedule.last_answered_at) // 1000
        assert anki.open.fix_integrity() == ("Database rebuilt and optimized.", True), "nothing was to be mended"

    def test_a_memory_that_anki_kept_for_fsrs_is_made_anew_from_the_longer_log(self, studied, anki, clock):
        card = card_of(anki, "c00")
        card.memory_state = FSRSMemoryState(stability=3.0, difficulty=5.0)
        anki.open.update_card(card)
        assert card_of(anki, "c00").memory_state is not None
        studied.push(day(clock), PROGRESS)
        assert card_of(anki, "c00").memory_state is None

    def test_what_is_overdue_here_is_due_in_anki(self, studied, anki, clock):
        studied.push(day(clock), PROGRESS)
        late = card_of(anki, "c01")
        assert late.due < anki.open.sched.today
        assert [int(found) for found in anki.open.find_cards("is:due")] == [late.id]

    def test_the_second_time_nothing_changes(self, studied, anki, clock):
        studied.push(day(clock), PROGRESS)
        before = everything(anki)
        assert studied.push(day(clock), PROGRESS).progress == NOTHING
        clock.pass_time(days=1)
        anki.asked.clear()
        assert everything(anki) == before

    def test_only_what_came_since_is_added(self, studied, start, answer, anki, clock):
        studied.push(day(clock), PROGRESS)
        answer(start(studied.export.catalog), key_of("c01"), Grade.GOOD)
        assert studied.push(day(clock), PROGRESS).progress == ProgressSent(1, 1, 0, 0)
        assert [ease for _, ease in log_of(anki, "c01")] == [1, 3]

    def test_a_card_with_newer_answers_in_anki_is_left_alone(self, studied, anki, clock):
        card = card_of(anki, "c01")
        card.start_timer()
        anki.open.sched.answerCard(card, 3)
        before = card_of(anki, "c01")
        assert studied.push(day(clock), PROGRESS).progress == ProgressSent(cards=1, reviews=3, newer=1, filtered=0)
        after = card_of(anki, "c01")
        assert (after.due, after.queue, after.reps) == (before.due, before.queue, before.reps)
        assert len(log_of(anki, "c01")) == 1

    def test_an_older_answer_in_anki_stops_nothing(self, studied, anki, clock):
        old = to_ms(datetime(2020, 1, 1, tzinfo=UTC))
        anki.do_insertReviews([[old, card_of(anki, "c01").id, -1, 3, 1, 0, 2500, 5000, 0]])
        assert studied.push(day(clock), PROGRESS).progress == ProgressSent(2, 4, 0, 0)

    def test_a_review_that_was_taken_back_here_is_not_one_of_ankis_own(self, studied, start, answer, anki, clock):
        study = start(studied.export.catalog)
        slip = answer(study, key_of("c01"), Grade.EASY)
        studied.push(day(clock), PROGRESS)
        study.undo(slip)
        assert studied.push(day(clock), PROGRESS).progress == ProgressSent(1, 0, 0, 0)
        assert card_of(anki, "c01").reps == 1

    def test_a_card_in_a_filtered_deck_is_left_alone(self, studied, anki, clock):
        filtered = anki.open.decks.new_filtered("Tonight")
        config = anki.open.decks.get(filtered)
        config["terms"] = [[f"cid:{card_of(anki, 'c01').id}", 10, 0]]
        anki.open.decks.save(config)
        anki.open.sched.rebuild_filtered_deck(filtered)
        assert studied.push(day(clock), PROGRESS).progress == ProgressSent(1, 3, 0, filtered=1)

    def test_suspending_goes_along_and_what_is_suspended_in_anki_stays_so(self, studied, anki, clock):
        marks = Marks(studied.progress.database, studied.export.catalog, clock)
        marks.suspend(key_of("c00"))
        marks.suspend(key_of("c02"))
        anki.open.sched.suspend_cards([card_of(anki, "c01").id])
        studied.push(day(clock), PROGRESS)
        assert [card_of(anki, ident).queue for ident in ("c00", "c01", "c02")] == [-1, -1, -1]
        assert studied.push(day(clock), PROGRESS).progress == NOTHING

    def test_a_review_from_anki_that_had_to_move_on_here_is_not_added_there_again(self, studied, start, anki, clock):
        study = start(studied.export.catalog)
        taken = min(at for key, at in study.answers_given() if key == key_of("c00"))
        anki.do_insertReviews([[taken, card_of(anki, "c02").id, -1, 3, 1, 0, 2500, 5000, 0]])
        answered_at = from_ms(taken)
        (moved,) = study.record_all(
            [
                Review(
                    id=uuid4(),
                    card=key_of("c02"),
                    grade=Grade.GOOD,
                    answered_at=answered_at,
                    day=day(clock),
                    elapsed_ms=5,
                )
            ]
        )
        assert moved.answered_at > answered_at
        studied.push(day(clock), PROGRESS)
        assert log_of(anki, "c02") == [(taken, 3)]

    def test_a_leech_is_suspended_there_as_it_is_set_aside_here(self, studied, start, answer, anki, clock):
        study = start(studied.export.catalog)
        for grade in [Grade.GOOD, Grade.WRONG] * LEECH_LAPSES:
            answer(study, key_of("c00"), grade)
            clock.next_morning()
        studied.push(day(clock), PROGRESS)
        assert card_of(anki, "c00").queue == -1
        assert studied.push(day(clock), PROGRESS).progress == NOTHING

    def test_an_instant_that_another_card_of_anki_has_costs_that_review_alone(self, studied, start, anki, clock):
        taken = min(at for key, at in start(studied.export.catalog).answers_given() if key == key_of("c00"))
        anki.do_insertReviews([[taken, card_of(anki, "c02").id, -1, 3, 1, 0, 2500, 5000, 0]])
        assert studied.push(day(clock), PROGRESS).progress == ProgressSent(2, 3, 0, 0, failed=1)
        assert [ease for _, ease in log_of(anki, "c00")] == [4, 4]
        assert [ease for _, ease in log_of(anki, "c01")] == [1]

    def test_progress_that_breaks_off_is_told_and_sent_again_is_whole(self, studied, anki, clock):
        anki.broken = {"setSpecificValueOfCard"}
        assert studied.push(day(clock), PROGRESS).progress == ProgressSent(0, 4, 0, 0, failed=2)
        anki.broken = {"insertReviews", "getReviewsOfCards"}
        sent = studied.push(day(clock), PROGRESS)
        assert (sent.progress, sent.trouble) == (None, "Anki would not do “getReviewsOfCards”: it is broken")
        anki.broken = set()
        assert studied.push(day(clock), PROGRESS).progress == ProgressSent(2, 0, 0, 0)

    def test_new_notes_and_their_progress_arrive_at_once(self, live, start, answer, anki, clock):
        sync = live(small())
        answer(start(sync.export.catalog), key_of("c02"), Grade.GOOD)
        sent = sync.push(day(clock), PROGRESS)
        assert (sent.new, sent.not_taken, len(log_of(anki, "c02"))) == (3, 0, 1)
        assert sync.push(day(clock), PROGRESS).progress == NOTHING

    def test_without_being_asked_no_progress_goes_along(self, studied, anki, clock):
        assert studied.push(day(clock), EVERYTHING) == Sent(0, 0, 0)
        assert log_of(anki, "c00") == []
