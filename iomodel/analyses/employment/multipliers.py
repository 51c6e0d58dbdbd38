"""Employment multipliers: persons per billion won, and jobs per direct job (Type I)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from iomodel.analyses.base import Column, leontief_model
from iomodel.analyses.charts import largest_sectors
from iomodel.analyses.employment.jobs import concept_note, persons_indicator
from iomodel.analyses.frames import DIRECT, INDIRECT, SECTOR_COLUMNS, TOTAL, sector_frame
from iomodel.analyses.numerics import ratio
from iomodel.impact import Indicator
from iomodel.leontief import Array
from iomodel.models.base import Model, display_scale
from iomodel.sectors import Classification
from iomodel.text import Lang, Text
from iomodel.units import PERSONS

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

_WHAT = Text("직접·간접 취업유발계수", "direct and indirect employment multipliers")


@dataclass(frozen=True, eq=False)
class EmploymentMultipliers:
    """Employment set off by a billion won of final demand on each sector.

    Attributes
    ----------
    direct : ndarray (n,)
        l, persons per billion won of output (취업계수).
    total : ndarray (n,)
        l′L, persons per billion won of final demand (취업유발계수).
    type_one : ndarray (n,)
        total / direct, jobs in the economy per direct job; NaN where nobody works in the sector.
    unit : Text
        Of `direct` and `total`.
    """

    sectors: Classification
    indicator: Indicator
    direct: Array
    total: Array
    type_one: Array
    unit: Text
    title: Text
    columns: tuple[Column, ...]
    notes: tuple[Text, ...]
    source: str = "Miller & Blair (2009), section 6.2.2; Bank of Korea"

    def table(self) -> pd.DataFrame:
        """Return one row a sector."""
        values = {
            "direct": self.direct,
            "indirect": self.total - self.direct,
            "total": self.total,
            "type_one": self.type_one,
        }
        return sector_frame(self.sectors, values)

    def plot(self, ax: Axes | None = None, lang: Lang = "en") -> Axes:
        """Draw the sectors of the largest total, direct and indirect."""
        series = [(DIRECT, self.direct), (INDIRECT, self.total - self.direct)]
        sectors = self.sectors.sectors
        return largest_sectors(
            ax, sectors, series, self.unit, self.title, lang, by=self.total, most=20
        )


def employment_multipliers(model: Model, indicator: str = "employment") -> EmploymentMultipliers:
    r"""Return direct and indirect employment per billion won, and per direct job.

    Parameters
    ----------
    model : Model
        Holding a matrix; n sectors.
    indicator : str
        "employment" (all workers) or "employees", or a user's own indicator of persons.

    Returns
    -------
    EmploymentMultipliers
        (n,) each.

    Raises
    ------
    NotSupportedError
        If the model is published multipliers, or the indicator doesn't count persons.

    Notes
    -----
    .. math:: m' = l' L, \qquad m_j / l_j

    the simple (total effect) and the Type I employment multiplier (Miller & Blair 2009, section
    6.2.2). The indirect part is l′(L − I): it includes what the sector itself needs of its own
    products again.

    Examples
    --------
    >>> import iomodel
    >>> from iomodel.analyses.employment import employment_multipliers
    >>> jobs = employment_multipliers(iomodel.load_model("bok-2020-33"))
    >>> construction = jobs.sectors.position("건설")
    >>> [float(v[construction].round(2)) for v in (jobs.direct, jobs.total, jobs.type_one)]
    [6.3, 10.58, 1.68]
    """
    leontief = leontief_model(model, _WHAT)
    k = persons_indicator(leontief, indicator)
    shown = leontief.indicators[k]
    scale = display_scale(leontief.indicators, leontief.info)[k]
    direct = leontief.coefficients[k] * scale
    total = leontief.multipliers().values[k].sum(axis=0)
    idle = [leontief.sectors.codes[i] for i in np.flatnonzero(direct == 0)]
    unit = leontief.info.money.each(PERSONS)
    return EmploymentMultipliers(
        leontief.sectors,
        shown,
        direct,
        total,
        ratio(total, direct),
        unit,
        Text(f"{shown.name.ko}계수", f"Employment multipliers: {shown.name.en}"),
        (
            *SECTOR_COLUMNS,
            Column("direct", DIRECT, unit, 2),
            Column("indirect", INDIRECT, unit, 2),
            Column("total", TOTAL, unit, 2),
            Column(
                "type_one",
                Text("직접 1명당 합계", "Type I, jobs per direct job"),
                decimals=3,
            ),
        ),
        (*concept_note(leontief, k), *_idle_note(idle)),
    )


def _idle_note(codes: list[str]) -> tuple[Text, ...]:
    if not codes:
        return ()
    names = ", ".join(codes)
    return (
        Text(
            f"취업자가 없어 직접 1명당 승수가 정의되지 않는 부문: {names}",
            f"sectors without workers, whose Type I multiplier is undefined: {names}",
        ),
    )
