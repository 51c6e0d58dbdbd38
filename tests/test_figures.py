"""Pictures: their marks are the numbers, their words say them, and they look as they did."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from helpers import COEFFICIENTS, SEJONG, refused, rows_of
from matplotlib.axes import Axes
from matplotlib.testing.compare import compare_images
from small_study import EXACT, A, L, announced, read, study_of

from iomodel import cli, estimate, load_model
from iomodel.analyses.paths import production_layers
from iomodel.cli.plot import PLATES
from iomodel.coefficient_matrix import coefficient_matrix
from iomodel.errors import IOModelError, NotFoundError, NotSupportedError
from iomodel.findings import findings
from iomodel.impact import Part
from iomodel.mapped import effects_by_region, multipliers_by_region
from iomodel.readings import Reading
from iomodel.regions import region_name, regions
from iomodel.report import compose, figures, fonts, pictures
from iomodel.report.document import Picture
from iomodel.stages import stages
from iomodel.summary import Summary
from iomodel.suppliers import shown, suppliers_of
from iomodel.text import Text
from iomodel.tiers import tiers

BASELINES = Path(__file__).parent / "baselines"
# Other releases of matplotlib place letters and lines elsewhere by parts of a pixel or more.
DRAWN_WITH = "3.11"
# Root mean square of 255 levels: letters' edges differ by builds of FreeType, marks don't.
SMOOTHING = 3.0
ONE_UNIT = 1.0  # printed figures of the Sejong study are whole millions of won


@pytest.fixture(autouse=True)
def _plain() -> Iterator[None]:
    """Draw without a screen, in matplotlib's own font; leave no figure open."""
    import matplotlib.pyplot as plt

    mpl.use("Agg")
    with mpl.rc_context({"font.family": ["DejaVu Sans"]}):
        yield
    plt.close("all")


@pytest.fixture(scope="module")
def sejong() -> Summary:
    return Summary(estimate("sejong"))


def reading_of(summary: Summary, id: str) -> Reading:
    return next(one for one in summary.readings if one.id == id)


def part_of(reading: Reading) -> Part:
    assert reading.impact is not None
    (part,) = reading.impact.parts
    return part


def widths(axes: Axes) -> list[float]:
    return [patch.get_width() for patch in axes.patches]  # type: ignore[attr-defined]


def heights(axes: Axes) -> list[float]:
    return [patch.get_height() for patch in axes.patches]  # type: ignore[attr-defined]


def written(axes: Axes) -> list[str]:
    return [text.get_text() for text in axes.texts]


def footer(axes: Axes) -> str:
    return str(axes.figure.get_supxlabel())


# ------------------------------------------------------------------ marks are the numbers
def test_stages_add_up_as_the_inverse_says(tmp_path: Path) -> None:
    reading = announced(read(study_of(tmp_path)))
    found = stages(part_of(reading))
    whole = 100 * L[:, 1].sum()
    np.testing.assert_allclose(list(found.effects.values()), [100, whole - 100], rtol=EXACT)
    axes = figures.waterfall(found, reading)
    np.testing.assert_allclose(heights(axes), [100, whole - 100, whole], rtol=EXACT)
    assert [p.get_y() for p in axes.patches] == [0.0, 100.0, 0.0]  # type: ignore[attr-defined]
    assert axes.get_title(loc="right") == "Announced: production by stage"
    assert footer(axes) == "tiny-3, prices of 2020, computed"


def test_households_add_a_stage_on_the_same_direct_and_indirect_ones(sejong: Summary) -> None:
    part = part_of(reading_of(sejong, "announced"))
    plain, closed = stages(part), stages(part, households=True)
    for name, value in plain.effects.items():
        assert closed.effects[name] == pytest.approx(value, rel=1e-9)
    assert closed.effects["induced"] > 0
    assert closed.notes
    assert plain.notes == ()


def test_rounds_are_powers_of_the_coefficients(tmp_path: Path) -> None:
    reading = announced(read(study_of(tmp_path)))
    part = part_of(reading)
    found = production_layers(part.model, shown(part), "production", rounds=3)  # type: ignore[arg-type]
    f = np.array([0.0, 100.0, 0.0])
    each = [float((np.linalg.matrix_power(A, k) @ f).sum()) for k in range(4)]
    axes = figures.rounds(found, reading)
    np.testing.assert_allclose(heights(axes), each, rtol=EXACT)
    reached = axes.lines[0].get_ydata()
    np.testing.assert_allclose(np.asarray(reached), np.cumsum(each), rtol=EXACT)
    assert axes.lines[1].get_ydata()[0] == pytest.approx(100 * L[:, 1].sum())  # type: ignore[index]


def test_bars_of_programmes_are_the_printed_table(sejong: Summary) -> None:
    reading = reading_of(sejong, "reconciled")
    axes = figures.by_programme(sejong, reading)
    rows = [r for r in rows_of(SEJONG / "published.csv") if r["indicator"] == "production"]
    printed = [  # a colour after the other, by district
        float(row["value"])
        for programme in ("지원사업", "기업투자유치")
        for row in rows
        if row["programme"] == programme
    ]
    assert len(printed) == 6
    np.testing.assert_allclose(widths(axes), printed, atol=ONE_UNIT)
    assert written(axes) == ["₩981.7 billion", "₩1.11 trillion", "₩810.7 billion"]


def test_a_programme_without_a_value_is_no_zero(sejong: Summary) -> None:
    picture = pictures.by_programme(sejong, reading_of(sejong, "announced"), "production", "en")
    assert "Technology innovation district · Support programmes –;" in picture.alt


def test_differences_lie_inside_half_a_printed_unit(sejong: Summary) -> None:
    axes = figures.published_and_computed(sejong, reading_of(sejong, "reconciled"))
    assert set(widths(axes)) == {ONE_UNIT}
    gaps = np.asarray(axes.lines[0].get_xdata(), dtype=float)
    assert len(gaps) == 10
    assert np.abs(gaps).max() <= ONE_UNIT / 2


def test_what_is_not_comparable_has_a_word_and_no_point(sejong: Summary) -> None:
    axes = figures.published_and_computed(sejong, reading_of(sejong, "announced"))
    gaps = np.asarray(axes.lines[0].get_xdata(), dtype=float)
    assert int(np.isnan(gaps).sum()) == len(written(axes)) > 0
    assert set(written(axes)) == {"  not comparable"}


def test_suppliers_and_the_rest_are_the_whole(tmp_path: Path) -> None:
    reading = announced(read(study_of(tmp_path)))
    found = suppliers_of(part_of(reading), 2)
    axes = figures.by_supplier(found, reading)
    x = 100 * L[:, 1]
    largest = sorted(x, reverse=True)
    np.testing.assert_allclose(widths(axes), largest, rtol=EXACT)
    assert [label.get_text() for label in axes.get_yticklabels()][-1] == "All other sectors"


def test_suppliers_stand_in_the_order_of_what_is_drawn(sejong: Summary) -> None:
    found = suppliers_of(part_of(reading_of(sejong, "announced")), 10, "employment")
    persons = [row.values["employment"] for row in found.rows[:-1]]
    assert persons == sorted(persons, reverse=True)


def test_in_the_region_and_elsewhere(sejong: Summary) -> None:
    reading = reading_of(sejong, "announced")
    axes = figures.in_region_and_elsewhere(sejong, reading)
    rows = sejong.regional[:-1]
    pairs = [row.values["production"] for row in rows]
    np.testing.assert_allclose(widths(axes), np.array(pairs).T.ravel(), rtol=EXACT)
    assert axes.get_title(loc="right") == "Announced: production in Sejong and elsewhere"


def test_the_chain_starts_from_the_demand(tmp_path: Path) -> None:
    reading = announced(read(study_of(tmp_path)))
    found = tiers(part_of(reading), most=2)
    f = np.array([0.0, 100.0, 0.0])
    sums = [(np.linalg.matrix_power(A, k) @ f).sum() for k in range(3)]
    np.testing.assert_allclose(found.totals.sum(axis=1), sums, rtol=EXACT)
    np.testing.assert_allclose(found.flows.sum(axis=(1, 2)), sums[1:], rtol=EXACT)
    assert found.beyond == pytest.approx(100 * L[:, 1].sum() - sum(sums))
    axes = figures.sankey(found, reading)
    lowest, highest = axes.get_ylim()
    boxes = [patch.get_extents().transformed(axes.transData.inverted()) for patch in axes.patches]
    assert min(box.y0 for box in boxes) >= lowest
    assert max(box.y1 for box in boxes) <= highest


@pytest.mark.parametrize("id", ["A", "L"])
def test_a_block_of_a_matrix_is_cut_out_and_not_recomputed(id: str) -> None:
    model = load_model("bok-2020-33")
    flows = model.table  # type: ignore[attr-defined]
    whole = flows.domestic / flows.output
    if id == "L":
        whole = np.linalg.inv(np.eye(33) - whole)
    found = coefficient_matrix(model, id, 5)  # type: ignore[arg-type]
    assert found.values.shape == (5, 5)
    np.testing.assert_allclose(found.values, whole[np.ix_(found.at, found.at)], rtol=1e-9)
    shown_values = np.asarray(found.plot().images[0].get_array())
    off = found.values - np.eye(5) if id == "L" else found.values
    np.testing.assert_array_equal(shown_values, off)
    supplier, user, value = found.largest
    i, j = (flows.sectors.position(sector.code) for sector in (supplier, user))
    assert i != j
    assert value == pytest.approx(whole[i, j])


# ------------------------------------------------------------------ maps
def test_multipliers_on_a_map_are_those_of_the_file() -> None:
    found = multipliers_by_region("bok-2020-regional-83", "62", "value_added")
    rows = rows_of(COEFFICIENTS / "bok-2020-regional-83" / "multipliers.csv")
    filed = {row["region"]: float(row["value_added_in"]) for row in rows if row["code"] == "62"}
    assert found.values == pytest.approx(filed)
    assert set(filed) == {region.name.ko for region in regions()}
    assert found.unit == Text("원/원", "won per won")


def test_effects_by_region_are_the_regional_table() -> None:
    summary = Summary(estimate("industrial-complexes"))
    found = effects_by_region(summary, "production")
    assert set(found) == {"대구", "인천", "경북", "전남", "광주"}
    total = summary.regional[-1].values["production"][0]
    assert sum(found.values()) == pytest.approx(total)


@pytest.mark.parametrize("shape", ["tiles", "boundaries"])
def test_every_region_is_named_and_numbers_stand_where_there_are_some(shape: figures.Shape) -> None:
    title = Text("제목", "Title")
    axes = figures.region_map({"세종": 12.3, "부산": 5.0}, title, title, "note", shape)
    words = written(axes)
    assert len(words) == 17
    assert {"Sejong\n12", "Busan\n5", "Seoul"} <= set(words)
    drawn_after = (
        "" if shape == "tiles" else " · boundaries of 2018: Statistics Korea (SGIS), KOGL type 1"
    )
    assert footer(axes) == f"note{drawn_after}"


def test_regions_have_names_and_others_keep_theirs() -> None:
    assert region_name("세종") == Text("세종", "Sejong")
    assert region_name("Bayern") == Text("Bayern", "Bayern")


# ------------------------------------------------------------------ they look as they did
def _programmes(summary: Summary) -> Axes:
    return figures.by_programme(summary, reading_of(summary, "reconciled"))


def _published(summary: Summary) -> Axes:
    return figures.published_and_computed(summary, reading_of(summary, "reconciled"))


def _waterfall(summary: Summary) -> Axes:
    reading = reading_of(summary, "announced")
    return figures.waterfall(stages(part_of(reading), households=True), reading)


def _sankey(summary: Summary) -> Axes:
    reading = reading_of(summary, "announced")
    return figures.sankey(tiers(part_of(reading)), reading)


def _tiles(summary: Summary) -> Axes:
    return _map("tiles")


def _boundaries(summary: Summary) -> Axes:
    return _map("boundaries")


def _map(shape: figures.Shape) -> Axes:
    axis = Text("값", "value (won per won)")
    values = {region.name.ko: float(k) for k, region in enumerate(regions())}
    return figures.region_map(values, Text("지도", "A map"), axis, "a note", shape)


def _inverse(summary: Summary) -> Axes:
    return coefficient_matrix(load_model("bok-2020-33"), "L", 12).plot()


@pytest.mark.skipif(
    not mpl.__version__.startswith(f"{DRAWN_WITH}."),
    reason=f"the images were drawn with matplotlib {DRAWN_WITH}; others place letters elsewhere",
)
@pytest.mark.parametrize(
    "draw",
    [_programmes, _published, _waterfall, _sankey, _tiles, _boundaries, _inverse],
    ids=lambda draw: draw.__name__.strip("_"),
)
def test_looks(draw: Callable[[Summary], Axes], sejong: Summary, tmp_path: Path) -> None:
    """After a meant change: copy what this test drew over the baseline, having looked at it."""
    name = f"{draw.__name__.strip('_')}.png"
    with mpl.rc_context():  # whatever tests before this one have set
        mpl.rcdefaults()
        mpl.use("Agg")
        figure = draw(sejong).get_figure(root=True)
        assert figure is not None
        figure.savefig(tmp_path / name, dpi=60)
    told = compare_images(str(BASELINES / name), str(tmp_path / name), SMOOTHING)
    assert told is None, told


# ------------------------------------------------------------------ the command
STUDY_OF = {"map": "innovation-zones"}
QUICK = [name for name in PLATES if name != "uncertainty"]


@pytest.mark.parametrize("name", QUICK)
@pytest.mark.parametrize("lang", ["ko", "en"])
def test_every_picture_is_written_and_told(
    name: str, lang: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = PLATES[name].of.en == "table"
    of = "bok-2020-33" if table else STUDY_OF.get(name, "sejong")
    out = tmp_path / "picture.png"
    assert cli.main(["plot", name, of, "--out", str(out), "--lang", lang]) == 0
    assert out.read_bytes()[:4] == b"\x89PNG"
    first, alt = capsys.readouterr().out.splitlines()
    assert first.startswith(str(out))
    assert any(letter.isdigit() for letter in alt) or name == "linkages"
    assert (max(alt) >= "가") == (lang == "ko")


@pytest.mark.parametrize(("ending", "start"), [("svg", b"<?xml"), ("pdf", b"%PDF")])
def test_forms(ending: str, start: bytes, tmp_path: Path) -> None:
    out = tmp_path / f"map.{ending}"
    words = ["plot", "map", "bok-2020-regional-83", "--sector", "62", "--indicator", "value_added"]
    assert cli.main([*words, "--map", "boundaries", "--out", str(out)]) == 0
    assert out.read_bytes().startswith(start)


def test_uncertainty_says_its_interval(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "fan.png"
    words = ["plot", "uncertainty", "sejong", "--indicator", "employment", "--lang", "en"]
    assert cli.main([*words, "--out", str(out)]) == 0
    assert "sum: median 2,5" in capsys.readouterr().out


def test_the_list_names_every_picture(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["plot", "--list", "--lang", "en"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == list(PLATES)
    assert "waterfall             study   direct, indirect (and induced) effects" in lines


NAMES = ", ".join(PLATES)


@pytest.mark.parametrize(
    ("words", "kind", "message"),
    [
        (
            ["pie", "sejong", "--out", "x.png"],
            NotFoundError,
            f"""\
plot
  NAME: there is no such picture
    expected: {NAMES}
    found: "pie"
    remedy: see iomodel plot --list""",
        ),
        (
            [],
            NotFoundError,
            f"""\
plot
  NAME: there is no such picture
    expected: {NAMES}
    found: none
    remedy: see iomodel plot --list""",
        ),
        (
            ["sankey", "--out", "x.docx"],
            NotSupportedError,
            """\
plot
  PATH_OR_TABLE: nothing to draw is named
    expected: study
    found: nothing
    remedy: name one
  --out: not the name of a picture's file
    expected: .png .svg .pdf
    found: "x.docx"
    remedy: --out figure.png""",
        ),
        (
            ["sankey", "sejong"],
            NotSupportedError,
            """\
plot
  --out: not the name of a picture's file
    expected: .png .svg .pdf
    found: nothing
    remedy: --out figure.png""",
        ),
        (
            ["by-programme", "sejong", "--indicator", "happiness", "--out", "x.png"],
            NotFoundError,
            """\
plot
  --indicator: the study doesn't show this indicator
    expected: production, value_added, employment
    found: "happiness"
    remedy: choose among those""",
        ),
        (
            ["published", "innovation-zones", "--out", "x.png"],
            NotSupportedError,
            """\
innovation-zones
  there is no published figure to compare with
    expected: a reading that covers what was published
    found: none
    remedy: choose another --reading""",
        ),
        (
            ["published", "innovation-zones", "--reading", "reconciled", "--out", "x.png"],
            NotSupportedError,
            """\
innovation-zones
  --reading: this reading has no values
    expected: reconciled
    found: nothing
    remedy: choose another --reading""",
        ),
        (
            ["map", "bok-2020-33", "--sector", "14", "--out", "x.png"],
            NotSupportedError,
            """\
bok-2020-33
  the table has no regions to map
    expected: bok-2020-regional-83
    found: a national table
    remedy: use a regional table""",
        ),
        (
            ["map", "sejong", "--reading", "reconciled", "--out", "x.png"],
            NotSupportedError,
            """\
sejong
  study.toml, readings.announced: there is no regional table
    expected: regional_table
    found: nothing
    remedy: state one, such as regional_table = "bok-2020-regional-83", and run the announced \
reading""",
        ),
        (
            ["in-region", "sejong", "--reading", "reconciled", "--out", "x.png"],
            NotSupportedError,
            """\
sejong
  study.toml, readings.announced: there is no regional table
    expected: regional_table
    found: nothing
    remedy: state one, such as regional_table = "bok-2020-regional-83", and run the announced \
reading""",
        ),
        (
            [
                *("waterfall", "industrial-complexes", "--table", "bok-2020-regional-83"),
                *("--out", "x.png"),
            ],
            NotSupportedError,
            """\
industrial-complexes
  several regions don't fit one picture
    expected: a study of one region
    found: 경북, 광주, 대구, 인천, 전남
    remedy: name one district's TOML""",
        ),
        (
            ["waterfall", "sejong", "--table", "bok-2020-regional-83", "--out", "x.png"],
            NotSupportedError,
            """\
bok-2020-regional-83
  this table can't give direct and indirect effects
    expected: transactions or a published inverse
    found: published multipliers
    remedy: use a table such as bok-2020-165""",
        ),
        (
            ["by-supplier", "sejong", "--table", "bok-2020-regional-83", "--out", "x.png"],
            NotSupportedError,
            """\
bok-2020-regional-83
  this table can't give effects by supplying sector
    expected: transactions or an inverse
    found: published multipliers
    remedy: use a table such as bok-2020-165""",
        ),
        (
            ["sankey", "sejong", "--table", "bok-2020-regional-83", "--out", "x.png"],
            NotSupportedError,
            """\
bok-2020-regional-83
  this table can't give flows along the supply chain
    expected: transactions or a published inverse
    found: published multipliers
    remedy: use a table such as bok-2020-165""",
        ),
        (
            ["rounds", "sejong", "--table", "bok-2020-regional-83", "--out", "x.png"],
            NotSupportedError,
            """\
bok-2020-regional-83
  this table can't give effects by round
    expected: transactions or a published inverse
    found: published multipliers
    remedy: use a table such as bok-2020-165""",
        ),
        (
            ["leontief-inverse", "bok-2020-33", "--top", "0", "--out", "x.png"],
            SystemExit,
            "error: argument --top: '0' < 1",
        ),
    ],
)
def test_refusals(
    words: list[str], kind: type, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if kind is SystemExit:
        with pytest.raises(SystemExit):
            cli.main(["plot", *words, "--lang", "en"])
        assert message in capsys.readouterr().err
        return
    error = refused(kind, lambda: cli.main(["plot", *words, "--lang", "en", "--debug"]))
    assert isinstance(error, IOModelError)
    assert error.render("en").strip() == message
    assert not Path("x.png").exists()


# ------------------------------------------------------------------ letters
def test_without_a_korean_font_labels_are_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "korean_font", lambda: None)
    assert fonts.use_language("ko") == "en"
    assert mpl.rcParams["font.family"] == ["DejaVu Sans"]


def test_english_pictures_have_korean_letters_for_names_without_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fonts, "korean_font", lambda: "NanumGothic")
    assert fonts.use_language("en") == "en"
    assert mpl.rcParams["font.family"] == ["DejaVu Sans", "NanumGothic"]
    assert fonts.use_language("ko") == "ko"
    assert mpl.rcParams["font.family"] == ["NanumGothic", "DejaVu Sans"]


# ------------------------------------------------------------------ reports
def test_reports_have_pictures_told_in_words(sejong: Summary) -> None:
    made = sejong.estimate
    document = compose.compose(made, findings(made), "en", {})
    found = [part for part in document.parts if isinstance(part, Picture)]
    assert [part.title for part in found] == [
        "Effects by programme (Reconciled)",
        "Effects by programme (Announced)",
        "Published and computed (Reconciled)",
        "Published and computed (Announced)",
        "Effects in the region and elsewhere (Announced)",
        "Where effects arise (Reconciled)",
        "Where effects arise (Announced)",
    ]
    assert "Total Published 2,899,931, computed 2,899,931" in found[2].alt


def test_reports_do_without_matplotlib(sejong: Summary, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compose, "find_spec", lambda name: None)
    document = compose.compose(sejong.estimate, (), "en", {})
    assert not any(isinstance(part, Picture) for part in document.parts)
    assert len(document.blocks) > 3
