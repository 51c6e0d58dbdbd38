"""The command `iomodel plot`: one picture of a study or a table, and what it says in words."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from iomodel.cli.options import count, sayer
from iomodel.cli.output import save_picture
from iomodel.errors import NotFoundError, NotSupportedError, Problem
from iomodel.text import Lang, Text, same

if TYPE_CHECKING:
    from iomodel.impact import Part
    from iomodel.readings import Reading
    from iomodel.report.document import Picture
    from iomodel.summary import Summary

_FORMS = (".png", ".svg", ".pdf")
_STUDY, _TABLE = Text("연구", "study"), Text("표", "table")


def add(command: argparse.ArgumentParser, lang: Lang) -> None:
    """Give `command` its options."""
    say = sayer(lang)
    command.set_defaults(command=_plot)
    command.add_argument(
        "name", nargs="?", metavar="NAME", help=say("그림의 이름 (--list)", "picture (--list)")
    )
    command.add_argument(
        "of",
        nargs="?",
        metavar="PATH_OR_TABLE",
        help=say(
            "시나리오 TOML, 연구 폴더, 또는 표", "a scenario's TOML, a study, or a table's id"
        ),
    )
    command.add_argument("--list", action="store_true", help=say("그림 목록", "list the pictures"))
    command.add_argument(
        "--out", metavar="FILE", help=say("쓸 파일 (.png .svg .pdf)", "file (.png .svg .pdf)")
    )
    command.add_argument(
        "--indicator", default="production", metavar="ID", help=say("지표", "indicator")
    )
    command.add_argument(
        "--reading",
        choices=("reconciled", "announced"),
        default="announced",
        help=say("읽기", "which reading (default: announced)"),
    )
    command.add_argument(
        "--top",
        type=count,
        default=10,
        metavar="N",
        help=say("이름을 적을 부문 수", "how many sectors to name"),
    )
    command.add_argument("--table", metavar="ID", help=say("다른 표로 계산", "another table"))
    command.add_argument(
        "--sector", metavar="CODE", help=say("지도에 그릴 부문 (표)", "sector to map (tables)")
    )
    command.add_argument(
        "--map",
        choices=("tiles", "boundaries"),
        default="tiles",
        help=say("지도의 꼴", "shape of the map"),
    )
    command.add_argument(
        "--households",
        action="store_true",
        help=say("소득유발효과까지 (waterfall)", "induced effects too (waterfall)"),
    )


@dataclass(frozen=True)
class _Plate:
    """A picture that can be asked for by name."""

    of: Text
    what: Text
    make: Callable[[argparse.Namespace, Lang], Picture]


def _plot(options: argparse.Namespace, lang: Lang) -> int:
    if options.list:
        for name, plate in PLATES.items():
            print(f"{name:22}{plate.of.get(lang):8}{plate.what.get(lang)}")
        return 0
    if options.name not in PLATES:
        raise _unknown(options.name)
    _require_given(options)
    picture = PLATES[options.name].make(options, lang)
    save_picture(options.out, lang, picture.draw)
    print(Text(f"{options.out}: 그림을 썼습니다", f"{options.out}: picture written").get(lang))
    print(picture.alt)
    return 0


def _summary(options: argparse.Namespace) -> tuple[Summary, Reading]:
    """Return the printed table of a study, and the reading asked for."""
    from iomodel.estimates import estimate
    from iomodel.summary import Summary

    made = estimate(
        options.of, readings=(options.reading,), table=options.table, tables=options.tables
    )
    summary = Summary(made)
    if not summary.readings:
        raise _no_reading(options, made.readings[0].unavailable if made.readings else None)
    known = summary.indicators
    if options.indicator not in known:
        raise _unknown_indicator(options.indicator, known)
    return summary, summary.readings[0]


def _part(options: argparse.Namespace) -> tuple[Part, Reading]:
    """Return the one part of a reading's impact."""
    _, reading = _summary(options)
    assert reading.impact is not None
    if len(reading.impact.parts) > 1:
        raise _several_parts(options.of, [part.region for part in reading.impact.parts])
    return reading.impact.parts[0], reading


def _by_programme(options: argparse.Namespace, lang: Lang) -> Picture:
    from iomodel.report import pictures

    return pictures.by_programme(*_summary(options), options.indicator, lang)


def _published(options: argparse.Namespace, lang: Lang) -> Picture:
    from iomodel.report import pictures

    found = pictures.published_and_computed(*_summary(options), options.indicator, lang)
    if found is None:
        raise _nothing_published(options.of)
    return found


def _by_supplier(options: argparse.Namespace, lang: Lang) -> Picture:
    from iomodel.report import pictures
    from iomodel.suppliers import suppliers_of

    part, reading = _part(options)
    return pictures.by_supplier(
        suppliers_of(part, options.top, options.indicator), reading, options.indicator, lang
    )


def _in_region(options: argparse.Namespace, lang: Lang) -> Picture:
    from iomodel.mapped import no_regional_table
    from iomodel.report import pictures

    summary, reading = _summary(options)
    found = pictures.in_region(summary, reading, options.indicator, lang)
    if found is None:
        raise no_regional_table(summary)
    return found


def _map(options: argparse.Namespace, lang: Lang) -> Picture:
    from iomodel.report import pictures

    if options.sector:
        return pictures.multiplier_map(
            options.of, options.sector, options.indicator, options.map, lang, options.tables
        )
    return pictures.region_map(*_summary(options), options.indicator, options.map, lang)


def _waterfall(options: argparse.Namespace, lang: Lang) -> Picture:
    from iomodel.report import pictures
    from iomodel.stages import stages

    part, reading = _part(options)
    found = stages(part, options.indicator, households=options.households)
    return pictures.waterfall(found, reading, lang)


def _rounds(options: argparse.Namespace, lang: Lang) -> Picture:
    from iomodel.analyses.paths import production_layers
    from iomodel.report import pictures
    from iomodel.suppliers import shown

    part, reading = _part(options)
    found = production_layers(part.model, shown(part), options.indicator)  # type: ignore[arg-type]
    return pictures.rounds(found, reading, lang)


def _sankey(options: argparse.Namespace, lang: Lang) -> Picture:
    from iomodel.report import pictures
    from iomodel.tiers import tiers

    part, reading = _part(options)
    return pictures.sankey(tiers(part, min(options.top, 7)), reading, lang)


def _uncertainty(options: argparse.Namespace, lang: Lang) -> Picture:
    from iomodel.report import pictures
    from iomodel.uncertainty import uncertainty

    found = uncertainty(options.of, table=options.table, tables=options.tables, sobol=0)
    return pictures.uncertainty(found, options.indicator, lang)


def _matrix(id: str) -> Callable[[argparse.Namespace, Lang], Picture]:
    def make(options: argparse.Namespace, lang: Lang) -> Picture:
        from iomodel.coefficient_matrix import coefficient_matrix
        from iomodel.models import load_model
        from iomodel.report import pictures

        model = load_model(options.of, None, options.tables)
        return pictures.matrix(coefficient_matrix(model, id, options.top), lang)  # type: ignore[arg-type]

    return make


def _linkages(options: argparse.Namespace, lang: Lang) -> Picture:
    from iomodel.analyses.linkages import linkages
    from iomodel.models import load_model
    from iomodel.report import pictures

    model = load_model(options.of, None, options.tables)
    return pictures.linkages(linkages(model), model.info, lang)


PLATES: dict[str, _Plate] = {
    "by-programme": _Plate(
        _STUDY, Text("지구와 사업별 효과", "effects by district and programme"), _by_programme
    ),
    "by-supplier": _Plate(
        _STUDY, Text("효과가 발생하는 부문", "sectors in which effects arise"), _by_supplier
    ),
    "published": _Plate(
        _STUDY, Text("공표값과의 차이", "differences from the published"), _published
    ),
    "in-region": _Plate(_STUDY, Text("지역내와 타지역", "in the region and elsewhere"), _in_region),
    "map": _Plate(
        _STUDY,
        Text(
            "지역별 지역내 효과; --sector와 지역표면 유발계수",
            "in-region effects by region; with --sector and a regional table, its multipliers",
        ),
        _map,
    ),
    "waterfall": _Plate(
        _STUDY,
        Text("직접·간접(·소득유발) 효과", "direct, indirect (and induced) effects"),
        _waterfall,
    ),
    "rounds": _Plate(_STUDY, Text("차수별 파급과 그 누적", "convergence round by round"), _rounds),
    "sankey": _Plate(_STUDY, Text("공급사슬의 흐름", "flows along the supply chain"), _sankey),
    "uncertainty": _Plate(_STUDY, Text("효과의 구간", "intervals of effects"), _uncertainty),
    "input-coefficients": _Plate(
        _TABLE, Text("투입계수 A의 색지도", "heat map of A"), _matrix("A")
    ),
    "leontief-inverse": _Plate(
        _TABLE, Text("생산유발계수 L의 색지도", "heat map of L"), _matrix("L")
    ),
    "linkages": _Plate(_TABLE, Text("전후방 연관의 사분면", "quadrants of linkages"), _linkages),
}


def _unknown(name: str | None) -> NotFoundError:
    return NotFoundError(
        "plot",
        Problem(
            "NAME",
            Text("그런 그림이 없습니다", "there is no such picture"),
            same(", ".join(PLATES)),
            same(f'"{name}"') if name else Text("없음", "none"),
            Text("iomodel plot --list를 보십시오", "see iomodel plot --list"),
        ),
    )


def _require_given(options: argparse.Namespace) -> None:
    """Refuse a picture of nothing, or one that goes nowhere."""
    problems = []
    if not options.of:
        kind = PLATES[options.name].of
        problems.append(
            Problem(
                "PATH_OR_TABLE",
                Text("무엇을 그릴지 없습니다", "nothing to draw is named"),
                kind,
                Text("없음", "nothing"),
                Text("이름을 적으십시오", "name one"),
            )
        )
    if Path(options.out or "").suffix not in _FORMS:
        problems.append(
            Problem(
                "--out",
                Text("그림 파일의 이름이 아닙니다", "not the name of a picture's file"),
                same(" ".join(_FORMS)),
                same(f'"{options.out}"') if options.out else Text("없음", "nothing"),
                same("--out figure.png"),
            )
        )
    if problems:
        raise NotSupportedError("plot", problems)


def _no_reading(options: argparse.Namespace, why: Text | None) -> NotSupportedError:
    return NotSupportedError(
        options.of,
        Problem(
            "--reading",
            Text("이 읽기에는 값이 없습니다", "this reading has no values"),
            same(options.reading),
            why or Text("없음", "nothing"),
            Text("--reading을 바꾸십시오", "choose another --reading"),
        ),
    )


def _unknown_indicator(indicator: str, known: tuple[str, ...]) -> NotFoundError:
    return NotFoundError(
        "plot",
        Problem(
            "--indicator",
            Text("이 연구가 보이지 않는 지표입니다", "the study doesn't show this indicator"),
            same(", ".join(known)),
            same(f'"{indicator}"'),
            Text("위에서 고르십시오", "choose among those"),
        ),
    )


def _several_parts(path: str, regions: list[str]) -> NotSupportedError:
    return NotSupportedError(
        path,
        Problem(
            "",
            Text(
                "지역이 여럿이어서 한 그림에 담을 수 없습니다",
                "several regions don't fit one picture",
            ),
            Text("한 지역의 연구", "a study of one region"),
            same(", ".join(regions)),
            Text("지구의 TOML 하나를 적으십시오", "name one district's TOML"),
        ),
    )


def _nothing_published(path: str) -> NotSupportedError:
    return NotSupportedError(
        path,
        Problem(
            "",
            Text("견줄 수 있는 공표값이 없습니다", "there is no published figure to compare with"),
            Text("공표값이 있고 같은 것을 재는 읽기", "a reading that covers what was published"),
            Text("없음", "none"),
            Text("--reading을 바꾸십시오", "choose another --reading"),
        ),
    )
