"""Choosing a code by typing: a few letters, a look at the definition, Enter. Or making a new one.

Where a code is only asked for (`known`), none is made, and Enter with nothing to take says so and stays.

Enter never takes a code that nobody pointed at: with nothing typed no row is under the cursor. A name that no
code is like is made a new code by Enter; where some code is like it, the new one's row has to be chosen.
Where a new name is nearly that of a code, the code is named with what taking it would mean, and F4 takes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.content import Content
from textual.widgets import Input, OptionList, Static

from qualbench.errors import UsageError
from qualbench.model.code import PATH_SEPARATOR, CodeStatus
from qualbench.tui.dialogs.base import Dialog
from qualbench.tui.keys import Where, bindings
from qualbench.tui.lines import Lines, columns, fit, leaf_first, plural
from qualbench.tui.sanitise import drawn
from qualbench.workbench.code_fields import LONGEST_NAME, check_name
from qualbench.workbench.searching import BY_WORDS, near_duplicates, rank_codes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from textual.binding import BindingType
    from textual.widget import Widget

    from qualbench.model.code import Code, Codebook
    from qualbench.model.ids import CodeId

_NEW = "new"
_NONE = "There is no code like that."
#: How many rows are offered.
OFFERED = 50


@dataclass(frozen=True, slots=True)
class Picked:
    """What was chosen: known codes, and the name of a code to make under `parent_id` (None: at the top)."""

    code_ids: tuple[CodeId, ...] = ()
    name: str = ""
    parent_id: CodeId | None = None


class CodePicker(Dialog[Picked]):
    """Ask for a code.

    Args:
        title: What the code is for.
        codebook: The codes as they stand.
        recent: Ids of the codes used last, newest first.
        counts: Segments by code id.
        several: Whether Tab marks more than one.
        creating: Whether a new code is what is asked for in the first place.
        known: Whether only a code that is there can be the answer.
        typed: What stands in the line of typing at first.
        above: Whether the dialog stands at the top, so that the words to code below it can be seen.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Where.PICKER),
        ("down", "step(1)", "Down"),
        ("up", "step(-1)", "Up"),
        ("pagedown", "step(10)", "Down"),
        ("pageup", "step(-10)", "Up"),
    ]
    CSS = """
    CodePicker { background: $background 50%; align: center bottom; }
    CodePicker.above { align: center top; }
    CodePicker .dialog-title { margin-bottom: 0; }
    CodePicker #codes { height: 6; }
    CodePicker #codes > .option-list--option-highlighted { color: $background; background: $foreground;
                                                           text-style: bold; }
    CodePicker #codes:nocolor > .option-list--option-highlighted { text-style: bold underline; }
    CodePicker #about { height: 8; color: $foreground; border-top: solid $panel; }
    CodePicker #marked { display: none; height: 1; text-style: bold; }
    CodePicker #marked.some { display: block; }
    CodePicker .dialog-keys { margin-top: 0; }
    """
    where = Where.PICKER
    AUTO_FOCUS = "Input"

    def __init__(
        self,
        title: str,
        codebook: Codebook,
        *,
        recent: Sequence[CodeId] = (),
        counts: Mapping[CodeId, int] | None = None,
        several: bool = True,
        creating: bool = False,
        known: bool = False,
        typed: str = "",
        above: bool = False,
    ) -> None:
        super().__init__(title)
        self.set_class(above, "above")
        self.codebook, self.recent, self.counts = codebook, tuple(recent), dict(counts or {})
        self.several, self.creating, self.known, self.first = several, creating, known, typed
        keys = [
            "type, [↑] [↓]  [Enter] take",
            "[Tab] mark" if several else "",
            "" if known or not codebook.codes else "[F2] new under",
        ]
        self.hint = "  ".join(one for one in (*keys, "[Esc] back") if one)
        self.marked: dict[CodeId, None] = {}
        self.naming = ""  # the new code's name, while the code above it is chosen
        self._warned = ""

    def compose_body(self) -> Iterable[Widget]:
        """Yield what is typed, the codes that fit, and what is known of the one under the cursor."""
        yield Input(self.first, placeholder=self._placeholder, compact=True, select_on_focus=False)
        yield Lines("codes")
        yield Static("", id="marked", markup=False)
        yield Static("", id="about", markup=False)

    @property
    def _placeholder(self) -> str:
        new = self.creating and not self.naming
        return "name of the new code" if new else "name of a code, or a few letters of it"

    def on_mount(self) -> None:
        """Offer the recent codes, then the tree."""
        self._show(self.first)

    @property
    def typed(self) -> str:
        """What stands in the line of typing."""
        return self.query_one(Input).value.strip()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Find again."""
        self._warned = ""
        self._show(event.value.strip())

    def on_input_submitted(self) -> None:
        """Enter in the line of typing takes what is chosen."""
        self.action_choose()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take the row that was clicked twice."""
        self.action_choose()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Tell about the code under the cursor."""
        self._tell()

    def _show(self, typed: str) -> None:
        heading = (
            f"Which code does “{fit(self.naming, 60).rstrip()}” belong under?"
            if self.naming
            else self.heading
        )
        self.query_one(".dialog-title", Static).update(drawn(heading))
        self.query_one(Input).placeholder = self._placeholder
        hits = rank_codes(
            self.codebook,
            typed[:LONGEST_NAME],
            recent=self.recent,
            counts=self.counts,
            limit=OFFERED - bool(typed),
        )
        same = typed.casefold()
        hits.sort(key=lambda hit: same not in (hit.code.name.casefold(), hit.path.casefold()))
        exact = bool(hits) and same in (hits[0].code.name.casefold(), hits[0].path.casefold())
        lines = self.query_one(Lines)
        wide = max(30, min(100, self.app.size.width * 9 // 10) - 6)
        rows: list[tuple[str, str]] = []
        for hit in hits:
            mark = "● " if hit.code.id in self.marked else ""
            count = self.counts.get(hit.code.id, 0)
            rows.append((hit.code.id, columns(wide, (mark + leaf_first(hit.path), 0), (f"{count:,}", -7))))
        making = typed and not self.naming and not self.known and not self._place(typed)[2]
        new = [(_NEW, fit(f"+ make the new code “{typed}”", wide).rstrip())] if making else []
        # codes that only speak of what was typed come after the new one: Enter must not take one by chance
        alike = any(hit.score > BY_WORDS for hit in hits) and not (self.creating and not self.naming)
        lines.show([*rows, *new] if exact or alike else [*new, *rows])
        lines.highlighted = 0 if typed and (exact or alike or new) else None
        self._tell()

    @property
    def taken(self) -> tuple[CodeId, ...]:
        """What Enter takes: what is marked, and with it the row that was typed for; else the row alone."""
        row = self.query_one(Lines).chosen
        pointed = [row] if row in self.codebook.by_id and (self.typed or not self.marked) else []
        return tuple(dict.fromkeys([*self.marked, *pointed]))

    def _tell(self) -> None:
        self.query_one("#about", Static).update("\n".join(drawn(line) for line in self._about()))
        marked = self.query_one("#marked", Static)
        marked.set_class(bool(self.marked), "some")
        if self.marked:
            names = ", ".join(self.codebook.by_id[one].name for one in self.marked)
            also = [one for one in self.taken if one not in self.marked]
            and_ = f" and “{self.codebook.by_id[also[0]].name}”" if also else ""
            them = "it" if len(self.marked) == 1 else "them"
            said = f"{plural(len(self.marked), 'code')} marked: [Enter] takes {them}{and_}. {names}"
            marked.update(fit(said, marked.content_region.width or 60).rstrip())

    def _about(self) -> list[str]:
        row = self.query_one(Lines).chosen
        code = self.codebook.by_id.get(row)
        if code is not None and self.naming:
            return [
                f"[Enter] makes “{self.naming}” under “{self.codebook.paths[code.id]}”.",
                *self._near(self.naming),
            ]
        if code is not None:
            facts = _facts(code, self.codebook.paths[code.id], self.counts.get(code.id, 0))
            wide = self.query_one("#about").content_region.width or 60
            return [one for fact in facts for one in _cut(drawn(fact), wide)]
        if row == _NEW:
            return self._about_new()
        none = [_NONE] if self.typed and not self.query_one(Lines).option_count else []
        if self.naming:
            return [
                *none,
                "Type a few letters of the code above it, or go to it with [↓]. [Esc] goes back to the name.",
            ]
        _parent, name, trouble = self._place(self.typed)
        if self.typed and trouble and not self.known:
            return [*none, trouble, *self._near(name)]
        if none:
            return [*none, "Other letters may find one; [Esc] goes back."]
        if self.typed:
            return ["No code is called like that; these speak of it. [↓] goes to one."]
        return ["Type a few letters of a code, or go to one with [↓]."]

    def _about_new(self) -> list[str]:
        parent, name, _trouble = self._place(self.typed)
        under = f"under “{parent.name}”" if parent else "at the top of the codebook"
        said = [f"[Enter] makes “{name}” {under}."]
        near = self._near(name)
        if not self.codebook.codes:
            return said
        return [*said, *(near or ["Under another code: [F2], then choose it; or write PARENT > NAME."])]

    def _near(self, name: str) -> list[str]:
        """Say which code is nearly called so, and what taking that one would mean; nothing where none is."""
        near = self._nearest(name)
        if near is None:
            return []
        known = f"“{self.codebook.paths[near.id]}” ({plural(self.counts.get(near.id, 0), 'segment')})"
        if near.status is CodeStatus.RETIRED:
            return [f"Nearly the same: {known}, which is retired. The codebook [F8] can bring it back."]
        return [
            f"Nearly the same: {known}.",
            "[F4] takes that one: these words join its segments, no code is made.",
        ]

    def _nearest(self, name: str) -> Code | None:
        if len(name) > LONGEST_NAME:  # a text that was pasted: comparing it takes long, and it is no name
            return None
        return next(iter(near_duplicates(self.codebook, name)), None)

    def _place(self, typed: str) -> tuple[Code | None, str, str]:
        """Return the parent, the name and what is wrong with a name as typed, `PARENT > NAME` included."""
        above, arrow, name = typed.rpartition(PATH_SEPARATOR)
        above, name, parent = above.strip(), name.strip(), None
        if arrow:
            parent = self.codebook.by_path.get(above)
            if parent is None:
                wanted = above.casefold()
                parent = next((one for one in self.codebook.codes if one.name.casefold() == wanted), None)
            if parent is None:
                return None, name, f"There is no code “{fit(above, 60).rstrip()}” to put it under."
        return parent, name, self._refused(name, parent)

    def _refused(self, name: str, parent: Code | None) -> str:
        """Return why no code of that name can be made there, or nothing."""
        try:
            check_name(self.codebook, name, parent.id if parent else None)
        except UsageError as error:
            return f"{error.message} {error.hint}".strip()
        return ""

    def action_step(self, by: int) -> None:
        """Move in the list while the typing goes on; by one step round its ends."""
        lines = self.query_one(Lines)
        if lines.option_count:
            last, here = lines.option_count - 1, lines.highlighted
            if abs(by) == 1 and here == (last if by > 0 else 0):
                lines.highlighted = 0 if by > 0 else last
            else:
                lines.highlighted = max(0, min((-1 if here is None else here) + by, last))

    def action_mark(self) -> None:
        """Mark the code under the cursor, or take its mark away; then type for the next, or go on from it."""
        row = self.query_one(Lines).chosen
        if not self.several or self.naming or row not in self.codebook.by_id:
            return
        if row in self.marked:
            del self.marked[row]
        else:
            self.marked[row] = None
        typing = self.query_one(Input)
        with typing.prevent(Input.Changed):  # the cursor stays on its row
            typing.value = ""
        self._show("")
        self.query_one(Lines).go_to(row)
        self._tell()

    def action_choose(self) -> None:
        """Take what is marked, and the row that was typed for; say so and stay where there is neither."""
        row = self.query_one(Lines).chosen
        if self.naming:
            if row in self.codebook.by_id:
                self._make(self.codebook.by_id[row], self.naming)
        elif row == _NEW:
            parent, name, _trouble = self._place(self.typed)
            self._make(parent, name)
        elif self.taken:
            self.dismiss(Picked(self.taken))
        else:
            self._tell()

    def action_place_under(self) -> None:
        """Make what is typed a code under the one under the cursor; where that is none, ask for one."""
        row = self.query_one(Lines).chosen
        parent = self.codebook.by_id.get(row)
        if self.naming or not self.typed or self.known:
            return
        if not self.codebook.codes:  # what is above it cannot be asked for
            said = "There is no code yet that it could belong under: [Enter] makes it at the top."
            self.query_one("#about", Static).update(said)
            return
        if parent is not None:
            self._make(parent, self.typed)
        elif len(self.typed) <= LONGEST_NAME:
            self.naming = self.typed
            self.query_one(Input).value = ""

    def action_take_near(self) -> None:
        """Take the code that the new name is nearly like, in place of a second one."""
        near = None if self.known else self._nearest(self.naming or self._place(self.typed)[1])
        if near is not None and near.status is not CodeStatus.RETIRED:
            self.dismiss(Picked(tuple(dict.fromkeys([*self.marked, near.id]))))

    def action_close(self) -> None:
        """Back out one step: from choosing the code above to the name, from the name out."""
        if self.naming:
            name, self.naming = self.naming, ""
            typing = self.query_one(Input)
            typing.value, typing.cursor_position = name, len(name)
        else:
            self.dismiss(None)

    def _make(self, parent: Code | None, name: str) -> None:
        trouble = self._refused(name, parent)
        near = [] if self._warned == name else self._near(name)
        if trouble or near:
            self._warned = name if near else ""
            more = "[Enter] or [F2] again makes a second one; [Esc] goes back."
            said = [trouble] if trouble else [*near, more]
            self.query_one("#about", Static).update("\n".join(drawn(line) for line in said))
        else:
            self.dismiss(Picked(tuple(self.marked), name, parent.id if parent else None))


def _cut(text: str, wide: int) -> list[str]:
    """Return a text in two rows at most, so that the other facts have room too."""
    rows = [str(row) for row in Content(text).wrap(wide)]
    return rows if len(rows) <= 2 else [rows[0], fit(f"{rows[1]} …", wide).rstrip()]


def _facts(code: Code, path: str, count: int) -> list[str]:
    """Return what the codebook says of a code."""
    said = [f"{path}   {plural(count, 'segment')}"]
    said += [f"What it means: {code.definition}"] if code.definition else ["No definition yet."]
    said += [f"Use it when: {code.when}"] if code.when else []
    said += [f"Not when: {code.when_not}"] if code.when_not else []
    return said
