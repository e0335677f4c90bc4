"""Codebook files merged and shown as an outline, for people and for git; works without a project."""

from __future__ import annotations

from pathlib import Path

import click

from qualbench.cli.command import ANY_PATH, command
from qualbench.cli.output import count, say, warn


@command("merge")
@click.argument("base", type=ANY_PATH)
@click.argument("ours", type=ANY_PATH)
@click.argument("theirs", type=ANY_PATH)
@click.option("--output", metavar="FILE", type=ANY_PATH, help="Where to; by default it is printed.")
@click.option(
    "--called", metavar="NAME", default="", help="The merged file's name in sentences; git gives it."
)
def merge_command(base: Path, ours: Path, theirs: Path, output: Path | None, called: str) -> None:
    """Merge two codebook files that grew from one, by the ids of their codes.

    What one side alone changed is taken: a rename and a move of the same code both land. What both changed,
    each differently, is listed and stands in the merged file under `x-conflict`; the exit code is then 1, and
    the file cannot be saved as a version until each is solved.

    Example: qualbench codebook merge base.yaml ours.yaml theirs.yaml --output codebook.yaml
    """
    from qualbench.workbench.codebook_merging import FilesUnmergeable, merge_codebook_files
    from qualbench.workbench.git import merge_as_text

    try:
        merged = merge_codebook_files(base, ours, theirs, output, called=called)
    except FilesUnmergeable as error:
        # git would keep one side and say nothing of the other: so both stand in the file, as git marks them
        if called and output == ours and merge_as_text(base, ours, theirs):
            warn(f"{called}: both sides stand in the file, with git's own marks.")
        raise error from None
    if output is None:
        click.echo(merged.text.encode("utf-8"), nl=False)
    for note in merged.notes:
        warn(note)
    if merged.conflicts:
        for line in merged.listed():
            warn(line)
        warn(
            f"{count(len(merged.conflicts), 'conflict')}: give each code what it should have, then take out "
            "`x-conflict` with what stands under it."
        )
        click.get_current_context().exit(1)
    if output is not None and not called:
        say(f"Merged without conflicts into {output}.")


@command("outline")
@click.argument("file", type=ANY_PATH)
def outline_command(file: Path) -> None:
    """Print a codebook file as an outline: what its codes say, without ids and comments.

    It is what `git diff` compares after `qualbench git-setup`. A file that is no codebook is printed as it
    is.

    Example: qualbench codebook outline codebook.yaml
    """
    from qualbench.workbench.codebook_merging import codebook_outline

    say(codebook_outline(file).rstrip("\n"))


@command("git-setup")
@click.option("--remove", is_flag=True, help="Take out what was set up.")
def git_setup_command(remove: bool) -> None:
    """Let git merge and compare the codebook by its meaning.

    In the repository that you are in it adds a line to .gitattributes, which you commit, and the program to
    the settings of this copy of the repository, which each person does once. Git sees files only: each
    coder's codings are in the project, and follow when that coder saves the merged codebook as a version.

    Example: qualbench git-setup
    """
    from qualbench.cli.command import named_project
    from qualbench.workbench.git import remove_from_git, set_up_git

    # where one stands, also inside a project: a repository of its codebooks folder is none of the project's
    folder = named_project(click.get_current_context()) or Path.cwd()
    done = remove_from_git(folder) if remove else set_up_git(folder)
    for line in done:
        say(line)
    if not done:
        say("There was nothing to take out." if remove else "All of it is set up already.")
