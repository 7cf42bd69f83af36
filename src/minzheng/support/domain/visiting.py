"""A visit: how the person lives, whether each payment is in their own hand, and what is wrong."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.models import Staff
from minzheng.kernel.moment import local_day
from minzheng.kernel.wording import month_words
from minzheng.payments.models import PayLine
from minzheng.registry.models import Person
from minzheng.services.calendar.queries import add_working_days
from minzheng.statute.period import figure
from minzheng.support.domain.road import (
    VISITORS,
    SupportRefused,
    note,
    require_not_oneself,
    require_unrelated,
    supported,
)
from minzheng.support.enums import Asked, ProblemKind
from minzheng.support.models import Problem, Receipt, SupportVisit
from minzheng.support.queries.standing import guardian_on, running_on
from minzheng.support.queries.visits import Supported, unconfirmed


@transaction.atomic
def visit(
    *, person: Person, visited_on: date, condition: str, by: Staff, at: datetime, asked: str = "",
    in_hand: Sequence[PayLine] = (), not_in_hand: Sequence[PayLine] = (), problem_kind: str = "", problem: str = "",
) -> SupportVisit:  # fmt: skip
    """Record a visit to a person supported at home; money that is not in hand and what is wrong become problems due.

    A payment is asked about only after the bank reported it paid, and is confirmed once for a person; a guardian is
    asked only if on record that day. Raises SupportRefused, NotAllowed (role, area, close relative, the carer).
    """
    permissions.require_role(by, *VISITORS)
    who = supported(person, visited_on, what=_("登记探访"))
    permissions.require_area(by, who.grounds.division_code)
    if visited_on > local_day(at):
        raise SupportRefused(_("探访日期%(day)s还没有到，请核对。") % {"day": visited_on})
    if not condition.strip():
        raise SupportRefused(_("请写明看到的生活和身体情况。"))
    _require_askable(who, visited_on, asked, in_hand, not_in_hand)
    made = SupportVisit(
        person=person, household_id=who.grounds.household_id, division_code=who.grounds.division_code,
        case_number=who.grounds.case_number, tier=who.tier, visited_on=visited_on, condition=condition.strip(),
        visited_by=by, visited_at=at,
    )  # fmt: skip
    require_unrelated(made, by, at)
    carer = running_on(person, visited_on)
    if carer is not None:
        require_not_oneself(by, carer.carer_id_number, _("照料人"))
    made.save(force_insert=True)
    for is_in_hand, lines in ((True, in_hand), (False, not_in_hand)):
        for line in lines:
            Receipt(visit=made, person=person, line=line, is_in_hand=is_in_hand, asked=asked).save(force_insert=True)
    for kind, text in _found(not_in_hand, problem_kind, problem).items():
        _problem(made, kind, text, by=by, at=at)
    note(
        made, "support.visited", by=by, at=at, reason=made.condition, visited_on=visited_on.isoformat(), asked=asked,
        in_hand=[line.serial for line in in_hand], not_in_hand=[line.serial for line in not_in_hand],
    )  # fmt: skip
    return made


def _require_askable(
    who: Supported, day: date, asked: str, in_hand: Sequence[PayLine], not_in_hand: Sequence[PayLine]
) -> None:
    given = [*in_hand, *not_in_hand]
    if given and asked not in Asked.values:
        raise SupportRefused(_("请写明怎样问的：看了存折、本人说的，还是监护人说的。"))
    if given and asked == Asked.GUARDIAN and guardian_on(who.person, day) is None:
        raise SupportRefused(
            _("%(name)s在%(day)s没有登记监护人，不能问监护人。请先登记监护人，或者看存折、问本人。")
            % {"name": who.person.name, "day": day}
        )
    if len({line.pk for line in given}) < len(given):
        raise SupportRefused(_("同一笔钱不能既拿到又没有拿到，请核对。"))
    # Locked, so that two who visit at once do not both confirm; the database refuses the second in any case.
    list(PayLine.objects.select_for_update(of=("self",)).filter(pk__in=[line.pk for line in given]))
    open_lines = {line.pk: line for line in unconfirmed([who])[who.person.pk]}
    for line in given:
        if line.pk not in open_lines:
            raise SupportRefused(
                _("%(month)s的这笔钱不能确认：银行还没有报告已付，已经确认过，或者不是发给%(name)s的。")
                % {"month": month_words(line.month), "name": who.person.name}
            )
        settled_at = open_lines[line.pk].settled_at
        if settled_at is not None and local_day(settled_at) > day:
            raise SupportRefused(
                _("%(month)s的钱在探访以后才到账，不能在%(day)s确认。") % {"month": month_words(line.month), "day": day}
            )


def _found(not_in_hand: Sequence[PayLine], kind: str, text: str) -> dict[str, str]:
    if bool(kind) != bool(text.strip()) or (kind and kind not in ProblemKind.values):
        raise SupportRefused(_("发现问题的，请选择是什么问题，并写明情况；没有问题的，两项都不填。"))
    found = {kind: text.strip()} if kind else {}
    if not_in_hand:
        months = "、".join(month_words(line.month) for line in not_in_hand)
        said = _("本人没有拿到：%(months)s") % {"months": months}
        found[ProblemKind.MONEY] = "\n".join(filter(None, (said, found.get(ProblemKind.MONEY, ""))))
    return found


def _problem(made: SupportVisit, kind: str, text: str, *, by: Staff, at: datetime) -> None:
    limit = figure("support_finding_days", place=made.division_code, on=local_day(at))
    due = add_working_days(local_day(at), limit.value)
    Problem(visit=made, kind=kind, text=text, due_on=due.day, due_counted=due.counted, found_by=by, found_at=at).save(
        force_insert=True
    )
