"""From a path to an estimate: the readings of a study, all that they rest on, and `run`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from iomodel import catalogue, statements
from iomodel import readings as reading_of
from iomodel.demand import Demand
from iomodel.errors import NotFoundError, Problem
from iomodel.impact import Impact
from iomodel.models import Shelf
from iomodel.provenance import Manifest
from iomodel.published import TOTAL, Comparison, PublishedCell
from iomodel.readings import Case, Reading
from iomodel.scenario import STUDY, Scenario, Study, read_scenario, read_study
from iomodel.schema import READINGS, ReadingId
from iomodel.text import Text
from iomodel.version import VERSION


@dataclass(frozen=True, eq=False)
class Estimate:
    """What `iomodel run` shows of one study or scenario."""

    case: Case
    readings: tuple[Reading, ...]

    @property
    def study(self) -> Study:
        """The study."""
        return self.case.study

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """The scenarios at hand."""
        return self.case.scenarios

    @property
    def published(self) -> tuple[PublishedCell, ...]:
        """The published figures of the scenarios at hand."""
        return self.case.cells

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
        how = self.study.file.readings.reconciled
        if how is not None and any(reading.id == "reconciled" for reading in self.readings):
            # Findings rest on this table even where the readings were run on another.
            manifest = manifest.merge(self.case.shelf.model(how.table).manifest())
        assumed = statements.assumptions(self.study, self.scenarios, self.readings)
        warned = statements.warnings(self.study, self.readings, manifest)
        return manifest.merge(Manifest(VERSION, (), tuple(assumed), tuple(warned)))


def run(
    path: Path | str,
    *,
    reading: ReadingId | None = None,
    table: str | None = None,
    tables: Path | str | None = None,
    variant: str = "",
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
    variant : str, optional
        One of the variants of the study's files; as written where left out.

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
    return estimate(path, readings=readings, table=table, tables=tables, variant=variant).impact


def estimate(
    path: Path | str,
    *,
    readings: Sequence[ReadingId] = READINGS,
    table: str | None = None,
    tables: Path | str | None = None,
    variant: str = "",
    shelf: Shelf | None = None,
) -> Estimate:
    """Return the effects with their comparison and manifest; parameters as in `run`.

    Parameters
    ----------
    shelf : Shelf, optional
        Tables that were opened before, to be used again.
    """
    study, scenarios = open_study(path, tables, variant)
    study.require_variant()
    published = study.published()
    names = {scenario.id for scenario in scenarios}
    shown = names | {TOTAL} if len(scenarios) == len(study.scenarios) else names
    cells = tuple(cell for cell in published if cell.scenario in shown)
    further = tuple(cell for cell in study.published_further() if cell.scenario in shown)
    case = Case(study, scenarios, published, cells, shelf or Shelf.of(tables), table or "", further)
    answers = [_READ[id](case) for id in readings]
    return Estimate(case, tuple(answer for answer in answers if answer is not None))


_READ: dict[ReadingId, Callable[[Case], Reading | None]] = {
    "reconciled": reading_of.reconciled,
    "announced": reading_of.announced,
}


def open_study(
    path: Path | str, tables: Path | str | None = None, variant: str = ""
) -> tuple[Study, tuple[Scenario, ...]]:
    """Return a study and those of its scenarios that a path names; parameters as in `run`."""
    found = _locate(Path(path))
    if found.is_dir() or found.name == STUDY:
        study = read_study(found, tables, variant)
        if not study.scenarios:
            raise _no_scenarios(study.path)
        return study, study.scenarios
    scenario = read_scenario(found, tables, variant)
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
                "iomodel new로 만드십시오",
                "make one with iomodel new",
            ),
        ),
    )
