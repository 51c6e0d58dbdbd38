"""A million scenarios from Parquet to Parquet, and the arithmetic beside a bare matrix product.

    python benchmarks/batch.py [--scenarios 1000000] [--runs 3] [--folder DIR]

Scenarios over the 165 sectors, five indicators, as a wide table (a column a sector; compressed as
pyarrow does it unasked, and not at all) and as a long one (five lines a scenario; Parquet and
CSV). Inputs are made beforehand and don't count. Each run is a fresh process, whose largest
memory is the system's own count. Nothing here is a test: a time never fails the suite.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

TABLE, UNIT, SECTORS, LINES = "bok-2020-165", "백만원", 165, 5
SECONDS, BYTES, RATIO = 15.0, 2e9, 2.0  # what it may cost
STEP = 125_000  # scenarios made at a time


def make(folder: Path, scenarios: int) -> dict[str, Path]:
    """Write the inputs, unless they are there already."""
    import pyarrow as pa
    import pyarrow.csv as csv
    import pyarrow.parquet as pq

    from iomodel.catalogue import load_classification

    codes = list(load_classification("bok2020-165").codes)
    draw = np.random.default_rng(165)
    names = ("wide.parquet", "wide-plain.parquet", "long.parquet", "long.csv")
    paths = {name: folder / f"{scenarios}-{name}" for name in names}
    if all(path.exists() for path in paths.values()):
        return paths
    schema = pa.schema([("scenario", pa.string()), *((code, pa.float64()) for code in codes)])
    with (
        pq.ParquetWriter(paths["wide.parquet"], schema) as usual,
        pq.ParquetWriter(
            paths["wide-plain.parquet"], schema, compression="none", use_dictionary=False
        ) as plain,
    ):
        for first in range(0, scenarios, STEP):
            m = min(STEP, scenarios - first)
            ids = pa.array([f"s{i:07}" for i in range(first, first + m)])
            amounts = [pa.array(draw.uniform(0, 1000, m)) for _ in codes]
            table = pa.table([ids, *amounts], schema=schema)
            usual.write_table(table)
            plain.write_table(table)
    ids = pa.array([f"s{i:07}" for i in range(scenarios)])
    lines = scenarios * LINES
    long = pa.table(
        {
            "scenario": ids.take(pa.array(np.repeat(np.arange(scenarios), LINES))),
            "sector": pa.array(codes).take(pa.array(draw.integers(0, SECTORS, lines))),
            "amount": pa.array(draw.uniform(0, 1000, lines).round(3)),
        }
    )
    pq.write_table(long, paths["long.parquet"])
    csv.write_csv(long, paths["long.csv"])
    return paths


def run(path: Path, out: Path) -> None:
    """Run one batch in this process and print what it cost."""
    from iomodel.batch import run_batch

    begin = time.perf_counter()
    outcome = run_batch(path, out, tables_ids=[TABLE], unit=UNIT)
    seconds = time.perf_counter() - begin
    largest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({"seconds": seconds, "bytes": largest, "rows": outcome.rows}))


def measured(path: Path, folder: Path, runs: int) -> tuple[float, float, float]:
    """Return the least seconds of a run and of its whole process, and its largest memory."""
    found = []
    for _ in range(runs):
        out = folder / "out"
        shutil.rmtree(out, ignore_errors=True)
        begin = time.perf_counter()
        done = subprocess.run(
            [sys.executable, __file__, "--child", str(path), str(out)],
            capture_output=True,
            text=True,
            check=True,
        )
        said = json.loads(done.stdout)
        found.append((said["seconds"], time.perf_counter() - begin, said["bytes"]))
    shutil.rmtree(out, ignore_errors=True)
    return min(f[0] for f in found), min(f[1] for f in found), max(f[2] for f in found)


def least(runs: int, *works: Callable[[], object]) -> list[float]:
    """Return the least seconds of each of some works, done in turns."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(runs):
        for own, work in zip(times, works, strict=True):
            begin = time.perf_counter()
            work()
            own.append(time.perf_counter() - begin)
    return [min(own) for own in times]


def arithmetic(paths: dict[str, Path], runs: int) -> Iterator[tuple[str, float, float]]:
    """Yield the seconds of our arithmetic and of a bare product, on the same arrays."""
    from iomodel.batch.effects import effects_of
    from iomodel.batch.inputs import Options, open_inputs
    from iomodel.batch.tabular import pieces
    from iomodel.batch.work import numbers
    from iomodel.impact import INDICATORS
    from iomodel.models import Shelf

    options = Options(tables_ids=(TABLE,), unit=UNIT)
    for name in ("wide-plain.parquet", "long.parquet"):
        [one] = open_inputs([paths[name]], options, None)
        effects = effects_of(Shelf.of(None), TABLE, one.terms, INDICATORS)
        prepared = [piece.prepare() for piece in pieces(one.source, one.terms, one.tables)]
        m = effects.values[0, :, 0]
        dense = [p.demand if isinstance(p.demand, np.ndarray) else p.demand.toarray().T
                 for p in prepared]  # fmt: skip
        ours, bare = least(
            runs,
            lambda p=prepared, e=effects: [numbers(part, e) for part in p],
            lambda d=dense, m=m: [m @ part for part in d],
        )
        yield f"{name}: effects of all pieces beside numpy's m @ f", ours, bare
        if name.startswith("wide"):
            rows = [np.ascontiguousarray(part.T) for part in dense]
            columns = np.ascontiguousarray(m.T)
            ours, bare = least(
                runs,
                lambda p=prepared, e=effects: [numbers(part, e) for part in p],
                lambda f=rows, c=columns: [part @ c for part in f],
            )
            yield f"{name}: beside f' @ m', rows being scenarios", ours, bare


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--scenarios", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=3, help="runs of each; the best one counts")
    parser.add_argument("--folder", help="where inputs are kept (default: a temporary folder)")
    parser.add_argument("--child", nargs=2, metavar=("INPUT", "OUT"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        run(Path(options.child[0]), Path(options.child[1]))
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(options.folder or temporary)
        folder.mkdir(parents=True, exist_ok=True)
        paths = make(folder, options.scenarios)
        print(
            f"{options.scenarios:,} scenarios, {os.cpu_count()} processors, best of {options.runs}"
        )
        for name, path in paths.items():
            seconds, whole, largest = measured(path, folder, options.runs)
            print(
                f"{name:<20} {path.stat().st_size / 1e6:7.0f} MB in   {seconds:6.2f} s "
                f"(process {whole:6.2f} s; bound {SECONDS:g} s)   "
                f"{largest / 1e9:5.2f} GB (bound {BYTES / 1e9:g} GB)"
            )
        for name, ours, bare in arithmetic(paths, options.runs):
            print(f"{name}: {ours:.3f} s / {bare:.3f} s = {ours / bare:.2f} (bound {RATIO:g})")


if __name__ == "__main__":
    main()
