"""What the source prints that follows from other figures in it, against those figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from iomodel.checks.base import Finding
from iomodel.draft import Block, Claim
from iomodel.table import Array
from iomodel.text import Text

NAMED = 5


def claim_findings(claims: Sequence[Claim], tolerance: float) -> Iterator[Finding]:
    """Yield the claims that fail, each with its worst cells.

    Parameters
    ----------
    claims : sequence of Claim
        Of a draft whose labels, cells and sums are right: else what is wrong there is told once.
    tolerance : float
        The slack of a claim that has none of its own.
    """
    for claim in claims:
        wanted = claim.wanted()
        slack = np.broadcast_to(claim.slack() if claim.slack else tolerance, wanted.shape)
        apart = np.abs(claim.block.values - wanted)
        beyond = np.argwhere(~(apart <= slack))
        if len(beyond):
            worst = sorted(beyond.tolist(), key=lambda at: -float(apart[at[0], at[1]]))
            yield _finding(claim, wanted, slack, worst)


def _finding(claim: Claim, wanted: Array, slack: Array, worst: Sequence[Sequence[int]]) -> Finding:
    block, (i, j) = claim.block, worst[0]
    found = block.values - wanted
    others = ", ".join(_named(block, found, *at) for at in worst[1:NAMED])
    count = Text("", "")
    if others:
        count = Text(
            f"; 모두 {len(worst)}칸, 다음으로 {others}",
            f"; {len(worst)} cells in all, the next {others}",
        )
    first = f"{_figure(block.values[i, j])} ({_figure(found[i, j], sign='+')})"
    due = f"{_figure(wanted[i, j])} (±{float(slack[i, j]):.3g})"
    return Finding(
        "contradiction" if claim.grave else "misprint",
        block.place(i, j),
        block.rows[i].code,
        claim.what,
        Text(due, due),
        Text(first + count.ko, first + count.en),
        Text(
            "이 칸이 든 행과 열을 원자료와 대조하십시오",
            "check its row and column against the source",
        ),
        float(found[i, j]),
    )


def _named(block: Block, found: Array, i: int, j: int) -> str:
    off = _figure(found[i, j], sign="+")
    return f"{block.rows[i].code} × {block.columns[j].code} ({off})"


def _figure(value: float, sign: str = "") -> str:
    """Return an amount to its last digit, a coefficient to eight."""
    digits = 12 if abs(value) >= 1000 else 8
    return f"{value:{sign},.{digits}g}"
