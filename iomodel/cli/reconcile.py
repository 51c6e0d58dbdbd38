"""The command `iomodel reconcile`."""

from __future__ import annotations

import argparse
from pathlib import Path

from iomodel.cli.options import sayer
from iomodel.text import Lang, Text


def add(command: argparse.ArgumentParser, lang: Lang) -> None:
    """Give `command` its options."""
    command.set_defaults(command=_reconcile)
    command.add_argument("path", help=sayer(lang)("연구 폴더", "a study's folder"))


def _reconcile(options: argparse.Namespace, lang: Lang) -> int:
    from iomodel.files import write_whole
    from iomodel.inference import infer, vectors_csv
    from iomodel.scenario import read_study

    study = read_study(options.path, options.tables)
    inferred = infer(study, options.tables)
    how = inferred.question.how
    target = Path(options.out) if options.out else study.path / how.vectors
    write_whole(target, vectors_csv(inferred))
    print(
        Text(
            f"{target}: 사업 {len(inferred.demand)}개의 지출 벡터 (공표값에서 추론, {how.table}; "
            f"인쇄 단위 절반의 {inferred.tightness:.0%}까지 어긋남)",
            f"{target}: demand of {len(inferred.demand)} programmes (inferred from the published "
            f"totals over {how.table}; figures stray {inferred.tightness:.0%} of half a printed "
            "unit at least)",
        ).get(lang)
    )
    return 0
