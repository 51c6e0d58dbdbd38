"""Direct and total intensities: per unit of output, and per unit of final demand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from iomodel.analyses.arguments import Array, Given
from iomodel.analyses.base import Column, new_axes
from iomodel.analyses.labelled import (
    SECTOR,
    draw_bars,
    draw_title,
    largest,
    sector_columns,
    sector_labels,
)
from iomodel.analyses.satellites.figures import Kind, Satellites, carrying
from iomodel.impact import Indicator
from iomodel.leontief import multipliers
from iomodel.models.base import Model, display_scale, multiplier_unit
from iomodel.sectors import Classification
from iomodel.text import Lang, Text

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

INDICATOR = Column("indicator", Text("지표", "indicator"))
UNIT = Column("unit", Text("단위", "unit"))


@dataclass(frozen=True, eq=False)
class Intensities:
    """Direct and total intensities of k indicators.

    Attributes
    ----------
    indicators : tuple of Indicator
    direct : ndarray (k, n)
        c, per unit of output: money per won, all else per billion won.
    total : ndarray (k, n)
        m, per unit of final demand.
    """

    sectors: Classification
    indicators: tuple[Indicator, ...]
    direct: Array
    total: Array
    title: Text
    columns: tuple[Column, ...]
    notes: tuple[Text, ...] = ()
    source: str = "Miller & Blair (2009), section 10.3; eq. 6.6"

    def table(self) -> pd.DataFrame:
        """Return one row an indicator and sector."""
        import pandas as pd

        n = len(self.sectors)
        names = sector_columns(self.sectors.sectors)
        return pd.DataFrame(
            {"indicator": np.repeat([i.id for i in self.indicators], n)}
            | {name: values * len(self.indicators) for name, values in names.items()}
            | {
                "direct": self.direct.ravel(),
                "indirect": (self.total - self.direct).ravel(),
                "total": self.total.ravel(),
                "unit": np.repeat([multiplier_unit(i).ko for i in self.indicators], n),
            }
        )

    def plot(self, ax: Axes | None = None, lang: Lang = "en") -> Axes:
        """Draw the sectors of the largest total intensity of the first indicator."""
        axes = new_axes(ax)
        at = largest(self.total[0])
        direct = self.direct[0, at]
        parts = {
            Text("직접", "direct").get(lang): direct,
            Text("간접", "indirect").get(lang): self.total[0, at] - direct,
        }
        indicator = self.indicators[0]
        labels = sector_labels(self.sectors, at.tolist(), lang)
        draw_bars(axes, labels, parts, multiplier_unit(indicator).get(lang))
        draw_title(axes, f"{self.title.get(lang)}: {indicator.name.get(lang)}")
        return axes


def intensities(
    model: Model,
    satellites: Satellites | Given | None = None,
    kind: Kind = "total",
    per: str | None = None,
    indicators: Sequence[str] | str | None = None,
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
        (k, n) each, per billion won (money: per won).

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
        c * scale,
        multipliers(carrier.system, c) * scale,
        Text("직접·총 원단위", "Direct and total intensities"),
        (
            INDICATOR,
            *SECTOR,
            Column("direct", Text("직접", "direct")),
            Column("indirect", Text("간접", "indirect")),
            Column("total", Text("합계", "total")),
            UNIT,
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
