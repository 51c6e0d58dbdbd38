"""The accounts of a Bank of Korea sheet of transactions, and every total it has to agree with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from iomodel.errors import Problem
from iomodel.readers.layout import Layout, Line, figures, locate, missing
from iomodel.readers.sheets import Sheet
from iomodel.table import Array, Component, Label
from iomodel.text import Text, same

FINAL_DEMAND = (
    Label(code="9111", ko="민간소비지출", en="Private consumption expenditure"),
    Label(code="9112", ko="정부소비지출", en="Government consumption expenditure"),
    Label(code="9121", ko="민간고정자본형성", en="Private gross fixed capital formation"),
    Label(code="9122", ko="정부고정자본형성", en="Government gross fixed capital formation"),
    Label(code="9131", ko="재고증감", en="Changes in inventories"),
    Label(code="9132", ko="귀중품순취득", en="Net acquisition of valuables"),
    Label(code="9140", ko="수출", en="Exports"),
)
VALUE_ADDED = (
    Component(
        code="compensation_of_employees",
        ko="피용자보수",
        en="Compensation of employees",
        role="value_added",
    ),
    Component(code="operating_surplus", ko="영업잉여", en="Operating surplus", role="value_added"),
    Component(
        code="consumption_of_fixed_capital",
        ko="고정자본소모",
        en="Consumption of fixed capital",
        role="value_added",
    ),
    Component(
        code="production_taxes_less_subsidies",
        ko="생산세(보조금공제)",
        en="Taxes on production less subsidies",
        role="value_added",
    ),
)
_CODES = {
    **{label.ko: {label.code} for label in FINAL_DEMAND},
    "중간수요계": {"9090"},
    "행합": {"9090"},
    "최종수요계": {"9190"},
    "총수요계": {"9290"},
    "총산출": {"9310"},
    "수입": {"9321"},
    "생산물세(수입)": {"9322"},
    "수입계": {"9329"},
    "도소매마진": {"9331"},
    "화물운임": {"9332"},
    "총공급계": {"9390"},
    "중간투입계": {"9590"},
    "열합": {"9590"},
    "피용자보수": {"9610"},
    "영업잉여": {"9621"},
    "고정자본소모": {"9622"},
    "생산세(보조금공제)": {"9630"},
    "부가가치계": {"9690"},
    "총투입계": {"9790"},
    "영향력계수": {"9801"},
    "감응도계수": {"9802"},
    "유발계수": {"9811"},
    "구성비(%)": {"9812"},
    "소계": {"9590", "9819"},
}
VOCABULARY = {name: frozenset(codes) for name, codes in _CODES.items()}
ANCHORS = ("중간수요계", "행합", "최종수요계")
DEMAND = tuple(label.ko for label in FINAL_DEMAND)
PARTS = tuple(part.ko for part in VALUE_ADDED)
USES = ("중간수요계", *DEMAND, "최종수요계", "총수요계")
SUPPLY = ("총산출", "수입계", "총공급계")
INPUTS = ("중간투입계", *PARTS, "부가가치계", "총투입계")


@dataclass(frozen=True, eq=False)
class Flows:
    """One sheet of transactions: cells by line, figures of all uses, and of all inputs."""

    layout: Layout
    uses: Array  # (sectors and 중간투입계) × (sectors and every item of the columns)
    lower: Array  # items below 중간투입계 × (sectors and 중간수요계)
    problems: tuple[Problem, ...]

    @classmethod
    def read(cls, sheet: Sheet, columns: Sequence[str], rows: Sequence[str]) -> Flows:
        """Return the flows in `sheet`, which must have these named columns and rows."""
        layout, problems = locate(sheet, VOCABULARY, ANCHORS)
        problems += missing(layout, rows, columns)
        uses, found = figures(layout, cls.upper_rows(layout), cls.all_columns(layout))
        lower, found_lower = figures(layout, cls.lower_rows(layout), cls.input_columns(layout))
        return cls(layout, uses, lower, (*problems, *found, *found_lower))

    @staticmethod
    def upper_rows(layout: Layout) -> tuple[Line, ...]:
        """Return the rows of `uses`: the sectors and 중간투입계."""
        return (*layout.sector_rows, *layout.row_items(["중간투입계"]))

    @staticmethod
    def all_columns(layout: Layout) -> tuple[Line, ...]:
        """Return the columns of `uses`: the sectors and every item."""
        return (*layout.sector_columns, *(line for line in layout.columns if line.item))

    @staticmethod
    def lower_rows(layout: Layout) -> tuple[Line, ...]:
        """Return the rows of `lower`: the parts of value added and the totals."""
        return layout.row_items([*PARTS, "부가가치계", "총투입계"])

    @staticmethod
    def input_columns(layout: Layout) -> tuple[Line, ...]:
        """Return the columns of `lower`: the sectors and 중간수요계."""
        return (*layout.sector_columns, *layout.column_items(["중간수요계"]))

    @property
    def size(self) -> int:
        """n, the number of sectors."""
        return len(self.layout.sector_rows)

    @property
    def intermediate(self) -> Array:
        """Flows between sectors, (n, n)."""
        return self.uses[: self.size, : self.size]

    @property
    def final_demand(self) -> Array:
        """Final demand by item, (n, 7)."""
        return np.column_stack([self.column(name)[: self.size] for name in DEMAND])

    def has(self, name: str) -> bool:
        """Return whether the sheet has the column `name`."""
        return bool(self.layout.column_items([name]))

    def column(self, name: str) -> Array:
        """Return the column `name`: the sectors, then 중간투입계, (n + 1,)."""
        names = [line.item for line in self.all_columns(self.layout)]
        values: Array = self.uses[:, names.index(name)]
        return values

    def row(self, name: str) -> Array:
        """Return the row `name`: the sectors, then 중간수요계, (n + 1,)."""
        names = [line.item for line in self.lower_rows(self.layout)]
        values: Array = self.lower[names.index(name)]
        return values

    def inputs(self, names: Sequence[str]) -> Array:
        """Return the rows `names` over the sectors."""
        return np.array([self.row(name)[: self.size] for name in names])

    def minus(self, other: Flows) -> Flows:
        """Return the imported flows: these less the domestic ones, over the other's columns."""
        names = [line.item for line in self.all_columns(self.layout)]
        theirs = [line.item for line in other.all_columns(other.layout) if line.item]
        at = [*range(self.size), *(names.index(name) for name in theirs)]
        return Flows(other.layout, self.uses[:, at] - other.uses, self.lower, ())


def contradictions(flows: Sequence[Flows], inferred: Flows, slack: float) -> list[Problem]:
    """Return every printed total further than `slack` from its sum.

    Parameters
    ----------
    flows : sequence of Flows
        Of the total, the domestic and, where there is one, the imported flows.
    inferred : Flows
        Total less domestic.
    slack : float
    """
    problems = []
    for part in flows:
        problems += _uses_that_do_not_add_up(part, slack)
    total, domestic = flows[:2]
    problems += _supply_that_does_not_add_up(total, slack)
    problems += _inputs_that_do_not_add_up(total, slack)
    problems += _apart(
        domestic,
        domestic.upper_rows(domestic.layout),
        domestic.layout.column_items(["총수요계"]),
        total.column("총산출")[:, None],
        domestic.column("총수요계")[:, None],
        Text("국산 총수요계가 총산출과 다릅니다", "domestic 총수요계 differs from 총산출"),
        slack,
    )
    if len(flows) == 3:
        imports = flows[2]
        return problems + _apart(
            imports,
            imports.upper_rows(imports.layout),
            imports.all_columns(imports.layout),
            inferred.uses,
            imports.uses,
            Text(
                "수입이 총거래에서 국산을 뺀 값과 다릅니다",
                "imports differ from total less domestic",
            ),
            slack,
        )
    # Inventories may fall by imported goods; every other use of them is bought.
    columns = domestic.all_columns(domestic.layout)
    bought = [line.item not in ("재고증감", "최종수요계", "총수요계") for line in columns]
    whole = domestic.uses + inferred.uses
    return problems + _apart(
        domestic,
        domestic.upper_rows(domestic.layout),
        columns,
        np.where(bought, np.minimum(domestic.uses, whole), domestic.uses),
        domestic.uses,
        Text("국산이 총거래보다 큽니다", "the domestic flow exceeds the total flow"),
        slack,
    )


def _uses_that_do_not_add_up(part: Flows, slack: float) -> list[Problem]:
    sectors = part.uses[:, : part.size]
    demand = np.column_stack([part.column(name) for name in DEMAND])
    whole = part.column("중간수요계") + part.column("최종수요계")
    problems = _row_sums(part, "중간수요계", sectors.sum(axis=1), slack)
    problems += _row_sums(part, "최종수요계", demand.sum(axis=1), slack)
    problems += _row_sums(part, "총수요계", whole, slack)
    return problems + _apart(
        part,
        part.layout.row_items(["중간투입계"]),
        part.all_columns(part.layout),
        part.uses[:-1].sum(axis=0)[None, :],
        part.uses[-1:],
        Text("중간투입계가 열의 합과 다릅니다", "중간투입계 differs from the sum of its column"),
        slack,
    )


def _supply_that_does_not_add_up(total: Flows, slack: float) -> list[Problem]:
    parts = [name for name in ("수입", "생산물세(수입)") if total.has(name)]
    added = [name for name in ("도소매마진", "화물운임") if total.has(name)]
    problems = []
    if parts:
        problems += _row_sums(total, "수입계", sum(map(total.column, parts), np.zeros(1)), slack)
    supply = sum(map(total.column, ["총산출", "수입계", *added]), np.zeros(1))
    problems += _row_sums(total, "총공급계", supply, slack)
    return problems + _apart(
        total,
        total.upper_rows(total.layout),
        total.layout.column_items(["총공급계"]),
        total.column("총수요계")[:, None],
        total.column("총공급계")[:, None],
        Text("총공급계가 총수요계와 다릅니다", "총공급계 differs from 총수요계"),
        slack,
    )


def _inputs_that_do_not_add_up(total: Flows, slack: float) -> list[Problem]:
    columns = total.input_columns(total.layout)
    intermediate = np.append(total.uses[-1, : total.size], total.column("중간수요계")[-1])
    parts = np.sum([total.row(name) for name in PARTS], axis=0)
    problems = []
    for name, wanted in (
        ("부가가치계", parts),
        ("총투입계", intermediate + total.row("부가가치계")),
    ):
        problems += _apart(
            total,
            total.layout.row_items([name]),
            columns,
            wanted[None, :],
            total.row(name)[None, :],
            Text(f"{name}가 열의 합과 다릅니다", f"{name} differs from the sum of its column"),
            slack,
        )
    lines = total.layout.row_items([*PARTS, "부가가치계", "총투입계"])
    problems += _apart(
        total,
        lines,
        total.layout.column_items(["중간수요계"]),
        total.lower[:, :-1].sum(axis=1)[:, None],
        total.lower[:, -1:],
        Text("중간수요계가 행의 합과 다릅니다", "중간수요계 differs from the sum of its row"),
        slack,
    )
    return problems + _apart(
        total,
        total.layout.row_items(["총투입계"]),
        columns,
        total.column("총산출")[None, :],
        total.row("총투입계")[None, :],
        Text("총투입계가 총산출과 다릅니다", "총투입계 differs from 총산출"),
        slack,
    )


def _row_sums(part: Flows, name: str, wanted: Array, slack: float) -> list[Problem]:
    return _apart(
        part,
        part.upper_rows(part.layout),
        part.layout.column_items([name]),
        wanted[:, None],
        part.column(name)[:, None],
        Text(f"{name}가 행의 합과 다릅니다", f"{name} differs from the sum of its row"),
        slack,
    )


def _apart(
    part: Flows,
    rows: Sequence[Line],
    columns: Sequence[Line],
    wanted: Array,
    found: Array,
    what: Text,
    slack: float,
) -> list[Problem]:
    sheet = part.layout.sheet
    return [
        Problem(
            sheet.place(rows[i].at, columns[j].at, f"{rows[i]} × {columns[j]}"),
            what,
            same(f"{wanted[i, j]:,.12g} (±{slack:g})"),
            same(f"{found[i, j]:,.12g} ({found[i, j] - wanted[i, j]:+,.12g})"),
            Text(
                "이 칸이 든 행과 열을 원자료와 대조하십시오",
                "check its row and column against the source",
            ),
        )
        for i, j in np.argwhere(np.abs(found - wanted) > slack)
    ]
