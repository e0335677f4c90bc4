"""A small invented codebook in three states, in which everything happens that can happen to a code."""

from __future__ import annotations

from dataclasses import replace

from qualbench.codebook.evolution import Said, State
from qualbench.model.code import Code, Codebook, CodeStatus, Lineage
from qualbench.reports.evolution import Evolution

COST = Code("cost", "Cost", None, 0, definition="Fares and fees.", when="A price is named.")
DISTANCE = Code("distance", "Distance", None, 1, definition="How far it is.")
BUS = Code("bus", "Bus", "distance", 0)
ASKING = Code("asking", "Asking", None, 2, definition="Asking, and not asking, for help.")
SHAME = Code("shame", "Shame", None, 3)
OLD = Code("old", "Weather", None, 4, status=CodeStatus.RETIRED)
LEAFLET = Code("leaflet", "Leaflets | *talks* <b>", None, 5)
TEA = Code("tea", "Tea", None, 6, color="#0072B2")

FIRST = Codebook("Getting help", (COST, DISTANCE, BUS, ASKING, SHAME, OLD, LEAFLET, TEA))
SECOND = Codebook(
    "Getting help",
    (
        replace(COST, name="Cost & loss of pay", definition="Fares, fees and lost pay.", position=0),
        replace(DISTANCE, name="Way there", definition="What lies between the person and the place."),
        replace(BUS, parent_id="cost", position=0),
        Code("friends", "Asking friends", None, 2, definition="Asking those one knows."),
        Code("doctors", "Asking doctors", None, 3),
        replace(OLD, status=CodeStatus.ACTIVE),
        replace(TEA, color="#E69F00"),
        Code("new", "Groups ثم", "distance", 0, examples=("It was “far”.",)),
    ),
)
THIRD = Codebook(
    "Getting help",
    (
        *(code for code in SECOND.codes if code.id not in ("bus", "new", "tea")),
        replace(SECOND.by_id["new"], status=CodeStatus.RETIRED),
        Code("walk", "Walking there", "distance", 1),
    ),
)


def _row(kind: str, code: str, into: str, why: str = "") -> Lineage:
    return Lineage(f"{kind}-{code}-{into}", kind, code, code, into, "mira", "2026-03-09T10:00:00.000Z", why)


_SHAME_GONE = "both coders could not keep them apart"
STATES = (
    State(
        1,
        "initial template",
        "the first three interviews.",
        "",
        "Mira Holt",
        "2026-03-01T09:00:00.000Z",
        FIRST,
    ),
    State(
        *(
            3,
            "after interview 8",
            "worked over",
            "the team met",
            "Mira Holt",
            "2026-03-10T09:00:00.000Z",
            SECOND,
        ),
        notes={"cost": "Widened: pay\nis a cost too."},
        steps={
            "cost": (
                Said("2026-03-08T08:00:00.000Z", "Jón", "", 2),
                Said("2026-03-09T08:00:00.000Z", "Jón", "pay came up in P05", 3),
            ),
            "shame": (Said("2026-03-09T10:00:00.000Z", "Jón", _SHAME_GONE, 7),),
            "asking": (Said("2026-03-09T10:00:00.000Z", "Mira Holt", "", 4),),
            "bus": (Said("2026-03-09T11:00:00.000Z", "Jón", "", 0),),
            "leaflet": (Said("2026-03-10T09:00:00.000Z", "Mira Holt", "the team met", 0),),
        },
        lineage=(
            _row("merged", "shame", "cost", _SHAME_GONE),
            _row("split", "asking", "friends"),
            _row("split", "asking", "doctors"),
        ),
        between=1,
    ),
    State(0, "", "", "", "", "", THIRD, lineage=(_row("merged", "bus", "distance"),)),
)
EVOLUTION = Evolution("Heart & mind <pilot>", STATES, {"cost": 11, "friends": 3, "doctors": 1, "distance": 5})
