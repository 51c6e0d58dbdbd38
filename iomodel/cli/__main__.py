"""`python -m iomodel.cli`, the same as `iomodel`."""

from iomodel.cli import main

raise SystemExit(main())
