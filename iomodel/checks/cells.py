"""The one cell behind a few sums that don't agree: where its row and its column meet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from iomodel.checks.accounts import TRIPLES, Accounts, contradictions
from iomodel.checks.base import Finding, digits_swapped, gap, intended, number, slip
from iomodel.checks.rounding import last_place, spread
from iomodel.draft import FINAL, Part
from iomodel.text import Text

CHANCE = 1 / 4  # of agreeing by accident, above which nothing is concluded
MOST_MISSED = 200  # sums; where more are missed, no single cells are looked for
_PLAIN = ("intermediate", "final_demand", "primary")


@dataclass(frozen=True)
class Suspect:
    """A cell (i, j) of a part that would mend some sums, were `amount` added to it."""

    part: Part
    i: int
    j: int
    amount: float
    alone: bool = False  # found by the look of its figure, not by two sums that meet in it


def wrong_cells(accounts: Accounts) -> tuple[Accounts, list[Finding]]:
    """Return the accounts with the cells mended that sums convict, and a finding for each.

    A cell is convicted by two sums or more that all agree once it is mended; by a single sum only
    where it alone, of all cells in the row and column, comes right by a shift of the decimal
    point or a change of sign.
    """
    findings: list[Finding] = []
    while 0 < accounts.missed <= MOST_MISSED:
        most, best = 0, list[Suspect]()
        for suspect in _suspects(accounts):
            explained = accounts.missed - _mended(accounts, suspect).missed
            if explained > 1 or (explained == 1 and suspect.alone):
                if explained > most:
                    most, best = explained, []
                if explained == most:
                    best.append(suspect)
        if not best:
            break
        convicted = _convicted(accounts, best)
        mended = _mended(accounts, convicted[0])
        findings.append(_finding(accounts, mended, convicted))
        accounts = mended
    return accounts, findings


def _convicted(accounts: Accounts, best: Sequence[Suspect]) -> tuple[Suspect, ...]:
    """Return the first of the best; it, or the cell across the diagonal where that is as likely.

    Sums that can't tell a seller's cell that is too large from its mirror image that is too small
    leave it to the figure: a shifted decimal point or reversed sign, then digits that changed
    places, then a figure not below zero.
    """
    first = best[0]
    mirrored = Suspect(first.part, first.j, first.i, -first.amount, first.alone)
    rivals = [first, *(one for one in best if _same_cell(one, mirrored))]
    for evidence in (_slipped, digits_swapped, _kept_its_sign):
        held = [float(accounts.sheets[one.part].values[one.i, one.j]) for one in rivals]
        likely = [
            one
            for one, figure in zip(rivals, held, strict=True)
            if evidence(figure, figure + one.amount, accounts.slack)
        ]
        if len(likely) == 1:
            return (likely[0],)
    return tuple(rivals[:2])


def _same_cell(one: Suspect, other: Suspect) -> bool:
    return (one.part, one.i, one.j) == (other.part, other.i, other.j) and one.i != one.j


def _kept_its_sign(held: float, right: float, slack: float) -> bool:
    return held < 0 or right >= -slack


def _mended(accounts: Accounts, suspect: Suspect) -> Accounts:
    sheet = accounts.sheets[suspect.part].with_added(suspect.i, suspect.j, suspect.amount)
    return accounts.with_sheets({suspect.part: sheet})


def _suspects(accounts: Accounts) -> Iterator[Suspect]:
    yield from _where_sheets_contradict(accounts)
    yield from _where_printed_totals_meet(accounts)
    yield from _where_gaps_cancel(accounts)
    yield from _by_their_figures(accounts)


def _where_sheets_contradict(accounts: Accounts) -> Iterator[Suspect]:
    for triple in TRIPLES:
        if all(part in accounts.sheets for part in triple):
            apart = contradictions(accounts, triple)
            cells = np.argwhere(np.abs(apart) > accounts.slack)
            for i, j in cells if len(cells) <= MOST_MISSED else ():
                for part, sign in zip(triple, (-1.0, 1.0, 1.0), strict=True):
                    yield Suspect(part, int(i), int(j), sign * float(apart[i, j]))


def _where_printed_totals_meet(accounts: Accounts) -> Iterator[Suspect]:
    """Yield the cells whose row's and column's printed totals miss the cells by one amount."""
    missed = [
        (accounts.draft.printed[identity.printed], identity)
        for identity in accounts.identities
        if identity.printed is not None and identity.missed.any()
    ]
    plain = [(printed, identity) for printed, identity in missed if printed.kind in _PLAIN]
    for row, by_row in plain:
        for column, by_column in plain:
            if (row.side, column.side) == ("row", "column") and row.of == column.of:
                for i in np.flatnonzero(by_row.missed):
                    amount = float(by_row.residual[i])
                    near = np.abs(by_column.residual - amount) <= 2 * by_row.slack
                    for j in np.flatnonzero(by_column.missed & near):
                        yield Suspect(row.of, int(i), int(j), amount)


def _where_gaps_cancel(accounts: Accounts) -> Iterator[Suspect]:
    """Yield the domestic cells whose seller sells too much by what their buyer buys too much.

    Where the tolerance says that figures are rounded, gaps within rounding cancel by chance.
    """
    balance = accounts.identities[0]
    exact = accounts.tolerance < last_place(accounts.sheets["domestic"].values) / 2
    least = accounts.slack if exact else spread(accounts)
    apart = np.flatnonzero(np.abs(balance.residual) > max(least, accounts.slack))
    pairs = len(apart) * (len(apart) - 1) / 2
    for i in apart:
        if _by_chance(accounts, pairs, balance.residual[i]):
            continue
        against = np.abs(balance.residual[apart] + balance.residual[i]) <= 2 * balance.slack
        for j in apart[against]:
            yield Suspect("domestic", int(i), int(j), -float(balance.residual[i]))


def _by_their_figures(accounts: Accounts) -> Iterator[Suspect]:
    """Yield the cell that alone, by a slip of its decimal point or sign, leaves a sector's gap."""
    balance = accounts.identities[0]
    missed = np.flatnonzero(balance.missed)
    for i in missed:
        cells = list(_cells_of(accounts, int(i), float(balance.residual[i])))
        found = [
            Suspect(part, *cell, amount, alone=True)
            for part, cell, held, amount in cells
            if _slipped(held, held + amount, balance.slack)
            and not _by_chance(accounts, len(missed) * len(cells), amount)
        ]
        if len(found) == 1:
            yield found[0]


def _by_chance(accounts: Accounts, tried: float, figure: float) -> bool:
    """Return whether one of as many as were `tried` would agree with `figure` by chance."""
    unit = max(last_place(accounts.sheets["domestic"].values), 2 * accounts.slack)
    return tried * unit > CHANCE * abs(figure)


def _cells_of(
    accounts: Accounts, i: int, off: float
) -> Iterator[tuple[Part, tuple[int, int], float, float]]:
    """Yield the cells that enter the gap of sector i alone, their figures and what closes it."""
    for k, held in enumerate(accounts.sheets[FINAL[1]].values[i]):
        yield FINAL[1], (i, k), float(held), -off
    for part in ("imports", "primary_inputs"):
        if part in accounts.sheets:
            for k, held in enumerate(accounts.sheets[part].values[:, i]):
                yield part, (k, i), float(held), off


def _slipped(held: float, right: float, slack: float) -> bool:
    return intended(held, right, slack) is not None


def _finding(accounts: Accounts, mended: Accounts, convicted: Sequence[Suspect]) -> Finding:
    first = convicted[0]
    block = accounts.draft.parts[first.part]
    either = Text(" 또는 ", " or ")
    found = [_held(accounts, one) for one in convicted]
    right = [
        f"{number(_right(accounts, one))} ({block.rows[one.i]} × {block.columns[one.j]})"
        for one in convicted
    ]
    places = [block.place(one.i, one.j) for one in convicted]
    return Finding(
        "cell",
        Text(either.ko.join(places), either.en.join(places)),
        block.columns[first.j].code if first.part == "primary_inputs" else block.rows[first.i].code,
        Text("이 칸이 합계들과 어긋납니다", "the cell disagrees with the sums it is part of"),
        Text(either.ko.join(right), either.en.join(right)),
        Text(
            either.ko.join(one.ko for one in found),
            either.en.join(one.en for one in found),
        ),
        Text(
            "원자료와 대조하십시오. 원자료도 이러하면 같은 행과 열의 다른 칸을 보십시오",
            "check it against the source; if it stands there so, look at the rest of its row and "
            "column",
        ),
        float(accounts.sheets[first.part].values[first.i, first.j]) - _right(accounts, first),
        accounts.symptoms(mended),
    )


def _right(accounts: Accounts, suspect: Suspect) -> float:
    """Return what a cell should hold: what its sums leave for it, or what the slip was made of."""
    held = float(accounts.sheets[suspect.part].values[suspect.i, suspect.j])
    meant = intended(held, held + suspect.amount, accounts.slack)
    return held + suspect.amount if meant is None else meant


def _held(accounts: Accounts, suspect: Suspect) -> Text:
    """Return the figure of a cell, how far it is off and by what slip."""
    held, right = (
        float(accounts.sheets[suspect.part].values[suspect.i, suspect.j]),
        _right(accounts, suspect),
    )
    words = slip(held, right, accounts.slack)
    told = Text(f", {words.ko}", f", {words.en}") if words else Text("", "")
    off = f"{number(held)} ({gap(held - right)}"
    return Text(f"{off}{told.ko})", f"{off}{told.en})")
