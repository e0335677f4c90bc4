"""Splitting a code: its segments one by one, one key for each code that they can go to."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from qualbench.errors import QualbenchError
from qualbench.tui.dialogs.base import Dialog
from qualbench.tui.dialogs.choose import Choice, ChooseDialog
from qualbench.tui.dialogs.confirm import ConfirmDialog
from qualbench.tui.dialogs.form import Field, FormDialog
from qualbench.tui.lines import BOLD, FAINT, plural
from qualbench.tui.sanitise import drawn
from qualbench.tui.screens.codebook.merging import MergingScreen
from qualbench.tui.screens.codebook.reasons import ask_why
from qualbench.tui.screens.codebook.tree import EMPTY
from qualbench.workbench import code_splitting
from qualbench.workbench.code_splitting import STAYS
from qualbench.workbench.project import list_coders
from qualbench.workbench.retrieving import Documents, in_context

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import BindingType
    from textual.widget import Widget

    from qualbench.model.coding import Segment
    from qualbench.tui.dialogs.form import Values
    from qualbench.workbench.code_splitting import Splitting
    from qualbench.workbench.project import Session

#: As many codes as there are digits to choose them with, the others are in a list; 0 lets a segment stay.
MOST = 9
FINISH, ADD, GIVE_UP = "finish", "add", "give up"
NO, YES = "no, it stays in use", "yes"


class SplitDialog(Dialog[str]):
    """Walks the segments of a code; what is chosen is kept at once. The answer is what to do next."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *((str(n), f"give({n})", "Give") for n in range(MOST + 1)),
        ("right", "step(1)", "Next"),
        ("left", "step(-1)", "Before"),
        ("down", "step(1)", "Next"),
        ("up", "step(-1)", "Before"),
        ("backspace", "take_back", "Take the choice back"),
        ("n", "dismiss('add')", "Another code"),
        ("l", "list", "All codes in a list"),
        ("x", "give_up", "Give up"),
        ("f2", "finish", "Finish"),
        ("ctrl+s", "finish", "Finish"),
    ]
    hint = "[1-9] goes there  [0] stays  [←] [→] walk  [F2] finish  [Esc] later"

    def __init__(self, session: Session, split: Splitting) -> None:
        super().__init__(f"Split “{split.source.name}”: where does each segment go?")
        self.session, self.split = session, split
        self.documents = Documents(session)
        self.coders = {one.id: one.name for one in list_coders(session)}
        waiting = split.waiting
        self.at = split.segments.index(waiting[0]) if waiting else 0

    def compose_body(self) -> Iterable[Widget]:
        """Yield how far one is, the segment with what is said around it, and where it can go."""
        yield Static("", id="walked", markup=False)
        with VerticalScroll(classes="dialog-text", can_focus=False):
            yield Static("", id="walked-words", markup=False)
        yield Static("", id="walked-targets", markup=False)

    def on_mount(self) -> None:
        """Show the first segment that waits."""
        self._show()

    @property
    def segment(self) -> Segment:
        """The segment that is looked at."""
        return self.split.segments[self.at]

    def _show(self) -> None:
        segment, split = self.segment, self.split
        held = self.documents[segment.document_id]
        done = len(split.segments) - len(split.waiting)
        who = f", coded by {self.coders.get(segment.coder_id, '?')}" if len(self.coders) > 1 else ""
        head = f"Segment {self.at + 1:,} of {len(split.segments):,} ({done:,} looked at): "
        self.query_one("#walked", Static).update(head + drawn(held.document.name + who))
        shown = in_context(held, segment.start, segment.end, 1)
        before, words = shown.text[: shown.words.start], shown.text[shown.words.start : shown.words.end]
        parts = ((before, FAINT), (words, BOLD), (shown.text[shown.words.end :], FAINT))
        told = [("\n".join(map(drawn, text.split("\n"))), style) for text, style in parts]
        self.query_one("#walked-words", Static).update(Content.assemble(*told))
        chosen = split.choices.get(segment.id)
        rows: list[tuple[str | None, str]] = [
            (one.key, f"[{n}] {one.path}") for n, one in enumerate(split.targets[:MOST], 1)
        ]
        more = len(split.targets) - len(rows)
        if more > 0:
            beyond = next((one for one in split.targets[MOST:] if one.key == chosen), None)
            offered = f"{more:,} more: all {len(split.targets):,} codes in a list"
            rows.append((beyond.key, f"[l] {beyond.path}; {offered}") if beyond else (None, f"[l] {offered}"))
        rows.append((STAYS, f"[0] stays with “{split.source.name}”"))
        lines = [f"{'●' if key is not None and key == chosen else '○'} {drawn(row)}  " for key, row in rows]
        told_keys = "[n] one more code to split into   [Backspace] takes the choice back   [x] gives it up"
        self.query_one("#walked-targets", Static).update("\n".join(["", *lines, told_keys]))

    def action_finish(self) -> None:
        """Go on to finishing, once something is chosen."""
        if self.split.choices:
            self.dismiss(FINISH)
        else:
            said = (
                "Nothing is chosen yet, so there is nothing to finish: [1] and so on say where this one goes."
            )
            self.query_one("#walked", Static).update(said)

    def action_give(self, number: int) -> None:
        """Choose where the segment goes, and show the next."""
        if number <= len(self.split.targets):
            self._give(self.split.targets[number - 1].key if number else STAYS)

    def action_list(self) -> None:
        """Choose where the segment goes from a list: there may be more codes than digits."""
        choices = [Choice(one.key, one.path) for one in self.split.targets]
        at = self.split.choices.get(self.segment.id, "")

        def take(picked: list[str] | None) -> None:
            if picked:
                self._give(picked[0])

        self.app.push_screen(ChooseDialog("Where does this segment go?", choices, at=at), take)

    def action_give_up(self) -> None:
        """Give the split up; ask first where choices would be lost, for no undo brings them back."""
        many = len(self.split.choices)
        if not many:
            self.dismiss(GIVE_UP)
            return
        text = (
            f"What you chose for {plural(many, 'segment')} is forgotten, and undo does not bring it back. "
            "[Esc] in the split keeps it for later."
        )

        def answer(yes: bool | None) -> None:
            if yes:
                self.dismiss(GIVE_UP)

        title = f"Give up the split of “{self.split.source.name}”?"
        self.app.push_screen(ConfirmDialog(title, text, yes="Give it up", no="Go on splitting"), answer)

    def _give(self, key: str) -> None:
        self.split = code_splitting.choose(self.session, self.split, [self.segment.id], key)
        if self.at < len(self.split.segments) - 1:
            self.at += 1
        self._show()

    def action_take_back(self) -> None:
        """Take the segment's choice back."""
        self.split = code_splitting.choose(self.session, self.split, [self.segment.id], None)
        self._show()

    def action_step(self, by: int) -> None:
        """Look at the next segment, or the one before."""
        self.at = max(0, min(self.at + by, len(self.split.segments) - 1))
        self._show()


class SplittingScreen(MergingScreen):
    """The tree, and splitting a code."""

    def action_split_code(self) -> None:
        """Split the code under the cursor, or go on with it."""
        code = self.code
        if code is None:
            self.say(EMPTY)
            return
        try:
            split = code_splitting.load_split(self.session, code.id)
        except QualbenchError as error:
            self.complain(error)
            return
        if split is not None and split.segments:
            self._walk(code.id)
        elif not (self.uses and self.uses.by_coder.get(code.id)):
            self.say(f"“{code.name}” has no segments to split. [b] makes a code under it.")
        else:
            self._ask_targets(code.id)

    def _ask_targets(self, code_id: str) -> None:
        name = self.book.by_id[code_id].name

        def keep(values: Values) -> None:
            targets = [line.strip() for line in values["targets"].split("\n") if line.strip()]
            code_splitting.begin_split(self.session, code_id, targets)
            self.call_after_refresh(self._walk, code_id)

        field = Field("targets", "Codes, one on a line", kind="text", help="known ones, or names of new ones")
        intro = (
            "Nothing is changed until the split is finished. You can leave it at any segment and go on later."
        )
        self.app.push_screen(FormDialog(f"Split “{name}” into", [field], keep, intro=intro, verb="begin"))

    def _walk(self, code_id: str) -> None:
        split = code_splitting.load_split(self.session, code_id)
        if split is None or not split.segments:
            return
        name, many = split.source.name, len(split.segments)

        def left(answer: str | None) -> None:
            now = code_splitting.load_split(self.session, code_id)
            if answer == ADD:
                self._ask_targets(code_id)
            elif answer == GIVE_UP:
                code_splitting.drop_split(self.session, code_id)
                self.say(f"The split of “{name}” is given up; nothing was changed.")
            elif answer == FINISH:
                self._finish(code_id)
            elif now is not None:
                done = many - len(now.waiting)
                self.say(
                    f"{done:,} of {plural(many, 'segment')} looked at; nothing is changed yet. [s] goes on."
                )

        self.app.push_screen(SplitDialog(self.session, split), left)

    def _finish(self, code_id: str) -> None:
        try:
            preview = code_splitting.preview_split(self.session, code_id)
        except QualbenchError as error:
            self.complain(error)
            return

        def do(values: Values) -> None:
            code_splitting.finish_split(
                self.session, code_id, retire=values["retire"] == YES, why=values["why"]
            )

        name = self.book.by_id[code_id].name
        retire = Field("retire", f"Retire “{name}” then", NO, "choice", (NO, YES))
        title, back = f"Finish splitting “{name}”", partial(self._walk, code_id)
        ask_why(self, title, preview, do, verb="split", beside=[retire], left=back)
