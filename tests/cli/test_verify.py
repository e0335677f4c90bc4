"""`qualbench verify`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Shell


@pytest.fixture
def themed(study: Shell) -> Shell:
    segment = study.json("code", "apply", "P01", "Comfort", "--quote", "The garden kept me going")[0]
    study.ok("theme", "new", "Ease")
    study.ok("theme", "assign", "Ease", "Comfort")
    study.ok("theme", "exemplar", "Ease", segment["id"])
    return study


@pytest.mark.parametrize("form", ["md", "html", "docx"])
def test_an_export_stands(themed: Shell, tmp_path: Path, form: str) -> None:
    path = str(tmp_path / f"summary.{form}")
    themed.ok("export", "theme-summary", "--output", path)
    assert "1 of 1 quote stands" in themed.ok("verify", path)
    made = themed.json("verify", path)
    assert made["stands"] is made["locked"] is True
    assert made["quotes"][0]["verdict"] == "stands"
    assert made["wrong_numbers"] == []


def test_what_does_not_stand_exits_with_1_and_is_listed(themed: Shell, tmp_path: Path) -> None:
    path = tmp_path / "paper.txt"
    path.write_text("She said “the garden kept us all going” then.", encoding="utf-8")
    result = themed.run("verify", str(path))
    assert result.exit_code == 1
    assert "altered: “the garden kept us all going” (paragraph 1)" in result.stdout
    assert "[taken out: me][put in: us all]" in result.stdout
    assert "0 of 1 quote stand" in result.stdout
    path.write_text("She said “the garden kept me going” then.", encoding="utf-8")
    assert "in P01, turn 2" in themed.ok("verify", str(path), "--all")


def test_a_file_that_is_none_is_refused(themed: Shell, tmp_path: Path) -> None:
    themed.refused("verify", str(tmp_path / "none.docx"))


def test_codes_of_others_are_not_said_while_they_are_hidden(themed: Shell, tmp_path: Path) -> None:
    themed.ok("coder", "add", "Tom")
    path = tmp_path / "paper.txt"
    path.write_text("She said “the garden kept me going” then.", encoding="utf-8")
    themed.ok("independent", "start")
    assert themed.json("--coder", "Tom", "verify", str(path))["quotes"][0]["codes"] == []
