"""What every part of a file shares: keys that explain themselves, sentences, checked values."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo

from iomodel.errors import Problem, UnknownSectorError
from iomodel.sectors import Classification
from iomodel.text import Text, same
from iomodel.validation import carry, refusal

VERSION = 1  # of the files
KO = "description_ko"  # where a key's Korean description stands in its schema

FileBasis = Literal["announced", "published", "assumed", "inferred"]
Phase = Literal["construction", "operation"]


def key(ko: str, en: str, default: Any = ..., **limits: Any) -> Any:
    """Return a field described in both languages; required where no default is given."""
    return Field(default, description=en, json_schema_extra={KO: ko}, **limits)


class Keys(BaseModel):
    """A part of a file: unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Statement(Keys):
    """A sentence in both languages."""

    ko: str = key("한국어 문장", "the sentence in Korean")
    en: str = key("영어 문장", "the sentence in English")

    @property
    def text(self) -> Text:
        """The sentence in both languages."""
        return Text(self.ko, self.en)


def context_of(info: ValidationInfo, name: str) -> Any:
    """Return what the reader of the file knows under `name`, None where it knows nothing."""
    return (info.context or {}).get(name)


def _known_version(value: Any) -> Any:
    if isinstance(value, int) and not isinstance(value, bool) and value > VERSION:
        raise refusal(
            Text("이 판의 iomodel이 모르는 형식입니다", "the format is newer than this iomodel"),
            Text(f"schema = {VERSION}", f"schema = {VERSION}"),
            same(value),
            Text(
                "iomodel을 새 판으로 올리십시오: pip install --upgrade iomodel",
                "update iomodel: pip install --upgrade iomodel",
            ),
        )
    return value


def _known_sector(value: Any, info: ValidationInfo) -> Any:
    classification: Classification | None = context_of(info, "classification")
    if isinstance(value, str) and classification is not None:
        try:
            return classification.get(value).code
        except UnknownSectorError as error:
            raise carry(error.problems[0]) from error
    return value


def missing(place: str, name: str) -> Problem:
    """Return the problem of a key that has to be there."""
    return Problem(
        place,
        Text("필요한 항목이 없습니다", "a required key is missing"),
        Text(f'"{name}" 항목', f'the key "{name}"'),
        Text("없음", "nothing"),
        Text(f'"{name} = …"를 적으십시오', f'add "{name} = …"'),
    )


def no_such_programme(place: str, name: str, known: Iterable[str]) -> Problem:
    """Return the problem of a programme that study.toml doesn't list."""
    return Problem(
        place,
        Text("study.toml에 없는 사업입니다", "the programme is not in study.toml"),
        same(", ".join(known)),
        same(f'"{name}"'),
        Text(
            "이름을 맞추거나 study.toml의 [programmes]에 더하십시오",
            "correct the name, or add it under [programmes] in study.toml",
        ),
    )


def _known_programme(value: Any, info: ValidationInfo) -> Any:
    known: dict[str, str] = context_of(info, "programmes") or {}
    if isinstance(value, str) and value not in known:
        raise carry(no_such_programme("", value, known))
    return value


def is_number(value: Any) -> bool:
    """Return whether a value of a file is a number."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def _not_negative(value: Any) -> Any:
    if is_number(value) and value < 0:
        raise refusal(
            Text("금액이 음수입니다", "the amount is negative"),
            Text("0 이상의 수", "a number of zero or more"),
            same(value),
            Text(
                "지출은 0 이상으로 적으십시오. 제외할 금액은 [[programmes.excluded]]에, 대체되는 "
                '지출은 kind = "displacement"인 줄에 적습니다',
                "state spending as zero or more; amounts left out belong under "
                '[[programmes.excluded]], displaced spending in a line of kind = "displacement"',
            ),
        )
    return value


def _years_in_order(value: Any) -> Any:
    years = value if isinstance(value, list) else []
    if len(years) == 2 and all(isinstance(y, int) for y in years) and years[0] > years[1]:
        raise refusal(
            Text("연도의 순서가 거꾸로입니다", "the years are in the wrong order"),
            Text("[첫해, 끝해]", "[first, last]"),
            same(value),
            Text("두 해를 바꾸십시오", "swap the two years"),
        )
    return value


def _share(value: Any) -> Any:
    if is_number(value) and not 0 <= value <= 1:
        raise refusal(
            Text("몫이 0과 1 사이가 아닙니다", "the share is not between zero and one"),
            Text("0에서 1 사이의 수, 예: 30%는 0.3", "a number from 0 to 1: 30 % is 0.3"),
            same(value),
            Text("퍼센트라면 100으로 나누십시오", "divide a percentage by 100"),
        )
    return value


Version = Annotated[Literal[1], BeforeValidator(_known_version)]
SectorCode = Annotated[str, BeforeValidator(_known_sector)]
ProgrammeName = Annotated[str, BeforeValidator(_known_programme)]
Amount = Annotated[float, Field(strict=True, allow_inf_nan=False), BeforeValidator(_not_negative)]
Share = Annotated[float, Field(strict=True, allow_inf_nan=False), BeforeValidator(_share)]
Year = Annotated[int, Field(strict=True)]
Years = Annotated[tuple[Year, Year], BeforeValidator(_years_in_order)]
