"""Names and other details that may say who somebody is: looked at in their words, decided about, replaced."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from qualbench.tui.dialogs.choose import Choice, ChooseDialog
from qualbench.tui.dialogs.confirm import ConfirmDialog
from qualbench.tui.dialogs.form import Field, FormDialog, Values
from qualbench.tui.dialogs.progress import ProgressDialog, Report
from qualbench.tui.keys import Where, bindings
from qualbench.tui.lines import Lines, columns, plural
from qualbench.tui.sanitise import drawn
from qualbench.tui.screens.base import ProjectScreen
from qualbench.workbench import naming
from qualbench.workbench.importing import list_documents
from qualbench.workbench.project import open_session
from qualbench.workbench.searching import names_heard_by

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.widget import Widget

    from qualbench.errors import QualbenchError
    from qualbench.workbench.name_key import NameKey
    from qualbench.workbench.naming import Entry

NOTHING = "Nothing is proposed. [f] looks for names, places, numbers and dates."
#: What is shown, one after the other.
SHOWN = ("all", "proposed", "accepted", "rejected")
#: How many places of a name are shown below the list.
_PLACES = 12


class NamesScreen(ProjectScreen):
    """What the key has: each person, place or number with its alias; Enter accepts, Delete lets it be."""

    where = Where.NAMES
    BINDINGS = bindings(Where.NAMES)
    AUTO_FOCUS = "#names"
    CSS = """
    NamesScreen .listed { height: 3fr; }
    NamesScreen .beside { height: 2fr; padding: 0 1; border-top: solid $panel; scrollbar-size-vertical: 1; }
    NamesScreen #about { height: auto; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.key: NameKey | None = None
        self.status = "all"

    def compose_body(self) -> Iterable[Widget]:
        """Yield how many there are, the list, and where the one under the cursor stands."""
        yield Static("", id="sum", classes="note", markup=False)
        yield Static("", id="heads", classes="heads", markup=False)
        with Vertical(classes="listed"):
            yield Lines("names")
        with VerticalScroll(classes="beside", can_focus=False):
            yield Static("", id="about", markup=False)

    def on_resize(self) -> None:
        """Set the columns anew."""
        self._lay_out()

    def reload(self) -> None:
        """Read the key."""
        self.key = naming.load_key(self.session)
        self._lay_out()

    def _lay_out(self) -> None:
        if self.key is None:
            return
        lines = self.query_one(Lines)
        wide = (("names", 0), ("kind", 14), ("places", -6), ("", 9), ("alias", 18))
        self.query_one("#heads", Static).update(columns(lines.room, *wide))
        shown = [one for one in self.key.entries if self.status in ("all", one.status)]
        sizes = [size for _head, size in wide]
        rows = ((one.forms[0], zip(_cells(one), sizes, strict=True)) for one in shown)
        lines.show([(name, columns(lines.room, *cells)) for name, cells in rows])
        decided = sum(one.status != "proposed" for one in self.key.entries)
        said = f"{plural(len(self.key.entries), 'name')}, {decided} decided; shown: {self.status} [k]"
        self.query_one("#sum", Static).update(self.in_keys(said if self.key.entries else NOTHING))
        self._show_about()

    @property
    def entry(self) -> Entry | None:
        """The entry under the cursor."""
        at = self.key.entry_of(self.query_one(Lines).chosen) if self.key else None
        return self.key.entries[at] if self.key and at is not None else None

    def on_option_list_option_highlighted(self) -> None:
        """Show where the name under the cursor stands."""
        self._show_about()

    def on_option_list_option_selected(self) -> None:
        """A double click does what Enter does."""
        self.action_accept_name()

    def _show_about(self) -> None:
        one = self.entry
        if one is None:
            self.query_one("#about", Static).update("")
            return
        places = naming.places_of(self.session, one, _PLACES)
        rows = [f"{document}: …{before} [{said}] {after}…" for document, before, said, after in places]
        rows = rows or ["It stands in no text any more: an alias is in its place, or it was corrected."]
        self.query_one("#about", Static).update("\n".join(drawn(row) for row in rows))

    def action_find_names(self) -> None:
        """Look through all texts; by rules, and by a model where one is installed."""
        folder, coder = self.session.project.folder, self.session.coder.name
        model_for = names_heard_by(self.shell.settings.models)
        languages = {row.document.language for row in list_documents(self.session)}
        models = " and ".join(sorted({model_for(one) for one in languages} - {""}))

        def look(report: Report) -> int:
            report(0, 1, "all texts")
            with open_session(folder, coder=coder, write=False) as session:
                return len(naming.find_names(session, model_for=model_for).entries)

        def told(answer: int | QualbenchError | None) -> None:
            if isinstance(answer, int):
                self.reload()
                heard = f"rules and {models}" if models else "rules alone: no model is installed"
                self.say(f"{plural(answer, 'name')}, by {heard}. Some are missed: read the texts too.")
            elif answer is not None:
                self.complain(answer)

        self.app.push_screen(ProgressDialog("Looking for names", look), told)

    def action_accept_name(self) -> None:
        """Accept the name under the cursor, by an alias that can be changed."""
        one = self.entry
        if one is None:
            self.say(NOTHING)
            return
        fields = [
            Field("alias", "Alias", one.alias, help="Empty takes the next that nobody has."),
            Field("forms", "Names of the same", ", ".join(one.forms), help="Separated by commas."),
        ]

        def accept(values: Values) -> None:
            forms = [part.strip() for part in values["forms"].split(",") if part.strip()]
            alias = values["alias"].strip()
            self._told(naming.accept_name(self.session, one.forms[0], alias=alias, forms=forms))

        self.app.push_screen(FormDialog(f"An alias for {one.forms[0]}", fields, accept, verb="accept"))

    def action_reject_name(self) -> None:
        """Let the name under the cursor be as it is; it is not proposed again."""
        one = self.entry
        if one is None:
            self.say(NOTHING)
        else:
            self._told(naming.reject_name(self.session, one.forms[0]))

    def action_accept_all(self) -> None:
        """Accept all that is shown and not decided, each with the next alias; ask first."""
        shown = [one for one in (self.key.entries if self.key else []) if one.status == "proposed"]
        if not shown:
            self.say("Everything is decided.")
            return

        def accept(yes: bool | None) -> None:
            if yes:
                for one in shown:
                    naming.accept_name(self.session, one.forms[0])
                self.reload()
                self.say(f"{plural(len(shown), 'name')} accepted. [p] puts the aliases in.")

        text = f"{plural(len(shown), 'name')} that nobody has decided about get the next aliases. Nothing is "
        text += "replaced yet, and each can be changed again here."
        self.app.push_screen(ConfirmDialog("Accept all of them?", text, yes="Accept"), accept)

    def action_merge_names(self) -> None:
        """Say that the name under the cursor is another's too."""
        one, key = self.entry, self.key
        if one is None or key is None:
            self.say(NOTHING)
            return
        others = [Choice(two.forms[0], ", ".join(two.forms)) for two in key.entries if two is not one]

        def merge(chosen: list[str] | None) -> None:
            if chosen:
                at = key.entry_of(chosen[0])
                alias = key.entries[at].alias if at is not None else ""
                self._told(naming.accept_name(self.session, chosen[0], alias=alias, forms=one.forms))

        self.app.push_screen(ChooseDialog(f"{one.forms[0]} is the same as …", others), merge)

    def _told(self, entry: Entry) -> None:
        """Show what was decided about an entry, and say so."""
        self.reload()
        self.query_one(Lines).go_to(entry.forms[0])
        said = f"→ {entry.alias}. [p] puts aliases in." if entry.status == "accepted" else "stays as it is."
        self.say(f"{', '.join(entry.forms)} {said}")

    def action_narrow_names(self) -> None:
        """Show the next status only, or all."""
        self.status = SHOWN[(SHOWN.index(self.status) + 1) % len(SHOWN)]
        self._lay_out()

    def action_apply_names(self) -> None:
        """Put the accepted aliases in the place of their names; say first what that touches."""
        from qualbench.errors import QualbenchError

        if not self.may_change():
            return
        try:
            seen = naming.apply_names(self.session, dry_run=True)
        except QualbenchError as error:
            self.say(f"{error.message} {error.hint}".strip())
            return
        text = (
            f"{plural(seen.places, 'place')} in {plural(len(seen.documents), 'document')} and "
            f"{plural(seen.elsewhere, 'other text')} get aliases; codings go along. Names stay in earlier "
            "revisions and in the key, which is in no export. [Ctrl+Z] takes it back."
        )

        def put(yes: bool | None) -> None:
            if yes:
                self.change(lambda: naming.apply_names(self.session))

        self.app.push_screen(ConfirmDialog("Put the aliases in?", text, yes="Put them in"), put)


def _cells(one: Entry) -> tuple[str, str, str, str, str]:
    return (", ".join(one.forms), one.kind.value, f"{one.count:,}", one.status, one.alias)
