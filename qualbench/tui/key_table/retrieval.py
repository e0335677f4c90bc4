"""Gestures of the screens that list segments: retrieval, and two codes side by side."""

from __future__ import annotations

from qualbench.tui.gesture import Gesture, Where, rows

RETRIEVAL: tuple[Gesture, ...] = (
    *rows(
        (Where.RETRIEVAL, Where.BESIDE),
        "Segments in a list",
        ("read_hit", "Read the segment in its document; Esc comes back to its row", "enter", None, "Read"),
        ("mark_hit", "Mark the segment, to change several at once", "space", None, "Mark"),
        ("recode_hits", "Give the marked segments, or this one, another code", "r", None, "?Recode"),
        ("hit_memo", "Write a memo about the segment", "m", None, "?Memo"),
        ("remove_hits", "Remove the marked codings, or this one", "delete backspace", None, "?!"),
        ("more_context", "Show one more sentence before and after", "plus", None, ""),
        ("less_context", "Show one sentence less before and after", "minus", None, ""),
        ("change_rows", "Show each in a few rows, whole, or in one row", "w", None, ""),
        also={"remove_hits": "delete uncode", "recode_hits": "merge"},
    ),
    *rows(
        Where.RETRIEVAL,
        "Retrieving segments",
        ("ask_code", "Ask for a code: also, without, instead of or near the others", "c", None, "Code"),
        ("ask_more", "Ask for a theme, case, coder, document or attribute", "a", None, "And"),
        ("ask_scope", "Say where codes must meet: words, turn or document", "i", None, "In"),
        ("ask_by_typing", "Write what is asked", "slash", None, ""),
        ("ask_all", "Ask anew: all segments", "n", None, ""),
        ("mark_hits", "Mark all that are listed, or none", "l", None, ""),
        ("compare_codes", "Put this code and another side by side", "b", None, "Beside"),
        ("export_hits", "Export what is listed as a table", "x", None, ""),
        also={"export_hits": "print report save csv"},
    ),
)
