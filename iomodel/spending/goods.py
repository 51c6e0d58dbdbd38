"""What a line's money buys: its own sector's product, or the goods of a profile."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np

from iomodel.errors import Problem, ScenarioFileError, UnknownSectorError
from iomodel.readers.sheets import number, sheets_of
from iomodel.scenario import Item
from iomodel.schema import Profile
from iomodel.sectors import Classification
from iomodel.spending.home import Array, Home
from iomodel.spending.notes import BASES, Notes
from iomodel.text import Text, same


def bought(item: Item, home: Home, folder: Path, notes: Notes) -> Array:
    """Return the shares of sectors in what a line buys, (n,), adding up to one.

    Raises
    ------
    IOModelError
        If a profile's table or file can't give them.
    """
    if not item.by_profile:
        shares = np.zeros(len(home.sectors))
        shares[home.sectors.position(str(item.line.sector))] = 1.0
        return shares
    profile, name = item.profile, str(item.terms.profile)
    assert profile is not None
    _tell(name, profile, home, notes)
    if profile.kind == "table":
        return home.formation(profile.category)
    if profile.kind == "matrix":
        return _column(folder / profile.file, profile.sheet, str(item.line.sector), home.sectors)
    shares = np.zeros(len(home.sectors))
    for code, share in profile.shares.items():
        shares[home.sectors.position(code)] += share
    return np.asarray(shares / shares.sum())


def _tell(name: str, profile: Profile, home: Home, notes: Notes) -> None:
    basis = BASES[profile.basis]
    if profile.kind == "table":
        notes.assume(
            f"투자 구성 {name} [가정]: {home.id}의 {profile.category} 열. 그 업종이 아니라 경제 "
            "전체의 투자 구성입니다",
            f"Profile {name} [assumed]: column {profile.category} of {home.id}, the capital "
            "formation of the whole economy, not of the industry",
        )
    else:
        where = profile.source or profile.file
        words = f" ({where})" if where else ""
        notes.assume(f"투자 구성 {name} [{basis.ko}]{words}", f"Profile {name} [{basis.en}]{words}")
    if profile.reason is not None:
        notes.assume(f"{name}: {profile.reason.ko}", f"{name}: {profile.reason.en}")


def _column(path: Path, sheet_name: str, industry: str, sectors: Classification) -> Array:
    """Return the column of an investing industry of a fixed-capital matrix, as shares (n,)."""
    sheets = sheets_of(path)
    sheet = next(
        (s for s in sheets if not sheet_name or s.origin == f"{path.name} [{sheet_name}]"), None
    )
    header = [sheet.text(0, j) for j in range(len(sheet.cells[0]))] if sheet and sheet.cells else []
    columns = [j for j, word in enumerate(header) if _code(word, sectors) == industry]
    if sheet is None or "sector" not in header or len(columns) != 1:
        raise ScenarioFileError(str(path), _no_column(industry, sheet_name, header))
    shares = np.zeros(len(sectors))
    problems = []
    for i in range(1, len(sheet.cells)):
        word, value = sheet.text(i, header.index("sector")), number(sheet.cells[i][columns[0]])
        if not word and math.isnan(value):
            continue
        try:
            shares[sectors.position(word)] += value
        except UnknownSectorError:
            problems.append(sectors.unknown(sheet.place(i, header.index("sector")), word))
        if not value >= 0:
            place = sheet.place(i, columns[0], word)
            problems.append(_no_amount(place, sheet.text(i, columns[0])))
    if not problems and shares.sum() <= 0:
        problems.append(_no_amount(sheet.place(0, columns[0], industry), "0"))
    if problems:
        raise ScenarioFileError(str(path), problems)
    return np.asarray(shares / shares.sum())


def _code(word: str, sectors: Classification) -> str:
    try:
        return sectors.get(word).code
    except UnknownSectorError:
        return ""


def _no_column(industry: str, sheet: str, header: list[str]) -> Problem:
    return Problem(
        sheet,
        Text(
            "고정자본형성표에 그 업종의 열이 없습니다",
            "the fixed-capital matrix has no column of the industry",
        ),
        Text(f'"sector" 열과 {industry} 열 하나', f'a column "sector" and one of {industry}'),
        same(", ".join(filter(None, header)) or "–"),
        Text(
            "머리행에 부문의 코드나 이름을 적으십시오",
            "write the sector's code or name in the first row",
        ),
    )


def _no_amount(place: str, found: str) -> Problem:
    return Problem(
        place,
        Text("투자액이 아닙니다", "the cell is no investment"),
        Text("0 이상의 수, 합계는 0보다 큼", "numbers of zero or more, their sum above zero"),
        same(f'"{found}"'),
        Text("원자료의 값을 넣으십시오", "put in the figure of the source"),
    )
