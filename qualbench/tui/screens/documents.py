"""The documents of the project: what is there, how much of it, and the way into each.

The first screen that is painted: what only a gesture needs is imported by the gesture.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.widgets import Static

from qualbench.errors import QualbenchError, UsageError
from qualbench.model.document import DocumentKind
from qualbench.tui.hints import remark_here
from qualbench.tui.keys import Where, bindings
from qualbench.tui.lines import Lines, columns, plural, when
from qualbench.tui.screens.base import ProjectScreen
from qualbench.workbench import importing
from qualbench.workbench.project import coders_with_segments
from qualbench.workbench.reading import ReadSoFar, reading_log

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.app import App
    from textual.widget import Widget

    from qualbench.model.document import Problem
    from qualbench.tui.dialogs.form import Values
    from qualbench.workbench.cases import CaseImport
    from qualbench.workbench.importing import DocumentRow, Imported

EMPTY = "No documents yet. [i] imports transcripts, a file or a whole folder."
CASES = (
    "The first column names the case (the document's name, until you change it), each further one is an "
    "attribute: pseudonym, age, place. Nothing is removed; an empty cell leaves what is there."
)
TABLES = (".csv", ".tsv")


class DocumentsScreen(ProjectScreen):
    """A list of documents; Enter reads and codes the one under the cursor."""

    where = Where.DOCUMENTS
    BINDINGS = bindings(Where.DOCUMENTS)
    AUTO_FOCUS = "#documents"

    def __init__(self) -> None:
        super().__init__()
        self.rows: dict[str, DocumentRow] = {}
        self.whose = ""

    def compose_body(self) -> Iterable[Widget]:
        """Yield the heads of the columns, the list, and the sums."""
        yield Static("", id="heads", classes="heads", markup=False)
        yield Lines("documents")
        yield Static("", id="sums", classes="note", markup=False)

    def on_resize(self) -> None:
        """Set the columns anew."""
        self._lay_out()

    def reload(self) -> None:
        """Read the documents."""
        self.rows = {one.document.id: one for one in importing.list_documents(self.session)}
        coders = coders_with_segments(self.session)
        self.whose = coders[0].name if len(coders) == 1 else plural(len(coders), "coder")
        self._lay_out()

    def _lay_out(self) -> None:
        log = reading_log(self.session) if self.shell.session else {}
        counted = self.shell.settings.count_minutes
        lines = self.query_one(Lines)
        heads = ("name", "kind", "words", "turns", "segments", "furthest", "minutes", "last opened")
        self.query_one("#heads", Static).update(_columns(lines.room, *heads, counted=counted))
        lines.show(
            [
                (row_id, _columns(lines.room, *_cells(one, log.get(row_id, ReadSoFar())), counted=counted))
                for row_id, one in self.rows.items()
            ]
        )
        rows = self.rows.values()
        words, segments = sum(one.document.words for one in rows), sum(one.segments for one in rows)
        sums = f"{plural(len(rows), 'document')}, {plural(words, 'word')}, {plural(segments, 'segment')}"
        sums += f" by {self.whose}" if segments else ""
        marked = any(p.serious for one in rows for p in one.document.problems)
        sums += "   ! words may be missing or wrong: [p] says what was noticed" if marked else ""
        self.query_one("#sums", Static).update(self.in_keys(sums if rows else EMPTY))

    @property
    def row(self) -> DocumentRow | None:
        """The document under the cursor."""
        return self.rows.get(self.query_one(Lines).chosen)

    def on_option_list_option_selected(self) -> None:
        """A double click does what Enter does."""
        self.action_open_document()

    def action_open_document(self) -> None:
        """Read and code the document under the cursor."""
        if self.row is None:
            self.say(EMPTY)
        else:
            self.shell.open_document(self.row.document.id)

    def action_show_problems(self) -> None:
        """Show what was noticed while the file was read."""
        if self.row is not None:
            from qualbench.tui.dialogs.message import MessageDialog

            document = self.row.document
            text = f"Read from {document.source} ({document.format}, {document.encoding}).\n\n"
            self.app.push_screen(
                MessageDialog(
                    document.name, text + (tell(document.problems, self.app) or "Nothing was noticed.")
                )
            )

    def action_code_independently(self) -> None:
        """Start independent coding, or end it."""
        from qualbench.tui import independent

        independent.ask(self)

    def action_document_memo(self) -> None:
        """Write a memo about the document, or change one."""
        if self.row is not None:
            from qualbench.model.coding import MemoTarget
            from qualbench.tui.memos import write_memo

            document = self.row.document
            write_memo(self, MemoTarget.DOCUMENT, document.id, document.name)

    def action_purge_document(self) -> None:
        """Take the document out for good, after a look at what goes with it: a participant withdraws."""
        if self.row is not None:
            from qualbench.tui.screens.withdrawing import withdraw

            try:
                withdraw(self, self.row.document)
            except QualbenchError as error:
                self.complain(error)

    def action_export_transcript(self) -> None:
        """Write the document with its codes in the margin, as a page."""
        if self.row is not None:
            from qualbench.tui.screens.exporting import export_page

            export_page(self, self.row.document)

    def action_import_documents(self) -> None:
        """Ask for a file or a folder, and import it."""
        from qualbench.tui.dialogs.form import Field, FormDialog

        field = Field("path", "A transcript, or a folder of transcripts", f"{Path.cwd()}/", kind="path")
        hint = f"{importing.FORMATS} are read. The files themselves are never changed."
        self.app.push_screen(FormDialog("Import", [field], _there, intro=hint, verb="import"), self._import)

    def action_change_kind(self) -> None:
        """Say what sort of source the document under the cursor is."""
        from qualbench.tui.dialogs.choose import Choice, ChooseDialog
        from qualbench.workbench.describing import set_document

        row = self.row
        if row is None or not self.may_change():
            return

        def set_kind(chosen: list[str] | None) -> None:
            if chosen:
                self.change(lambda: set_document(self.session, row.document.id, kind=DocumentKind(chosen[0])))

        kinds = [Choice(one.value, one.value) for one in DocumentKind]
        self.app.push_screen(ChooseDialog(f"What is {row.document.name}?", kinds), set_kind)

    def action_show_answers(self) -> None:
        """Show the answers of the survey under the cursor as a grid."""
        from qualbench.tui.screens.answers import AnswersScreen

        row = self.row
        if row is None or row.document.kind is not DocumentKind.SURVEY:
            self.say("That is no survey. One comes in with: qualbench survey import FILE")
        else:
            self.app.push_screen(AnswersScreen(row.document.id))

    def action_import_cases(self) -> None:
        """Ask for a table of cases, take it in as one step, and say what it brought."""
        from qualbench.tui.dialogs.form import Field, FormDialog

        field = Field("path", "A table of cases, as CSV", f"{Path.cwd()}/", kind="path")
        self.app.push_screen(
            FormDialog("Import a table of cases", [field], self._take_cases, intro=CASES, verb="import")
        )

    def _take_cases(self, values: Values) -> None:
        from qualbench.tui.dialogs.message import MessageDialog
        from qualbench.workbench.cases import import_cases

        path = Path(values["path"].strip()).expanduser()
        if not path.is_file():
            raise UsageError(f"There is no file {path}.", "Nothing was imported.")
        brought = self.commit(lambda: import_cases(self.session, path))
        self.call_after_refresh(
            self.app.push_screen, MessageDialog("The table of cases", cases_text(brought))
        )

    def _import(self, values: Values | None) -> None:
        if values is None:
            return
        path = Path(values["path"].strip()).expanduser()
        self.shell.work_apart(
            "Importing",
            lambda session, report: importing.import_documents(session, [path], progress=report),
            self._imported,
        )

    def _imported(self, answer: list[Imported] | QualbenchError) -> None:
        self.reload()
        if isinstance(answer, QualbenchError):
            self.complain(answer)
            return
        read = [one for one in answer if one.status == "read"]
        if read:
            self._note_step()
            self.say_done(f"Done: imported {plural(len(read), 'document')}.")
        else:
            self.say("Nothing was imported.")
        if len(read) < len(answer) or any(one.problems for one in answer) or not answer:
            from qualbench.tui.dialogs.message import MessageDialog

            title = f"{len(read)} of {plural(len(answer), 'file')} imported"
            self.app.push_screen(
                MessageDialog(title, report_text(answer, self.app) or "There was no file to read.")
            )

    def action_edit_speakers(self) -> None:
        """Show the speakers of the document under the cursor: roles, cases, labels that are one person's."""
        from qualbench.tui.screens.speakers import SpeakersScreen

        if self.row is None:
            self.say(EMPTY)
        else:
            self.app.push_screen(SpeakersScreen(self.row.document.id))


def _cells(one: DocumentRow, read: ReadSoFar) -> tuple[str, str, str, str, str, str, str, str]:
    """Return the columns of a document, with what the coder's own reading has left behind."""
    return (
        ("! " if any(p.serious for p in one.document.problems) else "") + one.document.name,
        one.document.kind.value,
        f"{one.document.words:,}",
        f"{one.turns:,}",
        f"{one.segments:,}",
        f"turn {read.furthest_turn:,}" if read.furthest_turn else "",
        f"{read.seconds / 60:,.0f}" if read.seconds else "",
        when(read.opened_at),
    )


def _columns(
    room: int,
    name: str,
    kind: str,
    words: str,
    turns: str,
    segments: str,
    furthest: str,
    minutes: str,
    opened: str,
    *,
    counted: bool,
) -> str:
    """Set a row; a narrow window leaves out what can be done without."""
    cells = [(name, 0)]
    if room >= 90:
        cells.append((kind, 16))
    cells += [(words, -8), (turns, -6), (segments, -8)]
    if room >= 76:
        cells.append((furthest, -10))
    if counted:
        cells.append((minutes, -7))
    if room >= 64:
        cells.append((opened, 16))
    return columns(room, *cells)


def _there(values: Values) -> None:
    path = Path(values["path"].strip()).expanduser()
    if not values["path"].strip() or not path.exists():
        raise UsageError(f"There is no file or folder {path}.", "Nothing was imported.")
    if path.suffix.lower() in TABLES:
        raise UsageError(f"{path.name} is a table, no transcript.", "If it lists cases: [Esc], then [c].")


def cases_text(brought: CaseImport) -> str:
    """Return what a table of cases brought, as lines."""
    parts = [
        ("New attributes", brought.attributes),
        ("New cases", brought.added),
        ("Now different", brought.changed),
        ("In the table, but no document or speaker belongs to them", brought.without_document),
    ]
    told = ["\n".join([f"{head}:", *(f"    {one}" for one in lines)]) for head, lines in parts if lines]
    same = f"{plural(brought.unchanged, 'case')} as before." if brought.unchanged else ""
    return "\n\n".join([*told, *([same] if same else [])]) or "The table has no cases."


def tell(problems: Sequence[Problem], app: App[Any] | None = None) -> str:
    """Return problems as lines: where, what, and what to do."""
    said = []
    for one in problems:
        place = f"line {one.line}: " if one.line else ""
        said.append(f"{'! ' if one.serious else ''}{place}{one.message} {remark_here(one.hint, app)}".strip())
    return "\n".join(said)


def report_text(answer: Sequence[Imported], app: App[Any] | None = None) -> str:
    """Return what became of each file about which there is something to say."""
    parts = []
    for one in answer:
        lines = [one.error] if one.status == "refused" else []
        lines += [tell(one.problems, app)] if one.problems else []
        if lines or one.status != "read":
            parts.append("\n".join([f"{one.path.name}: {one.status}", *lines]))
    return "\n\n".join(parts)
