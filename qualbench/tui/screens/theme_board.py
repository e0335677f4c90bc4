"""The theme board: codes at the left, themes with theirs at the right, and the words under the cursor."""

from __future__ import annotations

from collections import Counter
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from qualbench.model.code import Codebook, CodeStatus
from qualbench.model.theme import Theme, ThemeSet, theme_tree
from qualbench.tui.dialogs.choose import Choice, ChooseDialog
from qualbench.tui.dialogs.form import Field, FormDialog, Values
from qualbench.tui.dialogs.message import MessageDialog
from qualbench.tui.keys import Where, bindings
from qualbench.tui.lines import BOLD, FAINT, Lines, fit, plural
from qualbench.tui.sanitise import drawn
from qualbench.tui.screens.base import ProjectScreen
from qualbench.workbench import analysing, theming
from qualbench.workbench.codebooks import load_codebook
from qualbench.workbench.coding import counts_by_coder, load_segments
from qualbench.workbench.project import lead_coder
from qualbench.workbench.theme_overlap import theme_overlap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.widget import Widget

EMPTY = "There is no theme yet: [n] makes one."
SHELVES = ("Codes in no theme", "All codes", "The pile")
_FREE, _ALL, _PILE = range(3)
#: Segments shown of what is under the cursor.
SHOWN = 40
#: Between a theme and a code of it in the id of a row.
_IN = "/"


class ThemeBoardScreen(ProjectScreen):
    """What is marked, at either side, is put into the theme under the cursor at the right."""

    where = Where.BOARD
    BINDINGS = bindings(Where.BOARD)
    AUTO_FOCUS = "#free"

    def __init__(self) -> None:
        super().__init__()
        self.book = Codebook("", ())
        self.set: ThemeSet | None = None
        self.lead = ""
        self.themes: dict[str, Theme] = {}
        self.covered: frozenset[str] = frozenset()
        self.pile: dict[str, str] = {}
        self.segments: Counter[str] = Counter()
        self.shelf = _FREE
        self.words = ""
        #: Codes at the left by id, codes in themes by `theme/code`.
        self.marked: dict[str, None] = {}

    def compose_body(self) -> Iterable[Widget]:
        """Yield both sides, and below them what is under the cursor says."""
        with Horizontal(classes="halves"):
            with Vertical(classes="side"):
                yield Static("", id="free-head", classes="heads", markup=False)
                yield Input(id="find", classes="find", placeholder="words in the codes' names", compact=True)
                yield Lines("free")
            with Vertical(classes="side"):
                yield Static("", id="board-head", classes="heads", markup=False)
                yield Lines("board")
        with VerticalScroll(classes="entry under", can_focus=False):
            yield Static("", id="entry", markup=False)

    def on_mount(self) -> None:
        """Hide the line for words until it is asked for."""
        self.query_one("#find", Input).display = False

    def on_resize(self) -> None:
        """Set the counts at the right edge anew."""
        self._lay_out()

    def reload(self) -> None:
        """Read the codes, the themes of the set in use, and the pile."""
        session = self.session
        self.book = load_codebook(session)
        self.set = theming.current_set(session)
        lead = lead_coder(session)
        self.lead = lead.id
        self.segments = Counter({one: held.get(lead.id, 0) for one, held in counts_by_coder(session).items()})
        tree = theme_tree(theming.load_themes(session, self.set.id)) if self.set else ()
        self.themes = {theme.id: theme for theme, _depth, _path in tree}
        held = analysing.theme_codes(session, self.set.id) if self.set else {}
        self.covered = frozenset().union(*(codes for one, codes in held.items() if not self.themes[one].gone))
        self.pile = theming.load_pile(session, self.set.id) if self.set else {}
        self._lay_out()

    def _lay_out(self) -> None:
        known = {*self.book.by_id, *(f"{t}{_IN}{c}" for t, one in self.themes.items() for c in one.code_ids)}
        self.marked = {one: None for one in self.marked if one in known}
        self._show_free()
        self._show_board()
        self._show_entry()

    def _show_free(self) -> None:
        lines = self.query_one("#free", Lines)
        rows: list[tuple[str, Content | str]] = []
        for code, depth in self.book.walk():
            if not self._on_shelf(code.id, retired=code.status is CodeStatus.RETIRED):
                continue
            number = f"{self.segments[code.id]:,}"
            why = f" ({self.pile[code.id]})" if self.shelf == _PILE and self.pile.get(code.id) else ""
            indent = "  " * min(depth, 3)
            name = fit(f"{indent}{code.name}{why}", max(4, lines.room - 3 - len(number)))
            rows.append((code.id, f"{self._mark(code.id)}{name} {number}"))
        lines.show(rows)
        found = f", “{self.words}”" if self.words else ""
        head = f"{SHELVES[self.shelf]} ({len(rows)}){found}"
        self.query_one("#free-head", Static).update(drawn(head))

    def _on_shelf(self, code_id: str, *, retired: bool) -> bool:
        code = self.book.by_id[code_id]
        if self.words and not all(word in code.name.casefold() for word in self.words.casefold().split()):
            return False
        if self.shelf == _PILE:
            return code_id in self.pile
        return not retired and (
            self.shelf == _ALL or (code_id not in self.covered and code_id not in self.pile)
        )

    def _mark(self, key: str) -> str:
        return "● " if key in self.marked else "  "

    def _show_board(self) -> None:
        lines = self.query_one("#board", Lines)
        rows: list[tuple[str, Content | str]] = []
        for theme, depth, _path in theme_tree(tuple(self.themes.values())):
            note = f" ({theme.status.value})" if theme.gone else ""
            indent = "  " * depth
            rows.append(
                (
                    theme.id,
                    Content.styled(
                        fit(f"{indent}{theme.name}{note}", lines.room), FAINT if theme.gone else BOLD
                    ),
                )
            )
            for code_id in () if theme.gone else theme.code_ids:
                key = f"{theme.id}{_IN}{code_id}"
                alone = " (alone)" if code_id in theme.alone_ids else ""
                stance = f" ({theme.stances[code_id]})" if code_id in theme.stances else ""
                name = self.book.by_id[code_id].name if code_id in self.book.by_id else "?"
                number = f"{self.segments[code_id]:,}"
                words = fit(f"{indent}  {name}{alone}{stance}", max(4, lines.room - 3 - len(number)))
                rows.append((key, f"{self._mark(key)}{words} {number}"))
        lines.show(rows)
        name = f"Themes: {self.set.name}" if self.set else "Themes"
        self.query_one("#board-head", Static).update(drawn(name))

    # --- what is under the cursor -----------------------------------------------------------------

    @property
    def _here(self) -> Lines:
        board = self.query_one("#board", Lines)
        return board if board.has_focus else self.query_one("#free", Lines)

    @property
    def theme(self) -> Theme | None:
        """The theme under the cursor at the right, or whose code is."""
        return self.themes.get(self.query_one("#board", Lines).chosen.partition(_IN)[0])

    def on_option_list_option_highlighted(self) -> None:
        """Show what is said under the cursor."""
        self._show_entry()

    def on_descendant_focus(self) -> None:
        """The other side has the cursor now."""
        self._show_entry()

    def _show_entry(self) -> None:
        entry = self.query_one("#entry", Static)
        chosen = self._here.chosen
        theme_id, _in, code_id = chosen.partition(_IN)
        if theme_id in self.themes and not code_id:
            theme = self.themes[theme_id]
            found = analysing.theme_segments(self.session, theme_id)
            head, said = theme.name, theme.concept or theme.definition
        elif (code := self.book.by_id.get(code_id or chosen)) is not None:
            found = load_segments(self.session, code_ids=[code.id], coder_ids=[self.lead])
            head, said = self.book.paths[code.id], code.definition
        else:
            entry.update(self.in_keys(EMPTY) if not self.themes else "")
            return
        parts = [Content.styled(drawn(f"{head}: {plural(len(found), 'segment')}"), BOLD)]
        if said:
            parts.append(Content.styled("\n" + drawn(" ".join(said.split())), FAINT))
        for one in islice(found, SHOWN):
            stance = f"  {one.stance}" if one.stance else ""
            parts.append(Content(f"\n“{drawn(' '.join(one.quote.split()))}”{stance}"))
        entry.update(Content("").join(parts))

    # --- moving -----------------------------------------------------------------------------------

    def action_mark_member(self) -> None:
        """Mark what is under the cursor, or take its mark away, and go on."""
        here = self._here
        chosen = here.chosen
        if not chosen or chosen in self.themes:
            self.say("A code is marked; the cursor is on a theme." if chosen else "There is no code to mark.")
            return
        if chosen in self.marked:
            del self.marked[chosen]
        else:
            self.marked[chosen] = None
        here.action_cursor_down()
        self._show_free()
        self._show_board()
        self.say(f"{plural(len(self.marked), 'code')} marked: [a] puts them in, [r] takes them out.")

    def _picked(self) -> list[str]:
        """What is marked, else the code under the cursor."""
        chosen = self._here.chosen
        return [*self.marked] or ([chosen] if chosen and chosen not in self.themes else [])

    def action_put_in_theme(self) -> None:
        """Put what is marked into the theme under the cursor at the right; from another theme it is moved."""
        theme, picked = self.theme, self._picked()
        if theme is None or theme.gone:
            self.say(EMPTY if theme is None else f"“{theme.name}” is {theme.status.value}.")
            return
        if not picked:
            self.say("[Space] marks codes at either side; [Tab] goes to the other.")
            return
        by_source: dict[str, list[str]] = {}
        for one in picked:
            source, _in, code_id = one.rpartition(_IN)
            by_source.setdefault(source, []).append(code_id)
        done = 0
        for source, codes in by_source.items():
            if source == theme.id:
                continue
            verb = (
                partial(theming.move_codes, self.session, codes, source, theme.id)
                if source
                else partial(theming.assign_codes, self.session, theme.id, codes)
            )
            did = self.change(verb)
            done += len(did or ())
        self.marked.clear()
        self._lay_out()
        if not done:
            self.say(f"In “{theme.name}” already.")

    def action_take_out(self) -> None:
        """Take what is marked at the right out of its theme."""
        by_theme: dict[str, list[str]] = {}
        for one in self._picked():
            source, _in, code_id = one.rpartition(_IN)
            if source:
                by_theme.setdefault(source, []).append(code_id)
        if not by_theme:
            self.say("At the right a code is taken out of its theme; [Tab] goes there.")
            return
        for source, codes in by_theme.items():
            self.change(partial(theming.unassign_codes, self.session, source, codes))
        self.marked.clear()
        self._lay_out()

    def action_put_code_aside(self) -> None:
        """Put codes of the left side on the pile with a reason, or take them back from it."""
        codes = [one for one in self._picked() if _IN not in one]
        if not codes or self.set is None:
            self.say("At the left a code is put on the pile; [p] shows what is there.")
            return
        chosen = self.set.id
        if self.shelf == _PILE:
            if self.change(lambda: theming.take_back(self.session, chosen, codes)) is not None:
                self.marked.clear()
            return

        def keep(values: Values) -> None:
            self.commit(lambda: theming.put_aside(self.session, chosen, codes, values["why"].strip()))
            self.marked.clear()

        title = f"Put {plural(len(codes), 'code')} aside"
        self.app.push_screen(FormDialog(title, [Field("why", "Why", help="kept with it; can wait")], keep))

    def action_next_shelf(self) -> None:
        """Show other codes at the left."""
        self.shelf = (self.shelf + 1) % len(SHELVES)
        self._lay_out()
        self.say(f"{SHELVES[self.shelf]}. [p] shows others.")

    def action_find_on_board(self) -> None:
        """Show the codes that hold words."""
        find = self.query_one("#find", Input)
        find.display = True
        find.focus()

    def on_input_changed(self, message: Input.Changed) -> None:
        """Show the codes that hold what is typed."""
        self.words = message.value.strip()
        self._show_free()

    def on_input_submitted(self) -> None:
        """Go back to the codes."""
        find = self.query_one("#find", Input)
        find.display = bool(self.words)
        self.query_one("#free", Lines).focus()

    # --- two themes -------------------------------------------------------------------------------

    def action_show_overlap(self) -> None:
        """Show what the theme under the cursor has in common with another."""
        self._ask_other("What has “{}” in common with", self._say_overlap)

    def _say_overlap(self, theme: Theme, other_id: str) -> None:
        found = theme_overlap(self.session, theme.id, other_id)
        parts = [found.said]
        parts += [f"In both: {'; '.join(found.codes)}"] if found.codes else []
        parts += [f"“{' '.join(one.quote.split())}”" for one in found.segments[:SHOWN]]
        title = f"{found.names[0]} and {found.names[1]}"
        self.app.push_screen(MessageDialog(title, "\n\n".join(parts)))

    def action_merge_theme(self) -> None:
        """Merge the theme under the cursor into another, which is chosen."""

        def merge(theme: Theme, into_id: str) -> None:
            into = self.themes[into_id]

            def keep(values: Values) -> None:
                self.commit(
                    lambda: theming.merge_themes(self.session, [theme.id], into_id, values["why"].strip())
                )

            title = f"Merge “{theme.name}” into “{into.name}”"
            help_ = "its codes, quotes, memos and links come along"
            self.app.push_screen(FormDialog(title, [Field("why", "Why", help=help_)], keep))

        self._ask_other("Merge “{}” into", merge)

    def _ask_other(self, title: str, then: Callable[[Theme, str], None]) -> None:
        theme = self.theme
        others = [
            Choice(one.id, path)
            for one, _depth, path in theme_tree(tuple(self.themes.values()))
            if theme is not None and one.id != theme.id and not one.gone
        ]
        if theme is None or not others:
            self.say(EMPTY if theme is None else "There is no other theme.")
            return

        def take(picked: list[str] | None) -> None:
            if picked:
                then(theme, picked[0])

        self.app.push_screen(ChooseDialog(title.format(theme.name), others), take)

    def action_board_theme(self) -> None:
        """Add a theme to the set."""

        def keep(values: Values) -> None:
            self.commit(lambda: theming.create_theme(self.session, values["name"], concept=values["concept"]))

        fields = [
            Field("name", "Name"),
            Field("concept", "Central organising concept", kind="text", help="one sentence; can wait"),
        ]
        self.app.push_screen(FormDialog("A new theme", fields, keep))
