"""Supporters outside the household: each with the member they owe support, what they have and what was agreed."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.kernel.moment import local_day
from minzheng.registry.domain import versions
from minzheng.registry.domain.facts import FactRefused, audit_fact, require_member
from minzheng.registry.domain.opening import open_household
from minzheng.registry.enums import SupporterRelation
from minzheng.registry.models import Household, Person, Supporter
from minzheng.registry.validators import clean_text

LARGEST_FEN = 10**11
MOST_SUPPORTED = 40


@transaction.atomic
def record_supporter(
    *,
    household: Household,
    person: Person,
    name: str,
    relation: str,
    birth_date: dt.date,
    supported_count: int,
    holds_from: dt.date,
    by: Staff,
    at: dt.datetime,
    source: str,
    income_month_fen: int | None = None,
    is_income_checked: bool = False,
    consented_on: dt.date | None = None,
    agreed_month_fen: int = 0,
    holds_until: dt.date | None = None,
) -> Supporter:
    """Record who owes a member support. The same name for the same member gives way to the new record.

    Raises FactRefused, NotAllowed.
    """
    household = open_household(household, by=by)
    require_member(household, person, holds_from, holds_until)
    today = local_day(at)
    try:
        name = clean_text(name, what=_("义务人姓名"), longest=64)
    except ValueError as error:
        raise FactRefused(_("%(why)s。") % {"why": error}) from error
    if relation not in SupporterRelation.values:
        raise FactRefused(_("义务人与被赡养人的关系“%(code)s”不在代码表中。请从列表中选择。") % {"code": relation})
    if birth_date > today:
        raise FactRefused(_("义务人的出生日期 %(day)s 晚于今天。请核对。") % {"day": birth_date})
    _require_numbers(income_month_fen, agreed_month_fen, supported_count)
    _require_consent(income_month_fen, consented_on, today, is_checked=is_income_checked)
    fact = versions.supersede(
        Supporter,
        key={"household": household, "person": person, "name": name},
        values={
            "relation": relation,
            "birth_date": birth_date,
            "income_month_fen": income_month_fen,
            "is_income_checked": is_income_checked,
            "consented_on": consented_on,
            "supported_count": supported_count,
            "agreed_month_fen": agreed_month_fen,
        },
        holds_from=holds_from,
        holds_until=holds_until,
        source=source,
        by=by,
        at=at,
    )
    details = {
        "person": person.pk,
        "relation": relation,
        "income_month_fen": income_month_fen,
        "is_income_checked": is_income_checked,
        "consented_on": consented_on.isoformat() if consented_on else None,
        "supported_count": supported_count,
        "agreed_month_fen": agreed_month_fen,
    }
    audit_fact(household, fact, details, by=by, at=at)
    return fact


def _require_numbers(income: int | None, agreed: int, supported: int) -> None:
    if not 0 <= (income or 0) <= LARGEST_FEN or not 0 <= agreed <= LARGEST_FEN:
        raise FactRefused(_("义务人的收入或给付金额不合理，不能小于零。请核对金额和单位（元）。"))
    if not 1 <= supported <= MOST_SUPPORTED:
        raise FactRefused(
            _("义务人赡养的人数为 %(count)s，应在 1 至 %(most)s 之间，包括本户的被赡养人。请核对。")
            % {"count": supported, "most": MOST_SUPPORTED}
        )


def _require_consent(income: int | None, consented_on: dt.date | None, today: dt.date, *, is_checked: bool) -> None:
    if is_checked and income is None:
        raise FactRefused(_("写明收入经核对查得，却没有填写收入。请填写查得的人均月收入。"))
    if is_checked and consented_on is None:
        raise FactRefused(
            _("查询共同生活的家庭成员以外的义务人，须经其本人同意（社会救助法第四十一条）。请填写同意的日期。")
        )
    if consented_on is not None and consented_on > today:
        raise FactRefused(_("义务人同意查询的日期 %(day)s 晚于今天。请核对。") % {"day": consented_on})
