"""From a foreign file to a table folder: whole or not at all, with all that is known of it."""

from __future__ import annotations

import os
import tomllib
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from bok_sheets import (
    DOMESTIC,
    INPUTS,
    bank_sheets,
    csv_data,
    domestic_sheet,
    employment_sheet,
    put,
    total_sheet,
)
from helpers import COEFFICIENTS, edit, lines, refused

from iomodel import saving
from iomodel.catalogue import load_classification, load_table, shipped
from iomodel.checks import Report
from iomodel.errors import NotSupportedError, OutputError, TableFileError
from iomodel.files import checksum
from iomodel.importing import Imported, Said, default_into, import_table, names_from, seal_again
from iomodel.models import load_model
from iomodel.readers import READERS, ImportTreatment, Request
from iomodel.storage import TableFolder
from iomodel.table import IOTable
from iomodel.text import Text

# Both models hold the same doubles; with persons among the indicators, two more right-hand sides
# are solved at once, and the linear algebra sums in another order.
SOLVED_TOGETHER = {"rtol": 1e-14, "atol": 1e-16}
BLOCKS = (
    *("domestic", "imports", "final_demand", "final_demand_imports"),
    *("primary_inputs", "satellites"),
)


@pytest.fixture(autouse=True)
def _surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("IOMODEL_TABLES", raising=False)


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """The sheets of total and domestic flows of a small table, as CSV."""
    paths = tmp_path / "총거래표.csv", tmp_path / "국산거래표.csv"
    for path, cells in zip(paths, (total_sheet(), domestic_sheet()), strict=True):
        path.write_bytes(csv_data(cells))
    return paths


def come_in(
    paths: tuple[Path, ...], into: Path, said: Said | None = None, **how: object
) -> Imported:
    return import_table(Request(paths), said or Said("small"), into, **how)  # type: ignore[arg-type]


def transactions(id: str, tables: Path | None = None) -> IOTable:
    table = load_table(id, tables)
    assert isinstance(table, IOTable)
    return table


def everything(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, hidden ones too."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


# ------------------------------------------------------- what is written
def test_a_table_comes_in(files: tuple[Path, Path], tmp_path: Path) -> None:
    done = come_in(files, tmp_path / "tables")
    assert done.layout == "bok"
    assert done.report.findings == ()
    assert done.folder.path == tmp_path / "tables" / "small"
    table = transactions("small", tmp_path / "tables")
    np.testing.assert_array_equal(table.domestic, DOMESTIC)
    np.testing.assert_array_equal(table.primary_inputs, INPUTS)
    assert table.sectors.id == "small"
    assert table.balance() == ()
    assert sorted(path.name for path in (tmp_path / "tables").iterdir()) == ["small"]


def test_what_table_toml_says(files: tuple[Path, Path], tmp_path: Path) -> None:
    said = Said("small", "작은 표", date(2024, 6, 25), 0.5)
    folder = come_in(files, tmp_path / "tables", said).folder.path
    text = (folder / "table.toml").read_text("utf-8")
    document = tomllib.loads(text)
    sums = [checksum(path.read_bytes()) for path in files]
    assert document["source"]["obtained"] == (
        f"총거래표.csv, 국산거래표.csv; sha256 총거래표.csv: {sums[0]}; "
        f"sha256 국산거래표.csv: {sums[1]}"
    )
    assert text.startswith(
        lines(
            "format = 1",
            'kind = "transactions"',
            'id = "small"',
            'title_ko = "작은 표"',
            'title_en = "작은 표"',
            "year = 2020",
            "price_year = 2020",
            "published = 2024-06-25",
            'unit = "백만원"',
            'valuation = "producers"',
            'layout = "product × product"',
            'classification = "small"',
            "tolerance = 0.5",
        )
    )
    assert set(document["files"]) == {path.name for path in folder.glob("*.csv")}
    assert "levels" not in document


def test_a_table_without_checksums(files: tuple[Path, Path], tmp_path: Path) -> None:
    done = come_in(files, tmp_path, sealed=False)
    assert done.folder.file.files == {}
    assert isinstance(load_table("small", tmp_path), IOTable)


def test_employment_and_english_names(files: tuple[Path, Path], tmp_path: Path) -> None:
    persons = tmp_path / "고용표.csv"
    persons.write_bytes(csv_data(employment_sheet()))
    request = Request(files, persons, names_en={"01": "Crops", "10": "Others"})
    said = Said("small", names_en="The English names of sectors are our own.")
    done = import_table(request, said, tmp_path / "tables")
    table = done.folder.read("small")
    assert isinstance(table, IOTable)
    np.testing.assert_array_equal(table.satellites, [[1200, 3000], [700, 2500]])
    assert [str(sector) for sector in table.sectors.sectors] == ["01 Crops", "10 Others"]
    assert table.info.names_en == "The English names of sectors are our own."
    assert f"sha256 고용표.csv: {checksum(persons.read_bytes())}" in table.info.source.obtained


def test_warnings_and_assumptions_stay_with_the_table(tmp_path: Path) -> None:
    path = tmp_path / "total.csv"
    path.write_bytes(csv_data(put(total_sheet(), "01", "9190", 78_000.0)))
    request = Request((path,), imports="proportional")
    done = import_table(request, Said("small"), tmp_path / "tables")
    assert [caveat.en for caveat in done.folder.file.caveats] == [
        "assumed: the source doesn't tell imports from domestic products, so that every use of a "
        "product gets the same share of imports",
        'total.csv, M7 (01 작물 × 9190 최종수요계): "최종수요계" differs from the sum of its '
        "cells: 78,000 (+1,000)",
    ]
    told = load_model("small", tables=tmp_path / "tables").manifest()
    said = " ".join(text.en for text in (*told.warnings, *told.assumptions))
    assert all(caveat.en in said for caveat in done.folder.file.caveats)


# ------------------------------------------------------- where it belongs
def as_published(id: str, folder: Path) -> tuple[Path, ...]:
    """A shipped table as the Bank's sheets have it, in CSV files."""
    paths = []
    for kind, cells in bank_sheets(transactions(id)).items():
        paths.append(folder / f"{kind}.csv")
        paths[-1].write_bytes(csv_data(cells))
    return tuple(paths)


@pytest.mark.parametrize(
    ("id", "levels"),
    [("bok-2020-83", ("mine-33",)), ("bok-2020-33", ()), ("bok-2020-165", ("mine-83", "mine-33"))],
)
def test_a_shipped_table_comes_back(id: str, levels: tuple[str, ...], tmp_path: Path) -> None:
    """Laid out as the Bank does and brought in: the same figures, names and coarser levels."""
    own = f"mine-{id.rpartition('-')[2]}"
    done = come_in(as_published(id, tmp_path), tmp_path / "tables", Said(own))
    found, wanted = transactions(own, tmp_path / "tables"), transactions(id)
    for block in BLOCKS[:-1]:
        np.testing.assert_array_equal(getattr(found, block), getattr(wanted, block))
    assert found.sectors == wanted.sectors
    assert found.info.names_en == f"The English names of sectors are those of table {id}."
    assert done.folder.ids() == (own, *levels)
    for level in levels:
        coarse = transactions(level, tmp_path / "tables")
        same = transactions(f"bok-2020-{level.rpartition('-')[2]}")
        assert coarse.sectors == same.sectors
        np.testing.assert_array_equal(coarse.domestic, same.domestic)
        assert (
            coarse.info.title.en
            == f"Input-output table 2020, producers' prices, {len(same.sectors)} sectors"
        )


def test_other_names_make_another_classification(tmp_path: Path) -> None:
    paths = as_published("bok-2020-33", tmp_path)
    for path in paths:
        path.write_text(path.read_text("utf-8-sig").replace("농림수산품", "농산물"), "utf-8")
    done = come_in(paths, tmp_path / "tables", Said("other"))
    assert done.folder.file.classification == "other"
    assert load_classification("other", tmp_path / "tables").get("01").name == Text(
        "농산물", "농산물"
    )
    assert load_classification("bok2020-33", tmp_path / "tables").get("01").name.ko == "농림수산품"


def test_tables_of_ones_own_share_a_classification(
    files: tuple[Path, Path], tmp_path: Path
) -> None:
    come_in(files, tmp_path / "tables", Said("first"))
    done = come_in(files, tmp_path / "tables", Said("second"))
    assert done.folder.file.classification == "first"


@pytest.mark.parametrize(
    ("treatment", "mean", "largest"),
    [("proportional", "0.11", "0.95"), ("proportional-but-exports", "0.09", "0.53")],
)
def test_how_far_proportional_imports_lead(
    tmp_path: Path, treatment: ImportTreatment, mean: str, largest: str
) -> None:
    """The figures in docs/bring-your-own-table.md, against the domestic flows of the Bank."""
    path = as_published("bok-2020-165", tmp_path)[0]
    request = Request((path,), imports=treatment)
    import_table(request, Said("mine-165"), tmp_path / "tables")
    models = load_model("mine-165", tables=tmp_path / "tables"), load_model("bok-2020-165")
    ours, theirs = (model.multipliers().of("production") for model in models)
    off = np.abs(ours - theirs)
    assert (f"{off.mean():.2f}", f"{off.max():.2f}") == (mean, largest)
    assert models[1].sectors.codes[int(off.argmax())] == "540"
    assert models[1].sectors.get("540").name.ko == "수상운송서비스"


# ------------------------------------------------------- whole or not at all
def test_a_table_with_errors_is_not_written(files: tuple[Path, Path], tmp_path: Path) -> None:
    files[1].write_bytes(csv_data(put(domestic_sheet(), "01", "10", 20_900.0)))
    error = refused(TableFileError, lambda: come_in(files, tmp_path / "tables"))
    assert str(error) == lines(
        "총거래표.csv, 국산거래표.csv",
        "  국산거래표.csv, D7 (01 작물 × 10 기타): the cell disagrees with the sums it is part of",
        "    expected: 20,000 (01 작물 × 10 기타)",
        "    found: 20,900 (+900); explains 6 sums that don't agree",
        "    remedy: check it against the source; if it stands there so, look at the rest of its "
        "row and column",
    )
    assert isinstance(error.data, Report)
    assert not (tmp_path / "tables").exists()


def test_a_folder_is_not_written_over(files: tuple[Path, Path], tmp_path: Path) -> None:
    come_in(files, tmp_path)
    before = everything(tmp_path)
    assert str(refused(OutputError, lambda: come_in(files, tmp_path))) == lines(
        f"{tmp_path / 'small'}",
        "  there is such a folder already",
        "    expected: a folder for the new table",
        "    found: small",
        "    remedy: choose another id, or --replace the table there",
    )
    assert everything(tmp_path) == before


def test_a_table_is_replaced(files: tuple[Path, Path], tmp_path: Path) -> None:
    come_in(files, tmp_path)
    (tmp_path / "small" / "leftover.csv").write_text("x\n")
    come_in(files, tmp_path, Said("small", "다시"), replace=True)
    assert not (tmp_path / "small" / "leftover.csv").exists()
    assert transactions("small", tmp_path).info.title.ko == "다시"


def test_only_a_table_is_replaced(files: tuple[Path, Path], tmp_path: Path) -> None:
    (tmp_path / "small").mkdir()
    (tmp_path / "small" / "thesis.docx").write_text("years of work")
    error = refused(OutputError, lambda: come_in(files, tmp_path, replace=True))
    assert str(error) == lines(
        f"{tmp_path / 'small'}",
        "  there is such a folder already",
        "    expected: a folder for the new table",
        "    found: small",
        "    remedy: choose another id, or move it away",
    )
    assert (tmp_path / "small" / "thesis.docx").read_text() == "years of work"


def failing(*_: object) -> None:
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("step", ["write_numbers", "seal"])
def test_nothing_is_left_of_a_table_that_could_not_be_written(
    files: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    come_in(files, tmp_path / "tables", Said("small", "먼저"))
    before = everything(tmp_path)
    monkeypatch.setattr(saving, step, failing)
    error = refused(
        OutputError,
        lambda: come_in(files, tmp_path / "tables", Said("small", "나중"), replace=True),
    )
    assert str(error) == lines(
        f"{tmp_path / 'tables' / 'small'}",
        "  the folder can't be written",
        "    expected: a place to write to",
        "    found: No space left on device",
        "    remedy: check the path, its permissions and the space left",
    )
    assert everything(tmp_path) == before


def test_the_old_table_comes_back_if_the_new_one_cannot_take_its_place(
    files: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    come_in(files, tmp_path / "tables", Said("small", "먼저"))
    before = everything(tmp_path)
    rename = Path.rename

    def refusing(self: Path, target: Path) -> Path:
        if self.name == "new":
            failing()
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refusing)
    with pytest.raises(OutputError):
        come_in(files, tmp_path / "tables", Said("small", "나중"), replace=True)
    assert everything(tmp_path) == before


# ------------------------------------------------------- ids, layouts, names
@pytest.mark.parametrize(
    ("id", "found"),
    [
        ("check", "a command of iomodel tables"),
        ("bok-2020-33", f"the id of the table in {COEFFICIENTS / 'bok-2020-165'}"),
    ],
)
def test_ids_that_are_taken(files: tuple[Path, Path], tmp_path: Path, id: str, found: str) -> None:
    error = refused(
        OutputError, lambda: come_in(files, tmp_path, Said(id), reserved=("import", "check"))
    )
    assert str(error) == lines(
        "--id",
        f'  "{id}": no table can have this id',
        "    expected: an id that is not in use",
        f"    found: {found}",
        "    remedy: choose another --id",
    )


def test_a_level_whose_id_is_taken(tmp_path: Path) -> None:
    paths = as_published("bok-2020-83", tmp_path)
    come_in(paths, tmp_path / "tables", Said("mine-33", "딴 표"))
    error = refused(OutputError, lambda: come_in(paths, tmp_path / "tables", Said("mine-83")))
    assert str(error) == lines(
        "--id",
        '  "mine-33": no table can have this id',
        "    expected: an id that is not in use",
        f"    found: the id of the table in {tmp_path / 'tables' / 'mine-33'}",
        "    remedy: choose another --id",
    )


@pytest.mark.parametrize("id", ["", "a/b", "../up", "a b"])
def test_an_id_that_is_no_name(files: tuple[Path, Path], tmp_path: Path, id: str) -> None:
    error = refused(OutputError, lambda: come_in(files, tmp_path / "tables", Said(id)))
    assert str(error) == lines(
        f"{tmp_path / 'tables' / id}",
        "  id: the id can't name a folder",
        "    expected: letters, digits, underscores, points and hyphens",
        f'    found: "{id}"',
        "    remedy: choose another id",
    )
    assert not (tmp_path / "tables").exists()


def test_a_layout_that_is_not_known(files: tuple[Path, Path], tmp_path: Path) -> None:
    error = refused(NotSupportedError, lambda: come_in(files, tmp_path, layout="ecos"))
    known = ", ".join(("auto", *READERS))
    assert str(error) == lines(
        "ecos",
        "  --layout: the layout is not known",
        f"    expected: one of: {known}",
        '    found: "ecos"',
        "    remedy: use one of those",
    )


def test_a_file_in_no_layout(tmp_path: Path) -> None:
    path = tmp_path / "notes.csv"
    path.write_text("a,b\n1,2\n")
    error = refused(NotSupportedError, lambda: come_in((path,), tmp_path / "tables"))
    assert str(error) == lines(
        f"{path}",
        "  the layout of the file can't be told",
        f"    expected: one of: {', '.join(READERS)}",
        "    found: none of them",
        "    remedy: name it with --layout, or bring the table into a form of "
        "docs/bring-your-own-table.md",
    )


def test_names_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "names.csv"
    path.write_text("level,code,name_en\n2,01,Crops\n2,10,Others\n")
    assert names_from(path) == {"01": "Crops", "10": "Others"}
    path.write_text("code,name\n01,Crops\n")
    assert str(refused(TableFileError, lambda: names_from(path))) == lines(
        f"{path}",
        "  header: a column is missing or occurs twice",
        '    expected: one column "name_en"',
        "    found: 0 × name_en",
        "    remedy: mend the header",
    )
    path.write_text("code,name_en\n01,Crops\n01,Others\n")
    assert str(refused(TableFileError, lambda: names_from(path))) == lines(
        f"{path}",
        "  line 3: the code occurs twice",
        "    expected: a code of its own for every row",
        '    found: "01", also on line 2',
        "    remedy: remove a row or mend its code",
    )


def test_where_tables_go(monkeypatch: pytest.MonkeyPatch) -> None:
    assert default_into() == Path("tables")
    monkeypatch.setenv("IOMODEL_TABLES", os.pathsep.join(("mine", "others")))
    assert default_into() == Path("mine")


def test_three_steps_are_told(files: tuple[Path, Path], tmp_path: Path) -> None:
    told: list[tuple[str, float]] = []

    class Meter:
        def begin(self, size: float) -> None:
            told.append(("begin", size))

        def advance(self, share: float, count: int) -> None:
            told.append(("advance", share * count))

    come_in(files, tmp_path, meter=Meter())
    assert told == [("begin", 3), ("advance", 1), ("advance", 1), ("advance", 1)]


# ------------------------------------------------------- sealing again
def test_a_change_that_is_meant_is_sealed(files: tuple[Path, Path], tmp_path: Path) -> None:
    folder = come_in(files, tmp_path).folder.path
    edit(folder / "sectors.csv", "01,작물,작물", "01,작물,Crops")
    with pytest.raises(TableFileError, match="has changed since it was sealed"):
        load_table("small", tmp_path)
    sealed = seal_again(folder)
    assert set(sealed.file.files) == {path.name for path in folder.glob("*.csv")}
    assert transactions("small", tmp_path).sectors.get("01").name.en == "Crops"


def test_a_table_with_errors_is_not_sealed(files: tuple[Path, Path], tmp_path: Path) -> None:
    folder = come_in(files, tmp_path).folder.path
    edit(folder / "domestic.csv", "01,10000,20000", "01,10000,20900")
    before = everything(folder)
    assert str(refused(TableFileError, lambda: seal_again(folder))) == lines(
        "small",
        "  domestic.csv, row 01, column 10 or domestic.csv, row 10, column 01: the cell disagrees "
        "with the sums it is part of",
        "    expected: 20,000 (01 작물 × 10 기타) or 30,900 (10 기타 × 01 작물)",
        "    found: 20,900 (+900) or 30,000 (-900); explains 2 sums that don't agree",
        "    remedy: check it against the source; if it stands there so, look at the rest of its "
        "row and column",
    )
    assert everything(folder) == before


def test_what_seals_stays_in_its_place(files: tuple[Path, Path], tmp_path: Path) -> None:
    """[files] follows the other tables of table.toml; a second seal changes no byte."""
    folder = come_in(files, tmp_path).folder.path
    before = everything(folder)
    seal_again(folder)
    assert everything(folder) == before
    assert TableFolder.open(folder).file.source.publisher == "한국은행"


# ------------------------------------------------------- the Bank's own files
@pytest.fixture(scope="module")
def data(shared: Path) -> Path:
    return shared / "data" / "bok-2020"


def same_table(found: str, wanted: str, tables: Path) -> None:
    """The same flows to the last digit, and so the same multipliers."""
    ours, theirs = transactions(found, tables), transactions(wanted)
    for block in BLOCKS[: 6 if ours.info.satellites else 5]:
        np.testing.assert_array_equal(getattr(ours, block), getattr(theirs, block))
    assert ours.sectors == theirs.sectors
    models = load_model(found, tables=tables), load_model(wanted)
    for indicator in models[0].indicators:
        multipliers = [model.multipliers().of(indicator.id) for model in models]
        np.testing.assert_allclose(*multipliers, **SOLVED_TOGETHER)


def test_the_banks_workbook_gives_the_shipped_multipliers(data: Path, tmp_path: Path) -> None:
    (path,) = data.glob("*.xlsx")
    done = come_in((path,), tmp_path, Said("mine-83"))
    assert done.folder.ids() == ("mine-83", "mine-33")
    assert done.report.errors == ()
    same_table("mine-83", "bok-2020-83", tmp_path)
    same_table("mine-33", "bok-2020-33", tmp_path)


def test_the_banks_csv_files_are_the_shipped_table(data: Path, tmp_path: Path) -> None:
    paths = tuple(data / f"{name}.csv" for name in ("총거래표", "국산거래표", "고용표"))
    come_in(paths, tmp_path, Said("mine-165"))
    shipped_folder = shipped("coefficients") / "bok-2020-165"
    for path in (tmp_path / "mine-165").glob("*.csv"):
        assert path.read_bytes() == (shipped_folder / path.name).read_bytes()
    same_table("mine-165", "bok-2020-165", tmp_path)
    assert {i.id for i in load_model("mine-165", tables=tmp_path).indicators} >= {
        "employment",
        "employees",
    }
