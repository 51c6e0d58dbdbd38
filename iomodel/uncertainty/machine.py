"""From random streams to effects, block by block, whatever the model.

A block's effects depend on the plan, the model, the seed and the block alone, so that blocks can
be computed anywhere and in any order.
"""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module

import numpy as np
from numpy.typing import NDArray

from iomodel.cluster import Cluster
from iomodel.impact import Indicator, Part
from iomodel.progress import Meter
from iomodel.sectors import Classification, Concordance
from iomodel.text import Text
from iomodel.uncertainty.draws import BLOCK, MAIN, draw_group, stream
from iomodel.uncertainty.plan import Plan
from iomodel.units import MILLION_KRW, MoneyUnit

Array = NDArray[np.float64]
Ints = NDArray[np.int_]


@dataclass(frozen=True, eq=False)
class Effects:
    """Effects of b draws, and how well they are known.

    Attributes
    ----------
    values : ndarray (b, p, k)
        Money in the table's unit, persons in persons.
    gap : float
        The largest |value added + imports + other primary inputs − spending| / spending (R6);
        NaN where the model can't say.
    bound : float
        The largest bound of an effect's numerical error, relative to it.
    iterations, direct : int
        Passes over the coefficients; draws solved by elimination instead.
    redrawn : ndarray of int (n,)
        Columns drawn anew, by buying sector.
    """

    values: Array
    gap: float
    bound: float
    iterations: int
    direct: int
    redrawn: Ints


@dataclass(frozen=True, eq=False)
class Machine(ABC):
    """A plan of uncertainties and the way from spending to effects.

    Attributes
    ----------
    upward : Concordance or None
        From the study's sectors to the model's, where those are coarser.
    """

    plan: Plan
    upward: Concordance | None
    seed: int

    @property
    @abstractmethod
    def sectors(self) -> Classification:
        """The model's sectors, n."""

    @property
    @abstractmethod
    def money(self) -> MoneyUnit:
        """The money of the model's table."""

    @property
    @abstractmethod
    def indicators(self) -> tuple[Indicator, ...]:
        """The k indicators followed."""

    @property
    @abstractmethod
    def multipliers(self) -> Array:
        """Effects of a unit of demand by programme, (p, k, n), in the table's money."""

    @abstractmethod
    def check(self) -> None:
        """Raise unless every source meets the model."""

    @abstractmethod
    def answers(
        self, f: Array, values: dict[str, Array], block: int, samples: Sequence[int]
    ) -> Effects:
        """Return the effects of a block of demand.

        Parameters
        ----------
        f : ndarray (b, p, n)
            Demand in the model's sectors and money.
        values : dict of str to ndarray (b, j)
            What was drawn, by source.
        """

    @abstractmethod
    def shown(self, part: Part) -> Array:
        """Return the effects of a run in the indicators followed, (m, k)."""

    def ready(self) -> None:
        """Make once, before threads ask for it, what all blocks share."""
        _ = self.multipliers

    def remarks(self) -> list[Text]:
        """Return what has to be said of how sources meet the model."""
        return []

    @cached_property
    def parents(self) -> Ints:
        """The model's sector of each of the study's sectors, (n,)."""
        if self.upward is None:
            return np.arange(self.plan.n)
        return np.array(self.upward.parents)

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The ids of the indicators followed."""
        return tuple(indicator.id for indicator in self.indicators)

    def demand(self, values: dict[str, Array], draws: int) -> Array:
        """Return demand in the model's sectors and money, (b, p, n)."""
        demand = self.plan.demand(values, draws) * MILLION_KRW.per(self.money)
        return demand if self.upward is None else self.upward.sum(demand)

    def effects(self, block: int, draws: int, samples: Sequence[int]) -> Effects:
        """Return the effects of the first `draws` draws of a block.

        Parameters
        ----------
        samples : sequence of int
            From which sample each group of sources takes its streams.

        Raises
        ------
        NotProductiveError
            If errors are so large that columns can't be kept productive.
        """
        values: dict[str, Array] = {}
        for g, group in enumerate(self.plan.groups):
            rng = stream(self.seed, samples[g], block, g)
            found = draw_group(group, rng, BLOCK)
            values |= {id: drawn[:draws] for id, drawn in found.items()}
        return self.answers(self.demand(values, draws), values, block, samples)

    def run(
        self,
        draws: int,
        samples: Sequence[int] | None = None,
        workers: int | None = None,
        cluster: Cluster | None = None,
        progress: Meter | None = None,
    ) -> Effects:
        """Return the effects of `draws` draws; the same whoever computes them.

        Parameters
        ----------
        samples : sequence of int, optional
            See `effects`; the main sample where left out.
        workers : int, optional
            Threads; as many as there are processors where left out.
        cluster : Cluster, optional
            Computes instead of threads.
        progress : Meter, optional
            Told of each block of draws.
        """
        chosen = samples if samples is not None else [MAIN] * len(self.plan.groups)
        self.ready()
        sizes = [min(BLOCK, draws - first) for first in range(0, draws, BLOCK)]
        blocks = [(block, size, chosen) for block, size in enumerate(sizes)]

        def done(made: Effects) -> None:
            if progress:
                progress.advance(len(made.values), len(made.values))

        if cluster:
            found = cluster.call(_block, self, blocks, done)
        else:
            found = []
            with _one_thread_each(), ThreadPoolExecutor(workers or os.cpu_count() or 1) as pool:
                for made in pool.map(lambda block: self.effects(*block), blocks):
                    done(made)
                    found.append(made)
        return Effects(
            np.concatenate([e.values for e in found]),
            float(np.max([e.gap for e in found])),
            max(e.bound for e in found),
            max(e.iterations for e in found),
            sum(e.direct for e in found),
            np.asarray(np.sum([e.redrawn for e in found], axis=0)),
        )


def _block(machine: Machine, block: int, draws: int, samples: Sequence[int]) -> Effects:
    with _one_thread_each():
        return machine.effects(block, draws, samples)


def _one_thread_each() -> AbstractContextManager[object]:
    """Return a context in which BLAS uses one thread, because the blocks already use all."""
    try:
        limits = import_module("threadpoolctl").threadpool_limits
    except ImportError:
        return nullcontext()
    return limits(1, user_api="blas")  # type: ignore[no-any-return]
