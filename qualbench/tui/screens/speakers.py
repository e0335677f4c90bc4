"""Who speaks in a document, or in all: roles, cases, and labels that are one person's. No text is touched."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.widgets import Input, Static

from qualbench.errors import QualbenchError
from qualbench.model.document import Role
from qualbench.tui.dialogs.choose import Choice, ChooseDialog
from qualbench.tui.dialogs.form import Field, FormDialog, Values
from qualbench.tui.keys import Where, bindings
from qualbench.tui.lines import Lines, columns, fit, plural
from qualbench.tui.sanitise import drawn
from qualbench.tui.screens.base import ProjectScreen
from qualbench.workbench import case_matching, speakers
from qualbench.workbench.cases import list_cases
from qualbench.workbench.importing import find_document, set_speaker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.widget import Widget

    from qualbench.workbench.speakers import SpeakerRow

NOTHING = "No document names a speaker. [Esc], then [i], imports transcripts."
#: Rows of the list of cases that are none.
_NEW, _DOCUMENTS = "new", "document"
_DOCUMENT, _ROLE, _CASE = 14, 12, 18


class SpeakersScreen(ProjectScreen):
    """Rows are speakers; Enter says what the one under the cursor is.

    Args:
        document_id: Whose speakers are shown first; empty for those of all documents.
    """

    where = Where.SPEAKERS
    BINDINGS = bindings(Where.SPEAKERS)
    AUTO_FOCUS = "#speakers"
    CSS = """
    SpeakersScreen #find { display: none; }
    SpeakersScreen #find.on { display: block; }
    SpeakersScreen #about { height: 4; padding: 0 1; border-top: solid $panel; }
    """

    def __init__(self, document_id: str = "") -> None:
        super().__init__()
        self.document_id = document_id
        self.came_from = document_id
        self.rows: dict[str, SpeakerRow] = {}
        self.words = ""

    def compose_body(self) -> Iterable[Widget]:
        """Yield how many there are, the heads, the rows, the one under the cursor, the line that finds."""
        yield Static("", id="sum", classes="note", markup=False)
        yield Static("", id="heads", classes="heads", markup=False)
        yield Lines("speakers")
        yield Static("", id="about", markup=False)
        yield Input(id="find", compact=True, placeholder="words of a speaker, a document or a case")

    def on_resize(self) -> None:
        """Set the columns anew."""
        self._lay_out()

    def reload(self) -> None:
        """Read the speakers."""
        rows = speakers.speaker_rows(self.session, self.document_id or None)
        self.rows = {row.speaker.id: row for row in rows}
        self._lay_out()

    def _lay_out(self) -> None:
        lines = self.query_one(Lines)
        heads = ("document", "speaker", "turns", "words", "role", "counts for case")
        self.query_one("#heads", Static).update(self._columns(lines.room, *heads))
        shown = self.shown
        lines.show([(row.speaker.id, self._columns(lines.room, *_cells(row))) for row in shown])
        self.query_one("#sum", Static).update(self.in_keys(self._sum(shown)))
        self._show_about()

    def _columns(
        self, room: int, document: str, speaker: str, turns: str, words: str, role: str, case: str
    ) -> str:
        wide = room >= 100
        cells = [(speaker, 0), (turns, -6), (words, -7), (role, _ROLE), (case, _CASE if wide else _CASE - 4)]
        if not self.document_id:
            cells.insert(0, (document, _DOCUMENT if wide else _DOCUMENT - 4))
            cells = cells if wide else [one for one in cells if one[0] is not turns]
        return columns(room, *cells)

    def _sum(self, shown: list[SpeakerRow]) -> str:
        if not self.rows and not self.document_id:
            return NOTHING
        where = "in all documents"
        if self.document_id:
            where = f"in {find_document(self.session, self.document_id).name}"
        found = f", with “{self.words}”" if self.words else ""
        said = f"{plural(len(shown), 'speaker')} {where}{found} [k]"
        unsaid = sum(row.speaker.role is Role.UNIDENTIFIED and not row.withdrawn for row in shown)
        said += f"; {unsaid:,} unidentified" if unsaid else ""
        alike = speakers.alike_speakers(self.rows.values())
        if alike:
            document, one, other = alike[0]
            more = f", and {plural(len(alike) - 1, 'pair')} more" if len(alike) > 1 else ""
            said += f"; ! “{one}” and “{other}” in {document.name} look like one{more}: [e]"
        return said

    @property
    def shown(self) -> list[SpeakerRow]:
        """The rows that hold the words looked for."""
        words = self.words.casefold()
        return [row for row in self.rows.values() if words in " ".join(_cells(row)).casefold()]

    @property
    def row(self) -> SpeakerRow | None:
        """The speaker under the cursor; where there is none, that is said."""
        found = self.rows.get(self.query_one(Lines).chosen)
        if found is None:
            self.say("There is no speaker here. [k] shows those of all documents.")
        return found

    @property
    def _changed(self) -> SpeakerRow | None:
        """The speaker under the cursor, where something can be said of it; else that is told."""
        row = self.row
        if row is None or not self.may_change():
            return None
        if row.withdrawn:
            self.say("That stands for who withdrew: it is nobody any more.")
            return None
        return row

    def on_option_list_option_highlighted(self) -> None:
        """Show who the one under the cursor is."""
        self._show_about()

    def on_option_list_option_selected(self) -> None:
        """A double click does what Enter does."""
        self.action_set_role()

    def _show_about(self) -> None:
        row = self.rows.get(self.query_one(Lines).chosen)
        about = "" if row is None else "\n".join(drawn(line) for line in self._about(row))
        self.query_one("#about", Static).update(about)

    def _about(self, row: SpeakerRow) -> list[str]:
        one = row.speaker
        if row.withdrawn:
            return [f"Somebody withdrew: {plural(row.turns, 'turn')} in {row.document.name} had their words."]
        also = f", also {', '.join(one.aliases)}" if one.aliases else ""
        counts = "counts for nobody"
        if row.case:
            counts = f"counts for {'' if one.case_id else 'the document’s own case, '}{row.case.name}"
        elif one.role is Role.PARTICIPANT:
            counts = "a participant without a case"
        lines = [f"{one.label}{also} in {row.document.name}: {one.role.value}, {counts}."]
        if row.first:
            text = self.session.store.text(row.document.id, row.document.revision)
            room = 2 * self.query_one(Lines).room - 20  # two lines, broken between words
            lines.append(f"Begins: “{fit(text[row.first.start : row.first.end], room).rstrip()}”")
        return lines

    def action_set_role(self) -> None:
        """Say what the speaker under the cursor is."""
        row = self._changed
        if row is None:
            return

        def keep(chosen: list[str] | None) -> None:
            if chosen:
                one = row.speaker
                self.change(
                    lambda: set_speaker(self.session, row.document.id, one.label, role=Role(chosen[0]))
                )

        roles = [Choice(one.value, _ROLES[one]) for one in Role]
        title = f"What is {row.speaker.label} in {row.document.name}?"
        self.app.push_screen(ChooseDialog(title, roles, at=row.speaker.role.value), keep)

    def action_link_case(self) -> None:
        """Choose the case of the speaker under the cursor, or make one."""
        row = self._changed
        if row is None:
            return
        cases = {one.id: one for one in list_cases(self.session)}
        own = cases.get(row.document.case_id or "")
        choices = [
            Choice(_DOCUMENTS, f"the document's own case{f', {own.name}' if own else ': it has none'}"),
            Choice(_NEW, "a new case ..."),
            *(Choice(one.id, one.name) for one in cases.values()),
        ]

        def keep(chosen: list[str] | None) -> None:
            if chosen and chosen[0] == _NEW:
                self._ask_new_case(row)
            elif chosen:
                case = cases.get(chosen[0])
                self.change(
                    lambda: speakers.link_case(self.session, row.document.id, row.speaker.label, case)
                )

        title = f"Whose case are {row.speaker.label}'s words in {row.document.name}?"
        self.app.push_screen(ChooseDialog(title, choices, at=row.speaker.case_id or _DOCUMENTS), keep)

    def _ask_new_case(self, row: SpeakerRow) -> None:
        def kept(values: Values) -> None:
            self.commit(
                lambda: speakers.link_new_case(
                    self.session, row.document.id, row.speaker.label, values["name"]
                )
            )

        field = Field("name", "Name", row.speaker.label)
        self.app.push_screen(FormDialog(f"A new case for {row.speaker.label}", [field], kept))

    def action_link_by_name(self) -> None:
        """Propose the cases whose names speakers have, in the documents shown; link those that are marked."""
        if not self.may_change():
            return
        near = case_matching.near_speakers(self.session, self.document_id or None)
        sure = {one.speaker.id: one for one in near if len(one.cases) == 1}
        unclear = len(near) - len(sure)
        left = f"{plural(unclear, 'speaker')} could be more than one case: [c] says which." if unclear else ""
        if not sure:
            self.say(left or "None without a case of their own has a case's name.")
            return
        choices = [
            Choice(key, f"{one.document.name}: {one.label} is {one.cases[0].name} ({one.score:.0f} % alike)")
            for key, one in sure.items()
        ]

        def keep(chosen: list[str] | None) -> None:
            if chosen:
                self.change(lambda: case_matching.link_speakers(self.session, [sure[key] for key in chosen]))
                if left:
                    self.say(f"{self.said} {left}")

        marked = [key for key, one in sure.items() if one.score == case_matching.SAME]
        title = "Link the marked ones to these cases? Tab marks"
        self.app.push_screen(ChooseDialog(title, choices, several=True, marked=marked), keep)

    def action_join_labels(self) -> None:
        """Choose another label of the document that is the speaker's too."""
        row = self._changed
        if row is None:
            return
        here = speakers.speaker_rows(self.session, row.document.id)
        others = [one.speaker.label for one in here if one.speaker.id != row.speaker.id and not one.withdrawn]
        if not others:
            self.say(f"{row.document.name} has no other speaker.")
            return
        alike = {
            label
            for pair in speakers.alike_labels([row.speaker.label, *others])
            if row.speaker.label in pair
            for label in pair
        }
        others.sort(key=lambda label: label not in alike)
        choices = [Choice(label, f"{label} (looks alike)" if label in alike else label) for label in others]
        self._choose_label(
            f"Which label is {row.speaker.label}'s too?",
            choices,
            lambda label: speakers.join_speakers(self.session, row.document.id, row.speaker.label, label),
        )

    def action_part_label(self) -> None:
        """Choose one of the speaker's labels that is somebody else's after all."""
        row = self._changed
        if row is None:
            return
        if not row.speaker.aliases:
            self.say(f"{row.speaker.label} has this one label only. [e] adds another one.")
            return
        self._choose_label(
            f"Which label is not {row.speaker.label}'s?",
            [Choice(label, label) for label in row.speaker.aliases],
            lambda label: speakers.part_speakers(self.session, row.document.id, row.speaker.label, label),
        )

    def _choose_label(self, title: str, choices: list[Choice], verb: Callable[[str], object]) -> None:
        def keep(chosen: list[str] | None) -> None:
            if chosen:
                self.change(partial(verb, chosen[0]))

        self.app.push_screen(ChooseDialog(title, choices), keep)

    def action_purge_speaker(self) -> None:
        """Take out for good what the speaker under the cursor says, after a look at what goes with it."""
        from qualbench.tui.screens.withdrawing import withdraw

        row = self._changed
        if row is not None:
            try:
                withdraw(self, row.document, row.speaker.label)
            except QualbenchError as error:
                self.complain(error)

    def action_read_speaker(self) -> None:
        """Read the speaker's first turn in its document."""
        row = self.row
        if row is not None and row.first is None:
            self.say(f"{row.speaker.label} says nothing in the text of now.")
        elif row is not None and row.first is not None:
            self.shell.open_document(row.document.id, row.first.start, over=True)

    def action_narrow_speakers(self) -> None:
        """Show the speakers of the document under the cursor only, or of all documents."""
        at = self.rows.get(self.query_one(Lines).chosen)
        here = at.document.id if at else self.came_from
        self.document_id = "" if self.document_id else here
        self.reload()

    def action_find_speakers(self) -> None:
        """Show the speakers that hold words."""
        find = self.query_one("#find", Input)
        find.add_class("on")
        find.focus()

    def on_input_changed(self, message: Input.Changed) -> None:
        """Show the speakers that hold what is typed."""
        self.words = message.value.strip()
        self._lay_out()

    def on_input_submitted(self) -> None:
        """Go back to the rows."""
        self.query_one("#find", Input).set_class(bool(self.words), "on")
        self.query_one(Lines).focus()


_ROLES = {
    Role.PARTICIPANT: "participant: counted in n of N",
    Role.INTERVIEWER: "interviewer",
    Role.MODERATOR: "moderator of a group",
    Role.INTERPRETER: "interpreter: counted only for a case that you set",
    Role.UNIDENTIFIED: "unidentified: counted for nobody, and said how many",
}


def _cells(row: SpeakerRow) -> tuple[str, str, str, str, str, str]:
    one = row.speaker
    label = f"{one.label} = {', '.join(one.aliases)}" if one.aliases else one.label
    case = (row.case.name if one.case_id else f"({row.case.name})") if row.case else "·"
    role = "·" if row.withdrawn else one.role.value
    return row.document.name, label, f"{row.turns:,}", f"{row.words:,}", role, case
