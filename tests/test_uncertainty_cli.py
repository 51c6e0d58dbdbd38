"""The command `iomodel uncertainty`: both languages, every form, what it writes and refuses."""

from __future__ import annotations

import argparse
import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from helpers import lines

from iomodel.cli import parser
from iomodel.cli.uncertainty import of_run, pieces
from iomodel.errors import IOModelError
from iomodel.text import Lang
from iomodel.uncertainty import uncertainty

Call = Callable[..., str]


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Call:
    def run(*words: object, lang: Lang = "en") -> str:
        line = ["uncertainty", "sejong", "--draws", "64", "--sobol", "8", *map(str, words)]
        options = parser(lang, ["uncertainty"]).parse_args(line)
        assert options.command(options, lang) == 0
        return capsys.readouterr().out

    return run


def test_english(said: Call) -> None:
    page = said()
    assert "uncertainty of the announced" in page
    assert "Shares in the variance of the sum" in page
    assert "realised: amounts [assumed] triangular(low 0.6, mode 1, high 1.1)" in page
    assert "64 draws, seed 20240528; 90% intervals" in page
    assert "value added + imports and other primary inputs = spending in every draw" in page
    assert "Sobol' in all" in page


def test_korean(said: Call) -> None:
    page = said(lang="ko")
    for words in (
        "발표투자의 불확실성",
        "합계의 분산에서 차지하는 몫",
        "불확실하다고 본 것",
        "금액 [가정] triangular(low 0.6, mode 1, high 1.1), 9개, correlation 0.3",
        "추출 64회, 시드 20240528",
        "다시 뽑은 열",
    ):
        assert words in page


def test_json(said: Call) -> None:
    found = json.loads(said("--format", "json", "--seed", "5", lang="ko"))
    assert found["run"]["seed"] == 5
    assert found["run"]["draws"] == 64
    assert found["run"]["sobol_base"] == 8
    same = uncertainty("sejong", draws=64, seed=5, sobol=0)
    totals = {r["indicator"]: r for r in found["rows"] if r["scenario"] == "total"}
    assert totals["employment"]["median"] == same.quantiles("employment")[1]
    assert {r["source"] for r in found["variance"]} >= {"realised", "inputs"}
    assert found["manifest"]["tables"][0]["id"] == "bok-2020-165"


def test_csv(said: Call) -> None:
    rows = list(csv.DictReader(io.StringIO(said("--format", "csv"))))
    assert len(rows) == 20
    assert float(rows[-1]["low"]) < float(rows[-1]["high"])


def test_markdown_without_indices(said: Call) -> None:
    page = said("--format", "markdown", "--sobol", "0")
    assert page.count("\n## ") >= 3
    assert "Sobol' alone" not in page


def test_files(said: Call, tmp_path: Path) -> None:
    out, picture = tmp_path / "out.json", tmp_path / "picture.svg"
    assert said("--format", "json", "--out", out, "--plot", picture, "--indicator", "imports") == ""
    assert json.loads(out.read_text("utf-8"))["run"]["draws"] == 64
    assert picture.read_bytes().startswith(b"<?xml")


def test_beside_a_run() -> None:
    """What `iomodel run --draws N` adds below its tables."""
    options = argparse.Namespace(path=["sejong"], draws=64, table=None, tables=None)
    (found,) = of_run(options, "en")
    same = uncertainty("sejong", draws=64, sobol=0)
    assert found.quantiles("employment") == same.quantiles("employment")
    blocks, below = pieces(found, "en")
    assert [block.title for block in blocks][1] == "Shares in the variance of the sum"
    assert below[0].title == "What is uncertain"
    assert any("Left out" in line for line in below[1].lines)
    told = [line for section in below for line in section.lines]
    assert not any("without a deflator" in line or "regional" in line for line in told)


def test_the_reconciled_reading_has_no_interval(said: Call) -> None:
    with pytest.raises(IOModelError) as caught:
        said("--reading", "reconciled")
    assert str(caught.value) == lines(
        "sejong",
        "  reading: the reconciled reading has no sampling interval: its spending is fitted to "
        "the published figures, which it gives back whatever is drawn",
        "    expected: announced",
        "    found: reconciled",
        "    remedy: its uncertainty is a range of explanations: see the ranges of spending among "
        "the findings of iomodel run",
    )


def test_a_run_with_draws_shows_the_intervals_below(capsys: pytest.CaptureFixture[str]) -> None:
    """`iomodel run --draws` is the run and the uncertainty of the same announced amounts."""
    import json

    from iomodel.cli import main

    assert main(["run", "sejong", "--draws", "64", "--format", "json", "--lang", "en"]) == 0
    told = json.loads(capsys.readouterr().out)
    (drawn,) = told["uncertainty"]
    jobs = [
        row
        for row in drawn["rows"]
        if row["scenario"] == "total" and row["indicator"] == "employment"
    ]
    plain = sum(
        record["value"]
        for record in told["results"]
        if record["reading"] == "announced"
        and record["indicator"] == "employment"
        and record["table"] == "bok-2020-165"
    )
    assert len(jobs) == 1
    assert any(value == pytest.approx(plain) for value in jobs[0].values())
    assert main(["run", "sejong", "--draws", "64", "--reading", "announced", "--lang", "ko"]) == 0
    assert "불확실" in capsys.readouterr().out


def test_all_draws_as_arrays(said: Call, tmp_path: Path) -> None:
    import xarray as xr

    out = tmp_path / "draws.nc"
    said("--netcdf", out)
    found = uncertainty("sejong", draws=64, sobol=8)
    with xr.open_dataset(out, engine="h5netcdf") as arrays:
        assert dict(arrays.sizes) == {"draw": 64, "programme": len(found.rows)}
        assert (arrays["employment"].values[:, -1] == found.sample("employment")).all()
        assert arrays["employment"].attrs["units"] == "persons"
        assert arrays["production"].attrs["units"] == "million KRW"
        assert json.loads(arrays.attrs["run"])["seed"] == found.seed


def test_progress_counts_every_draw() -> None:
    told: list[tuple[float, int]] = []
    sizes: list[float] = []

    class Told:
        def begin(self, size: float) -> None:
            sizes.append(size)

        def advance(self, share: float, count: int) -> None:
            told.append((share, count))

    found = uncertainty("sejong", draws=300, sobol=8, progress=Told())
    assert sizes == [300 + 8 * (len(found.sources) + 2)]
    assert sum(share for share, _ in told) == sum(count for _, count in told) == sizes[0]
