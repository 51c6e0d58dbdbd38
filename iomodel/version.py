"""The version of the package, as installed."""

from importlib.metadata import PackageNotFoundError, version

try:
    VERSION = version("iomodel")
except PackageNotFoundError:  # run from a source tree that was never installed
    VERSION = "unknown"
