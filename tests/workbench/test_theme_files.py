"""Theme sets as files: taken over as one step, without touching a coding, and never by halves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualbench.errors import UsageError
from qualbench.model.coding import Stance
from qualbench.model.theme import ThemeLink, ThemeStatus
from qualbench.storage.checks import find_faults
from qualbench.workbench.coding import load_segments
from qualbench.workbench.history import undo
from qualbench.workbench.theme_files import (
    Prefer,
    ThemeFileRefused,
    adopt_themes,
    diff_sets,
    load_theme_versions,
    look_at_themes,
    themes_path,
    themes_text,
    write_themes,
)
from qualbench.workbench.theming import (
    assign_codes,
    assign_segments,
    change_theme,
    choose_exemplar,
    create_theme,
    find_set,
    find_theme,
    link_themes,
    list_theme_sets,
    load_pile,
    load_themes,
    put_aside,
    remove_theme,
)
from tests.workbench.builders import with_interviews
from tests.workbench.test_theming_merging import Made

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def made(tmp_path: Path) -> Made:
    made = Made(with_interviews(tmp_path))
    session = made.session
    change_theme(session, made.warm.id, concept="Tea is talk.", kind="analytical", status="kept")
    assign_codes(session, made.warm.id, [made.tea.id], subcodes=False, stance=Stance.SUPPORTS)
    assign_segments(session, made.way.id, [made.tea_segment.id], stance=Stance.CONTRADICTS)
    choose_exemplar(session, made.warm.id, made.tea_segment.id)
    link_themes(session, made.warm.id, made.way.id, "eases")
    create_theme(session, "Sweet tea", parent_id=made.warm.id)
    return made


def edit(path: Path, *pairs: tuple[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    for before, after in pairs:
        assert before in text
        text = text.replace(before, after, 1)
    path.write_text(text, encoding="utf-8")


def test_the_written_file_says_what_the_project_has(made: Made) -> None:
    path = write_themes(made.session)
    assert path == themes_path(made.session, find_set(made.session, None))
    look = look_at_themes(made.session)
    assert (look.differences, look.problems) == ((), ())
    assert "stance: contradicts" in path.read_text(encoding="utf-8")


def test_an_edited_file_is_taken_over_as_one_step_and_undo_takes_it_back(made: Made) -> None:
    session = made.session
    before, codings = load_themes(session, made.warm.set_id), load_segments(session)
    path = write_themes(session)
    edit(
        path,
        ("concept: Tea is talk.", "concept: Tea is time.  # better"),
        ("        word: eases", "        word: softens"),
        ("stance: contradicts", "stance: qualifies"),
    )
    with path.open("a", encoding="utf-8") as file:
        file.write("  - Weather\n")
    saved = adopt_themes(session, message="after the meeting")
    assert saved.number == 1
    warm = made.theme(made.warm)
    assert (warm.concept, warm.status) == ("Tea is time.", ThemeStatus.KEPT)
    assert warm.links == (ThemeLink(made.way.id, "softens"),)
    assert made.theme(made.way).stances == {made.tea_segment.id: Stance.QUALIFIES}
    weather = find_theme(session, "Weather")
    text = path.read_text(encoding="utf-8")
    assert f"id: {weather.id}" in text
    assert "# better" in text
    assert load_segments(session) == codings
    assert not list(find_faults(session.store))
    assert look_at_themes(session).differences == ()
    undo(session)
    assert load_themes(session, made.warm.set_id) == before
    assert load_theme_versions(session, made.warm.set_id) == []


def test_what_was_done_in_the_interface_since_stays(made: Made) -> None:
    session = made.session
    path = write_themes(session)
    edit(path, ("name: On the way", "name: On the road"))
    change_theme(session, made.way.id, definition="Written meanwhile.")
    made_since = create_theme(session, "Since")
    adopt_themes(session, message="a name")
    way = made.theme(made.way)
    assert (way.name, way.definition) == ("On the road", "Written meanwhile.")
    assert find_theme(session, made_since.id).name == "Since"


def test_what_both_sides_changed_is_refused_until_one_is_preferred(made: Made) -> None:
    session = made.session
    path = write_themes(session)
    edit(path, ("concept: Tea is talk.", "concept: Tea is time."))
    change_theme(session, made.warm.id, concept="Tea is rest.")
    with pytest.raises(ThemeFileRefused, match="concept of “Warm drinks” was changed here and in"):
        adopt_themes(session, message="mine")
    assert made.theme(made.warm).concept == "Tea is rest."
    adopt_themes(session, message="mine", prefer=Prefer.PROJECT)
    assert made.theme(made.warm).concept == "Tea is rest."
    edit(path, ("concept: Tea is time.", "concept: Tea is kind."))
    change_theme(session, made.warm.id, concept="Tea is old.")
    adopt_themes(session, message="mine", prefer=Prefer.FILE)
    assert made.theme(made.warm).concept == "Tea is kind."


def test_a_theme_left_out_goes_and_one_changed_since_does_not(made: Made) -> None:
    session = made.session
    path = write_themes(session)
    text = path.read_text(encoding="utf-8")
    place = text.index(f"  - id: {made.way.id}")
    path.write_text(
        text[:place].replace("    links:\n      - theme: On the way\n        word: eases\n", ""), "utf-8"
    )
    change_theme(session, made.way.id, definition="Written meanwhile.")
    with pytest.raises(ThemeFileRefused, match="leaves out “On the way”"):
        adopt_themes(session, message="fewer")
    adopt_themes(session, message="fewer", prefer=Prefer.FILE)
    assert [one.name for one in load_themes(session, made.warm.set_id)] == ["Warm drinks", "Sweet tea"]
    assert not list(find_faults(session.store))


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("      - code: Tea", "      - code: Teas", "Tea"),
        ("theme: On the way", "theme: On the wai", "On the way"),
        ("status: kept", "status: merged", "step of its own|theme merge"),
    ],
)
def test_names_that_there_are_not_are_told_with_near_ones_and_nothing_is_written(
    made: Made, before: str, after: str, said: str
) -> None:
    path = write_themes(made.session)
    edit(path, (before, after))
    themes = load_themes(made.session, made.warm.set_id)
    with pytest.raises(ThemeFileRefused, match=said) as caught:
        adopt_themes(made.session, message="wrong")
    assert caught.value.problems[0].line is not None
    assert load_themes(made.session, made.warm.set_id) == themes


def test_a_file_of_another_set_makes_that_set_beside_the_first(made: Made, tmp_path: Path) -> None:
    session = made.session
    write_themes(session)
    codings = load_segments(session)
    other = tmp_path / "two.yaml"
    other.write_text(
        "set: Two claims\nthemes:\n  - name: One\n    codes:\n      - Tea\n      - Bus\npile: []\n", "utf-8"
    )
    adopt_themes(session, file=other, message="a second way")
    assert [one.name for one in list_theme_sets(session)] == ["Theme set 1", "Two claims"]
    assert load_segments(session) == codings
    (one,) = load_themes(session, find_set(session, "Two claims").id)
    assert one.code_ids == (made.tea.id, made.bus.id)
    said = [found.said for found in diff_sets(session, "Theme set 1", "Two claims")]
    assert "“One” is new." in said
    assert "“Warm drinks” is gone." in said


def test_versions_are_kept_and_compared(made: Made) -> None:
    session = made.session
    adopt_themes(session, message="first")
    with pytest.raises(UsageError, match="Nothing differs"):
        adopt_themes(session, message="again")
    remove_theme(session, find_theme(session, "Warm drinks > Sweet tea").id)
    adopt_themes(session, message="second")
    assert [one.message for one in load_theme_versions(session, made.warm.set_id)] == ["first", "second"]
    said = [found.said for found in diff_sets(session, "Theme set 1@1", "Theme set 1@2")]
    assert said == ["“Warm drinks > Sweet tea” is gone."]
    assert "Sweet tea" in themes_text(session, None, 1)
    assert "Sweet tea" not in themes_text(session)


def test_a_changed_file_is_not_written_over(made: Made) -> None:
    path = write_themes(made.session)
    edit(path, ("Tea is talk.", "Tea is time."))
    with pytest.raises(UsageError, match="changed since"):
        write_themes(made.session)
    write_themes(made.session, over=True)
    assert "Tea is talk." in path.read_text(encoding="utf-8")


def test_the_pile_is_in_the_file(made: Made) -> None:
    from qualbench.workbench.codebooks import create_code

    session = made.session
    spare = create_code(session, "Spare")
    put_aside(session, made.warm.set_id, [spare.id], "thin")
    path = write_themes(session)
    edit(path, ("why: thin", "why: only small talk"))
    adopt_themes(session, message="why")
    assert load_pile(session, made.warm.set_id) == {spare.id: "only small talk"}


def test_a_set_that_is_renamed_in_its_file_takes_the_file_along(made: Made) -> None:
    session = made.session
    path = write_themes(session)
    edit(path, ("set: Theme set 1", "set: First try"))
    adopt_themes(session, message="a name")
    assert find_set(session, None).name == "First try"
    assert not path.exists()
    assert look_at_themes(session).differences == ()
