"""Sectors joined and divided before computing, and results grouped after it."""

from __future__ import annotations

import csv
import io
import json
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from helpers import (
    COEFFICIENTS,
    DOMESTIC,
    SECTORS,
    info,
    lines,
    refused,
    repeatable,
    rows_of,
    sparing,
    tiny,
    write_study,
)
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from multiregional import Array, random_world

import iomodel
from iomodel import cli
from iomodel.catalogue import concordance, load_table, load_transactions
from iomodel.concordances import (
    Shares,
    aggregate_table,
    group_results,
    read_mapping,
    read_shares,
    split_table,
)
from iomodel.concordances.splitting import rest_of
from iomodel.errors import LabelError, MappingFileError, NotFoundError, UnbalancedTableError
from iomodel.models import LeontiefModel
from iomodel.sectors import Classification, Concordance, Sector
from iomodel.storage import TableFolder
from iomodel.table import IOTable
from iomodel.text import Text

# Sums and products of a few dozen doubles: relative to the largest flow.
CLOSE = 1e-12
# The same through the solution of a system whose multipliers are below ten.
SOLVED = 1e-9

MAPPING = """\
code,into,name_ko,name_en
01,goods,재화,Goods
02,goods,,
03,services,용역,Services
"""
SHARES = """\
code,into,name_ko,name_en,output,source
02,02a,기계,Machines,0.6,a survey
02,02b,나머지,Rest,0.4,
"""
PARTS = (
    "domestic",
    "imports",
    "final_demand",
    "final_demand_imports",
    "primary_inputs",
    "satellites",
)


def saved(folder: Path, text: str, name: str = "file.csv") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def require_same_figures(left: IOTable, right: IOTable, tolerance: float = 0.0) -> None:
    """Every block is the same, to `tolerance` of its largest figure."""
    for part in PARTS:
        one, other = getattr(left, part), getattr(right, part)
        assert (one is None) == (other is None), part
        if one is not None:
            size = np.abs(other).max(initial=0.0)
            np.testing.assert_allclose(one, other, rtol=0, atol=tolerance * size, err_msg=part)


# ------------------------------------------------------------------ a mapping is read
def test_a_mapping_joins_sectors_in_the_order_of_its_lines(tmp_path: Path) -> None:
    mapping = read_mapping(saved(tmp_path, MAPPING), SECTORS, "tiny-2")
    assert mapping.coarse == Classification(
        "tiny-2",
        (
            Sector("goods", Text("재화", "Goods")),
            Sector("services", Text("용역", "Services")),
        ),
    )
    assert mapping.parents == (0, 0, 1)
    backwards = "\n".join([MAPPING.splitlines()[0], *reversed(MAPPING.splitlines()[1:])])
    turned = read_mapping(saved(tmp_path, backwards), SECTORS, "tiny-2")
    assert (turned.coarse.codes, turned.parents) == (("services", "goods"), (1, 1, 0))


def test_blanks_around_cells_do_not_matter(tmp_path: Path) -> None:
    spaced = MAPPING.replace(",", " ,　")
    heading = MAPPING.splitlines()[0]
    spaced = "\n".join([heading, *spaced.splitlines()[1:]])
    assert read_mapping(saved(tmp_path, spaced), SECTORS, "x") == read_mapping(
        saved(tmp_path, MAPPING), SECTORS, "x"
    )


def test_every_problem_of_a_mapping_is_told_at_once(tmp_path: Path) -> None:
    path = saved(
        tmp_path,
        "code,into,name_ko,name_en\n1,goods,재화,Goods\n02,goods,상품,Wares\n02,,,\n09,x,,X\n",
    )
    error = refused(MappingFileError, lambda: read_mapping(path, SECTORS, "tiny-2"))
    assert str(error) == lines(
        str(path),
        "  line 4: the code occurs twice",
        "    expected: a code of its own for every row",
        '    found: "02", also on line 3',
        "    remedy: remove a row or mend its code",
        "  line 2: the sector is not in this classification",
        "    expected: a code or exact name of tiny-3",
        '    found: "1"',
        "    remedy: the leading zero is lost: 01; in Excel, format the column as text",
        "  line 5: the sector is not in this classification",
        "    expected: a code or exact name of tiny-3",
        '    found: "09"',
        "    remedy: look it up with: iomodel sectors WORD",
        "  sectors of the table are left out",
        "    expected: all 3 sectors",
        "    found: 2 missing: 01 Farm products, 03 Services",
        "    remedy: give each a line, one that isn't to be joined its own code",
        "  line 4: the line leads to no sector",
        "    expected: a code without a colon",
        '    found: into ""',
        "    remedy: put in the code of the coarser sector",
        "  line 3: goods has several names",
        "    expected: one Korean and one English name",
        "    found: 재화 / Goods; 상품 / Wares",
        "    remedy: keep one of them, or leave blanks",
        "  line 5: x has no name",
        "    expected: one Korean and one English name",
        '    found: name_ko "", name_en "X"',
        "    remedy: put name_ko and name_en on one of its lines",
    )
    korean = error.render("ko").splitlines()
    assert korean[8] == (
        "    고치는 법: 앞의 0이 빠졌습니다: 01. 엑셀에서는 열의 서식을 텍스트로 하십시오"
    )
    assert korean[13:17] == [
        "  표의 부문이 빠졌습니다",
        "    기대한 것: 3부문 모두",
        "    찾은 것: 빠진 2개: 01 농산물, 03 서비스",
        "    고치는 법: 합치지 않을 부문도 제 코드로 가는 행을 적으십시오",
    ]
    assert korean[17:21] == [
        "  line 4: 어느 부문으로 가는지 없습니다",
        "    기대한 것: 쌍점이 없는 코드",
        '    찾은 것: into ""',
        "    고치는 법: 합쳐 넣을 부문의 코드를 적으십시오",
    ]
    assert korean[21:25] == [
        "  line 3: goods의 이름이 둘 이상입니다",
        "    기대한 것: 한국어와 영어 이름 하나씩",
        "    찾은 것: 재화 / Goods; 상품 / Wares",
        "    고치는 법: 이름을 하나로 하거나 빈칸으로 두십시오",
    ]
    assert korean[25:29] == [
        "  line 5: x의 이름이 없습니다",
        "    기대한 것: 한국어와 영어 이름 하나씩",
        '    찾은 것: name_ko "", name_en "X"',
        "    고치는 법: 그 코드의 한 행에 name_ko와 name_en을 적으십시오",
    ]


def test_a_mapping_without_a_column_is_refused(tmp_path: Path) -> None:
    path = saved(tmp_path, "code,into,name_ko\n01,a\n")
    error = refused(MappingFileError, lambda: read_mapping(path, SECTORS, "x"))
    assert str(error) == lines(
        str(path),
        "  header: a column is missing or occurs twice",
        '    expected: one column "name_en"',
        "    found: 0 × name_en",
        "    remedy: mend the header",
        "  line 2: the row is ragged",
        "    expected: 3 cells",
        "    found: 2 cells",
        "    remedy: look for a missing or surplus comma",
    )
    refused(NotFoundError, lambda: read_mapping(tmp_path / "none.csv", SECTORS, "x"))


def test_a_mapping_leads_into_no_region_of_its_own_making(tmp_path: Path) -> None:
    path = saved(tmp_path, MAPPING.replace("goods", "KR:goods"))
    error = refused(MappingFileError, lambda: read_mapping(path, SECTORS, "x"))
    assert [problem.what.en for problem in error.problems] == ["the line leads to no sector"] * 2


# ------------------------------------------------------------------ regions
def test_codes_without_region_are_joined_in_every_region(tmp_path: Path) -> None:
    world = random_world(3, regions=2, sectors=3, beyond=True)
    path = saved(tmp_path, "code,into,name_ko,name_en\n00,a,가,A\n01,b,나,B\n02,a,,\n")
    mapping = read_mapping(path, world.sectors, "two")
    assert mapping.coarse.codes == ("R0:a", "R0:b", "R1:a", "R1:b")
    parents = {
        code: mapping.coarse.codes[parent]
        for code, parent in zip(world.sectors.codes, mapping.parents, strict=True)
    }
    assert parents == {
        f"{region}:{code}": f"{region}:{into}"
        for region in ("R0", "R1")
        for code, into in (("00", "a"), ("01", "b"), ("02", "a"))
    }
    coarse = aggregate_table(world, mapping)
    assert (coarse.sectors.regions, coarse.balance()) == (("R0", "R1"), ())


def test_codes_with_region_may_join_regions(tmp_path: Path) -> None:
    world = random_world(4, regions=2, sectors=2, beyond=False)
    path = saved(
        tmp_path,
        "code,into,name_ko,name_en\nR0:00,KR:00,영,Zero\nR1:00,KR:00,,\nR0:01,KR:01,일,One\n"
        "R1:01,KR:01,,\n",
    )
    mapping = read_mapping(path, world.sectors, "nation")
    assert mapping.coarse.codes == ("KR:00", "KR:01")
    assert aggregate_table(world, mapping).output.sum() == pytest.approx(world.output.sum())


def test_codes_with_and_without_region_do_not_mix(tmp_path: Path) -> None:
    world = random_world(4, regions=2, sectors=2, beyond=False)
    path = saved(
        tmp_path,
        "code,into,name_ko,name_en\n00,a,가,A\nR0:00,a,,\nR0:01,a,,\nR1:00,a,,\nR1:01,a,,\n",
    )
    error = refused(MappingFileError, lambda: read_mapping(path, world.sectors, "x"))
    assert [problem.place for problem in error.problems] == ["line 2"]
    assert error.problems[0].what.en == "the sector is not in this classification"


# ------------------------------------------------------------------ joined
def test_joining_the_165_by_a_file_gives_the_banks_33(tmp_path: Path) -> None:
    """The same table as its own level, which the Bank's multipliers prove elsewhere."""
    rows = rows_of(COEFFICIENTS / "bok-2020-165/sectors.csv")
    names = {row["code"]: row for row in rows_of(COEFFICIENTS / "bok-2020-165/sectors_33.csv")}
    path = tmp_path / "to33.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["code", "into", "name_ko", "name_en"])
        for row in rows:
            into = names[row["parent_33"]]
            writer.writerow([row["code"], into["code"], into["name_ko"], into["name_en"]])
    fine = load_transactions("bok-2020-165")
    coarse = aggregate_table(fine, read_mapping(path, fine.sectors, "my-33"))
    assert coarse.sectors.sectors == load_transactions("bok-2020-33").sectors.sectors
    require_same_figures(coarse, load_transactions("bok-2020-33"))
    assert coarse.info.tolerance == 0.0


def test_a_joined_table_says_what_it_is() -> None:
    upward = Concordance.from_codes(
        SECTORS, Classification("two", (SECTORS.sectors[0], SECTORS.sectors[2])), ["01", "01", "03"]
    )
    coarse = aggregate_table(tiny(caveats_ko=("앞의 것",), caveats_en=("old",)), upward, "my.csv")
    assert (coarse.info.id, coarse.info.classification) == ("two", "two")
    assert coarse.info.title == Text("작은 표 → 2부문", "A small table → 2 sectors")
    assert coarse.info.source.changes == (
        "none Flows of tiny-3 were added up, 3 to 2 sectors, by my.csv."
    )
    assert coarse.info.caveats == (
        Text("앞의 것", "old"),
        Text(
            "tiny-3의 3부문을 계산하기 전에 2부문으로 합친 표입니다. 효과가 tiny-3의 결과를 합친 "
            "것과 다릅니다 (R7)",
            "the 3 sectors of tiny-3 were joined into 2 before computing; effects differ from "
            "results of tiny-3 that are grouped (R7)",
        ),
    )
    assert coarse.info.tolerance == 2 * 0.5  # of two members, rounded each to half a unit
    assert (coarse.domestic[0, 0], coarse.domestic[0, 1]) == (DOMESTIC[:2, :2].sum(), 50.0)


def test_a_table_that_does_not_balance_is_neither_joined_nor_divided(tmp_path: Path) -> None:
    crooked = tiny(domestic=DOMESTIC + np.outer([1, 0, 0], [0, 1, 0]))
    mapping = read_mapping(saved(tmp_path, MAPPING), SECTORS, "x")
    shares = read_shares(saved(tmp_path, SHARES), tiny(), "x")
    refused(UnbalancedTableError, lambda: aggregate_table(crooked, mapping))
    refused(UnbalancedTableError, lambda: split_table(crooked, shares))


# ------------------------------------------------------------------ shares are read
def test_shares_of_output_are_those_of_everything_where_no_other_is_stated(tmp_path: Path) -> None:
    shares = read_shares(saved(tmp_path, SHARES), tiny(), "tiny-4")
    assert shares.upward.fine.codes == ("01", "02a", "02b", "03")
    assert shares.upward.fine.sectors[1] == Sector("02a", Text("기계", "Machines"))
    assert shares.upward.parents == (0, 1, 1, 2)
    for found in (shares.output, shares.sales, shares.inputs, shares.imports, *shares.satellites):
        assert found.tolist() == [1.0, 0.6, 0.4, 1.0]
    assert shares.sources == (
        Text(
            "02 공산품 부문을 몫으로 나눔(가정): 02a 기계 (산출 60%); 02b 나머지 (산출 40%). 몫의 "
            "근거: a survey",
            "02 Manufactures was divided by shares (assumed): 02a Machines (output 60 %); 02b Rest "
            "(output 40 %). Shares: a survey",
        ),
    )


def test_other_shares_where_they_are_stated(tmp_path: Path) -> None:
    text = (
        "code,into,name_ko,name_en,output,sales,inputs,imports,employed,source\n"
        "02,02a,기계,Machines,0.6,0.5,0.7,0.9,0.2,s\n02,02b,나머지,Rest,0.4,0.5,0.3,0.1,0.8,t\n"
        "03,03a,가,A,0.5,,,,,u\n03,03b,나,B,0.5,,,,,u\n"
    )
    shares = read_shares(saved(tmp_path, text), tiny(), "tiny-5")
    assert shares.output.tolist() == [1.0, 0.6, 0.4, 0.5, 0.5]
    assert shares.sales.tolist() == [1.0, 0.5, 0.5, 0.5, 0.5]
    assert shares.inputs.tolist() == [1.0, 0.7, 0.3, 0.5, 0.5]
    assert shares.imports.tolist() == [1.0, 0.9, 0.1, 0.5, 0.5]
    assert shares.satellites.tolist() == [
        [1.0, 0.2, 0.8, 0.5, 0.5],
        [1.0, 0.6, 0.4, 0.5, 0.5],
    ]
    assert shares.sources[0].en == (
        "02 Manufactures was divided by shares (assumed): 02a Machines (output 60 %, intermediate "
        "sales 50 %, intermediate inputs 70 %, imports 90 %, Employed 20 %); 02b Rest (output "
        "40 %, intermediate sales 50 %, intermediate inputs 30 %, imports 10 %, Employed 80 %). "
        "Shares: s; t"
    )


def test_every_problem_of_shares_is_told_at_once(tmp_path: Path) -> None:
    path = saved(
        tmp_path,
        "code,into,name_ko,name_en,output,sales,source\n"
        "02,02a,기계,Machines,0.6,-0.5,\n"
        "02,02a,,,0.5,1.5,\n"
        "3,3a,가,A,1,,x\n"
        "03,01,나,B,x,,x\n",
    )
    error = refused(MappingFileError, lambda: read_shares(path, tiny(), "x"))
    assert str(error) == lines(
        str(path),
        '  line 5 (into 01), column "output": the cell is not a number',
        "    expected: a finite number",
        '    found: "x"',
        "    remedy: put in the figure of the source",
        '  line 5 (into 01), column "sales": the cell is not a number',
        "    expected: a finite number",
        '    found: "x"',
        "    remedy: put in the figure of the source",
        "  line 3: the code occurs twice",
        "    expected: a code of its own for every row",
        '    found: "02a", also on line 2',
        "    remedy: remove a row or mend its code",
        "  line 4: the sector is not in this classification",
        "    expected: a code or exact name of tiny-3",
        '    found: "3"',
        "    remedy: the leading zero is lost: 03; in Excel, format the column as text",
        "  line 5: it can't be the code of a new sector",
        "    expected: a code that the table lacks, not empty",
        '    found: into "01"',
        "    remedy: choose another code",
        "  line 4: 3 is divided into one part alone",
        "    expected: two lines or more",
        "    found: one line",
        "    remedy: add a line for what is left",
        "  line 5: 03 is divided into one part alone",
        "    expected: two lines or more",
        "    found: one line",
        "    remedy: add a line for what is left",
        '  line 2, column "output": the shares of 02 don\'t add up to 1',
        "    expected: 1",
        "    found: 1.1",
        "    remedy: write fractions that add up to 1",
        '  line 2, column "sales": the share is negative',
        "    expected: zero or more",
        "    found: -0.5",
        "    remedy: write fractions that add up to 1",
        "  line 2: 02's shares have no source",
        "    expected: a document, or that they are assumed",
        '    found: source ""',
        "    remedy: say on one of its lines where the shares come from",
    )
    korean = error.render("ko")
    for words in (
        "새 부문의 코드로 쓸 수 없습니다",
        "표에 없는, 비지 않은 코드",
        "03이(가) 하나로만 나뉩니다",
        "나머지 부분의 행을 적으십시오",
        "02의 몫이 1이 되지 않습니다",
        "0과 1 사이의 몫으로, 합이 1이 되게 적으십시오",
        "몫이 음수입니다",
        "02의 몫의 근거가 없습니다",
        "그 코드의 한 행에 몫이 어디서 왔는지 적으십시오",
    ):
        assert words in korean


def test_a_share_left_out_of_some_lines_of_a_sector_is_refused(tmp_path: Path) -> None:
    text = SHARES.replace("output,", "output,sales,").replace("0.6,", "0.6,0.5,")
    path = saved(tmp_path, text.replace("0.4,", "0.4,,"))
    error = refused(MappingFileError, lambda: read_shares(path, tiny(), "x"))
    assert str(error) == lines(
        str(path),
        '  line 3 (into 02b), column "sales": the cell is not a number',
        "    expected: a finite number",
        '    found: ""',
        "    remedy: put in the figure of the source",
    )


def test_a_column_of_another_name_is_refused(tmp_path: Path) -> None:
    path = saved(tmp_path, SHARES.replace("source", "source,employd").replace("\n02", "\n02", 1))
    path.write_text(
        "code,into,name_ko,name_en,output,source,employd\n02,a,가,A,0.5,s,0.1\n02,b,나,B,0.5,s,0.9\n"
    )
    error = refused(MappingFileError, lambda: read_shares(path, tiny(), "x"))
    assert str(error) == lines(
        str(path),
        '  column "employd": the column is not known',
        "    expected: of: code, into, name_ko, name_en, output, source, sales, inputs, imports, "
        "employed, employees",
        '    found: "employd"',
        "    remedy: correct its name, or remove the column",
    )
    assert "모르는 열입니다" in error.render("ko")


def test_shares_of_nothing_are_refused(tmp_path: Path) -> None:
    path = saved(tmp_path, SHARES.splitlines()[0] + "\n")
    error = refused(MappingFileError, lambda: read_shares(path, tiny(), "x"))
    assert str(error) == lines(
        str(path),
        "  no sector is divided",
        "    expected: a line for each new sector",
        "    found: the header alone",
        "    remedy: add the lines of a sector to divide",
    )
    assert error.render("ko").splitlines()[1:] == [
        "  나눌 부문이 없습니다",
        "    기대한 것: 새 부문마다 한 행",
        "    찾은 것: 머리행뿐",
        "    고치는 법: 나눌 부문의 행을 적으십시오",
    ]


def test_codes_without_region_are_divided_in_every_region(tmp_path: Path) -> None:
    world = random_world(5, regions=2, sectors=2, beyond=True)
    path = saved(
        tmp_path,
        "code,into,name_ko,name_en,output,source\n01,x,가,X,0.25,s\n01,y,나,Y,0.75,\n",
    )
    shares = read_shares(path, world, "four")
    assert sorted(shares.upward.fine.codes) == [
        "R0:00", "R0:x", "R0:y", "R1:00", "R1:x", "R1:y"
    ]  # fmt: skip
    new = split_table(world, shares)
    assert (set(new.sectors.regions), new.balance()) == ({"R0", "R1"}, ())
    require_same_figures(new.aggregate(shares.upward, world.info), world, CLOSE)
    refused(
        MappingFileError,
        lambda: read_shares(saved(tmp_path, path.read_text().replace("x", "R0:x")), world, "y"),
    )


# ------------------------------------------------------------------ divided
def test_dividing_by_hand() -> None:
    """Sector 02 sells 170 of its 500 to producers: 0.5 of those and 0.6 of all leave g."""
    shares = read_shares_of(output=[0.6, 0.4], sales=[0.5, 0.5], inputs=[0.7, 0.3])
    new = split_table(tiny(), shares)
    g = (0.6 * 500 - 0.5 * 170) / 330
    b = (0.6 * 500 - 0.7 * 280) / 220
    np.testing.assert_allclose(new.output, [200, 300, 200, 400], rtol=1e-14)
    np.testing.assert_allclose(new.final_demand[1], g * np.array([200.0, 130.0]), rtol=1e-14)
    np.testing.assert_allclose(new.primary_inputs[:, 1], b * np.array([150.0, 70.0]), rtol=1e-14)
    np.testing.assert_allclose(new.domestic[1], [15, 0.5 * 70, 0.5 * 30, 20], rtol=1e-14)
    np.testing.assert_allclose(new.domestic[:, 1], [42, 35, 35, 35], rtol=1e-14)
    assert new.imports is not None
    np.testing.assert_allclose(new.imports[1], [6, 0.6 * 28, 0.6 * 12, 6], rtol=1e-14)
    np.testing.assert_allclose(new.satellites[0], [100, 120, 80, 400], rtol=1e-14)


def read_shares_of(**stated: Sequence[float]) -> Shares:
    """Shares of the small table's second sector over two parts."""
    fine = Classification(
        "tiny-4",
        (
            SECTORS.sectors[0],
            Sector("02a", Text("기계", "Machines")),
            Sector("02b", Text("나머지", "Rest")),
            SECTORS.sectors[2],
        ),
    )
    full = {name: np.array([1.0, *share, 1.0]) for name, share in stated.items()}
    output = full["output"]
    return Shares(
        Concordance(fine, SECTORS, (0, 1, 1, 2)),
        output,
        full.get("sales", output),
        full.get("inputs", output),
        full.get("imports", output),
        np.vstack([full.get("employed", output), output]),
    )


def test_shares_that_leave_less_than_nothing_are_refused() -> None:
    shares = read_shares_of(output=[0.1, 0.9], sales=[0.5, 0.5], inputs=[0.5, 0.5])
    error = refused(LabelError, lambda: split_table(tiny(), shares))
    assert str(error) == lines(
        "tiny-3",
        "  02a Machines: no share of final demand is left that balances (R4)",
        "    expected: a share of intermediate sales at most 0.2941",
        "    found: share of intermediate sales 0.5, of output 0.1",
        "    remedy: bring the two shares of 02 Manufactures together",
        "  02a Machines: no share of primary inputs is left that balances (R4)",
        "    expected: a share of intermediate inputs at most 0.1786",
        "    found: share of intermediate inputs 0.5, of output 0.1",
        "    remedy: bring the two shares of 02 Manufactures together",
    )
    assert error.render("ko").splitlines()[1:5] == [
        "  02a 기계: 최종수요의 몫이 남지 않아 균형을 맞출 수 없습니다 (R4)",
        "    기대한 것: 중간판매의 몫 많아야 0.2941",
        "    찾은 것: 중간판매의 몫 0.5, 산출의 몫 0.1",
        "    고치는 법: 02 공산품의 두 몫을 서로 맞추십시오",
    ]
    assert (round(0.1 * 500 / 170, 4), round(0.1 * 500 / 280, 4)) == (0.2941, 0.1786)


@pytest.mark.parametrize(
    ("final_demand", "stated", "words"),
    [
        ([[80.0, 30.0], [-200.0, 530.0], [200.0, 60.0]], [0.5, 0.5], "at most 0.2941"),
        ([[80.0, 30.0], [0.0, 0.0], [200.0, 60.0]], [0.5, 0.5], "equal to that of output"),
        ([[80.0, 30.0], [-40.0, 10.0], [200.0, 60.0]], [0.05, 0.95], "at least 0.08235"),
    ],
)
def test_which_shares_would_balance_depends_on_the_sign_of_the_rest(
    final_demand: Sequence[Sequence[float]], stated: Sequence[float], words: str
) -> None:
    """Where the final demand of 02 is 330, nothing, or −30; 170 go to producers."""
    table = tiny(final_demand=np.array(final_demand))
    shares = read_shares_of(output=[0.1, 0.9], sales=stated)
    error = refused(LabelError, lambda: rest_of(table, shares))
    assert f"share of intermediate sales {words}" in str(error)


def test_shares_of_another_tables_sectors_are_refused() -> None:
    shares = read_shares_of(output=[0.6, 0.4])
    other = replace(tiny(), sectors=Classification("x", SECTORS.sectors[:2]))
    error = refused(LabelError, lambda: split_table(other, shares))
    assert str(error) == lines(
        "tiny-3",
        "  table and shares: the labels differ",
        "    expected: the same labels in the same order",
        "    found: only left: none; only right: ['03']",
        "    remedy: put one side in the order of the other first",
    )


# ------------------------------------------------------------------ what always holds
@st.composite
def divided(draw: st.DrawFn) -> tuple[IOTable, Shares]:
    """A table that closes, and shares of some of its sectors that leave no less than nothing."""
    n = draw(st.integers(2, 4))
    flow = st.integers(0, 90).map(float)
    Z, M = (draw(hnp.arrays(np.float64, (n, n), elements=flow)) for _ in range(2))
    f = draw(hnp.arrays(np.float64, (n, 2), elements=flow)) + 1.0
    spare = Z.sum(axis=1) + f.sum(axis=1) - Z.sum(axis=0) - M.sum(axis=0)
    f[:, 0] += np.maximum(0.0, 2.0 - spare)
    left = Z.sum(axis=1) + f.sum(axis=1) - Z.sum(axis=0) - M.sum(axis=0)
    sectors = Classification(
        "t", tuple(Sector(f"{i}", Text(f"부문{i}", f"S{i}")) for i in range(n))
    )
    table = IOTable(
        info(id="t", classification="t", tolerance=1e-9),
        sectors, Z, M, f, M[:, :2].copy(), np.vstack([left * 0.75, left * 0.25]),
        draw(hnp.arrays(np.float64, (2, n), elements=flow)),
    )  # fmt: skip
    parts = [draw(st.integers(1, 3)) for _ in range(n)]
    codes = [f"{i}{'abc'[k] if m > 1 else ''}" for i, m in enumerate(parts) for k in range(m)]
    fine = Classification("fine", tuple(Sector(c, Text(c, c)) for c in codes))
    of = tuple(i for i, m in enumerate(parts) for _ in range(m))
    of_sector = np.asarray(of)
    own = {}
    for name in ("output", "sales", "inputs", "imports", "employed"):
        raw = draw(hnp.arrays(np.float64, len(of), elements=st.integers(1, 9).map(float)))
        own[name] = raw / np.bincount(of_sector, raw)[of_sector]
    w, sold, bought = own["output"], Z.sum(axis=1), Z.sum(axis=0) + M.sum(axis=0)
    return table, Shares(
        Concordance(fine, sectors, of),
        w,
        _as_far_as_balances(w, own["sales"], sold[of_sector], f.sum(axis=1)[of_sector]),
        _as_far_as_balances(w, own["inputs"], bought[of_sector], left[of_sector]),
        own["imports"],
        np.vstack([own["employed"], w]),
    )


def _as_far_as_balances(w: Array, wished: Array, amount: Array, rest: Array) -> Array:
    """Shares moved from those of output towards those wished, until a tenth of the rest is left.

    Share r of the amount leaves w (amount + rest) − r amount, which may not be negative.
    """
    away = (wished - w) * amount
    room = np.divide(w * rest, away, out=np.ones_like(w), where=away > 0)
    return w + 0.9 * min(1.0, room.min()) * (wished - w)


@repeatable
@given(divided())
def test_a_divided_table_balances_and_joins_to_what_it_was(case: tuple[IOTable, Shares]) -> None:
    table, shares = case
    new = split_table(table, shares)
    assert new.balance() == ()
    assert new.info.tolerance <= table.info.tolerance + 1e-12 * table.output.max()
    np.testing.assert_allclose(
        new.output, shares.output * table.output[list(shares.upward.parents)], rtol=1e-9
    )
    require_same_figures(new.aggregate(shares.upward, table.info), table, CLOSE)


@repeatable
@given(divided())
def test_parts_with_the_shares_of_output_have_the_multipliers_of_the_whole(
    case: tuple[IOTable, Shares],
) -> None:
    """Nothing is learnt by dividing in equal proportion."""
    table, shares = case
    w = shares.output
    even = replace(shares, sales=w, inputs=w, imports=w, satellites=np.vstack([w, w]))
    new = split_table(table, even)
    whole = LeontiefModel.from_table(table).multipliers().values
    parts = LeontiefModel.from_table(new).multipliers().values
    np.testing.assert_allclose(
        parts, whole[:, :, list(shares.upward.parents)], rtol=SOLVED, atol=SOLVED
    )


@repeatable
@given(divided(), st.data())
def test_a_joined_table_balances_with_the_same_totals(
    case: tuple[IOTable, Shares], data: st.DataObject
) -> None:
    table, _ = case
    n = len(table.sectors)
    parents = data.draw(
        st.lists(st.integers(0, 1), min_size=n, max_size=n).filter(lambda p: len(set(p)) == 2)
    )
    coarse = Classification("two", (Sector("a", Text("가", "A")), Sector("b", Text("나", "B"))))
    joined = aggregate_table(table, Concordance(table.sectors, coarse, tuple(parents)))
    assert joined.balance() == ()
    for part in PARTS:
        assert getattr(joined, part).sum() == pytest.approx(getattr(table, part).sum())


@sparing
@given(st.integers(0, 10**6), st.booleans())
def test_regions_divided_and_joined_are_what_they_were(seed: int, beyond: bool) -> None:
    world = random_world(seed, regions=3, sectors=2, beyond=beyond)
    codes = [c for code in world.sectors.codes for c in ((f"{code}p", f"{code}q"))]
    fine = Classification("fine", tuple(Sector(c, Text(c, c)) for c in codes))
    of = tuple(i // 2 for i in range(len(codes)))
    w = np.where(np.arange(len(codes)) % 2, 0.3, 0.7)
    shares = Shares(Concordance(fine, world.sectors, of), w, w, w, w, np.zeros((0, len(codes))))
    new = split_table(world, shares)
    assert (new.sectors.regions, new.balance()) == (world.sectors.regions, ())
    require_same_figures(new.aggregate(shares.upward, world.info), world, CLOSE)


def test_a_sector_of_the_165_divided_and_joined_is_what_it_was(tmp_path: Path) -> None:
    text = (
        "code,into,name_ko,name_en,output,sales,inputs,employed,source\n"
        "200,200a,완제,Finished,0.7,0.6,0.72,0.5,assumed\n"
        "200,200b,원료,Active,0.3,0.4,0.28,0.5,\n"
    )
    table = load_transactions("bok-2020-165")
    shares = read_shares(saved(tmp_path, text), table, "my-166")
    new = split_table(table, shares)
    assert (len(new.sectors), new.balance()) == (166, ())
    require_same_figures(new.aggregate(shares.upward, table.info), table, CLOSE)
    model = LeontiefModel.from_table(new)
    assert model.exhaustion().largest_gap < SOLVED


# ------------------------------------------------------------------ before and after are two
def test_joining_before_and_grouping_after_differ_and_grouping_keeps_the_total() -> None:
    """100억원 of medicines, through 165 sectors and through 33."""
    upward = concordance("bok2020-165", "bok2020-33")
    fine = iomodel.load_model("bok-2020-165")
    demand = iomodel.Demand.of({"의약품": 100}, "억원", fine.sectors)
    results = fine.induce(demand).by_supplying().query("indicator == 'production'")
    grouped = group_results(results, upward).set_index("supplying")["value"]
    assert grouped.sum() == pytest.approx(results["value"].sum(), rel=1e-12)
    by_hand: dict[str, float] = {}
    for code, value in zip(results["supplying"], results["value"], strict=True):
        into = upward.coarse.codes[upward.parents[upward.fine.codes.index(code)]]
        by_hand[into] = by_hand.get(into, 0.0) + value
    assert grouped.to_dict() == pytest.approx(by_hand)
    coarse = iomodel.load_model("bok-2020-33")
    joined = coarse.induce(demand.aggregate(upward)).value("production")
    assert (round(grouped.sum()), round(joined)) == (16991, 18904)
    (published,) = [
        float(row["value"])
        for row in rows_of(COEFFICIENTS / "bok-2023-33/published/multipliers_2020_2023.csv")
        if (row["year"], row["code"], row["measure"]) == ("2020", "07", "production_column_sum")
    ]
    assert joined == pytest.approx(10_000 * published, abs=10_000 * 5e-7)  # six printed decimals


def test_grouping_keeps_other_labels_apart() -> None:
    frame = pd.DataFrame(
        {
            "programme": ["p", "p", "p", "q", "q", "q"],
            "demanded": ["01", "02", "03"] * 2,
            "value": [1.0, 2.0, 4.0, 10.0, 20.0, 40.0],
            "unit": [None] * 6,
        }
    )
    coarse = Classification("two", (Sector("b", Text("나", "B")), Sector("a", Text("가", "A"))))
    grouped = group_results(frame, Concordance(SECTORS, coarse, (1, 1, 0)))
    assert list(grouped.columns) == list(frame.columns)
    assert grouped[["programme", "demanded", "value"]].to_numpy().tolist() == [
        ["p", "a", 3.0], ["p", "b", 4.0], ["q", "a", 30.0], ["q", "b", 40.0]
    ]  # fmt: skip


def test_what_is_not_by_sector_cannot_be_grouped() -> None:
    upward = concordance("bok2020-165", "bok2020-33")
    error = refused(LabelError, lambda: group_results(pd.DataFrame({"value": [1.0]}), upward))
    assert str(error) == lines(
        "results",
        "  these are no results by sector",
        "    expected: a column supplying or demanded, and value",
        "    found: value",
        "    remedy: give impact.by_supplying() or impact.by_demanded()",
    )
    assert "부문별 결과가 아닙니다" in error.render("ko")


def test_codes_that_the_mapping_lacks_cannot_be_grouped() -> None:
    frame = pd.DataFrame({"supplying": ["01", "99"], "value": [1.0, 2.0]})
    coarse = Classification("one", (Sector("a", Text("가", "A")),))
    error = refused(
        LabelError, lambda: group_results(frame, Concordance(SECTORS, coarse, (0, 0, 0)))
    )
    assert str(error) == lines(
        "results",
        "  there are results of sectors not in the mapping",
        "    expected: tiny-3",
        "    found: 99",
        "    remedy: use a mapping of that table's sectors",
    )
    assert error.data == ["99"]
    assert "대응표에 없는 부문의 결과입니다" in error.render("ko")


# ------------------------------------------------------------------ the commands
@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a mapping, shares, a study and its table."""
    write_study(tmp_path)
    saved(tmp_path, MAPPING, "mapping.csv")
    saved(tmp_path, SHARES, "shares.csv")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str) -> Callable[[], int]:
    return lambda: cli.main([*words, "--tables", "tables", "--lang", "en"])


def test_a_joined_table_becomes_a_sealed_folder(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("tables", "aggregate", "tiny-3", "mapping.csv", "--id", "two", "--into", "tables")
    assert run(*words, "--format", "json")() == 0
    told = {row["key"]: row["value"] for row in json.loads(capsys.readouterr().out)}
    assert (told["id"], told["sectors"], told["folder"]) == ("two", 2, "tables/two")
    folder = TableFolder.open(desk / "tables/two")
    expected = aggregate_table(tiny(), read_mapping(desk / "mapping.csv", SECTORS, "two"))
    table = folder.read("two")
    assert isinstance(table, IOTable)
    require_same_figures(table, expected)
    assert table.info.caveats == expected.info.caveats
    assert "by mapping.csv (sha256 " in table.info.source.changes
    assert set(folder.file.files) >= {"mapping.csv", "domestic.csv", "sectors.csv"}
    with (desk / "tables/two/mapping.csv").open("a") as file:
        file.write("\n")
    refused_words = run("run", "study", "--table", "two")
    assert refused_words() == 2
    assert "the file has changed since it was sealed" in capsys.readouterr().err


def test_a_study_and_an_industry_find_the_joined_sectors(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("tables", "aggregate", "tiny-3", "mapping.csv", "--id", "two", "--into", "tables")()
    way = concordance("tiny-3", "two", desk / "tables")
    assert (way.coarse.codes, way.parents) == (("goods", "services"), (0, 0, 1))
    capsys.readouterr()
    assert run("run", "study", "--table", "two", "--format", "csv")() == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert {row["table"] for row in rows} == {"two"}


def test_an_industry_finds_sectors_joined_from_the_banks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    rows = rows_of(COEFFICIENTS / "bok-2020-165/sectors_83.csv")
    text = "code,into,name_ko,name_en\n" + "".join(
        f"{row['code']},{'m' if '08' <= row['code'] <= '44' else 'o'},"
        f"{'제조,Makers' if '08' <= row['code'] <= '44' else '기타,Others'}\n"
        for row in rows
    )
    saved(tmp_path, text, "m.csv")
    words = ["tables", "aggregate", "bok-2020-83", "m.csv", "--id", "two", "--into", "t"]
    assert cli.main(words) == 0
    (best, *_) = iomodel.sectors_for("완제 의약품 제조업", "two", "t")
    assert (best.sector.code, best.score) == ("m", 1.0)


def test_a_divided_table_becomes_a_sealed_folder_and_every_run_tells_its_shares(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("tables", "split", "tiny-3", "shares.csv", "--id", "four", "--into", "tables")
    assert run(*words)() == 0
    assumed = (
        "02 Manufactures was divided by shares (assumed): 02a Machines (output 60 %); 02b Rest "
        "(output 40 %). Shares: a survey"
    )
    assert assumed in " ".join(capsys.readouterr().out.split())
    table = load_table("four", desk / "tables")
    assert isinstance(table, IOTable)
    require_same_figures(
        table, split_table(tiny(), read_shares(desk / "shares.csv", tiny(), "four"))
    )
    said = tomllib.loads((desk / "tables/four/table.toml").read_text("utf-8"))
    assert said["caveats_en"] == [assumed]
    assert (desk / "tables/four/shares.csv").read_bytes() == (desk / "shares.csv").read_bytes()
    model = iomodel.load_model("four", tables=desk / "tables")
    impact = model.induce(iomodel.Demand.of({"02a": 1}, "억원", model.sectors))
    assert f"four: {assumed}" in [warning.en for warning in impact.manifest.warnings]


def test_multipliers_and_inverses_are_neither_joined_nor_divided(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for command, file in (("aggregate", "mapping.csv"), ("split", "shares.csv")):
        words = ("tables", command, "bok-2023-33", file, "--id", "x", "--into", "tables")
        assert run(*words)() == 2
        assert "the table has no transactions" in capsys.readouterr().err
    assert not (desk / "tables/x").exists()


def test_what_is_wrong_with_a_file_is_told_and_nothing_is_written(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    saved(desk, MAPPING.replace("03,services", "04,services"), "mapping.csv")
    saved(desk, SHARES.replace("0.4", "0.5"), "shares.csv")
    for command, file, words in (
        ("aggregate", "mapping.csv", "1 missing: 03 Services"),
        ("split", "shares.csv", "the shares of 02 don't add up to 1"),
    ):
        asked = ("tables", command, "tiny-3", file, "--id", "x", "--into", "tables")
        assert run(*asked)() == 2
        assert words in capsys.readouterr().err
    assert not (desk / "tables/x").exists()


def test_a_folder_that_is_there_gives_way_only_when_told_to(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("tables", "aggregate", "tiny-3", "mapping.csv", "--id", "two", "--into", "tables")
    assert run(*words)() == 0
    assert run(*words)() == 2
    assert "there is such a folder already" in capsys.readouterr().err
    assert run(*words, "--replace")() == 0


@pytest.mark.parametrize(
    ("id", "found"),
    [("bok-2020-33", "the id of the table in "), ("check", "a command of iomodel tables")],
)
def test_the_id_of_another_table_is_not_taken(
    id: str, found: str, desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("tables", "aggregate", "tiny-3", "mapping.csv", "--id", id, "--into", "tables")
    assert run(*words)() == 2
    told = capsys.readouterr().err.splitlines()
    assert told[:3] == [
        "--id",
        f'  "{id}": no table can have this id',
        "    expected: an id that is not in use",
    ]
    assert told[3].startswith(f"    found: {found}")
    assert not (desk / "tables" / id).exists()
