"""The packages as the real Anki takes them: whole at first, without harm each further time."""

from dataclasses import replace

import pytest
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
from anki.import_export_pb2 import IMPORT_ANKI_PACKAGE_UPDATE_CONDITION_IF_NEWER as IF_NEWER
from anki.models import ModelManager
from small_deck import LATER, RELEASED, small_catalog, with_free_card

from studyapp.anki import notetype
from studyapp.anki.ledger import update_ledger
from studyapp.anki.notetype import FIELDS, NAME
from studyapp.anki.package import write_package
from studyapp.anki.pictures import NO_PICTURES
from studyapp.anki.released import Ledger
from studyapp.content.loader import load_catalog
from studyapp.domain.fact import Face
from studyapp.services import charts as charts_service
from studyapp.services.charts import Charts


@pytest.fixture
def collection(tmp_path):
    collection = Collection(str(tmp_path / "collection.anki2"))
    yield collection
    collection.close()


@pytest.fixture
def take(collection, tmp_path):
    """Write a package of the catalog and import it as Anki does when nothing is ticked; what Anki says of it."""

    def write_and_import(catalog, ledgers, pictures=NO_PICTURES):
        path = tmp_path / "taken.apkg"
        write_package(catalog, catalog.decks, ledgers, path, LATER, pictures)
        options = ImportAnkiPackageOptions(update_notes=IF_NEWER, update_notetypes=IF_NEWER)
        request = ImportAnkiPackageRequest(package_path=str(path), options=options)
        return collection.import_anki_package(request).log

    return write_and_import


def released(catalog):
    return {deck: update_ledger(Ledger(), catalog, deck, RELEASED) for deck in catalog.decks}


def updated(ledgers, catalog):
    return {deck: update_ledger(ledger, catalog, deck, LATER) for deck, ledger in ledgers.items()}


def notes_of(collection):
    notes = [collection.get_note(ident) for ident in collection.find_notes("")]
    return {note["Id"]: note for note in notes}


def cards_of(collection):
    """The cards by their keys in the catalog, in the order of their positions as new cards."""
    cards = [collection.get_card(ident) for ident in collection.find_cards("")]
    cards.sort(key=lambda card: (card.due, card.ord))
    return {f"{card.note()['Id']}.{list(Face)[card.ord]}": card for card in cards}


def css_of(collection):
    """The look as it is stored: the collection's own manager keeps what it read before the import."""
    return ModelManager(collection).by_name(NAME)["css"]


def assert_sound(collection):
    """No empty card, a question and an answer on each, nothing for Check Database to mend."""
    assert list(collection.get_empty_cards().notes) == []
    for card in cards_of(collection).values():
        question, answer = (_text(side) for side in (card.question(), card.answer()))
        assert question
        assert len(answer) > len(question) + len("For learning, not for diagnosis.")
    problems, sound = collection.fix_integrity()
    assert sound, problems


def _text(html):
    return html.rpartition("</style>")[2].strip()


def test_every_note_and_card_arrives_and_none_is_empty(collection, take):
    catalog = small_catalog()
    log = take(catalog, released(catalog))
    assert len(log.new) == log.found_notes == len(catalog.notes)
    assert set(notes_of(collection)) == {note.id for note in catalog.notes}
    assert set(cards_of(collection)) == {key.card for key in catalog.cards}
    assert_sound(collection)


def test_a_second_import_adds_nothing_and_updates_nothing(collection, take):
    catalog = small_catalog()
    take(catalog, released(catalog))
    before = {key: note.mod for key, note in notes_of(collection).items()}
    log = take(catalog, released(catalog))
    assert (len(log.new), len(log.updated), len(log.conflicting)) == (0, 0, 0)
    assert len(log.duplicate) == log.found_notes == len(catalog.notes)
    assert {key: note.mod for key, note in notes_of(collection).items()} == before
    assert len(cards_of(collection)) == len(catalog.cards)
    assert [kind.name for kind in collection.models.all_names_and_ids() if kind.name.startswith(NAME)] == [NAME]


def test_a_changed_fact_updates_its_note_and_keeps_what_the_student_changed_elsewhere(collection, take):
    ledgers = released(small_catalog())
    take(small_catalog(), ledgers)
    mine = notes_of(collection)["minimus.actions"]
    mine["Remarks"] = "My own mnemonic"
    mine.tags.append("exam-on-monday")
    collection.update_note(mine)

    changed = small_catalog(landmark="the ilium, outside")
    log = take(changed, updated(ledgers, changed))

    assert [note.fields[0] for note in log.updated] == ["minimus.origin"]
    notes = notes_of(collection)
    assert notes["minimus.origin"]["Forward Answer"] == "the ilium, outside"
    assert notes["minimus.actions"]["Remarks"] == "My own mnemonic"
    assert notes["minimus.actions"].has_tag("exam-on-monday")
    assert_sound(collection)


def test_an_update_keeps_the_schedule_of_the_card(collection, take):
    ledgers = released(small_catalog())
    take(small_catalog(), ledgers)
    card = cards_of(collection)["minimus.origin.forward"]
    collection.sched.set_due_date([card.id], "7")
    due = collection.get_card(card.id).due
    changed = small_catalog(landmark="the ilium, outside")
    take(changed, updated(ledgers, changed))
    again = collection.get_card(card.id)
    assert (again.due, again.ivl) == (due, 7)
    assert again.note()["Forward Answer"] == "the ilium, outside"


def test_a_new_note_is_added_beside_the_others(collection, take):
    ledgers = released(small_catalog())
    take(small_catalog(), ledgers)
    grown = with_free_card(small_catalog(), "Is it new?", "yes")
    log = take(grown, updated(ledgers, grown))
    assert [note.fields[0] for note in log.new] == ["card.added"]
    assert len(log.updated) == 0
    assert_sound(collection)


def test_new_cards_come_in_the_order_in_which_they_are_learnt(collection, take):
    catalog = small_catalog()
    take(catalog, released(catalog))
    assert list(cards_of(collection)) == [key.card for key in catalog.cards]


def test_within_a_deck_anki_asks_in_that_order(collection, take):
    catalog = small_catalog()
    take(catalog, released(catalog))
    collection.decks.select(collection.decks.id_for_name("Small deck::Muscles::Medius"))
    first = collection.sched.get_queued_cards(fetch_limit=1).cards[0].card
    expected = next(card for card in catalog.cards.values() if card.key.card.startswith("medius."))
    assert collection.get_note(first.note_id)["Id"] == expected.note


def test_decks_are_named_after_muscles_below_the_title_which_tells_what_the_deck_is(collection, take):
    catalog = small_catalog()
    take(catalog, released(catalog))
    names = {deck.name for deck in collection.decks.all_names_and_ids() if deck.name.startswith("Small deck")}
    muscles = {"Muscles", "Muscles::Medius", "Muscles::Minimus"}
    across = {"Complaints", "Conditions", "Further cards", "Movements", "Nerves", "Zones"}
    below = {"Core path", *muscles, "Overview", *(f"Overview::{name}" for name in across)}
    assert names == {"Small deck", *(f"Small deck::{name}" for name in below)}
    about = collection.decks.by_name("Small deck")["desc"]
    for told in ("Two muscles &amp; their pains.", "1.0.0", "CC-BY-4.0", "not for diagnosis"):
        assert told in about


def test_hostile_text_is_shown_as_it_was_written(collection, take):
    hostile = "<script>alert(1)</script> {{Sources}} {{c1::x}} [latex]x[/latex] [sound:a.mp3] wide\u3000space"
    catalog = with_free_card(small_catalog(), f"What is {hostile}?", hostile)
    take(catalog, released(catalog))
    card = cards_of(collection)["card.added.forward"]
    shown = (
        "&lt;script&gt;alert(1)&lt;/script&gt; &#123;&#123;Sources&#125;&#125; &#123;&#123;c1::x&#125;&#125; "
        "&#91;latex]x&#91;/latex] &#91;sound:a.mp3] wide\u3000space"
    )
    assert shown in card.question()
    assert f'<div class="answer">{shown}</div>' in card.answer()
    assert card.render_output().answer_av_tags == []
    assert_sound(collection)


def test_the_note_type_arrives_as_it_is_and_sorts_by_the_question(collection, take):
    take(small_catalog(), released(small_catalog()))
    kind = collection.models.by_name(NAME)
    assert tuple(field["name"] for field in kind["flds"]) == FIELDS
    assert FIELDS[kind["sortf"]] == "Forward Prompt"
    (first, *_) = collection.find_notes('"Id:minimus.origin"')
    assert collection.db.scalar("select sfld from notes where id = ?", first) == "What is the origin of minimus?"


def test_a_look_of_the_student_stays_when_changed_notes_come(collection, take, monkeypatch):
    monkeypatch.setattr(notetype, "LOOK_CHANGED_AT", RELEASED)
    ledgers = released(small_catalog())
    take(small_catalog(), ledgers)
    kind = collection.models.by_name(NAME)
    kind["css"] += "\n.question { font-style: italic; }"
    collection.models.update_dict(kind)
    changed = small_catalog(landmark="the ilium, outside")
    log = take(changed, updated(ledgers, changed))
    assert len(log.updated) == 1
    assert css_of(collection) == kind["css"]


def test_a_newer_look_arrives_and_brings_no_second_note_type(collection, take, monkeypatch):
    monkeypatch.setattr(notetype, "LOOK_CHANGED_AT", RELEASED)
    take(small_catalog(), released(small_catalog()))
    monkeypatch.setattr(notetype, "LOOK_CHANGED_AT", LATER)
    monkeypatch.setattr(notetype, "CSS", ".question { font-style: italic; }")
    log = take(small_catalog(), released(small_catalog()))
    assert (len(log.updated), len(log.duplicate)) == (0, log.found_notes)
    assert css_of(collection) == ".question { font-style: italic; }"
    assert [kind.name for kind in collection.models.all_names_and_ids() if kind.name.startswith(NAME)] == [NAME]


def test_the_shipped_decks_arrive_whole_and_come_again_without_a_trace(collection, take):
    catalog = load_catalog()
    log = take(catalog, released(catalog))
    assert len(log.new) == log.found_notes == len(catalog.notes)
    assert set(cards_of(collection)) == {key.card for key in catalog.cards}
    assert_sound(collection)
    again = take(catalog, released(catalog))
    assert (len(again.new), len(again.updated), len(again.conflicting)) == (0, 0, 0)


def test_the_charts_of_the_shipped_decks_arrive_and_are_shown_once_on_every_side(collection, take):
    catalog = load_catalog()
    charts = Charts(catalog.words.vocabulary)
    ledgers = {deck: update_ledger(Ledger(), catalog, deck, RELEASED, charts) for deck in catalog.decks}
    take(catalog, ledgers, charts)
    checked = collection.media.check()
    assert (list(checked.missing), list(checked.unused)) == ([], [])
    with_chart = {key.card: card for key, card in catalog.cards.items() if card.chart is not None}
    taken = cards_of(collection)
    for ident, card in with_chart.items():
        question, answer = (side.count("<img") for side in (taken[ident].question(), taken[ident].answer()))
        assert (question, answer) == (int(card.shows_chart_first), 1), ident
    again = take(catalog, ledgers, charts)
    assert (len(again.new), len(again.updated), len(again.conflicting)) == (0, 0, 0)
    assert_sound(collection)


def test_the_question_about_a_chart_reaches_a_student_who_tagged_and_edited_the_earlier_notes(collection, take):
    catalog = load_catalog()
    charts = Charts(catalog.words.vocabulary)
    patterns = {card.note for card in catalog.cards.values() if card.shows_chart_first}
    before = replace(
        catalog,
        notes=tuple(note for note in catalog.notes if note.id not in patterns),
        cards={key: card for key, card in catalog.cards.items() if card.note not in patterns},
        former={},
    )
    ledgers = released(before)
    take(before, ledgers)
    touched = notes_of(collection)["gluteus-minimus.trigger-point.posterior.referral"]
    touched["Remarks"] = "Down the leg!"
    touched.tags.append("hard")
    collection.update_note(touched)

    newer = {deck: update_ledger(ledger, catalog, deck, LATER, charts) for deck, ledger in ledgers.items()}
    log = take(catalog, newer, charts)

    assert {note.fields[0] for note in log.new} == patterns
    assert "<img" in cards_of(collection)["gluteus-minimus.trigger-point.posterior.pattern.forward"].question()
    assert notes_of(collection)["gluteus-minimus.trigger-point.posterior.referral"].has_tag("hard")
    assert_sound(collection)


def test_a_changed_drawing_arrives_under_a_new_name_and_updates_its_notes_alone(collection, take, monkeypatch):
    catalog = load_catalog()
    before = Charts(catalog.words.vocabulary)
    ledgers = {deck: update_ledger(Ledger(), catalog, deck, RELEASED, before) for deck in catalog.decks}
    take(catalog, ledgers, before)
    monkeypatch.setattr(charts_service, "PAINTED_SINCE", 2)
    after = Charts(catalog.words.vocabulary)
    newer = {deck: update_ledger(ledger, catalog, deck, LATER, after) for deck, ledger in ledgers.items()}
    log = take(catalog, newer, after)
    with_chart = {card.note for card in catalog.cards.values() if card.chart is not None}
    assert (len(log.new), len(log.updated)) == (0, len(with_chart))


def test_a_student_of_the_whole_shipped_deck_begins_with_its_core_path(collection, take):
    catalog = load_catalog()
    take(catalog, released(catalog))
    collection.decks.select(collection.decks.id_for_name("Trigger points"))
    queued = collection.sched.get_queued_cards(fetch_limit=5).cards
    core = catalog.decks["trigger-points"].manifest.core_path
    assert [collection.get_note(one.card.note_id)["Id"] for one in queued] == list(core[: len(queued)])


def test_a_formula_in_the_text_is_no_formula(collection, take):
    catalog = with_free_card(small_catalog(), r"What is \(x\)?", r"\[y\]")
    take(catalog, released(catalog))
    card = cards_of(collection)["card.added.forward"]
    for shown in (card.question(), card.answer()):
        assert r"\(" not in shown
        assert r"\[" not in shown
        assert "&#91;" not in shown or r"\&#91;" not in shown
