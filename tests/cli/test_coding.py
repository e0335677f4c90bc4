"""`code apply|remove|import|split|join|recode|resize` and `segments`."""

from __future__ import annotations

import csv
import json
import shutil
from typing import TYPE_CHECKING

from tests.cli.conftest import FIRST, SECOND, Shell

if TYPE_CHECKING:
    from pathlib import Path

FIELDS = [
    *("id", "document", "document_sha256", "start", "end", "quote", "code", "code_id", "code_path", "coder"),
    *("created_at", "memo", "code_path_ids", "memos"),
    "important",
    "stance",
]


def test_a_place_is_coded(study: Shell) -> None:
    start = FIRST.index("kept me going")
    made = study.json("code", "apply", "P01", f"{start}:{start + 13}", "Access > Transport", "Comfort")
    assert [(row["quote"], row["code"], row["code_path"]) for row in made] == [
        ("kept me going", "Transport", "Access > Transport"),
        ("kept me going", "Comfort", "Comfort"),
    ]
    listed = study.json("segments", "--document", "P01")
    assert sorted(listed, key=lambda row: str(row["code"]), reverse=True) == made


def test_positions_count_code_points(study: Shell) -> None:
    (row,) = study.json("code", "apply", "P01", "Comfort", "--quote", "🌱 Nobody")
    assert (row["start"], row["end"]) == (FIRST.index("🌱"), FIRST.index("🌱") + 8)


def test_a_quote_must_stand_in_the_document_just_once(study: Shell) -> None:
    first, second = SECOND.index("Nobody"), SECOND.rindex("Nobody")
    said = study.refused("code", "apply", "P02", "Comfort", "--quote", "Nobody asked me")
    assert f"2 times in P02: {first}:{first + 15} (turn 2), {second}:{second + 15} (turn 2)" in said
    assert "not found" in study.refused("code", "apply", "P02", "Comfort", "--quote", "no such")
    assert study.json("segments") == []


def test_a_place_beyond_the_text_is_refused(study: Shell) -> None:
    for place in ("0:99999", "5:5", "9:3", "-1:4", "1", "a:b"):
        assert study.run("code", "apply", "P01", "--", place, "Comfort").exit_code == 2, place
    assert study.json("segments") == []


def test_the_same_coding_twice_is_refused(study: Shell) -> None:
    study.ok("code", "apply", "P01", "0:5", "Comfort")
    assert "already" in study.refused("code", "apply", "P01", "0:5", "Comfort")


def test_split_and_join(study: Shell) -> None:
    (row,) = study.json("code", "apply", "P01", "0:11", "Comfort")
    first, second = study.json("code", "split", row["id"], "5")
    assert (first["id"], first["quote"], second["quote"]) == (row["id"], FIRST[:5], FIRST[5:11])
    (joined,) = study.json("code", "join", first["id"], second["id"])
    assert joined == row


def test_recode_resize_and_remove(study: Shell) -> None:
    (row,) = study.json("code", "apply", "P01", "0:11", "Comfort")
    assert study.json("code", "recode", row["id"], "Transport")[0]["code"] == "Transport"
    made = study.json("code", "recode", row["id"], "Access > The bus", "--new")
    assert made[0]["code_path"] == "Access > The bus"
    study.ok("undo")
    assert study.json("segments")[0]["code"] == "Transport"
    assert study.json("code", "resize", row["id"], "0:5")[0]["quote"] == FIRST[:5]
    study.ok("code", "remove", row["id"], "--why", "a slip")
    assert study.json("segments") == []
    assert study.json("log")[0]["why"] == "a slip"


def test_segments_are_filtered(study: Shell) -> None:
    study.ok("coder", "add", "Tom")
    study.ok("code", "apply", "P01", "0:5", "Comfort")
    study.ok("code", "apply", "P01", "0:9", "Transport")
    study.ok("code", "apply", "P02", "0:5", "Comfort", "--coder", "Tom")
    assert [row["document"] for row in study.json("segments", "--coder", "tom")] == ["P02"]
    assert len(study.json("segments")) == 3
    assert len(study.json("segments", "--code", "Comfort")) == 2
    assert study.json("segments", "--code", "Access") == []
    assert len(study.json("segments", "--code", "Access", "--with-subcodes")) == 1
    assert len(study.json("segments", "--document", "P01", "--code", "Comfort", "--coder", "Ana")) == 1
    assert "There is no coder" in study.refused("segments", "--coder", "Nobody")
    assert study.ok("segments").endswith("3 segments.\n")


def test_segments_have_the_promised_fields(study: Shell) -> None:
    (made,) = study.json("code", "apply", "P01", "0:5", "Transport")
    study.ok("memo", "add", "first thought", "--segment", made["id"])
    study.ok("memo", "add", "second", "--segment", made["id"])
    (row,) = study.json("segments")
    assert list(row) == FIELDS
    assert row["document"] == "P01"
    assert row["document_sha256"] == study.json("show", "P01")["sha256"]
    assert (row["code"], row["code_path"], row["coder"]) == ("Transport", "Access > Transport", "Ana")
    assert row["memo"] == "first thought\n\nsecond"
    assert [(one["text"], one["coder"]) for one in row["memos"]] == [
        ("first thought", "Ana"),
        ("second", "Ana"),
    ]
    codes = {one["path"]: one["id"] for one in study.json("code", "list")}
    assert row["code_path_ids"] == [codes["Access"], codes["Access > Transport"]]


def test_segments_are_marked_listed_by_their_marks_and_travel_with_them(study: Shell, tmp_path: Path) -> None:
    copy = Shell(tmp_path / "copy")
    shutil.copytree(study.folder, copy.folder)
    coded(study)
    first, second, third = study.json("segments")
    study.ok("code", "mark", first["id"], second["id"], "--important")
    (row,) = study.json("code", "mark", second["id"], "--not-important", "--stance", "contradicts")
    assert (row["important"], row["stance"]) == (False, "contradicts")
    assert [row["id"] for row in study.json("segments", "--important")] == [first["id"]]
    assert [row["id"] for row in study.json("segments", "--stance", "contradicts")] == [second["id"]]
    unmarked = study.json("segments", "--not-important", "--stance", "none")
    assert [row["id"] for row in unmarked] == [third["id"]]
    said = study.ok("segments")
    assert f"  important  {first['id']}" in said
    assert f"  contradicts  {second['id']}" in said
    file = tmp_path / "codings.json"
    file.write_text(study.ok("segments", "--json"), encoding="utf-8")
    copy.ok("code", "import", str(file))
    assert copy.json("segments") == study.json("segments")
    study.ok("undo")
    assert [row["id"] for row in study.json("segments", "--important")] == [first["id"], second["id"]]
    assert "no stance “maybe”" in study.refused("segments", "--stance", "maybe", code=2)
    assert "how to mark" in study.refused("code", "mark", first["id"], code=2)


def coded(study: Shell) -> list[dict[str, object]]:
    """Code the study by two coders, with a memo."""
    study.ok("coder", "add", "Tom")
    (row,) = study.json("code", "apply", "P01", "Comfort", "--quote", "kept me going")
    study.ok("code", "apply", "P01", "0:9", "Transport", "--coder", "Tom")
    study.ok("code", "apply", "P02", "Access", "--quote", "The bus came late.")
    study.ok("memo", "add", "Ein Gedanke, ünïcode", "--segment", row["id"])
    rows: list[dict[str, object]] = study.json("segments")
    return rows


def test_codings_travel_to_another_copy_and_back(study: Shell, tmp_path: Path) -> None:
    copy = Shell(tmp_path / "copy")
    shutil.copytree(study.folder, copy.folder)
    rows = coded(study)
    file = tmp_path / "codings.json"
    file.write_text(study.ok("segments", "--json"), encoding="utf-8")
    assert "ünïcode" in file.read_text(encoding="utf-8")

    brought = copy.json("code", "import", str(file))
    assert (brought["added"], brought["coders_added"], brought["rejected"]) == (3, ["Tom"], [])
    assert copy.json("segments") == rows

    for one in (study, copy):
        again = one.json("code", "import", str(file))
        assert (again["added"], again["there_already"]) == (0, 3)
        assert one.json("segments") == rows
        assert one.json("check") == []


def test_memos_written_later_follow_with_their_writer_and_date(study: Shell, tmp_path: Path) -> None:
    copy = Shell(tmp_path / "copy")
    (row, *_) = coded(study)
    shutil.copytree(study.folder, copy.folder)
    copy.ok("coder", "add", "Ben")
    copy.ok("memo", "add", "Not so sure.", "--segment", str(row["id"]), "--coder", "Ben")
    file = tmp_path / "codings.json"
    file.write_text(copy.ok("segments", "--json"), encoding="utf-8")
    said = study.ok("code", "import", str(file))
    assert "Added 0 codings; 3 were there already.\nAdded 1 memo.\n" in said
    assert study.json("segments") == copy.json("segments")
    assert study.json("code", "import", str(file))["memos_added"] == 0
    study.ok("undo")
    assert study.json("segments")[0]["memo"] == row["memo"]


def test_an_import_of_codings_is_one_step(study: Shell, tmp_path: Path) -> None:
    coded(study)
    file = tmp_path / "codings.json"
    file.write_text(study.ok("segments", "--json"), encoding="utf-8")
    for _ in range(5):
        study.run("undo", "--any-coder")
    assert study.json("segments") == []
    study.ok("code", "import", str(file))
    assert len(study.json("segments")) == 3
    study.ok("undo")
    assert study.json("segments") == []


def test_rows_that_do_not_fit_are_listed_and_the_rest_is_kept(study: Shell, tmp_path: Path) -> None:
    file = tmp_path / "codings.csv"
    with file.open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream)
        table.writerow(["document", "quote", "code", "coder", "whatever"])
        table.writerow(["P01", "kept me  going", "Comfort", "Ana", "x"])
        table.writerow(["P02", "Nobody asked me", "Comfort", "Ana", "x"])
        table.writerow(["P02", "The bus came late.", "Brand > New", "Mia", "x"])
        table.writerow(["P09", "The bus", "Comfort", "Ana", "x"])
    result = study.run("code", "import", str(file), "--fold-space", "--json")
    assert result.exit_code == 1
    said = json.loads(result.stdout)
    assert list(said) == [
        "added",
        "there_already",
        "codes_created",
        "coders_added",
        "rejected",
        "memos_added",
        "marked",
        "remarks",
    ]
    assert said["added"] == 1
    assert [(one["row"], one["line"]) for one in said["rejected"]] == [(2, 3), (3, 4), (4, 5)]
    assert "2 times" in said["rejected"][0]["reason"]
    assert "--create-codes" in said["rejected"][1]["reason"]

    result = study.run("code", "import", str(file), "--fold-space", "--create-codes")
    assert result.exit_code == 1
    assert "2 new codes:\n  Brand\n  Brand > New\n1 new coder:\n  Mia\n" in result.stdout
    assert "row 2 (line 3): " in result.stderr


def test_segments_answer_an_expression_with_their_context(study: Shell) -> None:
    study.ok("code", "apply", "P01", "Access > Transport", "--quote", "The garden kept me going.")
    study.ok("code", "apply", "P01", "Comfort", "--quote", "kept me going")
    study.ok("code", "apply", "P02", "Comfort", "--quote", "came late")
    rows = study.json("segments", "--where", "code:Comfort AND NOT code:Access")
    assert [row["quote"] for row in rows] == ["came late"]
    rows = study.json(
        "segments", "--where", "code:Comfort code:Access", "--code", "Comfort", "--context", "1"
    )
    assert [(row["quote"], row["context_after"]) for row in rows] == [
        ("kept me going", ". 🌱 Nobody asked me twice."),
    ]
    assert "The garden [kept me going]." in study.ok("segments", "--where", '"kept me"', "--context", "1")


def test_an_expression_that_cannot_be_read_is_pointed_at(study: Shell) -> None:
    said = study.refused("segments", "--where", "code:Comfrt", code=2)
    assert "There is no code “Comfrt”." in said
    assert "Did you mean “Comfort”?" in said
    lines = said.splitlines()
    pointing = next(n for n, line in enumerate(lines) if line.strip() == "^")
    assert lines[pointing - 1][lines[pointing].index("^") :] == "Comfrt"


def test_several_segments_are_recoded_as_one_step(study: Shell) -> None:
    rows = [study.json("code", "apply", "P01", place, "Comfort")[0] for place in ("0:5", "6:9")]
    ids = [row["id"] for row in rows]
    done = study.json("code", "recode", *ids, "Access > Transport")
    assert [(row["id"], row["code"]) for row in done] == [(one, "Transport") for one in ids]
    assert "already" in study.refused("code", "recode", *ids, "Access > Transport")
    study.ok("undo")
    assert [row["code"] for row in study.json("segments")] == ["Comfort", "Comfort"]


def test_only_segments_that_answer_are_exported(study: Shell) -> None:
    study.ok("code", "apply", "P01", "0:5", "Comfort")
    study.ok("code", "apply", "P02", "0:5", "Access > Transport")
    table = study.ok("export", "segments", "--where", "code:Access", "--output", "-")
    assert [row["document"] for row in csv.DictReader(table.lstrip("\ufeff").splitlines())] == ["P02"]


def test_words_that_a_quote_leaves_out_are_named(study: Shell, tmp_path: Path) -> None:
    text = study.json("show", "P01")["text"]
    words = text[text.index("\n\n") + 2 :].split(" ")
    quote = f"{' '.join(words[:3])} […] {' '.join(words[-3:])}".strip()
    file = tmp_path / "codings.csv"
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([("document", "quote", "code"), ("P01", quote, "Comfort")])
    assert "not found" in study.run("code", "import", str(file)).stderr
    result = study.run("code", "import", str(file), "--fold-space")
    assert result.exit_code == 0
    assert "row 1 (line 2): the coding in P01 holds words that the quote leaves out: “" in result.stderr
