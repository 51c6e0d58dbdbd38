"""A batch from end to end: inputs through tables into a store, resumed where it was left."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Protocol, TypeVar

from iomodel import catalogue
from iomodel.batch.effects import Effects, effects_of
from iomodel.batch.inputs import Input, Options, TableInput, checksums, open_inputs, size_of
from iomodel.batch.keys import unit_key
from iomodel.batch.manifests import Notes, describe, relative, tables_said, texts, units_of
from iomodel.batch.refusals import units_differ, unknown_indicators
from iomodel.batch.rows import Failure, Terms
from iomodel.batch.store import Store, Unit, Writer, failure_rows, open_store
from iomodel.batch.studies import study_pieces
from iomodel.batch.tabular import pieces
from iomodel.batch.work import Made, Piece, compute
from iomodel.cluster import Cluster
from iomodel.errors import IOModelError
from iomodel.impact import INDICATORS
from iomodel.models import Shelf
from iomodel.progress import Meter
from iomodel.scenario import read_study
from iomodel.schema import READINGS, ReadingId
from iomodel.text import Text
from iomodel.units import Valuation, money_unit

_T = TypeVar("_T")
_R = TypeVar("_R")


class Backend(Protocol):
    """Who computes: threads of this process, or a cluster."""

    @property
    def threads(self) -> int:
        """How many pieces are under way at once."""

    def compute(
        self, piece: Piece, tables: Sequence[Effects], indicators: Sequence[str]
    ) -> list[Made]:
        """Return the results of one piece through each of `tables`."""

    def close(self) -> None:
        """Let go of what was taken."""


@dataclass(frozen=True)
class Local:
    """Threads of this process; numpy and pyarrow work side by side in them."""

    threads: int

    def compute(
        self, piece: Piece, tables: Sequence[Effects], indicators: Sequence[str]
    ) -> list[Made]:
        """Return the results of one piece through each of `tables`."""
        return compute(piece, tables, indicators)

    def close(self) -> None:
        """Nothing to let go of."""


@dataclass(frozen=True)
class Workers:
    """The workers of a cluster."""

    cluster: Cluster

    @property
    def threads(self) -> int:
        """How many pieces are under way at once: enough to keep every worker busy."""
        return 2 * self.cluster.threads

    def compute(
        self, piece: Piece, tables: Sequence[Effects], indicators: Sequence[str]
    ) -> list[Made]:
        """Return the results of one piece through each of `tables`, each on some worker."""
        work = [(effects, tuple(indicators)) for effects in tables]
        return self.cluster.call(_through, piece, work)

    def close(self) -> None:
        """Leave the cluster, if it was entered here."""
        self.cluster.close()


def _through(piece: Piece, effects: Effects, indicators: Sequence[str]) -> Made:
    return compute(piece, [effects], indicators)[0]


@dataclass(frozen=True)
class Outcome:
    """What a run did.

    Attributes
    ----------
    computed, reused : int
        Units of work done now, and found done.
    failures, failed : int
        Problems, and the scenarios that have them.
    """

    store: Store
    computed: int
    reused: int
    rows: int
    failures: int
    failed: int


def run_batch(
    inputs: Sequence[Path | str] | Path | str,
    out: Path | str,
    *,
    tables_ids: Sequence[str] = (),
    readings: Sequence[ReadingId] = READINGS,
    indicators: Sequence[str] = (),
    classification: str = "",
    unit: str = "",
    region: str = "",
    price_year: int | None = None,
    valuation: Valuation = "producers",
    variants: Sequence[str] = ("",),
    tables: Path | str | None = None,
    workers: int | None = None,
    client: Any = None,
    progress: Meter | None = None,
) -> Outcome:
    """Compute every scenario of `inputs` through every table into the store `out`.

    Parameters
    ----------
    inputs : path or sequence of path
        Scenario files, study folders, folders of such, long or wide tables.
    out : path
        A new folder, or a store; what is finished there already isn't computed again, and what
        belongs to other inputs, tables or code is removed at the end.
    tables_ids : sequence of str
        Tables to go through; those that each study names, if left out.
    readings : sequence of {"reconciled", "announced"}
        Of studies.
    indicators : sequence of str
        The usual five, as far as some table has them, if left out.
    classification, unit, region, price_year, valuation
        What a long or wide table doesn't say itself; see `Options`.
    variants : sequence of str
        Of studies: names of variants, "" for the files as they are written, "all" for all of them.
    tables : path, optional
        A folder of tables to look in first.
    workers : int, optional
        Threads; as many as there are processors, if left out. Results don't depend on it.
    client : distributed.Client or str, optional
        A Dask cluster to compute on, or the address of its scheduler.
    progress : Meter, optional

    Returns
    -------
    Outcome

    Raises
    ------
    BatchInputError
        If an input can't be used as a whole. Scenarios that fail one by one are told in
        `Outcome.store.failures()` instead.
    StoreError
        If the store can't be written; finished parts stay, and the same call goes on with them.
    """
    given = [inputs] if isinstance(inputs, str | Path) else list(inputs)
    if unit:
        money_unit(unit)
    options = Options(
        tuple(tables_ids),
        tuple(readings),
        classification,
        unit,
        region,
        price_year,
        valuation,
        tuple(variants),
    )
    job = Job.plan(given, Path(out), options, tuple(indicators), Shelf.of(tables))
    backend = _backend(client, workers)
    try:
        return job.run(backend, progress)
    finally:
        backend.close()


def _backend(client: Any, workers: int | None) -> Backend:
    if client is not None:
        return Workers(Cluster(client))
    return Local(workers or processors())


def processors() -> int:
    """Return how many processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


@dataclass(frozen=True, eq=False)
class Job:
    """A planned run: inputs opened, tables known, nothing computed yet."""

    inputs: tuple[Input, ...]
    folder: Path
    options: Options
    indicators: tuple[str, ...]
    units: dict[str, Text]
    shelf: Shelf
    _made: dict[tuple[str, str, str], Effects] = field(default_factory=dict)

    @classmethod
    def plan(
        cls,
        paths: Sequence[Path | str],
        folder: Path,
        options: Options,
        indicators: tuple[str, ...],
        shelf: Shelf,
    ) -> Job:
        """Open the inputs and find out what there is to compute.

        Raises
        ------
        BatchInputError, NotFoundError
        """
        for id in options.tables_ids:
            catalogue.find(id, shelf.tables)
        inputs = open_inputs(paths, options, shelf.tables)
        known = units_of(shelf, _tables_of(inputs, options, shelf))
        asked = indicators or tuple(i for i in INDICATORS if i in known)
        unknown = [i for i in asked if i not in known]
        if unknown and known:
            raise unknown_indicators(unknown, sorted(known))
        for id in asked:
            if len(known.get(id, ())) > 1:
                raise units_differ(id, [unit.ko for unit in known[id]])
        units = {id: known[id][0] for id in asked if id in known}
        job = cls(inputs, folder, options, tuple(units), units, shelf)
        for one in inputs:  # a table that can't be reached from an input's sectors says so now
            if isinstance(one, TableInput):
                job.effects(one.terms, one.tables)
        return job

    @property
    def parameters(self) -> dict[str, object]:
        """What the results depend on besides inputs, tables and code."""
        said = asdict(self.options) | {"indicators": list(self.indicators)}
        where = self.shelf.tables
        return said | {"tables": relative(where, self.folder) if where else None}

    def effects(self, terms: Terms, tables: Sequence[str]) -> list[Effects]:
        """Return the effects of each table on demand under `terms`, made once each."""
        found = []
        for id in tables:
            key = (id, terms.classification.id, terms.valuation)
            if key not in self._made:
                self._made[key] = effects_of(self.shelf, id, terms, self.indicators)
            found.append(self._made[key])
        return found

    def run(self, backend: Backend, progress: Meter | None) -> Outcome:
        """Compute what isn't finished yet."""
        notes, loose = Notes(self.shelf), list[Failure]()
        manifest = describe(self.folder, self.inputs, self.parameters, self.units)
        units: list[Unit] = []
        with Writer(self.folder) as writer:
            writer.write_manifest(manifest)
            if progress:
                progress.begin(float(sum(map(size_of, self.inputs))))
            with ThreadPoolExecutor(backend.threads + 1) as pool:
                sums = [pool.submit(checksums, one) for one in self.inputs]

                def work(task: Task) -> tuple[Task, list[Unit]]:
                    return task, self._finish(task, backend, writer)

                tasks = self._tasks(notes, loose.append)
                for task, done in in_order(pool, work, tasks, backend.threads + 1):
                    units += done
                    if progress:
                        progress.advance(task.piece.share, sum(unit.rows for unit in done))
                files = [found.result() for found in sums]
            count, failed = writer.write_failures(self._failures(loose, units))
            said: list[dict[str, object]] = manifest["inputs"]  # type: ignore[assignment]
            manifest |= {
                "complete": True,
                "inputs": [one | {"files": sums} for one, sums in zip(said, files, strict=True)],
                "tables": tables_said(notes.manifest, self.shelf.tables),
                "assumptions": texts(notes.manifest.assumptions),
                "warnings": texts(notes.manifest.warnings),
                "skipped": texts(tuple(dict.fromkeys(notes.skipped))),
                "numerics": notes.manifest.numerics,
                "rows": sum(unit.rows for unit in units),
                "failures": count,
                "failed_scenarios": failed,
                "parts": [unit.record() for unit in units],
            }
            writer.sweep([unit.key for unit in units])  # before anything calls it complete
            writer.write_manifest(manifest)
        made = sum(unit.made for unit in units)
        rows = sum(unit.rows for unit in units)
        return Outcome(open_store(self.folder), made, len(units) - made, rows, count, failed)

    def _tasks(self, notes: Notes, fail: Callable[[Failure], None]) -> Iterator[Task]:
        for number, one in enumerate(self.inputs):
            if isinstance(one, TableInput):
                notes.terms_used(one.terms, one.tables)
                effects = self.effects(one.terms, one.tables)
                for piece in pieces(one.source, one.terms, one.tables):
                    yield Task(number, piece, effects)
                continue
            found = study_pieces(one, self.shelf, fail, notes.skipped.append)
            for study, scenarios, told in found:
                able = []
                for id in study.tables:
                    try:
                        able += self.effects(study.terms, [id])
                    except IOModelError as error:
                        for problem in error.problems:
                            who = (study.terms.study, "", study.terms.reading)
                            fail(Failure(*who, problem, id))
                ids = [effects.table for effects in able]
                notes.scenarios_used(study.terms.reading, scenarios, ids, told)
                yield Task(number, study, able)

    def _finish(self, task: Task, backend: Backend, writer: Writer) -> list[Unit]:
        """Return the units of one piece; those that aren't in the store are computed first."""
        content = task.piece.digest()
        keys = [unit_key(content, e.table, e.digest, self.indicators) for e in task.effects]
        there = [writer.finished(key) for key in keys]
        due = [e for e, found in zip(task.effects, there, strict=True) if found is None]
        made = iter(backend.compute(task.piece, due, self.indicators) if due else ())
        units = []
        for key, effects, found in zip(keys, task.effects, there, strict=True):
            if found is None:
                one = next(made)
                writer.commit(key, one)
                rows, failures = one.rows, one.failures
            else:
                rows, failures = found
            units.append(
                Unit(
                    key,
                    task.input,
                    task.piece.first,
                    content,
                    effects.table,
                    rows,
                    failures,
                    found is None,
                )
            )
        return units

    def _failures(
        self, loose: Sequence[Failure], units: Sequence[Unit]
    ) -> Iterator[list[dict[str, Any]]]:
        """Yield what failed, piece by piece; what no table can answer is told once."""
        if loose:
            yield [
                {
                    "study": failure.study,
                    "scenario": failure.scenario,
                    "reading": failure.reading,
                    "table": failure.table,
                    "message_ko": failure.problem.render("ko"),
                    "message_en": failure.problem.render("en"),
                    "place": "",
                }
                for failure in loose
            ]
        told: tuple[int, str] | None = None
        for unit in units:
            if not unit.failures:
                continue
            rows = failure_rows(self.folder, unit.key)
            if told == (unit.input, unit.content):
                rows = [row for row in rows if row["table"]]
            told = (unit.input, unit.content)
            yield [self._placed(row, unit) for row in rows]

    def _placed(self, row: dict[str, Any], unit: Unit) -> dict[str, Any]:
        at = row.pop("row")
        one = self.inputs[unit.input]
        known = at is not None and isinstance(one, TableInput)
        return row | {"place": one.source.place(unit.first + at) if known else ""}  # type: ignore[union-attr]


@dataclass(frozen=True)
class Task:
    """One piece of an input and the tables that it goes through."""

    input: int
    piece: Piece
    effects: list[Effects]


def in_order(
    pool: ThreadPoolExecutor, work: Callable[[_T], _R], tasks: Iterable[_T], most: int
) -> Iterator[_R]:
    """Yield the results of `work` in order of `tasks`, of which `most` are under way at once."""
    waiting: deque[Future[_R]] = deque()
    try:
        for task in tasks:
            waiting.append(pool.submit(work, task))
            while len(waiting) >= most:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()


def _tables_of(inputs: Sequence[Input], options: Options, shelf: Shelf) -> list[str]:
    """Return every table of a run; a study that can't be read is told of later."""
    if options.tables_ids:
        return list(options.tables_ids)
    found: dict[str, None] = {}
    for one in inputs:
        if isinstance(one, TableInput):
            continue
        try:
            study = read_study(one.folder, shelf.tables)
            for reading in one.readings:
                for id in one.through(study, reading):
                    units_of(shelf, [id])
                    found[id] = None
        except IOModelError:
            continue
    return list(found)
