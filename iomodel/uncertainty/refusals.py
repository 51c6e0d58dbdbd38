"""What a model can't take of a file of uncertainties."""

from __future__ import annotations

from collections.abc import Sequence

from iomodel.errors import (
    InactiveSectorError,
    NotProductiveError,
    NotSupportedError,
    Problem,
    ScenarioFileError,
)
from iomodel.models.leontief_model import LeontiefModel
from iomodel.sectors import Classification
from iomodel.text import Text, same
from iomodel.uncertainty.plan import Bound, family_of


def no_closure(model: LeontiefModel) -> NotSupportedError:
    """Return that the model lacks what keeps columns at one."""
    return NotSupportedError(
        model.info.id,
        Problem(
            "coefficients",
            Text(
                "이 표에는 투입계수의 열을 1로 맞출 부가가치와 수입이 없습니다",
                "the table has no value added and imports to close its columns with",
            ),
            Text("부가가치와 수입이 있는 표", "a table with value added and imports"),
            same(", ".join(i.id for i in model.indicators)),
            Text(
                "[[coefficients]]를 빼거나 다른 표를 쓰십시오",
                "leave [[coefficients]] out, or take another table",
            ),
        ),
    )


def twice(id: str, sector: str) -> ScenarioFileError:
    """Return that two sources meet in one sector of a coarser table."""
    return ScenarioFileError(
        id,
        Problem(
            sector,
            Text(
                "표의 한 부문에 두 원천이 걸립니다", "two sources bear on one sector of the table"
            ),
            Text("부문 하나에 원천 하나", "one source for each sector"),
            same(f'"{id}"'),
            Text(
                "더 세분된 표를 쓰거나 원천을 합치십시오", "take a finer table, or join the sources"
            ),
        ),
        data=sector,
    )


def inactive(
    origin: str, sectors: Classification, id: str, idle: Sequence[int], region: str = ""
) -> InactiveSectorError:
    """Return that a mix spends on sectors without output, in the table or a region of it (R2)."""
    names = ", ".join(str(sectors.sectors[j]) for j in idle)
    where = Text(region, region) if region else Text("이 표", "this table")
    return InactiveSectorError(
        origin,
        Problem(
            f"shares, {id}",
            Text(
                f"{where.ko}에서 생산이 없는 부문입니다",
                f"the sector has no output in {where.en}",
            ),
            Text("생산이 있는 부문", "sectors with output"),
            same(names),
            Text("mix를 고치십시오", "mend the mix"),
        ),
        data=list(idle),
    )


def fixed_coefficients(bound: Bound, computed: bool) -> Problem:
    """Return that a source bears on coefficients which a table of regions doesn't let draw.

    Parameters
    ----------
    computed : bool
        Whether the multipliers are computed from transactions rather than published.
    """
    family = family_of(bound)
    why = (
        Text(
            "다지역 표의 계수는 지역별 효과와 함께 뽑지 않습니다",
            "coefficients of a multiregional table are not drawn where effects are told by region",
        )
        if computed
        else Text(
            "공표된 유발계수에는 뽑을 계수가 없습니다: 직접계수와 투입계수를 담고 있지 않습니다",
            "published multipliers have no coefficients to draw: they hold neither direct nor "
            "input coefficients",
        )
    )
    return Problem(
        f"[[{family}]] {bound.source.id}",
        why,
        Text(
            "지출의 원천: amounts, shares, local_shares, deflators",
            "sources of spending: amounts, shares, local_shares, deflators",
        ),
        same(family),
        Text(
            "이 원천을 뺀 파일을 --spec으로 주거나, 전국 거래표를 쓰십시오",
            "leave it out in a file of its own (--spec), or take a national table of transactions",
        ),
    )


def unproductive(model: LeontiefModel, columns: Sequence[int]) -> NotProductiveError:
    """Return that errors of input coefficients are too large to keep columns productive (R5)."""
    names = ", ".join(str(model.sectors.sectors[j]) for j in columns[:5])
    return NotProductiveError(
        model.info.id,
        Problem(
            "coefficients",
            Text(
                "뽑은 투입계수에 부가가치가 거의 남지 않습니다",
                "the errors hardly ever leave value added",
            ),
            Text("0 이상의 부가가치", "value added of zero or more"),
            same(names),
            Text(
                'relative_error를 줄이거나 closure = "rescaled"로 하십시오',
                'lower relative_error, or set closure = "rescaled"',
            ),
        ),
        data=tuple(columns),
    )
