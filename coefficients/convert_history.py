"""Make bok-33-history/ from the Bank of Korea's series of multipliers as they were obtained.

    python coefficients/convert_history.py SOURCE

SOURCE holds the folder bok-33-history. What stands in history.toml is written by hand; only its
checksums are rewritten. A second run changes no byte.
"""

from __future__ import annotations

import argparse
import csv
from pathlib import Path

from iomodel.files import csv_bytes, write_whole
from iomodel.readers.sheets import squeeze
from iomodel.storage import seal

YEARS = (2000, 2005, 2010, 2015)
MEASURES = {"production": "production_column_sum", "value_added": "value_added_column_sum"}

# Sectors that the two classifications spell differently, beyond blanks: 2015 → 2020.
RENAMED = {
    "목재및종이·인쇄": "목재 및 종이, 인쇄",
    "전력·가스·증기": "전력, 가스 및 증기",
    "수도·폐기물처리 및 재활용서비스": "수도, 폐기물처리 및 재활용서비스",
    "제조임가공·산업용 장비 수리": "제조임가공 및 산업용 장비 수리",
}

# What newspapers reported of the employment tables: year, sector of 2020 or "" for all, persons
# per billion won of final demand as printed, where.
REPORTED = (
    ("2013", "", "13.1", "wowtv 2015-06-02"),
    ("2013", "농림수산품", "32.9", "wowtv 2015-06-02"),
    ("2013", "사업지원서비스", "30.7", "newspim 2015-06-02"),
    ("2019", "", "10.1", "ajunews 2021-06-21"),
)


def convert(source: Path, target: Path) -> None:
    """Write the series below `target`/bok-33-history from `source`/bok-33-history."""
    folder = target / "bok-33-history"
    rows = _rows(source / "bok-33-history" / "production_value_added_2000_2015.csv")
    names = {r["name_ko"]: r["code"] for r in _rows(target / "names_en.csv") if r["level"] == "33"}
    sectors = [row for row in rows if row["level"] == "sector"]
    codes = {row["name"]: _code(row["name"], names) for row in sectors}
    if sorted(codes.values()) != sorted(names.values()):
        raise SystemExit("the 33 sectors of the series are not those of 2020")
    in_order = sorted(sectors, key=lambda row: codes[row["name"]])
    write_whole(
        folder / "sectors.csv",
        csv_bytes(["code", "name_2015"], [(codes[r["name"]], r["name"]) for r in in_order]),
    )
    write_whole(
        folder / "multipliers.csv",
        csv_bytes(
            ["year", "code", "measure", "value"],
            [
                (year, codes[row["name"]], measure, row[f"{column}_{year}"])
                for column, measure in MEASURES.items()
                for year in YEARS
                for row in in_order
                if row[f"{column}_{year}"]
            ],
        ),
    )
    groups = [row for row in rows if row["level"] == "group"]
    write_whole(
        folder / "groups.csv",
        csv_bytes(
            ["year", "group", "measure", "value"],
            [
                (year, _group(row["name"]), measure, row[f"{column}_{year}"])
                for column, measure in MEASURES.items()
                for year in YEARS
                for row in groups
            ],
        ),
    )
    write_whole(
        folder / "employment_reported.csv",
        csv_bytes(
            ["year", "code", "value", "reported"],
            [(year, names[name] if name else "", *rest) for year, name, *rest in REPORTED],
        ),
    )
    seal(folder, "history.toml")


def _code(name: str, names: dict[str, str]) -> str:
    """Return the code of 2020 of a sector of the series."""
    by_squeezed = {squeeze(known): code for known, code in names.items()}
    return by_squeezed[squeeze(RENAMED.get(name, name))]


def _group(name: str) -> str:
    """Return a group's name without the blanks between its letters; ? was a middle dot."""
    return squeeze(name).replace("?", "·")


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def main() -> None:
    """Read the command line and convert."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("source", type=Path, help="folder of the series as they were obtained")
    convert(parser.parse_args().source, Path(__file__).resolve().parent)


if __name__ == "__main__":
    main()
