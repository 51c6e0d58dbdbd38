"""A multiregional table made smaller: one region with the others as trade, or the nation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from iomodel.leontief import Array
from iomodel.multiregional.places import sums_by
from iomodel.multiregional.table import MultiregionalTable
from iomodel.sectors import local_code
from iomodel.table import IOTable, Label, TableInfo
from iomodel.text import Text, same

OTHER_REGIONS = Label(code="other_regions", ko="타지역으로의 판매", en="Sales to other regions")


def single_region(multi: MultiregionalTable, name: str) -> IOTable:
    """Return the table of one region, the other regions being imports and exports.

    Products of other regions are imports, by product; sales to other regions, to producers and to
    final demand, are one category of final demand (`OTHER_REGIONS`) after the region's own;
    buyers that don't produce keep their categories. The sectors are the local ones, one that the
    region lacks having no output. Output and value added are those of the multiregional table.

    Parameters
    ----------
    multi : MultiregionalTable
    name : str
        The region.

    Raises
    ------
    NotFoundError
        Listing the regions, if there is none of that name.
    LabelError
        If a category of final demand names no region.
    """
    places, table = multi.places, multi.table
    r = places.position(table.info.id, name)
    rows, buyers = places.rows(r), np.arange(len(multi.buyers))
    own, beyond = multi.owner == r, multi.owner >= len(multi.regions)
    to_others = (buyers != r) & (buyers < len(multi.regions))
    sold = np.column_stack(
        [
            table.final_demand[rows][:, own],
            (multi.sales + multi.demand)[rows][:, to_others].sum(axis=1),
            table.final_demand[rows][:, beyond],
        ]
    )

    def arriving(flows: Array, foreign: Array | None) -> Array:
        """Return what comes from other regions and from abroad, (n, m), by product, (l, m)."""
        others = np.where(places.home[:, None] == r, 0.0, flows)
        return places.by_local(others if foreign is None else others + foreign)

    def of_own(values: Array | None, columns: NDArray[np.generic]) -> Array | None:
        return None if values is None else values[:, columns]

    imported = arriving(table.domestic[:, rows], of_own(table.imports, rows))
    bought = arriving(table.final_demand[:, own], of_own(table.final_demand_imports, own))
    nothing = np.zeros((len(multi.local), sold.shape[1] - bought.shape[1]))
    labels = table.info.final_demand
    its, theirs = ([labels[k] for k in np.flatnonzero(which)] for which in (own, beyond))
    return IOTable(
        _info_of_region(multi, name, [*map(_local, its), OTHER_REGIONS, *theirs]),
        multi.local,
        places.seated(places.seated(table.domestic[np.ix_(rows, rows)], r).T, r).T,
        places.seated(imported, r),
        places.seated(sold.T, r).T,
        np.hstack([bought, nothing]),
        places.seated(table.primary_inputs[:, rows], r),
        places.seated(table.satellites[:, rows], r),
    )


def national(multi: MultiregionalTable) -> IOTable:
    """Return the table with its regions added up: flows are added, never coefficients (R7).

    Categories of the regions that have the same code behind the colon become one; buyers that
    don't produce keep theirs.

    Raises
    ------
    LabelError
        If a category of final demand names no region.
    """
    codes = [
        local_code(label.code) if owner in multi.regions else label.code
        for label, owner in zip(multi.table.info.final_demand, multi.owners, strict=True)
    ]
    kept = list(dict.fromkeys(codes))
    group = np.array([kept.index(code) for code in codes], dtype=np.intp)
    labels = [_merged(multi.table.info, codes, code) for code in kept]
    table = multi.table.aggregate(multi.places.to_local, _info_of_nation(multi, labels))

    def merged(values: Array) -> Array:
        return sums_by(values.T, group, len(kept)).T

    imported = table.final_demand_imports
    return replace(
        table,
        final_demand=merged(table.final_demand),
        final_demand_imports=None if imported is None else merged(imported),
    )


def _local(label: Label) -> Label:
    return label.model_copy(update={"code": local_code(label.code)})


def _merged(info: TableInfo, codes: list[str], code: str) -> Label:
    """Return the label of categories that become one: named as all of them are, or by code."""
    own = [label for label, other in zip(info.final_demand, codes, strict=True) if other == code]
    names = {label.text for label in own}
    name = names.pop() if len(names) == 1 else same(code)
    return Label(code=code, ko=name.ko, en=name.en)


def _info_of_region(multi: MultiregionalTable, name: str, labels: Iterable[Label]) -> TableInfo:
    caveat = Text(
        f"{name} 밖의 국내 지역에서 들여온 것도 수입에 들어 있습니다",
        f"imports include what {name} buys from the other regions of the country",
    )
    changes = f"collapsed to {name}: the other regions are imports and a category of final demand"
    return _collapsed(multi, name, Text(name, name), labels, changes, (caveat,))


def _info_of_nation(multi: MultiregionalTable, labels: Iterable[Label]) -> TableInfo:
    info = _collapsed(multi, "national", Text("전국", "national"), labels, "regions added up", ())
    # each region's gap may be as wide
    return info.model_copy(update={"tolerance": info.tolerance * len(multi.regions)})


def _collapsed(
    multi: MultiregionalTable,
    suffix: str,
    name: Text,
    labels: Iterable[Label],
    changes: str,
    caveats: tuple[Text, ...],
) -> TableInfo:
    info = multi.table.info
    told = "; ".join(part for part in (info.source.changes, changes) if part not in ("", "none"))
    return info.model_copy(
        update={
            "id": f"{info.id}-{suffix}",
            "title_ko": f"{info.title_ko}: {name.ko}",
            "title_en": f"{info.title_en}: {name.en}",
            "classification": multi.local.id,
            "local_classification": "",
            "final_demand": tuple(labels),
            "caveats_ko": (*info.caveats_ko, *(caveat.ko for caveat in caveats)),
            "caveats_en": (*info.caveats_en, *(caveat.en for caveat in caveats)),
            "source": info.source.model_copy(update={"changes": told}),
        }
    )
