"""Gestures of the codebook screen and of those that it leads to."""

from __future__ import annotations

from qualbench.tui.gesture import Gesture, Where, rows

CODEBOOK: tuple[Gesture, ...] = (
    *rows(
        Where.CODEBOOK,
        "The codebook",
        (
            "edit_code",
            "Change the code under the cursor",
            "enter e",
            None,
            "?Change",
        ),
        ("add_code", "Add a code beside this one", "n", None, "?New"),
        ("add_subcode", "Add a code under this one", "b", None, "?Subcode"),
        ("mark_row", "Mark the code, to change several at once", "space", None, "Mark"),
        ("move_code", "Move the marked codes, or this one, under another", "m", None, "?Move"),
        ("raise_code", "Move the code up among its neighbours", "minus", None, "!"),
        ("lower_code", "Move the code down among its neighbours", "plus", None, "!"),
        ("delete_code", "Delete an unused code", "delete backspace", None, "?Delete"),
        ("retire_code", "Retire the marked codes, or this one, or bring them back", "t", None, "?Retire"),
        ("code_memo", "Write a memo about the code", "o", None, "?"),
        ("merge_codes", "Merge the marked codes, or this one, into another", "g", "J", "?Merge"),
        ("split_code", "Split the code, segment by segment, or go on with it", "s", None, "?Split"),
        also={
            "edit_code": "rename recolour define redefine",
            "delete_code": "remove",
            "move_code": "bulk order",
            "mark_row": "select several",
            "merge_codes": "combine join unite",
        },
    ),
    *rows(
        Where.CODEBOOK,
        "Looking through the codebook",
        ("find_code", "Find a code by typing", "slash", None, "Find"),
        ("fold_code", "Fold up the codes under this one, or go to the code above", "left", None, ""),
        ("unfold_code", "Show the codes under this one, or go to the first of them", "right", None, ""),
        ("fold_all", "Fold the whole tree, or unfold it", "a", None, ""),
        ("change_count", "Count segments, documents or cases", "k", "K", ""),
        ("compare_with", "Put this code and another, or the two marked, side by side", "c", None, "Compare"),
        ("code_history", "Show the history of the code", "h", None, "History"),
        ("code_segments", "Go to the code's last segments, and back", "l", None, "Segments"),
        also={"fold_all": "collapse expand", "fold_code": "collapse", "unfold_code": "expand"},
    ),
    *rows(
        Where.CODEBOOK,
        "Versions of the codebook",
        ("save_version", "Save the codebook as a version", "v", None, "?Save as version"),
        (
            "read_working_file",
            "Look at what changed in the file codebook.yaml, to take it over",
            "f",
            None,
            "",
        ),
        ("show_versions", "Look at saved versions and milestones, and compare two", "p", None, "Versions"),
        also={"save_version": "snapshot"},
    ),
)
