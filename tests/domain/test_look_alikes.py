"""Look-alikes are told apart by the zones that one map holds and the other does not reach at all."""

from made_muscles import CONTESTED, SINGLE, TOLD, catalog, deck, muscle, point

from studyapp.domain.card import Way
from studyapp.domain.catalog import Catalog
from studyapp.domain.deck import CardKey, LookAlikes
from studyapp.domain.fact import Attribute
from studyapp.domain.muscle import Muscle

PAIR = {"look_alikes": (LookAlikes(muscle="one", other="other"),)}
CARD = CardKey("made", "look-alike.one.other.forward")


def apart(*muscles: Muscle) -> Catalog:
    return catalog(deck(*muscles, manifest=PAIR))


def test_the_zones_of_either_that_the_other_does_not_reach_tell_them_apart() -> None:
    made = apart(
        muscle("one", point(thigh="essential", calf="essential")),
        muscle("other", point(thigh="essential", heel="spillover", toe="rare")),
    )
    card = made.cards[CARD]
    assert card.prompt == "By the maps that this deck follows, which zones of pain tell one and other apart?"
    assert [(answer.text, answer.detail) for answer in card.answers] == [
        ("Only one", "calf"),
        ("Only other", "heel; rarely toe"),
    ]
    assert card.ways == (Way.REVEAL,)


def test_a_part_of_a_zone_that_the_other_reaches_tells_nothing() -> None:
    made = apart(
        muscle("one", point(seat="essential", calf="essential")), muscle("other", point(seat_upper="rare", calf="rare"))
    )
    assert CARD not in made.cards


def test_a_zone_that_shares_some_skin_with_one_of_the_other_tells_nothing() -> None:
    made = apart(
        muscle("one", point(thigh="essential", heel="essential")),
        muscle("other", point(thigh="essential", sole="rare")),
    )
    assert CARD not in made.cards


def test_contested_references_tell_nothing_for_either_side() -> None:
    made = apart(
        muscle("one", point("firm", thigh="essential"), point("maybe", evidence=CONTESTED, calf="essential")),
        muscle("other", point("firm", thigh="essential"), point("maybe", evidence=CONTESTED, heel="essential")),
    )
    assert CARD not in made.cards
    half = apart(
        muscle("one", point("firm", thigh="essential", heel="essential")),
        muscle("other", point("firm", thigh="essential"), point("maybe", evidence=CONTESTED, heel="essential")),
    )
    assert CARD not in half.cards


def test_what_may_not_be_asked_tells_nothing() -> None:
    silent = {**TOLD, "ask": False}
    made = apart(
        muscle("one", point("firm", thigh="essential"), point("doubtful", evidence=silent, calf="essential")),
        muscle("other", point(thigh="essential")),
    )
    assert CARD not in made.cards


def test_a_muscle_without_a_map_is_told_apart_from_none() -> None:
    assert CARD not in apart(muscle("one", point(thigh="essential")), muscle("other")).cards


def test_a_pair_of_which_the_deck_describes_one_waits_for_the_other() -> None:
    made = catalog(deck(muscle("one", point(thigh="essential")), manifest=PAIR), other="Other")
    assert CARD not in made.cards


def test_what_tells_them_apart_rests_on_both_maps() -> None:
    page = {**TOLD, "sources": SINGLE["sources"]}
    made = apart(
        muscle("one", point(thigh="essential", calf="essential")),
        muscle("other", point(evidence=page, thigh="essential")),
    )
    (fact,) = [fact for fact in made.facts if fact.attribute is Attribute.DISTINCTION]
    assert fact.derived
    assert fact.according_to is None, "what no account says is in nobody's mouth"
    assert [citation.source for citation in fact.sources] == ["page", "gray"]
    assert fact.statement == (
        "By the maps that this deck follows, one refers pain to the calf, and no account that was read says so of other"
    )
