"""What a note says in Anki: questions, answers, sources and remarks, as harmless HTML."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_muscles import catalog as made_catalog
from made_muscles import deck, muscle, point
from small_deck import MANIFEST, SINGLE, catalog_of, small_catalog, small_deck, with_free_card

from studyapp.anki.exported import exported_notes
from studyapp.anki.markup import escaped, listed
from studyapp.anki.notetype import FIELDS
from studyapp.domain.deck import Deck, FreeAnswer, FreeCard
from studyapp.domain.evidence import Citation, Status
from studyapp.errors import ExportError


def fields_of(catalog, note_id):
    (note,) = (note for note in exported_notes(catalog, "small") if note.id == note_id)
    return dict(zip(FIELDS, note.fields, strict=True))


def test_each_face_of_a_note_has_its_own_question_and_answer():
    fields = fields_of(small_catalog(), "minimus.innervation")
    assert fields["Id"] == "minimus.innervation"
    assert (fields["Subject"], fields["Attribute"]) == ("Minimus", "innervation")
    assert fields["Forward Prompt"] == "Which nerve supplies minimus?"
    assert fields["Forward Answer"] == "superior gluteal nerve"
    assert (fields["Reverse Prompt"], fields["Reverse Answer"]) == ("", "")
    assert fields["Further Answer"] == "L4, L5, S1"


def test_several_answers_make_a_list_in_which_the_optional_ones_are_marked():
    answer = fields_of(small_catalog(), "minimus.actions")["Forward Answer"]
    assert answer == (
        "<ul><li>abduction of the hip</li>"
        '<li>flexion of the hip <span class="detail">assists</span> <span class="detail">also right</span></li></ul>'
    )


def test_a_case_is_told_before_its_question():
    long = muscle("long", point(thigh="essential", calf="essential"))
    short = muscle("short", point(thigh="essential", heel="essential"))
    (note,) = (
        note for note in exported_notes(made_catalog(deck(long, short)), "made") if note.id.startswith("vignette.long")
    )
    prompt = dict(zip(FIELDS, note.fields, strict=True))["Forward Prompt"]
    assert prompt.startswith("Someone has pain in the thigh and calf. Pressure on")
    assert prompt.endswith("which muscle of this deck explain this best?")


def sources_of(number):
    """The field of sources of a note that cites so many works."""
    works = tuple(replace(MANIFEST.bibliography[0], id=f"work-{place}") for place in range(number))
    cited = tuple(Citation(source=work.id) for work in works)
    card = FreeCard(
        id="added", prompt="What?", answers=(FreeAnswer(text="This"),), status=Status.SINGLE_SOURCE, sources=cited
    )
    manifest = replace(small_deck().manifest, bibliography=works)
    return fields_of(catalog_of(Deck(manifest=manifest, cards=(card,))), "card.added")["Sources"]


def test_many_sources_open_by_a_click():
    few, many = sources_of(6), sources_of(7)
    assert "<details>" not in few
    assert few.count("<li>") == 6
    assert many.startswith("<details><summary>7 sources</summary><ul>")
    assert many.count("<li>") == 7


def test_steps_are_numbered():
    steps = tuple(FreeAnswer(text=text) for text in ("Sit", "Slump", "Nod"))
    told = {}
    for ordered in (False, True):
        card = FreeCard(id="added", prompt="In which order?", answers=steps, ordered=ordered, **SINGLE)
        catalog = catalog_of(Deck(manifest=small_deck().manifest, cards=(card,)))
        told[ordered] = fields_of(catalog, "card.added")["Forward Answer"]
    assert told[True] == "<ol><li>Sit</li><li>Slump</li><li>Nod</li></ol>"
    assert told[False] == told[True].replace("ol>", "ul>")


def test_a_list_of_optional_answers_only_marks_none_of_them():
    assert "also right" not in fields_of(small_catalog(), "zone.calf.referrers")["Forward Answer"]


def answered(text, *accept):
    card = FreeCard(id="added", prompt="What?", answers=(FreeAnswer(text=text, accept=accept),), **SINGLE)
    deck = small_deck()
    return fields_of(catalog_of(replace(deck, cards=(card,))), "card.added")["Forward Answer"]


def test_synonyms_are_told_beside_a_single_short_answer():
    answer = answered("tensor fasciae latae", "TFL", "tensor of the wide band")
    assert answer == 'tensor fasciae latae <span class="detail">also: TFL, tensor of the wide band</span>'


def test_no_more_than_three_synonyms_are_told_and_none_that_only_words_the_answer_otherwise():
    answer = answered("Trendelenburg sign", "trendelenburg", "positive Trendelenburg sign", "dipping", "x", "y", "z")
    assert answer == 'Trendelenburg sign <span class="detail">also: dipping, x, y</span>'


def test_a_long_answer_stands_alone():
    answer = "outer ilium, between the anterior and inferior gluteal lines"
    assert answered(answer, "ala ossis ilii") == answer


def test_sources_are_told_once_each_with_the_work_that_they_report():
    assert fields_of(small_catalog(), "minimus.origin")["Sources"] == (
        "<ul><li>Gray (1918), p. 475</li><li>Symptom checker, Minimus, reporting Travell &amp; Simons (1993)</li></ul>"
    )


def test_a_remark_about_one_of_several_answers_names_it_and_one_about_all_does_not():
    deck = small_deck()
    first, second = deck.muscles[0].actions
    remarks = {}
    for name, told in (("one", (None, "Weakly.")), ("all", ("Weakly.", "Weakly."))):
        actions = (replace(first, remark=told[0]), replace(second, remark=told[1]))
        catalog = catalog_of(replace(deck, muscles=(replace(deck.muscles[0], actions=actions),), complaints=()))
        remarks[name] = fields_of(catalog, "minimus.actions")["Remarks"]
    assert remarks == {
        "one": "<ul><li>Flexion of the hip: Weakly.</li></ul>",
        "all": "<ul><li>Weakly.</li></ul>",
    }


def test_remarks_stand_with_both_views_of_what_is_contested():
    assert fields_of(small_catalog(), "minimus.origin")["Remarks"] == (
        "<ul><li>Between two lines.</li>"
        '<li><span class="contested">Contested:</span> Minimus arises from the iliac spine'
        "<ul><li>It arises there — Gray (1918), p. 475</li>"
        "<li>It arises below — Symptom checker, Minimus, reporting Travell &amp; Simons (1993)</li></ul></li></ul>"
    )


def test_what_is_contested_is_never_an_answer():
    assert "iliac spine" not in fields_of(small_catalog(), "minimus.origin")["Forward Answer"]


def test_a_note_without_remarks_or_picture_leaves_these_fields_empty():
    fields = fields_of(small_catalog(), "card.taut-band")
    assert (fields["Remarks"], fields["Picture"], fields["Spare1"]) == ("", "", "")


@pytest.mark.parametrize(
    ("hostile", "harmless"),
    [
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("a & b &lt; c", "a &amp; b &amp;lt; c"),
        ("{{c1::cloze}} {{Sources}}", "&#123;&#123;c1::cloze&#125;&#125; &#123;&#123;Sources&#125;&#125;"),
        ("[latex]x[/latex]", "&#91;latex]x&#91;/latex]"),
        ("[sound:a.mp3]", "&#91;sound:a.mp3]"),
        ("two\x1ffields", "two fields"),
        ("a wide\u3000space", "a wide\u3000space"),
        (" \u3000outer\u3000\n", "outer"),
    ],
)
def test_hostile_text_does_nothing_in_a_field(hostile, harmless):
    fields = fields_of(with_free_card(small_catalog(), f"Is “{hostile}” safe?", hostile), "card.added")
    assert fields["Forward Answer"] == harmless
    if hostile == hostile.strip():
        assert fields["Forward Prompt"] == f"Is “{harmless}” safe?"


@given(text=st.text())
def test_no_text_can_open_a_tag_a_field_or_a_sound(text):
    assert not set(escaped(text).replace("\\<span></span>", "")) & set("<>{}[\x1f")


def test_a_list_of_nothing_is_nothing():
    assert listed([]) == ""


@pytest.mark.parametrize(("prompt", "answer"), [(" \u3000", "yes"), ("Is it?", "\n"), ("Is it?", "")])
def test_a_card_without_words_is_refused(prompt, answer):
    with pytest.raises(ExportError, match=r"“card\.added\.forward” of the deck “small” has an empty"):
        exported_notes(with_free_card(small_catalog(), prompt, answer), "small")


def test_tags_name_subject_attribute_status_topic_and_core_path():
    tags = {note.id: note.tags for note in exported_notes(small_catalog(), "small")}
    assert tags["minimus.actions"] == (
        "studyapp::attribute::action",
        "studyapp::core",
        "studyapp::muscle::minimus",
        "studyapp::status::consensus",
        "studyapp::status::single-source",
    )
    assert "studyapp::topic::basics" in tags["card.taut-band"]
    assert "studyapp::core" not in tags["medius.actions"]


def test_a_tag_that_white_space_would_split_is_refused():
    card = FreeCard(id="added", prompt="Is it?", answers=(FreeAnswer(text="yes"),), tags=("wide\u3000tag",), **SINGLE)
    deck = small_deck()
    catalog = catalog_of(replace(deck, cards=(*deck.cards, card)))
    with pytest.raises(ExportError, match="is no tag"):
        exported_notes(catalog, "small")


def test_a_muscle_has_a_deck_of_its_own_and_other_subjects_share_one():
    without_path = small_catalog(manifest=replace(MANIFEST, core_path=()))
    decks = {note.id: note.deck_name for note in exported_notes(without_path, "small")}
    assert decks["minimus.origin"] == "Small deck::Muscles::Minimus"
    assert decks["minimus.complaints"] == "Small deck::Muscles::Minimus"
    assert decks["complaint.buttock-pain.muscles"] == "Small deck::Overview::Complaints"
    assert decks["condition.radiculopathy.neurology.reflex"] == "Small deck::Overview::Conditions"
    assert decks["zone.calf.referrers"] == "Small deck::Overview::Zones"
    assert decks["movement.hip-abduction.movers"] == "Small deck::Overview::Movements"
    assert decks["nerve.superior-gluteal.supplies"] == "Small deck::Overview::Nerves"
    assert decks["card.taut-band"] == "Small deck::Overview::Further cards"


def test_the_core_path_has_a_deck_of_its_own_that_comes_before_the_others():
    decks = {note.id: note.deck_name for note in exported_notes(small_catalog(), "small")}
    core = {ident for ident, name in decks.items() if name == "Small deck::Core path"}
    assert core == set(MANIFEST.core_path)
    assert min(decks.values()) == "Small deck::Core path"


def test_colons_in_a_title_make_no_further_level():
    catalog = small_catalog(manifest=replace(MANIFEST, title=" Small::deck :"))
    assert exported_notes(catalog, "small")[0].deck_name == "Small:deck::Core path"


def test_notes_stand_in_the_order_in_which_they_are_learnt():
    catalog = small_catalog()
    order = list(dict.fromkeys(card.note for card in catalog.cards.values()))
    assert [note.id for note in exported_notes(catalog, "small")] == order
    assert order[:2] == ["zone.calf.referrers", "minimus.actions"]


class Painter:
    """Draws nothing, but knows what every chart would be called."""

    def __init__(self, left_out=""):
        """What it says that it leaves out."""
        self.left_out = left_out

    def name(self, chart):
        return f"chart-{len(chart.patterns)}.webp"

    def told(self, chart):
        return 'Pain is felt in "the calf" <b>{{Front}}</b>.'

    def undrawn(self, chart):
        return self.left_out

    def picture(self, chart):
        return b"painted"


def referral_fields(pictures, kind="referral"):
    (note,) = (
        note
        for note in exported_notes(small_catalog(), "small", pictures)
        if note.id == f"minimus.trigger-point.posterior.{kind}"
    )
    return dict(zip(FIELDS, note.fields, strict=True)), note


def test_a_chart_stands_in_the_question_whose_pattern_it_is_and_behind_every_other():
    referral, note = referral_fields(Painter())
    assert "<img" not in referral["Forward Prompt"]
    assert referral["Picture"].startswith('<img src="chart-1.webp"')
    assert len(note.dressed.charts) == 1
    pattern, note = referral_fields(Painter(), "pattern")
    assert pattern["Forward Prompt"].endswith(f'<div class="picture">{referral["Picture"]}</div>')
    assert pattern["Picture"] == ""
    assert len(note.dressed.charts) == 1


def test_a_chart_is_told_in_words_that_do_no_harm():
    fields, _ = referral_fields(Painter())
    assert (
        'alt="Pain is felt in &quot;the calf&quot; &lt;b&gt;&#123;&#123;Front&#125;&#125;&lt;/b&gt;."'
        in fields["Picture"]
    )


def test_what_the_chart_cannot_draw_is_told_below_it():
    fields, _ = referral_fields(Painter("Not drawn: perineum."))
    assert fields["Picture"].endswith("<div>Not drawn: perineum.</div>")


def test_another_picture_is_another_content():
    with_picture, without = (referral_fields(pictures)[1].content_hash() for pictures in (Painter(), Painter("x")))
    assert with_picture != without
