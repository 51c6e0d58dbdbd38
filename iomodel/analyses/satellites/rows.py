"""Rows of the satellites' tables: an indicator and whatever it is shown for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from iomodel.analyses.base import Column
from iomodel.impact import Indicator
from iomodel.leontief import Array
from iomodel.text import Text

if TYPE_CHECKING:
    import pandas as pd

INDICATOR = Column("indicator", Text("지표", "indicator"))
UNIT_COLUMN = Column("unit", Text("단위", "unit"))


def indicator_frame(
    indicators: Sequence[Indicator],
    labels: Mapping[str, Sequence[str]],
    amounts: Mapping[str, Array],
    units: Sequence[Text],
) -> pd.DataFrame:
    """Return one row an indicator and label: amounts (k, r) of k indicators and r labels."""
    import pandas as pd

    rows = len(next(iter(labels.values())))
    return pd.DataFrame(
        {"indicator": np.repeat([indicator.id for indicator in indicators], rows)}
        | {name: list(words) * len(indicators) for name, words in labels.items()}
        | {name: values.ravel() for name, values in amounts.items()}
        | {"unit": np.repeat([unit.ko for unit in units], rows)}
    )
