"""The parts of a table put together from sheets whose lines are sorted by role."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from iomodel.draft import Block, Mark, Part
from iomodel.errors import Problem
from iomodel.readers.labelled import Line
from iomodel.readers.roles import Item, Primary, RolesFile
from iomodel.readers.sheets import Cell
from iomodel.readers.sorting import Side, Sorted
from iomodel.text import Text, same

FLOWS: dict[str, Part] = {"domestic": "domestic", "imports": "imports", "total": "total"}
FINAL: dict[str, Part] = {
    "domestic": "final_demand",
    "imports": "final_demand_imports",
    "total": "final_demand_total",
}


@dataclass(frozen=True, eq=False)
class Strip:
    """The figures of one item by sector.

    `place(True, k)` is the address of the k-th figure, `place(False, k)` of its sector's label;
    with k = −1 that of the item's own label, and that of the sheet.
    """

    marks: tuple[Mark, ...]
    cells: tuple[Cell, ...]
    place: Callable[[bool, int], str]


class Assembly:
    """The parts of a table on sheets sorted by role; what is wrong gathers in `problems`."""

    def __init__(self, file: RolesFile, views: Sequence[Sorted]) -> None:
        self.file, self.views = file, views
        self.problems: list[Problem] = []
        self.origin = ", ".join(dict.fromkeys(view.origin for view in views))

    def flows(self) -> dict[Part, Block]:
        """Return the intermediate flows."""
        found: dict[Part, Block] = {}
        for view in self.views:
            part = FLOWS[view.sheet.roles.flows]
            if view.has_flows and part in found:
                self.problems.append(_flows_again(view))
            elif view.has_flows:
                marks = view.row_marks, view.column_marks
                found[part] = self.block(view, view.rows, view.columns, *marks)
        return found

    def demand(self) -> dict[Part, Block]:
        """Return final demand, in the order of roles.toml."""
        items = self.file.final_demand
        blocks = self._columns([item.label for item in items], _item_marks(items))
        return {FINAL[view.sheet.roles.flows]: block for view, block in blocks}

    def imports(self) -> Block | None:
        """Return imports by product beside total flows, (n, 1) and positive; None without."""
        labels = [item.label for item in self.file.imports]
        if not labels:
            return None
        for _, block in self._columns(labels, tuple(map(Mark, labels))):
            signs = [-1.0 if item.negative else 1.0 for item in self.file.imports]
            sums = (block.values * signs[: len(block.columns)]).sum(axis=1, keepdims=True)
            return Block(block.rows, (Mark("imports"),), sums, block.place)
        return None

    def primary_inputs(self) -> dict[Part, Block]:
        """Return primary inputs, in the order of roles.toml."""
        strips = [self._primary(item) for item in self.file.primary_inputs]
        there = [strip for strip in strips if strip is not None]
        if len(there) < len(strips):
            return {}
        marks = _item_marks(self.file.primary_inputs)
        cells = [strip.cells for strip in there]
        block = Block(marks, there[0].marks, cells, lambda i, j: there[max(i, 0)].place(i >= 0, j))
        return {"primary_inputs": block}

    def satellites(self) -> dict[Part, Block]:
        """Return satellites, in the order of roles.toml."""
        strips = [self._strip(item.label, ("row", "column")) for item in self.file.satellites]
        there = [strip for strip in strips if strip is not None]
        if not there or len(there) < len(strips):
            return {}
        scaled = [
            [cell if isinstance(cell, str) else cell * item.factor for cell in strip.cells]
            for item, strip in zip(self.file.satellites, there, strict=True)
        ]
        marks = _item_marks(self.file.satellites)
        cells = list(zip(*scaled, strict=False))
        block = Block(there[0].marks, marks, cells, lambda i, j: there[max(j, 0)].place(j >= 0, i))
        return {"satellites": block}

    def left_out(self) -> tuple[Text, ...]:
        """Return what a table has no place for: primary inputs that final demand uses itself."""
        used = [
            row.label
            for row in self.file.primary_inputs
            for view in self.views
            for column in self.file.final_demand
            if ("row", row.label) in view.items and ("column", column.label) in view.items
            if view.sheet.figure(view.items["row", row.label], view.items["column", column.label])
            not in ("", 0.0)
        ]
        if not used:
            return ()
        names = ", ".join(dict.fromkeys(used))
        return (
            Text(
                f"최종수요가 직접 쓴 {names}은(는) 상품별로 나뉘어 있지 않아 넣지 않음",
                f"{names} used by final demand itself are left out, not being told by product",
            ),
        )

    def _columns(
        self, labels: Sequence[str], marks: tuple[Mark, ...]
    ) -> list[tuple[Sorted, Block]]:
        """Return the columns `labels` on each sheet that has any of them beside sectors."""
        found: dict[str, tuple[Sorted, Block]] = {}
        for view in self.views:
            there = [label for label in labels if ("column", label) in view.items]
            if not view.rows or not there:
                continue
            self.problems += [absent(view.origin, label) for label in labels if label not in there]
            if view.sheet.roles.flows in found:
                self.problems += [_on_several(label, self.origin) for label in there]
            lines = [view.items["column", label] for label in there]
            block = self.block(view, view.rows, lines, view.row_marks, marks[: len(lines)])
            found[view.sheet.roles.flows] = view, block
        if not found:
            self.problems += [absent(self.origin, label) for label in labels]
        return list(found.values())

    def _primary(self, item: Primary) -> Strip | None:
        """Return a row of primary inputs less the rows to be taken off it."""
        strips = [self._strip(label, ("row",)) for label in (item.label, *item.less)]
        there = [strip for strip in strips if strip is not None]
        if len(there) < len(strips):
            return None
        row, *less = there
        cells = row.cells
        for part in less:
            pairs = zip(cells, part.cells, strict=False)
            cells = tuple(_less(a, b) for a, b in pairs)
        return Strip(row.marks, cells, row.place)

    def _strip(self, label: str, sides: tuple[Side, ...]) -> Strip | None:
        """Return the one row or column `label` over the sectors."""
        found = [
            (view, side)
            for view in self.views
            for side in sides
            if (side, label) in view.items and (view.columns if side == "row" else view.rows)
        ]
        if not found:
            self.problems.append(absent(self.origin, label))
            return None
        if len(found) > 1:
            self.problems.append(_on_several(label, ", ".join(view.origin for view, _ in found)))
        (view, side), *_ = found
        strip = self._over_sectors(view, side, view.items[side, label])
        wanted = next((view.column_marks for view in self.views if view.has_flows), strip.marks)
        if [mark.code for mark in strip.marks] != [mark.code for mark in wanted]:
            self.problems.append(_other_sectors(strip, wanted))
        return strip

    def _over_sectors(self, view: Sorted, side: Side, line: Line) -> Strip:
        by_row = side == "row"
        sectors = view.columns if by_row else view.rows

        def place(of_item: bool, k: int) -> str:
            item, sector = line if of_item else None, sectors[k] if k >= 0 else None
            return view.sheet.place(item, sector) if by_row else view.sheet.place(sector, item)

        cells = tuple(
            self.figure(view, line, sector) if by_row else self.figure(view, sector, line)
            for sector in sectors
        )
        return Strip(view.column_marks if by_row else view.row_marks, cells, place)

    def block(
        self,
        view: Sorted,
        rows: Sequence[Line],
        columns: Sequence[Line],
        row_marks: tuple[Mark, ...],
        column_marks: tuple[Mark, ...],
    ) -> Block:
        """Return the cells where `rows` and `columns` meet."""

        def place(i: int, j: int) -> str:
            return view.sheet.place(rows[i] if i >= 0 else None, columns[j] if j >= 0 else None)

        cells = [[self.figure(view, row, column) for column in columns] for row in rows]
        return Block(row_marks, column_marks, cells, place)

    def figure(self, view: Sorted, row: Line, column: Line) -> Cell:
        """Return a figure; a blank is zero where roles.toml says so."""
        cell = view.sheet.figure(row, column)
        return 0.0 if cell == "" and self.file.blank == "zero" else cell


def _less(a: Cell, b: Cell) -> Cell:
    """Return a − b; the text of either where it is no number."""
    return a if isinstance(a, str) else b if isinstance(b, str) else a - b


def _item_marks(items: Iterable[Item]) -> tuple[Mark, ...]:
    known = (item.known_as() for item in items)
    return tuple(Mark(words["code"], words["ko"]) for words in known)


def absent(origin: str, label: str) -> Problem:
    """Return the problem of a label that isn't where it should be."""
    return Problem(
        origin,
        Text("이름표를 찾을 수 없습니다", "the label is not there"),
        Text(f'부문과 만나는 행이나 열 "{label}"', f'a row or column "{label}" that meets sectors'),
        Text("없음", "nothing"),
        Text(
            "roles.toml의 label을 원자료에 적힌 그대로 고치십시오",
            "write the label in roles.toml as it stands in the source",
        ),
    )


def _on_several(label: str, origins: str) -> Problem:
    return Problem(
        origins,
        Text("같은 항목이 여러 곳에 있습니다", "the item stands in several places"),
        Text(f'"{label}" 하나', f'one "{label}"'),
        same(origins),
        Text(
            "쓰지 않을 시트의 ignore에 그 이름표를 적으십시오",
            "name the label under ignore of the sheet that is not to be used",
        ),
    )


def _flows_again(view: Sorted) -> Problem:
    flows = view.sheet.roles.flows
    rows = ", ".join(mark.code for mark in view.row_marks[:_SHOWN])
    columns = ", ".join(mark.code for mark in view.column_marks[:_SHOWN])
    return Problem(
        view.origin,
        Text(f"{flows} 거래가 두 번째로 나옵니다", f"this is the second matrix of {flows} flows"),
        Text("부문끼리 만나는 시트 하나", "one sheet on which sectors meet"),
        Text(
            f"부문으로 읽힌 행 {rows} …, 열 {columns} …",
            f"rows taken for sectors: {rows} …; columns: {columns} …",
        ),
        Text(
            "flows를 정하거나, 부문이 아닌 줄을 항목, totals, ignore에 적으십시오",
            "say which flows the sheet holds; name lines that are no sectors as items, totals or "
            "under ignore",
        ),
    )


_SHOWN = 5


def _other_sectors(strip: Strip, wanted: Sequence[Mark]) -> Problem:
    codes, theirs = [mark.code for mark in wanted], [mark.code for mark in strip.marks]
    absent = [code for code in codes if code not in set(theirs)]
    surplus = [code for code in theirs if code not in set(codes)]
    return Problem(
        strip.place(True, -1),
        Text("부문이 거래표와 다릅니다", "the sectors are not those of the flows"),
        Text(f"{len(codes)}개 부문, 같은 순서로", f"{len(codes)} sectors in the same order"),
        Text(f"빠짐 {absent}, 남음 {surplus}", f"missing {absent}, surplus {surplus}")
        if absent or surplus
        else Text("다른 순서", "another order"),
        Text("원자료의 줄을 같은 순서로 놓으십시오", "put the lines of the source in one order"),
    )
