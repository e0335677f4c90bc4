"""Themes: the codes at the left, the themes of a set at the right, and what the one chosen claims."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Static

from qualbench.model.code import Codebook
from qualbench.model.coding import MemoTarget
from qualbench.model.theme import Theme, ThemeKind, ThemeLevel, ThemeSet, ThemeStatus, theme_tree
from qualbench.tui.dialogs.choose import Choice, ChooseDialog
from qualbench.tui.dialogs.confirm import ConfirmDialog
from qualbench.tui.dialogs.form import Field, FormDialog, Values
from qualbench.tui.keys import Where, bindings
from qualbench.tui.lines import Lines, plural
from qualbench.tui.memos import write_memo
from qualbench.tui.sanitise import drawn
from qualbench.tui.screens.base import ProjectScreen
from qualbench.tui.screens.exporting import export_summary
from qualbench.tui.screens.theme_entry import Member, member_line, theme_line, theme_text
from qualbench.workbench import analysing, theming
from qualbench.workbench.codebooks import load_codebook
from qualbench.workbench.coding import counts_by_coder, find_segment
from qualbench.workbench.memoing import list_memos
from qualbench.workbench.project import lead_coder

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.widget import Widget
    from textual.widgets import OptionList

    from qualbench.workbench.analysing import ThemeCount

EMPTY = "No themes yet. [n] makes one; [Space] marks codes, [a] puts them into the theme."
NEW_SET = "new"


class ThemesScreen(ProjectScreen):
    """Codes and themes side by side; what is marked at the left is put into the theme under the cursor."""

    where = Where.THEMES
    BINDINGS = bindings(Where.THEMES)
    AUTO_FOCUS = "#themes"

    def __init__(self) -> None:
        super().__init__()
        self.book = Codebook("", ())
        self.set: ThemeSet | None = None
        self.lead = ""
        self.themes: dict[str, Theme] = {}
        self.paths: dict[str, str] = {}
        self.counts: dict[str, ThemeCount] = {}
        self.covered: dict[str, frozenset[str]] = {}
        self.segments: dict[str, int] = {}
        self.others = 0
        self.marked: set[str] = set()
        self.wanted = ""

    def compose_body(self) -> Iterable[Widget]:
        """Yield the codes, and beside them the themes over the entry of one."""
        with Horizontal(classes="halves"):
            with Vertical(classes="side"):
                yield Static("", id="codes-head", classes="heads", markup=False)
                yield Static("", id="codes-legend", classes="note", markup=False)
                yield Lines("codes")
            with Vertical(classes="side"):
                yield Static("", id="themes-head", classes="heads", markup=False)
                yield Lines("themes")
                with VerticalScroll(classes="entry under", can_focus=False):
                    yield Static("", id="entry", markup=False)

    def on_resize(self) -> None:
        """Set the counts at the right edge anew."""
        self._lay_out()

    def reload(self) -> None:
        """Read the codes, the set in use and its counts."""
        session = self.session
        self.book = load_codebook(session)
        self.marked &= set(self.book.by_id)
        self.set = theming.current_set(session)
        lead = lead_coder(session)
        self.lead = lead.name
        by_coder = counts_by_coder(session)
        self.segments = {code_id: one.get(lead.id, 0) for code_id, one in by_coder.items()}
        self.others = len(frozenset().union(*by_coder.values()) - {lead.id})
        tree = theme_tree(theming.load_themes(session, self.set.id)) if self.set else ()
        self.themes = {theme.id: theme for theme, _depth, _path in tree}
        self.paths = {theme.id: path for theme, _depth, path in tree}
        self.counts = analysing.theme_counts(session, self.set.id) if self.set else {}
        self.covered = dict(analysing.theme_codes(session, self.set.id)) if self.set else {}
        self._lay_out()
        if self.wanted:
            self.query_one("#themes", Lines).go_to(self.wanted)
            self.wanted = ""

    def _lay_out(self) -> None:
        themes = self.query_one("#themes", Lines)
        name = f"Themes: {self.set.name}, counting {self.lead}" if self.set else "Themes"
        self.query_one("#themes-head", Static).update(name)
        rows = theme_tree(tuple(self.themes.values()))
        themes.show(
            [
                (one.id, theme_line(one, depth, self.counts.get(one.id), themes.room))
                for one, depth, _p in rows
            ]
        )
        self._show_codes()
        self._show_entry()

    def _show_codes(self) -> None:
        codes = self.query_one("#codes", Lines)
        theme = self.theme
        anywhere = frozenset().union(*self.covered.values())
        legend = "? in no theme" if theme is None else "✓ in theme  + under it  ? in none"
        self.query_one("#codes-head", Static).update(drawn(f"Codes, counting {self.lead}"))
        self.query_one("#codes-legend", Static).update(legend)
        rows = []
        for code, depth in self.book.walk():
            if theme is not None and code.id in theme.code_ids:
                state = Member.OWN
            elif theme is not None and code.id in self.covered.get(theme.id, ()):
                state = Member.UNDER
            else:
                state = Member.ELSEWHERE if code.id in anywhere else Member.NOWHERE
            count = self.segments.get(code.id, 0)
            marked = code.id in self.marked
            rows.append((code.id, member_line(code, depth, count, state, codes.room, marked=marked)))
        codes.show(rows)

    def _show_entry(self) -> None:
        theme = self.theme
        if theme is None:
            self.query_one("#entry", Static).update(self.in_keys(EMPTY))
            return
        quotes = [find_segment(self.session, one).quote for one in theme.exemplar_ids]
        memos = list_memos(self.session, target=MemoTarget.THEME, target_id=theme.id)
        count, path = self.counts.get(theme.id), self.paths[theme.id]
        text = theme_text(theme, path, count, self.book.paths, quotes, memos, others=self.others)
        self.query_one("#entry", Static).update(text)

    @property
    def theme(self) -> Theme | None:
        """The theme under the cursor."""
        return self.themes.get(self.query_one("#themes", Lines).chosen)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show what the theme under the cursor claims, and which codes are in it."""
        if event.option_list.id == "themes":
            self._show_codes()
            self._show_entry()

    def on_option_list_option_selected(self) -> None:
        """A double click does what Enter does."""
        self.action_edit_theme()

    # --- themes -----------------------------------------------------------------------------------

    def action_edit_theme(self) -> None:
        """Change the theme under the cursor; among the codes, say what can be done there."""
        theme = self.theme
        if self.query_one("#codes", Lines).has_focus:
            place = (
                f" puts what is marked into “{theme.name}”, [r] takes it out" if theme else " needs a theme"
            )
            self.say(f"[Space] marks a code, [a]{place}; [Tab] goes to the themes.")
            return
        if theme is None:
            self.say(EMPTY)
            return
        steps = (ThemeStatus.MERGED, ThemeStatus.SPLIT)  # they come about by a step of their own
        statuses = tuple(one for one in ThemeStatus if one is theme.status or one not in steps)
        fields = [
            Field("name", "Name", theme.name),
            Field("concept", "Central organising concept", theme.concept, "text", help="one sentence"),
            Field("definition", "Definition", theme.definition, "text"),
            Field("is_not", "What it is not", theme.is_not, "text", help="where it ends"),
            Field("narrative", "Narrative", theme.narrative, "text", help="what the report tells"),
            Field("level", "Level", theme.level or "", "choice", ("", *ThemeLevel), help="else by its place"),
            Field("kind", "Kind", theme.kind or "", "choice", ("", *ThemeKind)),
            Field("status", "Status", theme.status.value, "choice", statuses),
        ]

        def keep(values: Values) -> None:
            new = {one.id: values[one.id].strip() for one in fields if values[one.id] != one.value}
            if new:
                self.commit(lambda: theming.change_theme(self.session, theme.id, **new))

        self.app.push_screen(FormDialog(f"Theme: {self.paths[theme.id]}", fields, keep))

    def action_add_theme(self) -> None:
        """Add a theme to the set."""
        self._add(None)

    def action_add_subtheme(self) -> None:
        """Add a theme under the one under the cursor."""
        if self.theme is None:
            self.say(EMPTY)
        else:
            self._add(self.theme)

    def _add(self, above: Theme | None) -> None:
        def keep(values: Values) -> None:
            made = self.commit(
                lambda: theming.create_theme(
                    self.session,
                    values["name"],
                    parent_id=above.id if above else None,
                    concept=values["concept"],
                )
            )
            self.wanted = made.id

        fields = [
            Field("name", "Name"),
            Field("concept", "Central organising concept", kind="text", help="one sentence; can wait"),
        ]
        title = f"A theme under “{above.name}”" if above else "A new theme"
        self.app.push_screen(FormDialog(title, fields, keep))

    def action_remove_theme(self) -> None:
        """Remove the theme; ask first."""
        theme = self.theme
        if theme is None:
            return
        under = [one for one in self.themes.values() if one.parent_id == theme.id]
        text = f"“{theme.name}”{' and the themes under it' if under else ''} would go. No coding is touched."
        text += " [Ctrl+Z] would bring it back."
        self.app.push_screen(
            ConfirmDialog("Remove the theme?", text, yes="Remove it"),
            lambda yes: self.change(lambda: theming.remove_theme(self.session, theme.id)) if yes else None,
        )

    def action_theme_memo(self) -> None:
        """Write a memo about the theme, or change one."""
        if self.theme is not None:
            write_memo(self, MemoTarget.THEME, self.theme.id, f"the theme “{self.theme.name}”")

    # --- codes in themes --------------------------------------------------------------------------

    def action_mark_code(self) -> None:
        """Mark the code under the cursor, or take its mark away; among the themes, go to the codes too."""
        codes = self.query_one("#codes", Lines)
        codes.focus()
        code = self.book.by_id.get(codes.chosen)
        if code is None:
            self.say("There are no codes to mark yet: [F8], then [n], makes one.")
            return
        self.marked ^= {code.id}
        self._show_codes()
        done = "Marked" if code.id in self.marked else "No longer marked:"
        marked = f"{plural(len(self.marked), 'code')} marked"
        self.say(f"{done} “{code.name}”. {marked}: [a] puts them in, [r] takes them out.")

    def _go_to_codes(self) -> None:
        self.query_one("#codes", Lines).focus()
        self.say("[Space] marks a code, [a] puts what is marked into the theme, [r] takes it out.")

    def _names(self, picked: list[str]) -> str:
        return ", ".join(f"“{self.book.by_id[one].name}”" for one in picked)

    def _picked(self) -> list[str]:
        """The marked codes in the tree's order; else the one under the cursor, if one is among the codes."""
        codes = self.query_one("#codes", Lines)
        marked = [code.id for code, _depth in self.book.walk() if code.id in self.marked]
        return marked or ([codes.chosen] if codes.has_focus and codes.chosen else [])

    def action_assign_codes(self) -> None:
        """Put the marked codes into the theme under the cursor."""
        theme, picked = self.theme, self._picked()
        if theme is None:
            self.say(EMPTY)
        elif not picked:
            self._go_to_codes()
        elif not set(picked) - set(theme.code_ids):
            are = "is" if len(picked) == 1 else "are"
            self.say(f"{self._names(picked)} {are} in “{theme.name}” already. [r] takes out.")
        elif self.change(lambda: theming.assign_codes(self.session, theme.id, picked)) is not None:
            self.marked.clear()

    def action_unassign_codes(self) -> None:
        """Take the marked codes out of the theme under the cursor."""
        theme, picked = self.theme, self._picked()
        if theme is None:
            self.say(EMPTY)
        elif not picked:
            self._go_to_codes()
        elif not set(picked) & set(theme.code_ids):
            own = "is no code" if len(picked) == 1 else "are no codes"
            self.say(f"{self._names(picked)} {own} of “{theme.name}” itself.")
        elif self.change(lambda: theming.unassign_codes(self.session, theme.id, picked)) is not None:
            self.marked.clear()

    def action_choose_quotes(self) -> None:
        """Show the theme's segments, to choose its quotes."""
        from qualbench.tui.screens.quotes import QuotesScreen

        if self.theme is None:
            self.say(EMPTY)
        else:
            self.app.push_screen(QuotesScreen(self.theme.id))

    def action_show_board(self) -> None:
        """Show the theme board."""
        self.shell.show(Where.BOARD)

    def action_review_theme(self) -> None:
        """Review the theme under the cursor."""
        from qualbench.tui.screens.theme_review import ThemeReviewScreen

        if self.theme is None:
            self.say(EMPTY)
        else:
            self.app.push_screen(ThemeReviewScreen(self.theme.id))

    # --- sets and the summary ---------------------------------------------------------------------

    def action_choose_set(self) -> None:
        """Use another theme set, or make one."""
        sets = theming.list_theme_sets(self.session)
        current = self.set.id if self.set else ""
        choices = [Choice(one.id, one.name + ("  (in use)" if one.id == current else "")) for one in sets]
        choices.append(Choice(NEW_SET, "Make a new theme set over the same codings"))

        def take(picked: list[str] | None) -> None:
            if picked == [NEW_SET]:
                self._make_set()
            elif picked and picked[0] != current:
                self.change(lambda: theming.use_set(self.session, picked[0]))

        title = f"{plural(len(sets), 'theme set')} over the same codings"
        self.app.push_screen(ChooseDialog(title, choices), take)

    def _make_set(self) -> None:
        def keep(values: Values) -> None:
            made = self.commit(lambda: theming.create_set(self.session, values["name"]))
            self.commit(lambda: theming.use_set(self.session, made.id))

        self.app.push_screen(FormDialog("A new theme set", [Field("name", "Name")], keep))

    def action_preview_exports(self) -> None:
        """See what the exports will hold."""
        self.shell.show(Where.PREVIEW)

    def action_export_summary(self) -> None:
        """Write the theme summary to a file."""
        if self.set is None:
            self.say(EMPTY)
        else:
            export_summary(self, self.set)
