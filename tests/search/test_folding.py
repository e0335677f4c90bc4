from __future__ import annotations

import unicodedata

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from qualbench.model.span import Span
from qualbench.search.folding import ACCENTS, Clusters, fold, fold_word
from tests.tui.texts import texts

anything = st.one_of(texts, st.text(max_size=80))


@pytest.mark.parametrize(
    ("word", "folded"),
    [
        ("Größe", "grosse"),
        ("İstanbul", "istanbul"),
        ("Café", "cafe"),
        ("Cafe\u0301", "cafe"),
        ("Σίσυφος", "σισυφοσ"),
        ("ÆBLE", "æble"),
        ("ΐ", "ι"),
    ],
)
def test_case_and_accents_are_folded(word: str, folded: str) -> None:
    assert fold_word(word) == folded


@given(anything)
def test_composed_and_decomposed_accents_fold_alike(text: str) -> None:
    pure = text.encode("utf-8", "ignore").decode()
    assert fold(unicodedata.normalize("NFD", pure)).text == fold(unicodedata.normalize("NFC", pure)).text


@given(anything, st.data())
def test_a_place_in_the_folded_text_leads_back_to_the_characters_it_came_from(
    text: str, data: st.DataObject
) -> None:
    folded = fold(text)
    if not folded.text:
        return
    start = data.draw(st.integers(0, len(folded.text) - 1))
    end = data.draw(st.integers(start + 1, len(folded.text)))
    span = folded.span(start, end)
    back = fold(text[span.start : span.end]).text
    assert 0 <= span.start < span.end <= len(text)
    assert folded.text[start:end] in back
    # whole characters, and the accents that belong to the last of them
    assert span.end == len(text) or fold_word(text[span.end]) or text[span.end] not in ACCENTS
    assert len(back) - (end - start) < 6, "no more than the rest of the two characters at the edges"


@given(anything, st.data())
def test_no_cluster_is_cut(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    grown = Clusters(text).around(Span(start, end))
    edges = {0, *(found.end() for found in regex.finditer(r"\X", text))}
    assert grown.covers(Span(start, end))
    assert start == end or {grown.start, grown.end} <= edges
