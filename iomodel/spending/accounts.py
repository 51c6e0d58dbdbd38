"""What was spent, and what became of the money: the demand of scenarios and its accounts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from iomodel.demand import Demand
from iomodel.schema import FileBasis
from iomodel.spending.notes import Notes


class Key(NamedTuple):
    """Whose money, and when."""

    scenario: str
    programme: str
    phase: str


@dataclass(frozen=True)
class Entry:
    """What one line spends on one sector over all its years, at the table's prices."""

    key: Key
    sector: int
    amount: float


@dataclass(eq=False)
class Known:
    """Amounts of one basis, and where they are from."""

    amount: float = 0.0
    sources: dict[str, None] = field(default_factory=dict)


@dataclass(eq=False)
class Account:
    """What became of the money of one programme in one phase, all years together.

    Attributes
    ----------
    announced : float
        As announced: nominal; of operation a year at its full level.
    displaced, imports, elsewhere, taxes : float
        At the table's prices: what would have been spent anyway, and what reaches no domestic
        producer of the table.
    years : tuple of int or None
        First and last year, where all lines say.
    hires : float
        Persons announced to be hired; NaN where no line says.
    known : dict
        Basis → the amounts known by it, nominal.
    """

    announced: float = 0.0
    displaced: float = 0.0
    imports: float = 0.0
    elsewhere: float = 0.0
    taxes: float = 0.0
    spans: list[tuple[int, int] | None] = field(default_factory=list)
    hires: float = float("nan")
    known: dict[FileBasis, Known] = field(default_factory=dict)

    @property
    def years(self) -> int | None:
        """The number of years from the first to the last; None where some line doesn't say."""
        known = [span for span in self.spans if span is not None]
        if not known or len(known) < len(self.spans):
            return None
        return max(last for _, last in known) - min(first for first, _ in known) + 1


@dataclass(frozen=True, eq=False)
class Spent:
    """The announced spending of scenarios as demand on a table.

    Attributes
    ----------
    demand : Demand or None
        Final demand on the study's sectors, a line for each programme, phase, year and kind.
    outputs : Demand or None
        The same of lines that state output instead of demand.
    accounts : dict
        Programme and phase → what became of the money.
    entries : tuple of Entry
        The one-off demand line by line.
    """

    demand: Demand | None
    outputs: Demand | None
    accounts: dict[Key, Account]
    entries: tuple[Entry, ...]
    notes: Notes

    @property
    def assumed(self) -> bool:
        """Whether no amount was announced: all are our assumptions."""
        bases = {basis for account in self.accounts.values() for basis in account.known}
        return bases == {"assumed"}


def joined(ledgers: Sequence[Spent]) -> Spent:
    """Return the accounts and entries of several regions as one; demand stays with its region."""
    first = ledgers[0]
    if len(ledgers) == 1:
        return first
    accounts = {key: one for ledger in ledgers for key, one in ledger.accounts.items()}
    entries = tuple(entry for ledger in ledgers for entry in ledger.entries)
    return Spent(None, None, accounts, entries, first.notes)
