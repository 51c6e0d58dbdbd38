"""The error of quotients: its measures, what was surveyed in Korea and Japan, intervals."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from helpers import SECTORS, refused, regional, repeatable, tiny
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from iomodel.catalogue import load_transactions
from iomodel.errors import IOModelError, LabelError, NotFoundError, NotSupportedError
from iomodel.models import LeontiefModel, load_model
from iomodel.regionalisation import (
    Activity,
    Curve,
    Method,
    by_region,
    by_sector,
    census,
    compare,
    downscale,
    error_interval,
    is_surveyed,
    korea,
    overview,
    regionalise,
    surveyed,
)
from iomodel.regionalisation.measures import measure
from iomodel.regionalisation.quotients import simple

Array = NDArray[np.float64]

EXACT = 1e-10


def said(kind: type[IOModelError], call: Callable[[], object]) -> tuple[str, str]:
    error = refused(kind, call)
    return error.render("en"), error.render("ko")


# ------------------------------------------------------------------ measures
def test_measures_by_hand() -> None:
    """Estimates 1.5, 1.0 and 2.0 of 1.25, 1.25 and 2.0, the first of twice the weight."""
    found = measure(
        np.array([1.5, 1.0, 2.0]),
        np.array([1.25, 1.25, 2.0]),
        np.array([2.0, 1.0, 1.0]),
        production=True,
    )
    assert found.count == 3
    assert found.mae == pytest.approx(0.5 / 3)
    assert found.wmae == pytest.approx(0.75 / 4)
    assert found.mpe == pytest.approx(0.0, abs=EXACT)
    assert found.mape == pytest.approx(40 / 3)
    assert found.theil == pytest.approx(np.sqrt(0.125 / 7.125))
    assert found.indirect == pytest.approx(0.0, abs=EXACT)


def test_indirect_effects_are_those_beyond_the_demand_itself() -> None:
    one, weights = np.array([1.2]), np.ones(1)
    assert measure(np.array([1.5]), one, weights, production=True).indirect == pytest.approx(150)
    assert np.isnan(measure(np.array([1.5]), one, weights, production=False).indirect)


def test_nothing_to_compare_is_no_error() -> None:
    found = measure(np.zeros(0), np.zeros(0), np.zeros(0), production=True)
    assert found.count == 0
    assert np.isnan([found.mae, found.wmae, found.mpe, found.mape, found.theil]).all()


@repeatable
@given(st.lists(st.floats(0.5, 5), min_size=2, max_size=9), st.floats(0.5, 2))
def test_measures_scale_as_they_should(values: list[float], factor: float) -> None:
    m, weights = np.array(values), np.ones(len(values))
    found = measure(m * factor, m, weights, production=True)
    assert found.mpe == pytest.approx(100 * (factor - 1), abs=EXACT)
    assert found.mape == pytest.approx(abs(found.mpe), abs=EXACT)
    assert found.theil == pytest.approx(abs(factor - 1), abs=EXACT)


# ------------------------------------------------------------------ Korea


def test_what_is_compared_is_what_both_sides_have() -> None:
    found = korea()
    model = load_model("bok-2020-regional-83", "세종").multipliers()
    at, own = found.regions.index("세종"), model.values[0, 0]
    cells = found.compared[at]
    np.testing.assert_allclose(found.effects[at, cells], own[cells])
    assert not found.compared[:, found.sectors.position("83")].any()
    assert not found.compared[at, np.isnan(own)].any()
    assert len(found.without_survey) == 15
    assert found.without_workers == ("대구 04", "세종 04")
    assert int(found.compared.sum()) + 2 + 17 == int((~np.isnan(_all())).sum())


def _all() -> Array:
    regions = korea().regions
    return np.array(
        [load_model("bok-2020-regional-83", r).multipliers().values[0, 0] for r in regions]
    )


@pytest.mark.parametrize("indicator", ["production", "value_added", "employment"])
@pytest.mark.parametrize("method", [Method("slq"), Method("aflq", 0.4)])
def test_estimates_are_the_multipliers_of_regional_tables(indicator: str, method: Method) -> None:
    """Two ways: through a whole regional table and its model, or coefficients alone."""
    national = load_transactions("bok-2020-83")
    workers = census(national)
    table = regionalise(national, workers, "전남", method, id="jeonnam").table
    direct = LeontiefModel.from_table(table).multipliers().of(indicator)
    found = korea(indicator)
    estimate = found.estimate(method)[found.regions.index("전남")]
    present = table.output > 0
    np.testing.assert_allclose(estimate[present], direct[present], rtol=EXACT)


def test_extremes_are_all_and_nothing_at_home() -> None:
    found = korea()
    everything, nothing = found.extremes()
    national = load_model("bok-2020-83").multipliers().of("production")
    np.testing.assert_allclose(everything[3], national)
    np.testing.assert_array_equal(nothing, 1.0)
    for method in (Method("slq"), Method("flq", 0.3)):
        between = found.estimate(method)[found.compared]
        assert (between >= 1.0 - 0.05).all()  # negative coefficients of scrap take a little off
        assert (between <= everything[found.compared] + 0.05).all()


def test_the_error_of_quotients_in_korea() -> None:
    """What the documents say, to the digits they say it with."""
    lines, fits = overview(korea())
    found = {line.name.en: line.measures for line in lines}
    assert [round(found[name].indirect) for name in ("SLQ", "CILQ", "RLQ")] == [144, 147, 167]
    assert round(found["FLQ δ=0.3"].indirect) == 29
    assert round(found["all at home (national coefficients)"].indirect) == 289
    assert round(found["nothing at home (no repercussions)"].indirect) == -100
    assert [str(fit.method) for fit in fits] == ["FLQ δ=0.41", "AFLQ δ=0.45"]
    assert [round(found[str(fit.method)].mape, 1) for fit in fits] == [8.3, 7.8]
    assert [round(fit.held_out.mape, 1) for fit in fits] == [8.4, 7.9]
    assert [(min(fit.deltas), max(fit.deltas)) for fit in fits] == [(0.40, 0.42), (0.44, 0.46)]


def test_the_best_delta_is_the_best_of_all() -> None:
    found = korea()
    curve = Curve.of(found, "flq")
    method, best = curve.best()
    errors = [found.measures(estimate).mape for estimate in curve.estimates]
    assert best.mape == min(errors)
    assert method.delta == 0.41
    assert errors[0] == pytest.approx(found.measures(found.estimate(Method("cilq"))).mape)


def test_errors_by_region_and_sector_add_up() -> None:
    found, method = korea(), Method("flq", 0.4)
    whole = found.measures(found.estimate(method))
    for lines in (by_region(found, method), by_sector(found, method)):
        counts = np.array([line.measures.count for line in lines])
        errors = np.array([line.measures.mae if line.measures.count else 0.0 for line in lines])
        assert counts.sum() == whole.count
        assert (counts * errors).sum() / whole.count == pytest.approx(whole.mae)
    regions = {line.name.ko: line for line in by_region(found, method)}
    assert regions["서울"].delta == 0.64
    assert regions["제주"].delta == 0.28
    assert by_region(found, Method("slq"))[0].delta is None
    assert by_sector(found, method)[0].name.en == "01 Crops"


def test_yardsticks_stand_first_and_last() -> None:
    names = [line.name.ko for line in compare(korea(), [Method("slq")])]
    assert names == ["모두 지역에서 (전국 국산계수 그대로)", "SLQ", "모두 밖에서 (파급 없음)"]


# ------------------------------------------------------------------ intervals
def test_the_interval_holds_its_part_of_the_ratios() -> None:
    found = korea()
    method = Method("flq", 0.4)
    interval = error_interval(found, method, 0.8)
    ratios = (found.effects / found.estimate(method))[found.compared]
    inside = (ratios >= interval.low) & (ratios <= interval.high)
    assert inside.mean() == pytest.approx(0.8, abs=0.002)
    assert (ratios < interval.low).mean() == pytest.approx(0.1, abs=0.001)
    assert interval.middle == pytest.approx(np.median(ratios))
    assert interval.cells == found.compared.sum()
    wider = error_interval(found, method, 0.95)
    assert wider.low < interval.low < interval.middle < interval.high < wider.high


def test_coverage_is_measured_on_regions_that_were_left_out() -> None:
    """Recomputed here by dropping a region from the whole comparison."""
    found, method = korea(), Method("flq", 0.4)
    interval = error_interval(found, method)
    inside, cells = 0, 0
    for r, region in enumerate(found.regions):
        kept = found.compared.copy()
        kept[r] = False
        ratios = found.effects / found.estimate(method)
        low, high = np.quantile(ratios[kept], [0.05, 0.95])
        own = ratios[r, found.compared[r]]
        hits = int(((own >= low) & (own <= high)).sum())
        inside, cells = inside + hits, cells + len(own)
        if region == interval.worst[0]:
            assert interval.worst[1] == pytest.approx(hits / len(own))
    assert interval.coverage == pytest.approx(inside / cells)
    assert interval.worst[0] == "제주"
    assert interval.smallest[0] == "세종"


def test_an_interval_around_estimates() -> None:
    interval = error_interval(korea(), Method("flq", 0.4))
    low, high = interval.around(np.array([1.01, 1.5]))
    assert low[0] == 1.0  # production of less than the demand itself can't be
    assert low[1] == pytest.approx(1.5 * interval.low)
    np.testing.assert_allclose(high, np.array([1.01, 1.5]) * interval.high)
    jobs = error_interval(korea("employment"), Method("flq", 0.4))
    assert jobs.around(np.array([0.5]))[0][0] == pytest.approx(0.5 * jobs.low)


def test_what_an_interval_says_of_itself() -> None:
    text = error_interval(korea(), Method("flq", 0.4)).text
    assert text.en == (
        "the interval is the estimate by FLQ δ=0.4 times 0.823~1.166, the middle 90% of surveyed "
        "over estimated effects: inferred from errors measured in 1,352 cells of surveyed regions, "
        "not surveyed here. Made of all others it held 90% of what was surveyed in a region (least "
        "in 제주, 73%; in the smallest, 세종, 93%); in regions smaller than those it may hold less"
    )
    assert text.ko == (
        "구간은 FLQ δ=0.4 추정치에 (조사값 ÷ 추정치)의 가운데 90% 범위 0.823~1.166을(를) 곱한 "
        "것입니다. 조사된 시도에서 잰 1,352칸의 오차로 추론한 것이며 이 지역을 조사한 것이 "
        "아닙니다. 나머지 시도로 만든 구간이 뺀 시도의 조사값을 담은 비율은 90%(가장 낮은 제주 "
        "73%, 가장 작은 세종 93%)이며, 시도보다 작은 지역에서는 더 낮을 수 있습니다"
    )


@pytest.mark.parametrize("level", [0.0, 1.0, 90.0])
def test_a_level_out_of_range(level: float) -> None:
    assert said(NotSupportedError, lambda: error_interval(korea(), Method("slq"), level)) == (
        "level\n"
        "  the level of the interval is out of range\n"
        "    expected: a number between 0 and 1, such as 0.9\n"
        f"    found: {level:g}\n"
        "    remedy: correct --level",
        "level\n"
        "  구간의 수준이 범위를 벗어났습니다\n"
        "    기대한 것: 0과 1 사이의 수, 예: 0.9\n"
        f"    찾은 것: {level:g}\n"
        "    고치는 법: --level을 고치십시오",
    )


# ------------------------------------------------------------------ downscaling
def test_a_district_carries_the_error_of_the_regions() -> None:
    national = load_transactions("bok-2020-83")
    whole = census(national)
    district = Activity(
        whole.sectors,
        ("조치원",),
        whole.values[[whole.row("세종")]] * 0.4,
        whole.nation,
        "made up",
        whole.unlisted,
    )
    found = downscale(national, district, "조치원", Method("flq", 0.4), id="jochiwon")
    records = found.records("en")
    assert {record["code"] for record in records} == {
        sector.code
        for sector, x in zip(whole.sectors.sectors, found.regional.table.output, strict=True)
        if x
    }
    for record in records:
        for indicator in ("production", "value_added", "employment"):
            value, interval = record[indicator], found.intervals[indicator]
            floor = 1.0 if indicator == "production" else 0.0
            assert record[f"{indicator}_low"] == pytest.approx(max(value * interval.low, floor))
            assert record[f"{indicator}_high"] == pytest.approx(max(value * interval.high, floor))
    sejong = downscale(national, whole, "세종", Method("flq", 0.4), id="sejong").estimates
    smaller = found.estimates["production"] - sejong["production"]
    assert smaller[found.regional.table.output > 0].max() < 0.02  # negative cells aside, never more


def test_other_sectors_have_no_measured_error() -> None:
    national = load_transactions("bok-2020-33")
    assert not is_surveyed(national)
    call = lambda: downscale(  # noqa: E731
        national, census(national), "세종", Method("slq"), id="sejong"
    )
    assert said(NotSupportedError, call) == (
        "bok-2020-33\n"
        "  the surveyed regions are of other sectors: their error can't be carried over\n"
        "    expected: the sectors of bok-2020-83\n"
        "    found: bok2020-33\n"
        "    remedy: use bok-2020-83, or regionalise without an error",
        "bok-2020-33\n"
        "  조사된 지역표와 부문분류가 달라 오차를 옮길 수 없습니다\n"
        "    기대한 것: bok-2020-83의 부문\n"
        "    찾은 것: bok2020-33\n"
        "    고치는 법: bok-2020-83을(를) 쓰거나, 오차 없이 regionalise로 만드십시오",
    )


# ------------------------------------------------------------------ what is held against what
def small() -> Activity:
    return Activity(
        SECTORS,
        ("북", "남"),
        np.array([[20.0, 50.0, 30.0], [10.0, 5.0, 40.0]]),
        np.array([100.0, 200.0, 400.0]),
        "census",
    )


def test_a_survey_of_a_users_own() -> None:
    found = surveyed(tiny(), regional(), small(), "employment")
    assert (found.code, found.reference) == ("employment", "tiny-regional")
    np.testing.assert_array_equal(found.effects[0], [7.0, 3.0, 9.0])
    np.testing.assert_array_equal(found.compared, [[True, True, True], [True, False, True]])
    assert found.without_survey == ("남 02",)
    assert found.weights[0, 0] == pytest.approx(200 * 0.2)
    # employed persons per 백만원 of output, told per 10억원
    np.testing.assert_allclose(found.direct, np.array([0.5, 0.4, 1.0]) * 1000)


def test_an_indicator_that_one_side_lacks() -> None:
    assert said(NotFoundError, lambda: surveyed(tiny(), regional(), small(), "value_added")) == (
        "tiny-regional\n"
        "  indicator: the tables don't both have this indicator\n"
        "    expected: one of: production, employment\n"
        '    found: "value_added"\n'
        "    remedy: correct the name of the indicator",
        "tiny-regional\n"
        "  indicator: 두 표에 모두 있는 지표가 아닙니다\n"
        "    기대한 것: 다음 중 하나: production, employment\n"
        '    찾은 것: "value_added"\n'
        "    고치는 법: 지표의 이름을 고치십시오",
    )


def test_other_regions_than_the_surveyed() -> None:
    other = replace(small(), regions=("북", "동"))
    error = refused(LabelError, lambda: surveyed(tiny(), regional(), other))
    assert error.problems[0].what.en == "regions: the labels differ"
    assert error.data == (["남"], ["동"])


# ------------------------------------------------------------------ Japan
def prefectures(shared: Path) -> dict[str, tuple[Array, Array]]:
    """Flows and output of Japan ("00000") and of areas of it, 12 sectors of 2015."""
    path = shared / "cases/japan_prefectures_2015_12sector/inputs/IOTable.csv"
    found = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["AreaID(string)"]:  # one row is empty
                flows = [[float(row[f"R{i}C{j}"]) for j in range(1, 13)] for i in range(1, 13)]
                output = np.array([float(row[f"Y{i}"]) for i in range(1, 13)])
                found[row["AreaID(string)"]] = np.array(flows), output
    return found


def total_multipliers(A: Array) -> Array:
    return np.asarray(np.linalg.inv(np.eye(len(A)) - A).sum(axis=0))


def test_how_far_the_nations_technology_is_a_regions(shared: Path) -> None:
    """Japan's prefectural tables are of the competitive type: all inputs, wherever from.

    They can't tell what a region supplies itself, but whether it uses what the nation uses, the
    other assumption of every quotient: 5 % of a total multiplier on average.
    """
    areas = prefectures(shared)
    flows, nation = areas.pop("00000")
    estimate = total_multipliers(flows / nation)
    own = np.array([total_multipliers(z / x) for z, x in areas.values()])
    assert len(own) == 48
    found = measure(
        np.tile(estimate, (48, 1)).ravel(), own.ravel(), np.ones(own.size), production=True
    )
    assert round(found.mape, 1) == 5.1
    assert round(found.mpe, 1) == 2.5


def test_quotients_are_no_estimate_of_competitive_tables(shared: Path) -> None:
    """They leave out what is bought elsewhere, which such tables hold: below, and ever more so."""
    areas = prefectures(shared)
    flows, nation = areas.pop("00000")
    biases = []
    for method in (None, Method("slq"), Method("flq", 0.25)):
        estimates, own = [], []
        for z, x in areas.values():
            slq, size = simple(x, nation), float(x.sum() / nation.sum())
            q = 1.0 if method is None else method.quotients(slq, size)
            estimates.append(total_multipliers(q * flows / nation))
            own.append(total_multipliers(z / x))
        found = measure(np.ravel(estimates), np.ravel(own), np.ones(np.size(own)), production=True)
        biases.append(round(found.mpe))
    assert biases == [3, -10, -32]
