"""From announced amounts to final demand: years, prices, goods bought, margins, imports, region.

A scenario's lines become a table of demand by programme, phase, year and kind; everything that was
done to the amounts on the way is told.
"""

from __future__ import annotations

from iomodel.spending.accounts import Account, Entry, Key, Spent, joined
from iomodel.spending.ledger import has_other, spent
from iomodel.spending.through import effects, final_demand

__all__ = [
    "Account",
    "Entry",
    "Key",
    "Spent",
    "effects",
    "final_demand",
    "has_other",
    "joined",
    "spent",
]
