"""One statement about a publication, with the numbers behind it."""

from __future__ import annotations

from dataclasses import dataclass, field

from iomodel.provenance import Basis
from iomodel.published import Pair
from iomodel.scenario import Study
from iomodel.text import Text


@dataclass(frozen=True)
class Finding:
    """One statement with the numbers behind it."""

    id: str
    text: Text
    basis: Basis
    data: dict[str, object] = field(default_factory=dict)


def line_name(study: Study, pair: Pair) -> Text:
    """Return the name of a published line: its district and programme."""
    scenario = next(s for s in study.scenarios if s.id == pair[0])
    programme = study.programme(pair[1])
    return Text(
        f"{scenario.district.ko} {programme.ko}",
        f"{scenario.district.en}, {programme.en.lower()}",
    )


def interval(bounds: tuple[float, float], decimals: int) -> str:
    """Return an interval in digits, as one number where both ends round to the same."""
    low, high = (f"{bound:.{decimals}f}" for bound in bounds)
    return low if low == high else f"{low}–{high}"
