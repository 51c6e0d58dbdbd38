"""From pydantic's findings to problems with a place, both languages and a remedy (R12)."""

from __future__ import annotations

from typing import Any

import pytest
from helpers import SECTORS, lines
from pydantic import ValidationError

from iomodel.errors import Problem
from iomodel.schema import ScenarioFile, StudyFile
from iomodel.validation import problems_of

CONTEXT = {"classification": SECTORS, "programmes": {"투자": "Investment"}}


def district(**changes: Any) -> dict[str, Any]:
    line = {"sector": "02", "amount": 1.5, "unit": "억원", "source": "p. 1"}
    programme = {"name": "투자", "lines": [line]}
    known = {"schema": 1, "district": {"ko": "서부", "en": "West"}, "programmes": [programme]}
    return known | changes


def line(**changes: Any) -> dict[str, Any]:
    document = district()
    document["programmes"][0]["lines"][0] |= changes
    return document


def problems(document: dict[str, Any], model: Any = ScenarioFile) -> list[Problem]:
    with pytest.raises(ValidationError) as caught:
        model.model_validate(document, context=CONTEXT)
    return problems_of(caught.value, model)


def the(document: dict[str, Any]) -> Problem:
    found = problems(document)
    assert len(found) == 1
    return found[0]


def test_what_is_right_has_no_problem() -> None:
    file = ScenarioFile.model_validate(district(), context=CONTEXT)
    assert file.programmes[0].lines[0].amount == 1.5


def test_places_count_from_one_and_name_the_way_down() -> None:
    document = district()
    document["programmes"] += [{"name": "투자", "lines": [{"sector": "02"}, {"sector": "03"}]}]
    places = [problem.place for problem in problems(document)]
    assert places == [
        f"programmes[2].lines[{n}].{key}" for n in (1, 2) for key in ("amount", "unit", "source")
    ]


@pytest.mark.parametrize(
    ("amount", "found"), [("209", '"209"'), (True, "True"), (None, "None"), ([1], "[1]")]
)
def test_an_amount_that_is_no_number(amount: Any, found: str) -> None:
    """Even "209" is refused: quotes make a text of it."""
    problem = the(line(amount=amount))
    assert problem.render() == lines(
        "  programmes[1].lines[1].amount: the value is not a number",
        "    expected: a number without quotes: 209.5",
        f"    found: {found}",
        "    remedy: mend the value",
    )
    assert problem.render("ko").splitlines()[:2] == [
        "  programmes[1].lines[1].amount: 숫자가 아닙니다",
        "    기대한 것: 따옴표 없는 수, 예: 209.5",
    ]


@pytest.mark.parametrize("amount", [float("nan"), float("inf")])
def test_an_amount_that_is_not_finite(amount: float) -> None:
    problem = the(line(amount=amount))
    assert (problem.what.en, problem.expected.en, problem.found.en) == (
        "the value is not a number",
        "a finite number",
        str(amount),
    )


def test_a_negative_amount() -> None:
    problem = the(line(amount=-3))
    assert problem.render() == lines(
        "  programmes[1].lines[1].amount: the amount is negative",
        "    expected: a number of zero or more",
        "    found: -3",
        "    remedy: state spending as zero or more; amounts left out belong under "
        '[[programmes.excluded]], displaced spending in a line of kind = "displacement"',
    )
    assert problem.render("ko") == lines(
        "  programmes[1].lines[1].amount: 금액이 음수입니다",
        "    기대한 것: 0 이상의 수",
        "    찾은 것: -3",
        "    고치는 법: 지출은 0 이상으로 적으십시오. "
        "제외할 금액은 [[programmes.excluded]]에, "
        '대체되는 지출은 kind = "displacement"인 줄에 적습니다',
    )


def test_an_amount_of_zero_is_an_amount() -> None:
    ScenarioFile.model_validate(line(amount=0), context=CONTEXT)


def test_a_sector_as_a_number_is_asked_for_in_quotes() -> None:
    """TOML's 02 is no number and 621 is one; codes are text."""
    problem = the(line(sector=621))
    assert problem.render() == lines(
        "  programmes[1].lines[1].sector: the value is not text",
        '    expected: text in quotes: "621"',
        "    found: 621",
        "    remedy: mend the value",
    )


def test_an_unknown_sector_of_the_studys_classification() -> None:
    problem = the(line(sector="공산"))
    assert problem.render() == lines(
        "  programmes[1].lines[1].sector: the sector is not in this classification",
        "    expected: a code or exact name of tiny-3",
        '    found: "공산"',
        "    remedy: did you mean: 02 공산품 (Manufactures)",
    )


def test_an_unknown_programme() -> None:
    document = district()
    document["programmes"][0]["name"] = "지원"
    problem = the(document)
    assert problem.render() == lines(
        "  programmes[1].name: the programme is not in study.toml",
        "    expected: 투자",
        '    found: "지원"',
        "    remedy: correct the name, or add it under [programmes] in study.toml",
    )


def test_years_in_the_wrong_order() -> None:
    problem = the(line(years=[2026, 2024]))
    assert problem.render() == lines(
        "  programmes[1].lines[1].years: the years are in the wrong order",
        "    expected: [first, last]",
        "    found: [2026, 2024]",
        "    remedy: swap the two years",
    )
    ScenarioFile.model_validate(line(years=[2024, 2024]), context=CONTEXT)


@pytest.mark.parametrize("years", [["2024", 2026], [2024, "2026"], [None, 2024]])
def test_years_of_which_one_is_no_number(years: list[Any]) -> None:
    """A typing error in a year is a problem of the file, not a crash."""
    places = [problem.place for problem in problems(line(years=years))]
    assert places
    assert all(place.startswith("programmes[1].lines[1].years") for place in places)


@pytest.mark.parametrize("years", [[2026], [2024, 2025, 2026]])
def test_years_that_are_not_two(years: list[int]) -> None:
    problem = the(line(years=years))
    assert problem.place.startswith("programmes[1].lines[1].years")
    assert 'add "1 = …"' not in problem.remedy.en


def test_an_unknown_key_suggests_the_one_meant() -> None:
    found = problems(line(yaers=[2024, 2026]))
    assert [problem.render() for problem in found] == [
        lines(
            "  programmes[1].lines[1].yaers: unknown key",
            "    expected: one of: sector, amount, unit, source, page, basis, phase, kind, hires, "
            "note, years, spread, operation, price_year, prices, deflator, beyond, valuation, "
            "margins, imports, local_share, displaced, spent_on, profile, shock",
            '    found: "yaers"',
            '    remedy: did you mean "years"?',
        )
    ]
    assert found[0].remedy.ko == '"years"을(를) 뜻했습니까?'


def test_an_unknown_key_at_the_top_lists_keys_as_they_are_written() -> None:
    document = district(regions="세종")
    problem = the(document)
    assert problem.expected.en == (
        "one of: schema, district, region, announced, programmes, assumptions, municipality, "
        "sponsor, profiles, targets, grdp, variants, grid"
    )
    assert problem.remedy.en == 'did you mean "region"?'


def test_an_unknown_key_unlike_any_is_to_be_removed() -> None:
    problem = the(line(xyz=1))
    assert (problem.remedy.en, problem.remedy.ko) == ("remove the line", "이 줄을 지우십시오")


def test_unknown_keys_inside_optional_parts_list_that_parts_keys() -> None:
    document = district()
    document["programmes"][0]["not_comparable"] = {"ko": "가", "en": "a", "fr": "a"}
    problem = the(document)
    assert (problem.place, problem.expected.en) == (
        "programmes[1].not_comparable.fr",
        "one of: ko, en",
    )


def test_a_schema_of_another_version() -> None:
    assert the(district(schema=2)).render() == lines(
        "  schema: the format is newer than this iomodel",
        "    expected: schema = 1",
        "    found: 2",
        "    remedy: update iomodel: pip install --upgrade iomodel",
    )
    problem = the(district(schema=0))
    assert (problem.place, problem.what.en, problem.found.en) == (
        "schema",
        "the value is not allowed",
        "0",
    )


def test_one_table_where_a_list_of_tables_is_due() -> None:
    problem = the(district(programmes={"name": "투자"}))
    assert (problem.place, problem.what.ko) == ("programmes", "목록이 아닙니다")


def test_a_long_value_is_cut_short() -> None:
    problem = the(line(note=list(range(100))))
    assert problem.found.en == repr(list(range(100)))[:77] + "..."


def test_what_is_expected_is_said_in_korean_too() -> None:
    """A Korean reader of a Korean message should not meet pydantic's English."""
    document = {
        "schema": 1,
        "title": {"ko": "가", "en": "a"},
        "document": "D",
        "document_date": "yesterday",
        "classification": "tiny-3",
        "programmes": {"투자": "Investment"},
        "readings": {"announced": {"table": "tiny-3"}},
    }
    found = problems(document, StudyFile)
    assert [problem.place for problem in found] == ["document_date"]
    assert "Input should be" not in found[0].render("ko")
