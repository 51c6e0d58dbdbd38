"""What no table can break: which effect is inside which, and inside the spending behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from iomodel.audit.figures import Figure, Publication
from iomodel.audit.finding import (
    NOTHING,
    Finding,
    breaking,
    difference,
    in_unit,
    listed,
    measured,
    outside,
    percent,
)
from iomodel.audit.groups import ONE, Group
from iomodel.audit.interval import Interval
from iomodel.audit.schema import Effect, Scope
from iomodel.text import Text


@dataclass(frozen=True)
class _Bound:
    """One effect can't be larger than another; the reason in the accounts."""

    smaller: Effect
    larger: Effect
    why: Text


_BOUNDS = (
    _Bound(
        "income",
        "value_added",
        Text("소득은 부가가치의 일부입니다", "income is a part of value added"),
    ),
    _Bound(
        "value_added",
        "production",
        Text("부가가치는 생산의 일부입니다", "value added is a part of production"),
    ),
    _Bound(
        "employees",
        "employment",
        Text(
            "고용(임금근로자)은 취업의 일부입니다", "employees are a part of all workers employed"
        ),
    ),
)
_SCOPES: tuple[Scope, ...] = ("total", "in_region", "other_regions")


def bounds(groups: Sequence[Group]) -> Iterator[Finding]:
    """Compare effects of one estimate with one another and with their spending."""
    for group in groups:
        for bound in _BOUNDS:
            for scope in _SCOPES:
                small, large = group.of(bound.smaller, scope), group.of(bound.larger, scope)
                if small is not None and large is not None:
                    yield _at_most(small, large, bound.why)
        yield from _inside_the_total(group)
        if group.method in ("demand", "households") and not group.partial:
            yield from _against_spending(group)


def _at_most(small: Figure, large: Figure, why: Text) -> Finding:
    names = listed([small, large])
    over = max(Fraction(0), outside(small.interval, large.interval))
    certainty = breaking(over, max(Fraction(0), outside(small.loose, large.loose)))
    gap = small.exactly.low - large.exactly.low
    mark = ">" if over else "≤"
    return Finding(
        "bound",
        certainty,
        (small.id, large.id),
        Text(
            f"{small.name.ko} {mark} {large.name.ko}",
            f"{small.name.en} {mark} {large.name.en}",
        ),
        Text(f"{names.ko}: {why.ko}", f"{names.en}: {why.en}"),
        difference(gap, large.exactly.low, small.unit) if over else NOTHING,
        data={
            "smaller": in_unit(small.exactly.low, small.unit),
            "larger": in_unit(large.exactly.low, small.unit),
            "unit": small.unit.name,
        },
    )


def _inside_the_total(group: Group) -> Iterator[Finding]:
    """Compare the effect in the region, or elsewhere, with the total."""
    why = Text("전체는 지역내와 타지역의 합입니다", "the total is in the region plus elsewhere")
    for (effect, scope), figure in group.cells.items():
        whole = group.of(effect)
        if scope != "total" and whole is not None:
            yield _at_most(figure, whole, why)


_OPEN = Text(
    "개방모형에서 지출은 유발된 부가가치와 수입의 합입니다. 소득유발을 포함한 모형이면 method를 "
    '"households"로 적습니다',
    "in an open model spending is value added plus imports induced; with induced income the method "
    'is "households"',
)
_FIRST_ROUND = Text(
    "국산에 쓴 돈은 그대로 첫 생산입니다. 금액에 용지비나 수입이 들어 있거나, 다른 금액에 곱한 "
    "것입니다",
    "what is spent on domestic supply is itself the first production; the amount holds land or "
    "imports, or the effect is of another amount",
)


def _against_spending(group: Group) -> Iterator[Finding]:
    if group.spending is None:
        return
    production, value_added = group.of("production"), group.of("value_added")
    imports = group.of("imports")
    if production is not None:
        yield _to_spending(group, production, "≥", _FIRST_ROUND)
    if group.method == "demand":
        for scope in _SCOPES:
            figure = group.of("value_added", scope)
            if figure is not None:
                yield _to_spending(group, figure, "≤", _OPEN)
        if value_added is not None and imports is not None:
            yield _exhaustion(group, value_added, imports)


@dataclass(frozen=True)
class _Money:
    """The spending behind a group: in words, as printed, before rounding, with zeros rounded."""

    words: Text
    printed: Fraction
    strict: Interval
    loose: Interval

    @classmethod
    def of(cls, group: Group) -> _Money:
        amount = group.amount
        if group.coefficients or amount is None:
            return cls(Text("지출 1", "one unit of spending"), Fraction(1), ONE, ONE)
        words = Text(f"{amount.name.ko} {amount.shown}", f"{amount.name.en} {amount.shown}")
        return cls(words, amount.exactly.low, amount.interval, amount.loose)


def _to_spending(group: Group, figure: Figure, sign: str, why: Text) -> Finding:
    """Compare an effect with the spending: at least (≥) or at most (≤) as large."""
    money = _Money.of(group)
    side = -1 if sign == "≥" else 1
    off, loose = (
        max(Fraction(0), side * outside(one, other))
        for one, other in ((figure.interval, money.strict), (figure.loose, money.loose))
    )
    ratio = figure.exactly.low / money.printed
    whole, size, mark = money.words, NOTHING, sign
    if off:
        mark = {"≥": "<", "≤": ">"}[sign]
        size = difference(figure.exactly.low - money.printed, money.printed, figure.unit)
        whole = Text(
            f"{whole.ko} ({figure.shown} ÷ 금액 = {float(ratio):.3g})",
            f"{whole.en} ({figure.shown} ÷ amount = {float(ratio):.3g})",
        )
    return Finding(
        "bound",
        breaking(off, loose),
        (figure.id, *([group.amount.id] if group.amount else [])),
        Text(
            f"{figure.name.ko} {mark} {money.words.ko}", f"{figure.name.en} {mark} {money.words.en}"
        ),
        Text(f"{figure.shown}; {whole.ko}: {why.ko}", f"{figure.shown}; {whole.en}: {why.en}"),
        size,
        data={"ratio": float(ratio), "sign": sign},
    )


def _exhaustion(group: Group, value_added: Figure, imports: Figure) -> Finding:
    """Compare value added and imports induced with the spending that they make up (R6)."""
    money = _Money.of(group)
    off = outside(value_added.interval + imports.interval, money.strict)
    loose = outside(value_added.loose + imports.loose, money.loose)
    printed = value_added.exactly.low + imports.exactly.low
    names, both = listed([value_added, imports]), measured(printed, value_added.unit)
    mark, more = "≠" if off else "=", NOTHING
    certainty = breaking(off, loose)
    if certainty == "contradiction" and off < 0:
        certainty = "unlikely"
        more = Text(
            ". 표에 순생산물세가 따로 있으면 합이 지출보다 작을 수 있습니다",
            ". Where a table books product taxes apart, the sum may be less than the spending",
        )
    return Finding(
        "identity",
        certainty,
        (value_added.id, imports.id, *([group.amount.id] if group.amount else [])),
        Text(
            f"{group.name.ko}: 부가가치 + 수입 {mark} 지출",
            f"{group.name.en}: value added + imports {mark} spending",
        ),
        Text(
            f"{names.ko}; 합 {both.ko}; {money.words.ko}{more.ko}",
            f"{names.en}; sum {both.en}; {money.words.en}{more.en}",
        ),
        difference(printed - money.printed, money.printed, value_added.unit) if off else NOTHING,
        data={"sum_over_spending": float(printed / money.printed)},
    )


def land(publication: Publication, groups: Sequence[Group]) -> Iterator[Finding]:
    """Find land and compensation inside an amount that effects are computed from."""
    told: set[str] = set()
    for group in groups:
        amount = group.amount
        if amount is None or group.spending is None or amount.id in told:
            continue
        told.add(amount.id)
        plots = [f for f in publication.everything_in(amount) if f.keys.role == "land"]
        if not plots:
            continue
        bought = sum((plot.exactly.low for plot in plots), Fraction(0))
        share = bought / amount.exactly.low
        names, rest = listed(plots), measured(amount.exactly.low - bought, amount.unit)
        money = measured(bought, amount.unit)
        yield Finding(
            "land",
            "contradiction",
            (amount.id, *(plot.id for plot in plots)),
            Text(
                f"{amount.name.ko} {amount.shown}: 곱한 금액에 용지비가 들어 있습니다",
                f"{amount.name.en} {amount.shown}: the multiplied amount holds land",
            ),
            Text(
                f"{names.ko}. 용지비와 보상비는 있던 것의 주인이 바뀌는 이전이며 생산을 일으키지 "
                f"않습니다. 빼면 {rest.ko}",
                f"{names.en}. Land and compensation pass what exists from hand to hand and induce "
                f"no production; without them {rest.en}",
            ),
            Text(f"{money.ko} (금액의 {percent(share)})", f"{money.en} ({percent(share)} of it)"),
            data={"share": float(share), "land": in_unit(bought, amount.unit)},
        )
