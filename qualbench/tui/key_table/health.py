"""Gestures of looking after the codebook: codings to look at again, and remarks."""

from __future__ import annotations

from qualbench.tui.gesture import Gesture, Where, rows

HEALTH: tuple[Gesture, ...] = (
    *rows(
        Where.CODEBOOK,
        "The codebook",
        ("show_waiting", "Look again at codings whose code was redefined", "w", None, ""),
        ("show_remarks", "Look the codebook over: remarks on codes and themes", "i", None, ""),
        also={
            "show_waiting": "drift second look definition changed",
            "show_remarks": "checks quality problems",
        },
    ),
    *rows(
        Where.LOOK_AGAIN,
        "Codings to look at again",
        (
            "keep_coding",
            "Keep the coding (or the marked ones): yes, it holds now as well",
            "y",
            None,
            "!Keep",
        ),
        ("recode_waiting", "Give it, or the marked ones, another code", "r", None, "?Recode"),
        ("remove_waiting", "Remove it, or the marked ones", "delete backspace", None, "?!Remove"),
        ("read_waiting", "Read it in its document; Esc comes back to its row", "enter", None, "Read"),
        ("mark_waiting", "Mark it, to answer for several at once", "space", None, "Mark"),
        (
            "show_over_time",
            "Show all codings of the code, the oldest first, or go back",
            "t",
            None,
            "Over time",
        ),
        ("narrow_waiting", "Show those of one code, or of all", "a", None, "Code"),
        ("waiting_memo", "Write a memo about the coding", "m", None, "?"),
        (
            "read_definitions",
            "Read on in the definitions, and from the end again from the top",
            "n",
            None,
            "",
        ),
        also={"remove_waiting": "delete uncode", "show_over_time": "drift history", "keep_coding": "accept"},
    ),
    *rows(
        Where.REMARKS,
        "Remarks on the codebook",
        ("go_to_remarked", "Go to the code or the theme", "enter", None, "Go there"),
        ("silence_remark", "Silence the remark with a reason, or hear it again", "s", None, "?Silence"),
        ("show_silenced", "Show silenced remarks too, or not", "a", None, "All"),
        ("narrow_remarks", "Show one kind of remark, or all", "k", "K", "Kind"),
        ("read_remark", "Read on below the list, and from the end again from the top", "space", None, ""),
        also={"silence_remark": "ignore hide dismiss"},
    ),
)
