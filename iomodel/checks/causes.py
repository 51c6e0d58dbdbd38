"""One cause behind many sums that don't agree.

A cause is believed when the accounts, repaired of it, agree where they didn't: a figure of six
digits doesn't come right by chance, still less do half of all sums.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, combinations, product

from iomodel.checks.accounts import Accounts
from iomodel.checks.base import Finding
from iomodel.checks.cause import Cause
from iomodel.checks.foreign import foreign_sheets
from iomodel.checks.orientation import transposed
from iomodel.checks.scales import items, other_units
from iomodel.checks.swaps import swapped_lines

FEWEST = 2  # sums that a cause has to explain: a single one may come right by chance
ONE_LEAVES = 1 / 2  # of the sums missed, at most, for one cause to be believed
TWO_LEAVE = 1 / 10  # the same for two causes at once
MANY = 1 / 2  # of the sectors: as many sums missed as whole parts in disorder would miss


def root_causes(accounts: Accounts, *, pairs: bool) -> tuple[Accounts, list[Finding]]:
    """Return the accounts as they are once every cause found is repaired, and the causes.

    Two causes at once, which take a while to look for, are tried where `pairs` says so.
    """
    findings: list[Finding] = []
    while accounts.missed >= FEWEST:
        mended, found = _one(accounts)
        if not found:
            mended, found = foreign_sheets(accounts)
        if not found and pairs:
            mended, found = _two(accounts)
        if not found:
            break
        accounts, findings = mended, [*findings, *found]
    return accounts, findings


def _one(accounts: Accounts) -> tuple[Accounts, list[Finding]]:
    """Return the accounts repaired of the cause that explains most, the simplest of equals."""
    causes = chain(
        transposed(accounts), other_units(accounts), items(accounts), swapped_lines(accounts)
    )
    return _best(accounts, ((cause,) for cause in causes), ONE_LEAVES)


def _two(accounts: Accounts) -> tuple[Accounts, list[Finding]]:
    """Return the accounts repaired of two causes that only together explain what is missed."""
    if accounts.missed < MANY * len(accounts.output):
        return accounts, []
    turned, scaled = list(transposed(accounts)), list(other_units(accounts, whole=True))
    pairs = chain(
        product(scaled, turned),
        combinations(scaled, 2),
        product(items(accounts, common=True), [*turned, *scaled]),
    )
    return _best(accounts, pairs, TWO_LEAVE)


def _best(
    accounts: Accounts, tried: Iterable[Sequence[Cause]], rest: float
) -> tuple[Accounts, list[Finding]]:
    """Return the accounts and causes that leave the fewest sums missed, none if not few enough."""
    best: Sequence[Cause] = ()
    few = min(accounts.missed - FEWEST, int(accounts.missed * rest)) + 1
    for some in tried:
        missed = _repaired(accounts, some).missed_below(few)
        if missed is not None:
            few, best = missed, some
    mended = _repaired(accounts, best)
    return mended, [cause.finding(accounts.symptoms(mended)) for cause in best]


def _repaired(accounts: Accounts, causes: Sequence[Cause]) -> Accounts:
    for cause in causes:
        accounts = cause.repair(accounts)
    return accounts
