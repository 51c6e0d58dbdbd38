"""A printed figure beside the computed one, and how many of its digits are met."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, get_args

from iomodel.reproduce.about import Series
from iomodel.text import Text

Key = tuple[str, str]  # series, of what
Printed = Mapping[Key, str]
Verdict = Literal["met", "rounding", "explained", "unexplained"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
# Both sides are doubles; a figure on the very edge of its interval must not fall for that.
_EDGE = 1e-9  # of half a printed unit
_DOUBLE = 1e-15  # of the figure itself


@dataclass(frozen=True)
class Answer:
    """A computed figure, and what it can be as the printed numbers it rests on are rounded."""

    value: float
    low: float
    high: float

    @classmethod
    def exactly(cls, value: float) -> Answer:
        """Return an answer that rests on no rounded number."""
        return cls(float(value), float(value), float(value))


Answers = Mapping[Key, Answer]


@dataclass(frozen=True)
class Figure:
    """One printed figure and the answer to it.

    Attributes
    ----------
    case : str
        Id of the publication.
    series : Series
    of : str
        Which figure of the series: a sector, a cell, a study.
    published : str
        The digits as printed.
    computed : Answer or None
        None where nothing was computed for it.
    explanation : Text or None
        Why it isn't met, where that is known.
    """

    case: str
    series: Series
    of: str
    published: str
    computed: Answer | None
    explanation: Text | None = None

    @property
    def printed(self) -> float:
        """The published figure as a number."""
        return float(self.published)

    @property
    def places(self) -> int:
        """How many decimals count."""
        if self.series.decimals is not None:
            return self.series.decimals
        exponent = Decimal(self.published).as_tuple().exponent
        assert isinstance(exponent, int)
        return -exponent

    @property
    def half(self) -> float:
        """Half a unit of the last digit that counts."""
        return 0.5 * 10.0**-self.places

    @property
    def difference(self) -> float | None:
        """Computed minus published."""
        return None if self.computed is None else self.computed.value - self.printed

    @property
    def shown(self) -> str:
        """The published figure with the decimals that count."""
        return f"{Decimal(self.published):.{self.places}f}"

    @property
    def verdict(self) -> Verdict:
        """How the figure came out.

        met: the computed figure rounds to the printed one, or keeps to its side of it; rounding:
        it doesn't, but would for some numbers that round to the printed inputs; explained: neither,
        and it is known why; unexplained.
        """
        if self.computed is None:
            return "unexplained"
        if self._reaches(self.computed.value, self.computed.value, self.half):
            return "met"
        if self._reaches(self.computed.low, self.computed.high, self.half):
            return "rounding"
        return "unexplained" if self.explanation is None else "explained"

    @property
    def digits(self) -> int:
        """How many digits are printed that count, leading zeros aside."""
        return len(self.shown.lstrip("-").replace(".", "").lstrip("0")) or 1

    @property
    def matched(self) -> int:
        """How many of these the computed figure rounds to, counted from the first."""
        if self.computed is None:
            return 0
        value = self.computed.value
        for dropped in range(self.digits):
            if self._reaches(value, value, self.half * 10.0**dropped):
                return self.digits - dropped
        return 0

    def _reaches(self, low: float, high: float, half: float) -> bool:
        """Return whether some number from low to high rounds to, or bounds, the printed figure."""
        reach = half * (1 + _EDGE) + _DOUBLE * abs(self.printed)
        below = low <= self.printed + reach
        above = high >= self.printed - reach
        if self.series.relation == "at most":  # the printed figure, of the computed one
            return above
        if self.series.relation == "at least":
            return below
        return below and above
