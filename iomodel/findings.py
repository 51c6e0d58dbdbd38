"""What a publication's own figures and a table say about each other: computed, never typed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from iomodel.estimates import Estimate
from iomodel.inference import Question, question
from iomodel.models import load_model
from iomodel.provenance import Basis
from iomodel.published import SUBTOTAL, TOTAL, PublishedCell
from iomodel.reconcile import (
    Pair,
    divergence,
    factor_range,
    programmes_of,
    share_range,
    spending_range,
    sum_tightness,
    tightness,
)
from iomodel.scenario import Scenario, Study, read_vectors
from iomodel.schema import StatedSum
from iomodel.text import Text
from iomodel.units import MILLION_KRW, money_unit, persons_per_billion
from iomodel.words import money_words

RELEVANT_SHARE = 0.05  # of a programme's inferred money: sectors worth asking about


@dataclass(frozen=True)
class Finding:
    """One statement with the numbers behind it."""

    id: str
    text: Text
    basis: Basis
    data: dict[str, object] = field(default_factory=dict)


def findings(estimate: Estimate) -> tuple[Finding, ...]:
    """Return what the published figures of a whole study say; nothing for a part of one."""
    if not estimate.whole or not estimate.published:
        return ()
    found = [*_rounding(estimate), *_stated_sums(estimate.study), *_shared_ratio(estimate)]
    how = estimate.study.file.readings.reconciled
    if how is not None:
        model = load_model(how.table, tables=estimate.tables)
        asked = question(estimate.study, model, estimate.published)
        if asked is not None and tightness(asked.system, asked.multipliers) <= 1.0:
            found += [*_reach(estimate, asked), *_spending(estimate, asked)]
            found += [*_needed(estimate, asked), *_distance(estimate, asked), *_factors(asked)]
    return tuple(found)


def _name(study: Study, pair: Pair) -> Text:
    scenario = next(s for s in study.scenarios if s.id == pair[0])
    programme = study.programme(pair[1])
    return Text(
        f"{scenario.district.ko} {programme.ko}",
        f"{scenario.district.en}, {programme.en.lower()}",
    )


def _rounding(estimate: Estimate) -> Iterator[Finding]:
    """Sums whose printed parts don't add up, and whether rounding can be the cause."""
    cells = estimate.published
    lines = [c for c in cells if c.programme not in (SUBTOTAL, TOTAL)]
    apart = []
    for cell in cells:
        if cell in lines:
            continue
        for kind, parts in _parts_of(cell, cells, lines):
            gap = sum(part.value for part in parts) - cell.value
            if gap:
                apart.append((cell, kind, int(gap)))
    if not apart:
        return
    system_tightness = sum_tightness_of(estimate)
    names = {s.id: s.district for s in estimate.study.scenarios}
    names[TOTAL] = Text("합계", "total")
    ko = "; ".join(
        f"{names[c.scenario].ko} {_indicator(c).ko}({kind.ko}의 합 − 인쇄값 = {gap:+d})"
        for c, kind, gap in apart
    )
    en = "; ".join(
        f"{names[c.scenario].en} {_indicator(c).en} (sum of {kind.en} − printed = {gap:+d})"
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
        {"gaps": [(c.scenario, c.indicator, kind.en, gap) for c, kind, gap in apart]},
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
    from iomodel.reconcile import PrintedSystem

    return sum_tightness(PrintedSystem.of(estimate.published, MILLION_KRW))


def _indicator(cell: PublishedCell) -> Text:
    from iomodel.models.base import NAMES

    return NAMES[cell.indicator]


def _stated_sums(study: Study) -> Iterator[Finding]:
    """Sums that the document states for amounts it lists one by one."""
    for stated in study.file.stated:
        if stated.sums != "listed":
            continue
        listed = sum(_listed(scenario) for scenario in study.scenarios)
        count = sum(_count(scenario) for scenario in study.scenarios)
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
        for item in (*programme.lines, *programme.excluded):
            yield item.amount * money_unit(item.unit).per(MILLION_KRW)


def _listed(scenario: Scenario) -> float:
    return sum(_amounts(scenario))


def _count(scenario: Scenario) -> int:
    return len(list(_amounts(scenario)))


@dataclass(frozen=True)
class _Ratios:
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


def _largest_group(estimate: Estimate) -> _Ratios | None:
    """Return the most lines whose ratios of value added and of jobs have a common value."""
    cells = estimate.published
    pairs = programmes_of(cells)
    ratios = {
        pair: (_ratio(cells, pair, "value_added"), _ratio(cells, pair, "employment"))
        for pair in pairs
    }
    best: _Ratios | None = None
    for anchor in pairs:
        bounds = [list(interval) for interval in ratios[anchor]]
        group = [anchor]
        for pair in pairs:
            if pair == anchor:
                continue
            new = [
                [max(b[0], r[0]), min(b[1], r[1])]
                for b, r in zip(bounds, ratios[pair], strict=True)
            ]
            if all(low <= high for low, high in new):
                bounds, group = new, [*group, pair]
        if len(group) > 1 and (best is None or len(group) > len(best.pairs)):
            members = tuple(pair for pair in pairs if pair in group)
            best = _Ratios(members, (bounds[0][0], bounds[0][1]), (bounds[1][0], bounds[1][1]))
    return best


def _shared_ratio(estimate: Estimate) -> Iterator[Finding]:
    """The largest group of lines with one ratio of value added and of jobs to production."""
    group = _largest_group(estimate)
    if group is None:
        return
    all_lines = len(programmes_of(estimate.published))
    jobs = [value * persons_per_billion(MILLION_KRW) for value in group.jobs]
    names = [_name(estimate.study, pair) for pair in group.pairs]
    v = f"{group.value_added[0]:.4f}–{group.value_added[1]:.4f}"
    e = f"{jobs[0]:.2f}–{jobs[1]:.2f}"
    yield Finding(
        "shared_ratio",
        Text(
            f"공표된 {all_lines}개 사업 가운데 {len(names)}개({', '.join(n.ko for n in names)})는 "
            f"인쇄 자릿수 안에서 생산 대비 부가가치({v})와 생산 10억원당 취업자({e}명)의 비율이 "
            "같습니다. 서로 다른 지출이 아니라 하나의 계수로 계산한 것으로 보입니다.",
            f"{len(names)} of {all_lines} published lines ({'; '.join(n.en for n in names)}) share, "
            f"to their printed digits, one ratio of value added to production ({v}) and one of "
            f"jobs to a billion won of production ({e}): a sign of one set of coefficients, not "
            "of different spending.",
        ),
        "computed",
        {"pairs": group.pairs, "value_added": group.value_added, "jobs": tuple(jobs)},
    )


def _reach(estimate: Estimate, asked: Question) -> Iterator[Finding]:
    """Which sectors have as many jobs per production as the lines that share one ratio."""
    group = _largest_group(estimate)
    if group is None:
        return
    per_billion = persons_per_billion(asked.model.info.money)
    multipliers = asked.model.multipliers()
    with np.errstate(invalid="ignore"):
        ratio = multipliers.of("employment") / multipliers.of("production")
    need = group.jobs[0] * per_billion
    sectors = asked.model.sectors.sectors
    reach = [i for i in np.argsort(-ratio) if ratio[i] >= need]
    own = sorted({int(asked.kept[j]) for p in group.pairs for j in np.flatnonzero(asked.core(p))})
    top = max(own, key=lambda i: ratio[i])
    ko = ", ".join(f"{sectors[i].code} {sectors[i].name.ko}({ratio[i]:.1f})" for i in reach)
    en = ", ".join(f"{sectors[i].code} {sectors[i].name.en} ({ratio[i]:.1f})" for i in reach)
    table = asked.model.info.id
    yield Finding(
        "reach",
        Text(
            f"생산 10억원당 취업자 {need:.1f}명은 이 사업들이 샀을 법한 부문 가운데 가장 높은 "
            f"{sectors[top].code} {sectors[top].name.ko}({ratio[top]:.1f}명)보다 훨씬 높습니다. "
            f"{table}에서 여기에 이르는 부문은 {ko}뿐입니다.",
            f"{need:.1f} jobs per billion won of production lie far above the highest sector that "
            f"these programmes are thought to buy from, {sectors[top].code} "
            f"{sectors[top].name.en} ({ratio[top]:.1f}). In {table} only these reach it: {en}.",
        ),
        "computed",
        {"need": need, "reach": [sectors[i].code for i in reach], "highest": sectors[top].code},
    )


def _spending(estimate: Estimate, asked: Question) -> Iterator[Finding]:
    """The range of spending each programme can have had, and the announced amounts beside it."""
    ranges = {
        pair: spending_range(asked.system, asked.multipliers, [pair]) for pair in asked.system.pairs
    }
    eok = asked.model.info.money.per(money_unit("억원"))
    rows = [
        (_name(estimate.study, pair), low * eok, high * eok) for pair, (low, high) in ranges.items()
    ]
    table = asked.model.info.id
    yield Finding(
        "spending",
        Text(
            f"공표값을 모두 설명하는 지출의 범위({table}, 후보 부문 {len(asked.kept)}개): "
            + "; ".join(f"{n.ko} {low:,.0f}~{high:,.0f}억원" for n, low, high in rows)
            + ".",
            f"Spending that can explain all published figures ({table}, {len(asked.kept)} "
            "candidate sectors), in billion won: "
            + "; ".join(f"{n.en} {low / 10:,.1f} to {high / 10:,.1f}" for n, low, high in rows)
            + ".",
        ),
        "inferred",
        {"ranges": ranges},
    )
    yield from _against_announced(estimate, asked)


def _against_announced(estimate: Estimate, asked: Question) -> Iterator[Finding]:
    """The spending inferred for programmes with announced amounts, beside those amounts."""
    pairs = [pair for pair in asked.system.pairs if asked.prior_of(pair).announced]
    unplaced = [s for s in estimate.study.file.stated if s.sums == "unplaced"]
    if not pairs:
        return
    low, high = spending_range(asked.system, asked.multipliers, pairs)
    anchors = sum(_announced_amount(estimate.study, pair) for pair in pairs)
    partners = sum(_in_millions(stated) for stated in unplaced)
    committed = _committed(estimate, pairs)
    names = [_name(estimate.study, pair) for pair in pairs]
    eok = MILLION_KRW.per(money_unit("억원"))
    told = (anchors + partners) * eok
    between = low <= anchors + partners <= high
    yield Finding(
        "against_announced",
        Text(
            f"{'과 '.join(n.ko for n in names)}를 합친 추론 지출은 {committed * eok:,.1f}억원"
            f"(가능한 범위 {low * eok:,.0f}~{high * eok:,.0f}억원), 발표된 금액은 "
            f"{told:,.1f}억원(앵커기업 {anchors * eok:,.1f} + 지구가 없는 협력기업 "
            f"{partners * eok:,.1f}; 협력기업이 실증지구에 없다고 가정)입니다. "
            + ("발표 금액이 범위 안에 있습니다." if between else "발표 금액이 범위 밖에 있습니다."),
            f"Spending inferred for {' and '.join(n.en for n in names)} together is "
            f"₩{committed / 1e3:,.2f} billion (possible {low / 1e3:,.1f} to {high / 1e3:,.1f}); "
            f"announced were ₩{told / 10:,.2f} billion (anchors {anchors / 1e3:,.2f} + partners "
            f"without a district {partners / 1e3:,.2f}, assuming that none is in another "
            "district). "
            + (
                "The announced sum lies inside the range."
                if between
                else "The announced sum lies outside the range."
            ),
        ),
        "inferred",
        {"inferred": committed, "range": (low, high), "announced": anchors + partners},
    )


def _announced_amount(study: Study, pair: Pair) -> float:
    scenario = next(s for s in study.scenarios if s.id == pair[0])
    demand = scenario.announced()
    names = [line.programme for line in demand.lines] if demand else []
    if demand is None or pair[1] not in names:
        return 0.0
    return float(demand.values[names.index(pair[1])].sum())


def _in_millions(stated: StatedSum) -> float:
    return stated.amount * money_unit(stated.unit).per(MILLION_KRW)


def _committed(estimate: Estimate, pairs: list[Pair]) -> float:
    demand = read_vectors(estimate.scenarios)
    if demand is None:
        return float("nan")
    rows = [i for i, x in enumerate(demand.lines) if (x.scenario, x.programme) in pairs]
    return float(demand.values[rows].sum())


def _needed(estimate: Estimate, asked: Question) -> Iterator[Finding]:
    """Sectors without which lines can't be explained, and the least share of money they take."""
    demand = read_vectors(estimate.scenarios)
    if demand is None:
        return
    row_of = {(x.scenario, x.programme): i for i, x in enumerate(demand.lines)}
    needed: dict[Pair, tuple[str, ...]] = {}
    for pair in asked.system.pairs:
        money = demand.values[row_of[pair]][asked.kept]
        large = np.flatnonzero(money > RELEVANT_SHARE * money.sum())
        codes = []
        for i in large:
            fewer = asked.without(asked.candidates[i].code)
            if tightness(fewer.system.lines(pair), fewer.multipliers) > 1.0:
                codes.append(asked.candidates[i].code)
        if codes:
            needed[pair] = tuple(codes)
    if not needed:
        return
    codes = sorted({code for pair in needed.values() for code in pair})
    mask = np.array([sector.code in codes for sector in asked.candidates])
    least = min(
        share_range(asked.system.lines(pair), asked.multipliers, mask)[0] for pair in needed
    )
    sectors = [asked.model.sectors.get(code) for code in codes]
    yield Finding(
        "needed",
        Text(
            f"{', '.join(f'{s.code} {s.name.ko}' for s in sectors)}을(를) 빼면 공표된 사업 "
            f"{len(needed)}개를 어떤 지출로도 설명할 수 없고, 설명하는 지출은 모두 돈의 "
            f"{least:.1%} 이상을 이 부문에 씁니다. 첨단산업 특구의 지출로는 믿기 어려우며, 공표값이 "
            "이 표의 계수로 계산되지 않았음을 뜻합니다.",
            f"Without {' and '.join(f'{s.code} {s.name.en}' for s in sectors)}, no spending at all "
            f"explains {len(needed)} of the published lines, and every spending that does puts at "
            f"least {least:.1%} of its money there. That is hard to believe of a high-technology "
            "zone: the figures were not made with this table's coefficients.",
        ),
        "inferred",
        {"sectors": tuple(codes), "lines": tuple(needed), "least_share": least},
    )


def _distance(estimate: Estimate, asked: Question) -> Iterator[Finding]:
    """How far each inferred vector lies from its prior."""
    demand = read_vectors(estimate.scenarios)
    if demand is None:
        return
    row_of = {(x.scenario, x.programme): i for i, x in enumerate(demand.lines)}
    rows = [row_of[pair] for pair in asked.system.pairs]
    far = divergence(demand.values[rows][:, asked.kept], asked.prior)
    named = [
        (_name(estimate.study, pair), d) for pair, d in zip(asked.system.pairs, far, strict=True)
    ]
    yield Finding(
        "distance",
        Text(
            "추론된 지출이 사전 부문에서 떨어진 정도(쿨백–라이블러, nat): "
            + ", ".join(f"{n.ko} {d:.2f}" for n, d in named)
            + ". 0에 가까우면 표와 공표값의 경제적 해석이 맞고, 크면 어긋납니다.",
            "Distance of the inferred spending from its prior (Kullback–Leibler, nats): "
            + ", ".join(f"{n.en} {d:.2f}" for n, d in named)
            + ". Near zero, table and publication agree about the economics; large, they don't.",
        ),
        "inferred",
        {"divergence": dict(zip(asked.system.pairs, far.tolist(), strict=True))},
    )


def _factors(asked: Question) -> Iterator[Finding]:
    """The other explanation: announced or assumed sectors alone, with other jobs per output."""
    factors: dict[Pair, tuple[float, float] | None] = {}
    for pair in asked.system.pairs:
        own = asked.multipliers[:, asked.core(pair)]
        factors[pair] = factor_range(asked.system, own, pair, "employment")
    study = asked.study

    def told(pair: Pair, lang_ko: bool) -> str:
        bounds = factors[pair]
        name = _name(study, pair)
        if bounds is None:
            return f"{name.ko} 불가능" if lang_ko else f"{name.en} impossible"
        codes = ", ".join(s.code for s in np.array(asked.candidates, object)[asked.core(pair)])
        words = _interval(bounds)
        return f"{name.ko} {words}({codes})" if lang_ko else f"{name.en} {words} ({codes})"

    yield Finding(
        "factors",
        Text(
            "다른 설명: 발표되거나 가정한 부문만으로 생산과 부가가치를 맞추면, 저자들은 이 표의 "
            "생산당 취업자에 다음 배수를 곱한 계수를 쓴 셈입니다: "
            + "; ".join(told(pair, True) for pair in factors)
            + ".",
            "The other explanation: if production and value added came from the announced or "
            "assumed sectors alone, the authors used this table's jobs per output times: "
            + "; ".join(told(pair, False) for pair in factors)
            + ".",
        ),
        "inferred",
        {"factors": factors},
    )


def _interval(bounds: tuple[float, float]) -> str:
    low, high = (f"{bound:.2f}" for bound in bounds)
    return low if low == high else f"{low}–{high}"
