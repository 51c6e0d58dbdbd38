"""A user's figures by sector, and the model that carries them as indicators."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np

from iomodel.analyses.arguments import Words, indicator_positions, listed, require_choice
from iomodel.analyses.base import leontief_model, transactions
from iomodel.analyses.matrices import Given, sector_matrix
from iomodel.errors import (
    InactiveSectorError,
    LabelError,
    NotFoundError,
    NotSupportedError,
    Problem,
    UnitError,
)
from iomodel.impact import Indicator
from iomodel.leontief import Array, input_coefficients
from iomodel.models.base import Model
from iomodel.models.leontief_model import LeontiefModel
from iomodel.sectors import Classification, require_same_labels
from iomodel.text import Text, same
from iomodel.units import MoneyUnit, money_unit

Kind = Literal["total", "intensity"]
KINDS: tuple[Kind, ...] = get_args(Kind)
_HEADING = re.compile(r"^(?P<name>.*[^\s(])\s*\((?P<unit>[^()]+)\)$")
_PERSONS = ("명", "persons")
_WHAT = Text("위성계정", "satellites")


@dataclass(frozen=True, eq=False)
class Satellites:
    """Figures of k indicators for n sectors.

    Attributes
    ----------
    indicators : tuple of Indicator
        Physical, each with its unit, or persons.
    values : ndarray (k, n)
        Absolute amounts of the table's year, or amounts per `per` of output.
    per : MoneyUnit or None
        None for absolute amounts.
    origin : str
        Where the figures were read.
    """

    sectors: Classification
    indicators: tuple[Indicator, ...]
    values: Array
    per: MoneyUnit | None
    origin: str


def read_satellites(
    given: Given, sectors: Classification, kind: Kind = "total", per: str | None = None
) -> Satellites:
    """Return a user's figures by sector.

    Parameters
    ----------
    given : path or DataFrame
        A CSV file: `code`, then one column an indicator, headed "name (unit)" as in "CO2 (t)". Or
        a frame with the codes as its index and such columns. Rows are found by their code. The
        units 명 and persons make an indicator of persons, all others a physical one.
    sectors : Classification
        n sectors, each with exactly one row.
    kind : "total" or "intensity"
        Absolute amounts of the table's year, or amounts per `per` of output.
    per : str, optional
        A money unit such as "백만원" or "10억원"; with "intensity", and only then.

    Raises
    ------
    LabelError
        Listing every code that is missing, unknown or double, every cell that is no finite
        number, and every heading without a unit.
    NotSupportedError
        If `per` is missing or out of place.
    UnitError
        If `per` is no known money unit.

    Examples
    --------
    >>> import pandas as pd
    >>> import iomodel
    >>> from iomodel.analyses.satellites import read_satellites
    >>> model = iomodel.load_model("bok-2020-33")
    >>> frame = pd.DataFrame({"CO2 (t)": range(33)}, index=list(model.sectors.codes))
    >>> read_satellites(frame, model.sectors).indicators[0].unit.en
    't'
    """
    require_choice("kind", kind, KINDS)
    if (kind == "intensity") != (per is not None):
        raise _wrong_per(kind, per)
    matrix = sector_matrix(given, sectors)
    headings = [_HEADING.match(" ".join(name.split())) for name in matrix.columns]
    bad = [name for name, found in zip(matrix.columns, headings, strict=True) if not found]
    if bad:
        raise LabelError(matrix.origin, [_no_unit(name) for name in bad], data=bad)
    indicators = tuple(_indicator(found, matrix.origin) for found in headings if found)
    _refuse_doubles(matrix.origin, [indicator.id for indicator in indicators])
    money = None if per is None else money_unit(per)
    return Satellites(sectors, indicators, matrix.values.T, money, matrix.origin)


def with_satellites(model: Model, satellites: Satellites) -> LeontiefModel:
    r"""Return the model with the figures as further indicators; `model` stays as it is.

    Multipliers are then shown per `MoneyUnit.base`, impacts in the indicator's own unit.

    Raises
    ------
    NotSupportedError
        If the model holds no matrix, or absolute amounts meet a table without output.
    LabelError
        If the sectors differ, or an indicator of that name is there already.
    InactiveSectorError
        If a sector without output has an amount.
    UnitError
        If intensities are per money of another currency.

    Notes
    -----
    .. math:: c_j = s_j / x_j, \qquad m' = c' L

    (Miller & Blair 2009, section 10.3), from absolute amounts s; intensities
    are c themselves.

    Examples
    --------
    >>> import pandas as pd
    >>> import iomodel
    >>> from iomodel.analyses.satellites import read_satellites, with_satellites
    >>> model = iomodel.load_model("bok-2020-33")
    >>> frame = pd.DataFrame({"water (m3)": 1.0}, index=list(model.sectors.codes))
    >>> figures = read_satellites(frame, model.sectors, "intensity", "백만원")
    >>> richer = with_satellites(model, figures)
    >>> demand = iomodel.Demand.of({"운송장비": 100}, "억원", model.sectors)
    >>> impact = richer.induce(demand)
    >>> round(impact.value("water")), impact.unit("water").en  # one m3 a million won of output
    (24377, 'm3')
    """
    leontief = leontief_model(model, _WHAT)
    require_same_labels(
        satellites.origin,
        satellites.sectors.codes,
        leontief.sectors.codes,
        Text("위성계정과 표", "satellites and table"),
    )
    known = {indicator.id for indicator in leontief.indicators}
    taken = [i.id for i in satellites.indicators if i.id in known]
    if taken:
        raise LabelError(satellites.origin, [_taken(id) for id in taken], data=taken)
    return replace(
        leontief,
        indicators=(*leontief.indicators, *satellites.indicators),
        coefficients=np.vstack([leontief.coefficients, _coefficients(leontief, satellites)]),
    )


def carrying(
    model: Model,
    satellites: Satellites | Given | None,
    kind: Kind,
    per: str | None,
    indicators: Words | None,
) -> tuple[LeontiefModel, tuple[int, ...]]:
    """Return the model with a user's figures, and the positions of the indicators asked for.

    Those asked for are `indicators`; else the user's; else all that aren't money.

    Raises
    ------
    NotFoundError
        If an indicator isn't there, or there is none to follow.
    """
    leontief = leontief_model(model, _WHAT)
    before = len(leontief.indicators)
    if satellites is not None:
        if not isinstance(satellites, Satellites):
            satellites = read_satellites(satellites, leontief.sectors, kind, per)
        leontief = with_satellites(leontief, satellites)
    known = leontief.indicators
    if indicators:
        wanted = listed(indicators)
        places = indicator_positions(known, wanted, model.info.id, remedy=_AS_SATELLITES)
        return leontief, tuple(places)
    if satellites is not None:
        return leontief, tuple(range(before, len(known)))
    physical = tuple(k for k, i in enumerate(known) if i.dimension != "money")
    if not physical:
        raise _no_indicator(leontief)
    return leontief, physical


def bare_name(heading: str) -> str:
    """Return a column's heading without its unit."""
    found = _HEADING.match(" ".join(heading.split()))
    return found["name"].strip() if found else heading.strip()


def _coefficients(model: LeontiefModel, satellites: Satellites) -> Array:
    """Return the figures per unit of the table's money, (k, n)."""
    if satellites.per is not None:
        return np.asarray(satellites.values / satellites.per.per(model.info.money))
    x = transactions(model, Text("총량 위성계정", "absolute satellites")).output
    stranded = (satellites.values != 0).any(axis=0) & (x == 0)
    if stranded.any():
        raise InactiveSectorError(
            satellites.origin,
            [_stranded(str(model.sectors.sectors[i])) for i in np.flatnonzero(stranded)],
            data=[model.sectors.codes[i] for i in np.flatnonzero(stranded)],
        )
    return input_coefficients(satellites.values, x)


def _indicator(heading: re.Match[str], origin: str) -> Indicator:
    name, unit = heading["name"].strip(), heading["unit"].strip()
    persons = unit in _PERSONS
    return Indicator(
        name,
        same(name),
        "persons" if persons else "physical",
        Text(f"사용자 자료: {origin}", f"the user's figures: {origin}"),
        "assumed",
        Text("", "") if persons else same(unit),
    )


def _refuse_doubles(origin: str, ids: list[str]) -> None:
    doubled = [id for id in dict.fromkeys(ids) if ids.count(id) > 1]
    if doubled:
        raise LabelError(origin, [_taken(id) for id in doubled], data=doubled)


def _no_unit(name: str) -> Problem:
    return Problem(
        f'header "{name}"',
        Text("열 머리에 단위가 없습니다", "the heading states no unit"),
        Text("이름 (단위) 꼴, 예: CO2 (t)", "name (unit), as in CO2 (t)"),
        same(f'"{name}"'),
        Text("괄호 안에 단위를 적으십시오", "put the unit in brackets"),
    )


def _taken(id: str) -> Problem:
    return Problem(
        f'header "{id}"',
        Text("같은 이름의 지표가 이미 있습니다", "an indicator of that name is there already"),
        Text("다른 지표와 겹치지 않는 이름", "a name of its own"),
        same(f'"{id}"'),
        Text("열 이름을 바꾸십시오", "rename the column"),
    )


def _stranded(sector: str) -> Problem:
    return Problem(
        sector,
        Text("산출이 없는 부문에 양이 있습니다", "a sector without output has an amount"),
        Text("산출이 있는 부문의 양", "amounts of sectors with output"),
        Text("산출 0", "output of zero"),
        Text("그 양을 산출이 있는 부문으로 옮기십시오", "book the amount on a sector with output"),
    )


def _wrong_per(kind: Kind, per: str | None) -> NotSupportedError | UnitError:
    if kind == "intensity":
        expected = Text("금액 단위, 예: per='10억원'", "a money unit, as per='10억원'")
        found = Text("없음", "none")
        remedy = Text("원단위의 분모를 per로 주십시오", "say what the intensities are per")
    else:
        expected, found = Text("per 없음", "no per"), same(f'"{per}"')
        remedy = Text(
            "총량이면 per를 빼고, 원단위면 kind='intensity'로 하십시오",
            "leave out per for absolute amounts, or say kind='intensity'",
        )
    what = Text("per가 kind와 맞지 않습니다", "per does not go with kind")
    return NotSupportedError("per", Problem("", what, expected, found, remedy), data=per)


_AS_SATELLITES = Text("satellites로 자료를 주십시오", "give the figures as satellites")


def _no_indicator(model: LeontiefModel) -> NotFoundError:
    return NotFoundError(
        model.info.id,
        Problem(
            "indicators",
            Text("따라갈 지표가 없습니다", "there is no indicator to follow"),
            Text("금액이 아닌 지표", "an indicator that isn't money"),
            same(", ".join(indicator.id for indicator in model.indicators)),
            _AS_SATELLITES,
        ),
    )
