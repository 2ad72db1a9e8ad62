"""What a first visit to a page sends over the wire, but for fonts and pictures."""

import gzip

import pytest
from parsed import Page

from studyapp.content.loader import load_catalog

MOST = 60_000
"""Bytes, gzipped."""
CATALOG = load_catalog()
CARD = "/study/trigger-points/gluteus-minimus.trigger-point.posterior.referral.forward"
PAGES = [
    "/",
    f"{CARD}?way=tap",
    f"{CARD}/answer?zone=calf&zone=groin",
    "/study/by",
    "/settings",
    "/progress",
    "/differential",
]


@pytest.mark.parametrize("path", PAGES)
def test_a_first_page_with_its_style_and_scripts_is_light(make_app, path):
    client = make_app(CATALOG).test_client()
    html = client.get(path).data
    page = Page(html.decode())
    files = [e.attributes["href"] for e in page.all("link", rel="stylesheet")]
    files += [e.attributes["src"] for e in page.all("script")]
    assert len(files) == 3
    assert sum(len(gzip.compress(data)) for data in (html, *(client.get(file).data for file in files))) <= MOST
