"""The command `iomodel tables seal`: a table folder's checksums, after a change that is meant."""

from __future__ import annotations

import argparse
from pathlib import Path

from iomodel.cli.options import sayer
from iomodel.text import Lang, Text


def add(command: argparse.ArgumentParser, lang: Lang) -> None:
    """Give `command` its options."""
    command.set_defaults(command=_seal)
    command.add_argument("folder", metavar="DIR", help=sayer(lang)("표 폴더", "a table's folder"))


def _seal(options: argparse.Namespace, lang: Lang) -> int:
    from iomodel.importing import seal_again

    folder = seal_again(Path(options.folder))
    count = len(folder.file.files)
    print(
        Text(
            f"{folder.path}: 파일 {count}개의 sha256을 table.toml에 적었습니다",
            f"{folder.path}: the sha256 of {count} files stands in table.toml",
        ).get(lang)
    )
    return 0
