"""What the document states beside effects: its goals, and whom firms will hire."""

from __future__ import annotations

import math

import numpy as np

from iomodel.analyses.base import Column
from iomodel.demand import Demand
from iomodel.errors import NotSupportedError
from iomodel.impact import Part
from iomodel.readings import Reading
from iomodel.scenario import Scenario
from iomodel.schema import Target
from iomodel.spending import Key, Spent
from iomodel.spending.notes import BASES
from iomodel.summary import Summary, scale
from iomodel.text import Text, same
from iomodel.units import money_unit
from iomodel.views.base import (
    DISTRICT,
    GROSS,
    PHASE,
    PHASES,
    PROGRAMME,
    Cell,
    View,
    added_one,
    announced,
    is_of,
    words_of,
)


def goals(summary: Summary) -> View | None:
    """Return every goal beside what is computed for it, and how far that goes."""
    stated = [(None, target) for target in summary.estimate.study.file.targets]
    told: list[tuple[Scenario | None, Target]] = [
        *(stated if summary.estimate.whole else []),
        *((s, target) for s in summary.estimate.scenarios for target in s.file.targets),
    ]
    if not told:
        return None
    rows = [row for scenario, target in told for row in _goal_rows(summary, scenario, target)]
    return View(
        "goals",
        Text("문서의 목표와 계산된 값", "Goals of the document, and what is computed"),
        (
            DISTRICT,
            Column("goal", Text("목표", "Goal")),
            Column("stated", Text("문서", "Stated")),
            Column("source", Text("출처", "Source")),
            PHASE,
            Column("what", Text("계산된 값", "Computed")),
            Column("unit", Text("단위", "Unit")),
            Column("computed", Text("값", "Value"), decimals=1),
            Column("share", Text("목표 대비", "Of the goal"), Text("%", "%"), 1),
        ),
        tuple(rows),
        caption=Text(
            "목표는 문서의 것, 값은 우리 계산. 목표가 그 업종 자신의 것인지 파급효과까지인지 "
            "문서가 "
            "말하지 않으면 비교는 참고일 뿐임",
            "Goals are the document's, values ours. Where the document does not say whether a goal "
            "is of the industries themselves or of all that is induced, the two are only "
            "indicative",
        ),
    )


def _goal_rows(
    summary: Summary, scenario: Scenario | None, target: Target
) -> list[tuple[Cell, ...]]:
    where = scenario.district if scenario else Text("전체", "All")
    source = summary.estimate.study.source(target)
    head = (where, target.what.text, _stated(target), same(source))
    rows: list[tuple[Cell, ...]] = []
    for phase in PHASES:
        if target.phase in (None, phase):
            for what, value in _computed(summary, scenario, target, phase):
                share = None if not float(target.value) else 100 * value / float(target.value)
                rows.append((*head, PHASES[phase], what, same(target.unit), value, share))
    return rows or [
        (
            *head,
            Text("", ""),
            Text("비교할 값이 없음", "nothing to compare"),
            Text("", ""),
            None,
            None,
        )
    ]


def _stated(target: Target) -> Text:
    """Return a goal as the document words it, with its base and its basis."""
    figure = target.printed or f"{target.value} {target.unit}"
    year = f", {target.year}" if target.year else ""
    base = ""
    if target.base_value or target.base_year:
        told = " ".join(filter(None, (str(target.base_year or ""), target.base_value or "")))
        base = f" ({told} → )"
    basis = BASES[target.basis]
    scope = _SCOPES[target.scope]
    return Text(
        f"{figure}{year}{base}{scope.ko} [{basis.ko}]",
        f"{figure}{year}{base}{scope.en} [{basis.en}]",
    )


_SCOPES = {
    None: Text("", ""),
    "own": Text(", 그 업종 자신의 것", ", of the industries themselves"),
    "total": Text(", 파급효과 전체", ", of all that is induced"),
}


def _computed(
    summary: Summary, scenario: Scenario | None, target: Target, phase: str
) -> list[tuple[Text, float]]:
    """Return what is computed for a goal in one phase, in the goal's unit."""
    reading = announced(summary)
    if reading is None or reading.impact is None or reading.spent is None:
        return []
    if target.measure == "share" or target.indicator == "other":
        return []
    kept = {
        key: account
        for key, account in reading.spent.accounts.items()
        if key.phase == phase
        and (scenario is None or key.scenario == scenario.id)
        and target.programme in ("", key.programme)
    }
    if not kept:
        return []
    money = target.indicator not in ("employment", "employees", "hires")
    factor = summary.unit.per(money_unit(target.unit)) if money else 1.0
    if target.indicator in ("investment", "sales"):
        if (target.indicator == "sales") != (phase == "operation"):
            return []
        spent = sum(account.announced for account in kept.values()) * factor
        if phase == "operation":
            return [
                (Text("완전가동 한 해의 지출·산출", "spending or output of a full year"), spent)
            ]
        out = _left_out(summary, scenario, target) * factor
        whole = [(Text("뺀 금액까지(명목)", "with what is left out (nominal)"), spent + out)]
        counted = Text("발표된 지출(명목)", "announced spending (nominal)")
        return [(counted, spent), *(whole if out else [])]
    indicator = "employment" if target.indicator == "hires" else target.indicator
    own = target.scope == "own" or target.indicator == "hires"
    total = 0.0
    averages: list[float] = []
    for key, account in kept.items():
        value = (
            _direct(summary, reading, key, indicator)
            if own
            else added_one(summary, reading.impact, is_of(*key, kinds=GROSS), indicator)
        )
        if value is None:
            return []
        total += value
        averages += [value / account.years] if account.years else []
    years = len(averages) == len(kept)
    effects = _told(total, sum(averages) if years else None, phase, factor, persons=not money)
    direct = Text("직접, ", "direct, ") if own else Text("", "")
    return [(Text(direct.ko + what.ko, direct.en + what.en), value) for what, value in effects]


def _left_out(summary: Summary, scenario: Scenario | None, target: Target) -> float:
    """Return what was announced and left out, in the unit that is shown."""
    return sum(
        excluded.amount * money_unit(excluded.unit).per(summary.unit)
        for one in summary.estimate.scenarios
        if scenario is None or one.id == scenario.id
        for programme in one.file.programmes
        if target.programme in ("", programme.name)
        for excluded in programme.excluded
    )


def _told(
    total: float, average: float | None, phase: str, factor: float, *, persons: bool
) -> list[tuple[Text, float]]:
    over = Text("전 기간(인원·년)", "all years (person-years)") if persons else _ALL_YEARS
    found = [(over, total * factor)]
    if average is not None:
        found.append((Text("연평균", "average of a year"), average * factor))
    return found[::-1] if phase == "operation" else found


_ALL_YEARS = Text("전 기간", "all years")


def hires(summary: Summary) -> View | None:
    """Return announced hires beside computed employment, direct and in all."""
    reading = announced(summary)
    if reading is None or reading.impact is None or reading.spent is None:
        return None
    known = (i for part in reading.impact.parts for i in part.indicators if i.id == "employment")
    employment = next(known, None)
    if employment is None:
        return None
    rows: list[tuple[Cell, ...]] = []
    accounts = reading.spent.accounts
    for key, account in accounts.items():
        if math.isnan(account.hires):
            continue
        names = words_of(summary, key.scenario, key.programme)
        direct = _direct(summary, reading, key, "employment")
        total = added_one(summary, reading.impact, is_of(*key, kinds=GROSS), "employment")
        years = account.years
        rows.append(
            (
                *names,
                PHASES[key.phase],  # type: ignore[index]
                account.hires,
                direct / years if years and direct is not None else None,
                total / years if years and total is not None else None,
                direct,
                total,
            )
        )
    if not rows:
        return None
    persons, person_years = Text("명", "persons"), Text("인원·년", "person-years")
    return View(
        "hires",
        Text("발표된 채용과 계산된 취업", "Announced hires and computed employment"),
        (
            DISTRICT,
            PROGRAMME,
            PHASE,
            Column("hires", Text("발표 채용", "Announced hires"), persons, 0),
            Column("direct_per_year", Text("직접, 연평균", "Direct, a year"), persons, 0),
            Column("total_per_year", Text("전체, 연평균", "In all, a year"), persons, 0),
            Column("direct", Text("직접, 전 기간", "Direct, all years"), person_years, 0),
            Column("total", Text("전체, 전 기간", "In all, all years"), person_years, 0),
        ),
        tuple(rows),
        caption=Text(
            f"계산된 취업: {employment.concept.ko}",
            f"Computed employment: {employment.concept.en}",
        ),
    )


def _direct(summary: Summary, reading: Reading, key: Key, indicator: str) -> float | None:
    """Return what one programme brings directly in one phase, in the unit that is shown.

    By demand in the sectors on which it falls; by output that is given in its own sectors, all of
    it, and not only by the demand that calls it forth. None where the table lacks the indicator, or
    is published multipliers, which don't say.
    """
    spent, parts = reading.spent, reading.impact.parts if reading.impact else ()
    assert spent is not None
    total = 0.0
    for part in parts:
        demands = [part.demand]
        if spent.demand is not None or spent.outputs is not None:
            demands = _as_stated(summary, spent, part)
        rows = [
            values
            for demand in demands
            for line, values in zip(demand.lines, demand.values, strict=True)
            if Key(line.scenario, line.programme, line.phase) == key and line.kind == "spending"
        ]
        at = [k for k, one in enumerate(part.indicators) if one.id == indicator]
        if not rows:
            continue
        if not at:
            return None
        try:
            direct = part.model.direct(np.array(rows))[:, at[0]].sum()
        except NotSupportedError:
            return None
        total += float(direct) * scale(part, at[0], summary.unit)
    return total


def _as_stated(summary: Summary, spent: Spent, part: Part) -> list[Demand]:
    """Return demand and outputs as the lines state them, in a part's sectors and money."""
    shelf = summary.estimate.case.shelf
    model = shelf.model(part.table, part.region or None)
    kept = [one for one in (spent.demand, spent.outputs) if one is not None]
    return [shelf.fit(one, model).in_unit(part.unit) for one in kept]
