"""The command `iomodel validate`."""

from __future__ import annotations

import argparse
import sys

from iomodel.cli.options import sayer
from iomodel.cli.output import emit
from iomodel.errors import IOModelError
from iomodel.text import Lang, Text

WRONG = 2


def add(command: argparse.ArgumentParser, lang: Lang) -> None:
    """Give `command` its options."""
    say = sayer(lang)
    command.set_defaults(command=_validate)
    command.add_argument(
        "path", nargs="*", help=say("시나리오 TOML, 연구 폴더", "a scenario's TOML or a study")
    )
    command.add_argument(
        "--json-schema",
        choices=("study", "district"),
        help=say(
            "파일의 JSON Schema를 출력 (편집기의 자동완성과 검사용)",
            "print the JSON Schema of a file, for editors to complete and check",
        ),
    )
    command.add_argument(
        "--reference",
        action="store_true",
        help=say("모든 항목의 설명을 출력", "print the reference of all keys"),
    )


def _validate(options: argparse.Namespace, lang: Lang) -> int:
    if options.json_schema:
        from iomodel.jsonschema import json_schema
        from iomodel.report import data

        return emit(data.to_json(json_schema(options.json_schema)), options)
    if options.reference:
        from iomodel.reference import reference

        return emit(reference(lang), options)
    if not options.path:
        usage = Text(
            "iomodel validate 경로… | --json-schema study|district | --reference",
            "usage: iomodel validate PATH… | --json-schema study|district | --reference",
        )
        print(usage.get(lang), file=sys.stderr)
        return WRONG
    return _inspect(options, lang)


def _inspect(options: argparse.Namespace, lang: Lang) -> int:
    """Check every path; what is wrong with one does not keep the others from being checked."""
    from iomodel.inspection import inspect

    lines, wrong = [], 0
    for path in options.path:
        try:
            found = inspect(path, options.tables)
        except IOModelError as error:
            if options.debug:
                raise
            print(error.render(lang), file=sys.stderr)
            wrong = WRONG
            continue
        words = Text(
            f"{path}: 이상 없음 (지구 {found.scenarios}, 줄 {found.lines}, 목표 {found.targets}, "
            f"공표값 {found.published}, 변형 {found.variants})",
            f"{path}: nothing wrong (districts {found.scenarios}, lines {found.lines}, targets "
            f"{found.targets}, published figures {found.published}, variants {found.variants})",
        )
        lines.append(words.get(lang))
    if lines:
        emit("\n".join(lines) + "\n", options)
    return wrong
