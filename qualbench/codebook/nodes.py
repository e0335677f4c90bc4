"""YAML as a tree whose every node knows where it stands in the text, and whose scalars are text as written.

The tree is built from the parser's events without recursion and with a bound on depth, so that no file can
exhaust memory or the stack. Offsets are code points of the text given, half-open.
"""

from __future__ import annotations

import gc
import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

import yaml

from qualbench.model.document import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

#: How deep codes may be nested; each level takes a list and a mapping.
LEVELS = 100
_DEPTH = 2 * LEVELS + 2

BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_REFUSED = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: How git marks what it could not merge.
_OURS, _THEIRS = re.compile("^<<<<<<< ", re.MULTILINE), re.compile("^>>>>>>> ", re.MULTILINE)
_DECIDE = (
    "Keep what is right of the lines above and below “=======”, and take the three marks out; "
    "`qualbench git-setup` lets git merge codebooks code by code."
)
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DASH = "A list of codes has dashes: `- Barriers`. Where the sign belongs to the text, put quotes around it."
_QUOTE = "Put quotes around the text: 'like this'."
_TOO_DEEP, _MOVE_UP = f"codes are nested more than {LEVELS} deep here", "Move some of them up."


class _Mark(Protocol):
    """A place in the text as the parser gives it, all from 0."""

    index: int
    line: int
    column: int


@dataclass(slots=True)
class Node:
    """A scalar, a list or a mapping in its place.

    Attributes:
        kind: `scalar`, `list` or `map`.
        start: Offset of its first character (of a list: the first dash).
        end: Offset after its last character that is content; for a block scalar after its last line.
        line: 1-based.
        column: Of `start`, from 0.
        value: A scalar's text.
        style: A scalar's quoting: empty for plain, or one of `'`, `"`, `|`, `>`.
        flow: True for a collection in brackets.
        items: A list's nodes.
        pairs: A mapping's keys and values.
    """

    kind: str
    start: int
    end: int
    line: int
    column: int
    value: str = ""
    style: str = ""
    flow: bool = False
    items: list[Node] = field(default_factory=list)
    pairs: list[tuple[Node, Node]] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        """True where nothing is written: a key or a dash with nothing after it."""
        return self.kind == "scalar" and not self.value and not self.style


class Unreadable(Exception):
    """The text is no YAML that a codebook can be read from; `problem` says why. Caught in this room."""

    def __init__(self, message: str, line: int | None = None, hint: str = "") -> None:
        super().__init__(message)
        self.problem = Problem(f"{message[0].upper()}{message[1:]}.", line, hint, serious=True)


def compose(text: str) -> Node | None:
    """Return the tree of `text`, or None where it holds nothing but comments.

    Raises:
        Unreadable: It is no YAML, or uses what a codebook does not: anchors, tags, several documents.
    """
    if (ours := _OURS.search(text)) and _THEIRS.search(text, ours.end()):
        line = len(BREAK.findall(text, 0, ours.start())) + 1
        raise Unreadable("git left a conflict here: two people changed the same lines", line, _DECIDE)
    refused = _REFUSED.search(text)
    if refused:
        line = len(BREAK.findall(text, 0, refused.start())) + 1
        raise Unreadable(
            f"there is a character that no YAML file may hold (U+{ord(refused[0]):04X})",
            line,
            "Take it out, or write it as an escape in double quotes.",
        )
    try:
        with _without_collecting():
            return _tree(text)
    except yaml.YAMLError as error:
        raise _sentence(error, text) from error


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Put off the search for garbage: a tree in the making leaves none, and it takes a third of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _tree(text: str) -> Node | None:
    root: Node | None = None
    documents = 0
    stack: list[Node] = []
    keys: list[Node | None] = []
    for event in _events(text):
        start, end = _offsets(event)
        line = start.line + 1
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise Unreadable("a second document begins here", line, "Keep one codebook in one file.")
        elif isinstance(event, yaml.CollectionEndEvent):
            node = stack.pop()
            keys.pop()
            # the parser ends a block at the token after it; what counts is the last thing written in it
            last = node.pairs[-1][1] if node.pairs else node.items[-1] if node.items else None
            node.end = end.index if node.flow or last is None else last.end
        elif isinstance(event, yaml.NodeEvent):
            node = _node(event, line)
            if not stack:
                root = node
            elif stack[-1].kind == "list":
                stack[-1].items.append(node)
            elif keys[-1] is None:
                keys[-1] = node
            else:
                stack[-1].pairs.append((keys[-1], node))
                keys[-1] = None
            if node.kind != "scalar":
                if len(stack) >= _DEPTH:
                    raise Unreadable(_TOO_DEEP, line, _MOVE_UP)
                stack.append(node)
                keys.append(None)
    return None if root is None or root.empty else root


def _events(text: str) -> Iterator[yaml.Event]:
    yield from yaml.parse(text, Loader=_LOADER)


def _offsets(event: yaml.Event) -> tuple[_Mark, _Mark]:
    assert event.start_mark is not None and event.end_mark is not None
    return event.start_mark, event.end_mark


def _node(event: yaml.NodeEvent, line: int) -> Node:
    if isinstance(event, yaml.AliasEvent):
        raise Unreadable(f"a text cannot begin with “*” ({event.anchor!s})", line, _QUOTE)
    if event.anchor:
        raise Unreadable(f"a text cannot begin with “&” ({event.anchor})", line, _QUOTE)
    start, end = _offsets(event)
    if isinstance(event, yaml.ScalarEvent):
        if event.tag:
            raise Unreadable("a text cannot begin with “!”", line, _QUOTE)
        style = event.style or ""
        return Node("scalar", start.index, end.index, line, start.column, str(event.value), style)
    assert isinstance(event, yaml.CollectionStartEvent)
    if event.tag:
        raise Unreadable("a text cannot begin with “!”", line, _QUOTE)
    kind = "list" if isinstance(event, yaml.SequenceStartEvent) else "map"
    return Node(kind, start.index, end.index, line, start.column, flow=bool(event.flow_style))


#: What the parser says, and what that means to the person who wrote the file.
_SENTENCES = (
    (
        "mapping values are not allowed",
        "a colon followed by a space stands inside a text that is not in quotes",
        f"{_QUOTE} Keys of one code have the same indentation.",
    ),
    ("unexpected end of stream", "a quote is opened and never closed", "Close the quote."),
    ("unexpected document indicator", "a quote is opened and never closed", "Close the quote."),
    (
        "cannot start any token",
        "a text without quotes cannot begin with this character",
        _QUOTE,
    ),
    (
        "could not find expected ':'",
        "this line is neither a key with a colon nor a list item with a dash",
        "Write `key: text`, or `- name`; the second line of a text is indented further than its key.",
    ),
    (
        "did not find expected key",
        "this line does not line up with the keys above it, or a quote inside a quoted text is not doubled",
        "Give keys of one code the same indentation; inside '…' write a quote twice: ''.",
    ),
    (
        "did not find expected '-'",
        "this line does not line up with the list above it",
        "Begin each code of one list with a dash, all with the same indentation.",
    ),
    ("did not find expected ',' or", "a bracket is opened and not closed", _QUOTE),
    ("did not find expected node content", "a bracket is opened and not closed", _QUOTE),
    ("maximum nesting depth", _TOO_DEEP, _MOVE_UP),  # the parser's own bound comes first in one long line
    ("alphabetic or numeric character", "a text cannot begin with “*” or “&”", _DASH),
    *(
        (
            words,
            "after | or > a text begins on the next line",
            "Put it on the lines below, further in, or put quotes around it.",
        )
        for words in ("expected comment or line break", "indentation indicator")
    ),
    (
        "<document start>",
        "this line stands further out than what it would belong to",
        "Give keys of one code the same indentation, and begin each code with a dash.",
    ),
    *(
        (words, "a text without quotes cannot begin with this character", _QUOTE)
        for words in ("whitespace or line break", "directive", "non-alphabetical", "URI", "mapping keys are")
    ),
    ("unexpected ':'", "a colon stands here where none was expected", _QUOTE),
    ("hexdecimal number", "an unknown escape stands in double quotes", "Write \\\\ for a backslash."),
    ("unknown escape character", "an unknown escape stands in double quotes", "Write \\\\ for a backslash."),
    (
        "block sequence entries are not allowed",
        "a list begins where a text has begun already",
        "Put the list on the next line, or quotes around the text.",
    ),
)


def _sentence(error: yaml.YAMLError, text: str) -> Unreadable:
    mark = getattr(error, "problem_mark", None)
    said = getattr(error, "problem", None) or str(error).partition("\n")[0]
    context = getattr(error, "context_mark", None)
    number = mark.line + 1 if mark else None
    lines = BREAK.split(text)
    here = lines[number - 1] if number and number <= len(lines) else ""
    if "\t" in here[: len(here) - len(here.lstrip())]:
        return Unreadable(
            "the line is indented with a tab", number, "Indent with spaces: two for each level."
        )
    for words, message, hint in _SENTENCES:
        if words in said:
            if (
                words.startswith(
                    ("unexpected", "could not", "did not find expected ','", "did not find expected node")
                )
                and context
            ):
                number = context.line + 1
            return Unreadable(message, number, hint)
    return Unreadable(f"this is no YAML ({said})", number, _QUOTE)
