"""The evolution of the codebook: its saved versions, what happened to each code between them, as a report."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from qualbench.codebook.evolution import Said, State, read_notes
from qualbench.codebook.resolve import resolve_entries
from qualbench.codebook.yaml_file import read_codebook
from qualbench.errors import UsageError
from qualbench.model.change import Noun
from qualbench.model.code import Codebook
from qualbench.storage import codebooks as stored
from qualbench.storage.codings import load_coders
from qualbench.storage.history import load_changes, load_history
from qualbench.workbench.codebooks import load_codebook
from qualbench.workbench.milestones import version_of
from qualbench.workbench.outputs import check_output, write_output
from qualbench.workbench.reporting import FORMATS, Exported, known_format, left_out, rendered, said_so

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qualbench.model.change import Entry
    from qualbench.model.code import CodebookVersion
    from qualbench.reports.evolution import Evolution
    from qualbench.workbench.project import Session

    Progress = Callable[[int, int, str], None]

#: What means the codebook as it is, after the version saved last.
NOW = "now"


@dataclass(slots=True)
class _Past:
    """What the history says: when each code was changed, and how many codings it had then.

    Attributes:
        steps: For each code the steps that changed it, by the step's number, oldest first.
        lineage: The step that kept each row of the lineage.
        saved: The step that saved each version.
        counts: How many codings each code has at the end.
    """

    steps: dict[str, list[tuple[int, Said]]] = field(default_factory=dict)
    lineage: dict[str, int] = field(default_factory=dict)
    saved: dict[int, Entry] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)


def export_evolution(
    session: Session,
    since: str | None = None,
    until: str | None = None,
    *,
    output: Path,
    format: str = "md",  # noqa: A002 (the field's word, and the option's)
    picture: Path | None = None,
    every_version: bool = False,
    progress: Progress | None = None,
) -> Exported:
    """Write how the codebook came to be, from one saved version to another.

    The states told of are the two that are named and the milestones between them. Where none is named it is
    all milestones, or where fewer than two have a name, all versions.

    Args:
        since: The earlier version's number or milestone.
        until: The later one's; `now` is the codebook as it is. By default the version saved last.
        format: One of `FORMATS`.
        picture: Where the picture of the lineage goes as an SVG file too.
        every_version: Tell of every saved version between the two.
        progress: Called with (done, in all, what is being done).

    Raises:
        NotFound, UsageError: There is no such version, they are fewer than two or in the wrong order, the
            format is none, or a file is one that the study is kept in.
        FileProblem: A file cannot be written; what was there is as it was.
    """
    from qualbench.reports.evolution import build_evolution
    from qualbench.reports.lineage_picture import draw_file

    known_format(format, FORMATS)
    for path in (output, *([picture] if picture else [])):
        check_output(session, path)
    if picture is not None and picture.absolute() == output.absolute():
        raise UsageError("The report and its picture cannot be one file.", "Give --picture another name.")
    evolution = load_evolution(session, since, until, every_version=every_version, progress=progress)
    report = build_evolution(evolution, picture=_beside(picture, output) if picture else "")
    made = rendered(said_so(session, report), format)
    if picture is not None:
        write_output(session, picture, draw_file(evolution.steps))
    write_output(session, output, made)
    return Exported(output, 0, left_out(session))


def load_evolution(
    session: Session,
    since: str | None = None,
    until: str | None = None,
    *,
    every_version: bool = False,
    progress: Progress | None = None,
) -> Evolution:
    """Return what a report tells of; arguments and errors as in `export_evolution`."""
    from qualbench.reports.evolution import Evolution

    states, past = _load_states(session, since, until, every_version, progress)
    return Evolution(session.project.title, states, dict(past.counts))


def _load_states(
    session: Session, since: str | None, until: str | None, every: bool, progress: Progress | None
) -> tuple[tuple[State, ...], _Past]:
    versions = stored.load_versions(session.store)
    chosen = _chosen(versions, since, until, every)
    past = _load_past(session, progress)
    coders = {one.id: one.name for one in load_coders(session.store)}
    states: list[State] = []
    for done, version in enumerate(chosen):
        if progress is not None:
            progress(done, len(chosen), f"version {version.number}" if version.number else NOW)
        states.append(_state(session, version, past, coders.get(version.coder_id, "")))
    kept, told = stored.load_lineage(session.store), [states[0]]
    for before, after in itertools.pairwise(states):
        first, last = _step_of(past, before.number), _step_of(past, after.number)
        steps = {
            code_id: [said for number, said in all_steps if first < number <= last]
            for code_id, all_steps in past.steps.items()
        }
        lineage = tuple(row for row in kept if first < past.lineage.get(row.id, 0) <= last)
        saved = (after.number or len(versions) + 1) - before.number - 1
        steps = {one: said for one, said in steps.items() if said}
        told.append(replace(after, steps=steps, lineage=lineage, between=saved))
    return tuple(told), past


def _chosen(
    versions: list[CodebookVersion], since: str | None, until: str | None, every: bool
) -> list[CodebookVersion]:
    """Return the versions that are told of, oldest first; one of number 0 stands for now."""
    from qualbench.model.code import CodebookVersion

    now = CodebookVersion(0, "", "", "", "")
    ends_now = (until or "").strip().casefold() == NOW
    if len(versions) + ends_now < 2:
        there = "one version is" if versions else "no version is"
        raise UsageError(
            f"An evolution needs two states of the codebook, and {there} saved.",
            "Save another with `qualbench codebook adopt -m MESSAGE`, or compare with the codebook as it is: "
            "`qualbench codebook evolution 1 now`.",
        )
    named = [one for one in versions if one.milestone]
    if since is None and until is None:
        return versions if every or len(named) < 2 else named
    first = version_of(versions, since) if since is not None else versions[0]
    last = now if ends_now else version_of(versions, until) if until is not None else versions[-1]
    end = last.number or len(versions) + 1
    if first.number >= end:
        raise UsageError(
            f"Version {first.number} was not saved before "
            f"{'the codebook of now' if not last.number else f'version {last.number}'}.",
            "Name the earlier one first, and two that differ.",
        )
    between = [one for one in versions if first.number < one.number < end and (every or one.milestone)]
    return [first, *between, last]


def _load_past(session: Session, progress: Progress | None) -> _Past:
    """Read the history once, oldest first; what is another coder's while that is hidden is not in it."""
    past = _Past()
    coders = {one.id: one.name for one in load_coders(session.store)}
    entries = load_history(session.store)[::-1]
    for done, entry in enumerate(entries):
        if progress is not None and done % 50 == 0:
            progress(done, len(entries), "the history")
        moved: Counter[str] = Counter()
        touched: dict[str, None] = {}
        for change in load_changes(session.store, entry.id):
            before, after = change.before or {}, change.after or {}
            if change.noun is Noun.SEGMENT:
                if "code_id" in before:
                    moved[str(before["code_id"])] -= 1
                if "code_id" in after:
                    moved[str(after["code_id"])] += 1
            elif change.noun is Noun.CODE:
                touched[change.key[0]] = None
            elif change.noun is Noun.LINEAGE and change.before is None:
                past.lineage[change.key[0]] = entry.id
                touched |= dict.fromkeys((str(after["code_id"]), str(after["into_id"])))
            elif change.noun is Noun.VERSION and change.before is None:
                past.saved[int(change.key[0])] = entry
        if not (entry.undone or entry.undoes or entry.redoes):  # what was taken back is no reason
            name = coders.get(entry.coder_id, "")
            for code_id in touched:
                said = Said(entry.at, name, entry.why, past.counts[code_id])
                past.steps.setdefault(code_id, []).append((entry.id, said))
        past.counts.update(moved)
    return past


def _state(session: Session, version: CodebookVersion, past: _Past, coder: str) -> State:
    if not version.number:
        return State(0, "", "", "", "", "", load_codebook(session))
    file = read_codebook(version.yaml)
    codebook = resolve_entries(file, Codebook("", ()), known_at_writing=None).target
    saved = past.saved.get(version.number)
    return State(
        version.number,
        version.milestone,
        version.message,
        saved.why if saved else "",
        coder,
        version.created_at,
        codebook,
        notes=read_notes(file, version.yaml),
    )


def _step_of(past: _Past, number: int) -> float:
    """Return the number of the step that saved a version; of now, one after all."""
    if not number:
        return float("inf")
    saved = past.saved.get(number)
    return saved.id if saved else 0


def _beside(picture: Path, output: Path) -> str:
    """Return how a report names its picture: from where it stands, so that both can be handed on."""
    import os

    try:
        return os.path.relpath(picture.absolute(), output.absolute().parent).replace(os.sep, "/")
    except ValueError:  # on another drive
        return picture.name
