"""The goals in a study's files: in each reading, with a verdict only where all agree."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from helpers import ROOT, lines, refused
from small_study import JOBS, L, study_of

from iomodel.errors import LabelError, NotFoundError
from iomodel.seek import StudySought, seek_study
from iomodel.seek.needs import Pair

EXACT = 1e-12  # relative: the same sums in another order
COMPLEXES = ROOT / "scenarios" / "industrial-complexes"
PLACES = {"대구": (5_000, 1.7), "인천": (7_000, 4.5), "전남": (15_000, 35.0)}  # persons, 조원

TWO_LINES = """
[[programmes.lines]]
sector = "01"
amount = 30
unit = "백만원"
source = "p. 1"

[[programmes.lines]]
sector = "03"
amount = 70
unit = "백만원"
source = "p. 1"
"""


def target(indicator: str, value: str, unit: str, more: str = "") -> str:
    return f"""
[[targets]]
what = {{ ko = "목표", en = "goal" }}
indicator = "{indicator}"
value = "{value}"
unit = "{unit}"
source = "p. 2"
{more}
"""


def sought(tmp_path: Path, district: str) -> StudySought:
    folder, tables = study_of(tmp_path, lines=TWO_LINES, district=district)
    return seek_study(folder, tables)


def pair(tmp_path: Path, jobs: str, production: str, more: str = "") -> Pair:
    goals = target("employment", jobs, "명", more) + target(
        "production", production, "백만원", more
    )
    (place,) = sought(tmp_path, goals).places
    (found,) = place.pairs
    return found


OWN = JOBS[[0, 2]]  # persons per output, which is its own production
TOTAL = (JOBS @ L / L.sum(axis=0))[[0, 2]]


def test_needs_by_hand(tmp_path: Path) -> None:
    (place,) = sought(tmp_path, target("employment", "50", "명")).places
    own, total = place.needs
    assert (own.way.scope, total.way.scope) == ("own", "total")
    jobs = JOBS @ L
    assert own.by_mix == pytest.approx(50 / (0.3 * JOBS[0] + 0.7 * JOBS[2]), rel=EXACT)
    assert total.by_mix == pytest.approx(50 / (0.3 * jobs[0] + 0.7 * jobs[2]), rel=EXACT)
    assert (total.least, total.most) == pytest.approx(
        (50 / max(jobs[0], jobs[2]), 50 / min(jobs[0], jobs[2])), rel=EXACT
    )


def test_both_readings_within(tmp_path: Path) -> None:
    inside = max(OWN.min(), TOTAL.min()), min(OWN.max(), TOTAL.max())
    assert inside[0] < inside[1], "the two readings overlap"
    found = pair(tmp_path, f"{sum(inside) / 2 * 1e4:.3f}", "10000")
    assert [one.fit for one in found.ranges] == ["within", "within"]
    assert found.verdict == "compatible"


@pytest.mark.parametrize(("factor", "fit"), [(0.5, "below"), (2.0, "above")])
def test_both_readings_outside(tmp_path: Path, factor: float, fit: str) -> None:
    end = min(OWN.min(), TOTAL.min()) if factor < 1 else max(OWN.max(), TOTAL.max())
    found = pair(tmp_path, f"{end * factor * 1e4:.3f}", "10000")
    assert [one.fit for one in found.ranges] == [fit, fit]
    assert found.verdict == "incompatible"


def test_readings_that_disagree_give_no_verdict(tmp_path: Path) -> None:
    low, high = sorted((OWN.max(), TOTAL.max()))
    assert low < high
    found = pair(tmp_path, f"{(low + high) / 2 * 1e6:.3f}", "1000000")
    assert {one.fit for one in found.ranges} == {"within", "above"}
    assert found.verdict == "open"


@pytest.mark.parametrize(("scope", "range_of"), [("own", OWN), ("total", TOTAL)])
def test_a_stated_scope_is_the_only_reading(
    tmp_path: Path, scope: str, range_of: np.ndarray
) -> None:
    found = pair(tmp_path, "100", "1000", f'scope = "{scope}"')
    (one,) = found.ranges
    assert one.way.scope == scope
    assert (one.least, one.most) == pytest.approx((range_of.min(), range_of.max()), rel=EXACT)


def test_levels_grow_from_their_base(tmp_path: Path) -> None:
    goal = target("employment", "150", "명", 'measure = "level"\nbase_value = "100"')
    (place,) = sought(tmp_path, goal).places
    assert {need.goal.value for need in place.needs} == {50.0}


def test_industries_of_a_goal(tmp_path: Path) -> None:
    goals = target("employment", "50", "명", 'sectors = ["03"]')
    goals += target("production", "50", "백만원", 'sectors = ["02"]')
    (place,) = sought(tmp_path, goals).places
    shares = {need.goal.indicator.id: list(need.shares) for need in place.needs}
    assert shares == {"employment": [0, 0, 1], "production": [0, 1, 0]}
    assert not place.pairs, "goals of different industries don't have to go together"


def test_goals_that_no_model_answers(tmp_path: Path) -> None:
    goals = (
        target("other", "20", "개")
        + target("investment", "5", "억원")
        + target("employment", "10", "%", 'measure = "share"')
        + target("production", "9", "조원", 'measure = "level"')
        + target("employment", "-5", "명")
    )
    (place,) = sought(tmp_path, goals).places
    assert not place.needs
    assert [(why.ko, why.en) for _, why in place.silent] == [
        ("산업연관표의 지표가 아님", "no indicator of an input-output table"),
        ("지출 자체이므로 구할 것이 없음", "it is the spending itself"),
        ("비중이나 증가율이라 양을 알 수 없음", "a share or a rate, of no stated amount"),
        (
            "도달할 수준인데 기준값이 없어 늘어날 양을 알 수 없음",
            "a level without a base value: by how much it is to grow is not known",
        ),
        ("늘어나는 목표가 아님", "no growth is asked for"),
    ]


def test_a_study_without_goals(tmp_path: Path) -> None:
    folder, tables = study_of(tmp_path)
    error = refused(NotFoundError, lambda: seek_study(folder, tables))
    assert str(error) == lines(
        str(folder.resolve()),
        "  targets: the files state no goals",
        "    expected: [[targets]]",
        "    found: nothing",
        "    remedy: write the document's goals as [[targets]], or ask with a table, --target and "
        "--mix",
    )


def test_goals_without_industries(tmp_path: Path) -> None:
    folder, tables = study_of(tmp_path, lines="", district=target("employment", "5", "명"))
    error = refused(LabelError, lambda: seek_study(folder, tables))
    origin, *rest = str(error).splitlines()
    assert (folder / f"{origin}.toml").is_file()
    assert rest == [
        "  programmes: the goals have no industries",
        "    expected: lines with amounts on industries",
        "    found: no amounts",
        '    remedy: place a unit of spending on each industry (basis = "assumed")',
    ]


# ------------------------------------------------------------------ the industrial complexes
@pytest.fixture(scope="module")
def complexes() -> StudySought:
    return seek_study(COMPLEXES)


def test_every_region_is_answered_through_its_own_table(complexes: StudySought) -> None:
    regions = {place.name.ko: place.region for place in complexes.places}
    assert regions == {name: name for name in ("경북", "광주", "대구", "인천", "전남")} | {
        "전체": ""
    }
    for place in complexes.places:
        scopes = {need.way.scope for need in place.needs}
        assert scopes == ({"own", "region", "total"} if place.region else {"own", "total"})


def test_ratios_of_the_goals_are_the_documents(complexes: StudySought) -> None:
    found = {place.name.ko: place.pairs for place in complexes.places}
    for name, (jobs, trillion) in PLACES.items():
        (one,) = found[name]
        for one_range in one.ranges:  # persons per million won
            assert one_range.ratio == pytest.approx(jobs / (trillion * 1e6), rel=EXACT)
    assert found["경북"] == found["광주"] == (), "they state no production"


def test_no_verdict_on_the_complexes(complexes: StudySought) -> None:
    """As own output the goals go together, as what is induced production brings more jobs."""
    for place in complexes.places:
        for one in place.pairs:
            assert one.verdict == "open"
            fits = {found.way.scope: found.fit for found in one.ranges}
            assert fits.pop("own") == "within"
            assert set(fits.values()) == {"below"}


def test_sejongs_jobs_do_not_fit_its_sales() -> None:
    """60,000 jobs of firms whose sales rise by ₩500 billion: 120 persons per billion."""
    (place,) = seek_study("sejong").places
    (one,) = place.pairs
    (only,) = one.ranges
    assert only.ratio * 1e3 == pytest.approx(120, rel=EXACT)
    assert (only.fit, one.verdict) == ("above", "incompatible")
