"""Long and wide tables as input of a batch: read in pieces, checked line by line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from batches import (
    CODES,
    TABLE,
    VALUES,
    by_programme,
    cut,
    expected,
    random_lines,
    tables_in,
    write_csv,
)
from helpers import refused, repeatable, write_study
from hypothesis import given
from hypothesis import strategies as st

from iomodel import load_model
from iomodel.batch import BatchInputError, run_batch, tabular
from iomodel.batch.columns import floats, text
from iomodel.batch.pieces import Seen, whole_scenarios
from iomodel.catalogue import load_classification
from iomodel.demand import Demand
from iomodel.errors import NotFoundError, NotSupportedError, UnitError
from iomodel.models import Shelf

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

# A product over whole tables and the model's own, one at a time, add in different orders.
ROUNDING = 1e-12


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    return tables_in(tmp_path)


def run(path: Path, tables: Path, **more: Any) -> Any:
    given = {"tables_ids": [TABLE], "tables": tables, **more}
    return run_batch(path, path.parent / f"out-{path.stem}", **given)


def long_csv(folder: Path, *rows: tuple[object, ...], name: str = "long") -> Path:
    header = ("scenario", "programme", "sector", "amount", "unit")
    return write_csv(folder / f"{name}.csv", header, rows)


def messages(outcome: Any) -> list[tuple[str, str, str]]:
    rows = outcome.store.failures()
    return list(zip(rows["scenario"], rows["place"], rows["message_en"], strict=True))


# ------------------------------------------------------------------ right numbers
@pytest.mark.parametrize("most", [1, 7, 100_000])
@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_a_long_table_gives_what_the_model_gives(
    tmp_path: Path, tables: Path, monkeypatch: pytest.MonkeyPatch, kind: str, most: int
) -> None:
    """Also where pieces end inside a block, and programmes of a scenario stand mixed up."""
    monkeypatch.setattr(tabular, "LONG_ROWS", most)
    lines = random_lines(40)
    path = tmp_path / f"long.{kind}"
    lines.to_csv(path, index=False) if kind == "csv" else lines.to_parquet(path)
    outcome = run(path, tables)
    assert outcome.failures == 0
    pd.testing.assert_frame_equal(
        by_programme(outcome.store.frame()), expected(lines, tables), rtol=ROUNDING
    )


def test_a_coarser_table_is_reached_by_adding_up(tmp_path: Path, tables: Path) -> None:
    """Demand at three sectors through the table of two (R10)."""
    lines = random_lines(10)
    lines.to_csv(tmp_path / "long.csv", index=False)
    outcome = run(tmp_path / "long.csv", tables, tables_ids=[TABLE, "tiny-2"])
    frame = outcome.store.frame()
    for table in (TABLE, "tiny-2"):
        own = by_programme(frame[frame["table"] == table])
        pd.testing.assert_frame_equal(own, expected(lines, tables, table), rtol=ROUNDING)


def test_a_finer_table_is_refused(tmp_path: Path, tables: Path) -> None:
    path = long_csv(tmp_path, ("a", "p", "A", 1, "억원"))
    refused(NotFoundError, lambda: run(path, tables, classification="tiny-2"))


def test_a_wide_table_gives_what_a_long_one_gives(tmp_path: Path, tables: Path) -> None:
    draw = np.random.default_rng(2)
    wide = pd.DataFrame(draw.uniform(0, 9, (50, 3)), columns=list(CODES))
    wide.insert(0, "scenario", [f"s{i}" for i in range(50)])
    wide[["03", "01", "scenario", "02"]].to_parquet(tmp_path / "wide.parquet")
    long = wide.melt("scenario", var_name="sector", value_name="amount").sort_values("scenario")
    long.to_parquet(tmp_path / "long.parquet")
    a = run(tmp_path / "wide.parquet", tables, unit="억원").store.frame().set_index("scenario")
    b = run(tmp_path / "long.parquet", tables, unit="억원").store.frame().set_index("scenario")
    pd.testing.assert_frame_equal(a[VALUES], b.loc[a.index, VALUES], rtol=ROUNDING)
    np.testing.assert_allclose(a["spending"], wide[list(CODES)].sum(axis=1) * 100, rtol=ROUNDING)


def test_a_wide_table_may_state_a_unit_on_each_row(tmp_path: Path, tables: Path) -> None:
    rows = [("a", "억원", 1, 0, 0), ("b", "백만원", 100, 0, 0), ("c", "달러", 1, 0, 0)]
    path = write_csv(tmp_path / "wide.csv", ("scenario", "unit", *CODES), rows)
    outcome = run(path, tables)
    frame = outcome.store.frame()
    np.testing.assert_allclose(frame.loc[0, VALUES], frame.loc[1, VALUES].astype(float), ROUNDING)
    assert [m[:2] for m in messages(outcome)] == [("c", "line 4")]


def test_regional_tables_take_the_region_of_each_row(tmp_path: Path) -> None:
    rows = [("a", "621", 3, "세종"), ("a", "403", 2, "서울"), ("b", "403", 2, "평양"),
            ("c", "403", 1, "")]  # fmt: skip
    path = write_csv(tmp_path / "long.csv", ("scenario", "sector", "amount", "region"), rows)
    ids = ["bok-2020-165", "bok-2020-regional-83"]
    outcome = run_batch(path, tmp_path / "out", tables_ids=ids, unit="억원")
    frame = outcome.store.frame()
    regional = frame[frame["table"] == ids[1]].set_index(["region", "origin"])
    assert set(regional["scenario"]) == {"a"}
    assert len(frame[frame["table"] == ids[0]]) == 4
    fine = load_classification("bok2020-165")
    for region, sector, amount in (("세종", "621", 3), ("서울", "403", 2)):
        model = load_model(ids[1], region)
        impact = model.induce(Shelf.of(None).fit(Demand.of({sector: amount}, "억원", fine), model))
        for origin in ("in_region", "other_regions", "total"):
            for name in ("production", "value_added", "employment"):
                found = regional.loc[(region, origin), name]
                assert found == pytest.approx(impact.value(name, origin=origin), rel=ROUNDING)
    assert np.isnan(regional["imports"]).all()
    failed = outcome.store.failures()
    assert list(failed["scenario"]) == ["b", "c"]
    assert set(failed["table"]) == {ids[1]}
    assert outcome.failed == 2


def test_demand_on_a_sector_that_a_region_lacks_fails_there_alone(tmp_path: Path) -> None:
    model = load_model("bok-2020-regional-83", "세종")
    absent = model.sectors.codes[
        int(np.flatnonzero(np.isnan(model.multipliers().of("production")))[0])
    ]
    rows = [("a", absent, 1), ("b", "20", 1), ("c", absent, 0)]
    path = write_csv(tmp_path / "long.csv", ("scenario", "sector", "amount"), rows)
    outcome = run_batch(
        path, tmp_path / "out", tables_ids=["bok-2020-regional-83"], unit="억원", region="세종"
    )
    assert set(outcome.store.frame()["scenario"]) == {"b", "c"}
    assert "세종" in outcome.store.failures()["message_en"][0]


def test_variants_are_rows_of_their_own(tmp_path: Path, tables: Path) -> None:
    rows = [("a", "low", "01", 1), ("a", "high", "01", 2), ("a", "low", "02", 1)]
    path = write_csv(tmp_path / "long.csv", ("scenario", "variant", "sector", "amount"), rows)
    frame = run(path, tables, unit="백만원").store.frame()
    assert dict(zip(frame["variant"], frame["spending"], strict=True)) == {"low": 2.0, "high": 2.0}


def test_sectors_may_be_named(tmp_path: Path, tables: Path) -> None:
    path = long_csv(tmp_path, ("a", "p", "공산품", 1, "억원"), ("b", "p", "02", 1, "억원"))
    frame = run(path, tables).store.frame()
    assert (frame.loc[0, VALUES] == frame.loc[1, VALUES]).all()


def test_indicators_may_be_chosen(tmp_path: Path, tables: Path) -> None:
    path = long_csv(tmp_path, ("a", "p", "01", 1, "억원"))
    store = run(path, tables, indicators=["wages", "production"]).store
    assert store.values == ("spending", "wages", "production")
    error = refused(BatchInputError, lambda: run(path, tables, indicators=["co2"]))
    assert "co2" in str(error)


# ------------------------------------------------------------------ scenarios that fail
def test_a_failing_scenario_does_not_stop_the_rest(tmp_path: Path, tables: Path) -> None:
    path = long_csv(
        tmp_path,
        ("good", "p", "01", 1, "억원"),
        ("unknown", "p", "99", 1, "억원"),
        ("negative", "p", "01", -1, "억원"),
        ("negative", "p", "02", 1, "억원"),
        ("nan", "p", "01", "NaN", "억원"),
        ("infinite", "p", "01", "inf", "억원"),
        ("empty", "p", "01", "", "억원"),
        ("words", "p", "01", "1_000", "억원"),
        ("unit", "p", "01", 1, "달러"),
        ("", "p", "01", 1, "억원"),
        ("two", "p", "99", -1, "억원"),
        ("fine", "p", "02", 0, "억원"),
    )
    outcome = run(path, tables)
    assert list(outcome.store.frame()["scenario"]) == ["good", "fine"]
    assert [m[:2] for m in messages(outcome)] == [
        ("unknown", "line 3"),
        ("negative", "line 4"),
        ("nan", "line 6"),
        ("infinite", "line 7"),
        ("empty", "line 8"),
        ("words", "line 9"),
        ("unit", "line 10"),
        ("", "line 11"),
        ("two", "line 12"),
        ("two", "line 12"),
    ]
    assert (outcome.failures, outcome.failed) == (10, 9)
    texts = outcome.store.failures()
    assert 'found: "99"' in texts["message_en"][0]
    assert "음수" in texts["message_ko"][1]
    assert '"1_000"' in texts["message_en"][5]


def test_places_of_failures_move_with_the_lines(
    tmp_path: Path, tables: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A piece found finished is told of where it stands now."""
    monkeypatch.setattr(tabular, "LONG_ROWS", 1)
    rows = [("b", "p", "99", 1, "억원"), ("c", "p", "01", 1, "억원")]
    long_csv(tmp_path, *rows)
    assert messages(run(tmp_path / "long.csv", tables))[0][1] == "line 2"
    long_csv(tmp_path, ("a", "p", "01", 1, "억원"), *rows)
    outcome = run(tmp_path / "long.csv", tables)
    assert (outcome.computed, outcome.reused) == (1, 2)
    assert messages(outcome)[0][1] == "line 3"


def test_bad_cells_of_a_wide_table(tmp_path: Path, tables: Path) -> None:
    wide = pd.DataFrame(
        {
            "scenario": ["a", "b", "c", "d", "d", "e"],
            "01": [1.0, -1.0, np.nan, 1.0, 2.0, np.inf],
            "02": [0.0, 0.0, 1.0, 1.0, 1.0, 1.0],
            "03": [0, 0, 0, 0, 0, 0],
        }
    )
    wide.to_parquet(tmp_path / "wide.parquet")
    outcome = run(tmp_path / "wide.parquet", tables, unit="억원")
    assert list(outcome.store.frame()["scenario"]) == ["a"]
    assert [m[:2] for m in messages(outcome)] == [
        ("b", "row 2"),
        ("c", "row 3"),
        ("d", "row 5"),
        ("e", "row 6"),
    ]
    assert "twice" in messages(outcome)[2][2]


def test_a_scenario_tells_its_first_problems_and_how_many_more(
    tmp_path: Path, tables: Path
) -> None:
    rows = [("a", "p", "01", -1, "억원")] * 30 + [("b", "p", "01", -1, "억원")] * 20
    outcome = run(long_csv(tmp_path, *rows), tables)
    told = messages(outcome)
    assert [m[0] for m in told] == ["a"] * 21 + ["b"] * 20
    assert "10 more" in told[20][2]
    assert outcome.failed == 2


def test_a_district_that_cannot_be_read_does_not_stop_its_study(tmp_path: Path) -> None:
    study, tables = write_study(tmp_path)
    (study / "east.toml").write_text("schema = 1\nnonsense = 2\n", "utf-8")
    outcome = run_batch(study, tmp_path / "out", tables=tables)
    assert list(outcome.store.frame()["scenario"]) == ["west"]
    failed = outcome.store.failures()
    assert set(failed["scenario"]) == {"east"}
    assert "nonsense" in "".join(failed["message_en"])


# ------------------------------------------------------------------ inputs refused as a whole
def test_a_scenario_that_comes_back_is_refused(
    tmp_path: Path, tables: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tabular, "LONG_ROWS", 2)
    for ids in (["a", "b", "c", "a"], ["s1", "s2", "s10", "s3", "s10"], ["b", "a", "c", "b"]):
        path = long_csv(tmp_path, *((i, "p", "01", 1, "억원") for i in ids))
        error = refused(BatchInputError, lambda path=path: run(path, tables))
        assert error.data == ids[-1]
        assert f"line {len(ids) + 1}" in str(error)
        assert f"also on line {ids.index(ids[-1]) + 2}" in str(error)


@pytest.mark.parametrize("ids", ["s{}", "s{:05}", "{}"])
def test_ids_need_not_be_sorted(
    tmp_path: Path, tables: Path, monkeypatch: pytest.MonkeyPatch, ids: str
) -> None:
    monkeypatch.setattr(tabular, "LONG_ROWS", 9)
    random_lines(30, ids=ids).to_csv(tmp_path / "long.csv", index=False)
    assert run(tmp_path / "long.csv", tables).failures == 0


def test_headers_are_checked_before_anything_is_computed(tmp_path: Path, tables: Path) -> None:
    def error(header: tuple[str, ...], row: tuple[object, ...], **more: Any) -> str:
        path = write_csv(tmp_path / "long.csv", header, [row])
        return str(refused(BatchInputError, lambda: run(path, tables, **more)))

    assert "amount" in error(("scenario", "sector", "unit"), ("a", "01", "억원"))
    assert "neither" in error(("scenario", "sector", "amount"), ("a", "01", 1))
    both = ("scenario", "sector", "amount", "unit")
    assert "both" in error(both, ("a", "01", 1, "억원"), unit="억원")
    assert "Region" in error((*both, "Region"), ("a", "01", 1, "억원", "x"))
    assert "02, 03" in error(("scenario", "01"), ("a", 1), unit="억원")
    assert "99" in error(("scenario", *CODES, "99"), ("a", 1, 1, 1, 1), unit="억원")
    assert not (tmp_path / "out-long").exists()


def test_codes_stored_as_numbers_are_refused(tmp_path: Path, tables: Path) -> None:
    frame = pd.DataFrame({"scenario": ["a"], "sector": [1], "amount": [1.0]})
    frame.to_parquet(tmp_path / "long.parquet")
    error = refused(BatchInputError, lambda: run(tmp_path / "long.parquet", tables, unit="억원"))
    assert "leading zeros" in str(error)


def test_what_holds_nothing_to_compute(tmp_path: Path, tables: Path) -> None:
    refused(BatchInputError, lambda: run_batch(tmp_path / "no", tmp_path / "out"))
    (tmp_path / "x.txt").write_text("x")
    refused(BatchInputError, lambda: run_batch(tmp_path / "x.txt", tmp_path / "out"))
    path = long_csv(tmp_path, ("a", "p", "01", 1, "억원"))
    refused(BatchInputError, lambda: run(path, tables, tables_ids=[]))
    refused(NotFoundError, lambda: run(path, tables, tables_ids=["no-such-table"]))
    bare = write_csv(tmp_path / "bare.csv", ("scenario", "sector", "amount"), [("a", "01", 1)])
    refused(UnitError, lambda: run(bare, tables, unit="달러"))
    refused(NotSupportedError, lambda: run(path, tables, valuation="basic"))


def test_two_inputs_of_one_name_are_refused(tmp_path: Path, tables: Path) -> None:
    (tmp_path / "more").mkdir()
    paths = [
        long_csv(folder, ("a", "p", "01", 1, "억원")) for folder in (tmp_path, tmp_path / "more")
    ]
    refused(
        BatchInputError,
        lambda: run_batch(paths, tmp_path / "out", tables_ids=[TABLE], tables=tables),
    )


def test_a_damaged_table_is_refused(tmp_path: Path, tables: Path) -> None:
    path = long_csv(tmp_path, ("a", "p", "01", 1, "억원"), ("b", "p", "01"))
    assert "Expected 5 columns" in str(refused(BatchInputError, lambda: run(path, tables)))
    path.write_bytes(path.read_bytes().decode().encode("cp949"))
    refused(BatchInputError, lambda: run(path, tables))
    broken = tmp_path / "broken.parquet"
    broken.write_bytes(b"PAR1 and no more")
    refused(BatchInputError, lambda: run(broken, tables))


# ------------------------------------------------------------------ folders
def test_folders_of_studies_and_tables(tmp_path: Path) -> None:
    study, tables = write_study(tmp_path)
    folder = tmp_path / "all"
    folder.mkdir()
    study.rename(folder / "one")
    long_csv(folder, ("a", "p", "01", 1, "억원"))
    outcome = run_batch(folder, tmp_path / "out", tables_ids=[TABLE], tables=tables)
    frame = outcome.store.frame()
    assert dict(frame.groupby("study").size()) == {"long": 1, "one": 2}


def test_single_districts_of_a_study(tmp_path: Path) -> None:
    study, tables = write_study(tmp_path)
    paths = [study / "west.toml", study / "east.toml"]
    outcome = run_batch(paths, tmp_path / "out", tables=tables)
    assert list(outcome.store.frame()["scenario"]) == ["west", "east"]


def test_results_kept_beside_a_study_are_no_input(tmp_path: Path) -> None:
    study, tables = write_study(tmp_path)
    run_batch(study, study / "results", tables=tables)
    assert list(study.rglob("*.parquet"))
    (tmp_path / "all").mkdir()
    study.rename(tmp_path / "all" / "one")
    outcome = run_batch(tmp_path / "all", tmp_path / "out", tables=tables)
    assert dict(outcome.store.frame().groupby("study").size()) == {"one": 2}


def test_a_folder_of_parquet_files_is_one_table(tmp_path: Path, tables: Path) -> None:
    """A scenario may begin in one file and end in the next."""
    lines = random_lines(20)
    folder = tmp_path / "long"
    folder.mkdir()
    middle = int(np.flatnonzero(lines["scenario"].duplicated())[5])
    lines[:middle].to_parquet(folder / "0.parquet")
    lines[middle:].to_parquet(folder / "1.parquet")
    frame = run(folder, tables).store.frame()
    pd.testing.assert_frame_equal(by_programme(frame), expected(lines, tables), rtol=ROUNDING)


# ------------------------------------------------------------------ the parts it is made of
@repeatable
@given(
    st.lists(st.integers(1, 6), min_size=1, max_size=12),
    st.lists(st.integers(1, 9), max_size=8),
    st.integers(1, 10),
)
def test_pieces_depend_on_rows_alone(runs: list[int], sizes: list[int], most: int) -> None:
    """However a table comes in, its pieces are the same: whole scenarios, as many as fit."""
    ids = [f"s{i}" for i, size in enumerate(runs) for _ in range(size)]
    table = pa.table({"scenario": ids, "row": list(range(len(ids)))})
    found = list(whole_scenarios(cut(table, sizes), most))
    assert [r for piece, _, _ in found for r in piece["row"].to_pylist()] == list(range(len(ids)))
    assert sum(share for _, _, share in found) == pytest.approx(len(ids))
    seen: list[str] = []
    for piece, first, _ in found:
        names = list(dict.fromkeys(piece["scenario"].to_pylist()))
        assert not set(names) & set(seen)
        assert piece["row"][0].as_py() == first
        assert piece.num_rows <= most or len(names) == 1
        seen += names
    whole = [piece["row"].to_pylist() for piece, _, _ in whole_scenarios([(table, 1.0)], most)]
    assert [piece["row"].to_pylist() for piece, _, _ in found] == whole


@repeatable
@given(st.lists(st.lists(st.integers(0, 30), max_size=6), max_size=12))
def test_seen_remembers(batches: list[list[int]]) -> None:
    seen, known = Seen(), set[int]()
    for batch in batches:
        marks = np.array(batch, dtype=np.int64)
        wanted = [i for i, mark in enumerate(batch) if mark in known or mark in batch[:i]]
        assert list(seen.again(marks)) == wanted
        seen.add(marks)
        known |= set(batch)


def test_columns_are_read_whatever_they_are_stored_as() -> None:
    assert text(pa.array([1, None]).dictionary_encode()).to_pylist() == ["1", ""]
    words = pa.chunked_array(
        [pa.array(["a"]).dictionary_encode(), pa.array(["b"]).dictionary_encode()]
    )
    assert text(words).to_pylist() == ["a", "b"]
    assert list(floats(pa.array(["1", " 2.5 ", "1e3"]))) == [1.0, 2.5, 1000.0]
    cells = floats(pa.array(["1_0", "", None, "x"]))
    assert np.isnan(cells).all()
    assert list(floats(pa.array([1, 2], pa.int8()))) == [1.0, 2.0]
