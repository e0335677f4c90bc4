"""Two codes side by side: what each means, and its segments, to see where one ends and the other begins."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from qualbench.tui.keys import Where, bindings
from qualbench.tui.lines import BOLD, plural
from qualbench.tui.sanitise import drawn
from qualbench.tui.screens.retrieval.hits import Hits
from qualbench.tui.screens.retrieval.passages import ROWS, PassagesScreen
from qualbench.tui.widgets.passage_list import PassageList
from qualbench.workbench.code_counts import sharing_words
from qualbench.workbench.codebooks import load_codebook
from qualbench.workbench.project import list_coders
from qualbench.workbench.questions import Field, term
from qualbench.workbench.retrieving import Documents, retrieve

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import BindingType
    from textual.widget import Widget

    from qualbench.model.code import Code
    from qualbench.workbench.retrieving import CodedPlace


class BesideScreen(PassagesScreen):
    """Two lists; Tab goes from one to the other.

    Args:
        first: Id of the code at the left.
        second: Id of the code at the right.
    """

    where = Where.BESIDE
    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.BESIDE)
    AUTO_FOCUS = "#left"
    CSS = """
    BesideScreen .about { height: auto; max-height: 40%; overflow-y: auto; padding: 0 1; }
    BesideScreen .about { border-bottom: solid $panel; }
    BesideScreen #right-side { border-left: solid $panel; }
    """

    def __init__(self, first: str, second: str) -> None:
        super().__init__()
        self.codes = {"left": first, "right": second}
        self.rows = 1

    def compose_body(self) -> Iterable[Widget]:
        """Yield, for each code, what it means over its segments."""
        yield Static("", id="overlap", classes="note", markup=False)
        with Horizontal(classes="halves"):
            for side in self.codes:
                with Vertical(classes="side", id=f"{side}-side"):
                    yield Static("", id=f"{side}-about", classes="about", markup=False)
                    yield PassageList(rows=ROWS[self.rows][0], id=side)

    @property
    def passages(self) -> PassageList:
        """The list that has the keys, or had them last."""
        right = self.query_one("#right", PassageList)
        return right if right.has_focus else self.query_one("#left", PassageList)

    def reload(self) -> None:
        """Read both codes and their segments."""
        book = load_codebook(self.session)
        documents = Documents(self.session)
        coders = {one.id: one.name for one in list_coders(self.session)}
        shown: list[tuple[str, tuple[CodedPlace, ...]]] = []
        for side, code_id in self.codes.items():
            code = book.by_id.get(code_id)
            about = self.query_one(f"#{side}-about", Static)
            if code is None:
                about.update("This code is gone. [Esc] goes back.")
                places: tuple[CodedPlace, ...] = ()
                whose = {}
            else:
                found = retrieve(self.session, term(Field.CODE, code_id), documents=documents)
                places = found.places
                whose = {one: coders[one] for one in found.coder_ids}
                about.update(_about(code, book.paths[code_id], len(places)))
            hits = Hits(self.session, places, documents, book, whose, sentences=self.sentences)
            self.show_hits(self.query_one(f"#{side}", PassageList), hits)
            shown.append((code.name if code is not None else "", places))
        (first, left), (second, right) = shown
        words = _overlap(drawn(first), left, drawn(second), right) if first and second else ""
        self.query_one("#overlap", Static).update(words)


def _about(code: Code, path: str, many: int) -> Content:
    """Return a code's path, how many segments it has, its definition, and when to use it."""
    parts: list[str | Content | tuple[str, object]] = [(drawn(path), BOLD), f": {plural(many, 'segment')}"]
    for label, words in (("", code.definition), ("Use: ", code.when), ("Not: ", code.when_not)):
        if words:
            parts.append(f"\n{label}{drawn(' '.join(words.split()))}")
    if len(parts) == 2:
        parts.append("\nNo definition yet.")
    return Content.assemble(*parts)  # type: ignore[arg-type]


def _overlap(first: str, left: tuple[CodedPlace, ...], second: str, right: tuple[CodedPlace, ...]) -> str:
    """Say how many segments of two codes share words, whoever gave them."""
    ours, theirs = sharing_words(left, right), sharing_words(right, left)
    if not ours:
        return f"No segment of “{first}” shares words with one of “{second}”."
    share = "shares" if ours == 1 else "share"
    return f"{plural(ours, 'segment')} of “{first}” {share} words with {theirs:,} of “{second}”."
