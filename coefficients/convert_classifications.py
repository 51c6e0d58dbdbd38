"""Make the CSV files of classifications/ from the classifications as they were obtained.

    python coefficients/convert_classifications.py SOURCE

SOURCE holds the folders ksic and bok_io_classification; classifications.toml says from where.
What stands there and in by_hand.csv is written by hand; only checksums are rewritten. A second
run changes no byte.
"""

from __future__ import annotations

import argparse
import csv
import io
from pathlib import Path

from iomodel.catalogue import load_classification
from iomodel.concordances.folder import DOCUMENT
from iomodel.files import csv_bytes, read_bytes, write_whole
from iomodel.storage import seal

Row = dict[str, str]

LEVELS = ((165, 3, "sub165_name_ko"), (83, 2, "mid83_name_ko"))  # digits of a basic code, names
FILLED = {("4501", "35120"), ("4501", "35130")}  # hydropower: perhaps a merged cell filled down


def convert(source: Path, target: Path) -> None:
    """Write every CSV file of the folder `target` from `source`."""
    ksic, bank = source / "ksic", source / "bok_io_classification"
    industries = {edition: _industries(ksic, target, edition) for edition in (10, 11)}
    _editions(ksic, target, industries)
    basics = _basics(bank / "io_basic380.csv", target)
    _concordance(bank / "io_basic_to_ksic10_5digit.csv", target, basics, industries[10])
    seal(target, DOCUMENT)


def _industries(source: Path, target: Path, edition: int) -> set[str]:
    """Write one edition of the industrial classification; return its codes."""
    rows = _rows(source / f"ksic{edition}.csv")
    codes = {row["code"] for row in rows}
    for row in rows:
        code, parent = row["code"], row["parent"]
        above = row["section"] if len(code) == 2 else code[:-1]
        if parent != above or (parent and parent not in codes):
            raise SystemExit(f"ksic{edition}.csv: {code} stands below {parent}, not {above}")
    columns = ("code", "parent", "name_ko", "name_en")
    _write(target / f"ksic{edition}.csv", columns, rows)
    return codes


def _editions(source: Path, target: Path, industries: dict[int, set[str]]) -> None:
    """Write the official table of links between the two editions."""
    rows = _rows(source / "ksic11_to_10.csv")
    back = {(row["ksic11"], row["ksic10"]) for row in _rows(source / "ksic10_to_11.csv")}
    if back != {(row["ksic11"], row["ksic10"]) for row in rows}:
        raise SystemExit("ksic10_to_11.csv and ksic11_to_10.csv hold different links")
    for edition, codes in industries.items():
        leaves = {code for code in codes if len(code) == 5}
        if {row[f"ksic{edition}"] for row in rows} != leaves:
            raise SystemExit(f"ksic11_to_10.csv does not cover the leaves of edition {edition}")
    _write(target / "ksic11_to_ksic10.csv", ("ksic11", "ksic10", "note"), rows)


def _basics(path: Path, target: Path) -> set[str]:
    """Write the Bank's 380 basic sectors, which the tables' codes have to be prefixes of."""
    rows = _rows(path)
    for level, digits, name in LEVELS:
        ours = {
            (sector.code, _letters(sector.name.ko))
            for sector in load_classification(f"bok2020-{level}").sectors
        }
        theirs = {(row["basic_code"][:digits], _letters(row[name])) for row in rows}
        if ours != theirs:
            raise SystemExit(f"{path}: other sectors than bok2020-{level}: {ours ^ theirs}")
    basics = [{"code": row["basic_code"], "name_ko": row["basic_name_ko"]} for row in rows]
    _write(target / "bok2020_380.csv", ("code", "name_ko"), basics)
    return {row["code"] for row in basics}


def _concordance(path: Path, target: Path, basics: set[str], industries: set[str]) -> None:
    """Write the Bank's concordance, and how each pair is printed in it."""
    rows = []
    for row in _rows(path):
        basic, leaf = row["io_basic_code"], row["ksic10_5digit"]
        if basic not in basics or leaf not in industries or len(leaf) != 5:
            raise SystemExit(f"{path}: no such pair: {basic}, {leaf}")
        rows.append(
            {
                "basic": basic,
                "ksic10": leaf,
                "printed": _PRINTED[row["other_basis"]],
                "products": row["n_product8_codes"],
                "doubt": "filled" if (basic, leaf) in FILLED else "",
            }
        )
    _write(
        target / "bok2020_to_ksic10.csv",
        ("basic", "ksic10", "printed", "products", "doubt"),
        sorted(rows, key=lambda row: (row["basic"], row["ksic10"])),
    )


_PRINTED = {
    "": "products",
    "ksic5": "code",
    "ksic5_range": "range",
    "ksic_division": "division",
    "toll_service": "toll processing",
}


def _letters(name: str) -> str:
    """Return a name without blanks, points and 및 (and), which the Bank's lists set differently."""
    return "".join(filter(str.isalnum, name)).replace("및", "")


def _write(path: Path, columns: tuple[str, ...], rows: list[Row]) -> None:
    write_whole(path, csv_bytes(columns, [[row[name] for name in columns] for row in rows]))


def _rows(path: Path) -> list[Row]:
    text = read_bytes(path).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def main() -> None:
    """Read the command line and convert."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("source", type=Path, help="folder of the classifications as obtained")
    convert(parser.parse_args().source, Path(__file__).resolve().parent / "classifications")


if __name__ == "__main__":
    main()
