"""The group `export`, with all that is in it."""

from __future__ import annotations

from qualbench.cli import export_parts
from qualbench.cli.export import export_command

__all__ = ["export_command"]

for one in (
    export_parts.themes_table_command,
    export_parts.quotes_command,
    export_parts.appendix_command,
    export_parts.framework_command,
    export_parts.checklist_command,
):
    export_command.add_command(one)
