from __future__ import annotations

import pytest

from qualbench.settings.keynames import KeyProblem, key_named, types_a_character


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("s", "s"),
        ("G", "G"),
        ("Shift+g", "G"),
        ("ö", "ö"),
        ("?", "question_mark"),
        (".", "full_stop"),
        ("/", "slash"),
        ("+", "plus"),
        ("Ctrl++", "ctrl+plus"),
        ("-", "minus"),
        ("Ctrl+X", "ctrl+x"),
        ("Control + x", "ctrl+x"),
        ("shift+ctrl+left", "ctrl+shift+left"),
        ("F5", "f5"),
        ("Esc", "escape"),
        ("PgUp", "pageup"),
        ("Page_Down", "pagedown"),
        ("←", "left"),
        ("Return", "enter"),
        ("Space", "space"),
        ("question_mark", "question_mark"),
        ("alt+Enter", "alt+enter"),
    ],
)
def test_a_key_is_named_as_people_write_it(written: str, key: str) -> None:
    assert key_named(written) == key


@pytest.mark.parametrize("written", ["", "  ", "nokey", "f99", "ctrl+", "hyper+x", "ctrl+i", "ctrl+[", "xy"])
def test_what_is_no_key_is_refused_with_a_hint(written: str) -> None:
    with pytest.raises(KeyProblem) as caught:
        key_named(written)
    assert caught.value.hint


def test_it_names_keys_as_the_interface_does() -> None:
    from textual.keys import _character_to_key

    for point in range(33, 127):
        assert key_named(chr(point)) == _character_to_key(chr(point))


def test_which_keys_write() -> None:
    assert all(map(types_a_character, ("a", "ö", "space", "full_stop")))
    assert not any(map(types_a_character, ("f5", "ctrl+a", "enter", "tab", "up")))
