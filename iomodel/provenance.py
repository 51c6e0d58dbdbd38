"""Where numbers come from: the source of a table, the manifest of a run (R9, R11)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict

from iomodel.text import Text

_T = TypeVar("_T")
Basis = Literal["published", "computed", "assumed", "inferred", "fitted"]


class Source(BaseModel):
    """Publisher, document and history of a set of figures, as table.toml states them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    publisher: str
    document: str
    url: str = ""
    obtained: str
    licence: str
    changes: str


@dataclass(frozen=True)
class TableStamp:
    """Which table a number came from: enough to find and verify it again."""

    id: str
    title: Text
    source: str
    published: date | None
    price_year: int
    checksum: str
    level_of: str


@dataclass(frozen=True)
class Manifest:
    """What a run rested on."""

    version: str
    tables: tuple[TableStamp, ...] = ()
    assumptions: tuple[Text, ...] = ()
    warnings: tuple[Text, ...] = ()
    numerics: dict[str, dict[str, float]] = field(default_factory=dict)

    def merge(self, other: Manifest) -> Manifest:
        """Return both manifests as one, each statement once."""
        return Manifest(
            self.version,
            _union(self.tables, other.tables),
            _union(self.assumptions, other.assumptions),
            _union(self.warnings, other.warnings),
            self.numerics | other.numerics,
        )


def _union(left: tuple[_T, ...], right: tuple[_T, ...]) -> tuple[_T, ...]:
    return tuple(dict.fromkeys(left + right))
