"""The command `iomodel report`: a study as a document to hand on."""

from __future__ import annotations

import argparse
from pathlib import Path

from iomodel.cli.options import sayer
from iomodel.text import Lang, Text


def add(command: argparse.ArgumentParser, lang: Lang) -> None:
    """Give `command` its options."""
    say = sayer(lang)
    command.set_defaults(command=_report)
    command.add_argument(
        "path", help=say("시나리오 TOML, 연구 폴더", "a scenario's TOML or a study")
    )
    command.add_argument(
        "--to",
        required=True,
        action="append",
        metavar="FILE",
        help=say(
            "쓸 파일; 형식은 확장자대로 (.xlsx .docx .hwpx .html .md .tex .csv), 여러 번 가능",
            "file to write, its form by its ending (.xlsx .docx .hwpx .html .md .tex .csv); "
            "may be given again",
        ),
    )
    command.add_argument(
        "--reading",
        choices=("reconciled", "announced"),
        help=say("한 가지 읽기만 (기본: 모두)", "one reading only (default: all)"),
    )
    command.add_argument(
        "--table", metavar="ID", help=say("다른 표로 계산", "another table than the study's")
    )
    command.add_argument(
        "--variant",
        default="",
        metavar="NAME",
        help=say("파일에 적힌 변형", "a variant of the files"),
    )


def _report(options: argparse.Namespace, lang: Lang) -> int:
    from iomodel.estimates import estimate
    from iomodel.findings import findings
    from iomodel.report.compose import compose
    from iomodel.report.doors import require_known, write
    from iomodel.schema import READINGS

    targets = [Path(name) for name in options.to]
    for target in targets:
        require_known(target)
    how = {
        "readings": [options.reading] if options.reading else list(READINGS),
        "table": options.table,
        "variant": options.variant,
    }
    made = estimate(options.path, tables=options.tables, **how)
    found = findings(made) if options.reading != "announced" else ()
    document = compose(made, found, lang, how)
    for target in targets:
        write(document, target)
        print(Text(f"{target}: 보고서를 썼습니다", f"{target}: report written").get(lang))
    return 0
