"""The group `code`: coding, and the codes themselves."""

from __future__ import annotations

from qualbench.cli import code_changes, code_split, codes, coding
from qualbench.cli.command import group


@group("code")
def code_command() -> None:
    """Apply and remove codes, import codings, and change the codes.

    A CODE is given by its path (“Access > Cost”), its id, or its name where only one code has it.
    """


for one in (
    *(coding.apply_command, coding.remove_command, coding.import_command, coding.recode_command),
    *(coding.resize_command, coding.split_command, coding.join_command, coding.mark_command),
    *(codes.list_command, codes.create_command, codes.rename_command, codes.move_command),
    *(codes.edit_command, code_changes.reorder_command, code_changes.merge_command),
    *(code_split.split_into_command, code_changes.retire_command, code_changes.revive_command),
    *(codes.delete_command, code_changes.history_command),
):
    code_command.add_command(one)
