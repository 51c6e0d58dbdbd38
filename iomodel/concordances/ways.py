"""The ways from an industry, or from a sector's own name, to the sectors of a table."""

from __future__ import annotations

from dataclasses import dataclass

from iomodel.concordances.ksic import Industry, industries
from iomodel.concordances.links import Link, links
from iomodel.concordances.targets import Target
from iomodel.text import Text


@dataclass(frozen=True)
class Met:
    """What a phrase met by code or name: a sector of the table, a basic sector, an industry."""

    kind: Text
    code: str
    name: Text
    industry: Industry | None = None

    @property
    def text(self) -> Text:
        """Its kind, code and name."""
        return Text(
            f"{self.kind.ko} {self.code} {self.name.ko}",
            f"{self.kind.en} {self.code} {self.name.en}",
        )


@dataclass(frozen=True)
class Way:
    """How what a phrase met leads to a sector.

    Attributes
    ----------
    met : Met
    sector : str
        Its code.
    leaves, inside : int
        How many leaves of KSIC are met, and how many of them lead to the sector; one and one
        where a sector is met.
    split : tuple of str
        The sectors over which those leaves are split; empty where they lead here alone.
    through : tuple of Link
        The links that lead to the sector; none where it is met itself.
    """

    met: Met
    sector: str
    leaves: int = 1
    inside: int = 1
    split: tuple[str, ...] = ()
    through: tuple[Link, ...] = ()

    @property
    def share(self) -> float:
        """The share of leaves that lead to the sector: a count, no share of output."""
        return self.inside / self.leaves

    @property
    def by_hand(self) -> bool:
        """Whether only links of ours lead here, none of the Bank's."""
        return bool(self.through) and all(link.printed == "by hand" for link in self.through)

    def _rows(self) -> list[Text]:
        """Return which rows of which tables lead from a leaf to the sector."""
        parts = []
        if self.met.industry is not None and self.met.industry.revision == 11:
            earlier = " ".join(dict.fromkeys(link.leaf for link in self.through))
            parts.append(Text(f"10차 {earlier}", f"KSIC 10 {earlier}"))
        if not self.by_hand:
            rows = " ".join(dict.fromkeys(link.sector for link in self.through))
            words = Text(f"대조표의 기본부문 {rows}", f"basic sector {rows} of the concordance")
            parts.append(words)
        return parts

    def _assumed(self) -> list[Text]:
        """Return what of the way is ours, and why."""
        ours = [link for link in self.through if link.printed == "by hand"]
        if not ours:
            return []
        if not self.by_hand:
            return [Text("일부는 손으로 이음(가정)", "in part by hand (assumed)")]
        reasons = tuple(dict.fromkeys(link.reason for link in ours))
        many = len(reasons)
        why = Text(f"by_hand.csv의 이유 {many}가지", f"{many} reasons in by_hand.csv")
        why = why if many > 1 else reasons[0]
        return [Text(f"손으로 이음(가정): {why.ko}", f"by hand (assumed): {why.en}")]

    @property
    def text(self) -> Text:
        """The way in words."""
        parts = [self.met.text]
        if self.leaves > 1:
            parts.append(
                Text(
                    f"세세분류 {self.leaves}개 중 {self.inside}개",
                    f"{self.inside} of {self.leaves} leaves",
                )
            )
        elif self.through:
            parts += self._rows()
        if self.split:
            over = " ".join(self.split)
            parts.append(Text(f"{over}에 나뉨", f"split over {over}"))
        if any(link.doubtful for link in self.through):
            parts.append(Text("대조표의 행이 의심스러움", "the row of the concordance is doubtful"))
        parts += self._assumed()
        return Text("; ".join(part.ko for part in parts), "; ".join(part.en for part in parts))


def ways_of_industry(met: Met, industry: Industry, target: Target) -> tuple[Way, ...]:
    """Return the ways from all leaves of an industry to the sectors of `target`."""
    known = links()
    leaves = industries(industry.revision).leaves(industry)
    inside: dict[str, int] = {}
    split: dict[str, dict[str, None]] = {}
    through: dict[str, list[Link]] = {}
    for leaf in leaves:
        reached: dict[str, list[Link]] = {}
        for earlier in known.leaves(industry.revision, leaf):
            for link in known.of_leaf.get(earlier, ()):
                for sector in target.of(link.sector):
                    reached.setdefault(sector, []).append(link)
        for sector, own in reached.items():
            inside[sector] = inside.get(sector, 0) + 1
            through.setdefault(sector, []).extend(own)
            if len(reached) > 1:
                split.setdefault(sector, {}).update(dict.fromkeys(reached))
    return tuple(
        Way(
            met,
            sector,
            len(leaves),
            many,
            tuple(sorted(split.get(sector, ()))),
            tuple(through[sector]),
        )
        for sector, many in inside.items()
    )


def outside(industry: Industry) -> tuple[Text, ...]:
    """Return why no sector makes the products of leaves of an industry, each reason once."""
    known = links()
    leaves = industries(industry.revision).leaves(industry)
    earlier = (old for leaf in leaves for old in known.leaves(industry.revision, leaf))
    return tuple(dict.fromkeys(known.outside[old] for old in earlier if old in known.outside))
