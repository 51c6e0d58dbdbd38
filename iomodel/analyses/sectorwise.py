"""What analyses by sector share: arguments that name sectors, their tables and their bars."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from iomodel.analyses.base import Column, new_axes
from iomodel.errors import LabelError, NotSupportedError, Problem, UnknownSectorError
from iomodel.impact import Indicator
from iomodel.sectors import Classification
from iomodel.table import TableInfo
from iomodel.text import Lang, Text, same
from iomodel.units import (
    PERSONS_PER_BILLION,
    WON_PER_WON,
    MoneyUnit,
    money_unit,
    persons_per_billion,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

Array = NDArray[np.float64]

SECTOR_COLUMNS = (
    Column("code", Text("코드", "code")),
    Column("name_ko", Text("부문", "sector in Korean")),
    Column("name_en", Text("부문(영문)", "sector")),
)
COLOURS = (  # Okabe & Ito (2008), told apart with any colour vision
    "#0072B2",
    "#E69F00",
    "#009E73",
    "#CC79A7",
    "#56B4E9",
    "#D55E00",
    "#F0E442",
    "#000000",
)
PERCENT = same("%")
_TRILLION = money_unit("조원")


def sector_positions(sectors: Classification, words: Iterable[str]) -> list[int]:
    """Return the positions of the sectors that `words` name, each named once.

    Raises
    ------
    UnknownSectorError
        Listing every word that names no sector, with the nearest that exist.
    LabelError
        If a sector is named twice.
    """
    positions: list[int] = []
    problems: list[Problem] = []
    unknown: list[str] = []
    for word in words:
        try:
            positions.append(sectors.position(word))
        except UnknownSectorError as error:
            problems += error.problems
            unknown.append(word)
    if problems:
        raise UnknownSectorError(sectors.id, problems, data=unknown)
    doubled = sorted({i for i in positions if positions.count(i) > 1})
    if doubled:
        raise LabelError(
            sectors.id,
            [_twice(str(sectors.sectors[i])) for i in doubled],
            data=[sectors.codes[i] for i in doubled],
        )
    return positions


def _twice(sector: str) -> Problem:
    return Problem(
        sector,
        Text("같은 부문을 두 번 적었습니다", "the sector is named twice"),
        Text("부문마다 한 번", "each sector once"),
        Text("두 번 이상", "more than once"),
        Text("하나를 지우십시오", "leave one of them out"),
    )


def require_choice(argument: str, value: str, allowed: Sequence[str]) -> None:
    """Raise unless `value` is one of those `allowed` for `argument`.

    Raises
    ------
    NotSupportedError
        Naming the argument and listing what is allowed.
    """
    if value not in allowed:
        raise NotSupportedError(
            argument,
            Problem(
                "",
                Text("쓸 수 없는 값입니다", "the value is not one of those allowed"),
                same(", ".join(allowed)),
                same(repr(value)),
                Text("위의 값 중 하나를 쓰십시오", "give one of those"),
            ),
            data=value,
        )


def indicator_unit(indicator: Indicator, info: TableInfo) -> Text:
    """Return the unit of induced amounts: the table's money, persons, or a physical unit."""
    return indicator.measured_in(info.money)


def coefficient_unit(indicator: Indicator) -> Text:
    """Return the unit of an amount per money: won per won, or persons or others per billion."""
    if indicator.dimension == "money":
        return WON_PER_WON
    if indicator.dimension == "persons":
        return PERSONS_PER_BILLION
    return Text(f"{indicator.unit.ko}/10억원", f"{indicator.unit.en} per billion KRW")


def coefficient_scale(indicators: Iterable[Indicator], info: TableInfo) -> Array:
    """Return the factors from amounts per unit of table money to the units shown, (k,)."""
    per_billion = persons_per_billion(info.money)
    return np.array([1.0 if i.dimension == "money" else per_billion for i in indicators])


def sector_frame(sectors: Classification, values: Mapping[str, Any]) -> pd.DataFrame:
    """Return one row a sector: code, both names, then `values` by column."""
    import pandas as pd

    names = {
        "code": list(sectors.codes),
        "name_ko": [sector.name.ko for sector in sectors.sectors],
        "name_en": [sector.name.en for sector in sectors.sectors],
    }
    return pd.DataFrame({**names, **values})


def ratio(numerator: Array, denominator: Array) -> Array:
    """Return numerator over denominator, NaN where the denominator is zero."""
    top, bottom = np.broadcast_arrays(numerator, denominator)
    return np.asarray(np.divide(top, bottom, out=np.full(top.shape, np.nan), where=bottom != 0))


def sector_label(sectors: Classification, i: int, lang: Lang, most: int = 34) -> str:
    """Return a sector's code and name, cut after `most` letters."""
    sector = sectors.sectors[i]
    words = f"{sector.code} {sector.name.get(lang)}"
    return words if len(words) <= most else f"{words[: most - 1].rstrip(' ,')}…"


def readable_money(largest: float, unit: MoneyUnit) -> tuple[float, Text]:
    """Return the factor and the unit in which amounts up to `largest` are short numbers."""
    if unit.currency != _TRILLION.currency or abs(largest) * unit.per(_TRILLION) < 1.0:
        return 1.0, unit.name
    return unit.per(_TRILLION), _TRILLION.name


def money_bars(
    sectors: Classification,
    series: Sequence[tuple[Text, Array]],
    what: Text,
    info: TableInfo,
    title: Text,
    ax: Axes | None,
    lang: Lang,
    most: int = 15,
) -> Axes:
    """Draw amounts in the table's money as `sector_bars`, in trillions where they are large."""
    largest = max(float(np.nanmax(np.abs(values))) for _, values in series)
    factor, unit = readable_money(largest, info.money)
    axis = Text(f"{what.ko} ({unit.ko})", f"{what.en} ({unit.en})")
    scaled = [(name, values * factor) for name, values in series]
    return sector_bars(sectors, scaled, axis, title, ax, lang, most)


def sector_bars(
    sectors: Classification,
    series: Sequence[tuple[Text, Array]],
    axis: Text,
    title: Text,
    ax: Axes | None,
    lang: Lang,
    most: int = 15,
) -> Axes:
    """Draw the `most` sectors with the largest first series as horizontal bars, side by side.

    Parameters
    ----------
    series : sequence of (Text, ndarray (n,))
        Name and values by sector.
    axis : Text
        What the bars measure, with its unit.
    """
    axes = new_axes(ax)
    size = np.nan_to_num(np.abs(series[0][1]))
    shown = np.argsort(-size, kind="stable")[:most][::-1]
    height = 0.8 / len(series)
    for k, (name, values) in enumerate(series):
        at = np.arange(len(shown)) + (len(series) - 1 - 2 * k) * height / 2
        axes.barh(at, values[shown], height, color=COLOURS[k], label=name.get(lang))
    labels = [sector_label(sectors, int(i), lang) for i in shown]
    axes.set_yticks(np.arange(len(shown)), labels)
    axes.set_xlabel(axis.get(lang))
    axes.set_title(title.get(lang))
    axes.axvline(0, color="black", linewidth=0.8)
    if len(series) > 1:
        axes.legend()
    return axes
