"""Exogenised sectors: the definition by removing first, the two common mistakes, Korea 2020."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from helpers import info, plain, refused, regional, repeatable, small_inverse, tiny
from hypothesis import given
from hypothesis import strategies as st

from iomodel.analyses.exogenise import (
    ANALYSES,
    exogenous_inducement,
    exogenous_overstatement,
    price_ripple,
    shortage_cost,
)
from iomodel.errors import (
    InactiveSectorError,
    LabelError,
    NotSupportedError,
    UnknownSectorError,
)
from iomodel.models import load_model
from iomodel.models.leontief_model import LeontiefModel
from iomodel.models.multiplier_model import MultiplierModel
from iomodel.sectors import Classification, Sector
from iomodel.table import Component, IOTable, Label
from iomodel.text import same

mpl.use("Agg")

# Two routes through the same double precision.
ROUNDING = 1e-10
# The case's overall price changes are stated to four decimals, in percent.
FOUR_DECIMALS = 5e-5
# The case's factors of overstatement are stated to two decimals.
TWO_DECIMALS = 5e-3

ELECTRICITY = "45"
LOSSES = {
    "production": ("산출 손실", "output loss"),
    "value_added": ("부가가치 손실", "value added loss"),
    "employment": ("취업 손실", "employment loss"),
    "employees": ("고용 손실", "employee loss"),
    "direct": ("직접 산출 손실", "direct output loss"),
    "indirect": ("간접 산출 손실", "indirect output loss"),
}


# ------------------------------------------------------------------ the definition: remove, invert
def removed_first(A: np.ndarray, H: list[int]) -> tuple[list[int], np.ndarray]:
    """Return the other sectors and (I − A_ee)⁻¹."""
    e = [i for i in range(len(A)) if i not in H]
    return e, np.linalg.inv(np.eye(len(e)) - A[np.ix_(e, e)])


def inducement_by_definition(A: np.ndarray, H: list[int], dx: Any) -> np.ndarray:
    e, inverse = removed_first(A, H)
    out = np.zeros(len(A))
    out[e], out[H] = inverse @ A[np.ix_(e, H)] @ np.asarray(dx), dx
    return out


def shortage_by_definition(A: np.ndarray, x: np.ndarray, H: list[int], dx: Any) -> np.ndarray:
    R = A * x / x[:, None]
    e, inverse = removed_first(R, H)
    out = np.zeros(len(A))
    out[e], out[H] = np.asarray(dx) @ R[np.ix_(H, e)] @ inverse, dx
    return out


def ripple_by_definition(A: np.ndarray, H: list[int], dp: Any) -> np.ndarray:
    e, inverse = removed_first(A, H)
    out = np.zeros(len(A))
    out[e], out[H] = inverse.T @ A[np.ix_(H, e)].T @ np.asarray(dp), dp
    return out


def small() -> LeontiefModel:
    return LeontiefModel.from_table(tiny())


def two_regions() -> LeontiefModel:
    """Return a table of two regions with two sectors each, codes `region:code`."""
    Z = [
        [10.0, 20.0, 5.0, 0.0],
        [15.0, 30.0, 5.0, 10.0],
        [5.0, 10.0, 20.0, 25.0],
        [0.0, 15.0, 10.0, 40.0],
    ]
    x = np.array([100.0, 200.0, 150.0, 250.0])
    demand, primary = x - np.sum(Z, axis=1), x - np.sum(Z, axis=0)
    table = plain(Z, demand, primary, classification="two")
    codes = ["북:1", "북:2", "남:1", "남:2"]
    sectors = Classification("two", tuple(Sector(c, same(c)) for c in codes))
    return LeontiefModel.from_table(replace(table, sectors=sectors))


@pytest.fixture(scope="module")
def korea() -> LeontiefModel:
    model = load_model("bok-2020-83")
    assert isinstance(model, LeontiefModel)
    return model


@pytest.mark.parametrize(
    ("codes", "amounts"),
    [([ELECTRICITY], [1.0]), (["45", "47"], [3.0, 2.0]), (["30", "31", "32"], [1.0, 5.0, 2.0])],
)
def test_both_routes_agree_on_korea_2020(
    korea: LeontiefModel, codes: list[str], amounts: list[float]
) -> None:
    A, H = korea.system.A, [korea.sectors.position(code) for code in codes]
    x = korea.table.output  # type: ignore[union-attr]
    given = dict(zip(codes, amounts, strict=True))
    dx = np.array(amounts)
    induced = exogenous_inducement(korea, given).values[0]
    assert induced == pytest.approx(inducement_by_definition(A, H, dx), abs=ROUNDING)
    short = shortage_cost(korea, given).values[0]
    assert short == pytest.approx(shortage_by_definition(A, x, H, dx), abs=ROUNDING)
    prices = price_ripple(korea, given).change
    assert prices == pytest.approx(ripple_by_definition(A, H, dx), abs=ROUNDING)


def test_both_routes_agree_on_two_regions() -> None:
    model = two_regions()
    H, dx = [0, 2], np.array([2.0, 3.0])
    given = {"북:1": 2.0, "남:1": 3.0}
    x = model.table.output  # type: ignore[union-attr]
    A = model.system.A
    induced = exogenous_inducement(model, given)
    assert induced.values[0] == pytest.approx(inducement_by_definition(A, H, dx))
    assert shortage_cost(model, given).values[0] == pytest.approx(
        shortage_by_definition(A, x, H, dx)
    )
    assert price_ripple(model, given).change == pytest.approx(ripple_by_definition(A, H, dx))
    by_region = induced.by_region()["production"]
    assert list(by_region.index) == ["북", "남", "total"]
    assert by_region["북"] == pytest.approx(induced.values[0][1])
    assert by_region["total"] == pytest.approx(by_region["북"] + by_region["남"])
    said = [note.en for note in induced.notes]
    assert said[0].startswith(f"Sums over other sectors: production {by_region['total']:,.4f} ")
    assert said[1].startswith(f"북: production {by_region['북']:,.4f} million KRW")
    assert induced.notes[3].ko.startswith("합계: 생산유발")
    losses = shortage_cost(model, given)
    assert [note.ko.split(" ")[:3] for note in losses.notes[1:4]] == [
        [f"{region}:", "산출", "손실"] for region in ("북", "남", "합계")
    ]


def test_a_sector_in_every_region_is_named_at_once() -> None:
    model = two_regions()
    x = model.table.output  # type: ignore[union-attr]
    everywhere = exogenous_inducement(model, "*:1")
    weights = x[[0, 2]] / x[[0, 2]].sum()
    assert everywhere.values[0] == pytest.approx(
        inducement_by_definition(model.system.A, [0, 2], weights)
    )
    assert everywhere.value("production", "own") == pytest.approx(1.0)


def test_several_sectors_need_the_inverse_of_a_matrix_not_of_its_cells(
    korea: LeontiefModel,
) -> None:
    # Livestock and foods buy much from each other: dividing cell by cell overstates by a third.
    H = [korea.sectors.position(code) for code in ("02", "08")]
    L, dx = korea.system.inverse(), np.ones(2)
    e = [i for i in range(83) if i not in H]
    cell_by_cell = (L[np.ix_(e, H)] / np.diag(L)[H]) @ dx
    right = exogenous_inducement(korea, {"02": 1.0, "08": 1.0}).value()
    assert cell_by_cell.sum() / right == pytest.approx(1.36, abs=TWO_DECIMALS)


# ------------------------------------------------------------------ the two common mistakes
def test_the_first_mistake_overstates_by_the_diagonal_of_the_inverse(korea: LeontiefModel) -> None:
    factors = exogenous_overstatement(korea).table().set_index("code")
    L = korea.system.inverse()
    for code in ("40", ELECTRICITY, "08"):
        h = korea.sectors.position(code)
        e = np.arange(83) != h
        mistaken = L[e, h].sum()
        right = exogenous_inducement(korea, code).value()
        assert mistaken / right == pytest.approx(factors["full_inverse"][code], rel=ROUNDING)


def test_the_second_mistake_overstates_by_one_less_the_own_coefficient(
    korea: LeontiefModel,
) -> None:
    factors = exogenous_overstatement(korea).table().set_index("code")
    L, A = korea.system.inverse(), korea.system.A
    for code in ("40", ELECTRICITY, "08"):
        h = korea.sectors.position(code)
        e = np.arange(83) != h
        mistaken = (L[np.ix_(e, e)] @ A[e, h]).sum()
        right = exogenous_inducement(korea, code).value()
        assert mistaken / right == pytest.approx(factors["mixed"][code], rel=ROUNDING)


@pytest.mark.parametrize(
    ("table", "full", "mixed"),
    # 1.45 and 1.09 are those of the 83-sector table; finer and coarser levels have smaller ones.
    [
        ("bok-2020-165", (1.392, "403"), (1.025, "520")),
        ("bok-2020-83", (1.450, "40"), (1.088, "08")),
        ("bok-2020-33", (1.369, "14"), (1.046, "03")),
    ],
)
def test_how_large_the_mistakes_were_in_2020(
    table: str, full: tuple[float, str], mixed: tuple[float, str]
) -> None:
    factors = exogenous_overstatement(load_model(table)).table().set_index("code")
    for column, (size, code) in (("full_inverse", full), ("mixed", mixed)):
        assert factors[column].max() == pytest.approx(size, abs=TWO_DECIMALS)
        assert factors[column].idxmax() == code


def test_named_sectors_are_solved_for_without_the_inverse(korea: LeontiefModel) -> None:
    some = exogenous_overstatement(korea, ["40", "08"])
    everything = exogenous_overstatement(korea).table().set_index("code")
    assert list(some.table()["code"]) == ["40", "08"]
    assert some.full_inverse == pytest.approx(everything.loc[["40", "08"], "full_inverse"])
    assert some.mixed == pytest.approx(everything.loc[["40", "08"], "mixed"])


# ------------------------------------------------------------------ Korea 2020
def test_electricity_ten_percent_dearer_in_2020(korea: LeontiefModel) -> None:
    averages = price_ripple(korea, ELECTRICITY, 10.0).averages()
    assert averages["others"] == pytest.approx(0.2320, abs=FOUR_DECIMALS)
    assert averages["all"] == pytest.approx(0.2288, abs=FOUR_DECIMALS)
    x = korea.table.output  # type: ignore[union-attr]
    own = 10.0 * x[korea.sectors.position(ELECTRICITY)] / x.sum()
    assert averages["all_with_own"] == pytest.approx(averages["all"] + own)
    overall = price_ripple(korea, ELECTRICITY, 10.0).notes[0]
    assert overall.en == (
        "Overall: 0.2320 % over the output of other sectors, 0.2288 % over all output "
        "(0.3646 % with the exogenous sectors' own change)"
    )
    assert "0.2320%" in overall.ko
    assert "0.2288%" in overall.ko


def test_the_price_equation_takes_the_row_of_h_not_its_column(korea: LeontiefModel) -> None:
    # One public script family takes the column A_eH: it answers another question.
    h = korea.sectors.position(ELECTRICITY)
    e, inverse = removed_first(korea.system.A, [h])
    column = inverse.T @ korea.system.A[e, h] * 10.0
    row = price_ripple(korea, ELECTRICITY).change[e]
    assert not np.allclose(column, row, atol=0.01)


def test_finer_tables_give_another_answer(korea: LeontiefModel) -> None:
    fine = price_ripple(load_model("bok-2020-165"), "450").averages()["others"]
    assert fine == pytest.approx(0.2359, abs=FOUR_DECIMALS)


# ------------------------------------------------------------------ identities
tables = st.integers(2, 6).flatmap(
    lambda n: st.tuples(
        st.lists(st.lists(st.floats(0.0, 0.9 / n), min_size=n, max_size=n), min_size=n, max_size=n),
        st.lists(st.floats(1.0, 50.0), min_size=n, max_size=n),
        st.integers(1, n - 1),
    )
)


def productive(shares: list[list[float]], demand: list[float]) -> LeontiefModel:
    A = np.array(shares)
    x = np.linalg.solve(np.eye(len(A)) - A, np.array(demand))
    return LeontiefModel.from_table(plain(A * x, demand, x - (A * x).sum(axis=0)))


@given(tables)
@repeatable
def test_both_routes_agree_on_any_table(drawn: Any) -> None:
    model = productive(*drawn[:2])
    H = list(range(drawn[2]))
    codes = [model.sectors.codes[i] for i in H]
    dx = np.linspace(1.0, 2.0, len(H))
    given = dict(zip(codes, dx, strict=True))
    x, A = model.table.output, model.system.A  # type: ignore[union-attr]
    assert exogenous_inducement(model, given).values[0] == pytest.approx(
        inducement_by_definition(A, H, dx), abs=1e-8
    )
    assert shortage_cost(model, given).values[0] == pytest.approx(
        shortage_by_definition(A, x, H, dx), abs=1e-8
    )
    assert price_ripple(model, given).change == pytest.approx(
        ripple_by_definition(A, H, dx), abs=1e-8
    )


@given(tables)
@repeatable
def test_mistakes_only_ever_overstate_where_nothing_is_negative(drawn: Any) -> None:
    result = exogenous_overstatement(productive(*drawn[:2]))
    assert (result.full_inverse >= result.mixed - ROUNDING).all()
    assert (result.mixed >= 1.0 - ROUNDING).all()


@given(tables)
@repeatable
def test_a_shortage_in_shares_of_output_is_a_price_ripple(drawn: Any) -> None:
    # Dietzenbacher (1997): Ghosh's model is the price model in relative terms.
    model = productive(*drawn[:2])
    x = model.table.output  # type: ignore[union-attr]
    code = model.sectors.codes[0]
    short = shortage_cost(model, {code: x[0] / 10.0}).values[0] / x * 100.0
    assert short == pytest.approx(price_ripple(model, code, 10.0).change, abs=1e-8)


@given(tables)
@repeatable
def test_output_changes_equal_those_of_the_demand_that_causes_them(drawn: Any) -> None:
    # Final demand on H of L_HH⁻¹ Δx_H makes H produce Δx_H, and everybody else what is induced.
    model = productive(*drawn[:2])
    code = model.sectors.codes[0]
    L = model.system.inverse()
    f = np.zeros(len(L))
    f[0] = 1.0 / L[0, 0]
    induced = exogenous_inducement(model, code).values[0]
    assert induced == pytest.approx(L @ f, abs=1e-8)


def test_effects_add_over_amounts_and_scale_with_them(korea: LeontiefModel) -> None:
    one = exogenous_inducement(korea, {"45": 1.0, "47": 0.0}).values
    other = exogenous_inducement(korea, {"45": 0.0, "47": 2.0}).values
    both = exogenous_inducement(korea, {"45": 1.0, "47": 2.0}).values
    assert both == pytest.approx(one + other)
    assert exogenous_inducement(korea, ["45=1", "47=2"]).values == pytest.approx(both)


def test_amounts_in_any_unit_give_the_same_persons(korea: LeontiefModel) -> None:
    million = exogenous_inducement(korea, {"45": 12_300.0}, "백만원")
    hundred = exogenous_inducement(korea, {"45": 123.0}, "억원")
    assert hundred.values == pytest.approx(million.values)
    per_won = exogenous_inducement(korea, "45")
    persons = per_won.value("employment") * 12.3
    assert million.value("employment") == pytest.approx(persons)


def test_value_added_and_jobs_follow_output_in_each_sector(korea: LeontiefModel) -> None:
    result = exogenous_inducement(korea, {"45": 100.0})
    rows = [part.id for part in result.indicators]
    assert rows == ["production", "value_added", "imports", "employment", "employees"]
    table = korea.table
    assert isinstance(table, IOTable)
    for at, flow in ((1, table.value_added), (3, table.satellites[0])):
        assert result.values[at] == pytest.approx(flow / table.output * result.values[0])


@pytest.mark.parametrize("amounts", [{"45": 100.0}, {"45": 3.0, "47": 2.0}])
def test_direct_effects_are_the_first_round_of_the_flows(
    korea: LeontiefModel, amounts: dict[str, float]
) -> None:
    table = korea.table
    assert isinstance(table, IOTable)
    Z, x = table.domestic, table.output
    H, dx = [korea.sectors.position(code) for code in amounts], np.array(list(amounts.values()))
    e = np.setdiff1d(np.arange(83), H)
    induced, lost = exogenous_inducement(korea, amounts), shortage_cost(korea, amounts)
    bought = Z[:, H] @ (dx / x[H])
    missing = (dx / x[H]) @ Z[H]
    for result, first in ((induced, bought), (lost, missing)):
        rows = {part.id: k for k, part in enumerate(result.indicators)}
        for name, flow in (
            ("production", x),
            ("value_added", table.value_added),
            ("employment", table.satellites[0]),
        ):
            row = result.direct[rows[name]]
            assert row[e] == pytest.approx((flow / x * first)[e], rel=ROUNDING)
            assert row[H] == pytest.approx(result.values[rows[name]][H])


def test_direct_and_indirect_add_up(korea: LeontiefModel) -> None:
    for result in (
        exogenous_inducement(korea, "45"),
        exogenous_inducement(korea, {"45": 5.0, "47": 1.0}),
        shortage_cost(korea, "45"),
    ):
        table = result.table()
        both = table["direct"] + table["indirect"]
        assert both.to_numpy() == pytest.approx(table["production"].to_numpy(), abs=ROUNDING)
        assert (table["indirect"][~table["exogenous"]] >= -ROUNDING).all()
        assert (table["indirect"][table["exogenous"]] == 0.0).all()
        rounds = result.rounds()
        assert list(rounds.columns) == [part.id for part in result.indicators]
        assert (rounds.loc["direct"] + rounds.loc["indirect"]).to_numpy() == pytest.approx(
            result.totals().loc["others"].to_numpy()
        )


def test_the_split_is_told_beside_the_sums(korea: LeontiefModel) -> None:
    induced, lost = exogenous_inducement(korea, "45"), shortage_cost(korea, "45")
    assert induced.notes[1].ko == "생산유발 가운데 직접 0.3245 원/원, 간접 0.2055 원/원"
    assert lost.notes[1].en == (
        "Of the output loss, direct 0.8413 won per won, indirect 0.8439 won per won"
    )


def test_losses_are_named_so(korea: LeontiefModel) -> None:
    lost = shortage_cost(korea, "45")
    names = {column.id: column.name for column in lost.columns}
    assert {name: (text.ko, text.en) for name, text in names.items() if name in LOSSES} == LOSSES
    assert "imports" not in names
    assert not any("유발" in text.ko for text in names.values())
    assert lost.notes[0].ko.startswith("다른 부문의 합계: 산출 손실 1.6851 원/원, 부가가치 손실 ")
    assert lost.notes[0].en.startswith("Sums over other sectors: output loss 1.6851 won per won, ")
    assert not any("생산유발" in note.ko or "수입유발" in note.ko for note in lost.notes)
    assert lost.plot().get_xlabel() == "output loss (won per won)"
    induced = {column.id: column.name.ko for column in exogenous_inducement(korea, "45").columns}
    assert (induced["production"], induced["imports"]) == ("생산유발", "수입유발")


def test_forward_and_backward_effects_are_not_to_be_added(korea: LeontiefModel) -> None:
    for result in (exogenous_inducement(korea, "45"), shortage_cost(korea, "45")):
        (note,) = (note for note in result.notes if "must not be added together" in note.en)
        assert note.ko == "후방효과(외생화 유발)와 전방효과(공급지장)는 서로 더할 수 없습니다"
        assert "orward" in note.en
        assert "ackward" in note.en


def test_own_change_is_reported_apart(korea: LeontiefModel) -> None:
    totals = exogenous_inducement(korea, "45").totals()["production"]
    assert totals["own"] == pytest.approx(1.0)
    assert totals["all"] == pytest.approx(totals["own"] + totals["others"])


def test_a_published_inverse_can_be_exogenised() -> None:
    model, reference = LeontiefModel.from_inverse(small_inverse()), small()
    ours, theirs = exogenous_inducement(model, "02"), exogenous_inducement(reference, "02")
    assert ours.values[0] == pytest.approx(theirs.values[0])
    assert ours.value("employment") == pytest.approx(theirs.value("employment"))
    assert price_ripple(model, "02").change == pytest.approx(price_ripple(reference, "02").change)


def test_a_small_multiregional_case(shared: Path) -> None:
    folder = shared / "cases" / "pymrio_small_mrio" / "inputs"
    Z = pd.read_csv(folder / "Z.csv", index_col=0).to_numpy(float)
    Y = pd.read_csv(folder / "Y.csv", index_col=0).to_numpy(float)
    codes = [f"{region}:{k}" for region in ("reg1", "reg2") for k in (1, 2, 3)]
    x = Z.sum(axis=1) + Y.sum(axis=1)
    table = IOTable(
        info(
            classification="mrio",
            final_demand=tuple(Label(code=c, ko=c, en=c) for c in ("y1", "y2")),
            primary_inputs=(Component(code="w", ko="w", en="w", role="value_added"),),
            satellites=(),
        ),
        Classification("mrio", tuple(Sector(c, same(c)) for c in codes)),
        Z,
        None,
        Y,
        None,
        (x - Z.sum(axis=0))[None, :],
        np.zeros((0, 6)),
    )
    model = LeontiefModel.from_table(table)
    published = pd.read_csv(folder.parent / "expected/L.csv", index_col=0).to_numpy(float)
    H, e = [0, 3], [1, 2, 4, 5]
    dx = np.array([4.0, 5.0])
    expected = published[np.ix_(e, H)] @ np.linalg.inv(published[np.ix_(H, H)]) @ dx
    result = exogenous_inducement(model, {"reg1:1": 4.0, "reg2:1": 5.0})
    assert result.values[0][e] == pytest.approx(expected, abs=1e-7)  # L is printed to 1e-8


# ------------------------------------------------------------------ refusals
def test_published_multipliers_are_refused() -> None:
    model = MultiplierModel(regional(), "북")
    for call, what in (
        (exogenous_inducement, "inducement by exogenised sectors"),
        (price_ripple, "the ripple of prices"),
        (exogenous_overstatement, "the overstatement of exogenised effects"),
    ):
        error = refused(NotSupportedError, lambda call=call: call(model, "02"))  # type: ignore[misc]
        assert str(error) == (
            "tiny-regional\n"
            f"  this table can't give {what}\n"
            "    expected: transactions or a published inverse\n"
            "    found: published multipliers\n"
            "    remedy: use a table such as bok-2020-165"
        )


def test_shortage_and_averages_need_transactions() -> None:
    model = LeontiefModel.from_inverse(small_inverse())
    error = refused(NotSupportedError, lambda: shortage_cost(model, "02"))
    assert "this table can't give the cost of a supply shortage" in str(error)
    assert "found: a published inverse" in str(error)
    spread = refused(NotSupportedError, lambda: exogenous_inducement(model, ["01", "02"]))
    assert "found: a published inverse" in str(spread)
    averages = refused(NotSupportedError, lambda: price_ripple(model, "02").averages())
    assert str(averages) == (
        "tiny-3\n"
        "  there is no output to weigh by\n"
        "    expected: transactions\n"
        "    found: a published inverse\n"
        "    remedy: use a table of transactions"
    )


def test_unknown_sectors_are_listed_together() -> None:
    error = refused(UnknownSectorError, lambda: exogenous_inducement(small(), ["xx", "01", "yy"]))
    assert error.data == ["xx", "yy"]
    assert len(error.problems) == 2


@pytest.mark.parametrize(("sectors", "found"), [([], "0"), (["01", "02", "03"], "3")])
def test_none_or_all_sectors_are_refused(sectors: list[str], found: str) -> None:
    error = refused(LabelError, lambda: exogenous_inducement(small(), sectors))
    assert str(error) == (
        "sectors\n"
        "  the number of exogenous sectors is wrong\n"
        "    expected: at least one, fewer than all\n"
        f"    found: {found}\n"
        "    remedy: correct sectors"
    )


def test_amounts_go_to_all_sectors_or_none() -> None:
    error = refused(LabelError, lambda: shortage_cost(small(), ["01=5", "02"]))
    assert str(error) == (
        "sectors\n"
        "  some sectors have no amount\n"
        "    expected: amounts for all sectors, or for none\n"
        "    found: 02\n"
        "    remedy: correct sectors"
    )


def test_a_sector_named_twice_is_refused() -> None:
    for words in (["01", "01"], ["01", "01=3"]):
        error = refused(LabelError, lambda words=words: exogenous_inducement(small(), words))  # type: ignore[misc]
        assert str(error) == (
            "sectors\n"
            "  a sector is named twice\n"
            "    expected: each sector once\n"
            f"    found: {', '.join(words)}\n"
            "    remedy: correct sectors"
        )
    by_code_and_name = refused(LabelError, lambda: price_ripple(small(), ["01", "농산물"]))
    assert by_code_and_name.data == ["01"]


def test_a_sector_without_output_is_refused() -> None:
    Z = [[10.0, 0.0], [0.0, 0.0]]
    model = LeontiefModel.from_table(plain(Z, [30.0, 0.0], [30.0, 0.0]))
    error = refused(InactiveSectorError, lambda: exogenous_inducement(model, "02"))
    assert str(error) == (
        "plain\n"
        "  02 S2: the sector has no output in this table\n"
        "    expected: a sector with output\n"
        "    found: output of zero\n"
        "    remedy: choose another sector"
    )


def test_a_price_change_that_is_no_number_is_refused() -> None:
    error = refused(LabelError, lambda: price_ripple(small(), "01", float("nan")))
    assert "the number is not finite" in str(error)


# ------------------------------------------------------------------ tables, pictures, command line
def test_tables_have_the_columns_they_announce(korea: LeontiefModel) -> None:
    per_won, amounts = exogenous_inducement(korea, "45"), exogenous_inducement(korea, ["45=1"])
    others = (shortage_cost(korea, "45"), price_ripple(korea, "45"), exogenous_overstatement(korea))
    for result in (per_won, amounts, *others):
        assert list(result.table().columns) == [column.id for column in result.columns]
    units = {column.id: column.unit.ko for column in per_won.columns}
    assert (units["production"], units["employment"]) == ("원/원", "명/10억원")
    units = {column.id: column.unit.ko for column in amounts.columns}
    assert (units["production"], units["employment"]) == ("백만원", "명")
    assert list(per_won.table().query("exogenous")["code"]) == ["45"]


def test_pictures_leave_out_the_exogenous_sector(korea: LeontiefModel) -> None:
    axes = exogenous_inducement(korea, "45").plot()
    assert len(axes.patches) == 15
    assert axes.get_xlabel() == "production (won per won)"
    assert not any(label.get_text().startswith("45 ") for label in axes.get_yticklabels())
    ripple = price_ripple(korea, "45").plot(lang="ko")
    assert ripple.get_xlabel() == "가격 변화 (%)"
    assert exogenous_overstatement(korea).plot().get_xlabel() == "overstatement (%)"


def test_command_line_options_are_keywords_of_the_functions(korea: LeontiefModel) -> None:
    for analysis in ANALYSES:
        options = {option.name: option.default for option in analysis.options}
        options["sectors"] = ["45", "47"]
        assert len(analysis.run(korea, **options).table()) in (2, 83)
