"""Words in Korean and English, kept together so that neither falls behind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Lang = Literal["ko", "en"]


@dataclass(frozen=True)
class Text:
    """One statement in both languages.

    Examples
    --------
    >>> from iomodel.text import Text
    >>> output = Text("총산출", "output")
    >>> output.get("ko"), str(output)
    ('총산출', 'output')
    """

    ko: str
    en: str

    def get(self, lang: Lang) -> str:
        """Return the statement in `lang`."""
        return self.ko if lang == "ko" else self.en

    def __str__(self) -> str:
        return self.en


def as_subject(word: str) -> str:
    """Return a Korean word with the particle of a subject.

    Examples
    --------
    >>> from iomodel.text import as_subject
    >>> as_subject("원"), as_subject("유로"), as_subject("SEK")
    ('원이', '유로가', 'SEK이(가)')
    """
    syllable = ord(word[-1]) - ord("가")
    if not 0 <= syllable <= ord("힣") - ord("가"):
        return f"{word}이(가)"
    return f"{word}이" if syllable % _FINALS else f"{word}가"


_FINALS = 28  # Unicode orders syllables by final consonant, the first of 28 being none


def same(words: object) -> Text:
    """Return a Text that reads the same in both languages (a number, a code, a path)."""
    return Text(str(words), str(words))
