"""Published estimates reproduced: both sides apart, digits counted, gaps explained only so far."""

from __future__ import annotations

import csv
import importlib.util
import json
import shutil
from decimal import Decimal
from pathlib import Path

import nbformat
import numpy as np
import pytest
from helpers import COEFFICIENTS, ROOT, edit, lines, refused, repeatable, rows_of
from hypothesis import given
from hypothesis import strategies as st

from iomodel.cli import main
from iomodel.errors import NotFoundError, PublicationFileError, TableFileError
from iomodel.leontief import factorise
from iomodel.published import read_published
from iomodel.reproduce import CASES, Reproduced, counts, reproduce, sejong
from iomodel.reproduce import rows_of as series_rows
from iomodel.reproduce.about import DOCUMENT, Relation, Series, read_about
from iomodel.reproduce.figures import Answer, Figure
from iomodel.reproduce.home import Home
from iomodel.storage import seal

REPRODUCTIONS = COEFFICIENTS / "reproductions"
SHIPPED = {
    "sejong": 36,
    "bok-2020": 502,
    "bok-33": 220,
    "korea-coefficients": 51,
    "korea-studies": 44,
    "germany-1995": 48,
    "germany-2009": 18,
    "netherlands-2000": 24,
    "australia-1989": 399,
    "japan-2011": 3,
    "miller-blair": 30,
    "miller-blair-ras": 9,
    "gras": 12,
    "ndgras": 8,
}
ELSEWHERE = {
    "bok-2020-workbook": 21829,
    "korea-overseas-construction": 3,
    "uk-2010": 32893,
    "scotland-2016": 20385,
    "leather": 6,
    "takeda": 757,
}
SEALED = tuple(id for id in SHIPPED if (REPRODUCTIONS / id / "published").is_dir())


def found(id: str, folder: Path | None = None) -> Reproduced:
    (only,) = reproduce([id], folder=folder)
    return only


def answers(case: Reproduced) -> dict[tuple[str, str], Answer | None]:
    return {(f.series.code, f.of): f.computed for f in case.figures}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(REPRODUCTIONS, tmp_path / "reproductions"))


# ------------------------------------------------------------------ what comes out
def test_every_publication_is_here_or_known_to_be_elsewhere() -> None:
    assert {case.id for case in CASES} == {*SHIPPED, *ELSEWHERE}
    assert {path.name for path in REPRODUCTIONS.iterdir()} == {*SHIPPED, *ELSEWHERE}


@pytest.mark.parametrize("id", SHIPPED)
def test_no_shipped_figure_is_missed_without_a_reason(id: str) -> None:
    case = found(id)
    assert case.here
    assert len(case.figures) == SHIPPED[id]
    assert case.unexplained == ()


@pytest.mark.parametrize("id", ELSEWHERE)
def test_no_figure_elsewhere_is_missed_without_a_reason(id: str, shared: Path) -> None:
    (case,) = reproduce([id], cases=shared / "cases")
    assert case.here
    assert len(case.figures) == ELSEWHERE[id]
    assert case.unexplained == ()


def test_what_is_elsewhere_is_said_not_to_be_here(tmp_path: Path) -> None:
    for case in reproduce(list(ELSEWHERE), cases=tmp_path):
        assert (case.here, case.figures) == (False, ())
        assert case.about.needs


def test_the_thirty_cells_of_sejong_are_met_digit_by_digit() -> None:
    fitted = [f for f in found("sejong").figures if f.series.code.startswith("reconciled_")]
    assert len(fitted) == 30
    assert all(f.verdict == "met" and f.matched == f.digits for f in fitted)
    assert "fitted" in fitted[0].series.en


def test_every_explanation_is_needed() -> None:
    """One that explains nothing any more is taken away with the gap."""
    for id in SHIPPED:
        case = found(id)
        missed = [f for f in case.figures if f.verdict == "explained"]
        for gap in case.about.gaps:
            assert any(
                f.computed is not None
                and gap.explains(f.series.code, f.of, f.published, f.computed.value)
                for f in missed
            ), (id, gap)


def test_misprints_are_shown_with_both_figures() -> None:
    shown = {
        (f.case, f.of): (f.published, round(f.computed.value, 4))
        for id in ("germany-1995", "korea-studies")
        for f in found(id).figures
        if f.verdict == "explained" and f.computed is not None
    }
    assert shown["germany-1995", "industry_group"] in {("1.6691", 1.691), ("1079400", 1079446.0)}
    assert shown["korea-studies", "S03 연관산업 생산(억) = (2.017-1) x 5조"] == ("50580", 50850.0)
    assert shown["korea-studies", "S16 부가가치 <= 지출"] == ("57201", 33990.0)


def test_inferred_closures_are_named_so_and_printed_ones_missed() -> None:
    for id, printed, inferred in (
        ("netherlands-2000", "type_2_wages", "type_2_inferred"),
        ("australia-1989", "income_printed", "income_implied"),
    ):
        by_series: dict[str, set[str]] = {}
        for f in found(id).figures:
            by_series.setdefault(f.series.code, set()).add(f.verdict)
        assert by_series[printed] == {"explained"}
        assert by_series[inferred] <= {"met", "rounding"}
        (series,) = [s for s in found(id).about.series if s.code == inferred]
        assert "inferred" in series.en


# ------------------------------------------------------------------ the two sides apart
@pytest.mark.parametrize("id", SEALED)
def test_published_figures_altered_leave_the_computed_ones_and_are_missed(
    id: str, copy: Path
) -> None:
    before = found(id)
    path = copy / id / "published" / "figures.csv"
    header, *rows = csv.reader(path.read_text("utf-8").splitlines())
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows((s, of, str(Decimal(v) * 3 + 7)) for s, of, v in rows)
    seal(copy / id, DOCUMENT)
    after = found(id, copy)
    assert answers(after) == answers(before)
    spared = {f.series.code for f in after.figures if f.verdict in ("met", "rounding")}
    assert spared <= {"at_least", "nothing"}  # three times as much keeps above its bound
    assert after.unexplained


def test_one_printed_digit_moved_is_seen(copy: Path) -> None:
    edit(
        copy / "germany-1995" / "published" / "figures.csv",
        "backward_linkage,construction,1.8136",
        "backward_linkage,construction,1.8137",
    )
    seal(copy / "germany-1995", DOCUMENT)
    (figure,) = found("germany-1995", copy).unexplained
    assert (figure.of, figure.published, figure.matched, figure.digits) == (
        "construction",
        "1.8137",
        4,
        5,
    )


@pytest.mark.parametrize("id", [id for id in SEALED if not id.startswith("korea")])
def test_inputs_altered_change_the_computed_figures(id: str, copy: Path) -> None:
    before = answers(found(id))
    path = sorted((copy / id / "inputs").glob("[XZAtr]*.csv"))[0]
    header, *rows = csv.reader(path.read_text("utf-8").splitlines())
    at = next(i for i, cell in enumerate(rows[0]) if i and float(cell))
    rows[0][at] = str(float(rows[0][at]) * 1.5)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])
    seal(copy / id, DOCUMENT)
    after = found(id, copy)
    assert answers(after) != before
    assert after.unexplained


@pytest.mark.parametrize("id", ["korea-studies", "korea-coefficients"])
def test_a_formula_altered_is_seen(id: str, copy: Path) -> None:
    path = copy / id / "inputs" / "formulas.csv"
    header, first, *rest = csv.reader(path.read_text("utf-8").splitlines())
    changed = [*first[:2], *(f"2 * ({words})" for words in first[2:])]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, changed, *rest])
    seal(copy / id, DOCUMENT)
    (figure,) = found(id, copy).unexplained
    assert figure.of == first[1]


def test_no_formula_holds_the_result_it_is_held_to() -> None:
    for id in ("korea-studies", "korea-coefficients"):
        figures = rows_of(REPRODUCTIONS / id / "published/figures.csv")
        results = {(row["series"], row["of"]): row["value"] for row in figures}
        for row in rows_of(REPRODUCTIONS / id / "inputs/formulas.csv"):
            assert row["formula"] != results[row["series"], row["of"]], row


def test_sejongs_published_figures_altered_leave_the_computed_ones(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = found("sejong")

    def moved(path: Path) -> tuple[object, ...]:
        from dataclasses import replace

        return tuple(replace(cell, value=cell.value + 1) for cell in read_published(path))

    monkeypatch.setattr(sejong, "read_published", moved)
    after = found("sejong")
    assert answers(after) == answers(before)
    assert len(after.unexplained) == len(after.figures)


def test_the_banks_published_sums_altered_leave_the_computed_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = found("bok-2020")
    table = Path(shutil.copytree(COEFFICIENTS / "bok-2020-165", tmp_path / "bok-2020-165"))
    path = table / "published" / "dispersion_83.csv"
    edit(path, "01,1.516947726086053,", "01,1.516947727086053,")
    edit(table / "published" / "national_ratios.csv", "1.804", "1.805")
    seal(table)
    monkeypatch.setenv("IOMODEL_TABLES", str(tmp_path))
    after = found("bok-2020")
    assert answers(after) == answers(before)
    assert [(f.series.code, f.of) for f in after.unexplained] == [
        ("column_sum", "01"),
        ("nation", "production"),
    ]


@repeatable
@given(st.data())
def test_bounds_hold_for_any_flows_that_round_to_the_printed_ones(data: st.DataObject) -> None:
    """Germany 2009 is printed in whole billions: draw what may have stood there."""
    folder = REPRODUCTIONS / "germany-2009"
    home = Home(folder, read_about(folder), None)
    Z, primary = home.inputs("Z").values, home.inputs("primary")
    seed = data.draw(st.integers(0, 2**32 - 1))
    draw = np.random.default_rng(seed)
    flows = np.maximum(Z + draw.uniform(-0.5, 0.5, Z.shape), 0)
    x = primary.row("output") + draw.uniform(-0.5, 0.5, len(Z))
    gas = np.maximum(primary.row("CO2") + draw.uniform(-0.5, 0.5, len(Z)), 0)
    drawn = factorise(flows / x).solve_transposed(gas / x)
    bounds = [f.computed for f in found("germany-2009").figures if f.series.code == "CO2"]
    for value, bound in zip(drawn, bounds, strict=True):
        assert bound is not None
        assert bound.low <= value <= bound.high


# ------------------------------------------------------------------ digits and verdicts
def figure(published: str, computed: float, relation: Relation = "equal", **more: float) -> Figure:
    series = Series(code="s", ko="ㄱ", en="s", unit="1", relation=relation)
    low, high = more.get("low", computed), more.get("high", computed)
    return Figure("made", series, "of", published, Answer(computed, low, high))


@pytest.mark.parametrize(
    ("published", "computed", "matched", "digits", "verdict"),
    [
        ("1.6691", 1.66914, 5, 5, "met"),
        ("1.6691", 1.66916, 4, 5, "unexplained"),
        ("1.6691", 1.6909, 2, 5, "unexplained"),
        ("0.0118", 0.011849, 3, 3, "met"),
        ("36050", 36049.6, 5, 5, "met"),
        ("36050", 36049.4, 4, 5, "unexplained"),
        ("50580", 50850.0, 2, 5, "unexplained"),
        ("-2.5", -2.54, 2, 2, "met"),
        ("0", 0.4, 1, 1, "met"),
        ("2.5", -2.5, 0, 2, "unexplained"),
    ],
)
def test_digits(published: str, computed: float, matched: int, digits: int, verdict: str) -> None:
    made = figure(published, computed)
    assert (made.matched, made.digits, made.verdict) == (matched, digits, verdict)


def test_rounding_of_inputs_is_told_from_digits_met() -> None:
    assert figure("1.804", 1.81, low=1.80, high=1.82).verdict == "rounding"
    assert figure("1.804", 1.81, low=1.806, high=1.82).verdict == "unexplained"
    assert figure("1.804", 1.81, low=1.80, high=1.82).matched == 2


@pytest.mark.parametrize(
    ("published", "relation", "verdict"),
    [
        ("34", "at most", "met"),
        ("33", "at most", "met"),
        ("35", "at most", "unexplained"),
        ("34", "at least", "met"),
        ("35", "at least", "met"),
        ("33", "at least", "unexplained"),
    ],
)
def test_bounds(published: str, relation: Relation, verdict: str) -> None:
    assert figure(published, 34.0, relation).verdict == verdict


def test_nothing_computed_is_unexplained() -> None:
    series = Series(code="s", ko="ㄱ", en="s", unit="1")
    made = Figure("made", series, "of", "1.5", None)
    assert (made.verdict, made.matched, made.difference) == ("unexplained", 0, None)


def test_rows_hold_every_figure_and_show_the_worst() -> None:
    case = found("germany-1995")
    rows = series_rows([case])
    assert sum(len(row.figures) for row in rows) == len(case.figures)
    (row,) = [r for r in rows if r.shown.series.code == "A"]
    assert max(abs(f.difference or 0) for f in row.figures) == abs(row.shown.difference or 0)
    assert counts([case]) == {
        "official": {"met": 46, "rounding": 0, "explained": 2, "unexplained": 0}
    }


# ------------------------------------------------------------------ refusals
def test_no_such_publication() -> None:
    error = refused(NotFoundError, lambda: reproduce(["germany-1996"]))
    assert str(error) == lines(
        "reproduce",
        "  --case: there is no such publication",
        f"    expected: one of: {', '.join(case.id for case in CASES)}",
        "    found: germany-1996",
        "    remedy: correct the name",
    )


def test_no_such_folder_of_cases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nowhere = tmp_path / "nowhere"
    told = lines(
        str(nowhere),
        "  there is no such folder of cases",
        "    expected: a folder that holds a folder a publication",
        "    found: nothing",
        "    remedy: check the path given by --cases or IOMODEL_CASES",
    )
    assert str(refused(NotFoundError, lambda: reproduce(cases=nowhere))) == told
    monkeypatch.setenv("IOMODEL_CASES", str(nowhere))
    assert str(refused(NotFoundError, lambda: reproduce())) == told


@pytest.mark.parametrize("name", ["published/figures.csv", "inputs/X0.csv"])
def test_a_file_changed_since_it_was_sealed_is_refused(copy: Path, name: str) -> None:
    path = copy / "gras" / name
    before = path.read_bytes()
    path.write_bytes(before + b"\n")
    error = refused(TableFileError, lambda: found("gras", copy))
    assert error.origin == str(path)
    assert error.problems[0].what.en == "the file has changed since it was sealed"
    assert "[files] in case.toml" in error.problems[0].remedy.en


def test_lines_that_hold_no_published_figure_are_told_at_once(copy: Path) -> None:
    path = copy / "gras" / "published" / "figures.csv"
    path.write_text("series,of,value\nX,a,1.5\nX,a,1.5\nY,b,1\nX,c,1e3\n", "utf-8")
    seal(copy / "gras", DOCUMENT)

    def problem(line: int, row: str) -> list[str]:
        return [
            f"  line {line}: the line holds no published figure of its own",
            "    expected: a series (X), of what, the printed digits, each once",
            f"    found: {row}",
            "    remedy: mend the line",
        ]

    error = refused(PublicationFileError, lambda: found("gras", copy))
    assert str(error) == lines(
        str(path), *problem(3, "X,a,1.5"), *problem(4, "Y,b,1"), *problem(5, "X,c,1e3")
    )


def test_a_column_that_is_missing_is_told(copy: Path) -> None:
    path = copy / "gras" / "published" / "figures.csv"
    path.write_text("series,of\nX,a\n", "utf-8")
    seal(copy / "gras", DOCUMENT)
    error = refused(PublicationFileError, lambda: found("gras", copy))
    assert str(error) == lines(
        str(path),
        "  header: a column is missing or occurs twice",
        '    expected: one column "value"',
        "    found: 0 × value",
        "    remedy: mend the header",
    )


def test_cells_and_labels_of_inputs_are_told(copy: Path) -> None:
    path = copy / "gras" / "inputs" / "X0.csv"
    path.write_text("row,1,2\na,1,x\n", "utf-8")
    seal(copy / "gras", DOCUMENT)
    error = refused(PublicationFileError, lambda: found("gras", copy))
    assert str(error) == lines(
        str(path),
        '  line 2 (row a), column "2": the cell is not a number',
        "    expected: a finite number",
        '    found: "x"',
        "    remedy: put in the figure of the source",
    )


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        pytest.param(
            'printed = "1.6691"\n',
            "",
            [
                "  gaps[1]: an explanation takes one bound",
                "    expected: printed and recomputed, or within, or off",
                "    found: recomputed",
                "    remedy: state the recomputed figure, or how far it may be off",
            ],
            id="half a bound",
        ),
        pytest.param(
            'printed = "1.6691"\nrecomputed = "1.6910"\n',
            "",
            [
                "  gaps[1]: an explanation takes one bound",
                "    expected: printed and recomputed, or within, or off",
                "    found: none",
                "    remedy: state the recomputed figure, or how far it may be off",
            ],
            id="no bound",
        ),
        pytest.param(
            'code = "G"\n',
            'code = "G"\ndecimals = 4\n',
            [
                "  series[3]: decimals come without a reason",
                "    expected: a sentence under why",
                "    found: nothing",
                "    remedy: state why",
            ],
            id="decimals without a reason",
        ),
        pytest.param(
            'series = "forward_linkage"\n',
            'series = "forward"\n',
            [
                "  a series is unknown or named twice",
                "    expected: one name for each series",
                "    found: forward",
                "    remedy: mend the name",
            ],
            id="a gap of no series",
        ),
    ],
)
def test_what_case_toml_must_say(copy: Path, old: str, new: str, told: list[str]) -> None:
    path = copy / "germany-1995" / DOCUMENT
    edit(path, old, new)
    error = refused(PublicationFileError, lambda: found("germany-1995", copy))
    assert str(error) == lines(str(path), *told)


def test_formulas_that_cannot_be_are_told_at_once(copy: Path) -> None:
    path = copy / "korea-studies" / "inputs" / "formulas.csv"
    path.write_text(
        "series,of,formula,low,high\nchain,a,1 +,1,2\nchain,b,5,1,2\nchain,c,1/0,1,2\n", "utf-8"
    )
    seal(copy / "korea-studies", DOCUMENT)
    error = refused(PublicationFileError, lambda: found("korea-studies", copy))
    assert str(error) == lines(
        str(path),
        "  line 2: the formula can't be read",
        "    expected: ids, numbers, + - * / and brackets",
        '    found: "1 +"',
        '    remedy: such as formula = "(k - 1) * spending"',
        "  line 3: the value lies outside its bounds",
        "    expected: 1 … 2",
        "    found: 5",
        "    remedy: mend the formula or its bounds",
        "  line 4: the divisor may be zero",
        "    expected: a number other than zero, to its printed digits",
        "    found: 1 / 0",
        "    remedy: check the divisor",
    )


# ------------------------------------------------------------------ the command
def test_the_command_prints_one_row_a_series(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["reproduce", "--lang", "en", "--case", "germany-1995", "--format", "markdown"]
    assert main(words) == 0
    out = capsys.readouterr().out
    assert (
        "| Eurostat manual: Germany 1995 | Forward linkages | EUR/EUR | industry_group | "
        "1.6691 | 1.690961 | 2/5 | 1 | explained [2] |" in out
    )
    assert (
        "Official tables and manuals: met 46, within rounding 0, explained 2, UNEXPLAINED 0" in out
    )


def test_the_command_gives_every_figure_as_data(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["reproduce", "--case", "gras", "--case", "ndgras", "--format", "json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert len(document["rows"]) == SHIPPED["gras"] + SHIPPED["ndgras"]
    assert {row["result"] for row in document["rows"]} == {"met"}
    out = tmp_path / "figures.csv"
    assert main(["reproduce", "--case", "gras", "--format", "csv", "--out", str(out)]) == 0
    assert len(out.read_text("utf-8-sig").splitlines()) == 1 + SHIPPED["gras"]


def test_an_unexplained_gap_is_an_exit_code(
    copy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(copy / "germany-1995" / DOCUMENT, 'recomputed = "1.6910"', 'recomputed = "1.6909"')
    monkeypatch.setattr("iomodel.catalogue.shipped", lambda kind: copy.parent)
    assert main(["reproduce", "--lang", "en", "--case", "germany-1995"]) == 1
    assert "UNEXPLAINED 1" in capsys.readouterr().out


def test_the_command_says_what_is_not_here(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["reproduce", "--lang", "ko", "--case", "uk-2010", "--cases", str(tmp_path)]
    assert main(words) == 0
    assert "여기 없음" in capsys.readouterr().out


# ------------------------------------------------------------------ the conversion
def test_the_shipped_files_are_made_again_byte_by_byte(shared: Path, tmp_path: Path) -> None:
    path = ROOT / "coefficients" / "convert_reproductions.py"
    spec = importlib.util.spec_from_file_location("convert_reproductions", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    import sys

    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    target = tmp_path / "coefficients"
    shutil.copytree(REPRODUCTIONS, target / "reproductions")
    shutil.copytree(COEFFICIENTS / "bok-2023-33", target / "bok-2023-33")
    for path in (target / "reproductions").rglob("*.csv"):
        path.unlink()
    module.convert(shared / "cases", target)
    made = {
        p.relative_to(target): p.read_bytes()
        for p in (target / "reproductions").rglob("*")
        if p.is_file()
    }
    assert made == {
        p.relative_to(COEFFICIENTS): p.read_bytes() for p in REPRODUCTIONS.rglob("*") if p.is_file()
    }
    with pytest.raises(SystemExit, match=r"1\.23456 has more than 4 decimals"):
        module.printed("1.23456", 4)


# ------------------------------------------------------------------ the notebooks
def run_notebook(name: str, folder: Path, cases: Path) -> None:
    """Run a notebook's code on other inputs and published figures."""
    names: dict[str, object] = {"__name__": "__main__"}
    for cell in nbformat.read(ROOT / "notebooks" / name, as_version=4).cells:
        if cell.cell_type == "code":
            given = "parameters" in cell.metadata.get("tags", ())
            source = f"folder, cases = {str(folder)!r}, {str(cases)!r}" if given else cell.source
            exec(compile(source, name, "exec"), names)


NOTEBOOKS = {
    "07_textbook_cases.ipynb": (
        (
            "miller-blair",
            "published/figures.csv",
            "simple_multiplier,sec1,1.518\n",
            "simple_multiplier,sec1,1.519\n",
        ),
        ("miller-blair", "inputs/Z.csv", "sec1,150,500\n", "sec1,150,501\n"),
    ),
    "08_official_tables.ipynb": (
        (
            "germany-1995",
            "published/figures.csv",
            "gva_multiplier,construction,0.8615\n",
            "gva_multiplier,construction,0.8616\n",
        ),
        ("netherlands-2000", "inputs/closure.csv", "inferred,210484\n", "inferred,210584\n"),
    ),
    "09_korean_studies.ipynb": (
        (
            "korea-studies",
            "published/figures.csv",
            "chain,S05 총 생산,83210\n",
            "chain,S05 총 생산,83213\n",
        ),
        (
            "korea-coefficients",
            "inputs/formulas.csv",
            "수도권 석탄 및 석유제품,1 - 0.685,1 - 0.6845,1 - 0.6855\n",
            "수도권 석탄 및 석유제품,1 - 0.675,1 - 0.6745,1 - 0.6755\n",
        ),
    ),
}


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_holds_on_a_copy(name: str, copy: Path, tmp_path: Path) -> None:
    run_notebook(name, copy, tmp_path)


@pytest.mark.parametrize(
    ("name", "change"),
    [(name, change) for name, changes in NOTEBOOKS.items() for change in changes],
    ids=lambda value: value if isinstance(value, str) else value[1],
)
def test_a_notebook_fails_when_a_figure_is_moved(
    name: str, change: tuple[str, str, str, str], copy: Path, tmp_path: Path
) -> None:
    id, file, old, new = change
    edit(copy / id / file, old, new)
    seal(copy / id, DOCUMENT)
    with pytest.raises(AssertionError, match="설명되지 않은 값"):
        run_notebook(name, copy, tmp_path)
