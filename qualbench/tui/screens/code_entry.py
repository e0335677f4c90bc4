"""How a code is shown: as a line of the tree, as an entry beside it, and as a form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.content import Content
from textual.style import Style

from qualbench.model.code import OKABE_ITO, Code, CodeStatus, Origin
from qualbench.tui.dialogs.form import Field, Values
from qualbench.tui.lines import BOLD, FAINT, fit, plural
from qualbench.tui.sanitise import drawn
from qualbench.tui.themes import seen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.color import Color

    from qualbench.model.code import Codebook
    from qualbench.model.coding import Memo

#: What the colours are called in a form; a code may have any other, in a file or by the command line.
COLOR_NAMES = ("blue", "orange", "green", "pink", "sky blue", "red", "yellow", "grey")
GIVEN = "by its place"
_NAMED = {GIVEN: "", **dict(zip(COLOR_NAMES, OKABE_ITO, strict=True))}


def code_line(code: Code, name: str, depth: int, count: int, room: int, ground: Color) -> Content:
    """Return a line of the tree: indented, with a patch of its colour, and its segments at the right.

    Args:
        ground: The colour behind it.
    """
    indent = "  " * min(depth, max(0, room // 4 - 4))
    number = f"{count:,}"
    note = {CodeStatus.RETIRED: " (retired)", CodeStatus.CANDIDATE: " (candidate)"}.get(code.status, "")
    words = fit(name + note, max(4, room - len(indent) - 3 - len(number)))
    # its own ground: under the cursor the patch would else vanish in a colour like its own
    own = Style() if ground.ansi is not None else Style(background=ground)
    patch = own + Style(foreground=seen(code.color, ground)) if code.color else FAINT
    style = FAINT if code.status is CodeStatus.RETIRED else Style()
    return Content.assemble(indent, ("▌ ", patch), (words, style), " ", number)


def entry_text(
    book: Codebook, code: Code, counts: Mapping[str, int], memos: Sequence[Memo], uses: Sequence[str] = ()
) -> Content:
    """Return the entry of a code: what it means, when it is used, and what was written about it.

    Args:
        counts: Number of its segments by coder's name.
        uses: What else is known of its use.
    """
    facts = [_segments(counts), *uses, code.status.value]
    facts += [code.origin.value] if code.origin else []
    facts += ["in vivo"] if code.in_vivo else []
    facts += [f"colour {color_name(code)}"] if code.color else []
    under = len(book.subtree(code.id)) - 1
    facts += [f"{plural(under, 'code')} under it"] if under else []
    parts: list[Content | str | tuple[str, str | Style]] = [
        (drawn(book.paths[code.id]), BOLD),
        "\n",
        ("; ".join(facts), FAINT),
    ]
    for head, text in (
        ("Definition", code.definition),
        ("When to use it", code.when),
        ("When not", code.when_not),
        ("Examples", "\n".join(f"“{one}”" for one in code.examples)),
        *((f"Memo, {one.date}", one.text) for one in memos),
    ):
        if text.strip():
            shown = "\n".join(drawn(line) for line in text.split("\n"))
            parts += ["\n\n", (head, BOLD), "\n", shown]
    if not code.definition.strip():
        parts += ["\n\n", ("No definition yet: [Enter] writes one.", FAINT)]
    return Content.assemble(*parts)


def _segments(counts: Mapping[str, int]) -> str:
    said = plural(sum(counts.values()), "segment")
    if len(counts) == 1:
        return f"{said} by {drawn(next(iter(counts)))}"
    whose = ", ".join(f"{drawn(name)} {number:,}" for name, number in counts.items())
    return f"{said}: {whose}" if counts else said


def color_name(code: Code) -> str:
    """Return a code's colour by its name, or as it is written."""
    return next((name for name, value in _NAMED.items() if value.lower() == code.color.lower()), code.color)


def code_fields(code: Code) -> list[Field]:
    """Return the form of a code."""
    colors = tuple(_NAMED) if color_name(code) in _NAMED else (*_NAMED, code.color)
    origins = ("", *Origin)
    return [
        Field("name", "Name", code.name),
        Field("definition", "What it means", code.definition, "text"),
        Field("when", "When to use it", code.when, "text"),
        Field("when_not", "When not to use it", code.when_not, "text"),
        Field("examples", "Examples", "\n".join(code.examples), "text", help="one on a line"),
        Field("color", "Colour", color_name(code), "choice", colors),
        Field("origin", "Where it comes from", code.origin.value if code.origin else "", "choice", origins),
        Field("in_vivo", "In a participant's own words", _yes(code.in_vivo), "choice", ("no", "yes")),
        Field("status", "Status", code.status.value, "choice", tuple(CodeStatus)),
    ]


def values_of(values: Values, code: Code) -> dict[str, Any]:
    """Return the fields that differ from the code's, as `change_code` takes them."""
    now: dict[str, Any] = {
        "name": values["name"].strip(),
        "definition": values["definition"].strip(),
        "when": values["when"].strip(),
        "when_not": values["when_not"].strip(),
        "examples": tuple(line.strip() for line in values["examples"].split("\n") if line.strip()),
        "color": _NAMED.get(values["color"], values["color"]),
        "origin": Origin(values["origin"]) if values["origin"] else None,
        "in_vivo": values["in_vivo"] == "yes",
        "status": CodeStatus(values["status"]),
    }
    before = {field.id: field.value for field in code_fields(code)}
    return {name: value for name, value in now.items() if values[name] != before[name]}


def _yes(true: bool) -> str:
    return "yes" if true else "no"
