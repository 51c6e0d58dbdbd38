"""The command `iomodel analyse`: every analysis with the options that it states of itself."""

from __future__ import annotations

import argparse
import re
import sys
from typing import Any

from iomodel.analyses import all_analyses
from iomodel.analyses.base import Analysis, Option, Result
from iomodel.models import load_model
from iomodel.provenance import Manifest
from iomodel.text import Lang, Text

_KINDS: dict[str, type] = {"number": float, "integer": int}


def add_analyses(
    command: argparse.ArgumentParser, shared: argparse.ArgumentParser, lang: Lang
) -> None:
    """Give `command` a subcommand for each analysis."""
    names = command.add_subparsers(required=True, metavar="NAME")
    for analysis in all_analyses():
        title = analysis.title.get(lang)
        parser = names.add_parser(analysis.name, help=title, description=title, parents=[shared])
        parser.add_argument(
            "table", metavar="TABLE", help=Text("표의 이름", "a table's id").get(lang)
        )
        parser.add_argument("--region", help=Text("지역 (지역표)", "region").get(lang))
        parser.add_argument(
            "--plot",
            metavar="FILE",
            help=Text("그림을 파일로 (.png, .svg, .pdf)", "save the picture").get(lang),
        )
        for option in analysis.options:
            _add_option(parser, option, lang)
        parser.set_defaults(analysis=analysis)


def _add_option(parser: argparse.ArgumentParser, option: Option, lang: Lang) -> None:
    flag = f"--{option.name.replace('_', '-')}"
    help = option.help.get(lang).replace("%", "%%")
    words: dict[str, Any] = {"help": help, "dest": f"option_{option.name}"}
    if option.kind == "flag":
        parser.add_argument(flag, action="store_true", default=option.default, **words)
        return
    words |= {"required": option.required, "type": _KINDS.get(option.kind, str)}
    if not option.choices:
        words["metavar"] = option.name.upper()
    if option.many:
        words |= {"action": "extend", "type": _listed(words["type"])}
    elif option.choices:
        words["choices"] = option.choices
    parser.add_argument(flag, **words)


_ITEM = re.compile(r'"([^"]*)"|((?:[^,"]|,(?=\s))+)')


def _listed(kind: type) -> Any:
    """Return a reader of lists: split at commas without a blank behind, or in double quotes.

    Names of sectors have commas with a blank behind, so 07,09 is two and
    Food, beverages and tobacco products is one.
    """

    def read(words: str) -> list[Any]:
        found = (quoted or plain for quoted, plain in _ITEM.findall(words))
        return [kind(word.strip()) for word in found if word.strip()]

    return read


def run(options: argparse.Namespace, lang: Lang) -> tuple[Result, Manifest]:
    """Return the result of the analysis asked for, and what its model rests on."""
    analysis: Analysis = options.analysis
    model = load_model(options.table, options.region, options.tables)
    given = {option.name: _value(option, options) for option in analysis.options}
    result = analysis.run(model, **{name: v for name, v in given.items() if v is not None})
    if options.plot:
        _save(result, options.plot, lang)
    return result, model.manifest()


def _value(option: Option, options: argparse.Namespace) -> Any:
    value = getattr(options, f"option_{option.name}")
    if option.kind == "table" and value is not None:
        return load_model(value, None, options.tables)
    return tuple(value) if option.many and value is not None else value


def _save(result: Result, path: str, lang: Lang) -> None:
    """Write the picture whole or not at all, with English labels where no Korean font is."""
    import io
    from pathlib import Path

    import matplotlib as mpl

    mpl.use("Agg")
    from iomodel.files import write_whole
    from iomodel.report.fonts import use_language

    drawn = use_language(lang)
    if drawn != lang:
        print("한글 글꼴이 없어 그림의 글자를 영어로 씁니다 (예: 나눔고딕 설치)", file=sys.stderr)
    target = Path(path)
    out = io.BytesIO()
    figure = result.plot(lang=drawn).get_figure(root=True)
    assert figure is not None
    figure.savefig(out, format=target.suffix.lstrip(".") or "png", dpi=150)
    write_whole(target, out.getvalue())
