"""What a change of output of exogenous sectors does to the others: backwards and forwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from iomodel.analyses.arguments import Amounts, indicator_positions, indicators_there
from iomodel.analyses.base import Column, leontief_model, with_transactions
from iomodel.analyses.charts import largest_sectors, with_unit
from iomodel.analyses.exogenise.choice import changes, chosen
from iomodel.analyses.exogenise.numerics import (
    carried_forward,
    first_round,
    first_round_forward,
    induced_output,
)
from iomodel.analyses.frames import DIRECT, INDIRECT, SECTOR_COLUMNS, sector_frame
from iomodel.impact import INDICATORS, Indicator
from iomodel.leontief import Array
from iomodel.models.base import Model, display_scale, multiplier_unit
from iomodel.models.leontief_model import LeontiefModel
from iomodel.multiregional import homes, sums_by
from iomodel.sectors import Classification
from iomodel.table import TableInfo
from iomodel.text import Lang, Text, same

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

EXOGENOUS = Column("exogenous", Text("외생부문", "exogenous"))
INDUCED = Text("외생화 유발효과", "Inducement by exogenised sectors")
SHORTAGE = Text("공급지장효과", "Supply shortage")
_INDUCED = Text("외생화 유발효과", "inducement by exogenised sectors")
_SHORTAGE = Text("공급지장효과", "the cost of a supply shortage")
PARTS = ("own", "others", "all")
ROUNDS = ("direct", "indirect", "total")

# What is lost has no name among the indicators, which are named after what demand induces. Imports
# of customers that produce less are no loss, so they are left out.
_LOSSES = {
    "production": Text("산출 손실", "output loss"),
    "value_added": Text("부가가치 손실", "value added loss"),
    "employment": Text("취업 손실", "employment loss"),
    "employees": Text("고용 손실", "employee loss"),
}
_APART = Text(
    "후방효과(외생화 유발)와 전방효과(공급지장)는 서로 더할 수 없습니다",
    "Backward effects (inducement) and forward effects (supply shortage) must not be added "
    "together",
)


@dataclass(frozen=True, eq=False)
class ExogenousEffects:
    """Effects of a change of output of exogenous sectors.

    Attributes
    ----------
    sectors : Classification
        n sectors.
    exogenous : tuple of int
        Their positions.
    indicators : tuple of Indicator
        k indicators.
    values : ndarray (k, n)
        Effects by sector; the places of the exogenous sectors hold their own change.
    direct : ndarray (k, n)
        The part of the first round: what H itself buys (inducement) or fails to deliver
        (shortage). The places of the exogenous sectors hold their own change here too.
    per_won : bool
        Whether they are per won of the exogenous sectors' output (persons per billion won);
        otherwise in the table's money and persons.
    """

    info: TableInfo
    sectors: Classification
    exogenous: tuple[int, ...]
    indicators: tuple[Indicator, ...]
    values: Array
    direct: Array
    per_won: bool
    title: Text
    source: str
    caveats: tuple[Text, ...] = ()

    @property
    def notes(self) -> tuple[Text, ...]:
        """The totals over other sectors, by region where there are several (R8), and caveats."""
        others = self.totals().to_dict("index")["others"]
        totals = [
            Text(
                f"다른 부문의 합계: {self._sums(others, 'ko')}",
                f"Sums over other sectors: {self._sums(others, 'en')}",
            )
        ]
        regions = self.by_region().to_dict("index") if self.sectors.regions else {}
        for region, row in regions.items():
            name = Text("합계", "all regions") if region == "total" else same(region)
            totals.append(
                Text(f"{name.ko}: {self._sums(row, 'ko')}", f"{name.en}: {self._sums(row, 'en')}")
            )
        return (*totals, *self._split(), *self.caveats)

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of `table`."""
        return (
            *SECTOR_COLUMNS,
            EXOGENOUS,
            *(Column(part.id, part.name, self._unit(part)) for part in self.indicators),
            *(
                Column(name, _of(words, part.name), self._unit(part))
                for part in self.indicators
                if part.id == "production"
                for name, words in (("direct", DIRECT), ("indirect", INDIRECT))
            ),
        )

    def table(self) -> pd.DataFrame:
        """Return one row a sector, exogenous ones marked and holding their own change.

        "direct" and "indirect" add up to "production"; for other indicators see `direct`.
        """
        values = {part.id: row for part, row in zip(self.indicators, self.values, strict=True)}
        for at, part in enumerate(self.indicators):
            if part.id == "production":
                values["direct"] = self.direct[at]
                values["indirect"] = self.values[at] - self.direct[at]
        return sector_frame(self.sectors, {"exogenous": self._own, **values})

    def totals(self) -> pd.DataFrame:
        """Return the exogenous sectors' own change, that of the others, and both."""
        import pandas as pd

        own = self.values[:, self._own].sum(axis=1)
        others = self.values[:, ~self._own].sum(axis=1)
        names = [part.id for part in self.indicators]
        return pd.DataFrame([own, others, own + others], pd.Index(PARTS, name="part"), names)

    def value(self, indicator: str = "production", part: str = "others") -> float:
        """Return one number of `totals`."""
        return float(self.totals().to_dict()[indicator][part])

    def rounds(self) -> pd.DataFrame:
        """Return what arises in other sectors: directly, indirectly, and both."""
        import pandas as pd

        direct = self.direct[:, ~self._own].sum(axis=1)
        total = self.values[:, ~self._own].sum(axis=1)
        names = [part.id for part in self.indicators]
        index = pd.Index(ROUNDS, name="round")
        return pd.DataFrame([direct, total - direct, total], index, names)

    def by_region(self) -> pd.DataFrame:
        """Return what arises in other sectors, by region; one row a region and the total (R8)."""
        import pandas as pd

        regions = self.sectors.regions
        others = np.where(self._own, 0.0, self.values).T
        sums = others[:0]
        if regions:
            sums = sums_by(others, homes(self.sectors), len(regions))
        index = pd.Index([*regions, "total"], name="region")
        rows = np.vstack([sums, others.sum(axis=0)])
        return pd.DataFrame(rows, index, [part.id for part in self.indicators])

    def plot(
        self, ax: Axes | None = None, lang: Lang = "en", indicator: str = "production"
    ) -> Axes:
        """Draw the other sectors most affected."""
        (at,) = indicator_positions(self.indicators, [indicator], self.info.id, "indicator")
        part = self.indicators[at]
        others = [s for s, own in zip(self.sectors.sectors, self._own, strict=True) if not own]
        bars = [(part.name, self.values[at, ~self._own])]
        axis = with_unit(part.name, self._unit(part))
        return largest_sectors(ax, others, bars, axis, self.title, lang)

    @property
    def _own(self) -> NDArray[np.bool_]:
        own = np.zeros(len(self.sectors), dtype=np.bool_)
        own[list(self.exogenous)] = True
        return own

    def _split(self) -> list[Text]:
        rounds = self.rounds().to_dict("index")
        part = next((part for part in self.indicators if part.id == "production"), None)
        if part is None:
            return []
        direct, indirect = (f"{rounds[name][part.id]:,.4f}" for name in ("direct", "indirect"))
        unit = self._unit(part)
        return [
            Text(
                f"{part.name.ko} 가운데 직접 {direct} {unit.ko}, 간접 {indirect} {unit.ko}",
                f"Of the {part.name.en}, direct {direct} {unit.en}, indirect {indirect} {unit.en}",
            )
        ]

    def _sums(self, row: Mapping[Any, float], lang: Lang) -> str:
        parts = (
            f"{part.name.get(lang)} {row[part.id]:,.4f} {self._unit(part).get(lang)}"
            for part in self.indicators
        )
        return ", ".join(parts)

    def _unit(self, part: Indicator) -> Text:
        money = self.info.money
        return multiplier_unit(part, money) if self.per_won else part.measured_in(money)


def exogenous_inducement(
    model: Model, sectors: Amounts | str, unit: str = "백만원"
) -> ExogenousEffects:
    """Return what a change of output of exogenous sectors H induces in their suppliers.

    It answers what an *output* change does (a plant runs more), where the Leontief model answers
    what a change of *final demand* does; multiplying the full inverse by an output change counts
    the sector's purchases from itself twice.

    Parameters
    ----------
    model : Model
        A Leontief model of n sectors, national or multiregional.
    sectors : code, name, or several of them, each with an amount or none
        H: "450", ["450", "461"], {"450": 100} or ["450=100"]; "*:45" is a sector in every
        region. Without amounts the effects are per won of output of H, spread over its
        sectors by their output.
    unit : str
        The money unit of the amounts.

    Returns
    -------
    ExogenousEffects
        Production, value added, imports, employment: in each other sector, and H's own apart;
        `direct` is the part of H's own purchases.

    Raises
    ------
    NotSupportedError
        If the model is published multipliers.
    UnknownSectorError, LabelError, InactiveSectorError
        If the sectors don't fit.

    Notes
    -----
    Δx_e = (I − A^d_ee)⁻¹ A^d_eH Δx_H = L_eH L_HH⁻¹ Δx_H, Δv_e = v̂_e Δx_e, Δl_e = l̂_e Δx_e,
    of which A^d_eH Δx_H is direct
    (Kwak, Yoo & Chang 2005, Marine Policy 29; mixed models in Miller & Blair 2009, section 13.2).

    Examples
    --------
    >>> import iomodel
    >>> from iomodel.analyses.exogenise import exogenous_inducement
    >>> model = iomodel.load_model("bok-2020-83")
    >>> electricity = exogenous_inducement(model, "45")
    >>> [round(electricity.value(i), 4) for i in ("production", "value_added", "employment")]
    [0.5301, 0.1884, 1.9436]
    """
    leontief = leontief_model(model, _INDUCED)
    choice = chosen(leontief, sectors)
    dx, per_won = changes(leontief, choice, unit, _INDUCED)
    x = induced_output(leontief.system, choice.positions, dx)
    source = "Kwak, Yoo & Chang (2005), Marine Policy 29; Miller & Blair (2009), section 13.2"
    direct = first_round(leontief.system, choice.positions, dx)
    return _effects(leontief, choice.positions, (x, direct), per_won, INDUCED, source, (_APART,))


def shortage_cost(model: Model, sectors: Amounts | str, unit: str = "백만원") -> ExogenousEffects:
    """Return what output the customers of exogenous sectors H lose when H supplies less.

    Parameters
    ----------
    model : Model
        A Leontief model on transactions, n sectors.
    sectors, unit
        As `exogenous_inducement`; the amounts are output of H that goes missing.

    Returns
    -------
    ExogenousEffects
        Losses of output, value added and employment as positive numbers, per won of shortage
        where no amounts were given; imports that customers no longer need are not among them.

    Raises
    ------
    NotSupportedError
        If the model isn't built on transactions.
    UnknownSectorError, LabelError, InactiveSectorError
        If the sectors don't fit.

    Notes
    -----
    Δx_e′ = Δx_H′ R_He (I − R_ee)⁻¹ with R = x̂⁻¹ Z^d, of which Δx_H′ R_He is direct (Ghosh 1958;
    Miller & Blair 2009, section 12.1). In shares of output the same shortage reads
    Δx_e / x_e = (Δx_H / x_H)′ A_He (I − A_ee)⁻¹: it is the price ripple (Dietzenbacher 1997).

    Examples
    --------
    >>> import iomodel
    >>> from iomodel.analyses.exogenise import shortage_cost
    >>> model = iomodel.load_model("bok-2020-83")
    >>> round(shortage_cost(model, "45").value("production"), 4)
    1.6851
    """
    leontief, table = with_transactions(model, _SHORTAGE)
    x = table.output
    choice = chosen(leontief, sectors)
    dx, per_won = changes(leontief, choice, unit, _SHORTAGE)
    H, share = choice.positions, dx / x[choice.positions]
    lost = carried_forward(leontief.system, H, share) * x
    direct = first_round_forward(leontief.system, H, share) * x
    source = "Ghosh (1958); Miller & Blair (2009), section 12.1"
    effects = _effects(leontief, H, (lost, direct), per_won, SHORTAGE, source, (_GHOSH, _APART))
    return _as_losses(effects)


_GHOSH = Text(
    "공급부족이 산출계수대로 다음 부문에 넘어간다는 가정(대체·재고·수입 없음): 상한에 가까움",
    "Shortages pass on in fixed shares of sales, without substitutes, stocks or imports: near an "
    "upper bound",
)


def _effects(
    model: LeontiefModel,
    positions: list[int],
    outputs: tuple[Array, Array],
    per_won: bool,
    title: Text,
    source: str,
    notes: tuple[Text, ...],
) -> ExogenousEffects:
    places = indicators_there(model, INDICATORS)
    indicators = tuple(model.indicators[k] for k in places)
    scale = display_scale(indicators, model.info)[:, None] if per_won else 1.0
    values, direct = (model.coefficients[places] * x * scale for x in outputs)
    return ExogenousEffects(
        model.info,
        model.sectors,
        tuple(positions),
        indicators,
        values,
        direct,
        per_won,
        title,
        source,
        notes,
    )


def _as_losses(effects: ExogenousEffects) -> ExogenousEffects:
    kept = [k for k, part in enumerate(effects.indicators) if part.id in _LOSSES]
    return replace(
        effects,
        indicators=tuple(
            replace(effects.indicators[k], name=_LOSSES[effects.indicators[k].id]) for k in kept
        ),
        values=effects.values[kept],
        direct=effects.direct[kept],
    )


def _of(part: Text, what: Text) -> Text:
    return Text(f"{part.ko} {what.ko}", f"{part.en} {what.en}")
