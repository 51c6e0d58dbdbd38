"""What a document states beside its amounts: goals, hires, concepts, the region's product."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from helpers import SEJONG, edit, lines, refused
from small_study import (
    EXACT,
    JOBS,
    LINE,
    VALUE_ADDED,
    L,
    announced,
    assumptions,
    read,
    study_of,
    view,
    warnings,
)

from iomodel import estimate, statements
from iomodel.errors import NotFoundError, ScenarioFileError
from iomodel.report.blocks import headline, sections
from iomodel.summary import Summary
from iomodel.views import views

GOAL = """
[[targets]]
what = {{ ko = "목표", en = "goal" }}
indicator = "{}"
value = "{}"
unit = "{}"
source = "p. 1"
"""
WHOLE = float(JOBS @ L[:, 1]) * 100


def goals(tmp_path: Path, line: str, *goal: str, more: str = "") -> list[dict[str, object]]:
    made = read(study_of(tmp_path, line, study=GOAL.format(*goal) + more))
    return view(made, "goals").records("en")


# ------------------------------------------------------------------ goals
def test_a_goal_of_jobs_beside_person_years_and_their_average(tmp_path: Path) -> None:
    rows = goals(tmp_path, "years = [2021, 2024]\n", "employment", "400", "명")
    assert [row["what"] for row in rows] == ["all years (person-years)", "average of a year"]
    assert [row["computed"] for row in rows] == pytest.approx([WHOLE, WHOLE / 4], rel=EXACT)
    assert [row["share"] for row in rows] == pytest.approx([WHOLE / 4, WHOLE / 16], rel=EXACT)
    assert {row["stated"] for row in rows} == {"400 명 [announced]"}


def test_a_goal_of_value_added_in_its_own_unit(tmp_path: Path) -> None:
    (row,) = goals(tmp_path, "", "value_added", "1", "억원")
    wanted = float(VALUE_ADDED @ L[:, 1])
    assert row["computed"] == pytest.approx(wanted, rel=EXACT)
    assert (row["unit"], row["share"]) == ("억원", pytest.approx(100 * wanted, rel=EXACT))


def test_a_goal_of_investment_beside_what_was_announced(tmp_path: Path) -> None:
    line = 'price_year = 2023\ndeflator = "wdi-gdp"\n'
    (row,) = goals(tmp_path, line, "investment", "4", "억원")
    assert (row["computed"], row["share"]) == (1.0, 25.0)  # nominal, as goals are


def test_a_goal_of_investment_knows_what_was_left_out(tmp_path: Path) -> None:
    left = '[[programmes.excluded]]\nitem = "용지"\namount = 1\nunit = "억원"\nsource = "p. 7"\n'
    line = left + 'reason = { ko = "이전", en = "transfer" }\n'
    first, second = goals(tmp_path, line, "investment", "4", "억원")
    assert (first["computed"], second["computed"]) == (1.0, 2.0)
    assert second["what"] == "with what is left out (nominal)"


def test_a_goal_of_sales_beside_a_full_year_of_operation(tmp_path: Path) -> None:
    run = 'phase = "operation"\noperation = { first = 2025, years = 3, ramp_up = [0.5] }\n'
    (row,) = goals(tmp_path, run, "sales", "200", "백만원")
    assert (row["phase"], row["computed"], row["share"]) == ("Operation", 100.0, 50.0)


@pytest.mark.parametrize("more", ['measure = "share"\n', ""])
def test_goals_that_nothing_is_computed_for_are_shown(tmp_path: Path, more: str) -> None:
    goal = ("employment", "20", "%") if more else ("other", "15", "%")
    (row,) = goals(tmp_path, "", *goal, more=more)
    assert (row["what"], row["computed"], row["share"]) == ("nothing to compare", None, None)


def test_a_goal_says_its_base_its_year_and_its_basis(tmp_path: Path) -> None:
    more = """\
printed = "6만 명"
base_value = "1000"
base_year = 2019
year = 2026
basis = "published"
page = "3"
phase = "construction"
programme = "투자"
sectors = ["02"]
scope = "own"
measure = "level"
"""
    (row,) = goals(tmp_path, "", "employment", "60000", "명", more=more)
    assert row["stated"] == "6만 명, 2026 (2019 1000 → ), of the industries themselves [published]"
    assert row["source"] == "p. 1, 3"


@pytest.mark.parametrize(("indicator", "unit"), [("employment", "명"), ("hires", "명")])
def test_a_goal_of_the_industries_themselves_is_held_against_direct_effects(
    tmp_path: Path, indicator: str, unit: str
) -> None:
    more = "" if indicator == "hires" else 'scope = "own"\n'
    (row,) = goals(tmp_path, "", indicator, "100", unit, more=more)
    assert row["what"] == "direct, all years (person-years)"
    assert row["computed"] == pytest.approx(100 * JOBS[1], rel=EXACT)


def test_own_output_is_the_spending_itself(tmp_path: Path) -> None:
    (row,) = goals(tmp_path, "", "production", "2", "억원", more='scope = "own"\n')
    assert (row["computed"], row["share"]) == pytest.approx((1.0, 50.0), rel=EXACT)


def test_goals_of_a_district_count_the_district_alone(tmp_path: Path) -> None:
    goal = GOAL.format("employment", "100", "명")
    paths = study_of(tmp_path, district=goal)
    bare = (paths[0] / "west.toml").read_text("utf-8").partition("[[targets]]")[0]
    (paths[0] / "east.toml").write_text(bare.replace("West", "East"), "utf-8")
    (row,) = view(read(paths), "goals").records("en")
    assert (row["district"], row["computed"]) == ("West", pytest.approx(WHOLE, rel=EXACT))


@pytest.mark.parametrize(
    ("goal", "more", "message"),
    [
        (
            ("employment", "60,000", "명"),
            "",
            (
                "  targets[1].value: the target is not a printed number",
                '    expected: digits in quotes, without commas: "60000"',
                '    found: "60,000"',
                "    remedy: write the digits as printed",
            ),
        ),
        (
            ("employment", "60000", "억원"),
            "",
            (
                "  targets[1].unit: the unit does not count persons",
                '    expected: "명"; of a share, measure = "share"',
                '    found: "억원"',
                "    remedy: mend the unit, or indicator",
            ),
        ),
        (
            ("sales", "500", "냥"),
            "",
            (
                "  targets[1].unit: the money unit is not known",
                "    expected: one of 원, 천원, 만원, 백만원, 억원, 십억원, 조원 (or in English: "
                "KRW, thousand KRW, 10 thousand KRW, million KRW, 100 million KRW, billion KRW, "
                'trillion KRW), or a scale and an ISO 4217 code, as in "million EUR"',
                '    found: "냥"',
                "    remedy: write the unit as one of those",
            ),
        ),
        (
            ("employment", "60000", "명"),
            'programme = "융자"\n',
            (
                "  targets[1].programme: the programme is not in study.toml",
                "    expected: 투자",
                '    found: "융자"',
                "    remedy: correct the name, or add it under [programmes] in study.toml",
            ),
        ),
    ],
)
def test_goals_that_are_refused(
    tmp_path: Path, goal: tuple[str, ...], more: str, message: tuple[str, ...]
) -> None:
    for where, file in (("study", "study.toml"), ("district", "west.toml")):
        paths = study_of(tmp_path, **{where: GOAL.format(*goal) + more})  # type: ignore[arg-type]
        text = str(refused(ScenarioFileError, lambda paths=paths: read(paths)))  # type: ignore[misc]
        assert text == lines(paths[0] / file, *message)


# ------------------------------------------------------------------ hires
def test_announced_hires_beside_computed_employment(tmp_path: Path) -> None:
    run = 'phase = "operation"\noperation = { first = 2025, years = 2 }\nhires = 30\n'
    made = read(study_of(tmp_path, run))
    (row,) = view(made, "hires").records("en")
    assert row["hires"] == 30
    assert row["direct_per_year"] == pytest.approx(100 * JOBS[1], rel=EXACT)
    assert row["total_per_year"] == pytest.approx(WHOLE, rel=EXACT)
    assert row["total"] == pytest.approx(2 * WHOLE, rel=EXACT)
    assert view(made, "hires").caption.en == "Computed employment: Employed persons"


def test_direct_jobs_of_a_given_output_are_those_of_all_of_it(tmp_path: Path) -> None:
    """Not only of the final demand that calls it forth, which is smaller by L_HH."""
    run = 'phase = "operation"\noperation = { first = 2025, years = 2 }\nhires = 30\n'
    made = read(study_of(tmp_path, run + 'shock = "output"\n'))
    (row,) = view(made, "hires").records("en")
    assert row["direct_per_year"] == pytest.approx(100 * JOBS[1], rel=EXACT)
    assert row["total_per_year"] == pytest.approx(WHOLE / L[1, 1], rel=EXACT)


def test_published_multipliers_do_not_say_who_is_employed_directly(sejong: Path) -> None:
    path = sejong / "technology.toml"
    made = estimate(path, readings=("announced",), table="bok-2020-regional-83")
    (row,) = view(made, "hires").records("en")
    assert row["hires"] is not None
    assert row["direct"] is None
    assert row["total"] is not None


def test_hires_of_several_lines_add_up(tmp_path: Path) -> None:
    made = read(study_of(tmp_path, "hires = 30\n" + LINE + "hires = 12\n" + LINE))
    (row,) = view(made, "hires").records("en")
    assert (row["hires"], row["direct_per_year"]) == (42, None)


def test_negative_hires_are_refused(tmp_path: Path) -> None:
    paths = study_of(tmp_path, "hires = -3\n")
    assert str(refused(ScenarioFileError, lambda: read(paths))) == lines(
        paths[0] / "west.toml",
        "  programmes[1].lines[1].hires: the value does not fit",
        "    expected: a number of 0 or more",
        "    found: -3",
        "    remedy: mend the value",
    )


# ------------------------------------------------------------------ who is counted
PUBLISHED = "scenario,programme,indicator,value,unit,source\nwest,투자,employment,62,명,p. 9\n"


def test_the_concept_of_employment_stands_beside_the_published_one(tmp_path: Path) -> None:
    paths = study_of(
        tmp_path, study='[published]\nemployment = "employees"\nmeasured = "headcount"\n'
    )
    (paths[0] / "published.csv").write_text(PUBLISHED, "utf-8")
    told = warnings(read(paths))
    assert "Who is counted (employment): Employed persons" in told
    assert "Who is counted in published employment: employees, head count" in told


def test_an_unstated_concept_is_said_to_be_unstated(tmp_path: Path) -> None:
    paths = study_of(tmp_path)
    (paths[0] / "published.csv").write_text(PUBLISHED, "utf-8")
    assert (
        "Who is counted in published employment: not said of whom, not said in which unit"
    ) in warnings(read(paths))


def test_several_indicators_of_employment(tmp_path: Path) -> None:
    made = read(study_of(tmp_path, announced='indicators = ["employees", "employment"]\n'))
    summary = Summary(made)
    assert summary.indicators == ("employees", "employment")
    values = summary.rows[0].values
    assert values["announced", "employment"].computed == pytest.approx(WHOLE, rel=EXACT)
    assert values["announced", "employees"].computed != pytest.approx(WHOLE, rel=0.01)


def test_an_indicator_that_there_is_none_of_is_refused(tmp_path: Path) -> None:
    paths = study_of(tmp_path, announced='indicators = ["jobs"]\n')
    text = str(refused(ScenarioFileError, lambda: read(paths)))
    assert "readings.announced.indicators[1]: the value is not allowed" in text
    assert "'production', 'value_added', 'imports', 'employment' or 'employees'" in text


# ------------------------------------------------------------------ published figures of operation
def test_published_figures_of_operation_and_of_a_year(tmp_path: Path) -> None:
    run = 'phase = "operation"\noperation = { first = 2025, years = 2 }\n'
    paths = study_of(tmp_path, LINE + run)
    head = "scenario,programme,indicator,value,unit,source,phase,per\n"
    rows = [
        f"west,투자,employment,{round(WHOLE)},명,p. 1,,",
        f"west,투자,employment,{round(2 * WHOLE)},명,p. 1,operation,total",
        f"west,투자,employment,{round(WHOLE)},명,p. 2,operation,year",
    ]
    (paths[0] / "published.csv").write_text(head + "\n".join(rows) + "\n", "utf-8")
    made = read(paths)
    assert [c.matches for c in announced(made).comparison] == [True, True, True]
    assert len(Summary(made).estimate.published) == 1


def test_a_yearly_figure_without_years_is_not_comparable(tmp_path: Path) -> None:
    paths = study_of(tmp_path)
    head = "scenario,programme,indicator,value,unit,source,per\n"
    (paths[0] / "published.csv").write_text(head + "west,투자,employment,5,명,p. 1,year\n", "utf-8")
    (comparison,) = announced(read(paths)).comparison
    assert comparison.reason is not None
    assert comparison.reason.en == "no yearly average: years unknown"


def test_a_phase_that_is_none_is_refused(tmp_path: Path) -> None:
    paths = study_of(tmp_path)
    head = "scenario,programme,indicator,value,unit,source,phase\n"
    (paths[0] / "published.csv").write_text(
        head + "west,투자,employment,5,명,p. 1,building\n", "utf-8"
    )
    assert str(refused(ScenarioFileError, lambda: read(paths))) == lines(
        paths[0] / "published.csv",
        "  line 2, phase: the name is not one of the study's",
        "    expected: construction, operation",
        '    found: "building"',
        "    remedy: correct the name",
    )


# ------------------------------------------------------------------ the regional index
@pytest.fixture
def sejong(tmp_path: Path) -> Path:
    study = tmp_path / "sejong"
    shutil.copytree(SEJONG, study)
    return study


def test_value_added_in_the_region_over_its_product(sejong: Path) -> None:
    path = sejong / "study.toml"
    path.write_text(path.read_text("utf-8") + "\n[grdp]\n", "utf-8")
    made = estimate(sejong, readings=("announced",))
    regional = announced(made).regional
    assert regional is not None
    rows = view(made, "index").records("ko")
    assert len(rows) == 3
    for row, scenario in zip(rows, ("technology", "smart-services", "materials"), strict=True):
        inside = regional.value("value_added", scenario=scenario, origin="in_region")
        assert row["value_added"] == pytest.approx(inside, rel=EXACT)
        assert row["grdp"] == 14_005_902  # Statistics Korea, Sejong 2020, current prices
        assert row["index"] == pytest.approx(100 * inside / 14_005_902, rel=EXACT)
        assert "2020" in str(row["source"])


def test_a_product_of_the_users_own_and_of_another_year(sejong: Path) -> None:
    path = sejong / "study.toml"
    grdp = '\n[grdp]\namount = 16\nunit = "조원"\nyear = 2022\nsource = "지역소득"\n'
    path.write_text(path.read_text("utf-8") + grdp, "utf-8")
    row = view(estimate(sejong / "materials.toml", readings=("announced",)), "index").records("en")[
        0
    ]
    assert row["grdp"] == 16_000_000
    assert row["source"] == "지역소득, 2022 (the table is at prices of 2020)"


def test_operation_counts_as_an_average_year(sejong: Path) -> None:
    path = sejong / "materials.toml"
    edit(
        path,
        'sector = "403"  # 자동차 부품',
        'sector = "403"\nphase = "operation"\noperation = { first = 2027, years = 10 }',
    )
    text = (sejong / "study.toml").read_text("utf-8") + "\n[grdp]\n"
    (sejong / "study.toml").write_text(text, "utf-8")
    made = estimate(path, readings=("announced",))
    regional = announced(made).regional
    assert regional is not None
    once, yearly = view(made, "index").records("en")
    whole = regional.value("value_added", phase="operation", origin="in_region")
    assert yearly["value_added"] == pytest.approx(whole / 10, rel=EXACT)
    assert once["phase"] == "Construction"


def test_no_index_without_a_region_or_without_being_asked_for(tmp_path: Path, sejong: Path) -> None:
    national = read(study_of(tmp_path, study="[grdp]\n"))
    for made in (national, estimate(sejong, readings=("announced",))):
        assert "index" not in [one.id for one in views(Summary(made))]


@pytest.mark.parametrize(
    ("grdp", "message"),
    [
        (
            "amount = 16\nyear = 2022",
            (
                "  grdp: the gross regional product is incomplete",
                "    expected: amount, unit, year, source",
                "    found: no unit, source",
                "    remedy: add what is missing",
            ),
        ),
        (
            'amount = 16\nyear = 2022\nunit = "원화"\nsource = "x"',
            (
                "  grdp.unit: the money unit is not known",
                "    expected: one of 원, 천원, 만원, 백만원, 억원, 십억원, 조원 (or in English: "
                "KRW, thousand KRW, 10 thousand KRW, million KRW, 100 million KRW, billion KRW, "
                'trillion KRW), or a scale and an ISO 4217 code, as in "million EUR"',
                '    found: "원화"',
                "    remedy: write the unit as one of those",
            ),
        ),
    ],
)
def test_products_that_are_refused(tmp_path: Path, grdp: str, message: tuple[str, ...]) -> None:
    paths = study_of(tmp_path, study=f"[grdp]\n{grdp}\n")
    text = str(refused(ScenarioFileError, lambda: read(paths)))
    assert text == lines(paths[0] / "study.toml", *message)


def test_a_year_that_no_product_is_shipped_for(sejong: Path) -> None:
    path = sejong / "study.toml"
    path.write_text(path.read_text("utf-8") + "\n[grdp]\nyear = 2030\n", "utf-8")
    made = estimate(sejong, readings=("announced",))
    error = refused(NotFoundError, lambda: views(Summary(made)))
    assert "there is no shipped gross regional product" in str(error)


# ------------------------------------------------------------------ who and where
def test_who_carries_it_out_and_where(tmp_path: Path) -> None:
    """A district's own word stands before the study's."""
    paths = study_of(tmp_path)
    said = 'schema = 1\nsponsor = "{}"\nmunicipality = "{}"\n'
    edit(paths[0] / "study.toml", "schema = 1\n", said.format("남도", "남구") + 'region = "남"\n')
    edit(paths[0] / "west.toml", "schema = 1\n", said.format("서부개발", "서구"))
    made = read(paths)
    (told,) = statements.about(made.study, made.scenarios)
    assert (told.ko, told.en) == (
        "서부: 남 서구, 시행 서부개발",
        "West: 남 서구, carried out by 서부개발",
    )
    assert told.en in [line for one in sections(Summary(made), (), "en") for line in one.lines]
    assert statements.about(read(study_of(tmp_path)).study, ()) == []


def test_amounts_that_were_not_announced_say_so_with_their_source(tmp_path: Path) -> None:
    line = 'basis = "assumed"\npage = "7"\n'
    made = read(study_of(tmp_path, line))
    assert "West, Investment: 100 million KRW [assumed] p. 1, 7" in assumptions(made)


def test_a_source_may_be_the_name_of_a_document(tmp_path: Path) -> None:
    documents = '[documents.annex]\ntitle = "붙임 2"\npublisher = "남도"\ndated = 2024-05-01\n'
    lines_ = LINE.replace('"p. 1"', '"annex"') + 'basis = "inferred"\npage = "7"\n'
    made = read(study_of(tmp_path, lines=lines_, study=documents))
    assert "West, Investment: 100 million KRW [inferred] 붙임 2, 남도, 7" in assumptions(made)


def test_a_study_of_assumed_amounts_is_not_called_announced(tmp_path: Path) -> None:
    made = read(study_of(tmp_path, 'basis = "assumed"\n'))
    summary = Summary(made)
    assert announced(made).assumed
    (line,) = headline(summary, "en")
    assert line.startswith("Assumed: production")
    readings = next(one for one in sections(summary, (), "en") if one.title == "Readings")
    assert readings.lines[0].startswith("Assumed: our own estimate from spending that we assume")
    mixed = read(study_of(tmp_path, 'basis = "assumed"\n' + LINE))
    assert not announced(mixed).assumed
    assert headline(Summary(mixed), "en")[0].startswith("Announced: ")


def test_what_is_left_out_says_of_which_kind_it_is(tmp_path: Path) -> None:
    excluded = """
[[programmes.excluded]]
item = "용지"
amount = 30
unit = "억원"
source = "p. 7"
category = "{}"
reason = {{ ko = "이전거래", en = "a transfer" }}
"""
    kinds = {"land": " (land)", "compensation": " (compensation)", "transfer": " (transfer)"}
    for category, told in (kinds | {"other": ""}).items():
        made = read(study_of(tmp_path, excluded.format(category)))
        assert f"Left out{told}: 용지 30억원. a transfer" in assumptions(made)
