"""What the pages of custody agreements show, and what may be done there."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minzheng.accounts.enums import Role
from minzheng.desk.acts import Act
from minzheng.desk.forms.custody import ConfirmForm, EndForm
from minzheng.desk.places import place_name
from minzheng.desk.request import DeskRequest
from minzheng.registry.models import Household
from minzheng.relatives.domain import custody
from minzheng.relatives.enums import CustodyState
from minzheng.relatives.models import CustodyAgreement
from minzheng.relatives.queries.custody import agreements_of
from minzheng.ui.forms import PlainForm
from minzheng.ui.tones import Tone

TONES: dict[str, Tone] = {
    CustodyState.WAITING: Tone.WARN, CustodyState.COMING: Tone.PLAIN, CustodyState.IN_FORCE: Tone.DONE,
    CustodyState.EXPIRED: Tone.WARN, CustodyState.ENDED: Tone.PLAIN,
}  # fmt: skip
FILTERS = (
    ("waiting", CustodyState.WAITING.label),
    ("in_force", CustodyState.IN_FORCE.label),
    ("over", gettext_lazy("已到期或终止")),
)
FORMS: dict[str, type[PlainForm]] = {"confirm": ConfirmForm, "end": EndForm}
DONE = {
    "confirm": gettext_lazy("代管协议已核实，在协议期内可以发到代管人的账户。"),
    "end": gettext_lazy("代管协议已终止，以后的发放清单不再发到代管人的账户。"),
}


def run(verb: str, agreement: CustodyAgreement, **given: Any) -> Any:
    """Do one act on an agreement."""
    if verb == "confirm":
        return custody.confirm(agreement=agreement, **given)
    return custody.end(agreement=agreement, **given)


def standing(agreement: CustodyAgreement, today: dt.date) -> dict[str, Any]:
    """Return the word and the tone of an agreement today."""
    state = agreement.state_on(today)
    return {"state": state.label, "tone": TONES[state]}


def of_household(household: Household, today: dt.date) -> list[dict[str, Any]]:
    """Return the agreements of a household with their words."""
    return [{"row": row, **standing(row, today)} for row in agreements_of(household.pk)]


def page_context(request: DeskRequest, agreement: CustodyAgreement) -> dict[str, Any]:
    """Return the page of one agreement."""
    return {
        "agreement": agreement,
        "household": agreement.household,
        "place": place_name(agreement.household.division_code),
        "acts": _acts(request, agreement),
        **standing(agreement, request.today),
    }


def _acts(request: DeskRequest, agreement: CustodyAgreement) -> list[Act]:
    state = agreement.state_on(request.today)
    words = {
        "confirm": (
            _("核实代管协议"), _("核实，予以备案"),
            _("核实后，%(name)s可以在协议期内代领这一户的救助金；备案和核实须是两个人。")
            % {"name": agreement.holder_name},
            False,
        ),
        "end": (
            _("终止代管协议"), _("终止"),
            _("以后的发放清单不再发到%(name)s的账户，请同时登记本户成员的收款账户。") % {"name": agreement.holder_name},
            True,
        ),
    }  # fmt: skip
    verbs = []
    if request.user.role in custody.FILERS and state not in {CustodyState.ENDED, CustodyState.EXPIRED}:
        verbs = ["end"]
        if state == CustodyState.WAITING and request.user.role == Role.COUNTY_OFFICER:
            verbs = ["confirm", "end"] if agreement.filed_by_id != request.user.pk else verbs
    found = []
    for verb in verbs:
        title, button, consequence, grave = words[verb]
        url = reverse("desk:custody_action", args=[agreement.pk, verb])
        found.append(Act(verb, title, button, consequence, url, FORMS[verb](auto_id=f"{verb}_%s"), is_grave=grave))
    return found
