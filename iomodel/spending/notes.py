"""What was done to amounts, gathered while it is done: each statement once."""

from __future__ import annotations

from dataclasses import dataclass, field

from iomodel.schema import FileBasis
from iomodel.text import Text


@dataclass(frozen=True)
class Notes:
    """Assumptions and warnings, in the order in which they came up."""

    _assumptions: dict[Text, None] = field(default_factory=dict)
    _warnings: dict[Text, None] = field(default_factory=dict)

    @property
    def assumptions(self) -> tuple[Text, ...]:
        """What was assumed."""
        return tuple(self._assumptions)

    @property
    def warnings(self) -> tuple[Text, ...]:
        """What has to be known before numbers are used."""
        return tuple(self._warnings)

    def assume(self, ko: str, en: str) -> None:
        """Take in an assumption."""
        self._assumptions[Text(ko, en)] = None

    def take(self, other: Notes) -> None:
        """Take in another's statements."""
        self._assumptions.update(other._assumptions)
        self._warnings.update(other._warnings)

    def warn(self, ko: str, en: str) -> None:
        """Take in a warning."""
        self._warnings[Text(ko, en)] = None


BASES: dict[FileBasis, Text] = {
    "announced": Text("발표", "announced"),
    "published": Text("공표", "published"),
    "assumed": Text("가정", "assumed"),
    "inferred": Text("추론", "inferred"),
}
