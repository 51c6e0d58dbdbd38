"""The work itself: one piece of input through some tables, as rows of a store.

Nothing here reads or writes files, so that it may run on another machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from iomodel.batch.amounts import Told
from iomodel.batch.columns import encoded
from iomodel.batch.effects import Effects
from iomodel.batch.rows import LABELS, SPENDING, Array, Prepared, Terms
from iomodel.errors import Problem
from iomodel.extras import extra
from iomodel.text import Text, same

TOTAL = "total"


class Piece(Protocol):
    """A part of an input that is computed at once."""

    @property
    def terms(self) -> Terms:
        """How its amounts are read."""

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables that it goes through."""

    @property
    def first(self) -> int:
        """The number of its first row in the input."""

    @property
    def share(self) -> float:
        """The bytes of input that it stands for."""

    def digest(self) -> str:
        """Return a checksum of its content and of how it is read."""

    def prepare(self) -> Prepared:
        """Return its demand, checked."""


@dataclass(frozen=True)
class Made:
    """One unit of work: rows and failures as Parquet files in memory."""

    rows: int
    failures: int
    part: bytes
    failed: bytes


def compute(piece: Piece, tables: Sequence[Effects], indicators: Sequence[str]) -> list[Made]:
    """Return the results of one piece through each of `tables`."""
    prepared = piece.prepare()
    common = _parquet(prepared.failures) if prepared.failures.num_rows else b""
    made = []
    for effects in tables:
        rows, failures = evaluate(prepared, effects, indicators)
        failed, count = common, prepared.failures.num_rows
        if failures.num_rows:
            both = extra("pyarrow").concat_tables([prepared.failures, failures])
            failed, count = _parquet(both), both.num_rows
        made.append(Made(rows.num_rows, count, _part(rows), failed))
    return made


def products(demand: Any, values: Array) -> Array:
    """Return effects (rows of values, m) of demand, dense (n, m) or sparse (m, n).

    Parameters
    ----------
    values : ndarray (k, n)
        Effects of a unit of demand on each sector.
    """
    if isinstance(demand, np.ndarray):
        return values @ demand
    return np.asarray((demand @ values.T).T)


def numbers(prepared: Prepared, effects: Effects) -> tuple[Array, Array, list[tuple[int, Problem]]]:
    """Return what a table makes of demand: spending (m,), effects (k, o, m), rows refused."""
    m, o = len(prepared.run), len(effects.origins)
    k = len(effects.indicators)
    spending, values = np.empty(m), np.empty((k, o, m))
    refused: list[tuple[int, Problem]] = []
    for r, rows in _by_region(prepared, effects, refused):
        own = prepared.demand if len(rows) == m else _rows(prepared.demand, rows)
        refused += _on_inactive(own, effects, r, rows)
        flat = effects.values[r].reshape(k * o, -1)
        found = products(own, np.vstack([np.ones((1, flat.shape[1])), flat]))
        if prepared.factor != 1.0:
            found *= prepared.factor
        if len(rows) == m:
            spending, values = found[0], found[1:].reshape(k, o, m)
        else:
            spending[rows], values[:, :, rows] = found[0], found[1:].reshape(k, o, -1)
    return spending, values, refused


def evaluate(prepared: Prepared, effects: Effects, indicators: Sequence[str]) -> tuple[Any, Any]:
    """Return the rows that one table gives for demand, and what it refuses, as Arrow tables."""
    spending, values, refused = numbers(prepared, effects)
    told = Told(prepared.terms, effects.table)
    for row, problem in sorted(refused, key=lambda found: found[0]):
        told.add(prepared.labels["scenario"][row].as_py(), problem)
    kept = np.arange(len(prepared.run))
    if refused:  # a scenario that fails in one row has no results in any
        kept = np.flatnonzero(
            ~np.isin(prepared.run, np.unique(prepared.run[[row for row, _ in refused]]))
        )
    return _table(prepared, effects, indicators, kept, spending, values), told.table()


def _rows(demand: Any, rows: NDArray[np.int64]) -> Any:
    return demand[:, rows] if isinstance(demand, np.ndarray) else demand[rows]


def _by_region(
    prepared: Prepared, effects: Effects, refused: list[tuple[int, Problem]]
) -> list[tuple[int, NDArray[np.int64]]]:
    """Return the rows of each region of demand; rows of no region of the table are refused."""
    everything = np.arange(len(prepared.run))
    if effects.regions == ("",):  # a national table takes demand wherever it is
        return [(0, everything)]
    code, names = encoded(prepared.labels["region"])
    found = []
    for i, name in enumerate(names):
        rows = everything[code == i]
        if name in effects.regions:
            found.append((effects.regions.index(name), rows))
        else:
            problem = _no_region(name, effects)
            refused += [(int(row), problem) for row in rows]
    return found


def _no_region(name: str, effects: Effects) -> Problem:
    known = ", ".join(effects.regions)
    return Problem(
        effects.table,
        Text("지역이 맞지 않습니다", "the region does not fit the table"),
        Text(f"다음 중 하나: {known}", f"one of: {known}"),
        same(f'"{name}"') if name else Text("없음", "none"),
        Text("region 열이나 --region을 고치십시오", "correct the column region, or --region"),
    )


def _on_inactive(
    demand: Any, effects: Effects, r: int, rows: NDArray[np.int64]
) -> list[tuple[int, Problem]]:
    """Return the rows with demand on sectors that the region or table lacks (R2)."""
    columns = np.flatnonzero(effects.inactive[r])
    if not len(columns) or not len(rows):
        return []
    if isinstance(demand, np.ndarray):
        sector, row = np.nonzero(demand[columns])
    else:
        row, sector = demand.tocsc()[:, columns].nonzero()
    return [
        (int(rows[i]), effects.refusals[r, int(columns[j])])
        for i, j in zip(row, sector, strict=True)
    ]


def _table(
    prepared: Prepared,
    effects: Effects,
    indicators: Sequence[str],
    kept: NDArray[np.int64],
    spending: Array,
    values: Array,
) -> Any:
    """Return one row for each row of demand and origin, the total over origins among them (R8)."""
    pa = extra("pyarrow")
    origins = effects.origins
    if len(kept) < len(spending):
        spending, values = spending[kept], values[:, :, kept]
    if origins != (TOTAL,):
        origins = (*origins, TOTAL)
        values = np.concatenate([values, values.sum(axis=1, keepdims=True)], axis=1)
    o, m = len(origins), len(kept)
    n, terms = o * m, prepared.terms
    labels = prepared.labels
    if o > 1 or m < len(prepared.run):
        take = pa.array(np.repeat(kept, o))
        labels = {name: column.take(take) for name, column in labels.items()}
    # nothing of a national table depends on where the money is spent, but the label stays
    columns = {
        "study": pa.repeat(terms.study, n),
        "scenario": labels["scenario"],
        "programme": labels["programme"],
        "reading": pa.repeat(terms.reading, n),
        "region": labels["region"],
        "variant": labels["variant"],
        "phase": labels["phase"],
        "year": labels["year"],
        "kind": labels["kind"],
        "table": pa.repeat(effects.table, n),
        "origin": pa.array(list(origins)).take(pa.array(np.tile(np.arange(o), m))),
        "basis": pa.repeat(terms.basis, n),
        "price_year": pa.repeat(pa.scalar(terms.price_year, pa.int16()), n),
        SPENDING: pa.array(np.repeat(spending, o)),
    }
    for name in indicators:
        if name in effects.indicators:
            found = values[effects.indicators.index(name)]
            columns[name] = pa.array(np.ascontiguousarray(found.T).reshape(n))
        else:
            columns[name] = pa.nulls(n, pa.float64())
    return pa.table(columns)


FAILURE_COLUMNS = ("study", "scenario", "reading", "table", "message_ko", "message_en")
_WORDS = ("study", *LABELS[1:], "reading", "table", "origin", "basis")


def _part(table: Any) -> bytes:
    """Return a part of the store: labels that recur as dictionaries, numbers as they are."""
    return _parquet(table, [*_WORDS, "price_year"])


def _parquet(table: Any, dictionaries: Sequence[str] = ()) -> bytes:
    pa, parquet = extra("pyarrow"), extra("pyarrow.parquet")
    out = pa.BufferOutputStream()
    parquet.write_table(
        table,
        out,
        compression="zstd",
        use_dictionary=list(dictionaries) or False,
        write_statistics=["study", "scenario", "table"],
    )
    return bytes(out.getvalue())
