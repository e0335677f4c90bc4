from __future__ import annotations

from pathlib import Path

from qualbench.settings.clashes import Action, Table, without_clashes
from qualbench.settings.options import UserKeys

PATH = Path("settings.toml")
TABLE = Table(
    actions=(
        Action("help", "Show every key", ("f1", "question_mark"), ("everywhere",)),
        Action("back", "Back out", ("escape",), ("everywhere",)),
        Action("sentence", "Select the sentence", ("s",), ("coding",)),
        Action("turn", "Select the turn", ("t",), ("coding",)),
        Action("speakers", "Say who speaks", ("s",), ("documents",)),
        Action("keep", "Keep what is written", ("f2",), ("writing",)),
    ),
    everywhere="everywhere",
    writing=frozenset({"writing"}),
    own={"documents": {"down": "moves in the list"}},
    needed=frozenset({"back"}),
    shown=str.upper,
)


def tried(**chosen: tuple[str, ...]) -> tuple[set[str], list[str]]:
    keys = {name: UserKeys(keys, line) for line, (name, keys) in enumerate(chosen.items(), 3)}
    kept, problems = without_clashes(keys, TABLE, PATH)
    return set(kept), [one.message for one in problems]


def test_free_keys_are_taken_and_places_do_not_disturb_each_other() -> None:
    assert tried(sentence=("x",), speakers=("t",)) == ({"sentence", "speakers"}, [])


def test_two_gestures_may_change_their_keys() -> None:
    assert tried(sentence=("t",), turn=("s",)) == ({"sentence", "turn"}, [])


def test_a_clash_names_both_with_the_line_and_the_gesture_keeps_its_key() -> None:
    kept, (said,) = tried(turn=("s", "x"))
    assert not kept
    assert said == (
        "settings.toml, line 3: S is given to two gestures (coding): “turn” (Select the turn) "
        "and “sentence” (Select the sentence)."
    )


def test_of_two_new_keys_the_first_line_holds() -> None:
    kept, (said,) = tried(sentence=("x",), turn=("x",))
    assert kept == {"sentence"}
    assert "line 4" in said


def test_a_key_of_everywhere_clashes_in_each_place() -> None:
    kept, (said,) = tried(help=("t",))
    assert not kept
    assert "(coding)" in said


def test_falling_back_can_clash_in_turn_and_is_said_too() -> None:
    kept, said = tried(turn=("s",), sentence=("question_mark",))
    assert not kept
    assert len(said) == 2


def test_what_a_list_does_with_a_key_goes_before() -> None:
    kept, (said,) = tried(speakers=("down",))
    assert not kept
    assert "“speakers” cannot have DOWN: documents, it moves in the list." in said


def test_where_one_writes_a_character_is_no_gesture() -> None:
    kept, (said,) = tried(keep=("k",))
    assert not kept
    assert "it is written" in said


def test_the_way_back_cannot_be_without_a_key_but_others_can() -> None:
    assert tried(turn=()) == ({"turn"}, [])
    kept, (said,) = tried(back=())
    assert not kept
    assert "needs a key" in said
