"""Reading payment. Persons' lines are read within the declared scope; runs themselves carry no person's data."""

from minzheng.payments.queries.funds import FundPosition, Position, fund_position, run_positions, together
from minzheng.payments.queries.publication import Published, publication_list
from minzheng.payments.queries.runs import (
    RunView,
    StatusTotal,
    TownshipTotal,
    by_township,
    is_for,
    lines_of,
    lines_of_household,
    open_runs,
    run_view,
    runs,
    runs_waiting_for,
)

__all__ = [
    "FundPosition",
    "Position",
    "Published",
    "RunView",
    "StatusTotal",
    "TownshipTotal",
    "by_township",
    "fund_position",
    "is_for",
    "lines_of",
    "lines_of_household",
    "open_runs",
    "publication_list",
    "run_positions",
    "run_view",
    "runs",
    "runs_waiting_for",
    "together",
]
