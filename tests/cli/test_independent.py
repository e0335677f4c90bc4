"""Independent coding by commands: what another coder does changes nothing that is printed or exported."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Shell

#: Every command that lists something of codings, memos, themes or counts.
LISTINGS = [
    ("documents", "--json"),
    ("code", "list", "--json"),
    ("codebook", "show", "--json"),
    ("segments", "--json"),
    ("segments", "--document", "P02"),
    ("segments", "--coder", "Tom", "--json"),
    ("segments", "--where", "code:Transport OR code:Access", "--json"),
    ("segments", "--where", "NOT coder:Ana", "--context", "1"),
    ("search", "bus", "--coded", "Transport", "--json"),
    ("search", "bus", "--not-coded", "Transport", "--json"),
    ("search", "asked", "--json"),
    ("memo", "list", "--json"),
    ("journal", "list", "--json"),
    ("theme", "list", "--json"),
    ("theme", "segments", "Getting there", "--json"),
    ("coder", "list"),
    ("show", "P02"),
    ("check",),
]
EXPORTS = [
    ("theme-summary", "--format", "md", "--output"),
    ("theme-summary", "--format", "html", "--output"),
    ("segments", "--format", "csv", "--output"),
    ("transcript", "P02", "--format", "html", "--output"),
    ("themes-table", "--format", "md", "--output"),
    ("quotes", "--all", "--format", "csv", "--output"),
    ("framework", "--format", "csv", "--output"),
    ("framework", "--format", "md", "--output"),
    ("checklist", "coreq", "--format", "md", "--output"),
    ("memos", "--format", "md", "--output"),
]


@pytest.fixture
def team(study: Shell) -> Shell:
    """Two coders with codings, a theme, and independent coding in force."""
    study.ok("coder", "add", "Tom")
    (mine,) = study.json("code", "apply", "P01", "Comfort", "--quote", "kept me going")
    study.ok("memo", "add", "Ana's thought", "--segment", mine["id"])
    study.ok("code", "apply", "P02", "Access", "--quote", "The bus came late.")
    study.ok("code", "apply", "P01", "Comfort", "--quote", "The garden", "--coder", "Tom")
    study.ok("theme", "set", "new", "First")
    study.ok("theme", "new", "Getting there")
    study.ok("theme", "assign", "Getting there", "Access", "Comfort")
    study.ok("independent", "start", "--why", "first round")
    return study


def toms_work(team: Shell) -> str:
    """Let Tom code, write, choose a quote and take something back; return the id of one coding."""
    by = ("--coder", "Tom")
    (row,) = team.json("code", "apply", "P02", "Transport", "--quote", "The bus came late.", *by)
    team.ok("code", "apply", "P01", "Access", "--quote", "Nobody asked me twice.", *by)
    team.ok("memo", "add", "a secret of Tom's", "--segment", row["id"], *by)
    team.ok("memo", "add", "a secret of Tom's", "--code", "Comfort", *by)
    team.ok("memo", "add", "a secret of Tom's", "--document", "P01", *by)
    team.ok("memo", "add", "a secret of Tom's", "--document", "P02", "--at", "0:11", *by)
    team.ok("journal", "add", "a secret of Tom's", *by)
    team.ok("theme", "exemplar", "Getting there", row["id"], *by)
    team.ok("code", "apply", "P01", "0:9", "Comfort", *by)
    team.ok("undo", *by)
    return str(row["id"])


def all_that_is_said(team: Shell, folder: Path) -> list[str | bytes]:
    said: list[str | bytes] = [team.ok(*words) for words in LISTINGS]
    folder.mkdir()
    for number, words in enumerate(EXPORTS):
        path = folder / f"{number}.out"
        team.ok("export", *words, str(path))
        said.append(path.read_bytes())
    return said


def test_what_another_coder_does_changes_no_listing_and_no_export(team: Shell, tmp_path: Path) -> None:
    before = all_that_is_said(team, tmp_path / "before")
    toms_work(team)
    after = all_that_is_said(team, tmp_path / "after")
    for words, one, other in zip([*LISTINGS, *EXPORTS], before, after, strict=True):
        assert one == other, words
    toms = team.ok("segments", "--coder", "Ana")
    assert "0 segments." not in toms, "Ana still sees her own"


def test_it_holds_for_the_second_coder_as_it_does_for_the_lead(team: Shell) -> None:
    toms_work(team)
    said = team.run("segments", "--json", "--coder", "Tom").stdout  # here a filter: whose are listed
    assert said == "[]\n"
    for words in (("code", "list"), ("memo", "list"), ("documents",), ("theme", "list")):
        printed = team.run("--coder", "Tom", *words).stdout
        assert "Ana's thought" not in printed
    rows = {row["path"]: row["segments"] for row in team.json("--coder", "Tom", "code", "list")}
    assert rows == {"Comfort": 1, "Access": 1, "Access > Transport": 1}


def test_every_command_says_that_others_are_hidden_beside_its_output(team: Shell) -> None:
    result = team.run("segments", "--json")
    assert "Independent coding is in force" in result.stderr
    assert "those of Ana" in result.stderr


def test_exports_say_whose_codings_alone_are_in_them(team: Shell, tmp_path: Path) -> None:
    toms_work(team)
    for number, words in enumerate(EXPORTS):
        path = tmp_path / f"{number}.out"
        result = team.run("export", *words, str(path))
        assert "ndependent coding in force: only Ana's codings" in result.stderr, words
        if "csv" not in words:  # a table has no place for a sentence
            assert "ndependent coding in force" in path.read_text(encoding="utf-8").replace("&#x27;", "'")
    assert "only your own codings" in team.refused(
        "export", "segments", "--coder", "Tom", "--output", str(tmp_path / "no")
    )
    assert not (tmp_path / "no").exists()


def test_the_history_does_not_tell_what_another_coded(team: Shell) -> None:
    toms_work(team)
    rows = team.json("log")
    toms = [row for row in rows if row["coder"] == "Tom"]
    assert {row["summary"] for row in toms} == {"a coding step of another coder"}
    assert {(row["verb"], row["why"], row["changes"]) for row in toms} == {("code", "", 0)}
    assert all("Transport" not in team.ok("log", "--step", str(row["id"])) for row in toms)
    ana = [row["summary"] for row in rows if row["coder"] == "Ana"]
    assert "started independent coding" in ana
    assert any(one.startswith("coded P01") for one in ana)


def test_nothing_of_another_coder_can_be_changed_named_or_taken_back(team: Shell) -> None:
    theirs = toms_work(team)
    (mine,) = team.json("segments", "--document", "P02")
    for words in (
        ("code", "remove", theirs),
        ("code", "recode", theirs, "Comfort"),
        ("code", "resize", theirs, "3:9"),
        ("code", "join", mine["id"], theirs),
        ("memo", "add", "on his", "--segment", theirs),
        ("theme", "exemplar", "Getting there", theirs),
    ):
        said = team.refused(*words)
        assert "There is no segment" in said, words
    assert "only your own steps" in team.refused("undo", "--any-coder", "--yes")
    assert "no two coders" not in team.refused("compare")
    assert "compared after it has ended" in team.refused("compare", "Ana", "Tom")


def test_a_code_that_hidden_codings_use_stays_and_their_number_is_not_told(team: Shell) -> None:
    toms_work(team)
    said = team.refused("code", "delete", "Transport", "--yes")
    assert "it has codings" in said
    assert not any(one.isdigit() for one in said)
    team.ok("code", "create", "Spare")
    team.ok("memo", "add", "Tom's on the code", "--code", "Spare", "--coder", "Tom")
    assert "something of another coder" in team.refused("code", "delete", "Spare", "--yes")
    team.ok("code", "create", "Free")
    team.ok("code", "delete", "Free", "--yes")


def test_what_others_hidden_work_stands_on_stays_though_it_is_not_told_how_much(
    team: Shell, tmp_path: Path
) -> None:
    third = tmp_path / "P03.txt"
    third.write_text("P03: The garden again.\n", encoding="utf-8")
    team.ok("import", str(third))
    imported = next(row["id"] for row in team.json("log") if row["verb"] == "import")
    (row,) = team.json("code", "apply", "P03", "0:3", "Comfort", "--coder", "Tom")
    team.ok("theme", "exemplar", "Getting there", row["id"], "--coder", "Tom")
    assert "P03 of that import has segments" in team.refused("undo", "--step", str(imported))
    assert "stands on it" in team.refused("theme", "remove", "Getting there", "--yes")
    assert [one["name"] for one in team.json("documents")] == ["P01", "P02", "P03"]
    assert [one["path"] for one in team.json("theme", "list")] == ["Getting there"]
    team.ok("check")


def test_others_codings_do_not_come_in_and_ones_own_do(team: Shell, tmp_path: Path) -> None:
    file = tmp_path / "codings.csv"
    file.write_text("document,start,end,code,coder\nP01,0,9,Comfort,Tom\nP01,0,9,Access,Ana\n", "utf-8")
    said = team.run("code", "import", str(file))
    assert said.exit_code == 1
    assert "only your own codings" in said.output
    assert len(team.json("segments")) == 3


def test_the_end_is_asked_for_logged_and_never_taken_back(team: Shell) -> None:
    toms_work(team)
    assert "in force already" in team.refused("independent", "start", code=2)
    assert "--yes decides" in team.refused("independent", "end")
    team.ok("independent", "end", "--yes", "--why", "round done", "--coder", "Tom")
    assert "Independent coding is not in force." in team.ok("independent", "status")
    (row,) = team.json("independent", "status")
    assert (row["started_by"], row["why"], row["ended_by"], row["ended_why"]) == (
        *("Ana", "first round"),
        *("Tom", "round done"),
    )
    assert team.ok("segments", "--coder", "Tom") != "0 segments.\n"
    newest = team.json("log")[0]
    assert (newest["coder"], newest["verb"], newest["why"]) == ("Tom", "independent coding", "round done")
    refused = team.refused("undo", "--step", str(newest["id"]), "--any-coder", code=2)
    assert "not taken back" in refused
    taken_back = team.ok("undo", "--any-coder")  # passes the end and the undo by
    assert "independent" not in taken_back
    assert team.json("independent", "status")[0]["ended_at"] == row["ended_at"]
    assert "not in force" in team.refused("independent", "end", "--yes", code=2)
    team.ok("independent", "start")
    assert [one["ended_at"] is None for one in team.json("independent", "status")] == [False, True]
    team.ok("check")


def by_tom(team: Shell, *words: str) -> str:
    return team.ok("--coder", "Tom", *words)


def test_a_memo_that_went_with_a_shared_thing_is_told_to_nobody_else(study: Shell) -> None:
    """Steps on codes, themes and versions are everybody's; what a coder wrote that went with them is not."""
    study.ok("coder", "add", "Tom")
    study.ok("code", "create", "Gone")
    study.ok("memo", "add", "SECRET on the code", "--code", "Gone")
    study.ok("code", "delete", "Gone", "--yes", "--why", "SECRETWHY")
    study.ok("theme", "set", "new", "First")
    study.ok("theme", "new", "Mistaken")
    study.ok("theme", "assign", "Mistaken", "Comfort")
    (row,) = study.json("code", "apply", "P01", "Comfort", "--quote", "kept me going")
    study.ok("theme", "exemplar", "Mistaken", row["id"])
    study.ok("memo", "add", "SECRET on the theme", "--theme", "Mistaken")
    study.ok("theme", "remove", "Mistaken", "--yes", "--why", "SECRETWHY")
    study.ok("code", "create", "Plain")
    study.ok("code", "delete", "Plain", "--yes", "--why", "an open reason")
    before = {one["id"]: one for one in study.json("log")}
    study.ok("independent", "start")
    seen = {one["id"]: one for one in study.json("--coder", "Tom", "log")}
    told = [
        by_tom(study, "log", "--step", str(one)) + by_tom(study, "log", "--step", str(one), "--json")
        for one in before
    ]
    assert not any("SECRET" in one for one in [*told, *map(str, seen.values())])
    assert not any(row["id"] in one for one in told)
    whole = [one for one in before if before[one]["why"] == "SECRETWHY"]
    assert len(whole) == 2
    for one in whole:
        assert (seen[one]["why"], seen[one]["changes"]) == ("", 0)
        assert "is hidden" in seen[one]["summary"]
    assert any("CodeRemoved" in one or "CodeDeleted" in one for one in told), "the code itself is shared"
    plain = next(one for one in seen.values() if one["why"])
    assert (plain["why"], plain["changes"]) == ("an open reason", 1)
    assert "SECRET" in study.ok("log", "--step", str(whole[0])), "Ana sees her own"


def test_codings_of_another_in_ones_own_step_are_hidden_and_undo_says_why(
    study: Shell, tmp_path: Path
) -> None:
    file = tmp_path / "codings.csv"
    study.ok("code", "apply", "P01", "Comfort", "--quote", "kept me going")
    study.ok("export", "segments", "--output", str(file))
    study.ok("undo")
    study.ok("coder", "add", "Tom")
    by_tom(study, "code", "import", str(file))
    step = study.json("log")[0]
    assert (step["coder"], step["verb"]) == ("Tom", "import codings")
    assert "SegmentAdded" in by_tom(study, "log", "--step", str(step["id"]))
    study.ok("independent", "start")
    assert by_tom(study, "log", "--step", str(step["id"])) == ""
    assert study.json("--coder", "Tom", "log", "--step", str(step["id"])) == []
    said = study.refused("--coder", "Tom", "undo", "--step", str(step["id"]))
    assert "Independent coding is in force" in said
    assert "which is hidden" in said
    assert "changed or removed since" not in said


def test_who_cannot_take_a_step_back_is_told_of_another_way(team: Shell) -> None:
    (row,) = team.json("code", "apply", "P02", "Transport", "--quote", "The bus came late.")
    team.ok("independent", "end", "--yes")
    team.ok("memo", "add", "Tom's thought", "--segment", row["id"], "--coder", "Tom")
    team.ok("theme", "exemplar", "Getting there", row["id"])
    team.ok("undo")
    (theirs,) = team.json("code", "apply", "P02", "Access", "--quote", "And the bus?", "--coder", "Tom")
    team.ok("theme", "exemplar", "Getting there", theirs["id"], "--coder", "Tom")
    team.ok("independent", "start")
    for words in (("undo",), ("undo",)):
        said = team.refused(*words)
        assert "something of another coder stands on it" in said
        assert "qualbench undo --step N" in said
    said = team.refused("theme", "remove", "Getting there", "--yes")
    assert "Independent coding is in force: something of another coder stands on it" in said
    team.ok("check")


def test_what_ones_own_work_stands_on_is_not_laid_on_independence(team: Shell) -> None:
    team.ok("code", "create", "Fresh")
    team.ok("memo", "add", "my own", "--code", "Fresh")
    step = next(one["id"] for one in team.json("log") if "Fresh" in one["summary"] and one["verb"] != "memo")
    said = team.refused("undo", "--step", str(step))
    assert "it is about a code that is not there" in said


def test_who_has_no_step_is_not_sent_to_anothers(study: Shell) -> None:
    study.ok("coder", "add", "Tom")
    assert "--any-coder" in study.refused("--coder", "Tom", "undo")
    study.ok("independent", "start")
    said = study.refused("--coder", "Tom", "undo")
    assert "There is nothing to undo" in said
    assert "--any-coder" not in said
