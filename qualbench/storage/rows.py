"""One row as a change carries it: what is needed to take it away and to bring it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualbench.storage.faults import StepConflict
from qualbench.storage.tables import TABLES

if TYPE_CHECKING:
    from qualbench.model.change import Noun, Value
    from qualbench.storage.store import Store


def load_row(store: Store, noun: Noun, key: tuple[str, ...]) -> dict[str, Value]:
    """Return the columns of the row of that key.

    Raises:
        StepConflict: There is no such row.
    """
    table = TABLES[noun]
    columns = ", ".join(f'"{name}"' for name in table.columns)
    guard = " AND ".join(f'"{name}" = ?' for name in table.key)
    row = store.connection.execute(f"SELECT {columns} FROM {table.name} WHERE {guard}", key).fetchone()
    if row is None:
        raise StepConflict(f"the {noun.value.replace('_', ' ')} is no longer there")
    return dict(zip(table.columns, row, strict=True))
