"""The Sejong estimate against the slide, and against the arithmetic done in plain steps.

`Plain` reads the CSV files of a table and does without iomodel's readers, models and summary.
"""

from __future__ import annotations

import csv
import re
import shutil
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from helpers import COEFFICIENTS, SEJONG, edit, lines, refused, rows_of, write_study

import iomodel
from iomodel.errors import NotFoundError, ScenarioFileError
from iomodel.estimates import Estimate, estimate
from iomodel.report import data
from iomodel.saving import save_table
from iomodel.storage import TableFolder
from iomodel.summary import Summary
from iomodel.table import AnyTable, IOTable
from iomodel.text import Text
from iomodel.views import views

ROUTES = 1e-9  # relative: the same sums in another order, in double precision
HALF = 0.5  # the slide prints whole million won and whole persons
SUMS = 1e-9  # relative: sums of a handful of doubles

# The table of the slide 경제적 효과, as the seminar's document prints it (line 835 on).
SLIDE = """\
기술혁신지구 지원사업 184,493 106,713 3,309
기술혁신지구 기업투자유치 797,174 448,145 6,539
기술혁신지구 소계 981,667 554,859 9,848
스마트서비스 실증지구 지원사업 65,094 37,651 1,168
스마트서비스 실증지구 기업투자유치 1,042,512 603,004 18,699
스마트서비스 실증지구 소계 1,107,606 640,655 19,866
첨단소재부품 사업화 지구 지원사업 240,934 139,360 4,321
첨단소재부품 사업화 지구 기업투자유치 569,723 202,996 2,015
첨단소재부품 사업화 지구 소계 810,657 342,355 6,336
합계 2,899,931 1,537,869 36,050
"""
# The firms of the slide 앵커기업 유치, in 억원, with the sectors that this repository gives them.
FIRMS = {
    "A": ("technology", "621", 209),
    "B": ("technology", "621", 540),
    "C": ("technology", "621", 520),
    "D": ("technology", "621", 1030),
    "E": ("smart-services", "", 31000),
    "F": ("smart-services", "339", 1000),
    "G": ("materials", "403", 125),
    "H": ("materials", "200", 500),
    "I": ("materials", "282", 387),
    "J": ("materials", "200", 526),
}
SEED = "seeds/sejong-odz-seminar-2024-05-28.txt"
DISTRICTS = {"기술": "technology", "스마": "smart-services", "첨단": "materials"}
INDICATORS = ("production", "value_added", "employment")
Cell = tuple[str, str, str]


def slide() -> dict[Cell, int]:
    """Return the 30 printed figures by scenario, programme and indicator."""
    figures: dict[Cell, int] = {}
    for row in SLIDE.splitlines():
        words = row.split()
        scenario = DISTRICTS.get(words[0][:2], "total")
        programme = {"소계": "subtotal", "합계": "total"}.get(words[-4], words[-4])
        for indicator, digits in zip(INDICATORS, words[-3:], strict=True):
            figures[scenario, programme, indicator] = int(digits.replace(",", ""))
    return figures


@dataclass(frozen=True)
class Plain:
    """A table in plain numpy: codes, and effects per 백만원 in the order of INDICATORS."""

    codes: tuple[str, ...]
    effects: np.ndarray


def grid(path: Path, labels: int = 1) -> tuple[list[str], np.ndarray]:
    """Return the row labels and the numbers of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    return [row[0] for row in rows], np.array([[float(x) for x in row[labels:]] for row in rows])


@cache
def national() -> Plain:
    """Return the 2020 table of 165 sectors: Z, output by columns, L by inversion."""
    folder = COEFFICIENTS / "bok-2020-165"
    codes, Z = grid(folder / "domestic.csv")
    imported = grid(folder / "imports.csv")[1]
    value_added = grid(folder / "primary_inputs.csv", labels=2)[1].sum(axis=0)
    x = Z.sum(axis=0) + imported.sum(axis=0) + value_added
    jobs = grid(folder / "satellites.csv")[1][:, 0]
    L = np.linalg.inv(np.eye(len(x)) - Z / x)
    return Plain(tuple(codes), np.vstack([L.sum(axis=0), value_added / x @ L, jobs / x @ L]))


def announced_amounts(scenario: str) -> dict[str, float]:
    """Return the announced 백만원 by sector of 165, from the slide."""
    amounts: dict[str, float] = {}
    for district, sector, eok in FIRMS.values():
        if district == scenario and sector:
            amounts[sector] = amounts.get(sector, 0.0) + eok * 100.0
    return amounts


def vectors() -> dict[tuple[str, str], dict[str, float]]:
    """Return the committed amounts by programme and sector, from reconciled.csv."""
    found: dict[tuple[str, str], dict[str, float]] = {}
    for row in rows_of(SEJONG / "reconciled.csv"):
        assert row["unit"] == "백만원"
        found.setdefault((row["scenario"], row["programme"]), {})[row["sector"]] = float(
            row["amount"]
        )
    return found


def plain_effects(amounts: dict[str, float]) -> np.ndarray:
    """Return production, value added (백만원) and persons of amounts by sector of 165."""
    table = national()
    demand = np.zeros(len(table.codes))
    for code, amount in amounts.items():
        demand[table.codes.index(code)] = amount
    return table.effects @ demand


FOURTH = """\
schema = 1

[district]
ko = "신도심지구"
en = "New town district"

[[programmes]]
name = "기업투자유치"

[[programmes.lines]]
sector = "소프트웨어 개발 공급"
amount = 100
unit = "억원"
source = "새 발표"
"""


def copied(tmp_path: Path, name: str = "copy") -> Path:
    """Return a copy of the Sejong study."""
    return Path(shutil.copytree(SEJONG, tmp_path / name))


_read = TableFolder.read


@cache
def _read_once(path: Path, seal: str, level: str) -> AnyTable:
    return _read(TableFolder.open(path), level)


def read_shipped_tables_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep shipped tables in memory between tests: they are frozen, reading is tested elsewhere."""

    def read(folder: TableFolder, level: str) -> AnyTable:
        if folder.path.parent == COEFFICIENTS:
            return _read_once(folder.path, folder.toml_checksum, level)
        return _read(folder, level)

    monkeypatch.setattr(TableFolder, "read", read)


@pytest.fixture(autouse=True)
def _tables(monkeypatch: pytest.MonkeyPatch) -> None:
    read_shipped_tables_once(monkeypatch)


@pytest.fixture(scope="module")
def sejong() -> Estimate:
    return estimate(SEJONG)


@pytest.fixture(scope="module")
def records(sejong: Estimate) -> list[dict[str, Any]]:
    return data.results([sejong])


def comparisons(of: Estimate, reading: str) -> dict[Cell, dict[str, Any]]:
    rows = [row.record() for row in of.comparison if row.reading == reading]
    cells = {(r["scenario"], r["programme"], r["indicator"]): r for r in rows}
    assert len(cells) == len(rows)
    return cells


# ------------------------------------------------------------------ the source
def test_slide_is_transcribed_as_the_document_prints_it(shared: Path) -> None:
    text = (shared / SEED).read_text("utf-8")
    after = text[text.index("[세종형 기회발전특구 경제적 파급효과]") :].splitlines()[3:13]
    district, rows = "", []
    for row in after:
        words = row.split("\t")
        district = words[0] or district
        rows.append(" ".join([district, *words[1:]]).replace("  ", " "))
    assert "\n".join(rows) + "\n" == SLIDE


def test_firms_are_transcribed_as_the_document_prints_them(shared: Path) -> None:
    text = (shared / SEED).read_text("utf-8")
    start = text.index("[지구별 앵커기업 리스트]")
    found = {}
    for row in text[start : start + 1500].splitlines():
        firm = re.search(r"([A-J])사\t", row)
        amount = re.search(r"\t(?:(\d+)조 )?([\d,]+)(천?)억원\t", row)
        if firm and amount:
            jo, digits, thousand = amount.groups()
            eok = int(digits.replace(",", "")) * (1000 if thousand else 1)
            found[firm[1]] = eok + 10_000 * int(jo or 0)
    assert found == {firm: eok for firm, (_, _, eok) in FIRMS.items()}


def test_published_csv_holds_the_slide() -> None:
    rows = rows_of(SEJONG / "published.csv")
    figures = {(r["scenario"], r["programme"], r["indicator"]): int(r["value"]) for r in rows}
    assert len(rows) == 30
    assert figures == slide()
    assert {(r["indicator"], r["unit"]) for r in rows} == {
        ("production", "백만원"),
        ("value_added", "백만원"),
        ("employment", "명"),
    }


def test_scenario_files_hold_the_announced_firms() -> None:
    for name in ("technology", "smart-services", "materials"):
        with (SEJONG / f"{name}.toml").open("rb") as file:
            programmes = tomllib.load(file)["programmes"]
        assert [p["name"] for p in programmes] == ["지원사업", "기업투자유치"]
        assert "lines" not in programmes[0]
        stated = [(x["sector"], x["amount"], x["unit"]) for x in programmes[1]["lines"]]
        stated += [("", x["amount"], x["unit"]) for x in programmes[1].get("excluded", ())]
        wanted = [(s, eok, "억원") for district, s, eok in FIRMS.values() if district == name]
        assert sorted(stated) == sorted(wanted)


# ------------------------------------------------------------------ the reconciled reading
def test_reconciled_gives_all_30_cells_to_the_printed_digit(sejong: Estimate) -> None:
    cells = comparisons(sejong, "reconciled")
    assert set(cells) == set(slide())
    for key, printed in slide().items():
        row = cells[key]
        assert round(row["computed"]) == printed, key
        assert row["published"] == printed
        assert row["difference"] == pytest.approx(row["computed"] - printed)
        assert row["matches"] is True
        assert row["basis"] == "fitted"
    assert Summary(sejong).matched("reconciled") == (30, 30)


def test_reconciled_is_the_committed_vectors_through_the_plain_leontief_core(
    sejong: Estimate,
) -> None:
    cells = comparisons(sejong, "reconciled")
    sums = dict.fromkeys(INDICATORS, 0.0)
    for (scenario, programme), amounts in vectors().items():
        for indicator, value in zip(INDICATORS, plain_effects(amounts), strict=True):
            found = cells[scenario, programme, indicator]["computed"]
            assert found == pytest.approx(value, rel=ROUTES)
            sums[indicator] += value
    for indicator, value in sums.items():
        found = cells["total", "total", indicator]["computed"]
        assert found == pytest.approx(value, rel=ROUTES)


def test_sums_are_of_unrounded_values(sejong: Estimate) -> None:
    cells = comparisons(sejong, "reconciled")
    apart = 0
    for scenario in DISTRICTS.values():
        for k in INDICATORS:
            parts = [cells[scenario, p, k]["computed"] for p in ("지원사업", "기업투자유치")]
            total = cells[scenario, "subtotal", k]["computed"]
            assert total == pytest.approx(sum(parts), rel=SUMS)
            apart += sum(map(round, parts)) != round(total)
    assert apart == 3  # as on the slide: sums of the rounded lines would miss three subtotals


def test_a_one_per_cent_error_in_a_vector_is_caught(tmp_path: Path) -> None:
    study = copied(tmp_path)
    amount = vectors()["materials", "기업투자유치"]["200"]
    row = "materials,기업투자유치,200,의약품,"
    edit(study / "reconciled.csv", f"{row}{amount:.3f}", f"{row}{amount * 1.01:.3f}")
    cells = comparisons(estimate(study, readings=("reconciled",)), "reconciled")
    missed = {key for key, row in cells.items() if not row["matches"]}
    assert missed == {
        (*where, k)
        for where in (("materials", "기업투자유치"), ("materials", "subtotal"), ("total", "total"))
        for k in INDICATORS
    }


def test_a_published_figure_off_by_ten_is_not_matched(tmp_path: Path) -> None:
    study = copied(tmp_path)
    edit(
        study / "published.csv",
        "technology,지원사업,production,184493",
        "technology,지원사업,production,184503",
    )
    changed = estimate(study, readings=("reconciled",))
    cells = comparisons(changed, "reconciled")
    assert [key for key, row in cells.items() if not row["matches"]] == [
        ("technology", "지원사업", "production")
    ]
    off = cells["technology", "지원사업", "production"]
    assert off["published"] == 184503
    assert round(off["computed"]) == 184493
    assert off["difference"] == pytest.approx(-10, abs=HALF)
    assert Summary(changed).matched("reconciled") == (29, 30)


def test_rows_of_reconciled_csv_that_belong_nowhere_are_refused(tmp_path: Path) -> None:
    study = copied(tmp_path)
    with (study / "reconciled.csv").open("a", encoding="utf-8") as file:
        file.write("technologie,지원사업,621,소프트웨어 개발 공급,1.000,백만원,inferred\n")
    error = refused(ScenarioFileError, lambda: estimate(study, readings=("reconciled",)))
    assert str(error) == lines(
        study / "reconciled.csv",
        f"  line {len(rows_of(study / 'reconciled.csv')) + 1}: no such scenario or programme in "
        "the study",
        "    expected: a programme and a scenario of the study",
        "    found: technologie / 지원사업",
        "    remedy: make the file anew: iomodel reconcile",
    )


@pytest.mark.parametrize(
    ("table", "highest", "jobs"),
    [
        ("bok-2020-83", "78 Social care services", "14.01"),
        ("bok-2020-33", "32 Other services", "10.45"),
        ("bok-2023-33", "", ""),
        ("bok-2020-regional-83", "", ""),
    ],
)
def test_reconciled_is_unavailable_on_coarser_tables_and_says_why(
    table: str, highest: str, jobs: str
) -> None:
    answer = estimate(SEJONG, readings=("reconciled",), table=table)
    (reading,) = answer.readings
    assert reading.impact is None
    assert reading.comparison == ()
    assert data.results([answer]) == []
    assert reading.unavailable is not None
    why = reading.unavailable
    start = f"infeasible on {table}: no demand explains all published figures. 17.94 jobs per "
    assert why.en.startswith(start)
    assert why.ko.startswith(
        f"{table}에서는 재구성할 수 없습니다: 공표값을 모두 설명하는 수요가 없습니다. "
        "생산 10억원당 취업자 17.94명이 필요한데, 후보 부문 가운데 가장 높은 "
    )
    if highest:
        assert why.en == (
            f"{start}billion won of production are needed, and the highest of any candidate, "
            f"{highest}, has {jobs}"
        )


def test_the_highest_jobs_per_production_at_33_sectors_is_worked_out_from_165() -> None:
    """The figure in the reason above, from flows added up by hand."""
    folder = COEFFICIENTS / "bok-2020-165"
    Z = grid(folder / "domestic.csv")[1]
    x = (
        Z.sum(axis=0)
        + grid(folder / "imports.csv")[1].sum(axis=0)
        + grid(folder / "primary_inputs.csv", labels=2)[1].sum(axis=0)
    )
    jobs = grid(folder / "satellites.csv")[1][:, 0]
    parents = [row["parent_33"] for row in rows_of(folder / "sectors.csv")]
    S = np.array([[float(p == code) for p in parents] for code in sorted(set(parents))])
    A = S @ Z @ S.T / (S @ x)
    L = np.linalg.inv(np.eye(len(A)) - A)
    ratio = (S @ jobs / (S @ x)) @ L / L.sum(axis=0) * 1000
    order = [sorted(set(parents))[i] for i in np.argsort(-ratio)]
    assert order[0] == "01"  # farm products, no candidate
    assert order[1] == "32"
    assert f"{ratio[31]:.2f}" == "10.45"


# ------------------------------------------------------------------ the announced reading
def test_announced_is_the_firms_through_the_plain_leontief_core(sejong: Estimate) -> None:
    cells = comparisons(sejong, "announced")
    for scenario in DISTRICTS.values():
        wanted = plain_effects(announced_amounts(scenario))
        for indicator, value in zip(INDICATORS, wanted, strict=True):
            found = cells[scenario, "기업투자유치", indicator]["computed"]
            assert found == pytest.approx(value, rel=ROUTES)


def test_announced_compares_only_what_was_announced(sejong: Estimate) -> None:
    cells = comparisons(sejong, "announced")
    assert set(cells) == set(slide())
    comparable = {(s, p) for (s, p, _), row in cells.items() if row["basis"] == "computed"}
    assert comparable == {("technology", "기업투자유치"), ("materials", "기업투자유치")}
    for (_, programme, _), row in cells.items():
        if row["basis"] == "computed":
            assert row["matches"] is False  # the gap is shown, not forced
            assert row["difference"] < 0
        else:
            assert row["basis"] == "not comparable"
            assert row["matches"] is None
        assert (row["computed"] is None) == (programme == "지원사업")


def test_announced_says_why_lines_are_not_comparable(sejong: Estimate) -> None:
    reasons = {
        (row.cell.scenario, row.cell.programme): row.reason
        for row in sejong.comparison
        if row.reading == "announced" and row.reason
    }
    assert reasons["technology", "지원사업"].ko == "금액이 공표되지 않음"
    assert reasons["technology", "지원사업"].en == "no announced amounts"
    assert reasons["technology", "subtotal"].ko == "금액이 공표되지 않음: technology 지원사업"
    assert "E사" in reasons["smart-services", "기업투자유치"].ko
    assert "firm F's investment" in reasons["smart-services", "기업투자유치"].en
    assert set(reasons) == {(s, p) for s, p, _ in slide()} - {
        ("technology", "기업투자유치"),
        ("materials", "기업투자유치"),
    }


def test_announced_through_the_regional_table_is_the_published_multipliers(
    records: list[dict[str, Any]],
) -> None:
    parent = {
        r["code"]: r["parent_83"] for r in rows_of(COEFFICIENTS / "bok-2020-165" / "sectors.csv")
    }
    multipliers = {
        r["code"]: r
        for r in rows_of(COEFFICIENTS / "bok-2020-regional-83" / "multipliers.csv")
        if r["region"] == "세종"
    }
    found = {
        (r["scenario"], r["indicator"], r["origin"]): r["value"]
        for r in records
        if r["table"] == "bok-2020-regional-83"
    }
    assert len(found) == 3 * 3 * 3
    for scenario in DISTRICTS.values():
        for indicator in INDICATORS:
            sides = []
            for side in ("in", "out"):
                wanted = sum(
                    amount * float(multipliers[parent[code]][f"{indicator}_{side}"])
                    for code, amount in announced_amounts(scenario).items()
                )
                sides.append(wanted / 1000 if indicator == "employment" else wanted)
            for origin, wanted in zip(
                ("in_region", "other_regions", "total"), [*sides, sum(sides)], strict=True
            ):
                value = found[scenario, indicator, origin]
                assert value == pytest.approx(wanted, rel=ROUTES)


def test_amounts_are_added_in_money_whatever_their_unit(tmp_path: Path) -> None:
    study = copied(tmp_path)
    edit(study / "materials.toml", 'amount = 125\nunit = "억원"', 'amount = 12.5\nunit = "십억원"')
    edit(study / "materials.toml", 'amount = 387\nunit = "억원"', 'amount = 38700\nunit = "백만원"')
    labels = {"scenario": "materials", "table": "bok-2020-165"}
    after = iomodel.run(study, reading="announced").value("employment", **labels)
    wanted = plain_effects(announced_amounts("materials"))[2]
    assert after == pytest.approx(wanted, rel=ROUTES)


def test_a_sector_may_be_named_in_korean_or_english(tmp_path: Path) -> None:
    study = copied(tmp_path)
    edit(study / "materials.toml", 'sector = "403"', 'sector = "자동차 부품"')
    edit(
        study / "materials.toml",
        'sector = "282"',
        f'sector = "{iomodel.load_table("bok-2020-165").sectors.get("282").name.en}"',
    )
    after = estimate(study / "materials.toml", readings=("announced",))
    cells = comparisons(after, "announced")
    wanted = plain_effects(announced_amounts("materials"))
    for indicator, value in zip(INDICATORS, wanted, strict=True):
        assert cells["materials", "기업투자유치", indicator]["computed"] == pytest.approx(
            value, rel=ROUTES
        )


@pytest.mark.parametrize("table", ["bok-2020-83", "bok-2020-33", "bok-2023-33"])
def test_announced_runs_on_coarser_tables(table: str) -> None:
    answer = estimate(SEJONG, readings=("announced",), table=table)
    assert [stamp.id for stamp in answer.manifest.tables] == [table]
    firms = sum(sum(announced_amounts(s).values()) for s in DISTRICTS.values())
    model = iomodel.load_model(table)
    parent = "parent_83" if table.endswith("83") else "parent_33"
    parents = {r["code"]: r[parent] for r in rows_of(COEFFICIENTS / "bok-2020-165" / "sectors.csv")}
    production = dict(
        zip(model.sectors.codes, model.multipliers().of("production").tolist(), strict=True)
    )
    wanted = sum(
        amount * production[parents[code]]
        for s in DISTRICTS.values()
        for code, amount in announced_amounts(s).items()
    )
    assert firms == 483_700.0
    assert answer.impact.value("production") == pytest.approx(wanted, rel=ROUTES)


def test_a_regional_table_may_stand_in_for_the_national() -> None:
    """Then the effects are split by origin, and compared by their total."""
    answer = estimate(SEJONG, readings=("announced",), table="bok-2020-regional-83")
    usual = estimate(SEJONG, readings=("announced",))
    (reading,) = answer.readings
    assert reading.regional is None
    for scenario in DISTRICTS.values():
        for indicator in INDICATORS:
            wanted = usual.impact.value(indicator, scenario=scenario, region="세종")
            cell = comparisons(answer, "announced")[scenario, "기업투자유치", indicator]
            assert cell["computed"] == pytest.approx(wanted, rel=ROUTES)
    assert len(Summary(answer).regional) == len(Summary(usual).regional) == 4


# ------------------------------------------------------------------ records
def test_in_region_and_other_regions_add_to_the_total(records: list[dict[str, Any]]) -> None:
    names = ("table", "scenario", "reading", "programme", "indicator")
    values: dict[tuple[Any, ...], dict[str, float]] = {}
    for record in records:
        origins = values.setdefault(tuple(record[name] for name in names), {})
        assert record["origin"] not in origins
        origins[record["origin"]] = record["value"]
    split = [origins for origins in values.values() if len(origins) > 1]
    assert len(split) == 3 * 3
    for origins in split:
        total = origins["in_region"] + origins["other_regions"]
        assert total == pytest.approx(origins["total"], rel=SUMS)
        assert min(origins.values()) > 0
    assert all(set(origins) == {"total"} for origins in values.values() if origins not in split)


def test_value_added_and_imports_exhaust_spending(records: list[dict[str, Any]]) -> None:
    """R6, through the whole run: what is spent is earned here or abroad."""
    for (scenario, programme), amounts in vectors().items():
        induced = sum(
            r["value"]
            for r in records
            if (r["reading"], r["scenario"], r["programme"]) == ("reconciled", scenario, programme)
            and r["indicator"] in ("value_added", "imports")
        )
        assert induced == pytest.approx(sum(amounts.values()), rel=ROUTES)


def test_every_record_says_how_it_is_known(records: list[dict[str, Any]]) -> None:
    assert {(r["reading"], r["basis"]) for r in records} == {
        ("reconciled", "inferred"),
        ("announced", "computed"),
    }


def test_units_of_records(records: list[dict[str, Any]]) -> None:
    assert {(r["indicator"], r["unit"]) for r in records} == {
        ("production", "백만원"),
        ("value_added", "백만원"),
        ("imports", "백만원"),
        ("employment", "명"),
        ("employees", "명"),
    }


# ------------------------------------------------------------------ what a run covers
@pytest.mark.parametrize("path", ["sejong", "scenarios/sejong"])
def test_a_shipped_study_is_found_by_name(
    path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert estimate(path, readings=("announced",)).study.path == SEJONG


def test_a_shipped_scenario_is_found_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    found = estimate("sejong/materials", readings=("announced",))
    assert [s.path for s in found.scenarios] == [SEJONG / "materials.toml"]


def test_a_folder_here_goes_before_a_shipped_study(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = copied(tmp_path, "sejong")
    monkeypatch.chdir(tmp_path)
    assert estimate("sejong", readings=("announced",)).study.path == study


def test_study_toml_stands_for_its_study(sejong: Estimate) -> None:
    found = estimate(SEJONG / "study.toml", readings=("announced",))
    assert [s.id for s in found.scenarios] == [s.id for s in sejong.scenarios]


def test_one_scenario_is_compared_with_its_own_cells_only() -> None:
    found = estimate(SEJONG / "materials.toml")
    for reading in ("reconciled", "announced"):
        wanted = {key for key in slide() if key[0] == "materials"}
        assert set(comparisons(found, reading)) == wanted
    assert Summary(found).matched("reconciled") == (9, 9)
    assert {r["scenario"] for r in data.results([found])} == {"materials"}


def test_a_study_without_published_figures_runs(tmp_path: Path) -> None:
    study = copied(tmp_path)
    (study / "published.csv").unlink()
    found = estimate(study, readings=("announced",))
    assert found.comparison == ()
    wanted = plain_effects(announced_amounts("materials"))[0]
    assert found.impact.value(
        "production", scenario="materials", table="bok-2020-165"
    ) == pytest.approx(wanted, rel=ROUTES)


def test_a_study_without_a_scenario_is_refused(tmp_path: Path) -> None:
    study = copied(tmp_path)
    for name in ("technology", "smart-services", "materials"):
        (study / f"{name}.toml").unlink()
    error = refused(NotFoundError, lambda: estimate(study))
    assert str(error) == lines(
        study,
        "  the study has no scenario",
        "    expected: a TOML a district beside study.toml",
        "    found: none",
        "    remedy: make one with iomodel new",
    )


def test_amounts_of_nothing_announced(tmp_path: Path) -> None:
    study = copied(tmp_path)
    edit(
        study / "technology.toml",
        (study / "technology.toml").read_text("utf-8").split("[[programmes.lines]]", 1)[1],
        "",
    )
    edit(study / "technology.toml", "[[programmes.lines]]", "")
    found = estimate(study / "technology.toml", readings=("announced",))
    (reading,) = found.readings
    assert reading.impact is None
    assert reading.unavailable is not None
    assert reading.unavailable.en == "no amounts were announced"
    assert reading.unavailable.ko == "발표된 금액이 없습니다"


def test_a_finer_table_than_the_study_is_refused(tmp_path: Path) -> None:
    """A study in 33 sectors does not reach 165: nothing is guessed (R10)."""
    study = copied(tmp_path)
    edit(study / "study.toml", '"bok2020-165"', '"bok2020-33"')
    text = (study / "study.toml").read_text("utf-8")
    start, end = text.index("[readings.reconciled]"), text.index("[[stated]]")
    (study / "study.toml").write_text(text[:start] + text[end:], "utf-8")
    for name in ("technology", "smart-services", "materials"):
        path = study / f"{name}.toml"
        text = re.sub(r'sector = "\d+"', 'sector = "09"', path.read_text("utf-8"))
        path.write_text(text, "utf-8")
    error = refused(NotFoundError, lambda: estimate(study, readings=("announced",)))
    assert str(error) == lines(
        "bok2020-33 → bok2020-165",
        "  no concordance joins the two classifications",
        "    expected: a table coarser than bok2020-33",
        "    found: bok2020-165",
        "    remedy: choose a table that can be reached by adding up; a finer one can't (R10)",
    )


def test_amounts_at_purchasers_prices_are_refused(tmp_path: Path) -> None:
    study = copied(tmp_path)
    edit(study / "study.toml", 'valuation = "producers"', 'valuation = "purchasers"')
    error = refused(ScenarioFileError, lambda: estimate(study, readings=("announced",)))
    assert str(error) == lines(
        study.resolve() / "technology.toml",
        "  programmes[2].lines[1] and 3 more: valuation: demand and table are valued differently",
        "    expected: producers' prices",
        "    found: purchasers' prices",
        "    remedy: state the shares of trade and transport margins and who earns them: "
        'margins = { trade = 0.12, trade_sector = "…" }',
    )


# ------------------------------------------------------------------ a fourth district
@pytest.fixture(scope="module")
def fourth(tmp_path_factory: pytest.TempPathFactory) -> Estimate:
    study = copied(tmp_path_factory.mktemp("fourth"))
    (study / "newtown.toml").write_text(FOURTH, "utf-8")
    return estimate(study)


def test_a_fourth_district_runs_without_published_cells(fourth: Estimate) -> None:
    assert [s.id for s in fourth.scenarios][-1] == "newtown"
    summary = Summary(fourth)
    (line, subtotal) = (row for row in summary.rows if row.scenario == "newtown")
    assert line.published == subtotal.published == {}
    wanted = plain_effects({"621": 10_000.0})
    for indicator, value in zip(INDICATORS, wanted, strict=True):
        for row in (line, subtotal):
            shown = row.values["announced", indicator]
            assert shown.computed == pytest.approx(value, rel=ROUTES)
            assert shown.comparison is None
            assert row.values["reconciled", indicator].computed is None
    assert all(key[0] != "newtown" for key in comparisons(fourth, "reconciled"))


def test_the_published_total_is_compared_over_three_districts(fourth: Estimate) -> None:
    assert Summary(fourth).matched("reconciled") == (30, 30)
    cells = comparisons(fourth, "announced")
    for indicator, k in zip(INDICATORS, range(3), strict=True):
        wanted = sum(plain_effects(announced_amounts(s))[k] for s in DISTRICTS.values())
        assert cells["total", "total", indicator]["computed"] == pytest.approx(wanted, rel=ROUTES)


def test_a_total_over_all_four_is_shown_too(fourth: Estimate) -> None:
    three, four = Summary(fourth).rows[-2:]
    assert three.district.ko == "합계(공표된 3개 지구)"
    assert four.district.ko == "합계(전체 4개 지구)"
    assert three.published["production"] == 2_899_931
    assert four.published == {}
    own = plain_effects({"621": 10_000.0})
    for k, indicator in enumerate(INDICATORS):
        of_three, of_four = (row.values["announced", indicator] for row in (three, four))
        assert of_three.computed is not None
        assert of_four.computed == pytest.approx(of_three.computed + own[k], rel=ROUTES)
        assert of_four.comparison is None


def test_a_reading_without_the_fourth_has_no_total_over_all_four(fourth: Estimate) -> None:
    """The reconciled reading covers three districts: its sum is said to be a part."""
    three, four = Summary(fourth).rows[-2:]
    for indicator in INDICATORS:
        assert three.values["reconciled", indicator].comparable
        assert not four.values["reconciled", indicator].comparable


def test_the_headline_still_holds_the_published_total(fourth: Estimate) -> None:
    """What was published does not vanish because a district is added."""
    three, four = Summary(fourth).headlines
    assert three.published["production"] == 2_899_931
    assert four.published == {}


# ------------------------------------------------------------------ what the run rests on
def test_manifest_names_tables_with_their_checksums(sejong: Estimate) -> None:
    from hashlib import sha256

    stamps = {stamp.id: stamp.checksum for stamp in sejong.manifest.tables}
    assert stamps == {
        name: sha256((COEFFICIENTS / name / "table.toml").read_bytes()).hexdigest()
        for name in ("bok-2020-165", "bok-2020-regional-83")
    }


def test_manifest_states_the_assumptions(sejong: Estimate) -> None:
    said = "\n".join(text.en for text in sejong.manifest.assumptions)
    assert "booked as final demand for the investor's own sector" in said
    assert "Amounts are not deflated" in said
    assert "Firm F is placed here" in said
    assert "Left out: E사 (스마트시티 조성 특수목적법인) 31,000억원" in said
    assert len(set(sejong.manifest.assumptions)) == len(sejong.manifest.assumptions)


def test_tables_published_after_the_document_are_said_to_be(sejong: Estimate) -> None:
    with (COEFFICIENTS / "bok-2020-165" / "table.toml").open("rb") as file:
        published = tomllib.load(file)["published"]
    assert str(published) > "2024-05-28"
    assert (
        f"bok-2020-165은(는) {published}에 공표되어, 2024-05-28 문서의 저자가 쓸 수 없었던 "
        "표입니다 (R11)"
    ) in [text.ko for text in sejong.manifest.warnings]


@pytest.mark.parametrize(("day", "later"), [("2024-06-24", True), ("2024-06-25", False)])
def test_vintage_is_worked_out_from_the_dates(tmp_path: Path, day: str, later: bool) -> None:
    study = copied(tmp_path)
    edit(study / "study.toml", "document_date = 2024-05-28", f"document_date = {day}")
    warnings = estimate(study, readings=("announced",)).manifest.warnings
    told = [t.en for t in warnings if "(R11)" in t.en and t.en.startswith("bok-2020-165 was")]
    assert bool(told) is later
    assert any(t.en.startswith("bok-2020-regional-83 was published") for t in warnings)


def test_amounts_without_a_deflator_are_said_to_be(tmp_path: Path, sejong: Estimate) -> None:
    said = "bok-2020-165: amounts at prices of 2024 enter a table of 2020 without a deflator (R3)"
    assert said in [t.en for t in sejong.manifest.warnings]
    study = copied(tmp_path)
    edit(study / "study.toml", "price_year = 2024", "price_year = 2020")
    again = estimate(study, readings=("announced",)).manifest.warnings
    assert not [t.en for t in again if "deflator" in t.en]


# ------------------------------------------------------------------ what is shown and compared
WITHIN = """\
scenario,programme,indicator,value,unit,source
west,투자,production,300,백만원,p. 1
west,subtotal,production,300,백만원,p. 1
"""


def test_a_figure_and_its_difference_are_of_the_same_thing(tmp_path: Path) -> None:
    """A programme that was not published stands beside one that was: the subtotal has both."""
    study, tables = write_study(tmp_path)
    (study / "published.csv").write_text(WITHIN, "utf-8")
    with (study / "west.toml").open("a", encoding="utf-8") as file:
        file.write(
            '\n[[programmes]]\nname = "지원"\n\n[[programmes.lines]]\nsector = "01"\n'
            'amount = 70\nunit = "백만원"\nsource = "p. 2"\n'
        )
    rows = Summary(estimate(study / "west.toml", tables=tables)).rows
    assert [row.programme.ko for row in rows] == [
        "지원",
        "투자",
        "소계(공표된 사업)",
        "소계(전체)",
    ]
    part, whole = (row.values["announced", "production"].computed for row in rows[-2:])
    assert part is not None
    assert whole is not None
    assert whole > part + 70.0
    compared = 0
    for row in rows:
        for (_, indicator), value in row.values.items():
            if value.comparison is not None and value.comparison.matches is not None:
                assert value.computed is not None
                gap = value.computed - row.published[indicator]
                assert value.comparison.difference == pytest.approx(gap)
                compared += 1
    assert compared >= 1


def published_alone(tmp_path: Path, keep: str) -> Path:
    """Return a copy of the study in which only some rows of published.csv are left."""
    study = copied(tmp_path)
    path = study / "published.csv"
    header, *rows = path.read_text("utf-8").splitlines()
    left = [row for row in rows if re.search(keep, row)]
    assert left
    path.write_text("\n".join([header, *left, ""]), "utf-8")
    return study


def test_a_publication_of_totals_alone_is_compared_with_all_that_was_computed(
    tmp_path: Path,
) -> None:
    found = estimate(published_alone(tmp_path, "^total,"))
    cells = comparisons(found, "reconciled")
    assert set(cells) == {("total", "total", k) for k in INDICATORS}
    for key, row in cells.items():
        assert round(row["computed"]) == slide()[key]
        assert row["matches"] is True
    for row in comparisons(found, "announced").values():
        assert row["basis"] == "not comparable"  # no amounts of the support programmes


def test_a_publication_of_subtotals_alone_is_compared_by_district(tmp_path: Path) -> None:
    found = estimate(published_alone(tmp_path, "^materials,subtotal,"), readings=("reconciled",))
    for key, row in comparisons(found, "reconciled").items():
        assert key[:2] == ("materials", "subtotal")
        assert row["matches"] is True


def test_a_table_without_employment_says_so_and_shows_no_zero(tmp_path: Path) -> None:
    """As a workbook of transactions gives it: nothing about jobs, rather than no jobs."""
    table = iomodel.load_table("bok-2020-33")
    assert isinstance(table, IOTable)
    info = table.info.model_copy(update={"id": "jobless", "satellites": ()})
    save_table(tmp_path, replace(table, info=info, satellites=table.satellites[:0]))
    study = Path(shutil.copytree(SEJONG, tmp_path / "study"))
    with (study / "study.toml").open("a", encoding="utf-8") as file:
        file.write(
            '\n[[targets]]\nwhat = { ko = "일자리", en = "jobs" }\nindicator = "employment"\n'
        )
        file.write('value = "6"\nunit = "명"\nsource = "…"\nscope = "own"\n')
    made = estimate(study, table="jobless", tables=tmp_path)
    reconciled = next(r for r in made.readings if r.id == "reconciled")
    assert reconciled.unavailable == Text(
        "jobless에는 공표된 지표가 없어 재구성할 수 없습니다: employment",
        "jobless lacks indicators that were published, so nothing can be reconciled: employment",
    )
    shown = {view.id: view.records("en") for view in views(Summary(made))}
    assert "hires" not in shown
    goals = [row for row in shown["goals"] if row["goal"] == "jobs"]
    assert [row["computed"] for row in goals] == [None]
