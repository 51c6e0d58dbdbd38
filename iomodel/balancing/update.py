"""A table brought to another year: its flows balanced to newer outputs, value added and demand."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np

from iomodel.balancing.base import MAX_ITERATIONS, TOLERANCE, Array, Balanced, Names, scale_factors
from iomodel.balancing.gras import gras
from iomodel.errors import LabelError, MarginsError, Problem
from iomodel.files import duplicates, numbers, parse_csv, read_bytes
from iomodel.sectors import Classification, require_same_labels
from iomodel.table import IOTable, Role, TableInfo
from iomodel.text import Text, same


@dataclass(frozen=True, eq=False)
class Margins:
    """What is known of the newer year, by sector, in the table's money.

    Attributes
    ----------
    output : ndarray (n,)
        x.
    value_added : ndarray (n,)
        w.
    final_demand : ndarray (n,)
        f, final demand for domestic products over all categories.
    imports : ndarray (n,), optional
        Imported inputs by buying sector. Without it their sum follows from the accounts, and
        balancing spreads them over the sectors.
    """

    output: Array
    value_added: Array
    final_demand: Array
    imports: Array | None = None


_REQUIRED = tuple(field.name for field in fields(Margins) if field.name != "imports")


def read_margins(path: Path | str, sectors: Classification) -> Margins:
    """Read margins from a CSV file: code, output, value_added, final_demand and perhaps imports.

    Raises
    ------
    MarginsError
        Listing missing columns, ragged rows, doubled codes and cells that are no numbers.
    LabelError
        If the codes are not those of `sectors`, in their order (R1).
    """
    grid = parse_csv(str(path), read_bytes(Path(path)), ("code", *_REQUIRED))
    if grid.problems:
        raise MarginsError(grid.origin, grid.problems)
    columns = [*_REQUIRED, *(name for name in ("imports",) if name in grid.header)]
    values, problems = numbers(grid, columns, "code")
    problems = [*duplicates(grid, "code"), *problems]
    if problems:
        raise MarginsError(grid.origin, problems)
    what = Text("주변합과 표", "margins and table")
    require_same_labels(grid.origin, grid.column("code"), sectors.codes, what)
    return Margins(*values.T)


@dataclass(frozen=True, eq=False)
class Updated:
    """A table brought to newer margins.

    Attributes
    ----------
    table : IOTable
    balanced : Balanced
        The domestic flows, with a last row of imported inputs where those were left to balancing.
    """

    table: IOTable
    balanced: Balanced


def update(
    table: IOTable,
    margins: Margins,
    *,
    id: str,
    year: int,
    source: str,
    tolerance: float = TOLERANCE,
    max_iterations: int = MAX_ITERATIONS,
) -> Updated:
    """Return `table` with its flows balanced to the margins of another year.

    Parameters
    ----------
    table : IOTable
        The older table.
    margins : Margins
    id : str
        Of the new table.
    year : int
        To which the margins belong; the new table is in its prices.
    source : str
        Where the margins come from; stands in the new table's provenance.
    tolerance, max_iterations
        As in `gras`.

    Returns
    -------
    Updated
        The new table balances (R4). Within a sector, value added keeps its components' shares
        (where the new total has another sign than the old, it is refused), final demand is scaled
        by category, negative categories inversely; product taxes and scrap among the primary
        inputs, and satellites, keep their ratios to output. Imports keep each buyer's mix of
        products. Imported final demand, which no margin speaks of, is left out.

    Raises
    ------
    LabelError
        If a margin isn't as long as the table.
    MarginsError
        If the margins contradict the accounts, each other or the table's zeros and signs.
    NotConvergedError

    Notes
    -----
    Rows are to add up to x − f, columns to x − w less other primary inputs. Without margins of
    imports, imported inputs are one more row, whose sum is what the columns leave after the rows:
    i′(x − w) − i′(x − f). Balanced by GRAS (Junius & Oosterhaven 2003); Miller & Blair (2009),
    section 7.4.
    """
    _require_fit(table, margins, source)
    x, w, f = margins.output, margins.value_added, margins.final_demand
    growth = _ratio(x, table.output)
    other = sum((table.primary_rows(role) * growth for role in _OTHER), np.zeros_like(x))
    rows, columns = x - f, x - w - other
    codes = table.sectors.codes
    if margins.imports is None:
        prior = np.vstack([table.domestic, table.import_row])
        rows, names = np.append(rows, columns.sum() - rows.sum()), (*codes, _IMPORTED)
    else:
        prior, columns, names = table.domestic, columns - margins.imports, codes
    balanced = gras(
        prior,
        rows,
        columns,
        names=Names.of(names, codes),
        tolerance=tolerance,
        max_iterations=max_iterations,
        origin=source,
    )
    flows = np.asarray(balanced.matrix)
    bought = flows[-1] if margins.imports is None else margins.imports
    roles = {"value_added": _ratio(w, table.value_added)} | dict.fromkeys(_OTHER, growth)
    roles["imports"] = _ratio(bought, table.import_row)
    parts = [
        row * roles[part.role]
        for part, row in zip(table.info.primary_inputs, table.primary_inputs, strict=True)
    ]
    allowed = tolerance * float(np.abs(np.concatenate([rows, columns])).max())
    new = IOTable(
        _info(table.info, id, year, source, allowed, margins.imports is not None),
        table.sectors,
        flows[: len(codes)],
        None if table.imports is None else table.imports * roles["imports"],
        _by_category(table.final_demand, f),
        None,
        np.array(parts).reshape(table.primary_inputs.shape),
        table.satellites * growth,
    )
    new.require_balanced()
    return Updated(new, balanced)


_OTHER: tuple[Role, ...] = ("product_tax", "scrap")
_IMPORTED = "수입 (imports)"


def _ratio(new: Array, old: Array) -> Array:
    """Return new over old, zero where there was nothing."""
    return np.divide(new, old, out=np.zeros_like(new), where=old != 0)


def _by_category(demand: Array, totals: Array) -> Array:
    """Return each sector's categories scaled to its new total, negative ones inversely."""
    positive, negative = np.maximum(demand, 0.0), np.maximum(-demand, 0.0)
    factors = scale_factors(positive.sum(axis=1), negative.sum(axis=1), totals)[:, None]
    return positive * factors - np.divide(
        negative, factors, out=np.zeros_like(negative), where=factors != 0
    )


def _require_fit(table: IOTable, margins: Margins, source: str) -> None:
    """Raise unless the margins are numbers, one a sector, that the table has a pattern for."""
    n = len(table.sectors)
    given = {
        field.name: getattr(margins, field.name)
        for field in fields(Margins)
        if getattr(margins, field.name) is not None
    }
    wrong = [name for name, values in given.items() if np.shape(values) != (n,)]
    if wrong:
        raise LabelError(source, [_not_one_each(name, given[name], n) for name in wrong])
    problems = [
        _no_number(table, name, int(i), float(values[i]))
        for name, values in given.items()
        for i in np.flatnonzero(~np.isfinite(values))
    ]
    if not problems:
        problems = [
            _no_pattern(table, name, int(i), float(margin[i]))
            for name, margin, lacking in _patterns(table, margins)
            for i in np.flatnonzero(lacking)
        ]
    if problems:
        raise MarginsError(source, problems)


def _patterns(table: IOTable, margins: Margins) -> list[tuple[str, Array, Array]]:
    """Return each margin with where the older table has nothing that could be scaled to it."""
    x, w, f, m = (getattr(margins, field.name) for field in fields(Margins))
    above, below = (table.final_demand > 0).any(axis=1), (table.final_demand < 0).any(axis=1)
    found = [
        ("output", x, (x < 0) | ((x > 0) & (table.output <= 0))),
        ("value_added", w, (w != 0) & (w * table.value_added <= 0)),
        ("final_demand", f, ((f > 0) & ~above) | ((f < 0) & ~below)),
    ]
    return found if m is None else [*found, ("imports", m, (m != 0) & (m * table.import_row <= 0))]


def _place(table: IOTable, name: str, i: int) -> Text:
    sector = table.sectors.sectors[i]
    return Text(f"{name}, {sector.code} {sector.name.ko}", f"{name}, {sector}")


def _not_one_each(name: str, values: Array, n: int) -> Problem:
    return Problem(
        name,
        Text("부문 수와 맞지 않습니다", "the margin is not one figure a sector"),
        same((n,)),
        same(np.shape(values)),
        Text("부문마다 하나씩 주십시오", "give one figure a sector"),
    )


def _no_number(table: IOTable, name: str, i: int, value: float) -> Problem:
    return Problem(
        _place(table, name, i),
        Text("숫자가 아닙니다", "the margin is not a number"),
        Text("유한한 수", "a finite number"),
        same(value),
        Text("원자료의 값을 넣으십시오", "put in the figure of the source"),
    )


def _no_pattern(table: IOTable, name: str, i: int, value: float) -> Problem:
    unit = table.info.money.name
    return Problem(
        _place(table, name, i),
        Text(
            "옛 표에 이 값으로 늘리거나 줄일 것이 없습니다",
            "the older table has nothing that could be scaled to this",
        ),
        Text("옛 표와 같은 부호의 값, 또는 0", "a figure of the older table's sign, or zero"),
        Text(f"{value:,.12g} {unit.ko}", f"{value:,.12g} {unit.en}"),
        Text(
            "값을 확인하십시오. 새로 생긴 부문이라면 먼저 옛 표에 그 구조를 넣어야 합니다",
            "check the figure; a sector that is new needs a structure in the older table first",
        ),
    )


def _info(
    old: TableInfo, id: str, year: int, source: str, tolerance: float, imports_given: bool
) -> TableInfo:
    """Return the new table's provenance: what it was, what it was balanced to, what is assumed."""
    told = Text(
        f"{old.id}의 거래를 {year}년 산출·부가가치·최종수요에 GRAS로 맞춘 것이며 조사한 표가 "
        f"아닙니다. 주변합의 출처: {source}",
        f"the flows of {old.id} balanced by GRAS to outputs, value added and final demand of "
        f"{year}: not a surveyed table. Margins from: {source}",
    )
    assumed = Text(
        "부가가치의 구성, 구매부문별 수입의 품목 구성, 산출 대비 취업·생산물세의 비율은 "
        f"{old.year}년 그대로라고 가정했고, 수입 최종수요는 뺐습니다",
        "assumed as in "
        f"{old.year}: the composition of value added, each buyer's mix of imports, employment and "
        "product taxes per output; imported final demand was left out",
    )
    imports = Text(
        "부문별 수입 투입은 주변합이 아니라 GRAS가 나눈 것입니다",
        "imported inputs by sector are not margins but spread by GRAS",
    )
    caveats = (told, assumed) if imports_given else (told, assumed, imports)
    inherited = tuple(Text(f"{old.id}: {c.ko}", f"{old.id}: {c.en}") for c in old.caveats)
    return old.model_copy(
        update={
            "id": id,
            "title_ko": f"{old.title_ko}, {year}년으로 갱신",
            "title_en": f"{old.title_en}, updated to {year}",
            "year": year,
            "price_year": year,
            "published": None,
            "published_note": "",
            "tolerance": tolerance,
            "caveats_ko": tuple(text.ko for text in (*inherited, *caveats)),
            "caveats_en": tuple(text.en for text in (*inherited, *caveats)),
            "source": old.source.model_copy(
                update={
                    "document": f"{old.source.document}; {source}",
                    "changes": f"{old.source.changes} {told.en}; {assumed.en}.",
                }
            ),
        }
    )
