"""The command `iomodel seek`: from goals to the spending they take."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from iomodel.cli.options import count, handing_on, sayer
from iomodel.cli.output import emit, emit_document
from iomodel.text import Lang, Text

_ASKED = ("mix", "region", "years", "unit", "bounds", "budget", "exact", "scope")


def add(command: argparse.ArgumentParser, lang: Lang) -> None:
    """Give `command` its options."""
    say = sayer(lang)
    command.set_defaults(command=_seek)
    command.add_argument(
        "path",
        metavar="TABLE|PATH",
        help=say(
            "표의 이름, 또는 [[targets]]가 있는 시나리오 TOML이나 연구 폴더",
            "a table's id, or a scenario's TOML or study with [[targets]]",
        ),
    )
    command.add_argument(
        "--target",
        action="append",
        default=[],
        metavar="INDICATOR=VALUE",
        help=say(
            "목표, 여러 번 쓸 수 있음: employment=60000, production=48조원",
            "a goal, may be repeated: employment=60000, production=48조원",
        ),
    )
    command.add_argument(
        "--mix",
        metavar="SECTOR=SHARE,…",
        help=say(
            "지출의 구성: 621=0.5,700=0.5; 몫을 빼면(621,700) 가장 싼 구성을 찾음",
            "the mix: 621=0.5,700=0.5; without shares (621,700) the cheapest is sought",
        ),
    )
    command.add_argument("--region", help=say("지역 (지역표)", "region of the spending"))
    command.add_argument(
        "--scope",
        choices=("total", "region", "own"),
        help=say(
            "목표가 무엇의 값인지: 유발효과 전체(기본), 지역 안, 그 업종 자신의 산출",
            "what goals are of: all induced (default), in the region, the sectors' own output",
        ),
    )
    command.add_argument(
        "--years", type=count, metavar="N", help=say("몇 해에 걸친 지출인지", "over N years")
    )
    command.add_argument(
        "--unit", help=say("금액의 단위 (기본: 억원)", "unit of money (억원 for won)")
    )
    command.add_argument(
        "--budget",
        type=float,
        metavar="AMOUNT",
        help=say("지출 전체의 상한", "largest spending in all"),
    )
    command.add_argument(
        "--bounds",
        metavar="FILE",
        help=say(
            "부문마다의 한도 CSV: sector,lower,upper,most",
            "a CSV of limits: sector,lower,upper,most",
        ),
    )
    command.add_argument(
        "--exact",
        action="store_true",
        default=None,
        help=say("목표를 넘지도 않게", "reach the goals and no more"),
    )
    handing_on(command, lang)


def _seek(options: argparse.Namespace, lang: Lang) -> int:
    from iomodel.report import doors, seeks, study_seeks

    if options.to:
        doors.require_known(Path(options.to))
    command = f"iomodel seek {options.path}"
    if options.target:
        found = _one(options)
        return _show(
            options,
            lambda: seeks.note(found, lang, command),
            lambda: seeks.plain(found, lang),
            lambda: seeks.records(found, lang),
        )
    given = [f"--{name}" for name in _ASKED if getattr(options, name) is not None]
    if given:
        return _without_target(given, lang)
    from iomodel.seek import seek_study

    study = seek_study(options.path, options.tables)
    return _show(
        options,
        lambda: study_seeks.note(study, lang, command),
        lambda: study_seeks.plain(study, lang),
        lambda: study_seeks.records(study, lang),
    )


def _without_target(given: Sequence[str], lang: Lang) -> int:
    told = Text(
        f"{', '.join(given)}: --target과 함께 씁니다. 예: iomodel seek bok-2020-165 --target "
        "employment=60000 --mix 621=0.5,700=0.5",
        f"{', '.join(given)}: goes with --target, as in iomodel seek bok-2020-165 --target "
        "employment=60000 --mix 621=0.5,700=0.5",
    )
    print(told.get(lang), file=sys.stderr)
    return 2


def _one(options: argparse.Namespace) -> Any:
    """Return the answer to the goals of --target."""
    import math

    from iomodel.models import load_model
    from iomodel.seek import read_bounds, seek

    model = load_model(options.path, options.region, options.tables)
    return seek(
        model,
        _targets(options.target),
        _mix(options.mix or ""),
        scope=options.scope or "total",
        unit=options.unit or "",
        bounds=read_bounds(options.bounds) if options.bounds else {},
        budget=math.inf if options.budget is None else options.budget,
        exact=bool(options.exact),
        years=options.years,
    )


def _targets(words: Sequence[str]) -> dict[str, str]:
    """Return indicator → figure with its unit."""
    found: dict[str, str] = {}
    for word in words:
        name, _, value = word.partition("=")
        if name.strip() in found:
            raise _twice(name.strip())
        found[name.strip()] = value.strip()
    return found


def _twice(name: str) -> Exception:
    from iomodel.errors import LabelError, Problem
    from iomodel.text import same

    return LabelError(
        "targets",
        Problem(
            name,
            Text("같은 지표의 목표가 두 번 나옵니다", "an indicator has two targets"),
            Text("지표마다 하나", "one an indicator"),
            same(f"--target {name}=… × 2"),
            Text("하나를 지우십시오", "remove one"),
        ),
    )


def _mix(words: str) -> Mapping[str, float] | Sequence[str]:
    """Return sector → share, or the sectors alone where no word has a share."""
    parts = [part.strip() for part in words.split(",") if part.strip()]
    if not any("=" in part for part in parts):
        return parts
    pairs = [part.partition("=") for part in parts]
    return {name.strip(): _share(share) for name, _, share in pairs}


def _share(word: str) -> float:
    """Return a share; NaN, which no mix accepts, where it is no number."""
    try:
        return float(word)
    except ValueError:
        return float("nan")


def _show(options: argparse.Namespace, note: Any, plain: Any, records: Any) -> int:
    from iomodel.report import data, doors

    if options.to:
        doors.write(note(), Path(options.to))
        return 0
    if options.format == "json":
        return emit(data.to_json(plain()), options)
    if options.format == "csv":
        return emit(data.to_csv(records()), options)
    return emit_document(note(), options)
