"""The command `iomodel seek`: both languages, every form, what it refuses."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from helpers import lines

from iomodel.cli import main

QUESTION = (
    "bok-2020-165",
    *("--target", "employment=6만명", "--target", "production=5조원"),
    *("--mix", "621=0.5,700=0.5"),
)
COMPLEXES = "scenarios/industrial-complexes"
PRINTED = 1e-6  # relative: figures of a report against those of JSON


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> object:
    def run(*words: str, code: int = 0) -> str:
        assert main(["seek", *words]) == code
        out, err = capsys.readouterr()
        return out if code == 0 else err

    return run


def test_english(said) -> None:
    page = said(*QUESTION, "--years", "5", "--lang", "en")
    for words in (
        "What a goal takes: bok-2020-165",
        "spending (final demand) ₩6.09 trillion: reached",
        "if the goal counts all 5 years together (jobs as person-years): ₩1.22 trillion a year",
        "if the goal is to hold in every year: ₩6.09 trillion a year, ₩30.47 trillion over 5 years",
        "bok-2020-165, prices of 2020, computed",
        "the goal of employment decides the spending",
        "the goal of production is met on the way, by what the others take",
        "Reading: all that is induced. The mix and its limits are assumed by whoever asks",
    ):
        assert words in page


def test_korean(said) -> None:
    page = said(*QUESTION, "--years", "5", "--lang", "ko")
    for words in (
        "목표에 필요한 지출: bok-2020-165",
        "지출(최종수요) 6조 935억원: 도달함",
        "목표를 5년의 합계(고용은 인원·년)로 보면 해마다 1조 2,187억원",
        "목표를 해마다 유지하는 수준으로 보면 해마다 6조 935억원, 5년에 30조 4,677억원",
        "취업유발 목표가 지출을 정합니다",
    ):
        assert words in page


def test_json_and_csv_tell_the_same(said) -> None:
    found = json.loads(said(*QUESTION, "--format", "json", "--lang", "en"))
    rows = list(csv.DictReader(io.StringIO(said(*QUESTION, "--format", "csv", "--lang", "en"))))
    assert found["reached"] is True
    assert [row["id"] for row in rows] == [row["id"] for row in found["rows"]]
    for text, row in zip(rows, found["rows"], strict=True):
        assert float(text["value"]) == pytest.approx(row["value"], rel=PRINTED)
        assert (text["unit"], text["basis"], text["table"], text["price_year"]) == (
            row["unit"],
            "computed",
            "bok-2020-165",
            "2020",
        )
    values = {row["id"]: row["value"] for row in found["rows"]}
    targets = {row["id"]: row["target"] for row in found["rows"] if row["target"] is not None}
    assert targets == {"employment": 60_000, "production": 50_000}
    assert values["employment"] == pytest.approx(60_000, rel=PRINTED)


def test_markdown(said) -> None:
    page = said(*QUESTION, "--format", "markdown", "--lang", "en")
    assert page.startswith("# What a goal takes: bok-2020-165")
    assert "| 621 | Software development and supply | 50.0% | 30,468 |" in page


def test_out_of_reach(said, tmp_path: Path) -> None:
    bounds = tmp_path / "bounds.csv"
    bounds.write_text("sector,lower,upper,most\n621,0.2,,\n700,,,1000\n", "utf-8")
    page = said(
        "bok-2020-165",
        *("--target", "employment=1만명", "--mix", "621,700", "--bounds", str(bounds)),
        *("--budget", "5000", "--unit", "억원", "--lang", "en"),
    )
    assert "not reachable: the nearest mix follows" in page
    assert "Why not" in page
    assert "the whole budget of ₩500.0 billion is spent" in page
    assert "spending on Research and development is held at its most, ₩100.0 billion" in page
    assert "proof: with each goal counted as one, +1 × employment would have to be 1" in page


def test_regions_and_exact_goals(said) -> None:
    page = said(
        *("bok-2020-regional-83", "--region", "전남", "--scope", "region", "--exact"),
        *("--target", "employment=1.5만명", "--target", "production=35조원"),
        *("--mix", "16,17,18,27", "--lang", "ko"),
    )
    assert "도달할 수 없음" in page
    assert "읽기: 지역 안의 유발효과" in page
    assert "취업자/생산: 목표는 0.429 명/10억원인데, 구성의 부문은" in page


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        (
            "en",
            (
                "Daegu, 5,000명 · 1.7조원: no verdict: readings disagree",
                "What each goal takes",
                "below: that output brings more jobs",
                "Gwangju, value added of manufacturing (14.2조 달성): a level without a base "
                "value: by how much it is to grow is not known",
                "Own output is read with the national table's direct coefficients, taken for "
                "those of these firms (assumed): regional multipliers have none",
            ),
        ),
        (
            "ko",
            (
                "대구, 5,000명 · 1.7조원: 판단하지 않음: 읽기마다 다름",
                "목표마다 필요한 것",
                "아래: 그 생산이면 고용이 더 많음",
                "광주, 제조업 부가가치액 (14.2조 달성): 도달할 수준인데 기준값이 없어 늘어날 양을 "
                "알 수 없음",
            ),
        ),
    ],
)
def test_a_studys_goals(said, lang: str, words: tuple[str, ...]) -> None:
    page = said(COMPLEXES, "--lang", lang, "--format", "markdown")  # which folds no cell
    for one in words:
        assert one in page


def test_a_studys_goals_as_data(said) -> None:
    found = json.loads(said(COMPLEXES, "--format", "json", "--lang", "en"))
    rows = list(csv.DictReader(io.StringIO(said(COMPLEXES, "--format", "csv", "--lang", "en"))))
    assert len(rows) == len(found["rows"])
    ratios = [row for row in found["rows"] if row["what"] == "ratio" and row["place"] == "Jeonnam"]
    assert {row["scope"]: row["fit"] for row in ratios} == {
        "own": "within",
        "region": "below",
        "total": "below",
    }
    assert {row["unit"] for row in ratios} == {"명/10억원"}


@pytest.mark.parametrize("ending", ["docx", "hwpx", "html", "md", "tex", "xlsx", "csv"])
def test_reports_as_files(said, tmp_path: Path, ending: str) -> None:
    for words in (QUESTION, (COMPLEXES,)):
        path = tmp_path / f"{len(words)}.{ending}"
        assert said(*words, "--to", str(path), "--lang", "ko") == ""
        assert path.stat().st_size > 0


def test_options_without_a_goal(said) -> None:
    assert said("bok-2020-165", "--mix", "621", "--years", "5", "--lang", "en", code=2) == (
        "--mix, --years: goes with --target, as in iomodel seek bok-2020-165 --target "
        "employment=60000 --mix 621=0.5,700=0.5\n"
    )
    assert said("bok-2020-165", "--exact", "--lang", "ko", code=2) == (
        "--exact: --target과 함께 씁니다. 예: iomodel seek bok-2020-165 --target "
        "employment=60000 --mix 621=0.5,700=0.5\n"
    )


def test_a_goal_stated_twice(said) -> None:
    words = ("bok-2020-165", "--target", "employment=5", "--target", "employment=6")
    assert said(*words, "--mix", "621", "--lang", "en", code=2) == lines(
        "targets",
        "  employment: an indicator has two targets",
        "    expected: one an indicator",
        "    found: --target employment=… × 2",
        "    remedy: remove one",
        "",
    )


def test_a_share_that_is_no_number(said) -> None:
    words = ("bok-2020-165", "--target", "employment=5", "--mix", "621=half,700=0.5")
    assert said(*words, "--lang", "en", code=2) == lines(
        "mix",
        "  mix: the shares do not fit",
        "    expected: shares from 0 to 1",
        "    found: 621=nan",
        "    remedy: divide percentages by 100, or add what is missing",
        "",
    )


def test_an_unknown_form_of_report_is_refused_first(said, tmp_path: Path) -> None:
    words = ("no-such-table", "--target", "employment=5", "--mix", "621")
    told = said(*words, "--to", str(tmp_path / "a.pdf"), "--lang", "en", code=2)
    assert "there is no report of this form" in told
