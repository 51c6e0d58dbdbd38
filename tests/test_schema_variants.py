"""Variants without copying: named sets of values, grids, and places that aren't there."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from helpers import edit, lines, refused
from small_study import EXACT, LINE, L, announced, demand_of, read, spending, study_of

from iomodel import cli, estimate, read_study
from iomodel.batch import open_store, run_batch
from iomodel.errors import NotFoundError, ScenarioFileError
from iomodel.scenario.variants import MOST, names_of, written
from iomodel.schema import Axis

NAMED = """
[variants.low]
label = { ko = "하한", en = "Low" }
reason = { ko = "투자가 줄 때", en = "should investment shrink" }
set = { "readings.announced.imports" = 0.5 }

[variants.high]
set = { "readings.announced.imports" = "none" }
"""
DISTRICT = """
[variants.low]
set = { "programmes.투자.scale" = 0.5, "programmes[1].lines[1].amount" = 80 }

[variants.twice]
set = { "programmes[1].scale" = 2 }
"""


def test_a_variant_puts_values_in_their_places_in_every_file(tmp_path: Path) -> None:
    paths = study_of(tmp_path, study=NAMED, district=DISTRICT)
    assert read_study(paths[0], paths[1]).variants == ("low", "high", "twice")
    amounts = {
        name: float(spending(read(paths, variant=name)).sum())
        for name in ("", "low", "high", "twice")
    }
    assert amounts == {"": 100.0, "low": 80 * 0.5 * 0.5, "high": 100.0, "twice": 200.0}


def test_results_bear_the_variants_name(tmp_path: Path) -> None:
    made = read(study_of(tmp_path, study=NAMED), variant="low")
    assert {record["variant"] for record in made.impact.records()} == {"low"}
    told = [text.en for text in made.manifest.assumptions]
    assert "Variant: Low" in told
    assert "should investment shrink" in told


def test_a_place_may_be_new(tmp_path: Path) -> None:
    """Terms that the file doesn't state can be stated by a variant."""
    new = '"announced.displaced" = 0.5, "programmes.투자.lines[1].hires" = 3'
    district = f"[variants.v]\nset = {{ {new} }}\n"
    made = read(study_of(tmp_path, district=district), variant="v")
    kinds = {record["kind"] for record in made.impact.records()}
    assert kinds == {"spending", "displacement"}


def test_a_study_may_change_its_districts_files(tmp_path: Path) -> None:
    study = """
[variants.v]
set = { "*:programmes.투자.scale" = 2.0, "east:programmes[1].lines[1].amount" = 10 }

[grid.scale]
path = "west:programmes.투자.scale"
values = [1, 3]
"""
    paths = study_of(tmp_path, study=study)
    (paths[0] / "east.toml").write_text((paths[0] / "west.toml").read_text("utf-8"), "utf-8")
    amounts = {
        name: [float(v.sum()) for v in demand_of(read(paths, variant=name)).values()]
        for name in ("v", "scale=3")
    }
    assert amounts == {"v": [20.0, 200.0], "scale=3": [100.0, 300.0]}
    edit(paths[0] / "study.toml", "*:programmes.투자", "*:programmes.융자")
    text = str(refused(ScenarioFileError, lambda: read(paths, variant="v")))
    assert text.count("the place that the variant changes is not there") == 2


GRID = """
[grid.imports]
path = "readings.announced.imports"
values = [0.0, 0.25, 0.5]
label = { ko = "수입의 몫", en = "import share" }
"""
SCALES = """
[grid.scale]
path = "programmes.투자.scale"
values = [1, 3]
"""


def test_a_grid_is_every_combination(tmp_path: Path) -> None:
    paths = study_of(tmp_path, study=GRID, district=SCALES)
    names = read_study(paths[0], paths[1]).variants
    assert names[:3] == ("imports=0,scale=1", "imports=0,scale=3", "imports=0.25,scale=1")
    assert len(names) == 6
    label = read_study(paths[0], paths[1]).variant_label("imports=0.25,scale=1")
    assert (label.ko, label.en) == ("수입의 몫=0.25, scale=1", "import share=0.25, scale=1")
    found = {name: float(spending(read(paths, variant=name)).sum()) for name in names}
    assert found["imports=0.25,scale=3"] == pytest.approx(225.0, rel=EXACT)
    assert found["imports=0.5,scale=1"] == pytest.approx(50.0, rel=EXACT)


def test_values_as_names_write_them() -> None:
    assert [written(v) for v in (0.1, 2, "table", True)] == ["0.1", "2", "table", "true"]
    huge = Axis(path="x", values=tuple(range(200)))
    assert len(names_of([], [{"a": huge, "b": huge}])) == MOST


# ------------------------------------------------------------------ refused
def test_a_variant_that_is_not_there(tmp_path: Path) -> None:
    paths = study_of(tmp_path, study=NAMED)
    error = refused(NotFoundError, lambda: read(paths, variant="middle"))
    assert str(error) == lines(
        paths[0],
        "  --variant: there is no such variant",
        "    expected: one of: low, high",
        '    found: "middle"',
        "    remedy: correct the name, or add it to the file",
    )
    bare = study_of(tmp_path)
    error = refused(NotFoundError, lambda: read(bare, variant="low"))
    assert "expected: a study with [variants] or [grid]" in str(error)


@pytest.mark.parametrize(
    ("path", "step"),
    [
        ("programmes.융자.scale", "융자"),
        ("programmes[2].scale", "2"),
        ("programmes[1].lines[9]", "9"),
        ("programmes[1].lines[0].amount", "0"),
        ("programmes..scale", "programmes..scale"),
        ("schema.x", "x"),
    ],
)
def test_a_place_that_is_not_there(tmp_path: Path, path: str, step: str) -> None:
    paths = study_of(tmp_path, district=f'[variants.v]\nset = {{ "{path}" = 1 }}\n')
    error = refused(ScenarioFileError, lambda: read(paths, variant="v"))
    assert str(error) == lines(
        f"{paths[0] / 'west.toml'} (v)",
        f"  {path}: the place that the variant changes is not there",
        "    expected: a place of the file: programmes.투자.scale, programmes[1].lines[2].amount",
        f"    found: {step}",
        "    remedy: mend the place; numbers count from one",
    )


def test_a_variants_values_pass_the_same_checks(tmp_path: Path) -> None:
    bad = '[variants.v]\nset = { "programmes[1].lines[1].amount" = -1, "programmes[1].scal" = 2 }\n'
    paths = study_of(tmp_path, district=bad)
    text = str(refused(ScenarioFileError, lambda: read(paths, variant="v")))
    assert text.splitlines()[0] == f"{paths[0] / 'west.toml'} (v)"
    assert "programmes[1].lines[1].amount: the amount is negative" in text
    assert "programmes[1].scal: unknown key" in text


@pytest.mark.parametrize(
    ("part", "message"),
    [
        (
            "[variants.v]\nset = {}\n",
            (
                "  variants.v.set: the value does not fit",
                "    expected: 1 or more",
                "    found: {}",
                "    remedy: mend the value",
            ),
        ),
        (
            '[grid.g]\npath = "region"\nvalues = []\n',
            (
                "  grid.g.values: the value does not fit",
                "    expected: 1 or more",
                "    found: []",
                "    remedy: mend the value",
            ),
        ),
        (
            '[variants."a b"]\nset = { "region" = "남" }\n',
            (
                "  variants.a b: the value does not fit",
                "    expected: a name of letters, digits and - alone",
                '    found: "a b"',
                "    remedy: mend the value",
            ),
        ),
    ],
)
def test_variants_that_are_refused(tmp_path: Path, part: str, message: tuple[str, ...]) -> None:
    paths = study_of(tmp_path, district=part)
    text = str(refused(ScenarioFileError, lambda: read(paths)))
    assert text == lines(paths[0] / "west.toml", *message)


# ------------------------------------------------------------------ on the command line
def test_run_compares_variants(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paths = study_of(tmp_path, study=NAMED)
    words = ["run", str(paths[0]), "--tables", str(paths[1]), "--lang", "en"]
    assert cli.main([*words, "--variant", "low", "--variant", "high"]) == 0
    page = capsys.readouterr().out
    assert "Variants compared (announced, gross)" in page
    compared = page[page.index("Variants compared") :]
    whole = 100 * L[:, 1].sum()
    assert f"{whole / 2:,.0f}" in compared
    assert f"{whole:,.0f}" in compared
    assert cli.main([*words, "--variant", "all", "--format", "csv"]) == 0
    rows = capsys.readouterr().out.splitlines()
    assert {row.split(",")[rows[0].split(",").index("variant")] for row in rows[1:]} == {
        "",
        "low",
        "high",
    }


def test_many_variants_show_how_far_they_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    grid = GRID.replace("[0.0, 0.25, 0.5]", str([i / 10 for i in range(10)]))
    paths = study_of(tmp_path, study=grid)
    words = ["run", str(paths[0]), "--tables", str(paths[1]), "--format", "csv", "--variant"]

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    shown = Terminal()
    monkeypatch.setattr("sys.stderr", shown)
    assert cli.main([*words, "all"]) == 0
    assert "100%" in shown.getvalue()
    few = Terminal()
    monkeypatch.setattr("sys.stderr", few)
    assert cli.main([*words, "imports=0.1"]) == 0
    assert few.getvalue() == ""


def test_batches_compute_variants_too(tmp_path: Path) -> None:
    paths = study_of(tmp_path, study=GRID)
    outcome = run_batch(paths[0], tmp_path / "out", tables=paths[1], variants=["all"])
    frame = outcome.store.frame()
    found = dict(zip(frame["variant"], frame["spending"], strict=True))
    assert found == pytest.approx(
        {"": 100.0, "imports=0": 100.0, "imports=0.25": 75.0, "imports=0.5": 50.0}
    )


def test_a_batch_is_a_run_of_every_feature(tmp_path: Path) -> None:
    """Phases, years, kinds, households, outputs: the same numbers by either way."""
    from full import write_full

    study, tables = write_full(tmp_path)
    outcome = run_batch(
        study, tmp_path / "out", tables=tables, readings=["announced"], variants=["all"]
    )
    assert outcome.failures == 0
    frame = outcome.store.frame()
    keys = ["scenario", "programme", "phase", "year", "kind"]
    for variant in ("", "low", "high", "imports=0.25,scale=1.5"):
        made = estimate(study, readings=("announced",), tables=tables, variant=variant)
        wanted = made.impact.to_frame(("production", "employment")).pivot_table(
            index=keys, columns="indicator", values="value", aggfunc="sum"
        )
        own = frame[frame["variant"] == variant].set_index(keys).sort_index()
        assert len(own) == len(wanted)
        for name in ("production", "employment"):
            assert own[name].to_numpy() == pytest.approx(wanted[name].to_numpy(), rel=1e-9)


def test_a_batch_tells_of_lines_that_cannot_be_deflated(tmp_path: Path) -> None:
    paths = study_of(tmp_path, 'price_year = 2030\ndeflator = "wdi-gdp"\n')
    other = (paths[0] / "west.toml").read_text("utf-8").replace("2030", "2023")
    (paths[0] / "east.toml").write_text(other, "utf-8")
    outcome = run_batch(paths[0], tmp_path / "out", tables=paths[1])
    assert (outcome.rows, outcome.failures) == (1, 1)
    failure = outcome.store.failures().iloc[0]
    assert failure["scenario"] == "west"
    assert "the series doesn't reach that year" in failure["message_en"]


def test_lines_without_a_variant_of_theirs_stay_as_they_are(tmp_path: Path) -> None:
    paths = study_of(tmp_path, LINE, district=DISTRICT)
    (paths[0] / "east.toml").write_text(
        (paths[0] / "west.toml").read_text("utf-8").partition("[variants")[0], "utf-8"
    )
    impact = announced(read(paths, variant="twice")).impact
    assert impact is not None
    west, east = (impact.value("production", scenario=s) for s in ("west", "east"))
    assert west == pytest.approx(2 * east, rel=EXACT)


def test_a_store_of_variants_is_checked_as_it_was_made(tmp_path: Path) -> None:
    paths = study_of(tmp_path, study=NAMED)
    words = ["batch", str(paths[0]), "--tables", str(paths[1]), "--out", str(tmp_path / "out")]
    assert cli.main([*words, "--variant", "low", "--variant", "high"]) == 0
    frame = open_store(tmp_path / "out").frame()
    assert set(frame["variant"]) == {"low", "high"}
    assert cli.main(["batch", "--check", str(tmp_path / "out")]) == 0
