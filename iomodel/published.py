"""Published figures, kept apart from computed ones, and the comparison of both."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Literal

from iomodel.errors import Problem, ScenarioFileError, UnitError
from iomodel.files import parse_csv, read_bytes
from iomodel.impact import INDICATORS
from iomodel.text import Text, same
from iomodel.units import PERSONS, MoneyUnit, money_unit

COLUMNS = ("scenario", "programme", "indicator", "value", "unit", "source")
CHOICES = {"phase": ("construction", "operation"), "per": ("total", "year")}  # further columns
SUBTOTAL = "subtotal"
TOTAL = "total"
_PRINTED = re.compile(r"-?\d+(\.\d+)?")
Pair = tuple[str, str]  # scenario, programme
ComparisonBasis = Literal["fitted", "computed", "not comparable"]


@dataclass(frozen=True)
class PublishedCell:
    """One printed figure: a programme's line, a district's subtotal, or the study's total.

    `value` keeps the digits as printed, so that its precision is known. `phase` says whether it is
    of one-off spending or of operation, `per` whether it is of all years or of one on average.
    """

    scenario: str
    programme: str
    indicator: str
    value: Decimal
    unit: str
    source: str
    phase: str = "construction"
    per: str = "total"

    @property
    def plain(self) -> bool:
        """Whether it is of one-off spending, all years together."""
        return (self.phase, self.per) == ("construction", "total")

    @property
    def half(self) -> float:
        """Half a unit of the last printed digit."""
        exponent = self.value.as_tuple().exponent
        assert isinstance(exponent, int)
        return 0.5 * 10.0**exponent

    def in_unit(self, unit: MoneyUnit) -> tuple[float, float]:
        """Return the value and its half-width in a table's money, or in persons."""
        factor = 1.0 if self.unit == PERSONS.ko else money_unit(self.unit).per(unit)
        return float(self.value) * factor, self.half * factor

    def covers(self, scenario: str, programme: str) -> bool:
        """Return whether a programme's effect is part of this figure."""
        return self.scenario in (scenario, TOTAL) and self.programme in (
            programme,
            SUBTOTAL,
            TOTAL,
        )


def read_published(
    path: Path,
    scenarios: Sequence[str] | None = None,
    programmes: Sequence[str] | None = None,
) -> tuple[PublishedCell, ...]:
    """Return the published figures of a study; none where the file isn't there.

    Parameters
    ----------
    path : Path
    scenarios, programmes : sequence of str, optional
        The names that the study knows; a figure of any other is refused (R1).

    Raises
    ------
    ScenarioFileError
        With every row that holds no figure, an unknown unit or an unknown name, and every figure
        given twice.
    """
    if not path.is_file():
        return ()
    grid = parse_csv(str(path), read_bytes(path), COLUMNS)
    problems = list(grid.problems)
    cells: dict[tuple[str, ...], PublishedCell] = {}
    if not problems:
        columns = [grid.header.index(name) for name in COLUMNS]
        further = [name for name in CHOICES if name in grid.header]
        for number, row in zip(grid.lines, grid.rows, strict=True):
            scenario, programme, indicator, value, unit, source = (row[i] for i in columns)
            chosen = {name: row[grid.header.index(name)] or CHOICES[name][0] for name in further}
            place = f"line {number}"
            known = {
                "scenario": None if scenarios is None else (*scenarios, TOTAL),
                "programme": None if programmes is None else (*programmes, SUBTOTAL, TOTAL),
                "indicator": INDICATORS,
            } | {name: CHOICES[name] for name in further}
            found = (scenario, programme, indicator, *chosen.values())
            problems += _unknown_names(place, known, found)
            try:
                if not _PRINTED.fullmatch(value):
                    raise InvalidOperation
                figure = Decimal(value)
                if unit != PERSONS.ko:
                    money_unit(unit)
            except InvalidOperation:
                problems.append(_no_figure(place, value))
                continue
            except UnitError as error:
                problems.append(_at(error.problems[0], place))
                continue
            if found in cells:
                problems.append(_twice(place, found))
            cell = PublishedCell(scenario, programme, indicator, figure, unit, source, **chosen)
            cells[found] = cell
    if problems:
        raise ScenarioFileError(str(path), problems)
    return tuple(cells.values())


def _unknown_names(
    place: str, known: dict[str, tuple[str, ...] | None], found: tuple[str, ...]
) -> list[Problem]:
    return [
        Problem(
            f"{place}, {column}",
            Text("이 연구에 없는 이름입니다", "the name is not one of the study's"),
            same(", ".join(names)),
            same(f'"{name}"'),
            Text("이름을 고치십시오", "correct the name"),
        )
        for (column, names), name in zip(known.items(), found, strict=True)
        if names is not None and name not in names
    ]


def _no_figure(place: str, value: str) -> Problem:
    return Problem(
        place,
        Text("공표값이 숫자가 아닙니다", "the published value is not a number"),
        Text("인쇄된 숫자, 쉼표 없이", "the printed digits, without separators"),
        same(f'"{value}"'),
        Text("예: 2899931", "for example 2899931"),
    )


def _twice(place: str, key: tuple[str, ...]) -> Problem:
    return Problem(
        place,
        Text("같은 칸이 두 번 나옵니다", "the same cell occurs twice"),
        Text("칸마다 한 행", "one row a cell"),
        same(" / ".join(key)),
        Text("한 행을 지우십시오", "remove one of the rows"),
    )


def _at(problem: Problem, place: str) -> Problem:
    return Problem(place, problem.what, problem.expected, problem.found, problem.remedy)


def programmes_of(cells: Sequence[PublishedCell]) -> tuple[Pair, ...]:
    """Return the (scenario, programme) pairs that have lines of their own, in order."""
    pairs = ((cell.scenario, cell.programme) for cell in cells)
    return tuple(dict.fromkeys(p for p in pairs if p[1] not in (SUBTOTAL, TOTAL)))


def covered_by(cells: Sequence[PublishedCell], everything: Iterable[Pair]) -> tuple[Pair, ...]:
    """Return the (scenario, programme) pairs that a publication covers.

    Those with lines of their own; of a district with a subtotal alone, all that there are; with
    nothing but totals, all of the study.

    Parameters
    ----------
    cells : sequence of PublishedCell
    everything : iterable of (scenario, programme)
        All programmes of the study.
    """
    lines = programmes_of(cells)
    districts = {cell.scenario for cell in cells} - {TOTAL}
    detailed = {scenario for scenario, _ in lines}
    rest = (
        pair
        for pair in everything
        if pair[0] not in detailed and (pair[0] in districts or not districts)
    )
    return tuple(dict.fromkeys([*lines, *rest]))


@dataclass(frozen=True)
class Comparison:
    """A published figure beside what a reading computes for it."""

    reading: str
    cell: PublishedCell
    computed: float | None
    basis: ComparisonBasis
    reason: Text | None = None

    @property
    def difference(self) -> float | None:
        """Computed minus published, in the published unit."""
        return None if self.computed is None else self.computed - float(self.cell.value)

    @property
    def matches(self) -> bool | None:
        """Whether the computed figure rounds to the printed digits; None if not comparable."""
        if self.difference is None or self.basis == "not comparable":
            return None
        return abs(self.difference) <= self.cell.half

    def record(self) -> dict[str, object]:
        """Return the comparison as a flat record."""
        return {
            "reading": self.reading,
            "scenario": self.cell.scenario,
            "programme": self.cell.programme,
            "indicator": self.cell.indicator,
            "computed": self.computed,
            "published": float(self.cell.value),
            "printed_unit": self.cell.unit,
            "difference": self.difference,
            "matches": self.matches,
            "basis": self.basis,
        }


@dataclass(frozen=True)
class ComputedLine:
    """A programme's computed effect in one indicator, in a table's money or in persons.

    `years` is the number of years over which it arises, None where it isn't known.
    """

    scenario: str
    programme: str
    indicator: str
    value: float
    basis: ComparisonBasis
    reason: Text | None = None
    years: int | None = None


def compare(
    cells: Sequence[PublishedCell],
    lines: Sequence[ComputedLine],
    unit: MoneyUnit,
    reading: str,
    programmes: Sequence[tuple[str, str]],
) -> tuple[Comparison, ...]:
    """Return every published figure beside the sum of the computed lines it covers.

    Parameters
    ----------
    cells : sequence of PublishedCell
    lines : sequence of ComputedLine
        Unrounded; sums are of unrounded values.
    unit : MoneyUnit
        The money of `lines`.
    reading : str
    programmes : sequence of (scenario, programme)
        What the publication covers; a figure is comparable only if all of it was computed.
    """
    return tuple(_compare(cell, lines, unit, reading, programmes) for cell in cells)


def _compare(
    cell: PublishedCell,
    lines: Sequence[ComputedLine],
    unit: MoneyUnit,
    reading: str,
    programmes: Sequence[tuple[str, str]],
) -> Comparison:
    wanted = {pair for pair in programmes if cell.covers(*pair)}
    found = [
        line
        for line in lines
        if line.indicator == cell.indicator and (line.scenario, line.programme) in wanted
    ]
    computed = None
    if found:
        factor = 1.0 if cell.unit == PERSONS.ko else unit.per(money_unit(cell.unit))
        computed = sum(_of(cell, line) for line in found) * factor
    blocked = next((line for line in found if line.basis == "not comparable"), None)
    if cell.per == "year" and any(line.years is None for line in found):
        reason = Text("연도를 알 수 없어 연평균이 없음", "no yearly average: years unknown")
        return Comparison(reading, cell, None, "not comparable", reason)
    missing = wanted - {(line.scenario, line.programme) for line in found}
    if blocked is not None:
        return Comparison(reading, cell, computed, "not comparable", blocked.reason)
    if missing:
        names = "" if len(wanted) == 1 else ": " + ", ".join(f"{s} {p}" for s, p in sorted(missing))
        reason = Text(f"금액이 공표되지 않음{names}", f"no announced amounts{names}")
        return Comparison(reading, cell, computed, "not comparable", reason)
    return Comparison(reading, cell, computed, found[0].basis)


def _of(cell: PublishedCell, line: ComputedLine) -> float:
    """Return what a line contributes to a figure: all of it, or its yearly average."""
    return line.value / (line.years or 1) if cell.per == "year" else line.value
