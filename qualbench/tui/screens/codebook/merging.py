"""Merging codes, putting two side by side, and the history of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualbench.errors import QualbenchError
from qualbench.tui.dialogs.form import Field
from qualbench.tui.dialogs.message import MessageDialog
from qualbench.tui.lines import plural, when
from qualbench.tui.screens.codebook.changing import ChangingScreen
from qualbench.tui.screens.codebook.reasons import ask_why
from qualbench.tui.screens.codebook.tree import EMPTY
from qualbench.tui.widgets.code_picker import CodePicker
from qualbench.workbench import code_merging
from qualbench.workbench.coding import segment_counts
from qualbench.workbench.lineage import code_history

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qualbench.model.code import Code
    from qualbench.tui.dialogs.form import Values
    from qualbench.tui.widgets.code_picker import Picked
    from qualbench.workbench.code_previews import Preview

STAY, UNITE = "stay as they are", "become one"


class MergingScreen(ChangingScreen):
    """The tree, and what concerns two codes or what became of one."""

    def action_merge_codes(self) -> None:
        """Merge the marked codes, or the one under the cursor, into another."""
        codes = self.meant
        if not codes:
            self.say(EMPTY)
            return
        said = f"“{codes[0].name}”" if len(codes) == 1 else plural(len(codes), "code")
        self._pick(f"Merge {said} into which code? It keeps its name and definition", self._merge(codes))

    def _pick(self, title: str, take: Callable[[str], None]) -> None:
        def picked(answer: Picked | None) -> None:
            if answer is not None and answer.code_ids:
                take(answer.code_ids[0])

        counts = segment_counts(self.session)
        self.app.push_screen(CodePicker(title, self.book, counts=counts, several=False, known=True), picked)

    def _merge(self, codes: Sequence[Code]) -> Callable[[str], None]:
        def into(code_id: str) -> None:
            ids = [one.id for one in codes if one.id != code_id]
            names = False

            def look(values: Values) -> Preview:
                unite = values["unite"] == UNITE
                return code_merging.preview_merge(self.session, ids, code_id, unite=unite, unite_names=names)

            try:
                try:
                    preview = look({"unite": STAY})
                except code_merging.SameNameBelow:  # those of one name are merged too, and the form says so
                    names = True
                    preview = look({"unite": STAY})
            except QualbenchError as error:
                self.complain(error)
                return

            def do(values: Values) -> None:
                code_merging.merge_codes(
                    self.session,
                    ids,
                    code_id,
                    unite=values["unite"] == UNITE,
                    unite_names=names,
                    why=values["why"],
                )

            def done() -> None:
                self.marked.clear()
                self.wanted = code_id

            title = f"Merge into “{self.book.by_id[code_id].name}”"
            unite = Field("unite", "One coder's codings that overlap or meet", STAY, "choice", (STAY, UNITE))
            ask_why(self, title, preview, do, verb="merge", beside=[unite], then=done, look=look)

        return into

    def action_compare_with(self) -> None:
        """Put the two marked codes side by side, or the one under the cursor and another."""
        codes = self.meant
        if len(codes) == 2:
            self._beside(codes[0].id, codes[1].id)
        elif len(codes) > 2:
            self.say(f"{len(codes)} codes are marked; two can stand side by side. [Esc] lets them go.")
        elif codes:
            first = codes[0]
            self._pick(f"Which code beside “{first.name}”?", lambda other: self._beside(first.id, other))
        else:
            self.say(EMPTY)

    def _beside(self, first: str, second: str) -> None:
        if first == second:
            self.say("Two different codes can stand side by side.")
            return
        from qualbench.tui.screens.retrieval.beside import BesideScreen  # late: most never go there

        self.app.push_screen(BesideScreen(first, second))

    def action_code_history(self) -> None:
        """Show what happened to the code under the cursor, the last first."""
        code = self.code
        if code is None:
            self.say(EMPTY)
            return
        told = []
        for event in reversed(code_history(self.session, code.id)):
            told.append(f"{when(event.at)}, {event.coder}: {event.said}.")
            told += [f"    Why: {event.why}"] if event.why else []
        text = "\n".join(told) or "Nothing is known of it: it is older than the history."
        self.app.push_screen(MessageDialog(f"History of “{code.name}”", text))
