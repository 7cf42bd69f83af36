"""What the pages of the archive show: the register, one volume with its index, and what may be done with it."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.archive.domain import assessment, custody
from minzheng.archive.domain.filing import ARCHIVISTS
from minzheng.archive.enums import AssessmentState, Verdict, VolumeState
from minzheng.archive.models import Assessment, Item, Lending, Volume
from minzheng.archive.queries.retention import handover_due
from minzheng.casework.queries.catalogue import program_name
from minzheng.desk.acts import Act
from minzheng.desk.forms.archive import ApproveForm, AssessForm, HandOverForm, LendForm, NothingForm, RejectForm
from minzheng.desk.places import place_name
from minzheng.desk.request import DeskRequest
from minzheng.kernel.phrasebook import retell
from minzheng.ui.forms import PlainForm
from minzheng.ui.tones import Tone

TONES: dict[str, Tone] = {
    VolumeState.KEPT: Tone.DONE, VolumeState.HANDED_OVER: Tone.PLAIN, VolumeState.DESTROYED: Tone.BAD,
}  # fmt: skip
FORMS: dict[str, type[PlainForm]] = {
    "assess": AssessForm, "approve": ApproveForm, "reject": RejectForm, "lend": LendForm, "give-back": NothingForm,
    "hand-over": HandOverForm,
}  # fmt: skip
DONE = {
    "assess": gettext_lazy("鉴定意见已提出，等县民政局另一人批准。"),
    "approve": gettext_lazy("鉴定意见已批准。"),
    "reject": gettext_lazy("没有同意，本卷照旧保管。"),
    "lend": gettext_lazy("借阅已登记。"),
    "give-back": gettext_lazy("归还已登记。"),
    "hand-over": gettext_lazy("移交已登记。"),
}


def run(verb: str, volume: Volume, **given: Any) -> Any:
    """Do one act on a volume; raise what the domain raises."""
    acts: dict[str, Callable[..., Any]] = {
        "assess": assessment.propose, "lend": custody.lend, "give-back": custody.give_back,
        "hand-over": custody.hand_over,
    }  # fmt: skip
    if verb in acts:
        return acts[verb](volume=volume, **given)
    waiting = open_assessment(volume)
    if waiting is None:
        raise assessment.AssessmentRefused(_("这一卷没有待批准的鉴定意见，可能刚被别人处理。请刷新页面。"))
    return (assessment.approve if verb == "approve" else assessment.reject)(assessment=waiting, **given)


def open_assessment(volume: Volume) -> Assessment | None:
    """Return the appraisal that waits for a second person."""
    rows = Assessment.objects.filter(volume=volume, state=AssessmentState.PROPOSED).select_related("proposed_by")
    found: Assessment | None = rows.first()
    return found


def volume_context(request: DeskRequest, volume: Volume) -> dict[str, Any]:
    """Return the page of one volume."""
    lendings = list(Lending.objects.filter(volume=volume).select_related("lent_by", "returned_by").order_by("-pk"))
    assessments = list(
        Assessment.objects.filter(volume=volume).select_related("proposed_by", "settled_by").order_by("-pk")
    )
    acts = _acts(request, volume, lendings, assessments)
    return {
        "volume": volume,
        "case": volume.case,
        "title": title_of(volume),
        "place": place_name(volume.division_code),
        "tone": TONES[volume.state],
        "items": Item.objects.filter(volume=volume).order_by("seq"),
        "source": retell(volume.retention_source),
        "is_expired": volume.state == VolumeState.KEPT and volume.retain_until < request.today,
        "handover_due": handover_due(volume.filed_on),
        "handover": getattr(volume, "handover", None),
        "lendings": lendings,
        "lent": next((row for row in lendings if row.returned_at is None), None),
        "assessments": assessments,
        "is_destroyed": volume.state == VolumeState.DESTROYED,
        "acts": acts,
        # Lending is always possible and seldom wanted: the index comes first.
        "is_folded": [act.verb for act in acts] == ["lend"],
    }


def title_of(volume: Volume) -> str:
    """Return the title in the language of the page; the volume itself bears it in Chinese."""
    return _("%(name)s家庭%(program)s%(class)s档案") % {
        "name": volume.case.applicant.name, "program": retell(program_name(volume.case.program)),
        "class": volume.get_archive_class_display(),
    }  # fmt: skip


def _acts(request: DeskRequest, volume: Volume, lendings: list[Lending], assessments: list[Assessment]) -> list[Act]:
    words = {
        "assess": (_("保管期满鉴定"), _("提出鉴定意见"), _("意见交县民政局另一人批准；批准以前什么也不变。"), False),
        "approve": (_("批准鉴定意见"), _("批准"), "", False),
        "reject": (_("不同意"), _("不同意"), _("本卷照旧保管，须重新鉴定。"), False),
        "lend": (_("登记借阅"), _("借出"), _("借出期间不能销毁、移交；到期未还会列入待办。"), False),
        "give-back": (_("登记归还"), _("已归还"), _("本卷回到在档。"), False),
        "hand-over": (_("移交县档案馆"), _("登记移交"), _("移交后本卷由档案馆保管，这里只保留目录和合订本。"), False),
    }  # fmt: skip
    found = []
    for verb in _verbs(request.user, volume, request.today, lendings, assessments):
        title, button, consequence, grave = words[verb]
        if verb == "approve" and assessments[0].verdict == Verdict.DESTROY:
            consequence = _("合订本和其中的附件、文书文件从存储中删除，不能恢复；目录、销毁清册和决定记录保留。")
            grave = True
        elif verb == "approve":
            consequence = _("本卷继续保管到%(day)s。") % {"day": assessments[0].retain_until}
        url = reverse("desk:archive_action", args=[volume.number, verb])
        found.append(Act(verb, title, button, consequence, url, FORMS[verb](auto_id=f"{verb}_%s"), is_grave=grave))
    return found


def _verbs(
    user: Staff, volume: Volume, today: dt.date, lendings: list[Lending], assessments: list[Assessment]
) -> list[str]:
    if user.role not in ARCHIVISTS or volume.state != VolumeState.KEPT:
        return []
    waiting = next((row for row in assessments if row.state == AssessmentState.PROPOSED), None)
    if waiting is not None:
        may = user.role == Role.COUNTY_OFFICER and waiting.proposed_by_id != user.pk
        return ["approve", "reject"] if may else []
    if any(row.returned_at is None for row in lendings):
        return ["give-back"]
    verbs = ["assess"] if volume.retain_until < today else []
    verbs += ["hand-over"] if handover_due(volume.filed_on) <= today else []
    return [*verbs, "lend"]
