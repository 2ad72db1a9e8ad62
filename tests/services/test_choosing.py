"""Choosing cards to take along: exactly those of the selection, and their notes whole."""

import sqlite3
import zipfile
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from made_catalog import SINGLE, catalog_of, deck, free_card, free_cards, key_of, muscle

from studyapp.anki.shape import Shape
from studyapp.anki.wanted import Wanted
from studyapp.domain.card import Card
from studyapp.domain.complaint import Complaint, ComplaintMuscle, Support
from studyapp.domain.deck import CardKey
from studyapp.domain.fact import Attribute
from studyapp.domain.mark import LEECH_LAPSES, CardMark
from studyapp.domain.schedule import Schedule
from studyapp.domain.scheduler import Memory
from studyapp.domain.selection import WEAKEST, Selection, Standing, hard
from studyapp.domain.session import Session
from studyapp.errors import ExportError, NotFoundError
from studyapp.services.anki import AnkiExport
from studyapp.services.choosing import attribute_named, chosen_cards, chosen_decks
from studyapp.storage.marks import put_mark
from studyapp.storage.schedules import put_schedule

DAY = date(2026, 11, 1)
ACHE = Complaint(
    id="ache",
    name="Ache",
    muscles=(ComplaintMuscle(muscle="minimus", support=Support.AGREES, **SINGLE),),
)


def world():
    """Two muscles, one of them behind a complaint, and some free cards."""
    whole = deck(free_cards(3), [muscle("minimus", "Minimus"), muscle("medius", "Medius")])
    return catalog_of(replace(whole, complaints=(ACHE,)))


def schedule(key: CardKey, lapses: int = 0, e_factor: int = 250) -> Schedule:
    """Where a card stands that was forgotten so often."""
    return Schedule(
        card=key,
        memory=Memory(3, 10, e_factor),
        due=DAY,
        first_day=DAY,
        last_day=DAY,
        last_answered_at=datetime(2026, 11, 1, tzinfo=UTC),
        lapses=lapses,
        drill_open=False,
    )


def put(study, *schedules: Schedule) -> None:
    with study.database.write() as connection:
        for one in schedules:
            put_schedule(connection, study.user, one.card, one)


def keys(cards: list[Card]) -> list[str]:
    return [card.key.card for card in cards]


def notes_in(content: bytes, tmp_path) -> set[str]:
    """The ids of the notes of a package."""
    path = tmp_path / "collection.anki2"
    path.write_bytes(zipfile.ZipFile(BytesIO(content)).read("collection.anki2"))
    with closing(sqlite3.connect(path)) as connection:
        return {fields.split("\x1f")[0] for (fields,) in connection.execute("SELECT flds FROM notes")}


@pytest.mark.parametrize(
    "selection",
    [
        Selection(),
        Selection(muscle="minimus"),
        Selection(attribute=Attribute.NICKNAME),
        Selection(complaint="ache"),
        Selection(muscle="medius", attribute=Attribute.NICKNAME),
        Selection(attribute=Attribute.FREE),
        Selection(standing=Standing.HARD),
        Selection(muscle="minimus", standing=Standing.HARD),
    ],
    ids=str,
)
def test_a_package_holds_exactly_the_notes_that_hold_a_chosen_card(start, tmp_path, clock, selection):
    catalog = world()
    study = start(catalog)
    put(study, schedule(key_of("c01"), lapses=1), schedule(CardKey("small", "minimus.nickname.friend.reverse"), 2))
    chosen = chosen_cards(catalog, selection, study.database)
    package = AnkiExport(catalog, tmp_path, clock, study.database).package(None, Wanted(selection=selection))
    assert notes_in(package.content, tmp_path) == {card.note for card in chosen}
    assert package.summary.cards == sum(card.note in {one.note for one in chosen} for card in catalog.cards.values())


def test_hard_is_what_was_forgotten_what_was_recalled_with_difficulty_and_every_leech(start):
    study = start(catalog_of(deck(free_cards(6))))
    put(
        study,
        schedule(key_of("c00")),  # never any trouble
        schedule(key_of("c01"), lapses=1),
        schedule(key_of("c02"), e_factor=236),
        schedule(key_of("c03"), lapses=LEECH_LAPSES),
        schedule(key_of("c04"), e_factor=260),
    )
    found = chosen_cards(study.catalog, Selection(standing=Standing.HARD), study.database)
    assert keys(found) == ["card.c01.forward", "card.c02.forward", "card.c03.forward"]


def test_of_many_hard_cards_the_weakest_are_chosen_and_no_leech_is_left_out():
    catalog = catalog_of(deck(free_card(f"n{number:03}") for number in range(WEAKEST + 30)))
    cards = list(catalog.cards.values())
    schedules = {card.key: schedule(card.key, lapses=1 + place % 7) for place, card in enumerate(cards)}
    easiest = {card.key for card in cards if schedules[card.key].lapses == 1}
    leech = min(easiest)
    found = hard(cards, schedules, {leech})
    assert len(found) == WEAKEST + 1
    assert {card.key for card in found} & easiest == {leech}
    assert found == [card for card in cards if card in found]


@pytest.mark.parametrize(
    ("standing", "found"),
    [(Standing.WEAKEST, ["card.c01.forward", "card.c00.forward"]), (Standing.LEECHES, ["card.c01.forward"])],
)
def test_other_standings_choose_as_studying_does(start, standing, found):
    study = start(catalog_of(deck(free_cards(3))))
    put(study, schedule(key_of("c00")), schedule(key_of("c01"), lapses=LEECH_LAPSES))
    assert keys(chosen_cards(study.catalog, Selection(standing=standing), study.database)) == found


def test_what_is_hard_is_studied_as_it_is_exported_but_for_what_is_suspended(start, clock):
    study = start(catalog_of(deck(free_cards(5))))
    put(study, schedule(key_of("c01"), LEECH_LAPSES), schedule(key_of("c02"), 1), schedule(key_of("c03"), 1))
    with study.database.write() as connection:
        put_mark(connection, study.user, CardMark(card=key_of("c03"), suspended=True))
    selection = Selection(standing=Standing.HARD)
    crammed = study.today(Session(selection=selection, cram_since=clock())).queue.cards  # shuffled
    assert set(crammed) == {key_of("c01"), key_of("c02")}
    exported = keys(chosen_cards(study.catalog, selection, study.database))
    assert exported == ["card.c01.forward", "card.c02.forward", "card.c03.forward"]


def test_a_released_leech_is_none_but_stays_hard(start):
    study = start(catalog_of(deck(free_cards(2))))
    put(study, schedule(key_of("c00"), lapses=LEECH_LAPSES))
    with study.database.write() as connection:
        put_mark(connection, study.user, CardMark(card=key_of("c00"), forgiven_lapses=LEECH_LAPSES))

    def chosen(standing: Standing) -> list[Card]:
        return chosen_cards(study.catalog, Selection(standing=standing), study.database)

    assert keys(chosen(Standing.LEECHES)) == []
    assert keys(chosen(Standing.HARD)) == ["card.c00.forward"]


def test_a_card_that_was_renamed_since_the_program_last_ran_is_still_hard(start):
    study = start(catalog_of(deck([free_card("old")])))
    put(study, schedule(key_of("old"), lapses=2))
    renamed = catalog_of(deck([free_card("new", formerly=("old",))]))
    assert keys(chosen_cards(renamed, Selection(standing=Standing.HARD), study.database)) == ["card.new.forward"]


def test_without_a_database_nobody_knows_what_is_hard(tmp_path, clock):
    with pytest.raises(ExportError, match="only your own data tells"):
        chosen_cards(world(), Selection(standing=Standing.HARD))
    with pytest.raises(ExportError, match="only your own data tells"):
        AnkiExport(world(), tmp_path, clock).package(None, Wanted(selection=Selection(standing=Standing.HARD)))


def test_a_student_to_whom_nothing_is_hard_is_told_that_nothing_is_left(start, tmp_path, clock):
    study = start(world())
    export = AnkiExport(study.catalog, tmp_path, clock, study.database)
    with pytest.raises(ExportError, match="There are no cards to export"):
        export.package(None, Wanted(selection=Selection(standing=Standing.HARD)))


def test_a_name_that_is_none_is_told_with_the_closest_that_are():
    with pytest.raises(ExportError, match=r"^There is no muscle “Minimux”; closest to it: minimus and medius\.$"):
        chosen_cards(world(), Selection(muscle="Minimux"))
    with pytest.raises(ExportError, match=r"^There is no complaint “pain”; closest to it: ache\.$"):
        chosen_cards(world(), Selection(complaint="pain"))
    with pytest.raises(ExportError, match=r"^There is no attribute “origins”; closest to it: origin, "):
        attribute_named("origins")
    with pytest.raises(NotFoundError, match=r"^There is no deck “smell”; closest to it: small\.$"):
        chosen_decks(world(), ["small", "smell"])
    with pytest.raises(ExportError, match=r"^There is no muscle “x”\.$"):
        chosen_cards(catalog_of(deck(free_cards(1))), Selection(muscle="x"))


def test_a_very_long_name_is_not_told_in_full():
    with pytest.raises(ExportError) as told:
        chosen_cards(world(), Selection(muscle="m" * 100_000))
    assert len(str(told.value)) < 200


def test_shapes_are_wanted_by_their_names_each_once(tmp_path, clock):
    export = AnkiExport(world(), tmp_path, clock)
    assert export.shapes == tuple(Shape)
    assert export.wanted(Selection()).shapes == (Shape.QUESTION,)
    assert export.wanted(Selection(), ["cloze", "choice", "cloze"]).shapes == (Shape.CLOZE, Shape.CHOICE)
    wanted = export.wanted(Selection(), with_progress=True, with_retired=True)
    assert (wanted.with_progress, wanted.with_retired) == (True, True)
    with pytest.raises(ExportError, match="these shapes only: question, type-in, choice, cloze, occlusion"):
        export.wanted(Selection(), ["question", "square"])
