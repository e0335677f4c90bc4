"""Independent coding: started, ended, asked about."""

from __future__ import annotations

from qualbench.cli.command import group, json_option, project_session, why_option, yes_option
from qualbench.cli.output import print_json, say


@group("independent")
def independent_command() -> None:
    """Independent coding: others' codings hidden.

    While it is in force everybody sees only their own codings, memos and counts, the lead included: on every
    screen, in every listing and in every export.
    """


@independent_command.command("start")
@why_option
def start_command(why: str) -> None:
    """Hide everybody's codings, memos and counts from everybody else.

    It holds for every coder, the project's lead included, until somebody ends it. The start is a step of the
    history that undo passes by.

    Example: qualbench independent start --why "first round, P01 to P05"
    """
    from qualbench.workbench.independence import start_independent_coding

    with project_session(write=True) as session:
        start_independent_coding(session, why)
        say("Independent coding is in force: everybody sees only their own codings, memos and counts.")
        say("End it with: qualbench independent end")


@independent_command.command("end")
@why_option
@yes_option
def end_command(why: str, yes: bool) -> None:
    """Let everybody see everybody's codings again.

    Anyone may end it. The history says who did, when and why; it is never taken back, only started anew.

    Example: qualbench independent end --why "both have coded P01 to P05"
    """
    from qualbench.cli.asking import confirm
    from qualbench.workbench.independence import end_independent_coding, independent_coding

    with project_session(write=True) as session:
        if independent_coding(session) is not None:
            confirm("Everybody will see everybody's codings, and that cannot be undone. End it?", yes=yes)
        end_independent_coding(session, why)
        say("Independent coding has ended: everybody's codings can be seen again. The history says so.")


@independent_command.command("status")
@json_option
def status_command(as_json: bool) -> None:
    """Say whether it is in force, and when it was.

    Example: qualbench independent status
    """
    from qualbench.workbench.independence import list_independent_codings
    from qualbench.workbench.project import list_coders

    with project_session() as session:
        names = {one.id: one.name for one in list_coders(session)}
        rows = [
            {
                "started_at": one.started_at,
                "started_by": names[one.started_by],
                "why": one.why,
                "ended_at": one.ended_at,
                "ended_by": names[one.ended_by] if one.ended_by else None,
                "ended_why": one.ended_why,
            }
            for one in list_independent_codings(session)
        ]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        say(f"{_moment(row['started_at'])}  started by {row['started_by']}{_reason(row['why'])}")
        if row["ended_at"]:
            say(f"{_moment(row['ended_at'])}  ended by {row['ended_by']}{_reason(row['ended_why'])}")
    in_force = bool(rows) and rows[-1]["ended_at"] is None
    say("Independent coding is in force." if in_force else "Independent coding is not in force.")


def _moment(at: str | None) -> str:
    return (at or "")[:16].replace("T", " ")


def _reason(why: str | None) -> str:
    return f" (why: {why})" if why else ""
