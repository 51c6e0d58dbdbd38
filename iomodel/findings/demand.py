"""What a publication says of the demand behind it, over one table."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from iomodel.estimates import Estimate
from iomodel.findings.base import Finding, interval, line_name
from iomodel.findings.document import largest_group
from iomodel.inference import Question
from iomodel.published import Pair
from iomodel.reconcile import divergence, factor_range, share_range, spending_range, tightness
from iomodel.scenario import Study
from iomodel.schema import StatedSum
from iomodel.text import Text, same
from iomodel.units import BILLION_KRW, MILLION_KRW, money_unit

RELEVANT_SHARE = 0.05  # of a programme's inferred money: sectors worth asking about


def reach(estimate: Estimate, asked: Question) -> Iterator[Finding]:
    """Find which sectors have as many jobs per production as the lines that share one ratio."""
    group = largest_group(estimate)
    if group is None:
        return
    per_billion = BILLION_KRW.per(asked.model.info.money)
    multipliers = asked.model.multipliers()
    with np.errstate(invalid="ignore"):
        ratio = multipliers.of("employment") / multipliers.of("production")
    need = group.jobs[0] * per_billion
    sectors = asked.model.sectors.sectors
    reach = [i for i in np.argsort(-ratio) if ratio[i] >= need]
    own = sorted({int(i) for pair in group.pairs for i in asked.kept[asked.core(pair)]})
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


def spending(estimate: Estimate, asked: Question) -> Iterator[Finding]:
    """Find the range of spending each programme can have had, beside announced amounts."""
    ranges = {
        pair: spending_range(asked.system, asked.multipliers, [pair]) for pair in asked.system.pairs
    }
    eok = asked.model.info.money.per(money_unit("억원"))
    rows = [
        (line_name(estimate.study, pair), low * eok, high * eok)
        for pair, (low, high) in ranges.items()
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
    """Set the spending inferred for programmes with announced amounts beside them."""
    pairs = [pair for pair in asked.system.pairs if asked.prior_of(pair).announced]
    unplaced = [s for s in estimate.study.file.stated if s.sums == "unplaced"]
    if not pairs:
        return
    low, high = spending_range(asked.system, asked.multipliers, pairs)
    anchors = sum(_announced_amount(estimate.study, pair) for pair in pairs)
    partners = sum(_in_millions(stated) for stated in unplaced)
    committed = _committed(estimate, pairs)
    names = [line_name(estimate.study, pair) for pair in pairs]
    eok = MILLION_KRW.per(money_unit("억원"))
    told = (anchors + partners) * eok
    between = low <= anchors + partners <= high
    taken = (
        Text("의", "")
        if committed is None
        else Text(f"은 {committed * eok:,.1f}억원,", f"₩{committed / 1e3:,.2f} billion, ")
    )
    yield Finding(
        "against_announced",
        Text(
            f"{', '.join(n.ko for n in names)}를 합친 추론 지출{taken.ko} 가능한 범위는 "
            f"{low * eok:,.0f}~{high * eok:,.0f}억원이고, 발표된 금액은 {told:,.1f}억원"
            f"(앵커기업 {anchors * eok:,.1f} + 지구가 없는 협력기업 {partners * eok:,.1f}; "
            "협력기업이 다른 지구에 없다고 가정)입니다. "
            + ("발표 금액이 범위 안에 있습니다." if between else "발표 금액이 범위 밖에 있습니다."),
            f"Spending inferred for {' and '.join(n.en for n in names)} together is {taken.en}"
            f"possibly {low / 1e3:,.1f} to {high / 1e3:,.1f} billion; announced were "
            f"₩{told / 10:,.2f} billion (anchors {anchors / 1e3:,.2f} + partners without a "
            f"district {partners / 1e3:,.2f}, assuming that none is in another district). "
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


def _committed(estimate: Estimate, pairs: list[Pair]) -> float | None:
    demand = estimate.vectors
    if demand is None:
        return None
    rows = [i for i, x in enumerate(demand.lines) if (x.scenario, x.programme) in pairs]
    return float(demand.values[rows].sum())


def needed(estimate: Estimate, asked: Question) -> Iterator[Finding]:
    """Find sectors without which lines can't be explained, and the least money they take."""
    demand = estimate.vectors
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
            f"{least:.1%} 이상을 이 부문에 씁니다. 첨단산업 특구의 지출로는 믿기 어려워, "
            "저자들은 다른 계수를 쓴 것으로 보입니다.",
            f"Without {' and '.join(f'{s.code} {s.name.en}' for s in sectors)}, no spending at all "
            f"explains {len(needed)} of the published lines, and every spending that does puts at "
            f"least {least:.1%} of its money there. That is hard to believe of a high-technology "
            "zone: its authors seem to have used other coefficients.",
        ),
        "inferred",
        {"sectors": tuple(codes), "lines": tuple(needed), "least_share": least},
    )


def distance(estimate: Estimate, asked: Question) -> Iterator[Finding]:
    """Measure how far each inferred vector lies from its prior."""
    demand = estimate.vectors
    if demand is None:
        return
    row_of = {(x.scenario, x.programme): i for i, x in enumerate(demand.lines)}
    rows = [row_of[pair] for pair in asked.system.pairs]
    far = divergence(demand.values[rows][:, asked.kept], asked.prior)
    named = [
        (line_name(estimate.study, pair), d)
        for pair, d in zip(asked.system.pairs, far, strict=True)
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


def factors(asked: Question) -> Iterator[Finding]:
    """Compute the other explanation: own sectors alone, with other jobs per output."""
    if "employment" not in asked.system.indicators:
        return
    factors: dict[Pair, tuple[float, float] | None] = {}
    for pair in asked.system.pairs:
        own = asked.multipliers[:, asked.core(pair)]
        factors[pair] = factor_range(asked.system, own, pair, "employment")
    told = [_factor_words(asked, pair, bounds) for pair, bounds in factors.items()]
    yield Finding(
        "factors",
        Text(
            "다른 설명: 발표되거나 가정한 부문만으로 생산과 부가가치를 맞추면, 저자들은 이 표의 "
            "생산당 취업자에 다음 배수를 곱한 계수를 쓴 셈입니다: "
            + "; ".join(words.ko for words in told)
            + ".",
            "The other explanation: if production and value added came from the announced or "
            "assumed sectors alone, the authors used this table's jobs per output times: "
            + "; ".join(words.en for words in told)
            + ".",
        ),
        "inferred",
        {"factors": factors},
    )


def _factor_words(asked: Question, pair: Pair, bounds: tuple[float, float] | None) -> Text:
    """Return one programme's factor with the sectors it rests on."""
    name = line_name(asked.study, pair)
    own = asked.core(pair)
    codes = ", ".join(s.code for s, kept in zip(asked.candidates, own, strict=True) if kept)
    words = Text("불가능", "impossible") if bounds is None else same(interval(bounds, 2))
    told = Text(f"{name.ko} {words.ko}({codes}", f"{name.en} {words.en} ({codes}")
    prior = asked.prior_of(pair)
    if prior.announced and prior.sectors:
        announced = own & np.array([s.code not in prior.sectors for s in asked.candidates])
        alone = factor_range(asked.system, asked.multipliers[:, announced], pair, "employment")
        added = ", ".join(prior.sectors)
        words = Text("불가능", "impossible") if alone is None else same(interval(alone, 2))
        told = Text(
            f"{told.ko}; 가정한 {added}을(를) 빼면 {words.ko}",
            f"{told.en}; without {added}, which is assumed, {words.en}",
        )
    return Text(f"{told.ko})", f"{told.en})")
