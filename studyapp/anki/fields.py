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
from studyapp.domain.retired import reasons_of
from studyapp.errors import ExportError

MOST_OPEN_SOURCES = 6


def field_values(
    note: Note,
    cards: Iterable[Card],
    sources: Mapping[str, Source],
    pictures: Pictures = NO_PICTURES,
    fields: Iterable[str] = FIELDS,
) -> dict[str, str]:
    """The values of a note whose cards ask and answer, by these fields of its type and in their order.

    Raises ExportError for a card without words.
    """
    cards = tuple(cards)
    values = dict.fromkeys(fields, "") | common_values(note, cards, sources)
    for card in cards:
        values["Picture"] = values["Picture"] or ("" if card.shows_chart_first else shown(card.chart, pictures))
        values[f"{TEMPLATES[card.face]} Prompt"] = prompt_of(card, pictures)
        values[f"{TEMPLATES[card.face]} Answer"] = answers_of(card)
    return values


def common_values(note: Note, cards: Iterable[Card], sources: Mapping[str, Source]) -> dict[str, str]:
    """What notes of every shape say: what they are about, sources, remarks."""
    remarks = dict.fromkeys(escaped(remark) for card in cards for remark in card.remarks)
    return {
        "Id": escaped(note.id),
        "Subject": escaped(note.subject.name),
        "Attribute": escaped(note.attribute.label),
        "Sources": _folded(tuple(_citations(note, sources))),
        "Remarks": listed(
            [*map(_retired, reasons_of(note.facts)), *remarks, *(_contested(fact, sources) for fact in note.contested)]
        ),
    }


def _retired(reason: str) -> str:
    return f'<span class="contested">Retired:</span> {escaped(reason)}'


def prompt_of(card: Card, pictures: Pictures = NO_PICTURES) -> str:
    """The question, with its chart where it is about that."""
    picture = shown(card.chart, pictures) if card.shows_chart_first else ""
    return worded(card.stem, card) + (f'<div class="picture">{picture}</div>' if picture else "")


def worded(text: str, card: Card) -> str:
    """A text of a card; ExportError when there is none."""
    html = escaped(text)
    if not html:
        raise ExportError(f"“{card.key.card}” of the deck “{card.key.deck}” has an empty question or answer.")
    return html


def answers_of(card: Card) -> str:
    """The answer, or all of them as a list."""
    if len(card.answers) > 1:
        told = (worded(answer.text, card) + _beside(answer, card) for answer in card.answers)
        return listed(told, ordered=card.ordered)
    (answer,) = card.answers
    also = f"also: {', '.join(card.synonyms)}" if card.synonyms else None
    return worded(answer.text, card) + small(answer.detail) + small(also)


def _beside(answer: Answer, card: Card) -> str:
    return small(answer.detail) + small("also right" if card.is_extra(answer) else None)


def small(text: str | None) -> str:
    """What is told beside an answer; nothing when there is nothing."""
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
