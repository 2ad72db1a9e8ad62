"""Backward questions: notes about the thing asked, in which the facts of all muscles of a deck meet.

"Which muscles refer pain to the calf?" is list-shaped, because content grows; it waits for its second answer.
"""

from studyapp.domain.fact import Attribute, Question, Subject, SubjectKind
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
    prompt = f"Which muscles of this deck does the {label} supply?"
    return Question(f"nerve.{nerve}.supplies", subject, Attribute.INNERVATION, prompt, minimum=FEWEST_ANSWERS)


def referrers(zone: str, words: Words) -> Question:
    """Which muscles refer pain to a zone; KeyError for one that is not in the vocabulary."""
    label = words.vocabulary.zones[zone].label
    subject = Subject(SubjectKind.ZONE, zone, label)
    prompt = f"Which muscles of this deck refer pain to the {label}?"
    return Question(f"zone.{zone}.referrers", subject, Attribute.REFERRAL, prompt, minimum=FEWEST_ANSWERS)
