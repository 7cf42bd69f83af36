"""The verb `relatives`: the nightly matching of close relatives, and the ID numbers of staff for the operator."""

import argparse
import getpass

from minzheng.accounts.scope import everywhere
from minzheng.casework.domain import close_relatives
from minzheng.casework.models import CloseRelative
from minzheng.cli.deciding import person
from minzheng.cli.speech import marked as _
from minzheng.services.calendar import clock


def run(argv: list[str]) -> int:
    """`minzheng relatives match`, or `minzheng relatives number USERNAME` (asks for the ID number)."""
    parser = argparse.ArgumentParser(prog="minzheng relatives")
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("match", help=_("按全部名册重新比对在办、在保办件，每晚运行"))
    number = verbs.add_parser("number", help=_("登记工作人员的身份号码"))
    number.add_argument("username")
    number.add_argument("--reason", default="", help=_("更正原因（已登记过的须写）"))
    options = parser.parse_args(argv)
    at = clock.now()
    if options.verb == "match":
        made = close_relatives.match_all(at=at)
        print(_("近亲属比对完成，新备案 %(n)s 条。") % {"n": len(made)})
        with everywhere("the operator reads what the matching found"):
            rows = CloseRelative.objects.filter(pk__in=[row.pk for row in made]).select_related("case")
            for row in rows.order_by("case__number"):
                print(f"{row.case.number}  {row.get_kin_display()}  {row.official_name}（{row.official_post}）")
        return 0
    staff = person(options.username)
    id_number = getpass.getpass(_("%(name)s的公民身份号码：") % {"name": staff.name})
    close_relatives.record_staff_number(staff=staff, id_number=id_number, by=None, at=at, reason=options.reason)
    print(_("已登记 %(name)s 的身份号码。") % {"name": staff.name})
    return 0
