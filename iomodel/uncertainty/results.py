"""What an uncertainty run returns: intervals by programme and indicator, and what lies behind."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from iomodel.analyses.base import Column
from iomodel.analyses.charts import COLOURS, draw_title, new_axes
from iomodel.errors import NotFoundError, Problem
from iomodel.files import write_netcdf
from iomodel.impact import Indicator
from iomodel.provenance import Manifest
from iomodel.text import Lang, Text, same
from iomodel.uncertainty.convergence import Convergence, convergence, quantile_error
from iomodel.uncertainty.draws import BLOCK
from iomodel.uncertainty.first_order import FirstOrder
from iomodel.uncertainty.machine import Effects
from iomodel.uncertainty.variance import Indices
from iomodel.units import MoneyUnit

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr
    from matplotlib.axes import Axes

Array = NDArray[np.float64]
TOTAL = "total"


@dataclass(frozen=True)
class Row:
    """A programme, or the sum of all."""

    scenario: str
    programme: str
    district: Text
    name: Text

    def label(self, lang: Lang) -> str:
        """Return the row in words."""
        return " ".join(filter(None, (self.district.get(lang), self.name.get(lang))))


@dataclass(frozen=True)
class SourceLine:
    """A group of sources in words: its ids, what is uncertain and how, and why we think so."""

    id: str
    family: Text
    words: Text


@dataclass(frozen=True, eq=False)
class Uncertainty:
    """Distributions of the effects of a study's announced spending.

    Attributes
    ----------
    title : Text
    rows : tuple of Row
        p programmes, then their sum.
    indicators : tuple of Indicator
    money : MoneyUnit
    effects : Effects
        Of N draws.
    nominal : ndarray (p + 1, k)
        What `iomodel run` gives: everything as announced and as in the table.
    first_order : FirstOrder
    indices : Indices or None
        Of (p + 1, k) outputs; None where SALib wasn't asked.
    sources : tuple of SourceLine
        One a group, in the order of `first_order` and `indices`.
    interval : float
        How much of the distribution an interval holds.
    remarks : tuple of Text
    seed : int
    spec, spec_checksum : str
        The file of uncertainties and its SHA-256.
    manifest : Manifest
    """

    title: Text
    rows: tuple[Row, ...]
    indicators: tuple[Indicator, ...]
    money: MoneyUnit
    effects: Effects
    nominal: Array
    first_order: FirstOrder
    indices: Indices | None
    sources: tuple[SourceLine, ...]
    interval: float
    remarks: tuple[Text, ...]
    seed: int
    spec: str
    spec_checksum: str
    manifest: Manifest

    source = (
        "Monte Carlo; delta method by adjoints (West 1986; Heijungs 2010); Sobol' indices "
        "(Saltelli et al. 2010, by SALib)"
    )

    @cached_property
    def values(self) -> Array:
        """Every draw, (N, p + 1, k), the sum of programmes last."""
        own = self.effects.values
        return np.concatenate([own, own.sum(axis=1, keepdims=True)], axis=1)

    @property
    def draws(self) -> int:
        """N."""
        return len(self.effects.values)

    @property
    def levels(self) -> tuple[float, float, float]:
        """The lower end, the median and the upper end."""
        tail = (1.0 - self.interval) / 2.0
        return tail, 0.5, 1.0 - tail

    def sample(self, indicator: str, scenario: str = TOTAL, programme: str = "") -> Array:
        """Return the draws of one effect, (N,).

        Raises
        ------
        NotFoundError
            If there is no such row or indicator.
        """
        q, k = self._place(indicator, scenario, programme)
        return np.asarray(self.values[:, q, k])

    def quantiles(
        self, indicator: str, scenario: str = TOTAL, programme: str = ""
    ) -> tuple[float, float, float]:
        """Return the lower end, the median and the upper end of one effect's interval."""
        low, middle, high = np.quantile(self.sample(indicator, scenario, programme), self.levels)
        return float(low), float(middle), float(high)

    def convergence(
        self, indicator: str, scenario: str = TOTAL, programme: str = ""
    ) -> Convergence:
        """Return how the interval of one effect settles as draws are added."""
        return convergence(self.sample(indicator, scenario, programme), self.levels)

    def _place(self, indicator: str, scenario: str, programme: str) -> tuple[int, int]:
        ids = [i.id for i in self.indicators]
        found = [
            q
            for q, row in enumerate(self.rows)
            if row.scenario == scenario and programme in ("", row.programme)
        ]
        if indicator in ids and len(found) == 1:
            return found[0], ids.index(indicator)
        rows = "; ".join(" / ".join(filter(None, (r.scenario, r.programme))) for r in self.rows)
        raise NotFoundError(
            "uncertainty",
            Problem(
                "",
                Text("해당하는 결과가 없습니다", "no result matches"),
                same(f"{', '.join(ids)}; {rows}"),
                same(" / ".join(filter(None, (indicator, scenario, programme)))),
                Text("지표와 사업의 이름을 고치십시오", "correct the indicator or the programme"),
            ),
        )

    # ------------------------------------------------------------------ tables
    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of `table`."""
        low, _, high = (f"{100 * level:g} %" for level in self.levels)
        return (
            Column("scenario", Text("시나리오", "Scenario")),
            Column("programme", Text("사업", "Programme")),
            Column("indicator", Text("지표", "Indicator")),
            Column("unit", Text("단위", "Unit")),
            Column("nominal", Text("그대로 계산", "As announced"), decimals=0),
            Column("mean", Text("평균", "Mean"), decimals=0),
            Column("low", same(low), decimals=0),
            Column("median", Text("중앙값", "Median"), decimals=0),
            Column("high", same(high), decimals=0),
            Column("low_error", Text(f"{low} 오차", f"Error of {low}"), decimals=1),
            Column("high_error", Text(f"{high} 오차", f"Error of {high}"), decimals=1),
            Column("sd", Text("표준편차", "Standard deviation"), decimals=0),
            Column("first_order_sd", Text("일차근사", "To first order"), decimals=0),
        )

    def table(self) -> pd.DataFrame:
        """Return one row a programme and indicator, then those of the sum; see `columns`."""
        import pandas as pd

        values, (low, middle, high) = self.values, self.levels
        ends = np.quantile(values, [low, middle, high], axis=0)
        errors = [quantile_error(values, level) for level in (low, high)]
        sd, first = values.std(axis=0, ddof=1), self.first_order.sd
        return pd.DataFrame(
            [
                {
                    "scenario": row.scenario,
                    "programme": row.programme,
                    "indicator": indicator.id,
                    "unit": indicator.measured_in(self.money).ko,
                    "nominal": float(self.nominal[q, k]),
                    "mean": float(values[:, q, k].mean()),
                    "low": float(ends[0, q, k]),
                    "median": float(ends[1, q, k]),
                    "high": float(ends[2, q, k]),
                    "low_error": float(errors[0][q, k]),
                    "high_error": float(errors[1][q, k]),
                    "sd": float(sd[q, k]),
                    "first_order_sd": float(first[q, k]),
                }
                for q, row in enumerate(self.rows)
                for k, indicator in enumerate(self.indicators)
            ],
            columns=[column.id for column in self.columns],
        )

    def variance_records(self) -> list[dict[str, Any]]:
        """Return what each group of sources carries, one record a group, row and indicator.

        Shares of the variance to first order, and Sobol' indices where they were made; each half
        width is that of a 95 % interval.
        """
        shares = self.first_order.shares
        return [
            {
                "source": line.id,
                "family": line.family.en,
                "scenario": row.scenario,
                "programme": row.programme,
                "indicator": indicator.id,
                "first_order_share": float(shares[g, q, k]),
            }
            | {
                name: float(values[g, q, k]) if values is not None else float("nan")
                for name, values in self._indices().items()
            }
            for g, line in enumerate(self.sources)
            for q, row in enumerate(self.rows)
            for k, indicator in enumerate(self.indicators)
        ]

    def _indices(self) -> dict[str, Array | None]:
        i = self.indices
        return {
            "sobol_first": i.first if i else None,
            "sobol_first_error": i.first_error if i else None,
            "sobol_total": i.total if i else None,
            "sobol_total_error": i.total_error if i else None,
        }

    def variance(self) -> pd.DataFrame:
        """Return `variance_records` as a frame."""
        import pandas as pd

        return pd.DataFrame(self.variance_records())

    def to_frame(self) -> pd.DataFrame:
        """Return every draw in tidy form: draw, scenario, programme, indicator, value."""
        import pandas as pd

        n, q, k = self.values.shape
        place = np.indices((n, q, k)).reshape(3, -1)
        rows, ids = self.rows, [i.id for i in self.indicators]
        return pd.DataFrame(
            {
                "draw": place[0],
                "scenario": np.array([r.scenario for r in rows], dtype=object)[place[1]],
                "programme": np.array([r.programme for r in rows], dtype=object)[place[1]],
                "indicator": np.array(ids, dtype=object)[place[2]],
                "value": self.values.ravel(),
            }
        )

    def to_xarray(self) -> xr.Dataset:
        """Return every draw by draw and programme, an array an indicator, with the run's record.

        Money is in the table's unit; each array says its own.
        """
        import xarray as xr

        names = [f"{row.scenario}/{row.programme}".rstrip("/") for row in self.rows]
        data = {
            indicator.id: xr.DataArray(
                self.values[:, :, k],
                dims=("draw", "programme"),
                attrs={"units": indicator.measured_in(self.money).en},
            )
            for k, indicator in enumerate(self.indicators)
        }
        coords = {"draw": np.arange(self.draws), "programme": np.array(names, dtype=object)}
        record = json.dumps(self.record("en"), ensure_ascii=False)
        return xr.Dataset(data, coords=coords, attrs={"run": record})

    def to_netcdf(self, path: Path | str) -> None:
        """Write `to_xarray` as netCDF, whole or not at all."""
        write_netcdf(Path(path), self.to_xarray())

    # ------------------------------------------------------------------ words
    @property
    def notes(self) -> tuple[Text, ...]:
        """What was drawn, how well it is known, and what the numbers are."""
        e = self.effects
        low, _, high = (f"{100 * level:g}%" for level in self.levels)
        notes = [
            Text(
                f"추출 {self.draws:,}회, 시드 {self.seed}; {self.interval:.0%} 구간은 가정한 분포 "
                f"아래의 {low}와 {high} 분위수이며, 가정이 틀릴 가능성은 들어 있지 않습니다",
                f"{self.draws:,} draws, seed {self.seed}; {self.interval:.0%} intervals are the "
                f"{low} and {high} quantiles under the distributions assumed; that these are "
                "wrong is not part of them",
            ),
            Text(
                "'오차'는 추출 횟수가 유한한 데서 오는 분위수의 표준오차, '일차근사'는 도함수로 "
                "구한 표준편차입니다",
                "errors are the quantiles' standard errors for want of more draws; 'to first "
                "order' is the standard deviation by derivatives",
            ),
            *self.remarks,
        ]
        if not np.isnan(e.gap):
            notes.append(
                Text(
                    f"모든 추출에서 부가가치 + 수입 등 = 지출 (최대 어긋남 {e.gap:.1e}, R6)",
                    f"value added + imports and other primary inputs = spending in every draw "
                    f"(largest gap {e.gap:.1e}, R6)",
                )
            )
        if e.iterations:
            notes.append(
                Text(
                    f"투입계수의 추출마다 기준 역행렬을 거쳐 최대 {e.iterations}번 되풀이; "
                    f"수치오차의 한계 {e.bound:.1e} (상대), 소거법으로 푼 추출 {e.direct}회",
                    f"each draw of input coefficients solved from the base inverse in at most "
                    f"{e.iterations} passes; numerical error at most {e.bound:.1e} (relative), "
                    f"{e.direct} draws by elimination",
                )
            )
            again = int(e.redrawn.sum())
            notes.append(
                Text(
                    f"부가가치가 음수가 되어 다시 뽑은 열 {again:,}개 "
                    f"(추출당 {again / self.draws:.2f}개)",
                    f"{again:,} columns drawn anew because value added would have been negative "
                    f"({again / self.draws:.2f} a draw)",
                )
            )
        return tuple(notes)

    def record(self, lang: Lang) -> dict[str, Any]:
        """Return what the run rested on besides its tables, as plain data."""
        e = self.effects
        return {
            "seed": self.seed,
            "draws": self.draws,
            "block": BLOCK,
            "interval": self.interval,
            "spec": self.spec,
            "spec_sha256": self.spec_checksum,
            "sobol_base": self.indices.base if self.indices else None,
            "exhaustion_gap": e.gap,
            "error_bound": e.bound,
            "iterations": e.iterations,
            "eliminated": e.direct,
            "columns_redrawn": int(e.redrawn.sum()),
            "sources": [
                {
                    "id": line.id,
                    "family": line.family.get(lang),
                    "words": line.words.get(lang),
                }
                for line in self.sources
            ],
        }

    # ------------------------------------------------------------------ pictures
    def plot(
        self, ax: Axes | None = None, lang: Lang = "en", indicator: str = "employment"
    ) -> Axes:
        """Draw each programme's interval, its middle half, its median and the nominal value."""
        ax = new_axes(ax)
        k = self._place(indicator, TOTAL, "")[1]
        low, _, high = self.levels
        for place, _row in enumerate(self.rows):
            a, b, c, d, e = np.quantile(self.values[:, place, k], [low, 0.25, 0.5, 0.75, high])
            ax.plot([a, e], [place, place], color=COLOURS[4], linewidth=3, zorder=1)
            ax.plot([b, d], [place, place], color=COLOURS[0], linewidth=8, zorder=2)
            ax.plot([c], [place], "o", color="white", markersize=5, zorder=3)
        ax.plot(
            self.nominal[:, k],
            range(len(self.rows)),
            "D",
            color=COLOURS[5],
            label=Text("발표된 그대로", "as announced").get(lang),
            zorder=4,
        )
        names = [row.label(lang) for row in self.rows]
        ax.set_yticks(range(len(self.rows)), names, fontsize="small")
        ax.invert_yaxis()
        known = self.indicators[k]
        ax.set_xlabel(f"{known.name.get(lang)} ({known.measured_in(self.money).get(lang)})")
        draw_title(ax, self.title, lang)
        ax.legend(frameon=False)
        return ax

    def plot_convergence(
        self, ax: Axes | None = None, lang: Lang = "en", indicator: str = "employment"
    ) -> Axes:
        """Draw the running interval of the sum, each line within two of its standard errors."""
        ax = new_axes(ax)
        found = self.convergence(indicator)
        for i, level in enumerate(self.levels):
            middle, error = found.quantiles[:, i], found.errors[:, i]
            ax.plot(found.draws, middle, color=COLOURS[i], label=f"{100 * level:g} %")
            ax.fill_between(
                found.draws, middle - 2 * error, middle + 2 * error, color=COLOURS[i], alpha=0.2
            )
        ax.set_xscale("log")
        ax.set_xlabel(Text("추출 횟수", "draws").get(lang))
        known = self.indicators[self._place(indicator, TOTAL, "")[1]]
        ax.set_ylabel(f"{known.name.get(lang)} ({known.measured_in(self.money).get(lang)})")
        ax.legend(frameon=False)
        return ax
