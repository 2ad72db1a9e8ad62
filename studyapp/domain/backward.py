"""Backward questions: notes about the thing asked, in which the facts of all muscles of a deck meet.

"Which muscles refer pain to the calf?" is list-shaped, because content grows; it waits for its second answer.
"""

from collections.abc import Iterator
from dataclasses import replace

from studyapp.domain.fact import Answer, Asked, Attribute, Question, Subject, SubjectKind
from studyapp.domain.vocabulary import Words

FEWEST_ANSWERS = 2


def movers(movement: str, words: Words) -> Question:
    """Who takes part in a movement; KeyError for one that is not in the vocabulary."""
    label = words.vocabulary.movements[movement].label
    subject = Subject(SubjectKind.MOVEMENT, movement, label)
    prompt = f"Which muscles of this deck take part in {label}?"
    return Question(f"movement.{movement}.movers", subject, Attribute.ACTION, prompt, minimum=FEWEST_ANSWERS)


def supplied_by(nerve: str, words: Words) -> Question:
    """Which muscles a nerve supplies; KeyError for one that is not in the vocabulary."""
    label = words.vocabulary.nerves[nerve].label
    subject = Subject(SubjectKind.NERVE, nerve, label)
    verb = "do" if label.endswith("s") else "does"
    prompt = f"Which muscles of this deck {verb} the {label} supply?"
    return Question(f"nerve.{nerve}.supplies", subject, Attribute.INNERVATION, prompt, minimum=FEWEST_ANSWERS)


def attached_to(landmark: str, attribute: Attribute, words: Words) -> Question:
    """Which muscles arise from a landmark, or insert on it; KeyError for one that is not in the vocabulary."""
    label = words.vocabulary.landmarks[landmark].label
    subject = Subject(SubjectKind.LANDMARK, landmark, label)
    verb = "arise from" if attribute is Attribute.ORIGIN else "insert on"
    prompt = f"Which muscles of this deck {verb} the {label}?"
    return Question(f"landmark.{landmark}.{attribute}s", subject, attribute, prompt, minimum=FEWEST_ANSWERS)


def asked_of_landmarks(landmark: str, attribute: Attribute, answer: Answer, words: Words) -> Iterator[Asked]:
    """Every backward question that a site answers: of the landmark itself, and besides others of the larger one."""
    yield Asked(attached_to(landmark, attribute, words), answer)
    whole = words.vocabulary.landmarks[landmark].whole
    if whole is not None:
        located = _located(answer, words.vocabulary.landmarks[landmark].label)
        yield Asked(attached_to(whole, attribute, words), located, silent=True)


def referrers(zone: str, words: Words) -> Question:
    """Which muscles refer pain to a zone; KeyError for one that is not in the vocabulary."""
    label = words.vocabulary.zones[zone].label
    subject = Subject(SubjectKind.ZONE, zone, label)
    prompt = f"Which muscles of this deck refer pain to the {label}?"
    return Question(f"zone.{zone}.referrers", subject, Attribute.REFERRAL, prompt, minimum=FEWEST_ANSWERS)


def asked_of_zones(zone: str, answer: Answer, words: Words) -> Iterator[Asked]:
    """Every backward question that pain in a zone answers: of the zone itself, of its whole, and of its parts.

    Pain in the upper buttock is pain in the buttock. Pain in the whole buttock may be pain in its upper part: right
    when given, not missed when left out.
    """
    located = _located(answer, words.vocabulary.zones[zone].label)
    yield Asked(referrers(zone, words), answer)
    for whole in words.vocabulary.wholes_of(zone):
        yield Asked(referrers(whole, words), located)
    for part in words.vocabulary.parts_of(zone):
        yield Asked(referrers(part, words), located, silent=True)


def _located(answer: Answer, label: str) -> Answer:
    return replace(answer, detail=f"{answer.detail}: {label}" if answer.detail else label)
