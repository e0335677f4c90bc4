from __future__ import annotations

import unicodedata

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from qualbench.tui import sanitise
from tests.tui.texts import texts


@given(texts | st.text(max_size=80))
def test_no_control_character_and_no_override_is_ever_drawn(text: str) -> None:
    shown = sanitise.drawn(text)
    assert not [one for one in shown if unicodedata.category(one) in ("Cc", "Cs", "Zl", "Zp")]
    assert not regex.search("[\u202a-\u202e\u2066-\u2069\u200d\ufe0f]", shown)
    shown.encode("utf-8")


@given(texts)
def test_widths_are_what_the_terminal_library_measures(text: str) -> None:
    assert sanitise.width(text) == cell_len(sanitise.drawn(text))
    assert all(one.cells > 0 for one in sanitise.clusters(text, 0, len(text)))


def test_a_plain_character_is_assigned_one_cell_wide_and_no_picture() -> None:
    for one in sanitise.PLAIN:
        assert unicodedata.category(one) not in ("Cn", "Cc", "Cf", "Mn", "Me")
        assert cell_len(one) == 1
        assert not regex.match(r"\p{Extended_Pictographic}", one)


@given(texts)
def test_the_quick_way_gives_what_the_careful_way_gives(text: str) -> None:
    for line in text.split("\n"):
        if sanitise.is_plain(line):
            careful = sanitise.clusters(line, 0, len(line))
            assert len(careful) == len(line)
            assert "".join(one.drawn for one in careful) == sanitise.drawn(line)


@given(texts, st.integers(0, 400))
def test_clusters_found_from_the_middle_are_those_found_from_the_start(text: str, offset: int) -> None:
    offset = min(offset, len(text))
    starts = [*(match.start() for match in regex.finditer(r"\X", text)), len(text)]
    assert sanitise.cluster_start(text, offset) == max((one for one in starts if one <= offset), default=0)
    assert sanitise.next_cluster(text, offset) == min(
        (one for one in starts if one > offset), default=len(text)
    )
    assert sanitise.previous_cluster(text, offset) == max((one for one in starts if one < offset), default=0)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred", "␛[31mred"),
        ("a\x9b2J", "a\ufffd2J"),
        ("🇫🇷", "FR"),
        ("👨\u200d👩\u200d👧", "👨"),
        ("👍🏽", "👍"),
        ("1\ufe0f\u20e3", "1"),
        ("e\u0301", "e\u0301"),
        ("a\u202eb", "a\ufffdb"),
        ("\u0301", "◌\u0301"),
        ("a\tb", "a    b"),
        ("\xa0", " "),
        ("\x7f", "␡"),
    ],
)
def test_what_is_drawn(text: str, shown: str) -> None:
    assert sanitise.drawn(text) == shown


def test_a_cluster_in_a_paragraph_without_spaces_is_found_near_by() -> None:
    text = "สวัสดี" * 20_000
    near = regex.compile(r"\X").finditer(text, 59_994, 60_012)
    assert sanitise.cluster_start(text, 60_001) in {match.start() for match in near}
