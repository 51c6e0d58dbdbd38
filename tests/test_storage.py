"""A table as a folder: reading it back exactly, and every way in which it can be wrong."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from helpers import (
    COARSE,
    COEFFICIENTS,
    DOMESTIC,
    SECTORS,
    TABLE_TOML,
    edit,
    lines,
    refused,
    small_inverse,
    tiny,
    write_table,
)

from iomodel import load_table
from iomodel.catalogue import ENVIRONMENT, concordance, find, load_classification, table_folders
from iomodel.errors import LabelError, NotFoundError, TableFileError
from iomodel.files import checksum
from iomodel.storage import TableFolder, seal, write_matrix, write_sectors
from iomodel.table import InverseTable, IOTable, MultiplierTable

BLOCKS = (
    *("domestic", "imports", "final_demand", "final_demand_imports"),
    *("primary_inputs", "satellites"),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_table(tmp_path / "tiny-3")


def read(folder: Path, id: str = "tiny-3") -> IOTable:
    table = TableFolder.open(folder).read(id)
    assert isinstance(table, IOTable)
    return table


def refusal(folder: Path) -> TableFileError:
    return refused(TableFileError, lambda: read(folder))


def test_a_table_reads_back_as_written(folder: Path) -> None:
    back, written = read(folder), tiny()
    for block in BLOCKS:
        np.testing.assert_array_equal(getattr(back, block), getattr(written, block))
    assert back.sectors == written.sectors
    assert back.info == written.info


def test_fractions_read_back_exactly(tmp_path: Path) -> None:
    odd = tiny(domestic=DOMESTIC / 3 + 0.1, imports=None, final_demand_imports=None)
    back = read(write_table(tmp_path / "odd", odd))
    np.testing.assert_array_equal(back.domestic, DOMESTIC / 3 + 0.1)
    assert back.imports is None
    assert back.final_demand_imports is None


def test_a_coarser_level_is_the_sum_of_its_children(folder: Path) -> None:
    table = read(folder, "tiny-2")
    assert table.sectors == COARSE
    assert (table.info.id, table.info.classification) == ("tiny-2", "tiny-2")
    assert table.info.title.en == "A smaller table"
    np.testing.assert_array_equal(table.domestic, [[210.0, 50.0], [60.0, 80.0]])
    np.testing.assert_array_equal(table.imports, [[75.0, 10.0], [15.0, 10.0]])
    np.testing.assert_array_equal(table.final_demand, [[280.0, 160.0], [200.0, 60.0]])
    np.testing.assert_array_equal(table.final_demand_imports, [[40.0, 0.0], [5.0, 0.0]])
    np.testing.assert_array_equal(table.primary_inputs, [[190.0, 150.0], [150.0, 100.0]])
    np.testing.assert_array_equal(table.satellites, [[300.0, 400.0], [210.0, 300.0]])


def test_aggregating_by_a_concordance_of_other_sectors_is_refused() -> None:
    table = tiny()
    stranger = load_table("bok-2020-33")
    upward = concordance("bok2020-165", "bok2020-33")
    error = refused(LabelError, lambda: table.aggregate(upward, stranger.info))
    assert str(error).startswith("tiny-3\n  table and concordance: the labels differ\n")
    assert error.data[0] == ["01", "02", "03"]


def test_parquet_is_read_like_csv(folder: Path) -> None:
    (folder / "domestic.csv").unlink()
    frame = pd.DataFrame(DOMESTIC, columns=list(SECTORS.codes))
    frame.insert(0, "code", SECTORS.codes)
    frame.to_parquet(folder / "domestic.parquet", index=False)
    np.testing.assert_array_equal(read(folder).domestic, DOMESTIC)


def test_an_inverse_reads_back_as_written(tmp_path: Path) -> None:
    written = small_inverse()
    folder = tmp_path / "inverse"
    folder.mkdir()
    head, _, _ = TABLE_TOML.partition("\n[levels")
    parts = "".join(
        f'\n[[coefficients]]\ncode = "{p.code}"\nko = "{p.ko}"\nen = "{p.en}"\n'
        f'dimension = "{p.dimension}"\nbasis = "{p.basis}"\n'
        for p in written.info.coefficients
    )
    (folder / "table.toml").write_text(head.replace("transactions", "inverse") + parts, "utf-8")
    write_sectors(folder / "sectors.csv", SECTORS, {})
    codes = SECTORS.codes
    write_matrix(folder / "inverse.csv", "code", codes, codes, written.inverse)
    names = [part.code for part in written.info.coefficients]
    write_matrix(folder / "coefficients.csv", "indicator", names, codes, written.coefficients)
    back = TableFolder.open(folder).read("tiny-3")
    assert isinstance(back, InverseTable)
    np.testing.assert_array_equal(back.inverse, written.inverse)
    np.testing.assert_array_equal(back.coefficients, written.coefficients)


MULTIPLIERS = """\
region,code,production_in,production_out
북,01,1.1,0.5
북,02,1.2,0.4
북,03,1.3,0.3
남,01,1.4,0.2
남,02,1,0
남,03,1.6,0.1
"""


def multipliers_folder(folder: Path, rows: str) -> Path:
    folder.mkdir()
    head, _, _ = TABLE_TOML.partition("\n[levels")
    part = (
        '\n[[coefficients]]\ncode = "production"\nko = "생산"\nen = "Production"\n'
        'dimension = "money"\nbasis = "published"\n'
    )
    (folder / "table.toml").write_text(head.replace("transactions", "multipliers") + part, "utf-8")
    write_sectors(folder / "sectors.csv", SECTORS, {})
    (folder / "multipliers.csv").write_text(rows, "utf-8")
    return folder


def test_multipliers_are_read_by_region_sector_and_origin(tmp_path: Path) -> None:
    table = TableFolder.open(multipliers_folder(tmp_path / "m", MULTIPLIERS)).read("tiny-3")
    assert isinstance(table, MultiplierTable)
    assert table.regions == ("북", "남")
    np.testing.assert_array_equal(table.values[0, :, 0], [[1.1, 0.5], [1.2, 0.4], [1.3, 0.3]])
    np.testing.assert_array_equal(table.absent, [[False] * 3, [False, True, False]])


def test_a_region_that_lacks_a_row_is_named(tmp_path: Path) -> None:
    rows = MULTIPLIERS.replace("남,02,1,0\n", "")
    folder = multipliers_folder(tmp_path / "m", rows)
    error = refused(TableFileError, lambda: TableFolder.open(folder).read("tiny-3"))
    assert str(error) == lines(
        folder / "multipliers.csv",
        "  rows (region:code): the labels are not the table's",
        "    expected: 6 labels in the table's order",
        "    found: missing ['남:02'], surplus []",
        "    remedy: put them in the order of sectors.csv or table.toml",
    )


# ------------------------------------------------------------------ table.toml


def test_every_unknown_missing_and_wrong_key_of_table_toml_is_listed(folder: Path) -> None:
    toml = folder / "table.toml"
    edit(toml, 'unit = "백만원"', 'uint = "백만원"')
    edit(toml, "year = 2020\nprice", 'year = "zwanzig"\nprice')
    edit(toml, 'valuation = "producers"', 'valuation = "factory"')
    edit(toml, 'publisher = "P"\n', "")
    edit(toml, 'ko = "수출"\n', 'ko = 3\nname = "x"\n')
    error = refused(TableFileError, lambda: TableFolder.open(folder))
    assert error.origin == str(toml)
    assert {(p.place, p.what.en) for p in error.problems} == {
        ("uint", "unknown key"),
        ("unit", "a required key is missing"),
        ("year", "the value is not a number"),
        ("valuation", "the value is not allowed"),
        ("source.publisher", "a required key is missing"),
        ("final_demand[2].ko", "the value is not text"),
        ("final_demand[2].name", "unknown key"),
    }
    assert lines(
        "  final_demand[2].name: unknown key",
        "    expected: one of: code, ko, en",
        '    found: "name"',
        "    remedy: remove the line",
    ) in str(error)
    assert lines(
        "  source.publisher: a required key is missing",
        '    expected: the key "publisher"',
        "    found: nothing",
        '    remedy: add "publisher = …"',
    ) in str(error)
    assert 'remedy: did you mean "unit"?' in str(error)
    assert '"unit"을(를) 뜻했습니까?' in error.render("ko")


def test_a_table_in_a_later_format_is_refused(folder: Path) -> None:
    edit(folder / "table.toml", "format = 1", "format = 2")
    error = refused(TableFileError, lambda: TableFolder.open(folder))
    assert [(p.place, p.what.en, p.found.en) for p in error.problems] == [
        ("format", "the value is not allowed", "2")
    ]


def test_an_unknown_unit_is_a_problem_of_table_toml(folder: Path) -> None:
    edit(folder / "table.toml", 'unit = "백만원"', 'unit = "백만"')
    error = refused(TableFileError, lambda: TableFolder.open(folder))
    assert [(p.place, p.what.en) for p in error.problems] == [
        ("unit", "the money unit is not known")
    ]


def test_caveats_of_unequal_number_are_a_problem_of_table_toml(folder: Path) -> None:
    edit(folder / "table.toml", "tolerance = 0.5\n", 'tolerance = 0.5\ncaveats_ko = ["하나"]\n')
    error = refused(TableFileError, lambda: TableFolder.open(folder))
    assert str(error) == lines(
        folder / "table.toml",
        "  the caveats differ in number",
        "    expected: as many caveats_ko as caveats_en",
        "    found: 1, 0",
        "    remedy: add the missing translation",
    )


def test_table_toml_that_is_no_toml(folder: Path) -> None:
    (folder / "table.toml").write_text("format = \n", "utf-8")
    error = refused(TableFileError, lambda: TableFolder.open(folder))
    assert str(error).startswith(f"{folder / 'table.toml'}\n  the file isn't TOML\n")


# ------------------------------------------------------------------ its CSV files


def test_all_bad_cells_of_a_matrix_are_listed_at_once(folder: Path) -> None:
    path = folder / "domestic.csv"
    edit(path, "01,20,60,10", "01,20,,n/a")
    edit(path, "03,10,50,80", "03,nan,50,80")
    assert str(refusal(folder)) == lines(
        path,
        '  line 2 (code 01), column "02": the cell is not a number',
        "    expected: a finite number",
        '    found: ""',
        "    remedy: put in the figure of the source",
        '  line 2 (code 01), column "03": the cell is not a number',
        "    expected: a finite number",
        '    found: "n/a"',
        "    remedy: put in the figure of the source",
        '  line 4 (code 03), column "01": the cell is not a number',
        "    expected: a finite number",
        '    found: "nan"',
        "    remedy: put in the figure of the source",
    )


def test_doubled_codes_and_wrong_labels_are_listed_at_once(folder: Path) -> None:
    path = folder / "domestic.csv"
    edit(path, "code,01,02,03", "code,01,02,04")
    edit(path, "03,10,50,80", "01,10,50,80")
    remedy = "    remedy: put them in the order of sectors.csv or table.toml"
    error = refusal(folder)
    assert str(error) == lines(
        path,
        "  line 4: the code occurs twice",
        "    expected: a code of its own for every row",
        '    found: "01", also on line 2',
        "    remedy: remove a row or mend its code",
        "  rows (code): the labels are not the table's",
        "    expected: 3 labels in the table's order",
        "    found: missing ['03'], surplus []",
        remedy,
        "  columns (header): the labels are not the table's",
        "    expected: 3 labels in the table's order",
        "    found: missing ['03'], surplus ['04']",
        remedy,
    )
    assert "빠짐 ['03'], 남음 ['04']" in error.render("ko")


@pytest.mark.parametrize(
    ("name", "old", "new", "side"),
    [
        ("domestic.csv", "code,01,02,03", "code,02,01,03", "columns (header)"),
        ("imports.csv", "code,01,02,03", "code,01,03,02", "columns (header)"),
        ("final_demand.csv", "code,c,e", "code,e,c", "columns (header)"),
        (
            "satellites.csv",
            "code,employed,employees",
            "code,employees,employed",
            "columns (header)",
        ),
        (
            "primary_inputs.csv",
            "wages,value_added,40,150,150\nsurplus,value_added,80,70,100",
            "surplus,value_added,80,70,100\nwages,value_added,40,150,150",
            "rows (component)",
        ),
    ],
)
def test_labels_in_another_order_are_refused_not_reordered(
    folder: Path, name: str, old: str, new: str, side: str
) -> None:
    edit(folder / name, old, new)
    error = refusal(folder)
    assert error.origin == str(folder / name)
    assert [(p.place, p.what.en, p.found.en, p.found.ko) for p in error.problems] == [
        (side, "the labels are not the table's", "another order", "순서가 다름")
    ]


def test_a_ragged_row_of_a_matrix(folder: Path) -> None:
    edit(folder / "imports.csv", "02,10,40,10", "02,10,40")
    assert str(refusal(folder)) == lines(
        folder / "imports.csv",
        "  line 3: the row is ragged",
        "    expected: 4 cells",
        "    found: 3 cells",
        "    remedy: look for a missing or surplus comma",
    )


def test_a_role_that_contradicts_table_toml_is_refused(folder: Path) -> None:
    """primary_inputs.csv says what a row is; so does table.toml, and one of them is wrong."""
    edit(folder / "primary_inputs.csv", "wages,value_added", "wages,imports")
    assert str(refusal(folder)) == lines(
        folder / "primary_inputs.csv",
        "  rows (role): the labels are not the table's",
        "    expected: 2 labels in the table's order",
        "    found: missing [], surplus ['imports']",
        "    remedy: put them in the order of sectors.csv or table.toml",
    )


def test_sectors_that_occur_twice(folder: Path) -> None:
    edit(folder / "sectors.csv", "02,공산품", "01,공산품")
    error = refusal(folder)
    assert str(error) == lines(
        folder / "sectors.csv",
        "  line 3: the code occurs twice",
        "    expected: a code of its own for every row",
        '    found: "01", also on line 2',
        "    remedy: remove a row or mend its code",
    )


def test_sectors_without_their_parent_column(folder: Path) -> None:
    edit(folder / "sectors.csv", "parent_2", "parent")
    error = refused(TableFileError, lambda: read(folder, "tiny-2"))
    assert [(p.place, p.found.en) for p in error.problems] == [("header", "0 × parent_2")]


def test_a_parent_that_is_not_at_the_coarser_level(folder: Path) -> None:
    edit(folder / "sectors.csv", "서비스,Services,B", "서비스,Services,C")
    error = refused(LabelError, lambda: read(folder, "tiny-2"))
    assert error.origin == "tiny-3 → tiny-2"
    assert error.data == (["C"], ["B"])


@pytest.mark.parametrize(
    "name", ["domestic.csv", "final_demand.csv", "satellites.csv", "sectors.csv"]
)
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    error = refused(NotFoundError, lambda: read(folder))
    assert error.origin == str(folder / name)


# ------------------------------------------------------------------ checksums


def test_a_sealed_folder_refuses_a_changed_file(folder: Path) -> None:
    seal(folder)
    sealed = checksum((folder / "imports.csv").read_bytes())
    assert read(folder).info.id == "tiny-3"
    edit(folder / "imports.csv", "01,5,20,0", "01,5,21,0")
    error = refusal(folder)
    changed = checksum((folder / "imports.csv").read_bytes())
    assert error.render("ko") == lines(
        folder / "imports.csv",
        "  파일이 등록된 뒤 바뀌었습니다",
        f"    기대한 것: sha256 {sealed}",
        f"    찾은 것: sha256 {changed}",
        "    고치는 법: 원래 파일을 되돌리십시오. 고친 것이 맞다면 table.toml의 [files]에 "
        "새 sha256을 적으십시오",
    )
    assert error.data == sealed


def test_a_folder_sealed_again_is_read_in_the_same_session(tmp_path: Path) -> None:
    folder = write_table(tmp_path / "tiny-3")
    seal(folder)
    before = load_table("tiny-3", tmp_path)
    edit(folder / "imports.csv", "01,5,20,0", "01,6,20,0")
    seal(folder)
    after = load_table("tiny-3", tmp_path)
    assert isinstance(before, IOTable)
    assert isinstance(after, IOTable)
    assert after.import_row[0] - before.import_row[0] == 1.0


def test_sealing_keeps_what_stands_below_the_old_checksums(folder: Path) -> None:
    toml = folder / "table.toml"
    edit(toml, "\n[levels.tiny-2]", '\n[files]\n"imports.csv" = "old"\n\n[levels.tiny-2]')
    wanted = tomllib.loads(toml.read_text("utf-8"))
    seal(folder)
    found = tomllib.loads(toml.read_text("utf-8"))
    assert found.pop("files") != wanted.pop("files")
    assert found == wanted


def test_sealing_twice_changes_nothing(folder: Path) -> None:
    seal(folder)
    once = (folder / "table.toml").read_bytes()
    seal(folder)
    assert (folder / "table.toml").read_bytes() == once
    assert sorted(TableFolder.open(folder).file.files) == sorted(
        p.name for p in folder.glob("*.csv")
    )


# ------------------------------------------------------------------ finding tables


def test_a_users_table_goes_before_a_shipped_one_of_the_same_id(tmp_path: Path) -> None:
    folder = write_table(tmp_path / "mine")
    edit(folder / "table.toml", 'id = "tiny-3"', 'id = "bok-2023-33"')
    assert len(load_table("bok-2023-33", tmp_path).sectors) == 3
    assert len(load_table("bok-2023-33").sectors) == 33


def test_one_table_folder_may_be_named_outright(tmp_path: Path) -> None:
    folder = write_table(tmp_path / "mine")
    assert find("tiny-2", folder).path == folder


def test_the_environment_names_folders_of_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_table(tmp_path / "mine")
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path))
    assert next(table_folders()).path == folder
    assert load_classification("tiny-2") == COARSE


def test_a_folder_of_tables_that_is_not_there(tmp_path: Path) -> None:
    error = refused(NotFoundError, lambda: load_table("tiny-3", tmp_path / "none"))
    assert str(error) == lines(
        tmp_path / "none",
        "  there is no such folder of tables",
        "    expected: a folder that holds table folders",
        "    found: nothing",
        "    remedy: check the path given by --tables or IOMODEL_TABLES",
    )


def test_an_unknown_table_lists_those_there_are(tmp_path: Path) -> None:
    write_table(tmp_path / "mine")
    error = refused(NotFoundError, lambda: load_table("tiny-4", tmp_path))
    shipped = "bok-2020-165, bok-2020-83, bok-2020-33, bok-2020-regional-83, bok-2023-33"
    assert str(error) == lines(
        "tiny-4",
        "  there is no such table",
        f"    expected: one of: tiny-3, tiny-2, {shipped}",
        '    found: "tiny-4"',
        "    remedy: correct the id, or name its folder with --tables or IOMODEL_TABLES",
    )
    assert error.render("ko").splitlines()[1] == "  그런 표가 없습니다"
    assert error.data == ["tiny-3", "tiny-2", *shipped.split(", ")]


def test_an_unknown_classification_lists_each_once() -> None:
    error = refused(NotFoundError, lambda: load_classification("bok2019-33"))
    assert str(error) == lines(
        "bok2019-33",
        "  there is no such classification",
        "    expected: one of: bok2020-165, bok2020-83, bok2020-33",
        '    found: "bok2019-33"',
        "    remedy: mend classification in study.toml",
    )


def test_a_finer_classification_is_out_of_reach() -> None:
    """Design R10: a coarser table is reached by aggregation, a finer one is refused."""
    assert len(concordance("bok2020-165", "bok2020-33").coarse) == 33
    error = refused(NotFoundError, lambda: concordance("bok2020-33", "bok2020-165"))
    assert str(error) == lines(
        "bok2020-33 → bok2020-165",
        "  no concordance joins the two classifications",
        "    expected: a table coarser than bok2020-33",
        "    found: bok2020-165",
        "    remedy: choose a table that can be reached by adding up; a finer one can't (R10)",
    )
    assert error.data == ("bok2020-33", "bok2020-165")


def test_every_shipped_folder_opens() -> None:
    found = {folder.path for folder in table_folders()}
    assert found == {path.parent for path in COEFFICIENTS.glob("*/table.toml")}


def test_published_figures_beside_a_table_are_under_its_checksums(tmp_path: Path) -> None:
    copy = Path(shutil.copytree(COEFFICIENTS / "bok-2020-165", tmp_path / "copy"))
    path = copy / "published" / "national_ratios.csv"
    columns = ("year", "measure", "value", "unit")
    assert len(TableFolder.open(copy).published("national_ratios.csv", columns).rows) == 4
    edit(path, "1.804", "1.805")
    error = refused(TableFileError, lambda: TableFolder.open(copy).published("national_ratios.csv"))
    assert str(error).splitlines()[:2] == [
        str(path),
        "  the file has changed since it was sealed",
    ]


def test_a_block_as_a_labelled_frame() -> None:
    frame = tiny().to_frame("domestic")
    assert frame.loc["02", "03"] == 40.0
    assert tiny().to_frame("final_demand").loc["03", "e"] == 60.0
