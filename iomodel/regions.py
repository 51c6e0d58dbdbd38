"""The seventeen 시도 of Korea: names, places on a map of tiles, simplified boundaries."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from iomodel.catalogue import shipped
from iomodel.errors import TableFileError
from iomodel.files import Grid, parse_csv, read_bytes, read_toml
from iomodel.storage import require_unchanged
from iomodel.text import Text, same

DOCUMENT = "regions.toml"


@dataclass(frozen=True, eq=False)
class Region:
    """A 시도.

    Attributes
    ----------
    tile : (float, float)
        Column and row, the row counted downwards as a negative number.
    centre : (float, float)
        Longitude and latitude of a point inside.
    boundary : tuple of ndarray (p, 2)
        Rings of longitude and latitude, WGS84.
    """

    code: str
    name: Text
    tile: tuple[float, float]
    centre: tuple[float, float]
    boundary: tuple[NDArray[np.float64], ...]


@cache
def regions() -> tuple[Region, ...]:
    """Return the regions in the order of their codes.

    Raises
    ------
    TableFileError
        If a file fails its checksum.
    """
    points: dict[tuple[str, str], list[tuple[float, float]]] = {}
    lines = _grid("boundaries.csv", ("code", "ring", "longitude", "latitude"))
    for code, ring, x, y in zip(*map(lines.column, lines.header), strict=True):
        points.setdefault((code, ring), []).append((float(x), float(y)))
    rows = _grid("regions.csv", ("code", "name_ko", "name_en", "column", "row"))
    found = []
    for row in rows.rows:
        code, ko, en, column, line, longitude, latitude = row
        rings = tuple(np.array(p) for (owner, _), p in points.items() if owner == code)
        tile, centre = (float(column), -float(line)), (float(longitude), float(latitude))
        found.append(Region(code, Text(ko, en), tile, centre, rings))
    return tuple(found)


def region_name(name: str) -> Text:
    """Return the names of the region that is called so in Korean; of others the name as it is."""
    return next((one.name for one in regions() if one.name.ko == name), same(name))


def _grid(name: str, columns: tuple[str, ...]) -> Grid:
    folder = shipped("coefficients") / "regions"
    path, data = folder / name, read_bytes(folder / name)
    document = read_toml(folder / DOCUMENT, TableFileError)
    require_unchanged(path, data, document["files"].get(name), DOCUMENT)
    grid = parse_csv(str(path), data, columns)
    if grid.problems:
        raise TableFileError(grid.origin, grid.problems)
    return grid
