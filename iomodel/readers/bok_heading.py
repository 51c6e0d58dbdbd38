"""What stands above the Bank of Korea's sheets: which sheet it is, year, prices and unit."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from iomodel.errors import Problem, UnitError
from iomodel.readers.sheets import Sheet, squeeze
from iomodel.table import TableInfo
from iomodel.text import Text, same
from iomodel.units import VALUATIONS, Valuation, money_unit


@dataclass(frozen=True)
class Heading:
    """What stands above a sheet's header; empty or zero where nothing does."""

    kind: str
    year: int
    price_year: int
    valuation: str
    unit: str

    @property
    def valued(self) -> Valuation | None:
        """The valuation by its name here, none where it isn't stated."""
        return next((key for key, words in VALUATIONS.items() if words.ko == self.valuation), None)


def heading(sheet: Sheet) -> Heading:
    """Return what a sheet is: by the lines above its header, else by its or its file's name.

    The kind is the title without 표: "총거래", "국산투입계수", "최종수요항목별생산유발액".
    """
    lines = [
        squeeze(sheet.text(i, j))
        for i in range(min(len(sheet.cells), _HEADING_ROWS))
        for j in range(len(sheet.cells[i]))
        if sheet.text(i, j)
    ]
    title = lines[0] if lines else ""
    file, _, tab = squeeze(sheet.origin).partition("[")
    price_year = _first(_PRICE_YEAR, [title])
    year = _first(r"^(\d{4})년$", lines)
    year = year or _first(_YEAR, [re.sub(_PRICE_YEAR, "", name) for name in (title, tab, file)])
    valuation = _first(r"(생산자|기초|구매자)가격", lines)
    valuation = valuation or _first(r"(생산자|기초|구매자)(?:가격|\))", [tab, file])
    return Heading(
        kind=_kind(title, tab or file),
        year=int(year or ("" if "불변" in title else price_year) or 0),
        price_year=int(price_year or year or 0),
        valuation=f"{valuation}가격" if valuation else "",
        unit=_first(r"단위[:：]?([^()]+)", lines),
    )


def known_heading(info: TableInfo) -> Heading:
    """Return the heading that the sheets of a known table have."""
    valuation = VALUATIONS[info.valuation].ko
    return Heading("", info.year, info.price_year, valuation, squeeze(info.unit))


PERSONS = "취업자수"
_HEADING_ROWS = 6
_PRICE_YEAR = r"(\d{4})년?(?:불변)?가격"
_YEAR = r"(?<!\d)((?:19|20)\d\d)(?!\d)"
_KIND = re.compile(
    r"최종수요항목별(?:생산|수입|부가가치)유발(?:액|계수|의존도)"
    r"|(?:생산|수입|부가가치)유발계수|(?:총|국산|수입)투입계수"
    r"|(총|국산|수입)품?거래|(?:생산자|기초|구매자)가격평가|취업자수|고용표"
)
_FORMULA = re.compile(r"I-A(?!d)[^)]*")


def _first(pattern: str, lines: Iterable[str]) -> str:
    """Return the first group of the first match in any line, empty where none matches."""
    found = (re.search(pattern, line) for line in lines)
    return next((match[1] for match in found if match), "")


def _kind(title: str, name: str) -> str:
    """Return the kind of a sheet; an inverse other than of domestic inputs keeps its formula."""
    match = _KIND.search(title) or _KIND.search(name)
    if match is None:
        own = re.match(r"(?:투입산출표_)?([^(]*?)표?(?:\(.*)?$", title)
        return own[1] if own else ""
    if match[1] or match[0].endswith("평가"):
        return f"{match[1] or '총'}거래"
    if match[0] == "고용표":
        return PERSONS
    formula = _FORMULA.search(title + name)
    return match[0] + (formula[0] if formula else "")


def unstated(sheet: Sheet) -> list[Problem]:
    """Return what the heading of a sheet has to say of its table and doesn't."""
    head = heading(sheet)
    problems = [
        Problem(
            sheet.origin,
            Text(f"{ko} 적혀 있지 않습니다", f"the {en} is not stated"),
            Text(f'제목 아래 "{example}"', f'"{example}" below the title'),
            Text("없음", "nothing"),
            Text("제목 아래에 그 줄을 넣으십시오", "put in that line"),
        )
        for ko, en, example, value in (
            ("연도가", "year", "2020년", head.year),
            ("가격이", "valuation", "생산자가격", head.valuation),
            ("단위가", "unit", "단위 : 백만원", head.unit),
        )
        if not value
    ]
    if head.unit:
        try:
            money_unit(head.unit)
        except UnitError as error:
            problems += [replace(problem, place=sheet.origin) for problem in error.problems]
    return problems


def other_heading(sheet: Sheet, wanted: Heading) -> list[Problem]:
    """Return where the heading of a sheet contradicts what its table is known to be."""
    head = heading(sheet)
    return [
        Problem(
            sheet.origin,
            Text(f"{ko} 표의 설명과 다릅니다", f"the {en} is not the table's"),
            due,
            found,
            Text("같은 표의 시트를 쓰십시오", "use sheets of one table"),
        )
        for ko, en, found, due in (
            ("연도가", "year", same(head.year or ""), same(wanted.year)),
            ("가격 기준연도가", "price year", same(head.price_year or ""), same(wanted.price_year)),
            ("가격이", "valuation", _prices(head), _prices(wanted)),
            ("단위가", "unit", same(head.unit), same(wanted.unit)),
        )
        if found.ko and found != due
    ]


def _prices(head: Heading) -> Text:
    return VALUATIONS[head.valued] if head.valued else same("")
