"""The largest supply chains behind an impact."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from iomodel.analyses.arguments import require, require_count
from iomodel.analyses.base import Column, leontief_model
from iomodel.analyses.charts import bars, chain_name, with_unit
from iomodel.analyses.frames import PERCENT
from iomodel.analyses.numerics import percent_of
from iomodel.analyses.paths.common import signs
from iomodel.analyses.paths.search import Chain, bounds, largest_chains
from iomodel.analyses.spending import Followed, Spent, followed, spending_of
from iomodel.errors import NotSupportedError, Problem
from iomodel.leontief import Array
from iomodel.models.base import Model
from iomodel.models.leontief_model import LeontiefModel
from iomodel.sectors import Classification
from iomodel.text import Lang, Text

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


@dataclass(frozen=True, eq=False)
class StructuralPaths:
    """The largest supply chains behind an impact.

    Attributes
    ----------
    title : Text
    followed : Followed
        The indicator and the unit of `total` and of every contribution.
    sectors : Classification
    chains : tuple of Chain
        By falling absolute contribution.
    upstream : ndarray (p,)
        What each chain contributes together with all chains that go on from it: w m(jr).
    total : float
        c′ L f.
    absolute : float
        |c|′ (I − |A|)⁻¹ |f|: the absolute values of all chains, summed.
    next_largest : float
        The absolute contribution of the largest chain that isn't listed; zero if there is none.
    radius : float
        A proved upper bound of the spectral radius of |A|.
    """

    title: Text
    followed: Followed
    sectors: Classification
    chains: tuple[Chain, ...]
    upstream: Array
    total: float
    absolute: float
    next_largest: float
    radius: float
    caveats: tuple[Text, ...]

    source = (
        "c′Lf = Σ_r c′A^r f (Waugh 1950; Miller & Blair 2009, section 2.4), chain by chain "
        "(Defourny & Thorbecke 1984; Treloar 1997)"
    )

    @property
    def contributions(self) -> Array:
        """The effect of each chain in its last sector, (p,)."""
        return np.array([chain.value for chain in self.chains])

    @property
    def coverage(self) -> float:
        """The sum of the chains listed over the total; NaN where the total is zero."""
        return float(percent_of(self.contributions.sum(keepdims=True), self.total)[0]) / 100.0

    @property
    def absolute_coverage(self) -> float:
        """The absolute values of the chains listed over those of all chains."""
        listed = float(np.abs(self.contributions).sum())
        return listed / self.absolute if self.absolute else float("nan")

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of `table`."""
        unit = self.followed.unit
        return (
            Column("rank", Text("순위", "rank"), decimals=0),
            Column("path", Text("경로", "path")),
            Column("name_ko", Text("경로 (국문)", "path, Korean names")),
            Column("name_en", Text("경로 (영문)", "path, English names")),
            Column("round", Text("파급 차수", "round"), decimals=0),
            Column("contribution", Text("기여", "contribution"), unit),
            Column("share", Text("비중", "share"), PERCENT, 2),
            Column("cumulative", Text("누적 비중", "cumulative share"), PERCENT, 2),
            Column(
                "upstream", Text("이 경로와 그 상류 전체", "this chain and all beyond it"), unit
            ),
        )

    @property
    def notes(self) -> tuple[Text, ...]:
        """What the chains cover, and the proof that none larger is missing."""
        unit, known = self.followed.unit, self.followed.indicator.name
        return (
            Text(
                f"{known.ko} 합계 {self.total:,.6g} {unit.ko} 가운데 경로 {len(self.chains)}개가 "
                f"{self.coverage:.2%}를 설명합니다",
                f"the chains listed, {len(self.chains)} in all, make up {self.coverage:.2%} of "
                f"{self.total:,.6g} {unit.en} of {known.en}",
            ),
            Text(
                f"실리지 않은 경로 가운데 가장 큰 것은 {self.next_largest:.6g} {unit.ko}입니다 "
                f"(|A|의 스펙트럼 반지름 {self.radius:.4f} 이하)",
                f"the largest chain not listed contributes {self.next_largest:.6g} {unit.en} "
                f"(spectral radius of |A| at most {self.radius:.4f})",
            ),
            *self.caveats,
        )

    def label(self, chain: Chain, lang: Lang) -> str:
        """Return a chain by its sectors' names."""
        return " ← ".join(self.sectors.sectors[j].name.get(lang) for j in chain.sectors)

    def table(self) -> pd.DataFrame:
        """Return one row a chain, the largest first."""
        import pandas as pd

        codes, values = self.sectors.codes, self.contributions
        return pd.DataFrame(
            {
                "rank": np.arange(1, len(self.chains) + 1),
                "path": [" ← ".join(codes[j] for j in x.sectors) for x in self.chains],
                "name_ko": [self.label(chain, "ko") for chain in self.chains],
                "name_en": [self.label(chain, "en") for chain in self.chains],
                "round": [len(chain.sectors) - 1 for chain in self.chains],
                "contribution": values,
                "share": percent_of(values, self.total),
                "cumulative": percent_of(values.cumsum(), self.total),
                "upstream": self.upstream,
            }
        )

    def plot(self, ax: Axes | None = None, lang: Lang = "en") -> Axes:
        """Draw one bar a chain, the largest on top."""
        sectors, name = self.sectors.sectors, self.followed.indicator.name
        labels = [chain_name([sectors[j] for j in x.sectors], "←", lang) for x in self.chains]
        axis = with_unit(name, self.followed.unit)
        return bars(ax, labels, [(name, self.contributions)], axis, self.title, lang)


def structural_paths(
    model: Model,
    demand: Spent,
    indicator: str = "value_added",
    most: int = 20,
    share: float = 0.0,
) -> StructuralPaths:
    """Return the largest supply chains behind an impact.

    Parameters
    ----------
    model : LeontiefModel
    demand : Demand, str or sequence of str
        A demand; or a sector on which one won is spent; or several "sector=amount".
    indicator : str
        An indicator of the model, such as "value_added" or "employment".
    most : int
        How many chains to list at most.
    share : float
        The smallest absolute contribution to list, in per cent of the total.

    Returns
    -------
    StructuralPaths
        In the table's money or persons; won per won or persons per billion won for one sector.

    Raises
    ------
    NotSupportedError
        If the model is published multipliers, or the spectral radius of |A| is one or more.
    LabelError
        If `most` is below one, or `share` is negative or not finite.
    NotFoundError, UnknownSectorError, InactiveSectorError
        If the indicator or a sector isn't known, or a sector has no output.

    Notes
    -----
    No chain larger than the last one listed is missing. Proof. Let w be what the last sector j
    of a partial chain delivers into it. Every chain that goes on from it contributes at most
    |w| b_j in absolute value, where b_j = max(|c_j|, max_i |a_ij| b_i) is the largest single
    continuation, and b ≤ m̃ = (I − |A|′)⁻¹ |c|, the sum of them all, which is finite as the
    spectral radius of |A| is below one. The search keeps all chains not yet listed behind tasks
    on a heap, each worth the bound of the chains behind it, and always takes up the task worth
    most; a chain is listed when it is itself that task. Absolute values make this hold for
    negative cells. The bound is attained, so listing p chains of up to r rounds takes at most
    about p r steps however many sectors there are.

    The share "upstream" of a chain is w m_j with m = L′c: the chain and everything beyond it.
    Chains overlap there; contributions don't.

    Examples
    --------
    >>> import iomodel
    >>> from iomodel.analyses.paths import structural_paths
    >>> model = iomodel.load_model("bok-2020-33")
    >>> paths = structural_paths(model, "운송장비", "value_added", most=3)
    >>> print(paths.table()[["path", "contribution"]].round(4).to_string(index=False))
       path  contribution
         14        0.2081
    14 ← 14        0.0552
    14 ← 20        0.0238
    >>> round(paths.coverage, 3), round(paths.next_largest, 4)
    (0.412, 0.0196)
    """
    held = leontief_model(model, Text("구조경로분석", "structural path analysis"))
    require_count("most", most)
    require(0 <= share < np.inf, "share", Text("0 이상의 수", "a number from zero"), share)
    spent = spending_of(held, demand)
    known = followed(held, indicator, spent.per_unit)
    f, c, A = spent.values, known.c, held.system.A
    limits = bounds(A, c)
    if limits is None:
        raise _not_convergent(held)
    m = held.system.solve_transposed(c)
    total = float(m @ f)
    listed: list[Chain] = []
    next_largest = 0.0
    for chain in largest_chains(limits, f):
        if len(listed) == most or abs(chain.value) < share / 100.0 * abs(total):
            next_largest = abs(chain.value)
            break
        listed.append(chain)
    name = known.indicator.name
    return StructuralPaths(
        Text(
            f"구조경로: {spent.label.ko}의 {name.ko}",
            f"Structural paths: {name.en} of {spent.label.en}",
        ),
        known,
        held.sectors,
        tuple(listed),
        np.array([chain.weight * m[chain.sectors[-1]] for chain in listed]),
        total,
        float(limits.summed @ np.abs(f)),
        next_largest,
        limits.radius,
        signs(A, f, c),
    )


def _not_convergent(model: LeontiefModel) -> NotSupportedError:
    return NotSupportedError(
        model.info.id,
        Problem(
            "",
            Text(
                "음의 투입계수가 커서 경로의 합이 절대수렴하지 않습니다",
                "with negative coefficients this large, the sum over chains does not converge "
                "absolutely",
            ),
            Text("|A|의 스펙트럼 반지름 1 미만", "a spectral radius of |A| below one"),
            Text("1 이상", "one or more"),
            Text(
                "더 큰 부문 분류를 쓰거나 차수별 파급(production-layers)을 보십시오",
                "use a coarser table, or see the impact by round (production-layers)",
            ),
        ),
    )
