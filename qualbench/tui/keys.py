"""The one table of keys: what every gesture is called, says and listens to, on every screen.

The bindings, the help screen, the palette and docs/keys.md are all made from these rows, so none of them can
tell another story. There are two keymaps: `standard`, for people who never met vim, and `vim`. What the rows
must obey (no bare `q`, no two gestures on one letter by case, nothing that needs AltGr) is tested over them.

A screen takes its bindings from `bindings(Where.X)` and answers with a method `action_<id>`, or gives an
`action` of its own to send them elsewhere. Keys that only move in a list, a tree or a form (arrows, Tab) are
the widgets' own and are not here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from textual.binding import Binding, BindingType

if TYPE_CHECKING:
    from textual.app import App


class Where(StrEnum):
    """The place where a gesture is understood; `EVERYWHERE` is added to all of them."""

    EVERYWHERE = "everywhere"
    START = "start"
    DOCUMENTS = "documents"
    CODING = "coding"
    CODEBOOK = "codebook"
    THEMES = "themes"
    QUOTES = "quotes of a theme"
    HISTORY = "history"
    PICKER = "choosing a code"
    MEMO = "writing a memo"
    FIND = "finding in the document"
    FORM = "filling in a form"
    LIST = "choosing from a list"


#: The screens that show an open project.
PROJECT = (
    *(Where.DOCUMENTS, Where.CODING, Where.CODEBOOK),
    *(Where.THEMES, Where.QUOTES, Where.HISTORY),
)
KEYMAPS = ("standard", "vim")


@dataclass(frozen=True, slots=True)
class Gesture:
    """One row of the table.

    Attributes:
        id: What code calls it; a screen answers to `action_<id>`.
        words: What a person reads, beginning with a verb.
        keys: Keys of the standard keymap, as Textual names them, best first.
        where: The screens that understand it.
        group: Heading in the help.
        vim: Keys of the vim keymap where they differ.
        writes: True where the gesture itself can change the project (and not only ask).
        short: What the footer says; empty keeps it out of the footer.
    """

    id: str
    words: str
    keys: tuple[str, ...]
    where: tuple[Where, ...]
    group: str
    vim: tuple[str, ...] | None = None
    writes: bool = False
    short: str = ""

    def keys_in(self, keymap: str) -> tuple[str, ...]:
        """Return the keys of `keymap` (`standard` or `vim`)."""
        return self.vim if keymap == "vim" and self.vim is not None else self.keys


def _rows(
    where: tuple[Where, ...] | Where, group: str, *rows: tuple[str, str, str, str | None, str]
) -> tuple[Gesture, ...]:
    """Read compact rows `(id, words, keys, vim keys or None, marks)`.

    Keys stand between spaces. Marks: `!` for a gesture that writes, and the footer's words after it.
    """
    places = (where,) if isinstance(where, Where) else where
    return tuple(
        Gesture(
            id=name,
            words=words,
            keys=tuple(keys.split()),
            where=places,
            group=group,
            vim=None if vim is None else tuple(vim.split()),
            writes=marks.startswith("!"),
            short=marks.removeprefix("!"),
        )
        for name, words, keys, vim, marks in rows
    )


_DIGITS = tuple(
    (
        f"recent_{n}",
        f"Give the selection recent code {n} (with nothing selected: does nothing)",
        str(n),
        None,
        "!",
    )
    for n in range(1, 10)
)

GESTURES: tuple[Gesture, ...] = (
    *_rows(
        Where.EVERYWHERE,
        "Everywhere",
        ("help", "Show every key of this screen", "f1 question_mark", None, "Help"),
        ("palette", "Look for any command, code or document by name", "ctrl+p colon", None, "Commands"),
        ("back", "Back out one step", "escape", None, "Back"),
        ("leave", "Leave the program (the palette can, too)", "ctrl+q", None, ""),
    ),
    *_rows(
        PROJECT,
        "The project",
        ("undo", "Take back the last step, saying which", "u ctrl+z", None, "!Undo"),
        ("redo", "Do again what was taken back", "ctrl+y", "ctrl+y ctrl+r", "!"),
        ("show_documents", "Go to the documents", "f4", None, ""),
        ("show_codebook", "Go to the codebook", "f8", None, ""),
        ("show_themes", "Go to the themes", "f9", None, ""),
        ("show_history", "Go to the history", "f6 z", None, ""),
    ),
    *_rows(
        Where.START,
        "Begin",
        ("open_recent", "Open the project under the cursor", "enter", None, "Open"),
        ("new_study", "Begin a study from a folder of transcripts", "n", None, "New study"),
        ("open_folder", "Open a project's folder", "o", None, "Open a folder"),
        ("open_example", "Open the example study", "e", None, "Example"),
    ),
    *_rows(
        Where.DOCUMENTS,
        "Documents",
        ("open_document", "Read and code the document under the cursor", "enter", None, "Open"),
        ("import_documents", "Import transcripts", "i", None, "Import"),
        ("edit_speakers", "Say who the speakers are", "s", None, "Speakers"),
        ("import_cases", "Import a table of cases (pseudonyms and other attributes)", "c", None, "Cases"),
        ("export_transcript", "Export the document with its codes in the margin", "x", None, "Export"),
        ("show_problems", "Show what was noticed while reading the file", "p", None, "Problems"),
        ("document_memo", "Write a memo about the document", "m", None, ""),
        ("write_journal", "Write in the journal", "j", None, ""),
    ),
    *_rows(
        Where.CODEBOOK,
        "The codebook",
        ("edit_code", "Change the code under the cursor", "enter e", None, "Change"),
        ("add_code", "Add a code beside this one", "n", None, "New"),
        ("add_subcode", "Add a code under this one", "b", None, "Subcode"),
        ("move_code", "Move the code under another", "m", None, "Move"),
        ("raise_code", "Move the code up among its neighbours", "minus", None, "!"),
        ("lower_code", "Move the code down among its neighbours", "plus", None, "!"),
        ("delete_code", "Delete an unused code", "delete backspace", None, "Delete"),
        ("retire_code", "Retire the code, or bring it back", "t", None, "!Retire"),
        ("find_code", "Find a code by typing", "slash", None, "Find"),
        ("save_version", "Save the codebook as a version", "v", None, "Save as version"),
        ("read_working_file", "Look at what changed in the file codebook.yaml", "f", None, ""),
        ("code_memo", "Write a memo about the code", "o", None, ""),
    ),
    *_rows(
        Where.THEMES,
        "Themes",
        ("edit_theme", "Change the theme under the cursor", "enter e", None, "Change"),
        ("mark_code", "Mark a code, to put several into a theme at once", "space", None, "Mark"),
        ("assign_codes", "Put the marked codes into the theme", "a", None, "!Put in"),
        ("choose_quotes", "Choose the theme's quotes from its segments", "s", None, "Quotes"),
        ("export_summary", "Export the theme summary", "x", None, "Export"),
        ("add_theme", "Add a theme", "n", None, "New"),
        ("add_subtheme", "Add a theme under this one", "b", None, ""),
        ("unassign_codes", "Take the marked codes out of the theme", "r", None, "!Take out"),
        ("remove_theme", "Remove the theme (its codes stay)", "delete backspace", None, "Remove"),
        ("choose_set", "Choose or add a theme set", "g", None, "Theme set"),
        ("theme_memo", "Write a memo about the theme", "m", None, ""),
    ),
    *_rows(
        Where.QUOTES,
        "Quotes",
        ("choose_quote", "Choose the segment for the summary, or let it go", "enter", None, "!Choose"),
        ("read_quote", "Read the segment in its document", "o", None, "Read it there"),
    ),
    *_rows(
        Where.HISTORY,
        "The history",
        ("show_step", "Show the step under the cursor in full", "enter", None, "Whole step"),
        ("undo_any", "Take back the newest step, whoever did it", "a", None, ""),
    ),
    *_rows(
        Where.CODING,
        "Move",
        ("left", "One character to the left", "left", "h left", ""),
        ("right", "One character to the right", "right", "l right", ""),
        ("up", "One row up", "up", "k up", ""),
        ("down", "One row down", "down", "j down", ""),
        ("word_left", "To the word before", "ctrl+left b", "b ctrl+left", ""),
        ("word_right", "To the next word", "ctrl+right w", "w ctrl+right", ""),
        ("word_end", "To the end of the word", "e", None, ""),
        ("row_start", "To the start of the row", "home", "home 0", ""),
        ("row_end", "To the end of the row", "end", "end dollar_sign", ""),
        ("sentence_back", "To the sentence before", "left_parenthesis", None, ""),
        ("sentence_on", "To the next sentence", "right_parenthesis", None, ""),
        ("turn_back", "To the turn before", "ctrl+up minus", "left_curly_bracket ctrl+up", ""),
        ("turn_on", "To the next turn", "ctrl+down plus", "right_curly_bracket ctrl+down", ""),
        ("page_up", "One page up", "pageup", "pageup ctrl+b", ""),
        ("page_down", "One page down", "pagedown", "pagedown ctrl+f", ""),
        ("document_start", "To the start of the document", "ctrl+home", "g ctrl+home", ""),
        ("document_end", "To the end of the document", "ctrl+end", "G ctrl+end", ""),
        ("segment_on", "To the next segment", "tab", "right_square_bracket tab", "Next segment"),
        ("segment_back", "To the segment before", "shift+tab", "left_square_bracket shift+tab", ""),
    ),
    *_rows(
        Where.CODING,
        "Select",
        ("select", "Start a selection here, or end it", "space", "v space", ""),
        ("sentence", "Select the sentence; again: one more", "s", None, "Sentence"),
        ("turn", "Select the turn; again: one more", "t", None, "Turn"),
        ("extend_left", "Extend by one character to the left", "shift+left", None, ""),
        ("extend_right", "Extend by one character to the right", "shift+right", None, ""),
        ("extend_up", "Extend by one row up", "shift+up", None, ""),
        ("extend_down", "Extend by one row down", "shift+down", None, ""),
        ("extend_word_left", "Extend to the word before", "ctrl+shift+left", None, ""),
        ("extend_word_right", "Extend to the next word", "ctrl+shift+right", None, ""),
        ("extend_turn_back", "Extend to the turn before", "ctrl+shift+up", None, ""),
        ("extend_turn_on", "Extend to the next turn", "ctrl+shift+down", None, ""),
        ("extend_row_start", "Extend to the start of the row", "shift+home", None, ""),
        ("extend_row_end", "Extend to the end of the row", "shift+end", None, ""),
        ("extend_page_up", "Extend by one page up", "shift+pageup", None, ""),
        ("extend_page_down", "Extend by one page down", "shift+pagedown", None, ""),
    ),
    *_rows(
        Where.CODING,
        "Code",
        ("code", "Choose a code for the selection, or for the sentence", "enter", None, "Code"),
        ("repeat", "Give the selection the last code again", "full_stop", None, "!"),
        *_DIGITS,
        ("new_code", "Make a new code for the selection", "n", "c", ""),
        ("in_vivo", "Make the selected words a code (in vivo)", "i", None, "!"),
        ("recode", "Give this segment another code", "r", None, ""),
        ("remove", "Remove this coding, saying which", "delete backspace", "delete backspace x", "!"),
        ("overlap", "Go through the codings that overlap here", "o", None, ""),
        ("memo", "Write a memo about this segment", "m", None, "Memo"),
        ("copy", "Copy the selection or the segment, saying who said it", "y ctrl+c", None, ""),
    ),
    *_rows(
        Where.CODING,
        "Look",
        ("find", "Find words in this document", "slash ctrl+f", "slash", "Find"),
        ("find_on", "To the next place found", "greater_than_sign", "n greater_than_sign", ""),
        ("find_back", "To the place found before", "less_than_sign", "N less_than_sign", ""),
        ("codebook_panel", "Show or hide the codebook beside the text", "f2 c", "f2", "Codebook"),
        ("here_panel", "Show or hide what is coded here", "f3 h", "f3 K", "Here"),
    ),
    *_rows(
        (Where.PICKER, Where.LIST),
        "Choosing",
        ("choose", "Take what is marked, or the row under the cursor", "enter", None, "Take"),
        ("mark", "Mark the row, to take several at once", "tab", None, "Mark"),
    ),
    *_rows(
        Where.PICKER,
        "Choosing a code",
        ("place_under", "Make the typed code under the one under the cursor", "f2", None, ""),
    ),
    *_rows(
        (Where.MEMO, Where.FORM),
        "Writing",
        ("keep", "Keep what is written", "f2 ctrl+s", None, "Keep"),
    ),
    *_rows(
        Where.FIND,
        "Finding",
        ("find_next", "To the next place found", "enter down", None, "Next"),
        ("find_previous", "To the place found before", "up", None, "Previous"),
    ),
)

BY_ID: dict[str, Gesture] = {gesture.id: gesture for gesture in GESTURES}


def gestures(where: Where, *, everywhere: bool = False) -> tuple[Gesture, ...]:
    """Return the rows that `where` understands, in the table's order; with `everywhere` those of all too."""
    return tuple(
        one for one in GESTURES if where in one.where or (everywhere and Where.EVERYWHERE in one.where)
    )


def bindings(where: Where, *, action: str = "{id}", keymap: str = "standard") -> list[BindingType]:
    """Return the bindings of one place.

    Args:
        where: The screen or dialog.
        action: The action string, in which `{id}` stands for the gesture's id; the default calls the method
            `action_<id>`, `gesture('{id}')` calls `action_gesture(id)`.
        keymap: `standard` or `vim`.
    """
    return [
        Binding(
            ",".join(gesture.keys_in(keymap)),
            action.format(id=gesture.id),
            gesture.short or gesture.words,
            show=bool(gesture.short),
            key_display=shown_key(gesture.keys_in(keymap)[0]),
            id=gesture.id,
            tooltip=gesture.words,
        )
        for gesture in gestures(where)
    ]


def keymap(name: str) -> dict[str, str]:
    """Return a keymap for `App.set_keymap`: the keys of each gesture, joined by commas."""
    return {gesture.id: ",".join(gesture.keys_in(name)) for gesture in GESTURES}


def keymap_in_use(app: App[Any]) -> str:
    """Return the name of the keymap that the app listens to."""
    return "vim" if app._keymap.get("left") == keymap("vim")["left"] else "standard"


_SHOWN = {
    "question_mark": "?",
    "full_stop": ".",
    "slash": "/",
    "colon": ":",
    "plus": "+",
    "minus": "-",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "left_parenthesis": "(",
    "right_parenthesis": ")",
    "left_curly_bracket": "{",
    "right_curly_bracket": "}",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "dollar_sign": "$",
    "escape": "Esc",
    "enter": "Enter",
    "space": "Space",
    "tab": "Tab",
    "delete": "Delete",
    "backspace": "Backspace",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "left": "←",
    "right": "→",
    "up": "↑",
    "down": "↓",
}


def shown_key(key: str) -> str:
    """Return a key as it is printed on a key cap: `ctrl+left` is `Ctrl+←`."""
    *held, last = key.split("+")
    name = _SHOWN.get(last, last.upper() if held or _is_function_key(last) else last)
    return "+".join([*(one.capitalize() for one in held), name])


def _is_function_key(key: str) -> bool:
    return key[:1] == "f" and key[1:].isdigit()


def shown_keys(gesture: Gesture, keymap: str = "standard") -> str:
    """Return a gesture's keys as they are printed: `F1 or ?`."""
    return " or ".join(shown_key(key) for key in gesture.keys_in(keymap))


def keys_page() -> str:
    """Return docs/keys.md: both keymaps, screen by screen, from the table."""
    lines = [
        "# Keys",
        "",
        "Made from the table that the program itself uses (`qualbench/tui/keys.py`).",
    ]
    headings: list[str] = []
    for gesture in GESTURES:
        heading = gesture.group
        if heading not in headings:
            headings.append(heading)
            place = "" if len(gesture.where) > 1 else f" ({gesture.where[0].value})"
            lines += ["", f"## {heading}{'' if place[2:-1] == heading.lower() else place}", ""]
            lines += ["| what | standard | vim |", "|---|---|---|"]
        standard, vim = (f"`{shown_keys(gesture, name)}`".replace(" or ", "` or `") for name in KEYMAPS)
        lines.append(f"| {gesture.words} | {standard} | {vim} |")
    return "\n".join(lines) + "\n"
