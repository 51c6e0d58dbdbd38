"""What keeps a draft from being a table at all, balanced or not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from iomodel.draft.block import FINAL, FLOWS, NEEDED, PARTS, Block, Mark, Part
from iomodel.errors import Problem
from iomodel.table import TableInfo
from iomodel.text import Text, same

FaultKind = Literal[
    "missing-part", "shape", "missing-code", "duplicate-code", "label-order", "not-a-number"
]
Parts = Mapping[Part, Block]


@dataclass(frozen=True)
class Fault:
    """Why a draft can't become a table, and at which sector or item (its code) where at one."""

    kind: FaultKind
    part: Part
    sector: str
    problem: Problem


def faults_of(origin: str, info: TableInfo, parts: Parts) -> Iterator[Fault]:
    """Yield everything that an `IOTable` can't hold: absent parts, labels that differ, text."""
    yield from _missing_parts(origin, parts)
    yield from _shapes(info, parts)
    yield from _codes(parts)
    yield from _labels(parts)
    for part, block in parts.items():
        yield from _cells(part, block)


def sectors_of(parts: Parts) -> tuple[Mark, ...]:
    """Return the labels of the sectors as most rows and columns have them, else as the flows do."""
    sides = [parts[part].rows for part in ("domestic", *FLOWS) if part in parts]
    sides += [parts[part].columns for part in (*FLOWS, "primary_inputs") if part in parts]
    sides += [parts[part].rows for part in (*FINAL, "satellites") if part in parts]
    codes = [tuple(mark.code for mark in side) for side in sides]
    return max(sides, key=lambda side: codes.count(tuple(m.code for m in side)), default=())


def _missing_parts(origin: str, parts: Parts) -> Iterator[Fault]:
    for part in NEEDED:
        if part not in parts:
            yield Fault(
                "missing-part",
                part,
                "",
                Problem(
                    origin,
                    Text(f"빠진 부분: {PARTS[part].ko}", f"a part is missing: {PARTS[part].en}"),
                    _listed(NEEDED),
                    _listed(tuple(parts)),
                    Text(
                        "원자료의 해당 부분을 넣거나, 읽을 범위를 고치십시오",
                        "supply that part of the source, or mend the range that is read",
                    ),
                ),
            )


def _listed(parts: Sequence[Part]) -> Text:
    return Text(
        ", ".join(PARTS[part].ko for part in parts) or "없음",
        ", ".join(PARTS[part].en for part in parts) or "nothing",
    )


def _shapes(info: TableInfo, parts: Parts) -> Iterator[Fault]:
    """Yield the parts whose items differ in number from those of the description."""
    for part, block in parts.items():
        if part in FINAL:
            found, items = len(block.columns), info.final_demand
        elif part == "primary_inputs":
            found, items = len(block.rows), info.primary_inputs
        elif part == "satellites":
            found, items = len(block.columns), info.satellites
        else:
            continue
        if found != len(items):
            yield Fault(
                "shape",
                part,
                "",
                Problem(
                    block.place(-1, -1),
                    Text(
                        f"{PARTS[part].ko} 항목의 수가 다릅니다",
                        f"the items of {PARTS[part].en} differ in number",
                    ),
                    same(f"{len(items)}: {', '.join(item.code for item in items)}"),
                    same(str(found)),
                    Text(
                        "빠지거나 남는 항목을 찾으십시오", "look for an item left out or too many"
                    ),
                ),
            )


def _codes(parts: Parts) -> Iterator[Fault]:
    """Yield the labels without a code, and the codes that one side of a part holds twice."""
    for part, block in parts.items():
        for side, marks in (("row", block.rows), ("column", block.columns)):
            first: dict[str, int] = {}
            for k, mark in enumerate(marks):
                place = _label_place(block, side, k)
                if not mark.code:
                    yield Fault("missing-code", part, mark.name, _no_code(place, mark))
                elif mark.code in first:
                    earlier = _label_place(block, side, first[mark.code])
                    yield Fault("duplicate-code", part, mark.code, _doubled(place, mark, earlier))
                first.setdefault(mark.code, k)


def _label_place(block: Block, side: str, k: int) -> str:
    return block.place(k, -1) if side == "row" else block.place(-1, k)


def _no_code(place: str, mark: Mark) -> Problem:
    return Problem(
        place,
        Text("코드가 없습니다", "the code is missing"),
        Text("줄마다 코드 하나", "a code for every row and column"),
        same(f'"{mark.name}"'),
        Text("원자료의 코드를 넣으십시오", "put in the code of the source"),
    )


def _doubled(place: str, mark: Mark, earlier: str) -> Problem:
    return Problem(
        place,
        Text("코드가 두 번 나옵니다", "the code occurs twice"),
        Text("줄마다 다른 코드", "a code of its own for every row and column"),
        Text(f'"{mark}", {earlier}에도', f'"{mark}", also at {earlier}'),
        Text("한 줄을 지우거나 코드를 고치십시오", "remove one of them or mend its code"),
    )


def _labels(parts: Parts) -> Iterator[Fault]:
    """Yield the sides whose labels are not those of the table's sectors or items, in order (R1)."""
    sectors = sectors_of(parts)
    items = next((parts[part].columns for part in FINAL if part in parts), ())
    for part, block in parts.items():
        if part != "primary_inputs":
            yield from _differing(part, block, "row", block.rows, sectors)
        if part in FLOWS or part == "primary_inputs":
            yield from _differing(part, block, "column", block.columns, sectors)
        if part in FINAL:
            yield from _differing(part, block, "column", block.columns, items)


def _differing(
    part: Part, block: Block, side: str, marks: Sequence[Mark], wanted: Sequence[Mark]
) -> Iterator[Fault]:
    found, codes = [mark.code for mark in marks], [mark.code for mark in wanted]
    if found == codes or "" in found or len(set(found)) < len(found):
        return  # the same, or told already as a code missing or doubled
    surplus = [mark for mark in marks if mark.code not in set(codes)]
    absent = [mark for mark in wanted if mark.code not in set(found)]
    k = next(
        (k for k, (a, b) in enumerate(zip(found, codes, strict=False)) if a != b),
        min(len(found), len(codes)),
    )
    place = _label_place(block, side, k if k < len(found) else -1)
    if surplus or absent or len(found) != len(codes):
        what = Text("이름표가 표의 부문이나 항목과 다릅니다", "the labels are not the table's")
        detail = Text(
            f"빠짐: {_marks(absent, '없음')}; 남음: {_marks(surplus, '없음')}; {len(found)}개",
            f"missing: {_marks(absent, 'none')}; surplus: {_marks(surplus, 'none')}; "
            f"{len(found)} in all",
        )
        expected = Text(
            f"행과 열, 모든 시트에 같은 {len(codes)}개", f"the same {len(codes)} everywhere"
        )
    else:
        what = Text("이름표의 순서가 다릅니다", "the labels stand in another order")
        detail = Text(f'{k + 1}번째에 "{marks[k]}"', f'"{marks[k]}" as number {k + 1}')
        expected = Text(f'{k + 1}번째에 "{wanted[k]}"', f'"{wanted[k]}" as number {k + 1}')
    remedy = Text(
        "원자료와 대조하여 이름표를 고치거나, 줄을 같은 순서로 옮기십시오",
        "mend the labels after the source, or put the lines in the same order",
    )
    sector = found[k] if k < len(found) else codes[k]
    yield Fault("label-order", part, sector, Problem(place, what, expected, detail, remedy))


def _marks(marks: Sequence[Mark], none: str) -> str:
    return ", ".join(f'"{mark}"' for mark in marks) or none


def _cells(part: Part, block: Block) -> Iterator[Fault]:
    """Yield the cells that hold no finite number (R2)."""
    sector_rows = part != "primary_inputs"
    for i, j in np.argwhere(np.isnan(block.values)):
        mark = block.rows[i] if sector_rows else block.columns[j]
        yield Fault(
            "not-a-number",
            part,
            mark.code,
            Problem(
                block.place(int(i), int(j)),
                Text("숫자가 아닙니다", "the cell is not a number"),
                Text("유한한 수", "a finite number"),
                same(f'"{block.cells[i][j]}" ({block.rows[i]} × {block.columns[j]})'),
                Text("원자료의 값을 넣으십시오", "put in the figure of the source"),
            ),
        )
