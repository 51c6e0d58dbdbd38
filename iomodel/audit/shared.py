"""Lines that share one set of ratios: a sign of one set of multipliers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from iomodel.audit.finding import Finding, number
from iomodel.audit.groups import Cell, Group
from iomodel.audit.interval import Interval
from iomodel.audit.schema import PEOPLE, ROLES, SCOPES
from iomodel.ratios import largest_shared
from iomodel.text import Text
from iomodel.units import money_unit

NARROW = Fraction(1, 200)  # of a ratio: coarser ones agree by chance


@dataclass(frozen=True, eq=False)
class Cluster:
    """Estimates whose ratios can be one: their common intervals, over a common base.

    Attributes
    ----------
    groups : tuple of Group
        One or more.
    ratios : dict of cell to Interval
        Over the base, in the base of each unit (won per won, persons per won).
    """

    groups: tuple[Group, ...]
    ratios: dict[Cell, Interval]

    @property
    def first(self) -> Group:
        """A member; what they don't have in common is not asked of it."""
        return self.groups[0]

    @property
    def name(self) -> Text:
        """The names of its members."""
        names = [group.name for group in self.groups]
        return Text(", ".join(n.ko for n in names), ", ".join(n.en for n in names))

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of its members' figures."""
        return tuple(id for group in self.groups for id in group.ids)

    @property
    def base(self) -> Cell | None:
        """The cell that ratios are taken to, None where that is the spending."""
        found = self.first.base
        return found[0] if found else None

    @property
    def sectors(self) -> tuple[str, ...]:
        """The sectors announced for its members."""
        return tuple(dict.fromkeys(sector for group in self.groups for sector in group.sectors))

    @property
    def told(self) -> Text:
        """All its ratios in words."""
        base, money = base_words(self.base), self.first.currency
        ratios = [ratio_words(cell, ratio, money) for cell, ratio in self.ratios.items()]
        return Text(
            f"{base.ko} {', '.join(r.ko for r in ratios)}",
            f"{base.en} {', '.join(r.en for r in ratios)}",
        )


def clusters_of(groups: Sequence[Group]) -> tuple[Cluster, ...]:
    """Return all estimates that have ratios, those that share them together."""
    found: list[Cluster] = []
    shared: set[int] = set()
    for alike in _alike(groups):
        rest = alike
        while len(members := [rest[i] for i in largest_shared(_boxes(rest))]) > 1:
            found.append(Cluster(tuple(members), _common(members)))
            shared |= {id(group) for group in members}
            rest = [group for group in rest if id(group) not in shared]
    alone = [g for g in groups if g.ratios and id(g) not in shared and not _told(g, groups)]
    found += [Cluster((group,), group.ratios) for group in alone]
    order = {id(group): i for i, group in enumerate(groups)}
    return tuple(sorted(found, key=lambda cluster: order[id(cluster.first)]))


def _told(group: Group, groups: Sequence[Group]) -> bool:
    """Return whether coefficients and effects of one spending are printed, and others tell more."""

    def rank(one: Group) -> tuple[int, bool]:
        return len(one.ratios), one.coefficients

    return group.amount is not None and any(
        other.amount is group.amount
        and (other.programme, other.region, other.year, other.method)
        == (group.programme, group.region, group.year, group.method)
        and rank(other) > rank(group)
        for other in groups
    )


def _alike(groups: Sequence[Group]) -> list[list[Group]]:
    """Return the lines whose ratios can be compared: narrow, over the same base, of one kind."""
    by_kind: dict[object, list[Group]] = {}
    for group in groups:
        narrow = all(r.half <= NARROW * r.middle for r in group.ratios.values())
        if group.base and group.ratios and narrow and not (group.summed or group.coefficients):
            kind = (group.base[0], frozenset(group.ratios), group.region, group.method)
            by_kind.setdefault((*kind, group.currency), []).append(group)
    return list(by_kind.values())


def _boxes(groups: Sequence[Group]) -> list[list[tuple[Fraction, Fraction]]]:
    cells = list(groups[0].ratios) if groups else []
    return [[(g.ratios[c].low, g.ratios[c].high) for c in cells] for g in groups]


def _common(groups: Sequence[Group]) -> dict[Cell, Interval]:
    return {
        cell: Interval(
            max(group.ratios[cell].low for group in groups),
            min(group.ratios[cell].high for group in groups),
        )
        for cell in groups[0].ratios
    }


def shared_ratios(clusters: Sequence[Cluster]) -> Iterator[Finding]:
    """Find lines that share their ratios within the printed digits."""
    for cluster in clusters:
        if len(cluster.groups) < 2:
            continue
        count, name, told = len(cluster.groups), cluster.name, cluster.told
        yield Finding(
            "shared_ratio",
            "inference",
            cluster.ids,
            Text(
                f"{count}개 사업의 비율이 인쇄 자릿수까지 같습니다: 하나의 계수로 계산한 것으로 "
                "보입니다",
                f"{count} lines share their ratios to the printed digits: one set of coefficients",
            ),
            Text(f"{name.ko}: {told.ko}", f"{name.en}: {told.en}"),
            data={
                "programmes": tuple(group.programme for group in cluster.groups),
                "ratios": {
                    f"{effect} {scope}": (float(r.low), float(r.high))
                    for (effect, scope), r in cluster.ratios.items()
                },
            },
        )


def base_words(base: Cell | None) -> Text:
    """Return what ratios are taken to."""
    if base is None:
        return Text("지출 대비", "per spending:")
    name = ROLES[base[0]]
    return Text(f"{name.ko} 대비", f"per {name.en}:")


def ratio_words(cell: Cell, ratio: Interval, currency: str | None, digits: int = 6) -> Text:
    """Return a ratio in words, in the digits that it surely has: 부가가치유발 0.5784."""
    effect, scope = cell
    name, where = ROLES[effect], SCOPES[scope] if scope != "total" else Text("", "")
    low, high = float(ratio.low), float(ratio.high)
    unit = Text("", "")
    if effect in PEOPLE:
        money = money_unit(currency or "KRW")
        low, high = low * money.base.factor, high * money.base.factor
        unit = money.each(Text("명", " persons"))
    sure = next((d - 1 for d in range(5, digits) if number(low, d) != number(high, d)), digits)
    middle = number((low + high) / 2, sure)
    return Text(
        f"{where.ko} {name.ko} {middle}{unit.ko}".strip(),
        f"{where.en} {name.en} {middle}{unit.en}".strip(),
    )
