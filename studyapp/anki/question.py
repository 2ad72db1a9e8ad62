"""Questions: each face with its prompt and its answer."""

from studyapp.anki.dress import Cut, Dressed, Material, charts_of
from studyapp.anki.fields import field_values


def dress(cut: Cut, material: Material) -> Dressed:
    """Every note is a question."""
    return Dressed(
        fields=tuple(field_values(cut.note, cut.cards, material.deck.sources, material.pictures).values()),
        faces=tuple(card.face for card in cut.cards),
        cards=tuple(card.key for card in cut.cards),
        charts=charts_of(cut.cards),
    )
