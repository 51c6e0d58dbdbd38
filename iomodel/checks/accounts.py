"""The sums that a sound table has to keep, and by how much a draft misses them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from iomodel.checks.base import Symptom
from iomodel.checks.sheet import Sheet
from iomodel.draft import FINAL, FLOWS, PARTS, Block, Draft, Mark, Part, Printed
from iomodel.table import Array
from iomodel.text import Text, same

NOISE = 1e-9  # of a middling figure: sums that differ by less are the same
FLOAT_NOISE = 1e-13  # of the largest figure: sums of floats are no more exact than that
TRIPLES: tuple[tuple[Part, Part, Part], ...] = (
    ("total", "domestic", "imports"),
    ("final_demand_total", "final_demand", "final_demand_imports"),
)
_DEMAND_OF: dict[Part, Part] = dict(zip(FLOWS, FINAL, strict=True))


@dataclass(frozen=True, eq=False)
class Identity:
    """Sums that should agree.

    Attributes
    ----------
    kind : "balance", "sheets" or "printed"
    name : Text
    marks : sequence of Mark
        m labels of the rows or columns summed.
    residual : ndarray (m,)
        Found less expected; NaN where a cell holds no number.
    slack : float
        How far rounding may part the two.
    printed : int or None
        Which of the draft's printed totals this is about.
    """

    kind: Literal["balance", "sheets", "printed"]
    name: Text
    marks: Sequence[Mark]
    residual: Array
    slack: float
    printed: int | None = None

    @property
    def missed(self) -> NDArray[np.bool_]:
        """Whether each sum is missed, (m,)."""
        return np.asarray(np.abs(self.residual) > self.slack)


@dataclass(frozen=True, eq=False)
class Accounts:
    """The parts of a draft, one sector order throughout, with what the source says of their sums.

    Attributes
    ----------
    draft : Draft
    sheets : mapping of Part to Sheet
    totals : tuple of (ndarray, float)
        The figures of `draft.printed`, in its order, and the factor that a repair put to them.
    slack : float
        How far sums may be apart: the stated tolerance and the noise of floats.
    sectors : tuple of Mark
    """

    draft: Draft
    sheets: Mapping[Part, Sheet]
    totals: tuple[tuple[Array, float], ...]
    slack: float
    sectors: tuple[Mark, ...]

    @classmethod
    def of(cls, draft: Draft) -> Accounts:
        """Return the accounts of a draft whose parts agree in size."""
        accounts = cls(
            draft,
            {part: Sheet.of(block.values) for part, block in draft.parts.items()},
            tuple((printed.block.values.ravel(), 1.0) for printed in draft.printed),
            0.0,
            draft.sectors,
        )
        sums = (accounts.sales, accounts.output)
        return replace(accounts, slack=draft.info.tolerance + min(map(_noise, sums)))

    @property
    def tolerance(self) -> float:
        """How far rounding may part sums, as stated for the table."""
        return self.draft.info.tolerance

    @cached_property
    def sales(self) -> Array:
        """Domestic sales by sector, (n,)."""
        return self.sheets["domestic"].rows + self.sheets["final_demand"].rows

    @cached_property
    def output(self) -> Array:
        """x, the sum of every column's inputs, (n,)."""
        inputs = (self.sheets["domestic"], self.sheets["primary_inputs"])
        imports = (self.sheets["imports"],) if "imports" in self.sheets else ()
        return np.asarray(np.sum([sheet.columns for sheet in (*inputs, *imports)], axis=0))

    @property
    def gap(self) -> Array:
        """Sales less output by sector, (n,): zero where the table balances (R4)."""
        return np.asarray(self.sales - self.output)

    @cached_property
    def identities(self) -> tuple[Identity, ...]:
        """Every sum that can be compared with another, the balance of sectors first."""
        return tuple(self._identities())

    def _identities(self) -> Iterator[Identity]:
        name = Text("판매 합계와 투입 합계", "sales and inputs")
        yield Identity("balance", name, self.sectors, self.gap, self.slack)
        yield from self._sheet_identities()
        yield from self._printed_identities()

    def _sheet_identities(self) -> Iterator[Identity]:
        for triple in TRIPLES:
            if all(part in self.sheets for part in triple):
                total, domestic, imports = (self.sheets[part] for part in triple)
                block, name = self.draft.parts[triple[0]], PARTS[triple[0]]
                sides = (
                    (Text("행", "row"), block.rows, [s.rows for s in (total, domestic, imports)]),
                    (
                        Text("열", "column"),
                        block.columns,
                        [s.columns for s in (total, domestic, imports)],
                    ),
                )
                for side, marks, (whole, *parts) in sides:
                    yield Identity(
                        "sheets",
                        Text(f"{name.ko} {side.ko}의 합", f"{side.en} sums of {name.en}"),
                        marks,
                        _less(whole, parts),
                        self.slack * np.sqrt(len(marks)),
                    )

    def _printed_identities(self) -> Iterator[Identity]:
        for k, (printed, total) in enumerate(zip(self.draft.printed, self.totals, strict=True)):
            found, factor = total
            added = self.added(printed)
            if added is not None:
                marks = printed.block.rows if printed.side == "row" else printed.block.columns
                slack = self.slack * min(1.0, abs(factor))
                residual = _less(found, [added])
                yield Identity("printed", same(printed.name), marks, residual, slack, k)

    def added(self, printed: Printed) -> Array | None:
        """Return what the cells add up to where a total is printed; None where they don't say."""
        by_row = printed.side == "row"
        part = printed.of
        if printed.kind in ("intermediate", "final_demand", "primary"):
            if printed.kind == "final_demand":
                part = _DEMAND_OF.get(part, part)
            sheet = self.sheets.get(part)
            return None if sheet is None else sheet.rows if by_row else sheet.columns
        if printed.kind == "output":
            return self._sold(part) if by_row else self.output
        if printed.kind == "imports":
            return self._uses("imports") if by_row else None
        return self._uses(part) if by_row else None

    def _uses(self, part: Part) -> Array | None:
        """Return what is used of every product in a flow part and its final demand, (n,)."""
        flows = next((f for f, d in _DEMAND_OF.items() if part in (f, d)), None)
        if flows is None or flows not in self.sheets or _DEMAND_OF[flows] not in self.sheets:
            return None
        return self.sheets[flows].rows + self.sheets[_DEMAND_OF[flows]].rows

    def _sold(self, part: Part) -> Array | None:
        if part not in ("total", "final_demand_total"):
            return self._uses(part)
        uses, imports = self._uses("total"), self._uses("imports")
        return None if uses is None or imports is None else uses - imports

    @cached_property
    def missed(self) -> int:
        """How many sums are missed."""
        return sum(int(identity.missed.sum()) for identity in self.identities)

    def missed_below(self, limit: int) -> int | None:
        """Return how many sums are missed, None where as many as `limit`; stops counting there."""
        count = 0
        for identity in self._identities():
            count += int(identity.missed.sum())
            if count >= limit:
                return None
        return count

    def all_symptoms(self) -> tuple[Symptom, ...]:
        """Return every sum missed."""
        return tuple(
            Symptom(identity.marks[int(i)].code, identity.name, float(identity.residual[i]))
            for identity in self.identities
            for i in np.flatnonzero(identity.missed)
        )

    def symptoms(self, mended: Accounts) -> tuple[Symptom, ...]:
        """Return the sums missed here and met in `mended`, the same accounts after a repair."""
        return tuple(
            Symptom(before.marks[int(i)].code, before.name, float(before.residual[i]))
            for before, after in zip(self.identities, mended.identities, strict=True)
            for i in np.flatnonzero(before.missed & ~after.missed)
        )

    def with_sheets(self, changed: Mapping[Part, Sheet]) -> Accounts:
        """Return the accounts with other figures in some parts, and in what derives from them."""
        sheets = {**self.sheets, **changed}
        for total, *others in TRIPLES:
            for part in self.draft.derived.intersection(others).difference(changed):
                (rest,) = (other for other in others if other != part)
                if {total, rest} & set(changed):
                    sheets[part] = sheets[total].minus(sheets[rest])
        return replace(self, sheets=sheets)

    def with_blocks(self, moved: Mapping[Part, Block]) -> Accounts:
        """Return the accounts with other labels and addresses in some parts."""
        draft = replace(self.draft, parts={**self.draft.parts, **moved})
        return replace(self, draft=draft)

    def with_totals_scaled(self, parts: Iterable[Part], factor: float) -> Accounts:
        """Return the accounts with the totals printed on the sheets of `parts` times `factor`."""
        within = set(parts)
        totals = tuple(
            (found * factor, known * factor) if printed.of in within else (found, known)
            for printed, (found, known) in zip(self.draft.printed, self.totals, strict=True)
        )
        return replace(self, totals=totals)


def _less(whole: Array, parts: Sequence[Array]) -> Array:
    """Return `whole` less all `parts`, NaN where they aren't of a size."""
    if any(len(part) != len(whole) for part in parts):
        return np.full(len(whole), np.nan)
    return np.asarray(whole - np.sum(parts, axis=0))


def _noise(sums: Array) -> float:
    sizes = np.abs(sums[np.isfinite(sums) & (sums != 0)])
    if not len(sizes):
        return 0.0
    return max(NOISE * float(np.median(sizes)), FLOAT_NOISE * float(sizes.max()))


def contradictions(accounts: Accounts, triple: tuple[Part, Part, Part]) -> Array:
    """Return total less domestic less imported figures, cell by cell."""
    total, domestic, imports = (accounts.sheets[part].values for part in triple)
    return np.asarray(total - domestic - imports)
