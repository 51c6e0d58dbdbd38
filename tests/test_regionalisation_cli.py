"""`iomodel tables regionalise` and `iomodel tables update`: what they print and write."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import numpy as np
import pytest
from helpers import write_table

from iomodel import cli
from iomodel.catalogue import find, load_transactions
from iomodel.models import load_model


def ran(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    code = cli.main([*map(str, words), "--lang", "en"])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


REGIONALISE = ("tables", "regionalise")
SEJONG = (*REGIONALISE, "bok-2020-83", "--region", "세종", "--method", "flq", "--delta", "0.4")


# ------------------------------------------------------------------ accuracy
def test_accuracy_as_csv(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = ran(capsys, *REGIONALISE, "--accuracy", "--format", "csv")
    found = {row["name"]: row for row in rows(out)}
    assert (code, err) == (0, "")
    assert float(found["SLQ"]["indirect"]) == pytest.approx(143.56, abs=0.01)
    assert list(found)[4:8] == ["FLQ δ=0.2", "FLQ δ=0.3", "FLQ δ=0.4", "FLQ δ=0.41"]


def test_accuracy_as_text_says_how_to_read_it(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = ran(capsys, *REGIONALISE, "--accuracy")
    assert code == 0
    assert "Error of location quotients: production (won per won)" in out
    assert "FLQ δ=0.41 has the least mean absolute percentage error. Fitted without one" in out
    assert "only surveyed: 대구 04, 세종 04" in out


def test_accuracy_of_employment_by_sector(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("--accuracy", "--by", "sector", "--method", "slq", "--indicator", "employment")
    code, out, _ = ran(capsys, *REGIONALISE, *words, "--format", "json")
    document = json.loads(out)
    assert code == 0
    assert len(document["rows"]) == 83
    assert document["rows"][0]["name"] == "01 Crops"
    assert document["rows"][0]["indirect"] is None
    assert document["rows"][82]["count"] == 0
    code, out, _ = ran(capsys, *REGIONALISE, *words)
    assert "Error of SLQ: employment (persons per billion KRW)" in out


def test_accuracy_by_region_as_markdown(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("--accuracy", "--by", "region", "--method", "aflq", "--delta", "0.45")
    _, out, _ = ran(capsys, *REGIONALISE, *words, "--format", "markdown")
    assert out.startswith("## Error of AFLQ δ=0.45: production (won per won)\n")
    assert "| 서울 |" in out


# ------------------------------------------------------------------ a regional table
def test_a_table_is_written_sealed_and_answers(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, out, err = ran(capsys, *SEJONG, "--id", "sejong", "--into", tmp_path)
    assert code == 0
    assert err == f"{tmp_path / 'sejong'}: the new table sejong\n"
    assert "In-region effects in 세종, 90% intervals (inferred)" in out
    folder = find("sejong", tmp_path)
    assert set(folder.file.files) >= {"domestic.csv", "effects.csv"}
    effects = rows((tmp_path / "sejong" / "effects.csv").read_text("utf-8"))
    model = load_model("sejong", tables=tmp_path)
    values = dict(zip(model.sectors.codes, model.multipliers().of("production"), strict=True))
    assert len(effects) == int(load_transactions("sejong", tmp_path).output.astype(bool).sum())
    for row in effects:
        assert float(row["production"]) == pytest.approx(values[row["code"]])
        assert float(row["production_low"]) <= float(row["production"])
    code, out, _ = ran(capsys, "tables", "check", "sejong", "--tables", tmp_path)
    assert (code, "no errors" in out) == (0, True)


def test_a_region_of_a_users_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "workers.csv"
    path.write_text("code,nation,북\n01,100,20\n02,0,0\n03,400,30\n", "utf-8")
    write_table(tmp_path / "tiny-3")
    words = (*REGIONALISE, "tiny-3", "--tables", tmp_path, "--employment", path, "--region", "북")
    code, out, err = ran(capsys, *words, "--method", "slq", "--unlisted", "02", "--format", "csv")
    assert (code, err) == (0, "")
    found = {row["code"]: row for row in rows(out)}
    assert [float(found[c]["share"]) for c in ("01", "02", "03")] == [0.2, 0.1, 0.075]
    code, out, err = ran(capsys, *words, "--method", "slq")
    assert (code, out) == (2, "")
    assert err.startswith("workers.csv\n  02 Manufactures: the nation has output here")
    new = ("--id", "north", "--into", tmp_path / "new")
    code, out, _ = ran(capsys, *words, "--method", "slq", "--unlisted", "02", *new)
    assert (tmp_path / "new" / "north" / "employment.csv").read_bytes() == path.read_bytes()
    assert "북, regional table by SLQ, of: A small table" in out
    assert "sectors without data, given the region's share of all others: 02" in out


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("bok-2020-83",),
        ("bok-2020-83", "--region", "세종"),
        ("bok-2020-83", "--region", "세종", "--method", "slq", "--id", "new"),
        ("bok-2020-83", "--region", "세종", "--method", "slq", "--into", "."),
        ("--accuracy", "--by", "region"),
    ],
)
def test_what_is_lacking_is_answered_with_the_usage(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert ran(capsys, *REGIONALISE, *words) == (
        2,
        "",
        "usage: iomodel tables regionalise ID --region NAME --method flq --delta 0.4 "
        "[--employment FILE] [--id NEW --into DIR], or iomodel tables regionalise --accuracy\n",
    )


def test_a_table_without_transactions(capsys: pytest.CaptureFixture[str]) -> None:
    words = (*REGIONALISE, "bok-2023-33", "--region", "세종", "--method", "slq")
    assert ran(capsys, *words) == (
        2,
        "",
        "bok-2023-33\n"
        "  the table has no transactions\n"
        "    expected: a table of transactions\n"
        "    found: inverse\n"
        "    remedy: use a table such as bok-2020-83\n",
    )


def test_a_missing_delta(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = ran(capsys, *SEJONG[:-2])
    assert (code, err.splitlines()[:2]) == (2, ["delta", "  flq needs a δ"])


# ------------------------------------------------------------------ an updated table
MARGINS = "code,output,value_added,final_demand\n01,230,135,120\n02,560,250,370\n03,430,280,285\n"


def updating(tmp_path: Path, *more: object) -> tuple[object, ...]:
    if not (tmp_path / "tiny-3").exists():
        write_table(tmp_path / "tiny-3")
        (tmp_path / "margins.csv").write_text(MARGINS, "utf-8")
    files = ("--tables", tmp_path, "--margins", tmp_path / "margins.csv")
    told = ("--year", "2023", "--source", "accounts 2023", "--id", "tiny-2023", "--into")
    return ("tables", "update", "tiny-3", *files, *told, tmp_path / "new", *more)


def test_an_updated_table_is_written_and_answers(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, out, err = ran(capsys, *updating(tmp_path))
    assert code == 0
    assert err == f"{tmp_path / 'new' / 'tiny-2023'}: the new table tiny-2023\n"
    assert "A small table, updated to 2023" in out
    assert "converged in " in out
    table = load_transactions("tiny-2023", tmp_path / "new")
    np.testing.assert_allclose(table.output, [230, 560, 430])
    assert load_model("tiny-2023", tables=tmp_path / "new").info.price_year == 2023
    kept = tmp_path / "new" / "tiny-2023" / "margins.csv"
    assert kept.read_bytes() == (tmp_path / "margins.csv").read_bytes()
    code, _, err = ran(capsys, *updating(tmp_path))
    assert (code, err.splitlines()[1]) == (2, "  there is such a folder already")
    assert ran(capsys, *updating(tmp_path, "--replace"))[0] == 0


def test_factors_of_an_updated_table(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    _, out, _ = ran(capsys, *updating(tmp_path, "--format", "csv"))
    old, new = (
        load_transactions("tiny-3", tmp_path),
        load_transactions("tiny-2023", tmp_path / "new"),
    )
    r = np.array([float(row["row_factor"]) for row in rows(out)])
    s = np.array([float(row["column_factor"]) for row in rows(out)])
    np.testing.assert_allclose(new.domestic, r[:, None] * old.domestic * s)
    assert [float(row["output"]) for row in rows(out)] == pytest.approx([230, 560, 430])


def test_an_update_that_does_not_converge_writes_nothing(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    words = updating(tmp_path, "--max-iterations", "1", "--tolerance", "1e-12")
    code, out, err = ran(capsys, *words)
    assert (code, out) == (2, "")
    assert "no convergence in 1 iterations" in err
    assert not (tmp_path / "new").exists()
