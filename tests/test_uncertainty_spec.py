"""Files of uncertainties: distributions, and every problem of a file at once, in full."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from helpers import SEJONG, lines, refused, write_study

from iomodel.errors import NotFoundError, NotSupportedError, ScenarioFileError
from iomodel.models import Shelf
from iomodel.scenario import Scenario, read_study
from iomodel.spending import spent
from iomodel.uncertainty import read_spec, uncertainty
from iomodel.uncertainty.binding import plan
from iomodel.uncertainty.distributions import marginal
from iomodel.uncertainty.draws import draw_group, scores
from iomodel.uncertainty.plan import Plan, Vector
from iomodel.uncertainty.spec import SPEC, Distribution, Spec, SpecFile

DRAWS = 200_000
MOMENTS = 0.01  # relative: means and deviations of so many draws

HEAD = "schema = 1\nseed = 1\n"
WHY = 'basis = "assumed"\nreason = { ko = "까닭", en = "why" }\n'
AMOUNTS = (
    f'[[amounts]]\nid = "a"\n{WHY}distribution = {{ kind = "uniform", low = 0.8, high = 1.2 }}\n'
)


def source(family: str, id: str, *rest: str) -> str:
    return "\n".join([f"[[{family}]]", f'id = "{id}"', WHY.rstrip(), *rest]) + "\n"


FACTOR = 'distribution = { kind = "uniform", low = 0.8, high = 1.0 }'


@pytest.fixture
def study(tmp_path: Path) -> Path:
    folder, tables = write_study(tmp_path)
    assert tables == tmp_path / "tables"
    return folder


Write = Callable[[str], Path]


def planned(scenarios: Sequence[Scenario], spec: Spec) -> Plan:
    """What a file bears on in the study's spending, through its own table."""
    folder = scenarios[0].study.path
    return plan(
        scenarios, spec, spent(scenarios, "tiny-3", Shelf.of(folder.parent / "tables")).entries
    )


@pytest.fixture
def write(study: Path) -> Write:
    def one(text: str) -> Path:
        path = study / SPEC
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
        return path

    return one


def told(study: Path, path: Path, lang: Any = "en") -> str:
    """What is said of a file when it is read and bound to the study's lines."""
    known = read_study(study, study.parent / "tables")

    def call() -> None:
        planned(known.scenarios, read_spec(path, known))

    return refused(ScenarioFileError, call).render(lang)


# ------------------------------------------------------------------ distributions
@pytest.mark.parametrize(
    ("parameters", "mean", "sd"),
    [
        ({"kind": "uniform", "low": 1.0, "high": 3.0}, 2.0, 2.0 / 12**0.5),
        ({"kind": "triangular", "low": 0.0, "mode": 1.0, "high": 2.0}, 1.0, (1 / 6) ** 0.5),
        ({"kind": "normal", "mean": 10.0, "sd": 1.0}, 10.0, 1.0),
        ({"kind": "lognormal", "mean": 3.0, "relative_error": 0.2}, 3.0, 0.6),
        ({"kind": "beta", "mean": 0.9, "sd": 0.05}, 0.9, 0.05),
        ({"kind": "discrete", "values": (1.0, 4.0), "probabilities": (0.25, 0.75)}, 3.25, 1.299038),
    ],
)
def test_moments(parameters: dict[str, Any], mean: float, sd: float) -> None:
    found = marginal(Distribution(**parameters))
    assert (found.mean, found.sd) == pytest.approx((mean, sd), rel=1e-6)
    values = found.of_scores(np.random.default_rng(1).standard_normal(DRAWS))
    assert values.mean() == pytest.approx(mean, rel=MOMENTS)
    assert values.std() == pytest.approx(sd, rel=MOMENTS)


def test_a_normal_is_cut_off_at_zero() -> None:
    found = marginal(Distribution(kind="normal", mean=1.0, sd=1.0))
    values = found.of_scores(np.random.default_rng(1).standard_normal(DRAWS))
    assert values.min() >= 0
    assert values.mean() == pytest.approx(found.mean, rel=MOMENTS)
    assert found.mean > 1.0


def vector(correlation: float, numbers: int) -> Vector:
    d = Distribution(kind="normal", mean=10.0, sd=1.0)
    return Vector(None, "amounts", np.arange(numbers), marginal(d), correlation)  # type: ignore[arg-type]


@pytest.mark.parametrize("correlation", [0.0, 0.4, 1.0])
def test_numbers_of_a_source_are_equally_correlated(correlation: float) -> None:
    z = scores(vector(correlation, 3), np.random.default_rng(1), DRAWS)
    between = np.corrcoef(z.T)[np.triu_indices(3, 1)]
    assert np.allclose(between, correlation, atol=0.01)
    assert np.allclose(z.std(axis=0), 1.0, rtol=MOMENTS)


def test_a_gaussian_copula_gives_the_correlations_stated(study: Path, write: Write) -> None:
    path = write(
        HEAD
        + source("amounts", "a", "correlation = 1.0", FACTOR)
        + source(
            "deflators",
            "d",
            'distribution = { kind = "lognormal", mean = 1.1, relative_error = 0.05 }',
        )
        + source("local_shares", "h", "correlation = 1.0", FACTOR)
        + '[[correlations]]\nsources = ["a", "d"]\nmatrix = [[1.0, -0.7], [-0.7, 1.0]]\n'
        'reason = { ko = "까닭", en = "why" }\n'
    )
    known = read_study(study, study.parent / "tables")
    found = planned(known.scenarios, read_spec(path, known))
    assert [group.id for group in found.groups] == ["a + d", "h"]
    values = draw_group(found.groups[0], np.random.default_rng(1), DRAWS)
    assert values["a"].shape == (DRAWS, 3)
    ranks = np.argsort(
        np.argsort(np.column_stack([values["a"][:, 0], values["d"][:, 0]]), axis=0), axis=0
    )
    # Spearman's ρ of a Gaussian copula is 6/π arcsin(r/2).
    assert np.corrcoef(ranks.T)[0, 1] == pytest.approx(6 / np.pi * np.arcsin(-0.35), abs=0.01)


def test_dirichlet_sums_to_one_and_has_its_moments(study: Path, write: Write) -> None:
    path = write(
        HEAD
        + source("shares", "s", 'scenario = "west"', 'programme = "투자"', "concentration = 20")
    )
    known = read_study(study, study.parent / "tables")
    found = planned(known.scenarios, read_spec(path, known))
    values = draw_group(found.groups[0], np.random.default_rng(1), DRAWS)["s"]
    assert np.abs(values.sum(axis=1) - 1.0).max() < 1e-12
    centre = np.array([0.75, 0.25])  # 1.5억원 and 50백만원
    assert np.allclose(values.mean(axis=0), centre, rtol=MOMENTS)
    assert np.allclose(values.var(axis=0), centre * (1 - centre) / 21, rtol=2 * MOMENTS)


def test_demand_follows_its_equation(study: Path, write: Write) -> None:
    """f = h/d · s Σ b u, by hand."""
    path = write(
        HEAD
        + AMOUNTS
        + source(
            "shares",
            "s",
            'scenario = "west"',
            'programme = "투자"',
            "concentration = 20",
            'mix = { "01" = 0.5, "03" = 0.5 }',
        )
        + source("deflators", "d", FACTOR)
        + source("local_shares", "h", FACTOR)
    )
    known = read_study(study, study.parent / "tables")
    found = planned(known.scenarios, read_spec(path, known))
    assert found.pairs == (("west", "투자"), ("east", "지원"))
    values = {
        "a": np.array([[1.1, 0.9, 1.2]]),
        "s": np.array([[0.4, 0.6]]),
        "d": np.full((1, 3), 1.25),
        "h": np.array([[0.5, 0.8, 0.9]]),
    }
    west = 150 * 1.1 + 50 * 0.9
    expected = np.array([[0.4 * west * 0.5, 0, 0.6 * west * 0.8], [0, 0, 10 * 1.2 * 0.9]]) / 1.25
    assert np.allclose(found.demand(values, 1)[0], expected, rtol=1e-14)


def test_the_rest_is_what_no_other_source_names(study: Path, write: Write) -> None:
    path = write(HEAD + AMOUNTS + source("amounts", "east", 'scenario = "east"', FACTOR))
    known = read_study(study, study.parent / "tables")
    found = planned(known.scenarios, read_spec(path, known))
    assert {v.source.id: v.at.tolist() for v in found.vectors} == {"a": [0, 1], "east": [2]}


def test_a_spec_of_the_whole_study_serves_one_district(study: Path, write: Write) -> None:
    path = write(
        HEAD
        + AMOUNTS
        + source("local_shares", "west", 'scenario = "west"', FACTOR)
        + source("shares", "s", 'scenario = "west"', 'programme = "투자"', "concentration = 20")
    )
    known = read_study(study, study.parent / "tables")
    east = [s for s in known.scenarios if s.id == "east"]
    assert [g.id for g in planned(east, read_spec(path, known)).groups] == ["a"]


# ------------------------------------------------------------------ what is wrong, in full
def test_every_problem_of_a_file_is_told(study: Path, write: Write) -> None:
    path = write(
        "schema = 1\nseed = -1\nspeed = 3\n"
        + source(
            "amounts",
            "a",
            'scenario = "north"',
            'distribution = { kind = "uniform", low = 2.0, high = 1.0 }',
        )
        + source("deflators", "d", 'distribution = { kind = "normal", mean = 1.1, sd = 0.1 }')
        + source(
            "local_shares",
            "h",
            'distribution = { kind = "lognormal", mean = 0.9, relative_error = 0.1 }',
        )
        + source("coefficients", "c", "relative_error = 0", 'closure = "none"')
    )
    assert told(study, path) == lines(
        str(path),
        "  seed: the value does not fit",
        "    expected: a number of 0 or more",
        "    found: -1",
        "    remedy: mend the value",
        "  amounts[1].scenario: the study has no such scenario",
        "    expected: west, east",
        '    found: "north"',
        "    remedy: correct the name",
        "  amounts[1].distribution: the parameters contradict the distribution",
        "    expected: 0 ≤ low < high, low ≤ mode ≤ high",
        "    found: low = 2.0, high = 1.0",
        "    remedy: mend the parameters",
        "  local_shares[1]: a share could exceed one",
        "    expected: a distribution between zero and one: beta, triangular, uniform, discrete",
        "    found: lognormal(mean 0.9, relative_error 0.1)",
        "    remedy: take another distribution",
        "  deflators[1]: a deflator could be zero",
        "    expected: a distribution above zero: lognormal, triangular, uniform, discrete",
        "    found: normal(mean 1.1, sd 0.1)",
        "    remedy: take another distribution",
        "  coefficients[1].relative_error: the value does not fit",
        "    expected: a number above 0",
        "    found: 0",
        "    remedy: mend the value",
        "  coefficients[1].closure: the value is not allowed",
        "    expected: 'value_added' or 'rescaled'",
        '    found: "none"',
        "    remedy: mend the value",
        "  speed: unknown key",
        "    expected: one of: schema, draws, seed, interval, amounts, shares, local_shares, "
        "deflators, employment, coefficients, correlations",
        '    found: "speed"',
        '    remedy: did you mean "seed"?',
    )


@pytest.mark.parametrize(
    ("distribution", "expected", "found"),
    [
        ('kind = "uniform", low = 0.5', "uniform: low, high", "low"),
        ('kind = "beta"', "beta: mean, sd", "–"),
        (
            'kind = "discrete", values = [1.0], probabilities = [1.0], low = 1.0',
            "discrete: values, probabilities",
            "low, values, probabilities",
        ),
    ],
)
def test_parameters_of_another_kind(
    study: Path, write: Write, distribution: str, expected: str, found: str
) -> None:
    path = write(HEAD + source("amounts", "a", f"distribution = {{ {distribution} }}"))
    assert told(study, path, "ko") == lines(
        str(path),
        "  amounts[1].distribution: 분포의 모수가 맞지 않습니다",
        f"    기대한 것: {expected}",
        f"    찾은 것: {found}",
        "    고치는 법: 빠진 것을 더하고 남는 것을 지우십시오",
    )


@pytest.mark.parametrize(
    ("distribution", "expected"),
    [
        (
            'kind = "triangular", low = 0.5, mode = 1.5, high = 1.0',
            "0 ≤ low < high, low ≤ mode ≤ high",
        ),
        ('kind = "uniform", low = -0.5, high = 1.0', "0 ≤ low < high, low ≤ mode ≤ high"),
        ('kind = "beta", mean = 0.9, sd = 0.3', "0 < mean < 1, sd² < mean (1 − mean)"),
        ('kind = "lognormal", mean = 0.0, relative_error = 0.3', "mean > 0"),
        (
            'kind = "discrete", values = [1.0, 2.0], probabilities = [0.5, 0.4]',
            "as many probabilities as values, none negative, probabilities adding to one",
        ),
        (
            'kind = "discrete", values = [1.0], probabilities = [0.5, 0.5]',
            "as many probabilities as values, none negative, probabilities adding to one",
        ),
    ],
)
def test_parameters_that_contradict_each_other(
    study: Path, write: Write, distribution: str, expected: str
) -> None:
    path = write(HEAD + source("amounts", "a", f"distribution = {{ {distribution} }}"))
    message = told(study, path)
    assert "  amounts[1].distribution: the parameters contradict the distribution\n" in message
    assert f"    expected: {expected}\n" in message


@pytest.mark.parametrize(
    ("matrix", "expected", "found"),
    [
        ("[[1.0, 0.5]]", "a matrix of 2 × 2", "1 × 2"),
        (
            "[[1.0, 0.5], [0.4, 1.0]]",
            "a symmetric matrix with ones on the diagonal, entries from −1 to 1",
            "((1.0, 0.5), (0.4, 1.0))",
        ),
        (
            "[[1.0, 1.5], [1.5, 1.0]]",
            "a symmetric matrix with ones on the diagonal, entries from −1 to 1",
            "((1.0, 1.5), (1.5, 1.0))",
        ),
    ],
)
def test_no_correlation_matrix(
    study: Path, write: Write, matrix: str, expected: str, found: str
) -> None:
    path = write(
        HEAD
        + AMOUNTS
        + f'[[correlations]]\nsources = ["a", "b"]\nmatrix = {matrix}\n'
        + 'reason = { ko = "까닭", en = "why" }\n'
    )
    assert told(study, path) == lines(
        str(path),
        "  correlations[1]: this is no correlation matrix",
        f"    expected: {expected}",
        f"    found: {found}",
        "    remedy: mend the matrix",
    )


def test_a_matrix_that_is_not_positive_semidefinite() -> None:
    matrix = ((1.0, 0.9, -0.9), (0.9, 1.0, 0.9), (-0.9, 0.9, 1.0))
    with pytest.raises(ValueError, match="refused") as caught:
        SpecFile.model_validate(
            {
                "schema": 1,
                "seed": 1,
                "correlations": (
                    {"sources": ("a", "b", "c"), "matrix": matrix, "reason": {"ko": "", "en": ""}},
                ),
            }
        )
    problem = caught.value.errors()[0]["ctx"]["problem"]  # type: ignore[attr-defined]
    assert problem.expected.en == "a positive semidefinite matrix"
    assert problem.found.en == "its least eigenvalue is -0.8"


def test_what_sources_do_to_each_other(study: Path, write: Write) -> None:
    path = write(
        HEAD
        + AMOUNTS
        + source("amounts", "a", 'sector = "02"', FACTOR)
        + '[[correlations]]\nsources = ["a", "z"]\nmatrix = [[1.0, 0.0], [0.0, 1.0]]\n'
        + 'reason = { ko = "까닭", en = "why" }\n'
    )
    assert told(study, path) == lines(
        str(path),
        "  a: the id occurs twice",
        "    expected: an id of its own for every source",
        '    found: "a"',
        "    remedy: change one of them",
        "  correlations[1].sources: the source can't be correlated here",
        "    expected: a source that stands in one matrix alone, of a, a",
        '    found: "z"',
        "    remedy: correct it, or join them",
    )


def test_nothing_uncertain(study: Path, write: Write) -> None:
    path = write(HEAD)
    assert told(study, path) == lines(
        str(path),
        "  nothing is uncertain",
        "    expected: one or more of [[amounts]], [[shares]], [[local_shares]], [[deflators]], "
        "[[employment]], [[coefficients]]",
        "    found: none",
        "    remedy: add a source",
    )


def test_sources_that_bear_on_nothing_or_on_the_same(study: Path, write: Write) -> None:
    path = write(
        HEAD
        + source("amounts", "none", 'scenario = "west"', 'sector = "01"', FACTOR)
        + source("amounts", "one", 'sector = "03"', FACTOR)
        + source("amounts", "two", 'scenario = "east"', FACTOR)
        + source("shares", "single", 'scenario = "east"', 'programme = "지원"', "concentration = 5")
        + source("employment", "e", 'sectors = ["01"]', "relative_error = 0.1")
        + source("employment", "f", 'sectors = ["01", "02"]', "relative_error = 0.1")
        + source("coefficients", "c", 'buyers = ["01"]', "relative_error = 0.1")
        + source("coefficients", "g", 'buyers = ["01"]', "relative_error = 0.1")
        + '[[correlations]]\nsources = ["one", "e"]\nmatrix = [[1.0, 0.0], [0.0, 1.0]]\n'
        + 'reason = { ko = "까닭", en = "why" }\n'
    )
    on_nothing = (
        "amounts: of programmes with announced amounts (west / 투자; east / 지원), left by other "
        "sources"
    )
    twice = (
        "    expected: one source for each",
        "    remedy: narrow what it selects, or join the two",
    )
    assert told(study, path) == lines(
        str(path),
        "  shares, single: the mix has one sector alone",
        "    expected: two sectors or more",
        "    found: 03",
        "    remedy: state the shares in mix",
        "  amounts, none: the source bears on nothing",
        f"    expected: {on_nothing}",
        "    found: nothing",
        "    remedy: mend what it selects, or remove it",
        "  amounts, two: another source already bears on the same",
        twice[0],
        "    found: east / 지원 / 03",
        twice[1],
        "  employment, f: another source already bears on the same",
        twice[0],
        "    found: 01",
        twice[1],
        "  coefficients, g: another source already bears on the same",
        twice[0],
        "    found: 01",
        twice[1],
        "  correlations[1].sources: a source of several numbers drawn apart can't be correlated",
        "    expected: a source of one number, or one with correlation = 1",
        '    found: "one"',
        "    remedy: state correlation = 1 in it, or leave it out",
    )


def test_a_mix_that_does_not_add_up(study: Path, write: Write) -> None:
    path = write(
        HEAD
        + source(
            "shares",
            "s",
            'scenario = "west"',
            'programme = "투자"',
            "concentration = 5",
            'mix = { "01" = 0.5, "02" = 0.4 }',
        )
    )
    assert told(study, path) == lines(
        str(path),
        "  shares[1]: the mix doesn't add to one",
        "    expected: 1",
        "    found: 0.9",
        "    remedy: mend the shares",
    )


def test_there_is_no_file(study: Path) -> None:
    error = refused(NotFoundError, lambda: uncertainty(study, tables=study.parent / "tables"))
    assert error.origin == str(study.resolve() / SPEC)


@pytest.mark.parametrize(
    ("name", "value", "least"),
    [("draws", 1, 2), ("seed", -1, 0), ("workers", 0, 1), ("sobol", -1, 0)],
)
def test_numbers_too_small(name: str, value: int, least: int) -> None:
    error = refused(NotSupportedError, lambda: uncertainty("sejong", **{name: value}))  # type: ignore[arg-type]
    assert str(error) == lines(
        "uncertainty",
        f"  {name}: the number is too small",
        f"    expected: a whole number from {least}",
        f"    found: {value}",
        "    remedy: mend the value",
    )


def test_the_shipped_file_says_that_all_is_assumed() -> None:
    study = read_study(SEJONG)
    spec = read_spec(SEJONG / SPEC, study)
    assert {source.basis for _, source in spec.file.sources} == {"assumed"}
    assert all(source.reason.ko and source.reason.en for _, source in spec.file.sources)
    assert {family for family, _ in spec.file.sources} == {
        "amounts",
        "shares",
        "local_shares",
        "deflators",
        "employment",
        "coefficients",
    }
