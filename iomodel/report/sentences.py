"""A sentence that lists many things, broken into lines for a page."""

from __future__ import annotations

from itertools import pairwise


def listed(words: str) -> str:
    """Return words with each item of their list on a line of its own.

    A list stands between a colon and the end of its sentence, with two semicolons or more outside
    brackets; words without one come back as they are.

    Examples
    --------
    >>> print(listed("Ranges: a 1 (x; y); b 2; c 3. All fit."))
    Ranges:
    – a 1 (x; y)
    – b 2
    – c 3.
    All fit.
    """
    breaks = _semicolons(words)
    start = words.rfind(": ", 0, breaks[0]) if len(breaks) > 1 else -1
    if start < 0:
        return words
    end = words.find(". ", breaks[-1])
    stop = end + 1 if end >= 0 else len(words)
    items = (words[a + 1 : b].strip() for a, b in pairwise([start, *breaks, stop]))
    lines = [words[: start + 1], *(f"– {item}" for item in items), words[stop:].strip()]
    return "\n".join(filter(None, lines))


def _semicolons(words: str) -> list[int]:
    """Return where the semicolons outside brackets are."""
    found, depth = [], 0
    for i, letter in enumerate(words):
        depth += (letter == "(") - (letter == ")")
        if letter == ";" and depth == 0:
            found.append(i)
    return found
