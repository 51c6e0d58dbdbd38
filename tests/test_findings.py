"""Findings of the Sejong publication, each worked out again by another route.

The other route is plain Python on published.csv, the TOML files and the table's CSV files (see
`test_estimates.Plain`), with linear programmes written out here. None of its numbers comes from
iomodel.
"""

from __future__ import annotations

import csv
import itertools
import tomllib
from collections.abc import Iterable
from functools import cache
from math import log
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from helpers import COEFFICIENTS, SEJONG, edit, rows_of
from scipy.optimize import linprog
from test_estimates import (
    FIRMS,
    FOURTH,
    INDICATORS,
    copied,
    national,
    published_alone,
    read_shipped_tables_once,
    slide,
    vectors,
)

from iomodel.estimates import Estimate, estimate
from iomodel.findings import Finding, findings
from iomodel.findings.document import (
    largest_group,
    rounding,
    shared_ratio,
    stated_sums,
    sum_tightness_of,
)

HALF = 0.5  # half a printed unit: the slide prints whole million won and whole persons
LP = 1e-6  # relative: two linear programmes over differently scaled rows (HiGHS solves to 1e-7)
ROUTES = 1e-9  # relative: the same sums in another order
PROGRAMMES = tuple(dict.fromkeys((s, p) for s, p, _ in slide() if p not in ("subtotal", "total")))
INVESTMENT = [("technology", "기업투자유치"), ("materials", "기업투자유치")]
SUPPORT = [pair for pair in PROGRAMMES if pair[1] == "지원사업"]


@pytest.fixture(autouse=True)
def _tables(monkeypatch: pytest.MonkeyPatch) -> None:
    read_shipped_tables_once(monkeypatch)


@cache
def sejong() -> Estimate:
    return estimate(SEJONG)


@cache
def told() -> dict[str, Finding]:
    found = findings(sejong())
    assert len({finding.id for finding in found}) == len(found)
    return {finding.id: finding for finding in found}


def study_toml() -> dict[str, Any]:
    with (SEJONG / "study.toml").open("rb") as file:
        return tomllib.load(file)


def changed(tmp_path: Path, *edits: tuple[str, str, str]) -> Estimate:
    """Return the announced reading of a copy of the study in which some places are edited."""
    study = copied(tmp_path)
    for name, old, new in edits:
        edit(study / name, old, new)
    return estimate(study, readings=("announced",))


def only(found: Iterable[Finding]) -> Finding:
    (finding,) = found
    return finding


def test_the_findings_of_the_issue_are_all_there() -> None:
    assert list(told()) == [
        "rounding",
        "stated_sum",
        "shared_ratio",
        "reach",
        "spending",
        "against_announced",
        "needed",
        "distance",
        "factors",
    ]
    basis = {id: finding.basis for id, finding in told().items()}
    assert {id for id, b in basis.items() if b == "computed"} == {
        "rounding",
        "stated_sum",
        "shared_ratio",
        "reach",
    }
    assert set(basis.values()) == {"computed", "inferred"}
    for finding in told().values():
        assert finding.text.ko != finding.text.en
        assert not any("가" <= letter <= "힣" for letter in finding.text.en)


# ------------------------------------------------------------------ sums of printed figures
def open_sums() -> list[tuple[str, str, str, int]]:
    """Return where the slide's figures do not add up: parts less printed sum."""
    figures, gaps = slide(), []
    for (scenario, programme, indicator), printed in figures.items():
        lines = [v for (s, p, k), v in figures.items() if (s, p) in PROGRAMMES and k == indicator]
        own = [v for (s, p, k), v in figures.items() if (s, p) in PROGRAMMES and s == scenario
               and k == indicator]  # fmt: skip
        subtotals = [v for (_, p, k), v in figures.items() if p == "subtotal" and k == indicator]
        parts = {
            "subtotal": [("lines", own)],
            "total": [("lines", lines), ("subtotals", subtotals)],
        }
        for kind, values in parts.get(programme, []):
            if sum(values) != printed:
                gaps.append((scenario, indicator, kind, sum(values) - printed))
    return gaps


def test_sums_that_close_only_through_rounding() -> None:
    assert told()["rounding"].data["gaps"] == open_sums()
    assert open_sums() == [
        ("technology", "value_added", "lines", -1),
        ("smart-services", "employment", "lines", 1),
        ("materials", "value_added", "lines", 1),
        ("total", "production", "lines", -1),
        ("total", "production", "subtotals", -1),
        ("total", "employment", "lines", 1),
    ]
    text = told()["rounding"].text
    assert "기술혁신지구 부가가치유발(사업의 합 − 인쇄값 = -1)" in text.ko
    assert "합계 생산유발(소계의 합 − 인쇄값 = -1)" in text.ko
    assert "total employment (sum of lines − printed = +1)" in text.en
    assert "모두 반올림으로 설명되며" in text.ko
    assert "Rounding explains all of them" in text.en


def stray() -> float:
    """Return how far printed figures must lie from true ones, in half units: one t for all.

    Unknowns are six true lines; every printed figure is a sum of some of them, within t halves.
    """
    worst = 0.0
    for indicator in INDICATORS:
        rows, bounds = [], []
        for (scenario, programme, k), printed in slide().items():
            if k != indicator:
                continue
            covered = [
                float(programme in (p, "subtotal", "total") and scenario in (s, "total"))
                for s, p in PROGRAMMES
            ]
            rows += [[*covered, -HALF], [*(-c for c in covered), -HALF]]
            bounds += [printed, -printed]
        cost = [0.0] * len(PROGRAMMES) + [1.0]
        worst = max(worst, linprog(cost, A_ub=rows, b_ub=bounds).fun)
    return worst


def test_how_far_figures_stray_from_their_print() -> None:
    assert sum_tightness_of(sejong()) == pytest.approx(stray(), rel=LP)
    assert f"{stray():.0%} of half a printed unit" in told()["rounding"].text.en
    assert f"인쇄 단위 절반의 {stray():.0%}까지" in told()["rounding"].text.ko
    # A subtotal one off from its two lines: three halves share one unit.
    assert stray() >= 1 / (3 * HALF) - LP


def test_gaps_that_rounding_cannot_explain_are_said_to_be(tmp_path: Path) -> None:
    off = changed(
        tmp_path,
        (
            "published.csv",
            "technology,subtotal,production,981667",
            "technology,subtotal,production,981670",
        ),
    )
    finding = only(rounding(off))
    assert ("technology", "production", "lines", -3) in finding.data["gaps"]
    assert finding.text.ko.endswith("반올림만으로는 설명되지 않습니다.")
    assert finding.text.en.endswith("Rounding alone does not explain them.")


def test_gaps_are_told_in_printed_digits(tmp_path: Path) -> None:
    """A publication in tenths has gaps in tenths; they are not cut to whole numbers."""
    edits = [
        ("published.csv", f"{key},{value},", f"{key},{tenths},")
        for key, value, tenths in (
            ("technology,지원사업,production", 184493, "184493.0"),
            ("technology,기업투자유치,production", 797174, "797174.4"),
            ("technology,subtotal,production", 981667, "981667.3"),
        )
    ]
    gaps = only(rounding(changed(tmp_path, *edits))).data["gaps"]
    mine = [gap for s, k, _, gap in gaps if (s, k) == ("technology", "production")]
    assert [float(gap) for gap in mine] == [pytest.approx(0.1)]


def test_sums_that_close_are_not_told(tmp_path: Path) -> None:
    study = copied(tmp_path)
    rows = rows_of(study / "published.csv")
    value = {(r["scenario"], r["programme"], r["indicator"]): int(r["value"]) for r in rows}
    for row in rows:
        if row["programme"] in ("subtotal", "total"):
            row["value"] = str(
                sum(
                    value[s, p, row["indicator"]]
                    for s, p in PROGRAMMES
                    if row["scenario"] in (s, "total")
                )
            )
    with (study / "published.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    assert list(rounding(estimate(study, readings=("announced",)))) == []


# ------------------------------------------------------------------ the ten firms
def listed_eok() -> float:
    """Return the sum of all amounts in the districts' TOML files, in 억원."""
    total = 0.0
    for name in study_toml()["order"]:
        with (SEJONG / f"{name}.toml").open("rb") as file:
            programmes = tomllib.load(file)["programmes"]
        for programme in programmes:
            for item in [*programme.get("lines", ()), *programme.get("excluded", ())]:
                assert item["unit"] == "억원"
                total += item["amount"]
    return total


def test_the_ten_firms_add_up_to_more_than_the_document_says() -> None:
    assert listed_eok() == sum(eok for _, _, eok in FIRMS.values()) == 35_837
    (stated,) = (s for s in study_toml()["stated"] if s["sums"] == "listed")
    assert (stated["amount"], stated["unit"]) == (34_836, "억원")
    finding = told()["stated_sum"]
    assert finding.data == {"listed": 3_583_700.0, "stated": 3_483_600.0}
    assert finding.text.ko == (
        "앵커기업 10개사 투자 합계: 낱낱의 금액 10개를 더하면 35,837억원인데, 문서는 "
        "3조 4,836억원이라고 합니다 (차이 +1,001억원)."
    )
    assert finding.text.en == (
        "sum of the ten anchor firms: the 10 amounts listed add up to ₩3,583.7 billion, where the "
        "document says ₩3,483.6 billion (gap +100.1 billion)."
    )


def test_the_sum_of_firms_follows_the_files(tmp_path: Path) -> None:
    more = changed(tmp_path, ("technology.toml", "amount = 209", "amount = 309"))
    assert "더하면 35,937억원인데" in only(stated_sums(more)).text.ko


def test_a_district_that_the_document_lacks_is_not_in_its_sum(tmp_path: Path) -> None:
    study = copied(tmp_path)
    (study / "newtown.toml").write_text(FOURTH, "utf-8")
    more = estimate(study, readings=("announced",))
    assert len(more.scenarios) == 4
    assert only(stated_sums(more)).data["listed"] == 3_583_700.0


def test_a_stated_sum_that_is_right_is_not_told(tmp_path: Path) -> None:
    right = changed(tmp_path, ("study.toml", "amount = 34836", "amount = 35837"))
    assert list(stated_sums(right)) == []


# ------------------------------------------------------------------ one ratio for four lines
def ratios() -> dict[tuple[str, str], list[tuple[float, float]]]:
    """Return the intervals of value added and of jobs over production, as printed."""
    figures = slide()
    return {
        pair: [
            (
                (figures[(*pair, k)] - HALF) / (figures[(*pair, "production")] + HALF),
                (figures[(*pair, k)] + HALF) / (figures[(*pair, "production")] - HALF),
            )
            for k in ("value_added", "employment")
        ]
        for pair in PROGRAMMES
    }


def share(group: Iterable[tuple[str, str]]) -> bool:
    """Return whether the lines can all have one ratio of value added and one of jobs."""
    boxes = [ratios()[pair] for pair in group]
    return all(
        max(box[side][0] for box in boxes) <= min(box[side][1] for box in boxes) for side in (0, 1)
    )


def test_four_of_six_lines_share_one_ratio() -> None:
    """By trying all subsets."""
    subsets = [g for n in range(2, 7) for g in itertools.combinations(PROGRAMMES, n) if share(g)]
    largest = max(subsets, key=len)
    assert [len(g) for g in subsets].count(len(largest)) == 1
    assert set(largest) == {*SUPPORT, ("smart-services", "기업투자유치")}
    data = told()["shared_ratio"].data
    assert data["pairs"] == tuple(pair for pair in PROGRAMMES if pair in largest)
    for side, key, scale in ((0, "value_added", 1.0), (1, "jobs", 1000.0)):
        low = max(ratios()[pair][side][0] for pair in largest) * scale
        high = min(ratios()[pair][side][1] for pair in largest) * scale
        assert data[key] == pytest.approx((low, high), rel=ROUTES)
    text = told()["shared_ratio"].text
    assert text.ko.startswith("공표된 6개 사업 가운데 4개(")
    assert "생산 10억원당 취업자(17.94명)" in text.ko
    assert text.en.startswith("4 of 6 published lines (")
    assert "value added to production (0.5784)" in text.en


def test_a_line_off_by_ten_persons_leaves_the_group(tmp_path: Path) -> None:
    """3,309 persons fit the ratio of the other three; 3,319 do not."""
    off = changed(
        tmp_path,
        (
            "published.csv",
            "technology,지원사업,employment,3309",
            "technology,지원사업,employment,3319",
        ),
    )
    finding = only(shared_ratio(off))
    assert set(finding.data["pairs"]) == {*SUPPORT, ("smart-services", "기업투자유치")} - {
        ("technology", "지원사업")
    }
    assert finding.text.ko.startswith("공표된 6개 사업 가운데 3개(")


def test_the_largest_group_is_found_whatever_the_order(tmp_path: Path) -> None:
    """A line that agrees with one member only must not hide the larger group."""
    study = copied(tmp_path)
    printed = {
        ("technology", "지원사업"): ("50.4", "50.9"),
        ("technology", "기업투자유치"): ("51", "52.5"),
        ("smart-services", "지원사업"): ("51.1", "50.9"),
        ("smart-services", "기업투자유치"): ("51", "51"),
        ("materials", "지원사업"): ("50", "51"),
        ("materials", "기업투자유치"): ("51", "52"),
    }
    rows = ["scenario,programme,indicator,value,unit,source"]
    for (scenario, programme), (value_added, jobs) in printed.items():
        for indicator, value, unit in (
            ("production", "1000000", "백만원"),
            ("value_added", value_added, "백만원"),
            ("employment", jobs, "명"),
        ):
            rows.append(f"{scenario},{programme},{indicator},{value},{unit},made up")
    (study / "published.csv").write_text("\n".join([*rows, ""]), "utf-8")
    group = largest_group(estimate(study, readings=("announced",)))
    assert group is not None
    assert len(group.pairs) == 3
    # 51 ± 0.5 persons with 52 ± 0.5 and 50.9 ± 0.05 or 52.5 ± 0.05: no four meet in one point.
    for side, shared in ((0, group.value_added), (1, group.jobs)):
        lows, highs = [], []
        for pair in group.pairs:
            digits = printed[pair][side]
            half = HALF / 10 ** len(digits.partition(".")[2])
            lows.append((float(digits) - half) / (1_000_000 + HALF))
            highs.append((float(digits) + half) / (1_000_000 - HALF))
        assert max(lows) <= min(highs)
        assert shared == pytest.approx((max(lows), min(highs)), rel=ROUTES)


# ------------------------------------------------------------------ what the table says of it
def jobs_per_billion() -> np.ndarray:
    production, _, jobs = national().effects
    with np.errstate(invalid="ignore", divide="ignore"):
        return jobs / production * 1000


def test_sectors_that_reach_the_jobs_of_the_group() -> None:
    lows = [ratios()[pair][1][0] * 1000 for pair in told()["shared_ratio"].data["pairs"]]
    need = max(lows)
    ratio = jobs_per_billion()
    order = [i for i in np.argsort(-ratio) if ratio[i] >= need]
    finding = told()["reach"]
    assert finding.data["need"] == pytest.approx(need, rel=ROUTES)
    assert finding.data["reach"] == [national().codes[i] for i in order]
    assert finding.data["reach"] == ["011", "012", "019", "822", "742"]
    assert f"생산 10억원당 취업자 {need:.1f}명은" in finding.text.ko
    assert finding.text.en.startswith("17.9 jobs per billion won of production lie far above")
    by_code = dict(zip(national().codes, ratio, strict=True))
    for code in finding.data["reach"]:
        assert f"({by_code[code]:.1f})" in finding.text.en


def test_no_ict_or_professional_sector_comes_near() -> None:
    by_code = dict(zip(national().codes, jobs_per_billion(), strict=True))
    named = {"610", "621", "629", "700", "711", "712", "721", "729", "741", "749"}
    prior = {c for p in study_toml()["readings"]["reconciled"]["priors"]
             for c in p.get("sectors", ())}  # fmt: skip
    assert prior <= named
    best = max(named, key=lambda code: by_code[code])
    assert told()["reach"].data["highest"] == best
    assert by_code[best] < 0.6 * told()["reach"].data["need"]
    assert f"({by_code[best]:.1f}명)보다 훨씬 높습니다" in told()["reach"].text.ko


# ------------------------------------------------------------------ linear programmes, again
def kept() -> list[int]:
    """Return the positions of the candidate sectors."""
    left_out = {
        c for e in study_toml()["readings"]["reconciled"]["exclusions"] for c in e["sectors"]
    }
    return [i for i, code in enumerate(national().codes) if code not in left_out]


def candidate_codes() -> list[str]:
    return [national().codes[i] for i in kept()]


@cache
def constraints() -> tuple[np.ndarray, np.ndarray]:
    """Return A f ≤ b: all 30 figures within half a unit, f six programmes by candidate."""
    effects = national().effects[:, kept()]
    rows, bounds = [], []
    for (scenario, programme, indicator), printed in slide().items():
        row = np.concatenate(
            [
                effects[INDICATORS.index(indicator)]
                * (programme in (p, "subtotal", "total") and scenario in (s, "total"))
                for s, p in PROGRAMMES
            ]
        )
        rows += [row, -row]
        bounds += [printed + HALF, -(printed - HALF)]
    return np.array(rows), np.array(bounds)


def spent(pairs: Iterable[tuple[str, str]]) -> tuple[float, float]:
    """Return the least and greatest 백만원 that these programmes can have spent together."""
    A, b = constraints()
    cost = np.concatenate([np.full(len(kept()), float(p in list(pairs))) for p in PROGRAMMES])
    low, high = linprog(cost, A_ub=A, b_ub=b), linprog(-cost, A_ub=A, b_ub=b)
    assert low.status == high.status == 0
    return low.fun, -high.fun


@pytest.mark.parametrize("pair", [SUPPORT[0], INVESTMENT[1]])
def test_the_range_of_spending(pair: tuple[str, str]) -> None:
    low, high = spent([pair])
    finding = told()["spending"]
    assert finding.data["ranges"][pair] == pytest.approx((low, high), rel=LP)
    district = {"technology": "기술혁신지구", "materials": "첨단소재·부품 사업화지구"}[pair[0]]
    assert f"{district} {pair[1]} {low / 100:,.0f}~{high / 100:,.0f}억원" in finding.text.ko
    assert f"후보 부문 {len(kept())}개" in finding.text.ko
    assert f"{low / 1000:,.1f} to {high / 1000:,.1f}" in finding.text.en


def test_every_range_of_spending_holds_the_committed_spending() -> None:
    ranges = told()["spending"].data["ranges"]
    assert set(ranges) == set(PROGRAMMES)
    for pair, (low, high) in ranges.items():
        assert low < sum(vectors()[pair].values()) < high


def test_inferred_spending_beside_the_announced_801_billion() -> None:
    anchors = sum(eok for d, s, eok in FIRMS.values() if s and d != "smart-services")
    (partners,) = (s["amount"] for s in study_toml()["stated"] if s["sums"] == "unplaced")
    assert (anchors, partners, anchors + partners) == (3_837, 4_174.5, 8_011.5)
    committed = sum(sum(vectors()[pair].values()) for pair in INVESTMENT)
    low, high = spent(INVESTMENT)
    finding = told()["against_announced"]
    assert finding.data["announced"] == pytest.approx(801_150.0)
    assert finding.data["inferred"] == pytest.approx(committed, rel=ROUTES)
    assert finding.data["range"] == pytest.approx((low, high), rel=LP)
    assert low < 801_150 < high
    text = finding.text.ko
    assert "발표된 금액은 8,011.5억원(앵커기업 3,837.0 + 지구가 없는 협력기업 4,174.5" in text
    assert f"추론 지출은 {committed / 100:,.1f}억원" in text
    assert f"{low / 100:,.0f}~{high / 100:,.0f}억원" in text
    assert finding.text.ko.endswith("발표 금액이 범위 안에 있습니다.")
    assert "announced were ₩801.15 billion" in finding.text.en
    assert finding.text.en.endswith("The announced sum lies inside the range.")


def line_of(pair: tuple[str, str], codes: list[str]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return effects (3, n), lower and upper bounds of one line on some candidates."""
    at = [national().codes.index(code) for code in codes]
    printed = np.array([slide()[(*pair, k)] for k in INDICATORS], dtype=float)
    return national().effects[:, at], printed - HALF, printed + HALF


def explains(pair: tuple[str, str], codes: list[str]) -> bool:
    effects, low, high = line_of(pair, codes)
    answer = linprog(
        np.zeros(len(codes)),
        A_ub=np.vstack([effects, -effects]),
        b_ub=np.concatenate([high, -low]),
    )
    assert answer.status in (0, 2)
    return bool(answer.status == 0)


def test_four_lines_need_labour_supply_and_personal_services() -> None:
    finding = told()["needed"]
    four = {*SUPPORT, ("smart-services", "기업투자유치")}
    assert finding.data["sectors"] == ("742", "822")
    assert set(finding.data["lines"]) == four
    for pair in four:
        assert explains(pair, candidate_codes())
        for code in ("742", "822"):
            assert not explains(pair, [c for c in candidate_codes() if c != code])
    for pair in INVESTMENT:
        assert explains(pair, [c for c in candidate_codes() if c not in ("742", "822")])


def test_they_take_over_four_fifths_of_the_money_in_any_mix() -> None:
    """At the least share s, Σ(mask − s) f can be zero but not below (Dinkelbach)."""
    least = told()["needed"].data["least_share"]
    assert least >= 0.8
    codes = candidate_codes()
    mask = np.array([float(code in ("742", "822")) for code in codes])
    slack = []
    for pair in told()["needed"].data["lines"]:
        effects, low, high = line_of(pair, codes)
        answer = linprog(
            mask - least,
            A_ub=np.vstack([effects, -effects]),
            b_ub=np.concatenate([high, -low]),
        )
        spending = answer.x.sum()
        slack.append(answer.fun / spending)
    assert min(slack) == pytest.approx(0.0, abs=LP)
    assert f"모두 돈의 {least:.1%} 이상을" in told()["needed"].text.ko
    for pair in told()["needed"].data["lines"]:
        mine = vectors()[pair]
        assert mine["742"] + mine["822"] >= least * sum(mine.values())


FARM = """\
[[readings.reconciled.exclusions]]
sectors = ["011", "012", "019", "021", "029", "030", "040", "050"]
"""


def test_findings_follow_the_candidates_that_study_toml_admits(tmp_path: Path) -> None:
    """With farm products admitted, both sectors can be done without one at a time."""
    study = copied(tmp_path)
    edit(study / "study.toml", FARM, FARM.replace('"011", "012", "019", ', ""))
    found = {finding.id: finding for finding in findings(estimate(study))}
    more = [*candidate_codes(), "011", "012", "019"]
    assert f"후보 부문 {len(more)}개" in found["spending"].text.ko
    for pair, (low, high) in found["spending"].data["ranges"].items():
        narrow = told()["spending"].data["ranges"][pair]
        assert low <= narrow[0] * (1 + LP)
        assert high >= narrow[1] * (1 - LP)
    codes = {
        code
        for pair in PROGRAMMES
        for code in ("742", "822")
        if not explains(pair, [c for c in more if c != code])
    }
    assert codes == set()
    assert "needed" not in found


def prior_of(pair: tuple[str, str]) -> dict[str, float]:
    """Return prior shares by candidate: own sectors, and the rest at the stated weight."""
    how = study_toml()["readings"]["reconciled"]
    (said,) = (
        p
        for p in how["priors"]
        if p["programme"] == pair[1] and p.get("scenario", pair[0]) == pair[0]
    )
    own: dict[str, float] = {}
    if said.get("announced"):
        for district, sector, eok in FIRMS.values():
            if district == pair[0]:
                own[sector] = own.get(sector, 0.0) + eok
    mean = sum(own.values()) / len(own) if own else 1.0
    for code in said.get("sectors", ()):
        own[code] = own.get(code, 0.0) + mean
    rest = [code for code in candidate_codes() if code not in own]
    weight = how["rest_weight"]
    shares = {code: weight / len(rest) for code in rest}
    return shares | {c: (1 - weight) * w / sum(own.values()) for c, w in own.items()}


def test_distance_of_the_inferred_spending_from_its_prior() -> None:
    far = told()["distance"].data["divergence"]
    for pair in PROGRAMMES:
        prior, money = prior_of(pair), vectors()[pair]
        assert sum(prior.values()) == pytest.approx(1.0)
        total = sum(money.values())
        wanted = sum(m / total * log(m / total / prior[code]) for code, m in money.items())
        assert far[pair] == pytest.approx(wanted, rel=ROUTES)
        assert f"{wanted:.2f}" in told()["distance"].text.ko
    assert far["materials", "기업투자유치"] < 0.5
    assert far["technology", "기업투자유치"] < 1.5
    assert all(far[pair] > 5 for pair in SUPPORT)


def factor(pair: tuple[str, str], codes: list[str]) -> tuple[float, float] | None:
    """Return published jobs over the table's, for mixes with the line's other two figures."""
    effects, low, high = line_of(pair, codes)
    A = np.vstack([effects[:2], -effects[:2]])
    b = np.concatenate([high[:2], -low[:2]])
    few, many = linprog(effects[2], A_ub=A, b_ub=b), linprog(-effects[2], A_ub=A, b_ub=b)
    if few.status == 2:
        return None
    printed = slide()[(*pair, "employment")]
    return printed / -many.fun, printed / few.fun


def test_the_other_explanation_other_jobs_per_output() -> None:
    factors = told()["factors"].data["factors"]
    own = {
        ("technology", "기업투자유치"): ["621", "629"],
        ("materials", "기업투자유치"): ["200", "282", "403"],
        ("smart-services", "기업투자유치"): ["610", "621", "629", "700", "721", "729"],
        **{pair: ["700", "711", "712", "721", "729", "741", "749"] for pair in SUPPORT},
    }
    for pair, codes in own.items():
        assert factors[pair] == pytest.approx(factor(pair, codes), rel=LP), pair
    low, high = factors["materials", "기업투자유치"]
    assert 1.1 < low < high < 1.3
    assert factors["technology", "기업투자유치"] == pytest.approx((1.63, 1.63), abs=0.01)
    assert all(low > 1.9 and high > 3 for p, (low, high) in factors.items() if p in SUPPORT)
    assert factor(("technology", "기업투자유치"), ["621"]) is None
    text = told()["factors"].text
    assert "629을(를) 빼면 불가능" in text.ko
    assert "without 629, which is assumed, impossible" in text.en
    assert "materials and parts district, investment attraction 1.13–1.29 (200, 282, 403)" in (
        text.en
    )


# ------------------------------------------------------------------ when there are none
def test_a_part_of_a_study_has_no_findings() -> None:
    assert findings(estimate(SEJONG / "materials.toml", readings=("announced",))) == ()


def test_an_unpublished_study_has_no_findings(tmp_path: Path) -> None:
    study = copied(tmp_path)
    (study / "published.csv").unlink()
    assert findings(estimate(study, readings=("announced",))) == ()


def test_figures_that_nothing_explains_have_no_spending(tmp_path: Path) -> None:
    """With one figure off by ten the linear programmes have no answer; the rest is still told."""
    off = changed(
        tmp_path,
        (
            "published.csv",
            "technology,지원사업,production,184493",
            "technology,지원사업,production,184503",
        ),
    )
    assert [finding.id for finding in findings(off)] == ["rounding", "stated_sum", "shared_ratio"]


def test_the_table_was_published_after_the_document() -> None:
    """R11 is a warning of the run; the dates are those of the table's and the study's files."""
    with (COEFFICIENTS / "bok-2020-165" / "table.toml").open("rb") as file:
        published = tomllib.load(file)["published"]
    document = study_toml()["document_date"]
    assert document < published
    said = [text.en for text in sejong().manifest.warnings if "R11" in text.en]
    assert (
        f"bok-2020-165 was published on {published}; the authors of the document of {document} "
        "cannot have used it (R11)"
    ) in said


def test_a_publication_of_production_alone_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    """No value added and no jobs: no ratios and no factors, but sums and spending."""
    study = published_alone(tmp_path, ",production,")
    found = {finding.id: finding for finding in findings(estimate(study))}
    assert [gap[:2] for gap in found["rounding"].data["gaps"]] == [("total", "production")] * 2
    assert "spending" in found
    assert not {"shared_ratio", "reach", "factors"} & set(found)


def test_totals_alone_leave_no_sums_to_check(tmp_path: Path) -> None:
    found = findings(estimate(published_alone(tmp_path, "^total,")))
    assert [finding.id for finding in found] == ["stated_sum"]
