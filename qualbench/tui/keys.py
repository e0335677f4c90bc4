"""The one table of keys: what every gesture is called, says and listens to, on every screen.

The bindings, the help screen, the palette and docs/keys.md are all made from these rows, so none of them can
tell another story. There are two keymaps: `standard`, for people who never met vim, and `vim`. What the rows
must obey (no bare `q`, no two gestures on one letter by case, nothing that needs AltGr) is tested over them.

A screen takes its bindings from `bindings(Where.X)` and answers with a method `action_<id>`, or gives an
`action` of its own to send them elsewhere. Keys that only move in a list, a tree or a form (arrows, Tab) are
the widgets' own and are not here. The rows themselves are in `key_table`.
"""

from __future__ import annotations

from textual.binding import Binding, BindingType

from qualbench.settings.keynames import SIGNS, character_key
from qualbench.tui.gesture import KEYMAPS, PROJECT, Gesture, Where
from qualbench.tui.key_table import GESTURES

__all__ = [
    "BY_ID",
    "GESTURES",
    "KEYMAPS",
    "PROJECT",
    "Gesture",
    "Where",
    "bindings",
    "gestures",
    "keymap",
    "keys_page",
    "shown_key",
    "shown_keys",
]

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


_SHOWN = {
    "question_mark": "?",
    "full_stop": ".",
    "slash": "/",
    "asterisk": "*",
    "colon": ":",
    "plus": "+",
    "minus": "-",
    "comma": ",",
    "semicolon": ";",
    "apostrophe": "'",
    "quotation_mark": '"',
    "equals_sign": "=",
    "underscore": "_",
    "ampersand": "&",
    "percent_sign": "%",
    "exclamation_mark": "!",
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


#: Every other sign, by the name of its key.
_SIGNS = {character_key(one): one for one in SIGNS}


def shown_key(key: str) -> str:
    """Return a key as it is printed on a key cap: `ctrl+left` is `Ctrl+←`."""
    *held, last = key.split("+")
    name = _SHOWN.get(last) or _SIGNS.get(last)
    name = name or (last.upper() if held or _is_function_key(last) else last)
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
        "Made from the table that the program itself uses (`qualbench/tui/key_table`). You can give gestures "
        "other keys by their ids: see [settings](settings.md). In every list of a screen the arrows, PgUp, "
        "PgDn, Home and End move; in the vim keymap `j`, `k`, `g` and `G` do too, where they are free.",
    ]
    headings: list[str] = []
    for gesture in GESTURES:
        heading = gesture.group
        if heading not in headings:
            headings.append(heading)
            place = "" if len(gesture.where) > 1 else f" ({gesture.where[0].value})"
            lines += ["", f"## {heading}{'' if place[2:-1] == heading.lower() else place}", ""]
            lines += ["| what | standard | vim | id |", "|---|---|---|---|"]
        standard, vim = (f"`{shown_keys(gesture, name)}`".replace(" or ", "` or `") for name in KEYMAPS)
        lines.append(f"| {gesture.words} | {standard} | {vim} | `{gesture.id}` |")
    return "\n".join(lines) + "\n"
