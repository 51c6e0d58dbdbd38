"""Studies as input: their scenarios' spending in either reading, a few hundred at a time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from iomodel.batch.amounts import Told
from iomodel.batch.rows import Array, Failure, Prepared, Terms
from iomodel.demand import Demand
from iomodel.errors import IOModelError
from iomodel.extras import extra
from iomodel.models import Shelf
from iomodel.scenario import STUDY, Scenario, Study, read_scenario, read_study, read_vectors
from iomodel.schema import ReadingId
from iomodel.text import Text
from iomodel.units import MILLION_KRW

SCENARIOS = 256  # of a piece
Fail = Callable[[Failure], None]
Skip = Callable[[Text], None]


@dataclass(frozen=True, eq=False)
class StudyPiece:
    """Demand of some programmes of a study in one reading.

    Attributes
    ----------
    scenarios, programmes, regions : tuple of str
        m labels.
    demand : ndarray (m, n)
        백만원.
    """

    terms: Terms
    tables: tuple[str, ...]
    scenarios: tuple[str, ...]
    programmes: tuple[str, ...]
    regions: tuple[str, ...]
    demand: Array
    share: float
    first: int = 0

    def digest(self) -> str:
        """Return a checksum of the demand and of how it is read."""
        digest = hashlib.sha256(self.terms.digest)
        labels = [self.scenarios, self.programmes, self.regions]
        digest.update(json.dumps(labels, ensure_ascii=False).encode())
        digest.update(np.ascontiguousarray(self.demand).data)
        return digest.hexdigest()

    def prepare(self) -> Prepared:
        """Return the demand, sector by row."""
        pa = extra("pyarrow")
        labels = {
            "scenario": self.scenarios,
            "programme": self.programmes,
            "region": self.regions,
            "variant": ("",) * len(self.scenarios),
        }
        arrays = {name: pa.array(list(words), pa.string()) for name, words in labels.items()}
        run = np.cumsum([a != b for a, b in zip(self.scenarios, ("", *self.scenarios))])  # noqa: B905
        demand = np.ascontiguousarray(self.demand.T)
        return Prepared(self.terms, arrays, run, demand, 1.0, Told(self.terms).table())


@dataclass(frozen=True)
class StudyInput:
    """A study's folder, or one scenario of it, and the tables that it goes through."""

    folder: Path
    only: Path | None
    readings: tuple[ReadingId, ...]
    tables: tuple[str, ...]

    @property
    def name(self) -> str:
        """What its results are filed under."""
        return self.folder.resolve().name

    @property
    def paths(self) -> list[Path]:
        """The scenario files."""
        if self.only is not None:
            return [self.only]
        return sorted(p for p in self.folder.glob("*.toml") if p.name != STUDY)

    def files(self) -> list[Path]:
        """Return every file that its results rest on, besides tables."""
        files = [self.folder / STUDY, *self.paths]
        try:
            how = read_study(self.folder).file.readings.reconciled
        except IOModelError:
            how = None
        if how is not None and "reconciled" in self.readings:
            files.append(self.folder / how.vectors)
        return [path for path in files if path.is_file()]

    def through(self, study: Study, reading: ReadingId) -> tuple[str, ...]:
        """Return the tables of one reading: those asked for, else those of study.toml."""
        if self.tables:
            return self.tables
        how = study.file.readings
        if reading == "reconciled":
            return (how.reconciled.table,) if how.reconciled else ()
        return tuple(filter(None, (how.announced.table, how.announced.regional_table)))


def study_pieces(
    given: StudyInput, shelf: Shelf, fail: Fail, skip: Skip
) -> Iterator[tuple[StudyPiece, list[Scenario]]]:
    """Yield the demand of a study, reading by reading, with the scenarios it is of.

    Scenarios that can't be read are told to `fail`, tables on which a reading says nothing to
    `skip`; the others go on.
    """
    try:
        study = read_study(given.folder, shelf.tables)
    except IOModelError as error:
        _tell(fail, given.name, "", "", error)
        return
    order = {name: i for i, name in enumerate(study.file.order)}
    paths = sorted(given.paths, key=lambda p: (order.get(p.stem, len(order)), p.name))
    for at in range(0, len(paths), SCENARIOS):
        some = []
        for path in paths[at : at + SCENARIOS]:
            try:
                some.append(read_scenario(path, shelf.tables))
            except IOModelError as error:
                _tell(fail, study.id, path.stem, "", error)
        share = float(sum(path.stat().st_size for path in paths[at : at + SCENARIOS]))
        for reading in given.readings if some else ():
            for demand, tables in _demands(given, study, reading, some, shelf, fail, skip):
                yield _piece(study, some, demand, reading, tables, share), some
                share = 0.0


def _demands(
    given: StudyInput,
    study: Study,
    reading: ReadingId,
    scenarios: list[Scenario],
    shelf: Shelf,
    fail: Fail,
    skip: Skip,
) -> Iterator[tuple[Demand, tuple[str, ...]]]:
    tables = given.through(study, reading)
    if reading == "reconciled":
        # vectors are inferred over one classification and run on no other (see readings.py)
        able = tuple(
            id
            for id in tables
            if shelf.classification(id) == study.classification.id and not shelf.is_regional(id)
        )
        for id in tables:
            if id not in able:
                skip(_elsewhere(study, id))
        tables = able
        try:
            demand = read_vectors(tuple(scenarios), shelf.tables) if tables else None
        except IOModelError as error:
            _tell(fail, study.id, "", reading, error)
            return
        if demand is not None:
            yield demand, tables
        return
    found = [demand for s in scenarios if (demand := s.announced()) is not None]
    if found and tables:
        values = np.vstack([demand.values for demand in found])
        lines = tuple(line for demand in found for line in demand.lines)
        first = found[0]
        yield Demand(first.sectors, values, first.money, lines, first.basis), tables


def _elsewhere(study: Study, id: str) -> Text:
    return Text(
        f"{study.id}: 재구성 벡터는 {study.classification.id}에 대해 추론된 것이어서 {id}에서는 "
        "돌리지 않습니다",
        f"{study.id}: the reconciled vectors were inferred over {study.classification.id} and are "
        f"not run on {id}",
    )


def _piece(
    study: Study,
    scenarios: Sequence[Scenario],
    demand: Demand,
    reading: ReadingId,
    tables: tuple[str, ...],
    share: float,
) -> StudyPiece:
    region = {scenario.id: scenario.region for scenario in scenarios}
    terms = Terms(
        study.id,
        study.classification,
        demand.money.valuation,
        demand.money.price_year,
        reading,
        "inferred" if demand.basis == "inferred" else "computed",
    )
    ids = tuple(line.scenario for line in demand.lines)
    values = demand.in_unit(MILLION_KRW).values
    programmes = tuple(line.programme for line in demand.lines)
    regions = tuple(region[id] for id in ids)
    return StudyPiece(terms, tables, ids, programmes, regions, values, share)


def _tell(fail: Fail, study: str, scenario: str, reading: str, error: IOModelError) -> None:
    for problem in error.problems:
        fail(Failure(study, scenario, reading, problem))
