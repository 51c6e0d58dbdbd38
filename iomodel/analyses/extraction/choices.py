"""What can be extracted and how: the kinds, their meaning, and the arguments checked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

import numpy as np

from iomodel.analyses.arguments import corrected, one_of, require_choice, sector_positions
from iomodel.analyses.numerics import Positions
from iomodel.errors import LabelError, NotFoundError, NotSupportedError, Problem
from iomodel.leontief import Array
from iomodel.models import Model
from iomodel.sectors import region_of
from iomodel.text import Text, same

Kind = Literal["total", "backward", "forward"]

KINDS: tuple[Kind, ...] = get_args(Kind)
WHAT = Text("가상추출", "hypothetical extraction")
SOURCE = (
    "Dietzenbacher & van der Linden (1997); Temurshoev (2010); Dietzenbacher & Lahr (2013); "
    "Miller & Blair (2009), section 12.2.6"
)
TITLES: dict[Kind, Text] = {
    "total": Text("가상추출: 전체", "Hypothetical extraction, total"),
    "backward": Text("가상추출: 후방", "Hypothetical extraction, backward"),
    "forward": Text("가상추출: 전방", "Hypothetical extraction, forward"),
}
MEANINGS: dict[Kind, Text] = {
    "total": Text(
        "추출된 몫의 판매와 그에 대한 최종수요가 사라지고, 구매자는 같은 양을 수입으로 채웁니다",
        "what is extracted sells nothing, and final demand for it goes; buyers import the same "
        "amount instead",
    ),
    "backward": Text(
        "추출된 몫이 국산 중간재를 사지 않고 수입으로 채우며, 최종수요는 그대로입니다",
        "what is extracted buys no domestic inputs but imports them; final demand is unchanged",
    ),
    "forward": Text(
        "추출된 몫이 중간재를 팔지 않습니다(Ghosh 모형, 본원적 투입은 그대로). Ghosh 모형의 "
        "한계가 그대로 적용됩니다",
        "what is extracted sells no intermediate goods, in the Ghosh model with primary inputs "
        "unchanged; that model's caveats apply",
    ),
}
CAVEATS = (
    Text(
        "남은 부문의 기술과 거래 상대는 변하지 않고, 가격 변화와 대체도 없습니다. 손실은 산업의 "
        "중요도를 재는 가상의 양이며 예측이 아닙니다",
        "technology and trading partners of the rest stay as they are, without prices or "
        "substitution: the loss measures importance, it does not forecast",
    ),
)


def kind_of(word: str) -> Kind:
    """Return the kind of extraction called `word`; refuse what is none."""
    require_choice("kind", word, KINDS)
    return next(kind for kind in KINDS if kind == word)


def require_fitting(
    sectors: Sequence[str], regions: Sequence[str], kind: Kind, keep_own: bool
) -> None:
    """Raise NotSupportedError where arguments don't go together."""
    problems = []
    if sectors and regions:
        problems.append(
            Problem(
                "sectors, regions",
                Text("부문과 지역을 함께 줄 수 없습니다", "sectors and regions are both given"),
                Text("둘 중 하나", "one of them"),
                same(f"{', '.join(sectors)}; {', '.join(regions)}"),
                Text(
                    "지역의 몇 부문이면 지역:코드로 적으십시오",
                    "for some sectors of a region write them as region:code",
                ),
            )
        )
    if keep_own and kind == "total":
        problems.append(
            Problem(
                "keep_own",
                Text(
                    "전체 추출에는 쓸 수 없습니다",
                    "total extraction leaves no flows of its own to keep",
                ),
                Text("kind는 backward 또는 forward", "kind backward or forward"),
                same("total"),
                Text("keep_own을 빼십시오", "leave out keep_own"),
            )
        )
    if problems:
        raise NotSupportedError("extract", problems)


def positions_of(model: Model, sectors: Sequence[str], regions: Sequence[str]) -> Positions:
    """Return the positions of the sectors named, or of those of the regions, (k,)."""
    if not regions:
        return np.array(sector_positions(model.sectors, sectors), dtype=np.intp)
    known = model.sectors.regions
    unknown = [region for region in regions if region not in known]
    if unknown:
        raise NotFoundError(
            model.info.id, [_no_region(region, known) for region in unknown], data=unknown
        )
    inside = [region_of(code) in regions for code in model.sectors.codes]
    return np.flatnonzero(inside)


def _no_region(region: str, known: Sequence[str]) -> Problem:
    return Problem(
        "regions",
        Text("이 표에 없는 지역입니다", "the region is not in the table"),
        one_of(known) if known else Text("지역 없음 (전국표)", "no region: the table is national"),
        same(f'"{region}"'),
        corrected("regions"),
    )


def shares_of(share: float | Sequence[float], k: int) -> Array:
    """Return one share a sector, (k,); refuse any that isn't above 0 and at most 1."""
    given = np.atleast_1d(np.asarray(share, dtype=np.float64))
    if len(given) not in (1, k):
        raise LabelError(
            "share",
            Problem(
                "",
                Text("비중의 수가 부문의 수와 다릅니다", "shares and sectors differ in number"),
                Text(f"1개 또는 {k}개", f"one, or {k}"),
                same(len(given)),
                Text("부문마다 비중을 하나씩 주십시오", "give one share a sector"),
            ),
            data=len(given),
        )
    bad = [float(s) for s in given if not 0.0 < s <= 1.0]
    if bad:
        raise LabelError(
            "share",
            [
                Problem(
                    "",
                    Text("비중이 범위를 벗어났습니다", "the share is out of bounds"),
                    Text("0보다 크고 1 이하", "above 0 and at most 1"),
                    same(f"{s:g}"),
                    Text("30%는 0.3으로 적으십시오", "write 30 % as 0.3"),
                )
                for s in bad
            ],
            data=bad,
        )
    return np.broadcast_to(given, (k,)).copy() if len(given) == 1 else given
