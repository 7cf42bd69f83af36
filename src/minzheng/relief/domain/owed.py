"""What is owed after an urgent payment: the stations of the road that are made good, each with its last day."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.models import Staff
from minzheng.casework.queries.catalogue import afterwards
from minzheng.kernel import idnumber
from minzheng.kernel.language import as_kept
from minzheng.kernel.moment import local_day
from minzheng.kernel.refusal import Refused
from minzheng.registry.models import Household, Person
from minzheng.relief.domain.road import OFFICERS, ReliefRefused, locked, note, require_state, require_unrelated
from minzheng.relief.enums import RequestState, Route
from minzheng.relief.models import Completion, Request
from minzheng.services import vault
from minzheng.services.calendar.queries import add_calendar_days, add_working_days

ID_CONTEXT = "relief.Request.id_number"
SURVEYORS_AT_LEAST = 2


def begin_clocks(request: Request, at: datetime) -> None:
    """From the first payment on: write what is to be made good, and until when. By the road's own data."""
    if request.route != Route.EMERGENCY:
        return
    day = local_day(at)
    for step in afterwards(request.program, day, is_urgent=True):
        count = add_working_days if step.limit_kind == "working" else add_calendar_days
        with as_kept():
            due = count(day, step.limit_days) if step.limit_days else None
        Completion(
            request=request, station=step.code, label=step.label, law=step.law, since_on=day,
            due_on=due.day if due else None, is_due_provisional=due.provisional if due else False,
            due_counted=due.counted if due else "",
        ).save(force_insert=True)  # fmt: skip


@transaction.atomic
def complete(
    *, completion: Completion, done_on: date, surveyors: Sequence[str], text: str, signed: bool, facts_true: bool,
    by: Staff, at: datetime, name: str = "", id_number: str = "", person: Person | None = None,
    household: Household | None = None,
) -> Completion:  # fmt: skip
    """Make a station good: who went there, what they found, that it was signed; and who the person is, as found now.

    Raises ReliefRefused. Where the facts were false the file says so (`are_facts_true`) and waits for a recovery.
    """
    permissions.require_role(by, *OFFICERS)
    request = locked(completion.request, by)
    require_state(request, RequestState.PAYING, RequestState.PAID, RequestState.CLOSED, what=_("补齐手续"))
    require_unrelated(request, by, at)
    row: Completion = Completion.objects.select_for_update(of=("self",)).get(pk=completion.pk)
    if row.done_at is not None:
        raise ReliefRefused(_("“%(label)s”已经补齐，不能再改。") % {"label": row.label})
    names = list(dict.fromkeys(one.strip() for one in surveyors if one.strip()))
    if len(names) < SURVEYORS_AT_LEAST:
        raise ReliefRefused(_("调查须由两名以上不同的调查人进行，现只有%(n)d名。") % {"n": len(names)})
    if not signed:
        raise ReliefRefused(_("登记表须由求助人签字；不能签字的由见证人代签，并在调查情况中写明。"))
    if not text.strip():
        raise ReliefRefused(_("请写明调查情况：事情经过、损失、现在的生活。"))
    if not row.since_on <= done_on <= local_day(at):
        raise ReliefRefused(_("补办日期应在救助日%(day)s之后、今天之前。") % {"day": row.since_on})
    row.surveyors, row.text, row.is_signed, row.are_facts_true = names, text.strip(), True, facts_true
    row.done_on, row.done_by, row.done_at = done_on, by, at
    row.save(update_fields=["surveyors", "text", "is_signed", "are_facts_true", "done_on", "done_by", "done_at"])
    _identify(request, name=name, id_number=id_number, person=person, household=household)
    note(request, "relief.completed", by=by, at=at, station=row.station, facts_true=facts_true, surveyors=names)
    return row


def _identify(
    request: Request, *, name: str, id_number: str, person: Person | None, household: Household | None
) -> None:
    """Add what was not known at night; nothing that was known is taken away."""
    if name.strip():
        request.name = name.strip()
    if id_number.strip():
        try:
            number = idnumber.IdNumber.parse(id_number).value
        except Refused as refused:
            raise ReliefRefused(str(refused)) from refused
        request.id_number, request.id_number_index = number, vault.index(number, context=ID_CONTEXT)
    request.person = person or request.person
    request.household = household or request.household
    request.save(update_fields=["name", "id_number", "id_number_index", "person", "household"])
