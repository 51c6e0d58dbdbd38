"""What a view is, and how it adds up the lines of an estimate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from iomodel.analyses.base import Column
from iomodel.demand import Line
from iomodel.impact import Impact, Part
from iomodel.readings import Reading
from iomodel.schema import Phase
from iomodel.summary import Summary, name_of, scale, unit_of
from iomodel.text import Lang, Text

Cell = Text | float | None
Keep = Callable[[Line], bool]

PHASES: dict[Phase, Text] = {
    "construction": Text("건설단계", "Construction"),
    "operation": Text("운영단계", "Operation"),
}
DISTRICT = Column("district", Text("구분", "District"))
PROGRAMME = Column("programme", Text("사업", "Programme"))
PHASE = Column("phase", Text("단계", "Phase"))
TOTAL = Text("합계", "Total")


@dataclass(frozen=True)
class View:
    """A titled table: words first, then numbers.

    Attributes
    ----------
    rows : tuple of tuple
        A Text, a number, or None where there is none, for each column.
    sums : frozenset of int
        Rows that are sums.
    """

    id: str
    title: Text
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    sums: frozenset[int] = frozenset()
    caption: Text = Text("", "")  # noqa: RUF009 - Text is frozen

    @property
    def left(self) -> int:
        """How many columns, from the first, hold words."""
        first = self.rows[0]
        words = [isinstance(cell, Text) for cell in first]
        return words.index(False) if False in words else len(words)

    def records(self, lang: Lang) -> list[dict[str, Any]]:
        """Return the rows as flat records, numbers unrounded."""
        return [
            {
                column.id: cell.get(lang) if isinstance(cell, Text) else cell
                for column, cell in zip(self.columns, row, strict=True)
            }
            for row in self.rows
        ]


def announced(summary: Summary) -> Reading | None:
    """Return the announced reading, None where it has no effects."""
    return next((r for r in summary.readings if r.id == "announced"), None)


def effect_columns(summary: Summary, indicators: tuple[str, ...] = ()) -> tuple[Column, ...]:
    """Return a column for each indicator shown."""
    return tuple(
        Column(id, name_of(id), unit_of(id, summary.unit), 0)
        for id in indicators or summary.indicators
    )


def added(
    summary: Summary, impact: Impact, keep: Keep, indicators: tuple[str, ...] = ()
) -> tuple[float | None, ...]:
    """Return the sums of the indicators over the lines kept; None for those the table lacks."""
    return tuple(added_one(summary, impact, keep, id) for id in indicators or summary.indicators)


def added_one(summary: Summary, impact: Impact, keep: Keep, indicator: str) -> float | None:
    """Return the sum of one indicator over the lines kept, in the unit that is shown."""
    found = [
        float(part.values[i, k].sum()) * scale(part, k, summary.unit)
        for part in impact.parts
        for k in _at(part, indicator)
        for i, line in enumerate(part.demand.lines)
        if keep(line)
    ]
    return sum(found) if found else None


def _at(part: Part, indicator: str) -> list[int]:
    return [k for k, one in enumerate(part.indicators) if one.id == indicator]


def lines_of(impact: Impact) -> list[Line]:
    """Return the lines of an impact."""
    return [line for part in impact.parts for line in part.demand.lines]


def pairs_of(impact: Impact, keep: Keep) -> list[tuple[str, str, str]]:
    """Return scenario, programme and phase of the lines kept, each once, in order."""
    return list(
        dict.fromkeys((x.scenario, x.programme, x.phase) for x in lines_of(impact) if keep(x))
    )


def words_of(summary: Summary, scenario: str, programme: str) -> tuple[Text, Text]:
    """Return the names of a district and of a programme."""
    district = next(s for s in summary.estimate.scenarios if s.id == scenario).district
    return district, summary.estimate.study.programme(programme)


def is_of(scenario: str, programme: str, phase: str, *, kinds: tuple[str, ...]) -> Keep:
    """Return what keeps the lines of one programme in one phase."""

    def keep(line: Line) -> bool:
        return (line.scenario, line.programme, line.phase) == (scenario, programme, phase) and (
            line.kind in kinds
        )

    return keep


GROSS = ("spending", "households")
NET = (*GROSS, "displacement")
