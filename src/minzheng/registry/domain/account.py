"""The account a household is paid into. `relatives.domain.payee` alone calls here: it knows the officials' cards."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.accounts.permissions import require_role
from minzheng.accounts.scope import everywhere
from minzheng.kernel.idnumber import IdNumber
from minzheng.kernel.moment import local_day
from minzheng.registry.domain import versions
from minzheng.registry.domain.checking import printable_name
from minzheng.registry.domain.facts import PAYEE_KEEPERS, FactRefused, audit_fact, require_member
from minzheng.registry.domain.opening import open_household
from minzheng.registry.domain.person import find_many, write_newborn
from minzheng.registry.domain.registration import account_values
from minzheng.registry.models import BankAccount, Household, Person
from minzheng.registry.validators import clean_account_number, clean_text


@transaction.atomic
def set_account(
    *,
    household: Household,
    holder: Person,
    bank_name: str,
    account_number: str,
    by: Staff,
    at: dt.datetime,
    source: str,
    holds_from: dt.date | None = None,
    guardian_note: str = "",
) -> BankAccount:
    """Record the account a household is paid to from `holds_from` (None: the day of `at`); the payee is its holder.

    A holder who is no member is a guardian: `guardian_note` says on what grounds. Not done by village workers.
    Raises FactRefused, NotAllowed.
    """
    require_role(by, *PAYEE_KEEPERS)
    household = open_household(household, by=by)
    first = holds_from or local_day(at)
    try:
        number = clean_account_number(account_number)
        bank_name = clean_text(bank_name, what=_("开户银行"), longest=64)
    except ValueError as error:
        raise FactRefused(_("收款账户不能保存：%(why)s。") % {"why": error}) from error
    guardian_note = guardian_note.strip()
    if not guardian_note:
        require_member(household, holder, first, None, hint=_("由监护人代领的，请写明监护关系及依据。"))
    fact = versions.supersede(
        BankAccount,
        key={"household": household},
        values={"holder": holder, "guardian_note": guardian_note, "bank_name": bank_name, **account_values(number)},
        holds_from=first,
        holds_until=None,
        source=source,
        by=by,
        at=at,
    )
    details = {"holder": holder.pk, "bank_name": bank_name, "last4": fact.account_last4, "guardian_note": guardian_note}
    audit_fact(household, fact, details, by=by, at=at)
    return fact


def outsider(*, name: str, id_number: str, household: Household, at: dt.datetime) -> Person:
    """Return who bears this name and number, known anywhere or new; to hold a card is not to be a member.

    Raises FactRefused, IdNumberError.
    """
    parsed = IdNumber.parse(id_number, on=local_day(at))
    try:
        name = printable_name(name)
    except ValueError as error:
        raise FactRefused(_("持有人姓名不能登记：%(why)s。") % {"why": error}) from error
    with everywhere("账户持有人可能登记在别处"):
        known = find_many([parsed.value]).get(parsed.value)
    if known is None:
        return _write(name, parsed, household, at)
    if known.name != name:
        raise FactRefused(_("这个身份证号码登记在另一个姓名之下，请核对持有人的姓名和号码。"))
    return known


def _write(name: str, parsed: IdNumber, household: Household, at: dt.datetime) -> Person:
    try:
        with transaction.atomic():
            return write_newborn(
                name=name, sex=parsed.sex, born_on=parsed.birth_date, id_number=parsed,
                division_code=household.division_code, at=at,
            )  # fmt: skip
    except IntegrityError as error:
        raise FactRefused(_("持有人刚被他人登记，请重新提交。")) from error
