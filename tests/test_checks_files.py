"""The command `tables check`: the same defects planted in files, and how they are told."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from bok_sheets import Cells, at, bank_sheets, csv_data, put, workbook
from helpers import ROOT, lines, write_table

from iomodel.catalogue import load_table
from iomodel.checks import CHECKS
from iomodel.cli import main
from iomodel.report import checks, markdown
from iomodel.table import IOTable
from iomodel.text import Lang

DOMESTIC, TOTAL, IMPORTS = "국산거래표", "총거래표", "수입거래표"
SECTORS = 33

Ran = tuple[int, str, str]
Call = Callable[..., Ran]


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Call:
    """Run `tables check`; return its exit code, output and messages."""

    def run(*words: object, lang: str = "en") -> Ran:
        code = main(["tables", "check", *map(str, words), "--lang", lang])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


@pytest.fixture
def sheets() -> dict[str, Cells]:
    """The 33-sector table of 2020 in the layout of the Bank's workbook."""
    table = load_table("bok-2020-33")
    assert isinstance(table, IOTable)
    return bank_sheets(table)


def held(cells: Cells, row: str, column: str) -> float:
    i, j = at(cells, row, column)
    figure = cells[i][j]
    assert isinstance(figure, float)
    return figure


def times(sheet: str, row: str, column: str, factor: float) -> Callable[[dict[str, Cells]], None]:
    """Return a defect: a figure `factor` times as large."""

    def spoil(sheets: dict[str, Cells]) -> None:
        put(sheets[sheet], row, column, held(sheets[sheet], row, column) * factor)

    return spoil


def written(sheet: str, row: str, column: str, value: object) -> Callable[[dict[str, Cells]], None]:
    def spoil(sheets: dict[str, Cells]) -> None:
        put(sheets[sheet], row, column, value)

    return spoil


def scaled(sheet: str, factor: float) -> Callable[[dict[str, Cells]], None]:
    """Return a defect: a whole sheet, its totals too, in another unit."""

    def spoil(sheets: dict[str, Cells]) -> None:
        first, _ = at(sheets[sheet], "01", "01")
        for row in sheets[sheet][first:]:
            row[:] = [cell * factor if isinstance(cell, float) else cell for cell in row]

    return spoil


def turned(sheets: dict[str, Cells]) -> None:
    cells = sheets[DOMESTIC]
    i, j = at(cells, "01", "01")
    square = [row[j : j + SECTORS] for row in cells[i : i + SECTORS]]
    for k, column in enumerate(zip(*square, strict=True)):
        cells[i + k][j : j + SECTORS] = column


def labels_swapped(sheets: dict[str, Cells]) -> None:
    cells = sheets[DOMESTIC]
    i, _ = at(cells, "03", "01")
    cells[i][:2], cells[i + 1][:2] = cells[i + 1][:2], cells[i][:2]


def both(*defects: Callable[[dict[str, Cells]], None]) -> Callable[[dict[str, Cells]], None]:
    def spoil(sheets: dict[str, Cells]) -> None:
        for defect in defects:
            defect(sheets)

    return spoil


def no_imports(defect: Callable[[dict[str, Cells]], None]) -> Callable[[dict[str, Cells]], None]:
    """Return the same defect where imports are what domestic flows leave of the total."""

    def spoil(sheets: dict[str, Cells]) -> None:
        defect(sheets)
        del sheets[IMPORTS]

    return spoil


CELL = "13 (07 화학제품 × 14 운송장비)"
CHEMICALS = "book.xlsx [{}], P" + CELL
PROFIT = f"book.xlsx [{TOTAL}], P42 (9621 영업잉여 × 14 운송장비)"

PLANTED: dict[str, tuple[Callable[[dict[str, Cells]], None], list[tuple[str, str]]]] = {
    "a flow of the total sheet": (
        times(TOTAL, "07", "14", 10),
        [("cell", CHEMICALS.format(TOTAL))],
    ),
    "a flow of the domestic sheet": (
        times(DOMESTIC, "07", "14", 10),
        [("cell", CHEMICALS.format(DOMESTIC))],
    ),
    "a flow of the import sheet": (
        times(IMPORTS, "07", "14", 0.001),
        [("cell", CHEMICALS.format(IMPORTS))],
    ),
    "a total flow where imports are derived": (
        no_imports(times(TOTAL, "07", "14", 10)),
        [("cell", CHEMICALS.format(TOTAL))],
    ),
    "a domestic flow where imports are derived": (
        no_imports(times(DOMESTIC, "07", "14", 0.1)),
        [("cell", CHEMICALS.format(DOMESTIC))],
    ),
    "a flow on the diagonal": (
        times(DOMESTIC, "07", "07", 1.25),
        [("cell", f"book.xlsx [{DOMESTIC}], I13 (07 화학제품 × 07 화학제품)")],
    ),
    "consumption": (
        times(DOMESTIC, "01", "9111", 100),
        [
            (
                "cell",
                f"book.xlsx [{DOMESTIC}], AK7 (01 농림수산품 × 9111 민간소비지출 "
                "(가계 및 가계봉사 비영리단체))",
            )
        ],
    ),
    "a profit with its sign reversed": (times(TOTAL, "9621", "14", -1), [("cell", PROFIT)]),
    "text": (written(TOTAL, "9621", "14", "없음"), [("not-a-number", PROFIT)]),
    "nothing": (written(TOTAL, "9621", "14", ""), [("not-a-number", PROFIT)]),
    "a sheet on its side": (turned, [("transposed", f"book.xlsx [{DOMESTIC}]")]),
    "a sheet in thousands": (scaled(DOMESTIC, 1000), [("unit-slip", f"book.xlsx [{DOMESTIC}]")]),
    "a sheet in tens of millions": (scaled(TOTAL, 0.1), [("unit-slip", f"book.xlsx [{TOTAL}]")]),
    "swapped labels": (labels_swapped, [("label-order", f"book.xlsx [{DOMESTIC}], B9")]),
    "two at once": (
        both(scaled(IMPORTS, 1000), written(TOTAL, "9621", "14", "-")),
        [("not-a-number", PROFIT), ("unit-slip", f"book.xlsx [{IMPORTS}]")],
    ),
    "a cell of a sheet on its side": (
        both(turned, times(DOMESTIC, "07", "14", 10)),
        [("transposed", f"book.xlsx [{DOMESTIC}]"), ("cell", CHEMICALS.format(DOMESTIC))],
    ),
}


@pytest.mark.parametrize("defect", PLANTED)
def test_defects_in_a_workbook_are_named_at_their_cells(
    call: Call, sheets: dict[str, Cells], tmp_path: Path, defect: str
) -> None:
    spoil, expected = PLANTED[defect]
    spoil(sheets)
    code, out, _ = call(workbook(tmp_path / "book.xlsx", sheets), "--format", "json")
    report = json.loads(out)
    assert code == 2
    assert not report["sound"]
    errors = [one for one in report["findings"] if one["severity"] == "error"]
    assert [(one["check"], one["place"]) for one in errors] == expected


def test_what_a_user_reads(call: Call, sheets: dict[str, Cells], tmp_path: Path) -> None:
    times(DOMESTIC, "07", "14", 10)(sheets)
    book = workbook(tmp_path / "book.xlsx", sheets)
    assert call(book) == (
        2,
        lines(
            f"book.xlsx [{TOTAL}], book.xlsx [{DOMESTIC}], book.xlsx [{IMPORTS}]: 1 error, "
            "2 warnings (33 sectors, million KRW, tolerance 1)",
            "",
            "[error] cell",
            f"  book.xlsx [{DOMESTIC}], P13 (07 화학제품 × 14 운송장비): "
            "the cell disagrees with the sums it is part of",
            "    expected: 13,745,183 (07 화학제품 × 14 운송장비)",
            "    found: 137,451,830 (+123,706,647, 10 times too large); "
            "explains 8 sums that don't agree",
            "    remedy: check it against the source; if it stands there so, look at the rest of "
            "its row and column",
            "",
            "[warning] negative-flows",
            f"  book.xlsx [{DOMESTIC}], S14 (08 비금속광물제품 × 17 전력, 가스 및 증기): "
            "there are negative figures in domestic flows",
            "    expected: zero or more",
            "    found: 10 cells in 3 rows, the largest -47,808 "
            "(08 비금속광물제품 × 17 전력, 가스 및 증기)",
            "    remedy: leave them if the source has them, as scrap and by-products do; mend them "
            "if not",
            "",
            "[warning] negative-final-demand",
            f"  book.xlsx [{DOMESTIC}], AM15 (09 1차 금속제품 × 9121 민간고정 자본형성): "
            "there are negative figures in domestic final demand",
            "    expected: zero or more",
            "    found: 5 cells in 3 rows, the largest -1,928,577 "
            "(09 1차 금속제품 × 9121 민간고정 자본형성)",
            "    remedy: leave them if the source has them, as scrap and by-products do; mend them "
            "if not",
            "",
        ),
        "",
    )
    code, out, _ = call(book, lang="ko")
    assert code == 2
    assert out.splitlines()[:7] == [
        f"book.xlsx [{TOTAL}], book.xlsx [{DOMESTIC}], book.xlsx [{IMPORTS}]: "
        "오류 1개, 주의 2개 (부문 33개, 백만원, 허용오차 1)",
        "",
        "[오류] cell",
        f"  book.xlsx [{DOMESTIC}], P13 (07 화학제품 × 14 운송장비): 이 칸이 합계들과 어긋납니다",
        "    기대한 것: 13,745,183 (07 화학제품 × 14 운송장비)",
        "    찾은 것: 137,451,830 (+123,706,647, 10배 큼); 이 때문에 맞지 않는 합계 8개",
        "    고치는 법: 원자료와 대조하십시오. 원자료도 이러하면 같은 행과 열의 다른 칸을 보십시오",
    ]


def test_sheets_saved_as_csv(call: Call, sheets: dict[str, Cells], tmp_path: Path) -> None:
    def saved(given: Mapping[str, Cells]) -> list[Path]:
        paths = [tmp_path / f"{name}.csv" for name in given]
        for path, cells in zip(paths, given.values(), strict=True):
            path.write_bytes(csv_data(cells))
        return paths

    assert call(*saved(sheets))[0] == 0
    times(TOTAL, "07", "14", 10)(sheets)
    code, out, _ = call(*saved(sheets), "--format", "csv")
    assert code == 2
    first = next(csv.DictReader(io.StringIO(out)))
    assert (first["severity"], first["check"], first["sector"]) == ("error", "cell", "07")
    assert first["place"] == "총거래표.csv, P13 (07 화학제품 × 14 운송장비)"
    assert float(first["size"]) == pytest.approx(137_518_947)
    assert first["explains"] == "7"


def test_the_banks_own_sheets(call: Call, shared: Path) -> None:
    """The workbook of 83 sectors, and the sheets of 165 with the table of employment."""
    (book,) = (shared / "data" / "bok-2020").glob("*생산자가격_통합중분류.xlsx")
    folder = shared / "data" / "bok-2020"
    for words, sectors, negative in (
        ([book], 83, 110),
        (
            [
                folder / "총거래표.csv",
                folder / "국산거래표.csv",
                "--employment",
                folder / "고용표.csv",
            ],
            165,
            494,
        ),
    ):
        code, out, _ = call(*words, "--format", "json")
        report = json.loads(out)
        assert (code, report["sectors"]) == (0, sectors)
        assert [one["check"] for one in report["findings"]] == [
            "negative-flows",
            "negative-final-demand",
        ]
        assert report["findings"][0]["size"] == negative


# ------------------------------------------------------------------ tables by id and by folder
def test_a_table_by_its_id(call: Call) -> None:
    code, out, _ = call("bok-2020-165")
    assert code == 0
    assert out.splitlines()[:6] == [
        "bok-2020-165: no errors, 2 warnings (165 sectors, million KRW, tolerance 0)",
        "",
        "[warning] negative-flows",
        "  domestic.csv, row 271, column 410: there are negative figures in domestic flows",
        "    expected: zero or more",
        "    found: 494 cells in 14 rows, the largest -179,844 (271 선철 및 조강 × 410 선박)",
    ]


def test_a_folder_of_ones_own(call: Call, tmp_path: Path) -> None:
    folder = write_table(tmp_path / "mine")
    path = folder / "domestic.csv"
    path.write_text(path.read_text("utf-8").replace("02,30,100,40", "02,30,100,400"), "utf-8")
    for words in ([folder], ["tiny-3", "--tables", folder]):
        code, out, _ = call(*words)
        assert code == 2
        assert out.splitlines()[:6] == [
            "tiny-3: 1 error, 2 warnings (3 sectors, million KRW, tolerance 0.5)",
            "",
            "[error] cell",
            "  domestic.csv, row 02, column 03: the cell disagrees with the sums it is part of",
            "    expected: 40 (02 공산품 × 03 서비스)",
            "    found: 400 (+360, 10 times too large); explains 2 sums that don't agree",
        ]


def test_what_is_not_there_and_what_has_no_flows(call: Call, tmp_path: Path) -> None:
    missing = tmp_path / "nowhere.xlsx"
    assert call(missing) == (
        2,
        "",
        lines(
            f"{missing}",
            "  the file can't be read",
            "    expected: a readable file",
            "    found: No such file or directory",
            "    remedy: check the path and its permissions",
            "",
        ),
    )
    assert call("bok-2023-33", lang="ko") == (
        2,
        "",
        lines(
            "bok-2023-33",
            "  거래가 없는 표는 검사할 수 없습니다",
            "    기대한 것: 거래표(transactions)",
            "    찾은 것: inverse",
            "    고치는 법: 거래표를 검사하십시오",
            "",
        ),
    )


def test_a_tolerance_of_ones_own(call: Call, sheets: dict[str, Cells], tmp_path: Path) -> None:
    times(DOMESTIC, "01", "9111", 1.0000001)(sheets)
    book = workbook(tmp_path / "book.xlsx", sheets)
    assert call(book, "--tolerance", "0.01")[0] == 2
    code, out, _ = call(book, "--tolerance", "5")
    assert code == 0
    assert out.splitlines()[0].endswith("(33 sectors, million KRW, tolerance 5)")


# ------------------------------------------------------------------ forms of the report
def scattered(sheets: dict[str, Cells]) -> None:
    """Every figure of final demand a little and differently off, and no totals that say so."""
    cells = sheets[DOMESTIC]
    for k in range(1, SECTORS):
        put(cells, f"{k:02}", "9111", held(cells, f"{k:02}", "9111") + 1000 * k * k + 17)


def test_many_findings_are_shown_in_part_and_counted(
    call: Call, sheets: dict[str, Cells], tmp_path: Path
) -> None:
    scattered(sheets)
    book = workbook(tmp_path / "book.xlsx", sheets)
    shown = call(book)[1]
    everything = json.loads(call(book, "--format", "json")[1])["findings"]
    kinds = [one["check"] for one in everything]
    many = [kind for kind in dict.fromkeys(kinds) if kinds.count(kind) > checks.SHOWN]
    assert many
    for kind in many:
        assert shown.count(f"[error] {kind}\n") == checks.SHOWN
        rest = kinds.count(kind) - checks.SHOWN
        assert f"\n{rest} more of {kind} (--format csv or json shows them all)\n" in shown
    first = many[0]
    korean = call(book, lang="ko")[1]
    rest = kinds.count(first) - checks.SHOWN
    assert f"\n{first} {rest}개 더 있음 (--format csv나 json으로 모두 볼 수 있음)\n" in korean


def test_json_holds_what_follows_from_a_finding(
    call: Call, sheets: dict[str, Cells], tmp_path: Path
) -> None:
    turned(sheets)
    _, out, _ = call(workbook(tmp_path / "book.xlsx", sheets), "--format", "json")
    report = json.loads(out)
    assert {key: report[key] for key in report if key != "findings"} == {
        "origin": f"book.xlsx [{TOTAL}], book.xlsx [{DOMESTIC}], book.xlsx [{IMPORTS}]",
        "sound": False,
        "complete": True,
        "sectors": 33,
        "unit": "million KRW",
        "tolerance": 1.0,
    }
    error = report["findings"][0]
    assert error["check"] == "transposed"
    first = error["explains"][0]
    assert (first["sector"], first["what"]) == ("01", "sales and inputs")
    assert len({one["sector"] for one in error["explains"]}) == SECTORS


def test_markdown(call: Call, sheets: dict[str, Cells], tmp_path: Path) -> None:
    written(TOTAL, "9621", "14", "없음")(sheets)
    code, out, _ = call(workbook(tmp_path / "book.xlsx", sheets), "--format", "markdown", lang="ko")
    assert code == 2
    assert out.splitlines()[:5] == [
        f"## book.xlsx [{TOTAL}], book.xlsx [{DOMESTIC}], book.xlsx [{IMPORTS}]: "
        "오류 1개, 주의 2개 (부문 33개, 백만원, 허용오차 1)",
        "",
        "| 정도 | 검사 | 부문 | 위치 | 무엇이 | 기대한 것 | 찾은 것 | 고치는 법 |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
        f"| 오류 | not-a-number | 14 | {PROFIT} | 숫자가 아닙니다 | 유한한 수 | "
        '"없음" (operating_surplus 영업잉여 × 14 운송장비) | 원자료의 값을 넣으십시오 |',
    ]


def test_what_has_to_be_mended_first(call: Call, tmp_path: Path) -> None:
    folder = write_table(tmp_path / "mine")
    path = folder / "final_demand.csv"
    path.write_text("code,c,e\n01,0,0\n02,0,0\n03,0,0\n", "utf-8")
    for lang, said in (
        (
            "en",
            "tiny-3: 1 error, no warnings (3 sectors, million KRW, tolerance 0.5); "
            "the rest can be examined once this is mended",
        ),
        (
            "ko",
            "tiny-3: 오류 1개, 주의 0개 (부문 3개, 백만원, 허용오차 0.5); "
            "이것부터 고쳐야 나머지를 검사할 수 있습니다",
        ),
    ):
        code, out, _ = call(folder, lang=lang)
        assert (code, out.splitlines()[0]) == (2, said)


@pytest.mark.parametrize("words", [[], ["--list"]])
def test_every_check_is_listed(call: Call, words: Sequence[str]) -> None:
    code, out, _ = call(*words, "--format", "markdown")
    assert code == 0
    listed = [line.split(" | ")[0].removeprefix("| ") for line in out.splitlines()[2:]]
    assert listed == list(CHECKS)


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_document_lists_every_check(lang: Lang) -> None:
    """Row by row as `--list` prints them."""
    name = "bring-your-own-table.md" if lang == "en" else "bring-your-own-table.ko.md"
    text = (ROOT / "docs" / name).read_text("utf-8")
    table = markdown.table(checks.kinds_block(lang))
    assert f"\n\n{table}\n\n" in text
    assert len(table.splitlines()) == len(CHECKS) + 2
