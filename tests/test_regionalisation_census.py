"""Workers by region: the shipped census, a user's file, and the way from industries to sectors."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from helpers import COEFFICIENTS, ROOT, edit, refused, rows_of, tiny, write_table

from iomodel.catalogue import load_transactions
from iomodel.errors import IOModelError, LabelError, NotFoundError, TableFileError
from iomodel.regionalisation import census, read_activity
from iomodel.regionalisation.census import read_census, shipped_census
from iomodel.regionalisation.industries import leaf_counts, shares
from iomodel.table import IOTable

FOLDER = COEFFICIENTS / "employment-regional-2020"
REGIONS = "서울 부산 대구 인천 광주 대전 울산 세종 경기 강원 충북 충남 전북 전남 경북 경남 제주"

# 전국사업체조사 2020: workers of all establishments, as Statistics Korea published them.
PUBLISHED_TOTAL = 24_813_449
ROUNDED = 0.5  # nine suppressed cells were inferred to one decimal


@cache
def nation() -> IOTable:
    return load_transactions("bok-2020-83")


def said(kind: type[IOModelError], call: Callable[[], object]) -> tuple[str, str]:
    error = refused(kind, call)
    return error.render("en"), error.render("ko")


# ------------------------------------------------------------------ the shipped census
def test_the_census_adds_up_to_what_was_published() -> None:
    found = shipped_census()
    assert found.regions == tuple(REGIONS.split())
    assert len(found.divisions) == 74
    assert found.nation.sum() == PUBLISHED_TOTAL
    np.testing.assert_allclose(found.values.sum(axis=0), found.nation, atol=ROUNDED)


def test_every_cell_says_where_it_is_from() -> None:
    counts: dict[str, int] = {}
    for row in rows_of(FOLDER / "workers.csv"):
        counts[row["basis"]] = counts.get(row["basis"], 0) + 1
        assert (row["basis"] == "zero") <= (row["workers"] == "0")
    assert counts == {"published": 1259, "zero": 47, "computed": 17, "inferred": 9}


def test_sections_of_regions_with_suppressed_cells_add_up(shared: Path) -> None:
    """Against the census's own section totals, which the conversion fills towards."""
    source = shared / "reference" / "biz_census_2020"
    section = {
        row["division"]: row["section"]
        for row in rows_of(source / "employees_sido_ksic10_division_2020.csv")
    }
    sums: dict[tuple[str, str], float] = {}
    for row in rows_of(FOLDER / "workers.csv"):
        key = (row["region"], section[row["division"]])
        sums[key] = sums.get(key, 0.0) + float(row["workers"])
    for row in rows_of(source / "employees_sido_ksic10_section_2020.csv"):
        if row["section"] != "TOTAL":
            found = sums[row["region_ko"], row["section"]]
            assert found == pytest.approx(float(row["employees"]), abs=ROUNDED)


def test_the_conversion_changes_no_byte(shared: Path, tmp_path: Path) -> None:
    target = tmp_path / "coefficients"
    shutil.copytree(FOLDER, target / FOLDER.name)
    (target / FOLDER.name / "workers.csv").unlink()
    script = target / "convert_regional.py"
    shutil.copy(COEFFICIENTS / "convert_regional.py", script)
    command = [sys.executable, str(script), str(shared / "reference")]
    subprocess.run(command, check=True, cwd=ROOT, env={"PYTHONPATH": str(ROOT)})
    for name in ("workers.csv", "employment.toml"):
        assert (target / FOLDER.name / name).read_bytes() == (FOLDER / name).read_bytes()


def test_workers_by_sector_of_the_national_table() -> None:
    found = census(nation())
    assert found.unlisted == ("83",)
    assert found.nation.sum() == pytest.approx(PUBLISHED_TOTAL)
    places = {sector.code: i for i, sector in enumerate(found.sectors.sectors)}
    # whole divisions: 21 medicines, 19 coal and petroleum products
    row = dict(zip(shipped_census().divisions, shipped_census().nation, strict=True))
    assert found.nation[places["20"]] == pytest.approx(row["21"])
    assert found.nation[places["16"]] == pytest.approx(row["19"])
    # chemicals, division 20, are five sectors: every region has the same share of each
    chemicals = found.shares[:, [places[c] for c in ("17", "18", "19", "21", "22")]]
    np.testing.assert_allclose(chemicals, chemicals[:, :1] * np.ones(5))
    assert [text.en for text in found.assumptions] == [
        "27 industries that extend over several sectors were divided by numbers of KSIC leaves "
        "and employed persons of bok-2020-83, in the same way in every region"
    ]
    assert found.assumptions[0].ko == (
        "여러 부문에 걸친 산업 27개는 세세분류 수와 bok-2020-83의 부문별 취업자로 나누었고, 나누는 "
        "비율은 모든 지역에서 같다고 가정했습니다"
    )
    assert any("24.81 million workers" in caveat.en for caveat in found.caveats)


@pytest.mark.parametrize(("table", "unlisted"), [("bok-2020-33", "33"), ("bok-2020-165", "830")])
def test_workers_by_sectors_of_other_levels(table: str, unlisted: str) -> None:
    found = census(load_transactions(table))
    assert found.unlisted == (unlisted,)
    assert found.nation.sum() == pytest.approx(PUBLISHED_TOTAL)


def copied(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "census"))


def test_a_census_whose_file_was_changed(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    edit(folder / "workers.csv", "전국,01,45088,", "전국,01,45089,")
    error = refused(TableFileError, lambda: read_census(folder))
    assert error.problems[0].what.en == "the file has changed since it was sealed"
    assert "[files] in employment.toml" in error.problems[0].remedy.en


def unsealed(folder: Path) -> None:
    toml = folder / "employment.toml"
    toml.write_text(toml.read_text("utf-8").split("[files]")[0], "utf-8")


def test_a_census_with_an_unknown_key(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    edit(folder / "employment.toml", "revision = 10", "revisions = 10")
    error = refused(TableFileError, lambda: read_census(folder))
    assert [(p.place, p.what.en) for p in error.problems] == [
        ("revision", "a required key is missing"),
        ("revisions", "unknown key"),
    ]


def test_a_census_with_bad_cells_or_rows(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    unsealed(folder)
    edit(folder / "workers.csv", "전국,01,45088,", "전국,01,many,")
    error = refused(TableFileError, lambda: read_census(folder))
    assert str(error.problems[0].place) == 'line 2 (division 01), column "workers"'
    other = copied(tmp_path / "other")
    unsealed(other)
    edit(other / "workers.csv", "전국,01,45088,published\n", "")
    kept = refused(LabelError, lambda: read_census(other))
    assert kept.problems[0].what.en == "regions and divisions: the labels differ"
    ragged = copied(tmp_path / "ragged")
    unsealed(ragged)
    edit(ragged / "workers.csv", "전국,01,45088,published", "전국,01,45088")
    assert refused(TableFileError, lambda: read_census(ragged)).problems[0].place == "line 2"


# ------------------------------------------------------------------ industries and sectors
def test_industries_are_divided_by_leaves_and_weights() -> None:
    """Sector 1 of 30 lies in industry a alone; sector 2 of 60 by 1 : 2 in a and b, with 3 in b."""
    counts = np.array([[4.0, 1.0, 0.0], [0.0, 2.0, 5.0], [0.0, 0.0, 0.0]])
    found = shares(counts, np.array([30.0, 60.0, 10.0]))
    np.testing.assert_allclose(found, [[0.6, 0.4, 0], [0, 0.8, 0.2], [0, 0, 0]])
    by_leaves = shares(counts, np.zeros(3))
    np.testing.assert_allclose(by_leaves, [[0.8, 0.2, 0], [0, 2 / 7, 5 / 7], [0, 0, 0]])


def test_leaves_of_an_industry() -> None:
    sectors = nation().sectors
    counts = leaf_counts(["C21", "24"], sectors, 10, None)
    medicines = sectors.position("20")
    assert counts[0].sum() == counts[0, medicines] == 6
    metals = [sectors.position(code) for code in ("27", "28", "29")]
    assert counts[1].sum() == counts[1, metals].sum()
    np.testing.assert_array_equal(counts[1, metals], [12, 8, 5])


def test_codes_that_ksic_lacks() -> None:
    call = lambda: leaf_counts(["1", "01"], nation().sectors, 10, None)  # noqa: E731
    assert said(NotFoundError, call) == (
        "KSIC 10\n"
        '  code "1": this revision has no such industry\n'
        "    expected: a code of KSIC 10, such as 10 or C21\n"
        '    found: "1"\n'
        "    remedy: look for a lost leading zero, or a code of another revision",
        "KSIC 10\n"
        '  code "1": 이 개정판에 없는 산업입니다\n'
        "    기대한 것: 한국표준산업분류 10차의 코드, 예: 10, C21\n"
        '    찾은 것: "1"\n'
        "    고치는 법: 앞의 0이 지워지지 않았는지, 다른 개정판의 코드가 아닌지 보십시오",
    )


def test_codes_inside_one_another() -> None:
    call = lambda: leaf_counts(["10", "C101", "11"], nation().sectors, 10, None)  # noqa: E731
    assert said(LabelError, call) == (
        "KSIC\n"
        '  code "C101": the code lies inside another\n'
        "    expected: codes that don't overlap\n"
        '    found: "10"\n'
        "    remedy: leave out rows of totals and keep one level of codes",
        "KSIC\n"
        '  code "C101": 다른 코드에 들어 있습니다\n'
        "    기대한 것: 서로 겹치지 않는 코드\n"
        '    찾은 것: "10"\n'
        "    고치는 법: 합계 행을 빼고 한 단계의 코드만 남기십시오",
    )
    section = lambda: leaf_counts(["C", "10"], nation().sectors, 10, None)  # noqa: E731
    assert [p.place for p in refused(LabelError, section).problems] == ['code "10"']


# ------------------------------------------------------------------ a user's file
def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "workers.csv"
    path.write_text(text, "utf-8")
    return path


BY_SECTOR = "code,name,nation,북,남\n01,농업,100,20,10\n02,공업,200,50,0\n03,기타,400,30,40\n"


def test_a_file_by_sector(tmp_path: Path) -> None:
    found = read_activity(written(tmp_path, BY_SECTOR), tiny())
    assert (found.regions, found.source) == (("북", "남"), "workers.csv")
    np.testing.assert_array_equal(found.values, [[20, 50, 30], [10, 0, 40]])
    np.testing.assert_array_equal(found.nation, [100, 200, 400])


def by_division(scale: float, nation: bool = False) -> str:
    found = shipped_census()
    sejong = found.values[found.regions.index("세종")]
    lines = ["ksic,조치원" + (",nation" if nation else "")]
    for code, own, all in zip(found.divisions, sejong, found.nation, strict=True):
        lines.append(f"{code},{own * scale}" + (f",{all}" if nation else ""))
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("with_nation", [True, False])
def test_a_file_by_division(tmp_path: Path, with_nation: bool) -> None:
    """Half of 세종 has the same quotients, and half its shares of the nation."""
    path = written(tmp_path, by_division(0.5, with_nation))
    half, whole = read_activity(path, nation()), census(nation())
    at = whole.row("세종")
    np.testing.assert_allclose(half.slq[0], whole.slq[at])
    np.testing.assert_allclose(half.shares[0], whole.shares[at] / 2)
    assert half.caveats == (() if with_nation else whole.caveats)


def test_a_file_by_leaves_of_the_eleventh_revision(tmp_path: Path) -> None:
    from iomodel.concordances.ksic import industries

    tree = industries(11)
    codes = [industry.code for industry in tree.all if not industry.parent and industry.code < "T"]
    lines = ["ksic11,nation,구", *(f"{code},1000,{10 + i}" for i, code in enumerate(codes))]
    found = read_activity(written(tmp_path, "\n".join(lines) + "\n"), nation())
    assert found.values.sum() == pytest.approx(sum(10 + i for i in range(len(codes))))


def test_a_file_without_what_it_needs(tmp_path: Path) -> None:
    path = written(tmp_path, "sector,nation\n01,5\n")
    assert said(LabelError, lambda: read_activity(path, tiny())) == (
        f"{path}\n"
        "  header: there is no column of sectors or industries\n"
        "    expected: code, ksic, ksic11\n"
        "    found: sector, nation\n"
        "    remedy: correct the name of the column",
        f"{path}\n"
        "  header: 부문이나 산업의 열이 없습니다\n"
        "    기대한 것: code, ksic, ksic11\n"
        "    찾은 것: sector, nation\n"
        "    고치는 법: 열의 이름을 고치십시오",
    )
    path = written(tmp_path, "code,name\n01,x\n01,y\n")
    assert said(LabelError, lambda: read_activity(path, tiny())) == (
        f"{path}\n"
        "  line 3: the code occurs twice\n"
        "    expected: a code of its own for every row\n"
        '    found: "01", also on line 2\n'
        "    remedy: remove a row or mend its code\n"
        "  header: there is no column of a region\n"
        "    expected: a column under the region's name\n"
        "    found: code, name\n"
        "    remedy: give its figures in a column of its name\n"
        "  header: there is no column of the nation\n"
        '    expected: "nation"\n'
        "    found: code, name\n"
        "    remedy: give the nation's figures of the same survey in a column nation",
        f"{path}\n"
        "  line 3: 코드가 두 번 나옵니다\n"
        "    기대한 것: 행마다 다른 코드\n"
        '    찾은 것: "01", 2행에도\n'
        "    고치는 법: 한 행을 지우거나 코드를 고치십시오\n"
        "  header: 지역의 열이 없습니다\n"
        "    기대한 것: 지역 이름의 열\n"
        "    찾은 것: code, name\n"
        "    고치는 법: 지역의 값을 그 이름의 열로 주십시오\n"
        "  header: 전국의 열이 없습니다\n"
        '    기대한 것: "nation"\n'
        "    찾은 것: code, name\n"
        "    고치는 법: 같은 조사의 전국 값을 nation 열로 주십시오",
    )


def test_a_file_with_cells_that_are_no_numbers(tmp_path: Path) -> None:
    path = written(tmp_path, BY_SECTOR.replace("50,0", "X,"))
    error = refused(LabelError, lambda: read_activity(path, tiny()))
    assert [str(p.place) for p in error.problems] == [
        'line 3 (code 02), column "북"',
        'line 3 (code 02), column "남"',
    ]


def test_a_file_of_other_sectors(tmp_path: Path) -> None:
    path = written(tmp_path, BY_SECTOR.replace("03,기타", "04,기타"))
    error = refused(LabelError, lambda: read_activity(path, tiny()))
    assert error.problems[0].what.en == "employment and table: the labels differ"
    assert error.data == (["04"], ["03"])


def test_divisions_without_the_nation_have_to_be_those_of_the_census(tmp_path: Path) -> None:
    path = written(tmp_path, by_division(0.5).replace("\n01,", "\n97,"))
    assert said(LabelError, lambda: read_activity(path, nation())) == (
        f"{path}\n"
        "  ksic: without a column nation, the divisions have to be those of the census of 2020\n"
        "    expected: all 74 divisions, zero where there is nothing\n"
        "    found: missing ['01'], surplus ['97']\n"
        "    remedy: add them, or give the nation's figures of the same survey in a column nation",
        f"{path}\n"
        "  ksic: 전국 열이 없으면 2020년 사업체조사의 중분류가 모두 있어야 합니다\n"
        "    기대한 것: 중분류 74개 모두, 없는 산업은 0\n"
        "    찾은 것: 빠짐 ['01'], 남음 ['97']\n"
        "    고치는 법: 빠진 산업을 넣거나, 같은 조사의 전국 값을 nation 열로 주십시오",
    )


def test_industries_that_leave_sectors_without_figures(tmp_path: Path) -> None:
    lines = by_division(0.5, nation=True).splitlines()
    path = written(tmp_path, "\n".join(x for x in lines if not x.startswith(("21,", "12,"))) + "\n")
    assert said(LabelError, lambda: read_activity(path, nation())) == (
        "workers.csv\n"
        "  10 Tobacco products: no industry in the file leads here\n"
        "    expected: figures on every sector that the nation has\n"
        "    found: nothing\n"
        "    remedy: add the industries that are missing, or name the sector as one without data "
        "(--unlisted)\n"
        "  20 Medicaments: no industry in the file leads here\n"
        "    expected: figures on every sector that the nation has\n"
        "    found: nothing\n"
        "    remedy: add the industries that are missing, or name the sector as one without data "
        "(--unlisted)",
        "workers.csv\n"
        "  10 담배: 이 부문으로 이어지는 산업이 파일에 없습니다\n"
        "    기대한 것: 전국에서 생산하는 모든 부문의 자료\n"
        "    찾은 것: 없음\n"
        "    고치는 법: 빠진 산업을 넣거나, 이 부문을 자료 없는 부문(--unlisted)으로 적으십시오\n"
        "  20 의약품: 이 부문으로 이어지는 산업이 파일에 없습니다\n"
        "    기대한 것: 전국에서 생산하는 모든 부문의 자료\n"
        "    찾은 것: 없음\n"
        "    고치는 법: 빠진 산업을 넣거나, 이 부문을 자료 없는 부문(--unlisted)으로 적으십시오",
    )
    found = read_activity(path, nation(), unlisted=("10", "20"))
    assert found.unlisted == ("83", "10", "20")


def test_industries_that_lead_nowhere_are_told(tmp_path: Path) -> None:
    path = written(tmp_path, by_division(0.5, nation=True) + "99,10,20\n")
    assert read_activity(path, nation()).assumptions[1].en == (
        "industries 99 lead to no sector and were left out"
    )
    assert read_activity(path, nation()).assumptions[1].ko == (
        "산업 99은(는) 어느 부문에도 이어지지 않아 뺐습니다"
    )


def test_a_table_that_no_concordance_leads_to(tmp_path: Path) -> None:
    """Sectors of a user's own: their employment has to be given by code."""
    write_table(tmp_path / "tables" / "tiny-3")
    path = written(tmp_path, by_division(0.5))
    call = lambda: read_activity(path, tiny(), tables=tmp_path / "tables")  # noqa: E731
    assert said(NotFoundError, call) == (
        "tiny-3\n"
        "  no concordance leads from KSIC to these sectors\n"
        "    expected: a table of the Bank of Korea's sectors of 2020\n"
        "    found: tiny-3\n"
        "    remedy: give employment by the table's own sectors, in a column code",
        "tiny-3\n"
        "  산업분류에서 이 부문분류로 가는 대응표가 없습니다\n"
        "    기대한 것: 한국은행 2020년 부문분류의 표\n"
        "    찾은 것: tiny-3\n"
        "    고치는 법: 고용을 산업이 아니라 표의 부문 코드(code 열)로 주십시오",
    )
