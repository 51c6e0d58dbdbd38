"""What several test modules share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of source data beside the repository, or the one named by IOMODEL_SHARED."""
    beside = Path(__file__).resolve().parents[2] / "shared"
    folder = Path(os.environ.get("IOMODEL_SHARED", beside))
    if not folder.is_dir():
        pytest.skip(f"source data not found at {folder}; set IOMODEL_SHARED")
    return folder
