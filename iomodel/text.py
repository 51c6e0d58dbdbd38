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


def same(words: object) -> Text:
    """Return a Text that reads the same in both languages (a number, a code, a path)."""
    return Text(str(words), str(words))
