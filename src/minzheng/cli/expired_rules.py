"""The verb `expired-rules`: what has ended by its own words, and the county's ruling on it."""

import argparse
from datetime import date

from minzheng.accounts.scope import within
from minzheng.casework.domain import expired_rule
from minzheng.casework.models import ExpiredRuleRuling
from minzheng.casework.queries.expired_rules import ExpiredDocument, to_rule_on
from minzheng.cli.deciding import NotFound, person
from minzheng.cli.speech import marked as _
from minzheng.kernel.moment import local_day
from minzheng.kernel.wording import listed
from minzheng.services.calendar import clock


def run(argv: list[str]) -> int:
    """`minzheng expired-rules --as USER` lists; `--rule N --until DAY --document NAME --reason TEXT`; `--approve N`."""
    parser = argparse.ArgumentParser(prog="minzheng expired-rules")
    parser.add_argument("--as", dest="user", required=True, help=_("由谁办理（用户名）"))
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--rule", type=int, metavar="N", help=_("对清单中第 N 份文件登记继续适用的决定"))
    how.add_argument("--approve", type=int, metavar="N", help=_("批准清单中第 N 份文件的处理决定"))
    parser.add_argument("--until", type=date.fromisoformat, help=_("暂继续适用至，例如 2027-12-31"))
    parser.add_argument("--document", default="", help=_("处理文件的名称和文号"))
    parser.add_argument("--reason", default="", help=_("继续适用的理由"))
    options = parser.parse_args(argv)
    by, at = person(options.user), clock.now()
    with within(by.area):
        documents = to_rule_on(local_day(at))
        if options.rule is not None:
            if options.until is None:
                parser.error(_("登记处理决定须用 --until 写明适用到哪一天"))
            one = _chosen(documents, options.rule)
            expired_rule.rule(
                program=one.program, reference=one.reference, until_on=options.until, document=options.document,
                reason=options.reason, by=by, at=at,
            )  # fmt: skip
            print(_("已登记“%(reference)s”的处理决定，由另一人批准后生效。") % {"reference": one.reference})
        elif options.approve is not None:
            one = _chosen(documents, options.approve)
            if one.ruling is None:
                raise NotFound(_("第 %(n)s 份文件还没有登记处理决定。") % {"n": options.approve})
            expired_rule.approve(ruling=ExpiredRuleRuling.objects.get(pk=one.ruling.pk), by=by, at=at)
            print(_("已批准，可据此作出决定至 %(day)s。") % {"day": one.ruling.until_on})
        else:
            _print(documents, local_day(at))
    return 0


def _chosen(documents: list[ExpiredDocument], place: int) -> ExpiredDocument:
    if not 1 <= place <= len(documents):
        raise NotFound(_("清单中没有第 %(n)s 份文件，共 %(total)s 份。") % {"n": place, "total": len(documents)})
    return documents[place - 1]


def _print(documents: list[ExpiredDocument], today: date) -> None:
    if not documents:
        print(_("没有已经期满或90天内将要期满的地方规定。"))
    for place, one in enumerate(documents, start=1):
        if one.is_ruled_on(today) and one.ruling is not None:
            state = _("已决定，适用至 %(day)s") % {"day": one.ruling.until_on}
        elif one.ruling is not None:
            state = _("处理决定待批准")
        else:
            state = _("待处理")
        print(f"{place}. {one.reference}")
        words = {"day": one.expired_on, "figures": listed(one.figures), "state": state}
        print(_("   期满日 %(day)s；仍在使用的指标：%(figures)s；%(state)s") % words)
