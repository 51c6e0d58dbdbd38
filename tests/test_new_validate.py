"""`iomodel new` and `iomodel validate`: a template that runs, and checks without a run."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest
from full import write_full
from helpers import SEJONG, edit, lines, refused
from small_study import LINE, study_of

from iomodel import cli, estimate, read_study
from iomodel.errors import NotFoundError, ScenarioFileError
from iomodel.inspection import inspect
from iomodel.template import Answers, questions, write_template

Said = tuple[int, str, str]


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> object:
    """Run the command line where nobody answers; return its code and both streams."""
    monkeypatch.setattr("sys.stdin", io.StringIO(""))

    def one(*words: object) -> Said:
        code = cli.main([str(word) for word in words])
        found = capsys.readouterr()
        return code, found.out, found.err

    return one


# ------------------------------------------------------------------ new
@pytest.mark.parametrize("lang", ["ko", "en"])
def test_a_new_study_validates_and_runs_as_it_is(tmp_path: Path, say: object, lang: str) -> None:
    folder = tmp_path / "my-study"
    code, out, err = say("new", folder, "--lang", lang)  # type: ignore[operator]
    assert (code, err) == (0, "")
    assert out.splitlines() == [str(folder / "district.toml"), str(folder / "study.toml")]
    code, out, err = say("validate", folder, "--lang", lang)  # type: ignore[operator]
    assert (code, err) == (0, "")
    assert estimate(folder, readings=("announced",)).readings[0].impact is not None


def test_what_is_commented_out_is_right_too(tmp_path: Path) -> None:
    """A reader who takes the marks away gets files that validate, key by key."""
    folder = tmp_path / "study"
    write_template(
        folder, Answers(region="세종", regional_table="bok-2020-regional-83"), "ko", None
    )
    for name in ("study.toml", "district.toml"):
        text = (folder / name).read_text("utf-8").splitlines()
        offered = [line.removeprefix("# ") if _is_key(line) else line for line in text]
        (folder / name).write_text("\n".join(offered) + "\n", "utf-8")
    assert inspect(folder).variants == 1
    assert read_study(folder).file.targets


def _is_key(line: str) -> bool:
    bare = line.removeprefix("# ")
    return line.startswith("# ") and (bare.startswith("[") or " = " in bare.partition("  #")[0])


def test_every_answer_lands_in_the_files(tmp_path: Path, say: object) -> None:
    folder = tmp_path / "study"
    given = {
        "title": '"새" 연구',
        "document": "기본구상",
        "date": "2026-03-02",
        "table": "bok-2020-33",
        "regional-table": "",
        "region": "세종",
        "price-year": "2024",
        "district": "북부지구",
        "programme": "건설",
        "sector": "운송장비",
        "amount": "12.5",
        "unit": "십억원",
        "source": "12쪽",
    }
    assert {name.replace("_", "-") for name, _, _ in questions()} == set(given)
    words = [word for name, value in given.items() for word in (f"--{name}", value)]
    assert say("new", folder, *words)[0] == 0  # type: ignore[operator]
    study = read_study(folder)
    (scenario,) = study.scenarios
    (item,) = scenario.items
    how = study.file.readings.announced
    assert (study.title.ko, study.file.document) == ('"새" 연구', "기본구상")
    assert (str(study.file.document_date), how.table, how.price_year) == (
        "2026-03-02",
        "bok-2020-33",
        2024,
    )
    assert (scenario.region, scenario.district.ko, item.programme) == ("세종", "북부지구", "건설")
    assert (item.line.sector, item.line.amount, item.line.unit, item.line.source) == (
        study.classification.get("운송장비").code,
        12.5,
        "십억원",
        "12쪽",
    )


def test_on_a_terminal_it_asks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    answers = ["우리 연구", *[""] * (len(questions()) - 1)]
    monkeypatch.setattr(sys, "stdin", Terminal("\n".join(answers) + "\n"))
    assert cli.main(["new", str(tmp_path / "study"), "--lang", "ko"]) == 0
    asked = capsys.readouterr().err
    assert "연구의 제목 [파급효과 추정]: " in asked
    assert "금액의 단위 [억원]: " in asked
    assert read_study(tmp_path / "study").title.ko == "우리 연구"


def test_a_district_joins_a_study(tmp_path: Path, say: object) -> None:
    folder = tmp_path / "study"
    assert say("new", folder)[0] == 0  # type: ignore[operator]
    assert say("new", folder / "second.toml", "--district", "둘째")[0] == 0  # type: ignore[operator]
    assert [s.district.ko for s in read_study(folder).scenarios] == ["첫 지구", "둘째"]
    assert inspect(folder).lines == 2


def test_nothing_is_written_over(tmp_path: Path, say: object) -> None:
    folder = tmp_path / "study"
    say("new", folder)  # type: ignore[operator]
    before = {p.name: p.read_bytes() for p in folder.iterdir()}
    code, _, err = say("new", folder, "--lang", "en")  # type: ignore[operator]
    assert code == 2
    assert err.rstrip("\n") == lines(
        folder,
        "  something is there already",
        "    expected: the name of a new folder, or of a new TOML file",
        "    found: a file, or a folder that is not empty",
        "    remedy: choose another name; it stands as it was",
    )
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == before


def test_a_district_needs_a_study(tmp_path: Path) -> None:
    error = refused(
        ScenarioFileError, lambda: write_template(tmp_path / "x.toml", Answers(), "en", None)
    )
    assert str(error) == lines(
        tmp_path / "x.toml",
        "  there is no study.toml beside it",
        "    expected: a new TOML in a study's folder",
        f"    found: {tmp_path}",
        "    remedy: make the folder first: iomodel new FOLDER",
    )


def test_every_answer_that_does_not_fit_is_told(tmp_path: Path) -> None:
    answers = Answers(
        sector="의약풍",
        unit="억",
        amount="12억",
        price_year="24",
        date="2026.3.2",
        regional_table="bok-2020-regional-83",
        region="세종시",
    )
    error = refused(
        ScenarioFileError, lambda: write_template(tmp_path / "study", answers, "en", None)
    )
    places = [str(problem.place) for problem in error.problems]
    assert places == ["--sector", "--unit", "--amount", "--price-year", "--date", "--region"]
    assert "did you mean: 200 의약품" in str(error)
    assert not (tmp_path / "study").exists()


def test_a_table_that_is_not_there(tmp_path: Path) -> None:
    answers = Answers(table="bok-1999")
    refused(NotFoundError, lambda: write_template(tmp_path / "study", answers, "en", None))
    assert not (tmp_path / "study").exists()


# ------------------------------------------------------------------ validate
def test_the_shipped_studies_are_valid(say: object) -> None:
    folders = sorted(p.parent for p in SEJONG.parent.glob("*/study.toml"))
    code, out, err = say("validate", *folders, "--lang", "en")  # type: ignore[operator]
    assert (code, err) == (0, "")
    assert len(out.splitlines()) == len(folders)
    assert all(": nothing wrong (" in line for line in out.splitlines())


def test_it_counts_what_is_there(tmp_path: Path, say: object) -> None:
    study, tables = write_full(tmp_path)
    code, out, _ = say("validate", study, "--tables", tables, "--lang", "en")  # type: ignore[operator]
    assert code == 0
    assert out == (
        f"{study}: nothing wrong (districts 2, lines 9, targets 2, published figures 2, "
        "variants 6)\n"
    )


def test_one_wrong_path_does_not_hide_another(tmp_path: Path, say: object) -> None:
    study, tables = study_of(tmp_path, 'price_year = 2030\ndeflator = "wdi-gdp"\n')
    code, out, err = say(  # type: ignore[operator]
        "validate", study, tmp_path / "gone", SEJONG, "--tables", tables, "--lang", "en"
    )
    assert code == 2
    assert "programmes[1].lines[1]: wdi-gdp: the series doesn't reach that year" in err
    assert "there is no such scenario or study" in err
    assert out.startswith(f"{SEJONG}: nothing wrong")


def test_every_variant_is_checked(tmp_path: Path) -> None:
    bad = '[variants.v]\nset = { "programmes[1].lines[1].amount" = -1 }\n'
    study, tables = study_of(tmp_path, district=bad)
    assert "(v)" in str(refused(ScenarioFileError, lambda: inspect(study, tables)))
    values = '"announced.price_year" = 2050, "announced.deflator" = "wdi-gdp"'
    late = f"[variants.late]\nset = {{ {values} }}\n"
    study, tables = study_of(tmp_path, district=late)
    text = str(refused(ScenarioFileError, lambda: inspect(study, tables)))
    assert text.splitlines()[0].endswith("west.toml (late)")


def test_regions_and_products_are_seen_to_be_there(tmp_path: Path) -> None:
    import shutil

    study = tmp_path / "sejong"
    shutil.copytree(SEJONG, study)
    path = study / "study.toml"
    path.write_text(path.read_text("utf-8") + "\n[grdp]\nyear = 2030\n", "utf-8")
    assert "no shipped gross regional product" in str(
        refused(NotFoundError, lambda: inspect(study))
    )
    edit(path, 'region = "세종"', 'region = "세종시"')
    text = str(refused(ScenarioFileError, lambda: inspect(study)))
    assert "bok-2020-regional-83 has no such region" in text


def test_no_model_is_solved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from iomodel.models import LeontiefModel

    def never(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(LeontiefModel, "induce", never)
    study, tables = study_of(tmp_path, LINE)
    assert inspect(study, tables).lines == 2


def test_it_says_how_it_is_used(say: object) -> None:
    code, out, err = say("validate", "--lang", "en")  # type: ignore[operator]
    assert (code, out) == (2, "")
    assert err == "usage: iomodel validate PATH… | --json-schema study|district | --reference\n"


def test_the_price_series_are_listed(say: object) -> None:
    code, out, _ = say("deflators", "--format", "json", "--lang", "en")  # type: ignore[operator]
    assert code == 0
    rows = {row["id"]: (row["first"], row["last"]) for row in json.loads(out)}
    assert rows["wdi-gdp"] == (2000, 2023)
    assert rows["kostat-construction"] == (2000, 2024)
