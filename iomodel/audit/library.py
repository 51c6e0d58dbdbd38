"""All that figures can be compared with: the tables there are, the published years, families."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from iomodel.audit.announced import Families, Members
from iomodel.audit.blocks import Block, Recipe, table_blocks
from iomodel.audit.history import CLASSIFICATION, history_blocks, stamp
from iomodel.audit.schema import Method
from iomodel.provenance import TableStamp

NATION = ("", "전국")


@dataclass(frozen=True, eq=False)
class Library:
    """Blocks of multipliers, the tables they are from, and how their sectors hang together."""

    blocks: tuple[Block, ...]
    stamps: tuple[TableStamp, ...]
    families: Families

    @classmethod
    def of(cls, tables: Path | str | None = None) -> Library:
        """Return what a folder of tables, the user's and the shipped hold."""
        blocks, stamps = table_blocks(tables)
        known = {_what(block) for block in blocks}
        published = [block for block in history_blocks() if _what(block) not in known]
        return cls((*blocks, *published), (*stamps, stamp()), Families.of(tables))

    def later(self, block: Block, dated: date | None, year: int | None) -> bool:
        """Return whether a block is of a table that authors of this date can't have used (R11).

        By the dates of publication of both where they are known, else by the years they are about.
        """
        published = next((s.published for s in self.stamps if s.id == block.table), None)
        if dated is not None and published is not None:
            return published > dated
        known = dated.year if dated is not None else year
        return known is not None and block.year > known

    def has_region(self, region: str) -> bool:
        """Return whether there are multipliers of a region; "" and 전국 stand for the nation."""
        return region in NATION or any(block.region == region for block in self.blocks)

    def right(self, method: Method, currency: str) -> Iterator[Block]:
        """Yield the blocks by which a method is rightly carried out, in one currency."""
        wanted: Recipe = "exogenised" if method == "exogenised" else "column"
        for block in self.blocks:
            if block.recipe == wanted and block.currency == currency:
                yield block

    @cached_property
    def series(self) -> tuple[Block, ...]:
        """National blocks of the 33 sectors in order of years, those between years left out."""
        found = {
            block.year: block
            for block in self.blocks
            if (block.sectors.id, block.recipe, block.region) == (CLASSIFICATION, "column", "")
            and block.basis != "inferred"
        }
        return tuple(found[year] for year in sorted(found))

    def mask(self, block: Block, wanted: Members) -> NDArray[np.bool_]:
        """Return which sectors of a block were announced, (n,): all where nothing was.

        None of them where the block is of another family of classifications.
        """
        if not wanted:
            return np.ones(len(block.sectors), dtype=np.bool_)
        found = self.families.mask(block.sectors, wanted)
        return np.zeros(len(block.sectors), dtype=np.bool_) if found is None else found


def _what(block: Block) -> tuple[str, str, int, Recipe]:
    """Return what a block tells of: of two alike the table says more than the published sums."""
    return block.sectors.id, block.region, block.year, block.recipe
