"""From a study and its file of uncertainties to distributions of effects."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from iomodel import catalogue, statements
from iomodel.cluster import Cluster
from iomodel.demand import Line
from iomodel.errors import NotFoundError, NotSupportedError, Problem
from iomodel.estimates import Estimate, estimate
from iomodel.impact import Impact
from iomodel.models import LeontiefModel, MultiplierModel, RegionalModel
from iomodel.progress import Meter
from iomodel.provenance import Manifest
from iomodel.readings import Reading
from iomodel.text import Text, same
from iomodel.uncertainty.binding import plan
from iomodel.uncertainty.first_order import first_order
from iomodel.uncertainty.leontief_machine import LeontiefMachine
from iomodel.uncertainty.machine import Array, Machine
from iomodel.uncertainty.plan import Bound, Cells, Group, Mix, Plan, Vector, family_of
from iomodel.uncertainty.regional_machine import RegionalMachine
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
    if reading.impact is None or reading.spent is None or not reading.spent.entries:
        raise _nothing_announced(known)
    file = read_spec(spec or known.study.path / SPEC, known.study)
    chosen = file.file.seed if seed is None else seed
    what = plan(known.scenarios, file, reading.spent.entries)
    machine = _machine(known, reading.impact, what, chosen, tables)
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
        _rows(known, machine),
        machine.indicators,
        machine.money,
        effects,
        _nominal(machine, reading.impact),
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


def _machine(
    known: Estimate, impact: Impact, what: Plan, seed: int, tables: Path | str | None
) -> Machine:
    """Return what draws: of the model that made the impact, or of those of its regions."""
    own = {
        (line.scenario, line.programme): part.model
        for part in impact.parts
        for line in part.demand.lines
    }
    models = [own[pair] for pair in what.pairs]
    fine, coarse = known.study.classification, models[0].sectors
    upward = None if coarse.id == fine.id else catalogue.concordance(fine.id, coarse.id, tables)
    if isinstance(models[0], LeontiefModel):
        return LeontiefMachine(what, upward, seed, models[0])
    regional = tuple(m for m in models if isinstance(m, MultiplierModel | RegionalModel))
    return RegionalMachine(what, upward, seed, regional)


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
    if not all(drawn(line) for part in reading.impact.parts for line in part.demand.lines):
        warned.append(_ONE_OFF)
    return manifest.merge(Manifest(manifest.version, (), tuple(assumed), tuple(warned)))


_ONE_OFF = Text(
    "구간은 한 번의 지출의 총효과에 대한 것입니다: 운영단계, 대체되는 지출, 가계의 소비는 빠져 "
    "있습니다",
    "intervals are of one-off spending, gross: operation, displaced spending and what households "
    "buy are not in them",
)


def drawn(line: Line) -> bool:
    """Return whether a line of demand is one that uncertainty is about."""
    return (line.phase, line.kind) == ("construction", "spending")


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


def _rows(known: Estimate, machine: Machine) -> tuple[Row, ...]:
    districts = {scenario.id: scenario.district for scenario in known.scenarios}
    rows = [
        Row(scenario, programme, districts[scenario], known.study.programme(programme))
        for scenario, programme in machine.plan.pairs
    ]
    return (*rows, Row(TOTAL, "", Text("합계", "Total"), Text("", "")))


def _nominal(machine: Machine, impact: Impact) -> Array:
    """Return the effects of the run itself, by programme and in sum, (p + 1, k)."""
    found: dict[tuple[str, str], Array] = {}
    for part in impact.parts:
        for line, values in zip(part.demand.lines, machine.shown(part), strict=True):
            if drawn(line):
                pair = (line.scenario, line.programme)
                found[pair] = found[pair] + values if pair in found else values
    own = np.array([found[pair] for pair in machine.plan.pairs])
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
        codes = machine.sectors if machine.upward is None else machine.upward.fine
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
    remarks = machine.remarks()
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
