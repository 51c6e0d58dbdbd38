"""A result store as labelled arrays."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np

from iomodel.batch.rows import IDENTITY, SPENDING

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

_CASE = tuple(name for name in IDENTITY if name not in ("table", "origin"))


def dataset(rows: pd.DataFrame, manifest: dict[str, Any]) -> xr.Dataset:
    """Return a store's indicators by case, table and origin; its spending by case.

    A case is a programme of a scenario in one study, reading, region and variant. NaN stands
    where a table doesn't give an indicator or origin, or the case wasn't run on it. The manifest
    is in the attribute of that name.
    """
    import pandas as pd
    import xarray as xr

    case, labels = pd.factorize(pd.MultiIndex.from_frame(rows[list(_CASE)]))
    table, tables = pd.factorize(rows["table"])
    origin, origins = pd.factorize(rows["origin"])
    shape = (len(labels), len(tables), len(origins))
    data: dict[str, object] = {}
    for name in manifest["units"]:
        if name == SPENDING:
            spent = np.full(shape[0], np.nan)
            spent[case] = rows[name]
            data[name] = ("case", spent)
            continue
        values = np.full(shape, np.nan)
        values[case, table, origin] = rows[name]
        data[name] = (("case", "table", "origin"), values)
    frame = pd.DataFrame(list(labels), columns=_CASE)
    coords = {name: ("case", np.asarray(frame[name], dtype=object)) for name in _CASE}
    result = xr.Dataset(
        data,
        coords={
            **coords,
            "table": np.asarray(tables, dtype=object),
            "origin": np.asarray(origins, dtype=object),
        },
        attrs={"manifest": json.dumps(manifest, ensure_ascii=False)},
    )
    for name, unit in manifest["units"].items():
        result[name].attrs["units"] = unit
    return result
