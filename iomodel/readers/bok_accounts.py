"""The accounts of the Bank of Korea's tables: what each row and column is called, and its part.

Names are those of the 2020 tables, older spellings beside them. The codes, where a sheet has the
Bank's own, confirm a name; they never stand for one.
"""

from __future__ import annotations

from dataclasses import dataclass

from iomodel.readers.layout import Term, Vocabulary
from iomodel.table import Component, Label


@dataclass(frozen=True)
class Use:
    """An item of final demand."""

    term: Term
    label: Label


def _use(name: str, code: str, en: str, *spellings: str, confirmed: bool = True) -> Use:
    codes = (code,) if confirmed else ()
    return Use(Term(name, codes, spellings), Label(code=code, ko=name, en=en))


USES = (
    _use("민간소비지출", "9111", "Private consumption expenditure", "민간소비", "가계소비지출"),
    _use("정부소비지출", "9112", "Government consumption expenditure", "정부소비"),
    _use(
        "민간고정자본형성",
        "9121",
        "Private gross fixed capital formation",
        "민간총고정자본형성",
        "민간투자",
    ),
    _use(
        "정부고정자본형성",
        "9122",
        "Government gross fixed capital formation",
        "정부총고정자본형성",
        "정부투자",
    ),
    _use(
        "총고정자본형성",
        "fixed_capital",
        "Gross fixed capital formation",
        "고정자본형성",
        "총고정투자",
        confirmed=False,
    ),
    _use("재고증감", "9131", "Changes in inventories", "재고증가", "재고변동"),
    _use("귀중품순취득", "9132", "Net acquisition of valuables", "귀중품", "귀중품순매입"),
    _use("수출", "9140", "Exports", "재화와서비스의수출", "총수출"),
)
"""Items of final demand in the order of the newest tables."""

EXPORTS = "9140"
INVENTORIES = "9131"


@dataclass(frozen=True)
class Input:
    """A row of primary inputs."""

    term: Term
    component: Component


def _value_added(name: str, codes: tuple[str, ...], code: str, en: str, *spellings: str) -> Input:
    component = Component(code=code, ko=name, en=en, role="value_added")
    return Input(Term(name, codes, spellings), component)


INPUTS = (
    Input(
        Term(
            "순생산물세",
            (),
            ("순생산물세(보조금공제)", "생산물세(보조금공제)", "생산물세", "생산물세(순)"),
        ),
        Component(
            code="product_taxes_less_subsidies",
            ko="순생산물세",
            en="Taxes on products less subsidies",
            role="product_tax",
        ),
    ),
    Input(
        Term("잔폐물", (), ("잔폐물발생", "잔폐물발생액", "잔폐물처리")),
        Component(code="scrap", ko="잔폐물", en="Scrap and by-products", role="scrap"),
    ),
    _value_added("피용자보수", ("9610",), "compensation_of_employees", "Compensation of employees"),
    _value_added("영업잉여", ("9621",), "operating_surplus", "Operating surplus"),
    _value_added(
        "고정자본소모", ("9622",), "consumption_of_fixed_capital", "Consumption of fixed capital"
    ),
    _value_added(
        "생산세(보조금공제)",
        ("9630",),
        "production_taxes_less_subsidies",
        "Taxes on production less subsidies",
        "생산세",
        "순생산세",
        "기타생산세",
        "기타생산세(보조금공제)",
        "간접세",
        "순간접세",
    ),
    _value_added("조정항", (), "adjustment", "Adjustment of constant prices"),
)
"""Rows of primary inputs in the order in which tables have them."""
PRODUCT_TAX = "순생산물세"
ASIDE = (PRODUCT_TAX, "잔폐물")
"""Rows that stand beside value added, unless its total counts them in."""


@dataclass(frozen=True)
class Deduction:
    """A column that adds to supply without being output or imports: less of it is sold."""

    term: Term
    label: Label


DEDUCTIONS = (
    Deduction(
        Term("잔폐물발생", (), ("잔폐물", "잔폐물발생액")),
        Label(code="scrap_generated", ko="잔폐물발생(공제)", en="Scrap generated (deducted)"),
    ),
    Deduction(
        Term("도소매마진", ("9331",), ("상업마진", "도소매마진액")),
        Label(code="trade_margins", ko="도소매마진(공제)", en="Trade margins (deducted)"),
    ),
    Deduction(
        Term("화물운임", ("9332",), ("운수마진", "운임마진", "화물운임마진")),
        Label(code="transport_margins", ko="화물운임(공제)", en="Transport margins (deducted)"),
    ),
    Deduction(
        Term("순생산물세", (), ("생산물세(보조금공제)", "순생산물세(보조금공제)", "생산물세")),
        Label(
            code="product_taxes",
            ko="순생산물세(공제)",
            en="Taxes on products less subsidies (deducted)",
        ),
    ),
)

SUBTOTALS = {
    "소비지출계": ("민간소비지출", "정부소비지출"),
    "총고정자본형성": ("민간고정자본형성", "정부고정자본형성"),
}
"""Columns that sum others, where those are there too."""

INTERMEDIATE = "중간수요계"
FINAL = "최종수요계"
DEMAND = "총수요계"
OUTPUT = "총산출"
IMPORTS = "수입계"
IMPORT_PARTS = ("수입", "생산물세(수입)", "관세", "수입상품세")
SUPPLY = "총공급계"
BOUGHT = "중간투입계"
BOUGHT_WITH_TAXES = "중간투입계(구매자가격)"
ADDED = "부가가치계"
TOTAL = "총투입계"

_COLUMN_TOTALS = (
    Term(INTERMEDIATE, ("9090",), ("중간수요", "중간수요합계")),
    Term(FINAL, ("9190",), ("최종수요", "최종수요합계")),
    Term(DEMAND, ("9290",), ("총수요", "총수요액", "총수요합계")),
    Term(OUTPUT, ("9310",), ("총산출액", "총산출계", "산출액", "국내총산출")),
    Term("수입", ("9321",)),
    Term("생산물세(수입)", ("9322",), ("수입생산물세", "순생산물세(수입)")),
    Term("관세"),
    Term("수입상품세"),
    Term(IMPORTS, ("9329",), ("총수입", "수입합계")),
    Term(SUPPLY, ("9390",), ("총공급", "총공급액", "총공급합계")),
    Term("소비지출계", (), ("최종소비지출", "최종소비지출계", "소비계", "소비지출")),
)
_ROW_TOTALS = (
    Term(BOUGHT, ("9590",), ("중간투입", "중간투입합계")),
    Term(ADDED, ("9690",), ("부가가치", "총부가가치", "부가가치합계")),
    Term(TOTAL, ("9790",), ("총투입", "총투입액", "총투입합계", "총산출", "총산출액")),
    Term(BOUGHT_WITH_TAXES, (), ("중간투입(구매자가격)",)),
)

COLUMNS = Vocabulary(
    (*_COLUMN_TOTALS, *(use.term for use in USES), *(part.term for part in DEDUCTIONS))
)
ROWS = Vocabulary((*_ROW_TOTALS, *(part.term for part in INPUTS)))


MATRIX_COLUMNS = Vocabulary(
    (
        *_COLUMN_TOTALS,
        *(use.term for use in USES),
        Term("행합", ("9090",)),
        Term("감응도계수", ("9802",)),
    )
)
MATRIX_ROWS = Vocabulary(
    (
        *_ROW_TOTALS,
        *(part.term for part in INPUTS),
        Term("열합", ("9590",)),
        Term("영향력계수", ("9801",)),
        Term("소계", ("9590", "9819")),
        Term("구성비(%)", ("9812",), ("구성비",)),
        Term("유발계수", ("9811",)),
    )
)
