"""One statement of an audit: what is found, on what evidence, how large, how sure."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from iomodel.audit.figures import Figure
from iomodel.audit.interval import Interval
from iomodel.audit.measures import Measure
from iomodel.provenance import Basis
from iomodel.text import Text, same
from iomodel.units import money_unit

Certainty = Literal["contradiction", "unlikely", "inference", "rounding", "clean"]
"""From what can't be right, through what no known table gives, to what holds.

`inference` is the likeliest explanation, `rounding` a sum that does not close as printed and does
before rounding; neither is an objection.
"""

Kind = Literal[
    "sum",
    "parts",
    "sums",
    "origin",
    "product",
    "formula",
    "conflict",
    "bound",
    "identity",
    "land",
    "double_count",
    "shared_ratio",
    "range",
    "slip",
    "mistake",
    "source",
    "spending",
]

KINDS: dict[Kind, Text] = {
    "sum": Text("합계", "sums"),
    "parts": Text("합계와 일부의 부분", "totals and some of their parts"),
    "sums": Text("여러 합계가 함께", "sums all at once"),
    "origin": Text("지역내 + 타지역 = 전체", "in region + elsewhere = total"),
    "product": Text("금액 × 계수", "amount × coefficient"),
    "formula": Text("계산식", "formulas"),
    "conflict": Text("두 곳에 인쇄된 같은 값", "the same figure in two places"),
    "bound": Text("한계", "bounds"),
    "identity": Text("부가가치 + 수입 = 지출", "value added + imports = spending"),
    "land": Text("용지비", "land"),
    "double_count": Text("이중 계산", "counting twice"),
    "shared_ratio": Text("같은 비율", "shared ratios"),
    "range": Text("표의 부문들이 낼 수 있는 비율", "ratios that sectors of tables can give"),
    "slip": Text("단위", "units"),
    "mistake": Text("계수의 자리", "where coefficients are read"),
    "source": Text("출처", "sources"),
    "spending": Text("지출의 범위", "range of spending"),
}
NOTHING = Text("", "")


@dataclass(frozen=True)
class Finding:
    """One statement with the numbers behind it.

    Attributes
    ----------
    figures : tuple of str
        The ids it is about, first the one in question.
    claim, evidence, size : Text
    basis : Basis
        Computed from the printed figures alone, or inferred with a table.
    data : dict
        The numbers, for programs; those of a figure in its printed unit.
    """

    kind: Kind
    certainty: Certainty
    figures: tuple[str, ...]
    claim: Text
    evidence: Text
    size: Text = NOTHING
    basis: Basis = "computed"
    data: dict[str, object] = field(default_factory=dict)

    @property
    def objection(self) -> bool:
        """Whether it says that something is wrong, or can hardly be right."""
        return self.certainty in ("contradiction", "unlikely")


def closing(printed: Figure, strict: Interval, loose: Interval) -> Certainty:
    """Return how a figure agrees with what others make it, given before and after rounding zeros.

    Parameters
    ----------
    strict, loose : Interval
        What it has to be by the other figures' digits, and if zeros at their ends are rounding.
    """
    if printed.interval.meets(strict):
        return "clean"
    return "rounding" if printed.loose.meets(loose) else "contradiction"


def breaking(strict: Fraction, loose: Fraction) -> Certainty:
    """Return how sure a bound is broken: by how much, given before and after rounding zeros."""
    return "clean" if not strict else "contradiction" if loose else "rounding"


def outside(interval: Interval, wanted: Interval) -> Fraction:
    """Return by how much an interval lies above (+) or below (-) another; zero where they meet."""
    if interval.low > wanted.high:
        return interval.low - wanted.high
    if interval.high < wanted.low:
        return interval.high - wanted.low
    return Fraction(0)


def number(value: Fraction | float, digits: int = 6) -> str:
    """Return a number with separators and at most `digits` digits that count, all of a whole one.

    Examples
    --------
    >>> from iomodel.audit.finding import number
    >>> number(26948.1), number(2.33382, 4), number(1_234_567.8)
    ('26,948.1', '2.334', '1,234,568')
    """
    size = abs(float(value))
    whole = len(str(int(size))) if size >= 1 else 0
    decimals = max(0, digits - whole)
    words = f"{float(value):,.{decimals}f}"
    return words.rstrip("0").rstrip(".") if "." in words else words


def measured(value: Fraction | float, unit: Measure, digits: int = 6) -> Text:
    """Return a value in the base of `unit` as a number of that unit; much 원 as 억원."""
    hundred_million = money_unit("억원")
    if unit.name == "원" and abs(float(value)) >= hundred_million.factor:
        unit = Measure("억원", Fraction(hundred_million.factor), unit.dimension)
    words = number(Fraction(value) / unit.factor, digits)
    gap = "" if unit.name in ("%", "명", "원", "") else " "
    return same(f"{words}{gap}{unit.name}")


def in_unit(value: Fraction, unit: Measure) -> float:
    """Return a value in the base of `unit` as a number of that unit, for `Finding.data`."""
    return float(value / unit.factor)


_DIFFERENCE = 4  # digits of a difference that is no whole number


def signed(value: Fraction, unit: Measure) -> Text:
    """Return a difference as `measured`, with its sign; of percentages in points."""
    words = measured(value, unit, _DIFFERENCE).en
    points = "p" if unit.name == "%" else ""
    return same(f"{words if value < 0 else f'+{words}'}{points}")


def difference(gap: Fraction, whole: Fraction, unit: Measure) -> Text:
    """Return a difference, and how large it is against the whole."""
    words = signed(gap, unit)
    share = f" ({percent(abs(gap / whole))})" if whole else ""
    return Text(f"{words.ko}{share}", f"{words.en}{share}")


def percent(share: Fraction | float) -> str:
    """Return a share in per cent: one decimal, two digits that count where it is small.

    Examples
    --------
    >>> from iomodel.audit.finding import percent
    >>> percent(0.1234), percent(-0.000123)
    ('12.3%', '-0.012%')
    """
    value = 100.0 * float(share)
    decimals = 1 if abs(value) >= 1 or value == 0 else 1 - math.floor(math.log10(abs(value)))
    return f"{value:.{decimals}f}%"


def listed(figures: tuple[Figure, ...] | list[Figure], most: int = 8) -> Text:
    """Return the names of figures with their numbers, the first of many."""
    shown = [f"{f.name.ko} {f.shown}" for f in figures[:most]]
    told = [f"{f.name.en} {f.shown}" for f in figures[:most]]
    rest = len(figures) - most
    if rest > 0:
        shown.append(f"외 {rest}개")
        told.append(f"and {rest} more")
    return Text(", ".join(shown), ", ".join(told))
