"""A household that ends here: merged into another, moved out of the county, closed. Its cases must be settled first.

A case belongs to the household it was examined in: what was found there says nothing of another family, so a case is
never carried over (民发〔2022〕83号: a household is assessed as a whole). A granted case of the household that takes
others in goes on; the next monthly review reckons with everybody.
"""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.casework.enums import GRANTED_STATES, OPEN_STATES, State
from minzheng.casework.models import Case
from minzheng.kernel.refusal import Refused
from minzheng.kernel.wording import clauses
from minzheng.programs import catalogue
from minzheng.registry.domain import household as households
from minzheng.registry.domain import merging
from minzheng.registry.models import Household

# Nothing of the household has been looked at yet, or all of it was decided.
LETS_OTHERS_IN = (State.DRAFT, State.SUBMITTED, State.SUPPLEMENT_NEEDED, *GRANTED_STATES)


class CasesUnsettled(Refused):
    """Open cases stand in the way; the message names each and what is to be done with it."""


@transaction.atomic
def merge_households(*, household: Household, into: Household, by: Staff, at: dt.datetime, **merged: Any) -> Household:
    """Merge a household into another (registry.domain.merging.merge, whose arguments and refusals these are).

    Raises CasesUnsettled for any open case of `household`, and for one of `into` that is being examined.
    """
    home = merging.merge(household=household, into=into, by=by, at=at, **merged)
    _require_settled(household, _("并户"))
    _require_settled(
        home,
        _("接收并入的成员"),
        states=[state for state in OPEN_STATES if state not in LETS_OTHERS_IN],
    )
    return home


@transaction.atomic
def transfer_member(*, household: Household, into: Household, by: Staff, at: dt.datetime, **moved: Any) -> Household:
    """Let a member join another household (registry.domain.merging.transfer). Raises CasesUnsettled.

    Neither household may be in the middle of an examination, which counted the people as they were.
    """
    home = merging.transfer(household=household, into=into, by=by, at=at, **moved)
    states = [state for state in OPEN_STATES if state not in LETS_OTHERS_IN]
    _require_settled(household, _("转出成员"), states=states)
    _require_settled(home, _("转入成员"), states=states)
    return home


@transaction.atomic
def close_household(*, household: Household, by: Staff, at: dt.datetime, **closed: Any) -> Household:
    """Close a household, or let it move out of the county (registry.domain.household.close). Raises CasesUnsettled."""
    home = households.close(household=household, by=by, at=at, **closed)
    _require_settled(home, _("销户或迁出本县"))
    return home


def _require_settled(household: Household, what: str, states: Collection[State] = OPEN_STATES) -> None:
    # After the registry's own checks, and inside the same transaction: who may not change the household learns nothing.
    cases = list(Case.objects.select_for_update().filter(household=household, state__in=states).order_by("pk"))
    if cases:
        raise CasesUnsettled(
            _("户 %(number)s 还有没有了结的办件，不能%(what)s：%(cases)s。")
            % {"number": household.number, "what": what, "cases": clauses(_in_words(cases))}
        )


def _in_words(cases: Iterable[Case]) -> list[str]:
    return [
        _("%(program)s %(number)s（%(state)s）：%(todo)s")
        % {
            "program": catalogue.get(case.program).program.name,
            "number": case.number,
            "state": case.get_state_display(),
            "todo": _("请先由县民政局办理终止，从下一个月起停发")
            if case.state in GRANTED_STATES
            else _("请先办结，或由申请人撤回申请"),
        }
        for case in cases
    ]
