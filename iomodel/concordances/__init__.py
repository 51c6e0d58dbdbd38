"""From an industry to a table's sectors; tables joined and divided; results grouped.

`sectors_for` proposes sectors for an industry of the Korean Standard Industrial Classification.
`aggregate_table` and `split_table` make other tables before anything is computed; `group_results`
adds up what was computed.
"""

from iomodel.concordances.deriving import aggregate_table
from iomodel.concordances.grouping import group_results
from iomodel.concordances.mapping import read_mapping
from iomodel.concordances.proposals import Proposal, sectors_for
from iomodel.concordances.shares import read_shares
from iomodel.concordances.splitting import Shares, split_table

__all__ = [
    "Proposal",
    "Shares",
    "aggregate_table",
    "group_results",
    "read_mapping",
    "read_shares",
    "sectors_for",
    "split_table",
]
