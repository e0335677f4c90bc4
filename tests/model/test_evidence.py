"""Keys, and the names of bookmarks that carry them."""

from __future__ import annotations

import re

import pytest

from qualbench.model.evidence import (
    bookmark_name,
    key_of_bookmark,
    part_name,
    part_of_bookmark,
    plain_key,
    segment_key,
    segment_of,
)
from qualbench.model.ids import new_id


@pytest.mark.parametrize("kind", ["segment", "n", "s", "docs"])
@pytest.mark.parametrize("again", [1, 2, 99])
def test_a_key_comes_back_from_its_bookmark(kind: str, again: int) -> None:
    key = f"{kind}/{new_id()}"
    name = bookmark_name(key, again)
    assert re.fullmatch(r"_\w{1,39}", name)
    if len(name) < 40:  # a third name of a number's would be cut; its first is not
        assert key_of_bookmark(name) == plain_key(key)


def test_a_segment_comes_back_whole() -> None:
    one = new_id()
    assert segment_of(key_of_bookmark(bookmark_name(segment_key(one)))) == one
    assert segment_of("n/abc") is None


@pytest.mark.parametrize("name", ["_Toc12345", "_GoBack", "_Hlk99", "Bookmark1", "_ftn1", "_t1_bycase"])
def test_bookmarks_of_others_are_no_keys(name: str) -> None:
    assert not key_of_bookmark(name)


def test_parts_of_tables() -> None:
    one = new_id()
    assert part_of_bookmark(part_name("c", 12, one)) == ("c", 12, one.replace("-", ""))
    assert part_of_bookmark("_Toc12") is None
