"""How a misprint may have come about: a factor of ten, or two digits that changed places."""

from __future__ import annotations

import itertools
import re
from fractions import Fraction

from iomodel.audit.figures import Figure
from iomodel.audit.interval import Interval
from iomodel.audit.printed import read_printed
from iomodel.text import Text

POWERS = (1, 2, 3, 4, 6, 8)  # of ten: 10, 100, 1,000 times, 만, 백만, 억


def power_of_ten(printed: Interval, wanted: Interval) -> Fraction | None:
    """Return how many times too large a figure is where that is a power of ten, else None."""
    for power in POWERS:
        for factor in (Fraction(10**power), Fraction(1, 10**power)):
            if printed.meets(wanted * Interval.exactly(factor)):
                return factor
    return None


def swapped(figure: Figure, wanted: Interval) -> str | None:
    """Return the figure with two neighbouring digits swapped, if that is what is wanted."""
    words = figure.printed.words
    places = [match.start() for match in re.finditer(r"\d", words)]
    for i, j in itertools.pairwise(places):
        other = words[:i] + words[j] + words[i + 1 : j] + words[i] + words[j + 1 :]
        found = read_printed(other)
        if found is None or words[i] == words[j]:
            continue
        if found.value * figure.unit.factor in wanted:
            return other
    return None


def slip(figure: Figure, wanted: Interval, evidence: Text) -> Text:
    """Return the evidence that a figure isn't what is wanted, with the slip that would explain it.

    Parameters
    ----------
    wanted : Interval
        What the figure should be, in the base of its unit.
    """
    factor = power_of_ten(figure.interval, wanted)
    if factor is not None:
        times = times_words(factor)
        return Text(
            f"{evidence.ko}. 단위를 틀려 {times.ko} 인쇄된 것으로 보입니다",
            f"{evidence.en}. By a slip of the unit it seems to be {times.en}",
        )
    other = swapped(figure, wanted)
    if other is not None:
        return Text(
            f"{evidence.ko}. 이웃한 두 숫자가 바뀐 것으로 보입니다 ({other})",
            f"{evidence.en}. Two neighbouring digits seem to have changed places ({other})",
        )
    return evidence


def times_words(factor: Fraction) -> Text:
    """Return a power of ten in words: 1,000배, 1,000 times too large."""
    if factor > 1:
        return Text(f"{int(factor):,}배 크게", f"{int(factor):,} times too large")
    return Text(f"{int(1 / factor):,}분의 1로", f"{int(1 / factor):,} times too small")
