"""Safe with any text: scripts, emoji, marks, controls, lengths that no transcript should have."""

from __future__ import annotations

import sys
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from qualbench.model.span import Span
from qualbench.search.language import sentence_starts
from qualbench.tui import text_units
from qualbench.tui.motions import TARGETS, perform
from qualbench.tui.sanitise import drawn
from qualbench.tui.text_units import Units
from qualbench.tui.transcript_layout import Layout
from tests.tui.test_transcript_view import Reader
from tests.tui.texts import segment, texts, turns_of

if TYPE_CHECKING:
    from collections.abc import Callable

#: One of each kind, to be looked at alone; `texts` mixes them at random.
KINDS = {
    "CJK": "彼女は言った。誰も私たちに聞かなかった。漢字と仮名が混じる文。" * 3,
    "Jamo": "\u1112\u1161\u11ab\u1100\u116e\u11a8 " * 12,
    "ZWJ": "👨\u200d👩\u200d👧\u200d👦 👩🏽\u200d⚕\ufe0f 🏳\ufe0f\u200d🌈 " * 6,
    "skin tones": "👍👍🏻👍🏽👍🏿" * 9,
    "flags": "🇫🇷🇩🇪🇳🇱🇯" * 9,
    "combining": "a\u0301\u0302\u0303\u0304e\u0323\u0308 " * 12,
    "NFD": "de\u0301ja\u0300 vu, nai\u0308ve, A\u030angstro\u0308m " * 5,
    "Thai": "ไม่มีใครถามว่าเราเป็นอย่างไรบ้าง" * 4,
    "Devanagari": "किसी ने नहीं पूछा कि हम कैसे हैं। क्षत्रिय श्री " * 3,
    "Tamil": "யாரும் எங்களைக் கேட்கவில்லை ஸ்ரீ " * 4,
    "Arabic": "لم يسألنا أحد كيف كنا. " * 6,
    "Hebrew": "אַף אֶחָד לֹא שָׁאַל אוֹתָנוּ. " * 5,
    "mixed direction": "She said لم يسألنا أحد and then שלום (twice) \u202eabc\u202c \u2067x\u2069 end. " * 3,
    "NBSP": "a\u00a0b c\u00a0\u00a0d " * 15,
    "soft hyphen": "inter\u00adnation\u00adal " * 10,
    "zero width": "a\u200bb\u200cc\u200dd\ufeffe\u2060f " * 9,
    "tabs": "a\tbb\t\tccc\t" * 12,
    "controls": "\x00\x07\x08\x0b\x1b[2J\x1b]0;t\x07\x7f\x85\x9b31m\r " * 6,
    "lone surrogate": "a\ud800b\udfffc " * 8,
}


def calls_of(do: Callable[[], object]) -> int:
    """Do something and return how many calls it made: work that is counted and not timed."""
    made = 0

    def count(*_: object) -> None:
        nonlocal made
        made += 1

    sys.setprofile(count)
    try:
        do()
    finally:
        sys.setprofile(None)
    return made


def stops(text: str) -> set[int]:
    return {*(match.start() for match in regex.finditer(r"\X", text)), len(text)}


def check_layout(text: str, width: int) -> None:
    layout = Layout(text, turns_of(text), width)
    extents = [layout.extent(row) for row in range(len(layout))]
    assert extents[0][0] == 0
    assert extents[-1][1] == len(text)
    assert all(one[1] == two[0] for one, two in pairwise(extents)), "rows partition the text"
    at = stops(text)
    assert {start for start, _end in extents} <= at, "no row begins inside a cluster"
    for offset in at:
        assert layout.offset_at(*layout.cell_of(offset)) == offset
    for row in range(len(layout)):
        start, end = layout.painted(row)
        painted = "".join(one.drawn for one in layout.clusters(row))
        assert drawn(text[start:end]).startswith(painted)
        assert sum(one.cells for one in layout.clusters(row)) <= layout.width


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("width", [5, 23, 80])
def test_rows_and_cells_of_every_kind_of_text(kind: str, width: int) -> None:
    check_layout(f"I: {KINDS[kind]}\nP: {KINDS[kind]} end.\n", width)


@given(texts, st.integers(0, 200))
def test_no_unit_ends_inside_a_cluster(text: str, offset: int) -> None:
    at, offset = stops(text), min(offset, len(text))
    turns = turns_of(text)
    units = Units(text, turns, sentence_starts(text))
    for found in (
        *(text_units.word_on(text, offset), text_units.word_end(text, offset)),
        text_units.word_back(text, offset),
        *(units.turn_on(offset), units.turn_back(offset)),
        *(units.sentence_on(offset), units.sentence_back(offset)),
    ):
        assert found in at
    for span in (
        *(text_units.trim(text, Span(0, len(text))), text_units.word_at(text, offset)),
        *(*units.sentences, units.sentence_at(offset), units.turn_span(offset)),
    ):
        assert span is None or not span or {span.start, span.end} <= at
    stop = max(one for one in at if one <= offset)  # a selection's ends are stops before they move
    for other in (0, stop, len(text)):
        whole = units.sentences_whole(Span(min(stop, other), max(stop, other)))
        assert {whole.start, whole.end} <= at
        for whole_turns in (False, True):
            assert units.end_on(stop, other, turns=whole_turns) in at
            assert units.end_back(stop, other, turns=whole_turns) in at


@pytest.mark.parametrize("kind", KINDS)
async def test_the_cursor_stops_in_no_cluster_and_what_is_painted_is_safe(kind: str) -> None:
    text = f"I: {KINDS[kind]}\nP: {KINDS[kind]} end.\n"
    at, app = stops(text), Reader(text, (segment(text, 5, 30), segment(text, 9, 20, "c2")))
    async with app.run_test(size=(50, 12)) as pilot:
        await pilot.pause()
        view = app.view
        for gesture in (*TARGETS, "extend_right", "extend_down", "extend_word_right", "page_down") * 3:
            perform(view, gesture)
            assert view.cursor in at, gesture
            assert view.selection is None or {view.selection.start, view.selection.end} <= at
        perform(view, "document_start")
        seen = 0
        while view.cursor < len(text):
            perform(view, "right")
            seen += 1
        assert seen == len(at) - 1, "every cluster is a stop, and nothing else is"
        for y in range(12):
            assert not [one for one in app.row(y) if ord(one) < 32 or 0x7F <= ord(one) < 0xA0]
            app.row(y).encode("utf-8")


#: Seven thousand at most are made on a screen of 24 rows, in a text of any length.
CALLS_OF_A_GESTURE = 10_000
LENGTHS = {
    "a paragraph of 500,000 characters": "Nobody asked how we were, not once. " * 13_889,
    "the same in a script without spaces": "誰も私たちに聞かなかった。" * 38_462,
    "a word of 10,000 characters": "x" * 10_000,
    "such a word of clusters": "e\u0301" * 5_000,
    "10,000 marks on one letter": "a" + "\u0301" * 10_000 + " end",
    "10,000 joined emoji": "\u200d".join(["👨"] * 10_000),
}


@pytest.mark.parametrize("length", LENGTHS)
async def test_no_length_is_too_long(length: str) -> None:
    text = LENGTHS[length]
    app = Reader(text)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        layout = app.view.layout_of_rows
        assert layout is not None
        assert layout.extent(len(layout) - 1)[1] == len(text)
        for gesture in ("document_end", "up", "left", "word_left", "row_start", "page_up", "right") * 2:
            made = calls_of(partial(perform, app.view, gesture)) + calls_of(partial(app.view.render_line, 5))
            assert made < CALLS_OF_A_GESTURE, f"{gesture} makes {made} calls in {length}"


@pytest.mark.parametrize("length", LENGTHS)
def test_laying_out_costs_as_much_more_as_the_text_is_longer(length: str) -> None:
    short, long = (LENGTHS[length][:many] for many in (2_000, 8_000))
    few, many = (calls_of(partial(Layout, text, turns_of(text), 70)) for text in (short, long))
    assert many < 4.2 * few + 200


@settings(max_examples=25)
@given(texts, st.lists(st.tuples(st.integers(0, 300), st.integers(1, 60)), max_size=9))
def test_lanes_do_not_move_with_what_is_in_sight(text: str, places: list[tuple[int, int]]) -> None:
    """A stripe's lane is the coding's, not the screen's: the same on every row, whatever is at the top."""
    from qualbench.tui.codings import Codings

    text = text or "x"
    segments = [
        segment(text, min(a, len(text) - 1), min(a + n, len(text)), f"c{i}", str(i))
        for i, (a, n) in enumerate(places)
    ]
    layout, codings = Layout(text, (), 20), Codings(segments)
    codings.lay(layout)
    lanes: dict[str, set[int]] = {}
    for row in range(len(layout)):
        on_row = codings.lanes.on_row(row)
        assert len({lane for lane, _id, _begins in on_row}) == len(on_row), "no two share a lane"
        for lane, segment_id, _begins in on_row:
            lanes.setdefault(segment_id, set()).add(lane)
    assert all(len(one) == 1 for one in lanes.values())


@pytest.mark.parametrize(("width", "lanes"), [(120, 6), (80, 4), (45, 2)])
async def test_nine_deep_can_be_read(width: int, lanes: int) -> None:
    text = "P: " + "Nobody asked how we all were, not once in a long time. " * 6 + "\n"
    deep = tuple(segment(text, 3 + n, 250 - n, f"code {n}", f"s{n}") for n in range(9))
    app = Reader(text, deep)
    async with app.run_test(size=(width, 20)) as pilot:
        await pilot.pause()
        assert app.row(0)[:lanes] == "ABCDEFGHI"[:lanes]
        assert app.row(0)[lanes:].startswith(f"+{9 - lanes}")
        assert len(set(app.row(1)[:lanes])) >= min(lanes, 4), "lines differ side by side"
        app.view.move_to(100)
        assert [one.code_id for one in app.view.here] == [f"code {n}" for n in range(8, -1, -1)]


async def test_when_a_turn_was_said_stands_beside_its_number() -> None:
    text = "I: And then?\nP: Nobody asked how we were.\nI: Go on.\n"
    turns = [replace(turn, time=time) for turn, time in zip(turns_of(text), (0.0, 61.5, 3723.0), strict=True)]
    app = Reader(text)
    async with app.run_test(size=(80, 12)) as pilot:
        await pilot.pause()
        app.view.show_document(Units(text, turns), ())
        await pilot.pause()
        assert [app.row(y)[7:17] for y in range(3)] == ["1    0:00 ", "2    1:01 ", "3 1:02:03 "]
        assert app.row(1)[17:].startswith("P: Nobody asked")
        await pilot.resize_terminal(50, 12)
        await pilot.pause()
        assert app.row(1).startswith("       2 P: Nobody"), "where there is no room the time gives way"
