"""An estimate in the rows of the printed table: lines, subtotals and totals, each reading beside.

Sums are of unrounded values.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from iomodel.estimates import Estimate
from iomodel.models.base import NAMES
from iomodel.published import SUBTOTAL, TOTAL, Comparison
from iomodel.readings import Reading
from iomodel.schema import ReadingId
from iomodel.text import Text
from iomodel.units import MILLION_KRW, PERSONS

INDICATORS = ("production", "value_added", "employment")


@dataclass(frozen=True)
class Value:
    """What one reading gives for a row and indicator, beside the published figure if any."""

    computed: float | None
    comparison: Comparison | None


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

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The rows in the source's order: each district's lines and subtotal, then totals."""
        rows = []
        names = list(self.estimate.study.file.programmes)
        for scenario in self.estimate.scenarios:
            mine = [n for n in names if self._has(scenario.id, n)]
            for name in mine:
                programme = self.estimate.study.programme(name)
                rows.append(self._row(scenario.id, scenario.district, programme, {name}))
            rows.append(self._row(scenario.id, scenario.district, _SUBTOTAL, set(mine), SUBTOTAL))
        if self.estimate.whole and len(self.estimate.scenarios) > 1:
            rows += self._totals()
        return tuple(rows)

    def _totals(self) -> list[Row]:
        everything = {s.id for s in self.estimate.scenarios}
        covered = {c.scenario for c in self.estimate.published} - {TOTAL}
        if not covered or covered >= everything:
            return [self._row(TOTAL, _TOTAL, Text("", ""), None, TOTAL, everything)]
        part = Text(f"합계(공표된 {len(covered)}개 지구)", f"Total ({len(covered)} as published)")
        whole = Text(f"합계(전체 {len(everything)}개 지구)", f"Total (all {len(everything)})")
        return [
            self._row(TOTAL, part, Text("", ""), None, TOTAL, covered),
            self._row("all", whole, Text("", ""), None, TOTAL, everything),
        ]

    def _has(self, scenario: str, programme: str) -> bool:
        """Return whether a programme of a scenario is published or computed."""
        pair = (scenario, programme)
        return any((c.scenario, c.programme) == pair for c in self.estimate.published) or any(
            (line.scenario, line.programme) == pair
            for reading in self.readings
            if reading.impact
            for part in reading.impact.parts
            for line in part.demand.lines
        )

    def _row(
        self,
        scenario: str,
        district: Text,
        programme: Text,
        programmes: set[str] | None,
        kind: str = "",
        scenarios: set[str] | None = None,
    ) -> Row:
        key = (scenario, kind or programme.ko)
        published = {
            c.indicator: float(c.value)
            for c in self.estimate.published
            if (c.scenario, c.programme) == key
        }
        values = {
            (reading.id, indicator): Value(
                self._sum(reading, indicator, scenarios or {scenario}, programmes),
                next(
                    (
                        c
                        for c in reading.comparison
                        if (c.cell.scenario, c.cell.programme) == key
                        and c.cell.indicator == indicator
                    ),
                    None,
                ),
            )
            for reading in self.readings
            for indicator in INDICATORS
        }
        return Row(scenario, district, programme, bool(kind), published, values)

    @staticmethod
    def _sum(
        reading: Reading, indicator: str, scenarios: set[str], programmes: set[str] | None
    ) -> float | None:
        found = [
            float(part.values[i, k].sum())
            for part in (reading.impact.parts if reading.impact else ())
            for k, candidate in enumerate(part.indicators)
            if candidate.id == indicator
            for i, line in enumerate(part.demand.lines)
            if line.scenario in scenarios and (programmes is None or line.programme in programmes)
        ]
        return sum(found) if found else None

    @cached_property
    def regional(self) -> tuple[RegionalRow, ...]:
        """The announced reading through the regional table, programme by programme and summed."""
        rows = []
        for reading in self.readings:
            impact = reading.regional
            if impact is None and reading.impact and reading.impact.parts[0].region:
                impact = reading.impact
            for part in impact.parts if impact else ():
                names = [i.id for i in part.indicators]
                kept = [i for i in INDICATORS if i in names]
                for i, line in enumerate(part.demand.lines):
                    scenario = next(s for s in self.estimate.scenarios if s.id == line.scenario)
                    values = {k: tuple(part.values[i, names.index(k)]) for k in kept}
                    rows.append(
                        RegionalRow(
                            scenario.district,
                            self.estimate.study.programme(line.programme),
                            part.region,
                            {k: (float(a), float(b)) for k, (a, b) in values.items()},
                        )
                    )
        if len(rows) > 1:
            sums = {
                k: (sum(r.values[k][0] for r in rows), sum(r.values[k][1] for r in rows))
                for k in rows[0].values
            }
            rows.append(RegionalRow(_TOTAL, Text("", ""), rows[0].region, sums))
        return tuple(rows)

    def matched(self, reading: ReadingId) -> tuple[int, int]:
        """Return how many of a reading's comparable figures match to their printed digits."""
        rows = [
            c
            for r in self.readings
            if r.id == reading
            for c in r.comparison
            if c.matches is not None
        ]
        return sum(c.matches is True for c in rows), len(rows)

    @property
    def headline(self) -> Row:
        """The row that sums everything shown."""
        return self.rows[-1]


_SUBTOTAL = Text("소계", "Subtotal")
_TOTAL = Text("합계", "Total")


def unit_of(indicator: str) -> Text:
    """Return the unit in which the printed table shows an indicator."""
    return PERSONS if indicator == "employment" else MILLION_KRW.name


def name_of(indicator: str) -> Text:
    """Return an indicator's name."""
    return NAMES[indicator]
