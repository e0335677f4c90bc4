"""`qualbench compare`: where two coders differ, for a person and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualbench.cli.compare import KINDS
from qualbench.workbench.differences import DifferenceKind
from qualbench.workbench.project import PROFILES

if TYPE_CHECKING:
    from tests.cli.conftest import Shell


def two_coders(study: Shell) -> str:
    study.ok("coder", "add", "Tom")
    study.ok("code", "edit", "Comfort", "--definition", "What eases.", "--when-not", "Mere habit.")
    (row,) = study.json("code", "apply", "P01", "Comfort", "--quote", "kept me going")
    study.ok("memo", "add", "Said with a smile", "--segment", row["id"])
    study.ok("code", "apply", "P01", "Comfort", "--quote", "The garden kept me", "--coder", "Tom")
    study.ok("code", "apply", "P02", "Access", "--quote", "The bus came late.")
    study.ok("code", "apply", "P02", "Access", "--quote", "The bus came late.", "--coder", "Tom")
    study.ok("code", "apply", "P02", "Transport", "--quote", "Interviewer", "--coder", "Tom")
    return str(row["id"])


def test_the_kinds_that_the_option_takes_are_the_lists_own() -> None:
    assert tuple(DifferenceKind) == KINDS


def test_differences_are_printed_side_by_side_with_memos_and_the_definition(study: Shell) -> None:
    first_id = two_coders(study)
    printed = study.ok("compare")
    assert "P01 39:63  other boundaries" in printed
    assert f"  Ana: Comfort  50:63  {first_id}" in printed
    for line in (
        "memo: Said with a smile",
        "“Comfort” means: What eases.",
        "“Comfort” when not: Mere habit.",
    ):
        assert line in printed
    assert "  Ana: nothing" in printed
    assert printed.endswith("2 differences between Ana and Tom; 1 coding is the same.\n")


def test_differences_as_json_hold_both_codings_as_they_are_listed(study: Shell) -> None:
    first_id = two_coders(study)
    found = study.json("compare", "tom", "ana")
    assert (found["first"], found["second"], found["same"]) == ("Tom", "Ana", 1)
    edges, alone = found["differences"]
    assert (edges["kind"], edges["document"], edges["second"]["id"]) == ("other boundaries", "P01", first_id)
    assert edges["first"]["quote"] == "The garden kept me"
    assert edges["second"] in study.json("segments")
    assert (alone["kind"], alone["second"]) == ("only one coded", None)
    assert study.json("compare", "--code", "Access")["differences"] == [
        one | {"first": None, "second": one["first"]} for one in (alone,)
    ]
    assert [one["kind"] for one in study.json("compare", "--document", "P01")["differences"]] == [
        "other boundaries"
    ]
    assert len(study.json("compare", "--both")["differences"]) == 2
    assert [one["kind"] for one in study.json("compare", "--kind", "only one coded")["differences"]] == [
        "only one coded"
    ]


def test_what_cannot_be_compared_is_said(study: Shell) -> None:
    assert "no two coders' codings" in study.refused("compare")
    study.ok("coder", "add", "Tom")
    assert "Name two coders, or none." in study.refused("compare", "Ana", code=2)
    assert "these are one" in study.refused("compare", "Ana", "ana", code=2)
    assert "Nobody" in study.refused("compare", "Ana", "Nobody")


@pytest.mark.parametrize("profile", PROFILES)
def test_differences_are_listed_whatever_method_the_project_follows(study: Shell, profile: str) -> None:
    two_coders(study)
    study.ok("profile", profile)
    printed = study.ok("compare")
    assert "2 differences between Ana and Tom" in printed
    assert not [word for word in ("kappa", "alpha", "%", "agreement") if word in printed.casefold()]
