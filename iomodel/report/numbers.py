"""A number as it is written, which remembers its value: words for a page, a number for a sheet."""

from __future__ import annotations

from typing import Self


class Number(str):
    """Words for a number.

    Attributes
    ----------
    value : float
        Unrounded, in the unit of its table.
    pattern : str
        How a spreadsheet writes it, such as "#,##0" or "0.0%".
    """

    __slots__ = ("pattern", "value")
    value: float
    pattern: str

    def __new__(cls, words: str, value: float, pattern: str) -> Self:
        """Return `words` with the value behind them."""
        made = super().__new__(cls, words)
        made.value, made.pattern = value, pattern
        return made


def whole(value: float) -> Number:
    """Return a number without decimals.

    Examples
    --------
    >>> whole(2899931.2)
    '2,899,931'
    """
    return Number(f"{round(value) + 0:,}", value, "#,##0")


def bracketed(value: float) -> Number:
    """Return a number without decimals in brackets: one that is a part of something."""
    return Number(f"({round(value) + 0:,})", value, '"("#,##0")"')


def decimal(value: float, places: int = 1) -> Number:
    """Return a number with decimals."""
    zeros = "0" * places
    return Number(f"{value:,.{places}f}", value, f"#,##0.{zeros}" if places else "#,##0")


def signed(value: float) -> Number:
    """Return a difference with its sign, one decimal where it is small."""
    if abs(value) < 10:
        return Number(f"{round(value, 1) + 0.0:+,.1f}", value, "+#,##0.0;-#,##0.0;+0.0")
    return Number(f"{round(value) + 0:+,}", value, "+#,##0;-#,##0;+0")


def percent(value: float) -> Number:
    """Return a share in per cent."""
    return Number(f"{value:.1%}", value, "0.0%")
