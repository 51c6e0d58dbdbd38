"""A table as read and not yet believed: every figure with its label and its cell's address.

Readers make drafts, `iomodel.checks` judges them, `Draft.table` turns a sound one into a table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from iomodel.draft.block import (
    FINAL,
    FLOWS,
    NEEDED,
    PARTS,
    Block,
    Cells,
    Mark,
    Part,
    Place,
    Printed,
    labelled_place,
)
from iomodel.draft.claim import Claim
from iomodel.draft.faults import Fault, faults_of, sectors_of
from iomodel.errors import TableFileError
from iomodel.sectors import Classification, Sector
from iomodel.table import Array, IOTable, TableInfo
from iomodel.text import Text

__all__ = [
    "FINAL",
    "FLOWS",
    "NEEDED",
    "PARTS",
    "Block",
    "Cells",
    "Claim",
    "Draft",
    "Fault",
    "Mark",
    "Part",
    "Place",
    "Printed",
    "labelled_place",
]


@dataclass(frozen=True, eq=False)
class Draft:
    """A table as read.

    Attributes
    ----------
    origin : str
        The file or files.
    info : TableInfo
        Lists final demand, primary inputs and satellites in the order of the blocks.
    parts : mapping of Part to Block
        Flows are n × n, final demand n × k, primary inputs p × n, satellites n × s.
    printed : tuple of Printed
    units : mapping of Part to str
        The unit stated on the sheet of a part, where it states one.
    names_en : mapping of str to str
        English sector names by code; without one the name as written stands in.
    assumptions : tuple of Text
        What the reader assumed, such as imports in proportion to rows; becomes a caveat.
    claims : tuple of Claim
        Figures of the source that must follow from the parts.
    derived : frozenset of Part
        The parts that are what others leave of the total, not figures of the source.
    """

    origin: str
    info: TableInfo
    parts: Mapping[Part, Block] = field(repr=False)
    printed: tuple[Printed, ...] = field(default=(), repr=False)
    units: Mapping[Part, str] = field(default_factory=dict)
    names_en: Mapping[str, str] = field(default_factory=dict)
    assumptions: tuple[Text, ...] = ()
    claims: tuple[Claim, ...] = ()
    derived: frozenset[Part] = frozenset()

    @classmethod
    def of(cls, table: IOTable) -> Draft:
        """Return a table seen as a draft; places are those of its folder's files."""
        info = table.info
        sectors = tuple(Mark(s.code, s.name.ko) for s in table.sectors.sectors)
        demand = tuple(Mark(label.code, label.ko) for label in info.final_demand)
        primary = tuple(Mark(label.code, label.ko) for label in info.primary_inputs)
        indicators = tuple(Mark(label.code, label.ko) for label in info.satellites)
        found: dict[Part, tuple[tuple[Mark, ...], tuple[Mark, ...], Array | None]] = {
            "domestic": (sectors, sectors, table.domestic),
            "imports": (sectors, sectors, table.imports),
            "final_demand": (sectors, demand, table.final_demand),
            "final_demand_imports": (sectors, demand, table.final_demand_imports),
            "primary_inputs": (primary, sectors, table.primary_inputs),
            "satellites": (sectors, indicators, table.satellites.T if indicators else None),
        }
        parts = {
            part: Block(rows, columns, values, labelled_place(f"{part}.csv", rows, columns))
            for part, (rows, columns, values) in found.items()
            if values is not None
        }
        names_en = {s.code: s.name.en for s in table.sectors.sectors}
        return cls(info.id, info, parts, names_en=names_en)

    @cached_property
    def sectors(self) -> tuple[Mark, ...]:
        """The labels of the sectors, as most rows and columns have them."""
        return sectors_of(self.parts)

    def faults(self) -> tuple[Fault, ...]:
        """Return everything that keeps this draft from being a table, balanced or not.

        A label that several parts share is told of once.
        """
        found = faults_of(self.origin, self.info, self.parts)
        return tuple({fault.problem: fault for fault in reversed([*found])}.values())[::-1]

    def table(self) -> IOTable:
        """Return the draft as a table; whether to believe it is for `iomodel.checks` to say.

        Raises
        ------
        TableFileError
            Listing every part that is missing, every label that is missing, doubled or other
            than elsewhere, and every cell that holds no number.
        """
        faults = self.faults()
        if faults:
            raise TableFileError(self.origin, [fault.problem for fault in faults], data=faults)
        satellites = self._values("satellites")
        domestic, demand, primary = (self.parts[part].values for part in NEEDED)
        return IOTable(
            self._info(),
            self._classification(),
            domestic,
            self._values("imports"),
            demand,
            self._values("final_demand_imports"),
            primary,
            np.zeros((0, len(self.sectors))) if satellites is None else satellites.T,
        )

    def _values(self, part: Part) -> Array | None:
        return self.parts[part].values if part in self.parts else None

    def _info(self) -> TableInfo:
        """Return what is known of the table, the reader's assumptions among its caveats."""
        ko = (*self.info.caveats_ko, *(text.ko for text in self.assumptions))
        en = (*self.info.caveats_en, *(text.en for text in self.assumptions))
        return self.info.model_copy(update={"caveats_ko": ko, "caveats_en": en})

    def _classification(self) -> Classification:
        names = {mark.code: mark.name or mark.code for mark in self.sectors}
        return Classification(
            self.info.classification,
            tuple(
                Sector(code, Text(name, self.names_en.get(code, name)))
                for code, name in names.items()
            ),
        )
