"""Tables of results: sectors by code and both names, figures beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from iomodel.analyses.base import Column
from iomodel.sectors import Classification, Sector
from iomodel.text import Text, same

if TYPE_CHECKING:
    import pandas as pd

CODE = Column("code", Text("코드", "code"))
NAME_KO = Column("name_ko", Text("부문", "sector in Korean"))
NAME_EN = Column("name_en", Text("부문(영문)", "sector"))
SECTOR_COLUMNS = (CODE, NAME_KO, NAME_EN)

DIRECT = Text("직접", "direct")
INDIRECT = Text("간접", "indirect")
TOTAL = Text("합계", "total")
PERCENT = same("%")
TIMES = Text("배", "times")


def sector_labels(sectors: Iterable[Sector]) -> dict[str, list[str]]:
    """Return the columns that say which sector a row is about, those of `SECTOR_COLUMNS`."""
    rows = list(sectors)
    return {
        "code": [sector.code for sector in rows],
        "name_ko": [sector.name.ko for sector in rows],
        "name_en": [sector.name.en for sector in rows],
    }


def sector_frame(
    sectors: Classification, values: Mapping[str, Any], total: bool = False
) -> pd.DataFrame:
    """Return one row a sector: code, both names, then `values` by column.

    With `total` the values have one more row, which is named so and has no code.
    """
    import pandas as pd

    last = (Sector("", Text("합계", "Total")),) if total else ()
    return pd.DataFrame({**sector_labels((*sectors.sectors, *last)), **values})
