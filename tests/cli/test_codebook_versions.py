"""`codebook log` and `codebook milestone`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cli.conftest import Shell


def test_milestones_are_named_listed_and_taken_off(study: Shell) -> None:
    assert "No version is a milestone" in study.ok("codebook", "milestone")
    assert "No version of the codebook is saved" in study.refused("codebook", "milestone", "first", code=2)
    study.ok("codebook", "adopt", "-m", "begun", "--milestone", "initial template")
    study.ok("code", "rename", "Comfort", "Solace")
    study.ok("codebook", "adopt", "-m", "renamed")
    assert study.json("codebook", "milestone", "final") == {
        "number": 2,
        "milestone": "final",
        "message": "renamed",
    }
    log = study.json("codebook", "log")
    assert [(one["number"], one["codes"], one["milestone"]) for one in log] == [
        (1, 3, "initial template"),
        (2, 3, "final"),
    ]
    shown = study.ok("codebook", "log").splitlines()
    assert "milestone" in shown[0]
    assert "initial template" in shown[1]
    study.ok("codebook", "milestone", "--off", "final")
    assert [one["number"] for one in study.json("codebook", "milestone")] == [1]
    study.ok("undo")
    assert len(study.json("codebook", "milestone")) == 2


def test_a_wrong_call_is_told(study: Shell) -> None:
    study.ok("codebook", "adopt", "-m", "begun")
    assert "leave" in study.refused("codebook", "milestone", "x", "--off", "y", code=2).casefold()
    assert "to be called" in study.refused("codebook", "milestone", "--version", "1", code=2)
    assert "There is version 1" in study.refused("codebook", "milestone", "x", "--version", "9")


def test_the_evolution_is_written_in_each_format(study: Shell) -> None:
    study.ok("codebook", "adopt", "-m", "begun", "--milestone", "initial template")
    study.ok("code", "rename", "Comfort", "Solace", "--why", "their word")
    study.ok("codebook", "adopt", "-m", "renamed")
    out = study.folder.parent / "out"
    for ending, start in (("md", b"# Gardens"), ("html", b"<!DOCTYPE"), ("docx", b"PK")):
        path = out / f"evolution.{ending}"
        assert study.ok("codebook", "evolution", "--output", str(path)) == f"{path}\n"
        assert path.read_bytes().startswith(start)
    printed = study.ok("codebook", "evolution", "initial template", "2", "--output", "-")
    assert printed == (out / "evolution.md").read_text(encoding="utf-8")
    assert "their word" in printed
    picture = out / "lineage.svg"
    said = study.ok("codebook", "evolution", "--picture", str(picture)).splitlines()
    assert said == [str(study.folder / "exports" / "codebook-evolution.md"), str(picture)]
    assert b"<svg" in picture.read_bytes()
    assert "final" in study.refused("codebook", "evolution", "1", "final")
    assert "not saved before" in study.refused("codebook", "evolution", "2", "1", code=2)


def test_no_file_is_written_under_a_false_name(study: Shell) -> None:
    out = study.folder.parent / "out.pdf"
    said = study.refused("codebook", "evolution", "--output", str(out), code=2)
    assert "would be a .pdf file, and what can be written here is md, html, docx" in said
    assert not out.exists()
