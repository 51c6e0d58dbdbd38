"""What users hand to an analysis besides the model: amounts by name, vectors, indicators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from iomodel.analyses.sectorwise import sector_positions
from iomodel.errors import LabelError, NotFoundError, Problem
from iomodel.impact import Indicator
from iomodel.models.base import Model
from iomodel.sectors import Classification, require_same_labels
from iomodel.table import IOTable
from iomodel.text import Text, same

Array = NDArray[np.float64]
Amounts = Mapping[str, float] | Sequence[str]


def amounts(given: Amounts, argument: str) -> dict[str, float]:
    """Return word → number from a mapping, or from words such as "450=10".

    Raises
    ------
    LabelError
        Listing every word that isn't `NAME=NUMBER`, isn't finite or names something twice.

    Examples
    --------
    >>> from iomodel.analyses.sector_amounts import amounts
    >>> amounts(["450=10", "원유=-5"], "changes")
    {'450': 10.0, '원유': -5.0}
    """
    pairs = list(given.items() if isinstance(given, Mapping) else map(_pair, given))
    names = [name for name, _ in pairs]
    bad = [name for name, value in pairs if not np.isfinite(value) or names.count(name) > 1]
    if bad:
        raise LabelError(argument, [_not_a_pair(name) for name in bad], data=bad)
    return {name: float(value) for name, value in pairs}


def _pair(word: str) -> tuple[str, float]:
    name, _, number = word.rpartition("=")
    try:
        return (name.strip(), float(number)) if name.strip() else (word, float("nan"))
    except ValueError:
        return word, float("nan")


def _not_a_pair(word: str) -> Problem:
    return Problem(
        f'"{word}"',
        Text("이름 하나에 수 하나가 아닙니다", "this is not one number for one name"),
        Text("이름=수, 예: 450=10", "NAME=NUMBER, for example 450=10"),
        same(word),
        Text(
            "이름마다 한 번, 수는 숫자로 적으십시오",
            "write each name once, its number in digits",
        ),
    )


def by_sector(sectors: Classification, given: Amounts, argument: str) -> Array:
    """Return amounts by sector, (n,); zero where none was given.

    Raises
    ------
    LabelError, UnknownSectorError
        As `amounts` and `sectorwise.sector_positions`.
    """
    named = amounts(given, argument)
    values = np.zeros(len(sectors))
    values[sector_positions(sectors, named)] = list(named.values())
    return values


def vector(sectors: Classification, values: Any, argument: str) -> Array:
    """Return one finite number a sector, (n,); a labelled series must be in the table's order.

    Raises
    ------
    LabelError
        If the length, the labels or a value don't fit (R1, R2).
    """
    index = getattr(values, "index", None)
    if index is not None and not callable(index):
        labels = Text("벡터와 표", "vector and table")
        require_same_labels(argument, [str(label) for label in index], sectors.codes, labels)
    array = np.asarray(values, dtype=np.float64)
    if array.shape != (len(sectors),):
        found = str(array.shape)
    elif not np.isfinite(array).all():
        found = ", ".join(sectors.codes[i] for i in np.flatnonzero(~np.isfinite(array)))
    else:
        return array
    raise LabelError(
        argument,
        Problem(
            "",
            Text("부문마다 유한한 수 하나가 아닙니다", "this is not one finite number a sector"),
            Text(f"{len(sectors)}개 부문의 수", f"numbers for {len(sectors)} sectors"),
            same(found),
            Text(
                "표의 부문 순서대로, 없으면 0으로 채우십시오",
                "fill them in the order of the table's sectors, zero where there is none",
            ),
        ),
        data=found,
    )


def indicator(model: Model, id: str) -> tuple[int, Indicator]:
    """Return the position and the description of one of the model's indicators.

    Raises
    ------
    NotFoundError
        Listing those it has.
    """
    known = [part.id for part in model.indicators]
    if id in known:
        return known.index(id), model.indicators[known.index(id)]
    raise NotFoundError(
        model.info.id,
        Problem(
            "indicator",
            Text("이 표에 없는 지표입니다", "the table has no such indicator"),
            same(", ".join(known)),
            same(f'"{id}"'),
            Text("위의 이름 중에서 고르십시오", "choose one of those"),
        ),
        data=id,
    )


def category(table: IOTable, code: str, argument: str) -> int:
    """Return the position of a category of final demand.

    Raises
    ------
    NotFoundError
        Listing those the table has.
    """
    codes = [label.code for label in table.info.final_demand]
    if code in codes:
        return codes.index(code)
    raise NotFoundError(
        table.info.id,
        Problem(
            argument,
            Text("이 표에 없는 최종수요 항목입니다", "the table has no such category of demand"),
            Text(
                ", ".join(f"{label.code} {label.ko}" for label in table.info.final_demand),
                ", ".join(f"{label.code} {label.en}" for label in table.info.final_demand),
            ),
            same(f'"{code}"'),
            Text("위의 코드 중에서 고르십시오", "choose one of those codes"),
        ),
        data=code,
    )


def refuse_value(argument: str, what: Text, expected: Text, found: object) -> LabelError:
    """Return the error of an argument whose value is out of range."""
    remedy = Text(f"{argument} 값을 고치십시오", f"correct {argument}")
    return LabelError(argument, Problem("", what, expected, same(found), remedy), data=found)
