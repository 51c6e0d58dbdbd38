"""Final demand: who spends how much on which sectors, in which money."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from iomodel.errors import LabelError, Problem
from iomodel.provenance import Basis
from iomodel.sectors import Classification, Concordance, require_same_labels
from iomodel.text import Text, same
from iomodel.units import Money, MoneyUnit, Valuation, money_unit

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Line:
    """Whose demand it is: a programme of a scenario in one reading of a study.

    Attributes
    ----------
    phase : str
        "construction" (one-off) or "operation" (every year) of a study's programme.
    year : str
        Of the spending; empty where it isn't known or not told apart.
    variant : str
        Of the study's files; empty as they are written.
    kind : str
        "spending"; "displacement", spending lost because of the programme (negative amounts);
        "households", what households buy of the income induced (Type II).
    """

    study: str = ""
    scenario: str = ""
    district: str = ""
    reading: str = ""
    programme: str = ""
    phase: str = ""
    year: str = ""
    variant: str = ""
    kind: str = "spending"

    @property
    def gross(self) -> bool:
        """Whether its effects count before displaced spending is taken off."""
        return self.kind != "displacement"

    @property
    def yearly(self) -> bool:
        """Whether it happens every year, and not once."""
        return self.phase == "operation"


@dataclass(frozen=True, eq=False)
class Demand:
    """Final demand of m programmes on n sectors.

    Attributes
    ----------
    sectors : Classification
    values : ndarray (m, n)
        Amounts in `money`, programme by sector; signed (R2).
    money : Money
    lines : tuple of Line
        m labels.
    basis : Basis
        "assumed", "published" or "inferred": how the amounts are known.

    Raises
    ------
    LabelError
        If the shape is not lines by sectors, or an amount is not finite.
    """

    sectors: Classification
    values: Array
    money: Money
    lines: tuple[Line, ...] = (Line(),)
    basis: Basis = "assumed"

    def __post_init__(self) -> None:
        wanted = (len(self.lines), len(self.sectors))
        if self.values.shape != wanted:
            raise LabelError(
                "demand",
                Problem(
                    "",
                    Text("배열의 모양이 다릅니다", "the array has another shape"),
                    same(wanted),
                    same(self.values.shape),
                    Text(
                        "행은 사업, 열은 분류의 부문 순서로 넣으십시오",
                        "give programmes as rows, sectors of the classification as columns",
                    ),
                ),
                data=self.values.shape,
            )
        bad = np.argwhere(~np.isfinite(self.values))
        if len(bad):
            raise LabelError(
                "demand",
                [
                    Problem(
                        f"{self.lines[i].programme or i + 1}, {self.sectors.sectors[j]}",
                        Text("금액이 유한한 수가 아닙니다", "the amount is not finite"),
                        Text("수; 없으면 0", "a number; zero where there is none"),
                        same(self.values[i, j]),
                        Text("빈 값을 0으로 볼지 정해 넣으십시오", "state zero if zero is meant"),
                    )
                    for i, j in bad
                ],
                data=bad,
            )

    @classmethod
    def of(
        cls,
        amounts: Mapping[str, float],
        unit: str,
        sectors: Classification,
        *,
        price_year: int | None = None,
        valuation: Valuation = "producers",
        programme: str = "",
    ) -> Demand:
        """Return the demand of one programme from sector codes or exact names.

        Raises
        ------
        UnknownSectorError
            If a sector isn't in the classification.
        UnitError
            If the money unit isn't known.

        Examples
        --------
        >>> import iomodel
        >>> model = iomodel.load_model("bok-2020-165")
        >>> demand = iomodel.Demand.of({"621": 209, "자동차 부품": 125}, "억원", model.sectors)
        >>> float(demand.values.sum())
        334.0
        """
        values = np.zeros((1, len(sectors)))
        for word, amount in amounts.items():
            values[0, sectors.position(word)] += amount
        money = Money(money_unit(unit), price_year, valuation)
        return cls(sectors, values, money, (Line(programme=programme),))

    def in_unit(self, unit: MoneyUnit) -> Demand:
        """Return the same demand stated in another scale of its currency (R3)."""
        factor = self.money.unit.per(unit)
        return replace(self, values=self.values * factor, money=replace(self.money, unit=unit))

    def aggregate(self, concordance: Concordance) -> Demand:
        """Return the demand at a coarser level; effects then differ (R7)."""
        require_same_labels(
            "demand",
            self.sectors.codes,
            concordance.fine.codes,
            Text("수요와 대응표", "demand and concordance"),
        )
        return replace(
            self, sectors=concordance.coarse, values=concordance.sum(self.values, axis=1)
        )
