"""A session in an address: which cards are studied, on schedule or as cram."""

from collections.abc import Mapping

from studyapp.domain.fact import Attribute
from studyapp.domain.instant import to_ms
from studyapp.domain.selection import Selection, Standing
from studyapp.domain.session import Session
from studyapp.web.errors import BadInputError
from studyapp.web.forms import parse_instant

LONGEST = 160
"""Characters of an id."""
MOST_CARDS = 50
"""So many certain cards an address names."""


def parse_session(query: Mapping[str, str]) -> Session:
    """The session that an address names; raises BadInputError for one that makes no sense."""
    attribute, standing = query.get("attribute", ""), query.get("standing", "")
    if attribute and attribute not in set(Attribute):
        raise BadInputError("There is no such attribute.")
    if standing not in set(Standing):
        raise BadInputError("There is no such group of cards.")
    return Session(
        selection=Selection(
            deck=query.get("within", "")[:LONGEST] or None,
            muscle=query.get("muscle", "")[:LONGEST] or None,
            attribute=Attribute(attribute) if attribute else None,
            complaint=query.get("complaint", "")[:LONGEST] or None,
            standing=Standing(standing),
            cards=tuple(filter(None, query.get("cards", "").split(",", MOST_CARDS)[:MOST_CARDS])),
        ),
        cram_since=parse_instant(query.get("cram", "")),
    )


def query_of(session: Session) -> dict[str, str]:
    """What names the session in an address; nothing for what today brings."""
    chosen = session.selection
    query = {
        "within": chosen.deck,
        "muscle": chosen.muscle,
        "attribute": chosen.attribute and chosen.attribute.value,
        "complaint": chosen.complaint,
        "standing": chosen.standing.value,
        "cards": ",".join(chosen.cards),
        "cram": str(to_ms(session.cram_since)) if session.cram_since else None,
    }
    return {name: value for name, value in query.items() if value}
