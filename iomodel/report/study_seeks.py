"""The goals of a study, and what they take, as a report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from iomodel.report import labels, numbers
from iomodel.report.blocks import Block
from iomodel.report.data import manifest_record
from iomodel.report.document import Document
from iomodel.report.seeks import block, figure, reading_notes, sections
from iomodel.seek.needs import Fit, Need, Pair, Range, Verdict
from iomodel.seek.reasons import ratio_scale
from iomodel.seek.study import Place, StudySought
from iomodel.seek.ways import SCOPES, PerUnit
from iomodel.text import Lang, Text
from iomodel.units import MoneyUnit, money_unit

FITS: dict[Fit, Text] = {
    "within": Text("안", "within"),
    "below": Text("아래: 그 생산이면 고용이 더 많음", "below: that output brings more jobs"),
    "above": Text("위: 그 생산으로는 고용이 모자람", "above: that output brings fewer jobs"),
}
VERDICTS: dict[Verdict, Text] = {
    "compatible": Text("두 목표가 양립함", "both goals fit together"),
    "incompatible": Text("어떤 구성으로도 양립하지 않음", "no mix reaches both"),
    "open": Text("판단하지 않음: 읽기마다 다름", "no verdict: readings disagree"),
}


def note(found: StudySought, lang: Lang, command: str) -> Document:
    """Return the goals of a study as a report."""
    title = Text("목표에 필요한 것", "What the goals take").get(lang)
    pairs = [(place, pair) for place in found.places for pair in place.pairs]
    parts = [_needs(found.places, lang), *([_ratios(pairs, lang)] if pairs else [])]
    ways = [need.way for place in found.places for need in place.needs]
    assumed = [
        Text(
            "읽기: 자체 산출(직접계수), 지역 안의 유발효과, 유발효과 전체. 문서가 어느 것인지 "
            "말하지 않으면 모두 보이고, 모두 같을 때만 판단합니다",
            "Readings: own output (direct coefficients), what is induced in the region, all that "
            "is induced. Where the document does not say which it means all are shown, and there "
            "is a verdict only where all agree",
        ),
        Text(
            "업종과 그 구성은 시나리오 파일의 것(가정)이며, 목표는 표의 연도 가격으로 봅니다",
            "Industries and their mix are those of the scenario files (assumed); goals are taken "
            "at prices of the table's year",
        ),
        *reading_notes(ways),
    ]
    below = sections(
        (Text("묻지 못한 목표", "Goals not asked"), _silent(found)), assumed, found.manifest, lang
    )
    return Document(
        f"{title}: {found.study.title.get(lang)}",
        lang,
        tuple(_verdict_line(place, pair, lang) for place, pair in pairs),
        (*parts, *below),
        records(found, lang),
        (command, f"iomodel {found.manifest.version}"),
    )


def _verdict_line(place: Place, pair: Pair, lang: Lang) -> str:
    return (
        f"{place.name.get(lang)}, {pair.above.asked} · {pair.below.asked}: "
        f"{VERDICTS[pair.verdict].get(lang)}"
    )


def _needs(places: Sequence[Place], lang: Lang) -> Block:
    rows = []
    for place in places:
        last = ""
        for need in place.needs:
            goal = f"{need.target.what.text.get(lang)} {need.goal.asked}"
            rows.append(
                (
                    place.name.get(lang) if need is place.needs[0] else "",
                    "" if goal == last else goal,
                    SCOPES[need.way.scope].get(lang),
                    f"{need.way.table} {need.way.region}".strip(),
                    _amount(need.by_mix, need.way),
                    *_ends(need, lang),
                )
            )
            last = goal
    unit = _shown_in(next(need.way for place in places for need in place.needs)).name
    headings = (
        labels.DISTRICT,
        Text("목표(문서)", "Goal (stated)"),
        Text("읽기", "Reading"),
        Text("표", "Table"),
        Text(f"구성대로 ({unit.ko})", f"By the mix ({unit.en})"),
        Text(f"가장 적게 ({unit.ko})", f"At least ({unit.en})"),
        Text("그 업종", "In"),
        Text(f"가장 많이 ({unit.ko})", f"At most ({unit.en})"),
        Text("그 업종", "In"),
    )
    caption = Text(
        "계산. 자체 산출의 읽기는 산출, 다른 읽기는 지출(최종수요)",
        "computed; output in the reading of own output, spending (final demand) in the others",
    )
    title = Text("목표마다 필요한 것", "What each goal takes")
    return block(title, headings, rows, 4, caption, lang)


def _ends(need: Need, lang: Lang) -> tuple[str, str, str, str]:
    """Return the least and the most, each with its industry; dashes where all take the same."""
    if need.least == need.most:
        return ("–", "–", "–", "–")
    sectors = need.way.sectors.sectors
    return (
        _amount(need.least, need.way),
        sectors[need.cheapest].name.get(lang),
        _amount(need.most, need.way),
        sectors[need.dearest].name.get(lang),
    )


def _shown_in(way: PerUnit) -> MoneyUnit:
    """Return the unit of the table: 억원 for won, in which Korean plans state their goals."""
    return money_unit("억원") if way.money.currency == "KRW" else way.money


def _amount(value: float, way: PerUnit) -> str:
    return "–" if value == float("inf") else figure(value * way.money.per(_shown_in(way)))


def _ratios(pairs: Sequence[tuple[Place, Pair]], lang: Lang) -> Block:
    rows = []
    for place, pair in pairs:
        scale, unit = ratio_scale(pair.above, pair.below, pair.ranges[0].way.money)
        for one in pair.ranges:
            first = one is pair.ranges[0]
            sectors = one.way.sectors.sectors
            rows.append(
                (
                    place.name.get(lang) if first else "",
                    SCOPES[one.way.scope].get(lang),
                    unit.get(lang),
                    numbers.decimal(one.ratio * scale, 2),
                    numbers.decimal(one.by_mix * scale, 2),
                    numbers.decimal(one.least * scale, 2),
                    sectors[one.lowest].name.get(lang),
                    numbers.decimal(one.most * scale, 2),
                    sectors[one.highest].name.get(lang),
                    FITS[one.fit].get(lang),
                )
            )
    headings = (
        labels.DISTRICT,
        Text("읽기", "Reading"),
        labels.UNIT,
        Text("목표", "Goals"),
        Text("구성대로", "The mix"),
        Text("가장 낮음", "Lowest"),
        Text("그 업종", "In"),
        Text("가장 높음", "Highest"),
        Text("그 업종", "In"),
        Text("목표의 자리", "Where the goals lie"),
    )
    caption = Text(
        "계산. 어떤 구성의 비율도 업종 하나하나의 비율 사이에 있음",
        "computed; the ratio of any mix lies between those of single industries",
    )
    title = Text("목표의 비율과 업종의 범위", "Ratios of goals, and what industries can have")
    return block(title, headings, rows, 3, caption, lang)


def _silent(found: StudySought) -> list[Text]:
    told = []
    for place in found.places:
        for target, why in place.silent:
            figure = target.printed or f"{target.value} {target.unit}"
            what = target.what.text
            told.append(
                Text(
                    f"{place.name.ko}, {what.ko} ({figure}): {why.ko}",
                    f"{place.name.en}, {what.en} ({figure}): {why.en}",
                )
            )
    return told


def records(found: StudySought, lang: Lang) -> list[dict[str, Any]]:
    """Return what every goal takes, then every ratio, as flat records."""
    needs = [_need_record(place, need, lang) for place in found.places for need in place.needs]
    ratios = [
        _ratio_record(place, pair, one, lang)
        for place in found.places
        for pair in place.pairs
        for one in pair.ranges
    ]
    return needs + ratios


def _need_record(place: Place, need: Need, lang: Lang) -> dict[str, Any]:
    return _of_way(place, need.way, lang) | {
        "what": "need",
        "goal": need.goal.asked,
        "indicator": need.goal.indicator.id,
        "ratio": None,
        "by_mix": need.by_mix,
        "least": need.least,
        "least_in": need.way.sectors.codes[need.cheapest],
        "most": need.most,
        "most_in": need.way.sectors.codes[need.dearest],
        "unit": need.way.money.name.ko,
        "fit": "",
        "verdict": "",
        "basis": "computed",
    }


def _ratio_record(place: Place, pair: Pair, one: Range, lang: Lang) -> dict[str, Any]:
    scale, unit = ratio_scale(pair.above, pair.below, one.way.money)
    return _of_way(place, one.way, lang) | {
        "what": "ratio",
        "goal": f"{pair.above.asked} / {pair.below.asked}",
        "indicator": f"{pair.above.indicator.id}/{pair.below.indicator.id}",
        "ratio": one.ratio * scale,
        "by_mix": one.by_mix * scale,
        "least": one.least * scale,
        "least_in": one.way.sectors.codes[one.lowest],
        "most": one.most * scale,
        "most_in": one.way.sectors.codes[one.highest],
        "unit": unit.ko,
        "fit": one.fit,
        "verdict": pair.verdict,
        "basis": "computed",
    }


def _of_way(place: Place, way: PerUnit, lang: Lang) -> dict[str, Any]:
    return {
        "place": place.name.get(lang),
        "scope": way.scope,
        "table": way.table,
        "region": way.region,
        "price_year": way.price_year,
    }


def plain(found: StudySought, lang: Lang) -> dict[str, Any]:
    """Return the goals of a study as plain data."""
    return {
        "study": found.study.id,
        "rows": records(found, lang),
        "not_asked": [text.get(lang) for text in _silent(found)],
        "manifest": manifest_record(found.manifest, lang),
    }
