"""Cells of A or L as rows of a table and as labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iomodel.analyses.base import Column
from iomodel.analyses.charts import chain_name
from iomodel.analyses.sensitivity.numerics import Cells
from iomodel.leontief import Array
from iomodel.sectors import Classification
from iomodel.text import Lang, Text

if TYPE_CHECKING:
    import pandas as pd

SUPPLIER = ("supplier", Text("공급부문", "supplying sector"))
BUYER = ("buyer", Text("구매부문", "buying sector"))
DEMANDED = ("demanded", Text("수요부문", "sector demanded"))


def cell_columns(*names: tuple[str, Text]) -> tuple[Column, ...]:
    """Return the columns of `cell_frame` that name the two sectors."""
    return tuple(
        Column(f"{id}{part}", Text(f"{name.ko}{ko}", f"{name.en}{en}"))
        for id, name in names
        for part, ko, en in (("", " 코드", " code"), ("_ko", "", ", Korean"), ("_en", "(영문)", ""))
    )


def cell_labels(sectors: Classification, cells: Cells, lang: Lang) -> list[str]:
    """Return "supplier → buyer" for each cell."""
    pairs = zip(cells.rows, cells.columns, strict=True)
    return [chain_name([sectors.sectors[k] for k in pair], "→", lang) for pair in pairs]


def cell_frame(
    sectors: Classification, cells: Cells, names: tuple[str, str], values: dict[str, Array]
) -> pd.DataFrame:
    """Return one row a cell: codes and names of its two sectors, then `values`."""
    import pandas as pd

    frame: dict[str, object] = {}
    for name, at in zip(names, (cells.rows, cells.columns), strict=True):
        frame[name] = [sectors.codes[i] for i in at]
        frame[f"{name}_ko"] = [sectors.sectors[i].name.ko for i in at]
        frame[f"{name}_en"] = [sectors.sectors[i].name.en for i in at]
    return pd.DataFrame({**frame, **values})
