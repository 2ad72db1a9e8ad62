"""A vignette is asked only where its case fits one muscle of the deck; each of its sentences rests on a fact."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st
from made_muscles import CONTESTED, SINGLE, TOLD, VOCABULARY, ZONES, catalog, deck, muscle, point

from studyapp.domain.catalog import Catalog
from studyapp.domain.complaint import Complaint, ComplaintMuscle, Support
from studyapp.domain.condition import Condition, Finding, FindingKind, Urgency
from studyapp.domain.deck import CardKey, Deck
from studyapp.domain.fact import Attribute, Fact
from studyapp.domain.muscle import Extent, Mimic, Muscle, Referral, ReferredZone, Statement


def vignettes(made: Catalog) -> dict[str, str]:
    """The scenes of the vignettes, by their ids."""
    return {fact.id: fact.asked[0].question.scene or "" for fact in made.facts if fact.attribute is Attribute.VIGNETTE}


def test_zones_that_only_one_muscle_reaches_together_make_a_case() -> None:
    made = catalog(
        deck(
            muscle("long", point(thigh="essential", calf="essential")),
            muscle("short", point(thigh="essential", heel="essential")),
        )
    )
    assert vignettes(made) == {
        "vignette.long.only": "Someone has pain in the thigh and calf. "
        "Pressure on a taut band brings on the familiar pain.",
        "vignette.short.only": "Someone has pain in the thigh and heel. "
        "Pressure on a taut band brings on the familiar pain.",
    }
    card = made.cards[CardKey("made", "vignette.long.only.forward")]
    assert card.prompt == "According to Manual, trigger points in which muscle of this deck explain this best?"
    assert card.stem == f"{card.scene} {card.prompt}"
    assert [answer.text for answer in card.answers] == ["Long"]


def test_what_may_not_be_asked_makes_no_case_but_counts_against_one() -> None:
    silent = {**TOLD, "ask": False}
    short = muscle("short", point(thigh="essential", calf="essential"))
    rival = muscle("rival", point("firm", thigh="essential"), point("doubtful", evidence=silent, calf="essential"))
    assert vignettes(catalog(deck(short, rival))) == {}
    doubtful = muscle("doubtful", point(evidence=silent, thigh="essential", heel="essential"))
    assert list(vignettes(catalog(deck(short, doubtful)))) == ["vignette.short.only"]


def test_two_muscles_with_the_same_map_make_no_case() -> None:
    same = {"thigh": "essential", "calf": "essential"}
    assert vignettes(catalog(deck(muscle("one", point(**same)), muscle("other", point(**same))))) == {}


def test_a_muscle_that_reaches_a_zone_rarely_or_by_a_contested_account_still_fits() -> None:
    telling = muscle("telling", point(thigh="essential", calf="essential"))
    rare = muscle("rare", point(thigh="rare", calf="rare"))
    contested = muscle("maybe", point(thigh="essential", calf="essential", evidence=CONTESTED))
    assert vignettes(catalog(deck(telling, rare))) == {}
    assert vignettes(catalog(deck(telling, contested))) == {}


def test_a_whole_fits_its_part_and_a_part_its_whole() -> None:
    upper = muscle("upper", point(seat_upper="essential", calf="essential"))
    whole = muscle("whole", point(seat="essential", calf="essential"))
    assert vignettes(catalog(deck(upper, whole))) == {}


def test_zones_that_share_some_skin_fit_each_other_and_rule_nobody_out() -> None:
    heel, sole = (muscle(zone, point(**{zone: "essential"}, thigh="essential")) for zone in ("heel", "sole"))
    assert vignettes(catalog(deck(heel, sole))) == {}
    short = muscle("short", point(sole="essential", thigh="essential"))
    longer = muscle("longer", point(sole="essential", thigh="essential", heel="essential"))
    assert "vignette.short.only" not in vignettes(catalog(deck(short, longer)))


def test_a_painless_zone_rules_out_who_hurts_there_as_a_rule() -> None:
    made = catalog(
        deck(
            muscle("short", point(thigh="essential", calf="essential")),
            muscle("long", point(thigh="essential", calf="essential", heel="essential")),
        )
    )
    assert "There is no pain in the heel." in vignettes(made)["vignette.short.only"]
    assert "no pain" not in vignettes(made)["vignette.long.only"]


def test_a_painless_zone_rules_out_trigger_points_and_not_those_beside_them() -> None:
    short = muscle("short", point(thigh="essential", calf="essential"))
    two = muscle("two", point("alike", thigh="essential", calf="essential"), point("other", heel="essential"))
    assert "vignette.short.only" not in vignettes(catalog(deck(short, two)))
    apart = muscle("apart", point("upper", thigh="essential", heel="essential"), point("lower", calf="essential"))
    assert "There is no pain in the heel." in vignettes(catalog(deck(short, apart)))["vignette.short.only"]


def test_a_case_takes_no_more_than_two_painless_zones() -> None:
    short = muscle("short", point(thigh="essential", calf="essential"))
    rivals = [
        muscle(f"by-{zone}", point(**{zone: "essential"}, thigh="essential", calf="essential"))
        for zone in ("seat", "heel", "toe")
    ]
    two = vignettes(catalog(deck(short, *rivals[:2])))["vignette.short.only"]
    assert "There is no pain in the heel or seat." in two
    assert "vignette.short.only" not in vignettes(catalog(deck(short, *rivals)))


def test_a_painless_zone_rules_out_nobody_who_hurts_there_only_now_and_then() -> None:
    for how in ("spillover", "rare"):
        long = muscle("long", point(thigh="essential", calf="essential", heel=how))
        made = catalog(deck(muscle("short", point(thigh="essential", calf="essential")), long))
        assert "vignette.short.only" not in vignettes(made)


def test_one_painful_zone_is_no_case_and_neither_is_a_map_that_nobody_shares() -> None:
    assert (
        vignettes(catalog(deck(muscle("one", point(thigh="essential")), muscle("two", point(calf="essential"))))) == {}
    )
    apart = deck(
        muscle("one", point(thigh="essential", calf="essential")),
        muscle("two", point(heel="essential", toe="essential")),
    )
    assert vignettes(catalog(apart)) == {}


def rich_deck() -> Deck:
    """A deck with a complaint, signs and a condition that would show."""
    signs = (
        Statement(id="limp", text="Limping", **SINGLE),
        Statement(id="named", text="The long muscle is sore", **SINGLE),
        Statement(id="silent", text="Itching", ask=False, **SINGLE),
        Statement(id="maybe", text="Sneezing", **CONTESTED),
    )
    complaint = Complaint(
        id="leg-pain",
        name="Leg pain",
        zones=("calf",),
        muscles=(ComplaintMuscle(muscle="long", support=Support.AGREES, **TOLD),),
    )
    mimics = (
        Mimic(condition="long-strain", **SINGLE),
        Mimic(condition="sprain", **SINGLE),
        Mimic(condition="palsy", **CONTESTED),
    )
    felt = (Referral(zones=(ReferredZone(zone="calf", extent=Extent.ESSENTIAL),), **SINGLE),)
    palsy = Condition(id="palsy", name="Palsy", pain=felt, neurology=(loss(),))
    sprain = Condition(id="sprain", name="Sprain", pain=felt, neurology=(loss(normal=True),))
    return deck(
        muscle("long", point(thigh="essential", calf="essential"), signs=signs, mimics=mimics),
        muscle("short", point(thigh="essential", heel="essential")),
        complaints=(complaint,),
        conditions=(palsy, sprain, Condition(id="long-strain", name="Strain of the long muscle")),
    )


def loss(*, normal: bool = False) -> Finding:
    return Finding(kind=FindingKind.REFLEX, text="No reflex", normal=normal, **SINGLE)


def test_a_case_tells_complaint_signs_and_what_speaks_against_conditions() -> None:
    made = catalog(rich_deck())
    assert vignettes(made)["vignette.long.only"] == (
        "Someone complains of leg pain: it hurts in the thigh and calf. Also told or found: limping. "
        "Sensation, strength and reflexes are normal. Sprain has been ruled out. "
        "Pressure on a taut band brings on the familiar pain."
    )
    (fact,) = [fact for fact in made.facts if fact.id == "vignette.long.only"]
    assert fact.remark == "Palsy would tend to show in the neurological examination."
    assert {citation.source for citation in fact.sources} == {"page", "gray"}


def test_a_case_is_short_however_much_is_known() -> None:
    many = tuple(Statement(id=f"sign-{number}", text=f"Sign {number}", **SINGLE) for number in range(5))
    named = [f"Trouble {number}" for number in range(5)]
    felt = (Referral(zones=(ReferredZone(zone="calf", extent=Extent.ESSENTIAL),), **SINGLE),)
    conditions = tuple(
        Condition(id=name.lower().replace(" ", "-"), name=name, pain=felt, neurology=(loss(),)) for name in named
    )
    long, *others = rich_deck().muscles
    mimics = tuple(Mimic(condition=condition.id, **SINGLE) for condition in conditions)
    made = catalog(deck(replace(long, signs=many, mimics=mimics), *others, conditions=conditions))
    (fact,) = [fact for fact in made.facts if fact.id == "vignette.long.only"]
    scene = fact.asked[0].question.scene or ""
    assert scene.count("sign ") == 2
    assert [told.casefold().count("trouble") for told in (scene, fact.remark or "")] == [3, 3]


def test_a_normal_examination_is_told_against_no_condition_that_calls_for_referral_today() -> None:
    rich = rich_deck()
    urgent = tuple(replace(one, urgency=Urgency.RED_FLAG) for one in rich.conditions)
    assert "are normal" not in vignettes(catalog(replace(rich, conditions=urgent)))["vignette.long.only"]


def test_no_case_names_its_answer() -> None:
    for ident, scene in vignettes(catalog(rich_deck())).items():
        assert ident.split(".")[1] not in scene.casefold()


EXTENTS = st.sampled_from([extent.value for extent in Extent])
MAPS = st.dictionaries(st.sampled_from(sorted(ZONES)), EXTENTS, min_size=1, max_size=4)


@st.composite
def decks(draw: st.DrawFn) -> list[Muscle]:
    """Some muscles with one or two groups of trigger points each."""
    drawn = draw(st.lists(st.lists(MAPS, min_size=1, max_size=2), min_size=2, max_size=5))
    return [
        muscle(
            f"m{number}",
            *(
                point(f"p{place}", **{z.replace("-", "_"): e for z, e in one.items()})
                for place, one in enumerate(points)
            ),
        )
        for number, points in enumerate(drawn)
    ]


def labelled(text: str, before: str) -> list[str]:
    """The zones that a sentence of the scene names."""
    for sentence in text.split("."):
        if before in sentence:
            told = sentence.split(before)[1].replace(" and ", ", ").replace(" or ", ", ")
            names = {zone.label: ident for ident, zone in ZONES.items()}
            return [names[label] for label in told.split(", ")]
    return []


def fits(one: Muscle, painful: Sequence[str], painless: Sequence[str]) -> bool:
    """Whether trigger points of a muscle may be behind a case, told anew and plainly: any set of silent ones."""
    for number in range(1, len(one.trigger_points) + 1):
        for points in combinations(one.trigger_points, number):
            told = [zone for point in points for _, zone in point.referred()]
            silent = not any(zone.zone in painless for zone in told if zone.extent is Extent.ESSENTIAL)
            if silent and all(any(VOCABULARY.overlap(zone, here.zone) for here in told) for zone in painful):
                return True
    return False


@given(decks())
def test_every_case_fits_its_own_muscle_and_no_other(muscles: list[Muscle]) -> None:
    facts: list[Fact] = [fact for fact in catalog(deck(*muscles)).facts if fact.attribute is Attribute.VIGNETTE]
    for fact in facts:
        scene = fact.asked[0].question.scene or ""
        painful, painless = labelled(scene, "pain in the "), labelled(scene, "no pain in the ")
        fitting = [one.name for one in muscles if fits(one, painful, painless)]
        assert fitting == [fact.asked[0].answer.text], scene
