"""Multiregional tables that several test modules build upon."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from helpers import info
from numpy.typing import NDArray

from iomodel.models import LeontiefModel
from iomodel.sectors import Classification, Sector
from iomodel.table import Component, IOTable, Label
from iomodel.text import Text

Array = NDArray[np.float64]


def multiregional(
    codes: Sequence[str],
    flows: Any,
    demand: Any,
    categories: Sequence[str],
    *,
    imports: Any = None,
    **changes: Any,
) -> IOTable:
    """Return a multiregional table whose value added is what inputs leave of output."""
    Z, Y = np.asarray(flows, dtype=np.float64), np.asarray(demand, dtype=np.float64)
    outside = np.zeros(len(Z)) if imports is None else np.asarray(imports, dtype=np.float64)
    left = Z.sum(axis=1) + Y.sum(axis=1) - Z.sum(axis=0) - outside
    known: dict[str, Any] = {
        "id": "regions",
        "classification": "regions",
        "tolerance": 1e-6,
        "final_demand": tuple(Label(code=code, ko=code, en=code) for code in categories),
        "primary_inputs": (
            Component(code="w", ko="부가가치", en="Value added", role="value_added"),
            Component(code="m", ko="수입", en="Imports", role="imports"),
        ),
        "satellites": (),
    }
    return IOTable(
        info(**(known | changes)),
        Classification("regions", tuple(Sector(code, Text(code, code)) for code in codes)),
        Z,
        None,
        Y,
        None,
        np.vstack([left, outside]),
        np.zeros((0, len(Z))),
    )


def read(folder: Path, name: str) -> pd.DataFrame:
    """Return one matrix of a case."""
    return pd.read_csv(folder / f"{name}.csv", index_col=0)


def leather(shared: Path) -> LeontiefModel:
    """Return the model of decompr's three countries and three industries."""
    folder = shared / "cases/decompr_leather_mrio/inputs"
    Z, Y = read(folder, "Z"), read(folder, "Y")
    codes = [name.replace(".", ":") for name in Z.index]
    categories = [f"{country}:final" for country in Y.columns]
    return LeontiefModel.from_table(
        multiregional(codes, Z.to_numpy(), Y.to_numpy(), categories, id="leather")
    )


def pymrio_table(folder: Path) -> IOTable:
    """Return the flows of one of pymrio's test systems."""
    Z, Y = read(folder / "inputs", "Z"), read(folder / "inputs", "Y")
    codes = [name.replace(".", ":", 1) for name in Z.index]
    categories = [name.replace(".", ":", 1) for name in Y.columns]
    return multiregional(codes, Z.to_numpy(float), Y.to_numpy(float), categories, id="pymrio")


def random_world(seed: int, regions: int, sectors: int, *, beyond: bool) -> IOTable:
    """Return a table of random flows, some of them beyond its regions.

    Sectors of different regions stand mixed up, so that nothing may rely on blocks in order.
    """
    draw = np.random.default_rng(seed)
    names = [f"R{r}" for r in range(regions)]
    codes = [f"{name}:{i:02}" for name in names for i in range(sectors)]
    n = len(codes)
    buyers = [*names, "ROW"] if beyond else names
    categories = [f"{name}:{use}" for name in buyers for use in ("c", "i")]
    order = draw.permutation(n)
    Z = draw.uniform(0, 10, (n, n)) * (draw.random((n, n)) < 0.8)
    Y = draw.uniform(1, 60, (n, len(categories)))
    spare = Z.sum(axis=1) + Y.sum(axis=1) - Z.sum(axis=0)
    Y[:, 0] += np.maximum(0.0, 5.0 - spare)
    imports = draw.uniform(0, 4, n) if beyond else None
    return multiregional([codes[i] for i in order], Z, Y, categories, imports=imports)
