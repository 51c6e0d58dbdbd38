"""The cells of ESA tables by flow, row and column, whatever file they come from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from iomodel.errors import Problem
from iomodel.readers.sheets import Cell
from iomodel.text import Text, same

MISSING = ":"
"""How Eurostat writes that a figure is not published."""


@dataclass(frozen=True)
class Found:
    """A cell as written, its address, and whether it is a zero that a total implies."""

    value: Cell
    place: str
    implied: bool = False

    @property
    def is_figure(self) -> bool:
        """Whether it holds a number."""
        return isinstance(self.value, float)


@dataclass(frozen=True, eq=False)
class Cube:
    """The cells of one country's tables of one year.

    Attributes
    ----------
    cells : mapping of flow to mapping of (row, column) to Found
        Flows are those of `esa_codes.FLOWS`; rows and columns have the codes of today.
    names : mapping of str to str
        Names of rows by code, where the file has them.
    decimals : int
        To how many decimals figures are printed.
    """

    origin: str
    cells: Mapping[str, Mapping[tuple[str, str], Found]]
    names: Mapping[str, str] = field(default_factory=dict)
    decimals: int = 0

    @property
    def flows(self) -> tuple[str, ...]:
        """The flows that are there."""
        return tuple(self.cells)

    def at(self, flow: str, row: str, column: str) -> Found:
        """Return a cell; one that isn't there is missing at the address of its labels."""
        missing = Found("", f"{self.origin}, {flow}, {row} × {column}")
        return self.cells.get(flow, {}).get((row, column), missing)

    def has(self, flow: str, row: str, columns: Iterable[str]) -> bool:
        """Return whether a row holds a figure in any of `columns`."""
        return any(self.at(flow, row, column).is_figure for column in columns)

    def has_column(self, flow: str, rows: Iterable[str], column: str) -> bool:
        """Return whether a column holds a figure in any of `rows`."""
        return any(self.at(flow, row, column).is_figure for row in rows)

    def filled(self, cells: Sequence[Found], total: Found) -> list[Found]:
        """Return cells with zero where none is published, if the others make the printed total.

        Eurostat leaves out what is zero as well as what is unknown; the total of a line tells
        which. Where it doesn't, the cells stay as they are.
        """
        known = [found.value for found in cells if isinstance(found.value, float)]
        blank = [found for found in cells if found.value in ("", MISSING)]
        if not blank or len(known) + len(blank) < len(cells):
            return list(cells)
        if not isinstance(total.value, float):
            return list(cells)
        if abs(sum(known) - total.value) > self.slack(len(cells)):
            return list(cells)
        return [Found(0.0, found.place, True) if found in blank else found for found in cells]

    @cached_property
    def rows(self) -> tuple[str, ...]:
        """The codes of all rows in the order of the file."""
        return tuple(dict.fromkeys(row for flow in self.cells.values() for row, _ in flow))

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The codes of all columns in the order of the file."""
        return tuple(dict.fromkeys(column for flow in self.cells.values() for _, column in flow))

    def slack(self, terms: int) -> float:
        """Return how far rounding may part a sum of `terms` figures from a printed one."""
        return 0.5 * 10.0**-self.decimals * (terms + 1)


@dataclass(frozen=True)
class Facts:
    """What the file says of its tables besides figures; empty where it doesn't."""

    geo: str = ""
    time: str = ""
    unit: str = ""
    by_industry: bool | None = None
    previous_prices: bool = False


def chosen(
    key: str, there: Sequence[str], choice: str | None, what: Text, origin: str
) -> tuple[str, list[Problem]]:
    """Return the one value of a dimension, chosen or the only one; else why there is none."""
    if choice is None and len(there) == 1:
        return there[0], []
    if choice in there:
        return str(choice), []
    listed = ", ".join(there[:_SHOWN]) + (" …" if len(there) > _SHOWN else "")
    problem = Problem(
        origin,
        Text(f"{what.ko}을(를) 골라야 합니다", f"there is a {what.en} to be chosen"),
        same(listed or "–"),
        same(choice) if choice else Text("고르지 않음", "none chosen"),
        Text(f"--choose {key}=…", f"choose with --choose {key}=…"),
    )
    return "", [problem]


_SHOWN = 40
