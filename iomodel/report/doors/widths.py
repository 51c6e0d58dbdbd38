"""How wide the columns of a table want to be, in letters, one of Hangul counting as two."""

from __future__ import annotations

import unicodedata

from iomodel.report.blocks import Block
from iomodel.report.numbers import Number

_NARROWEST, _AIR, _BOLD = 10, 2, 3  # letters; bold ones of headings want more air
_WIDEST, _WIDEST_OF_MANY, _MANY = 44, 24, 6  # of a few columns, of many
_LEAST = 0.25  # of the room that words keep beside numbers


def width(words: str) -> int:
    """Return how many letters wide a line is.

    Examples
    --------
    >>> width("백만원"), width("million")
    (6, 7)
    """
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in words)


def widths(block: Block) -> list[int]:
    """Return the widths of a table's columns; longer cells are to be wrapped."""
    widest = _WIDEST if len(block.headings) < _MANY else _WIDEST_OF_MANY
    found = []
    for j, heading in enumerate(block.headings):
        head = (width(line) + _BOLD for line in heading.split("\n"))
        cells = (width(line) + _AIR for row in block.rows for line in row[j].split("\n"))
        found.append(min(widest, max(_NARROWEST, *head, *cells)))
    return found


def shares(block: Block, room: float, letter: float) -> list[float]:
    """Return the widths of columns that fill `room`: numbers whole, words in what is left.

    Parameters
    ----------
    room, letter : float
        The width of the page and of a letter, in one unit.
    """
    letters = widths(block)
    numbers = [_of_numbers(block, j) for j in range(len(letters))]
    taken = sum(n for n, number in zip(letters, numbers, strict=True) if number) * letter
    words = sum(n for n, number in zip(letters, numbers, strict=True) if not number)
    if not words or room - taken < _LEAST * room:
        return [room * n / sum(letters) for n in letters]
    each = (room - taken) / words
    return [n * (letter if number else each) for n, number in zip(letters, numbers, strict=True)]


def _of_numbers(block: Block, column: int) -> bool:
    return any(isinstance(row[column], Number) for row in block.rows)
