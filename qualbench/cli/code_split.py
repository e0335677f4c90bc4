"""`code split-into`: a code is split by walking its segments, each with one key; left and gone on with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from qualbench.cli.codes import say_preview
from qualbench.cli.command import (
    CodeName,
    command,
    dry_run_option,
    json_option,
    project_session,
    why_option,
)
from qualbench.cli.output import count, print_json, say
from qualbench.errors import UsageError

if TYPE_CHECKING:
    from qualbench.model.coding import Segment
    from qualbench.workbench.code_splitting import Splitting
    from qualbench.workbench.project import Session

#: The keys of a walk; those of the codes are 1 to 9 and, of more, a to h.
_STAYS, _BACK, _SKIP, _LEAVE = "s", "z", "n", "q"
_KEYS = "123456789abcdefgh"


@command("split-into")
@click.argument("code", type=CodeName())
@click.option(
    "--to", "targets", multiple=True, metavar="CODE", help="A code that it is split into (repeatable)."
)
@click.option("--under", metavar="CODE", type=CodeName(), help="The code under which new ones will be.")
@click.option("--assign", multiple=True, metavar="SEGMENT=CODE", help="What a segment goes to (repeatable).")
@click.option("--stay", multiple=True, metavar="SEGMENT", help="A segment that keeps the code (repeatable).")
@click.option("--status", is_flag=True, help="Say how far it is and list what waits, and stop.")
@click.option("--finish", is_flag=True, help="Do what was chosen, as one step.")
@click.option("--retire", is_flag=True, help="With --finish: retire the code that was split.")
@click.option("--drop", is_flag=True, help="Give the split up and forget what was chosen.")
@why_option
@dry_run_option
@json_option
def split_into_command(
    code: str,
    targets: tuple[str, ...],
    under: str | None,
    assign: tuple[str, ...],
    stay: tuple[str, ...],
    status: bool,
    finish: bool,
    retire: bool,
    drop: bool,
    why: str,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Split a code into several: choose for each of its segments what it goes to, or that it stays.

    On a terminal the segments are walked, one key for each; elsewhere they are listed, to be given with
    --assign. What was chosen is kept at once, so you can leave and go on later by the same command. Nothing
    in the project changes before --finish, which is one step of the history.

    Example: qualbench code split-into Barriers --to Money --to Time
    """
    from qualbench.workbench import code_splitting as splitting
    from qualbench.workbench.codebooks import find_code

    if retire and not (finish or dry_run):
        raise UsageError("--retire goes with --finish: the code is retired when the split is done.")
    if drop and (finish or dry_run or targets or assign or stay):
        raise UsageError("--drop gives the split up and goes with nothing else.")
    with project_session(write=not dry_run) as session:
        code_id = find_code(session, code).id
        if drop:
            splitting.drop_split(session, code_id)
            say(f"The split of “{code}” is given up; nothing was changed.")
            return
        split = splitting.load_split(session, code_id)
        if targets or split is None:
            above = find_code(session, under).id if under else None
            split = splitting.begin_split(session, code_id, targets, under=above, keep=not dry_run)
        split = _chosen(session, split, assign, stay, keep=not dry_run)
        asked = assign or stay or status or finish or dry_run or as_json
        if not asked and _someone_is_there():
            _walk(session, split, why)
        elif dry_run:
            preview = splitting.preview_split(session, code_id, retire=retire, split=split)
            if as_json:
                print_json(preview.as_json())
            else:
                say_preview(preview)
        elif finish:
            _finish(session, code_id, why, retire=retire, as_json=as_json)
        elif as_json:
            print_json(_as_json(split))
        else:
            _say_status(session, split)


def _someone_is_there() -> bool:
    from qualbench.cli.asking import someone_is_there

    return someone_is_there()


def _chosen(
    session: Session, split: Splitting, assign: tuple[str, ...], stay: tuple[str, ...], *, keep: bool
) -> Splitting:
    """Take in what is chosen on the command line: all of it, or, where one is wrong, none."""
    from qualbench.workbench.code_splitting import STAYS, choose

    by_key: dict[str, list[str]] = {}
    for one in assign:
        segment, equals, name = one.partition("=")
        if not equals:
            raise UsageError(f"“{one}” says not what the segment goes to.", "Write --assign SEGMENT=CODE.")
        by_key.setdefault(_target(split, name.strip()), []).append(segment.strip())
    if stay:
        by_key.setdefault(STAYS, []).extend(stay)
    known = {one.id for one in split.segments}
    for one in (segment for segments in by_key.values() for segment in segments):
        if one not in known:
            raise UsageError(
                f"“{split.source.name}” has no segment “{one}”.",
                "Its segments are listed by: qualbench code split-into CODE --status",
            )
    for key, segments in by_key.items():
        split = choose(session, split, segments, key, keep=keep)
    return split


def _target(split: Splitting, name: str) -> str:
    """Return the key of the target of that number, name, path or id."""
    for number, one in enumerate(split.targets, 1):
        if name in (str(number), one.name, one.path, one.key):
            return one.key
    offered = ", ".join(f"“{one.name}”" for one in split.targets)
    raise UsageError(
        f"“{split.source.name}” is not being split into “{name}”.",
        f"Choose one of {offered}, or add it: --to",
    )


def _finish(session: Session, code_id: str, why: str, *, retire: bool, as_json: bool = False) -> None:
    from qualbench.workbench.code_splitting import finish_split

    done = finish_split(session, code_id, retire=retire, why=why)
    if as_json:
        print_json(
            {
                "source": done.source.id,
                "into": [one.id for one in done.into],
                "recoded": done.recoded,
                "same": done.same,
                "left": done.left,
                "status": done.source.status.value,
            }
        )
        return
    into = ", ".join(f"“{one.name}”" for one in done.into)
    say(f"Split “{done.source.name}” into {into}: {count(done.recoded + done.same, 'coding')} went to them.")
    retired = ", which is retired" if retire else ""
    say(f"{count(done.left, 'coding')} stayed with “{done.source.name}”{retired}.")


def _as_json(split: Splitting) -> dict[str, Any]:
    chosen = {one.key: one.path for one in split.targets}
    return {
        "source": split.source.id,
        "into": [{"path": one.path, "code": one.code.id if one.code else None} for one in split.targets],
        "segments": [
            {
                "id": one.id,
                "document_id": one.document_id,
                "start": one.start,
                "end": one.end,
                "quote": one.quote,
                "chosen": (chosen.get(split.choices[one.id], "stays") if one.id in split.choices else None),
            }
            for one in split.segments
        ],
    }


def _say_status(session: Session, split: Splitting) -> None:
    from qualbench.workbench.code_splitting import STAYS

    say(f"“{split.source.name}” is being split; {_how_far(split)}")
    for number, one in enumerate(split.targets, 1):
        new = "" if one.code else ", a new code"
        say(f"  {number} {one.path}{new}: {count(len(split.chosen(one.key)), 'segment')}")
    say(f"  stays: {count(len(split.chosen(STAYS)), 'segment')}")
    if split.waiting:
        say("\nWaiting:")
        for segment in split.waiting:
            say(f"{_place(session, segment)}  {segment.id}")
            say("    " + segment.quote.replace("\n", "\n    "))
        say("\nChoose with --assign SEGMENT=CODE or --stay SEGMENT.")
    say("--finish does what was chosen, as one step.")


def _how_far(split: Splitting) -> str:
    return (
        f"{len(split.segments) - len(split.waiting):,} of {count(len(split.segments), 'segment')} looked at."
    )


def _place(session: Session, segment: Segment) -> str:
    from qualbench.workbench.project import list_coders
    from qualbench.workbench.step_words import passage_in_words

    said = passage_in_words(session, segment.document_id, segment.span)
    place = said.partition(", “")[0]
    coders = {one.id: one.name for one in list_coders(session)}
    return place if len(coders) == 1 else f"{place} ({coders[segment.coder_id]})"


def _walk(session: Session, split: Splitting, why: str) -> None:
    """Show the segments that wait one after the other and take a key for each, until one leaves."""
    import shutil
    import textwrap

    from qualbench.workbench.code_splitting import STAYS, choose

    keys = dict(zip(_KEYS, split.targets, strict=False))
    order = list(split.waiting)
    columns = shutil.get_terminal_size().columns
    at = 0
    while at < len(order):
        segment = order[at]
        say(f"\n{_how_far(split)}  {_place(session, segment)}")
        for paragraph in segment.quote.splitlines():
            say(textwrap.fill(paragraph, columns, initial_indent="    ", subsequent_indent="    "))
        said = [f"{key} {one.name}" for key, one in keys.items()]
        key = _key(f"{'   '.join(said)}   {_STAYS} stays   {_SKIP} later   {_BACK} back   {_LEAVE} leave: ")
        if key == _LEAVE:
            break
        if key == _BACK:
            at = max(at - 1, 0)
            split = choose(session, split, [order[at].id], None)
        elif key in keys or key == _STAYS:
            split = choose(session, split, [segment.id], keys[key].key if key in keys else STAYS)
            at += 1
        elif key == _SKIP:
            at += 1
    say(f"\n{_how_far(split)}")
    if not split.waiting and any(split.choices.values()) and click.confirm("Split it now?", err=True):
        retire = click.confirm(f"Retire “{split.source.name}”?", default=False, err=True)
        _finish(session, split.source.id, why, retire=retire)
    else:
        say("What you have chosen is kept. The same command goes on; with --finish it is done, as one step.")


def _key(question: str) -> str:
    """Ask and return one key, without a return key after it."""
    click.echo(question, nl=False, err=True)
    key = click.getchar()
    click.echo(key, err=True)
    return key
