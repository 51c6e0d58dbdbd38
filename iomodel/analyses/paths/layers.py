"""An impact round by round."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from iomodel.analyses.arguments import require_count
from iomodel.analyses.base import Column, leontief_model
from iomodel.analyses.charts import COLOURS, draw_title, new_axes, with_unit
from iomodel.analyses.frames import PERCENT
from iomodel.analyses.numerics import percent_of
from iomodel.analyses.paths.common import signs
from iomodel.analyses.spending import Followed, Spent, followed, spending_of
from iomodel.leontief import Array
from iomodel.models.base import Model
from iomodel.text import Lang, Text

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


@dataclass(frozen=True, eq=False)
class ProductionLayers:
    """An impact round by round.

    Attributes
    ----------
    title : Text
    followed : Followed
    by_sector : ndarray (r + 1, n)
        ĉ A^k f: direct effects (k = 0), then the first to the r-th round, by supplying sector.
    total : float
        c′ L f.
    """

    title: Text
    followed: Followed
    by_sector: Array
    total: float
    caveats: tuple[Text, ...]

    source = "c′Lf = Σ_k c′A^k f (Waugh 1950; Miller & Blair 2009, section 2.4)"

    @property
    def contributions(self) -> Array:
        """Each round's effect, (r + 1,)."""
        return np.asarray(self.by_sector.sum(axis=1))

    @property
    def cumulative(self) -> Array:
        """The effect of each round and all before it, (r + 1,)."""
        return np.asarray(self.contributions.cumsum())

    @property
    def remainder(self) -> float:
        """The effect of all later rounds."""
        return float(self.total - self.contributions.sum())

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of `table`."""
        return (
            Column("round", Text("파급 차수", "round")),
            Column("contribution", Text("기여", "contribution"), self.followed.unit),
            Column("share", Text("비중", "share"), PERCENT, 2),
            Column("cumulative", Text("누적 비중", "cumulative share"), PERCENT, 2),
        )

    @property
    def notes(self) -> tuple[Text, ...]:
        """What round 0 and the last row are."""
        last = len(self.by_sector) - 1
        return (
            Text(
                f"0차는 수요가 있는 부문의 직접효과, >{last}는 그 뒤 모든 차수의 합입니다",
                f"round 0 is the direct effect in the sectors demanded, >{last} all later rounds",
            ),
            *self.caveats,
        )

    def table(self) -> pd.DataFrame:
        """Return one row a round and one for the remainder."""
        import pandas as pd

        values = np.append(self.contributions, self.remainder)
        last = len(self.by_sector) - 1
        return pd.DataFrame(
            {
                "round": [*map(str, range(last + 1)), f">{last}"],
                "contribution": values,
                "share": percent_of(values, self.total),
                "cumulative": percent_of(values.cumsum(), self.total),
            }
        )

    def plot(self, ax: Axes | None = None, lang: Lang = "en") -> Axes:
        """Draw one bar a round, the remainder in another colour."""
        ax = new_axes(ax)
        frame = self.table()
        places = range(len(frame))
        colours = [COLOURS[0]] * (len(frame) - 1) + [COLOURS[1]]
        ax.bar(places, frame["contribution"], color=colours)
        ax.set_xticks(places, list(frame["round"]))
        ax.set_xlabel(self.columns[0].name.get(lang))
        ax.set_ylabel(with_unit(self.followed.indicator.name, self.followed.unit).get(lang))
        draw_title(ax, self.title, lang)
        return ax


def production_layers(
    model: Model, demand: Spent, indicator: str = "value_added", rounds: int = 8
) -> ProductionLayers:
    """Return an impact by round: direct, first to `rounds`-th, and the remainder.

    Parameters
    ----------
    model : LeontiefModel
    demand : Demand, str or sequence of str
        A demand; or a sector on which one won is spent; or several "sector=amount".
    indicator : str
    rounds : int
        How many rounds after the direct effect to show.

    Returns
    -------
    ProductionLayers

    Raises
    ------
    NotSupportedError
        If the model is published multipliers.
    LabelError
        If `rounds` is negative.
    NotFoundError, UnknownSectorError, InactiveSectorError
        If the indicator or a sector isn't known, or a sector has no output.

    Notes
    -----
    The k-th round is c′ A^k f; the remainder is c′ L f less those shown, so that all add up.

    Examples
    --------
    >>> import iomodel
    >>> from iomodel.analyses.paths import production_layers
    >>> model = iomodel.load_model("bok-2020-33")
    >>> layers = production_layers(model, "운송장비", "production", rounds=3)
    >>> print(layers.table()[["round", "contribution"]].round(4).to_string(index=False))
    round  contribution
        0        1.0000
        1        0.6830
        2        0.3846
        3        0.1953
       >3        0.1748
    """
    held = leontief_model(model, Text("차수별 파급", "effects by round"))
    require_count("rounds", rounds, 0)
    spent = spending_of(held, demand)
    known = followed(held, indicator, spent.per_unit)
    layers = [spent.values]
    for _ in range(rounds):
        layers.append(held.system.A @ layers[-1])
    name = known.indicator.name
    return ProductionLayers(
        Text(
            f"차수별 파급: {spent.label.ko}의 {name.ko}",
            f"Production layers: {name.en} of {spent.label.en}",
        ),
        known,
        np.array(layers) * known.c,
        float(held.system.solve_transposed(known.c) @ spent.values),
        signs(held.system.A, spent.values, known.c),
    )
