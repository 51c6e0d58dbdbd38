"""Binding a file's sources to what they bear on: lines of spending, cells, sectors, columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from iomodel.errors import Problem, ScenarioFileError
from iomodel.scenario import Scenario
from iomodel.spending import Entry
from iomodel.text import Text, same
from iomodel.uncertainty.distributions import Lognormal, marginal
from iomodel.uncertainty.plan import Array, Bound, Cells, Group, Ints, Mix, Plan, Vector
from iomodel.uncertainty.spec import (
    FAMILIES,
    Coefficients,
    Employment,
    Family,
    Shares,
    Source,
    Spec,
    Spent,
)


def plan(scenarios: Sequence[Scenario], spec: Spec, entries: Sequence[Entry]) -> Plan:
    """Return what the sources of `spec` bear on in the announced spending of `scenarios`.

    Parameters
    ----------
    entries : sequence of Entry
        The spending line by line, as a run takes it (`Spent.entries`).

    Raises
    ------
    ScenarioFileError
        With every source that bears on nothing, on what another bears on, or can't be correlated.
    """
    return _Binder(scenarios, spec, entries).plan()


class _Binder:
    """Binds sources to lines and cells, and gathers what is wrong."""

    def __init__(self, scenarios: Sequence[Scenario], spec: Spec, entries: Sequence[Entry]) -> None:
        self.spec = spec
        self.problems: list[Problem] = []
        self.classification = scenarios[0].study.classification
        self.n = len(self.classification)
        pairs = [(entry.key.scenario, entry.key.programme) for entry in entries]
        self.pairs = tuple(dict.fromkeys(pairs))
        self.programme = np.array([self.pairs.index(pair) for pair in pairs], dtype=np.int_)
        self.sector = np.array([entry.sector for entry in entries], dtype=np.int_)
        self.amounts = np.array([entry.amount for entry in entries])
        self.elsewhere = {s.id for s in scenarios[0].study.scenarios} - {s.id for s in scenarios}

    def plan(self) -> Plan:
        file = self.spec.file
        mixes = self._mixes(file.shares)
        cells = self._cells_spent(mixes)
        bound: list[Bound] = [
            *self._spent("amounts", file.amounts, self.programme, self.sector, lambda i: i),
            *mixes,
        ]
        for family in ("local_shares", "deflators"):
            bound += self._spent(
                family, getattr(file, family), cells // self.n, cells % self.n, lambda i: cells[i]
            )
        bound += self._employment(file.employment)
        bound += self._coefficients(file.coefficients)
        groups = self._groups(bound)
        if self.problems:
            raise ScenarioFileError(self.spec.origin, self.problems)
        return Plan(self.pairs, self.n, self.amounts, self.programme, self.sector, groups)

    def _mixes(self, shares: Sequence[Shares]) -> list[Mix]:
        found: list[Mix] = []
        for source in shares:
            if source.scenario in self.elsewhere:
                continue
            if (source.scenario, source.programme) not in self.pairs:
                self._on_nothing("shares", source)
                continue
            p = self.pairs.index((source.scenario, source.programme))
            if any(mix.programme == p for mix in found):
                self._twice("shares", source, " / ".join(self.pairs[p]))
                continue
            weights = np.zeros(self.n)
            if source.mix:
                for code, share in source.mix.items():
                    weights[self.classification.position(code)] += share
            else:
                own = self.programme == p
                np.add.at(weights, self.sector[own], self.amounts[own])
            at = np.flatnonzero(weights)
            if len(at) < 2:
                self.problems.append(
                    Problem(
                        f"shares, {source.id}",
                        Text("구성에 부문이 하나뿐입니다", "the mix has one sector alone"),
                        Text("둘 이상의 부문", "two sectors or more"),
                        same(" ".join(self.classification.codes[i] for i in at) or "–"),
                        Text("mix에 구성을 적으십시오", "state the shares in mix"),
                    )
                )
                continue
            found.append(Mix(source, p, at, weights[at] / weights[at].sum()))
        return found

    def _cells_spent(self, mixes: Sequence[Mix]) -> Ints:
        """Return the cells (programme · n + sector) that can have spending, in order."""
        mixed = {mix.programme: mix.at for mix in mixes}
        cells = {
            int(p * self.n + i)
            for p, j in zip(self.programme, self.sector, strict=True)
            for i in mixed.get(int(p), np.array([j]))
        }
        return np.array(sorted(cells), dtype=np.int_)

    def _spent(
        self,
        family: Family,
        sources: Sequence[Spent],
        programme: Ints,
        sector: Ints,
        place: Callable[[Ints], Ints],
    ) -> list[Vector]:
        """Bind sources with selectors first; one without takes what they leave."""
        taken = np.zeros(len(programme), dtype=np.bool_)
        found = []
        for source in sorted(sources, key=lambda s: not s.named):
            if source.scenario in self.elsewhere:
                continue
            chosen = np.array(
                [
                    source.scenario in ("", self.pairs[p][0])
                    and source.programme in ("", self.pairs[p][1])
                    and source.sector in ("", self.classification.codes[j])
                    for p, j in zip(programme, sector, strict=True)
                ],
                dtype=np.bool_,
            )
            both = np.flatnonzero(chosen & taken)
            if source.named and len(both):
                first = both[0]
                self._twice(
                    family,
                    source,
                    f"{' / '.join(self.pairs[programme[first]])} / "
                    f"{self.classification.codes[sector[first]]}",
                )
                continue
            chosen &= ~taken
            if not chosen.any():
                self._on_nothing(family, source)
                continue
            taken |= chosen
            at = place(np.flatnonzero(chosen))
            found.append(
                Vector(source, family, at, marginal(source.distribution), source.correlation)
            )
        return found

    def _employment(self, sources: Sequence[Employment]) -> list[Vector]:
        taken: dict[str, set[int]] = {}
        found = []
        for source in sorted(sources, key=lambda s: not s.sectors):
            used = taken.setdefault(source.indicator, set())
            named = {self.classification.position(code) for code in source.sectors}
            if named & used:
                self._twice("employment", source, self.classification.codes[min(named & used)])
                continue
            at = sorted(named or set(range(self.n)) - used)
            if not at:
                self._on_nothing("employment", source)
                continue
            used |= set(at)
            how = Lognormal(1.0, source.relative_error)
            found.append(Vector(source, "employment", np.array(at), how, source.correlation))
        return found

    def _coefficients(self, sources: Sequence[Coefficients]) -> list[Cells]:
        taken: set[int] = set()
        found = []
        for source in sorted(sources, key=lambda s: not s.buyers):
            named = {self.classification.position(code) for code in source.buyers}
            if named & taken:
                self._twice("coefficients", source, self.classification.codes[min(named & taken)])
                continue
            buyers = sorted(named or set(range(self.n)) - taken)
            if not buyers:
                self._on_nothing("coefficients", source)
                continue
            taken |= set(buyers)
            suppliers = sorted(self.classification.position(code) for code in source.suppliers)
            found.append(
                Cells(
                    source,
                    np.array(buyers, dtype=np.int_),
                    np.array(suppliers or range(self.n), dtype=np.int_),
                )
            )
        return found

    def _groups(self, bound: Sequence[Bound]) -> tuple[Group, ...]:
        by_id = {item.source.id: item for item in bound}
        groups, joined = [], set()
        for number, correlation in enumerate(self.spec.file.correlations, 1):
            kept = [i for i, id in enumerate(correlation.sources) if id in by_id]
            members = [by_id[correlation.sources[i]] for i in kept]
            joined |= {member.source.id for member in members}
            for member in members:
                if not (isinstance(member, Vector) and member.single):
                    self.problems.append(_several(number, member))
            C = np.array(correlation.matrix)[np.ix_(kept, kept)]
            if members:
                groups.append(Group(tuple(members), _root(C)))
        alone = [Group((b,), np.eye(1)) for b in bound if b.source.id not in joined]
        order = {id(b): i for i, b in enumerate(bound)}
        return tuple(sorted([*groups, *alone], key=lambda g: order[id(g.members[0])]))

    def _on_nothing(self, family: Family, source: Source) -> None:
        self.problems.append(
            Problem(
                f"{family}, {source.id}",
                Text("원천이 걸리는 데가 없습니다", "the source bears on nothing"),
                Text(
                    f"{FAMILIES[family].ko}: 금액이 발표된 사업 "
                    f"({'; '.join(' / '.join(p) for p in self.pairs)}), 다른 원천이 맡지 않은 것",
                    f"{FAMILIES[family].en}: of programmes with announced amounts "
                    f"({'; '.join(' / '.join(p) for p in self.pairs)}), left by other sources",
                ),
                Text("없음", "nothing"),
                Text("선택을 고치거나 원천을 지우십시오", "mend what it selects, or remove it"),
            )
        )

    def _twice(self, family: Family, source: Source, what: str) -> None:
        self.problems.append(
            Problem(
                f"{family}, {source.id}",
                Text("다른 원천이 이미 맡은 것입니다", "another source already bears on the same"),
                Text("하나에 원천 하나", "one source for each"),
                same(what),
                Text("선택을 좁히거나 합치십시오", "narrow what it selects, or join the two"),
            )
        )


def _several(number: int, member: Bound) -> Problem:
    return Problem(
        f"correlations[{number}].sources",
        Text(
            "여러 수를 따로 뽑는 원천은 상관시킬 수 없습니다",
            "a source of several numbers drawn apart can't be correlated",
        ),
        Text(
            "수 하나를 뽑는 원천, 또는 correlation = 1",
            "a source of one number, or one with correlation = 1",
        ),
        same(f'"{member.source.id}"'),
        Text("correlation = 1을 적거나 빼십시오", "state correlation = 1 in it, or leave it out"),
    )


def _root(C: Array) -> Array:
    """Return R with R R′ = C, C positive semidefinite."""
    values, vectors = np.linalg.eigh(C)
    return np.asarray(vectors * np.sqrt(np.maximum(values, 0.0)))
