"""Saved versions: listed, shown, compared, kept in mind by a name; and the file that was edited by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.widgets import Static

from qualbench.errors import QualbenchError, UsageError
from qualbench.tui.dialogs.choose import Choice, ChooseDialog
from qualbench.tui.dialogs.confirm import ConfirmDialog
from qualbench.tui.dialogs.form import Field, FormDialog
from qualbench.tui.dialogs.message import MessageDialog
from qualbench.tui.lines import plural, when
from qualbench.tui.screens.codebook.splitting import SplittingScreen
from qualbench.workbench import milestones
from qualbench.workbench.codebook_refs import codebook_at, compare_states
from qualbench.workbench.watching import PAUSE, FileWatch
from qualbench.workbench.working_file import (
    NAME,
    NothingNew,
    Prefer,
    WorkingFile,
    adopt,
    refuse_the_same,
    working_file,
    working_path,
)

if TYPE_CHECKING:
    from pathlib import Path

    from textual.binding import BindingType

    from qualbench.tui.dialogs.form import Values
    from qualbench.workbench.milestones import Logged
    from qualbench.workbench.working_file import Guess

NONE_SAVED = "No version is saved yet. [v] saves the codebook as it is as version 1."
#: So many places that both sides changed are told with the question whose is taken.
MOST_SAID = 5
SHOW, SINCE, NAME_IT, OFF = "show", "since", "name", "off"


class _Chosen(NamedTuple):
    """The file that is saved, as it was when it was shown, and whose is taken where both sides changed it."""

    file: WorkingFile
    shown: bytes | None
    prefer: Prefer | None = None


class ProposalDialog(MessageDialog):
    """What a file that was edited by hand would change; `a` goes on to save it as a version."""

    BINDINGS: ClassVar[list[BindingType]] = [("a", "take_over", "Take over")]
    hint = "[a] take it over   [Enter] or [Esc] leave it   [↑] [↓] scroll"

    def __init__(self, title: str, text: str, screen: VersionsScreen) -> None:
        super().__init__(title, text)
        self.below = screen

    def action_take_over(self) -> None:
        """Close, and ask what is new in the version."""
        self.dismiss(None)
        self.below.call_after_refresh(self.below.action_save_version)


class VersionsScreen(SplittingScreen):
    """The tree, the working file, and the versions."""

    def __init__(self, code_id: str = "") -> None:
        super().__init__(code_id)
        self.file: WorkingFile | None = None
        self.watching: FileWatch | None = None

    def on_mount(self) -> None:
        """Look now and then whether the file was edited."""
        self.watching = FileWatch(working_path(self.session.project))
        self.set_interval(PAUSE, self.look_at_file)

    def look_at_file(self) -> None:
        """Show at once what somebody saved in the file; nothing else is read for it."""
        if self.shell.session is None or self.watching is None or not self.is_current:
            return
        if self.watching.changed():
            edited = self.file is not None and self.file.edited
            self._show_file()
            if self.file is not None and self.file.edited:
                many = plural(len(self.file.difference), "change")
                self.say(f"{NAME} was changed: {many} proposed. [f] shows them, [v] saves them as a version.")
            elif edited:
                self.say(f"{NAME} is as the program wrote it again.")

    def reload(self) -> None:
        """Read the codebook, its numbers and its file."""
        super().reload()
        self._show_file()

    def _show_file(self) -> None:
        said = ""
        try:
            self.file = working_file(self.session)
        except QualbenchError as error:  # it is no text
            said = error.message
        else:
            said = self.file.problems[0].message if self.file.problems else ""
            if self.file.edited:
                said = f"{self.file.path.name} was edited by hand: [f] shows how, [v] saves it as a version."
        line = self.query_one("#file", Static)
        line.update(self.in_keys(said))
        line.display = bool(said)

    # --- the file ---------------------------------------------------------------------------------

    def action_read_working_file(self) -> None:
        """Show what was changed by hand in the codebook's file, to take over or to leave."""
        file = self._look_at_file()
        if file is None:
            return
        serious = any(one.serious and one not in file.conflicts for one in file.problems)
        if file.edited and not serious and self.session.writable:
            self.app.push_screen(ProposalDialog(file.path.name, file_text(file), self))
        else:
            self.app.push_screen(MessageDialog(file.path.name, file_text(file)))

    def action_save_version(self) -> None:
        """Save the codebook, with what was edited by hand, as a version."""
        shown = _bytes(working_path(self.session.project))
        file = self._look_at_file()
        if file is None:
            return
        if any(one.serious and one not in file.conflicts for one in file.problems):
            title = "The file cannot be saved as a version yet"
            self.app.push_screen(MessageDialog(title, file_text(file)))
            return
        if file.conflicts:
            self._settle(file, shown)
            return
        try:
            refuse_the_same(self.session)
        except NothingNew as same:
            self.say(f"{same.message} {same.hint}")
            return
        self._ask_guesses(list(file.guesses), {}, _Chosen(file, shown))

    def _settle(self, file: WorkingFile, shown: bytes | None) -> None:
        """Ask whose is taken where the file and the project changed the same thing."""

        def take(picked: list[str] | None) -> None:
            if not picked or picked == [OFF]:
                self.say("Nothing was saved.")
                return
            prefer = Prefer(picked[0])
            settled = working_file(self.session, prefer)
            if prefer is Prefer.PROJECT and settled.conflicts:
                title = "This is left, and the file has to say it"
                self.app.push_screen(MessageDialog(title, file_text(settled)))
                return
            self._ask_guesses(list(settled.guesses), {}, _Chosen(settled, shown, prefer))

        said = [one.message for one in file.conflicts]
        many = plural(len(said), "place")
        if len(said) > MOST_SAID:
            said[MOST_SAID:] = [f"… and {len(said) - MOST_SAID} more: [f] shows all."]
        choices = [
            Choice(OFF, "Save nothing now"),
            Choice(Prefer.FILE, f"Take the file's in {many}"),
            Choice(Prefer.PROJECT, f"Keep the project's in {many}"),
        ]
        title = "\n".join(["The file and the project changed the same thing:", *said])
        self.app.push_screen(ChooseDialog(title, choices), take)

    def _ask_guesses(self, left: list[Guess], sure: dict[Guess, bool], chosen: _Chosen) -> None:
        """Ask of each code that has lost its id whether it is the one that it seems to be, one by one."""
        if not left:
            self._ask_message(sure, chosen)
            return
        guess = left[0]

        def answered(yes: bool | None) -> None:
            if yes is None:
                self.say("Nothing was saved.")
            else:
                self._ask_guesses(left[1:], {**sure, guess: yes}, chosen)

        dialog = ConfirmDialog(
            "Is it the same code?",
            f"“{guess.path}” in line {guess.line} of the file has no id. It may be “{guess.code}” "
            f"({guess.sure:.0%} alike). If it is, its codings stay with it; if not, it is a new code.",
            yes="It is the same",
            no="It is a new code",
        )
        dialog.hint = "[y] it is the same   [Enter] it is a new code   [Esc] save nothing   [←] [→] choose"
        self.app.push_screen(dialog, answered)

    def _ask_message(self, sure: dict[Guess, bool], chosen: _Chosen) -> None:
        shown, prefer = chosen.shown, chosen.prefer

        def keep(values: Values) -> None:
            nonlocal shown
            now = _bytes(working_path(self.session.project))
            if now != shown:
                shown = now
                form.introduce(
                    file_text(working_file(self.session, prefer or Prefer.FILE), settled=prefer is not None)
                )
                raise UsageError(
                    f"{NAME} was changed since it was shown. What it would change now stands above.",
                    "[F2] saves that.",
                )
            confirm = (lambda guess: sure.get(guess, False)) if sure else None
            self.commit(
                lambda: adopt(self.session, message=values["message"], prefer=prefer, confirm=confirm)
            )

        title = f"Save the codebook as version {self.book.version + 1}"
        field = Field("message", "What is new in it?")
        intro = file_text(chosen.file, settled=prefer is not None)
        form = FormDialog(title, [field], keep, intro=intro, verb="save")
        self.app.push_screen(form)

    def _look_at_file(self) -> WorkingFile | None:
        try:
            self.file = working_file(self.session)
        except QualbenchError as error:  # it is no text
            self.complain(error)
            return None
        return self.file

    # --- versions ---------------------------------------------------------------------------------

    def action_show_versions(self) -> None:
        """List the saved versions, the last first; choose one, or mark two to compare."""
        log = {str(one.version.number): one for one in reversed(milestones.list_log(self.session))}
        if not log:
            self.say(NONE_SAVED)
            return
        choices = [Choice(number, _told(one)) for number, one in log.items()]

        def take(picked: list[str] | None) -> None:
            if picked is not None and len(picked) == 1:
                self._ask_about(log[picked[0]])
            elif picked is not None and len(picked) == 2:
                self._show_between(*sorted(picked, key=int))
            elif picked is not None:
                self.say(f"{len(picked)} versions were marked; two can be compared.")

        dialog = ChooseDialog(
            "Saved versions: [Enter] takes one, [Tab] marks two to compare", choices, several=True
        )
        self.app.push_screen(dialog, take)

    def _ask_about(self, logged: Logged) -> None:
        version = logged.version
        number = str(version.number)
        choices = [
            Choice(SHOW, f"Show the codebook as of version {number}"),
            Choice(SINCE, f"What has changed since version {number}"),
        ]
        if self.session.writable:
            again = (
                "Give the milestone another name"
                if version.milestone
                else "Make it a milestone: give it a name"
            )
            choices.append(Choice(NAME_IT, again))
            choices += [Choice(OFF, f"Take the milestone's name off “{version.milestone}”")] * bool(
                version.milestone
            )

        def take(picked: list[str] | None) -> None:
            if picked == [SHOW]:
                self._show_version(number)
            elif picked == [SINCE]:
                self._show_between(number, "now")
            elif picked == [NAME_IT]:
                self._name_version(number, version.milestone)
            elif picked == [OFF]:
                self.change(lambda: milestones.take_off_milestone(self.session, number))

        self.app.push_screen(ChooseDialog(_told(logged), choices), take)

    def _name_version(self, number: str, name: str) -> None:
        def keep(values: Values) -> None:
            self.commit(lambda: milestones.name_milestone(self.session, values["name"], number))

        field = Field("name", "Name", name, help="such as “initial template” or “after interview 8”")
        self.app.push_screen(FormDialog(f"Version {number} as a milestone", [field], keep))

    def _show_version(self, number: str) -> None:
        state = codebook_at(self.session, number)
        book = state.codebook
        lines = []
        for code, depth in book.walk():
            defined = f": {' '.join(code.definition.split())}" if code.definition.strip() else ""
            lines.append(f"{'    ' * depth}{code.name}{defined}")
        text = "\n".join(lines) or "It has no codes."
        self.app.push_screen(MessageDialog(f"The codebook as of {state.said}", text))

    def _show_between(self, before: str, after: str) -> None:
        try:
            was, now = codebook_at(self.session, before), codebook_at(self.session, after)
            lines = compare_states(self.session, was, now).lines()
        except QualbenchError as error:
            self.complain(error)
            return
        text = "\n".join(lines) or "Nothing differs."
        self.app.push_screen(MessageDialog(f"From {was.said} to {now.said}", text))


def _told(logged: Logged) -> str:
    version = logged.version
    named = f"   “{version.milestone}”" if version.milestone else ""
    codes = plural(logged.codes, "code")
    return (
        f"{version.number}   {when(version.created_at)}   {logged.coder}   {codes}   {version.message}{named}"
    )


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def file_text(file: WorkingFile, *, settled: bool = False) -> str:
    """Return what there is to say about the working file.

    Args:
        settled: It was said whose is taken where both sides changed the same thing.
    """
    lines = [str(file.path), ""]
    told = []
    for one in file.problems:
        both = one in file.conflicts
        if not (both and settled):
            hint = "[v] asks whose is taken." if both else one.hint
            told.append(f"! {f'line {one.line}: ' if one.line else ''}{one.message} {hint}".rstrip())
    if not file.edited:
        as_written = "It is as the program wrote it: edit it in any editor, then look here."
        return "\n".join([*lines, as_written, *told])
    lines += ["It was edited by hand.", *told]
    if file.difference:
        lines += ["", "Saved as a version, it would change:", *(f"  {one}" for one in file.difference)]
    elif not any(one.serious for one in file.problems):
        lines.append("It would change no code.")
    if file.kept:
        made = plural(len(file.kept), "code")
        lines += ["", f"{made} made here since would stay:", *(f"  {one}" for one in file.kept)]
    return "\n".join(lines)
