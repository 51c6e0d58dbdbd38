"""Work on a Dask cluster: pieces go out, finished parts come back, the coordinator writes them.

Workers need neither the tables nor a shared disk. A worker that dies takes nothing along: its
pieces are still held here and are sent to another one.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Any

from iomodel.batch.effects import Effects
from iomodel.batch.extras import extra
from iomodel.batch.keys import code_version
from iomodel.batch.refusals import BatchInputError
from iomodel.batch.work import Made, Piece, compute
from iomodel.errors import Problem
from iomodel.text import Text, same

_TRIES = 3  # beyond those that the scheduler itself makes


class Cluster:
    """The workers of a Dask client."""

    def __init__(self, client: Any) -> None:
        """Take a client, or the address of a scheduler."""
        distributed = extra("distributed", "distributed")
        self._owned = isinstance(client, str)
        self.client = distributed.Client(client) if self._owned else client
        self._lost = (distributed.KilledWorker, distributed.client.FutureCancelledError)

    @property
    def threads(self) -> int:
        """How many pieces are under way at once: enough to keep every worker busy."""
        return 2 * max(1, sum(map(int, self.client.nthreads().values())))

    def compute(
        self, piece: Piece, tables: Sequence[Effects], indicators: Sequence[str]
    ) -> list[Made]:
        """Return the results of one piece through each of `tables`, each on some worker."""
        held = self._handed(piece)
        futures = [self._submit(held, effects, indicators) for effects in tables]
        made = []
        for effects, future in zip(tables, futures, strict=True):
            for _ in range(_TRIES):
                try:
                    made.append(future.result())
                    break
                except self._lost:  # with the worker that had the piece: send it along this time
                    future = self._submit(piece, effects, indicators)
            else:
                made += compute(piece, [effects], indicators)  # the cluster can't: do it here
        return made

    def _handed(self, piece: Piece) -> Any:
        """Hand a piece straight to some worker; where that fails, it goes by the scheduler."""
        try:
            return self.client.scatter(piece, direct=True, hash=False)
        except (OSError, TimeoutError):  # a worker that has just died
            return piece

    def _submit(self, piece: Any, effects: Effects, indicators: Sequence[str]) -> Any:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Sending large graph", UserWarning)
            return self.client.submit(
                _on_worker, piece, effects, tuple(indicators), code_version(), pure=False
            )

    def close(self) -> None:
        """Leave the cluster, if it was entered here."""
        if self._owned:
            self.client.close()


def _on_worker(piece: Piece, effects: Effects, indicators: Sequence[str], code: str) -> Made:
    if code != code_version():
        raise BatchInputError(
            "--scheduler",
            Problem(
                "",
                Text("작업자의 iomodel이 다릅니다", "a worker has another iomodel"),
                same(code),
                same(code_version()),
                Text("모든 작업자에 같은 판을 설치하십시오", "install the same one everywhere"),
            ),
        )
    return compute(piece, [effects], indicators)[0]
