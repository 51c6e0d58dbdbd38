"""`iomodel tables import` and `iomodel tables seal`: what they print, write and refuse."""

from __future__ import annotations

import csv
import io
import json
import shlex
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from bok_sheets import csv_data, domestic_sheet, employment_sheet, old_total_sheet, put, total_sheet
from helpers import ROOT, edit, lines
from test_estimates import read_shipped_tables_once

from iomodel import progress
from iomodel.catalogue import load_table
from iomodel.cli import COMMANDS, main
from iomodel.readers import READERS
from iomodel.saving import save_table
from iomodel.table import IOTable

CHANGES = (
    "Figures are as on the sheets; headings, notes and printed totals are not kept. "
    "Imported flows are total less domestic flows, cell by cell."
)


@pytest.fixture(autouse=True)
def _surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Say nothing of language or tables, and stand in a folder of one's own."""
    for name in ("LC_ALL", "LC_MESSAGES", "IOMODEL_TABLES", "COLUMNS", "FORCE_COLOR", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.chdir(tmp_path)
    for name, cells in (("총거래표", total_sheet()), ("국산거래표", domestic_sheet())):
        (tmp_path / f"{name}.csv").write_bytes(csv_data(cells))
    read_shipped_tables_once(monkeypatch)


Call = Callable[..., str]


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Call:
    """Run what should succeed without a word on stderr, and return what it printed."""

    def run(*words: str) -> str:
        code = main(words)
        out, err = capsys.readouterr()
        assert (code, err) == (0, "")
        return out

    return run


@pytest.fixture
def refused(capsys: pytest.CaptureFixture[str]) -> Call:
    """Run what should be refused with exit code 2, and return what stderr says."""

    def run(*words: str) -> str:
        code = main(words)
        out, err = capsys.readouterr()
        assert (code, out) == (2, "")
        return err.rstrip("\n")

    return run


SMALL = ("tables", "import", "총거래표.csv", "국산거래표.csv", "--id", "small")


def told(page: str) -> list[tuple[str, str]]:
    """The keys and values of a page printed as CSV."""
    return [(row["key"], row["value"]) for row in csv.DictReader(io.StringIO(page))]


def test_a_table_comes_in_and_what_to_do_next_works(said: Call) -> None:
    page = told(said(*SMALL, "--format", "csv"))
    assert page == [
        ("id", "small"),
        ("title", "Input-output table 2020, producers' prices, 2 sectors"),
        ("sectors", "2"),
        ("classification", "small"),
        ("coarser levels", "–"),
        ("layout", "bok"),
        ("folder", "tables/small"),
        ("changes", CHANGES),
        ("next", "iomodel multipliers small --tables tables"),
        ("next", "iomodel run STUDY --table small --tables tables"),
    ]
    command = shlex.split(dict(page[:-1])["next"])
    assert said(*command[1:], "--format", "csv").startswith("code,name,production")


def test_in_korean(said: Call) -> None:
    page = told(said(*SMALL, "--format", "csv", "--lang", "ko"))
    assert page[:2] == [("이름", "small"), ("제목", "2020년 산업연관표, 생산자가격, 2부문")]
    assert [key for key, _ in page[2:]] == [
        *("부문 수", "분류", "더 큰 분류", "짜임새", "폴더", "고친 것", "다음", "다음"),
    ]


def test_as_json_and_to_a_file(said: Call, tmp_path: Path) -> None:
    assert said(*SMALL, "--format", "json", "--out", "told.json") == ""
    records = json.loads((tmp_path / "told.json").read_text("utf-8"))
    assert records[0] == {"key": "id", "value": "small"}


def test_all_that_a_user_can_say(said: Call, tmp_path: Path) -> None:
    (tmp_path / "고용표.csv").write_bytes(csv_data(employment_sheet()))
    (tmp_path / "names.csv").write_text("code,name_en\n01,Crops\n10,Others\n")
    words = ("--employment", "고용표.csv", "--names-en", "names.csv", "--title", "내 표")
    words += ("--published", "2024-06-25", "--tolerance", "2", "--no-seal", "--into", "my tables")
    page = told(said(*SMALL, *words, "--format", "csv"))
    assert ("next", "iomodel multipliers small --tables 'my tables'") in page
    table = load_table("small", tmp_path / "my tables")
    assert isinstance(table, IOTable)
    assert (table.info.title_ko, str(table.info.published)) == ("내 표", "2024-06-25")
    assert table.info.tolerance == 2
    assert table.info.names_en == "The English names of sectors are from names.csv."
    assert [sector.name.en for sector in table.sectors.sectors] == ["Crops", "Others"]
    assert len(table.satellites) == 2
    assert "[files]" not in (tmp_path / "my tables/small/table.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "variable", "folder"),
    [
        ((), "", "tables"),
        ((), "kept", "kept"),
        (("--tables", "mine"), "", "mine"),
        (("--tables", "mine", "--into", "yours"), "", "yours"),
    ],
)
def test_where_a_table_goes(
    said: Call,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    words: tuple[str, ...],
    variable: str,
    folder: str,
) -> None:
    if variable:
        (tmp_path / variable).mkdir()
        monkeypatch.setenv("IOMODEL_TABLES", variable)
    assert ("folder", f"{folder}/small") in told(said(*SMALL, *words, "--format", "csv"))
    assert (tmp_path / folder / "small" / "table.toml").is_file()


def test_the_assumption_is_printed(said: Call) -> None:
    words = ("tables", "import", "총거래표.csv", "--id", "x", "--imports", "proportional")
    page = told(said(*words, "--format", "csv"))
    assert (
        "caveat",
        "assumed: the source doesn't tell imports from domestic products, so that every use of a "
        "product gets the same share of imports",
    ) in page


def test_a_table_at_purchasers_prices_leads_to_its_check(said: Call, tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_bytes(csv_data(total_sheet("구매자가격")))
    words = ("tables", "import", "p.csv", "--id", "p", "--imports", "proportional")
    page = told(said(*words, "--format", "csv"))
    assert [value for key, value in page if key == "next"] == [
        "iomodel tables check p --tables tables"
    ]


def test_a_wrong_table_is_refused(refused: Call, tmp_path: Path) -> None:
    (tmp_path / "국산거래표.csv").write_bytes(csv_data(put(domestic_sheet(), "01", "10", 20_900.0)))
    assert refused(*SMALL, "--lang", "ko") == lines(
        "총거래표.csv, 국산거래표.csv",
        "  국산거래표.csv, D7 (01 작물 × 10 기타): 이 칸이 합계들과 어긋납니다",
        "    기대한 것: 20,000 (01 작물 × 10 기타)",
        "    찾은 것: 20,900 (+900); 이 때문에 맞지 않는 합계 6개",
        "    고치는 법: 원자료와 대조하십시오. 원자료도 이러하면 같은 행과 열의 다른 칸을 보십시오",
    )
    assert not (tmp_path / "tables").exists()


def test_a_layout_named_outright(refused: Call, tmp_path: Path) -> None:
    """Named, a layout is taken at its word: what it can't find is told as its own."""
    (tmp_path / "notes.csv").write_text("a,b\n1,2\n")
    assert refused("tables", "import", "notes.csv", "--id", "x", "--layout", "bok") == lines(
        "notes.csv",
        "  the sheet of total flows is missing",
        '    expected: a sheet titled "투입산출표_총거래표(…)"',
        '    found: "a"',
        "    remedy: give the sheet of total flows too: it has value added and output",
    )


def test_a_file_that_is_not_there(refused: Call) -> None:
    assert refused("tables", "import", "gone.xlsx", "--id", "x") == lines(
        "gone.xlsx",
        "  the file can't be read",
        "    expected: a readable file",
        "    found: No such file or directory",
        "    remedy: check the path and its permissions",
    )


SUBCOMMANDS = [c.name.split()[1] for c in COMMANDS if c.name.startswith("tables ")]


@pytest.mark.parametrize("name", SUBCOMMANDS)
def test_no_table_is_called_as_a_command(refused: Call, name: str) -> None:
    assert refused(*SMALL[:-1], name) == lines(
        "--id",
        f'  "{name}": no table can have this id',
        "    expected: an id that is not in use",
        "    found: a command of iomodel tables",
        "    remedy: choose another --id",
    )


def test_commands_stand_before_ids(said: Call) -> None:
    """`iomodel tables ID` describes a table as before."""
    said(*SMALL)
    page = told(said("tables", "small", "--tables", "tables", "--format", "csv"))
    assert page[0] == ("id", "small")
    listed = list(
        csv.DictReader(io.StringIO(said("tables", "--tables", "tables", "--format", "csv")))
    )
    assert [row["id"] for row in listed][:2] == ["small", "bok-2020-165"]


def test_a_second_time(said: Call, refused: Call) -> None:
    said(*SMALL)
    assert refused(*SMALL).endswith("remedy: choose another id, or --replace the table there")
    said(*SMALL, "--replace")


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_help_names_every_option_and_layout(capsys: pytest.CaptureFixture[str], lang: str) -> None:
    with pytest.raises(SystemExit) as left:
        main(["tables", "import", "--help", "--lang", lang])
    assert left.value.code == 0
    page = capsys.readouterr().out
    for word in (
        "--id",
        "--into",
        "--layout",
        "--employment",
        "--imports",
        "--title",
        "--published",
    ):
        assert word in page
    for layout in READERS:
        assert layout in page


def test_a_date_that_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main([*SMALL, "--published", "June"])
    assert left.value.code == 2
    assert 'argument --published: not a date: "June"' in capsys.readouterr().err


# ------------------------------------------------------- progress
def test_progress_is_shown_on_a_terminal_only(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    monkeypatch.setattr(progress.sys, "stderr", terminal)
    assert main([*SMALL]) == 0
    assert "3 steps" in terminal.getvalue()
    assert "steps" not in capsys.readouterr().out


# ------------------------------------------------------- seal
def test_seal(said: Call, refused: Call, tmp_path: Path) -> None:
    said(*SMALL)
    edit(tmp_path / "tables/small/sectors.csv", "01,작물,작물", "01,작물,Crops")
    assert "the file has changed since it was sealed" in refused(
        "multipliers", "small", "--tables", "tables"
    )
    assert said("tables", "seal", "tables/small") == (
        "tables/small: the sha256 of 6 files stands in table.toml\n"
    )
    assert "Crops" in said("multipliers", "small", "--tables", "tables")
    assert said("tables", "seal", "tables/small", "--lang", "ko") == (
        "tables/small: 파일 6개의 sha256을 table.toml에 적었습니다\n"
    )


def test_seal_of_what_is_no_table(refused: Call, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert refused("tables", "seal", "empty") == lines(
        "empty/table.toml",
        "  the file can't be read",
        "    expected: a readable file",
        "    found: No such file or directory",
        "    remedy: check the path and its permissions",
    )


# ------------------------------------------------------- in a process of its own
def test_an_old_file_in_a_console_that_knows_no_korean(tmp_path: Path) -> None:
    """CP949 in, UTF-8 out, whatever the console says."""
    (tmp_path / "2010 총거래표(생산자가격).csv").write_bytes(csv_data(old_total_sheet(), "cp949"))
    words = ("tables", "import", "2010 총거래표(생산자가격).csv", "--id", "옛표")
    ran = subprocess.run(
        [sys.executable, "-m", "iomodel.cli", *words, "--imports", "proportional", "--lang", "ko"],
        cwd=tmp_path,
        env={"LANG": "C", "PATH": "", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "Read as CP949, not being UTF-8" in " ".join(ran.stdout.split())
    assert "iomodel multipliers 옛표 --tables tables" in ran.stdout


def test_a_table_at_purchasers_prices_is_described_though_it_is_no_model(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = load_table("bok-2020-33")
    assert isinstance(table, IOTable)
    info = table.info.model_copy(update={"id": "dear", "valuation": "purchasers"})
    save_table(tmp_path, replace(table, info=info))
    words = ["tables", "dear", "--tables", str(tmp_path), "--lang", "en", "--format", "json"]
    assert main(words) == 0
    told = {row["key"]: row["value"] for row in json.loads(capsys.readouterr().out)}
    assert told["valuation"] == "purchasers' prices"
    assert told["value added + imports = spending (R6)"] == (
        "a table at purchasers' prices can't carry a model"
    )
