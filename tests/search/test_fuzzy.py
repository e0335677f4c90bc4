from __future__ import annotations

from qualbench.model.code import Code, Codebook, CodeStatus
from qualbench.search.fuzzy import near_duplicates, nearest, rank_codes

CODES = Codebook(
    "Made up",
    (
        Code("h", "Help", definition="What people did for one another"),
        Code("p", "Informal peer support", "h", 0),
        Code("t", "Timing of referral", None, 1, examples=("nobody sent me anywhere",)),
        Code("c", "Cost of transport", None, 2),
        Code("r", "Transport, old", None, 3, status=CodeStatus.RETIRED),
    ),
)


def found(query: str, **options: object) -> list[str]:
    return [hit.code.id for hit in rank_codes(CODES, query, **options)]  # type: ignore[arg-type]


def test_with_nothing_typed_the_recent_codes_come_first_then_the_tree() -> None:
    assert found("", recent=["c", "t"]) == ["c", "t", "h", "p"]


def test_a_beginning_of_the_name_or_of_a_word_in_it_wins() -> None:
    assert found("tim")[0] == "t"
    assert found("peer")[0] == "p"
    assert found("cost of transport")[0] == "c"
    assert found("ips")[0] == "p"


def test_a_slip_of_the_finger_still_finds_the_code() -> None:
    assert found("refferal")[0] == "t"
    assert found("tansport")[0] == "c"


def test_the_path_the_definition_and_the_examples_are_searched() -> None:
    assert "p" in found("help informal")
    assert found("one another") == ["h"]
    assert found("nobody sent me") == ["t"]


def test_a_retired_code_is_not_offered() -> None:
    assert "r" not in found("transport")
    assert "r" not in found("")


def test_among_equals_the_recent_and_the_often_used_win() -> None:
    codes = Codebook("x", (Code("1", "Tea one"), Code("2", "Tea two", None, 1)))
    assert [hit.code.id for hit in rank_codes(codes, "tea", recent=["2"])] == ["2", "1"]
    assert [hit.code.id for hit in rank_codes(codes, "tea", counts={"2": 9})] == ["2", "1"]


def test_nothing_far_off_is_offered() -> None:
    assert found("zzzzqq") == []
    assert nearest("zzzzqq", ["Help", "Cost"]) == []
    assert nearest("Hlep", ["Cost", "Help"]) == ["Help"]


def test_near_duplicates_of_a_new_name() -> None:
    assert [code.id for code in near_duplicates(CODES, "timing of referrals")] == ["t"]
    assert near_duplicates(CODES, "Weather") == []
    assert [code.id for code in near_duplicates(CODES, "Referral timing")] == ["t"]


def test_a_slip_in_a_longer_query_still_finds_what_is_said_of_a_code() -> None:
    assert found("nobdy sent me") == ["t"]
    assert found("did for one anohter") == ["h"]


def test_three_letters_find_what_holds_them_and_nothing_that_is_merely_like_it() -> None:
    assert found("tra") == ["c"]
    assert found("hel") == ["h", "p"], "in the path too"
