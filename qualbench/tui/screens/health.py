"""Remarks on the codebook: the list, what each is about, going there, silencing one with a reason."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from qualbench.tui.dialogs.choose import Choice, ChooseDialog
from qualbench.tui.dialogs.form import Field, FormDialog, Values
from qualbench.tui.keys import Where, bindings
from qualbench.tui.lines import BOLD, FAINT, plural
from qualbench.tui.passage_layout import Part, Passage
from qualbench.tui.sanitise import drawn, drawn_lines
from qualbench.tui.screens.base import ProjectScreen
from qualbench.tui.screens.stale import read_on
from qualbench.tui.widgets.passage_list import PassageList
from qualbench.workbench import health, news
from qualbench.workbench.codebooks import load_codebook
from qualbench.workbench.health import REMARKS, Remark
from qualbench.workbench.independence import others_hidden

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from textual.widget import Widget

    from qualbench.model.code import Codebook

ALL = "all"
NOTHING = "There is nothing to remark on the codebook."


class RemarksScreen(ProjectScreen):
    """What may be worth a look, in the order of the tree; Enter goes to the code."""

    where = Where.REMARKS
    BINDINGS = bindings(Where.REMARKS)
    AUTO_FOCUS = "PassageList"
    CSS = """
    RemarksScreen #heads { height: auto; text-wrap: wrap; }
    RemarksScreen .listed { height: 3fr; }
    RemarksScreen .beside { height: 2fr; padding: 0 1; border-top: solid $panel; scrollbar-size-vertical: 1; }
    RemarksScreen #about { height: auto; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.remarks: tuple[Remark, ...] = ()
        self.kind = ALL
        self.silenced = False  # whether silenced ones are shown
        self.book: Codebook | None = None
        self._at: tuple[object, ...] = ()  # the step after which the codings were counted

    def compose_body(self) -> Iterable[Widget]:
        """Yield how many there are, the list, and what the one under the cursor is about."""
        yield Static("", id="heads", classes="heads", markup=False)
        with Vertical(classes="listed"):
            yield PassageList(rows=3, id="remarks")
        with VerticalScroll(classes="beside", can_focus=False):
            yield Static("", id="about", markup=False)

    # --- reading ----------------------------------------------------------------------------------

    def reload(self) -> None:
        """Look the codebook over, unless nothing has changed since; silencing counts nothing anew."""
        now = (self.session.project.folder, news.newest(self.session), others_hidden(self.session))
        if self._at != now:
            self.remarks = health.check_project(self.session)
            self._at = now
        self._lay_out()

    def _lay_out(self) -> None:
        self.book = load_codebook(self.session)
        at = self.remark
        listed = self.shown
        passages = self.query_one(PassageList)
        keys = [_key(one) for one in listed]
        cursor = keys.index(_key(at)) if at is not None and _key(at) in keys else passages.cursor
        passages.show(_Listed(listed), cursor=cursor)
        loud = len(health.not_silenced(self.remarks))
        kind = "all kinds" if self.kind == ALL else f"only “{REMARKS[self.kind]}”"
        silenced = f"; {len(self.remarks) - loud} silenced" if loud < len(self.remarks) else ""
        shown_too = " and shown" if silenced and self.silenced else ""
        hidden = "; of how codes are used, only your own codings tell" if others_hidden(self.session) else ""
        said = f"{plural(loud, 'remark')}{silenced}{shown_too}; {kind}{hidden} [k]"
        self.query_one("#heads", Static).update(self.in_keys(said))
        self._show_about()

    @property
    def shown(self) -> list[Remark]:
        """The remarks that are listed."""
        return [
            one for one in self.remarks if (self.silenced or one.why is None) and self.kind in (ALL, one.id)
        ]

    @property
    def remark(self) -> Remark | None:
        """The remark under the cursor."""
        passages = self.query_one(PassageList)
        items = passages.items
        return items.remarks[passages.cursor] if isinstance(items, _Listed) and len(items) else None

    def on_passage_list_highlighted(self) -> None:
        """Show what the remark under the cursor is about."""
        self._show_about()

    def on_passage_list_chosen(self) -> None:
        """A double click does what Enter does."""
        self.action_go_to_remarked()

    def _show_about(self) -> None:
        one = self.remark
        about = self.query_one("#about", Static)
        if one is None:
            narrowed = self.kind != ALL or (self.remarks and not self.silenced)
            about.update(
                self.in_keys(f"{NOTHING}{' [Esc] shows all kinds, [a] silenced ones.' * bool(narrowed)}")
            )
            return
        parts = [Content(drawn(one.hint))]
        if one.why is not None:
            parts.append(Content.assemble(("silenced: ", BOLD), drawn(one.why)))
        for code_id in (one.code_id, one.other_id):
            code = self.book.by_id.get(code_id) if self.book else None
            if code is not None and self.book is not None:
                means = code.definition or code.full_definition
                parts.append(Content.assemble("\n", (drawn(self.book.paths[code_id]), BOLD)))
                parts.append(
                    Content(drawn_lines(means)) if means else Content.assemble(("no definition yet", FAINT))
                )
        about.update(Content("\n").join(parts))
        self.query_one(".beside", VerticalScroll).scroll_home(animate=False)

    # --- gestures ---------------------------------------------------------------------------------

    def action_go_to_remarked(self) -> None:
        """Go to the code in the codebook, or to the theme."""
        one = self.remark
        if one is None:
            self.say(NOTHING)
        elif one.theme_id:
            self.go_to_theme(one.theme_id)
        else:
            self.shell.open_code(one.code_id)

    def action_silence_remark(self) -> None:
        """Ask for a reason and silence the remark; one that is silenced is heard again."""
        one = self.remark
        if one is None:
            self.say(NOTHING)
            return
        if one.why is not None:
            self.change(lambda: self._keep(lambda: health.restore(self.session, one)))
            return

        def keep(values: Values) -> None:
            self.commit(lambda: self._keep(lambda: health.silence(self.session, one, values["why"])))

        field = Field("why", "Why does it not matter here?", help="stands in the codebook's file")
        title = f"Silence: {REMARKS[one.id]}"
        self.app.push_screen(FormDialog(title, [field], keep, intro=one.message, verb="silence"))

    def _keep(self, verb: Callable[[], None]) -> None:
        """Silence or restore; what was counted stays as it is."""
        verb()
        self.remarks = health.with_reasons(self.session, self.remarks)
        self._at = (self._at[0], news.newest(self.session), *self._at[2:])

    def action_show_silenced(self) -> None:
        """Show silenced remarks too, or not."""
        self.silenced = not self.silenced
        self._lay_out()
        self.say("Silenced remarks are shown too." if self.silenced else "Silenced remarks are not shown.")

    def action_narrow_remarks(self) -> None:
        """Show one kind of remark, or all."""
        many = Counter(one.id for one in self.remarks if self.silenced or one.why is None)
        rows = [Choice(ALL, f"all kinds ({sum(many.values()):,})")]
        rows += [Choice(one, f"{words} ({many[one]:,})") for one, words in REMARKS.items() if many[one]]

        def then(chosen: list[str] | None) -> None:
            if chosen:
                self.kind = chosen[0]
                self._lay_out()

        self.app.push_screen(ChooseDialog("Which remarks?", rows, at=self.kind), then)

    def action_read_remark(self) -> None:
        """Read on below the list; from the end go back to the top."""
        read_on(self.query_one(".beside", VerticalScroll))

    def step_back(self) -> bool:
        """Show all kinds again; say whether one alone was shown."""
        narrowed = self.kind != ALL
        if narrowed:
            self.kind = ALL
            self._lay_out()
        return narrowed


class _Listed:
    """Remarks as passages, each made when it comes into sight."""

    def __init__(self, remarks: Sequence[Remark]) -> None:
        self.remarks = remarks

    def __len__(self) -> int:
        return len(self.remarks)

    def __getitem__(self, place: int, /) -> Passage:
        one = self.remarks[place]
        head = [Part(REMARKS[one.id], bold=True)]
        head += [Part(f"silenced: {one.why}", faint=True)] if one.why is not None else []
        return Passage(_key(one), tuple(head), one.message)


def _key(one: Remark) -> str:
    return f"{one.id} {one.code_id} {one.other_id} {one.theme_id}"
