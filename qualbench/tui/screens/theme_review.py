"""Reviewing a theme: its extracts with a verdict each, and the documents that are read again for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from qualbench.errors import QualbenchError
from qualbench.model.theme import ExtractVerdict, ReadingVerdict, ThemeStatus
from qualbench.tui.dialogs.form import Field, FormDialog, Values
from qualbench.tui.keys import Where, bindings
from qualbench.tui.lines import BOLD, FAINT, Lines, plural
from qualbench.tui.sanitise import drawn, drawn_lines
from qualbench.tui.screens.base import ProjectScreen
from qualbench.workbench import theming
from qualbench.workbench.codebooks import load_codebook
from qualbench.workbench.theme_review import judge_extracts, judge_reading, review_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.widget import Widget

    from qualbench.workbench.theme_review import Review

#: How a verdict is marked before its row: told apart without colour.
MARKS = {
    ExtractVerdict.FITS.value: "✓ ",
    ExtractVerdict.DOUBTFUL.value: "? ",
    ExtractVerdict.UNFIT.value: "✗ ",
    ReadingVerdict.HOLDS.value: "✓ ",
    ReadingVerdict.CHANGES.value: "! ",
    ReadingVerdict.SILENT.value: "– ",
}
#: What a person can say of a theme here; merging and splitting are steps of their own.
DECISIONS = (ThemeStatus.CANDIDATE, ThemeStatus.REVIEW, ThemeStatus.KEPT, ThemeStatus.DROPPED)
EXTRACTS = (
    "Step 1, against its extracts: [y] fits, [b] doubtful, [x] does not fit; [w] goes to the documents."
)
READINGS = (
    "Step 2, against all documents: [Enter] reads one again; "
    "[y] holds, [b] needs a change, [x] not spoken of; [w] goes back."
)


class ThemeReviewScreen(ProjectScreen):
    """One step of the review at a time; verdicts are the coder's own."""

    where = Where.REVIEW
    BINDINGS = bindings(Where.REVIEW)
    AUTO_FOCUS = "#rows"

    def __init__(self, theme_id: str) -> None:
        super().__init__()
        self.theme_id = theme_id
        self.review: Review | None = None
        self.whole = False

    def compose_body(self) -> Iterable[Widget]:
        """Yield the theme's claim, what the step is, and the rows."""
        yield Static("", id="theme", classes="heads", markup=False)
        yield Static("", id="claim", classes="note", markup=False)
        yield Lines("rows", tall=True)

    def reload(self) -> None:
        """Read the extracts, the documents and the verdicts."""
        rows = self.query_one(Lines)
        try:
            self.review = review_of(self.session, self.theme_id)
        except QualbenchError:  # its making was taken back
            self.review = None
            self.query_one("#theme", Static).update("There is no such theme any more. [Esc] goes back.")
            rows.show([])
            return
        theme = self.review.theme
        self.query_one("#theme", Static).update(drawn(f"{theme.name} ({theme.status}): {self.review.said}"))
        claim = theme.concept or theme.definition or "It has no concept yet."
        claim += f"\nIt is not: {theme.is_not}" if theme.is_not else ""
        told = drawn_lines(claim)
        step = self.in_keys(READINGS if self.whole else EXTRACTS)
        self.query_one("#claim", Static).update(Content.assemble(told, "\n", (step, FAINT)))
        rows.show(self._readings(self.review) if self.whole else self._extracts(self.review))

    def _extracts(self, review: Review) -> list[tuple[str, Content | str]]:
        book = load_codebook(self.session)
        found: list[tuple[str, Content | str]] = []
        for one in review.extracts:
            verdict = one.verdict.verdict if one.verdict else ""
            name = book.by_id[one.segment.code_id].name if one.segment.code_id in book.by_id else ""
            told = [name, one.segment.stance, verdict, one.verdict.note if one.verdict else ""]
            said = f"  {', '.join(part for part in told if part)}"
            quote = f"“{drawn(' '.join(one.segment.quote.split()))}”"
            found.append(
                (
                    one.segment.id,
                    Content.assemble((MARKS.get(verdict, "  "), BOLD), quote, (drawn(said), FAINT)),
                )
            )
        return found

    def _readings(self, review: Review) -> list[tuple[str, Content | str]]:
        found: list[tuple[str, Content | str]] = []
        for one in review.readings:
            verdict = one.verdict.verdict if one.verdict else ""
            told = [plural(one.segments, "segment"), verdict, one.verdict.note if one.verdict else ""]
            said = f"  {', '.join(part for part in told if part)}"
            name = drawn(one.document.name)
            found.append(
                (
                    one.document.id,
                    Content.assemble((MARKS.get(verdict, "  "), BOLD), name, (drawn(said), FAINT)),
                )
            )
        return found

    def on_option_list_option_selected(self) -> None:
        """A double click does what Enter does."""
        self.action_read_reviewed()

    def _judge(self, extract: str, reading: str, note: str = "") -> bool:
        chosen = self.query_one(Lines).chosen
        if not chosen:
            self.say("There is nothing to judge here.")
            return False
        if self.whole:
            self.commit(lambda: judge_reading(self.session, self.theme_id, chosen, reading, note))
        else:
            self.commit(lambda: judge_extracts(self.session, self.theme_id, [chosen], extract, note))
        return True

    def _judge_and_go_on(self, extract: str, reading: str) -> None:
        if self._judge(extract, reading):
            self.query_one(Lines).action_cursor_down()

    def action_judge_fits(self) -> None:
        """It fits; the theme holds."""
        self._judge_and_go_on(ExtractVerdict.FITS, ReadingVerdict.HOLDS)

    def action_judge_doubtful(self) -> None:
        """It is doubtful; the theme needs a change."""
        self._judge_and_go_on(ExtractVerdict.DOUBTFUL, ReadingVerdict.CHANGES)

    def action_judge_unfit(self) -> None:
        """It does not fit; the document does not speak of it."""
        self._judge_and_go_on(ExtractVerdict.UNFIT, ReadingVerdict.SILENT)

    def action_judge_nothing(self) -> None:
        """Take the verdict back."""
        self._judge("", "")

    def action_note_verdict(self) -> None:
        """Write a note on the verdict under the cursor."""
        chosen = self.query_one(Lines).chosen
        given = [one.verdict for one in self.review.extracts] if self.review else []
        given += [one.verdict for one in self.review.readings] if self.review else []
        verdict = next((one for one in given if one and one.target_id == chosen), None)
        if verdict is None:
            self.say("A verdict comes first: [y], [b] or [x].")
            return

        def keep(values: Values) -> None:
            self._judge(verdict.verdict, verdict.verdict, values["note"].strip())

        field = Field("note", "What you saw", verdict.note, "text")
        self.app.push_screen(FormDialog(f"Note on “{verdict.verdict}”", [field], keep))

    def action_other_step(self) -> None:
        """Go to the other step of the review."""
        self.whole = not self.whole
        self.reload()

    def action_read_reviewed(self) -> None:
        """Read the extract, or the document, where it stands."""
        chosen = self.query_one(Lines).chosen
        if not chosen or self.review is None:
            return
        if self.whole:
            self.shell.open_document(chosen, over=True)
            return
        from qualbench.tui.screens.coding.opening import open_coding  # late: most never go there

        open_coding(self.shell, next(one.segment for one in self.review.extracts if one.segment.id == chosen))

    def action_decide_theme(self) -> None:
        """Say what becomes of the theme, and why."""
        if self.review is None:
            return
        theme = self.review.theme
        fields = [
            Field("status", "Status", theme.status.value, "choice", tuple(DECISIONS)),
            Field("reason", "Why", theme.reason, "text", help="kept with the theme and in the history"),
        ]

        def keep(values: Values) -> None:
            reason = values["reason"].strip()
            new = {"reason": reason}
            if values["status"] != theme.status.value:
                new["status"] = values["status"]
            self.commit(lambda: theming.change_theme(self.session, theme.id, why=reason, **new))

        self.app.push_screen(FormDialog(f"What becomes of “{theme.name}”", fields, keep))
