"""The readings of a study: each demand through its model, beside what was published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from iomodel.demand import Demand
from iomodel.errors import Problem, ScenarioFileError
from iomodel.impact import Impact
from iomodel.inference import question, why_infeasible
from iomodel.models import Shelf
from iomodel.published import (
    Comparison,
    ComparisonBasis,
    ComputedLine,
    PublishedCell,
    compare,
    covered_by,
)
from iomodel.reconcile import tightness
from iomodel.scenario import STUDY, Scenario, Study, read_vectors
from iomodel.schema import ReadingId
from iomodel.text import Text, same


@dataclass(frozen=True, eq=False)
class Case:
    """What is to be read: scenarios of a study, through which tables.

    Attributes
    ----------
    published : tuple of PublishedCell
        All of the study.
    cells : tuple of PublishedCell
        Those of the scenarios at hand.
    table : str
        A table instead of those that study.toml names; empty for those.
    """

    study: Study
    scenarios: tuple[Scenario, ...]
    published: tuple[PublishedCell, ...]
    cells: tuple[PublishedCell, ...]
    shelf: Shelf
    table: str = ""


@dataclass(frozen=True, eq=False)
class Reading:
    """One reading of a study: its effects, or why it has none.

    Attributes
    ----------
    impact : Impact or None
        Over the reading's own table, which the comparison uses.
    regional : Impact or None
        The same demand through a regional table.
    """

    id: ReadingId
    impact: Impact | None = None
    regional: Impact | None = None
    comparison: tuple[Comparison, ...] = ()
    unavailable: Text | None = None


def announced(case: Case) -> Reading:
    """Return the announced spending through the reading's table and its regional one."""
    how = case.study.file.readings.announced
    impact = _through(case, case.table or how.table)
    if impact is None:
        nothing = Text("발표된 금액이 없습니다", "no amounts were announced")
        return Reading("announced", unavailable=nothing)
    regional = None
    if how.regional_table and not case.table:
        regional = _through(case, how.regional_table)
    reasons = {
        (scenario.id, programme.name): programme.not_comparable.text
        for scenario in case.scenarios
        for programme in scenario.file.programmes
        if programme.not_comparable
    }
    lines = _lines(impact, "computed", reasons)
    return Reading("announced", impact, regional, _compare(case, lines, impact, "announced"))


def _through(case: Case, id: str) -> Impact | None:
    """Return the announced demand through table `id`, region by region where it has regions."""
    regional = case.shelf.is_regional(id)
    impact = None
    for region in dict.fromkeys(s.region if regional else "" for s in case.scenarios):
        own = [s.announced() for s in case.scenarios if not regional or s.region == region]
        demands = [demand for demand in own if demand is not None]
        if demands:
            if regional:
                _require_region(case, id, region)
            model = case.shelf.model(id, region or None)
            part = model.induce(case.shelf.fit(_stack(demands), model))
            impact = part if impact is None else impact + part
    return impact


def _require_region(case: Case, id: str, region: str) -> None:
    """Raise unless the regional table `id` has the region in which scenarios spend."""
    regions = case.shelf.regions(id)
    if region in regions:
        return
    where = next(s for s in case.scenarios if s.region == region)
    path = where.path if where.file.region else case.study.path / STUDY
    raise ScenarioFileError(
        str(path),
        Problem(
            "region",
            Text(f"{id}에 없는 지역입니다", f"{id} has no such region"),
            same(", ".join(regions)),
            same(f'"{region}"') if region else Text("없음", "nothing"),
            Text(
                "region을 고치거나 study.toml에서 regional_table을 지우십시오",
                "correct region, or remove regional_table from study.toml",
            ),
        ),
        data=regions,
    )


def _stack(demands: Sequence[Demand]) -> Demand:
    first = demands[0]
    return replace(
        first,
        values=np.vstack([demand.values for demand in demands]),
        lines=tuple(line for demand in demands for line in demand.lines),
    )


def reconciled(case: Case) -> Reading | None:
    """Return the inferred spending through its table, None where the study has no such reading.

    On a table of another level, or of regions, it says whether any spending could explain the
    published figures there.
    """
    how = case.study.file.readings.reconciled
    if how is None:
        return None
    id = case.table or how.table
    shelf = case.shelf
    if shelf.classification(id) != case.study.file.classification or shelf.is_regional(id):
        return Reading("reconciled", unavailable=_elsewhere(case, id))
    demand = read_vectors(case.scenarios, shelf.tables)
    if demand is None:
        return Reading("reconciled", unavailable=_NOTHING)
    impact = shelf.model(id).induce(demand)
    lines = _lines(impact, "fitted", {})
    return Reading("reconciled", impact, None, _compare(case, lines, impact, "reconciled"))


_NOTHING = Text("공표값이 없어 재구성할 것이 없습니다", "nothing was published to reconcile")


def _elsewhere(case: Case, id: str) -> Text:
    """Return why the inferred vectors are not run on table `id`."""
    how = case.study.file.readings.reconciled
    assert how is not None
    region = case.scenarios[0].region if case.shelf.is_regional(id) else None
    asked = question(case.study, case.shelf.model(id, region), case.published, case.shelf.tables)
    if asked is None:
        return _NOTHING
    tight = tightness(asked.system, asked.multipliers)
    if tight > 1.0:
        why = why_infeasible(asked)
        return Text(
            f"{id}에서는 재구성할 수 없습니다: 공표값을 모두 설명하는 수요가 없습니다. {why.ko}",
            f"infeasible on {id}: no demand explains all published figures. {why.en}",
        )
    return Text(
        f"재구성 벡터는 {how.table}에 대해 추론된 것이어서 {id}에서는 돌리지 않습니다",
        f"the vectors were inferred over {how.table} and are not run on {id}",
    )


def _lines(
    impact: Impact, basis: ComparisonBasis, reasons: dict[tuple[str, str], Text]
) -> list[ComputedLine]:
    lines = []
    for part in impact.parts:
        totals = part.values.sum(axis=2)
        for i, line in enumerate(part.demand.lines):
            reason = reasons.get((line.scenario, line.programme))
            for k, indicator in enumerate(part.indicators):
                lines.append(
                    ComputedLine(
                        line.scenario,
                        line.programme,
                        indicator.id,
                        float(totals[i, k]),
                        "not comparable" if reason else basis,
                        reason,
                    )
                )
    return lines


def _compare(
    case: Case, lines: list[ComputedLine], impact: Impact, reading: str
) -> tuple[Comparison, ...]:
    declared = [(s.id, p.name) for s in case.scenarios for p in s.file.programmes]
    everything = [*declared, *((line.scenario, line.programme) for line in lines)]
    pairs = covered_by(case.published, everything)
    return compare(case.cells, lines, impact.parts[0].unit, reading, pairs)
