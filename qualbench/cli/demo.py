"""The example study."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from qualbench.cli.command import coder_name, command
from qualbench.cli.output import say, warn
from qualbench.errors import UsageError

if TYPE_CHECKING:
    from qualbench.workbench.project import Session


@command("demo")
@click.option(
    "--folder",
    metavar="DIR",
    type=click.Path(path_type=Path, readable=False),
    default=Path("build/demo"),
    help="Where to build it.",
)
@click.option("--no-open", is_flag=True, help="Do not open it; write the summaries and print one.")
@click.option("--fresh", is_flag=True, help="Build it anew; what was changed in it is lost.")
@click.option("--tour", is_flag=True, help="Begin the tour of eight steps anew; needs a terminal.")
@click.option("--yes", is_flag=True, help="Do not ask; the answer is yes.")
@click.pass_context
def demo_command(ctx: click.Context, folder: Path, no_open: bool, fresh: bool, tour: bool, yes: bool) -> None:
    """Build the fictional example study and open it.

    An example study that is there is opened as it is, the first time with a tour of eight steps. Where
    there is no terminal the theme summaries are written into its folder exports and the Markdown one is
    printed.

    Example: qualbench demo --no-open
    """
    from qualbench.cli.asking import confirm
    from qualbench.cli.interface import has_terminal, run_interface
    from qualbench.cli.progress import progress_bar
    from qualbench.workbench.demo import build_demo
    from qualbench.workbench.project import open_session
    from qualbench.workbench.tour_state import TourState, save_tour

    if tour and (no_open or not has_terminal()):
        raise UsageError("The tour is taken in the interface, which needs a terminal.", "Leave out --tour.")
    if fresh and folder.exists():
        confirm(f"Build the example study in {folder} anew? What was changed in it is lost.", yes=yes)
    with progress_bar("Building the example study") as progress:
        build_demo(folder, fresh=fresh, progress=progress)
    if tour:
        save_tour(TourState())
    if has_terminal() and not no_open:
        ctx.exit(run_interface(folder, coder=coder_name(ctx)))
    with open_session(folder, write=False) as session:
        _export(session)
    warn(f"The example study is in {folder}. Open it in a terminal with: qualbench open {folder}")


def _export(session: Session) -> None:
    """Write the summary of every theme set in every format, and print the current one's Markdown."""
    from qualbench.workbench.reporting import FORMATS, export_theme_summary
    from qualbench.workbench.theming import current_set, list_theme_sets

    current, written = current_set(session), []
    for one in list_theme_sets(session):
        for form in FORMATS:
            name = one.name.lower().replace(" ", "-")
            output = session.project.exports / f"theme-summary-{name}.{form}"
            export_theme_summary(session, output=output, format=form, set_name=one.name)
            written.append(output)
            if form == "md" and current is not None and one.id == current.id:
                say(output.read_text(encoding="utf-8").rstrip("\n"))
    for path in written:
        warn(f"Wrote {path}")
