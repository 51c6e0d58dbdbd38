"""A finding: what is wrong, where, by how much; and the words that findings share."""

from __future__ import annotations

from dataclasses import dataclass

from iomodel.checks.kinds import CHECKS, Severity
from iomodel.errors import Problem
from iomodel.text import Lang, Text
from iomodel.units import SLIPS, power_of_ten


@dataclass(frozen=True)
class Symptom:
    """Something that doesn't add up because of a finding: at which sector, by how much."""

    sector: str
    what: Text
    size: float


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, or worth knowing.

    Attributes
    ----------
    kind : str
        One of `iomodel.checks.CHECKS`.
    place : str or Text
        The address of the cell, row, column or sheet.
    sector : str
        The code of the sector or item; empty where the whole table is meant.
    what, expected, found, remedy : Text
    size : float
        By how much: a gap in the table's money where the finding is a gap, else a count, ratio
        or radius, as `found` says.
    symptoms : tuple of Symptom
        What doesn't add up because of this and is therefore not told again.
    """

    kind: str
    place: str | Text
    sector: str
    what: Text
    expected: Text
    found: Text
    remedy: Text
    size: float = 0.0
    symptoms: tuple[Symptom, ...] = ()

    @property
    def severity(self) -> Severity:
        """Whether this refuses the table or stays with it as a warning."""
        return CHECKS[self.kind].severity

    def where(self, lang: Lang) -> str:
        """Return the place in `lang`."""
        return self.place if isinstance(self.place, str) else self.place.get(lang)

    @property
    def problem(self) -> Problem:
        """The finding as a problem to refuse with; what follows from it is counted."""
        found = self.found
        if self.symptoms:
            count = len(self.symptoms)
            sums = "1 sum that doesn't" if count == 1 else f"{count} sums that don't"
            found = Text(
                f"{found.ko}; 이 때문에 맞지 않는 합계 {count}개",
                f"{found.en}; explains {sums} agree",
            )
        return Problem(self.place, self.what, self.expected, found, self.remedy)


def number(value: float) -> str:
    """Return a figure as findings print it."""
    return f"{value + 0.0:,.12g}"


def gap(value: float) -> str:
    """Return a difference with its sign."""
    return f"{value:+,.12g}"


def slip(found: float, right: float, slack: float) -> Text | None:
    """Return the slip of the pen that turns `right` into `found`, None where there is none."""
    if abs(right) <= slack:
        return None
    if abs(found) <= slack:
        return Text("빠진 값", "left out")
    if abs(found + right) <= slack:
        return Text("부호가 반대", "the sign is reversed")
    power = power_of_ten(found / right)
    if power is not None:
        return times(power)
    if digits_swapped(found, right, slack):
        return Text("이웃한 두 숫자가 바뀜", "two neighbouring digits are swapped")
    return None


def intended(found: float, right: float, slack: float) -> float | None:
    """Return what `found` was before its decimal point shifted or its sign turned, None if neither.

    `right` is what it should be as far as rounding leaves that known, within `slack`.
    """
    if abs(right) <= 2 * slack or abs(found) <= slack:
        return None
    slips = (-found, *(found / factor for factor in SLIPS))
    return next((figure for figure in slips if abs(figure - right) <= slack), None)


def times(power: int) -> Text:
    """Return in words how often a figure is as large as it should be, a power of ten."""
    factor = "1" + "0" * abs(power)
    factor = f"{int(factor):,}"
    if power < 0:
        return Text(f"{factor}분의 1로 작음", f"{factor} times too small")
    return Text(f"{factor}배 큼", f"{factor} times too large")


def digits_swapped(found: float, right: float, slack: float) -> bool:
    """Return whether two neighbouring digits changed places."""
    a, b = f"{abs(found):.0f}", f"{abs(right):.0f}"
    if found * right < 0 or len(a) != len(b) or abs(abs(right) - float(b)) > slack:
        return False
    apart = [k for k in range(len(a)) if a[k] != b[k]]
    if len(apart) != 2 or apart[1] != apart[0] + 1:
        return False
    first, second = apart
    return a[first] == b[second] and a[second] == b[first]
