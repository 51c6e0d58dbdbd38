"""Distributions of effects: the same for one seed, beside derivatives, and what carries them."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from helpers import SEJONG, edit, lines, refused, write_study

import iomodel
from iomodel.errors import NotFoundError, NotProductiveError, NotSupportedError, ScenarioFileError
from iomodel.files import checksum
from iomodel.leontief import Array
from iomodel.models import Shelf
from iomodel.spending import spent
from iomodel.uncertainty import Uncertainty, read_spec, uncertainty
from iomodel.uncertainty import variance as variance_module
from iomodel.uncertainty.binding import plan
from iomodel.uncertainty.coefficients import TOLERANCE
from iomodel.uncertainty.convergence import quantile_error
from iomodel.uncertainty.draws import FIRST, SECOND
from iomodel.uncertainty.first_order import first_order
from iomodel.uncertainty.leontief_machine import LeontiefMachine
from iomodel.uncertainty.spec import SPEC
from iomodel.uncertainty.variance import sobol_indices

R6 = 1e-6  # relative: a tenth of the solver's tolerance, which is a bound
NOISE = 4.0  # Monte Carlo standard errors: one in 16,000 is farther off
WHY = 'basis = "assumed"\nreason = { ko = "까닭", en = "why" }\n'

SMALL_ERRORS = f"""\
schema = 1
seed = 7

[[amounts]]
id = "amounts"
{WHY}correlation = 0.3
distribution = {{ kind = "lognormal", mean = 1.0, relative_error = 0.02 }}

[[shares]]
id = "mix"
{WHY}scenario = "west"
programme = "투자"
concentration = 2000
mix = {{ "01" = 0.2, "02" = 0.5, "03" = 0.3 }}

[[local_shares]]
id = "local"
{WHY}distribution = {{ kind = "beta", mean = 0.9, sd = 0.01 }}

[[deflators]]
id = "prices"
{WHY}distribution = {{ kind = "triangular", low = 1.08, mode = 1.1, high = 1.12 }}

[[employment]]
id = "jobs"
{WHY}relative_error = 0.02
correlation = 0.5

[[coefficients]]
id = "inputs"
{WHY}buyers = ["01", "02"]
relative_error = 0.03
correlation = 0.2

[[coefficients]]
id = "services"
{WHY}relative_error = 0.03
closure = "rescaled"
"""


def with_spec(tmp_path: Path, text: str) -> tuple[Path, Path]:
    """The small study with a file of uncertainties; and its tables."""
    study, tables = write_study(tmp_path)
    (study / SPEC).parent.mkdir()
    (study / SPEC).write_text(text, "utf-8")
    return study, tables


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Uncertainty:
    study, tables = with_spec(tmp_path_factory.mktemp("small"), SMALL_ERRORS)
    return uncertainty(study, tables=tables, draws=20_000, sobol=0)


@pytest.fixture(scope="module")
def sejong() -> Uncertainty:
    return uncertainty("sejong", draws=1000, sobol=64)


# ------------------------------------------------------------------ one seed, one answer
@pytest.mark.parametrize("workers", [1, 2, 5])
def test_the_same_whatever_the_workers(sejong: Uncertainty, workers: int) -> None:
    again = uncertainty("sejong", draws=1000, sobol=0, workers=workers)
    assert np.array_equal(again.effects.values, sejong.effects.values)


def test_many_threads_don_t_disturb_each_other(tmp_path: Path) -> None:
    """Without uncertain coefficients too: scipy's lu_solve must not be met by two threads."""
    text = SMALL_ERRORS[: SMALL_ERRORS.index("[[coefficients]]")]
    study, tables = with_spec(tmp_path, text)
    alone = uncertainty(study, tables=tables, draws=5000, sobol=0, workers=1)
    for _ in range(20):
        found = uncertainty(study, tables=tables, draws=5000, sobol=0, workers=4)
        assert np.array_equal(found.effects.values, alone.effects.values)


def test_the_same_whatever_is_computed_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Coefficients are the same bit for bit; products over more draws round otherwise."""
    from iomodel.uncertainty import coefficients

    study, tables = with_spec(tmp_path, SMALL_ERRORS)
    whole = uncertainty(study, tables=tables, draws=300, sobol=0).effects.values
    monkeypatch.setattr(coefficients, "at_once", lambda n, most: 7)
    again = uncertainty(study, tables=tables, draws=300, sobol=0).effects.values
    assert np.allclose(again, whole, rtol=2 * coefficients.TOLERANCE, atol=0)


def test_fewer_draws_are_the_first_of_more(sejong: Uncertainty) -> None:
    few = uncertainty("sejong", draws=300, sobol=0)
    assert np.allclose(few.effects.values, sejong.effects.values[:300], rtol=1e-12, atol=0)


def test_another_seed_draws_otherwise(sejong: Uncertainty) -> None:
    other = uncertainty("sejong", draws=1000, seed=1, sobol=0)
    assert not np.isclose(other.effects.values, sejong.effects.values).any(axis=0).all()
    own, theirs = sejong.sample("employment"), other.sample("employment")
    error = np.hypot(own.std(), theirs.std()) / np.sqrt(1000)
    assert abs(own.mean() - theirs.mean()) < NOISE * error


# ------------------------------------------------------------------ accounts
def test_r6_holds_in_every_draw(small: Uncertainty, sejong: Uncertainty) -> None:
    assert 0 <= small.effects.gap < R6
    assert 0 <= sejong.effects.gap < R6
    assert 0 < sejong.effects.bound < 2 * TOLERANCE


def test_effects_add_over_programmes(sejong: Uncertainty) -> None:
    assert np.array_equal(sejong.values[:, -1], sejong.effects.values.sum(axis=1))
    assert [row.scenario for row in sejong.rows] == [
        "technology",
        "smart-services",
        "materials",
        "total",
    ]


def test_nominal_is_what_run_gives(sejong: Uncertainty) -> None:
    impact = iomodel.run("sejong", reading="announced")
    for q, row in enumerate(sejong.rows[:-1]):
        for k, indicator in enumerate(sejong.indicators):
            labels = {"scenario": row.scenario, "table": "bok-2020-165"}
            expected = impact.value(indicator.id, **labels)
            assert sejong.nominal[q, k] == pytest.approx(expected, rel=1e-12)


def test_by_hand_without_uncertain_coefficients(tmp_path: Path) -> None:
    """A deflator alone: every draw is the nominal effect over it."""
    text = f'schema = 1\nseed = 3\n[[deflators]]\nid = "d"\n{WHY}' + (
        'distribution = { kind = "discrete", values = [1.0, 1.25], probabilities = [0.5, 0.5] }\n'
    )
    study, tables = with_spec(tmp_path, text)
    found = uncertainty(study, tables=tables, draws=2000, sobol=0)
    ratio = found.values / found.nominal
    assert set(np.unique(ratio.round(12))) == {0.8, 1.0}
    assert (ratio == ratio[:, :1, :1]).mean() > 0.9 or np.allclose(ratio, ratio[:, :1, :1])
    assert ratio.mean() == pytest.approx(0.9, abs=NOISE * 0.1 / 2000**0.5)
    assert found.effects.iterations == 0
    assert found.effects.gap < 1e-12


# ------------------------------------------------------------------ two routes to one error
def test_monte_carlo_and_derivatives_agree(small: Uncertainty) -> None:
    """For small relative errors the deviations agree within their Monte Carlo error.

    sd has a relative error of about 1/√(2N) = 0.5 % here; curvature adds less than 1 %.
    """
    sd, first = small.values.std(axis=0, ddof=1), small.first_order.sd
    assert np.abs(sd / first - 1.0).max() < NOISE / np.sqrt(2 * small.draws) + 0.01
    centre = small.first_order.centre
    mean, error = small.values.mean(axis=0), sd / np.sqrt(small.draws)
    assert (np.abs(mean - centre) < NOISE * error + 2e-3 * centre).all()


@pytest.mark.parametrize(
    "only", ["amounts", "mix", "local", "prices", "jobs", "inputs", "services"]
)
def test_each_source_alone_agrees(tmp_path: Path, only: str) -> None:
    """And so no two errors hide behind each other."""
    study, tables = with_spec(tmp_path, SMALL_ERRORS)
    known = iomodel.read_study(study, tables)
    spec = read_spec(study / SPEC, known)
    families = {
        family: tuple(s for s in getattr(spec.file, family) if s.id == only)
        for family in ("amounts", "shares", "local_shares", "deflators", "employment")
    }
    inputs = tuple(s for s in spec.file.coefficients if s.id == only)
    if only == "services":  # alone it would take every column
        inputs = (inputs[0].model_copy(update={"buyers": ("03",)}),)
    file = spec.file.model_copy(update=families | {"coefficients": inputs})
    model = iomodel.load_model("tiny-3", tables=tables)
    entries = spent(known.scenarios, "tiny-3", Shelf.of(tables)).entries
    what = plan(known.scenarios, replace(spec, file=file), entries)
    machine = LeontiefMachine(what, None, 5, model)  # type: ignore[arg-type]
    own = machine.run(20_000).values
    values = np.concatenate([own, own.sum(axis=1, keepdims=True)], axis=1)
    sd, found = values.std(axis=0, ddof=1), first_order(machine)
    moved = found.sd > 1e-9 * found.centre
    assert moved.any()
    assert np.all(sd[~moved] <= 1e-6 * found.centre[~moved])
    apart = np.abs(sd[moved] / found.sd[moved] - 1.0).max()
    assert apart < NOISE / np.sqrt(2 * 20_000) + 0.01


def test_a_planted_error_of_a_twentieth_would_be_seen(small: Uncertainty) -> None:
    sd = small.values.std(axis=0, ddof=1)
    assert (
        np.abs(sd / (1.05 * small.first_order.sd) - 1.0).max()
        > NOISE / np.sqrt(2 * small.draws) + 0.01
    )


def test_correlated_sources_are_one_group(tmp_path: Path) -> None:
    joined = (
        SMALL_ERRORS.replace("correlation = 0.3", "correlation = 1.0")
        + '\n[[correlations]]\nsources = ["amounts", "prices"]\n'
        + 'matrix = [[1.0, 0.8], [0.8, 1.0]]\nreason = { ko = "까닭", en = "why" }\n'
    )
    study, tables = with_spec(tmp_path, joined)
    found = uncertainty(study, tables=tables, draws=20_000, sobol=0)
    assert found.sources[0].id == "amounts + prices"
    assert found.sources[0].family.en == "amounts + deflators"
    apart = found.values.std(axis=0, ddof=1) / found.first_order.sd - 1.0
    assert np.abs(apart).max() < NOISE / np.sqrt(2 * found.draws) + 0.01


# ------------------------------------------------------------------ Sobol' indices
def outputs_of(f: Any, n: int) -> Any:
    """An evaluation of f(x1, x2, x3), uniform on −π to π, from two samples."""
    rng = np.random.default_rng(11)
    sample = {FIRST: rng.uniform(-np.pi, np.pi, (n, 3)), SECOND: rng.uniform(-np.pi, np.pi, (n, 3))}

    def evaluate(samples: Sequence[int]) -> Array:
        x = np.column_stack([sample[s][:, i] for i, s in enumerate(samples)])
        return np.column_stack([f(x), np.full(n, 3.0)])

    return evaluate


def test_sobol_of_the_ishigami_function() -> None:
    """Ishigami & Homma 1990, a = 7, b = 0.1: indices in closed form."""
    a, b = 7.0, 0.1
    evaluate = outputs_of(
        lambda x: np.sin(x[:, 0]) + a * np.sin(x[:, 1]) ** 2 + b * x[:, 2] ** 4 * np.sin(x[:, 0]),
        16_384,
    )
    found = sobol_indices(evaluate, ["x1", "x2", "x3"], 0)
    v1 = 0.5 * (1 + b * np.pi**4 / 5) ** 2
    v2 = a**2 / 8
    v13 = b**2 * np.pi**8 * (1 / 18 - 1 / 50)
    total = v1 + v2 + v13
    first = np.array([v1, v2, 0.0]) / total
    both = np.array([v1 + v13, v2, v13]) / total
    assert (np.abs(found.first[:, 0] - first) < 2 * found.first_error[:, 0]).all()
    assert (np.abs(found.total[:, 0] - both) < 2 * found.total_error[:, 0]).all()
    assert found.total_error[:, 0].max() < 0.05
    assert np.isnan(found.first[:, 1]).all()  # what doesn't vary has no shares
    assert found.base == 16_384


def test_sobol_beside_first_order(sejong: Uncertainty) -> None:
    """Nearly linear: total indices are the first-order shares within their intervals."""
    full = uncertainty("sejong", draws=2, sobol=512)
    assert full.indices is not None
    apart = np.abs(full.indices.total - full.first_order.shares)
    assert (apart < 2 * full.indices.total_error + 0.02).all()
    assert sejong.indices is not None
    assert sejong.indices.base == 64


def test_without_salib(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> Any:
        raise ImportError(name)

    monkeypatch.setattr(variance_module, "import_module", missing)
    error = refused(NotSupportedError, lambda: uncertainty("sejong", draws=2, sobol=4))
    assert error.render("ko") == lines(
        "uncertainty",
        "  SALib이 설치되어 있지 않습니다",
        "    기대한 것: SALib",
        "    찾은 것: 없음",
        '    고치는 법: pip install "iomodel[uncertainty]"',
    )
    monkeypatch.setattr("iomodel.uncertainty.propagate.available", lambda: False)
    found = uncertainty("sejong", draws=2)
    assert found.indices is None
    assert any("need SALib" in note.en for note in found.notes)


def test_without_threadpoolctl(sejong: Uncertainty, monkeypatch: pytest.MonkeyPatch) -> None:
    from iomodel.uncertainty import machine

    def missing(name: str) -> Any:
        raise ImportError(name)

    monkeypatch.setattr(machine, "import_module", missing)
    again = uncertainty("sejong", draws=300, sobol=0)
    assert np.allclose(
        again.effects.values, sejong.effects.values[:300], rtol=2 * TOLERANCE, atol=0
    )


# ------------------------------------------------------------------ results
def test_table(sejong: Uncertainty) -> None:
    table = sejong.table()
    assert list(table.columns) == [column.id for column in sejong.columns]
    assert len(table) == 4 * 5
    assert (table["low"] < table["median"]).all()
    assert (table["median"] < table["high"]).all()
    row = table[(table["scenario"] == "total") & (table["indicator"] == "employment")].iloc[0]
    assert (row["low"], row["median"], row["high"]) == sejong.quantiles("employment")
    sample = sejong.sample("employment")
    assert row["low"] == np.quantile(sample, 0.05)
    assert row["unit"] == "명"


def test_frame_is_tidy(small: Uncertainty) -> None:
    frame = small.to_frame()
    assert list(frame.columns) == ["draw", "scenario", "programme", "indicator", "value"]
    assert len(frame) == small.values.size
    chosen = frame[
        (frame["draw"] == 17) & (frame["scenario"] == "east") & (frame["indicator"] == "imports")
    ]
    ids = [i.id for i in small.indicators]
    assert chosen["value"].tolist() == [small.values[17, 1, ids.index("imports")]]


def test_variance_shares_add_to_one(small: Uncertainty) -> None:
    frame = small.variance()
    sums = frame.groupby(["scenario", "programme", "indicator"])["first_order_share"].sum()
    assert np.allclose(sums, 1.0)
    assert frame["sobol_total"].isna().all()


def test_quantile_errors_of_normals() -> None:
    """Asymptotically √(q(1 − q)/N)/φ(z_q)."""
    sample = np.random.default_rng(1).standard_normal(100_000)
    for q, density in ((0.5, 0.398942), (0.95, 0.103136)):
        expected = np.sqrt(q * (1 - q) / 100_000) / density
        assert float(quantile_error(sample, q)) == pytest.approx(expected, rel=0.25)


def test_convergence(small: Uncertainty) -> None:
    found = small.convergence("employment", "west")
    assert found.draws[0] == 50
    assert found.draws[-1] == small.draws
    assert (np.diff(found.draws) > 0).all()
    assert tuple(found.quantiles[-1]) == small.quantiles("employment", "west")
    assert (found.errors[-1] < found.errors[0]).all()
    many = found.draws[:-1] >= 500  # the errors of tails are rough before
    away = np.abs(found.quantiles[:-1] - found.quantiles[-1])
    assert (away < NOISE * found.errors[:-1])[many].all()


def test_pictures(small: Uncertainty) -> None:
    import matplotlib as mpl

    mpl.use("Agg")
    axes = small.plot(lang="ko", indicator="production")
    assert axes.get_xlabel() == "생산유발 (백만원)"
    assert [label.get_text() for label in axes.get_yticklabels()] == [
        "서부 투자",
        "동부 지원",
        "합계",
    ]
    running = small.plot_convergence()
    assert [line.get_label() for line in running.get_lines()] == ["5 %", "50 %", "95 %"]


def test_no_such_result(sejong: Uncertainty) -> None:
    error = refused(NotFoundError, lambda: sejong.sample("jobs", "materials"))
    assert str(error) == lines(
        "uncertainty",
        "  no result matches",
        "    expected: production, value_added, imports, employment, employees; "
        "technology / 기업투자유치; smart-services / 기업투자유치; materials / 기업투자유치; total",
        "    found: jobs / materials",
        "    remedy: correct the indicator or the programme",
    )


def test_record_names_seed_and_checksums(sejong: Uncertainty) -> None:
    record = sejong.record("en")
    assert record["seed"] == 20240528
    assert record["draws"] == 1000
    assert record["spec_sha256"] == checksum((SEJONG / SPEC).read_bytes())
    stamps = {stamp.id: stamp.checksum for stamp in sejong.manifest.tables}
    assert len(stamps["bok-2020-165"]) == 64
    assert [s["id"] for s in record["sources"]] == [
        "realised",
        "mix-technology",
        "mix-materials",
        "domestic",
        "prices",
        "jobs",
        "jobs-employees",
        "inputs",
    ]
    assert "[assumed]" in record["sources"][0]["words"]


def test_sectors_without_value_added_are_held_and_named(sejong: Uncertainty) -> None:
    assert any(
        note.en.startswith("held at the table's coefficients, for want of value added: 830")
        for note in sejong.notes
    )


# ------------------------------------------------------------------ other tables
@pytest.mark.parametrize("table", ["bok-2020-33", "bok-2020-83"])
def test_coarser_tables(table: str) -> None:
    found = uncertainty("sejong", draws=256, sobol=0, table=table)
    impact = iomodel.run("sejong", reading="announced", table=table)
    assert found.nominal[-1, 0] == pytest.approx(impact.value("production"), rel=1e-12)
    apart = found.values.std(axis=0, ddof=1) / found.first_order.sd - 1.0
    assert np.abs(apart).max() < NOISE / np.sqrt(2 * 256) + 0.03
    assert found.effects.gap < R6


def test_a_published_inverse() -> None:
    found = uncertainty("sejong", draws=256, sobol=0, table="bok-2023-33")
    assert found.effects.gap < 1e-4  # the inverse is printed to a few digits
    assert found.effects.bound < 2 * TOLERANCE
    assert any(n.en == "jobs-employees: the table has no indicator employees" for n in found.notes)


def test_two_sources_in_one_coarse_sector(tmp_path: Path) -> None:
    study = Path(shutil.copytree(SEJONG, tmp_path / "sejong"))
    with (study / SPEC).open("a", encoding="utf-8") as file:
        for code in ("403", "401"):
            file.write(f'\n[[coefficients]]\nid = "c{code}"\n{WHY}buyers = ["{code}"]\n')
            file.write("relative_error = 0.1\n")
    error = refused(ScenarioFileError, lambda: uncertainty(study, draws=2, table="bok-2020-33"))
    assert error.problems[0].what.en == "two sources bear on one sector of the table"
    assert error.problems[0].remedy.en == "take a finer table, or join the sources"


def test_an_unknown_indicator(tmp_path: Path) -> None:
    text = SMALL_ERRORS.replace('id = "jobs"\n', 'id = "jobs"\nindicator = "water"\n')
    study, tables = with_spec(tmp_path, text)
    error = refused(NotFoundError, lambda: uncertainty(study, tables=tables, draws=2))
    assert str(error) == lines(
        "tiny-3",
        "  the table has no such indicator",
        "    expected: production, value_added, imports, employment, employees",
        '    found: "water"',
        "    remedy: correct the indicator",
    )


def test_errors_too_large_for_a_column(tmp_path: Path) -> None:
    text = SMALL_ERRORS.replace(
        "relative_error = 0.03\ncorrelation = 0.2", "relative_error = 40.0\ncorrelation = 1.0"
    )
    study, tables = with_spec(tmp_path, text)
    error = refused(NotProductiveError, lambda: uncertainty(study, tables=tables, draws=200))
    assert error.render("ko").splitlines()[:3] == [
        "tiny-3",
        "  coefficients: 뽑은 투입계수에 부가가치가 거의 남지 않습니다",
        "    기대한 것: 0 이상의 부가가치",
    ]


def test_nothing_announced(tmp_path: Path) -> None:
    study, tables = with_spec(tmp_path, SMALL_ERRORS)
    (study / "west.toml").unlink()
    edit(study / "study.toml", 'order = ["west", "east"]\n', "")
    text = (study / "east.toml").read_text("utf-8").split("[[programmes.lines]]")[0]
    (study / "east.toml").write_text(text, "utf-8")
    error = refused(NotFoundError, lambda: uncertainty(study, tables=tables))
    assert str(error) == lines(
        str(study.resolve()),
        "  no programme has announced amounts",
        "    expected: a programme with [[programmes.lines]]",
        "    found: none",
        "    remedy: state some spending",
    )


def test_one_district_alone(sejong: Uncertainty) -> None:
    found = uncertainty(SEJONG / "materials.toml", draws=64, sobol=0)
    assert [row.scenario for row in found.rows] == ["materials", "total"]
    assert np.array_equal(found.nominal[0], found.nominal[1])
    assert np.array_equal(found.nominal[0], sejong.nominal[2])
