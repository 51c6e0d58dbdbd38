"""A publication as an audit sees it: its figures, and how they say they hang together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from iomodel.audit.formula import Formula, Quantity
from iomodel.audit.interval import Interval
from iomodel.audit.measures import Measure
from iomodel.audit.printed import Printed
from iomodel.audit.schema import PEOPLE, ROLES, SCOPES, FigureKeys
from iomodel.text import Text


@dataclass(frozen=True, eq=False)
class Figure:
    """A printed figure: what the file says of it, its number and its unit."""

    keys: FigureKeys
    printed: Printed
    unit: Measure
    formula: Formula | None

    @property
    def id(self) -> str:
        """Its id."""
        return self.keys.id

    @cached_property
    def interval(self) -> Interval:
        """What it can have been before rounding, in the base of its unit (won, persons)."""
        return self._in_base(self.printed.interval)

    @cached_property
    def loose(self) -> Interval:
        """The same if zeros at its end are rounding."""
        return self._in_base(self.printed.loose)

    @property
    def exactly(self) -> Interval:
        """The number as printed, in the base of its unit."""
        return Interval.exactly(self.printed.value * self.unit.factor)

    def _in_base(self, interval: Interval) -> Interval:
        if self.keys.exact:
            return self.exactly
        return interval * Interval.exactly(self.unit.factor)

    def quantity(self, interval: Interval) -> Quantity:
        """Return an interval of it as formulas take it."""
        return Quantity(interval, self.unit.dimension)

    @property
    def name(self) -> Text:
        """What it is called: its label, else its programme and role."""
        keys = self.keys
        if keys.label:
            return Text(keys.label, keys.label)
        about = [keys.programme, keys.region, str(keys.year or "")]
        role, what = ROLES[keys.role], ROLES[keys.indicator or keys.role]
        scope = SCOPES[keys.scope] if keys.scope != "total" else Text("", "")
        kind = role if keys.role == "coefficient" else Text("", "")
        return Text(
            " ".join(filter(None, [*about, scope.ko, what.ko, kind.ko])),
            " ".join(filter(None, [*about, scope.en, what.en, kind.en])),
        )

    @property
    def shown(self) -> str:
        """The number with its unit, as printed."""
        unit = self.printed.unit
        if unit or not self.unit.name:
            return self.printed.words
        gap = "" if self.unit.name in ("%", "명", "원") else " "
        return f"{self.printed.words}{gap}{self.unit.name}"

    @property
    def people(self) -> bool:
        """Whether it counts persons, or multiplies money into them."""
        return (self.keys.indicator or self.keys.role) in PEOPLE


@dataclass(frozen=True, eq=False)
class Publication:
    """Printed figures in the order of their file, each under an id of its own."""

    origin: str
    title: Text
    document: str
    dated: date | None
    classification: str
    figures: tuple[Figure, ...]

    @cached_property
    def _by_id(self) -> dict[str, Figure]:
        return {figure.id: figure for figure in self.figures}

    def figure(self, id: str) -> Figure:
        """Return the figure called `id`."""
        return self._by_id[id]

    def year_of(self, figure: Figure) -> int | None:
        """Return the year of the economy it speaks of: stated, else that of the document."""
        return figure.keys.year or (self.dated.year if self.dated else None)

    def parts(self, figure: Figure) -> tuple[Figure, ...]:
        """Return the figures said to be in it: those of `total_of`, then those of `part_of`."""
        ids = [*figure.keys.total_of, *(f.id for f in self.figures if f.keys.part_of == figure.id)]
        return tuple(self.figure(id) for id in dict.fromkeys(ids))

    def everything_in(self, figure: Figure) -> Iterator[Figure]:
        """Yield all that is said to be in a figure, at any depth."""
        for part in self.parts(figure):
            yield part
            yield from self.everything_in(part)
