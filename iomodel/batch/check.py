"""Everything in a store computed again, and what moved since."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from iomodel.batch.diff import RELATIVE, Difference, diff_stores
from iomodel.batch.runs import run_batch
from iomodel.batch.store import Store, open_store
from iomodel.progress import Meter


def check_store(
    store: Store | Path | str,
    *,
    relative: float = RELATIVE,
    tables: Path | str | None = None,
    workers: int | None = None,
    client: Any = None,
    progress: Meter | None = None,
) -> Difference:
    """Compute a store's inputs again as they are now, and compare.

    Parameters
    ----------
    relative : float
        Values this close, as a share of the larger one, haven't moved.
    tables : path, optional
        A folder of tables to look in first; that of the run, if left out.
    workers, client, progress
        As in `run_batch`.

    Returns
    -------
    Difference
        From the results stored to those of today.

    Raises
    ------
    StoreError, BatchInputError
        If there is no store, or its inputs are gone.

    Notes
    -----
    Inputs are looked for where they lay, seen from the store. The new results are written to a
    temporary folder, so as much room is needed there as the store takes.
    """
    given = store if isinstance(store, Store) else open_store(store)
    said = dict(given.manifest["parameters"])
    kept = said.pop("tables")
    if tables is None and kept is not None:
        tables = given.path / kept
    options: dict[str, Any] = {
        name: tuple(value) if isinstance(value, Sequence) and not isinstance(value, str) else value
        for name, value in said.items()
    }
    paths = [given.path / one["path"] for one in given.manifest["inputs"]]
    with tempfile.TemporaryDirectory() as folder:
        again = run_batch(
            paths,
            Path(folder) / "again",
            tables=tables,
            workers=workers,
            client=client,
            progress=progress,
            **options,
        )
        return diff_stores(given, again.store, relative=relative)
