"""What the page of a death correction shows: the record, why it is said to be wrong, and what settling it does."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minzheng.casework.queries.cases import cases
from minzheng.casework.queries.catalogue import benefits
from minzheng.desk.acts import Act
from minzheng.desk.case_page import tone_of
from minzheng.desk.forms.corrections import AnswerForm, RejectAnswerForm
from minzheng.desk.places import place_name
from minzheng.desk.request import DeskRequest
from minzheng.registry.domain.death_correction import SETTLERS, approve, reject
from minzheng.registry.enums import CorrectionState, Relation
from minzheng.registry.models import DeathCorrection
from minzheng.registry.queries.deaths import households_of
from minzheng.ui.forms import PlainForm
from minzheng.ui.tones import Tone

TONES: dict[str, Tone] = {
    CorrectionState.ASKED: Tone.NOW,
    CorrectionState.DONE: Tone.DONE,
    CorrectionState.REJECTED: Tone.BAD,
}
FORMS: dict[str, type[PlainForm]] = {"approve": AnswerForm, "reject": RejectAnswerForm}
RUNS: dict[str, Callable[..., DeathCorrection]] = {"approve": approve, "reject": reject}
DONE = {
    "approve": gettext_lazy("死亡登记已更正，成员、收入和账户已恢复。已终止的救助和钱款没有变动，请另行处理。"),
    "reject": gettext_lazy("没有更正，死亡登记仍然有效。"),
}


def context(request: DeskRequest, found: DeathCorrection) -> dict[str, Any]:
    """Return the page; the cases are those that the money has to be put right in."""
    person = found.death.person
    homes = households_of(person)
    names = {program.code: program.short_name for program in benefits()}
    rows = list(cases().filter(household__in=[home.pk for home in homes]))
    return {
        "correction": found,
        "person": person,
        "place": place_name(person.division_code),
        "tone": TONES[found.state],
        "relation": Relation(found.relation).label if found.relation else "",
        "households": homes,
        "cases": [{"case": row, "program": names.get(row.program, ""), "tone": tone_of(row.state)} for row in rows],
        "acts": _acts(request, found),
        "waiting": _waiting(request, found),
    }


def _settles(request: DeskRequest, found: DeathCorrection) -> bool:
    user = request.user
    return (
        found.state == CorrectionState.ASKED
        and user.role in SETTLERS
        and user.area.covers(found.death.person.division_code)
        and user.pk != found.asked_by_id
    )


def _acts(request: DeskRequest, found: DeathCorrection) -> list[Act]:
    if not _settles(request, found):
        return []
    name = found.death.person.name
    consequence = _(
        "%(name)s 恢复为家庭成员，登记死亡时停止的收入和收款账户恢复，死亡记录注明误登、保留可查。"
        "已经终止的救助、停发或追回的钱不会自动恢复：请另行决定补发或重新受理。"
    ) % {"name": name}
    stays = _("%(name)s 的死亡登记仍然有效，什么也不变；理由会告诉提出人。") % {"name": name}
    urls = {verb: reverse("desk:correction_action", args=[found.pk, verb]) for verb in RUNS}
    forms = {verb: form(auto_id=f"{verb}_%s") for verb, form in FORMS.items()}
    return [
        Act("approve", _("核准更正"), _("核准更正"), consequence, urls["approve"], forms["approve"]),
        Act("reject", _("不予更正"), _("不予更正"), stays, urls["reject"], forms["reject"], is_grave=True),
    ]


def _waiting(request: DeskRequest, found: DeathCorrection) -> str:
    if found.state != CorrectionState.ASKED:
        return ""
    if request.user.pk == found.asked_by_id:
        return _("等待县民政局另一名经办人核准；您是提出人，不能核准自己提出的更正。")
    return _("等待县民政局经办人核准。")
