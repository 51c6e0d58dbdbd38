"""What a table's flows imply, held against the workbook's own coefficients and induced amounts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from iomodel.draft import Block, Claim, Part
from iomodel.errors import Problem
from iomodel.leontief import factorise, input_coefficients
from iomodel.readers.bok_heading import heading
from iomodel.readers.bok_matrices import matrix_block
from iomodel.readers.sheets import Sheet
from iomodel.table import Array
from iomodel.text import Text


@dataclass(frozen=True, eq=False)
class Implied:
    """Coefficients and induced amounts of a table that is still in parts.

    Attributes
    ----------
    parts : mapping of Part to Block
        At least the flows, their final demand and the primary inputs.
    added : ndarray of bool (p,)
        Which primary inputs are value added.

    Notes
    -----
    A = Z x̂⁻¹ and L = (I − A^d)⁻¹ (Miller & Blair 2009, eqs. 2.4 and 2.8); imports induced are
    A^m L, value added v̂ L; by item of final demand L F^d, A^m L F^d + F^m and v̂ L F^d.
    """

    parts: Mapping[Part, Block]
    added: NDArray[np.bool_]

    def matrix(self, kind: str) -> Array:
        """Return what a sheet of this kind should hold."""
        return MATRICES[kind](self)

    def labels(self, kind: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the codes of the rows and columns of a kind of sheet."""
        sectors = self.parts["domestic"].row_codes
        return sectors, self.parts["final_demand"].column_codes if kind.endswith("액") else sectors

    def slack(self, kind: str, printed: Array) -> Array:
        """Return how far rounding may part `printed` figures of a sheet from these, (n, k).

        Half of the last digit printed, and what half a unit in every flow makes of them: with
        δ = x̂⁻¹ i, no cell of A is off by more than δ′, and a matrix M of sums over L by at most
        (i + |M| i) δ′ |L|, times the final demand that it is multiplied with.
        """
        half = _half_a_digit(printed)
        if kind.endswith("투입계수"):
            return np.asarray(half + np.ones((len(self._unit), 1)) * self._unit)
        spread = self._unit @ np.abs(self.inverse)
        width = 1 + np.abs(self.matrix(kind)).sum(axis=1)
        if kind.endswith("계수"):
            return np.asarray(half + np.outer(width, spread))
        width = 1 + np.abs(self.inverse).sum(axis=1)
        amounts = np.abs(self.values("final_demand"))
        return np.asarray(half + np.outer(width, spread @ amounts + 1))

    def values(self, part: Part) -> Array:
        """Return the figures of a part."""
        return self.parts[part].values

    @cached_property
    def _output(self) -> Array:
        flows: tuple[Part, ...] = ("domestic", "imports", "primary_inputs")
        return np.asarray(np.sum([self.values(part).sum(axis=0) for part in flows], axis=0))

    @cached_property
    def _unit(self) -> Array:
        return input_coefficients(np.ones(len(self._output)), self._output)

    @cached_property
    def domestic(self) -> Array:
        """A^d, (n, n)."""
        return input_coefficients(self.values("domestic"), self._output)

    @cached_property
    def imported(self) -> Array:
        """A^m, (n, n)."""
        return input_coefficients(self.values("imports"), self._output)

    @cached_property
    def value_added(self) -> Array:
        """v, (n,)."""
        rows = self.values("primary_inputs")[self.added]
        return input_coefficients(rows.sum(axis=0), self._output)

    @cached_property
    def inverse(self) -> Array:
        """L, (n, n)."""
        return factorise(self.domestic).inverse()

    @cached_property
    def produced(self) -> Array:
        """L F^d, output induced by item of final demand, (n, k)."""
        return np.asarray(self.inverse @ self.values("final_demand"))


MATRICES: dict[str, Callable[[Implied], Array]] = {
    "총투입계수": lambda of: of.domestic + of.imported,
    "국산투입계수": lambda of: of.domestic,
    "수입투입계수": lambda of: of.imported,
    "생산유발계수": lambda of: of.inverse,
    "수입유발계수": lambda of: of.imported @ of.inverse,
    "부가가치유발계수": lambda of: of.value_added[:, None] * of.inverse,
    "최종수요항목별생산유발액": lambda of: of.produced,
    "최종수요항목별수입유발액": lambda of: (
        of.imported @ of.produced + of.values("final_demand_imports")
    ),
    "최종수요항목별부가가치유발액": lambda of: of.value_added[:, None] * of.produced,
}
"""What each kind of sheet should hold."""
_DIGITS = 12


def _half_a_digit(values: Array) -> float:
    """Return half a unit of the last digit printed; coefficients have three digits at least."""
    for digits in range(3, _DIGITS):
        if np.array_equal(np.round(values, digits), values):
            return float(0.5 * 10.0**-digits)
    return float(0.5 * 10.0**-_DIGITS)


def held_to(
    sheets: Sequence[Sheet],
    parts: Mapping[Part, Block],
    value_added: NDArray[np.bool_],
    *,
    assumed: bool,
) -> tuple[list[Claim], list[Problem]]:
    """Return that the sheets of coefficients and induced amounts follow from the flows.

    Parameters
    ----------
    sheets : sequence of Sheet
        Those of other kinds are passed over.
    parts : mapping of Part to Block
    value_added : ndarray of bool (p,)
        Which primary inputs are value added.
    assumed : bool
        Whether imports were told by assumption; then sheets that depend on them are left alone.
    """
    found: list[Claim] = []
    problems: list[Problem] = []
    if not {"domestic", "imports", "final_demand_imports"} <= set(parts):
        return found, problems
    implied = Implied(parts, value_added)
    for sheet in sheets:
        kind = heading(sheet).kind
        if kind in MATRICES and (kind == "총투입계수" or not assumed):
            _, block, wrong = matrix_block(sheet)
            problems += [*wrong, *_other_labels(block, *implied.labels(kind))]
            found.append(_claim(kind, block, implied))
    return found, problems


def _claim(kind: str, block: Block, implied: Implied) -> Claim:
    def picked(matrix: Array) -> Array:
        codes = implied.labels(kind)[1]
        return matrix[:, [codes.index(code) for code in block.column_codes]]

    return Claim(
        Text(
            f"{kind}가 거래표에서 계산한 값과 다릅니다", f"{kind} differs from what the flows give"
        ),
        block,
        lambda: picked(implied.matrix(kind)),
        lambda: picked(implied.slack(kind, block.values)),
    )


def _other_labels(block: Block, rows: Sequence[str], columns: Sequence[str]) -> list[Problem]:
    """Return that a sheet is not about the table's sectors, or about items that it lacks."""
    unknown = [code for code in block.column_codes if code not in columns]
    if list(block.row_codes) == list(rows) and not unknown:
        return []
    absent = [code for code in rows if code not in block.row_codes]
    surplus = [code for code in (*block.row_codes, *unknown) if code not in rows]
    return [
        Problem(
            block.place(-1, -1),
            Text("부문이 거래표와 다릅니다", "the sectors are not those of the flows"),
            Text(f"{len(rows)}개 부문, 같은 순서로", f"{len(rows)} sectors in the same order"),
            Text(f"빠짐 {absent}, 남음 {surplus}", f"missing {absent}, surplus {surplus}"),
            Text(
                "같은 표의 시트인지 확인하고, 아니면 그 시트를 빼십시오",
                "check that the sheet belongs to the table; leave it out if it doesn't",
            ),
        )
    ]
