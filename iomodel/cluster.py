"""Work on a Dask cluster: what is called there comes back in order, whichever worker dies.

Workers need no shared disk. What a worker held is still held here and is sent to another one.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from iomodel.errors import Problem, WorkerError
from iomodel.extras import extra
from iomodel.text import Text, same
from iomodel.version import code_version

_R = TypeVar("_R")
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
        """How many threads the workers have, one at least."""
        return max(1, sum(map(int, self.client.nthreads().values())))

    def call(
        self,
        work: Callable[..., _R],
        common: Any,
        arguments: Sequence[tuple[Any, ...]],
        done: Callable[[_R], None] | None = None,
    ) -> list[_R]:
        """Return `work(common, *a)` for each `a` of `arguments`, computed on some worker.

        Parameters
        ----------
        common
            Sent to the cluster once.
        done : callable, optional
            Told of each result, in the order of `arguments`.

        Raises
        ------
        WorkerError
            If a worker has another version of iomodel.
        """
        held = self._handed(common)
        futures = [self._submit(work, held, given) for given in arguments]
        found = []
        for given, future in zip(arguments, futures, strict=True):
            found.append(self._result(future, work, common, given))
            if done:
                done(found[-1])
        return found

    def _result(
        self, future: Any, work: Callable[..., _R], common: Any, given: tuple[Any, ...]
    ) -> _R:
        for _ in range(_TRIES):
            try:
                result: _R = future.result()
                return result
            except self._lost:  # with the worker that held it: send it along this time
                future = self._submit(work, common, given)
        return work(common, *given)  # the cluster can't: do it here

    def _handed(self, common: Any) -> Any:
        """Hand `common` straight to some worker; where that fails, it goes by the scheduler."""
        try:
            return self.client.scatter(common, direct=True, hash=False)
        except (OSError, TimeoutError):  # a worker that has just died
            return common

    def _submit(self, work: Callable[..., Any], common: Any, given: tuple[Any, ...]) -> Any:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Sending large graph", UserWarning)
            return self.client.submit(_on_worker, work, common, given, code_version(), pure=False)

    def close(self) -> None:
        """Leave the cluster, if it was entered here."""
        if self._owned:
            self.client.close()


def _on_worker(work: Callable[..., _R], common: Any, given: tuple[Any, ...], code: str) -> _R:
    if code != code_version():
        raise WorkerError(
            "--scheduler",
            Problem(
                "",
                Text("작업자의 iomodel이 다릅니다", "a worker has another iomodel"),
                same(code),
                same(code_version()),
                Text("모든 작업자에 같은 판을 설치하십시오", "install the same one everywhere"),
            ),
        )
    return work(common, *given)
