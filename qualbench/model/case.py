"""Cases: who or what was studied, with typed attributes."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qualbench.model.ids import AttributeId, CaseId

#: The attribute whose value is printed as a case's name in reports.
PSEUDONYM = "pseudonym"


def folded(name: str) -> str:
    """Return an attribute's name as it is looked up: white space and case make no other."""
    return " ".join(name.split()).casefold()


class AttributeType(StrEnum):
    """What values an attribute takes. A choice is one of a list."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    YES_NO = "yes/no"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Attribute:
    """A column of the case table. `choices` are the allowed values of a choice, in order.

    What is `private` never leaves in an export.
    """

    id: AttributeId
    name: str
    type: AttributeType = AttributeType.TEXT
    choices: tuple[str, ...] = ()
    position: int = 0
    private: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """A participant, a couple, an organisation: what N counts.

    Attributes:
        number: 1-based, given once; printed where there is no pseudonym.
        name: The researcher's own label (often the document's name; never printed in a report).
        values: Attribute name to value, as written.
    """

    id: CaseId
    number: int
    name: str
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def shown(self) -> str:
        """What a report may print: the pseudonym, or the case's number."""
        return self.value(PSEUDONYM).strip() or f"case {self.number}"

    def value(self, attribute: str) -> str:
        """Return the value of an attribute, looked up by `folded`; empty where there is none."""
        if attribute in self.values:
            return self.values[attribute]
        wanted = folded(attribute)
        return next((value for name, value in self.values.items() if folded(name) == wanted), "")
