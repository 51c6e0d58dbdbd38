"""What binds, and why goals are out of reach: dual values and certificates in words."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from iomodel.seek.answer import NONE, Sought
from iomodel.seek.goals import Goal
from iomodel.seek.mixes import SLACK, Cheapest, Ints, Unreachable, ratio_range
from iomodel.text import Text
from iomodel.units import MoneyUnit
from iomodel.words import money_words


def reasons(found: Sought) -> tuple[Text, ...]:
    """Return what binds where the goals are reached, else why they are not."""
    if isinstance(found.answer, Cheapest):
        return (*_binding_goals(found), *_binding_limits(found))
    return (
        *_without_effect(found),
        *_ratios(found),
        *_binding_limits(found),
        _certificate(found, found.answer),
    )


def _binding_goals(found: Sought) -> Iterator[Text]:
    for goal, decides in zip(found.goals, found.deciding, strict=True):
        name = goal.indicator.name
        if decides:
            yield Text(
                f"{name.ko} 목표가 지출을 정합니다", f"the goal of {name.en} decides the spending"
            )
        else:
            yield Text(
                f"{name.ko} 목표는 다른 목표를 채우는 지출로 저절로 채워집니다",
                f"the goal of {name.en} is met on the way, by what the others take",
            )


def _binding_limits(found: Sought) -> Iterator[Text]:
    """Yield the limits without which the answer would be better, the strongest first."""
    pressure, limits, sectors = found.pressure, found.mix.limits, found.per_unit.sectors.sectors
    weighed = [(pressure.budget * found.total, _budget, Text("", ""), limits.budget)]
    for i, position in enumerate(found.mix.sectors):
        name = sectors[position].name
        weighed += [
            (pressure.lower[i], _least, name, limits.lower[i]),
            (pressure.upper[i], _largest, name, limits.upper[i]),
            (pressure.most[i] * found.total, _most, name, limits.most[i]),
        ]
    top = max(weight for weight, *_ in weighed)
    for weight, words, name, limit in sorted(weighed, key=lambda one: -one[0]):
        if weight > NONE * top:
            yield words(found, name, float(limit))


def _least(found: Sought, name: Text, limit: float) -> Text:
    return Text(
        f"{name.ko}의 몫이 하한 {limit:.1%}에 묶입니다",
        f"the share of {name.en} is held at its least, {limit:.1%}",
    )


def _largest(found: Sought, name: Text, limit: float) -> Text:
    return Text(
        f"{name.ko}의 몫이 상한 {limit:.1%}에 묶입니다",
        f"the share of {name.en} is held at its most, {limit:.1%}",
    )


def _most(found: Sought, name: Text, limit: float) -> Text:
    told = amount_words(limit, found.per_unit.money)
    return Text(
        f"{name.ko}의 지출이 상한 {told.ko}에 묶입니다",
        f"spending on {name.en} is held at its most, {told.en}",
    )


def _budget(found: Sought, name: Text, limit: float) -> Text:
    told = amount_words(limit, found.per_unit.money)
    return Text(f"예산 {told.ko}을 다 씁니다", f"the whole budget of {told.en} is spent")


def amount_words(value: float, money: MoneyUnit) -> Text:
    """Return an amount in words; of other currencies than the won as a figure with its unit."""
    if money.currency == "KRW":
        return money_words(value, money)
    return Text(f"{value:,.0f} {money.name.ko}", f"{value:,.0f} {money.name.en}")


def _without_effect(found: Sought) -> Iterator[Text]:
    for goal, row in zip(found.goals, found.rows, strict=True):
        if not (row[_spent(found)] > 0).any():
            yield Text(
                f"구성의 어느 부문도 {goal.indicator.name.ko}이(가) 없습니다",
                f"no sector of the mix has any {goal.indicator.name.en}",
            )


def _spent(found: Sought) -> Ints:
    """Return the positions of the sectors that money goes to."""
    if found.mix.shares is None:
        return np.asarray(found.mix.sectors)
    return np.asarray(found.mix.sectors[found.mix.shares > 0])


def _ratios(found: Sought) -> Iterator[Text]:
    """Yield the pairs of goals whose ratio no mix of the sectors has."""
    if not found.exact:
        return
    among, rows = _spent(found), found.rows
    sectors = found.per_unit.sectors.sectors
    order = sorted(range(len(rows)), key=lambda i: found.goals[i].indicator.dimension == "money")
    for place, i in enumerate(order):
        for j in order[place + 1 :]:
            one, other = found.goals[i], found.goals[j]
            if not (rows[[i, j]][:, among] > 0).all():
                continue
            wanted = one.value / other.value
            least, largest, first, last = ratio_range(rows[i], rows[j], among)
            if least * (1 - SLACK) <= wanted <= largest * (1 + SLACK):
                continue
            scale, unit = ratio_scale(one, other, found.per_unit.money)
            low, high = sectors[first].name, sectors[last].name
            names = f"{one.indicator.name.ko}/{other.indicator.name.ko}"
            english = f"{one.indicator.name.en} per {other.indicator.name.en}"
            yield Text(
                f"{names}: 목표는 {wanted * scale:,.3g} {unit.ko}인데, 구성의 부문은 "
                f"{least * scale:,.3g}({low.ko})에서 {largest * scale:,.3g}({high.ko})까지입니다",
                f"{english}: the goals ask for {wanted * scale:,.3g} {unit.en}, the sectors have "
                f"{least * scale:,.3g} ({low.en}) to {largest * scale:,.3g} ({high.en})",
            )


def ratio_scale(one: Goal, other: Goal, money: MoneyUnit) -> tuple[float, Text]:
    """Return the factor of a ratio of two goals in the table's units, and its unit."""
    kinds = one.indicator.dimension, other.indicator.dimension
    if kinds == ("persons", "money"):
        return money.base.per(money), money.each(one.indicator.measured_in(money))
    if kinds == ("money", "money"):
        return 1.0, money.ratio
    above, below = (goal.indicator.measured_in(money) for goal in (one, other))
    return 1.0, Text(f"{above.ko}/{below.ko}", f"{above.en} per {below.en}")


def _certificate(found: Sought, answer: Unreachable) -> Text:
    parts = [
        Text(
            f"{weight:+.3g} × {goal.indicator.name.ko}", f"{weight:+.3g} × {goal.indicator.name.en}"
        )
        for goal, weight in zip(found.goals, answer.weights, strict=True)
    ]
    ko, en = " ".join(part.ko for part in parts), " ".join(part.en for part in parts)
    return Text(
        f"증명: 목표마다 1로 센 {ko}은(는) {answer.asked:.3g}이어야 하지만, 한도 안의 어떤 구성도 "
        f"{answer.ceiling + 0.0:.3g}을 넘지 못합니다",
        f"proof: with each goal counted as one, {en} would have to be {answer.asked:.3g}, and no "
        f"mix within the limits gives more than {answer.ceiling + 0.0:.3g}",
    )
