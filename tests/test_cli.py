"""The command line: what `iomodel …` prints, writes and refuses.

Most runs are in this process; a few are of their own, to see the streams, the terminal and the
start as a user has them. Figures come from the slide (`test_estimates.SLIDE`).
"""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from helpers import COEFFICIENTS, ROOT, SEJONG, edit, lines, rows_of, write_study, write_table
from test_estimates import (
    FOURTH,
    INDICATORS,
    copied,
    plain_effects,
    read_shipped_tables_once,
    slide,
)

from iomodel.cli import main
from iomodel.errors import IOModelError
from iomodel.files import checksum
from iomodel.version import VERSION

HEADLINE = "생산유발효과 2조 8,999억원 | 부가가치유발효과 1조 5,379억원 | 취업유발효과 3만 6,050명"
ANSI = "\x1b"
ROUTES = 1e-9  # relative: the same sums in another order
SUMS = 1e-9  # relative: sums of a handful of doubles
UNITS_KO = "원, 천원, 만원, 백만원, 억원, 십억원, 조원"
UNITS_EN = (
    "KRW, thousand KRW, 10 thousand KRW, million KRW, 100 million KRW, billion KRW, trillion KRW"
)
IDS = ("bok-2020-165", "bok-2020-83", "bok-2020-33", "bok-2020-regional-83", "bok-2023-33")
SHIPPED = "industrial-complexes, innovation-zones, sejong, sejong-2026"
RESULTS = (
    "study",
    "scenario",
    "district",
    "reading",
    "programme",
    "phase",
    "year",
    "variant",
    "kind",
    "indicator",
    "origin",
    "value",
    "unit",
    "basis",
)
COMPARISON = (
    "reading",
    "scenario",
    "programme",
    "indicator",
    "computed",
    "published",
    "printed_unit",
    "difference",
    "matches",
    "basis",
)


@pytest.fixture(autouse=True)
def _surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Say nothing of language, tables or terminal unless a test does."""
    for name in ("LC_ALL", "LC_MESSAGES", "IOMODEL_TABLES", "COLUMNS", "FORCE_COLOR", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    read_shipped_tables_once(monkeypatch)


@dataclass(frozen=True)
class Ran:
    """What a call of `iomodel` gave back."""

    code: int
    out: str
    err: str


Call = Callable[..., Ran]


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Call:
    def run(*words: object) -> Ran:
        code = main([str(word) for word in words])
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return run


@pytest.fixture
def said(call: Call) -> Callable[..., str]:
    """Run what should succeed without a word on stderr, and return what it printed."""

    def run(*words: object) -> str:
        ran = call(*words)
        assert (ran.code, ran.err) == (0, "")
        return ran.out

    return run


@pytest.fixture
def refused(call: Call) -> Callable[..., str]:
    """Run what should be refused with exit code 2, and return what stderr says."""

    def run(*words: object) -> str:
        ran = call(*words)
        assert (ran.code, ran.out) == (2, "")
        return ran.err.rstrip("\n")

    return run


def process(
    *words: object,
    cwd: Path = ROOT,
    env: dict[str, str] | None = None,
    python: tuple[str, ...] = (),
) -> subprocess.CompletedProcess[str]:
    """Run `iomodel` in a process of its own, its output piped."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "IOMODEL_"))}
    return subprocess.run(
        [sys.executable, *python, "-m", "iomodel.cli", *map(str, words)],
        cwd=ROOT,
        env=kept | {"LANG": "C"} | (env or {}),
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


@cache
def document() -> dict[str, Any]:
    """Return the JSON of the whole study, from a process in which every warning is an error."""
    ran = process("run", SEJONG, "--format", "json", "--lang", "en", python=("-W", "error"))
    assert (ran.returncode, ran.stderr) == (0, "")
    loaded: dict[str, Any] = json.loads(ran.stdout)
    return loaded


@cache
def page_of(lang: str) -> str:
    """Return the text of the whole study."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        assert main(["run", str(SEJONG), "--lang", lang]) == 0
    return out.getvalue()


@pytest.fixture
def no_findings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the findings, which take the most time and have tests of their own."""
    monkeypatch.setattr("iomodel.findings.findings", lambda _: ())


def comparison(of: dict[str, Any], reading: str) -> dict[tuple[str, str, str], dict[str, Any]]:
    return {
        (r["scenario"], r["programme"], r["indicator"]): r
        for r in of["comparison"]
        if r["reading"] == reading
    }


# ------------------------------------------------------------------ run: text
def test_run_in_korean() -> None:
    page = page_of("ko").splitlines()
    assert page[0] == "세종형 기회발전특구 경제적 파급효과"
    assert page[1] == f"공표: {HEADLINE}"
    assert page[2] == f"재구성: {HEADLINE} · 30/30 공표 자릿수까지 일치"
    assert page[3].startswith("발표투자: 생산유발효과 7,800억원 | ")
    for title in ("읽는 법", "알아낸 것", "주", "가정", "유의", "출처"):
        assert title in page
    assert page[-2] == f"  · iomodel {VERSION}"


def test_run_in_english() -> None:
    page = page_of("en").splitlines()
    assert page[0] == "Economic impact of the Sejong opportunity development zone"
    words = "production ₩2.90 trillion | value added ₩1.54 trillion | employment 36,050 persons"
    assert page[1] == f"Published: {words}"
    assert page[2] == f"Reconciled: {words} · 30/30 match to the printed digits"
    for title in ("Readings", "Findings", "Notes", "Assumptions", "Caveats", "Provenance"):
        assert title in page


def test_every_printed_figure_stands_in_the_output() -> None:
    page = page_of("ko")
    for figure in slide().values():
        assert page.count(f"{figure:,}") >= 2  # as published, and as reconciled
    assert page.count(" ✓") == 30


def test_piped_output_is_plain() -> None:
    page = page_of("ko")
    assert ANSI not in page
    assert all(line == line.rstrip() for line in page.splitlines())


@pytest.mark.usefixtures("no_findings")
@pytest.mark.parametrize(
    ("reading", "there", "absent"),
    [("reconciled", "재구성: ", "발표투자: "), ("announced", "발표투자: ", "재구성: ")],
)
def test_one_reading(said: Callable[..., str], reading: str, there: str, absent: str) -> None:
    page = said("run", SEJONG, "--reading", reading, "--lang", "ko")
    assert f"\n{there}생산유발효과" in page
    assert f"\n{absent}생산유발효과" not in page
    assert f"\n공표: {HEADLINE}\n" in page


@pytest.mark.usefixtures("no_findings")
@pytest.mark.parametrize(
    ("table", "why"),
    [
        ("bok-2020-83", "78 사회복지서비스도 14.01명입니다"),
        ("bok-2020-33", "32 기타서비스도 10.45명입니다"),
        ("bok-2023-33", "명입니다"),
        ("bok-2020-regional-83", "명입니다"),
    ],
)
def test_another_table(said: Callable[..., str], table: str, why: str) -> None:
    page = said("run", SEJONG, "--table", table, "--lang", "ko")
    assert f"공표: {HEADLINE}\n발표투자: 생산유발효과 " in page
    told = page[page.index("읽는 법") : page.index("\n주\n")]
    told = re.sub(r"\s+", " ", told)
    assert (
        f"재구성: {table}에서는 재구성할 수 없습니다: 공표값을 모두 설명하는 수요가 없습니다. "
        "생산 10억원당 취업자 17.94명이 필요한데, 후보 부문 가운데 가장 높은 "
    ) in told
    assert why in told
    assert "✓" not in page
    assert table in page[page.index("출처") :]


@pytest.mark.usefixtures("no_findings")
def test_json_says_why_a_reading_is_unavailable(said: Callable[..., str]) -> None:
    found = json.loads(said("run", SEJONG, "--table", "bok-2020-83", "--format", "json"))
    (gone,) = found["unavailable"]
    assert (gone["study"], gone["reading"]) == ("sejong", "reconciled")
    assert gone["reason"] == (
        "infeasible on bok-2020-83: no demand explains all published figures. 17.94 jobs per "
        "billion won of production are needed, and the highest of any candidate, 78 Social care "
        "services, has 14.01"
    )
    assert {r["reading"] for r in found["results"]} == {"announced"}
    assert {r["reading"] for r in found["comparison"]} == {"announced"}
    tables = [t["id"] for t in found["manifest"]["tables"]]
    assert tables == ["bok-2020-83", "bok-2020-165"]  # the findings rest on the second


@pytest.mark.usefixtures("no_findings")
def test_reconciled_alone_on_another_table_shows_what_was_published(
    said: Callable[..., str],
) -> None:
    page = said("run", SEJONG, "--reading", "reconciled", "--table", "bok-2020-33")
    assert page.splitlines()[1].startswith("Published: production ₩2.90 trillion")
    assert "infeasible on bok-2020-33" in page


# ------------------------------------------------------------------ run: JSON and CSV
def test_json_has_the_parts_and_fields_of_the_specification() -> None:
    found = document()
    assert {"results", "comparison", "manifest"} <= set(found)
    for record in found["results"]:
        assert tuple(record)[: len(RESULTS)] == RESULTS
    for record in found["comparison"]:
        assert tuple(name for name in record if name in COMPARISON) == COMPARISON
    assert {"version", "tables", "assumptions", "warnings"} <= set(found["manifest"])
    assert {frozenset(r) for r in found["results"]} == {frozenset(found["results"][0])}
    assert {frozenset(r) for r in found["comparison"]} == {frozenset(found["comparison"][0])}


def test_json_results_are_programme_lines_only() -> None:
    results = document()["results"]
    assert {(r["reading"], r["scenario"], r["programme"]) for r in results} == {
        *(
            ("reconciled", s, p)
            for s in ("technology", "smart-services", "materials")
            for p in ("지원사업", "기업투자유치")
        ),
        *(("announced", s, "기업투자유치") for s in ("technology", "smart-services", "materials")),
    }
    assert {r["study"] for r in results} == {"sejong"}
    assert {r["indicator"] for r in results} == {*INDICATORS, "imports", "employees"}
    assert {r["origin"] for r in results} == {"total", "in_region", "other_regions"}
    assert {r["basis"] for r in results} == {"inferred", "computed"}


def test_json_results_are_told_apart_by_their_labels() -> None:
    results = document()["results"]
    names = [name for name in results[0] if name not in ("value", "unit", "basis")]
    keys = [tuple(r[name] for name in names) for r in results]
    assert len(set(keys)) == len(keys)


def test_json_origins_add_up() -> None:
    of: dict[tuple[str, ...], dict[str, float]] = {}
    for r in document()["results"]:
        key = (r["table"], r["reading"], r["scenario"], r["programme"], r["indicator"])
        of.setdefault(key, {})[r["origin"]] = r["value"]
    split = [origins for origins in of.values() if "in_region" in origins]
    assert len(split) == 9
    for origins in split:
        assert origins["in_region"] + origins["other_regions"] == pytest.approx(
            origins["total"], rel=SUMS
        )


def test_json_compares_all_30_cells_of_each_reading() -> None:
    rows = document()["comparison"]
    assert len(rows) == 60
    for reading in ("reconciled", "announced"):
        cells = comparison(document(), reading)
        assert {key: row["published"] for key, row in cells.items()} == slide()
        for (_, _, indicator), row in cells.items():
            assert row["printed_unit"] == ("명" if indicator == "employment" else "백만원")
    assert {row["basis"] for row in rows} == {"fitted", "computed", "not comparable"}


def test_json_matches_follow_from_the_numbers() -> None:
    for row in document()["comparison"]:
        if row["basis"] == "not comparable":
            assert row["matches"] is None
        else:
            assert row["difference"] == pytest.approx(row["computed"] - row["published"])
            assert row["matches"] is (round(row["computed"]) == row["published"])
    fitted = comparison(document(), "reconciled").values()
    assert all(row["matches"] is True and row["basis"] == "fitted" for row in fitted)
    announced = comparison(document(), "announced").values()
    assert not any(row["matches"] for row in announced)


def test_json_manifest() -> None:
    manifest = document()["manifest"]
    assert manifest["version"] == VERSION
    assert {t["id"]: t["checksum"] for t in manifest["tables"]} == {
        name: checksum((COEFFICIENTS / name / "table.toml").read_bytes())
        for name in ("bok-2020-165", "bok-2020-regional-83")
    }
    assert any("Left out: E사" in text for text in manifest["assumptions"])
    assert any("2020 is a pandemic year" in text for text in manifest["warnings"])
    assert any("full-time equivalents" in text for text in manifest["warnings"])
    assert sum("(R11)" in text for text in manifest["warnings"]) == 2


def test_json_findings_say_how_they_are_known() -> None:
    found = {finding["id"]: finding for finding in document()["findings"]}
    assert {id: finding["basis"] for id, finding in found.items()} == {
        **dict.fromkeys(("rounding", "stated_sum", "shared_ratio", "reach"), "computed"),
        **dict.fromkeys(
            ("spending", "against_announced", "needed", "distance", "factors"), "inferred"
        ),
    }
    assert "₩3,583.7 billion" in found["stated_sum"]["text"]


def test_csv_is_the_list_of_results(said: Callable[..., str]) -> None:
    rows = list(csv.DictReader(io.StringIO(said("run", SEJONG, "--format", "csv"))))
    results = document()["results"]
    assert len(rows) == len(results)
    for row, record in zip(rows, results, strict=True):
        assert list(row) == list(record)
        assert float(row["value"]) == pytest.approx(record["value"], rel=SUMS)
        for name in RESULTS:
            if name != "value":
                assert row[name] == record[name]


def test_markdown_is_a_document(said: Callable[..., str]) -> None:
    page = said("run", SEJONG, "--format", "markdown", "--lang", "ko")
    assert page.startswith(f"# 세종형 기회발전특구 경제적 파급효과\n- 공표: {HEADLINE}\n")
    assert "| **합계** |  | **36,050** | **36,050** | **-0.4 ✓** |" in page
    assert "## 알아낸 것" in page
    assert ANSI not in page


def test_a_published_figure_off_by_ten_is_not_matched(
    said: Callable[..., str], tmp_path: Path
) -> None:
    study = copied(tmp_path)
    edit(study / "published.csv", "total,total,employment,36050", "total,total,employment,36060")
    page = said("run", study, "--reading", "reconciled", "--lang", "ko")
    assert "취업유발효과 3만 6,060명\n" in page  # as published now
    assert f"재구성: {HEADLINE} · 29/30 공표 자릿수까지 일치" in page
    assert page.count(" ✓") == 29
    assert "반올림만으로는 설명되지 않습니다." in page


# ------------------------------------------------------------------ run: paths
def test_a_shipped_study_by_name_from_elsewhere(
    said: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = said("run", SEJONG, "--reading", "announced", "--format", "csv")
    monkeypatch.chdir(tmp_path)
    assert said("run", "sejong", "--reading", "announced", "--format", "csv") == here


def test_a_copied_study_gives_the_same_under_its_own_name(
    said: Callable[..., str], tmp_path: Path
) -> None:
    here = said("run", SEJONG, "--format", "csv").splitlines()
    there = said("run", copied(tmp_path, "mine"), "--format", "csv").splitlines()
    assert there == [re.sub("^sejong,", "mine,", line) for line in here]


@pytest.mark.usefixtures("no_findings")
def test_one_scenario_file(said: Callable[..., str]) -> None:
    page = said("run", SEJONG / "materials.toml", "--lang", "ko")
    assert (
        "공표: 생산유발효과 8,107억원 | 부가가치유발효과 3,424억원 | 취업유발효과 6,336명" in page
    )
    assert "9/9 공표 자릿수까지 일치" in page
    assert "기술혁신지구" not in page.split("읽는 법")[0]
    found = json.loads(said("run", SEJONG / "materials.toml", "--format", "json"))
    assert {r["scenario"] for r in found["results"]} == {"materials"}
    assert len(found["comparison"]) == 2 * 9
    assert found["findings"] == []


@pytest.mark.usefixtures("no_findings")
def test_several_paths(said: Callable[..., str], tmp_path: Path) -> None:
    study, tables = write_study(tmp_path)
    paths = (SEJONG / "materials.toml", study)
    options = ("--reading", "announced", "--tables", tables)
    found = json.loads(said("run", *paths, *options, "--format", "json"))
    assert list(dict.fromkeys(r["study"] for r in found["results"])) == ["sejong", "study"]
    assert {t["id"] for t in found["manifest"]["tables"]} == {
        "bok-2020-165",
        "bok-2020-regional-83",
        "tiny-3",
    }
    rows = said("run", *paths, *options, "--format", "csv").splitlines()
    assert len(rows) == 1 + len(found["results"])
    page = said("run", *paths, *options)
    assert page.index("Economic impact of the Sejong") < page.index("A study")
    markdown = said("run", *paths, *options, "--format", "markdown")
    assert [line for line in markdown.splitlines() if line.startswith("# ")] == [
        "# Economic impact of the Sejong opportunity development zone",
        "# A study",
    ]


@pytest.mark.usefixtures("no_findings")
def test_a_fourth_district(said: Callable[..., str], tmp_path: Path) -> None:
    study = copied(tmp_path)
    (study / "newtown.toml").write_text(FOURTH, "utf-8")
    found = json.loads(said("run", study, "--format", "json"))
    own = {
        r["indicator"]: r["value"]
        for r in found["results"]
        if r["scenario"] == "newtown" and r["table"] == "bok-2020-165"
    }
    for indicator, wanted in zip(INDICATORS, plain_effects({"621": 10_000.0}), strict=True):
        assert own[indicator] == pytest.approx(wanted, rel=ROUTES)
    assert len(found["comparison"]) == 60
    assert all(row["matches"] for row in comparison(found, "reconciled").values())
    total = comparison(found, "announced")["total", "total", "production"]
    before = comparison(document(), "announced")["total", "total", "production"]
    assert total["computed"] == pytest.approx(before["computed"], rel=ROUTES)
    page = said("run", study, "--lang", "ko")
    assert "신도심지구" in page
    assert "합계(공표된 3개 지구)" in page
    assert "합계(전체 4개 지구)" in page


def test_a_study_on_a_table_of_ones_own(said: Callable[..., str], tmp_path: Path) -> None:
    study, tables = write_study(tmp_path)
    page = said("run", study, "--tables", tables, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(page)))
    assert {row["table"] for row in rows} == {"tiny-3"}
    assert {row["scenario"] for row in rows} == {"west", "east"}


# ------------------------------------------------------------------ --out
@pytest.mark.usefixtures("no_findings")
def test_out_holds_what_would_be_printed(said: Callable[..., str], tmp_path: Path) -> None:
    for form in ("text", "json", "csv", "markdown"):
        words = ("run", SEJONG / "technology.toml", "--reading", "announced", "--lang", "ko")
        words += ("--format", form)
        printed = said(*words)
        target = tmp_path / "new" / f"out.{form}"
        assert said(*words, "--out", target) == ""
        assert target.read_bytes().decode() == printed
        assert ANSI not in printed


def test_out_is_written_whole_or_not_at_all(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out.csv"
    target.write_text("what was there", "utf-8")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    ran = call("sectors", "621", "--format", "csv", "--out", target)
    assert ran.code == 2
    assert ran.err == lines(
        target,
        "  the file can't be written",
        "    expected: a place to write to",
        "    found: No space left on device",
        "    remedy: check the path, its permissions and the space left",
        "",
    )
    assert target.read_text("utf-8") == "what was there"
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]


@pytest.mark.parametrize("where", ["a file's inside", "a folder"])
def test_out_where_nothing_can_be_written(call: Call, tmp_path: Path, where: str) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    target = tmp_path / "file" / "out" if where == "a file's inside" else tmp_path
    ran = call("sectors", "621", "--out", target)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"{target}\n  the file can't be written\n")
    assert (tmp_path / "file").read_text("utf-8") == "x"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_refused_run_leaves_the_old_file(refused: Callable[..., str], tmp_path: Path) -> None:
    target = tmp_path / "out.txt"
    target.write_text("what was there", "utf-8")
    refused("run", "nowhere", "--out", target)
    assert target.read_text("utf-8") == "what was there"


# ------------------------------------------------------------------ refusals: names
def test_an_unknown_path(refused: Callable[..., str]) -> None:
    assert refused("run", "nowhere/at-all") == lines(
        "nowhere/at-all",
        "  there is no such scenario or study",
        "    expected: a scenario's TOML, a study's folder, or the name of a shipped study "
        f"({SHIPPED})",
        "    found: nothing",
        "    remedy: check the path",
    )
    assert refused("run", "nowhere", "--lang", "ko") == lines(
        "nowhere",
        "  그런 시나리오가 없습니다",
        f"    기대한 것: 시나리오 TOML, 연구 폴더, 또는 내장 연구의 이름({SHIPPED})",
        "    찾은 것: 없음",
        "    고치는 법: 경로를 확인하십시오",
    )


def test_a_folder_without_study_toml(refused: Callable[..., str], tmp_path: Path) -> None:
    assert refused("run", tmp_path, "--lang", "ko") == lines(
        tmp_path / "study.toml",
        "  study.toml이 없습니다",
        "    기대한 것: 시나리오 폴더마다 study.toml 하나",
        "    찾은 것: 없음",
        "    고치는 법: iomodel new로 만드십시오",
    )


def test_an_unknown_table(refused: Callable[..., str]) -> None:
    wanted = lines(
        "bok-2019-33",
        "  there is no such table",
        f"    expected: one of: {', '.join(IDS)}",
        '    found: "bok-2019-33"',
        "    remedy: correct the id, or name its folder with --tables or IOMODEL_TABLES",
    )
    assert refused("run", SEJONG, "--table", "bok-2019-33") == wanted
    assert refused("tables", "bok-2019-33") == wanted
    assert refused("multipliers", "bok-2019-33") == wanted
    assert refused("tables", "bok-2019-33", "--lang", "ko") == lines(
        "bok-2019-33",
        "  그런 표가 없습니다",
        f"    기대한 것: 다음 중 하나: {', '.join(IDS)}",
        '    찾은 것: "bok-2019-33"',
        "    고치는 법: 표 이름을 고치거나 --tables, IOMODEL_TABLES로 폴더를 지정하십시오",
    )


def test_a_folder_of_tables_that_is_not_there(
    refused: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    wanted = lines(
        gone,
        "  there is no such folder of tables",
        "    expected: a folder that holds table folders",
        "    found: nothing",
        "    remedy: check the path given by --tables or IOMODEL_TABLES",
    )
    assert refused("tables", "--tables", gone) == wanted
    monkeypatch.setenv("IOMODEL_TABLES", str(gone))
    assert refused("run", SEJONG) == wanted


# ------------------------------------------------------------------ refusals: scenario files
@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            'sector = "403"',
            'sector = "자동차부픔"',
            (
                "  programmes[2].lines[1].sector: the sector is not in this classification",
                "    expected: a code or exact name of bok2020-165",
                '    found: "자동차부픔"',
                "    remedy: did you mean: 403 자동차 부품 (Motor vehicle parts), ",
            ),
        ),
        (
            'amount = 125\nunit = "억원"',
            'amount = 125\nunit = "억"',
            (
                "  programmes[2].lines[1].unit: the money unit is not known",
                f"    expected: one of {UNITS_KO} (or in English: {UNITS_EN}), or a scale and an "
                'ISO 4217 code, as in "million EUR"',
                '    found: "억"',
                "    remedy: write the unit as one of those",
            ),
        ),
        (
            "amount = 125",
            "amount = -125",
            (
                "  programmes[2].lines[1].amount: the amount is negative",
                "    expected: a number of zero or more",
                "    found: -125",
                "    remedy: state spending as zero or more; amounts left out belong under "
                '[[programmes.excluded]], displaced spending in a line of kind = "displacement"',
            ),
        ),
        (
            "amount = 125",
            'amount = "125"',
            (
                "  programmes[2].lines[1].amount: the value is not a number",
                "    expected: a number without quotes: 209.5",
                '    found: "125"',
                "    remedy: mend the value",
            ),
        ),
        (
            "amount = 125",
            "amount = nan",
            (
                "  programmes[2].lines[1].amount: the value is not a number",
                "    expected: a finite number",
                "    found: nan",
                "    remedy: mend the value",
            ),
        ),
        (
            'sector = "403"',
            'sector = "403"\nsektor = "403"',
            (
                "  programmes[2].lines[1].sektor: unknown key",
                "    expected: one of: sector, amount, unit, source, page, basis, phase, kind, "
                "hires, note, years, spread, operation, price_year, prices, deflator, beyond, "
                "valuation, margins, imports, local_share, displaced, spent_on, profile, shock",
                '    found: "sektor"',
                '    remedy: did you mean "sector"?',
            ),
        ),
    ],
)
def test_a_scenario_is_refused(
    refused: Callable[..., str], tmp_path: Path, old: str, new: str, message: tuple[str, ...]
) -> None:
    path = copied(tmp_path) / "materials.toml"
    edit(path, old, new)
    wanted = lines(path, *message)
    found = refused("run", path)
    if message[-1].endswith(", "):  # the best guess first; others follow
        assert found.startswith(wanted)
        assert len(found.splitlines()) == len(wanted.splitlines())
    else:
        assert found == wanted


def test_all_problems_of_a_scenario_come_at_once(
    refused: Callable[..., str], tmp_path: Path
) -> None:
    path = copied(tmp_path) / "materials.toml"
    edit(path, 'sector = "403"', 'sector = "998"')
    edit(path, 'amount = 500\nunit = "억원"', 'amount = -500\nunit = "달란트"')
    edit(path, "amount = 387", 'amount = "삼백팔십칠"\nprice = 1')
    found = refused("run", path.parent, "--lang", "ko")
    assert found == lines(
        path,
        "  programmes[2].lines[1].sector: 이 분류에 없는 부문입니다",
        "    기대한 것: bok2020-165의 코드나 정확한 이름",
        '    찾은 것: "998"',
        "    고치는 법: iomodel sectors 명령으로 찾아보십시오",
        "  programmes[2].lines[2].amount: 금액이 음수입니다",
        "    기대한 것: 0 이상의 수",
        "    찾은 것: -500",
        "    고치는 법: 지출은 0 이상으로 적으십시오. 제외할 금액은 [[programmes.excluded]]에, "
        '대체되는 지출은 kind = "displacement"인 줄에 적습니다',
        "  programmes[2].lines[2].unit: 모르는 금액 단위입니다",
        f"    기대한 것: {UNITS_KO} 중 하나, 또는 배수와 통화: 백만유로, 백만 EUR",
        '    찾은 것: "달란트"',
        "    고치는 법: 단위를 위의 표기 그대로 쓰십시오",
        "  programmes[2].lines[3].amount: 숫자가 아닙니다",
        "    기대한 것: 따옴표 없는 수, 예: 209.5",
        '    찾은 것: "삼백팔십칠"',
        "    고치는 법: 값을 고치십시오",
        "  programmes[2].lines[3].price: 모르는 항목입니다",
        "    기대한 것: 다음 중 하나: sector, amount, unit, source, page, basis, phase, kind, "
        "hires, note, years, spread, operation, price_year, prices, deflator, beyond, valuation, "
        "margins, imports, local_share, displaced, spent_on, profile, shock",
        '    찾은 것: "price"',
        '    고치는 법: "prices"을(를) 뜻했습니까?',
    )


def test_a_scenario_that_is_no_toml(refused: Callable[..., str], tmp_path: Path) -> None:
    path = copied(tmp_path) / "materials.toml"
    edit(path, "amount = 125", "amount = 1,250")
    found = refused("run", path).splitlines()
    assert found[:3] == [
        str(path),
        "  the file isn't TOML",
        "    expected: a TOML file in UTF-8",
    ]
    line = path.read_text("utf-8").split("amount = 1,250")[0].count("\n") + 1
    assert f"line {line}" in found[3]
    assert found[4] == (
        "    remedy: mend the line named above; text stands in quotes, numbers have no commas"
    )


def test_demand_on_a_sector_that_the_region_lacks(
    refused: Callable[..., str], tmp_path: Path
) -> None:
    """세종 has no refinery (16): the region and the sector are named, in the reader's tongue."""
    rows = rows_of(COEFFICIENTS / "bok-2020-regional-83" / "multipliers.csv")
    (lacking,) = (r for r in rows if (r["region"], r["code"]) == ("세종", "16"))
    assert [float(v) for v in list(lacking.values())[2:]] == [1, 0, 0, 0, 0, 0]
    fine = rows_of(COEFFICIENTS / "bok-2020-165" / "sectors.csv")
    code = next(r["code"] for r in fine if r["parent_83"] == "16")
    (sector,) = (
        r for r in rows_of(COEFFICIENTS / "bok-2020-regional-83" / "sectors.csv")
        if r["code"] == "16"
    )  # fmt: skip
    path = copied(tmp_path) / "materials.toml"
    edit(path, 'sector = "403"', f'sector = "{code}"')
    en, ko = f"16 {sector['name_en']}", f"16 {sector['name_ko']}"
    first, place, *rest = refused("run", path).splitlines()
    assert first == "bok-2020-regional-83"
    assert re.fullmatch("  세종 16( .*)?: the sector has no output in 세종", place)
    assert rest == [
        "    expected: demand on a sector with output",
        f"    found: demand on {en}",
        "    remedy: book the demand on another region or sector, or use a national table",
    ]
    first, place, *rest = refused("run", path, "--lang", "ko").splitlines()
    assert first == "bok-2020-regional-83"
    assert re.fullmatch("  세종 16( .*)?: 세종에 이 부문의 생산이 없습니다", place)
    assert sector["name_en"] not in place
    assert rest == [
        "    기대한 것: 생산이 있는 부문에 대한 수요",
        f"    찾은 것: {ko}에 대한 수요",
        "    고치는 법: 다른 지역이나 부문의 수요로 적거나, 전국표를 쓰십시오",
    ]


def test_a_region_that_the_table_lacks(refused: Callable[..., str], tmp_path: Path) -> None:
    """The error names the file in which the region stands: the study's or the district's."""
    study = copied(tmp_path)
    edit(study / "study.toml", 'region = "세종"', 'region = "세종시"')
    rows = rows_of(COEFFICIENTS / "bok-2020-regional-83" / "multipliers.csv")
    regions = ", ".join(dict.fromkeys(row["region"] for row in rows))
    wanted = (
        "  region: bok-2020-regional-83 has no such region",
        f"    expected: {regions}",
        '    found: "세종시"',
        "    remedy: correct region, or remove regional_table from study.toml",
    )
    assert refused("run", study) == lines(study / "study.toml", *wanted)
    edit(study / "study.toml", 'region = "세종시"', 'region = "세종"')
    edit(study / "materials.toml", "schema = 1", 'schema = 1\nregion = "세종시"')
    assert refused("run", study) == lines(study / "materials.toml", *wanted)


# ------------------------------------------------------------------ refusals: damaged tables
def own_table(tmp_path: Path, *, sealed: bool) -> Path:
    """Return the folder of a user's copy of the 2020 table, its [files] section kept or not."""
    folder = tmp_path / "tables" / "bok-2020-165"
    shutil.copytree(COEFFICIENTS / "bok-2020-165", folder)
    toml = folder / "table.toml"
    if not sealed:
        text = re.sub(r"(?ms)^\[files\]\n.*?(?=^\[|\Z)", "", toml.read_text("utf-8"))
        toml.write_text(text, "utf-8")
        assert "files" not in tomllib.loads(text)
    return folder


def spoil(path: Path, number: int, change: Callable[[str], str]) -> None:
    """Change one line of a file."""
    text = path.read_text("utf-8").split("\n")
    text[number - 1] = change(text[number - 1])
    path.write_text("\n".join(text), "utf-8")


def with_tables(folder: Path, how: str, monkeypatch: pytest.MonkeyPatch) -> tuple[str, ...]:
    """Name a folder of tables by --tables or by the environment."""
    if how == "option":
        return ("--tables", str(folder))
    monkeypatch.setenv("IOMODEL_TABLES", str(folder))
    return ()


@pytest.mark.parametrize("how", ["option", "environment"])
def test_a_file_that_fails_its_checksum(
    refused: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    folder = own_table(tmp_path, sealed=True)
    path = folder / "domestic.csv"
    wanted = checksum(path.read_bytes())
    assert f'"domestic.csv" = "{wanted}"' in (folder / "table.toml").read_text("utf-8")
    spoil(path, 3, lambda line: line.replace("0", "1", 1))
    found = checksum(path.read_bytes())
    options = with_tables(folder.parent, how, monkeypatch)
    assert refused("run", SEJONG, *options) == lines(
        path,
        "  the file has changed since it was sealed",
        f"    expected: sha256 {wanted}",
        f"    found: sha256 {found}",
        "    remedy: restore the file; if the change is meant, put the new sha256 under [files] in "
        "table.toml",
    )
    assert refused("run", SEJONG, *options, "--lang", "ko").splitlines()[1] == (
        "  파일이 등록된 뒤 바뀌었습니다"
    )


@pytest.mark.parametrize("how", ["option", "environment"])
def test_a_ragged_row(
    refused: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    folder = own_table(tmp_path, sealed=False)
    path = folder / "domestic.csv"
    spoil(path, 7, lambda line: line.rpartition(",")[0])
    options = with_tables(folder.parent, how, monkeypatch)
    assert refused("run", SEJONG, *options) == lines(
        path,
        "  line 7: the row is ragged",
        "    expected: 166 cells",
        "    found: 165 cells",
        "    remedy: look for a missing or surplus comma",
    )


@pytest.mark.parametrize("how", ["option", "environment"])
def test_a_duplicated_code(
    refused: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    folder = own_table(tmp_path, sealed=False)
    path = folder / "domestic.csv"
    spoil(path, 4, lambda line: "012" + line[3:])
    options = with_tables(folder.parent, how, monkeypatch)
    found = refused("run", SEJONG, *options, "--lang", "ko")
    assert found.startswith(
        lines(
            path,
            "  line 4: 코드가 두 번 나옵니다",
            "    기대한 것: 행마다 다른 코드",
            '    찾은 것: "012", 3행에도',
            "    고치는 법: 한 행을 지우거나 코드를 고치십시오",
            "",
        )
    )
    assert "    찾은 것: 빠짐 ['019'], 남음 []" in found.splitlines()


def test_a_table_that_does_not_balance(refused: Callable[..., str], tmp_path: Path) -> None:
    """R4: a changed flow is refused even where no checksum watches over it."""
    folder = own_table(tmp_path, sealed=False)

    def more(line: str) -> str:
        cells = line.split(",")
        cells[2] = str(int(cells[2]) + 1000)  # off the diagonal: one row, another column
        return ",".join(cells)

    spoil(folder / "domestic.csv", 2, more)
    found = refused("run", SEJONG, "--tables", folder.parent)
    assert found.startswith("bok-2020-165\n")
    for sector in ("011 Cereals and other food crops", "012 Vegetables and fruits"):
        assert f"\n  {sector}: domestic sales do not add up to total inputs\n" in found
    assert found.count("(gap +1,000)") == found.count("(gap -1,000)") == 1


def test_the_shipped_table_is_used_again_once_the_option_is_gone(
    said: Callable[..., str], tmp_path: Path
) -> None:
    folder = own_table(tmp_path, sealed=False)
    options = ("run", SEJONG / "materials.toml", "--reading", "announced", "--format", "json")
    mine = json.loads(said(*options, "--tables", folder.parent))["manifest"]["tables"]
    shipped = json.loads(said(*options))["manifest"]["tables"]
    data = sorted(p for p in folder.iterdir() if p.suffix == ".csv")
    sums = [checksum(p.read_bytes()) for p in (folder / "table.toml", *data)]
    assert mine[0]["checksum"] == checksum("\n".join(sums).encode())
    assert shipped[0]["checksum"] != mine[0]["checksum"]


# ------------------------------------------------------------------ languages, --debug, usage
@pytest.mark.parametrize(
    ("environment", "options", "korean"),
    [
        ({"LANG": "ko_KR.UTF-8"}, (), True),
        ({"LANG": "en_US.UTF-8"}, (), False),
        ({"LANG": "C"}, (), False),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "ko_KR.UTF-8"}, (), True),
        ({"LANG": "ko_KR.UTF-8", "LC_MESSAGES": "C"}, (), False),
        ({"LANG": "ko_KR.UTF-8"}, ("--lang", "en"), False),
        ({"LANG": "C"}, ("--lang=ko",), True),
    ],
)
def test_the_language(
    refused: Callable[..., str],
    monkeypatch: pytest.MonkeyPatch,
    environment: dict[str, str],
    options: tuple[str, ...],
    korean: bool,
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    said = refused("run", "nowhere", *options)
    assert ("그런 시나리오가 없습니다" in said) is korean
    assert ("there is no such scenario" in said) is not korean


def test_debug_shows_where_an_error_arose() -> None:
    with pytest.raises(IOModelError):
        main(["run", "nowhere", "--debug"])


def test_debug_prints_a_traceback_and_nothing_else_does() -> None:
    plain = process("run", "nowhere")
    assert (plain.returncode, plain.stdout) == (2, "")
    assert "Traceback" not in plain.stderr
    debug = process("run", "nowhere", "--debug")
    assert debug.returncode == 1
    assert "Traceback (most recent call last)" in debug.stderr


@pytest.mark.parametrize(
    "words", [[], ["run"], ["walk"], ["run", "x", "--reading", "other"], ["tables", "--lang", "fr"]]
)
def test_bad_usage_exits_with_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(words)
    assert caught.value.code == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("usage: iomodel")


def test_help_and_version(capsys: pytest.CaptureFixture[str]) -> None:
    for words, text in (
        (["--version"], f"iomodel {VERSION}\n"),
        (["--help", "--lang=ko"], "산업연관표로 지역 투자의 파급효과를 추정합니다."),
        (["run", "--help"], "--reading {reconciled,announced}"),
    ):
        with pytest.raises(SystemExit) as caught:
            main(words)
        assert caught.value.code == 0
        assert text in capsys.readouterr().out


# ------------------------------------------------------------------ tables
def test_the_list_of_tables(said: Callable[..., str]) -> None:
    rows = list(csv.DictReader(io.StringIO(said("tables", "--format", "csv"))))
    assert [row["id"] for row in rows] == list(IDS)
    assert {row["id"]: row["kind"] for row in rows} == {
        "bok-2020-165": "transactions",
        "bok-2020-83": "transactions",
        "bok-2020-33": "transactions",
        "bok-2020-regional-83": "multipliers",
        "bok-2023-33": "inverse",
    }
    page = said("tables", "--lang", "ko")
    for row in rows:
        assert re.search(rf"{row['id']}\s.*{row['published']}", page)


def test_the_list_of_tables_as_json(said: Callable[..., str]) -> None:
    records = json.loads(said("tables", "--format", "json"))
    assert {r["id"]: (r["price_year"], r["published"]) for r in records} == {
        "bok-2020-165": (2020, "2024-06-25"),
        "bok-2020-83": (2020, "2024-06-25"),
        "bok-2020-33": (2020, "2024-06-25"),
        "bok-2020-regional-83": (2020, "2025-07-02"),
        "bok-2023-33": (2023, "2025-09-24"),
    }


def test_a_users_table_is_listed_first(said: Callable[..., str], tmp_path: Path) -> None:
    write_table(tmp_path / "tables" / "tiny-3")
    page = said("tables", "--tables", tmp_path / "tables", "--format", "csv")
    ids = [row["id"] for row in csv.DictReader(io.StringIO(page))]
    assert ids == ["tiny-3", "tiny-2", *IDS]


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("id", IDS)
def test_the_description_of_a_table(said: Callable[..., str], id: str, lang: str) -> None:
    page = said("tables", id, "--format", "csv", "--lang", lang)
    rows = [(row["key"], row["value"]) for row in csv.DictReader(io.StringIO(page))]
    key = {
        "ko": ("이름", "부문 수", "작성기관", "공표일", "유의", "지역", "폴더", "sha256"),
        "en": (
            "id",
            "sectors",
            "publisher",
            "published",
            "caveat",
            "regions",
            "folder",
            "sha256",
        ),
    }[lang]
    of = dict(rows)
    assert of[key[0]] == id
    assert of[key[1]] == id.rpartition("-")[2]
    assert of[key[2]] == "한국은행"
    assert re.fullmatch(r"202[45]-\d\d-\d\d", of[key[3]])
    assert sum(k == key[4] for k, _ in rows) >= 2
    assert of[key[5]].split()[:3] == (
        ["서울", "부산", "대구"] if id == "bok-2020-regional-83" else ["–"]
    )
    folder = Path(of[key[6]])
    assert folder.parent == COEFFICIENTS
    assert of[key[7]] == checksum((folder / "table.toml").read_bytes())


def test_a_level_names_only_levels_coarser_than_itself(said: Callable[..., str]) -> None:
    def coarser(id: str) -> str:
        rows = csv.DictReader(io.StringIO(said("tables", id, "--format", "csv")))
        return {row["key"]: row["value"] for row in rows}["coarser levels"]

    assert coarser("bok-2020-165") == "bok-2020-83 bok-2020-33"
    assert "bok-2020-33" not in coarser("bok-2020-33")
    assert "bok-2020-83" not in coarser("bok-2020-83").split()


def test_the_exhaustion_of_spending_is_told(said: Callable[..., str]) -> None:
    found = {}
    for id in IDS:
        rows = csv.DictReader(io.StringIO(said("tables", id, "--format", "csv")))
        told = {row["key"]: row["value"] for row in rows}
        found[id] = told["value added + imports = spending (R6)"].split(" (")[0]
    assert found == {
        "bok-2020-165": "checked",
        "bok-2020-83": "checked",
        "bok-2020-33": "checked",
        "bok-2020-regional-83": "not checkable",
        "bok-2023-33": "by construction",
    }


def test_the_description_of_a_table_in_every_form(said: Callable[..., str]) -> None:
    records = json.loads(said("tables", "bok-2023-33", "--format", "json"))
    assert {"key": "published", "value": "2025-09-24"} in records
    assert "| published | 2025-09-24 |" in said("tables", "bok-2023-33", "--format", "markdown")
    assert re.search(r"published\s+2025-09-24", said("tables", "bok-2023-33"))


# ------------------------------------------------------------------ sectors
@pytest.mark.parametrize(
    ("word", "codes"),
    [
        ("자동차 부품", {("bok2020-165", "403")}),
        ("자동차부품", {("bok2020-165", "403")}),
        ("software", {("bok2020-165", "621"), ("bok2020-83", "62")}),
        ("621", {("bok2020-165", "621")}),
        ("011", {("bok2020-165", "011")}),
        ("82", {("bok2020-165", "821"), ("bok2020-165", "822"), ("bok2020-83", "82")}),
    ],
)
def test_sectors_are_found(
    said: Callable[..., str], word: str, codes: set[tuple[str, str]]
) -> None:
    rows = list(csv.DictReader(io.StringIO(said("sectors", word, "--format", "csv"))))
    found = {(row["classification"], row["code"]) for row in rows if float(row["score"]) >= 0.5}
    known = {
        (name, row["code"]): row["name_en"]
        for name, path in (
            ("bok2020-165", "bok-2020-165/sectors.csv"),
            ("bok2020-83", "bok-2020-165/sectors_83.csv"),
            ("bok2020-33", "bok-2020-165/sectors_33.csv"),
        )
        for row in rows_of(COEFFICIENTS / path)
    }
    assert codes <= found
    for row in rows:
        assert row["name"] == known[row["classification"], row["code"]]
        assert row["via"]


def test_sectors_as_text_have_all_columns(said: Callable[..., str]) -> None:
    page = said("sectors", "게임소프트웨어", "--lang", "ko")
    assert re.search(r"classification\s+code\s+name\s+score\s+via", page)
    assert re.search(r"bok2020-165\s+621\s+소프트웨어 개발 공급\s+0\.\d\d\s+기본부문 6211 ", page)


def test_a_misspelt_word_finds_its_sector(said: Callable[..., str]) -> None:
    for word, code in (("소프트웨아", "621"), ("자동차부픔", "403"), ("Softwere", "621")):
        rows = csv.DictReader(io.StringIO(said("sectors", word, "--format", "csv")))
        assert next(rows)["code"] == code


def test_a_miss_names_the_classifications(refused: Callable[..., str]) -> None:
    assert refused("sectors", "zzzz", "--lang", "ko").splitlines() == [
        "zzzz",
        "  닮은 업종이나 부문이 없습니다",
        "    기대한 것: 표준산업분류(10, 11차)나 bok2020-165, bok2020-83, bok2020-33의 이름이나 "
        "코드",
        '    찾은 것: "zzzz"',
        "    고치는 법: 다른 말로 찾아보십시오",
    ]


# ------------------------------------------------------------------ multipliers
def records(page: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(page)))


def test_national_multipliers(said: Callable[..., str]) -> None:
    rows = records(said("multipliers", "bok-2020-33", "--format", "csv", "--lang", "ko"))
    assert [row["code"] for row in rows] == [f"{i:02}" for i in range(1, 34)]
    assert list(rows[0])[:7] == ["code", "name", "production", "value_added", "imports",
                                 "employment", "employees"]  # fmt: skip
    published = {
        (r["code"], r["measure"]): float(r["value"])
        for r in rows_of(COEFFICIENTS / "bok-2023-33/published/multipliers_2020_2023.csv")
        if r["year"] == "2020"
    }
    for row in rows:
        wanted = published[row["code"], "production_column_sum"]
        assert float(row["production"]) == pytest.approx(wanted, abs=5e-7)  # six decimals printed


def test_regional_multipliers_are_the_published_ones(said: Callable[..., str]) -> None:
    page = said("multipliers", "bok-2020-regional-83", "--region", "세종", "--format", "csv")
    rows = records(page)
    names = [f"{k}_{side}" for k in INDICATORS for side in ("in", "out")]
    assert list(rows[0]) == ["code", "name", *names]
    source = rows_of(COEFFICIENTS / "bok-2020-regional-83" / "multipliers.csv")
    mine = [r for r in source if r["region"] == "세종"]
    for row, wanted in zip(rows, mine, strict=True):
        assert row["code"] == wanted["code"]
        if [float(wanted[n]) for n in names] == [1, 0, 0, 0, 0, 0]:
            assert [row[n] for n in names] == [""] * 6  # the region lacks the sector
        else:
            assert [float(row[n]) for n in names] == [float(wanted[n]) for n in names]
    assert sum(row["production_in"] == "" for row in rows) == 6


@pytest.mark.parametrize(
    ("options", "column"),
    [
        (("bok-2020-33", "--sort", "employment"), "employment"),
        (("bok-2020-165", "--sort", "production"), "production"),
        (("bok-2023-33", "--sort", "imports"), "imports"),
        (
            ("bok-2020-regional-83", "--region", "세종", "--sort", "employment_out"),
            "employment_out",
        ),
    ],
)
def test_multipliers_sorted(
    said: Callable[..., str], options: tuple[str, ...], column: str
) -> None:
    rows = records(said("multipliers", *options, "--format", "csv"))
    values = [float(row[column]) for row in rows if row[column]]
    assert values == sorted(values, reverse=True)
    assert [row["code"] for row in rows] != sorted(row["code"] for row in rows)
    assert all(not row[column] for row in rows[len(values) :])


def test_multipliers_of_a_region_sorted_by_an_indicator(said: Callable[..., str]) -> None:
    """`--sort production` also works where the column is split by origin."""
    options = ("multipliers", "bok-2020-regional-83", "--region", "세종", "--format", "csv")
    rows = records(said(*options, "--sort", "production"))
    assert {row["code"] for row in rows} == {row["code"] for row in records(said(*options))}
    inside = [float(row["production_in"]) for row in rows if row["production_in"]]
    assert inside == sorted(inside, reverse=True)


def test_multipliers_in_every_form(said: Callable[..., str]) -> None:
    options = ("multipliers", "bok-2023-33", "--sort", "production")
    as_csv = records(said(*options, "--format", "csv"))
    as_json = json.loads(said(*options, "--format", "json"))
    assert [r["code"] for r in as_json] == [r["code"] for r in as_csv]
    assert [r["imports"] for r in as_json] == [float(r["imports"]) for r in as_csv]
    markdown = said(*options, "--format", "markdown").splitlines()
    assert markdown[0] == "| code | name | production | value_added | imports | employment |"
    assert markdown[1] == "| --- | --- | ---: | ---: | ---: | ---: |"
    assert markdown[2].startswith(f"| {as_csv[0]['code']} | {as_csv[0]['name']} | ")
    assert len(markdown) == 2 + 33
    text = said(*options)
    assert f"{float(as_csv[0]['production']):.4f}" in text


def test_an_unknown_column_to_sort_by(refused: Callable[..., str]) -> None:
    assert refused("multipliers", "bok-2023-33", "--sort", "jobs") == lines(
        "bok-2023-33",
        "  --sort: there is no such column",
        "    expected: one of: production, value_added, imports, employment",
        '    found: "jobs"',
        "    remedy: correct the name of the column",
    )
    assert refused("multipliers", "bok-2023-33", "--sort", "jobs", "--lang", "ko") == lines(
        "bok-2023-33",
        "  --sort: 그런 열이 없습니다",
        "    기대한 것: 다음 중 하나: production, value_added, imports, employment",
        '    찾은 것: "jobs"',
        "    고치는 법: 열의 이름을 고치십시오",
    )


def test_regions_that_do_not_fit(refused: Callable[..., str]) -> None:
    rows = rows_of(COEFFICIENTS / "bok-2020-regional-83" / "multipliers.csv")
    regions = ", ".join(dict.fromkeys(row["region"] for row in rows))
    assert regions.startswith("서울, 부산, ")
    for options, found in (((), "none"), (("--region", "평양"), '"평양"')):
        said = refused("multipliers", "bok-2020-regional-83", *options).splitlines()
        assert said[:4] == [
            "bok-2020-regional-83",
            "  region: the region does not fit the table",
            f"    expected: one of: {regions}",
            f"    found: {found}",
        ]
        assert "--region" in said[4]
    said = refused("multipliers", "bok-2020-33", "--region", "세종", "--lang", "ko").splitlines()
    assert said[:4] == [
        "bok-2020-33",
        "  region: 지역이 맞지 않습니다",
        "    기대한 것: 지역 없음 (전국표)",
        '    찾은 것: "세종"',
    ]
    assert "--region" in said[4]


# ------------------------------------------------------------------ other commands
def test_the_shipped_studies(said: Callable[..., str]) -> None:
    records = json.loads(said("studies", "--format", "json", "--lang", "ko"))
    assert [one["id"] for one in records] == SHIPPED.split(", ")
    record = next(one for one in records if one["id"] == "sejong")
    assert record["title"] == "세종형 기회발전특구 경제적 파급효과"
    assert record["scenarios"] == "technology smart-services materials"
    assert Path(record["path"]) == SEJONG


@pytest.mark.usefixtures("no_findings")
def test_reconcile_writes_vectors_that_fit(said: Callable[..., str], tmp_path: Path) -> None:
    pytest.importorskip("cvxpy")
    study = copied(tmp_path)
    before = (study / "reconciled.csv").read_bytes()
    target = tmp_path / "vectors.csv"
    told = said("reconcile", study, "--out", target, "--lang", "ko")
    assert told.startswith(
        f"{target}: 사업 6개의 지출 벡터 (공표값에서 추론, bok-2020-165; 인쇄 단위 절반의 67%까지 "
    )
    assert (study / "reconciled.csv").read_bytes() == before
    shutil.copy(target, study / "reconciled.csv")
    page = said("run", study, "--reading", "reconciled", "--lang", "ko")
    assert "30/30 공표 자릿수까지 일치" in page


def test_reconcile_without_published_figures(refused: Callable[..., str], tmp_path: Path) -> None:
    study = copied(tmp_path)
    (study / "published.csv").unlink()
    assert refused("reconcile", study) == lines(
        study,
        "  there is nothing to reconcile",
        "    expected: published.csv, and [readings.reconciled] in study.toml",
        "    found: nothing",
        "    remedy: supply both",
    )


# ------------------------------------------------------------------ processes of their own
def test_a_process_says_in_utf8_whatever_its_locale() -> None:
    words = ("sectors", "소프트웨어", "--lang", "ko")
    ran = process(*words, env={"LANG": "C", "PYTHONIOENCODING": "ascii"})
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "소프트웨어 개발 공급" in ran.stdout
    ran = process("run", "없는곳", env={"LANG": "ko_KR.UTF-8"})
    assert ran.returncode == 2
    assert ran.stderr.startswith("없는곳\n  그런 시나리오가 없습니다\n")


def test_a_reader_that_goes_away_is_no_error() -> None:
    """`iomodel multipliers … | head -1` ends without a word."""
    command = f'"{sys.executable}" -m iomodel.cli multipliers bok-2020-165 --format csv | head -1'
    ran = subprocess.run(
        command, shell=True, cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    assert ran.stdout.startswith("code,name,production")
    assert ran.stderr == ""


def in_terminal(columns: int, *words: str) -> str:
    """Run `iomodel` in a terminal of so many columns and return what it shows."""
    pty = pytest.importorskip("pty", reason="no pseudo-terminals on this system")
    master, slave = pty.openpty()
    environment = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "LC_ALL")}
    environment |= {"LANG": "C.UTF-8", "TERM": "xterm-256color", "COLUMNS": str(columns)}
    with subprocess.Popen(
        [sys.executable, "-m", "iomodel.cli", *words],
        stdout=slave,
        stderr=slave,
        cwd=ROOT,
        env=environment,
    ):
        os.close(slave)
        shown = b""
        try:
            while chunk := os.read(master, 65536):
                shown += chunk
        except OSError:  # the terminal is closed
            pass
    os.close(master)
    return shown.decode()


def test_a_terminal_has_colours_and_its_own_width() -> None:
    words = ("run", str(SEJONG / "technology.toml"), "--reading", "announced", "--lang", "en")
    wide, narrow = in_terminal(200, *words), in_terminal(100, *words)
    assert ANSI in wide
    assert ANSI in narrow
    assert "production (Unit: million KRW)" in narrow
    assert "production (Unit: million KRW)" not in wide
    for page, columns in ((wide, 200), (narrow, 100)):
        plain = re.sub(r"\x1b\[[0-9;]*m", "", page).replace("\r\n", "\n")
        latin = [line for line in plain.splitlines() if not re.search("[가-힣]", line)]
        assert max(map(len, latin)) <= columns
