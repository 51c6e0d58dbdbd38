"""Many figures in few rows: a series each, shown by the figure that is met worst."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from iomodel.reproduce.about import Group
from iomodel.reproduce.figures import VERDICTS, Figure, Verdict
from iomodel.reproduce.library import Reproduced
from iomodel.text import Text


@dataclass(frozen=True)
class Row:
    """Figures of one series that came out alike: all met, or all missed for one reason.

    Attributes
    ----------
    shown : Figure
        The one that lost most digits; of several, the one furthest off.
    figures : tuple of Figure
    """

    case: Reproduced
    shown: Figure
    figures: tuple[Figure, ...]

    @property
    def explanation(self) -> Text | None:
        """Why they aren't met, where they aren't and that is known."""
        return self.shown.explanation if self.shown.verdict == "explained" else None


def rows_of(found: Sequence[Reproduced]) -> tuple[Row, ...]:
    """Return one row for every series and way of coming out, in the order of the publications."""
    rows = []
    for case in found:
        alike: dict[tuple[str, str, str], list[Figure]] = {}
        for figure in case.figures:
            why = "" if figure.verdict != "explained" else str(figure.explanation)
            alike.setdefault((figure.series.code, figure.verdict, why), []).append(figure)
        rows += [Row(case, max(group, key=_badness), tuple(group)) for group in alike.values()]
    return tuple(rows)


def counts(found: Sequence[Reproduced]) -> dict[Group, dict[Verdict, int]]:
    """Return how many figures of each group of publications came out how."""
    tally: dict[Group, dict[Verdict, int]] = {}
    for case in found:
        for figure in case.figures:
            of = tally.setdefault(case.about.group, dict.fromkeys(VERDICTS, 0))
            of[figure.verdict] += 1
    return tally


def _badness(figure: Figure) -> tuple[int, float]:
    off = figure.difference
    return figure.digits - figure.matched, float("inf") if off is None else abs(off) / figure.half
