"""From purchasers' prices to a table's: margins to the sectors that earn them, taxes out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from iomodel.errors import NotSupportedError, Problem
from iomodel.scenario import Item
from iomodel.schema import Margins
from iomodel.spending.home import Array, Home
from iomodel.spending.notes import Notes
from iomodel.text import Text
from iomodel.units import VALUATIONS, Valuation


@dataclass(frozen=True, eq=False)
class Valued:
    """Shares of sectors at the table's prices, (n,), and what of a won is product taxes."""

    shares: Array
    tax: float


def at_table_prices(
    shares: Array, item: Item, valuation: Valuation, home: Home, notes: Notes
) -> Valued:
    """Return shares of spending (n,) at the prices of a table valued at `valuation`.

    Each good's purchasers' price falls into the good itself, trade and transport margins, and
    product taxes (European System of Accounts 2010, 3.44 and 9.34). Margins are demand on the
    sectors that earn them; taxes are demand on nobody.

    Raises
    ------
    NotSupportedError
        If prices differ and neither the file nor the table has margins.
    """
    own = item.terms.valuation or "producers"
    if own == valuation:
        return Valued(shares, 0.0)
    stated = item.terms.margins
    if own == "purchasers" and stated is None and home.margins is not None:
        rates, earners = home.margins
        moved = shares @ rates
        kept = shares * (1.0 - rates.sum(axis=1))
        np.add.at(kept, earners, moved)
        notes.assume(
            f"구매자가격에서 {home.id}의 마진을 떼어 냄", f"Margins split off by those of {home.id}"
        )
        return Valued(kept, 0.0)
    if stated is None or not _reaches(own, valuation):
        raise NotSupportedError(home.id, _no_way(own, valuation))
    return _by_shares(shares, stated, own, valuation, home, notes)


def _reaches(own: Valuation, valuation: Valuation) -> bool:
    """Return whether there is a way: purchasers' → producers' → basic prices."""
    order: tuple[Valuation, ...] = ("purchasers", "producers", "basic")
    return order.index(own) < order.index(valuation)


def _by_shares(
    shares: Array,
    stated: Margins,
    own: Valuation,
    valuation: Valuation,
    home: Home,
    notes: Notes,
) -> Valued:
    tax = stated.tax if valuation == "basic" else 0.0
    both = (
        (stated.trade_sector, stated.trade),
        (stated.transport_sector, stated.transport),
    )
    earned = [(code, share) for code, share in both if code is not None and own == "purchasers"]
    found = shares * (1.0 - tax - sum(share for _, share in earned))
    for code, share in earned:
        found[home.sectors.position(code)] += share * shares.sum()
    told = [f"{share:.1%} → {code}" for code, share in earned if share]
    told += [f"{tax:.1%} → –"] if tax else []
    words = ", ".join(told) or "0"
    notes.assume(
        f"{VALUATIONS[own].ko}의 금액을 {VALUATIONS[valuation].ko}으로 바꿈 (마진과 세금: {words})",
        f"Amounts at {VALUATIONS[own].en} brought to {VALUATIONS[valuation].en} "
        f"(margins and taxes: {words})",
    )
    return Valued(found, tax)


def _no_way(own: Valuation, valuation: Valuation) -> Problem:
    return (
        Problem(
            "valuation",
            Text("수요와 표의 가격평가가 다릅니다", "demand and table are valued differently"),
            VALUATIONS[valuation],
            VALUATIONS[own],
            Text(
                "margins에 상업·운수 마진의 몫과 그 부문을 적으십시오: "
                'margins = { trade = 0.12, trade_sector = "…" }',
                "state the shares of trade and transport margins and who earns them: "
                'margins = { trade = 0.12, trade_sector = "…" }',
            ),
        )
        if own == "purchasers" or valuation == "basic"
        else Problem(
            "valuation",
            Text("수요와 표의 가격평가가 다릅니다", "demand and table are valued differently"),
            VALUATIONS[valuation],
            VALUATIONS[own],
            Text("그 가격으로 평가된 표를 쓰십시오", "use a table valued at those prices"),
        )
    )
