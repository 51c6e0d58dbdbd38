"""Tables of scenarios as streams: CSV or Parquet, one file or a folder, a few rows at a time."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from csv import reader
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from iomodel.batch.columns import text
from iomodel.batch.refusals import changed_meanwhile, unreadable
from iomodel.extras import extra

Format = Literal["csv", "parquet"]
BATCH_ROWS = 32_768
BLOCK_BYTES = 1 << 22  # of CSV text at a time
PAGE_BYTES = 1 << 18  # read ahead of each Parquet column


@dataclass(frozen=True)
class Source:
    """One table in one file, or in the files of a folder, read as a stream.

    Attributes
    ----------
    path : Path
        The file or folder, as named in messages.
    files : tuple of Path
        In the order in which they are read.
    types : dict
        Column → Arrow type; the same in every file.
    """

    path: Path
    files: tuple[Path, ...]
    format: Format
    types: dict[str, Any]
    stats: tuple[tuple[int, int], ...]

    @classmethod
    def open(cls, path: Path, files: Sequence[Path], format: Format) -> Source:
        """Look at the header of each file.

        Raises
        ------
        BatchInputError
            If a file can't be read, or its columns differ from those of the first.
        """
        types: dict[str, Any] = {}
        for file in files:
            found = _header(file, format)
            if types and list(found) != list(types):
                raise unreadable(
                    file, f"columns {list(found)[:5]}… ≠ {list(types)[:5]}… of {files[0].name}"
                )
            types = types or found
        return cls(path, tuple(files), format, types, tuple(map(_stat, files)))

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(self.types)

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(size for size, _ in self.stats)

    def batches(self, columns: Sequence[str] | None = None) -> Iterator[tuple[Any, float]]:
        """Yield Arrow tables of some rows each, and the bytes of input that they stand for.

        Raises
        ------
        BatchInputError
            If a file turns out to be damaged, or changed while it was read.
        """
        pa = extra("pyarrow")
        read = _csv if self.format == "csv" else _parquet
        wanted = list(columns) if columns is not None else list(self.types)
        for file, stat in zip(self.files, self.stats, strict=True):
            try:
                for batch, share in read(file, wanted, stat[0]):
                    if batch.num_rows:
                        yield pa.Table.from_batches([batch]), share
            except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
                raise unreadable(file, error) from error
            if _stat(file) != stat:
                raise changed_meanwhile(file)

    def scenarios(self) -> Iterator[Any]:
        """Yield the column of scenarios alone, as arrays of strings."""
        for table, _ in self.batches(["scenario"]):
            yield text(table["scenario"])

    def place(self, row: int) -> str:
        """Return where row number `row`, counted from zero, stands in the table."""
        if self.format == "csv" and len(self.files) == 1:
            return f"line {row + 2}"
        return f"row {row + 1}"


def _stat(file: Path) -> tuple[int, int]:
    found = os.stat(file)
    return found.st_size, found.st_mtime_ns


def _header(file: Path, format: Format) -> dict[str, Any]:
    pa = extra("pyarrow")
    try:
        if format == "csv":
            with _open_csv(file, None) as opened:
                schema = opened.schema
        else:
            schema = extra("pyarrow.parquet").read_schema(file)
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise unreadable(file, error) from error
    names = schema.names
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise unreadable(file, f"column twice: {', '.join(twice)}")
    return dict(zip(names, schema.types, strict=True))


def _open_csv(file: Path, columns: Sequence[str] | None) -> Any:
    """Open a CSV whose cells are all kept as text: what isn't a number is told cell by cell."""
    pa, csv = extra("pyarrow"), extra("pyarrow.csv")
    with file.open("rb") as data:
        names = next(reader([data.readline().decode("utf-8-sig")]), [])
    convert = csv.ConvertOptions(
        column_types=dict.fromkeys(names, pa.string()),
        strings_can_be_null=False,
        include_columns=columns,
    )
    return csv.open_csv(
        file,
        read_options=csv.ReadOptions(block_size=BLOCK_BYTES),
        parse_options=csv.ParseOptions(newlines_in_values=False),
        convert_options=convert,
    )


def _csv(file: Path, columns: Sequence[str], size: int) -> Iterator[tuple[Any, float]]:
    left = float(size)
    with _open_csv(file, columns) as opened:
        for batch in opened:
            share = min(left, float(BLOCK_BYTES))
            left -= share
            yield batch, share


def _parquet(file: Path, columns: Sequence[str], size: int) -> Iterator[tuple[Any, float]]:
    """Read page by page, so that a row group as long as the file needs no more memory."""
    parquet = extra("pyarrow.parquet")
    with parquet.ParquetFile(file, buffer_size=PAGE_BYTES, pre_buffer=False) as opened:
        rows = max(opened.metadata.num_rows, 1)
        for batch in opened.iter_batches(batch_size=BATCH_ROWS, columns=list(columns)):
            yield batch, size * batch.num_rows / rows
