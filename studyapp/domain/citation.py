"""Citations in words, the same on a page and on the back of a card."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from studyapp.domain.evidence import Citation, Source


def cite(citation: Citation, sources: Mapping[str, Source]) -> str:
    """The citation as plain text: "Gray (1918), p. 475"; KeyError for a work that the bibliography lacks."""
    return _cite(citation, sources, titled=())


def cite_together(citations: Iterable[Citation], sources: Mapping[str, Source]) -> tuple[str, ...]:
    """Citations in words, each work once with all the places in it; KeyError as `cite`.

    Works that go by the same name, such as two pages of one site, are told apart by their titles.
    """
    together: dict[Citation, list[str]] = {}
    for citation in citations:
        places = together.setdefault(replace(citation, locator=None), [])
        places += [citation.locator] if citation.locator else []
    names = {citation.source: _named(sources[citation.source]) for citation in together}
    uses = Counter(names.values())
    titled = [ident for ident, name in names.items() if uses[name] > 1]
    return tuple(
        _cite(replace(work, locator="; ".join(dict.fromkeys(places)) or None), sources, titled)
        for work, places in together.items()
    )


def _cite(citation: Citation, sources: Mapping[str, Source], titled: Collection[str]) -> str:
    source = sources[citation.source]
    parts = [f"{_named(source)}: {source.title}" if source.id in titled else _named(source)]
    if citation.locator:
        parts.append(citation.locator)
    if citation.reporting:
        parts.append(f"reporting {_named(sources[citation.reporting])}")
    if citation.via:
        parts.append(f"as cited by {_named(sources[citation.via])}")
    return ", ".join(parts)


def reference(source: Source) -> str:
    """The work in full, as a list of references gives it: authors, year, title, where it appeared."""
    authors = ", ".join(source.authors) or source.short
    year = f" ({source.year})" if source.year and str(source.year) not in authors else ""
    where = ", ".join(part for part in (source.container, source.publisher, source.pages) if part)
    return ". ".join(part.rstrip(".") for part in (f"{authors}{year}", source.title, where) if part) + "."


def _named(source: Source) -> str:
    """The work with its year, which its short name may tell already."""
    known = source.year is None or str(source.year) in source.short
    return source.short if known else f"{source.short} ({source.year})"
