"""Input coefficients: columns and cells above one, and whether the table is productive (R5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from iomodel.checks.accounts import NOISE, Accounts
from iomodel.checks.base import Finding
from iomodel.errors import NotConvergedError, Problem
from iomodel.iterative.flows import ScaledFlows
from iomodel.iterative.refusals import not_productive
from iomodel.leontief import input_coefficients
from iomodel.text import Text, same


def coefficient_findings(accounts: Accounts) -> list[Finding]:
    """Return the sectors that buy for more than they make, and whether the whole is productive."""
    return [*_over_one(accounts), *_not_productive(accounts)]


def _over_one(accounts: Accounts) -> Iterator[Finding]:
    """Yield the columns of A = (Zᵈ + Zᵐ) x̂⁻¹ that sum to more than one, and cells above one."""
    block, output = accounts.draft.parts["domestic"], accounts.output
    domestic = input_coefficients(accounts.sheets["domestic"].values, output)
    sums = domestic.sum(axis=0)
    if "imports" in accounts.sheets:
        sums = sums + input_coefficients(accounts.sheets["imports"].columns[None, :], output)[0]
    for j in np.flatnonzero((sums > 1 + NOISE) & (output > accounts.slack)):
        yield Finding(
            "inputs-over-output",
            block.place(-1, int(j)),
            block.columns[int(j)].code,
            Text("중간투입이 산출보다 많습니다", "intermediate inputs exceed output"),
            Text("투입계수의 합 1 이하", "input coefficients of at most one in all"),
            Text(
                f"{sums[j]:.4f} ({block.columns[int(j)]})",
                f"{sums[j]:.4f} ({block.columns[int(j)]})",
            ),
            Text(
                "부가가치가 음수인 부문인지 원자료에서 확인하십시오",
                "see in the source whether value added is negative there",
            ),
            float(sums[j]),
        )
    for i, j in np.argwhere((domestic > 1 + NOISE) & (output > accounts.slack)):
        cell = f"{block.rows[int(i)]} × {block.columns[int(j)]}"
        yield Finding(
            "coefficient-over-one",
            block.place(int(i), int(j)),
            block.columns[int(j)].code,
            Text("투입계수가 1보다 큽니다", "an input coefficient exceeds one"),
            Text("1 이하", "at most one"),
            same(f"{domestic[i, j]:.4f} ({cell})"),
            Text("이 칸을 원자료와 대조하십시오", "check the cell against the source"),
            float(domestic[i, j]),
        )


def _not_productive(accounts: Accounts) -> Iterator[Finding]:
    flows = ScaledFlows(
        np.nan_to_num(accounts.sheets["domestic"].values), np.nan_to_num(accounts.output)
    )
    if flows.surely_productive:
        return
    draft, radius = accounts.draft, float("nan")
    names = [str(mark) for mark in draft.sectors]
    try:
        radius, vector = flows.dominant()
    except NotConvergedError as error:
        problem: Problem = error.problems[0]
    else:
        if radius < 1.0:
            return
        problem = not_productive(draft.origin, names, radius, vector).problems[0]
    problem = replace(problem, place=draft.parts["domestic"].place(-1, -1))
    yield Finding(
        "not-productive",
        problem.place,
        "",
        problem.what,
        problem.expected,
        problem.found,
        problem.remedy,
        radius,
    )
