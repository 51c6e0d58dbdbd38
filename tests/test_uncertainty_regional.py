"""Draws of spending through tables of regions: effects in the region, elsewhere and in all."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from helpers import SEJONG, lines, refused

import iomodel
from iomodel.errors import InactiveSectorError, NotSupportedError
from iomodel.uncertainty import Uncertainty, uncertainty

EXAMPLE = Path(__file__).resolve().parents[1] / "docs" / "analyses" / "example"
NOISE = 4.0  # Monte Carlo standard errors: one in 16,000 is farther off
EXACT = 1e-12  # the same products in another order
WHY = 'basis = "assumed"\nreason = { ko = "까닭", en = "why" }\n'
SPENDING = f"""\
schema = 1
seed = 7

[[amounts]]
id = "amounts"
{WHY}correlation = 0.3
distribution = {{ kind = "lognormal", mean = 1.0, relative_error = 0.02 }}

[[local_shares]]
id = "local"
{WHY}distribution = {{ kind = "beta", mean = 0.9, sd = 0.01 }}

[[deflators]]
id = "prices"
{WHY}distribution = {{ kind = "triangular", low = 1.08, mode = 1.1, high = 1.12 }}
"""


def mix(scenario: str, programme: str, shares: str) -> str:
    """A source that draws a programme's sectors."""
    return f"""
[[shares]]
id = "mix"
{WHY}scenario = "{scenario}"
programme = "{programme}"
concentration = 2000
mix = {{ {shares} }}
"""


COEFFICIENTS_TOO = f"""
[[employment]]
id = "jobs"
{WHY}relative_error = 0.1

[[coefficients]]
id = "inputs"
{WHY}relative_error = 0.1
"""


def written(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


STUDY = """\
schema = 1
document = "D"
document_date = 2024-05-28
classification = "{classification}"

[title]
ko = "연구"
en = "A study"

[programmes]
"투자" = "Investment"

[readings.announced]
table = "three-regions"
price_year = 2020
valuation = "basic"
"""
DISTRICT = """\
schema = 1
{region}
[district]
ko = "지구"
en = "District"

[[programmes]]
name = "투자"

[[programmes.lines]]
sector = "{first}"
amount = 100
unit = "억원"
source = "p. 1"

[[programmes.lines]]
sector = "{second}"
amount = 30
unit = "억원"
source = "p. 1"
"""


def study(folder: Path, regions: tuple[str, ...], *, outright: bool = False) -> Path:
    """A study of one district a region; its sectors by local code, or `outright` as region:code."""
    folder.mkdir()
    classification = "three-regions" if outright else "three-regions-local"
    written(folder / "study.toml", STUDY.format(classification=classification))
    for region in regions:
        first, second = (f"{region}:{code}" if outright else code for code in ("goods", "services"))
        place = "" if outright else f'region = "{region}"'
        district = DISTRICT.format(region=place, first=first, second=second)
        written(folder / f"{region}.toml", district)
    return folder


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Uncertainty:
    """Two districts in two regions of three-regions, 20,000 draws of everything about spending."""
    folder = tmp_path_factory.mktemp("two")
    spec = SPENDING + mix("isles", "투자", '"goods" = 0.6, "services" = 0.4')
    return uncertainty(
        study(folder / "study", ("isles", "north")),
        written(folder / "spec.toml", spec),
        tables=EXAMPLE,
        draws=20_000,
        sobol=0,
    )


# ------------------------------------------------------------------ multiregional transactions
def test_every_draw_is_in_the_region_and_elsewhere(two: Uncertainty) -> None:
    """R8, in every draw and row."""
    ids = [indicator.id for indicator in two.indicators]
    assert ids[:3] == ["production_in", "production_out", "production"]
    assert len(ids) == 3 * 4
    inside, outside, whole = (two.values[:, :, i::3] for i in range(3))
    np.testing.assert_allclose(inside + outside, whole, rtol=EXACT)
    names = [indicator.name for indicator in two.indicators[:3]]
    assert [name.en for name in names] == [
        "production, in the region",
        "production, in other regions",
        "production, total",
    ]
    assert [name.ko for name in names] == [
        "생산유발, 지역 내",
        "생산유발, 타지역",
        "생산유발, 합계",
    ]


def test_the_nominal_effects_are_those_of_the_run(two: Uncertainty, tmp_path: Path) -> None:
    impact = iomodel.run(study(tmp_path / "s", ("isles", "north")), tables=EXAMPLE)
    for q, row in enumerate(two.rows[:-1]):
        for k, (origin, ending) in enumerate(
            (("in_region", "_in"), ("other_regions", "_out"), ("total", ""))
        ):
            for i, indicator in enumerate(("production", "value_added", "imports", "employment")):
                found = impact.value(indicator, scenario=row.scenario, origin=origin)
                assert two.indicators[3 * i + k].id == indicator + ending
                assert two.nominal[q, 3 * i + k] == pytest.approx(found, rel=EXACT)
    np.testing.assert_allclose(two.nominal[-1], two.nominal[:-1].sum(axis=0), rtol=EXACT)


def test_monte_carlo_and_derivatives_agree(two: Uncertainty) -> None:
    """Each source within the noise of 20,000 draws, the curvature of errors of 2 % allowed for."""
    apart = two.values.std(axis=0, ddof=1) / two.first_order.sd - 1.0
    assert np.abs(apart).max() < NOISE / np.sqrt(2 * two.draws) + 0.01
    error = two.first_order.sd / np.sqrt(two.draws)
    curved = 1e-3 * np.abs(two.first_order.centre)
    assert (np.abs(two.values.mean(axis=0) - two.first_order.centre) < NOISE * error + curved).all()


def test_the_total_is_that_of_the_whole_table_draw_by_draw(tmp_path: Path) -> None:
    """The same draws through `region:code` and the Leontief model itself."""
    spec = written(tmp_path / "spec.toml", SPENDING)
    ask = {"tables": EXAMPLE, "draws": 500, "sobol": 0}
    regional = uncertainty(study(tmp_path / "a", ("isles", "north")), spec, **ask)  # type: ignore[arg-type]
    spec_again = written(tmp_path / "again.toml", SPENDING)
    outright = study(tmp_path / "b", ("isles", "north"), outright=True)
    whole = uncertainty(outright, spec_again, **ask)  # type: ignore[arg-type]
    for indicator in ("production", "value_added", "imports", "employment"):
        for scenario in ("isles", "north", "total"):
            np.testing.assert_allclose(
                regional.sample(indicator, scenario), whole.sample(indicator, scenario), rtol=1e-9
            )


def test_the_same_whatever_the_workers(tmp_path: Path, two: Uncertainty) -> None:
    spec = written(tmp_path / "spec.toml", SPENDING)
    path = study(tmp_path / "s", ("isles", "north"))
    one, five = (
        uncertainty(path, spec, tables=EXAMPLE, draws=700, sobol=0, workers=workers)
        for workers in (1, 5)
    )
    np.testing.assert_array_equal(one.effects.values, five.effects.values)


def test_what_a_local_share_is_stands_in_the_notes(two: Uncertainty) -> None:
    told = [note for note in two.notes if "local_shares" in note.en]
    assert [note.en for note in told] == [
        "through a table of regions local_shares are what reaches producers of the region; what "
        "is spent on producers elsewhere enters no indicator"
    ]
    assert told[0].ko == (
        "지역표에서 local_shares는 그 지역의 생산자에게 가는 몫입니다. 타지역 생산자에게 직접 "
        "가는 지출의 효과는 들어 있지 않습니다"
    )


def test_coefficients_of_a_multiregional_table_are_refused(tmp_path: Path) -> None:
    path = study(tmp_path / "s", ("isles",))
    spec = written(tmp_path / "spec.toml", SPENDING + COEFFICIENTS_TOO)
    error = refused(
        NotSupportedError, lambda: uncertainty(path, spec, tables=EXAMPLE, draws=2, sobol=0)
    )
    told = (
        "coefficients of a multiregional table are not drawn where effects are told by region",
        "    expected: sources of spending: amounts, shares, local_shares, deflators",
        "    remedy: leave it out in a file of its own (--spec), or take a national table of "
        "transactions",
    )
    assert str(error) == lines(
        "three-regions",
        f"  [[employment]] jobs: {told[0]}",
        told[1],
        "    found: employment",
        told[2],
        f"  [[coefficients]] inputs: {told[0]}",
        told[1],
        "    found: coefficients",
        told[2],
    )
    assert error.data == ["jobs", "inputs"]


# ------------------------------------------------------------------ published multipliers
@pytest.fixture(scope="module")
def sejong(tmp_path_factory: pytest.TempPathFactory) -> Uncertainty:
    drawn = mix("technology", "기업투자유치", '"621" = 0.8, "629" = 0.2')
    spec = written(tmp_path_factory.mktemp("spec") / "spending.toml", SPENDING + drawn)
    return uncertainty("sejong", spec, table="bok-2020-regional-83", draws=4000, sobol=16)


def test_the_draws_meet_the_banks_multipliers(sejong: Uncertainty) -> None:
    """A programme without a mix of one line: every effect moves with its one amount alone."""
    assert [i.id for i in sejong.indicators] == [
        *("production_in", "production_out", "production"),
        *("value_added_in", "value_added_out", "value_added"),
        *("employment_in", "employment_out", "employment"),
    ]
    impact = iomodel.run("sejong", reading="announced", table="bok-2020-regional-83")
    for origin, id in (("in_region", "employment_in"), ("total", "employment")):
        k = [i.id for i in sejong.indicators].index(id)
        wanted = impact.value("employment", origin=origin)
        assert sejong.nominal[-1, k] == pytest.approx(wanted, rel=EXACT)
    single = [
        (scenario.id, programme.name, programme.lines[0])
        for scenario in iomodel.read_study("scenarios/sejong").scenarios
        for programme in scenario.file.programmes
        if len(programme.lines) == 1 and scenario.id != "technology"
    ]
    assert single
    model = iomodel.load_model("bok-2020-regional-83", region="세종")
    for scenario, programme, line in single:
        draws = [sejong.sample(i.id, scenario, programme) for i in sejong.indicators]
        scaled = [d / d[0] for d in draws]  # what was drawn, over that of the first draw
        for other in scaled[1:]:
            np.testing.assert_allclose(other, scaled[0], rtol=1e-9)
        j = model.sectors.position(str(line.sector)[:2])  # 165 → 83: the first two digits
        inside, outside = model.multipliers().values[0][:, j]
        np.testing.assert_allclose(draws[0] / draws[1], inside / outside, rtol=1e-9)


def test_first_order_agrees_there_too(sejong: Uncertainty) -> None:
    apart = sejong.values.std(axis=0, ddof=1) / sejong.first_order.sd - 1.0
    assert np.abs(apart).max() < NOISE / np.sqrt(2 * sejong.draws) + 0.01
    assert sejong.indices is not None
    assert np.isnan(sejong.effects.gap)  # R6 can't be checked without imports


def test_only_their_coefficients_are_refused() -> None:
    """The study's own file draws employment and input coefficients as well."""
    error = refused(
        NotSupportedError, lambda: uncertainty("sejong", draws=2, table="bok-2020-regional-83")
    )
    why = (
        "published multipliers have no coefficients to draw: they hold neither direct nor input "
        "coefficients"
    )
    assert [problem.what.en for problem in error.problems] == [why] * 3
    assert error.data == ["jobs", "jobs-employees", "inputs"]
    assert error.render("ko").splitlines()[:5] == [
        "bok-2020-regional-83",
        "  [[employment]] jobs: 공표된 유발계수에는 뽑을 계수가 없습니다: 직접계수와 투입계수를 "
        "담고 있지 않습니다",
        "    기대한 것: 지출의 원천: amounts, shares, local_shares, deflators",
        "    찾은 것: employment",
        "    고치는 법: 이 원천을 뺀 파일을 --spec으로 주거나, 전국 거래표를 쓰십시오",
    ]


def test_a_mix_on_a_sector_that_the_region_lacks(tmp_path: Path) -> None:
    """Their rows are production one and nothing else."""
    model = iomodel.load_model("bok-2020-regional-83", region="세종")
    lacking = [c for c, there in zip(model.sectors.codes, model.active, strict=True) if not there]  # type: ignore[attr-defined]
    assert lacking
    fine = iomodel.load_model("bok-2020-165").sectors.codes
    code = next(c for c in fine if c[:2] == lacking[0])
    drawn = mix("technology", "기업투자유치", f'"621" = 0.8, "{code}" = 0.2')
    spec = written(tmp_path / "spec.toml", SPENDING + drawn)
    error = refused(
        InactiveSectorError,
        lambda: uncertainty("sejong", spec, table="bok-2020-regional-83", draws=2, sobol=0),
    )
    assert str(error) == lines(
        "bok-2020-regional-83",
        "  shares, mix: the sector has no output in 세종",
        "    expected: sectors with output",
        f"    found: {model.sectors.get(lacking[0])}",
        "    remedy: mend the mix",
    )


def test_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from iomodel.cli import main

    shutil.copytree(SEJONG, tmp_path / "my")
    written(tmp_path / "my" / "uncertainty" / "announced.toml", SPENDING)
    words = ["my", "--draws", "64", "--table", "bok-2020-regional-83", "--format", "json"]
    words[0] = str(tmp_path / "my")
    assert main(["uncertainty", *words, "--sobol", "0", "--lang", "en"]) == 0
    rows = json.loads(capsys.readouterr().out)["rows"]
    assert {row["indicator"] for row in rows} >= {"employment_in", "employment_out", "employment"}
    assert main(["run", *words, "--lang", "en"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert any(row["indicator"] == "production_in" for row in told["uncertainty"][0]["rows"])
