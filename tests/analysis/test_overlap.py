"""Which codes are nearly always together, against counting every coding with every other."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from qualbench.analysis.overlap import Place, Together, nearly_always

PLACES = st.lists(
    st.tuples(
        st.sampled_from(("d1", "d2")),
        st.integers(0, 30),
        st.integers(1, 12),
        st.sampled_from("abcd"),
        st.sampled_from(("Ana", "Tom")),
    ).map(lambda one: (one[0], one[1], one[1] + one[2], one[3], one[4])),
    max_size=60,
).map(sorted)


def counted(places: list[Place], share: float, fewest: int) -> set[Together]:
    """The same by the definition."""
    found = set()
    codes = sorted({one[3] for one in places})
    met = {
        (a, b): sum(
            any(x[0] == y[0] and x[4] == y[4] and x[1] < y[2] and y[1] < x[2] for y in places if y[3] == b)
            for x in places
            if x[3] == a
        )
        for a in codes
        for b in codes
        if a != b
    }
    many = {a: sum(one[3] == a for one in places) for a in codes}
    for (a, b), n in met.items():
        rarer = many[a] < many[b] or (many[a] == many[b] and (n, a) > (met[b, a], b))
        if rarer and many[a] >= fewest and n >= share * many[a]:
            found.add(Together(a, b, n, many[a]))
    return found


@given(PLACES, st.sampled_from((0.5, 0.8, 0.9, 1.0)), st.integers(1, 5))
def test_it_finds_what_counting_everything_finds(places: list[Place], share: float, fewest: int) -> None:
    found = nearly_always(places, share=share, fewest=fewest)
    assert len(found) == len(set(found))
    assert set(found) == counted(places, share, fewest)


def test_codings_that_only_touch_or_are_of_two_coders_do_not_meet() -> None:
    def five(*more: tuple[int, int, str, str]) -> list[Place]:
        return sorted(
            (f"d{n}", start, end, code, coder)
            for n in range(5)
            for start, end, code, coder in ((0, 5, "a", "Ana"), *more)
        )

    assert nearly_always(five((5, 9, "b", "Ana")), share=0.9, fewest=5) == []
    assert nearly_always(five((0, 5, "b", "Tom")), share=0.9, fewest=5) == []
    together = nearly_always(five((4, 9, "b", "Ana"), (20, 25, "b", "Ana")), share=0.9, fewest=5)
    assert together == [Together("a", "b", 5, 5)]


def test_a_coding_of_the_whole_text_is_met_from_every_place() -> None:
    places: list[Place] = [("d", 0, 10_000, "whole", "Ana")]
    places += [("d", at * 20, at * 20 + 5, "part", "Ana") for at in range(100)]
    places += [("d", 5_000 + at * 20, 5_005 + at * 20, "whole", "Ana") for at in range(120)]
    assert nearly_always(places, share=0.9, fewest=5) == [Together("part", "whole", 100, 100)]


def test_long_codings_over_many_others_are_counted_too() -> None:
    chance = random.Random(3)
    starts = sorted(chance.choices(range(200), k=120))
    places: list[Place] = [
        ("d", at, at + chance.randint(1, 150), chance.choice("abbbcccc"), "Ana") for at in starts
    ]
    found = nearly_always(places, share=0.9, fewest=5)
    assert found
    assert set(found) == counted(places, 0.9, 5)
