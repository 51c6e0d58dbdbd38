"""Interregional effects: what demand in a region does there, elsewhere, and by way of elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from iomodel.analyses.arguments import (
    Words,
    corrected,
    indicator_of,
    listed,
    one_of,
    require_choice,
    sector_positions,
)
from iomodel.analyses.base import Analysis, Column, Option, refusal, with_transactions
from iomodel.analyses.charts import MOST, sector_names, stacked_bars
from iomodel.analyses.frames import SECTOR_COLUMNS, TOTAL, sector_labels
from iomodel.analyses.numerics import Positions, largest, ratio
from iomodel.analyses.options import by_option, indicator_option
from iomodel.errors import NotFoundError, Problem
from iomodel.impact import Indicator
from iomodel.leontief import Array
from iomodel.models.base import Model, display_scale, multiplier_unit
from iomodel.multiregional import Places, effects_alone, effects_by_origin, places_of, sums_by
from iomodel.sectors import Sector, region_of
from iomodel.text import Lang, Text, same

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

By = Literal["region", "sector", "origin"]
BY: tuple[By, ...] = get_args(By)

_WHAT = Text("지역간 효과", "interregional effects")
_REGION = Column("region", Text("지역", "region"))
_ALONE = Text("지역만", "the region alone")
_FEEDBACK = Text("환류", "feedback")
_IN_REGION = Text("지역 내", "in the region")
_ELSEWHERE = Text("타지역", "in other regions")


@dataclass(frozen=True, eq=False)
class InterregionalEffects:
    """Effects of a unit of final demand on each of m sectors, by where they arise.

    Attributes
    ----------
    sectors : tuple of Sector
        m sectors on which the money is spent, `region:code`.
    regions : tuple of str
        R regions of origin.
    home : ndarray (m,)
        The region of each sector, by its position in `regions`.
    by_origin : ndarray (R, m)
        Effects in each region.
    alone : ndarray (m,)
        The effect in its own region if regions did not trade.
    weights : ndarray (m,)
        Final demand on each sector: what a region's average is weighted by.
    by : "region", "sector" or "origin"
        What a row of `table` is.
    """

    sectors: tuple[Sector, ...]
    regions: tuple[str, ...]
    home: Positions
    by_origin: Array
    alone: Array
    weights: Array
    indicator: Indicator
    unit: Text
    by: By
    title: Text
    columns: tuple[Column, ...]
    notes: tuple[Text, ...]
    source: str = "Miller & Blair (2009), sections 3.3 and 6.3"

    @cached_property
    def in_region(self) -> Array:
        """c_r′ L_rr e_j, the effect in the region of demand, (m,)."""
        return np.asarray(self.by_origin[self.home, np.arange(len(self.home))])

    @property
    def feedback(self) -> Array:
        """The part of `in_region` that comes back by way of other regions, (m,)."""
        return self.in_region - self.alone

    @property
    def other_regions(self) -> Array:
        """The spillover Σ c_s′ L_sr e_j over s ≠ r, (m,)."""
        return self.total - self.in_region

    @property
    def total(self) -> Array:
        """In the region and elsewhere, (m,) (R8)."""
        return np.asarray(self.by_origin.sum(axis=0))

    @property
    def demanded(self) -> tuple[str, ...]:
        """The regions of demand that `sectors` are in."""
        return tuple(dict.fromkeys(self.regions[r] for r in self.home))

    def average(self, values: Array) -> Array:
        """Return `values` by sector, (m,), as weighted means by region of demand."""
        at = np.array([self.demanded.index(self.regions[r]) for r in self.home])
        spent = sums_by(self.weights, at, len(self.demanded))
        return ratio(sums_by(values * self.weights, at, len(self.demanded)), spent)

    def table(self) -> pd.DataFrame:
        """Return one row a region of demand, a sector, or a sector and region of origin."""
        import pandas as pd

        if self.by == "origin":
            rows = [sector for sector in self.sectors for _ in self.regions]
            return pd.DataFrame(
                {"region": [region_of(sector.code) for sector in rows]}
                | sector_labels(rows)
                | {"origin": self.regions * len(self.sectors), "effect": self.by_origin.T.ravel()}
            )
        parts = {
            "alone": self.alone,
            "feedback": self.feedback,
            "in_region": self.in_region,
            "other_regions": self.other_regions,
            "total": self.total,
        }
        if self.by == "region":
            means = {name: self.average(values) for name, values in parts.items()}
            share = ratio(means["other_regions"], means["total"])
            return pd.DataFrame({"region": self.demanded} | means | {"share_elsewhere": share})
        return pd.DataFrame(
            {"region": [self.regions[r] for r in self.home]}
            | sector_labels(self.sectors)
            | parts
            | {"share_elsewhere": ratio(self.other_regions, self.total)}
        )

    def plot(self, ax: Axes | None = None, lang: Lang = "en") -> Axes:
        """Draw what arises in the region alone, by feedback and elsewhere, stacked."""
        parts = [
            (_ALONE, self.alone),
            (_FEEDBACK, self.feedback),
            (_ELSEWHERE, self.other_regions),
        ]
        if self.by == "region":
            means = [(name, self.average(values)) for name, values in parts]
            return stacked_bars(ax, self.demanded, means, self.unit, self.title, lang)
        at = largest(self.total, MOST)
        shown = [(name, values[at]) for name, values in parts]
        names = sector_names(self.sectors, at, lang)
        return stacked_bars(ax, names, shown, self.unit, self.title, lang)


def interregional_effects(
    model: Model,
    indicator: str = "production",
    regions: Words | None = None,
    sectors: Words | None = None,
    by: By = "region",
) -> InterregionalEffects:
    r"""Return what a unit of final demand does in its region, in each other, and by feedback.

    Parameters
    ----------
    model : Model
        On multiregional transactions, whose sector codes read `region:code`.
    indicator : str
        An indicator of the model.
    regions : sequence of str, optional
        Regions in which the money is spent; all where omitted.
    sectors : sequence of str, optional
        Sectors on which it is spent, codes without the region; all where omitted.
    by : {"region", "sector", "origin"}
        What a row of the table is: a region of demand, weighted by the final demand on its
        products; a sector; a sector and a region in which effects arise.

    Returns
    -------
    InterregionalEffects
        (R, m) and (m,); money per money, persons and physical amounts per the unit shown.

    Raises
    ------
    NotSupportedError
        If the table is national, or holds no transactions.
    NotFoundError
        If a region or the indicator isn't the table's.
    UnknownSectorError
        If a sector isn't.

    Notes
    -----
    .. math:: m_{sj} = c_s' L_{sr} e_j, \qquad
        \phi_j = c_r' \left(L_{rr} - (I - A_{rr})^{-1}\right) e_j

    for sector j of region r: effects by region of origin s, and the interregional feedback φ
    (Miller & Blair 2009, sections 3.3 and 6.3). One transposed solve a region for all j, and the
    factors of each region's own block; L is not formed.

    Examples
    --------
    >>> import iomodel
    >>> from iomodel.analyses.interregional import interregional_effects
    >>> model = iomodel.load_model("three-regions", tables="docs/analyses/example")
    >>> interregional_effects(model).table().round(4)[["region", "feedback", "other_regions"]]
      region  feedback  other_regions
    0  north    0.0446         0.2277
    1  south    0.0505         0.3071
    2  isles    0.0167         0.7604
    """
    require_choice("by", by, BY)
    leontief, table = with_transactions(model, _WHAT)
    if not table.sectors.regions:
        raise refusal(
            model,
            _WHAT,
            Text(
                "부문 코드가 지역:코드인 다지역 거래표",
                "multiregional transactions, whose sector codes read region:code",
            ),
            Text("지역이 없는 전국표", "a national table without regions"),
            Text("다지역 표를 쓰십시오", "use a multiregional table"),
        )
    k, known = indicator_of(leontief, indicator)
    places = places_of(table.info, table.sectors)
    at = _demanded(places, listed(regions), listed(sectors), table.info.id)
    at = at[leontief.active[at]]
    c = leontief.coefficients[k] * display_scale((known,), table.info)[0]
    unit = multiplier_unit(known, table.info.money)
    count = len(places.regions)
    return InterregionalEffects(
        tuple(table.sectors.sectors[j] for j in at),
        places.regions,
        places.home[at],
        effects_by_origin(leontief.system, c, places.home, count)[:, at],
        effects_alone(leontief.system, c, places.home, count)[at],
        table.final_demand.sum(axis=1)[at],
        known,
        unit,
        by,
        Text(f"지역간 효과: {known.name.ko}", f"Interregional effects: {known.name.en}"),
        _columns(by, unit),
        _notes(by),
    )


def _demanded(places: Places, regions: list[str], sectors: list[str], origin: str) -> Positions:
    """Return the positions of the sectors asked for, in the table's order."""
    unknown = [region for region in regions if region not in places.regions]
    if unknown:
        raise NotFoundError(
            origin,
            [
                Problem(
                    "regions",
                    Text("이 표에 없는 지역입니다", "the region is not in the table"),
                    one_of(places.regions),
                    same(f'"{region}"'),
                    corrected("regions"),
                )
                for region in unknown
            ],
            data=unknown,
        )
    wanted = np.ones(len(places.sectors), dtype=np.bool_)
    if regions:
        wanted &= np.isin(places.home, [places.regions.index(region) for region in regions])
    if sectors:
        wanted &= np.isin(places.at, sector_positions(places.local, sectors))
    return np.flatnonzero(wanted)


def _columns(by: By, unit: Text) -> tuple[Column, ...]:
    if by == "origin":
        return (
            _REGION,
            *SECTOR_COLUMNS,
            Column("origin", Text("효과의 지역", "region of the effect")),
            Column("effect", Text("효과", "effect"), unit),
        )
    return (
        *((_REGION,) if by == "region" else (_REGION, *SECTOR_COLUMNS)),
        Column("alone", _ALONE, unit),
        Column("feedback", _FEEDBACK, unit),
        Column("in_region", _IN_REGION, unit),
        Column("other_regions", _ELSEWHERE, unit),
        Column("total", TOTAL, unit),
        Column("share_elsewhere", Text("타지역 비중", "share in other regions")),
    )


def _notes(by: By) -> tuple[Text, ...]:
    notes = [
        Text(
            "지역만은 그 지역만의 모형이 주는 효과, 환류는 다른 지역을 거쳐 돌아온 몫이다: "
            "지역 내 = 지역만 + 환류",
            "the region alone is what a model of that region without the others gives; feedback "
            "comes back by way of other regions: in the region = the region alone + feedback",
        )
    ]
    if by == "region":
        notes.append(
            Text(
                "지역의 값은 그 지역 생산물에 대한 최종수요로 가중한 평균이다",
                "a region's figures are means weighted by the final demand on its products",
            )
        )
    return tuple(notes)


ANALYSES = (
    Analysis(
        "interregional-effects",
        Text("지역 내, 타지역, 환류 효과", "Effects in the region, elsewhere, and by feedback"),
        interregional_effects,
        (
            indicator_option("production"),
            Option(
                "regions",
                Text("수요의 지역; 없으면 모두", "regions of demand; all where omitted"),
                many=True,
            ),
            Option(
                "sectors",
                Text(
                    "수요의 부문, 지역을 뗀 코드; 없으면 모두",
                    "sectors of demand, codes without the region; all where omitted",
                ),
                many=True,
            ),
            by_option(BY),
        ),
    ),
)
