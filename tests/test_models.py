"""From a table to a model: what is refused, what is answered, what is said along with it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from helpers import (
    DOMESTIC,
    FINAL_DEMAND,
    IMPORTS,
    OUTPUT,
    PRIMARY,
    SATELLITES,
    SECTORS,
    lines,
    plain,
    refused,
    regional,
    small_inverse,
    tiny,
    write_table,
)

from iomodel import Demand, load_model
from iomodel.errors import (
    InactiveSectorError,
    NotFoundError,
    NotProductiveError,
    NotSupportedError,
    UnbalancedTableError,
)
from iomodel.leontief import Inverse
from iomodel.models import LeontiefModel, MultiplierModel, leontief_model
from iomodel.table import Component, Gap
from iomodel.text import Text

ROUNDING = 1e-12  # three sectors, condition number below four

INVERSE = np.linalg.inv(np.eye(3) - DOMESTIC / OUTPUT)


def demand(amounts: dict[str, float], unit: str = "백만원") -> Demand:
    return Demand.of(amounts, unit, SECTORS)


# ------------------------------------------------------------------ refusals


def test_an_unbalanced_table_names_every_sector_and_its_gap() -> None:
    final_demand = FINAL_DEMAND + np.array([[0.0, 7.0], [0.4, 0.0], [-1000.0, -2.0]])
    error = refused(
        UnbalancedTableError, lambda: LeontiefModel.from_table(tiny(final_demand=final_demand))
    )
    assert str(error) == lines(
        "tiny-3",
        "  01 Farm products: domestic sales do not add up to total inputs",
        "    expected: 200 million KRW (±0.5)",
        "    found: 207 (gap +7)",
        "    remedy: check this sector's row and column against the source",
        "  03 Services: domestic sales do not add up to total inputs",
        "    expected: 400 million KRW (±0.5)",
        "    found: -602 (gap -1,002)",
        "    remedy: check this sector's row and column against the source",
    )
    assert error.data == (
        Gap("row", "01", 200.0, 207.0),
        Gap("row", "03", 400.0, -602.0),
    )
    assert error.render("ko").splitlines()[1:5] == [
        "  01 농산물: 국산 판매액 합계가 총투입과 다릅니다",
        "    기대한 것: 200 백만원 (±0.5)",
        "    찾은 것: 207 (차이 +7)",
        "    고치는 법: 이 부문의 행과 열을 원자료와 대조하십시오",
    ]


def test_a_gap_is_told_as_finely_as_the_tolerance_is_set() -> None:
    """A table in trillions that is off by a quarter must not read "gap +0"."""
    final_demand = FINAL_DEMAND + np.array([[0.25, 0.0], [0.0, 0.0], [0.0, 0.0]])
    table = tiny(final_demand=final_demand, tolerance=0.1)
    error = refused(UnbalancedTableError, lambda: LeontiefModel.from_table(table))
    assert "found: 200.25 (gap +0.25)" in str(error)


def test_rounding_within_the_tables_tolerance_is_no_gap() -> None:
    final_demand = FINAL_DEMAND + np.array([[0.5, 0.0], [0.0, -0.5], [0.0, 0.0]])
    LeontiefModel.from_table(tiny(final_demand=final_demand))


def test_swapped_rows_of_final_demand_are_a_gap_though_all_totals_agree() -> None:
    table = tiny(final_demand=FINAL_DEMAND[[1, 0, 2]])
    assert [(gap.code, gap.found - gap.expected) for gap in table.balance()] == [
        ("01", 220.0),
        ("02", -220.0),
    ]


def test_a_missing_figure_in_a_table_never_balances() -> None:
    holes = FINAL_DEMAND.copy()
    holes[1, 0] = np.nan
    assert [gap.code for gap in tiny(final_demand=holes).balance()] == ["02"]


def test_a_table_at_purchasers_prices_is_refused() -> None:
    error = refused(
        NotSupportedError, lambda: LeontiefModel.from_table(tiny(valuation="purchasers"))
    )
    assert str(error) == lines(
        "tiny-3",
        "  a table at purchasers' prices can't carry a model",
        "    expected: a table at producers' or basic prices",
        "    found: purchasers' prices",
        "    remedy: use the table at producers' prices",
    )
    assert error.render("ko") == lines(
        "tiny-3",
        "  구매자가격 표로는 모형을 만들 수 없습니다",
        "    기대한 것: 생산자가격 또는 기초가격 표",
        "    찾은 것: 구매자가격",
        "    고치는 법: 생산자가격 표를 쓰십시오",
    )
    refused(
        NotSupportedError,
        lambda: LeontiefModel.from_inverse(small_inverse(valuation="purchasers")),
    )


def test_a_table_that_is_not_productive_names_the_sectors_that_lead() -> None:
    """[[.5, .6], [.6, .5]] has the radius 1.1; the third sector has no part in it."""
    table = plain(
        [[50, 60, 0], [60, 50, 0], [0, 0, 10]], [-10, -10, 90], [-10, -10, 90], tolerance=0
    )
    error = refused(NotProductiveError, lambda: LeontiefModel.from_table(table))
    assert error.data == pytest.approx(1.1, rel=ROUNDING)
    head, found, remedy = str(error).split("    ", 3)[0], *str(error).splitlines()[3:]
    assert head == "plain\n  the input coefficients are not productive\n"
    assert sorted(found.removeprefix("    found: 1.1000; led by ").split(", ")[:2]) == [
        "01 S1",
        "02 S2",
    ]
    assert remedy == (
        "    remedy: check that inputs don't exceed output in the columns of these sectors"
    )
    assert error.render("ko").splitlines()[1:3] == [
        "  투입계수행렬이 생산적이지 않습니다",
        "    기대한 것: 스펙트럼 반지름 1 미만",
    ]


def test_sectors_that_have_no_part_in_an_unproductive_block_are_not_blamed() -> None:
    table = plain(
        [[50, 60, 0], [60, 50, 0], [0, 0, 10]], [-10, -10, 90], [-10, -10, 90], tolerance=0
    )
    error = refused(NotProductiveError, lambda: LeontiefModel.from_table(table))
    assert "03 S3" not in str(error)


def test_inputs_above_output_in_one_column_alone_are_no_reason_to_refuse() -> None:
    """Column 01 buys more than its output, yet the radius is 0.9: R5 asks for the radius."""
    table = plain([[90, 0], [60, 90]], [10, -50], [-50, 10], tolerance=0)
    model = LeontiefModel.from_table(table)
    np.testing.assert_allclose(
        model.multipliers().of("production"), [70.0, 10.0], rtol=ROUNDING * 100
    )


def test_a_published_inverse_that_implies_no_productive_table_is_refused() -> None:
    table = small_inverse()
    bad = type(table)(table.info, table.sectors, -table.inverse, table.coefficients)
    assert refused(NotProductiveError, lambda: LeontiefModel.from_inverse(bad)).data > 1.0


def test_negative_cells_are_reported_not_refused() -> None:
    flows = DOMESTIC.copy()
    flows[0, 1], flows[2, 0] = -6.0, -1.0
    balanced = tiny(
        domestic=flows,
        primary_inputs=PRIMARY + np.array([[11.0, 66.0, 0.0], [0.0, 0.0, 0.0]]),
        final_demand=FINAL_DEMAND + np.array([[66.0, 0.0], [0.0, 0.0], [11.0, 0.0]]),
    )
    assert LeontiefModel.from_table(balanced).manifest().warnings == (
        Text(
            "tiny-3: 국산투입계수에 음수가 2칸(2개 행) 있습니다. "
            "원자료의 잔폐물·부산물 처리이며 그대로 두었습니다 (R5)",
            "tiny-3: 2 domestic input coefficients in 2 rows are negative, "
            "as in the source (scrap and by-products); left as they are (R5)",
        ),
    )
    assert LeontiefModel.from_table(tiny()).manifest().warnings == ()


# ------------------------------------------------------------------ regions


@pytest.mark.parametrize("region", [None, ""])
def test_a_regional_table_wants_a_region(region: str | None) -> None:
    error = refused(NotFoundError, lambda: load_model("bok-2020-regional-83", region))
    names = (
        "서울, 부산, 대구, 인천, 광주, 대전, 울산, 세종, 경기, "
        "강원, 충북, 충남, 전북, 전남, 경북, 경남, 제주"
    )
    assert str(error) == lines(
        "bok-2020-regional-83",
        "  region: the region does not fit the table",
        f"    expected: one of: {names}",
        "    found: none",
        "    remedy: correct --region",
    )
    assert error.data == tuple(names.split(", "))


def test_an_unknown_region() -> None:
    error = refused(NotFoundError, lambda: load_model("bok-2020-regional-83", "세종시"))
    assert '    found: "세종시"' in str(error).splitlines()
    assert error.render("ko").splitlines()[1] == "  region: 지역이 맞지 않습니다"


def test_a_national_table_wants_no_region() -> None:
    error = refused(NotFoundError, lambda: load_model("bok-2020-33", "세종"))
    assert str(error) == lines(
        "bok-2020-33",
        "  region: the region does not fit the table",
        "    expected: no region: the table is national",
        '    found: "세종"',
        "    remedy: correct --region",
    )
    assert error.data == ()


# ------------------------------------------------------------------ inactive sectors


def test_demand_on_a_sector_without_output_is_refused_by_name() -> None:
    table = plain([[10, 0], [0, 0]], [90, 0], [90, 0], tolerance=0)
    model = LeontiefModel.from_table(table)
    error = refused(
        InactiveSectorError, lambda: model.induce(Demand.of({"02": 5.0}, "백만원", model.sectors))
    )
    assert str(error) == lines(
        "plain",
        "  02 S2: the sector has no output in this table",
        "    expected: demand on a sector with output",
        "    found: demand on 02 S2",
        "    remedy: book the demand on another region or sector, or use a national table",
    )
    assert error.data == ["02"]


def test_a_sector_without_output_does_not_disturb_the_others() -> None:
    with_dead = LeontiefModel.from_table(plain([[10, 0], [0, 0]], [90, 0], [90, 0], tolerance=0))
    impact = with_dead.induce(Demand.of({"01": 90.0, "02": 0.0}, "백만원", with_dead.sectors))
    assert impact.value("production") == pytest.approx(100.0, rel=ROUNDING)
    assert with_dead.exhaustion().largest_gap == pytest.approx(0.0, abs=ROUNDING)


def test_demand_on_a_sector_that_a_region_lacks_is_refused_by_name() -> None:
    """Sejong digs neither coal nor oil: sector 06 is absent."""
    model = load_model("bok-2020-regional-83", region="세종")
    sector = model.sectors.get("06")
    error = refused(
        InactiveSectorError, lambda: model.induce(Demand.of({"06": 1.0}, "억원", model.sectors))
    )
    assert str(error) == lines(
        "bok-2020-regional-83",
        f"  세종 {sector}: the sector has no output in 세종",
        "    expected: demand on a sector with output",
        f"    found: demand on {sector}",
        "    remedy: book the demand on another region or sector, or use a national table",
    )
    assert error.render("ko").splitlines()[1:3] == [
        f"  세종 06 {sector.name.ko}: 세종에 이 부문의 생산이 없습니다",
        "    기대한 것: 생산이 있는 부문에 대한 수요",
    ]


def test_multipliers_of_a_sector_that_a_region_lacks_are_nan_not_one() -> None:
    values = MultiplierModel(regional(), "남").multipliers().values
    assert np.isnan(values[:, :, 1]).all()
    assert np.isfinite(values[:, :, [0, 2]]).all()


# ------------------------------------------------------------------ answers


def test_multipliers_are_the_coefficients_times_the_inverse() -> None:
    multipliers = LeontiefModel.from_table(tiny()).multipliers()
    for indicator, row in (
        ("production", OUTPUT),
        ("value_added", PRIMARY.sum(axis=0)),
        ("imports", IMPORTS.sum(axis=0)),
        ("employment", 1000 * SATELLITES[0]),
        ("employees", 1000 * SATELLITES[1]),
        ("wages", PRIMARY[0]),
    ):
        np.testing.assert_allclose(
            multipliers.of(indicator), row / OUTPUT @ INVERSE, rtol=ROUNDING, err_msg=indicator
        )


def test_a_published_inverse_answers_as_its_table_does() -> None:
    """Two routes: factors of transactions, and the printed inverse with printed coefficients."""
    spending = demand({"01": 3.0, "03": 4.0})
    one = LeontiefModel.from_table(tiny()).induce(spending)
    other = LeontiefModel.from_inverse(small_inverse()).induce(spending)
    for indicator in ("production", "value_added", "imports", "employment"):
        assert other.value(indicator) == pytest.approx(one.value(indicator), rel=ROUNDING)


def test_imports_booked_as_one_primary_row_give_the_same_answers() -> None:
    """Design section 5: imports.csv is optional; some sources give imports as one row."""
    parts = (
        *tiny().info.primary_inputs,
        Component(code="m", ko="수입", en="Imports", role="imports"),
    )
    one_row = tiny(
        imports=None,
        primary_inputs=np.vstack([PRIMARY, IMPORTS.sum(axis=0)]),
        final_demand_imports=None,
    )
    one_row = type(one_row)(
        one_row.info.model_copy(update={"primary_inputs": parts}),
        *(getattr(one_row, name) for name in list(one_row.__dataclass_fields__)[1:]),
    )
    np.testing.assert_array_equal(one_row.output, OUTPUT)
    np.testing.assert_allclose(
        LeontiefModel.from_table(one_row).multipliers().of("imports"),
        LeontiefModel.from_table(tiny()).multipliers().of("imports"),
        rtol=ROUNDING,
    )


def test_taxes_and_scrap_count_as_inputs_but_not_as_value_added() -> None:
    """Design R4 and R6: product taxes where booked apart, scrap rows of older tables."""
    parts = (
        Component(code="w", ko="부가가치", en="VA", role="value_added"),
        Component(code="t", ko="생산물세", en="Taxes", role="product_tax"),
        Component(code="s", ko="잔폐물", en="Scrap", role="scrap"),
    )
    table = tiny(
        primary_inputs=np.array([[100.0, 200.0, 240.0], [15.0, 15.0, 5.0], [5.0, 5.0, 5.0]])
    )
    table = type(table)(
        table.info.model_copy(update={"primary_inputs": parts}),
        *(getattr(table, name) for name in list(table.__dataclass_fields__)[1:]),
    )
    model = LeontiefModel.from_table(table)
    np.testing.assert_array_equal(table.output, OUTPUT)
    np.testing.assert_allclose(
        model.multipliers().of("value_added"),
        np.array([100.0, 200.0, 240.0]) / OUTPUT @ INVERSE,
        rtol=ROUNDING,
    )
    assert model.exhaustion().largest_gap == pytest.approx(0.0, abs=ROUNDING)


def test_exhaustion_is_checked_on_what_is_induced(monkeypatch: pytest.MonkeyPatch) -> None:
    """R6 must be able to fail: a wrong inverse shows as value added + imports off one.

    Columns of A and of primary inputs alone add to one by definition, output being their sum.
    """
    monkeypatch.setattr(leontief_model, "factorise", lambda A: Inverse(INVERSE * 1.01))
    model = LeontiefModel.from_table(tiny())
    sums = model.multipliers().of("value_added") + model.multipliers().of("imports")
    assert np.abs(sums - 1.0).max() == pytest.approx(0.01, rel=1e-9)
    assert model.exhaustion().largest_gap == pytest.approx(0.01, rel=1e-9)


def test_the_three_kinds_of_exhaustion() -> None:
    checked = LeontiefModel.from_table(tiny()).exhaustion()
    given = LeontiefModel.from_inverse(small_inverse(exhaustion="by construction")).exhaustion()
    none = MultiplierModel(regional(), "북").exhaustion()
    assert (checked.kind, given.kind, none.kind) == (
        "checked",
        "by construction",
        "not checkable",
    )
    assert checked.largest_gap == pytest.approx(0.0, abs=ROUNDING)
    assert given.largest_gap == pytest.approx(0.0, abs=ROUNDING)
    assert none.largest_gap is None


def test_an_inverse_whose_value_added_and_imports_do_not_exhaust_shows_its_gap() -> None:
    table = small_inverse()
    coefficients = table.coefficients.copy()
    coefficients[0, 1] += 0.02  # imports of 02
    off = type(table)(table.info, table.sectors, table.inverse, coefficients)
    gap = LeontiefModel.from_inverse(off).exhaustion().largest_gap
    assert gap == pytest.approx(0.02 * INVERSE[1].max(), rel=1e-9)


def test_an_inverse_without_imports_can_not_be_checked() -> None:
    table = small_inverse()
    info = table.info.model_copy(update={"coefficients": table.info.coefficients[1:]})
    short = type(table)(info, table.sectors, table.inverse, table.coefficients[1:])
    assert LeontiefModel.from_inverse(short).exhaustion().largest_gap is None


def test_published_multipliers_keep_regions_apart() -> None:
    model = MultiplierModel(regional(), "북")
    impact = model.induce(demand({"02": 10.0, "03": 1.0}, "십억원"))
    assert model.regions == ("북", "남")
    assert impact.value("production", origin="in_region") == pytest.approx(15_300.0)
    assert impact.value("production", origin="other_regions") == pytest.approx(4_200.0)
    assert impact.value("employment", origin="in_region") == pytest.approx(39.0)
    assert impact.value("employment", origin="other_regions") == pytest.approx(15.5)
    assert impact.value("employment") == pytest.approx(54.5)


def test_published_multipliers_refuse_what_they_do_not_know() -> None:
    impact = MultiplierModel(regional(), "북").induce(demand({"02": 1.0}))
    error = refused(NotSupportedError, impact.by_supplying)
    assert str(error) == lines(
        "tiny-regional",
        "  this table can't give effects by supplying sector",
        "    expected: transactions or an inverse",
        "    found: published multipliers",
        "    remedy: use a table such as bok-2020-165",
    )
    error = refused(NotSupportedError, impact.direct_indirect)
    assert str(error).splitlines()[1] == "  this table can't give direct and indirect effects"
    assert error.render("ko").splitlines()[1:3] == [
        "  직접·간접 효과의 구분은(는) 이 표로 구할 수 없습니다",
        "    기대한 것: 거래표 또는 역행렬표",
    ]


def test_what_a_model_rests_on() -> None:
    manifest = load_model("bok-2020-33").manifest()
    assert [(stamp.id, stamp.level_of) for stamp in manifest.tables] == [
        ("bok-2020-33", "bok-2020-165")
    ]
    told = manifest.numerics["bok-2020-33"]
    assert set(told) == {"condition", "residual", "exhaustion_gap"}
    assert 1.0 <= told["condition"] < 100.0
    assert any("pandemic" in warning.en for warning in manifest.warnings)
    assert any("전업환산" in warning.ko for warning in manifest.warnings)


@pytest.mark.parametrize(
    ("id", "region", "words"),
    [
        ("bok-2023-33", None, "holds by construction (R6)"),
        ("bok-2020-regional-83", "세종", "can't be checked (R6)"),
    ],
)
def test_exhaustion_that_was_not_checked_is_said(id: str, region: str | None, words: str) -> None:
    warnings = load_model(id, region).manifest().warnings
    assert sum(words in warning.en for warning in warnings) == 1


def test_a_users_own_folder_carries_a_model(tmp_path: Path) -> None:
    write_table(tmp_path / "mine")
    model = load_model("tiny-3", tables=tmp_path)
    np.testing.assert_allclose(
        model.multipliers().of("production"), INVERSE.sum(axis=0), rtol=ROUNDING
    )
    assert model.regions == ()
    assert model.region == ""


def test_multipliers_as_a_labelled_array() -> None:
    array = LeontiefModel.from_table(tiny()).multipliers().to_xarray()
    assert array.dims == ("indicator", "origin", "sector")
    value = array.sel(indicator="production", origin="total", sector="02")
    assert float(value) == pytest.approx(INVERSE[:, 1].sum(), rel=ROUNDING)
    assert list(array.coords["sector_name"].values) == ["농산물", "공산품", "서비스"]
