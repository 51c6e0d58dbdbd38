"""Whether any sectors of any known table can have given the printed ratios; else, which slip."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from iomodel.audit.asking import Asked
from iomodel.audit.candidates import Wanted
from iomodel.audit.figures import Figure
from iomodel.audit.finding import Finding, percent
from iomodel.audit.groups import Cell
from iomodel.audit.interval import Interval
from iomodel.audit.schema import PEOPLE, ROLES
from iomodel.audit.shared import ratio_words
from iomodel.audit.slips import times_words
from iomodel.leontief import Array
from iomodel.text import Text
from iomodel.units import money_unit

FAR, NEAR = 0.5, 0.15  # distances from announced sectors: no mix of them; a plausible one
TWICE = 1 / 3  # distance of ratios twice as large as the edge: less is no slip of the unit
_SLIPS = tuple(Fraction(10) ** power for power in (1, -1, 2, -2, 3, -3))


def ranges(asked: Asked, broken: bool) -> Iterator[Finding]:
    """Find whether the ratios of a cluster are inside what the sectors of known tables give.

    Parameters
    ----------
    broken : bool
        Whether it breaks a bound, and so is outside of every table: only a slip is news then.
    """
    inside = asked.columns.allow(asked.wanted)
    if not inside:
        slips = [*_as_multiplier(asked), *_slips(asked, asked.columns.allow)]
        if slips and asked.columns.distance(asked.wanted) >= TWICE:
            yield _slip(asked, slips, _outside_words(asked))
        elif not broken:
            yield _outside(asked)
        return
    if asked.announced.labels and asked.announced.distance(asked.wanted) > FAR:
        slips = _slips(asked, lambda wanted: asked.announced.distance(wanted) <= NEAR)
        if slips:
            yield _slip(asked, slips, _FROM_ANNOUNCED)
            return
    name = asked.cluster.name
    yield Finding(
        "range",
        "clean",
        asked.cluster.ids,
        Text(
            f"{name.ko}: 알려진 표의 부문들이 낼 수 있는 비율입니다",
            f"{name.en}: ratios that sectors of known tables can give",
        ),
        asked.cluster.told,
        data={"ratios": _ratio_data(asked), "sectors": len(asked.columns.labels)},
    )


def _outside(asked: Asked) -> Finding:
    name, distance = asked.cluster.name, asked.columns.distance(asked.wanted)
    return Finding(
        "range",
        "unlikely",
        asked.cluster.ids,
        Text(
            f"{name.ko}: 알려진 어느 표의 부문을 섞어도 나오지 않는 비율입니다",
            f"{name.en}: ratios that no mix of sectors of any known table gives",
        ),
        _joined(asked.cluster.told, _outside_words(asked)),
        Text(
            f"가장 가까운 조합에서도 {percent(distance)} 어긋남",
            f"{percent(distance)} off at the nearest mix",
        ),
        data={
            "ratios": _ratio_data(asked),
            "sectors": len(asked.columns.labels),
            "distance": distance,
        },
    )


def _joined(left: Text, right: Text) -> Text:
    return Text(f"{left.ko}. {right.ko}", f"{left.en}. {right.en}")


def _ratio_data(asked: Asked) -> dict[str, float]:
    """Return the ratios; money per money, persons per billion won or million of another money."""
    scale = money_unit(asked.cluster.first.currency or "KRW").base.factor
    return {
        effect if scope == "total" else f"{effect} {scope}": float(ratio.middle)
        * (scale if effect in PEOPLE else 1.0)
        for (effect, scope), ratio in asked.cluster.ratios.items()
    }


_FROM_ANNOUNCED = Text(
    "발표된 부문의 계수와 자릿수가 다릅니다",
    "far from the multipliers of the announced sectors",
)


def _outside_words(asked: Asked) -> Text:
    """Return which ratios lie outside what single sectors give, and what that may mean."""
    told = []
    columns, wanted = asked.columns, asked.wanted
    for k, cell in enumerate(wanted.cells):
        if k == 0 or cell is None:
            continue
        values = columns.values[k] / columns.values[0]
        if wanted.middle[k] - wanted.half[k] > values.max():
            told.append(_edge(asked, cell, int(np.argmax(values)), values, "highest"))
        elif wanted.middle[k] + wanted.half[k] < values.min():
            told.append(_edge(asked, cell, int(np.argmin(values)), values, "lowest"))
    if not told:
        told.append(
            Text(
                "비율 하나하나는 범위 안이지만 함께 내는 조합이 없습니다",
                "each ratio is in range, and no mix gives them together",
            )
        )
    return Text("; ".join(t.ko for t in told), "; ".join(t.en for t in told))


def _edge(asked: Asked, cell: Cell, at: int, values: Array, which: str) -> Text:
    """Return the highest or lowest ratio among the known sectors, and whose it is."""
    block, i = asked.columns.labels[at]
    edge = Interval.exactly(Fraction(float(values[at])))
    limit = ratio_words(cell, edge, asked.cluster.first.currency)
    where, sector = f"{block.table} {block.region}".strip(), block.sectors.sectors[i]
    korean = {"highest": "가장 높은", "lowest": "가장 낮은"}[which]
    told = Text(
        f"{korean} 부문도 {limit.ko} ({where} {sector.name.ko})",
        f"the {which} sector has {limit.en} ({where} {sector.name.en})",
    )
    leaks = cell == ("value_added", "total") and asked.wanted.cells[0] is None
    if not leaks or which == "lowest":
        return told
    return Text(
        f"{told.ko}. 수입으로 새는 몫이 거의 없으니 수입을 빼지 않은 표를 썼거나 다른 금액입니다",
        f"{told.en}. Hardly anything leaks into imports: total flows were used, or another amount",
    )


@dataclass(frozen=True)
class Slip:
    """A cell of a cluster (0 is the base) and what would put it right."""

    cell: int
    factor: Fraction | None  # how many times too large; None: a multiplier printed as a total


def _slips(asked: Asked, good: Callable[[Wanted], bool]) -> list[Slip]:
    """Return the powers of ten on single cells that would put the ratios right."""
    found = []
    for k in range(len(asked.wanted.cells)):
        for factor in _SLIPS:
            factors = np.ones(len(asked.wanted.cells))
            factors[k] = 1.0 / float(factor)
            if good(asked.wanted.times(factors)):
                found.append(Slip(k, factor))
    return found


def _as_multiplier(asked: Asked) -> list[Slip]:
    """Return effects whose bare numbers, taken as multipliers, would put the ratios right."""
    group = asked.cluster.first
    if group.amount is None or len(asked.cluster.groups) > 1:
        return []
    per = money_unit(group.currency or "KRW").base.factor
    found = []
    for k, cell in enumerate(asked.wanted.cells):
        if cell is None:
            continue
        bare = float(group.cells[cell].printed.value) / (per if cell[0] in PEOPLE else 1.0)
        factors = np.ones(len(asked.wanted.cells))
        factors[k] = bare / asked.wanted.middle[k]
        if bare > 0 and asked.columns.allow(asked.wanted.times(factors)):
            found.append(Slip(k, None))
    return found


def _slip(asked: Asked, slips: list[Slip], why: Text) -> Finding:
    cluster = asked.cluster
    told = [_slip_words(asked, slip) for slip in slips]
    at = dict.fromkeys(figure.id for slip in slips for figure in _figures_at(asked, slip.cell))
    return Finding(
        "slip",
        "unlikely",
        (*at, *(id for id in cluster.ids if id not in at)),
        Text(
            f"{cluster.name.ko}: 단위를 틀린 것으로 보입니다",
            f"{cluster.name.en}: a slip of the unit, it seems",
        ),
        _joined(cluster.told, why),
        Text(" 또는 ".join(t.ko for t in told), " or ".join(t.en for t in told)),
        data={
            "ratios": _ratio_data(asked),
            "slips": [
                {
                    "figures": tuple(figure.id for figure in _figures_at(asked, slip.cell)),
                    "times_too_large": None if slip.factor is None else float(slip.factor),
                }
                for slip in slips
            ],
        },
    )


def _figures_at(asked: Asked, k: int) -> list[Figure]:
    """Return the figures of a cell in all members of the cluster."""
    cell = asked.wanted.cells[k]
    found = [g.amount if cell is None else g.cells.get(cell) for g in asked.cluster.groups]
    return [figure for figure in found if figure is not None]


def _slip_words(asked: Asked, slip: Slip) -> Text:
    cell = asked.wanted.cells[slip.cell]
    figures = _figures_at(asked, slip.cell)
    name = figures[0].name if figures else ROLES["amount" if cell is None else cell[0]]
    shown = figures[0].shown if figures else ""
    if slip.factor is None:
        return Text(
            f"{name.ko} {shown}: 금액에 곱하지 않은 계수를 그대로 적음",
            f"{name.en} {shown}: a multiplier printed as a total",
        )
    times = times_words(slip.factor)
    return Text(f"{name.ko} {shown}: {times.ko} 적음", f"{name.en} {shown}: {times.en}")
