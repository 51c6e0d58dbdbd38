"""What is wrong with a study's files, in words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from iomodel.errors import NotFoundError, Problem
from iomodel.text import Text, same
from iomodel.units import PERSONS


def in_file(path: Path, problem: Problem) -> Problem:
    """Return a problem whose place names its file too."""
    place = problem.place if isinstance(problem.place, Text) else same(problem.place)
    return replace(problem, place=Text(f"{path.name}, {place.ko}", f"{path.name}, {place.en}"))


def no_study(toml: Path) -> NotFoundError:
    """Return the error of a folder without study.toml."""
    return NotFoundError(
        str(toml),
        Problem(
            "",
            Text("study.toml이 없습니다", "there is no study.toml"),
            Text("시나리오 폴더마다 study.toml 하나", "one study.toml in a folder of scenarios"),
            Text("없음", "nothing"),
            Text("iomodel new로 만드십시오", "make one with iomodel new"),
        ),
    )


def no_such_district(name: str) -> Problem:
    """Return the problem of a name in `order` that no file has."""
    return Problem(
        "order",
        Text("그 이름의 시나리오가 없습니다", "there is no scenario of that name"),
        Text(f"study.toml 옆의 {name}.toml", f"{name}.toml beside study.toml"),
        same(f'"{name}"'),
        Text("이름을 고치거나 지우십시오", "correct the name or remove it"),
    )


def other_currency(place: str, unit: str, currency: str) -> Problem:
    """Return the problem of an amount in another currency than the scenario's first."""
    return Problem(
        place,
        Text("한 시나리오에 두 통화가 있습니다", "the scenario has amounts in two currencies"),
        same(currency),
        same(f'"{unit}"'),
        Text("한 통화로 환산해 적으십시오", "convert to one currency"),
    )


def not_persons(place: str, unit: str) -> Problem:
    """Return the problem of a goal of persons in another unit."""
    return Problem(
        place,
        Text("사람의 수가 아닌 단위입니다", "the unit does not count persons"),
        Text(
            f'"{PERSONS.ko}"; 비중이면 measure = "share"',
            f'"{PERSONS.ko}"; of a share, measure = "share"',
        ),
        same(f'"{unit}"'),
        Text("단위나 indicator를 고치십시오", "mend the unit, or indicator"),
    )
