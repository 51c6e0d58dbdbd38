"""On a cluster of processes: the same keys, the same numbers, and a dead worker loses nothing."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from batches import TABLE, VALUES, random_lines, tables_in

from iomodel.batch import run_batch, tabular
from iomodel.cluster import Cluster, _on_worker
from iomodel.errors import NotSupportedError, WorkerError
from iomodel.extras import extra
from iomodel.uncertainty import uncertainty
from iomodel.version import code_version

distributed = pytest.importorskip(
    "distributed", reason='Dask is not installed (pip install "iomodel[distributed]")'
)
pytest.importorskip("pyarrow")

SAME = 1e-12  # of each value, wherever it was computed


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    with (
        distributed.LocalCluster(
            n_workers=2, processes=True, threads_per_worker=1, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield client


@pytest.fixture
def given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.setattr(tabular, "LONG_ROWS", 60)
    lines = random_lines(400)
    lines.loc[lines["scenario"] == "s00123", "sector"] = "99"
    lines.to_csv(tmp_path / "long.csv", index=False)
    ids = [TABLE, "tiny-2"]
    return {"inputs": tmp_path / "long.csv", "tables_ids": ids, "tables": tables_in(tmp_path)}


def same(a: Path, b: Path) -> None:
    from iomodel.batch import open_store

    left, right = open_store(a), open_store(b)
    assert [part["key"] for part in left.parts] == [part["key"] for part in right.parts]
    x, y = left.frame(), right.frame()
    labels = [name for name in x.columns if name not in VALUES]
    assert x[labels].equals(y[labels])
    difference = (x[VALUES] - y[VALUES]).abs() / y[VALUES].abs().clip(lower=1e-300)
    assert difference.max().max() <= SAME
    assert left.failures().equals(right.failures())


def test_a_cluster_gives_what_one_process_gives(
    client: Any, given: dict[str, Any], tmp_path: Path
) -> None:
    run_batch(**given, out=tmp_path / "alone")
    outcome = run_batch(**given, out=tmp_path / "cluster", client=client)
    assert outcome.failed == 1
    same(tmp_path / "alone", tmp_path / "cluster")
    again = run_batch(**given, out=tmp_path / "cluster", client=client)
    assert again.computed == 0


def test_by_address(client: Any, given: dict[str, Any], tmp_path: Path) -> None:
    address = client.scheduler.address
    outcome = run_batch(**given, out=tmp_path / "cluster", client=address)
    assert outcome.computed > 10
    assert client.status == "running"


def test_a_killed_worker_loses_nothing(client: Any, given: dict[str, Any], tmp_path: Path) -> None:
    run_batch(**given, out=tmp_path / "alone")
    killed: list[int] = []

    class Assassin:
        """Kills one worker once some of the work is done."""

        def begin(self, size: float) -> None: ...

        def advance(self, share: float, rows: int) -> None:
            if not killed:
                pid = next(iter(client.run(os.getpid).values()))
                killed.append(pid)
                threading.Thread(target=os.kill, args=(pid, signal.SIGKILL)).start()
                time.sleep(0.02)

    run_batch(**given, out=tmp_path / "cluster", client=client, progress=Assassin())
    assert killed
    same(tmp_path / "alone", tmp_path / "cluster")


def test_a_missing_library_is_named() -> None:
    with pytest.raises(NotSupportedError, match=r'pip install "iomodel\[distributed\]"'):
        extra("no_such_library", "distributed")


def test_draws_on_a_cluster_are_those_of_one_process(client: Any) -> None:
    alone = uncertainty("sejong", draws=700, sobol=16)
    spread = uncertainty("sejong", draws=700, sobol=16, client=client)
    difference = abs(spread.values - alone.values) / abs(alone.values).clip(min=1e-300)
    assert difference.max() <= SAME
    assert spread.indices is not None
    assert alone.indices is not None
    assert abs(spread.indices.total - alone.indices.total).max() <= 1e-9  # sums of many draws


def test_what_a_dead_worker_held_is_sent_along() -> None:
    """A future lost with its worker is asked again, and in the end computed here."""

    class Lost:
        def result(self) -> int:
            raise distributed.client.FutureCancelledError("key", "lost")

    cluster = Cluster.__new__(Cluster)
    sent: list[object] = []
    cluster._lost = (distributed.client.FutureCancelledError,)
    cluster._handed = lambda common: "held"  # type: ignore[method-assign]

    def submit(work: Any, common: Any, given: tuple[Any, ...]) -> Lost:
        sent.append(common)
        return Lost()

    cluster._submit = submit  # type: ignore[method-assign]
    assert cluster.call(pow, 2, [(3,), (4,)]) == [8, 16]
    assert sent == ["held", "held", 2, 2, 2, 2, 2, 2]


def test_a_worker_with_other_code_is_refused() -> None:
    assert _on_worker(pow, 2, (5,), code_version()) == 32
    with pytest.raises(WorkerError) as caught:
        _on_worker(pow, 2, (5,), "0.0.0+other")
    assert caught.value.render("en").splitlines() == [
        "--scheduler",
        "  a worker has another iomodel",
        "    expected: 0.0.0+other",
        f"    found: {code_version()}",
        "    remedy: install the same one everywhere",
    ]
