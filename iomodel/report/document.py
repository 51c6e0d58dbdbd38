"""A report before it has a form: titled parts in order, which each kind of file lays out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from iomodel.report.blocks import Block, Section
from iomodel.text import Lang

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True)
class Formula:
    """An equation in TeX, with what its letters stand for.

    Attributes
    ----------
    tex : str
        In the part of TeX that matplotlib's mathtext knows.
    plain : str
        The same in plain letters, for forms without equations.
    """

    tex: str
    plain: str


@dataclass(frozen=True)
class Method:
    """How the numbers came about: sentences around the equation."""

    title: str
    before: str
    formulas: tuple[Formula, ...]
    after: str


@dataclass(frozen=True)
class Picture:
    """A figure that is drawn when a form wants it.

    Attributes
    ----------
    alt : str
        What there is to see, for those who can't.
    draw : callable
        Takes the language of the labels, returns the axes.
    """

    title: str
    alt: str
    draw: Callable[[Lang], Axes]


Part = Block | Section | Method | Picture


@dataclass(frozen=True, eq=False)
class Document:
    """A report.

    Attributes
    ----------
    lead : tuple of str
        The totals in number words.
    parts : tuple
        In the order of the report. A spreadsheet makes a sheet of each block and gathers the rest.
    results : sequence of mapping
        The results as flat records, for forms that hold nothing else.
    record : sequence of str
        Lines of letters that make it possible to run the report again; see `iomodel.rerun`.
    """

    title: str
    lang: Lang
    lead: tuple[str, ...]
    parts: tuple[Part, ...]
    results: Sequence[Mapping[str, Any]]
    record: Sequence[str]

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The tables."""
        return tuple(part for part in self.parts if isinstance(part, Block))
