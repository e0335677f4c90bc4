"""What helps to write a codebook: those that come with the program, and the schema of the file."""

from __future__ import annotations

from pathlib import Path

import click

from qualbench.cli.codes import code_rows
from qualbench.cli.command import CodeName, command, json_option, project_session
from qualbench.cli.output import count, print_json, print_table, say
from qualbench.errors import UsageError


@command("starters")
@click.argument("name", required=False)
@click.option("--show", is_flag=True, help="Print the starter codebook NAME as YAML (also without this).")
@click.option("--take", is_flag=True, help="Add its codes to the working file, as a proposal.")
@click.option("--under", metavar="CODE", type=CodeName(), help="With --take: the code to put them under.")
@json_option
def starters_command(name: str | None, show: bool, take: bool, under: str | None, as_json: bool) -> None:
    """List the codebooks that come with the program, print one, or take one into yours.

    `qualbench codebook new --from NAME` begins a codebook from one. Where yours has begun, `--take` adds the
    codes to the working file: nothing that is there is changed, and nothing is saved until you adopt it.

    Example: qualbench codebook starters chime-recovery --take --under "Recovery"
    """
    if name is None and (take or show):
        raise UsageError("Say which starter codebook.", "See: qualbench codebook starters")
    if under is not None and not take:
        raise UsageError("--under goes with --take.")
    if take and show:
        raise UsageError("Print it or take it, not both.")
    if name is None:
        list_them(as_json)
    elif take:
        _take(name, under, as_json)
    else:
        _print(name, as_json)


def list_them(as_json: bool) -> None:
    """Print the starter codebooks, with how many codes each has and after whom it is made."""
    from qualbench.workbench.starters import list_starters

    starters = list_starters()
    if as_json:
        print_json(
            [
                {
                    "starter": one.name,
                    "name": one.title,
                    "codes": len(one.codebook.codes),
                    "citation": one.citation,
                }
                for one in starters
            ]
        )
        return
    rows = [(one.name, len(one.codebook.codes), one.title) for one in starters]
    print_table(("starter", "codes", "name"), rows, numbers=(1,))
    say("\nPrint one, with its sources: qualbench codebook starters NAME")


def _print(name: str, as_json: bool) -> None:
    from qualbench.workbench.starters import find_starter

    starter = find_starter(name)
    if not as_json:
        say(starter.text.rstrip("\n"))
        return
    rows = code_rows(starter.codebook, {})
    for row in rows:
        del row["segments"], row["segments_by_kind"]
    print_json({"starter": starter.name, "name": starter.title, "citation": starter.citation, "codes": rows})


def _take(name: str, under: str | None, as_json: bool) -> None:
    from qualbench.workbench.codebooks import find_code
    from qualbench.workbench.starters import take_starter
    from qualbench.workbench.working_file import working_path

    with project_session(write=True) as session:
        above = find_code(session, under).id if under is not None else None
        added = take_starter(session, name, under=above)
        path = working_path(session.project)
    if as_json:
        print_json({"file": str(path), "added": [one.id for one in added]})
    elif not added:
        say(f"The codebook has every code of {name} already; nothing was changed.")
    else:
        say(f"{count(len(added), 'code')} of {name} stand in the working file {path} now, as a proposal.")
        say("Look at it with: qualbench codebook show")
        say("Keep it with: qualbench codebook adopt -m MESSAGE")


@command("schema")
@click.option(
    "--output", metavar="FILE", type=click.Path(path_type=Path), help="Where to; by default it is printed."
)
def schema_command(output: Path | None) -> None:
    """Print the JSON Schema of the codebook file: with it an editor completes keys and underlines mistakes.

    Where the schema lies beside the codebook, this first line tells the editor of it:
    `# yaml-language-server: $schema=codebook.schema.json`

    Example: qualbench codebook schema --output codebook.schema.json
    """
    from qualbench.workbench.starters import codebook_schema, write_schema

    if output is None:
        say(codebook_schema().rstrip("\n"))
    else:
        say(str(write_schema(output)))
