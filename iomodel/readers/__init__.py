"""Readers of foreign formats; each returns an `iomodel.table.IOTable`."""
