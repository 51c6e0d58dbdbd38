"""What can be wrong with one printed figure of a file, and how to mend it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from iomodel.audit.schema import EFFECTS, FigureKeys, wanted_unit
from iomodel.errors import Problem
from iomodel.text import Text, same


def other_kind(path: Path) -> Problem:
    """Return the problem of a file that is neither TOML nor CSV."""
    return Problem(
        "",
        Text("읽을 수 없는 종류의 파일입니다", "the kind of file is not known"),
        Text(".toml이나 .csv", ".toml or .csv"),
        same(path.suffix or path.name),
        Text(
            "iomodel audit --new FILE.toml로 본을 만드십시오",
            "have a template written: iomodel audit --new FILE.toml",
        ),
    )


def no_list(entries: Any) -> Problem:
    """Return the problem of figures that are no list of tables."""
    return Problem(
        "figures",
        Text("값의 목록이 아닙니다", "this is no list of figures"),
        Text("[[figures]] 표의 목록", "a list of [[figures]] tables"),
        same(type(entries).__name__),
        Text("값마다 [[figures]]로 시작하십시오", "start each figure with [[figures]]"),
    )


def nothing() -> Problem:
    """Return the problem of a file without figures."""
    return Problem(
        "figures",
        Text("값이 없습니다", "there are no figures"),
        Text("인쇄된 값 하나 이상", "at least one printed figure"),
        Text("없음", "nothing"),
        Text(
            "값마다 [[figures]] 하나(CSV는 한 행)를 적으십시오",
            "write one [[figures]] for each, in a CSV one row",
        ),
    )


def no_id(id: str) -> Problem:
    """Return the problem of an id that a formula couldn't hold."""
    return Problem(
        "id",
        Text("id로 쓸 수 없는 말입니다", "this can't be an id"),
        Text(
            "글자, 숫자, 밑줄; 숫자로 시작하지 않음", "letters, digits, underscores; no digit first"
        ),
        same(f'"{id}"'),
        Text("예: jobs_total, 취업_합계", "such as jobs_total"),
    )


def indicator(keys: FigureKeys) -> Problem:
    """Return the problem of a coefficient of nothing, or of an effect of an effect."""
    if keys.role == "coefficient":
        return Problem(
            "indicator",
            Text("어느 효과의 계수인지 없습니다", "the coefficient doesn't say of what"),
            same(", ".join(EFFECTS)),
            Text("없음", "nothing"),
            Text('예: indicator = "production"', 'such as indicator = "production"'),
        )
    return Problem(
        "indicator",
        Text("계수가 아닌 값에 indicator가 있습니다", "indicator belongs to coefficients alone"),
        Text('role = "coefficient", 또는 indicator 없음', 'role = "coefficient", or no indicator'),
        same(f'role = "{keys.role}", indicator = "{keys.indicator}"'),
        Text("role을 고치거나 indicator를 지우십시오", "mend role, or remove indicator"),
    )


def no_number(words: str) -> Problem:
    """Return the problem of a value that prints no number."""
    return Problem(
        "value",
        Text("인쇄된 숫자로 읽을 수 없습니다", "this can't be read as a printed number"),
        Text(
            '인쇄된 그대로의 수: "13,391", "2조 8,999억원", "약 58,000"',
            'a number as printed: "13,391", "2조 8,999억원", "약 58,000"',
        ),
        same(f'"{words}"'),
        Text(
            "숫자로 옮기고, 숫자가 없으면 그 값을 빼십시오",
            "put it in digits; leave the figure out where there are none",
        ),
    )


def unit_twice(keys: FigureKeys) -> Problem:
    """Return the problem of a value with a unit of its own beside another in `unit`."""
    return Problem(
        "unit",
        Text("단위가 두 곳에 다르게 있습니다", "two units are given"),
        Text("value나 unit 가운데 한 곳", "one, in value or in unit"),
        same(f'value = "{keys.value}", unit = "{keys.unit}"'),
        Text("unit을 지우십시오", "remove unit"),
    )


def scale_twice(keys: FigureKeys) -> Problem:
    """Return the problem of number words beside a unit that scales once more."""
    return Problem(
        "unit",
        Text("배수가 두 번 곱해집니다", "the number would be scaled twice"),
        Text("만, 억 등은 value나 unit 가운데 한 곳", "만, 억 and the like in value or in unit"),
        same(f'value = "{keys.value}", unit = "{keys.unit}"'),
        Text('예: value = "5조", unit = "원"', 'such as value = "5조", unit = "원"'),
    )


def no_unit(name: str) -> Problem:
    """Return the problem of a unit that can't be read."""
    return Problem(
        "unit",
        Text("모르는 단위입니다", "the unit is not known"),
        Text(
            "억원, 명, 원/원, 명/10억원, %, ㎡ 등", "억원, 명, 원/원, 명/10억원, %, ㎡ and the like"
        ),
        same(f'"{name}"'),
        Text("단위를 위의 표기로 쓰십시오", "write the unit as one of those"),
    )


def other_unit(keys: FigureKeys, name: str) -> Problem:
    """Return the problem of a unit that can't be that of the role."""
    return Problem(
        "unit",
        Text("단위가 role과 맞지 않습니다", "the unit doesn't fit the role"),
        wanted_unit(keys.role, keys.indicator),
        Text(f'"{name}" (role = "{keys.role}")', f'"{name}" (role = "{keys.role}")'),
        Text("단위나 role을 고치십시오", "mend the unit or the role"),
    )


def negative(words: str) -> Problem:
    """Return the problem of a negative amount or effect."""
    return Problem(
        "value",
        Text("값이 음수입니다", "the figure is negative"),
        Text("0 이상의 금액, 효과, 계수", "amounts, effects and coefficients of zero or more"),
        same(f'"{words}"'),
        Text('증감이라면 role = "other"로 적으십시오', 'a change is role = "other"'),
    )
