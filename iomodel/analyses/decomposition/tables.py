"""Structural decomposition of output, value added or employment between two tables."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np

from iomodel.analyses.arguments import require_choice
from iomodel.analyses.base import transactions
from iomodel.analyses.decomposition.change import (
    FORMS,
    METHODS,
    Form,
    Method,
    StructuralDecomposition,
)
from iomodel.analyses.decomposition.numerics import (
    Product,
    Spread,
    all_orders,
    log_mean,
    polar,
    product_log_means,
    product_states,
)
from iomodel.analyses.decomposition.pair import Pair, pair_of
from iomodel.analyses.numerics import with_total
from iomodel.errors import NotSupportedError, Problem
from iomodel.leontief import Array
from iomodel.models.base import Model
from iomodel.models.leontief_model import LeontiefModel
from iomodel.sectors import require_same_labels
from iomodel.table import IOTable
from iomodel.text import Text, same
from iomodel.units import PERSONS

Split = Literal["whole", "mix", "categories"]

SPLITS: tuple[Split, ...] = get_args(Split)
_WHAT = Text("구조분해분석", "structural decomposition")
_FACTORS: dict[Split, tuple[str, ...]] = {
    "whole": ("demand",),
    "mix": ("mix", "level"),
    "categories": ("mix", "distribution", "level"),
}


def structural_decomposition(
    model: Model,
    after: Model | str,
    indicator: str = "production",
    demand: Split = "mix",
    method: Method = "all",
    form: Form = "additive",
) -> StructuralDecomposition:
    """Return what a change between two tables is made of.

    Parameters
    ----------
    model : LeontiefModel
        Of the earlier table; transactions with final demand.
    after : LeontiefModel or str
        Of the later table, in the same sectors; or its id.
    indicator : str
        "production" for x = L f; another for ĉ L f, with its coefficient effect.
    demand : "whole", "mix" or "categories"
        Final demand as one factor; as mix s and level y, f = s y; or as mix B within categories,
        distribution d over categories and level y, f = B d y.
    method : "polar", "all" or "lmdi"
    form : "additive" or "multiplicative"

    Returns
    -------
    StructuralDecomposition
        In the money of the earlier table, or persons; by supplying sector.

    Raises
    ------
    NotSupportedError
        If a table has no final demand, or an option has another value; if a total or a category is
        zero, so that there is no mix; if a total isn't positive and `form` is "multiplicative".
    LabelError
        If the sectors or the categories differ.
    NotFoundError
        If one of the tables lacks the indicator.

    Notes
    -----
    With factors g_1 … g_k, a change order gives Δ = Σ_b [g_1¹ … g_b¹ … − g_1¹ … g_b⁰ …] and there
    are k! of them. "polar" is the mean of the order c, L, mix, distribution, level and its
    reverse; "all" the mean over all k!, whose spread is reported (Dietzenbacher & Los 1998).
    For two factors both are Δx = ½ ΔL (f⁰ + f¹) + ½ (L⁰ + L¹) Δf (Miller & Blair 2009, section
    13.1). "multiplicative" takes geometric means of ratios instead. "lmdi" works on the terms
    c_i l_ij f_jq: Σ L(V¹, V⁰) ln(g¹/g⁰), and exp(that ÷ L(ΣV¹, ΣV⁰)) for ratios (Ang 2005,
    eqs. 5 and 4); a factor that appears, vanishes or changes sign takes its term's whole change
    (its limit: Wood & Lenzen 2006; Ang & Liu 2007). All forms are exact: nothing is left over.

    Examples
    --------
    An economy that grows by a tenth with the same structure:

    >>> from dataclasses import replace
    >>> import iomodel
    >>> from iomodel.analyses.decomposition import structural_decomposition
    >>> from iomodel.models import LeontiefModel
    >>> table = iomodel.load_table("bok-2020-33")
    >>> flows = ("domestic", "imports", "final_demand", "final_demand_imports", "primary_inputs")
    >>> grown = {name: getattr(table, name) * 1.1 for name in flows}
    >>> before = iomodel.load_model("bok-2020-33")
    >>> tolerance = table.info.model_copy(update={"tolerance": 0.1})
    >>> after = LeontiefModel.from_table(replace(table, info=tolerance, **grown))
    >>> parts = structural_decomposition(before, after, "value_added").table()
    >>> parts[["change", "coefficient", "L", "mix", "level"]].tail(1).round(-3).astype(int)
           change  coefficient  L  mix      level
    33  203624000            0  0    0  203624000
    """
    require_choice("demand", demand, SPLITS)
    require_choice("method", method, METHODS)
    require_choice("form", form, FORMS)
    pair = pair_of(model, after, _WHAT)
    tables = (
        transactions(pair.before, _WHAT, _MULTIPLIERS),
        transactions(pair.after, _WHAT, _MULTIPLIERS),
    )
    described, c0, c1 = pair.coefficients(indicator)
    if demand == "categories":
        _require_same_categories(pair, *tables)
    first = _product(pair.before, tables[0], c0, 1.0, demand)
    last = _product(pair.after, tables[1], c1, pair.scale, demand)
    with_c = indicator != "production"
    ids = (*(("coefficient",) if with_c else ()), "L", *_FACTORS[demand])
    start, end = _level(first), _level(last)
    if form == "multiplicative":
        _require_positive(pair, start[-1], end[-1])
    if method == "lmdi":
        spread = None
        effects = with_total(product_log_means(first, last, with_c))
        if form == "multiplicative":
            positive = (start > 0) & (end > 0)
            weights = np.where(positive, log_mean(end, start), np.nan)
            effects = np.exp(effects / weights)
    else:
        values = with_total(product_states(first, last, with_c))
        effects, spread = _orders(pair, values, method, form)
    name = described.name
    return StructuralDecomposition(
        Text(f"구조분해: {name.ko}, {pair.span}", f"Decomposition: {name.en}, {pair.span}"),
        pair.before.sectors,
        described,
        PERSONS if described.dimension == "persons" else pair.before.info.money.name,
        ids,
        method,
        form,
        start,
        end,
        effects,
        spread,
        pair.caveats(),
    )


def _orders(pair: Pair, values: Array, method: Method, form: Form) -> tuple[Array, Spread]:
    """Return effects (k, n + 1) from states (2^k, n + 1), and the total's spread over orders."""
    logs = form == "multiplicative"
    if logs:
        _require_positive(pair, *values[:, -1])
        positive = (values > 0).all(axis=0)
        values = np.log(np.where(positive, values, np.nan))
    effects = polar(values) if method == "polar" else all_orders(values).mean
    spread = all_orders(values[:, -1])
    if not logs:
        return effects, spread
    ratios = Spread(np.exp(spread.mean), np.exp(spread.low), np.exp(spread.high), spread.deviation)
    return np.exp(effects), ratios


def _product(
    model: LeontiefModel, table: IOTable, c: Array, scale: float, demand: Split
) -> Product:
    F = table.final_demand * scale
    return Product(c, model.system.solve, model.system.inverse, _demand(model, F, demand))


def _demand(model: LeontiefModel, F: Array, demand: Split) -> tuple[Array, ...]:
    f, y = F.sum(axis=1, keepdims=True), F.sum()
    if demand == "whole":
        return (f,)
    if y == 0:
        raise _no_mix(model, Text("최종수요 합계", "total final demand"))
    if demand == "mix":
        return f / y, y[None, None]
    columns = F.sum(axis=0, keepdims=True)
    for k in np.flatnonzero((columns[0] == 0) & (F != 0).any(axis=0)):
        raise _no_mix(model, model.info.final_demand[k].text)
    B = np.divide(F, columns, out=np.zeros_like(F), where=columns != 0)
    return B, columns / y, y[None, None]


def _level(product: Product) -> Array:
    f = np.prod(np.broadcast_arrays(*product.demand), axis=0).sum(axis=1)
    return with_total(np.asarray(product.c * product.solve(f)))


_MULTIPLIERS = Text(
    "유발계수의 변화를 분해하십시오: multiplier-decomposition",
    "decompose its multipliers instead: multiplier-decomposition",
)


def _require_same_categories(pair: Pair, first: IOTable, last: IOTable) -> None:
    require_same_labels(
        pair.span,
        [label.code for label in first.info.final_demand],
        [label.code for label in last.info.final_demand],
        Text("최종수요 항목", "categories of final demand"),
    )


def _no_mix(model: LeontiefModel, which: Text) -> NotSupportedError:
    return NotSupportedError(
        model.info.id,
        Problem(
            "",
            Text(f"{which.ko}이(가) 0이어서 구성비가 없습니다", f"{which.en} is zero: no mix"),
            Text("0이 아닌 합계", "a total other than zero"),
            same(0),
            Text('demand="whole"로 나누십시오', 'use demand="whole"'),
        ),
    )


def _require_positive(pair: Pair, *totals: float) -> None:
    if min(totals) > 0:
        return
    raise NotSupportedError(
        pair.span,
        Problem(
            "",
            Text("합계가 양수가 아니어서 비율이 없습니다", "a total is not positive: no ratio"),
            Text("양수인 합계", "positive totals"),
            same(f"{min(totals):,.6g}"),
            Text('form="additive"로 나누십시오', 'use form="additive"'),
        ),
        data=min(totals),
    )
