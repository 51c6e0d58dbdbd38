"""The command `iomodel tables collapse`: one region of a multiregional table, or the nation."""

from __future__ import annotations

import argparse
from dataclasses import replace

from iomodel.cli.derived import add_names, save_derived
from iomodel.cli.options import sayer
from iomodel.text import Lang


def add(command: argparse.ArgumentParser, lang: Lang) -> None:
    """Give `command` its options."""
    say = sayer(lang)
    command.set_defaults(command=_collapse)
    add_names(command, lang)
    command.add_argument(
        "--region",
        metavar="NAME",
        help=say(
            "남길 지역. 타지역은 수입과 최종수요가 됨 (없으면 모든 지역을 더한 전국표)",
            "the region to keep, the others becoming imports and final demand (the nation, all "
            "regions added up, where left out)",
        ),
    )


def _collapse(options: argparse.Namespace, lang: Lang) -> int:
    from iomodel import catalogue
    from iomodel.multiregional import MultiregionalTable, national, single_region

    table = catalogue.load_transactions(options.id, options.tables)
    local = None
    if table.sectors.regions:
        local = catalogue.load_classification(table.info.local, options.tables)
    multi = MultiregionalTable.of(table, local)
    found = single_region(multi, options.region) if options.region else national(multi)
    named = replace(found, info=found.info.model_copy(update={"id": options.new}))
    return save_derived(named, {}, options, lang)
