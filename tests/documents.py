"""Documents as a reader follows them: their blocks in order, acted on in one folder."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

_BLOCK = re.compile(
    r"(?P<notes>(?:<!--[^\n]*-->\n)*)```(?P<language>\w*)\n(?P<body>.*?)^```$", re.M | re.S
)
_NOTE = re.compile(r"<!-- (\w+): (.*?) -->")


@dataclass(frozen=True)
class Block:
    """A fenced block with what the comments above it say of it.

    Comments are `<!-- file: PATH -->` (a reader saves it there), `<!-- output: COMMAND -->`
    (what the command prints), `<!-- exit: CODE -->` (of that command) and `<!-- skip: REASON -->`.
    """

    language: str
    body: str
    notes: dict[str, str]
    line: int

    @property
    def commands(self) -> list[list[str]]:
        """The commands of a block of shell lines."""
        return [shlex.split(line) for line in self.body.splitlines() if line.strip()]


def blocks(path: Path) -> list[Block]:
    """Return the fenced blocks of a Markdown file in order."""
    text = path.read_text("utf-8")
    return [
        Block(
            found["language"],
            found["body"],
            dict(_NOTE.findall(found["notes"])),
            text.count("\n", 0, found.start("language")) + 1,
        )
        for found in _BLOCK.finditer(text)
    ]


def headings(path: Path) -> list[int]:
    """Return the level of every heading of a Markdown file in order."""
    plain = _BLOCK.sub("", path.read_text("utf-8"))
    return [len(found) for found in re.findall(r"^(#+) ", plain, re.M)]


def missing(shown: str, printed: str) -> list[str]:
    """Return the lines of `shown` that `printed` lacks, or has in another order.

    A line of … stands for any lines, … inside a line for any words; runs of blanks count as one.
    """
    lines = [" ".join(line.split()) for line in printed.splitlines()]
    lost, at = [], 0
    for line in shown.splitlines():
        words = " ".join(line.split())
        if words in ("", "…"):
            continue
        pattern = re.compile(".*".join(re.escape(part) for part in words.split("…")))
        place = next((i for i in range(at, len(lines)) if pattern.fullmatch(lines[i])), None)
        if place is None:
            lost.append(line)
        else:
            at = place + 1
    return lost
