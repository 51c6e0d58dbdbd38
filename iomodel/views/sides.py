"""The other side of an estimate: net of what is displaced, with households, read otherwise."""

from __future__ import annotations

from iomodel.analyses.base import Column
from iomodel.summary import Summary
from iomodel.text import Text
from iomodel.views.base import (
    DISTRICT,
    GROSS,
    NET,
    PHASE,
    PHASES,
    PROGRAMME,
    Cell,
    View,
    added,
    announced,
    effect_columns,
    is_of,
    pairs_of,
    words_of,
)

EFFECT = Column("effect", Text("효과", "Effect"))
Kinds = tuple[tuple[Text, tuple[str, ...]], ...]


def displaced(summary: Summary) -> View | None:
    """Return gross effects, what is displaced, and the net of both."""
    kinds: Kinds = (
        (Text("총효과", "Gross"), GROSS),
        (Text("대체되는 효과", "Displaced"), ("displacement",)),
        (Text("순효과", "Net"), NET),
    )
    return _by_kind(
        summary,
        "displaced",
        Text("총효과와 순효과", "Gross and net effects"),
        kinds,
        Text(
            "대체: 이 사업이 없어도 있었을 지출(자체재원 등)과 이 사업 때문에 없어지는 지출",
            "Displaced: spending that would have been made anyway (own funds and the like), or "
            "is lost because of the programme",
        ),
    )


def households(summary: Summary) -> View | None:
    """Return effects of Type I, what households' spending adds, and Type II."""
    kinds: Kinds = (
        (Text("직접·간접(제1형)", "Direct and indirect (Type I)"), ("spending",)),
        (Text("소득유발", "Induced by households"), ("households",)),
        (Text("합(제2형)", "Sum (Type II)"), GROSS),
    )
    title = Text("가계 내생화: 제1형과 제2형", "Households endogenous: Type I and Type II")
    return _by_kind(summary, "households", title, kinds, Text("", ""))


def _by_kind(summary: Summary, id: str, title: Text, kinds: Kinds, caption: Text) -> View | None:
    reading = announced(summary)
    if reading is None or reading.impact is None:
        return None
    impact, telling = reading.impact, kinds[1][1][0]
    told = pairs_of(impact, lambda line: line.kind == telling)
    rows: list[tuple[Cell, ...]] = []
    for scenario, programme, phase in told:
        for name, own in kinds:
            values = added(summary, impact, is_of(scenario, programme, phase, kinds=own))
            names = words_of(summary, scenario, programme)
            rows.append((*names, PHASES[phase], name, *values))  # type: ignore[index]
    if not rows:
        return None
    columns = (DISTRICT, PROGRAMME, PHASE, EFFECT, *effect_columns(summary))
    sums = frozenset(range(len(kinds) - 1, len(rows), len(kinds)))
    return View(id, title, columns, tuple(rows), sums, caption)


def other_reading(summary: Summary) -> View | None:
    """Return what programmes give where lines take the sector or profile they don't name."""
    reading = announced(summary)
    if reading is None or reading.impact is None or reading.other is None:
        return None
    rows: list[tuple[Cell, ...]] = []
    for scenario, programme, phase in pairs_of(reading.impact, lambda line: line.gross):
        keep = is_of(scenario, programme, phase, kinds=GROSS)
        taken, other = (added(summary, one, keep) for one in (reading.impact, reading.other))
        if taken == other:
            continue
        names = (*words_of(summary, scenario, programme), PHASES[phase])  # type: ignore[index]
        rows.append((*names, _name(summary, scenario, programme, taken=True), *taken))
        rows.append((*names, _name(summary, scenario, programme, taken=False), *other))
    if not rows:
        return None
    return View(
        "other_reading",
        Text("투자를 달리 볼 때", "The same spending read otherwise"),
        (DISTRICT, PROGRAMME, PHASE, EFFECT, *effect_columns(summary)),
        tuple(rows),
        caption=Text(
            "업종: 투자기업 자신의 업종에 대한 수요. 투자 구성: 그 투자가 사는 건설·기계 등에 대한 "
            "수요",
            "Sector: demand on the investor's own industry. Profile: demand on the construction, "
            "machines and so on that the investment buys",
        ),
    )


_BY_SECTOR = Text("업종에 대한 수요", "As demand on the sector")
_BY_PROFILE = Text("투자 구성에 대한 수요", "As demand on the profile's goods")


def _name(summary: Summary, scenario: str, programme: str, *, taken: bool) -> Text:
    """Return which reading a programme's lines take, or don't."""
    items = [
        item
        for one in summary.estimate.scenarios
        if one.id == scenario
        for item in one.items
        if item.programme == programme and item.profile is not None
    ]
    by_profile = any(item.by_profile for item in items)
    name = _BY_PROFILE if by_profile == taken else _BY_SECTOR
    mark = Text(" (이 추정)", " (as estimated)") if taken else Text("", "")
    return Text(name.ko + mark.ko, name.en + mark.en)
