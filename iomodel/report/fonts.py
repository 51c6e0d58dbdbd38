"""Korean letters in pictures: the first Korean font that the system has."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from iomodel.text import Lang

if TYPE_CHECKING:
    from matplotlib.font_manager import FontManager

KOREAN = (
    "NanumGothic",
    "Nanum Gothic",
    "NanumBarunGothic",
    "Malgun Gothic",
    "Apple SD Gothic Neo",
    "AppleGothic",
    "Noto Sans CJK KR",
    "Noto Sans KR",
    "Pretendard",
    "UnDotum",
    "Baekmuk Gulim",
)


def korean_font() -> str | None:
    """Return the name of an installed Korean font, None where there is none."""
    from matplotlib import font_manager

    if _first(font_manager.fontManager) is None:  # its list may be older than the fonts
        for path in font_manager.findSystemFonts():
            if any(name.replace(" ", "") in Path(path).stem.replace(" ", "") for name in KOREAN):
                font_manager.fontManager.addfont(path)
    return _first(font_manager.fontManager)


def _first(manager: FontManager) -> str | None:
    installed = {font.name for font in manager.ttflist}
    return next((name for name in KOREAN if name in installed), None)


def use_language(lang: Lang) -> Lang:
    """Make matplotlib ready for `lang`; return "en" where Korean can't be drawn.

    Names without an English form, such as those of a user's districts, stay Korean in English
    pictures too.
    """
    import matplotlib as mpl

    font, latin = korean_font(), "DejaVu Sans"
    drawn: Lang = "ko" if lang == "ko" and font else "en"
    families = [latin, font] if drawn == "en" else [font, latin]
    mpl.rcParams["font.family"] = [family for family in families if family]
    mpl.rcParams["axes.unicode_minus"] = drawn == "en"
    return drawn
