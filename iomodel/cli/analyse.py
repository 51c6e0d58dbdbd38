"""The command `iomodel analyse`: every analysis with the options that it states of itself."""

from __future__ import annotations

import argparse
import re
from typing import Any

from iomodel.analyses import all_analyses
from iomodel.analyses.base import Analysis, Option, Result
from iomodel.cli.options import shared
from iomodel.cli.output import emit, save_picture
from iomodel.models import load_model
from iomodel.provenance import Manifest
from iomodel.text import Lang, Text

_KINDS: dict[str, type] = {"number": float, "integer": int}


def add(command: argparse.ArgumentParser, lang: Lang) -> None:
    """Give `command` a subcommand for each analysis."""
    parent = shared(lang)
    command.set_defaults(command=_analyse)
    names = command.add_subparsers(required=True, metavar="NAME")
    for analysis in all_analyses():
        title = analysis.title.get(lang)
        parser = names.add_parser(analysis.name, help=title, description=title, parents=[parent])
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


def _analyse(options: argparse.Namespace, lang: Lang) -> int:
    from iomodel.report import analyses, data, markdown, terminal

    result, manifest = _result(options, lang)
    if options.format == "json":
        return emit(data.to_json(analyses.document(result, manifest, lang)), options)
    if options.format == "csv":
        return emit(data.to_csv(analyses.records(result)), options)
    block, sections = analyses.block(result, lang), analyses.sections(result, manifest, lang)
    if options.format == "markdown":
        return emit(markdown.pieces(block, sections), options)
    page = terminal.Page(options.out)
    terminal.print_block(block, page.console)
    terminal.print_sections(sections, page.console)
    return 0 if page.live else emit(page.text, options)


def _result(options: argparse.Namespace, lang: Lang) -> tuple[Result, Manifest]:
    """Return the result of the analysis asked for, and what its model rests on."""
    analysis: Analysis = options.analysis
    model = load_model(options.table, options.region, options.tables)
    given = {option.name: _value(option, options) for option in analysis.options}
    result = analysis.run(model, **{name: v for name, v in given.items() if v is not None})
    if options.plot:
        save_picture(options.plot, lang, lambda spoken: result.plot(lang=spoken))
    return result, model.manifest()


def _value(option: Option, options: argparse.Namespace) -> Any:
    value = getattr(options, f"option_{option.name}")
    if option.kind == "table" and value is not None:
        return load_model(value, None, options.tables)
    return tuple(value) if option.many and value is not None else value
