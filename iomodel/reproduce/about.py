"""What case.toml says of a publication: citation, series of figures, and the gaps explained."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from iomodel.errors import PublicationFileError
from iomodel.files import read_toml
from iomodel.text import Text
from iomodel.validation import problems_of, refusal

DOCUMENT = "case.toml"

Group = Literal["korea", "official", "textbook", "software"]
GROUPS: tuple[Group, ...] = get_args(Group)
Relation = Literal["equal", "at most", "at least"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Series(_Part):
    """Figures of one kind in a publication.

    Attributes
    ----------
    code : str
        Its name in figures.csv.
    place : str
        Table or page.
    decimals : int, optional
        To how many decimals figures are held against each other, where the source has more than
        it can answer for (cells of a workbook); `why` says so. By what is printed otherwise.
    """

    code: str
    ko: str
    en: str
    unit: str
    place: str = ""
    relation: Relation = "equal"
    decimals: int | None = None
    why: str = ""

    @property
    def name(self) -> Text:
        """What the figures are of."""
        return Text(self.ko, self.en)

    @model_validator(mode="after")
    def _reasoned(self) -> Series:
        if self.decimals is not None and not self.why:
            raise refusal(
                Text("decimals에 까닭이 없습니다", "decimals come without a reason"),
                Text("why에 한 문장", "a sentence under why"),
                Text("없음", "nothing"),
                Text("why를 적으십시오", "state why"),
            )
        return self


class Gap(_Part):
    """Why figures of a series are not met, and how far that reaches.

    An explanation holds only for what was found when it was written: one figure `printed` that
    comes out as `recomputed`, or figures within a share `within` of the printed ones, or not
    further than `off` from them. Beyond that a gap is unexplained.
    """

    series: str
    of: tuple[str, ...] = ()
    printed: str | None = None
    recomputed: str | None = None
    within: float | None = Field(default=None, gt=0, lt=1)
    off: float | None = Field(default=None, gt=0)
    ko: str
    en: str

    @model_validator(mode="after")
    def _bounded(self) -> Gap:
        bounds = {"recomputed": self.recomputed, "within": self.within, "off": self.off}
        given = [name for name, bound in bounds.items() if bound is not None]
        if len(given) != 1 or (self.printed is None) != (self.recomputed is None):
            raise refusal(
                Text("설명의 범위는 하나여야 합니다", "an explanation takes one bound"),
                Text(
                    "printed와 recomputed, 또는 within, 또는 off",
                    "printed and recomputed, or within, or off",
                ),
                Text(", ".join(given) or "없음", ", ".join(given) or "none"),
                Text(
                    "다시 계산한 값이나 벗어날 수 있는 폭을 적으십시오",
                    "state the recomputed figure, or how far it may be off",
                ),
            )
        return self

    def explains(self, series: str, of: str, words: str, computed: float) -> bool:
        """Return whether it is about this figure, printed as `words`, and reaches this far."""
        printed = float(words)
        if series != self.series or (self.of and of not in self.of):
            return False
        if self.within is not None:
            return abs(computed - printed) <= self.within * abs(printed)
        if self.off is not None:
            return abs(computed - printed) <= self.off
        assert self.recomputed is not None
        if words != self.printed:
            return False
        again = Decimal(self.recomputed)
        exponent = again.as_tuple().exponent
        assert isinstance(exponent, int)
        return abs(computed - float(again)) <= 0.5 * 10.0**exponent * (1 + 1e-9)


class About(_Part):
    """A publication: who, what, when, and on what terms its figures are here.

    Attributes
    ----------
    settles_ko, settles_en : str
        What the comparison can show, and what it can't.
    needs : tuple of str
        Folders, one of which must be among the cases on this machine; none where all is shipped.
    """

    format: Literal[1]
    id: str
    group: Group
    title_ko: str
    title_en: str
    publisher: str
    document: str
    year: int | None = None
    obtained: str
    licence: str
    changes: str
    settles_ko: str
    settles_en: str
    needs: tuple[str, ...] = ()
    series: tuple[Series, ...] = Field(min_length=1)
    gaps: tuple[Gap, ...] = ()
    files: dict[str, str] = Field(default_factory=dict)

    @property
    def title(self) -> Text:
        """What it is called in a table."""
        return Text(self.title_ko, self.title_en)

    @property
    def settles(self) -> Text:
        """What the comparison can and can't show."""
        return Text(self.settles_ko, self.settles_en)

    @model_validator(mode="after")
    def _consistent(self) -> About:
        codes = [series.code for series in self.series]
        unknown = [gap.series for gap in self.gaps if gap.series not in codes]
        if unknown or len(set(codes)) != len(codes):
            raise refusal(
                Text("계열 이름이 겹치거나 없습니다", "a series is unknown or named twice"),
                Text("계열마다 한 이름", "one name for each series"),
                Text(*(_listed(unknown or codes),) * 2),
                Text("이름을 고치십시오", "mend the name"),
            )
        return self


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names)


def read_about(folder: Path) -> About:
    """Return what a case's case.toml says.

    Raises
    ------
    PublicationFileError
        With everything in the file that isn't as it must be.
    """
    path = folder / DOCUMENT
    raw = read_toml(path, PublicationFileError)
    try:
        return About.model_validate(raw)
    except ValidationError as error:
        raise PublicationFileError(str(path), problems_of(error, About)) from error
