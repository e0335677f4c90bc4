"""What a crash says: no traceback, for its lines and values could hold words of a transcript."""

from __future__ import annotations

import traceback
from pathlib import Path

from qualbench.workbench.project import explain


def crash_sentence(error: BaseException | None) -> str:
    """Say what broke and where in the program, without any value that was at hand."""
    explained = explain(error, Path("project.qualbench"))
    if explained is not None:
        return f"qualbench stopped: {explained.message} {explained.hint}"
    frames = traceback.extract_tb(error.__traceback__) if error is not None else []
    ours = [one for one in frames if "qualbench" in Path(one.filename).parts] or list(frames)
    place = f" at {Path(ours[-1].filename).name}, line {ours[-1].lineno}" if ours else ""
    return (
        f"qualbench stopped because of a fault in the program ({type(error).__name__}{place}). "
        "Everything that was coded is saved. Please report this sentence; it holds no words of your data."
    )
