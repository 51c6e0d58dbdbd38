"""How far a run has come, with its rate and the time left: on a terminal, and only there."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

from iomodel.text import Lang, Text

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


class Meter(Protocol):
    """Who is told how far a run has come."""

    def begin(self, size: float) -> None:
        """Learn how much there is to do, in bytes of input or whatever is known beforehand."""

    def advance(self, share: float, count: int) -> None:
        """Learn that a part of it has become `count` rows, draws or what else is counted."""


class Bar:
    """A bar on standard error; nothing at all where that is no terminal.

    Parameters
    ----------
    counted : Text
        What the rate is of.
    """

    def __init__(self, lang: Lang, counted: Text) -> None:
        self._lang, self._counted = lang, counted
        self._progress: Progress | None = None
        self._task: TaskID | None = None
        self._count, self._began = 0, 0.0

    def __enter__(self) -> Self:
        """Show the bar."""
        if not sys.stderr.isatty():
            return self
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

        self._progress = Progress(
            TextColumn("{task.percentage:>3.0f}%"),
            BarColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
        )
        self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave it as it stands."""
        if self._progress is not None:
            self._progress.stop()

    def begin(self, size: float) -> None:
        """Show how much there is to do."""
        if self._progress is not None:
            self._began = time.monotonic()
            self._task = self._progress.add_task("", total=size, rate="")

    def advance(self, share: float, count: int) -> None:
        """Show that a part of it is done."""
        if self._progress is None or self._task is None:
            return
        self._count += count
        rate = self._count / max(time.monotonic() - self._began, 1e-9)
        ko, en = self._counted.ko, self._counted.en
        words = Text(
            f"{self._count:,}{ko}, 초당 {rate:,.0f}{ko}", f"{self._count:,} {en}, {rate:,.0f}/s"
        )
        self._progress.update(self._task, advance=share, rate=words.get(self._lang))
