"""`theme` and `export`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Shell


@pytest.fixture
def themed(study: Shell) -> Shell:
    """The study with two codings, a theme and a subtheme."""
    study.ok("code", "apply", "P01", "Comfort", "--quote", "kept me going")
    study.ok("code", "apply", "P02", "Transport", "--quote", "The bus came late.")
    study.ok("theme", "new", "Getting by", "--concept", "Small things carry people")
    study.ok("theme", "new", "On the way", "--under", "Getting by")
    study.ok("theme", "assign", "Getting by", "Comfort")
    study.ok("theme", "assign", "On the way", "Access")
    return study


def test_themes_are_listed_with_the_promised_fields(themed: Shell) -> None:
    above, under = themed.json("theme", "list")
    assert list(above) == [
        *("set", "name", "path", "codes", "participants", "of", "segments", "kinds", "exemplars"),
        *("id", "level", "kind", "concept", "definition", "is_not", "narrative", "status", "reason"),
        *("became", "members", "links"),
    ]
    assert (above["level"], under["level"], above["concept"]) == (
        "theme",
        "subtheme",
        "Small things carry people",
    )
    assert above["members"] == [{"code": "Comfort", "segment": "", "subcodes": True, "stance": ""}]
    assert {one: above[one] for one in list(above)[:9]} == {
        "set": "Theme set 1",
        "name": "Getting by",
        "path": "Getting by",
        "codes": ["Comfort"],
        "participants": 2,
        "of": 2,
        "segments": 2,
        "kinds": {"interview": 2},
        "exemplars": [],
    }
    assert (under["path"], under["codes"], under["participants"]) == (
        "Getting by > On the way",
        ["Access"],
        1,
    )
    assert "Getting by: mentioned by 2 of 2 participants, 2 segments" in themed.ok("theme", "list")


def test_numbers_over_several_kinds_of_source_say_so(themed: Shell) -> None:
    assert "several kinds" not in themed.ok("theme", "list") + themed.ok("code", "list")
    themed.ok("document", "set", "P02", "--kind", "diary")
    for listing in ("theme list", "code list", "codebook show"):
        assert "several kinds: diary, interview." in themed.ok(*listing.split())
    assert themed.json("theme", "list")[0]["kinds"] == {"diary": 1, "interview": 1}
    alone = ("theme", "list", "--kind", "interview")
    assert "Getting by: mentioned in the one case, 1 segment" in themed.ok(*alone)
    assert "several kinds" not in themed.ok(*alone)
    assert [row["kinds"] for row in themed.json(*alone)] == [{"interview": 1}] * 2
    assert themed.json(*alone, "--kind", "diary") == themed.json("theme", "list")
    rows = {row["name"]: row for row in themed.json("code", "list", "--kind", "diary")}
    assert (rows["Comfort"]["segments"], rows["Comfort"]["segments_by_kind"]) == (0, {})
    assert (rows["Transport"]["segments"], rows["Transport"]["segments_by_kind"]) == (1, {"diary": 1})
    for command in (("theme", "list"), ("code", "list"), ("export", "theme-summary", "--output", "-")):
        said = themed.refused(*command, "--kind", "posts", code=2)
        assert "“posts”" in said
        assert "diary: 1, interview: 1" in said


def test_researchers_own_notes_are_named_where_they_are_coded(themed: Shell) -> None:
    themed.ok("document", "set", "P02", "--kind", "field notes")
    themed.ok("speaker", "set", "P02", "P02", "--role", "interviewer")
    kinds = {row["name"]: row["kinds"] for row in themed.json("theme", "list")}
    assert kinds["On the way"] == {"field notes": 1, "interview": 1}
    themed.ok("theme", "unassign", "On the way", "Access")
    kinds = {row["name"]: row["kinds"] for row in themed.json("theme", "list")}
    assert kinds["On the way"] == {"interview": 1}


def test_the_summary_says_which_kinds_it_counts(themed: Shell) -> None:
    assert "of these kinds" not in themed.ok("export", "theme-summary", "--output", "-")
    assert "several kinds" not in themed.ok("export", "theme-summary", "--output", "-")
    themed.ok("document", "set", "P02", "--kind", "diary")
    both = themed.ok("export", "theme-summary", "--output", "-")
    assert "sources of several kinds (diary: 1, interview: 1)" in both
    one = themed.ok("export", "theme-summary", "--output", "-", "--kind", "diary")
    assert "Only sources of these kinds are counted: diary." in one
    assert "several kinds" not in one
    assert "1 (diary: 1)" in one


def test_exemplars_are_chosen_from_the_themes_segments(themed: Shell) -> None:
    (row,) = themed.json("theme", "segments", "On the way")
    themed.ok("theme", "exemplar", "Getting by > On the way", row["id"])
    assert themed.json("theme", "list")[1]["exemplars"] == [row["id"]]
    other = themed.json("segments", "--code", "Comfort")[0]["id"]
    themed.refused("theme", "exemplar", "On the way", other, code=2)
    themed.ok("theme", "exemplar", "On the way", row["id"], "--drop")
    assert "no chosen quote" in themed.refused(
        "theme", "exemplar", "On the way", "nonsense", "--drop", code=2
    )
    assert themed.json("theme", "list")[1]["exemplars"] == []


def test_a_theme_is_edited_and_removed(themed: Shell) -> None:
    themed.ok("theme", "edit", "On the way", "--name", "Travel", "--top", "--status", "kept")
    assert [row["path"] for row in themed.json("theme", "list")] == ["Getting by", "Travel"]
    assert "--yes" in themed.refused("theme", "remove", "Travel")
    themed.ok("theme", "remove", "Travel", "--yes")
    assert [row["path"] for row in themed.json("theme", "list")] == ["Getting by"]
    assert len(themed.json("segments")) == 2
    themed.ok("theme", "unassign", "Getting by", "Comfort")
    assert themed.json("theme", "list")[0]["codes"] == []
    themed.refused("theme", "edit", "Getting by", code=2)


def test_sets_stand_side_by_side(themed: Shell) -> None:
    themed.ok("theme", "set", "new", "Other")
    themed.ok("theme", "new", "All of it", "--set", "Other")
    themed.ok("theme", "assign", "All of it", "Comfort", "--set", "Other")
    assert themed.json("theme", "list")[0]["set"] == "Theme set 1"
    (row,) = themed.json("theme", "list", "--set", "Other")
    assert (row["set"], row["name"], row["participants"]) == ("Other", "All of it", 1)
    themed.ok("theme", "set", "use", "Other")
    assert [(one["name"], one["current"], one["themes"]) for one in themed.json("theme", "set", "list")] == [
        ("Theme set 1", False, 2),
        ("Other", True, 1),
    ]
    assert themed.json("theme", "list")[0]["set"] == "Other"


def test_no_theme_is_an_empty_list(study: Shell) -> None:
    assert study.json("theme", "list") == []
    assert study.json("theme", "set", "list") == []


@pytest.mark.parametrize("form", ["md", "html", "docx"])
def test_the_summary_is_written(themed: Shell, tmp_path: Path, form: str) -> None:
    (row,) = themed.json("theme", "segments", "On the way")
    themed.ok("theme", "exemplar", "On the way", row["id"])
    output = tmp_path / f"summary.{form}"
    themed.ok("export", "theme-summary", "--format", form, "--output", str(output))
    assert output.stat().st_size > 500
    again = tmp_path / f"again.{form}"
    themed.ok("export", "theme-summary", "--output", str(again))
    assert again.read_bytes() == output.read_bytes()
    if form == "md":
        assert "The bus came late." in output.read_text(encoding="utf-8")


def test_exports_go_to_the_projects_folder_by_default(themed: Shell) -> None:
    themed.ok("memo", "add", "A thought.")
    themed.ok("export", "theme-summary")
    themed.ok("export", "segments")
    themed.ok("export", "transcript", "P01")
    themed.ok("export", "memos", "--format", "html")
    assert sorted(path.name for path in (themed.folder / "exports").iterdir()) == [
        "memos.html",
        "segments.csv",
        "theme-summary.md",
        "transcript P01.html",
    ]


def test_an_export_goes_to_stdout_where_asked(themed: Shell, tmp_path: Path) -> None:
    output = tmp_path / "summary.md"
    themed.ok("export", "theme-summary", "--output", str(output))
    assert themed.ok("export", "theme-summary", "--output", "-") == output.read_text(encoding="utf-8")
    assert themed.ok("export", "segments", "--output", "-").count("kept me going") == 1


def test_the_coders_whose_codings_count_are_named(themed: Shell, tmp_path: Path) -> None:
    themed.ok("coder", "add", "Tom")
    themed.ok("code", "apply", "P01", "0:5", "Comfort", "--coder", "Tom")
    output = tmp_path / "segments.csv"
    themed.ok("export", "segments", "--output", str(output), "--coder", "Tom")
    assert len(output.read_text(encoding="utf-8-sig").splitlines()) == 2
    themed.ok("export", "segments", "--output", str(output), "--coder", "Tom", "--coder", "Ana")
    assert len(output.read_text(encoding="utf-8-sig").splitlines()) == 4
    assert [row["segments"] for row in themed.json("theme", "list", "--coder", "Tom")] == [1, 0]
    themed.refused("export", "segments", "--coder", "Nobody")


def test_an_export_where_nothing_can_be_written_is_a_sentence(themed: Shell, tmp_path: Path) -> None:
    assert str(tmp_path) in themed.refused("export", "theme-summary", "--output", str(tmp_path))


def test_what_somebody_has_worked_on_is_not_replaced_under_the_default_name(themed: Shell) -> None:
    first = themed.folder / "exports" / "theme-summary.md"
    themed.ok("export", "theme-summary")
    themed.ok("export", "theme-summary")
    assert [path.name for path in first.parent.iterdir()] == ["theme-summary.md"]
    own = first.read_text(encoding="utf-8") + "My own notes."
    first.write_text(own, encoding="utf-8")
    assert "theme-summary-2.md" in themed.ok("export", "theme-summary")
    assert first.read_text(encoding="utf-8") == own


def test_all_that_a_theme_says_is_given_and_shown(themed: Shell) -> None:
    themed.ok(
        *("theme", "edit", "Getting by", "--level", "overarching theme", "--kind", "analytical"),
        *("--is-not", "Not cheerfulness", "--narrative", "They kept going."),
    )
    (segment,) = themed.json("code", "apply", "P02", "Comfort", "--quote", "The bus")
    themed.ok("theme", "add", "Getting by", segment["id"], "--stance", "contradicts")
    themed.ok("theme", "assign", "Getting by", "Comfort", "--alone", "--stance", "supports")
    themed.ok("theme", "link", "Getting by", "On the way", "--word", "explains")
    shown = themed.json("theme", "show", "Getting by")
    assert shown["level"] == "overarching theme"
    assert (shown["kind"], shown["is_not"], shown["narrative"]) == (
        "analytical",
        "Not cheerfulness",
        "They kept going.",
    )
    assert shown["members"] == [
        {"code": "Comfort", "segment": "", "subcodes": False, "stance": "supports"},
        {"code": "", "segment": segment["id"], "subcodes": True, "stance": "contradicts"},
    ]
    assert shown["links"] == [{"theme": "Getting by > On the way", "word": "explains"}]
    assert {one: held["participants"] for one, held in shown["stances"].items()} == {
        "supports": 1,
        "contradicts": 1,
    }
    said = themed.ok("theme", "show", "Getting by")
    assert "supports 1, contradicts 1 of 2" in said
    assert "What it is not: Not cheerfulness" in said
    themed.ok("theme", "drop", "Getting by", segment["id"])
    themed.ok("theme", "link", "Getting by", "On the way", "--remove")
    assert "link" in themed.refused("theme", "link", "Getting by", "On the way", code=2)
    assert themed.json("theme", "show", "Getting by")["links"] == []


def test_themes_are_merged_and_split_and_say_what_they_became(themed: Shell) -> None:
    themed.ok("theme", "new", "Moving")
    themed.ok("theme", "merge", "Getting by > On the way", "--into", "Moving", "--why", "one claim")
    merged = themed.json("theme", "show", "Getting by > On the way")
    assert (merged["status"], merged["became"], merged["reason"]) == ("merged", ["Moving"], "one claim")
    assert themed.json("theme", "show", "Moving")["participants"] == 1
    themed.ok("theme", "assign", "Moving", "Comfort")
    themed.ok("theme", "split", "Moving", "--part", "Rides", "Access", "--part", "Rests", "Comfort")
    assert themed.json("theme", "show", "Moving")["became"] == ["Rides", "Rests"]
    assert "Rests: mentioned by 1 of 2" in themed.ok("theme", "list")
    assert "no member of the theme" in themed.refused(
        "theme", "split", "Rides", "--part", "A", "Nothing", "--part", "B", "Access"
    )
    assert "step of its own" in themed.refused("theme", "edit", "Rides", "--status", "merged", code=2)


def test_a_set_s_file_is_written_checked_taken_over_and_compared(themed: Shell) -> None:
    path = Path(themed.ok("theme", "set", "write").strip())
    assert "says what the project has" in themed.ok("theme", "set", "check")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("name: Getting by", "nam: Getting by"), encoding="utf-8")
    checked = themed.run("theme", "set", "check")
    assert checked.exit_code == 1
    assert "Did you mean `name`?" in checked.stderr
    path.write_text(text.replace("name: Getting by", "name: Going on"), encoding="utf-8")
    assert "“Getting by” is called “Going on”." in themed.ok("theme", "set", "check")
    assert themed.json("theme", "set", "check")["differences"][0]["what"] == "renamed"
    assert "Saved as version 1" in themed.ok("theme", "set", "adopt", "-m", "a name")
    themed.ok("theme", "remove", "Going on > On the way", "--yes")
    themed.ok("theme", "set", "adopt", "-m", "fewer", "--prefer-project")
    assert [one["message"] for one in themed.json("theme", "set", "versions")] == ["a name", "fewer"]
    assert "On the way” is gone" in themed.ok("theme", "set", "diff", "Theme set 1@1", "Theme set 1")
    assert "On the way" in themed.ok("theme", "set", "show", "--version", "1")
    assert "a message" in themed.refused("theme", "set", "adopt", code=2)


def test_themes_are_looked_over_and_reviewed(themed: Shell) -> None:
    remarks = themed.json("theme", "lint")
    assert {"no-contradiction", "no-concept"} <= {one["remark"] for one in remarks}
    themed.ok(
        "theme", "lint", "--silence", "no-concept", "--theme", "Getting by > On the way", "--why", "a part"
    )
    assert "no-concept" not in {one["remark"] for one in themed.json("theme", "lint")}
    assert "Silenced: a part" in themed.ok("theme", "lint", "--all")
    themed.ok("theme", "lint", "--restore", "no-concept", "--theme", "Getting by > On the way")
    assert "no central organising concept" in themed.ok("theme", "lint")
    themed.ok("code", "create", "Spare")
    themed.ok("theme", "pile", "Spare", "--why", "small talk")
    assert themed.json("theme", "pile") == [{"code": "Spare", "why": "small talk"}]
    assert "Spare: small talk" in themed.ok("theme", "pile")
    themed.ok("theme", "pile", "Spare", "--back")
    assert "No code is put aside." in themed.ok("theme", "pile")
    (first, *_rest) = themed.json("theme", "review", "Getting by")["extracts"]
    done = themed.ok("theme", "review", "Getting by", first["segment"], "--verdict", "does not fit")
    assert done.startswith("1 of 2 extracts judged (1 does not fit)")
    assert "[does not fit]" in themed.ok("theme", "review", "Getting by")
    themed.ok("theme", "reread", "Getting by", "P01", "--verdict", "holds", "--note", "as before")
    assert "[holds] P01: 1 segment (as before)" in themed.ok("theme", "reread", "Getting by")
    assert "There is no verdict" in themed.refused(
        "theme", "review", "Getting by", first["segment"], "--verdict", "fine", code=2
    )
    assert "name them" in themed.refused("theme", "review", "Getting by", "--verdict", "fits", code=2)
