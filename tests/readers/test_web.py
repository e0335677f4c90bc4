"""Web pages: the text of the page whole, its furniture gone and told of; organisations are invented."""

from __future__ import annotations

import pytest

from qualbench.model.document import DocumentKind, Reading
from qualbench.readers.refusals import EmptyFile
from qualbench.readers.registry import read_bytes

#: A founding document as a page with named parts has it.
NAMED = """<!DOCTYPE html><html><head><title>Our founding statement | Harbour Peer Network</title>
<meta charset="utf-8"><style>p { color: red }</style></head><body>
<header class="site-header"><a href="/">Harbour</a>
<nav><ul><li><a>Home</a></li><li><a>News</a></li></ul></nav></header>
<div id="cookie-banner">We use cookies to make this page better. <button>Fine</button></div>
<main><h1>Our founding statement</h1>
<p>We began in <b>a kitchen</b>, seven of us, with one kettle.</p>
<div class="share-buttons"><a>Tweet</a> <a>Post</a> <a>Send</a></div>
<h2>What we hold</h2>
<ul><li>Nobody is an expert on another's life.</li><li>We <em>listen</em> first.</li></ul>
<p>Signed,<br>the seven</p></main>
<aside><h3>Related pages</h3><a>Our shop</a></aside>
<footer>Copyright Harbour. <a>Privacy</a></footer><script>track()</script></body></html>"""

#: The same kind of document on a page of bare divs and a table for its layout.
BARE = """<html><head><title>Lantern House: how we began</title></head><body>
<table><tr><td id="left-menu"><a>Start</a><br><a>People</a><br><a>Give</a><br><a>Find us</a></td><td>
<div class="content"><div class="headline">How we began</div>
<div>In the winter of that year nine people met above a bakery. None of them had been asked before.</div>
<div>They wrote four rules on a paper bag:</div><div>1. Bring who you are.</div>
<div>2. Leave when you like.</div>
<div class="relatedLinks"><a>The bakery today</a> <a>Our rules in full</a></div></div></td></tr></table>
<div class="footer-legal">All rights reserved. Lantern House is a made-up charity.</div></body></html>"""


def read(page: str, name: str = "page.html") -> Reading:
    return read_bytes(name, page.encode("utf-8"))


def test_the_text_of_a_page_with_named_parts_is_whole_and_its_furniture_gone() -> None:
    found = read(NAMED)
    assert found.text == (
        "Our founding statement\n\nWe began in a kitchen, seven of us, with one kettle.\n\nWhat we hold\n\n"
        "- Nobody is an expert on another's life.\n- We listen first.\n\nSigned,\nthe seven"
    )
    assert (found.format, found.kind) == ("html", DocumentKind.RECORD)
    told = found.problems[0].message
    assert told.startswith(
        "Left out as furniture of the page: share buttons (3 words), what is around its article"
    )


def test_so_is_that_of_a_page_of_bare_divs() -> None:
    found = read(BARE)
    assert "Lantern House: how we began" in found.text
    for words in ("nine people met above a bakery", "four rules on a paper bag:", "2. Leave when you like."):
        assert words in found.text
    for words in ("Find us", "All rights reserved", "The bakery today"):
        assert words not in found.text
    assert "related links (7 words)" in found.problems[0].message


def test_a_long_text_is_kept_whatever_its_class_is_called() -> None:
    words = " ".join(f"word{n}" for n in range(300))
    assert "word299" in read(f"<html><body><div class='sidebar'><p>{words}</p></div></body></html>").text


def test_speakers_of_an_interview_on_a_page_are_found() -> None:
    found = read("<html><body><p><b>Interviewer:</b> How was it?</p><p><b>Anna:</b> Long.</p></body></html>")
    assert [turn.speaker for turn in found.turns] == ["Interviewer", "Anna"]


@pytest.mark.parametrize("encoding", ["iso-8859-1", "windows-1252", "utf-8", "shift_jis"])
def test_the_encoding_that_a_page_names_is_heard(encoding: str) -> None:
    words = "日本語のページ" if encoding == "shift_jis" else "Café à Köln"
    page = f'<html><head><meta charset="{encoding}"></head><body><p>{words}</p></body></html>'
    found = read_bytes("a.html", page.encode(encoding))
    assert (found.text, found.encoding) == (words, encoding)


def test_tables_of_data_are_rows() -> None:
    found = read(
        "<body><p>Numbers:</p><table><tr><th>Year</th><th>Members</th></tr><tr><td>1</td><td>7</td></tr></table>"
    )
    assert found.text.endswith("Year\tMembers\n1\t7")


def test_a_page_without_words_of_its_own_is_refused() -> None:
    with pytest.raises(EmptyFile, match="no words"):
        read("<html><body><nav><a>Home</a></nav><script>alert(1)</script></body></html>")


def test_deep_and_broken_markup_is_read_in_bounds() -> None:
    assert read("<html><body>" + "<div>" * 200 + "deep words" + "</div>" * 90).text == "deep words"
    with pytest.raises(EmptyFile):  # deeper than any page: the parser goes no further
        read("<html><body>" + "<div>" * 5000 + "deep words" + "</div>" * 4000)
    assert (
        "words"
        in read("<html><body><p>words <b>never closed <i>at all <table><tr><td>&bogus; &#99999999;").text
    )


def test_nothing_is_fetched_and_no_entity_grows() -> None:
    page = (
        '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">'
        '<!ENTITY x SYSTEM "file:///etc/hostname">]><html><body><p>words &b; &x;</p>'
        '<img src="http://192.0.2.1/a.png"><link rel="stylesheet" href="http://192.0.2.1/a.css"></body></html>'
    )
    found = read(page, "a.xhtml").text
    assert "words" in found
    assert "aaaa" not in found
