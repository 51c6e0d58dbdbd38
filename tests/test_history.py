"""The published multipliers of 2000 to 2015: as printed, sealed, made again byte by byte."""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import numpy as np
import pytest
from helpers import COEFFICIENTS, rows_of

from iomodel.audit.blocks import Block
from iomodel.audit.history import SERIES, history_blocks, stamp
from iomodel.files import checksum
from iomodel.sectors import tidy

FOLDER = COEFFICIENTS / SERIES
PRINTED = 1e-12  # the figures are printed with three decimals and read as they are


def block(year: int, table: str = SERIES) -> Block:
    (found,) = [
        b
        for b in history_blocks()
        if (b.year, b.table, b.recipe) == (year, table, "column") and b.basis == "published"
    ]
    return found


def value(found: Block, effect: str, code: str) -> float:
    row = found.values[effect, "total"]  # type: ignore[index]
    return float(row[found.sectors.codes.index(code)])


def test_business_support_as_the_bank_printed_it() -> None:
    """사업지원서비스, 33 sectors: production and value added of 2000, 2005, 2010 and 2015."""
    printed = {
        2000: (1.538, 0.935),
        2005: (1.531, 0.929),
        2010: (1.573, 0.884),
        2015: (1.478, 0.915),
    }
    for year, (production, value_added) in printed.items():
        assert value(block(year), "production", "27") == pytest.approx(production, abs=PRINTED)
        assert value(block(year), "value_added", "27") == pytest.approx(value_added, abs=PRINTED)
    ratios = [v / p for p, v in printed.values()]
    assert [round(r, 3) for r in ratios[2:]] == [0.562, 0.619]


def test_what_the_source_leaves_blank_is_nothing_not_zero() -> None:
    for year in (2000, 2005):
        assert np.isnan(value(block(year), "production", "16"))
    assert value(block(2010), "production", "16") == pytest.approx(1.783, abs=PRINTED)
    assert np.isnan(value(block(2010), "production", "33"))


def test_value_added_of_the_extension_tables_is_one_less_imports() -> None:
    rows = rows_of(COEFFICIENTS / "bok-2023-33" / "published" / "multipliers_2020_2023.csv")
    imports = {
        (row["year"], row["code"]): float(row["value"])
        for row in rows
        if row["measure"] == "import_column_sum"
    }
    for year in (2021, 2022):
        found = block(year, "bok-2023-33/published")
        for code in found.sectors.codes:
            expected = 1.0 - imports[str(year), code]
            assert value(found, "value_added", code) == pytest.approx(expected, abs=PRINTED)


def test_reported_jobs_stand_between_published_years() -> None:
    (found,) = [b for b in history_blocks() if b.basis == "inferred"]
    assert (found.year, found.table) == (2013, SERIES)
    assert value(found, "employment", "27") == pytest.approx(30.7e-9)
    assert value(found, "employment", "01") == pytest.approx(32.9e-9)
    assert value(found, "production", "27") == pytest.approx(1.573 + 0.6 * (1.478 - 1.573))
    known = np.isfinite(found.values["production", "total"])
    assert [found.sectors.codes[i] for i in np.flatnonzero(known)] == ["01", "27"]
    assert "2010" in found.note.en
    assert "2013" in found.note.en


def test_names_of_2015_are_those_of_2020_but_for_spelling() -> None:
    ours = {row["code"]: row["name_ko"] for row in rows_of(COEFFICIENTS / "names_en.csv")
            if row["level"] == "33"}  # fmt: skip
    theirs = {row["code"]: row["name_2015"] for row in rows_of(FOLDER / "sectors.csv")}
    assert list(theirs) == list(ours)

    def plain(name: str) -> str:
        return "".join(c for c in tidy(name) if c not in " ,·및")

    assert {code: plain(name) for code, name in theirs.items()} == {
        code: plain(name) for code, name in ours.items()
    }


def test_groups_are_kept_apart() -> None:
    rows = rows_of(FOLDER / "groups.csv")
    mean = {row["year"]: row["value"] for row in rows if row["group"] == "평균" and
            row["measure"] == "production_column_sum"}  # fmt: skip
    assert mean == {"2000": "1.723", "2005": "1.777", "2010": "1.814", "2015": "1.813"}


def test_every_file_is_sealed_and_has_a_source() -> None:
    document = tomllib.loads((FOLDER / "history.toml").read_text("utf-8"))
    files = {path.name: checksum(path.read_bytes()) for path in FOLDER.glob("*.csv")}
    assert document["files"] == files
    for name in files:
        assert {"document", "obtained", "basis", "changes"} <= set(document[name])
    assert document["publisher"] == "한국은행"
    assert stamp().id == SERIES


def test_a_changed_figure_is_caught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from iomodel import catalogue
    from iomodel.audit import history
    from iomodel.errors import TableFileError

    copy = Path(shutil.copytree(COEFFICIENTS, tmp_path / "coefficients"))
    path = copy / SERIES / "multipliers.csv"
    path.write_bytes(path.read_bytes().replace(b"1.573", b"1.574"))
    monkeypatch.setattr(catalogue, "shipped", lambda kind: copy)
    with pytest.raises(TableFileError) as caught:
        history.history_blocks()
    assert str(caught.value).splitlines()[:2] == [
        str(path),
        "  the file has changed since it was sealed",
    ]


# ------------------------------------------------------------------ what follows needs the source
def test_converting_again_changes_no_byte(shared: Path, tmp_path: Path) -> None:
    before = {path.name: path.read_bytes() for path in FOLDER.iterdir()}
    copy = tmp_path / "coefficients"
    shutil.copytree(FOLDER, copy / SERIES)
    for name in ("convert_history.py", "names_en.csv"):
        shutil.copy(COEFFICIENTS / name, copy / name)
    for path in (copy / SERIES).glob("*.csv"):
        path.unlink()
    subprocess.run([sys.executable, copy / "convert_history.py", shared / "data"], check=True)
    assert {path.name: path.read_bytes() for path in (copy / SERIES).iterdir()} == before


def test_every_figure_of_the_source_is_kept_with_its_digits(shared: Path) -> None:
    path = shared / "data" / "bok-33-history" / "production_value_added_2000_2015.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        source = list(csv.DictReader(file))
    there = {
        (row["name"], column)
        for row in source
        for column in list(row)[2:]
        if row["level"] == "sector" and row[column]
    }
    kept = rows_of(FOLDER / "multipliers.csv")
    assert len(kept) == len(there) == 258
    digits = {row[column] for row in source for column in list(row)[2:]}
    assert {row["value"] for row in kept} <= digits
