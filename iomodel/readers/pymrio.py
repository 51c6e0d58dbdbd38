"""Systems of pymrio, and through its parsers the multiregional databases, both ways.

EXIOBASE, WIOD, OECD's ICIO, Eora, GLORIA and others come through pymrio's own parsers. pymrio
keeps primary inputs, employment and emissions alike as "extensions"; which of their rows are
value added or imports, only the user knows.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from iomodel.draft import Draft
from iomodel.errors import LabelError, NotSupportedError, Problem
from iomodel.extras import extra
from iomodel.readers import Request
from iomodel.readers.pymrio_system import ROLES, Asked, draft_of, sector_index
from iomodel.sectors import local_code, region_of
from iomodel.table import Array, IOTable, Role
from iomodel.text import Text, same
from iomodel.units import VALUATIONS, Valuation

__all__ = ["from_pymrio", "read", "recognises", "to_pymrio"]

CHOICES = ("year", "price_year", "unit", "valuation", "satellites", *ROLES)
_PARAMETERS = "file_parameters.json"


def recognises(path: Path) -> bool:
    """Return whether the path is a folder or archive in which pymrio has saved a system."""
    if path.is_dir():
        return (path / _PARAMETERS).is_file()
    if path.suffix.lower() != ".zip" or not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        return any(Path(name).name == _PARAMETERS for name in archive.namelist())


def read(request: Request) -> Draft:
    """Return the system that pymrio has saved in a folder or archive.

    `request.choices` holds the year, and where they differ from what is usual price_year, unit
    and valuation; by role (value_added, imports, product_tax, scrap) the extensions or rows that
    play it; and the extensions kept as satellites. Several are set apart by semicolons.

    Raises
    ------
    NotSupportedError
        If pymrio isn't installed, a choice is not known, or the year isn't chosen.
    LabelError, UnitError, TableFileError
        As `from_pymrio` does.
    """
    request.require_known(CHOICES)
    choices = request.choices
    origin = ", ".join(map(str, request.paths))
    if len(request.paths) != 1 or not choices.get("year", "").isdigit():
        raise _no_year(origin)
    system = extra("pymrio", "pymrio").load_all(str(request.paths[0]))
    listed = {key: choices[key].split(";") for key in (*ROLES, "satellites") if key in choices}
    asked = Asked(
        request.paths[0].stem.lower(),
        int(choices["year"]),
        int(choices.get("price_year", choices["year"])),
        choices.get("unit"),
        _valuation(origin, choices.get("valuation", "basic")),
        {role: listed[role] for role in ROLES if role in listed},
        listed.get("satellites"),
        request.names_en,
    )
    return draft_of(system, origin, asked)


def from_pymrio(
    system: Any,
    *,
    id: str,
    year: int,
    price_year: int | None = None,
    unit: str | None = None,
    valuation: Valuation = "basic",
    primary: Mapping[Role, Sequence[str]] | None = None,
    satellites: Sequence[str] | None = None,
) -> IOTable:
    """Return a table from a system of pymrio.

    Parameters
    ----------
    system : pymrio.IOSystem or path
        With Z (n, n) and Y (n, k); or where pymrio has saved one.
    id : str
        The table's id. Sectors get the codes `region:sector` where there are several regions.
    unit : str, optional
        The money unit, as "million EUR"; read off the system where it is a money unit.
    primary : mapping of role to sequence of str, optional
        Which extensions ("factor_inputs") or rows of them ("factor_inputs/Value Added") are value
        added, imports, product taxes or scrap; a row named by itself leaves the role of its
        extension. Where none is value added, it is what intermediate
        and those inputs leave of output: computed, and said to be.
    satellites : sequence of str, optional
        The extensions kept as satellites; all others where omitted.

    Raises
    ------
    NotSupportedError
        If pymrio isn't installed, or the system has no flows or an extension no totals.
    LabelError
        If labels differ between Z, Y and extensions, a region has a colon in its name, or there
        is no such extension or row.
    UnitError
        If the unit is no money unit.
    TableFileError
        If a figure is missing.

    Examples
    --------
    >>> import pymrio
    >>> from iomodel.readers.pymrio import from_pymrio
    >>> table = from_pymrio(pymrio.load_test(), id="test", year=2010)
    >>> table.sectors.regions[:2], table.info.unit
    (('reg1', 'reg2'), 'million USD')
    """
    origin = id
    if isinstance(system, (str, Path)):
        origin = str(system)
        system = extra("pymrio", "pymrio").load_all(origin)
    prices = year if price_year is None else price_year
    asked = Asked(id, year, prices, unit, valuation, primary or {}, satellites, {})
    return draft_of(system, origin, asked).table()


def to_pymrio(table: IOTable, *, region: str = "domestic") -> Any:
    """Return the table as a system of pymrio, not yet calculated.

    Primary inputs become the extension `factor_inputs`, with imported flows summed into a row of
    their own; satellites named "extension/row" go back to their extension, others to `satellites`.

    Parameters
    ----------
    table : IOTable
    region : str
        What a national table's only region is called.

    Returns
    -------
    pymrio.IOSystem
        Z (n, n) with regions and sectors, Y (n, k) with regions and categories, and extensions.

    Raises
    ------
    NotSupportedError
        If pymrio isn't installed.
    LabelError
        If a category of a multiregional table names no region.

    Examples
    --------
    >>> import iomodel
    >>> from iomodel.readers.pymrio import to_pymrio
    >>> system = to_pymrio(iomodel.load_table("bok-2020-33"), region="KR").calc_all()
    >>> round(float(system.L.loc[("KR", "14"), ("KR", "14")]), 4)
    1.3693
    """
    import pandas as pd

    pymrio = extra("pymrio", "pymrio")
    regional = bool(table.sectors.regions)
    index = sector_index(table.sectors.codes, region, regional)
    codes = [label.code for label in table.info.final_demand]
    if regional:
        _require_regions(table, codes)
    columns = pd.MultiIndex.from_tuples(
        [(region_of(c), local_code(c)) if regional else (region, c) for c in codes],
        names=["region", "category"],
    )
    money = table.info.money.name.en
    rows, units = _extensions(table)
    return pymrio.IOSystem(
        Z=pd.DataFrame(table.domestic, index=index, columns=index),
        Y=pd.DataFrame(table.final_demand, index=index, columns=columns),
        unit=pd.DataFrame({"unit": money}, index=index),
        name=table.info.id,
        description=table.info.title_en,
        version=table.info.source.document,
        system=table.info.layout,
        **{
            name: {
                "name": name,
                "F": pd.DataFrame(
                    np.vstack(list(found.values())),
                    index=pd.Index(list(found), name="stressor"),
                    columns=index,
                ),
                "unit": pd.DataFrame(
                    {"unit": units[name]}, index=pd.Index(list(found), name="stressor")
                ),
            }
            for name, found in rows.items()
        },
    )


def _extensions(table: IOTable) -> tuple[dict[str, dict[str, Array]], dict[str, list[str]]]:
    """Return the rows of each extension by name, and their units."""
    money = table.info.money.name.en
    inputs = dict(
        zip((part.code for part in table.info.primary_inputs), table.primary_inputs, strict=True)
    )
    if table.imports is not None:
        inputs["imported_flows"] = table.imports.sum(axis=0)
    rows, units = {"factor_inputs": inputs}, {"factor_inputs": [money] * len(inputs)}
    for part, values in zip(table.info.satellites, table.satellites, strict=True):
        name, _, row = part.code.partition("/")
        if not row or not name.isidentifier():
            name, row = "satellites", part.code
        rows.setdefault(name, {})[row] = values
        units.setdefault(name, []).append(part.unit)
    return rows, units


def _valuation(origin: str, word: str) -> Valuation:
    for known in VALUATIONS:
        if known == word:
            return known
    raise NotSupportedError(
        origin,
        Problem(
            "valuation",
            Text("모르는 가격평가입니다", "the valuation is not known"),
            same(", ".join(VALUATIONS)),
            same(word),
            Text("위의 하나를 고르십시오", "choose one of those"),
        ),
        data=word,
    )


def _no_year(origin: str) -> NotSupportedError:
    return NotSupportedError(
        origin,
        Problem(
            "year",
            Text("pymrio의 체계에는 연도가 없습니다", "a system of pymrio doesn't tell its year"),
            Text("저장된 체계 하나와 연도", "one saved system, and its year"),
            Text("없음", "nothing"),
            same("--choose year=2011"),
        ),
    )


def _require_regions(table: IOTable, codes: Sequence[str]) -> None:
    bad = [code for code in codes if ":" not in code]
    if bad:
        raise LabelError(
            table.info.id,
            [
                Problem(
                    f"final_demand {code}",
                    Text("어느 지역의 최종수요인지 없습니다", "the category names no region"),
                    Text("지역:항목 꼴의 코드", "a code that reads region:category"),
                    same(f'"{code}"'),
                    Text("코드 앞에 지역을 적으십시오", "put the region before the code"),
                )
                for code in bad
            ],
            data=bad,
        )
