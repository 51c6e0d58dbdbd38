"""A study's spending and its uncertainties as arrays: what each source bears on.

Spending goes through four steps, each of which may be uncertain: lines (amounts), programmes by
sector (shares), prices of the table (deflators), domestic products (local shares).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from iomodel.uncertainty.distributions import Marginal
from iomodel.uncertainty.spec import (
    Coefficients,
    Family,
    Shares,
    Source,
)

Array = NDArray[np.float64]
Ints = NDArray[np.int_]
Values = Mapping[str, Array]


@dataclass(frozen=True, eq=False)
class Vector:
    """A source of j numbers of one distribution.

    Attributes
    ----------
    at : ndarray of int (j,)
        What they bear on: lines, cells (programme · n + sector), or sectors.
    correlation : float
        Of the normal scores of any two.
    """

    source: Source
    family: Family
    at: Ints
    marginal: Marginal
    correlation: float

    @property
    def single(self) -> bool:
        """Whether one score gives all its numbers."""
        return len(self.at) == 1 or self.correlation == 1.0


@dataclass(frozen=True, eq=False)
class Mix:
    """A programme's sectors, Dirichlet around `centre` (j,) with a concentration."""

    source: Shares
    programme: int
    at: Ints
    centre: Array


@dataclass(frozen=True, eq=False)
class Cells:
    """Errors of input coefficients over all sectors of the study's classification.

    Attributes
    ----------
    buyers, suppliers : ndarray of int
        Positions; all where empty. A source without buyers takes the columns no other names.
    """

    source: Coefficients
    buyers: Ints
    suppliers: Ints


Bound = Vector | Mix | Cells


@dataclass(frozen=True, eq=False)
class Group:
    """Sources that are drawn together: one, or several that are correlated.

    Attributes
    ----------
    root : ndarray (m, m)
        R with R R′ the correlation matrix of the scores of its m members.
    """

    members: tuple[Bound, ...]
    root: Array

    @property
    def id(self) -> str:
        """The ids of its members."""
        return " + ".join(member.source.id for member in self.members)

    @property
    def families(self) -> tuple[Family, ...]:
        """The families of its members."""
        return tuple(family_of(member) for member in self.members)


def family_of(bound: Bound) -> Family:
    """Return the family of a bound source."""
    if isinstance(bound, Vector):
        return bound.family
    return "shares" if isinstance(bound, Mix) else "coefficients"


@dataclass(frozen=True, eq=False)
class Plan:
    """Spending lines of a study and the sources that bear on them.

    Attributes
    ----------
    pairs : tuple of (scenario, programme)
        p programmes with announced amounts.
    n : int
        Sectors of the study's classification.
    amounts, programme, sector : ndarray (l,)
        Of each line, in 백만원.
    groups : tuple of Group
    """

    pairs: tuple[tuple[str, str], ...]
    n: int
    amounts: Array
    programme: Ints
    sector: Ints
    groups: tuple[Group, ...]

    @cached_property
    def vectors(self) -> tuple[Vector, ...]:
        """The sources that are numbers of one distribution."""
        return tuple(m for g in self.groups for m in g.members if isinstance(m, Vector))

    @cached_property
    def mixes(self) -> tuple[Mix, ...]:
        """The programmes whose sectors are drawn."""
        return tuple(m for g in self.groups for m in g.members if isinstance(m, Mix))

    @cached_property
    def cells(self) -> tuple[Cells, ...]:
        """The sources of errors of input coefficients."""
        return tuple(m for g in self.groups for m in g.members if isinstance(m, Cells))

    def of(self, family: Family) -> tuple[Vector, ...]:
        """Return the sources of one family."""
        return tuple(vector for vector in self.vectors if vector.family == family)

    def means(self) -> dict[str, Array]:
        """Return the mean of every number, (1, j) by source, as `demand` takes them."""
        means = {v.source.id: np.full((1, len(v.at)), v.marginal.mean) for v in self.vectors}
        return means | {mix.source.id: mix.centre[None, :] for mix in self.mixes}

    def spending(self, values: Values, draws: int) -> Array:
        """Return spending by programme and sector before prices and leakages, (b, p, n)."""
        lines = np.repeat(self.amounts[None, :], draws, axis=0)
        for vector in self.of("amounts"):
            lines[:, vector.at] *= values[vector.source.id]
        spent = np.zeros((draws, len(self.pairs), self.n))
        mixed = {mix.programme: mix for mix in self.mixes}
        for line, (p, j) in enumerate(zip(self.programme, self.sector, strict=True)):
            if p in mixed:
                mix = mixed[p]
                spent[:, p, mix.at] += lines[:, line, None] * values[mix.source.id]
            else:
                spent[:, p, j] += lines[:, line]
        return spent

    def demand(self, values: Values, draws: int) -> Array:
        """Return demand on domestic products at the table's prices, (b, p, n), in 백만원.

        Notes
        -----
        f_pj = h_pj / d_pj · s_pj Σ_l b_l u_l: amounts b u, shares s, deflators d, local shares h.
        """
        demand = self.spending(values, draws)
        flat = demand.reshape(draws, -1)
        for vector in self.of("deflators"):
            flat[:, vector.at] /= values[vector.source.id]
        for vector in self.of("local_shares"):
            flat[:, vector.at] *= values[vector.source.id]
        return demand
