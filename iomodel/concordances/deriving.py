"""Tables made of other tables: what changes in what is known of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from iomodel.sectors import Concordance
from iomodel.table import IOTable, TableInfo
from iomodel.text import Text

ROUNDING = 1e-12  # of the largest output: how far sums of binary fractions may stray


def aggregate_table(table: IOTable, mapping: Concordance, by: str = "a mapping") -> IOTable:
    """Return a table whose sectors are joined before anything is computed (R7).

    Flows are added, coefficients follow from the sums; effects differ from those of the finer
    table, even where its results are grouped the same way (`group_results`), and a caveat says
    so. A joined sector may be out of balance by what rounding leaves to each of its members.

    Parameters
    ----------
    table : IOTable
    mapping : Concordance
        From the table's sectors to the coarser ones, whose classification names the new table.
    by : str
        What the mapping is called in the new table's provenance.

    Raises
    ------
    LabelError
        If the mapping starts from other sectors than the table's (R1).
    UnbalancedTableError
        If the table doesn't balance (R4).

    Examples
    --------
    >>> import iomodel
    >>> from iomodel.catalogue import concordance
    >>> from iomodel.concordances import aggregate_table
    >>> fine = iomodel.load_table("bok-2020-165")
    >>> coarse = aggregate_table(fine, concordance("bok2020-165", "bok2020-33"))
    >>> len(coarse.sectors), bool(coarse.output.sum() == fine.output.sum()), coarse.balance()
    (33, True, ())
    """
    table.require_balanced()
    known, fine, coarse = table.info, len(mapping.fine), len(mapping.coarse)
    changes = f"Flows of {known.id} were added up, {fine} to {coarse} sectors, by {by}."
    caveat = Text(
        f"{known.id}의 {fine}부문을 계산하기 전에 {coarse}부문으로 합친 표입니다. 효과가 "
        f"{known.id}의 결과를 합친 것과 다릅니다 (R7)",
        f"the {fine} sectors of {known.id} were joined into {coarse} before computing; effects "
        f"differ from results of {known.id} that are grouped (R7)",
    )
    title = Text(f"{known.title_ko} → {coarse}부문", f"{known.title_en} → {coarse} sectors")
    info = derived(known, mapping.coarse.id, title, changes, [caveat])
    members = int(np.bincount(mapping.parents).max())
    return closing(table.aggregate(mapping, info), members * known.tolerance)


def derived(
    info: TableInfo, id: str, title: Text, changes: str, caveats: Iterable[Text]
) -> TableInfo:
    """Return what is known of a table made of another: its id, title, changes and caveats added."""
    said = tuple(caveats)
    return info.model_copy(
        update={
            "id": id,
            "title_ko": title.ko,
            "title_en": title.en,
            "classification": id,
            "local_classification": "",
            "caveats_ko": (*info.caveats_ko, *(caveat.ko for caveat in said)),
            "caveats_en": (*info.caveats_en, *(caveat.en for caveat in said)),
            "source": info.source.model_copy(
                update={"changes": f"{info.source.changes} {changes}".strip()}
            ),
        }
    )


def closing(table: IOTable, tolerance: float) -> IOTable:
    """Return the table with a tolerance, widened by rounding where it doesn't balance exactly."""
    exact = _tolerant(table, tolerance)
    if not exact.balance():
        return exact
    return _tolerant(table, tolerance + ROUNDING * float(np.abs(table.output).max()))


def _tolerant(table: IOTable, tolerance: float) -> IOTable:
    return replace(table, info=table.info.model_copy(update={"tolerance": tolerance}))
