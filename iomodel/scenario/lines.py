"""Lines of spending with the terms that hold for them, and the years they fall in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from iomodel.errors import Problem
from iomodel.schema import Profile, SpendingLine, Terms
from iomodel.schema.base import missing
from iomodel.text import Text, same

Levels = tuple[Terms, ...]


@dataclass(frozen=True)
class Item:
    """One line of a programme, how it is read, and where it stands.

    Attributes
    ----------
    terms : Terms
        Of each term the one nearest to the line.
    profile : Profile or None
        The profile that the terms name, whether it is taken or not.
    scale : float
        What the programme's amounts are multiplied by.
    """

    programme: str
    place: str
    line: SpendingLine
    terms: Terms
    profile: Profile | None
    scale: float

    @property
    def by_profile(self) -> bool:
        """Whether the money buys what the profile says."""
        return self.terms.spent_on == "profile"

    @property
    def schedule(self) -> tuple[tuple[int | None, float], ...]:
        """The years in which the amount falls, and the part of it in each.

        Spending of unknown years is one part; operation is the full amount in every year but
        those in which the plant comes up.
        """
        if self.line.phase == "operation":
            run = self.terms.operation
            assert run is not None
            levels = (*run.ramp_up, *(1.0 for _ in range(run.years - len(run.ramp_up))))
            return tuple((run.first + i, level) for i, level in enumerate(levels))
        first, last = self.terms.years or (None, None)
        spread = self.terms.spread
        if first is None or last is None or (spread is None and first != last):
            return ((None, 1.0),)
        count = last - first + 1
        parts = spread if isinstance(spread, tuple) else (1.0 / count,) * count
        return tuple((first + i, part) for i, part in enumerate(parts))

    @property
    def span(self) -> tuple[int, int] | None:
        """The first and last year of the line, None where they aren't known."""
        if self.line.phase == "operation":
            years = [year for year, _ in self.schedule if year is not None]
            return years[0], years[-1]
        return self.terms.years


def nearest(levels: Levels) -> Terms:
    """Return the terms that hold: of each the first level's that states it."""
    found = {}
    for name in Terms.model_fields:
        stated = (getattr(level, name) for level in levels)
        found[name] = next((value for value in stated if value is not None), None)
    return Terms.model_construct(**found)


def problems_of_item(item: Item, profiles: Mapping[str, Profile]) -> Iterator[Problem]:
    """Yield what is wrong with a line once all terms that hold for it are known."""
    terms, line = item.terms, item.line
    if terms.profile is not None and terms.profile not in profiles:
        yield _no_profile(item.place, terms.profile, profiles)
    elif item.by_profile and item.profile is None:
        yield _needs(item.place, 'spent_on = "profile"', same("profile"))
    needs_sector = not item.by_profile or (item.profile is not None and _of_industry(item.profile))
    if line.sector is None and needs_sector:
        yield missing(f"{item.place}.sector", "sector")
    undated = terms.prices != "current" and terms.price_year is None
    if undated and terms.deflator not in (None, "none"):
        yield _needs(item.place, f'deflator = "{terms.deflator}"', same("price_year"))
    if terms.shock == "output" and item.by_profile:
        yield Problem(
            item.place,
            Text("산출 충격은 투자 구성이 될 수 없습니다", "an output shock has no profile"),
            same('shock = "output", spent_on = "sector"'),
            same('spent_on = "profile"'),
            Text(
                "산출은 그 부문 자신의 것입니다. 투자라면 shock을 지우십시오",
                "output is the sector's own; remove shock where it is investment",
            ),
        )
    if line.phase == "operation":
        if terms.operation is None:
            yield _needs(item.place, 'phase = "operation"', _RUN)
        return
    if terms.spread is not None:
        yield from _spread(item)
    if terms.prices == "current" and all(year is None for year, _ in item.schedule):
        yield _needs(item.place, 'prices = "current"', _YEARS)


def _of_industry(profile: Profile) -> bool:
    return profile.kind == "matrix"


_RUN = Text("operation = { first = 첫해, years = 연수 }", "operation = { first = …, years = … }")
_YEARS = Text("years = [첫해, 끝해]", "years = [first, last]")


def _spread(item: Item) -> Iterator[Problem]:
    years, spread = item.terms.years, item.terms.spread
    if years is None:
        yield _needs(item.place, "spread", _YEARS)
    elif isinstance(spread, tuple) and len(spread) != years[1] - years[0] + 1:
        count = years[1] - years[0] + 1
        yield Problem(
            f"{item.place}.spread",
            Text("몫의 수가 연도의 수와 다릅니다", "there are not as many shares as years"),
            Text(f"{count}개({years[0]}~{years[1]}년)", f"{count}, {years[0]} to {years[1]}"),
            same(len(spread)),
            Text("몫이나 years를 고치십시오", "mend the shares, or years"),
        )


def _needs(place: str, because: str, what: Text) -> Problem:
    return Problem(
        place,
        Text(f"{because}에 필요한 항목이 없습니다", f"{because} needs another key"),
        what,
        Text("없음", "nothing"),
        Text("적거나, 앞의 것을 지우십시오", "state it, or remove the former"),
    )


def _no_profile(place: str, name: str, profiles: Mapping[str, Profile]) -> Problem:
    return Problem(
        f"{place}.profile",
        Text("[profiles]에 없는 투자 구성입니다", "the profile is not under [profiles]"),
        same(", ".join(profiles) or "–"),
        same(f'"{name}"'),
        Text(
            "이름을 맞추거나 [profiles]에 더하십시오",
            "correct the name, or add it under [profiles]",
        ),
    )
