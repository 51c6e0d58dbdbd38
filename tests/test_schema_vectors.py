"""Long lists of spending in a CSV or Excel file: columns by name, and every bad cell told."""

from __future__ import annotations

from pathlib import Path

import pytest
from full import write_sheet
from helpers import lines, refused
from small_study import by_label, demand_of, read, study_of

from iomodel.errors import ScenarioFileError

VECTOR = '[[programmes.vectors]]\nfile = "{}"\n{}\n'
MAPPED = (
    'columns = { sector = "부문", amount = "금액" }\nvalues = { unit = "백만원", source = "붙임" }'
)


def study(tmp_path: Path, file: str, more: str, text: str | None = None) -> tuple[Path, Path]:
    paths = study_of(tmp_path, lines=VECTOR.format(file, more))
    if text is not None:
        (paths[0] / file).write_text(text, "utf-8")
    return paths


def told(paths: tuple[Path, Path]) -> str:
    text = str(refused(ScenarioFileError, lambda: read(paths)))
    return "\n".join(text.splitlines()[1:])


def test_columns_are_mapped_by_name(tmp_path: Path) -> None:
    text = "부문,비고,금액\n02,x,60\n서비스,y,40\n,,\n02,z,5\n"
    (values,) = demand_of(read(study(tmp_path, "list.csv", MAPPED, text))).values()
    assert values.tolist() == [0.0, 65.0, 40.0]


def test_headings_may_be_the_keys(tmp_path: Path) -> None:
    text = "sector,amount,unit,source,year,basis,imports\n02,1,억원,p. 1,2024,assumed,0.5\n"
    made = read(study(tmp_path, "list.csv", "", text))
    assert {year: v.tolist() for year, v in by_label(made, "year").items()} == {
        "2024": [0.0, 50.0, 0.0]
    }


def test_a_file_as_excel_saves_it_in_korea(tmp_path: Path) -> None:
    paths = study(tmp_path, "list.csv", MAPPED)
    (paths[0] / "list.csv").write_bytes('부문,금액\n공산품,"1,000"\n'.encode("cp949"))
    (values,) = demand_of(read(paths)).values()
    assert values.tolist() == [0.0, 1000.0, 0.0]


@pytest.mark.parametrize("sheet", ["", "지출"])
def test_a_sheet_of_a_workbook(tmp_path: Path, sheet: str) -> None:
    more = MAPPED + (f'\nsheet = "{sheet}"' if sheet else "")
    paths = study(tmp_path, "list.xlsx", more)
    write_sheet(paths[0] / "list.xlsx", "지출", [["부문", "금액"], ["02", 60.0], ["03", 40.0]])
    (values,) = demand_of(read(paths)).values()
    assert values.tolist() == [0.0, 60.0, 40.0]


def test_terms_of_the_file_hold_for_its_rows(tmp_path: Path) -> None:
    text = "부문,금액\n02,60\n"
    more = MAPPED + '\nyears = [2024, 2025]\nspread = "even"'
    made = read(study(tmp_path, "list.csv", more, text))
    assert [float(v.sum()) for v in by_label(made, "year").values()] == [30.0, 30.0]


def test_every_bad_cell_is_told_with_its_address(tmp_path: Path) -> None:
    text = "부문,금액\n99,60\n02,-5\n02,x\n02,\n"
    assert told(study(tmp_path, "list.csv", MAPPED, text)) == lines(
        "  list.csv, A2 (sector): the sector is not in this classification",
        "    expected: a code or exact name of tiny-3",
        '    found: "99"',
        "    remedy: look it up with: iomodel sectors WORD",
        "  list.csv, B3 (amount): the amount is negative",
        "    expected: a number of zero or more",
        "    found: -5.0",
        "    remedy: state spending as zero or more; amounts left out belong under "
        '[[programmes.excluded]], displaced spending in a line of kind = "displacement"',
        "  list.csv, B4 (amount): the cell is not a number",
        "    expected: a finite number",
        '    found: "x"',
        "    remedy: put in the figure of the source",
        "  list.csv, B5 (amount): the cell is not a number",
        "    expected: a finite number",
        '    found: ""',
        "    remedy: put in the figure of the source",
    )


@pytest.mark.parametrize(
    ("file", "more", "text", "message"),
    [
        (
            "gone.csv",
            MAPPED,
            None,
            (
                "  programmes[1].vectors[1]: gone.csv: the file can't be read",
                "    expected: a readable file",
                "    found: No such file or directory",
                "    remedy: check the path and its permissions",
            ),
        ),
        (
            "list.csv",
            MAPPED,
            "부문,액수\n02,5\n",
            (
                "  programmes[1].vectors[1]: list.csv: there is not one column of this heading",
                "    expected: 부문, 액수",
                '    found: "금액" × 0',
                "    remedy: mend the first row, or columns",
            ),
        ),
        (
            "list.csv",
            'columns = { sector = "부문", price = "금액" }',
            "부문,금액\n02,5\n",
            (
                "  programmes[1].vectors[1]: list.csv: a column can't say this key",
                "    expected: sector, unit, source, page, basis, phase, kind, note, prices, "
                "deflator, valuation, imports, spent_on, profile, shock, amount, hires, "
                "local_share, displaced, price_year, year",
                '    found: "price"',
                '    remedy: choose columns with columns = { key = "heading" }',
            ),
        ),
        (
            "list.csv",
            'columns = { sector = "부문", amount = "금액" }\nvalues = { amount = 5 }',
            "부문,금액\n02,5\n",
            (
                "  programmes[1].vectors[1]: list.csv: a key stands both in a column and in values",
                "    expected: one of the two",
                '    found: "amount"',
                "    remedy: remove it from values",
            ),
        ),
        (
            "list.csv",
            MAPPED + '\nsheet = "지출"',
            "부문,금액\n02,5\n",
            (
                "  programmes[1].vectors[1].sheet: there is no such sheet",
                "    expected: list.csv",
                '    found: "지출"',
                "    remedy: correct the sheet's name",
            ),
        ),
        (
            "list.csv",
            'columns = { sector = "부문", amount = "금액", year = "연도" }\n'
            'values = { unit = "백만원", source = "x" }',
            "부문,금액,연도\n02,5,2024.5\n",
            (
                "  list.csv, C2 (year): the cell is not a number",
                "    expected: a whole number",
                '    found: "2024.5"',
                "    remedy: put in the figure of the source",
            ),
        ),
        (
            "list.csv",
            'columns = { sector = "부문", amount = "금액" }',
            "부문,금액\n02,5\n",
            (
                "  list.csv, 2: unit: a required key is missing",
                '    expected: the key "unit"',
                "    found: nothing",
                '    remedy: add "unit = …"',
                "  list.csv, 2: source: a required key is missing",
                '    expected: the key "source"',
                "    found: nothing",
                '    remedy: add "source = …"',
            ),
        ),
    ],
)
def test_files_that_are_refused(
    tmp_path: Path, file: str, more: str, text: str | None, message: tuple[str, ...]
) -> None:
    assert told(study(tmp_path, file, more, text)) == lines(*message)


def test_a_file_of_bytes_that_are_no_text(tmp_path: Path) -> None:
    paths = study(tmp_path, "list.csv", MAPPED)
    (paths[0] / "list.csv").write_bytes(b"\xff\xff\xff\x00")
    assert "programmes[1].vectors[1]: list.csv: the file is neither UTF-8 nor CP949" in told(paths)
