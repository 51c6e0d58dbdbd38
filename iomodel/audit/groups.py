"""Figures that belong to one estimate: the effects of one spending, or its multipliers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from iomodel.audit.figures import Figure, Publication
from iomodel.audit.interval import Interval
from iomodel.audit.schema import EFFECTS, Effect, Method, Scope
from iomodel.text import Text

Cell = tuple[Effect, Scope]
ONE = Interval.exactly(1)


@dataclass(frozen=True, eq=False)
class Group:
    """The effects of one spending, in one region and year, or the coefficients that give them.

    Attributes
    ----------
    coefficients : bool
        Whether its cells are effects of one unit of money, rather than of `amount`.
    amount : Figure or None
        The spending behind the effects, where it is printed and beyond doubt.
    cells : dict of (effect, scope) to Figure
    year : int or None
        Of the economy, for comparison with tables.
    partial : bool
        Whether it is a part of what its spending induces, such as the part in one industry: its
        ratios are no table's multipliers.
    """

    programme: str
    region: str
    year: int | None
    method: Method
    coefficients: bool
    amount: Figure | None
    cells: dict[Cell, Figure]
    sectors: tuple[str, ...]
    partial: bool

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Its figures, the amount first."""
        return (*([self.amount] if self.amount else []), *self.cells.values())

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of its figures, the amount first."""
        return tuple(figure.id for figure in self.figures)

    @property
    def name(self) -> Text:
        """What it is called: its programme and region, else its amount."""
        words = " ".join(filter(None, [self.programme, self.region]))
        if words:
            return Text(words, words)
        return self.amount.name if self.amount else Text("이 추정", "this estimate")

    @property
    def spending(self) -> Interval | None:
        """The money behind its cells: that of `amount`, or one unit; None where unknown or none."""
        if self.coefficients:
            return ONE
        some = self.amount is not None and self.amount.interval.low > 0
        return self.amount.interval if self.amount and some else None

    @property
    def summed(self) -> bool:
        """Whether it is the sum of other estimates, with no ratios of its own."""
        return any(figure.keys.total_of for figure in self.cells.values())

    @property
    def currency(self) -> str | None:
        """The currency of its money, None where nothing says."""
        found = {symbol for figure in self.figures for symbol, _ in figure.unit.dimension}
        return next(iter(found - {"persons"}), None)

    def of(self, effect: Effect, scope: Scope = "total") -> Figure | None:
        """Return one of its cells, None where it wasn't printed."""
        return self.cells.get((effect, scope))

    @cached_property
    def base(self) -> tuple[Cell | None, Interval] | None:
        """What its ratios are ratios to: its spending, else its production or value added."""
        if self.spending is not None:
            return None, self.spending
        wanted: tuple[Effect, ...] = ("production", "value_added")
        for effect in wanted:
            figure = self.of(effect)
            if figure is not None and figure.interval.low > 0:
                return (effect, "total"), figure.interval
        return None

    @cached_property
    def ratios(self) -> dict[Cell, Interval]:
        """Its cells over its base, in the base of each unit (won per won, persons per won)."""
        if self.base is None:
            return {}
        cell, money = self.base
        return {key: f.interval / money for key, f in self.cells.items() if key != cell}


def groups_of(publication: Publication) -> tuple[Group, ...]:
    """Return the estimates of a publication: effects and coefficients apart, in order."""
    found = list(_groups(publication))
    whole_of = {
        part.id: figure for figure in publication.figures for part in publication.parts(figure)
    }
    amounts = {id: group.amount for group in found for id in group.ids}

    def partial(group: Group) -> bool:
        """Return whether a cell is part of another effect of the very same spending."""
        wholes = [whole_of[f.id] for f in group.cells.values() if f.id in whole_of]
        same = (amounts.get(whole.id) is group.amount for whole in wholes)
        return group.amount is not None and any(same)

    parted = {(g.programme, id(g.amount)) for g in found if partial(g)}
    return tuple(
        replace(group, partial=True) if (group.programme, id(group.amount)) in parted else group
        for group in found
    )


def _groups(publication: Publication) -> Iterator[Group]:
    by_key: dict[tuple[object, ...], list[Figure]] = {}
    for figure in publication.figures:
        keys = figure.keys
        effect = keys.role == "coefficient" or keys.role in EFFECTS
        if effect and keys.method != "none":
            kind = (keys.programme, keys.region, keys.year, keys.method, keys.role == "coefficient")
            by_key.setdefault((*kind, keys.spending), []).append(figure)
    for figures in by_key.values():
        yield _group(publication, figures)


def _group(publication: Publication, figures: Sequence[Figure]) -> Group:
    first = figures[0]
    keys = first.keys
    cells: dict[Cell, list[Figure]] = {}
    for figure in figures:
        effect = figure.keys.indicator or figure.keys.role
        assert effect in EFFECTS
        cells.setdefault((effect, figure.keys.scope), []).append(figure)
    chosen = {cell: _whole(publication, found) for cell, found in cells.items()}
    amount = _amount(publication, first)
    named = [*figures, *([amount] if amount else [])]
    return Group(
        keys.programme,
        keys.region,
        publication.year_of(first),
        keys.method,
        keys.role == "coefficient",
        amount,
        {cell: figure for cell, figure in chosen.items() if figure is not None},
        tuple(dict.fromkeys(sector for figure in named for sector in figure.keys.sectors)),
        partial=False,
    )


def _whole(publication: Publication, figures: Sequence[Figure]) -> Figure | None:
    """Return the figure that isn't part of another; of several sources the first."""
    parts = {part.id for figure in figures for part in publication.everything_in(figure)}
    whole = [figure for figure in figures if figure.id not in parts]
    sources = {figure.keys.source for figure in whole}
    return whole[0] if len(sources) == len(whole) else None


def _amount(publication: Publication, figure: Figure) -> Figure | None:
    """Return the amount behind a figure: named by it, else the only one of its programme."""
    if figure.keys.spending:
        return publication.figure(figure.keys.spending)
    keys = figure.keys
    amounts = [
        other
        for other in publication.figures
        if other.keys.role == "amount"
        and other.keys.method != "none"
        and other.keys.programme == keys.programme
        and other.keys.region in ("", keys.region)
        and other.keys.year in (None, keys.year)
    ]
    return _whole(publication, amounts) if amounts else None
