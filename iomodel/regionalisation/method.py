"""Which quotient, with which δ."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, get_args

from iomodel.errors import NotSupportedError, Problem
from iomodel.regionalisation.quotients import (
    Array,
    augmented_flegg,
    by_row,
    capped,
    cross_industry,
    flegg,
    semilogarithmic,
)
from iomodel.text import Text, same

QuotientName = Literal["slq", "cilq", "rlq", "flq", "aflq"]
QUOTIENTS: tuple[QuotientName, ...] = get_args(QuotientName)

_PLAIN: dict[str, Callable[[Array], Array]] = {
    "slq": by_row,
    "cilq": cross_industry,
    "rlq": semilogarithmic,
}
_SIZED: dict[str, Callable[[Array, float, float], Array]] = {
    "flq": flegg,
    "aflq": augmented_flegg,
}


@dataclass(frozen=True)
class Method:
    """A location quotient; FLQ and AFLQ with their δ.

    Raises
    ------
    NotSupportedError
        If the name isn't one of `QUOTIENTS`, or δ is missing, out of range, or of no use.
    """

    name: QuotientName
    delta: float | None = None

    def __post_init__(self) -> None:
        if self.name not in QUOTIENTS:
            raise NotSupportedError("method", _unknown(self.name))
        if (self.name in _SIZED) != (self.delta is not None):
            raise NotSupportedError("delta", _misplaced(self.name, self.delta))
        if self.delta is not None and not 0 <= self.delta < 1:
            raise NotSupportedError("delta", _out_of_range(self.delta))

    def __str__(self) -> str:
        known = self.name.upper()
        return known if self.delta is None else f"{known} δ={self.delta:g}"

    def quotients(self, slq: Array, size: float) -> Array:
        """Return the quotients of a region, (n, n), of at most one.

        Parameters
        ----------
        slq : ndarray (n,)
            Simple location quotients; zero where the region lacks the sector.
        size : float
            The region's share of the nation.
        """
        if self.delta is None:
            return capped(_PLAIN[self.name](slq))
        return capped(_SIZED[self.name](slq, size, self.delta))


def _unknown(name: str) -> Problem:
    known = ", ".join(QUOTIENTS)
    return Problem(
        "",
        Text("모르는 입지계수입니다", "the location quotient is not known"),
        Text(f"다음 중 하나: {known}", f"one of: {known}"),
        same(f'"{name}"'),
        Text("이름을 고치십시오", "correct the name"),
    )


def _misplaced(name: str, delta: float | None) -> Problem:
    if delta is None:
        return Problem(
            "",
            Text(f"{name}에는 δ가 필요합니다", f"{name} needs a δ"),
            Text("0 이상 1 미만의 수", "a number from zero to below one"),
            Text("없음", "nothing"),
            Text(
                "--delta를 주십시오. 조사된 17개 시도에 가장 잘 맞는 값은 "
                "iomodel tables regionalise --accuracy가 보입니다",
                "give --delta; iomodel tables regionalise --accuracy shows which fits 17 surveyed "
                "regions best",
            ),
        )
    return Problem(
        "",
        Text(f"{name}은(는) δ를 쓰지 않습니다", f"{name} has no δ"),
        Text("δ 없음, 또는 flq나 aflq", "no δ, or flq or aflq"),
        same(f"{delta:g}"),
        Text("--delta를 빼거나 방법을 바꾸십시오", "leave out --delta, or choose another method"),
    )


def _out_of_range(delta: float) -> Problem:
    return Problem(
        "",
        Text("δ가 범위를 벗어났습니다", "δ is out of range"),
        Text("0 이상 1 미만의 수", "a number from zero to below one"),
        same(f"{delta:g}"),
        Text("--delta를 고치십시오", "correct --delta"),
    )
