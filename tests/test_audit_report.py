"""The referee's note: text, Markdown, JSON, CSV and files, in both languages."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from audits import AUDITS, figure, shipped, toml
from helpers import lines

from iomodel import cli
from iomodel.audit import ORDER
from iomodel.audit.finding import KINDS
from iomodel.report import audits
from iomodel.report.audits import CERTAINTY

GOESAN = str(AUDITS / "goesan-2011.toml")
Said = Callable[..., str]


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Said:
    def run(*words: str, code: int = 0) -> str:
        assert cli.main(list(words)) == code
        captured = capsys.readouterr()
        return captured.out + captured.err

    return run


def test_the_note_in_english(said: Said) -> None:
    text = said("audit", GOESAN, "--lang", "en")
    head = text.splitlines()[:3]
    assert head == [
        "Audit: Economic effects of Goesan county's main projects",
        "  · 괴산군 역점사업의 경제적 파급효과 (정원CNM); cctimes 252888",
        "  · 18 figures: contradictions 1 · unlikely 1 · inferences 6 · rounding 1 · hold 18",
    ]
    flat = " ".join(text.split())
    assert (
        "1. 전체 2011 employment 15,393명 is not the sum of its parts. Evidence: 산단 2011 "
        "employment 7,567명, 둘째 사업 2011 employment 5,884명, 셋째 사업 2011 employment "
        "1,939명; sum 15,390명. Size: +3명 (0.019%), of which 1명 are beyond rounding. [computed] "
        "(employment, employment_complex, employment_2, employment_3)"
    ) in flat
    places = [text.index(CERTAINTY[c].en) for c in ORDER]
    assert places == sorted(places)
    assert "sums (2): production, value_added" in flat
    assert "no claim that the authors used them" in flat


def test_the_note_in_korean(said: Said) -> None:
    text = said("audit", GOESAN, "--lang", "ko")
    assert text.splitlines()[0] == "공표값 감사: 괴산군 역점사업의 경제적 파급효과"
    flat = " ".join(text.split())
    assert (
        "1. 전체 2011 취업유발 15,393명: 부분의 합이 아닙니다. 근거: 산단 2011 취업유발 7,567명, "
        "둘째 사업 2011 취업유발 5,884명, 셋째 사업 2011 취업유발 1,939명; 합 15,390명. "
        "크기: +3명 (0.019%), 그 가운데 1명은 반올림을 넘음. [계산] "
        "(employment, employment_complex, employment_2, employment_3)"
    ) in flat
    assert "합계 (2): production, value_added" in flat
    assert "저자들이 그 표를 썼다는 뜻이 아닙니다" in flat


def test_every_finding_of_every_example_speaks_both_languages() -> None:
    for path in AUDITS.iterdir():
        found = shipped(path.stem)
        for finding in found.findings:
            for text in (finding.claim, finding.evidence, finding.size):
                assert bool(text.ko) == bool(text.en)
            assert finding.claim.ko
            assert finding.evidence.ko
            assert finding.kind in KINDS
            if finding.objection:
                assert finding.size.ko, finding
            assert finding.figures
            assert {f.id for f in found.publication.figures} >= set(finding.figures)
        assert [f.certainty for f in found.findings] == sorted(
            (f.certainty for f in found.findings), key=ORDER.index
        )


def test_what_needs_a_table_is_inferred_or_says_which() -> None:
    """Arithmetic on the digits is computed; sources, misreadings and spending are inferred."""
    for path in AUDITS.iterdir():
        for finding in shipped(path.stem).findings:
            inferred = finding.kind in ("source", "mistake", "spending")
            assert (finding.basis == "inferred") == inferred


def test_json_holds_all(said: Said) -> None:
    document = json.loads(said("audit", GOESAN, "--format", "json", "--lang", "en", "--top", "2"))
    found = shipped("goesan-2011")
    assert document["publication"]["figures"] == 18
    assert [f["certainty"] for f in document["findings"]] == [f.certainty for f in found.findings]
    first = document["findings"][0]
    assert (first["kind"], first["figures"][0]) == ("sum", "employment")
    assert first["data"] == {
        "printed": 15393,
        "sum": 15390,
        "gap": 3,
        "beyond_rounding": 1,
        "unit": "명",
    }
    assert [len(r["candidates"]) for r in document["rankings"]] == [2, 2, 2]
    candidate = document["rankings"][0]["candidates"][0]
    assert set(candidate) == {
        *("table", "region", "year", "sectors", "shares", "compared", "distance", "fits"),
        *("later_than_document", "basis"),
    }
    assert [t["id"] for t in document["manifest"]["tables"]][-1] == "bok-33-history"
    assert document["silent"] == [text.en for text in found.silent]


def test_csv_has_a_row_a_finding(said: Said) -> None:
    rows = list(
        csv.DictReader(io.StringIO(said("audit", GOESAN, "--format", "csv", "--lang", "ko")))
    )
    found = shipped("goesan-2011")
    assert len(rows) == len(found.findings)
    assert list(rows[0]) == ["certainty", "kind", "figures", "claim", "evidence", "size", "basis"]
    assert rows[0]["claim"] == found.findings[0].claim.ko


def test_markdown(said: Said) -> None:
    text = said("audit", GOESAN, "--format", "markdown", "--lang", "en")
    assert text.startswith("# Audit: Economic effects of Goesan county's main projects\n")
    assert "\n## Contradictions: can't stand as printed\n\n- 1. " in text
    assert "| Figures | Rank | Candidate |" in text


@pytest.mark.parametrize("ending", ["docx", "html", "md", "tex", "xlsx"])
def test_a_report_file(said: Said, tmp_path: Path, ending: str) -> None:
    target = tmp_path / f"note.{ending}"
    assert said("audit", GOESAN, "--to", str(target), "--lang", "ko") == ""
    assert target.stat().st_size > 1000


def test_a_report_of_another_kind_is_refused_before_the_work(said: Said, tmp_path: Path) -> None:
    target = tmp_path / "note.pdf"
    text = said("audit", "missing.toml", "--to", str(target), "--lang", "en", code=2)
    assert "there is no report of this form" in text


def test_out_writes_a_file(said: Said, tmp_path: Path) -> None:
    target = tmp_path / "note.txt"
    assert said("audit", GOESAN, "--out", str(target), "--lang", "en") == ""
    assert target.read_text("utf-8").startswith("Audit: Economic effects of Goesan")


def test_a_sound_publication_says_so(said: Said, tmp_path: Path) -> None:
    path = tmp_path / "sound.toml"
    figures: list[dict[str, Any]] = [
        figure("a", "10", "억원", "other"),
        figure("b", "20", "억원", "other"),
        figure("t", "30", "억원", "other", total_of=["a", "b"]),
    ]
    path.write_text(toml(figures), "utf-8")
    text = said("audit", str(path), "--lang", "en")
    assert "3 figures: contradictions 0 · unlikely 0 · inferences 0 · rounding 0 · hold 1" in text
    assert "Contradictions" not in text
    assert "Candidates" not in text


def test_a_template_from_the_command_line(said: Said, tmp_path: Path) -> None:
    target = tmp_path / "mine.csv"
    assert said("audit", "--new", str(target), "--lang", "en") == (
        f"{target}: fill in the figures, then iomodel audit {target}\n"
    )
    text = said("audit", "--new", str(target), "--lang", "ko", code=2)
    assert text == lines(
        target,
        "  --new: 같은 이름의 파일이 있습니다",
        "    기대한 것: 아직 없는 파일",
        "    찾은 것: 있음",
        "    고치는 법: 다른 이름을 쓰거나 그 파일을 지우십시오",
        "",
    )


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "one of the arguments path --new is required"),
        (["x.toml", "--new", "y.toml"], "not allowed with argument"),
        (["x.toml", "--top", "0"], "argument --top: '0' < 1"),
    ],
)
def test_what_the_command_line_refuses(
    words: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stop:
        cli.main(["audit", *words, "--lang", "en"])
    assert stop.value.code == 2
    assert message in capsys.readouterr().err


def test_fewer_candidates_are_shown_when_asked() -> None:
    found = shipped("goesan-2011")
    for most in (1, 3):
        block = audits.ranking_block(found, most, "en")
        assert block is not None
        assert len(block.rows) == most * len(found.rankings)
    assert audits.ranking_block(shipped("industrial-complexes-2020"), 5, "en") is None


def test_ids_of_many_figures_are_cut() -> None:
    (note,) = [
        line
        for section in audits.sections(shipped("gyeonggi-railways"), "en")
        for line in section.lines
        if line.startswith("1. ")
    ]
    assert note.endswith("and 3 more)")
