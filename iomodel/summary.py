"""An estimate in the rows of the printed table: lines, subtotals and totals, each reading beside.

Sums are of unrounded values.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from iomodel.estimates import Estimate
from iomodel.impact import Part
from iomodel.models.base import NAMES
from iomodel.published import SUBTOTAL, TOTAL, Comparison, Pair, PublishedCell, programmes_of
from iomodel.readings import Reading
from iomodel.scenario import Scenario
from iomodel.schema import ReadingId
from iomodel.text import Text
from iomodel.units import MILLION_KRW, PERSONS, MoneyUnit

PERSON_INDICATORS = ("employment", "employees")


@dataclass(frozen=True)
class Value:
    """What one reading gives for a row and indicator, beside the published figure if any.

    `partial` where the reading has no value for some of the row's programmes.
    """

    computed: float | None
    comparison: Comparison | None
    partial: bool
    unit: MoneyUnit = MILLION_KRW

    @property
    def difference(self) -> float | None:
        """Computed minus published, in the unit of the printed table."""
        if self.comparison is None or self.computed is None:
            return None
        return self.computed - _shown(self.comparison.cell, self.unit)

    @property
    def comparable(self) -> bool:
        """Whether the value covers just what the row stands for."""
        return not self.partial and not (
            self.comparison is not None and self.comparison.basis == "not comparable"
        )


@dataclass(frozen=True)
class Row:
    """A row of the printed table: a programme's line, a subtotal or a total."""

    scenario: str
    district: Text
    programme: Text
    is_sum: bool
    published: dict[str, float]
    values: dict[tuple[ReadingId, str], Value]


@dataclass(frozen=True)
class RegionalRow:
    """A programme's effect in its region and elsewhere, by indicator."""

    district: Text
    programme: Text
    region: str
    values: dict[str, tuple[float, float]]


@dataclass(frozen=True, eq=False)
class Summary:
    """The printed table of an estimate."""

    estimate: Estimate

    @property
    def readings(self) -> tuple[Reading, ...]:
        """The readings that have values."""
        return tuple(r for r in self.estimate.readings if r.impact is not None)

    @property
    def indicators(self) -> tuple[str, ...]:
        """The indicators shown."""
        return self.estimate.study.file.readings.announced.indicators

    @property
    def unit(self) -> MoneyUnit:
        """The unit in which money is shown: the million of the study's currency."""
        return self.estimate.scenarios[0].unit

    @cached_property
    def phase(self) -> str:
        """The phase that the table is of: one-off spending where there is any."""
        lines = [
            line
            for reading in self.readings
            for part in (reading.impact.parts if reading.impact else ())
            for line in part.demand.lines
        ]
        only = bool(lines) and all(line.yearly for line in lines)
        return "operation" if only and not self.estimate.published else "construction"

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The rows in the source's order: each district's lines and subtotal, then totals."""
        rows = []
        names = list(self.estimate.study.file.programmes)
        for scenario in self.estimate.scenarios:
            mine = {pair for pair in self._pairs if pair[0] == scenario.id}
            for name in (n for n in names if (scenario.id, n) in mine):
                programme = self.estimate.study.programme(name)
                one = {(scenario.id, name)}
                rows.append(self._row(scenario.id, scenario.district, programme, one))
            rows += self._subtotals(scenario, mine)
        if self.estimate.whole and len(self.estimate.scenarios) > 1:
            rows += self._totals()
        return tuple(rows)

    def _subtotals(self, scenario: Scenario, mine: set[Pair]) -> list[Row]:
        """Return the subtotal; two where only part of the district's programmes was published."""
        own = mine & set(programmes_of(self.estimate.published))
        if not own or own == mine:
            return [self._row(scenario.id, scenario.district, _SUBTOTAL, mine, SUBTOTAL)]
        part = Text("소계(공표된 사업)", "Subtotal (as published)")
        whole = Text("소계(전체)", "Subtotal (all)")
        return [
            self._row(scenario.id, scenario.district, part, own, SUBTOTAL),
            self._row(scenario.id, scenario.district, whole, mine, ALL),
        ]

    def _totals(self) -> list[Row]:
        nothing = Text("", "")
        everything = {s.id for s in self.estimate.scenarios}
        covered = {c.scenario for c in self.estimate.published} - {TOTAL}
        if not covered or covered >= everything:
            return [self._row(TOTAL, _TOTAL, nothing, set(self._pairs), TOTAL)]
        part = Text(f"합계(공표된 {len(covered)}개 지구)", f"Total ({len(covered)} as published)")
        whole = Text(f"합계(전체 {len(everything)}개 지구)", f"Total (all {len(everything)})")
        own = set(programmes_of(self.estimate.published))
        return [
            self._row(TOTAL, part, nothing, own, TOTAL),
            self._row(ALL, whole, nothing, set(self._pairs), ALL),
        ]

    @cached_property
    def _pairs(self) -> tuple[Pair, ...]:
        """Every (scenario, programme) that is published or computed."""
        computed = [pair for reading in self.readings for pair in self._pairs_of(reading)]
        return tuple(dict.fromkeys([*programmes_of(self.estimate.published), *computed]))

    def _row(
        self,
        scenario: str,
        district: Text,
        programme: Text,
        pairs: set[Pair],
        kind: str = "",
    ) -> Row:
        key = (scenario, kind or programme.ko)
        published = {
            c.indicator: _shown(c, self.unit)
            for c in self.estimate.published
            if (c.scenario, c.programme) == key
        }
        values = {
            (reading.id, indicator): self._value(reading, indicator, pairs, key)
            for reading in self.readings
            for indicator in self.indicators
        }
        return Row(scenario, district, programme, bool(kind), published, values)

    @cached_property
    def regional(self) -> tuple[RegionalRow, ...]:
        """The announced reading through the regional table, programme by programme and summed."""
        rows = []
        for reading in self.readings:
            impact = reading.regional
            if impact is None and reading.impact and reading.impact.parts[0].region:
                impact = reading.impact
            for part in impact.parts if impact else ():
                rows += self._regional_rows(part)
        if len(rows) > 1:
            sums = {
                k: (sum(r.values[k][0] for r in rows), sum(r.values[k][1] for r in rows))
                for k in rows[0].values
            }
            rows.append(RegionalRow(_TOTAL, Text("", ""), rows[0].region, sums))
        return tuple(rows)

    def _regional_rows(self, part: Part) -> list[RegionalRow]:
        names = [i.id for i in part.indicators]
        at = {k: names.index(k) for k in self.indicators if k in names}
        lines = self._lines_of(part)
        rows = []
        for scenario, programme in dict.fromkeys(pair for pair, _ in lines):
            own = [i for pair, i in lines if pair == (scenario, programme)]
            effects = {
                k: part.values[own, n].sum(axis=0) * scale(part, n, self.unit)
                for k, n in at.items()
            }
            rows.append(
                RegionalRow(
                    next(s for s in self.estimate.scenarios if s.id == scenario).district,
                    self.estimate.study.programme(programme),
                    part.region,
                    {k: (float(a), float(b)) for k, (a, b) in effects.items()},
                )
            )
        return rows

    def _lines_of(self, part: Part) -> list[tuple[Pair, int]]:
        """Return the rows of a part that the table counts, with their programmes."""
        return [
            ((line.scenario, line.programme), i)
            for i, line in enumerate(part.demand.lines)
            if line.gross and line.phase == self.phase
        ]

    def _pairs_of(self, reading: Reading) -> list[Pair]:
        parts = reading.impact.parts if reading.impact else ()
        return [pair for part in parts for pair, _ in self._lines_of(part)]

    def _value(self, reading: Reading, indicator: str, pairs: set[Pair], key: Pair) -> Value:
        found = [
            float(part.values[i, k].sum()) * scale(part, k, self.unit)
            for part in (reading.impact.parts if reading.impact else ())
            for k, candidate in enumerate(part.indicators)
            if candidate.id == indicator
            for pair, i in self._lines_of(part)
            if pair in pairs
        ]
        beside = (
            c
            for c in reading.comparison
            if (c.cell.scenario, c.cell.programme) == key
            and c.cell.indicator == indicator
            and c.cell.plain
        )
        partial = not pairs <= set(self._pairs_of(reading))
        return Value(sum(found) if found else None, next(beside, None), partial, self.unit)

    def matched(self, reading: ReadingId) -> tuple[int, int]:
        """Return how many of a reading's comparable figures match to their printed digits."""
        rows = [
            c
            for r in self.readings
            if r.id == reading
            for c in r.comparison
            if c.matches is not None and c.cell.plain
        ]
        return sum(c.matches is True for c in rows), len(rows)

    @property
    def headlines(self) -> tuple[Row, ...]:
        """The rows that sum what is shown: the totals, or a lone scenario's subtotal."""
        totals = tuple(row for row in self.rows if row.scenario in (TOTAL, ALL))
        return totals or self.rows[-1:]


def _shown(cell: PublishedCell, unit: MoneyUnit) -> float:
    """Return a published figure in the unit of the printed table."""
    return cell.in_unit(unit)[0]


def scale(part: Part, indicator: int, unit: MoneyUnit) -> float:
    """Return the factor from a part's money to that of the printed table."""
    money = part.indicators[indicator].dimension == "money"
    return part.unit.per(unit) if money else 1.0


ALL = "all"
_SUBTOTAL = Text("소계", "Subtotal")
_TOTAL = Text("합계", "Total")


def unit_of(indicator: str, unit: MoneyUnit = MILLION_KRW) -> Text:
    """Return the unit in which the printed table shows an indicator, money being in `unit`."""
    return PERSONS if indicator in PERSON_INDICATORS else unit.name


def name_of(indicator: str) -> Text:
    """Return an indicator's name."""
    return NAMES[indicator]
