"""What rows, scenarios and draws cost, beside what this machine's arithmetic and memory allow.

    python benchmarks/curves.py [--only rows scenarios draws] [--quick] [--out docs/img]

Each curve is measured in a process of its own, the best of several runs, and drawn over two
bounds that are measured there too: the rate of a matrix product, and the rate at which memory is
read. The numbers are printed, and drawn as docs/img/cost-rows.svg, cost-scenarios.svg and
cost-draws.svg.

Draws are many small products: on a busy machine two threads that wait for each other take ten
times as long as one, so they are measured with one, and so are their bounds.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
from multiregional import World, direct, once, world
from numpy.typing import NDArray

from iomodel import Demand, load_model, load_table
from iomodel.demand import Line
from iomodel.table import IOTable
from iomodel.units import MILLION_KRW, Money

Array = NDArray[Any]
ROOT = Path(__file__).resolve().parents[1]
TABLE = "bok-2020-165"
ERROR = 0.1  # relative, of every coefficient, in the curve of draws
mpl.rcParams["svg.hashsalt"] = "iomodel"


@dataclass(frozen=True)
class Machine:
    """What this machine does at its best: operations a second, bytes read a second."""

    operations: float
    memory: float
    cache: float

    def __str__(self) -> str:
        return (
            f"matrix product {self.operations / 1e9:.0f} billion operations/s, memory read at "
            f"{self.memory / 1e9:.1f} GB/s, cache (8 MB) at {self.cache / 1e9:.1f} GB/s"
        )


@dataclass
class Curve:
    """Seconds over size, measured or bounded."""

    name: str
    bound: bool = False
    sizes: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    def add(self, size: float, seconds: float) -> None:
        self.sizes.append(size)
        self.seconds.append(seconds)


def best(work: Callable[[], object], least: float = 0.3, most: int = 25) -> float:
    """Return the least wall time of runs that take at least `least` seconds together."""
    times: list[float] = []
    while len(times) < 2 or (sum(times) < least and len(times) < most):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
        if times[0] > 5.0:
            break
    return min(times)


def machine() -> Machine:
    """Measure the two bounds."""
    a = np.random.default_rng(0).random((2000, 2000))
    operations = 2 * 2000**3 / best(lambda: a @ a, 1.0)
    long, short = np.ones(2**26), np.ones(2**20)
    memory = long.nbytes / best(lambda: np.dot(long, long), 1.0)
    square = np.ones((8192, 8192))
    memory = max(memory, square.nbytes / best(lambda: square @ long[:8192], 1.0))
    cache = short.nbytes / best(lambda: np.dot(short, short), 0.2, 200)
    return Machine(operations, memory, cache)


# ------------------------------------------------------------------ rows
def rows(limits: Machine, quick: bool) -> list[Curve]:
    """One scenario with three indicators on tables of more and more rows."""
    sizes = [(1, 165), (2, 165), (4, 165), (8, 165), (17, 165)]
    if not quick:
        sizes += [(34, 165), (49, 200)]
    ours, solving, inverting = (
        Curve("induce_once"),
        Curve("numpy.linalg.solve"),
        Curve("numpy.linalg.inv"),
    )
    passes = Curve("bound: its products, by memory", bound=True)
    single = Curve("bound: Z read once, by memory", bound=True)
    cube = Curve("bound: an inverse, by arithmetic", bound=True)
    for regions, sectors in sizes:
        given = world(regions, sectors)
        n, size = given.size, given.flows.nbytes
        _, told = once(given)
        ours.add(n, best(partial(once, given)))
        solving.add(n, best(partial(direct, given)))
        if n < 9000:
            inverting.add(n, best(partial(inverse, given)))
        # the products, the sums of rows, the look for negative flows and the sums of columns
        passes.add(n, (told["products"] + 3) * size / limits.memory)
        single.add(n, size / limits.memory)
        cube.add(n, 2 * n**3 / limits.operations)
    return [ours, solving, inverting, passes, single, cube]


def inverse(given: World) -> object:
    """Invert I − A, as one who wants multipliers would."""
    x = given.flows.sum(axis=1) + given.final_demand.sum(axis=1)
    return (given.totals / x) @ np.linalg.inv(np.eye(given.size) - given.flows / x)


# ------------------------------------------------------------------ scenarios
def scenarios(limits: Machine, quick: bool) -> list[Curve]:
    """Many scenarios over 165 sectors and five indicators."""
    model = load_model(TABLE)
    n = len(model.sectors)
    M = model.multipliers().values[:5, 0]
    inducing, product = Curve("model.induce"), Curve("a bare matrix product")
    looping = Curve("a loop of numpy.linalg.solve")
    stored = Curve("iomodel batch, Parquet to Parquet")
    reading = Curve("bound: demand read once, by memory", bound=True)
    arithmetic = Curve("bound: the product, by arithmetic", bound=True)
    table = load_table(TABLE)
    assert isinstance(table, IOTable)
    system = np.eye(n) - table.domestic / table.output
    draw = np.random.default_rng(0)
    for m in [1, 10, 100, 1000, 10_000, *([] if quick else [100_000, 1_000_000])]:
        F = draw.random((m, n))
        product.add(m, best(partial(np.matmul, F, M.T)))
        reading.add(m, F.nbytes / limits.memory)
        arithmetic.add(m, 2 * F.size * len(M) / limits.operations)
        if m <= 10_000:
            asked = Demand(
                model.sectors,
                F,
                Money(MILLION_KRW, model.info.price_year, model.info.valuation),
                tuple(Line("curve", scenario=str(i)) for i in range(m)),
            )
            inducing.add(m, best(partial(model.induce, asked)))
        if m <= 1000:
            looping.add(m, best(partial(solves, system, M, F)))
        if m >= 100 and (seconds := batched(F, model.sectors.codes)):
            stored.add(m, seconds)
    return [stored, inducing, looping, product, reading, arithmetic]


def solves(system: Array, M: Array, F: Array) -> object:
    """Solve for one scenario after the other."""
    return [M @ np.linalg.solve(system, f) for f in F]


def batched(F: Array, codes: tuple[str, ...]) -> float | None:
    """Return the seconds of a batch from a wide Parquet file to a store; None without batches."""
    try:
        import pyarrow as pa  # type: ignore[import-untyped]
        import pyarrow.parquet as pq  # type: ignore[import-untyped]

        from iomodel.batch import run_batch
    except ImportError:
        return None
    columns: dict[str, Any] = {"scenario": [f"s{i}" for i in range(len(F))]}
    columns |= {code: F[:, j] for j, code in enumerate(codes)}
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "wide.parquet"
        pq.write_table(pa.table(columns), source)
        count = iter(range(99))

        def run() -> None:
            run_batch(
                source, Path(folder) / f"out{next(count)}", tables_ids=(TABLE,), unit="백만원"
            )

        return best(run, 0.0)


# ------------------------------------------------------------------ draws
def draws(limits: Machine, quick: bool) -> list[Curve]:
    """All coefficients of the 165-sector table drawn anew, one demand, three indicators."""
    try:
        from iomodel.uncertainty.coefficients import Base, CellErrors, Inputs, drawn, solve
    except ImportError:
        return []
    table = load_table(TABLE)
    assert isinstance(table, IOTable)
    x, n = table.output, len(table.output)
    A = table.domestic / x
    base = Base(A, np.asarray(np.linalg.inv(np.eye(n) - A), dtype=np.float64))
    primary = 1.0 - A.sum(axis=0)
    inputs = Inputs(A, table.value_added / x, primary, (CellErrors(A != 0, ERROR),))
    c = np.vstack([np.ones(n), table.value_added / x, table.satellites[0] / x])
    f = table.final_demand.sum(axis=1) / 1e3
    solving, whole = Curve("solving"), Curve("drawing and solving")
    looping = Curve("a loop of numpy.linalg.inv")
    reading = Curve("bound: its passes over A, by memory", bound=True)
    arithmetic = Curve("bound: inverses, by arithmetic", bound=True)
    for b in [10, 100, 1000, *([] if quick else [10_000])]:
        spent, total, passes = [], [], 0
        for _ in range(3):
            start, inner = time.perf_counter(), 0.0
            rng = np.random.default_rng(1)
            for part in drawn(inputs, b, [rng], np.random.default_rng(2)):
                begin = time.perf_counter()
                answer = solve(base, part.A, np.broadcast_to(f, (len(part.A), 1, n)).copy(), c)
                inner += time.perf_counter() - begin
                passes = max(passes, answer.iterations)
            total.append(time.perf_counter() - start)
            spent.append(inner)
        solving.add(b, min(spent))
        whole.add(b, min(total))
        if b <= 1000:
            looping.add(b, best(partial(inverses, A, c, f, b)))
        # each pass reads A; bounding what negative cells do to it reads it once more
        reading.add(b, b * (passes + 1) * A.nbytes / limits.memory)
        arithmetic.add(b, b * 2 * n**3 / limits.operations)
    return [whole, solving, looping, reading, arithmetic]


def inverses(A: Array, c: Array, f: Array, times: int) -> object:
    """Invert I − A for one draw after the other."""
    return [c @ np.linalg.inv(np.eye(len(A)) - A) @ f for _ in range(times)]


# ------------------------------------------------------------------ what is shown
CURVES = {"rows": rows, "scenarios": scenarios, "draws": draws}
THREADS = {"draws": {"OPENBLAS_NUM_THREADS": "1"}}
TITLES = {
    "rows": "One scenario, three indicators",
    "scenarios": "Scenarios over 165 sectors, five indicators",
    "draws": "Draws of all coefficients of 165 sectors, three indicators",
}


def show(name: str, curves: list[Curve]) -> None:
    """Print the curves as one table: a row a size, seconds in columns."""
    print(f"\n| {name} | " + " | ".join(curve.name for curve in curves) + " |")
    print("|---:" * (len(curves) + 1) + "|")
    for size in sorted({size for curve in curves for size in curve.sizes}):
        cells = (dict(zip(c.sizes, c.seconds, strict=True)).get(size) for c in curves)
        told = " | ".join("" if cell is None else _seconds(cell) for cell in cells)
        print(f"| {size:,.0f} | {told} |", flush=True)


def _seconds(value: float) -> str:
    for unit, scale in (("s", 1.0), ("ms", 1e3)):
        if value * scale >= 1.0:
            return f"{value * scale:.3g} {unit}"
    return f"{value * 1e6:.3g} µs"


def draw_figure(name: str, curves: list[Curve], path: Path) -> None:
    """Draw the curves over logarithmic axes, bounds dashed."""
    figure, axes = plt.subplots(figsize=(7, 4.5), layout="constrained")
    for curve in curves:
        look = "--" if curve.bound else "o-"
        axes.plot(curve.sizes, curve.seconds, look, label=curve.name, linewidth=1, markersize=4)
    axes.set(xscale="log", yscale="log", xlabel=name, ylabel="seconds", title=TITLES[name])
    axes.grid(alpha=0.3)
    axes.legend(fontsize=8)
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", nargs="+", choices=list(CURVES), default=list(CURVES))
    parser.add_argument("--quick", action="store_true", help="leave out the largest sizes")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "img")
    parser.add_argument("--child", choices=list(CURVES), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        measure(options.child, options.quick, options.out)
        return
    for name in options.only:
        quick = ["--quick"] if options.quick else []
        command = [sys.executable, __file__, "--child", name, "--out", str(options.out), *quick]
        subprocess.run(command, env=os.environ | THREADS.get(name, {}), check=True)


def measure(name: str, quick: bool, out: Path) -> None:
    """Measure, print and draw one figure."""
    mpl.use("svg")
    limits = machine()
    print(f"\n{limits}; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    curves = [curve for curve in CURVES[name](limits, quick) if curve.sizes]
    if curves:
        show(name, curves)
        draw_figure(name, curves, out / f"cost-{name}.svg")


if __name__ == "__main__":
    main()
