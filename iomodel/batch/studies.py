"""Studies as input: their scenarios' spending in either reading, a few hundred at a time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from iomodel.batch.amounts import Told
from iomodel.batch.rows import LABELS, Array, Failure, Prepared, Terms
from iomodel.demand import Demand
from iomodel.errors import IOModelError
from iomodel.extras import extra
from iomodel.models import Shelf
from iomodel.scenario import STUDY, Scenario, Study, read_scenario, read_study, read_vectors
from iomodel.schema import ReadingId
from iomodel.spending import Spent, final_demand, spent
from iomodel.spending.notes import Notes
from iomodel.text import Text
from iomodel.units import MILLION_KRW

SCENARIOS = 256  # of a piece
ALL = "all"
Fail = Callable[[Failure], None]
Skip = Callable[[Text], None]


@dataclass(frozen=True, eq=False)
class StudyPiece:
    """Demand of some programmes of a study in one reading.

    Attributes
    ----------
    labels : dict
        m labels for each of LABELS.
    demand : ndarray (m, n)
        백만원.
    """

    terms: Terms
    tables: tuple[str, ...]
    labels: dict[str, tuple[str, ...]]
    demand: Array
    share: float
    first: int = 0

    def digest(self) -> str:
        """Return a checksum of the demand and of how it is read."""
        digest = hashlib.sha256(self.terms.digest)
        digest.update(json.dumps(self.labels, ensure_ascii=False).encode())
        digest.update(np.ascontiguousarray(self.demand).data)
        return digest.hexdigest()

    def prepare(self) -> Prepared:
        """Return the demand, sector by row."""
        pa = extra("pyarrow")
        arrays = {name: pa.array(list(words), pa.string()) for name, words in self.labels.items()}
        scenarios = self.labels["scenario"]
        run = np.cumsum([a != b for a, b in zip(scenarios, ("", *scenarios))])  # noqa: B905
        demand = np.ascontiguousarray(self.demand.T)
        return Prepared(self.terms, arrays, run, demand, 1.0, Told(self.terms).table())


@dataclass(frozen=True)
class StudyInput:
    """A study's folder, or one scenario of it, and the tables that it goes through."""

    folder: Path
    only: Path | None
    readings: tuple[ReadingId, ...]
    tables: tuple[str, ...]
    variants: tuple[str, ...] = ("",)

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
        files = {self.folder / STUDY: None} | dict.fromkeys(self.paths)
        try:
            study = read_study(self.folder)
            how = study.file.readings.reconciled
            if how is not None and "reconciled" in self.readings:
                files[self.folder / how.vectors] = None
            own = [s for s in study.scenarios if s.path in {p.resolve() for p in self.paths}]
            files |= {self.folder / name: None for s in own for name in s.files}
        except IOModelError:
            pass
        return [path for path in files if path.is_file()]

    def named(self, study: Study) -> tuple[str, ...]:
        """Return the variants to compute: those asked for, the files as written among "all"."""
        return ("", *study.variants) if ALL in self.variants else self.variants

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
) -> Iterator[tuple[StudyPiece, list[Scenario], Notes]]:
    """Yield the demand of a study, variant by variant and reading by reading.

    With the scenarios it is of and what was done to their amounts. Scenarios that can't be read
    are told to `fail`, tables on which a reading says nothing to `skip`; the others go on.
    """
    try:
        variants = given.named(read_study(given.folder, shelf.tables))
    except IOModelError as error:
        _tell(fail, given.name, "", "", error)
        return
    for variant in variants:
        try:
            study = read_study(given.folder, shelf.tables, variant)
        except IOModelError as error:
            _tell(fail, given.name, "", "", error)
            continue
        yield from _of_variant(given, study, shelf, fail, skip)


def _of_variant(
    given: StudyInput, study: Study, shelf: Shelf, fail: Fail, skip: Skip
) -> Iterator[tuple[StudyPiece, list[Scenario], Notes]]:
    order = {name: i for i, name in enumerate(study.file.order)}
    paths = sorted(given.paths, key=lambda p: (order.get(p.stem, len(order)), p.name))
    for at in range(0, len(paths), SCENARIOS):
        some = []
        for path in paths[at : at + SCENARIOS]:
            try:
                some.append(read_scenario(path, shelf.tables, study.variant))
            except IOModelError as error:
                _tell(fail, study.id, path.stem, "", error)
        share = float(sum(path.stat().st_size for path in paths[at : at + SCENARIOS]))
        for reading in given.readings if some else ():
            if reading == "reconciled" and study.variant:
                continue  # what is inferred from published figures has no variants
            for demand, tables, notes in _demands(given, study, reading, some, shelf, fail, skip):
                yield _piece(study, some, demand, reading, tables, share), some, notes
                share = 0.0


def _demands(
    given: StudyInput,
    study: Study,
    reading: ReadingId,
    scenarios: list[Scenario],
    shelf: Shelf,
    fail: Fail,
    skip: Skip,
) -> Iterator[tuple[Demand, tuple[str, ...], Notes]]:
    tables = given.through(study, reading)
    if reading == "announced":
        yield from _announced(study, scenarios, tables, shelf, fail)
        return
    # vectors are inferred over one classification and run on no other (see readings.py)
    able = tuple(
        id
        for id in tables
        if shelf.classification(id) == study.classification.id
        and not shelf.is_regional(id, study.classification)
    )
    for id in tables:
        if id not in able:
            skip(_elsewhere(study, id))
    try:
        demand = read_vectors(tuple(scenarios), shelf.tables) if able else None
    except IOModelError as error:
        _tell(fail, study.id, "", reading, error)
        return
    if demand is not None:
        yield demand, able, Notes()


def _announced(
    study: Study, scenarios: list[Scenario], tables: tuple[str, ...], shelf: Shelf, fail: Fail
) -> Iterator[tuple[Demand, tuple[str, ...], Notes]]:
    """Yield what was announced as demand, once for all tables for which it is the same."""
    found: list[tuple[Demand, list[str], Notes]] = []
    for id in tables:
        ledger = _ledger(scenarios, id, shelf, fail)
        if ledger is None:
            continue
        demand = ledger.demand
        households = study.file.readings.announced.households
        if ledger.outputs is not None or households is not None:
            try:
                demand = final_demand(ledger, shelf.any_model(id), shelf, households)
            except IOModelError as error:
                _tell(fail, study.id, "", "announced", error)
                continue
        if demand is None:
            continue
        for known, ids, notes in found:
            if known.money == demand.money and same_demand(known, demand):
                ids.append(id)
                notes.take(ledger.notes)
                break
        else:
            found.append((demand, [id], ledger.notes))
    for demand, ids, notes in found:
        yield demand, tuple(ids), notes


def same_demand(one: Demand, other: Demand) -> bool:
    """Return whether two demands are the same line by line."""
    return (
        one.sectors.id == other.sectors.id
        and one.lines == other.lines
        and bool(np.array_equal(one.values, other.values))
    )


def _ledger(scenarios: list[Scenario], id: str, shelf: Shelf, fail: Fail) -> Spent | None:
    """Return what was spent; scenarios that can't be brought to the table's prices are told."""
    kept = [scenario for scenario in scenarios if scenario.items]
    try:
        return spent(kept, id, shelf) if kept else None
    except IOModelError:
        good = []
        for scenario in kept:
            try:
                spent([scenario], id, shelf)
            except IOModelError as error:
                _tell(fail, scenario.study.id, scenario.id, "announced", error)
            else:
                good.append(scenario)
        return spent(good, id, shelf) if good else None


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
        demand.sectors,
        demand.money.valuation,
        demand.money.price_year,
        reading,
        "inferred" if demand.basis == "inferred" else "computed",
    )
    values = demand.in_unit(MILLION_KRW).values
    labels = {
        name: tuple(str(getattr(line, name)) for line in demand.lines)
        for name in LABELS
        if name != "region"
    }
    labels["region"] = tuple(region[id] for id in labels["scenario"])
    return StudyPiece(terms, tables, labels, values, share)


def _tell(fail: Fail, study: str, scenario: str, reading: str, error: IOModelError) -> None:
    for problem in error.problems:
        fail(Failure(study, scenario, reading, problem))
