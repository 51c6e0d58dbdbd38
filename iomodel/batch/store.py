"""The result store: a folder of Parquet parts named by content, with its manifest inside.

    DIR/<key>.parquet          one piece of input through one table
    DIR/_failures/<key>.parquet  what failed in it, if anything
    DIR/_failures.csv          all failures, in order of input
    DIR/_manifest.json         what the results rest on; which parts there are

Readers of Parquet folders pass over names that begin with "_" or ".", so the folder itself is the
table. A part is written beside its place, flushed to the disk and renamed: it is there whole or
not at all. The part is written after its failures, so that where it stands, both do.
"""

from __future__ import annotations

import csv
import json
import os
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from iomodel.batch.refusals import (
    in_use,
    not_a_store,
    not_empty,
    not_written,
    part_lost,
)
from iomodel.batch.rows import IDENTITY
from iomodel.batch.work import FAILURE_COLUMNS, Made
from iomodel.errors import OutputError
from iomodel.extras import extra
from iomodel.files import write_netcdf, write_whole
from iomodel.text import same

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

MANIFEST = "_manifest.json"
FAILURES = "_failures"
FAILURES_CSV = "_failures.csv"


@dataclass(frozen=True)
class Unit:
    """One finished unit of work.

    Attributes
    ----------
    key : str
        The name of its part.
    input : int
        The input's number.
    first : int
        The number of the piece's first row in the input.
    content : str
        Checksum of the piece.
    """

    key: str
    input: int
    first: int
    content: str
    table: str
    rows: int
    failures: int
    made: bool

    def record(self) -> dict[str, object]:
        """Return what the manifest says of the part."""
        return {
            "key": self.key,
            "input": self.input,
            "content": self.content,
            "table": self.table,
            "rows": self.rows,
            "failures": self.failures,
        }


@dataclass(frozen=True)
class Store:
    """A result store, opened for reading."""

    path: Path
    manifest: dict[str, Any] = field(repr=False)

    @property
    def complete(self) -> bool:
        """Whether the run that wrote it came to its end."""
        return bool(self.manifest["complete"])

    @property
    def parts(self) -> list[dict[str, Any]]:
        """What the manifest says of each part, in order of input; none while it is incomplete."""
        return list(self.manifest.get("parts", ()))

    @cached_property
    def values(self) -> tuple[str, ...]:
        """The columns of numbers: spending and the indicators."""
        return tuple(self.manifest["units"])

    def paths(self, table: str | None = None) -> list[Path]:
        """Return the files of the parts, in order of input; of one table if it is named.

        Raises
        ------
        StoreError
            If a file is missing.
        """
        if not self.complete:
            return sorted(p for p in self.path.glob("*.parquet") if not p.name.startswith("."))
        found = [
            self.path / f"{part['key']}.parquet"
            for part in self.parts
            if table is None or part["table"] == table
        ]
        lost = [path.name for path in found if not path.is_file()]
        if lost:
            raise part_lost(self.path, lost)
        return found

    def frames(self, table: str | None = None) -> Iterator[pd.DataFrame]:
        """Yield the rows of one part after the other."""
        parquet = extra("pyarrow.parquet")
        for path in self.paths(table):
            yield parquet.ParquetFile(path).read().to_pandas()

    def frame(self, table: str | None = None) -> pd.DataFrame:
        """Return all rows in order of input, a column each for labels, spending, indicators."""
        pa, parquet = extra("pyarrow"), extra("pyarrow.parquet")
        tables = [parquet.ParquetFile(path).read() for path in self.paths(table)]
        if not tables:
            import pandas as pd

            return pd.DataFrame(columns=[*IDENTITY, "basis", "price_year", *self.values])
        found: pd.DataFrame = pa.concat_tables(tables).to_pandas()
        return found

    def failures(self) -> pd.DataFrame:
        """Return what failed, with the reasons in both languages."""
        import pandas as pd

        path = self.path / FAILURES_CSV
        if not path.is_file():
            return pd.DataFrame(columns=[*FAILURE_COLUMNS, "place"])
        return pd.read_csv(path, dtype=str, keep_default_na=False)

    def first_failures(self, most: int) -> list[dict[str, str]]:
        """Return the first of what failed."""
        path = self.path / FAILURES_CSV
        if not path.is_file():
            return []
        with path.open(encoding="utf-8", newline="") as file:
            return list(islice(csv.DictReader(file), most))

    def to_xarray(self) -> xr.Dataset:
        """Return the results as arrays; see `iomodel.batch.arrays`."""
        from iomodel.batch.arrays import dataset

        return dataset(self.frame(), self.manifest)

    def to_netcdf(self, path: Path | str) -> None:
        """Write the arrays as netCDF, whole or not at all; see `iomodel.batch.arrays`."""
        write_netcdf(Path(path), self.to_xarray())


def open_store(path: Path | str) -> Store:
    """Return the result store in a folder.

    Raises
    ------
    StoreError
        If it is none.

    Examples
    --------
    >>> from iomodel.batch import open_store
    >>> from iomodel.catalogue import shipped
    >>> store = open_store(shipped("scenarios") / "sejong" / "results")
    >>> store.complete, store.values[:2]
    (True, ('spending', 'production'))
    """
    folder = Path(path)
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
        if manifest["format"] != 1:
            raise not_a_store(folder, same(f"format {manifest['format']}"))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise not_a_store(folder, same(error)) from error
    return Store(folder, manifest)


class Writer:
    """A store that is being written by one run, and by no other meanwhile.

    Parts may be committed from several threads.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        self._held: int | None = None
        self._done: set[str] = set()

    def __enter__(self) -> Self:
        """Take the folder: refuse what is no store, remove what an interrupted run left behind.

        Raises
        ------
        StoreError
        """
        with _told(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
        there = [p for p in self.folder.iterdir() if not p.name.startswith(".")]
        if there and not (self.folder / MANIFEST).is_file():
            raise not_empty(self.folder)
        self._held = _hold(self.folder)
        try:
            with _told(self.folder):
                for place in (self.folder, self.folder / FAILURES):
                    for left in place.glob(".*"):  # what write_whole had not yet renamed
                        left.unlink()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        self._done = {p.stem for p in self.folder.glob("*.parquet") if _is_whole(p)}
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let the folder go."""
        if self._held is not None:
            os.close(self._held)
            self._held = None

    def finished(self, key: str) -> tuple[int, int] | None:
        """Return the rows and failures of a unit that is here already, None where it isn't."""
        if key not in self._done:
            return None
        parquet = extra("pyarrow.parquet")
        failed = self.folder / FAILURES / f"{key}.parquet"
        failures = parquet.read_metadata(failed).num_rows if failed.is_file() else 0
        return parquet.read_metadata(self.folder / f"{key}.parquet").num_rows, failures

    def commit(self, key: str, made: Made) -> None:
        """Write a finished unit, whole or not at all.

        Raises
        ------
        StoreError
            If the disk is full or can't be written to; the store stays as it was.
        """
        with self._lock, _told(self.folder):
            if made.failed:
                write_whole(self.folder / FAILURES / f"{key}.parquet", made.failed)
            write_whole(self.folder / f"{key}.parquet", made.part)
            self._done.add(key)

    def write_manifest(self, manifest: dict[str, object]) -> None:
        """Write the manifest, whole or not at all."""
        words = json.dumps(manifest, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
        with self._lock, _told(self.folder):
            write_whole(self.folder / MANIFEST, words.encode())

    def write_failures(self, groups: Iterable[Sequence[dict[str, Any]]]) -> tuple[int, int]:
        """Write all failures as CSV, for people; return their number and that of scenarios.

        Parameters
        ----------
        groups : iterable of list of dict
            The failures of one piece after the other.
        """
        count, scenarios = 0, 0
        temporary = self.folder / f".{FAILURES_CSV}"
        target = self.folder / FAILURES_CSV
        with _told(self.folder):
            with temporary.open("w", encoding="utf-8", newline="") as file:
                out = csv.DictWriter(file, (*FAILURE_COLUMNS, "place"), lineterminator="\n")
                out.writeheader()
                for rows in groups:
                    out.writerows(rows)
                    count += len(rows)
                    scenarios += len({(row["study"], row["scenario"]) for row in rows})
                file.flush()
                os.fsync(file.fileno())
            if count:
                os.replace(temporary, target)
            else:
                temporary.unlink()
                target.unlink(missing_ok=True)
        return count, scenarios

    def sweep(self, kept: Sequence[str]) -> None:
        """Remove parts that are no results of this run: of other inputs, tables or code."""
        names = {f"{key}.parquet" for key in kept}
        for place in (self.folder, self.folder / FAILURES):
            for path in place.glob("*.parquet"):
                if path.name not in names:
                    path.unlink()
        failed = self.folder / FAILURES
        if failed.is_dir() and not any(failed.iterdir()):
            failed.rmdir()


def failure_rows(folder: Path, key: str) -> list[dict[str, Any]]:
    """Return what failed in one unit."""
    path = folder / FAILURES / f"{key}.parquet"
    rows: list[dict[str, Any]] = extra("pyarrow.parquet").read_table(path).to_pylist()
    return rows


def _is_whole(path: Path) -> bool:
    """Return whether a part ends as Parquet files do; anything else is computed again."""
    with path.open("rb") as file:
        if os.fstat(file.fileno()).st_size < 12:
            return False
        file.seek(-4, os.SEEK_END)
        return file.read() == b"PAR1"


def _hold(folder: Path) -> int | None:
    """Lock a folder for this process; the system lets it go however the process ends."""
    try:
        import fcntl
    except ImportError:  # Windows: folders can't be locked
        return None
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(handle)
        raise in_use(folder) from error
    return handle


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    """Tell what the system says of a write that failed."""
    try:
        yield
    except OutputError as error:
        raise not_written(folder, error.__cause__ or error) from error
    except OSError as error:
        raise not_written(folder, error) from error
