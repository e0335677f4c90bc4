from __future__ import annotations

import string
from collections import Counter

import pytest
from textual.binding import Binding, BindingsMap
from textual.keys import _character_to_key

from qualbench.settings.keynames import NAMED
from qualbench.tui import keys
from qualbench.tui.keys import GESTURES, KEYMAPS, Gesture, Where
from qualbench.tui.screens.coding.ways import LISTED
from tests.tui.layouts import SIGNS, writes

#: What Textual calls the key of a sign -> the sign.
CHARACTERS = {_character_to_key(one): one for one in string.punctuation}
#: What a browser, tmux, screen or flow control may take for itself: Chromium and Firefox the address (L),
#: the source (U), the search (E), pages (N, T, W), printing, loading, marking, finding, files, history and
#: downloads. Ctrl+X, Y and Z are a page's own where it has no text field.
TAKEN = {f"ctrl+{letter}" for letter in "abcdefghjklnopqrstuvw"} | {
    "f1",
    "f3",
    "f5",
    "f6",
    "f7",
    "f10",
    "f11",
    "f12",
}
#: Control letters that a terminal cannot tell from another key.
SAME_AS_ANOTHER = {"ctrl+i", "ctrl+j", "ctrl+m", "ctrl+h", "ctrl+left_square_bracket", "ctrl+["}


def on(where: Where) -> tuple[Gesture, ...]:
    return keys.gestures(where, everywhere=True)


def test_ids_and_words_are_given_once() -> None:
    assert max(Counter(one.id for one in GESTURES).values()) == 1
    assert all(one.words and one.words[0].isupper() and one.keys and one.where for one in GESTURES)


@pytest.mark.parametrize("keymap", KEYMAPS)
@pytest.mark.parametrize("where", Where)
def test_no_key_means_two_things_on_one_screen(where: Where, keymap: str) -> None:
    # A dialog's own Enter or Esc goes before what is understood everywhere; on a screen there is no "before".
    used = Counter(key for one in on(where) for key in one.keys_in(keymap))
    assert not [key for key, times in used.items() if times > 1]


@pytest.mark.parametrize("where", Where)
def test_case_never_tells_two_gestures_apart_in_standard(where: Where) -> None:
    letters = Counter(key.lower() for one in on(where) for key in one.keys if len(key) == 1)
    assert not [key for key, times in letters.items() if times > 1]
    assert all(key == key.lower() for one in on(where) for key in one.keys)


@pytest.mark.parametrize("where", Where)
def test_in_vim_case_tells_apart_only_gestures_that_change_nothing(where: Where) -> None:
    by_letter: dict[str, list[Gesture]] = {}
    for one in on(where):
        for key in one.keys_in("vim"):
            if len(key) == 1:
                by_letter.setdefault(key.lower(), []).append(one)
    assert not [pair for pair in by_letter.values() if len(pair) > 1 and any(one.writes for one in pair)]


@pytest.mark.parametrize("keymap", KEYMAPS)
def test_no_bare_q(keymap: str) -> None:
    assert not [one.id for one in GESTURES if {"q", "Q"} & set(one.keys_in(keymap))]


@pytest.mark.parametrize("layout", SIGNS)
def test_nothing_in_standard_needs_a_third_hand(layout: str) -> None:
    """No AltGr or Option, no dead key on any of these keyboards; and never Alt, which menus take."""
    for one in GESTURES:
        for key in one.keys:
            *held, last = key.split("+")
            assert not {"alt", "meta", "super"} & set(held), f"{one.id}: {key}"
            character = CHARACTERS.get(last, last) if last not in NAMED else ""
            assert not character or writes(layout, character), f"{one.id} needs {character} on {layout}"
            assert not (held and character.isdigit()), f"{one.id}: {key} is another key on {layout}"


def test_the_layouts_know_what_is_hard() -> None:
    hard = {layout: {one for one in string.punctuation if not writes(layout, one)} for layout in SIGNS}
    assert hard["US"] == hard["UK"] - set("`") == set()
    assert hard["German"] == set("[]{}\\|~@^`")
    assert hard["French"] == set("[]{}\\|~@^`#")
    assert hard["Danish"] == hard["Swedish and Finnish"] == set("[]{}\\|~@^`$")
    assert hard["Norwegian"] == set("[]{}~@^`$")


@pytest.mark.parametrize("keymap", KEYMAPS)
def test_what_others_may_take_has_a_second_key(keymap: str) -> None:
    alone = [one.id for one in GESTURES if set(one.keys_in(keymap)) <= TAKEN]
    assert [one for one in alone if one not in LISTED] == ["leave"], "leaving is in the palette too"
    (listing,) = [one for one in GESTURES if one.id == "more_ways"]
    assert not set(listing.keys_in(keymap)) & TAKEN, "what is listed is reached by a key that nothing takes"


@pytest.mark.parametrize("keymap", KEYMAPS)
def test_no_key_that_a_terminal_cannot_tell_from_another(keymap: str) -> None:
    assert not [one.id for one in GESTURES if SAME_AS_ANOTHER & set(one.keys_in(keymap))]


def test_counts_have_their_digits_only_where_nothing_is_selected() -> None:
    digits = [one for one in GESTURES if one.keys[0] in set("123456789")]
    assert [one.keys[0] for one in digits] == list("123456789")
    assert all(one.where == (Where.CODING,) for one in digits)


@pytest.mark.parametrize("where", [one for one in Where if one is not Where.EVERYWHERE])
def test_bindings_carry_ids_so_that_a_keymap_can_change_them(where: Where) -> None:
    bound = BindingsMap(keys.bindings(where))
    bound.apply_keymap(keys.keymap("vim"))
    for gesture in keys.gestures(where):
        assert {
            key for key, all_ in bound.key_to_bindings.items() if any(b.id == gesture.id for b in all_)
        } == set(gesture.keys_in("vim"))


def test_an_action_can_be_sent_elsewhere() -> None:
    (first, *_rest) = keys.bindings(Where.CODING, action="gesture('{id}')")
    assert isinstance(first, Binding)
    assert first.action.startswith("gesture('")


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("ctrl+left", "Ctrl+←"),
        ("ctrl+z", "Ctrl+Z"),
        ("question_mark", "?"),
        ("f1", "F1"),
        ("s", "s"),
        ("G", "G"),
    ],
)
def test_keys_are_printed_as_on_the_caps(key: str, shown: str) -> None:
    assert keys.shown_key(key) == shown


def test_the_page_lists_every_gesture() -> None:
    page = keys.keys_page()
    assert all(one.words in page for one in GESTURES)
    assert "| Show every key of this screen | `F1` or `?` | `F1` or `?` |" in page
