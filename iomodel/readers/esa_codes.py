"""The codes of symmetric input-output tables as EU countries transmit them (ESA 2010)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from iomodel.table import Component, Label, Role

DOMESTIC, IMPORTED, TOTAL = "DOM", "IMP", "TOTAL"
FLOWS = (DOMESTIC, IMPORTED, TOTAL)
"""Codes of the dimension stk_flow: domestic uses, imported uses, both together."""

_OLDER = {
    "D21_M_D31": "D21X31", "D29_M_D39": "D29X39", "B2G_B3G": "B2A3G", "B2N_B3N": "B2A3N",
    "K1": "P51C", "P2PP": "P2_ADJ", "SUPBP": "TS_BP", "CPA_TOTAL": "TOTAL",
}  # fmt: skip
"""Codes of ESA 1995 and of other questionnaires, with those of today."""

INTERMEDIATE, FINAL_USE = "TOTAL", "TFU"
USES = ("TU", "TU_BP")
OUTPUT, SUPPLY, ADDED = "P1", "TS_BP", "B1G"
IMPORTS_USED, IMPORTS = "IMP", "P7"
TAXES = "D21X31"

DEMAND: tuple[tuple[tuple[str, ...], ...], ...] = (
    (("P3_S14", "P3_S15", "P3_S13"), ("P3_S1M", "P3_S13"), ("P3",)),
    (("P51G", "P52", "P53"), ("P51G", "P5M"), ("P5",), ("P5G",)),
    (("P6",), ("P6_B0", "P6_D0"), ("P6_U2", "P6_U3")),
)
"""Consumption, capital formation and exports, each by the finest items first."""

VALUE_ADDED: tuple[tuple[str, ...], ...] = (
    ("D1", "D29X39", "P51C", "B2A3N"),
    ("D1", "D29X39", "B2A3G"),
    ("B1G",),
)
"""Rows that make up value added, the finest first."""

_NAMES = {
    "P3": ("최종소비지출", "Final consumption expenditure"),
    "P3_S13": ("정부소비지출", "Final consumption expenditure of government"),
    "P3_S14": ("가계소비지출", "Final consumption expenditure of households"),
    "P3_S15": ("비영리단체소비지출", "Final consumption expenditure of NPISHs"),
    "P3_S1M": ("가계와 비영리단체소비지출", "Consumption of households and NPISHs"),
    "P5": ("총자본형성", "Gross capital formation"),
    "P5G": ("총자본형성", "Gross capital formation"),
    "P51G": ("총고정자본형성", "Gross fixed capital formation"),
    "P52": ("재고증감", "Changes in inventories"),
    "P53": ("귀중품순취득", "Acquisitions less disposals of valuables"),
    "P5M": ("재고증감과 귀중품순취득", "Changes in inventories and valuables"),
    "P6": ("수출", "Exports"),
    "P6_B0": ("수출(유럽연합으로)", "Exports, to the European Union"),
    "P6_D0": ("수출(유럽연합 밖으로)", "Exports, to outside the European Union"),
    "P6_U2": ("수출(유로지역으로)", "Exports, to the euro area"),
    "P6_U3": ("수출(유로지역 밖으로)", "Exports, to outside the euro area"),
    "IMP": ("수입투입", "Use of imported products"),
    "P7": ("수입", "Imports"),
    "D21X31": ("생산물세(보조금공제)", "Taxes less subsidies on products"),
    "D1": ("피용자보수", "Compensation of employees"),
    "D29X39": ("기타생산세(보조금공제)", "Other taxes less subsidies on production"),
    "P51C": ("고정자본소모", "Consumption of fixed capital"),
    "B2A3N": ("순영업잉여와 혼합소득", "Operating surplus and mixed income, net"),
    "B2A3G": ("총영업잉여와 혼합소득", "Operating surplus and mixed income, gross"),
    "B1G": ("부가가치", "Value added, gross"),
}

_KNOWN = frozenset(
    code for group in (*DEMAND, VALUE_ADDED) for codes in group for code in codes
) | {
    INTERMEDIATE, FINAL_USE, *USES, "TU_PP", OUTPUT, SUPPLY, "TS_PP", ADDED, IMPORTS_USED, IMPORTS,
    TAXES, "P2", "P2_ADJ", "D11", "D12", "B3G", "B2G", "B2N", "B3N", "OP_RES", "OP_NRES", "P33",
    "P34", "P7_B0", "P7_D0", "P7_U2", "P7_U3", "P7_S21", "P7_S22", "P7_S2111", "P7_S2112",
    "EMP", "EMP_DC", "SAL", "SAL_DC", "SELF", "SELF_DC", "EMP-WS", "EMP-FTE", "EMP_FTE",
}  # fmt: skip
"""Every account: those used, those that follow from them, and those that a table doesn't hold."""

_SECTOR = re.compile(r"(?:CPA_)?[A-U](?:\d{2}[A-Z]?)?(?:[-_][A-U]?(?:\d{2}[A-Z]?)?)*")


def account(code: str) -> str:
    """Return today's code of an account, empty where `code` is none.

    Examples
    --------
    >>> from iomodel.readers.esa_codes import account
    >>> account("D29_M_D39"), account("P51G"), account("CPA_A01")
    ('D29X39', 'P51G', '')
    """
    today = _OLDER.get(code, code)
    return today if today in _KNOWN else ""


def is_sector(code: str) -> bool:
    """Return whether a code is that of a product (CPA) or an industry (NACE).

    Examples
    --------
    >>> from iomodel.readers.esa_codes import is_sector
    >>> [is_sector(code) for code in ("CPA_C10-12", "L68A", "B-E", "D21X31", "P51G", "TOTAL")]
    [True, True, True, False, False, False]
    """
    return not account(code) and bool(_SECTOR.fullmatch(code))


def demand_label(code: str) -> Label:
    """Return an item of final demand."""
    ko, en = _NAMES[code]
    return Label(code=code, ko=ko, en=en)


def component(code: str, role: Role) -> Component:
    """Return a row of primary inputs."""
    ko, en = _NAMES[code]
    return Component(code=code, ko=ko, en=en, role=role)


@dataclass(frozen=True)
class _Span:
    """The divisions that a code covers: whole sections, single divisions, lettered parts."""

    sections: frozenset[str]
    divisions: frozenset[tuple[str, str]]

    def covers(self, other: _Span) -> bool:
        """Return whether every division of the other is among these."""
        return other.sections <= self.sections and all(
            letter in self.sections
            or (letter, number) in self.divisions
            or (letter, number[:2]) in self.divisions
            for letter, number in other.divisions
        )


def _span(code: str) -> _Span:
    """Return what a code covers: A01, C10-12, C31_32, L68A, B, B-E, M_N."""
    parts = re.findall(r"([-_]?)([A-U]?)(\d{2}[A-Z]?)?", code.removeprefix("CPA_"))
    sections: list[str] = []
    divisions: list[tuple[str, str]] = []
    for mark, letter, number in parts:
        if number:
            letter = letter or divisions[-1][0]
            if mark == "-":
                begin = int(divisions[-1][1][:2])
                between = range(begin + 1, int(number[:2]))
                divisions += [(letter, f"{k:02}") for k in between]
            divisions.append((letter, number))
        elif letter:
            if mark == "-":
                sections += [chr(k) for k in range(ord(sections[-1]) + 1, ord(letter))]
            sections.append(letter)
    return _Span(frozenset(sections), frozenset(divisions))


def parts_of(code: str, codes: Sequence[str]) -> list[str]:
    """Return the codes that `code` covers.

    Examples
    --------
    >>> from iomodel.readers.esa_codes import parts_of
    >>> parts_of("C", ["B", "C", "C10-12", "C10", "D"])
    ['C10-12', 'C10']
    """
    whole = _span(code)
    spans = {one: _span(one) for one in codes}
    return [one for one, span in spans.items() if whole.covers(span) and not span.covers(whole)]


def topmost(codes: Sequence[str]) -> list[str]:
    """Return the codes that no other of them covers.

    Examples
    --------
    >>> from iomodel.readers.esa_codes import topmost
    >>> topmost(["C10-12", "C10", "C11", "C13-15"])
    ['C10-12', 'C13-15']
    """
    covered = {part for code in codes for part in parts_of(code, codes)}
    return [code for code in codes if code not in covered]
