"""Make the names, tiles and boundaries of regions/ from the files obtained.

    python coefficients/convert_regions.py SOURCE

SOURCE holds the folders sido_codes and sido_boundaries; regions.toml says from where, written by
hand but for the checksums. A second run changes no byte.
"""

from __future__ import annotations

import argparse
import csv
import json
from pathlib import Path
from typing import Any

from iomodel.files import csv_bytes, write_whole
from iomodel.regions import DOCUMENT
from iomodel.storage import seal

BOUNDARIES = "sido_2018_tol015.geojson"
SHORT = {  # names too long for a tile, as they are usually shortened
    "29": "Sejong",
    "33": "Chungbuk",
    "34": "Chungnam",
    "35": "Jeonbuk",
    "36": "Jeonnam",
    "37": "Gyeongbuk",
    "38": "Gyeongnam",
}
COLUMNS = ("code", "name_ko", "name_en", "column", "row", "longitude", "latitude")


def convert(source: Path, target: Path) -> None:
    """Write regions.csv and boundaries.csv below `target`."""
    shapes = source / "sido_boundaries"
    tiles = _by_code(shapes / "sido_tile_grid_own_design.csv")
    centres = _by_code(shapes / "sido_centroids.csv")
    names = _by_code(source / "sido_codes" / "sido.csv")
    if not tiles.keys() == centres.keys() == names.keys():
        raise SystemExit("the files name other regions")
    rows = [
        (
            code,
            name["name_ko_short"],
            SHORT.get(code, name["name_en_kostat_2018"].removesuffix("-do")),
            tiles[code]["col"],
            tiles[code]["row"],
            centres[code]["rep_lon"],
            centres[code]["rep_lat"],
        )
        for code, name in names.items()
    ]
    write_whole(target / "regions.csv", csv_bytes(COLUMNS, rows))
    features = json.loads((shapes / BOUNDARIES).read_text("utf-8"))["features"]
    points = [
        (feature["properties"]["kostat_code"], ring, f"{x:.3f}", f"{y:.3f}")
        for feature in features
        for ring, outer in enumerate(_rings(feature["geometry"]))
        for x, y in outer
    ]
    write_whole(
        target / "boundaries.csv", csv_bytes(("code", "ring", "longitude", "latitude"), points)
    )
    seal(target, DOCUMENT)


def _rings(geometry: dict[str, Any]) -> list[list[list[float]]]:
    """Return the outer ring of each polygon; holes are other regions, drawn over them."""
    found = geometry["coordinates"]
    polygons = [found] if geometry["type"] == "Polygon" else found
    return [polygon[0] for polygon in polygons]


def _by_code(path: Path) -> dict[str, dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return {row["kostat_code"]: row for row in csv.DictReader(lines)}


def main() -> None:
    """Read the command line and convert."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("source", type=Path, help="folder of the files as they were obtained")
    convert(parser.parse_args().source, Path(__file__).resolve().parent / "regions")


if __name__ == "__main__":
    main()
