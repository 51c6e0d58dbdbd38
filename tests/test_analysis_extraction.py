"""Hypothetical extraction against a peer's answer and against the altered system, solved anew."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from helpers import (
    DOMESTIC,
    FINAL_DEMAND,
    OUTPUT,
    PRIMARY,
    SATELLITES,
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

import iomodel
from iomodel.analyses.extraction import ANALYSES, extract, extract_each
from iomodel.errors import LabelError, NotFoundError, NotSupportedError, UnknownSectorError
from iomodel.models import LeontiefModel, MultiplierModel
from iomodel.sectors import Classification, Sector
from iomodel.text import same

matplotlib.use("Agg")

# The peer's figures are exact to double precision.
PEER = 1e-12
# Small systems, condition number below ten.
ROUNDING = 1e-10
# 33 and 83 sectors, output up to 4e8 million won, losses by two different factorisations.
NATIONAL = 1e-9


@pytest.fixture(scope="module")
def small() -> LeontiefModel:
    return LeontiefModel.from_table(tiny())


def frame(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, index_col=0, encoding="utf-8-sig")


def solved_anew(
    model: LeontiefModel, K: list[int], s: np.ndarray, kind: str, keep_own: bool = False
) -> np.ndarray:
    """Return the loss by writing down the altered system and solving it."""
    table = model.table
    x, n = table.output, len(table.output)
    f = table.final_demand.sum(axis=1)
    left = np.ones(n)
    left[K] = 1.0 - s
    if kind == "total":
        A = left[:, None] * (table.domestic / x)
        return x - np.linalg.solve(np.eye(n) - A, left * f)
    M = table.domestic / x if kind == "backward" else (table.domestic / x[:, None]).T
    altered = M * left
    if keep_own:
        altered[np.ix_(K, K)] = M[np.ix_(K, K)]
    given = f if kind == "backward" else x - table.domestic.sum(axis=0)
    return x - np.linalg.solve(np.eye(n) - altered, given)


# ------------------------------------------------------------------ a published answer


def test_miller_blair_economy_without_its_first_sector(shared: Path) -> None:
    """Julia's MacroEconometricModels on the two-sector table (SOURCE.md): a peer's figures."""
    folder = shared / "cases/mb_two_sector"
    Z = frame(folder / "inputs/Z.csv").to_numpy(float)
    totals = frame(folder / "inputs/fd_x.csv")
    model = LeontiefModel.from_table(
        plain(Z, totals["f"], totals["x"] - Z.sum(axis=0), tolerance=0)
    )
    answer = frame(folder / "expected/hem_price_peer.csv")["value"]
    found = extract(model, ["01"])
    assert found.loss[0] == pytest.approx(answer["extract_sector1_loss_sector1"], rel=PEER)
    assert found.loss[1] == pytest.approx(answer["extract_sector1_loss_sector2"], rel=PEER)
    assert found.loss_elsewhere == pytest.approx(answer["extract_sector1_loss_sector2"], rel=PEER)
    ranking = extract_each(model)
    assert ranking.total[0] == pytest.approx(answer["extract_sector1_total_loss"], rel=PEER)


def test_by_hand() -> None:
    """x = (100, 100); 02 sells 40 to 01 and nothing else passes between them."""
    model = LeontiefModel.from_table(
        plain([[0.0, 0.0], [40.0, 0.0]], [100.0, 60.0], [60.0, 100.0], tolerance=0)
    )
    np.testing.assert_allclose(extract(model, ["01"]).loss, [100, 40])
    np.testing.assert_allclose(extract(model, ["01"], share=0.25).loss, [25, 10])
    np.testing.assert_allclose(extract(model, ["01"], kind="backward").loss, [0, 40])
    np.testing.assert_allclose(extract(model, ["02"], kind="backward").loss, [0, 0])
    np.testing.assert_allclose(extract(model, ["02"], kind="forward").loss, [40, 0])
    np.testing.assert_allclose(extract(model, ["02"]).loss, [0, 100])


# ------------------------------------------------------------------ two routes


@pytest.mark.parametrize("kind", ["total", "backward", "forward"])
@pytest.mark.parametrize(
    ("words", "share"), [(["05"], 1.0), (["05", "33"], 1.0), (["10", "03", "20"], [0.3, 1.0, 0.05])]
)
def test_by_solves_with_l_and_by_the_altered_system(
    kind: str, words: list[str], share: float | list[float]
) -> None:
    model = iomodel.load_model("bok-2020-33")
    found = extract(model, words, share=share, kind=kind)
    K = [model.sectors.position(word) for word in words]
    wanted = solved_anew(model, K, np.broadcast_to(share, len(K)), kind)
    np.testing.assert_allclose(found.loss, wanted, rtol=0, atol=NATIONAL * model.table.output.max())


@pytest.mark.parametrize("kind", ["backward", "forward"])
@pytest.mark.parametrize("share", [1.0, [0.3, 0.6, 1.0]])
def test_own_flows_kept_by_both_routes(kind: str, share: float | list[float]) -> None:
    model = iomodel.load_model("bok-2020-33")
    words = ["07", "09", "14"]
    found = extract(model, words, share=share, kind=kind, keep_own=True)
    K = [model.sectors.position(word) for word in words]
    wanted = solved_anew(model, K, np.broadcast_to(share, 3), kind, keep_own=True)
    np.testing.assert_allclose(found.loss, wanted, rtol=0, atol=NATIONAL * model.table.output.max())


drawn = st.lists(st.floats(0.0, 1.0), min_size=16, max_size=16)
some = st.lists(st.integers(0, 3), min_size=1, max_size=4, unique=True)
portion = st.floats(0.01, 1.0)


def economy(cells: list[float]) -> LeontiefModel:
    """Return a productive economy of four sectors, columns of A adding to at most 0.9."""
    A = np.array(cells).reshape(4, 4)
    A = 0.9 * A / np.maximum(A.sum(axis=0), 1.0)
    f = np.array([100.0, 50.0, 20.0, 5.0])
    x = np.linalg.solve(np.eye(4) - A, f)
    return LeontiefModel.from_table(plain(A * x, f, x - (A * x).sum(axis=0), tolerance=1e-6))


@repeatable
@given(drawn, some, portion, st.sampled_from(["total", "backward", "forward"]), st.booleans())
def test_any_extraction_is_that_of_the_altered_system(
    cells: list[float], K: list[int], share: float, kind: str, keep_own: bool
) -> None:
    model = economy(cells)
    keep = keep_own and kind != "total"
    words = [model.sectors.codes[i] for i in K]
    found = extract(model, words, share=share, kind=kind, keep_own=keep)
    wanted = solved_anew(model, K, np.full(len(K), share), kind, keep)
    size = model.table.output.max()
    np.testing.assert_allclose(found.loss, wanted, rtol=0, atol=ROUNDING * size)


@repeatable
@given(drawn, portion)
def test_each_sector_in_turn_is_each_sector_alone(cells: list[float], share: float) -> None:
    model = economy(cells)
    ranking = extract_each(model, share)
    for kind in ("total", "backward", "forward"):
        alone = [
            extract(model, [code], share=share, kind=kind).loss.sum()
            for code in model.sectors.codes
        ]
        np.testing.assert_allclose(getattr(ranking, kind), alone, rtol=1e-8, atol=1e-8)


# ------------------------------------------------------------------ identities


@pytest.mark.parametrize("kind", ["total", "backward", "forward"])
def test_extraction_of_nothing_is_nothing(small: LeontiefModel, kind: str) -> None:
    found = extract(small, [], kind=kind)
    np.testing.assert_array_equal(found.loss, np.zeros(3))
    np.testing.assert_array_equal(found.after, OUTPUT)
    nearly = extract(small, ["02"], share=1e-12, kind=kind)
    np.testing.assert_allclose(nearly.loss, 0.0, atol=1e-8)


def test_extraction_of_everything_leaves_nothing(small: LeontiefModel) -> None:
    np.testing.assert_allclose(extract(small, small.sectors.codes).loss, OUTPUT)
    bought = extract(small, small.sectors.codes, kind="backward")
    np.testing.assert_allclose(bought.after, FINAL_DEMAND.sum(axis=1))
    sold = extract(small, small.sectors.codes, kind="forward")
    np.testing.assert_allclose(sold.after, OUTPUT - DOMESTIC.sum(axis=0))


@repeatable
@given(drawn, some, portion)
def test_more_extracted_is_never_less_lost(cells: list[float], K: list[int], share: float) -> None:
    """Nor less than the share itself: the firm's suppliers in its own sector lose too."""
    model = economy(cells)
    words = [model.sectors.codes[i] for i in K]
    for kind in ("total", "backward", "forward"):
        part = extract(model, words, share=share, kind=kind).loss
        whole = extract(model, words, kind=kind).loss
        size = model.table.output.max()
        assert (part <= whole + 1e-9 * size).all()
        assert (part >= share * whole - 1e-9 * size).all()


@repeatable
@given(drawn, some, portion)
def test_together_they_lose_no_more_than_each_alone(
    cells: list[float], K: list[int], share: float
) -> None:
    model = economy(cells)
    words = [model.sectors.codes[i] for i in K]
    for kind in ("total", "backward", "forward"):
        together = extract(model, words, share=share, kind=kind).loss
        alone = sum(extract(model, [word], share=share, kind=kind).loss for word in words)
        assert (together <= alone + 1e-9 * model.table.output.max()).all()


@repeatable
@given(drawn, some)
def test_total_is_backward_and_what_the_sector_sold(cells: list[float], K: list[int]) -> None:
    """Complete: the others lose the same, and K its output, or what its own inputs call for."""
    model = economy(cells)
    words = [model.sectors.codes[i] for i in K]
    apart = extract(model, words).loss - extract(model, words, kind="backward").loss
    outside = np.setdiff1d(np.arange(4), K)
    np.testing.assert_allclose(apart[outside], 0.0, atol=1e-8)
    np.testing.assert_allclose(
        apart[K], extract(model, words, kind="backward").after[K], rtol=1e-8, atol=1e-8
    )


def test_indicators_lost_are_coefficients_of_the_loss(small: LeontiefModel) -> None:
    found = extract(small, ["02"], share=0.4)
    value_added, employment = found.indicator_loss
    np.testing.assert_allclose(value_added, PRIMARY.sum(axis=0) / OUTPUT * found.loss)
    np.testing.assert_allclose(employment, SATELLITES[0] / OUTPUT * found.loss)


def test_the_table_is_left_as_it_was(small: LeontiefModel) -> None:
    for kind in ("total", "backward", "forward"):
        extract(small, ["02", "03"], kind=kind).table()
    extract_each(small).table()
    np.testing.assert_array_equal(small.table.domestic, DOMESTIC)
    np.testing.assert_array_equal(small.table.output, OUTPUT)


# ------------------------------------------------------------------ regions


def two_regions() -> LeontiefModel:
    """Return the economy of four sectors as two regions of two."""
    model = economy(
        [0.3, 0.1, 0.2, 0.0, 0.1, 0.2, 0.1, 0.3, 0.2, 0.0, 0.1, 0.1, 0.1, 0.2, 0.2, 0.2]
    )
    codes = ["north:a", "north:b", "south:a", "south:b"]
    sectors = Classification("two", tuple(Sector(code, same(code)) for code in codes))
    return LeontiefModel.from_table(replace(model.table, sectors=sectors))


def test_without_a_region_the_others_stand_alone() -> None:
    model = two_regions()
    found = extract(model, regions=["north"])
    assert found.extracted == ("north:a", "north:b")
    table = model.table
    A = (table.domestic / table.output)[2:, 2:]
    alone = np.linalg.solve(np.eye(2) - A, table.final_demand.sum(axis=1)[2:])
    np.testing.assert_allclose(found.after, [0, 0, *alone], atol=1e-10)


def test_a_region_is_its_sectors() -> None:
    model = two_regions()
    by_name = extract(model, ["south:a", "south:b"], kind="backward", keep_own=True)
    by_region = extract(model, regions=["south"], kind="backward", keep_own=True)
    np.testing.assert_array_equal(by_name.loss, by_region.loss)


def test_all_regions_are_everything() -> None:
    model = two_regions()
    np.testing.assert_allclose(
        extract(model, regions=["north", "south"]).loss, model.table.output, rtol=ROUNDING
    )


def test_six_regions_with_one_taken_out(shared: Path) -> None:
    """pymrio's table of 6 regions × 8 sectors: the rest alone, by pymrio's own coefficients."""
    folder = shared / "cases/pymrio_test_mrio"
    Z, Y = frame(folder / "inputs/Z.csv"), frame(folder / "inputs/Y.csv")
    A = frame(folder / "expected/A.csv").to_numpy(float)
    x = frame(folder / "expected/x.csv").iloc[:, 0].to_numpy(float)
    flows = plain(Z, x - Z.sum(axis=1), x - Z.sum(axis=0), tolerance=1e-3)
    codes = [code.replace(".", ":", 1) for code in Z.index]
    sectors = Classification("mrio", tuple(Sector(code, same(code)) for code in codes))
    model = LeontiefModel.from_table(replace(flows, sectors=sectors))
    assert model.regions == ("reg1", "reg2", "reg3", "reg4", "reg5", "reg6")
    found = extract(model, regions=["reg3"])
    rest = np.array([not code.startswith("reg3:") for code in codes])
    f = Y.sum(axis=1).to_numpy(float)[rest]
    alone = np.linalg.solve(np.eye(int(rest.sum())) - A[np.ix_(rest, rest)], f)
    np.testing.assert_allclose(found.after[rest], alone, rtol=1e-7)
    np.testing.assert_allclose(found.after[~rest] / x[~rest], 0.0, atol=1e-12)


def test_an_unknown_region_lists_those_there_are() -> None:
    error = refused(
        NotFoundError, lambda: extract(two_regions(), regions=["west", "north", "east"])
    )
    assert str(error) == lines(
        "plain",
        "  regions: the region is not in the table",
        "    expected: one of: north, south",
        '    found: "west"',
        "    remedy: correct regions",
        "  regions: the region is not in the table",
        "    expected: one of: north, south",
        '    found: "east"',
        "    remedy: correct regions",
    )


def test_a_national_table_has_no_region(small: LeontiefModel) -> None:
    error = refused(NotFoundError, lambda: extract(small, regions=["세종"]))
    assert error.render("ko") == lines(
        "tiny-3",
        "  regions: 이 표에 없는 지역입니다",
        "    기대한 것: 지역 없음 (전국표)",
        '    찾은 것: "세종"',
        "    고치는 법: regions을(를) 고치십시오",
    )


# ------------------------------------------------------------------ refusals


def test_what_does_not_go_together_is_said_at_once() -> None:
    error = refused(
        NotSupportedError,
        lambda: extract(two_regions(), ["north:a"], regions=["south"], keep_own=True),
    )
    assert str(error) == lines(
        "extract",
        "  sectors, regions: sectors and regions are both given",
        "    expected: one of them",
        "    found: north:a; south",
        "    remedy: for some sectors of a region write them as region:code",
        "  keep_own: total extraction leaves no flows of its own to keep",
        "    expected: kind backward or forward",
        "    found: total",
        "    remedy: leave out keep_own",
    )


@pytest.mark.parametrize("share", [0.0, -0.5, 1.01, float("nan")])
def test_a_share_out_of_bounds_is_refused(small: LeontiefModel, share: float) -> None:
    for call in (
        lambda: extract(small, ["01"], share=share),
        lambda: extract_each(small, share),
    ):
        assert str(refused(LabelError, call)) == lines(
            "share",
            "  the share is out of bounds",
            "    expected: above 0 and at most 1",
            f"    found: {share:g}",
            "    remedy: write 30 % as 0.3",
        )


def test_every_bad_share_is_listed(small: LeontiefModel) -> None:
    error = refused(LabelError, lambda: extract(small, ["01", "02", "03"], share=[30, 0.3, 0]))
    assert error.data == [30.0, 0.0]
    assert len(error.problems) == 2


def test_shares_are_one_or_one_a_sector(small: LeontiefModel) -> None:
    error = refused(LabelError, lambda: extract(small, ["01", "02", "03"], share=[0.1, 0.2]))
    assert str(error) == lines(
        "share",
        "  shares and sectors differ in number",
        "    expected: one, or 3",
        "    found: 2",
        "    remedy: give one share a sector",
    )


def test_unknown_and_doubled_sectors_are_refused(small: LeontiefModel) -> None:
    unknown = refused(UnknownSectorError, lambda: extract(small, ["01", "77", "철강"]))
    assert unknown.data == ["77", "철강"]
    doubled = refused(LabelError, lambda: extract(small, ["01", "Farm products"]))
    assert doubled.data == ["01"]


def test_an_unknown_kind_lists_those_there_are(small: LeontiefModel) -> None:
    error = refused(NotSupportedError, lambda: extract(small, ["01"], kind="both"))
    assert str(error) == lines(
        "kind",
        "  the choice isn't known",
        "    expected: one of: total, backward, forward",
        '    found: "both"',
        "    remedy: correct kind",
    )


def test_tables_without_flows_are_refused() -> None:
    inverse = LeontiefModel.from_inverse(small_inverse())
    for call in (lambda: extract(inverse, ["01"]), lambda: extract_each(inverse)):
        assert str(refused(NotSupportedError, call)) == lines(
            "tiny-3",
            "  this table can't give hypothetical extraction",
            "    expected: transactions",
            "    found: a published inverse",
            "    remedy: use a table such as bok-2020-165",
        )
    published = MultiplierModel(regional(), "북")
    error = refused(NotSupportedError, lambda: extract(published, ["01"]))
    assert error.problems[0].found.en == "published multipliers"


# ------------------------------------------------------------------ tables and pictures


def test_columns_describe_the_tables(small: LeontiefModel) -> None:
    for found in (extract(small, ["01"]), extract_each(small)):
        assert [column.id for column in found.columns] == list(found.table().columns)
    units = {column.id: column.unit.en for column in extract(small, ["01"]).columns}
    assert units["loss"] == "million KRW"
    assert units["employment_loss"] == "persons"
    assert units["percent"] == "%"


def test_notes_say_what_each_kind_assumes(small: LeontiefModel) -> None:
    notes = {k: extract(small, ["01"], kind=k).notes[0].en for k in ("total", "forward")}
    assert "import the same amount instead" in notes["total"]
    assert "Ghosh model" in notes["forward"]


@pytest.mark.parametrize(
    ("lang", "axis"), [("en", "Output lost (million KRW)"), ("ko", "산출 손실 (백만원)")]
)
def test_plot_of_losses(small: LeontiefModel, lang: str, axis: str) -> None:
    found = extract(small, ["02"])
    axes = found.plot(lang=lang)  # type: ignore[arg-type]
    assert axes.get_xlabel() == axis
    widths = [bar.get_width() for bar in axes.patches]
    np.testing.assert_allclose(widths, np.sort(found.loss)[::-1])  # largest on top
    plt.close(axes.figure)


def test_plot_of_the_ranking_has_three_bars_for_each_of_twelve_sectors() -> None:
    found = extract_each(iomodel.load_model("bok-2020-33"))
    figure, axes = plt.subplots()
    assert found.plot(axes) is axes
    assert len(axes.patches) == 3 * 12
    assert axes.get_xlabel() == "Output lost (trillion KRW)"
    longest = max(bar.get_width() for bar in axes.patches)
    assert longest == pytest.approx(found.total.max() / 1e6)
    legend = axes.get_legend()
    assert legend is not None
    assert [text.get_text() for text in legend.get_texts()] == ["total", "backward", "forward"]
    plt.close(figure)


def test_the_command_line_runs_the_public_functions() -> None:
    assert {a.name: a.run for a in ANALYSES} == {
        "extraction": extract,
        "extraction-ranking": extract_each,
    }
