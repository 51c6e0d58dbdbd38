"""Labour productivity between the table's year and the scenario's: a user's assumption."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from iomodel.analyses.base import Column, leontief_model
from iomodel.analyses.charts import largest_sectors
from iomodel.analyses.frames import PERCENT, SECTOR_COLUMNS, sector_frame
from iomodel.analyses.matrices import Given, sector_matrix
from iomodel.analyses.numerics import ratio
from iomodel.errors import LabelError, NotSupportedError, Problem
from iomodel.impact import Indicator
from iomodel.leontief import Array
from iomodel.models.base import Model
from iomodel.models.leontief_model import LeontiefModel
from iomodel.models.multiplier_model import MultiplierModel
from iomodel.sectors import Classification
from iomodel.text import Lang, Text, same
from iomodel.units import PERSONS

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

Rates: TypeAlias = "Mapping[str, float] | Given"


@dataclass(frozen=True, eq=False)
class ProductivityAdjustment:
    """A model whose coefficients of persons follow assumed productivity.

    Attributes
    ----------
    model : LeontiefModel or MultiplierModel
        To be used instead of the one given.
    growth : ndarray (n,)
        g, yearly growth of output per worker by sector.
    years : int
        From the base year to the scenario's.
    factor : ndarray (n,)
        (1 + g)^−years, by which direct coefficients are multiplied.
    before, after : ndarray (n,)
        Employment multipliers, persons per billion won of final demand; NaN where absent.
    unit : Text
        Of `before` and `after`.
    """

    model: LeontiefModel | MultiplierModel
    sectors: Classification
    indicator: Indicator
    growth: Array
    years: int
    factor: Array
    before: Array
    after: Array
    unit: Text
    title: Text
    columns: tuple[Column, ...]
    notes: tuple[Text, ...]
    source: str = "assumed: l_t = l_0 (1 + g)^−(t − 0), the user's g"

    def table(self) -> pd.DataFrame:
        """Return one row a sector."""
        values = {
            "growth": 100 * self.growth,
            "factor": self.factor,
            "before": self.before,
            "after": self.after,
            "change": 100 * (ratio(self.after, self.before) - 1),
        }
        return sector_frame(self.sectors, values)

    def plot(self, ax: Axes | None = None, lang: Lang = "en") -> Axes:
        """Draw the multipliers left, and what the assumption takes off (or adds)."""
        series = [
            (Text("조정 뒤", "after"), self.after),
            (Text("조정으로 준 만큼", "taken off"), self.before - self.after),
        ]
        sectors = self.sectors.sectors
        return largest_sectors(
            ax, sectors, series, self.unit, self.title, lang, by=self.before, most=20
        )


def with_productivity(
    model: Model,
    to_year: int,
    growth: float | None = None,
    by_sector: Rates | None = None,
    base_year: int | None = None,
) -> ProductivityAdjustment:
    r"""Return the model with fewer workers a unit of output, as productivity is assumed to grow.

    Parameters
    ----------
    model : Model
        With an indicator of persons; all such indicators are adjusted alike. Published
        multipliers take one rate for all sectors, as they don't tell in which sector people work.
    to_year : int
        The year of the scenario.
    growth : float, optional
        Yearly growth of real output per worker, 0.02 for 2 %; for sectors not in `by_sector`.
    by_sector : mapping, path or DataFrame, optional
        Sector (code or exact name) to rate; or all sectors as a CSV file `code,growth` or a
        frame with one column.
    base_year : int, optional
        The year of the table's workers; that of the table where omitted.

    Returns
    -------
    ProductivityAdjustment
        Its `model` carries the assumption into every manifest.

    Raises
    ------
    NotSupportedError
        If the model counts no persons, or rates by sector meet published multipliers.
    LabelError
        If no rate is given for a sector, or a rate is no number above −1.
    UnknownSectorError
        If a sector isn't in the classification.

    Notes
    -----
    .. math:: l_{j,t} = l_{j,0} (1 + g_j)^{-(t - 0)}

    g is growth of real output per worker in the concept of the table's employment (full-time
    equivalents in 2020). The scenario's money must be at the table's prices: at later prices the
    fall of money's worth would be counted as productivity.

    Examples
    --------
    >>> import iomodel
    >>> from iomodel.analyses.employment import with_productivity
    >>> later = with_productivity(iomodel.load_model("bok-2020-33"), 2025, growth=0.02)
    >>> round(float(later.factor[0]), 4), later.years
    (0.9057, 5)
    """
    persons = [k for k, i in enumerate(model.indicators) if i.dimension == "persons"]
    if not persons:
        raise _no_persons(model)
    start = model.info.year if base_year is None else base_year
    years = to_year - start
    rates = _rates(model, growth, by_sector)
    factor = (1.0 + rates) ** -years
    notes = _notes(model, rates, start, to_year)
    adjusted = _adjusted(model, persons, factor, notes[0])
    k = persons[0]
    unit = model.info.money.each(PERSONS)
    return ProductivityAdjustment(
        adjusted,
        model.sectors,
        model.indicators[k],
        rates,
        years,
        factor,
        model.multipliers().values[k].sum(axis=0),
        adjusted.multipliers().values[k].sum(axis=0),
        unit,
        Text(
            f"노동생산성을 반영한 취업유발계수, {start} → {to_year}",
            f"Employment multipliers after productivity growth, {start} to {to_year}",
        ),
        (
            *SECTOR_COLUMNS,
            Column("growth", Text("생산성 연간 증가율", "yearly growth"), PERCENT, 2),
            Column("factor", Text("취업계수의 배율", "factor on coefficients")),
            Column("before", Text("조정 전", "before"), unit, 2),
            Column("after", Text("조정 뒤", "after"), unit, 2),
            Column("change", Text("변화", "change"), PERCENT, 1),
        ),
        notes,
    )


def _adjusted(
    model: Model, persons: list[int], factor: Array, note: Text
) -> LeontiefModel | MultiplierModel:
    if isinstance(model, MultiplierModel):
        return _published(model, persons, float(factor[0]), note)
    leontief = leontief_model(model, Text("생산성 조정", "an adjustment for productivity"))
    coefficients = leontief.coefficients.copy()
    coefficients[persons] *= factor
    indicators = tuple(
        replace(indicator, basis="assumed") if k in persons else indicator
        for k, indicator in enumerate(leontief.indicators)
    )
    return replace(
        leontief,
        indicators=indicators,
        coefficients=coefficients,
        warnings=(*leontief.warnings, note),
    )


def _published(
    model: MultiplierModel, persons: list[int], factor: float, note: Text
) -> MultiplierModel:
    values = model.table.values.copy()
    values[:, :, persons, :] *= factor
    info = model.info
    parts = tuple(
        part.model_copy(update={"basis": "assumed"}) if k in persons else part
        for k, part in enumerate(info.coefficients)
    )
    changed = info.model_copy(
        update={
            "coefficients": parts,
            "caveats_ko": (*info.caveats_ko, note.ko),
            "caveats_en": (*info.caveats_en, note.en),
        }
    )
    return replace(model, table=replace(model.table, info=changed, values=values))


def _rates(model: Model, growth: float | None, by_sector: Rates | None) -> Array:
    if by_sector is not None and isinstance(model, MultiplierModel):
        raise _needs_one_rate(model)
    n = len(model.sectors)
    rates = np.full(n, np.nan if growth is None else growth, dtype=np.float64)
    if isinstance(by_sector, Mapping):
        for word, rate in by_sector.items():
            rates[model.sectors.position(word)] = rate
    elif by_sector is not None:
        rates = _column(by_sector, model.sectors)
    bad = np.flatnonzero(~(np.isfinite(rates) & (rates > -1.0)))
    if len(bad):
        raise LabelError("growth", [_bad_rate(model, int(i), rates[i]) for i in bad], data=bad)
    return rates


def _column(given: Path | str | pd.DataFrame, sectors: Classification) -> Array:
    matrix = sector_matrix(given, sectors)
    if len(matrix.columns) != 1:
        raise LabelError(
            matrix.origin,
            Problem(
                "header",
                Text("증가율은 한 열이어야 합니다", "growth must be one column"),
                same("code, growth"),
                same(", ".join(matrix.columns)),
                Text("다른 열을 빼십시오", "take out the other columns"),
            ),
            data=matrix.columns,
        )
    return matrix.values[:, 0]


def _notes(model: Model, rates: Array, start: int, to_year: int) -> tuple[Text, ...]:
    low, high = 100 * float(rates.min()), 100 * float(rates.max())
    rate = f"{low:g} %" if low == high else f"{low:g}–{high:g} %"
    return (
        Text(
            f"가정: 노동생산성이 {start}년부터 {to_year}년까지 해마다 {rate} 늘어 취업계수가 "
            "그만큼 줄어든다 (사용자의 값이며 표에 없는 것)",
            f"assumed: labour productivity grows by {rate} a year from {start} to {to_year} and "
            "employment coefficients fall accordingly (the user's figure, not the table's)",
        ),
        Text(
            f"시나리오의 금액은 표의 {model.info.price_year}년 가격이어야 한다. 경상가격으로 "
            "넣으면 물가 상승이 생산성에 겹친다",
            f"the scenario's money must be at the table's prices of {model.info.price_year}; at "
            "later prices inflation would add to productivity",
        ),
    )


def _bad_rate(model: Model, i: int, rate: float) -> Problem:
    missing = np.isnan(rate)
    return Problem(
        str(model.sectors.sectors[i]),
        Text("증가율이 없거나 쓸 수 없습니다", "the rate is missing or can't be used"),
        Text("-1보다 큰 수, 2%는 0.02", "a number above −1, 0.02 for 2 %"),
        Text("없음", "none") if missing else same(f"{rate:g}"),
        Text("growth나 by_sector로 주십시오", "give it by growth or by_sector"),
    )


def _no_persons(model: Model) -> NotSupportedError:
    return NotSupportedError(
        model.info.id,
        Problem(
            "",
            Text("표에 취업자가 없습니다", "the table has no workers"),
            Text("취업자나 피용자가 있는 표", "a table with workers or employees"),
            same(", ".join(indicator.id for indicator in model.indicators)),
            Text("고용표가 있는 표를 쓰십시오", "use a table with employment"),
        ),
    )


def _needs_one_rate(model: Model) -> NotSupportedError:
    return NotSupportedError(
        model.info.id,
        Problem(
            "by_sector",
            Text(
                "공표된 유발계수에는 부문별 증가율을 쓸 수 없습니다",
                "published multipliers can't take rates by sector",
            ),
            Text("전 부문에 하나의 growth", "one growth for all sectors"),
            Text("부문별 증가율", "rates by sector"),
            Text(
                "growth만 주거나, bok-2020-165와 같은 거래표를 쓰십시오",
                "give growth alone, or use a table such as bok-2020-165",
            ),
        ),
    )
