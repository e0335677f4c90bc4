"""Gestures of the theme board and of the review of a theme."""

from __future__ import annotations

from qualbench.tui.gesture import Gesture, Where, rows

THEME_BOARD: tuple[Gesture, ...] = (
    *rows(
        Where.THEMES,
        "Themes",
        ("show_board", "Show the theme board: codes in no theme, themes with theirs", "o", None, "Board"),
        ("review_theme", "Review the theme: against its extracts, then all documents", "v", None, "Review"),
        also={"show_board": "group sort cluster map", "review_theme": "verdict reread check"},
    ),
    *rows(
        Where.BOARD,
        "The theme board",
        ("mark_member", "Mark a code, and go on to the next", "space", None, "Mark"),
        ("put_in_theme", "Put the marked codes into the theme", "a enter", None, "!Put in"),
        ("take_out", "Take the marked codes out of their theme", "r", None, "!Take out"),
        ("put_code_aside", "Put codes on the pile, or take them back", "delete backspace", None, "?Pile"),
        ("next_shelf", "Show codes in no theme, all codes, or the pile", "p", None, "Show"),
        ("find_on_board", "Show the codes that hold words", "slash", None, "Find"),
        ("show_overlap", "See what the theme has in common with another", "o", None, "Overlap"),
        ("merge_theme", "Merge the theme into another", "c", None, "?Merge"),
        ("board_theme", "Add a theme", "n", None, "?New"),
        also={
            "put_in_theme": "move assign",
            "take_out": "unassign remove",
            "put_code_aside": "discard drop",
            "find_on_board": "filter search",
            "show_overlap": "compare both",
        },
    ),
    *rows(
        Where.REVIEW,
        "Reviewing a theme",
        ("judge_fits", "It fits; of a document: the theme holds", "y", None, "!Fits"),
        ("judge_doubtful", "It is doubtful; of a document: the theme needs a change", "b", None, "!Doubtful"),
        ("judge_unfit", "It does not fit; of a document: not spoken of", "x", None, "!Does not"),
        ("judge_nothing", "Take the verdict back", "delete backspace", None, "!"),
        ("note_verdict", "Write a note on the verdict", "n", None, "?Note"),
        ("other_step", "Go to the documents to read again, or back to the extracts", "w", None, "Other step"),
        ("read_reviewed", "Read it in its document; Esc comes back", "enter", None, "Read"),
        ("decide_theme", "Say what becomes of the theme, and why", "s", None, "?Decide"),
        also={"other_step": "whole data set documents reread", "decide_theme": "status keep drop"},
    ),
)
