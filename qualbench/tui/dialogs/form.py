"""A form: some lines, longer texts and choices, kept together or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from textual.containers import VerticalScroll
from textual.message import Message
from textual.reactive import reactive
from textual.suggester import Suggester
from textual.widgets import Input, Static, TextArea

from qualbench.errors import QualbenchError
from qualbench.tui.dialogs.base import Dialog
from qualbench.tui.dialogs.confirm import ConfirmDialog
from qualbench.tui.hints import hint_here
from qualbench.tui.keys import Where, bindings
from qualbench.tui.sanitise import drawn, drawn_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from textual.binding import BindingType
    from textual.widget import Widget

Values = dict[str, str]
_MANY = 10


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a form asks.

    Attributes:
        kind: `line`, `path` (a line that completes folders and files), `text` (several lines) or `choice`.
        choices: What a choice is one of.
        help: A remark under the label.
    """

    id: str
    label: str
    value: str = ""
    kind: Literal["line", "path", "text", "choice"] = "line"
    choices: tuple[str, ...] = ()
    help: str = ""


class PathSuggester(Suggester):
    """Completes what is typed to the first folder or file that begins so."""

    async def get_suggestion(self, value: str) -> str | None:
        """Return the completed path, or None."""
        from pathlib import Path

        head, slash, tail = value.rpartition("/")
        if not slash:
            return None
        try:
            inside = sorted(
                entry.name + ("/" if entry.is_dir() else "")
                for entry in Path(head + "/").expanduser().iterdir()
                if entry.name.startswith(tail) and (tail.startswith(".") or not entry.name.startswith("."))
            )
        except OSError:
            return None
        return f"{head}/{inside[0]}" if inside and tail else None


class ChoiceLine(Static, can_focus=True):
    """One of a few words; the arrows change it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("left", "turn(-1)", "Before"),
        ("right", "turn(1)", "Next"),
        ("space", "turn(1)", "Next"),
        ("enter", "screen.next_field", "Go on"),
    ]
    value: reactive[str] = reactive("")

    class Turned(Message):
        """Another word was taken."""

    def __init__(self, field: Field) -> None:
        super().__init__(id=f"field-{field.id}", markup=False)
        self.choices = field.choices
        self.set_reactive(ChoiceLine.value, field.value if field.value in field.choices else field.choices[0])

    def render(self) -> str:
        """Return the word between arrows."""
        place = self.choices.index(self.value) + 1
        return f"‹ {drawn(self.value) or 'none'} ›  {place} of {len(self.choices)}   [←] [→] change"

    def action_turn(self, by: int) -> None:
        """Take the next word, or the one before."""
        self.value = self.choices[(self.choices.index(self.value) + by) % len(self.choices)]
        self.post_message(self.Turned())


class FormDialog(Dialog[Values]):
    """Ask for several things at once.

    Args:
        keep: Called with every value when the form is kept. Where it raises a QualbenchError the form stays
            open and says so, and nothing that was typed is lost.
        intro: Some words before the fields.
        verb: What [F2] does, in the line of keys.
        look: Returns the words before the fields anew, given what is in them; called when a choice changes.
        enter: Whether Enter keeps a form of one line.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Where.FORM)]
    where = Where.FORM
    AUTO_FOCUS = ""  # on_mount puts the cursor into the first field, with its label in view

    def __init__(
        self,
        title: str,
        fields: Sequence[Field],
        keep: Callable[[Values], object],
        *,
        intro: str = "",
        verb: str = "keep",
        look: Callable[[Values], str] | None = None,
        enter: bool = True,
    ) -> None:
        super().__init__(title)
        self.hint = f"[Tab] next field   [F2] or [Ctrl+S] {verb}   [Esc] back"
        self.fields, self.keep, self.intro = tuple(fields), keep, intro
        self.look, self.enter = look, enter

    def compose_body(self) -> Iterable[Widget]:
        """Yield each field under its label."""
        long = " long" if len(self.fields) > _MANY else ""  # then the fields stand closer together
        with VerticalScroll(classes=f"form{long}", can_focus=False):
            if self.intro:
                yield Static(drawn_lines(self.intro), classes="intro", markup=False)
            for field in self.fields:
                label = f"{field.label}  ({field.help})" if field.help else field.label
                yield Static(label, classes="label", markup=False)
                yield _widget(field)
        yield Static("", id="complaint", markup=False)

    def on_mount(self) -> None:
        """Begin at the first field."""
        self.query_one(f"#field-{self.fields[0].id}").focus(scroll_visible=False)

    @property
    def values(self) -> Values:
        """What is in the fields now."""
        return {field.id: _value(self.query_one(f"#field-{field.id}")) for field in self.fields}

    @property
    def altered(self) -> bool:
        """True where something was typed that is not kept."""
        first = {one.id: one.value or (one.choices[0] if one.choices else "") for one in self.fields}
        return self.values != first

    def on_input_changed(self, event: Input.Changed) -> None:
        """Let a path that is typed from the root or from home take the place of the folder offered first."""
        field = next((one for one in self.fields if event.input.id == f"field-{one.id}"), None)
        if field is None or field.kind != "path" or not field.value.endswith("/"):
            return
        typed = event.value.removeprefix(field.value)
        if typed != event.value and typed.startswith(("/", "~")):
            event.input.value = typed
            event.input.cursor_position = len(typed)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter keeps a form of one line; in a longer one it goes to the next field."""
        event.stop()
        if len(self.fields) == 1 and self.enter:
            self.action_keep()
        else:
            self.action_next_field()

    def on_choice_line_turned(self, event: ChoiceLine.Turned) -> None:
        """Say anew what would be done, where that depends on a choice."""
        event.stop()
        if self.look is None:
            return
        try:
            self.introduce(self.look(self.values))
        except QualbenchError as error:
            self._complain(error)

    def action_next_field(self) -> None:
        """Go to the next field."""
        self.focus_next()

    def action_keep(self) -> None:
        """Keep what is in the form, if it can be kept."""
        values = self.values
        try:
            self.keep(values)
        except QualbenchError as error:
            self._complain(error)
            return
        self.kept(values)

    def _complain(self, error: QualbenchError) -> None:
        said = f"{error.message} {hint_here(error)}".strip()
        self.query_one("#complaint", Static).update(drawn(said))

    def kept(self, values: Values) -> None:
        """Leave with what was kept."""
        self.dismiss(values)

    def introduce(self, intro: str) -> None:
        """Put other words before the fields."""
        self.query_one(".intro", Static).update(drawn_lines(intro))

    def action_close(self) -> None:
        """Leave; ask first where something would be lost, which a path alone is not."""
        if not self.altered or all(field.kind == "path" for field in self.fields):
            self.dismiss(None)
            return
        self.app.push_screen(
            ConfirmDialog(
                "Leave without keeping?",
                "What you typed here is not kept yet.",
                yes="Leave it",
                no="Stay",
            ),
            self._left,
        )

    def _left(self, leave: bool | None) -> None:
        if leave:
            self.dismiss(None)


def _widget(field: Field) -> Widget:
    name = f"field-{field.id}"
    if field.kind == "choice":
        return ChoiceLine(field)
    if field.kind == "text":
        return TextArea(
            field.value,
            id=name,
            compact=True,
            soft_wrap=True,
            tab_behavior="focus",
            highlight_cursor_line=False,
        )
    suggester = PathSuggester(use_cache=False, case_sensitive=True) if field.kind == "path" else None
    return Input(field.value, id=name, compact=True, suggester=suggester, select_on_focus=False)


def _value(widget: Widget) -> str:
    if isinstance(widget, TextArea):
        return widget.text
    assert isinstance(widget, Input | ChoiceLine)
    return widget.value
