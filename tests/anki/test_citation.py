"""Citations read alike wherever they stand."""

from dataclasses import replace

import pytest
from small_deck import GRAY, MANIFEST, REPORTED

from studyapp.domain.citation import cite, cite_together
from studyapp.domain.evidence import Citation, Source, SourceKind

SOURCES = {source.id: source for source in MANIFEST.bibliography}


def test_a_citation_names_work_year_and_place():
    assert cite(GRAY, SOURCES) == "Gray (1918), p. 475"


def test_a_work_without_a_year_or_place_is_named_alone():
    assert cite(Citation(source="checker"), SOURCES) == "Symptom checker"


def test_a_year_that_the_short_name_tells_is_not_told_twice():
    dated = Source(id="dated", kind=SourceKind.BOOK, short="Gray (1918)", title="Anatomy", year=1918)
    assert cite(Citation(source="dated"), {"dated": dated}) == "Gray (1918)"


def test_a_reported_work_is_named_after_the_one_that_was_read():
    assert cite(REPORTED, SOURCES) == "Symptom checker, Minimus, reporting Travell & Simons (1993)"


def test_an_unread_work_is_cited_through_the_one_that_lists_it():
    assert cite(Citation(source="manual", via="checker"), SOURCES) == (
        "Travell & Simons (1993), as cited by Symptom checker"
    )


def test_a_work_that_the_bibliography_lacks_is_an_error():
    with pytest.raises(KeyError):
        cite(Citation(source="unknown"), SOURCES)


def test_works_of_one_name_that_stand_together_are_told_apart_by_their_titles():
    pages = {
        ident: Source(id=ident, kind=SourceKind.PAGE, short="Atlas", title=title)
        for ident, title in (("hip", "The hip"), ("knee", "The knee"))
    }
    hip, knee = Citation(source="hip", locator="Action"), Citation(source="knee")
    assert cite_together([hip, knee], pages) == ("Atlas: The hip, Action", "Atlas: The knee")
    assert cite_together([hip, replace(hip, locator="Nerve")], pages) == ("Atlas, Action; Nerve",)
