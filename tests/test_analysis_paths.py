"""Structural paths and production layers: against enumeration, hand sums and the inverse."""

from __future__ import annotations

import inspect
import itertools
import time
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest
from helpers import lines, plain, refused, regional, repeatable, rows_of, small_inverse, tiny
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import iomodel
from iomodel.analyses.paths import ANALYSES, production_layers, structural_paths
from iomodel.analyses.paths.search import bounds, largest_chains
from iomodel.errors import (
    InactiveSectorError,
    LabelError,
    NotFoundError,
    NotSupportedError,
    UnknownSectorError,
)
from iomodel.models import LeontiefModel, MultiplierModel

mpl.use("Agg")

ROUNDING = 1e-12  # a few hundred operations in double precision, values of order one
PRINTED = 0.5  # M&B print x to four significant digits, x of order 2,000
DEPTH = 5  # rounds enumerated by brute force
SLOWEST = 10.0  # seconds; takes well under one on a laptop

A_BOOK = np.array([[0.15, 0.25], [0.2, 0.05]])


def model_of(A: Any, x: float = 100.0) -> LeontiefModel:
    """Return the model of a table with these coefficients and output x in every sector."""
    flows = np.asarray(A, dtype=np.float64) * x
    return LeontiefModel.from_table(
        plain(flows, x - flows.sum(axis=1), x - flows.sum(axis=0), tolerance=1e-6)
    )


def every_chain(A: Any, c: Any, f: Any, depth: int) -> dict[tuple[int, ...], float]:
    """Return all chains of up to `depth` rounds by enumeration."""
    found = {}
    for length in range(1, depth + 2):
        for chain in itertools.product(range(len(c)), repeat=length):
            weight = f[chain[0]]
            for buyer, seller in itertools.pairwise(chain):
                weight = weight * A[seller, buyer]
            found[chain] = weight * c[chain[-1]]
    return found


cells = st.floats(-0.3, 0.3, allow_subnormal=False)
amounts = st.floats(-1.0, 1.0, allow_subnormal=False)
LARGEST = 50.0  # of c: coefficients of persons may be far above one, and far apart
LONGER = LARGEST * 0.3 ** (DEPTH + 1)  # no chain of more rounds is larger
systems = st.tuples(
    arrays(np.float64, (3, 3), elements=cells),
    arrays(np.float64, 3, elements=amounts.map(lambda x: LARGEST * x)),
    arrays(np.float64, 3, elements=amounts),
)


@repeatable
@given(systems)
def test_the_search_lists_what_enumeration_finds_and_in_its_order(system: Any) -> None:
    A, c, f = system
    limits = bounds(A, c)
    assert limits is not None
    found = every_chain(A, c, f, DEPTH)
    expected = sorted((abs(v) for v in found.values() if abs(v) > LONGER), reverse=True)
    listed = list(itertools.islice(largest_chains(limits, f), len(expected)))
    assert [abs(chain.value) for chain in listed] == pytest.approx(expected, abs=ROUNDING)
    assert len({chain.sectors for chain in listed}) == len(expected)
    for chain in listed:
        if len(chain.sectors) <= DEPTH + 1:
            assert chain.value == pytest.approx(found[chain.sectors], abs=ROUNDING)


@repeatable
@given(systems)
def test_no_continuation_exceeds_its_bound_and_some_attain_it(system: Any) -> None:
    A, c, _ = system
    limits = bounds(A, c)
    assert limits is not None
    for start in range(3):
        unit = np.eye(3)[start]
        largest = max(abs(v) for v in every_chain(A, c, unit, DEPTH).values())
        assert largest == pytest.approx(limits.single[start], abs=LONGER)
        assert limits.single[start] <= limits.summed[start] + ROUNDING
    assert np.abs(np.linalg.eigvals(np.abs(A))).max() <= limits.radius + ROUNDING


def test_all_chains_add_up_to_the_total() -> None:
    model = model_of(A_BOOK)
    paths = structural_paths(model, "01", "value_added", most=3000)
    assert paths.total == pytest.approx(1.0, abs=ROUNDING)  # value added exhausts spending
    assert paths.coverage == pytest.approx(1.0, abs=1e-5)
    assert paths.coverage + paths.next_largest < 1.0 + ROUNDING
    assert paths.absolute_coverage == pytest.approx(paths.coverage, abs=ROUNDING)


def test_miller_and_blair_two_sectors_chain_by_chain() -> None:
    """Products worked out by hand from A of M&B table 2.4 and f = (600, 1,500)."""
    model = model_of(A_BOOK)
    paths = structural_paths(model, ["01=600", "02=1500"], "production", most=8)
    frame = paths.table()
    assert list(frame["path"])[:5] == ["02", "01", "02 ← 01", "01 ← 02", "01 ← 01"]
    assert set(frame["path"][5:7]) == {"02 ← 02", "02 ← 01 ← 02"}  # 75 each
    assert frame["path"][7] == "02 ← 01 ← 01"
    by_hand = [1500, 600, 375, 120, 90, 75, 75, 56.25]
    assert list(frame["contribution"]) == pytest.approx(by_hand, abs=1e-9)
    assert list(frame["round"]) == [path.count("←") for path in frame["path"]]
    assert list(frame["cumulative"]) == pytest.approx(list(frame["share"].cumsum()), abs=1e-9)


def test_upstream_of_a_chain_is_itself_and_all_that_go_on_from_it() -> None:
    A = model_of(A_BOOK).system.A
    paths = structural_paths(model_of(A_BOOK), "02", "value_added", most=400)
    assert paths.chains[0].sectors == (1,)
    assert paths.upstream[0] == pytest.approx(paths.total, abs=ROUNDING)
    by_chain = {x.sectors: u for x, u in zip(paths.chains, paths.upstream, strict=True)}
    for chain in paths.chains[:10]:
        beyond = sum(by_chain[(*chain.sectors, i)] for i in range(len(A)))
        assert by_chain[chain.sectors] == pytest.approx(chain.value + beyond, abs=ROUNDING)


def test_the_next_largest_is_the_one_left_out() -> None:
    model = iomodel.load_model("bok-2020-33")
    few = structural_paths(model, "운송장비", "employment", most=10)
    more = structural_paths(model, "운송장비", "employment", most=11)
    assert few.next_largest == abs(more.chains[10].value)
    assert few.chains == more.chains[:10]


def test_a_share_lists_every_chain_above_it_and_no_other() -> None:
    model = iomodel.load_model("bok-2020-33")
    above = structural_paths(model, "운송장비", "value_added", most=10_000, share=0.1)
    least = 0.001 * above.total
    assert 10 < len(above.chains) < 10_000
    assert np.abs(above.contributions).min() >= least > above.next_largest


def test_negative_cells_are_ranked_by_absolute_value() -> None:
    A = [[0.1, -0.4], [0.2, 0.1]]
    paths = structural_paths(model_of(A), "02", "production", most=2)
    assert [chain.sectors for chain in paths.chains] == [(1,), (1, 0)]
    assert list(paths.contributions) == pytest.approx([1.0, -0.4], abs=ROUNDING)
    assert "음수가 있어" in paths.notes[-1].ko
    assert paths.absolute > abs(paths.total)


def test_one_won_gives_persons_per_billion_and_amounts_give_persons() -> None:
    model = LeontiefModel.from_table(tiny())
    one = structural_paths(model, "공산품", "employment", most=1)
    many = structural_paths(model, ["공산품=1000"], "employment", most=1)
    assert one.followed.unit.en == "persons per billion KRW"
    assert many.followed.unit.en == "persons"
    # 200 persons over 500 of output, in million won: 0.4 × 1,000
    assert one.contributions[0] == pytest.approx(400.0, abs=1e-9)
    assert many.contributions[0] == pytest.approx(one.contributions[0], abs=1e-9)


def test_amounts_of_a_demand_and_words_give_the_same() -> None:
    model = iomodel.load_model("bok-2020-33")
    demand = iomodel.Demand.of({"운송장비": 1.0, "20": 0.5}, "십억원", model.sectors)
    a = structural_paths(model, demand, "imports", most=30)
    b = structural_paths(model, ["운송장비=1,000", "20=500"], "imports", most=30)
    assert [chain.sectors for chain in a.chains] == [chain.sectors for chain in b.chains]
    assert a.total == pytest.approx(model.induce(demand).value("imports"), rel=ROUNDING)
    assert a.contributions == pytest.approx(b.contributions, rel=ROUNDING)


def test_a_published_inverse_has_paths_too() -> None:
    of_table = structural_paths(LeontiefModel.from_table(tiny()), "02", "value_added", most=20)
    of_inverse = structural_paths(
        LeontiefModel.from_inverse(small_inverse()), "02", "value_added", most=20
    )
    assert of_inverse.contributions == pytest.approx(of_table.contributions, abs=ROUNDING)


def test_no_spending_has_no_chain_and_no_share() -> None:
    paths = structural_paths(model_of(A_BOOK), ["01=0"], "production")
    assert paths.chains == ()
    assert np.isnan(paths.coverage)
    assert np.isnan(paths.absolute_coverage)
    assert paths.next_largest == 0.0


def test_seventeen_regions_of_83_sectors_take_seconds() -> None:
    n, rng = 17 * 83, np.random.default_rng(20)
    A = rng.random((n, n)) ** 8
    A *= 0.6 / A.sum(axis=0)
    model = model_of(A)
    start = time.perf_counter()
    paths = structural_paths(model, "01", "value_added", most=500)
    assert time.perf_counter() - start < SLOWEST
    assert paths.chains[0].value == pytest.approx(0.4, abs=ROUNDING)
    best = int(np.argmax(A[:, 0]))
    assert (0, best) in {chain.sectors for chain in paths.chains}
    assert np.all(np.diff(np.abs(paths.contributions)) <= ROUNDING)


# ------------------------------------------------------------------ layers
def test_rounds_of_miller_and_blair() -> None:
    """A f and A² f worked out by hand for f = (600, 1,500)."""
    layers = production_layers(model_of(A_BOOK), ["01=600", "02=1500"], "production", rounds=2)
    assert layers.by_sector[0] == pytest.approx([600, 1500])
    assert layers.by_sector[1] == pytest.approx([465, 195])
    assert layers.by_sector[2] == pytest.approx([118.5, 102.75])
    assert list(layers.table()["round"]) == ["0", "1", "2", ">2"]
    assert layers.table()["contribution"].sum() == pytest.approx(layers.total, rel=ROUNDING)
    assert layers.table()["cumulative"].iloc[-1] == pytest.approx(100.0)


def test_layers_end_at_the_output_that_the_book_prints(shared: Path) -> None:
    rows = rows_of(shared / "cases" / "mb_two_sector" / "expected" / "impact.csv")
    printed = {row[""]: row for row in rows}
    layers = production_layers(model_of(A_BOOK), ["01=600", "02=1500"], "production", rounds=60)
    x = layers.by_sector.sum(axis=0)
    expected = [float(printed[name]["x_new"]) for name in ("sec1", "sec2")]
    assert x == pytest.approx(expected, abs=PRINTED)


@repeatable
@given(arrays(np.float64, (3, 3), elements=st.floats(0, 0.3)), st.integers(0, 6))
def test_the_remainder_is_what_the_inverse_adds(A: Any, rounds: int) -> None:
    model = model_of(A)
    layers = production_layers(model, "01", "value_added", rounds)
    later = np.linalg.matrix_power(model.system.A, rounds + 1)
    left = model.coefficients[1] @ np.linalg.inv(np.eye(3) - model.system.A) @ later[:, 0]
    assert layers.remainder == pytest.approx(left, abs=ROUNDING)


def test_chains_of_one_round_add_up_to_that_layer() -> None:
    model = model_of([[0.2, 0.1, 0.0], [0.1, 0.2, 0.3], [0.05, 0.0, 0.1]])
    paths = structural_paths(model, "03", "value_added", most=3000)
    layers = production_layers(model, "03", "value_added", rounds=3)
    for round_ in range(4):
        parts = [x.value for x in paths.chains if len(x.sectors) == round_ + 1]
        assert sum(parts) == pytest.approx(layers.contributions[round_], abs=ROUNDING)


# ------------------------------------------------------------------ refusals
def test_published_multipliers_have_no_paths() -> None:
    model = MultiplierModel(regional(), "북")
    error = refused(NotSupportedError, lambda: structural_paths(model, "01"))
    assert str(error) == lines(
        "tiny-regional",
        "  this table can't give structural path analysis",
        "    expected: transactions or a published inverse",
        "    found: published multipliers",
        "    remedy: use a table such as bok-2020-165",
    )
    assert "차수별 파급은(는)" in refused(
        NotSupportedError, lambda: production_layers(model, "01")
    ).render("ko")


@pytest.mark.parametrize("size", [0.6, 0.5])  # beyond one, and I − |A| exactly singular
def test_sums_that_do_not_converge_absolutely_are_refused(size: float) -> None:
    model = model_of([[size, -size], [size, size]])
    error = refused(NotSupportedError, lambda: structural_paths(model, "01"))
    assert str(error) == lines(
        "plain",
        "  with negative coefficients this large, the sum over chains does not converge absolutely",
        "    expected: a spectral radius of |A| below one",
        "    found: one or more",
        "    remedy: use a coarser table, or see the impact by round (production-layers)",
    )
    layers = production_layers(model, "01", "production", rounds=200)
    assert layers.remainder == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize(
    ("options", "place", "expected"),
    [
        ({"most": 0}, "most", "a whole number from one"),
        ({"share": -1.0}, "share", "a number from zero"),
        ({"share": float("nan")}, "share", "a number from zero"),
    ],
)
def test_options_out_of_range_are_refused(options: Any, place: str, expected: str) -> None:
    error = refused(LabelError, lambda: structural_paths(model_of(A_BOOK), "01", **options))
    assert str(error) == lines(
        place,
        "  the value is out of range",
        f"    expected: {expected}",
        f"    found: {options[place]}",
        f"    remedy: correct {place}",
    )


def test_negative_rounds_are_refused() -> None:
    error = refused(LabelError, lambda: production_layers(model_of(A_BOOK), "01", rounds=-1))
    assert "a whole number from zero" in str(error)


def test_an_unknown_indicator_lists_those_there_are() -> None:
    error = refused(NotFoundError, lambda: structural_paths(model_of(A_BOOK), "01", "co2"))
    assert str(error) == lines(
        "plain",
        "  indicator: there is no such indicator",
        "    expected: one of: production, value_added, imports, w",
        '    found: "co2"',
        "    remedy: correct indicator",
    )


def test_amounts_that_cannot_be_read_are_all_listed() -> None:
    words = ["01=3", "02", "01=x"]
    error = refused(LabelError, lambda: structural_paths(model_of(A_BOOK), words))
    expected = "    expected: NAME=NUMBER, for example 450=10"
    remedy = "    remedy: write each name once, its number in digits"
    assert str(error) == lines(
        "demand",
        '  "02": this is not one number for one name',
        expected,
        "    found: 02",
        remedy,
        '  "01=x": this is not one number for one name',
        expected,
        "    found: 01=x",
        remedy,
    )
    assert len(refused(LabelError, lambda: structural_paths(model_of(A_BOOK), [])).problems) == 1


def test_unknown_and_inactive_sectors_are_refused() -> None:
    refused(UnknownSectorError, lambda: structural_paths(model_of(A_BOOK), "99"))
    idle = LeontiefModel.from_table(plain([[10, 0], [0, 0]], [90, 0], [90, 0]))
    refused(InactiveSectorError, lambda: structural_paths(idle, "02"))


# ------------------------------------------------------------------ shown
def test_tables_have_the_columns_they_describe() -> None:
    model = LeontiefModel.from_table(tiny())
    for result in (structural_paths(model, "02"), production_layers(model, "02")):
        assert list(result.table().columns) == [column.id for column in result.columns]
        assert result.source
        assert all(note.ko and note.en for note in result.notes)


def test_notes_state_coverage_and_the_cut_off() -> None:
    paths = structural_paths(model_of(A_BOOK), "02", "value_added", most=1)
    assert (
        paths.notes[0].en
        == "the chains listed, 1 in all, make up 70.00% of 1 won per won of value added"
    )
    assert paths.notes[1].en == (
        "the largest chain not listed contributes 0.1625 won per won "
        "(spectral radius of |A| at most 0.3413)"  # 1 − 1/1.5182, the column sum of L in M&B
    )


def test_plots_name_their_axes() -> None:
    import matplotlib.pyplot as plt

    model = LeontiefModel.from_table(tiny())
    ax = structural_paths(model, "02", "employment", most=7).plot()
    assert ax.get_xlabel() == "employment (persons per billion KRW)"
    assert len(ax.patches) == 7
    assert ax.get_yticklabels()[0].get_text() == "Manufactures"
    own = plt.figure().add_subplot()
    same = production_layers(model, "02", rounds=4).plot(own, lang="ko")
    assert same is own
    assert same.get_ylabel() == "부가가치유발 (원/원)"
    assert same.get_xlabel() == "파급 차수"
    assert len(same.patches) == 6
    plt.close("all")


def test_options_are_those_of_the_functions() -> None:
    for analysis in ANALYSES:
        keywords = inspect.signature(analysis.run).parameters
        assert [o.name for o in analysis.options] == list(keywords)[1:]
        for option in analysis.options:
            if not option.required:
                assert option.default == keywords[option.name].default


def test_inputs_are_left_alone() -> None:
    model = LeontiefModel.from_table(tiny())
    A, c = model.system.A.copy(), model.coefficients.copy()
    structural_paths(model, "02", "employment")
    production_layers(model, "02")
    assert np.array_equal(model.system.A, A)
    assert np.array_equal(model.coefficients, c)
