"""How much faster draws of all input coefficients are than a Python loop over numpy.linalg.inv.

    python benchmarks/uncertainty.py [--draws 10000] [--large 64] [--error 0.1]

Both sides answer the same question: impacts of one demand on production, value added and
employment for every draw of all coefficients. Two tables are measured: bok-2020-165, and a random
productive one of 17 × 83 = 1,411 rows. What is printed are ratios of times taken in turns, in one
run. The loop is timed on a part of the draws and extended in proportion (a loop costs the same for
each); so are both sides at 1,411 rows. Nothing here is a test: a time never fails the suite.

"End to end" includes the random numbers, each side with its own: the loop as a user would write
it, with `rng.lognormal`. "Without drawing" is what is left of the same run when the coefficients
are there: the inverse and its products in the loop; the solutions, their bounds and the products
in iomodel, added over threads and divided by their number. Both sides may use all processors: the
loop through BLAS, iomodel by one thread for each block of draws. With OPENBLAS_NUM_THREADS=1 the
loop runs on one.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

import iomodel
from iomodel.uncertainty.coefficients import (
    TOLERANCE,
    Base,
    CellErrors,
    Inputs,
    drawn,
    solve,
)
from iomodel.uncertainty.draws import BLOCK, MAIN, again, stream

Array = NDArray[np.float64]
BOUNDS = {165: (3.0, 10.0), 1411: (5.0, 30.0)}  # end to end, without drawing
INDICATORS = ("production", "value_added", "employment")
WORKERS = os.cpu_count() or 1


@dataclass(frozen=True)
class Case:
    """Coefficients, a demand and three indicators."""

    inputs: Inputs
    c: Array
    f: Array
    error: float

    @property
    def n(self) -> int:
        return len(self.f)

    @property
    def s(self) -> float:
        return float(np.sqrt(np.log1p(self.error**2)))


def small(error: float) -> Case:
    """The national table of 165 sectors, and the announced investments of Sejong."""
    model = iomodel.load_model("bok-2020-165")
    ids = [i.id for i in model.indicators]
    c = model.coefficients[[ids.index(id) for id in INDICATORS]]
    imports = model.coefficients[ids.index("imports")]
    f = iomodel.run("sejong", reading="announced").parts[0].demand.values.sum(axis=0)
    return _case(model.system.A, c, c[1] + imports, f, error)


def large(error: float, regions: int = 17, sectors: int = 83) -> Case:
    """A random productive table: dense, uneven cells, most trade within regions."""
    n, rng = regions * sectors, np.random.default_rng(1411)
    A = rng.gamma(0.2, size=(n, n)) * (
        1.0 + 60.0 * np.kron(np.eye(regions), np.ones((sectors,) * 2))
    )
    A[np.arange(n), np.arange(n)] += A.sum(axis=0) * rng.uniform(0.0, 0.3, n)
    A *= rng.uniform(0.3, 0.8, n) / A.sum(axis=0)
    rest = 1.0 - A.sum(axis=0)
    c = np.vstack([np.ones(n), 0.7 * rest, rng.uniform(0.0, 0.02, n)])
    f = np.zeros(n)
    f[rng.choice(n, 20, replace=False)] = rng.uniform(100.0, 1000.0, 20)
    return _case(A, c, rest, f, error)


def _case(A: Array, c: Array, primary: Array, f: Array, error: float) -> Case:
    mask = (A != 0) & (c[1] > 1e-9)
    return Case(Inputs(A, c[1], primary, (CellErrors(mask, error),)), c, f, error)


# ------------------------------------------------------------------ what a user would do
def by_inverse(case: Case, A: Array, c: Array) -> Array:
    """One draw: the inverse, then the impacts."""
    return np.asarray(c @ (np.linalg.inv(np.eye(case.n) - A) @ case.f))


def loop_end_to_end(case: Case, draws: int) -> float:
    """All draws one by one; return the seconds to invert and multiply."""
    rng, seconds = np.random.default_rng(1), 0.0
    out = np.empty((draws, len(case.c)))
    held = case.inputs.value_added <= 1e-9
    for k in range(draws):
        A = case.inputs.A * rng.lognormal(-(case.s**2) / 2, case.s, (case.n, case.n))
        A[:, held] = case.inputs.A[:, held]
        c = case.c.copy()
        c[1] += case.inputs.A.sum(axis=0) - A.sum(axis=0)
        begin = time.perf_counter()
        out[k] = by_inverse(case, A, c)
        seconds += time.perf_counter() - begin
    return seconds


# ------------------------------------------------------------------ what iomodel does
def ours_block(case: Case, base: Base, block: int, draws: int) -> tuple[Array, float]:
    """One block of draws as `iomodel.uncertainty.machine` works on it, and the seconds to solve."""
    out, seconds = np.empty((draws, len(case.c))), 0.0
    source, anew = stream(1, MAIN, block, 0), again(1, MAIN, block)
    for part in drawn(case.inputs, draws, [source], anew):
        c = np.repeat(case.c[None], len(part.A), axis=0)
        c[:, 1] += part.rest
        begin = time.perf_counter()
        effects, _ = ours_on(case, base, part.A, c)
        seconds += time.perf_counter() - begin
        out[part.first : part.first + len(part.A)] = effects
    return out, seconds


def ours_on(case: Case, base: Base, A: Array, c: Array) -> tuple[Array, Array]:
    """Impacts of coefficients that are there, and the bounds of their errors."""
    found = solve(base, A, np.broadcast_to(case.f, (len(A), 1, case.n)), c)
    effects = np.matmul(found.x, c.swapaxes(1, 2))[:, 0]
    return effects, found.bound * np.abs(c).max(axis=2) / np.abs(effects)


def ours_end_to_end(case: Case, base: Base, draws: int) -> float:
    """All draws; return the seconds to solve, over the workers that share them."""
    size = min(BLOCK, -(-draws // WORKERS))
    sizes = [min(size, draws - first) for first in range(0, draws, size)]
    with threadpool_limits(1, user_api="blas"), ThreadPoolExecutor(WORKERS) as pool:
        found = list(pool.map(lambda b: ours_block(case, base, b, sizes[b]), range(len(sizes))))
    assert sum(len(effects) for effects, _ in found) == draws
    return sum(seconds for _, seconds in found) / WORKERS


def based(case: Case) -> Base:
    """The base inverse, and what is made of it once."""
    base = Base(case.inputs.A, np.linalg.inv(np.eye(case.n) - case.inputs.A))
    _ = base.weights, base.single, base.diagonal, base.negative
    return base


# ------------------------------------------------------------------ both, in turns
def compared(case: Case) -> tuple[float, float]:
    """The largest relative difference from impacts by the inverse, and its largest bound."""
    base, worst, bound = based(case), 0.0, 0.0
    draws = 500 if case.n < 1000 else 8
    for part in drawn(case.inputs, draws, [stream(2, MAIN, 0, 0)], again(2, MAIN, 0)):
        c = np.repeat(case.c[None], len(part.A), axis=0)
        c[:, 1] += part.rest
        effects, limit = ours_on(case, base, part.A, c)
        exact = np.array([by_inverse(case, *one) for one in zip(part.A, c, strict=True)])
        worst = max(worst, float(np.abs(effects / exact - 1.0).max()))
        bound = max(bound, float(limit.max()))
    return worst, bound


def measure(case: Case, draws: int, part: int, turns: int) -> None:
    """Print both ratios of one table; `part` draws at a time stand for `draws`."""
    loop: list[list[float]] = [[], []]
    ours: list[list[float]] = [[], []]
    for _ in range(turns):
        begin = time.perf_counter()
        inverting = loop_end_to_end(case, part)
        loop[0].append((time.perf_counter() - begin) / part)
        loop[1].append(inverting / part)
        begin = time.perf_counter()
        base = based(case)
        once = (time.perf_counter() - begin) / draws  # whatever the number of draws
        whole = draws if case.n < 1000 else part
        begin = time.perf_counter()
        solving = ours_end_to_end(case, base, whole)
        ours[0].append(once + (time.perf_counter() - begin) / whole)
        ours[1].append(once + solving / whole)
    print(f"\n{case.n:,} rows, all coefficients with a relative error of {case.error:.0%}")
    for i, name in enumerate(("end to end", "without drawing")):
        _line(name, loop[i], ours[i], draws, BOUNDS[case.n][i])
    worst, bound = compared(case)
    print(
        f"  impacts differ from those of the inverse by at most {worst:.1e}, "
        f"bounded by {bound:.1e} (tolerance {TOLERANCE:.0e})"
    )


def _line(name: str, loop: list[float], ours: list[float], draws: int, bound: float) -> None:
    middle = np.median(loop) / np.median(ours)
    least = min(loop) / min(ours)
    seconds = [float(np.median(times)) * draws for times in (loop, ours)]
    print(
        f"  {name:<16} {draws:,} draws: loop {seconds[0]:8.1f} s, iomodel {seconds[1]:8.1f} s; "
        f"ratio of medians {middle:5.1f}, of least {least:5.1f} (wanted {bound:g})"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--draws", type=int, default=10_000, help="draws at 165 rows")
    parser.add_argument("--part", type=int, default=1000, help="draws of the loop at 165 rows")
    parser.add_argument("--large", type=int, default=64, help="draws at 1,411 rows")
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--error", type=float, default=0.1, help="relative error of each cell")
    options = parser.parse_args()
    print(
        f"Python {sys.version.split()[0]}, numpy {np.__version__}, {WORKERS} processors; the loop "
        f"is timed on {options.part:,} draws, both sides on {options.large} at 1,411 rows, and "
        "extended in proportion"
    )
    measure(small(options.error), options.draws, options.part, options.turns)
    measure(large(options.error), options.draws, options.large, options.turns)


if __name__ == "__main__":
    main()
