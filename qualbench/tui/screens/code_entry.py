"""How a code is shown: as a line of the tree, as an entry beside it, and as a form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.content import Content
from textual.style import Style

from qualbench.errors import QualbenchError, UsageError
from qualbench.model.code import OKABE_ITO, Code, CodeLevel, CodeStatus, Origin
from qualbench.tui.dialogs.form import Field, Values
from qualbench.tui.lines import BOLD, FAINT, fit, plural
from qualbench.tui.sanitise import drawn, drawn_lines
from qualbench.tui.themes import seen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from enum import StrEnum

    from textual.color import Color

    from qualbench.model.code import Codebook
    from qualbench.model.coding import Memo

#: What the colours are called in a form; a code may have any other, in a file or by the command line.
COLOR_NAMES = ("blue", "orange", "green", "pink", "sky blue", "red", "yellow", "grey")
GIVEN = "by its place"
#: Before the further lines of an example, or of a property.
_MORE = "  "
_WORDS: dict[str, type[StrEnum]] = {"origin": Origin, "level": CodeLevel, "status": CodeStatus}
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
    facts += [code.level.value] if code.level else []
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
        ("At length", code.full_definition),
        ("When to use it", code.when),
        ("When not", code.when_not),
        ("Examples", "\n".join(f"“{one}”" for one in code.examples)),
        ("Not examples", "\n".join(f"“{one}”" for one in code.counter_examples)),
        ("Source", code.source),
        ("Thought of by", code.author),
        ("Notes", code.notes),
        ("Properties", "\n".join(f"{name}: {text}" for name, text in code.properties)),
        ("Remarks not wanted", "\n".join(f"{name}: {text}" for name, text in code.silenced)),
        *((f"Memo, {one.date}", one.text) for one in memos),
    ):
        if text.strip():
            shown = drawn_lines(text)
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
    """Return the form of a code: what is written most often comes first.

    Examples and properties that lines of a form cannot hold as they are, are left to the file.
    """
    colors = tuple(_NAMED) if color_name(code) in _NAMED else (*_NAMED, code.color)
    fields = [
        Field("name", "Name", code.name),
        Field("definition", "What it means", code.definition, "text"),
        Field("when", "When to use it", code.when, "text"),
        Field("when_not", "When not to use it", code.when_not, "text"),
        _texts("examples", "Examples", code),
        _texts("counter_examples", "Not examples: what looks like it", code),
        Field("full_definition", "What it means, at length", code.full_definition, "text"),
        Field("color", "Colour", color_name(code), "choice", colors),
        _choice("origin", "Where it comes from", Origin, code),
        Field("source", "Source, as a citation", code.source),
        _choice("level", "What is said (semantic), or what lies beneath (latent)", CodeLevel, code),
        Field("in_vivo", "In a participant's own words", _yes(code.in_vivo), "choice", ("no", "yes")),
        Field("status", "Status", code.status.value, "choice", tuple(CodeStatus)),
        Field("author", "Thought of by", code.author),
        Field("notes", "Notes", code.notes, "text"),
        _pairs("properties", "Properties", "name: text", code),
        _pairs("silenced", "Remarks not wanted", "remark: reason", code),
    ]
    return [field for field in fields if field is not None]


def _choice(key: str, label: str, words: type[StrEnum], code: Code) -> Field:
    said = getattr(code, key)
    return Field(key, label, said.value if said else "", "choice", ("", *words))


def _texts(key: str, label: str, code: Code) -> Field | None:
    texts = getattr(code, key)
    lines = texts_as_lines(texts)
    fits = texts_in_lines(lines) == texts
    return Field(key, label, lines, "text", help="one on a line") if fits else None


def _pairs(key: str, label: str, shape: str, code: Code) -> Field | None:
    pairs = getattr(code, key)
    lines = texts_as_lines([f"{name}: {text}" for name, text in pairs])
    try:
        fits = pairs_in_lines(lines, pairs) == pairs
    except QualbenchError:
        fits = False
    return Field(key, label, lines, "text", help=f"on a line each: {shape}") if fits else None


def texts_as_lines(texts: Iterable[str]) -> str:
    """Return each text on a line; the further lines of one stand further in."""
    return "\n".join(one.replace("\n", f"\n{_MORE}") for one in texts)


def texts_in_lines(lines: str) -> tuple[str, ...]:
    """Return the texts that stand on lines."""
    texts: list[str] = []
    for line in lines.split("\n"):
        if line.startswith(_MORE) and texts:
            texts[-1] += f"\n{line.removeprefix(_MORE)}"
        elif line.strip():
            texts.append(line.strip())
    return tuple(texts)


def pairs_in_lines(lines: str, before: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return the names with a text each that stand on lines; names of `before` may hold a colon.

    Raises:
        UsageError: A line has no name and no text, or a name comes twice.
    """
    known = sorted((name for name, _text in before), key=len, reverse=True)
    pairs: dict[str, str] = {}
    for line in texts_in_lines(lines):
        name = next((one for one in known if line.startswith(f"{one}:")), line.partition(":")[0])
        if not name.strip() or ":" not in line:
            raise UsageError(f"“{line}” is not a name and a text.", "Write: name: text")
        if name.strip() in pairs:
            raise UsageError(f"“{name.strip()}” is there twice.", "Keep one of them.")
        pairs[name.strip()] = line[len(name) + 1 :].strip()
    return tuple(pairs.items())


def values_of(values: Values, code: Code) -> dict[str, Any]:
    """Return the fields that differ from the code's, as `change_code` takes them.

    Raises:
        UsageError: What was typed cannot be read.
    """
    before = {field.id: field.value for field in code_fields(code)}
    return {key: _read(key, said, code) for key, said in values.items() if said != before[key]}


def _read(key: str, said: str, code: Code) -> Any:
    """Return what was typed into a field as a code has it."""
    if key in ("examples", "counter_examples"):
        return texts_in_lines(said)
    if key in ("properties", "silenced"):
        return pairs_in_lines(said, getattr(code, key))
    if key == "color":
        return _NAMED.get(said, said)
    if key == "in_vivo":
        return said == "yes"
    if key in _WORDS:
        return _WORDS[key](said) if said else None
    return said.strip()


def _yes(true: bool) -> str:
    return "yes" if true else "no"
