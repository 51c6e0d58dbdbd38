"""Many scenarios through many tables into one store: resumable, bounded, on one machine or many.

`run_batch` writes a store, `open_store` reads one, `check_store` computes it again and shows what
moved, `diff_stores` compares two.
"""

from __future__ import annotations

from iomodel.batch.check import check_store
from iomodel.batch.diff import Difference, Moved, diff_stores
from iomodel.batch.refusals import BatchInputError, StoreError
from iomodel.batch.runs import Outcome, run_batch
from iomodel.batch.store import Store, open_store

__all__ = [
    "BatchInputError",
    "Difference",
    "Moved",
    "Outcome",
    "Store",
    "StoreError",
    "check_store",
    "diff_stores",
    "open_store",
    "run_batch",
]
