"""What is wrong with an amount of a table, and which scenarios that fails."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from iomodel.batch.columns import starts, text
from iomodel.batch.rows import COLUMNS, LABELS, Terms
from iomodel.errors import Problem
from iomodel.extras import extra
from iomodel.text import Text, same


def labels_of(table: Any, terms: Terms) -> dict[str, Any]:
    """Return the label columns as strings; what isn't there is the same for all rows."""
    pa = extra("pyarrow")
    rows = table.num_rows
    labels = {}
    for name in LABELS:
        if name in COLUMNS and name in table.column_names:
            labels[name] = text(table[name])
        else:
            same = {"region": terms.region, "kind": "spending"}.get(name, "")
            labels[name] = pa.repeat(same, rows)
    return labels


def runs_of(scenarios: Any) -> NDArray[np.int64]:
    """Return which run of equal ids each row belongs to, counted from zero, (rows,)."""
    at = starts(scenarios)
    sizes = np.diff(np.append(at, len(scenarios)))
    return np.repeat(np.arange(len(at)), sizes)


def bad_amount(place: str, value: float, written: object) -> Problem:
    """Return the problem of an amount that is negative or no number (R2)."""
    negative = value < 0
    return Problem(
        place,
        Text("금액이 음수입니다", "the amount is negative")
        if negative
        else Text("금액이 숫자가 아닙니다", "the amount is not a number"),
        Text("0 이상의 수", "a number of zero or more"),
        same(f'"{written}"'),
        Text(
            "지출은 0 이상으로 적으십시오. 없는 금액은 0이거나 행이 없어야 합니다",
            "state spending as zero or more; no spending is zero, or no row",
        ),
    )


def no_scenario() -> Problem:
    """Return the problem of a row without a scenario's id."""
    return Problem(
        'column "scenario"',
        Text("시나리오의 이름이 비어 있습니다", "the scenario has no id"),
        Text("비지 않은 이름", "an id"),
        Text("빈 칸", "nothing"),
        Text("행마다 시나리오를 적으십시오", "name the scenario on every row"),
    )


@dataclass(frozen=True)
class Trouble:
    """Rows with one kind of problem, ascending, and what makes the problem of the i-th of them."""

    rows: NDArray[np.int64]
    problem: Callable[[int], Problem]

    @classmethod
    def cells(cls, table: Any, name: str, values: NDArray[np.float64]) -> Trouble:
        """Return the trouble with a column of amounts (R2)."""
        with np.errstate(invalid="ignore"):
            rows = np.flatnonzero(~(values >= 0) | np.isinf(values))
        column = table[name]

        def problem(i: int) -> Problem:
            cell = column[int(rows[i])].as_py()
            place, value = f'column "{name}"', float(values[rows[i]])
            return bad_amount(place, value, "" if cell is None else cell)

        return cls(rows, problem)

    @classmethod
    def words(cls, name: str, code: NDArray[np.int64], unknown: dict[int, Problem]) -> Trouble:
        """Return the trouble with a column of words, some of which are unknown."""
        rows = np.flatnonzero(np.isin(code, list(unknown))) if unknown else np.zeros(0, np.int64)
        told = {i: replace(found, place=f'column "{name}"') for i, found in unknown.items()}
        return cls(rows, lambda i: told[int(code[rows[i]])])

    @classmethod
    def same(cls, rows: Any, problem: Problem) -> Trouble:
        """Return the trouble with rows that all have the same problem."""
        return cls(np.flatnonzero(rows), lambda i: problem)

    @classmethod
    def nameless(cls, scenarios: Any) -> Trouble:
        """Return the trouble with rows that name no scenario."""
        empty = extra("pyarrow.compute").equal(scenarios, "")
        return cls.same(empty.to_numpy(zero_copy_only=False), no_scenario())


def failing(
    troubles: Sequence[Trouble], run: NDArray[np.int64], scenarios: Any, terms: Terms
) -> tuple[NDArray[np.bool_] | None, Any]:
    """Return which rows are of scenarios without trouble, and the failures of the others.

    Returns
    -------
    keep : ndarray of bool (rows,) or None
        None where there is no trouble.
    failures : pyarrow.Table
        At most so many problems of each scenario, and how many more it has.
    """
    found = [trouble for trouble in troubles if len(trouble.rows)]
    told = Told(terms)
    if not found:
        return None, told.table()
    rows = np.concatenate([trouble.rows for trouble in found])
    which = np.repeat(np.arange(len(found)), [len(trouble.rows) for trouble in found])
    index = np.concatenate([np.arange(len(trouble.rows)) for trouble in found])
    order = np.argsort(rows, kind="stable")
    runs = run[rows[order]]
    first = np.searchsorted(runs, runs)  # where each scenario begins
    rank = np.arange(len(runs)) - first
    count = np.searchsorted(runs, runs, side="right") - first
    shown = np.flatnonzero(rank <= PROBLEMS)
    names = scenarios.take(extra("pyarrow").array(rows[order[shown]])).to_pylist()
    for at, name in zip(shown, names, strict=True):
        i, row = order[at], int(rows[order[at]])
        more = int(count[at]) - PROBLEMS
        if rank[at] == PROBLEMS:
            told.add(name, _more(more), row)
        else:
            told.add(name, found[which[i]].problem(int(index[i])), row)
    return ~np.isin(run, runs), told.table()


PROBLEMS = 20  # of one scenario that are told


def _more(count: int) -> Problem:
    return Problem(
        "",
        Text("이 시나리오의 문제가 더 있습니다", "the scenario has more problems"),
        Text("문제 없는 행들", "rows without any"),
        Text(f"{count}건 더", f"{count} more"),
        Text("앞의 것들을 고친 뒤 다시 돌리십시오", "mend those told and run again"),
    )


class Told:
    """Failures as the columns of a table, messages rendered in both languages."""

    def __init__(self, terms: Terms, table: str = "") -> None:
        self._terms, self._table = terms, table
        self._scenarios: list[str] = []
        self._ko: list[str] = []
        self._en: list[str] = []
        self._rows: list[int | None] = []

    def add(self, scenario: str, problem: Problem, row: int | None = None) -> None:
        """Take in one problem, and the row of the piece that has it."""
        self._scenarios.append(scenario)
        self._ko.append(problem.render("ko"))
        self._en.append(problem.render("en"))
        self._rows.append(row)

    def table(self) -> Any:
        """Return them as an Arrow table."""
        pa = extra("pyarrow")
        n = len(self._scenarios)
        words = pa.string()
        return pa.table(
            {
                "study": pa.repeat(self._terms.study, n),
                "scenario": pa.array(self._scenarios, words),
                "reading": pa.repeat(self._terms.reading, n),
                "table": pa.repeat(self._table, n),
                "message_ko": pa.array(self._ko, words),
                "message_en": pa.array(self._en, words),
                "row": pa.array(self._rows, pa.int64()),
            }
        )
