"""Amounts of one year's prices in a table's prices: deflated, or told that they aren't (R3)."""

from __future__ import annotations

from pathlib import Path

from iomodel.deflators import NONE, deflator
from iomodel.provenance import TableStamp
from iomodel.scenario import Item
from iomodel.spending.notes import Notes


def deflated(item: Item, year: int | None, stamp: TableStamp, folder: Path, notes: Notes) -> float:
    """Return what turns an amount of `item` spent in `year` into one at the table's prices.

    Raises
    ------
    NotFoundError, ScenarioFileError, NotSupportedError
        If there is no such series, or it lacks a year.
    """
    terms = item.terms
    prices = year if terms.prices == "current" else terms.price_year
    if prices is None:
        _unknown_year(notes)
        return 1.0
    if prices == stamp.price_year:
        return 1.0
    if terms.deflator in (None, NONE):
        notes.warn(
            f"{stamp.id}: {prices}년 가격의 금액을 {stamp.price_year}년 표에 "
            "디플레이트하지 않고 넣었습니다 (R3)",
            f"{stamp.id}: amounts at prices of {prices} enter a table of "
            f"{stamp.price_year} without a deflator (R3)",
        )
        return 1.0
    series = deflator(str(terms.deflator), folder)
    hold = terms.beyond == "hold"
    factor = series.factor(prices, stamp.price_year, hold=hold)
    base = {"constant": f"{prices}년 가격", "current": f"{prices}년 경상가격"}
    based = {"constant": f"prices of {prices}", "current": f"current prices of {prices}"}
    kind = terms.prices or "constant"
    notes.assume(
        f"{stamp.id}: {base[kind]}을 {series.title.ko} {series.id}(으)로 {stamp.price_year}년 "
        f"가격으로 바꿈 (×{factor:.4f}; 지수는 {series.last}년까지)",
        f"{stamp.id}: {based[kind]} brought to {stamp.price_year} by {series.id}, "
        f"{series.title.en} (×{factor:.4f}; the series ends in {series.last})",
    )
    if series.caveat.ko:
        notes.assume(f"{series.id}: {series.caveat.ko}", f"{series.id}: {series.caveat.en}")
    if hold and prices > series.last:
        notes.warn(
            f"{series.id}은(는) {series.last}년에 끝나, {prices}년의 금액에 {series.last}년 값을 "
            "썼습니다 (R3)",
            f"{series.id} ends in {series.last}; amounts of {prices} were brought over with its "
            f"level of {series.last} (R3)",
        )
    return factor


def _unknown_year(notes: Notes) -> None:
    notes.warn(
        "발표 금액의 가격 연도가 없어 표의 연도와 맞는지 알 수 없습니다. study.toml의 "
        "[readings.announced]에 price_year를 적으십시오 (R3)",
        "the price year of the announced amounts isn't stated, so it may differ from the "
        "table's; put price_year under [readings.announced] in study.toml (R3)",
    )
