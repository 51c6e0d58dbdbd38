"""Small inputs of batches that several test modules build upon."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from helpers import write_table

from iomodel import cli
from iomodel.models import Shelf, load_model

TABLE = "tiny-3"
CODES = ("01", "02", "03")
VALUES = ["spending", "production", "value_added", "imports", "employment", "employees"]
LABELS = ["study", "scenario", "programme", "reading", "region", "variant"]
LABELS += ["phase", "year", "kind", "table", "origin"]


def tables_in(folder: Path) -> Path:
    """Write the small table below `folder` and return the folder of tables."""
    write_table(folder / "tables" / TABLE)
    return folder / "tables"


def write_csv(path: Path, header: Sequence[str], rows: Sequence[Sequence[object]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
    return path


def random_lines(scenarios: int, seed: int = 1, ids: str = "s{:05}") -> pd.DataFrame:
    """Return some lines of spending for each scenario, its programmes mixed up."""
    draw = np.random.default_rng(seed)
    sizes = draw.integers(1, 8, scenarios)
    n = int(sizes.sum())
    return pd.DataFrame(
        {
            "scenario": np.repeat([ids.format(i) for i in range(scenarios)], sizes),
            "programme": draw.choice(["p", "q"], n),
            "sector": draw.choice(CODES, n),
            "amount": draw.uniform(0, 100, n).round(3),
            "unit": draw.choice(["억원", "백만원", "million KRW"], n),
        }
    )


def expected(lines: pd.DataFrame, tables: Path, table: str = TABLE) -> pd.DataFrame:
    """Return what the model says of each programme, one at a time."""
    from iomodel import Demand

    model = load_model(table, tables=tables)
    fine = load_model(TABLE, tables=tables).sectors
    shelf = Shelf.of(tables)
    rows = []
    for (scenario, programme), own in lines.groupby(["scenario", "programme"], sort=False):
        impact = None
        for unit, some in own.groupby("unit"):
            amounts = some.groupby("sector")["amount"].sum().to_dict()
            part = model.induce(shelf.fit(Demand.of(amounts, str(unit), fine), model))
            impact = part if impact is None else impact + part
        assert impact is not None
        rows.append(
            {"scenario": scenario, "programme": programme}
            | {name: impact.value(name) for name in VALUES[1:]}
        )
    return pd.DataFrame(rows).set_index(["scenario", "programme"]).sort_index()


def by_programme(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the numbers of a store by scenario and programme."""
    return frame.set_index(["scenario", "programme"])[VALUES[1:]].sort_index()


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file of a store."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def stamps(folder: Path) -> dict[str, tuple[int, int]]:
    """Return which file each finished part is: it is another one if written again."""
    found = ((p.name, p.stat()) for p in folder.glob("*.parquet") if not p.name.startswith("."))
    return {name: (stat.st_ino, stat.st_mtime_ns) for name, stat in found}


def command(words: Sequence[object]) -> int:
    """Run a command of iomodel, in English."""
    try:
        return cli.main([*map(str, words), "--lang", "en"])
    except SystemExit as stop:  # argparse refuses the line
        return int(stop.code or 0)


def cut(table: Any, sizes: Sequence[int]) -> Iterator[tuple[Any, float]]:
    """Yield a table in batches of these sizes, the last one taking the rest."""
    at = 0
    for size in [*sizes, len(table)]:
        some = table.slice(at, size)
        at += size
        if some.num_rows:
            yield some, float(some.num_rows)
