"""How long a cold `iomodel run` takes, beside importing pandas and xarray.

    python benchmarks/cold_start.py [--runs 15] [--profile [20]] [COMMAND ...]

Two processes are started in turns, so that whatever else the machine does weighs on both alike;
the ratios of their times are printed with the bound they should keep. Nothing here is a test: a
time never fails the suite.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BOUND = 2.0  # a cold run may cost this many times the import of pandas and xarray
REFERENCE = ("-c", "import pandas, xarray")
COMMAND = ("run", "scenarios/sejong")
_IMPORT = re.compile(r"import time:\s+(\d+) \|\s+(\d+) \|(\s+)(\S+)")


@dataclass(frozen=True)
class Timing:
    """Seconds of several runs of one command."""

    name: str
    wall: tuple[float, ...]
    processor: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.wall)

    @property
    def least(self) -> float:
        return min(self.wall)

    @property
    def work(self) -> float:
        """The median time of the processor, over all its cores; zero where it isn't known."""
        return statistics.median(self.processor)

    def __str__(self) -> str:
        return (
            f"{self.name:<30} median {self.median:6.3f} s   least {self.least:6.3f} s   "
            f"processor {self.work:6.3f} s"
        )


def seconds(arguments: tuple[str, ...]) -> tuple[float, float]:
    """Return wall and processor time of one fresh interpreter with `arguments`."""
    before, begin = os.times(), time.perf_counter()
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=_environment(), capture_output=True, check=False
    )
    elapsed = time.perf_counter() - begin
    if done.returncode:
        raise SystemExit(done.stderr.decode("utf-8", "replace"))
    after = os.times()
    return elapsed, (
        after.children_user + after.children_system - before.children_user - before.children_system
    )


def alternated(runs: int, command: tuple[str, ...]) -> tuple[Timing, Timing]:
    """Return the times of `command` and of the reference, run in turns after one warm-up each."""
    ours = ("-m", "iomodel.cli", *command)
    both = (ours, REFERENCE)
    for arguments in both:  # byte-compiles, and fills the disk cache
        seconds(arguments)
    times: tuple[list[tuple[float, float]], ...] = ([], [])
    for turn in range(runs):
        for i in (0, 1) if turn % 2 == 0 else (1, 0):
            times[i].append(seconds(both[i]))
    names = f"iomodel {' '.join(command)}", "import pandas, xarray"
    first, second = (
        Timing(name, *zip(*found, strict=True)) for name, found in zip(names, times, strict=True)
    )
    return first, second


def profile(command: tuple[str, ...], most: int) -> list[tuple[float, float, str]]:
    """Return the costliest imports of one run: own ms, ms with what they import, module."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "iomodel.cli", *command],
        cwd=ROOT,
        env=_environment(),
        capture_output=True,
        check=True,
    )
    found = [
        (int(own) / 1e3, int(whole) / 1e3, module)
        for own, whole, _, module in _IMPORT.findall(done.stderr.decode("utf-8", "replace"))
    ]
    return sorted(found, key=lambda entry: -entry[1])[:most]


def _environment() -> dict[str, str]:
    """Return this environment with the language fixed, so that every machine runs the same."""
    return os.environ | {"LC_ALL": "ko_KR.UTF-8", "PYTHONIOENCODING": "utf-8"}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=15, help="runs of each command")
    parser.add_argument(
        "--profile", type=int, nargs="?", const=25, metavar="N", help="also show the N top imports"
    )
    parser.add_argument("command", nargs="*", help="an iomodel command (default: run …/sejong)")
    options = parser.parse_args()
    command = tuple(options.command) or COMMAND
    ours, reference = alternated(options.runs, command)
    print(f"Python {sys.version.split()[0]}, {options.runs} alternated runs of each")
    print(ours)
    print(reference)
    work = f", of processor times {ours.work / reference.work:.2f}" if reference.work else ""
    print(
        f"ratio of medians {ours.median / reference.median:.2f}, "
        f"of least times {ours.least / reference.least:.2f}{work} (bound {BOUND:g})"
    )
    if options.profile:
        print("\n    own ms  with its own imports  module")
        for own, whole, module in profile(command, options.profile):
            print(f"{own:10.1f}  {whole:20.1f}  {module}")


if __name__ == "__main__":
    main()
