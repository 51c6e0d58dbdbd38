"""The command `iomodel sectors`: the sectors that an industry may belong to."""

from __future__ import annotations

import argparse
from dataclasses import replace
from itertools import groupby

from iomodel.cli.options import count, sayer
from iomodel.cli.output import emit_block, emit_records
from iomodel.text import Lang, Text

MOST = 5  # proposals shown in each classification


def add(command: argparse.ArgumentParser, lang: Lang) -> None:
    """Give `command` its options."""
    say = sayer(lang)
    command.set_defaults(command=_sectors)
    command.add_argument(
        "words",
        nargs="+",
        metavar="WORD",
        help=say(
            "업종이나 부문의 한국어·영어 이름, 그 일부, 또는 코드 (한국표준산업분류 10·11차)",
            "an industry's or a sector's name, part of it, or code (KSIC 10 or 11)",
        ),
    )
    where = command.add_mutually_exclusive_group()
    where.add_argument(
        "--table", metavar="ID", help=say("이 표의 부문만", "sectors of this table only")
    )
    where.add_argument(
        "--classification",
        metavar="ID",
        help=say("이 분류의 부문만 (예: bok2020-380)", "of this one only, such as bok2020-380"),
    )
    command.add_argument(
        "--most",
        type=count,
        default=MOST,
        metavar="N",
        help=say(
            f"분류마다 최대 몇 개 (기본 {MOST})",
            f"how many of a classification at most (default {MOST})",
        ),
    )


def _sectors(options: argparse.Namespace, lang: Lang) -> int:
    from iomodel.concordances import proposals
    from iomodel.report.tables import block_of, proposal_records

    named = [options.classification] if options.classification else None
    where = named or proposals.classifications(options.table, options.tables)
    found = proposals.proposals(" ".join(options.words), where, options.tables)
    each = [tuple(own) for _, own in groupby(found, key=lambda one: one.classification)]
    records = proposal_records([one for own in each for one in own[: options.most]], lang)
    if options.format in ("json", "csv"):
        return emit_records(records, options, len(records[0]))
    notes = [_more(len(found) - len(records)), *proposals.rests_on(found)]
    caption = "\n".join(filter(None, (note.get(lang) for note in notes)))
    return emit_block(replace(block_of(records, len(records[0])), caption=caption), options)


def _more(left: int) -> Text:
    """Return how many proposals are not shown; nothing where all are."""
    if not left:
        return Text("", "")
    return Text(f"{left}개가 더 있습니다 (--most)", f"{left} more (--most)")
