"""The Bank's regional workbooks, built here as docs/multiregional.md describes them.

No real workbook was at hand: what is proved is that this layout is read, wherever its blocks stand,
and that what contradicts itself in it is refused by name.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from helpers import SECTORS, lines, refused, write_table

from iomodel.catalogue import load_classification
from iomodel.checks import examine
from iomodel.cli import main
from iomodel.draft import Draft
from iomodel.errors import TableFileError
from iomodel.importing import Said, import_table
from iomodel.models import LeontiefModel, MultiplierModel, RegionalModel, load_model
from iomodel.multiregional import MultiregionalTable, national
from iomodel.readers import Request, reader, recognise
from iomodel.readers.bok_employment import FULL_TIME
from iomodel.readers.bok_regional import draft_of, read, recognises
from iomodel.readers.bok_regional_inducement import kind_of, read_multipliers
from iomodel.readers.region_names import REGIONS, region_named
from iomodel.readers.sheets import Sheet, csv_sheet, sheets_of
from iomodel.table import ORIGINS

NAMES = {"01": "농산물", "02": "공산품", "03": "서비스"}
LONG = {"서울": "서울특별시", "충북": "충청북도", "제주": "제주특별자치도"}
PLACES = tuple(LONG)
USES = ("민간소비지출", "민간고정자본형성")
EXACT = 1e-12
Cells = list[list[Any]]


class World:
    """Flows of three regions of three sectors, in 백만원, that balance; 제주 makes no 02."""

    def __init__(self) -> None:
        draw = np.random.default_rng(3)
        self.codes = [(r, c) for r in PLACES for c in NAMES]
        n = len(self.codes)
        self.flows = draw.integers(1, 60, (n, n)).astype(float)
        self.demand = draw.integers(20, 90, (n, 3, len(USES))).astype(float)
        self.exports = draw.integers(0, 40, n).astype(float)
        lacking = self.codes.index(("제주", "02"))
        self.flows[lacking] = self.flows[:, lacking] = 0.0
        self.demand[lacking], self.exports[lacking] = 0.0, 0.0
        self.imports = draw.integers(1, 9, (3, n)).astype(float)
        self.imports[:, lacking] = 0.0
        self.output = self.flows.sum(1) + self.demand.sum((1, 2)) + self.exports
        left = self.output - self.flows.sum(0) - self.imports.sum(0)
        self.parts = np.vstack([np.floor(left * 0.6), left - np.floor(left * 0.6)])
        self.persons = np.vstack([self.output / 50, self.output / 90]).round()


WORLD = World()


def transactions(
    *,
    every: bool = False,
    exports: str = "nation",
    imports: str = "block",
    subtotals: bool = True,
    places: dict[str, str] | None = None,
    padded: bool = True,
    top: int = 3,
    left: int = 0,
) -> Cells:
    """Return a sheet of transactions.

    Parameters
    ----------
    every : bool
        Whether the region stands in every line, or in the first of its block alone.
    exports : "nation" or "region"
        Whether exports are one column, or one for each region.
    imports : "block", "row" or "both"
        By product, in all, or both.
    """
    w, named = WORLD, places or LONG
    ours = list(range(len(w.codes)))
    columns: list[tuple[str, str, str, np.ndarray]] = []  # region, code, name, values over rows
    for r, region in enumerate(PLACES):
        block = [j for j in ours if w.codes[j][0] == region]
        columns += [(region, w.codes[j][1], NAMES[w.codes[j][1]], w.flows[:, j]) for j in block]
        if subtotals:
            columns.append((region, "", "중간수요계", w.flows[:, block].sum(1)))
        columns += [(region, "", use, w.demand[:, r, k]) for k, use in enumerate(USES)]
        if subtotals:
            columns.append((region, "", "최종수요계", w.demand[:, r].sum(1)))
        if exports == "region":
            own = np.array([code[0] == region for code in w.codes])
            columns.append((region, "", "수출", np.where(own, w.exports, 0.0)))
    nation = "전국" if subtotals else ""
    columns.append((nation, "", "중간수요계", w.flows.sum(1)))
    if exports == "nation":
        columns.append((nation, "", "수출", w.exports))
    columns.append((nation, "", "최종수요계", w.demand.sum((1, 2)) + w.exports))
    columns.append((nation, "", "총산출", w.output))

    def code_of(code: str) -> object:
        return code if padded or not code else int(code)

    def labelled(region: str, before: str) -> str:
        return named.get(region, region) if every or region != before else ""

    def row(region: str, code: str, name: str, values: Sequence[float], before: str) -> list[Any]:
        return [labelled(region, before), code_of(code), name, *values]

    def over(values: np.ndarray) -> list[float]:
        """A row over the columns: sums of `values` (n,) weighted as each column's cells are."""
        return [float(values @ column[3]) for column in columns]

    body: Cells = []
    before = ""
    for region in PLACES:
        block = [i for i in ours if w.codes[i][0] == region]
        for i in block:
            code = w.codes[i][1]
            body.append(row(region, code, NAMES[code], [c[3][i] for c in columns], before))
            before = region
        if subtotals:
            mask = np.isin(ours, block).astype(float)
            body.append(row(region, "", "계", over(mask), before))
    everything = over(np.ones(len(ours)))
    body.append(["전국", "", "계", *everything])
    sector = [j for j, c in enumerate(columns) if c[1]]

    def below(name: str, values: np.ndarray, label: str = "") -> list[Any]:
        cells: list[Any] = [""] * len(columns)
        for j, value in zip(sector, values, strict=True):
            cells[j] = float(value)
        return [label, "", name, *cells]

    if imports in ("block", "both"):
        for k, code in enumerate(NAMES):
            cells = below(NAMES[code], w.imports[k], "수입" if k == 0 or every else "")
            cells[1] = code_of(code)
            body.append(cells)
    if imports in ("row", "both"):
        body.append(below("수입계", w.imports.sum(0), "수입계"))
    body.append(below("", w.flows.sum(0) + w.imports.sum(0), "중간투입계"))
    body.append(below("피용자보수", w.parts[0]))
    body.append(below("영업잉여", w.parts[1]))
    body.append(below("부가가치계", w.parts.sum(0)))
    body.append(below("총투입계", w.output))
    heads = [
        [
            "",
            "",
            "",
            *(
                labelled(c[0], p)
                for c, p in zip(columns, ["", *(c[0] for c in columns)], strict=False)
            ),
        ],
        ["", "코드", "", *(c[1] for c in columns)],
        ["지역", "", "부문", *(c[2] for c in columns)],
    ]
    title: Cells = [
        ["2020년 지역산업연관표_지역간거래표(생산자가격)"],
        ["2020년"],
        ["단위 : 백만원"],
    ]
    title += [[""]] * (top - 3)
    cells = [*title, *heads, *body]
    return [[""] * left + line for line in cells] if left else cells


def people(*, unit: str = "단위 : 명", note: str = "전업환산 기준") -> Cells:
    """A sheet of persons with the same rows."""
    body: Cells = []
    for region in PLACES:
        block = [i for i, code in enumerate(WORLD.codes) if code[0] == region]
        for k, i in enumerate(block):
            code = WORLD.codes[i][1]
            label = LONG[region] if k == 0 else ""
            body.append([label, code, NAMES[code], *WORLD.persons[:, i]])
        body.append(["", "", "계", *WORLD.persons[:, block].sum(1)])
    body.append(["전국", "", "", *WORLD.persons.sum(1)])
    return [
        ["2020년 지역 고용표"],
        [unit],
        [note],
        ["지역", "코드", "부문", "취업자수", "피용자수"],
        *body,
    ]


def coefficients(kind: str, matrix: np.ndarray, unit: str, *, nation: bool = True) -> Cells:
    """A sheet of inducement coefficients."""
    head = [
        ["", "", "", *(LONG[r] if c == "01" else "" for r, c in WORLD.codes)],
        ["", "", "", *(c for _, c in WORLD.codes)],
        ["", "", "", *(NAMES[c] for _, c in WORLD.codes)],
    ]
    body: Cells = [
        [LONG[r] if c == "01" else "", c, NAMES[c], *matrix[i]]
        for i, (r, c) in enumerate(WORLD.codes)
    ]
    if nation:
        body.append(["전국", "", "", *matrix.sum(0)])
    title = [[f"2020년 지역산업연관표 {kind}계수(생산자가격)"], ["2020년"], [f"단위 : {unit}"]]
    return [*title, *head, *body]


def sheet(cells: Cells, name: str = "regional.csv") -> Sheet:
    out = io.StringIO()
    csv.writer(out).writerows(cells)
    return csv_sheet(Path(name), out.getvalue().encode())


def inverse() -> np.ndarray:
    active = WORLD.output != 0
    A = np.divide(WORLD.flows, WORLD.output, out=np.zeros_like(WORLD.flows), where=active)
    return np.asarray(np.linalg.inv(np.eye(len(A)) - A))


# ------------------------------------------------------------------ transactions
VARIANTS: dict[str, dict[str, Any]] = {
    "labels once": {},
    "labels in every line": {"every": True},
    "short names": {"places": {name: name for name in PLACES}},
    "exports by region": {"exports": "region"},
    "imports in all": {"imports": "row"},
    "imports both ways": {"imports": "both"},
    "without subtotals": {"subtotals": False},
    "codes as numbers": {"padded": False},
    "further down and right": {"top": 9, "left": 2},
}


@pytest.mark.parametrize("how", VARIANTS.values(), ids=list(VARIANTS))
def test_the_table_is_read_wherever_it_stands(how: dict[str, Any]) -> None:
    draft = draft_of([sheet(transactions(**how))])
    report = examine(draft)
    assert report.sound, report
    table = draft.table()
    assert table.sectors.codes == tuple(f"{r}:{c}" for r, c in WORLD.codes)
    assert [s.name.ko for s in table.sectors.sectors] == [NAMES[c] for _, c in WORLD.codes]
    np.testing.assert_array_equal(table.domestic, WORLD.flows)
    wanted = [f"{r}:{code}" for r in PLACES for code in ("9111", "9121")]
    assert [label.code for label in table.info.final_demand] == [*wanted, "ROW:9140"]
    np.testing.assert_array_equal(
        table.final_demand, np.column_stack([WORLD.demand.reshape(9, 6), WORLD.exports])
    )
    assert [part.code for part in table.info.primary_inputs] == [
        "imports",
        "compensation_of_employees",
        "operating_surplus",
    ]
    np.testing.assert_array_equal(
        table.primary_inputs, np.vstack([WORLD.imports.sum(0), WORLD.parts])
    )
    np.testing.assert_array_equal(table.output, WORLD.output)
    assert table.balance() == ()


def test_sums_of_final_demand_are_no_demand() -> None:
    """총고정자본형성 beside its part, 소비지출계, and a column of the nation."""
    cells = transactions(every=True)
    header = next(i for i, line in enumerate(cells) if "부문" in line)
    private = [j for j, name in enumerate(cells[header]) if name == "민간고정자본형성"]
    spent = [j for j, name in enumerate(cells[header]) if name == "민간소비지출"]
    first, last = header + 1, header + 1 + len(WORLD.codes) + len(PLACES)
    for name, label, parts in (
        ("총고정자본형성", "서울", private[:1]),
        ("소비지출계", "제주", spent[2:]),
        ("민간소비지출", "전국", spent),
    ):
        cells[header - 2].append(label)
        cells[header - 1].append("")
        cells[header].append(name)
        for line in cells[first : last + 1]:
            line.append(sum(line[j] for j in parts))
    for line in cells[last + 1 :]:
        line += ["", "", ""]
    draft = draft_of([sheet(cells)])
    assert [found.kind for found in examine(draft).findings] == ["idle"]
    wanted = np.column_stack([WORLD.demand.reshape(9, 6), WORLD.exports])
    np.testing.assert_array_equal(draft.table().final_demand, wanted)
    for column in (-1, -2, -3):
        wrong = [list(line) for line in cells]
        wrong[first][column] += 500
        kinds = {found.kind for found in examine(draft_of([sheet(wrong)])).findings}
        assert "contradiction" in kinds


def test_demand_of_the_nation_alone_is_refused() -> None:
    cells = transactions(every=True)
    header = next(i for i, line in enumerate(cells) if "부문" in line)
    cells[header - 2].append("전국")
    cells[header - 1].append("")
    cells[header].append("재고증감")
    for line in cells[header + 1 :]:
        line.append(0.0)
    error = refused(TableFileError, lambda: draft_of([sheet(cells)]))
    assert [problem.what.en for problem in error.problems] == ["the demand is of no region"]


def test_the_description_says_what_was_read_and_that_the_layout_is_unverified() -> None:
    table = draft_of([sheet(transactions())]).table()
    info = table.info
    assert (info.id, info.classification) == ("bok-2020-3x3", "bok2020-3x3")
    assert (info.year, info.price_year, info.unit, info.valuation) == (
        2020,
        2020,
        "백만원",
        "producers",
    )
    assert info.title_en == (
        "Regional input-output table 2020, producers' prices, 3 regions of 3 sectors"
    )
    assert info.source.publisher == "한국은행"
    assert info.source.changes == (
        "Figures are as on the sheet; headings, notes and printed totals are not kept. Imports by "
        "product are added up to one row; those of final demand are not kept."
    )
    assert [caveat.en for caveat in info.caveats] == [
        "the layout of regional workbooks was not verified against a real one: compare some cells "
        "with the source"
    ]
    by_region = draft_of([sheet(transactions(exports="region", imports="row"))]).table()
    assert by_region.info.source.changes.endswith(
        "Exports by region are one category: each product is exported by its own region."
    )


def test_a_workbook_with_persons_carries_a_regional_model(tmp_path: Path) -> None:
    path = saved(tmp_path / "regional.xlsx", {"거래표": transactions(), "고용표": people()})
    assert recognises(path)
    assert recognise([path]) == "bok-regional"
    draft = reader("bok-regional").read(Request((path,), names_en={"01": "Farm products"}))
    assert isinstance(draft, Draft)
    assert examine(draft).sound
    table = draft.table()
    np.testing.assert_array_equal(table.satellites, WORLD.persons)
    assert table.info.satellites[0].concept == FULL_TIME
    assert table.info.employment.en == "employed persons and employees, in full-time equivalents"
    assert str(table.sectors.get("서울:01").name) == "Farm products"
    whole = LeontiefModel.from_table(table)
    model = RegionalModel.of(whole, "충북")
    found = model.multipliers().values
    L, own = inverse(), np.array([r == "충북" for r, _ in WORLD.codes])
    np.testing.assert_allclose(found[0], [L[own][:, own].sum(0), L[~own][:, own].sum(0)])
    assert [bool(a) for a in RegionalModel.of(whole, "제주").active] == [True, False, True]
    nation = national(MultiregionalTable.of(table))
    np.testing.assert_array_equal(nation.domestic, WORLD.flows.reshape(3, 3, 3, 3).sum(axis=(0, 2)))


def test_persons_may_come_from_a_file_of_their_own(tmp_path: Path) -> None:
    flows, counted = tmp_path / "flows.csv", tmp_path / "persons.csv"
    for path, cells in ((flows, transactions()), (counted, people(note=""))):
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(cells)
    draft = read(Request((flows,), counted))
    assert examine(draft).sound
    assert draft.table().info.satellites[0].concept == ""
    assert draft.origin == "flows.csv, persons.csv"


@pytest.mark.parametrize(
    ("name", "short"), [(long, s) for s, all in REGIONS.items() for long in all]
)
def test_long_names_are_those_of_the_17(name: str, short: str) -> None:
    assert region_named(f" {name[:2]} {name[2:]}") == short
    assert len(REGIONS) == 17


def test_national_tables_are_not_recognised(tmp_path: Path, shared: Path) -> None:
    book = shared / "data/bok-2020/(표)(2020실측)투입산출표_생산자가격_통합중분류.xlsx"
    assert not recognises(book)
    (tmp_path / "x.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    assert not recognises(tmp_path / "x.xlsx")


# ------------------------------------------------------------------ what is wrong in it
def at(cells: Cells, row_name: tuple[str, str], column_name: tuple[str, str]) -> tuple[int, int]:
    """The place of a cell by (region, name) of its row and column."""

    def find(labels: list[tuple[str, str]], wanted: tuple[str, str]) -> int:
        return labels.index(wanted)

    header = next(i for i, line in enumerate(cells) if "부문" in line)
    left = cells[header].index("부문") - 2
    region, down = "", []
    for line in cells:
        padded = [*line, "", "", ""]
        region = next((s for s, long in LONG.items() if padded[left] == long), region)
        region = "" if padded[left] in ("전국", "수입", "중간투입계", "수입계") else region
        down.append((region, str(padded[left + 2])))
    region, across = "", []
    for j, name in enumerate(cells[header]):
        label = cells[header - 2][j]
        region = next((s for s, long in LONG.items() if label == long), region)
        region = "" if label == "전국" else region
        across.append((region, str(name)))
    return find(down, row_name), find(across, column_name)


def changed(
    row_name: tuple[str, str], column_name: tuple[str, str], change: Callable[[Any], Any]
) -> Sheet:
    cells = transactions()
    i, j = at(cells, row_name, column_name)
    cells[i][j] = change(cells[i][j])
    return sheet(cells)


@pytest.mark.parametrize(
    ("row_name", "column_name", "named"),
    [
        (("서울", "공산품"), ("제주", "서비스"), "제주"),
        (("서울", "계"), ("충북", "공산품"), "서울 계"),
        (("", "계"), ("서울", "서비스"), "전국"),
        (("충북", "서비스"), ("서울", "중간수요계"), "서울 중간수요계"),
        (("충북", "서비스"), ("제주", "최종수요계"), "제주 최종수요계"),
        (("충북", "서비스"), ("", "총산출"), "총산출"),
        (("충북", "서비스"), ("", "중간수요계"), "중간수요계"),
        (("", "부가가치계"), ("서울", "공산품"), "부가가치계"),
    ],
)
def test_a_figure_that_is_off_is_found_by_the_totals(
    row_name: tuple[str, str], column_name: tuple[str, str], named: str
) -> None:
    draft = draft_of([changed(row_name, column_name, lambda value: value + 1000)])
    told = [str(found.problem) for found in examine(draft).findings if found.kind != "idle"]
    assert told
    assert any(named in one for one in told), told


def test_text_in_a_cell_is_named_with_its_place() -> None:
    draft = draft_of([changed(("서울", "공산품"), ("충북", "서비스"), lambda _: "x")])
    (fault,) = draft.faults()
    assert fault.problem.place == "regional.csv, M8 (서울:02 공산품 × 충북:03 서비스)"
    assert fault.kind == "not-a-number"
    text = draft_of([changed(("", "서비스"), ("충북", "서비스"), lambda _: "x")])
    assert [f.part for f in text.faults()] == ["primary_inputs"]


def test_everything_that_cannot_be_understood_is_told_at_once() -> None:
    cells = transactions(every=True)
    header = next(i for i, line in enumerate(cells) if "부문" in line)
    names, codes, regions = cells[header], cells[header - 1], cells[header - 2]
    where = names.index("민간소비지출")
    regions[where], names[names.index("총산출")] = "그 밖", "총공급계"
    first = header + 1
    cells[first][0] = "평양"
    cells[first + 1][2] = "공업"
    cells[-2][2] = "부가가치 합"
    codes[3] = ""
    error = refused(TableFileError, lambda: draft_of([sheet(cells)]))
    told = str(error)
    assert error.origin == "regional.csv"
    for part in (
        "the region of the line is not known",
        'found: "01 농산물"',
        "one code has two names",
        'there is no row "부가가치계"',
        "the row or column is not known",
        'found: "부가가치 합"',
        "the demand is of no region",
        'found: "민간소비지출"',
        "the account is not read in a table of regions",
        'found: "총공급계"',
    ):
        assert part in told, told


def test_refusals_in_full() -> None:
    cells = transactions(every=True)
    header = next(i for i, line in enumerate(cells) if "부문" in line)
    names, regions = cells[header], cells[header - 2]
    where = names.index("민간소비지출")
    regions[where] = "그 밖"
    names[names.index("총산출")] = "총공급계"
    error = refused(TableFileError, lambda: draft_of([sheet(cells)]))
    assert str(error) == lines(
        "regional.csv",
        "  regional.csv, H6: the demand is of no region",
        "    expected: a column a region (exports may be one)",
        '    found: "민간소비지출"',
        "    remedy: put the name of its region above the header",
        "  regional.csv, AB6: the account is not read in a table of regions",
        "    expected: sectors, items of final demand, 중간수요계, 최종수요계, 총수요계, 총산출",
        '    found: "총공급계"',
        "    remedy: check that these are flows of the regions' own products; imports are rows",
    )
    assert error.render("ko") == lines(
        "regional.csv",
        "  regional.csv, H6: 어느 지역의 최종수요인지 알 수 없습니다",
        "    기대한 것: 지역마다 한 열 (수출은 하나여도 됨)",
        '    찾은 것: "민간소비지출"',
        "    고치는 법: 머리행 위에 지역의 이름을 적으십시오",
        "  regional.csv, AB6: 지역산업연관표에서 읽지 않는 계정입니다",
        "    기대한 것: 부문, 최종수요 항목, 중간수요계, 최종수요계, 총수요계, 총산출",
        '    찾은 것: "총공급계"',
        "    고치는 법: 지역 생산물의 거래표인지 확인하십시오. 수입은 행으로 적습니다",
    )


def test_lines_of_no_known_region_in_full() -> None:
    cells = transactions(every=True, subtotals=False)
    header = next(i for i, line in enumerate(cells) if "부문" in line)
    cells[header + 1][0] = "평양"
    cells[header + 2][2] = "공업"
    cells[-3][2] = "조정"
    error = refused(TableFileError, lambda: draft_of([sheet(cells)]))
    known = ", ".join(REGIONS)
    assert str(error) == lines(
        "regional.csv",
        "  regional.csv, A7: the region of the line is not known",
        f"    expected: a region: {known}",
        '    found: "01 농산물"',
        "    remedy: put in the name of its region",
        "  regional.csv, A22: the row or column is not known",
        "    expected: a sector's code or an account",
        '    found: "조정"',
        "    remedy: mend a misspelt name, remove a line that the source doesn't have",
        "  regional.csv: one code has two names",
        '    expected: "02 공업"',
        '    found: "02 공산품"',
        "    remedy: mend the code or the name after the source",
    )


def test_which_sheet_is_meant_has_to_be_clear() -> None:
    one = sheet(transactions(), "a.csv")
    error = refused(TableFileError, lambda: draft_of([one, sheet(transactions(), "b.csv")]))
    assert str(error) == lines(
        "a.csv, b.csv",
        "  there are several sheets of transactions",
        "    expected: one sheet with 거래 in its title and a block of rows and columns for each "
        "region",
        "    found: a.csv, b.csv",
        "    remedy: keep the sheets of one table; iomodel tables import takes files of inducement "
        "coefficients alone as multipliers",
    )
    other = sheet(coefficients("생산유발", inverse(), "원"), "l.csv")
    error = refused(TableFileError, lambda: draft_of([other]))
    assert error.render("ko") == lines(
        "l.csv",
        "  지역간 거래표가 없습니다",
        "    기대한 것: 제목에 거래가 있고 시도마다 행과 열의 묶음이 있는 시트 하나",
        '    찾은 것: "l.csv"',
        "    고치는 법: 한 표의 시트만 남기십시오. 유발계수만 든 파일은 iomodel tables import가 "
        "유발계수로 읽습니다",
    )


def test_a_heading_without_unit_or_prices_is_refused() -> None:
    cells = transactions()
    cells[0], cells[1], cells[2] = ["지역간거래표"], [""], [""]
    error = refused(TableFileError, lambda: draft_of([sheet(cells)]))
    assert [problem.what.en for problem in error.problems] == [
        "the year is not stated",
        "the valuation is not stated",
        "the unit is not stated",
    ]


def test_persons_are_checked_too() -> None:
    flows = sheet(transactions(), "flows.csv")
    error = refused(TableFileError, lambda: draft_of([flows, sheet(people(unit=""), "people.csv")]))
    assert str(error) == lines(
        "flows.csv",
        "  people.csv: the unit of persons is not stated",
        '    expected: "단위 : 명" below the title',
        "    found: nothing",
        "    remedy: put in that line",
    )
    two = [flows, sheet(people(), "one.csv"), sheet(people(), "two.csv")]
    error = refused(TableFileError, lambda: draft_of(two))
    assert str(error) == lines(
        "flows.csv",
        "  one.csv: persons are counted more than once",
        "    expected: one sheet of one year, with a column an indicator",
        "    found: one.csv, two.csv",
        "    remedy: keep the columns of that year",
    )
    cells = people()
    cells[6][3] += 500
    report = examine(draft_of([flows, sheet(cells, "people.csv")]))
    told = "\n".join(str(finding.problem) for finding in report.errors)
    assert "서울 계 differs from the sum of its sectors" in told
    assert "전국 differs from the sum of its sectors" in told


# ------------------------------------------------------------------ inducement coefficients
def inducements(**changes: Any) -> list[Sheet]:
    """Sheets of production, value added and employment: c L, c in won and persons per 10억원."""
    L, x = inverse(), WORLD.output
    share = np.divide(WORLD.parts.sum(0), x, out=np.zeros(9), where=x != 0)
    jobs = np.divide(WORLD.persons[0], x, out=np.zeros(9), where=x != 0) * 1000
    given = {
        "생산유발": ("생산유발", L, "원"),
        "부가가치유발": ("부가가치유발", share[:, None] * L, "원"),
        "취업유발": ("취업유발", jobs[:, None] * L, "명/10억원"),
    } | changes
    return [sheet(coefficients(*one), f"{kind}.csv") for kind, one in given.items() if one]


def test_inducement_is_split_into_the_region_and_elsewhere() -> None:
    table = read_multipliers(inducements(), names_en={"01": "Farm products"})
    assert table.regions == PLACES
    assert table.sectors.id == "bok2020-3"
    assert [s.name.en for s in table.sectors.sectors] == ["Farm products", "공산품", "서비스"]
    assert [part.code for part in table.info.coefficients] == [
        "production",
        "value_added",
        "employment",
    ]
    whole = LeontiefModel.from_table(draft_of([sheet(transactions()), sheet(people())]).table())
    for region in PLACES:
        ours = MultiplierModel(table, region)
        theirs = RegionalModel.of(whole, region)
        ids = [i.id for i in theirs.indicators]
        for k, part in enumerate(table.info.coefficients):
            np.testing.assert_allclose(
                ours.multipliers().values[k],
                theirs.multipliers().values[ids.index(part.code)],
                rtol=1e-9,
            )
        np.testing.assert_array_equal(ours.active, theirs.active)
    assert ORIGINS == ("in_region", "other_regions")


def test_the_matrices_need_no_row_of_the_nation() -> None:
    L = inverse()
    cells = coefficients("생산유발", L, "원", nation=False)
    table = read_multipliers([sheet(cells)])
    np.testing.assert_allclose(table.values[0, :, 0].sum(axis=1), L[:, :3].sum(axis=0), rtol=EXACT)


def test_a_sector_without_row_and_column_is_absent() -> None:
    cells = coefficients("생산유발", inverse(), "원")
    lacking = 6 + WORLD.codes.index(("제주", "02"))
    del cells[lacking]
    for line in cells[3:]:
        del line[3 + WORLD.codes.index(("제주", "02"))]
    cells[-1][3:] = [sum(line[j] for line in cells[6:-1]) for j in range(3, len(cells[-1]))]
    table = read_multipliers([sheet(cells)])
    np.testing.assert_array_equal(table.absent[2], [False, True, False])


def test_the_nation_has_to_be_the_sum_of_its_regions() -> None:
    L = inverse()
    cells = coefficients("생산유발", L, "원")
    cells[-1][5] += 0.25
    error = refused(TableFileError, lambda: read_multipliers([sheet(cells)]))
    right = L[:, 2].sum()
    assert str(error) == lines(
        "regional.csv",
        "  regional.csv, F16 (전국 × 서울:03 서비스): 전국 differs from the sum of its rows",
        f"    expected: {right:.12g} (±5e-09)",
        f"    found: {right + 0.25:.12g} (+0.25)",
        "    remedy: check the column against the source",
    )


def test_rounding_to_printed_decimals_is_allowed_for() -> None:
    L = inverse().round(3)
    cells = coefficients("생산유발", L, "원")
    cells[-1][5] += 0.004
    read_multipliers([sheet(cells)])
    cells[-1][5] += 0.002
    refused(TableFileError, lambda: read_multipliers([sheet(cells)]))


def test_sheets_of_another_table_or_without_production_are_refused() -> None:
    error = refused(TableFileError, lambda: read_multipliers(inducements(**{"생산유발": None})))
    assert str(error) == lines(
        "부가가치유발.csv, 취업유발.csv",
        "  there are no regional production coefficients",
        "    expected: one sheet of 생산유발계수 with a block of rows and columns for each region",
        '    found: "부가가치유발.csv", "취업유발.csv"',
        "    remedy: keep one sheet of each kind",
    )
    error = refused(TableFileError, lambda: read_multipliers([*inducements(), *inducements()]))
    assert error.problems[0].what.en == "there are several sheets of a kind"
    assert error.problems[0].found.en == "부가가치유발, 생산유발, 취업유발"  # type: ignore[union-attr]


def test_what_else_is_wrong_is_told_at_once() -> None:
    first, second, third = inducements()
    rows = [list(line) for line in second.cells]
    rows[4][3] = "09"
    rows[7][4] = "x"
    jobs = [list(line) for line in third.cells]
    jobs[2][0] = "단위 : 명"
    jobs[1][0] = "2015년"
    jobs[0][0] = "2015년 지역산업연관표 취업유발계수(생산자가격)"
    error = refused(
        TableFileError,
        lambda: read_multipliers([first, sheet(rows, "v.csv"), sheet(jobs, "l.csv")]),
    )
    assert str(error) == lines(
        "생산유발.csv, v.csv, l.csv",
        "  v.csv, E8 (서울:02 공산품 × 서울:02 공산품): the cell is not a number",
        "    expected: a number",
        '    found: "x"',
        "    remedy: put in the figure of the source",
        "  v.csv: the sectors of rows and columns differ",
        "    expected: the same rows and columns for each region",
        "    found: not among rows ['서울:09'], not among columns ['서울:01'], twice []",
        "    remedy: look for a line left out or doubled",
        "  v.csv: the regions and sectors are others",
        "    expected: those of 생산유발.csv, in order",
        "    found: missing ['서울:01'], surplus ['서울:09']",
        "    remedy: use sheets of one table",
        "  생산유발.csv: the year is not clear",
        '    expected: "2020년" below the title',
        "    found: 2015, 2020",
        "    remedy: put in that line",
        "  l.csv: the unit of persons is not clear",
        "    expected: 단위 : 명/10억원",
        '    found: "명"',
        "    remedy: state the unit below the title",
    )
    assert error.render("ko").splitlines()[-16:-4:4] == [
        "  v.csv: 행의 부문이 열과 다릅니다",
        "  v.csv: 지역과 부문이 다릅니다",
        "  생산유발.csv: 연도가 분명하지 않습니다",
    ]


def test_kinds_are_told_by_their_titles() -> None:
    assert [kind_of(one) for one in inducements()] == ["생산유발", "부가가치유발", "취업유발"]
    assert kind_of(sheet(transactions())) == ""
    assert kind_of(sheet([["생산유발계수"], ["01", "1"]])) == ""


def test_a_reader_takes_the_layout_from_the_registry(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    with path.open("w", encoding="cp949", newline="") as file:
        csv.writer(file).writerows(transactions())
    assert sheets_of(path)[0].encoding == "CP949"
    found = reader("bok-regional").read(Request((path,)))
    np.testing.assert_array_equal(found.table().domestic, WORLD.flows)
    assert replace(found, origin="x").origin == "x"


# ------------------------------------------------------------------ iomodel tables import
def saved(path: Path, pages: dict[str, Cells]) -> Path:
    from openpyxl import Workbook

    book = Workbook()
    for name, cells in pages.items():
        page = book.create_sheet(name)
        for line in cells:
            page.append(line)
    book.save(path)
    return path


def test_transactions_are_imported_and_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = saved(tmp_path / "flows.xlsx", {"거래표": transactions(), "고용표": people()})
    into = tmp_path / "tables"
    words = ["tables", "import", str(path), "--id", "regions-3", "--into", str(into)]
    assert main([*words, "--lang", "en", "--format", "json"]) == 0
    told = capsys.readouterr().out
    assert "bok-regional" in told
    assert "not verified" in told
    model = load_model("regions-3", "서울", into)
    assert isinstance(model, RegionalModel)
    assert model.sectors.id == "regions-3-local"
    L, own = inverse(), np.array([r == "서울" for r, _ in WORLD.codes])
    np.testing.assert_allclose(model.multipliers().values[0][0], L[own][:, own].sum(0), rtol=1e-9)
    assert main(["multipliers", "regions-3", "--region", "제주", "--tables", str(into)]) == 0


def test_inducement_is_imported_as_multipliers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    L = inverse()
    path = saved(tmp_path / "l.xlsx", {"생산유발계수": coefficients("생산유발", L, "원")})
    into = tmp_path / "tables"
    words = ["tables", "import", str(path), "--id", "induced-3", "--into", str(into)]
    assert main([*words, "--lang", "en"]) == 0
    capsys.readouterr()
    model = load_model("induced-3", "충북", into)
    assert isinstance(model, MultiplierModel)
    own = np.array([r == "충북" for r, _ in WORLD.codes])
    np.testing.assert_allclose(model.multipliers().values[0][0], L[own][:, own].sum(0), rtol=EXACT)
    assert model.info.source.obtained.startswith("l.xlsx [생산유발계수]; sha256 l.xlsx: ")


def test_sectors_of_a_known_classification_are_recognised(tmp_path: Path) -> None:
    """The 33 sectors of 2020, without figures that matter."""
    known = load_classification("bok2020-33")
    n = len(known)
    cells: Cells = [["2020년 지역 생산유발계수(생산자가격)"], ["2020년"], ["단위 : 원"]]
    cells += [["", "", "", "서울", *[""] * (n - 1), "부산", *[""] * (n - 1)]]
    cells += [["", "", "", *known.codes, *known.codes]]
    cells += [
        ["", "", "", *(s.name.ko for s in known.sectors), *(s.name.ko for s in known.sectors)]
    ]
    matrix = np.eye(2 * n) + 0.01
    for i in range(2 * n):
        sector = known.sectors[i % n]
        label = ("서울" if i == 0 else "부산") if i % n == 0 else ""
        cells.append([label, sector.code, sector.name.ko, *matrix[i]])
    path = saved(tmp_path / "l.xlsx", {"생산유발계수": cells})
    done = import_table(Request((path,)), Said("mine"), tmp_path / "tables")
    assert done.folder.file.classification == "bok2020-33"
    assert load_model("mine", "부산", tmp_path / "tables").sectors == known


def test_sectors_without_their_region_are_recognised(tmp_path: Path) -> None:
    """Codes and names are those of tiny-3: studies written in it run on the imported table."""
    write_table(tmp_path / "tables" / "tiny-3")
    path = saved(tmp_path / "flows.xlsx", {"거래표": transactions()})
    done = import_table(Request((path,)), Said("mine"), tmp_path / "tables")
    assert done.folder.file.local_classification == "tiny-3"
    assert load_model("mine", "서울", tmp_path / "tables").sectors == SECTORS
