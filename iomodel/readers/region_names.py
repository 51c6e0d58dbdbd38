"""The regions that the Bank of Korea's sheets are divided by, as they may be spelled."""

from __future__ import annotations

from iomodel.readers.sheets import squeeze

REGIONS: dict[str, tuple[str, ...]] = {
    "서울": ("서울특별시", "서울시"),
    "부산": ("부산광역시", "부산시"),
    "대구": ("대구광역시", "대구시"),
    "인천": ("인천광역시", "인천시"),
    "광주": ("광주광역시", "광주시"),
    "대전": ("대전광역시", "대전시"),
    "울산": ("울산광역시", "울산시"),
    "세종": ("세종특별자치시", "세종시"),
    "경기": ("경기도",),
    "강원": ("강원도", "강원특별자치도"),
    "충북": ("충청북도",),
    "충남": ("충청남도",),
    "전북": ("전라북도", "전북특별자치도"),
    "전남": ("전라남도",),
    "경북": ("경상북도",),
    "경남": ("경상남도",),
    "제주": ("제주도", "제주특별자치도"),
}
"""The 17 시도 by the short names that tables use, with the spellings of their long ones."""

NATION = "전국"
ABROAD = "수입"
_SPELLINGS = {name: short for short, long in REGIONS.items() for name in (short, *long)}
_SPELLINGS |= {"전국": NATION, "전국계": NATION, "전국합계": NATION}
_ABROAD = ("수입", "해외", "국외", "외국")


def region_named(label: str) -> str:
    """Return the short name of a region, "전국" for the nation, empty for anything else.

    Examples
    --------
    >>> region_named("세종특별자치시"), region_named("전국"), region_named("농림수산품")
    ('세종', '전국', '')
    """
    return _SPELLINGS.get(squeeze(label), "")


def block_named(label: str) -> str:
    """Return what a label makes a block of rows or columns belong to: a region, 전국, or 수입.

    Empty for anything else.
    """
    return region_named(label) or (ABROAD if squeeze(label) in _ABROAD else "")
