"""Backward and forward linkages of sectors, and the key sectors among them.

Power and sensitivity of dispersion (영향력계수, 감응도계수), direct linkages, forward linkages from
the Ghosh inverse, and pure linkages in money.
"""

from __future__ import annotations

import numpy as np

from iomodel.analyses.arguments import require_choice
from iomodel.analyses.base import Analysis, Option, leontief_model, with_transactions
from iomodel.analyses.linkages.numerics import pure_linkages, variation
from iomodel.analyses.linkages.result import MEASURES, WHAT, Linkages, Measure
from iomodel.analyses.numerics import allocation_coefficients, ghosh_system, moments
from iomodel.leontief import Array
from iomodel.models import LeontiefModel, Model
from iomodel.text import Text

__all__ = ["ANALYSES", "MEASURES", "Linkages", "linkages"]

_DOMESTIC = Text(
    "국산 거래만의 연쇄이며, 지수는 생산이 있는 부문의 평균이 1입니다",
    "linkages through domestic flows alone; indices average one over the sectors with output",
)
_ROW_SUMS = Text(
    "감응도계수는 L의 행합이어서 모든 부문의 최종수요가 1씩 늘어난 경우를 뜻합니다. 전방연쇄로는 "
    'measure="ghosh"가 권장됩니다 (Miller & Blair 2009, 12.2)',
    "sensitivity of dispersion is a row sum of L, the answer to one unit of demand on every "
    'sector; as a forward linkage measure="ghosh" is preferred (Miller & Blair 2009, 12.2)',
)


def linkages(model: Model, measure: str = "rasmussen") -> Linkages:
    """Return backward and forward linkages by sector, and the quadrant each falls in.

    Parameters
    ----------
    model : LeontiefModel
        Of a transactions table; a published inverse can give the "rasmussen" measure alone.
    measure : "rasmussen", "ghosh", "direct" or "pure"

    Returns
    -------
    Linkages

    Raises
    ------
    NotSupportedError
        If the model can't give the measure, or there is no such measure.

    Notes
    -----
    Linkages, with L = (I − A)⁻¹, B = x̂⁻¹ Z^d and G = (I − B)⁻¹; each index is the linkage over
    its mean:

    * rasmussen: column sums i′L and row sums L i; power of dispersion U_j = n i′L_j / i′L i and
      sensitivity U_i = n L_i i / i′L i (Rasmussen 1956; 영향력계수, 감응도계수), with coefficients
      of variation;
    * ghosh: column sums of L, row sums of G (Jones 1976; Beyers 1976);
    * direct: column sums of A, row sums of B (Chenery & Watanabe 1958; Hirschman 1958);
    * pure: see `numerics.pure_linkages`; in money, so large sectors count for more.

    Examples
    --------
    >>> import iomodel
    >>> from iomodel.analyses.linkages import linkages
    >>> result = linkages(iomodel.load_model("bok-2020-33"))
    >>> [result.sectors.get(code).name.ko for code in result.key_sectors()[:3]]
    ['금속가공제품', '음식료품', '운송장비']
    """
    require_choice("measure", measure, MEASURES)
    measures = {"rasmussen": _rasmussen, "ghosh": _ghosh, "direct": _direct, "pure": _pure}
    return measures[measure](model)


def _rasmussen(model: Model) -> Linkages:
    base = leontief_model(model, WHAT["rasmussen"])
    L = moments(base.system)
    n = int(base.active.sum())
    return _result(
        base,
        "rasmussen",
        (L.columns, L.rows),
        (variation(L.columns, L.column_squares, n), variation(L.rows, L.row_squares, n)),
        _ROW_SUMS,
    )


def _ghosh(model: Model) -> Linkages:
    base, table = with_transactions(model, WHAT["ghosh"])
    L, G = moments(base.system), moments(ghosh_system(table.domestic, table.output))
    n = int(base.active.sum())
    return _result(
        base,
        "ghosh",
        (L.columns, G.rows),
        (variation(L.columns, L.column_squares, n), variation(G.rows, G.row_squares, n)),
    )


def _direct(model: Model) -> Linkages:
    base, table = with_transactions(model, WHAT["direct"])
    B = allocation_coefficients(table.domestic, table.output)
    return _result(base, "direct", (base.system.A.sum(axis=0), B.sum(axis=1)))


def _pure(model: Model) -> Linkages:
    base, table = with_transactions(model, WHAT["pure"])
    f = table.final_demand.sum(axis=1)
    own = np.diag(base.system.A)
    return _result(base, "pure", pure_linkages(own, moments(base.system), f, base.system.solve(f)))


def _result(
    model: LeontiefModel,
    measure: Measure,
    values: tuple[Array, Array],
    variations: tuple[Array | None, Array | None] = (None, None),
    *notes: Text,
) -> Linkages:
    def active(part: Array | None) -> Array | None:
        return None if part is None else np.where(model.active, part, np.nan)

    backward, forward = (np.where(model.active, part, np.nan) for part in values)
    return Linkages(
        model.info,
        model.sectors,
        measure,
        backward,
        forward,
        active(variations[0]),
        active(variations[1]),
        (_DOMESTIC, *notes),
    )


ANALYSES = (
    Analysis(
        "linkages",
        Text("전후방 연쇄효과와 핵심 산업", "Backward and forward linkages, key sectors"),
        linkages,
        (
            Option(
                "measure",
                Text(
                    "영향력·감응도(rasmussen), Ghosh 전방(ghosh), 직접(direct), 순수(pure)",
                    "Rasmussen's indices, forward from Ghosh, direct, or pure linkages in money",
                ),
                choices=MEASURES,
                default="rasmussen",
            ),
        ),
    ),
)
