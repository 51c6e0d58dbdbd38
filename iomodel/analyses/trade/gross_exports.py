"""Gross exports taken apart into value added by origin and what is counted twice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from iomodel.analyses.arguments import require_choice
from iomodel.analyses.base import Column
from iomodel.analyses.charts import MOST, stacked_bars
from iomodel.analyses.frames import SECTOR_COLUMNS, sector_labels
from iomodel.analyses.numerics import Positions, largest, ratio
from iomodel.analyses.regions import World, world_of
from iomodel.analyses.trade.decompositions import KWW_TERMS, WWZ_TERMS, kww, wwz
from iomodel.leontief import Array
from iomodel.models.base import Model
from iomodel.multiregional import sums_by
from iomodel.sectors import Classification
from iomodel.text import Lang, Text, same

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

By = Literal["sector", "partner", "region"]
WWZ_ROWS: tuple[By, ...] = get_args(By)
_WHAT = Text("총수출의 분해", "the decomposition of gross exports")
_SHARE = Text("총수출에 대한 비율 (%)", "share of gross exports (%)")

KWW_NAMES = {
    "dva_final": Text("국내 부가가치: 최종재", "domestic VA in final goods"),
    "dva_intermediate": Text(
        "국내 부가가치: 직접수입국이 흡수하는 중간재",
        "domestic VA in intermediates absorbed by direct importers",
    ),
    "dva_re_exported": Text(
        "국내 부가가치: 제3국으로 재수출되는 중간재",
        "domestic VA in intermediates re-exported to third regions",
    ),
    "returned_final": Text("최종재로 돌아온 국내 부가가치", "domestic VA returned in final goods"),
    "returned_intermediate": Text(
        "중간재로 돌아온 국내 부가가치", "domestic VA returned in intermediates"
    ),
    "domestic_double_counted": Text("국내분 이중계산", "double counted, produced at home"),
    "fva_final": Text("역외 부가가치: 최종재", "foreign VA in final goods"),
    "fva_intermediate": Text("역외 부가가치: 중간재", "foreign VA in intermediates"),
    "foreign_double_counted": Text("역외분 이중계산", "double counted, produced abroad"),
    "outside": Text("표 밖의 수입·생산물세", "imports from outside, product taxes"),
}
_KWW_COLOURS = (
    *("#003f6b", "#0072B2", "#56B4E9", "#006b4f", "#009E73", "#b8b8b8"),
    *("#D55E00", "#E69F00", "#7a7a7a", "#000000"),
)
GROUPS = {
    "dva": (Text("국내 부가가치", "domestic VA absorbed abroad"), range(0, 5)),
    "returned": (Text("돌아온 국내 부가가치", "domestic VA that returns"), range(5, 8)),
    "fva": (Text("역외 부가가치", "foreign VA"), (10, 11, 13, 14)),
    "double_counted": (Text("이중계산", "double counted"), (8, 9, 12, 15)),
    "outside": (Text("표 밖", "from outside the table"), (16,)),
}
_GROUP_COLOURS = ("#0072B2", "#009E73", "#E69F00", "#999999", "#000000")


@dataclass(frozen=True, eq=False)
class GrossExports:
    """Each region's gross exports in nine terms, in the table's money.

    Attributes
    ----------
    regions : tuple of str
        R exporters.
    terms : ndarray (R, 10)
        The nine terms of the paper, and what comes from outside the table's regions.
    exports : ndarray (R,)
        Gross exports, to which the terms add.
    """

    regions: tuple[str, ...]
    terms: Array
    exports: Array
    title: Text
    columns: tuple[Column, ...]
    notes: tuple[Text, ...]
    source: str = (
        "Koopman, Wang & Wei (2014), Tracing value-added and double counting in gross exports, "
        "American Economic Review 104(2), eq. 36"
    )

    @property
    def value_added_exports(self) -> Array:
        """Terms 1 to 3, domestic value added absorbed abroad, (R,)."""
        return np.asarray(self.terms[:, :3].sum(axis=1))

    @property
    def domestic_value_added(self) -> Array:
        """Terms 1 to 5: value-added exports and what returns home, (R,)."""
        return np.asarray(self.terms[:, :5].sum(axis=1))

    def table(self) -> pd.DataFrame:
        """Return one row an exporting region."""
        import pandas as pd

        terms = dict(zip(KWW_TERMS, self.terms.T, strict=True))
        return pd.DataFrame({"region": self.regions} | terms | {"exports": self.exports})

    def plot(self, ax: Axes | None = None, lang: Lang = "en") -> Axes:
        """Draw the terms as shares of each region's gross exports."""
        shares = 100 * ratio(self.terms, self.exports[:, None])
        series = [
            (KWW_NAMES[term], shares[:, i])
            for i, term in enumerate(KWW_TERMS)
            if np.any(self.terms[:, i])
        ]
        return stacked_bars(ax, self.regions, series, _SHARE, self.title, lang, _KWW_COLOURS)


def kww_decomposition(model: Model) -> GrossExports:
    r"""Return the nine terms of each region's gross exports.

    Parameters
    ----------
    model : Model
        On multiregional transactions of R regions.

    Returns
    -------
    GrossExports
        (R, 10), in the table's money.

    Raises
    ------
    NotSupportedError
        If the table is national, or holds no transactions.
    LabelError
        If a final-demand category names no region.

    Notes
    -----
    .. math:: u E_{r*} =
       V_r \sum_{s \ne r} B_{rr} Y_{rs} + V_r \sum_{s \ne r} B_{rs} Y_{ss}
       + V_r \sum_{s \ne r} \sum_{t \ne s, r} B_{rs} Y_{st}
       + V_r \sum_{s \ne r} B_{rs} Y_{sr}
       + V_r \sum_{s \ne r} B_{rs} A_{sr} L_{rr} Y_{rr}
       + V_r \sum_{s \ne r} B_{rs} A_{sr} L_{rr} E_{r*}
       + \sum_{t \ne r} \sum_{s \ne r} V_t B_{tr} Y_{rs}
       + \sum_{t \ne r} \sum_{s \ne r} V_t B_{tr} A_{rs} L_{ss} Y_{ss}
       + \sum_{t \ne r} V_t B_{tr} \sum_{s \ne r} A_{rs} L_{ss} E_{s*}

    (Koopman, Wang & Wei 2014, eq. 36).
    """
    world = world_of(model, _WHAT)
    money = world.info.money.name
    return GrossExports(
        world.regions,
        kww(world),
        world.by_region(world.exports).sum(axis=1),
        Text("총수출의 분해 (KWW)", "Decomposition of gross exports (KWW)"),
        (
            Column("region", Text("수출지역", "exporter")),
            *(Column(term, KWW_NAMES[term], money, 2) for term in KWW_TERMS),
            Column("exports", Text("총수출", "gross exports"), money, 2),
        ),
        (
            Text(
                "역외 부가가치의 일부가 이중계산으로 분류된다는 비판이 있다(Borin & Mancini 2019)",
                "part of foreign value added is classed as double counted, as Borin & Mancini "
                "(2019) criticise",
            ),
            *_beyond(world),
        ),
    )


@dataclass(frozen=True, eq=False)
class BilateralExports:
    """Exports by sector and partner in sixteen terms, in the table's money.

    Attributes
    ----------
    regions, buyers : tuple of str
        R exporters; D partners, the producing ones first.
    home : ndarray (n,)
        The region of each sector, by its position in `regions`.
    terms : ndarray (n, D, 17)
        The sixteen terms of the paper, and what comes from outside the table's regions.
    exports : ndarray (n, D)
        Gross exports, to which the terms add.
    by : "sector", "partner" or "region"
        What a row of the table is: sector and partner, region and partner, or region.
    """

    sectors: Classification
    regions: tuple[str, ...]
    buyers: tuple[str, ...]
    home: Positions
    terms: Array
    exports: Array
    by: By
    title: Text
    columns: tuple[Column, ...]
    notes: tuple[Text, ...]
    source: str = (
        "Wang, Wei & Zhu (2013), Quantifying international production sharing at the bilateral "
        "and sector levels, NBER Working Paper 19677, table E1"
    )

    def between_regions(self) -> Array:
        """Return the terms summed over the sectors of each exporter, (R, D, 17)."""
        return sums_by(self.terms, self.home, len(self.regions))

    def table(self) -> pd.DataFrame:
        """Return one row an exporter and partner, without sales to itself, or an exporter."""
        import pandas as pd

        if self.by == "sector":
            return self._by_sector()
        terms = self.between_regions()
        if self.by == "region":
            rows = {"exporter": list(self.regions)}
            summed = terms.sum(axis=1)
            return pd.DataFrame(rows | _named(summed) | {"exports": summed.sum(axis=1)})
        r, s = self._pairs()
        pairs = {
            "exporter": [self.regions[i] for i in r],
            "importer": [self.buyers[i] for i in s],
        }
        return pd.DataFrame(pairs | _named(terms[r, s]) | {"exports": terms[r, s].sum(axis=1)})

    def plot(self, ax: Axes | None = None, lang: Lang = "en") -> Axes:
        """Draw the largest bilateral flows in groups of terms, as shares of gross exports."""
        r, s = self._pairs()
        terms = self.between_regions()[r, s]
        at = largest(terms.sum(axis=1), MOST)
        shares = 100 * ratio(terms[at], terms[at].sum(axis=1, keepdims=True))
        series = [
            (name, shares[:, list(members)].sum(axis=1))
            for name, members in GROUPS.values()
            if np.any(shares[:, list(members)])
        ]
        labels = [f"{self.regions[r[i]]} → {self.buyers[s[i]]}" for i in at]
        return stacked_bars(ax, labels, series, _SHARE, self.title, lang, _GROUP_COLOURS)

    def _by_sector(self) -> pd.DataFrame:
        import pandas as pd

        i, s = np.nonzero(self.home[:, None] != np.arange(len(self.buyers)))
        rows = {
            "exporter": [self.regions[self.home[k]] for k in i],
            **sector_labels(self.sectors.sectors[k] for k in i),
            "importer": [self.buyers[k] for k in s],
        }
        return pd.DataFrame(rows | _named(self.terms[i, s]) | {"exports": self.exports[i, s]})

    def _pairs(self) -> tuple[list[int], list[int]]:
        pairs = [
            (r, s) for r in range(len(self.regions)) for s in range(len(self.buyers)) if r != s
        ]
        return [r for r, _ in pairs], [s for _, s in pairs]


def wwz_decomposition(model: Model, by: By = "sector") -> BilateralExports:
    r"""Return the sixteen terms of exports by sector and partner.

    Parameters
    ----------
    model : Model
        On multiregional transactions: n sectors, R producing and D buying regions.
    by : "sector", "partner" or "region"
        What a row of the table is; the terms themselves are always by sector and partner.

    Returns
    -------
    BilateralExports
        (n, D, 17), in the table's money.

    Raises
    ------
    NotSupportedError
        If the table is national, or holds no transactions.
    LabelError
        If a final-demand category names no region.

    Notes
    -----
    For s exporting to r, # the elementwise product and L_ss = (I − A_ss)⁻¹,

    .. math:: E_{sr} &= (V_s B_{ss})' \# Y_{sr}
       + (V_s L_{ss})' \# A_{sr} \big[ B_{rr} Y_{rr} + \textstyle\sum_t B_{rt} Y_{tt}
       + B_{rr} \sum_t Y_{rt} + \sum_t B_{rt} \sum_{u \ne s,t} Y_{tu} \\
       &+ B_{rr} Y_{rs} + \textstyle\sum_t B_{rt} Y_{ts} + B_{rs} Y_{ss}
       + B_{rs} \sum_{t \ne s} Y_{st} \big] + (V_s B_{ss} - V_s L_{ss})' \# A_{sr} X_r \\
       &+ (V_r B_{rs})' \# [Y_{sr} + A_{sr} L_{rr} Y_{rr} + A_{sr} L_{rr} E_{r*}]
       + (\textstyle\sum_t V_t B_{ts})' \# [\ldots]

    sums over t leaving out s and r (Wang, Wei & Zhu 2013, section 2). Added up over partners and
    sectors the terms are those of Koopman, Wang & Wei (their table E2): 1; 2 + 3; 4 + 5; 6 + 7;
    8; 9 + 10; 11 + 14; 12 + 15; 13 + 16.
    """
    require_choice("by", by, WWZ_ROWS)
    world = world_of(model, _WHAT)
    money = world.info.money.name
    exporter, importer = (
        Column("exporter", Text("수출지역", "exporter")),
        Column("importer", Text("수입지역", "importer")),
    )
    rows = {
        "sector": (exporter, *SECTOR_COLUMNS, importer),
        "partner": (exporter, importer),
        "region": (exporter,),
    }[by]
    return BilateralExports(
        world.sectors,
        world.regions,
        world.buyers,
        world.home,
        wwz(world),
        world.exports,
        by,
        Text("상대지역별 총수출의 분해 (WWZ)", "Decomposition of bilateral exports (WWZ)"),
        (
            *rows,
            *(Column(term, same(term), money, 3) for term in WWZ_TERMS),
            Column("exports", Text("총수출", "gross exports"), money, 3),
        ),
        _beyond(world),
    )


def _beyond(world: World) -> tuple[Text, ...]:
    if len(world.buyers) == len(world.regions):
        return ()
    names = ", ".join(world.buyers[len(world.regions) :])
    return (
        Text(
            f"생산하지 않는 상대지역({names})에 판 것은 모두 최종재로 본다",
            f"sales to partners that don't produce ({names}) count as final goods",
        ),
    )


def _named(terms: Array) -> dict[str, Array]:
    return dict(zip(WWZ_TERMS, terms.T, strict=True))
