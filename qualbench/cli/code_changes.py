"""What happens to codes in the life of a codebook: merged, put in order, retired; and their history."""

from __future__ import annotations

import click

from qualbench.cli.codes import carry_out, say_preview
from qualbench.cli.command import (
    CodeName,
    command,
    dry_run_option,
    json_option,
    project_session,
    why_option,
)
from qualbench.cli.output import count, print_json, say


@command("merge")
@click.argument("codes", nargs=-1, required=True, metavar="CODE...", type=CodeName())
@click.option("--into", required=True, metavar="CODE", type=CodeName(), help="The code that is left.")
@click.option(
    "--unite", is_flag=True, help="Codings of one coder that overlap or meet end to end become one."
)
@click.option("--unite-names", is_flag=True, help="Merge codes under them too, where they have one name.")
@why_option
@dry_run_option
@json_option
def merge_command(
    codes: tuple[str, ...],
    into: str,
    unite: bool,
    unite_names: bool,
    why: str,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Merge codes into another one, with their codings, memos and places in themes, as one step.

    Where a coder gave the same words several of the codes, one coding stays, with the memos and marks of all.
    Codes under a merged one move under the one that is left. What the merged codes became is kept.

    Example: qualbench code merge Bus Train --into Transport --why "all of it is getting there" --dry-run
    """
    from qualbench.workbench.code_merging import merge_codes, preview_merge
    from qualbench.workbench.codebooks import find_code, load_codebook

    with project_session(write=not dry_run) as session:
        book = load_codebook(session)
        ids = [find_code(session, one, book).id for one in codes]
        target = find_code(session, into, book)
        if dry_run:
            preview = preview_merge(session, ids, target.id, unite=unite, unite_names=unite_names)
            if as_json:
                print_json(preview.as_json())
            else:
                say_preview(preview)
            return
        done = merge_codes(session, ids, target.id, unite=unite, unite_names=unite_names, why=why)
        path = load_codebook(session).paths[done.into.id]
    if as_json:
        numbers = ("recoded", "same", "united", "overlapping", "apart")
        print_json(
            {"into": done.into.id, "codes": list(done.codes), "moved": list(done.moved)}
            | {name: getattr(done, name) for name in numbers}
        )
        return
    gone = done.same + done.united
    say(path)
    say(
        f"{count(len(done.codes), 'code')} merged into it, {count(done.recoded, 'coding')} recoded"
        + (f", {count(gone, 'coding')} became part of others." if gone else ".")
    )
    if done.overlapping:
        say(f"{count(done.overlapping, 'coding')} overlap one another and stay as they are.")


@command("reorder")
@click.argument("codes", nargs=-1, required=True, metavar="CODE...", type=CodeName())
@why_option
@dry_run_option
def reorder_command(codes: tuple[str, ...], why: str, dry_run: bool) -> None:
    """Put codes that stand beside one another in the order given; those not named follow.

    Example: qualbench code reorder Time Cost
    """
    from qualbench.workbench.codebooks import find_code, load_codebook, plan_order

    with project_session(write=not dry_run) as session:
        book = load_codebook(session)
        step = plan_order(session, [find_code(session, one, book).id for one in codes])
        carry_out(session, step, why, dry_run=dry_run)


def _give_status(codes: tuple[str, ...], status: str, why: str, *, dry_run: bool) -> None:
    from qualbench.workbench.codebooks import find_code, load_codebook, plan_changes

    with project_session(write=not dry_run) as session:
        book = load_codebook(session)
        step = plan_changes(session, [find_code(session, one, book).id for one in codes], status=status)
        carry_out(session, step, why, dry_run=dry_run)


@command("retire")
@click.argument("codes", nargs=-1, required=True, metavar="CODE...", type=CodeName())
@why_option
@dry_run_option
def retire_command(codes: tuple[str, ...], why: str, dry_run: bool) -> None:
    """Retire codes: their codings stay, and they are offered no more.

    Example: qualbench code retire Stoicism --why "split in two"
    """
    _give_status(codes, "retired", why, dry_run=dry_run)


@command("revive")
@click.argument("codes", nargs=-1, required=True, metavar="CODE...", type=CodeName())
@why_option
@dry_run_option
def revive_command(codes: tuple[str, ...], why: str, dry_run: bool) -> None:
    """Put retired codes back in use.

    Example: qualbench code revive Stoicism
    """
    _give_status(codes, "active", why, dry_run=dry_run)


@command("history")
@click.argument("code", type=CodeName())
@json_option
def history_command(code: str, as_json: bool) -> None:
    """Tell what happened to a code, the oldest first: who changed what, when and why.

    A code that was merged into another, and is in the codebook no more, is found by its last path or name.

    Example: qualbench code history Transport
    """
    from qualbench.workbench.lineage import code_history, find_past_code

    with project_session() as session:
        events = code_history(session, find_past_code(session, code))
    if as_json:
        print_json([one.as_json() for one in events])
    else:
        for one in events:
            say(f"{one.at[:16].replace('T', ' ')}  {one.coder}  {one.said}")
            if one.why:
                say(f"    why: {one.why}")
