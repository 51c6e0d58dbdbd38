"""The description of a table made from the Bank of Korea's sheets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from iomodel.provenance import Source
from iomodel.readers.bok_accounts import ASIDE, PRODUCT_TAX
from iomodel.readers.bok_employment import FULL_TIME, Employment
from iomodel.readers.bok_flows import Flows
from iomodel.readers.bok_heading import Heading
from iomodel.readers.sheets import Sheet, squeeze
from iomodel.sectors import require_same_labels, tidy
from iomodel.table import Component, Label, TableInfo
from iomodel.text import Text
from iomodel.units import VALUATIONS, money_unit

_L = TypeVar("_L", bound=Label)
_LICENCE = (
    "한국은행 저작권 정책: 출처를 밝히고 변경한 사실을 알릴 것 (Bank of Korea copyright policy: "
    "attribution and disclosure of modification)"
)
_PERSONS = Text(
    "취업자는 임금근로자, 자영업자, 무급가족종사자를 모두 합한 인원, 피용자는 임금근로자",
    "Employed persons are employees, the self-employed and unpaid family workers; employees are "
    "wage and salary earners alone",
)
_IN_FULL_TIME = Text(
    "전업환산(명): 시간제 근로자의 근무시간을 전일제 근로자의 근무시간으로 환산한 수",
    "Full-time equivalents: hours of part-time workers converted to those of full-time workers",
)


def describe(
    head: Heading, total: Flows, sheets: Sequence[Sheet], persons: Employment | None, told: str
) -> TableInfo:
    """Return a description of the table.

    Parameters
    ----------
    head : Heading
        Of the sheet of total flows; it states year, prices and unit.
    total : Flows
    sheets : sequence of Sheet
        Every sheet that figures are taken from.
    persons : Employment, optional
    told : str
        How imports were told from domestic products.
    """
    size = len(total.sectors)
    valued = head.valued
    assert valued is not None
    prices = VALUATIONS[valued]
    concept = _concept(persons)
    return TableInfo(
        id=f"bok-{head.year}-{size}",
        title_ko=f"{head.year}년 산업연관표, {prices.ko}, {size}부문",
        title_en=f"Input-output table {head.year}, {prices.en}, {size} sectors",
        year=head.year,
        price_year=head.price_year,
        unit=money_unit(head.unit).name.ko,
        valuation=valued,
        layout="product × product",
        classification=f"bok{head.year}-{size}",
        employment_ko=concept.ko,
        employment_en=concept.en,
        final_demand=final_demand(total),
        primary_inputs=components(total),
        satellites=persons.satellites if persons else (),
        source=Source(
            publisher="한국은행",
            document=tidy(total.layout.sheet.text(0, 0)) or f"{head.year}년 산업연관표",
            url="한국은행 경제통계시스템(ECOS) 2.2 산업연관표",
            obtained=", ".join(sheet.origin for sheet in sheets),
            licence=_LICENCE,
            changes=" ".join(_changes(total, sheets, told)),
        ),
    )


def final_demand(total: Flows) -> tuple[Label, ...]:
    """Return the items of final demand, and what is deducted from supply after them."""
    names = {line.item: line.name for line in total.layout.columns}
    uses = [_as_written(use.label, names[use.term.name], use.term.name) for use in total.uses]
    return (*uses, *(part.label for part in total.deductions))


def components(total: Flows) -> tuple[Component, ...]:
    """Return the primary inputs; all that 부가가치계 counts in is value added."""
    names = {line.item: line.name for line in total.layout.rows}
    counted = [part for part in total.inputs if part not in total.aside]
    return tuple(
        _as_written(
            part.component.model_copy(update={"role": "value_added"} if part in counted else {}),
            names[part.term.name],
            part.term.name,
        )
        for part in total.inputs
    )


def value_added(total: Flows) -> NDArray[np.bool_]:
    """Return which of the primary inputs are value added, (p,)."""
    return np.array([part.role == "value_added" for part in components(total)], dtype=bool)


def _as_written(label: _L, name: str, newest: str) -> _L:
    """Return the label under the sheet's own name where that isn't the newest."""
    own = squeeze(name)
    if own.partition("(")[0] == newest.partition("(")[0]:
        return label
    return label.model_copy(update={"ko": own})


def _concept(persons: Employment | None) -> Text:
    """Return who is counted, and how."""
    if persons is None or not persons.satellites:
        return Text("", "")
    if persons.satellites[0].concept != FULL_TIME:
        return _PERSONS
    return Text(f"{_PERSONS.ko}. {_IN_FULL_TIME.ko}", f"{_PERSONS.en}. {_IN_FULL_TIME.en}")


def _changes(total: Flows, sheets: Sequence[Sheet], told: str) -> Iterator[str]:
    """Yield in sentences what the reader did to the figures and labels of the sheets."""
    yield "Figures are as on the sheets; headings, notes and printed totals are not kept."
    yield told
    if total.layout.numbered:
        yield "The sheets give the sectors no codes; they were numbered in their order."
    if total.deductions:
        names = ", ".join(part.term.name for part in total.deductions)
        yield f"Columns of supply besides output and imports are negative final demand: {names}."
    counted = [p.term.name for p in total.inputs if p.term.name in ASIDE and p not in total.aside]
    if counted:
        yield f"부가가치계 counts in {', '.join(counted)}, which is value added here."
    if _taxes_on_uses(total):
        yield "Taxes less subsidies on products of final demand are not kept."
    for encoding in dict.fromkeys(sheet.encoding for sheet in sheets):
        if encoding not in ("", "UTF-8"):
            old = [sheet.origin for sheet in sheets if sheet.encoding == encoding]
            yield f"Read as {encoding}, not being UTF-8: {', '.join(old)}."


def _taxes_on_uses(total: Flows) -> bool:
    """Return whether final demand bears product taxes, for which a table has no place."""
    cells = total.by_use(total.layout.row_items([PRODUCT_TAX])).values
    return bool(np.nan_to_num(cells).any())


def require_parts(info: TableInfo, found: TableInfo) -> None:
    """Raise unless a description that was given lists the items that the sheets have (R1).

    Raises
    ------
    LabelError
        If it lists other items of final demand, primary inputs or satellites.
    """
    for what, ours, theirs in (
        (Text("최종수요 항목", "final demand"), info.final_demand, found.final_demand),
        (Text("본원적 투입", "primary inputs"), info.primary_inputs, found.primary_inputs),
        (Text("부속 지표", "satellites"), info.satellites, found.satellites),
    ):
        codes = [part.code for part in ours]
        require_same_labels(info.id, codes, [part.code for part in theirs], what)
