"""Telling imports from domestic products where a source books them together."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from iomodel.draft import FINAL, FLOWS, Block, Part
from iomodel.errors import NotSupportedError, Problem, TableFileError
from iomodel.readers import ImportTreatment
from iomodel.readers.layout import not_numbers
from iomodel.table import Array
from iomodel.text import Text, same

ASSUMED: dict[ImportTreatment, Text] = {
    "proportional": Text(
        "가정: 원자료가 국산과 수입을 나누지 않아, 각 상품의 모든 용도에 같은 수입비율을 적용함",
        "assumed: the source doesn't tell imports from domestic products, so that every use of a "
        "product gets the same share of imports",
    ),
    "proportional-but-exports": Text(
        "가정: 원자료가 국산과 수입을 나누지 않아, 수출은 모두 국산으로 보고 나머지 용도에 같은 "
        "수입비율을 적용함",
        "assumed: the source doesn't tell imports from domestic products, so that exports are held "
        "to be domestic and every other use of a product gets the same share of imports",
    ),
}


def import_shares(
    flows: Array, demand: Array, imports: Array, open_to_imports: NDArray[np.bool_]
) -> Array:
    """Return the imported share of every use of a product that may be imported, (n,).

    Parameters
    ----------
    flows : ndarray (n, n)
        Z, domestic and imported together, seller by buyer.
    demand : ndarray (n, k)
        F, the same of final demand, without a column of imports.
    imports : ndarray (n,)
        m, imports of each product, positive.
    open_to_imports : ndarray of bool (k,)
        Which categories of final demand may hold imports.

    Returns
    -------
    ndarray (n,)
        M̂, m over those uses; NaN where there are imports but no such use.

    Notes
    -----
    Domestic flows are (I − M̂) Z. Without exports among the uses this is the competitive-import
    model of Japan's official tables, x = [I − (I − M̂) A]⁻¹ [(I − M̂) f + e].
    """
    uses = flows.sum(axis=1) + demand[:, open_to_imports].sum(axis=1)
    empty = np.where(imports == 0, 0.0, np.nan)
    return np.asarray(np.divide(imports, uses, out=empty, where=uses != 0))


def complete(
    origin: str,
    parts: Mapping[Part, Block],
    imports: Block | None,
    exports: NDArray[np.bool_],
    treatment: ImportTreatment | None,
) -> tuple[dict[Part, Block], tuple[Text, ...]]:
    """Return the parts with those that follow from the others, and what that assumes.

    Of total, domestic and imported flows two give the third. From total flows alone both others
    follow by `treatment` and the `imports` of each product, (n, 1).

    Raises
    ------
    NotSupportedError
        If there are total flows alone and no treatment was chosen.
    TableFileError
        If a cell that is needed holds no number, or imports exceed the uses open to them.
    """
    found = dict(parts)
    for total, domestic, imported in (FLOWS, FINAL):
        known = [part for part in (total, domestic, imported) if part in found]
        if total in known and len(known) == 2:
            _require_numbers(origin, [found[part] for part in known])
            lacking = imported if domestic in known else domestic
            rest = found[total].values - found[known[1]].values
            found[lacking] = _like(found[total], rest)
    if "total" not in found or "domestic" in found:
        return found, ()
    if treatment is None or imports is None:
        raise _no_treatment(origin, treatment, imports)
    flows, demand = found["total"], found.get("final_demand_total")
    if demand is None:
        return found, ()
    _require_numbers(origin, [flows, demand, imports])
    open_to_imports = ~exports if treatment == "proportional-but-exports" else exports | True
    m = imports.values[:, 0]
    shares = import_shares(flows.values, demand.values, m, open_to_imports)
    _require_shares(origin, flows, imports, shares)
    in_demand = np.where(open_to_imports, shares[:, None], 0.0)
    found["imports"] = _like(flows, shares[:, None] * flows.values)
    found["domestic"] = _like(flows, flows.values - found["imports"].values)
    found["final_demand_imports"] = _like(demand, in_demand * demand.values)
    found["final_demand"] = _like(demand, demand.values - found["final_demand_imports"].values)
    return found, (ASSUMED[treatment],)


def _like(block: Block, values: Array) -> Block:
    """Return values computed from the cells of `block`, whose addresses they keep."""
    return Block(block.rows, block.columns, values, block.place)


def _require_numbers(origin: str, blocks: list[Block]) -> None:
    problems = [problem for block in blocks for problem in not_numbers(block)]
    if problems:
        raise TableFileError(origin, problems)


def _require_shares(origin: str, flows: Block, imports: Block, shares: Array) -> None:
    bad = np.flatnonzero(~((shares >= 0.0) & (shares <= 1.0)))
    if bad.size:
        raise TableFileError(
            origin,
            [
                Problem(
                    imports.place(int(i), 0),
                    Text(
                        "수입이 그 상품의 용도와 맞지 않습니다",
                        "imports do not fit the uses of the product",
                    ),
                    Text("용도의 0에서 1까지", "between none and all of the uses"),
                    Text(
                        f"{flows.rows[i]}: 수입비율 {shares[i]:.4g}",
                        f"{flows.rows[i]}: a share of {shares[i]:.4g}",
                    ),
                    Text(
                        "수입 열의 부호(negative)와, 다른 방식이 맞는지 보십시오",
                        "check the sign of the imports (negative), or try the other treatment",
                    ),
                )
                for i in bad
            ],
            data=shares,
        )


def _no_treatment(
    origin: str, treatment: ImportTreatment | None, imports: Block | None
) -> NotSupportedError:
    lacking = []
    if treatment is None:
        lacking.append(Text("수입의 처리 방식", "a treatment of imports"))
    if imports is None:
        lacking.append(Text("상품별 수입", "imports by product"))
    return NotSupportedError(
        origin,
        Problem(
            "",
            Text(
                "총거래만 있어 국산과 수입을 나눌 수 없습니다",
                "there are total flows alone, and no way to tell imports from domestic products",
            ),
            Text(
                "국산거래나 수입거래, 또는 상품별 수입과 처리 방식",
                "domestic or imported flows; or imports by product and a treatment",
            ),
            Text(
                f"없는 것: {', '.join(text.ko for text in lacking)}",
                f"without {' and '.join(text.en for text in lacking)}",
            ),
            Text(
                "처리 방식을 고르십시오: "
                f"{', '.join(ASSUMED)} (--imports 또는 roles.toml의 treatment)",
                f"choose a treatment: {' or '.join(ASSUMED)} (--imports, or treatment in "
                "roles.toml)",
            ),
        ),
        data=same(treatment),
    )
