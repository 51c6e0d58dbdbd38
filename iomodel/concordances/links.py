"""From a leaf of KSIC to the Bank of Korea's basic sectors: its concordance, and by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, TypeVar, cast

from iomodel.concordances.folder import columns, where
from iomodel.concordances.ksic import Industries, Revision, industries
from iomodel.provenance import Basis
from iomodel.text import Text

_T = TypeVar("_T")
Printed = Literal["code", "range", "division", "products", "toll processing", "by hand"]


@dataclass(frozen=True)
class Link:
    """A leaf of KSIC 10 and a sector that makes its products.

    Attributes
    ----------
    leaf : str
        Five digits of KSIC 10.
    sector : str
        A basic sector of the Bank's, four digits; three where it was joined by hand, which stand
        for all basic sectors that begin so.
    printed : str
        How the Bank prints the pair: the leaf's own code, a range of codes, a whole division, the
        codes of its products, or processing on a fee; or "by hand", which isn't the Bank's.
    products : int
        How many products of the leaf the Bank lists here; no share.
    doubtful : bool
        Whether the row may be a merged cell filled down.
    reason : Text
        Why it was joined by hand.
    """

    leaf: str
    sector: str
    printed: Printed
    products: int = 0
    doubtful: bool = False
    reason: Text = Text("", "")  # noqa: RUF009 - Text is frozen

    @property
    def basis(self) -> Basis:
        """Whose the link is: the Bank's, or an assumption of ours."""
        return "assumed" if self.printed == "by hand" else "published"


@dataclass(frozen=True)
class Links:
    """Links of every leaf of KSIC 10, and the way from KSIC 11 to it.

    Attributes
    ----------
    of_leaf : mapping
        Leaf of KSIC 10 → its links, those of the Bank before those by hand.
    outside : mapping
        Leaf of KSIC 10 → why no sector makes its products.
    earlier : mapping
        Leaf of KSIC 11 → the leaves of KSIC 10 that it comes from.
    """

    of_leaf: Mapping[str, tuple[Link, ...]]
    outside: Mapping[str, Text]
    earlier: Mapping[str, tuple[str, ...]]

    def leaves(self, revision: Revision, leaf: str) -> tuple[str, ...]:
        """Return the leaves of KSIC 10 that a leaf of either revision stands for."""
        return self.earlier[leaf] if revision == 11 else (leaf,)


@cache
def links(path: Path | None = None) -> Links:
    """Return the links from KSIC to the Bank's basic sectors of 2020.

    Parameters
    ----------
    path : Path, optional
        The folder of classifications, the shipped one by default.

    Raises
    ------
    TableFileError
        If a file fails its checksum or can't be read.

    Examples
    --------
    >>> from iomodel.concordances.links import links
    >>> [(link.sector, link.printed) for link in links().of_leaf["41111"]]
    [('5030', 'range'), ('501', 'by hand')]
    """
    home = path or where()
    rows = columns(home, "bok2020_to_ksic10", ("basic", "ksic10", "printed", "products", "doubt"))
    published = [
        Link(leaf, basic, cast(Printed, printed), int(products or 0), bool(doubt))
        for basic, leaf, printed, products, doubt in rows
    ]
    joined, outside = _by_hand(home, industries(10, path))
    pairs = columns(home, "ksic11_to_ksic10", ("ksic11", "ksic10"))
    return Links(
        _together((link.leaf, link) for link in (*published, *joined)),
        outside,
        _together((new, old) for new, old in pairs),
    )


def _by_hand(where: Path, tree: Industries) -> tuple[list[Link], dict[str, Text]]:
    """Return what by_hand.csv says of each leaf: the line of the most digits speaks for it."""
    names = ("ksic10", "sectors", "reason_ko", "reason_en")
    rows = sorted(columns(where, "by_hand", names), key=lambda row: len(row[0]))
    last: dict[str, tuple[str, Text]] = {}
    for code, sectors, ko, en in rows:
        industry = tree.get(code)
        assert industry is not None, code
        last |= {leaf: (sectors, Text(ko, en)) for leaf in tree.leaves(industry)}
    joined = [
        Link(leaf, sector, "by hand", reason=reason)
        for leaf, (sectors, reason) in last.items()
        for sector in sectors.split()
    ]
    return joined, {leaf: reason for leaf, (sectors, reason) in last.items() if not sectors}


def _together(pairs: Iterable[tuple[str, _T]]) -> dict[str, tuple[_T, ...]]:
    found: dict[str, list[_T]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in found.items()}
