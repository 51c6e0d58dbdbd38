"""Which sectors are exogenous, and by how much they change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from iomodel.analyses.arguments import (
    Amounts,
    amounts,
    listed,
    require,
    require_active,
    sector_positions,
)
from iomodel.analyses.base import transactions
from iomodel.leontief import Array
from iomodel.models.leontief_model import LeontiefModel
from iomodel.sectors import Classification
from iomodel.text import Text
from iomodel.units import money_unit

ALL_REGIONS = "*:"


@dataclass(frozen=True, eq=False)
class Choice:
    """h exogenous sectors and the number given for each, NaN where none was."""

    positions: list[int]
    given: Array

    @property
    def bare(self) -> bool:
        """Whether no number was given."""
        return bool(np.isnan(self.given).all())


def chosen(model: LeontiefModel, sectors: Amounts | str) -> Choice:
    """Return the sectors that "450", "450=100", "*:45" or a mapping name.

    Raises
    ------
    UnknownSectorError, LabelError
        If a word names no sector, a sector is named twice, none or all are named.
    InactiveSectorError
        If one has no output (R2).
    """
    words = sectors if isinstance(sectors, Mapping) else listed(sectors)
    numbers = _numbers(words)
    expanded = {
        code: number
        for word, number in numbers.items()
        for code in _in_every_region(model.sectors, word)
    }
    positions = sector_positions(model.sectors, expanded)
    require(
        0 < len(positions) < len(model.sectors),
        "sectors",
        Text("하나 이상, 전체 미만", "at least one, fewer than all"),
        len(positions),
        Text("외생화할 부문의 수가 맞지 않습니다", "the number of exogenous sectors is wrong"),
    )
    require_active(model.info.id, model.sectors, model.active, positions)
    return Choice(positions, np.array(list(expanded.values())))


def changes(model: LeontiefModel, choice: Choice, unit: str, what: Text) -> tuple[Array, bool]:
    """Return the changes of output (h,), and whether they are one won in all.

    Without amounts a won is spread over the sectors by their output.

    Raises
    ------
    LabelError
        If some sectors carry an amount and others don't.
    NotSupportedError
        If a won is to be spread and the table is a published inverse.
    """
    if not choice.bare:
        missing = [
            model.sectors.codes[choice.positions[i]] for i in np.flatnonzero(np.isnan(choice.given))
        ]
        require(
            not missing,
            "sectors",
            Text("모든 부문에 금액, 또는 어디에도 없음", "amounts for all sectors, or for none"),
            ", ".join(missing),
            Text("금액이 없는 부문이 있습니다", "some sectors have no amount"),
        )
        return choice.given * money_unit(unit).per(model.info.money), False
    if len(choice.positions) == 1:
        return np.ones(1), True
    x = transactions(model, what).output[choice.positions]
    return np.asarray(x / x.sum()), True


def _numbers(words: Mapping[str, float] | Sequence[str]) -> dict[str, float]:
    if isinstance(words, Mapping):
        return amounts(words, "sectors")
    with_numbers = amounts([word for word in words if "=" in word], "sectors")
    bare = [word for word in words if "=" not in word]
    require(
        len(set(bare)) == len(bare) and not set(bare) & set(with_numbers),
        "sectors",
        Text("부문마다 한 번", "each sector once"),
        ", ".join(words),
        Text("같은 부문을 두 번 적었습니다", "a sector is named twice"),
    )
    order = [word.rpartition("=")[0].strip() if "=" in word else word for word in words]
    return {word: with_numbers.get(word, float("nan")) for word in order}


def _in_every_region(sectors: Classification, word: str) -> list[str]:
    if word.startswith(ALL_REGIONS) and sectors.regions:
        return [f"{region}:{word.removeprefix(ALL_REGIONS)}" for region in sectors.regions]
    return [word]
