"""Korean impact studies and coefficients: printed numbers held against printed numbers."""

from __future__ import annotations

from dataclasses import replace

from iomodel.audit.formula import FormulaError, read_formula
from iomodel.errors import Problem, PublicationFileError
from iomodel.files import parse_csv, read_bytes
from iomodel.reproduce.figures import Answer, Answers, Key, Printed
from iomodel.reproduce.home import Home
from iomodel.text import Text, same

_FORMULAS = ("series", "of", "formula", "low", "high")
_OVERSEAS = "S23"


def studies(home: Home) -> Answers:
    """Return what each study's own printed amounts and coefficients come to.

    A formula holds the printed numbers that stand behind a result, never the result; low and high
    are the same with every number at the edge of what it can have been before rounding.
    """
    return _answers(home)


def coefficients(home: Home) -> Answers:
    """Return the coefficients that accounting identities give from the other printed ones."""
    return _answers(home)


def _answers(home: Home) -> Answers:
    """Return every formula's value with its bounds, or all that is wrong with the file."""
    grid = home.grid("inputs/formulas.csv", _FORMULAS)
    found: dict[Key, Answer] = {}
    problems = []
    rows = zip(*(grid.column(name) for name in _FORMULAS), strict=True)
    for line, (series, of, *words) in zip(grid.lines, rows, strict=True):
        try:
            value, low, high = (_of(formula) for formula in words)
        except FormulaError as error:
            problems.append(replace(error.problem, place=f"line {line}"))
            continue
        if not min(low, high) <= value <= max(low, high):
            problems.append(_outside(line, words))
        found[series, of] = Answer(value, min(low, high), max(low, high))
    if problems:
        raise PublicationFileError(grid.origin, problems)
    return found


def _outside(line: int, words: list[str]) -> Problem:
    return Problem(
        f"line {line}",
        Text("값이 제 한계 밖에 있습니다", "the value lies outside its bounds"),
        same(f"{words[1]} … {words[2]}"),
        same(words[0]),
        Text("식이나 한계를 고치십시오", "mend the formula or its bounds"),
    )


def _of(words: str) -> float:
    return float(read_formula(words).of({}).interval.middle)


def overseas(home: Home) -> Answers:
    """Return the means of the six sectors' coefficients of overseas construction."""
    return {("mean", row["check"]): Answer.exactly(_of(row["expr"])) for row in _checks(home)}


def overseas_printed(home: Home) -> Printed:
    """Return the means as printed."""
    found: dict[Key, str] = {("mean", row["check"]): row["published"] for row in _checks(home)}
    return found


def _checks(home: Home) -> list[dict[str, str]]:
    assert home.elsewhere is not None
    path = home.elsewhere / "inputs/checks.csv"
    grid = parse_csv(str(path), read_bytes(path), ("id", "check", "expr", "published", "lo", "hi"))
    rows = (dict(zip(grid.header, row, strict=True)) for row in grid.rows)
    return [row for row in rows if row["id"] == _OVERSEAS]
