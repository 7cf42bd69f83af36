"""A household moves with its cases: who answers for the new village sees and does the work from then on."""

import datetime as dt
from typing import Any

from django.db import transaction

from minzheng.accounts.models import Staff
from minzheng.casework.domain import flow
from minzheng.casework.models import Case
from minzheng.registry.domain import household as households
from minzheng.registry.models import Household


@transaction.atomic
def move_household(*, household: Household, by: Staff, at: dt.datetime, **moved: Any) -> Household:
    """Move a household (registry.domain.household.move, whose arguments and refusals these are) and all its cases."""
    home = households.move(household=household, by=by, at=at, **moved)
    for case in Case.objects.filter(household=home).exclude(division_code=home.division_code).order_by("pk"):
        before, case.division_code = case.division_code, home.division_code
        case.save(update_fields=["division_code"])
        flow.note(
            case=case, action="relocate", by=by, at=at, details={"from": before, "to": case.division_code},
            reason=str(moved.get("source", "")).strip(),
        )  # fmt: skip
    return home
