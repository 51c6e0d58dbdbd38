"""Price series and regional products: as published, and refused with the remedy where they end."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from helpers import COEFFICIENTS, ROOT, lines, refused, rows_of

from iomodel import catalogue, deflators
from iomodel.deflators import deflator, shipped_deflators
from iomodel.errors import NotFoundError, NotSupportedError, ScenarioFileError
from iomodel.files import checksum, read_toml
from iomodel.grdp import shipped_product

PRINTED = 5e-4  # indices are printed with four decimals or more
# World Bank, World Development Indicators, annual growth of the GDP deflator of the Republic of
# Korea (NY.GDP.DEFL.KD.ZG), %: a series of its own, not made from the levels that are shipped.
# GitHub datasets/inflation (PDDL), 361dcbff, archive/NY.GDP.DEFL.KD.ZG.csv.
WDI_GROWTH = {
    2001: 3.47849914716076,
    2006: -0.223195612442552,
    2018: 0.482948983102617,
    2019: -0.839325308149668,
    2020: 1.56374685675343,
    2021: 2.76293194144772,
    2022: 1.27552257409207,
    2023: 2.06407396162432,
}
GROWTH_PRINTED = 2e-5  # percentage points: levels have five decimals


# ------------------------------------------------------------------ what is shipped
def test_the_series_with_their_first_and_last_years() -> None:
    found = {one.id: (one.first, one.last) for one in shipped_deflators()}
    assert found == {
        "wdi-gdp": (2000, 2023),
        "wdi-gfcf": (2000, 2023),
        "kostat-grdp": (2000, 2024),
        "kostat-construction": (2000, 2024),
    }
    for one in shipped_deflators():
        assert one.caveat.ko
        assert one.caveat.en
        assert one.source is not None
        assert one.source.licence


def test_their_bases_are_those_stated() -> None:
    told = read_toml(COEFFICIENTS / "deflators" / "deflators.toml", ScenarioFileError)["series"]
    for one in shipped_deflators():
        year, level = told[one.id]["base"].split(" = ")
        assert one.index[int(year)] == pytest.approx(float(level), abs=PRINTED)


@pytest.mark.parametrize("year", WDI_GROWTH)
def test_growth_of_the_gdp_deflator_is_the_world_banks(year: int) -> None:
    growth = 100 * (1 / deflator("wdi-gdp").factor(year, year - 1) - 1)
    assert growth == pytest.approx(WDI_GROWTH[year], abs=GROWTH_PRINTED)


def test_two_sources_agree_on_the_decade_to_2020() -> None:
    """Statistics Korea's implied deflator rises by 14.0 %, the World Bank's by 13.8 %."""
    rises = {id: deflator(id).factor(2020, 2010) ** -1 - 1 for id in ("kostat-grdp", "wdi-gdp")}
    assert rises["kostat-grdp"] == pytest.approx(0.140, abs=5e-4)
    assert rises["wdi-gdp"] == pytest.approx(0.138, abs=5e-4)


@pytest.mark.parametrize("id", ["wdi-gdp", "wdi-gfcf", "kostat-grdp", "kostat-construction"])
def test_there_and_back_is_one(id: str) -> None:
    series = deflator(id)
    assert series.factor(2022, 2020) * series.factor(2020, 2022) == pytest.approx(1.0, rel=1e-14)
    assert series.factor(2015, 2020) == pytest.approx(
        series.factor(2015, 2018) * series.factor(2018, 2020), rel=1e-14
    )


def test_every_file_is_as_its_checksum_says() -> None:
    for folder in ("deflators", "grdp"):
        told = read_toml(COEFFICIENTS / folder / f"{folder}.toml", ScenarioFileError)["files"]
        there = {p.name: checksum(p.read_bytes()) for p in (COEFFICIENTS / folder).glob("*.csv")}
        assert told == there


# ------------------------------------------------------------------ beyond a series
def test_a_year_after_the_last_is_refused_with_the_remedy() -> None:
    error = refused(NotSupportedError, lambda: deflator("wdi-gdp").factor(2024, 2020))
    assert str(error) == lines(
        "wdi-gdp",
        "  wdi-gdp: the series doesn't reach that year",
        "    expected: 2000 to 2023",
        "    found: 2024",
        '    remedy: use a longer series, or its last value with beyond = "hold" (which is told)',
    )
    assert error.render("ko") == lines(
        "wdi-gdp",
        "  wdi-gdp: 지수가 그 해까지 이르지 않습니다",
        "    기대한 것: 2000~2023년",
        "    찾은 것: 2024년",
        '    고치는 법: 더 긴 지수를 쓰거나, beyond = "hold"로 마지막 값을 쓰십시오'
        "(경고가 붙습니다)",
    )


def test_a_year_before_the_first_is_refused_even_where_the_last_value_is_held() -> None:
    error = refused(NotSupportedError, lambda: deflator("wdi-gdp").factor(1999, 2020, hold=True))
    assert str(error).splitlines()[-1] == "    remedy: use a series that begins earlier"


def test_the_last_value_held() -> None:
    series = deflator("wdi-gdp")
    assert series.factor(2030, 2020, hold=True) == series.factor(2023, 2020)


# ------------------------------------------------------------------ the user's own
def test_a_series_of_the_users_own(tmp_path: Path) -> None:
    (tmp_path / "prices.csv").write_text("year,index\n2020,80\n2024,100\n", "utf-8")
    own = deflator("prices.csv", tmp_path)
    assert own.factor(2024, 2020) == pytest.approx(0.8, rel=1e-15)
    assert (own.id, own.caveat.ko, own.source) == ("prices.csv", "", None)


def test_a_series_that_is_not_there(tmp_path: Path) -> None:
    error = refused(NotFoundError, lambda: deflator("prices.csv", tmp_path))
    assert str(error) == lines(
        "prices.csv",
        "  deflator: there is no such price series",
        "    expected: one of wdi-gdp, wdi-gfcf, kostat-grdp, kostat-construction, a CSV in the "
        "folder (year,index), or none",
        '    found: "prices.csv"',
        "    remedy: correct it, or put the file in the folder",
    )


def test_every_bad_row_of_a_series_is_told(tmp_path: Path) -> None:
    path = tmp_path / "prices.csv"
    path.write_text("year,index\n2020,100\n2020,101\n2021,\n2022.5,3\n2023,-1\n", "utf-8")
    error = refused(ScenarioFileError, lambda: deflator("prices.csv", tmp_path))
    assert str(error) == lines(
        path,
        '  line 4 (year 2021), column "index": the cell is not a number',
        "    expected: a finite number",
        '    found: ""',
        "    remedy: put in the figure of the source",
        "  line 3: the code occurs twice",
        "    expected: a code of its own for every row",
        '    found: "2020", also on line 2',
        "    remedy: remove a row or mend its code",
        "  line 5: the row is no year and level",
        "    expected: a whole year and a level above zero: 2020,100",
        "    found: 2022.5,3",
        "    remedy: mend the row",
        "  line 6: the row is no year and level",
        "    expected: a whole year and a level above zero: 2020,100",
        "    found: 2023,-1",
        "    remedy: mend the row",
    )


@pytest.mark.parametrize(
    ("text", "what"), [("", "a column is missing"), ("year,index\n", "no year")]
)
def test_a_series_without_rows_or_columns(tmp_path: Path, text: str, what: str) -> None:
    (tmp_path / "prices.csv").write_text(text, "utf-8")
    assert what in str(refused(ScenarioFileError, lambda: deflator("prices.csv", tmp_path)))


def test_a_shipped_file_that_was_changed_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(COEFFICIENTS / "deflators", tmp_path / "deflators")
    path = tmp_path / "deflators" / "wdi-gdp.csv"
    path.write_text(path.read_text("utf-8").replace("105.50158", "105.50159"), "utf-8")
    monkeypatch.setattr(catalogue, "shipped", lambda kind: tmp_path)
    deflators._shipped.cache_clear()
    try:
        error = refused(ScenarioFileError, shipped_deflators)
    finally:
        deflators._shipped.cache_clear()
    assert str(error) == lines(
        path,
        "  the shipped file has been changed",
        "    expected: what [files] in deflators.toml says",
        "    found: another content",
        "    remedy: install iomodel again",
    )


# ------------------------------------------------------------------ regional products
def test_the_products_of_the_regions() -> None:
    rows = rows_of(COEFFICIENTS / "grdp" / "grdp.csv")
    assert len({row["region"] for row in rows}) == 17
    total = sum(int(row["amount"]) for row in rows if row["year"] == "2020")
    assert total == pytest.approx(2_062_489_906, abs=5)  # the nation as printed, of rounding
    assert shipped_product("세종", 2020).amount == 14_005_902
    assert "통계청" in shipped_product("세종", 2020).source.ko


def test_a_region_or_year_without_a_product() -> None:
    error = refused(NotFoundError, lambda: shipped_product("세종", 2012))
    assert str(error) == lines(
        "grdp",
        "  grdp: there is no shipped gross regional product",
        "    expected: 2013–2023",
        "    found: 세종 2012",
        "    remedy: state amount, unit, year and source under [grdp]",
    )
    error = refused(NotFoundError, lambda: shipped_product("남", 2020))
    assert "expected: 서울, 부산, 대구" in str(error)


# ------------------------------------------------------------------ made again
def test_converting_again_changes_no_byte(shared: Path, tmp_path: Path) -> None:
    folders = ("deflators", "grdp")
    for folder in folders:
        (tmp_path / folder).mkdir()
        toml = COEFFICIENTS / folder / f"{folder}.toml"
        (tmp_path / folder / toml.name).write_bytes(toml.read_bytes())
    script = tmp_path / "convert_deflators.py"
    script.write_bytes((COEFFICIENTS / "convert_deflators.py").read_bytes())
    subprocess.run([sys.executable, script, shared / "reference"], check=True, cwd=ROOT)
    for folder in folders:
        for made in sorted((tmp_path / folder).iterdir()):
            assert made.read_bytes() == (COEFFICIENTS / folder / made.name).read_bytes(), made
