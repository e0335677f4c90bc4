from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qualbench.tui.places import KEPT, Place, Places


def place(cursor: int, document: str = "a") -> Place:
    return Place(document, cursor, 0)


def test_back_and_on_again() -> None:
    places = Places()
    assert places.back(place(5)) is None
    assert places.on() is None
    places.jump_from(place(10))
    places.jump_from(place(20))
    here = place(30, "b")
    assert places.back(here) == place(20)
    assert places.back(place(20)) == place(10)
    assert places.back(place(10)) is None
    assert [places.on(), places.on(), places.on()] == [place(20), here, None]


def test_a_new_jump_forgets_what_lay_ahead_and_one_spot_is_kept_once() -> None:
    places = Places()
    places.jump_from(place(10))
    places.jump_from(place(20))
    places.back(place(30))
    places.jump_from(place(25))
    assert places.on() is None
    assert places.back(place(40)) == place(25)
    places.jump_from(place(25))
    places.jump_from(place(25))
    assert places.back(place(26)) == place(25)


def test_opening_another_document_is_a_jump_from_the_one_left_last() -> None:
    places = Places()
    places.open("a", None)
    places.leave(place(7))
    places.open("a", None)
    assert places.back(place(7)) is None, "the same document at its place is none"
    places.open("b", None)
    assert places.back(place(0, "b")) == place(7)
    assert places.left["a"] == place(7)


@given(st.lists(st.one_of(st.integers(0, 9), st.sampled_from(["back", "on"])), max_size=300))
def test_whatever_is_jumped_back_and_on_a_place_that_was_left_is_given(steps: list[int | str]) -> None:
    places, seen, here = Places(), {0}, 0
    for step in steps:
        if isinstance(step, int):
            places.jump_from(place(here))
            seen.add(here)
            here = step
        else:
            seen.add(here)
            found = places.back(place(here)) if step == "back" else places.on()
            if found is not None:
                assert found.cursor in seen
                here = found.cursor
        assert len(places._jumps) <= KEPT
