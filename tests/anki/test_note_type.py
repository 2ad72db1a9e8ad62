"""What students' collections hold can never change: fields, templates and their order."""

import hashlib
import json
import re
from pathlib import Path

from studyapp.anki.look import CSS, LOOK_CHANGED_AT
from studyapp.anki.notetype import question_model

RELEASED = json.loads((Path(__file__).parent / "note_type.json").read_text(encoding="utf-8"))


def test_id_fields_and_templates_stand_as_they_were_released():
    model = question_model()
    assert {
        "id": model.model_id,
        "fields": [field["name"] for field in model.fields],
        "templates": [template["name"] for template in model.templates],
    } == {key: RELEASED[key] for key in ("id", "fields", "templates")}


def test_a_changed_look_has_a_date_of_its_own_and_a_line_in_the_released_looks():
    templates = question_model().templates
    look = json.dumps([CSS, [[template["qfmt"], template["afmt"]] for template in templates]])
    digest = hashlib.sha256(look.encode()).hexdigest()[:16]
    assert RELEASED["looks"].get(LOOK_CHANGED_AT.isoformat()) == digest
    assert LOOK_CHANGED_AT.isoformat() == max(RELEASED["looks"])


def test_every_front_shows_a_plain_field_and_only_where_there_is_a_question():
    for template in question_model().templates:
        prompt = f"{template['name']} Prompt"
        assert template["qfmt"].startswith(f"{{{{#{prompt}}}}}")
        assert f"{{{{{prompt}}}}}" in template["qfmt"]
        assert template["qfmt"].endswith(f"{{{{/{prompt}}}}}")


def test_nothing_needs_javascript_or_the_network():
    everything = CSS + "".join(template["qfmt"] + template["afmt"] for template in question_model().templates)
    assert not re.search(r"<script|\son\w+=|javascript:|https?:|@import|url\(", everything)


def test_every_colour_has_its_pair_for_the_night_on_computer_and_phone_and_the_card_itself_has_none():
    rules = dict(re.findall(r"^([^\n/{}]+?)\s*\{([^}]*)\}", CSS, flags=re.MULTILINE))
    coloured = [selector for selector, body in rules.items() if "#" in body and "night" not in selector.lower()]
    assert coloured
    assert all(f".nightMode {selector}, .night_mode {selector}" in rules for selector in coloured)
    assert "color" not in rules[".card"]
    assert "background" not in rules[".card"]
    assert ".mobile" in CSS
