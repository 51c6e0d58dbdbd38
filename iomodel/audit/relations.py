"""Whether figures follow from one another as the document says: products, formulas, sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from iomodel.audit.figures import Figure, Publication
from iomodel.audit.finding import (
    NOTHING,
    Finding,
    closing,
    difference,
    in_unit,
    listed,
    measured,
    number,
)
from iomodel.audit.groups import Group
from iomodel.audit.interval import Interval
from iomodel.audit.schema import SCOPES
from iomodel.audit.slips import slip
from iomodel.audit.sums import sum_of
from iomodel.text import Text, same

Pair = tuple[Figure, Figure]


def formulas(publication: Publication) -> Iterator[Finding]:
    """Compare each figure with what its formula makes of the others."""
    for figure in publication.figures:
        if figure.formula is not None:
            used = [publication.figure(id) for id in figure.formula.ids]
            strict = figure.formula.of({f.id: f.quantity(f.interval) for f in used}).interval
            middle = figure.formula.of({f.id: f.quantity(f.exactly) for f in used}).interval.low
            try:
                loose = figure.formula.of({f.id: f.quantity(f.loose) for f in used}).interval
            except ZeroDivisionError:
                loose = strict
            yield _follows("formula", figure, used, figure.formula.words, middle, strict, loose)


def products(groups: Sequence[Group]) -> Iterator[Finding]:
    """Compare each effect with its coefficient times the spending, where all three are printed."""
    for effects in groups:
        for rates in groups:
            if not effects.coefficients and rates.coefficients and _belong(effects, rates):
                yield from _products(effects, rates)


def _belong(effects: Group, rates: Group) -> bool:
    alike = (effects.programme, effects.region, effects.method)
    return (
        effects.amount is not None
        and effects.amount is rates.amount
        and effects.year == rates.year
        and alike == (rates.programme, rates.region, rates.method)
    )


def _products(effects: Group, rates: Group) -> Iterator[Finding]:
    amount = effects.amount
    assert amount is not None
    for cell, effect in effects.cells.items():
        rate = rates.cells.get(cell)
        if rate is not None:
            yield _follows(
                "product",
                effect,
                [amount, rate],
                f"{amount.shown} × {rate.shown}",
                amount.exactly.low * rate.exactly.low,
                amount.interval * rate.interval,
                amount.loose * rate.loose,
            )


def _follows(
    kind: str,
    figure: Figure,
    used: Sequence[Figure],
    words: str,
    middle: Fraction,
    strict: Interval,
    loose: Interval,
) -> Finding:
    """Return how a figure agrees with what others make it; `middle` of their printed digits."""
    certainty = closing(figure, strict, loose)
    claim = {
        "clean": Text(
            f"{figure.name.ko} {figure.shown}: 계산이 맞습니다",
            f"{figure.name.en} {figure.shown} follows as stated",
        ),
        "rounding": Text(
            f"{figure.name.ko} {figure.shown}: 끝자리의 0이 반올림이라면 계산이 맞습니다",
            f"{figure.name.en} {figure.shown} follows if zeros at the end are rounding",
        ),
        "contradiction": Text(
            f"{figure.name.ko} {figure.shown}: 계산과 다릅니다",
            f"{figure.name.en} {figure.shown} does not follow as stated",
        ),
    }
    unit = figure.unit
    low, high = measured(strict.low, unit), measured(strict.high, unit)
    told, names = measured(middle, unit), listed(list(used))
    evidence = Text(
        f"{words} = {told.ko} (반올림 전 {low.ko}~{high.ko}); {names.ko}",
        f"{words} = {told.en} (before rounding {low.en} to {high.en}); {names.en}",
    )
    gap = figure.exactly.low - middle
    size = NOTHING if certainty == "clean" else difference(gap, middle, unit)
    if certainty == "contradiction":
        evidence = slip(figure, strict, evidence)
    return Finding(
        "product" if kind == "product" else "formula",
        certainty,
        (figure.id, *(f.id for f in used)),
        claim[certainty],
        evidence,
        size,
        data={
            "printed": in_unit(figure.exactly.low, unit),
            "computed": in_unit(middle, unit),
            "low": in_unit(strict.low, unit),
            "high": in_unit(strict.high, unit),
            "unit": unit.name,
        },
    )


def conflicts(publication: Publication) -> Iterator[Finding]:
    """Compare what different sources print for the same thing.

    Figures are of the same thing where programme, role, region, scope, year, method and sectors
    are the same, their sources differ, and neither is part of another with them.
    """
    by_key: dict[tuple[object, ...], list[Figure]] = {}
    for figure in publication.figures:
        by_key.setdefault(_thing(figure), []).append(figure)
    pairs = [
        (first, other)
        for first, *others in by_key.values()
        for other in others
        if other.keys.source != first.keys.source and not _parted(publication, first, other)
    ]
    for pair in pairs:
        if _agree(*pair):
            yield _conflict(publication, *pair, NOTHING)
        else:
            yield _conflict(publication, *pair, _same_factor(pair, pairs))


def _thing(figure: Figure) -> tuple[object, ...]:
    keys = figure.keys
    return (
        *(keys.programme, keys.role, keys.indicator, keys.region, keys.scope, keys.year),
        *(keys.method, keys.sectors, figure.unit.dimension),
        keys.label if keys.role in ("other", "share") else "",
    )


def _parted(publication: Publication, one: Figure, other: Figure) -> bool:
    """Return whether two figures are part and total, or parts of one total."""
    if any(f in publication.everything_in(g) for f, g in ((one, other), (other, one))):
        return True
    return any(
        one in inside and other in inside
        for figure in publication.figures
        if (inside := publication.parts(figure))
    )


def _agree(first: Figure, other: Figure) -> bool:
    """Return whether two prints can be of one number: their intervals overlap, not merely touch."""
    common = first.interval.common(other.interval)
    exact = first.interval.half == 0 or other.interval.half == 0
    return common is not None and (common.half > 0 or exact)


def _same_factor(pair: Pair, pairs: list[Pair]) -> Text:
    """Return that other figures of the same two sources differ by the same factor."""
    sources = [figure.keys.source for figure in pair]
    for other in pairs:
        if other is pair or [f.keys.source for f in other] != sources or _agree(*other):
            continue
        if min(f.interval.low for f in (*pair, *other)) <= 0:
            continue
        ratios = [a.interval / b.interval for a, b in (pair, other)]
        common = ratios[0].common(ratios[1])
        if common is not None:
            name, times = other[0].name, number(common.middle, 4)
            return Text(
                f". {name.ko}도 같은 배수({times})로 다릅니다: 같은 계수를 다른 금액에 곱한 것으로 "
                "보입니다",
                f". {name.en} differs by the same factor ({times}): one set of coefficients seems "
                "to have been applied to two amounts",
            )
    return NOTHING


def _conflict(publication: Publication, first: Figure, other: Figure, more: Text) -> Finding:
    agree = _agree(first, other)
    shown = f"{first.keys.source}: {first.shown}; {other.keys.source}: {other.shown}"
    evidence, size = same(shown), NOTHING
    if not agree:
        evidence = _explained(publication, first, other, evidence)
        gap = other.exactly.low - first.exactly.low
        size = difference(gap, first.exactly.low, first.unit)
    return Finding(
        "conflict",
        "clean" if agree else "contradiction",
        (first.id, other.id),
        Text(
            f"{first.name.ko}: 두 곳의 값이 {'같습니다' if agree else '다릅니다'}",
            f"{first.name.en}: two places print {'the same' if agree else 'different figures'}",
        ),
        Text(f"{evidence.ko}{more.ko}", f"{evidence.en}{more.en}"),
        size,
        data={
            "first": in_unit(first.exactly.low, first.unit),
            "other": in_unit(other.exactly.low, first.unit),
            "unit": first.unit.name,
        },
    )


def _explained(publication: Publication, first: Figure, other: Figure, evidence: Text) -> Text:
    """Add what may have gone wrong: another figure's value, a unit, digits that changed places."""
    for one in (other, first):
        for third in publication.figures:
            if third not in (first, other) and _same_print(one, third) and _near(one, third):
                scope = SCOPES[third.keys.scope]
                return Text(
                    f"{evidence.ko}. {one.shown}은(는) {third.name.ko}({scope.ko})의 값입니다",
                    f"{evidence.en}. {one.shown} is the figure of: {third.name.en} ({scope.en})",
                )
    for one, wanted in ((other, first), (first, other)):
        told = slip(one, wanted.interval, evidence)
        if told != evidence:
            return told
    return evidence


def _same_print(one: Figure, other: Figure) -> bool:
    return one.printed.value == other.printed.value and one.unit.dimension == other.unit.dimension


def _near(one: Figure, other: Figure) -> bool:
    """Return whether two figures are about the same programme, region, year and kind."""
    a, b = one.keys, other.keys
    return (a.programme, a.region, a.year, a.role, a.indicator) == (
        *(b.programme, b.region, b.year, b.role, b.indicator),
    )


def origins(groups: Sequence[Group]) -> Iterator[Finding]:
    """Compare each total with the effect in the region and elsewhere (R8)."""
    for group in groups:
        for (effect, scope), figure in group.cells.items():
            inside, outside_ = group.of(effect, "in_region"), group.of(effect, "other_regions")
            if scope == "total" and inside is not None and outside_ is not None:
                yield replace(sum_of(figure, (inside, outside_)), kind="origin")
