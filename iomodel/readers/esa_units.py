"""Eurostat's codes of money units, and the currency that a country's own is."""

from __future__ import annotations

import re

from iomodel.errors import Problem, UnitError
from iomodel.text import Text, same
from iomodel.units import MoneyUnit, money_unit

_SCALES = {"MIO": "million", "THS": "thousand", "T": "thousand"}
_OWN = {
    "CZ": "CZK", "DK": "DKK", "HU": "HUF", "PL": "PLN", "RO": "RON", "SE": "SEK", "UK": "GBP",
    "NO": "NOK", "IS": "ISK", "CH": "CHF", "TR": "TRY", "RS": "RSD", "MK": "MKD", "AL": "ALL",
}  # fmt: skip
"""Countries outside the euro. Those that have joined lately are left out: their older figures are
in euros or in the currency before, as the file was made."""
_EURO = (
    "AT", "BE", "CY", "DE", "EA", "EE", "EL", "ES", "FI", "FR", "IE", "IT", "LT", "LU", "LV", "MT",
    "NL", "PT", "SI", "SK", "ME", "XK",
)  # fmt: skip


def money_of(origin: str, code: str, geo: str) -> MoneyUnit:
    """Return the unit of Eurostat's code, such as MIO_EUR or MIO_NAC; other names as they are.

    Raises
    ------
    UnitError
        If the code isn't known, or the country's own currency isn't certain.

    Examples
    --------
    >>> from iomodel.readers.esa_units import money_of
    >>> [str(money_of("", code, "SE").name) for code in ("MIO_EUR", "MIO_NAC", "thousand GBP")]
    ['million EUR', 'million SEK', 'thousand GBP']
    """
    match = re.fullmatch(r"(MIO|THS|T)_([A-Z]{3})", code)
    if match is None:
        return money_unit(code)
    scale, currency = _SCALES[match[1]], match[2]
    if currency == "NAC":
        own = "EUR" if geo in _EURO else _OWN.get(geo)
        if own is None:
            raise _uncertain(origin, code, geo)
        currency = own
    return money_unit(f"{scale} {currency}")


def _uncertain(origin: str, code: str, geo: str) -> UnitError:

    return UnitError(
        origin,
        Problem(
            "",
            Text("그 나라의 통화를 알 수 없습니다", "the country's currency is not certain"),
            Text("MIO_EUR, 또는 million RON 같은 단위", "MIO_EUR, or a unit such as million RON"),
            same(f"{code} ({geo})"),
            Text("MIO_EUR 자료를 받으십시오", "download the figures in MIO_EUR"),
        ),
        data=geo,
    )
