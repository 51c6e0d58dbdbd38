"""Linkages against the Bank of Korea's dispersion, ONS, the Eurostat manual, and two routes."""

from __future__ import annotations

import csv
from pathlib import Path

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from helpers import (
    COEFFICIENTS,
    DOMESTIC,
    FINAL_DEMAND,
    OUTPUT,
    lines,
    plain,
    refused,
    regional,
    repeatable,
    small_inverse,
    tiny,
)
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.axes import Axes
from matplotlib.text import Text

import iomodel
from iomodel.analyses.linkages import ANALYSES, MEASURES, linkages
from iomodel.analyses.linkages.labels import overlaps, spread
from iomodel.analyses.linkages.numerics import variation
from iomodel.analyses.linkages.result import QUADRANTS
from iomodel.analyses.numerics import moments
from iomodel.errors import NotSupportedError
from iomodel.leontief import factorise
from iomodel.models import LeontiefModel, MultiplierModel

matplotlib.use("Agg")

# Two inversions of the Bank's 83 sectors, condition about 10.
INVERSION = 1e-12
# ONS gives A and L in double precision; A comes back from flows here.
ONS = 1e-12
# Cells of Scotland's published inverse are up to 4e-10 from that of its own flows.
SCOTLAND = 2e-9
# The Eurostat manual prints four decimals.
MANUAL = 5e-5
# Small systems, condition number below ten.
ROUNDING = 1e-11

L = np.linalg.inv(np.eye(3) - DOMESTIC / OUTPUT)
G = np.linalg.inv(np.eye(3) - DOMESTIC / OUTPUT[:, None])


@pytest.fixture(scope="module")
def small() -> LeontiefModel:
    return LeontiefModel.from_table(tiny())


def frame(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, index_col=0, encoding="utf-8-sig")


def closed(Z: np.ndarray, x: np.ndarray) -> LeontiefModel:
    """Return the model of flows and output, demand and value added being what is left."""
    tolerance = 1e-6 * float(np.abs(x).max())
    return LeontiefModel.from_table(
        plain(Z, x - Z.sum(axis=1), x - Z.sum(axis=0), tolerance=tolerance)
    )


# ------------------------------------------------------------------ published answers


def test_bank_of_korea_power_and_sensitivity_of_83_sectors() -> None:
    path = COEFFICIENTS / "bok-2020-165/published/dispersion_83.csv"
    with path.open(encoding="utf-8", newline="") as file:
        printed = list(csv.DictReader(file))
    table = linkages(iomodel.load_model("bok-2020-83")).table()
    assert table["code"].tolist() == [row["code"] for row in printed]
    for ours, theirs in (
        ("backward", "column_sum"),
        ("forward", "row_sum"),
        ("backward_index", "power_of_dispersion"),
        ("forward_index", "sensitivity_of_dispersion"),
    ):
        wanted = [float(row[theirs]) for row in printed]
        np.testing.assert_allclose(table[ours], wanted, rtol=INVERSION)


def test_germany_1995_backward_and_ghosh_forward_linkages(shared: Path) -> None:
    """Eurostat manual 2008, pp. 506-507; industry's 1.6691 is a misprint for 1.6910 (SOURCE.md)."""
    folder = shared / "cases/germany_1995_eurostat_manual"
    Z = frame(folder / "inputs/Z.csv").to_numpy(float)
    x = frame(folder / "inputs/primary.csv").loc["output"].to_numpy(float)
    printed = frame(folder / "expected/multipliers_linkages.csv")
    result = linkages(closed(Z, x), "ghosh")
    wanted = printed["forward_linkage"].to_numpy(float, copy=True)
    assert wanted[1] == 1.6691
    wanted[1] = 1.6910
    np.testing.assert_allclose(result.forward, wanted, rtol=0, atol=MANUAL)
    backward = printed["backward_linkage"].to_numpy(float)
    np.testing.assert_allclose(result.backward, backward, rtol=0, atol=MANUAL)


def test_uk_2010_backward_and_forward_sums_of_127_products(shared: Path) -> None:
    folder = shared / "cases/uk_2010_ons_pxp127"
    A = frame(folder / "expected/A.csv").to_numpy(float)
    inverse = frame(folder / "expected/L.csv").to_numpy(float)
    x = np.linalg.solve(np.eye(len(A)) - A, np.ones(len(A)))
    result = linkages(closed(A * x, x))
    printed = frame(folder / "expected/multipliers.csv")["Output multiplier"]
    np.testing.assert_allclose(result.backward, printed, rtol=ONS)
    np.testing.assert_allclose(result.forward, inverse.sum(axis=1), rtol=ONS)


def test_scotland_2016_without_tobacco(shared: Path) -> None:
    """A sector without output has no linkage and no part in the mean (R2)."""
    folder = shared / "cases/scotland_2016_ixi98"
    Z = frame(folder / "inputs/Z.csv").to_numpy(float)
    inverse = frame(folder / "expected/L_typeI.csv").to_numpy(float)
    fd = frame(folder / "inputs/fd.csv")
    x = fd["Total use for industry output"].to_numpy(float)
    active = x != 0
    assert (~active).sum() == 1
    result = linkages(closed(Z, x))
    assert np.isnan(result.backward[~active]).all()
    sums = inverse.sum(axis=0)[active]
    np.testing.assert_allclose(result.backward[active], sums, rtol=SCOTLAND)
    np.testing.assert_allclose(result.backward_index[active], sums / sums.mean(), rtol=SCOTLAND)
    assert result.quadrants[int(np.flatnonzero(~active)[0])] is None
    some = inverse[np.ix_(active, active)]
    np.testing.assert_allclose(
        result.backward_variation[active], some.std(axis=0, ddof=1) / some.mean(axis=0), rtol=1e-7
    )


# ------------------------------------------------------------------ two routes


@pytest.mark.parametrize("case", ["netherlands_2000_spicosa", "germany_1995_eurostat_manual"])
def test_forward_linkages_from_g_and_from_l_reweighted(shared: Path, case: str) -> None:
    """G = x̂⁻¹ L x̂ (Miller & Blair 2009, section 12.1), on two real tables."""
    folder = shared / f"cases/{case}"
    Z = frame(folder / "inputs/Z.csv").to_numpy(float)
    primary = frame(folder / "inputs/primary.csv")
    x = primary.loc[next(row for row in primary.index if row.startswith("output"))].to_numpy(float)
    inverse = np.linalg.inv(np.eye(len(x)) - Z / x)
    forward = linkages(closed(Z, x), "ghosh").forward
    np.testing.assert_allclose(forward, inverse @ x / x, rtol=ROUNDING)


def test_whole_inverse_route_of_every_measure(small: LeontiefModel) -> None:
    A, B = DOMESTIC / OUTPUT, DOMESTIC / OUTPUT[:, None]
    wanted = {
        "rasmussen": (L.sum(axis=0), L.sum(axis=1)),
        "ghosh": (L.sum(axis=0), G.sum(axis=1)),
        "direct": (A.sum(axis=0), B.sum(axis=1)),
    }
    for measure, (backward, forward) in wanted.items():
        found = linkages(small, measure)
        np.testing.assert_allclose(found.backward, backward, rtol=ROUNDING)
        np.testing.assert_allclose(found.forward, forward, rtol=ROUNDING)


def test_variations_of_columns_and_rows(small: LeontiefModel) -> None:
    def variation_of(matrix: np.ndarray) -> np.ndarray:
        return matrix.std(axis=0, ddof=1) / matrix.mean(axis=0)

    found = linkages(small)
    np.testing.assert_allclose(found.backward_variation, variation_of(L), rtol=ROUNDING)
    np.testing.assert_allclose(found.forward_variation, variation_of(L.T), rtol=ROUNDING)
    ghosh = linkages(small, "ghosh")
    np.testing.assert_allclose(ghosh.backward_variation, variation_of(L), rtol=ROUNDING)
    np.testing.assert_allclose(ghosh.forward_variation, variation_of(G.T), rtol=ROUNDING)


def partitioned(A: np.ndarray, f: np.ndarray, j: int) -> tuple[float, float]:
    """Return PBL_j and PFL_j by inverting the partition, as the authors write them."""
    r = np.arange(len(A)) != j
    own = 1 / (1 - A[j, j])
    rest = np.linalg.inv(np.eye(len(A) - 1) - A[np.ix_(r, r)])
    backward = (rest @ A[r, j]).sum() * own * f[j]
    forward = own * A[j, r] @ rest @ f[r]
    return float(backward), float(forward)


square = st.integers(2, 6).flatmap(
    lambda n: st.tuples(
        st.lists(st.floats(0, 1), min_size=n * n, max_size=n * n),
        st.lists(st.floats(1, 1e3), min_size=n, max_size=n),
    )
)


def economy(drawn: tuple[list[float], list[float]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return A, f and x of a productive economy (columns of A add to at most 0.9)."""
    f = np.array(drawn[1])
    A = np.array(drawn[0]).reshape(len(f), len(f))
    A = 0.9 * A / np.maximum(A.sum(axis=0), 1.0)
    return A, f, np.linalg.solve(np.eye(len(f)) - A, f)


@repeatable
@given(square)
def test_pure_linkages_by_one_inverse_and_by_n_partitions(
    drawn: tuple[list[float], list[float]],
) -> None:
    A, f, x = economy(drawn)
    found = linkages(closed(A * x, x), "pure")
    wanted = np.array([partitioned(A, f, j) for j in range(len(f))])
    np.testing.assert_allclose(found.backward, wanted[:, 0], rtol=1e-8, atol=1e-8)
    np.testing.assert_allclose(found.forward, wanted[:, 1], rtol=1e-8, atol=1e-8)


@repeatable
@given(square)
def test_indices_average_one_and_quadrants_follow_them(
    drawn: tuple[list[float], list[float]],
) -> None:
    A, _, x = economy(drawn)
    model = closed(A * x, x)
    for measure in ("rasmussen", "ghosh"):
        found = linkages(model, measure)
        assert found.backward_index.mean() == pytest.approx(1.0)
        assert found.forward_index.mean() == pytest.approx(1.0)
        for b, f, quadrant in zip(
            found.backward_index, found.forward_index, found.quadrants, strict=True
        ):
            assert (quadrant in ("key", "backward")) == (b > 1)
            assert (quadrant in ("key", "forward")) == (f > 1)


@repeatable
@given(square, st.integers(1, 7))
def test_blocks_of_any_width_give_the_same_moments(
    drawn: tuple[list[float], list[float]], width: int
) -> None:
    A, _, _ = economy(drawn)
    H = np.linalg.inv(np.eye(len(A)) - A)
    found = moments(factorise(A), width)
    for ours, whole in (
        (found.columns, H.sum(axis=0)),
        (found.rows, H.sum(axis=1)),
        (found.column_squares, (H * H).sum(axis=0)),
        (found.row_squares, (H * H).sum(axis=1)),
        (found.diagonal, np.diag(H)),
    ):
        np.testing.assert_allclose(ours, whole, rtol=1e-9)


def test_even_cells_do_not_vary() -> None:
    np.testing.assert_allclose(variation(np.array([2.0]), np.array([1.0]), 4), 0.0)


def test_a_published_inverse_gives_the_same_dispersion(small: LeontiefModel) -> None:
    published = linkages(LeontiefModel.from_inverse(small_inverse()))
    ours = linkages(small)
    np.testing.assert_allclose(published.backward_index, ours.backward_index, rtol=ROUNDING)
    np.testing.assert_allclose(published.forward_variation, ours.forward_variation, rtol=ROUNDING)


def test_the_table_is_left_as_it_was(small: LeontiefModel) -> None:
    before = small.table.domestic.copy()
    for measure in MEASURES:
        linkages(small, measure).table()
    np.testing.assert_array_equal(small.table.domestic, before)
    np.testing.assert_array_equal(small.table.final_demand, FINAL_DEMAND)


# ------------------------------------------------------------------ tables and pictures


def test_quadrants_and_key_sectors_of_a_known_economy() -> None:
    """By hand: L has column sums 2, 1, 1.6, 1 and row sums 2, 1.6, 1, 1, both of mean 1.4."""
    A = np.zeros((4, 4))
    A[0, 0], A[1, 2] = 0.5, 0.6
    found = linkages(closed(A * 10.0, np.full(4, 10.0)))
    np.testing.assert_allclose(found.backward_index, np.array([2, 1, 1.6, 1]) / 1.4)
    assert found.quadrants == ("key", "forward", "backward", "weak")
    assert found.key_sectors() == ("01",)


@pytest.mark.parametrize("measure", MEASURES)
def test_columns_describe_the_table(small: LeontiefModel, measure: str) -> None:
    found = linkages(small, measure)
    assert [column.id for column in found.columns] == list(found.table().columns)
    units = {column.id: column.unit.en for column in found.columns}
    assert units["backward"] == ("million KRW" if measure == "pure" else "won per won")


def test_notes_warn_of_row_sums_where_they_are_used(small: LeontiefModel) -> None:
    warned = {m: any("row sum" in note.en for note in linkages(small, m).notes) for m in MEASURES}
    assert warned == {"rasmussen": True, "ghosh": False, "direct": False, "pure": False}


@pytest.mark.parametrize(
    ("lang", "across", "up"),
    [
        ("en", "sensitivity of dispersion (mean = 1)", "power of dispersion (mean = 1)"),
        ("ko", "감응도계수 (평균 = 1)", "영향력계수 (평균 = 1)"),
    ],
)
def test_map_of_key_sectors(lang: str, across: str, up: str) -> None:
    found = linkages(iomodel.load_model("bok-2020-33"))
    axes = found.plot(lang=lang)  # type: ignore[arg-type]
    assert axes.get_xlabel() == across
    assert axes.get_ylabel() == up
    assert sum(len(points.get_offsets()) for points in axes.collections) == 33
    drawn = np.vstack([points.get_offsets() for points in axes.collections])
    np.testing.assert_allclose(np.sort(drawn[:, 0]), np.sort(found.forward_index))
    labels = {text.get_text().split(" ")[0]: text.get_text() for text in axes.texts}
    assert set(labels) <= set(found.sectors.codes)
    assert len(labels) > 25  # of 33; those crowded out stay without a code
    named = {code for code, words in labels.items() if words != code}
    assert named == set(found.key_sectors())
    plt.close(axes.figure)


def text_boxes(axes: Axes) -> np.ndarray:
    """Return left, bottom, right and top of everything the map writes, (m, 4), in pixels."""
    axes.figure.canvas.draw()
    # Text.get_window_extent is that of the words, without the line to their point.
    return np.array([Text.get_window_extent(text).extents for text in axes.texts])


@pytest.mark.parametrize(
    ("table", "measure"),
    [("bok-2020-83", "rasmussen"), ("bok-2020-83", "ghosh"), ("bok-2020-165", "direct")],
)
def test_every_key_sector_has_its_name_and_no_label_covers_another(
    table: str, measure: str
) -> None:
    found = linkages(iomodel.load_model(table), measure)
    axes = found.plot()
    named = {text.get_text().split(" ")[0] for text in axes.texts if " " in text.get_text()}
    assert named == set(found.key_sectors())
    boxes = text_boxes(axes)
    covered = [(i, j) for i in range(len(boxes)) for j in np.flatnonzero(overlaps(boxes[i], boxes))]
    assert all(i == j for i, j in covered)
    frame = axes.figure.bbox
    assert (boxes[:, :2] >= frame.min).all()
    assert (boxes[:, 2:] <= frame.max).all()
    plt.close(axes.figure)


def test_names_fit_on_axes_that_were_given() -> None:
    figure, axes = plt.subplots(figsize=(7, 4.5), layout="constrained")
    found = linkages(iomodel.load_model("bok-2020-83"), "ghosh")
    assert found.plot(axes) is axes
    assert tuple(figure.get_size_inches()) == (7, 4.5)
    assert sum(" " in text.get_text() for text in axes.texts) == 27 == len(found.key_sectors())
    boxes = text_boxes(axes)
    assert sum(overlaps(box, boxes).sum() for box in boxes) == len(boxes)
    plt.close(figure)


def test_the_scale_is_logarithmic_where_indices_differ_much() -> None:
    wide = linkages(iomodel.load_model("bok-2020-83")).plot(lang="ko")
    assert wide.get_xscale() == "log"
    assert wide.get_xlabel() == "감응도계수 (평균 = 1, 로그 눈금)"
    zeros = linkages(iomodel.load_model("bok-2020-83"), "pure").plot()
    assert zeros.get_xscale() == "linear"  # "pure" has zeros
    plt.close("all")


def test_names_of_quadrants_hold_for_every_measure() -> None:
    """감응도 is a word of Rasmussen's index alone."""
    assert QUADRANTS["key"].ko == "핵심 (전후방 모두 평균 초과)"
    for words in QUADRANTS.values():
        assert "감응도" not in words.ko
        assert "영향력" not in words.ko


@repeatable
@given(st.lists(st.floats(-0.5, 1.5), min_size=1, max_size=12), st.floats(0.01, 0.08))
def test_a_column_of_names_keeps_its_distance_and_order(wanted: list[float], gap: float) -> None:
    heights = spread(np.array(wanted), gap)
    in_order = np.argsort(wanted, kind="stable")
    assert (np.diff(heights[in_order]) >= gap - 1e-12).all()
    assert heights.min() >= 0
    assert heights.max() <= 1


# ------------------------------------------------------------------ refusals


@pytest.mark.parametrize(
    ("measure", "what"),
    [
        ("ghosh", "backward linkages from L, forward from Ghosh's G"),
        ("direct", "direct backward and forward linkages"),
        ("pure", "pure backward and forward linkages"),
    ],
)
def test_a_published_inverse_holds_no_flows(measure: str, what: str) -> None:
    model = LeontiefModel.from_inverse(small_inverse())
    error = refused(NotSupportedError, lambda: linkages(model, measure))
    assert str(error) == lines(
        "tiny-3",
        f"  this table can't give {what}",
        "    expected: transactions",
        "    found: a published inverse",
        "    remedy: use a table such as bok-2020-165",
    )


@pytest.mark.parametrize("measure", MEASURES)
def test_published_multipliers_are_refused(measure: str) -> None:
    model = MultiplierModel(regional(), "북")
    error = refused(NotSupportedError, lambda: linkages(model, measure))
    assert error.problems[0].found.ko == "공표된 유발계수"


def test_an_unknown_measure_lists_those_there_are(small: LeontiefModel) -> None:
    error = refused(NotSupportedError, lambda: linkages(small, "hirschman"))
    assert error.render("ko") == lines(
        "measure",
        "  모르는 선택지입니다",
        "    기대한 것: 다음 중 하나: rasmussen, ghosh, direct, pure",
        '    찾은 것: "hirschman"',
        "    고치는 법: measure을(를) 고치십시오",
    )


def test_the_command_line_runs_the_public_function() -> None:
    (analysis,) = ANALYSES
    assert (analysis.name, analysis.run) == ("linkages", linkages)
    assert analysis.options[0].choices == MEASURES
