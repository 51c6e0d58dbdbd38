"""Checks of tables: good ones pass, every planted defect is named, at its cell, once."""

from __future__ import annotations

import csv
import warnings
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from drafts import (
    altered,
    cells,
    exchanged,
    marked,
    planted,
    renamed,
    swapped,
    texted,
    with_sum,
    with_totals,
    without,
)
from helpers import DOMESTIC, OUTPUT, info, lines, plain, refused, repeatable, sparing, tiny
from hypothesis import assume, given
from hypothesis import strategies as st
from spoilt import EXAMPLES, good, paid, totalled

from iomodel.catalogue import load_table
from iomodel.checks import Finding, Report, examine, examine_id, examine_table
from iomodel.draft import Block, Draft, Mark, Part, Printed, labelled_place
from iomodel.errors import NotFoundError, NotSupportedError, TableFileError
from iomodel.iterative.flows import ScaledFlows
from iomodel.iterative.refusals import undetermined
from iomodel.table import Component, IOTable, Label, Satellite
from iomodel.text import Text

Array = np.ndarray
FACTORS = (10.0, 0.1, 100.0, 0.01, 1000.0, 0.001)
WHOLE = 1.0  # printed in whole millions
PAPER = 3.0  # the ABS's paper is 3 million out in one of its seven industries
EXACT = 1e-3  # printed with all digits
SMALLEST = 1000.0  # a slip in a cell below this may pass for another's, so that only rows are named


def table_of(id: str) -> IOTable:
    table = load_table(id)
    assert isinstance(table, IOTable)
    return table


@pytest.fixture(scope="module")
def bok() -> Draft:
    return Draft.of(table_of("bok-2020-33"))


@pytest.fixture(scope="module")
def printed() -> Draft:
    """The same with its total sheet and printed totals."""
    return with_totals(table_of("bok-2020-33"))


def kinds(findings: Sequence[Finding]) -> list[str]:
    return [one.kind for one in findings]


def only_error(draft: Draft) -> Finding:
    report = examine(draft)
    assert len(report.errors) == 1, report.errors
    return report.errors[0]


def told(finding: Finding) -> str:
    """What a finding says, in one line."""
    return f"{finding.place}: {finding.what}: {finding.expected}: {finding.problem.found}"


# ------------------------------------------------------------------ tables that are right
@pytest.mark.parametrize(
    ("id", "negative"), [("bok-2020-33", 10), ("bok-2020-83", 110), ("bok-2020-165", 494)]
)
@pytest.mark.parametrize("form", ["table", "with its totals"])
def test_the_banks_tables_have_no_errors(id: str, negative: int, form: str) -> None:
    table = table_of(id)
    report = examine_table(table) if form == "table" else examine(with_totals(table))
    assert report.sound
    assert report.complete
    assert kinds(report.warnings) == ["negative-flows", "negative-final-demand"]
    assert report.warnings[0].size == negative == (table.domestic < 0).sum()


def test_the_largest_negative_cell_is_named() -> None:
    table = table_of("bok-2020-165")
    report = examine_table(table)
    assert table.domestic.min() == -179_844
    assert report.caveats()[0] == Text(
        "domestic.csv, row 271, column 410: 국산거래에 음수가 있습니다: "
        "494칸(14개 행), 가장 큰 것은 -179,844 (271 선철 및 조강 × 410 선박)",
        "domestic.csv, row 271, column 410: there are negative figures in domestic flows: "
        "494 cells in 14 rows, the largest -179,844 (271 선철 및 조강 × 410 선박)",
    )


def test_warnings_stay_with_the_table() -> None:
    report = examine_table(table_of("bok-2020-33"))
    before, after = tiny(caveats_ko=("하나",), caveats_en=("One",)), len(report.warnings)
    noted = report.noted(before)
    assert noted.info.caveats == (Text("하나", "One"), *report.caveats())
    assert len(noted.info.caveats) == 1 + after
    report.require_sound()


# ------------------------------------------------------------------ official tables of others
Grid = tuple[list[str], list[str], Array]


def grid(path: Path) -> Grid:
    """Columns, rows and figures of a case's CSV; NaN where it is blank."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        (_, *columns), *rows = csv.reader(file)
    figures = [[float(cell) if cell else np.nan for cell in row[1:]] for row in rows]
    return columns, [row[0] for row in rows], np.array(figures)


def official(
    case: Path,
    unit: str,
    demand: Callable[[str], bool],
    inputs: Sequence[str],
    tolerance: float,
    persons: Sequence[str] = (),
) -> Draft:
    """A case's Z.csv, fd.csv and primary.csv as a draft."""
    flows, final, primary = (grid(case / "inputs" / f"{n}.csv") for n in ("Z", "fd", "primary"))
    sectors = tuple(Mark(code) for code in flows[1])
    items = [k for k, name in enumerate(final[0]) if demand(name)]
    rows = [primary[1].index(name) for name in inputs]
    counted = [primary[1].index(name) for name in persons]

    def block(marks: Sequence[Mark], others: Sequence[Mark], values: Array, file: str) -> Block:
        return Block(tuple(marks), tuple(others), values, labelled_place(file, marks, others))

    parts: dict[Part, Block] = {
        "domestic": block(sectors, [Mark(code) for code in flows[0]], flows[2], "Z.csv"),
        "final_demand": block(
            [Mark(code) for code in final[1]],
            [Mark(final[0][k]) for k in items],
            final[2][:, items],
            "fd.csv",
        ),
        "primary_inputs": block(
            [Mark(name) for name in inputs],
            [Mark(code) for code in primary[0]],
            primary[2][rows],
            "primary.csv",
        ),
    }
    if persons:
        marks = [Mark(name) for name in persons]
        parts["satellites"] = block(sectors, marks, primary[2][counted].T, "primary.csv")
    about = info(
        id=case.name,
        currency=unit[-3:],
        unit=unit,
        tolerance=tolerance,
        final_demand=tuple(Label(code=final[0][k], ko="", en=final[0][k]) for k in items),
        primary_inputs=tuple(Component(code=n, ko="", en=n, role="value_added") for n in inputs),
        satellites=tuple(
            Satellite(code=code, ko="", en="", unit="thousand persons")
            for code in ("employed", "employees")[: len(persons)]
        ),
    )
    return Draft(case.name, about, parts)


def germany(shared: Path) -> Draft:
    return official(
        shared / "cases/germany_1995_eurostat_manual",
        "million EUR",
        lambda name: name != "total_use_published",
        [
            "imports",
            "net_tax_products",
            "compensation_employees",
            "net_tax_production",
            "consumption_fixed_capital",
            "os_mixed_income_net",
        ],
        WHOLE,
        ["employment_domestic_total", "employment_wage_salary"],
    )


def netherlands(shared: Path) -> Draft:
    demand = {"final_consumption_private", "final_consumption_government"}
    demand |= {"gross_fixed_capital_formation", "exports"}
    return official(
        shared / "cases/netherlands_2000_spicosa",
        "million EUR",
        lambda name: name in demand,
        ["imports", "net_tax", "value_added_bp"],
        WHOLE,
    )


def australia(shared: Path) -> Draft:
    names = grid(shared / "cases/abs_5246_1989_90_seven/inputs/primary.csv")[1]
    return official(
        shared / "cases/abs_5246_1989_90_seven",
        "million AUD",
        lambda name: name != "total_supply",
        names[:-1],
        PAPER,
    )


def britain(shared: Path) -> Draft:
    names = grid(shared / "cases/uk_2010_ons_pxp127/inputs/primary.csv")[1]
    return official(
        shared / "cases/uk_2010_ons_pxp127",
        "million GBP",
        lambda name: not name.startswith("Total"),
        names[1:-1],
        EXACT,
    )


def scotland(shared: Path) -> Draft:
    return official(
        shared / "cases/scotland_2016_ixi98",
        "million GBP",
        lambda name: not name.startswith("Total"),
        ["RUKImp", "RoWImp", "TlSPrds", "TlSPrdn", "CoE", "GOS"],
        EXACT,
    )


def japan(shared: Path) -> Draft:
    """Imports are a negative item of final demand: the competitive kind."""
    columns, rows, figures = grid(shared / "cases/japan_2011_13sector/inputs/table.csv")
    sectors = tuple(Mark(code) for code in rows[:13])
    demand, inputs = (tuple(Mark(name) for name in names) for names in (columns[13:], rows[13:]))
    parts: dict[Part, Block] = {
        "domestic": Block(
            sectors, sectors, figures[:13, :13], labelled_place("table.csv", sectors, sectors)
        ),
        "final_demand": Block(
            sectors, demand, figures[:13, 13:], labelled_place("table.csv", sectors, demand)
        ),
        "primary_inputs": Block(
            inputs, sectors, figures[13:, :13], labelled_place("table.csv", inputs, sectors)
        ),
    }
    about = info(
        id="japan",
        currency="JPY",
        unit="million JPY",
        tolerance=WHOLE,
        final_demand=tuple(Label(code=one.code, ko="", en=one.code) for one in demand),
        primary_inputs=tuple(
            Component(code=one.code, ko="", en="", role="value_added") for one in inputs
        ),
        satellites=(),
    )
    return Draft("japan", about, parts)


@pytest.mark.parametrize(
    ("read", "warned"),
    [
        (germany, []),
        (netherlands, []),
        (australia, []),
        (britain, ["no-inputs"]),
        (scotland, ["idle", "no-inputs"]),
        (japan, ["negative-final-demand"]),
    ],
)
def test_official_tables_have_no_errors(
    shared: Path, read: Callable[[Path], Draft], warned: list[str]
) -> None:
    report = examine(read(shared))
    assert kinds(report.errors) == []
    assert kinds(report.warnings) == warned


def test_what_official_tables_warn_of(shared: Path) -> None:
    """Domestic service buys nothing, Scotland makes no tobacco: both are so in the sources."""
    assert told(examine(scotland(shared)).warnings[0]) == (
        "Z.csv, column 12: some sectors have neither output nor sales: "
        'sectors with output and inputs: 1: "12"'
    )
    for read in (britain, scotland):
        assert told(examine(read(shared)).warnings[-1]) == (
            "Z.csv, column 97: some sectors have output but no intermediate inputs: "
            'sectors with output and inputs: 1: "97"'
        )


def test_a_published_misprint_is_found(shared: Path) -> None:
    """Eurostat's manual (2008, table 15.4) prints total use of industry 46 short of its cells."""
    draft = germany(shared)
    columns, _, figures = grid(shared / "cases/germany_1995_eurostat_manual/inputs/fd.csv")
    use = figures[:, [columns.index("total_use_published")]]
    sectors, name = draft.sectors, Mark("", "total use")
    block = Block(sectors, (name,), use, labelled_place("fd.csv", sectors, (name,)))
    total = Printed("total use", "domestic", "output", "row", block)
    report = examine(replace(draft, printed=(total,)))
    assert report.sound
    assert told(report.warnings[0]) == (
        'fd.csv, row industry_group, column total use: "total use" differs from the sum of its '
        "cells: 1,079,446 (industry_group): 1,079,400 (-46)"
    )


def test_the_same_table_rounded_to_billions_needs_a_tolerance(shared: Path) -> None:
    """Of the handbook's six sectors two are 2 billion off: no cell is accused for that."""
    case = shared / "cases/germany_2009_un_handbook"
    names = ["imports", "net_tax_products", "gva"]

    def read(tolerance: float) -> Report:
        draft = official(case, "million EUR", lambda n: n != "total_output_bp", names, tolerance)
        sectors = draft.parts["domestic"].rows
        for part in ("domestic", "primary_inputs"):
            draft = marked(draft, part, "column", lambda _: sectors)  # type: ignore[arg-type]
        return examine(draft)

    assert kinds(read(1.0).errors) == ["balance", "balance"]
    assert read(2.0).findings == ()


# ------------------------------------------------------------------ one cell
@pytest.mark.parametrize("part", ["final_demand", "primary_inputs"])
@repeatable
@given(data=st.data())
def test_a_shifted_decimal_point_is_found_by_its_figure(
    bok: Draft, part: Part, data: st.DataObject
) -> None:
    """Only one sum is missed there, and the figure tells which of its cells it is."""
    values = bok.parts[part].values
    i, j = (data.draw(st.integers(0, size - 1)) for size in values.shape)
    factor = data.draw(st.sampled_from((*FACTORS, -1.0)))
    assume(min(abs(values[i, j]), abs(values[i, j] * factor)) > SMALLEST)
    error = only_error(planted(bok, part, i, j, values[i, j] * factor))
    assert (error.kind, str(error.place)) == ("cell", bok.parts[part].place(i, j))
    assert error.size == pytest.approx(values[i, j] * (factor - 1))


@repeatable
@given(data=st.data())
def test_a_wrong_domestic_flow_is_found_where_its_row_and_column_meet(
    bok: Draft, data: st.DataObject
) -> None:
    values = bok.parts["domestic"].values
    i, j = (data.draw(st.integers(0, 32)) for _ in "ij")
    factor = data.draw(st.sampled_from(FACTORS))
    assume(i != j)
    assume(abs(values[i, j]) > SMALLEST)
    error = only_error(planted(bok, "domestic", i, j, values[i, j] * factor))
    assert (error.kind, str(error.place)) == ("cell", bok.parts["domestic"].place(i, j))


@repeatable
@given(data=st.data())
def test_a_flow_too_large_or_its_mirror_image_too_small(bok: Draft, data: st.DataObject) -> None:
    """An amount that is no slip of the pen fits both cells as well; both are named."""
    values = bok.parts["domestic"].values
    i, j = (data.draw(st.integers(0, 32)) for _ in "ij")
    assume(i != j)
    amount = data.draw(st.integers(100, 100_000))
    error = only_error(planted(bok, "domestic", i, j, values[i, j] + amount))
    assert error.kind == "cell"
    assert bok.parts["domestic"].place(i, j) in str(error.place)
    assert str(error.place).count("row") <= 2
    assert sorted(one.sector for one in error.symptoms) == sorted(
        bok.sectors[k].code for k in (i, j)
    )


@pytest.mark.parametrize("part", ["domestic", "imports", "final_demand", "total"])
@repeatable
@given(data=st.data())
def test_printed_totals_tell_the_cell_whatever_it_holds(
    printed: Draft, part: Part, data: st.DataObject
) -> None:
    """On the diagonal too, where the balance of sectors can't see it."""
    values = printed.parts[part].values
    i, j = (data.draw(st.integers(0, size - 1)) for size in values.shape)
    amount = data.draw(st.integers(1, 10**7) | st.integers(-(10**7), -1))
    error = only_error(planted(printed, part, i, j, values[i, j] + amount))
    assert (error.kind, str(error.place)) == ("cell", printed.parts[part].place(i, j))
    assert error.size == pytest.approx(amount)


def test_a_change_on_the_diagonal_needs_printed_totals(bok: Draft, printed: Draft) -> None:
    """Sales and inputs of the sector rise together: nothing in the table itself is wrong."""
    held = bok.parts["domestic"].values[3, 3]
    assert examine(planted(bok, "domestic", 3, 3, held + 500)).sound
    assert only_error(planted(printed, "domestic", 3, 3, held + 500)).size == 500


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        (600.0, "600 (+540, 10 times too large)"),
        (6.0, "6 (-54, 10 times too small)"),
        (-60.0, "-60 (-120, the sign is reversed)"),
        (0.0, "0 (-60, left out)"),
        (83.0, "83 (+23)"),
    ],
)
def test_the_slip_is_told(figure: float, said: str) -> None:
    error = only_error(planted(totalled("row", "column"), "domestic", 0, 1, figure))
    assert str(error.found) == said


def test_two_digits_swapped() -> None:
    table = tiny(domestic=DOMESTIC * 123.0, imports=None, final_demand_imports=None)
    table = replace(
        table, final_demand=table.final_demand * 123.0, primary_inputs=PRIMARY_AND_IMPORTS * 123.0
    )
    draft = without(Draft.of(table), "satellites")
    assert table.domestic[2, 1] == 6150
    error = only_error(planted(draft, "domestic", 2, 1, 1650.0))
    assert told(error) == (
        "domestic.csv, row 03, column 02: the cell disagrees with the sums it is part of: "
        "6,150 (03 서비스 × 02 공산품): 1,650 (-4,500, two neighbouring digits are swapped); "
        "explains 2 sums that don't agree"
    )


PRIMARY_AND_IMPORTS = np.array([[60.0, 220.0, 170.0], [80.0, 70.0, 100.0]])


def test_either_of_two_cells() -> None:
    error = only_error(planted(good(), "domestic", 2, 0, 17.0))
    assert error.place == Text(
        "domestic.csv, row 01, column 03 또는 domestic.csv, row 03, column 01",
        "domestic.csv, row 01, column 03 or domestic.csv, row 03, column 01",
    )
    assert error.found == Text(
        "10 (-7) 또는 17 (+7)",
        "10 (-7) or 17 (+7)",
    )
    assert error.expected == Text(
        "17 (01 농산물 × 03 서비스) 또는 10 (03 서비스 × 01 농산물)",
        "17 (01 농산물 × 03 서비스) or 10 (03 서비스 × 01 농산물)",
    )


# ------------------------------------------------------------------ one cause, many sums
@pytest.mark.parametrize(
    ("form", "parts"),
    [
        ("bok", ["domestic"]),
        ("bok", ["imports"]),
        ("bok", ["domestic", "imports"]),
        ("printed", ["total"]),
        ("printed", ["domestic"]),
        ("printed", ["imports"]),
        ("printed", ["domestic", "imports"]),
        ("printed", ["total", "domestic", "imports"]),
    ],
)
def test_a_transposed_table_is_told_once(
    form: str, parts: list[Part], request: pytest.FixtureRequest
) -> None:
    draft: Draft = request.getfixturevalue(form)
    spoilt = draft
    for part in parts:
        spoilt = altered(spoilt, part, np.transpose)
    error = only_error(spoilt)
    assert (error.kind, error.place) == ("transposed", ", ".join(f"{part}.csv" for part in parts))
    assert {one.sector for one in error.symptoms} >= out_of_balance(spoilt)


def out_of_balance(draft: Draft) -> set[str]:
    """The sectors whose sales are not their inputs, by sums of their own."""
    flows, demand = draft.parts["domestic"].values, draft.parts["final_demand"].values
    inputs = flows.sum(axis=0) + draft.parts["primary_inputs"].values.sum(axis=0)
    if "imports" in draft.parts:
        inputs = inputs + draft.parts["imports"].values.sum(axis=0)
    apart = np.abs(flows.sum(axis=1) + demand.sum(axis=1) - inputs) > 1.0
    return {mark.code for mark, off in zip(draft.sectors, apart, strict=True) if off}


def test_a_whole_table_on_its_side() -> None:
    """Its inputs read as final demand, its final demand as inputs; the imports make it show."""
    table = tiny()
    info = table.info.model_copy(
        update={
            "final_demand": tuple(
                Label(code=one.code, ko=one.ko, en=one.en) for one in table.info.primary_inputs
            ),
            "primary_inputs": tuple(
                Component(code=one.code, ko=one.ko, en=one.en, role="value_added")
                for one in table.info.final_demand
            ),
            "satellites": (),
        }
    )
    turned = IOTable(
        info,
        table.sectors,
        table.domestic.T,
        table.imports if table.imports is None else table.imports.T,
        table.primary_inputs.T,
        None,
        table.final_demand.T,
        np.zeros((0, 3)),
    )
    report = examine_table(turned)
    assert [told(one) for one in report.errors] == [
        "domestic.csv, imports.csv: rows and columns of the whole table are exchanged: "
        "sales in the rows, to sectors and final demand; inputs in the columns, from sectors and "
        "primary ones: the sums agree once rows and columns, final demand and primary inputs are "
        "exchanged; explains 3 sums that don't agree",
        "final_demand.csv, primary_inputs.csv: final demand and primary inputs are exchanged: "
        "consumption, investment, exports as final demand; compensation of employees, operating "
        "surplus as primary inputs: final demand: Wages, Surplus; primary inputs: Consumption, "
        "Exports",
    ]


def test_a_bad_cell_of_a_transposed_sheet_is_named_where_it_stands(bok: Draft) -> None:
    """Not where it would stand once the sheet is turned."""
    flows = bok.parts["domestic"].values
    spoilt = altered(bok, "domestic", np.transpose)
    spoilt = planted(spoilt, "domestic", 11, 4, flows[4, 11] * 10)
    errors = examine(spoilt).errors
    assert kinds(errors) == ["transposed", "cell"]
    assert str(errors[1].place) == "domestic.csv, row 12, column 05"


@pytest.mark.parametrize("form", ["bok", "printed"])
@repeatable
@given(data=st.data())
def test_a_sheet_in_another_unit(
    form: str, data: st.DataObject, request: pytest.FixtureRequest
) -> None:
    draft: Draft = request.getfixturevalue(form)
    known = [part for part in draft.parts if part != "satellites"]
    if form == "bok":  # nothing there says how large imported final demand should be
        known.remove("final_demand_imports")
    part = data.draw(st.sampled_from(known))
    factor = data.draw(st.sampled_from((*FACTORS, 1e6)))
    error = only_error(altered(draft, part, lambda values: values * factor))
    assert (error.kind, error.place) == ("unit-slip", draft.parts[part].place(-1, -1))
    assert error.size == pytest.approx(factor)


def test_a_whole_sheet_in_another_unit_with_its_totals(printed: Draft) -> None:
    """As if the import sheet were in thousands, flows and final demand and printed totals."""
    spoilt = printed
    for part in ("imports", "final_demand_imports"):
        spoilt = altered(spoilt, part, lambda values: values * 1000)  # type: ignore[arg-type]
    totals = tuple(
        replace(one, block=Block(b.rows, b.columns, b.values * 1000, b.place))
        if one.of in ("imports", "final_demand_imports")
        else one
        for one in spoilt.printed
        for b in [one.block]
    )
    error = only_error(replace(spoilt, printed=totals))
    assert told(error) == (
        "imports.csv, final_demand_imports.csv: the unit of imported flows, imported final demand "
        "is not that of the rest: one unit throughout (million KRW): 1,000 times too large; "
        f"explains {len(error.symptoms)} sums that don't agree"
    )
    assert {one.sector for one in error.symptoms} >= out_of_balance(spoilt)


@pytest.mark.parametrize("form", ["bok", "printed"])
@repeatable
@given(data=st.data())
def test_an_item_in_another_unit_or_with_another_sign(
    form: str, data: st.DataObject, request: pytest.FixtureRequest
) -> None:
    draft: Draft = request.getfixturevalue(form)
    part = data.draw(st.sampled_from(["final_demand", "primary_inputs"]))
    block, factor = draft.parts[part], data.draw(st.sampled_from((*FACTORS, -1.0)))
    by_row = part == "primary_inputs"
    k = data.draw(st.integers(0, len(block.rows if by_row else block.columns) - 1))
    scale = np.ones((len(block.rows), 1) if by_row else (1, len(block.columns)))
    scale[(k, 0) if by_row else (0, k)] = factor
    error = only_error(altered(draft, part, lambda values: values * scale))
    assert error.kind == "item-slip"
    assert error.place == (block.place(k, -1) if by_row else block.place(-1, k))
    assert error.size == pytest.approx(factor)


def test_an_item_with_its_sign_reversed() -> None:
    spoilt = altered(good(), "primary_inputs", lambda values: values * [[-1], [1]])
    assert told(only_error(spoilt)) == (
        "primary_inputs.csv, row wages: an item of primary inputs has the opposite sign: "
        'the sign and unit of the other items: "wages 임금" with the sign reversed; '
        "explains 3 sums that don't agree"
    )


@pytest.mark.parametrize("form", ["bok", "printed"])
@repeatable
@given(data=st.data())
def test_two_lines_in_each_others_place(
    form: str, data: st.DataObject, request: pytest.FixtureRequest
) -> None:
    draft: Draft = request.getfixturevalue(form)
    part = data.draw(st.sampled_from(["domestic", "final_demand", "imports", "primary_inputs"]))
    a, b = sorted(data.draw(st.lists(st.integers(0, 31), min_size=2, max_size=2, unique=True)))
    by_row = part == "final_demand" or (part == "domestic" and data.draw(st.booleans()))
    order = exchanged(33, a, b)
    error = only_error(
        altered(draft, part, lambda values: values[order] if by_row else values[:, order])
    )
    assert error.kind == "swapped-lines"
    block = draft.parts[part]
    assert error.place == (block.place(a, -1) if by_row else block.place(-1, a))
    assert (block.place(b, -1) if by_row else block.place(-1, b)) in str(error.found)


def test_a_figure_of_swapped_lines_is_named_where_it_stands(bok: Draft) -> None:
    """The largest negative flow, of 08 비금속광물제품, moves into the row of 03 음식료품."""
    order = exchanged(33, 2, 7)
    report = examine(altered(bok, "domestic", lambda values: values[order]))
    assert kinds(report.errors) == ["swapped-lines"]
    assert report.warnings[0].place == "domestic.csv, row 03, column 17"
    assert "-47,808 (08 비금속광물제품 × 17 전력, 가스 및 증기)" in str(report.warnings[0].found)


@repeatable
@given(data=st.data())
def test_a_sheet_of_another_year(printed: Draft, data: st.DataObject) -> None:
    """Two of the three sheets agree with value added; the third is told, not 2,000 cells of it."""
    part = data.draw(st.sampled_from(["total", "domestic", "imports"]))
    order = data.draw(st.permutations(range(33)))
    assume(sum(a != b for a, b in enumerate(order)) > 25)
    totals = [one for one in printed.printed if data.draw(st.booleans())]
    draft = replace(printed, printed=tuple(totals))
    error = only_error(altered(draft, part, lambda values: values[order][:, order]))
    assert (error.kind, error.place) == ("foreign-sheet", printed.parts[part].place(-1, -1))


def test_three_sheets_that_have_nothing_in_common() -> None:
    """None of them is believed; final demand by origin is not even known."""
    draft = without(totalled(), "final_demand_total", "final_demand_imports")
    other = np.array([[7.0, 13.0, 29.0], [17.0, 11.0, 23.0], [3.0, 19.0, 31.0]])
    spoilt = altered(altered(draft, "imports", lambda _: other), "domestic", lambda _: other.T)
    found = set(kinds(examine(spoilt).errors))
    assert "foreign-sheet" not in found
    assert "sheets" in found
    assert only_error(altered(draft, "imports", lambda _: other)).kind == "foreign-sheet"


# ------------------------------------------------------------------ printed totals
BANK = tiny()
assert BANK.imports is not None
assert BANK.final_demand_imports is not None
BOUGHT = BANK.imports.sum(axis=1) + BANK.final_demand_imports.sum(axis=1)
PRINTED: list[tuple[Part, str, str, Array]] = [
    ("total", "output", "row", OUTPUT),
    ("domestic", "output", "row", OUTPUT),
    ("primary_inputs", "output", "column", OUTPUT),
    ("total", "supply", "row", OUTPUT + BOUGHT),
    ("domestic", "supply", "row", OUTPUT),
    ("imports", "supply", "row", BOUGHT),
    ("total", "imports", "row", BOUGHT),
    ("domestic", "final_demand", "row", BANK.final_demand.sum(axis=1)),
    ("final_demand", "final_demand", "column", BANK.final_demand.sum(axis=0)),
    ("primary_inputs", "primary", "row", BANK.primary_inputs.sum(axis=1)),
]


@pytest.mark.parametrize(("of", "kind", "side", "sums"), PRINTED)
def test_every_kind_of_printed_total(of: Part, kind: str, side: str, sums: Array) -> None:
    """Right ones pass; one misprinted by 7 is told, and doesn't refuse what the cells agree on."""
    draft, name = totalled(), Mark("", "total")
    over = draft.parts["primary_inputs"].rows if kind == "primary" else draft.sectors
    marks = (
        draft.parts["final_demand"].columns if (of, side) == ("final_demand", "column") else over
    )
    for wrong in (0.0, 7.0):
        figures = sums + wrong * (np.arange(len(sums)) == 1)
        block = (
            Block(marks, (name,), figures[:, None], labelled_place("t.csv", marks, (name,)))
            if side == "row"
            else Block((name,), marks, figures[None, :], labelled_place("t.csv", (name,), marks))
        )
        total = Printed("total", of, kind, side, block)  # type: ignore[arg-type]
        report = examine(replace(draft, printed=(total,)))
        at = (1, 0) if side == "row" else (0, 1)
        assert [(one.kind, one.place, one.size) for one in report.findings] == (
            [("misprint", block.place(*at), 7.0)] if wrong else []
        )


def test_totals_that_cannot_be_compared_are_left_alone() -> None:
    """The supply of imports where no import sheet is; totals by column of what is sold."""
    draft, name = good(), Mark("", "total")
    alone = without(draft, "imports", "final_demand_imports")
    inputs = [[*row] for row in alone.parts["primary_inputs"].values]
    inputs[0] = [a + b for a, b in zip(inputs[0], BANK.imports.sum(axis=0), strict=True)]  # type: ignore[union-attr]
    alone = altered(alone, "primary_inputs", lambda _: np.array(inputs))
    column = Block((name,), draft.sectors, np.full((1, 3), 1e9), labelled_place("t", (name,), ()))
    row = Block(draft.sectors, (name,), np.full((3, 1), 1e9), labelled_place("t", (), (name,)))
    totals = (
        Printed("a", "imports", "supply", "row", row),
        Printed("b", "total", "output", "row", row),
        Printed("c", "domestic", "supply", "column", column),
        Printed("d", "total", "imports", "column", column),
        Printed("e", "total", "intermediate", "row", row),
    )
    assert examine(replace(alone, printed=totals)).findings == ()


def test_a_printed_total_of_fewer_sectors_is_left_alone() -> None:
    draft, name = good(), Mark("", "total")
    two = draft.sectors[:2]
    block = Block(two, (name,), np.array([[1.0], [2.0]]), labelled_place("t", two, (name,)))
    assert examine(
        replace(draft, printed=(Printed("t", "domestic", "output", "row", block),))
    ).sound


def test_sheets_that_contradict_each_other_row_by_row() -> None:
    """A column in which two cells make up for each other: no sum tells which sheet is wrong."""
    moved = np.array([[0, 7, 0], [0, 0, 0], [0, -7, 0]])
    report = examine(altered(totalled(), "total", lambda values: values + moved))
    assert [told(one) for one in report.errors] == [
        "total.csv, row 01, column 02: total flows are not domestic and imported ones together: "
        "60 domestic + 20 imported = 80 (01 농산물 × 02 공산품): 87 (+7)",
        "total.csv, row 03, column 02: total flows are not domestic and imported ones together: "
        "50 domestic + 10 imported = 60 (03 서비스 × 02 공산품): 53 (-7)",
    ]


@pytest.mark.parametrize("form", ["bok", "printed"])
def test_a_mess_is_told_sector_by_sector(form: str, request: pytest.FixtureRequest) -> None:
    """Where nothing explains what is missed, nothing is made up."""
    draft = without(request.getfixturevalue(form), "total", "final_demand_total")
    noise = np.random.default_rng(7).integers(1, 10**7, (33, 33)).astype(float)
    spoilt = altered(draft, "domestic", lambda values: values + noise)
    report = examine(spoilt)
    gaps = {one.sector: one.size for one in report.errors if one.kind == "balance"}
    assert set(kinds(report.errors)) == {"balance"} | (
        {"printed-total"} & set(kinds(report.errors))
    )
    assert set(gaps) == out_of_balance(spoilt)
    added = noise.sum(axis=1) - noise.sum(axis=0)
    due = dict(zip((mark.code for mark in draft.sectors), added, strict=True))
    assert gaps == {code: pytest.approx(due[code]) for code in gaps}


# ------------------------------------------------------------------ a part that is derived
@pytest.mark.parametrize(
    ("part", "factor", "kind"),
    [
        ("total", 1000.0, "unit-slip"),
        ("domestic", 0.01, "unit-slip"),
        ("domestic", 1.0, "transposed"),
    ],
)
def test_what_follows_from_a_spoilt_sheet_is_not_told(
    printed: Draft, part: Part, factor: float, kind: str
) -> None:
    """Imports are what domestic flows leave of the total, and as wrong as those."""
    spoilt = altered(printed, part, lambda v: v.T if kind == "transposed" else v * factor)
    left = spoilt.parts["total"].values - spoilt.parts["domestic"].values
    derived = frozenset[Part](["imports"])
    own = tuple(one for one in spoilt.printed if one.of not in ("imports", "final_demand_imports"))
    spoilt = replace(altered(spoilt, "imports", lambda _: left), derived=derived, printed=own)
    error = only_error(spoilt)
    assert (error.kind, error.place) == (kind, f"{part}.csv")


# ------------------------------------------------------------------ coefficients
def test_a_radius_that_is_not_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """ARPACK may give up on a large table: it is refused, not believed."""

    def give_up(self: ScaledFlows) -> tuple[float, Array]:
        raise undetermined()

    monkeypatch.setattr(ScaledFlows, "dominant", give_up)
    error = only_error(EXAMPLES["not-productive"]())
    assert error.problem.render("en") == lines(
        "  domestic.csv: the spectral radius of the input coefficients was not found",
        "    expected: below one",
        "    found: no convergence",
        "    remedy: look for columns whose inputs exceed output",
    )


def test_a_large_radius_below_one_is_left_alone() -> None:
    """A sector may buy for more than it makes and the whole still be productive."""
    report = examine(EXAMPLES["inputs-over-output"]())
    assert report.sound
    assert kinds(report.warnings) == ["inputs-over-output"]


def test_imported_inputs_are_inputs() -> None:
    """A sector that buys abroad alone, its imports in a row of primary inputs."""
    table = plain([[10, 0], [20, 0]], [90, 80], [70, 100])
    assert kinds(examine_table(table).warnings) == ["no-inputs"]
    imports = table.info.primary_inputs[0].model_copy(update={"code": "m", "role": "imports"})
    info = table.info.model_copy(update={"primary_inputs": (*table.info.primary_inputs, imports)})
    abroad = replace(table, info=info, primary_inputs=np.array([[70.0, 60.0], [0.0, 40.0]]))
    assert examine_table(abroad).findings == ()


# ------------------------------------------------------------------ totals among the sectors
@repeatable
@given(data=st.data())
def test_a_subtotal_taken_for_a_sector(bok: Draft, data: st.DataObject) -> None:
    """Before its sectors, behind them, or elsewhere."""
    start = data.draw(st.integers(0, 30))
    stop = data.draw(st.integers(start + 2, min(33, start + 9)))
    at = data.draw(st.sampled_from([start, stop, 0, 33]))
    error = only_error(with_sum(bok, at, start, stop, "SUM"))
    assert error.kind == "subtotal"
    assert error.place == "domestic.csv, row SUM; domestic.csv, column SUM"
    first, last = bok.sectors[start], bok.sectors[stop - 1]
    assert str(error.found) == f'"SUM 계": the sum of "{first}" to "{last}"'


@pytest.mark.parametrize("at", [2, 401])
def test_a_subtotal_among_many_sectors(at: int) -> None:
    """Beyond 400 sectors only what stands next to a line is tried as its parts."""
    rng = np.random.default_rng(3)
    flows = rng.integers(1, 1000, (401, 401)).astype(float)
    demand = rng.integers(10**6, 10**7, 401).astype(float)
    table = plain(flows, demand, demand + flows.sum(axis=1) - flows.sum(axis=0))
    start, stop = (2, 7) if at == 2 else (390, 401)
    error = only_error(with_sum(Draft.of(table), at, start, stop, "SUM"))
    assert (error.kind, error.sector) == ("subtotal", "SUM")


def test_a_subtotal_goes_out_of_the_printed_totals_too() -> None:
    """Of a sheet whose subtotal has a total of its own, nothing is left once it is out."""
    spoilt = with_sum(good(), 0, 0, 2, "A")
    block, name = spoilt.parts["final_demand"], Mark("", "계")
    sums = Block(block.rows, (name,), block.values.sum(axis=1)[:, None], cells("final_demand.csv"))
    total = Printed("계", "final_demand", "final_demand", "row", sums)
    assert only_error(replace(spoilt, printed=(total,))).kind == "subtotal"


def test_subtotals_and_the_grand_total(bok: Draft) -> None:
    spoilt = with_sum(bok, 33, 0, 33, "T")
    spoilt = with_sum(spoilt, 0, 0, 3, "A")
    spoilt = with_sum(spoilt, 4, 4, 12, "B")
    assert [(one.kind, one.sector) for one in examine(spoilt).errors] == [
        ("total-inside", "T"),
        ("subtotal", "A"),
        ("subtotal", "B"),
    ]


@pytest.mark.parametrize(("rows", "columns"), [(True, False), (False, True)])
def test_a_total_line_on_one_side(bok: Draft, rows: bool, columns: bool) -> None:
    """Left in every sheet; nothing else is amiss once it is out."""
    spoilt = with_sum(bok, 33, 0, 33, "T", rows=rows, columns=columns)
    report = examine(spoilt)
    assert set(kinds(report.errors)) == {"total-inside"}
    assert {str(one.place) for one in report.errors} == {
        block.place(33, -1) if rows else block.place(-1, 33)
        for part, block in spoilt.parts.items()
        if (rows and part != "primary_inputs")
        or (columns and part in ("domestic", "imports", "primary_inputs"))
    }
    assert report.sectors == 33


def test_a_sector_that_repeats_another(bok: Draft) -> None:
    assert told(only_error(with_sum(bok, 4, 4, 5, "X"))).split(": explains")[0] == (
        "domestic.csv, row X; domestic.csv, column X: a total stands among the sectors: "
        'sectors only, each once: "X 계": the same as "05 목재 및 종이, 인쇄"; explains 34 sums '
        "that don't agree"
    )


def test_a_sum_that_is_no_subtotal_is_left_alone() -> None:
    """A sector may happen to sell and buy as much as two others: where all balances it stays."""
    flows = np.array([[4.0, 2.0, 6.0], [2.0, 8.0, 10.0], [6.0, 10.0, 16.0]]) * 100
    demand = np.array([3.0, 5.0, 8.0]) * 100
    table = plain(flows, demand, demand)
    assert examine_table(table).findings == ()


# ------------------------------------------------------------------ lines left empty
@pytest.mark.parametrize("form", ["bok", "printed"])
@repeatable
@given(k=st.integers(0, 31), column=st.booleans())
def test_a_sector_left_empty(
    form: str, k: int, column: bool, request: pytest.FixtureRequest
) -> None:
    draft: Draft = request.getfixturevalue(form)
    spoilt, rest = draft, np.arange(33) != k
    sides: dict[Part, Array] = (
        {"domestic": rest[None, :], "imports": rest[None, :], "primary_inputs": rest[None, :]}
        if column
        else {"domestic": rest[:, None], "final_demand": rest[:, None]}
    )
    for part, kept in sides.items():
        spoilt = altered(spoilt, part, lambda values, kept=kept: values * kept)  # type: ignore[misc]
    report = examine(spoilt)
    block = draft.parts["domestic"]
    assert [(one.kind, one.place) for one in report.errors] == [
        ("no-output", block.place(-1, k)) if column else ("no-sales", block.place(k, -1))
    ]
    assert not report.complete
    assert {one.sector for one in report.errors[0].symptoms} >= out_of_balance(spoilt)


def test_two_sectors_left_empty(bok: Draft) -> None:
    """Each explains what the other's customers miss only together with it."""
    spoilt, kept = bok, ~np.isin(np.arange(33), [1, 24])
    for part in ("domestic", "final_demand"):
        spoilt = altered(spoilt, part, lambda values: values * kept[:, None])  # type: ignore[arg-type]
    report = examine(spoilt)
    assert {(one.kind, one.sector) for one in report.errors} == {
        ("no-sales", "02"),
        ("no-sales", "25"),
    }
    assert not report.complete


def test_demand_on_a_sector_that_makes_nothing(shared: Path) -> None:
    """Scotland makes no tobacco; a smoker in Scotland is told of, and nothing else."""
    smoking = planted(scotland(shared), "final_demand", 18, 0, 25.0)
    assert told(only_error(smoking)) == (
        "Z.csv, column 12: the column of the sector is empty: inputs of 25 in all (12): 0"
    )


# ------------------------------------------------------------------ labels
def test_labels_swapped_and_lines_moved_are_told_apart(bok: Draft) -> None:
    """The sums tell whether the figures moved along with their labels."""
    labels = marked(bok, "final_demand", "row", swapped(3, 5))
    lines_too = altered(labels, "final_demand", lambda values: values[exchanged(33, 3, 5)])
    place = "final_demand.csv R5C1: the labels stand in another order: "
    place += '"04 섬유 및 가죽제품" as number 4'
    found = '"06 석탄 및 석유제품" as number 4'
    for spoilt, remedy in (
        (
            labels,
            "the figures are in their place and only the labels are exchanged (so the sums "
            "agree); mend the labels",
        ),
        (
            lines_too,
            "the lines stand in another order under their own labels (so the sums agree); put "
            "them in one order",
        ),
    ):
        error = only_error(spoilt)
        assert told(error) == f"{place}: {found}"
        assert str(error.remedy) == remedy


def test_where_the_sums_cannot_tell_the_order_is_only_told() -> None:
    """Persons enter no sum."""
    spoilt = marked(Draft.of(tiny()), "satellites", "row", swapped(0, 1))
    error = only_error(spoilt)
    assert error.kind == "label-order"
    assert str(error.remedy) == (
        "mend the labels after the source, or put the lines in the same order"
    )


@repeatable
@given(data=st.data())
def test_swapped_labels_are_found_on_any_side(bok: Draft, data: st.DataObject) -> None:
    part = data.draw(st.sampled_from(list(bok.parts)))
    sides = {"primary_inputs": ["column"], "domestic": ["row", "column"]}
    sides["imports"] = sides["domestic"]
    side = data.draw(st.sampled_from(sides.get(part, ["row"])))
    a, b = sorted(data.draw(st.lists(st.integers(0, 32), min_size=2, max_size=2, unique=True)))
    error = only_error(marked(bok, part, side, swapped(a, b)))
    assert error.kind == "label-order"
    at = (a + 2, 1) if side == "row" else (1, a + 2)
    assert error.place == f"{part}.csv R{at[0]}C{at[1]}"


def test_labels_that_are_no_permutation_leave_the_cells_in_their_order() -> None:
    other = marked(good(), "domestic", "column", renamed(1, Mark("O2", "공산품")))
    report = examine(marked(other, "final_demand", "row", swapped(0, 2)))
    assert kinds(report.errors) == ["label-order", "label-order"]
    assert report.complete


def test_a_line_of_cells_without_numbers_is_told_once() -> None:
    spoilt = texted(good(), "domestic", [(1, 0), (1, 1), (1, 2)], "x")
    assert kinds(examine(spoilt).errors) == ["not-a-number"] * 3
    wide = texted(Draft.of(table_of("bok-2020-33")), "domestic", [(1, j) for j in range(33)], "x")
    assert told(only_error(wide)) == (
        "domestic.csv, row 02, column 01: the cell is not a number: a finite number: "
        '"x" (02 광산품 × 01 농림수산품), 32 more in its line'
    )


def test_names_in_other_places() -> None:
    spoilt = good()
    for part in ("domestic", "imports"):
        spoilt = marked(spoilt, part, "column", renamed(1, Mark("02", "광업")))
    assert told(examine(spoilt).warnings[0]) == (
        'domestic.csv R1C3: one code has two names: "02 공산품": "02 광업", 1 more places'
    )
    alike = marked(good(), "domestic", "column", renamed(1, Mark("02", "공 산품")))
    assert examine(alike).findings == ()


def test_the_regions_of_a_multiregional_table_share_names() -> None:
    flows = np.array([[4.0, 1.0], [2.0, 3.0]])
    table = plain(flows, [5, 5], [4, 6])
    marks = (Mark("north:01", "Farms"), Mark("south:01", "Farms"))
    draft = Draft.of(table)
    for part, side in (
        ("domestic", "row"),
        ("domestic", "column"),
        ("final_demand", "row"),
        ("primary_inputs", "column"),
    ):
        draft = marked(draft, part, side, lambda _: marks)  # type: ignore[arg-type]
    assert examine(draft).findings == ()


# ------------------------------------------------------------------ employment
def test_employment_in_thousands_is_fine_where_it_says_so() -> None:
    draft = altered(paid(50.0), "satellites", lambda values: values / 1000)
    satellites = tuple(one.model_copy(update={"unit": "천명"}) for one in draft.info.satellites)
    said = replace(draft, info=draft.info.model_copy(update={"satellites": satellites}))
    assert kinds(examine(draft).errors) == ["persons-scale", "persons-scale"]
    assert examine(paid(50.0)).findings == ()
    assert examine(said).findings == ()
    sheet = replace(said, units={"satellites": "명"})
    assert [told(one) for one in examine(sheet).errors] == [
        f'satellites.csv: the unit stated for satellites is not the table\'s: "천명" ({code}): "명"'
        for code in ("employed", "employees")
    ]


@pytest.mark.parametrize("factor", [0.001, 0.1, 10.0, 100.0, 1000.0])
def test_employment_of_the_bank_in_another_unit(bok: Draft, factor: float) -> None:
    """Of 5.4 persons and 58 million won: ten times as many of one is as odd as of the other."""
    spoilt = altered(bok, "satellites", lambda values: values * factor)
    found = [one for one in examine(spoilt).findings if one.kind.startswith("persons")]
    assert [one.sector for one in found] == ["employed", "employees"]
    assert "persons-scale" in kinds(found)
    size = f"{round(max(factor, 1 / factor)):,} times too {'large' if factor > 1 else 'small'}"
    assert all(str(one.found).endswith(f"they look {size}") for one in found)


def test_without_pay_the_unit_of_persons_is_only_doubted() -> None:
    """The small table's persons are made up; no pay confirms that their number is wrong."""
    report = examine(Draft.of(tiny()))
    assert report.sound
    assert [told(one) for one in report.warnings] == [
        f"satellites.csv, column {code}: the unit of persons looks wrong: "
        "1 to 50 persons per billion KRW of output, with a pay of 10 to 200 million KRW each (wide "
        f'bands of this program\'s own): {density} per billion KRW if counted in "명"; they look '
        f"{factor} times too large"
        for code, density, factor in (("employed", "636.4", 100), ("employees", "463.6", 10))
    ]


@pytest.mark.parametrize(
    "changes", [{"price_year": 1995}, {"unit": "million EUR", "currency": "EUR"}]
)
def test_the_bands_hold_for_won_since_2000(changes: dict[str, object]) -> None:
    assert examine(Draft.of(tiny(**changes))).findings == ()


def test_one_indicator_and_one_too_many() -> None:
    """Without employed persons there is nothing to hold employees against, nor by a description
    that doesn't fit."""
    draft = paid(50.0)
    alone = tuple(one for one in draft.info.satellites if one.code == "employees")
    block = draft.parts["satellites"]
    short = replace(draft, info=draft.info.model_copy(update={"satellites": alone}))
    assert kinds(examine(short).findings) == ["shape"]
    fits = replace(short, parts={**draft.parts, "satellites": block.take([0, 1, 2], [1])})
    assert examine(fits).findings == ()


def test_columns_of_employed_and_employees_exchanged(bok: Draft) -> None:
    spoilt = altered(bok, "satellites", lambda values: values[:, ::-1])
    assert told(only_error(spoilt)) == (
        "satellites.csv, column employees: there are more employees than employed persons: "
        "employed persons: employees, the self-employed and unpaid family workers: "
        "1,338,341 > 104,131 (01 농림수산품), one of 31 sectors"
    )


@sparing
@given(k=st.integers(0, 31), factor=st.sampled_from([0.01, 0.001, 100.0, 1000.0]))
def test_one_sectors_employees_in_another_unit(bok: Draft, k: int, factor: float) -> None:
    employees = bok.parts["satellites"].values[k, 1]
    assume(employees > 1000)
    report = examine(planted(bok, "satellites", k, 1, round(employees * factor)))
    outliers = [one for one in report.findings if one.kind == "pay-outlier"]
    assert [one.sector for one in outliers] == [bok.sectors[k].code]


# ------------------------------------------------------------------ two at once
def by_ten(draft: Draft) -> Draft:
    return altered(draft, "final_demand", lambda values: values * 10)


def turned(draft: Draft) -> Draft:
    return altered(draft, "domestic", np.transpose)


def left_over(draft: Draft) -> Draft:
    return with_sum(draft, 5, 5, 9, "SUM")


def no_number(draft: Draft) -> Draft:
    return texted(draft, "primary_inputs", [(2, 30)], "…")


def persons(draft: Draft) -> Draft:
    return altered(draft, "satellites", lambda values: values / 1000)


def wages(draft: Draft) -> Draft:
    return altered(draft, "primary_inputs", lambda values: values * [[1], [1], [-1], [1]])


DEFECTS: dict[str, tuple[Callable[[Draft], Draft], list[str]]] = {
    "final demand tenfold": (by_ten, ["unit-slip"]),
    "transposed": (turned, ["transposed"]),
    "subtotal": (left_over, ["subtotal"]),
    "text": (no_number, ["not-a-number"]),
    "persons": (persons, ["persons-scale", "persons-scale"]),
    "sign": (wages, ["item-slip"]),
}


@pytest.mark.parametrize(("one", "other"), list(combinations(DEFECTS, 2)))
def test_two_defects_at_once_are_both_named(bok: Draft, one: str, other: str) -> None:
    (first, told_first), (second, told_second) = DEFECTS[one], DEFECTS[other]
    report = examine(second(first(bok)))
    assert sorted(kinds(report.errors)) == sorted([*told_first, *told_second])


@repeatable
@given(data=st.data())
def test_two_wrong_cells(bok: Draft, data: st.DataObject) -> None:
    cells = data.draw(st.lists(st.integers(0, 32), min_size=4, max_size=4, unique=True))
    values = bok.parts["domestic"].values
    i, j, k, m = cells
    assume(min(abs(values[i, j]), abs(values[k, m])) > SMALLEST)
    spoilt = planted(bok, "domestic", i, j, values[i, j] * 10)
    spoilt = planted(spoilt, "domestic", k, m, values[k, m] / 100)
    errors = examine(spoilt).errors
    place = bok.parts["domestic"].place
    assert {str(one.place) for one in errors} == {place(i, j), place(k, m)}


def test_a_wrong_cell_among_rounded_figures(bok: Draft) -> None:
    """Rounding to thousands puts every sector a little out; the cell is still named."""
    spoilt = bok
    for part in ("domestic", "imports", "final_demand", "primary_inputs"):
        spoilt = altered(spoilt, part, lambda values: np.round(values, -3))  # type: ignore[arg-type]
    held = spoilt.parts["domestic"].values[6, 13]
    errors = examine(planted(spoilt, "domestic", 6, 13, held * 10)).errors
    assert kinds(errors) == ["cell", "rounding"]
    assert str(errors[0].place) == "domestic.csv, row 07, column 14"
    assert str(errors[0].expected).startswith(f"{held:,.0f} (")
    assert str(errors[0].found).startswith(
        f"{held * 10:,.0f} (+{held * 9:,.0f}, 10 times too large)"
    )


# ------------------------------------------------------------------ whatever the order and scale
@repeatable
@given(order=st.permutations(range(33)))
def test_findings_do_not_depend_on_the_order_of_sectors(bok: Draft, order: list[int]) -> None:
    spoilt = planted(bok, "domestic", 4, 9, bok.parts["domestic"].values[4, 9] * 10)
    parts = {
        part: block.take(
            range(len(block.rows)) if part == "primary_inputs" else order,
            order
            if part in ("domestic", "imports", "primary_inputs")
            else range(len(block.columns)),
        )
        for part, block in spoilt.parts.items()
    }
    moved = examine(replace(spoilt, parts=parts))
    assert [(one.kind, str(one.place)) for one in moved.findings] == [
        (one.kind, str(one.place)) for one in examine(spoilt).findings
    ]


@pytest.mark.parametrize("scale", [1e-3, 1e3, 1e6])
def test_findings_do_not_depend_on_the_unit(bok: Draft, scale: float) -> None:
    """But for persons, whose number is held against money."""
    spoilt = without(planted(bok, "final_demand", 7, 0, 17.0), "satellites")
    scaled = spoilt
    for part in spoilt.parts:
        scaled = altered(scaled, part, lambda values: values * scale)
    assert kinds(examine(scaled).findings) == kinds(examine(spoilt).findings)
    assert examine(scaled).errors[0].size == pytest.approx(examine(spoilt).errors[0].size * scale)


# ------------------------------------------------------------------ refusing
def test_errors_refuse_all_at_once() -> None:
    spoilt = texted(planted(good(), "domestic", 0, 1, 600.0), "primary_inputs", [(0, 2)], "-")
    report = examine(spoilt)
    error = refused(TableFileError, report.require_sound)
    assert error.data is report
    assert str(error) == lines(
        "tiny-3",
        "  primary_inputs.csv, row wages, column 03: the cell is not a number",
        "    expected: a finite number",
        '    found: "-" (wages 임금 × 03 서비스)',
        "    remedy: put in the figure of the source",
        "  domestic.csv, row 01, column 02: the cell disagrees with the sums it is part of",
        "    expected: 60 (01 농산물 × 02 공산품)",
        "    found: 600 (+540, 10 times too large); explains 2 sums that don't agree",
        "    remedy: check it against the source; if it stands there so, look at the rest of its "
        "row and column",
    )
    assert error.render("ko").splitlines()[5:8] == [
        "  domestic.csv, row 01, column 02: 이 칸이 합계들과 어긋납니다",
        "    기대한 것: 60 (01 농산물 × 02 공산품)",
        "    찾은 것: 600 (+540, 10배 큼); 이 때문에 맞지 않는 합계 2개",
    ]


def test_what_labels_hide_is_said_to_be_hidden() -> None:
    draft = good()
    short = replace(
        draft, parts={**draft.parts, "domestic": draft.parts["domestic"].take([0], [0])}
    )
    assert not examine(short).complete
    assert examine(good()).complete


def test_tables_by_id_and_by_folder(tmp_path: Path) -> None:
    from helpers import write_table

    folder = write_table(tmp_path / "tiny-3", tiny(domestic=DOMESTIC + np.diag(OUTPUT, 0) * 0))
    assert examine_id(str(folder)).sectors == 3
    assert examine_id("tiny-3", tmp_path).origin == "tiny-3"
    assert examine_id("bok-2020-33").sectors == 33
    assert refused(NotFoundError, lambda: examine_id("nowhere")).origin == "nowhere"
    assert str(refused(NotSupportedError, lambda: examine_id("bok-2023-33"))) == lines(
        "bok-2023-33",
        "  a table without flows can't be examined",
        "    expected: a table of transactions",
        "    found: inverse",
        "    remedy: examine a table of transactions",
    )


# ------------------------------------------------------------------ other software
def test_what_pymrio_takes_without_a_word() -> None:
    """pymrio 0.7 computes on swapped labels, an unbalanced and a non-productive table."""
    pymrio = pytest.importorskip("pymrio")
    import pandas as pd

    def accepted(Z: Array, Y: Array, rows: list[str], columns: list[str]) -> pd.DataFrame:
        index = pd.MultiIndex.from_product([["r"], rows], names=["region", "sector"])
        others = pd.MultiIndex.from_product([["r"], columns], names=["region", "sector"])
        demand = pd.MultiIndex.from_tuples([("r", "f")], names=["region", "category"])
        system = pymrio.IOSystem(
            Z=pd.DataFrame(Z, index=index, columns=others),
            Y=pd.DataFrame(Y, index=index, columns=demand),
        )
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            system.calc_all()
        return system.L

    def ours(Z: Array, Y: Array, value_added: Array) -> list[str]:
        return kinds(examine(Draft.of(plain(Z, Y, value_added))).errors)

    codes = ["01", "02"]
    flows, demand, value_added = np.array([[10.0, 20.0], [30.0, 40.0]]), [70.0, 30.0], [60.0, 40.0]
    assert ours(flows, demand, value_added) == []

    # One flow ten times too large: value added no longer fits, and nobody asks.
    large = flows * [[1, 10], [1, 1]]
    assert np.isfinite(accepted(large, np.c_[demand], codes, codes)).all(axis=None)
    assert ours(large, demand, value_added) == ["cell"]

    # Rows and columns in different order: the figures of one sector meet the output of another.
    crossed = accepted(flows, np.c_[demand], codes, codes[::-1])
    assert np.isfinite(crossed).all(axis=None)
    draft = marked(Draft.of(plain(flows, demand, value_added)), "domestic", "column", swapped(0, 1))
    assert kinds(examine(draft).errors) == ["label-order"]

    # Every sector uses up more than it makes: the "inverse" is negative throughout.
    greedy, short = np.array([[50.0, 60.0], [60.0, 50.0]]), np.array([-10.0, -10.0])
    assert (accepted(greedy, np.c_[short], codes, codes) < 0).all(axis=None)
    assert ours(greedy, short, short) == ["not-productive"]
