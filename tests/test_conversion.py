"""The shipped tables: that they load and close, and that they are what the sources say."""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import numpy as np
import pytest

from iomodel.catalogue import load_classification, load_table
from iomodel.errors import TableFileError
from iomodel.files import checksum
from iomodel.readers import bok
from iomodel.storage import TableFolder
from iomodel.table import AnyTable, InverseTable, IOTable, MultiplierTable

COEFFICIENTS = Path(__file__).resolve().parents[1] / "coefficients"
FOLDERS = ["bok-2020-165", "bok-2020-regional-83", "bok-2023-33"]
LEVELS = {"bok-2020-165": 165, "bok-2020-83": 83, "bok-2020-33": 33}
REGIONS = (
    *("서울", "부산", "대구", "인천", "광주", "대전", "울산", "세종", "경기"),
    *("강원", "충북", "충남", "전북", "전남", "경북", "경남", "제주"),
)

# Published to six decimals, so a figure may be off by half of the last, a sum over 33 by more;
# the Bank's sums differ from those of its own printed inverse by up to 4e-6.
PRINTED = 4.1e-6
# Sums of the 2020 table's own inverse against the 33-sector sums of 2020, six decimals.
SUM_2020 = 5e-7
EMPLOYMENT_2020 = 5e-4  # printed persons divided by printed money, times sums up to 3.3


def transactions(id: str) -> IOTable:
    table = load_table(id)
    assert isinstance(table, IOTable)
    return table


def inverse() -> InverseTable:
    table = load_table("bok-2023-33")
    assert isinstance(table, InverseTable)
    return table


def regional() -> MultiplierTable:
    table = load_table("bok-2020-regional-83")
    assert isinstance(table, MultiplierTable)
    return table


def published_33(measure: str, year: str) -> dict[str, float]:
    with (COEFFICIENTS / "bok-2023-33/published/multipliers_2020_2023.csv").open(
        encoding="utf-8"
    ) as file:
        return {
            row["code"]: float(row["value"])
            for row in csv.DictReader(file)
            if (row["measure"], row["year"]) == (measure, year)
        }


@pytest.mark.parametrize("name", FOLDERS)
def test_every_data_file_is_under_its_checksum(name: str) -> None:
    folder = COEFFICIENTS / name
    files = TableFolder.open(folder).file.files
    data = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*.csv")}
    assert files == {name: checksum(path.read_bytes()) for name, path in data.items()}


@pytest.mark.parametrize("path", sorted(COEFFICIENTS.rglob("*.csv")), ids=lambda path: path.name)
def test_files_have_unix_line_ends_and_no_byte_order_mark(path: Path) -> None:
    data = path.read_bytes()
    assert b"\r" not in data
    assert not data.startswith(b"\xef\xbb\xbf")
    assert data.endswith(b"\n")


def test_what_published_files_say_of_themselves() -> None:
    for name in ("bok-2020-165", "bok-2023-33"):
        folder = COEFFICIENTS / name / "published"
        said = tomllib.loads((folder / "published.toml").read_text("utf-8"))
        assert sorted(said) == sorted(path.name for path in folder.glob("*.csv"))
        for file, words in said.items():
            with (folder / file).open(encoding="utf-8") as rows:
                lines = list(csv.DictReader(rows))
            if "columns" in words:
                assert list(lines[0]) == ["code", *words["columns"]]
            if "measures" in words:
                assert list(dict.fromkeys(line["measure"] for line in lines)) == list(
                    words["measures"]
                )


@pytest.mark.parametrize(("id", "size"), LEVELS.items())
def test_transactions_close_exactly(id: str, size: int) -> None:
    table = transactions(id)
    assert len(table.sectors) == size
    assert table.info.tolerance == 0
    assert table.balance() == ()
    sales = table.domestic.sum(axis=1) + table.final_demand.sum(axis=1)
    np.testing.assert_array_equal(sales, table.output)


@pytest.mark.parametrize("id", LEVELS)
def test_totals_of_2020(id: str) -> None:
    table = transactions(id)
    assert table.final_demand_imports is not None
    assert table.output.sum() == 4_557_248_699
    assert table.value_added.sum() == 2_036_241_026
    assert f"{table.value_added.sum() / 1e6:,.1f}조원" == "2,036.2조원"
    assert table.final_demand.sum() == 2_525_875_255
    imports = table.import_row.sum() + table.final_demand_imports.sum()
    assert imports == 663_935_937
    assert table.satellites.sum(axis=1).tolist() == [24_436_665, 18_176_234]


def test_national_ratios_of_2020() -> None:
    table = transactions("bok-2020-165")
    assert table.final_demand_imports is not None
    demand = table.final_demand.sum()
    imported = table.final_demand_imports.sum()
    ratios = {
        "production": f"{table.output.sum() / demand:.3f}",
        "value_added": f"{table.value_added.sum() / demand:.3f}",
        "imports": f"{(table.import_row.sum() + imported) / (demand + imported):.3f}",
        "employment": f"{table.satellites[0].sum() / demand * 1000:.1f}",
    }
    with (COEFFICIENTS / "bok-2020-165/published/national_ratios.csv").open(
        encoding="utf-8"
    ) as file:
        printed = {row["measure"]: row["value"] for row in csv.DictReader(file)}
    assert ratios == printed


def test_dispersion_of_2020() -> None:
    """The Bank's 83-sector sums and coefficients, from our aggregated flows."""
    table = transactions("bok-2020-83")
    assert table.imports is not None
    with (COEFFICIENTS / "bok-2020-165/published/dispersion_83.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert tuple(row["code"] for row in rows) == table.sectors.codes
    x = table.output
    inverse = np.linalg.inv(np.eye(83) - table.domestic / x)
    down, across, mean = inverse.sum(axis=0), inverse.sum(axis=1), inverse.sum() / 83
    for name, values in (
        ("column_sum", down),
        ("row_sum", across),
        ("power_of_dispersion", down / mean),
        ("sensitivity_of_dispersion", across / mean),
        ("import_column_sum", table.import_row / x @ inverse),
        ("value_added_column_sum", table.value_added / x @ inverse),
    ):
        printed = [float(row[name]) for row in rows]
        np.testing.assert_allclose(printed, values, rtol=0, atol=1e-12)


def test_levels_of_2020_against_the_sums_of_33_sectors() -> None:
    """Two publications of the Bank meet: the 165-sector flows and the 33-sector sums."""
    table = transactions("bok-2020-33")
    x = table.output
    inverse = np.linalg.inv(np.eye(33) - table.domestic / x)
    employment = (table.satellites[0] / x * 1000)[:, None] * inverse
    for measure, values, apart in (
        ("production_column_sum", inverse.sum(axis=0), SUM_2020),
        ("production_row_sum", inverse.sum(axis=1), SUM_2020),
        ("import_column_sum", table.import_row / x @ inverse, SUM_2020),
        ("employment_row_sum", employment.sum(axis=1), EMPLOYMENT_2020),
    ):
        printed = published_33(measure, "2020")
        assert tuple(printed) == table.sectors.codes
        np.testing.assert_allclose(list(printed.values()), values, rtol=0, atol=apart)
    columns = dict(zip(table.sectors.codes, employment.sum(axis=0), strict=True))
    for code, value in published_33("employment_column_sum", "2020").items():
        assert columns[code] == pytest.approx(value, rel=0, abs=EMPLOYMENT_2020)


def test_inverse_of_2023_against_published_sums() -> None:
    table = inverse()
    assert table.info.exhaustion == "by construction"
    assert [part.code for part in table.info.coefficients] == [
        "imports",
        "value_added",
        "employment",
    ]
    imports, value_added, employment = table.coefficients
    L = table.inverse
    for measure, values in (
        ("production_column_sum", L.sum(axis=0)),
        ("production_row_sum", L.sum(axis=1)),
        ("import_column_sum", imports @ L),
    ):
        printed = list(published_33(measure, "2023").values())
        np.testing.assert_allclose(printed, values, rtol=0, atol=PRINTED)
    np.testing.assert_allclose((imports + value_added) @ L, 1.0, rtol=0, atol=1e-11)
    domestic = np.eye(33) - np.linalg.inv(L)
    np.testing.assert_allclose(
        domestic.sum(axis=0) + imports + value_added, 1.0, rtol=0, atol=1e-11
    )
    assert value_added.min() >= 0
    assert employment.min() >= 0
    columns = dict(zip(table.sectors.codes, employment @ L, strict=True))
    printed_columns = published_33("employment_column_sum", "2023")
    assert len(printed_columns) == 10
    for code, value in printed_columns.items():
        assert columns[code] == pytest.approx(value, rel=0, abs=5e-5)  # six decimals times jobs


def test_regional_multipliers() -> None:
    table = regional()
    assert table.regions == REGIONS
    assert table.values.shape == (17, 83, 3, 2)
    assert [part.code for part in table.info.coefficients] == [
        "production",
        "value_added",
        "employment",
    ]
    assert table.info.exhaustion == "not checkable"
    assert (table.values >= 0).all()
    assert (table.values[:, :, 0, 0] >= 1).all()
    assert table.absent.sum() == 40
    seoul_crops = table.values[0, 0]
    np.testing.assert_array_equal(
        seoul_crops,
        [
            [1.1615185547998408, 0.43893212243786817],
            [0.6602022958312338, 0.17777376408341716],
            [162.84171166946624, 3.3435023831703177],
        ],
    )


def test_one_classification_has_the_same_sectors_everywhere() -> None:
    assert transactions("bok-2020-83").sectors == regional().sectors
    assert transactions("bok-2020-33").sectors == inverse().sectors
    for id, size in (("bok2020-165", 165), ("bok2020-83", 83), ("bok2020-33", 33)):
        assert len(load_classification(id)) == size


def test_names_are_tidy_and_in_both_languages() -> None:
    for id in (*LEVELS, "bok-2023-33", "bok-2020-regional-83"):
        for sector in load_table(id).sectors.sectors:
            assert sector.name.ko == " ".join(sector.name.ko.split())
            assert sector.name.ko
            assert sector.name.en.isascii()


def test_parents_of_both_folders_agree() -> None:
    def parents(folder: str, child: int) -> dict[str, str]:
        with (COEFFICIENTS / folder / "sectors.csv").open(encoding="utf-8") as file:
            return {row["code"][:child]: row["parent_33"] for row in csv.DictReader(file)}

    assert parents("bok-2020-165", 2) == parents("bok-2020-regional-83", 2)


@pytest.mark.parametrize("id", [*LEVELS, "bok-2023-33", "bok-2020-regional-83"])
def test_every_table_says_what_its_readers_must_know(id: str) -> None:
    table: AnyTable = load_table(id)
    info = table.info
    words = {lang: " ".join(text.get(lang) for text in info.caveats) for lang in ("ko", "en")}
    assert "전업환산" in words["ko"]
    assert "full-time equivalent" in words["en"]
    assert "기타" in words["ko"]
    if info.year == 2020:
        assert "코로나19" in words["ko"]
        assert "pandemic" in words["en"]
    assert info.source.publisher == "한국은행"
    assert "출처" in info.source.licence
    assert info.source.changes
    assert info.published is not None


def test_dates_of_publication() -> None:
    dates = {name: TableFolder.open(COEFFICIENTS / name).file.published for name in FOLDERS}
    assert {name: str(date) for name, date in dates.items()} == {
        "bok-2020-165": "2024-06-25",
        "bok-2020-regional-83": "2025-07-02",
        "bok-2023-33": "2025-09-24",
    }


def test_a_changed_figure_is_caught(tmp_path: Path) -> None:
    folder = tmp_path / "bok-2020-165"
    shutil.copytree(COEFFICIENTS / "bok-2020-165", folder)
    path = folder / "domestic.csv"
    wanted = checksum(path.read_bytes())
    data = path.read_bytes().replace(b"\n011,271080,", b"\n011,271081,", 1)
    path.write_bytes(data)
    assert checksum(data) != wanted
    with pytest.raises(TableFileError) as caught:
        load_table("bok-2020-33", tables=tmp_path)
    assert str(caught.value) == (
        f"{path}\n"
        "  the file has changed since it was sealed\n"
        f"    expected: sha256 {wanted}\n"
        f"    found: sha256 {checksum(data)}\n"
        "    remedy: restore the file; if the change is meant, put the new sha256 under "
        "[files] in table.toml"
    )


# What follows needs the sources.


@pytest.fixture(scope="module")
def data(shared: Path) -> Path:
    pytest.importorskip("python_calamine")
    return shared / "data"


def test_converting_again_changes_no_byte(data: Path, tmp_path: Path) -> None:
    copy = tmp_path / "coefficients"
    shutil.copytree(COEFFICIENTS, copy, ignore=shutil.ignore_patterns("__pycache__"))
    tables = [path for name in FOLDERS for path in (copy / name).rglob("*.csv")]
    assert len(tables) == 17
    for path in tables:
        path.unlink()
    subprocess.run([sys.executable, copy / "convert.py", data], check=True)
    assert snapshot(copy) == snapshot(COEFFICIENTS)


def snapshot(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.parent.name != "__pycache__"
    }


def test_aggregated_flows_are_those_of_the_workbook(data: Path) -> None:
    workbook = next((data / "bok-2020").glob("*.xlsx"))
    printed = bok.read_workbook(workbook)
    table = transactions("bok-2020-83")
    assert table.sectors.codes == printed.sectors.codes
    assert [s.name.ko for s in table.sectors.sectors] == [
        s.name.ko for s in printed.sectors.sectors
    ]
    for part in ("domestic", "imports", "final_demand", "final_demand_imports", "primary_inputs"):
        np.testing.assert_array_equal(getattr(table, part), getattr(printed, part))


def test_direct_coefficients_of_2023_against_those_derived_elsewhere(data: Path) -> None:
    path = data / "bok-33-2020-2023" / "derived_not_published.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    _, value_added, employment = inverse().coefficients
    theirs = np.array([float(row["2023"]) for row in rows])
    np.testing.assert_allclose(employment, theirs, rtol=0, atol=5.1e-7)
    theirs = np.array([float(row["value_added_ratio_2023_derived"]) for row in rows])
    np.testing.assert_allclose(value_added, theirs, rtol=0, atol=5.1e-6)


def test_regional_figures_are_those_of_the_source(data: Path) -> None:
    path = data / "bok-2020-regional" / "multipliers_83.csv"
    table = regional()
    codes = table.sectors.codes
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 17 * 83
    for row in rows:
        values = table.values[table.regions.index(row["region"]), codes.index(row["code"])]
        names = [part.code for part in table.info.coefficients]
        wanted = [[float(row[f"{name}_{side}"]) for side in ("in", "out")] for name in names]
        np.testing.assert_array_equal(values, wanted)
