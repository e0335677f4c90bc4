"""`code move|reorder|merge|split-into|retire|revive|history`, and `--dry-run` of them all."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from qualbench.cli import asking
from qualbench.workbench.project import open_session

if TYPE_CHECKING:
    from tests.cli.conftest import Shell


def paths(study: Shell) -> list[str]:
    return [row["path"] for row in study.json("code", "list")]


def test_codes_are_merged_after_a_look(study: Shell) -> None:
    study.ok("code", "apply", "P01", "0:5", "Transport")
    study.ok("code", "apply", "P02", "0:5", "Comfort")
    looked = study.ok("code", "merge", "Transport", "--into", "Comfort", "--dry-run")
    assert looked.splitlines() == [
        "The step: merged “Transport” into “Comfort”.",
        "Touched: 2 segments in 2 documents, of no case; no theme.",
        "1 coding would get another code.",
        "Nothing was changed.",
    ]
    assert len(paths(study)) == 3
    preview = study.json("code", "merge", "Transport", "--into", "Comfort", "--dry-run")
    assert (preview["segments"], preview["documents"], preview["themes"]) == (2, 2, [])
    said = study.ok("code", "merge", "Transport", "Access", "--into", "Comfort", "--why", "one thing")
    assert said == "Comfort\n2 codes merged into it, 1 coding recoded.\n"
    assert paths(study) == ["Comfort"]
    assert study.json("log")[0]["why"] == "one thing"
    study.ok("undo")
    assert paths(study) == ["Comfort", "Access", "Access > Transport"]


def test_a_merge_as_json_has_the_promised_fields(study: Shell) -> None:
    study.ok("code", "apply", "P01", "0:5", "Transport")
    study.ok("code", "apply", "P01", "3:9", "Comfort")
    done = study.json("code", "merge", "Access", "Transport", "--into", "Comfort", "--unite")
    assert {key: done[key] for key in done if key != "into"} == {
        "codes": ["Access", "Access > Transport"],
        "moved": [],
        "recoded": 0,
        "same": 0,
        "united": 1,
        "overlapping": 0,
        "apart": 0,
    }
    (segment,) = study.json("segments")
    assert (segment["start"], segment["end"]) == (0, 9)


def test_several_codes_move_and_are_put_in_order(study: Shell) -> None:
    study.ok("code", "create", "Money", "--why", "asked for")
    said = study.ok("code", "move", "Comfort", "Money", "--under", "Access", "--position", "1")
    assert said == "Access > Comfort\nAccess > Money\n"
    assert paths(study) == ["Access", "Access > Comfort", "Access > Money", "Access > Transport"]
    study.ok("code", "reorder", "Transport", "Money")
    assert paths(study)[1:] == ["Access > Transport", "Access > Money", "Access > Comfort"]
    assert "different codes" in study.refused("code", "reorder", "Access", "Money", code=2)
    assert "asked for" in {one["why"] for one in study.json("log")}


@pytest.mark.parametrize(
    "words",
    [
        ("rename", "Comfort", "Ease"),
        ("move", "Comfort", "--under", "Access"),
        ("reorder", "Access"),
        ("edit", "Comfort", "--definition", "Ease"),
        ("edit", "Comfort", "--color", "#0072B2"),
        ("retire", "Comfort", "Access"),
        ("revive", "Comfort"),
        ("delete", "Comfort"),
        ("merge", "Comfort", "--into", "Access"),
        ("create", "Garden", "--under", "Access"),
    ],
)
def test_a_dry_run_says_what_it_would_touch_and_changes_nothing(study: Shell, words: tuple[str, ...]) -> None:
    before = (study.json("code", "list"), study.json("log"))
    said = study.ok("code", *words, "--dry-run").splitlines()
    assert said[1] == "Touched: no segment; no theme."
    assert said[-1] == "Nothing was changed."
    assert (study.json("code", "list"), study.json("log")) == before


def test_codes_are_retired_and_put_back_as_one_step(study: Shell) -> None:
    study.ok("code", "retire", "Comfort", "Access", "--why", "too wide")
    assert [row["status"] for row in study.json("code", "list")] == ["retired", "retired", "active"]
    assert study.json("log")[0]["summary"] == "retired 2 codes"
    study.ok("code", "revive", "Comfort", "Access")
    assert {row["status"] for row in study.json("code", "list")} == {"active"}


def test_what_is_used_is_offered_to_be_retired_or_merged(study: Shell) -> None:
    study.ok("code", "apply", "P01", "0:5", "Comfort")
    said = study.refused("code", "delete", "Comfort", "--yes")
    assert "1 segment" in said
    assert "Retire it" in said
    assert "merge it" in said


def test_a_code_is_split_by_words_of_a_command(study: Shell) -> None:
    for at in ("0:5", "6:9", "10:15"):
        study.ok("code", "apply", "P01", at, "Comfort")
    first, second, third = (one["id"] for one in study.json("segments"))
    said = study.ok("code", "split-into", "Comfort", "--to", "Garden", "--to", "Transport")
    assert "0 of 3 segments looked at" in said
    assert "1 Garden, a new code: 0 segments" in said
    assert first in said
    study.ok("code", "split-into", "Comfort", "--assign", f"{first}=Garden", "--assign", f"{second}=2")
    study.ok("code", "split-into", "Comfort", "--stay", third)
    status = study.json("code", "split-into", "Comfort", "--status")
    assert [one["chosen"] for one in status["segments"]] == ["Garden", "Access > Transport", "stays"]
    assert paths(study) == ["Comfort", "Access", "Access > Transport"]
    more = ("--to", "Shed", "--assign", f"{third}=Shed", "--dry-run")
    with open_session(study.folder):  # a look needs nobody to leave
        looked = study.ok("code", "split-into", "Comfort", *more)
    assert "into “Garden”, “Transport” and “Shed”." in looked
    assert study.json("code", "split-into", "Comfort", "--status") == status
    preview = study.ok("code", "split-into", "Comfort", "--dry-run", "--retire")
    assert "The step: split “Comfort” into “Garden” and “Transport” and retired it." in preview
    said = study.ok("code", "split-into", "Comfort", "--finish", "--retire", "--why", "two things")
    assert said.splitlines() == [
        "Split “Comfort” into “Garden”, “Transport”: 2 codings went to them.",
        "1 coding stayed with “Comfort”, which is retired.",
    ]
    assert [one["code"] for one in study.json("segments")] == ["Garden", "Transport", "Comfort"]
    study.ok("undo")
    assert {one["code"] for one in study.json("segments")} == {"Comfort"}
    assert "given up" in study.ok("code", "split-into", "Comfort", "--drop")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "--to NAME"),
        (("--to", "Comfort"), "into itself"),
        (("--to", "Garden", "--assign", "no-equals"), "--assign SEGMENT=CODE"),
        (("--to", "Garden", "--assign", "one=Bench"), "not being split into “Bench”"),
        (("--to", "Garden", "--assign", "one=Garden"), "no segment “one”"),
        (("--to", "Garden", "--retire"), "--finish"),
        (("--to", "Garden", "--finish"), "No segment"),
        (("--drop",), "No split"),
    ],
)
def test_a_wrong_split_gets_a_sentence(study: Shell, words: tuple[str, ...], says: str) -> None:
    assert says in study.refused("code", "split-into", "Comfort", *words, code=2)


def test_a_walk_takes_one_key_a_segment_and_is_gone_on_with(
    study: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    for at in ("0:5", "6:9", "10:15", "16:20"):
        study.ok("code", "apply", "P01", at, "Comfort")
    monkeypatch.setattr(asking, "someone_is_there", lambda: True)
    said = study.ok("code", "split-into", "Comfort", "--to", "Garden", "--to", "Bench", stdin="1?z21q")
    assert "2 of 4 segments looked at." in said  # back, and given another; then one more
    assert "kept" in said
    said = study.ok("code", "split-into", "Comfort", stdin="ns")
    assert "3 of 4 segments looked at." in said
    said = study.ok("code", "split-into", "Comfort", "--why", "two things", stdin="1y\ny\n")
    assert "Split “Comfort” into “Garden”, “Bench”: 3 codings went to them." in said
    assert [one["code"] for one in study.json("segments")] == ["Bench", "Garden", "Garden", "Comfort"]
    assert study.json("code", "list")[0]["status"] == "retired"
    assert study.json("log")[0]["why"] == "two things"


def test_the_history_of_a_code_is_told_also_when_it_is_gone(study: Shell) -> None:
    study.ok("code", "rename", "Transport", "Buses", "--why", "clearer")
    study.ok("code", "edit", "Buses", "--definition", "Getting there")
    study.ok("code", "merge", "Buses", "--into", "Comfort", "--why", "one thing")
    events = study.json("code", "history", "Buses")
    assert [(one["what"], one["said"], one["why"]) for one in events] == [
        ("created", "created as “Transport” under Access", ""),
        ("renamed", "renamed from “Transport” to “Buses”", "clearer"),
        ("redefined", "definition changed from “nothing” to “Getting there”", ""),
        ("merged", "merged into “Comfort”", "one thing"),
    ]
    assert {one["coder"] for one in events} == {"Ana"}
    assert "“Access > Buses” was merged into it" in study.ok("code", "history", "Comfort")
    assert json.loads(study.ok("code", "history", "Access > Buses", "--json")) == events
    assert "no code" in study.refused("code", "history", "Nothing")
