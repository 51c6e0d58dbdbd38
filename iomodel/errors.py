"""What can go wrong, as types that carry every problem found (R12) and the offending data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from iomodel.text import Lang, Text


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: where, what, what was expected and found, and how to mend it."""

    place: str | Text
    what: Text
    expected: Text
    found: Text
    remedy: Text

    def render(self, lang: Lang = "en") -> str:
        """Return the problem as indented lines of text."""
        labels = _LABELS[lang]
        place = self.place if isinstance(self.place, str) else self.place.get(lang)
        lines = [f"  {place}: {self.what.get(lang)}" if place else f"  {self.what.get(lang)}"]
        for label, words in zip(labels, (self.expected, self.found, self.remedy), strict=True):
            lines.append(f"    {label}: {words.get(lang)}")
        return "\n".join(lines)


_LABELS: dict[Lang, tuple[str, str, str]] = {
    "ko": ("기대한 것", "찾은 것", "고치는 법"),
    "en": ("expected", "found", "remedy"),
}


class IOModelError(Exception):
    """Base of every error a user can cause; lists all problems of its origin at once.

    Attributes
    ----------
    origin : str
        The file, table or argument that holds the problems.
    problems : tuple of Problem
    data : object
        The offending values, for programs that want to act on them.
    """

    def __init__(
        self, origin: str, problems: Problem | Iterable[Problem], data: object = None
    ) -> None:
        self.origin = origin
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        self.data = data
        super().__init__(self.render("en"))

    def render(self, lang: Lang = "en") -> str:
        """Return the whole message in `lang`."""
        return "\n".join([self.origin, *(problem.render(lang) for problem in self.problems)])


class NotFoundError(IOModelError):
    """A table, study, file, region or indicator that isn't there."""


class OutputError(IOModelError):
    """A file that can't be written; what was there stands."""


class TableFileError(IOModelError):
    """A table folder that can't be read as it stands."""


class MappingFileError(IOModelError):
    """A file of sectors to be joined or divided that can't be read as it stands."""


class UnbalancedTableError(IOModelError):
    """A table whose rows or columns don't close (R4); `data` lists the gaps."""


class NotProductiveError(IOModelError):
    """Input coefficients whose spectral radius is one or more (R5); `data` is the radius."""


class LabelError(IOModelError):
    """Operands whose labels differ (R1); `data` holds what is missing on either side."""


class InactiveSectorError(IOModelError):
    """Demand on a sector with no output, or absent from the region (R2)."""


class UnknownSectorError(IOModelError):
    """A sector code or name that the classification lacks; `data` holds the nearest names."""


class UnitError(IOModelError):
    """A money unit that isn't known, or two currencies in one sum."""


class ScenarioFileError(IOModelError):
    """A study or scenario file that can't be read as it stands."""


class PublicationFileError(IOModelError):
    """A file of printed figures that can't be read as it stands."""


class ReportFileError(IOModelError):
    """A report that can't be run again."""


class NotSupportedError(IOModelError):
    """A question that this kind of model can't answer."""


class WorkerError(IOModelError):
    """A worker of a cluster that can't take part."""


class InfeasibleError(IOModelError):
    """No non-negative demand vector gives the published figures."""


class MarginsError(IOModelError):
    """Row and column totals that no matrix of the given signs has; `data` says which."""


class NotConvergedError(IOModelError):
    """An iteration that ended before its residual was small enough; `data` is the residual."""
