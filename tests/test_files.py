"""Text files: read whole, checked whole (R12), never patched up (R2)."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from helpers import lines, refused, repeatable
from hypothesis import given
from hypothesis import strategies as st

from iomodel.errors import NotFoundError, OutputError, ScenarioFileError, TableFileError
from iomodel.files import (
    checksum,
    csv_bytes,
    duplicates,
    figure,
    numbers,
    parse_csv,
    read_bytes,
    read_toml,
    write_whole,
)


def test_a_csv_file_is_read_as_text_whatever_wrote_it() -> None:
    """A byte order mark, CRLF and quotes round a comma or a line break change nothing."""
    data = '\ufeffcode,name\r\n011,"떡, 과자"\r\n012,"두\n줄"\r\n'.encode()
    grid = parse_csv("x.csv", data, ("code",))
    assert grid.header == ("code", "name")
    assert grid.rows == (("011", "떡, 과자"), ("012", "두\n줄"))
    assert grid.problems == ()
    assert grid.column("code") == ("011", "012")


def test_every_ragged_row_and_missing_or_doubled_column_is_listed() -> None:
    data = b"code,a,a\n01,1,2\n02,1\n03,1,2,3\n04,1,2\n"
    grid = parse_csv("x.csv", data, ("code", "b"))
    rendered = [problem.render() for problem in grid.problems]
    assert rendered == [
        lines(
            "  header: a column is missing or occurs twice",
            '    expected: one column "b"',
            "    found: 0 × b",
            "    remedy: mend the header",
        ),
        lines(
            "  header: a column is missing or occurs twice",
            '    expected: one column "a"',
            "    found: 2 × a",
            "    remedy: mend the header",
        ),
        lines(
            "  line 3: the row is ragged",
            "    expected: 3 cells",
            "    found: 2 cells",
            "    remedy: look for a missing or surplus comma",
        ),
        lines(
            "  line 4: the row is ragged",
            "    expected: 3 cells",
            "    found: 4 cells",
            "    remedy: look for a missing or surplus comma",
        ),
    ]
    assert [problem.what.ko for problem in grid.problems] == [
        "열이 없거나 두 번 나옵니다",
        "열이 없거나 두 번 나옵니다",
        "칸 수가 머리행과 다릅니다",
        "칸 수가 머리행과 다릅니다",
    ]


def test_an_empty_file_lacks_its_columns() -> None:
    assert [p.found.en for p in parse_csv("x.csv", b"", ("code", "a")).problems] == [
        "0 × code",
        "0 × a",
    ]


def test_a_csv_file_in_another_encoding_is_a_problem_of_the_file() -> None:
    """Excel in Korea saves CSV as CP949 unless told otherwise."""
    grid = parse_csv("x.csv", "code,이름\n01,농산물\n".encode("cp949"), ("code",))
    assert (grid.header, grid.rows) == ((), ())
    assert [problem.render() for problem in grid.problems] == [
        lines(
            "  byte 5: the file is not UTF-8 text",
            "    expected: CSV in UTF-8",
            "    found: 0xc0",
            '    remedy: save it again as CSV UTF-8 (in Excel: "CSV UTF-8 (Comma delimited)")',
        )
    ]
    assert grid.problems[0].what.ko == "UTF-8 글이 아닙니다"


def test_text_empty_nan_and_infinite_cells_are_all_problems() -> None:
    grid = parse_csv("x.csv", b"code,a,b\n01,1,-2.5e3\n02,,n/a\n03,NaN,inf\n04,3,4\n")
    values, problems = numbers(grid, ("b", "a"), "code")
    np.testing.assert_array_equal(values[[0, 3]], [[-2500.0, 1.0], [4.0, 3.0]])
    assert [p.place for p in problems] == [
        'line 3 (code 02), column "b"',
        'line 3 (code 02), column "a"',
        'line 4 (code 03), column "b"',
        'line 4 (code 03), column "a"',
    ]
    assert [p.found.en for p in problems] == ['"n/a"', '""', '"inf"', '"NaN"']
    assert problems[0].render() == lines(
        '  line 3 (code 02), column "b": the cell is not a number',
        "    expected: a finite number",
        '    found: "n/a"',
        "    remedy: put in the figure of the source",
    )
    assert problems[0].render("ko") == lines(
        '  line 3 (code 02), column "b": 숫자가 아닙니다',
        "    기대한 것: 유한한 수",
        '    찾은 것: "n/a"',
        "    고치는 법: 원자료의 값을 넣으십시오",
    )


@pytest.mark.parametrize("cell", ["1_000", '"1,000"', "0x10", "1 000", "−5"])
def test_what_only_some_would_read_as_a_number_is_none(cell: str) -> None:
    """1_000 is a number to Python and a typing error to everybody else."""
    _, problems = numbers(parse_csv("x.csv", f"code,a\n01,{cell}\n".encode()), ("a",), "code")
    assert len(problems) == 1


def test_a_problem_names_its_true_line_below_a_blank_one() -> None:
    grid = parse_csv("x.csv", b"code,a\n01,1\n\n01,x\n")
    _, problems = numbers(grid, ("a",), "code")
    assert [p.place for p in problems] == ['line 4 (code 01), column "a"']
    assert [p.place for p in duplicates(grid, "code")] == ["line 4"]


def test_every_repeated_code_is_listed_with_its_first_line() -> None:
    grid = parse_csv("x.csv", b"code\n01\n02\n01\n01\n")
    assert [p.render() for p in duplicates(grid, "code")] == [
        lines(
            f"  line {number}: the code occurs twice",
            "    expected: a code of its own for every row",
            '    found: "01", also on line 2',
            "    remedy: remove a row or mend its code",
        )
        for number in (4, 5)
    ]
    assert duplicates(grid, "code")[0].found.ko == '"01", 2행에도'


def test_missing_file(tmp_path: Path) -> None:
    path = tmp_path / "none.csv"
    error = refused(NotFoundError, lambda: read_bytes(path))
    assert str(error) == lines(
        path,
        "  the file can't be read",
        "    expected: a readable file",
        "    found: No such file or directory",
        "    remedy: check the path and its permissions",
    )
    assert error.render("ko").splitlines()[1] == "  파일을 읽을 수 없습니다"


def test_bad_toml_is_raised_as_the_callers_error(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text('a = 1\nb = "open\n', "utf-8")
    for kind in (TableFileError, ScenarioFileError):
        error = refused(kind, lambda kind=kind: read_toml(path, kind))  # type: ignore[misc]
        found = str(error).splitlines()
        assert found[:3] == [
            str(path),
            "  the file isn't TOML",
            "    expected: a TOML file in UTF-8",
        ]
        assert "line 2" in found[3]
        assert found[4] == (
            "    remedy: mend the line named above; text stands in quotes, numbers have no commas"
        )


def test_toml_in_another_encoding_is_refused_too(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes('a = "가"\n'.encode("cp949"))
    assert str(refused(TableFileError, lambda: read_toml(path, TableFileError))) == lines(
        path,
        "  byte 5: the file is not UTF-8 text",
        "    expected: TOML in UTF-8",
        "    found: 0xb0",
        "    remedy: save it again with the encoding UTF-8",
    )


def test_toml_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes("\ufeffa = 1\n".encode())
    assert read_toml(path, TableFileError) == {"a": 1}


def test_a_failed_write_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.csv"
    write_whole(path, b"old")

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(os, "replace", fail)
    error = refused(OutputError, lambda: write_whole(path, b"new"))
    assert str(error) == lines(
        path,
        "  the file can't be written",
        "    expected: a place to write to",
        "    found: disk full",
        "    remedy: check the path, its permissions and the space left",
    )
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["x.csv"]


def test_a_written_file_is_whole_and_readable_by_others(tmp_path: Path) -> None:
    path = tmp_path / "new" / "x.csv"
    write_whole(path, csv_bytes(["code", "name"], [["01", "떡, 과자"]]))
    assert path.read_bytes() == 'code,name\n01,"떡, 과자"\n'.encode()
    plain = tmp_path / "plain"
    plain.write_bytes(b"")
    assert path.stat().st_mode == plain.stat().st_mode


def test_checksum_of_the_empty_file() -> None:
    """The digest of no bytes is in FIPS 180-4's examples."""
    assert checksum(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@repeatable
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_written_figure_reads_back_exactly(value: float) -> None:
    assert float(figure(value)) == value


def test_whole_figures_are_written_without_a_point() -> None:
    assert [figure(v) for v in (3.0, -0.5, 1e14, 0.1)] == ["3", "-0.5", "100000000000000", "0.1"]
