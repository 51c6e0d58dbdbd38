"""Files of printed figures: what they say, and everything that is refused in them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from audits import AUDITS, audited, figure, library, publication, rate, toml
from helpers import ROOT, SEJONG, lines, refused, rows_of

from iomodel.audit import audit, read_publication, study_publication
from iomodel.audit.schema import FigureKeys, PublicationKeys
from iomodel.audit.template import write_template
from iomodel.errors import NotFoundError, OutputError, PublicationFileError
from iomodel.schema.base import KO
from iomodel.text import Lang

SPENDING = figure("spending", "1,000", "억원", "amount")


# ------------------------------------------------------------------ what a file says
def test_every_key_of_a_figure(tmp_path: Path) -> None:
    """Each key of the format, exercised once, and what becomes of it."""
    keys: dict[str, Any] = {
        "id": "생산",
        "value": "1조 2,000억원",
        "unit": "원",
        "role": "production",
        "label": "생산유발효과",
        "programme": "산단",
        "region": "세종",
        "scope": "in_region",
        "year": 2023,
        "sectors": ["건설"],
        "spending": "spending",
        "total_of": ["a", "b"],
        "part_of": "all",
        "formula": "a + b",
        "method": "none",
        "exact": True,
        "source": "p. 3",
        "note": "표 2",
    }
    others = [
        SPENDING,
        figure("a", "7,000", "억원", "production"),
        figure("b", "5,000", "억원", "production"),
        figure("all", "2조원", "", "production"),
        rate("k", "1.5", "production"),
    ]
    found = publication(
        tmp_path,
        [keys, *others],
        document='"D"',
        dated="2024-05-28",
        classification='"bok2020-33"',
    )
    assert {*keys, "indicator"} == set(FigureKeys.model_fields)
    first = found.figure("생산")
    assert first.keys.model_dump() == keys | {
        "indicator": None,
        "sectors": ("건설",),
        "total_of": ("a", "b"),
    }
    assert first.interval == first.loose == first.exactly
    assert first.exactly.low == Fraction(12 * 10**11)
    assert (first.name.ko, first.shown) == ("생산유발효과", "1조 2,000억원")
    assert found.figure("k").name.en == "production coefficient"
    assert (found.title.en, found.document, found.classification) == (
        "A release",
        "D",
        "bok2020-33",
    )
    assert found.dated == date(2024, 5, 28)
    assert [part.id for part in found.parts(first)] == ["a", "b"]
    assert {part.id for part in found.everything_in(found.figure("all"))} == {"생산", "a", "b"}
    assert (found.year_of(first), found.year_of(found.figure("a"))) == (2023, 2024)


def test_every_role_and_method_is_exercised_by_an_example() -> None:
    used = {"role": set[str](), "method": set[str](), "scope": set[str](), "indicator": set[Any]()}
    for path in AUDITS.iterdir():
        for found in read_publication(path).figures:
            for key, values in used.items():
                values.add(getattr(found.keys, key))
    assert used["role"] >= {"amount", "land", "production", "value_added", "income", "imports"}
    assert used["role"] >= {"employment", "employees", "coefficient", "share", "other"}
    assert used["method"] == {"demand", "none"}
    assert used["scope"] == {"total", "in_region", "other_regions"}


def test_a_csv_says_the_same_as_a_toml(tmp_path: Path) -> None:
    rows = [
        "id,value,unit,role,programme,year,sectors,total_of,exact",
        '합,"3,000",억원,amount,사업,2020,건설;교육서비스,a;b,',
        'a,"1,000",억원,amount,A,2020,,,true',
        'b,"2,000",억원,amount,B,2020,,,no',
    ]
    path = tmp_path / "release.csv"
    path.write_text("\n".join(rows) + "\n", "utf-8")
    from_csv = read_publication(path)
    more = {"year": 2020}
    from_toml = publication(
        tmp_path,
        [
            figure("합", "3,000", "억원", "amount", programme="사업", **more)
            | {"sectors": ["건설", "교육서비스"], "total_of": ["a", "b"]},
            figure("a", "1,000", "억원", "amount", programme="A", exact=True, **more),
            figure("b", "2,000", "억원", "amount", programme="B", **more),
        ],
    )
    assert [f.keys for f in from_csv.figures] == [f.keys for f in from_toml.figures]
    assert [f.interval for f in from_csv.figures] == [f.interval for f in from_toml.figures]
    assert from_csv.title.ko == "release"


def test_a_study_is_a_publication() -> None:
    found = study_publication("sejong", None)
    printed = rows_of(SEJONG / "published.csv")
    assert [str(f.printed.value) for f in found.figures] == [row["value"] for row in printed]
    assert [f.keys.role for f in found.figures] == [row["indicator"] for row in printed]
    total = found.figure("total_total_production")
    assert [part.id for part in found.parts(total)] == [
        "technology_subtotal_production",
        "smart_services_subtotal_production",
        "materials_subtotal_production",
    ]
    assert {f.keys.region for f in found.figures} == {"세종"}
    assert found.dated == date(2024, 5, 28)
    firm = found.figure("technology_기업투자유치_production")
    assert firm.keys.sectors
    assert found.figure("technology_지원사업_production").keys.sectors == ()


def test_a_study_without_published_figures(tmp_path: Path) -> None:
    import shutil

    study = Path(shutil.copytree(SEJONG, tmp_path / "study"))
    (study / "published.csv").unlink()
    error = refused(NotFoundError, lambda: audit(study, library=library()))
    assert str(error) == lines(
        study / "published.csv",
        "  there are no published figures",
        "    expected: a figure in published.csv",
        "    found: nothing",
        "    remedy: write the figures down: iomodel audit --new FILE.toml",
    )
    assert error.render("ko").splitlines()[1:] == [
        "  공표된 값이 없습니다",
        "    기대한 것: published.csv의 값 하나 이상",
        "    찾은 것: 없음",
        "    고치는 법: 감사할 값을 CSV나 TOML로 적으십시오: iomodel audit --new FILE.toml",
    ]


# ------------------------------------------------------------------ what is refused
def told(tmp_path: Path, figures: list[dict[str, Any]], **head: str) -> list[str]:
    """Return the lines of the refusal below the file's name."""
    error = refused(PublicationFileError, lambda: publication(tmp_path, figures, **head))
    assert str(error).splitlines()[0] == str(tmp_path / "release.toml")
    assert len(error.render("ko").splitlines()) == len(str(error).splitlines())
    return str(error).splitlines()[1:]


REFUSED: dict[str, tuple[list[dict[str, Any]], list[str]]] = {
    "no number": (
        [figure("a", "수십억원", "", "amount")],
        [
            "  figures[1].value: this can't be read as a printed number",
            '    expected: a number as printed: "13,391", "2조 8,999억원", "약 58,000"',
            '    found: "수십억원"',
            "    remedy: put it in digits; leave the figure out where there are none",
        ],
    ),
    "a number in place of its digits": (
        [figure("a", "1", "억원", "amount") | {"value": 1.5}],
        [
            "  figures[1].value: the value is not text",
            '    expected: text in quotes: "621"',
            "    found: 1.5",
            "    remedy: mend the value",
        ],
    ),
    "an id that no formula could hold": (
        [figure("a-b", "1", "억원", "amount")],
        [
            "  figures[1].id: this can't be an id",
            "    expected: letters, digits, underscores; no digit first",
            '    found: "a-b"',
            "    remedy: such as jobs_total",
        ],
    ),
    "no role": (
        [{"id": "a", "value": "1억원"}],
        [
            "  figures[1].role: a required key is missing",
            '    expected: the key "role"',
            "    found: nothing",
            '    remedy: add "role = …"',
        ],
    ),
    "a role there isn't": (
        [figure("a", "1", "억원", "money")],
        [
            "  figures[1].role: the value is not allowed",
            "    expected: 'amount', 'land', 'production', 'value_added', 'income', "
            "'imports', 'employment', 'employees', 'coefficient', 'share' or 'other'",
            '    found: "money"',
            "    remedy: mend the value",
        ],
    ),
    "an unknown key": (
        [figure("a", "1", "억원", "amount", program="A")],
        [
            "  figures[1].program: unknown key",
            "    expected: one of: id, value, unit, role, indicator, label, programme, region, "
            "scope, year, sectors, spending, total_of, part_of, formula, method, exact, source, "
            "note",
            '    found: "program"',
            '    remedy: did you mean "programme"?',
        ],
    ),
    "a coefficient of nothing": (
        [figure("a", "1.8", "원/원", "coefficient")],
        [
            "  figures[1].indicator: the coefficient doesn't say of what",
            "    expected: production, value_added, income, imports, employment, employees",
            "    found: nothing",
            '    remedy: such as indicator = "production"',
        ],
    ),
    "an effect of an effect": (
        [figure("a", "1", "억원", "production", indicator="production")],
        [
            "  figures[1].indicator: indicator belongs to coefficients alone",
            '    expected: role = "coefficient", or no indicator',
            '    found: role = "production", indicator = "production"',
            "    remedy: mend role, or remove indicator",
        ],
    ),
    "an unknown unit": (
        [figure("a", "1", "???", "other")],
        [
            "  figures[1].unit: the unit is not known",
            "    expected: 억원, 명, 원/원, 명/10억원, %, ㎡ and the like",
            '    found: "???"',
            "    remedy: write the unit as one of those",
        ],
    ),
    "two units": (
        [figure("a", "1억원", "백만원", "amount")],
        [
            "  figures[1].unit: two units are given",
            "    expected: one, in value or in unit",
            '    found: value = "1억원", unit = "백만원"',
            "    remedy: remove unit",
        ],
    ),
    "scaled twice": (
        [figure("a", "5조", "억원", "amount")],
        [
            "  figures[1].unit: the number would be scaled twice",
            "    expected: 만, 억 and the like in value or in unit",
            '    found: value = "5조", unit = "억원"',
            '    remedy: such as value = "5조", unit = "원"',
        ],
    ),
    "production in persons": (
        [figure("a", "1", "명", "production")],
        [
            "  figures[1].unit: the unit doesn't fit the role",
            "    expected: money: 억원, 백만원",
            '    found: "명" (role = "production")',
            "    remedy: mend the unit or the role",
        ],
    ),
    "jobs in money": (
        [figure("a", "1", "억원", "employment")],
        [
            "  figures[1].unit: the unit doesn't fit the role",
            "    expected: persons: 명, 천명",
            '    found: "억원" (role = "employment")',
            "    remedy: mend the unit or the role",
        ],
    ),
    "jobs per nothing": (
        [figure("a", "9.7", "명", "coefficient", indicator="employment")],
        [
            "  figures[1].unit: the unit doesn't fit the role",
            "    expected: persons per money: 명/10억원",
            '    found: "명" (role = "coefficient")',
            "    remedy: mend the unit or the role",
        ],
    ),
    "a multiplier in money": (
        [figure("a", "1.8", "억원", "coefficient", indicator="production")],
        [
            "  figures[1].unit: the unit doesn't fit the role",
            "    expected: money per money: 원/원",
            '    found: "억원" (role = "coefficient")',
            "    remedy: mend the unit or the role",
        ],
    ),
    "a share in money": (
        [figure("a", "42.1", "원", "share")],
        [
            "  figures[1].unit: the unit doesn't fit the role",
            "    expected: a share: %, times",
            '    found: "원" (role = "share")',
            "    remedy: mend the unit or the role",
        ],
    ),
    "a negative effect": (
        [figure("a", "-5", "억원", "production")],
        [
            "  figures[1].value: the figure is negative",
            "    expected: amounts, effects and coefficients of zero or more",
            '    found: "-5"',
            '    remedy: a change is role = "other"',
        ],
    ),
    "no formula": (
        [figure("a", "1", "", "other", formula="b ** 2")],
        [
            "  figures[1].formula: the formula can't be read",
            "    expected: ids, numbers, + - * / and brackets",
            "    found: b ** 2",
            '    remedy: such as formula = "(k - 1) * spending"',
        ],
    ),
    "the same id again": (
        [SPENDING, SPENDING],
        [
            "  figures[2].id: the id occurs twice",
            "    expected: an id of its own for every figure",
            '    found: "spending", also figures[1]',
            "    remedy: mend one of them",
        ],
    ),
    "a figure that isn't there": (
        [SPENDING | {"total_of": ["x"]}],
        [
            "  figures[1].total_of: no figure has this id",
            "    expected: spending",
            '    found: "x"',
            "    remedy: mend the id, or add the figure",
        ],
    ),
    "itself": (
        [SPENDING | {"part_of": "spending"}],
        [
            "  figures[1].part_of: the figure names itself",
            "    expected: the id of another figure",
            '    found: "spending"',
            "    remedy: mend the id",
        ],
    ),
    "a sum of unlike things": (
        [SPENDING | {"total_of": ["jobs"]}, figure("jobs", "5", "명", "employment")],
        [
            "  figures[1].total_of: part and total are of different kinds",
            "    expected: KRW",
            '    found: persons ("jobs")',
            "    remedy: mend the unit or the id",
        ],
    ),
    "part of another kind": (
        [SPENDING, figure("jobs", "5", "명", "employment", part_of="spending")],
        [
            "  figures[2].part_of: part and total are of different kinds",
            "    expected: persons",
            '    found: KRW ("spending")',
            "    remedy: mend the unit or the id",
        ],
    ),
    "spending that is none": (
        [figure("p", "5", "억원", "production", spending="q"), figure("q", "3", "억원", "other")],
        [
            "  figures[1].spending: this is not an amount",
            '    expected: a figure of role = "amount"',
            '    found: "q", role = "other"',
            "    remedy: name an amount",
        ],
    ),
    "a formula that adds unlike things": (
        [
            SPENDING,
            figure("jobs", "5", "명", "employment"),
            figure("x", "1", "", "other", formula="spending + jobs"),
        ],
        [
            "  figures[3].formula: unlike things are added or subtracted",
            "    expected: two values of one kind",
            "    found: spending + jobs: KRW, persons",
            "    remedy: mend the units or the formula",
        ],
    ),
    "a formula of another kind": (
        [SPENDING, figure("x", "1", "명", "other", formula="2 * spending")],
        [
            "  figures[2].formula: the formula gives another kind of thing",
            "    expected: persons",
            "    found: KRW",
            "    remedy: mend the unit or the formula",
        ],
    ),
    "a divisor that may be zero": (
        [SPENDING | {"value": "0"}, figure("x", "1", "", "other", formula="spending / spending")],
        [
            "  figures[2].formula: the divisor may be zero",
            "    expected: a number other than zero, to its printed digits",
            "    found: spending / spending",
            "    remedy: check the divisor",
        ],
    ),
    "sums in a circle": (
        [SPENDING | {"total_of": ["b"]}, figure("b", "1", "억원", "amount", total_of=["spending"])],
        [
            "  figures[2].total_of: the figures go round in a circle",
            "    expected: from totals to parts alone",
            "    found: b → spending → b",
            "    remedy: break the circle somewhere",
        ],
    ),
    "formulas in a circle": (
        [
            figure("a", "1", "억원", "other", formula="2 * b"),
            figure("b", "1", "억원", "other", formula="a / 2"),
        ],
        [
            "  figures[1].formula: the figures go round in a circle",
            "    expected: from totals to parts alone",
            "    found: a → b → a",
            "    remedy: break the circle somewhere",
        ],
    ),
    "no figures": (
        [],
        [
            "  figures: there are no figures",
            "    expected: at least one printed figure",
            "    found: nothing",
            "    remedy: write one [[figures]] for each, in a CSV one row",
        ],
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refusals(tmp_path: Path, name: str) -> None:
    figures, message = REFUSED[name]
    assert told(tmp_path, figures) == message


def test_all_problems_at_once(tmp_path: Path) -> None:
    figures = [figure("a", "x", "억원", "amount"), figure("b", "1", "명", "amount", colour="red")]
    error = refused(PublicationFileError, lambda: publication(tmp_path, figures, dated='"soon"'))
    assert [p.place for p in error.problems] == ["dated", "figures[1].value", "figures[2].colour"]


def test_a_later_format(tmp_path: Path) -> None:
    path = tmp_path / "release.toml"
    path.write_text(toml([SPENDING]).replace("audit = 1", "audit = 2"), "utf-8")
    error = refused(PublicationFileError, lambda: read_publication(path))
    assert [(p.place, p.what.en) for p in error.problems] == [
        ("audit", "the format is newer than this iomodel")
    ]


def test_figures_that_are_no_list(tmp_path: Path) -> None:
    path = tmp_path / "release.toml"
    path.write_text('audit = 1\nfigures = "none"\n[title]\nko = "가"\nen = "a"\n', "utf-8")
    error = refused(PublicationFileError, lambda: read_publication(path))
    assert str(error) == lines(
        path,
        "  figures: this is no list of figures",
        "    expected: a list of [[figures]] tables",
        "    found: str",
        "    remedy: start each figure with [[figures]]",
    )


def test_a_file_of_another_kind(tmp_path: Path) -> None:
    error = refused(PublicationFileError, lambda: read_publication(tmp_path / "release.xlsx"))
    assert str(error) == lines(
        tmp_path / "release.xlsx",
        "  the kind of file is not known",
        "    expected: .toml or .csv",
        "    found: .xlsx",
        "    remedy: have a template written: iomodel audit --new FILE.toml",
    )


@pytest.mark.parametrize("name", ["missing.toml", "missing.csv"])
def test_a_file_that_is_not_there(tmp_path: Path, name: str) -> None:
    error = refused(NotFoundError, lambda: audit(tmp_path / name, library=library()))
    assert [p.what.en for p in error.problems] == ["the file can't be read"]


def test_a_csv_tells_lines_and_columns(tmp_path: Path) -> None:
    path = tmp_path / "release.csv"
    path.write_text(
        "id,value,unit,role,year,exact\n"
        "a,one,억원,amount,2020,\n"
        "b,1,억원,amount,soon,\n"
        "c,1,억원,amount,2020,maybe\n",
        "utf-8",
    )
    error = refused(PublicationFileError, lambda: read_publication(path))
    assert [(p.place, p.what.en) for p in error.problems] == [
        ("line 2, value", "this can't be read as a printed number"),
        ("line 3, year", "the value is not a number"),
        ("line 4, exact", "the value does not fit"),
    ]


def test_a_csv_without_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "release.csv"
    path.write_text("id,number\na,1\n", "utf-8")
    error = refused(PublicationFileError, lambda: read_publication(path))
    assert [(p.place, p.found.en) for p in error.problems] == [
        ("header", "0 × value"),
        ("header", "0 × role"),
    ]


def test_a_csv_that_repeats_an_id_names_the_line(tmp_path: Path) -> None:
    path = tmp_path / "release.csv"
    path.write_text("id,value,unit,role\na,1,억원,amount\na,2,억원,amount\n", "utf-8")
    error = refused(PublicationFileError, lambda: read_publication(path))
    assert [(p.place, p.found.en) for p in error.problems] == [("line 3, id", '"a", also line 2')]


# ------------------------------------------------------------------ sectors
SECTORS: dict[str, tuple[str, list[str]]] = {
    "not there": (
        "컴퓨타",
        [
            "  spending, sectors: the sector is not in this classification",
            "    expected: a code or exact name of bok2020-165",
            '    found: "컴퓨타"',
        ],
    ),
    "a bare code": (
        "19",
        [
            "  spending, sectors: the code doesn't say of which classification",
            "    expected: a sector's name, or classification",
            '    found: "19"',
            "    remedy: state classification (bok2020-165, bok2020-83, bok2020-33), or write "
            '"bok2020-165:19"',
        ],
    ),
    "of two contents": (
        "사업지원서비스",
        [
            "  spending, sectors: classifications have different sectors of this name",
            "    expected: one classification",
            '    found: "사업지원서비스": bok2020-83, bok2020-33',
            "    remedy: state classification (bok2020-83, bok2020-33), or write "
            '"bok2020-83:사업지원서비스"',
        ],
    ),
}


@pytest.mark.parametrize("name", SECTORS)
def test_sectors_that_cannot_be_told(tmp_path: Path, name: str) -> None:
    word, message = SECTORS[name]
    figures = [SPENDING | {"sectors": [word]}]
    error = refused(PublicationFileError, lambda: audited(tmp_path, figures))
    assert str(error).splitlines()[1 : 1 + len(message)] == message


def test_an_unknown_classification(tmp_path: Path) -> None:
    figures = [SPENDING | {"sectors": ["건설"]}]
    error = refused(
        NotFoundError, lambda: audited(tmp_path, figures, classification='"bok2020-34"')
    )
    assert str(error) == lines(
        "bok2020-34",
        "  classification: there is no such classification",
        "    expected: bok2020-165, bok2020-83, bok2020-33",
        '    found: "bok2020-34"',
        "    remedy: correct the name of the classification",
    )


@pytest.mark.parametrize(
    ("word", "head"),
    [
        ("bok2020-33:27", {}),
        ("bok2020-33:사업지원서비스", {}),
        ("27", {"classification": '"bok2020-33"'}),
        ("사업지원서비스", {"classification": '"bok2020-33"'}),
    ],
)
def test_ways_to_name_one_sector(tmp_path: Path, word: str, head: dict[str, str]) -> None:
    figures = [
        SPENDING | {"sectors": [word]},
        figure("p", "1,478", "억원", "production"),
        figure("v", "915", "억원", "value_added"),
    ]
    found = audited(tmp_path, figures, **head)
    (ranking,) = found.rankings
    assert {fine for fine, _ in ranking.announced} == {"bok2020-165"}
    assert {code[:2] for _, code in ranking.announced} == {"73", "74"}
    assert (ranking.best.block.table, ranking.best.year) == ("bok-33-history", 2015)


# ------------------------------------------------------------------ the template
@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("ending", [".toml", ".csv"])
def test_the_template_is_a_sound_file(tmp_path: Path, ending: str, lang: Lang) -> None:
    path = tmp_path / f"mine{ending}"
    write_template(path, lang)
    text = path.read_text("utf-8")
    for key in FigureKeys.model_fields:
        assert key in text
    found = audit(path, library=library())
    assert [f.id for f in found.publication.figures] == ["spending", "production", "value_added"]
    assert found.of("contradiction", "unlikely") == ()


def test_the_template_overwrites_nothing(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("mine", "utf-8")
    error = refused(OutputError, lambda: write_template(path, "en"))
    assert str(error) == lines(
        path,
        "  --new: there is a file of this name",
        "    expected: a file that isn't there yet",
        "    found: it is there",
        "    remedy: take another name, or remove that file",
    )
    assert path.read_text("utf-8") == "mine"


def test_a_template_of_another_kind(tmp_path: Path) -> None:
    error = refused(OutputError, lambda: write_template(tmp_path / "mine.xlsx", "en"))
    assert str(error) == lines(
        tmp_path / "mine.xlsx",
        "  --new: the kind of file is not known",
        "    expected: .toml or .csv",
        "    found: .xlsx",
        "    remedy: mend the ending of the file's name",
    )


# ------------------------------------------------------------------ the documentation
def test_the_document_lists_every_key_as_the_schema_tells_it() -> None:
    text = (ROOT / "docs" / "audit.md").read_text("utf-8")
    for model in (FigureKeys, PublicationKeys):
        for name, field in model.model_fields.items():
            assert f"| `{name}` | {field.description} |" in text, name
            assert isinstance(field.json_schema_extra, dict)
            assert field.json_schema_extra[KO]
