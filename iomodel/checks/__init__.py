"""Is a table right? Every contradiction in it, its cause named first, with cell and size.

`examine` judges a draft as a reader made it, `examine_table` a table. Checks come in three steps:
labels and cells; one cause behind many sums (each found is repaired on a copy, so that what
follows from it isn't told as well, and what is left is looked at by itself); then signs,
coefficients, units and employment. What a reader knows to follow from the table, such as the
inverse beside it, is held against a table that has no other error.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from iomodel.catalogue import find
from iomodel.checks.accounts import Accounts
from iomodel.checks.balance import balance_findings
from iomodel.checks.base import Finding, Symptom
from iomodel.checks.causes import root_causes
from iomodel.checks.cells import wrong_cells
from iomodel.checks.claims import claim_findings
from iomodel.checks.coefficients import coefficient_findings
from iomodel.checks.employment import employment_findings
from iomodel.checks.empty import empty_findings
from iomodel.checks.kinds import CHECKS, Kind, Severity
from iomodel.checks.labels import best_order, label_findings
from iomodel.checks.lines import sized, without_totals
from iomodel.checks.report import Report
from iomodel.checks.rounding import rounded, spread
from iomodel.checks.signs import sign_findings
from iomodel.checks.units import unit_findings
from iomodel.draft import Draft
from iomodel.errors import NotSupportedError, Problem
from iomodel.storage import TableFolder
from iomodel.table import IOTable
from iomodel.text import Text, same

__all__ = [
    "CHECKS",
    "Finding",
    "Kind",
    "Report",
    "Severity",
    "Symptom",
    "examine",
    "examine_id",
    "examine_table",
]


def examine(draft: Draft) -> Report:
    """Return everything that is wrong with a draft, or worth knowing.

    Parameters
    ----------
    draft : Draft
        n sectors; figures in `draft.info.unit`, rounded within `draft.info.tolerance`.
    """
    smaller, totals = without_totals(draft)
    findings, ordered, complete = label_findings(smaller), smaller, sized(smaller)
    if complete:
        ordered, findings = best_order(smaller, findings)
        accounts = Accounts.of(ordered)
        empty, all_told = empty_findings(accounts)
        findings += empty if all_told else [*empty, *_summed(accounts)]
        complete = not all_told
    findings += [*totals, *unit_findings(draft)]
    if not any(one.severity == "error" for one in findings):
        findings += claim_findings(draft.claims, draft.info.tolerance)
    kinds = list(CHECKS)
    findings.sort(key=lambda one: (one.severity, kinds.index(one.kind), -abs(one.size)))
    return Report(
        draft.origin,
        len(smaller.sectors),
        draft.info.money,
        draft.info.tolerance,
        tuple(findings),
        complete,
    )


def _summed(accounts: Accounts) -> list[Finding]:
    """Return what the sums show, and what figures show once their causes are repaired."""
    accounts, causes = _all_causes(accounts) if accounts.missed else (accounts, [])
    return [
        *causes,
        *balance_findings(accounts),
        *sign_findings(accounts),
        *coefficient_findings(accounts),
        *employment_findings(accounts),
    ]


def _all_causes(accounts: Accounts) -> tuple[Accounts, list[Finding]]:
    """Return the accounts with every cause found repaired, each before the next is looked for.

    First without regard to what rounding may explain, then to the last digit.
    """
    coarse = spread(accounts)
    causes: list[Finding] = []
    if coarse > accounts.slack:
        rough, causes = _caused(replace(accounts, slack=coarse), pairs=True)
        accounts, small = rounded(replace(rough, slack=accounts.slack))
        causes += small
    accounts, fine = _caused(accounts, pairs=coarse <= accounts.slack)
    return accounts, [*causes, *fine]


def _caused(accounts: Accounts, *, pairs: bool) -> tuple[Accounts, list[Finding]]:
    accounts, causes = root_causes(accounts, pairs=pairs)
    accounts, cells = wrong_cells(accounts)
    return accounts, [*causes, *cells]


def examine_table(table: IOTable) -> Report:
    """Return everything that is wrong with a table, or worth knowing; see `examine`."""
    return examine(Draft.of(table))


def examine_id(id: str, tables: Path | str | None = None) -> Report:
    """Return everything that is wrong with the table called `id`, or in the folder of that path.

    Parameters
    ----------
    id : str
        As `iomodel.load_table` takes it, or the path of a table's folder.
    tables : path, optional
        Where to look first.

    Raises
    ------
    NotFoundError
        If there is no such table.
    TableFileError
        If its files can't be read as they stand; the problems name the cells.
    NotSupportedError
        If it holds no transactions.
    """
    folder = TableFolder.open(Path(id)) if (Path(id) / "table.toml").is_file() else find(id, tables)
    table = folder.read(id if id in folder.ids() else folder.file.id)
    if not isinstance(table, IOTable):
        raise NotSupportedError(
            id,
            Problem(
                "",
                Text(
                    "거래가 없는 표는 검사할 수 없습니다", "a table without flows can't be examined"
                ),
                Text("거래표(transactions)", "a table of transactions"),
                same(folder.file.kind),
                Text("거래표를 검사하십시오", "examine a table of transactions"),
            ),
        )
    return examine_table(table)
