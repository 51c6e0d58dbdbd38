"""What a district's TOML may say."""

from __future__ import annotations

from pydantic import Field, field_validator

from iomodel.schema.base import KO, Keys, Statement, Version, key
from iomodel.schema.shared import Shared
from iomodel.schema.spending import Programme, each_once
from iomodel.schema.terms import Terms


class District(Keys):
    """What a district alone may say."""

    schema_: Version = Field(
        alias="schema",
        description="always `1`: the version of this format",
        json_schema_extra={KO: "언제나 `1`: 이 형식의 판"},
    )
    district: Statement = key("문장: 지구의 이름", "sentence: the district's name")
    region: str = key(
        "지출하는 시도, 지역표에 쓰임; 생략하면 study.toml의 `region`",
        "where the money is spent (시도), for the regional table; `region` of study.toml where "
        "left out",
        "",
    )
    announced: Terms = key(
        "이 지구의 금액을 읽는 법; study.toml의 `[readings.announced]`에 앞섬",
        "how amounts of this district are read; comes before `[readings.announced]` of study.toml",
        Terms(),
    )
    programmes: tuple[Programme, ...] = key("지구의 사업들", "the district's programmes")
    assumptions: tuple[Statement, ...] = key(
        "문장들: 이 지구가 든 모든 결과에 인쇄됨",
        "sentences, printed with every run that holds the district",
        (),
    )

    @field_validator("programmes")
    @classmethod
    def _each_once(cls, programmes: tuple[Programme, ...]) -> tuple[Programme, ...]:
        return each_once(programmes)


class ScenarioFile(Shared, District):
    """What a district's TOML may say."""
