"""Units of printed figures: how large one is, and of what, so that formulas can be checked."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction

from iomodel.audit.printed import read_printed
from iomodel.currencies import CODES
from iomodel.errors import UnitError
from iomodel.units import money_unit

Dimension = tuple[tuple[str, int], ...]
"""Symbols with their exponents, sorted; () is a pure number."""

PURE: Dimension = ()
PERSONS: Dimension = (("persons", 1),)
_PERSONS = frozenset({"명", "인", "사람", "person", "persons", "people", "jobs", "workers"})
_PURE = {"": Fraction(1), "배": Fraction(1), "times": Fraction(1), "%": Fraction(1, 100)}
_PURE |= {"%p": Fraction(1, 100), "%포인트": Fraction(1, 100)}
_WORD = re.compile(r"[^\W\d_][\w·]*")


@dataclass(frozen=True)
class Measure:
    """A unit: `factor` of the base of its dimension (one won, one person, one of the thing)."""

    name: str
    factor: Fraction
    dimension: Dimension


def measure(name: str) -> Measure | None:
    """Return the unit called `name`, None where it can't be read.

    Parameters
    ----------
    name : str
        Money (억원, million KRW), persons (명, 천명), a ratio of two units (원/원, 명/10억원, or
        persons per billion KRW), %, 배, nothing, or anything else that is counted (평, 개).

    Examples
    --------
    >>> from iomodel.audit.measures import measure
    >>> found = measure("명/10억원")
    >>> float(found.factor), found.dimension
    (1e-09, (('KRW', -1), ('persons', 1)))
    """
    plain = unicodedata.normalize("NFKC", name).replace(" per ", "/")
    sides = [side.strip() for side in plain.split("/")]
    if len(sides) == 1:
        found = _side(sides[0])
        return found and Measure(name, found.factor, found.dimension)
    if len(sides) > 2 or "" in sides:
        return None
    over, under = _side(sides[0]), _side(sides[1])
    if over is None or under is None or under.factor == 0:
        return None
    return Measure(name, over.factor / under.factor, quotient(over.dimension, under.dimension))


def _side(name: str) -> Measure | None:
    if name in _PURE:
        return Measure(name, _PURE[name], PURE)
    try:
        unit = money_unit(name)
    except UnitError:
        pass
    else:
        return Measure(name, Fraction(unit.factor), ((unit.currency, 1),))
    number = read_printed(name if name[0].isdigit() else f"1{name}")
    if number is None or number.more:
        return None
    if number.unit in _PERSONS:
        return Measure(name, number.value, PERSONS)
    if number.unit and not _WORD.fullmatch(number.unit):
        return None
    return Measure(name, number.value, ((number.unit, 1),) if number.unit else PURE)


def product(left: Dimension, right: Dimension) -> Dimension:
    """Return the dimension of a product."""
    return _joined(left, right, 1)


def quotient(left: Dimension, right: Dimension) -> Dimension:
    """Return the dimension of a quotient."""
    return _joined(left, right, -1)


def _joined(left: Dimension, right: Dimension, sign: int) -> Dimension:
    exponents = Counter(dict(left))
    for symbol, exponent in right:
        exponents[symbol] += sign * exponent
    return tuple(sorted((s, e) for s, e in exponents.items() if e))


def is_money(dimension: Dimension) -> bool:
    """Return whether it is an amount of one currency."""
    return len(dimension) == 1 and dimension[0][1] == 1 and dimension[0][0] in CODES


def words_of(dimension: Dimension) -> str:
    """Return a dimension as it is written in messages: KRW, persons/KRW, 1 for a pure number."""
    over = [symbol for symbol, exponent in dimension for _ in range(exponent)]
    under = [symbol for symbol, exponent in dimension for _ in range(-exponent)]
    return "/".join(["·".join(over) or "1", *under])
