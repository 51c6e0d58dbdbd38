"""Industries: the Korean Standard Industrial Classification (KSIC), each revision a tree."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Literal

from iomodel.concordances.folder import columns, where
from iomodel.text import Text

Revision = Literal[10, 11]
REVISIONS: tuple[Revision, ...] = (10, 11)

LEVELS = (
    Text("대분류", "section"),
    Text("중분류", "division"),
    Text("소분류", "group"),
    Text("세분류", "class"),
    Text("세세분류", "leaf"),
)
_LEAF = len(LEVELS)  # digits of the finest level; a section is a letter


@dataclass(frozen=True)
class Industry:
    """An industry of one revision: its code, its name and the code above it.

    Codes are those of establishments' principal activity: a letter for a section, two to five
    digits below.
    """

    revision: Revision
    code: str
    name: Text
    parent: str

    @property
    def level(self) -> Text:
        """The name of its level, from section to leaf."""
        return LEVELS[len(self.code) - 1]

    @property
    def leaf(self) -> bool:
        """Whether it is of the finest level."""
        return len(self.code) == _LEAF


@dataclass(frozen=True)
class Industries:
    """All industries of one revision, sections to leaves, in the order of their codes."""

    revision: Revision
    all: tuple[Industry, ...]

    @cached_property
    def _by_code(self) -> dict[str, Industry]:
        return {industry.code: industry for industry in self.all}

    def get(self, code: str) -> Industry | None:
        """Return the industry with `code`, also written behind its section's letter: C21."""
        written = code.strip().upper()
        found = self._by_code.get(written)
        if found is None and len(written) > 1 and not written[0].isdigit():
            found = self._by_code.get(written[1:])
            if found is not None and self.section(found) != written[0]:
                return None
        return found

    def section(self, industry: Industry) -> str:
        """Return the letter of the section that an industry is in."""
        while industry.parent:
            industry = self._by_code[industry.parent]
        return industry.code

    def leaves(self, industry: Industry) -> tuple[str, ...]:
        """Return the codes of the leaves inside an industry, itself if it is one."""
        return self._leaves[industry.code]

    @cached_property
    def _leaves(self) -> dict[str, tuple[str, ...]]:
        inside: dict[str, list[str]] = {}
        for industry in self.all:
            if industry.leaf:
                above: Industry | None = industry
                while above is not None:
                    inside.setdefault(above.code, []).append(industry.code)
                    above = self._by_code.get(above.parent)
        return {code: tuple(leaves) for code, leaves in inside.items()}


@cache
def industries(revision: Revision, path: Path | None = None) -> Industries:
    """Return the industries of a revision of KSIC.

    Parameters
    ----------
    revision : 10 or 11
    path : Path, optional
        The folder of classifications, the shipped one by default.

    Raises
    ------
    TableFileError
        If the file fails its checksum or can't be read.

    Examples
    --------
    >>> from iomodel.concordances.ksic import industries
    >>> medicines = industries(10).get("C21")
    >>> medicines.name.ko, medicines.level.en, len(industries(10).leaves(medicines))
    ('의료용 물질 및 의약품 제조업', 'division', 6)
    """
    rows = columns(path or where(), f"ksic{revision}", ("code", "parent", "name_ko", "name_en"))
    return Industries(
        revision,
        tuple(Industry(revision, code, Text(ko, en), parent) for code, parent, ko, en in rows),
    )
