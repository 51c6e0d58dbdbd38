"""When and how much: years, phases, prices and valuations of amounts, right and refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from helpers import lines, refused
from small_study import (
    EXACT,
    JOBS,
    LINE,
    L,
    announced,
    assumptions,
    by_label,
    read,
    spending,
    study_of,
    view,
    warnings,
)

from iomodel.deflators import deflator
from iomodel.errors import LabelError, ScenarioFileError


def told(tmp_path: Path, line: str, **more: str) -> str:
    """What is said of a study that can't be read or brought to its table's prices."""
    paths = study_of(tmp_path, line, **more)
    text = str(refused(ScenarioFileError, lambda: read(paths)))
    return "\n".join(text.splitlines()[1:])


# ------------------------------------------------------------------ years
def test_years_alone_are_information(tmp_path: Path) -> None:
    """As they were before there was a spread: the amount stays one."""
    made = read(study_of(tmp_path, "years = [2021, 2024]\n"))
    assert list(by_label(made, "year")) == [""]
    assert spending(made).tolist() == [0.0, 100.0, 0.0]


def test_the_same_year_twice_is_spending_of_that_year(tmp_path: Path) -> None:
    assert list(by_label(read(study_of(tmp_path, "years = [2024, 2024]\n")), "year")) == ["2024"]


@pytest.mark.parametrize(
    ("spread", "parts"),
    [('"even"', [25.0] * 4), ("[0.1, 0.2, 0.3, 0.4]", [10.0, 20.0, 30.0, 40.0])],
)
def test_spending_over_years(tmp_path: Path, spread: str, parts: list[float]) -> None:
    made = read(study_of(tmp_path, f"years = [2021, 2024]\nspread = {spread}\n"))
    found = {year: float(v.sum()) for year, v in by_label(made, "year").items()}
    assert found == pytest.approx(dict(zip(("2021", "2022", "2023", "2024"), parts, strict=True)))
    rows = view(made, "by_year").records("en")
    assert [row["year"] for row in rows] == ["2021", "2022", "2023", "2024"]
    jobs = float(JOBS @ L[:, 1])
    assert [row["employment"] for row in rows] == pytest.approx([jobs * p for p in parts])


def test_person_years_are_told_apart_from_jobs(tmp_path: Path) -> None:
    made = read(study_of(tmp_path, "years = [2021, 2024]\n"))
    (row,) = view(made, "jobs").records("en")
    whole = 100 * float(JOBS @ L[:, 1])
    assert row["person_years"] == pytest.approx(whole, rel=EXACT)
    assert row["per_year"] == pytest.approx(whole / 4, rel=EXACT)
    columns = {column.id: column.unit.en for column in view(made, "jobs").columns}
    assert (columns["person_years"], columns["per_year"]) == ("person-years", "persons")


def test_no_yearly_average_where_a_line_does_not_say_its_years(tmp_path: Path) -> None:
    made = read(study_of(tmp_path, "years = [2021, 2024]\n" + LINE))
    with pytest.raises(StopIteration):
        view(made, "jobs")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            'spread = "even"\n',
            (
                "  programmes[1].lines[1]: spread needs another key",
                "    expected: years = [first, last]",
                "    found: nothing",
                "    remedy: state it, or remove the former",
            ),
        ),
        (
            "years = [2021, 2024]\nspread = [0.5, 0.5]\n",
            (
                "  programmes[1].lines[1].spread: there are not as many shares as years",
                "    expected: 4, 2021 to 2024",
                "    found: 2",
                "    remedy: mend the shares, or years",
            ),
        ),
        (
            "years = [2021, 2022]\nspread = [50, 50]\n",
            (
                "  programmes[1].lines[1].spread: the shares of the years do not add up to one",
                "    expected: shares that add up to one",
                "    found: a sum of 100",
                "    remedy: divide percentages by 100, or add what is missing",
            ),
        ),
        (
            'years = [2021, 2022]\nspread = "evenly"\n',
            (
                "  programmes[1].lines[1].spread: the spread over years does not fit",
                '    expected: "even", or a share a year: [0.2, 0.5, 0.3]',
                '    found: "evenly"',
                "    remedy: mend the value",
            ),
        ),
        (
            "years = [2024, 2021]\n",
            (
                "  programmes[1].lines[1].years: the years are in the wrong order",
                "    expected: [first, last]",
                "    found: [2024, 2021]",
                "    remedy: swap the two years",
            ),
        ),
    ],
)
def test_years_that_are_refused(tmp_path: Path, line: str, message: tuple[str, ...]) -> None:
    assert told(tmp_path, line) == lines(*message)


# ------------------------------------------------------------------ phases
RUN = 'phase = "operation"\noperation = { first = 2025, years = 4, ramp_up = [0.25, 0.5] }\n'


def test_operation_comes_up_to_its_level_and_stays(tmp_path: Path) -> None:
    made = read(study_of(tmp_path, RUN))
    found = {year: float(v.sum()) for year, v in by_label(made, "year").items()}
    assert found == pytest.approx({"2025": 25.0, "2026": 50.0, "2027": 100.0, "2028": 100.0})
    (row,) = view(made, "operation").records("en")
    whole = 275 * float(JOBS @ L[:, 1])
    assert row["years"] == 4
    assert row["employment"] == pytest.approx(whole, rel=EXACT)
    assert row["employment_per_year"] == pytest.approx(whole / 4, rel=EXACT)


def test_phases_are_never_added_up(tmp_path: Path) -> None:
    made = read(study_of(tmp_path, LINE + RUN))
    impact = announced(made).impact
    assert impact is not None
    once = impact.value("production", phase="construction")
    assert once == pytest.approx(100 * L[:, 1].sum(), rel=EXACT)
    error = refused(LabelError, lambda: impact.value("production"))
    assert str(error) == lines(
        "impact",
        "  results of several readings, variants, tables or phases don't add up",
        "    expected: one reading, variant, table and phase",
        "    found: announced tiny-3 construction; announced tiny-3 operation",
        "    remedy: choose one with reading=, variant=, table= and phase=",
    )


def test_the_printed_table_is_of_one_off_spending(tmp_path: Path) -> None:
    from iomodel.summary import Summary

    summary = Summary(read(study_of(tmp_path, LINE + RUN)))
    value = summary.rows[0].values["announced", "production"].computed
    assert value == pytest.approx(100 * L[:, 1].sum(), rel=EXACT)
    only = Summary(read(study_of(tmp_path, RUN)))
    assert only.phase == "operation"
    value = only.rows[0].values["announced", "production"].computed
    assert value == pytest.approx(275 * L[:, 1].sum(), rel=EXACT)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            'phase = "operation"\n',
            (
                '  programmes[1].lines[1]: phase = "operation" needs another key',
                "    expected: operation = { first = …, years = … }",
                "    found: nothing",
                "    remedy: state it, or remove the former",
            ),
        ),
        (
            "operation = { first = 2025, years = 1, ramp_up = [0.2, 0.5] }\n",
            (
                "  programmes[1].lines[1].operation: there are more levels than years of operation",
                "    expected: at most 1",
                "    found: 2",
                "    remedy: shorten ramp_up, or lengthen years",
            ),
        ),
        (
            "operation = { first = 2025, years = 3, ramp_up = [30] }\n",
            (
                "  programmes[1].lines[1].operation.ramp_up: a level of operation is not between "
                "zero and one",
                "    expected: levels from the first year on: [0.3, 0.7]",
                "    found: [30]",
                "    remedy: divide a percentage by 100",
            ),
        ),
        (
            "operation = { first = 2025, years = 0 }\n",
            (
                "  programmes[1].lines[1].operation.years: the value does not fit",
                "    expected: a number above 0",
                "    found: 0",
                "    remedy: mend the value",
            ),
        ),
        (
            'phase = "building"\n',
            (
                "  programmes[1].lines[1].phase: the value is not allowed",
                "    expected: 'construction' or 'operation'",
                '    found: "building"',
                "    remedy: mend the value",
            ),
        ),
    ],
)
def test_phases_that_are_refused(tmp_path: Path, line: str, message: tuple[str, ...]) -> None:
    assert told(tmp_path, line) == lines(*message)


# ------------------------------------------------------------------ prices
def test_amounts_of_another_year_are_deflated_and_told(tmp_path: Path) -> None:
    made = read(study_of(tmp_path, 'price_year = 2023\ndeflator = "wdi-gdp"\n'))
    factor = 105.50158 / 112.06574  # the World Bank's levels of 2020 and 2023
    assert float(spending(made)[1]) == pytest.approx(100 * factor, rel=EXACT)
    assert (
        "tiny-3: prices of 2023 brought to 2020 by wdi-gdp, GDP deflator (World Bank) (×0.9414; "
        "the series ends in 2023)"
    ) in assumptions(made)
    assert any(
        words.startswith("wdi-gdp: prices of the whole gross") for words in assumptions(made)
    )
    assert not any("(R3)" in words for words in warnings(made))
    assert announced(made).impact.parts[0].demand.money.price_year == 2020  # type: ignore[union-attr]


def test_no_deflator_is_a_warning_never_silence(tmp_path: Path) -> None:
    for line in ("price_year = 2023\n", 'price_year = 2023\ndeflator = "none"\n'):
        made = read(study_of(tmp_path, line))
        assert spending(made).tolist() == [0.0, 100.0, 0.0]
        assert (
            "tiny-3: amounts at prices of 2023 enter a table of 2020 without a deflator (R3)"
        ) in warnings(made)


def test_amounts_at_the_prices_of_the_table_need_nothing(tmp_path: Path) -> None:
    made = read(study_of(tmp_path, 'deflator = "wdi-gdp"\n'))
    assert spending(made).tolist() == [0.0, 100.0, 0.0]
    assert not any("R3" in words for words in warnings(made))


def test_current_prices_are_deflated_year_by_year(tmp_path: Path) -> None:
    line = 'years = [2021, 2022]\nspread = "even"\nprices = "current"\ndeflator = "wdi-gdp"\n'
    made = read(study_of(tmp_path, line))
    found = {year: float(v.sum()) for year, v in by_label(made, "year").items()}
    series = deflator("wdi-gdp").index
    wanted = {str(year): 50 * series[2020] / series[year] for year in (2021, 2022)}
    assert found == pytest.approx(wanted, rel=EXACT)


def test_the_users_own_series(tmp_path: Path) -> None:
    paths = study_of(tmp_path, 'price_year = 2024\ndeflator = "prices.csv"\n')
    (paths[0] / "prices.csv").write_text("year,index\n2020,100\n2024,125\n", "utf-8")
    made = read(paths)
    assert float(spending(made)[1]) == pytest.approx(80.0, rel=EXACT)
    assert any("prices.csv (the user's series)" in words for words in assumptions(made))


def test_a_series_that_ends_too_early_is_held_only_when_asked(tmp_path: Path) -> None:
    line = 'price_year = 2024\ndeflator = "wdi-gdp"\n'
    assert told(tmp_path, line) == lines(
        "  programmes[1].lines[1]: wdi-gdp: the series doesn't reach that year",
        "    expected: 2000 to 2023",
        "    found: 2024",
        '    remedy: use a longer series, or its last value with beyond = "hold" (which is told)',
    )
    made = read(study_of(tmp_path, line + 'beyond = "hold"\n'))
    assert float(spending(made)[1]) == pytest.approx(100 * 105.50158 / 112.06574, rel=EXACT)
    assert (
        "wdi-gdp ends in 2023; amounts of 2024 were brought over with its level of 2023 (R3)"
    ) in warnings(made)


@pytest.mark.parametrize(
    ("line", "announced", "message"),
    [
        (
            'price_year = 2023\ndeflator = "cpi"\n',
            "",
            (
                "  programmes[1].lines[1]: deflator: there is no such price series",
                "    expected: one of wdi-gdp, wdi-gfcf, kostat-grdp, kostat-construction, a CSV "
                "in the folder (year,index), or none",
                '    found: "cpi"',
                "    remedy: correct it, or put the file in the folder",
            ),
        ),
        (
            'prices = "current"\ndeflator = "wdi-gdp"\n',
            "",
            (
                '  programmes[1].lines[1]: prices = "current" needs another key',
                "    expected: years = [first, last]",
                "    found: nothing",
                "    remedy: state it, or remove the former",
            ),
        ),
        (
            'deflator = "wdi-gdp"\n',
            "# price_year left out",
            (
                '  programmes[1].lines[1]: deflator = "wdi-gdp" needs another key',
                "    expected: price_year",
                "    found: nothing",
                "    remedy: state it, or remove the former",
            ),
        ),
    ],
)
def test_prices_that_are_refused(
    tmp_path: Path, line: str, announced: str, message: tuple[str, ...]
) -> None:
    assert told(tmp_path, line, announced=announced) == lines(*message)


def test_an_unstated_price_year_is_warned_of(tmp_path: Path) -> None:
    made = read(study_of(tmp_path, announced="# price_year left out"))
    assert any(words.startswith("the price year of the announced") for words in warnings(made))


# ------------------------------------------------------------------ the nearest holds
def test_terms_nearest_to_the_line_hold(tmp_path: Path) -> None:
    year = 'price_year = {}\ndeflator = "prices.csv"\n'
    levels = {
        "announced": year.format(2021),
        "district": "\n[announced]\n" + year.format(2022),
        "programme": year.format(2023),
        "line": year.format(2024),
    }
    held = {"announced": 2021, "district": 2022, "programme": 2023, "line": 2024}
    for number, last in enumerate(held):
        given = dict(list(levels.items())[: number + 1])
        paths = study_of(tmp_path, given.pop("line", ""), **given)
        rows = "".join(f"{y},{100 + y - 2020}\n" for y in range(2020, 2025))
        (paths[0] / "prices.csv").write_text("year,index\n" + rows, "utf-8")
        wanted = 100 * 100 / (100 + held[last] - 2020)
        assert float(spending(read(paths))[1]) == pytest.approx(wanted, rel=EXACT)


# ------------------------------------------------------------------ purchasers' prices
MARGINS = """
valuation = "purchasers"
[programmes.lines.margins]
trade = 0.12
trade_sector = "03"
transport = 0.03
transport_sector = "서비스"
"""


def test_margins_go_to_those_who_earn_them(tmp_path: Path) -> None:
    made = read(study_of(tmp_path, MARGINS))
    np.testing.assert_allclose(spending(made), [0.0, 85.0, 15.0], rtol=EXACT)
    assert (
        "Amounts at purchasers' prices brought to producers' prices (margins and taxes: "
        "12.0% → 03, 3.0% → 03)"
    ) in assumptions(made)


def test_margins_of_the_table_where_it_has_them(tmp_path: Path) -> None:
    paths = study_of(tmp_path, 'valuation = "purchasers"\n')
    (paths[1] / "tiny-3" / "margins.csv").write_text("code,03\n02,0.2\n", "utf-8")
    made = read(paths)
    np.testing.assert_allclose(spending(made), [0.0, 80.0, 20.0], rtol=EXACT)
    assert "Margins split off by those of tiny-3" in assumptions(made)


def test_every_bad_row_of_a_tables_margins_is_told(tmp_path: Path) -> None:
    paths = study_of(tmp_path, 'valuation = "purchasers"\n')
    path = paths[1] / "tiny-3" / "margins.csv"
    path.write_text("code,03,99\n02,20,0\n01,x,0\n98,0.1,-0.1\n", "utf-8")
    text = str(refused(ScenarioFileError, lambda: read(paths)))
    found = [line.strip() for line in text.splitlines() if not line.startswith("    ")][1:]
    assert found == [
        'programmes[1].lines[1]: line 3 (code 01), column "03": the cell is not a number',
        "programmes[1].lines[1]: header: the sector is not in this classification",
        "programmes[1].lines[1]: line 4: the sector is not in this classification",
        "programmes[1].lines[1]: line 2: the row is no margins",
        "programmes[1].lines[1]: line 4: the row is no margins",
    ]
    assert "    found: 20, 0" in text.splitlines()


def test_a_tables_margins_are_those_of_its_own_sectors(tmp_path: Path) -> None:
    from helpers import edit

    paths = study_of(tmp_path, 'valuation = "purchasers"\n')
    (paths[1] / "tiny-3" / "margins.csv").write_text("code,B\nA,0.2\n", "utf-8")
    edit(paths[0] / "study.toml", 'table = "tiny-3"', 'table = "tiny-2"')
    text = str(refused(ScenarioFileError, lambda: read(paths)))
    assert "programmes[1].lines[1]: the table has other sectors than the study" in text


def test_purchasers_prices_without_margins_are_refused(tmp_path: Path) -> None:
    assert told(tmp_path, 'valuation = "purchasers"\n') == lines(
        "  programmes[1].lines[1]: valuation: demand and table are valued differently",
        "    expected: producers' prices",
        "    found: purchasers' prices",
        "    remedy: state the shares of trade and transport margins and who earns them: "
        'margins = { trade = 0.12, trade_sector = "…" }',
    )


def test_a_table_at_basic_prices_takes_taxes_out(tmp_path: Path) -> None:
    from helpers import edit

    paths = study_of(tmp_path, MARGINS + "tax = 0.1\n")
    edit(paths[1] / "tiny-3" / "table.toml", 'valuation = "producers"', 'valuation = "basic"')
    made = read(paths)
    np.testing.assert_allclose(spending(made), [0.0, 75.0, 15.0], rtol=EXACT)
    assert (
        "tiny-3: of West, Investment, 10 million KRW is product taxes and enters no effect"
    ) in assumptions(made)


def test_prices_that_no_margin_leads_to_are_refused(tmp_path: Path) -> None:
    assert told(tmp_path, 'valuation = "basic"\n') == lines(
        "  programmes[1].lines[1]: valuation: demand and table are valued differently",
        "    expected: producers' prices",
        "    found: basic prices",
        "    remedy: use a table valued at those prices",
    )


@pytest.mark.parametrize(
    ("margins", "message"),
    [
        (
            "{ trade = 0.1 }",
            (
                "  programmes[1].lines[1].margins: a margin has no sector to go to",
                '    expected: trade_sector = "…"',
                "    found: trade = 0.1",
                "    remedy: name the sector that earns it",
            ),
        ),
        (
            '{ trade = 0.6, trade_sector = "03", tax = 0.4 }',
            (
                "  programmes[1].lines[1].margins: margins take the whole amount",
                "    expected: trade + transport + tax < 1",
                "    found: 1",
                "    remedy: state shares of the purchasers' price",
            ),
        ),
        (
            '{ trade = 12, trade_sector = "03" }',
            (
                "  programmes[1].lines[1].margins.trade: the share is not between zero and one",
                "    expected: a number from 0 to 1: 30 % is 0.3",
                "    found: 12",
                "    remedy: divide a percentage by 100",
            ),
        ),
    ],
)
def test_margins_that_are_refused(tmp_path: Path, margins: str, message: tuple[str, ...]) -> None:
    assert told(tmp_path, f"margins = {margins}\n") == lines(*message)


# ------------------------------------------------------------------ money
def test_two_currencies_in_one_district_are_refused(tmp_path: Path) -> None:
    other = LINE.replace("백만원", "million EUR")
    assert told(tmp_path, other) == lines(
        "  programmes[1].lines[2].unit: the scenario has amounts in two currencies",
        "    expected: KRW",
        '    found: "million EUR"',
        "    remedy: convert to one currency",
    )


def test_other_currencies_meet_tables_in_them(tmp_path: Path) -> None:
    from helpers import edit

    paths = study_of(tmp_path, lines=LINE.replace("백만원", "천유로"))
    edit(
        paths[1] / "tiny-3" / "table.toml", 'unit = "백만원"', 'unit = "백만유로"\ncurrency = "EUR"'
    )
    made = read(paths)
    impact = announced(made).impact
    assert impact is not None
    assert impact.value("production") == pytest.approx(0.1 * L[:, 1].sum(), rel=EXACT)
    from iomodel.summary import Summary, unit_of

    summary = Summary(made)
    assert unit_of("production", summary.unit).en == "million EUR"
