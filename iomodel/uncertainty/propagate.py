"""From a study and its file of uncertainties to distributions of effects."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from iomodel import catalogue, statements
from iomodel.analyses.base import leontief_model
from iomodel.cluster import Cluster
from iomodel.errors import NotFoundError, NotSupportedError, Problem
from iomodel.estimates import Estimate, estimate
from iomodel.progress import Meter
from iomodel.provenance import Manifest
from iomodel.readings import Reading
from iomodel.text import Text, same
from iomodel.uncertainty.binding import plan
from iomodel.uncertainty.first_order import first_order
from iomodel.uncertainty.machine import Array, Machine
from iomodel.uncertainty.plan import Bound, Cells, Group, Mix, Vector, family_of
from iomodel.uncertainty.results import TOTAL, Row, SourceLine, Uncertainty
from iomodel.uncertainty.spec import FAMILIES, SPEC, read_spec
from iomodel.uncertainty.variance import available, designs, sobol_indices

SOBOL = 1024  # draws of each sample behind Sobol' indices, where none is asked for


def uncertainty(
    path: Path | str,
    spec: Path | str | None = None,
    *,
    draws: int | None = None,
    seed: int | None = None,
    workers: int | None = None,
    table: str | None = None,
    tables: Path | str | None = None,
    sobol: int | None = None,
    client: Any = None,
    progress: Meter | None = None,
) -> Uncertainty:
    """Return the distributions of the effects of a study's announced spending.

    Parameters
    ----------
    path : path
        A district's TOML, a study's folder, or the name of a shipped study.
    spec : path, optional
        A file of uncertainties; uncertainty/announced.toml beside study.toml where left out.
    draws, seed : int, optional
        Instead of the file's.
    workers : int, optional
        Threads; the answer doesn't depend on them.
    table : str, optional
        A table instead of the one that study.toml names.
    tables : path, optional
        A folder of tables to look in first.
    sobol : int, optional
        Draws of each sample behind the Sobol' indices; zero for none. Where left out, 1,024 if
        SALib is installed.
    client : distributed.Client or str, optional
        A Dask cluster to draw on, or the address of its scheduler.
    progress : Meter, optional
        Told how many draws are done.

    Raises
    ------
    IOModelError
        See `iomodel.errors`; the message names the file, the place and the remedy.

    Examples
    --------
    >>> from iomodel.uncertainty import uncertainty
    >>> found = uncertainty("sejong", draws=512, sobol=0)
    >>> low, median, high = found.quantiles("employment")
    >>> low < median < high
    True
    """
    _require(draws, 2, "draws")
    _require(seed, 0, "seed")
    _require(workers, 1, "workers")
    _require(sobol, 0, "sobol")
    known = estimate(path, readings=("announced",), table=table, tables=tables)
    reading = known.readings[0]
    if reading.impact is None:
        raise _nothing_announced(known)
    part = reading.impact.parts[0]
    model = leontief_model(part.model, Text("불확실성", "uncertainty"))  # type: ignore[arg-type]
    file = read_spec(spec or known.study.path / SPEC, known.study)
    upward = (
        None
        if model.sectors.id == known.study.classification.id
        else catalogue.concordance(known.study.classification.id, model.sectors.id, tables)
    )
    chosen = file.file.seed if seed is None else seed
    machine = Machine(plan(known.scenarios, file), model, upward, chosen)
    machine.check()
    base = (sobol or SOBOL) if sobol or (sobol is None and available()) else 0
    groups = [group.id for group in machine.plan.groups]
    number = draws or file.file.draws
    if progress:
        progress.begin(number + base * len(designs(len(groups))))
    with _cluster(client) as cluster:
        effects = machine.run(number, None, workers, cluster, progress)

        def outputs(samples: Sequence[int]) -> Array:
            values = machine.run(base, samples, workers, cluster, progress).values
            return np.concatenate([values, values.sum(axis=1, keepdims=True)], axis=1)

        indices = sobol_indices(outputs, groups, chosen) if base else None
    title = known.study.title
    return Uncertainty(
        Text(f"{title.ko}: 발표투자의 불확실성", f"{title.en}: uncertainty of the announced"),
        _rows(known, reading),
        machine.indicators,
        model.info.money,
        effects,
        _nominal(machine, reading),
        first_order(machine),
        indices,
        tuple(_line(group, machine) for group in machine.plan.groups),
        file.file.interval,
        tuple(_remarks(machine, sobol)),
        chosen,
        file.origin,
        file.checksum,
        _manifest(known, reading, machine),
    )


@contextmanager
def _cluster(client: Any) -> Iterator[Cluster | None]:
    """Yield the cluster of a client or of a scheduler's address, None where there is none."""
    cluster = None if client is None else Cluster(client)
    try:
        yield cluster
    finally:
        if cluster:
            cluster.close()


def _manifest(known: Estimate, reading: Reading, machine: Machine) -> Manifest:
    """Return what the run rests on: its own table, and the announced reading's assumptions."""
    assert reading.impact is not None
    own = replace(reading, regional=None)
    assumed = statements.assumptions(known.study, known.scenarios, (own,))
    deflated = bool(machine.plan.of("deflators"))
    manifest = reading.impact.manifest
    warned = statements.warnings(known.study, () if deflated else (own,), manifest)
    return manifest.merge(Manifest(manifest.version, (), tuple(assumed), tuple(warned)))


def _require(value: int | None, least: int, name: str) -> None:
    if value is not None and value < least:
        raise NotSupportedError(
            "uncertainty",
            Problem(
                name,
                Text("수가 너무 작습니다", "the number is too small"),
                Text(f"{least} 이상의 정수", f"a whole number from {least}"),
                same(value),
                Text("값을 고치십시오", "mend the value"),
            ),
            data=value,
        )


def _nothing_announced(known: Estimate) -> NotFoundError:
    return NotFoundError(
        str(known.study.path),
        Problem(
            "",
            Text("금액이 발표된 사업이 없습니다", "no programme has announced amounts"),
            Text("[[programmes.lines]]가 있는 사업", "a programme with [[programmes.lines]]"),
            Text("없음", "none"),
            Text("지출을 적으십시오", "state some spending"),
        ),
    )


def reconciled_has_none(path: str) -> NotSupportedError:
    """Return the error that says why the reconciled reading has no sampling interval."""
    return NotSupportedError(
        path,
        Problem(
            "reading",
            Text(
                "재구성 읽기에는 표본구간이 없습니다: 지출을 공표값에 맞추었으므로 무엇을 "
                "뽑아도 공표값이 나옵니다",
                "the reconciled reading has no sampling interval: its spending is fitted to the "
                "published figures, which it gives back whatever is drawn",
            ),
            Text("announced", "announced"),
            Text("reconciled", "reconciled"),
            Text(
                "그 불확실성은 설명의 범위입니다: iomodel run이 알아낸 것의 지출 범위를 보십시오",
                "its uncertainty is a range of explanations: see the ranges of spending among "
                "the findings of iomodel run",
            ),
        ),
    )


def _rows(known: Estimate, reading: Reading) -> tuple[Row, ...]:
    assert reading.impact is not None
    districts = {scenario.id: scenario.district for scenario in known.scenarios}
    rows = [
        Row(
            line.scenario,
            line.programme,
            districts[line.scenario],
            known.study.programme(line.programme),
        )
        for line in reading.impact.parts[0].demand.lines
    ]
    return (*rows, Row(TOTAL, "", Text("합계", "Total"), Text("", "")))


def _nominal(machine: Machine, reading: Reading) -> Array:
    assert reading.impact is not None
    part = reading.impact.parts[0]
    ids = [indicator.id for indicator in part.indicators]
    own = part.values.sum(axis=2)[:, [ids.index(id) for id in machine.ids]]
    return np.vstack([own, own.sum(axis=0)])


def _line(group: Group, machine: Machine) -> SourceLine:
    words = [_words(member, machine) for member in group.members]
    families = [FAMILIES[family] for family in dict.fromkeys(group.families)]
    return SourceLine(
        group.id,
        Text(" + ".join(f.ko for f in families), " + ".join(f.en for f in families)),
        Text("; ".join(w.ko for w in words), "; ".join(w.en for w in words)),
    )


_BASIS = {"assumed": Text("가정", "assumed"), "published": Text("공표", "published")}


def _words(member: Bound, machine: Machine) -> Text:
    """Return what is uncertain, how, on what basis and why."""
    source, family = member.source, FAMILIES[family_of(member)]
    basis, reason = _BASIS[source.basis], source.reason.text
    if isinstance(member, Mix):
        codes = machine.model.sectors if machine.upward is None else machine.upward.fine
        mix = ", ".join(
            f"{codes.codes[j]} {share:.1%}"
            for j, share in zip(member.at, member.centre, strict=True)
        )
        how = same(f"Dirichlet({mix}; concentration {member.source.concentration:g})")
    elif isinstance(member, Cells):
        how = same(
            f"lognormal(relative_error {member.source.relative_error:g}), "
            f"correlation {member.source.correlation:g}, closure {member.source.closure}"
        )
    else:
        how = _vector_words(member)
    return Text(
        f"{family.ko} [{basis.ko}] {how.ko}. {reason.ko}",
        f"{family.en} [{basis.en}] {how.en}. {reason.en}",
    )


def _vector_words(member: Vector) -> Text:
    distribution = getattr(member.source, "distribution", None)
    stated = (
        distribution.words
        if distribution
        else (
            f"lognormal(mean 1, relative_error {getattr(member.source, 'relative_error', 0.0):g})"
        )
    )
    if len(member.at) == 1:
        return same(stated)
    apart = f"correlation {member.correlation:g}"
    return Text(
        f"{stated}, {len(member.at)}개, {apart}", f"{stated}, {len(member.at)} of them, {apart}"
    )


def _remarks(machine: Machine, sobol: int | None) -> list[Text]:
    remarks = []
    held = [
        str(machine.model.sectors.sectors[j])
        for cells in machine.plan.cells
        if cells.source.closure == "value_added"
        for j in np.flatnonzero(machine.held("value_added"))
        if j in set(machine.parents[cells.buyers].tolist())
    ]
    if held:
        names = ", ".join(held)
        remarks.append(
            Text(
                f"부가가치가 없어 투입계수를 그대로 둔 부문: {names}",
                f"held at the table's coefficients, for want of value added: {names}",
            )
        )
    for vector in machine.plan.of("employment"):
        if vector not in machine.erring:
            indicator = getattr(vector.source, "indicator", "")
            remarks.append(
                Text(
                    f"{vector.source.id}: 이 표에는 {indicator} 지표가 없습니다",
                    f"{vector.source.id}: the table has no indicator {indicator}",
                )
            )
    if machine.plan.of("local_shares"):
        remarks.append(
            Text(
                "국내 생산자에게 가지 않는 지출은 어떤 지표에도 들어가지 않습니다",
                "spending that doesn't reach domestic producers enters no indicator",
            )
        )
    if sobol is None and not available():
        remarks.append(
            Text(
                'Sobol\' 지수에는 SALib이 필요합니다: pip install "iomodel[uncertainty]"',
                'Sobol\' indices need SALib: pip install "iomodel[uncertainty]"',
            )
        )
    return remarks
