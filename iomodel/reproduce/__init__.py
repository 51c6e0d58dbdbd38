"""Published estimates reproduced: what was printed beside what this model computes."""

from iomodel.reproduce.about import GROUPS, About
from iomodel.reproduce.figures import Answer, Figure
from iomodel.reproduce.home import Home
from iomodel.reproduce.library import CASES, Reproduced, reproduce
from iomodel.reproduce.series import Row, counts, rows_of

__all__ = [
    "CASES",
    "GROUPS",
    "About",
    "Answer",
    "Figure",
    "Home",
    "Reproduced",
    "Row",
    "counts",
    "reproduce",
    "rows_of",
]
