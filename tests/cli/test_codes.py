"""`code list|create|rename|move|edit|retire|delete` and `codebook`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Shell


def paths(study: Shell) -> list[str]:
    return [row["path"] for row in study.json("code", "list")]


def test_codes_are_listed_with_the_promised_fields(study: Shell) -> None:
    study.ok("code", "apply", "P01", "0:5", "Transport")
    rows = study.json("code", "list")
    assert [(row["path"], row["segments"]) for row in rows] == [
        ("Comfort", 0),
        ("Access", 0),
        ("Access > Transport", 1),
    ]
    assert list(rows[2]) == [
        *("id", "name", "path", "parent_id", "color", "definition", "full_definition", "when", "when_not"),
        *("examples", "counter_examples", "origin", "source", "level", "in_vivo", "status", "author"),
        *("notes", "properties", "silenced", "segments", "segments_by_kind"),
    ]
    assert rows[2]["parent_id"] == rows[1]["id"]
    assert "Access > Transport" in study.ok("code", "list")


def test_codes_are_renamed_moved_edited_and_retired(study: Shell) -> None:
    study.ok("code", "apply", "P01", "0:5", "Transport")
    assert study.ok("code", "rename", "Transport", "Buses") == "Access > Buses\n"
    assert study.ok("code", "move", "Buses", "--under", "Comfort") == "Comfort > Buses\n"
    assert study.ok("code", "move", "Buses", "--top", "--position", "1") == "Buses\n"
    assert paths(study) == ["Buses", "Comfort", "Access"]
    study.ok("code", "edit", "Buses", "--definition", "Getting there", "--origin", "inductive", "--in-vivo")
    study.ok("code", "retire", "Buses", "--why", "too few")
    row = study.json("code", "list")[0]
    assert (row["definition"], row["origin"], row["in_vivo"], row["status"]) == (
        *("Getting there", "inductive", True),
        "retired",
    )
    assert study.json("segments")[0]["code"] == "Buses"
    assert study.json("log")[0]["why"] == "too few"


def test_every_field_is_given_changed_and_taken_out(study: Shell) -> None:
    words: dict[str, tuple[str, object]] = {
        "full_definition": ("At length.", "At length."),
        "when": ("Always.", "Always."),
        "when_not": ("Never.", "Never."),
        "source": ("Frank 1995", "Frank 1995"),
        "level": ("latent", "latent"),
        "author": ("Ben", "Ben"),
        "notes": ("To do.", "To do."),
        "color": ("#E69F00", "#E69F00"),
        "status": ("candidate", "candidate"),
        "example": ("It held me.", ["It held me."]),
        "counter_example": ("I held it.", ["I held it."]),
        "property": ("Direction = inward", {"Direction": "inward"}),
        "silence": ("unused=planned", {"unused": "planned"}),
    }
    kept = {"example": "examples", "counter_example": "counter_examples", "property": "properties"}
    kept["silence"] = "silenced"
    given = [word for key, (said, _) in words.items() for word in (f"--{key.replace('_', '-')}", said)]
    for command in (("create", "Hold"), ("edit", "Comfort")):
        study.ok("code", *command, *given, "--origin", "in vivo")
        row = next(one for one in study.json("code", "list") if one["name"] == command[1])
        assert {key: row[kept.get(key, key)] for key in words} == {
            key: one for key, (_, one) in words.items()
        }
        assert (row["origin"], row["in_vivo"]) == ("inductive", True)
    study.ok(
        "code", "edit", "Hold", "--property", "Pace=slow", "--example", "", "--level", "", "--origin", ""
    )
    row = next(one for one in study.json("code", "list") if one["name"] == "Hold")
    assert row["properties"] == {"Direction": "inward", "Pace": "slow"}
    assert (row["examples"], row["level"], row["origin"]) == ([], None, None)
    study.ok("code", "edit", "Hold", "--property", "Direction=", "--silence", "unused=")
    row = next(one for one in study.json("code", "list") if one["name"] == "Hold")
    assert (row["properties"], row["silenced"]) == ({"Pace": "slow"}, {})
    for wrong in ("Pace", "=slow"):
        assert "NAME=TEXT" in study.refused("code", "edit", "Hold", "--property", wrong, code=2)
    assert "latent" in study.refused("code", "edit", "Hold", "--level", "deep", code=2)


def test_delete_asks_and_refuses_what_is_used(study: Shell) -> None:
    study.ok("code", "apply", "P01", "0:5", "Transport")
    assert "1 segment" in study.refused("code", "delete", "Transport", "--yes")
    assert "--yes" in study.refused("code", "delete", "Comfort")
    assert "Comfort" in paths(study)
    study.ok("code", "delete", "Comfort", "--yes")
    assert paths(study) == ["Access", "Access > Transport"]


def test_wrong_fields_are_refused(study: Shell) -> None:
    assert "#0072B2" in study.refused("code", "edit", "Comfort", "--color", "red", code=2)
    assert "a priori" in study.refused("code", "edit", "Comfort", "--origin", "whim", code=2)
    study.refused("code", "edit", "Comfort", code=2)
    study.refused("code", "move", "Comfort", code=2)
    study.refused("code", "create", "A > B", code=2)
    study.refused("code", "create", "Comfort", code=2)


def test_an_edited_working_file_is_saved_as_a_version(study: Shell) -> None:
    study.ok("codebook", "adopt", "-m", "first")
    file = study.folder / "codebooks" / "codebook.yaml"
    text = file.read_text(encoding="utf-8").replace("Transport", "Getting there")
    file.write_text("# my own note\n" + text, encoding="utf-8")
    shown = study.json("codebook", "show")
    assert list(shown) == [*("name", "version", "file", "edited", "difference", "kept", "guesses", "codes")]
    assert shown["edited"]
    assert any("Getting there" in line for line in shown["difference"])
    assert "Getting there" in study.ok("codebook", "show")

    assert study.json("codebook", "adopt", "-m", "after the second")["number"] == 2
    assert paths(study) == ["Comfort", "Access", "Access > Getting there"]
    assert file.read_text(encoding="utf-8").startswith("# my own note\n")
    log = study.json("codebook", "log")
    assert [(row["number"], row["message"], row["coder"]) for row in log] == [
        (1, "first", "Ana"),
        (2, "after the second", "Ana"),
    ]
    assert "after the second" in study.ok("codebook", "log")


def test_a_working_file_that_cannot_be_read_is_told_with_its_lines(study: Shell) -> None:
    file = study.folder / "codebooks" / "codebook.yaml"
    file.write_text("codes:\n\t- a\n", encoding="utf-8")
    result = study.run("codebook", "show")
    assert "cannot be saved as a version" in result.stdout
    assert "line 2: " in result.stderr
    assert "line 2: " in study.refused("codebook", "adopt", "-m", "x")
    assert len(study.json("code", "list")) == 3


def test_a_version_is_written_out_as_it_was_saved(study: Shell, tmp_path: Path) -> None:
    study.ok("codebook", "adopt", "-m", "first")
    study.ok("code", "rename", "Comfort", "Ease")
    output = tmp_path / "one.yaml"
    study.ok("codebook", "export", "--version", "1", "--output", str(output))
    saved = study.folder / "codebooks" / "version-001.yaml"
    assert output.read_bytes() == saved.read_bytes()
    assert "Ease" in study.ok("codebook", "export")
    assert "no version" in study.refused("codebook", "export", "--version", "7")


def test_a_codebook_begins_from_a_starter(empty: Shell) -> None:
    starters = empty.json("codebook", "new", "--list")
    assert len(starters) >= 3
    begun = empty.json("codebook", "new", "--from", starters[0]["starter"])
    assert begun["version"] == 1
    assert empty.json("code", "list")
    assert "already" in empty.refused("codebook", "new", code=2)


def test_starters_are_listed_printed_and_taken(study: Shell) -> None:
    rows = study.json("codebook", "starters")
    assert rows == study.json("codebook", "new", "--list")
    assert len(rows) >= 8
    assert all(row["codes"] > 5 and row["citation"].startswith("After ") for row in rows)
    assert "com-b" in study.ok("codebook", "starters")
    assert study.ok("codebook", "starters", "com-b", "--show").startswith("# After Michie S")
    shown = study.json("codebook", "starters", "com-b")
    assert len(shown["codes"]) == 10
    assert all(code["source"] and "segments" not in code for code in shown["codes"])
    said = study.ok("codebook", "starters", "com-b", "--take", "--under", "Access")
    assert "10 codes of com-b" in said
    assert "added “Access > Capability”" in study.ok("codebook", "show")
    assert paths(study) == ["Comfort", "Access", "Access > Transport"]
    study.ok("codebook", "adopt", "-m", "with COM-B")
    assert "Access > Motivation > Reflective motivation" in paths(study)
    assert "has every code" in study.ok("codebook", "starters", "com-b", "--take")
    assert "chime-recovery" in study.refused("codebook", "starters", "chime")
    for wrong in (("--take",), ("com-b", "--take", "--show"), ("com-b", "--under", "Access")):
        study.refused("codebook", "starters", *wrong, code=2)


def test_the_schema_is_printed_and_written(empty: Shell, tmp_path: Path) -> None:
    printed = json.loads(empty.ok("codebook", "schema"))
    assert printed["title"] == "A qualbench codebook"
    file = tmp_path / "codebook.schema.json"
    for _again in range(2):
        assert empty.ok("codebook", "schema", "--output", str(file)).strip() == str(file)
        assert json.loads(file.read_text(encoding="utf-8")) == printed
    mine = tmp_path / "mine.json"
    mine.write_text("{}", encoding="utf-8")
    assert "is there already" in empty.refused("codebook", "schema", "--output", str(mine), code=2)
    assert mine.read_text(encoding="utf-8") == "{}"


def test_a_codebook_begins_from_nothing(empty: Shell) -> None:
    assert "There is no starter" in empty.refused("codebook", "new", "--from", "nonsense")
    begun = empty.json("codebook", "new")
    file = empty.folder / "codebooks" / "codebook.yaml"
    assert begun == {"file": str(file), "version": None}
    file.write_text("- One\n- Two\n", encoding="utf-8")
    empty.ok("codebook", "adopt", "-m", "a start")
    assert paths(empty) == ["One", "Two"]


def test_what_the_file_and_the_project_both_changed_is_told_and_settled(study: Shell) -> None:
    file = study.folder / "codebooks" / "codebook.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("Comfort", "Solace"), encoding="utf-8")
    study.ok("code", "rename", "Comfort", "Ease")
    study.ok("code", "edit", "Access", "--definition", "Getting in")
    shown = study.run("codebook", "show")
    assert "cannot be saved as a version yet" in shown.stdout
    assert "renamed “Ease” to “Solace”" in shown.stdout
    assert "--prefer-file" in shown.stderr
    assert "“Ease”" in study.refused("codebook", "adopt", "-m", "mine")
    study.ok("codebook", "adopt", "-m", "mine", "--prefer-file")
    assert paths(study) == ["Solace", "Access", "Access > Transport"]
    assert study.json("code", "list")[1]["definition"] == "Getting in"


def test_an_export_does_not_replace_the_study(study: Shell) -> None:
    database = study.folder / "project.qualbench"
    before = database.read_bytes()
    assert "kept in" in study.refused(
        *("export", "segments", "--format", "csv", "--output", str(database)), code=2
    )
    assert "kept in" in study.refused(
        *("codebook", "export", "--format", "yaml", "--output", str(database)), code=2
    )
    assert database.read_bytes() == before
