"""Regional models under uncertain spending: fixed multipliers, effects by where they arise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from iomodel.errors import NotSupportedError
from iomodel.impact import INDICATORS, Indicator, Part
from iomodel.models import MultiplierModel, RegionalModel
from iomodel.models.base import display_scale
from iomodel.sectors import Classification
from iomodel.table import ORIGINS
from iomodel.text import Text
from iomodel.uncertainty.machine import Array, Effects, Machine
from iomodel.uncertainty.plan import Bound
from iomodel.uncertainty.refusals import fixed_coefficients, inactive
from iomodel.units import MoneyUnit

Regional = MultiplierModel | RegionalModel

_WHERE = (
    ("_in", Text("지역 내", "in the region")),
    ("_out", Text("타지역", "in other regions")),
)
_SUM = Text("합계", "total")


@dataclass(frozen=True, eq=False)
class RegionalMachine(Machine):
    """A plan of uncertainties and the regional models it is run through.

    An indicator is followed in the region, as `production_in`, in the others, as
    `production_out`, and in all, as `production` (R8).

    Attributes
    ----------
    models : tuple of MultiplierModel or RegionalModel
        Of one table, for each of the p programmes that of its region.
    """

    models: tuple[Regional, ...]

    @property
    def sectors(self) -> Classification:
        """The sectors of demand."""
        return self.models[0].sectors

    @property
    def money(self) -> MoneyUnit:
        """The money of the models' table."""
        return self.models[0].info.money

    @cached_property
    def _followed(self) -> list[int]:
        """The positions of the models' indicators that are followed."""
        return [k for k, i in enumerate(self.models[0].indicators) if i.id in INDICATORS]

    @cached_property
    def indicators(self) -> tuple[Indicator, ...]:
        """Each indicator in the region, elsewhere, and in all."""
        known = [self.models[0].indicators[k] for k in self._followed]
        return tuple(each for indicator in known for each in _by_origin(indicator))

    @cached_property
    def multipliers(self) -> Array:
        """Effects of a unit of demand by programme, (p, k, n); zero on sectors that are absent."""
        regions = {model.region: self._multipliers(model) for model in self.models}
        return np.stack([regions[model.region] for model in self.models])

    def _multipliers(self, model: Regional) -> Array:
        scale = display_scale(model.indicators, model.info)[:, None, None]
        values = np.nan_to_num(model.multipliers().values / scale)[self._followed]
        both = np.concatenate([values, values.sum(axis=1, keepdims=True)], axis=1)
        return np.asarray(both.reshape(len(self.indicators), -1))

    def check(self) -> None:
        """Raise unless every source meets the models.

        Raises
        ------
        NotSupportedError
            Listing the sources that bear on coefficients, which are not drawn here.
        InactiveSectorError
            If a mix spends on a sector that its region lacks (R2).
        """
        fixed: list[Bound] = [*self.plan.of("employment"), *self.plan.cells]
        if fixed:
            computed = isinstance(self.models[0], RegionalModel)
            raise NotSupportedError(
                self.models[0].info.id,
                [fixed_coefficients(bound, computed) for bound in fixed],
                data=[bound.source.id for bound in fixed],
            )
        for mix in self.plan.mixes:
            model = self.models[mix.programme]
            idle = [j for j in self.parents[mix.at] if not model.active[j]]
            if idle:
                raise inactive(model.info.id, self.sectors, mix.source.id, idle, model.region)

    def remarks(self) -> list[Text]:
        """Return what a local share is here."""
        if not self.plan.of("local_shares"):
            return []
        return [
            Text(
                "지역표에서 local_shares는 그 지역의 생산자에게 가는 몫입니다. 타지역 생산자에게 "
                "직접 가는 지출의 효과는 들어 있지 않습니다",
                "through a table of regions local_shares are what reaches producers of the region; "
                "what is spent on producers elsewhere enters no indicator",
            )
        ]

    def answers(
        self, f: Array, values: dict[str, Array], block: int, samples: Sequence[int]
    ) -> Effects:
        """Return the effects of a block of demand; see `Machine.answers`."""
        by_programme = np.matmul(f.swapaxes(0, 1), self.multipliers.swapaxes(1, 2))
        nothing = np.zeros(f.shape[-1], dtype=np.int_)
        return Effects(by_programme.swapaxes(0, 1), float("nan"), 0.0, 0, 0, nothing)

    def shown(self, part: Part) -> Array:
        """Return the effects of a run in the indicators followed, (m, k)."""
        return np.asarray(part.with_total()[:, self._followed].reshape(len(part.values), -1))


def _by_origin(indicator: Indicator) -> tuple[Indicator, ...]:
    """Return an indicator in the region, elsewhere, and in all."""
    assert len(_WHERE) == len(ORIGINS)
    named = [
        replace(indicator, id=f"{indicator.id}{ending}", name=_told(indicator.name, where))
        for ending, where in _WHERE
    ]
    return (*named, replace(indicator, name=_told(indicator.name, _SUM)))


def _told(name: Text, where: Text) -> Text:
    return Text(f"{name.ko}, {where.ko}", f"{name.en}, {where.en}")
