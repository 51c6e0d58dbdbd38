"""From pydantic's findings to our problems: every one, with its place and a remedy (R12)."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Any, get_args

from pydantic import BaseModel, BeforeValidator, ValidationError
from pydantic_core import PydanticCustomError

from iomodel.errors import Problem, UnitError
from iomodel.text import Text, same
from iomodel.units import MoneyUnit, money_unit, won_unit


def refusal(what: Text, expected: Text, found: Text, remedy: Text) -> PydanticCustomError:
    """Return an error to raise inside a validator; its place is filled in by `problems_of`."""
    return carry(Problem("", what, expected, found, remedy))


def carry(problem: Problem) -> PydanticCustomError:
    """Return a problem made elsewhere as an error to raise inside a validator."""
    return PydanticCustomError("problem", "refused", {"problem": problem})


def _known(find: Callable[[str], MoneyUnit]) -> BeforeValidator:
    def check(value: Any) -> Any:
        if isinstance(value, str):
            try:
                find(value)
            except UnitError as error:
                raise carry(error.problems[0]) from error
        return value

    return BeforeValidator(check)


UnitName = Annotated[str, _known(money_unit)]
WonName = Annotated[str, _known(won_unit)]


def problems_of(error: ValidationError, model: type[BaseModel]) -> list[Problem]:
    """Return one Problem for each finding in `error`, raised on validating `model`."""
    return [
        _problem(item["type"], item["loc"], item["input"], item["msg"], item.get("ctx", {}), model)
        for item in error.errors(include_url=False)
    ]


def _problem(
    kind: str,
    loc: tuple[int | str, ...],
    value: Any,
    message: str,
    context: dict[str, Any],
    model: type[BaseModel],
) -> Problem:
    place = _place(loc)
    if kind == "problem":
        problem: Problem = context["problem"]
        return replace(problem, place=place)
    key = str(loc[-1]) if loc else ""
    if kind == "missing" and isinstance(loc[-1], str):
        return Problem(
            place,
            Text("필요한 항목이 없습니다", "a required key is missing"),
            Text(f'"{key}" 항목', f'the key "{key}"'),
            Text("없음", "nothing"),
            Text(f'"{key} = …"를 적으십시오', f'add "{key} = …"'),
        )
    if kind == "extra_forbidden":
        allowed = _keys_at(model, loc[:-1])
        near = difflib.get_close_matches(key, allowed, n=1)
        return Problem(
            place,
            Text("모르는 항목입니다", "unknown key"),
            Text(f"다음 중 하나: {', '.join(allowed)}", f"one of: {', '.join(allowed)}"),
            same(f'"{key}"'),
            Text(
                f'"{near[0]}"을(를) 뜻했습니까?' if near else "이 줄을 지우십시오",
                f'did you mean "{near[0]}"?' if near else "remove the line",
            ),
        )
    what, expected = _WORDS.get(kind, (Text("값이 맞지 않습니다", "the value does not fit"), None))
    limits = [
        Text(words.ko.format(_plain(context[name])), words.en.format(_plain(context[name])))
        for name, words in _LIMITS.items()
        if name in context
    ]
    return Problem(
        place,
        what,
        expected or (limits[0] if limits else Text("이 항목이 받는 값", message)),
        same(f'"{value}"' if isinstance(value, str) else _short(value)),
        Text("값을 고치십시오", "mend the value"),
    )


_LIMITS = {  # by pydantic's names
    "expected": Text("{} 중 하나", "{}"),
    "gt": Text("{}보다 큰 수", "a number above {}"),
    "ge": Text("{} 이상의 수", "a number of {} or more"),
    "lt": Text("{}보다 작은 수", "a number below {}"),
    "le": Text("{} 이하의 수", "a number of {} or less"),
    "min_length": Text("{}개 이상", "{} or more"),
    "max_length": Text("{}개 이하", "at most {}"),
    "pattern": Text("글자, 숫자, -만으로 된 이름", "a name of letters, digits and - alone"),
}
_NUMBER = Text("숫자가 아닙니다", "the value is not a number")
_STRING = Text("문자열이 아닙니다", "the value is not text")
_LIST = Text("목록이 아닙니다", "the value is not a list")
_TABLES = Text("[[이름]] 표의 목록", "a list of [[name]] tables")
_DATE = Text("날짜가 아닙니다", "the value is not a date")
_DAY = Text("따옴표 없는 날짜, 예: 2024-05-28", "a date without quotes: 2024-05-28")
_WORDS: dict[str, tuple[Text, Text | None]] = {
    "float_parsing": (_NUMBER, Text("따옴표 없는 수, 예: 209.5", "a number without quotes: 209.5")),
    "float_type": (_NUMBER, Text("따옴표 없는 수, 예: 209.5", "a number without quotes: 209.5")),
    "int_parsing": (_NUMBER, Text("정수", "a whole number")),
    "int_type": (_NUMBER, Text("정수", "a whole number")),
    "finite_number": (_NUMBER, Text("유한한 수", "a finite number")),
    "string_type": (_STRING, Text('따옴표로 묶은 글, 예: "621"', 'text in quotes: "621"')),
    "list_type": (_LIST, _TABLES),
    "tuple_type": (_LIST, _TABLES),
    "date_type": (_DATE, _DAY),
    "date_parsing": (_DATE, _DAY),
    "date_from_datetime_parsing": (_DATE, _DAY),
    "missing": (
        Text("값의 수가 모자랍니다", "there are too few values"),
        Text("정해진 수의 값, 예: [2024, 2026]", "as many as are due, such as [2024, 2026]"),
    ),
    "too_long": (
        Text("값이 너무 많습니다", "there are too many values"),
        Text("정해진 수의 값, 예: [2024, 2026]", "as many as are due, such as [2024, 2026]"),
    ),
    "literal_error": (Text("허용되지 않는 값입니다", "the value is not allowed"), None),
}


def _plain(limit: Any) -> Any:
    return f"{limit:g}" if isinstance(limit, float) else limit


def _short(value: Any) -> str:
    words = repr(value)
    return words if len(words) <= 80 else words[:77] + "..."


def _place(loc: tuple[int | str, ...]) -> str:
    place = ""
    for part in loc:
        if part == "[key]":  # pydantic's word for the name itself, which stands before it
            continue
        if isinstance(part, int):
            place += f"[{part + 1}]"
        else:
            place += f".{part}" if place else part
    return place


def _keys_at(model: type[BaseModel], loc: tuple[int | str, ...]) -> list[str]:
    """Return the keys that the part of `model` at `loc` may have."""
    current: Any = model
    for part in loc:
        if isinstance(part, str) and _is_model(current) and part in current.model_fields:
            current = _inner(current.model_fields[part].annotation)
    if not _is_model(current):
        return []
    return [field.alias or name for name, field in current.model_fields.items()]


def _inner(annotation: Any) -> Any:
    """Return the model inside `list[M]`, `tuple[M, ...]`, `dict[str, M]` or `M | None`."""
    if _is_model(annotation):
        return annotation
    inside = [found for found in map(_inner, get_args(annotation)) if _is_model(found)]
    return inside[0] if inside else annotation


def _is_model(candidate: Any) -> bool:
    return isinstance(candidate, type) and issubclass(candidate, BaseModel)
