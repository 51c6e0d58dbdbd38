"""A system of pymrio as a draft: its flows, its demand, and its extensions by their roles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from iomodel.draft import Block, Draft, Mark, Part, labelled_place
from iomodel.errors import LabelError, Problem, UnitError
from iomodel.provenance import Source
from iomodel.readers.pymrio_rows import (
    Row,
    code_of,
    kept_of,
    no_flows,
    require_labels,
    require_money,
    roles_of,
    rows_of,
    short_codes,
    tuples_of,
    with_demand,
)
from iomodel.sectors import local_code, region_of
from iomodel.table import Array, Component, Label, Role, Satellite, TableInfo
from iomodel.text import Text, same
from iomodel.units import MoneyUnit, Valuation, money_unit, persons_in

if TYPE_CHECKING:
    import pandas as pd

ROLES: tuple[Role, ...] = ("value_added", "imports", "product_tax", "scrap")
BALANCE = 1e-9  # of the largest output: what sums of floats leave of a balance
_LAYOUTS = {"pxp": "product × product", "ixi": "industry × industry"}
_SCALES = {
    "": "", "m": "million", "mil": "million", "mill": "million", "mio": "million",
    "million": "million", "k": "thousand", "1000": "thousand", "000": "thousand",
    "thousand": "thousand", "bn": "billion", "billion": "billion",
}  # fmt: skip
_RESIDUAL = Text(
    "가정: 부가가치는 산출에서 중간투입과 다른 본원적 투입을 뺀 나머지로 계산함",
    "assumed: value added is computed as what intermediate and other primary inputs leave of "
    "output",
)
_OF_DEMAND = Text(
    "최종수요 자체의 위성계정(F_Y)은 담지 않음",
    "satellites of final demand itself (F_Y) are left out",
)


@dataclass(frozen=True)
class Asked:
    """What only the user knows of a system."""

    id: str
    year: int
    price_year: int
    unit: str | None
    valuation: Valuation
    primary: Mapping[Role, Sequence[str]]
    satellites: Sequence[str] | None
    names_en: Mapping[str, str]


def draft_of(system: Any, origin: str, asked: Asked) -> Draft:
    """Return a system as a draft.

    Raises
    ------
    NotSupportedError
        If the system has no flows, or an extension no totals.
    LabelError
        If labels differ, a region has a colon in its name, or a name of `asked` isn't there.
    UnitError
        If the unit is no money unit, or that of a primary input another.
    """
    if system.Z is None or system.Y is None:
        raise no_flows(origin, "Z, Y")
    require_labels(origin, system.Z.columns, system.Z.index, "Z")
    require_labels(origin, system.Y.index, system.Z.index, "Y")
    sectors, items = _marks(origin, system.Z.index), _marks(origin, system.Y.columns)
    money = money_of(origin, system.unit) if asked.unit is None else money_unit(asked.unit)
    rows = list(rows_of(origin, system))
    roles = roles_of(origin, rows, asked.primary)
    require_money(origin, [rows[k] for k in roles], system.unit)
    kept = kept_of(origin, rows, roles, asked.satellites)
    Z, Y = system.Z.to_numpy(float), system.Y.to_numpy(float)
    output = Z.sum(axis=1) + Y.sum(axis=1)
    codes = short_codes([rows[k] for k in roles])
    components = [
        Component(code=code, ko=code, en=code, role=role)
        for code, role in zip(codes, roles.values(), strict=True)
    ]
    inputs = [rows[k].values for k in roles]
    notes = []
    if "value_added" not in roles.values():
        inputs.append(output - Z.sum(axis=0) - np.sum(inputs, axis=0))
        components.append(VALUE_ADDED)
        notes.append(_RESIDUAL)
    if any(row.extension in with_demand(system) for row in rows):
        notes.append(_OF_DEMAND)
    info = TableInfo(
        id=asked.id,
        title_ko=f"{_title(system)} {asked.year}년",
        title_en=f"{_title(system)}, {asked.year}",
        year=asked.year,
        price_year=asked.price_year,
        unit=money.name.en,
        valuation=asked.valuation,
        layout=_LAYOUTS.get(_meta(system, "system").lower(), "sector × sector"),
        classification=asked.id,
        tolerance=BALANCE * float(np.abs(output).max(initial=1.0)),
        final_demand=tuple(Label(code=m.code, ko=m.code, en=m.code) for m in items),
        primary_inputs=tuple(components),
        satellites=tuple(map(_satellite, kept)),
        source=Source(
            publisher=_meta(system, "name") or "pymrio",
            document=" ".join(filter(None, (_title(system), _meta(system, "version")))),
            obtained=origin,
            licence="",
            changes="Read from a system of pymrio; no figure was changed.",
        ),
    )
    inputs_of = tuple(Mark(part.code) for part in components)
    parts: dict[Part, Block] = {
        "domestic": _block(f"{origin}, Z", sectors, sectors, Z),
        "final_demand": _block(f"{origin}, Y", sectors, items, Y),
        "primary_inputs": _block(f"{origin}, F", inputs_of, sectors, np.vstack(inputs)),
    }
    if kept:
        marks = tuple(Mark(code_of(row)) for row in kept)
        figures = np.column_stack([row.values for row in kept])
        parts["satellites"] = _block(f"{origin}, F", sectors, marks, figures)
    return Draft(origin, info, parts, names_en=asked.names_en, assumptions=tuple(notes))


VALUE_ADDED = Component(code="value_added", ko="부가가치", en="Value added", role="value_added")


def money_of(origin: str, units: pd.DataFrame | None) -> MoneyUnit:
    """Return the one money unit of a system's sectors.

    Databases write M.EUR, Mill USD, Million USD or 1000 USD; M alone is held to be a million.

    Raises
    ------
    UnitError
        If there is none, there are several, or it is no money.

    Examples
    --------
    >>> import pandas as pd
    >>> from iomodel.readers.pymrio_system import money_of
    >>> [money_of("", pd.DataFrame({"unit": [u]})).name.en for u in ("M.EUR", "1000 USD")]
    ['million EUR', 'thousand USD']
    """
    found = [] if units is None else sorted({str(unit) for unit in units.iloc[:, 0]})
    match = re.fullmatch(r"([A-Za-z]*|\d+)[. ]*\(?([A-Z]{3})\)?", found[0]) if found else None
    if len(found) != 1 or match is None or match[1].lower() not in _SCALES:
        raise _no_money(origin, found)
    return money_unit(f"{_SCALES[match[1].lower()]} {match[2]}".strip())


def sector_index(codes: Iterable[str], region: str, regional: bool) -> pd.MultiIndex:
    """Return codes as pymrio's index of region and sector."""
    import pandas as pd

    pairs = [(region_of(c), local_code(c)) if regional else (region, c) for c in codes]
    return pd.MultiIndex.from_tuples(pairs, names=["region", "sector"])


def _marks(origin: str, index: pd.Index) -> tuple[Mark, ...]:
    """Return codes `region:label`; the label alone where there is one region or none is told."""
    keys = tuples_of(index)
    regions = {key[0] for key in keys if len(key) > 1}
    bad = sorted(region for region in regions if ":" in region)
    if bad:
        raise _colon(origin, bad)
    return tuple(
        Mark(f"{key[0]}:{' '.join(key[1:])}" if len(regions) > 1 else key[-1], key[-1])
        for key in keys
    )


def _satellite(row: Row) -> Satellite:
    persons = persons_in(row.unit) == 1.0
    return Satellite(
        code=code_of(row),
        ko=row.label,
        en=row.label,
        unit=row.unit,
        dimension="persons" if persons else "physical",
    )


def _meta(system: Any, key: str) -> str:
    return str(getattr(system.meta, key, None) or "") if system.meta is not None else ""


def _title(system: Any) -> str:
    return _meta(system, "description") or _meta(system, "name") or "pymrio"


def _block(origin: str, rows: tuple[Mark, ...], columns: tuple[Mark, ...], values: Array) -> Block:
    return Block(rows, columns, values, labelled_place(origin, rows, columns))


def _no_money(origin: str, found: Sequence[str]) -> UnitError:
    return UnitError(
        origin,
        Problem(
            "unit",
            Text("거래의 금액 단위를 알 수 없습니다", "the money unit of the flows can't be told"),
            Text("M.EUR, Mill USD 같은 한 단위", "one unit such as M.EUR or Mill USD"),
            same(", ".join(found) or "–"),
            Text("unit='million EUR'처럼 주십시오", "say which, as unit='million EUR'"),
        ),
        data=found,
    )


def _colon(origin: str, regions: Sequence[str]) -> LabelError:
    return LabelError(
        origin,
        Problem(
            "regions",
            Text("지역 이름에 쌍점이 있습니다", "the name of a region has a colon"),
            Text("쌍점이 없는 이름", "a name without one"),
            same(", ".join(regions)),
            Text("pymrio의 rename_regions로 고치십시오", "rename it with pymrio's rename_regions"),
        ),
        data=regions,
    )
