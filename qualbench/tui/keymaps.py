"""Which keys are in force: the keymap that was chosen, with the person's own keys over it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from qualbench.settings.clashes import Action, Table, without_clashes
from qualbench.settings.options import Settings
from qualbench.settings.reading import Reading
from qualbench.tui.keys import BY_ID, GESTURES, Where, gestures, shown_key
from qualbench.workbench.preferences import load_settings, settings_file

if TYPE_CHECKING:
    from textual.app import App

    from qualbench.tui.keys import Gesture

#: Places in which what is typed is written.
WRITING = frozenset({Where.PICKER, Where.MEMO, Where.FIND, Where.FORM})
#: Places with a text in which every key is a gesture's; in all others a list has keys of its own.
_TEXTS = frozenset({Where.CODING, Where.EVERYWHERE})
_LIST = dict.fromkeys(("up", "down", "pageup", "pagedown", "home", "end"), "moves in the list")
_FIELD = dict.fromkeys(
    ("left", "right", "home", "end", "backspace", "delete"), "moves or deletes in the field"
)
_NEEDED = frozenset({"back", "leave", "help", "palette"})
#: Stands for no key at all: a terminal never sends it.
NO_KEY = "none"
_DEFAULTS = Settings()
_CAP = re.compile(r"“[^”]*”|\[(\S+?)\](?!\()")


def settings_in_force() -> Reading:
    """Read the person's settings and take out keys that clash; each fault is named with its line."""
    read = load_settings(BY_ID)
    kept, clashes = without_clashes(read.settings.keys, clash_table(read.settings.keymap), settings_file())
    problems = sorted((*read.problems, *clashes), key=lambda one: one.line or 0)
    return Reading(replace(read.settings, keys=kept), tuple(problems))


def clash_table(keymap: str) -> Table:
    """Return the key table of a keymap as far as keys can clash."""
    own = {str(where): _LIST for where in Where if where not in (WRITING | _TEXTS)}
    own |= {str(where): _FIELD for where in WRITING}
    return Table(
        actions=[
            Action(one.id, one.words, one.keys_in(keymap), tuple(str(where) for where in one.where))
            for one in GESTURES
        ],
        everywhere=str(Where.EVERYWHERE),
        writing=frozenset(map(str, WRITING)),
        own=own,
        needed=_NEEDED,
        shown=shown_key,
    )


def keymap_of(settings: Settings) -> dict[str, str]:
    """Return the keys of the gestures that differ from the table's, for `App.set_keymap`, joined by commas.

    Textual lays this over the table at every key that is pressed, so what is as it stands there is left out.
    """
    wanted = {one: keys_of(one, settings) for one in GESTURES}
    return {
        one.id: ",".join(keys) or NO_KEY for one, keys in wanted.items() if keys != one.keys_in("standard")
    }


def keys_of(gesture: Gesture, settings: Settings) -> tuple[str, ...]:
    """Return the keys of a gesture, best first: the person's own, else those of the keymap."""
    own = settings.keys.get(gesture.id)
    return own.keys if own is not None else gesture.keys_in(settings.keymap)


def settings_of(app: App[Any]) -> Settings:
    """Return the settings that the app goes by."""
    return getattr(app, "settings", _DEFAULTS)


def cap(app: App[Any], gesture_id: str) -> str:
    """Return a gesture's best key in force, as it is printed; where it has none, how it is reached."""
    keys = keys_of(BY_ID[gesture_id], settings_of(app))
    return shown_key(keys[0]) if keys else "palette"


def caps(app: App[Any], gesture_id: str, at: Where | None = None) -> str:
    """Return all keys in force of a gesture: `F1 or ?`; where one writes, those that write nothing."""
    keys = keys_of(BY_ID[gesture_id], settings_of(app))
    if at in WRITING:
        keys = tuple(one for one in keys if len(shown_key(one)) > 1)
    return " or ".join(shown_key(key) for key in keys) or "no key: by the palette"


def retold(words: str, where: Where, app: App[Any]) -> str:
    """Return a sentence whose key caps are those of `standard`, such as `[Ctrl+Z]`, with those in force.

    What stands in quotation marks is somebody's words and stays.
    """
    settings = settings_of(app)
    if settings.keymap == "standard" and not settings.keys:
        return words
    standard = {shown_key(key): one for one in reversed(gestures(where, everywhere=True)) for key in one.keys}

    def told(found: re.Match[str]) -> str:
        gesture = standard.get(found[1] or "")
        if gesture is None or found[1] in map(shown_key, keys_of(gesture, settings)):
            return found[0]
        if not keys_of(gesture, settings):
            return f"the palette [{cap(app, 'palette')}]"
        return f"[{cap(app, gesture.id)}]"

    return _CAP.sub(told, words)
