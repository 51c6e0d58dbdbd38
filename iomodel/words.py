"""Numbers as people write them: 2조 8,999억원, 3만 6,050명; ₩2.90 trillion, 36,050 persons."""

from __future__ import annotations

from iomodel.text import Text
from iomodel.units import MoneyUnit, money_unit

_MAN = 10_000  # the step of Korean number words: 만, 억, 조


def money_words(value: float, unit: MoneyUnit) -> Text:
    """Return an amount of won in words, rounded to 억원 (to 백만원 below one 억원).

    Examples
    --------
    >>> from iomodel.units import MILLION_KRW
    >>> str(money_words(2_899_931, MILLION_KRW)), money_words(2_899_931, MILLION_KRW).ko
    ('₩2.90 trillion', '2조 8,999억원')
    """
    size = abs(value)
    if size * unit.per(money_unit("억원")) < 1:
        million = round(size * unit.per(money_unit("백만원")))
        sign = "-" if value < 0 and million else ""
        return Text(f"{sign}{million:,}백만원", f"{sign}₩{million:,} million")
    sign = "-" if value < 0 else ""
    jo, rest = divmod(round(size * unit.per(money_unit("억원"))), _MAN)
    parts = [f"{jo:,}조"] if jo else []
    parts += [f"{rest:,}억"] if rest else []
    billion = round(size * unit.per(money_unit("십억원")), 1)
    trillion = size * unit.per(money_unit("조원"))
    en = f"₩{trillion:,.2f} trillion" if billion >= 1000 else f"₩{billion:,.1f} billion"
    return Text(f"{sign}{' '.join(parts)}원", f"{sign}{en}")


def person_words(value: float) -> Text:
    """Return a number of persons in words, rounded to whole persons.

    Examples
    --------
    >>> person_words(36_050).ko
    '3만 6,050명'
    """
    whole = round(abs(value))
    sign = "-" if value < 0 and whole else ""
    man, rest = divmod(whole, _MAN)
    parts = [f"{man:,}만"] if man else []
    parts += [f"{rest:,}"] if rest or not man else []
    return Text(f"{sign}{' '.join(parts)}명", f"{sign}{whole:,} persons")
