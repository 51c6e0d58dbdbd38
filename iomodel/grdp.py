"""Gross regional product of the 시도, as shipped."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from iomodel import catalogue
from iomodel.errors import NotFoundError, Problem, ScenarioFileError
from iomodel.files import parse_csv, read_bytes, read_toml
from iomodel.text import Text, same

COLUMNS = ("region", "year", "amount", "vintage")


@dataclass(frozen=True)
class Product:
    """A region's gross product at current prices of a year, in 백만원, and where it is from."""

    region: str
    year: int
    amount: float
    source: Text


def shipped_product(region: str, year: int) -> Product:
    """Return the shipped gross product of a 시도 in a year.

    Raises
    ------
    NotFoundError
        Listing the regions, or the years, that there are.

    Examples
    --------
    >>> from iomodel.grdp import shipped_product
    >>> shipped_product("세종", 2020).amount
    14005902.0
    """
    amounts, source = _shipped()
    if (region, year) in amounts:
        return Product(region, year, amounts[region, year], source)
    regions = tuple(dict.fromkeys(r for r, _ in amounts))
    years = sorted(y for r, y in amounts if r == region)
    known = same(f"{years[0]}–{years[-1]}" if years else ", ".join(regions))
    raise NotFoundError(
        "grdp",
        Problem(
            "grdp",
            Text("내장된 지역내총생산이 없습니다", "there is no shipped gross regional product"),
            known,
            same(f"{region} {year}".strip()),
            Text(
                "[grdp]에 amount, unit, year, source를 적으십시오",
                "state amount, unit, year and source under [grdp]",
            ),
        ),
        data=(region, year),
    )


@cache
def _shipped() -> tuple[dict[tuple[str, int], float], Text]:
    folder = catalogue.shipped("coefficients") / "grdp"
    told = read_toml(folder / "grdp.toml", ScenarioFileError)
    grid = parse_csv("grdp.csv", read_bytes(folder / "grdp.csv"), COLUMNS)
    rows = zip(*(grid.column(name) for name in COLUMNS[:3]), strict=True)
    source = told["source"]
    words = f"{source['publisher']}, {source['document']}"
    return (
        {(region, int(year)): float(amount) for region, year, amount in rows},
        Text(f"{words}. {told['caveat_ko']}", f"{words}. {told['caveat_en']}"),
    )
