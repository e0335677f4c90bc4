"""Ids are what the exchange standard wants."""

from __future__ import annotations

import uuid

from qualbench.model.ids import is_id, new_id


def test_a_new_id_is_a_uuid_of_version_4() -> None:
    made = [new_id() for _ in range(500)]
    assert len(set(made)) == 500
    for one in made:
        parsed = uuid.UUID(one)
        assert parsed.version == 4
        assert parsed.variant == uuid.RFC_4122
        assert str(parsed) == one
        assert is_id(one)


def test_what_is_no_id() -> None:
    assert not is_id("")
    assert not is_id("x" * 36)
    assert not is_id("{" + new_id()[1:])
