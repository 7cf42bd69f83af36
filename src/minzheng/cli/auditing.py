"""The verb `audit`: walk from a bank's serial to the law, on the operator's screen; the read is written down."""

import argparse

from django.db import transaction

from minzheng.accounts.enums import Role
from minzheng.accounts.permissions import require_role
from minzheng.accounts.scope import within
from minzheng.cli.deciding import person
from minzheng.cli.speech import marked as _
from minzheng.payments.queries import walk
from minzheng.services.audit.domain.record import record_read
from minzheng.services.calendar import clock

READERS = (Role.AUDITOR, Role.LEADER, Role.COUNTY_OFFICER)


def run(argv: list[str]) -> int:
    """`minzheng audit walk SERIAL --as USER`: print every step of the way; exit code 0."""
    parser = argparse.ArgumentParser(prog="minzheng audit", description=_("从一笔流水走到决定、核算、证据和法规"))
    verbs = parser.add_subparsers(dest="verb", required=True)
    walking = verbs.add_parser("walk", help=_("打印一笔发放的来龙去脉"))
    walking.add_argument("serial", help=_("银行流水号，或账簿流水号"))
    walking.add_argument("--as", dest="user", required=True, help=_("以谁的账号查看（留下查看记录）"))
    options = parser.parse_args(argv)
    by, at = person(options.user), clock.now()
    require_role(by, *READERS)
    with within(by.area):
        line = walk.line_of(options.serial)
        with transaction.atomic():
            record_read(
                by=by, at=at, object_kind="payments.PayLine", object_id=str(line.pk),
                division_code=line.division_code, purpose=f"命令行审计追溯 {line.serial}",
            )  # fmt: skip
        for number, step in enumerate(walk.walk(line), start=1):
            _show(number, step)
    return 0


def _show(number: int, step: walk.Step) -> None:
    print(f"{number}. {step.title}：{step.gist}")
    for label, value in step.facts:
        print(f"   {label}  {value}")
    for table in step.tables:
        print(f"   {table.title}")
        for row in table.rows:
            print("     " + "  ".join(cell for cell in row if cell))
    print()
