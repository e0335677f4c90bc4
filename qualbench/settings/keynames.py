"""What a key is called: as a person writes it (`Ctrl+X`, `?`, `PgUp`) and as the interface listens to it."""

from __future__ import annotations

import difflib
import unicodedata

from qualbench.errors import QualbenchError

NAMED = (
    *("enter", "escape", "space", "tab", "backspace", "delete", "insert"),
    *("up", "down", "left", "right", "home", "end", "pageup", "pagedown"),
    *(f"f{n}" for n in range(1, 25)),
)
_ALSO = {
    "esc": "escape",
    "return": "enter",
    "del": "delete",
    "ins": "insert",
    "spacebar": "space",
    "pgup": "pageup",
    "page_up": "pageup",
    "pgdn": "pagedown",
    "pgdown": "pagedown",
    "page_down": "pagedown",
    "↑": "up",
    "↓": "down",
    "←": "left",
    "→": "right",
}
_HELD = {"ctrl": "ctrl", "control": "ctrl", "strg": "ctrl", "shift": "shift", "alt": "alt", "option": "alt"}
_RENAMED = {
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}
#: What a terminal sends the same bytes for.
_SAME = {
    "ctrl+i": "Tab",
    "ctrl+m": "Enter",
    "ctrl+j": "Enter",
    "ctrl+h": "Backspace",
    "ctrl+left_square_bracket": "Esc",
}


class KeyProblem(QualbenchError):
    """A key that there is not, or that no terminal can send."""


def character_key(character: str) -> str:
    """Return the name of the key of one character: `?` is `question_mark`, a letter or digit is itself."""
    if character.isalnum():
        return character
    if character == " ":
        return "space"
    name = unicodedata.name(character, "").lower().replace("-", "_").replace(" ", "_")
    return _RENAMED.get(name, name)


SIGNS = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
PUNCTUATION = tuple(character_key(one) for one in SIGNS)


def key_named(written: str) -> str:
    """Return the key that a person means, as the interface names it: `ctrl+left`, `question_mark`.

    Raises:
        KeyProblem: There is no such key, or a terminal cannot tell it from another.
    """
    text = written.strip()
    if text == "+" or text.endswith("++"):
        text = text[:-1] + "plus"
    *held, last = text.split("+")
    modifiers = []
    for one in held:
        name = _HELD.get(one.strip().lower())
        if name is None:
            raise KeyProblem(f"“{written}” names no key", f"Keys are held with {_near(one, _HELD)}.")
        modifiers.append(name)
    key = _last(last.strip(), written, held=bool(modifiers))
    if "shift" in modifiers and len(key) == 1 and key.isalpha():
        if modifiers == ["shift"]:
            return key.upper()
        key = key.lower()
    elif modifiers and len(key) == 1:
        key = key.lower()
    ordered = [one for one in ("alt", "ctrl", "shift") if one in modifiers]
    whole = "+".join([*ordered, key])
    if whole in _SAME:
        raise KeyProblem(
            f"a terminal cannot tell “{written}” from {_SAME[whole]}", "Choose another letter for it."
        )
    return whole


def _last(last: str, written: str, *, held: bool) -> str:
    if len(last) == 1 and last.isprintable() and last not in _ALSO:
        return character_key(last)
    name = last.lower()
    name = _ALSO.get(name, name)
    if name in NAMED or name in PUNCTUATION:
        return name
    near = difflib.get_close_matches(name, [*NAMED, *_ALSO, *PUNCTUATION], 1, 0.6)
    hint = (
        f"Did you mean “{near[0]}”?"
        if near
        else 'Keys are written like "ctrl+x", "f5", "s", "?" or "pageup".'
    )
    raise KeyProblem(f"“{written}” names no key" if written.strip() else "a key is empty", hint)


def _near(one: str, known: dict[str, str]) -> str:
    near = difflib.get_close_matches(one.strip().lower(), known, 1, 0.5)
    return f"“{near[0]}” (did you mean that?)" if near else "“ctrl”, “shift” or “alt”"


def types_a_character(key: str) -> bool:
    """Say whether a key writes a character where one writes: a letter, a digit, a sign, the space."""
    return len(key) == 1 or key == "space" or key in PUNCTUATION
