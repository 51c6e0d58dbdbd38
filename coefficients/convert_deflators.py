"""Make the price series of deflators/ and the regional products of grdp/ from the files obtained.

    python coefficients/convert_deflators.py SOURCE

SOURCE holds the folders prices and grdp_sido; the provenance beside the figures says from where.
What stands in deflators.toml and grdp.toml is written by hand; only their checksums are rewritten.
A second run changes no byte.
"""

from __future__ import annotations

import argparse
import csv
import re
from pathlib import Path

from iomodel.files import checksum, csv_bytes, write_whole

SERIES = {
    "wdi-gdp": "wdi_gdp_deflator_2015=100",
    "wdi-gfcf": "wdi_gfcf_deflator_2015=100_derived",
    "kostat-grdp": "kostat_grdp_implicit_deflator_2020=100_derived",
    "kostat-construction": "kostat_construction_gva_deflator_2020=100_derived",
}
NATION = "전국"
ROUNDING = 5  # by how much printed regions may part from the printed nation, 백만원


def convert(source: Path, target: Path) -> None:
    """Write every series and the regional products below `target`."""
    prices = _rows(source / "prices" / "korea_price_indices_2000_2024.csv")
    _require_ratio(source / "prices" / "wdi_gfcf_lcu_2000_2023.csv", prices)
    for id, column in SERIES.items():
        rows = [(row["year"], row[column]) for row in prices if row[column]]
        write_whole(target / "deflators" / f"{id}.csv", csv_bytes(["year", "index"], rows))
    _seal(target / "deflators" / "deflators.toml")
    _products(source / "grdp_sido" / "grdp_sido_total_2010_2023.csv", target / "grdp" / "grdp.csv")
    _seal(target / "grdp" / "grdp.toml")


def _require_ratio(path: Path, prices: list[dict[str, str]]) -> None:
    """Stop unless the fixed-capital deflator is current over constant prices, 2015 = 100."""
    derived = {row["year"]: row[SERIES["wdi-gfcf"]] for row in prices}
    for row in _rows(path):
        year, current, constant = row.values()
        ratio = 100 * float(current) / float(constant)
        if f"{ratio:.4f}" != f"{float(derived[year]):.4f}":
            raise SystemExit(f"{path.name}, {year}: {ratio} is not {derived[year]}")


def _products(path: Path, target: Path) -> None:
    """Write gross regional products at current prices, once they add up to the nation's."""
    rows = [row for row in _rows(path) if row["nominal_million_krw"]]
    for year in sorted({row["year"] for row in rows}):
        of = {r["region_ko"]: int(r["nominal_million_krw"]) for r in rows if r["year"] == year}
        gap = sum(of.values()) - 2 * of[NATION]
        if abs(gap) > ROUNDING:
            raise SystemExit(f"{path.name}, {year}: regions and nation are {gap} apart")
    kept = [
        (row["region_ko"], row["year"], row["nominal_million_krw"], row["vintage"])
        for row in rows
        if row["region_ko"] != NATION
    ]
    write_whole(target, csv_bytes(["region", "year", "amount", "vintage"], kept))


def _seal(toml: Path) -> None:
    """Rewrite the checksums of the CSV files beside `toml` under its [files]."""
    head = re.sub(r"(?ms)^\[files\]\n.*\Z", "", toml.read_text("utf-8")).rstrip("\n")
    files = sorted(toml.parent.glob("*.csv"))
    lines = [f'"{path.name}" = "{checksum(path.read_bytes())}"' for path in files]
    write_whole(toml, "\n".join([head, "", "[files]", *lines, ""]).encode())


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path)
    convert(parser.parse_args().source, Path(__file__).resolve().parent)
