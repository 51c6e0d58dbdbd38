"""Figures as people print them, with the precision that their digits claim.

The inverse of `iomodel.words`: 2조 8,999억원, 3만 6,050명, 약 58,000, 1.2천명, 2.90 trillion.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction

from iomodel.audit.interval import Interval

# Number words step up by ten thousand (만, 억, 조, 경), and inside a step by ten (십, 백, 천).
_STEPS = {"만": 10**4, "억": 10**8, "조": 10**12, "경": 10**16}
_TENS = {"십": 10, "백": 100, "천": 1000}
_ENGLISH = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_ABOUT = re.compile(r"^(약|대략|about|approximately|ca\.)\s*")
_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+")
_WORDS = re.compile("|".join([*_STEPS, *_TENS, *_ENGLISH]))
_KEPT = 2  # digits that are meant however many zeros follow: 7,300 may be rounded to hundreds


@dataclass(frozen=True)
class Printed:
    """A printed number.

    Attributes
    ----------
    words : str
        As it stands in the document.
    value : Fraction
    step : Fraction
        One unit of its last printed digit.
    coarse : Fraction
        The same if the zeros at its end are rounding; equal to `step` where there are none.
    more : bool
        Whether it says "somewhat more than" (여).
    spelled : bool
        Whether it takes number words: 만, 억, million.
    unit : str
        The words behind the number, "" where there are none.
    """

    words: str
    value: Fraction
    step: Fraction
    coarse: Fraction
    more: bool
    spelled: bool
    unit: str

    @property
    def interval(self) -> Interval:
        """What the number can have been before rounding: half a unit to either side."""
        return self._around(self.step)

    @property
    def loose(self) -> Interval:
        """The same if zeros at the end are rounding."""
        return self._around(self.coarse)

    def _around(self, step: Fraction) -> Interval:
        if self.more:
            return Interval(self.value, self.value + step)
        return Interval(self.value - step / 2, self.value + step / 2)


def read_printed(words: str) -> Printed | None:
    """Return the number that `words` print and the unit behind it; None where there is none.

    Examples
    --------
    >>> from iomodel.audit.printed import read_printed
    >>> found = read_printed("2조 8,999억원")
    >>> int(found.value), int(found.step), found.unit
    (2899900000000, 100000000, '원')
    >>> read_printed("약 58,000").interval
    Interval(low=Fraction(57500, 1), high=Fraction(58500, 1))
    """
    plain = unicodedata.normalize("NFKC", words).strip()
    rest, about = _ABOUT.subn("", plain)
    rest = rest.removeprefix("₩").lstrip()
    negative = rest[:1] in ("-", "−", "△")
    number, behind = _number(rest[1:] if negative else rest)
    if number is None:
        return None
    behind = behind.strip()
    if re.match(r"[\d.,]", behind):
        return None
    more = behind.startswith("여")
    behind = behind[1:].lstrip() if more else behind
    value = -number.value if negative else number.value
    coarse = _coarse(number)
    step = coarse if about else number.step
    spelled = _WORDS.search(plain.removesuffix(behind)) is not None
    return Printed(words.strip(), value, step, max(step, coarse), more, spelled, behind)


@dataclass(frozen=True)
class _Number:
    """A number, the unit of its last digit, and whether that digit stands behind a point."""

    value: Fraction
    step: Fraction
    decimal: bool


def _coarse(number: _Number) -> Fraction:
    """Return the unit of the last digit that is no zero, at least `_KEPT` digits kept.

    Zeros behind a point are meant: nobody prints 2.90 for a number rounded to 2.9.
    """
    step, units = number.step, number.value / number.step
    while not number.decimal and units and units % 10 == 0 and abs(units) >= 10**_KEPT:
        step, units = step * 10, units / 10
    return step


def _number(words: str) -> tuple[_Number | None, str]:
    """Return the number at the start of `words`, and what stands behind it."""
    found: _Number | None = None
    above: int | None = None  # the step of ten thousands before, which the next must be below
    rest = words
    while True:
        part, behind = _below_ten_thousand(rest)
        if part is None:
            return found, rest
        step = _STEPS.get(behind.lstrip()[:1])
        if above is not None and (step or 1) >= above:
            return None, words
        if step is not None:
            behind = behind.lstrip()[1:]
        part = _times(part, step or _english(behind))
        behind = behind if step else _after_english(behind)
        found = part if found is None else _joined(found, part)
        if step is None or part.step < step:  # 1.2조, 5천명: nothing can follow a fraction of it
            return found, behind
        above, rest = step, behind


def _times(number: _Number, factor: int) -> _Number:
    return _Number(number.value * factor, number.step * factor, number.decimal)


def _joined(before: _Number, part: _Number) -> _Number:
    return _Number(before.value + part.value, part.step, part.decimal)


def _english(behind: str) -> int:
    return _ENGLISH.get(_first_word(behind), 1)


def _after_english(behind: str) -> str:
    word = _first_word(behind)
    return behind.lstrip()[len(word) :] if word in _ENGLISH else behind


def _first_word(words: str) -> str:
    match = re.match(r"\s*([A-Za-z]+)", words)
    return match[1] if match else ""


def _below_ten_thousand(words: str) -> tuple[_Number | None, str]:
    """Return digits with or without 천, 백, 십 behind them: 8,999; 5천; 2천 8백; 1.2천."""
    found: _Number | None = None
    above: int | None = None
    rest = words
    while True:
        match = _DIGITS.match(rest.lstrip())
        if match is None:
            return found, rest
        behind = rest.lstrip()[match.end() :]
        ten = _TENS.get(behind[:1])
        if above is not None and (ten or 1) >= above:
            return found, rest
        part = _times(_plain(match[0]), ten or 1)
        found = part if found is None else _joined(found, part)
        if ten is None:
            return found, behind
        above, rest = ten, behind[1:]


def _plain(digits: str) -> _Number:
    bare = digits.replace(",", "")
    decimals = len(bare.partition(".")[2])
    return _Number(Fraction(bare), Fraction(1, 10**decimals), decimals > 0)
