"""Synergists and antagonists follow from the actions of both muscles, and are typed only where they do not."""

from hypothesis import given
from hypothesis import strategies as st
from made_muscles import CONTESTED, SINGLE, VOCABULARY, action, catalog, deck, muscle

from studyapp.domain.catalog import Catalog
from studyapp.domain.deck import CardKey
from studyapp.domain.evidence import Status
from studyapp.domain.fact import Attribute
from studyapp.domain.muscle import Group, Muscle, Part, Partner, Role
from studyapp.domain.partners import MOST_PARTNERS, Movers


def partners(catalog: Catalog, attribute: Attribute) -> list[str]:
    return [fact.id for fact in catalog.facts if fact.attribute is attribute]


def test_who_makes_the_same_movement_helps_and_who_makes_the_opposite_one_opposes() -> None:
    made = catalog(
        deck(
            muscle("up", actions=[action("raising")]),
            muscle("hoist", actions=[action("raising")]),
            muscle("down", actions=[action("lowering")]),
        )
    )
    assert partners(made, Attribute.SYNERGIST) == ["up.synergist.raising.hoist", "hoist.synergist.raising.up"]
    assert partners(made, Attribute.ANTAGONIST) == [
        "up.antagonist.raising.down",
        "hoist.antagonist.raising.down",
        "down.antagonist.lowering.up",
        "down.antagonist.lowering.hoist",
    ]


def test_a_derived_partner_carries_the_sources_of_both_actions_and_says_that_it_is_derived() -> None:
    other = action(
        "raising", status=Status.SINGLE_SOURCE, sources=SINGLE["sources"][:0] + CONTESTED["views"][1].sources
    )
    made = catalog(deck(muscle("up", actions=[action("raising")]), muscle("hoist", actions=[other])))
    fact = next(fact for fact in made.facts if fact.attribute is Attribute.SYNERGIST)
    assert fact.derived
    assert [citation.source for citation in fact.sources] == ["gray", "page"]
    assert fact.statement == "Hoist helps up in raising"


def test_a_derived_partner_is_as_firm_as_the_weaker_of_both_actions() -> None:
    both = {"status": Status.CONSENSUS, "sources": (*SINGLE["sources"], *CONTESTED["views"][1].sources)}
    firm, weak = action("raising", **both), action("raising")
    for actions, status in (((firm, firm), Status.CONSENSUS), ((firm, weak), Status.SINGLE_SOURCE)):
        made = catalog(deck(muscle("up", actions=[actions[0]]), muscle("hoist", actions=[actions[1]])))
        assert {fact.status for fact in made.facts if fact.attribute is Attribute.SYNERGIST} == {status}


def test_a_contested_action_makes_no_partner() -> None:
    made = catalog(
        deck(muscle("up", actions=[action("raising")]), muscle("maybe", actions=[action("raising", **CONTESTED)]))
    )
    assert partners(made, Attribute.SYNERGIST) == []


def test_actions_that_need_opposite_circumstances_never_meet() -> None:
    made = catalog(
        deck(
            muscle("bent", actions=[action("raising", qualifier="bent")]),
            muscle("straight", actions=[action("raising", qualifier="straight")]),
            muscle("standing", actions=[action("raising", qualifier="standing")]),
        )
    )
    assert partners(made, Attribute.SYNERGIST) == [
        "bent.synergist.raising.standing",
        "straight.synergist.raising.standing",
        "standing.synergist.raising.bent",
        "standing.synergist.raising.straight",
    ]


def test_a_muscle_is_no_partner_of_itself_though_its_parts_oppose_each_other() -> None:
    parts = (Part(id="front", name="front fibres"), Part(id="back", name="back fibres"))
    fan = muscle("fan", actions=[action("raising", part="front"), action("lowering", part="back")], parts=parts)
    assert partners(catalog(deck(fan)), Attribute.ANTAGONIST) == []
    both = catalog(deck(fan, muscle("up", actions=[action("raising")])))
    details = {fact.id: fact.asked[0].answer.detail for fact in both.facts if fact.subject.id == "up" and fact.derived}
    assert details == {"up.synergist.raising.fan": "front fibres", "up.antagonist.raising.fan": "back fibres"}


def test_a_partner_that_the_file_names_is_not_derived_a_second_time() -> None:
    named = Partner(muscle="hoist", movement="raising", **SINGLE)
    made = catalog(
        deck(
            muscle("up", actions=[action("raising")], synergists=(named,)), muscle("hoist", actions=[action("raising")])
        )
    )
    assert [(fact.id, fact.derived) for fact in made.facts if fact.attribute is Attribute.SYNERGIST] == [
        ("up.synergist.raising.hoist", False),
        ("hoist.synergist.raising.up", True),
    ]


def test_derived_partners_are_asked_only_where_both_are_prime_movers() -> None:
    made = catalog(
        deck(
            muscle("up", actions=[action("raising")]),
            muscle("hoist", actions=[action("raising")]),
            muscle("aide", actions=[action("raising", Role.SECONDARY)]),
        )
    )
    card = made.cards[CardKey("made", "up.synergists.raising.forward")]
    assert [(answer.text, card.is_extra(answer)) for answer in card.answers] == [("Hoist", False), ("Aide", True)]
    assert CardKey("made", "aide.synergists.raising.forward") not in made.cards


def test_a_partner_whose_group_the_file_names_already_is_also_right_and_not_missed() -> None:
    group = Group(group="hoisters", **SINGLE)
    named = Partner(muscle="hoisters", movement="raising", **SINGLE)
    made = catalog(
        deck(
            muscle("up", actions=[action("raising")], synergists=(named,)),
            muscle("hoist", actions=[action("raising")], group=group),
            muscle("crane", actions=[action("raising")]),
        ),
        hoisters="Hoisters",
    )
    card = made.cards[CardKey("made", "up.synergists.raising.forward")]
    assert {answer.text: card.is_extra(answer) for answer in card.answers} == {
        "Hoisters": False,
        "Hoist": True,
        "Crane": False,
    }


def test_more_partners_than_can_be_learnt_are_left_to_the_list_of_movers() -> None:
    many = [muscle(f"m{number}", actions=[action("raising")]) for number in range(MOST_PARTNERS + 1)]
    assert len(partners(catalog(deck(*many)), Attribute.SYNERGIST)) == len(many) * (len(many) - 1)
    one_more = muscle("more", actions=[action("raising")])
    assert partners(catalog(deck(*many, one_more)), Attribute.SYNERGIST) == []


ACTIONS = st.builds(
    action,
    movement=st.sampled_from(sorted(VOCABULARY.movements)),
    qualifier=st.sampled_from([None, *sorted(VOCABULARY.qualifiers)]),
)
MUSCLES = st.lists(st.lists(ACTIONS, max_size=3), min_size=2, max_size=5).map(
    lambda lists: [muscle(f"m{number}", actions=actions) for number, actions in enumerate(lists)]
)


@given(MUSCLES)
def test_who_helps_is_helped_and_who_opposes_is_opposed_in_the_opposite_movement(muscles: list[Muscle]) -> None:
    movers = Movers.of(muscles, VOCABULARY)
    by_id = {one.id: one for one in muscles}
    for one in muscles:
        for movement in movers.movements(one):
            for other in movers.partners(one, Attribute.SYNERGIST, movement):
                assert one.id in movers.partners(by_id[other], Attribute.SYNERGIST, movement)
            for other in movers.partners(one, Attribute.ANTAGONIST, movement):
                opposite = VOCABULARY.movements[movement].opposite
                assert opposite is not None
                assert one.id in movers.partners(by_id[other], Attribute.ANTAGONIST, opposite)
