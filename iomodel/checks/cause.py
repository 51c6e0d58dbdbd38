"""A cause: a repair of the accounts, and what was wrong if it is one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from iomodel.checks.accounts import Accounts
from iomodel.checks.base import Finding, Symptom
from iomodel.draft import PARTS, Part
from iomodel.text import Text

Repair = Callable[[Accounts], Accounts]


@dataclass(frozen=True)
class Cause:
    """A repair, and what was wrong if it is one."""

    kind: str
    repair: Repair
    place: str
    sector: str
    what: Text
    expected: Text
    found: Text
    remedy: Text
    size: float = 0.0

    def finding(self, symptoms: tuple[Symptom, ...]) -> Finding:
        """Return the cause as an error that explains `symptoms`."""
        return Finding(
            self.kind,
            self.place,
            self.sector,
            self.what,
            self.expected,
            self.found,
            self.remedy,
            self.size,
            symptoms,
        )


def names_of(group: Sequence[Part]) -> Text:
    """Return the names of parts, one after the other."""
    return Text(
        ", ".join(PARTS[part].ko for part in group), ", ".join(PARTS[part].en for part in group)
    )


def places_of(accounts: Accounts, group: Sequence[Part]) -> str:
    """Return the addresses of parts, each once."""
    return ", ".join(dict.fromkeys(accounts.draft.parts[part].place(-1, -1) for part in group))
