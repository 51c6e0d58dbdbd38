"""Draw the gallery: every picture that docs/figures.md asks for, into docs/img/figures."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from iomodel import cli

DOCS = Path(__file__).resolve().parent
_COMMAND = re.compile(r"^iomodel (plot .* --out \S+\.png)$", re.MULTILINE)


def main() -> None:
    """Run the page's commands, their files going to the folder of its images."""
    folder = DOCS / "img" / "figures"
    folder.mkdir(exist_ok=True)
    for found in _COMMAND.finditer((DOCS / "figures.md").read_text("utf-8")):
        *words, name = shlex.split(found[1])
        assert cli.main([*words, str(folder / name)]) == 0, found[0]


if __name__ == "__main__":
    main()
