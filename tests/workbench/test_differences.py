"""Where two coders differ, in a project: who is compared, what is listed, what filters leave."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from qualbench.errors import UsageError
from qualbench.model.span import Span
from qualbench.workbench.codebooks import create_code
from qualbench.workbench.coders import add_coder
from qualbench.workbench.coding import apply_code, load_segments, remove_segments
from qualbench.workbench.differences import DifferenceKind, OneCoderOnly, busiest_pair, compare_coders
from qualbench.workbench.importing import find_document
from tests.workbench.builders import with_interviews

if TYPE_CHECKING:
    from pathlib import Path


def test_two_coders_are_compared_in_the_order_of_the_documents(tmp_path: Path) -> None:
    with with_interviews(tmp_path) as session:
        access = create_code(session, "Access").id
        cost = create_code(session, "Cost", parent_id=access).id
        comfort = create_code(session, "Comfort").id
        tom = add_coder(session, "Tom")
        mira = add_coder(session, "Mira")
        with pytest.raises(OneCoderOnly):
            busiest_pair(session)
        apply_code(session, "anna", Span(50, 60), access)
        apply_code(session, "ben", Span(50, 60), comfort)
        apply_code(session, "ben", Span(80, 90), comfort)
        as_tom = replace(session, coder=tom)
        apply_code(as_tom, "ben", Span(50, 64), comfort)
        apply_code(as_tom, "ben", Span(80, 90), comfort)
        apply_code(as_tom, "anna", Span(50, 60), cost)
        apply_code(as_tom, "anna", Span(70, 80), comfort)
        apply_code(replace(session, coder=mira), "anna", Span(0, 3), comfort)
        first, second = busiest_pair(session)
        assert (first.name, second.name) == ("Ana", "Tom")
        found = compare_coders(session, first, second)
        anna, ben = find_document(session, "anna").id, find_document(session, "ben").id
        assert [(one.document_id, one.kind.value) for one in found.differences] == [
            (anna, "parent or child code"),
            (anna, "only one coded"),
            (ben, "other boundaries"),
        ]
        assert found.same == 1
        only = compare_coders(session, first, second, document_id=ben)
        assert [one.document_id for one in only.differences] == [ben]
        of_code = compare_coders(session, first, second, code_ids=[access])
        assert [one.kind for one in of_code.differences] == [DifferenceKind.RELATED]
        assert of_code.same == 0
        of_kind = compare_coders(session, first, second, kinds=["only one coded"])
        assert [one.kind for one in of_kind.differences] == [DifferenceKind.ONLY_ONE]
        apply_code(as_tom, "ben", Span(0, 4), comfort)
        assert len(compare_coders(session, first, second, both=True).differences) == 4
        remove_segments(
            session, [one.id for one in load_segments(session, document_id=ben) if one.coder_id == first.id]
        )
        assert {one.document_id for one in compare_coders(session, first, second, both=True).differences} == {
            anna
        }
        with pytest.raises(UsageError, match="these are one"):
            compare_coders(session, first, first)
