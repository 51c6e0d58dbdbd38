"""How far a run has come, with its rate and the time left: on a terminal, and only there."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

from iomodel.text import Lang, Text

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


class Bar:
    """A bar on standard error; nothing at all where that is no terminal.

    Input is counted in bytes, whose number is known beforehand; the rate is of rows.
    """

    def __init__(self, lang: Lang) -> None:
        self._lang = lang
        self._progress: Progress | None = None
        self._task: TaskID | None = None
        self._rows, self._began = 0, 0.0

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
        """Learn how many bytes of input there are."""
        if self._progress is not None:
            self._began = time.monotonic()
            self._task = self._progress.add_task("", total=size, rate="")

    def advance(self, share: float, rows: int) -> None:
        """Show that some bytes of input have become some rows."""
        if self._progress is None or self._task is None:
            return
        self._rows += rows
        rate = self._rows / max(time.monotonic() - self._began, 1e-9)
        words = Text(f"{self._rows:,}행, 초당 {rate:,.0f}행", f"{self._rows:,} rows, {rate:,.0f}/s")
        self._progress.update(self._task, advance=share, rate=words.get(self._lang))
