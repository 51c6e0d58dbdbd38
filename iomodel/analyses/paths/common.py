"""What chains and layers share."""

from __future__ import annotations

from iomodel.leontief import Array
from iomodel.text import Text


def signs(A: Array, f: Array, c: Array) -> tuple[Text, ...]:
    """Return what to say where coefficients or demands are negative."""
    if min(A.min(), f.min(), c.min()) >= 0:
        return ()
    return (
        Text(
            "계수나 수요에 음수가 있어 음의 기여가 있고, 누적 비중이 100%를 넘을 수 있습니다",
            "some coefficients or demands are negative: contributions may be negative and "
            "cumulative shares may pass 100 %",
        ),
    )
