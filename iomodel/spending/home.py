"""The study's own table, where shares have to come from it: profiles, imports, margins."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from iomodel import catalogue
from iomodel.errors import NotSupportedError, Problem, TableFileError
from iomodel.files import numbers, parse_csv, read_bytes
from iomodel.sectors import Classification
from iomodel.table import IOTable
from iomodel.text import Text, same

Array = NDArray[np.float64]
Ints = NDArray[np.int_]


@dataclass(frozen=True)
class Home:
    """The table that a study names, seen in the study's n sectors; read when first asked."""

    id: str
    sectors: Classification
    tables: Path | None

    @cached_property
    def table(self) -> IOTable:
        """The table.

        Raises
        ------
        NotSupportedError
            If it has no transactions.
        """
        table = catalogue.load_table(self.id, self.tables)
        if isinstance(table, IOTable):
            return table
        raise NotSupportedError(
            self.id,
            Problem(
                "",
                Text("표에 거래가 없습니다", "the table has no transactions"),
                Text(
                    "거래표: 투자 구성과 수입비율은 거기서 나옵니다",
                    "a table of transactions, from which profiles and import ratios come",
                ),
                same(self.id),
                Text("몫을 직접 적거나 거래표를 쓰십시오", "state the shares, or use such a table"),
            ),
        )

    @cached_property
    def parents(self) -> Ints:
        """The table's sector to which each of the study's belongs, (n,)."""
        if self.table.sectors.id == self.sectors.id:
            return np.arange(len(self.sectors))
        way = catalogue.concordance(self.sectors.id, self.table.sectors.id, self.tables)
        return np.asarray(way.parents)

    def import_ratio(self, category: str = "") -> Array:
        """Return imports over all that is bought at home, (n,).

        Of one category of final demand, or of all uses but exports where none is named.

        Raises
        ------
        NotSupportedError
            If the table doesn't show imports by product.
        NotFoundError
            If it has no such category.
        """
        from iomodel.analyses.arguments import category_positions
        from iomodel.analyses.trade.categories import exports_of

        table = self.table
        if table.imports is None or table.final_demand_imports is None:
            raise NotSupportedError(self.id, _no_imports(self.id))
        if category:
            at = category_positions(table, category, "imports")
            domestic = table.final_demand[:, at].sum(axis=1)
            imported = table.final_demand_imports[:, at].sum(axis=1)
        else:
            out = set(exports_of(table, None))
            at = [k for k in range(table.final_demand.shape[1]) if k not in out]
            domestic = table.domestic.sum(axis=1) + table.final_demand[:, at].sum(axis=1)
            imported = table.imports.sum(axis=1) + table.final_demand_imports[:, at].sum(axis=1)
        both = domestic + imported
        ratio = np.divide(imported, both, out=np.zeros_like(both), where=both > 0)
        return np.asarray(np.clip(ratio, 0.0, 1.0)[self.parents])

    def formation(self, category: str) -> Array:
        """Return the shares of goods in a category of final demand, imports included, (n,).

        Raises
        ------
        NotSupportedError
            If the table's sectors are coarser than the study's.
        NotFoundError
            If it has no such category.
        """
        from iomodel.analyses.arguments import category_positions

        table = self.table
        if table.sectors.id != self.sectors.id:
            raise NotSupportedError(self.id, _coarser(self.id, self.sectors.id))
        at = category_positions(table, category, "category")
        bought = table.final_demand[:, at].sum(axis=1)
        if table.final_demand_imports is not None:
            bought = bought + table.final_demand_imports[:, at].sum(axis=1)
        return np.asarray(bought / bought.sum())

    @cached_property
    def margins(self) -> tuple[Array, Ints] | None:
        """Margins as shares of purchasers' prices, (n, m), and the m sectors that earn them.

        From margins.csv in the table's folder: a row a product, a column a sector that earns.
        None where the folder has no such file.
        """
        folder = catalogue.find(self.id, self.tables)
        path = folder.path / "margins.csv"
        if not path.is_file():
            return None
        sectors = folder.classification(self.id)
        if sectors.id != self.sectors.id:
            raise NotSupportedError(self.id, _coarser(self.id, self.sectors.id))
        return _margins(path, sectors)


def _margins(path: Path, sectors: Classification) -> tuple[Array, Ints]:
    """Read margins.csv; every cell, code and row that doesn't fit is told."""
    grid = parse_csv(str(path), read_bytes(path), ("code",))
    problems = list(grid.problems)
    if not problems:
        earners = [name for name in grid.header if name != "code"]
        values, problems = numbers(grid, earners, "code")
        places = dict.fromkeys([*earners, *grid.column("code")], "header")
        places |= {
            code: f"line {n}" for code, n in zip(grid.column("code"), grid.lines, strict=True)
        }
        problems += [
            sectors.unknown(place, code)
            for code, place in places.items()
            if code not in sectors.codes
        ]
        problems += [
            _no_margin(f"line {n}", row)
            for n, row in zip(grid.lines, values, strict=True)
            if (row < 0).any() or row.sum() >= 1
        ]
    if problems:
        raise TableFileError(str(path), problems)
    shares = np.zeros((len(sectors), len(earners)))
    for code, row in zip(grid.column("code"), values, strict=True):
        shares[sectors.position(code)] = row
    return shares, np.array([sectors.position(name) for name in earners], dtype=np.int_)


def _no_margin(place: str, row: Array) -> Problem:
    return Problem(
        place,
        Text("마진이 아닙니다", "the row is no margins"),
        Text(
            "구매자가격에 대한 0 이상의 몫, 합은 1 미만",
            "shares of the purchasers' price from zero, together below one",
        ),
        same(", ".join(f"{share:g}" for share in row)),
        Text("퍼센트라면 100으로 나누십시오", "divide percentages by 100"),
    )


def _no_imports(id: str) -> Problem:
    return Problem(
        "imports",
        Text(
            "표가 품목별 수입을 따로 싣지 않습니다",
            "the table doesn't show imports by product",
        ),
        Text("수입표가 있는 표, 또는 수입의 몫", "a table with imports, or a share"),
        same(id),
        Text("imports에 몫을 적으십시오, 예: imports = 0.3", "state a share: imports = 0.3"),
    )


def _coarser(id: str, classification: str) -> Problem:
    return Problem(
        "",
        Text("표의 부문이 연구의 분류와 다릅니다", "the table has other sectors than the study"),
        same(classification),
        same(id),
        Text(
            "classification과 같은 부문의 표를 쓰거나, 몫을 직접 적으십시오",
            "use a table of the study's classification, or state the shares",
        ),
    )
