"""The goals in a study's files: what each would take, and whether two of a region go together.

A document rarely says whether "production" and "jobs" are the district's own or all that is
induced, so that each goal is answered in every reading, and a verdict is given only where all
readings agree.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from iomodel.demand import Demand
from iomodel.errors import LabelError, NotFoundError, Problem
from iomodel.estimates import open_study
from iomodel.guards import prepared
from iomodel.models import LeontiefModel, Model, Shelf
from iomodel.provenance import Manifest
from iomodel.scenario import Scenario, Study
from iomodel.schema import Target
from iomodel.seek.goals import goals_of
from iomodel.seek.needs import Need, Pair, need_of, pairs_of
from iomodel.seek.ways import PerUnit, way
from iomodel.text import Text
from iomodel.version import VERSION

_AS: dict[str, str] = {"sales": "production", "hires": "employment"}


@dataclass(frozen=True)
class Place:
    """A district, or the study as a whole.

    Attributes
    ----------
    silent : tuple of (Target, Text)
        Goals that no model can answer, and why.
    """

    name: Text
    region: str
    needs: tuple[Need, ...]
    pairs: tuple[Pair, ...]
    silent: tuple[tuple[Target, Text], ...]


@dataclass(frozen=True, eq=False)
class StudySought:
    """The goals of a study, place by place."""

    study: Study
    places: tuple[Place, ...]
    manifest: Manifest


def seek_study(path: Path | str, tables: Path | str | None = None) -> StudySought:
    """Return what the goals in a study's files take, in each reading.

    Parameters
    ----------
    path : path
        A district's TOML, a study's folder, or the name of a shipped study.
    tables : path, optional
        A folder of tables to look in first.

    Raises
    ------
    NotFoundError
        If the files state no goals.
    LabelError
        If a district with goals places nothing on any industry.
    ScenarioFileError, InactiveSectorError
        If the files don't fit; see `iomodel.run`.

    Notes
    -----
    In a mix with shares p a goal t takes t / m′p. Any mix has a ratio between those of single
    industries, so that two goals go together where theirs lies in that range.

    Examples
    --------
    >>> from iomodel.seek import seek_study
    >>> found = seek_study("scenarios/industrial-complexes")
    >>> [(place.name.en, pair.verdict) for place in found.places for pair in place.pairs][0]
    ('All', 'open')
    """
    study, scenarios = open_study(path, tables)
    if not (study.file.targets or any(s.file.targets for s in scenarios)):
        raise _no_goals(study)
    shelf = Shelf.of(tables)
    manifest = Manifest(VERSION)
    places = []
    whole = len(scenarios) == len(study.scenarios)
    if whole and study.file.targets:
        models = _models(shelf, study, "")
        places.append(_place(_ALL, study.file.targets, models, scenarios, shelf))
        manifest = _merged(manifest, models)
    for scenario in scenarios:
        if scenario.file.targets:
            models = _models(shelf, study, scenario.region)
            targets = scenario.file.targets
            places.append(_place(scenario.district, targets, models, (scenario,), shelf))
            manifest = _merged(manifest, models)
    return StudySought(study, tuple(places), manifest)


_ALL = Text("전체", "All")


def _models(shelf: Shelf, study: Study, region: str) -> tuple[Model, ...]:
    """Return the national model, then the regional one where there is a region and a table."""
    through = study.file.readings.announced
    models = []
    if not shelf.is_regional(through.table, study.classification):
        models.append(shelf.model(through.table))
    regional = through.regional_table or (through.table if not models else "")
    if regional and region:
        models.append(shelf.model(regional, region))
    return tuple(models)


def _merged(manifest: Manifest, models: Sequence[Model]) -> Manifest:
    for model in models:
        manifest = manifest.merge(model.manifest())
    return manifest


def _ways(models: Sequence[Model]) -> Iterator[tuple[Model, PerUnit]]:
    """Yield every reading: own output by the national table, then what is induced."""
    if isinstance(models[0], LeontiefModel):
        yield models[0], way(models[0], "own")
    last = models[-1]
    if last.multipliers().origins != ("total",):
        yield last, way(last, "region")
    yield last, way(last, "total")


def _place(
    name: Text,
    targets: Sequence[Target],
    models: Sequence[Model],
    scenarios: Sequence[Scenario],
    shelf: Shelf,
) -> Place:
    needs: list[Need] = []
    silent: list[tuple[Target, Text]] = []
    spent, ways = _spent(scenarios), tuple(_ways(models))
    for target in targets:
        why = _unanswerable(target)
        found = [] if why else list(_answers(target, ways, spent, shelf))
        if not found:
            silent.append((target, why or _NO_INDICATOR))
        needs += found
    return Place(name, models[-1].region, tuple(needs), tuple(pairs_of(needs)), tuple(silent))


def _unanswerable(target: Target) -> Text | None:
    """Return why no model can answer a goal, None where one may."""
    if target.indicator == "other":
        return Text("산업연관표의 지표가 아님", "no indicator of an input-output table")
    if target.indicator == "investment":
        return Text("지출 자체이므로 구할 것이 없음", "it is the spending itself")
    if target.measure == "share":
        return Text("비중이나 증가율이라 양을 알 수 없음", "a share or a rate, of no stated amount")
    if target.measure == "level" and target.base_value is None:
        return Text(
            "도달할 수준인데 기준값이 없어 늘어날 양을 알 수 없음",
            "a level without a base value: by how much it is to grow is not known",
        )
    return None if _growth(target) > 0 else Text("늘어나는 목표가 아님", "no growth is asked for")


_NO_INDICATOR = Text("표에 이 지표가 없음", "the tables lack the indicator")


def _growth(target: Target) -> float:
    base = float(target.base_value or 0) if target.measure == "level" else 0.0
    return float(target.value) - base


def _spent(scenarios: Sequence[Scenario]) -> Demand:
    """Return the announced or assumed spending of some districts in all, by sector.

    Raises
    ------
    LabelError
        If there is none.
    """
    demands = [demand for s in scenarios if (demand := s.announced()) is not None]
    total = sum(demand.values.sum() for demand in demands)
    if not total > 0:
        names = ", ".join(scenario.id for scenario in scenarios)
        raise LabelError(names, _nothing_spent())
    values = sum(demand.values.sum(axis=0) for demand in demands)
    first = demands[0]
    return Demand(first.sectors, np.asarray(values)[None, :], first.money, basis="assumed")


def _answers(
    target: Target, ways: Sequence[tuple[Model, PerUnit]], spent: Demand, shelf: Shelf
) -> Iterator[Need]:
    """Yield what a goal takes in each reading that its document leaves open."""
    on = _on(target, spent)
    indicator = _AS.get(target.indicator, target.indicator)
    for model, per_unit in ways:
        own = per_unit.scope == "own"
        known = indicator in [one.id for one in per_unit.indicators]
        if known and target.scope in (None, "own" if own else "total"):
            demand = prepared(
                shelf.fit(on, model), model.info, model.sectors, per_unit.active, model.region
            )
            asked = {indicator: f"{_growth(target):,.10g}{target.unit}"}
            (goal,) = goals_of(asked, per_unit, per_unit.money)
            yield need_of(target, goal, per_unit, demand.values[0] / demand.values.sum())


def _on(target: Target, spent: Demand) -> Demand:
    """Return the spending on the industries whose goal it is; evenly where it has none there."""
    if not target.sectors:
        return spent
    mask = np.zeros(len(spent.sectors))
    mask[[spent.sectors.position(code) for code in target.sectors]] = 1.0
    kept = spent.values * mask
    return replace(spent, values=kept if kept.any() else mask[None, :])


def _no_goals(study: Study) -> NotFoundError:
    return NotFoundError(
        str(study.path),
        Problem(
            "targets",
            Text("파일에 목표가 없습니다", "the files state no goals"),
            Text("[[targets]]", "[[targets]]"),
            Text("없음", "nothing"),
            Text(
                "문서의 목표를 [[targets]]로 적거나, 표와 --target, --mix로 물으십시오",
                "write the document's goals as [[targets]], or ask with a table, --target and "
                "--mix",
            ),
        ),
    )


def _nothing_spent() -> Problem:
    return Problem(
        "programmes",
        Text("목표가 걸린 업종이 없습니다", "the goals have no industries"),
        Text("업종마다 금액이 있는 줄", "lines with amounts on industries"),
        Text("금액 없음", "no amounts"),
        Text(
            '업종마다 단위 지출을 적으십시오(basis = "assumed")',
            'place a unit of spending on each industry (basis = "assumed")',
        ),
    )
