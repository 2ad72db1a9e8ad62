"""What students' collections hold can never change: fields, templates and their order, of every note type."""

import hashlib
import json
import re
from pathlib import Path

import pytest

from studyapp.anki.notetype import model_of
from studyapp.anki.notetypes import NOTE_TYPES
from studyapp.anki.occlusion import NATIVE
from studyapp.anki.shape import Shape

RELEASED = json.loads((Path(__file__).parent / "note_types.json").read_text(encoding="utf-8"))

every_shape = pytest.mark.parametrize("shape", list(Shape))


def type_of(shape):
    return NOTE_TYPES[shape]()


@every_shape
def test_id_fields_and_templates_stand_as_they_were_released(shape):
    model = model_of(type_of(shape))
    assert {
        "id": model.model_id,
        "fields": [field["name"] for field in model.fields],
        "templates": [template["name"] for template in model.templates],
    } == {key: RELEASED[shape][key] for key in ("id", "fields", "templates")}


@every_shape
def test_a_changed_look_has_a_date_of_its_own_and_a_line_in_the_released_looks(shape):
    kind, looks = type_of(shape), RELEASED[shape]["looks"]
    look = json.dumps([kind.css, [[template.front, template.back] for template in kind.templates]])
    assert looks.get(kind.changed_at.isoformat()) == hashlib.sha256(look.encode()).hexdigest()[:16]
    assert kind.changed_at.isoformat() == max(looks)


@every_shape
def test_the_first_field_is_unique_to_a_note(shape):
    assert type_of(shape).fields[0] == "Id"


def test_every_shape_has_a_note_type_of_its_own_with_an_id_field_and_six_to_spare():
    kinds = [type_of(shape) for shape in Shape]
    assert len({kind.id for kind in kinds}) == len({kind.name for kind in kinds}) == len(Shape)
    for kind in kinds:
        assert {"Id", "Subject", "Attribute", "Sources", *(f"Spare{number}" for number in range(1, 7))} <= set(
            kind.fields
        )


@pytest.mark.parametrize("shape", [Shape.QUESTION, Shape.TYPE_IN, Shape.CHOICE])
def test_every_front_shows_a_plain_field_and_only_where_there_is_a_question(shape):
    for template in type_of(shape).templates:
        prompt = f"{template.name} Prompt"
        assert template.front.startswith(f"{{{{#{prompt}}}}}")
        assert f"{{{{{prompt}}}}}" in template.front
        assert template.front.endswith(f"{{{{/{prompt}}}}}")


@every_shape
def test_a_card_has_one_box_to_type_in_at_most(shape):
    for template in type_of(shape).templates:
        for side in (template.front, template.back):
            assert side.count("{{type:") == int(shape is Shape.TYPE_IN)


@every_shape
def test_nothing_needs_javascript_or_the_network_but_what_anki_itself_offers_for_image_occlusion(shape):
    kind = type_of(shape)
    everything = kind.css + "".join(template.front + template.back for template in kind.templates)
    assert not re.search(r"\son\w+=|javascript:|https?:|@import|url\(", everything)
    scripts = re.findall(r"<script>\s*try \{ (.+?) \}", everything)
    assert scripts == (["anki.imageOcclusion.setup();"] * 2 if shape is Shape.OCCLUSION else [])
    assert everything.count("<script") == len(scripts)


def test_anki_finds_its_own_fields_of_image_occlusion_by_their_tags():
    told = model_of(type_of(Shape.OCCLUSION)).to_json(0, 1)
    tagged = {field["name"]: field["tag"] for field in told["flds"] if "tag" in field}
    assert tagged == {name: tag for tag, name in enumerate(NATIVE)}


@every_shape
def test_every_colour_has_its_pair_for_the_night_on_computer_and_phone_and_the_card_itself_has_none(shape):
    css = type_of(shape).css
    rules = dict(re.findall(r"^([^\n/{}]+?)\s*\{([^}]*)\}", css, flags=re.MULTILINE))
    painted_by_day_and_night = "#image-occlusion-canvas"  # the picture beneath is white by night too
    coloured = [
        selector
        for selector, body in rules.items()
        if "#" in body and "night" not in selector.lower() and selector != painted_by_day_and_night
    ]
    assert coloured
    assert all(f".nightMode {selector}, .night_mode {selector}" in rules for selector in coloured)
    assert "color" not in rules[".card"]
    assert "background" not in rules[".card"]
    assert ".mobile" in css
