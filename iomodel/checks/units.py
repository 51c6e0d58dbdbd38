"""Units as stated on the sheets, and roles as their labels tell them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from iomodel.checks.base import Finding
from iomodel.draft import PARTS, Draft, Part
from iomodel.errors import UnitError
from iomodel.text import Text, same
from iomodel.units import MoneyUnit, money_unit, persons_in

DEMAND_WORDS = ("소비", "수출", "자본형성", "consumption", "export", "capital formation")
INPUT_WORDS = ("보수", "잉여", "임금", "compensation", "surplus", "wages")


def unit_findings(draft: Draft) -> list[Finding]:
    """Return the sheets that state another unit than the table's, and roles exchanged."""
    return [*_stated(draft), *_stated_for_persons(draft), *_roles(draft)]


def _stated(draft: Draft) -> Iterator[Finding]:
    wanted = draft.info.money
    for part, stated in draft.units.items():
        if part == "satellites" or part not in draft.parts:
            continue
        unit = _known(stated)
        if unit is not None and (unit.factor, unit.currency) == (wanted.factor, wanted.currency):
            continue
        size = unit.factor / wanted.factor if unit is not None else 0.0
        yield _other_unit(draft, part, wanted.name, stated, size, known=unit is not None)


def _stated_for_persons(draft: Draft) -> Iterator[Finding]:
    """Yield that the sheet of persons states another unit than the table does for them."""
    stated = draft.units.get("satellites")
    if stated is None or "satellites" not in draft.parts:
        return
    for indicator in draft.info.satellites:
        one, other = persons_in(stated), persons_in(indicator.unit)
        if indicator.dimension == "persons" and other is not None and one != other:
            size = one / other if one is not None else 0.0
            wanted = same(f'"{indicator.unit}" ({indicator.code})')
            yield _other_unit(draft, "satellites", wanted, stated, size, known=one is not None)


def _other_unit(
    draft: Draft, part: Part, wanted: Text, stated: str, size: float, *, known: bool
) -> Finding:
    name = PARTS[part]
    return Finding(
        "unit-stated" if known else "unit-unknown",
        draft.parts[part].place(-1, -1),
        "",
        Text(
            f"{name.ko}에 적힌 단위가 표의 단위와 다릅니다",
            f"the unit stated for {name.en} is not the table's",
        )
        if known
        else Text(
            f"{name.ko}에 적힌 단위를 알 수 없습니다",
            f"the unit stated for {name.en} is not known",
        ),
        wanted,
        same(f'"{stated}"'),
        Text(
            "수치를 표의 단위로 바꾸어 넣거나 표의 단위를 고치십시오",
            "convert the figures to the table's unit, or mend the table's unit",
        )
        if known
        else Text("단위를 위의 예처럼 적으십시오", "write the unit in the way of the one expected"),
        size,
    )


def _known(stated: str) -> MoneyUnit | None:
    try:
        return money_unit(stated)
    except UnitError:
        return None


def _roles(draft: Draft) -> Iterator[Finding]:
    """Yield that items of demand and of inputs are named as if they were each other's."""
    demand = [f"{one.code} {one.ko} {one.en}" for one in draft.info.final_demand]
    inputs = [f"{one.code} {one.ko} {one.en}" for one in draft.info.primary_inputs]
    if _mention(demand, INPUT_WORDS) and _mention(inputs, DEMAND_WORDS):
        yield Finding(
            "roles",
            ", ".join(
                draft.parts[part].place(-1, -1)
                for part in ("final_demand", "primary_inputs")
                if part in draft.parts
            ),
            "",
            Text(
                "최종수요와 본원적 투입이 서로 바뀌었습니다",
                "final demand and primary inputs are exchanged",
            ),
            Text(
                "최종수요는 소비·투자·수출, 본원적 투입은 피용자보수·영업잉여",
                "consumption, investment, exports as final demand; compensation of employees, "
                "operating surplus as primary inputs",
            ),
            Text(
                f"최종수요: {', '.join(one.ko for one in draft.info.final_demand)}; "
                f"본원적 투입: {', '.join(one.ko for one in draft.info.primary_inputs)}",
                f"final demand: {', '.join(one.en for one in draft.info.final_demand)}; "
                f"primary inputs: {', '.join(one.en for one in draft.info.primary_inputs)}",
            ),
            Text("표의 행과 열이 바뀌지 않았는지 보십시오", "see whether the table is transposed"),
        )


def _mention(names: Sequence[str], words: Sequence[str]) -> bool:
    return any(word in name.casefold() for name in names for word in words)
