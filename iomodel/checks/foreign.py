"""A sheet that belongs to another table: another year, other prices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from iomodel.checks.accounts import TRIPLES, Accounts, contradictions
from iomodel.checks.base import Finding
from iomodel.checks.cause import names_of, places_of
from iomodel.checks.sheet import Sheet
from iomodel.draft import FLOWS, Part
from iomodel.text import Text

MOST = 1 / 2  # of the rows in which total flows aren't domestic and imported ones
SEVERAL = 2  # cells in such a row, on average
CLOSED = 1 / 10  # of the sectors that may be out of balance once the right sheet is replaced


def foreign_sheets(accounts: Accounts) -> tuple[Accounts, list[Finding]]:
    """Return the accounts with the sheet replaced that alone contradicts the others, if one does.

    Two of the total, the domestic and the imported sheet give the third. The two that balance
    with primary inputs are believed.
    """
    if not all(part in accounts.sheets for part in FLOWS):
        return accounts, []
    apart = np.abs(contradictions(accounts, TRIPLES[0])) > accounts.slack
    rows = int(apart.any(axis=1).sum())
    if rows <= MOST * len(apart) or apart.sum() < SEVERAL * rows:
        return accounts, []
    for place, mended in _replacements(accounts):
        if mended.identities[0].missed.sum() <= CLOSED * len(apart):
            parts = tuple(t[place] for t in TRIPLES if _contradicted(accounts, t))
            return mended, [_finding(accounts, parts, int(apart.sum()))]
    return accounts, []


def _contradicted(accounts: Accounts, triple: tuple[Part, Part, Part]) -> bool:
    if not all(part in accounts.sheets for part in triple):
        return False
    return bool(np.any(np.abs(contradictions(accounts, triple)) > accounts.slack))


def _replacements(accounts: Accounts) -> Iterator[tuple[int, Accounts]]:
    """Yield the accounts with each sheet in turn made from the other two."""
    whole = [triple for triple in TRIPLES if all(part in accounts.sheets for part in triple)]
    for place in range(len(FLOWS)):
        made: dict[Part, Sheet] = {}
        for triple in whole:
            total, domestic, imports = (accounts.sheets[part].values for part in triple)
            figures = (domestic + imports, total - imports, total - domestic)
            made[triple[place]] = Sheet.of(figures[place])
        totals = tuple(
            (np.full_like(found, np.nan), factor) if printed.of in made else (found, factor)
            for printed, (found, factor) in zip(
                accounts.draft.printed, accounts.totals, strict=True
            )
        )
        yield place, replace(accounts.with_sheets(made), totals=totals)


def _finding(accounts: Accounts, parts: tuple[Part, ...], cells: int) -> Finding:
    names = names_of(parts)
    return Finding(
        "foreign-sheet",
        places_of(accounts, parts),
        "",
        Text(
            f"다른 두 시트와 맞지 않는 시트: {names.ko}",
            f"a sheet contradicts the other two, which agree: {names.en}",
        ),
        Text("총거래 = 국산 + 수입", "total flows that are domestic and imported ones together"),
        Text(f"{cells}칸이 어긋남", f"{cells} cells apart"),
        Text(
            "같은 해, 같은 가격평가의 시트인지 보십시오",
            "see whether it is of the same year and the same prices",
        ),
        float(cells),
    )
