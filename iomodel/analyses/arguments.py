"""What users write: choices, numbers in a range, sectors, indicators, lists of `name=number`.

Every reader names all that is wrong at once (R12), and the argument as the functions call it; the
command line writes it with hyphens.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from iomodel.errors import (
    InactiveSectorError,
    LabelError,
    NotFoundError,
    NotSupportedError,
    Problem,
    UnknownSectorError,
)
from iomodel.impact import Indicator
from iomodel.leontief import Array
from iomodel.models.base import Model
from iomodel.sectors import Classification
from iomodel.table import IOTable
from iomodel.text import Text, same

Words: TypeAlias = Sequence[str] | str
Amounts: TypeAlias = Mapping[str, float] | Sequence[str]

OUT_OF_RANGE = Text("값이 범위를 벗어났습니다", "the value is out of range")
NOT_FINITE = Text("유한한 수가 아닙니다", "the number is not finite")


# ------------------------------------------------------------------ single values
def listed(words: Words | None) -> list[str]:
    """Return words as a list, a word alone being a list of one."""
    return [words] if isinstance(words, str) else list(words or ())


def corrected(argument: str) -> Text:
    """Return the remedy that an argument be corrected."""
    return Text(f"{argument}을(를) 고치십시오", f"correct {argument}")


def bad_value(
    argument: str, expected: Text, found: object, what: Text = OUT_OF_RANGE
) -> LabelError:
    """Return the error of an argument that can't be used."""
    return LabelError(
        argument, Problem("", what, expected, same(found), corrected(argument)), data=found
    )


def require(
    holds: bool, argument: str, expected: Text, found: object, what: Text = OUT_OF_RANGE
) -> None:
    """Raise unless an argument is as expected.

    Raises
    ------
    LabelError
        Naming the argument.
    """
    if not holds:
        raise bad_value(argument, expected, found, what)


def require_count(argument: str, value: int, least: int = 1) -> None:
    """Raise LabelError unless `value` is a whole number from `least`, zero or one."""
    words = {0: Text("0 이상의 정수", "a whole number from zero")}
    words[1] = Text("1 이상의 정수", "a whole number from one")
    require(value >= least, argument, words[least], value)


def require_choice(argument: str, value: str, allowed: Sequence[str]) -> None:
    """Raise unless `value` is one of those allowed.

    Raises
    ------
    NotSupportedError
        Naming the argument and the values allowed.
    """
    if value in allowed:
        return
    raise NotSupportedError(
        argument,
        Problem(
            "",
            Text("모르는 선택지입니다", "the choice isn't known"),
            one_of(allowed),
            same(f'"{value}"'),
            corrected(argument),
        ),
        data=value,
    )


def one_of(names: Iterable[str]) -> Text:
    """Return what is expected where one of some names is."""
    known = ", ".join(names)
    return Text(f"다음 중 하나: {known}", f"one of: {known}")


# ------------------------------------------------------------------ name=number
def amounts(given: Amounts, argument: str) -> dict[str, float]:
    """Return name → number from a mapping, or from words such as "450=10".

    Raises
    ------
    LabelError
        Listing every word that isn't `NAME=NUMBER`, isn't finite or names something twice.

    Examples
    --------
    >>> from iomodel.analyses.arguments import amounts
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
        value = float(number.replace(",", ""))
    except ValueError:
        return word, float("nan")
    return (name.strip(), value) if name.strip() else (word, float("nan"))


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


# ------------------------------------------------------------------ sectors
def sector_positions(sectors: Classification, words: Iterable[str]) -> list[int]:
    """Return the positions of the sectors that `words` name, each named once.

    Raises
    ------
    UnknownSectorError
        Listing every word that names no sector, with the nearest that exist.
    LabelError
        If a sector is named twice.
    """
    positions: list[int] = []
    problems: list[Problem] = []
    unknown: list[str] = []
    for word in words:
        try:
            positions.append(sectors.position(word))
        except UnknownSectorError as error:
            problems += error.problems
            unknown.append(word)
    if problems:
        raise UnknownSectorError(sectors.id, problems, data=unknown)
    doubled = sorted({i for i in positions if positions.count(i) > 1})
    if doubled:
        raise LabelError(
            sectors.id,
            [_twice(str(sectors.sectors[i])) for i in doubled],
            data=[sectors.codes[i] for i in doubled],
        )
    return positions


def _twice(sector: str) -> Problem:
    return Problem(
        sector,
        Text("같은 부문을 두 번 적었습니다", "the sector is named twice"),
        Text("부문마다 한 번", "each sector once"),
        Text("두 번 이상", "more than once"),
        Text("하나를 지우십시오", "leave one of them out"),
    )


def by_sector(sectors: Classification, given: Amounts, argument: str) -> Array:
    """Return amounts by sector, (n,); zero where none was given.

    Raises
    ------
    LabelError, UnknownSectorError
        As `amounts` and `sector_positions`.
    """
    named = amounts(given, argument)
    values = np.zeros(len(sectors))
    values[sector_positions(sectors, named)] = list(named.values())
    return values


def require_active(
    origin: str,
    sectors: Classification,
    active: NDArray[np.bool_],
    positions: Iterable[int] | NDArray[np.intp],
) -> None:
    """Raise unless all sectors at these positions have output (R2).

    Raises
    ------
    InactiveSectorError
        Listing those that haven't.
    """
    idle = [sectors.sectors[i] for i in positions if not active[i]]
    if not idle:
        return
    raise InactiveSectorError(
        origin,
        [
            Problem(
                str(sector),
                Text("이 표에 이 부문의 생산이 없습니다", "the sector has no output in this table"),
                Text("생산이 있는 부문", "a sector with output"),
                Text("산출 0", "output of zero"),
                Text("다른 부문을 고르십시오", "choose another sector"),
            )
            for sector in idle
        ],
        data=[sector.code for sector in idle],
    )


# ------------------------------------------------------------------ indicators and categories
def indicator_positions(
    known: Sequence[Indicator],
    ids: Iterable[str],
    origin: str,
    argument: str = "indicators",
    remedy: Text | None = None,
) -> list[int]:
    """Return the positions of indicators among those known.

    Raises
    ------
    NotFoundError
        Listing every id that is none of them, and what there is.
    """
    names = [indicator.id for indicator in known]
    wanted = list(ids)
    unknown = [id for id in wanted if id not in names]
    if unknown:
        what = Text("그런 지표가 없습니다", "there is no such indicator")
        mend = remedy or corrected(argument)
        raise NotFoundError(
            origin,
            [Problem(argument, what, one_of(names), same(f'"{id}"'), mend) for id in unknown],
            data=unknown,
        )
    return [names.index(id) for id in wanted]


def indicator_of(model: Model, id: str, argument: str = "indicator") -> tuple[int, Indicator]:
    """Return the position and the description of one of the model's indicators.

    Raises
    ------
    NotFoundError
        Listing those it has.
    """
    (at,) = indicator_positions(model.indicators, [id], model.info.id, argument)
    return at, model.indicators[at]


def indicators_there(model: Model, ids: Iterable[str]) -> list[int]:
    """Return the positions of those of the indicators `ids` that the model has."""
    known = [indicator.id for indicator in model.indicators]
    return [known.index(id) for id in ids if id in known]


def category_positions(table: IOTable, words: Words, argument: str) -> list[int]:
    """Return the positions of categories of final demand given by code or exact name, in order.

    Raises
    ------
    NotFoundError
        Listing every word that names none, and the categories that the table has.
    """
    labels = table.info.final_demand
    found = {
        word: [i for i, label in enumerate(labels) if word in (label.code, label.ko, label.en)]
        for word in listed(words)
    }
    unknown = [word for word, at in found.items() if len(at) != 1]
    if unknown:
        what = Text("이 표에 없는 최종수요 항목입니다", "the table has no such category of demand")
        remedy = Text("위의 코드 중에서 고르십시오", "choose one of those codes")
        raise NotFoundError(
            table.info.id,
            [
                Problem(argument, what, categories_there(table), same(f'"{word}"'), remedy)
                for word in unknown
            ],
            data=unknown,
        )
    return sorted({at[0] for at in found.values()})


def categories_there(table: IOTable) -> Text:
    """Return the codes and names of the table's categories of final demand."""
    labels = table.info.final_demand
    return Text(
        ", ".join(f"{label.code} {label.ko}" for label in labels),
        ", ".join(f"{label.code} {label.en}" for label in labels),
    )
