"""A made-up deck with something of everything that the differential shows."""

from made_muscles import CONTESTED, SINGLE, TOLD, catalog, deck, muscle, point

from studyapp.domain.complaint import Complaint, ComplaintMuscle, Support
from studyapp.domain.condition import Condition, Finding, FindingKind, Urgency
from studyapp.domain.muscle import Distinction, Extent, Referral, ReferredZone, Statement

__all__ = ["catalog", "deck", "made", "muscle", "point"]


def sign(text, **changes):
    """A sign or a red flag."""
    return Statement(id=text.lower().replace(" ", "-"), text=text, **{**SINGLE, **changes})


def condition(ident, *, zone="calf", **changes):
    """A condition that is felt in a zone."""
    felt = Referral(zones=(ReferredZone(zone=zone, extent=Extent.ESSENTIAL),), **SINGLE)
    return Condition(id=ident, name=ident.capitalize(), pain=(felt,), **changes)


def made(**changes):
    """A deck with two muscles, a complaint and four conditions."""
    entry = ComplaintMuscle(muscle="long", support=Support.AGREES, **TOLD)
    told = Distinction(muscle="long", text="No taut band", **SINGLE)
    other = Distinction(muscle="short", text="No knot", **SINGLE)
    loss = Finding(kind=FindingKind.REFLEX, text="No reflex", **SINGLE)
    return deck(
        muscle(
            "long",
            point(thigh="essential", calf="spillover"),
            signs=(sign("Limping"), sign("Cramp")),
            pain=(sign("Aching"),),
        ),
        muscle(
            "short",
            point(thigh="essential", heel="essential"),
            signs=(sign("Cramp"), sign("Rash", **CONTESTED)),
            pain=(sign("Burning"),),
        ),
        complaints=(Complaint(id="leg-pain", name="Leg pain", zones=("thigh", "calf"), muscles=(entry,)),),
        conditions=(
            condition("palsy", neurology=(loss,), told_from=(told, other), red_flags=(sign("Both legs"),)),
            condition("sprain", red_flags=(sign("Both legs"), sign("Fever"))),
            condition("clot", urgency=Urgency.RED_FLAG, red_flags=(sign("Swelling"), sign("Itching", **CONTESTED))),
            condition("gout", zone="toe", red_flags=(sign("Fever"),)),
        ),
        **changes,
    )
