"""Make the CSV files of this folder from the Bank of Korea's sheets.

    python coefficients/convert.py SOURCE

SOURCE holds the folders bok-2020, bok-2020-regional and bok-33-2020-2023 as they were obtained;
each table.toml says from where. What stands in table.toml is written by hand; only its checksums
are rewritten. A second run changes no byte.
"""

from __future__ import annotations

import argparse
import csv
import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from iomodel.files import csv_bytes, figure, read_bytes, write_whole
from iomodel.readers import bok
from iomodel.readers.sheets import squeeze
from iomodel.sectors import Classification, Concordance, Sector, tidy
from iomodel.storage import TableFolder, seal, write_matrix, write_numbers, write_sectors
from iomodel.table import Array, IOTable
from iomodel.text import Text

WORKBOOK = "(표)(2020실측)투입산출표_생산자가격_통합중분류.xlsx"
REGIONS = (
    *("서울", "부산", "대구", "인천", "광주", "대전", "울산", "세종", "경기"),
    *("강원", "충북", "충남", "전북", "전남", "경북", "경남", "제주"),
)
INDICATORS = ("production", "value_added", "employment")

Names = dict[str, tuple[str, str]]


def convert(source: Path, target: Path) -> None:
    """Write every table folder below `target` from `source`."""
    names = {level: _names(target / "names_en.csv", level) for level in ("165", "83", "33")}
    large = _classification("bok2020-33", names["33"])
    middle_to_large = _benchmark(source / "bok-2020", target / "bok-2020-165", names, large)
    _extension(source / "bok-33-2020-2023", target / "bok-2023-33", large)
    _regional(source / "bok-2020-regional", target / "bok-2020-regional-83", middle_to_large)


def _benchmark(
    source: Path, folder: Path, names: dict[str, Names], large: Classification
) -> Concordance:
    """Write the 2020 table; return the way from its 83 sectors to the 33."""
    table = bok.read_csv(
        source / "총거래표.csv",
        source / "국산거래표.csv",
        source / "고용표.csv",
        info=TableFolder.open(folder).file.info(),
        names_en=_english(names["165"]),
    )
    table.require_balanced()
    _require_names(table.sectors, names["165"])
    printed = bok.read_workbook(source / WORKBOOK, names_en=_english(names["83"]))
    middle = Classification("bok2020-83", printed.sectors.sectors)
    _require_names(middle, names["83"])
    to_middle = Concordance.from_codes(
        table.sectors, middle, [code[:2] for code in table.sectors.codes]
    )
    to_large = _to_large(source / "행통합행렬.csv", table.sectors, large)
    _require_same_flows(table.aggregate(to_middle, table.info), printed)
    write_numbers(
        folder,
        table,
        {"parent_83": ("sectors_83.csv", to_middle), "parent_33": ("sectors_33.csv", to_large)},
    )
    _dispersion(source / WORKBOOK, folder / "published" / "dispersion_83.csv")
    _national(folder / "published" / "national_ratios.csv")
    seal(folder)
    return _between(to_middle, to_large)


def _dispersion(workbook: Path, path: Path) -> None:
    matrices = bok.read_matrices(workbook)
    production = matrices["생산유발계수"]
    columns = {
        "column_sum": production.below["열합"],
        "row_sum": production.beside["행합"],
        "power_of_dispersion": production.below["영향력계수"],
        "sensitivity_of_dispersion": production.beside["감응도계수"],
        "import_column_sum": matrices["수입유발계수"].below["열합"],
        "value_added_column_sum": matrices["부가가치유발계수"].below["열합"],
    }
    values = np.column_stack(list(columns.values()))
    write_matrix(path, "code", production.sectors.codes, list(columns), values)


def _national(path: Path) -> None:
    """Write the coefficients of 2020 for the whole economy, as the Bank prints them."""
    rows = [
        ("2020", "production", "1.804", "원/원"),
        ("2020", "value_added", "0.806", "원/원"),
        ("2020", "imports", "0.246", "원/원"),
        ("2020", "employment", "9.7", "명/10억원"),
    ]
    write_whole(path, csv_bytes(["year", "measure", "value", "unit"], rows))


def _extension(source: Path, folder: Path, large: Classification) -> None:
    """Write the 2023 inverse, and the direct coefficients behind the published sums.

    The published import inducement m = a L gives a = m L⁻¹; likewise for value added, published
    as one less m. A row sum of employment inducement is lᵢ times that of production inducement.
    """
    header, *lines = _rows(source / "leontief_inverse_33_2023_transcribed.csv")
    _require_order(large, header[1:])
    _require_order(large, [line[0] for line in lines])
    inverse = np.array([line[1:] for line in lines], dtype=np.float64)
    sums = {
        measure: _published(source / file, column, large)
        for measure, (file, column) in _MEASURES.items()
    }
    imports = _direct(sums["import_column_sum"])
    direct = np.array(
        [
            np.linalg.solve(inverse.T, imports),
            np.linalg.solve(inverse.T, 1 - imports),
            _direct(sums["employment_row_sum"]) / _direct(sums["production_row_sum"]),
        ]
    )
    codes = large.codes
    write_sectors(folder / "sectors.csv", large, {})
    write_matrix(folder / "inverse.csv", "code", codes, codes, inverse)
    write_matrix(
        folder / "coefficients.csv",
        "indicator",
        ["imports", "value_added", "employment"],
        codes,
        np.round(direct, _DECIMALS),
    )
    rows = [
        [year, code, measure, value]
        for measure, years in sums.items()
        for year, values in years.items()
        for code, value in zip(codes, values, strict=True)
        if value
    ]
    write_whole(
        folder / "published" / "multipliers_2020_2023.csv",
        csv_bytes(["year", "code", "measure", "value"], rows),
    )
    seal(folder)


_MEASURES = {
    "production_column_sum": ("production_multipliers_33_2020_2023_transcribed.csv", "colsum"),
    "production_row_sum": ("production_multipliers_33_2020_2023_transcribed.csv", "rowsum"),
    "import_column_sum": ("import_multipliers_33_2020_2023_transcribed.csv", "import_colsum"),
    "employment_row_sum": ("employment_2020_2023_transcribed.csv", "emp_rowsum"),
    "employment_column_sum": ("employment_2020_2023_transcribed.csv", "emp_colsum"),
}
_DECIMALS = 12  # beyond what six published decimals carry, and the same on every machine


def _published(path: Path, column: str, large: Classification) -> dict[str, list[str]]:
    header, *lines = _rows(path)
    _require_order(large, [line[header.index("sector")] for line in lines])
    return {
        str(year): [line[header.index(f"{column}_{year}")] for line in lines]
        for year in range(2020, 2024)
    }


def _direct(sums: dict[str, list[str]]) -> Array:
    return np.array(sums["2023"], dtype=np.float64)


def _regional(source: Path, folder: Path, to_large: Concordance) -> None:
    header, *lines = _rows(source / "multipliers_83.csv")
    middle = to_large.fine
    columns = [f"{indicator}_{side}" for indicator in INDICATORS for side in ("in", "out")]
    where = [header.index(column) for column in columns]
    by_region: dict[str, list[list[str]]] = {region: [] for region in REGIONS}
    for line in lines:
        by_region[line[header.index("region")]].append(line)
    rows = []
    for region, own in by_region.items():
        _require_order(middle, [line[header.index("name")] for line in own])
        rows += [
            [region, code, *(figure(float(line[i])) for i in where)]
            for code, line in zip(middle.codes, own, strict=True)
        ]
    parents = [to_large.coarse.codes[i] for i in to_large.parents]
    write_sectors(folder / "sectors.csv", middle, {"parent_33": parents})
    write_whole(folder / "multipliers.csv", csv_bytes(["region", "code", *columns], rows))
    seal(folder)


def _to_large(path: Path, fine: Classification, large: Classification) -> Concordance:
    """Return the aggregation matrix as a concordance: a single one in every column."""
    header, *lines = _rows(path)
    _require_order(fine, header[1:])
    _require_order(large, [line[0] for line in lines])
    matrix = np.array([line[1:] for line in lines], dtype=np.float64)
    if not np.array_equal(np.sort(matrix, axis=0)[-2:].T, [[0.0, 1.0]] * len(fine)):
        raise SystemExit(f"{path}: a column is not a single one")
    return Concordance.from_codes(fine, large, [large.codes[i] for i in matrix.argmax(axis=0)])


def _between(to_middle: Concordance, to_large: Concordance) -> Concordance:
    """Return the way from the middle to the coarse level that the finest sectors agree on."""
    pairs = sorted(set(zip(to_middle.parents, to_large.parents, strict=True)))
    if [middle for middle, _ in pairs] != list(range(len(to_middle.coarse))):
        raise SystemExit("a sector of the middle level has children in several large ones")
    return Concordance(to_middle.coarse, to_large.coarse, tuple(large for _, large in pairs))


def _require_same_flows(table: IOTable, printed: IOTable) -> None:
    for part in ("domestic", "imports", "final_demand", "final_demand_imports", "primary_inputs"):
        if not np.array_equal(getattr(table, part), getattr(printed, part)):
            raise SystemExit(f"{part}: the 165 sectors do not collapse to the Bank's 83")


def _require_names(sectors: Classification, names: Names) -> None:
    if list(sectors.codes) != list(names):
        raise SystemExit(f"{sectors.id}: names_en.csv has other codes")
    _require_order(sectors, [ko for ko, _ in names.values()])


def _require_order(sectors: Classification, names: Sequence[str]) -> None:
    ours = [squeeze(sector.name.ko) for sector in sectors.sectors]
    theirs = [squeeze(name) for name in names]
    if ours != theirs:
        raise SystemExit(f"{sectors.id}: other sectors: {sorted(set(ours) ^ set(theirs))}")


def _classification(id: str, names: Names) -> Classification:
    return Classification(id, tuple(Sector(code, Text(ko, en)) for code, (ko, en) in names.items()))


def _english(names: Names) -> dict[str, str]:
    return {code: en for code, (_, en) in names.items()}


def _names(path: Path, level: str) -> Names:
    _, *lines = _rows(path)
    return {line[1]: (tidy(line[2]), line[3]) for line in lines if line[0] == level}


def _rows(path: Path) -> list[list[str]]:
    text = read_bytes(path).decode("utf-8-sig")
    return [line for line in csv.reader(io.StringIO(text, newline="")) if line]


def main() -> None:
    """Read the command line and convert."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("source", type=Path, help="folder of the sheets as they were obtained")
    convert(parser.parse_args().source, Path(__file__).resolve().parent)


if __name__ == "__main__":
    main()
