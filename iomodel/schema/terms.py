"""How amounts are to be read: when, at which prices, on what, from where.

A term stands at the study, the district, the programme or the line; the nearest to the line holds.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, WithJsonSchema, model_validator

from iomodel.schema.base import Keys, SectorCode, Share, Year, Years, is_number, key
from iomodel.text import Text, same
from iomodel.units import Valuation
from iomodel.validation import refusal

SpentOn = Literal["sector", "profile"]
Shock = Literal["demand", "output"]
Prices = Literal["constant", "current"]
Beyond = Literal["refuse", "hold"]
SUM_TO_ONE = 1e-6  # how far shares as written may add up from one


def not_one(what: Text, total: float) -> Any:
    """Return the error of shares that don't add up to one."""
    return refusal(
        what,
        Text("합이 1인 몫", "shares that add up to one"),
        Text(f"합 {total:g}", f"a sum of {total:g}"),
        Text(
            "퍼센트라면 100으로 나누고, 빠진 몫을 더하십시오",
            "divide percentages by 100, or add what is missing",
        ),
    )


def _spread(value: Any) -> Any:
    if value == "even":
        return value
    if not (isinstance(value, list) and value and all(is_number(v) and v >= 0 for v in value)):
        raise refusal(
            Text("연도별 배분이 맞지 않습니다", "the spread over years does not fit"),
            Text(
                '"even" 또는 연도마다 하나의 몫, 예: [0.2, 0.5, 0.3]',
                '"even", or a share a year: [0.2, 0.5, 0.3]',
            ),
            same(f'"{value}"' if isinstance(value, str) else value),
            Text("값을 고치십시오", "mend the value"),
        )
    if abs(sum(value) - 1.0) > SUM_TO_ONE:
        raise not_one(
            Text("연도별 몫의 합이 1이 아닙니다", "the shares of the years do not add up to one"),
            sum(value),
        )
    return tuple(float(v) for v in value)


def _imports(value: Any) -> Any:
    if (isinstance(value, str) and value) or (is_number(value) and 0 <= value <= 1):
        return value
    raise refusal(
        Text("수입의 몫이 맞지 않습니다", "the import share does not fit"),
        Text(
            '"none"(모두 국산), "table"(표의 수입비율), 최종수요 항목의 코드, 또는 0에서 1 '
            "사이의 수",
            '"none" (all domestic), "table" (the table\'s own ratio), the code of a category of '
            "final demand, or a number from 0 to 1",
        ),
        same(f'"{value}"' if isinstance(value, str) else value),
        Text("값을 고치십시오", "mend the value"),
    )


def _ramp(value: Any) -> Any:
    if isinstance(value, list):
        for share in value:
            if is_number(share) and not 0 <= share <= 1:
                raise refusal(
                    Text(
                        "가동률이 0과 1 사이가 아닙니다",
                        "a level of operation is not between zero and one",
                    ),
                    Text(
                        "첫해부터의 가동률, 예: [0.3, 0.7]",
                        "levels from the first year on: [0.3, 0.7]",
                    ),
                    same(value),
                    Text("퍼센트라면 100으로 나누십시오", "divide a percentage by 100"),
                )
    return value


Spread = Annotated[
    str | tuple[float, ...],
    BeforeValidator(_spread),
    WithJsonSchema(
        {"anyOf": [{"const": "even"}, {"type": "array", "items": {"type": "number", "minimum": 0}}]}
    ),
]
Imports = Annotated[
    str | float,
    BeforeValidator(_imports),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "number", "minimum": 0, "maximum": 1}]}),
]


class Margins(Keys):
    """What of a purchasers' price goes to trade and transport, and to which sectors."""

    trade: Share = key(
        "구매자가격 가운데 도소매 마진의 몫", "share of trade margins in the purchasers' price", 0.0
    )
    trade_sector: SectorCode | None = key(
        "도소매 마진이 가는 부문", "sector that earns the trade margin", None
    )
    transport: Share = key(
        "구매자가격 가운데 운송 마진의 몫",
        "share of transport margins in the purchasers' price",
        0.0,
    )
    transport_sector: SectorCode | None = key(
        "운송 마진이 가는 부문", "sector that earns the transport margin", None
    )

    tax: Share = key(
        "구매자·생산자가격 가운데 생산물세의 몫; 기초가격 표에서만 떼어 냄",
        "share of product taxes in the price; taken out for a table at basic prices alone",
        0.0,
    )

    @model_validator(mode="after")
    def _with_sectors(self) -> Self:
        for name in ("trade", "transport"):
            if getattr(self, name) and getattr(self, f"{name}_sector") is None:
                raise refusal(
                    Text("마진이 가는 부문이 없습니다", "a margin has no sector to go to"),
                    same(f'{name}_sector = "…"'),
                    same(f"{name} = {getattr(self, name):g}"),
                    Text("마진을 받는 부문을 적으십시오", "name the sector that earns it"),
                )
        if self.trade + self.transport + self.tax >= 1:
            raise refusal(
                Text("마진이 금액 전부를 차지합니다", "margins take the whole amount"),
                same("trade + transport + tax < 1"),
                same(f"{self.trade + self.transport + self.tax:g}"),
                Text(
                    "구매자가격에 대한 몫으로 적으십시오", "state shares of the purchasers' price"
                ),
            )
        return self


class Operation(Keys):
    """When a plant runs: from which year, how long, how it comes up to its full level."""

    first: Year = key("가동 첫해", "first year of operation")
    years: int = key("가동 연수", "number of years", strict=True, gt=0, le=100)
    ramp_up: Annotated[tuple[float, ...], BeforeValidator(_ramp)] = key(
        "첫해부터의 가동률, 그 뒤는 1; 예: `[0.3, 0.7]`",
        "levels of the first years, 1 from then on: `[0.3, 0.7]`",
        (),
    )

    @model_validator(mode="after")
    def _within(self) -> Self:
        if len(self.ramp_up) > self.years:
            raise refusal(
                Text(
                    "가동률이 가동 연수보다 많습니다",
                    "there are more levels than years of operation",
                ),
                Text(f"{self.years}개 이하", f"at most {self.years}"),
                same(len(self.ramp_up)),
                Text("ramp_up을 줄이거나 years를 늘리십시오", "shorten ramp_up, or lengthen years"),
            )
        return self


class Terms(Keys):
    """How amounts are read; left out, what stands further up holds."""

    years: Years | None = key(
        "지출의 `[첫해, 끝해]`. spread가 없으면 기록으로만 남고 나누지 않음; 같은 해 둘이면 "
        "그해의 지출",
        "`[first, last]` year of the spending. Without spread it is kept as information and the "
        "amount is not divided; the same year twice is spending of that year",
        None,
    )
    spread: Spread | None = key(
        '연도별 배분: `"even"`(고르게) 또는 연도마다 하나의 몫',
        'how the amount is divided over the years: `"even"`, or a share a year',
        None,
    )
    operation: Operation | None = key(
        '`phase = "operation"`인 줄의 가동 기간',
        'when the lines of `phase = "operation"` run',
        None,
    )
    price_year: Year | None = key(
        "금액이 어느 해 가격인지. 표의 연도와 다르면 deflator가 있거나 경고가 붙음",
        "year of the prices that amounts are in. Where it differs from the table's, there is a "
        "deflator or a warning",
        None,
    )
    prices: Prices | None = key(
        '`"constant"`(기본: price_year의 불변가격) 또는 `"current"`(지출하는 해마다의 경상가격)',
        '`"constant"` (default: prices of price_year throughout) or `"current"` (each year\'s '
        "amount at prices of that year)",
        None,
    )
    deflator: str | None = key(
        "표의 연도 가격으로 바꾸는 지수: `iomodel deflators`에 나오는 이름, 폴더 안의 "
        'CSV(`year,index`), 또는 `"none"`',
        "series that brings amounts to prices of the table's year: a name that `iomodel "
        'deflators` lists, a CSV in the folder (`year,index`), or `"none"`',
        None,
    )
    beyond: Beyond | None = key(
        '지수가 끝난 뒤의 해: `"refuse"`(기본: 거부) 또는 `"hold"`(마지막 값을 쓰고 경고)',
        'years after the series ends: `"refuse"` (default), or `"hold"` (its last value, with a '
        "warning)",
        None,
    )
    valuation: Valuation | None = key(
        '`"producers"`(기본), `"purchasers"`, `"basic"`: 금액의 가격평가',
        '`"producers"` (default), `"purchasers"` or `"basic"`: what prices the amounts are at',
        None,
    )
    margins: Margins | None = key(
        "구매자가격에서 떼어 낼 마진. 표에 마진이 있으면 생략할 수 있음",
        "margins to split off a purchasers' price; may be left out where the table has them",
        None,
    )
    imports: Imports | None = key(
        '수입의 몫: `"none"`(기본: 모두 국산), `"table"`(표의 수입비율: 수출 밖의 모든 쓰임 가운데 '
        "수입), 최종수요 항목의 코드(그 항목의 수입비율), 또는 0에서 1 사이의 수",
        'share of imports: `"none"` (default: all domestic), `"table"` (the table\'s own ratio: '
        "imports in all uses but exports), the code of a category of final demand (its own "
        "ratio), or a number from 0 to 1",
        None,
    )
    local_share: Share | None = key(
        "국산 가운데 지역 안에서 사는 몫. 지역표에만 쓰이며, 나머지는 그 표에서 빠지고 그렇게 적힘",
        "share of domestic purchases made in the region; for regional tables alone, where the "
        "rest leaves the account and is told",
        None,
    )
    displaced: Share | None = key(
        "이 지출이 없어도 있었을 몫(자체재원, 다른 지원의 대체). 총효과와 순효과를 나란히 보임",
        "share of the spending that would have happened anyway (own funds, other support); "
        "effects are shown gross and net",
        None,
    )
    spent_on: SpentOn | None = key(
        '`"sector"`(기본: 업종 자신에 대한 수요) 또는 `"profile"`(투자 구성에 대한 수요)',
        '`"sector"` (default: demand on the line\'s own sector) or `"profile"` (demand on the '
        "goods of a profile)",
        None,
    )
    profile: str | None = key(
        '`[profiles]`의 이름. `spent_on = "sector"`이면 그 구성으로 볼 때의 값을 따로 보임',
        'a name of `[profiles]`. With `spent_on = "sector"` what it would give is shown beside',
        None,
    )
    shock: Shock | None = key(
        '`"demand"`(기본: 최종수요) 또는 `"output"`(그 부문의 산출: 외생화)',
        '`"demand"` (default: final demand) or `"output"` (the sector\'s own output: exogenised)',
        None,
    )
