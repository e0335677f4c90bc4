"""A project as a whole: made, checked, backed up, brought back, and the method that it follows."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from qualbench.cli.command import ANY_PATH, command, group, json_option, project_session, why_option
from qualbench.cli.other_program_options import other_program_options
from qualbench.cli.output import count, print_json, say, warn
from qualbench.errors import UsageError


@command("new")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, readable=False))
@click.option("--title", help="The study's title.")
@click.option("--coder", required=True, metavar="NAME", help="The name of the lead coder: you.")
@click.option(
    "--profile", default="undecided", metavar="METHOD", help="The method; see `qualbench profile --help`."
)
@click.option("--from", "source", metavar="FILE", type=ANY_PATH, help="A project of another program.")
@other_program_options
@json_option
def new_command(
    folder: Path,
    title: str | None,
    coder: str,
    profile: str,
    source: Path | None,
    dry_run: bool,
    positions: str | None,
    sets_as_attributes: bool,
    as_json: bool,
) -> None:
    """Make a new project in a folder.

    Everything stays in that folder on this computer. With --from it begins as a project of another program,
    whose title it has where --title says no other.

    Example: qualbench new heart --title "Heart and mind" --coder "Ana Ruiz"
    """
    from qualbench.workbench.project import create_project, folder_warnings

    how = {"positions": positions or "", "sets_as_attributes": sets_as_attributes}
    if source is not None:
        from qualbench.cli.other_programs import new_from_other

        named = {"title": title or "", "coder": coder, "profile": profile}
        new_from_other(folder, source, named, how, dry_run=dry_run, as_json=as_json)
        return
    if title is None:
        raise click.UsageError("Missing option '--title'.")
    if dry_run or as_json or any(how.values()):
        raise click.UsageError("These options go with --from FILE.")
    create_project(folder, title=title, coder=coder, profile=profile)
    for problem in folder_warnings(folder):
        warn(f"{problem.message} {problem.hint}")
    say(f"Made the project “{title}” in {folder}. Everything stays in this folder.")
    say(f"Next: qualbench import TRANSCRIPTS --project {folder}")


@command("profile")
@click.argument("profile", metavar="[METHOD]", required=False)
@why_option
@json_option
def profile_command(profile: str | None, why: str, as_json: bool) -> None:
    """Show or set the method that the project follows.

    METHOD is one of reflexive, codebook, template, framework, coding-reliability, content-analysis,
    grounded-theory, narrative, undecided. It sets defaults and notes, and locks nothing.

    Example: qualbench profile codebook --why "decided with the team"
    """
    from qualbench.workbench.profile import METHODS, set_profile

    with project_session(write=profile is not None) as session:
        now = session.project.profile if profile is None else set_profile(session, profile, why)
        note = METHODS[now].note if now in METHODS else ""
        if as_json:
            print_json({"title": session.project.title, "profile": now, "note": note})
        else:
            say(now)
            say(note)


@group("project", invoke_without_command=True)
@json_option
@click.pass_context
def project_command(ctx: click.Context, as_json: bool) -> None:
    """What is settled for the whole project: the smallest cell of tables, what is not quoted.

    Without a further word it is printed.

    Example: qualbench project
    """
    from qualbench.workbench.project_settings import paraphrase_only, smallest_cell

    if ctx.invoked_subcommand is not None:
        return
    with project_session() as session:
        unquoted = sorted(paraphrase_only(session))
        facts = {
            "title": session.project.title,
            "profile": session.project.profile,
            "smallest_cell": smallest_cell(session),
            "paraphrase_only": unquoted,
        }
    if as_json:
        print_json(facts)
        return
    say(f"{facts['title']}, method: {facts['profile']}")
    say(f"smallest cell of tables: {facts['smallest_cell'] or 'none'}")
    say(f"paraphrased and not quoted: {', '.join(unquoted) or 'nothing'}")


@project_command.command("set")
@click.option("--smallest-cell", type=int, metavar="N", help="From 2 to 100; 0 for none.")
@click.option(
    "--paraphrase-only",
    "paraphrased",
    multiple=True,
    metavar="KIND",
    help="Words of such sources are in no report (repeatable); none for no kind.",
)
@why_option
def project_set_command(smallest_cell: int | None, paraphrased: tuple[str, ...], why: str) -> None:
    """Say below which number tables keep numbers back, and which kinds of source are not quoted.

    A table shows `<5` in their place, and keeps further numbers back from which one could be worked out. Of a
    kind that is not quoted (at first: posts, which a search engine finds) a report prints the paraphrase that
    you write (`theme exemplar --as`), or nothing.

    Example: qualbench project set --smallest-cell 5 --why "as promised to the ethics committee"
    """
    from qualbench.workbench.project_settings import set_paraphrase_only, set_smallest_cell

    if smallest_cell is None and not paraphrased:
        raise UsageError("Say what is to be set: --smallest-cell N, or --paraphrase-only KIND.")
    with project_session(write=True) as session:
        if smallest_cell is not None:
            now = set_smallest_cell(session, smallest_cell, why)
            say(f"smallest cell of tables: {now or 'none'}")
        if paraphrased:
            kinds = [] if paraphrased == ("none",) else paraphrased
            set_paraphrase_only(session, kinds, why)
            say(f"paraphrased and not quoted: {', '.join(sorted(set(kinds))) or 'nothing'}")


@command("check")
@json_option
@click.pass_context
def check_command(ctx: click.Context, as_json: bool) -> None:
    """Verify everything that the project promises.

    Exits with 1 where something is not as it should be, and lists it.

    Example: qualbench check
    """
    from qualbench.workbench.checking import check_project
    from qualbench.workbench.project import folder_warnings

    with project_session() as session:
        faults = check_project(session)
        for problem in folder_warnings(session.project.folder):
            warn(f"{problem.message} {problem.hint}")
    if as_json:
        print_json([{"invariant": one.invariant, "what": one.what, "where": one.where} for one in faults])
    elif not faults:
        say("All is well.")
    for fault in () if as_json else faults:
        say(
            f"Promised: {fault.invariant}. Found: {fault.what}"
            + (f" ({fault.where})." if fault.where else ".")
        )
    if faults:
        if not as_json:
            broken = count(len(faults), "promise is", "promises are")
            warn(f"{broken} broken. The last good copy is in the folder backups.")
        ctx.exit(1)


@command("backup")
@click.option(
    "--to",
    "folder",
    metavar="DIR",
    type=click.Path(path_type=Path, readable=False),
    help="Another folder for the copy.",
)
def backup_command(folder: Path | None) -> None:
    """Write a verified backup.

    It is never removed by the program. The automatic daily ones lie beside it.

    Example: qualbench backup --to /media/stick
    """
    from qualbench.workbench.safekeeping import backup_project

    with project_session() as session:
        say(str(backup_project(session, folder)))


@command("restore")
@click.argument("backup", type=click.Path(path_type=Path, readable=False))
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, readable=False))
@click.option("--without-withdrawn", is_flag=True, help="Take out again who has withdrawn since, for good.")
def restore_command(backup: Path, folder: Path, without_withdrawn: bool) -> None:
    """Bring a backup back into a new folder.

    The project that it came from is left alone. Participants who have withdrawn since are named: they are in
    it again. That can be known where the project that it came from is on this computer.

    Example: qualbench restore heart/backups/2026-03-31.qualbench heart-restored
    """
    from qualbench.workbench.safekeeping import restore_project, take_out_again

    restored = restore_project(backup, folder)
    say(f"Brought the backup back into {folder}.")
    whole = [name for _id, name in restored.documents]
    voices = [f"{label} in {name}" for _id, name, label in restored.voices]
    if whole or voices:
        named = ", ".join((*whole, *voices))
        if without_withdrawn:
            take_out_again(folder, restored)
            say(f"Taken out again, because participants withdrew since: {named}.")
        else:
            warn(f"It holds what was taken out since, because a participant withdrew: {named}.")
            where = f"--everywhere --project {shlex.quote(str(folder))}"
            for name in whole:
                warn(f"  qualbench document purge {shlex.quote(name)} {where}")
            for _id, name, label in restored.voices:
                who = f"{shlex.quote(name)} --speaker {shlex.quote(label)}"
                warn(f"  qualbench document purge {who} {where}")
    for name, label in restored.labels:
        warn(f"{label} in {name} was joined to another speaker since: look whether that was who withdrew.")
    if not restored.known:
        warn(
            "Whether a participant has withdrawn since this backup cannot be known here: the project that it "
            "came from was not found. Its record has it: qualbench document withdrawals."
        )
