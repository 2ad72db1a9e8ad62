"""What the fields of a note say, as HTML: questions, answers, sources, remarks."""

from collections.abc import Iterable, Mapping

from studyapp.anki.markup import escaped, listed
from studyapp.anki.notetype import FIELDS, TEMPLATES
from studyapp.anki.pictures import NO_PICTURES, Pictures, shown
from studyapp.domain.card import Card
from studyapp.domain.citation import cite_together
from studyapp.domain.evidence import Source
from studyapp.domain.fact import Answer, Fact
from studyapp.domain.note import Note
from studyapp.errors import ExportError

MOST_OPEN_SOURCES = 6


def field_values(
    note: Note, cards: Iterable[Card], sources: Mapping[str, Source], pictures: Pictures = NO_PICTURES
) -> tuple[str, ...]:
    """The values of a note in the order of the note type's fields; ExportError for a card without words."""
    values = dict.fromkeys(FIELDS, "")
    values["Id"] = escaped(note.id)
    values["Subject"] = escaped(note.subject.name)
    values["Attribute"] = escaped(note.attribute.label)
    cards = tuple(cards)
    for card in cards:
        picture = shown(card.chart, pictures)
        in_question = f'<div class="picture">{picture}</div>' if picture and card.shows_chart_first else ""
        values["Picture"] = values["Picture"] or ("" if in_question else picture)
        values[f"{TEMPLATES[card.face]} Prompt"] = _worded(card.stem, card) + in_question
        values[f"{TEMPLATES[card.face]} Answer"] = _answers(card)
    values["Sources"] = _folded(tuple(_citations(note, sources)))
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
    also = f"also: {', '.join(card.synonyms)}" if card.synonyms else None
    return _worded(answer.text, card) + _small(answer.detail) + _small(also)


def _beside(answer: Answer, card: Card) -> str:
    return _small(answer.detail) + _small("also right" if card.is_extra(answer) else None)


def _small(text: str | None) -> str:
    return f' <span class="detail">{escaped(text)}</span>' if text else ""


def _folded(works: tuple[str, ...]) -> str:
    """The works as a list, which a click opens when it is long: an answer should fit a phone."""
    if len(works) <= MOST_OPEN_SOURCES:
        return listed(works)
    return f"<details><summary>{len(works)} sources</summary>{listed(works)}</details>"


def _citations(note: Note, sources: Mapping[str, Source]) -> Iterable[str]:
    """The works behind its cards' answers, each once."""
    cited = dict.fromkeys(citation for fact in note.facts if fact.keyed for citation in fact.sources)
    return map(escaped, cite_together(cited, sources))


def _contested(fact: Fact, sources: Mapping[str, Source]) -> str:
    """A contested fact with every view of it and who holds it."""
    views = listed(
        " — ".join([escaped(view.statement), escaped(" · ".join(cite_together(view.sources, sources)))])
        for view in fact.views
    )
    return f'<span class="contested">Contested:</span> {escaped(fact.statement)}{views}{escaped(fact.remark or "")}'
