"""The inferred demand of a study, from the CSV that `iomodel reconcile` writes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from iomodel import catalogue
from iomodel.demand import Demand
from iomodel.errors import Problem, ScenarioFileError, UnitError, UnknownSectorError
from iomodel.files import numbers, parse_csv, read_bytes
from iomodel.scenario.study import Scenario
from iomodel.text import Text, same
from iomodel.units import MILLION_KRW, Money, won_unit

VECTOR_COLUMNS = ("scenario", "programme", "sector", "name", "amount", "unit", "basis")


def read_vectors(
    scenarios: tuple[Scenario, ...], tables: Path | str | None = None
) -> Demand | None:
    """Return the inferred demand of `scenarios` from their study's CSV, None where it has none.

    Raises
    ------
    ScenarioFileError
        With every row that doesn't name a programme and sector of the study, or no amount.
    """
    study = scenarios[0].study
    how = study.file.readings.reconciled
    if how is None:
        return None
    path = study.path / how.vectors
    grid = parse_csv(str(path), read_bytes(path), VECTOR_COLUMNS)
    if grid.problems:
        raise ScenarioFileError(str(path), grid.problems)
    lines = [
        scenario.line("reconciled", name)
        for scenario in scenarios
        for name in study.file.programmes
    ]
    row_of = {(line.scenario, line.programme): i for i, line in enumerate(lines)}
    known = {(s.id, name) for s in study.scenarios for name in study.file.programmes}
    amounts, _ = numbers(grid, ["amount"], "sector")
    problems: list[Problem] = []
    values = np.zeros((len(lines), len(study.classification)))
    touched = np.zeros(len(lines), dtype=bool)
    columns = (grid.column(n) for n in ("scenario", "programme", "sector", "unit", "amount"))
    for place, scenario, programme, code, unit, written, amount in zip(
        grid.lines, *columns, amounts[:, 0], strict=True
    ):
        pair = (scenario, programme)
        if not amount >= 0 or np.isinf(amount):
            problems.append(_no_amount(f"line {place}", written, bool(amount < 0)))
        elif pair not in known:
            problems.append(_no_such_pair(f"line {place}", pair))
        elif pair in row_of:
            try:
                position = study.classification.position(code)
                values[row_of[pair], position] += amount * won_unit(unit).per(MILLION_KRW)
                touched[row_of[pair]] = True
            except (UnknownSectorError, UnitError) as error:
                problems.append(replace(error.problems[0], place=f"line {place}"))
    if problems:
        raise ScenarioFileError(str(path), problems)
    if not touched.any():
        return None
    kept = np.flatnonzero(touched)
    price_year = catalogue.stamp(how.table, tables).price_year
    return Demand(
        study.classification,
        values[kept],
        Money(MILLION_KRW, price_year, "producers"),
        tuple(lines[i] for i in kept),
        "inferred",
    )


def _no_amount(place: str, written: str, negative: bool) -> Problem:
    return Problem(
        place,
        Text("금액이 음수입니다", "the amount is negative")
        if negative
        else Text("금액이 숫자가 아닙니다", "the amount is not a number"),
        Text("0 이상의 수", "a number of zero or more") if negative else Text("수", "a number"),
        same(f'"{written}"'),
        Text("iomodel reconcile로 다시 만드십시오", "make it anew: iomodel reconcile"),
    )


def _no_such_pair(place: str, pair: tuple[str, str]) -> Problem:
    return Problem(
        place,
        Text("이 연구에 없는 시나리오나 사업입니다", "no such scenario or programme in the study"),
        Text("study.toml의 사업과 그 옆의 시나리오", "a programme and a scenario of the study"),
        same(" / ".join(pair)),
        Text("iomodel reconcile로 다시 만드십시오", "make the file anew: iomodel reconcile"),
    )
