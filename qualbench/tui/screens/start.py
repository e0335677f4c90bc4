"""The start: the projects of this computer, a new study from a folder of transcripts, the example."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from qualbench.errors import FileProblem, QualbenchError, UsageError
from qualbench.tui.dialogs.base import Dialog
from qualbench.tui.dialogs.form import Field, FormDialog, Values
from qualbench.tui.dialogs.message import MessageDialog
from qualbench.tui.dialogs.progress import ProgressDialog, Report
from qualbench.tui.keys import Where, bindings
from qualbench.tui.lines import BOLD, FAINT, KeyLine, Lines, plural, when
from qualbench.tui.sanitise import drawn
from qualbench.tui.screens.documents import report_text, tell
from qualbench.workbench import importing
from qualbench.workbench.project import (
    DATABASE,
    NotAProject,
    create_project,
    data_folder,
    find_project,
    folder_warnings,
    open_session,
    recent_projects,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.widget import Widget

    from qualbench.model.document import Reading
    from qualbench.tui.app import QualbenchApp
    from qualbench.workbench.importing import Imported

TRUE_LINE = "Everything stays in a folder of yours on this computer; nothing is ever sent anywhere."
NEW, EXAMPLE, FOLDER = "new_study", "open_example", "open_folder"


class StartScreen(Screen[None]):
    """What there is to begin with; Enter takes the row under the cursor."""

    where: ClassVar[Where] = Where.START
    BINDINGS = bindings(Where.START)
    AUTO_FOCUS = "#begin"

    def compose(self) -> ComposeResult:
        """Lay out the name, the true line, and the list."""
        yield Static("qualbench", id="top", markup=False)
        yield Static(
            Content.assemble(
                ("A workbench for the analysis of interviews and other texts.", BOLD), "\n", TRUE_LINE, "\n"
            ),
            classes="note",
        )
        yield Lines("begin")
        yield Static("", id="said", markup=False)
        yield KeyLine(self.where)

    def on_screen_resume(self) -> None:
        """Read the recent projects again."""
        rows: list[tuple[str, Content | str]] = [
            (
                str(one.folder),
                Content.assemble(
                    (drawn(one.title), BOLD), (f"  {when(one.opened_at)}  {drawn(str(one.folder))}", FAINT)
                ),
            )
            for one in recent_projects()
        ]
        rows += [
            (NEW, "[n]  Begin a study from a folder of transcripts"),
            (EXAMPLE, "[e]  Open the example study (fictional; it may be changed at will)"),
            (FOLDER, "[o]  Open a project's folder"),
        ]
        self.query_one(Lines).show(rows)

    @property
    def shell(self) -> QualbenchApp:
        """The app."""
        return cast("QualbenchApp", self.app)

    def say(self, words: str) -> None:
        """Put words into the line that says what happened."""
        self.query_one("#said", Static).update(drawn(words))

    def on_option_list_option_selected(self) -> None:
        """A double click does what Enter does."""
        self.action_open_recent()

    def action_open_recent(self) -> None:
        """Take the row under the cursor: a project, or one of the ways to begin."""
        chosen = self.query_one(Lines).chosen
        if chosen == NEW:
            self.action_new_study()
        elif chosen == EXAMPLE:
            self.action_open_example()
        elif chosen == FOLDER:
            self.action_open_folder()
        elif chosen:
            self.shell.open_project(Path(chosen))

    def action_open_folder(self) -> None:
        """Ask for a project's folder, and open it."""
        field = Field("folder", "The project's folder", f"{Path.cwd()}/", kind="path")
        self.app.push_screen(
            FormDialog("Open a project", [field], lambda values: project_at(values["folder"]), verb="open"),
            lambda values: self.shell.open_project(project_at(values["folder"])) if values else None,
        )

    def action_open_example(self) -> None:
        """Build the example study, if it is not there yet, and open it."""
        from qualbench.workbench.demo import build_demo

        folder = data_folder() / "example"
        if (folder / DATABASE).is_file():
            self.shell.open_project(folder)
            return
        self.app.push_screen(
            ProgressDialog("Building the example study", lambda report: build_demo(folder, progress=report)),
            lambda answer: self._made(folder, answer),
        )

    def action_new_study(self) -> None:
        """Ask for the study's title, the coder's name and the transcripts."""
        fields = [
            Field("title", "Title of the study"),
            Field("coder", "Your name", help="it stands beside each coding of yours"),
            Field("files", "Folder of transcripts, or one file", f"{Path.cwd()}/", kind="path"),
            Field(
                "folder",
                "Where the project's own folder is to be made",
                kind="path",
                help="empty: beside the transcripts",
            ),
        ]
        self.app.push_screen(
            StudyDialog("A new study", fields, check_study, intro=TRUE_LINE, verb="look at the transcripts"),
            lambda values: self._make(values) if values else None,
        )

    def _make(self, values: Values) -> None:
        folder, files = study_folder(values), _path(values["files"])

        def make(report: Report) -> list[Imported]:
            found = _outside_projects(files)
            create_project(folder, title=values["title"], coder=values["coder"])
            with open_session(folder) as session:
                return importing.import_documents(session, found, progress=report)

        self.app.push_screen(
            ProgressDialog("Importing the transcripts", make), lambda answer: self._made(folder, answer)
        )

    def _made(self, folder: Path, answer: object) -> None:
        if (folder / DATABASE).is_file():
            self.shell.open_project(folder)
        if isinstance(answer, QualbenchError):
            self.shell.complain(answer)
        elif isinstance(answer, list):
            told = report_text([one for one in answer if one.status == "refused"])
            read = sum(one.status == "read" for one in answer)
            if told:  # what was noticed in the others was in the preview
                title = f"{read} of {plural(len(answer), 'file')} imported"
                self.app.push_screen(MessageDialog(title, told))


class StudyDialog(FormDialog):
    """The form of a new study: it stays below the preview, so that Esc there comes back to what was typed."""

    def kept(self, values: Values) -> None:
        """Read the transcripts and show what was read; leave when the study is to be made."""
        files = _path(values["files"])

        def read(report: Report) -> list[Reading | FileProblem]:
            report(0, 1, files.name)
            return importing.preview_files(_outside_projects(files))

        def show(answer: list[Reading | FileProblem] | QualbenchError | None) -> None:
            if isinstance(answer, QualbenchError):
                cast("QualbenchApp", self.app).complain(answer)
            elif answer is not None:
                self.app.push_screen(PreviewDialog(values, answer), make)

        def make(go: bool | None) -> None:
            if go:
                self.dismiss(values)

        self.app.push_screen(ProgressDialog("Reading the transcripts", read), show)


class PreviewDialog(Dialog[bool]):
    """What was read of each file, before anything is made."""

    BINDINGS: ClassVar[list[BindingType]] = [("f2", "go", "Make it")]

    def __init__(self, values: Values, found: Sequence[Reading | FileProblem]) -> None:
        read = sum(not isinstance(one, FileProblem) for one in found)
        files = plural(len(found), "file")
        super().__init__(
            f"{values['title']}: {read} of {files} can be read, nothing is made yet"
            if read
            else f"{values['title']}: there is nothing to read"
        )
        self.hint = f"{'[F2] make the study   ' if read else ''}[Esc] back to the form   [↑] [↓] scroll"
        self.folder, self.found = study_folder(values), found

    def compose_body(self) -> Iterable[Widget]:
        """Yield the place of the project, and each file with its speakers."""
        from textual.containers import VerticalScroll

        lines = [f"The project will be made in {self.folder}"]
        lines += [f"! {one.message} {one.hint}".strip() for one in folder_warnings(self.folder)]
        lines += ["", *(line for one in self.found for line in preview_lines(one))]
        if not self.found:
            lines = [f"The folder holds no file that can be read; {importing.FORMATS} can."]
        with VerticalScroll(classes="dialog-text"):
            yield Static("\n".join(drawn(line) for line in lines), markup=False)

    def action_go(self) -> None:
        """Make the study."""
        if any(not isinstance(one, FileProblem) for one in self.found):
            self.dismiss(True)


def preview_lines(found: Reading | FileProblem) -> list[str]:
    """Return what was read of one file, as lines."""
    if isinstance(found, FileProblem):
        return [f"refused: {found.message} {found.hint}".strip()]
    speakers = ", ".join(f"{label} ({role.value})" for label, role in found.roles.items())
    lines = [f"{found.source}: {found.format}, {plural(len(found.turns), 'turn')}"]
    lines.append(f"    speakers: {speakers}" if speakers else "    no speakers are named")
    return [*lines, *(f"    {line}" for line in tell(found.problems).splitlines())]


def _outside_projects(place: Path) -> list[Path]:
    """Return what is to be read of a folder: all of it, but nothing of a project's folder inside."""
    if not place.is_dir():
        return [place]
    inner = {found.parent for found in place.rglob(DATABASE)} - {place}
    above = {folder for one in inner for folder in one.parents}

    def outside(folder: Path) -> Iterator[Path]:
        for one in sorted(folder.iterdir()):
            if one in above:
                yield from outside(one)
            elif one not in inner and not one.name.startswith((".", "~$")):
                yield one

    return list(outside(place)) if inner else [place]


def _path(typed: str) -> Path:
    return Path(typed.strip()).expanduser().absolute()


def study_folder(values: Values) -> Path:
    """Return where the project's folder is to be: as typed, or named by the title beside the transcripts."""
    if values["folder"].strip():
        return _path(values["folder"])
    name = "".join(one if one.isalnum() or one in " -_" else " " for one in values["title"]).split()
    return _path(values["files"]).parent / ("-".join(name).lower()[:60] or "study")


def check_study(values: Values) -> None:
    """Check what was typed for a new study.

    Raises:
        UsageError: Something is missing, or the place is taken.
    """
    if not values["title"].strip() or not values["coder"].strip():
        raise UsageError("The study needs a title, and you a name.")
    files, folder = _path(values["files"]), study_folder(values)
    if not files.exists():
        raise UsageError(f"There is no file or folder {files}.")
    if (folder / DATABASE).exists():
        raise UsageError(f"{folder} holds a project already.", "Choose another folder for this one.")


def project_at(typed: str) -> Path:
    """Return the project's folder at or above what was typed.

    Raises:
        NotAProject: There is none.
    """
    folder = find_project(_path(typed))
    if folder is None:
        why = f"neither it nor a folder above it holds {DATABASE}"
        raise NotAProject(_path(typed), why)
    return folder
