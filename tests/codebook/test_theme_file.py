"""A theme set as a file: what is written reads back the same, and what is wrong is told with its line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualbench.codebook.theme_diff import diff_themes
from qualbench.codebook.theme_file import (
    TEXTS,
    Named,
    ThemeEntry,
    ThemeFile,
    entries_of,
    read_theme_file,
    with_ids,
    write_theme_file,
)
from qualbench.model.coding import Stance

SMALL = """\
# two claims
themes:
  - Getting by
  - name: On the way
    concept: The way is the work.
    codes:
      - Access > Transport   # the whole of it
      - code: Cost
        subcodes: no
        stance: contradicts
    links:
      - theme: Getting by
        word: wears down
    themes:
      - Buses
pile:
  - code: Weather
    why: small talk
"""

TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20).map(str.strip)
NAME = TEXT.map(lambda one: " ".join(one.replace(">", "").split())).filter(bool)
NAMED = st.builds(Named, NAME, st.booleans(), st.sampled_from(Stance))
ENTRY = st.recursive(
    st.builds(
        ThemeEntry,
        NAME,
        texts=st.dictionaries(st.sampled_from(TEXTS[3:]), TEXT.filter(bool)),
        codes=st.lists(NAMED, max_size=3, unique_by=lambda one: one.what).map(tuple),
        quotes=st.lists(st.builds(Named, NAME), max_size=2, unique_by=lambda one: one.what).map(tuple),
        links=st.lists(st.builds(Named, NAME, word=NAME), max_size=2, unique_by=lambda one: one.what).map(
            tuple
        ),
    ),
    lambda under: st.builds(
        ThemeEntry, NAME, themes=st.lists(under, max_size=2, unique_by=lambda one: one.name).map(tuple)
    ),
    max_leaves=4,
)


def test_a_file_by_hand_needs_little() -> None:
    read = read_theme_file(SMALL)
    assert read.problems == ()
    assert [(path, one.line) for one, path in entries_of(read)] == [
        ("Getting by", 3),
        ("On the way", 4),
        ("On the way > Buses", 15),
    ]
    way = read.themes[1]
    assert way.texts == {"concept": "The way is the work."}
    assert way.codes == (
        Named("Access > Transport"),
        Named("Cost", subcodes=False, stance=Stance.CONTRADICTS),
    )
    assert way.links == (Named("Getting by", word="wears down"),)
    assert read.pile == (Named("Weather", word="small talk"),)


@given(st.lists(ENTRY, max_size=3, unique_by=lambda one: one.name).map(tuple))
def test_what_is_written_reads_back_the_same(themes: tuple[ThemeEntry, ...]) -> None:
    file = ThemeFile("", "A set", "", themes)
    text = write_theme_file(file)
    read = read_theme_file(text)
    assert read.problems == ()
    assert (read.name, read.themes) == ("A set", themes)
    assert diff_themes(file, read) == ()
    assert write_theme_file(read) == text


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("themes:\n  - name: One\n    concpt: x\n", 3, "Did you mean `concept`?"),
        ("themes:\n  - One\n  - One\n", 3, "line 2"),
        ("themes:\n  - concept: x\n", 2, "no name"),
        ("themes:\n  - name: One\n    status: keept\n", 3, "Did you mean “kept”?"),
        ("themes:\n  - name: One\n    codes:\n      - code: A\n        stance: suports\n", 5, "supports"),
        ("themes:\n  - name: One\n    codes:\n      - A\n      - A\n", 5, "twice"),
        ("themes:\n  - name: One\n    links:\n      - Two\n", 4, "a theme and a word"),
        ("themes:\n  - name: One\n    codes: A\n", 3, "is a list"),
        ("format: 9\nthemes: []\n", 1, "format 9"),
        ("themes:\n  - name: 'One\n", 2, "quote"),
        ("", None, "no themes"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, line: int | None, said: str) -> None:
    read = read_theme_file(text)
    assert [one.line for one in read.problems] == [line]
    assert said in f"{read.problems[0].message} {read.problems[0].hint}"
    assert read.problems[0].serious


def test_ids_are_put_in_and_everything_else_stays() -> None:
    read = read_theme_file(SMALL)
    given_ids = [(one, f"id-{n}") for n, (one, _path) in enumerate(entries_of(read))]
    text = with_ids(SMALL, given_ids)
    again = read_theme_file(text)
    assert [one.id for one, _path in entries_of(again)] == ["id-0", "id-1", "id-2"]
    assert "# two claims" in text
    assert "# the whole of it" in text
    assert [one.codes for one, _path in entries_of(again)] == [one.codes for one, _path in entries_of(read)]


def test_differences_are_told_in_words() -> None:
    one = ThemeEntry(
        "Getting by", "1", {"concept": "People get by.", "status": "candidate"}, codes=(Named("A"),)
    )
    two = ThemeEntry("Alone", "2")
    before = ThemeFile("", "Set", "", (one, two))
    now = ThemeEntry(
        "Going on", "1", {"concept": "People go on.", "status": "kept"}, codes=(Named("A", False), Named("B"))
    )
    after = ThemeFile("", "Set", "", (ThemeEntry("Above", "3", themes=(now,)),), (Named("C", word="thin"),))
    said = [found.said for found in diff_themes(before, after)]
    assert said == [
        "“Above” is new.",
        "“Getting by” is called “Going on”.",
        "“Going on” stands under “Above”.",
        "“Above > Going on”: status from candidate to kept.",
        "“Above > Going on”: concept reworded: People [-get by-]{+go on+}.",
        "“Above > Going on”: codes without A, with A (without its subcodes); B.",
        "“Alone” is gone.",
        "the pile: pile with C (thin).",
    ]
