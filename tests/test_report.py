"""How numbers and results are written: words, digits, Markdown, and the width of a terminal."""

from __future__ import annotations

import io
import json
import math
import re
import unicodedata
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from helpers import SEJONG, edit, tiny
from rich.console import Console
from test_estimates import FOURTH, copied, read_shipped_tables_once, slide

from iomodel.estimates import estimate
from iomodel.findings import Finding
from iomodel.models import LeontiefModel
from iomodel.report import blocks, data, labels, markdown, terminal
from iomodel.report.blocks import Block
from iomodel.report.tables import block_of, multiplier_records
from iomodel.summary import Summary
from iomodel.text import Lang, Text
from iomodel.units import money_unit
from iomodel.words import money_words, person_words

HEADLINE = "생산유발효과 2조 8,999억원 | 부가가치유발효과 1조 5,379억원 | 취업유발효과 3만 6,050명"
ANSI = "\x1b"


@pytest.fixture(autouse=True)
def _tables(monkeypatch: pytest.MonkeyPatch) -> None:
    read_shipped_tables_once(monkeypatch)


@cache
def sejong() -> Summary:
    return Summary(estimate(SEJONG))


def columns(line: str) -> int:
    """Return how many columns of a terminal a line takes."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


def printed(
    summary: Summary, width: int, lang: Lang = "ko", findings: tuple[Finding, ...] = ()
) -> str:
    """Return what a plain console of this width shows."""
    out = io.StringIO()
    console = Console(file=out, width=width, color_system=None, highlight=False, markup=False)
    terminal.render(summary, findings, lang, console)
    return out.getvalue()


# ------------------------------------------------------------------ words
@pytest.mark.parametrize(
    ("value", "unit", "ko", "en"),
    [
        (2_899_931, "백만원", "2조 8,999억원", "₩2.90 trillion"),
        (1_537_869, "백만원", "1조 5,379억원", "₩1.54 trillion"),
        (28_999.31, "억원", "2조 8,999억원", "₩2.90 trillion"),
        (39_010.5, "억원", "3조 9,010억원", "₩3.90 trillion"),  # a half to the even number
        (10_000, "억원", "1조원", "₩1.00 trillion"),
        (10_000.4, "억원", "1조원", "₩1.00 trillion"),
        (10_001, "억원", "1조 1억원", "₩1.00 trillion"),
        (9_999, "억원", "9,999억원", "₩999.9 billion"),
        (12_345_678, "억원", "1,234조 5,678억원", "₩1,234.57 trillion"),
        (209, "억원", "209억원", "₩20.9 billion"),
        (1, "억원", "1억원", "₩0.1 billion"),
        (149, "백만원", "1억원", "₩0.1 billion"),
        (99, "백만원", "99백만원", "₩99 million"),
        (60, "백만원", "60백만원", "₩60 million"),
        (0, "억원", "0백만원", "₩0 million"),
        (-209, "억원", "-209억원", "-₩20.9 billion"),
        (-60, "백만원", "-60백만원", "-₩60 million"),
        (-0.2, "백만원", "0백만원", "₩0 million"),
    ],
)
def test_money_in_words(value: float, unit: str, ko: str, en: str) -> None:
    words = money_words(value, money_unit(unit))
    assert (words.ko, words.en) == (ko, en)


def test_an_amount_that_rounds_up_to_a_trillion_is_one() -> None:
    """999.96 billion in one decimal would be 1,000.0 billion."""
    words = money_words(9_999.6, money_unit("억원"))
    assert (words.ko, words.en) == ("1조원", "₩1.00 trillion")


@pytest.mark.parametrize(
    ("value", "ko", "en"),
    [
        (36_050, "3만 6,050명", "36,050 persons"),
        (36_049.583, "3만 6,050명", "36,050 persons"),
        (0, "0명", "0 persons"),
        (9_999, "9,999명", "9,999 persons"),
        (9_999.5, "1만명", "10,000 persons"),
        (10_000, "1만명", "10,000 persons"),
        (10_001, "1만 1명", "10,001 persons"),
        (123_456_789, "12,345만 6,789명", "123,456,789 persons"),
        (-12_000, "-1만 2,000명", "-12,000 persons"),
        (-0.3, "0명", "0 persons"),
    ],
)
def test_persons_in_words(value: float, ko: str, en: str) -> None:
    words = person_words(value)
    assert (words.ko, words.en) == (ko, en)


# ------------------------------------------------------------------ digits
@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "–"),
        (184_493.399, "184,493"),
        (2_899_930.795, "2,899,931"),
        (999.5, "1,000"),
        (0.2, "0"),
        (-0.2, "0"),
        (-1_234.6, "-1,235"),
    ],
)
def test_a_figure_is_a_whole_number(value: float | None, text: str) -> None:
    assert labels.figure(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "–"),
        (0.0, "+0.0"),
        (-0.04, "+0.0"),
        (0.399, "+0.4"),
        (-0.421, "-0.4"),
        (9.94, "+9.9"),
        (-10.0, "-10"),
        (-472_945.03, "-472,945"),
    ],
)
def test_a_difference_is_signed(value: float | None, text: str) -> None:
    assert labels.difference(value) == text


def test_a_share_is_in_per_cent() -> None:
    assert [labels.share(x) for x in (0.0, 0.68944, 1.0)] == ["0.0%", "68.9%", "100.0%"]


# ------------------------------------------------------------------ headline
def test_the_headline_is_that_of_the_slide_word_for_word(shared: Path) -> None:
    text = (shared / "seeds/sejong-odz-seminar-2024-05-28.txt").read_text("utf-8")
    assert HEADLINE in text.splitlines()
    assert blocks.headline(sejong(), "ko")[:2] == [
        f"공표: {HEADLINE}",
        f"재구성: {HEADLINE} · 30/30 공표 자릿수까지 일치",
    ]


def test_the_headline_in_english() -> None:
    words = "production ₩2.90 trillion | value added ₩1.54 trillion | employment 36,050 persons"
    assert blocks.headline(sejong(), "en")[:2] == [
        f"Published: {words}",
        f"Reconciled: {words} · 30/30 match to the printed digits",
    ]


def test_the_headline_says_that_announced_is_not_comparable() -> None:
    for lang, words in (("ko", " (일부만의 값, 비교 불가)"), ("en", " (in part, not comparable)")):
        last = blocks.headline(sejong(), lang)[-1]
        assert last.endswith(words)


def test_the_headline_of_one_district_is_its_subtotal() -> None:
    summary = Summary(estimate(SEJONG / "materials.toml", readings=("reconciled",)))
    assert blocks.headline(summary, "ko") == [
        "공표: 생산유발효과 8,107억원 | 부가가치유발효과 3,424억원 | 취업유발효과 6,336명",
        "재구성: 생산유발효과 8,107억원 | 부가가치유발효과 3,424억원 | 취업유발효과 6,336명 · 9/9 "
        "공표 자릿수까지 일치",
    ]


def test_a_figure_that_does_not_match_has_no_tick(tmp_path: Path) -> None:
    study = copied(tmp_path)
    edit(
        study / "published.csv",
        "technology,지원사업,production,184493",
        "technology,지원사업,production,184503",
    )
    summary = Summary(estimate(study, readings=("reconciled",)))
    assert blocks.headline(summary, "en")[1].endswith(" · 29/30 match to the printed digits")
    production = blocks.indicator_tables(summary, "en")[0]
    assert production.rows[0][2:] == ("184,503", "184,493", "-9.6")
    assert production.rows[1][2:] == ("797,174", "797,174", "+0.0 ✓")


# ------------------------------------------------------------------ the printed table
def test_rows_are_those_of_the_slide() -> None:
    rows = [(row.district.ko, row.programme.ko) for row in sejong().rows]
    districts = ("기술혁신지구", "스마트서비스 실증지구", "첨단소재·부품 사업화지구")
    programmes = ("지원사업", "기업투자유치", "소계")
    assert rows == [(d, p) for d in districts for p in programmes] + [("합계", "")]


def test_the_published_figures_stand_in_the_table_as_printed() -> None:
    order = list(dict.fromkeys((s, p) for s, p, _ in slide()))
    whole = blocks.whole_table(sejong(), "ko")
    assert len(whole.rows) == 10
    for (scenario, programme), row in zip(order, whole.rows, strict=True):
        for k, indicator in enumerate(("production", "value_added", "employment")):
            digits = f"{slide()[scenario, programme, indicator]:,}"
            assert row[2 + 3 * k] == digits
            computed, gap = row[3 + 3 * k].split("\n")
            assert computed == digits
            assert re.fullmatch(r"[+-]0\.\d ✓", gap)


def test_the_whole_table_and_the_narrow_ones_hold_the_same_cells() -> None:
    whole = blocks.whole_table(sejong(), "ko")
    for k, block in enumerate(blocks.indicator_tables(sejong(), "ko")):
        assert block.headings == ("구분", "프로그램", "공표", "재구성", "차이", "발표투자", "차이")
        for wide, narrow in zip(whole.rows, block.rows, strict=True):
            published, reconciled, announced = wide[2 + 3 * k : 5 + 3 * k]
            assert narrow[2] == published
            assert "\n".join(narrow[3:5]) == reconciled
            assert "\n".join(narrow[5:7]) == announced


def test_what_is_not_comparable_says_so_in_every_cell() -> None:
    production = blocks.indicator_tables(sejong(), "ko")[0]
    assert [row[6] for row in production.rows] == [
        "비교 불가",
        "-472,945",
        "비교 불가",
        "비교 불가",
        "비교 불가",
        "비교 불가",
        "비교 불가",
        "-290,709",
        "비교 불가",
        "비교 불가",
    ]
    assert [row[5] for row in production.rows][:3] == ["–", "324,229", "(324,229)"]
    assert "괄호 안은" in production.caption


def test_sums_are_set_apart() -> None:
    assert blocks.whole_table(sejong(), "en").sums == {2, 5, 8, 9}


def test_the_regional_table_ends_in_its_total() -> None:
    block = blocks.regional_table(sejong(), "ko")
    assert block is not None
    assert block.title == "발표투자: 세종 지역산업연관표로 본 지역내·타지역 효과"
    assert block.headings[3:] == ("지역내", "타지역", "합계", "지역내 비중")
    assert len(block.rows) == 4 * 3
    rows = [[float(cell.replace(",", "")) for cell in row[3:6]] for row in block.rows]
    shares = [float(row[6].rstrip("%")) for row in block.rows]
    for (inside, outside, total), share in zip(rows, shares, strict=True):
        assert abs(inside + outside - total) <= 1  # each rounded on its own
        assert share == pytest.approx(100 * inside / total, abs=0.1)
    for k in range(3):
        for side in range(3):
            assert abs(sum(rows[3 * d + k][side] for d in range(3)) - rows[9 + k][side]) <= 2
    assert block.sums == {9, 10, 11}


def test_no_regional_table_where_no_region_was_modelled() -> None:
    summary = Summary(estimate(SEJONG, readings=("reconciled",)))
    assert blocks.regional_table(summary, "ko") is None


def test_a_fourth_district_has_no_published_cells(tmp_path: Path) -> None:
    study = copied(tmp_path)
    (study / "newtown.toml").write_text(FOURTH, "utf-8")
    summary = Summary(estimate(study))
    production = blocks.indicator_tables(summary, "ko")[0]
    line, subtotal, three, four = production.rows[-4:]
    assert line[:2] == ("신도심지구", "기업투자유치")
    assert line[2:5] == ("–", "–", "")
    assert line[6] == subtotal[6] == ""
    assert float(line[5].replace(",", "")) > 10_000
    assert three[0] == "합계(공표된 3개 지구)"
    assert three[2:5] == ("2,899,931", "2,899,931", "-0.2 ✓")
    assert four[0] == "합계(전체 4개 지구)"
    assert four[2] == "–"
    assert four[3] == "(2,899,931)"  # a sum over three is no total of four
    lead = blocks.headline(summary, "ko")
    assert lead[:2] == [
        f"합계(공표된 3개 지구) 공표: {HEADLINE}",
        f"합계(공표된 3개 지구) 재구성: {HEADLINE} · 30/30 공표 자릿수까지 일치",
    ]
    assert lead[3] == f"합계(전체 4개 지구) 재구성: {HEADLINE} (일부만의 값, 비교 불가)"
    assert len(lead) == 5


def test_sections_below_the_table() -> None:
    found = (Finding("f", Text("알아낸 한 가지", "one thing found"), "inferred"),)
    sections = {s.title: s.lines for s in blocks.sections(sejong(), found, "ko")}
    assert list(sections) == ["읽는 법", "알아낸 것", "주", "가정", "유의", "출처"]
    assert sections["알아낸 것"] == ("[추론] 알아낸 한 가지",)
    assert sections["읽는 법"][0].startswith("재구성: 공표된 합계에 맞추어 추론한 지출(맞춤")
    assert sections["읽는 법"][1].endswith(
        "bok-2020-165, 2024년 가격, 계산 · bok-2020-regional-83 세종, 2024년 가격, 계산"
    )
    assert any(line.startswith("문서의 주 3: 스마트서비스실증지구") for line in sections["주"])
    sources = "\n".join(sections["출처"])
    assert "공표값: 세종특별자치시·세종테크노파크" in sources
    assert sources.count("sha256 ") == 2
    english = {s.title for s in blocks.sections(sejong(), (), "en")}
    assert english == {"Readings", "Notes", "Assumptions", "Caveats", "Provenance"}


def test_statements_end_alike_in_korean() -> None:
    """All of the run's own Korean sentences are in one style (-습니다), or are noun phrases."""
    sections = blocks.sections(sejong(), (), "ko")
    for section in sections:
        for line in section.lines:
            assert not re.search(r"(?<!니)다\.?$", line), line


# ------------------------------------------------------------------ terminals
@pytest.mark.parametrize("lang", ["ko", "en"])
def test_a_wide_terminal_has_one_table_and_a_narrow_one_three(lang: Lang) -> None:
    title = {"ko": "생산유발 (단위: 백만원)", "en": "production (Unit: million KRW)"}[lang]
    wide, narrow = printed(sejong(), 250, lang), printed(sejong(), 130, lang)
    assert title not in wide
    assert title in [line.rstrip() for line in narrow.splitlines()]
    assert wide.count("2,899,931") == narrow.count("2,899,931") == 2


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("width", [80, 100, 130, 180])
def test_no_line_is_wider_than_the_terminal(width: int, lang: Lang) -> None:
    for line in printed(sejong(), width, lang).splitlines():
        assert columns(line.rstrip()) <= width


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("width", [80, 100, 130])
def test_a_narrow_terminal_cuts_no_number(width: int, lang: Lang) -> None:
    """A number folded over two lines can be misread."""
    page = printed(sejong(), width, lang)
    for figure in ("184,493", "1,042,512", "2,899,931", "-472,945", "36,050"):
        assert figure in page


def test_colours_are_for_terminals_only() -> None:
    assert ANSI not in printed(sejong(), 180)
    out = io.StringIO()
    console = Console(file=out, width=180, force_terminal=True, color_system="standard")
    terminal.render(sejong(), (), "ko", console)
    assert ANSI in out.getvalue()


def test_brackets_in_names_are_no_markup(tmp_path: Path) -> None:
    study = copied(tmp_path)
    edit(study / "materials.toml", 'ko = "첨단소재·부품 사업화지구"', 'ko = "[bold]소재[/] 지구"')
    page = printed(Summary(estimate(study, readings=("announced",))), 180)
    assert "[bold]소재[/] 지구" in page


# ------------------------------------------------------------------ Markdown
def test_markdown_escapes_what_would_break_a_table() -> None:
    block = Block("T", ("a|b", "n"), (("x|y", "1"), ("둘\n째", "2")), frozenset({1}), 1, "c")
    assert markdown.table(block).splitlines() == [
        "## T",
        "",
        r"| a\|b | n |",
        "| --- | ---: |",
        r"| x\|y | 1 |",
        "| **둘 째** | **2** |",
        "",
        "*c*",
    ]


@pytest.mark.parametrize("mark", ["|", "*", "~"])
def test_markdown_escapes_what_would_be_markup(tmp_path: Path, mark: str) -> None:
    """Bars end cells, asterisks set italics, tildes strike out: 1,148~1,192; 4,779~6,122."""
    study = copied(tmp_path)
    edit(
        study / "materials.toml",
        'ko = "첨단소재·부품 사업화지구"',
        f'ko = "소재{mark}부품{mark} 지구"',
    )
    found = (Finding("f", Text(f"1{mark}2, 3{mark}4", "x"), "computed"),)
    summary = Summary(estimate(study, readings=("announced",)))
    text = markdown.document(summary, found, "ko")
    assert text.count(f"소재\\{mark}부품\\{mark} 지구") >= 4
    assert f"소재{mark}부품" not in text
    assert f"- [계산] 1\\{mark}2, 3\\{mark}4" in text.splitlines()


def test_every_markdown_table_is_rectangular() -> None:
    text = markdown.document(sejong(), (), "ko")
    tables = re.findall(r"(?:^\|.*\|\n)+", text + "\n", flags=re.M)
    assert len(tables) == 7  # three indicators, the region, years, goals, hires
    for table in tables:
        widths = {len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}
        assert len(widths) == 1


def test_markdown_holds_the_whole_estimate() -> None:
    finding = Finding("f", Text("하나|둘", "one|two"), "computed")
    text = markdown.document(sejong(), (finding,), "ko")
    assert text.startswith(f"# 세종형 기회발전특구 경제적 파급효과\n- 공표: {HEADLINE}")
    assert "| **합계** |  | **2,899,931** | **2,899,931** | **-0.2 ✓** |" in text
    assert r"- [계산] 하나\|둘" in text
    for title in ("알아낸 것", "주", "가정", "유의", "출처"):
        assert f"\n## {title}\n" in text
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


def test_headline_lines_are_a_list_with_their_bars_kept() -> None:
    """Bars outside tables need no escape: the words stay as on the slide."""
    assert HEADLINE in markdown.document(sejong(), (), "ko")


# ------------------------------------------------------------------ plain data
def test_json_keeps_korean_and_has_no_nan() -> None:
    text = data.to_json({"이름": math.nan, "b": [math.inf, 1.5], "c": None, "d": (True, "x")})
    assert json.loads(text) == {"이름": None, "b": [None, 1.5], "c": None, "d": [True, "x"]}
    assert "이름" in text
    assert text.endswith("}\n")


def test_json_writes_dates_as_text() -> None:
    assert json.loads(data.to_json([{"published": date(2024, 6, 25)}])) == [
        {"published": "2024-06-25"}
    ]


def test_csv_leaves_what_is_not_there_empty() -> None:
    assert data.to_csv([{"a": 1, "b": None}, {"a": "x,y", "b": 2.5}]) == 'a,b\n1,\n"x,y",2.5\n'
    assert data.to_csv([]) == ""


def test_csv_numbers_read_back_exactly() -> None:
    value = 0.1 + 0.2
    assert float(data.to_csv([{"a": value}]).splitlines()[1]) == value


# ------------------------------------------------------------------ multipliers
def test_multipliers_are_sorted_by_the_column_asked_for() -> None:
    model = LeontiefModel.from_table(tiny())
    by_jobs = multiplier_records(model, "employment", "ko")
    values = [record["employment"] for record in by_jobs]
    assert values == sorted(values, reverse=True)
    assert [record["code"] for record in by_jobs] != [
        record["code"] for record in multiplier_records(model, None, "ko")
    ]
    assert list(by_jobs[0])[:3] == ["code", "name", "production"]


def test_flat_records_as_a_table() -> None:
    block = block_of([{"code": "01", "x": 1.23456, "y": None}, {"code": "02", "x": 2, "y": 0.5}], 1)
    assert block.headings == ("code", "x", "y")
    assert block.rows == (("01", "1.2346", "–"), ("02", "2", "0.5000"))
