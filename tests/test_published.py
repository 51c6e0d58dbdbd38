"""Published figures: read with their printed digits, compared without mercy."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from helpers import SEJONG, lines, refused, rows_of

from iomodel.errors import ScenarioFileError
from iomodel.published import (
    ComputedLine,
    PublishedCell,
    compare,
    read_published,
)
from iomodel.units import MILLION_KRW, money_unit

HEADER = "scenario,programme,indicator,value,unit,source\n"
LINES = (("west", "지원"), ("west", "투자"), ("east", "투자"))


def cell(
    scenario: str = "west", programme: str = "지원", value: str = "100", unit: str = "백만원"
) -> PublishedCell:
    indicator = "employment" if unit == "명" else "production"
    return PublishedCell(scenario, programme, indicator, Decimal(value), unit, "p. 1")


def computed(**values: float) -> list[ComputedLine]:
    pairs = {"a": LINES[0], "b": LINES[1], "c": LINES[2]}
    return [
        ComputedLine(*pairs[name], "production", value, "computed")
        for name, value in values.items()
    ]


def write(tmp_path: Path, rows: str) -> Path:
    path = tmp_path / "published.csv"
    path.write_text(HEADER + rows, "utf-8")
    return path


def test_digits_are_kept_as_printed(tmp_path: Path) -> None:
    cells = read_published(
        write(tmp_path, "west,지원,production,12.50,억원,p. 1\nwest,지원,employment,7,명,p. 1\n")
    )
    assert [str(c.value) for c in cells] == ["12.50", "7"]
    assert [c.half for c in cells] == [0.005, 0.5]
    assert cells[0].in_unit(MILLION_KRW) == (pytest.approx(1250.0), pytest.approx(0.5))
    assert cells[1].in_unit(MILLION_KRW) == (7.0, 0.5)


def test_no_file_no_figures(tmp_path: Path) -> None:
    assert read_published(tmp_path / "published.csv") == ()


def test_every_bad_row_is_told_at_once(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        'west,지원,production,"1,234",백만원,p. 1\n'
        "west,지원,value_added,10,백만,p. 1\n"
        "west,지원,employment,10,명,p. 1\n"
        "west,지원,employment,11,명,p. 2\n",
    )
    error = refused(ScenarioFileError, lambda: read_published(path))
    assert str(error) == lines(
        path,
        "  line 2: the published value is not a number",
        "    expected: the printed digits, without separators",
        '    found: "1,234"',
        "    remedy: for example 2899931",
        "  line 3: the money unit is not known",
        "    expected: one of 원, 천원, 만원, 백만원, 억원, 십억원, 조원 (or in English: KRW, "
        "thousand KRW, 10 thousand KRW, million KRW, 100 million KRW, billion KRW, trillion KRW), "
        'or a scale and an ISO 4217 code, as in "million EUR"',
        '    found: "백만"',
        "    remedy: write the unit as one of those",
        "  line 5: the same cell occurs twice",
        "    expected: one row a cell",
        "    found: west / 지원 / employment",
        "    remedy: remove one of the rows",
    )
    assert error.render("ko").splitlines()[1:3] == [
        "  line 2: 공표값이 숫자가 아닙니다",
        "    기대한 것: 인쇄된 숫자, 쉼표 없이",
    ]


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "sNaN", "", "n/a", "1_000"])
def test_what_is_no_printed_number(tmp_path: Path, value: str) -> None:
    path = write(tmp_path, f"west,지원,production,{value},백만원,p. 1\n")
    error = refused(ScenarioFileError, lambda: read_published(path))
    assert [(p.place, p.what.en) for p in error.problems] == [
        ("line 2", "the published value is not a number")
    ]


def test_a_missing_column(tmp_path: Path) -> None:
    path = tmp_path / "published.csv"
    path.write_text("scenario,programme,value,unit,source\nwest,지원,1,명,p\n", "utf-8")
    error = refused(ScenarioFileError, lambda: read_published(path))
    assert [(p.place, p.found.en) for p in error.problems] == [("header", "0 × indicator")]


# ------------------------------------------------------------------ comparing


@pytest.mark.parametrize(
    ("value", "printed", "matches"),
    [
        (100.5, "100", True),
        (99.5, "100", True),
        (100.51, "100", False),
        (99.49, "100", False),
        (100.04, "100.0", True),
        (100.06, "100.0", False),
    ],
)
def test_a_figure_matches_if_it_rounds_to_the_printed_digits(
    value: float, printed: str, matches: bool
) -> None:
    (found,) = compare([cell(value=printed)], computed(a=value), MILLION_KRW, "r", LINES)
    assert found.matches is matches
    assert found.difference == pytest.approx(value - 100)


def test_subtotals_and_totals_are_sums_of_unrounded_lines() -> None:
    cells = [cell(programme="subtotal", value="201"), cell("total", "total", "301")]
    subtotal, total = compare(cells, computed(a=100.4, b=100.4, c=100.4), MILLION_KRW, "r", LINES)
    assert subtotal.computed == pytest.approx(200.8)
    assert total.computed == pytest.approx(301.2)
    assert (subtotal.matches, total.matches) == (True, True)


def test_a_sum_of_which_a_part_was_not_computed_is_not_comparable() -> None:
    cells = [cell(), cell(programme="subtotal"), cell("total", "total")]
    line, subtotal, total = compare(cells, computed(a=100.0), MILLION_KRW, "r", LINES)
    assert (line.basis, line.matches) == ("computed", True)
    assert (subtotal.basis, subtotal.matches) == ("not comparable", None)
    assert subtotal.reason is not None
    assert subtotal.reason.en == "no announced amounts: west 투자"
    assert total.reason is not None
    assert total.reason.ko == "금액이 공표되지 않음: east 투자, west 투자"


def test_a_line_declared_not_comparable_taints_its_sums() -> None:
    from iomodel.text import Text

    why = Text("까닭", "a reason")
    lines_ = [*computed(a=100.0), ComputedLine(*LINES[1], "production", 1.0, "not comparable", why)]
    for target in (cell(programme="투자"), cell(programme="subtotal")):
        (found,) = compare([target], lines_, MILLION_KRW, "r", LINES)
        assert (found.basis, found.matches, found.reason) == ("not comparable", None, why)


def test_figures_printed_in_another_unit_are_compared_in_that_unit() -> None:
    (found,) = compare([cell(value="1.2", unit="억원")], computed(a=123.0), MILLION_KRW, "r", LINES)
    assert found.computed == pytest.approx(1.23)
    assert found.matches is True


def test_persons_are_never_scaled() -> None:
    jobs = [ComputedLine(*LINES[0], "employment", 99.8, "computed")]
    (found,) = compare([cell(unit="명")], jobs, money_unit("억원"), "r", LINES)
    assert found.computed == 99.8


def test_a_record_tells_difference_and_match() -> None:
    (found,) = compare([cell()], computed(a=101.0), MILLION_KRW, "announced", LINES)
    assert found.record() == {
        "reading": "announced",
        "scenario": "west",
        "programme": "지원",
        "indicator": "production",
        "computed": 101.0,
        "published": 100.0,
        "printed_unit": "백만원",
        "difference": 1.0,
        "matches": False,
        "basis": "computed",
    }


def test_sejongs_figures_are_thirty_in_ten_lines_of_three() -> None:
    cells = read_published(SEJONG / "published.csv")
    rows = rows_of(SEJONG / "published.csv")
    assert len(cells) == 30
    assert [str(c.value) for c in cells] == [row["value"] for row in rows]
    assert {c.half for c in cells} == {0.5}
    assert len({(c.scenario, c.programme) for c in cells}) == 10


def test_a_figure_of_no_scenario_of_the_study_is_refused(tmp_path: Path) -> None:
    """A misspelt district would silently drop a figure from the comparison (R1)."""
    import shutil

    from iomodel import estimate

    study = tmp_path / "sejong"
    shutil.copytree(SEJONG, study)
    path = study / "published.csv"
    text = path.read_text("utf-8")
    path.write_text(text.replace("technology,subtotal,production", "techology,subtotal,production"))
    error = refused(ScenarioFileError, lambda: estimate(study, readings=["announced"]))
    assert "techology" in str(error)


def test_a_figure_of_no_known_indicator_is_refused(tmp_path: Path) -> None:
    import shutil

    from iomodel import estimate

    study = tmp_path / "sejong"
    shutil.copytree(SEJONG, study)
    path = study / "published.csv"
    text = path.read_text("utf-8")
    path.write_text(text.replace("total,total,production", "total,total,prodction"))
    error = refused(ScenarioFileError, lambda: estimate(study, readings=["announced"]))
    assert "prodction" in str(error)
