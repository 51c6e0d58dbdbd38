"""What a source prints that follows from other figures in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from iomodel.draft.block import Block
from iomodel.table import Array
from iomodel.text import Text


@dataclass(frozen=True, eq=False)
class Claim:
    """Printed figures, and the same from the rest of the source.

    `Printed` knows the totals that any table may have. A claim is for what only its reader
    understands: totals of totals, or the inverse beside the flows.

    Attributes
    ----------
    what : Text
        What is to be said where the two differ: "총공급계 differs from 총수요계".
    block : Block
        As printed, m × k.
    wanted : callable
        Returns what they ought to be, (m, k); called on parts whose labels and cells are right.
    slack : callable, optional
        Returns how far rounding may part the two, (m, k); without it the table's tolerance.
    grave : bool
        Whether one that fails refuses the table; else it is a misprint and stays as a warning.
    """

    what: Text
    block: Block
    wanted: Callable[[], Array]
    slack: Callable[[], Array] | None = None
    grave: bool = True
