"""What a screen follows step by step is what reading everything gives."""

from __future__ import annotations

import random
from functools import partial
from typing import TYPE_CHECKING

import pytest

from qualbench.errors import QualbenchError
from qualbench.model.coding import MemoTarget
from qualbench.model.span import Span
from qualbench.workbench import news
from qualbench.workbench.codebooks import create_code
from qualbench.workbench.coders import add_coder
from qualbench.workbench.coding import (
    apply_codes,
    load_segments,
    recode_segment,
    remove_segments,
    resize_segment,
    segment_counts,
    split_segment,
)
from qualbench.workbench.history import next_undo, redo, undo
from qualbench.workbench.independence import start_independent_coding
from qualbench.workbench.memoing import add_memo
from tests.workbench.builders import ANNA, with_interviews

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qualbench.model.coding import Segment
    from qualbench.workbench.project import Session


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return with_interviews(tmp_path)


def steps(session: Session, codes: list[str], chance: random.Random) -> list[Callable[[], object]]:
    """What a coder may do next."""
    start = chance.randrange(len(ANNA) - 9)
    span, code = Span(start, start + chance.randint(2, 8)), chance.choice(codes)
    acts: list[Callable[[], object]] = [
        lambda: apply_codes(session, "anna", span, chance.sample(codes, 2)),
        lambda: redo(session),
    ]
    last = next_undo(session)
    if last is not None and last.verb != "create code":
        acts += [lambda: undo(session)] * 2
    return acts + [
        partial(act, one) for one in load_segments(session)[:1] for act in on_one(session, span, code)
    ]


def on_one(session: Session, span: Span, code: str) -> list[Callable[[Segment], object]]:
    return [
        lambda one: remove_segments(session, [one.id]),
        lambda one: recode_segment(session, one.id, code),
        lambda one: resize_segment(session, one.id, span),
        lambda one: split_segment(session, one.id, one.start + 1),
        lambda one: add_memo(session, MemoTarget.SEGMENT, one.id, "Why so?"),
    ]


@pytest.mark.parametrize("seed", range(4))
def test_what_is_followed_is_what_is_there(session: Session, seed: int) -> None:
    chance = random.Random(seed)
    codes = [create_code(session, name).id for name in ("Leaflets", "Waiting", "Letters")]
    known = {one.id: one for one in load_segments(session)}
    counts, step = segment_counts(session), news.newest(session)
    for _ in range(25):
        for _steps in range(chance.randint(1, 3)):
            try:
                chance.choice(steps(session, codes, chance))()
            except QualbenchError:
                continue
        fresh, step = news.news_since(session, step), news.newest(session)
        assert fresh is not None
        for segment_id, now in fresh.segments.items():
            known.pop(segment_id, None)
            if now is not None:
                known[segment_id] = now
        for code_id, by in fresh.counts.items():
            counts[code_id] = counts.get(code_id, 0) + by
        assert known == {one.id: one for one in load_segments(session)}
        assert {one: n for one, n in counts.items() if n} == segment_counts(session)


def test_no_step_no_news(session: Session) -> None:
    assert news.news_since(session, news.newest(session)) == news.News()


def test_another_codebook_means_reading_everything(session: Session) -> None:
    step = news.newest(session)
    create_code(session, "Leaflets")
    assert news.news_since(session, step) is None


def test_very_much_means_reading_everything(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    codes = [create_code(session, f"Code {n}").id for n in range(5)]
    step = news.newest(session)
    monkeypatch.setattr(news, "MOST", 4)
    apply_codes(session, "anna", Span(0, 5), codes)
    assert news.news_since(session, step) is None


def test_while_coding_is_independent_everything_is_read(session: Session) -> None:
    code = create_code(session, "Leaflets")
    add_coder(session, "Ben")
    start_independent_coding(session)
    step = news.newest(session)
    apply_codes(session, "anna", Span(0, 5), [code.id])
    assert news.news_since(session, step) is None
