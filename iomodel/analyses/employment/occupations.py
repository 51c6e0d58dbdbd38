"""Occupations, or employment statuses, by a user's matrix of shares within each sector."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from iomodel.analyses.base import Column, leontief_model
from iomodel.analyses.charts import stacked_bars
from iomodel.analyses.employment.jobs import concept_note, persons_indicator
from iomodel.analyses.frames import DIRECT, INDIRECT, SECTOR_COLUMNS, TOTAL, sector_frame
from iomodel.analyses.matrices import Given, SectorMatrix, sector_matrix
from iomodel.analyses.spending import Spent, spending_of
from iomodel.errors import LabelError, Problem
from iomodel.impact import Indicator
from iomodel.leontief import Array, multipliers
from iomodel.models.base import Model, display_scale
from iomodel.models.leontief_model import LeontiefModel
from iomodel.sectors import Classification
from iomodel.text import Lang, Text, same
from iomodel.units import PERSONS

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

_WHAT = Text("직업별 취업유발", "employment by occupation")
SUM_TOLERANCE = 1e-6  # how far a row of shares may be from one: figures of six decimals


@dataclass(frozen=True, eq=False)
class Occupations:
    """Employment by occupation (or status) and sector.

    Attributes
    ----------
    occupations : tuple of str
        o names.
    direct : ndarray (o, n)
        Persons per billion won of the sector's output.
    total : ndarray (o, n)
        Persons per billion won of final demand on the sector, along the whole chain.
    persons : ndarray (o, 2) or None
        Persons set off by the demand given, direct and indirect; None without one.
    unit : Text
        Of `direct` and `total`.
    """

    sectors: Classification
    indicator: Indicator
    occupations: tuple[str, ...]
    direct: Array
    total: Array
    persons: Array | None
    unit: Text
    title: Text
    columns: tuple[Column, ...]
    notes: tuple[Text, ...]
    source: str = "Miller & Blair (2009), sections 6.2.2 and 10.3; the user's bridge matrix"

    def table(self) -> pd.DataFrame:
        """Return one row an occupation where a demand was given; else one a sector."""
        import pandas as pd

        if self.persons is None:
            columns = dict(zip(self.occupations, self.total, strict=True))
            return sector_frame(self.sectors, columns)
        whole = self.persons.sum()
        return pd.DataFrame(
            {
                "occupation": self.occupations,
                "direct": self.persons[:, 0],
                "indirect": self.persons[:, 1],
                "total": self.persons.sum(axis=1),
                "share": self.persons.sum(axis=1) / (whole or np.nan),
            }
        )

    def plot(self, ax: Axes | None = None, lang: Lang = "en") -> Axes:
        """Draw persons by occupation; without a demand, the mean over sectors' multipliers."""
        if self.persons is None:
            name = Text("부문 평균", "mean over sectors")
            series, unit = [(name, self.total.mean(axis=1))], self.unit
        else:
            series = [(DIRECT, self.persons[:, 0]), (INDIRECT, self.persons[:, 1])]
            unit = PERSONS
        return stacked_bars(ax, self.occupations, series, unit, self.title, lang)


def occupations(
    model: Model, bridge: Given, demand: Spent | None = None, indicator: str = "employment"
) -> Occupations:
    r"""Return employment by occupation, from each occupation's share of a sector's workers.

    Parameters
    ----------
    model : Model
        Holding a matrix; n sectors.
    bridge : path or DataFrame
        `code`, then one column for each of o occupations (or employment statuses): its share of
        the sector's workers. Every row sums to one; that of a sector without workers may be zero.
    demand : Demand, str or sequence of str, optional
        Spending, its programmes added up; several "sector=amount" in the table's money; or a
        sector, on which a billion won is spent. Multipliers alone where omitted.
    indicator : str
        The workers that are shared out: "employment" or "employees".

    Returns
    -------
    Occupations
        (o, n), persons per billion won, and (o, 2) persons.

    Raises
    ------
    NotSupportedError
        If the model is published multipliers, which don't tell in which sector people work; if
        the indicator doesn't count persons.
    LabelError
        Listing sectors that are missing, unknown or double, shares that are no number or
        negative, and rows that don't sum to one.
    UnknownSectorError, InactiveSectorError
        If money is spent on a sector that isn't there, or that has no output.

    Notes
    -----
    .. math:: M = B' \hat l L

    with B the bridge, (n, o), by o transposed solves. It assumes that those who are taken on have
    the occupations of those who worked in the sector in the bridge's year.

    Examples
    --------
    >>> import pandas as pd
    >>> import iomodel
    >>> from iomodel.analyses.employment import occupations
    >>> model = iomodel.load_model("bok-2020-33")
    >>> bridge = pd.DataFrame({"managers": 0.1, "others": 0.9}, index=list(model.sectors.codes))
    >>> demand = iomodel.Demand.of({"건설": 100}, "억원", model.sectors)
    >>> jobs = occupations(model, bridge, demand)
    >>> jobs.table()["total"].round(1).tolist()
    [10.6, 95.2]
    """
    leontief = leontief_model(model, _WHAT)
    k = persons_indicator(leontief, indicator)
    shares = _shares(bridge, leontief, k)
    names = shares.columns
    c = shares.values.T * leontief.coefficients[k]
    m = multipliers(leontief.system, c)
    scale = display_scale(leontief.indicators, leontief.info)[k]
    unit = leontief.info.money.each(PERSONS)
    persons = None
    if demand is not None:
        spending = spending_of(leontief, demand)
        f = spending.values * (scale if spending.per_unit else 1.0)
        persons = np.column_stack([c @ f, (m - c) @ f])
    return Occupations(
        leontief.sectors,
        leontief.indicators[k],
        names,
        c * scale,
        m * scale,
        persons,
        unit,
        Text("직업별 취업유발", "Employment by occupation"),
        _columns(names, unit if persons is None else None),
        (
            *concept_note(leontief, k),
            Text(
                f"직업 구성은 사용자 자료({shares.origin})이며, 새로 일하는 사람도 그 부문의 "
                "구성을 따른다고 가정한다",
                f"shares of occupations are the user's ({shares.origin}); those newly employed "
                "are assumed to follow them",
            ),
        ),
    )


def _columns(names: tuple[str, ...], unit: Text | None) -> tuple[Column, ...]:
    if unit is not None:
        return (*SECTOR_COLUMNS, *(Column(name, same(name), unit, 2) for name in names))
    return (
        Column("occupation", Text("직업", "occupation")),
        Column("direct", DIRECT, PERSONS, 1),
        Column("indirect", INDIRECT, PERSONS, 1),
        Column("total", TOTAL, PERSONS, 1),
        Column("share", Text("비중", "share")),
    )


def _shares(bridge: Given, model: LeontiefModel, k: int) -> SectorMatrix:
    shares = sector_matrix(bridge, model.sectors)
    sums, working = shares.values.sum(axis=1), model.coefficients[k] != 0
    negative = [
        Problem(
            f'code {model.sectors.codes[i]}, column "{shares.columns[j]}"',
            Text("비율이 음수입니다", "the share is negative"),
            Text("0 이상 1 이하", "zero to one"),
            same(f"{shares.values[i, j]:g}"),
            Text("비율을 고치십시오", "correct the share"),
        )
        for i, j in np.argwhere(shares.values < 0)
    ]
    whole = np.abs(sums - 1.0) <= SUM_TOLERANCE
    empty = ~working & (shares.values == 0).all(axis=1)
    uneven = [
        Problem(
            f"{model.sectors.sectors[i]}",
            Text("비율의 합이 1이 아닙니다", "the shares don't sum to one"),
            same(f"1 (±{SUM_TOLERANCE:g})"),
            same(f"{sums[i]:.8g}"),
            Text(
                "빠진 직업이 없는지 보고, 반올림 탓이면 행을 그 합으로 나누십시오",
                "look for a missing occupation; if it is rounding, divide the row by its sum",
            ),
        )
        for i in np.flatnonzero(~(whole | empty))
    ]
    if negative or uneven:
        raise LabelError(shares.origin, [*negative, *uneven])
    return shares
