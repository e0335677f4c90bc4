"""The interview as a page."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser
from itertools import starmap
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualbench.model.code import Code, Codebook
from qualbench.model.coding import Segment
from qualbench.reports.quotes import QuoteDiffers
from qualbench.reports.transcript import render_transcript
from tests.analysis.made import make_source
from tests.reports.made import ASKED, BOTH, DEAR, LEAD, MEMOS, SEGMENTS, STUDY, TEXTS

if TYPE_CHECKING:
    from qualbench.analysis.selection import Selection

SOURCE = STUDY.sources[0]
TEXT = TEXTS[SOURCE.document.id]


class Words(HTMLParser):
    """Collects the text inside elements of class `words`, and every tag."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.depth = 0
        self.words = ""
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if self.depth or ("class", "words") in attrs:
            self.depth += 1

    def handle_endtag(self, tag: str) -> None:
        self.depth -= self.depth > 0

    def handle_data(self, data: str) -> None:
        if self.depth:
            self.words += data


def read(made: bytes) -> Words:
    reader = Words()
    reader.feed(made.decode())
    return reader


def render(selection: Selection = LEAD) -> str:
    return render_transcript(STUDY, SOURCE, TEXT, SEGMENTS, MEMOS, selection).decode()


def test_the_words_are_the_text_character_by_character() -> None:
    assert read(render().encode()).words == TEXT


def test_nothing_of_the_text_becomes_markup_and_nothing_is_loaded() -> None:
    made = render()
    assert "<b>really" not in made
    assert "&lt;b&gt;really" in made
    assert not {"script", "img", "link", "iframe"} & set(read(made.encode()).tags)
    assert "http:" not in made
    assert "https:" not in made
    assert "default-src 'none'" in made


def test_turns_are_numbered_and_codes_stand_in_the_margin() -> None:
    made = render()
    assert '<section class="turn" id="turn-4" aria-label="Turn 4">' in made
    # Cost, Cost > Bus fare and Asking > Among friends, each with an opening and a closing letter
    for letter in "ABC":
        assert made.count(f'data-mark="{letter}"') == 2
    assert "<bdi>Cost &gt; Bus fare</bdi>" in made
    assert "(continued)" in made  # the segment over question and answer


def test_memos_are_numbered_notes_and_the_journal_stays_private() -> None:
    made = render()
    assert 'href="#note-1" aria-label="Note 1">note 1</a>' in made
    assert '<div class="memo" dir="auto">Cost or &lt;time&gt;?\nAsk.</div>' in made
    assert "reminds me of home" not in made


def test_another_coders_layer_is_shown_only_when_asked_and_named() -> None:
    third, text = STUDY.sources[2], TEXTS[STUDY.sources[2].document.id]
    alone = render_transcript(STUDY, third, text, SEGMENTS, (), LEAD).decode()
    assert "Jón" not in alone
    both = render_transcript(STUDY, third, text, SEGMENTS, (), BOTH).decode()
    assert '<span class="light"><bdi>Jón</bdi></span>' in both


def test_a_color_that_is_none_cannot_smuggle_style() -> None:
    bad = Codebook("x", tuple(replace(code, color="red;}</style>") for code in STUDY.codebook.codes))
    made = render_transcript(replace(STUDY, codebook=bad), SOURCE, TEXT, SEGMENTS, (), LEAD).decode()
    assert "red;" not in made


def test_a_segment_that_does_not_stand_is_refused() -> None:
    with pytest.raises(QuoteDiffers):
        render_transcript(STUDY, SOURCE, TEXT.replace("dear", "poor"), [DEAR, ASKED], (), LEAD)


def test_a_document_without_codings_is_a_page_too() -> None:
    made = render_transcript(STUDY, SOURCE, TEXT, (), (), LEAD)
    assert read(made).words == TEXT
    assert "<h2>Codes</h2>" not in made.decode()


def test_an_empty_document_is_a_page_too() -> None:
    source, text = make_source("empty", ())
    assert read(render_transcript(STUDY, source, text, (), (), LEAD)).words == ""


@given(edges=st.lists(st.tuples(st.integers(0, len(TEXT)), st.integers(1, 60)), max_size=30))
@settings(max_examples=60, deadline=None)
def test_however_segments_overlap_the_words_stay(edges: list[tuple[int, int]]) -> None:
    def make(start: int, length: int) -> Segment:
        quote = TEXT[start : start + length]
        end = start + len(quote)
        return Segment(f"s{start}-{end}", SOURCE.document.id, 1, start, end, quote, "Cost", "mira", "2026")

    segments = [one for one in starmap(make, edges) if one.quote]
    assert read(render_transcript(STUDY, SOURCE, TEXT, segments, (), LEAD)).words == TEXT


def test_the_twenty_seventh_code_is_aa() -> None:
    codebook = Codebook("x", tuple(Code(f"c{n}", f"Code {n}", position=n) for n in range(28)))
    segments = [replace(DEAR, id=f"s{n}", code_id=f"c{n}") for n in range(28)]
    made = render_transcript(replace(STUDY, codebook=codebook), SOURCE, TEXT, segments, (), LEAD).decode()
    assert ">Z</b>" in made
    assert ">AB</b>" in made
