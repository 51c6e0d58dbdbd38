"""Libraries beyond the core, imported when used, with a word where one is missing."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from iomodel.errors import NotSupportedError, Problem
from iomodel.text import Text, same


def extra(module: str, name: str = "batch") -> Any:
    """Return `module`, which the extra `name` of iomodel brings.

    Raises
    ------
    NotSupportedError
        If it isn't installed; the message says how to get it.
    """
    try:
        return import_module(module)
    except ImportError as error:
        raise NotSupportedError(
            module,
            Problem(
                "",
                Text("필요한 꾸러미가 설치되지 않았습니다", "a library is not installed"),
                same(module),
                same(error),
                same(f'pip install "iomodel[{name}]"'),
            ),
            data=module,
        ) from error
