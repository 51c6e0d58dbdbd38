"""The result store: resumed after anything, written once, never half; opened by others' tools."""

from __future__ import annotations

import errno
import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from batches import LABELS, TABLE, VALUES, contents, random_lines, stamps, tables_in, write_csv
from helpers import ROOT, edit, refused, write_study

from iomodel.batch import Outcome, StoreError, open_store, run_batch, tabular
from iomodel.batch.store import Writer

pytest.importorskip("pyarrow")

PIECE_ROWS = 40
SCENARIOS = 600  # about sixty pieces


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    return tables_in(tmp_path)


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    """A long table in which every tenth scenario fails."""
    frame = random_lines(SCENARIOS)
    frame.loc[frame["scenario"].str.endswith("7"), "amount"] = -1.0
    path = tmp_path / "long.csv"
    frame.to_csv(path, index=False)
    return path


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tabular, "LONG_ROWS", PIECE_ROWS)


def run(path: Path, tables: Path, out: str = "out", **more: Any) -> Outcome:
    return run_batch(path, path.parent / out, tables_ids=[TABLE], tables=tables, **more)


def same_store(a: Path, b: Path) -> None:
    assert contents(a) == contents(b)


# ------------------------------------------------------------------ once and no more
def test_a_second_run_computes_nothing_and_changes_nothing(lines: Path, tables: Path) -> None:
    first = run(lines, tables)
    before, written = contents(first.store.path), stamps(first.store.path)
    again = run(lines, tables)
    assert (again.computed, again.reused) == (0, first.computed)
    assert first.computed > 50
    assert contents(first.store.path) == before
    assert stamps(first.store.path) == written
    assert (again.rows, again.failures, again.failed) == (first.rows, first.failures, first.failed)


def test_the_number_of_workers_changes_nothing(lines: Path, tables: Path) -> None:
    a, b = run(lines, tables, "a", workers=1), run(lines, tables, "b", workers=5)
    same_store(a.store.path, b.store.path)


def test_only_what_changed_is_computed_again(lines: Path, tables: Path) -> None:
    before = run(lines, tables)
    words = lines.read_text("utf-8").splitlines()
    words[-1] = words[-1].rsplit(",", 2)[0] + ",77,억원"
    lines.write_text("\n".join(words) + "\n", "utf-8")
    after = run(lines, tables)
    assert (after.computed, after.reused) == (1, before.computed - 1)
    assert len(pd.read_parquet(after.store.path)) == after.rows  # and the old part is gone


def test_another_table_or_indicator_is_other_work(lines: Path, tables: Path) -> None:
    first = run(lines, tables)
    assert run(lines, tables, indicators=["production"]).reused == 0
    edit(tables / TABLE / "satellites.csv", "01,100,30", "01,101,30")
    assert run(lines, tables).computed == first.computed


def test_csv_and_parquet_of_the_same_rows_are_the_same_work(lines: Path, tables: Path) -> None:
    run(lines, tables, "a")
    parquet = lines.with_suffix(".parquet")
    pd.read_csv(lines, dtype={"sector": str}).to_parquet(parquet)
    assert run(parquet, tables, "a").computed == 0


# ------------------------------------------------------------------ interrupted
CHILD = """
import os, signal, sys
from pathlib import Path
from iomodel.batch import run_batch, tabular
tabular.LONG_ROWS = {rows}
{trap}
run_batch({path!r}, {out!r}, tables_ids=[{table!r}], tables={tables!r}, workers=2)
"""
AT_RENAME = """
real, count = os.replace, [0]
def replace(a, b):
    count[0] += 1
    if count[0] == {n}:
        os.kill(os.getpid(), signal.SIGKILL)
    real(a, b)
os.replace = replace
"""
AT_WRITE = """
import iomodel.batch.store as store
real, count = store.write_whole, [0]
def write_whole(path, data):
    count[0] += 1
    if count[0] == {n}:
        path.parent.mkdir(exist_ok=True)
        (path.parent / ("." + path.name + ".half")).write_bytes(data[: len(data) // 2])
        os.kill(os.getpid(), signal.SIGKILL)
    real(path, data)
store.write_whole = write_whole
"""


def child(path: Path, out: Path, tables: Path, trap: str = "") -> subprocess.Popen[bytes]:
    code = CHILD.format(
        rows=PIECE_ROWS, path=str(path), out=str(out), table=TABLE, tables=str(tables), trap=trap
    )
    return subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stderr=subprocess.DEVNULL)


def test_killed_again_and_again(lines: Path, tables: Path, tmp_path: Path) -> None:
    """Kill −9 before a rename, in the middle of a write, and whenever it happens.

    In the end the store is that of an undisturbed run, byte for byte, and every part that was
    finished at a kill is still the same file: nothing was computed twice.
    """
    undisturbed = run(lines, tables, "undisturbed")
    out = tmp_path / "out"
    finished: dict[str, tuple[int, int]] = {}
    chance = random.Random(6)
    for trap in (AT_RENAME.format(n=1), AT_RENAME.format(n=9), AT_WRITE.format(n=12), "", ""):
        process = child(lines, out, tables, trap)
        if not trap:
            more, deadline = len(finished) + chance.randint(3, 12), time.monotonic() + 60
            while len(stamps(out)) < more and process.poll() is None:
                assert time.monotonic() < deadline
                time.sleep(0.0005)
            time.sleep(chance.random() * 0.01)
            process.kill()
        assert process.wait(60) in (-signal.SIGKILL, 0)
        now = stamps(out)
        assert finished.items() <= now.items()
        finished = now
        if out.exists() and any(out.iterdir()) and (out / "_manifest.json").exists():
            rows = open_store(out).frame()  # what is there reads as whole, half-written or not
            wanted = undisturbed.store.frame()
            assert set(rows["scenario"]) <= set(wanted["scenario"])
    last = run(lines, tables)
    assert finished.items() <= stamps(out).items()
    assert last.reused == len(finished)
    assert last.computed == undisturbed.computed - len(finished)
    assert finished
    same_store(out, undisturbed.store.path)


def test_what_was_half_written_is_removed(lines: Path, tables: Path) -> None:
    whole = run(lines, tables, "whole").store.path
    out = run(lines, tables).store.path
    part = sorted(out.glob("*.parquet"))[3]
    (out / f".{part.name}.x7").write_bytes(part.read_bytes()[:100])
    os.truncate(part, 900)  # as after a broken disk
    outcome = run(lines, tables)
    assert outcome.computed == 1
    same_store(out, whole)


def test_a_full_disk_leaves_what_is_finished(
    lines: Path, tables: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = run(lines, tables, "whole")
    real, calls = os.fsync, []

    def fsync(handle: int) -> None:
        calls.append(handle)
        if len(calls) > 20:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    error = refused(StoreError, lambda: run(lines, tables))
    assert "No space left" in str(error)
    monkeypatch.undo()
    monkeypatch.setattr(tabular, "LONG_ROWS", PIECE_ROWS)
    out = tmp_path / "out"
    left = open_store(out)
    assert not left.complete
    assert 0 < len(left.frame()) == len(pd.read_parquet(out)) < whole.rows
    again = run(lines, tables)
    assert again.reused > 0
    assert again.reused + again.computed == whole.computed
    same_store(out, whole.store.path)


def test_files_cut_short_by_the_system_are_never_taken_for_whole(
    lines: Path, tables: Path, tmp_path: Path
) -> None:
    """The system itself refuses to write more than so many bytes of a file."""
    whole = run(lines, tables, "whole")
    limit = sorted(p.stat().st_size for p in whole.store.path.glob("*.parquet"))[30]
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    try:
        error = refused(StoreError, lambda: run(lines, tables))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert "File too large" in str(error)
    out = tmp_path / "out"
    assert not list(out.rglob(".*"))
    assert len(open_store(out).frame()) < whole.rows
    run(lines, tables)
    same_store(out, whole.store.path)


def test_a_refused_input_keeps_what_is_finished(lines: Path, tables: Path) -> None:
    good = lines.read_text("utf-8")
    lines.write_text(good + "s00001,p,01,1,억원\n", "utf-8")
    with pytest.raises(Exception, match="don't stand together"):
        run(lines, tables)
    lines.write_text(good, "utf-8")
    assert run(lines, tables).reused > 50


# ------------------------------------------------------------------ whose folder it is
def test_a_folder_with_other_things_is_left_alone(lines: Path, tables: Path) -> None:
    error = refused(
        StoreError, lambda: run_batch(lines, lines.parent, tables_ids=[TABLE], tables=tables)
    )
    assert "other things" in str(error)
    assert lines.is_file()


def test_two_runs_cannot_write_one_store(lines: Path, tables: Path) -> None:
    pytest.importorskip("fcntl")
    out = run(lines, tables).store.path
    with Writer(out):
        refused(StoreError, lambda: run(lines, tables))
    run(lines, tables)


def test_what_is_no_store(tmp_path: Path, lines: Path, tables: Path) -> None:
    refused(StoreError, lambda: open_store(tmp_path / "nothing"))
    (tmp_path / "_manifest.json").write_text('{"format": 2}')
    assert "format 2" in str(refused(StoreError, lambda: open_store(tmp_path)))
    opened = run(lines, tables).store
    opened.paths()[2].unlink()
    assert "missing" in str(refused(StoreError, opened.frame))


# ------------------------------------------------------------------ read by others
def test_pandas_opens_the_folder(lines: Path, tables: Path) -> None:
    outcome = run(lines, tables)
    frame = pd.read_parquet(outcome.store.path)
    assert list(frame.columns) == [*LABELS, "basis", "price_year", *VALUES]
    assert not frame.duplicated(LABELS).any()
    own = outcome.store.frame()
    assert list(own["scenario"]) == sorted(own["scenario"])  # in order of input
    order = [*LABELS]
    pd.testing.assert_frame_equal(
        frame.sort_values(order, ignore_index=True), own.sort_values(order, ignore_index=True)
    )
    assert not own["scenario"].str.endswith("7").any()


def test_the_manifest_says_what_the_results_rest_on(lines: Path, tables: Path) -> None:
    from hashlib import sha256

    outcome = run(lines, tables)
    manifest = json.loads((outcome.store.path / "_manifest.json").read_text("utf-8"))
    assert manifest["complete"]
    assert manifest["inputs"][0]["files"] == {"long.csv": sha256(lines.read_bytes()).hexdigest()}
    assert manifest["inputs"][0]["path"] == "../long.csv"
    assert [t["id"] for t in manifest["tables"]] == [TABLE]
    assert manifest["units"]["employment"] == "명"
    assert sum(part["rows"] for part in manifest["parts"]) == outcome.rows
    assert manifest["failures"] == len(outcome.store.failures()) == outcome.failures
    assert any("R3" in text["en"] for text in manifest["warnings"])
    assert str(lines.parent) not in json.dumps(manifest)


def test_what_a_study_assumes_is_in_the_manifest(tmp_path: Path) -> None:
    opened = run_batch("sejong", tmp_path / "out").store
    said = " ".join(text["en"] for text in opened.manifest["assumptions"])
    assert "final demand for the investor's own sector" in said
    warned = " ".join(text["en"] for text in opened.manifest["warnings"])
    assert "cannot have used it (R11)" in warned


def test_a_reading_says_where_it_is_not_run(tmp_path: Path) -> None:
    outcome = run_batch("sejong", tmp_path / "out", tables_ids=["bok-2020-33"])
    assert set(outcome.store.frame()["reading"]) == {"announced"}
    assert "not run on bok-2020-33" in outcome.store.manifest["skipped"][0]["en"]


def test_arrays(tmp_path: Path) -> None:
    pytest.importorskip("h5netcdf")
    import xarray as xr

    opened = run_batch("sejong", tmp_path / "out").store
    opened.to_netcdf(tmp_path / "out.nc")
    frame = opened.frame()
    with xr.open_dataset(tmp_path / "out.nc", engine="h5netcdf") as arrays:
        assert arrays["production"].dims == ("case", "table", "origin")
        assert arrays["employment"].attrs["units"] == "명"
        assert json.loads(arrays.attrs["manifest"])["complete"]
        announced = arrays.where(arrays["reading"] == "announced", drop=True)
        found = announced["production"].sel(table="bok-2020-regional-83", origin="in_region")
        rows = frame[frame["origin"] == "in_region"]
        np.testing.assert_array_equal(found.to_numpy(), rows["production"])
        assert arrays["production"].sum() == pytest.approx(frame["production"].sum())
    assert not list(tmp_path.glob(".*"))


def test_a_store_without_rows_opens_too(tmp_path: Path, tables: Path) -> None:
    header = ("scenario", "sector", "amount", "unit")
    path = write_csv(tmp_path / "long.csv", header, [("a", "99", 1, "억원")])
    opened = run(path, tables).store
    assert len(pd.read_parquet(opened.path)) == len(opened.frame()) == 0
    assert opened.to_xarray().sizes["case"] == 0


def test_studies_of_one_run_may_need_different_tables(tmp_path: Path) -> None:
    study, tables = write_study(tmp_path)
    outcome = run_batch(["sejong", study], tmp_path / "out", tables=tables)
    frame = outcome.store.frame()
    assert set(frame.loc[frame["study"] == "study", "table"]) == {TABLE}
    assert "bok-2020-165" in set(frame["table"])


def test_a_study_that_announces_nothing_has_an_empty_store(tmp_path: Path) -> None:
    study, tables = write_study(tmp_path)
    for name in ("west", "east"):
        path = study / f"{name}.toml"
        path.write_text(path.read_text("utf-8").partition("[[programmes.lines]]")[0], "utf-8")
    outcome = run_batch(study, tmp_path / "out", tables=tables)
    assert (outcome.rows, outcome.failures, outcome.computed) == (0, 0, 0)
    assert list(outcome.store.frame().columns) == [*LABELS, "basis", "price_year", *VALUES]
    assert outcome.store.to_xarray().sizes["case"] == 0
