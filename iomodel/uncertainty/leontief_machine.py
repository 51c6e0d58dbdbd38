"""A Leontief model under uncertain inputs: spending, direct coefficients, input coefficients."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

import iomodel.uncertainty.coefficients as numerics
from iomodel.errors import NotFoundError, Problem
from iomodel.impact import INDICATORS, Indicator, Part
from iomodel.leontief import input_coefficients
from iomodel.models.leontief_model import LeontiefModel
from iomodel.sectors import Classification
from iomodel.table import IOTable
from iomodel.text import Text, same
from iomodel.uncertainty.coefficients import Base, CellErrors, Inputs, UnproductiveError
from iomodel.uncertainty.draws import again, stream
from iomodel.uncertainty.machine import Array, Effects, Ints, Machine
from iomodel.uncertainty.plan import Vector
from iomodel.uncertainty.refusals import inactive, no_closure, twice, unproductive
from iomodel.units import MoneyUnit

_NOTHING = 1e-9  # value added below this share of output can't take up anything


@dataclass(frozen=True, eq=False)
class LeontiefMachine(Machine):
    """A plan of uncertainties and the Leontief model it is run through."""

    model: LeontiefModel
    tolerance: float = numerics.TOLERANCE

    @cached_property
    def indicators(self) -> tuple[Indicator, ...]:
        """The k indicators followed: those of a report."""
        return tuple(i for i in self.model.indicators if i.id in INDICATORS)

    @property
    def sectors(self) -> Classification:
        """The model's sectors."""
        return self.model.sectors

    @property
    def money(self) -> MoneyUnit:
        """The money of the model's table."""
        return self.model.info.money

    @cached_property
    def c(self) -> Array:
        """Direct coefficients of the indicators, (k, n)."""
        all_ids = [indicator.id for indicator in self.model.indicators]
        return np.asarray(self.model.coefficients[[all_ids.index(id) for id in self.ids]])

    def row(self, id: str) -> Array:
        """Return an indicator's direct coefficients, (n,).

        Raises
        ------
        NotFoundError
            If the model doesn't know it.
        """
        if id not in self.ids:
            raise NotFoundError(
                self.model.info.id,
                Problem(
                    "",
                    Text("이 표에 없는 지표입니다", "the table has no such indicator"),
                    same(", ".join(self.ids)),
                    same(f'"{id}"'),
                    Text("지표를 고치십시오", "correct the indicator"),
                ),
                data=id,
            )
        return np.asarray(self.c[self.ids.index(id)])

    @cached_property
    def exhausts(self) -> bool:
        """Whether value added, imports and other primary inputs can be added up (R6)."""
        return {"value_added", "imports"} <= set(self.ids)

    @cached_property
    def primary(self) -> Array:
        """Shares of all primary inputs in output, (n,)."""
        total = self.row("value_added") + self.row("imports")
        table = self.model.table
        if isinstance(table, IOTable):
            other = [table.primary_rows("product_tax"), table.primary_rows("scrap")]
            total = total + input_coefficients(np.vstack(other), table.output).sum(axis=0)
        return np.asarray(total)

    @cached_property
    def inputs(self) -> Inputs | None:
        """The input coefficients and their errors, None where they are certain.

        Raises
        ------
        NotSupportedError
            If the model doesn't know value added and imports, which close the columns.
        ScenarioFileError
            If two sources bear on one column of a coarser table.
        """
        if not self.plan.cells:
            return None
        if not self.exhausts:
            raise no_closure(self.model)
        A, value_added = self.model.system.A, self.row("value_added")
        errors, taken = [], np.zeros(len(A), dtype=np.bool_)
        for cells in self.plan.cells:
            mask = np.zeros(A.shape, dtype=np.bool_)
            mask[np.ix_(self._positions(cells.suppliers), self._positions(cells.buyers))] = True
            mask &= (A != 0) & ~self.held(cells.source.closure)
            error = CellErrors(
                mask, cells.source.relative_error, cells.source.correlation, cells.source.closure
            )
            if (error.columns & taken).any():
                j = int(np.argmax(error.columns & taken))
                raise twice(cells.source.id, str(self.model.sectors.sectors[j]))
            taken |= error.columns
            errors.append(error)
        return Inputs(A, value_added, self.primary, tuple(errors))

    def held(self, closure: str) -> NDArray[np.bool_]:
        """Return the columns without value added to take up the rest, (n,): they are held."""
        if closure == "rescaled":
            return np.zeros(len(self.model.sectors), dtype=np.bool_)
        return np.asarray((self.row("value_added") <= _NOTHING) & self.model.active)

    def _positions(self, at: Ints) -> Ints:
        return np.unique(self.parents[at])

    @cached_property
    def base(self) -> Base:
        """The model's factorisation as a preconditioner."""
        return Base(self.model.system.A, self.model.system.inverse())

    @cached_property
    def responses(self) -> tuple[Ints, Array]:
        """The s sectors that can be bought from, and their columns of L, (n, s).

        Solved before there are threads: scipy's lu_solve changes its pivots while it works.
        """
        bought = [self.plan.sector, *(mix.at for mix in self.plan.mixes)]
        spent = np.unique(self.parents[np.concatenate(bought)])
        units = np.zeros((len(self.model.sectors), len(spent)))
        units[spent, np.arange(len(spent))] = 1.0
        return spent, np.asarray(self.model.system.solve(units))

    @cached_property
    def multipliers(self) -> Array:
        """m, the same for every programme, (p, k, n)."""
        m = self.model.system.solve_transposed(self.c.T).T
        return np.broadcast_to(m, (len(self.plan.pairs), *m.shape))

    @cached_property
    def erring(self) -> tuple[Vector, ...]:
        """The sources of errors of direct coefficients whose indicator the table has."""
        found = self.plan.of("employment")
        return tuple(v for v in found if getattr(v.source, "indicator", "") in self.ids)

    def employment(self, vector: Vector) -> tuple[int, Ints, Ints]:
        """Return an employment source's indicator, the model's sectors, and which draws they take.

        Fine sectors of one coarse sector share the draw of the first.
        """
        indicator = getattr(vector.source, "indicator", "")
        sectors, first = np.unique(self.parents[vector.at], return_index=True)
        return self.ids.index(indicator), sectors, first

    def check(self) -> None:
        """Raise unless every source meets the model.

        Raises
        ------
        NotFoundError, NotSupportedError, ScenarioFileError
            See `row` and `inputs`.
        InactiveSectorError
            If a mix spends on a sector without output (R2).
        """
        seen: dict[tuple[int, int], str] = {}
        for vector in self.plan.of("employment"):
            if getattr(vector.source, "indicator", "") not in INDICATORS:
                self.row(getattr(vector.source, "indicator", ""))
        for vector in self.erring:
            k, sectors, _ = self.employment(vector)
            for j in sectors:
                if (k, int(j)) in seen:
                    raise twice(vector.source.id, str(self.model.sectors.sectors[j]))
                seen[k, int(j)] = vector.source.id
        _ = self.inputs
        for mix in self.plan.mixes:
            idle = [j for j in self.parents[mix.at] if not self.model.active[j]]
            if idle:
                raise inactive(self.model.info.id, self.sectors, mix.source.id, idle)

    def answers(
        self, f: Array, values: dict[str, Array], block: int, samples: Sequence[int]
    ) -> Effects:
        """Return the effects of a block of demand; see `Machine.answers`."""
        if self.inputs is None:
            return self._certain(f, values)
        try:
            return self._uncertain(self.inputs, f, values, block, samples)
        except UnproductiveError as error:
            raise unproductive(self.model, error.columns) from error

    def _direct(self, values: dict[str, Array], part: slice, draws: int) -> Array:
        """Return direct coefficients with their own errors, (b, k, n), or (1, k, n) without."""
        vectors = self.erring
        c = np.repeat(self.c[None], draws if vectors else 1, axis=0)
        for vector in vectors:
            k, sectors, first = self.employment(vector)
            c[:, k, sectors] *= values[vector.source.id][part][:, first]
        return c

    def _certain(self, f: Array, values: dict[str, Array]) -> Effects:
        draws, n = len(f), f.shape[-1]
        spent, columns = self.responses
        x = f[:, :, spent] @ columns.T
        c = self._direct(values, slice(None), draws)
        gap = self._gap(x, f, self.primary[None]) if self.exhausts else float("nan")
        nothing = np.zeros(n, dtype=np.int_)
        return Effects(np.matmul(x, c.swapaxes(1, 2)), gap, 0.0, 0, 0, nothing)

    def _uncertain(
        self,
        inputs: Inputs,
        f: Array,
        values: dict[str, Array],
        block: int,
        samples: Sequence[int],
    ) -> Effects:
        draws, n = len(f), f.shape[-1]
        own = [g for g, group in enumerate(self.plan.groups) if "coefficients" in group.families]
        sources = [stream(self.seed, samples[g], block, g) for g in own]
        anew = again(self.seed, samples[own[0]], block)
        effects = np.empty((draws, f.shape[1], len(self.ids)))
        gap = bound = 0.0
        iterations = direct = 0
        redrawn = np.zeros(n, dtype=np.int_)
        for drawn in numerics.drawn(inputs, draws, sources, anew):
            part = slice(drawn.first, drawn.first + len(drawn.A))
            c = self._direct(values, part, len(drawn.A))
            c = np.repeat(c, len(drawn.A), axis=0) if len(c) == 1 else c
            c[:, self.ids.index("value_added")] *= drawn.scale
            c[:, self.ids.index("imports")] *= drawn.scale
            c[:, self.ids.index("value_added")] += drawn.rest
            solved = numerics.solve(self.base, drawn.A, f[part], c, self.tolerance)
            if solved.radius >= 1.0:
                raise UnproductiveError(
                    np.flatnonzero(inputs.takes_rest | inputs.rescaled).tolist()
                )
            effects[part] = np.matmul(solved.x, c.swapaxes(1, 2))
            error = solved.bound[:, :, None] * np.abs(c).max(axis=2)[:, None, :]
            known = np.abs(effects[part])
            bound = max(bound, float((error[known > 0] / known[known > 0]).max(initial=0.0)))
            gap = max(gap, self._gap(solved.x, f[part], inputs.primary * drawn.scale + drawn.rest))
            iterations = max(iterations, solved.iterations)
            direct += solved.direct
            redrawn += drawn.redrawn
        return Effects(effects, gap, bound, iterations, direct, redrawn)

    @staticmethod
    def _gap(x: Array, f: Array, primary: Array) -> float:
        spent = f.sum(axis=2)
        some = spent != 0
        apart = np.abs(
            np.einsum("bpn,bn->bp", x, np.broadcast_to(primary, (len(x), x.shape[2]))) - spent
        )
        return float((apart[some] / np.abs(spent[some])).max(initial=0.0))

    def ready(self) -> None:
        """Make what all blocks share; see `Machine.ready`."""
        if self.inputs is None:
            _ = self.responses
        else:
            _ = self.base.weights, self.base.single, self.base.diagonal, self.base.negative

    def shown(self, part: Part) -> Array:
        """Return the effects of a run in the indicators followed, (m, k)."""
        ids = [indicator.id for indicator in part.indicators]
        return np.asarray(part.values.sum(axis=2)[:, [ids.index(id) for id in self.ids]])

    def remarks(self) -> list[Text]:
        """Return which columns are held, and which sources bear on no indicator of the table."""
        held = [
            str(self.sectors.sectors[j])
            for cells in self.plan.cells
            if cells.source.closure == "value_added"
            for j in np.flatnonzero(self.held("value_added"))
            if j in set(self.parents[cells.buyers].tolist())
        ]
        remarks = []
        if held:
            names = ", ".join(held)
            remarks.append(
                Text(
                    f"부가가치가 없어 투입계수를 그대로 둔 부문: {names}",
                    f"held at the table's coefficients, for want of value added: {names}",
                )
            )
        for vector in self.plan.of("employment"):
            if vector not in self.erring:
                indicator = getattr(vector.source, "indicator", "")
                remarks.append(
                    Text(
                        f"{vector.source.id}: 이 표에는 {indicator} 지표가 없습니다",
                        f"{vector.source.id}: the table has no indicator {indicator}",
                    )
                )
        return remarks
