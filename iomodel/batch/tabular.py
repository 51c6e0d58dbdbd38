"""Long and wide tables of scenarios: what their columns mean, and their pieces."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from iomodel.batch.columns import feed, feed_amounts, is_text
from iomodel.batch.lines import prepare_long
from iomodel.batch.pieces import Guard, whole_scenarios
from iomodel.batch.refusals import (
    BatchInputError,
    missing_columns,
    numbers_for_codes,
    unit_twice_or_never,
    unknown_columns,
)
from iomodel.batch.rows import COLUMNS, Prepared, Terms
from iomodel.batch.sources import BATCH_ROWS, Source
from iomodel.batch.wide import prepare_wide
from iomodel.errors import Problem, UnknownSectorError
from iomodel.extras import extra
from iomodel.sectors import Classification
from iomodel.text import Text

Shape = Literal["long", "wide"]
REMARKS = ("name", "note", "source", "basis")  # columns of a long table that are passed over
_INDEX = "__index_level_"  # what pandas calls an index that it stores along
LONG_ROWS = 131_072
WIDE_BYTES = 1 << 26  # of a piece's demand, whatever the number of sectors


@dataclass(frozen=True, eq=False)
class Piece:
    """Some rows of a table: whole scenarios.

    Attributes
    ----------
    table : pyarrow.Table
    sectors : tuple of int
        Of a wide table: the position of each amount column in the classification.
    first : int
        The number of the first row in the table.
    share : float
        Bytes of input that it stands for.
    """

    terms: Terms
    shape: Shape
    tables: tuple[str, ...]
    table: Any
    sectors: tuple[tuple[str, int], ...]
    first: int
    share: float

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel with these rows alone, not with the batch they were cut from."""
        pa = extra("pyarrow")
        out = pa.BufferOutputStream()
        with pa.ipc.new_stream(out, self.table.schema) as stream:
            stream.write_table(self.table)
        own = (self.terms, self.shape, self.tables, self.sectors, self.first, self.share)
        return _unpacked, (out.getvalue().to_pybytes(), *own)

    def digest(self) -> str:
        """Return a checksum of the rows and of how they are read; not of where they stand."""
        digest = hashlib.sha256(self.terms.digest)
        digest.update(self.shape.encode())
        for name in (*COLUMNS, "sector", "unit"):
            if name in self.table.column_names:
                digest.update(name.encode())
                feed(digest, self.table[name])
        if self.shape == "long":
            feed_amounts(digest, self.table["amount"])
        for name, position in sorted(self.sectors, key=lambda pair: pair[1]):
            digest.update(position.to_bytes(4, "little"))
            feed_amounts(digest, self.table[name])
        return digest.hexdigest()

    def prepare(self) -> Prepared:
        """Return the demand of the rows, checked."""
        if self.shape == "long":
            return prepare_long(self.table, self.terms)
        return prepare_wide(self.table, self.terms, self.sectors)


def _unpacked(
    data: bytes,
    terms: Terms,
    shape: Shape,
    tables: tuple[str, ...],
    sectors: tuple[tuple[str, int], ...],
    first: int,
    share: float,
) -> Piece:
    pa = extra("pyarrow")
    with pa.ipc.open_stream(data) as stream:
        return Piece(terms, shape, tables, stream.read_all(), sectors, first, share)


def shape_of(source: Source) -> Shape:
    """Return whether a row is an amount (a column "sector") or a programme's whole demand."""
    return "long" if "sector" in source.header else "wide"


def require_columns(source: Source, terms: Terms) -> tuple[tuple[str, int], ...]:
    """Return the amount columns of a wide table with their sectors; none for a long one.

    Raises
    ------
    BatchInputError
        With every column that is missing, unknown or of the wrong kind (R12).
    """
    header = source.header
    problems: list[Problem] = []
    long = shape_of(source) == "long"
    needed = ["scenario", "amount"] if long else ["scenario"]
    missing = [name for name in needed if name not in header]
    if missing:
        problems.append(missing_columns(source.path, missing, header))
    if bool(terms.unit) == ("unit" in header):
        problems.append(unit_twice_or_never(bool(terms.unit)))
    own = [n for n in header if n not in (*COLUMNS, "unit") and not n.startswith(_INDEX)]
    columns: list[tuple[str, int]] = []
    if long:
        unknown = [name for name in own if name not in ("sector", "amount", *REMARKS)]
        if unknown:
            known = ", ".join([*COLUMNS, "sector", "amount", "unit", *REMARKS])
            problems.append(unknown_columns(unknown, Text(known, known)))
        if not is_text(source.types["sector"]):
            problems.append(numbers_for_codes("sector", source.types["sector"]))
        amounts = [name for name in ("amount",) if name in header]
    else:
        columns, found = _sectors(own, terms.classification, source)
        problems += found
        amounts = [name for name, _ in columns]
    problems += _not_amounts(source, amounts)
    if problems:
        raise BatchInputError(str(source.path), problems)
    return tuple(columns)


def _sectors(
    names: list[str], classification: Classification, source: Source
) -> tuple[list[tuple[str, int]], list[Problem]]:
    """Return the sector of each column; every sector has to be there once (R1)."""
    columns, unknown = [], []
    for name in names:
        try:
            columns.append((name, classification.position(name)))
        except UnknownSectorError:
            unknown.append(name)
    problems = []
    if unknown:
        each = Text(
            f"{classification.id}의 부문마다 한 열", f"a column a sector of {classification.id}"
        )
        problems.append(unknown_columns(unknown, each))
    there = [position for _, position in columns]
    absent = [code for i, code in enumerate(classification.codes) if i not in set(there)]
    if absent:
        problems.append(missing_columns(source.path, absent, tuple(names)))
    twice = [name for name, position in columns if there.count(position) > 1]
    if twice:
        once = Text("부문마다 한 열만", "but one column a sector")
        problems.append(unknown_columns(twice, once))
    return columns, problems


def _not_amounts(source: Source, names: list[str]) -> list[Problem]:
    pa = extra("pyarrow")
    problems = []
    for name in names:
        kind = source.types[name]
        numeric = (
            pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)
        )
        if not numeric and not is_text(kind):
            problems.append(
                Problem(
                    f'column "{name}"',
                    Text("금액의 열이 숫자가 아닙니다", "a column of amounts holds no numbers"),
                    Text("숫자", "numbers"),
                    Text(str(kind), str(kind)),
                    Text("열을 숫자로 저장하십시오", "store the column as numbers"),
                )
            )
    return problems


def pieces(source: Source, terms: Terms, tables: tuple[str, ...]) -> Iterator[Piece]:
    """Yield the pieces of a table, in order.

    Raises
    ------
    BatchInputError
        If the table is damaged, or the rows of a scenario don't stand together.
    """
    sectors = require_columns(source, terms)
    shape = shape_of(source)
    n = len(terms.classification)
    most = LONG_ROWS if shape == "long" else max(1, min(BATCH_ROWS, WIDE_BYTES // (8 * n)))
    wanted = [name for name in source.header if name in (*COLUMNS, "unit", "sector", "amount")]
    wanted += [name for name, _ in sectors]
    guard = Guard(source)
    for table, first, share in whole_scenarios(source.batches(wanted), most):
        guard.check(table)
        yield Piece(terms, shape, tables, table, sectors, first, share)
