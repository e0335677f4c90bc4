"""Surveys: a table of answers looked at, and taken in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from qualbench.cli.command import ANY_PATH, group, json_option, project_session
from qualbench.cli.output import count, print_json, print_table, say, warn

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qualbench.workbench.surveys import Survey


@group("survey")
def survey_command() -> None:
    """Surveys: written answers as a source, ticked ones as attributes.

    A table (csv, tsv, xlsx) with a header. One row is one case; columns that were ticked become attributes of
    the cases, columns that were written become one document, in which each answer is a turn of its case.
    """


def _column_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        click.option("--leave-out", multiple=True, metavar="COLUMN", help="Nothing becomes of it."),
        click.option("--closed", multiple=True, metavar="COLUMN", help="It was ticked: an attribute."),
        click.option("--open", "open_", multiple=True, metavar="COLUMN", help="It was written: answers."),
        click.option("--case", metavar="COLUMN", help="It says who answered."),
    ):
        command = option(command)
    return command


@survey_command.command("preview")
@click.argument("file", type=ANY_PATH)
@_column_options
@json_option
def preview_command(file: Path, *, as_json: bool, **columns: Any) -> None:
    """Say what would become of each column of FILE; nothing is stored.

    What a column is, is guessed from what stands in it; --case, --open, --closed and --leave-out decide.

    Example: qualbench survey preview answers.csv
    """
    from qualbench.workbench.surveys import plan_survey

    survey = plan_survey(file, **_given(columns))
    if as_json:
        print_json(_survey(survey))
        return
    _say_survey(survey)


@survey_command.command("import")
@click.argument("file", type=ANY_PATH)
@click.option("--name", metavar="NAME", help="What the document of answers is called; by default as FILE.")
@_column_options
@json_option
def import_command(file: Path, *, name: str | None, as_json: bool, **columns: Any) -> None:
    """Take the answers of FILE in, as one step.

    Cases are found by their name, new ones are made; a case that has a value of an attribute already keeps
    it. The same file twice brings nothing.

    Example: qualbench survey import answers.csv --open hindered --closed role
    """
    from qualbench.workbench.surveys import import_survey

    with project_session(write=True) as session:
        done = import_survey(session, file, name=name, **_given(columns))
    if as_json:
        more = {"document": done.document, "there_already": done.there_already}
        more |= {"new_cases": done.new_cases, "new_attributes": list(done.attributes)}
        print_json(_survey(done.survey) | more)
        return
    if done.there_already:
        say(f"These answers are there already, as {done.document}.")
        return
    _say_survey(done.survey)
    made = f", {count(len(done.attributes), 'new attribute')}" if done.attributes else ""
    say(f"Imported as {done.document}: {count(done.new_cases, 'new case')}{made}.")


def _given(columns: dict[str, Any]) -> dict[str, Any]:
    return {"case": columns["case"], "open_": columns["open_"], "closed": columns["closed"]} | {
        "left_out": columns["leave_out"]
    }


def _survey(survey: Survey) -> dict[str, Any]:
    return {
        "separator": survey.separator,
        "encoding": survey.encoding,
        "rows": survey.rows,
        "cases": survey.cases,
        "answers": survey.answers,
        "columns": [
            {
                "name": one.name,
                "use": one.use.value,
                "type": one.type.value if one.type else None,
                "filled": one.filled,
                "distinct": one.distinct,
                "examples": list(one.examples),
            }
            for one in survey.columns
        ],
        "problems": [
            {"message": one.message, "line": one.line, "hint": one.hint, "serious": one.serious}
            for one in survey.problems
        ],
    }


def _say_survey(survey: Survey) -> None:
    for one in survey.problems:
        warn(f"{f'line {one.line}: ' if one.line else ''}{one.message} {one.hint}".rstrip())
    rows = [
        (
            *(one.name, f"{one.use.value}{f' ({one.type})' if one.type else ''}", one.filled, one.distinct),
            " · ".join(example if len(example) <= 24 else f"{example[:23]}…" for example in one.examples),
        )
        for one in survey.columns
    ]
    print_table(("column", "becomes", "filled", "different", "such as"), rows, numbers=(2, 3))
    say(f"{count(survey.rows, 'row')}, {count(survey.cases, 'case')}, {count(survey.answers, 'answer')}.")
