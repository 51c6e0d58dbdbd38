"""One scenario on a dense multiregional table: `induce_once` beside pymrio's `calc_all`.

    python benchmarks/multiregional.py [--sizes 17x83 17x165 49x200] [--rounds 3]

Each library works in a process of its own, on the same numbers: flows Z, final demand and three
indicators as totals. Both start from there and end with the three effects of one scenario of five
lines. The ratio of their times, the residual and the peak memory over that of Z are printed with
the bounds that they should keep.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

ROOT = Path(__file__).resolve().parents[1]
# Regions × sectors, and how many times faster than calc_all one scenario should be.
GOALS = {"17x83": 8.0, "17x165": 20.0, "49x200": 50.0}
RESIDUAL = 1e-10
MEMORY = 1.3  # peak over Z, at the largest size
REPEATS = {"once": 7, "direct": 3, "pymrio": 3}  # in one process; others than ours once if large
LARGE = 5000
ROUNDS = 60  # of the power series that makes output from final demand


@dataclass(frozen=True)
class World:
    """A multiregional table: flows (n, n), final demand (n, regions), indicators (3, n)."""

    regions: int
    sectors: int
    flows: Array
    final_demand: Array
    totals: Array

    @property
    def size(self) -> int:
        return self.regions * self.sectors

    def scenario(self) -> Array:
        """Return a demand of five lines in one region."""
        import numpy as np

        f = np.zeros(self.size)
        f[np.linspace(0, self.sectors - 1, 5).astype(int)] = [10.0, 250.0, 40.0, 526.0, 5.0]
        return f


def technology(sectors: int) -> Array:
    """Return positive input coefficients (s, s) after the Bank of Korea's of 2020.

    At 83 and 165 sectors they are the table's own; for more, sectors are split in two.
    """
    import numpy as np

    from iomodel import load_table
    from iomodel.table import IOTable

    level = "bok-2020-83" if sectors == 83 else "bok-2020-165"
    table = load_table(level)
    assert isinstance(table, IOTable)
    assert table.imports is not None
    A = np.maximum((table.domestic + table.imports) / table.output, 1e-7)
    split = np.sort(np.arange(sectors) % len(A))
    A = A[np.ix_(split, split)] / np.bincount(split)[split][:, None]
    sums = A.sum(axis=0)
    return np.asarray(A * np.where(sums > 0.85, 0.85 / sums, 1.0))


def world(regions: int, sectors: int, seed: int = 20200101) -> World:
    """Return a dense, productive table: every region buys from every other, most at home.

    It is made where it stands, so that the memory measured is that of using it.
    """
    import numpy as np

    draw = np.random.default_rng(seed)
    A, n = technology(sectors), regions * sectors
    weight = draw.lognormal(0.0, 1.0, regions)
    home = draw.beta(6.0, 3.0, (regions, sectors))  # what region s buys of i at home
    Z = np.empty((n, n))
    away = draw.lognormal(0.0, 0.5, (regions, regions, sectors)) * weight[:, None, None]
    away[np.arange(regions), np.arange(regions)] = 0.0
    share = away / np.maximum(away.sum(axis=0), 1e-300) * (1.0 - home)  # one region has none away
    share[np.arange(regions), np.arange(regions)] = home
    for r in range(regions):  # rows of A for the goods of region r
        rows = Z[r * sectors : (r + 1) * sectors].reshape(sectors, regions, sectors)
        draw.standard_normal(out=rows)
        np.exp(np.multiply(rows, 0.2, out=rows), out=rows)
        rows *= A[:, None, :]
        rows *= share[r].T[:, :, None]
    buys = draw.lognormal(3.0, 1.5, (n, regions)) * weight
    f = buys.sum(axis=1)
    x, layer = f.copy(), f
    for _ in range(ROUNDS):
        layer = Z @ layer
        x += layer
    Z *= x
    shares = draw.dirichlet([4.0, 1.0], n).T * 0.4
    totals = np.vstack([shares, draw.lognormal(-1.0, 0.7, n)]) * x
    return World(regions, sectors, Z, buys, totals)


# ------------------------------------------------------------------ what is measured
def once(given: World) -> tuple[Array, dict[str, float]]:
    """Return the three effects by one iterative solve, and how it went."""
    import numpy as np

    from iomodel.iterative import induce_once

    x = given.flows @ np.ones(given.size) + given.final_demand.sum(axis=1)
    answer = induce_once(given.flows, x, given.totals / x, given.scenario())
    return answer.effects, {"residual": answer.residual, "products": answer.iterations}


def direct(given: World) -> tuple[Array, dict[str, float]]:
    """Return the three effects by one LU solve with numpy, for orientation."""
    import numpy as np

    x = given.flows.sum(axis=1) + given.final_demand.sum(axis=1)
    system = given.flows / -x
    system[np.diag_indices_from(system)] += 1.0
    return (given.totals / x) @ np.linalg.solve(system, given.scenario()), {}


def pymrio(given: World) -> Callable[[], tuple[Array, dict[str, float]]]:
    """Return what makes the three effects by calc_all; the frames are made beforehand."""
    import numpy as np
    import pandas as pd
    import pymrio  # type: ignore[import-untyped]

    names = [f"R{r:02}" for r in range(given.regions)]
    labels = pd.MultiIndex.from_product(
        [names, [f"{i:03}" for i in range(given.sectors)]], names=["region", "sector"]
    )
    buyers = pd.MultiIndex.from_product([names, ["final"]], names=["region", "category"])
    Z = pd.DataFrame(given.flows, labels, labels)
    Y = pd.DataFrame(given.final_demand, labels, buyers)
    F = pd.DataFrame(given.totals, ["value added", "imports", "employment"], labels)

    def work() -> tuple[Array, dict[str, float]]:
        economy = pymrio.IOSystem(Z=Z, Y=Y)
        economy.account = pymrio.Extension("account", F=F)
        economy.calc_all()
        return np.asarray(economy.account.M.to_numpy() @ given.scenario()), {}

    return work


def child(what: str, size: str, times: int) -> None:
    """Measure one library at one size and print what was found."""
    import numpy as np  # noqa: F401 - before the first look at memory

    from iomodel import load_table
    from iomodel.iterative import induce_once  # noqa: F401

    load_table("bok-2020-165")
    warm()
    before = _peak()
    given = world(*(int(part) for part in size.split("x")))
    work = (
        pymrio(given) if what == "pymrio" else lambda: {"once": once, "direct": direct}[what](given)
    )
    wall, processor = [], []
    for _ in range(times):
        start, begin = time.perf_counter(), time.process_time()
        effects, more = work()
        wall.append(time.perf_counter() - start)
        processor.append(time.process_time() - begin)
    told = {
        "wall": min(wall),
        "processor": min(processor),
        "memory": (_peak() - before) / given.flows.nbytes,
        "effects": [float(e) for e in effects],
        **more,
    }
    print(json.dumps(told))


def warm() -> None:
    """Let the libraries make their buffers, which no table pays for alone."""
    import numpy as np

    from iomodel.iterative import induce_once

    induce_once(np.full((300, 300), 1e-3), np.ones(300), np.ones((1, 300)), np.ones(300))


def _peak() -> int:
    """Return the most memory that this process has had so far, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def measured(what: str, size: str, times: int) -> dict[str, Any]:
    """Return what a fresh process measures."""
    command = [
        sys.executable,
        __file__,
        "--child",
        what,
        "--sizes",
        size,
        "--repeats",
        str(times),
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{what} at {size}: {done.stderr[-2000:] or done.returncode}")
    return dict(json.loads(done.stdout.splitlines()[-1]))


def compare(size: str, rounds: int, others: list[str]) -> None:
    """Print one size: the best times of several rounds in turns, ratios, residual, memory."""
    regions, sectors = (int(part) for part in size.split("x"))
    found: dict[str, dict[str, Any]] = {}
    for _ in range(rounds):
        for what in ("once", *others):
            keep(found, what, measured(what, size, repeats(what, regions * sectors)))
    ours = found["once"]
    print(
        f"{regions} × {sectors} = {regions * sectors:,} rows: one scenario {ours['wall']:.4f} s "
        f"(processor {ours['processor']:.4f}), {ours['products']:.0f} products, residual "
        f"{ours['residual']:.1e} (bound {RESIDUAL:g}), peak {ours['memory']:.2f} × Z "
        f"(bound {MEMORY:g} at the largest)"
    )
    for what in others:
        other = found[what]
        apart = max(
            abs(a / b - 1.0) for a, b in zip(ours["effects"], other["effects"], strict=True)
        )
        goal = f" (goal {GOALS[size]:g})" if what == "pymrio" and size in GOALS else ""
        print(
            f"  {what:<7} {other['wall']:.3f} s (processor {other['processor']:.3f}), "
            f"{other['wall'] / ours['wall']:.1f} × ours{goal}, by processor "
            f"{other['processor'] / ours['processor']:.1f}; peak {other['memory']:.1f} × Z; "
            f"effects apart by {apart:.0e}",
            flush=True,
        )


def repeats(what: str, n: int) -> int:
    """Return how often one process does the work."""
    return 1 if n > LARGE and what != "once" else REPEATS[what]


def keep(found: dict[str, dict[str, Any]], what: str, new: dict[str, Any]) -> None:
    """Keep the least times and the most memory of all rounds."""
    old = found.setdefault(what, new)
    for name, better in (("wall", min), ("processor", min), ("memory", max)):
        old[name] = better(old[name], new[name])


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sizes", nargs="+", default=list(GOALS), metavar="REGIONSxSECTORS")
    parser.add_argument("--rounds", type=int, default=2, help="in turns; the best ones count")
    parser.add_argument("--against", nargs="*", default=["pymrio", "direct"], help="or none")
    parser.add_argument("--repeats", type=int, default=1, help=argparse.SUPPRESS)
    parser.add_argument("--child", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        child(options.child, options.sizes[0], options.repeats)
        return
    for size in options.sizes:
        compare(size, options.rounds, options.against)


if __name__ == "__main__":
    main()
