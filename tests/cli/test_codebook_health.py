"""Looking after the codebook at the command line: remarks, the second look, a code over time."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cli.conftest import Shell


def redefined(study: Shell) -> list[str]:
    """Two codings of Comfort, which is redefined; the ids, the newest first."""
    study.ok("code", "edit", "Comfort", "--definition", "What does one good.")
    first = study.json("code", "apply", "P01", "17:23", "Comfort")
    second = study.json("code", "apply", "P01", "38:46", "Comfort")
    study.ok("code", "edit", "Comfort", "--definition", "What did one good then.")
    return [second[0]["id"], first[0]["id"]]


def test_remarks_are_listed_by_kind_and_as_json(study: Shell) -> None:
    said = study.ok("codebook", "lint")
    assert "no-definition: Say in a sentence what the code means.\n  “Comfort” has no definition.\n" in said
    assert said.endswith("\n5 remarks.\n")
    rows = study.json("codebook", "lint")
    assert {one["remark"] for one in rows} == {"no-definition", "no-example"}
    assert [one["code"] for one in rows] == ["Comfort"] * 2 + ["Access"] + ["Access > Transport"] * 2
    assert all(one["silenced"] is None and one["other"] is None and one["theme_id"] is None for one in rows)


def test_a_remark_is_silenced_with_a_reason_listed_with_all_and_heard_again(study: Shell) -> None:
    silenced = ("codebook", "lint", "--silence", "no-example", "--code", "Comfort")
    assert "with a reason" in study.refused(*silenced, code=2)
    said = study.ok(*silenced, "--why", "plain")
    assert said == "Silenced: “Comfort” has no example.\n"
    assert study.ok("codebook", "lint").endswith("4 remarks, 1 silenced (--all lists them).\n")
    assert "“Comfort” has no example. Silenced: plain" in study.ok("codebook", "lint", "--all")
    assert [one["silenced"] for one in study.json("codebook", "lint", "--all") if one["silenced"]] == [
        "plain"
    ]
    file = study.folder / "codebooks" / "codebook.yaml"
    assert "no-example: plain" in file.read_text(encoding="utf-8")
    again = ("codebook", "lint", "--restore", "no-example", "--code", "Comfort")
    assert study.ok(*again) == "Heard again: “Comfort” has no example.\n"
    assert "it is not silenced" in study.ok(*again)
    assert study.ok("codebook", "lint").endswith("\n5 remarks.\n")


def test_a_remark_on_a_theme_is_silenced_by_its_name(study: Shell) -> None:
    study.ok("theme", "new", "Barriers to coming")
    study.ok(
        "codebook", "lint", "--silence", "topic-name", "--theme", "Barriers to coming", "--why", "asked for"
    )
    assert "named as a topic" not in study.ok("codebook", "lint")
    assert "named as a topic. Silenced: asked for" in study.ok("codebook", "lint", "--all")


def test_wrong_calls_get_a_sentence(study: Shell) -> None:
    lint = ("codebook", "lint")
    assert "Say which code" in study.refused(*lint, "--silence", "no-example", "--why", "x", code=2)
    assert "go with --silence" in study.refused(*lint, "--code", "Access", code=2)
    both = ("--silence", "deep", "--restore", "deep", "--code", "Access")
    assert "not both" in study.refused(*lint, *both, code=2)
    assert "no-definition" in study.refused(*lint, "--silence", "x", "--code", "Access", "--why", "y", code=2)
    assert "no remark “deep” on “Access”" in study.refused(
        *lint, "--silence", "deep", "--code", "Access", "--why", "y"
    )
    assert "Name the segments" in study.refused("codebook", "stale", "keep", code=2)
    assert "go after “keep”" in study.refused("codebook", "stale", "--json", "keep", "x", code=2)
    assert "“x”" in study.refused("codebook", "stale", "keep", "x")
    assert "“Nothing”" in study.refused("codebook", "drift", "Nothing")


def test_with_nothing_to_say_it_says_so(empty: Shell) -> None:
    assert empty.ok("codebook", "lint") == "Nothing to remark.\n"
    assert empty.json("codebook", "lint") == []
    assert empty.ok("codebook", "stale").startswith("No coding waits for a second look")
    assert empty.json("codebook", "stale") == {"looked_at": 0, "of": 0, "codings": []}


def test_what_waits_is_listed_with_the_definition_then_and_now(study: Shell) -> None:
    newest, oldest = redefined(study)
    said = study.ok("codebook", "stale")
    assert said.startswith(
        "Comfort: 2 codings\n"
        "  then, means: What [-does-] one good.\n"
        "  now, means: What {+did+} one good{+ then+}.\n"
    )
    assert said.index(newest) < said.index(oldest)
    assert said.endswith("\n0 of 2 codings looked at again.\n")
    found = study.json("codebook", "stale", "--code", "Comfort")
    assert [one["id"] for one in found["codings"]] == [newest, oldest]
    first = found["codings"][0]
    assert (first["meaning"], first["meaning_now"], first["code"]) == (1, 2, "Comfort")
    assert first["then"]["definition"] == "What does one good."
    assert first["now"]["definition"] == "What did one good then."
    assert study.json("codebook", "stale", "--code", "Access")["of"] == 0


def test_codings_are_kept_recoded_and_removed_and_the_progress_is_told(study: Shell) -> None:
    newest, oldest = redefined(study)
    assert study.ok("codebook", "stale", "keep", oldest, "--why", "holds") == (
        "Kept 1 coding; 1 of 2 looked at again.\n"
    )
    assert "does not wait" in study.refused("codebook", "stale", "keep", oldest)
    assert study.ok("codebook", "stale", "recode", newest, "Access") == (
        "Recoded 1 coding; 2 of 2 looked at again.\n"
    )
    assert study.ok("codebook", "stale").endswith("2 of 2 codings looked at again.\n")
    study.ok("undo", "--yes")
    assert study.ok("codebook", "stale", "remove", newest) == "Removed 1 coding; 2 of 2 looked at again.\n"
    study.ok("undo", "--yes")
    assert study.ok("codebook", "stale", "keep", "--code", "Comfort") == (
        "Kept 1 coding; 2 of 2 looked at again.\n"
    )
    assert "No coding of that code" in study.ok("codebook", "stale", "keep", "--code", "Comfort")


def test_words_that_have_the_other_code_already_are_left(study: Shell) -> None:
    newest, _oldest = redefined(study)
    study.ok("code", "apply", "P01", "38:46", "Access")
    said = study.refused("codebook", "stale", "recode", newest, "Access")
    assert "have the code “Access” already" in said


def test_a_code_over_time(study: Shell) -> None:
    newest, oldest = redefined(study)
    study.ok("code", "apply", "P02", "14:20", "Comfort")
    said = study.ok("codebook", "drift", "Comfort", "--by", "meaning")
    assert said.startswith("Comfort: 3 codings, 2 meanings.\n  1 (until ")
    assert "): means: What does one good.\n" in said
    assert "  2 (now): means: What did one good then.\n" in said
    assert said.index(oldest) < said.index(newest) < said.index("1 coding under meaning 2")
    assert "3 codings under meanings 1, 2\n" in study.ok("codebook", "drift", "Comfort")
    found = study.json("codebook", "drift", "Comfort")
    assert [one["number"] for one in found["meanings"]] == [1, 2]
    assert [one["meaning"] for one in found["codings"]] == [1, 1, 2]
