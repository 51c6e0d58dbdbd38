"""What known tables can be asked of a cluster's ratios: the cells they have, all their sectors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from iomodel.audit.announced import Members
from iomodel.audit.blocks import Block
from iomodel.audit.candidates import Wanted, nearest_mix
from iomodel.audit.groups import Cell
from iomodel.audit.library import Library
from iomodel.audit.shared import Cluster
from iomodel.leontief import Array

MARGIN = 0.02  # of a ratio beyond the edge: another year's or a finer table can explain it
JOBS = 0.5  # the same for workers per money, whose definition and numbers move from year to year
VINTAGE = 5  # years within which workers per money can be compared at all
# Totals alone: what stays in a region depends on where its demand is met, not on sectors only.
_ASKED: tuple[Cell, ...] = (
    ("production", "total"),
    ("value_added", "total"),
    ("imports", "total"),
    ("employment", "total"),
)


@dataclass(frozen=True, eq=False)
class Columns:
    """Multipliers of many sectors beside each other.

    Attributes
    ----------
    values : ndarray (q, n)
        Of the wanted cells.
    labels : tuple of (Block, int)
        Which sector each column is.
    """

    values: Array
    labels: tuple[tuple[Block, int], ...]

    @classmethod
    def of(
        cls,
        blocks: Sequence[Block],
        cells: Sequence[Cell | None],
        mask: Callable[[Block], NDArray[np.bool_]],
    ) -> Columns:
        """Return the masked sectors of blocks that have a figure for every cell."""
        parts, labels = [np.zeros((len(cells), 0))], []
        for block in blocks:
            rows = block.rows(cells)
            at = np.flatnonzero(mask(block) & block.industries & np.isfinite(rows).all(axis=0))
            parts.append(rows[:, at])
            labels += [(block, int(i)) for i in at]
        return cls(np.hstack(parts), tuple(labels))

    def distance(self, wanted: Wanted) -> float:
        """Return the distance of the nearest mix."""
        return nearest_mix(self.values, wanted.middle, wanted.middle)[0]

    def allow(self, wanted: Wanted) -> bool:
        """Return whether a mix gives the ratios, within their digits or the margins."""
        margins = [JOBS if c and c[0] == "employment" else MARGIN for c in wanted.cells]
        half = np.maximum(wanted.half, np.array(margins) * wanted.middle)
        return nearest_mix(self.values, wanted.middle, half)[0] <= 1.0


@dataclass(frozen=True, eq=False)
class Asked:
    """The ratios of a cluster that known tables can be asked for, and all their sectors."""

    cluster: Cluster
    wanted: Wanted
    columns: Columns
    announced: Columns


def ask(cluster: Cluster, library: Library, announced: Members) -> Asked | None:
    """Return what tables can be asked of a cluster, None where nothing can be compared."""
    group = cluster.first
    if group.method == "households" or group.partial:
        return None
    right = library.right(group.method, group.currency or "KRW")
    blocks = [block for block in right if block.basis != "inferred"]
    base = cluster.base
    ratios = {cell: cluster.ratios[cell] for cell in _ASKED if cell in cluster.ratios}
    if ("value_added", "total") in ratios:
        ratios.pop(("imports", "total"), None)  # what is not value added; regions lack it
    with_jobs = [block for block in blocks if _has_jobs_near(block, group.year)]
    if with_jobs and ("employment", "total") in ratios:
        blocks = with_jobs
    else:
        ratios.pop(("employment", "total"), None)
    wanted = Wanted.of(base, ratios)
    if len(wanted.cells) < 2:
        return None
    columns = Columns.of(blocks, wanted.cells, lambda b: np.ones(len(b.sectors), dtype=np.bool_))
    if not columns.labels:
        return None
    own = Columns.of(
        blocks if announced else (), wanted.cells, lambda block: library.mask(block, announced)
    )
    return Asked(cluster, wanted, columns, own)


def has_jobs_near(blocks: Sequence[Block], year: int | None) -> bool:
    """Return whether some block has employment of a year near this one."""
    return any(_has_jobs_near(block, year) for block in blocks)


def _has_jobs_near(block: Block, year: int | None) -> bool:
    near = year is not None and abs(block.year - year) <= VINTAGE
    return near and block.basis != "inferred" and ("employment", "total") in block.values
