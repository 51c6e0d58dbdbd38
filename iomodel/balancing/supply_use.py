"""Supply and use tables made into symmetric tables: the four models of the Eurostat manual."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from iomodel.errors import LabelError, NotSupportedError, Problem, UnbalancedTableError
from iomodel.leontief import input_coefficients
from iomodel.sectors import Classification, Sector
from iomodel.table import IOTable, TableInfo
from iomodel.text import Text, same

Array = NDArray[np.float64]
SUTModel = Literal["A", "B", "C", "D"]

MODELS: dict[SUTModel, Text] = {
    "A": Text("상품기술 가정 (상품 × 상품)", "product technology, product × product"),
    "B": Text("산업기술 가정 (상품 × 상품)", "industry technology, product × product"),
    "C": Text(
        "산업판매구조 고정 가정 (산업 × 산업)",
        "fixed industry sales structure, industry × industry",
    ),
    "D": Text(
        "상품판매구조 고정 가정 (산업 × 산업)", "fixed product sales structure, industry × industry"
    ),
}


@dataclass(frozen=True, eq=False)
class SupplyUse:
    """Supply and use of one year at one valuation, in the table's money.

    Attributes
    ----------
    info : TableInfo
        Lists final demand, primary inputs and satellites, as for a symmetric table.
    products, industries : Classification
        p products and m industries.
    supply : ndarray (p, m)
        V: what each industry makes of each product.
    use : ndarray (p, m)
        U: domestic products that each industry uses.
    imports : ndarray (p, m) or None
        Imported products that each industry uses; None where they are a primary input.
    final_demand : ndarray (p, k)
        Y, of domestic products.
    final_demand_imports : ndarray (p, k) or None
    primary_inputs : ndarray (c, m)
        W, by component.
    satellites : ndarray (s, m)
    """

    info: TableInfo
    products: Classification
    industries: Classification
    supply: Array
    use: Array
    imports: Array | None
    final_demand: Array
    final_demand_imports: Array | None
    primary_inputs: Array
    satellites: Array

    @property
    def product_output(self) -> Array:
        """q, output by product, (p,)."""
        return np.asarray(self.supply.sum(axis=1))

    @property
    def industry_output(self) -> Array:
        """g, output by industry, (m,)."""
        return np.asarray(self.supply.sum(axis=0))

    def require_balanced(self) -> None:
        """Raise unless supply is used up and industries' inputs make their output (R4).

        Raises
        ------
        UnbalancedTableError
            Naming every product and industry with its gap, `info.tolerance` allowed for rounding.
        """
        used = self.use.sum(axis=1) + self.final_demand.sum(axis=1)
        inputs = self.use.sum(axis=0) + self.primary_inputs.sum(axis=0)
        if self.imports is not None:
            inputs = inputs + self.imports.sum(axis=0)
        sides = (
            (_USE, self.products, self.product_output, used),
            (_INPUTS, self.industries, self.industry_output, inputs),
        )
        problems = [
            self._gap(what, labels.sectors[i], float(made[i]), float(found[i]))
            for what, labels, made, found in sides
            for i in np.flatnonzero(~(np.abs(found - made) <= self.info.tolerance))
        ]
        if problems:
            raise UnbalancedTableError(self.info.id, problems)

    def _gap(self, what: Text, sector: Sector, made: float, found: float) -> Problem:
        unit = self.info.money.name
        return Problem(
            Text(f"{sector.code} {sector.name.ko}", str(sector)),
            what,
            Text(
                f"{made:,.12g} {unit.ko} (±{self.info.tolerance:g})",
                f"{made:,.12g} {unit.en} (±{self.info.tolerance:g})",
            ),
            Text(
                f"{found:,.12g} (차이 {found - made:+,.12g})",
                f"{found:,.12g} (gap {found - made:+,.12g})",
            ),
            Text(
                "공급표와 사용표의 이 행이나 열을 원자료와 대조하십시오",
                "check this row or column of supply and use against the source",
            ),
        )


_USE = Text("상품의 사용 합계가 공급과 다릅니다", "uses of the product do not add up to its supply")
_INPUTS = Text(
    "산업의 투입 합계가 산출과 다릅니다", "inputs of the industry do not add up to its output"
)


def symmetric(sut: SupplyUse, model: SUTModel) -> IOTable:
    """Return the symmetric input-output table of a supply and use table.

    Parameters
    ----------
    sut : SupplyUse
    model : "A", "B", "C" or "D"
        A, product technology: each product is made in one way, whoever makes it. B, industry
        technology: each industry makes all its products in one way. C, fixed industry sales
        structure: each industry sells in one pattern, whatever it makes. D, fixed product sales
        structure: each product is sold in one pattern, whoever makes it. A and B are product by
        product, C and D industry by industry.

    Returns
    -------
    IOTable
        Flows are moved, never made: it balances where supply and use do. Negative flows, which A
        and C may give, are counted among its caveats.

    Raises
    ------
    NotSupportedError
        If `model` is another word, or A or C is asked of a supply table that can't be inverted:
        one that isn't square, or is singular.
    UnbalancedTableError
        If supply and use don't balance (R4).

    Notes
    -----
    Eurostat Manual of Supply, Use and Input-Output Tables (2008), chapter 11, p. 349; UN Handbook
    on Supply and Use Tables and Input-Output Tables (2018), chapter 12, box 12.3. With V product
    by industry, T = V⁻¹q̂ (A) and ĝ⁻¹V′ (B) move columns: S = U T, W T, Y as it is; T = ĝV⁻¹ (C)
    and V′q̂⁻¹ (D) move rows: S = T U, T Y, W as it is.
    """
    if model not in get_args(SUTModel):
        raise NotSupportedError("model", _unknown(model))
    _require_sizes(sut)
    sut.require_balanced()
    T = _transformation(sut, model)
    by_product = model in ("A", "B")

    def flows(block: Array) -> Array:
        return np.asarray(block @ T if by_product else T @ block)

    def rows(block: Array) -> Array:
        return block if by_product else np.asarray(T @ block)

    def columns(block: Array) -> Array:
        return np.asarray(block @ T) if by_product else block

    made = IOTable(
        sut.info,
        sut.products if by_product else sut.industries,
        flows(sut.use),
        None if sut.imports is None else flows(sut.imports),
        rows(sut.final_demand),
        None if sut.final_demand_imports is None else rows(sut.final_demand_imports),
        columns(sut.primary_inputs),
        columns(sut.satellites),
    )
    moved = np.abs(T).sum(axis=0 if by_product else 1).max()
    return replace(made, info=_info(made, model, float(1.0 + moved)))


def _transformation(sut: SupplyUse, model: SUTModel) -> Array:
    V, q, g = sut.supply, sut.product_output, sut.industry_output
    if model == "B":
        return input_coefficients(V, g).T
    if model == "D":
        return input_coefficients(V.T, q)
    _require_invertible(sut, model)
    T = np.linalg.solve(V, np.diag(q)) if model == "A" else np.linalg.solve(V.T, np.diag(g)).T
    return np.asarray(T, np.float64)


_SINGULAR = 1e12  # condition number beyond which an inverse keeps fewer than four digits


def _require_invertible(sut: SupplyUse, model: SUTModel) -> None:
    V = sut.supply
    p, m = V.shape
    if p != m:
        found = Text(f"상품 {p}개, 산업 {m}개", f"{p} products, {m} industries")
    else:
        codes = (*sut.products.codes, *sut.industries.codes)
        totals = np.concatenate([sut.product_output, sut.industry_output])
        empty = [codes[i] for i in np.flatnonzero(totals == 0)]
        condition = float(np.linalg.cond(V))
        if not empty and condition < _SINGULAR:
            return
        found = Text(
            f"조건수 {condition:.2g}; 산출 0: {', '.join(empty) or '없음'}",
            f"condition number {condition:.2g}; without output: {', '.join(empty) or 'none'}",
        )
    raise NotSupportedError(
        sut.info.id,
        Problem(
            Text("공급표", "supply table"),
            Text(
                f"모형 {model}는 공급표의 역행렬이 필요합니다",
                f"model {model} inverts the supply table",
            ),
            Text(
                "상품과 산업의 수가 같고 역행렬이 있는 공급표",
                "as many products as industries, and an inverse",
            ),
            found,
            Text("부문을 합치거나, 모형 B나 D를 쓰십시오", "aggregate, or use model B or D"),
        ),
    )


def _unknown(model: object) -> Problem:
    return Problem(
        "",
        Text("모르는 전환모형입니다", "the model of transformation is not known"),
        Text("A, B, C, D 중 하나", "one of A, B, C, D"),
        same(f'"{model}"'),
        Text("모형의 이름을 고치십시오", "correct the name of the model"),
    )


def _require_sizes(sut: SupplyUse) -> None:
    p, m = len(sut.products), len(sut.industries)
    parts = sut.info
    wanted: dict[str, tuple[Array | None, tuple[int, int]]] = {
        "supply": (sut.supply, (p, m)),
        "use": (sut.use, (p, m)),
        "imports": (sut.imports, (p, m)),
        "final_demand": (sut.final_demand, (p, len(parts.final_demand))),
        "final_demand_imports": (sut.final_demand_imports, (p, len(parts.final_demand))),
        "primary_inputs": (sut.primary_inputs, (len(parts.primary_inputs), m)),
        "satellites": (sut.satellites, (len(parts.satellites), m)),
    }
    wrong = [
        Problem(
            name,
            Text("크기가 이름표와 다릅니다", "the size is not that of the labels"),
            same(size),
            same(block.shape),
            Text(
                "상품은 행, 산업은 열로 놓으십시오", "put products in rows, industries in columns"
            ),
        )
        for name, (block, size) in wanted.items()
        if block is not None and block.shape != size
    ]
    if wrong:
        raise LabelError(sut.info.id, wrong)


_ROUNDING = 1e-12  # of the largest output, for what floating point leaves of exact figures


def _info(made: IOTable, model: SUTModel, moved: float) -> TableInfo:
    """Return what is known of the table: its model, its negatives, how far rounding may go."""
    old = made.info
    caveats = [
        Text(
            f"공급표와 사용표에서 모형 {model}로 만든 것: {MODELS[model].ko}",
            f"made of supply and use tables by model {model}: {MODELS[model].en}",
        )
    ]
    blocks = {
        Text("국산 거래", "domestic flows"): made.domestic,
        Text("수입 거래", "imported flows"): made.imports,
        Text("최종수요", "final demand"): made.final_demand,
        Text("본원적 투입", "primary inputs"): made.primary_inputs,
    }
    for name, block in blocks.items():
        if block is not None and (block < 0).any():
            count, least, unit = int((block < 0).sum()), float(block.min()), old.money.name
            caveats.append(
                Text(
                    f"{name.ko}에 음수가 {count}칸 있고 가장 작은 값은 {least:,.6g} {unit.ko}",
                    f"{count} negative cells in {name.en}, the lowest {least:,.6g} {unit.en}",
                )
            )
    largest = float(np.abs(made.output).max(initial=0.0))
    return old.model_copy(
        update={
            "layout": "product × product" if model in ("A", "B") else "industry × industry",
            "classification": made.sectors.id,
            "tolerance": old.tolerance * moved + _ROUNDING * largest,
            "caveats_ko": (*old.caveats_ko, *(text.ko for text in caveats)),
            "caveats_en": (*old.caveats_en, *(text.en for text in caveats)),
        }
    )
