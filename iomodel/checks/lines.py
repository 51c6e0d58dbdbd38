"""Totals and subtotals that stand among the sectors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from iomodel.checks.accounts import NOISE, Accounts
from iomodel.checks.base import Finding, Symptom
from iomodel.checks.causes import FEWEST
from iomodel.draft import FINAL, FLOWS, NEEDED, Block, Draft, Mark, Part
from iomodel.table import Array
from iomodel.text import Text

SMALL = 400  # lines up to which any run of them is tried, not only those next to the total
TELLING = 10.0  # times what rounding leaves: smaller lines agree by chance


@dataclass(frozen=True)
class Run:
    """Lines start … stop - 1, which add up to another."""

    start: int
    stop: int


def without_totals(draft: Draft) -> tuple[Draft, list[Finding]]:
    """Return the draft without the lines that only repeat others, and a finding for each.

    They are looked for where rows and columns, or their sums, don't agree.
    """
    findings: list[Finding] = []
    while True:
        found = next(_on_one_side(draft), None) or next(_among_sectors(draft), None)
        if found is None:
            return draft, findings
        draft, finding = found
        findings.append(finding)


def sized(draft: Draft) -> bool:
    """Return whether all parts are there and of one size, whatever their labels."""
    n = len(draft.sectors)
    for part, block in draft.parts.items():
        if part in FLOWS and (len(block.rows), len(block.columns)) != (n, n):
            return False
        if len(block.columns if part == "primary_inputs" else block.rows) != n:
            return False
    return set(NEEDED) <= set(draft.parts)


def _on_one_side(draft: Draft) -> Iterator[tuple[Draft, Finding]]:
    """Yield the totals that stand in the rows or the columns of a part alone."""
    common = _common(draft)
    for part, block in draft.parts.items():
        for by_row in _sector_sides(part):
            marks = block.rows if by_row else block.columns
            figures = block.values if by_row else block.values.T
            lines = Lines(figures, draft.info.tolerance)
            for s in [s for s, mark in enumerate(marks) if mark.code not in common]:
                run = lines.run(s)
                if run is not None:
                    place = block.place(s, -1) if by_row else block.place(-1, s)
                    smaller = _without(block, s, rows=by_row, columns=not by_row)
                    finding = _finding("total-inside", place, marks, s, run)
                    yield replace(draft, parts={**draft.parts, part: smaller}), finding


def _sector_sides(part: Part) -> tuple[bool, ...]:
    """Return which sides of a part are sectors: True for rows, False for columns."""
    if part in FLOWS:
        return (True, False)
    return (False,) if part == "primary_inputs" else (True,)


def _common(draft: Draft) -> set[str]:
    """Return the codes that are in the rows and in the columns of the flows."""
    flows = [draft.parts[part] for part in FLOWS if part in draft.parts]
    sides = [set(codes) for block in flows for codes in (block.row_codes, block.column_codes)]
    return set.intersection(*sides) if sides else set()


def _among_sectors(draft: Draft) -> Iterator[tuple[Draft, Finding]]:
    """Yield the sectors whose rows and columns both add up from a run of other sectors."""
    if not sized(draft):
        return
    accounts = Accounts.of(draft)
    if accounts.missed < FEWEST:
        return
    sold = [draft.parts[part].values for part in (*FLOWS, *FINAL) if part in draft.parts]
    bought = [draft.parts[p].values.T for p in (*FLOWS, "primary_inputs") if p in draft.parts]
    rows, columns = (Lines(np.hstack(part), draft.info.tolerance) for part in (sold, bought))
    block = draft.parts["domestic"]
    for s in range(len(block.rows)):
        run = rows.run(s)
        if run is not None and run == columns.run(s):
            place = f"{block.place(s, -1)}; {block.place(-1, s)}"
            whole = run.stop - run.start == len(block.rows) - 1
            kind = "total-inside" if whole else "subtotal"
            smaller = _without_sector(draft, s)
            symptoms = _closed(accounts, Accounts.of(smaller), s)
            yield smaller, _finding(kind, place, block.rows, s, run, symptoms)


def _closed(before: Accounts, after: Accounts, s: int) -> tuple[Symptom, ...]:
    """Return the sectors out of balance that balance once sector s is gone."""
    balance, mended = before.identities[0], after.identities[0]
    missed = balance.missed & ~np.insert(mended.missed, s, values=False)
    return tuple(
        Symptom(balance.marks[int(i)].code, balance.name, float(balance.residual[i]))
        for i in np.flatnonzero(missed)
    )


@dataclass(frozen=True, eq=False)
class Lines:
    """Lines of figures, (n, m), with what is needed to look for runs among them.

    Attributes
    ----------
    figures : ndarray (n, m)
    tolerance : float
        How far rounding may part a line and the sum of others, cell by cell.
    """

    figures: Array
    tolerance: float

    @cached_property
    def sums(self) -> Array:
        """The sum of every line, cells without a number left out, (n,)."""
        return np.asarray(np.nansum(self.figures, axis=1))

    @cached_property
    def before(self) -> Array:
        """The sum of all lines before each, (n + 1,)."""
        return np.concatenate([[0.0], np.cumsum(self.sums)])

    def run(self, s: int) -> Run | None:
        """Return a run of other lines that add up to line s, cell by cell, the nearest first."""
        size, width = float(np.nansum(np.abs(self.figures[s]))), self.figures.shape[1]
        slack = self.tolerance + NOISE * size
        if not size > TELLING * slack * width:
            return None
        starts, stops = self._tried(s)
        near = np.abs(self.before[stops] - self.before[starts] - self.sums[s]) <= slack * width
        runs = [Run(int(a), int(b)) for a, b in zip(starts[near], stops[near], strict=True)]
        runs.sort(key=lambda run: min(abs(run.start - s - 1), abs(run.stop - s)))
        return next((run for run in runs if self._add_up(s, run, slack)), None)

    def _tried(self, s: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Return starts and stops of the runs without line s: all, or those that touch it."""
        ends = np.arange(len(self.figures) + 1)
        if len(self.figures) <= SMALL:
            starts, stops = (pairs.ravel() for pairs in np.meshgrid(ends, ends))
        else:
            starts = np.concatenate([np.full(len(ends), s + 1), ends])
            stops = np.concatenate([ends, np.full(len(ends), s)])
        apart = (stops > starts) & ((stops <= s) | (starts > s))
        return starts[apart], stops[apart]

    def _add_up(self, s: int, run: Run, slack: float) -> bool:
        stray = slack * np.sqrt(run.stop - run.start)
        added = self.figures[run.start : run.stop].sum(axis=0)
        return bool(np.all(np.abs(added - self.figures[s]) <= stray))


def _without_sector(draft: Draft, s: int) -> Draft:
    """Return the draft without sector number s, in every part and printed total."""
    parts = {
        part: _without(block, s, rows=True in sides, columns=False in sides)
        for part, block in draft.parts.items()
        for sides in [_sector_sides(part)]
    }
    n = len(draft.sectors)
    printed = tuple(
        replace(
            total,
            block=_without(
                total.block,
                s,
                rows=len(total.block.rows) == n,
                columns=len(total.block.columns) == n,
            ),
        )
        for total in draft.printed
    )
    return replace(draft, parts=parts, printed=printed)


def _without(block: Block, s: int, *, rows: bool, columns: bool) -> Block:
    return block.take(
        [i for i in range(len(block.rows)) if not (rows and i == s)],
        [j for j in range(len(block.columns)) if not (columns and j == s)],
    )


def _finding(
    kind: str,
    place: str,
    marks: Sequence[Mark],
    s: int,
    run: Run,
    symptoms: tuple[Symptom, ...] = (),
) -> Finding:
    first, last = marks[run.start], marks[run.stop - 1]
    if run.stop - run.start == 1:
        repeated = Text(f'"{first}" 줄과 같음', f'the same as "{first}"')
    else:
        repeated = Text(f'"{first}"부터 "{last}"까지의 합', f'the sum of "{first}" to "{last}"')
    return Finding(
        kind,
        place,
        marks[s].code,
        Text("부문 사이에 합계가 들어 있습니다", "a total stands among the sectors"),
        Text("부문만, 한 번씩", "sectors only, each once"),
        Text(f'"{marks[s]}": {repeated.ko}', f'"{marks[s]}": {repeated.en}'),
        Text("이 줄을 빼고 읽으십시오", "leave this line out"),
        symptoms=symptoms,
    )
