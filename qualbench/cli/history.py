"""Undo, redo and the history."""

from __future__ import annotations

import click

from qualbench.cli.command import command, json_option, project_session, yes_option
from qualbench.cli.output import print_json, print_json_rows, say


@command("undo")
@click.option("--any-coder", is_flag=True, help="Take back the last step of anyone, not only yours.")
@click.option("--step", type=click.IntRange(min=1), metavar="N", help="Another step, out of turn.")
@click.option("--earlier-day", is_flag=True, help="Also where the step is of an earlier day.")
@yes_option
def undo_command(any_coder: bool, step: int | None, earlier_day: bool, yes: bool) -> None:
    """Take back your last step.

    Without limit and across restarts. Before a step of an earlier day it asks. With --step another step is
    taken back, if nothing later stands on it; `qualbench log --json` has the numbers (`id`).

    Example: qualbench undo
    """
    from qualbench.cli.asking import confirm, someone_is_there
    from qualbench.workbench.history import EarlierDay, undo

    with project_session(write=True) as session:
        try:
            entry = undo(session, any_coder=any_coder, earlier_day=earlier_day or yes, step=step)
        except EarlierDay as asked:
            if not someone_is_there():
                raise
            confirm(f"{asked.message} Take it back?", yes=False)
            entry = undo(session, any_coder=any_coder, earlier_day=True, step=step)
        say(f"Taken back: {entry.summary}.")


@command("redo")
def redo_command() -> None:
    """Do again what was taken back last.

    Example: qualbench redo
    """
    from qualbench.workbench.history import redo

    with project_session(write=True) as session:
        say(f"Done again: {redo(session).summary}.")


@command("log")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Only the newest N steps.")
@click.option(
    "--step", type=click.IntRange(min=1), metavar="N", help="What step N changed: before and after."
)
@json_option
def log_command(limit: int | None, step: int | None, as_json: bool) -> None:
    """Print the history: who did what, when and why.

    The newest step comes first. With --step the changes of one step are printed, each with what was and what
    is.

    Example: qualbench log --limit 20
    """
    from qualbench.workbench.history import list_history
    from qualbench.workbench.project import list_coders

    if step is not None:
        _print_step(step, as_json)
        return
    with project_session() as session:
        coders = {one.id: one.name for one in list_coders(session)}
        entries = list_history(session, limit)
    if as_json:
        rows = [
            {
                "id": one.id,
                "at": one.at,
                "coder": coders.get(one.coder_id, ""),
                "verb": one.verb,
                "summary": one.summary,
                "why": one.why,
                "changes": one.rows,
                "undoes": one.undoes,
                "redoes": one.redoes,
                "undone": one.undone,
            }
            for one in entries
        ]
        print_json(rows)
        return
    for one in entries:
        reason = one.why.partition("\n")
        why = (
            f" (why: {reason[0]}{f' log --step {one.id} tells it.' if reason[2] else ''})" if one.why else ""
        )
        back = " [taken back]" if one.undone else ""
        say(f"{one.at[:16].replace('T', ' ')}  {coders.get(one.coder_id, '')}: {one.summary}{why}{back}")


def _print_step(step: int, as_json: bool) -> None:
    """Print what a step changed, row by row."""
    from qualbench.workbench.history import list_history
    from qualbench.workbench.stepping import step_changes

    with project_session() as session:
        changes = step_changes(session, step, exported=as_json)
        if as_json:
            print_json_rows(
                {
                    "kind": one.kind,
                    "noun": one.noun.value,
                    "key": list(one.key),
                    "before": one.before,
                    "after": one.after,
                }
                for one in changes
            )
            return
        said = next((one for one in list_history(session) if one.id == step), None)
        if said is not None and said.why:
            say(said.why)
        for one in changes:
            say(f"{one.kind} {' '.join(one.key)}")
            before, after = one.before or {}, one.after or {}
            for name in (*before, *(one for one in after if one not in before)):
                was = f"{before[name]} → " if name in before else ""
                say(f"    {name}: {was}{after.get(name, 'removed')}")
