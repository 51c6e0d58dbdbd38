"""The readings of a study: each demand through its model, beside what was published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from iomodel.errors import Problem, ScenarioFileError
from iomodel.impact import Impact
from iomodel.inference import question, why_infeasible
from iomodel.models import Shelf
from iomodel.published import (
    Comparison,
    ComparisonBasis,
    ComputedLine,
    Pair,
    PublishedCell,
    compare,
    covered_by,
)
from iomodel.reconcile import tightness
from iomodel.scenario import STUDY, Scenario, Study, read_vectors
from iomodel.schema import ReadingId
from iomodel.spending import Key, Spent, effects, has_other, joined, spent
from iomodel.spending.notes import Notes
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
    further : tuple of PublishedCell
        Figures of operation, or a year, of the scenarios at hand.
    """

    study: Study
    scenarios: tuple[Scenario, ...]
    published: tuple[PublishedCell, ...]
    cells: tuple[PublishedCell, ...]
    shelf: Shelf
    table: str = ""
    further: tuple[PublishedCell, ...] = ()


@dataclass(frozen=True, eq=False)
class Reading:
    """One reading of a study: its effects, or why it has none.

    Attributes
    ----------
    impact : Impact or None
        Over the reading's own table, which the comparison uses.
    regional : Impact or None
        The same demand through a regional table.
    spent : Spent or None
        What was announced, as demand on the reading's table.
    other : Impact or None
        What the reading's table gives where every line that knows both its sector and a profile
        takes the one that it doesn't name.
    notes, regional_notes : tuple of Notes
        What was done to the amounts on the way.
    """

    id: ReadingId
    impact: Impact | None = None
    regional: Impact | None = None
    comparison: tuple[Comparison, ...] = ()
    unavailable: Text | None = None
    spent: Spent | None = None
    other: Impact | None = None
    notes: tuple[Notes, ...] = ()
    regional_notes: tuple[Notes, ...] = ()

    @property
    def assumed(self) -> bool:
        """Whether its amounts are assumed throughout, none of them announced."""
        return self.spent is not None and self.spent.assumed

    @property
    def told(self) -> tuple[Notes, ...]:
        """What was done to the amounts of all impacts shown."""
        return (*self.notes, *(self.regional_notes if self.regional is not None else ()))


def announced(case: Case) -> Reading:
    """Return the announced spending through the reading's table and its regional one."""
    how = case.study.file.readings.announced
    table = case.table or how.table
    impact, ledgers = _through(case, table)
    if impact is None:
        nothing = Text("발표된 금액이 없습니다", "no amounts were announced")
        return Reading("announced", unavailable=nothing)
    nothing_more: tuple[None, tuple[Spent, ...]] = (None, ())
    wanted = bool(how.regional_table) and not case.table
    regional, regional_ledgers = _through(case, how.regional_table) if wanted else nothing_more
    asked = has_other(case.scenarios)
    other, other_ledgers = _through(case, table, other=True) if asked else nothing_more
    lines = _lines(impact, "computed", _reasons(case), ledgers)
    return Reading(
        "announced",
        impact,
        regional,
        _compare(case, lines, impact, "announced"),
        spent=joined(ledgers),
        other=other,
        notes=tuple(ledger.notes for ledger in (*ledgers, *other_ledgers)),
        regional_notes=tuple(ledger.notes for ledger in regional_ledgers),
    )


def _reasons(case: Case) -> dict[Pair, Text]:
    """Return why programmes can't be compared, of those that say so."""
    return {
        (scenario.id, programme.name): programme.not_comparable.text
        for scenario in case.scenarios
        for programme in scenario.file.programmes
        if programme.not_comparable
    }


def _through(
    case: Case, id: str, *, other: bool = False
) -> tuple[Impact | None, tuple[Spent, ...]]:
    """Return the announced demand through table `id`, region by region where it has regions."""
    regional = case.shelf.is_regional(id, case.study.classification)
    households = case.study.file.readings.announced.households
    impact: Impact | None = None
    ledgers: list[Spent] = []
    for region in dict.fromkeys(s.region if regional else "" for s in case.scenarios):
        own = [s for s in case.scenarios if s.items and (not regional or s.region == region)]
        if own:
            if regional:
                require_region(case.study, own[0], id, case.shelf)
            ledger = spent(own, id, case.shelf, other=other)
            model = case.shelf.model(id, region or None)
            part = effects(ledger, model, case.shelf, households)
            ledgers.append(ledger)
            if part is not None:
                impact = part if impact is None else impact + part
    return impact, tuple(ledgers)


def require_region(study: Study, scenario: Scenario, id: str, shelf: Shelf) -> None:
    """Raise unless the regional table `id` has the region in which a scenario spends.

    Raises
    ------
    ScenarioFileError
        Naming the file that says the region, and the regions there are.
    """
    regions, region = shelf.regions(id), scenario.region
    if region in regions:
        return
    path = scenario.path if scenario.file.region else study.path / STUDY
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
    regional = shelf.is_regional(id, case.study.classification)
    if shelf.classification(id) != case.study.file.classification or regional:
        return Reading("reconciled", unavailable=_elsewhere(case, id))
    demand = read_vectors(case.scenarios, shelf.tables)
    if demand is None:
        return Reading("reconciled", unavailable=_NOTHING)
    impact = shelf.model(id).induce(demand)
    lines = _lines(impact, "fitted", {})
    compared = _compare(replace(case, further=()), lines, impact, "reconciled")
    return Reading("reconciled", impact, None, compared)


_NOTHING = Text("공표값이 없어 재구성할 것이 없습니다", "nothing was published to reconcile")


def _elsewhere(case: Case, id: str) -> Text:
    """Return why the inferred vectors are not run on table `id`."""
    how = case.study.file.readings.reconciled
    assert how is not None
    regional = case.shelf.is_regional(id, case.study.classification)
    region = case.scenarios[0].region if regional else None
    model = case.shelf.model(id, region)
    lacking = {c.indicator for c in case.published} - {i.id for i in model.indicators}
    if lacking:
        names = ", ".join(sorted(lacking))
        return Text(
            f"{id}에는 공표된 지표가 없어 재구성할 수 없습니다: {names}",
            f"{id} lacks indicators that were published, so nothing can be reconciled: {names}",
        )
    asked = question(case.study, model, case.published, case.shelf.tables)
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
    impact: Impact,
    basis: ComparisonBasis,
    reasons: dict[Pair, Text],
    ledgers: Sequence[Spent] = (),
) -> dict[str, list[ComputedLine]]:
    """Return the gross effects of every programme, all years together, by phase."""
    years = {key: account.years for ledger in ledgers for key, account in ledger.accounts.items()}
    found: dict[str, list[ComputedLine]] = {}
    for part in impact.parts:
        totals = part.values.sum(axis=2)
        rows: dict[Key, list[int]] = {}
        for i, line in enumerate(part.demand.lines):
            if line.gross:
                key = Key(line.scenario, line.programme, line.phase)
                rows.setdefault(key, []).append(i)
        for key, own in rows.items():
            reason = reasons.get((key.scenario, key.programme))
            found.setdefault(key.phase, []).extend(
                ComputedLine(
                    key.scenario,
                    key.programme,
                    indicator.id,
                    float(totals[own, k].sum()),
                    "not comparable" if reason else basis,
                    reason,
                    years.get(key),
                )
                for k, indicator in enumerate(part.indicators)
            )
    return found


def _compare(
    case: Case, lines: dict[str, list[ComputedLine]], impact: Impact, reading: str
) -> tuple[Comparison, ...]:
    """Return every published figure beside what was computed for its phase."""
    declared = [(s.id, p.name) for s in case.scenarios for p in s.file.programmes]
    unit = impact.parts[0].unit
    found: list[Comparison] = []
    for phase in ("construction", "operation"):
        own = lines.get(phase, [])
        computed = [(line.scenario, line.programme) for line in own]
        everything = [*declared, *computed] if phase == "construction" else computed
        covered = [c for c in (*case.published, *case.further) if c.phase == phase]
        cells = [c for c in (*case.cells, *case.further) if c.phase == phase]
        found += compare(cells, own, unit, reading, covered_by(covered, everything))
    return tuple(found)
