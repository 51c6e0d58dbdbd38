"""What rounding explains: small gaps in many sectors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from iomodel.checks.accounts import Accounts
from iomodel.checks.base import Finding, Symptom, gap
from iomodel.draft import Part
from iomodel.table import Array
from iomodel.text import Text
from iomodel.units import SLIPS

SIGMAS = 4.0  # a sum of rounded figures strays further once in some ten thousand
SHARE = 1 / 4  # of the sectors that have to be off for rounding to be the likelier reason
MOST = 0.01  # of a middling sector's output: coarser figures make no table
SEVERAL = 3  # sectors, at least
_PLACES = sorted((1.0, *SLIPS), reverse=True)
_EXACT = 1e-12  # relative: what floats leave of a decimal figure


def last_place(values: Array) -> float:
    """Return the power of ten to which all `values` are rounded; zero where they aren't."""
    figures = values[np.isfinite(values) & (values != 0)]
    first = figures[:_FIRST]
    for place in _PLACES if len(figures) else ():
        if _rounded_to(place, first) and _rounded_to(place, figures):
            return place
    return 0.0


_FIRST = 1000  # figures to look at before all are


def _rounded_to(place: float, figures: Array) -> bool:
    counted = figures / place
    return bool(np.all(np.abs(counted - np.round(counted)) <= _EXACT * np.abs(counted)))


def spread(accounts: Accounts) -> float:
    """Return how far rounding may part a sector's sales and inputs, a percent of them at most.

    The error of one figure is uniform within half its last place, with the standard deviation
    place / √12; that of a sum of m is √m times as large. A part rounded more coarsely than the
    others is in another unit rather than rounded, and taken to be like them.
    """
    parts: tuple[Part, ...] = ("domestic", "imports", "final_demand", "primary_inputs")
    places = {p: last_place(accounts.sheets[p].values) for p in parts if p in accounts.sheets}
    usual = min((place for place in places.values() if place), default=0.0)
    variance = 0.0
    for part, place in places.items():
        rows, columns = accounts.sheets[part].rows, accounts.sheets[part].columns
        summed = len(columns) if part == "final_demand" else len(rows)
        times = 2 if part == "domestic" else 1  # once among sales, once among inputs
        variance += times * summed * min(place, usual) ** 2 / 12
    middling = float(np.nanmedian(np.abs(accounts.output)))
    return float(min(SIGMAS * np.sqrt(variance), MOST * middling))


def rounded(accounts: Accounts) -> tuple[Accounts, list[Finding]]:
    """Return the accounts without the gaps that rounding explains, and one finding for them."""
    most, balance = spread(accounts), accounts.identities[0]
    sizes = np.abs(np.nan_to_num(balance.residual))
    small = np.flatnonzero(balance.missed & (sizes <= most))
    if len(small) < max(SEVERAL, SHARE * len(sizes)):
        return accounts, []
    finding = _finding(accounts, [int(i) for i in small])
    return replace(accounts, slack=max(accounts.slack, most)), [finding]


def _finding(accounts: Accounts, small: Sequence[int]) -> Finding:
    balance, tolerance = accounts.identities[0], accounts.tolerance
    worst = max(small, key=lambda i: abs(balance.residual[i]))
    largest = float(balance.residual[worst])
    suggested = np.ceil(abs(largest) * 10) / 10
    return Finding(
        "rounding",
        accounts.draft.parts["domestic"].place(worst, -1),
        balance.marks[worst].code,
        Text(
            f"부문 {len(small)}개의 판매와 투입이 허용오차보다 다르지만, 반올림으로 설명됩니다",
            f"sales and inputs of {len(small)} sectors differ by more than the tolerance, though "
            "by no more than rounding explains",
        ),
        Text(
            f"±{tolerance:g} (table.toml의 tolerance)", f"±{tolerance:g} (tolerance in table.toml)"
        ),
        Text(
            f"최대 {gap(largest)} ({balance.marks[worst]})",
            f"at most {gap(largest)} ({balance.marks[worst]})",
        ),
        Text(
            f"원자료가 반올림되어 있으면 이렇게 적으십시오: tolerance = {suggested:g}",
            f"if the source is rounded, state so: tolerance = {suggested:g}",
        ),
        largest,
        tuple(
            Symptom(balance.marks[i].code, balance.name, float(balance.residual[i])) for i in small
        ),
    )
