"""The tables of docs/dataset.md: what the deck covers, counts, sources, contested facts, warnings that were read."""

from collections import Counter
from collections.abc import Iterable

from studyapp.domain.catalog import Catalog
from studyapp.domain.citation import cite_together, reference
from studyapp.domain.coverage import Coverage, coverage_of
from studyapp.domain.deck import Deck
from studyapp.domain.evidence import Source, Status
from studyapp.domain.muscle import Described

SHORT = {
    Described.TRIGGER_POINTS: "trigger points",
    Described.ACUPOINTS: "acupuncture points",
}
GAP = "none"


def dataset_tables(catalog: Catalog, deck_id: str) -> str:
    """All of them, as Markdown."""
    deck = catalog.decks[deck_id]
    facts = [fact for fact in catalog.facts if fact.deck == deck_id]
    covered = coverage_of(deck.muscles, facts)
    parts = [
        "### What is described of each muscle",
        "A number counts the facts, derived ones included; “none” is a gap that was looked for, told below.",
        table(("Muscle", *(SHORT.get(one, one.value) for one in Described)), map(_row, covered)),
        "### Gaps",
        table(("Muscle", "Attribute", "Looked for in", "Remark"), _gaps(covered, deck)),
        "### Counts",
        table(("What", "How many"), _counts(catalog, deck)),
        "### Contested",
        "Shown in the atlas with both views, never asked.",
        table(("Fact", "Views"), _contested(catalog, deck)),
        "### Warnings that were read",
        "Where what is written and what follows from the dataset differ, and why it stays so.",
        table(("Warnings", "Why it stays"), _explained(deck)),
        "### Bibliography",
        "\n".join(f"- {_work(source)}" for source in sorted(deck.manifest.bibliography, key=lambda one: one.id)),
    ]
    return "\n\n".join(parts)


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A Markdown table."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def _row(coverage: Coverage) -> tuple[str, ...]:
    def cell(one: Described) -> str:
        return str(coverage.counts[one]) if coverage.counts[one] else GAP if one in coverage.gaps else "**missing**"

    return (coverage.muscle.name, *map(cell, Described))


def _gaps(covered: Iterable[Coverage], deck: Deck) -> Iterable[tuple[str, ...]]:
    for coverage in covered:
        for one, gap in coverage.gaps.items():
            looked_in = "; ".join(cite_together(gap.looked_in, deck.sources))
            yield coverage.muscle.name, SHORT.get(one, one.value), looked_in, gap.remark or ""


def _counts(catalog: Catalog, deck: Deck) -> Iterable[tuple[str, ...]]:
    facts = [fact for fact in catalog.facts if fact.deck == deck.id]
    cards = [card for card in catalog.cards.values() if card.key.deck == deck.id]
    pairs = sum(len(complaint.muscles) for complaint in deck.complaints)
    red_flags = sum(condition.urgency == "red-flag" for condition in deck.conditions)
    yield "muscles described", str(len(deck.muscles))
    yield "groups of trigger points", str(sum(len(muscle.trigger_points) for muscle in deck.muscles))
    yield "complaints, and pairs of complaint and muscle", f"{len(deck.complaints)}, {pairs}"
    yield "conditions, of them red flags", f"{len(deck.conditions)}, {red_flags}"
    yield "facts, of them derived", f"{len(facts):,}, {sum(fact.derived for fact in facts):,}"
    statuses = Counter(fact.status for fact in facts)
    for status in Status:
        yield f"facts that are {status.value}", f"{statuses[status]:,}"
    yield "facts without a source", str(sum(not fact.sources for fact in facts))
    yield (
        "notes, of them on the core path",
        (f"{sum(note.deck == deck.id for note in catalog.notes):,}, {len(deck.manifest.core_path)}"),
    )
    yield "cards", f"{len(cards):,}"
    for kind, number in Counter(card.subject.kind for card in cards).most_common():
        yield f"cards about a {kind.value}" if kind != "card" else "free cards", f"{number:,}"
    works = deck.manifest.bibliography
    yield "works cited, of them read", f"{len(works)}, {sum(source.read for source in works)}"


def _contested(catalog: Catalog, deck: Deck) -> Iterable[tuple[str, ...]]:
    for fact in catalog.facts:
        if fact.deck == deck.id and fact.status is Status.CONTESTED:
            views = " — ".join(
                f"{view.statement} ({'; '.join(cite_together(view.sources, deck.sources))})" for view in fact.views
            )
            yield fact.statement, views


def _explained(deck: Deck) -> Iterable[tuple[str, ...]]:
    for one in deck.manifest.explained:
        yield ", ".join(f"`{name}`" for name in one.warnings), one.because


def _work(source: Source) -> str:
    address = f" <{source.url}>" if source.url else ""
    return f"{reference(source)}{address}{'' if source.read else ' (reported by others)'}"
