"""The command `iomodel audit`: a publication's figures under audit, or a file to write them in."""

from __future__ import annotations

import argparse
from pathlib import Path

from iomodel.cli.options import count, handing_on, sayer
from iomodel.cli.output import emit, emit_document
from iomodel.text import Lang, Text

CANDIDATES = 5  # shown of each ranking


def add(command: argparse.ArgumentParser, lang: Lang) -> None:
    """Give `command` its options."""
    say = sayer(lang)
    command.set_defaults(command=_audit)
    given = command.add_mutually_exclusive_group(required=True)
    given.add_argument(
        "path",
        nargs="?",
        help=say(
            "인쇄된 값을 적은 TOML이나 CSV, 또는 연구의 폴더나 이름",
            "a TOML or CSV of figures as printed, or a study's folder or name",
        ),
    )
    given.add_argument(
        "--new",
        metavar="FILE",
        help=say("값을 적을 본을 만듦 (.toml, .csv)", "write a template (.toml, .csv)"),
    )
    command.add_argument(
        "--top",
        type=count,
        default=CANDIDATES,
        metavar="N",
        help=say("후보를 N개까지 보임", "show N candidates of each ranking"),
    )
    handing_on(command, lang)


def _audit(options: argparse.Namespace, lang: Lang) -> int:
    if options.new:
        return _new(options.new, lang)
    from iomodel.audit import audit
    from iomodel.report import audits, data, doors

    if options.to:
        doors.require_known(Path(options.to))
    found = audit(options.path, options.tables)
    if options.to:
        doors.write(audits.note(found, options.top, lang), Path(options.to))
        return 0
    if options.format == "json":
        return emit(data.to_json(audits.plain(found, options.top, lang)), options)
    if options.format == "csv":
        return emit(data.to_csv(audits.records(found, lang)), options)
    return emit_document(audits.note(found, options.top, lang), options)


def _new(path: str, lang: Lang) -> int:
    from iomodel.audit.template import write_template

    write_template(path, lang)
    told = Text(
        f"{path}: 값을 채운 뒤 iomodel audit {path}",
        f"{path}: fill in the figures, then iomodel audit {path}",
    )
    print(told.get(lang))
    return 0
