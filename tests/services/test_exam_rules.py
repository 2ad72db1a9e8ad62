"""Each rule for items names what breaks it, and lets pass what does not."""

from dataclasses import replace

import pytest

from studyapp.content.loader import load_catalog
from studyapp.domain.exam.blueprint import Cell, ExamBlueprint
from studyapp.domain.exam.clang import shares_a_word
from studyapp.domain.exam.item import Difficulty, ItemType, Option, Rationale
from studyapp.domain.exam.paper import draw_paper
from studyapp.domain.exam.pool import Pool
from studyapp.domain.exam.rules import Severity, findings_of, is_usable
from studyapp.domain.exam.workshop import APART_MM
from studyapp.services.examiner import Examiner


@pytest.fixture(scope="module")
def workshop():
    catalog = load_catalog()
    return Examiner(catalog).workshop(catalog.decks["trigger-points"])


@pytest.fixture(scope="module")
def single(workshop):
    """The item that asks which nerve supplies gluteus medius; it breaks no rule."""
    items = Pool(workshop, 4, "1").of(ItemType.SINGLE)
    drawn = next(one for one in items if one.topic.cards == ("gluteus-medius.innervation.forward",))
    alike = iter(["inferior gluteal nerve", "superficial fibular nerve", "lower intercostal nerves"])
    options = tuple(one if one.is_key else replace(one, text=next(alike)) for one in drawn.options)
    item = replace(drawn, options=options, closeness=0.5)
    assert findings_of(item, workshop) == []
    return item


def rules(item, workshop):
    return {finding.rule for finding in findings_of(item, workshop)}


def other(item, place=0, **changes):
    """The item with one of its wrong options changed."""
    wrong = [option for option in item.options if not option.is_key]
    changed = replace(wrong[place], **changes)
    return replace(item, options=tuple(changed if one is wrong[place] else one for one in item.options))


def keyed(item, text):
    return replace(item, options=tuple(replace(one, text=text) if one.is_key else one for one in item.options))


WHY = Rationale(text="It is something else.", sources=("Gray (1918)",))

BROKEN = {
    "T1 two keys": ("T1", lambda item: other(item, is_key=True)),
    "T1 no key": ("T1", lambda item: replace(item, options=tuple(replace(one, is_key=False) for one in item.options))),
    "T1 another name of the key": ("T1", lambda item: other(item, text="SGN")),
    "T1 a key that its facts do not tell": ("T1", lambda item: keyed(item, "inferior gluteal nerve")),
    "T2 a branch of the key": ("T2", lambda item: other(keyed(item, "sciatic nerve"), text="tibial nerve")),
    "T3 contested": (
        "T3",
        lambda item: replace(item, facts=(*item.facts, "biceps-femoris.innervation.tibial-nerve.long-head.roots")),
    ),
    "T4 no fact": ("T4", lambda item: replace(item, facts=())),
    "T4 a fact that is gone": ("T4", lambda item: replace(item, facts=("gluteus-minimus.gone",))),
    "T4 no source": ("T4", lambda item: replace(item, why=Rationale(text="So it is."))),
    "T5 untold": ("T5", lambda item: other(item, why=Rationale())),
    "O1 six options": (
        "O1",
        lambda item: replace(
            item, options=(*item.options, *(Option(id=f"x{n}", text=f"nerve {n}", why=WHY) for n in range(2)))
        ),
    ),
    "O1 twice": ("O1", lambda item: other(item, text=item.options[-1].text.upper() + "!")),
    "O1 none of the above": ("O1", lambda item: other(item, text="None of the above")),
    "O1 A and B": ("O1", lambda item: other(item, text="A and B")),
    "O2 one within another": (
        "O2",
        lambda item: other(other(item, 0, text="plantar nerve"), 1, text="medial plantar nerve"),
    ),
    "O3 lengths": ("O3", lambda item: other(item, text="a nerve with a name that is very much longer than any other")),
    "O3 the key alone": ("O3", lambda item: keyed(item, "a nerve with a name that is very much longer than any other")),
    "S1 no question": ("S1", lambda item: replace(item, stem="The nerve of gluteus minimus.")),
    "S2 negative": ("S2", lambda item: replace(item, stem="Which nerve does not supply it?")),
    "S3 clang": (
        "S3",
        lambda item: replace(keyed(item, "obturator nerve"), stem="Which nerve runs with the obturator vessels?"),
    ),
    "S4 absolute": ("S4", lambda item: replace(item, stem="Which nerve always supplies it?")),
    "S4 vague": ("S4", lambda item: replace(item, stem="Which nerve usually supplies it?")),
    "S5 too long": ("S5", lambda item: replace(item, stem="word " * 81 + "?")),
}


@pytest.mark.parametrize("case", BROKEN)
def test_what_breaks_a_rule_is_named_by_it(single, workshop, case):
    rule, spoil = BROKEN[case]
    found = [finding for finding in findings_of(spoil(single), workshop) if finding.rule == rule]
    assert found
    is_error = rule.startswith("T") or rule == "O1"
    assert {finding.severity for finding in found} == {Severity.ERROR if is_error else Severity.WARNING}
    assert is_usable(spoil(single), workshop) is not is_error or not is_error


def test_a_contested_fact_stands_in_the_deck_for_the_case_above(workshop):
    contested = {ident for ident, fact in workshop.facts.items() if not fact.keyed}
    assert "biceps-femoris.innervation.tibial-nerve.long-head.roots" in contested


def test_a_matching_that_pairs_a_muscle_with_what_is_another_s_breaks_t1(workshop):
    item = next(one for one in Pool(workshop, 4, "1").of(ItemType.MATCHING) if one.topic.attribute == "origin")
    first, second, *rest = item.premises
    crossed = replace(item, premises=(replace(first, key=second.key), replace(second, key=first.key), *rest))
    found = [one.message for one in findings_of(crossed, workshop) if one.rule == "T1"]
    assert any(f"is keyed for “{first.text}”, and is not what its facts say" in message for message in found)
    assert any(f"is right for “{second.text}” too" in message for message in found)
    assert findings_of(item, workshop) == []


def test_a_statement_of_the_deck_that_is_keyed_as_false_breaks_t1(workshop):
    true = next(one for one in Pool(workshop, 4, "1").of(ItemType.TRUE_FALSE) if one.keys[0].id == "true")
    turned = replace(true, options=tuple(replace(one, is_key=not one.is_key) for one in true.options))
    assert [(one.rule, one.message) for one in findings_of(turned, workshop)] == [
        ("T1", f"is keyed as false, and “{true.facts[0]}” says it")
    ]


def test_a_cloze_has_as_many_gaps_as_answers(workshop):
    cloze = Pool(workshop, 4, "1").of(ItemType.CLOZE)[0]
    closed = replace(cloze, stem="No gap.")
    assert [one.message for one in findings_of(closed, workshop)] == ["has 0 gaps in its stem and answers for 1"]


def test_errors_stand_before_warnings(single, workshop):
    both = other(replace(single, stem="Which nerve always supplies it?"), why=Rationale())
    assert [finding.severity for finding in findings_of(both, workshop)] == [Severity.ERROR, Severity.WARNING]


@pytest.mark.parametrize(
    ("closeness", "expected"), [(0.0, Difficulty.EASY), (0.75, Difficulty.MEDIUM), (1.0, Difficulty.HARD)]
)
def test_the_nearer_the_wrong_options_come_the_harder_an_item_is_predicted_to_be(single, closeness, expected):
    assert replace(single, closeness=closeness).difficulty is expected


def test_what_is_recalled_is_predicted_harder_than_what_is_recognised(single):
    typed = replace(single, type=ItemType.SHORT, closeness=0.45)
    assert (replace(single, closeness=0.45).difficulty, typed.difficulty) == (Difficulty.EASY, Difficulty.HARD)


@pytest.mark.parametrize("kind", list(ItemType))
def test_every_item_that_the_deck_yields_is_usable(workshop, kind):
    items = Pool(workshop, 4, "7").of(kind)
    assert items
    errors = [
        f"{item.stem}: {one.message}"
        for item in items
        for one in findings_of(item, workshop)
        if one.severity is Severity.ERROR
    ]
    assert errors == []


def test_a_short_answer_is_asked_only_where_nothing_else_is_right_be_it_asked_of_no_one(workshop):
    for item in Pool(workshop, 4, "1").of(ItemType.SHORT):
        (card,) = (one for one in workshop.cards if one.key.card == item.topic.cards[0])
        assert len(workshop.all_answers(card)) == 1


def test_a_gap_accepts_every_answer_that_the_deck_has_even_those_that_no_card_asks_for(workshop):
    items = {item.topic.cards[0]: item for item in Pool(workshop, 4, "1").of(ItemType.CLOZE)}
    accepted = items["biceps-femoris.insertion.forward"].blanks[0].accepted
    assert {"head of the fibula", "lateral condyle of the tibia"} <= set(accepted)


def test_what_is_disputed_is_asked_by_no_gap_for_neither_answer_could_be_marked(workshop):
    disputed = {
        card.key.card
        for card in workshop.cards
        for fact in card.contested
        for one in fact.asked
        if one.question.face is card.face and one.answer.text not in {answer.text for answer in card.answers}
    }
    assert "piriformis.innervation.forward" in disputed
    for kind in (ItemType.SHORT, ItemType.CLOZE):
        assert not [one.stem for one in Pool(workshop, 4, "1").of(kind) if disputed & set(one.topic.cards)]


def test_a_gap_for_a_nerve_says_so_for_an_artery_supplies_a_muscle_too(workshop):
    of_nerves = [one for one in Pool(workshop, 4, "1").of(ItemType.CLOZE) if one.topic.attribute == "innervation"]
    asked = {item.stem.partition("_____ ")[2].rstrip("."): item.blanks[0].answer for item in of_nerves}
    assert set(asked) == {"(a nerve)", "(spinal roots)"}
    for item in of_nerves:
        assert ("(a nerve)" in item.stem) == item.blanks[0].answer.endswith("nerve"), item.stem


def test_the_bone_may_be_written_beside_a_place_on_it(workshop):
    asked = "obturator-internus.insertion.forward"
    (item,) = (one for one in Pool(workshop, 4, "1").of(ItemType.SHORT) if one.topic.cards == (asked,))
    assert "medial surface of the greater trochanter of the femur" in item.blanks[0].accepted


def test_no_gap_asks_for_a_nickname_for_a_muscle_may_have_others(workshop):
    for kind in (ItemType.SHORT, ItemType.CLOZE):
        asked = {card for one in Pool(workshop, 4, "1").of(kind) for card in one.topic.cards if ".nickname." in card}
        assert asked
        assert all(card.endswith(".reverse") for card in asked)


def test_a_nickname_that_one_work_alone_gives_is_asked_in_its_name(workshop):
    for kind in (ItemType.SINGLE, ItemType.SHORT, ItemType.CLOZE):
        for item in Pool(workshop, 4, "1").of(kind):
            works = {citation.source for fact in item.decided for citation in workshop.facts[fact].sources}
            if item.topic.attribute == "nickname" and len(works) == 1:
                assert item.stem.startswith("According to "), item.stem


def test_two_wrong_options_at_least_lie_in_the_region_of_the_key_or_beside_it(workshop):
    region_of = workshop.catalog.words.vocabulary.region_of
    lying = {}
    for muscle in workshop.deck.muscles:
        for one in muscle.attachments:
            lying.setdefault(one.landmark, set()).add(region_of(one.bone, one.site))
    seen = 0
    for item in Pool(workshop, 4, "1").of(ItemType.SINGLE):
        own = lying.get(item.keys[0].text, {None})
        if None not in own:
            steps = [
                min(one.steps_to(two) for one in own for two in lying[option.text] if one and two)
                for option in item.options
                if not option.is_key
            ]
            assert sum(step <= 1 for step in steps) >= 2, item.stem
            seen += 1
    assert seen > 20


def test_wrong_options_lie_at_different_landmarks(workshop):
    for item in Pool(workshop, 4, "1").of(ItemType.SINGLE):
        sites = [
            site for option in item.options if not option.is_key for site in workshop.places.sites.get(option.text, ())
        ]
        assert len(sites) == len(set(sites)), item.stem


def test_zones_are_wrong_near_the_key_and_not_only_near_another_zone_of_the_pattern(workshop):
    zones, near = workshop.zones, workshop.nearness
    seen = 0
    for kind in (ItemType.SINGLE, ItemType.HOTSPOT):
        for item in Pool(workshop, 4, "1").of(kind):
            if item.topic.attribute == "referral" and item.keys[0].text in zones:
                key = zones[item.keys[0].text]
                apart = [near.millimetres(zones[one.text], [key]) for one in item.options if not one.is_key]
                assert sum(each <= 250 for each in apart) >= 2, item.stem
                seen += 1
    assert seen > 30


def test_nobody_has_to_write_what_stands_in_the_question_or_has_many_names(workshop):
    for kind in (ItemType.SHORT, ItemType.CLOZE):
        for item in Pool(workshop, 4, "1").of(kind):
            assert not shares_a_word(item.stem.replace("_____", ""), item.blanks[0].answer), item.stem
            assert item.topic.attribute != "referral"
            if item.topic.attribute == "innervation":
                assert not item.blanks[0].answer.endswith(("nerves", "rami of the spinal nerves")), item.stem
                if item.blanks[0].answer == "tibial nerve":
                    assert workshop.places.regions_of(item.topic.subject) <= {"knee", "leg", "foot"}, item.stem


def test_an_author_who_tells_of_few_muscles_is_not_named_beside_muscles_to_choose_from(workshop):
    unnamed = 0
    for kind in (ItemType.SINGLE, ItemType.VIGNETTE):
        for item in Pool(workshop, 4, "1").of(kind):
            if item.picture is not None or kind is ItemType.VIGNETTE:
                account = workshop.facts[item.decided[0]].according_to
                told = {
                    fact.subject.id
                    for fact in workshop.facts.values()
                    if fact.attribute == "referral" and fact.according_to == account and fact.subject.kind == "muscle"
                }
                named = workshop.deck.sources[account].short in item.stem
                assert named == (len(told) >= 3), item.stem
                unnamed += not named
    assert unnamed > 5


def test_a_pattern_is_asked_without_the_marks_that_tell_where_its_muscle_lies(workshop):
    pictures = [one.picture for one in Pool(workshop, 4, "1").of(ItemType.SINGLE) if one.picture]
    assert pictures
    assert not any(pattern.at for picture in pictures for pattern in picture.patterns)


def test_no_item_of_the_deck_is_told_by_its_form(workshop):
    for kind in ItemType:
        for item in Pool(workshop, 4, "3").of(kind):
            assert not {"O4", "S3"} & rules(item, workshop), item.stem


def test_a_complaint_is_wrong_only_far_from_all_that_is_told_of_a_muscle(workshop):
    items = [one for one in Pool(workshop, 3, "1").of(ItemType.SINGLE) if one.topic.attribute == "complaint"]
    assert items
    zones = {complaint.name: complaint.zones for complaint in workshop.deck.complaints}
    for item in items:
        assert "under which of these complaints" in item.stem
        for option in item.options:
            if not option.is_key:
                own = workshop.nearness.zones_of(item.topic.subject)
                apart = min(workshop.nearness.millimetres(zone, own) for zone in zones[option.text])
                assert apart >= APART_MM, (item.stem, option.text)


def test_the_places_of_a_hotspot_are_all_seen_from_the_side_of_the_key(workshop):
    names = workshop.vocabulary_zones
    for item in Pool(workshop, 4, "1").of(ItemType.HOTSPOT):
        views = {option.text: set(names[workshop.zones[option.text]].views) for option in item.options}
        assert all(view & views[item.keys[0].text] for view in views.values()), item.stem


def test_the_key_of_a_hotspot_is_a_zone_that_hurts_as_a_whole_for_its_dot_may_lie_anywhere_in_it(workshop):
    cards = {card.key.card: card for card in workshop.cards}
    for item in Pool(workshop, 4, "1").of(ItemType.HOTSPOT):
        key = workshop.zones[item.keys[0].text]
        shown = cards[item.topic.cards[0]].chart.patterns[0].zones
        assert not any(zone.strokes for zone in shown if zone.zone == key), item.stem


def test_where_a_remark_lets_the_pain_reach_is_no_wrong_answer_nor_is_what_borders_on_it(workshop):
    """Niel-Asher lets the pain of semitendinosus reach the Achilles tendon, beside which the medial ankle lies."""
    cards = [one for one in workshop.cards if one.subject.id == "semitendinosus" and one.attribute == "referral"]
    forward = [one for one in cards if not one.shows_chart_first and one.face == "forward"]
    assert forward
    for card in forward:
        assert not {"Achilles tendon", "medial ankle"} & workshop.wrong(card)


def test_what_holds_a_joint_is_no_key_among_movements_for_it_is_never_wrong(workshop):
    for kind in (ItemType.SINGLE, ItemType.MULTIPLE):
        for item in Pool(workshop, 4, "1").of(kind):
            if item.topic.attribute == "action":
                assert not any("stabilisation" in option.text for option in item.options), item.stem


def test_referred_pain_is_asked_in_one_authors_name(workshop):
    pool = Pool(workshop, 4, "1")
    for kind in (ItemType.SINGLE, ItemType.MULTIPLE, ItemType.HOTSPOT, ItemType.TRUE_FALSE):
        for item in pool.of(kind):
            if item.topic.attribute == "referral":
                accounts = {workshop.facts[fact].according_to for fact in item.decided}
                assert len(accounts) == 1, item.stem
                assert accounts == {None} or "ccording to" in item.stem, item.stem


def test_a_muscle_that_refers_pain_to_every_essential_zone_of_a_pattern_is_no_wrong_option(workshop):
    for item in Pool(workshop, 4, "1").of(ItemType.SINGLE):
        if item.picture is not None:
            core = {z.zone for z in item.picture.patterns[0].zones if z.extent == "essential"}
            for option in item.options:
                theirs = workshop.nearness.zones_of(workshop.muscles[option.text])
                covers = all(any(workshop.catalog.words.vocabulary.overlap(a, b) for b in theirs) for a in core)
                assert covers == option.is_key or not core


def test_where_several_may_be_right_two_are_at_least_and_the_number_tells_nothing_more(workshop):
    numbers = {len(item.keys) for item in Pool(workshop, 5, "1").of(ItemType.MULTIPLE)}
    assert numbers == {2, 3, 4}


def test_every_statement_has_its_twin_and_a_paper_holds_as_many_true_as_false_ones(workshop):
    statements = Pool(workshop, 4, "1").of(ItemType.TRUE_FALSE)
    assert sum(item.keys[0].id == "true" for item in statements) * 2 == len(statements)
    blueprint = ExamBlueprint(title="Exam", cells=(Cell(type=ItemType.TRUE_FALSE, count=9),))
    chosen = draw_paper(blueprint, workshop).items
    assert sum(item.keys[0].id == "true" for item in chosen) in {4, 5}


def test_no_statement_is_given_away_by_a_qualification(workshop):
    assert not [item.stem for item in Pool(workshop, 4, "1").of(ItemType.TRUE_FALSE) if "(" in item.stem]


def test_no_muscle_is_matched_with_what_is_named_after_it(workshop):
    for item in Pool(workshop, 4, "1").of(ItemType.MATCHING):
        texts = {option.id: option.text for option in item.options}
        assert not [p.text for p in item.premises if shares_a_word(p.text, texts[p.key])]


def test_wrong_places_lie_far_from_where_the_pain_may_be(workshop):
    for item in Pool(workshop, 4, "1").of(ItemType.HOTSPOT):
        felt = workshop.nearness.zones_of(item.topic.muscles[0])
        for option in item.options:
            apart = workshop.nearness.millimetres(workshop.zones[option.text], felt)
            assert option.is_key or apart >= APART_MM
