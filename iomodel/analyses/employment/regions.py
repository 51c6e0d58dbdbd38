"""Employment multipliers of every region: in the region itself, and in the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from iomodel.analyses.arguments import Words, listed, sector_positions
from iomodel.analyses.base import Column, refusal
from iomodel.analyses.charts import heat_map, stacked_bars, title_of
from iomodel.analyses.employment.jobs import concept_note, persons_indicator
from iomodel.analyses.frames import SECTOR_COLUMNS, sector_labels
from iomodel.analyses.numerics import ratio
from iomodel.impact import Indicator
from iomodel.leontief import Array
from iomodel.models.base import Model, display_scale
from iomodel.models.leontief_model import LeontiefModel
from iomodel.models.multiplier_model import MultiplierModel
from iomodel.models.regional_model import RegionalModel
from iomodel.multiregional import effects_by_origin, places_of
from iomodel.sectors import Classification, Sector
from iomodel.text import Lang, Text
from iomodel.units import PERSONS

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


@dataclass(frozen=True, eq=False)
class RegionalEmployment:
    """Persons per billion won of final demand in each of R regions, by where they work.

    Attributes
    ----------
    sectors : tuple of Sector
        s sectors on which the money is spent.
    in_region, other_regions : ndarray (R, s)
        NaN where the region lacks the sector.
    unit : Text
        Of both.
    """

    regions: tuple[str, ...]
    sectors: tuple[Sector, ...]
    indicator: Indicator
    in_region: Array
    other_regions: Array
    unit: Text
    title: Text
    columns: tuple[Column, ...]
    notes: tuple[Text, ...]
    source: str = "Miller & Blair (2009), sections 3.3 and 6.3; Bank of Korea, 지역산업연관표"

    @property
    def total(self) -> Array:
        """In the region and elsewhere, (R, s) (R8)."""
        return self.in_region + self.other_regions

    def table(self) -> pd.DataFrame:
        """Return one row a region and sector."""
        import pandas as pd

        names = sector_labels(self.sectors)
        whole = self.total.ravel()
        return pd.DataFrame(
            {"region": np.repeat(self.regions, len(self.sectors))}
            | {name: values * len(self.regions) for name, values in names.items()}
            | {
                "in_region": self.in_region.ravel(),
                "other_regions": self.other_regions.ravel(),
                "total": whole,
                "share_in_region": ratio(self.in_region.ravel(), whole),
            }
        )

    def plot(self, ax: Axes | None = None, lang: Lang = "en") -> Axes:
        """Draw one sector by region as bars, several as a map of totals."""
        if len(self.sectors) == 1:
            series = [
                (Text("지역 내", "in the region"), self.in_region[:, 0]),
                (Text("타지역", "in other regions"), self.other_regions[:, 0]),
            ]
            title = title_of(self.title, self.sectors[0].name)
            return stacked_bars(ax, self.regions, series, self.unit, title, lang)
        where = Text("돈을 쓰는 지역", "region where the money is spent")
        columns = (Text("부문", "sector"), [sector.code for sector in self.sectors])
        rows = (where, self.regions)
        return heat_map(ax, self.total, rows, columns, self.unit, self.title, lang)


def regional_employment(
    model: Model, sectors: Words | None = None, indicator: str = "employment"
) -> RegionalEmployment:
    r"""Return the employment multipliers of every region, in the region and elsewhere.

    Parameters
    ----------
    model : Model
        Published multipliers by region (any of its regions will do: the result has them all), or
        a multiregional table.
    sectors : sequence of str, optional
        Codes or exact names; all sectors where omitted. On a multiregional table codes without
        the region.
    indicator : str
        "employment", "employees" or another indicator of persons.

    Returns
    -------
    RegionalEmployment
        (R, s), persons per billion won of final demand.

    Raises
    ------
    NotSupportedError
        If the table is national, or the indicator doesn't count persons.
    UnknownSectorError
        If a sector isn't in the classification.

    Notes
    -----
    .. math:: m_{rj} = l_r' L_{rr} e_j + \sum_{s \ne r} l_s' L_{sr} e_j

    L being the multiregional inverse (Miller & Blair 2009, section 3.3), one transposed solve a
    region; published multipliers are taken as they stand.

    Examples
    --------
    >>> import iomodel
    >>> from iomodel.analyses.employment import regional_employment
    >>> model = iomodel.load_model("bok-2020-regional-83", region="세종")
    >>> jobs = regional_employment(model, "20")
    >>> sejong = jobs.regions.index("세종")
    >>> float(jobs.in_region[sejong, 0].round(2)), float(jobs.other_regions[sejong, 0].round(2))
    (2.15, 3.82)
    """
    k = persons_indicator(model, indicator)
    if not model.regions:
        raise refusal(
            model,
            Text("지역별 취업유발계수", "employment multipliers by region"),
            Text("지역별 유발계수 또는 다지역 표", "multipliers by region, or multiregional flows"),
            Text("지역이 없는 전국표", "a national table without regions"),
            Text("bok-2020-regional-83을 쓰십시오", "use bok-2020-regional-83"),
        )
    if isinstance(model, MultiplierModel):
        local, inside, outside = _published(model, k)
    else:
        whole = model.whole if isinstance(model, RegionalModel) else model
        assert isinstance(whole, LeontiefModel)
        local, inside, outside = _computed(whole, k)
    at = sector_positions(local, listed(sectors)) or list(range(len(local)))
    unit = model.info.money.each(PERSONS)
    return RegionalEmployment(
        model.regions,
        tuple(local.sectors[i] for i in at),
        model.indicators[k],
        inside[:, at],
        outside[:, at],
        unit,
        Text("지역별 취업유발계수", "Employment multipliers by region"),
        (
            Column("region", Text("지역", "region")),
            *SECTOR_COLUMNS,
            Column("in_region", Text("지역 내", "in the region"), unit, 2),
            Column("other_regions", Text("타지역", "in other regions"), unit, 2),
            Column("total", Text("합계", "total"), unit, 2),
            Column("share_in_region", Text("지역 내 비중", "share in the region")),
        ),
        (
            *concept_note(model, k),
            Text("빈칸은 그 지역에 없는 부문", "blank where the region lacks the sector"),
        ),
    )


def _published(model: MultiplierModel, k: int) -> tuple[Classification, Array, Array]:
    values = np.where(model.table.absent[:, :, None], np.nan, model.table.values[:, :, k, :])
    return model.sectors, values[:, :, 0], values[:, :, 1]


def _computed(model: LeontiefModel, k: int) -> tuple[Classification, Array, Array]:
    """Return local sectors, and l_r′L_rr and Σ l_s′L_sr by region and local sector."""
    places = places_of(model.info, model.sectors)
    home, at, local = places.home, places.at, places.local
    scale = display_scale(model.indicators, model.info)[k]
    of_k = model.coefficients[k]
    effects = effects_by_origin(model.system, of_k, home, len(model.regions)) * scale
    inside = np.full((len(model.regions), len(local)), np.nan)
    outside = inside.copy()
    everyone = np.arange(len(home))
    at_home = effects[home, everyone]
    used = model.active
    inside[home[used], at[used]] = at_home[used]
    outside[home[used], at[used]] = (effects.sum(axis=0) - at_home)[used]
    return local, inside, outside
