"""Which sectors may be spent on, in which shares, and how much at most."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from iomodel.errors import LabelError, Problem, UnknownSectorError
from iomodel.files import duplicates, numbers, parse_csv, read_bytes
from iomodel.impact import Array
from iomodel.sectors import Classification
from iomodel.seek.mixes import Ints, Limits
from iomodel.text import Text, same
from iomodel.units import MoneyUnit

SUM_TO_ONE = 1e-6  # how far shares as written may add up from one
COLUMNS = ("sector", "lower", "upper", "most")


@dataclass(frozen=True)
class Bound:
    """Limits of one sector.

    Attributes
    ----------
    lower, upper : float
        Share of the spending.
    most : float
        Spending at most, in the unit that is asked in; infinity for no limit.
    """

    lower: float = 0.0
    upper: float = 1.0
    most: float = np.inf


@dataclass(frozen=True, eq=False)
class Mix:
    """The sectors that may be spent on.

    Attributes
    ----------
    sectors : ndarray of int (m,)
        Positions in the classification.
    shares : ndarray (m,) or None
        Where they are fixed; None where they are sought.
    limits : Limits
        Of these m sectors, in the table's money.
    """

    sectors: Ints
    shares: Array | None
    limits: Limits


def mix_of(
    asked: Mapping[str, float] | Sequence[str],
    classification: Classification,
    bounds: Mapping[str, Bound],
    budget: float,
    unit: MoneyUnit,
    table: MoneyUnit,
) -> Mix:
    """Return the mix of sectors with fixed shares, or of sectors whose shares are sought.

    Parameters
    ----------
    asked : mapping or sequence
        Code or name → share, adding up to one; or codes and names alone.
    bounds : mapping
        Code or name → limits; of sectors among those asked for.
    budget : float
        Largest spending in all, in `unit`; infinity for none.

    Raises
    ------
    LabelError
        With every sector, share and limit that doesn't fit.
    """
    problems: list[Problem] = []
    positions = list(_positions(asked, classification, "mix", problems))
    problems += _stands_twice(asked, positions)
    shares = None
    if isinstance(asked, Mapping):
        shares = np.array(list(asked.values()), dtype=float)
        problems += _wrong_shares(asked)
    found: dict[int, Bound] = {}
    where = list(_positions(bounds, classification, "bounds", problems))
    for (word, bound), position in zip(bounds.items(), where, strict=True):
        problems += _wrong_bound(word, bound, inside=position in positions or position < 0)
        found[position] = bound
    each = [found.get(position, Bound()) for position in positions]
    if shares is not None:
        problems += _fixed_and_bounded(asked, each)
    if not asked:
        problems.append(_empty())
    problems += _impossible(each)
    if not budget > 0:
        problems.append(_no_budget(budget))
    if problems:
        raise LabelError("mix", problems)
    scale = unit.per(table)
    limits = Limits(
        np.array([bound.lower for bound in each]),
        np.array([bound.upper for bound in each]),
        np.array([bound.most for bound in each]) * scale,
        budget * scale,
    )
    return Mix(np.array(positions), shares, limits)


def read_bounds(path: Path | str) -> dict[str, Bound]:
    """Return the limits in a CSV: columns sector, lower, upper, most; an empty cell is no limit.

    Raises
    ------
    LabelError
        With every problem of the file.
    """
    file = Path(path)
    grid = parse_csv(str(file), read_bytes(file), COLUMNS)
    if grid.problems:
        raise LabelError(str(file), grid.problems)
    where = [grid.header.index(name) for name in COLUMNS]
    rows = tuple(tuple(row[i].strip() for i in where) for row in grid.rows)
    filled = tuple((row[0], *(c or d for c, d in zip(row[1:], _FREE, strict=True))) for row in rows)
    plain = replace(grid, header=COLUMNS, rows=filled)
    values, problems = numbers(plain, COLUMNS[1:], COLUMNS[0])
    problems += duplicates(plain, COLUMNS[0])
    if problems:
        raise LabelError(str(file), problems)
    return {
        row[0]: Bound(float(low), float(high), float(most) if row[3] else np.inf)
        for row, (low, high, most) in zip(rows, values, strict=True)
    }


_FREE = ("0", "1", "0")  # in place of empty cells, so that the rest can be read as numbers


def _positions(
    words: Iterable[str], classification: Classification, place: str, problems: list[Problem]
) -> Iterator[int]:
    """Yield the position of each sector; -1, and a problem, for those that aren't there."""
    for word in words:
        try:
            yield classification.position(word)
        except UnknownSectorError as error:
            problems += [replace(problem, place=place) for problem in error.problems]
            yield -1


def _stands_twice(asked: Iterable[str], positions: list[int]) -> Iterator[Problem]:
    for word, position in zip(asked, positions, strict=True):
        if position >= 0 and positions.count(position) > 1:
            yield Problem(
                "mix",
                Text("같은 부문이 두 번 나옵니다", "a sector stands twice"),
                Text("부문마다 한 번", "each sector once"),
                same(f'"{word}"'),
                Text("하나로 합치십시오", "join them"),
            )


def _wrong_shares(asked: Mapping[str, float]) -> Iterator[Problem]:
    what = Text("몫이 맞지 않습니다", "the shares do not fit")
    remedy = Text(
        "퍼센트라면 100으로 나누고, 빠진 몫을 더하십시오",
        "divide percentages by 100, or add what is missing",
    )
    wrong = [f"{word}={share:g}" for word, share in asked.items() if not 0 <= share <= 1]
    if wrong:
        expected = Text("0에서 1 사이의 몫", "shares from 0 to 1")
        yield Problem("mix", what, expected, same(", ".join(wrong)), remedy)
    elif asked and abs(sum(asked.values()) - 1.0) > SUM_TO_ONE:
        total = sum(asked.values())
        expected = Text("합이 1인 몫", "shares that add up to one")
        yield Problem("mix", what, expected, Text(f"합 {total:g}", f"a sum of {total:g}"), remedy)


def _wrong_bound(word: str, bound: Bound, *, inside: bool) -> Iterator[Problem]:
    place = f"bounds, {word}"
    if not inside:
        yield Problem(
            place,
            Text("구성에 없는 부문의 한도입니다", "the limit is of a sector that the mix lacks"),
            Text("--mix에 있는 부문", "a sector of --mix"),
            same(f'"{word}"'),
            Text("--mix에 더하거나 한도를 지우십시오", "add it to --mix, or remove the limit"),
        )
    if not 0 <= bound.lower <= bound.upper <= 1:
        yield Problem(
            place,
            Text("몫의 한도가 맞지 않습니다", "the limits of the share do not fit"),
            same("0 ≤ lower ≤ upper ≤ 1"),
            same(f"lower {bound.lower:g}, upper {bound.upper:g}"),
            Text("퍼센트라면 100으로 나누십시오", "divide percentages by 100"),
        )
    if not bound.most >= 0:
        yield Problem(
            place,
            Text("지출의 상한이 음수입니다", "the largest spending is negative"),
            Text("0 이상의 수", "a number of zero or more"),
            same(f"{bound.most:g}"),
            Text("값을 고치십시오", "mend the value"),
        )


def _fixed_and_bounded(words: Iterable[str], bounds: Sequence[Bound]) -> Iterator[Problem]:
    for word, bound in zip(words, bounds, strict=True):
        if (bound.lower, bound.upper) != (0.0, 1.0):
            yield Problem(
                f"bounds, {word}",
                Text(
                    "몫이 정해진 구성에 몫의 한도가 있습니다",
                    "the mix has fixed shares, and limits of them too",
                ),
                Text("정해진 몫, 또는 몫의 한도", "fixed shares, or limits of shares"),
                same(f"lower {bound.lower:g}, upper {bound.upper:g}"),
                Text(
                    "--mix에서 몫을 빼거나 lower, upper를 비우십시오",
                    "leave the shares out of --mix, or lower and upper empty",
                ),
            )


def _impossible(bounds: Sequence[Bound]) -> Iterator[Problem]:
    low, high = sum(bound.lower for bound in bounds), sum(bound.upper for bound in bounds)
    if bounds and not low - SUM_TO_ONE <= 1 <= high + SUM_TO_ONE:
        yield Problem(
            "bounds",
            Text("몫의 합이 1이 될 수 없습니다", "the shares can't add up to one"),
            Text("lower의 합 ≤ 1 ≤ upper의 합", "sum of lower ≤ 1 ≤ sum of upper"),
            Text(f"{low:g}, {high:g}", f"{low:g} and {high:g}"),
            Text("한도를 늦추십시오", "loosen the limits"),
        )


def _empty() -> Problem:
    return Problem(
        "mix",
        Text("지출할 부문이 없습니다", "there is no sector to spend on"),
        Text(
            "부문과 몫(621=0.5,700=0.5) 또는 부문만(621,700)",
            "sectors with shares (621=0.5,700=0.5), or sectors alone (621,700)",
        ),
        Text("없음", "nothing"),
        Text("--mix를 주십시오", "give --mix"),
    )


def _no_budget(budget: float) -> Problem:
    return Problem(
        "budget",
        Text("예산이 0보다 크지 않습니다", "the budget is not above zero"),
        Text("0보다 큰 금액", "an amount above zero"),
        same(f"{budget:g}"),
        Text("값을 고치거나 --budget을 빼십시오", "mend the value, or leave --budget out"),
    )
