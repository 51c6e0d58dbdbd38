"""What is wrong with labels and cells before any sum is taken."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from iomodel.checks.accounts import Accounts
from iomodel.checks.base import Finding
from iomodel.draft import FLOWS, Block, Draft, Fault, Mark
from iomodel.text import Text, same

FEW = 3  # cells without a number in a line that are told one by one
ALIKE = 0.6  # difflib's ratio from which two spellings are one name


def label_findings(draft: Draft) -> list[Finding]:
    """Return what keeps the draft from being a table, and what its names contradict."""
    faults = [*_told(draft.faults())]
    return [*faults, *_names(draft)]


def _told(faults: Sequence[Fault]) -> Iterator[Finding]:
    """Yield the faults, many cells without a number in one line together."""

    def line(fault: Fault) -> tuple[str, str, str]:
        return fault.kind, fault.part, fault.sector

    for (kind, *_), group in groupby(sorted(faults, key=line), line):
        found = list(group)
        together = kind == "not-a-number" and len(found) > FEW
        for fault in found[:1] if together else found:
            told = fault.problem
            if together:
                cell, more = told.found, len(found) - 1
                words = Text(
                    f"{cell.ko}, 이 줄에 {more}칸 더", f"{cell.en}, {more} more in its line"
                )
                told = replace(told, found=words)
            yield Finding(
                kind,
                told.place,
                fault.sector,
                told.what,
                told.expected,
                told.found,
                told.remedy,
                float(len(found)) if together else 1.0,
            )


def _names(draft: Draft) -> Iterator[Finding]:
    yield from _one_name_for_two(draft)
    named: dict[str, list[tuple[str, Mark]]] = {}
    for block, by_row, marks in _labelled_sides(draft):
        for k, mark in enumerate(marks):
            if mark.code and mark.name:
                place = block.place(k, -1) if by_row else block.place(-1, k)
                named.setdefault(mark.code, []).append((place, mark))
    usual = {code: _usual([mark for _, mark in found]) for code, found in named.items()}
    owners = {_key(mark): mark for mark in usual.values()}
    for code, found in named.items():
        others: dict[str, list[tuple[str, Mark]]] = {}
        for place, mark in found:
            if _key(mark) != _key(usual[code]):
                others.setdefault(_key(mark), []).append((place, mark))
        for key, odd in others.items():
            yield from _other_name(odd, usual[code], owners.get(key))


def _usual(marks: Sequence[Mark]) -> Mark:
    """Return the mark whose name stands most often, the first of equals."""
    keys = [_key(mark) for mark in marks]
    return max(marks, key=lambda mark: keys.count(_key(mark)))


def _labelled_sides(draft: Draft) -> Iterator[tuple[Block, bool, Sequence[Mark]]]:
    for part, block in draft.parts.items():
        if part != "primary_inputs":
            yield block, True, block.rows
        if part in FLOWS or part == "primary_inputs":
            yield block, False, block.columns


def _key(mark: Mark) -> str:
    return "".join(mark.name.split()).casefold()


def _other_name(
    odd: Sequence[tuple[str, Mark]], usual: Mark, owner: Mark | None
) -> Iterator[Finding]:
    """Yield that a code stands under another name in some places, an error if it is another's."""
    place, mark = odd[0]
    more = len(odd) - 1
    also = Text(f", {more}곳 더", f", {more} more places") if more else Text("", "")
    if owner is not None:
        yield Finding(
            "swapped-names",
            place,
            mark.code,
            Text("이름이 다른 코드의 것입니다", "the name is that of another code"),
            same(f'"{usual}"'),
            Text(
                f'"{mark}"{also.ko}; 이 이름은 "{owner}"',
                f'"{mark}"{also.en}; the name belongs to "{owner}"',
            ),
            Text(
                "코드와 이름 가운데 잘못된 것을 원자료대로 고치십시오",
                "mend the code or the name, whichever is wrong",
            ),
        )
    elif difflib.SequenceMatcher(None, _key(mark), _key(usual)).ratio() < ALIKE:
        yield Finding(
            "two-names",
            place,
            mark.code,
            Text("같은 코드의 이름이 다릅니다", "one code has two names"),
            same(f'"{usual}"'),
            Text(f'"{mark}"{also.ko}', f'"{mark}"{also.en}'),
            Text(
                "같은 부문인지 원자료에서 확인하십시오",
                "check in the source that the sector is the same",
            ),
        )


def _one_name_for_two(draft: Draft) -> Iterator[Finding]:
    first: dict[str, Mark] = {}
    block = next((draft.parts[part] for part in ("domestic", *FLOWS) if part in draft.parts), None)
    for k, mark in enumerate(draft.sectors):
        key = _key(mark) and mark.code.rpartition(":")[0] + _key(mark)  # each region has its own
        if key and key in first and first[key].code != mark.code and block is not None:
            yield Finding(
                "same-name",
                block.place(k, -1),
                mark.code,
                Text("두 코드의 이름이 같습니다", "two codes have one name"),
                Text("부문마다 다른 이름", "a name of its own for every sector"),
                Text(f'"{first[key]}", "{mark}"', f'"{first[key]}", "{mark}"'),
                Text(
                    "이름만으로는 찾을 수 없으니 코드를 쓰십시오",
                    "the name alone finds neither; use the code",
                ),
            )
        first.setdefault(key, mark)


def best_order(draft: Draft, findings: Sequence[Finding]) -> tuple[Draft, list[Finding]]:
    """Return a draft whose labels stand in another order as its figures have it, and say which.

    Either the lines were moved along with their labels, or the labels alone were. The sums tell:
    those that agree are believed; where both agree as little, the order of the cells stands.
    """
    moved = _reordered(draft)
    if moved is None:
        return draft, list(findings)
    by_label = Accounts.of(moved).missed < Accounts.of(draft).missed
    told = (
        Text(
            "줄들이 다른 순서로 놓여 있고 이름표는 맞습니다(합계가 맞음). 같은 순서로 옮기십시오",
            "the lines stand in another order under their own labels (so the sums agree); put them "
            "in one order",
        )
        if by_label
        else Text(
            "수치는 제자리에 있고 이름표만 바뀌었습니다(합계가 맞음). 이름표를 고치십시오",
            "the figures are in their place and only the labels are exchanged (so the sums agree); "
            "mend the labels",
        )
    )
    sure = Accounts.of(moved).missed != Accounts.of(draft).missed
    findings = [
        replace(one, remedy=told) if sure and one.kind == "label-order" else one for one in findings
    ]
    return (moved if by_label else draft), findings


def _reordered(draft: Draft) -> Draft | None:
    """Return the draft with the sectors of all parts in one order; None where none differs."""
    codes = tuple(mark.code for mark in draft.sectors)
    parts = dict(draft.parts)
    for part, block in draft.parts.items():
        rows: Sequence[int] = range(len(block.rows))
        columns: Sequence[int] = range(len(block.columns))
        if part != "primary_inputs":
            if sorted(block.row_codes) != sorted(codes):
                return None
            rows = [block.row_codes.index(code) for code in codes]
        if part in FLOWS or part == "primary_inputs":
            if sorted(block.column_codes) != sorted(codes):
                return None
            columns = [block.column_codes.index(code) for code in codes]
        parts[part] = block.take(rows, columns)
    moved = any(
        parts[part].row_codes != block.row_codes or parts[part].column_codes != block.column_codes
        for part, block in draft.parts.items()
    )
    return replace(draft, parts=parts) if moved and len(set(codes)) == len(codes) else None
