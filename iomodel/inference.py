"""The reconciled reading of a study: candidates, priors and the inferred demand vectors."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from iomodel import catalogue
from iomodel.errors import InfeasibleError, NotFoundError, Problem
from iomodel.files import csv_bytes
from iomodel.models import Model, load_model
from iomodel.published import Pair, PublishedCell, programmes_of
from iomodel.reconcile import Array, PrintedSystem, nearest, tightness
from iomodel.scenario import VECTOR_COLUMNS, Study
from iomodel.schema import Prior, Reconciled
from iomodel.sectors import Sector
from iomodel.text import Text
from iomodel.units import BILLION_KRW

DECIMALS = 3  # of 백만원 in the committed vectors: a thousand won


@dataclass(frozen=True, eq=False)
class Question:
    """A study's published figures over one table's candidate sectors.

    Attributes
    ----------
    system : PrintedSystem
    multipliers : ndarray (k, c)
        Effects per unit of the table's money on each of c candidate sectors.
    kept : ndarray of int (c,)
        Positions of the candidates among the table's sectors.
    """

    study: Study
    how: Reconciled
    model: Model
    system: PrintedSystem
    multipliers: Array
    kept: NDArray[np.int_]

    @property
    def candidates(self) -> tuple[Sector, ...]:
        """The candidate sectors."""
        return tuple(self.model.sectors.sectors[i] for i in self.kept)

    def without(self, code: str) -> Question:
        """Return the same question with one candidate fewer."""
        keep = np.array([sector.code != code for sector in self.candidates])
        return Question(
            self.study,
            self.how,
            self.model,
            self.system,
            self.multipliers[:, keep],
            self.kept[keep],
        )

    def only(self, mask: NDArray[np.bool_]) -> Array:
        """Return the multipliers of the candidates under `mask`, (k, sum of mask)."""
        return self.multipliers[:, mask]

    def prior_of(self, pair: Pair) -> Prior:
        """Return what study.toml assumes of a programme.

        Raises
        ------
        NotFoundError
            If it says nothing.
        """
        for prior in self.how.priors:
            if prior.programme == pair[1] and prior.scenario in ("", pair[0]):
                return prior
        raise NotFoundError(
            str(self.study.path / "study.toml"),
            Problem(
                "readings.reconciled.priors",
                Text("사전 부문이 없는 사업입니다", "the programme has no prior"),
                Text("공표된 사업마다 하나", "one for every published programme"),
                Text(" ".join(pair), " ".join(pair)),
                Text(
                    "[[readings.reconciled.priors]]를 더하십시오",
                    "add a [[readings.reconciled.priors]]",
                ),
            ),
        )

    def core(self, pair: Pair) -> NDArray[np.bool_]:
        """Return which candidates a programme is thought to buy from, (c,)."""
        return self._own_weights(pair) > 0

    def _own_weights(self, pair: Pair) -> Array:
        """Return the weights of a programme's own sectors, (c,): announced amounts, else equal."""
        prior = self.prior_of(pair)
        weights = np.zeros(len(self.model.sectors))
        if prior.announced:
            scenario = next(s for s in self.study.scenarios if s.id == pair[0])
            demand = scenario.announced()
            names = [line.programme for line in demand.lines] if demand else []
            if demand is not None and pair[1] in names:
                weights += demand.values[names.index(pair[1])]
        named = [self.model.sectors.position(code) for code in prior.sectors]
        positive = weights[weights > 0]
        weights[named] += positive.mean() if len(positive) else 1.0
        return np.asarray(weights[self.kept])

    @cached_property
    def prior(self) -> Array:
        """Prior shares of spending, (p, c): rows add to one, every candidate has some."""
        rows = []
        for pair in self.system.pairs:
            own = self._own_weights(pair)
            rest = own == 0
            row = np.where(rest, self.how.rest_weight / rest.sum(), 0.0)
            rows.append(row + own / own.sum() * (1.0 - self.how.rest_weight))
        return np.vstack(rows)


def question(
    study: Study,
    model: Model,
    published: tuple[PublishedCell, ...],
    tables: Path | str | None = None,
) -> Question | None:
    """Return what the published figures of `study` ask of `model`, None where there are none.

    At a coarser level than the study's, a sector is a candidate if any of its parts is one.
    """
    how = study.file.readings.reconciled
    if how is None or not programmes_of(published):
        return None
    system = PrintedSystem.of(published, model.info.money)
    names = [indicator.id for indicator in model.indicators]
    scale = BILLION_KRW.per(model.info.money)
    table = model.multipliers()
    rows = []
    for indicator in system.indicators:
        k = names.index(indicator)
        row = table.values[k].sum(axis=0)
        rows.append(row if model.indicators[k].dimension == "money" else row / scale)
    effects = np.vstack(rows)
    kept = _candidates(study, how, model, tables) & np.isfinite(effects).all(axis=0)
    positions = np.flatnonzero(kept)
    return Question(study, how, model, system, effects[:, positions], positions)


def _candidates(
    study: Study, how: Reconciled, model: Model, tables: Path | str | None
) -> NDArray[np.bool_]:
    fine = np.ones(len(study.classification))
    for exclusion in how.exclusions:
        for code in exclusion.sectors:
            fine[study.classification.position(code)] = 0.0
    if model.sectors.id == study.classification.id:
        return fine > 0
    concordance = catalogue.concordance(study.classification.id, model.sectors.id, tables)
    return concordance.sum(fine) > 0


@dataclass(frozen=True, eq=False)
class Inferred:
    """Demand vectors that give every published figure of a study.

    Attributes
    ----------
    demand : ndarray (p, c)
        백만원, rounded as committed.
    divergence : ndarray (p,)
        From the prior, in nats.
    """

    question: Question
    demand: Array
    divergence: Array
    tightness: float


def infer(study: Study, tables: Path | str | None = None) -> Inferred:
    """Return the demand nearest to the study's priors that gives every published figure.

    The figures are let stray halfway between what they must and the printed precision, so that
    rounding the amounts to a thousand won leaves every digit as printed.

    Raises
    ------
    NotFoundError
        If the study has no published figures or no reconciled reading.
    InfeasibleError
        If no demand gives them.
    """
    how = study.file.readings.reconciled
    asked = None
    if how is not None:
        model = load_model(how.table, tables=tables)
        asked = question(study, model, study.published(), tables)
    if asked is None:
        raise NotFoundError(
            str(study.path),
            Problem(
                "",
                Text("맞출 공표값이 없습니다", "there is nothing to reconcile"),
                Text(
                    "published.csv와 study.toml의 [readings.reconciled]",
                    "published.csv, and [readings.reconciled] in study.toml",
                ),
                Text("없음", "nothing"),
                Text("둘을 갖추십시오", "supply both"),
            ),
        )
    tight = tightness(asked.system, asked.multipliers)
    if tight > 1.0:
        raise infeasible(asked, tight)
    demand, divergence = nearest(
        asked.system, asked.multipliers, asked.prior, slack=(1.0 + tight) / 2.0
    )
    return Inferred(asked, np.round(demand, DECIMALS), divergence, tight)


def infeasible(asked: Question, tight: float) -> InfeasibleError:
    """Return the error that says why `asked` has no answer."""
    why = why_infeasible(asked)
    return InfeasibleError(
        asked.model.info.id,
        Problem(
            "",
            Text(
                "이 표에는 공표값을 모두 설명하는 수요가 없습니다",
                "no demand on this table explains all published figures",
            ),
            Text(
                "인쇄 자릿수의 절반까지의 어긋남",
                "figures within half a unit of the printed digits",
            ),
            Text(
                f"적어도 그 {tight:,.0f}배. {why.ko}", f"at least {tight:,.0f} times that. {why.en}"
            ),
            Text("더 세분된 표를 쓰십시오", "take a finer table"),
        ),
        data=tight,
    )


def why_infeasible(asked: Question) -> Text:
    """Return what the published figures need and no candidate has.

    Jobs per production where those are out of reach, else the line that lies furthest off.
    """
    system, m = asked.system, asked.multipliers
    if {"production", "employment"} <= set(system.indicators):
        p, e = system.indicators.index("production"), system.indicators.index("employment")
        scale = BILLION_KRW.per(asked.model.info.money)
        lines = [system.lines(pair) for pair in system.pairs]
        needs = [
            float(own.centre[own.indicator == e][0] / own.centre[own.indicator == p][0]) * scale
            for own in lines
            if {p, e} <= set(own.indicator.tolist())
        ]
        ratio = m[e] / m[p] * scale
        best = int(np.argmax(ratio))
        if needs and max(needs) > ratio[best]:
            return _jobs_out_of_reach(max(needs), asked.candidates[best], float(ratio[best]))
    worst = max(system.pairs, key=lambda pair: tightness(system.lines(pair), m))
    return Text(
        f"가장 어긋나는 사업은 {' '.join(worst)}입니다",
        f"the line that lies furthest off is {' '.join(worst)}",
    )


def _jobs_out_of_reach(need: float, sector: Sector, most: float) -> Text:
    return Text(
        f"생산 10억원당 취업자 {need:.2f}명이 필요한데, 후보 부문 가운데 가장 높은 "
        f"{sector.code} {sector.name.ko}도 {most:.2f}명입니다",
        f"{need:.2f} jobs per billion won of production are needed, and the highest of any "
        f"candidate, {sector.code} {sector.name.en}, has {most:.2f}",
    )


def vectors_csv(inferred: Inferred) -> bytes:
    """Return the committed form of inferred demand: one row an amount above zero."""
    asked = inferred.question
    how = f"inferred from the published totals over {asked.model.info.id}"
    rows = [
        [scenario, programme, sector.code, sector.name.ko, f"{amount:.{DECIMALS}f}", "백만원", how]
        for (scenario, programme), amounts in zip(asked.system.pairs, inferred.demand, strict=True)
        for sector, amount in zip(asked.candidates, amounts, strict=True)
        if amount > 0
    ]
    return csv_bytes(VECTOR_COLUMNS, rows)
