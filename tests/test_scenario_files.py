"""Studies and scenarios as files: what they may say, and everything wrong with them at once."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from helpers import SEJONG, edit, lines, refused, write_study

from iomodel import estimate, read_scenario, read_study, run
from iomodel.demand import Line
from iomodel.errors import NotFoundError, ScenarioFileError
from iomodel.scenario import Study
from iomodel.units import MILLION_KRW


@pytest.fixture
def study(tmp_path: Path) -> tuple[Path, Path]:
    return write_study(tmp_path)


def problems_of(path: Path, tables: Path) -> ScenarioFileError:
    return refused(ScenarioFileError, lambda: read_scenario(path, tables))


# ------------------------------------------------------------------ what is read


def test_a_study_and_its_scenarios_in_their_stated_order(study: tuple[Path, Path]) -> None:
    read = read_study(study[0], study[1])
    assert [scenario.id for scenario in read.scenarios] == ["west", "east"]
    assert (read.id, read.title.en) == ("study", "A study")
    assert read.programme("투자").en == "Investment"
    edit(study[0] / "study.toml", 'order = ["west", "east"]\n', "")
    assert [s.id for s in read_study(study[0], study[1]).scenarios] == ["east", "west"]
    edit(
        study[0] / "study.toml",
        'classification = "tiny-3"\n',
        'classification = "tiny-3"\norder = ["west"]\n',
    )
    assert [s.id for s in read_study(study[0], study[1]).scenarios] == ["west", "east"]


def test_study_toml_may_be_named_itself(study: tuple[Path, Path]) -> None:
    assert read_study(study[0] / "study.toml", study[1]).path == study[0].resolve()


def test_announced_amounts_in_one_unit_sector_by_sector(study: tuple[Path, Path]) -> None:
    west, east = read_study(study[0], study[1]).scenarios
    demand = west.announced()
    assert demand is not None
    np.testing.assert_allclose(demand.values, [[0.0, 150.0, 50.0]], rtol=1e-15)
    assert demand.money.unit is MILLION_KRW
    assert (demand.money.price_year, demand.money.valuation) == (2020, "producers")
    assert demand.lines == (Line("study", "west", "서부", "announced", "투자", "construction"),)
    assert demand.basis == "assumed"
    other = east.announced()
    assert other is not None
    np.testing.assert_allclose(other.values, [[0.0, 0.0, 10.0]], rtol=1e-15)


def test_a_district_without_amounts_announces_nothing(study: tuple[Path, Path]) -> None:
    path = study[0] / "east.toml"
    text = path.read_text("utf-8")
    path.write_text(text[: text.index("[[programmes.lines]]")], "utf-8")
    assert read_scenario(path, study[1]).announced() is None


def test_a_district_in_a_region_of_its_own(study: tuple[Path, Path]) -> None:
    edit(study[0] / "study.toml", 'document = "D"', 'document = "D"\nregion = "세종"')
    edit(study[0] / "east.toml", "schema = 1", 'schema = 1\nregion = "대전"')
    assert [s.region for s in read_study(study[0], study[1]).scenarios] == ["세종", "대전"]


def test_names_and_codes_are_read_in_the_studys_classification_alone(
    study: tuple[Path, Path],
) -> None:
    """Design R10: 의약품 is a sector elsewhere, here it is none."""
    edit(study[0] / "west.toml", '"공산품"', '"의약품"')
    assert "a code or exact name of tiny-3" in str(problems_of(study[0] / "west.toml", study[1]))


# ------------------------------------------------------------------ what is refused


def test_all_problems_of_a_file_are_told_in_the_files_order(study: tuple[Path, Path]) -> None:
    path = study[0] / "west.toml"
    edit(path, 'sector = "공산품"', 'sector = "공산풍"')
    edit(path, "amount = 1.5", 'amount = "1.5"')
    edit(path, 'unit = "억원"', 'unit = "억"')
    edit(path, 'sector = "03"\n', "")
    edit(path, "amount = 50", "amount = -50")
    edit(path, "[2024, 2026]", "[2026, 2024]")
    edit(path, 'source = "p. 2"', 'sourse = "p. 2"')
    assert str(problems_of(path, study[1])) == lines(
        path,
        "  programmes[1].lines[1].sector: the sector is not in this classification",
        "    expected: a code or exact name of tiny-3",
        '    found: "공산풍"',
        "    remedy: did you mean: 02 공산품 (Manufactures)",
        "  programmes[1].lines[1].amount: the value is not a number",
        "    expected: a number without quotes: 209.5",
        '    found: "1.5"',
        "    remedy: mend the value",
        "  programmes[1].lines[1].unit: the money unit is not known",
        "    expected: one of 원, 천원, 만원, 백만원, 억원, 십억원, 조원 (or in English: KRW, "
        "thousand KRW, 10 thousand KRW, million KRW, 100 million KRW, billion KRW, trillion KRW), "
        'or a scale and an ISO 4217 code, as in "million EUR"',
        '    found: "억"',
        "    remedy: write the unit as one of those",
        "  programmes[1].lines[2].sector: a required key is missing",
        '    expected: the key "sector"',
        "    found: nothing",
        '    remedy: add "sector = …"',
        "  programmes[1].lines[2].amount: the amount is negative",
        "    expected: a number of zero or more",
        "    found: -50",
        "    remedy: state spending as zero or more; amounts left out belong under "
        '[[programmes.excluded]], displaced spending in a line of kind = "displacement"',
        "  programmes[1].lines[2].source: a required key is missing",
        '    expected: the key "source"',
        "    found: nothing",
        '    remedy: add "source = …"',
        "  programmes[1].lines[2].years: the years are in the wrong order",
        "    expected: [first, last]",
        "    found: [2026, 2024]",
        "    remedy: swap the two years",
        "  programmes[1].lines[2].sourse: unknown key",
        "    expected: one of: sector, amount, unit, source, page, basis, phase, kind, hires, "
        "note, years, spread, operation, price_year, prices, deflator, beyond, valuation, margins, "
        "imports, local_share, displaced, spent_on, profile, shock",
        '    found: "sourse"',
        '    remedy: did you mean "source"?',
    )


def test_an_unknown_programme_names_those_of_the_study(study: tuple[Path, Path]) -> None:
    path = study[0] / "east.toml"
    edit(path, 'name = "지원"', 'name = "지원사업"')
    assert problems_of(path, study[1]).render("ko") == lines(
        path,
        "  programmes[1].name: study.toml에 없는 사업입니다",
        "    기대한 것: 지원, 투자",
        '    찾은 것: "지원사업"',
        "    고치는 법: 이름을 맞추거나 study.toml의 [programmes]에 더하십시오",
    )


def test_a_programme_that_stands_twice_in_one_district(study: tuple[Path, Path]) -> None:
    """Two entries of one programme would be two results under one label."""
    path = study[0] / "east.toml"
    text = path.read_text("utf-8")
    path.write_text(text + text[text.index("\n[[programmes]]") :], "utf-8")
    assert str(problems_of(path, study[1])) == lines(
        path,
        "  programmes: a programme stands twice",
        "    expected: one [[programmes]] for each programme",
        "    found: 지원",
        "    remedy: gather its lines under one of them",
    )


def test_a_scenario_without_its_study(study: tuple[Path, Path]) -> None:
    (study[0] / "study.toml").unlink()
    error = refused(NotFoundError, lambda: read_scenario(study[0] / "west.toml", study[1]))
    assert str(error) == lines(
        study[0].resolve() / "study.toml",
        "  there is no study.toml",
        "    expected: one study.toml in a folder of scenarios",
        "    found: nothing",
        "    remedy: make one with iomodel new",
    )
    assert error.render("ko").splitlines()[1] == "  study.toml이 없습니다"


def test_a_scenario_file_that_is_not_there(study: tuple[Path, Path]) -> None:
    error = refused(NotFoundError, lambda: read_scenario(study[0] / "north.toml", study[1]))
    assert str(error).splitlines()[:2] == [
        str((study[0] / "north.toml").resolve()),
        "  the file can't be read",
    ]


def test_a_scenario_that_is_no_toml(study: tuple[Path, Path]) -> None:
    (study[0] / "west.toml").write_text("schema = 1\namount = 1,5\n", "utf-8")
    text = str(problems_of(study[0] / "west.toml", study[1]))
    assert text.splitlines()[1] == "  the file isn't TOML"
    assert "line 2" in text


def test_an_unknown_classification(study: tuple[Path, Path]) -> None:
    edit(study[0] / "study.toml", 'classification = "tiny-3"', 'classification = "tiny"')
    error = refused(NotFoundError, lambda: read_study(study[0], study[1]))
    assert str(error) == lines(
        "tiny",
        "  there is no such classification",
        "    expected: one of: tiny-3, tiny-2, bok2020-165, bok2020-83, bok2020-33",
        '    found: "tiny"',
        "    remedy: mend classification in study.toml",
    )


def test_a_study_without_its_classification_is_told_that_and_nothing_made_of_it(
    study: tuple[Path, Path],
) -> None:
    """The one missing key must not turn every sector of the file into a problem."""
    path = study[0] / "study.toml"
    edit(path, 'classification = "tiny-3"\n', "")
    with path.open("a", encoding="utf-8") as file:
        file.write(
            '\n[readings.reconciled]\ntable = "tiny-3"\nvectors = "v.csv"\nrest_weight = 0.1\n'
            '[[readings.reconciled.priors]]\nprogramme = "투자"\nsectors = ["02"]\n'
            'reason = { ko = "가", en = "a" }\n'
        )
    error = refused(ScenarioFileError, lambda: read_study(study[0], study[1]))
    assert [(p.place, p.what.en) for p in error.problems] == [
        ("classification", "a required key is missing")
    ]


def test_every_problem_of_study_toml_is_told(study: tuple[Path, Path]) -> None:
    path = study[0] / "study.toml"
    edit(path, 'document = "D"\n', "")
    edit(path, "price_year = 2020", "price_yaer = 2020")
    edit(path, '"투자" = "Investment"', '"투자" = 3')
    error = refused(ScenarioFileError, lambda: read_study(study[0], study[1]))
    assert error.origin == str(path.resolve())
    assert [(p.place, p.what.en) for p in error.problems] == [
        ("document", "a required key is missing"),
        ("programmes.투자", "the value is not text"),
        ("readings.announced.price_yaer", "unknown key"),
    ]
    assert error.problems[2].remedy.en == 'did you mean "price_year"?'


def test_an_order_that_names_no_district_is_refused(study: tuple[Path, Path]) -> None:
    edit(study[0] / "study.toml", '"west", "east"', '"west", "eats"')
    error = refused(ScenarioFileError, lambda: read_study(study[0], study[1]).scenarios)
    assert '"eats"' in str(error)


def test_a_study_without_scenarios(study: tuple[Path, Path]) -> None:
    for name in ("west.toml", "east.toml"):
        (study[0] / name).unlink()
    error = refused(NotFoundError, lambda: estimate(study[0], tables=study[1]))
    assert str(error) == lines(
        study[0].resolve(),
        "  the study has no scenario",
        "    expected: a TOML a district beside study.toml",
        "    found: none",
        "    remedy: make one with iomodel new",
    )


def test_a_path_that_is_neither_there_nor_shipped() -> None:
    error = refused(NotFoundError, lambda: run("scenarios/sejonk"))
    assert str(error).splitlines()[:2] == [
        "scenarios/sejonk",
        "  there is no such scenario or study",
    ]
    assert ", sejong" in str(error)


def test_the_shipped_study_answers_to_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("sejong", "scenarios/sejong/materials.toml"):
        assert estimate(name, readings=["announced"]).study.id == "sejong"


def test_nothing_to_reconcile(study: tuple[Path, Path]) -> None:
    from iomodel.inference import infer

    read = read_study(study[0], study[1])
    error = refused(NotFoundError, lambda: infer(read, study[1]))
    assert str(error) == lines(
        study[0].resolve(),
        "  there is nothing to reconcile",
        "    expected: published.csv, and [readings.reconciled] in study.toml",
        "    found: nothing",
        "    remedy: supply both",
    )
    assert error.render("ko").splitlines()[1] == "  맞출 공표값이 없습니다"


# ------------------------------------------------------------------ running a user's own study


def test_a_users_study_on_a_users_table(study: tuple[Path, Path]) -> None:
    """150 and 50 백만원 through the inverse of the small table, worked out apart."""
    from helpers import DOMESTIC, OUTPUT

    impact = run(study[0], tables=study[1])
    x = np.linalg.solve(np.eye(3) - DOMESTIC / OUTPUT, [0.0, 150.0, 50.0])
    assert impact.value("production", scenario="west") == pytest.approx(x.sum(), rel=1e-12)


RECONCILED = """
[readings.reconciled]
table = "tiny-3"
vectors = "reconciled.csv"
rest_weight = 0.1

[[readings.reconciled.priors]]
programme = "투자"
sectors = ["02"]
reason = { ko = "가", en = "a" }
"""
VECTORS = """\
scenario,programme,sector,name,amount,unit,basis
west,투자,02,공산품,100,백만원,inferred
west,투자,03,서비스,0.5,억원,inferred
"""


@pytest.fixture
def reconciled(study: tuple[Path, Path]) -> tuple[Path, Path]:
    with (study[0] / "study.toml").open("a", encoding="utf-8") as file:
        file.write(RECONCILED)
    (study[0] / "reconciled.csv").write_text(VECTORS, "utf-8")
    return study


def vectors_refused(study: tuple[Path, Path]) -> ScenarioFileError:
    return refused(
        ScenarioFileError,
        lambda: estimate(study[0], readings=["reconciled"], tables=study[1]),
    )


def test_inferred_vectors_are_run_on_a_users_own_table(reconciled: tuple[Path, Path]) -> None:
    from helpers import DOMESTIC, OUTPUT

    impact = run(reconciled[0], reading="reconciled", tables=reconciled[1])
    x = np.linalg.solve(np.eye(3) - DOMESTIC / OUTPUT, [0.0, 100.0, 50.0])
    assert impact.value("production") == pytest.approx(x.sum(), rel=1e-12)
    assert {record["basis"] for record in impact.records()} == {"inferred"}


def test_a_users_coarser_table_is_reached_when_asked_about_vectors(
    reconciled: tuple[Path, Path],
) -> None:
    """The way to the coarser level lies in the user's own folder of tables."""
    (reconciled[0] / "published.csv").write_text(
        "scenario,programme,indicator,value,unit,source\nwest,투자,production,300,백만원,p. 1\n",
        "utf-8",
    )
    (reading,) = estimate(
        reconciled[0], readings=["reconciled"], table="tiny-2", tables=reconciled[1]
    ).readings
    assert reading.impact is None
    assert reading.unavailable is not None
    assert reading.unavailable.en == (
        "the vectors were inferred over tiny-3 and are not run on tiny-2"
    )


def test_bad_sectors_and_amounts_of_vectors_are_all_told(reconciled: tuple[Path, Path]) -> None:
    path = reconciled[0].resolve() / "reconciled.csv"
    edit(path, "02,공산품,100", "20,공산품,100")
    edit(path, "0.5,억원", "half,억원")
    assert str(vectors_refused(reconciled)) == lines(
        path,
        "  line 2: the sector is not in this classification",
        "    expected: a code or exact name of tiny-3",
        '    found: "20"',
        "    remedy: look it up with: iomodel sectors WORD",
        "  line 3: the amount is not a number",
        "    expected: a number",
        '    found: "half"',
        "    remedy: make it anew: iomodel reconcile",
    )


@pytest.mark.parametrize("amount", ["nan", "inf", "", "-100"])
def test_an_amount_of_a_vector_that_is_no_spending(
    reconciled: tuple[Path, Path], amount: str
) -> None:
    edit(reconciled[0] / "reconciled.csv", "공산품,100", f"공산품,{amount}")
    error = vectors_refused(reconciled)
    assert [problem.place for problem in error.problems] == ["line 2"]


def test_an_unknown_unit_in_a_vector_is_told_with_its_line(reconciled: tuple[Path, Path]) -> None:
    edit(reconciled[0] / "reconciled.csv", "100,백만원", "100,백만")
    error = vectors_refused(reconciled)
    assert [(p.place, p.what.en) for p in error.problems] == [
        ("line 2", "the money unit is not known")
    ]


@pytest.mark.parametrize(
    ("old", "new"), [("west,투자,02", "wets,투자,02"), ("west,투자,02", "west,투지,02")]
)
def test_a_vector_of_no_scenario_or_programme_of_the_study_is_refused(
    reconciled: tuple[Path, Path], old: str, new: str
) -> None:
    """Money under a misspelt name would silently be left out of the estimate (R1)."""
    edit(reconciled[0] / "reconciled.csv", old, new)
    assert [problem.place for problem in vectors_refused(reconciled).problems] == ["line 2"]


def test_vectors_of_another_scenario_are_no_problem_of_this_one(
    reconciled: tuple[Path, Path],
) -> None:
    (reading,) = estimate(
        reconciled[0] / "east.toml", readings=["reconciled"], tables=reconciled[1]
    ).readings
    assert reading.impact is None
    assert reading.unavailable is not None


def test_vectors_with_a_missing_column(reconciled: tuple[Path, Path]) -> None:
    edit(reconciled[0] / "reconciled.csv", "amount,unit", "money,unit")
    error = vectors_refused(reconciled)
    assert [(p.place, p.found.en) for p in error.problems] == [("header", "0 × amount")]


# ------------------------------------------------------------------ Sejong


@pytest.fixture(scope="module")
def sejong() -> Study:
    return read_study(SEJONG)


def test_sejong_announced_amounts_by_district(sejong: Study) -> None:
    """In 억원, the lines of each file added up by hand: 209+540+520+1030; 1000; 125+500+387+526."""
    totals = {}
    for scenario in sejong.scenarios:
        demand = scenario.announced()
        assert demand is not None
        totals[scenario.id] = demand.values.sum() / 100
    assert totals == pytest.approx({"technology": 2299, "smart-services": 1000, "materials": 1538})


def test_one_district_is_compared_with_its_own_figures_alone() -> None:
    """The study's total holds other districts too, so it is no figure of this one."""
    one, all_three = estimate(SEJONG / "materials.toml"), estimate(SEJONG)
    assert {row.cell.scenario for row in one.comparison} == {"materials"}
    assert len(one.comparison) == 2 * 9
    assert len(all_three.comparison) == 2 * 30
    assert (one.whole, all_three.whole) == (False, True)


@pytest.mark.parametrize("table", ["bok-2020-83", "bok-2020-33"])
def test_sejong_announced_amounts_are_kept_at_coarser_tables(table: str) -> None:
    """Design R10: a coarser table is reached by aggregation; no money is lost on the way."""
    impact = run(SEJONG, reading="announced", table=table)
    spent = sum(part.demand.values.sum() for part in impact.parts)
    assert spent == pytest.approx(483_700.0)
    assert {part.table for part in impact.parts} == {table}


def test_a_table_without_a_date_is_told_to_have_none(study: tuple[Path, Path]) -> None:
    warnings = [w.en for w in estimate(study[0], tables=study[1]).manifest.warnings]
    assert "tiny-3: the table's date of publication is not known (R11)" in warnings


def test_the_2020_table_is_told_to_be_younger_than_the_document() -> None:
    """Design R11: a table published after a document is one its authors cannot have used."""
    warnings = [w.en for w in estimate(SEJONG, readings=["announced"]).manifest.warnings]
    assert (
        "bok-2020-165 was published on 2024-06-25; the authors of the document of 2024-05-28 "
        "cannot have used it (R11)" in warnings
    )
    assert (
        "bok-2020-165: amounts at prices of 2024 enter a table of 2020 without a deflator (R3)"
        in warnings
    )


def test_problems_of_every_district_are_told_together(study: tuple[Path, Path]) -> None:
    """Two bad files of one study: both are named, each with its place (R12)."""
    edit(study[0] / "west.toml", 'unit = "백만원"', 'unit = "백만"')
    edit(study[0] / "east.toml", "amount = ", "amout = ")
    error = refused(ScenarioFileError, lambda: read_study(study[0], study[1]).scenarios)
    assert error.origin == str(study[0].resolve())
    told = [line for line in str(error).splitlines() if line.startswith("  ") and line[2] != " "]
    assert any(line.startswith("  west.toml, programmes[1].lines[2].unit: ") for line in told)
    assert any(line.startswith("  east.toml, programmes[1].lines[1].amout: ") for line in told)
