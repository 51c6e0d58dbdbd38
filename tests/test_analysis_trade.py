"""Trade: against decompr's printed decompositions, the Bank's import inducement and identities."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from helpers import lines, plain, refused, repeatable, small_inverse, tiny
from hypothesis import given
from hypothesis import strategies as st
from multiregional import leather, multiregional, random_world, read

import iomodel
from iomodel.analyses.base import Result
from iomodel.analyses.trade import (
    ANALYSES,
    chain_positions,
    kww_decomposition,
    net_multipliers,
    trade_content,
    value_added_origins,
    value_added_trade,
    vertical_specialisation,
    wwz_decomposition,
)
from iomodel.analyses.trade.decompositions import KWW_TERMS, WWZ_TERMS
from iomodel.errors import LabelError, NotFoundError, NotSupportedError
from iomodel.models import LeontiefModel
from iomodel.table import IOTable, Label

mpl.use("Agg")


@pytest.fixture(autouse=True)
def _closed_figures() -> Iterator[None]:
    yield
    plt.close("all")


EXACT = 1e-9  # two routes in double precision, amounts up to a few hundred
PRINTED_KWW = 5.1e-6  # decompr prints seven significant figures of amounts below 100
PRINTED_WWZ = 5.1e-8  # decompr prints seven decimals or more
PRINTED_GVC = 5.1e-9  # the gvc vignette prints eight decimals
TESTED_GVC = 5.1e-8  # gvc's own test states seven decimals
TESTED_DECOMPR = 1e-5  # decompr's own tests state five decimals, cut rather than rounded
BOK_SUMS = 0.02  # 백만원 in sums of 10⁸ 백만원 that the workbook holds in double precision
BOK_RATIO = 1e-12  # the workbook's coefficients, in full precision

# decomp(leather, method = "kww"), README of github bquast/decompr (CRAN decompr 6.9.0): facts of
# its printed output.
KWW_PRINTED = """
Argentina 19.34940 18.97119 8.411491  5.259501 0.8259724 0.8723949  3.450595 3.388617 3.770832
Turkey    43.39461 26.20678 7.740053 10.475795 2.0075781 2.6369363 10.205386 5.359698 5.573163
Germany   78.73101 15.23967 2.748464  5.689669 4.4335916 4.4481800 26.668992 4.455024 5.185401
"""
# decomp(leather, method = "wwz"), the same page, pairs of different countries alone.
WWZ_PRINTED_TERMS = (
    *("DVA_FIN", "DVA_INT", "DVA_INTrexI1", "DVA_INTrexF", "DVA_INTrexI2", "RDV_INT", "RDV_FIN"),
    *("RDV_FIN2", "OVA_FIN", "MVA_FIN", "OVA_INT", "MVA_INT", "DDC_FIN", "DDC_INT", "ODC", "MDC"),
)
WWZ_PRINTED = """
Argentina:Agriculture Turkey
  5.4744354 2.6813686 1.13634407 1.40930027 0.504931544 0.168614730 0.70568372 0.347019751
  0.41126356 0.21430105 0.19588405 0.10207118 0.064864146 0.07171574 0.33673597 0.17546624
Argentina:Agriculture Germany
  7.5385668 5.1055954 0.41301548 2.07223830 0.184142503 0.241349852 1.40626760 0.084582830
  0.29510308 0.56633015 0.19467191 0.37359342 0.087209223 0.09804177 0.18474634 0.35454534
Argentina:Textile_and_Leather Turkey
  1.4704511 1.6059520 0.51989101 0.73959485 0.238689217 0.078969730 0.33143582 0.166207540
  0.24200608 0.18754280 0.26256584 0.20347560 0.027678457 0.08379741 0.36155510 0.28018741
Argentina:Textile_and_Leather Germany
  3.9470004 6.4499428 0.53948810 2.81987967 0.236761536 0.317887034 1.98497120 0.107403534
  0.50340436 0.64959526 0.81211670 1.04795907 0.106880311 0.28388511 0.82641514 1.06640983
Argentina:Transport_Equipment Turkey
  0.3534427 0.1488951 0.02512465 0.05166467 0.011502878 0.004631660 0.01867612 0.007976699
  0.09668098 0.04987633 0.04203798 0.02168679 0.001418669 0.01286371 0.03530681 0.01821428
Argentina:Transport_Equipment Germany
  0.5655083 0.3167888 0.02878668 0.13002229 0.012763061 0.014519380 0.09346627 0.005810004
  0.07980213 0.15468957 0.04511074 0.08744330 0.005097011 0.02894336 0.04466665 0.08658247
Turkey:Agriculture Argentina
  6.2797497 1.1190525 0.42428189 0.32364669 0.127683939 0.154036261 0.17353911 0.182994956
  0.83991301 0.38033734 0.15006977 0.06795601 0.107000467 0.06712404 0.20829312 0.09432126
Turkey:Agriculture Germany
  11.8896593 9.1875645 0.44406842 2.46325705 0.104348906 0.693923875 3.73948515 0.057224342
  0.72010537 1.59023530 0.55070767 1.21614811 0.452925213 0.44050153 0.51423688 1.13560832
Turkey:Textile_and_Leather Argentina
  7.2273648 1.0471326 0.46078259 0.29530382 0.140987907 0.151185856 0.13152490 0.200948224
  0.91653494 0.75610026 0.13297218 0.10969609 0.101320108 0.06941710 0.19656847 0.16216018
Turkey:Textile_and_Leather Germany
  13.7238725 12.0058480 0.62802955 3.90680904 0.127367338 0.950059562 5.57979048 0.074151999
  1.43574094 1.74038658 1.24831079 1.51318619 0.597136653 0.65512387 1.31733277 1.59685374
Turkey:Transport_Equipment Argentina
  0.8407805 0.1781916 0.02204374 0.02060577 0.006672856 0.008562439 0.01119518 0.009457655
  0.24206509 0.11715443 0.05450683 0.02638016 0.005182273 0.01834868 0.02618153 0.01267131
Turkey:Transport_Equipment Germany
  3.4331870 0.6546040 0.03517716 0.21633307 0.007037041 0.049810123 0.31139842 0.004084652
  0.47838059 0.98843243 0.09450248 0.19526151 0.031112965 0.09174341 0.10075490 0.20818030
Germany:Agriculture Argentina
  7.8610949 2.0199906 0.28226589 0.28018271 0.060605877 0.820750168 0.57157404 0.131707311
  0.89832585 0.44057920 0.22998309 0.11279400 0.605435276 0.09794912 0.32658836 0.16017355
Germany:Agriculture Turkey
  15.2949565 2.0603035 0.11637081 0.47705677 0.015705424 0.736949683 0.97226390 0.029961455
  0.85721388 1.74782965 0.11412326 0.23269341 0.531356894 0.10138593 0.16842209 0.34340686
Germany:Textile_and_Leather Argentina
  6.5544233 0.7909465 0.11961386 0.15208027 0.027530616 0.309465907 0.25977474 0.058019038
  0.70047263 0.64510407 0.08462563 0.07793643 0.224432812 0.04935351 0.12817618 0.11804455
Germany:Textile_and_Leather Turkey
  8.3797057 3.6874998 0.18967992 0.78711215 0.023624112 1.222414373 1.69900744 0.046204332
  0.82475330 0.89554095 0.36128082 0.39228915 0.921022483 0.21797800 0.50430185 0.54758551
Germany:Transport_Equipment Argentina
  16.9168288 2.3746384 0.18110921 0.25997068 0.039006620 0.436904740 0.42764724 0.084238072
  5.26294538 2.92022578 0.77714301 0.43120969 0.314861124 0.26247603 0.58577113 0.32502408
Germany:Transport_Equipment Turkey
  23.7239990 3.2689405 0.14831124 0.60720101 0.018387426 0.907106729 1.37381855 0.035453172
  4.09529671 7.38070428 0.58558374 1.05536198 0.673700534 0.44822829 0.70583084 1.27207602
"""
# i2e(leather), vignette of CRAN gvc: foreign value added in a sector's exports over all exports
# of its country.
I2E_PRINTED = (
    *(0.05295042, 0.10020580, 0.01185222),
    *(0.06573884, 0.09793876, 0.02239852),
    *(0.03815808, 0.03577311, 0.17206757),
)
# e2r(leather)[c(1, 9)], tests of gvc: a sector's value added in others' exports over its
# country's exports.
E2R_TESTED = {0: 0.1858039, 8: 0.0333557}

MRIO_SHAPES = st.tuples(st.integers(0, 10_000), st.integers(2, 4), st.integers(1, 3), st.booleans())


def model_of(table: IOTable) -> LeontiefModel:
    return LeontiefModel.from_table(table)


def national(id: str = "bok-2020-33") -> LeontiefModel:
    model = iomodel.load_model(id)
    assert isinstance(model, LeontiefModel)
    return model


def blocks(model: LeontiefModel) -> dict[str, np.ndarray]:
    return {
        region: np.array([code.startswith(f"{region}:") for code in model.sectors.codes])
        for region in model.regions
    }


# ------------------------------------------------------------------ decompr and gvc: leather
def test_leontief_decomposition_of_leather_is_decomprs(shared: Path) -> None:
    model = leather(shared)
    answers = pd.read_csv(
        shared / "cases/decompr_leather_mrio/expected/leontief_decomposition.csv"
    ).set_index(["post", "element"])["value"]
    found = {
        (of, element): value_added_origins(model, of=of).values[at]  # type: ignore[arg-type]
        for of, element, at in [
            ("exports", "first", (0, 0)),
            ("exports", "last", (8, 8)),
            ("output", "first", (0, 0)),
            ("output", "last", (8, 8)),
            ("final_demand", "row1", (0, 0)),
            ("final_demand", "row20", (6, 1)),
        ]
    }
    assert set(found) == set(answers.index)
    for key, value in found.items():
        assert value == pytest.approx(answers[key], abs=TESTED_DECOMPR), key


def test_kww_of_leather_is_decomprs(shared: Path) -> None:
    frame = kww_decomposition(leather(shared)).table().set_index("region")
    for line in KWW_PRINTED.strip().splitlines():
        country, *terms = line.split()
        printed = np.array(terms, dtype=float)
        found = frame.loc[country, list(KWW_TERMS[:9])].to_numpy(dtype=float)
        assert np.abs(found - printed).max() < PRINTED_KWW, country


def test_wwz_of_leather_is_decomprs(shared: Path) -> None:
    frame = wwz_decomposition(leather(shared)).table().set_index(["code", "importer"])
    words = WWZ_PRINTED.split()
    rows = [words[i : i + 18] for i in range(0, len(words), 18)]
    assert len(rows) == len(frame) == 18
    for code, importer, *terms in rows:
        found = frame.loc[(code, importer), list(WWZ_PRINTED_TERMS)].to_numpy(dtype=float)
        gap = np.abs(found - np.array(terms, dtype=float)).max()
        assert gap < PRINTED_WWZ, (code, importer)


def test_foreign_content_of_leather_is_gvcs_importing_to_export(shared: Path) -> None:
    vs = vertical_specialisation(leather(shared))
    assert vs.foreign_content is not None
    exports = vs.region_sums(vs.exports)[vs.home]
    assert np.abs(vs.foreign_content / exports - I2E_PRINTED).max() < PRINTED_GVC


def test_vs1_of_leather_is_gvcs_exporting_to_reexport(shared: Path) -> None:
    vs = vertical_specialisation(leather(shared))
    assert vs.vs1 is not None
    shares = vs.vs1 / vs.region_sums(vs.exports)[vs.home]
    for sector, share in E2R_TESTED.items():
        assert shares[sector] == pytest.approx(share, abs=TESTED_GVC)


def test_a_one_percent_error_in_one_flow_is_seen(shared: Path) -> None:
    table = leather(shared).table
    assert isinstance(table, IOTable)
    flows, final = table.domestic.copy(), table.final_demand.copy()
    flows[0, 3] *= 1.01
    final[0, 0] -= flows[0, 3] - table.domestic[0, 3]
    w = table.primary_inputs.copy()
    w[0] = flows.sum(axis=1) + final.sum(axis=1) - flows.sum(axis=0)
    wrong = model_of(replace(table, domestic=flows, final_demand=final, primary_inputs=w))
    found = kww_decomposition(wrong).terms[0, :9]
    printed = np.array(KWW_PRINTED.strip().splitlines()[0].split()[1:], dtype=float)
    assert np.abs(found - printed).max() > 100 * PRINTED_KWW


# ------------------------------------------------------------------ identities, two routes
@repeatable
@given(MRIO_SHAPES)
def test_kww_is_the_equation_written_out(shape: tuple[int, int, int, bool]) -> None:
    seed, regions, sectors, beyond = shape
    model = model_of(random_world(seed, regions, sectors, beyond=beyond))
    table = model.table
    assert isinstance(table, IOTable)
    rows = blocks(model)
    buyers = list(dict.fromkeys([*rows, *(c.code.split(":")[0] for c in table.info.final_demand)]))
    Y = {
        s: table.final_demand[:, [c.code.startswith(f"{s}:") for c in table.info.final_demand]].sum(
            axis=1
        )
        for s in buyers
    }
    A = table.domestic / table.output
    B = np.linalg.inv(np.eye(len(A)) - A)
    v = table.value_added / table.output
    V = {r: np.where(rows[r], v, 0.0) for r in rows}
    L = {r: np.linalg.inv(np.eye(rows[r].sum()) - A[np.ix_(rows[r], rows[r])]) for r in rows}
    E = {
        r: sum(
            Y[s][rows[r]] + (table.domestic[np.ix_(rows[r], rows[s])].sum(1) if s in rows else 0.0)
            for s in buyers
            if s != r
        )
        for r in rows
    }

    def b(r: str, s: str) -> np.ndarray:
        return np.asarray(B[np.ix_(rows[r], rows[s])])

    def a(r: str, s: str) -> np.ndarray:
        return np.asarray(A[np.ix_(rows[r], rows[s])])

    for k, r in enumerate(rows):
        vr = V[r][rows[r]]
        foreign = sum(V[t][rows[t]] @ b(t, r) for t in rows if t != r)
        others = [s for s in rows if s != r]
        expected = [
            sum(vr @ b(r, r) @ Y[s][rows[r]] for s in buyers if s != r),
            sum(vr @ b(r, s) @ Y[s][rows[s]] for s in others),
            sum(vr @ b(r, s) @ Y[t][rows[s]] for s in others for t in buyers if t not in (s, r)),
            sum(vr @ b(r, s) @ Y[r][rows[s]] for s in others),
            sum(vr @ b(r, s) @ a(s, r) @ L[r] @ Y[r][rows[r]] for s in others),
            sum(vr @ b(r, s) @ a(s, r) @ L[r] @ E[r] for s in others),
            sum(foreign @ Y[s][rows[r]] for s in buyers if s != r),
            sum(foreign @ a(r, s) @ L[s] @ Y[s][rows[s]] for s in others),
            sum(foreign @ a(r, s) @ L[s] @ E[s] for s in others),
            (table.import_row / table.output) @ B[:, rows[r]] @ E[r],
        ]
        found = kww_decomposition(model)
        assert np.abs(found.terms[k] - expected).max() < EXACT
        assert found.exports[k] == pytest.approx(np.sum(E[r]), abs=EXACT)
        assert found.terms[k].sum() == pytest.approx(found.exports[k], abs=EXACT)


KWW_FROM_WWZ = (
    *(("DVA_FIN",), ("DVA_INT", "DVA_INTrexI1"), ("DVA_INTrexF", "DVA_INTrexI2")),
    *(("RDV_FIN", "RDV_FIN2"), ("RDV_INT",), ("DDC_FIN", "DDC_INT")),
    *(("OVA_FIN", "MVA_FIN"), ("OVA_INT", "MVA_INT"), ("ODC", "MDC"), ("outside",)),
)


@repeatable
@given(MRIO_SHAPES)
def test_wwz_adds_up_to_exports_and_to_kww(shape: tuple[int, int, int, bool]) -> None:
    seed, regions, sectors, beyond = shape
    model = model_of(random_world(seed, regions, sectors, beyond=beyond))
    wwz, kww = wwz_decomposition(model), kww_decomposition(model)
    assert np.abs(wwz.terms.sum(axis=2) - wwz.exports).max() < EXACT
    summed = wwz.between_regions().sum(axis=1)
    for k, terms in enumerate(KWW_FROM_WWZ):
        parts = summed[:, [WWZ_TERMS.index(term) for term in terms]].sum(axis=1)
        assert np.abs(parts - kww.terms[:, k]).max() < EXACT, KWW_TERMS[k]


@repeatable
@given(MRIO_SHAPES)
def test_value_added_trade_adds_up_and_balances_as_gross_trade_does(
    shape: tuple[int, int, int, bool],
) -> None:
    seed, regions, sectors, beyond = shape
    model = model_of(random_world(seed, regions, sectors, beyond=beyond))
    table = model.table
    assert isinstance(table, IOTable)
    trade = value_added_trade(model)
    assert np.abs(trade.by_sector.sum(axis=1) - table.value_added).max() < EXACT
    kww = kww_decomposition(model)
    assert np.abs(trade.exports - kww.value_added_exports).max() < EXACT
    if not beyond:
        net = trade.values - trade.values.T
        gross = trade.gross_exports - trade.gross_exports.T
        assert np.abs(net.sum(axis=1) - gross.sum(axis=1)).max() < EXACT


@repeatable
@given(MRIO_SHAPES)
def test_value_added_and_outside_inputs_exhaust_exports(
    shape: tuple[int, int, int, bool],
) -> None:
    seed, regions, sectors, beyond = shape
    model = model_of(random_world(seed, regions, sectors, beyond=beyond))
    vs = vertical_specialisation(model)
    origins = value_added_origins(model)
    assert vs.foreign_content is not None
    assert vs.vs1 is not None
    own = np.zeros(len(model.sectors))
    elsewhere = np.zeros(len(model.sectors))
    for j, i in product(range(len(own)), repeat=2):
        if vs.home[i] == vs.home[j]:
            own[j] += origins.values[i, j]
        else:
            elsewhere[i] += origins.values[i, j]
    assert np.abs(own + vs.foreign_content - vs.exports).max() < EXACT
    assert np.abs(elsewhere - vs.vs1).max() < EXACT
    assert (vs.vs >= vs.foreign_content - EXACT).all()
    assert (vs.vs >= vs.vs_direct - EXACT).all()


@repeatable
@given(MRIO_SHAPES)
def test_the_order_of_sectors_changes_no_term(shape: tuple[int, int, int, bool]) -> None:
    seed, regions, sectors, beyond = shape
    table = random_world(seed, regions, sectors, beyond=beyond)
    order = np.argsort(table.sectors.codes)
    codes = [table.sectors.codes[i] for i in order]
    sorted_ = multiregional(
        codes,
        table.domestic[np.ix_(order, order)],
        table.final_demand[order],
        [c.code for c in table.info.final_demand],
        imports=table.import_row[order],
    )
    before, after = (kww_decomposition(model_of(t)).table() for t in (table, sorted_))
    before, after = (frame.set_index("region").sort_index() for frame in (before, after))
    assert list(before.index) == list(after.index)
    assert np.abs(before.to_numpy() - after.to_numpy()).max() < EXACT
    one = wwz_decomposition(model_of(table)).table().set_index(["code", "importer"])
    two = wwz_decomposition(model_of(sorted_)).table().set_index(["code", "importer"])
    numbers = [*WWZ_TERMS, "exports"]
    gap = one.sort_index()[numbers].to_numpy() - two.sort_index()[numbers].to_numpy()
    assert np.abs(gap).max() < EXACT


def test_two_regions_by_hand() -> None:
    """One sector each; the north sells the south 10 of inputs and 20 of goods, nothing returns."""
    table = multiregional(["N:1", "S:1"], [[0, 10], [0, 0]], [[70, 20], [0, 50]], ["N:c", "S:c"])
    model = model_of(table)
    trade = value_added_trade(model)
    assert trade.values.tolist() == [[70.0, 30.0], [0.0, 40.0]]
    assert trade.exports.tolist() == [30.0, 0.0]
    assert trade.vax_ratio[0] == 1.0
    assert np.isnan(trade.vax_ratio[1])
    kww = kww_decomposition(model).terms
    assert kww[0].tolist() == [20.0, 10.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]
    assert kww[1].tolist() == [0.0] * 10
    vs = vertical_specialisation(model, by="region").table()
    assert vs["exports"].tolist() == [30.0, 0.0]
    assert vs["vs"].tolist() == [0.0, 0.0]
    assert vs["vs1"].tolist() == [0.0, 0.0]


def test_pymrio_consumption_of_value_added(shared: Path) -> None:
    """pymrio's D_cba of value added by region is what value-added trade sends to each region."""
    folder = shared / "cases/pymrio_small_mrio"
    Z, Y, x = (
        read(folder / "inputs", "Z"),
        read(folder / "inputs", "Y"),
        read(folder / "expected", "x"),
    )
    L = read(folder / "expected", "L").to_numpy()
    codes = [name.replace(".", ":") for name in Z.index]
    table = multiregional(codes, Z.to_numpy(), Y.to_numpy(), ["reg1:f", "reg2:f"])
    v = 1 - Z.to_numpy().sum(axis=0) / x["indout"].to_numpy()
    expected = (v[:, None] * (L @ Y.to_numpy())).reshape(2, 3, 2).sum(axis=1)
    assert np.abs(value_added_trade(model_of(table)).values - expected).max() < EXACT


# ------------------------------------------------------------------ national tables
def workbook(shared: Path, sheet: str) -> dict[str, list[float]]:
    calamine = pytest.importorskip("python_calamine")
    path = next((shared / "data/bok-2020").glob("*통합중분류.xlsx"))
    rows = calamine.CalamineWorkbook.from_path(path).get_sheet_by_name(sheet).to_python()
    return {str(row[0]): [float(cell) for cell in row[2:10]] for row in rows[6:]}


def test_import_and_value_added_content_are_the_banks(shared: Path) -> None:
    imports = workbook(shared, "최종수요항목별 수입유발액")
    value_added = workbook(shared, "최종수요항목별 부가가치유발액")
    content = trade_content(national("bok-2020-83"))
    assert content.codes == (*("9111", "9112", "9121", "9122", "9131", "9132", "9140"), "total")
    found = content.imports_induced + content.imports_direct
    assert np.abs(found - imports["9819"]).max() < BOK_SUMS
    assert np.abs(content.value_added - value_added["9819"]).max() < BOK_SUMS
    assert np.abs(content.import_content - imports["9811"]).max() < BOK_RATIO


def test_import_content_of_all_demand_is_the_published_ratio() -> None:
    """BOK 2020: imports 0.246 over domestic and imported final demand, three decimals."""
    content = trade_content(national())
    assert round(float(content.import_content[-1]), 3) == 0.246


def test_content_exhausts_spending() -> None:
    for id in ("bok-2020-33", "bok-2020-83"):
        content = trade_content(national(id))
        parts = content.value_added + content.imports_induced + content.imports_direct
        assert np.abs(parts + content.other - content.spending).max() < BOK_SUMS


def test_content_keeps_taxes_apart_from_imports() -> None:
    table = plain([[20, 30], [40, 10]], [50, 50], [40, 60])
    parts = table.info.primary_inputs
    tax = parts[0].model_copy(update={"code": "t", "role": "product_tax"})
    taxed = replace(
        table,
        info=table.info.model_copy(update={"primary_inputs": (*parts, tax)}),
        primary_inputs=np.array([[30.0, 55.0], [10.0, 5.0]]),
    )
    content = trade_content(model_of(taxed))
    assert content.imports_induced.tolist() == [0.0, 0.0]
    assert content.other[-1] == pytest.approx(15.0)
    assert content.value_added[-1] == pytest.approx(85.0)


def test_vertical_specialisation_is_the_bank_imports_of_exports(shared: Path) -> None:
    """VS of all exports is the Bank's import inducement of exports less re-exported imports."""
    imports = workbook(shared, "최종수요항목별 수입유발액")["9819"][6]
    model = national("bok-2020-83")
    table = model.table
    assert isinstance(table, IOTable)
    assert table.final_demand_imports is not None
    again = table.final_demand_imports[:, 6].sum()
    assert vertical_specialisation(model).vs.sum() == pytest.approx(imports - again, abs=BOK_SUMS)


def test_vertical_specialisation_by_the_inverse() -> None:
    table = tiny()
    A_m = table.imports / table.output  # type: ignore[operator]
    A_d = table.domestic / table.output
    e = table.final_demand[:, 1]
    vs = vertical_specialisation(model_of(table))
    assert vs.exports.tolist() == e.tolist()
    assert np.abs(vs.vs - (A_m @ np.linalg.inv(np.eye(3) - A_d)).sum(axis=0) * e).max() < EXACT
    assert np.abs(vs.vs_direct - A_m.sum(axis=0) * e).max() < EXACT
    whole = vertical_specialisation(model_of(table), by="region").table()
    assert whole["vs"].tolist() == pytest.approx([vs.vs.sum()])


def test_exports_may_be_named() -> None:
    model = model_of(tiny())
    by_code = vertical_specialisation(model, exports="e").exports
    by_name = vertical_specialisation(model, exports=["수출", "Consumption"]).exports
    assert by_code.tolist() == [30.0, 130.0, 60.0]
    assert by_name.tolist() == [110.0, 330.0, 260.0]


def test_net_multipliers_by_hand() -> None:
    """x = (100, 200), A = [[.1, .2], [.3, .1]]: L = [[.9, .2], [.3, .9]] / .75."""
    table = plain([[10, 40], [30, 20]], [50, 150], [60, 140])
    net = net_multipliers(model_of(table))
    assert net.gross.tolist() == pytest.approx([1.6, 22 / 15])
    assert net.net.tolist() == pytest.approx([1.6 * 0.5, 22 / 15 * 0.75])
    value_added = net_multipliers(model_of(table), "value_added")
    assert value_added.net.tolist() == pytest.approx([1 / 0.6 * 0.5, 1 / 0.7 * 0.75])


@repeatable
@given(st.sampled_from(["bok-2020-33", "bok-2020-83"]), st.integers(0, 8))
def test_net_multipliers_average_to_one(id: str, k: int) -> None:
    model = national(id)
    net = net_multipliers(model, model.indicators[k].id)
    known = np.isfinite(net.net)
    mean = float(net.net[known] @ net.weights[known] / net.weights.sum())
    # What final demand for sectors without a direct effect of their own sets off is in no net
    # multiplier; 기타 alone is such a sector.
    table = model.table
    assert isinstance(table, IOTable)
    lost = model.multipliers().values[k].sum(axis=0) @ np.where(
        known, 0.0, table.final_demand.sum(axis=1)
    )
    scale = {"money": 1.0}.get(net.indicator.dimension, 1000.0)
    assert mean == pytest.approx(1 - lost / scale / net.weights.sum(), abs=1e-9)


def test_sectors_without_the_effect_have_no_net_multiplier() -> None:
    net = net_multipliers(national(), "employment")
    assert np.flatnonzero(np.isnan(net.net)).tolist() == [32]
    assert net.notes[-1].en == (
        "sectors without a direct effect, whose net multiplier is undefined: 33"
    )


# ------------------------------------------------------------------ positions in chains
def test_upstreamness_counts_stages() -> None:
    """U = 1 f/x + 2 Σ δ f/x + 3 …; D likewise from value added: by the series they stand for."""
    table = plain([[10, 40], [30, 20]], [50, 150], [60, 140])
    x, Z = table.output, table.domestic
    delta, A = Z / x[:, None], Z / x
    final, primary = table.final_demand[:, 0] / x, table.value_added / x
    upstream, downstream = np.zeros(2), np.zeros(2)
    for stage in range(1, 200):
        power = np.linalg.matrix_power(delta, stage - 1)
        upstream += stage * power @ final
        downstream += stage * primary @ np.linalg.matrix_power(A, stage - 1)
    found = chain_positions(model_of(table), "domestic")
    assert np.abs(found.upstreamness - upstream).max() < EXACT
    assert np.abs(found.downstreamness - downstream).max() < EXACT


def test_absorption_of_a_closed_economy_is_the_domestic_measure() -> None:
    zero = np.zeros((2, 2))
    table = plain([[10, 40], [30, 20]], [50, 150], [60, 140], imports=zero)
    closed = replace(
        table,
        info=table.info.model_copy(
            update={
                "final_demand": (
                    Label(code="f", ko="소비", en="Consumption"),
                    Label(code="e", ko="수출", en="Exports"),
                )
            }
        ),
        final_demand=np.array([[50.0, 0.0], [150.0, 0.0]]),
        final_demand_imports=zero,
    )
    one, two = (chain_positions(model_of(closed), how) for how in ("absorption", "domestic"))
    assert np.abs(one.upstreamness - two.upstreamness).max() < EXACT
    assert np.abs(one.downstreamness - two.downstreamness).max() < EXACT


def test_absorption_by_the_equation() -> None:
    """Antràs et al. (2012): d_ij of total use over output less exports plus imports."""
    table = tiny()
    assert table.imports is not None
    assert table.final_demand_imports is not None
    Z = table.domestic + table.imports
    m = table.imports.sum(axis=1) + table.final_demand_imports.sum(axis=1)
    e = table.final_demand[:, 1] + table.final_demand_imports[:, 1]
    delta = Z / (table.output - e + m)[:, None]
    found = chain_positions(model_of(table))
    assert found.openness == "absorption"
    expected = np.linalg.inv(np.eye(3) - delta).sum(axis=1)
    assert np.abs(found.upstreamness - expected).max() < EXACT
    stages = np.linalg.inv(np.eye(3) - Z / table.output).sum(axis=0)
    assert np.abs(found.downstreamness - stages).max() < EXACT


def test_changes_in_inventories_leave_absorption() -> None:
    table = tiny()
    assert table.final_demand_imports is not None
    labels = table.info.final_demand
    stocks = Label(code="s", ko="재고증감", en="Changes in inventories")
    stocked = replace(
        table,
        info=table.info.model_copy(update={"final_demand": (*labels, stocks)}),
        final_demand=np.column_stack([table.final_demand - [10, 0], [10, 10, 10]]),
        final_demand_imports=np.column_stack([table.final_demand_imports, [3, 0, 0]]),
    )
    found = chain_positions(model_of(stocked))
    named = chain_positions(model_of(stocked), inventories="s")
    assert np.array_equal(found.upstreamness, named.upstreamness)
    assert "inventories: Changes in inventories" in found.notes[0].en
    # Ten units of each product went from consumption to stocks: fewer are absorbed.
    assert (found.upstreamness > chain_positions(model_of(table)).upstreamness).all()


@repeatable
@given(MRIO_SHAPES)
def test_both_positions_average_to_gross_output_over_primary_inputs(
    shape: tuple[int, int, int, bool],
) -> None:
    seed, regions, sectors, beyond = shape
    model = model_of(random_world(seed, regions, sectors, beyond=beyond))
    table = model.table
    assert isinstance(table, IOTable)
    found = chain_positions(model)
    assert found.openness == "domestic"
    whole = table.output.sum()
    assert table.primary_inputs.sum(axis=0) @ found.upstreamness == pytest.approx(whole)
    assert table.final_demand.sum(axis=1) @ found.downstreamness == pytest.approx(whole)
    assert (found.upstreamness >= 1 - EXACT).all()
    assert (found.downstreamness >= 1 - EXACT).all()


def test_sectors_without_output_have_no_position() -> None:
    table = plain([[10, 40, 0], [30, 20, 0], [0, 0, 0]], [50, 150, 0], [60, 140, 0])
    found = chain_positions(model_of(table))
    assert np.isnan(found.upstreamness).tolist() == [False, False, True]
    assert np.isnan(found.downstreamness).tolist() == [False, False, True]


# ------------------------------------------------------------------ results and refusals
def test_tables_hold_what_their_columns_say(shared: Path) -> None:
    three, bank = leather(shared), national()
    results: list[Result] = [
        net_multipliers(bank),
        trade_content(bank),
        vertical_specialisation(bank),
        vertical_specialisation(three),
        vertical_specialisation(three, by="region"),
        value_added_trade(three),
        value_added_origins(bank),
        value_added_origins(three, of="final_demand"),
        kww_decomposition(three),
        wwz_decomposition(three),
        wwz_decomposition(three, by="partner"),
        wwz_decomposition(three, by="region"),
        chain_positions(bank),
    ]
    for result in results:
        assert list(result.table().columns) == [column.id for column in result.columns]
        assert result.title.ko
        assert result.source
    assert len(wwz_decomposition(three, by="partner").table()) == 6
    assert len(wwz_decomposition(three, by="region").table()) == 3
    assert [a.name for a in ANALYSES] == [
        *("net-multipliers", "trade-content", "vertical-specialisation", "value-added-trade"),
        *("value-added-origins", "kww", "wwz", "chain-positions"),
    ]


@pytest.mark.parametrize(
    ("make", "label", "bars"),
    [
        (lambda m: net_multipliers(m), "net multiplier (1 = average)", 20),
        (lambda m: trade_content(m), "share of spending (%)", 3 * 8),
        (lambda m: vertical_specialisation(m), "share of exports (%)", 2 * 20),
        (lambda m: value_added_origins(m), "share of the value added (%)", 2 * 15),
    ],
)
def test_national_pictures(make, label: str, bars: int) -> None:  # type: ignore[no-untyped-def]
    axes = make(national()).plot()
    assert axes.get_xlabel() == label
    assert len(axes.patches) == bars
    assert make(national()).plot(lang="ko").get_xlabel() != label


def test_regional_pictures(shared: Path) -> None:
    three = leather(shared)
    kww = kww_decomposition(three).plot()
    assert kww.get_xlabel() == "share of gross exports (%)"
    assert len(kww.patches) == 9 * 3
    wwz = wwz_decomposition(three).plot()
    assert len(wwz.patches) == 4 * 6
    assert next(t.get_text() for t in wwz.get_yticklabels()) == "Germany → Turkey"
    trade = value_added_trade(three).plot()
    assert trade.get_ylabel() == "region of value added"
    assert trade.images[0].get_array().shape == (3, 3)  # type: ignore[union-attr]
    positions = chain_positions(three).plot()
    assert positions.get_ylabel() == "upstreamness (stages)"
    assert len(positions.texts) == 9


def test_a_national_table_has_no_regions_to_decompose() -> None:
    error = refused(NotSupportedError, lambda: kww_decomposition(national()))
    assert str(error) == lines(
        "bok-2020-33",
        "  this table can't give the decomposition of gross exports",
        "    expected: multiregional transactions, whose sector codes read region:code",
        "    found: a national table without regions",
        "    remedy: use a multiregional table; a national one answers vertical-specialisation "
        "and trade-content",
    )
    assert "총수출의 분해은(는) 이 표로 구할 수 없습니다" in error.render("ko")


def test_final_demand_of_a_multiregional_table_names_its_region() -> None:
    table = multiregional(
        ["N:1", "S:1"], [[0, 1], [1, 0]], [[5, 5], [5, 5]], ["N:c", "consumption"]
    )
    error = refused(LabelError, lambda: value_added_trade(model_of(table)))
    assert error.data == ["consumption"]
    assert str(error) == lines(
        "regions",
        "  final_demand consumption: the category names no region",
        "    expected: a code that reads region:category",
        '    found: "consumption"',
        "    remedy: put the region before the code; exports beyond the table as ROW:exports",
    )


def test_exports_must_be_known() -> None:
    model = model_of(tiny())
    absent = refused(NotFoundError, lambda: vertical_specialisation(model, exports=["x", "e"]))
    assert str(absent) == lines(
        "tiny-3",
        "  exports: the table has no such category of demand",
        "    expected: c Consumption, e Exports",
        '    found: "x"',
        "    remedy: choose one of those codes",
    )
    nameless = model_of(plain([[10, 40], [30, 20]], [50, 150], [60, 140]))
    error = refused(LabelError, lambda: vertical_specialisation(nameless))
    assert str(error) == lines(
        "plain",
        "  exports: the category of exports isn't known",
        "    expected: a category named so, or exports=",
        "    found: f Demand",
        "    remedy: give the category's code as exports",
    )


def test_absorption_needs_the_matrix_of_imports() -> None:
    model = model_of(plain([[10, 40], [30, 20]], [50, 150], [60, 140]))
    assert chain_positions(model).openness == "domestic"
    error = refused(NotSupportedError, lambda: chain_positions(model, "absorption"))
    assert str(error) == lines(
        "plain",
        "  openness: the open-economy correction needs the flows of imports",
        "    expected: transactions with a matrix of imports",
        "    found: imports as one row",
        '    remedy: use openness="domestic"',
    )


def test_unknown_choices_and_indicators_list_what_there_is() -> None:
    model = model_of(tiny())
    error = refused(NotSupportedError, lambda: chain_positions(model, "open"))  # type: ignore[arg-type]
    assert str(error) == lines(
        "openness",
        "  the choice isn't known",
        "    expected: one of: absorption, domestic",
        '    found: "open"',
        "    remedy: correct openness",
    )
    missing = refused(NotFoundError, lambda: net_multipliers(model, "water"))
    assert str(missing) == lines(
        "tiny-3",
        "  indicator: there is no such indicator",
        "    expected: one of: production, value_added, imports, employment, employees, wages, "
        "surplus",
        '    found: "water"',
        "    remedy: correct indicator",
    )
    for call in (
        lambda: vertical_specialisation(model, by="country"),  # type: ignore[arg-type]
        lambda: value_added_origins(model, of="imports"),  # type: ignore[arg-type]
        lambda: wwz_decomposition(model, by="country"),  # type: ignore[arg-type]
    ):
        assert refused(NotSupportedError, call).problems[0].what.en == "the choice isn't known"


@pytest.mark.parametrize(
    "call", [net_multipliers, trade_content, vertical_specialisation, chain_positions]
)
def test_a_published_inverse_has_no_transactions(call) -> None:  # type: ignore[no-untyped-def]
    model = LeontiefModel.from_inverse(small_inverse())
    error = refused(NotSupportedError, lambda: call(model))
    assert error.problems[0].found.en == "a published inverse"
