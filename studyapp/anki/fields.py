"""What the fields of a note say, as HTML: questions, answers, sources, remarks."""

from collections.abc import Iterable, Mapping

from studyapp.anki.markup import escaped, listed
from studyapp.anki.notetype import FIELDS, TEMPLATES
from studyapp.domain.card import Card
from studyapp.domain.citation import cite
from studyapp.domain.evidence import Citation, Source
from studyapp.domain.fact import Answer, Fact
from studyapp.domain.note import Note
from studyapp.errors import ExportError

SHORT = 40
"""Characters; beside a longer answer synonyms are but other wordings of it."""

MOST_SYNONYMS = 3


def field_values(note: Note, cards: Iterable[Card], sources: Mapping[str, Source]) -> tuple[str, ...]:
    """The values of a note in the order of the note type's fields; ExportError for a card without words."""
    values = dict.fromkeys(FIELDS, "")
    values["Id"] = escaped(note.id)
    values["Subject"] = escaped(note.subject.name)
    values["Attribute"] = escaped(note.attribute.label)
    cards = tuple(cards)
    for card in cards:
        values[f"{TEMPLATES[card.face]} Prompt"] = _worded(card.prompt, card)
        values[f"{TEMPLATES[card.face]} Answer"] = _answers(card)
    values["Sources"] = listed(_citations(note, sources))
    remarks = dict.fromkeys(escaped(remark) for card in cards for remark in card.remarks)
    values["Remarks"] = listed([*remarks, *(_contested(fact, sources) for fact in note.contested)])
    return tuple(values.values())


def _worded(text: str, card: Card) -> str:
    html = escaped(text)
    if not html:
        raise ExportError(f"“{card.key.card}” of the deck “{card.key.deck}” has an empty question or answer.")
    return html


def _answers(card: Card) -> str:
    if len(card.answers) > 1:
        return listed(_worded(answer.text, card) + _beside(answer, card) for answer in card.answers)
    (answer,) = card.answers
    return _worded(answer.text, card) + _small(answer.detail) + _also(answer)


def _beside(answer: Answer, card: Card) -> str:
    """What a list tells beside an answer; where all are optional, none stands out as such."""
    required = any(not other.optional for other in card.answers)
    return _small(answer.detail) + _small("also right" if answer.optional and required else None)


def _small(text: str | None) -> str:
    return f' <span class="detail">{escaped(text)}</span>' if text else ""


def _also(answer: Answer) -> str:
    """Synonyms of a single short answer: whoever said one of them was right."""
    if len(answer.text) > SHORT:
        return ""
    others = [other for other in answer.accept if not _alike(other.casefold(), answer.text.casefold())]
    return _small(f"also: {', '.join(others[:MOST_SYNONYMS])}" if others else None)


def _alike(one: str, other: str) -> bool:
    return one in other or other in one


def _citations(note: Note, sources: Mapping[str, Source]) -> Iterable[str]:
    cited = [citation for fact in note.facts if fact.keyed for citation in fact.sources]
    return dict.fromkeys(_cited(citation, sources) for citation in cited)


def _cited(citation: Citation, sources: Mapping[str, Source]) -> str:
    return escaped(cite(citation, sources))


def _contested(fact: Fact, sources: Mapping[str, Source]) -> str:
    """A contested fact with every view of it and who holds it."""
    views = listed(
        " — ".join([escaped(view.statement), *(_cited(citation, sources) for citation in view.sources)])
        for view in fact.views
    )
    return f'<span class="contested">Contested:</span> {escaped(fact.statement)}{views}{escaped(fact.remark or "")}'
