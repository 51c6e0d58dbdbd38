"""What stands in a picture besides its marks: numbers beside bars, and the line below it.

The line says from which table the numbers are, at which prices, and how they are known.
"""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from typing import TYPE_CHECKING

from iomodel.readings import Reading
from iomodel.report import labels
from iomodel.table import TableInfo
from iomodel.text import Lang, Text

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_LABEL: dict[Lang, int] = {"ko": 18, "en": 34}  # letters of a line beside a bar
_LINE = 110  # letters across a picture
_ROOM = 1.28  # times the longest bar, so that the words beside it fit


def wrapped(words: str, lang: Lang) -> str:
    """Return a label beside a bar, over two lines where it is long."""
    return "\n".join(wrap(words, _LABEL[lang], max_lines=2, placeholder="…"))


def beside(axes: Axes, ends: Sequence[float], words: Sequence[str]) -> None:
    """Write words at the right ends of horizontal bars, and make room for them."""
    for place, (end, one) in enumerate(zip(ends, words, strict=True)):
        axes.annotate(
            one,
            (max(end, 0.0), place),
            (3, 0),
            textcoords="offset points",
            va="center",
            fontsize="x-small",
        )
    axes.set_xlim(right=_ROOM * max(*ends, 0.0) or 1.0)


def below(axes: Axes, reading: Reading, lang: Lang, *, regional: bool = False) -> Axes:
    """Write under the axes what a reading's numbers rest on."""
    return footnote(axes, stands_on(reading, lang, regional=regional))


def stands_on(reading: Reading, lang: Lang, *, regional: bool = False) -> str:
    """Return the tables, prices and basis of a reading's numbers."""
    impact = reading.regional if regional and reading.regional else reading.impact
    assert impact is not None
    return " · ".join(dict.fromkeys(labels.stands_on(part).get(lang) for part in impact.parts))


def table_note(info: TableInfo) -> Text:
    """Return the table, the prices and the publisher of coefficients."""
    year, source = info.price_year, info.source.publisher
    return Text(f"{info.id}, {year}년 가격, {source}", f"{info.id}, prices of {year}, {source}")


def footnote(axes: Axes, words: str) -> Axes:
    """Write small words at the lower left of the figure."""
    lines = "\n".join(wrap(words, _LINE))
    axes.figure.supxlabel(lines, x=0.01, ha="left", fontsize="x-small", color="#555555")
    return axes
