"""Gestures understood everywhere, on every screen of a project, and in dialogs."""

from __future__ import annotations

from qualbench.tui.gesture import PROJECT, Gesture, Where, rows

EVERYWHERE: tuple[Gesture, ...] = (
    *rows(
        Where.EVERYWHERE,
        "Everywhere",
        ("help", "Show every key of this screen", "f1 question_mark", None, "Help"),
        ("palette", "Look for any command, code or document by name", "ctrl+p colon", None, "Commands"),
        ("back", "Back out one step", "escape", None, "Back"),
        ("leave", "Leave the program (the palette can, too)", "ctrl+q", None, ""),
        also={"help": "keys manual", "palette": "menu", "leave": "quit exit close", "back": "cancel close"},
    ),
    *rows(
        PROJECT,
        "The project",
        ("undo", "Take back the last step, saying which", "u ctrl+z", None, "!Undo"),
        ("redo", "Do again what was taken back", "ctrl+y", "ctrl+y ctrl+r", "!"),
        ("show_documents", "Go to the documents", "f4", None, ""),
        ("show_codebook", "Go to the codebook", "f8", None, ""),
        ("show_themes", "Go to the themes", "f9", None, ""),
        ("show_history", "Go to the history", "f6 z", None, ""),
        ("show_memos", "Go to all memos and the journal", "f5 d", None, ""),
        ("show_differences", "Go to where two coders differ", "percent_sign", None, ""),
        ("write_journal", "Write in the journal", "f7 j", "f7 D", "?"),
        ("show_search", "Search all documents (for what is selected)", "asterisk", None, ""),
        ("show_retrieval", "Retrieve segments: of what is under the cursor", "f12 ctrl+x", None, ""),
        also={
            "undo": "undo",
            "redo": "redo repeat",
            "show_history": "log audit trail versions",
            "show_differences": "compare comparison agreement kappa",
            "show_search": "find query",
            "show_retrieval": "query coded passages report",
            "write_journal": "diary log",
        },
    ),
)

_LISTS = tuple(one for one in PROJECT if one is not Where.CODING)

LISTS: tuple[Gesture, ...] = (
    *rows(
        _LISTS,
        "Lists",
        ("list_up", "One row up in the list", "up", "k up", ""),
        ("list_down", "One row down in the list", "down", "j down", ""),
    ),
    *rows(
        tuple(one for one in _LISTS if one is not Where.THEMES),  # there `g` chooses the theme set
        "Lists",
        ("list_first", "To the list's first row", "home", "g home", ""),
        ("list_last", "To the list's last row", "end", "G end", ""),
    ),
)

DIALOGS: tuple[Gesture, ...] = (
    *rows(
        (Where.PICKER, Where.LIST),
        "Choosing",
        ("choose", "Take what is marked, or the row under the cursor", "enter", None, "Take"),
        ("mark", "Mark the row, to take several at once", "tab", None, "Mark"),
    ),
    *rows(
        Where.PICKER,
        "Choosing a code",
        ("place_under", "Make the typed code under the one under the cursor, or choose one", "f2", None, "?"),
        ("take_near", "Take the code that the new name is nearly like", "f4", None, "?"),
    ),
    *rows(
        (Where.MEMO, Where.FORM),
        "Writing",
        ("keep", "Keep what is written", "f2 ctrl+s", None, "Keep"),
    ),
    *rows(
        Where.FIND,
        "Finding",
        ("find_next", "To the next place found", "enter down", None, "Next"),
        ("find_previous", "To the place found before", "up", None, "Previous"),
        ("find_everywhere", "Search all documents for the same words", "f2", None, "All documents"),
    ),
    *rows(
        Where.BOX,
        "Taking words out",
        ("write_words", "Write the words to a new file in the project's exports", "w f2", None, "To a file"),
        ("send_words", "Send the words to the terminal's clipboard", "y ctrl+c", None, "To the clipboard"),
    ),
)
