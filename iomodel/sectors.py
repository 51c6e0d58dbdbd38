"""Sectors, the classifications they belong to (R10), and the way from fine to coarse."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from iomodel.errors import LabelError, Problem, UnknownSectorError
from iomodel.text import Text, same


def tidy(name: str) -> str:
    r"""Return `name` without line breaks, full-width blanks or doubled spaces.

    Examples
    --------
    >>> from iomodel.sectors import tidy
    >>> tidy(" 기타\u3000")
    '기타'
    """
    return " ".join(name.replace("\u3000", " ").split())


def region_of(code: str) -> str:
    """Return the region of a code that reads `region:code`."""
    return code.split(":", 1)[0]


def local_id(classification: str) -> str:
    """Return what the sectors of `region:code` without their region are called by default."""
    return f"{classification}-local"


def local_code(code: str) -> str:
    """Return what follows the region in a code that reads `region:code`."""
    return code.split(":", 1)[1]


@dataclass(frozen=True)
class Sector:
    """A sector: its code (a string, leading zeros kept) and its name in both languages."""

    code: str
    name: Text

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


@dataclass(frozen=True)
class Classification:
    """An ordered list of sectors under one id; codes and names mean nothing outside it (R10).

    Raises
    ------
    LabelError
        If a code occurs twice.
    """

    id: str
    sectors: tuple[Sector, ...]

    def __post_init__(self) -> None:
        seen: set[str] = set()
        doubled = [s.code for s in self.sectors if s.code in seen or seen.add(s.code)]  # type: ignore[func-returns-value]
        if doubled:
            raise LabelError(
                self.id,
                [
                    Problem(
                        f'code "{code}"',
                        Text("부문 코드가 두 번 나옵니다", "the sector code occurs twice"),
                        Text("부문마다 다른 코드", "one code a sector"),
                        Text("같은 코드", "the same code again"),
                        Text(
                            "두 부문 중 하나의 코드를 고치십시오", "correct the code of one of them"
                        ),
                    )
                    for code in doubled
                ],
                data=doubled,
            )

    def __len__(self) -> int:
        return len(self.sectors)

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The codes in order."""
        return tuple(sector.code for sector in self.sectors)

    @cached_property
    def regions(self) -> tuple[str, ...]:
        """The regions of codes written `region:code`; none where the sectors are national."""
        if not all(":" in code for code in self.codes):
            return ()
        return tuple(dict.fromkeys(map(region_of, self.codes)))

    def local(self, id: str) -> Classification:
        """Return the sectors of codes written `region:code` without their region, as `id`.

        A sector has the name that all regions give it, or its code where they don't agree.
        """
        names: dict[str, set[Text]] = {}
        for sector in self.sectors:
            code, nameless = local_code(sector.code), sector.name == same(sector.code)
            names.setdefault(code, set()).add(same(code) if nameless else sector.name)
        return Classification(
            id,
            tuple(
                Sector(code, found.pop() if len(found) == 1 else same(code))
                for code, found in names.items()
            ),
        )

    @cached_property
    def _position(self) -> dict[str, int]:
        return {sector.code: i for i, sector in enumerate(self.sectors)}

    @cached_property
    def _by_name(self) -> dict[str, list[int]]:
        names: dict[str, list[int]] = {}
        for i, sector in enumerate(self.sectors):
            for name in {sector.name.ko, sector.name.en}:
                names.setdefault(_key(name), []).append(i)
        return names

    def position(self, word: str) -> int:
        """Return the position of the sector with this code or exact name.

        Raises
        ------
        UnknownSectorError
            If no sector, or more than one, answers to `word`.
        """
        if word in self._position:
            return self._position[word]
        found = self._by_name.get(_key(word), [])
        if len(found) == 1:
            return found[0]
        if found:
            raise self._ambiguous(word, found)
        raise UnknownSectorError(self.id, self.unknown("", word), data=self.nearest(word))

    def get(self, word: str) -> Sector:
        """Return the sector with this code or exact name; see `position`."""
        return self.sectors[self.position(word)]

    def nearest(self, word: str, most: int = 5) -> tuple[Sector, ...]:
        """Return the sectors whose code or name is nearest to `word`, best first."""
        return tuple(sector for sector, _ in self.search(word)[:most])

    def search(self, word: str) -> list[tuple[Sector, float]]:
        """Return sectors ranked by likeness to a code or a Korean or English name.

        A name that contains `word` ranks above one that only resembles it.
        """
        key = _key(word)
        ranked = []
        for sector in self.sectors:
            score = max(_likeness(key, name) for name in (sector.name.ko, sector.name.en))
            if sector.code == word.strip():
                score = 2.0
            elif word.strip() and sector.code.startswith(word.strip()):
                score = max(score, 1.5)
            if score >= _NEAR:
                ranked.append((sector, score))
        return sorted(ranked, key=lambda pair: -pair[1])

    def _ambiguous(self, word: str, found: list[int]) -> UnknownSectorError:
        sectors = [self.sectors[i] for i in found]
        codes = ", ".join(f"{sector.code} {sector.name.ko}" for sector in sectors)
        return UnknownSectorError(
            self.id,
            Problem(
                "",
                Text("같은 이름의 부문이 여럿입니다", "several sectors have this name"),
                Text("부문 하나", "one sector"),
                same(f'"{word}": {codes}'),
                Text("이름 대신 코드를 쓰십시오", "write the code instead of the name"),
            ),
            data=tuple(sectors),
        )

    def unknown(self, place: str, word: str) -> Problem:
        """Return the problem of a code or name that isn't here, with the nearest that are."""
        near = self.nearest(word)
        hint_ko = ", ".join(f"{s.code} {s.name.ko}" for s in near)
        hint_en = ", ".join(f"{s.code} {s.name.ko} ({s.name.en})" for s in near)
        return Problem(
            place,
            Text("이 분류에 없는 부문입니다", "the sector is not in this classification"),
            Text(
                f"{self.id}의 코드나 정확한 이름",
                f"a code or exact name of {self.id}",
            ),
            same(f'"{word}"'),
            Text(
                f"가까운 이름: {hint_ko}" if near else "iomodel sectors 명령으로 찾아보십시오",
                f"did you mean: {hint_en}" if near else "look it up with: iomodel sectors WORD",
            ),
        )


_NEAR = 0.5  # difflib's ratio below which a name is no suggestion
_ALIKE = 0.75  # the same for one word of a name


def _key(name: str) -> str:
    return tidy(name).casefold().replace(" ", "")


def _likeness(key: str, name: str) -> float:
    """Return how like a name is: above one where it holds the word, below where it resembles it.

    A word that resembles a whole name beats one that resembles a single word of a long name.
    """
    whole = _key(name)
    if not key:
        return 0.0
    if key == whole:
        return 1.9
    if key in whole:
        return 1.0 + len(key) / len(whole) / 4
    words = (difflib.SequenceMatcher(None, key, _key(word)).ratio() for word in name.split())
    one = max((ratio for ratio in words if ratio >= _ALIKE), default=0.0)
    return max(difflib.SequenceMatcher(None, key, whole).ratio(), 0.95 * one)


@dataclass(frozen=True)
class Concordance:
    """A many-to-one mapping: sector i of `fine` belongs to sector `parents[i]` of `coarse`."""

    fine: Classification
    coarse: Classification
    parents: tuple[int, ...]

    @classmethod
    def from_codes(
        cls, fine: Classification, coarse: Classification, parent_codes: Sequence[str]
    ) -> Concordance:
        """Return the mapping given each fine sector's parent code.

        Raises
        ------
        LabelError
            If a parent is missing from `coarse`, or a coarse sector has no child (R1).
        """
        unknown = sorted(set(parent_codes) - set(coarse.codes))
        empty = sorted(set(coarse.codes) - set(parent_codes))
        if unknown or empty or len(parent_codes) != len(fine):
            raise LabelError(
                f"{fine.id} → {coarse.id}",
                Problem(
                    "",
                    Text("대응표가 두 분류와 맞지 않습니다", "the concordance does not fit"),
                    Text(
                        f"세부문 {len(fine)}개 각각의 상위 코드",
                        f"a parent code for each of {len(fine)} sectors, every parent used",
                    ),
                    Text(
                        f"{len(parent_codes)}개; 모르는 코드 {unknown}; 자식 없는 코드 {empty}",
                        f"{len(parent_codes)} given; unknown {unknown}; without children {empty}",
                    ),
                    Text("sectors.csv의 상위 열을 고치십시오", "mend the parent column"),
                ),
                data=(unknown, empty),
            )
        return cls(fine, coarse, tuple(coarse.codes.index(code) for code in parent_codes))

    def sum(self, values: NDArray[np.float64], axis: int = -1) -> NDArray[np.float64]:
        """Return `values` with the fine sectors along `axis` added up to coarse ones."""
        moved = np.moveaxis(np.asarray(values, dtype=np.float64), axis, 0)
        out = np.zeros((len(self.coarse), *moved.shape[1:]))
        np.add.at(out, np.asarray(self.parents), moved)
        return np.moveaxis(out, 0, axis)


def require_same_labels(origin: str, left: Iterable[str], right: Iterable[str], what: Text) -> None:
    """Raise unless both sides have the same labels in the same order (R1).

    Raises
    ------
    LabelError
        Listing what is missing on each side, or where the order first differs.
    """
    a, b = list(left), list(right)
    if a == b:
        return
    only_a, only_b = [x for x in a if x not in set(b)], [x for x in b if x not in set(a)]
    if only_a or only_b:
        found = Text(
            f"왼쪽에만 {only_a or '없음'}, 오른쪽에만 {only_b or '없음'}",
            f"only left: {only_a or 'none'}; only right: {only_b or 'none'}",
        )
    else:
        first = next(
            (i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b))
        )
        found = Text(
            f"{first + 1}번째부터 순서가 다름: {a[first : first + 3]}, {b[first : first + 3]}",
            f"order differs from number {first + 1}: "
            f"{a[first : first + 3]}, {b[first : first + 3]}",
        )
    raise LabelError(
        origin,
        Problem(
            "",
            Text(f"{what.ko}: 이름표가 다릅니다", f"{what.en}: the labels differ"),
            Text("같은 이름표, 같은 순서", "the same labels in the same order"),
            found,
            Text(
                "한쪽을 다른 쪽 순서로 맞춘 뒤 다시 하십시오",
                "put one side in the order of the other first",
            ),
        ),
        data=(only_a, only_b),
    )
