"""From a path to an estimate: the readings of a study beside what was published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np

from iomodel import catalogue
from iomodel.demand import Demand
from iomodel.errors import NotFoundError, Problem
from iomodel.impact import Impact
from iomodel.inference import question, why_infeasible
from iomodel.models import Model, load_model
from iomodel.provenance import Manifest
from iomodel.published import (
    TOTAL,
    Comparison,
    ComparisonBasis,
    ComputedLine,
    PublishedCell,
    compare,
)
from iomodel.reconcile import programmes_of, tightness
from iomodel.scenario import (
    STUDY,
    Scenario,
    Study,
    read_scenario,
    read_study,
    read_vectors,
)
from iomodel.schema import READINGS, ReadingId
from iomodel.text import Text
from iomodel.version import VERSION


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


@dataclass(frozen=True, eq=False)
class Estimate:
    """What `iomodel run` shows of one study or scenario."""

    study: Study
    scenarios: tuple[Scenario, ...]
    published: tuple[PublishedCell, ...]
    readings: tuple[Reading, ...]
    tables: Path | None = None

    @property
    def whole(self) -> bool:
        """Whether all scenarios of the study are in it."""
        return len(self.scenarios) == len(self.study.scenarios)

    @cached_property
    def impact(self) -> Impact:
        """All readings' effects as one impact."""
        impact = Impact((), self.manifest)
        for reading in self.readings:
            for part in (reading.impact, reading.regional):
                if part is not None:
                    impact += part
        return replace(impact, manifest=self.manifest)

    @property
    def vectors(self) -> Demand | None:
        """The inferred demand, None where the reconciled reading wasn't run."""
        for reading in self.readings:
            if reading.id == "reconciled" and reading.impact is not None:
                return reading.impact.parts[0].demand
        return None

    @property
    def comparison(self) -> tuple[Comparison, ...]:
        """All readings' comparisons with the published figures."""
        return tuple(row for reading in self.readings for row in reading.comparison)

    @cached_property
    def manifest(self) -> Manifest:
        """What the estimate rests on."""
        manifest = Manifest(VERSION)
        for reading in self.readings:
            for part in (reading.impact, reading.regional):
                if part is not None:
                    manifest = manifest.merge(part.manifest)
        return manifest.merge(
            Manifest(VERSION, (), tuple(_assumptions(self)), tuple(_warnings(self, manifest)))
        )


def run(
    path: Path | str,
    *,
    reading: ReadingId | None = None,
    table: str | None = None,
    tables: Path | str | None = None,
) -> Impact:
    """Return the effects of a scenario, or of all scenarios of a study.

    Parameters
    ----------
    path : path
        A district's TOML, a study's folder, or the name of a shipped study.
    reading : {"reconciled", "announced"}, optional
        One reading; all the study has if left out.
    table : str, optional
        A table instead of those that study.toml names.
    tables : path, optional
        A folder of tables to look in first.

    Returns
    -------
    Impact
        Money in the table's unit, persons in the table's concept of employment.

    Raises
    ------
    IOModelError
        See `iomodel.errors`; the message names the file, the place and the remedy.

    Examples
    --------
    >>> import iomodel
    >>> impact = iomodel.run("scenarios/sejong", reading="announced")
    >>> round(impact.value("production", scenario="materials", table="bok-2020-165"))
    279014
    """
    readings = READINGS if reading is None else (reading,)
    return estimate(path, readings=readings, table=table, tables=tables).impact


def estimate(
    path: Path | str,
    *,
    readings: Sequence[ReadingId] = READINGS,
    table: str | None = None,
    tables: Path | str | None = None,
) -> Estimate:
    """Return the effects with their comparison and manifest; parameters as in `run`."""
    study, scenarios = _open(Path(path), tables)
    published = study.published()
    names = {scenario.id for scenario in scenarios}
    shown = names | {TOTAL} if len(scenarios) == len(study.scenarios) else names
    cells = tuple(cell for cell in published if cell.scenario in shown)
    answers = []
    for id in readings:
        read = _reconciled if id == "reconciled" else _announced
        answer = read(study, scenarios, published, cells, table, tables)
        if answer is not None:
            answers.append(answer)
    return Estimate(study, scenarios, cells, tuple(answers), Path(tables) if tables else None)


def _open(path: Path, tables: Path | str | None) -> tuple[Study, tuple[Scenario, ...]]:
    found = _locate(path)
    if found.is_dir() or found.name == STUDY:
        study = read_study(found, tables)
        if not study.scenarios:
            raise _no_scenarios(study.path)
        return study, study.scenarios
    scenario = read_scenario(found, tables)
    return scenario.study, (scenario,)


def _locate(path: Path) -> Path:
    """Return `path`, or the shipped study or scenario of that name where there is no such path."""
    if path.exists():
        return path
    shipped = catalogue.shipped("scenarios")
    inside = Path(*path.parts[1:]) if path.parts[:1] == ("scenarios",) else path
    for candidate in (shipped / inside, shipped / inside.with_suffix(".toml")):
        if not path.is_absolute() and candidate.exists():
            return candidate
    names = ", ".join(sorted(p.name for p in shipped.iterdir() if (p / STUDY).is_file()))
    raise NotFoundError(
        str(path),
        Problem(
            "",
            Text("그런 시나리오가 없습니다", "there is no such scenario or study"),
            Text(
                f"시나리오 TOML, 연구 폴더, 또는 내장 연구의 이름({names})",
                f"a scenario's TOML, a study's folder, or the name of a shipped study ({names})",
            ),
            Text("없음", "nothing"),
            Text("경로를 확인하십시오", "check the path"),
        ),
    )


def _no_scenarios(folder: Path) -> NotFoundError:
    return NotFoundError(
        str(folder),
        Problem(
            "",
            Text("시나리오가 하나도 없습니다", "the study has no scenario"),
            Text("study.toml 옆에 지구마다 TOML 하나", "a TOML a district beside study.toml"),
            Text("없음", "none"),
            Text(
                "scenarios/sejong/materials.toml을 본떠 만드십시오",
                "make one after the model of scenarios/sejong/materials.toml",
            ),
        ),
    )


def _announced(
    study: Study,
    scenarios: tuple[Scenario, ...],
    published: tuple[PublishedCell, ...],
    cells: tuple[PublishedCell, ...],
    table: str | None,
    tables: Path | str | None,
) -> Reading | None:
    how = study.file.readings.announced
    id = table or how.table
    impact = _through(id, scenarios, tables)
    if impact is None:
        nothing = Text("발표된 금액이 없습니다", "no amounts were announced")
        return Reading("announced", unavailable=nothing)
    regional = None
    if how.regional_table and table is None:
        regional = _through(how.regional_table, scenarios, tables)
    reasons = {
        (scenario.id, programme.name): programme.not_comparable.text
        for scenario in scenarios
        for programme in scenario.file.programmes
        if programme.not_comparable
    }
    lines = _lines(impact, "computed", reasons)
    comparison = _compare(cells, published, lines, impact, "announced")
    return Reading("announced", impact, regional, comparison)


def _through(id: str, scenarios: tuple[Scenario, ...], tables: Path | str | None) -> Impact | None:
    """Return the announced demand of `scenarios` through a table, region by region."""
    regional = catalogue.find(id, tables).file.kind == "multipliers"
    impact = None
    for region in dict.fromkeys(s.region if regional else "" for s in scenarios):
        own = [s.announced() for s in scenarios if not regional or s.region == region]
        demands = [demand for demand in own if demand is not None]
        if demands:
            model = load_model(id, region or None, tables)
            part = model.induce(_fit(_stack(demands), model, tables))
            impact = part if impact is None else impact + part
    return impact


def _stack(demands: Sequence[Demand]) -> Demand:
    first = demands[0]
    return replace(
        first,
        values=np.vstack([demand.values for demand in demands]),
        lines=tuple(line for demand in demands for line in demand.lines),
    )


def _fit(demand: Demand, model: Model, tables: Path | str | None) -> Demand:
    """Return `demand` in the model's sectors, aggregated where the model is coarser (R10)."""
    if demand.sectors.id == model.sectors.id:
        return demand
    return demand.aggregate(catalogue.concordance(demand.sectors.id, model.sectors.id, tables))


def _reconciled(
    study: Study,
    scenarios: tuple[Scenario, ...],
    published: tuple[PublishedCell, ...],
    cells: tuple[PublishedCell, ...],
    table: str | None,
    tables: Path | str | None,
) -> Reading | None:
    how = study.file.readings.reconciled
    if how is None:
        return None
    id = table or how.table
    if _level(id, tables) != study.file.classification or _is_regional(id, tables):
        why = _elsewhere(study, scenarios, published, id, tables)
        return Reading("reconciled", unavailable=why)
    demand = read_vectors(scenarios, tables)
    if demand is None:
        why = Text("공표값이 없어 재구성할 것이 없습니다", "nothing was published to reconcile")
        return Reading("reconciled", unavailable=why)
    model = load_model(id, None, tables)
    impact = model.induce(demand)
    lines = _lines(impact, "fitted", {})
    return Reading(
        "reconciled", impact, None, _compare(cells, published, lines, impact, "reconciled")
    )


def _level(id: str, tables: Path | str | None) -> str:
    folder = catalogue.find(id, tables)
    level = folder.file.levels.get(id)
    return level.classification if level else folder.file.classification


def _is_regional(id: str, tables: Path | str | None) -> bool:
    return catalogue.find(id, tables).file.kind == "multipliers"


def _elsewhere(
    study: Study,
    scenarios: tuple[Scenario, ...],
    published: tuple[PublishedCell, ...],
    id: str,
    tables: Path | str | None,
) -> Text:
    """Return why the inferred vectors are not run on table `id`."""
    how = study.file.readings.reconciled
    assert how is not None
    region = scenarios[0].region if _is_regional(id, tables) else None
    asked = question(study, load_model(id, region, tables), published)
    if asked is None:
        return Text("공표값이 없어 재구성할 것이 없습니다", "nothing was published to reconcile")
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
    cells: tuple[PublishedCell, ...],
    published: tuple[PublishedCell, ...],
    lines: list[ComputedLine],
    impact: Impact,
    reading: str,
) -> tuple[Comparison, ...]:
    return compare(cells, lines, impact.parts[0].unit, reading, programmes_of(published))


def _assumptions(estimate: Estimate) -> list[Text]:
    study = estimate.study
    statements: list[Text] = []
    shown = {reading.id for reading in estimate.readings if reading.impact is not None}
    if "announced" in shown:
        statements += [s.text for s in study.file.readings.announced.assumptions]
        for scenario in estimate.scenarios:
            statements += [s.text for s in scenario.file.assumptions]
            for programme in scenario.file.programmes:
                for excluded in programme.excluded:
                    left = f"{excluded.item} {excluded.amount:,g}{excluded.unit}"
                    statements.append(
                        Text(
                            f"제외: {left}. {excluded.reason.ko}",
                            f"Left out: {left}. {excluded.reason.en}",
                        )
                    )
    how = study.file.readings.reconciled
    if "reconciled" in shown and how is not None:
        for exclusion in how.exclusions:
            why, codes = exclusion.reason.text, " ".join(exclusion.sectors)
            statements.append(
                Text(
                    f"재구성의 후보에서 뺀 부문 {codes}: {why.ko}",
                    f"Sectors left out of the reconciliation, {codes}: {why.en}",
                )
            )
        for prior in how.priors:
            whose = " ".join(filter(None, (prior.scenario, prior.programme)))
            why = prior.reason.text
            statements.append(
                Text(
                    f"재구성의 사전 부문, {whose}: {why.ko}",
                    f"Prior sectors of the reconciliation, {whose}: {why.en}",
                )
            )
    return statements


def _warnings(estimate: Estimate, manifest: Manifest) -> list[Text]:
    """Return what has to be said of vintage (R11) and of prices without a deflator (R3)."""
    warnings = []
    document = estimate.study.file.document_date
    for stamp in manifest.tables:
        if stamp.published is None:
            warnings.append(
                Text(
                    f"{stamp.id}: 표의 공표일을 알지 못합니다 (R11)",
                    f"{stamp.id}: the table's date of publication is not known (R11)",
                )
            )
        elif stamp.published > document:
            warnings.append(
                Text(
                    f"{stamp.id}은(는) {stamp.published}에 공표되어, {document} 문서의 저자가 "
                    "쓸 수 없었던 표입니다 (R11)",
                    f"{stamp.id} was published on {stamp.published}; the authors of the document "
                    f"of {document} cannot have used it (R11)",
                )
            )
    years = estimate.study.file.readings.announced.price_year
    for reading in estimate.readings:
        for impact in (reading.impact, reading.regional):
            for stamp in impact.manifest.tables if impact and reading.id == "announced" else ():
                if years is not None and years != stamp.price_year:
                    warnings.append(
                        Text(
                            f"{stamp.id}: {years}년 가격의 금액을 {stamp.price_year}년 표에 "
                            "디플레이트하지 않고 넣었습니다 (R3)",
                            f"{stamp.id}: amounts at prices of {years} enter a table of "
                            f"{stamp.price_year} without a deflator (R3)",
                        )
                    )
    return warnings
