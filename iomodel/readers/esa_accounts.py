"""The parts of a table from cells by ESA's codes: sectors, flows, final demand, primary inputs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from iomodel.draft import Block, Claim, Mark, Part, Printed
from iomodel.errors import Problem, TableFileError
from iomodel.readers import esa_codes as codes
from iomodel.readers.esa_codes import DOMESTIC, IMPORTED, TOTAL
from iomodel.readers.esa_cube import Cube, Found
from iomodel.readers.esa_levels import one_level
from iomodel.table import Array, Role
from iomodel.text import Text, same

_PARTS: dict[str, tuple[Part, Part]] = {
    DOMESTIC: ("domestic", "final_demand"),
    IMPORTED: ("imports", "final_demand_imports"),
    TOTAL: ("total", "final_demand_total"),
}


@dataclass(frozen=True, eq=False)
class Accounts:
    """What the codes of a cube make of a table.

    Attributes
    ----------
    sectors : tuple of str
        n codes, none of which is part of another.
    demand : tuple of str
        k codes of final demand.
    inputs : dict of str to Role
        p codes of primary inputs.
    main : str
        The flow beside whose matrix the primary inputs stand.
    notes : tuple of Text
        Which levels of sectors were left out.
    """

    cube: Cube
    sectors: tuple[str, ...]
    demand: tuple[str, ...]
    inputs: dict[str, Role]
    main: str
    notes: tuple[Text, ...]

    @classmethod
    def of(cls, origin: str, cube: Cube) -> Accounts:
        """Return the accounts of a cube.

        Raises
        ------
        TableFileError
            If there are no sectors, no final demand or no value added.
        """
        sectors, notes = one_level(cube)
        main = TOTAL if cube.has(TOTAL, codes.OUTPUT, sectors) else DOMESTIC
        main = main if _added(cube, main, sectors) else DOMESTIC
        demand = [code for group in codes.DEMAND for code in _items(cube, group, sectors)]
        added = _added(cube, main, sectors)
        lacking = (
            (len(sectors) > 1, Text("부문", "sectors"), "CPA_A01, A01 …"),
            (bool(demand), Text("최종수요", "final demand"), "P3_S14, P51G, P6 …"),
            (bool(added), Text("부가가치", "value added"), "D1, D29X39, B2A3G; B1G"),
        )
        problems = [_missing(what, example) for there, what, example in lacking if not there]
        if problems:
            raise TableFileError(origin, problems)
        inputs = _imports_row(cube, sectors)
        if cube.has(main, codes.TAXES, sectors):
            inputs[codes.TAXES] = "product_tax"
        inputs |= dict.fromkeys(added, "value_added")
        return cls(cube, sectors, tuple(demand), inputs, main, notes)

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The sectors with their names."""
        return tuple(Mark(code, self.cube.names.get(code, "")) for code in self.sectors)

    def parts(self) -> dict[Part, Block]:
        """Return flows, final demand and primary inputs."""
        items, inputs = tuple(map(Mark, self.demand)), tuple(map(Mark, self.inputs))
        labels: dict[Part, tuple[tuple[Mark, ...], tuple[Mark, ...]]] = {
            part: (self.marks, columns)
            for pair in _PARTS.values()
            for part, columns in zip(pair, (self.marks, items), strict=True)
        }
        labels["primary_inputs"] = (inputs, self.marks)
        return {part: _block(*labels[part], cells) for part, cells in self._cells.items()}

    @property
    def told(self) -> tuple[Text, ...]:
        """What was left out, and what wasn't published but follows."""
        rows = (row for part in self._cells.values() for row in part)
        count = sum(found.implied for row in rows for found in row)
        if not count:
            return self.notes
        zeros = Text(
            f"공표되지 않은 {count}칸은 0으로 읽음: 그 행의 나머지가 인쇄된 합계와 같음",
            f"{count} cells that aren't published are read as zero: the rest of their row makes "
            "its printed total",
        )
        return (*self.notes, zeros)

    def imports(self) -> Block | None:
        """Return imports by product, (n, 1), from the row beside total flows; None without."""
        if not self.cube.has(TOTAL, codes.IMPORTS, self.sectors):
            return None
        row = self._across(TOTAL, codes.IMPORTS)
        return _block(self.marks, (Mark(codes.IMPORTS),), [[cell] for cell in row])

    def printed(self) -> tuple[Printed, ...]:
        """Return the totals of rows and columns that the tables print."""
        return tuple(self._printed())

    def claims(self) -> tuple[Claim, ...]:
        """Return that value added is the sum of its parts, and supply that of its own."""
        sums = {
            codes.ADDED: [code for code, role in self.inputs.items() if role == "value_added"],
            codes.SUPPLY: [codes.OUTPUT, codes.IMPORTS],
        }
        return tuple(
            self._claim(whole, parts)
            for whole, parts in sums.items()
            if whole not in parts
            and all(self.cube.has(self.main, code, self.sectors) for code in (whole, *parts))
        )

    @cached_property
    def _cells(self) -> dict[Part, list[list[Found]]]:
        """The cells of each part, zeros that a total implies put in."""
        found: dict[Part, list[list[Found]]] = {}
        for flow in self.cube.flows:
            flows, demand = _PARTS[flow]
            found[flows] = self._down(flow, self.sectors, codes.INTERMEDIATE)
            found[demand] = self._down(flow, self.demand, codes.FINAL_USE)
        found["primary_inputs"] = [
            self._across(DOMESTIC if role == "imports" else self.main, code)
            for code, role in self.inputs.items()
        ]
        return found

    def _down(self, flow: str, columns: Sequence[str], total: str) -> list[list[Found]]:
        """Return columns over the sectors, row by row, with the column that totals them."""
        return [
            self.cube.filled(
                [self.cube.at(flow, sector, column) for column in columns],
                self.cube.at(flow, sector, total),
            )
            for sector in self.sectors
        ]

    def _across(self, flow: str, code: str) -> list[Found]:
        """Return a row over the sectors."""
        row = [self.cube.at(flow, code, sector) for sector in self.sectors]
        return self.cube.filled(row, self.cube.at(flow, code, codes.INTERMEDIATE))

    def _printed(self) -> Iterable[Printed]:
        of_use: dict[str, str] = {DOMESTIC: "output", IMPORTED: "imports", TOTAL: "supply"}
        for flow in self.cube.flows:
            flows, demand = _PARTS[flow]
            columns: list[tuple[str, Part, str]] = [
                (codes.INTERMEDIATE, flows, "intermediate"),
                (codes.FINAL_USE, demand, "final_demand"),
                *((use, flows, of_use[flow]) for use in codes.USES),
            ]
            for code, part, kind in columns:
                if self.cube.has_column(flow, self.sectors, code):
                    cells = [[self.cube.at(flow, sector, code)] for sector in self.sectors]
                    block = _block(self.marks, (Mark(code),), cells)
                    yield Printed(code, part, kind, "row", block)  # type: ignore[arg-type]
            if self.cube.has(flow, codes.INTERMEDIATE, self.sectors):
                block = self._row_block(flow, codes.INTERMEDIATE)
                yield Printed(codes.INTERMEDIATE, flows, "intermediate", "column", block)
        if self.cube.has(self.main, codes.OUTPUT, self.sectors):
            block = self._row_block(self.main, codes.OUTPUT)
            yield Printed(codes.OUTPUT, _PARTS[self.main][0], "output", "column", block)

    def _row_block(self, flow: str, code: str) -> Block:
        return _block((Mark(code),), self.marks, [self._across(flow, code)])

    def _claim(self, whole: str, parts: Sequence[str]) -> Claim:
        summed = [self._row_block(self.main, code) for code in parts]
        names = ", ".join(parts)

        def wanted() -> Array:
            return np.asarray(np.sum([block.values for block in summed], axis=0))

        def slack() -> Array:
            return np.full((1, len(self.sectors)), self.cube.slack(len(parts)))

        what = Text(f"{whole}이(가) {names}의 합과 다릅니다", f"{whole} is not the sum of {names}")
        return Claim(what, self._row_block(self.main, whole), wanted, slack, grave=False)


def _items(
    cube: Cube, groups: Sequence[tuple[str, ...]], sectors: Sequence[str]
) -> tuple[str, ...]:
    """Return the finest items that every flow tells for every sector, else the coarsest there."""
    flows = [flow for flow in cube.flows if flow != IMPORTED] or list(cube.flows)
    whole = groups[-1][0] if len(groups[-1]) == 1 else groups[0][0]

    def told(group: tuple[str, ...]) -> bool:
        return all(
            found.is_figure
            for flow in flows
            for sector in sectors
            for found in cube.filled(
                [cube.at(flow, sector, code) for code in group], cube.at(flow, sector, whole)
            )
        )

    finest = next((group for group in groups if told(group)), None)
    if finest is not None:
        return finest
    there = [g for g in groups if any(cube.has_column(f, sectors, g[0]) for f in flows)]
    return there[-1] if there else ()


def _added(cube: Cube, flow: str, sectors: Sequence[str]) -> tuple[str, ...]:
    """Return the finest rows of value added that stand beside a flow."""
    return _first(
        codes.VALUE_ADDED, lambda group: all(cube.has(flow, code, sectors) for code in group)
    )


def _imports_row(cube: Cube, sectors: Sequence[str]) -> dict[str, Role]:
    """Return the row of imported inputs where nothing else tells imports from domestic uses."""
    if DOMESTIC not in cube.flows or len(cube.flows) > 1:
        return {}
    rows = ((codes.IMPORTS_USED,), (codes.IMPORTS,))
    return dict.fromkeys(_first(rows, lambda row: cube.has(DOMESTIC, row[0], sectors)), "imports")


def _first(
    groups: Iterable[tuple[str, ...]], fits: Callable[[tuple[str, ...]], bool]
) -> tuple[str, ...]:
    return next((group for group in groups if fits(group)), ())


def _block(
    rows: tuple[Mark, ...], columns: tuple[Mark, ...], cells: Sequence[Sequence[Found]]
) -> Block:
    def place(i: int, j: int) -> str:
        if i < 0 and j < 0:
            return cells[0][0].place.partition(",")[0]
        return cells[max(i, 0)][max(j, 0)].place

    return Block(rows, columns, [[found.value for found in row] for row in cells], place)


def _missing(what: Text, example: str) -> Problem:
    return Problem(
        "",
        Text(f"{what.ko}을(를) 찾을 수 없습니다", f"there are no {what.en}"),
        same(example),
        Text("그런 코드가 없음", "no such codes"),
        Text(
            "대칭표(naio_10_cp1700, naio_10_cp1750)가 맞는지 보십시오",
            "see whether this is a symmetric table (naio_10_cp1700 or naio_10_cp1750)",
        ),
    )
