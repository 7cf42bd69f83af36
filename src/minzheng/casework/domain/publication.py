"""Publication after the decision: name, number of members, amount, nothing else.

民发〔2021〕57号 第二十四条；社会救助法 第四十五条。
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.casework.domain import decision as decisions
from minzheng.casework.domain import flow
from minzheng.casework.enums import State
from minzheng.casework.models import Case, Decision, Publication
from minzheng.casework.queries.clock import rules_of
from minzheng.casework.queries.in_force import per_payment
from minzheng.casework.queries.members import public_name, shows_a_number
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.moment import local_day
from minzheng.kernel.refusal import Refused


class PublicationRefused(Refused):
    """There is nothing that may be published, or no place to do it."""


@transaction.atomic
def publish(*, case: Case, by: Staff, at: datetime, place: str) -> Publication:
    """Post the decision; the case becomes active. A refusal is never published: its case cannot come here."""
    flow.require_state(case, State.CONFIRMED, what=_("张贴公布"))
    if not place.strip():
        raise PublicationRefused(_("请填写公布地点（申请人所在村、社区的公开栏）。"))
    if shows_a_number(place):
        raise PublicationRefused(_("公布地点里有像证件号、账号或电话的号码，不得公布。请只写地点（如村务公开栏）。"))
    granted = decisions.in_force(case)
    flow.move(
        case=case, to=State.ACTIVE, by=by, at=at, details={"decision": granted.document_number, "place": place.strip()}
    )
    return Publication.objects.create(
        case=case, decision=granted, place=place.strip(), content=content_of(case, granted), posted_by=by, posted_at=at,
        posted_on=local_day(at), stands_until_on=_stands_until(case, local_day(at)),
    )  # fmt: skip


def _stands_until(case: Case, day: date) -> date | None:
    """Return the last day a village board must show it (村民委员会组织法 第三十五条); None: it stands."""
    days = rules_of(case, day).board_days
    return day + timedelta(days=days) if days is not None else None


def content_of(case: Case, granted: Decision) -> dict[str, Any]:
    """Return the three published fields. A minor applicant is masked, nobody else is named."""
    return {
        "applicant": public_name(case.applicant, granted.decided_on),
        "members": len(granted.covered_person_ids),
        "amount_yuan": format_yuan(granted.amount_fen),
        **per_payment(granted.cadence),
    }
