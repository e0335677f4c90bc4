"""Help: every key of the screen it was asked from, made from the key table; typing finds any in the program.

What is typed finds gestures of all screens, by their words or their keys, and what other programs call
things.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from rich.cells import cell_len
from textual import on
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from qualbench.tui.keymaps import cap, caps
from qualbench.tui.keys import BY_ID, GESTURES, Gesture, Where, gestures
from qualbench.tui.lines import BOLD, FAINT
from qualbench.tui.other_words import OTHER_WORDS, OtherWord, fits, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.app import App, ComposeResult
    from textual.binding import BindingType

#: Keys that take more cells than this stand on a line of their own.
WIDEST = 24
#: What stands beside the text while coding, and what it means.
BESIDE_THE_TEXT = (
    (
        "A┃",
        "a coding: its letter where it begins, its line as far as it goes; the names stand below the text",
    ),
    (
        "a2",
        "a small letter: another coder's coding; the number below says whose, its name stands below the text",
    ),
    ("+2", "so many more codings than there is room for"),
    ("!", "a coding that is marked as important begins on this row"),
    ("*", "an annotation begins on this row; its words are in italics"),
)

NOTHING = "There is none of that name here. [Esc] empties the field; docs/keys.md has every gesture."
#: What can be written in the line of the retrieval screen; docs/finding.md tells more.
ASKING = (
    ("code:Waiting", "segments of the code and of those under it; code:=Waiting of the code alone"),
    ('theme:"Getting in"', "of a theme and its subthemes"),
    ("case:P07, case:P*", "over a case's words; * stands for any letters"),
    ('coder:"Tom Okafor"', "by a coder"),
    ("doc:P07", "in a document"),
    ("marked:important", "marked so; also supports, qualifies, contradicts"),
    ('age>=40, gender=woman, age=""', "of cases with such a value of an attribute, or none"),
    ('"waiting list"', "whose words hold these"),
    ("… AND …, … OR …, NOT …, ( )", "both, either, without; side by side means AND"),
    ("code:A NEAR/20 code:B", "with at most 20 words between"),
    ("… IN turn, … IN document", "where they must meet, at the end; without it on the same words"),
)


class HelpScreen(ModalScreen[None]):
    """The keys of one screen, and a field to find others in. Esc empties the field, then goes back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape", "step_out", "Back"),
        ("f1", "app.pop_screen", "Back"),
        *((key, f"turn_page('{key}')", "Scroll") for key in ("up", "down", "pageup", "pagedown")),
    ]
    AUTO_FOCUS = "Input"

    def __init__(self, of: Where) -> None:
        super().__init__()
        self.of = of

    def compose(self) -> ComposeResult:
        """Lay out the field, the page and the line of keys."""
        yield Input(placeholder="type to find a command, a key, or another program's word", compact=True)
        with VerticalScroll(classes="help", can_focus=False):
            yield Static(help_page(self.of, self.app), markup=False)
        yield Static("[Esc] back   [↑] [↓] scroll   type to find", classes="dialog-keys", markup=False)

    @on(Input.Changed)
    def _find(self, event: Input.Changed) -> None:
        """Show what fits; the page of the screen where nothing is typed."""
        typed = event.value.strip()
        page = found_page(typed, self.of, self.app) if typed else help_page(self.of, self.app)
        self.query_one(".help Static", Static).update(page)
        self.query_one(VerticalScroll).scroll_home(animate=False)

    @on(Input.Submitted)
    def _enter(self) -> None:
        """Enter goes back where nothing is typed: help was read."""
        if not self.query_one(Input).value.strip():
            self.dismiss()

    def action_step_out(self) -> None:
        """Empty the field; where it is empty go back."""
        field = self.query_one(Input)
        if field.value:
            field.value = ""
        else:
            self.dismiss()

    def action_turn_page(self, key: str) -> None:
        """Move the page while the field keeps the typing."""
        page = self.query_one(VerticalScroll)
        by = {"up": -1, "down": 1, "pageup": 1 - page.size.height, "pagedown": page.size.height - 1}[key]
        page.scroll_relative(y=by, animate=False)


def help_page(of: Where, app: App[Any]) -> Content:
    """Return the help of a screen: its own gestures first, then those of the project and of everywhere."""
    without = getattr(app, "not_offered", ())
    rows = [one for one in gestures(of, everywhere=True) if one.id not in without]
    own = [one for one in rows if len(one.where) == 1 and one.where[0] is of]
    rest = [one for one in rows if one not in own]
    rest.sort(key=lambda one: (Where.EVERYWHERE in one.where, rows.index(one)))
    title = "Keys" if of is Where.EVERYWHERE else f"Keys: {of.value}"
    parts: list[Content] = [Content.assemble((title, BOLD), "\n"), *_table([*own, *rest], app, at=of)]
    parts.append(
        Content("\nArrows, PgUp, PgDn, Home and End move; Tab goes to the next part of the screen.\n")
    )
    if of is Where.RETRIEVAL:
        parts.append(Content.assemble("\n", ("What can be asked", BOLD), "\n"))
        parts += [Content.assemble((f"{asked:<32}", BOLD), f"{meaning}\n") for asked, meaning in ASKING]
    if of is Where.CODING:
        parts.append(Content.assemble("\n", ("Beside the text", BOLD), "\n"))
        parts += [Content.assemble((f"{sign:<3}", BOLD), f"{meaning}\n") for sign, meaning in BESIDE_THE_TEXT]
    parts.append(Content.assemble("\n", ("Other programs' words, and ours", BOLD), "\n"))
    parts += [_other(one, app) for one in OTHER_WORDS]
    return Content("").join(parts)


def found_page(typed: str, of: Where, app: App[Any]) -> Content:
    """Return what fits the typed words: gestures of this screen, those of others, other programs' words."""
    wanted = typed.casefold().split()

    without = getattr(app, "not_offered", ())
    known = [one for one in GESTURES if one.id not in without]
    hits = [one for one in known if fits(typed, f"{one.words} {one.also} {one.group} {caps(app, one.id)}")]
    words = [
        one for one in OTHER_WORDS if fits(typed, f"{one.theirs} {one.ours}") or _is_of(wanted, one.programs)
    ]
    if not hits and not words:
        from qualbench.workbench.searching import nearest

        vocabulary = {word for one in known for word in words_of(f"{one.words} {one.also}") if len(word) > 3}
        near = nearest(typed, vocabulary, limit=5, least=80)
        hits = [one for one in known if set(near) & set(words_of(f"{one.words} {one.also}"))]
    here = [one for one in hits if of in one.where or Where.EVERYWHERE in one.where]
    parts = [_other(one, app) for one in words]
    parts += _table(here, app, at=of)
    parts += _table([one for one in hits if one not in here], app, places=True)
    return Content("").join(parts) if parts else Content(NOTHING)


def _is_of(wanted: list[str], programs: str) -> bool:
    """Say whether a program was typed, from its beginning: `vivo` is not NVivo."""
    names = programs.casefold().replace(",", "").split()
    return all(any(name.startswith(word) for name in names) for word in wanted)


def _table(
    rows: list[Gesture], app: App[Any], *, places: bool = False, at: Where | None = None
) -> Iterator[Content]:
    """Yield rows of keys and words under the headings of their groups."""
    wide = min(WIDEST, max((cell_len(caps(app, one.id, at)) for one in rows), default=0))
    group = ""
    for one in rows:
        if one.group != group:
            group = one.group
            place = f"  {', '.join(where.value for where in one.where)}" if places else ""
            yield Content.assemble("\n", (group, BOLD), (place, FAINT), "\n")
        keys = caps(app, one.id, at)
        gap = " " * (wide - cell_len(keys) + 2) if cell_len(keys) <= wide else "\n" + " " * (wide + 2)
        yield Content.assemble((keys, BOLD), gap, one.words, "\n")


def _other(one: OtherWord, app: App[Any]) -> Content:
    ours = one.ours + (f"  [{cap(app, one.where)}]" if one.where in BY_ID else "")
    return Content.assemble(f"{one.theirs} ({one.programs}): here ", (ours, BOLD), "\n")
