"""The shapes of cards as the real Anki takes and shows them."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
from anki.import_export_pb2 import IMPORT_ANKI_PACKAGE_UPDATE_CONDITION_IF_NEWER as IF_NEWER
from small_deck import LATER, RELEASED, WORDS, small_catalog

from studyapp.anki.identity import known_cards
from studyapp.anki.ledger import update_ledger
from studyapp.anki.package import build_package
from studyapp.anki.released import NOTHING_RELEASED, Ledger, LedgerEntry
from studyapp.anki.shape import Shape
from studyapp.content.loader import load_catalog
from studyapp.domain.catalog import build_catalog
from studyapp.domain.deck import CardKey
from studyapp.services.charts import Charts

ALL = tuple(Shape)


@pytest.fixture(scope="module")
def shipped():
    catalog = load_catalog()
    charts = Charts(catalog.words.vocabulary)
    return (
        catalog,
        charts,
        {"trigger-points": update_ledger(NOTHING_RELEASED, catalog, "trigger-points", RELEASED, charts, ALL)},
    )


@pytest.fixture
def collection(tmp_path):
    collection = Collection(str(tmp_path / "collection.anki2"))
    yield collection
    collection.close()


@pytest.fixture
def take(collection, tmp_path):
    """Import a package of a catalog; what Anki says of it."""

    def build_and_import(catalog, ledgers, charts, **wanted):
        path = tmp_path / "taken.apkg"
        path.write_bytes(build_package(catalog, catalog.decks, ledgers, LATER, charts, **wanted).content)
        options = ImportAnkiPackageOptions(update_notes=IF_NEWER, update_notetypes=IF_NEWER)
        return collection.import_anki_package(ImportAnkiPackageRequest(package_path=str(path), options=options)).log

    return build_and_import


def notes_of(collection, shape):
    notes = [collection.get_note(ident) for ident in collection.find_notes(f'"note:studyapp {shape}"')]
    return {note["Id"]: note for note in notes}


def assert_sound(collection):
    assert list(collection.get_empty_cards().notes) == []
    for card in map(collection.get_card, collection.find_cards("")):
        question, answer = (side.rpartition("</style>")[2].strip() for side in (card.question(), card.answer()))
        assert question
        assert len(answer) > len("For learning, not for diagnosis.")
        assert answer != question
    checked = collection.media.check()
    assert (list(checked.missing), list(checked.unused)) == ([], [])
    problems, sound = collection.fix_integrity()
    assert sound, problems


def test_the_shipped_deck_arrives_in_every_shape_and_comes_again_without_a_trace(collection, take, shipped):
    catalog, charts, ledgers = shipped
    log = take(catalog, ledgers, charts, shapes=ALL)
    assert len(log.new) == log.found_notes == len(ledgers["trigger-points"].entries)
    assert {shape: len(notes_of(collection, shape)) > 0 for shape in ALL} == dict.fromkeys(ALL, True)
    assert_sound(collection)
    fronts = [(card.note().mid, card.question()) for card in map(collection.get_card, collection.find_cards(""))]
    assert len(set(fronts)) == len(fronts)
    again = take(catalog, ledgers, charts, shapes=ALL)
    assert (len(again.new), len(again.updated), len(again.conflicting)) == (0, 0, 0)


def test_another_shape_is_added_beside_the_one_that_is_there(collection, take, shipped):
    catalog, charts, ledgers = shipped
    take(catalog, ledgers, charts, shapes=[Shape.QUESTION])
    log = take(catalog, ledgers, charts, shapes=[Shape.QUESTION, Shape.CLOZE])
    assert len(log.updated) == 0
    assert len(log.new) == len(notes_of(collection, Shape.CLOZE)) > 0


def test_every_card_in_anki_is_known_here_by_its_guid_and_place(collection, take, shipped):
    catalog, charts, ledgers = shipped
    take(catalog, ledgers, charts, shapes=ALL)
    known = known_cards(catalog, ledgers)
    asked = {}
    for card in map(collection.get_card, collection.find_cards("")):
        found = known.find(card.note().guid, card.ord)
        asked.setdefault(found.shape, []).append(found.key)
        assert card.note_type()["name"] == f"studyapp {found.shape}"
        assert found.key is None or found.key.card.startswith(f"{card.note()['Id']}.")
    assert set(asked[Shape.QUESTION]) == set(catalog.cards)
    assert set(asked[Shape.OCCLUSION]) == {None}
    assert {key is None for key in asked[Shape.CLOZE]} == {True, False}
    assert known.find("someone else's", 0) is None


def test_a_box_compares_with_the_short_answer_and_the_other_names_stand_below(collection, take):
    catalog = small_catalog()
    take(catalog, {}, Charts(catalog.words.vocabulary), shapes=[Shape.TYPE_IN])
    (card,) = [collection.get_card(c) for c in collection.find_cards('"Id:minimus.innervation" card:Forward')]
    assert "[[type:Forward Typed]]" in card.question()
    assert "[[type:Forward Typed]]" in card.answer()
    assert card.note()["Forward Typed"] == "superior gluteal nerve"


def test_options_stand_alike_on_both_sides_and_the_wrong_ones_are_told(collection, take, shipped):
    catalog, charts, ledgers = shipped
    take(catalog, ledgers, charts, shapes=[Shape.CHOICE])
    note = notes_of(collection, Shape.CHOICE)["gluteus-minimus.innervation"]
    (first, *_) = note.cards()
    options = note["Forward Options"]
    assert options.count("<li>") == 4
    assert options in first.question()
    assert options in first.answer()
    place = re.findall("<li>(.*?)</li>", options).index("superior gluteal nerve")
    assert note["Forward Answer"].startswith(f'<span class="letter">{"ABCD"[place]}</span>superior gluteal nerve')
    assert note["Forward Others"].count("<li>") == 3


def test_a_gap_hides_one_answer_and_leaves_the_others(collection, take, shipped):
    catalog, charts, ledgers = shipped
    take(catalog, ledgers, charts, shapes=[Shape.CLOZE])
    note = notes_of(collection, Shape.CLOZE)["piriformis.origin"]
    first = note.cards()[0]
    assert "[...]" in first.question()
    assert "sacrotuberous" in first.question()
    assert "pelvic (anterior) surface of the sacrum" not in first.question()
    assert "pelvic (anterior) surface of the sacrum" in first.answer()


def test_a_single_attachment_is_a_gap_in_its_sentence(collection, take, shipped):
    catalog, charts, ledgers = shipped
    take(catalog, ledgers, charts, shapes=[Shape.CLOZE])
    single = next(card for card in catalog.cards.values() if card.attribute == "insertion" and len(card.answers) == 1)
    note = notes_of(collection, Shape.CLOZE)[single.note]
    assert note["Text"].startswith(f'<div class="question">{single.subject.name} inserts on the {{{{c1::')
    assert len(note.cards()) == 1


def test_anki_knows_the_covers_of_a_chart_as_its_own_image_occlusion(collection, take, shipped):
    catalog, charts, ledgers = shipped
    take(catalog, ledgers, charts, shapes=[Shape.OCCLUSION])
    note = notes_of(collection, Shape.OCCLUSION)["gluteus-minimus.trigger-point.anterior.referral"]
    known = collection.get_image_occlusion_note(note.id).note
    assert len(known.occlusions) == len(note.cards()) == 7
    assert known.image_file_name.startswith("studyapp-labels-")
    assert known.occlude_inactive
    shape = known.occlusions[0].shapes[0]
    assert shape.shape == "rect"
    assert {one.name for one in shape.properties} >= {"left", "top", "width", "height"}


def grown(zone_before):
    """The small deck with another attachment of minimus before the one there was."""
    (deck,) = small_catalog().decks.values()
    (minimus, *others) = deck.muscles
    new = replace(minimus.attachments[0], id="newer", landmark="another place")
    attachments = (new, *minimus.attachments) if zone_before else (*minimus.attachments, new)
    return build_catalog(
        [replace(deck, muscles=(replace(minimus, attachments=attachments), *others))], small_catalog().words
    )


@pytest.mark.parametrize("before", [True, False])
def test_a_gap_keeps_its_number_and_its_schedule_when_an_answer_is_added(collection, take, before):
    catalog = small_catalog()
    charts = Charts(catalog.words.vocabulary)
    ledger = update_ledger(NOTHING_RELEASED, catalog, "small", RELEASED, charts, ALL)
    take(catalog, {"small": ledger}, charts, shapes=[Shape.CLOZE])
    (card,) = notes_of(collection, Shape.CLOZE)["minimus.origin"].cards()
    collection.sched.set_due_date([card.id], "9")

    newer = grown(before)
    log = take(
        newer, {"small": update_ledger(ledger, newer, "small", LATER, charts, ALL)}, charts, shapes=[Shape.CLOZE]
    )

    assert [note.fields[0] for note in log.updated] == ["minimus.origin"]
    first, second = notes_of(collection, Shape.CLOZE)["minimus.origin"].cards()
    assert (first.id, first.ivl) == (card.id, 9)
    assert "another place" in second.answer()
    assert "[...]" in first.question()
    assert "another place" in first.question()
    assert_sound(collection)


def renamed():
    """The small deck in which minimus goes by the id minor, with another origin before the one there was."""
    (deck,) = grown(zone_before=True).decks.values()
    (minimus, *others) = deck.muscles
    minor = replace(minimus, id="minor", formerly=("minimus",))
    complaints = tuple(
        replace(one, muscles=tuple(replace(m, muscle="minor") if m.muscle == "minimus" else m for m in one.muscles))
        for one in deck.complaints
    )
    words = replace(WORDS, muscles={**WORDS.muscles, "minor": WORDS.muscles["minimus"]})
    manifest = replace(deck.manifest, core_path=())
    return build_catalog([replace(deck, manifest=manifest, muscles=(minor, *others), complaints=complaints)], words)


def test_a_muscle_that_is_renamed_keeps_its_gaps_with_their_schedules(collection, take):
    catalog = small_catalog()
    charts = Charts(catalog.words.vocabulary)
    ledger = update_ledger(NOTHING_RELEASED, catalog, "small", RELEASED, charts, ALL)
    take(catalog, {"small": ledger}, charts, shapes=ALL)
    (card,) = notes_of(collection, Shape.CLOZE)["minimus.origin"].cards()
    collection.sched.set_due_date([card.id], "9")

    newer = renamed()
    ledgers = {"small": update_ledger(ledger, newer, "small", LATER, charts, ALL)}
    log = take(newer, ledgers, charts, shapes=ALL)

    assert not [note.fields[0] for note in log.new if note.fields[0].startswith("minor.origin")]
    first, second = notes_of(collection, Shape.CLOZE)["minor.origin"].cards()
    assert (first.id, first.ivl) == (card.id, 9)
    assert "another place" in second.answer()
    assert known_cards(newer, ledgers).find(first.note().guid, first.ord) is not None
    assert_sound(collection)


def test_a_gap_that_is_asked_no_more_says_so_and_keeps_its_number(collection, take):
    both = grown(zone_before=False)
    charts = Charts(both.words.vocabulary)
    ledger = update_ledger(NOTHING_RELEASED, both, "small", RELEASED, charts, ALL)
    take(both, {"small": ledger}, charts, shapes=[Shape.CLOZE])
    (deck,) = both.decks.values()
    (minimus, *others) = deck.muscles
    attachments = tuple(one for one in minimus.attachments if one.id != "ilium")
    newer = build_catalog([replace(deck, muscles=(replace(minimus, attachments=attachments), *others))], both.words)
    take(newer, {"small": update_ledger(ledger, newer, "small", LATER, charts, ALL)}, charts, shapes=[Shape.CLOZE])
    first, second = notes_of(collection, Shape.CLOZE)["minimus.origin"].cards()
    assert "asked no more" in first.answer()
    assert "another place" in second.answer()
    assert "[...]" in second.question()
    assert_sound(collection)


def test_who_never_had_a_gap_that_ended_gets_no_card_for_it(collection, take):
    catalog = small_catalog()
    charts = Charts(catalog.words.vocabulary)
    entry = LedgerEntry(hash="00", changed_at=RELEASED, parts=("gone", "ilium"))
    ledger = update_ledger(Ledger({"minimus.origin/cloze": entry}), catalog, "small", LATER, charts, ALL)
    take(catalog, {"small": ledger}, charts, shapes=[Shape.CLOZE])
    (card,) = notes_of(collection, Shape.CLOZE)["minimus.origin"].cards()
    assert card.ord == 1
    assert "outer surface of the ilium" in card.answer()
    assert_sound(collection)


def test_a_cover_keeps_its_number_and_one_that_is_gone_leaves_a_card(collection, take, shipped):
    catalog, charts, _ = shipped
    ident = "gluteus-minimus.trigger-point.anterior.referral"
    before = ("gone", "ankle-lateral", "hip-lateral")
    known = {f"{ident}/occlusion": LedgerEntry(hash="00", changed_at=RELEASED, parts=before)}
    ledger = update_ledger(Ledger(known), catalog, "trigger-points", RELEASED, charts, ALL)
    assert ledger.entries[f"{ident}/occlusion"].parts[:3] == before
    take(catalog, {"trigger-points": ledger}, charts, shapes=[Shape.OCCLUSION])
    note = notes_of(collection, Shape.OCCLUSION)[ident]
    assert len(collection.get_image_occlusion_note(note.id).note.occlusions) == 8
    assert_sound(collection)


def without(shown, reason):
    """The small deck with the origin of minimus retired; `shown` tells whether the deck still has the fact."""
    (deck,) = small_catalog().decks.values()
    (minimus, *others) = deck.muscles
    attachments = [replace(one, retired=reason) for one in minimus.attachments] if shown else []
    muscles = (replace(minimus, attachments=tuple(attachments)), *others)
    return build_catalog([replace(deck, muscles=muscles)], small_catalog().words)


def test_a_retired_question_is_tagged_and_told_why_and_keeps_its_schedule(collection, take):
    catalog = small_catalog()
    charts = Charts(catalog.words.vocabulary)
    ledger = update_ledger(NOTHING_RELEASED, catalog, "small", RELEASED, charts, ALL)
    take(catalog, {"small": ledger}, charts, shapes=ALL)
    collection.sched.set_due_date(collection.find_cards('"Id:minimus.origin"'), "9")

    newer = without(shown=True, reason="It was another muscle.")
    ledgers = {"small": update_ledger(ledger, newer, "small", LATER, charts, ALL)}
    log = take(newer, ledgers, charts, shapes=ALL, with_retired=True)

    tagged = [collection.get_note(ident) for ident in collection.find_notes("tag:studyapp::status::retired")]
    shapes = {note.note_type()["name"] for note in tagged}
    assert {note["Id"] for note in tagged} == {"minimus.origin"}
    assert {"studyapp question", "studyapp cloze"} <= shapes
    assert {note.fields[0] for note in log.updated} >= {"minimus.origin"}
    for note in tagged:
        assert "It was another muscle." in note["Remarks"]
        assert {card.ivl for card in note.cards()} == {9}
        assert {collection.decks.name(card.did) for card in note.cards()} == {"Small deck::Muscles::Minimus"}
    assert_sound(collection)


def test_what_was_renamed_and_then_retired_is_tagged_where_it_is_held(collection, take):
    catalog = small_catalog()
    charts = Charts(catalog.words.vocabulary)
    ledger = update_ledger(NOTHING_RELEASED, catalog, "small", RELEASED, charts, ALL)
    take(catalog, {"small": ledger}, charts, shapes=ALL)
    later = renamed()
    if_released = update_ledger(ledger, later, "small", LATER, charts, ALL)
    (deck,) = later.decks.values()
    (minor, *others) = deck.muscles
    origins = tuple(replace(one, retired="It was wrong.") for one in minor.attachments)
    newer = build_catalog([replace(deck, muscles=(replace(minor, attachments=origins), *others))], later.words)
    for known in (if_released, ledger):  # in a release between, or all at once
        ledgers = {"small": update_ledger(known, newer, "small", LATER + timedelta(days=1), charts, ALL)}
        log = take(newer, ledgers, charts, shapes=ALL, with_retired=True)
        assert not [note.fields for note in log.new if "origin" in note.fields[0]]
        tagged = collection.find_notes("tag:studyapp::status::retired")
        assert {collection.get_note(one)["Id"] for one in tagged} == {"minor.origin"}


def test_a_successor_may_say_formerly_of_a_retired_id():
    (deck,) = small_catalog().decks.values()
    (card,) = deck.cards
    gone = replace(card, retired="It was wrong.")
    successor = replace(card, id="band", formerly=("taut-band",))
    catalog = build_catalog([replace(deck, cards=(gone, successor))], small_catalog().words)
    assert CardKey("small", "card.taut-band.forward") in catalog.former


def test_of_two_notes_that_became_one_the_one_that_stays_keeps_its_guid(collection, take):
    catalog = small_catalog()
    charts = Charts(catalog.words.vocabulary)
    ledger = update_ledger(NOTHING_RELEASED, catalog, "small", RELEASED, charts)
    take(catalog, {"small": ledger}, charts)
    guid = notes_of(collection, Shape.QUESTION)["minimus.origin"].guid
    (deck,) = catalog.decks.values()
    (minimus, _) = deck.muscles
    merged = replace(deck, muscles=(replace(minimus, formerly=("medius",)),))
    newer = build_catalog([merged], catalog.words)
    take(newer, {"small": update_ledger(ledger, newer, "small", LATER, charts)}, charts)
    assert notes_of(collection, Shape.QUESTION)["minimus.origin"].guid == guid


def test_who_never_had_a_retired_question_gets_none(collection, take):
    catalog = small_catalog()
    charts = Charts(catalog.words.vocabulary)
    ledger = update_ledger(NOTHING_RELEASED, catalog, "small", RELEASED, charts)
    newer = without(shown=True, reason="It was another muscle.")
    never = Ledger({key: entry for key, entry in ledger.entries.items() if not key.startswith("minimus.origin")})
    for known, wanted in ((ledger, False), (never, True)):
        ledgers = {"small": update_ledger(known, newer, "small", LATER, charts)}
        take(newer, ledgers, charts, with_retired=wanted)
    assert "minimus.origin" not in notes_of(collection, Shape.QUESTION)
