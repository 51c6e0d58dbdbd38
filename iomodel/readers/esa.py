"""Symmetric input-output tables of Eurostat and of EU countries, by the codes of ESA 2010.

Bulk downloads (naio_10_cp1700 by product, naio_10_cp1750 by industry) as long CSV or TSV, or
sheets with the same codes. Rows and columns are found by their codes; where a file has several
levels of sectors, parts replace a whole that they add up to.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from iomodel.draft import Draft
from iomodel.errors import NotSupportedError, Problem, TableFileError
from iomodel.provenance import Source
from iomodel.readers import Request
from iomodel.readers import esa_codes as codes
from iomodel.readers.esa_accounts import Accounts
from iomodel.readers.esa_cube import Cube, Facts
from iomodel.readers.esa_long import DIMENSIONS, is_long, read_long
from iomodel.readers.esa_units import money_of
from iomodel.readers.esa_wide import is_wide, read_wide
from iomodel.readers.treatment import complete
from iomodel.table import TableInfo
from iomodel.text import Text, same

CHOICES = ("geo", "time", "unit", "stk_flow")


def recognises(path: Path) -> bool:
    """Return whether the file is a bulk download of a symmetric table, or sheets of ESA's codes."""
    return path.is_file() and (is_long(path) or is_wide(path))


def read(request: Request) -> Draft:
    """Return the table of one country and year.

    `request.choices` may hold geo, time and unit where a bulk download has several, and where
    sheets don't say them; and stk_flow (DOM, IMP or TOTAL) where a lone sheet doesn't.

    Raises
    ------
    NotSupportedError
        If the files are of both kinds, or imports can't be told from domestic products.
    NotFoundError
        If a file can't be read.
    TableFileError
        Listing what has to be chosen, labels that are no codes, and accounts that are missing.
    """
    request.require_known(CHOICES)
    long = [is_long(path) for path in request.paths]
    if request.employment is not None or (any(long) and len(long) > 1):
        raise _one_file(request)
    if all(long):
        cube, facts = read_long(request.paths[0], request.choices)
    else:
        cube, facts = read_wide(request.paths, request.choices.get("stk_flow"))
    origin = ", ".join(map(str, request.paths))
    return _draft(origin, cube, _told(origin, facts, request.choices), request, all(long))


def _told(origin: str, facts: Facts, choices: Mapping[str, str]) -> Facts:
    """Return what is known of the table, the user's word before the file's.

    Raises
    ------
    TableFileError
        If country, year or unit is neither in the file nor chosen.
    """
    known = {key: choices.get(key) or getattr(facts, key) for key in ("geo", "time", "unit")}
    missing = [key for key, value in known.items() if not value]
    if not known["time"].isdigit() and "time" not in missing:
        missing.append("time")
    if missing:
        raise TableFileError(origin, [_not_said(key) for key in missing])
    return Facts(**known, by_industry=facts.by_industry, previous_prices=facts.previous_prices)


def _draft(origin: str, cube: Cube, facts: Facts, request: Request, downloaded: bool) -> Draft:
    accounts = Accounts.of(origin, cube)
    exports = np.array([code.startswith("P6") for code in accounts.demand])
    parts, assumed = complete(
        origin, accounts.parts(), accounts.imports(), exports, request.imports
    )
    size, year = len(accounts.sectors), int(facts.time)
    unit = money_of(origin, facts.unit, facts.geo)
    info = TableInfo(
        id=f"eurostat-{facts.geo.lower()}-{year}-{size}",
        title_ko=f"{facts.geo} {year}년 대칭 투입산출표, {size}부문",
        title_en=f"Symmetric input-output table, {facts.geo} {year}, {size} sectors",
        year=year,
        price_year=year - 1 if facts.previous_prices else year,
        unit=unit.name.en,
        valuation="basic",
        layout="industry × industry" if facts.by_industry else "product × product",
        classification=f"{'nace' if facts.by_industry else 'cpa'}-{facts.geo.lower()}-{size}",
        tolerance=cube.slack(size + len(accounts.demand)),
        final_demand=tuple(map(codes.demand_label, accounts.demand)),
        primary_inputs=tuple(codes.component(code, role) for code, role in accounts.inputs.items()),
        source=_source(origin, downloaded),
    )
    names_en = {mark.code: mark.name for mark in accounts.marks if mark.name}
    return Draft(
        origin,
        info,
        parts,
        accounts.printed(),
        names_en=names_en | dict(request.names_en),
        assumptions=(*accounts.told, *assumed),
        claims=accounts.claims(),
    )


def _source(origin: str, downloaded: bool) -> Source:
    return Source(
        publisher="Eurostat" if downloaded else "",
        document="Symmetric input-output tables at basic prices (ESA 2010)",
        url="https://ec.europa.eu/eurostat/web/esa-supply-use-input-tables" if downloaded else "",
        obtained=", ".join(Path(name).name for name in origin.split(", ")),
        licence="CC BY 4.0" if downloaded else "",
        changes="Read by the codes of its rows and columns; nothing was changed.",
    )


def _not_said(key: str) -> Problem:
    examples = {"geo": "DE", "time": "2020", "unit": "MIO_EUR"}
    what = DIMENSIONS[key]
    return Problem(
        "",
        Text(f"{what.ko}이(가) 적혀 있지 않습니다", f"the {what.en} is not stated"),
        same(f"{key}, {examples[key]}"),
        Text("없음", "nothing"),
        same(f"--choose {key}={examples[key]}"),
    )


def _one_file(request: Request) -> NotSupportedError:
    given = [*request.paths, *([request.employment] if request.employment else [])]
    return NotSupportedError(
        ", ".join(map(str, given)),
        Problem(
            "",
            Text("함께 읽을 수 없는 파일입니다", "the files can't be read together"),
            Text(
                "내려받은 자료 하나, 또는 DOM, IMP, TOTAL 시트들",
                "one bulk download, or the sheets DOM, IMP and TOTAL",
            ),
            same(", ".join(path.name for path in given)),
            Text(
                "고용은 가져온 뒤 satellites로 더하십시오",
                "add employment afterwards, as satellites",
            ),
        ),
    )
