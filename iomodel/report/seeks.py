"""What a goal takes, as a report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from iomodel.impact import Indicator
from iomodel.provenance import Manifest
from iomodel.report import labels, numbers
from iomodel.report.blocks import Block, Section
from iomodel.report.data import manifest_record
from iomodel.report.document import Document
from iomodel.report.numbers import Number
from iomodel.seek.answer import Sought
from iomodel.seek.reasons import amount_words, reasons
from iomodel.seek.ways import SCOPES, UNKNOWN, PerUnit
from iomodel.text import Lang, Text

_REACHED = Text("도달함", "reached")
_UNREACHED = Text(
    "도달할 수 없음: 아래는 가장 가까운 구성", "not reachable: the nearest mix follows"
)


def note(found: Sought, lang: Lang, command: str) -> Document:
    """Return one answer as a report."""
    title = Text("목표에 필요한 지출", "What a goal takes").get(lang)
    return Document(
        f"{title}: {found.per_unit.table} {found.per_unit.region}".strip(),
        lang,
        tuple(_lead(found, lang)),
        (
            _goals(found, lang),
            _spending(found, lang),
            _brought(found, lang),
            *_below(found, lang),
        ),
        records(found, lang),
        (command, f"iomodel {found.manifest.version}"),
    )


def _lead(found: Sought, lang: Lang) -> list[str]:
    """Return the answer in a sentence, and over years where they are asked for."""
    state = (_REACHED if found.reached else _UNREACHED).get(lang)
    unknown = UNKNOWN[found.per_unit.scope].get(lang)
    total = amount_words(found.total, found.per_unit.money)
    lines = [f"{unknown} {total.get(lang)}: {state}"]
    if found.years:
        each = amount_words(found.total / found.years, found.per_unit.money)
        held = amount_words(found.total * found.years, found.per_unit.money)
        lines += [
            Text(
                f"목표를 {found.years}년의 합계(고용은 인원·년)로 보면 해마다 {each.ko}",
                f"if the goal counts all {found.years} years together (jobs as person-years): "
                f"{each.en} a year",
            ).get(lang),
            Text(
                f"목표를 해마다 유지하는 수준으로 보면 해마다 {total.ko}, {found.years}년에 "
                f"{held.ko}",
                f"if the goal is to hold in every year: {total.en} a year, {held.en} over "
                f"{found.years} years",
            ).get(lang),
        ]
    return lines


def _shown(found: Sought, indicator: Indicator, value: float) -> Number:
    """Return a value in the unit in which it is shown."""
    if indicator.dimension == "money":
        return figure(value * found.per_unit.money.per(found.unit))
    return figure(value)


def figure(value: float) -> Number:
    """Return a number, with one decimal where it is small."""
    return numbers.whole(value) if abs(value) >= 100 else numbers.decimal(value)


def _goals(found: Sought, lang: Lang) -> Block:
    rows = []
    for goal, decides in zip(found.goals, found.deciding, strict=True):
        reached = found.effect(goal.indicator.id)
        rows.append(
            (
                goal.indicator.name.get(lang),
                goal.indicator.measured_in(found.unit).get(lang),
                _shown(found, goal.indicator, goal.value),
                _shown(found, goal.indicator, reached),
                numbers.percent(reached / goal.value),
                "✓" if found.meets(goal) else "",
                "○" if decides else "",
            )
        )
    headings = (
        Text("목표", "Goal"),
        labels.UNIT,
        Text("목표값", "Asked"),
        Text("계산된 값", "Computed"),
        Text("목표 대비", "Of the goal"),
        Text("도달", "Reached"),
        Text("지출을 정함", "Decides"),
    )
    return block(Text("목표", "Goals"), headings, rows, 2, _caption(found.per_unit), lang)


def _spending(found: Sought, lang: Lang) -> Block:
    scale = found.per_unit.money.per(found.unit)
    order = sorted(found.mix.sectors, key=lambda i: -found.spending[i])
    rows: list[tuple[str, ...]] = []
    years = (found.years,) if found.years else ()
    for i in order:
        sector, value = found.per_unit.sectors.sectors[i], float(found.spending[i])
        share = value / found.total if found.total else 0.0
        amounts = (value * scale, *(value * scale / n for n in years))
        rows.append(
            (
                sector.code,
                sector.name.get(lang),
                numbers.percent(share),
                *map(figure, amounts),
            )
        )
    total = (found.total * scale, *(found.total * scale / n for n in years))
    rows.append(("", labels.SUM.get(lang), numbers.percent(1.0), *map(figure, total)))
    unit = found.unit.name
    headings = [
        Text("코드", "Code"),
        Text("부문", "Sector"),
        Text("몫", "Share"),
        Text(f"금액 ({unit.ko})", f"Amount ({unit.en})"),
        *(Text(f"해마다 ({unit.ko})", f"A year ({unit.en})") for _ in years),
    ]
    title = UNKNOWN[found.per_unit.scope]
    made = block(title, tuple(headings), rows, 2, _caption(found.per_unit), lang)
    return Block(made.title, made.headings, made.rows, frozenset({len(rows) - 1}), 2, made.caption)


def _brought(found: Sought, lang: Lang) -> Block:
    rows = [
        (
            indicator.name.get(lang),
            indicator.measured_in(found.unit).get(lang),
            _shown(found, indicator, float(value)),
            labels.BASIS["computed"].get(lang),
        )
        for indicator, value in zip(found.per_unit.indicators, found.effects, strict=True)
    ]
    headings = (
        labels.INDICATOR,
        labels.UNIT,
        Text("값", "Value"),
        Text("근거", "Basis"),
    )
    title = Text("그 지출이 가져오는 것", "What it brings")
    return block(title, headings, rows, 2, _caption(found.per_unit), lang)


def _below(found: Sought, lang: Lang) -> list[Section]:
    why = Text("정하는 것", "What decides") if found.reached else Text("까닭", "Why not")
    assumed = [
        Text(
            f"읽기: {SCOPES[found.per_unit.scope].ko}. 부문의 구성과 한도는 물은 사람의 가정입니다",
            f"Reading: {SCOPES[found.per_unit.scope].en}. The mix and its limits are assumed by "
            "whoever asks",
        ),
        Text(
            f"목표는 {found.per_unit.price_year}년 가격으로 봅니다",
            f"Goals are taken at prices of {found.per_unit.price_year}",
        ),
        *reading_notes((found.per_unit,)),
    ]
    return sections((why, reasons(found)), assumed, found.manifest, lang)


def reading_notes(ways: Sequence[PerUnit]) -> list[Text]:
    """Return what has to be assumed in the readings at hand."""
    told = []
    if any(way.scope == "own" for way in ways):
        told.append(
            Text(
                "자체 산출의 읽기는 전국표의 직접계수를 이 기업들의 것으로 봅니다(가정). 지역 "
                "유발계수에는 직접계수가 없습니다",
                "Own output is read with the national table's direct coefficients, taken for "
                "those of these firms (assumed): regional multipliers have none",
            )
        )
    return told


def records(found: Sought, lang: Lang) -> list[dict[str, Any]]:
    """Return spending by sector, then every indicator, as flat records."""
    shared = {
        "table": found.per_unit.table,
        "region": found.per_unit.region,
        "scope": found.per_unit.scope,
        "price_year": found.per_unit.price_year,
    }
    scale, reached = found.per_unit.money.per(found.unit), found.reached
    spending = [
        {
            "what": "output" if found.per_unit.scope == "own" else "spending",
            "id": found.per_unit.sectors.codes[i],
            "name": found.per_unit.sectors.sectors[i].name.get(lang),
            "value": float(found.spending[i]) * scale,
            "unit": found.unit.name.ko,
            "target": None,
        }
        for i in found.mix.sectors
    ]
    goals = {goal.indicator.id: goal.value for goal in found.goals}
    effects = []
    for indicator, value in zip(found.per_unit.indicators, found.effects, strict=True):
        factor = scale if indicator.dimension == "money" else 1.0
        goal = goals.get(indicator.id)
        effects.append(
            {
                "what": "effect",
                "id": indicator.id,
                "name": indicator.name.get(lang),
                "value": float(value) * factor,
                "unit": indicator.measured_in(found.unit).ko,
                "target": None if goal is None else goal * factor,
            }
        )
    return [one | shared | {"reached": reached, "basis": "computed"} for one in spending + effects]


def plain(found: Sought, lang: Lang) -> dict[str, Any]:
    """Return one answer as plain data."""
    return {
        "reached": found.reached,
        "exact": found.exact,
        "years": found.years,
        "rows": records(found, lang),
        "reasons": [text.get(lang) for text in reasons(found)],
        "manifest": manifest_record(found.manifest, lang),
    }


def _caption(way: PerUnit) -> Text:
    where = f"{way.table} {way.region}".strip()
    return Text(
        f"{where}, {way.price_year}년 가격, {labels.BASIS['computed'].ko}",
        f"{where}, prices of {way.price_year}, {labels.BASIS['computed'].en}",
    )


def block(
    title: Text,
    headings: Sequence[Text],
    rows: Sequence[tuple[str, ...]],
    left: int,
    caption: Text,
    lang: Lang,
) -> Block:
    """Return a table without sums; its first `left` columns are words."""
    told = tuple(heading.get(lang) for heading in headings)
    return Block(title.get(lang), told, tuple(rows), frozenset(), left, caption.get(lang))


def sections(
    first: tuple[Text, Sequence[Text]],
    assumed: Sequence[Text],
    manifest: Manifest,
    lang: Lang,
) -> list[Section]:
    """Return what stands below: a list of its own, assumptions, caveats, provenance."""
    tables = [
        f"{stamp.id}: {stamp.title.get(lang)}; {stamp.source}; sha256 {stamp.checksum[:12]}"
        for stamp in manifest.tables
    ]
    title, lines = first
    found = [
        Section(title.get(lang), tuple(text.get(lang) for text in lines)),
        Section(labels.ASSUMPTIONS.get(lang), tuple(text.get(lang) for text in assumed)),
        Section(
            labels.WARNINGS.get(lang),
            tuple(text.get(lang) for text in dict.fromkeys(manifest.warnings)),
        ),
        Section(labels.PROVENANCE.get(lang), (*tables, f"iomodel {manifest.version}")),
    ]
    return [section for section in found if section.lines]
