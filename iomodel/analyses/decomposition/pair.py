"""Two models that may be compared: the same sectors, currency and indicator."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from iomodel.analyses.arguments import corrected, one_of
from iomodel.analyses.base import leontief_model
from iomodel.errors import LabelError, NotFoundError, Problem
from iomodel.impact import Indicator
from iomodel.leontief import Array
from iomodel.models import load_model
from iomodel.models.base import Model
from iomodel.models.leontief_model import LeontiefModel
from iomodel.sectors import require_same_labels
from iomodel.text import Text, same


@dataclass(frozen=True, eq=False)
class Pair:
    """A model before and after.

    Attributes
    ----------
    before, after : LeontiefModel
    scale : float
        How many of the money units of `before` make one of `after`.
    """

    before: LeontiefModel
    after: LeontiefModel
    scale: float

    @property
    def span(self) -> str:
        """The two tables, for titles."""
        return f"{self.before.info.id} → {self.after.info.id}"

    def coefficients(self, indicator: str) -> tuple[Indicator, Array, Array]:
        """Return an indicator with its c before and after, per money unit of `before`.

        Raises
        ------
        NotFoundError
            If either model lacks it.
        """
        known = self._known()
        if indicator not in known:
            raise NotFoundError(
                self.span,
                Problem(
                    "indicator",
                    Text("두 표에 함께 있는 지표가 아닙니다", "not an indicator of both tables"),
                    one_of(known),
                    same(f'"{indicator}"'),
                    corrected("indicator"),
                ),
                data=known,
            )
        first = [i.id for i in self.before.indicators].index(indicator)
        last = [i.id for i in self.after.indicators].index(indicator)
        described = self.before.indicators[first]
        scale = self.scale if described.dimension == "persons" else 1.0
        c0, c1 = self.before.coefficients[first], self.after.coefficients[last] / scale
        if indicator == "production":
            c0 = c1 = np.ones(len(self.before.sectors))
        return described, c0, c1

    def caveats(self) -> tuple[Text, ...]:
        """Return what to say where the two tables are at the prices of different years."""
        years = self.before.info.price_year, self.after.info.price_year
        if years[0] == years[1]:
            return ()
        return (
            Text(
                f"두 표는 각각 {years[0]}년과 {years[1]}년 가격입니다. 모든 효과에 가격변동이 섞여 "
                "있으므로, 물량 변화를 보려면 두 표를 한 해의 가격으로 환산해야 합니다",
                f"the tables are at prices of {years[0]} and {years[1]}: price changes are part of "
                "every effect; restate both at the prices of one year to see volumes",
            ),
        )

    def _known(self) -> list[str]:
        after = {i.id for i in self.after.indicators}
        return [i.id for i in self.before.indicators if i.id in after]


def pair_of(before: Model, after: Model | str, what: Text) -> Pair:
    """Return two models as a pair.

    Parameters
    ----------
    before : Model
    after : Model or str
        A model, or the id of a table.

    Raises
    ------
    NotSupportedError
        If either is published multipliers.
    LabelError
        If they have other sectors (R1, R10).
    UnitError
        If the currencies differ.
    """
    first = leontief_model(before, what)
    last = leontief_model(load_model(after) if isinstance(after, str) else after, what)
    if first.sectors.id != last.sectors.id:
        raise LabelError(
            f"{first.info.id} → {last.info.id}",
            Problem(
                "",
                Text("두 표의 부문 분류가 다릅니다", "the tables have other classifications"),
                same(first.sectors.id),
                same(last.sectors.id),
                Text("같은 분류로 합친 표를 쓰십시오", "use tables aggregated to one (R10)"),
            ),
            data=(first.sectors.id, last.sectors.id),
        )
    require_same_labels(
        f"{first.info.id} → {last.info.id}",
        first.sectors.codes,
        last.sectors.codes,
        Text("두 표의 부문", "sectors of the two tables"),
    )
    return Pair(first, last, last.info.money.per(first.info.money))
