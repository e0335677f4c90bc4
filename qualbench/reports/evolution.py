"""The evolution of the codebook: the appendix of a template analysis, which is else written by hand.

Each code is told of once in a step from state to state: what it was, what it is, with the words that were
taken out and put in, who changed it, when and why, and how many codings it had then. A reason is given where
one was kept, and none is made up where there is none.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from qualbench.codebook.evolution import FATES, KINDS, TOLD, overall, retired_into, trace
from qualbench.codebook.word_diff import word_changes
from qualbench.model.code import MEANING
from qualbench.reports.lineage_picture import draw_lineage
from qualbench.reports.report import (
    Emphasis,
    Heading,
    Items,
    Picture,
    Report,
    Run,
    Table,
    light,
    paragraph,
    strong,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from qualbench.codebook.evolution import State, Step, Turn
    from qualbench.model.code import Code, Codebook
    from qualbench.model.ids import CodeId
    from qualbench.reports.report import Block

_HEADINGS = {
    "merged": "Merged",
    "removed": "Taken out",
    "split": "Split",
    "retired": "Retired",
    "revived": "Back in use",
    "added": "New",
    "changed": "Changed",
}
_FIELDS = {
    "definition": "Definition",
    "full_definition": "Full definition",
    "when": "When to use",
    "when_not": "When not to use",
}
_ROWS = {
    "added": "New codes",
    "split off": "New codes, by splitting",
    "renamed": "Renamed",
    "moved": "Moved",
    "redefined": "Redefined",
    "merged": "Merged into another",
    "split": "Split",
    "retired": "Retired",
    "back in use": "Back in use",
    "taken out": "Taken out",
    "the same": "Neither renamed, moved, redefined, split nor retired",
}
#: Texts that share less than this part of the longer one are shown one after the other.
_ALIKE = 0.4
#: What a cell says where the code is as it was, and where there is none.
_SAME, _NOTHING = "the same", "–"
_IN_THE_TABLE = frozenset({"renamed", "moved", "retired", "revived"})
#: Changes that make no code another one to read, and what they are called.
_SMALL = {"reordered": "order", "recoloured": "colour", "edited": "examples, notes or other details"}


@dataclass(frozen=True)
class Evolution:
    """What the report tells of.

    Attributes:
        study: The study's title.
        states: At least two, oldest first.
        codings: How many codings each code has now.
    """

    study: str
    states: tuple[State, ...]
    codings: Mapping[CodeId, int]

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """From state to state."""
        return trace(self.states)


def build_evolution(evolution: Evolution, *, picture: str = "") -> Report:
    """Put the evolution into blocks.

    Args:
        picture: The name of the file that has the picture too, or empty.
    """
    first, last = evolution.states[0], evolution.states[-1]
    title = f"The codes from {_quoted(first)} to {_quoted(last)}"
    blocks: list[Block] = [
        Heading(1, "In short"),
        _about(evolution),
        _counts(evolution),
        Heading(1, "The lineage of the codes"),
        Picture(draw_lineage(evolution.steps), title, picture),
        *_lineage(evolution),
    ]
    for step in evolution.steps:
        blocks += _step(step, evolution.codings)
    blocks += [Heading(1, "How this was made"), Items(tuple((Run(rule),) for rule in _RULES))]
    coders = dict.fromkeys(state.coder for state in evolution.states if state.coder)
    return Report(
        f"{evolution.study}: the evolution of the codebook",
        tuple(blocks),
        author=", ".join(coders),
        date=max(state.at for state in evolution.states),
    )


_RULES = (
    "Codes are known by an id that stays when a code is renamed or moved, not by their names.",
    "In a definition, struck-out words were taken out and words that stand out were put in.",
    "A reason is what was written when the change was made; where none was written, none is given. A note is "
    "the comment that stands above the code in the codebook's file.",
    "“Codings then” are the codings that the code had just before the change, of all coders; “now” is when "
    "this report was made.",
    "What was done and taken back again is not told of.",
)


def _about(evolution: Evolution) -> Items:
    book = evolution.states[-1].codebook
    points = [(strong("Study: "), Run(evolution.study)), (strong("Codebook: "), Run(book.name))]
    for state in evolution.states:
        points.append((strong(f"{_capital(state.shown)}: "), Run(_state(state))))
    return Items(tuple(points))


def _state(state: State) -> str:
    codes = _many(len(state.codebook.codes), "code")
    if not state.number:
        return f"{codes}; the codebook as it is, not saved as a version"
    number = f"version {state.number}, " if state.milestone else ""
    by = f" by {state.coder}" if state.coder else ""
    return f"{codes}; {number}saved on {state.at[:10]}{by}: {_one_line(state.message)}"


def _counts(evolution: Evolution) -> Table:
    steps = list(evolution.steps)
    header = ["Codes", *(f"{step.before.shown} → {step.after.shown}" for step in steps)]
    if len(steps) > 1:
        steps.append(overall(evolution.states))
        header.append("first → last")
    rows = [
        (_ROWS[kind], *(str(step.count(kind)) for step in steps))
        for kind in KINDS
        if any(step.count(kind) for step in steps) or kind in ("added", "renamed", "merged", "split")
    ]
    rows.append(("Codes in the later state", *(str(len(step.after.codebook.codes)) for step in steps)))
    caption = "What happened to the codes; one that was renamed and moved counts in both lines"
    return Table(caption, tuple(header), tuple(rows), foot=1)


def _lineage(evolution: Evolution) -> Iterator[Block]:
    """Yield the picture's content as a table: a code a row, a state a column."""
    states, steps = evolution.states, evolution.steps
    turns = [{turn.code.id: turn for turn in step.turns} for step in steps]
    order = dict.fromkeys(code.id for state in reversed(states) for code, _depth in state.codebook.walk())
    rows, same = [], 0
    for code_id in order:
        cells = [_cell(states[0].codebook, code_id, None)]
        cells += [
            _cell(state.codebook, code_id, turns[place].get(code_id))
            for place, state in enumerate(states[1:])
        ]
        if not set(cells[1:]) - {_SAME}:
            same += 1
            continue
        known = next(
            state.codebook.by_id[code_id] for state in reversed(states) if code_id in state.codebook.by_id
        )
        rows.append((known.name, *cells))
    if rows:
        yield Table(
            "The codes that did not keep name, place and use: their path in each state",
            ("Code", *(state.shown for state in states)),
            tuple(rows),
            words=True,
        )
    if same:
        it = "One code has" if same == 1 else f"{same} codes have"
        yield paragraph(
            f"{it} one name and place in all of these states and stand{'s' * (same == 1)} in no row."
        )


def _cell(book: Codebook, code_id: CodeId, turn: Turn | None) -> str:
    if turn and turn.old and turn.new and not (_IN_THE_TABLE & turn.changes or turn.others or turn.came_from):
        return _SAME
    if code_id in book.by_id:
        retired = " (retired)" if book.by_id[code_id].status == "retired" else ""
        came = f" (from {_names(turn.came_from)})" if turn and turn.came_from else ""
        return f"{book.paths[code_id]}{retired}{came}"
    if turn is None or turn.old is None:
        return _NOTHING
    return f"→ {_names(turn.others)}" if turn.others else "taken out"


def _step(step: Step, now: Mapping[CodeId, int]) -> Iterator[Block]:
    yield Heading(1, f"From {_quoted(step.before)} to {_quoted(step.after)}")
    after = step.after
    if after.number:
        by = f" by {after.coder}" if after.coder else ""
        yield paragraph(
            f"Version {after.number} was saved on {after.at[:10]}{by}: ",
            strong(_one_line(after.message)),
            ".",
        )
    if after.why:
        yield paragraph(strong("Reason: "), after.why)
    if after.between:
        were = "One version that was" if after.between == 1 else f"{after.between} versions that were"
        yield paragraph(
            light(f"{were} saved in between {'is' if after.between == 1 else 'are'} passed over.")
        )
    told = [turn for turn in step.turns if turn.fate != "changed" or set(TOLD) & turn.changes or turn.note]
    for fate in FATES:
        of_it = [turn for turn in told if turn.fate == fate]
        if of_it:
            yield Heading(2, f"{_HEADINGS[fate]} ({len(of_it)})")
        bare: list[tuple[Run, ...]] = []
        for turn in of_it:
            head, points = _head(step, turn), _points(step, turn)
            if points:
                yield paragraph(*head)
                yield Items((*points, (light(_last(step, turn, now)),)))
            else:  # nothing is known of it but that it happened: one line each
                bare.append((*head, light(f" {_last(step, turn, now)}")))
        if bare:
            yield Items(tuple(bare))
    yield from _small(step, told)
    if not any(turn.changes or turn.others for turn in step.turns):
        yield paragraph("No code differs.")


def _head(step: Step, turn: Turn) -> tuple[Run, ...]:
    now = turn.new is not None and turn.fate != "merged"
    path = strong((step.after if now else step.before).codebook.paths[turn.code.id])
    if "renamed" in turn.changes and turn.old and now:
        return path, Run(f" (it was “{turn.old.name}”)")
    return (path,)


def _points(step: Step, turn: Turn) -> list[tuple[Run, ...]]:
    """Return what is known of a code's turn but its codings."""
    points: list[tuple[Run, ...]] = [(Run(f"{_capital(one)}."),) for one in _facts(step, turn)]
    if turn.new is not None and turn.fate == "added":
        points += [
            (light(f"{_FIELDS[key]}: "), Run(getattr(turn.new, key)))
            for key in MEANING
            if getattr(turn.new, key)
        ]
    elif turn.old is not None and turn.new is not None and "redefined" in turn.changes:
        points += [_words(key, turn.old, turn.new) for key in MEANING if _differs(key, turn.old, turn.new)]
    return [*points, *_reasons(step, turn)]


def _facts(step: Step, turn: Turn) -> Iterator[str]:
    before, after = step.before.codebook, step.after.codebook
    if turn.fate == "merged":
        yield f"merged into {_paths(after, turn.others)}"
        if retired_into(turn):
            yield "it stays in the codebook, retired"
        return
    if turn.fate == "split":
        into = _paths(after, turn.others)
        if turn.new is None:
            yield f"split into {into}; it is in the codebook no more"
        else:
            yield f"split; {into} {'was' if len(turn.others) == 1 else 'were'} split off"
    if turn.came_from:
        verb = "split off" if turn.old is None else "took in"
        yield f"{verb} {_paths(before, turn.came_from)}"
    if turn.old is not None and turn.new is not None and "moved" in turn.changes:
        yield f"moved from {_place(before, turn.old)} to {_place(after, turn.new)}"
    if "retired" in turn.changes and turn.fate != "retired":
        yield "retired"
    if "revived" in turn.changes and turn.fate != "revived":
        yield "taken back into use"


def _words(key: str, old: Code, new: Code) -> tuple[Run, ...]:
    marks = {"kept": Emphasis.NONE, "out": Emphasis.TAKEN_OUT, "in": Emphasis.PUT_IN}
    label = light(f"{_FIELDS[key]}: ")
    was, now = getattr(old, key), getattr(new, key)
    if not was:
        return (label, Run(now, Emphasis.PUT_IN))
    stretches = word_changes(was, now)
    kept = sum(len(one.text) for one in stretches if one.kind == "kept")
    if kept < _ALIKE * max(len(was), len(now)):  # a patchwork of chance words reads worse than both texts
        return (label, Run(was, Emphasis.TAKEN_OUT), Run(" "), Run(now, Emphasis.PUT_IN))
    return (label, *(Run(one.text, marks[one.kind]) for one in stretches))


def _differs(key: str, old: Code, new: Code) -> bool:
    return bool(getattr(old, key) != getattr(new, key))


def _reasons(step: Step, turn: Turn) -> Iterator[tuple[Run, ...]]:
    """Yield each reason with who gave it and when, and the note in the file."""
    given = [(one.why, one.coder, one.at) for one in turn.said if one.why]
    given += [(row.why, "", row.created_at) for row in turn.lineage if row.why]
    seen: set[str] = set()
    for why, coder, at in given:
        if why not in seen and why != step.after.why:  # the step's own reason stands at its head
            seen.add(why)
            yield strong("Reason: "), Run(why), light(f" ({_who(coder, at)})")
    if turn.note:
        yield strong("Note in the file: "), Run(turn.note)


def _last(step: Step, turn: Turn, now: Mapping[CodeId, int]) -> str:
    """Say how many codings there were, and who made the last change where no reason has said it."""
    codings = _codings(turn, now)
    if not turn.said or any(one.why for one in turn.said):
        return codings
    who = _who(turn.said[-1].coder, turn.said[-1].at)
    at_the_head = who == _who(step.after.coder, step.after.at)
    return codings if at_the_head else f"{codings} By {who}."


def _who(coder: str, at: str) -> str:
    return ", ".join(one for one in (coder, at[:10]) if one)


def _codings(turn: Turn, now: Mapping[CodeId, int]) -> str:
    today = now.get(turn.code.id, 0)
    then = turn.said[-1].codings if turn.said else None
    if turn.fate == "merged":
        then = max((one.codings for one in turn.said), default=0)
        into = "it" if len(turn.others) == 1 else "them"
        return f"Codings then: {then}; now {sum(now.get(one.id, 0) for one in turn.others)} under {into}."
    if turn.fate == "removed" and then is not None:
        return f"Codings then: {then}."
    if turn.fate == "added" or then is None:
        return f"Codings now: {today}."
    return f"Codings then: {then}; now: {today}."


def _small(step: Step, told: Sequence[Turn]) -> Iterator[Block]:
    """Yield what did not make a code another one to read, in one list."""
    known = {turn.code.id for turn in told}
    left = [
        (step.after.codebook.paths[turn.code.id], [_SMALL[one] for one in _SMALL if one in turn.changes])
        for turn in step.turns
        if turn.code.id not in known and turn.new is not None
    ]
    points = tuple((strong(path), Run(f": {', '.join(what)}")) for path, what in left if what)
    if points:
        yield Heading(2, f"Smaller changes ({len(points)})")
        yield Items(points)


def _place(book: Codebook, code: Code) -> str:
    return f"“{book.paths[code.parent_id]}”" if code.parent_id in book.paths and code.parent_id else "the top"


def _paths(book: Codebook, codes: Sequence[Code]) -> str:
    return ", ".join(f"“{book.paths.get(one.id, one.name)}”" for one in codes)


def _names(codes: Sequence[Code]) -> str:
    return ", ".join(f"“{one.name}”" for one in codes)


def _quoted(state: State) -> str:
    return f"“{state.milestone}”" if state.milestone else state.shown


def _one_line(text: str) -> str:
    return " ".join(text.split()).removesuffix(".")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
