"""Reports as files: what other programs read in them, against the slide and the estimate."""

from __future__ import annotations

import csv
import io
import itertools
import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from helpers import SEJONG, lines, refused
from test_estimates import SLIDE, read_shipped_tables_once

from iomodel import cli
from iomodel.errors import NotSupportedError
from iomodel.estimates import Estimate, estimate
from iomodel.report import numbers
from iomodel.report.blocks import Block, Section
from iomodel.report.compose import compose
from iomodel.report.document import Document, Picture
from iomodel.report.doors import DOORS, latex, write
from iomodel.report.doors.widths import shares, widths
from iomodel.report.sentences import listed
from iomodel.rerun import read_record, rerun
from iomodel.text import Lang
from iomodel.version import code_version

docx = pytest.importorskip("docx", reason='needs pip install "iomodel[report]"')
hwpx = pytest.importorskip("hwpx", reason='needs pip install "iomodel[report]"')
openpyxl = pytest.importorskip("openpyxl", reason='needs pip install "iomodel[test]"')
html = pytest.importorskip("lxml.html", reason='needs pip install "iomodel[report]"')

SUMS = 1e-9  # relative: sums of a handful of doubles
HOW = {"readings": ["reconciled", "announced"], "table": None}
FIGURES = [tuple(row.split()[-3:]) for row in SLIDE.splitlines()]  # as the slide prints them
TITLE = "파급효과: 재구성"
BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("chrome")
Table = list[list[str]]
needs_browser = pytest.mark.skipif(BROWSER is None, reason="no chromium on this machine")
needs_tex = pytest.mark.skipif(shutil.which("xelatex") is None, reason="no xelatex here")


@pytest.fixture(autouse=True)
def _tables(monkeypatch: pytest.MonkeyPatch) -> None:
    read_shipped_tables_once(monkeypatch)


@cache
def made() -> Estimate:
    return estimate(SEJONG)


@cache
def sejong(lang: Lang = "ko") -> Document:
    return compose(made(), (), lang, HOW)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the report in every form."""
    where = tmp_path_factory.mktemp("reports")
    for ending in DOORS:
        write(sejong(), where / f"report{ending}")
    return where


# ------------------------------------------------------------------ reading them back
def in_workbook(path: Path) -> Table:
    sheet = openpyxl.load_workbook(path, data_only=True)[TITLE.replace(":", "")]
    return [[_written(cell) for cell in row] for row in sheet.iter_rows()]


def _written(cell: Any) -> str:
    """Return a cell as its pattern shows it."""
    if not isinstance(cell.value, int | float):
        return str(cell.value or "")
    assert cell.number_format == "#,##0"
    return f"{round(cell.value):,}"


def in_word(path: Path) -> Table:
    body = docx.Document(str(path))
    number = next(p.text for p in body.paragraphs if p.text.endswith(TITLE))
    table = body.tables[int(re.findall(r"표 (\d+)\.", number)[0]) - 1]
    return [[cell.text for cell in row.cells] for row in table.rows]


def in_hwp(path: Path) -> Table:
    body = hwpx.HwpxDocument.open(str(path))
    number = next(p.text for p in body.paragraphs if p.text.endswith(TITLE))
    index = int(re.findall(r"표 (\d+)\.", number)[0]) - 1
    table = body.tables[index]
    return [
        [table.cell(i, j).text for j in range(table.column_count)] for i in range(table.row_count)
    ]


def in_page(path: Path) -> Table:
    page = html.document_fromstring(path.read_bytes())
    (title,) = (h for h in page.iter("h2") if h.text_content() == TITLE)
    rows = title.getparent().iter("tr")
    return [[cell.text_content() for cell in row] for row in rows]


def in_markdown(path: Path) -> Table:
    text = path.read_text("utf-8").split(f"## {TITLE}\n")[1].split("\n## ")[0]
    rows = [line.strip("| ") for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip(" *") for cell in row.split("|")] for row in rows]


def in_tex(path: Path) -> Table:
    text = path.read_text("utf-8").split(f"\\caption{{{TITLE}}}")[1].split("\\end{longtable}")[0]
    rows = [line.removesuffix(r" \\") for line in text.splitlines() if " & " in line]
    return [[re.sub(r"\\textbf\{(.*)\}", r"\1", cell) for cell in row.split(" & ")] for row in rows]


READERS: dict[str, Callable[[Path], Table]] = {
    ".xlsx": in_workbook,
    ".docx": in_word,
    ".hwpx": in_hwp,
    ".html": in_page,
    ".md": in_markdown,
    ".tex": in_tex,
}


@pytest.mark.parametrize("ending", READERS)
def test_each_form_shows_the_figures_of_the_slide(ending: str, folder: Path) -> None:
    table = READERS[ending](folder / f"report{ending}")
    rows = [tuple(row[-3:]) for row in table if re.fullmatch(r"[\d,]+", row[-1])]
    assert rows == FIGURES
    assert any("생산유발" in row for row in table)


def test_the_results_of_csv_are_those_of_the_estimate(folder: Path) -> None:
    text = (folder / "report.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    total = sum(
        float(row["value"])
        for row in rows
        if (row["reading"], row["indicator"], row["table"], row["origin"])
        == ("reconciled", "production", "bok-2020-165", "total")
    )
    assert round(total) == 2_899_931
    assert {row["unit"] for row in rows} == {"백만원", "명"}
    assert {row["basis"] for row in rows} == {"computed", "inferred"}


# ------------------------------------------------------------------ workbooks
def _book(path: Path, *, values: bool) -> Any:
    return openpyxl.load_workbook(path, data_only=values)


def test_sums_are_live_and_their_kept_values_are_what_they_add(folder: Path) -> None:
    live, kept = (_book(folder / "report.xlsx", values=v) for v in (False, True))
    found: dict[str, int] = {}
    for sheet in live:
        for cell in itertools.chain.from_iterable(sheet.iter_rows()):
            if cell.data_type != "f":
                continue
            ranges = re.fullmatch(r"=SUM\((.*)\)", cell.value)[1].split(",")
            added = [value for part in ranges for value in _values(kept[sheet.title], part)]
            assert kept[sheet.title][cell.coordinate].value == pytest.approx(sum(added), rel=SUMS)
            found[sheet.title] = found.get(sheet.title, 0) + 1
    # Two tables of four sums and three indicators, the regional one of three by three, two of
    # sectors; none in those of published figures, which don't add up.
    assert sorted(found.values()) == [3, 3, 9, 12, 12]


def _values(sheet: Any, part: str) -> Iterator[float]:
    cells = sheet[part]
    for cell in itertools.chain.from_iterable(cells) if ":" in part else [cells]:
        if isinstance(cell.value, int | float):
            yield cell.value


def test_the_workbook_is_laid_out_for_reading_and_printing(folder: Path) -> None:
    book = _book(folder / "report.xlsx", values=True)
    sheet = book[TITLE.replace(":", "")]
    assert sheet["E2"].value == "단위: 백만원, 명(전업환산)"
    assert sheet["E2"].alignment.horizontal == "right"
    assert str(sheet.merged_cells).count(":") == 4  # three districts, and the caption
    assert sheet.freeze_panes == "C4"
    assert sheet["C7"].number_format == "#,##0"
    assert [sheet.cell(row, 2).font.bold for row in (4, 5, 6)] == [False, False, True]
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToHeight, sheet.page_setup.paperSize) == (0, 9)  # any height, A4
    assert book.sheetnames[0] == "요약"
    assert {"가정", "출처", "쓴 표", "기본 사항"} <= set(book.sheetnames)
    assert any(name.startswith("효과가 생기는 부문") for name in book.sheetnames)
    assert [s.title for s in book if s.sheet_state == "hidden"] == ["iomodel"]


# ------------------------------------------------------------------ hostile words
HOSTILE = ("=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", '=HYPERLINK("http://x","y")', "−1")


def hostile(words: str) -> Document:
    number = numbers.whole(3.0)
    block = Block(words, (words, "b"), ((words, number), (words, number)), frozenset(), 1, words)
    return Document(words, "ko", (words,), (block, Section(words, (words,))), (), ("record",))


@pytest.mark.parametrize("words", HOSTILE)
def test_no_words_become_a_formula(words: str, tmp_path: Path) -> None:
    write(hostile(words), tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        sheets = [archive.read(n).decode() for n in archive.namelist() if "/sheet" in n]
    assert not any("<f>" in sheet for sheet in sheets)
    cells = list(
        itertools.chain.from_iterable(
            row for sheet in _book(tmp_path / "a.xlsx", values=False) for row in sheet.iter_rows()
        )
    )
    shown = [cell for cell in cells if cell.value == words]
    assert len(shown) == 9  # title and lead, table's title, heading, cells, caption; section
    assert {cell.hyperlink for cell in shown} == {None}


MARKUP = "<script>alert(1)</script>--><b>&amp;"


def test_no_words_become_markup(tmp_path: Path) -> None:
    for ending in (".html", ".docx", ".hwpx"):
        write(hostile(MARKUP), tmp_path / f"a{ending}")
    page = html.document_fromstring((tmp_path / "a.html").read_bytes())
    assert len(list(page.iter("script"))) == 1  # the page's own
    assert not list(page.iter("b"))
    assert page.find(".//h1").text == MARKUP
    word = docx.Document(str(tmp_path / "a.docx"))
    assert word.tables[0].cell(1, 0).text == MARKUP
    hwp = hwpx.HwpxDocument.open(str(tmp_path / "a.hwpx"))
    assert hwp.tables[0].cell(1, 0).text == MARKUP


def test_tex_takes_no_words_for_a_command() -> None:
    words = r"\input{x} & 50% $a_1^2$ #~<>|[x]* ₩"
    assert latex.escape(words) == (
        r"\textbackslash{}input\{x\} \& 50\% \$a\_1\textasciicircum{}2\$ \#\textasciitilde{}"
        r"\textless{}\textgreater{}\textbar{}{[}x{]}{*} KRW "
    )


@needs_tex
def test_xelatex_sets_the_report_and_hostile_words(folder: Path, tmp_path: Path) -> None:
    write(hostile(r"\input{x} & 50% $a_1^2$ #~<>|[x]* ₩ ✓"), tmp_path / "hostile.tex")
    shutil.copy(folder / "report.tex", tmp_path / "report.tex")
    for name in ("hostile", "report"):
        done = subprocess.run(
            ["xelatex", "-interaction=nonstopmode", "-halt-on-error", f"{name}.tex"],
            cwd=tmp_path,
            capture_output=True,
            check=False,
        )
        log = (tmp_path / f"{name}.log").read_text("utf-8", "replace")
        if "kotex.sty' not found" in log:
            pytest.skip("xelatex without kotex")
        assert done.returncode == 0, log[-2000:]
        assert "Missing character" not in log


# ------------------------------------------------------------------ word processors
def test_word_shows_captions_repeats_headings_and_reads_korean(folder: Path) -> None:
    body = docx.Document(str(folder / "report.docx"))
    found = [p.text for p in body.paragraphs if p.style.name == "Caption"]
    captions = [words for words in found if words.startswith("표")]
    assert len(captions) == len(body.tables) == len(sejong().blocks)
    assert captions[0] == "표 1. 기본 사항"
    for table in body.tables:
        assert "w:tblHeader" in table.rows[0]._tr.xml
    for name in ("Normal", "Heading 1", "Title"):
        assert 'w:eastAsia="맑은 고딕"' in body.styles[name].element.xml
    assert "<m:oMath>" in body.element.xml
    sums = [row for row in body.tables[1].rows if row.cells[1].text == "소계"]
    assert len(sums) == 3
    assert all(run.bold for row in sums for c in row.cells[1:] for run in c.paragraphs[0].runs)


def test_hwp_is_valid_and_its_tables_are_ruled(folder: Path) -> None:
    body = hwpx.HwpxDocument.open(str(folder / "report.hwpx"))
    report = body.validate()
    assert report.ok, report
    assert len(body.tables) == len(sejong().blocks)
    with zipfile.ZipFile(folder / "report.hwpx") as archive:
        names = archive.namelist()
        assert names[0] == "mimetype"
        assert archive.read("mimetype") == b"application/hwp+zip"
        head = archive.read("Contents/header.xml").decode()
        text = archive.read("Contents/section0.xml").decode()
        about = archive.read("Contents/content.hpf").decode()
    assert "<opf:title>세종형 기회발전특구 경제적 파급효과</opf:title>" in about
    used = set(re.findall(r"<hp:tc [^>]*borderFillIDRef=\"(\d+)\"", text))
    for id in used:
        fill = re.search(rf'<hh:borderFill id="{id}".*?</hh:borderFill>', head, re.S)[0]
        for side in ("left", "right", "top", "bottom"):
            assert f'<hh:{side}Border type="SOLID"' in fill, (id, fill)
    table = body.tables[1]
    bold = set(
        re.findall(r'<hh:charPr [^>]*id="(\d+)"[^>]*>(?:(?!</hh:charPr>).)*<hh:bold/>', head)
    )
    sums = [i for i in range(table.row_count) if table.cell(i, 1).text == "소계"]
    assert len(sums) == 3
    for i in sums:
        runs = table.cell(i, 2).paragraphs[0].runs
        assert {run.element.get("charPrIDRef") for run in runs} <= bold
    assert 'repeatHeader="1"' in text
    assert "<hp:equation" in text


# ------------------------------------------------------------------ pages
def test_the_page_needs_no_network(folder: Path) -> None:
    page = html.document_fromstring((folder / "report.html").read_bytes())
    assert page.get("lang") == "ko"
    outside = [
        (node.tag, name)
        for node in page.iter()
        for name in ("src", "href", "data", "action")
        if (node.get(name) or "#").split(":")[0] in ("http", "https", "//")
    ]
    assert outside == []
    text = (folder / "report.html").read_text("utf-8")
    assert "@import" not in text
    assert not re.search(r"url\((?!#)", text)  # clips inside a picture are named by #
    assert list(page.iter("math")) or "<math" in text


SORT = """<script>
const table = document.querySelector("table.sortable:has(tr.sum)");
table.tHead.rows[0].cells[4].querySelector("button").click();
document.title = JSON.stringify({
  down: [...table.tBodies[0].rows].map((row) => row.cells[4].textContent),
  sorted: table.tHead.rows[0].cells[4].getAttribute("aria-sort"),
  wide: document.documentElement.scrollWidth <= window.innerWidth,
});
</script></body>"""


@needs_browser
def test_a_browser_sorts_tables_and_leaves_sums_below(folder: Path, tmp_path: Path) -> None:
    text = (folder / "report.html").read_text("utf-8")
    (tmp_path / "page.html").write_text(text.replace("</body>", SORT), "utf-8")
    assert BROWSER is not None
    done = subprocess.run(
        [
            BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
            "--no-first-run", "--disable-background-networking", "--disable-component-update",
            "--disable-sync", f"--user-data-dir={tmp_path / 'profile'}", "--window-size=390,800",
            "--dump-dom", (tmp_path / "page.html").as_uri(),
        ],
        capture_output=True,
        check=True,
        timeout=120,
    )  # fmt: skip
    title = html.document_fromstring(done.stdout).find(".//title").text
    found = json.loads(title)
    *shown, total = (int(words.replace(",", "")) for words in found["down"])
    assert total == 36_050
    assert shown == sorted(shown, reverse=True)
    assert found["sorted"] == "descending"
    assert found["wide"]  # a phone needn't be moved sideways: only tables are


# ------------------------------------------------------------------ what a report states
@pytest.mark.parametrize("lang", ["ko", "en"])
def test_a_report_says_what_it_rests_on(lang: Lang) -> None:
    facts, used = (
        next(b for b in sejong(lang).blocks if b.title == title)
        for title in (("기본 사항", "쓴 표") if lang == "ko" else ("At a glance", "Tables used"))
    )
    words = dict(facts.rows)
    if lang == "en":
        assert words["Software"] == f"iomodel {code_version()}"
        assert words["Amounts left out"].endswith("₩3.10 trillion")
        assert "full-time equivalents" in words["What jobs count"]
        assert used.headings[3:7] == ("Valuation", "Prices of table", "Prices of spending", "Basis")
        kinds = [(r[0], r[1], r[3], r[4], r[5], r[6], r[8]) for r in used.rows]
        assert kinds == [
            ("Reconciled", "bok-2020-165", "producers' prices", "2020", "2020", "inferred", "165"),
            ("Announced", "bok-2020-165", "producers' prices", "2020", "2024", "computed", "165"),
            ("Announced", "bok-2020-regional-83", "producers' prices", "2020", "2024", "computed",
             "83"),
        ]  # fmt: skip
    else:
        assert words["소프트웨어"] == f"iomodel {code_version()}"
        assert words["뺀 금액"].endswith("3조 1,000억원")
        assert "전업환산" in words["고용의 개념"]
        stamps = {s.id: s.checksum for s in made().manifest.tables}
        assert all(stamps[row[1]].startswith(row[7]) for row in used.rows)


def test_tables_of_effects_say_their_basis_and_how_jobs_are_counted() -> None:
    block = next(b for b in sejong("en").blocks if b.title == "Effects: Reconciled")
    assert block.unit == "Unit: million KRW, persons (full-time equivalents)"
    assert block.caption == "bok-2020-165, prices of 2020, inferred"
    both = next(b for b in sejong("en").blocks if b.title == "Production (Unit: million KRW)")
    assert both.caption.startswith(
        "Reconciled: bok-2020-165, prices of 2020, inferred · "
        "Announced: bok-2020-165, prices of 2024, computed · "
    )
    (regional,) = (b for b in sejong("en").blocks if "elsewhere" in b.title)
    assert regional.caption == "bok-2020-regional-83 세종, prices of 2024, computed"


def test_columns_are_as_wide_as_their_words_within_bounds() -> None:
    block = Block("t", ("가", "b\nlonger heading"), (("x" * 99, "1"),), frozenset(), 1)
    assert widths(block) == [44, 17]
    many = Block("t", ("a",) * 6, (("x" * 99,) * 6,), frozenset(), 6)
    assert widths(many) == [24] * 6


def test_a_page_gives_numbers_their_width_and_words_the_rest() -> None:
    row = ("x" * 40, numbers.whole(1_234_567.0), "")
    block = Block("t", ("a", "b", "c"), (row,), frozenset(), 1)
    assert shares(block, 100.0, 2.0) == pytest.approx([42 * 78 / 52, 22.0, 10 * 78 / 52])
    tight = Block("t", ("a", "b"), ((row[0], row[1]),), frozenset(), 1)
    assert shares(tight, 25.0, 2.0) == pytest.approx([25 * 42 / 53, 25 * 11 / 53])


# ------------------------------------------------------------------ pictures
def drawn(lang: Lang) -> Any:
    from matplotlib.figure import Figure

    axes = Figure(figsize=(2, 1)).subplots()
    axes.bar(["가" if lang == "ko" else "a"], [1])
    return axes


def test_pictures_come_with_words_for_those_who_cannot_see_them(tmp_path: Path) -> None:
    document = replace(sejong(), parts=(Picture("그림 제목", "막대 하나", drawn),))
    for ending in (".html", ".docx", ".hwpx", ".tex", ".md"):
        write(document, tmp_path / f"a{ending}")
    page = html.document_fromstring((tmp_path / "a.html").read_bytes())
    (image,) = page.xpath('//*[@role="img"]')
    assert image.get("aria-label") == "막대 하나"
    assert image.find(".//svg") is not None
    word = docx.Document(str(tmp_path / "a.docx"))
    assert 'descr="막대 하나"' in word.element.xml
    assert [p.text for p in word.paragraphs][-1] == "그림 1. 그림 제목"
    write(document, tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        drawing = archive.read("xl/drawings/drawing1.xml").decode()
    assert 'descr="막대 하나"' in drawing
    with zipfile.ZipFile(tmp_path / "a.hwpx") as archive:
        assert any(name.endswith(".png") for name in archive.namelist())
    assert "막대 하나" in (tmp_path / "a.tex").read_text("utf-8")


# ------------------------------------------------------------------ run again
@pytest.mark.parametrize("ending", READERS)
def test_each_form_runs_again_with_nothing_moved(ending: str, folder: Path) -> None:
    found = rerun(folder / f"report{ending}")
    assert (found.moved, found.reasons) == ((), ())
    assert found.compared == len(made().impact.records())


def test_the_record_outlives_a_save_by_other_programs(folder: Path, tmp_path: Path) -> None:
    word = docx.Document(str(folder / "report.docx"))
    word.add_paragraph("덧붙임")
    word.save(str(tmp_path / "a.docx"))
    book = _book(folder / "report.xlsx", values=False)
    book.save(tmp_path / "a.xlsx")
    hwp = hwpx.HwpxDocument.open(str(folder / "report.hwpx"))
    hwp.add_paragraph("덧붙임")
    hwp.save_to_path(str(tmp_path / "a.hwpx"))
    known = read_record(folder / "report.md")
    for ending in (".docx", ".xlsx", ".hwpx"):
        assert read_record(tmp_path / f"a{ending}") == known


# ------------------------------------------------------------------ refusals
LIBRARIES = (
    (".xlsx", "xlsxwriter"),
    (".docx", "docx"),
    (".hwpx", "hwpx"),
    (".html", "jinja2"),
    (".html", "latex2mathml.converter"),
)


@pytest.mark.parametrize(("ending", "library"), LIBRARIES)
def test_without_a_library_the_extra_is_named(
    ending: str, library: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    target = tmp_path / f"a{ending}"
    error = refused(NotSupportedError, lambda: write(sejong(), target))
    assert str(error) == lines(
        library,
        "  a library is not installed",
        f"    expected: {library}",
        f"    found: import of {library} halted; None in sys.modules",
        '    remedy: pip install "iomodel[report]"',
    )
    assert not target.exists()


def test_without_matplotlib_pictures_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    document = replace(sejong(), parts=(Picture("t", "alt", drawn),))
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    error = refused(NotSupportedError, lambda: write(document, Path("a.html")))
    assert str(error).splitlines()[-1] == '    remedy: pip install "iomodel[report]"'


@pytest.mark.parametrize(
    ("name", "found"), [("a.pdf", '    found: ".pdf"'), ("report", "    found: no ending")]
)
def test_other_endings_are_refused(name: str, found: str) -> None:
    error = refused(NotSupportedError, lambda: write(sejong(), Path(name)))
    assert str(error) == lines(
        name,
        "  --to: there is no report of this form",
        "    expected: .xlsx, .docx, .hwpx, .html, .md, .tex, .csv",
        found,
        "    remedy: correct the ending of the file's name",
    )


def test_the_command_writes_all_and_runs_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, other = tmp_path / "a.md", tmp_path / "b.csv"
    arguments = ["report", str(SEJONG), "--to", str(one), "--to", str(other), "--lang", "en"]
    assert cli.main([*arguments, "--reading", "announced"]) == 0
    assert capsys.readouterr().out == f"{one}: report written\n{other}: report written\n"
    assert cli.main(["rerun", str(one), "--lang", "en"]) == 0
    compared = len(estimate(SEJONG, readings=["announced"]).impact.records())
    assert capsys.readouterr().out == (
        f"{one}: {compared:,} results of iomodel 0.1.0 computed again, 0 of them moved\n"
    )
    assert cli.main(["report", str(SEJONG), "--to", str(one), "--to", "c.pdf", "--lang", "en"]) == 2


# ------------------------------------------------------------------ long sentences
@pytest.mark.parametrize("ending", READERS)
def test_long_lists_of_findings_stand_in_lines(ending: str, tmp_path: Path) -> None:
    told = listed("표의 칸: 가(1; 2); 나; 다. 모두 같습니다.")
    assert told == "표의 칸:\n– 가(1; 2)\n– 나\n– 다.\n모두 같습니다."
    write(replace(sejong(), parts=(Section("절", (told,)),)), tmp_path / f"a{ending}")
    assert [line.strip(" ·*-•") for line in LINES[ending](tmp_path / f"a{ending}")][-5:] == [
        line.strip("-") for line in told.split("\n")
    ]


LINES: dict[str, Callable[[Path], list[str]]] = {
    ".xlsx": lambda path: str(openpyxl.load_workbook(path)["절"]["A3"].value).split("\n"),
    ".docx": lambda path: docx.Document(str(path)).paragraphs[-1].text.split("\n"),
    ".hwpx": lambda path: [p.text for p in hwpx.HwpxDocument.open(str(path)).paragraphs],
    ".html": lambda path: (
        html.document_fromstring(path.read_bytes()).findall(".//li")[-1].text.split("\n")
    ),
    ".md": lambda path: path.read_text("utf-8").split("\n\n<!--")[0].splitlines(),
    ".tex": lambda path: (
        path.read_text("utf-8")
        .replace("--", "–")
        .split(r"\item ")[-1]
        .split("\n")[0]
        .split(r" \newline ")
    ),
}


@pytest.mark.parametrize(
    "words", ["Plain.", "One: a; b.", "No colon; at; all", "In brackets: (a; b; c)."]
)
def test_other_sentences_stay_as_they_are(words: str) -> None:
    assert listed(words) == words
