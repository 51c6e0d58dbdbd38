"""How like a phrase is to a name: shared triples of letters, weighted by rarity."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

_LENGTH = 3  # letters a gram; a Korean syllable is two or three
_BETA = 2  # how many times as much covering the phrase counts as covering the name
_POINT = "ㆍ"  # a vowel by its Unicode category, a point in the names of industries
_LEFT_OUT = re.compile(r"\s*[;(][^;(]*제외\)?$|\s*[,;(]\s*(?:except|excluding)\b.*$")


def letters(words: str) -> str:
    """Return what counts of a phrase: its letters and digits, syllables taken apart.

    What a name leaves out doesn't count: medicines are not chemicals.

    Examples
    --------
    >>> from iomodel.concordances.likeness import letters
    >>> letters("전기·전자 (C)") == letters("전기 전자c")
    True
    >>> letters("Chemicals; except pharmaceuticals")
    'chemicals'
    """
    plain = _LEFT_OUT.sub("", words.casefold()).replace(_POINT, " ")
    apart = unicodedata.normalize("NFKD", plain)
    return "".join(filter(str.isalnum, apart))


def grams(words: str) -> Counter[str]:
    """Return the triples of letters of a phrase, or all of it where it is shorter."""
    whole = letters(words)
    return Counter(whole[i : i + _LENGTH] for i in range(max(1, len(whole) - _LENGTH + 1)) if whole)


class Likeness:
    """Likeness of phrases to names, what is common among the names counting little.

    How much of the phrase the name covers, and how much of the name the phrase covers, in triples
    of letters, each weighted by its inverse document frequency among `names` (Spärck Jones 1972).
    The two are joined as recall and precision are in van Rijsbergen's (1979) F with β = 2, since
    a phrase is more often part of a name than the other way round: one where both have the same
    triples, zero where they share none. Korean syllables are taken apart into their letters, so
    that one wrong vowel costs little.

    Examples
    --------
    >>> from iomodel.concordances.likeness import Likeness
    >>> likeness = Likeness(["완제 의약품 제조업", "가구 제조업", "의약품 도매업"])
    >>> found = likeness.to_names("완재 의약품 제조")
    >>> [round(score, 2) for score in found]
    [0.73, 0.12, 0.33]
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._grams = [grams(name) for name in names]
        seen = Counter(gram for found in self._grams for gram in found)
        many = len(self._grams)
        self._rarest = math.log(1 + many)
        self._rarity = {gram: math.log(1 + many / times) for gram, times in seen.items()}
        self._weights = [self._weight(found) for found in self._grams]

    def to_names(self, phrase: str) -> list[float]:
        """Return the likeness of `phrase` to each name, in order."""
        own = grams(phrase)
        weight = self._weight(own)
        return [
            self._cover(own, weight, found, other)
            for found, other in zip(self._grams, self._weights, strict=True)
        ]

    def between(self, phrase: str, name: str) -> float:
        """Return the likeness of `phrase` to a name that need not be among the names."""
        own, found = grams(phrase), grams(name)
        return self._cover(own, self._weight(own), found, self._weight(found))

    def _weight(self, found: Counter[str]) -> float:
        return sum(self._rarity.get(gram, self._rarest) * n for gram, n in found.items())

    def _cover(self, own: Counter[str], weight: float, found: Counter[str], other: float) -> float:
        shared = own.keys() & found.keys()
        if not shared:
            return 0.0
        both = sum(
            self._rarity.get(gram, self._rarest) * min(own[gram], found[gram]) for gram in shared
        )
        return min(1.0, (1 + _BETA**2) * both / (_BETA**2 * weight + other))
