"""Where two coders differ: the list, and each difference side by side with both memos and the definitions."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.style import Style
from textual.widgets import Static

from qualbench.errors import QualbenchError
from qualbench.model.coding import MemoTarget
from qualbench.tui.dialogs.choose import Choice, ChooseDialog
from qualbench.tui.hints import hint_here
from qualbench.tui.keys import Where, bindings, gestures
from qualbench.tui.lines import BOLD, FAINT, KeyLine, plural
from qualbench.tui.passage_layout import Part, Passage
from qualbench.tui.sanitise import drawn
from qualbench.tui.screens.base import ProjectScreen
from qualbench.tui.widgets.passage_list import PassageList
from qualbench.workbench import importing, memoing
from qualbench.workbench.codebooks import load_codebook
from qualbench.workbench.differences import (
    CoderComparison,
    Difference,
    DifferenceKind,
    busiest_pair,
    compare_coders,
)
from qualbench.workbench.project import coders_with_segments

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.widget import Widget

    from qualbench.model.code import Code, Codebook
    from qualbench.model.coding import Coder, Segment
    from qualbench.workbench.importing import OpenDocument

ALL, BOTH = "all", "both"
_DOCUMENTS = {ALL: "all documents", BOTH: "only documents that both have coded"}
#: Characters of context on either side of a difference.
_AROUND = 80
_OWN = Style(bold=True, underline=True)


class DifferencesScreen(ProjectScreen):
    """The differences between two coders; Enter reads the place in its document."""

    where = Where.DIFFERENCES
    BINDINGS = bindings(Where.DIFFERENCES)
    AUTO_FOCUS = "PassageList"
    CSS = """
    DifferencesScreen #heads { height: auto; text-wrap: wrap; }
    DifferencesScreen #sides { height: auto; }
    DifferencesScreen #sides Static { width: 1fr; height: auto; padding: 0 1 0 0; }
    DifferencesScreen .beside { height: 3fr; padding: 0 1; border-top: solid $panel;
                                scrollbar-size-vertical: 1; }
    DifferencesScreen .listed { height: 2fr; }
    DifferencesScreen #definitions { height: auto; margin-top: 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.pair: tuple[Coder, Coder] | None = None  # None for the two with most codings
        self.kind = self.document = self.code = ALL
        self.found: CoderComparison | None = None
        self.book: Codebook | None = None
        self._open: dict[str, OpenDocument] = {}

    def compose_body(self) -> Iterable[Widget]:
        """Yield what is compared, the list, and below it one difference side by side."""
        yield Static("", id="heads", classes="heads", markup=False)
        yield Static("", id="limits", classes="note", markup=False)
        with Vertical(classes="listed"):
            yield PassageList(rows=3, id="differences")
        with VerticalScroll(classes="beside", can_focus=False):
            with Horizontal(id="sides"):
                yield Static("", id="first", markup=False)
                yield Static("", id="second", markup=False)
            yield Static("", id="definitions", markup=False)

    # --- reading ----------------------------------------------------------------------------------

    @property
    def not_offered(self) -> frozenset[str]:
        """Gestures that are not offered, because there is nothing to compare."""
        return frozenset() if self.found else frozenset(one.id for one in gestures(self.where))

    def reload(self) -> None:
        """Compare the two coders anew."""
        kept = _id(self.shown) if self.shown else ""
        self._open.clear()
        self.book = load_codebook(self.session)
        self.query_one("#limits", Static).update(self._limits())
        try:
            first, second = self.pair or busiest_pair(self.session)
            self.found = compare_coders(
                self.session,
                first,
                second,
                document_id=None if self.document in (ALL, BOTH) else self.document,
                both=self.document == BOTH,
                code_ids=None if self.code == ALL else [self.code],
                kinds=None if self.kind == ALL else [self.kind],
            )
        except QualbenchError as nothing:  # one coder only, or independent coding
            self.found = None
            self._tell(f"{nothing.message} {hint_here(nothing)}".strip())
            return
        finally:
            self.query_one(KeyLine).refresh()
        two = f"{drawn(first.name)} and {drawn(second.name)}"
        chosen = "" if self.pair else " (most codings)"
        same = plural(self.found.same, "coding is the same", "codings are the same")
        number = plural(len(self.found.differences), "difference")
        self.query_one("#heads", Static).update(f"{two}{chosen}: {number}; {same}")
        ids = [_id(one) for one in self.found.differences]
        listed = self.query_one(PassageList)
        listed.show(_Listed(self), cursor=ids.index(kept) if kept in ids else listed.cursor)
        self._show_beside()

    def _tell(self, words: str) -> None:
        self.query_one("#heads", Static).update("Where two coders differ")
        self.query_one("#limits", Static).update("")
        self.query_one(PassageList).show(())
        for name in ("#second", "#definitions"):
            self.query_one(name, Static).update("")
        self.query_one("#first", Static).update(drawn(words))

    def _limits(self) -> str:
        """Say which differences are listed."""
        kind = "all kinds" if self.kind == ALL else f"only “{self.kind}”"
        document = _DOCUMENTS.get(self.document) or f"only {self._document(self.document)}"
        book = self.book
        path = book.paths.get(self.code, "?") if book else ""
        code = "all codes" if self.code == ALL else f"only “{path}” and what is under it"
        return drawn(f"{kind} [k], {document} [o], {code} [a]")

    def _document(self, document_id: str) -> str:
        return self._opened(document_id).document.name

    def _opened(self, document_id: str) -> OpenDocument:
        if document_id not in self._open:
            self._open[document_id] = importing.open_document(self.session, document_id)
        return self._open[document_id]

    @property
    def shown(self) -> Difference | None:
        """The difference under the cursor."""
        place = self.query_one(PassageList).cursor
        listed = self.found.differences if self.found else ()
        return listed[place] if place < len(listed) else None

    def passage(self, one: Difference) -> Passage:
        """Return a difference as the list shows it: what kind, where, by which codes, and the words."""
        opened, span = self._opened(one.document_id), one.span
        parts = [Part(one.kind.value, bold=True), Part(self._place(one))]
        if self.found is not None and one.kind is DifferenceKind.ONLY_ONE:
            coder = self.found.first if one.first else self.found.second
            parts.append(Part(f"{coder.name}: {self._code_name(one.segments[0])}"))
        else:
            names = dict.fromkeys(self._code_name(segment) for segment in one.segments)
            parts.append(Part(" / ".join(names)))
        return Passage(_id(one), tuple(parts), opened.text[span.start : span.end])

    def _code_name(self, segment: Segment) -> str:
        code = self._code(segment)
        return code.name if code else "?"

    def _code(self, segment: Segment) -> Code | None:
        return self.book.by_id.get(segment.code_id) if self.book else None

    def _place(self, one: Difference) -> str:
        opened = self._opened(one.document_id)
        at = bisect_right([turn.label_start for turn in opened.turns], one.span.start) - 1
        return f"{opened.document.name}{f', turn {opened.turns[at].index}' if at >= 0 else ''}"

    # --- side by side -----------------------------------------------------------------------------

    def on_passage_list_highlighted(self) -> None:
        """Show the difference under the cursor side by side."""
        self._show_beside()

    def _show_beside(self) -> None:
        one, found = self.shown, self.found
        if found is None:
            return
        if one is None:
            self._tell_none()
            return
        for name, coder, segment in (
            ("#first", found.first, one.first),
            ("#second", found.second, one.second),
        ):
            self.query_one(name, Static).update(self._side(one, coder, segment))
        codes = [self._code(segment) for segment in one.segments]
        told = [_definition(code) for code in dict.fromkeys(codes) if code is not None]
        self.query_one("#definitions", Static).update(Content("\n\n").join(told))
        self.query_one(".beside", VerticalScroll).scroll_home(animate=False)

    def _tell_none(self) -> None:
        limited = {self.kind, self.document, self.code} != {ALL}
        words = "Nothing differs here." + (" [Esc] lists all differences." if limited else "")
        self.query_one("#first", Static).update(words)
        for name in ("#second", "#definitions"):
            self.query_one(name, Static).update("")

    def _side(self, one: Difference, coder: Coder, segment: Segment | None) -> Content:
        """Return one coder's side: code, place, the words with their edges, memos."""
        parts = [Content.assemble((drawn(coder.name), BOLD))]
        if segment is None:
            parts.append(Content("coded nothing here"))
        else:
            path = self.book.paths.get(segment.code_id, "?") if self.book else "?"
            parts.append(Content(drawn(path)))
            parts.append(
                Content.assemble((f"{segment.start}:{segment.end}, {segment.created_at[:10]}", FAINT))
            )
        parts.append(self._words(one, segment))
        if segment is not None:
            memos = memoing.list_memos(self.session, target=MemoTarget.SEGMENT, target_id=segment.id)
            parts += [Content(f"memo: {_lines(memo.text)}") for memo in memos]
        return Content("\n").join(parts)

    def _words(self, one: Difference, segment: Segment | None) -> Content:
        """Return the words of both with some around them; what this coder coded is bold and underlined."""
        text, span = self._opened(one.document_id).text, one.span
        start, end = max(0, span.start - _AROUND), min(len(text), span.end + _AROUND)
        before = text[start : span.start].partition("\n")[2] if "\n" in text[start : span.start] else ""
        start = span.start - len(before) if before else start
        first, last = (segment.start, segment.end) if segment is not None else (span.start, span.start)
        return Content.assemble(
            ("…" if start else "", FAINT),
            (_lines(text[start:first]), FAINT),
            (_lines(text[first:last]), _OWN),
            (_lines(text[last:end].rstrip()), FAINT),
            ("…" if end < len(text) else "", FAINT),
        )

    # --- gestures ---------------------------------------------------------------------------------

    def action_open_difference(self) -> None:
        """Read the place in its document, both coders' codings in sight."""
        one = self.shown
        if one is not None:
            self.shell.layer = ""
            self.shell.open_document(one.document_id, one.span.start, over=True)

    def action_read_on(self) -> None:
        """Read on below the list; from the end go back to the top."""
        beside = self.query_one(".beside", VerticalScroll)
        if beside.scroll_offset.y >= beside.max_scroll_y:
            beside.scroll_home(animate=False)
        else:
            beside.scroll_page_down(animate=False)

    def on_passage_list_chosen(self) -> None:
        """A double click does what Enter does."""
        self.action_open_difference()

    def action_choose_pair(self) -> None:
        """Choose the two coders who are compared."""
        coders = {one.id: one for one in coders_with_segments(self.session)}
        if len(coders) < 2:
            self.reload()
            return
        now = {self.found.first.id, self.found.second.id} if self.found else set()
        rows = [Choice(one.id, one.name) for one in coders.values()]

        def then(chosen: list[str] | None) -> None:
            if not chosen:
                return
            if len(chosen) != 2:
                self.say("Mark two coders with [Tab], then [Enter].")
                return
            self.pair = coders[chosen[0]], coders[chosen[1]]
            self.reload()

        self.app.push_screen(
            ChooseDialog("Which two coders? [Tab] marks them.", rows, several=True, marked=now), then
        )

    def action_narrow_kind(self) -> None:
        """List one kind of difference, or all."""
        rows = [Choice(ALL, "all kinds"), *(Choice(one.value, one.value) for one in DifferenceKind)]
        self._narrow("Which differences?", rows, "kind")

    def action_narrow_document(self) -> None:
        """List the differences of one document, or of all."""
        documents = [row.document for row in importing.list_documents(self.session)]
        rows = [Choice(*one) for one in _DOCUMENTS.items()]
        rows += [Choice(one.id, one.name) for one in documents]
        self._narrow("Which document?", rows, "document")

    def action_narrow_code(self) -> None:
        """List the differences about one code and what is under it, or about all."""
        paths = self.book.paths if self.book else {}
        rows = [Choice(ALL, "all codes"), *(Choice(one, path) for one, path in paths.items())]
        self._narrow("About which code?", rows, "code")

    def _narrow(self, title: str, rows: list[Choice], what: str) -> None:
        if self.found is None:  # the list says why it is empty
            return

        def then(chosen: list[str] | None) -> None:
            if chosen:
                setattr(self, what, chosen[0])
                self.reload()

        self.app.push_screen(ChooseDialog(title, rows, at=getattr(self, what)), then)

    def step_back(self) -> bool:
        """List all differences again; say whether the list was narrowed."""
        narrowed = {self.kind, self.document, self.code} != {ALL}
        if narrowed:
            self.kind = self.document = self.code = ALL
            self.reload()
        return narrowed


class _Listed:
    """Differences as passages, each made when it comes into sight."""

    def __init__(self, screen: DifferencesScreen) -> None:
        self.screen = screen
        self.differences = screen.found.differences if screen.found else ()

    def __len__(self) -> int:
        return len(self.differences)

    def __getitem__(self, place: int) -> Passage:
        return self.screen.passage(self.differences[place])


def _lines(text: str) -> str:
    """Return a text safe to paint, its line breaks kept."""
    return "\n".join(drawn(line) for line in text.splitlines()) + "\n" * text.endswith("\n")


def _id(one: Difference) -> str:
    return " ".join(segment.id for segment in one.segments)


def _definition(code: Code) -> Content:
    parts = [Content.assemble((drawn(code.name), BOLD))]
    for what, text in (("means", code.definition), ("when", code.when), ("when not", code.when_not)):
        if text:
            parts.append(Content(f"{what}: {_lines(text)}"))
    if len(parts) == 1:
        parts.append(Content.assemble(("no definition yet", FAINT)))
    return Content("\n").join(parts)
