"""Symmetric tables by ESA's codes: bulk downloads and sheets, made of tables that are known.

No download could be had to test with: the layouts are those of public descriptions and of programs
that read them, the figures the small table's and those of the Eurostat manual.
"""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from helpers import (
    DOMESTIC,
    FINAL_DEMAND,
    FINAL_DEMAND_IMPORTS,
    IMPORTS,
    OUTPUT,
    PRIMARY,
    edit,
    lines,
    refused,
)

from iomodel import cli, load_table
from iomodel.checks import examine
from iomodel.draft import Draft
from iomodel.errors import NotSupportedError, TableFileError, UnitError
from iomodel.models import LeontiefModel
from iomodel.readers import Request, esa, recognise
from iomodel.readers.esa_codes import parts_of, topmost
from iomodel.readers.esa_units import money_of
from iomodel.table import IOTable
from iomodel.text import Text

MANUAL = 5e-5  # the Eurostat manual prints four decimals
EXACT = 1e-12  # the same arithmetic on the same figures, relative

CODES = ("CPA_A", "CPA_B-F", "CPA_G-T")
DEMAND = ("P3_S14", "P6")
TAXES = np.array([4.0, 5.0, 6.0])
WAGES, OTHER, SURPLUS = PRIMARY[0] - TAXES, np.array([1.0, -2.0, 3.0]), PRIMARY[1] - [1, -2, 3]
FLOWS = {
    "DOM": (DOMESTIC, FINAL_DEMAND),
    "IMP": (IMPORTS, FINAL_DEMAND_IMPORTS),
    "TOTAL": (DOMESTIC + IMPORTS, FINAL_DEMAND + FINAL_DEMAND_IMPORTS),
}
Cells = dict[tuple[str, str], float]


def cells_of(flow: str) -> Cells:
    """One of the three tables of the small economy, with the totals that Eurostat prints."""
    flows, demand = FLOWS[flow]
    found: Cells = {}
    for i, row in enumerate(CODES):
        found |= {(row, column): flows[i, j] for j, column in enumerate(CODES)}
        found[row, "TOTAL"] = flows[i].sum()
        found |= {(row, column): demand[i, k] for k, column in enumerate(DEMAND)}
        found |= {(row, "P3"): demand[i, 0], (row, "TFU"): demand[i].sum()}
        found |= {(row, code): 0.0 for code in ("P3_S15", "P3_S13", "P51G", "P52", "P53")}
        found[row, "TU"] = flows[i].sum() + demand[i].sum()
    for j, column in enumerate(CODES):
        found["CPA_TOTAL", column] = flows[:, j].sum()
        if flow == "IMP":
            continue
        added = WAGES[j] + OTHER[j] + SURPLUS[j]
        found |= {("D21X31", column): TAXES[j], ("D1", column): WAGES[j]}
        found |= {("D29X39", column): OTHER[j], ("B2A3G", column): SURPLUS[j]}
        found |= {("B1G", column): added, ("P1", column): OUTPUT[j]}
        if flow == "DOM":
            found["IMP", column] = IMPORTS[:, j].sum()
        else:
            imports = IMPORTS[j].sum() + FINAL_DEMAND_IMPORTS[j].sum()
            found |= {("P7", column): imports, ("TS_BP", column): OUTPUT[j] + imports}
    return found


Row = tuple[str, ...]


def records(flows: Iterable[str] = FLOWS, geo: str = "DE", time: str = "2015") -> Iterator[Row]:
    for flow in flows:
        for (row, column), value in cells_of(flow).items():
            yield ("A", "MIO_EUR", flow, column, row, geo, time, f"{value:.1f}", "")


HEADER = "freq,unit,stk_flow,prd_use,prd_ava,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG"


def long_csv(path: Path, rows: Iterable[Row], header: str = HEADER) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["DATAFLOW", "LAST UPDATE", *header.split(",")])
        writer.writerows(["ESTAT:NAIO_10_CP1700(1.0)", "25/06/24 23:00:00", *row] for row in rows)
    return path


def long_tsv(path: Path, rows: Iterable[Row], flag: str = "") -> Path:
    years = ["2014", "2015"]
    out = ["freq,unit,stk_flow,prd_use,prd_ava,geo\\TIME_PERIOD\t" + " \t".join(years) + " "]
    for row in rows:
        out.append(",".join(row[:6]) + f"\t: \t{row[7]}{flag}")
    path.write_bytes(gzip.compress("\n".join(out).encode()))
    return path


def wide_csv(path: Path, cells: Cells) -> Path:
    rows = list(dict.fromkeys(row for row, _ in cells))
    columns = list(dict.fromkeys(column for _, column in cells))
    frame = [["Input-output table"], ["", "name", *columns]]
    frame += [[row, f"name of {row}", *(cells.get((row, c), "") for c in columns)] for row in rows]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(frame)
    return path


def read(*paths: Path, imports: str | None = None, **choices: str) -> Draft:
    return esa.read(Request(paths, imports=imports, choices=choices))  # type: ignore[arg-type]


def require_small(draft: Draft, *, imports: bool = True) -> None:
    assert examine(draft).sound
    table = draft.table()
    table.require_balanced()
    assert table.sectors.codes == CODES
    np.testing.assert_array_equal(table.domestic, DOMESTIC)
    np.testing.assert_array_equal(table.final_demand[:, [0, -1]], FINAL_DEMAND)
    np.testing.assert_array_equal(table.output, OUTPUT)
    np.testing.assert_array_equal(table.primary_rows("product_tax"), TAXES)
    np.testing.assert_array_equal(table.value_added, WAGES + OTHER + SURPLUS)
    np.testing.assert_array_equal(table.import_row, IMPORTS.sum(axis=0))
    assert (table.imports is not None) == imports


# ------------------------------------------------------------------ bulk downloads
def test_a_long_csv_of_three_flows(tmp_path: Path) -> None:
    path = long_csv(tmp_path / "estat_naio_10_cp1700_en.csv", records())
    assert recognise([path]) == "esa"
    draft = read(path)
    require_small(draft)
    info = draft.info
    assert (info.id, info.year, info.price_year) == ("eurostat-de-2015-3", 2015, 2015)
    assert (info.money.name.en, info.valuation) == ("million EUR", "basic")
    assert info.layout == "product × product"
    assert [part.code for part in info.final_demand] == [
        "P3_S14", "P3_S15", "P3_S13", "P51G", "P52", "P53", "P6",
    ]  # fmt: skip
    assert [(part.code, part.role) for part in info.primary_inputs] == [
        ("D21X31", "product_tax"), ("D1", "value_added"), ("D29X39", "value_added"),
        ("B2A3G", "value_added"),
    ]  # fmt: skip
    assert info.tolerance == 0.05 * 11  # eleven figures of one decimal
    assert info.source.publisher == "Eurostat"
    assert draft.assumptions == ()
    domestic = draft.parts["domestic"]
    assert domestic.place(0, 1) == "estat_naio_10_cp1700_en.csv, line 3 (CPA_A × CPA_B-F)"


def test_the_totals_that_it_prints_come_along(tmp_path: Path) -> None:
    draft = read(long_csv(tmp_path / "x.csv", records()))
    told = {(total.name, total.of, total.kind, total.side) for total in draft.printed}
    assert told == {
        ("TOTAL", "domestic", "intermediate", "row"),
        ("TOTAL", "imports", "intermediate", "row"),
        ("TOTAL", "total", "intermediate", "row"),
        ("TFU", "final_demand", "final_demand", "row"),
        ("TFU", "final_demand_imports", "final_demand", "row"),
        ("TFU", "final_demand_total", "final_demand", "row"),
        ("TU", "domestic", "output", "row"),
        ("TU", "imports", "imports", "row"),
        ("TU", "total", "supply", "row"),
        ("TOTAL", "domestic", "intermediate", "column"),
        ("TOTAL", "imports", "intermediate", "column"),
        ("TOTAL", "total", "intermediate", "column"),
        ("P1", "total", "output", "column"),
    }
    added, supply = draft.claims
    assert str(added.what) == "B1G is not the sum of D1, D29X39, B2A3G"
    assert str(supply.what) == "TS_BP is not the sum of P1, P7"
    for claim in draft.claims:
        np.testing.assert_allclose(claim.block.values, claim.wanted(), rtol=EXACT)
        assert claim.slack is not None
        assert claim.slack().shape == (1, 3)


def test_a_gzipped_tsv_with_flags(tmp_path: Path) -> None:
    path = long_tsv(tmp_path / "naio_10_pyp1700.tsv.gz", records(("DOM", "IMP")), " p")
    assert recognise([path]) == "esa"
    draft = read(path)
    require_small(draft)
    assert (draft.info.year, draft.info.price_year) == (2015, 2014)
    place = draft.parts["imports"].place(0, 0)
    assert place.startswith("naio_10_pyp1700.tsv.gz, line ")
    assert place.endswith(', column "2015" (CPA_A × CPA_A)')


def test_industries_have_bare_codes(tmp_path: Path) -> None:
    bare = [tuple(cell.replace("CPA_", "") for cell in row) for row in records()]
    header = HEADER.replace("prd_", "ind_")
    draft = read(long_csv(tmp_path / "x.csv", bare, header))
    assert draft.table().sectors.codes == ("A", "B-F", "G-T")
    assert (draft.info.layout, draft.info.classification) == ("industry × industry", "nace-de-3")


def test_labels_beside_the_codes_become_names(tmp_path: Path) -> None:
    rows = [
        (*row[:4], f"{row[4]}:Name of {row[4]}", f"{row[5]}:Germany", *row[6:]) for row in records()
    ]
    header = HEADER.replace("prd_ava", "prd_ava:Products available").replace("geo", "geo:Country")
    sectors = read(long_csv(tmp_path / "x.csv", rows, header)).table().sectors.sectors
    assert [sector.name.en for sector in sectors] == [f"Name of {code}" for code in CODES]


def test_one_of_several_countries_and_years_is_chosen(tmp_path: Path) -> None:
    both = [*records(), *records(("DOM",), "FR"), *records(("DOM",), "DE", "2016")]
    path = long_csv(tmp_path / "x.csv", both)
    error = refused(TableFileError, lambda: read(path))
    assert str(error) == lines(
        str(path),
        "  x.csv: there is a country to be chosen",
        "    expected: DE, FR",
        "    found: none chosen",
        "    remedy: choose with --choose geo=…",
        "  x.csv: there is a year to be chosen",
        "    expected: 2015, 2016",
        "    found: none chosen",
        "    remedy: choose with --choose time=…",
    )
    error = refused(TableFileError, lambda: read(path, geo="IT", time="2015"))
    assert error.render("ko") == lines(
        str(path),
        "  x.csv: 나라을(를) 골라야 합니다",
        "    기대한 것: DE, FR",
        "    찾은 것: IT",
        "    고치는 법: --choose geo=…",
    )
    require_small(read(path, geo="DE", time="2015"))
    french = read(path, geo="FR", time="2015")
    assert french.info.id == "eurostat-fr-2015-3"
    require_small(french, imports=False)


def test_the_same_cell_twice_is_refused(tmp_path: Path) -> None:
    rows = list(records(("DOM",)))
    path = long_csv(tmp_path / "x.csv", [*rows, rows[0]])
    error = refused(TableFileError, lambda: read(path))
    assert str(error) == lines(
        str(path),
        f"  x.csv, line {len(rows) + 2}: the cell occurs twice",
        "    expected: once",
        "    found: also at x.csv, line 2 (CPA_A × CPA_A)",
        "    remedy: download the file again",
    )


def test_another_table_of_the_same_family_is_refused(tmp_path: Path) -> None:
    path = long_csv(tmp_path / "x.csv", records(), HEADER.replace("prd_use", "nace_r2"))
    assert esa.recognises(path)
    error = refused(TableFileError, lambda: read(path))
    assert str(error) == lines(
        str(path),
        "  header: a dimension is missing",
        "    expected: prd_use / ind_use / induse",
        "    found: dataflow, last update, freq, unit, stk_flow, nace_r2, prd_ava, geo, "
        "time_period, obs_value, obs_flag",
        "    remedy: download a symmetric table (naio_10_cp1700 or naio_10_cp1750)",
    )


# ------------------------------------------------------------------ what isn't published
def test_a_missing_cell_is_zero_only_where_the_total_says_so(tmp_path: Path) -> None:
    """IMP × CPA_G-T of CPA_A is zero and may be left out; DOM × CPA_B-F of CPA_A may not."""
    rows = list(records())
    path = tmp_path / "x.csv"
    kept = [row for row in rows if row[2:5] != ("IMP", "CPA_G-T", "CPA_A")]
    draft = read(long_csv(path, kept))
    require_small(draft)
    assert draft.assumptions == (
        Text(
            "공표되지 않은 1칸은 0으로 읽음: 그 행의 나머지가 인쇄된 합계와 같음",
            "1 cells that aren't published are read as zero: the rest of their row makes its "
            "printed total",
        ),
    )
    hidden = [
        (*row[:7], ":", "c") if row[2:5] == ("DOM", "CPA_B-F", "CPA_A") else row for row in rows
    ]
    (fault,) = read(long_csv(path, hidden)).faults()
    assert (fault.kind, fault.part) == ("not-a-number", "domestic")
    assert '":"' in str(fault.problem.found)


def test_the_finest_final_demand_that_is_published_whole_is_used(tmp_path: Path) -> None:
    rows = [row for row in records() if row[3] not in ("P3_S14", "P52")]
    rows += [
        ("A", "MIO_EUR", flow, "P5M", code, "DE", "2015", "0.0", "")
        for flow in FLOWS
        for code in CODES
    ]
    draft = read(long_csv(tmp_path / "x.csv", rows))
    assert [part.code for part in draft.info.final_demand] == ["P3", "P51G", "P5M", "P6"]
    require_small(draft)


def test_without_its_parts_value_added_is_one_row(tmp_path: Path) -> None:
    rows = [row for row in records() if row[4] != "D29X39"]
    draft = read(long_csv(tmp_path / "x.csv", rows))
    assert [part.code for part in draft.info.primary_inputs] == ["D21X31", "B1G"]
    require_small(draft)


def levels(broken: bool = False) -> list[Row]:
    """The small tables with CPA_B-F given once more, in two parts."""
    rows = list(records(("DOM", "IMP")))
    for row in rows[:]:
        if "CPA_B-F" in row[3:5]:
            half = float(row[7]) / (4 if row[3] == row[4] else 2)
            for part in ("CPA_B", "CPA_C-F"):
                for other in ("CPA_B", "CPA_C-F") if row[3] == row[4] else (part,):
                    column, line = (other, part) if row[3] == row[4] else (
                        row[3].replace("CPA_B-F", part), row[4].replace("CPA_B-F", part),
                    )  # fmt: skip
                    value = half + (7.0 if broken and column == "TU" else 0.0)
                    rows.append((*row[:3], column, line, *row[5:7], f"{value:.4f}", ""))
    return rows


def test_parts_replace_the_whole_that_they_add_up_to(tmp_path: Path) -> None:
    draft = read(long_csv(tmp_path / "x.csv", levels()))
    assert draft.table().sectors.codes == ("CPA_A", "CPA_G-T", "CPA_B", "CPA_C-F")
    assert str(draft.assumptions[0]) == "sectors left out as sums or parts of others: CPA_B-F"
    draft.table().require_balanced()
    draft = read(long_csv(tmp_path / "x.csv", levels(broken=True)))
    assert draft.table().sectors.codes == CODES
    assert str(draft.assumptions[0]) == (
        "sectors left out as sums or parts of others: CPA_B, CPA_C-F"
    )
    require_small(draft)


def test_codes_cover_their_parts_and_nothing_else() -> None:
    there = ["C", "C10-C12", "C10", "C31_C32", "C32", "D35", "L68", "L68A", "B-E", "M69_M70", "O"]
    assert parts_of("C", there) == ["C10-C12", "C10", "C31_C32", "C32"]
    assert parts_of("B-E", there) == ["C", "C10-C12", "C10", "C31_C32", "C32", "D35"]
    assert parts_of("L68", there) == ["L68A"]
    assert parts_of("M69_M70", there) == []
    assert topmost(there) == ["L68", "B-E", "M69_M70", "O"]


# ------------------------------------------------------------------ total flows alone
def test_total_flows_alone_need_a_treatment(tmp_path: Path) -> None:
    path = long_csv(tmp_path / "x.csv", records(("TOTAL",)))
    refused(NotSupportedError, lambda: read(path))
    draft = read(path, imports="proportional-but-exports")
    table = draft.table()
    table.require_balanced()
    np.testing.assert_allclose(table.output, OUTPUT, rtol=EXACT)
    assert table.final_demand_imports is not None
    assert not table.final_demand_imports[:, -1].any()
    assert "가정:" in draft.assumptions[-1].ko


def test_total_and_imported_flows_give_domestic_ones(tmp_path: Path) -> None:
    require_small(read(long_csv(tmp_path / "x.csv", records(("TOTAL", "IMP")))))


# ------------------------------------------------------------------ sheets
def test_sheets_are_told_by_their_names(tmp_path: Path) -> None:
    paths = [wide_csv(tmp_path / f"siot_{flow}.csv", cells_of(flow)) for flow in FLOWS]
    assert recognise(paths) == "esa"
    draft = read(*paths, geo="AT", time="2015", unit="MIO_NAC")
    require_small(draft)
    assert draft.info.unit == "million EUR"
    assert draft.parts["domestic"].place(1, 2) == "siot_DOM.csv, E4 (CPA_B-F × CPA_G-T)"
    assert draft.table().sectors.get("CPA_A").name.en == "name of CPA_A"


def test_a_workbook_says_country_year_and_unit_itself(tmp_path: Path) -> None:
    path = tmp_path / "download.xlsx"
    with pd.ExcelWriter(path) as book:
        pd.DataFrame([["Summary"]]).to_excel(book, sheet_name="Summary", header=False, index=False)
        for k, flow in enumerate(FLOWS, 1):
            cells = cells_of(flow)
            columns = list(dict.fromkeys(column for _, column in cells))
            frame: list[list[object]] = [
                ["Unit of measure [UNIT]", "Million euro [MIO_EUR]"],
                ["Stock or flow [STK_FLOW]", f"Flow [{flow}]"],
                ["Geopolitical entity (reporting) [GEO]", "Denmark [DK]"],
                ["Time [TIME]", "2019"],
                ["", *columns],
            ]
            rows = dict.fromkeys(row for row, _ in cells)
            frame += [[row, *(cells.get((row, c)) for c in columns)] for row in rows]
            even = [[*row, *[None] * (len(columns) + 1 - len(row))] for row in frame]
            pd.DataFrame(even).to_excel(book, sheet_name=f"S{k}", header=False, index=False)
    draft = read(path)
    require_small(draft)
    assert (draft.info.id, draft.info.unit) == ("eurostat-dk-2019-3", "million EUR")
    assert read(path, unit="thousand DKK").info.unit == "thousand DKK"


def test_a_lone_sheet_may_be_told_by_choice(tmp_path: Path) -> None:
    path = wide_csv(tmp_path / "table.csv", cells_of("DOM"))
    error = refused(TableFileError, lambda: read(path, geo="DE", time="2015", unit="MIO_EUR"))
    assert str(error) == lines(
        str(path),
        "  table.csv: there is no telling which flows these are",
        "    expected: one of DOM, IMP and TOTAL in the name of the file or sheet",
        "    found: –",
        "    remedy: mend the name; where there is one sheet, say --choose stk_flow=DOM",
    )
    said = {"geo": "DE", "time": "2015", "unit": "MIO_EUR", "stk_flow": "DOM"}
    require_small(read(path, **said), imports=False)


def test_what_a_sheet_does_not_say_is_asked_for(tmp_path: Path) -> None:
    path = wide_csv(tmp_path / "DOM.csv", cells_of("DOM"))
    error = refused(TableFileError, lambda: read(path, time="now"))
    assert str(error) == lines(
        str(path),
        *(
            line
            for what, key, example in (
                ("country", "geo", "DE"), ("unit", "unit", "MIO_EUR"), ("year", "time", "2020"),
            )
            for line in (
                f"  the {what} is not stated",
                f"    expected: {key}, {example}",
                "    found: nothing",
                f"    remedy: --choose {key}={example}",
            )
        ),
    )  # fmt: skip


def test_labels_that_are_no_codes_and_doubled_ones_are_told(tmp_path: Path) -> None:
    path = wide_csv(tmp_path / "DOM.csv", cells_of("DOM"))
    edit(path, "D1,name of D1", "Wages,name of D1")
    edit(path, "B1G,name of B1G", "D29X39,name of B1G")
    edit(path, "P3,TFU", "Private,TFU")
    error = refused(TableFileError, lambda: read(path, geo="DE", time="2015", unit="EUR"))
    assert str(error) == lines(
        str(path),
        "  DOM.csv, A8: the label is no code of ESA's",
        "    expected: a code such as CPA_A01, P3_S14 or D1",
        '    found: "Wages"',
        "    remedy: mend the code, or read the table with --layout plain and say what it is",
        "  DOM.csv, I2: the label is no code of ESA's",
        "    expected: a code such as CPA_A01, P3_S14 or D1",
        '    found: "Private"',
        "    remedy: mend the code, or read the table with --layout plain and say what it is",
        "  DOM.csv, A11: the code occurs twice",
        "    expected: once",
        "    found: D29X39",
        "    remedy: remove one of the lines",
    )


def test_two_sheets_of_the_same_flows_are_refused(tmp_path: Path) -> None:
    paths = [wide_csv(tmp_path / f"{name}.csv", cells_of("DOM")) for name in ("DOM a", "DOM b")]
    error = refused(TableFileError, lambda: read(*paths, geo="DE", time="2015", unit="MIO_EUR"))
    assert str(error) == lines(
        f"{paths[0]}, {paths[1]}",
        "  DOM b.csv: two sheets hold the same flows",
        "    expected: one of DOM, IMP and TOTAL in the name of the file or sheet",
        "    found: DOM",
        "    remedy: mend the name; where there is one sheet, say --choose stk_flow=DOM",
    )


def test_a_table_without_accounts_is_refused(tmp_path: Path) -> None:
    bare = {pair: v for pair, v in cells_of("DOM").items() if pair[0] in (*CODES, "P1")}
    bare = {pair: v for pair, v in bare.items() if not pair[1].startswith(("P3", "P5", "P6"))}
    path = wide_csv(tmp_path / "DOM.csv", bare)
    error = refused(TableFileError, lambda: read(path, geo="DE", time="2015", unit="MIO_EUR"))
    assert str(error) == lines(
        str(path),
        *(
            line
            for what, example in (
                ("final demand", "P3_S14, P51G, P6 …"), ("value added", "D1, D29X39, B2A3G; B1G"),
            )
            for line in (
                f"  there are no {what}",
                f"    expected: {example}",
                "    found: no such codes",
                "    remedy: see whether this is a symmetric table (naio_10_cp1700 or "
                "naio_10_cp1750)",
            )
        ),
    )  # fmt: skip


# ------------------------------------------------------------------ units, choices
@pytest.mark.parametrize(
    ("code", "geo", "name"),
    [
        ("MIO_EUR", "RO", "million EUR"),
        ("MIO_NAC", "DE", "million EUR"),
        ("MIO_NAC", "CZ", "million CZK"),
        ("THS_NAC", "SE", "thousand SEK"),
        ("T_NAC", "HU", "thousand HUF"),
    ],
)
def test_units_of_eurostat(code: str, geo: str, name: str) -> None:
    assert money_of("", code, geo).name.en == name


def test_an_uncertain_currency_is_refused() -> None:
    """Croatia's own currency changed in 2023: files made before and after differ."""
    error = refused(UnitError, lambda: money_of("x.csv", "MIO_NAC", "HR"))
    assert str(error) == lines(
        "x.csv",
        "  the country's currency is not certain",
        "    expected: MIO_EUR, or a unit such as million RON",
        "    found: MIO_NAC (HR)",
        "    remedy: download the figures in MIO_EUR",
    )


def test_files_of_both_kinds_and_unknown_choices_are_refused(tmp_path: Path) -> None:
    long = long_csv(tmp_path / "x.csv", records())
    wide = wide_csv(tmp_path / "DOM.csv", cells_of("DOM"))
    error = refused(NotSupportedError, lambda: read(long, wide))
    assert str(error) == lines(
        f"{long}, {wide}",
        "  the files can't be read together",
        "    expected: one bulk download, or the sheets DOM, IMP and TOTAL",
        "    found: x.csv, DOM.csv",
        "    remedy: add employment afterwards, as satellites",
    )
    error = refused(NotSupportedError, lambda: read(long, country="DE"))
    assert str(error) == lines(
        str(long),
        "  --choose: the layout doesn't ask for this",
        "    expected: geo, time, unit, stk_flow",
        "    found: country",
        "    remedy: mend --choose",
    )


# ------------------------------------------------------------------ the Eurostat manual
ESA_1995 = {
    "agriculture_group": "CPA_A", "industry_group": "CPA_B-E", "construction": "CPA_F",
    "trade_group": "CPA_G-I", "business_services_group": "CPA_J-N",
    "other_services_group": "CPA_O-T", "final_consumption_households": "P3_S14",
    "final_consumption_government": "P3_S13", "gross_capital_formation": "P51G",
    "inventory_change": "P52", "exports": "P6", "total_use_published": "TU",
    "imports": "P7", "net_tax_products": "D21_M_D31", "compensation_employees": "D1",
    "net_tax_production": "D29_M_D39", "consumption_fixed_capital": "K1",
    "os_mixed_income_net": "B2N_B3N", "gva": "B1G", "output": "P1",
}  # fmt: skip


def test_germany_1995_by_its_codes(shared: Path, tmp_path: Path) -> None:
    """Beutel (2008), table 15.4 as published with codes of ESA 1995, results 15.6 to 15.20."""
    case = shared / "cases/germany_1995_eurostat_manual"
    frames = {
        name: pd.read_csv(case / f"inputs/{name}.csv", index_col=0).rename(
            index=ESA_1995, columns=ESA_1995
        )
        for name in ("Z", "fd", "primary")
    }
    demand = frames["fd"].assign(P3_S15=0, P53=0)
    primary = frames["primary"].loc[[*map(ESA_1995.get, list(ESA_1995)[12:])]]
    upper = pd.concat([frames["Z"], demand], axis=1)
    whole = pd.concat([upper, primary])
    path = tmp_path / "germany_1800.csv"
    whole.to_csv(path, index_label="prod_na")
    draft = read(path, geo="DE", time="1995", unit="MIO_EUR")
    model = LeontiefModel.from_table(draft.table())
    printed = pd.read_csv(case / "expected/multipliers_linkages.csv", index_col=0)
    ours = model.multipliers()
    for indicator, column in (("production", "backward_linkage"), ("value_added", "gva_mult")):
        np.testing.assert_allclose(ours.of(indicator), printed[column], rtol=0, atol=MANUAL)
    assert [part.code for part in draft.info.primary_inputs] == [
        "P7", "D21X31", "D1", "D29X39", "P51C", "B2A3N",
    ]  # fmt: skip
    (use,) = [total for total in draft.printed if total.name == "TU"]
    apart = use.block.values[:, 0] - draft.table().output
    assert apart.tolist() == [0, -46, 0, 0, 0, 0]  # a misprint of the source (its SOURCE.md)


def test_the_command_takes_choices(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    both = [*records(), *records(("DOM",), "FR")]
    path, into = long_csv(tmp_path / "x.csv", both), tmp_path / "tables"
    words = ["tables", "import", str(path), "--id", "german", "--into", str(into), "--lang", "en"]
    assert cli.main(words) == 2
    assert "choose with --choose geo=…" in capsys.readouterr().err
    assert cli.main([*words, "--choose", "geo=DE", "time=2015"]) == 0
    table = load_table("german", into)
    assert isinstance(table, IOTable)
    np.testing.assert_array_equal(table.domestic, DOMESTIC)
    assert cli.main(["tables", "check", str(path), "--choose", "geo=FR", "--lang", "en"]) == 0
    assert "no errors" in capsys.readouterr().out
