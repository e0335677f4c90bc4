"""What an exported file carries, out of sight, so that it can be checked again: keys of quotes and numbers.

A key says what a quote or a number is of: `segment/ID` for a segment's words, `n/ID` for a theme's
participants, `s/ID` for its segments, `TABLE/ROW/COLUMN` for a cell. In a Word document it is the name of a
bookmark, which holds letters, digits and underscores only, 40 at most; so keys are compared without dashes.
"""

from __future__ import annotations

import re
import uuid

#: The first part of the key of a segment's words; all others are numbers.
SEGMENT = "segment"
#: The name under which a file keeps how its numbers were made.
LOCK = "qualbench-evidence"

_LONGEST = 40
_OURS = re.compile(r"_(seg(?=[0-9A-Za-z]{4})|[a-z]{1,5}_)([0-9A-Za-z]+)(?:_\d+)?")
_PART = re.compile(r"_([trc])(\d+)_(\w+)")


def plain_key(key: str) -> str:
    """Return a key as it is compared: letters, digits, underscores, and the strokes between its parts."""
    return re.sub(r"[^\w/]", "", key)


def segment_key(segment_id: str) -> str:
    """Return the key of a segment's words."""
    return f"{SEGMENT}/{segment_id}"


def segment_of(key: str) -> str | None:
    """Return the id of the segment that a key is of, with its dashes; None for a number's key."""
    kind, _, rest = key.partition("/")
    if kind != SEGMENT:
        return None
    return str(uuid.UUID(rest)) if re.fullmatch("[0-9a-f]{32}", rest) else rest


def bookmark_name(key: str, again: int = 1) -> str:
    """Return the name of the bookmark for a key; hidden in Word's list because it begins with `_`.

    Args:
        again: Which of several in one file, from 1.
    """
    kind, _, rest = key.partition("/")
    start = "_seg" if kind == SEGMENT else f"_{kind}_"
    end = f"_{again}" if again > 1 else ""
    return start + re.sub(r"\W", "", rest)[: _LONGEST - len(start) - len(end)] + end


def key_of_bookmark(name: str) -> str:
    """Return the key that a bookmark stands for, or an empty string."""
    found = _OURS.fullmatch(name)
    if found is None or _PART.fullmatch(name):
        return ""
    kind = SEGMENT if found[1] == "seg" else found[1].rstrip("_")
    return f"{kind}/{found[2]}"


def part_name(part: str, table: int, name: str) -> str:
    """Return the name of the bookmark of a table (`t`), or of one of its rows (`r`) or columns (`c`)."""
    return f"_{part}{table}_" + re.sub(r"\W", "", name)[: _LONGEST - 6]


def part_of_bookmark(name: str) -> tuple[str, int, str] | None:
    """Return which part of which table a bookmark stands for, and its name; None for any other."""
    found = _PART.fullmatch(name)
    return (found[1], int(found[2]), found[3]) if found else None
