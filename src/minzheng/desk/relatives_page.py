"""What the pages of officials and their close relatives show, and what may be done there."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minzheng.accounts.domain.identity import KEEPERS as STAFF_KEEPERS
from minzheng.accounts.models import Staff
from minzheng.casework.domain import close_relatives
from minzheng.desk.acts import Act
from minzheng.desk.forms.relatives import DeclareForm, EndMemberForm, NumberForm
from minzheng.desk.places import place_name
from minzheng.desk.request import DeskRequest
from minzheng.relatives.domain import roll
from minzheng.relatives.domain.roll import KEEPERS
from minzheng.relatives.models import CommitteeMember
from minzheng.relatives.queries.lists import declared_of
from minzheng.ui.forms import PlainForm

MEMBER_FORMS: dict[str, type[PlainForm]] = {"declare": DeclareForm, "end": EndMemberForm}
STAFF_FORMS: dict[str, type[PlainForm]] = {"number": NumberForm, "declare": DeclareForm}
DONE = {
    "declare": gettext_lazy("近亲属已申报，有关办件已重新比对。"),
    "end": gettext_lazy("离任已登记。"),
    "number": gettext_lazy("身份证号码已登记，有关办件已重新比对。"),
}
DECLARED_WORDS = gettext_lazy(
    "%(name)s的这名亲属申请或正在享受救助的，该户自动备案、县级必访%(locked)s。备案只用于加强核查，不影响救助。"
)


def run_on_member(verb: str, member: CommitteeMember, **given: Any) -> Any:
    """Do one act on a seat."""
    if verb == "end":
        return roll.end_member(member=member, **given)
    return close_relatives.declare(official=member, **given)


def run_on_staff(verb: str, staff: Staff, **given: Any) -> Any:
    """Do one act on a member of staff."""
    if verb == "number":
        return close_relatives.record_staff_number(staff=staff, **given)
    return close_relatives.declare(official=staff, **given)


def member_context(request: DeskRequest, member: CommitteeMember) -> dict[str, Any]:
    """Return the page of one seat."""
    keeps = request.user.role in KEEPERS and member.ended_at is None
    words = {
        "declare": (_("申报近亲属"), _("申报"), _declared_words(member), False),
        "end": (
            _("登记离任"), _("登记离任"),
            _("%(name)s从离任次日起不再作为村（居）委会成员比对；已有的备案不变。") % {"name": member.name}, False,
        ),
    }  # fmt: skip
    return {
        "member": member,
        "place": place_name(member.division_code),
        "declared": declared_of(committee_member=member),
        "acts": _acts("desk:relatives_official_action", member.pk, MEMBER_FORMS, words) if keeps else [],
        "keeps": keeps,
    }


def staff_context(request: DeskRequest, staff: Staff) -> dict[str, Any]:
    """Return the page of one member of staff."""
    keeps = request.user.role in STAFF_KEEPERS
    words = {
        "number": (
            _("登记身份证号码"), _("登记"),
            _("号码加密保存，用来自动比对%(name)s本人和同户成员是否申请救助。") % {"name": staff.name}, False,
        ),
        "declare": (_("申报近亲属"), _("申报"), _declared_words(staff), False),
    }  # fmt: skip
    forms = {verb: form for verb, form in STAFF_FORMS.items() if verb != "number" or staff.pk != request.user.pk}
    return {
        "staff": staff,
        "identity": getattr(staff, "identity", None),
        "declared": declared_of(staff=staff),
        "acts": _acts("desk:relatives_staff_action", staff.pk, forms, words) if keeps else [],
        "keeps": keeps and staff.pk != request.user.pk,
        "may_reveal": keeps,
    }


def own_context(request: DeskRequest) -> dict[str, Any]:
    """Return the page of one's own declarations."""
    act = Act(
        "declare", _("申报近亲属"), _("申报"), _declared_words(request.user), reverse("desk:own_relatives"),
        DeclareForm(auto_id="declare_%s"),
    )  # fmt: skip
    return {
        "staff": request.user,
        "identity": getattr(request.user, "identity", None),
        "declared": declared_of(staff=request.user),
        "acts": [act],
        "keeps": False,
    }


def _declared_words(official: Staff | CommitteeMember) -> str:
    locked = _("，%(name)s不能办理该户的办件") % {"name": official.name} if isinstance(official, Staff) else ""
    return str(DECLARED_WORDS) % {"name": official.name, "locked": locked}


def _acts(page: str, pk: int, forms: dict[str, type[PlainForm]], words: dict[str, Any]) -> list[Act]:
    found = []
    for verb, form in forms.items():
        title, button, consequence, grave = words[verb]
        made: Callable[..., PlainForm] = form
        found.append(
            Act(
                verb,
                title,
                button,
                consequence,
                reverse(page, args=[pk, verb]),
                made(auto_id=f"{verb}_%s"),
                is_grave=grave,
            )
        )
    return found
