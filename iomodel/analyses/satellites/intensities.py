"""Direct and total intensities: per unit of output, and per unit of final demand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from iomodel.analyses.arguments import Words
from iomodel.analyses.base import Column
from iomodel.analyses.charts import largest_sectors, title_of
from iomodel.analyses.frames import DIRECT, INDIRECT, SECTOR_COLUMNS, TOTAL, sector_labels
from iomodel.analyses.matrices import Given
from iomodel.analyses.satellites.figures import Kind, Satellites, carrying
from iomodel.analyses.satellites.rows import INDICATOR, UNIT_COLUMN, indicator_frame
from iomodel.impact import Indicator
from iomodel.leontief import Array, multipliers
from iomodel.models.base import Model, display_scale, multiplier_unit
from iomodel.sectors import Classification
from iomodel.text import Lang, Text
from iomodel.units import MoneyUnit

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


@dataclass(frozen=True, eq=False)
class Intensities:
    """Direct and total intensities of k indicators.

    Attributes
    ----------
    indicators : tuple of Indicator
    money : MoneyUnit
        The table's.
    direct : ndarray (k, n)
        c, per unit of output, in the units of `Multipliers`.
    total : ndarray (k, n)
        m, per unit of final demand.
    """

    sectors: Classification
    indicators: tuple[Indicator, ...]
    money: MoneyUnit
    direct: Array
    total: Array
    title: Text
    columns: tuple[Column, ...]
    notes: tuple[Text, ...] = ()
    source: str = "Miller & Blair (2009), section 10.3; eq. 6.6"

    def table(self) -> pd.DataFrame:
        """Return one row an indicator and sector."""
        amounts = {
            "direct": self.direct,
            "indirect": self.total - self.direct,
            "total": self.total,
        }
        labels = sector_labels(self.sectors.sectors)
        units = [multiplier_unit(indicator, self.money) for indicator in self.indicators]
        return indicator_frame(self.indicators, labels, amounts, units)

    def plot(self, ax: Axes | None = None, lang: Lang = "en") -> Axes:
        """Draw the sectors of the largest total intensity of the first indicator."""
        indicator, direct, total = self.indicators[0], self.direct[0], self.total[0]
        series = [(DIRECT, direct), (INDIRECT, total - direct)]
        title = title_of(self.title, indicator.name)
        axis = multiplier_unit(indicator, self.money)
        sectors = self.sectors.sectors
        return largest_sectors(ax, sectors, series, axis, title, lang, by=total, most=20)


def intensities(
    model: Model,
    satellites: Satellites | Given | None = None,
    kind: Kind = "total",
    per: str | None = None,
    indicators: Words | None = None,
) -> Intensities:
    r"""Return the direct and total intensities of a user's figures, or of the model's indicators.

    Parameters
    ----------
    model : Model
        Holding a matrix; n sectors.
    satellites : Satellites, path or DataFrame, optional
        See `read_satellites`, also for `kind` and `per`.
    indicators : sequence of str, optional
        Ids of k indicators; the user's where omitted, else all that aren't money.

    Returns
    -------
    Intensities
        (k, n) each, in the units of `Multipliers`.

    Raises
    ------
    NotSupportedError, LabelError, UnitError, InactiveSectorError
        As `read_satellites` and `with_satellites` do.
    NotFoundError
        If an indicator isn't there.

    Notes
    -----
    .. math:: m' = c' (I - A)^{-1}

    (Miller & Blair 2009, section 10.3), by one transposed solve for all indicators.

    Examples
    --------
    >>> import iomodel
    >>> from iomodel.analyses.satellites import intensities
    >>> jobs = intensities(iomodel.load_model("bok-2020-33"), indicators="employment")
    >>> construction = jobs.sectors.position("건설")
    >>> [float(values[0, construction].round(2)) for values in (jobs.direct, jobs.total)]
    [6.3, 10.58]
    """
    carrier, at = carrying(model, satellites, kind, per, indicators)
    shown = tuple(carrier.indicators[k] for k in at)
    scale = display_scale(shown, carrier.info)[:, None]
    c = carrier.coefficients[list(at)]
    return Intensities(
        carrier.sectors,
        shown,
        carrier.info.money,
        c * scale,
        multipliers(carrier.system, c) * scale,
        Text("직접·총 원단위", "Direct and total intensities"),
        (
            INDICATOR,
            *SECTOR_COLUMNS,
            Column("direct", DIRECT),
            Column("indirect", INDIRECT),
            Column("total", TOTAL),
            UNIT_COLUMN,
        ),
        (
            Text(
                "직접은 산출 한 단위당, 합계는 최종수요 한 단위당이며, 수입품 생산에 든 것은 "
                "들어 있지 않다",
                "direct is per unit of output, total per unit of final demand; what went into "
                "making imports is not included",
            ),
        ),
    )
