"""From a goal to the spending it needs: by a fixed mix, by the cheapest, or why there is none.

`seek` answers for one model, `seek_study` for the goals in a study's files, in each reading that
a goal of "production and jobs" can have.
"""

from iomodel.seek.answer import Sought, seek
from iomodel.seek.bounds import Bound, read_bounds
from iomodel.seek.study import StudySought, seek_study

__all__ = ["Bound", "Sought", "StudySought", "read_bounds", "seek", "seek_study"]
