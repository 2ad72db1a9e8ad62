"""The shipped decks: they load, every fact has its source, and they repeat no mistake that other data sets make."""

import re
from collections import Counter
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest

from studyapp.anki.exported import exported_notes
from studyapp.content.check import DOTTED
from studyapp.content.loader import load_catalog
from studyapp.domain.catalog import Catalog
from studyapp.domain.complaint import Support
from studyapp.domain.condition import FindingKind, Urgency
from studyapp.domain.coverage import Coverage, coverage_of
from studyapp.domain.evidence import Status
from studyapp.domain.fact import Attribute, Fact, SubjectKind
from studyapp.domain.muscle import Described, End, Extent, Muscle, Role
from studyapp.services.atlas import Atlas
from studyapp.services.comparison import Comparer

HERE = Path(__file__).parent
DECK = "trigger-points"
INDEX = "gluteus-minimus"
PLACE_WORDS = (
    {"after", "afterwards", "again", "before", "begin", "begins", "eventually", "final", "finally", "finish", "first"}
    | {"following", "last", "lastly", "later", "next", "now", "once", "previous", "previously", "repeat", "repeated"}
    | {"repeats", "second", "start", "starts", "subsequently", "then", "third"}
)
"""Words by which a step tells where in its order it stands."""


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog()


@pytest.fixture(scope="module")
def minimus(catalog: Catalog) -> Muscle:
    return next(muscle for muscle in catalog.decks[DECK].muscles if muscle.id == INDEX)


def described(catalog: Catalog, ident: str) -> list[Muscle]:
    """The muscle of that id in every deck that describes it: none, while it is only named."""
    return [muscle for deck in catalog.decks.values() for muscle in deck.muscles if muscle.id == ident]


# --- Every deck -----------------------------------------------------------------------------------------------------


def test_every_fact_has_sources_that_the_bibliography_holds(catalog: Catalog) -> None:
    for fact in catalog.facts:
        known = catalog.decks[fact.deck].sources
        assert fact.sources, fact.id
        assert {citation.source for citation in fact.sources} <= set(known), fact.id


def test_a_work_that_was_not_read_is_cited_only_by_way_of_one_that_was(catalog: Catalog) -> None:
    for fact in catalog.facts:
        sources = catalog.decks[fact.deck].sources
        for citation in fact.sources:
            assert sources[citation.source].read or citation.via, fact.id
            assert citation.reporting is None or sources[citation.source].read, fact.id


def test_consensus_rests_on_two_works_that_are_no_reporters_of_one(catalog: Catalog) -> None:
    for fact in catalog.facts:
        if fact.status is Status.CONSENSUS:
            assert len({citation.reporting or citation.source for citation in fact.sources}) >= 2, fact.id


def test_contested_facts_show_both_views_and_are_never_keyed(catalog: Catalog) -> None:
    contested = [fact for fact in catalog.facts if fact.status is Status.CONTESTED]
    assert contested
    assert all(len(fact.views) >= 2 for fact in contested)
    keyed = {fact.id for card in catalog.cards.values() for fact in card.facts}
    assert keyed.isdisjoint(fact.id for fact in contested)


def test_every_id_is_well_formed_short_enough_and_unique_within_its_deck(catalog: Catalog) -> None:
    facts = Counter((fact.deck, fact.id) for fact in catalog.facts)
    assert max(facts.values()) == 1
    for ident in [*(ident for _, ident in facts), *(key.card for key in catalog.cards)]:
        assert DOTTED.fullmatch(ident), ident
        assert len(ident) <= 120, ident


def test_every_movement_with_an_opposite_is_that_ones_opposite(catalog: Catalog) -> None:
    movements = catalog.words.vocabulary.movements
    for ident, movement in movements.items():
        if movement.opposite is not None:
            assert movements[movement.opposite].opposite == ident
            assert movements[movement.opposite].joint == movement.joint
            assert movement.opposite != ident


def test_a_zone_names_each_view_once(catalog: Catalog) -> None:
    for ident, zone in catalog.words.vocabulary.zones.items():
        assert len(zone.views) == len(set(zone.views)), ident
        assert ("left" in zone.views) == ("right" in zone.views), ident


def test_an_alias_of_a_zone_means_no_other_zone(catalog: Catalog) -> None:
    zones = catalog.words.vocabulary.zones
    names = Counter(name.casefold() for zone in zones.values() for name in (zone.label, *zone.aliases))
    assert [name for name, times in names.items() if times > 1] == []


def test_no_cards_prompt_holds_its_own_answer(catalog: Catalog) -> None:
    for card in catalog.cards.values():
        for answer in card.answers:
            assert answer.text.casefold() not in card.prompt.casefold(), card.key


def test_an_attributed_card_says_whose_account_it_asks_for_or_beside_each_answer_whose_it_is(catalog: Catalog) -> None:
    for card in catalog.cards.values():
        if {fact.status for fact in card.facts} == {Status.ATTRIBUTED}:
            beside = all("by " in (answer.detail or "") for answer in card.answers)
            assert card.prompt.startswith("According to ") or beside, card.key


def test_every_ordered_card_has_three_to_six_short_answers_none_of_which_gives_away_its_place(catalog: Catalog) -> None:
    ordered = [card for card in catalog.cards.values() if card.key.deck == DECK and card.ordered]
    assert ordered
    for card in ordered:
        assert 3 <= len(card.answers) <= 6, card.key
        for answer in card.answers:
            assert len(answer.text) < 60, answer.text
            assert PLACE_WORDS.isdisjoint(re.findall(r"[a-z]+", answer.text.casefold())), answer.text


# --- Complaints -----------------------------------------------------------------------------------------------------


def test_the_23_muscles_of_the_article_are_all_declared(catalog: Catalog) -> None:
    listed = {entry.muscle for complaint in catalog.decks[DECK].complaints for entry in complaint.muscles}
    assert len(listed) == 23
    assert listed <= set(catalog.words.muscles)


def test_the_six_complaints_have_43_pairs_each_once(catalog: Catalog) -> None:
    complaints = catalog.decks[DECK].complaints
    pairs = [(complaint.id, entry.muscle) for complaint in complaints for entry in complaint.muscles]
    assert {complaint.id: len(complaint.muscles) for complaint in complaints} == {
        "buttock-pain": 11,
        "sciatica": 5,
        "lateral-leg-pain": 5,
        "posterior-leg-pain": 8,
        "lateral-thigh-and-hip-pain": 8,
        "posterior-thigh-pain": 6,
    }
    assert len(pairs) == len(set(pairs)) == 43


def test_gluteus_minimus_stands_under_every_complaint(catalog: Catalog) -> None:
    for complaint in catalog.decks[DECK].complaints:
        assert INDEX in {entry.muscle for entry in complaint.muscles}, complaint.id


def test_complaint_lists_are_attributed(catalog: Catalog) -> None:
    for complaint in catalog.decks[DECK].complaints:
        assert {entry.status for entry in complaint.muscles} == {Status.ATTRIBUTED}


def test_pairs_that_fit_travell_and_simons_weakly_are_marked(catalog: Catalog) -> None:
    weak = {
        (complaint.id, entry.muscle)
        for complaint in catalog.decks[DECK].complaints
        for entry in complaint.muscles
        if entry.support == "fits-weakly"
    }
    assert weak == {
        ("lateral-thigh-and-hip-pain", "rectus-femoris"),
        ("lateral-thigh-and-hip-pain", "vastus-intermedius"),
        ("lateral-thigh-and-hip-pain", "gluteus-maximus"),
        ("lateral-thigh-and-hip-pain", "piriformis"),
        ("lateral-leg-pain", "vastus-lateralis"),
        ("sciatica", "gluteus-maximus"),
        ("buttock-pain", "rectus-abdominis"),
        ("buttock-pain", "soleus"),
    }


def test_every_pair_was_held_against_the_maps(catalog: Catalog) -> None:
    supports = {entry.support for complaint in catalog.decks[DECK].complaints for entry in complaint.muscles}
    assert supports == {Support.AGREES, Support.FITS_WEAKLY}


# --- The whole dataset ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def covered(catalog: Catalog) -> tuple[Coverage, ...]:
    return coverage_of(catalog.decks[DECK].muscles, catalog.facts)


def test_every_muscle_of_the_article_is_described(catalog: Catalog) -> None:
    listed = {entry.muscle for complaint in catalog.decks[DECK].complaints for entry in complaint.muscles}
    assert {muscle.id for muscle in catalog.decks[DECK].muscles} == listed


def test_every_attribute_of_every_muscle_is_filled_or_known_to_be_a_gap(covered: tuple[Coverage, ...]) -> None:
    assert {one.muscle.id: one.missing for one in covered if one.missing} == {}


def test_what_is_said_to_be_a_gap_is_one(covered: tuple[Coverage, ...]) -> None:
    assert {one.muscle.id: one.filled_gaps for one in covered if one.filled_gaps} == {}


def test_every_muscle_rests_on_two_independent_sources_at_least(catalog: Catalog) -> None:
    for muscle in catalog.decks[DECK].muscles:
        own = [fact for fact in catalog.facts if fact.subject.id == muscle.id and not fact.derived]
        works = {citation.reporting or citation.source for fact in own for citation in fact.sources}
        assert len(works) >= 2, muscle.id


def test_every_trigger_point_has_a_place_and_a_map(catalog: Catalog) -> None:
    for muscle in catalog.decks[DECK].muscles:
        assert muscle.trigger_points or Described.TRIGGER_POINTS in {gap.attribute for gap in muscle.none_described}
        for point in muscle.trigger_points:
            assert list(point.referred()), f"{muscle.id}.{point.id}"


def test_no_part_makes_a_movement_and_its_opposite(catalog: Catalog) -> None:
    vocabulary = catalog.words.vocabulary
    for muscle in catalog.decks[DECK].muscles:
        firm = [action for action in muscle.actions if action.status is not Status.CONTESTED]
        for one, other in combinations(firm, 2):
            if vocabulary.movements[one.movement].opposite == other.movement:
                apart = one.part != other.part or vocabulary.exclude(one.qualifier, other.qualifier)
                assert apart, f"{muscle.id}: {one.movement}, {other.movement}"


def test_an_attachment_that_names_a_landmark_is_found_by_it(catalog: Catalog) -> None:
    """Otherwise a muscle would be missing from the right answers of "Which muscles arise from …?"."""
    landmarks = catalog.words.vocabulary.landmarks
    for muscle in catalog.decks[DECK].muscles:
        for attachment in muscle.attachments:
            named = {
                ident
                for ident, landmark in landmarks.items()
                if landmark.bone == attachment.bone and landmark.label in attachment.landmark
            }
            found = {attachment.site, landmarks[attachment.site].whole if attachment.site else None}
            assert not named or named & found, f"{muscle.id}: {attachment.landmark}"


def test_every_root_of_a_muscle_is_carried_by_its_nerve(catalog: Catalog) -> None:
    for muscle in catalog.decks[DECK].muscles:
        for supply in muscle.innervation:
            if supply.roots is not None:
                carried = set(catalog.words.vocabulary.nerves[supply.nerve].roots)
                told = {*supply.roots.preferred, *(root for roots in supply.roots.acceptable for root in roots)}
                assert told <= carried, muscle.id


DISPUTED = {
    "piriformis",
    "obturator-internus",
    "tensor-fasciae-latae",
    "quadratus-lumborum",
    "biceps-femoris",
    "semitendinosus",
    "semimembranosus",
    "plantaris",
    "tibialis-posterior",
    "flexor-digitorum-longus",
}


def test_disputed_roots_are_never_keyed(catalog: Catalog) -> None:
    keyed = {card.subject.id for key, card in catalog.cards.items() if key.card.endswith("innervation.further")}
    assert keyed.isdisjoint(DISPUTED)
    assert keyed >= {"gluteus-minimus", "gluteus-medius", "gluteus-maximus", "gastrocnemius"}


def test_undisputed_roots_are_what_all_texts_say(catalog: Catalog) -> None:
    roots = {
        muscle.id: supply.roots.preferred
        for muscle in catalog.decks[DECK].muscles
        for supply in muscle.innervation
        if supply.roots is not None
    }
    assert roots["gluteus-medius"] == ("L4", "L5", "S1")
    assert roots["gluteus-maximus"] == ("L5", "S1", "S2")
    assert roots["gastrocnemius"] == ("S1", "S2")


def test_a_helper_is_helped_by_whom_it_helps_and_an_opponent_opposed(catalog: Catalog) -> None:
    """Mirror facts agree, but for those that the deck explains."""
    movements = catalog.words.vocabulary.movements
    described = {muscle.id for muscle in catalog.decks[DECK].muscles}
    explained = {name for one in catalog.decks[DECK].manifest.explained for name in one.warnings}
    told = {fact.id for fact in catalog.facts}
    for fact in catalog.facts:
        if fact.attribute not in {Attribute.SYNERGIST, Attribute.ANTAGONIST} or f"{fact.id}.unsupported" in explained:
            continue
        muscle, kind, movement, other = fact.id.split(".")
        theirs = movement if kind == "synergist" else movements[movement].opposite
        assert other not in described or f"{other}.{kind}.{theirs}.{muscle}" in told, fact.id


def test_every_zone_that_hurts_can_be_seen_or_is_named_in_words_on_purpose(catalog: Catalog) -> None:
    zones = catalog.words.vocabulary.zones
    hurting = {
        zone.zone
        for muscle in catalog.decks[DECK].muscles
        for point in muscle.trigger_points
        for _, zone in point.referred()
    }
    assert {zone for zone in hurting if not zones[zone].views} <= {"perineum"}
    assert {zone for zone, told in zones.items() if told.area is None} == set()


CONDITIONS = {
    "l5-radiculopathy",
    "s1-radiculopathy",
    "greater-trochanteric-pain-syndrome",
    "sacroiliac-joint-dysfunction",
    "deep-gluteal-syndrome",
    "lumbar-facet-pain",
    "hip-osteoarthritis",
    "meralgia-paraesthetica",
    "fibular-neuropathy",
    "vascular-claudication",
}
RED_FLAGS = {"cauda-equina-syndrome", "fracture", "infection", "tumour", "deep-vein-thrombosis"}


def test_the_conditions_that_it_imitates_and_the_red_flags_are_described(catalog: Catalog) -> None:
    conditions = {condition.id: condition.urgency for condition in catalog.decks[DECK].conditions}
    assert {ident for ident, urgency in conditions.items() if urgency is Urgency.RED_FLAG} == RED_FLAGS
    assert {ident for ident, urgency in conditions.items() if urgency is Urgency.ROUTINE} == CONDITIONS


def test_every_condition_says_where_it_hurts_how_it_shows_and_what_tells_it_apart(
    catalog: Catalog,
) -> None:
    for condition in catalog.decks[DECK].conditions:
        assert condition.pain, condition.id
        assert condition.signs, condition.id
        assert condition.tests, condition.id
        assert condition.red_flags, condition.id
        assert INDEX in {told.muscle for told in condition.told_from}, condition.id


def test_any_two_muscles_or_conditions_can_be_put_side_by_side(catalog: Catalog) -> None:
    comparer = Comparer(catalog)
    idents = [ident for subjects in comparer.comparable().values() for ident, _ in subjects]
    for one, other in combinations(idents, 2):
        assert all(told.sources for row in comparer.compare(one, other).rows for told in (*row.one, *row.other))


def test_l5_and_s1_are_told_by_dermatome_myotome_and_reflex(catalog: Catalog) -> None:
    found = {
        condition.id: {finding.kind: finding for finding in condition.neurology}
        for condition in catalog.decks[DECK].conditions
    }
    for ident in ("l5-radiculopathy", "s1-radiculopathy"):
        assert set(found[ident]) == set(FindingKind)
    assert found["l5-radiculopathy"][FindingKind.REFLEX].normal
    assert "nkle reflex" in found["s1-radiculopathy"][FindingKind.REFLEX].text


def test_there_are_cards_of_every_kind(catalog: Catalog) -> None:
    assert {card.subject.kind for card in catalog.cards.values()} == set(SubjectKind)


def test_the_core_path_has_about_150_notes_each_once(catalog: Catalog) -> None:
    path = catalog.decks[DECK].manifest.core_path
    assert 140 <= len(path) <= 160
    assert len(set(path)) == len(path)


def test_no_scene_names_its_answer(catalog: Catalog) -> None:
    for card in catalog.cards.values():
        for answer in card.answers:
            names = (answer.text, *answer.accept)
            assert not [name for name in names if card.scene and name.casefold() in card.scene.casefold()], card.key


def test_soleus_flexes_no_knee_and_piriformis_no_hip(catalog: Catalog) -> None:
    movers = {
        movement: {fact.subject.id for fact in catalog.facts if fact.id.split(".")[1:3] == ["action", movement]}
        for movement in ("knee-flexion", "hip-flexion")
    }
    assert "soleus" not in movers["knee-flexion"]
    assert {"gastrocnemius", "plantaris"} <= movers["knee-flexion"]
    assert "piriformis" not in movers["hip-flexion"]
    assert {"rectus-femoris", "tensor-fasciae-latae"} <= movers["hip-flexion"]


# --- Gluteus minimus ------------------------------------------------------------------------------------------------


def test_gluteus_minimus_abducts_and_rotates_medially_and_assists_in_flexion(minimus: Muscle) -> None:
    roles = {(action.movement, action.role) for action in minimus.actions if action.status is not Status.CONTESTED}
    assert roles == {
        ("hip-abduction", Role.PRIMARY),
        ("hip-medial-rotation", Role.PRIMARY),
        ("hip-flexion", Role.SECONDARY),
    }


def test_what_its_posterior_fibres_do_is_contested(minimus: Muscle) -> None:
    contested = {(action.movement, action.part) for action in minimus.actions if action.status is Status.CONTESTED}
    assert contested == {("hip-lateral-rotation", "posterior"), ("hip-extension", "posterior")}


def test_hip_flexion_is_right_when_named_and_not_missed(catalog: Catalog) -> None:
    (actions,) = [card for key, card in catalog.cards.items() if key == (DECK, "gluteus-minimus.actions.forward")]
    assert {answer.text: answer.optional for answer in actions.answers} == {
        "abduction of the hip": False,
        "medial rotation of the hip": False,
        "flexion of the hip": True,
    }


def test_synergists_and_antagonists_hold_per_movement(minimus: Muscle) -> None:
    asked = {
        (kind, partner.movement, partner.muscle)
        for kind, partners in (("helps", minimus.synergists), ("opposes", minimus.antagonists))
        for partner in partners
        if partner.ask
    }
    abduction, rotation = "hip-abduction", "hip-medial-rotation"
    assert asked == {
        ("helps", abduction, "gluteus-medius"),
        ("helps", abduction, "tensor-fasciae-latae"),
        ("helps", rotation, "gluteus-medius"),
        ("helps", rotation, "tensor-fasciae-latae"),
        ("opposes", abduction, "adductor-group"),
        ("opposes", rotation, "gluteus-maximus"),
        ("opposes", rotation, "piriformis"),
        ("opposes", rotation, "lateral-rotator-group"),
    }


def test_upper_gluteus_maximus_and_piriformis_oppose_it_in_rotation_but_never_in_abduction(minimus: Muscle) -> None:
    opposing = {partner.muscle for partner in minimus.antagonists if partner.movement == "hip-abduction"}
    assert opposing.isdisjoint({"gluteus-maximus", "piriformis"})


def test_the_roots_of_gluteus_minimus_are_l4_to_s1(minimus: Muscle) -> None:
    (supply,) = minimus.innervation
    assert supply.nerve == "superior-gluteal-nerve"
    assert supply.roots is not None
    assert (supply.roots.preferred, supply.roots.acceptable) == (("L4", "L5", "S1"), ())


def zones(minimus: Muscle, point: str) -> dict[str, Extent]:
    """The zones to which a group of trigger points refers pain, by all accounts."""
    (found,) = [one for one in minimus.trigger_points if one.id == point]
    return {zone.zone: zone.extent for referral in found.referrals for zone in referral.zones}


def test_the_dorsum_of_the_foot_belongs_to_the_anterior_trigger_points_only_and_is_rare(minimus: Muscle) -> None:
    assert zones(minimus, "anterior")["foot-dorsum"] is Extent.RARE
    assert "foot-dorsum" not in zones(minimus, "posterior")


def test_the_anterior_trigger_points_refer_down_the_side_and_the_posterior_ones_down_the_back(minimus: Muscle) -> None:
    essential = {
        point: {zone for zone, extent in zones(minimus, point).items() if extent is Extent.ESSENTIAL}
        for point in ("anterior", "posterior")
    }
    assert essential == {
        "anterior": {"buttock-lower-lateral", "thigh-lateral", "knee-lateral", "leg-lateral", "ankle-lateral"},
        "posterior": {"buttock", "thigh-posterior", "calf"},
    }


def test_every_referral_is_attributed(catalog: Catalog) -> None:
    for deck in catalog.decks.values():
        for muscle in deck.muscles:
            accounts = [referral for point in muscle.trigger_points for referral in point.referrals]
            assert {referral.status for referral in accounts} <= {Status.ATTRIBUTED}, muscle.id


def test_its_origin_is_accepted_by_the_older_name_of_the_line(minimus: Muscle) -> None:
    (origin,) = [one for one in minimus.attachments if one.end is End.ORIGIN and one.ask]
    assert "between the anterior and inferior gluteal lines" in origin.landmark
    assert "between the middle and inferior gluteal lines" in origin.accept


def test_no_bursa_is_asked_by_name_and_no_treatment_called_most_effective(catalog: Catalog) -> None:
    texts = [answer.text.casefold() for card in catalog.cards.values() for answer in card.answers]
    assert not [text for text in texts if "trochanteric bursa" in text or "minimus bursa" in text]
    assert not [text for text in texts if "most effective" in text]


def test_the_figure_of_1941_is_attributed_and_dated(catalog: Catalog) -> None:
    (fact,) = [fact for fact in catalog.facts if "55 of" in fact.statement]
    assert fact.status is Status.ATTRIBUTED
    assert "1941" in fact.statement


# --- Mistakes seen in other data sets; each rule waits for the muscle to be described -------------------------------


def test_no_muscle_has_an_attachment_that_other_data_sets_got_wrong(catalog: Catalog) -> None:
    wrong = [
        ("piriformis", End.ORIGIN, "dorsal"),
        ("piriformis", End.ORIGIN, "posterior"),
        ("flexor-digitorum-longus", End.INSERTION, "proximal"),
        ("rectus-femoris", End.ORIGIN, "superior iliac spine"),
        ("gluteus-medius", End.INSERTION, "lesser"),
    ]
    for ident, end, landmark in wrong:
        for muscle in described(catalog, ident):
            assert not [one.landmark for one in muscle.attachments if one.end is end and landmark in one.landmark]


def test_no_muscle_moves_what_other_data_sets_had_it_move(catalog: Catalog) -> None:
    for ident, movement in (("piriformis", "hip-flexion"), ("soleus", "knee-flexion")):
        for muscle in described(catalog, ident):
            assert movement not in {action.movement for action in muscle.actions}
    assert "hip-adduction" not in {action.movement for action in described(catalog, INDEX)[0].actions}


def test_gluteus_maximus_is_not_supplied_by_the_superior_gluteal_nerve(catalog: Catalog) -> None:
    for muscle in described(catalog, "gluteus-maximus"):
        assert "superior-gluteal-nerve" not in {supply.nerve for supply in muscle.innervation}


@pytest.mark.parametrize("misspelt", ["psuedo", "formamen", "mimimus", "rectus abdominus", "peroneus longus"])
def test_the_articles_misspellings_and_old_names_are_in_no_statement(catalog: Catalog, misspelt: str) -> None:
    def told(fact: Fact) -> str:
        return f"{fact.statement} {fact.remark or ''}".casefold()

    assert not [fact.id for fact in catalog.facts if misspelt in told(fact)]


# --- Card ids -------------------------------------------------------------------------------------------------------


def lines(name: str) -> list[str]:
    """The lines of a list of ids, without those that only remark."""
    text = (HERE / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def test_every_live_card_id_is_listed(catalog: Catalog) -> None:
    live = {f"{key.deck} {key.card}" for key in catalog.cards}
    unlisted = live - set(lines("card_ids.txt"))
    assert not unlisted, "new cards: run `make docs`, which adds them to tests/card_ids.txt"


def test_every_card_id_ever_listed_is_live_former_or_retired_with_a_reason(catalog: Catalog) -> None:
    known = {f"{key.deck} {key.card}" for key in (*catalog.cards, *catalog.former)}
    known |= {line.split(" # ")[0] for line in lines("retired_ids.txt")}
    assert not set(lines("card_ids.txt")) - known, (
        "these cards are gone, and their history with them: list the old id under `formerly`, "
        "or write it into tests/retired_ids.txt with ` # ` and the reason"
    )


def test_a_card_id_is_listed_once() -> None:
    assert [ident for ident, times in Counter(lines("card_ids.txt")).items() if times > 1] == []


def test_a_retired_id_has_a_reason_was_listed_and_is_not_live(catalog: Catalog) -> None:
    listed = set(lines("card_ids.txt"))
    for line in lines("retired_ids.txt"):
        ident, _, reason = line.partition(" # ")
        assert reason.strip(), line
        assert ident in listed, line
        assert tuple(ident.split(" ")) not in catalog.cards, line


def test_no_deck_of_anki_that_was_ever_released_has_changed_its_name(catalog: Catalog) -> None:
    """Anki never moves a card of a later import: under another name its deck would be a second one, and empty."""
    released = (HERE / "anki_decks.txt").read_text(encoding="utf-8").splitlines()
    without_path = {key: replace(card, core=False) for key, card in catalog.cards.items()}
    both = (catalog, replace(catalog, cards=without_path))
    names = {note.deck_name for one in both for deck in one.decks for note in exported_notes(one, deck)}
    assert set(released) <= names, "a muscle's name and a deck's title are permanent"
    assert names <= set(released), f"new decks: add to tests/anki_decks.txt {sorted(names - set(released))}"


@pytest.mark.parametrize("text", ["pseudo-sciatica", "gluteal muscles minimus", "M. gluteus minimus"])
def test_the_index_muscle_is_found_by_what_people_call_it(catalog: Catalog, text: str) -> None:
    assert INDEX in [entry.id for entry in Atlas(catalog).search(text)]


def test_a_muscle_that_is_only_named_shows_where(catalog: Catalog) -> None:
    (page,) = Atlas(catalog).muscle("gracilis")
    assert page.sections == ()
    assert "rectus-femoris.antagonist.knee-extension.gracilis" in {fact.id for fact in page.mentions}
