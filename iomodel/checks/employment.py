"""Persons against money: employment that is not in the unit it claims.

The bands are this project's own, not a statistical office's, and wide. The national table of 2020
has 5.4 persons in employment per billion won of output and 58 million won of pay per employee.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from iomodel.checks.accounts import Accounts
from iomodel.checks.base import Finding, number, times
from iomodel.checks.rounding import last_place
from iomodel.table import Array, Satellite
from iomodel.text import Text
from iomodel.units import BILLION_KRW, MILLION_KRW, SLIPS, persons_in, power_of_ten

PERSONS_PER_BILLION = (1.0, 50.0)
PAY_MILLION_WON = (10.0, 200.0)
SINCE = 2000  # price year from which the bands hold
FAR = 10.0  # times the median pay, or a fraction of it: more than sectors differ by

EMPLOYED, EMPLOYEES, PAY = "employed", "employees", "compensation_of_employees"


@dataclass(frozen=True, eq=False)
class Persons:
    """What the table says of persons.

    Attributes
    ----------
    codes : tuple of str
        s indicators.
    figures : ndarray (s, n)
        As written.
    pay : ndarray (n,) or None
        Compensation per employee, in the table's money and the unit of employees; NaN where
        either is zero.
    """

    codes: tuple[str, ...]
    figures: Array
    pay: Array | None

    @classmethod
    def of(cls, accounts: Accounts) -> Persons | None:
        """Return what the accounts say of persons, None where they have no satellites."""
        info, sheets = accounts.draft.info, accounts.sheets
        if "satellites" not in sheets:
            return None
        figures = sheets["satellites"].values.T
        codes = tuple(one.code for one in info.satellites)
        inputs = [one.code for one in info.primary_inputs]
        if len(codes) != len(figures):
            return None
        if EMPLOYEES not in codes or PAY not in inputs[: len(sheets["primary_inputs"].rows)]:
            return cls(codes, figures, None)
        paid = sheets["primary_inputs"].values[inputs.index(PAY)]
        employees = figures[codes.index(EMPLOYEES)]
        known = (paid > 0) & (employees > 0)
        pay = np.divide(paid, employees, out=np.full(len(paid), np.nan), where=known)
        return cls(codes, figures, pay)

    @property
    def median_pay(self) -> float | None:
        """The median over sectors of pay per employee, None where it isn't known."""
        if self.pay is None or not np.isfinite(self.pay).any():
            return None
        return float(np.nanmedian(self.pay))


def employment_findings(accounts: Accounts) -> list[Finding]:
    """Return where persons contradict each other, pay or output."""
    persons = Persons.of(accounts)
    if persons is None:
        return []
    exchanged = list(_employees_over_employed(accounts, persons))
    if exchanged and not exchanged[0].sector:
        return exchanged
    return [*exchanged, *_scales(accounts, persons), *_outliers(accounts, persons)]


def _employees_over_employed(accounts: Accounts, persons: Persons) -> Iterator[Finding]:
    """Yield where employees outnumber all employed persons, of whom they are a part."""
    if not {EMPLOYED, EMPLOYEES} <= set(persons.codes):
        return
    column = persons.codes.index(EMPLOYEES)
    employed, employees = persons.figures[persons.codes.index(EMPLOYED)], persons.figures[column]
    more = employees > employed + last_place(persons.figures)
    block = accounts.draft.parts["satellites"]
    exchanged = more.sum() > len(more) / 2
    for i in np.flatnonzero(more)[: 1 if exchanged else None]:
        mark = block.rows[int(i)]
        counted = f"{number(float(employees[i]))} > {number(float(employed[i]))} ({mark})"
        yield Finding(
            "employees-over-employed",
            block.place(-1, column) if exchanged else block.place(int(i), column),
            "" if exchanged else mark.code,
            Text("피용자가 취업자보다 많습니다", "there are more employees than employed persons"),
            Text(
                "취업자는 피용자와 자영업자·무급가족종사자의 합",
                "employed persons: employees, the self-employed and unpaid family workers",
            ),
            Text(f"{counted} 등 부문 {more.sum()}개", f"{counted}, one of {more.sum()} sectors")
            if exchanged
            else Text(counted, counted),
            Text("두 열이 바뀌지 않았는지 보십시오", "see whether the two columns are exchanged")
            if exchanged
            else Text("이 부문을 원자료와 대조하십시오", "check the sector against the source"),
            float(more.sum()) if exchanged else float(employees[i] - employed[i]),
        )


def _scales(accounts: Accounts, persons: Persons) -> Iterator[Finding]:
    """Yield the indicators of persons of whom there are too many or too few for the output.

    One sign is a warning, two are an error: too many persons for the output, who earn too little.
    """
    info, money = accounts.draft.info, accounts.draft.info.money
    if money.currency != BILLION_KRW.currency or info.price_year < SINCE:
        return
    billions = float(np.nansum(accounts.output)) * money.per(BILLION_KRW)
    pay, block = _pay_in_won(accounts, persons), accounts.draft.parts["satellites"]
    paid_oddly = pay is not None and not _within(pay, PAY_MILLION_WON)
    for k, indicator in enumerate(info.satellites):
        one = persons_in(indicator.unit) if indicator.dimension == "persons" else None
        counted = float(np.nansum(persons.figures[k]))
        if one is None or not counted > 0 or not billions > 0:
            continue
        density = counted * one / billions
        odd = not _within(density, PERSONS_PER_BILLION)
        if odd or (paid_oddly and indicator.code == EMPLOYEES):
            surely = odd and paid_oddly
            yield _scale(block.place(-1, k), indicator, density, pay, surely=surely)


def _pay_in_won(accounts: Accounts, persons: Persons) -> float | None:
    """Return the median pay in million won per person."""
    units = [one.unit for one in accounts.draft.info.satellites if one.code == EMPLOYEES]
    each, median = persons_in(units[0]) if units else None, persons.median_pay
    if each is None or median is None:
        return None
    return median * accounts.draft.info.money.per(MILLION_KRW) / each


def _within(value: float, band: tuple[float, float]) -> bool:
    return band[0] <= value <= band[1]


def _scale(
    place: str, indicator: Satellite, density: float, pay: float | None, *, surely: bool
) -> Finding:
    slips = (
        factor
        for factor in SLIPS
        if _within(density * factor, PERSONS_PER_BILLION)
        and (pay is None or _within(pay / factor, PAY_MILLION_WON))
    )
    size = _slipped(power_of_ten(next(slips, 1.0)))
    low, high = PERSONS_PER_BILLION
    least, most = PAY_MILLION_WON
    earned = Text("", "")
    if pay is not None:
        earned = Text(
            f", 피용자보수는 1인당 {pay:,.1f}백만원", f", with a pay of {pay:,.1f} million KRW each"
        )
    return Finding(
        "persons-scale" if surely else "persons-band",
        place,
        indicator.code,
        Text("인원의 단위가 의심스럽습니다", "the unit of persons looks wrong"),
        Text(
            f"산출 10억원당 {low:g}~{high:g}명, 피용자보수는 1인당 {least:g}~{most:g}백만원 "
            "(이 프로그램이 정한 넓은 범위)",
            f"{low:g} to {high:g} persons per billion KRW of output, with a pay of {least:g} to "
            f"{most:g} million KRW each (wide bands of this program's own)",
        ),
        Text(
            f'단위가 "{indicator.unit}"이면 10억원당 {density:,.4g}명{earned.ko}{size.ko}',
            f'{density:,.4g} per billion KRW if counted in "{indicator.unit}"{earned.en}{size.en}',
        ),
        Text(
            "명인지 천명인지 원자료에서 확인하십시오", "see in the source: persons, or thousands?"
        ),
        density,
    )


def _slipped(power: int | None) -> Text:
    """Return the power of ten that would put persons right, as the end of a sentence."""
    if power is None:
        return Text("", "")
    size = times(-power)
    return Text(f"; 원래보다 {size.ko}", f"; they look {size.en}")


def _outliers(accounts: Accounts, persons: Persons) -> Iterator[Finding]:
    """Yield the sectors whose pay per employee is far from the median of the table."""
    median = persons.median_pay
    if median is None or persons.pay is None:
        return
    block, column = accounts.draft.parts["satellites"], persons.codes.index(EMPLOYEES)
    ratio = persons.pay / median
    for i in np.flatnonzero((ratio > FAR) | (ratio < 1 / FAR)):
        mark = block.rows[int(i)]
        employees = number(float(persons.figures[column, i]))
        yield Finding(
            "pay-outlier",
            block.place(int(i), column),
            mark.code,
            Text(
                "피용자 1인당 피용자보수가 다른 부문과 너무 다릅니다",
                "pay per employee is far from that of other sectors",
            ),
            Text(
                f"중앙값의 {FAR:g}분의 1에서 {FAR:g}배 사이",
                f"between a tenth and {FAR:g} times the median",
            ),
            Text(
                f"중앙값의 {ratio[i]:.4g}배 (피용자 {employees}, {mark})",
                f"{ratio[i]:.4g} times the median ({employees} employees, {mark})",
            ),
            Text(
                "이 부문의 피용자와 피용자보수를 원자료와 대조하십시오",
                "check the employees and the compensation of the sector against the source",
            ),
            float(ratio[i]),
        )
