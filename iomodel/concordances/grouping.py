"""Results of a fine table, shown by coarser sectors: grouped after computing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iomodel.errors import LabelError, Problem
from iomodel.sectors import Concordance
from iomodel.text import Text, same

if TYPE_CHECKING:
    import pandas as pd

BY = ("demanded", "supplying")


def group_results(results: pd.DataFrame, mapping: Concordance) -> pd.DataFrame:
    """Return effects by sector added up by coarser sector, after they were computed.

    The total stays what the fine table gives; a table joined first (`aggregate_table`) gives
    another. Multipliers can't be grouped so: they are effects of one won, of which each sector
    needs its own.

    Parameters
    ----------
    results : DataFrame
        In the long form of `Impact.by_supplying` or `Impact.by_demanded`: a column "supplying" or
        "demanded" with sector codes, a column "value", and others that tell the rows apart.
    mapping : Concordance
        From the results' sectors to the coarser ones.

    Returns
    -------
    DataFrame
        With the same columns, coarser codes in the place of the fine ones, as they first come.

    Raises
    ------
    LabelError
        If there is no column of sectors, or it has codes that the mapping lacks.

    Examples
    --------
    >>> import iomodel
    >>> from iomodel.catalogue import concordance
    >>> from iomodel.concordances import group_results
    >>> model = iomodel.load_model("bok-2020-165")
    >>> impact = model.induce(iomodel.Demand.of({"의약품": 100}, "억원", model.sectors))
    >>> fine = impact.by_supplying().query("indicator == 'production'")
    >>> coarse = group_results(fine, concordance("bok2020-165", "bok2020-33"))
    >>> len(fine), len(coarse), round(fine.value.sum()), round(coarse.value.sum())
    (165, 33, 16991, 16991)
    """
    by = [name for name in BY if name in results.columns]
    if len(by) != 1 or "value" not in results.columns:
        raise _unreadable(list(results.columns))
    column = by[0]
    parents = {
        code: mapping.coarse.codes[parent]
        for code, parent in zip(mapping.fine.codes, mapping.parents, strict=True)
    }
    unknown = sorted(set(results[column]) - set(parents))
    if unknown:
        raise _unknown(mapping, unknown)
    grouped = results.assign(**{column: results[column].map(parents)})
    keys = [name for name in results.columns if name != "value"]
    summed = grouped.groupby(keys, sort=False, dropna=False)["value"].sum()
    return summed.reset_index()[list(results.columns)]


def _unreadable(columns: list[str]) -> LabelError:
    return LabelError(
        "results",
        Problem(
            "",
            Text("부문별 결과가 아닙니다", "these are no results by sector"),
            Text(
                "supplying이나 demanded 열과 value 열", "a column supplying or demanded, and value"
            ),
            same(", ".join(columns)),
            Text(
                "impact.by_supplying()이나 impact.by_demanded()를 넣으십시오",
                "give impact.by_supplying() or impact.by_demanded()",
            ),
        ),
        data=columns,
    )


def _unknown(mapping: Concordance, codes: list[str]) -> LabelError:
    return LabelError(
        "results",
        Problem(
            "",
            Text(
                "대응표에 없는 부문의 결과입니다", "there are results of sectors not in the mapping"
            ),
            same(mapping.fine.id),
            same(", ".join(codes)),
            Text(
                "그 표의 부문에서 출발하는 대응표를 쓰십시오",
                "use a mapping of that table's sectors",
            ),
        ),
        data=codes,
    )
