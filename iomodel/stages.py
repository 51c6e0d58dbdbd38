"""The stages in which an effect arises: direct, indirect, and induced by what households buy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from iomodel.analyses.arguments import indicator_of
from iomodel.analyses.base import leontief_model
from iomodel.analyses.households import household_impact
from iomodel.impact import Indicator, Part
from iomodel.models.base import Model
from iomodel.suppliers import shown
from iomodel.text import Text

StageId = Literal["direct", "indirect", "induced"]
_WHAT = Text("직접·간접효과", "direct and indirect effects")


@dataclass(frozen=True, eq=False)
class Stages:
    """One indicator's effect by stage.

    Attributes
    ----------
    effects : dict
        Stage → amount; money in the part's unit, persons in persons.
    notes : tuple of Text
        What the induced stage assumes of households; empty without it.
    """

    part: Part
    indicator: Indicator
    effects: dict[StageId, float]
    notes: tuple[Text, ...] = ()

    @property
    def total(self) -> float:
        """The sum of the stages."""
        return sum(self.effects.values())


def stages(part: Part, indicator: str = "production", *, households: bool = False) -> Stages:
    """Return the direct and indirect effects of one part, and the induced ones if asked for.

    Parameters
    ----------
    households : bool
        Whether households spend what they earn (Type II), their consumption divided by all
        consumption of the table; see `iomodel.analyses.households.household_closure`.

    Raises
    ------
    NotSupportedError
        If the model is published multipliers.
    NotFoundError
        If the model lacks the indicator.
    """
    demand = shown(part)
    model: Model = part.model  # type: ignore[assignment]
    at, known = indicator_of(leontief_model(model, _WHAT), indicator)
    if households:
        found = household_impact(model, demand, per="consumption")
        parts = found.values[at].sum(axis=1)
        names: tuple[StageId, ...] = ("direct", "indirect", "induced")
        return Stages(part, known, dict(zip(names, map(float, parts), strict=True)), found.notes)
    direct = float(model.direct(demand.values)[:, at].sum())
    whole = float(model.by_supplying(demand.values)[:, at].sum())
    return Stages(part, known, {"direct": direct, "indirect": whole - direct})
