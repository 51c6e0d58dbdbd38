"""What the iterative solver refuses, and what it has to say of its way."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from iomodel.errors import NotConvergedError, NotProductiveError, Problem
from iomodel.leontief import Array
from iomodel.text import Text, same

_NEGLIGIBLE = 1e-6  # of the largest entry of an eigenvector: no part in it


def not_productive(
    origin: str, names: Sequence[str | Text] | None, radius: float, vector: Array
) -> NotProductiveError:
    """Return the refusal of coefficients by the sectors that lead their eigenvector (R5)."""
    led = [i for i in np.argsort(-vector)[:5] if vector[i] > _NEGLIGIBLE * vector.max()]
    worst = [_text(i + 1 if names is None else names[i]) for i in led]
    ko, en = ", ".join(name.ko for name in worst), ", ".join(name.en for name in worst)
    return NotProductiveError(
        origin,
        Problem(
            "",
            Text("투입계수행렬이 생산적이지 않습니다", "the input coefficients are not productive"),
            Text("스펙트럼 반지름 1 미만", "a spectral radius below one"),
            Text(f"{radius:.4f}; 주된 부문: {ko}", f"{radius:.4f}; led by {en}"),
            Text(
                "이 부문들의 열에서 중간투입이 산출을 넘지 않는지 보십시오",
                "check that inputs don't exceed output in the columns of these sectors",
            ),
        ),
        data=radius,
    )


def _text(name: object) -> Text:
    return name if isinstance(name, Text) else same(name)


def not_converged(residual: float, tolerance: float) -> NotConvergedError:
    """Return that neither way solves the system accurately."""
    return NotConvergedError(
        "(I − A) x = f",
        Problem(
            "",
            Text(
                "반복법으로도 분해로도 정확한 해를 얻지 못했습니다",
                "neither iterations nor factors solve the system accurately",
            ),
            Text(f"상대잔차 {tolerance:g} 이하", f"a relative residual of at most {tolerance:g}"),
            same(f"{residual:.2g}"),
            Text(
                "스펙트럼 반지름이 1에 매우 가깝습니다. 거의 모든 산출을 중간투입으로 쓰는 부문을 "
                "확인하십시오",
                "the spectral radius is very near one; look for sectors whose inputs use up "
                "nearly all output",
            ),
        ),
        data=residual,
    )


def undetermined() -> NotConvergedError:
    """Return that the spectral radius was not found."""
    return NotConvergedError(
        "ρ(A)",
        Problem(
            "",
            Text(
                "투입계수행렬의 스펙트럼 반지름을 구하지 못했습니다",
                "the spectral radius of the input coefficients was not found",
            ),
            Text("1 미만", "below one"),
            Text("수렴하지 않음", "no convergence"),
            Text(
                "중간투입이 산출을 넘는 열이 있는지 보십시오",
                "look for columns whose inputs exceed output",
            ),
        ),
    )


def fell_back(products: int) -> Text:
    """Return what to say where iterating was given up after `products` products."""
    return Text(
        f"반복법이 곱셈 {products}회 안에 수렴하지 않아 행렬을 분해해 풀었습니다",
        f"iterations did not converge within {products} products; solved by factors instead",
    )
