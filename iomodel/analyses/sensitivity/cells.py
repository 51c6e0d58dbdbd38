"""Cells of A or L as rows of a table and as labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iomodel.analyses.bar_charts import short
from iomodel.analyses.base import Column
from iomodel.analyses.sensitivity.numerics import Cells
from iomodel.impact import Array
from iomodel.sectors import Classification
from iomodel.text import Lang, Text

if TYPE_CHECKING:
    import pandas as pd

SUPPLIER = ("supplier", Text("공급부문", "Supplying sector"))
BUYER = ("buyer", Text("구매부문", "Buying sector"))
DEMANDED = ("demanded", Text("수요부문", "Sector demanded"))


def cell_columns(*names: tuple[str, Text]) -> tuple[Column, ...]:
    """Return the columns of `cell_frame` that name the two sectors."""
    return tuple(
        Column(f"{id}{part}", Text(f"{name.ko}{ko}", f"{name.en}{en}"))
        for id, name in names
        for part, ko, en in (("", " 코드", " code"), ("_ko", "", ", Korean"), ("_en", "(영문)", ""))
    )


def cell_labels(sectors: Classification, cells: Cells, lang: Lang) -> list[str]:
    """Return "supplier → buyer" for each cell."""
    return [
        f"{short(sectors.sectors[i], lang)} → {short(sectors.sectors[j], lang)}"
        for i, j in zip(cells.rows, cells.columns, strict=True)
    ]


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
