"""What moved since, by how much and why: a store computed again, two stores side by side."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from batches import TABLE, command, random_lines, tables_in, write_csv
from helpers import edit, refused, write_study

from iomodel.batch import (
    BatchInputError,
    Difference,
    StoreError,
    check_store,
    diff_stores,
    keys,
    manifests,
    open_store,
    run_batch,
    tabular,
)

pytest.importorskip("pyarrow")


@pytest.fixture
def study(tmp_path: Path) -> tuple[Path, Path, Path]:
    """A study, its tables, and the store of its results."""
    folder, tables = write_study(tmp_path)
    out = run_batch(folder, tmp_path / "results", tables=tables).store.path
    return folder, tables, out


def reasons(found: Difference) -> set[tuple[str, ...]]:
    return {moved.why for moved in found.largest}


def test_nothing_moved(study: tuple[Path, Path, Path]) -> None:
    found = check_store(study[2])
    assert found.same
    assert (found.compared, found.moved, found.reasons.changes) == (2, 0, ())


def test_a_changed_table_moves_results(study: tuple[Path, Path, Path]) -> None:
    edit(study[1] / TABLE / "satellites.csv", "02,200,180", "02,220,180")
    found = check_store(study[2])
    assert {moved.indicator for moved in found.largest} == {"employment"}
    assert found.moved == 2
    assert reasons(found) == {("table",)}
    [change] = found.reasons.changes
    assert (change.kind, change.name) == ("table", TABLE)
    assert change.old != change.new
    west = next(m for m in found.largest if m.labels["scenario"] == "west")
    assert west.relative == pytest.approx(west.new / west.old - 1)
    assert west.difference > 0


def test_a_changed_scenario_moves_its_own_results(study: tuple[Path, Path, Path]) -> None:
    edit(study[0] / "west.toml", "amount = 1.5", "amount = 3.0")
    found = check_store(study[2])
    assert {moved.labels["scenario"] for moved in found.largest} == {"west"}
    assert reasons(found) == {("scenario",)}
    spent = next(moved for moved in found.largest if moved.indicator == "spending")
    assert (spent.old, spent.new) == (200.0, 350.0)


def test_another_sector_for_the_same_money_is_a_changed_scenario(
    study: tuple[Path, Path, Path],
) -> None:
    edit(study[0] / "east.toml", 'sector = "Services"', 'sector = "01"')
    found = check_store(study[2])
    assert reasons(found) == {("scenario",)}
    assert "spending" not in {moved.indicator for moved in found.largest}


def test_changed_code_is_told_from_the_rest(
    study: tuple[Path, Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (keys, manifests):
        monkeypatch.setattr(module, "code_version", lambda: "0.2.0+other")
    found = check_store(study[2])
    assert found.same  # another code, the same numbers
    assert [change.kind for change in found.reasons.changes] == ["code"]
    edit(study[0] / "west.toml", "amount = 1.5", "amount = 3.0")
    assert reasons(check_store(study[2])) == {("scenario", "code")}


def test_figures_changed_by_hand_are_found(study: tuple[Path, Path, Path]) -> None:
    """A part that is no longer what was computed: nothing else has changed."""
    [path] = study[2].glob("*.parquet")
    frame = pd.read_parquet(path)
    frame.loc[0, "production"] *= 1.01
    frame.to_parquet(path)
    found = check_store(study[2])
    assert found.moved == 1
    assert reasons(found) == {("unexplained",)}
    assert found.largest[0].relative == pytest.approx(1 / 1.01 - 1)


def test_rows_that_come_and_go(study: tuple[Path, Path, Path]) -> None:
    (study[0] / "north.toml").write_text((study[0] / "east.toml").read_text("utf-8"), "utf-8")
    (study[0] / "west.toml").unlink()
    edit(study[0] / "study.toml", 'order = ["west", "east"]', 'order = ["east"]')
    found = check_store(study[2])
    assert (found.only_old, found.only_new, found.compared) == (1, 1, 1)
    assert found.lost[0]["scenario"] == "west"
    assert found.added[0]["scenario"] == "north"
    assert not found.same


def test_the_tolerance_is_relative(study: tuple[Path, Path, Path]) -> None:
    edit(study[0] / "west.toml", "amount = 1.5", "amount = 1.5000001")
    assert not check_store(study[2]).same
    assert check_store(study[2], relative=1e-6).same


def test_stores_cut_into_other_pieces_compare(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows are matched by their labels, however the parts are cut."""
    tables = tables_in(tmp_path)
    lines = random_lines(300)
    lines.to_csv(tmp_path / "long.csv", index=False)
    given: dict[str, Any] = {"tables_ids": [TABLE, "tiny-2"], "tables": tables}
    monkeypatch.setattr(tabular, "LONG_ROWS", 100)
    a = run_batch(tmp_path / "long.csv", tmp_path / "a", **given)
    monkeypatch.setattr(tabular, "LONG_ROWS", 37)
    b = run_batch(tmp_path / "long.csv", tmp_path / "b", **given)
    assert b.computed > a.computed
    found = diff_stores(a.store, b.store)
    assert found.same
    assert found.compared == a.rows
    lines.loc[5, "amount"] += 1
    lines[lines["scenario"] != "s00100"].to_csv(tmp_path / "long.csv", index=False)
    c = run_batch(tmp_path / "long.csv", tmp_path / "c", **given)
    found = diff_stores(a.store, c.store)
    moved = {m.labels["scenario"] for m in found.largest}
    assert moved == {lines.loc[5, "scenario"]}
    assert {row["scenario"] for row in found.lost} == {"s00100"}
    assert reasons(found) == {("scenario",)}


def test_two_tables_compare_when_the_table_does_not_count(tmp_path: Path) -> None:
    a = run_batch("sejong", tmp_path / "a", tables_ids=["bok-2020-165"], readings=["announced"])
    b = run_batch("sejong", tmp_path / "b", tables_ids=["bok-2020-33"], readings=["announced"])
    apart = diff_stores(a.store, b.store)
    assert (apart.compared, apart.only_old, apart.only_new) == (0, 3, 3)
    found = diff_stores(a.store, b.store, ignore=["table"])
    assert found.compared == 3
    assert found.moved == 15
    refused(StoreError, lambda: diff_stores(a.store, b.store, ignore=["scenario", "programme"]))


def test_an_input_that_is_gone(study: tuple[Path, Path, Path]) -> None:
    study[0].rename(study[0].with_name("elsewhere"))
    refused(BatchInputError, lambda: check_store(study[2]))


# ------------------------------------------------------------------ the command line
def test_exit_codes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tables = tables_in(tmp_path)
    header = ("scenario", "sector", "amount")
    good = write_csv(tmp_path / "good.csv", header, [("a", "01", 1)])
    some = write_csv(tmp_path / "some.csv", header, [("a", "01", 1), ("b", "99", 1)])
    given = ("--tables-ids", TABLE, "--tables", tables, "--unit", "억원")
    assert command(["batch", good, "--out", tmp_path / "a", *given]) == 0
    assert "1 rows; 1 units of work computed, 0 found finished" in capsys.readouterr().out
    assert command(["batch", some, "--out", tmp_path / "b", *given]) == 1
    told = capsys.readouterr().err
    assert "1 scenarios failed with 1 problems" in told
    assert "some · b · line 3" in told
    assert command(["batch", tmp_path / "no.csv", "--out", tmp_path / "c", *given]) == 2
    assert command(["batch", good, *given]) == 2
    assert command(["batch", good, "--out", tmp_path / "a", "--check", tmp_path / "a"]) == 2
    assert command(["batch", "--check", tmp_path / "a"]) == 0
    edit(good, "a,01,1", "a,01,2")
    capsys.readouterr()
    assert command(["batch", "--check", tmp_path / "a"]) == 1
    shown = capsys.readouterr().out
    assert "scenario changed" in shown
    assert "100" in shown


def test_a_comparison_in_every_form(
    study: tuple[Path, Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(study[0] / "west.toml", "amount = 1.5", "amount = 3.0")
    new = run_batch(study[0], tmp_path / "new", tables=study[1]).store.path
    assert command(["diff", study[2], study[2]]) == 0
    assert "Nothing moved" in capsys.readouterr().out
    assert command(["diff", study[2], new, "--format", "json"]) == 1
    document = json.loads(capsys.readouterr().out)
    assert document["by_reason"] == {"scenario": document["moved"]}
    assert command(["diff", study[2], new, "--format", "csv", "--out", tmp_path / "d.csv"]) == 1
    rows = pd.read_csv(tmp_path / "d.csv")
    assert len(rows) == document["moved"]
    assert set(rows["why"]) == {"scenario"}
    assert command(["diff", study[2], new, "--format", "markdown"]) == 1
    assert "| west |" in capsys.readouterr().out
    assert command(["diff", study[2], tmp_path / "nothing"]) == 2


def test_options_of_the_command_reach_the_store(tmp_path: Path) -> None:
    tables = tables_in(tmp_path)
    rows = [("a", "01", 1, "북")]
    path = write_csv(tmp_path / "x.csv", ("scenario", "sector", "amount", "region"), rows)
    words = ["batch", path, "--out", tmp_path / "o", "--tables-ids", f"{TABLE},tiny-2"]
    words += ["--tables", tables, "--unit", "조원", "--indicators", "production,employment"]
    words += ["--price-year", "2024", "--workers", "1", "--format", "json"]
    words += ["--netcdf", tmp_path / "o.nc"]
    pytest.importorskip("h5netcdf")
    assert command(words) == 0
    opened = open_store(tmp_path / "o")
    assert opened.values == ("spending", "production", "employment")
    assert set(opened.frame()["price_year"]) == {2024}
    assert set(opened.frame()["spending"]) == {1e6}
    assert (tmp_path / "o.nc").is_file()
