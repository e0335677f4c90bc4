"""Looking after the codebook: remarks on it, codings to look at again, a code's codings over time."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any, cast

import click

from qualbench.cli.command import CodeName, command, group, json_option, project_session, why_option
from qualbench.cli.output import count, print_json, say
from qualbench.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualbench.model.code import Code, Meaning
    from qualbench.workbench.health import Remark
    from qualbench.workbench.project import Session
    from qualbench.workbench.stale import By, Drift, Listed

#: Characters of a passage in a line.
_WORDS = 60


# --- remarks --------------------------------------------------------------------------------------------


@command("lint")
@click.option("--all", "everything", is_flag=True, help="List silenced remarks too, with their reasons.")
@click.option("--silence", metavar="REMARK", help="Silence a remark, with --code (or --theme) and --why.")
@click.option("--restore", metavar="REMARK", help="Let a silenced remark be heard again.")
@click.option("--code", metavar="CODE", type=CodeName(), help="The code that the remark is about.")
@click.option("--other", metavar="CODE", type=CodeName(), help="Of a remark on two codes, the other one.")
@click.option("--theme", metavar="THEME", help="The theme that the remark is about.")
@why_option
@json_option
def lint_command(
    everything: bool,
    silence: str | None,
    restore: str | None,
    code: str | None,
    other: str | None,
    theme: str | None,
    why: str,
    as_json: bool,
) -> None:
    """List remarks on the codebook: what may be worth a look, such as a code without a definition.

    None of them says that a code is wrong. Each can be silenced with a reason, which stands in the codebook's
    file; docs/codebook-health.md has them all. The exit code is 0 whether or not there are remarks.

    Example: qualbench codebook lint --silence used-once --code Cost --why "one is enough here"
    """
    from qualbench.workbench.health import check_project, not_silenced

    named = silence or restore
    if silence and restore:
        raise UsageError("A remark is silenced or heard again, not both.")
    if named and not (code or theme):
        raise UsageError("Say which code the remark is about: --code CODE, or for a theme --theme THEME.")
    if not named and (code or other or theme or why):
        raise UsageError("--code, --other, --theme and --why go with --silence or --restore.")
    if named:
        _silence_or_restore(named, bool(silence), code, other, theme, why)
        return
    with project_session() as session:
        remarks = check_project(session)
        shown = remarks if everything else not_silenced(remarks)
        if as_json:
            print_json(_remark_rows(session, shown))
        else:
            _say_remarks(remarks, shown)


def _silence_or_restore(
    name: str, silencing: bool, code: str | None, other: str | None, theme: str | None, why: str
) -> None:
    from qualbench.workbench import health
    from qualbench.workbench.codebooks import find_code
    from qualbench.workbench.theming import find_theme

    with project_session(write=True) as session:
        one = health.find_remark(
            session,
            name,
            code_id=find_code(session, code).id if code else "",
            other_id=find_code(session, other).id if other else "",
            theme_id=find_theme(session, theme).id if theme else "",
        )
        if silencing:
            health.silence(session, one, why)
            say(f"Silenced: {one.message}")
        elif one.why is None:
            say(f"Nothing was changed, it is not silenced: {one.message}")
        else:
            health.restore(session, one, why)
            say(f"Heard again: {one.message}")


def _remark_rows(session: Session, remarks: Sequence[Remark]) -> list[dict[str, Any]]:
    from qualbench.workbench.codebooks import load_codebook

    paths = load_codebook(session).paths
    return [
        {
            "remark": one.id,
            "message": one.message,
            "hint": one.hint,
            "code_id": one.code_id or None,
            "code": paths.get(one.code_id),
            "other_id": one.other_id or None,
            "other": paths.get(one.other_id),
            "theme_id": one.theme_id or None,
            "silenced": one.why,
        }
        for one in remarks
    ]


def _say_remarks(remarks: Sequence[Remark], shown: Sequence[Remark]) -> None:
    """Print remarks of a kind under its name, with what one may do about them."""
    from qualbench.workbench.health import REMARKS

    order = list(REMARKS)
    for name, alike in groupby(sorted(shown, key=lambda one: order.index(one.id)), key=lambda one: one.id):
        same = list(alike)
        say(f"{name}: {same[0].hint}")
        for one in same:
            say(f"  {one.message}" + (f" Silenced: {one.why}" if one.why is not None else ""))
        say()
    silenced = sum(one.why is not None for one in remarks)
    said = count(len(remarks) - silenced, "remark") if len(remarks) > silenced else "Nothing to remark"
    hidden = f", {silenced} silenced" if silenced else ""
    say(f"{said}{hidden}{' (--all lists them)' if len(shown) < len(remarks) else ''}.")


# --- codings to look at again ---------------------------------------------------------------------------

segments_argument = click.argument("segments", nargs=-1, metavar="SEGMENT...")
code_option = click.option("--code", metavar="CODE", type=CodeName(), help="Those of one code.")


@group("stale", invoke_without_command=True)
@code_option
@json_option
@click.pass_context
def stale_command(ctx: click.Context, code: str | None, as_json: bool) -> None:
    """List the codings whose code was redefined since, the newest first, to look at again.

    Each is shown with what its code meant when it was given, and what it means now: words that are gone stand
    in [-brackets-], new ones in {+braces+}. Keep, recode or remove them with the commands below; each is one
    step that `undo` takes back.
    """
    if ctx.invoked_subcommand is not None:
        if code is not None or as_json:
            raise UsageError(f"--code and --json go after “{ctx.invoked_subcommand}”.")
        return
    from qualbench.workbench.codebooks import find_code
    from qualbench.workbench.stale import list_codings, load_queue

    with project_session() as session:
        queue = load_queue(session, find_code(session, code).id if code else None)
        listed = list_codings(session, [one.id for one in queue.places])
    if as_json:
        rows = [_coding_row(one) | _meanings(one) for one in listed]
        print_json({"looked_at": queue.looked_at, "of": queue.of, "codings": rows})
    elif not queue.of:
        say("No coding waits for a second look: no code was redefined since it was given.")
    else:
        for _same, some in groupby(listed, key=lambda one: (one.code.id, one.segment.meaning)):
            _say_stale(list(some))
        say(f"{queue.looked_at:,} of {count(queue.of, 'coding')} looked at again.")


def _coding_row(one: Listed) -> dict[str, Any]:
    segment = one.segment
    return {
        "id": segment.id,
        "document": one.document,
        "start": segment.start,
        "end": segment.end,
        "quote": segment.quote,
        "coder": one.coder,
        "created_at": segment.created_at,
        "code_id": one.code.id,
        "code": one.path,
        "meaning": segment.meaning,
    }


def _meanings(one: Listed) -> dict[str, Any]:
    return {"meaning_now": one.code.meaning, "then": _definition(one.then), "now": _definition(one.code)}


def _definition(meaning: Meaning | Code | None) -> dict[str, str] | None:
    from qualbench.model.code import MEANING

    return None if meaning is None else {key: getattr(meaning, key) for key in MEANING}


def _say_stale(same: Sequence[Listed]) -> None:
    """Print codings that were made under one meaning of one code, below that meaning then and now."""
    from qualbench.workbench.stale import wordings

    first = same[0]
    say(f"{first.path}: {count(len(same), 'coding')}")
    for one in wordings(first.then, first.code):
        say(f"  then, {one.label}: {_marked(one.then, '[-', '-]')}")
        say(f"  now, {one.label}: {_marked(one.now, '{+', '+}')}")
    for coding in same:
        _say_coding(coding)
    say()


def _say_coding(one: Listed) -> None:
    segment = one.segment
    place = f"{one.document} {segment.start}:{segment.end}"
    say(f"    {segment.created_at[:10]}  {place}  ({one.coder})  {segment.id}")
    say(f"      {_beginning(segment.quote)}")


def _marked(pieces: Sequence[tuple[str, bool]], begin: str, end: str) -> str:
    said = "".join(f"{begin}{text}{end}" if differs else text for text, differs in pieces)
    return " ".join(said.split()) or "nothing"


def _beginning(words: str) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= _WORDS else f"{flat[: _WORDS - 1]}…"


@stale_command.command("keep")
@segments_argument
@click.option("--code", metavar="CODE", type=CodeName(), help="All of one code that wait.")
@why_option
def keep_command(segments: tuple[str, ...], code: str | None, why: str) -> None:
    """Let codings stand: they hold under their codes' definitions of now as well.

    Example: qualbench codebook stale keep 5f0c6f2e-7d5e-4f43-9a53-0f6b3f2f1b11
    """
    from qualbench.workbench.codebooks import find_code
    from qualbench.workbench.stale import keep, load_queue

    if bool(segments) == bool(code):
        raise UsageError("Name the segments to keep, or with --code CODE all of one code that wait.")
    with project_session(write=True) as session:
        ids = list(segments)
        if code:
            ids = [one.id for one in load_queue(session, find_code(session, code).id).places]
            if not ids:
                say("No coding of that code waits for a second look.")
                return
        done = keep(session, ids, why)
        _say_left(session, "Kept", len(done))


@stale_command.command("recode")
@click.argument("segments", nargs=-1, required=True, metavar="SEGMENT...")
@click.argument("code", type=CodeName())
def recode_command(segments: tuple[str, ...], code: str) -> None:
    """Give codings that wait for a second look another code; their memos stay with them.

    Those whose words have that code already are left as they are: remove them.

    Example: qualbench codebook stale recode 5f0c6f2e-7d5e-4f43-9a53-0f6b3f2f1b11 "Practical > Cost"
    """
    from qualbench.workbench.codebooks import find_code
    from qualbench.workbench.stale import recode

    with project_session(write=True) as session:
        done = recode(session, segments, find_code(session, code).id)
        _say_left(session, "Recoded", len(done.segments))
        if done.left:
            say(f"{count(done.left, 'coding')} left as it was: the words have that code already.")


@stale_command.command("remove")
@click.argument("segments", nargs=-1, required=True, metavar="SEGMENT...")
@why_option
def remove_command(segments: tuple[str, ...], why: str) -> None:
    """Remove codings that no longer hold, with their memos; one `undo` brings them back.

    Example: qualbench codebook stale remove 5f0c6f2e-7d5e-4f43-9a53-0f6b3f2f1b11
    """
    from qualbench.workbench.stale import remove

    with project_session(write=True) as session:
        done = remove(session, segments, why)
        _say_left(session, "Removed", len(done))


def _say_left(session: Session, did: str, many: int) -> None:
    from qualbench.workbench.stale import load_queue

    queue = load_queue(session)
    say(f"{did} {count(many, 'coding')}; {queue.looked_at:,} of {queue.of:,} looked at again.")


# --- over time ------------------------------------------------------------------------------------------


@command("drift")
@click.argument("code", type=CodeName())
@click.option(
    "--by",
    type=click.Choice(("month", "meaning")),
    default="month",
    help="A heading for each month, or for each meaning that the code had.",
)
@json_option
def drift_command(code: str, by: str, as_json: bool) -> None:
    """List a code's codings over time, the oldest first, beside what the code meant.

    Does it still hold what it held at first? Read the oldest and the newest passages against the definition.

    Example: qualbench codebook drift Waiting --by meaning
    """
    from qualbench.workbench.codebooks import find_code
    from qualbench.workbench.stale import list_codings, load_drift

    with project_session() as session:
        drift = load_drift(session, find_code(session, code).id, cast("By", by))
        ids = [one.id for period in drift.periods for one in period.segments]
        listed = {one.segment.id: one for one in list_codings(session, ids)}
    if as_json:
        meanings = [
            {"number": one.number, "until": one.created_at} | (_definition(one) or {})
            for one in drift.meanings
        ]
        now = {"number": drift.code.meaning, "until": None} | (_definition(drift.code) or {})
        print_json(
            {
                "code_id": drift.code.id,
                "meanings": [*meanings, now],
                "codings": [_coding_row(listed[one]) for one in ids],
            }
        )
    else:
        _say_drift(drift, listed)


def _say_drift(drift: Drift, listed: dict[str, Listed]) -> None:
    many = sum(len(period.segments) for period in drift.periods)
    say(f"{drift.code.name}: {count(many, 'coding')}, {count(drift.code.meaning, 'meaning')}.")
    for number in range(1, drift.code.meaning + 1):
        _say_meaning(drift.meant(number), number)
    for period in drift.periods:
        under = "meaning" if len(period.meanings) == 1 else "meanings"
        numbers = ", ".join(map(str, period.meanings))
        heading = f"{period.label}: " if "-" in period.label else ""
        say(f"\n{heading}{count(len(period.segments), 'coding')} under {under} {numbers}")
        for segment in period.segments:
            _say_coding(listed[segment.id])


def _say_meaning(meaning: Meaning | Code, number: int) -> None:
    from qualbench.workbench.stale import LABELS

    until = getattr(meaning, "created_at", "")[:10]
    said = [
        f"{label}: {' '.join(text.split())}"
        for key, label in LABELS.items()
        if (text := getattr(meaning, key))
    ]
    say(f"  {number} ({f'until {until}' if until else 'now'}): {'; '.join(said) or 'no definition'}")
