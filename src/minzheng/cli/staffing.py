"""The verb `staff`: accounts of the people who work here."""

import argparse
import getpass

from minzheng.accounts.domain import staff as staff_domain
from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.accounts.scope import everywhere
from minzheng.cli.speech import marked as _
from minzheng.services.calendar import clock


def run(argv: list[str]) -> int:
    """`minzheng staff add USERNAME --name 姓名 --role ROLE --area CODE …` or `minzheng staff list`."""
    parser = argparse.ArgumentParser(prog="minzheng staff")
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("list", help=_("列出账号"))
    add = verbs.add_parser("add", help=_("新建账号"))
    add.add_argument("username")
    add.add_argument("--name", required=True)
    add.add_argument("--role", required=True, choices=Role.values)
    add.add_argument("--area", required=True, nargs="+", help=_("管辖的区划代码"))
    add.add_argument("--password", help=_("不写则提示输入"))
    options = parser.parse_args(argv)
    with everywhere("staff accounts by the operator"):
        if options.verb == "list":
            for member in Staff.objects.order_by("username"):
                print(f"{member.username:<20}{member.name}\t{member.get_role_display()}")
            return 0
        password = options.password or getpass.getpass(_("新账号的密码："))
        member = staff_domain.create(
            username=options.username,
            name=options.name,
            role=options.role,
            areas=options.area,
            password=password,
            by=None,
            at=clock.now(),
        )
    print(
        _("已建账号 %(username)s（%(name)s，%(get_role_display)s）。")
        % {"username": member.username, "name": member.name, "get_role_display": member.get_role_display()}
    )
    return 0
