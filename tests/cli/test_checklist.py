from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import click
import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Shell


def answers(shell: Shell, name: str) -> dict[str, str]:
    text = shell.ok("export", "checklist", name, "--format", "csv", "--output", "-")
    return {row["No."].rstrip("*"): row["What there is to say"] for row in csv.DictReader(io.StringIO(text))}


def test_coreq_says_what_the_project_knows_and_what_it_does_not(study: Shell) -> None:
    study.ok("code", "apply", "P01", "Comfort", "--quote", "kept me going")
    (segment,) = [one["id"] for one in study.json("segments")]
    study.ok("theme", "new", "Ease", "--concept", "What one can do.")
    study.ok("theme", "assign", "Ease", "Comfort")
    study.ok("theme", "exemplar", "Ease", segment)
    study.ok("case", "set", "P01", "area", "town")
    study.ok("case", "set", "P02", "area", "town")
    study.ok("journal", "add", "I was sure of it too early.")
    said = answers(study, "coreq")
    assert said["12"] == "2 participants with words in the data."
    assert said["16"] == "area: town 2.\nAll of it: qualbench case list"
    assert said["1"].endswith("Who asks in the transcripts: Interviewer.")
    assert said["24"] == "1 person coded: Ana."
    assert "no saved version" in said["25"]
    assert said["27"].startswith("qualbench ")
    assert "1 quote chosen from 1 of 2 participants" in said["29"]
    assert "1 theme in “Theme set 1”: Ease." in said["31"]
    assert "0 codes or segments marked" in said["32"]
    assert "1 entry in the journal" in said["8"]
    assert said["2"] == "missing: only you can say this"
    assert said["20"] == "missing: only you can say this"
    study.ok("document", "set", "P02", "--kind", "field notes")
    assert "P02" in answers(study, "coreq")["20"]


def test_small_numbers_and_private_attributes_are_not_told(study: Shell) -> None:
    study.ok("case", "set", "P01", "area", "town")
    study.ok("case", "set", "P02", "area", "hills")
    assert "hills 1" in answers(study, "coreq")["16"]
    study.ok("project", "set", "--smallest-cell", "2")
    assert "hills" not in answers(study, "coreq")["16"]
    study.ok("project", "set", "--smallest-cell", "0")
    study.ok("case", "attribute", "area", "--private")
    assert "hills" not in answers(study, "coreq")["16"]


@pytest.mark.parametrize("name", ["srqr", "entreq", "bc15", "rtarg"])
@pytest.mark.parametrize("form", ["md", "html", "docx", "xlsx", "json", "tex"])
def test_each_is_written_in_each_format_the_same_every_time(
    study: Shell, tmp_path: Path, name: str, form: str
) -> None:
    file = tmp_path / f"list.{form}"
    study.ok("export", "checklist", name, "--output", str(file))
    first = file.read_bytes()
    study.ok("export", "checklist", name, "--output", str(file))
    assert file.read_bytes() == first
    assert len(first) > 1000


def test_the_reflexive_profile_is_told_why_coreq_may_not_fit(study: Shell) -> None:
    assert "may not fit reflexive" not in study.ok("export", "checklist", "coreq", "--output", "-")
    study.ok("profile", "reflexive")
    assert "may not fit reflexive" in study.ok("export", "checklist", "coreq", "--output", "-")


def test_the_command_offers_the_checklists_and_formats_that_there_are() -> None:
    from qualbench.cli import export_parts
    from qualbench.reports.checklist import NAMES
    from qualbench.workbench.quote_export import FORMATS

    name = next(one for one in export_parts.checklist_command.params if one.name == "name")
    assert isinstance(name.type, click.Choice)
    assert tuple(name.type.choices) == NAMES
    assert sorted(export_parts._FORMATS) == sorted(FORMATS)
