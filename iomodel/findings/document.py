"""What a publication's figures say about each other, without any table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from iomodel.estimates import Estimate
from iomodel.findings.base import Finding, interval, line_name
from iomodel.models.base import NAMES
from iomodel.published import SUBTOTAL, TOTAL, Pair, PublishedCell, programmes_of
from iomodel.ratios import largest_shared
from iomodel.reconcile import PrintedSystem, sum_tightness
from iomodel.scenario import Scenario
from iomodel.schema import ExcludedAmount, SpendingLine
from iomodel.text import Text
from iomodel.units import BILLION_KRW, MILLION_KRW, money_unit
from iomodel.words import money_words


def rounding(estimate: Estimate) -> Iterator[Finding]:
    """Find sums whose printed parts don't add up, and whether rounding can be the cause."""
    cells = estimate.published
    lines = [c for c in cells if c.programme not in (SUBTOTAL, TOTAL)]
    apart = []
    for cell in cells:
        if cell in lines:
            continue
        for kind, parts in _parts_of(cell, cells, lines):
            gap = sum(part.value for part in parts) - cell.value
            if parts and gap:
                apart.append((cell, kind, gap))
    if not apart:
        return
    system_tightness = sum_tightness_of(estimate)
    names = {s.id: s.district for s in estimate.study.scenarios}
    names[TOTAL] = Text("합계", "total")
    ko = "; ".join(
        f"{names[c.scenario].ko} {_indicator(c).ko}({kind.ko}의 합 − 인쇄값 = {gap:+})"
        for c, kind, gap in apart
    )
    en = "; ".join(
        f"{names[c.scenario].en} {_indicator(c).en} (sum of {kind.en} − printed = {gap:+})"
        for c, kind, gap in apart
    )
    close = system_tightness <= 1.0
    yield Finding(
        "rounding",
        Text(
            f"인쇄된 부분의 합이 인쇄된 합계와 다른 칸: {ko}. "
            + (
                f"모두 반올림으로 설명되며, 그러려면 인쇄 단위 절반의 {system_tightness:.0%}까지 "
                "어긋난 값이 있어야 합니다."
                if close
                else "반올림만으로는 설명되지 않습니다."
            ),
            f"Sums that differ from their printed parts: {en}. "
            + (
                f"Rounding explains all of them; some figure must then lie {system_tightness:.0%} "
                "of half a printed unit from its print."
                if close
                else "Rounding alone does not explain them."
            ),
        ),
        "computed",
        {"gaps": [(c.scenario, c.indicator, kind.en, float(gap)) for c, kind, gap in apart]},
    )


def _parts_of(
    cell: PublishedCell, cells: tuple[PublishedCell, ...], lines: list[PublishedCell]
) -> Iterator[tuple[Text, list[PublishedCell]]]:
    same = [c for c in lines if c.indicator == cell.indicator]
    if cell.programme == SUBTOTAL:
        yield Text("사업", "lines"), [c for c in same if c.scenario == cell.scenario]
        return
    yield Text("사업", "lines"), same
    subtotals = [c for c in cells if c.indicator == cell.indicator and c.programme == SUBTOTAL]
    yield Text("소계", "subtotals"), subtotals


def sum_tightness_of(estimate: Estimate) -> float:
    """Return `reconcile.sum_tightness` of the estimate's published figures."""
    return sum_tightness(PrintedSystem.of(estimate.published, MILLION_KRW))


def _indicator(cell: PublishedCell) -> Text:
    return NAMES[cell.indicator]


def stated_sums(estimate: Estimate) -> Iterator[Finding]:
    """Compare sums that the document states with the amounts it lists one by one."""
    covered = {cell.scenario for cell in estimate.published}
    scenarios = [s for s in estimate.scenarios if s.id in covered]
    for stated in estimate.study.file.stated:
        if stated.sums != "listed":
            continue
        listed = sum(_listed(scenario) for scenario in scenarios)
        count = sum(_count(scenario) for scenario in scenarios)
        told = stated.amount * money_unit(stated.unit).per(MILLION_KRW)
        if abs(listed - told) < 0.5:
            continue
        eok = MILLION_KRW.per(money_unit("억원"))
        yield Finding(
            "stated_sum",
            Text(
                f"{stated.what.ko}: 낱낱의 금액 {count}개를 더하면 {listed * eok:,.0f}억원인데, "
                f"문서는 {money_words(told, MILLION_KRW).ko}이라고 합니다 "
                f"(차이 {(listed - told) * eok:+,.0f}억원).",
                f"{stated.what.en}: the {count} amounts listed add up to ₩{listed / 1e3:,.1f} "
                f"billion, where the document says ₩{told / 1e3:,.1f} billion "
                f"(gap {(listed - told) / 1e3:+,.1f} billion).",
            ),
            "computed",
            {"listed": listed, "stated": told},
        )


def _amounts(scenario: Scenario) -> Iterator[float]:
    for programme in scenario.file.programmes:
        stated: tuple[SpendingLine | ExcludedAmount, ...] = (*programme.lines, *programme.excluded)
        for item in stated:
            yield item.amount * money_unit(item.unit).per(MILLION_KRW)


def _listed(scenario: Scenario) -> float:
    return sum(_amounts(scenario))


def _count(scenario: Scenario) -> int:
    return len(list(_amounts(scenario)))


@dataclass(frozen=True)
class SharedRatio:
    """Lines that can share one ratio to production within their printed digits."""

    pairs: tuple[Pair, ...]
    value_added: tuple[float, float]
    jobs: tuple[float, float]


def _ratio(cells: tuple[PublishedCell, ...], pair: Pair, indicator: str) -> tuple[float, float]:
    """Return the interval of an indicator over production, as printed."""
    of = {c.indicator: c for c in cells if (c.scenario, c.programme) == pair}
    top, half = of[indicator].in_unit(MILLION_KRW)
    bottom, rim = of["production"].in_unit(MILLION_KRW)
    return (top - half) / (bottom + rim), (top + half) / (bottom - rim)


def largest_group(estimate: Estimate) -> SharedRatio | None:
    """Return the most lines whose ratios of value added and of jobs have a common value."""
    cells = estimate.published
    known = {(c.scenario, c.programme, c.indicator) for c in cells}
    wanted = ("production", "value_added", "employment")
    pairs = [p for p in programmes_of(cells) if all((*p, k) in known for k in wanted)]
    ratios = {
        pair: (_ratio(cells, pair, "value_added"), _ratio(cells, pair, "employment"))
        for pair in pairs
    }
    group = tuple(pairs[i] for i in largest_shared([ratios[pair] for pair in pairs]))
    if len(group) < 2:
        return None
    value_added, jobs = (
        (max(ratios[p][k][0] for p in group), min(ratios[p][k][1] for p in group)) for k in (0, 1)
    )
    return SharedRatio(group, value_added, jobs)


def shared_ratio(estimate: Estimate) -> Iterator[Finding]:
    """Find the largest group of lines with one ratio of value added and of jobs to production."""
    group = largest_group(estimate)
    if group is None:
        return
    all_lines = len(programmes_of(estimate.published))
    jobs = [value * BILLION_KRW.per(MILLION_KRW) for value in group.jobs]
    names = [line_name(estimate.study, pair) for pair in group.pairs]
    v = interval(group.value_added, 4)
    e = interval((jobs[0], jobs[1]), 2)
    yield Finding(
        "shared_ratio",
        Text(
            f"공표된 {all_lines}개 사업 가운데 {len(names)}개({', '.join(n.ko for n in names)})는 "
            f"인쇄 자릿수 안에서 생산 대비 부가가치({v})와 생산 10억원당 취업자({e}명)의 비율이 "
            "같습니다. 서로 다른 지출이 아니라 하나의 계수로 계산한 것으로 보입니다.",
            f"{len(names)} of {all_lines} published lines ({'; '.join(n.en for n in names)}) "
            f"share, to their printed digits, one ratio of value added to production ({v}) and of "
            f"jobs to a billion won of production ({e}): a sign of one set of coefficients, not "
            "of different spending.",
        ),
        "computed",
        {"pairs": group.pairs, "value_added": group.value_added, "jobs": tuple(jobs)},
    )
