"""`minzheng prices replay`: every month of the packaged series put to the rules of its day. Needs no database."""

import argparse
from collections import Counter
from collections.abc import Sequence

from minzheng.cli.speech import marked as _
from minzheng.kernel.month import Month
from minzheng.kernel.refusal import Refused
from minzheng.statute.price_series import FIRST, LAST, Replayed, replay
from minzheng.statute.price_trigger import NO_RULE, NOT_TRIGGERED, TRIGGERED, UNDECIDABLE

STATES = {
    TRIGGERED: _("启动"),
    NOT_TRIGGERED: _("不启动"),
    UNDECIDABLE: _("不能确定"),
    NO_RULE: _("当时没有已知的启动规则"),
}
COUNTY = "420581"


class MonthsReversed(Refused):
    """The last month lies before the first."""


def run(argv: Sequence[str]) -> int:
    """`minzheng prices replay --from 2011-01 --to 2025-12 [--at 420581]`."""
    parser = argparse.ArgumentParser(prog="minzheng prices", description=_("价格临时补贴联动机制"))
    verbs = parser.add_subparsers(dest="verb", required=True, metavar=_("步骤"))
    add = verbs.add_parser("replay", help=_("按各月的规定重算历年指数，哪些月份启动"))
    add.add_argument("--from", dest="first", default=str(FIRST), metavar=_("月份"))
    add.add_argument("--to", dest="last", default=str(LAST), metavar=_("月份"))
    add.add_argument("--at", default=COUNTY, metavar=_("区划代码"), help=_("按哪个地方的规则，不写则为宜都市"))
    options = parser.parse_args(argv)
    first, last = Month.parse(options.first), Month.parse(options.last)
    if last < first:
        raise MonthsReversed(_("截止月份早于起始月份，请对调 --from 和 --to。"))
    rows = replay(first, last, place=options.at)
    for row in rows:
        _print(row)
    counts = Counter(row.finding.state for row in rows)
    print()
    for state, words in STATES.items():
        print(f"{words}  {counts[state]}")
    return 0


def _print(row: Replayed) -> None:
    print(f"{row.month}  {STATES[row.finding.state]}  {row.finding.why}")
    if row.stand_in is not None:
        print(_("         若以全国指数代入：%(state)s（仅供参考）") % {"state": STATES[row.stand_in.state]})
