"""The command `iomodel studies`."""

from __future__ import annotations

import argparse

from iomodel.cli.output import emit_records
from iomodel.text import Lang


def add(command: argparse.ArgumentParser, lang: Lang) -> None:
    """Give `command` what it calls."""
    command.set_defaults(command=_studies)


def _studies(options: argparse.Namespace, lang: Lang) -> int:
    from iomodel.catalogue import shipped
    from iomodel.scenario import STUDY, read_study

    folders = sorted(p for p in shipped("scenarios").iterdir() if (p / STUDY).is_file())
    records = [
        {
            "id": study.id,
            "title": study.title.get(lang),
            "scenarios": " ".join(s.id for s in study.scenarios),
            "path": str(study.path),
        }
        for study in (read_study(folder, options.tables) for folder in folders)
    ]
    return emit_records(records, options, 4)
